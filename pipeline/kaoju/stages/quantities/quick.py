"""The commonest amounts, a plain numeral and a plain unit, read without the grammar and exactly as it would."""

import re
import string
from collections.abc import Callable
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from kaoju.document import Kind
from kaoju.numerals import DIGITS, MAGNITUDES, Bounds, Effect, read
from kaoju.stages.quantities.ages import aged
from kaoju.stages.quantities.amounts import MORE, NOT_TENTHS
from kaoju.stages.quantities.guards import ORDINAL_JOINTS
from kaoju.stages.quantities.kinds import COUNT, DURATION, MONEY, PERCENT, RATIO
from kaoju.stages.quantities.money import priced
from kaoju.stages.quantities.touching import COMPARED, SHARES, Amount, apart, touched
from kaoju.stages.quantities.vocabulary import RULES, after_words, before_words, symbols, unit_guards, units

__all__ = ["plain_numeral", "quick"]

_NUMERALS = "零〇一二两三四五六七八九十百千万亿"
_NUMBER = (
    rf"(?:[0-9]{{1,7}}(?:[多余][万亿]|(?:\.[0-9]{{1,6}})?(?:[万萬][亿億]?|[亿億])?)|(?![零〇][上下两])[{_NUMERALS}]{{1,9}})"
    rf"(?![0-9.．{_NUMERALS}萬億]|[,，][0-9]|(?<=千)[米克瓦卡]|(?<=兆)[瓦赫字欧帕比])"
)
# Units that are also part of a time, or that mean this or that by what stands around them.
_OPEN = re.compile("[日月块角毛里度°].*|[平旬方楼路线环大]|[点分]|分钱|.*多.*|.*[!-$&-~]")
# What goes on with an amount: parts, halves, ranges.
_GOES_ON = frozenset(
    f"{_NUMERALS}萬億0123456789０１２３４５６７８９壹贰叁肆伍陆柒捌玖拾幺廿卅俩仨几数多余来半"
    f"{string.ascii_letters}+-－—–−~～〜﹣. \u3000\xa0"
)
# What goes on with a length of time, or makes a point of it.
_TIMED = "前后内以之里来间又加外大底末初"
# Numbers that are days where the words beside them say so, and one that is a name before a unit: 二本.
_NAMES = frozenset({"五一", "六一", "十一", "三一五", "二"})
# Behind a number without a unit these make something else of it: a time, an age, a fraction, thousands.
_BARE_CLOSED = frozenset("出年月日号点时:：/／天周小刻秒季世财版钟后後星礼分份个個多余餘来來點幾數倆把又成折^比'\"")
_JOINS = frozenset("至到、和与")
# 大于10并小于20 has a second end to come.
_SECOND = frozenset("的同并而且但又")
_SECONDS = frozenset(f"{_NUMERALS}0123456789、，,并且但又而 .{string.ascii_letters}")
# 1万(含)-5万元 is a range.
_BRACKETS = frozenset("(（")
_COUNTS = frozenset(
    f"{_NUMERALS}{''.join(DIGITS)}{''.join(MAGNITUDES)}0123456789０１２３４５６７８９几幾数數半米第-－−$¥￥€£ \u3000"
)
_FORMS = frozenset("第 /／-－−负負.米个" + string.ascii_letters)
_SIGNS = frozenset({"负的", "零下"})
_TEN, _HUNDRED = Decimal(10), Decimal(100)
_new = tuple.__new__  # what a NamedTuple's own constructor calls, without the call in between


# A numeral joined to what may be an ordinal: 第二、三位.
_RANKED = rf"(?<=[\d{_NUMERALS}][{ORDINAL_JOINTS}])"


@cache
def plain_numeral() -> str:
    """Return the pattern of a numeral that may be all of a plain amount's.

    Its groups: '' where what stands before may be part of the amount, the numeral, two characters behind it, one.
    """
    tables = _tables()
    alone, whole, lasts = (re.escape("".join(sorted(some))) for some in (tables.alone, tables.wholes, tables.lasts))
    pairs = "|".join(f"[{re.escape(firsts)}]{re.escape(last)}" for last, firsts in tables.pairs)
    large = "".join(sorted(_LARGE.difference("十拾")))
    odd = rf"(?<=[{alone}])|(?<={pairs})|(?<=上)(?=[{large}])|(?<=的)(?={_NUMBER}[{whole}])|{_RANKED}"
    return rf"(?:(?<=[{lasts}])(?:{odd})()|)({_NUMBER})(?s:(?=((.?).?)))"


def quick(text: str, match: re.Match[str], floor: int) -> Amount | None:
    """Read the amount whose numeral that pattern found where it is a plain one; None leaves it to the grammar."""
    odd, digits, pair, following = match.groups()
    longer, ones, bare = _lookups()
    plain, units = ones.get(following, bare), longer.get(pair)
    at, stop = match.start(), match.end(2)
    if units is not None:
        for unit in units:
            if text.startswith(unit[0], stop):
                plain = unit
                break
    if plain is None:
        return _other(text, (at, stop), pair, floor)
    number = _number(digits)
    if number is None:
        return None
    word, length, marked, kind, factor, name, rule, fits, _ = plain
    bounds, scale, style = number
    if fits is not None and not fits(text, at, number):
        return None
    if factor is not None:
        bounds = bounds.scaled(factor)
    start, end = at, stop + length
    if odd is not None or text[end : end + 1] in marked:
        widened = _widened(text, (at, end), plain, bounds, floor)
        if widened is None:
            return None
        start, end, bounds = widened
    return _new(Amount, (start, end, (at, stop), kind, bounds, name, rule, (), scale, word, style))


def _other(text: str, place: tuple[int, int], pair: str, floor: int) -> Amount | None:
    """Read what is plain though no unit follows the numeral: a share, and 300多 and 2200余 before their unit."""
    if pair == "分之":
        return _share(text, *place, floor)
    return _some_more(text, *place, floor) if pair[0] in _MORE else None


_MORE = frozenset("多余")
_LARGE = frozenset(MAGNITUDES)
_UNCOUNTED = (DURATION, PERCENT)


def _some_more(text: str, at: int, stop: int, floor: int) -> Amount | None:
    """Read 300多人 and 2200余户; None leaves it to the grammar."""
    match, number = MORE.match(text, stop), _number(text[at:stop])
    if match is None or number is None or number[0].approx or text[match.end() : match.end() + 1] in _LARGE:
        return None
    unit = _unit_at(text, match.end())
    if unit is None or not unit.word or unit.kind in _UNCOUNTED:
        return None
    bounds, scale, style = number
    bounds = bounds.after(Effect.SOME_MORE)
    bounds = bounds if unit.factor is None else bounds.scaled(unit.factor)
    widened = _widened(text, (at, match.end() + unit.length), unit, bounds, floor)
    if widened is None:
        return None
    start, end, bounds = widened
    return Amount(start, end, (at, stop), unit.kind, bounds, unit.name, unit.rule, (), scale, unit.word, style)


def _unit_at(text: str, place: int) -> "_Plain | None":
    """Return the longest unit that starts at a place, that of a bare number where there is none, None if not plain."""
    longer, ones, bare = _lookups()
    for unit in longer.get(text[place : place + 2], ()):
        if text.startswith(unit.word, place):
            return unit
    return ones.get(text[place : place + 1], bare)


def _share(text: str, at: int, stop: int, floor: int) -> Amount | None:
    """Read 三分之二 and 百分之四 where no unit and no more of a number follows; None leaves it to the grammar."""
    match = _WHOLE.match(text, stop + 2)
    below, top = _number(text[at:stop]), _number(match[0]) if match is not None else None
    if match is None or below is None or top is None or below[0].approx or top[0].approx or not below[0].low:
        return None
    tables, end, bounds = _tables(), match.end(), top[0]
    if text[end : end + 1] in tables.ones or text[end : end + 1] in tables.starts:
        return None
    percent = text[at] == "百" and below[0].low == _HUNDRED
    unit = tables.percent if percent else tables.ratio
    bounds = bounds if percent else bounds.scaled(1 / below[0].low)
    widened = _widened(text, (at, end), unit, bounds, floor)
    if widened is None:
        return None
    start, stop, bounds = widened
    return Amount(start, stop, (at, end), unit.kind, bounds, unit.name, unit.rule, (), 0, unit.word, "chinese")


_WHOLE = re.compile(_NUMBER)


def _widened(
    text: str, place: tuple[int, int], unit: "_Plain", bounds: Bounds, floor: int
) -> tuple[int, int, Bounds] | None:
    """Return where an amount at `place` starts and ends with the words that touch it; None where it may be more."""
    at, end = place
    before, following, tables = text[max(0, at - 2) : at], text[end : end + 1], _tables()
    if following in unit.barred or before[-1:] in _FORMS or before in _SIGNS:
        return None
    if before[-1:] in tables.money or (following in _JOINS and text[end + 1 : end + 2] in _COUNTS):
        return None
    if following in _BRACKETS and text.startswith("含", end + 1):
        return None
    if before[-1:] == "的" and unit.kind in SHARES and apart(text, at, bounds) is not bounds:
        return None  # 不到全村人口的15%
    start, stop, bounds = touched(text, place, unit.kind, bounds, floor)
    # 三年以上七年以下 has a second end, too; what is open on neither side has none.
    if (bounds.low is None) is not (bounds.high is None):
        further = text[stop : stop + 1]
        if further in (_SECONDS if stop > end else tables.seconds) and (stop > end or not _OF.match(text, stop)):
            return None
    return start, stop, bounds


# 超过六成的人 is no 超过六成的同时.
_OF = re.compile("的(?!同)")
_Number = tuple[Bounds, int, str]


def _is_bare(text: str, at: int, number: _Number) -> bool:  # noqa: ARG001 -- one signature
    """Tell whether no word before a number without a unit names one."""
    return not priced(text, at) and not aged(text, at)


def _is_tenth(text: str, at: int, number: _Number) -> bool:  # noqa: ARG001
    """Tell whether a number before 成 is none of more than ten."""
    bounds, scale, _ = number
    return not scale and bounds.high is not None and bounds.high <= _TEN


def _is_length(text: str, at: int, number: _Number) -> bool:  # noqa: ARG001
    """Tell whether a number before 年 is of one character: a longer one may be a date."""
    return text[at + 1] == "年"


def _is_open(text: str, at: int, number: _Number) -> bool:  # noqa: ARG001
    """Leave to the grammar what means this or that by what stands around it."""
    return False


class _Plain(NamedTuple):
    """A unit of the quick way: what marks it behind it as more or other than plain, and what of that bars it.

    `factor` is None where it is one; `fits` tells whether a number is one of the unit, None where every one is.
    """

    word: str
    length: int
    marked: frozenset[str]
    kind: Kind
    factor: Decimal | None
    name: str | None
    rule: str
    fits: Callable[[str, int, _Number], bool] | None
    barred: frozenset[str]


class _Tables(NamedTuple):
    """What the quick way looks up by one character or two.

    `longer` holds the units of two characters and more by two of theirs, longest first, `ones` the others, and None for
    what the grammar has to read; behind all other characters a number has no unit, which is `bare`. `lasts` may stand
    before what is not plain, and do where they are `alone`, where a character stands before them that `pairs` holds
    with them, or 的 before a share, whose unit `wholes` begin; `money` ends the signs of currencies. `seconds` begin a
    second end, `starts` a unit; `percent` and `ratio` are what 分之 makes.
    """

    longer: dict[str, list[_Plain]]
    ones: dict[str, _Plain | None]
    bare: _Plain
    alone: frozenset[str]
    wholes: frozenset[str]
    pairs: tuple[tuple[str, str], ...]
    lasts: frozenset[str]
    money: frozenset[str]
    seconds: frozenset[str]
    starts: frozenset[str]
    percent: _Plain
    ratio: _Plain


@cache
def _tables() -> _Tables:
    every = units().items
    names = "".join(word[0] for word, unit in every if unit.kind is MONEY)
    touching = _JOINS.union(_BRACKETS, after_words().firsts)
    longer: dict[str, list[_Plain]] = {}
    ones: dict[str, _Plain | None] = dict.fromkeys(_GOES_ON.union(_BARE_CLOSED, DIGITS, MAGNITUDES, units().firsts))
    for word, unit in every:
        barred = unit_guards().get(word, "") + (names if unit.name == "CNY" else "")
        bars = _GOES_ON.union(barred, _TIMED if unit.kind is DURATION else "")
        factor = None if unit.factor == 1 else unit.factor
        fits = _is_open if _OPEN.fullmatch(word) else _is_length if word == "年" else None
        plain = _Plain(word, len(word), bars | touching, unit.kind, factor, unit.name or None, unit.rule, fits, bars)
        if len(word) > 1:
            longer.setdefault(word[:2], []).append(plain)
        else:
            ones[word] = None if fits is _is_open else plain
    bars = _GOES_ON.union(NOT_TENTHS, "人")
    ones["成"] = _Plain("成", 1, bars | touching, PERCENT, _TEN, "%", "quantity.tenths", _is_tenth, bars)
    bare = _Plain("", 0, touching, COUNT, None, None, RULES[COUNT], _is_bare, frozenset())
    percent = bare._replace(word="百分之", kind=PERCENT, name="%", rule=RULES[PERCENT])
    ratio = bare._replace(kind=RATIO, rule=RULES[RATIO])
    money = frozenset(word[-1] for word, _ in symbols().items)
    seconds = _SECOND.union(before_words().firsts)
    before = [*(word for word, _ in before_words().items), *_SIGNS]
    alone = frozenset(word for word in before if len(word) == 1).union(_FORMS, money, COMPARED)
    heads: dict[str, set[str]] = {}
    for word in before:
        if len(word) > 1 and word[-1] not in alone:
            heads.setdefault(word[-1], set()).add(word[-2])
    pairs = tuple((last, "".join(sorted(firsts))) for last, firsts in sorted(heads.items()))
    lasts = alone.union(heads, "上的", ORDINAL_JOINTS)
    wholes = frozenset(word[0] for word, unit in every if unit.kind in SHARES).union("成分")
    return _Tables(longer, ones, bare, alone, wholes, pairs, lasts, money, seconds, units().firsts, percent, ratio)


@cache
def _lookups() -> tuple[dict[str, list[_Plain]], dict[str, _Plain | None], _Plain]:
    return _tables()[:3]


@lru_cache(maxsize=4096)
def _number(digits: str) -> _Number | None:
    """Return what a whole numeral says, its scale and its style; None where it ends before the string does."""
    if digits in _NAMES:
        return None
    if digits.isdecimal():
        value = Decimal(digits)
        return _new(Bounds, (value, value, True, True, False)), 0, "arabic"
    number = read(digits, 0)
    return (number.bounds, number.scale, number.style) if number is not None and number.end == len(digits) else None
