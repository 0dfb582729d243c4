"""Other people's readers of numerals as oracles: what they read, ours reads alike."""

from collections.abc import Callable
from decimal import Decimal, getcontext
from typing import Any

import cn2an
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoju.numerals import numeral

_PRECISION = getcontext().prec

from recognizers_number import Culture, recognize_number, recognize_ordinal, recognize_percentage  # noqa: E402

# The recognizers set the precision of the whole process when they are imported.
getcontext().prec = _PRECISION
NUMBERS = st.integers(1, 10**12 - 1) | st.integers(1, 20_000)


def low(value: int) -> str:
    return str(cn2an.an2cn(value, "low"))


@given(NUMBERS | st.integers(0, 10**16 - 1))
def test_cn2an_agrees(value: int) -> None:
    assert numeral(low(value)) == value
    assert numeral(cn2an.an2cn(value, "up")) == value


@given(st.decimals(0, 10**8, places=3))
def test_cn2an_agrees_on_decimals(value: Decimal) -> None:
    assert numeral(cn2an.an2cn(f"{value:f}", "low")) == value


def recognized(recognize: Callable[[str, str], list[Any]], text: str) -> Decimal | None:
    """Return what the recognizers read a whole text as; None where they read less, more or nothing."""
    found = [result for result in recognize(text, Culture.Chinese) if result.text == text]
    return Decimal(found[0].resolution["value"].removesuffix("%")) if len(found) == 1 else None


# They stop short of 万亿 behind a thousand (五千万亿).
@settings(max_examples=60)
@given(NUMBERS)
def test_the_recognizers_agree(value: int) -> None:
    text = low(value)
    assert recognized(recognize_number, text) == value == numeral(text)
    assert recognized(recognize_number, f"负{text}") == -value == numeral(f"负{text}")


@settings(max_examples=60)
@given(st.integers(1, 9999), st.integers(1, 999))
def test_the_recognizers_agree_on_percentages_and_ordinals(value: int, part: int) -> None:
    text = str(cn2an.an2cn(f"{value}.{part:03}", "low"))
    percent = recognized(recognize_percentage, f"百分之{text}")
    assert percent is not None
    assert round(percent, 6) == numeral(text) == Decimal(f"{value}.{part:03}")
    assert recognized(recognize_ordinal, f"第{low(value)}") == value
