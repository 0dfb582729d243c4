"""The gold format: what careful readers say about one article, placed in its text."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from kaoju.errors import InputError
from kaoju.span import OffsetMap, Span

__all__ = [
    "LAYERS",
    "Gold",
    "GoldClaim",
    "GoldEntity",
    "GoldItem",
    "GoldPlatform",
    "GoldQuote",
    "GoldTerm",
    "Lines",
    "Problem",
    "load_gold",
    "parse_gold",
    "read_article",
    "read_rows",
]

LAYERS = ("platforms", "claims", "quotes", "not_quotes", "entities")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a gold folder: file, its 1-based line (0 for the whole file), and what to do about it."""

    file: str
    row: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.row}: {self.message}" if self.row else f"{self.file}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldItem:
    """What every gold item has: its span in the article, the 0-based line it stands in, its row in the gold file.

    Items that are not `certain` are never scored as errors.
    """

    span: Span
    line: int
    row: int = 0
    certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPlatform(GoldItem):
    """A mention of a platform that the source confuses or misspells; `referent` is the platform that is meant."""

    referent: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldClaim(GoldItem):
    """A numeric claim; values are in base units, percent in points, a ratio as the fraction's value."""

    kind: str
    subject: str
    metric: str
    low: Decimal | None = None
    high: Decimal | None = None
    approx: bool = False
    unit: str | None = None
    of: str | None = None
    time: str | None = None
    region: str | None = None
    modality: str = "asserted"
    polarity: str = "affirmed"
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldQuote(GoldItem):
    """Something somebody said; the span is the content without its marks."""

    type: str
    speaker: str | None = None
    cue: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldTerm(GoldItem):
    """Text in quotation marks or 《》 that quotes nobody."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldEntity(GoldItem):
    """Any other named mention."""

    type: str
    canonical: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """All that gold says about one text. `meta` is the folder's `meta.json` with string values only."""

    name: str
    text: str
    meta: Mapping[str, str] = field(default_factory=dict)
    platforms: tuple[GoldPlatform, ...] = ()
    claims: tuple[GoldClaim, ...] = ()
    quotes: tuple[GoldQuote, ...] = ()
    not_quotes: tuple[GoldTerm, ...] = ()
    entities: tuple[GoldEntity, ...] = ()

    def layer(self, name: str) -> tuple[GoldItem, ...]:
        """Return one of the five `LAYERS`."""
        items: tuple[GoldItem, ...] = getattr(self, name)
        return items

    def counts(self) -> dict[str, int]:
        """Return how many items each layer has, uncertain ones included."""
        return {name: len(self.layer(name)) for name in LAYERS}

    def digest(self) -> str:
        """Return 16 hex digits over text and items: any change that could move a figure changes them."""
        hasher = hashlib.blake2b(self.text.encode("utf-8", "surrogatepass"), digest_size=8)
        for name in LAYERS:
            for item in sorted(map(repr, (replace(i, row=0) for i in self.layer(name)))):
                hasher.update(f"{name}\n{item}\n".encode("utf-8", "surrogatepass"))
        return hasher.hexdigest()

    def within(self, first: int, last: int) -> "Gold":
        """Return the gold of lines `first` to `last` (half-open) only; the text stays whole."""
        kept = {name: tuple(i for i in self.layer(name) if first <= i.line < last) for name in LAYERS}
        return replace(self, **kept)  # type: ignore[arg-type]

    def carried(self, name: str, text: str, offsets: OffsetMap) -> "Gold":
        """Return the same gold for another state of the text: `offsets` leads from that text back to this one.

        An item whose text is gone altogether is left out: nobody could find it.
        """
        moved = {}
        for layer in LAYERS:
            items = (replace(item, span=offsets.to_clean(item.span)) for item in self.layer(layer))
            moved[layer] = tuple(item for item in items if len(item.span))
        return replace(self, name=name, text=text, **moved)  # type: ignore[arg-type]


class Lines:
    """The lines of a text (split at line feeds only) and where each starts: gold points by line and surface."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.starts: list[int] = []
        at = 0
        for line in self.lines:
            self.starts.append(at)
            at += len(line) + 1

    def occurrences(self, line: int, surface: str) -> Iterator[int]:
        """Yield the columns where `surface` stands in a line, left to right, non-overlapping."""
        at = self.lines[line].find(surface)
        while at >= 0:
            yield at
            at = self.lines[line].find(surface, at + len(surface))

    def find(self, line: int, surface: str, nth: int) -> Span | None:
        """Return where the `nth` (0-based) occurrence of `surface` stands, None where the line has fewer."""
        for number, column in enumerate(self.occurrences(line, surface)):
            if number == nth:
                return Span(column, column + len(surface)).shift(self.starts[line])
        return None

    def end_after(self, line: int, surface: str, start: int) -> int | None:
        """Return where the first `surface` in `line` that begins at or after the text position `start` ends."""
        column = self.lines[line].find(surface, max(0, start - self.starts[line]))
        return None if column < 0 else self.starts[line] + column + len(surface)


class _WrongError(Exception):
    """A row that cannot be read; carries the message."""


Row = Mapping[str, object]
Item = TypeVar("Item", bound=GoldItem)


def read_rows(path: Path, problems: list[Problem]) -> Iterator[tuple[int, Row]]:
    """Yield `(line number, object)` of a JSONL file; a line that is no JSON object is noted in `problems`.

    Fractions arrive as Decimal. A file that is missing yields nothing.
    """
    if not path.exists():
        return
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as err:
        problems.append(Problem(path.name, 0, f"cannot be read: {err}; save it as UTF-8"))
        return
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, parse_float=Decimal)
        except ValueError as err:
            problems.append(Problem(path.name, number, f"is not JSON: {err}"))
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            problems.append(Problem(path.name, number, "is not an object in braces"))


def _text(row: Row, key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise _WrongError(f"{key} must be a string, is {value!r}")
    return value


def _maybe(row: Row, key: str) -> str | None:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise _WrongError(f"{key} must be a string or null, is {value!r}")
    return value


def _number(row: Row, key: str) -> Decimal | None:
    value = row.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _WrongError(f"{key} must be a number or null, is {value!r}")
    return Decimal(value)


def _flag(row: Row, key: str, *, default: bool) -> bool:
    value = row.get(key, default)
    if not isinstance(value, bool):
        raise _WrongError(f"{key} must be true or false, is {value!r}")
    return value


def _index(row: Row, key: str, default: int | None = None) -> int:
    value = row.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _WrongError(f"{key} must be a whole number from 0 on, is {value!r}")
    return value


def _place(row: Row, number: int, lines: Lines) -> dict[str, Any]:
    line, surface, nth = _index(row, "line"), _text(row, "surface"), _index(row, "nth", 0)
    if line >= len(lines.lines):
        raise _WrongError(f"line {line} asked, the article's last is {len(lines.lines) - 1}")
    if not surface:
        raise _WrongError("surface is empty; copy it from the article")
    span = lines.find(line, surface, nth)
    if span is None:
        have = sum(1 for _ in lines.occurrences(line, surface))
        raise _WrongError(f"line {line} has {have} of {surface!r}, nth {nth} asked; copy the surface from the article")
    return {"span": span, "line": line, "row": number, "certain": _flag(row, "certain", default=True)}


def _platform(row: Row, number: int, lines: Lines) -> GoldPlatform:
    return GoldPlatform(**_place(row, number, lines), referent=_text(row, "referent"), why=_maybe(row, "why") or "")


def _claim(row: Row, number: int, lines: Lines) -> GoldClaim:
    return GoldClaim(
        **_place(row, number, lines),
        kind=_text(row, "kind"),
        low=_number(row, "low"),
        high=_number(row, "high"),
        approx=_flag(row, "approx", default=False),
        unit=_maybe(row, "unit"),
        subject=_text(row, "subject"),
        metric=_text(row, "metric"),
        of=_maybe(row, "of"),
        time=_maybe(row, "time"),
        region=_maybe(row, "region"),
        modality=_text(row, "modality"),
        polarity=_maybe(row, "polarity") or "affirmed",
        source=_maybe(row, "source"),
    )


def _quote(row: Row, number: int, lines: Lines) -> GoldQuote:
    place = _place(row, number, lines)
    start, line = place["span"].start, place["line"]
    last, surface = _index(row, "end_line", line), _text(row, "end_surface")
    if not line <= last < len(lines.lines):
        raise _WrongError(f"end_line {last} is not between line {line} and the article's last")
    end = lines.end_after(last, surface, start) if surface else None
    if end is None:
        raise _WrongError(
            f"end_surface {surface!r} is not in line {last} after the quote's start; copy it from the article"
        )
    place["span"] = Span(start, end)
    return GoldQuote(**place, type=_text(row, "type"), speaker=_maybe(row, "speaker"), cue=_maybe(row, "cue"))


def _term(row: Row, number: int, lines: Lines) -> GoldTerm:
    return GoldTerm(**_place(row, number, lines), why=_maybe(row, "why") or "")


def _entity(row: Row, number: int, lines: Lines) -> GoldEntity:
    return GoldEntity(**_place(row, number, lines), type=_text(row, "type"), canonical=_text(row, "canonical"))


def _items(
    path: Path, lines: Lines, build: Callable[[Row, int, Lines], Item], problems: list[Problem]
) -> tuple[Item, ...]:
    found = []
    for number, row in read_rows(path, problems):
        try:
            found.append(build(row, number, lines))
        except _WrongError as wrong:
            problems.append(Problem(path.name, number, str(wrong)))
    return tuple(found)


def _meta(path: Path, problems: list[Problem]) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as err:
        problems.append(Problem(path.name, 0, f"cannot be read: {err}"))
        return {}
    if not isinstance(data, dict):
        problems.append(Problem(path.name, 0, "is not an object in braces"))
        return {}
    return {str(key): value for key, value in data.items() if isinstance(value, str)}


def parse_gold(folder: Path, text: str) -> tuple[Gold, list[Problem]]:
    """Read a gold folder against its text; return what could be placed and what could not."""
    problems: list[Problem] = []
    lines = Lines(text)
    gold = Gold(
        name=folder.name,
        text=text,
        meta=_meta(folder / "meta.json", problems),
        platforms=_items(folder / "platforms.jsonl", lines, _platform, problems),
        claims=_items(folder / "claims.jsonl", lines, _claim, problems),
        quotes=_items(folder / "quotes.jsonl", lines, _quote, problems),
        not_quotes=_items(folder / "not_quotes.jsonl", lines, _term, problems),
        entities=_items(folder / "entities.jsonl", lines, _entity, problems),
    )
    return gold, problems


def read_article(path: Path) -> str:
    """Return a text as gold counts it: UTF-8, line ends and byte order mark untouched. Raises InputError."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as err:
        raise InputError("A001", f"{path}: cannot be read: {err.strerror}") from err
    except UnicodeDecodeError as err:
        raise InputError("A002", f"{path}: is not UTF-8 at byte {err.start}; gold is counted on UTF-8 text") from err


def load_gold(folder: Path, article: Path | None = None) -> Gold:
    """Return the gold of a folder, on `article` or the folder's own `article.txt`.

    Raises InputError A003 where any item cannot be placed: figures over part of the gold would mislead.
    """
    gold, problems = parse_gold(folder, read_article(article or folder / "article.txt"))
    if problems:
        raise InputError("A003", _told(folder, problems))
    return gold


def _told(folder: Path, problems: Sequence[Problem]) -> str:
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{folder}/{problems[0]}{more}; `kaoju audit check` lists all"
