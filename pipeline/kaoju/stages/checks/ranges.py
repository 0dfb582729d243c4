"""What a number as written allows to be true: ranges, their arithmetic, and the verdict between two of them."""

import re
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from kaoju.document import Kind, Quantity, plainly

__all__ = ["Range", "Verdict", "bounded", "growth", "judge", "rate", "ratio", "written"]

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
    """Values between which the truth lies; ends may be infinite.

    `low`/`high` hold what the text says as it is usually meant, `least`/`most` what a lenient reader still lets pass.
    """

    low: Decimal
    high: Decimal
    least: Decimal
    most: Decimal

    def plus(self, other: "Range") -> "Range":
        """Return the range of a sum."""
        return Range(self.low + other.low, self.high + other.high, self.least + other.least, self.most + other.most)

    def minus(self, other: "Range") -> "Range":
        """Return the range of a difference."""
        return Range(*_differ(self.low, self.high, other.low, other.high),
                     *_differ(self.least, self.most, other.least, other.most))  # fmt: skip

    def negative(self) -> "Range":
        """Return the range of the opposite number: a fall as a signed change."""
        return Range(-self.high, -self.low, -self.most, -self.least)

    def shifted(self, by: int) -> "Range":
        """Return the range moved by a constant: a ratio of 3 is a growth of 2."""
        return Range(self.low + by, self.high + by, self.least + by, self.most + by)

    def joined(self, other: "Range") -> "Range":
        """Return the smallest range that holds both: a phrase with two readings."""
        return Range(
            min(self.low, other.low),
            max(self.high, other.high),
            min(self.least, other.least),
            max(self.most, other.most),
        )


@plainly
class Verdict(StrEnum):
    """How two ranges stand to each other; `unsure` is between what is usually meant and what is still allowed."""

    AGREES = "agrees"
    UNSURE = "unsure"
    DENIES = "denies"


def judge(expected: Range, found: Range) -> Verdict:
    """Compare what follows with what is said: agree as usually meant, deny only where no lenient reading agrees."""
    if expected.low <= found.high and found.low <= expected.high:
        return Verdict.AGREES
    if expected.least <= found.most and found.least <= expected.most:
        return Verdict.UNSURE
    return Verdict.DENIES


def ratio(part: Range, whole: Range) -> Range:
    """Return the range of a quotient of two ranges that are not negative; unbounded where the divisor may be 0."""
    return Range(*_divide(part.low, part.high, whole.low, whole.high),
                 *_divide(part.least, part.most, whole.least, whole.most))  # fmt: skip


def growth(base: Range, value: Range) -> Range:
    """Return the range of `value / base - 1`."""
    return ratio(value, base).shifted(-1)


def rate(quantity: Quantity, text: str) -> Range:
    """Return a percentage, fraction or multiple as a plain factor: 47.1% is 0.471, 三成 0.3, 2.6倍 2.6."""
    found = written(quantity, text)
    if quantity.kind is not Kind.PERCENT:
        return found
    return Range(found.low / 100, found.high / 100, found.least / 100, found.most / 100)


def written(quantity: Quantity, text: str) -> Range:
    """Return the range that a quantity as written stands for.

    688.4亿 is 688.35 to 688.45, 近四成 at most 40%,
    1300多 from 1300 to just under 1400, 超过16亿 anything above. `text` is the repaired text that holds it.
    """
    low, high = quantity.low, quantity.high
    if low is not None and high is not None:
        if low != high:
            return _wide(low, high)
        return _exact(quantity, low, text)
    if low is not None:
        if quantity.approx:
            step = _place(low)
            return Range(low, low + step * _NEARLY, low * _LESS, low + 2 * step)
        return Range(low, _INFINITE, low * _LESS, _INFINITE)
    top = high if high is not None else _INFINITE
    return Range(_ZERO, top, _ZERO, top if top == _INFINITE else top * _MORE)


def bounded(found: Range, word: str) -> Range:
    """Return a range under a bound that the text sets apart from the number: 不到微信11.6亿月活的五分之一."""
    if word in {"不到", "不足", "不及", "低于", "少于", "未到"}:
        return Range(_ZERO, found.high, _ZERO, found.most)
    if word in {"超过", "逾", "超", "高于", "多于", "不止"}:
        return Range(found.low, _INFINITE, found.least, _INFINITE)
    if word in {"约", "近", "几乎", "大约", "将近", "接近", "差不多", "约为"}:
        middle = (found.low + found.high) / 2
        return found if middle.is_infinite() else found.joined(_around(middle, _TWENTIETH, _EIGHTH))
    return found


def _exact(quantity: Quantity, value: Decimal, text: str) -> Range:
    surface, size = quantity.span.of(text), abs(value)
    near = _half_unit(quantity, value, quantity.number.of(text), surface)
    far = max(near, min(_place(value) / _TWO, size * _FIFTIETH)) + size * _LITTLE
    if quantity.approx and _NEAR.search(surface):
        tenth = size / 10
        return Range(value - tenth, value + near, value - tenth - size / 20, value + max(far, tenth / 2))
    if quantity.approx:
        near, far = max(near, size / 20), max(far, size * _EIGHTH)
    return Range(value - near, value + near, value - far, value + far)


def _half_unit(quantity: Quantity, value: Decimal, number: str, surface: str) -> Decimal:
    """Return half of the last written place, at most a twentieth of the value; 0 for things counted one by one."""
    kind = quantity.kind
    if kind in _SHARES and "成" not in surface:
        match = _DIGITS.search(number)
        places = len(match["places"] or "") if match else -value.normalize().as_tuple().exponent  # type: ignore[operator]
        return _HALF.scaleb(-max(places, 0))
    if kind is Kind.PERCENT:
        return _THREE if value % 10 == 0 else _HALF
    if kind is Kind.RATIO:
        return abs(value) * _SIXTEENTH
    match = _DIGITS.search(number)
    if match is None:
        unit = _place(value)
    else:
        digits = Decimal(match[0].replace(",", "").replace("，", ""))
        scale = value / digits if digits else _ONE
        unit = scale.scaleb(-len(match["places"] or ""))
    if unit <= _ONE and value == value.to_integral_value():
        return _ZERO
    return min(unit / 2, abs(value) * _TWENTIETH)


def _place(value: Decimal) -> Decimal:
    """Return the place of the last digit that is not 0: 100 for 1300."""
    if not value:
        return _ONE
    return _ONE.scaleb(int(value.normalize().as_tuple().exponent))


def _around(value: Decimal, near: Decimal, far: Decimal) -> Range:
    return Range(value * (1 - near), value * (1 + near), value * (1 - far), value * (1 + far))


def _wide(low: Decimal, high: Decimal) -> Range:
    return Range(low, high, low - abs(low) / 50, high + abs(high) / 50)


def _differ(low: Decimal, high: Decimal, other_low: Decimal, other_high: Decimal) -> tuple[Decimal, Decimal]:
    least = -_INFINITE if other_high.is_infinite() else low - other_high
    most = _INFINITE if high.is_infinite() else high - other_low
    return least, most


def _divide(low: Decimal, high: Decimal, other_low: Decimal, other_high: Decimal) -> tuple[Decimal, Decimal]:
    least = _ZERO if other_high.is_infinite() or other_high <= 0 else low / other_high
    most = _INFINITE if high.is_infinite() or other_low <= 0 else high / other_low
    return least, most
