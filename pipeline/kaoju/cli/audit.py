"""`kaoju audit`: how good the extraction is, against gold."""

import json
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ParamSpec, TypeVar

import typer
from typer.core import TyperGroup

from kaoju.cli.say import fail, say
from kaoju.errors import KaojuError, UsageError

if TYPE_CHECKING:
    from kaoju.audit.measure import Judged

__all__ = ["app"]

P = ParamSpec("P")
T = TypeVar("T")


class _ScoreByDefault(TyperGroup):
    """`kaoju audit CORPUS` means `kaoju audit score CORPUS`."""

    def parse_args(self, ctx, args):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["score", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_ScoreByDefault,
    no_args_is_help=True,
    help="Measure the extraction against gold: kaoju audit CORPUS. 用标注语料衡量抽取质量。",
)

Corpus = Annotated[Path, typer.Argument(help="A corpus, or one article's folder with its gold.")]
Run = Annotated[Path | None, typer.Option("--run", help="Judge this finished run instead of extracting now.")]
Article = Annotated[Path | None, typer.Option(help="The text that the gold was made on, where it stands elsewhere.")]
Lines = Annotated[str | None, typer.Option(help="Judge only these lines of the article: A:B, half-open, from 0.")]
Split = Annotated[str | None, typer.Option(help="Only articles of this split (meta.json): tune, test.")]


def _reporting(command: Callable[P, T]) -> Callable[P, T]:
    """Turn the package's errors into exit codes."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except KaojuError as err:
            fail(err)

    return wrapped


@app.command()
@_reporting
def score(
    corpus: Corpus,
    run: Run = None,
    article: Article = None,
    lines: Lines = None,
    split: Split = None,
    by: Annotated[str, typer.Option(help="Slices: script,variant,genre,pair,split,document.")] = "variant,script,pair",
    misses: Annotated[bool, typer.Option("--misses", help="List what was missed, wrong or surplus.")] = False,
    draws: Annotated[int, typer.Option(min=0, help="Bootstrap draws for intervals; 0 leaves them out.")] = 500,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown tables.")] = False,
) -> None:
    """Print how the extraction does on a corpus. 输出抽取质量各项指标。"""
    from kaoju.audit import misses as missing
    from kaoju.audit import report
    from kaoju.audit.slices import SLICES

    names = [name for name in by.split(",") if name]
    if unknown := sorted(set(names) - set(SLICES)):
        raise UsageError("A041", f"--by {', '.join(unknown)}: choose from {', '.join(SLICES)}")
    judged = _judged(corpus, run, article, lines, split)
    listed = list(missing.misses(judged))
    if as_json:
        typer.echo(json.dumps(report.as_data(judged, listed, names), ensure_ascii=False, indent=1))
        return
    parts = [report.figures_table(judged, draws=draws, markdown=markdown)]
    parts += [report.slice_table(judged, name, markdown=markdown) for name in names if len(judged) > 1]
    parts.append(report.calibration_table(report.pooled(judged), markdown=markdown))
    parts += [report.misses_table(listed, markdown=markdown)] if misses else []
    typer.echo("\n".join(parts), nl=False)


@app.command()
@_reporting
def gate(
    corpus: Corpus,
    floors: Annotated[Path, typer.Option(help="The file of floors.")],
    run: Run = None,
    split: Split = None,
    raise_: Annotated[bool, typer.Option("--raise", help="Raise floors to what is measured; make the file.")] = False,
    lower: Annotated[bool, typer.Option("--lower", help="Lower floors to what is measured; takes --reason.")] = False,
    reason: Annotated[str, typer.Option(help="Why floors are lowered; stored beside them.")] = "",
    figures: Annotated[str, typer.Option(help="With --raise: hold these figures (comma-separated) too.")] = "",
    slack: Annotated[float | None, typer.Option(min=0, max=0.05, help="With --raise: what a figure may fall.")] = None,
) -> None:
    """Fail where a figure fell below its floor. 任何指标低于下限即失败。"""
    from kaoju.audit import gate as gates

    if raise_ and lower:
        raise UsageError("A042", "--raise and --lower exclude each other")
    judged = _judged(corpus, run, None, None, split)
    known = gates.load_floors(floors) if floors.exists() or not raise_ else None
    if raise_:
        made = gates.raised(known, judged, [name for name in figures.split(",") if name])
        gates.save_floors(floors, made if slack is None else replace(made, slack=slack))
    elif lower and known:
        gates.save_floors(floors, gates.lowered(known, judged, reason))
    fallen = gates.check_floors(gates.load_floors(floors), judged)
    for line in fallen:
        typer.echo(line)
    say(f"{len(fallen)} below their floors", f"{len(fallen)} 项低于下限")
    raise typer.Exit(1 if fallen else 0)


@app.command()
@_reporting
def check(corpus: Corpus, article: Article = None, lines: Lines = None) -> None:
    """Check gold: positions, closed lists, bounds, names. 检查标注：位置、取值、上下界、规范名。"""
    from kaoju.audit.check import check_gold
    from kaoju.audit.corpus import find_folders

    folders, faults = find_folders(corpus), 0
    for folder in folders:
        for problem in check_gold(folder, article, _line_range(lines)):
            typer.echo(f"{folder}/{problem}")
            faults += 1
    say(f"{len(folders)} folders, {faults} faults", f"{len(folders)} 个目录，{faults} 处错误")
    raise typer.Exit(1 if faults else 0)


@app.command()
@_reporting
def calibrate(
    corpus: Corpus,
    out: Annotated[Path, typer.Option("-o", "--out", help="Where the curves go.")],
    split: Split = None,
    held_out: Annotated[str, typer.Option(help="Show what the fit does on this split, which it does not see.")] = "",
) -> None:
    """Fit what a stated confidence is worth and store it. 拟合并保存置信度校准曲线。"""
    from kaoju.audit import calibration
    from kaoju.audit.corpus import corpus_digest
    from kaoju.audit.report import pooled
    from kaoju.rulebook.curves import apply

    judged = _judged(corpus, None, split=split, calibrated=False)
    found = {name: items for name, items in calibration.points(pooled(judged)).items() if items}
    curves = {name: calibration.fit(found[name]) for name in calibration.APPLIED if name in found}
    calibration.save_curves(out, curves, corpus_digest([one.case for one in judged]))
    shown = {"fitted on": found}
    if held_out:
        shown["held out"] = calibration.points(pooled(_judged(corpus, None, split=held_out, calibrated=False)))
    for title, items in shown.items():
        for name, curve in curves.items():
            before = calibration.expected_error(items[name]) or 0.0
            after = calibration.expected_error([(apply(curve, sure), right) for sure, right in items[name]]) or 0.0
            typer.echo(f"{title} {name}: {len(items[name])} answers, calibration error {before:.3f} → {after:.3f}")


@app.command()
@_reporting
def passages(
    source: Annotated[Path, typer.Argument(help="A JSONL file: text, quotes (content, type, speaker, cue), not.")],
    misses: Annotated[bool, typer.Option("--misses", help="List what was missed or wrong.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score quotations on short passages with gold. 用带标注的短文衡量引语抽取。"""
    from kaoju.audit.live import quoted
    from kaoju.audit.passages import load_passages, score_passages

    loaded = load_passages(source)
    scores = score_passages(loaded, quoted)
    figures = {
        "content": scores.content.f1, "speaker": scores.speaker.f1,
        "cue": scores.cue.recall, "type": scores.type.recall,
    }  # fmt: skip
    if as_json:
        told = {name: round(value, 4) for name, value in figures.items()}
        typer.echo(json.dumps({**told, "alarms": scores.alarms, "terms": scores.terms, "passages": len(loaded)}))
    else:
        for name, value in figures.items():
            typer.echo(f"{name:8} {value:.4f}")
        say(
            f"{scores.alarms} of {scores.terms} terms taken for speech, {len(loaded)} passages",
            f"{scores.terms} 个非引语中误判 {scores.alarms} 个，共 {len(loaded)} 段",
        )
    for fault in scores.faults if misses else ():
        typer.echo(fault)


class Tool(StrEnum):
    """Annotation tools whose files are read and written."""

    LABELSTUDIO = "labelstudio"
    DOCCANO = "doccano"


@app.command("export")
@_reporting
def export_gold(
    corpus: Corpus,
    tool: Annotated[Tool, typer.Option("--to", help="labelstudio or doccano.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="The file to write.")],
    run: Run = None,
    interface: Annotated[Path | None, typer.Option(help="Write Label Studio's labelling interface here.")] = None,
) -> None:
    """Write gold for an annotation tool; with --run, its records as predictions. 导出标注到标注工具。"""
    from kaoju.audit import doccano, labelstudio
    from kaoju.audit.corpus import load_corpus
    from kaoju.audit.measure import judge_run
    from kaoju.audit.regions import output_regions

    cases = load_corpus(corpus)
    golds = [case.gold for case in cases]
    if tool is Tool.DOCCANO:
        out.write_text(doccano.to_jsonl(golds), "utf-8")
    else:
        judged = judge_run(run, cases) if run else []
        found = {one.case.gold.name: output_regions(one.output) for one in judged}
        out.write_text(labelstudio.to_tasks(golds, found), "utf-8")
    if interface:
        interface.write_text(labelstudio.interface(), "utf-8")
    say(f"{len(golds)} texts → {out}", f"{len(golds)} 篇")


@app.command("import")
@_reporting
def import_gold(
    source: Annotated[Path, typer.Argument(help="A JSON export of Label Studio or a JSONL export of doccano.")],
    tool: Annotated[Tool, typer.Option("--from", help="labelstudio or doccano.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="The corpus to write article folders into.")],
) -> None:
    """Write gold folders out of an annotation tool's export. 从标注工具的导出文件写出标注目录。"""
    from kaoju.audit import doccano, labelstudio
    from kaoju.audit.gold import read_article
    from kaoju.audit.regions import write_gold

    text = read_article(source)
    golds = doccano.from_jsonl(text) if tool is Tool.DOCCANO else labelstudio.from_tasks(text)
    for gold in golds:
        write_gold(out / gold.name.replace("/", "-").lstrip("."), gold)
    say(f"{len(golds)} texts → {out}; now `kaoju audit check {out}`", f"{len(golds)} 篇")


def _judged(
    corpus: Path,
    run: Path | None,
    article: Path | None = None,
    lines: str | None = None,
    split: str | None = None,
    *,
    calibrated: bool = True,
) -> "list[Judged]":
    from functools import partial

    from kaoju.audit.corpus import load_corpus
    from kaoju.audit.live import extracted
    from kaoju.audit.measure import judge_run, judge_with

    cases = load_corpus(corpus, article=article, lines=_line_range(lines))
    chosen = [case for case in cases if split is None or case.meta.get("split") == split]
    if not chosen:
        raise UsageError("A043", f"{corpus}: no article has split {split!r}")
    return judge_run(run, chosen) if run else judge_with(partial(extracted, calibrated=calibrated), chosen)


def _line_range(lines: str | None) -> tuple[int, int | None] | None:
    if lines is None:
        return None
    first, colon, last = lines.partition(":")
    if not colon or not (first + last).isdecimal():
        raise UsageError("A040", f"--lines {lines!r}: give two line numbers as A:B, such as 0:62")
    return int(first or 0), int(last) if last else None
