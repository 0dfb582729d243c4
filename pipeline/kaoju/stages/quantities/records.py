"""The records that leave the stage, made of what was read."""

from functools import lru_cache

from kaoju.document import Quantity
from kaoju.span import Span
from kaoju.stages.quantities.kinds import COUNT, DATE, TIME
from kaoju.stages.quantities.moments import Moment
from kaoju.stages.quantities.periods import Period
from kaoju.stages.quantities.touching import Amount

__all__ = ["BARE_ONE", "amount_record", "time_record"]

# The flag of 一个 and 一家: an article rather than a number.
BARE_ONE = ("bare_one",)
_CONFIDENCE = 0.9
# A reading that another one rivals, and a currency that nothing names.
_DOUBTS = {"ambiguous_unit": 0.4, "implied_unit": 0.7}


def amount_record(text: str, amount: Amount) -> Quantity:
    """Return the `Quantity` of an amount that stands in `text`."""
    start, end, kind, flags, bounds = amount.start, amount.end, amount.kind, amount.flags, amount.bounds
    at, stop = amount.number
    if kind is COUNT and at == start and stop == at + 1 and text[at] == "一" and text[end - 1] != "半":
        flags = (*flags, *BARE_ONE)
    span = Span(start, end)
    return Quantity(
        span=span,
        number=span if at == start and stop == end else Span(at, stop),
        kind=kind,
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


def time_record(moment: Moment) -> Quantity:
    """Return the `Quantity` of a date or a time of day; it has no bounds."""
    span, kind, time = Span(moment.start, moment.end), DATE, None
    if moment.clock is not None and moment.first == "clock":
        kind, time = TIME, moment.clock
    elif moment.period is not None:
        time = _iso(moment.period)
    return Quantity(
        span=span, number=span, kind=kind, rule=moment.rule, time=time, time_alternatives=moment.alternatives
    )


@lru_cache(maxsize=4096)
def _iso(period: Period) -> str:
    return period.iso
