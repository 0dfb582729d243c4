# ruff: noqa: E501 -- word lists stay whole
"""Numbers with unit and bounds, read forward from where a numeral starts."""

import re
from collections.abc import Callable
from decimal import Decimal

from msgspec.structs import replace

from kaoju.numerals import Bounds, Effect, Numeral, numeral, read
from kaoju.stages.quantities.ages import age_of
from kaoju.stages.quantities.ends import changes, joined, listed
from kaoju.stages.quantities.halves import ELLIPTIC, HALVES, half, unsaid_one
from kaoju.stages.quantities.kinds import COUNT, DURATION, MEASURE, MONEY, MULTIPLE, ORDINAL, PERCENT, RATIO
from kaoju.stages.quantities.money import counted, fen, priced
from kaoju.stages.quantities.parts import with_parts
from kaoju.stages.quantities.printed import symbol_before, unit_at
from kaoju.stages.quantities.proportions import proportion
from kaoju.stages.quantities.touching import COMPARED, SHARES, Amount, apart, touching
from kaoju.stages.quantities.vocabulary import RULES, Unit, before_words, units

__all__ = ["JOIN", "MORE", "NOT_TENTHS", "amount", "ordinal", "tenths"]

_HALF = Decimal("0.5")
_ZERO = Decimal(0)


def amount(text: str, at: int, floor: int) -> Amount | None:
    """Read the amount whose number starts at `at`, with what touches it; nothing before `floor` is taken."""
    found = _doubled(text, at) if text[at] == "翻" else ordinal(text, at, floor)
    if found is not None:
        return found
    single = _single(text, at)
    if single is None:
        return None
    if single.start < floor:
        single = replace(single, start=at)
    single = _scale_named(text, _signed(text, single, floor), floor)
    dashed = text[single.start - 1 : single.start] in _DASHES
    found = (
        (_below_to(text, single, floor) if dashed else None) or _range(text, single) or _between(text, single) or single
    )
    if found.kind is COUNT and found.unit is None:
        if (age := age_of(text, found)) is not None:
            return touching(text, age, floor) if age.start == found.start else age
        if priced(text, at):
            found = replace(found, kind=MONEY, rule=RULES[MONEY], flags=("implied_unit",))
    found = touching(text, found, floor)
    bounds = found.bounds
    if text[single.start - 1 : single.start] == "的" and found.start == single.start and found.kind in SHARES:
        found = replace(found, bounds=apart(text, found.start, bounds))
    if bounds.approx or (bounds.low is None) is (bounds.high is None):
        return found
    return _both(text, found, led=found.start != single.start)


_DOUBLED = re.compile(r"翻了?(?:(?P<times>[一两二三四])?番|倍)")


def _doubled(text: str, at: int) -> Amount | None:
    """Read 翻番 as 2, 翻两番 as 4 times."""
    match = _DOUBLED.match(text, at)
    if match is None:
        return None
    value = Decimal(2) ** int((numeral(match["times"]) if match["times"] else None) or 1)
    bounds, span = Bounds.exact(value), match.span()
    return Amount(*span, span, MULTIPLE, bounds, "倍", "quantity.multiple", style="chinese")


_ORDINAL = re.compile(r"(?P<last>倒数)?第[ ]?$")


def ordinal(text: str, at: int, floor: int) -> Amount | None:
    """Read 第三 and 倒数第二, whose number starts at `at`; None where no such word stands before it."""
    if text[at - 1 : at] not in {"第", " "}:
        return None
    match = _ORDINAL.search(text, max(floor, at - 4), at)
    number = read(text, at) if match is not None else None
    if match is None or number is None or number.bounds.low is None or number.bounds.approx:
        return None
    bounds = number.bounds.scaled(Decimal(-1)) if match["last"] else number.bounds
    flags = ("ordinal",)
    return Amount(match.start(), number.end, (at, number.end), ORDINAL, bounds, None, "quantity.ordinal", flags)


_SIGN_ENDS = frozenset("负負的下-−－ ")
# The 负 of 背负债务 and 3胜2负 is no sign, nor is that of 误差正负3度.
_SIGN = re.compile(
    r"(?:(?<![胜背肩担欠自承抱辜身])(?<![胜平][\d一二三四五六七八九])[负負]的?|零下|(?<![\w%％)）\]])[-−－])[ ]?$"
)


def _signed(text: str, found: Amount, floor: int) -> Amount:
    if text[found.start - 1 : found.start] not in _SIGN_ENDS:
        return found
    match = _SIGN.search(text, max(floor, found.start - 4), found.start)
    if match is None and (found.kind is PERCENT or found.unit in _DEGREES):
        match = _MINUS.search(text, max(floor, found.start - 2), found.start)
    if match is None and text[found.start - 1] in _DASHES:
        match = _LOSS.search(text, max(floor, found.start - 6), found.start)
    if match is None or (found.unit is not None and text.startswith("正负", match.start() - 1)):
        return found
    return replace(
        found, start=found.start - 1 if match.re is _LOSS else match.start(), bounds=found.bounds.scaled(Decimal(-1))
    )


def _below_to(text: str, first: Amount, floor: int) -> Amount | None:
    """Read -3到5度, whose first end is told to be below zero by the unit of the second."""
    if first.kind is not COUNT or first.unit is not None:
        return None
    match = _MINUS.search(text, max(floor, first.start - 2), first.start)
    if match is None:
        return None
    found = _range(text, replace(first, start=match.start(), bounds=first.bounds.scaled(Decimal(-1))))
    return found if found is not None and (found.kind is PERCENT or found.unit in _DEGREES) else None


_DASHES = frozenset("-−－")
_DEGREES = frozenset({"度", "摄氏度", "华氏度"})
# 同比-5% fell and 冷库-18℃ is below zero: no range begins at a word.
_MINUS = re.compile(
    r"(?<=[\u3400-\u9fff])(?<![一二两三四五六七八九十百千万亿几半年月日点])(?<![\d一二两三四五六七八九十百几半]度)[-−－]$"
)
# 净利润-3.2亿元 is a loss, and so is one of 为-5万元; in 梨-3元 the dash joins.
_LOSS = re.compile(
    r"(?:(?<![认以作分称成转变因])为|(?:利润?|收益|盈余|现金流|净额|净值|净流入|增长率?|增速|增减|差额|损益|毛利率|收益率|得分|海拔|高程|标高)[约为是]?)[-−－][ ]?$"
)
_SCALE = re.compile(r"(?P<below>零下)?(?P<scale>摄氏|华氏)(?P<minus>零下|负|-)?$")


def _scale_named(text: str, found: Amount, floor: int) -> Amount:
    if found.unit != "度":
        return found
    match = _SCALE.search(text, max(floor, found.start - 6), found.start)
    below = text.startswith(("摄氏", "华氏"), found.start + 2) and text.startswith("零下", found.start)
    if match is None and not below:
        return found
    name = match["scale"] if match is not None else text[found.start + 2 : found.start + 4]
    found = replace(found, unit=f"{name}度", start=match.start() if match is not None else found.start)
    return (
        replace(found, bounds=found.bounds.scaled(Decimal(-1)))
        if match and (match["below"] or match["minus"])
        else found
    )


_BOTH = re.compile(r"[ ]?(?:(?P<comma>[、，,])[ ]?)?(?:的?同时|并且|而且|并|且|但|又)?")


def _both(text: str, first: Amount, *, led: bool) -> Amount:
    """Join the two ends of 大于10并小于20, 比10大，比20小 and 三年以上七年以下; an amount with both ends, or one alone, stays as it is.

    `led` says that a word before the first made its bound; behind a comma such an end belongs to something else.
    """
    match = _BOTH.match(text, first.end)
    if match is None or match.end() >= len(text):
        return first
    place = match.end()
    if text.startswith(COMPARED, first.start) and text.startswith(COMPARED, place):
        start = place + 1
    elif led and match["comma"]:
        return first
    else:
        words = [] if match["comma"] else before_words().at(text, place)
        if led and not words:
            return first
        start = words[0][0] if words else place
    second = _single(text, start) if start < len(text) else None
    second = touching(text, second, place) if second is not None else None
    if second is None or (first.unit is not None and (first.unit, first.kind) != (second.unit, second.kind)):
        return first
    low, high = (first.bounds, second.bounds) if first.bounds.high is None else (second.bounds, first.bounds)
    if low.high is not None or high.low is not None or low.low is None or high.high is None or low.low >= high.high:
        return first
    bounds = Bounds(low.low, high.high, low.low_inclusive, high.high_inclusive)
    return replace(second, start=first.start, number=(first.number[0], second.number[1]), bounds=bounds)


_BETWEEN = re.compile(r"[ ]?[和与][ ]?")


def _between(text: str, first: Amount) -> Amount | None:
    match = _BETWEEN.match(text, first.end)
    second = _single(text, match.end()) if match is not None and match.end() < len(text) else None
    if second is None:
        return None
    if second.unit == "间":
        second = replace(second, unit=None, end=second.end - 1)
    if not text.startswith(("之间", "间"), second.end):
        return None
    both = joined(first, second)
    return None if both is None else replace(both, end=second.end + (2 if text[second.end] == "之" else 1))


def _single(text: str, at: int) -> Amount | None:
    if text[at] in "零〇" and text[at + 1 : at + 2] in _PAIR:
        return None  # 找零两元: no number begins with zero and goes on with 两
    if text[at] == "零" and text[at + 1 : at + 2] in _ABOVE:
        return _below_zero(text, at)
    if text[at] == "半" or text.startswith(HALVES, at):
        return half(text, at)
    if text[at - 1 : at] in ELLIPTIC and at and (unsaid := unsaid_one(text, at)) is not None:
        return unsaid
    if text.startswith("百分", at):
        short = _PERCENT.match(text, at)
        top = read(text, short.end()) if short is not None else None
        if top is not None:
            return Amount(at, top.end, (at, top.end), PERCENT, top.bounds, "%", "quantity.percent", style="chinese")
    number = read(text, at)
    if number is None:
        return None
    for form in _FORMS.get(text[number.end : number.end + 1], ()):
        found = form(text, at, number)
        if found is not None:
            return _part_of(text, found) if found.kind is RATIO else found
    return _with_unit(text, at, number)


def _part_of(text: str, part: Amount) -> Amount:
    """Read the unit behind a fraction: 四分之三英里 is a length, 三分之二杯 an amount; without one it stays a ratio."""
    if part.rule != "quantity.ratio":
        return part
    end, unit = unit_at(text, part.end, None)
    if unit is None or not (unit.kind in {MEASURE, DURATION} or unit.printed in _PARTED):
        return part
    bounds = part.bounds.scaled(unit.factor)
    return replace(part, end=end, kind=unit.kind, bounds=bounds, unit=unit.name, rule=unit.rule, printed=unit.printed)


_PARTED = frozenset({"杯", "碗", "瓶"})
_PAIR = frozenset("两兩")
_ABOVE = frozenset("上下")


def _below_zero(text: str, at: int) -> Amount | None:
    """Read the 零下10度 that ends a range."""
    single = _single(text, at + 2) if at + 2 < len(text) and text[at + 2] != "零" else None
    if single is None or single.start != at + 2 or (single.unit is not None and single.unit not in _DEGREES):
        return None
    return replace(single, start=at, bounds=single.bounds.scaled(Decimal(-1 if text[at + 1] == "下" else 1)))


# 百分三十 for 百分之三十, not 百分百 nor 百分制.
_PERCENT = re.compile(r"百分(?=[一二三四五六七八九]?十|\d\d)")

_POWER = re.compile(r"(?P<sign>\^|[eEｅ])(?P<power>[-+－−]?\d{1,2})(?![\dA-Za-z.])")


def _power(text: str, at: int, number: Numeral) -> Amount | None:
    """Read 2^5 and 2e5."""
    match = _POWER.match(text, number.end)
    if match is None or number.style != "arabic" or not number.bounds.low:
        return None
    power = int(match["power"].replace("－", "-").replace("−", "-"))
    value = number.bounds.low**power if match["sign"] == "^" else number.bounds.low * Decimal(10) ** power
    return Amount(at, match.end(), (at, match.end()), COUNT, Bounds.exact(value), rule="quantity.power")


_AND = re.compile(r"[ ]{0,2}又[ ]{0,2}|[ ](?=\d{1,3}[/／]\d)")


def _mixed(text: str, at: int, number: Numeral) -> Amount | None:
    match = _AND.match(text, number.end)
    if match is None or number.bounds.low is None or match.end() >= len(text):
        return None
    rest = read(text, match.end())
    part = None
    if rest is not None:
        part = _fraction(text, match.end(), rest) or _slash(text, match.end(), rest)
    if part is None or part.kind is not RATIO:
        return None
    return replace(part, start=at, number=(at, part.end), bounds=part.bounds.moved(number.bounds.low))


def _fraction(text: str, at: int, number: Numeral) -> Amount | None:
    short = _SHORT_OVER.match(text, number.end)
    if short is not None and number.style == "chinese" and number.bounds.low is not None and number.scale <= 1:
        top_value = numeral(short[1]) or _ZERO
        if 2 <= number.bounds.low <= 10 and top_value < number.bounds.low:
            part = Bounds.exact(top_value / number.bounds.low)
            return Amount(at, short.end(), (at, short.end()), RATIO, part, rule="quantity.ratio", style="chinese")
    match = _OVER.match(text, number.end)
    if match is None or match.end() >= len(text) or number.bounds.low is None or number.bounds.low == 0:
        return None
    sign = text.startswith(("负", "負"), match.end())
    top = read(text, match.end() + sign)
    if top is None or top.bounds.low is None:
        return None
    top = replace(top, bounds=top.bounds.scaled(Decimal(-1))) if sign else top
    low, bounds, end = number.bounds.low, top.bounds, top.end
    if low == 100 and text[at] == "百":
        late = _LATE.match(text, end) if top.scale == 0 else None
        if late is not None:
            bounds, end = bounds.moved(numeral(f"零点{late[1]}") or _ZERO), late.end()
            top = replace(top, end=end)
        thousands = _KILO.match(text, end) if top.style == "arabic" else None
        if thousands is not None:
            bounds, end = bounds.scaled(_KILOS[thousands[1].lower()]), thousands.end()
        elif text[end : end + 1] in {"多", "余"} and text[end : end + 1]:
            bounds, end = bounds.after(Effect.SOME_MORE), end + 1
        return Amount(
            at, end, (at, top.end), PERCENT, bounds, "%", "quantity.percent", printed="百分之", style="chinese"
        )
    return Amount(at, end, (at, end), RATIO, bounds.scaled(1 / low), rule="quantity.ratio", style="chinese")


# Behind 百分之, 点 is a decimal point even where blanks stand around it.
_LATE = re.compile(r"[点點] ([一二三四五六七八九零〇]{1,9})")
# 三分一 and 三份二 leave 之 unsaid; 得三分 and 二份 are counted.
_SHORT_OVER = re.compile(r"[分份]([一二三四五六七八九])(?=$|[的，。；、！？\s]|[汤茶]匙|杯|碗|英里|磅)")
_OVER = re.compile(r"[ \u3000]{0,2}分[ \u3000]{0,2}之[ \u3000]{0,2}")
_IMPROPER = 20  # what is more than its denominator and this is no numerator
_SLASH = re.compile(r"[/／](\d{1,9}|[一二三四五六七八九十百千万]{1,9})(?![\d/／.])")


def _slash(text: str, at: int, number: Numeral) -> Amount | None:
    match = _SLASH.match(text, number.end)
    if match is None or number.style != ("arabic" if match[1].isdecimal() else "chinese"):
        return None
    below = numeral(match[1])
    if number.bounds.low is None or not below or (text[at - 1 : at] in {"/", "／"} and at):
        return None
    if number.style == "chinese" and (number.end == at + 1 or below <= number.bounds.low):
        return None  # 一/二年级 is a list
    if number.bounds.low > below and number.bounds.low > _IMPROPER:
        return None  # 血压150/95 is two numbers
    bounds = number.bounds.scaled(1 / below)
    return Amount(at, match.end(), (at, match.end()), RATIO, bounds, rule="quantity.ratio")


# 成 begins many words; only what cannot begin one after a number reads as tenths.
NOT_TENTHS = "都为立功本绩员交长果分就熟品群名像行效色年语型堆批片套双对"
_CHENG = re.compile(
    rf"[ ]?成(?![{NOT_TENTHS}]|人[票教礼高用组片式套])(?:(?P<rest>[一二三四五六七八九半])|[ ](?P<late>[一二三四五六七八九])(?![\u3400-\u9fff\d]))?(?![一二三四五六七八九十百])"
)
_SPACED_ZHE = re.compile(r"(\d) (\d)[ ]?折")
_ZHE = re.compile(r"[ ]?折(?![腾磨扣叠射合旧返损服断算线中桥纸])")


def tenths(text: str, at: int, number: Numeral) -> Amount | None:
    """Read 三成, 七成四 and 三成多, whose number starts at `at`; None where 成 begins another word."""
    match = _CHENG.match(text, number.end)
    if match is None or (number.bounds.high is not None and number.bounds.high > 10):
        return None
    if number.style == "arabic" and text.startswith("人", match.end()):
        return None  # 2成人1儿童 are three people, 两成人 a fifth of them
    bounds = number.bounds.scaled(Decimal(10))
    end = match.end()
    digit = match["rest"] or match["late"]
    if digit:
        bounds = bounds.moved(Decimal(5) if digit == "半" else numeral(digit) or _ZERO)
    elif text[end : end + 1] in {"多", "余"} and text[end : end + 1]:
        bounds, end = bounds.after(Effect.SOME_MORE), end + 1
    return Amount(at, end, (at, number.end), PERCENT, bounds, "%", "quantity.tenths", printed="成", style=number.style)


def _discount(text: str, at: int, number: Numeral) -> Amount | None:
    spaced = _SPACED_ZHE.match(text, at)
    if spaced is not None:
        value = Bounds.exact(Decimal(spaced[1] + spaced[2]))
        digits = (at, spaced.end(2))
        return Amount(at, spaced.end(), digits, PERCENT, value, "%", "quantity.discount", ("discount",), printed="折")
    match = _ZHE.match(text, number.end)
    if match is None or number.bounds.low is None or not 0 < number.bounds.low < 100:
        return None
    factor = Decimal(1) if number.bounds.low > 10 else Decimal(10)
    bounds = number.bounds.scaled(factor)
    return Amount(
        at,
        match.end(),
        (at, number.end),
        PERCENT,
        bounds,
        "%",
        "quantity.discount",
        ("discount",),
        printed="折",
        style=number.style,
    )


# The forms that are no number with a unit, by the character that goes on behind the number.
_FORMS: dict[str, tuple[Callable[[str, int, Numeral], Amount | None], ...]] = {
    **dict.fromkeys("^eEｅ", (_power,)),
    **dict.fromkeys(":：∶比", (proportion,)),
    "又": (_mixed,),
    **dict.fromkeys("分份", (_fraction,)),
    **dict.fromkeys("/／", (_slash,)),
    "成": (tenths,),
    "折": (_discount,),
    " ": (_mixed, _fraction, tenths, _discount),
    "\u3000": (_fraction,),
}


def _with_unit(text: str, at: int, number: Numeral) -> Amount:
    end, bounds = number.end, number.bounds
    flags: tuple[str, ...] = ()
    following = text[end : end + 1]
    match = MORE.match(text, end) if following in "多余来把" else None
    if match is not None and not bounds.approx:
        bounds, end = bounds.after(Effect.SOME_MORE), match.end()
        if text[match.start()] in "来把":
            bounds = replace(number.bounds, approx=True)
    start, code = symbol_before(text, at)
    unit_end, unit = unit_at(text, end, code)
    if unit is not None and (_is_bigger(text, at, unit) or (unit.printed == "起" and priced(text, at))):
        unit_end, unit = end, None  # 比三十大一些, 年薪四十万起
    if unit is None and following in _KILO_FIRST and number.style == "arabic":
        thousands = _KILO.match(text, end)
        if thousands is not None:
            bounds, end = bounds.scaled(_KILOS[thousands[1].lower()]), thousands.end()
            power = _KILOS[thousands[1].lower()].adjusted()
            number = replace(number, end=end, scale=number.scale + power)
            unit_end, unit = unit_at(text, end, code)
    if following == "分" and code is None and (unit is None or unit.printed == "分"):
        minutes = _minutes(text, at, number)
        if minutes is not None:
            return minutes
    if unit is None and text[at] in "俩倆仨":
        held = units().at("个" + text[number.end : number.end + 2], 0)
        if held and held[0][1].kind is DURATION:
            stop, unit = held[0]
            unit_end = number.end + stop - 1
    if following in {"日", "月"} and unit is None and code is None and _are_days(text, at):
        day, name = Bounds(bounds.low, bounds.high, approx=bounds.approx), "天" if following == "日" else "月"
        return Amount(at, number.end + 1, (at, number.end), DURATION, day, name, "quantity.duration", style="chinese")
    if unit is None:
        kind = MONEY if code else COUNT
        return Amount(
            start, end, (at, number.end), kind, bounds, code, RULES[kind], flags, number.scale, style=number.style
        )
    if unit.printed == "分" and (cents := fen(text, at, unit_end)) is not None:
        unit, flags = Unit("CNY", MONEY, Decimal("0.01"), "分"), cents
    if unit.printed == "节" and (_SPEED.search(text, max(0, at - 12), at) or _OF_SPEED.match(text, unit_end)):
        unit = Unit("节", MEASURE, Decimal(1), "节")
    found = Amount(
        start,
        unit_end,
        (at, number.end),
        unit.kind,
        bounds.scaled(unit.factor),
        unit.name or None,
        unit.rule,
        flags,
        number.scale,
        unit.printed,
        number.style,
    )
    if "多" in unit.printed:
        return replace(found, bounds=found.bounds.after(Effect.SOME_MORE))
    if "来" in unit.printed:
        return replace(found, bounds=found.bounds.after(Effect.ABOUT))
    return with_parts(text, found, unit)


def _is_bigger(text: str, at: int, unit: Unit) -> bool:
    """Tell whether 大 behind a number compares with it: 比三十大, not 四大银行."""
    return unit.printed == "大" and text[at - 1 : at] == COMPARED


# 航速18节 is a speed, 18节车厢 are carriages.
_SPEED = re.compile(r"(?:航速|时速|速度|速率|流速|风速)[^，。；！？\d节]{0,8}$")
_OF_SPEED = re.compile(r"的?(?:航速|速度|时速)")
# 两日 is a length, 二日 a date; 连续三日 and 五日以上 are lengths, too.
_DAYS = re.compile(
    r"(?:[两兩几幾]|[数數]十?|十[几幾])日(?![元本益])|[数數]十?月(?![份初底末饼薪])|[\d一二三四五六七八九十]{1,3}日以[上下]"
)


def _are_days(text: str, at: int) -> bool:
    """Tell whether the 日 behind a number counts days."""
    return _DAYS.match(text, at) is not None or text[at - 2 if at > 2 else 0 : at] == "连续"


_KILO = re.compile(
    r"[ ]?([kKM](?!宽带|带宽|流量|内存|光纤|(?<=K)(?:金|屏|视频|高清|分辨率|画质|超|电视|直播|显示|摄像|修复))|w(?=\+|[^\x00-\x7f]|$)(?!瓦|快充|闪充|充电|无线|灯|适配|电源|功率|功耗|电机)|(?:[Tt]housand|[Mm]illion|[Bb]illion|[Tt]rillion|bn|mn))(?![A-Za-z0-9])"
)
_KILO_FIRST = frozenset(" kKMwTtmBbn")
_KILOS = {
    **dict.fromkeys(("k", "thousand"), Decimal(1000)),
    "w": Decimal(10_000),
    **dict.fromkeys(("m", "mn", "million"), Decimal(1_000_000)),
    **dict.fromkeys(("bn", "billion"), Decimal(10**9)),
    "trillion": Decimal(10**12),
}
_MINUTES = re.compile(
    r"分(?:(?P<half>半)|(?P<seconds>[\d零一二三四五六七八九十]{1,3})秒(?P<part>\d{1,3}(?![\d.%％年月日、至到-]))?)钟?"
)


def _minutes(text: str, at: int, number: Numeral) -> Amount | None:
    match = _MINUTES.match(text, number.end)
    if match is None or number.bounds.low is None:
        return None
    rest, stop = _HALF, match.end()
    if not match["half"]:
        rest = numeral(match["seconds"]) or _ZERO
        if match["part"] and counted(text, stop):
            stop = match.start("part")
        elif match["part"]:
            rest += Decimal(f"0.{match['part']}")
        rest /= 60
    bounds = number.bounds.moved(rest)
    return Amount(at, stop, (at, stop), DURATION, bounds, "分钟", "quantity.duration")


MORE = re.compile(
    r"(?:多(?!出(?!头)|[达赚卖花])|余|来(?=[个名位家年岁天次人元块万亿台件张条只本斤公里米吨度辆套亩倍户]))(?![于少么种元样次样年来])|(?<=[十百千0])来(?=[次元种克口厘分秒毫平桶桌枚颗粒棵株朵头匹只羽双对间所栋幢座层级艘架盒箱包袋瓶杯碗罐笔票页篇封幅场趟例组批支顷尺寸丈升磅圈]|[美欧日港澳加韩]元|[港台泰]币|英[镑里尺寸亩]|海里)|余(?=[元年次])|多(?=[元年次])(?!元化)|(?<=[十百])来(?=年)|(?<=[百千万])把(?=[块元个人里斤公吨亩户名字])"
)


JOIN = re.compile(
    r"[ ]?(?:[(（]含[)）][ ]?)?(?:[-－−﹣]{1,2}|[—–]{1,2}|[~～〜]{1,2}|至|到|、(?=[一二三四五六七八九十]))[ ]?(?=(?<=[至到~～] )[-－−]\d|(?<=[至到~～—–])[-－−]\d|零[上下][\d一二两三四五六七八九十]|(?<=[到至])米[一二三四五六七八九]|[$¥￥€£]?[\d零一二两三四五六七八九十百千几])"
)


def _range(text: str, first: Amount) -> Amount | None:
    match = JOIN.match(text, first.end)
    if match is None or first.bounds.low is None:
        return None
    at = match.end()
    while at < len(text) and text[at] in "$¥￥€£米":
        at += 1
    minus = at < len(text) - 1 and text[at] in "-－−"
    second = _single(text, at + minus)
    if second is not None and minus:
        second = replace(second, start=at, bounds=second.bounds.scaled(Decimal(-1)))
    if second is None or second.bounds.low is None:
        return None
    if match[0].strip() == "、" and not listed(first, second):
        return None
    return None if changes(text, first, second) else joined(first, second)
