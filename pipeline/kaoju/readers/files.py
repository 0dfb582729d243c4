"""Files to documents: which files, which rows, one document or one reason each."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson
from msgspec import Struct
from msgspec.structs import replace

from kaoju.document import Document, Meta
from kaoju.errors import InputError, Rejected
from kaoju.readers.decode import decode
from kaoju.readers.html import read_page
from kaoju.span import OffsetMap, apply_edits

__all__ = ["SUFFIXES", "Unit", "plan_units", "read", "read_unit"]

SUFFIXES = (".txt", ".html", ".htm", ".jsonl", ".ndjson")
_ROWS = (".jsonl", ".ndjson")
_ROWS_PER_UNIT = 100
_BAD_ROW = "the row is not a JSON object with a string `text`"


class Unit(Struct, frozen=True, gc=False):
    """One piece of input: a file, or the bytes `[start, end)` of a JSONL file, whose first row has number `row`.

    `name` is the path below the argument it was found under: it keys the document ids, so that they do not depend on
    where a folder lies. `duplicates` are rows that repeat an earlier row of the file to the byte.
    """

    path: str
    name: str
    start: int = 0
    end: int | None = None
    row: int = 1
    duplicates: frozenset[int] = frozenset()


def plan_units(inputs: Iterable[str | Path]) -> list[Unit]:
    """Return the units of work below `inputs` (files and folders), in the order of arguments, then of names.

    Folders are searched for `.txt`, `.html`, `.htm`, `.jsonl` and `.ndjson`. Raises InputError `I004` where a path
    does not exist, `I005` where a folder holds no such file.
    """
    units = [unit for argument in inputs for unit in _units_below(Path(argument))]
    return _distinct(units)


def _distinct(units: list[Unit]) -> list[Unit]:
    """Give units of equal names that came from different arguments names of their own; drop a path given twice."""
    taken: dict[str, str] = {}
    found: dict[tuple[str, int], Unit] = {}
    for unit in units:
        name, number = unit.name, 1
        while taken.setdefault(name, unit.path) != unit.path:
            number += 1
            name = f"{unit.name}#{number}"
        found.setdefault((unit.path, unit.start), replace(unit, name=name))
    return list(found.values())


def _units_below(place: Path) -> Iterator[Unit]:
    if not place.exists():
        raise InputError("I004", f"{place}: no such file or folder")
    if not place.is_dir():
        yield from _split(place, place.name)
        return
    found = sorted(p for p in place.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
    if not found:
        raise InputError("I005", f"{place}: holds no file of the kinds {', '.join(SUFFIXES)}")
    for path in found:
        yield from _split(path, path.relative_to(place).as_posix())


def _split(path: Path, name: str) -> Iterator[Unit]:
    if path.suffix.lower() not in _ROWS:
        yield Unit(str(path), name)
        return
    start = at = 0
    first = number = 1
    seen: set[bytes] = set()
    repeated: set[int] = set()
    with path.open("rb") as file:
        for line in file:
            at += len(line)
            digest = hashlib.blake2b(line.strip(), digest_size=16).digest()
            if line.strip() and digest in seen:
                repeated.add(number)
            seen.add(digest)
            number += 1
            if number - first == _ROWS_PER_UNIT:
                yield Unit(str(path), name, start, at, first, frozenset(repeated))
                start, first = at, number
                repeated = set()
    if at > start or at == 0:
        yield Unit(str(path), name, start, at, first, frozenset(repeated))


def read(*inputs: str | Path) -> Iterator[Document]:
    """Yield the documents of files and folders, unprocessed. Raises InputError at the first that cannot be read."""
    for unit in plan_units(inputs):
        for outcome in read_unit(unit):
            if isinstance(outcome, Rejected):
                raise InputError(outcome.code, f"{outcome.source}: {outcome.reason}")
            yield outcome


def read_unit(unit: Unit) -> Iterator[Document | Rejected]:
    """Yield one outcome per document of a unit; never raises for what the file holds."""
    path = Path(unit.path)
    try:
        with path.open("rb") as file:
            file.seek(unit.start)
            data = file.read() if unit.end is None else file.read(unit.end - unit.start)
    except OSError as err:
        yield Rejected(unit.path, "read", "I006", f"cannot be read: {err.strerror}")
        return
    if path.suffix.lower() in _ROWS:
        yield from _rows(unit, data)
        return
    try:
        decoded = decode(data)
    except InputError as err:
        yield Rejected(unit.path, "read", err.code, err.message)
        return
    meta = Meta(source=unit.path, sha256=hashlib.sha256(data).hexdigest(), encoding=decoded.encoding)
    if path.suffix.lower() in {".html", ".htm"}:
        doc = _from_html(decoded.text, meta, unit.name)
    else:
        doc = Document.of(decoded.text, meta=meta, key=unit.name)
    yield doc.with_(flags=(*doc.flags, "undecodable_bytes")) if decoded.lost else doc


def _from_html(text: str, meta: Meta, key: str) -> Document:
    page = read_page(text)
    meta = replace(meta, title=page.title, author=page.author, publisher=page.publisher, published=page.published)
    clean, layer = apply_edits(text, page.edits)
    doc = Document.of(text, meta=meta, key=key)
    return doc.with_(clean=clean, offsets=OffsetMap().then(layer), flags=("html",))


def _rows(unit: Unit, data: bytes) -> Iterator[Document | Rejected]:
    if not data.strip():
        yield Rejected(unit.path, "read", "I001", "the input is empty")
        return
    for number, line in enumerate(data.split(b"\n"), unit.row):
        if number in unit.duplicates:
            yield Rejected(f"{unit.path}:{number}", "read", "I009", "the row repeats an earlier one to the byte")
        elif line.strip():
            yield _row(f"{unit.path}:{number}", f"{unit.name}:{number}", line)


def _row(source: str, key: str, line: bytes) -> Document | Rejected:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as err:
        return Rejected(source, "read", "I007", f"{_BAD_ROW}: {err}")
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return Rejected(source, "read", "I007", _BAD_ROW)
    if not row["text"].strip():
        return Rejected(source, "read", "I001", "the input is empty")
    published = _date(row.get("published") or row.get("reference"))
    texts = {k: str(row[k]) for k in ("title", "author", "publisher") if row.get(k)}
    meta = Meta(source=source, sha256=hashlib.sha256(line).hexdigest(), published=published, **texts)
    doc = Document.of(row["text"], meta=meta, key=str(row.get("id", key)))
    bad_date = published is None and (row.get("published") or row.get("reference"))
    return doc.with_(flags=("published_unreadable",)) if bad_date else doc


def _date(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None
