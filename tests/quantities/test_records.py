"""What was read becomes a record, field by field."""

from decimal import Decimal

import pytest

from kaoju.document import Kind, Quantity
from kaoju.numerals import Bounds
from kaoju.span import Span
from kaoju.stages.quantities.moments import Moment
from kaoju.stages.quantities.periods import day, month
from kaoju.stages.quantities.records import amount_record, time_record
from kaoju.stages.quantities.touching import Amount


@pytest.mark.parametrize("number", [(3, 6), (3, 8)])
def test_an_amount(number: tuple[int, int]) -> None:
    bounds = Bounds(Decimal(2), None, low_inclusive=False, approx=True)
    made = amount_record("，，，约20张", Amount(3, 8, number, Kind.COUNT, bounds, "张", flags=("ordinal",)))
    assert made == Quantity(
        span=Span(3, 8), number=Span(*number), kind=Kind.COUNT, rule="quantity.count",
        low=Decimal(2), low_inclusive=False, approx=True, unit="张", flags=("ordinal",),
    )  # fmt: skip


def test_a_time() -> None:
    made = time_record(Moment(0, 4, month(2024, 5), "quantity.month", alternatives=("2023-05",), first="month"))
    assert made == Quantity(
        span=Span(0, 4), number=Span(0, 4), kind=Kind.DATE, rule="quantity.month",
        time="2024-05", time_alternatives=("2023-05",),
    )  # fmt: skip


def test_a_time_of_day() -> None:
    made = time_record(Moment(0, 2, day(2024, 5, 6), "quantity.clock", clock="T08", first="clock"))
    assert (made.kind, made.time) == (Kind.TIME, "T08")


def test_they_are_frozen() -> None:
    made = time_record(Moment(0, 4, None, "quantity.month"))
    with pytest.raises(AttributeError):
        made.time = "2024"  # type: ignore[misc]
