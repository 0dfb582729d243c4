"""Stretches of the calendar and how they are written in ISO 8601. Knows no Chinese."""

import datetime as dt
from enum import IntEnum
from functools import lru_cache

from msgspec import Struct

__all__ = [
    "DAY",
    "HOUR",
    "MINUTE",
    "MONTH",
    "SECOND",
    "YEAR",
    "Grain",
    "Period",
    "between",
    "day",
    "day_of",
    "instant",
    "month",
    "months_on",
    "point",
    "unsaid_year",
    "week_of",
    "year",
]


_A_SECOND, _A_DAY = dt.timedelta(seconds=1), dt.timedelta(1)


class Grain(IntEnum):
    """How finely a point in time is given."""

    YEAR = 1
    MONTH = 2
    DAY = 3
    HOUR = 4
    MINUTE = 5
    SECOND = 6

    # An enumeration's own is a Python function, and periods are looked up by their grain all the time.
    __hash__ = int.__hash__


# Looking a member up in its class is slow, too.
YEAR, MONTH, DAY, HOUR, MINUTE, SECOND = Grain


class Period(Struct, frozen=True, gc=False):
    """A stretch `[start, end)` of local time, and the grain in which its ends are written.

    An instant has `start == end`. `None` is an end that the text leaves open.

    >>> month(2020, 3).to(month(2020, 4)).iso
    '2020-03/2020-04'
    """

    start: dt.datetime | None
    end: dt.datetime | None
    grain: Grain

    @property
    def opening(self) -> str:
        """The first point, in the period's grain; `..` where the text leaves it open."""
        return ".." if self.start is None else point(self.start, self.grain)

    @property
    def closing(self) -> str:
        """The last point inside, in the period's grain; `..` where the text leaves it open."""
        if self.end is None:
            return ".."
        plain = self.grain > DAY or self.start == self.end
        return point(self.end if plain else self.end - _A_SECOND, self.grain)

    @property
    def iso(self) -> str:
        """The point or the interval, both ends named in the period's own grain, an open end as `..`."""
        first = self.opening
        if self.start == self.end:
            return first
        last = self.closing
        return first if first == last else f"{first}/{last}"

    def moved(self, by: dt.timedelta) -> "Period | None":
        """Return the period so much later; None outside the calendar."""
        try:
            start, end = self.start, self.end
            return Period(None if start is None else start + by, None if end is None else end + by, self.grain)
        except OverflowError:
            return None

    def months_later(self, months: int) -> "Period | None":
        """Return the period so many months later; None outside the calendar."""
        if self.start is None or self.end is None:
            return None
        start = months_on(self.start, months)
        # A whole day stays one: the end of 29 February is no 1 March a year later.
        if self.grain is DAY and self.end - self.start == _A_DAY:
            same = start is not None and start.day == self.start.day
            return Period(start, start + _A_DAY, self.grain) if start is not None and same else None
        end = months_on(self.end, months)
        return None if start is None or end is None else Period(start, end, self.grain)

    def to(self, other: "Period") -> "Period":
        """Return the stretch from this one's start to the other's end, in the finer grain."""
        return Period(self.start, other.end, max(self.grain, other.grain))


# How much of an ISO 8601 date and time each grain keeps.
_LENGTHS = {YEAR: 4, MONTH: 7, DAY: 10, HOUR: 13, MINUTE: 16, SECOND: 19}


def point(moment: dt.datetime, grain: Grain) -> str:
    """Write a moment in ISO 8601 as finely as the grain says."""
    return moment.isoformat()[: _LENGTHS[grain]]


@lru_cache(maxsize=2048)
def year(number: int, years: int = 1) -> Period | None:
    """Return `years` calendar years from January of `number`; None outside the calendar."""
    if not 1 <= number <= 9998 - years:
        return None
    return Period(dt.datetime(number, 1, 1), dt.datetime(number + years, 1, 1), YEAR)  # noqa: DTZ001


@lru_cache(maxsize=2048)
def month(number: int, which: int, months: int = 1) -> Period | None:
    """Return `months` calendar months from month `which` of year `number`; None outside the calendar."""
    if not 1 <= number <= 9990 or not 1 <= which <= 12:
        return None
    start = dt.datetime(number, which, 1)  # noqa: DTZ001
    end = months_on(start, months)
    return None if end is None else Period(start, end, MONTH)


@lru_cache(maxsize=2048)
def day(number: int, which: int, date: int) -> Period | None:
    """Return one day; None where the calendar has no such day."""
    try:
        start = dt.datetime(number, which, date)  # noqa: DTZ001
        return Period(start, start + _A_DAY, DAY)
    except (ValueError, OverflowError):
        return None


def day_of(moment: dt.datetime | dt.date) -> Period | None:
    """Return the whole day of a moment."""
    return day(moment.year, moment.month, moment.day)


def between(first: dt.date, last: dt.date) -> Period | None:
    """Return the days from one to another; None outside the calendar."""
    start, end = day_of(first), day_of(last)
    return None if start is None or end is None else start.to(end)


def week_of(moment: dt.datetime, weeks: int = 0) -> Period | None:
    """Return the week from Monday that holds a moment, or one some weeks later."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = Period(midnight, midnight + dt.timedelta(7), DAY)
    return monday.moved(dt.timedelta(7 * weeks - moment.weekday()))


def unsaid_year(which: int, reference: dt.datetime) -> int:
    """Return the year of a month that nothing but the article's date settles: in February, 12月 was last year's."""
    return reference.year - (which > reference.month + 3)


def instant(moment: dt.datetime, grain: Grain) -> Period:
    """Return a moment without length."""
    return Period(moment, moment, grain)


def months_on(moment: dt.datetime, by: int) -> dt.datetime | None:
    """Return the same day `by` months later, the month's last where it has none such; None outside the calendar."""
    number, which = divmod(moment.year * 12 + moment.month - 1 + by, 12)
    if not 1 <= number <= 9998:
        return None
    if moment.day <= 28:
        return moment.replace(year=number, month=which + 1)
    first = moment.replace(year=number, month=which + 1, day=1)
    last = (first.replace(day=28) + dt.timedelta(4)).replace(day=1) - dt.timedelta(1)
    return first.replace(day=min(moment.day, last.day))
