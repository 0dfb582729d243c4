"""The stage's records, filled without a call for each field: a frozen dataclass pays one, a text has many numbers."""

from decimal import Decimal

from kaoju.document import Evidence, Kind, Quantity
from kaoju.span import Span
from kaoju.stages.quantities.touching import Amount

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
# A reading that another one rivals, and a currency that nothing names.
_DOUBTS = {"ambiguous_unit": 0.4, "implied_unit": 0.7}


def amount_record(amount: Amount, flags: tuple[str, ...]) -> Quantity:
    """Return the `Quantity` of an amount: its whole range, its digits' range, and what it says.

    In one piece, as there are many; `flags` are the amount's own and what its surroundings add to them.
    """
    start, end, number, kind, bounds, unit, rule = amount[:7]
    made, span, reason = _Quantity(), _Span(), _Evidence()
    span.start, span.end = start, end
    span.__class__ = Span  # type: ignore[assignment]
    reason.rule, reason.span, reason.note, reason.weight = rule, span, "", 1.0  # type: ignore[assignment]
    reason.__class__ = Evidence  # type: ignore[assignment]
    made.span = made.number = span  # type: ignore[assignment]
    made.evidence, made.confidence = (reason,), _CONFIDENCE  # type: ignore[assignment]
    if number[1] != end or number[0] != start:
        digits = _Span()
        digits.start, digits.end = number
        digits.__class__ = Span  # type: ignore[assignment]
        made.number = digits  # type: ignore[assignment]
    made.kind, made.unit, made.flags = kind, unit, flags
    made.low, made.high, made.low_inclusive, made.high_inclusive, made.approx = bounds
    made.time, made.time_alternatives = None, ()
    if flags:
        made.confidence = min(_DOUBTS.get(flag, _CONFIDENCE) for flag in flags)
    made.__class__ = Quantity  # type: ignore[assignment]
    return made  # type: ignore[return-value]


def time_record(
    start: int, end: int, kind: Kind, time: str | None, alternatives: tuple[str, ...], rule: str
) -> Quantity:
    """Return the `Quantity` of a date or a time of day; it has no bounds."""
    made, span, reason = _Quantity(), _Span(), _Evidence()
    span.start, span.end = start, end
    span.__class__ = Span  # type: ignore[assignment]
    reason.rule, reason.span, reason.note, reason.weight = rule, span, "", 1.0  # type: ignore[assignment]
    reason.__class__ = Evidence  # type: ignore[assignment]
    made.span = made.number = span  # type: ignore[assignment]
    made.evidence, made.confidence = (reason,), _CONFIDENCE  # type: ignore[assignment]
    made.kind, made.unit, made.flags = kind, None, ()
    made.low = made.high = None
    made.low_inclusive, made.high_inclusive, made.approx = True, True, False
    made.time, made.time_alternatives = time, alternatives
    made.__class__ = Quantity  # type: ignore[assignment]
    return made  # type: ignore[return-value]
