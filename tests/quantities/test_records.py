"""Records made the fast way equal those made by their constructors, in every field and in hash."""

from decimal import Decimal

import pytest

from kaoju.document import Kind, Quantity
from kaoju.numerals import Bounds
from kaoju.span import Span
from kaoju.stages.quantities.records import amount_record, time_record
from kaoju.stages.quantities.touching import Amount


@pytest.mark.parametrize("number", [(3, 6), (3, 8)])
def test_an_amount(number: tuple[int, int]) -> None:
    bounds = Bounds(Decimal(2), None, low_inclusive=False, approx=True)
    made = amount_record(Amount(3, 8, number, Kind.COUNT, bounds, "张"), ("ordinal",))
    plain = Quantity(
        span=Span(3, 8), number=Span(*number), kind=Kind.COUNT, rule="quantity.count",
        low=Decimal(2), low_inclusive=False, approx=True, unit="张", flags=("ordinal",),
    )  # fmt: skip
    assert made == plain
    assert hash(made) == hash(plain)
    assert repr(made) == repr(plain)


def test_a_time() -> None:
    made = time_record(0, 4, Kind.DATE, "2024-05", ("2023-05",), "quantity.month")
    plain = Quantity(
        span=Span(0, 4), number=Span(0, 4), kind=Kind.DATE, rule="quantity.month",
        time="2024-05", time_alternatives=("2023-05",),
    )  # fmt: skip
    assert made == plain
    assert repr(made) == repr(plain)


def test_they_are_as_frozen_as_the_others() -> None:
    made = time_record(0, 4, Kind.DATE, None, (), "quantity.month")
    with pytest.raises(AttributeError):
        made.time = "2024"  # type: ignore[misc]
