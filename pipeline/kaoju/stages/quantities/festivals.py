"""Festivals and solar terms: names to days, by rules of several calendars kept in `festivals.csv`."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from kaoju.rulebook import load_table

__all__ = ["Festival", "days", "festivals", "lunar", "lunar_month", "lunar_on"]


@dataclass(frozen=True, slots=True)
class Festival:
    """How a festival's first day is found: a calendar's month and day or weekday, moved by `shift`; and its length.

    `calendar` is `solar`, `weekday` (the `week`th such day of the month, the last where negative), `lunar`, `term` (a
    solar term, by name), `easter`, `orthodox`, `islamic`, `hebrew`, or `unknown` where no calendar of ours has it.
    Islamic and Hebrew days begin on the evening before.
    """

    calendar: str
    month: int
    day: int
    weekday: int
    week: int
    shift: int
    days: int
    name: str

    @property
    def eve(self) -> bool:
        """Whether its days begin at sunset."""
        return self.calendar in {"islamic", "hebrew"}


@cache
def festivals() -> Mapping[str, Festival]:
    """Return every name of a festival with its rule."""
    found: dict[str, Festival] = {}
    for row in load_table("festivals"):
        names = row["texts"].split()
        rule = _rule(row["calendar"], row, names[0])
        found.update(dict.fromkeys(names, rule))
        if rule.calendar == "easter":
            found.update(dict.fromkeys((f"东正教{name}" for name in names), _rule("orthodox", row, names[0])))
    return found


def _rule(calendar: str, row: Mapping[str, str], name: str) -> Festival:
    which, date, weekday, week, shift = (int(row[key] or 0) for key in ("month", "day", "weekday", "week", "shift"))
    return Festival(calendar, which, date, weekday, week, shift, int(row["days"] or 1), name)


@lru_cache(maxsize=4096)
def days(rule: Festival, year: int) -> tuple[dt.date, dt.date] | None:
    """Return first and last day of a festival that falls into a year; None where its calendar does not reach.

    >>> days(festivals()["春节"], 2024)
    (datetime.date(2024, 2, 10), datetime.date(2024, 2, 10))
    """
    try:
        first = _first(rule, year)
        if first is None:
            return None
        first += dt.timedelta(rule.shift)
        return first, first + dt.timedelta(rule.days - 1)
    except (ValueError, OverflowError):
        return None


def _first(rule: Festival, year: int) -> dt.date | None:
    match rule.calendar:
        case "solar":
            return dt.date(year, rule.month, rule.day)
        case "weekday":
            return _weekday(rule, year)
        case "lunar":
            return lunar(year, rule.month, rule.day)
        case "term":
            return _term(rule.name.removesuffix("节气").removesuffix("节"), year)
        case "easter" | "orthodox":
            from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

            sunday: dt.date = easter(year, EASTER_WESTERN if rule.calendar == "easter" else EASTER_ORTHODOX)
            return sunday
        case "islamic":
            return _islamic(rule, year)
        case "hebrew":
            return _hebrew(rule, year)
    return None


def _weekday(rule: Festival, year: int) -> dt.date:
    if rule.week < 0:
        last = (dt.date(year, rule.month, 28) + dt.timedelta(4)).replace(day=1) - dt.timedelta(1)
        return last - dt.timedelta((last.weekday() - rule.weekday) % 7)
    first = dt.date(year, rule.month, 1)
    return first + dt.timedelta((rule.weekday - first.weekday()) % 7 + 7 * (rule.week - 1))


def _term(name: str, year: int) -> dt.date | None:
    if not 1901 <= year <= 2099:
        return None
    from borax.calendars.lunardate import TermUtils

    found: dt.date = TermUtils.nth_term_day(year, term_name=name)
    return found


def _islamic(rule: Festival, year: int) -> dt.date | None:
    if not 1925 <= year <= 2076:
        return None
    from hijridate import Gregorian, Hijri

    # An Islamic year is eleven days short: one of two begins or ends in this one.
    start: int = Gregorian(year, 1, 1).to_hijri().year
    for number in (start, start + 1):
        found = Hijri(number, rule.month, rule.day).to_gregorian()
        if found.year == year:
            return dt.date(found.year, found.month, found.day)
    return None


def _hebrew(rule: Festival, year: int) -> dt.date | None:
    if not 1600 <= year <= 2200:
        return None
    from pyluach.dates import HebrewDate

    for number in (year + 3760, year + 3761):
        found: dt.date = HebrewDate(number, rule.month, rule.day).to_pydate()
        if found.year == year:
            return found
    return None


@lru_cache(maxsize=1024)
def lunar(year: int, month: int, day: int, leap: int = 0) -> dt.date | None:
    """Return the day of a Chinese lunar date, None where the year has no such day or tables do not reach (1900-2100).

    >>> lunar(2024, 8, 15)
    datetime.date(2024, 9, 17)
    """
    if not 1900 <= year <= 2100:
        return None
    from borax.calendars.lunardate import LunarDate

    try:
        found: dt.date = LunarDate(year, month, day, leap).to_solar_date()
    except ValueError:
        return None
    return found


def lunar_on(since: dt.date, day: int) -> dt.date | None:
    """Return the first day after `since` that is the `day`th of a Chinese lunar month.

    >>> lunar_on(dt.date(2024, 2, 9), 6)
    datetime.date(2024, 2, 15)
    """
    if not 1900 < since.year < 2100:
        return None
    from borax.calendars.lunardate import LunarDate

    days = (since + dt.timedelta(number) for number in range(1, 32))
    return next((date for date in days if LunarDate.from_solar(date).day == day), None)


def lunar_month(year: int, month: int, leap: int = 0) -> tuple[dt.date, dt.date] | None:
    """Return first and last day of a Chinese lunar month."""
    first = lunar(year, month, 1, leap)
    last = lunar(year, month, 30, leap) or lunar(year, month, 29, leap)
    return None if first is None or last is None else (first, last)
