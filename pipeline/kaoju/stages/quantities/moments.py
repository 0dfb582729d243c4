"""What a time expression is, what it is settled against, and the state in which one is read."""

import datetime as dt
from collections.abc import Callable
from typing import final

from msgspec import Struct, field

from kaoju.stages.quantities.periods import DAY, MONTH, Period

__all__ = ["Context", "Moment", "State"]

_A_DAY = dt.timedelta(1)


class Context(Struct):
    """What relative times are settled against: the article's date, and what was spoken of last.

    `last` is that of the same sentence, `spoken` of the whole text so far, `day` the last day that was told of,
    which ends at `day_end`; `clock` tells that the reference has a time of day, `end` where what was spoken of last
    ended, `noted` where the last time of any kind did.
    """

    reference: dt.datetime | None = None
    last: Period | None = None
    spoken: Period | None = None
    clock: bool = False
    day: Period | None = None
    day_end: int = 0
    end: int = 0
    noted: int = 0

    def note(self, moment: "Moment") -> None:
        """Take in what was read: what the text speaks of from here on."""
        self.noted = end = moment.end
        period = moment.period
        if period is None or (moment.first == "clock" and not moment.own):
            return
        self.spoken, self.end = period, end
        if moment.aside:
            return
        self.last = period
        if period.start is not None and period.end is not None and period.grain >= DAY:
            self.day_end = end
            self.day = period if period.end - period.start <= _A_DAY else None

    @property
    def year(self) -> int | None:
        """The year that 同年 and 当年 mean."""
        for period in (self.last, self.spoken):
            if period is not None and period.start is not None:
                return period.start.year
        return None if self.reference is None else self.reference.year


@final
class Moment(Struct, frozen=True, gc=False):
    """A time expression: where it stands, and what it means; `period` is None where nothing settles it.

    `first` is the kind of word it begins with, `clock` its time of day where one is given, `part` the part of day
    before that. `guess` tells what of it is inferred (`year`, `month`, `week`, `noon`), `own` that it names a day of
    its own, `exact` the moment that a length of time leads to,
    `aside` that the text does not go on to speak of it.
    """

    start: int
    end: int
    period: Period | None
    rule: str
    clock: str | None = None
    alternatives: tuple[str, ...] = ()
    first: str = ""
    part: str = ""
    guess: str = ""
    own: bool = False
    exact: dt.datetime | None = None
    aside: bool = False


class State(Struct):
    """A time expression being read: what is settled so far and by which context.

    `vague` are other readings of the word read last; they fall away when a finer word follows.
    `moves` are how far away the other days lie that a festival may mean.
    """

    context: Context
    before: Moment | None = None
    period: Period | None = None
    known: bool = True
    clock: str | None = None
    part: str = ""
    rank: int = 0
    first: str = ""
    guess: str = ""
    noon: bool = False
    vague: list[str] = field(default_factory=list)
    moves: list[dt.timedelta] = field(default_factory=list)

    def unknown(self) -> Period | None:
        """Note that nothing settles the expression, and return the period of such: none."""
        self.known = False
        return None

    @property
    def inherited(self) -> Period | None:
        """The nearest earlier period of the same range or sentence."""
        if self.before is not None and self.before.period is not None:
            return self.before.period
        return self.context.last

    def year(self, of: Callable[[int], Period | None] | None = None) -> int | None:
        """Return the year that a word without one stands in: the one read before it, else that of the reference.

        `of` makes the period of a year: after 去年12月, 5月 is not the one before that.
        """
        if self.period is not None and self.period.start is not None:
            return self.period.start.year
        near, reference = self.inherited, self.context.reference
        if near is not None and near.start is not None:
            made = None if of is None or self.before is not None else of(near.start.year)
            if made is None or made.start is None or reference is None or made.start >= near.start:
                return near.start.year
            for number in (reference.year, reference.year - 1):
                later = of(number) if of is not None else None
                if later is not None and later.start is not None and near.start <= later.start <= reference:
                    return number
            return near.start.year
        return reference.year if self.known and reference is not None else None

    def month(self) -> tuple[int, int] | None:
        """Return the year and month that a day without one stands in."""
        if self.period is not None and self.period.start is not None:
            return self.period.start.year, self.period.start.month
        near = self.inherited
        if near is not None and near.start is not None and near.grain >= MONTH:
            return near.start.year, near.start.month
        return None
