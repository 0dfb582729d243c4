"""Rows in, rows out: what the stage commands share."""

import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from kaoju.document import Document, Meta
from kaoju.errors import InputError
from kaoju.readers import decode

__all__ = ["InputRow", "read_rows", "write_row"]


@dataclass(frozen=True, slots=True)
class InputRow:
    """One row of input: its id as given, its text, the date that relative times refer to."""

    id: object
    text: str
    reference: dt.date | None = None

    def document(self) -> Document:
        """Return the row as an unprocessed document."""
        return Document.of(self.text, meta=Meta(source=str(self.id), published=self.reference), key=str(self.id))


def _bytes(source: str) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except OSError as err:
        raise InputError("I004", f"{source}: cannot be read: {err.strerror}") from err


def read_rows(source: str) -> tuple[bool, Iterator[InputRow]]:
    """Return whether `source` (a path, or `-` for stdin) holds JSONL rows, and its rows.

    JSONL is told by its suffix or by a first line that is a JSON object with `text`; anything else is one plain text.
    An empty input has no rows. Raises InputError where bytes cannot be decoded or a row is malformed (`I007`).
    """
    data = _bytes(source)
    if not data.strip():
        return source.endswith((".jsonl", ".ndjson")), iter(())
    text = decode(data).text
    if source.endswith((".jsonl", ".ndjson")) or _is_row(text.lstrip().split("\n", 1)[0]):
        return True, _rows(source, text)
    name = "stdin" if source == "-" else Path(source).name
    return False, iter([InputRow(name, text)])


def _is_row(line: str) -> bool:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return isinstance(row, dict) and isinstance(row.get("text"), str)


def _rows(source: str, text: str) -> Iterator[InputRow]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as err:
            raise InputError("I007", f"{source}:{number}: not JSON: {err}") from err
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise InputError("I007", f"{source}:{number}: a row is an object with a string `text`")
        yield InputRow(row.get("id", number), row["text"], _date(row.get("reference") or row.get("published")))


def _date(value: object) -> dt.date | None:
    """Read an ISO 8601 date; with a time of day it is a datetime, to which 三小时前 then counts. Zones are left off."""
    if not value:
        return None
    text = str(value)
    try:
        if len(text) > 10:
            return dt.datetime.fromisoformat(text).replace(tzinfo=None)
        return dt.date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def write_row(row: dict[str, object]) -> None:
    """Write one JSON row to stdout."""
    sys.stdout.buffer.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()
