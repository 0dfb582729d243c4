"""The stage's records, filled without a call for each field: a frozen dataclass pays one, a text has many numbers."""

from decimal import Decimal
from typing import cast

from kaoju.document import Evidence, Kind, Quantity
from kaoju.numerals import Bounds
from kaoju.span import Span

__all__ = ["amount_record", "time_record"]


# Twins of the frozen records with the same slots: filled by plain assignment, then turned into what they stand for.
class _Span:
    __slots__ = ("end", "start")
    start: int
    end: int


class _Evidence:
    __slots__ = ("note", "rule", "span", "weight")
    rule: str
    span: Span
    note: str
    weight: float


class _Quantity:
    __slots__ = (
        "approx", "confidence", "evidence", "flags", "high", "high_inclusive", "kind", "low", "low_inclusive", "number",
        "span", "time", "time_alternatives", "unit",
    )  # fmt: skip
    span: Span
    number: Span
    kind: Kind
    evidence: tuple[Evidence, ...]
    low: Decimal | None
    high: Decimal | None
    low_inclusive: bool
    high_inclusive: bool
    approx: bool
    unit: str | None
    time: str | None
    time_alternatives: tuple[str, ...]
    flags: tuple[str, ...]
    confidence: float


_CONFIDENCE = 0.9


def _span(start: int, end: int) -> Span:
    made = _Span()
    made.start, made.end = start, end
    made.__class__ = Span  # type: ignore[assignment]
    return cast("Span", made)


def _reason(rule: str, span: Span) -> tuple[Evidence]:
    made = _Evidence()
    made.rule, made.span, made.note, made.weight = rule, span, "", 1.0
    made.__class__ = Evidence  # type: ignore[assignment]
    return (cast("Evidence", made),)


def amount_record(
    start: int,
    end: int,
    number: tuple[int, int],
    kind: Kind,
    bounds: Bounds,
    unit: str | None,
    rule: str,
    flags: tuple[str, ...],
) -> Quantity:
    """Return the `Quantity` of an amount: its whole range, its digits' range, and what it says."""
    made = _Quantity()
    made.span = span = _span(start, end)
    made.number = span if number == (start, end) else _span(*number)
    made.kind, made.evidence, made.unit, made.flags = kind, _reason(rule, span), unit, flags
    made.low, made.high, made.low_inclusive, made.high_inclusive, made.approx = bounds
    made.time, made.time_alternatives, made.confidence = None, (), _CONFIDENCE
    made.__class__ = Quantity  # type: ignore[assignment]
    return cast("Quantity", made)


def time_record(
    start: int, end: int, kind: Kind, time: str | None, alternatives: tuple[str, ...], rule: str
) -> Quantity:
    """Return the `Quantity` of a date or a time of day; it has no bounds."""
    made = _Quantity()
    made.span = made.number = span = _span(start, end)
    made.kind, made.evidence, made.unit, made.flags = kind, _reason(rule, span), None, ()
    made.low = made.high = None
    made.low_inclusive, made.high_inclusive, made.approx = True, True, False
    made.time, made.time_alternatives, made.confidence = time, alternatives, _CONFIDENCE
    made.__class__ = Quantity  # type: ignore[assignment]
    return cast("Quantity", made)
