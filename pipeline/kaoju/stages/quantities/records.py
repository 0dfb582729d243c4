"""The records that leave the stage, made of what was read."""

from kaoju.document import Kind, Quantity
from kaoju.span import Span
from kaoju.stages.quantities.touching import Amount

__all__ = ["BARE_ONE", "amount_record", "time_record"]

# The flag of 一个 and 一家: an article rather than a number.
BARE_ONE = ("bare_one",)
_CONFIDENCE = 0.9
# A reading that another one rivals, and a currency that nothing names.
_DOUBTS = {"ambiguous_unit": 0.4, "implied_unit": 0.7}


def amount_record(amount: Amount, flags: tuple[str, ...]) -> Quantity:
    """Return the `Quantity` of an amount; `flags` are its own and what its surroundings add to them."""
    span, bounds = Span(amount.start, amount.end), amount.bounds
    at, stop = amount.number
    return Quantity(
        span=span,
        number=span if at == amount.start and stop == amount.end else Span(at, stop),
        kind=amount.kind,
        rule=amount.rule,
        low=bounds.low,
        high=bounds.high,
        low_inclusive=bounds.low_inclusive,
        high_inclusive=bounds.high_inclusive,
        approx=bounds.approx,
        unit=amount.unit,
        flags=flags,
        confidence=min([_DOUBTS.get(flag, _CONFIDENCE) for flag in flags]) if flags else _CONFIDENCE,
    )


def time_record(
    start: int, end: int, kind: Kind, time: str | None, alternatives: tuple[str, ...], rule: str
) -> Quantity:
    """Return the `Quantity` of a date or a time of day; it has no bounds."""
    span = Span(start, end)
    return Quantity(span=span, number=span, kind=kind, rule=rule, time=time, time_alternatives=alternatives)
