"""Numerals: what is rendered is read back, whatever the style; what is none is None."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoju.numerals import chinese, numeral, read

SMALL = "零一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
NUMBERS = st.integers(0, 10**16 - 1) | st.integers(0, 20_000)


def section(value: int, digits: str, powers: tuple[str, str, str]) -> str:
    """Render 1..9999 with zeros spelled once."""
    out, zero = "", False
    for power, unit in zip((1000, 100, 10, 1), (*powers, ""), strict=True):
        digit = value // power % 10
        if digit:
            out += ("零" if zero and out else "") + digits[digit] + unit
            zero = False
        else:
            zero = True
    return out


def render(value: int, *, formal: bool = False) -> str:
    digits, powers = (FORMAL, ("仟", "佰", "拾")) if formal else (SMALL, ("千", "百", "十"))
    if value == 0:
        return "零"
    out = ""
    for scale, unit in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1, "")):
        part = value // scale % 10_000
        name = "万" if scale == 10**12 and value // 10**8 % 10_000 else unit
        if part:
            gap = out and (part < 1000 or not out.endswith(("万", "亿")))
            out += ("零" if gap else "") + section(part, digits, powers) + name
    return out


@given(NUMBERS)
def test_a_rendered_numeral_reads_back(value: int) -> None:
    assert numeral(render(value)) == numeral(render(value, formal=True)) == value


@given(st.integers(10, 19))
def test_ten_needs_no_one(value: int) -> None:
    assert numeral(render(value).removeprefix("一")) == value


@given(NUMBERS)
def test_digits_with_and_without_commas(value: int) -> None:
    assert numeral(str(value)) == numeral(f"{value:,}") == value


@given(NUMBERS)
def test_full_width_digits(value: int) -> None:
    assert numeral("".join(chr(ord(c) + 0xFEE0) for c in str(value))) == value


@given(st.decimals(0, 99999, places=4), st.sampled_from([("", 0), ("万", 4), ("亿", 8), ("万亿", 12), ("千万", 7)]))
def test_decimals_with_a_magnitude_are_exact(value: Decimal, scale: tuple[str, int]) -> None:
    assert numeral(f"{value:f}{scale[0]}") == value * Decimal(10) ** scale[1]


@given(st.integers(0, 9999), st.text("零一二三四五六七八九", min_size=1, max_size=12))
def test_spelled_decimals(whole: int, decimals: str) -> None:
    expected = Decimal(f"{whole}." + "".join(str(SMALL.index(c)) for c in decimals))
    assert numeral(f"{render(whole)}点{decimals}") == expected


TRADITIONAL = str.maketrans("万亿两零", "萬億兩〇")
DIGIT_STYLES = (SMALL, "〇一二三四五六七八九", "零幺二三四五六七八九")


@given(NUMBERS)
def test_traditional_magnitudes(value: int) -> None:
    assert numeral(render(value).translate(TRADITIONAL)) == value


@given(NUMBERS)
def test_two_is_liang_before_large_magnitudes(value: int) -> None:
    text = render(value)
    for unit in "亿万千百":
        text = text.replace("二" + unit, "两" + unit)
    assert numeral(text) == value


@given(st.integers(1, 9), st.sampled_from([("百", 2), ("千", 3), ("万", 4), ("亿", 8)]), st.integers(1, 9))
def test_the_last_magnitude_may_stay_unsaid(digit: int, large: tuple[str, int], tail: int) -> None:
    unit, power = large
    value = digit * 10**power + tail * 10 ** (power - 1)
    assert numeral(f"{SMALL[digit]}{unit}{SMALL[tail]}") == value
    assert numeral(f"{digit}{unit}{tail}") == value


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_digits_mixed_with_magnitudes(upper: int, lower: int) -> None:
    value = upper * 10**4 + lower
    assert (
        numeral(f"{upper}万{lower:04}")
        == numeral(f"{upper}万{'零' if lower < 1000 else ''}{section_of(lower)}")
        == value
    )


def section_of(value: int) -> str:
    return section(value, SMALL, ("千", "百", "十"))


@given(st.integers(1, 999))
def test_counted_hundred_millions(value: int) -> None:
    assert numeral(f"{render(value)}个亿") == numeral(f"{value}个亿") == value * 10**8


@given(st.integers(1, 9), st.sampled_from([("廿", 20), ("卅", 30), ("卌", 40)]))
def test_tens_in_one_character(digit: int, tens: tuple[str, int]) -> None:
    assert numeral(tens[0] + SMALL[digit]) == tens[1] + digit


@pytest.mark.parametrize("digits", DIGIT_STYLES)
@given(value=st.integers(100, 10**12))
def test_spelled_digit_by_digit(digits: str, value: int) -> None:
    assert numeral("".join(digits[int(c)] for c in str(value))) == value


@given(NUMBERS)
def test_the_caller_s_decimal_context_rounds_nothing(value: int) -> None:
    with localcontext() as context:
        context.prec = 3
        assert numeral(f"负{value}亿零一") == -(value * 10**8 + 1)


@given(st.text("零一二三四五六七八九", min_size=3, max_size=20))
def test_digit_strings(text: str) -> None:
    assert numeral(text) == int("".join(str(SMALL.index(c)) for c in text))


@given(NUMBERS)
def test_a_sign_turns_the_number(value: int) -> None:
    assert numeral("负" + render(value)) == -value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("四百五", 450),
        ("九万四", 94000),
        ("一千三", 1300),
        ("四百零五", 405),
        ("3千5", 3500),
        ("3万5000", 35000),
        ("两千四百五", 2450),
        ("一万五千亿", 1_500_000_000_000),
        ("三百五十万亿", 350_000_000_000_000),
        ("四万万", 400_000_000),
        ("2亿5千万", 250_000_000),
        ("廿五", 25),
        ("俩", 2),
        ("仨", 3),
        ("幺七零二", 1702),
        ("壹仟玖佰", 1900),
        ("1千零1", 1001),
        ("十五兆", 15 * 10**12),
        ("百三", 130),
        ("三千 八百", 3800),
        ("1000 万", 10**7),
    ],
)
def test_colloquial_and_mixed(text: str, value: int) -> None:
    assert numeral(text) == value


@pytest.mark.parametrize("text", ["1200兆瓦", "十兆瓦", "80兆赫"])
def test_mega_is_no_magnitude(text: str) -> None:
    found = read(text, 0)
    assert found is not None
    assert text[found.end] == "兆"


@pytest.mark.parametrize(
    "text", ["", "若干", "十几", "数百万", "三五个", "二三十", "一些", "万一个", "点五", "1.2.3", "2023 12"]
)
def test_what_is_no_exact_numeral_is_none(text: str) -> None:
    assert numeral(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("十几", 10, None),
        ("数百万", 10**6, None),
        ("二三十", 20, 30),
        ("三五万", 30000, 50000),
        ("十二三", 12, 13),
        ("三十五六万", 350000, 360000),
        ("500余万", 5 * 10**6, None),
        ("二十多万", 200000, None),
        ("两三千", 2000, 3000),
    ],
)
def test_vague_numerals_keep_their_bounds(text: str, low: int, high: int | None) -> None:
    found = read(text, 0)
    assert found is not None
    assert (found.end, found.bounds.low, found.bounds.high, found.bounds.approx) == (
        len(text),
        Decimal(low),
        None if high is None else Decimal(high),
        True,
    )


@given(st.text("零一二三十百千万亿两几数多余点0123456789.,, ", max_size=40))
def test_reading_never_raises_and_never_runs_past_the_end(text: str) -> None:
    found = read(text, 0)
    assert found is None or (0 < found.end <= len(text) and found.bounds.low is not None)


@given(st.integers(1, 99), st.text("零一二三十百千万亿两点个,，.5 多来兆米分半之岁", max_size=4))
def test_a_small_numeral_is_what_the_fold_reads(value: int, rest: str) -> None:
    tens, ones = divmod(value, 10)
    many = "" if tens < 2 else "一二三四五六七八九"[tens - 1]
    text = f"{many}{'十' if tens else ''}{'一二三四五六七八九'[ones - 1] if ones else ''}{rest}"
    run = chinese._RUN.match(text)
    assert run is not None
    assert read(text, 0) == chinese._read(run[0])
