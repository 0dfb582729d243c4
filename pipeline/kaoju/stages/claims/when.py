"""When a claim holds: dates of its sentence, scoped as the text scopes them, and frames carried on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kaoju.document import Kind, Metric, Quantity
from kaoju.span import Span
from kaoju.stages.claims.clauses import Frame

__all__ = ["Clock", "When"]

# 上年同期的90张床, 3月的约20例: the date belongs to that number alone.
_LOCAL = re.compile(r"^(?:末|底|初)?(?:的|时的)[^，。；、]{0,8}$|^[^，。；、的]{0,2}$")
# The date may hold 同期 itself, or stop before it.
_SAME_PERIOD = re.compile(r".{0,2}同期")
_COMPARING = re.compile(r"(?:从|较|比|由|与|和|自)$")
# 比前年增长一成: the year compared with is not when the growth was.
_AGAINST = re.compile(r"(?:较|比|与|相对于)$")
_TIMELESS = frozenset({Metric.AGE, Metric.TENURE})


@dataclass(frozen=True, slots=True)
class When:
    """An ISO 8601 time and the words it was read from (None where it was carried over)."""

    time: str
    span: Span
    confidence: float


@dataclass(slots=True)
class Clock:
    """The time frame in force while the text is read; a new paragraph resets it."""

    frame: When | None = None
    paragraph: int = -1

    def enter(self, frame: Frame) -> None:
        """Begin a sentence: forget the frame of another paragraph."""
        if frame.sentence.paragraph != self.paragraph:
            self.frame = None
            self.paragraph = frame.sentence.paragraph

    def note(self, frame: Frame, text: str, events: frozenset[Span]) -> None:
        """End a sentence: its last date that frames what follows becomes the frame of the next one.

        A date is a frame where it opens a clause; a date inside a comparison or tied to one number is none.
        """
        for clause in frame.clauses:
            for date in clause.quantities:
                opens = date.span.start - clause.span.start <= 3
                scoped = _is_local(text, frame, date) or _is_base(text, frame, date)
                if _dates(date) and date.span not in events and opens and not scoped:
                    self.frame = When(day(date.time or ""), date.span, 0.5)

    def _same_period(self, text: str, date: Quantity, earlier: Sequence[Quantity]) -> When:
        """Read 去年同期 against the period that the text was speaking of; any other date is what it says."""
        plain = When(day(date.time or ""), date.span, 0.75)
        if not _SAME_PERIOD.match(text, max(date.span.start, date.span.end - 2)):
            return plain
        periods = [day(d.time or "") for d in earlier if not _SAME_PERIOD.match(text, max(0, d.span.end - 2))]
        period = periods[-1] if periods else self.frame.time if self.frame else None
        shifted = _year_before(period) if period and period[4:] else None
        return When(shifted, date.span, 0.7) if shifted else plain

    def at(self, text: str, frame: Frame, quantity: Quantity, metric: Metric, events: frozenset[Span]) -> When | None:
        """Return when a claim holds, None where the text does not say.

        A date that is itself asserted is its own claim's time and nobody else's. Before the number: the nearest date
        that is not tied to another number; else the frame of the sentence before.
        """
        if quantity.kind is Kind.DATE:
            return When(day(quantity.time or ""), quantity.span, quantity.confidence)
        if metric in _TIMELESS:
            return None
        dates = [
            d
            for c in frame.clauses
            for d in c.quantities
            if _dates(d) and d.span not in events and not _is_base(text, frame, d)
        ]
        before = [d for d in dates if d.span.end <= quantity.span.start]
        for index in range(len(before) - 1, -1, -1):
            date = before[index]
            if not _is_local(text, frame, date) or _next_number(frame, date) is quantity:
                return self._same_period(text, date, before[:index])
        number = frame.clause_of(quantity.span)
        inside = [d for d in frame.clauses[number].quantities if d in dates and d.span.start >= quantity.span.end]
        if inside and not before:
            return When(day(inside[0].time or ""), inside[0].span, 0.5)
        return self.frame


def _year_before(time: str) -> str | None:
    """Shift every edge of an ISO time back by one year; None where an edge is no date.

    >>> _year_before("2024-01/2024-03")
    '2023-01/2023-03'
    """
    edges = time.split("/")
    if not all(edge[:4].isdigit() for edge in edges):
        return None
    return "/".join(f"{int(edge[:4]) - 1:04d}{edge[4:]}" for edge in edges)


def _dates(quantity: Quantity) -> bool:
    return quantity.kind is Kind.DATE and quantity.time is not None


def day(time: str) -> str:
    """Return a time without its hours: a claim's time is a day, month, year or interval of these.

    >>> day("2024-09-20T12/2024-09-20T19"), day("2024-01/2024-09")
    ('2024-09-20', '2024-01/2024-09')
    """
    edges = list(dict.fromkeys(edge.split("T")[0] for edge in time.split("/")))
    return "/".join(edges)


def _next_number(frame: Frame, date: Quantity) -> Quantity | None:
    later: Sequence[Quantity] = [
        q for c in frame.clauses for q in c.quantities if q.span.start >= date.span.end and q.kind is not Kind.DATE
    ]
    return later[0] if later else None


def _is_base(text: str, frame: Frame, date: Quantity) -> bool:
    """Tell whether a date is only what a change is measured against, and no number is tied to it."""
    if not _AGAINST.search(text[max(0, date.span.start - 3) : date.span.start]):
        return False
    number = _next_number(frame, date)
    return number is None or "的" not in text[date.span.end : number.span.start]


def _is_local(text: str, frame: Frame, date: Quantity) -> bool:
    """Tell whether a date speaks only of the number right behind it."""
    number = _next_number(frame, date)
    if number is None or number.span.start - date.span.end > 12:
        return False
    between = text[date.span.end : number.span.start]
    compared = _COMPARING.search(text[max(0, date.span.start - 2) : date.span.start]) is not None
    tied = between.startswith(("的", "末", "底", "初", "同期的", "同期"))
    return _LOCAL.match(between.removeprefix("同期")) is not None and (compared or tied)
