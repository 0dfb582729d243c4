"""The commonest amounts, a plain numeral and a plain unit, read without the grammar and exactly as it would."""

import re
import string
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from kaoju.document import Kind
from kaoju.numerals import Bounds, read
from kaoju.stages.quantities.ages import aged
from kaoju.stages.quantities.money import priced
from kaoju.stages.quantities.touching import SHARES, Amount, apart, touched
from kaoju.stages.quantities.vocabulary import RULES, after_words, before_words, symbols, unit_guards, units

__all__ = ["quick"]

_NUMERALS = "零〇一二两三四五六七八九十百千万亿"
_NUMBER = re.compile(
    rf"(?:[0-9]{{1,7}}(?:\.[0-9]{{1,6}})?[万亿]?|[{_NUMERALS}]{{1,9}})(?![0-9.．{_NUMERALS}]|[,，][0-9]|(?<=千)[米克瓦卡]|(?<=兆)[瓦赫字欧帕比])"
)
# Units that are also part of a time, or that mean this or that by what stands around them.
_OPEN = re.compile("[日块角毛里度°].*|[平旬方楼路线环]|[点分]|分钱|.*多.*|.*[!-$&-~]")
# What goes on with an amount: parts, halves, ranges.
_GOES_ON = frozenset(
    f"{_NUMERALS}0123456789０１２３４５６７８９壹贰叁肆伍陆柒捌玖拾幺廿卅俩仨几数多余来半"
    f"{string.ascii_letters}+-－—–−~～〜﹣至到、和与. \u3000\xa0"
)
# What goes on with a length of time, or makes a point of it.
_TIMED = "前后内以之里来间又加外大底末初"
# A number without a unit ends on these.
_BARE_ENDS = frozenset("0123456789万亿")
# What shows that a number without a unit has none: a number of ten thousands or in digits, that is.
_BARE = (*"，。；！？”）》的", "")
_JOINS = frozenset("至到、和与")
# 大于10并小于20 has a second end to come.
_SECOND = frozenset("的同并而且但小少低大高不未")
_SECONDS = frozenset(f"{_NUMERALS}0123456789、，,并且但又而 ")
_COUNTS = frozenset(f"{_NUMERALS}0123456789几半 \u3000")
_FORMS = frozenset("第 /／-－−负." + string.ascii_letters)
_SIGNS = {"的": "负", "下": "零"}


def quick(text: str, at: int, floor: int) -> Amount | None:
    """Read the amount that starts at `at` where it is a plain one; None leaves it to the grammar."""
    match = _NUMBER.match(text, at)
    if match is None:
        return None
    units_at, forms, befores, afters = _tables()
    stop = match.end()
    for plain in units_at.get(text[stop : stop + 1], ()):
        if text.startswith(plain[0], stop):
            break
    else:
        return None
    word, length, barred, kind, factor, name, rule = plain
    end = stop + length
    following, before = text[end : end + 1], text[at - 1] if at else ""
    if barred is None or following in barred or before in forms or (word == "年" and end > at + 2):
        return None
    if following in _JOINS and text[end + 1 : end + 2] in _COUNTS:
        return None
    if before in _SIGNS and text[at - 2 : at - 1] == _SIGNS[before]:
        return None
    touches = before in befores
    if touches and following in _SECOND and (following != "的" or text.startswith("同", end + 1)):
        return None
    if stop == at + 1 and text[at] == "二":
        return None  # 二本 is a name
    number = _number(text[at:stop])
    if number is None or (not length and (stop == at + 1 or text[stop - 1] not in _BARE_ENDS)):
        return None
    if not length and (priced(text, at) or aged(text, at)):
        return None
    if before == "的" and kind in SHARES and apart(text, at, number[0]) is not number[0]:
        return None
    bounds, scale, style = number
    if factor is not None:
        bounds = bounds.scaled(factor)
    start = at
    if touches or following in afters:
        start, end, bounds = touched(text, (at, end), kind, bounds, floor)
        if end > stop + length and text[end : end + 1] in _SECONDS:
            return None  # 三年以上七年以下 has a second end, too
    return Amount(start, end, (at, stop), kind, bounds, name, rule, (), scale, word, style)


class _Plain(NamedTuple):
    """A unit of the quick way: what bars it behind it, None where all does; its factor, None where that is one."""

    word: str
    length: int
    barred: frozenset[str] | None
    kind: Kind
    factor: Decimal | None
    name: str | None
    rule: str


class _Tables(NamedTuple):
    """What the quick way looks up by one character.

    `units` holds the units by first character, longest first; no unit at all is one too. `forms` stand before what the
    grammar has to read, `befores` and `afters` belong to words that touch an amount.
    """

    units: dict[str, list[_Plain]]
    forms: frozenset[str]
    befores: frozenset[str]
    afters: frozenset[str]


@cache
def _tables() -> _Tables:
    every = [(word, unit) for word in units().words for end, unit in units().at(word, 0) if end == len(word)]
    names = "".join(word[0] for word, unit in every if unit.kind is Kind.MONEY)
    none = _Plain("", 0, frozenset(), Kind.COUNT, None, None, RULES[Kind.COUNT])
    found = {mark: [none] for mark in _BARE}
    for word, unit in every:
        barred = unit_guards().get(word, "") + (names if unit.name == "CNY" else "")
        barred += _TIMED if unit.kind is Kind.DURATION else ""
        bars = None if _OPEN.fullmatch(word) else _GOES_ON.union(barred)
        factor = None if unit.factor == 1 else unit.factor
        row = found.setdefault(word[0], [])
        row.append(_Plain(word, len(word), bars, unit.kind, factor, unit.name or None, unit.rule))
    forms = _FORMS | {word[-1] for word in symbols().words}
    return _Tables(found, forms, frozenset(before_words().lasts) | {"上"}, frozenset(after_words().firsts))


@lru_cache(maxsize=4096)
def _number(digits: str) -> tuple[Bounds, int, str] | None:
    """Return what a whole numeral says, its scale and its style; None where it ends before the string does."""
    number = read(digits, 0)
    return (number.bounds, number.scale, number.style) if number is not None and number.end == len(digits) else None
