"""What a run wrote, as the audit sees it: spans in the raw text and the fields that gold speaks of."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

from kaoju.errors import InputError
from kaoju.span import Span

__all__ = [
    "FoundClaim",
    "FoundItem",
    "FoundMention",
    "FoundQuantity",
    "FoundQuote",
    "Output",
    "Row",
    "Tables",
    "read_run",
]

Row = Mapping[str, object]
Tables = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundItem:
    """A record of a run: its span in the raw text, and how sure the pipeline was."""

    span: Span
    confidence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMention(FoundItem):
    """A named mention; `alternatives` are other readings with their confidence."""

    type: str | None
    canonical: str | None
    printed: str | None = None
    alternatives: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundClaim(FoundItem):
    """A numeric claim."""

    kind: str | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    subject: str | None
    metric: str | None
    time: str | None
    modality: str | None
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundQuote(FoundItem):
    """A quotation."""

    type: str | None
    speaker: str | None
    cue: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundQuantity(FoundItem):
    """A number that was read, whether or not it became a claim; only runs in the same process know these."""

    kind: str | None
    flags: tuple[str, ...] = ()
    rule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """All records of one document that gold can judge."""

    mentions: tuple[FoundMention, ...] = ()
    claims: tuple[FoundClaim, ...] = ()
    quotes: tuple[FoundQuote, ...] = ()
    quantities: tuple[FoundQuantity, ...] = field(default=())

    @classmethod
    def of(cls, tables: Tables) -> "Output":
        """Take the rows of one document as `OUTPUT.md` names them. Raises InputError A010 on a row out of contract."""
        return cls(
            mentions=tuple(map(_mention, tables.get("mentions", ()))),
            claims=tuple(map(_claim, tables.get("claims", ()))),
            quotes=tuple(map(_quote, tables.get("quotes", ()))),
            quantities=tuple(map(_quantity, tables.get("quantities", ()))),
        )

    def within(self, start: int, end: int) -> "Output":
        """Return the records that begin inside `[start, end)` of the raw text."""

        def inside(item: FoundItem) -> bool:
            return start <= item.span.start < end

        return replace(
            self,
            mentions=tuple(filter(inside, self.mentions)),
            claims=tuple(filter(inside, self.claims)),
            quotes=tuple(filter(inside, self.quotes)),
            quantities=tuple(filter(inside, self.quantities)),
        )


def _span(row: Row) -> Span:
    start, end = row.get("raw_start"), row.get("raw_end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end:
        raise InputError("A010", f"a record has no raw_start and raw_end: {dict(row)!r:.200}")
    return Span(start, end)


def _text(row: Row, key: str) -> str | None:
    value = row.get(key)
    return value if isinstance(value, str) else None


def _decimal(row: Row, key: str) -> Decimal | None:
    value = row.get(key)
    if value is None:
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation as err:
        raise InputError("A010", f"a claim's {key} is no decimal: {value!r}") from err


def _confidence(row: Row) -> float:
    value = row.get("confidence")
    return float(value) if isinstance(value, int | float | Decimal) else 0.0


def _mention(row: Row) -> FoundMention:
    others = row.get("alternatives")
    return FoundMention(
        span=_span(row),
        confidence=_confidence(row),
        type=_text(row, "type"),
        canonical=_text(row, "canonical"),
        printed=_text(row, "printed"),
        alternatives=tuple(_alternatives(others)) if isinstance(others, list | tuple) else (),
    )


def _alternatives(items: Iterable[object]) -> Iterable[tuple[str, float]]:
    for item in items:
        if isinstance(item, Mapping) and isinstance(item.get("canonical"), str):
            yield item["canonical"], _confidence(item)


def _claim(row: Row) -> FoundClaim:
    return FoundClaim(
        span=_span(row),
        confidence=_confidence(row),
        low=_decimal(row, "low"),
        high=_decimal(row, "high"),
        kind=_text(row, "kind"),
        unit=_text(row, "unit"),
        subject=_text(row, "subject"),
        metric=_text(row, "metric"),
        time=_text(row, "time"),
        modality=_text(row, "modality"),
        source=_text(row, "source"),
    )


def _quote(row: Row) -> FoundQuote:
    return FoundQuote(
        span=_span(row),
        confidence=_confidence(row),
        type=_text(row, "type"),
        speaker=_text(row, "speaker"),
        cue=_text(row, "cue"),
    )


def _quantity(row: Row) -> FoundQuantity:
    flags, evidence = row.get("flags"), row.get("evidence")
    first = evidence[0] if isinstance(evidence, list | tuple) and evidence else {}
    return FoundQuantity(
        span=_span(row),
        confidence=_confidence(row),
        kind=_text(row, "kind"),
        flags=tuple(map(str, flags)) if isinstance(flags, list | tuple) else (),
        rule=_text(first, "rule") if isinstance(first, Mapping) else None,
    )


def read_table(folder: Path, name: str) -> list[Row]:
    """Return the rows of `NAME.jsonl` in a run folder, none where it is missing. Raises InputError A011."""
    path = folder / f"{name}.jsonl"
    if not path.exists():
        return []
    rows: list[Row] = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, parse_float=Decimal)
        except ValueError as err:
            raise InputError("A011", f"{path}:{number}: is not JSON: {err}; is the run finished?") from err
        if not isinstance(row, dict):
            raise InputError("A011", f"{path}:{number}: is not an object in braces")
        rows.append(row)
    return rows


def read_run(folder: Path, tables: Sequence[str] = ("mentions", "claims", "quotes")) -> dict[str, dict[str, list[Row]]]:
    """Return a run's rows by document id and table; a row without `doc_id` belongs to the document `""`.

    Every id of `documents.jsonl` is present, also where nothing was found in it. Raises InputError A012 where the
    folder holds no run.
    """
    if not any((folder / f"{name}.jsonl").exists() for name in (*tables, "documents")):
        raise InputError("A012", f"{folder}: holds no run: none of its tables is there; give the folder of `-o`")
    found: dict[str, dict[str, list[Row]]] = {}
    for name in dict.fromkeys(("documents", *tables)):
        for row in read_table(folder, name):
            found.setdefault(_text(row, "doc_id") or "", {}).setdefault(name, []).append(row)
    return found
