"""`kaoju audit`: how good the extraction is, against gold."""

import json
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from kaoju.audit.corpus import Case, load_corpus
from kaoju.audit.measure import Judged, judge_run, judge_with
from kaoju.audit.output import Tables
from kaoju.audit.report import figures_table, pooled
from kaoju.audit.scores import reference
from kaoju.errors import UsageError

__all__ = ["app"]


class _ScoreByDefault(TyperGroup):
    """`kaoju audit CORPUS` means `kaoju audit score CORPUS`."""

    def parse_args(self, ctx, args):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        if args and args[0] not in self.commands and args[0] not in {"--help", "-h"}:
            args = ["score", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=_ScoreByDefault, no_args_is_help=True, help="Measure the extraction against gold.")

Corpus = Annotated[Path, typer.Argument(help="A corpus, or one article's folder with its gold.")]
Run = Annotated[Path | None, typer.Option("--run", help="Judge this finished run instead of extracting now.")]
Article = Annotated[Path | None, typer.Option(help="The text that the gold was made on, where it stands elsewhere.")]
Lines = Annotated[str | None, typer.Option(help="Judge only these lines of the article: A:B, half-open, from 0.")]


@app.command()
def score(
    corpus: Corpus,
    run: Run = None,
    article: Article = None,
    lines: Lines = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Print how the extraction does against a corpus's gold."""
    judged = _judged(corpus, run, article, lines)
    judgements = pooled(judged)
    if as_json:
        typer.echo(json.dumps(reference(judgements), ensure_ascii=False))
    else:
        typer.echo(figures_table(judgements), nl=False)


def _judged(corpus: Path, run: Path | None, article: Path | None = None, lines: str | None = None) -> list[Judged]:
    cases = load_corpus(corpus, article=article, lines=_line_range(lines))
    return judge_run(run, cases) if run else judge_with(_extracted, cases)


def _line_range(lines: str | None) -> tuple[int, int | None] | None:
    if lines is None:
        return None
    first, colon, last = lines.partition(":")
    if not colon or not (first + last).isdecimal():
        raise UsageError("A040", f"--lines {lines!r}: give two line numbers as A:B, such as 0:62")
    return int(first or 0), int(last) if last else None


def _extracted(case: Case) -> Tables:
    import datetime as dt

    from kaoju.document import Document, Meta
    from kaoju.engine import extract
    from kaoju.tables import rows

    published = case.meta.get("published")
    meta = Meta(source=str(case.path), published=dt.date.fromisoformat(published) if published else None)
    return rows(extract(Document.of(case.gold.text, meta=meta)))
