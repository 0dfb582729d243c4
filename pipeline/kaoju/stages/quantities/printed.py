"""Which unit is printed at a place, and whose money it is."""

import re
from decimal import Decimal

from msgspec.structs import replace

from kaoju.numerals import MAGNITUDES
from kaoju.stages.quantities.kinds import MEASURE, MONEY
from kaoju.stages.quantities.money import dollars
from kaoju.stages.quantities.vocabulary import Unit, symbols, unit_guards, units

__all__ = ["symbol_before", "unit_at"]

_HAN = re.compile(r"[\u3400-\u9fff]")


def symbol_before(text: str, at: int) -> tuple[int, str | None]:
    """Return where the currency sign before a number starts and its code; the number's own start and None without."""
    place = at - 1 if text[at - 1 : at] == " " and at else at
    found = symbols().before(text, place)
    return found if found is not None else (at, None)


def unit_at(text: str, end: int, code: str | None) -> tuple[int, Unit | None]:
    """Return where the unit behind a number ends and the unit; the number's own end and None where there is none."""
    place = end
    while place < end + 4 and text[place : place + 1] in {" ", "\u3000", "\xa0"} and place < len(text):
        place += 1
    if text[place : place + 1] in _MARKS and place == end:
        return _marked(text, end)
    for stop, unit in units().at(text, place):
        if (
            text[stop - 1].isascii()
            and text[stop - 1].isalpha()
            and text[stop : stop + 1].isascii()
            and text[stop : stop + 1].isalpha()
        ):
            continue
        if unit.printed == "个" and (piece := dollars(text, stop, code)) is not None:
            return stop, piece
        if code and unit.kind is not MONEY and unit.printed != "块":
            continue
        if unit.printed == "块" and _is_money(text, stop):
            return _nationality(text, stop, Unit(code or "CNY", MONEY, Decimal(1), "块"))
        if _not_unit(text, stop, unit):
            continue
        if unit.kind is MONEY and unit.name == "CNY":
            return _nationality(text, stop, replace(unit, name=code or unit.name))
        return stop, unit
    return end, None


_MARKS = {"'": "英尺", '"': "英寸"}
_AFTER_MARK = re.compile(r"[A-Za-z]|\d(?!\d?\")")


def _marked(text: str, end: int) -> tuple[int, Unit | None]:
    """Read 8' and 5" as feet and inches where no quotation is open that the mark could close."""
    mark = text[end]
    if text.count(mark, max(0, end - 80), end) % 2 or _AFTER_MARK.match(text, end + 1) or not text[end - 1].isdecimal():
        return end, None
    name = _MARKS[mark]
    return end + 1, Unit(name, MEASURE, Decimal(1), name)


# 块 counts money where the number is large or in digits, pieces where it is small and spelled and a noun follows.
_PIECES = re.compile(
    r"[屏牌地石砖表蛋电面区市业肉金银板木玉布土玻招碑匾煤瓦糖饼镜]|组件|光伏|太阳能|芯片|硅片|晶圆|硬盘|显卡|显示|钢板|钢材|展板|蓄电|基板|腕表|奖牌|模块|拼图|拼板|内存|草坪|试验田|农田|林地|耕地|菜地|鱼塘|冰砖|墓"
)
_MONEY_AFTER = re.compile(
    r"[钱多半一二三四五六七八九\d](?!块)|零[一二三四五六七八九]|两[毛角]|(?:左右|上下|以上|以下|起步|一[个斤天份只杯])|(?:养老|奖|押|现|租|抚恤|救济|公积|助学|罚)金|工[资钱]|补[助贴]|[学车电水话邮医药路运房小]+费|零花|利息|罚款|红包|会员费"
)


# 花了我三块。 is money where the clause says that something was paid.
_ENDS = re.compile(r"[，。；！？、”）\s]|$")
_SPENT = re.compile(r"[花费付卖赚赔贵元钱价收掏欠罚捐涨跌降]|成本|便宜")


def _is_money(text: str, stop: int) -> bool:
    if _MONEY_AFTER.match(text, stop):
        return True
    if _ENDS.match(text, stop) and _SPENT.search(text, max(0, stop - 14), stop - 1):
        return True
    before = text[stop - 3 : stop - 1].rstrip("多余来几把")[-1:]
    return (
        bool(before)
        and (before.isdecimal() or (before in MAGNITUDES and before not in "十拾"))
        and not _PIECES.match(text, stop)
    )


def _nationality(text: str, stop: int, unit: Unit) -> tuple[int, Unit]:
    # 元日币 and 块人民币: the name after the plain word says whose money it is.
    if unit.printed in {"元", "块", "圆", "块钱"}:
        for end, other in units().at(text, stop):
            if other.kind is MONEY and other.factor == 1 and other.printed not in {"元", "圆"}:
                return end, replace(unit, name=other.name)
    return stop, unit


_ELDERS = re.compile(r"[的，。；、！？\s老高夫翁]|以上|母亲|父亲|奶奶|爷爷|大爷|大妈|阿[婆公姨]|$")
# 一百二十平的房子, but 2平1负 and 平均.
_FLOOR = re.compile(r"[的，。；、！？）\s]|左右|以[上下]|到|至|[一二三四五六七八九两]居")
_DRAWN = re.compile(
    r"[胜负战][\d一二三四五六七八九十]{1,2}$|(?:^|[^\d一二三四五六七八九十百千])[\d一二三四五六七八九]$"
)
# ¥300 ¥500: a sign before a number belongs to that one.
_SIGNS = frozenset("$¥￥€£￡₩₽₫฿₹₪₴＄")
_AMOUNT = re.compile(r"[ ]?\d")


def _not_unit(text: str, stop: int, unit: Unit) -> bool:
    following = text[stop : stop + 1]
    if not following and unit.printed not in {"旬", "方"}:
        return unit.printed == "平" and _DRAWN.search(text, max(0, stop - 4), stop - 1) is not None
    if unit.printed[-1] in _SIGNS:
        return _AMOUNT.match(text, stop) is not None
    if unit.printed == "旬":
        return text[stop - 2] not in "五六七八九" or _ELDERS.match(text, stop) is None
    if unit.printed == "方" and text[stop - 2] in "一两三四五六七八九双":
        return following not in "土砂沙石木混"
    if unit.printed == "平":
        return _FLOOR.match(text, stop) is None or _DRAWN.search(text, max(0, stop - 4), stop - 1) is not None
    if unit.printed == "里" and text[stop - 2] in MAGNITUDES and text[stop - 2] not in "十百":
        return True
    if unit.printed == "里" and _HAN.match(following) and text[stop - 2] not in "多余几来":
        return following not in "路地外长远多左以高宽山水半"
    return following in unit_guards().get(unit.printed, "")
