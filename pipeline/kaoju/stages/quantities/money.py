"""Money as it is said: 三块五, 4毛5, 港币两个六毫五, 电价降了5分; pay and prices that name no currency."""

import re
from decimal import Decimal

from msgspec.structs import replace

from kaoju.numerals import Bounds, read
from kaoju.stages.quantities.kinds import MONEY
from kaoju.stages.quantities.touching import Amount
from kaoju.stages.quantities.vocabulary import Unit, units

__all__ = ["UNSURE", "counted", "dollars", "fen", "priced", "small_money"]

_ZERO, _TENTH, _CENT, _HALF = Decimal(0), Decimal("0.1"), Decimal("0.01"), Decimal("0.5")
# The flag of a reading that another one rivals: a text that is 20分 and nothing else.
UNSURE = "ambiguous_unit"
_ONE = "[\\d一二两三四五六七八九壹贰叁肆伍陆柒捌玖]"
_CENTS = re.compile(
    rf"(?:(?P<jiao>{_ONE})(?!分)(?P<mao>[角毛毫](?:钱)?)?)?"
    rf"(?:[零〇]?(?P<fen>{_ONE})(?:分(?:钱)?(?![之钟])|(?<=[角毛毫零〇].)(?![\d十百千万亿点个零])))?"
)
_SOME_MORE = re.compile("多(?![于少么种元样达赚卖花]|出(?!头)) ?")
_MAGNITUDE_AHEAD = re.compile(r"[\d十百千万亿.多余个]")
# With these the rest of an amount begins, and with digits.
_SMALL_FIRSTS = frozenset("多半零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖")
_TENTHS_UNSAID = frozenset({"块", "蚊", "个"})
_TENTHS = frozenset({"角", "毛", "毫"})


def small_money(text: str, found: Amount) -> Amount:
    """Add to an amount of money the tenths and hundredths that follow it, with their words or without."""
    following = text[found.end : found.end + 1]
    if following not in _SMALL_FIRSTS and not following.isdecimal():
        return found
    tail = _SOME_MORE.match(text, found.end)
    if tail is not None:
        stop = tail.end() + text.startswith("钱", tail.end())
        high = None if found.bounds.low is None else found.bounds.low + 1
        return replace(found, end=stop, bounds=Bounds(found.bounds.low, high, approx=True))
    if text.startswith("半", found.end) and found.printed in _TENTHS_UNSAID:
        return replace(found, end=found.end + 1, bounds=found.bounds.moved(_HALF))
    match = _CENTS.match(text, found.end)
    if match is None or match.end() == found.end:
        return found
    bare = match["jiao"] and not match["mao"] and not match["fen"]
    if bare and (found.printed not in _TENTHS_UNSAID | _TENTHS or _MAGNITUDE_AHEAD.match(text, match.end())):
        return found
    if (bare or (match["fen"] and text[match.end("fen") : match.end("fen") + 1] != "分")) and counted(
        text, match.end()
    ):
        return found
    if found.printed in _TENTHS:
        # 4毛5 is 45 cents: what follows tenths are hundredths.
        small = (_digit(match["fen"]) if match["fen"] else _digit(match["jiao"]) if bare else _ZERO) * _CENT
    else:
        small = _digit(match["jiao"]) * _TENTH
        if match["fen"]:
            small += _digit(match["fen"]) * _CENT
    if not small:
        return found
    return replace(found, end=match.end(), bounds=found.bounds.moved(small), number=(found.number[0], match.end()))


def _digit(text: str | None) -> Decimal:
    number = read(text, 0) if text else None
    return _ZERO if number is None else number.bounds.low or _ZERO


def counted(text: str, place: int) -> bool:
    """Tell whether a counter or unit starts at `place`: 三块两个 is not 3.2."""
    return any(unit.kind is not MONEY for _, unit in units().at(text, place))


_DOLLARS = re.compile(r"半(?![导决岛年])|[一二三四五六七八九](?=[，。；！？、）\s]|$)|[一二两三四五六七八九][毫毛]")
_ENDS = re.compile(r"[，。；！？、）\s]|$")


def dollars(text: str, stop: int, code: str | None) -> Unit | None:
    """Read the 个 that ends at `stop` as Cantonese says dollars: 三个一毫四, 港币五个半."""
    match = _DOLLARS.match(text, stop)
    sure = match is not None and match[0][-1] == "毫"
    if not sure and (code is None or (match is None and not _ENDS.match(text, stop))):
        return None
    return Unit(code or "HKD", MONEY, Decimal(1), "个")


_CHEAP = re.compile(
    r"(?:价|价格|电费|水费|油费|工钱|找零|零钱|硬币|利润|成本|[每一](?:[度斤股升吨两公斤]{1,2}电?|千瓦时|立方米?))[^，。；！？\d分]{0,6}$"
)


def fen(text: str, at: int, end: int) -> tuple[str, ...] | None:
    """Tell whether the 分 that ends at `end` is a cent, and with which flags.

    It is one where the words before speak of prices. A text that holds nothing else may mean a score as well; it is
    taken for money, which every list of prices holds, and flagged.
    """
    if _CHEAP.search(text, at - 16 if at > 16 else 0, at):
        return ()
    return (UNSURE,) if at == 0 and end == len(text) else None


_WORDS = (
    "月薪|年薪|时薪|日薪|周薪|底薪|起薪|薪酬|薪资|薪水|工资|月收入|年收入|月入|年入|售价|定价|标价|报价|开价|单价|总价|均价|起价|起拍价|"
    "成交价|落槌价|收购价|转让价|转会费|违约金|赔偿金|保证金|要价|底价|房价|票价|租金|房租|月租|学费|押金|罚款|罚金|奖金|预算|身价|彩礼"
)
_FILLERS = (
    "大概|大约|可以|可能|能够|能|可|给|拿|开|到|达|至|为|是|在|约|仅|只|需|要|有|高|从|涨|降|跌|升|了|的|[：: ]|"
    "[未不]?超过|不|[低高小大少多]于|近|逾|过|突破|已|就|都|每月|每年|每平方?米?|范围|区间|水平|标准|税前|税后"
)
_LEADING = frozenset(_WORDS + _FILLERS)
_PRICED = re.compile(f"(?:{_WORDS})(?:{_FILLERS}){{0,5}}$")


def priced(text: str, at: int) -> bool:
    """Tell whether the words before a bare number say that it is a price or pay: 月薪15k, 预算不超过40万."""
    return text[at - 1 : at] in _LEADING and _PRICED.search(text, at - 16 if at > 16 else 0, at) is not None
