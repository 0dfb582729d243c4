"""The commonest amounts, a plain numeral and a plain unit, read without the grammar and exactly as it would."""

import re
import string
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from kaoju.document import Kind
from kaoju.numerals import DIGITS, MAGNITUDES, Bounds, Effect, read
from kaoju.stages.quantities.ages import aged
from kaoju.stages.quantities.amounts import MORE, NOT_TENTHS
from kaoju.stages.quantities.kinds import COUNT, DURATION, MONEY, PERCENT, RATIO
from kaoju.stages.quantities.money import priced
from kaoju.stages.quantities.touching import COMPARED, SHARES, Amount, apart, touched
from kaoju.stages.quantities.vocabulary import RULES, after_words, before_words, symbols, unit_guards, units

__all__ = ["quick"]

_NUMERALS = "零〇一二两三四五六七八九十百千万亿"
_NUMBER = re.compile(
    rf"(?:[0-9]{{1,7}}(?:[多余][万亿]|(?:\.[0-9]{{1,6}})?(?:[万萬][亿億]?|[亿億])?)|(?![零〇][上下两])[{_NUMERALS}]{{1,9}})(?![0-9.．{_NUMERALS}萬億]|[,，][0-9]|(?<=千)[米克瓦卡]|(?<=兆)[瓦赫字欧帕比])"
)
_ONES = "一二两三四五六七八九"
# Units that are also part of a time, or that mean this or that by what stands around them.
_OPEN = re.compile("[日月块角毛里度°].*|[平旬方楼路线环大]|[点分]|分钱|.*多.*|.*[!-$&-~]")
# What goes on with an amount: parts, halves, ranges.
_GOES_ON = frozenset(
    f"{_NUMERALS}萬億0123456789０１２３４５６７８９壹贰叁肆伍陆柒捌玖拾幺廿卅俩仨几数多余来半"
    f"{string.ascii_letters}+-－—–−~～〜﹣. \u3000\xa0"
)
# What goes on with a length of time, or makes a point of it.
_TIMED = "前后内以之里来间又加外大底末初"
# Numbers that are days where the words beside them say so.
_HOLIDAYS = frozenset({"五一", "六一", "十一", "三一五"})
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
_SIGNS = {"的": "负", "下": "零"}
_TEN, _HUNDRED = Decimal(10), Decimal(100)
_new = tuple.__new__  # what a NamedTuple's own constructor calls, without the call in between


def quick(text: str, at: int, floor: int) -> Amount | None:
    """Read the amount that starts at `at` where it is a plain one; None leaves it to the grammar."""
    match = _NUMBER.match(text, at)
    if match is None:
        return None
    longer, ones, bare, odd = _lookups()
    stop = place = match.end()
    following = text[stop : stop + 1]
    more = following in _MORE
    if more:
        place = _beyond_more(text, stop)
        following = text[place : place + 1]
    plain = ones.get(following, bare)
    for unit in longer.get(text[place : place + 2], ()):
        if text.startswith(unit[0], place):
            plain = unit
            break
    if plain is None:
        return None
    word, end, marked, kind, factor, name, rule, _ = plain
    if marked is None or (word == "年" and stop > at + 1) or not (word or _is_bare(text, at)):
        return None
    if word == "分之":
        return None if more else _share(text, at, stop, floor)
    if stop == at + 1 and text[at] == "二":
        return None  # 二本 is a name
    digits = text[at:stop]
    number = None if digits in _HOLIDAYS else _number(digits)
    if number is None:
        return None
    end += place
    bounds, scale, style = number
    if more:
        if bounds.approx or not word or kind is DURATION or kind is PERCENT:
            return None
        bounds = bounds.after(Effect.SOME_MORE)
    if factor is not None:
        if word == "成" and (scale or bounds.high is None or bounds.high > _TEN):
            return None
        bounds = bounds.scaled(factor)
    start = at
    if text[end : end + 1] in marked or text[at - 1 : at] in odd:
        widened = _widened(text, (at, end), plain, bounds, floor)
        if widened is None:
            return None
        start, end, bounds = widened
    return _new(Amount, (start, end, (at, stop), kind, bounds, name, rule, (), scale, word, style))


_MORE = frozenset("多余")
_LARGE = frozenset(MAGNITUDES)


def _beyond_more(text: str, stop: int) -> int:
    """Return where a unit may stand behind 300多 and 2200余; the number's own end if these belong to something else."""
    match = MORE.match(text, stop)
    return stop if match is None or text[match.end() : match.end() + 1] in _LARGE else match.end()


def _share(text: str, at: int, stop: int, floor: int) -> Amount | None:
    """Read 三分之二 and 百分之四 where no unit and no more of a number follows; None leaves it to the grammar."""
    match = _NUMBER.match(text, stop + 2)
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
    return Amount(
        widened[0], widened[1], (at, end), unit.kind, widened[2], unit.name, unit.rule, (), 0, unit.word, "chinese"
    )


def _widened(
    text: str, place: tuple[int, int], unit: "_Plain", bounds: Bounds, floor: int
) -> tuple[int, int, Bounds] | None:
    """Return where an amount at `place` ends with the words that touch it; None where it may be part of more."""
    at, end = place
    before, tables = text[at - 1 : at], _tables()
    if _goes_on(text, at, end, unit) or (before == "的" and unit.kind in SHARES and _is_apart(text, at, bounds)):
        return None
    if before not in tables.befores and text[end : end + 1] not in tables.afters:
        return at, end, bounds
    widened = touched(text, place, unit.kind, bounds, floor)
    # 三年以上七年以下 has a second end, too; what is open on neither side has none.
    one_sided = (widened[2].low is None) is not (widened[2].high is None)
    return None if widened[1] > end and one_sided and text[widened[1] : widened[1] + 1] in _SECONDS else widened


def _is_bare(text: str, at: int) -> bool:
    """Tell whether no word before a number without a unit names one."""
    return not priced(text, at) and not aged(text, at)


def _goes_on(text: str, at: int, end: int, unit: "_Plain") -> bool:
    """Tell whether what stands around a plain amount may make more of it: a time, a list, one end of a range."""
    tables, following, before = _tables(), text[end : end + 1], text[at - 1] if at else ""
    if following in unit.barred or before in tables.forms:
        return True
    if following in _JOINS and text[end + 1 : end + 2] in _COUNTS:
        return True
    if following in _BRACKETS and text.startswith("含", end + 1):
        return True
    if before in _SIGNS and text[at - 2 : at - 1] == _SIGNS[before]:
        return True
    second = following in tables.seconds and before in tables.befores
    return second and (following != "的" or text.startswith("同", end + 1))


class _Plain(NamedTuple):
    """A unit of the quick way: what marks it behind it as more or other than plain, and what of that bars it.

    `marked` is None where anything may follow; `factor` is None where it is one.
    """

    word: str
    length: int
    marked: frozenset[str] | None
    kind: Kind
    factor: Decimal | None
    name: str | None
    rule: str
    barred: frozenset[str]


class _Tables(NamedTuple):
    """What the quick way looks up by one character.

    `longer` holds the units of two characters and more by two of theirs, longest first, `ones` the others, and None for
    what the grammar has to read; behind all other characters a number has no unit, which is `bare`. `odd` stands before
    what is not plain: `forms` before what the grammar has to read, `befores` at the end of words that touch an amount,
    `afters` at the beginning of such. `seconds` begin a second end, `starts` a unit; `percent` and `ratio` are what
    分之 makes.
    """

    longer: dict[str, list[_Plain]]
    ones: dict[str, _Plain | None]
    bare: _Plain
    odd: frozenset[str]
    befores: frozenset[str]
    afters: frozenset[str]
    forms: frozenset[str]
    seconds: frozenset[str]
    starts: frozenset[str]
    percent: _Plain
    ratio: _Plain


@cache
def _tables() -> _Tables:
    every = units().items
    names = "".join(word[0] for word, unit in every if unit.kind is MONEY)
    afters, seconds = after_words().firsts, _SECOND.union(before_words().firsts)
    touching = _JOINS.union(seconds, _BRACKETS, afters)
    longer: dict[str, list[_Plain]] = {}
    ones: dict[str, _Plain | None] = dict.fromkeys(_GOES_ON.union(_BARE_CLOSED, DIGITS, MAGNITUDES, units().firsts))
    for word, unit in every:
        barred = unit_guards().get(word, "") + (names if unit.name == "CNY" else "")
        bars = _GOES_ON.union(barred, _TIMED if unit.kind is DURATION else "")
        marked = None if _OPEN.fullmatch(word) else bars | touching
        factor = None if unit.factor == 1 else unit.factor
        plain = _Plain(word, len(word), marked, unit.kind, factor, unit.name or None, unit.rule, bars)
        if len(word) > 1:
            longer.setdefault(word[:2], []).append(plain)
        else:
            ones[word] = plain
    bars = _GOES_ON.union(NOT_TENTHS, "人")
    ones["成"] = _Plain("成", 1, bars | touching, PERCENT, _TEN, "%", "quantity.tenths", bars)
    bare = _Plain("", 0, touching, COUNT, None, None, RULES[COUNT], frozenset())
    befores = before_words().lasts | {"上", COMPARED}
    forms = _FORMS | {word[-1] for word, _ in symbols().items}
    percent = _Plain("百分之", 0, touching, PERCENT, None, "%", RULES[PERCENT], frozenset())
    ratio = _Plain("", 0, touching, RATIO, None, None, RULES[RATIO], frozenset())
    longer["分之"] = [ratio._replace(word="分之"), *longer.get("分之", ())]
    odd, starts = befores.union(forms, _SIGNS), units().firsts
    return _Tables(longer, ones, bare, odd, befores, afters, forms, seconds, starts, percent, ratio)


@cache
def _lookups() -> tuple[dict[str, list[_Plain]], dict[str, _Plain | None], _Plain, frozenset[str]]:
    return _tables()[:4]


def _is_apart(text: str, at: int, bounds: Bounds) -> bool:
    """Tell whether a comparator stands before the whole that a share is of: 不到全村人口的15%."""
    return apart(text, at, bounds) is not bounds


@lru_cache(maxsize=4096)
def _number(digits: str) -> tuple[Bounds, int, str] | None:
    """Return what a whole numeral says, its scale and its style; None where it ends before the string does."""
    if digits.isdecimal():
        value = Decimal(digits)
        return _new(Bounds, (value, value, True, True, False)), 0, "arabic"
    number = read(digits, 0)
    return (number.bounds, number.scale, number.style) if number is not None and number.end == len(digits) else None
