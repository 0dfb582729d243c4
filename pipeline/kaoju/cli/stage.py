"""The stage commands: `entities`, `quantities`, `quotes`, `claims`: rows in, rows out, in order."""

from collections.abc import Callable, Iterator
from typing import Annotated

import typer

from kaoju.cli.rows import read_rows, write_row
from kaoju.cli.say import fail
from kaoju.document import Document
from kaoju.errors import KaojuError
from kaoju.span import Span

__all__ = ["claims", "entities", "quantities", "quotes"]

Source = Annotated[str, typer.Argument(help="File, or - for stdin: plain text, or JSONL rows {id, text, reference?}.")]
Record = dict[str, object]


def _run(source: str, stage: str, field: str, records: Callable[[Document], Iterator[Record]]) -> None:
    """Positions in stage rows are those of the row's own text, so that a caller needs no map."""
    from kaoju.engine import through

    try:
        for row in read_rows(source)[1]:
            doc = through(stage, row.document())
            write_row({"id": row.id, field: list(records(doc))})
    except KaojuError as err:
        fail(err)


def _placed(row: Record) -> Record:
    """Turn a table row's positions into the input's own, and drop what is constant."""
    kept = {k: v for k, v in row.items() if k not in {"doc_id", "start", "end", "text", "raw_start", "raw_end"}}
    raw = {"start": row["raw_start"], "end": row["raw_end"], "text": kept.pop("raw_text"), "clean_text": row["text"]}
    return {**raw, **kept}


def entities(source: Source) -> None:
    """Find mentions, resolved. 找出实体并判定所指。"""
    from kaoju.tables import rows

    _run(source, "platforms", "entities", lambda doc: (_placed(r) for r in rows(doc)["mentions"]))


def quotes(source: Source) -> None:
    """Find quotations with speakers and cues. 找出引语、说话人和引语动词。"""
    from kaoju.tables import rows

    _run(source, "quotes", "quotes", lambda doc: (_placed(r) for r in rows(doc)["quotes"]))


def claims(source: Source) -> None:
    """Find numeric claims. 找出数字论断。"""
    from kaoju.tables import rows

    _run(source, "claims", "claims", lambda doc: (_placed(r) for r in rows(doc)["claims"]))


def quantities(source: Source) -> None:
    """Find numbers, units, bounds and times. 找出数量和时间。"""
    _run(source, "quantities", "quantities", _quantities)


def _quantities(doc: Document) -> Iterator[Record]:
    from kaoju.tables.rows import decimal_text

    for q in doc.quantities:
        raw: Span = doc.raw_span(q.span)
        yield {
            "start": raw.start,
            "end": raw.end,
            "text": raw.of(doc.raw),
            "clean_text": q.span.of(doc.clean),
            "kind": str(q.kind),
            "low": decimal_text(q.low),
            "high": decimal_text(q.high),
            "low_inclusive": q.low_inclusive,
            "high_inclusive": q.high_inclusive,
            "approx": q.approx,
            "unit": q.unit,
            "time": q.time,
            "time_alternatives": list(q.time_alternatives),
            "flags": list(q.flags),
            "confidence": round(q.confidence, 4),
        }
