"""The `kaoju` command."""

import typer

from kaoju.cli.audit import app as audit
from kaoju.cli.diff import diff
from kaoju.cli.explain import explain
from kaoju.cli.lexicon import app as lexicon
from kaoju.cli.repair import repair
from kaoju.cli.rules import app as rules
from kaoju.cli.run import run
from kaoju.cli.schema import schema
from kaoju.cli.show import show
from kaoju.cli.stage import claims, entities, quantities, quotes

__all__ = ["app", "main"]

app = typer.Typer(
    name="kaoju",
    help="Facts with evidence out of damaged Chinese articles. 考据：从受损的中文文章里抽取有据可查的事实。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (run, show, explain, repair, entities, quantities, quotes, claims, diff, schema):
    app.command()(command)
app.add_typer(audit, name="audit")
app.add_typer(rules, name="rules")
app.add_typer(lexicon, name="lexicon")


def main() -> None:
    """Run the command line."""
    app()
