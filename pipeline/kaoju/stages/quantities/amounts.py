"""Numbers with unit and bounds, read forward from where a numeral starts."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from kaoju.document import Kind
from kaoju.numerals import MAGNITUDES, Bounds, Effect, Numeral, read
from kaoju.stages.quantities.vocabulary import Unit, after_words, before_words, symbols, units

__all__ = ["Amount", "amount"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_TENTHS = Decimal("0.1")
_HALF = Decimal("0.5")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it was read: its whole range, its digits' range, and what it says. `scale` as in `Numeral`."""

    start: int
    end: int
    number: tuple[int, int]
    kind: Kind
    bounds: Bounds
    unit: str | None = None
    rule: str = "quantity.count"
    flags: tuple[str, ...] = ()
    scale: int = 0
    printed: str = ""
    style: str = "arabic"


def amount(text: str, at: int, floor: int) -> Amount | None:
    """Read the amount whose number starts at `at`, with what touches it; nothing before `floor` is taken."""
    single = _single(text, at)
    if single is None:
        return None
    found = _range(text, single) or single
    return _touching(text, found, floor)


def _single(text: str, at: int) -> Amount | None:
    number = read(text, at)
    if text[at] == "半":
        return _half(text, at)
    if number is None:
        return None
    for form in (_fraction, _slash, _tenths, _discount):
        found = form(text, at, number)
        if found is not None:
            return found
    return _with_unit(text, at, number)


def _half(text: str, at: int) -> Amount | None:
    bounds = Bounds.exact(_HALF)
    if text[at - 1 : at] in {"一", "过", "大", "多", "近"} and text[at - 1 : at]:
        return None
    end = at + 1
    if text.startswith("数", end):
        return Amount(at, end + 1, (at, end), Kind.RATIO, bounds, rule="quantity.half", style="chinese")
    for stop, unit in units().at(text, end):
        if unit.kind is Kind.DURATION or unit.printed in {"个", "斤", "公斤", "公里", "里", "亩", "杯", "碗", "瓶", "升", "价"}:
            return Amount(at, stop, (at, end), unit.kind, bounds.scaled(unit.factor), unit.name, _rule(unit.kind), style="chinese")
    return None


def _fraction(text: str, at: int, number: Numeral) -> Amount | None:
    match = _OVER.match(text, number.end)
    if match is None or number.bounds.low is None or number.bounds.low == 0:
        return None
    top = read(text, match.end())
    if top is None or top.bounds.low is None:
        return None
    low = number.bounds.low
    if low == 100 and text[at] == "百":
        bounds, end = top.bounds, top.end
        return Amount(at, end, (at, end), Kind.PERCENT, bounds, "%", "quantity.percent", printed="百分之", style="chinese")
    return Amount(at, top.end, (at, top.end), Kind.RATIO, top.bounds.scaled(1 / low), rule="quantity.ratio", style="chinese")


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
_CHENG = re.compile(r"[ ]?成(?![都为立功本绩员交长果分就熟品人群名像行效色年语型堆批片套双对])(?P<rest>[一二三四五六七八九半])?(?![一二三四五六七八九十百])")
_ZHE = re.compile(r"[ ]?折(?![腾磨扣叠射合旧返损服断算线中桥纸])")


def _tenths(text: str, at: int, number: Numeral) -> Amount | None:
    match = _CHENG.match(text, number.end)
    if match is None or number.bounds.high is not None and number.bounds.high > 10:
        return None
    bounds = number.bounds.scaled(Decimal(10))
    end = match.end()
    if match["rest"]:
        rest = _HALF if match["rest"] == "半" else read(match["rest"], 0).bounds.low / 10  # type: ignore[union-attr,operator]
        bounds = bounds.moved(rest * 10)
    return Amount(at, end, (at, number.end), Kind.PERCENT, bounds, "%", "quantity.tenths", printed="成", style=number.style)


def _discount(text: str, at: int, number: Numeral) -> Amount | None:
    match = _ZHE.match(text, number.end)
    if match is None or number.bounds.low is None or not 0 < number.bounds.low < 100:
        return None
    factor = Decimal(1) if number.bounds.low > 10 else Decimal(10)
    bounds = number.bounds.scaled(factor)
    return Amount(at, match.end(), (at, number.end), Kind.PERCENT, bounds, "%", "quantity.discount", ("discount",), printed="折", style=number.style)


def _with_unit(text: str, at: int, number: Numeral) -> Amount:
    end, bounds, flags = number.end, number.bounds, ()
    match = _MORE.match(text, end)
    if match is not None and not bounds.approx:
        bounds, end = bounds.after(Effect.SOME_MORE), match.end()
        if text[match.start()] == "来":
            bounds = replace(number.bounds, approx=True)
    start, code = _symbol(text, at)
    unit_end, unit = _unit(text, end, code)
    if unit is None:
        kind = Kind.MONEY if code else Kind.COUNT
        return Amount(start, end, (at, number.end), kind, bounds, code, _rule(kind), flags, number.scale, style=number.style)
    found = Amount(
        start, unit_end, (at, number.end), unit.kind, bounds.scaled(unit.factor), unit.name, _rule(unit.kind),
        flags, number.scale, unit.printed, number.style,
    )
    return _compound(text, found, unit)


_MORE = re.compile(r"(?:多|余|来(?=[个名位家年岁天次人元块万亿台件张条只本]))(?![于少么种元样次样年来])|余(?=[元年次])|多(?=[元年次])(?!元化)")


def _symbol(text: str, at: int) -> tuple[int, str | None]:
    place = at - 1 if text[at - 1 : at] == " " and at else at
    found = symbols().before(text, place)
    return found if found is not None else (at, None)


def _unit(text: str, end: int, code: str | None) -> tuple[int, Unit | None]:
    place = end + 1 if text[end : end + 1] in {" ", "\u3000"} else end
    for stop, unit in units().at(text, place):
        if text[stop - 1].isascii() and text[stop - 1].isalpha() and text[stop : stop + 1].isascii() and text[stop : stop + 1].isalpha():
            continue
        if code and unit.kind is not Kind.MONEY:
            continue
        if unit.printed == "块" and _is_money(text, stop):
            return stop, Unit("CNY", Kind.MONEY, Decimal(1), "块")
        if _not_unit(text, stop, unit):
            continue
        if unit.kind is Kind.MONEY and unit.name == "CNY":
            return _nationality(text, stop, unit)
        return stop, unit
    return end, None


_PIECES = re.compile(r"[\u3400-\u9fff]")
_MONEY_AFTER = re.compile(r"[钱多半的就左以上起到至一二三四五六七八九两零几和与或也都]")


def _is_money(text: str, stop: int) -> bool:
    return not _PIECES.match(text, stop) or _MONEY_AFTER.match(text, stop) is not None


_NATION = re.compile(r"(?P<CNY>人民币)|(?P<HKD>港币|港元)|(?P<TWD>新?台币)|(?P<USD>美金|美元)")


def _nationality(text: str, stop: int, unit: Unit) -> tuple[int, Unit]:
    match = _NATION.match(text, stop)
    if match is None:
        return stop, unit
    return match.end(), replace(unit, name=str(match.lastgroup))


# Where a unit's character belongs to the next word: 元旦, 年轻, 天津, 家庭, 个性.
_NOT_UNITS = {
    "年": "轻龄货糕级代",
    "天": "然津空津气真才下性使猫",
    "人": "民工才口类均物气格像次造",
    "家": "庭具电长属里乡人用居族",
    "元": "旦素老宇首",
    "名": "字单称人誉义",
    "位": "置于列移",
    "个": "性体别",
    "分": "钟之布析别享",
    "点": "击赞评",
    "周": "边围岁末期转杰",
    "月": "亮饼份球活薪",
    "日": "本活常益元报均",
    "度": "过假",
    "度假": "",
    "里": "面程约的",
    "米": "饭粉兰其",
    "口": "碑罩味岸",
    "面": "对临积向试膜包前",
    "手": "机段续工表握动里",
    "部": "分门署长队落委",
    "行": "业为动人情政李程",
    "方": "面法案式向",
    "门": "店户槛票",
    "头": "条部盔发脑",
    "道": "路理歉德",
    "路": "径由线段",
    "市": "场值民占区委",
    "区": "域别间",
    "国": "家际内外产民有务",
    "级": "别",
    "期": "间待货望权",
    "场": "景所面馆地",
    "大": "家型学量约概",
    "变": "化成得为动革",
    "字": "节幕母",
    "线": "上下索路程",
    "组": "织成合建",
    "起": "来点诉步码初到",
    "回": "应到来归顾落升",
    "把": "握控",
    "对": "于比手方应照接外此",
    "下": "降跌滑载午来去单架调",
    "打": "造开击算破工赏",
    "道理": "",
    "票": "房价据",
    "单": "位一价日品月季独纯",
    "节": "目日省点奏约",
    "处": "于理罚在置",
    "重": "要点新大视",
    "声": "音称明誉",
    "班": "级长",
    "片": "面段",
    "升": "至级值到",
    "条": "件款例",
    "项": "目",
    "类": "似型别",
    "种": "子植类",
    "款": "项式待",
    "层": "面次",
    "例": "如外子",
    "股": "票价东权市份",
    "代": "表理码替言价购",
    "段": "时落",
    "味": "道",
    "包": "括含装裹容",
    "杯": "子",
    "盒": "子",
    "番": "茄",
    "样": "本品式板",
    "档": "案次期",
    "幕": "后墙",
    "团": "队购体长圆结",
    "束": "缚",
    "站": "点长在",
    "局": "面长势部",
    "群": "体众里主",
    "句": "子",
    "封": "面闭装",
    "副": "总主业",
    "支": "持付出撑配",
    "首": "先次席发个席都创批位要款届日家富",
    "本": "地来月周次年身质科届轮土金钱期书报该",
    "间": "隔接",
    "所": "有以谓在需属",
    "套": "餐路现",
    "张": "力",
    "辆": "",
    "集": "团中体合聚",
    "排": "名行放队除",
    "列": "为入车出举",
    "步": "入伐骤行",
    "轮": "胎流船椅回",
    "届": "时满",
    "遍": "布及",
    "眼": "睛前镜光",
    "顶": "级端",
    "根": "据本",
    "朵": "",
    "方米": "",
    "尺": "寸度",
    "寸": "",
    "码": "头",
    "克": "服隆里",
    "安": "全装",
    "卡": "片车",
    "度": "假",
    "磅": "礴",
    "圆": "满桌形",
    "毛": "利衣病巾",
    "角": "度色落",
    "刀": "具",
    "欧": "洲盟美冠",
    "镑": "",
    "批": "评发准量",
    "户": "外口籍",
    "环": "境节比保球",
    "倍": "感增受",
    "载": "体人客货",
    "笔": "者记试画",
    "页": "面",
    "章": "程鱼",
    "村": "民庄里",
    "镇": "静江",
    "乡": "村镇亲",
    "县": "城域长级",
    "省": "略钱会级内",
    "州": "长",
    "席": "位卷",
    "餐": "厅饮馆",
    "床": "位",
    "口": "碑罩味岸号岸",
}


def _not_unit(text: str, stop: int, unit: Unit) -> bool:
    following = text[stop : stop + 1]
    if not following:
        return False
    return following in _NOT_UNITS.get(unit.printed, "")


_RULES = {kind: f"quantity.{kind.value}" for kind in Kind}


def _rule(kind: Kind) -> str:
    return _RULES[kind]


def _compound(text: str, found: Amount, unit: Unit) -> Amount:
    if found.bounds.approx or found.bounds.low is None:
        return found
    if unit.kind is Kind.MONEY and unit.name == "CNY" and unit.printed in {"块", "元", "块钱", "角", "毛"}:
        return _small_money(text, found)
    tail = _TAIL.match(text, found.end)
    if tail is None:
        return found
    if tail[0] == "半" and unit.kind in {Kind.DURATION, Kind.MEASURE, Kind.AGE, Kind.MULTIPLE}:
        return replace(found, end=tail.end(), bounds=found.bounds.moved(_HALF * unit.factor))
    if tail[0] != "半" and unit.kind in {Kind.DURATION, Kind.MONEY, Kind.MULTIPLE, Kind.AGE, Kind.MEASURE}:
        return replace(found, end=tail.end(), bounds=found.bounds.after(Effect.SOME_MORE))
    return found


_TAIL = re.compile(r"半(?![导年天月小个])|多(?![于少么种元样次家个名位]|年)|余(?![元额])|来(?=[万亿])")
_CENTS = re.compile(r"(?:零|〇)?(?:(?P<jiao>[\d一二两三四五六七八九])(?P<mao>[角毛](?:钱)?)?)?(?:零?(?P<fen>[\d一二两三四五六七八九])分(?:钱)?(?![之钟]))?")


def _small_money(text: str, found: Amount) -> Amount:
    tail = re.compile("多(?![于少么种元样]) ?").match(text, found.end)
    if tail is not None:
        stop = tail.end()
        if text.startswith("钱", stop):
            stop += 1
        high = None if found.bounds.low is None else found.bounds.low + 1
        return replace(found, end=stop, bounds=Bounds(found.bounds.low, high, approx=True))
    if text.startswith("半", found.end) and found.printed == "块":
        return replace(found, end=found.end + 1, bounds=found.bounds.moved(_HALF))
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
        if found.printed not in {"块"} or _MAGNITUDE_AHEAD.match(text, match.end("jiao")):
            return found
        if units_follow(text, stop):
            return found
    if found.printed in {"角", "毛"} and not match["fen"]:
        return found
    return replace(found, end=stop, bounds=found.bounds.moved(small), number=(found.number[0], stop))


_MAGNITUDE_AHEAD = re.compile(r"[\d十百千万亿.多余个]")


def units_follow(text: str, place: int) -> bool:
    """Tell whether a counter or unit starts at `place`: 三块两个 is not 3.2."""
    return any(unit.kind is not Kind.MONEY or unit.printed != "块" for _, unit in units().at(text, place))


_JOIN = re.compile(r"[ ]?(?:[-－—–−~～〜﹣]{1,2}|至|到|、(?=[一二三四五六七八九十]))[ ]?(?=[$¥￥€£]?[\d零一二两三四五六七八九十百千几])")


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
    joined = _join(first, second)
    if joined is None or (first.kind is not second.kind and not (first.kind is Kind.COUNT and first.unit is None)):
        return None
    if first.unit is not None and first.unit != second.unit:
        return None
    return replace(second, start=first.start, bounds=joined, number=(first.number[0], second.number[1]), style=second.style)


def _listed(first: Amount, second: Amount) -> bool:
    return (
        first.unit is None and second.unit is not None and first.style == second.style == "chinese"
        and first.bounds.low is not None and second.bounds.low == first.bounds.low + 1 and second.bounds.low < 10
    )


def _join(first: Amount, second: Amount) -> Bounds | None:
    low = first.bounds
    if first.unit is None and second.unit is not None:
        low = _carried(first, second)
    elif not first.scale and second.scale and first.unit is None:
        low = _carried(first, second)
    return low.to(second.bounds)


def _carried(first: Amount, second: Amount) -> Bounds:
    # 2-3亿 means 2亿 to 3亿, 三到五成 30 to 50 points; 8000到1.2万 carries nothing back.
    low, high = first.bounds.low, second.bounds.low
    factor = _factor(second)
    if low is None or high is None:
        return first.bounds
    scale = Decimal(10) ** second.scale if second.scale and not first.scale else Decimal(1)
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


def _touching(text: str, found: Amount, floor: int) -> Amount:
    start, bounds = found.start, found.bounds
    end, bounds = _after(text, found.end, bounds, found)
    seen = before_words().before(text, start)
    if seen is None and text[start - 1 : start] == " " and start:
        seen = before_words().before(text, start - 1)
    if seen is not None and seen[0] >= floor and _bound_fits(text, seen[0], start, found):
        start, bounds = seen[0], bounds.after(seen[1])
        again = before_words().before(text, start)
        if again is not None and again[0] >= floor and text[again[0] : start] not in {"过", "近", "超", "破"}:
            start, bounds = again[0], bounds.after(again[1])
    elif text[start - 1 : start] == "上" and start > floor and text[start] in MAGNITUDES and text[start] not in "十拾":
        start, bounds = start - 1, replace(bounds.after(Effect.AT_LEAST), approx=True)
    return replace(found, start=start, end=end, bounds=bounds)


def _bound_fits(text: str, start: int, end: int, found: Amount) -> bool:
    word = text[start:end].strip()
    if word == "过":
        return text[end] in MAGNITUDES
    if word == "近":
        return text[start - 1 : start] not in {"最", "附", "靠", "临", "远", "亲"} or not start
    if word == "约":
        return text[start - 1 : start] not in {"预", "签", "节", "合", "契", "违", "制", "公", "邀", "条", "履"} or not start
    if word == "破":
        return text[start - 1 : start] not in {"打", "爆", "撞"} or not start
    return True


def _after(text: str, end: int, bounds: Bounds, found: Amount) -> tuple[int, Bounds]:
    for stop, effect in after_words().at(text, end):
        word = text[end:stop]
        if word in {"多", "余", "起"} or (word == "前后" and found.kind is not Kind.AGE):
            continue
        if word in {"以内", "之内"} and found.kind is Kind.DURATION:
            return stop, bounds.after(effect)
        return stop, bounds.after(effect)
    return end, bounds
