# ruff: noqa: E501 -- word lists stay whole
"""Proportions of one thing to another, and the times of races that are written alike: 配比1:2.5, 1比3, 1:46.32."""

import re
from decimal import Decimal

from kaoju.numerals import Bounds, Numeral, read
from kaoju.stages.quantities.kinds import DURATION, RATIO
from kaoju.stages.quantities.touching import Amount

__all__ = ["proportion"]

_OTHER = re.compile(r"[:：∶比](?=[\d一二三四五六七八九十])")
# Two things' ratio is named after both: 师生比, 油醋比.
_PROPORTION = re.compile(
    r"(?:比例|比率|之比|对比|汇率|杠杆率?|(?:[配占录别产股灰肉液债醋]|师生|生师|护患|医患|床护|医护|男女|存贷)比)(?:大约|大概|大致|[约近为是达在按以:： ]){0,3}$"
)
_PROPORTIONED = re.compile(r"的?(?:比例|比率|配比|杠杆)|混合|勾兑|搅拌|稀释|兑水")


def proportion(text: str, at: int, number: Numeral) -> Amount | None:
    """Read 1:6.9, and 1比3 behind 比例: first over second. Whole numbers without such a word are a score."""
    match = _OTHER.match(text, number.end)
    other = read(text, match.end()) if match is not None and match.end() < len(text) else None
    if (
        other is None
        or not other.bounds.low
        or number.bounds.low is None
        or text[other.end : other.end + 1] in _CLOCKED
    ):
        return None
    arabic = number.style == other.style == "arabic"
    # 1800:1 is neither a score nor a time.
    less, more = sorted((number.bounds.low, other.bounds.low))
    decimal = arabic and ("." in text[at : other.end] or (more >= _NO_SCORE and less == 1))
    named = _PROPORTION.search(text, max(0, at - 8), at) or _PROPORTIONED.match(text, other.end)
    if named is None and (lap := _lap(text, at)) is not None:
        return lap
    if named is None and not decimal:
        return None
    bounds = number.bounds.scaled(1 / other.bounds.low)
    return Amount(at, other.end, (at, other.end), RATIO, bounds, rule="quantity.proportion", style=number.style)


_NO_SCORE = 200
_CLOCKED = (":", "：", "∶")
_LAP = re.compile(r"(\d{1,2})[:：]([0-5]\d\.\d{1,3})(?![\d:：])")
_RACED = re.compile(r"(?:以|用时|跑出|游出|滑出|圈速|成绩|纪录)[了为是：: ]{0,2}$")


def _lap(text: str, at: int) -> Amount | None:
    """Read 1:46.32 behind a word that makes it the time of a race."""
    match = _LAP.match(text, at)
    if match is None or _RACED.search(text, max(0, at - 6), at) is None:
        return None
    bounds = Bounds.exact(Decimal(match[1]) + Decimal(match[2]) / 60)
    return Amount(at, match.end(), (at, match.end()), DURATION, bounds, "分钟", "quantity.duration")
