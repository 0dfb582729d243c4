"""`kaoju run`: files and folders to a run folder."""

import datetime as dt
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import typer

from kaoju.cli.say import console, fail, say
from kaoju.errors import KaojuError, UsageError
from kaoju.settings import Settings

if TYPE_CHECKING:
    from kaoju.engine import RunReport

__all__ = ["parse_date", "run"]


def run(
    inputs: Annotated[list[str], typer.Argument(help="Files and folders: .txt .html .htm .jsonl")],
    out: Annotated[Path, typer.Option("-o", "--out", help="The run folder.")] = Path("outputs/run"),
    formats: Annotated[str, typer.Option("--format", help="jsonl, parquet, or both.")] = "jsonl,parquet",
    published: Annotated[str | None, typer.Option(help="Date (YYYY-MM-DD) of articles that carry none.")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Worker processes.")] = 1,
    lexicon: Annotated[str, typer.Option(help="A folder of your own tables of names.")] = "",
) -> None:
    """Extract everything from articles into tables. 从文章抽取全部记录，写成数据表。"""
    from kaoju.engine import run as run_engine

    try:
        settings = Settings(published=parse_date(published), lexicon=lexicon)
        chosen = _formats(formats)
        with _bar() as progress:
            report = run_engine(inputs, out, settings=settings, formats=chosen, jobs=jobs, progress=progress)
    except KaojuError as err:
        fail(err)
    except KeyboardInterrupt:
        say("interrupted; the same command resumes", "已中断；再次运行同一命令即可继续")
        raise typer.Exit(130) from None
    _summary(report)
    raise typer.Exit(1 if report.rejected else 0)


def parse_date(text: str | None) -> dt.date | None:
    """Return a date given as YYYY-MM-DD, None for None; raise UsageError `U001` for anything else."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError("U001", f"--published {text!r} is not a date of the form YYYY-MM-DD") from None


def _formats(text: str) -> tuple[str, ...]:
    from kaoju.tables.writers import FORMATS

    chosen = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if not chosen or set(chosen) - set(FORMATS):
        raise UsageError("U002", f"--format {text!r}: choose from {', '.join(FORMATS)}")
    return chosen


class _Bar:
    """A progress bar over shards; it exists on a terminal only."""

    def __enter__(self) -> Self:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("shards 分片"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=None)
        self._bar.start()
        return self

    def __call__(self, done: int, total: int) -> None:
        self._bar.update(self._task, completed=done, total=total)

    def __exit__(self, *error: object) -> None:
        self._bar.stop()


def _bar() -> "_Bar | nullcontext[None]":
    return _Bar() if sys.stderr.isatty() else nullcontext()


def _summary(report: "RunReport") -> None:
    for rejected in report.rejected[:10]:
        say(f"quarantined {rejected.source}: {rejected.code} {rejected.reason}", "已隔离")
    if len(report.rejected) > 10:
        say(f"… and {len(report.rejected) - 10} more in quarantine.jsonl", "其余见 quarantine.jsonl")
    names = {
        "mentions": "提及", "claims": "论断", "quotes": "引语", "checks": "核对", "facts": "事实", "repairs": "修复",
    }  # fmt: skip
    counts = " · ".join(f"{report.counts[table]} {table} {label}" for table, label in names.items())
    say(f"{report.documents} documents, {len(report.rejected)} quarantined → {report.out}", f"{report.documents} 篇")
    typer.echo(counts, err=True)
