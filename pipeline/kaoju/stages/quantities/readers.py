# ruff: noqa: ARG001 -- readers share one signature
"""What each word of time means, from years down to days: readers take a match and the state, and return the stretch."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from kaoju.numerals import read
from kaoju.stages.quantities.festivals import days, festivals
from kaoju.stages.quantities.grammar import reign
from kaoju.stages.quantities.moments import State
from kaoju.stages.quantities.periods import (
    DAY,
    MINUTE,
    MONTH,
    Period,
    between,
    day,
    day_of,
    month,
    months_on,
    point,
    unsaid_year,
    week_of,
    year,
)

__all__ = ["READERS", "Reader", "month_year", "number_of"]

Reader = Callable[[re.Match[str], State], Period | None]
WEEKDAYS = {**{c: n for n, c in enumerate("一二三四五六日")}, "天": 6}


@lru_cache(maxsize=4096)
def number_of(text: str) -> int:
    """Return a short numeral's value, -1 where it is none; 廿三, 初五 and 〇八 are read, too."""
    text = text.removeprefix("初")
    if text.isdecimal():
        return int(text)
    found = read(text, 0)
    if found is None or found.end != len(text) or found.bounds.low is None:
        return -1
    return int(found.spelled or found.bounds.low)


def _numeric(match: re.Match[str], state: State) -> Period | None:
    number, which = int(match["ny"]), int(match["nm"])
    return day(number, which, int(match["nd"])) if match["nd"] else month(number, which)


def _ymd(prefix: str) -> Reader:
    return lambda match, _: day(*(int(match[prefix + part]) for part in "ymd"))


def _turned(match: re.Match[str], state: State) -> Period | None:
    """Read 13.5.2015 and 5/13/2015; where both could be the month, slashes have it first and the other is kept."""
    if match["uy"]:
        return day(_century(int(match["uy"])), int(match["um"]), int(match["ud"]))
    number, first, second = int(match["ty"]), int(match["tm"]), int(match["td"])
    readings = [day(number, first, second), day(number, second, first)]
    if match["tsep"] != "/":
        readings.reverse()
    good = [reading for reading in readings if reading is not None]
    state.vague = [reading.iso for reading in good[1:]]
    return good[0] if good else None


def _padded(match: re.Match[str], state: State) -> Period | None:
    number = state.year()
    if number is None:
        return state.unknown()
    state.guess = "year"
    return day(number, int(match["am"]), int(match["ad"]))


def _century(number: int) -> int:
    return number + (2000 if number < 50 else 1900)


def _years(match: re.Match[str], state: State) -> Period | None:
    first = number_of(match["y1"] or match["b1"] or match["c1"] or match["e1"])
    other = match["y2"] or match["b2"] or match["c2"] or match["e2"]
    last = number_of(other) if len(other) == 4 else first - first % 100 + int(other)
    start, end = year(first), year(last)
    return None if start is None or end is None or last <= first or not 1000 < first < 2200 else start.to(end)


_NO_YEAR = 2200


def _year(match: re.Match[str], state: State) -> Period | None:
    if match["ed"]:
        return year(int(match["ed"]))
    if match["reign"]:
        number = 1 if match["ry"] == "元" else number_of(match["ry"])
        return year(reign(match["reign"]) + number - 1) if 1 <= number <= 130 else None
    if match["bc"]:
        return state.unknown()
    number = number_of(match["y"] or match["yl"] or match["yq"])
    if number >= _NO_YEAR and match.string[match.end() : match.end() + 1] in {"前", "多"}:
        return None  # 2300年前 is so long ago
    return year(number)


def _short(match: re.Match[str], state: State) -> Period | None:
    return year(_century(number_of(match["yy"] or match["yy2"])))


_TENTHS = {
    "初": (0, 3),
    "前": (0, 5),
    "早": (0, 5),
    "中": (3, 7),
    "后": (5, 10),
    "晚": (5, 10),
    "末": (7, 10),
    "尾": (7, 10),
}


def _decade(match: re.Match[str], state: State) -> Period | None:
    if match["d2"]:
        start = int(match["d2"])
    else:
        said = match["d1"] or match["d3"]
        start = _age(match["dcent"] or "20世纪") + number_of(said[:2] if said[0].isdecimal() else said)
        if len(said) > 2:  # 七八十年代, 70至80年代
            last = 10 * number_of(said[-2]) if said[-1] == "十" else number_of(said[-2:])
            return year(start, last - start % 100 + 10) if start % 100 < last else None
    if match["dwhen"]:
        first, last = _TENTHS[match["dwhen"][0]]
        if match["dwhen"] == "前期":
            state.vague = [f"{start}/{start + 2}"]
        return year(start + first, last - first)
    return year(start, 10)


def _age(word: str) -> int:
    if word.startswith("本"):
        return 2000
    return 1900 if word.startswith("上") else (number_of(word.removesuffix("世纪")) - 1) * 100


def _century_of(match: re.Match[str], state: State) -> Period | None:
    if match["cfrom"]:
        first, last = number_of(match["cfrom"]), number_of(match["cto"])
        return year(100 * first - 99, 100 * (last - first + 1)) if 0 < first < last <= 21 else None
    if match["cera"] == "公元前" or match.string[match.start() - 1 : match.start()] == "前":
        return state.unknown()
    start = _age(match["cent"])
    if not 0 <= start <= 2100:
        return None
    when = (match["cwhen"] or "").removeprefix("的")
    if not when:
        return year(start + 1, 100)
    if when.endswith("十年"):
        tens = number_of(when.lstrip("前头最初后").removesuffix("年"))
        return year(max(1, start + 100 - tens if "后" in when else start), tens)
    if "半叶" in when or when == "中叶":
        first, last = {"前": (0, 5), "上": (0, 5), "后": (5, 10), "下": (5, 10), "中": (3, 7)}[when[0]]
    else:
        first, last = _TENTHS[when[0]]
    state.vague = [f"{start:04}/{start + 19:04}"] if when[0] == "初" else []
    return year(max(1, start + first * 10), (last - first) * 10)


def _both(match: re.Match[str], state: State) -> Period | None:
    reference = state.context.reference
    if reference is None:
        return state.unknown()
    first = {"今明": 0, "明后": 1, "昨今": -1}[match["b0"]]
    if match["unit2"] == "年":
        return year(reference.year + first, 2)
    if match["unit2"] == "个月":
        start = months_on(reference.replace(day=1), first)
        return None if start is None else month(start.year, start.month, 2)
    start_day, end_day = (day_of(reference + dt.timedelta(n)) for n in (first, first + 1))
    return None if start_day is None or end_day is None else start_day.to(end_day)


_YEARS = {
    **dict.fromkeys(("今年", "本年", "本年度", "今财年", "本财年", "这一年", "年内"), 0),
    **dict.fromkeys(
        ("去年", "上年", "上年度", "上一年", "上一年度", "上财年", "上个财年", "上一财年", "上一个财年"), -1
    ),
    "前年": -2,
    "大前年": -3,
    **dict.fromkeys(("明年", "来年", "下年", "下一年", "下一年度", "下财年", "下个财年", "下一财年", "下一个财年"), 1),
    "后年": 2,
    "大后年": 3,
}


_BRACKETED = re.compile(r"[（(][^）)]*[）)]")


def _unbracketed(word: str) -> str:
    """Return 昨日, 本月 and 去年 of 昨（17）日, 本（7）月 and 去（113）年."""
    return word if len(word) < 4 else _BRACKETED.sub("", word)


def _relyear(match: re.Match[str], state: State) -> Period | None:
    word = _unbracketed(match["relyear"])
    if word in _YEARS:
        reference = state.context.reference
        return state.unknown() if reference is None else year(reference.year + _YEARS[word])
    near = state.before.period if state.before is not None else None
    number = near.start.year if near is not None and near.start is not None else state.context.year
    return state.unknown() if number is None else year(number + (word in {"次年", "翌年"}))


def _quarters(match: re.Match[str], state: State) -> Period | None:
    if not match["q1"]:
        return _opening_months(3 * (number_of(match["q0"]) if match["q0"] else 1), state)
    number = state.year()
    if number is None:
        return state.unknown()
    first, last = number_of(match["q1"]), number_of(match["q2"])
    if "、" in match[0] and last != first + 1:
        return None
    return month(number, 3 * first - 2, 3 * (last - first + 1)) if last >= first else None


def _quarter(match: re.Match[str], state: State) -> Period | None:
    which = 4 if match["qlast"] else number_of(match["q"] or match["qb"] or match["qn"] or match["qq"])
    number, reference = state.year(lambda n: month(n, 3 * which - 2, 3)), state.context.reference
    if which == 4 and state.period is None and state.inherited is None and reference is not None and number is not None:
        # In January the fourth quarter is the last one.
        number = unsaid_year(10, reference) if reference.month < 4 else number
        state.guess = "year"
    return state.unknown() if number is None else month(number, 3 * which - 2, 3)


def _relquarter(match: re.Match[str], state: State) -> Period | None:
    reference = state.context.reference
    if reference is None:
        return state.unknown()
    shift = {"上": -3, "下": 3}.get(match["rq"][0], 0)
    start = months_on(reference.replace(day=1, month=(reference.month - 1) // 3 * 3 + 1), shift)
    return None if start is None else month(start.year, start.month, 3)


def _half(match: re.Match[str], state: State) -> Period | None:
    if match["hw"]:
        return _half_week(match, state)
    if match["hq"]:
        return (
            None
            if state.period is None or state.period.start is None
            else month(state.period.start.year, 6 * int(match["hq"]) - 5, 6)
        )
    number = state.year(lambda n: month(n, 1 if (match["h"] or match["hb"]) == "上" else 7, 6))
    if number is None:
        return state.unknown()
    reference = state.context.reference
    if match["hb"] and state.period is None and reference is not None:
        # 上个半年 is the half year before the running one.
        start = months_on(
            reference.replace(day=1, month=1 if reference.month < 7 else 7), -6 if match["hb"] == "上" else 6
        )
        return None if start is None else month(start.year, start.month, 6)
    return month(number, 1 if (match["h"] or match["hb"]) == "上" else 7, 6)


def _half_week(match: re.Match[str], state: State) -> Period | None:
    reference, upper = state.context.reference, match["hw"] == "上"
    if match["hu"] == "月":
        base = state.period or (None if reference is None else month(reference.year, reference.month))
        if base is None or base.start is None:
            return state.unknown()
        middle = base.start.replace(day=16)
        return Period(base.start, middle, DAY) if upper else Period(middle, base.end, DAY)
    week = None if reference is None else week_of(reference)
    if week is None or week.start is None:
        return state.unknown()
    middle = week.start + dt.timedelta(3)
    return Period(week.start, middle, DAY) if upper else Period(middle, week.end, DAY)


_SEASONS = {"春": (3, 3), "夏": (6, 3), "秋": (9, 3), "冬": (12, 3), "暑": (7, 2), "寒": (1, 2)}
_TERMS = {"春": ("立春", "立夏"), "夏": ("立夏", "立秋"), "秋": ("立秋", "立冬"), "冬": ("立冬", "立春")}


def _season(match: re.Match[str], state: State) -> Period | None:
    return _season_of(match["sn"][0], state.year(), state)


def _relseason(match: re.Match[str], state: State) -> Period | None:
    reference, word, which = state.context.reference, match["ss2"], match["sr"]
    if reference is None:
        return state.unknown()
    number = reference.year + {"今": 0, "去": -1, "明": 1}[which]
    # In January 今冬 is the winter that began last year.
    return _season_of(word, number - (word == "冬" and which == "今" and reference.month < 3), state)


def _season_of(word: str, number: int | None, state: State) -> Period | None:
    if number is None:
        return state.unknown()
    if word in _TERMS:
        first, next_one = (festivals()[name] for name in _TERMS[word])
        start, end = days(first, number), days(next_one, number + (word == "冬"))
        stretch = between(start[0], end[0] - dt.timedelta(1)) if start and end else None
        state.vague = [] if stretch is None else [stretch.iso]
    return month(number, *_SEASONS[word])


def _yearpart(match: re.Match[str], state: State) -> Period | None:
    number = state.year()
    if number is None:
        return state.unknown()
    if match[0] == "全年":
        return year(number)
    match match["yp"]:
        case "初":
            state.vague = [f"{number:04}-01/{number:04}-02"]
            return month(number, 1)
        case "中":
            return month(number, 6, 2)
    state.vague = [f"{number:04}-11/{number:04}-12"]
    return month(number, 12)


def _months(match: re.Match[str], state: State) -> Period | None:
    ends = match["mpair"] or (match["m1"], match["m2"])
    first, last = (1, number_of(match["mn"])) if match["mn"] else (number_of(ends[0]), number_of(ends[1]))
    if not 1 <= first <= 12 or not 1 <= last <= 12:
        return None
    if match["mn"]:
        return _opening_months(last, state)
    if (match["mlist"] or match["mpair"]) and last - first not in {1, -11}:
        return None  # 5、6月 is a stretch, 5、8月 none
    number = month_year(max(first, last), state)
    if number is None:
        return state.unknown()
    return month(number, first, last - first + 1 + (12 if last < first else 0))


def _opening_months(count: int, state: State) -> Period | None:
    """Read 前9个月: the first months of the year in force; without one, of that running when they had passed."""
    reference = state.context.reference
    if state.period is None and state.before is None and reference is not None:
        number: int | None = reference.year if reference.month >= count else reference.year - 1
    else:
        number = state.year()
    return state.unknown() if number is None else month(number, 1, count)


def month_year(which: int, state: State) -> int | None:
    """Return the year of a month that is told without one; None where nothing settles it."""
    near, reference = state.inherited, state.context.reference
    if state.period is not None or near is not None:
        number = state.year(lambda n: month(n, which))
        if state.period is None and near is not None and near.start is not None and reference is not None:
            # 11月20日开幕，1月5日闭幕: soon after what is to come.
            soon = near.start > reference and near.start.month - which > 7 and number == near.start.year
            return number + soon if number is not None else None
        return number
    if reference is None:
        return None
    state.guess = "year"
    return unsaid_year(which, reference)


def _month(match: re.Match[str], state: State) -> Period | None:
    which = 1 if match["m"] in {"元", "首"} else number_of(match["m"])
    if match["m"] == "首" and not state.rank:
        return state.unknown()  # the first of what, the text has said
    if not 1 <= which <= 12:
        return None
    number = month_year(which, state)
    return state.unknown() if number is None else month(number, which)


def _relmonth(match: re.Match[str], state: State) -> Period | None:
    word = _unbracketed(match["rm"]).removesuffix("个")
    base = state.context.reference
    if state.period is not None and state.period.start is not None and base is not None:
        # 去年同月 is the month spoken of, 去年本月 the running one.
        near = state.inherited if word in {"当", "同"} else None
        spoken = near if near is not None and near.grain >= MONTH else None
        return month(state.period.start.year, (base if spoken is None or spoken.start is None else spoken.start).month)
    if word in {"当", "同", "次", "翌"} and state.context.last is not None:
        base = state.context.last.start
    if base is None:
        return state.unknown()
    shift = 1 if word in {"次", "翌"} else word.count("下") - word.count("上")
    start = months_on(base.replace(day=1), shift)
    return None if start is None else month(start.year, start.month)


def _monthpart(match: re.Match[str], state: State) -> Period | None:
    base, word = state.period, match["mp"]
    if base is None or base.start is None:
        if state.known and state.context.reference is not None and word.startswith("月"):
            spoken = state.inherited or state.context.spoken
            near = state.context.reference
            if spoken is not None and spoken.start is not None and spoken.grain >= MONTH:
                near = spoken.start
            base = month(near.year, near.month)
        if base is None or base.start is None:
            return state.unknown()
    if base.grain is not MONTH or base.end is None:
        return None
    start, end = base.start, base.end
    if word in {"底", "末"}:
        start = months_on(end, -1) or start  # of a quarter it is the last month
    elif word == "初":
        end = months_on(start, 1) or end
    base = Period(start, end, MONTH)
    match word:
        case "上旬":
            return Period(start, start.replace(day=11), DAY)
        case "中旬":
            return Period(start.replace(day=11), start.replace(day=21), DAY)
        case "下旬":
            return Period(start.replace(day=21), end, DAY)
        case "上中旬" | "上半月":
            return Period(start, start.replace(day=21 if word[-1] == "旬" else 16), DAY)
        case "中下旬" | "下半月":
            return Period(start.replace(day=11 if word[-1] == "旬" else 16), end, DAY)
    if word[-1] in "底末":
        last = Period(end - dt.timedelta(1), end, DAY)
        state.vague = [last.iso, Period(end - dt.timedelta(7), end, DAY).iso]
    elif word[-1] == "初":
        state.vague = [Period(start, start.replace(day=6), DAY).iso]
    return base


def _days(match: re.Match[str], state: State) -> Period | None:
    place = _month_or_guess(number_of(match["d5"]), state)
    if place is None:
        return state.unknown()
    first, last = number_of(match["d4"]), number_of(match["d5"])
    if "、" in match[0] and last != first + 1:
        return None  # 5、6日 is a stretch, 5、9日 none
    start, end = day(*place, first), day(*place, last)
    if last < first and end is not None:
        end = end.months_later(1)
    return None if start is None or end is None else start.to(end)


_WITHIN = re.compile(r"[之以]?内(?![容部地外])")


def _day(match: re.Match[str], state: State) -> Period | None:
    number = number_of(match["d"])
    if not 1 <= number <= 31 or (not state.rank and _WITHIN.match(match.string, match.end())):
        return None  # 十日内 is a length
    place = _month_or_guess(number, state)
    if place is None:
        return state.unknown()
    found = day(*place, number)
    if found is None and state.guess:
        # 29日 in the February of a common year, 2月29日 without a year: the last month or leap year that has it.
        back = range(1, 3) if state.guess == "month" else range(12, 96, 12)
        for months in back:
            base = months_on(dt.datetime(*place, 1), -months)  # noqa: DTZ001
            found = None if base is None else day(base.year, base.month, number)
            if found is not None:
                return found
    return found


def _month_or_guess(number: int, state: State) -> tuple[int, int] | None:
    place = state.month()
    reference = state.context.reference
    if place is not None or reference is None or not state.known:
        return place
    state.guess = "month"
    # News looks back: early in a month, 28日 was last month's.
    base = months_on(reference.replace(day=1), -1 if number - reference.day > 15 else 0)
    return None if base is None else (base.year, base.month)


def _bareday(match: re.Match[str], state: State) -> Period | None:
    if state.rank != 3 or state.period is None or state.period.start is None:
        return None
    return day(state.period.start.year, state.period.start.month, number_of(match["bd"]))


_DAYS = {"大前": -3, "前": -2, "昨": -1, "寻": -1, "今": 0, "即": 0, "明": 1, "听": 1, "后": 2, "大后": 3}


def _relday(match: re.Match[str], state: State) -> Period | None:
    word = _unbracketed(match["relday"])
    base, last = state.context.reference, state.inherited
    if base is not None and state.period is not None and state.period.start is not None:
        # 去年的今天
        return day(state.period.start.year, base.month, base.day)
    if match.string[match.start() - 2 : match.start()] == "前的":
        return state.unknown()  # 三年前的今天
    shift = _DAYS.get(word[:-1])
    if shift is None:
        shift = 1 if word in {"次日", "翌日"} else 0
        near = last if last is not None and last.grain >= DAY else state.context.day
        if near is not None:
            base = near.start
        elif shift and state.context.spoken is not None:
            return state.unknown()
    if base is None:
        return state.unknown()
    try:
        return day_of(base + dt.timedelta(shift))
    except OverflowError:
        return None


def _week(match: re.Match[str], state: State) -> Period | None:
    reference = state.context.reference
    if reference is None:
        return state.unknown()
    word, name = match["w"], match["wd"]
    week = week_of(reference, word.count("下") - word.count("上"))
    found = None if week is None else _within(week, name)
    if match["wn"] and found is not None and found.start is not None and found.end is not None:
        length = dt.timedelta(number_of(match["wk"]))
        if match["wn"] in {"前", "头"}:
            return Period(found.start, found.start + length, DAY)
        return Period(found.end - length, found.end, DAY)
    if found is not None and found.start is not None:
        if name == "末":
            state.vague = [f"{point(found.start - dt.timedelta(hours=6), MINUTE)}/{found.closing}"]
        elif (
            word.startswith("下")
            and name is not None
            and word.count("下") == 1
            and WEEKDAYS[name] > reference.weekday()
        ):
            # 下周三 on a Tuesday is said of tomorrow, too.
            state.vague = [point(found.start - dt.timedelta(7), DAY)]
    return found


def _within(week: Period, name: str | None) -> Period | None:
    if week.start is None or name is None:
        return week
    if name == "末":
        return Period(week.start + dt.timedelta(5), week.start + dt.timedelta(7), DAY)
    return day_of(week.start + dt.timedelta(WEEKDAYS[name]))


_AND = frozenset("、和及与")


def _weekday(match: re.Match[str], state: State) -> Period | None:
    if state.period is not None and state.rank >= 5:
        return state.period
    before = match.string[match.start() - 2 : match.start()]
    if before in {"后的", "前的"} or before[-1:] == "个":
        return state.unknown()  # 三周后的周六, 10月的一个周六
    reference = state.context.reference
    base = state.before.period.start if state.before is not None and state.before.period is not None else reference
    near = state.context.last
    if match.string[match.start() - 1 : match.start()] in _AND and near is not None and near.grain is DAY:
        base = near.start  # 上周三和周四
    week = None if base is None else week_of(base)
    if week is None or (match["wday"] == "末" and state.before is None):
        # 周末 alone is any weekend.
        return state.unknown()
    state.guess = "week"
    return _within(week, match["wday"])


READERS: Mapping[str, Reader] = {
    "numeric": _numeric,
    "iso": _ymd("i"),
    "spaced": _ymd("s"),
    "packed": _ymd("p"),
    "turned": _turned,
    "padded": _padded,
    "years": _years,
    "year": _year,
    "short": _short,
    "decade": _decade,
    "century": _century_of,
    "both": _both,
    "relyear": _relyear,
    "quarters": _quarters,
    "quarter": _quarter,
    "relquarter": _relquarter,
    "half": _half,
    "season": _season,
    "relseason": _relseason,
    "yearpart": _yearpart,
    "months": _months,
    "month": _month,
    "relmonth": _relmonth,
    "monthpart": _monthpart,
    "days": _days,
    "day": _day,
    "bareday": _bareday,
    "relday": _relday,
    "week": _week,
    "weekday": _weekday,
}
