# ruff: noqa: E501 -- rows of the pattern stay whole
"""Lengths of time counted from a reference: 三天前, 未来两周, 近三年."""

import datetime as dt
import re

from kaoju.numerals import read
from kaoju.stages.quantities.moments import Context, Moment
from kaoju.stages.quantities.periods import Grain, Period, instant, months_on

__all__ = ["offset"]

_MONTHS = {"年": 12, "月": 1, "季度": 3}
_SECONDS = {
    "周": 604800,
    "星期": 604800,
    "礼拜": 604800,
    "天": 86400,
    "日": 86400,
    "小时": 3600,
    "钟头": 3600,
    "分钟": 60,
    "秒钟": 1,
    "秒": 1,
}
_BACK = ("过去", "最近", "近", "此前", "之前", "向前", "往前", "前", "上", "以前", "以来")
_GRAINS = {
    "年": Grain.YEAR,
    "季度": Grain.MONTH,
    "月": Grain.MONTH,
    "小时": Grain.MINUTE,
    "钟头": Grain.MINUTE,
    "分钟": Grain.MINUTE,
    "秒": Grain.SECOND,
    "秒钟": Grain.SECOND,
}


def _period(reference: dt.datetime, number: int, unit: str, where: str, *, first: bool, halves: bool) -> Period | None:
    """Return the point (三天前) or the stretch (近三天, 三天内) that lies `number` units from the reference.

    `where` is the word of direction, `first` tells that it stood before the number. None outside the calendar.
    """
    unit = unit.removeprefix("个")
    back = where.removesuffix("的").startswith(_BACK)
    moment = _moved(reference, -1 if back else 1, number, unit, halves)
    if moment is None:
        return None
    grain = _GRAINS.get(unit, Grain.DAY)
    if halves:
        grain = max(grain, Grain.MONTH) if unit in _MONTHS else grain
    if first or where in {"内", "以内", "之内", "以来"}:
        return _stretch(reference, moment, grain)
    return _around(moment, grain)


def _moved(reference: dt.datetime, sign: int, number: int, unit: str, halves: bool) -> dt.datetime | None:  # noqa: FBT001
    if unit in _MONTHS:
        months = number * _MONTHS[unit] + (_MONTHS[unit] // 2 if halves else 0)
        moment = months_on(reference, sign * months)
        return moment if moment is None or not halves or unit != "月" else _plus(moment, sign * 15 * 86400)
    seconds = number * _SECONDS[unit] + (_SECONDS[unit] // 2 if halves else 0)
    return _plus(reference, sign * seconds)


def _plus(moment: dt.datetime, seconds: int) -> dt.datetime | None:
    try:
        return moment + dt.timedelta(seconds=seconds)
    except OverflowError:
        return None


def _around(moment: dt.datetime, grain: Grain) -> Period | None:
    """Return the whole year, month or day that holds a moment; finer grains are instants."""
    if grain > Grain.DAY:
        return instant(moment, grain)
    start = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if grain is Grain.DAY:
        return Period(start, start + dt.timedelta(1), grain)
    start = start.replace(day=1) if grain is Grain.MONTH else start.replace(day=1, month=1)
    end = months_on(start, 1 if grain is Grain.MONTH else 12)
    return None if end is None else Period(start, end, grain)


def _stretch(reference: dt.datetime, moment: dt.datetime, grain: Grain) -> Period | None:
    """Return the whole units before (or after) the one of the reference; days and finer count from the reference."""
    start, end = min(reference, moment), max(reference, moment)
    if grain > Grain.DAY:
        return Period(start, end, Grain.SECOND)
    first, last = _around(start, grain), _around(end, grain)
    if first is None or last is None:
        return None
    return Period(first.start, last.start, grain) if first.start != last.start else first


_UNITS = r"年|个月|月|个?星期|个?礼拜|周|天|日|个?小时|个?钟头|分钟|秒钟|秒|季度|个季度"
_COUNT = r"[\d一二两三四五六七八九十百几半]{1,6}"
_OFFSET = re.compile(
    rf"""(?P<lead>过去的?|最近的?|近|未来的?|今后的?|接下来的?|将来|此前|之前|之后|向前|向后|往前|往后|[前后上下])
            [ ]?(?P<n1>{_COUNT})[ ]?(?P<more1>多)?(?P<u1>{_UNITS})(?P<half1>半)?(?:里|内|间|以来|来)?(?!前|后|之前|之后|多)
       | (?P<n2>{_COUNT})[ ]?(?P<more2>多)?(?P<u2>{_UNITS})(?P<half2>半)?(?P<tail>之前|以前|前|之后|以后|后|之内|以内|内|以来)(?![期续沿景半端台面来者世卫提])""",
    re.VERBOSE,
)


# 成立6年后 counts from the founding, not from today: a length.
_SINCE = re.compile(r"(?:成立|创立|创办|上线|推出|开业|上市|入行|毕业|退休|运营|投产|开通|手术|入院|出院|结婚)了?$")


def offset(text: str, at: int, context: Context) -> Moment | None:
    """Read 三天前, 未来两周, 近三年: a length of time counted from the reference; None where there is none."""
    match = _OFFSET.match(text, at)
    if match is None:
        return None
    first = match["lead"] is not None
    count, unit, half = (match[k] for k in (("n1", "u1", "half1") if first else ("n2", "u2", "half2")))
    where = match["lead"] if first else match["tail"]
    if first and where in {"上", "下", "前", "后"} and (unit in {"日", "月"} or count == "半"):
        return None
    if first and where == "前" and unit in {"季度", "个季度"}:
        return None  # 前三季度 are the year's first three, not the last three
    since = not first and _SINCE.search(text[max(0, at - 4) : at]) is not None
    if since or _is_length(where, unit, count, context):
        return None
    if count == "半":
        number, halves = 0, True
    else:
        read_count = read(count, 0)
        if read_count is None or read_count.end != len(count) or read_count.bounds.low is None:
            return None
        number, halves = int(read_count.bounds.low), half is not None
    if (unit == "年" and number > 999) or number > 9999:
        return None
    period: Period | None = None
    others: tuple[str, ...] = ()
    if context.reference is not None:
        period = _period(context.reference, number, unit, where, first=first, halves=halves)
        if first and where == "前" and unit == "个月" and 0 < number <= 12:
            period = _opening(context.reference, number)
        others = _others(context.reference, number, unit, where, halves=halves, first=first)
    return Moment(at, match.end(), period, "quantity.offset", None, others, "offset")


def _opening(reference: dt.datetime, months: int) -> Period:
    """Return the first months of the year that was running when they had passed: 前9个月 in November."""
    year = reference.year if reference.month >= months else reference.year - 1
    end = dt.datetime(year + months // 12, months % 12 + 1, 1)  # noqa: DTZ001
    return Period(dt.datetime(year, 1, 1), end, Grain.MONTH)  # noqa: DTZ001


def _others(
    reference: dt.datetime, number: int, unit: str, where: str, *, halves: bool, first: bool
) -> tuple[str, ...]:
    """Return the other readings: the exact day, the stretch between it and the reference in days or in seconds."""
    unit, back = unit.removeprefix("个"), where.removesuffix("的").startswith(_BACK)
    moment = _moved(reference, -1 if back else 1, number, unit, halves)
    if moment is None:
        return ()
    early, late = _around(min(reference, moment), Grain.DAY), _around(max(reference, moment), Grain.DAY)
    point = _around(moment, Grain.DAY)
    if early is None or late is None or point is None or late.start is None or early.start is None:
        return ()
    found = [Period(early.start, late.start, Grain.DAY)] if early.start < late.start else []
    if not back and first:
        found.append(Period(early.end, late.end, Grain.DAY))
    return tuple(dict.fromkeys([point.iso, *(period.iso for period in found)]))


_FINE = frozenset({"小时", "个小时", "钟头", "个钟头", "分钟", "秒", "秒钟"})


def _is_length(where: str, unit: str, count: str, context: Context) -> bool:
    """Tell whether 六年后 or 近7分钟 states a length: after other dates 后 counts from one of them, not from today."""
    if where in {"后", "之后", "以后"} and (context.spoken is not None or (unit in _FINE and not context.clock)):
        return True
    return where == "近" and (unit in _FINE or (unit == "年" and len(count) > 1 and count != "十"))
