"""When a claim holds: the dates in reach, the times of claims before, or none, weighed against each other."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from kaoju.document import Kind, Metric, Quantity
from kaoju.span import Span
from kaoju.stages.claims.clauses import Frame, Spot
from kaoju.stages.claims.cues import first
from kaoju.stages.claims.groups import group_of
from kaoju.stages.claims.ranking import Option, Signs, best, weighed

__all__ = ["Clock", "Dated", "When", "dated", "day"]

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
class Dated:
    """A date of a sentence with what holds of it whatever the number: its clause, the number behind it, its traits.

    A `tied` trait says one thing of the number that the date is tied to and another of all others.
    """

    date: Quantity
    clause: int
    number: Span | None
    tied: tuple[str, ...]
    plain: tuple[str, ...]


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

    def at(self, spot: Spot, metric: Metric, dates: Sequence[Dated], subject: str) -> When | None:
        """Return when a claim holds, None where the text does not say. A date that is asserted is its own time."""
        quantity = spot.quantity
        if quantity.kind is Kind.DATE:
            return When(day(quantity.time or ""), quantity.span, quantity.confidence)
        if metric in _TIMELESS:
            return None
        group = group_of(metric)
        stops = sum(spot.text.count("；", c.span.end, c.span.end + 1) for c in spot.frame.clauses[: spot.number])
        found = best([*self._options(spot, group, dates, subject, stops)])
        assert found is not None  # none is always an option
        share, option = found
        sentence = spot.frame.sentence
        local = not _LASTING.isdisjoint(option.features)
        self.past.append(
            _Past(option.name, sentence.index, sentence.paragraph, subject, group, spot.number, stops, local=local)
        )
        return When(option.name, option.value, share) if option.name else None

    def _options(
        self, spot: Spot, group: str, dates: Sequence[Dated], subject: str, stops: int
    ) -> Iterator[Option[Span | None]]:
        text, number, quantity = spot.text, spot.number, spot.quantity
        before = [d for d in dates if d.date.span.end <= quantity.span.start]
        state = "silent" if not before else "dated" if any(d.clause == number for d in before) else "spoken"
        now = "now" if _NOW.search(text, spot.clause.span.start, quantity.span.start) else "then"
        yield Option("", None, (_none_signs(now, group, state), self._spoken(spot.frame, group, subject)))
        earlier = [d.date for d in before]
        for order, known in enumerate(reversed(before)):
            time = self._same_period(text, known.date, earlier[: len(earlier) - 1 - order])
            yield Option(time, known.date.span, (_date_seen(spot, known, order, group),))
        for known in dates:
            if known.date.span.start >= quantity.span.end and known.clause == number:
                yield Option(day(known.date.time or ""), known.date.span, (_behind_signs(group),))
        yield from self._stretch(text, earlier, group)
        yield from self._carried(spot, group, subject, state, stops)

    def _spoken(self, frame: Frame, group: str, subject: str) -> Signs:
        after = ""
        if self.past and self.past[-1].sentence == frame.sentence.index:
            after = "time" if self.past[-1].time else "none"
        main = subject == self.main
        return _spoken_signs(after, group, framed=bool(self.framed), period=bool(self.period), main=main)

    def _stretch(self, text: str, before: Sequence[Quantity], group: str) -> Iterator[Option[Span | None]]:
        """Offer the way from one date to the next: what grew between them."""
        for early, late in pairwise(before):
            if _FROM.search(text[max(0, early.span.start - 2) : early.span.start]):
                a, b = day(early.time or ""), day(late.time or "")
                if "/" not in a + b and a < b:
                    last = "last" if late is before[-1] else "earlier"
                    yield Option(f"{a}/{b}", late.span, (_stretch_signs(group, last),))

    def _carried(self, spot: Spot, group: str, subject: str, state: str, stops: int) -> Iterator[Option[Span | None]]:
        sentence = spot.frame.sentence
        found: dict[str, list[Signs]] = {}
        for back, past in enumerate(reversed(self.past[-_KEPT:])):
            age = sentence.index - past.sentence
            if not past.time or past.time in found or age > _KEPT:
                continue
            where = "here" if age == 0 else "near" if past.paragraph == sentence.paragraph else "over"
            like = f"{'same' if past.subject == subject else 'other'}:{'group' if past.group == group else 'else'}"
            found[past.time] = [
                _past_signs(
                    where, min(back, 1), like, state, group, min(age, 2), semicolon=past.semicolon != stops,
                    clause=past.clause == spot.number, local=past.local,
                )
            ]  # fmt: skip
        if self.framed:
            found.setdefault(self.framed, []).append(_framed_signs(group, state))
        if self.period:
            whose = "main" if subject == self.main else "other"
            found.setdefault(self.period, []).append(_period_signs(group, state, whose))
        for time, every in found.items():
            yield Option(time, None, tuple(every))

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


@weighed("time")
def _none_signs(now: str, group: str, state: str) -> Iterator[str]:
    yield from (f"none:{now}", "none", f"none:{group}", f"none:{state}", f"none:{state}:{group}")


@weighed("time")
def _spoken_signs(after: str, group: str, *, framed: bool, period: bool, main: bool) -> Iterator[str]:
    if after:
        yield f"none:after_{after}"
    if framed:
        yield "none:framed"
    if period:
        yield f"none:period:{group}"
        if main:
            yield f"none:main:{group}"


@weighed("time")
def _date_signs(
    order: int, place: int, whose: str, group: str, tied: tuple[str, ...], plain: tuple[str, ...]
) -> Iterator[str]:
    yield from (f"date:{place}:{order}", f"date:{whose}:{min(2, place)}", f"date:{group}")
    yield from (f"date:{trait}:{whose}" for trait in tied)
    for trait in plain:
        if trait == "event":
            yield from (f"date:event:{min(2, place)}", f"date:event:{'nearest' if order == 0 else 'farther'}")
        else:
            yield f"date:{trait}"


@weighed("time")
def _behind_signs(group: str) -> Iterator[str]:
    yield from ("date:behind", f"date:behind:{group}")


@weighed("time")
def _stretch_signs(group: str, last: str) -> Iterator[str]:
    yield from ("stretch", f"stretch:{group}", f"stretch:{last}")


@weighed("time")
def _past_signs(
    where: str, back: int, like: str, state: str, group: str, age: int, *, semicolon: bool, clause: bool, local: bool
) -> Iterator[str]:
    yield from (f"past:{where}:{back}", f"past:{where}:{like}", f"past:{where}:{state}", f"past:{group}")
    yield f"past:{where}:age{age}"
    if age == 0 and semicolon:
        yield f"past:semicolon:{state}"
    if age == 0 and clause:
        yield "past:clause"
    if local:
        yield "past:local"


@weighed("time")
def _framed_signs(group: str, state: str) -> Iterator[str]:
    yield from ("framed", f"framed:{group}", f"framed:{state}")


@weighed("time")
def _period_signs(group: str, state: str, whose: str) -> Iterator[str]:
    yield from ("period", f"period:{group}", f"period:{state}", f"period:{whose}:{group}")


def dated(text: str, frame: Frame, events: frozenset[Span]) -> tuple[Dated, ...]:
    """Return the first dates of a sentence with their traits, but for those that only say which the next one is.

    到6月底的上半年 is the half-year.
    """
    dates = [(d, n) for n, c in enumerate(frame.clauses) for d in c.quantities if _dates(d)][:_DATES]
    return tuple(
        _dated(text, frame, date, number, events)
        for (date, number), after in zip_longest(dates, dates[1:])
        if after is None or text[date.span.end : after[0].span.start] != "的"
    )


def _dated(text: str, frame: Frame, date: Quantity, number: int, events: frozenset[Span]) -> Dated:
    clause = frame.clauses[number].span
    behind = _next_number(frame, date)
    interval = "/" in (date.time or "")
    plain = []
    if first("issue", text, date.span.end, clause.end) is not None:
        plain.append(f"issue:{'span' if interval else 'day'}")
    if date.span in events:
        plain.append("event")
    if interval:
        plain.append("period")
    tied = tuple(_tied(text, frame, date, clause, behind))
    return Dated(date, number, behind.span if behind else None, tied, tuple(plain))


def _tied(text: str, frame: Frame, date: Quantity, clause: Span, behind: Quantity | None) -> Iterator[str]:
    lead = text[max(0, date.span.start - 4) : date.span.start]
    after = text[date.span.end : date.span.end + 3]
    linked = after.removeprefix("同期").startswith("的")
    if date.span.start - clause.start <= 3:
        yield "opens"
    close = behind is not None and behind.span.start - date.span.end <= _LOCAL
    if close and (linked or after.startswith(("末", "底", "初", "同期")) or _COMPARING.search(lead)):
        yield "local"
    if _AGAINST.search(lead):
        yield f"against:{'linked' if linked else 'plain'}"
    if _FROM.search(lead):
        yield "from"
    if _UNTIL.search(lead):
        yield "until"
    if _names(text, frame, date):
        yield "names"


def _date_seen(spot: Spot, known: Dated, order: int, group: str) -> Signs:
    whose = "own" if known.number == spot.quantity.span else "other"
    between = spot.text[known.date.span.end : spot.quantity.span.start]
    plain = (*known.plain, *_between(between))
    return _date_signs(min(2, order), min(3, spot.number - known.clause), whose, group, known.tied, plain)


def _between(words: str) -> Iterator[str]:
    if _THEN.search(words):
        yield "then"
    if "；" in words:
        yield "semicolon"
    if "”" in words or "“" in words:
        yield "marks"


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
