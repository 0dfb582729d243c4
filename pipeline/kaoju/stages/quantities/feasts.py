"""What festivals and lunar dates mean: readers as those of the calendar's words."""

import datetime as dt
import re
from collections.abc import Mapping

from kaoju.stages.quantities.festivals import days, festivals, lunar, lunar_month, lunar_on
from kaoju.stages.quantities.moments import State
from kaoju.stages.quantities.periods import DAY, Period, between, day, day_of
from kaoju.stages.quantities.readers import Reader, number_of

__all__ = ["FEASTS"]


def _lunar_date(match: re.Match[str], state: State) -> Period | None:
    number = state.year()
    if match["lnew"]:
        which, date, leap = 1, number_of(match["ln"]), 0
        if match["ln"] == "三十":
            which = 12
    else:
        which = {"正": 1, "冬": 11, "腊": 12}.get(match["lm"]) or number_of(match["lm"])
        text, leap = match["ld"], int(bool(match["leap"]))
        date = 0 if not text else 1 if text == "朔日" else number_of(text)
    if number is None:
        return state.unknown()
    if not 1 <= which <= 12 or date > 30:
        return None
    plain = match["lm"] not in {"正", "冬", "腊"} and not match["leap"] and match["lm"] is not None
    if plain and date and (solar := day(number, which, date)) is not None:
        state.vague = [solar.iso]
    reference = state.context.reference
    if state.period is not None or state.inherited is not None or reference is None:
        return _lunar_of(number, which, date, leap) or state.unknown()
    near = [_lunar_of(n, which, date, leap) for n in (number, number - 1, number + 1)]
    found = [period for period in near if period is not None]
    # Without a year the nearest one is meant.
    found.sort(key=lambda period: abs(period.start - reference) if period.start else dt.timedelta.max)
    if not found:
        return state.unknown()
    first = found[0]
    state.moves = [other.start - first.start for other in found[1:] if other.start and first.start]
    if not date:
        state.moves, state.vague = [], [period.iso for period in found[1:]]
    return first


def _lunar_of(number: int, which: int, date: int, leap: int) -> Period | None:
    if not date:
        whole = lunar_month(number, which, leap)
        return None if whole is None else between(*whole)
    found = lunar(number, which, date, leap)
    return None if found is None else day_of(found)


def _lunar_day(match: re.Match[str], state: State) -> Period | None:
    """Read the 初七 of 正月初一至初七; alone it is one of any month."""
    near = state.before.period if state.before is not None else None
    if near is None or near.start is None or near.grain is not DAY:
        return state.unknown()
    found = lunar_on(near.start.date(), number_of(match["lo"]))
    return state.unknown() if found is None else day_of(found)


def _festival(match: re.Match[str], state: State) -> Period | None:
    return _festive(match[0], state)


_HOLIDAYS = {"五一": "劳动节", "十一": "国庆节", "六一": "儿童节"}


def _holiday(match: re.Match[str], state: State) -> Period | None:
    return _festive(_HOLIDAYS[match[0]], state)


def _festive(name: str, state: State) -> Period | None:
    rule, number, reference = festivals()[name], state.year(), state.context.reference
    if number is None or not state.known:
        return state.unknown()
    fixed = state.period is not None
    readings = [days(rule, n) for n in ((number,) if fixed else (number, number + 1, number - 1))]
    if not fixed and state.inherited is None and reference is not None:
        # Without a year the nearest one is meant: in January, 圣诞 was last month.
        today = reference.date()
        readings.sort(key=lambda reading: abs((reading[0] - today).days) if reading else 999)
    found = [reading for reading in readings if reading is not None]
    if not found:
        return state.unknown()
    begins = [reading[0] for reading in found]
    if rule.eve:
        begins += [first - dt.timedelta(1) for first in begins]
    state.moves = [first - begins[0] for first in begins[1:]]
    if rule.eve and found[0][1] > found[0][0]:
        state.vague = [f"{found[0][0] - dt.timedelta(1)}/{found[0][1]}"]
    return between(*found[0])


FEASTS: Mapping[str, Reader] = {
    "lunar": _lunar_date,
    "lunarday": _lunar_day,
    "festival": _festival,
    "holiday": _holiday,
}
