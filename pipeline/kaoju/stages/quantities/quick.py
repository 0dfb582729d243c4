"""The commonest amounts, a plain numeral and a plain unit, read without the grammar and exactly as it would."""

import re
from decimal import Decimal
from functools import cache

from kaoju.document import Quantity
from kaoju.numerals import Bounds, Effect, Numeral
from kaoju.span import Span
from kaoju.stages.quantities.amounts import JOIN, MORE, ordinal, tenths
from kaoju.stages.quantities.ends import changes, joined
from kaoju.stages.quantities.grammar import AFTER_SHORT_YEAR
from kaoju.stages.quantities.kinds import COUNT, DURATION, MONEY, PERCENT
from kaoju.stages.quantities.parts import with_parts
from kaoju.stages.quantities.plain import (
    AFTER_PARTS,
    BRACKETS,
    CLOSED,
    COUNTS,
    FORMS,
    GOES_ON,
    JOINS,
    LARGE,
    NUMERAL,
    SIGNS,
    Number,
    Plain,
    Tables,
    number_of,
    plain_numeral,
    tables,
)
from kaoju.stages.quantities.printed import unit_at
from kaoju.stages.quantities.records import BARE_ONE
from kaoju.stages.quantities.touching import COMPARED, SHARES, Amount, apart, led, touching
from kaoju.stages.quantities.vocabulary import symbols, units

__all__ = ["quick"]

_HUNDRED, _HALF = Decimal(100), Bounds.exact(Decimal("0.5"))


def quick(text: str, match: re.Match[str], floor: int, every: Tables) -> Amount | Quantity | None:
    """Read the amount whose numeral the pattern found where it is a plain one; None leaves it to the grammar.

    One that has a unit and nothing around it that touches it is a record already.
    """
    _, odd, digits, pair, following = match.groups()
    at, stop = match.span(NUMERAL)
    plain, words = every.ones.get(following, every.bare), every.longer.get(pair)
    if words is not None:
        for word in words:
            if text.startswith(word.word, stop):
                plain = word
                break
    if plain is None and following not in _OTHERS and odd != "第":
        return None  # 8月, 3点
    number = number_of(digits)
    if plain is None or number is None or (plain.fits is not None and not plain.fits(text, at, number)):
        return _other(text, match, number, floor) if following in _OTHERS or odd == "第" else None
    bounds, scale, style = number
    if plain.factor is not None:
        bounds = bounds.scaled(plain.factor)
    kind, name, end = plain.kind, plain.name, stop + plain.length
    goes_on = text[end : end + 1] in plain.marked
    if odd is None and name is not None and not goes_on:
        return Quantity(
            span=Span(at, end),
            number=Span(at, stop),
            kind=kind,
            rule=plain.rule,
            low=bounds.low,
            high=bounds.high,
            low_inclusive=bounds.low_inclusive,
            high_inclusive=bounds.high_inclusive,
            approx=bounds.approx,
            unit=name,
            flags=BARE_ONE if digits == "一" and kind is COUNT else (),
        )
    made = Amount(at, end, (at, stop), kind, bounds, name, plain.rule, (), scale, plain.word, style)
    if goes_on:
        return _further(text, made, plain, number, floor, odd)
    if odd is None:
        return made
    return _led(text, made, floor) if odd in every.leading else _further(text, made, plain, number, floor, odd)


def _led(text: str, found: Amount, floor: int) -> Amount | None:
    """Return an amount with the words before it; None where the second end of a bound may follow it."""
    made = led(text, found, floor)
    if made is found or not _is_one_sided(made.bounds):
        return made
    return None if _has_second(text, made.end, led=made.start != found.start) else made


def _is_one_sided(bounds: Bounds) -> bool:
    """Tell whether a range is open on one side; what is open on neither side, or vague, has no second end."""
    return not bounds.approx and (bounds.low is None) is not (bounds.high is None)


def _further(text: str, found: Amount, plain: Plain, number: Number, floor: int, odd: str | None) -> Amount | None:
    """Read on where words may touch an amount, parts of it may follow, or another end."""
    barred, unit, end = plain.around.barred, plain.around.unit, found.end
    following = text[end : end + 1]
    if odd == "第":
        return _ranked(text, found.number, floor)
    if following in plain.around.guarded:
        return _unnamed(text, found.number, number, floor, odd)
    if following in plain.around.parts:
        if unit is not None and unit.kind is MONEY and units().at(text, end):
            return None  # 亿元多米尼加比索
        further = _with_parts(text, found, number) if unit is None else with_parts(text, found, unit)
        if further is None:
            return None
        if further.end > end:
            barred = AFTER_PARTS
        found = further
        following = text[found.end : found.end + 1]
    if following in _RANGES and text[found.end + 1 : found.end + 2] in COUNTS:
        return _ranged(text, found, floor, odd)
    return _finished(text, found, barred, floor, odd)


# Signs and words between the two ends of a range.
_RANGES = frozenset("至到-－—–−~～〜﹣")


def _with_parts(text: str, found: Amount, number: Number) -> Amount | None:
    """Read the rest of 七成四 and 三成多."""
    bounds, scale, style = number
    return tenths(text, found.start, Numeral(found.number[1], bounds, scale, style))


def _finished(text: str, found: Amount, barred: frozenset[str], floor: int, odd: str | None) -> Amount | None:
    """Return an amount with the words that touch it; None where it may be part of more.

    `odd` is the character before it where that may touch it.
    """
    end = found.end
    following = text[end : end + 1]
    if following in barred or (odd is not None and _is_part(text, found, odd)):
        return None
    if following in JOINS and text[end + 1 : end + 2] in COUNTS and _goes_on(text, end, found):
        return None
    if following in BRACKETS and text.startswith("含", end + 1):
        return None
    made = touching(text, found, floor, led_by=odd is not None)
    if made is found:
        return found
    stop = made.end
    if stop > end and text[stop : stop + 1] in GOES_ON:
        return None
    # 三年以上七年以下 has a second end, too.
    if _is_one_sided(made.bounds) and (
        text[made.start] == COMPARED or _has_second(text, stop, led=made.start != found.start)
    ):
        return None
    return made


def _is_part(text: str, found: Amount, odd: str) -> bool:
    """Tell whether what stands before an amount makes something else of it: a sign, a currency, 不到全村人口的15%."""
    at = found.start
    if odd in FORMS or text[at - 2 if at > 2 else 0 : at] in SIGNS:
        return True
    if odd in tables().money and symbols().before(text, at) is not None:
        return True
    return odd == "的" and found.kind in SHARES and apart(text, at, found.bounds) is not found.bounds


def _goes_on(text: str, end: int, found: Amount) -> bool:
    """Tell whether a number behind 至, 和 or 、 may be the other end: 3和5之间, 七、八个."""
    match text[end]:
        case "、":
            return found.unit is None
        case "和" | "与":
            # 2021和2022年 are years both.
            return "间" in text[end : end + 99] or (found.unit is None and text[end + 5 : end + 6] == "年")
    return True


_COMMAS = frozenset("，,、")


def _has_second(text: str, stop: int, *, led: bool) -> bool:
    """Tell whether another bound may follow a bound that ends at `stop`: 大于10并小于20, 三年以上，七年以下."""
    place = stop + (not led and text[stop : stop + 1] in _COMMAS)
    further = text[place : place + 1]
    if further == "的":
        return text.startswith("同", place + 1)
    return further in tables().seconds or further == " " or (not led and further in COUNTS)


def _other(text: str, match: re.Match[str], number: Number | None, floor: int) -> Amount | None:
    """Read what is plain though no plain unit follows the numeral: an ordinal, a share, a half, 300多人, 三块五."""
    _, odd, _, pair, following = match.groups()
    place = match.span(NUMERAL)
    if odd == "第":
        return _ranked(text, place, floor)
    if number is None:
        return None
    made = None
    if pair == "分之":
        made = _share(text, place, number)
    elif following in _MORE:
        made = _some_more(text, place, number)
    elif following == "半":
        made = _half(text, place)
    elif following in _WORDED:
        return _worded(text, place, number, floor, odd)
    if made is None:
        return None
    found, unit = made
    if text[found.end : found.end + 1] not in unit.marked:
        if odd is None:
            return found
        if odd in tables().leading:
            return _led(text, found, floor)
    return _finished(text, found, unit.around.all, floor, odd)


_MORE = frozenset("多余")
# What begins the rest of such a one.
_OTHERS = frozenset("分多余半块角毛里")
_UNCOUNTED = (DURATION, PERCENT)
# Whether these are units is told by what stands around them.
_WORDED = frozenset("块角毛里")


def _ranked(text: str, place: tuple[int, int], floor: int) -> Amount | None:
    """Read 第三 where no time follows."""
    at, stop = place
    following, beyond = text[stop : stop + 1], text[stop + 1 : stop + 2]
    if following == "个" or (following in _DAYS and stop == at + 1):
        timed = beyond in (_OF_TIME if following == "个" else _DATED)
    else:
        timed = following in CLOSED or (following == "、" and text.startswith("季", stop + 2))
    return None if timed else ordinal(text, at, floor)


_DAYS = frozenset("年天周")
# 第三个月后 and 第四年底 are times.
_OF_TIME, _DATED = frozenset("月半多星礼小钟周季世亿億"), CLOSED.union(AFTER_PARTS, AFTER_SHORT_YEAR)


def _some_more(text: str, place: tuple[int, int], number: Number) -> tuple[Amount, Plain] | None:
    """Read 300多人 and 2200余户."""
    at, stop = place
    match, (bounds, scale, style) = MORE.match(text, stop), number
    if match is None or bounds.approx or text[match.end() : match.end() + 1] in LARGE:
        return None
    unit = _unit_at(text, match.end())
    end = match.end() + (unit.length if unit is not None else 0)
    if unit is None or not unit.word or unit.kind in _UNCOUNTED or unit.fits is not None:
        return None
    bounds = bounds.after(Effect.SOME_MORE)
    bounds = bounds if unit.factor is None else bounds.scaled(unit.factor)
    found = Amount(at, end, place, unit.kind, bounds, unit.name, unit.rule, (), scale, unit.word, style)
    return found, unit


def _unit_at(text: str, place: int) -> Plain | None:
    """Return the longest unit that starts at a place, that of a bare number where there is none, None if not plain."""
    every = tables()
    for unit in every.longer.get(text[place : place + 2], ()):
        if text.startswith(unit.word, place):
            return unit
    return every.ones.get(text[place : place + 1], every.bare)


def _unnamed(text: str, place: tuple[int, int], number: Number, floor: int, odd: str | None) -> Amount | None:
    """Read a number before a character that is no unit there: 一部分."""
    (at, stop), (bounds, scale, style), bare = place, number, tables().bare
    if text[stop] in CLOSED or bare.fits is None or not bare.fits(text, at, number):
        return None
    found = Amount(at, stop, place, bare.kind, bounds, None, bare.rule, (), scale, "", style)
    return _finished(text, found, bare.around.barred, floor, odd)


def _half(text: str, place: tuple[int, int]) -> tuple[Amount, Plain] | None:
    """Read 一半."""
    (at, stop), half = place, tables().half
    if stop > at + 1 or text[at] not in "一1":
        return None
    return Amount(at, stop + 1, (at, stop + 1), half.kind, _HALF, rule=half.rule, style="chinese"), half


def _worded(text: str, place: tuple[int, int], number: Number, floor: int, odd: str | None) -> Amount | None:
    """Read 三块, 三块五 and 二十里."""
    (at, stop), (bounds, scale, style) = place, number
    end, unit = unit_at(text, stop, None)
    if unit is None:
        return None
    bounds, name = bounds.scaled(unit.factor), unit.name or None
    found = Amount(at, end, place, unit.kind, bounds, name, unit.rule, (), scale, unit.printed, style)
    return _finished(text, with_parts(text, found, unit), AFTER_PARTS, floor, odd)


def _share(text: str, place: tuple[int, int], below: Number) -> tuple[Amount, Plain] | None:
    """Read 三分之二 and 百分之四 where no unit and no more of a number follows."""
    (at, stop), every = place, tables()
    match = _numeral().match(text, stop + 2)
    top = number_of(match[2]) if match is not None else None
    if match is None or top is None or below[0].approx or top[0].approx or not below[0].low:
        return None
    end, bounds = match.end(), top[0]
    if match[4] in every.ones or match[4] in every.starts:
        return None
    percent = text[at] == "百" and below[0].low == _HUNDRED
    unit = every.percent if percent else every.ratio
    bounds = bounds if percent else bounds.scaled(1 / below[0].low)
    made = Amount(at, end, (at, end), unit.kind, bounds, unit.name, unit.rule, (), 0, unit.word, "chinese")
    return made, unit


@cache
def _numeral() -> re.Pattern[str]:
    return re.compile(plain_numeral())


def _ranged(text: str, first: Amount, floor: int, odd: str | None) -> Amount | None:
    """Read 15%至20% and 3到5个 where the second end has a unit and no date is written like that."""
    joint = JOIN.match(text, first.end)
    match = _numeral().match(text, joint.end()) if joint is not None else None
    number = number_of(match[2]) if match is not None else None
    if match is None or number is None or first.bounds.low is None:
        return None
    at, stop = match.start(), match.end(2)
    unit = _unit_at(text, stop)
    if unit is None or not unit.word or unit.fits is not None or (first.unit is None and stop - at == 4):
        return None
    bounds, scale, style = number
    bounds = bounds if unit.factor is None else bounds.scaled(unit.factor)
    second = Amount(
        at, stop + unit.length, (at, stop), unit.kind, bounds, unit.name, unit.rule, (), scale, unit.word, style
    )
    found = joined(first, second) if bounds.low is not None and not changes(text, first, second) else None
    if found is None:
        return None
    return _finished(text, found, unit.around.all, floor, odd)
