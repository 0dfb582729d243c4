"""What a plain amount is made of: its numeral, its unit, and what around it may make something else of it."""

import re
import string
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from kaoju.document import Kind
from kaoju.numerals import DIGITS, MAGNITUDES, Bounds, arabic, read
from kaoju.stages.quantities.ages import aged
from kaoju.stages.quantities.amounts import NOT_TENTHS
from kaoju.stages.quantities.grammar import AFTER_SHORT_YEAR
from kaoju.stages.quantities.guards import ORDINAL_JOINTS
from kaoju.stages.quantities.kinds import COUNT, DURATION, MONEY, PERCENT, RATIO
from kaoju.stages.quantities.money import priced
from kaoju.stages.quantities.parts import begin_parts
from kaoju.stages.quantities.touching import COMPARED, SHARES
from kaoju.stages.quantities.vocabulary import RULES, Unit, after_words, before_words, symbols, unit_guards, units

__all__ = [
    "AFTER_PARTS",
    "BRACKETS",
    "CLOSED",
    "COUNTS",
    "DATED",
    "FORMS",
    "GOES_ON",
    "JOINS",
    "LARGE",
    "NUMBER",
    "NUMERAL",
    "ODD",
    "SIGNS",
    "Number",
    "Plain",
    "Tables",
    "number_of",
    "numeral_start",
    "plain_numeral",
    "tables",
]

_NUMERALS = "零〇一二两兩三四五六七八九十百千万萬亿億几幾"
_ENDED = rf"(?![0-9.．{_NUMERALS}廿卅卌]|[,，][0-9]"
NUMBER = (
    rf"(?:[0-9]{{1,7}}+(?:[多余][万亿]|(?:\.[0-9]{{1,6}}+)?+(?:[万萬][亿億]?+|[亿億])?+){_ENDED})|(?![零〇][上下两兩])"
    rf"[{_NUMERALS}]{{1,9}}+{_ENDED}|(?<=千)(?:[米克瓦卡伏帕赫焦]|字节)|(?<=百)帕|(?<=兆)[瓦赫字欧帕比流宽网光带焦伏时]))"
)
LARGE = frozenset(MAGNITUDES)
_PRINTED = f"{string.digits}."
# Units that are also part of a time, or that mean this or that by what stands around them.
_OPEN = re.compile("[日月块角毛里度°].*|[平旬方楼路线环大节兆]|[点分]|分钱|世纪|.*[多来].*|.*[!-$&-~¥￥€£￡₩₽₫฿₹₪₴＄]")
# What goes on with an amount in whatever unit.
GOES_ON = frozenset(f"{string.ascii_letters}+-－—–−~～〜﹣. \u3000\xa0")
# What goes on with a numeral.
_FURTHER = frozenset(f"{_NUMERALS}0123456789０１２３４５６７８９壹贰叁肆伍陆柒捌玖拾幺廿卅卌俩仨数多余来半")
# What goes on with a length of time, or makes a point of it.
_TIMED = "前后内以之又加外大底末初"
# Numbers that are days where the words beside them say so, and one that is a name before a unit: 二本.
_NAMES = frozenset({"五一", "六一", "十一", "三一五", "三八", "五四", "二"})
# Behind a number without a unit these make something else of it: a time, an age, a fraction, thousands.
_BARE_CLOSED = frozenset(
    "出年月日号学赛夕点时:：∶/／天周小刻秒季世财版钟后後星礼分份个多余餘来來點幾數倆把又成折^比'\""
)
CLOSED = GOES_ON.union(_FURTHER, _BARE_CLOSED)
JOINS = frozenset("至到、和与")
# 1万(含)-5万元 is a range.
BRACKETS = frozenset("(（")
COUNTS = frozenset(
    f"{_NUMERALS}{''.join(DIGITS)}{''.join(MAGNITUDES)}0123456789０１２３４５６７８９數数半米第-－−$¥￥€£ \u3000"
)
FORMS = frozenset("第 /／-－−负負.米个" + string.ascii_letters)
SIGNS = frozenset({"负的", "零下"})
_TEN = Decimal(10)
# A numeral joined to what may be an ordinal: 第二、三位.
_RANKED = rf"(?<=[\d{_NUMERALS}][{ORDINAL_JOINTS}])"
Number = tuple[Bounds, int, str]


@cache
def plain_numeral() -> str:
    """Return the pattern of a numeral that may be all of a plain amount's.

    Its groups: the character before it where that may touch the amount, the numeral, two characters behind it, one.
    """
    odd = tables().odd
    return rf"(?:{odd}|)({NUMBER})(?s:(?=((.?).?)))"


# Of the pattern of a numeral's start: a date in digits, the character before a numeral that may touch it, the numeral.
DATED, ODD, NUMERAL = 1, 2, 3


@cache
def numeral_start() -> str:
    """Return the pattern that tells at a numeral what to read there: a date in digits, or what may be a plain amount.

    Its groups: an empty one for 8月 and 2023年, which no plain amount is, then those of `plain_numeral`.
    """
    return f"(?:[0-9]{{1,2}}月|[12][0-9]{{3}}年)()|{plain_numeral()}"


class Around(Struct, frozen=True, gc=False):
    """What may stand behind a unit and make more or something else of it, by the first character.

    `barred` is left to the grammar. Before `guarded` the characters are no unit. With `parts` begins what the unit may
    have behind it: tenths, halves, finer units. `all` are these together.
    """

    all: frozenset[str]
    barred: frozenset[str]
    guarded: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    unit: Unit | None = None


class Plain(Struct, frozen=True, gc=False):
    """A unit of the quick way. `marked` stands behind it where there may be more to read.

    `factor` is None where it is one; `fits` tells whether a number is one of the unit, None where every one is.
    """

    word: str
    length: int
    marked: frozenset[str]
    kind: Kind
    factor: Decimal | None
    name: str | None
    rule: str
    fits: Callable[[str, int, Number], bool] | None
    around: Around


class Tables(Struct, frozen=True, gc=False):
    """What the quick way looks up by one character or two.

    `longer` holds the units of two characters and more by two of theirs, longest first, `ones` the others, and None for
    what the grammar has to read; behind all other characters a number has no unit, which is `bare`. `leading` ends the
    words before a number that move its bounds and do nothing else, `odd` is the pattern of all that may touch it there.
    `money` ends the signs of currencies, `seconds` begin the second end of a bound, `starts` a unit; `percent`, `ratio`
    and `half` are what 分之 and 半 make.
    """

    longer: dict[str, list[Plain]]
    ones: dict[str, Plain | None]
    bare: Plain
    leading: frozenset[str]
    odd: str
    money: frozenset[str]
    seconds: frozenset[str]
    starts: frozenset[str]
    percent: Plain
    ratio: Plain
    half: Plain


@cache
def tables() -> Tables:
    """Return the tables, made of the vocabulary once."""
    longer: dict[str, list[Plain]] = {}
    ones: dict[str, Plain | None] = dict.fromkeys(
        GOES_ON.union(_FURTHER, _BARE_CLOSED, DIGITS, MAGNITUDES, units().firsts)
    )
    for word, unit in units().items:
        plain = _unit(word, unit)
        if len(word) > 1:
            longer.setdefault(word[:2], []).append(plain)
        else:
            ones[word] = None if plain.fits is _is_open else plain
    for word in ("个亿", "个億", "個亿", "個億"):
        longer[word] = [
            Plain(word, 2, frozenset(), COUNT, None, None, RULES[COUNT], _is_open, Around(frozenset(), frozenset()))
        ]
    touching = JOINS.union(BRACKETS, after_words().firsts)
    bare = Plain("", 0, touching, COUNT, None, None, RULES[COUNT], _is_bare, Around(frozenset(), frozenset()))
    parts = frozenset(f"{NOT_TENTHS}人一二三四五六七八九半多余 ")
    tenth = Around(GOES_ON | _NUMERIC | parts, GOES_ON | _NUMERIC, frozenset(), parts)
    ones["成"] = Plain("成", 1, tenth.all | touching, PERCENT, _TEN, "%", "quantity.tenths", _is_tenth, tenth)
    percent = replace(bare, word="百分之", kind=PERCENT, name="%", rule=RULES[PERCENT])
    ratio = replace(bare, kind=RATIO, rule=RULES[RATIO])
    closed = CLOSED.union(_TIMED)
    half = replace(ratio, rule="quantity.half", marked=closed | touching, around=Around(closed, closed))
    money = frozenset(word[-1] for word, _ in symbols().items)
    seconds = before_words().firsts.union("的同并而且但又")
    leading = before_words().lasts.union("上") - FORMS.union(money, COMPARED, *SIGNS)
    return Tables(longer, ones, bare, leading, _odd(money), money, seconds, units().firsts, percent, ratio, half)


# 五份二 is a fraction, 三个四毫 money.
_TOLD = frozenset("份个")
# What may go on behind the parts of an amount; 来 never does.
_NUMERIC = _FURTHER - {"来"}
AFTER_PARTS = GOES_ON.union(_NUMERIC, _TIMED)


def _unit(word: str, unit: Unit) -> Plain:
    """Return a unit as the quick way reads it."""
    names = "".join(name[0] for name, other in units().items if other.kind is MONEY) if unit.name == "CNY" else ""
    bars = AFTER_PARTS if unit.kind is DURATION or word in _TOLD else GOES_ON
    guarded, parts = frozenset(unit_guards().get(word, "")), frozenset(begin_parts(unit) + names)
    if len(word) > 1:
        bars, guarded = bars | guarded, frozenset()
    fits = _is_open if _OPEN.fullmatch(word) else _FITS.get(word)
    around = Around(bars.union(guarded, parts), bars, guarded, parts, unit)
    marked = around.all.union(JOINS - {"、"}, BRACKETS, after_words().firsts)
    factor = None if unit.factor == 1 else unit.factor
    return Plain(word, len(word), marked, unit.kind, factor, unit.name or None, unit.rule, fits, around)


def _odd(money: frozenset[str]) -> str:
    """Return the pattern of what stands before a number and may be part of its amount, or make something else of it.

    It is passed over by the last character: that alone, with the one before it, or with what follows.
    """
    before = [*(word for word, _ in before_words().items), *SIGNS]
    alone = frozenset(word for word in before if len(word) == 1).union(FORMS, money, COMPARED)
    heads: dict[str, set[str]] = {}
    for word in before:
        if len(word) > 1 and word[-1] not in alone:
            heads.setdefault(word[-1], set()).add(word[-2])
    pairs = "|".join(f"[{_set(firsts)}]{re.escape(last)}" for last, firsts in sorted(heads.items()))
    # The engine tries pair after pair: what cannot be any of them is passed over first.
    any_pair = f"(?<=[{_set(set().union(*heads.values()))}][{_set(heads)}])"
    whole = _set({word[0] for word, unit in units().items if unit.kind in SHARES} | set("成分半"))
    large, lasts = _set(LARGE.difference("十拾")), _set(alone.union(heads, "上的", ORDINAL_JOINTS))
    further = f"(?<=上)(?=[{large}])|(?<=的)(?={NUMBER}[{whole}])|{_RANKED}"
    return f"(?<=([{lasts}]))(?:(?<=[{_set(alone)}])|{any_pair}(?<={pairs})|{further})"


def _set(characters: Iterable[str]) -> str:
    return re.escape("".join(sorted(characters)))


def _is_bare(text: str, at: int, number: Number) -> bool:  # noqa: ARG001 -- one signature
    """Tell whether no word before a number without a unit names one."""
    return not priced(text, at) and not aged(text, at)


def _is_tenth(text: str, at: int, number: Number) -> bool:  # noqa: ARG001
    """Tell whether a number before 成 is none of more than ten."""
    bounds, scale, _ = number
    return not scale and bounds.high is not None and bounds.high <= _TEN


def _is_length(text: str, at: int, number: Number) -> bool:  # noqa: ARG001
    """Tell whether a number before 年 cannot be that of a year."""
    end = text.index("年", at)
    if end == at + 1:
        return True
    return end < at + 4 and text[at] not in "09零九" and text[end + 1 : end + 2] not in AFTER_SHORT_YEAR


def _is_unpriced(text: str, at: int, number: Number) -> bool:  # noqa: ARG001
    """Tell whether no word before a number makes a price of it: 月薪八千起 is no eight thousand cases."""
    return not priced(text, at)


_FITS = {"年": _is_length, "起": _is_unpriced}


def _is_open(text: str, at: int, number: Number) -> bool:  # noqa: ARG001
    """Leave to the grammar what means this or that by what stands around it."""
    return False


@lru_cache(maxsize=4096)
def number_of(digits: str) -> Number | None:
    """Return what a whole numeral says, its scale and its style; None where it ends before the string does."""
    if digits in _NAMES:
        return None
    if digits[0] in _PRINTED:
        large = digits.lstrip(_PRINTED)
        return arabic(digits.removesuffix(large), large)
    number = read(digits, 0)
    return (number.bounds, number.scale, number.style) if number is not None and number.end == len(digits) else None
