"""What a number as written allows to be true: ranges, their arithmetic, and the verdict between two of them."""

import re
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from kaoju.document import Kind, Quantity
from kaoju.enums import plainly

__all__ = ["Pair", "Range", "Reader", "Verdict", "bounded", "growth", "judge", "lenient", "rate", "ratio", "written"]

_INFINITE = Decimal("Infinity")
_ZERO, _ONE = Decimal(0), Decimal(1)
_HALF, _TWENTIETH, _FIFTIETH, _LITTLE = Decimal("0.5"), Decimal("0.05"), Decimal("0.02"), Decimal("0.002")
_EIGHTH, _NEARLY, _LESS, _MORE = Decimal("0.12"), Decimal("0.99"), Decimal("0.98"), Decimal("1.02")
_SHARES = frozenset({Kind.PERCENT, Kind.MULTIPLE})
_TWO = Decimal(2)
_SIXTEENTH, _THREE = Decimal("0.06"), Decimal(3)
_DIGITS = re.compile(r"\d[\d,，]{0,20}(?:\.(?P<places>\d{1,12}))?")
_NEAR = re.compile(r"[近]|接近|将近|临近|不多不少")


class Range(NamedTuple):
    """Values between which the truth lies; ends may be infinite."""

    low: Decimal
    high: Decimal

    def meets(self, other: "Range") -> bool:
        """Tell whether the two have a value in common."""
        return self.low <= other.high and other.low <= self.high

    def plus(self, other: "Range") -> "Range":
        """Return the range of a sum."""
        return Range(self.low + other.low, self.high + other.high)

    def minus(self, other: "Range") -> "Range":
        """Return the range of a difference."""
        least = -_INFINITE if other.high.is_infinite() else self.low - other.high
        most = _INFINITE if self.high.is_infinite() else self.high - other.low
        return Range(least, most)

    def negative(self) -> "Range":
        """Return the range of the opposite number: a fall as a signed change."""
        return Range(-self.high, -self.low)

    def shifted(self, by: int) -> "Range":
        """Return the range moved by a constant: a ratio of 3 is a growth of 2."""
        return Range(self.low + by, self.high + by)

    def joined(self, other: "Range") -> "Range":
        """Return the smallest range that holds both: a phrase with two readings."""
        return Range(min(self.low, other.low), max(self.high, other.high))


Reader = Callable[[Quantity, str], Range]  # `written` or `lenient`
Pair = tuple[Range, Range]  # what follows, and what is said


@plainly
class Verdict(StrEnum):
    """How two ranges stand to each other; `unsure` is between what is usually meant and what is still allowed."""

    AGREES = "agrees"
    UNSURE = "unsure"
    DENIES = "denies"


def judge(usual: Pair, lenient: Callable[[], Pair]) -> Verdict:
    """Compare what follows with what is said: agree as usually meant, deny only where no lenient reading agrees.

    The lenient reading is worked out only where the usual one does not agree.
    """
    if usual[0].meets(usual[1]):
        return Verdict.AGREES
    expected, found = lenient()
    return Verdict.UNSURE if expected.meets(found) else Verdict.DENIES


def ratio(part: Range, whole: Range) -> Range:
    """Return the range of a quotient of two ranges that are not negative; unbounded where the divisor may be 0."""
    least = _ZERO if whole.high.is_infinite() or whole.high <= 0 else part.low / whole.high
    most = _INFINITE if part.high.is_infinite() or whole.low <= 0 else part.high / whole.low
    return Range(least, most)


def growth(base: Range, value: Range) -> Range:
    """Return the range of `value / base - 1`."""
    return ratio(value, base).shifted(-1)


def written(quantity: Quantity, text: str) -> Range:
    """Return the range that a quantity as written stands for, as it is usually meant.

    688.4亿 is 688.35 to 688.45, 近四成 at most 40%,
    1300多 from 1300 to just under 1400, 超过16亿 anything above. `text` is the repaired text that holds it.
    """
    low, high = quantity.low, quantity.high
    if low is None:
        return Range(_ZERO, high if high is not None else _INFINITE)
    if high is None:
        return Range(low, low + _place(low) * _NEARLY if quantity.approx else _INFINITE)
    if low != high:
        return Range(low, high)
    near = _half_unit(quantity, low, text)
    if not quantity.approx:
        return Range(low - near, low + near)
    if _NEAR.search(text, quantity.span.start, quantity.span.end):
        return Range(low - abs(low) / 10, low + near)
    near = max(near, abs(low) / 20)
    return Range(low - near, low + near)


def lenient(quantity: Quantity, text: str) -> Range:
    """Return the range that a lenient reader still lets pass; it holds what `written` returns."""
    low, high = quantity.low, quantity.high
    if low is None:
        top = high if high is not None else _INFINITE
        return Range(_ZERO, top if top == _INFINITE else top * _MORE)
    if high is None:
        return Range(low * _LESS, low + 2 * _place(low) if quantity.approx else _INFINITE)
    if low != high:
        return Range(low - abs(low) / 50, high + abs(high) / 50)
    size = abs(low)
    far = max(_half_unit(quantity, low, text), min(_place(low) / _TWO, size * _FIFTIETH)) + size * _LITTLE
    if not quantity.approx:
        return Range(low - far, low + far)
    if _NEAR.search(text, quantity.span.start, quantity.span.end):
        tenth = size / 10
        return Range(low - tenth - size / 20, low + max(far, tenth / 2))
    far = max(far, size * _EIGHTH)
    return Range(low - far, low + far)


def rate(quantity: Quantity, text: str, read: Reader = written) -> Range:
    """Return a percentage, fraction or multiple as a plain factor: 47.1% is 0.471, 三成 0.3, 2.6倍 2.6."""
    found = read(quantity, text)
    if quantity.kind is not Kind.PERCENT:
        return found
    return Range(found.low / 100, found.high / 100)


def bounded(found: Range, word: str, read: Reader = written) -> Range:
    """Return a range under a bound that the text sets apart from the number: 不到微信11.6亿月活的五分之一."""
    if word in {"不到", "不足", "不及", "低于", "少于", "未到"}:
        return Range(_ZERO, found.high)
    if word in {"超过", "逾", "超", "高于", "多于", "不止"}:
        return Range(found.low, _INFINITE)
    if word in {"约", "近", "几乎", "大约", "将近", "接近", "差不多", "约为"}:
        middle, slack = (found.low + found.high) / 2, _EIGHTH if read is lenient else _TWENTIETH
        return found if middle.is_infinite() else found.joined(Range(middle * (1 - slack), middle * (1 + slack)))
    return found


def _half_unit(quantity: Quantity, value: Decimal, text: str) -> Decimal:
    """Return half of the last written place, at most a twentieth of the value; 0 for things counted one by one."""
    kind, number = quantity.kind, quantity.number
    digits = _DIGITS.search(text, number.start, number.end)
    if kind in _SHARES and text.find("成", quantity.span.start, quantity.span.end) < 0:
        places = len(digits["places"] or "") if digits else -value.normalize().as_tuple().exponent  # type: ignore[operator]
        return _HALF.scaleb(-max(places, 0))
    if kind is Kind.PERCENT:
        return _THREE if value % 10 == 0 else _HALF
    if kind is Kind.RATIO:
        return abs(value) * _SIXTEENTH
    if digits is None:
        unit = _place(value)
    else:
        shown = Decimal(digits[0].replace(",", "").replace("，", ""))
        unit = value / shown if shown else _ONE
        if places := digits["places"]:
            unit = unit.scaleb(-len(places))
    if unit <= _ONE and value == value.to_integral_value():
        return _ZERO
    return min(unit / 2, abs(value) * _TWENTIETH)


def _place(value: Decimal) -> Decimal:
    """Return the place of the last digit that is not 0: 100 for 1300."""
    if not value:
        return _ONE
    return _ONE.scaleb(int(value.normalize().as_tuple().exponent))
