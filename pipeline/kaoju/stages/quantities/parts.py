"""What follows the unit and belongs to the number: 三块五, 两年半, 一米七五, 三斤二两, 1小时30分钟."""

import re
from decimal import Decimal

from msgspec.structs import replace

from kaoju.numerals import Effect, numeral, read
from kaoju.stages.quantities.kinds import AGE, DURATION, MEASURE, MONEY, MULTIPLE
from kaoju.stages.quantities.money import counted, small_money
from kaoju.stages.quantities.printed import unit_at
from kaoju.stages.quantities.touching import Amount
from kaoju.stages.quantities.vocabulary import Unit, units

__all__ = ["begin_parts", "with_parts"]

_ZERO = Decimal(0)
_HALF = Decimal("0.5")
_HALVED = (DURATION, MEASURE, AGE, MULTIPLE)
# Money that is told in tenths and hundredths, and measures that are told in tenths.
_SMALL = frozenset({"块", "元", "圆", "块钱", "角", "毛", "蚊", "毫", "个"})
_TENTHS = frozenset({"米", "斤", "度", "尺", "丈"})
_COUNTED = "0123456789０１２３４５６７８９零〇一二两三四五六七八九十壹贰叁肆伍陆柒捌玖"


def with_parts(text: str, found: Amount, unit: Unit) -> Amount:
    """Add to an amount in `unit` the parts that follow it: tenths, halves, finer units, 多."""
    if found.bounds.approx or found.bounds.low is None:
        return found
    if unit.kind is MONEY and unit.printed in _SMALL:
        return small_money(text, found)
    if unit.printed == "个":
        return _and_half(text, found) or found
    if unit.printed in _TURNED and (minutes := _MINUTES.match(text, found.end)) is not None:
        part = Decimal(minutes[1]) / 60 + Decimal(minutes[2] or 0) / 3600
        return replace(
            found, end=minutes.end(), bounds=found.bounds.moved(part), number=(found.number[0], minutes.end())
        )
    if unit.printed in _HALVED_PIECES and _HALF_PIECE.match(text, found.end):
        return replace(found, end=found.end + 1, bounds=found.bounds.moved(_HALF))
    if unit.name in _SIZES:
        longer = _hundredths(text, _longer(text, found, unit) or found, unit)
        if longer.end != found.end:
            return longer
    if unit.kind is MEASURE and unit.printed in _TENTHS:
        digit = _DIGIT_AFTER.match(text, found.end)
        if digit is not None and (len(digit[1]) == 1 or unit.printed == "米") and not units().at(text, digit.end()):
            value = numeral(f"零点{digit[1]}") or _ZERO
            whole = found.bounds.moved(value * unit.factor)
            if text.startswith(("几", "多"), digit.end()):
                return replace(found, end=digit.end() + 1, bounds=whole.after(Effect.SOME_MORE))
            return replace(found, end=digit.end(), bounds=whole)
    if unit.name == "亩" and (acre := _TENTH_ACRE.match(text, found.end)) is not None:
        tenths = (numeral(acre[1]) or _ZERO) / 10
        return replace(found, end=acre.end(), bounds=found.bounds.moved(tenths * unit.factor))
    if unit.kind in (DURATION, AGE) and unit.name in _BRIEF and _BIG.match(text, found.end):
        return replace(found, end=found.end + 1, kind=AGE, rule="quantity.age")
    tail = _TAIL.match(text, found.end)
    if tail is None:
        return found
    if tail[0] == "半" and unit.kind in _HALVED:
        return replace(found, end=tail.end(), bounds=found.bounds.moved(_HALF * unit.factor))
    if tail[0] != "半" and (unit.kind in _HALVED or unit.kind is MONEY):
        return replace(found, end=tail.end(), bounds=found.bounds.after(Effect.SOME_MORE))
    return found


# 东经116度23分, 30°16′
_TURNED = frozenset({"度", "°"})
_MINUTES = re.compile(r"(\d{1,2}(?:\.\d{1,4})?)[分′'](?:(\d{1,2}(?:\.\d{1,4})?)[秒″\"])?(?![\d之钟])")
# 一片半 and 两圈半, not 三场半决赛.
_HALVED_PIECES = frozenset("片碗杯勺瓶粒圈箱袋包盒盘桶层版页场节壶锅份条根只颗筐")
_HALF_PIECE = re.compile(r"半(?![导决岛年天月小个球途径圆成路程公透自身新旧裸敞数价截熟大生])")


def begin_parts(unit: Unit) -> str:
    """Return the characters with which the parts that may follow an amount in a unit begin."""
    begin = "半多余来" if unit.kind in _HALVED else "多余来" if unit.kind is MONEY else ""
    if unit.printed == "个" or unit.printed in _HALVED_PIECES or (unit.kind is MONEY and unit.printed in _SMALL):
        begin += "半"
    if unit.kind is MONEY and unit.printed in _SMALL:
        begin += _COUNTED
    if unit.name in _SIZES or unit.name == "亩" or (unit.kind is MEASURE and unit.printed in _TENTHS):
        begin += f"{_COUNTED} 又外加"
    return begin + "大" if unit.kind in (DURATION, AGE) and unit.name in _BRIEF else begin


# 三个半导体 and 两个半决赛 hold no half.
_AND_HALF = re.compile(r"半(?:(?P<unit>月|小时|钟头|钟|星期|世纪|百分点)|(?![导决岛年价球途径圆成路场公透自身]))")


def _and_half(text: str, found: Amount) -> Amount | None:
    """Read the rest of 一个半小时, and of 三个半 where no unit follows."""
    match = _AND_HALF.match(text, found.end)
    if match is None:
        return None
    if match["unit"] is None:
        return replace(found, end=match.end(), bounds=found.bounds.moved(_HALF))
    unit = units().at("个" + match["unit"], 0)[0][1]
    return replace(
        found, end=match.end(), kind=unit.kind, unit=unit.name, rule=unit.rule, bounds=found.bounds.moved(_HALF)
    )


_HUNDREDTHS = re.compile(
    r"(\d{1,3}|[零〇一二三四五六七八九]{1,2})(?![\d零〇一二三四五六七八九十百千万亿.点%％年月日、至到-])"
)


def _hundredths(text: str, found: Amount, unit: Unit) -> Amount:
    """Read the rest of 9秒58 and 1分52秒8."""
    match = _HUNDREDTHS.match(text, found.end) if text[found.end - 1] == "秒" else None
    if match is None or counted(text, match.end()):
        return found
    rest = (numeral(f"0.{match[1]}") if match[1].isdecimal() else numeral(f"零点{match[1]}")) or _ZERO
    size = _SIZES[unit.name][1]
    return replace(
        found, end=match.end(), bounds=found.bounds.moved(rest / size), number=(found.number[0], match.end())
    )


_TENTH_ACRE = re.compile(r"([\d一二两三四五六七八九])分地?(?![钟之析])")
_BRIEF = frozenset({"周", "月", "天"})
_BIG = re.compile(r"大(?![学于型约家幅量])")
_DIGIT_AFTER = re.compile(r"(\d{1,2}|[一二三四五六七八九]{1,2})(?![\d十百千万亿.点两半余个％%年月日、至到-])")
# What may be summed: the size of a unit in the smallest of its kind.
_SIZES = {
    **{name: ("time", size) for name, size in (("年", 31536000), ("月", 2628000), ("周", 604800), ("天", 86400))},
    "岁": ("time", 31536000),
    **{name: ("time", size) for name, size in (("小时", 3600), ("分钟", 60), ("秒", 1))},
    **{name: ("length", size) for name, size in (("km", 1000000), ("m", 1000), ("dm", 100), ("cm", 10), ("mm", 1))},
    **{name: ("weight", size) for name, size in (("吨", 1000000), ("kg", 1000), ("g", 1))},
    **{name: ("chi", size) for name, size in (("丈", 100), ("尺", 10), ("寸", 1))},
    **{name: ("feet", size) for name, size in (("英里", 63360), ("英尺", 12), ("英寸", 1))},
    **{name: ("pounds", size) for name, size in (("磅", 16), ("盎司", 1))},
}
_PLUS = re.compile(r"[ ]?(?:[零又]|外?加上?)?[ ]?(?=[\d一二两三四五六七八九十])")


def _longer(text: str, found: Amount, unit: Unit) -> Amount | None:
    """Add the finer parts of 两年三个月, 1小时30分钟 and 三斤二两: the sum stands in the first part's unit."""
    total, place = found.bounds, found.end
    kind, coarse = _SIZES[unit.name]
    finest = coarse * unit.factor
    while True:
        match = _PLUS.match(text, place)
        number = read(text, match.end()) if match is not None and match.end() < len(text) else None
        if number is None or number.bounds.approx or number.bounds.low is None or number.bounds.low > 999:
            break
        stop, part = _part_at(text, number.end, kind)
        if part is None or _SIZES.get(part.name, ("", 0))[0] != kind:
            break
        size = _SIZES[part.name][1] * part.factor
        if size >= finest:
            break
        total = total.moved(number.bounds.low * size / coarse)
        finest, place = size, stop
    return None if place == found.end else replace(found, end=place, bounds=total, number=(found.number[0], place))


def _part_at(text: str, place: int, kind: str) -> tuple[int, Unit | None]:
    stop, part = unit_at(text, place, None)
    minutes = kind == "time" and text.startswith("分", place) and not text.startswith("分之", place)
    if minutes and (part is None or part.printed == "分"):
        return place + 1, Unit("分钟", DURATION, Decimal(1), "分")
    return stop, part


_TAIL = re.compile(
    r"半(?![导年天月小个载])|多(?![于少么种元样次家个名位达赚卖花]|年|出(?!头))|余(?![元额])|来(?=[万亿])"
)
