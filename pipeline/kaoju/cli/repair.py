"""`kaoju repair`: mended text out, with the edits on request."""

import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer

from kaoju.cli.rows import read_rows, write_row
from kaoju.cli.say import fail
from kaoju.document import Document
from kaoju.errors import KaojuError

__all__ = ["repair"]


def repair(
    source: Annotated[str, typer.Argument(help="File, or - for stdin: plain text, or JSONL rows {id, text}.")],
    edits: Annotated[Path | None, typer.Option(help="Write every edit to this JSONL file.")] = None,
) -> None:
    """Undo damage: plain text in, mended text out, line by line the same. 修复受损文本，行数不变。"""
    from kaoju.engine import through
    from kaoju.tables import write_atomic

    log: list[bytes] = []
    try:
        is_rows, found = read_rows(source)
        for row in found:
            doc = through("repair", row.document())
            log += _edits(row.id, doc)
            if is_rows:
                write_row({"id": row.id, "text": doc.clean})
            else:
                sys.stdout.buffer.write(doc.clean.encode("utf-8", "replace"))
        if edits:
            write_atomic(edits, b"".join(log))
    except KaojuError as err:
        fail(err)


def _edits(row_id: object, doc: Document) -> list[bytes]:
    from kaoju.tables import rows

    kept = []
    for row in rows(doc)["repairs"]:
        row.pop("doc_id")
        kept.append(orjson.dumps({"id": row_id, **row}, option=orjson.OPT_APPEND_NEWLINE))
    return kept
