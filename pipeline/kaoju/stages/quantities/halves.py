# ruff: noqa: E501 -- word lists stay whole
"""Halves, and the one that is not said: 一半, 半年, 百分百, 过半; 个半小时, 斤半, 身高米八."""

import re
from decimal import Decimal

from msgspec.structs import replace

from kaoju.numerals import Bounds, Effect, read
from kaoju.stages.quantities.kinds import COUNT, DURATION, MEASURE, MONEY, PERCENT, RATIO
from kaoju.stages.quantities.money import UNSURE
from kaoju.stages.quantities.touching import Amount
from kaoju.stages.quantities.vocabulary import RULES, Unit, units

__all__ = ["ELLIPTIC", "HALVES", "half", "unsaid_one"]

_HALF, _ONE, _TENTH = Decimal("0.5"), Decimal(1), Decimal("0.1")
_HALF_MORE = re.compile(r"半个多(世纪|小时|钟头|星期)")
HALVES = ("一半", "1半", "１半", "百分百", "两半", "兩半")
_IN_TWO = re.compile(r"[两兩]半(?![年天月小个球岛])")
_HALF_NOUNS = frozenset(
    {"个", "斤", "公斤", "公里", "里", "亩", "克", "两", "尺", "磅", "杯", "碗", "瓶", "升", "加仑", "吨", "米"}
    | set("勺盒箱袋盘锅桶壶片粒只颗根份")
)


def half(text: str, at: int) -> Amount | None:
    """Read 一半, 半年, 百分百, 过半 and what else begins with 半; None where it is no number."""
    bounds = Bounds.exact(_HALF)
    if text.startswith("百分百", at):
        whole = Bounds.exact(Decimal(100))
        return Amount(at, at + 3, (at, at + 3), PERCENT, whole, "%", "quantity.percent", style="chinese")
    if text[at - 1 : at] in ELLIPTIC and at and (short := unsaid_one(text, at)) is not None:
        return short
    if text[at] in "两兩":
        two = Bounds.exact(Decimal(2))
        return Amount(at, at + 2, (at, at + 1), COUNT, two, "半", style="chinese") if _IN_TWO.match(text, at) else None
    if text[at] != "半" and _SOME_MORE.match(text, at + 2):
        over = bounds.after(Effect.SOME_MORE)
        return Amount(at, at + 3, (at, at + 2), RATIO, over, rule="quantity.half", style="chinese")
    if text[at] != "半":
        return Amount(at, at + 2, (at, at + 2), RATIO, bounds, rule="quantity.half", style="chinese")
    end = at + 1
    if text.startswith("百", end) and not text.startswith("百分", end):
        return Amount(at, end + 1, (at, end + 1), COUNT, Bounds.exact(Decimal(50)), style="chinese")  # 年过半百
    ratio = _more_or_less(text, at)
    if ratio is not None:
        return ratio
    if text.startswith("折", end):
        half = Bounds.exact(Decimal(50))
        return Amount(at, end + 1, (at, end), PERCENT, half, "%", "quantity.discount", ("discount",), style="chinese")
    more = _HALF_MORE.match(text, at)
    if more is not None:
        unit = units().at(more[1], 0)[0][1]
        longer = bounds.scaled(unit.factor).after(Effect.SOME_MORE)
        return Amount(at, more.end(), (at, end), unit.kind, longer, unit.name, unit.rule, style="chinese")
    for stop, unit in units().at(text, end):
        if unit.kind is DURATION or unit.printed in _HALF_NOUNS or (unit.kind is MEASURE and stop > end + 1):
            found = Amount(
                at, stop, (at, end), unit.kind, bounds.scaled(unit.factor), unit.name, unit.rule, style="chinese"
            )
            return _about_half(text, found) if unit.kind is DURATION else found
    if text.startswith("成", end) and _ENDED.match(text, end + 1):
        return Amount(
            at, end + 1, (at, end), PERCENT, Bounds.exact(Decimal(5)), "%", "quantity.tenths", style="chinese"
        )
    return None


_HALF_NUMBER = re.compile(r"数(?!据)")
_MAYBE = re.compile(r"[的数]|以上")
_PART = re.compile(r"[占超有达]$")


def _more_or_less(text: str, at: int) -> Amount | None:
    """Read 过半 and 过半数 as more than a half, 近半 as about one, 大半 and 占多半; 多半 alone means probably."""
    before, end = text[at - 1 : at] if at else "", at + 1
    half_number = _HALF_NUMBER.match(text, end)
    if half_number is None and (
        before not in {"过", "大", "多", "近"} or not before or text[end : end + 1] in set("个年天小")
    ):
        return None
    if before == "多" and not _MAYBE.match(text, end) and not _PART.search(text, 0, at - 1):
        return None
    end = end if half_number is None else half_number.end()
    bounds, start = Bounds.exact(_HALF), at
    if before == "过":
        bounds, start = bounds.after(Effect.OVER), at - 1
    elif before in {"大", "多"} and before:
        bounds, start = bounds.after(Effect.SOME_MORE), at - 1
    return Amount(start, end, (at, at + 1), RATIO, bounds, rule="quantity.half", style="chinese")


_ENDED = re.compile(r"[的，。；、！？\s]|以[上下]|左右|$")
_SOME_MORE = re.compile(r"多(?![于少么种元样达出])")


def _about_half(text: str, found: Amount) -> Amount:
    """Read 大半年 as more than a half, 小半年 as less, 半年多 as more."""
    before = text[found.start - 1 : found.start]
    if before == "小":
        return replace(found, start=found.start - 1, bounds=Bounds(None, found.bounds.high, approx=True))
    if before in {"大", "多"} and before:
        return replace(found, start=found.start - 1, bounds=found.bounds.after(Effect.SOME_MORE))
    if _SOME_MORE.match(text, found.end):
        return replace(found, end=found.end + 1, bounds=found.bounds.after(Effect.SOME_MORE))
    return found


# Units whose 一 goes unsaid before a half or a tenth. What stands before them must be an edge or a word that asks for a
# number: 过年半个月 and 整个半天 hold none.
ELLIPTIC = frozenset("个分年天日周斤尺米里亩吨")
_EDGE = r"(?:^|[，。；：、！？（“\s到至~～-]|[约近超用花足重长高]|走了|[过用花要等了]了?)"
_BEFORE = re.compile(rf"{_EDGE}[{''.join(sorted(ELLIPTIC))}]$")
_STOP = r"(?=$|(?<=[斤亩]半)|[，。；：、！？）”\s]|[的多以左之才就后前])"
_PERIOD = re.compile(r"(?P<unit>小时|钟头|钟|月|星期|礼拜|世纪)")
_HALF_OF = re.compile(rf"(?P<minute>钟)|(?P<bare>{_STOP})|(?P<time>时间)")
_TALL = re.compile(r"[一二三四五六七八九\d](?=$|[，。；：、！？）”\s的多以左大高个至到~～-])")
_MONEY = re.compile(r"[一二三四五六七八九](?=$|[，。；、！？\s])")


def unsaid_one(text: str, at: int) -> Amount | None:
    """Read what follows a unit before which 一 goes unsaid: the half of 个半小时 and 斤半, the tenths of 米八 and 个九."""
    if _BEFORE.search(text, max(0, at - 3), at) is None:
        return None
    name = text[at - 1]
    if text[at] == "半":
        return _one_and_half(text, at, name)
    digit = (_TALL if name == "米" else _MONEY).match(text, at) if name in "米个" else None
    number = read(digit[0], 0) if digit is not None else None
    if number is None or number.bounds.low is None:
        return None
    value = Bounds.exact(_ONE + number.bounds.low * _TENTH)
    kind, unit, flags = (MEASURE, "m", ()) if name == "米" else (MONEY, "HKD", (UNSURE,))
    return Amount(
        at - 1, at + 1, (at - 1, at + 1), kind, value, unit, RULES[kind], flags, printed=name, style="chinese"
    )


def _one_and_half(text: str, at: int, name: str) -> Amount | None:
    flags: tuple[str, ...] = ()
    period = _PERIOD.match(text, at + 1) if name == "个" else None
    match = None if period is not None else _HALF_OF.match(text, at + 1)
    if period is None and (
        match is None or (match["minute"] and name != "分") or (match["time"] and name not in "年天周")
    ):
        return None
    end = at + 1
    if period is not None:
        end = period.end()
        unit = units().at("个" + period["unit"], 0)[0][1]
    elif name == "个":
        unit, flags = Unit("HKD", MONEY, _ONE, name), (UNSURE,)
    elif name == "分":
        unit, end = Unit("分钟", DURATION, _ONE, name), end + (match is not None and match["minute"] is not None)
    elif name == "日":
        unit = Unit("天", DURATION, _ONE, name)
    else:
        unit = units().at(name, 0)[0][1]
    value = Bounds.exact((_ONE + _HALF) * unit.factor)
    return Amount(
        at - 1, end, (at - 1, at + 1), unit.kind, value, unit.name, unit.rule, flags, printed=name, style="chinese"
    )
