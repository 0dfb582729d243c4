# ruff: noqa: E501 -- word lists stay whole
"""Numbers with unit and bounds, read forward from where a numeral starts."""

import re
from dataclasses import replace
from decimal import Decimal

from kaoju.document import Kind
from kaoju.numerals import MAGNITUDES, Bounds, Effect, Numeral, numeral, read
from kaoju.stages.quantities.touching import Amount, touching
from kaoju.stages.quantities.vocabulary import RULES, Unit, symbols, unit_guards, units

__all__ = ["amount"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_TENTHS = Decimal("0.1")
_HALF = Decimal("0.5")
_ZERO = Decimal(0)


def amount(text: str, at: int, floor: int) -> Amount | None:
    """Read the amount whose number starts at `at`, with what touches it; nothing before `floor` is taken."""
    found = _doubled(text, at) if text[at] == "翻" else _ordinal(text, at, floor)
    if found is not None:
        return found
    single = _single(text, at)
    if single is None:
        return None
    if single.start < floor:
        single = single._replace(start=at)
    single = _scale_named(text, _signed(text, single, floor), floor)
    return touching(text, _range(text, single) or _between(text, single) or single, floor)


_DOUBLED = re.compile(r"翻了?(?:(?P<times>[一两二三四])?番|倍)")


def _doubled(text: str, at: int) -> Amount | None:
    """Read 翻番 as 2, 翻两番 as 4 times."""
    match = _DOUBLED.match(text, at)
    if match is None:
        return None
    value = Decimal(2) ** int((numeral(match["times"]) if match["times"] else None) or 1)
    bounds, span = Bounds.exact(value), match.span()
    return Amount(*span, span, Kind.MULTIPLE, bounds, "倍", "quantity.multiple", style="chinese")


_ORDINAL = re.compile(r"(?P<last>倒数)?第[ ]?$")


def _ordinal(text: str, at: int, floor: int) -> Amount | None:
    if text[at - 1 : at] not in {"第", " "}:
        return None
    match = _ORDINAL.search(text, max(floor, at - 4), at)
    number = read(text, at) if match is not None else None
    if match is None or number is None or number.bounds.low is None or number.bounds.approx:
        return None
    bounds = number.bounds.scaled(Decimal(-1)) if match["last"] else number.bounds
    flags = ("ordinal",)
    return Amount(match.start(), number.end, (at, number.end), Kind.ORDINAL, bounds, None, "quantity.ordinal", flags)


_SIGN_ENDS = frozenset("负的下-−－ ")
_SIGN = re.compile(r"(?:(?P<word>负的?|零下)|(?<![\w%％)）\]])[-−－])[ ]?$")


def _signed(text: str, found: Amount, floor: int) -> Amount:
    if text[found.start - 1 : found.start] not in _SIGN_ENDS:
        return found
    match = _SIGN.search(text, max(floor, found.start - 4), found.start)
    if match is None:
        return found
    return found._replace(start=match.start(), bounds=found.bounds.scaled(Decimal(-1)))


_SCALE = re.compile(r"(?P<below>零下)?(?P<scale>摄氏|华氏)(?P<minus>零下|负|-)?$")


def _scale_named(text: str, found: Amount, floor: int) -> Amount:
    if found.unit != "度":
        return found
    match = _SCALE.search(text, max(floor, found.start - 6), found.start)
    below = text.startswith(("摄氏", "华氏"), found.start + 2) and text.startswith("零下", found.start)
    if match is None and not below:
        return found
    name = match["scale"] if match is not None else text[found.start + 2 : found.start + 4]
    found = found._replace(unit=f"{name}度", start=match.start() if match is not None else found.start)
    return (
        found._replace(bounds=found.bounds.scaled(Decimal(-1)))
        if match and (match["below"] or match["minus"])
        else found
    )


_BETWEEN = re.compile(r"[ ]?[和与][ ]?")


def _between(text: str, first: Amount) -> Amount | None:
    match = _BETWEEN.match(text, first.end)
    second = _single(text, match.end()) if match is not None and match.end() < len(text) else None
    if second is None or not text.startswith(("之间", "间"), second.end):
        return None
    joined = _joined(first, second)
    return None if joined is None else joined._replace(end=second.end + (2 if text[second.end] == "之" else 1))


def _single(text: str, at: int) -> Amount | None:
    if text[at : at + 1] == "半" or text.startswith(_HALVES, at):
        return _half(text, at)
    number = read(text, at)
    if number is None:
        return None
    if text[number.end : number.end + 1] in _FORMED:
        for form in (_mixed, _fraction, _slash, _tenths, _discount):
            found = form(text, at, number)
            if found is not None:
                return found
    return _with_unit(text, at, number)


# With what the forms begin that are no number with a unit, after a blank or at once.
_FORMED = frozenset("又分/／成折 \u3000")
_HALVES = ("一半", "百分百")
_HALF_NOUNS = frozenset({"个", "斤", "公斤", "公里", "里", "亩", "杯", "碗", "瓶", "升", "加仑", "吨", "米"})


def _half(text: str, at: int) -> Amount | None:
    bounds = Bounds.exact(_HALF)
    if text.startswith("百分百", at):
        whole = Bounds.exact(Decimal(100))
        return Amount(at, at + 3, (at, at + 3), Kind.PERCENT, whole, "%", "quantity.percent", style="chinese")
    if text[at] == "一":
        return Amount(at, at + 2, (at, at + 2), Kind.RATIO, bounds, rule="quantity.half", style="chinese")
    before, end = text[at - 1 : at], at + 1
    if text.startswith("数", end) and not text.startswith("数据", end):
        return Amount(at, end + 1, (at, end), Kind.RATIO, bounds, rule="quantity.half", style="chinese")
    if before in {"过", "大", "多", "近"} and before:
        start = at if before in {"近", "过"} else at - 1
        return Amount(start, end, (at, end), Kind.RATIO, bounds, rule="quantity.half", style="chinese")
    if text.startswith("折", end):
        half = Bounds.exact(Decimal(50))
        return Amount(
            at, end + 1, (at, end), Kind.PERCENT, half, "%", "quantity.discount", ("discount",), style="chinese"
        )
    for stop, unit in units().at(text, end):
        if unit.kind is Kind.DURATION or unit.printed in _HALF_NOUNS:
            scaled = bounds.scaled(unit.factor)
            return Amount(at, stop, (at, end), unit.kind, scaled, unit.name, unit.rule, style="chinese")
    return None


_AND = re.compile(r"[ ]{0,2}又[ ]{0,2}")


def _mixed(text: str, at: int, number: Numeral) -> Amount | None:
    match = _AND.match(text, number.end)
    if match is None or number.bounds.low is None or match.end() >= len(text):
        return None
    rest = read(text, match.end())
    part = _fraction(text, match.end(), rest) if rest is not None else None
    if part is None or part.kind is not Kind.RATIO:
        return None
    return part._replace(start=at, number=(at, part.end), bounds=part.bounds.moved(number.bounds.low))


def _fraction(text: str, at: int, number: Numeral) -> Amount | None:
    match = _OVER.match(text, number.end)
    if match is None or match.end() >= len(text) or number.bounds.low is None or number.bounds.low == 0:
        return None
    top = read(text, match.end())
    if top is None or top.bounds.low is None:
        return None
    low, bounds, end = number.bounds.low, top.bounds, top.end
    if low == 100 and text[at] == "百":
        if text[end : end + 1] in {"多", "余"} and text[end : end + 1]:
            bounds, end = bounds.after(Effect.SOME_MORE), end + 1
        return Amount(
            at, end, (at, top.end), Kind.PERCENT, bounds, "%", "quantity.percent", printed="百分之", style="chinese"
        )
    return Amount(at, end, (at, end), Kind.RATIO, bounds.scaled(1 / low), rule="quantity.ratio", style="chinese")


_OVER = re.compile(r"[ \u3000]{0,2}分[ \u3000]{0,2}之[ \u3000]{0,2}")
_SLASH = re.compile(r"[/／](\d{1,9})(?![\d/／.])")


def _slash(text: str, at: int, number: Numeral) -> Amount | None:
    match = _SLASH.match(text, number.end)
    if match is None or number.style != "arabic" or number.bounds.low is None or int(match[1]) == 0:
        return None
    if text[at - 1 : at] in {"/", "／"} and at:
        return None
    bounds = number.bounds.scaled(1 / Decimal(match[1]))
    return Amount(at, match.end(), (at, match.end()), Kind.RATIO, bounds, rule="quantity.ratio")


# 成 begins many words; only what cannot begin one after a number reads as tenths.
_CHENG = re.compile(
    r"[ ]?成(?![都为立功本绩员交长果分就熟品人群名像行效色年语型堆批片套双对])(?P<rest>[一二三四五六七八九半])?(?![一二三四五六七八九十百])"
)
_ZHE = re.compile(r"[ ]?折(?![腾磨扣叠射合旧返损服断算线中桥纸])")


def _tenths(text: str, at: int, number: Numeral) -> Amount | None:
    match = _CHENG.match(text, number.end)
    if match is None or (number.bounds.high is not None and number.bounds.high > 10):
        return None
    bounds = number.bounds.scaled(Decimal(10))
    end = match.end()
    if match["rest"]:
        rest = Decimal(5) if match["rest"] == "半" else numeral(match["rest"]) or _ZERO
        bounds = bounds.moved(rest)
    elif text[end : end + 1] in {"多", "余"} and text[end : end + 1]:
        bounds, end = bounds.after(Effect.SOME_MORE), end + 1
    return Amount(
        at, end, (at, number.end), Kind.PERCENT, bounds, "%", "quantity.tenths", printed="成", style=number.style
    )


def _discount(text: str, at: int, number: Numeral) -> Amount | None:
    match = _ZHE.match(text, number.end)
    if match is None or number.bounds.low is None or not 0 < number.bounds.low < 100:
        return None
    factor = Decimal(1) if number.bounds.low > 10 else Decimal(10)
    bounds = number.bounds.scaled(factor)
    return Amount(
        at,
        match.end(),
        (at, number.end),
        Kind.PERCENT,
        bounds,
        "%",
        "quantity.discount",
        ("discount",),
        printed="折",
        style=number.style,
    )


def _with_unit(text: str, at: int, number: Numeral) -> Amount:
    end, bounds, flags = number.end, number.bounds, ()
    match = _MORE.match(text, end)
    if match is not None and not bounds.approx:
        bounds, end = bounds.after(Effect.SOME_MORE), match.end()
        if text[match.start()] == "来":
            bounds = number.bounds._replace(approx=True)
    start, code = _symbol(text, at)
    unit_end, unit = _unit(text, end, code)
    if code is None and (unit is None or unit.printed == "分"):
        minutes = _minutes(text, at, number)
        if minutes is not None:
            return minutes
    if unit is None:
        thousands = _KILO.match(text, end)
        if thousands is not None and number.style == "arabic":
            bounds, end = bounds.scaled(_KILOS[thousands[1]]), thousands.end()
            number = number._replace(end=end)
        kind = Kind.MONEY if code else Kind.COUNT
        return Amount(
            start, end, (at, number.end), kind, bounds, code, RULES[kind], flags, number.scale, style=number.style
        )
    found = Amount(
        start,
        unit_end,
        (at, number.end),
        unit.kind,
        bounds.scaled(unit.factor),
        unit.name,
        unit.rule,
        flags,
        number.scale,
        unit.printed,
        number.style,
    )
    if "多" in unit.printed:
        return found._replace(bounds=found.bounds.after(Effect.SOME_MORE))
    return _compound(text, found, unit)


_KILO = re.compile(r"[ ]?([kKM])(?![A-Za-z0-9])")
_KILOS = {"k": Decimal(1000), "K": Decimal(1000), "M": Decimal(1_000_000)}
_MINUTES = re.compile(r"分(?:(?P<half>半)|(?P<seconds>[\d零一二三四五六七八九十]{1,3})秒)钟?")
_AND_HALF = re.compile(r"半(?P<unit>月|小时|钟头|钟|星期|世纪|百分点)")


def _minutes(text: str, at: int, number: Numeral) -> Amount | None:
    match = _MINUTES.match(text, number.end)
    if match is None or number.bounds.low is None:
        return None
    rest = _HALF if match["half"] else (numeral(match["seconds"]) or _ZERO) / 60
    bounds = number.bounds.moved(rest)
    return Amount(at, match.end(), (at, match.end()), Kind.DURATION, bounds, "分钟", "quantity.duration")


def _and_half(text: str, found: Amount) -> Amount | None:
    """Read the rest of 一个半小时."""
    match = _AND_HALF.match(text, found.end)
    unit = next((unit for _, unit in units().at("个" + match["unit"], 0)), None) if match is not None else None
    if match is None or unit is None:
        return None
    return found._replace(
        end=match.end(), kind=unit.kind, unit=unit.name, rule=unit.rule, bounds=found.bounds.moved(_HALF)
    )


_MORE = re.compile(
    r"(?:多|余|来(?=[个名位家年岁天次人元块万亿台件张条只本]))(?![于少么种元样次样年来])|余(?=[元年次])|多(?=[元年次])(?!元化)"
)


def _symbol(text: str, at: int) -> tuple[int, str | None]:
    place = at - 1 if text[at - 1 : at] == " " and at else at
    found = symbols().before(text, place)
    return found if found is not None else (at, None)


def _unit(text: str, end: int, code: str | None) -> tuple[int, Unit | None]:
    place = end
    while place < end + 4 and text[place : place + 1] in {" ", "\u3000", "\xa0"} and place < len(text):
        place += 1
    for stop, unit in units().at(text, place):
        if (
            text[stop - 1].isascii()
            and text[stop - 1].isalpha()
            and text[stop : stop + 1].isascii()
            and text[stop : stop + 1].isalpha()
        ):
            continue
        if code and unit.kind is not Kind.MONEY and unit.printed != "块":
            continue
        if unit.printed == "块" and _is_money(text, stop):
            return _nationality(text, stop, Unit(code or "CNY", Kind.MONEY, Decimal(1), "块"))
        if _not_unit(text, stop, unit):
            continue
        if unit.kind is Kind.MONEY and unit.name == "CNY":
            return _nationality(text, stop, replace(unit, name=code or unit.name))
        return stop, unit
    return end, None


# 块 counts money where the number is large or in digits, pieces where it is small and spelled and a noun follows.
_PIECES = re.compile(r"[屏牌地石砖表蛋电面区市业肉金银板木玉布土玻招]")
_MONEY_AFTER = re.compile(r"[钱多半一二三四五六七八九\d](?!块)|(?:左右|上下|以上|以下|起步|一[个斤天份只杯])")


def _is_money(text: str, stop: int) -> bool:
    if _MONEY_AFTER.match(text, stop):
        return True
    before = text[stop - 3 : stop - 1].rstrip("多余")[-1:]
    return (
        bool(before)
        and (before.isdecimal() or (before in MAGNITUDES and before not in "十拾"))
        and not _PIECES.match(text, stop)
    )


def _nationality(text: str, stop: int, unit: Unit) -> tuple[int, Unit]:
    # 元日币 and 块人民币: the name after the plain word says whose money it is.
    if unit.printed in {"元", "块", "圆", "块钱"}:
        for end, other in units().at(text, stop):
            if other.kind is Kind.MONEY and other.factor == 1 and other.printed not in {"元", "圆"}:
                return end, replace(unit, name=other.name)
    return stop, unit


def _not_unit(text: str, stop: int, unit: Unit) -> bool:
    following = text[stop : stop + 1]
    if not following:
        return False
    if unit.printed == "里" and text[stop - 2] in MAGNITUDES and text[stop - 2] not in "十百":
        return True
    if unit.printed == "里" and _HAN.match(following):
        return following not in "路地外长远多左以高宽山水"
    return following in unit_guards().get(unit.printed, "")


def _compound(text: str, found: Amount, unit: Unit) -> Amount:
    if found.bounds.approx or found.bounds.low is None:
        return found
    if unit.kind is Kind.MONEY and unit.name == "CNY" and unit.printed in {"块", "元", "圆", "块钱", "角", "毛"}:
        return _small_money(text, found)
    if unit.printed == "个":
        return _and_half(text, found) or found
    if unit.kind is Kind.DURATION:
        longer = _longer(text, found, unit)
        if longer is not None:
            return longer
    if unit.kind is Kind.MEASURE and unit.printed in {"米", "斤", "公斤", "公里", "度", "尺"}:
        digit = _DIGIT_AFTER.match(text, found.end)
        if digit is not None and unit.printed in {"米", "斤", "度"}:
            value = read(digit[1], 0)
            tenths = (_ZERO if value is None or value.bounds.low is None else value.bounds.low) * _TENTHS * unit.factor
            return found._replace(end=digit.end(), bounds=found.bounds.moved(tenths))
    if unit.kind in {Kind.DURATION, Kind.AGE} and unit.name in {"周", "月", "天"} and _BIG.match(text, found.end):
        return found._replace(end=found.end + 1, kind=Kind.AGE, rule="quantity.age")
    tail = _TAIL.match(text, found.end)
    if tail is None:
        return found
    if tail[0] == "半" and unit.kind in {Kind.DURATION, Kind.MEASURE, Kind.AGE, Kind.MULTIPLE}:
        return found._replace(end=tail.end(), bounds=found.bounds.moved(_HALF * unit.factor))
    if tail[0] != "半" and unit.kind in {Kind.DURATION, Kind.MONEY, Kind.MULTIPLE, Kind.AGE, Kind.MEASURE}:
        return found._replace(end=tail.end(), bounds=found.bounds.after(Effect.SOME_MORE))
    return found


_BIG = re.compile(r"大(?![学于型约家幅量])")
_DIGIT_AFTER = re.compile(r"([\d一二三四五六七八九])(?![\d十百千万亿.点两多半余个])")
_SECONDS = {"年": 31536000, "月": 2592000, "周": 604800, "天": 86400, "小时": 3600, "分钟": 60, "秒": 1}
_PLUS = re.compile(r"[ ]?[零又]?[ ]?(?=[\d一二两三四五六七八九十])")


def _longer(text: str, found: Amount, unit: Unit) -> Amount | None:
    """Add the finer parts of 两年三个月 and 1小时30分钟: the sum stands in the first part's unit."""
    total, finest, place = found.bounds, _SECONDS.get(unit.name, 0), found.end
    coarse = finest
    while finest:
        match = _PLUS.match(text, place)
        number = read(text, match.end()) if match is not None and match.end() < len(text) else None
        if number is None or number.bounds.approx or number.bounds.low is None or number.bounds.low > 999:
            break
        stop, part = _unit(text, number.end, None)
        if (
            text.startswith("分", number.end)
            and (part is None or part.printed == "分")
            and not text.startswith("分之", number.end)
        ):
            stop, part = number.end + 1, Unit("分钟", Kind.DURATION, Decimal(1), "分")
        size = _SECONDS.get(part.name, 0) if part is not None and part.kind is Kind.DURATION else 0
        if part is None or not 0 < size < finest:
            break
        total = total.moved(number.bounds.low * part.factor * size / coarse)
        finest, place = size, stop
    return None if place == found.end else found._replace(end=place, bounds=total, number=(found.number[0], place))


_TAIL = re.compile(r"半(?![导年天月小个])|多(?![于少么种元样次家个名位]|年)|余(?![元额])|来(?=[万亿])")
_CENTS = re.compile(
    r"(?:零|〇)?(?:(?P<jiao>[\d一二两三四五六七八九壹贰叁肆伍陆柒捌玖])(?P<mao>[角毛](?:钱)?)?)?(?:零?(?P<fen>[\d一二两三四五六七八九壹贰叁肆伍陆柒捌玖])(?:分(?:钱)?(?![之钟])|(?<=[角毛].)(?![\d十百千万亿点个])))?"
)


def _small_money(text: str, found: Amount) -> Amount:
    tail = re.compile("多(?![于少么种元样]) ?").match(text, found.end)
    if tail is not None:
        stop = tail.end()
        if text.startswith("钱", stop):
            stop += 1
        high = None if found.bounds.low is None else found.bounds.low + 1
        return found._replace(end=stop, bounds=Bounds(found.bounds.low, high, approx=True))
    if text.startswith("半", found.end) and found.printed == "块":
        return found._replace(end=found.end + 1, bounds=found.bounds.moved(_HALF))
    match = _CENTS.match(text, found.end)
    if match is None or match.end() == found.end:
        return found
    small = _ZERO
    for group, worth in (("jiao", _TENTHS), ("fen", Decimal("0.01"))):
        if match[group]:
            digit = read(match[group], 0)
            small += (digit.bounds.low or _ZERO) * worth if digit else _ZERO
    stop = match.end()
    if match["jiao"] and not match["mao"] and not match["fen"]:
        if found.printed != "块" or _MAGNITUDE_AHEAD.match(text, match.end("jiao")):
            return found
        if units_follow(text, stop):
            return found
    if found.printed in {"角", "毛"} and not match["fen"]:
        return found
    return found._replace(end=stop, bounds=found.bounds.moved(small), number=(found.number[0], stop))


_MAGNITUDE_AHEAD = re.compile(r"[\d十百千万亿.多余个]")


def units_follow(text: str, place: int) -> bool:
    """Tell whether a counter or unit starts at `place`: 三块两个 is not 3.2."""
    return any(unit.kind is not Kind.MONEY or unit.printed != "块" for _, unit in units().at(text, place))


_JOIN = re.compile(
    r"[ ]?(?:[-－—–−~～〜﹣]{1,2}|至|到|、(?=[一二三四五六七八九十]))[ ]?(?=[$¥￥€£]?[\d零一二两三四五六七八九十百千几])"
)


def _range(text: str, first: Amount) -> Amount | None:
    match = _JOIN.match(text, first.end)
    if match is None or first.bounds.low is None:
        return None
    at = match.end()
    while at < len(text) and text[at] in "$¥￥€£":
        at += 1
    second = _single(text, at)
    if second is None or second.bounds.low is None:
        return None
    if match[0].strip() == "、" and not _listed(first, second):
        return None
    return _joined(first, second)


def _joined(first: Amount, second: Amount) -> Amount | None:
    bare = first.kind is Kind.COUNT and first.unit is None
    if first.printed == "百分之" and second.kind is Kind.COUNT and second.unit is None:
        second = second._replace(kind=first.kind, unit=first.unit, rule=first.rule)
    bounds = _join(first, second)
    if bounds is None or (first.kind is not second.kind and not bare):
        return None
    if first.unit is not None and first.unit != second.unit:
        return None
    return second._replace(start=first.start, bounds=bounds, number=(first.number[0], second.number[1]))


def _listed(first: Amount, second: Amount) -> bool:
    return (
        first.unit is None
        and second.unit is not None
        and first.style == second.style == "chinese"
        and first.bounds.low is not None
        and second.bounds.low == first.bounds.low + 1
        and second.bounds.low < 10
    )


def _join(first: Amount, second: Amount) -> Bounds | None:
    low = _carried(first, second) if first.unit is None else first.bounds
    return low.to(second.bounds)


def _carried(first: Amount, second: Amount) -> Bounds:
    # 2-3亿 means 2亿 to 3亿, 三到五成 30 to 50 points; 8000到1.2万 carries nothing back.
    low, high = first.bounds.low, second.bounds.low
    factor = _factor(second)
    if low is None or high is None:
        return first.bounds
    power = 0 if first.scale >= 4 else second.scale if not first.scale else second.scale - first.scale
    scale = Decimal(10) ** max(power, 0)
    if scale > 1 and low < high / factor / scale:
        return first.bounds.scaled(factor * scale)
    return first.bounds.scaled(factor)


def _factor(second: Amount) -> Decimal:
    if second.printed in {"成", "折"}:
        return Decimal(10)
    for _, unit in units().at(second.printed, 0):
        if unit.name == second.unit:
            return unit.factor
    return Decimal(1)
