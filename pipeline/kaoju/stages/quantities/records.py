"""The records that leave the stage, made of what was read."""

from kaoju.document import Kind, Quantity
from kaoju.numerals import Bounds
from kaoju.span import Span
from kaoju.stages.quantities.kinds import COUNT
from kaoju.stages.quantities.touching import Amount

__all__ = ["BARE_ONE", "amount_record", "plain_record", "time_record"]

_CONFIDENCE = 0.9
# A reading that another one rivals, and a currency that nothing names.
_DOUBTS = {"ambiguous_unit": 0.4, "implied_unit": 0.7}


def amount_record(amount: Amount, flags: tuple[str, ...]) -> Quantity:
    """Return the `Quantity` of an amount; `flags` are its own and what its surroundings add to them."""
    start, end, (at, stop), kind, (low, high, closed_low, closed_high, approx), unit, rule, _, _, _, _ = amount
    span = Span(start, end)
    return Quantity(
        span=span,
        number=span if at == start and stop == end else Span(at, stop),
        kind=kind,
        rule=rule,
        low=low,
        high=high,
        low_inclusive=closed_low,
        high_inclusive=closed_high,
        approx=approx,
        unit=unit,
        flags=flags,
        confidence=min([_DOUBTS.get(flag, _CONFIDENCE) for flag in flags]) if flags else _CONFIDENCE,
    )


def plain_record(
    place: tuple[int, int, int], bounds: Bounds, unit: tuple[Kind, str | None, str], digits: str
) -> Quantity:
    """Return the `Quantity` of digits that stand before their unit, with nothing that touches them.

    `place` is where the digits start and end and where the unit ends, `unit` its kind and name and the rule.
    """
    at, stop, end = place
    kind, name, rule = unit
    low, high, closed_low, closed_high, approx = bounds
    return Quantity(
        span=Span(at, end),
        number=Span(at, stop),
        kind=kind,
        rule=rule,
        low=low,
        high=high,
        low_inclusive=closed_low,
        high_inclusive=closed_high,
        approx=approx,
        unit=name,
        flags=BARE_ONE if digits == "一" and kind is COUNT else (),
    )


# The flag of 一个 and 一家: an article rather than a number.
BARE_ONE = ("bare_one",)


def time_record(
    start: int, end: int, kind: Kind, time: str | None, alternatives: tuple[str, ...], rule: str
) -> Quantity:
    """Return the `Quantity` of a date or a time of day; it has no bounds."""
    span = Span(start, end)
    return Quantity(span=span, number=span, kind=kind, rule=rule, time=time, time_alternatives=alternatives)
