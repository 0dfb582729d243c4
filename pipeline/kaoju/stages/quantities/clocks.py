"""Parts of the day and clock times, and the n-th day, week or weekday of a stretch."""

import datetime as dt
import re
from collections.abc import Mapping

from kaoju.stages.quantities.moments import State
from kaoju.stages.quantities.periods import (
    DAY,
    HOUR,
    MINUTE,
    MONTH,
    SECOND,
    YEAR,
    Period,
    day,
    day_of,
    instant,
    month,
    week_of,
)
from kaoju.stages.quantities.readers import WEEKDAYS, Reader, number_of

__all__ = ["CLOCKS"]

_HOURS = {
    **dict.fromkeys(("凌晨", "今晨", "昨晨", "次晨", "明晨"), (0, 6)),
    **dict.fromkeys(
        ("清晨", "清早", "早晨", "早上", "早间", "一早", "上午", "今早", "昨早", "明早", "今朝", "朝早", "早", "晨"),
        (4, 12),
    ),
    **dict.fromkeys(("黎明", "拂晓"), (4, 7)),
    **dict.fromkeys(("中午", "午间"), (11, 13)),
    "白天": (6, 18),
    "正午": (12, 13),
    **dict.fromkeys(("下午", "午后", "晏昼", "下昼"), (12, 19)),
    "傍晚": (17, 20),
    **dict.fromkeys(
        ("晚上", "晚间", "夜间", "夜里", "今晚", "今夜", "昨晚", "昨夜", "明晚", "当晚", "当夜", "同晚", "晚", "夜"),
        (18, 24),
    ),
    "深夜": (22, 24),
    **dict.fromkeys(("半夜", "前半夜"), (0, 4)),
    "后半夜": (2, 5),
    "午夜": (0, 1),
}
_DAYTIME = {**dict.fromkeys(("早上", "上午", "早", "早晨", "今早", "明早", "早间"), (8, 12))}
_NIGHTS = frozenset("晚夜")


def _daypart(match: re.Match[str], state: State) -> Period | None:
    word = match["dp"] if match.lastgroup == "daypart" else match["lp"] or match["lq"]
    if _is_of_days(state):
        return None
    state.part = word
    first, last = _HOURS[word]
    if not state.first:
        state.vague = [f"T{first:02}:00/T{last % 24:02}:00"]
        if word in _DAYTIME:
            state.vague.append(f"T{_DAYTIME[word][0]:02}:00/T12:00")
    base = _day_base(word, state)
    if base is None or base.start is None or base.grain is not DAY or not state.known:
        return state.unknown()
    if word in _DAYTIME:
        state.vague.append(_hours(base.start, *_DAYTIME[word]).iso)
    return _hours(base.start, first, last)


def _is_of_days(state: State) -> bool:
    """Tell whether what was read so far are several days, whose hours are those of none: 7日至10日 before 9:00."""
    period = state.period
    if period is None or period.start is None or period.end is None or period.grain is not DAY:
        return False
    return period.end - period.start > dt.timedelta(1)


def _hours(start: dt.datetime, first: int, last: int) -> Period:
    return Period(start + dt.timedelta(hours=first), start + dt.timedelta(hours=last), HOUR)


def _day_base(word: str, state: State) -> Period | None:
    if state.period is not None:
        return state.period
    reference, last = state.context.reference, state.context.last
    if state.before is not None and state.before.period is not None:
        reference = state.before.period.start
    elif word[:1] in {"当", "同", "次"} and state.context.day is not None:
        reference = state.context.day.start
    elif word and word[0] not in "今昨明" and last is not None and last.grain >= DAY:
        reference = last.start
    if reference is None:
        return None
    shift = {"昨": -1, "明": 1, "次": 1}.get(word[:1], 0)
    return day_of(reference + dt.timedelta(shift))


_CANTONESE = frozenset({"晏昼", "下昼", "朝早"})


def _hour_minute(match: re.Match[str], part: str) -> tuple[int, int, int]:
    """Return hour, minute and second as printed in a part of the day; -1 where a part is no number."""
    groups = match.groupdict()
    hour = number_of(next(groups[k] for k in ("ch", "ah", "bh", "h1", "h2") if groups[k] is not None))
    second = number_of(groups["cs"] or groups["ss"] or groups["cs2"] or "0")
    if groups["hh"]:
        return hour, 30, second
    if groups["kk"]:
        return hour, 15 * number_of(groups["kk"]), second
    if groups["zz"] or groups["zy"]:
        # 三点三个字: five minutes each.
        return hour, 5 * number_of(groups["zz"] or groups["zy"]), second
    minute = number_of(groups["cm"] or groups["mm"] or "0")
    if part in _CANTONESE and groups["mm"] and len(groups["mm"]) == 1 and not match[0].endswith("分"):
        minute *= 5  # 下昼三点三 is a quarter past
    return hour, minute, second


def _clock(match: re.Match[str], state: State) -> Period | None:
    hour, minute, second = _hour_minute(match, state.part)
    if _is_of_days(state) or not (0 <= hour <= 24 and 0 <= minute < 60 and 0 <= second < 60) or (hour == 24 and minute):
        state.known = True
        return None
    half = (match["ap"] or match["ap2"] or match["apz"] or match["apb"] or "").lower()
    part = state.part
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif hour < 12 and part and (part[-1] in "午晚上里夜后间昼") and _HOURS[part][0] >= 11:
        # 中午11点 is before noon, 中午1点 behind it.
        hour += 0 if _HOURS[part][1] == 13 and hour >= 10 else 12
    elif hour < 12 and part == "半夜" and hour >= 6:
        hour += 12
    state.noon = not part and not half and hour <= 12
    if hour == 12 and part and (part[0] in _NIGHTS or part[-1] in _NIGHTS or part == "夜里"):
        hour = 24
    state.clock = f"T{hour % 24:02}:{minute:02}" + (f":{second:02}" if second else "")
    base = state.period if state.period is not None else _day_base("", state)
    if base is None or base.start is None or not state.known:
        return state.unknown()
    start = base.start.replace(hour=0, minute=0, second=0) + dt.timedelta(hours=hour, minutes=minute, seconds=second)
    if match["h1"]:
        later = start + dt.timedelta(hours=number_of(match["h2b"]) - number_of(match["h1"]))
        state.clock = f"{state.clock}/T{later:%H:%M}"
        return Period(start, later, MINUTE)
    if match["vague"]:
        state.vague = [Period(start, start + dt.timedelta(minutes=1 if minute else 60), MINUTE).iso]
    return instant(start, SECOND if second else MINUTE)


def _nth(match: re.Match[str], state: State) -> Period | None:
    """Read 第二周, 最后一天, 前10天, 第二个周日 inside the stretch read so far."""
    if not state.known:
        return state.unknown()
    base, which, unit = state.period, match["nw"].removesuffix("的"), match["nu"]
    if base is None or base.start is None or base.end is None or base.grain > MONTH:
        return None
    count = number_of(match["nn"]) if match["nn"] else 1
    if count < 1 or (match["nn"] is None and which not in {"最后", "首"}):
        return None
    several = which in {"前", "头", "后", "最后"}
    first, last = (1, count) if several else (count, count)
    backward = which in {"最后", "倒数第", "后"}
    if unit == "月":
        return _nth_months(base.start, base.end, first, last, backward=backward)
    if unit[-1] in WEEKDAYS and unit not in {"天", "日"}:
        return _nth_weekday(base.start, base.end, WEEKDAYS[unit[-1]], count, backward=backward)
    if unit in {"天", "日"}:
        size, origin = 1, base.end if backward else base.start
    else:
        size, origin = 7, _first_monday(base)
        if backward:
            week = week_of(base.end - dt.timedelta(1))
            origin = base.end if week is None or week.end is None else week.end
    days = (-last * size, -first * size + size) if backward else ((first - 1) * size, last * size)
    try:
        found = Period(origin + dt.timedelta(days[0]), origin + dt.timedelta(days[1]), DAY)
    except OverflowError:
        return None
    assert found.start is not None
    return found if base.start - dt.timedelta(7) < found.start < base.end else None


def _first_monday(base: Period) -> dt.datetime:
    """Return where the first week begins: of a year the ISO week, of a month the first Monday."""
    assert base.start is not None
    if base.grain is YEAR:
        fourth = base.start.replace(day=4)
        return fourth - dt.timedelta(fourth.weekday())
    return base.start + dt.timedelta(-base.start.weekday() % 7)


def _nth_months(start: dt.datetime, end: dt.datetime, first: int, last: int, *, backward: bool) -> Period | None:
    months = (end.year - start.year) * 12 + end.month - start.month
    if backward:
        first, last = months - last + 1, months - first + 1
    if not 1 <= first <= last <= months:
        return None
    year, which = divmod(start.month - 1 + first - 1, 12)
    return month(start.year + year, which + 1, last - first + 1)


def _nth_weekday(start: dt.datetime, end: dt.datetime, name: int, count: int, *, backward: bool) -> Period | None:
    if backward:
        last = end - dt.timedelta(1)
        found = last - dt.timedelta((last.weekday() - name) % 7 + 7 * (count - 1))
    else:
        found = start + dt.timedelta((name - start.weekday()) % 7 + 7 * (count - 1))
    return day(found.year, found.month, found.day) if start <= found < end else None


CLOCKS: Mapping[str, Reader] = {"daypart": _daypart, "late": _daypart, "clock": _clock, "nth": _nth}
