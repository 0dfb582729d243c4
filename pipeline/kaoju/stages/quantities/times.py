# ruff: noqa: ARG001 -- readers share one signature
"""Points and stretches of time, read forward from where one starts and settled against a reference date."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from kaoju.numerals import read
from kaoju.stages.quantities.grammar import JOIN, MAYBE, RANKS, TOKENS
from kaoju.stages.quantities.moments import Context, Moment
from kaoju.stages.quantities.offsets import offset
from kaoju.stages.quantities.periods import Grain, Period, day, instant, month, months_on, year
from kaoju.stages.quantities.vocabulary import festivals

__all__ = ["moment"]

_NOT_FIRST = {"monthpart"}
_GLUE = re.compile(r"[ ]?的?[ ]?")
_RANGE = re.compile(JOIN)


def moment(text: str, at: int, context: Context) -> Moment | None:
    """Read the time expression that starts at `at`, a range of two included; None where there is none."""
    if not MAYBE.match(text, at):
        return None
    found = offset(text, at, context) or _single(text, at, context, None)
    if found is None:
        return None
    found = _until(text, found)
    joint = _RANGE.match(text, found.end)
    if joint is None or found.period is None:
        return found
    second = _single(text, joint.end(), context, found)
    if second is None or second.period is None or second.period.start is None or found.period.start is None:
        return found
    if second.period.start < found.period.start:
        return found
    whole = found.period.to(second.period)
    clock = f"{found.clock}/{second.clock}" if found.first == "clock" and found.clock and second.clock else None
    return Moment(at, second.end, whole, "quantity.date_range", clock, first=found.first)


_UNTIL = re.compile(r"[或及]?(?:之前|以前|前(?![后三两几]))")


def _until(text: str, found: Moment) -> Moment:
    """Add the open reading of 五月一日前; the point stays the first one."""
    period = found.period
    if period is None or period.start is None or period.grain is not Grain.DAY or not _UNTIL.match(text, found.end):
        return found
    try:
        before = period.start - dt.timedelta(1)
    except OverflowError:
        return found
    return replace(found, alternatives=(*found.alternatives, f"../{before:%Y-%m-%d}"))


@dataclass(slots=True)
class _State:
    """A time expression being read: what is settled so far and by which context."""

    context: Context
    before: Moment | None = None
    period: Period | None = None
    known: bool = True
    clock: str | None = None
    part: str = ""
    rank: int = 0
    first: str = ""
    guessed: bool = False
    weekly: bool = False
    morning: bool = False

    @property
    def base(self) -> Period | None:
        """The coarser period inside which the next word is read, None at the start of an expression."""
        return self.period


def _single(text: str, at: int, context: Context, before: Moment | None) -> Moment | None:
    state = _State(context, before, part=before.part if before is not None else "")
    dated = False
    place = end = at
    while True:
        match = TOKENS.match(text, place)
        if match is None:
            stop = _festival(text, place, state)
            if stop == place:
                break
            dated, end = True, stop
            place = _glued(text, end)
            continue
        kind = _kind(match)
        if RANKS[kind] <= state.rank or (not state.rank and kind in _NOT_FIRST and before is None):
            break
        period = _READERS[kind](match, state)
        if period is None and state.known and kind not in {"clock", "daypart"}:
            break
        state.period = period
        state.first = state.first or kind
        dated = dated or kind not in {"clock", "daypart"} or match[0][0] in "今昨明"
        state.rank, end = RANKS[kind], match.end()
        place = _glued(text, end)
    if not state.rank:
        return None
    first = state.first if dated or state.clock is None else "clock"
    period = state.period if state.known else None
    return Moment(
        at, end, period, f"quantity.{first}", state.clock, _others(state, period, first), first=first, part=state.part
    )


def _glued(text: str, end: int) -> int:
    glue = _GLUE.match(text, end)
    return glue.end() if glue else end


def _festival(text: str, place: int, state: _State) -> int:
    """Read a festival inside the year read so far, or this one; return where it ends, `place` where there is none."""
    if state.rank > 1:
        return place
    for stop, (which, fixed, weekday, week) in festivals().at(text, place):
        number = _in_year(state)
        state.rank, state.first = 5, state.first or "festival"
        if number is None or not state.known:
            state.known = False
            return stop
        state.guessed = state.period is None
        date = fixed
        if not fixed:
            first = dt.datetime(number, which, 1)  # noqa: DTZ001
            date = 1 + (weekday - first.weekday()) % 7 + 7 * (week - 1)
        state.period = day(number, which, date)
        return stop
    return place


def _others(state: _State, period: Period | None, first: str) -> tuple[str, ...]:
    """Return the other readings: the neighbouring year or week, the afternoon of a bare clock."""
    if first == "clock" and state.morning and state.clock is not None:
        return (f"T{(int(state.clock[1:3]) + 12) % 24:02}{state.clock[3:]}",)
    if period is None or period.start is None or period.end is None:
        return ()
    found: list[Period | None] = []
    if state.morning:
        found.append(_shifted(period, dt.timedelta(hours=12)))
    if state.weekly:
        found += [_shifted(period, dt.timedelta(7)), _shifted(period, dt.timedelta(-7))]
    if state.guessed:
        for months in (12, -12):
            start, end = months_on(period.start, months), months_on(period.end, months)
            found.append(None if start is None or end is None else Period(start, end, period.grain))
    return tuple(dict.fromkeys(other.iso for other in found if other is not None))


def _shifted(period: Period, by: dt.timedelta) -> Period | None:
    try:
        start, end = period.start, period.end
        return None if start is None or end is None else Period(start + by, end + by, period.grain)
    except OverflowError:
        return None


def _kind(match: re.Match[str]) -> str:
    return next(name for name in RANKS if match[name] is not None)


def _number(text: str) -> int:
    found = read(text, 0)
    return -1 if found is None or found.bounds.low is None else int(found.bounds.low)


def _unknown(state: _State) -> Period | None:
    state.known = False
    return None


def _numeric(match: re.Match[str], state: _State) -> Period | None:
    number, which = int(match["ny"]), int(match["nm"])
    return day(number, which, int(match["nd"])) if match["nd"] else month(number, which)


def _packed(match: re.Match[str], state: _State) -> Period | None:
    return day(int(match["py"]), int(match["pm"]), int(match["pd"]))


def _years(match: re.Match[str], state: _State) -> Period | None:
    first = int(match["y1"])
    last = int(match["y2"]) if len(match["y2"]) == 4 else first - first % 100 + int(match["y2"])
    start, end = year(first), year(last)
    return None if start is None or end is None or last < first or not 1000 < first < 2200 else start.to(end)


def _year(match: re.Match[str], state: _State) -> Period | None:
    return year(_digits(match["y"]))


def _digits(text: str) -> int:
    found = read(text, 0)
    return int(found.spelled or int(found.bounds.low or 0)) if found else -1


def _short(match: re.Match[str], state: _State) -> Period | None:
    number = _digits(match["yy"] or match["yy2"])
    return year(number + (2000 if number < 50 else 1900))


def _decade(match: re.Match[str], state: _State) -> Period | None:
    if match["d2"]:
        return year(int(match["d2"]), 10)
    tens = _number(match["d1"] or match["d3"])
    century = match["century"] or ""
    base = 1900
    if century.startswith("本"):
        base = 2000
    elif century[:1] not in {"", "上"}:
        base = (_number(century.removesuffix("世纪")) - 1) * 100
    return year(base + tens, 10)


_YEARS = {
    "今年": 0,
    "本年": 0,
    "本年度": 0,
    "今财年": 0,
    "去年": -1,
    "上年": -1,
    "上年度": -1,
    "上一年": -1,
    "上一年度": -1,
    "前年": -2,
    "大前年": -3,
    "明年": 1,
    "来年": 1,
    "后年": 2,
    "大后年": 3,
}


def _relyear(match: re.Match[str], state: _State) -> Period | None:
    word = match["relyear"]
    if word in _YEARS:
        if state.context.reference is None:
            return _unknown(state)
        return year(state.context.reference.year + _YEARS[word])
    if state.context.year is None:
        return _unknown(state)
    return year(state.context.year + (word in {"次年", "翌年"}))


def _in_year(state: _State) -> int | None:
    reference = state.context.reference
    if state.period is not None and state.period.start is not None:
        return state.period.start.year
    if state.before is not None and state.before.period is not None and state.before.period.start is not None:
        return state.before.period.start.year
    if state.context.last is not None and state.context.last.start is not None:
        return state.context.last.start.year
    return reference.year if state.known and reference is not None else None


def _quarters(match: re.Match[str], state: _State) -> Period | None:
    number = _in_year(state)
    if number is None:
        return _unknown(state)
    if match["q1"]:
        first, last = _number(match["q1"]), _number(match["q2"])
    else:
        first, last = 1, _number(match["q0"]) if match["q0"] else 1
    return month(number, 3 * first - 2, 3 * (last - first + 1)) if last >= first else None


def _quarter(match: re.Match[str], state: _State) -> Period | None:
    number, which = _in_year(state), _number(match["q"] or match["qn"] or match["qq"])
    if number is None:
        return _unknown(state)
    return month(number, 3 * which - 2, 3)


def _relquarter(match: re.Match[str], state: _State) -> Period | None:
    reference = state.context.reference
    if reference is None:
        return _unknown(state)
    shift = {"上": -3, "本": 0, "这": 0, "下": 3}[match["rq"][0]]
    start = months_on(reference.replace(day=1, month=(reference.month - 1) // 3 * 3 + 1), shift)
    return None if start is None else month(start.year, start.month, 3)


def _half(match: re.Match[str], state: _State) -> Period | None:
    number = _in_year(state)
    if number is None:
        return _unknown(state)
    return month(number, 1 if match["h"] == "上" else 7, 6)


def _yearpart(match: re.Match[str], state: _State) -> Period | None:
    number = _in_year(state)
    if number is None:
        return _unknown(state)
    if match[0] == "全年":
        return year(number)
    match match["yp"]:
        case "初":
            return month(number, 1)
        case "中":
            return month(number, 6, 2)
    return month(number, 12)


def _months(match: re.Match[str], state: _State) -> Period | None:
    first, last = (1, _number(match["mn"])) if match["mn"] else (_number(match["m1"]), _number(match["m2"]))
    number = _month_year(last, state)
    if number is None:
        return _unknown(state)
    if not 1 <= first <= 12 or not 1 <= last <= 12:
        return None
    return month(number, first, last - first + 1) if last >= first else None


def _month_year(which: int, state: _State) -> int | None:
    if state.period is not None or state.before is not None:
        return _in_year(state)
    last, reference = state.context.last, state.context.reference
    if last is not None and last.start is not None:
        return last.start.year
    if reference is None:
        return None
    # News looks back: in February, 12月 was last year's.
    state.guessed = True
    return reference.year - (which > reference.month + 3)


def _month(match: re.Match[str], state: _State) -> Period | None:
    which = 1 if match["m"] == "元" else _number(match["m"])
    if not 1 <= which <= 12:
        return None
    number = _month_year(which, state)
    if number is None:
        return _unknown(state)
    return month(number, which)


def _relmonth(match: re.Match[str], state: _State) -> Period | None:
    word = match["rm"].removesuffix("个")
    if word in {"当", "同", "次"} and state.context.last is not None:
        base = state.context.last.start
    else:
        base = state.context.reference
    if base is None:
        return _unknown(state)
    start = months_on(base.replace(day=1), {"上上": -2, "上": -1, "次": 1, "下": 1}.get(word, 0))
    return None if start is None else month(start.year, start.month)


def _monthpart(match: re.Match[str], state: _State) -> Period | None:
    base, word = state.period, match["mp"]
    if base is None or base.start is None:
        if state.known and state.context.reference is not None and word.startswith("月"):
            base = month(state.context.reference.year, state.context.reference.month)
        if base is None or base.start is None:
            return _unknown(state)
    if base.grain is not Grain.MONTH:
        return None
    match word[-2:]:
        case "上旬":
            return Period(base.start, base.start.replace(day=11), Grain.DAY)
        case "中旬":
            return Period(base.start.replace(day=11), base.start.replace(day=21), Grain.DAY)
        case "下旬":
            return Period(base.start.replace(day=21), base.end, Grain.DAY)
    return base


def _month_of(state: _State) -> tuple[int, int] | None:
    if state.period is not None and state.period.start is not None:
        return state.period.start.year, state.period.start.month
    for base in (state.before.period if state.before else None, state.context.last):
        if base is not None and base.start is not None and base.grain >= Grain.MONTH:
            return base.start.year, base.start.month
    reference = state.context.reference
    return None if reference is None or not state.known else (reference.year, reference.month)


def _days(match: re.Match[str], state: _State) -> Period | None:
    place = _month_of(state)
    if place is None:
        return _unknown(state)
    first, last = day(*place, _number(match["d4"])), day(*place, _number(match["d5"]))
    return None if first is None or last is None or _number(match["d5"]) < _number(match["d4"]) else first.to(last)


def _day(match: re.Match[str], state: _State) -> Period | None:
    number = _number(match["d"])
    if not 1 <= number <= 31:
        return None
    place = _month_of(state)
    if place is None:
        return _unknown(state)
    return day(*place, number)


_DAYS = {
    "大前天": -3,
    "前天": -2,
    "昨天": -1,
    "昨日": -1,
    "今天": 0,
    "今日": 0,
    "即日": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
}


def _relday(match: re.Match[str], state: _State) -> Period | None:
    word = match["relday"]
    base = state.context.reference
    if word not in _DAYS and state.context.last is not None and state.context.last.grain >= Grain.DAY:
        base = state.context.last.start
    if base is None:
        return _unknown(state)
    return _day_of(base + dt.timedelta(_DAYS.get(word, 1 if word in {"次日", "翌日"} else 0)))


def _day_of(moment: dt.datetime) -> Period | None:
    return day(moment.year, moment.month, moment.day)


_WEEKDAYS = {**{c: n for n, c in enumerate("一二三四五六日")}, "天": 6}


def _week(match: re.Match[str], state: _State) -> Period | None:
    reference = state.context.reference
    if reference is None:
        return _unknown(state)
    word = match["w"]
    shift = word.count("下") - word.count("上")
    monday = _day_of(reference + dt.timedelta(7 * shift - reference.weekday()))
    return None if monday is None else _within(monday, match["wd"])


def _within(monday: Period, name: str | None) -> Period | None:
    if monday.start is None:
        return None
    if name is None:
        return Period(monday.start, monday.start + dt.timedelta(7), Grain.DAY)
    if name == "末":
        return Period(monday.start + dt.timedelta(5), monday.start + dt.timedelta(7), Grain.DAY)
    return _day_of(monday.start + dt.timedelta(_WEEKDAYS[name]))


def _weekday(match: re.Match[str], state: _State) -> Period | None:
    reference = state.context.reference
    if reference is None:
        return _unknown(state)
    monday = _day_of(reference - dt.timedelta(reference.weekday()))
    state.weekly = state.period is None
    return None if monday is None else _within(monday, match["wday"])


_PARTS = {
    "凌晨": (0, 6),
    "清晨": (4, 12),
    "清早": (4, 12),
    "早晨": (4, 12),
    "早上": (4, 12),
    "早间": (4, 12),
    "上午": (4, 12),
    "中午": (11, 13),
    "正午": (12, 13),
    "午间": (11, 13),
    "下午": (12, 19),
    "午后": (12, 19),
    "傍晚": (17, 20),
    "晚上": (18, 24),
    "晚间": (18, 24),
    "夜间": (18, 24),
    "夜里": (18, 24),
    "深夜": (22, 24),
    "半夜": (0, 4),
    "午夜": (0, 1),
    "今早": (4, 12),
    "今晨": (4, 12),
    "今晚": (18, 24),
    "昨晚": (18, 24),
    "昨夜": (18, 24),
    "明早": (4, 12),
    "明晚": (18, 24),
    "当晚": (18, 24),
    "当夜": (18, 24),
}


def _daypart(match: re.Match[str], state: _State) -> Period | None:
    word = match["dp"]
    state.part = word
    base = _day_base(word, state)
    if base is None or base.start is None or base.grain is not Grain.DAY:
        return _unknown(state)
    first, last = _PARTS[word]
    return Period(base.start + dt.timedelta(hours=first), base.start + dt.timedelta(hours=last), Grain.HOUR)


def _day_base(word: str, state: _State) -> Period | None:
    if state.period is not None:
        return state.period
    reference = state.context.reference
    if state.before is not None and state.before.period is not None:
        reference = state.before.period.start
    elif word.startswith("当") and state.context.last is not None and state.context.last.grain >= Grain.DAY:
        reference = state.context.last.start
    if reference is None:
        return None
    shift = {"昨": -1, "明": 1}.get(word[:1], 0)
    return _day_of(reference + dt.timedelta(shift))


def _clock(match: re.Match[str], state: _State) -> Period | None:
    hour = _number(match["ch"] or match["h2"])
    minute = _number(match["cm"] or match["mm"] or "0") if not match["hh"] else 30
    if match["kk"]:
        minute = 15 * _number(match["kk"])
    second = _number(match["cs"] or match["ss"] or "0")
    if not (0 <= hour <= 24 and 0 <= minute < 60 and 0 <= second < 60):
        state.known = True
        return None
    if (
        state.part[-1:] in {"午", "晚", "上", "里", "夜", "后", "间"}
        and hour < 12
        and _PARTS.get(state.part, (0, 0))[0] >= 11
    ):
        hour += 12
    state.morning = not state.part and hour <= 12
    if hour == 12 and ("晚" in state.part or "夜" in state.part):
        hour = 24
    state.clock = f"T{hour % 24:02}:{minute:02}" + (f":{second:02}" if second else "")
    base = state.period if state.period is not None else _day_base("", state)
    if base is None or base.start is None or not state.known:
        return _unknown(state)
    start = base.start.replace(hour=0, minute=0) + dt.timedelta(hours=hour, minutes=minute, seconds=second)
    return instant(start, Grain.SECOND if second else Grain.MINUTE)


Reader = Callable[[re.Match[str], _State], Period | None]
_READERS: dict[str, Reader] = {
    "numeric": _numeric,
    "packed": _packed,
    "years": _years,
    "year": _year,
    "short": _short,
    "decade": _decade,
    "relyear": _relyear,
    "quarters": _quarters,
    "quarter": _quarter,
    "relquarter": _relquarter,
    "half": _half,
    "yearpart": _yearpart,
    "months": _months,
    "month": _month,
    "relmonth": _relmonth,
    "monthpart": _monthpart,
    "days": _days,
    "day": _day,
    "relday": _relday,
    "week": _week,
    "weekday": _weekday,
    "daypart": _daypart,
    "clock": _clock,
}
