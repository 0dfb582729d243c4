"""The stage's records, filled without a call for each field: a frozen dataclass pays one, a text has many numbers."""

from decimal import Decimal

from kaoju.document import Kind, Quantity
from kaoju.numerals import Bounds
from kaoju.span import Span
from kaoju.stages.quantities.kinds import COUNT
from kaoju.stages.quantities.touching import Amount

__all__ = ["BARE_ONE", "amount_record", "plain_record", "time_record"]


# Twins of the frozen records with the same slots: filled by plain assignment, then turned into what they stand for.
class _Span:
    __slots__ = ("end", "start")
    start: int
    end: int


class _Quantity:
    __slots__ = (
        "approx", "confidence", "flags", "high", "high_inclusive", "kind", "low", "low_inclusive", "number", "rule",
        "span", "time", "time_alternatives", "unit",
    )  # fmt: skip
    span: Span
    number: Span
    kind: Kind
    rule: str
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
    """Return the `Quantity` of an amount; `flags` are its own and what its surroundings add to them."""
    start, end, number, kind, bounds, unit, rule, _, _, _, _ = amount
    made, span = _Quantity(), _Span()
    span.start, span.end = start, end
    span.__class__ = Span  # type: ignore[assignment]
    at, stop = number
    if stop != end or at != start:
        digits = _Span()
        digits.start, digits.end = number
        digits.__class__ = Span  # type: ignore[assignment]
    else:
        digits = span
    made.span = span  # type: ignore[assignment]
    made.number = digits  # type: ignore[assignment]
    made.kind = kind
    made.unit = unit
    made.rule = rule
    made.low, made.high, made.low_inclusive, made.high_inclusive, made.approx = bounds
    made.time = None
    made.time_alternatives = ()
    made.flags = flags
    made.confidence = _CONFIDENCE
    if flags:
        made.confidence = min([_DOUBTS.get(flag, _CONFIDENCE) for flag in flags])
    made.__class__ = Quantity  # type: ignore[assignment]
    return made  # type: ignore[return-value]


def plain_record(
    place: tuple[int, int, int], bounds: Bounds, unit: tuple[Kind, str | None, str], digits: str
) -> Quantity:
    """Return the `Quantity` of digits that stand before their unit, with nothing that touches them.

    `place` is where the digits start and end and where the unit ends, `unit` its kind and name and the rule.
    """
    made, span, number = _Quantity(), _Span(), _Span()
    span.start, number.end, span.end = place
    number.start = span.start
    span.__class__ = number.__class__ = Span  # type: ignore[assignment]
    made.span = span  # type: ignore[assignment]
    made.number = number  # type: ignore[assignment]
    made.kind, made.unit, made.rule = unit
    made.low, made.high, made.low_inclusive, made.high_inclusive, made.approx = bounds
    made.time = None
    made.time_alternatives = ()
    made.flags = BARE_ONE if digits == "一" and made.kind is COUNT else ()
    made.confidence = _CONFIDENCE
    made.__class__ = Quantity  # type: ignore[assignment]
    return made  # type: ignore[return-value]


# The flag of 一个 and 一家: an article rather than a number.
BARE_ONE = ("bare_one",)


def time_record(
    start: int, end: int, kind: Kind, time: str | None, alternatives: tuple[str, ...], rule: str
) -> Quantity:
    """Return the `Quantity` of a date or a time of day; it has no bounds."""
    made, span = _Quantity(), _Span()
    span.start, span.end = start, end
    span.__class__ = Span  # type: ignore[assignment]
    made.span = made.number = span  # type: ignore[assignment]
    made.kind = kind
    made.rule = rule
    made.low = made.high = made.unit = None
    made.low_inclusive = made.high_inclusive = True
    made.approx = False
    made.time = time
    made.time_alternatives = alternatives
    made.flags = ()
    made.confidence = _CONFIDENCE
    made.__class__ = Quantity  # type: ignore[assignment]
    return made  # type: ignore[return-value]
