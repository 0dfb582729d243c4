"""What words do to bounds: open ends stay open, ranges keep their outer ends, nothing turns into zero."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoju.numerals import Bounds, Effect

NUMBERS = st.decimals(-(10**9), 10**9, places=2)


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        (Effect.EXACT, Bounds(Decimal(7), Decimal(7))),
        (Effect.ABOUT, Bounds(Decimal(7), Decimal(7), approx=True)),
        (Effect.OVER, Bounds(Decimal(7), None, low_inclusive=False)),
        (Effect.AT_LEAST, Bounds(Decimal(7), None)),
        (Effect.UNDER, Bounds(None, Decimal(7), high_inclusive=False)),
        (Effect.AT_MOST, Bounds(None, Decimal(7))),
        (Effect.SOME_MORE, Bounds(Decimal(7), None, approx=True)),
    ],
)
def test_each_effect_on_an_exact_number(effect: Effect, expected: Bounds) -> None:
    assert Bounds.exact(Decimal(7)).after(effect) == expected


@given(NUMBERS, NUMBERS)
def test_a_range_runs_forward_or_is_none(low: Decimal, high: Decimal) -> None:
    joined = Bounds.exact(low).to(Bounds.exact(high))
    assert joined == (Bounds(low, high) if low <= high else None)


@given(NUMBERS, NUMBERS)
def test_a_negative_factor_turns_the_ends(a: Decimal, b: Decimal) -> None:
    low, high = sorted((a, b))
    turned = Bounds(low, high, low_inclusive=False).scaled(Decimal(-1))
    assert (turned.low, turned.high, turned.high_inclusive) == (-high, -low, False)


@given(NUMBERS)
def test_an_open_end_stays_open(value: Decimal) -> None:
    opened = Bounds.exact(value).after(Effect.OVER)
    assert opened.scaled(Decimal(1000)).high is opened.moved(Decimal(1)).high is None


@given(NUMBERS, st.lists(st.sampled_from(Effect), max_size=4), st.booleans())
def test_some_end_is_always_known(value: Decimal, effects: list[Effect], turned: bool) -> None:  # noqa: FBT001
    """Whatever words stand around a number, and a minus before it, one of its ends is that number."""
    bounds = Bounds.exact(value)
    for effect in effects:
        bounds = bounds.after(effect)
        bounds = bounds.scaled(Decimal(-1)) if turned else bounds
        assert {abs(value)} == {abs(end) for end in (bounds.low, bounds.high) if end is not None}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("zero", ["0.00", "-0.00", "0", "0E+3"])
def test_zero_is_an_end_like_any_other(zero: str, turned: bool) -> None:  # noqa: FBT001
    """No words around 0.00 leave both of its ends open: every run of up to three of them."""
    for effects in (run for length in range(1, 4) for run in product(Effect, repeat=length)):
        bounds = Bounds.exact(Decimal(zero))
        for effect in effects:
            bounds = bounds.after(effect)
            bounds = bounds.scaled(Decimal(-1)) if turned else bounds
        ends = [end for end in (bounds.low, bounds.high) if end is not None]
        assert ends, effects
        assert set(ends) == {Decimal(0)}, effects
