"""`kaoju rules check`: every rule against its own examples."""

import typer

from kaoju.cli.say import fail, say
from kaoju.errors import KaojuError

__all__ = ["app"]

app = typer.Typer(help="Rules and their examples. 规则及其示例。", no_args_is_help=True)


@app.callback()
def rules() -> None:
    """Rules and their examples. 规则及其示例。"""


@app.command()
def check() -> None:
    """Check every rule file against its examples. 用示例检验全部规则。"""
    from kaoju.rulebook import load_rules, rule_files

    try:
        faults = [fault for name in rule_files() for fault in _faults(name)]
        total = sum(len(load_rules(name)) for name in rule_files())
    except KaojuError as err:
        fail(err)
    for fault in faults:
        typer.echo(fault)
    say(f"{total} rules in {len(rule_files())} files, {len(faults)} faults", f"{total} 条规则，{len(faults)} 处错误")
    raise typer.Exit(1 if faults else 0)


def _faults(name: str) -> list[str]:
    from kaoju.rulebook import Matcher, load_rules, probe

    rules = load_rules(name)
    matcher = Matcher(rules)
    found = [probe(matcher, rule, example) for rule in rules if rule.pattern for example in (*rule.yes, *rule.no)]
    return [fault for fault in found if fault]
