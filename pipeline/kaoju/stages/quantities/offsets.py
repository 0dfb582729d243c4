"""Lengths of time counted from a reference: 三天前, 未来两周, 近三年."""

import datetime as dt

from kaoju.stages.quantities.periods import Grain, Period, instant, months_on

__all__ = ["offset_period"]

_MONTHS = {"年": 12, "月": 1, "季度": 3}
_SECONDS = {"周": 604800, "星期": 604800, "礼拜": 604800, "天": 86400, "日": 86400, "小时": 3600, "钟头": 3600,
            "分钟": 60, "秒钟": 1, "秒": 1}
_BACK = ("过去", "最近", "近", "此前", "之前", "向前", "往前", "前", "上", "以前", "以来")
_GRAINS = {"年": Grain.YEAR, "季度": Grain.MONTH, "月": Grain.MONTH, "小时": Grain.MINUTE, "钟头": Grain.MINUTE,
           "分钟": Grain.MINUTE, "秒": Grain.SECOND, "秒钟": Grain.SECOND}


def offset_period(
    reference: dt.datetime, number: int, unit: str, where: str, *, first: bool, halves: bool
) -> Period | None:
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
        return _stretch(reference, moment, unit, grain)
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


def _stretch(reference: dt.datetime, moment: dt.datetime, unit: str, grain: Grain) -> Period | None:
    """Return the whole units before (or after) the one of the reference; days and finer count from the reference."""
    start, end = min(reference, moment), max(reference, moment)
    if grain > Grain.DAY:
        return Period(start, end, Grain.SECOND)
    first, last = _around(start, grain), _around(end, grain)
    if first is None or last is None:
        return None
    return Period(first.start, last.start, grain) if first.start != last.start else first
