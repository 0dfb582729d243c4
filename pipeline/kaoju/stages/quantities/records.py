"""The stage's records, filled without a call for each field: a frozen dataclass pays one, a text has many numbers."""

from decimal import Decimal

from kaoju.document import Evidence, Kind, Quantity
from kaoju.span import Span
from kaoju.stages.quantities.touching import Amount

__all__ = ["amount_record", "time_record"]


# Twins of the frozen records with the same slots: filled by plain assignment, then turned into what they stand for.
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


def _begun(start: int, end: int, rule: str) -> _Quantity:
    """Return a record of a range with its evidence, the other fields still empty."""
    made, span, reason = _Quantity(), Span(start, end), _Evidence()
    reason.rule, reason.span, reason.note, reason.weight = rule, span, "", 1.0
    reason.__class__ = Evidence  # type: ignore[assignment]
    made.span = made.number = span
    made.evidence, made.confidence = (reason,), _CONFIDENCE  # type: ignore[assignment]
    return made


def amount_record(amount: Amount, flags: tuple[str, ...]) -> Quantity:
    """Return the `Quantity` of an amount; `flags` are its own and what its surroundings add to them."""
    start, end, number, kind, bounds, unit, rule = amount[:7]
    made = _begun(start, end, rule)
    if number[1] != end or number[0] != start:
        made.number = Span(*number)
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
    made = _begun(start, end, rule)
    made.kind, made.unit, made.flags = kind, None, ()
    made.low = made.high = None
    made.low_inclusive, made.high_inclusive, made.approx = True, True, False
    made.time, made.time_alternatives = time, alternatives
    made.__class__ = Quantity  # type: ignore[assignment]
    return made  # type: ignore[return-value]
