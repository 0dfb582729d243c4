"""When a claim holds: the dates in reach, the times of claims before, or none, weighed against each other."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from kaoju.document import Kind, Metric, Quantity
from kaoju.span import Span
from kaoju.stages.claims.clauses import Frame
from kaoju.stages.claims.cues import first
from kaoju.stages.claims.groups import group_of
from kaoju.stages.claims.ranking import Option, best

__all__ = ["Clock", "When", "day"]

# The date may hold 同期 itself, or stop before it.
_SAME_PERIOD = re.compile(r".{0,2}同期")
_COMPARING = re.compile(r"(?:从|由|自|较|比|与|和|同|相对于)$")
_FROM = re.compile(r"(?:从|由|自)$")
# 比前年增长一成: the year compared with is not when the growth was.
_AGAINST = re.compile(r"(?:较|比|与|相对于)$")
_UNTIL = re.compile(r"(?:截至|截止|到|至)$")
# 2006年建院，当时只有12张床: the date of an event holds on.
_THEN = re.compile(r"那时|当时|那年|当年|彼时|至今|当天|当月|其间|期间")
_MIDNIGHT = re.compile(r"\d{4}-\d\d-\d\dT00(?::00){0,2}")
_TIMELESS = frozenset({Metric.AGE, Metric.TENURE})
# 1998年在县城建起的某医院: the date belongs to what is told of the name, not to the numbers that follow.
_RELATIVE = re.compile(r"[^，。；：]{1,16}的$")
# What a date tied to one number says nothing of is the number after it.
_LASTING = frozenset({"date:local:own", "date:against:linked:own", "date:against:plain:own", "date:from:own"})
# In a report on a quarter, 本季度 is the quarter reported on, not the one in which it is published.
_NOW = re.compile(r"如今|现在|目前|眼下|现有|现已|今天")
_THIS = re.compile(r"(?:本|当|该|这一)季度?|报告期内?")
_LOCAL = 12
_DATES = 8
_KEPT = 3


@dataclass(frozen=True, slots=True)
class When:
    """An ISO 8601 time and the words it was read from (None where it was carried over)."""

    time: str
    span: Span | None
    confidence: float


@dataclass(frozen=True, slots=True)
class _Past:
    """The time of a claim that was bound before, with what may make it hold on."""

    time: str
    sentence: int
    paragraph: int
    subject: str
    group: str
    clause: int
    semicolon: int
    local: bool


@dataclass(slots=True)
class Clock:
    """The times the text has spoken of so far: of claims, of sentences, of its head. `main`: whom it is about."""

    past: list[_Past] = field(default_factory=list)
    main: str | None = None
    period: str | None = None
    framed: str | None = None
    paragraph: int = -1

    def enter(self, frame: Frame) -> None:
        """Begin a sentence: the frame of another paragraph is forgotten."""
        if frame.sentence.paragraph != self.paragraph:
            self.framed = None
            self.paragraph = frame.sentence.paragraph

    def note(self, frame: Frame, text: str, events: frozenset[Span]) -> None:
        """End a sentence: its last date that opens a clause frames what follows; the first period is the text's."""
        for clause in frame.clauses:
            for date in clause.quantities:
                if not _dates(date) or date.span in events:
                    continue
                time = day(date.time or "")
                if self.period is None and "/" in time and frame.sentence.paragraph <= _KEPT:
                    self.period = time
                if date.span.start - clause.span.start <= 3 and not _names(text, frame, date):
                    self.framed = time

    def at(
        self, text: str, frame: Frame, quantity: Quantity, metric: Metric, events: frozenset[Span], subject: str
    ) -> When | None:
        """Return when a claim holds, None where the text does not say. A date that is asserted is its own time."""
        if quantity.kind is Kind.DATE:
            return When(day(quantity.time or ""), quantity.span, quantity.confidence)
        if metric in _TIMELESS:
            return None
        number = frame.clause_of(quantity.span)
        options = [*self._options(text, frame, number, quantity, metric, events, subject)]
        found = best("time", options)
        assert found is not None  # none is always an option
        share, option = found
        stops = sum(text.count("；", c.span.end, c.span.end + 1) for c in frame.clauses[:number])
        self.past.append(
            _Past(
                option.name,
                frame.sentence.index,
                frame.sentence.paragraph,
                subject,
                group_of(metric),
                number,
                stops,
                local=not _LASTING.isdisjoint(option.features),
            )
        )
        return When(option.name, option.value, share) if option.name else None

    def _options(
        self,
        text: str,
        frame: Frame,
        number: int,
        quantity: Quantity,
        metric: Metric,
        events: frozenset[Span],
        subject: str,
    ) -> Iterator[Option[Span | None]]:
        group = group_of(metric)
        dates = [d for c in frame.clauses for d in c.quantities if _dates(d)][:_DATES]
        dates = [d for d, after in zip_longest(dates, dates[1:]) if not _nested(text, d, after)]
        before = [d for d in dates if d.span.end <= quantity.span.start]
        here = [d for d in before if frame.clause_of(d.span) == number]
        state = "dated" if here else "spoken" if before else "silent"
        now = "now" if _NOW.search(text, frame.clauses[number].span.start, quantity.span.start) else "then"
        yield Option(
            "",
            None,
            (
                f"none:{now}",
                "none",
                f"none:{group}",
                f"none:{state}",
                f"none:{state}:{group}",
                *self._spoken(frame, group, subject),
            ),
        )
        for order, date in enumerate(reversed(before)):
            place = min(3, number - frame.clause_of(date.span))
            names = [*_placed(text, frame, number, date, quantity, min(2, order), place, events), f"date:{group}"]
            time = self._same_period(text, date, before[: len(before) - 1 - order])
            yield Option(time, date.span, tuple(names))
        for date in dates:
            if date.span.start >= quantity.span.end and frame.clause_of(date.span) == number:
                names = ["date:behind", f"date:behind:{group}"]
                yield Option(day(date.time or ""), date.span, tuple(names))
        yield from self._stretch(text, before, group)
        yield from self._carried(frame, number, group, subject, text, state)

    def _spoken(self, frame: Frame, group: str, subject: str) -> Iterator[str]:
        if self.past and self.past[-1].sentence == frame.sentence.index:
            yield f"none:after_{'none' if not self.past[-1].time else 'time'}"
        if self.framed:
            yield "none:framed"
        if self.period:
            yield f"none:period:{group}"
            if subject == self.main:
                yield f"none:main:{group}"

    def _stretch(self, text: str, before: Sequence[Quantity], group: str) -> Iterator[Option[Span | None]]:
        """Offer the way from one date to the next: what grew between them."""
        for early, late in pairwise(before):
            if _FROM.search(text[max(0, early.span.start - 2) : early.span.start]):
                a, b = day(early.time or ""), day(late.time or "")
                if "/" not in a + b and a < b:
                    last = "last" if late is before[-1] else "earlier"
                    yield Option(f"{a}/{b}", late.span, ("stretch", f"stretch:{group}", f"stretch:{last}"))

    def _carried(
        self, frame: Frame, number: int, group: str, subject: str, text: str, state: str
    ) -> Iterator[Option[Span | None]]:
        stops = sum(text.count("；", c.span.end, c.span.end + 1) for c in frame.clauses[:number])
        found: dict[str, list[str]] = {}
        for back, past in enumerate(reversed(self.past[-_KEPT:])):
            age = frame.sentence.index - past.sentence
            if not past.time or past.time in found or age > _KEPT:
                continue
            where = "here" if age == 0 else "near" if past.paragraph == frame.sentence.paragraph else "over"
            like = f"{'same' if past.subject == subject else 'other'}:{'group' if past.group == group else 'else'}"
            names = found[past.time] = [
                f"past:{where}:{min(back, 1)}", f"past:{where}:{like}", f"past:{where}:{state}", f"past:{group}",
                f"past:{where}:age{min(age, 2)}",
            ]  # fmt: skip
            if age == 0 and past.semicolon != stops:
                names.append(f"past:semicolon:{state}")
            if age == 0 and past.clause == number:
                names.append("past:clause")
            if past.local:
                names.append("past:local")
        if self.framed:
            found.setdefault(self.framed, []).extend(("framed", f"framed:{group}", f"framed:{state}"))
        if self.period:
            whose = "main" if subject == self.main else "other"
            names = found.setdefault(self.period, [])
            names += ("period", f"period:{group}", f"period:{state}", f"period:{whose}:{group}")
        for time, features in found.items():
            yield Option(time, None, tuple(features))

    def _same_period(self, text: str, date: Quantity, earlier: Sequence[Quantity]) -> str:
        """Read 去年同期 against the period that the text was speaking of; any other date is what it says."""
        plain = day(date.time or "")
        if self.period and _THIS.fullmatch(date.span.of(text)) and len(self.period) == len(plain):
            return self.period
        if not _SAME_PERIOD.match(text, max(date.span.start, date.span.end - 2)):
            return plain
        periods = [day(d.time or "") for d in earlier if not _SAME_PERIOD.match(text, max(0, d.span.end - 2))]
        spoken = next((p.time for p in reversed(self.past[-_KEPT:]) if p.time), None)
        period = periods[-1] if periods else spoken or self.framed
        return (period and period[4:] and _moved(period, plain)) or plain


def _placed(
    text: str,
    frame: Frame,
    number: int,
    date: Quantity,
    quantity: Quantity,
    order: int,
    place: int,
    events: frozenset[Span],
) -> Iterator[str]:
    yield f"date:{place}:{order}"
    lead = text[max(0, date.span.start - 4) : date.span.start]
    opens = date.span.start - frame.clauses[number - place].span.start <= 3
    tied = _next_number(frame, date)
    own = tied is not None and tied.span == quantity.span
    yield f"date:{'own' if own else 'other'}:{min(2, place)}"
    if opens:
        yield f"date:opens:{'own' if own else 'other'}"
    close = tied is not None and tied.span.start - date.span.end <= _LOCAL
    after = text[date.span.end : date.span.end + 3]
    linked = after.removeprefix("同期").startswith("的")
    if close and (linked or after.startswith(("末", "底", "初", "同期")) or _COMPARING.search(lead)):
        yield f"date:local:{'own' if own else 'other'}"
    if _AGAINST.search(lead):
        yield f"date:against:{'linked' if linked else 'plain'}:{'own' if own else 'other'}"
    if _FROM.search(lead):
        yield f"date:from:{'own' if own else 'other'}"
    if _UNTIL.search(lead):
        yield f"date:until:{'own' if own else 'other'}"
    clause = frame.clauses[number - place].span
    if first("issue", text, date.span.end, clause.end) is not None:
        yield f"date:issue:{'span' if '/' in (date.time or '') else 'day'}"
    if date.span in events:
        yield f"date:event:{min(2, place)}"
        yield f"date:event:{'nearest' if order == 0 else 'farther'}"
    if _names(text, frame, date):
        yield f"date:names:{'own' if own else 'other'}"
    if "/" in (date.time or ""):
        yield "date:period"
    if _THEN.search(text, date.span.end, quantity.span.start):
        yield "date:then"
    if "；" in text[date.span.end : quantity.span.start]:
        yield "date:semicolon"
    if "”" in text[date.span.end : quantity.span.start] or "“" in text[date.span.end : quantity.span.start]:
        yield "date:marks"


def _nested(text: str, date: Quantity, after: Quantity | None) -> bool:
    """Tell whether a date only says which the next one is: 到6月底的上半年."""
    return after is not None and text[date.span.end : after.span.start] == "的"


def _names(text: str, frame: Frame, date: Quantity) -> bool:
    """Tell whether a date stands in a clause that only describes the name behind it: 2016年上线的某某."""
    clause = frame.clauses[frame.clause_of(date.span)]
    for mention in clause.mentions:
        if mention.span.start >= date.span.end:
            between = text[date.span.end : mention.span.start].rstrip("“「《")
            if len(between) <= 18 and _RELATIVE.match(between):
                return True
    return False


def _moved(time: str, year: str) -> str | None:
    """Move an ISO time to the year that another begins with, all edges alike; None where an edge is no date.

    >>> _moved("2024-01/2024-03", "2022-06")
    '2022-01/2022-03'
    """
    edges = [*time.split("/"), year]
    if not all(edge[:4].isdigit() for edge in edges):
        return None
    by = int(year[:4]) - int(time[:4])
    return "/".join(f"{int(edge[:4]) + by:04d}{edge[4:]}" for edge in edges[:-1])


def _dates(quantity: Quantity) -> bool:
    return quantity.kind is Kind.DATE and quantity.time is not None


def day(time: str) -> str:
    """Return a time without its hours: a claim's time is a day, month, year or interval of these.

    >>> day("2024-09-20T12/2024-09-20T19"), day("2024-01/2024-09")
    ('2024-09-20', '2024-01/2024-09')

    An evening ends where the next day begins, and is no part of that:

    >>> day("2024-09-20T18/2024-09-21T00")
    '2024-09-20'
    """
    first, *others = time.split("/")
    if others and _MIDNIGHT.fullmatch(others[0]) and "T" in first:
        before = dt.date.fromisoformat(others[0][:10]) - dt.timedelta(1)
        others = [max(before.isoformat(), first[:10])]
    return "/".join(dict.fromkeys(edge.split("T")[0] for edge in (first, *others)))


def _next_number(frame: Frame, date: Quantity) -> Quantity | None:
    later: Sequence[Quantity] = [
        q for c in frame.clauses for q in c.quantities if q.span.start >= date.span.end and q.kind is not Kind.DATE
    ]
    return later[0] if later else None
