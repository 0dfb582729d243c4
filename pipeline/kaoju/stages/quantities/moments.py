"""What a time expression is, and what it is settled against."""

import datetime as dt
from dataclasses import dataclass

from kaoju.stages.quantities.periods import Period

__all__ = ["Context", "Moment"]


@dataclass(slots=True)
class Context:
    """What relative times are settled against: the article's date, and the date spoken of last."""

    reference: dt.datetime | None = None
    last: Period | None = None
    spoken: Period | None = None
    clock: bool = False

    @property
    def year(self) -> int | None:
        """The year that 同年 and 当年 mean."""
        for period in (self.last, self.spoken):
            if period is not None and period.start is not None:
                return period.start.year
        return None if self.reference is None else self.reference.year


@dataclass(frozen=True, slots=True)
class Moment:
    """A time expression: where it stands, and what it means; `period` is None where nothing settles it."""

    start: int
    end: int
    period: Period | None
    rule: str
    clock: str | None = None
    alternatives: tuple[str, ...] = ()
    first: str = ""
    part: str = ""
