"""When a claim holds: the dates in reach, the times of claims before, or none, weighed against each other."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct, field

from kaoju.document import Kind, Metric, Modality, Quantity, QuoteType
from kaoju.span import Span
from kaoju.stages.claims.clauses import Frame, Spot
from kaoju.stages.claims.cues import first
from kaoju.stages.claims.dates import (
    Dated,
    between,
    dates_of,
    day,
    earlier,
    is_past,
    lengths,
    reach,
    report_period,
    up_to,
)  # fmt: skip
from kaoju.stages.claims.groups import group_of
from kaoju.stages.claims.ranking import Option, Signs, best, weighed

__all__ = ["Clock", "When"]

_COMPARING = re.compile(r"(?:从|由|自|较|比|与|和|同|相对于)$")
_FROM = re.compile(r"(?:从|由|自)$")
# 比前年增长一成: the year compared with is not when the growth was.
_AGAINST = re.compile(r"(?:较|比|与|相对于)$")
# 是前年的3倍: nor is the year that a multiple or a part is of.
_BASE = re.compile(r"(?:[是为达到及占过]|相当于|只有|不足|接近)了?$")
_RANGE = re.compile(r"[至到—~-]")
# 是2018年上市以来最低的: how far back it is looked, not when
_EVER = re.compile(r"[^，。；]{0,8}以来")
_UNTIL = re.compile(r"(?:截至|截止|到|至)$")
# 2006年建院，当时只有12张床: the date of an event holds on.
_THEN = re.compile(r"那时|当时|那年|当年|彼时|至今|当天|当月|其间|期间|届时")
_TIMELESS = frozenset({Metric.AGE, Metric.TENURE})
# 1998年在县城建起的某医院: the date belongs to what is told of the name, not to the numbers that follow.
_RELATIVE = re.compile(r"[^，。；：]{1,16}的$")
# What a date tied to one number says nothing of is the number after it.
_LASTING = frozenset({"date:local:own", "date:against:linked:own", "date:against:plain:own", "date:from:own", "prior"})
_NOW = re.compile(r"如今|现在|目前|眼下|现有|现已|今天")
_HABIT = re.compile(
    r"每|一般|通常|往往|平时|(?<!第)一[天年月周](?![前内后里来间多半])|大约要|需要|只要|都要|总[是要]|可以|可容纳|规定"
)
_MARKET = re.compile(r"股价|市值|收报|收于|收盘|盘[前中后]|开盘|早盘|午盘|尾盘|高开|低开|股票")
# 从9天缩短到7天: what a number is before the change, and after it.
_STARTS = re.compile(r"(?:从|由)[^，。；：]{0,14}$")
_ENDS = re.compile(r"[^，。；：\d]{0,14}(?:至|到|成|为)了?[^，。；：\d]{0,4}$")
# 两年内, 头四个月, 三年后, 经过一年: how a length of time leads away from a date.
_AHEAD = re.compile(r"(?:头|前|首|第)的?$")
_THROUGH = re.compile(r"(?:经过了?|历时|用了?|花了?|仅用)$")
_WITHIN = re.compile(r"之?[内里间]|来(?!自)|以来|期间|的?时间[里内]")
_AFTER = re.compile(r"的?[之以]?后|过去")
_HOUR = re.compile(
    r"[^，。；]{0,2}(?:凌晨|清晨|早|上午|中午|下午|傍晚|晚|夜|[一二三四五六七八九十\d]+点)|当天|这天|那天"
)
_OPEN = frozenset({Modality.PLANNED, Modality.ESTIMATED, Modality.HYPOTHETICAL})
_TELLING = frozenset({"event", "ever"})
_WAYS = {"first": ("first",), "through": ("span", "point"), "span": ("span", "point"), "point": ("point",)}
_LOCAL = 12
_DATES = 5
_KEPT = 3
_HEAD = 4
_ISSUE = 40


class When(Struct, frozen=True, gc=False):
    """An ISO 8601 time and the words it was read from (None where it was carried over)."""

    time: str
    span: Span | None
    confidence: float


class _Known(Struct, frozen=True, gc=False):
    """A date with what holds of it whatever the number: what number is tied to it, its traits.

    A `tied` trait says one thing of the number that the date is tied to and another of all others.
    """

    date: Dated
    number: Quantity | None
    tied: tuple[str, ...]
    plain: tuple[str, ...]


class _Past(Struct, frozen=True, gc=False):
    """The time of a claim that was bound before, with what may make it hold on."""

    time: str
    sentence: int
    paragraph: int
    subject: str
    group: str
    clause: int
    semicolon: int
    local: bool
    source: str | None
    modality: Modality
    quoted: bool


class _Asked(Struct, frozen=True, gc=False):
    """The claim whose time is asked for: what it measures of whom, how it is said, what is said of it (`marks`)."""

    spot: Spot
    metric: Metric
    group: str
    subject: str
    modality: Modality
    source: str | None
    quoted: bool
    stops: int
    marks: tuple[str, ...]
    state: str

    @property
    def firm(self) -> str:
        """Whether it is told as a fact or as something that is still open."""
        return "open" if self.modality in _OPEN else "fact"


class Clock(Struct):
    """The times the text has spoken of so far: of claims, of sentences, of its head.

    `main`: whom the text is about; `today`: its own date (ISO), None where unknown.
    """

    text: str
    main: str | None = None
    today: str | None = None
    past: list[_Past] = field(default_factory=list)
    period: str | None = None
    reported: bool = False
    issued: str | None = None
    framed: str | None = None
    before: str | None = None
    latest: str | None = None
    scene: bool = False
    paragraph: int = -1
    dates: tuple[_Known, ...] = ()

    def enter(self, frame: Frame, events: frozenset[Span]) -> None:
        """Begin a sentence whose asserted dates are `events`: read its dates; another paragraph sets the frame back."""
        if frame.sentence.paragraph != self.paragraph:
            self.before, self.framed, self.latest, self.scene = self.framed, None, None, False
            self.paragraph = frame.sentence.paragraph
        spoken = [t for t in (self.before, self.framed, *(p.time for p in self.past[-_KEPT:])) if t]
        dates = dates_of(self.text, frame, spoken, self.period)
        if frame.sentence.paragraph <= _HEAD:
            found = report_period(self.text, frame, dates)
            if found and (self.period is None or (found[1] and not self.reported)):
                if self.period != found[0]:
                    self.period = found[0]
                    dates = dates_of(self.text, frame, spoken, self.period)
                self.reported = self.reported or found[1]
        self.dates = tuple(_known(self.text, frame, d, events) for d in dates)

    def note(self, frame: Frame) -> None:
        """End a sentence: its last date that opens a clause frames what follows."""
        for known in self.dates:
            date = known.date
            issues = self._issues(date, frame)
            if self.issued is None and len(date.time) == 10 and issues:
                self.issued = date.time
            self.latest = date.time
            if date.pointing or not _TELLING.isdisjoint(known.plain):
                continue
            if "opens" in known.tied and "names" not in known.tied:
                self.framed = date.time
                hour = _HOUR.search(self.text, date.span.start, date.span.end + 5)
                self.scene = len(date.time) == 10 and hour is not None and not issues

    def _issues(self, date: Dated, frame: Frame) -> bool:
        end = min(frame.sentence.span.end, date.span.end + _ISSUE)
        return first("issue", self.text, date.span.end, end) is not None

    def at(self, spot: Spot, metric: Metric, subject: str, modality: Modality, source: str | None) -> When | None:
        """Return when a claim holds, None where the text does not say. A date that is asserted is its own time."""
        quantity = spot.quantity
        if quantity.kind is Kind.DATE:
            return When(day(quantity.time or ""), quantity.span, quantity.confidence)
        if metric in _TIMELESS and not _THEN.search(self.text, spot.clause.span.start, quantity.span.start):
            return None
        asked = self._asked(spot, metric, subject, modality, source)
        found = best([*self._options(asked)])
        assert found is not None  # none is always an option
        share, option = found
        sentence = spot.frame.sentence
        local = not _LASTING.isdisjoint(option.features)
        self.past.append(
            _Past(
                option.name, sentence.index, sentence.paragraph, subject, asked.group, spot.number, asked.stops,
                local=local, source=source, modality=modality, quoted=asked.quoted,
            )
        )  # fmt: skip
        return When(option.name, option.value, share) if option.name else None

    def _asked(self, spot: Spot, metric: Metric, subject: str, modality: Modality, source: str | None) -> _Asked:
        stops = sum(self.text.count("；", c.span.end, c.span.end + 1) for c in spot.frame.clauses[: spot.number])
        quoted = spot.quote is not None and spot.quote.type is QuoteType.DIRECT
        before = [k for k in self.dates if k.date.span.end <= spot.quantity.span.start]
        here = [k for k in before if k.date.clause == spot.number]
        aside = here and all(_aside(k, spot) for k in here)
        state = "silent" if not before else "aside" if aside else "dated" if here else "spoken"
        marks = tuple(_marks(spot, modality, quoted=quoted))
        return _Asked(spot, metric, group_of(metric), subject, modality, source, quoted, stops, marks, state)

    def _options(self, asked: _Asked) -> Iterator[Option[Span | None]]:
        quantity = asked.spot.quantity
        before = [k for k in self.dates if k.date.span.end <= quantity.span.start][-_DATES:]
        yield Option("", None, (_none_signs(asked.group, asked.state, asked.marks), self._spoken(asked)))
        for order, known in enumerate(reversed(before)):
            signs = (_date_seen(asked, known, min(2, order)), self._grained("date", known.date.time, asked))
            yield Option(known.date.time, known.date.span, signs)
        behind = [k.date for k in self.dates if k.date.span.start >= quantity.span.end]
        for order, date in enumerate(behind[:2]):
            where = "here" if date.clause == asked.spot.number else "later"
            yield Option(date.time, date.span, (_behind_signs(where, asked.state, order, asked.group, asked.marks),))
        dates = [k.date for k in before]
        yield from self._stretch(asked, dates)
        yield from self._reached(asked, dates)
        yield from self._carried(asked)

    def _grained(self, sort: str, time: str, asked: _Asked) -> Signs:
        grain = "span" if "/" in time else {4: "year", 7: "month"}.get(len(time), "day")
        over = is_past(time, self.today)
        when = "" if over is None else "over" if over else "ahead"
        return _grain_signs(sort, grain, asked.group, when, asked.firm)

    def _spoken(self, asked: _Asked) -> Signs:
        after, sentence = "", asked.spot.frame.sentence
        if self.past and self.past[-1].paragraph == sentence.paragraph:
            here = "after" if self.past[-1].sentence == sentence.index else "behind"
            after = f"{here}_{'time' if self.past[-1].time else 'none'}"
        framed = "" if not self.framed else "scene" if self.scene else "framed"
        kept = "" if not self.period else "reported" if self.reported else "period"
        run = self._run(self.period) if self.period else ""
        return _spoken_signs(after, asked.group, framed, kept, run, main=asked.subject == self.main)

    def _run(self, time: str) -> str:
        """Tell how many of the claims last bound have a time: a text that kept to it goes on."""
        last = [p.time for p in self.past[-5:] if not p.local]
        count = last.count(time)
        return "none" if not count else "all" if count == len(last) else "most" if count * 2 >= len(last) else "some"

    def _stretch(self, asked: _Asked, before: Sequence[Dated]) -> Iterator[Option[Span | None]]:
        """Offer the way from one date to the next, and from the date compared with to the time told: what grew."""
        for early, late in pairwise(before):
            way = between(early.time, late.time)
            if way:
                kind = "from" if _FROM.search(self.text, max(0, early.span.start - 2), early.span.start) else "plain"
                last = "last" if late is before[-1] else "earlier"
                tied = _next_number(asked.spot.frame, late)
                own = "own" if tied is not None and tied.span == asked.spot.quantity.span else "other"
                yield Option(way, late.span, (_stretch_signs(kind, last, own, asked.group, asked.marks),))
        if not before or asked.metric not in {Metric.GROWTH, Metric.GROWTH_RATE}:
            return
        early = before[-1]
        if not _COMPARING.search(self.text, max(0, early.span.start - 3), early.span.start) or "/" in early.time:
            return
        told = [d.time for d in before[:-1]] + [t for t in (self.framed, self.past[-1].time if self.past else "") if t]
        for late_time in dict.fromkeys(told[-2:]):
            way = between(early.time, late_time.rsplit("/", maxsplit=1)[-1])
            if way:
                year = "years" if len(early.time) == 4 else "months"
                yield Option(way, early.span, (_since_signs(year, asked.group, asked.marks),))

    def _reached(self, asked: _Asked, before: Sequence[Dated]) -> Iterator[Option[Span | None]]:
        """Offer where a length of time leads from the date told before it: 设下5年内的目标, 头四个月, 两年后."""
        text, spot = self.text, asked.spot
        start = spot.frame.clauses[max(0, spot.number - 2)].span.start
        for length, months in lengths(text, spot.frame, spot.quantity.span.start):
            if length.start < start:
                return
            sort = _leading(text, length)
            if not sort:
                continue
            told = [d.time for d in before if d.span.end <= length.start and not d.length]
            anchor = told[-1] if told else self.latest or (self.past[-1].time if self.past else None) or self.before
            near = "told" if told else "carried"
            for way in _WAYS[sort]:
                time = reach(anchor, months, sort=way) if anchor else None
                if time and asked.firm == "fact" and is_past(time.rsplit("/", maxsplit=1)[-1], self.today) is False:
                    time, near = up_to(self.today or "", months), "back"  # 十年间 told today is not ahead of it
                if time:
                    yield Option(time, length, (_reach_signs(sort, way, near, asked.group, asked.marks),))
            return

    def _carried(self, asked: _Asked) -> Iterator[Option[Span | None]]:
        found: dict[str, list[Signs]] = {}
        for back, past in enumerate(reversed(self.past[-_KEPT:])):
            age = asked.spot.frame.sentence.index - past.sentence
            if past.time and past.time not in found and age <= _KEPT:
                found[past.time] = [_past_seen(asked, past, min(back, 1), age), self._grained("past", past.time, asked)]
        framed = (
            ("scene" if self.scene else "framed", self.framed),
            ("outer", self.before if not self.framed else None),
            ("latest", self.latest if self.latest != self.framed else None),
        )
        for sort, time in framed:
            if time:
                signs = (_framed_signs(sort, asked.state, asked.group, asked.marks), self._grained(sort, time, asked))
                found.setdefault(time, []).extend(signs)
        for time, every in found.items():
            yield Option(time, None, tuple(every))
        if self.period:
            sort, run = "reported" if self.reported else "period", self._run(self.period)
            whose = "main" if asked.subject == self.main else "other"
            yield Option(self.period, None, (_period_signs(sort, asked.state, whose, run, asked.group, asked.marks),))
        if self.issued and self.issued not in found and "market" in asked.marks and asked.state == "silent":
            yield Option(self.issued, None, (_issued_signs(asked.state, asked.group),))
        if "first" in asked.marks and asked.state != "dated":
            yield from self._prior(asked, next(iter(found), None))

    def _prior(self, asked: _Asked, carried: str | None) -> Iterator[Option[Span | None]]:
        """Offer the year before for where a change begins: 今年上半年毛利率由24%升至27%."""
        near = next(
            (k.date.time for k in reversed(self.dates) if k.date.span.end <= asked.spot.quantity.span.start), None
        )
        for sort, time in (("told", near), ("period", self.period), ("past", carried)):
            moved = earlier(time) if time else None
            if time and moved:
                yield Option(moved, None, (_prior_signs(sort, "span" if "/" in time else "point", asked.group),))
                return


def _marks(spot: Spot, modality: Modality, *, quoted: bool) -> Iterator[str]:
    """Yield what is said of the claim itself that bears on whether, and from where, it takes a time."""
    start, end = spot.clause.span.start, spot.quantity.span.start
    for mark, words in (("now", _NOW), ("then", _THEN), ("habit", _HABIT)):
        if words.search(spot.text, start, end):
            yield mark
    if _MARKET.search(spot.text, spot.frame.sentence.span.start, spot.quantity.span.end):
        yield "market"
    if quoted:
        yield "quoted"
    if modality in _OPEN:
        yield str(modality)
    place = _pair(spot)
    if place:
        yield place


def _aside(known: _Known, spot: Spot) -> bool:
    """Tell whether a date is only what a number is compared with: 比一年前多7分钟."""
    if not any(trait.startswith(("against", "base")) for trait in known.tied):
        return False
    own = known.number is not None and known.number.span == spot.quantity.span
    return not (own and "against:linked" in known.tied)


def _with(sort: str, marks: Sequence[str]) -> Iterator[str]:
    return (f"{sort}:{mark}" for mark in marks)


@weighed("time")
def _none_signs(group: str, state: str, marks: tuple[str, ...]) -> Iterator[str]:
    yield from ("none", f"none:{group}", f"none:{state}", f"none:{state}:{group}", *_with("none", marks))


@weighed("time")
def _spoken_signs(after: str, group: str, framed: str, kept: str, run: str, *, main: bool) -> Iterator[str]:
    if after:
        yield f"none:{after}"
    if framed:
        yield f"none:{framed}"
    if kept:
        yield from (f"none:{kept}:{group}", f"none:{kept}:{run}", f"none:{kept}:{run}:{group}")
        if main:
            yield f"none:main:{group}"


@weighed("time")
def _grain_signs(sort: str, grain: str, group: str, when: str, firm: str) -> Iterator[str]:
    yield from (f"{sort}:{grain}", f"{sort}:{grain}:{group}")
    if when:
        yield f"{sort}:{when}:{firm}"


@weighed("time")
def _date_signs(
    order: int,
    place: int,
    whose: str,
    group: str,
    marks: tuple[str, ...],
    tied: tuple[str, ...],
    plain: tuple[str, ...],
) -> Iterator[str]:
    yield from (f"date:{place}:{order}", f"date:{whose}:{min(2, place)}", f"date:{group}", *_with("date", marks))
    yield from (f"date:{trait}:{whose}" for trait in tied)
    for trait in plain:
        if trait == "event":
            yield from (f"date:event:{min(2, place)}", f"date:event:{'nearest' if order == 0 else 'farther'}")
        else:
            yield f"date:{trait}"


@weighed("time")
def _behind_signs(where: str, state: str, order: int, group: str, marks: tuple[str, ...]) -> Iterator[str]:
    yield from (f"behind:{where}:{state}", f"behind:{order}", f"behind:{group}", *_with("behind", marks))


@weighed("time")
def _stretch_signs(kind: str, last: str, own: str, group: str, marks: tuple[str, ...]) -> Iterator[str]:
    yield from (f"stretch:{kind}", f"stretch:{last}", f"stretch:{own}", f"stretch:{kind}:{group}")
    yield from _with(f"stretch:{kind}", marks)


@weighed("time")
def _since_signs(year: str, group: str, marks: tuple[str, ...]) -> Iterator[str]:
    yield from ("since", f"since:{year}", f"since:{group}", *_with("since", marks))


@weighed("time")
def _reach_signs(sort: str, way: str, near: str, group: str, marks: tuple[str, ...]) -> Iterator[str]:
    yield from ("reach", f"reach:{sort}:{way}:{near}", f"reach:{way}:{group}", *_with(f"reach:{way}", marks))


@weighed("time")
def _past_signs(
    where: str, back: int, like: str, state: str, group: str, age: int, firm: str, marks: tuple[str, ...],
    traits: tuple[str, ...],
) -> Iterator[str]:  # fmt: skip
    yield from (f"past:{where}:{back}", f"past:{where}:{like}", f"past:{where}:{state}", f"past:{group}")
    yield from (f"past:{where}:age{age}", f"past:{where}:{firm}", *_with("past", marks), *traits)


@weighed("time")
def _framed_signs(sort: str, state: str, group: str, marks: tuple[str, ...]) -> Iterator[str]:
    yield from (sort, f"{sort}:{state}", f"{sort}:{group}", *_with(sort, marks))


@weighed("time")
def _period_signs(sort: str, state: str, whose: str, run: str, group: str, marks: tuple[str, ...]) -> Iterator[str]:
    yield from (sort, f"{sort}:{state}", f"{sort}:{group}", f"{sort}:{whose}:{group}", *_with(sort, marks))
    yield from (f"{sort}:{run}", f"{sort}:{run}:{group}")


@weighed("time")
def _issued_signs(state: str, group: str) -> Iterator[str]:
    yield from ("issued", f"issued:{state}", f"issued:{group}")


@weighed("time")
def _prior_signs(sort: str, grain: str, group: str) -> Iterator[str]:
    yield from ("prior", f"prior:{sort}", f"prior:{grain}", f"prior:{group}")


def _pair(spot: Spot) -> str:
    """Tell whether a number is where a change begins (`first`) or where it ends (`second`): 从9天缩短到7天."""
    text, quantity, clause = spot.text, spot.quantity, spot.clause
    others = [q for q in clause.quantities if q.kind is not Kind.DATE and q.span != quantity.span]
    behind = next((q for q in others if q.span.start >= quantity.span.end), None)
    ahead = next((q for q in reversed(others) if q.span.end <= quantity.span.start), None)
    start = max(clause.span.start, ahead.span.end if ahead else 0)
    ends = behind is not None and _ENDS.fullmatch(text, quantity.span.end, behind.span.start)
    if ends and _STARTS.search(text, start, quantity.span.start):
        return "first"
    ended = ahead is not None and _ENDS.fullmatch(text, ahead.span.end, quantity.span.start)
    if ahead is not None and ended and _STARTS.search(text, clause.span.start, ahead.span.start):
        return "second"
    return ""


def _leading(text: str, length: Span) -> str:
    """Tell how a length of time leads away from a date: its first part, all of it, its end; empty where it does not."""
    lead = text[max(0, length.start - 3) : length.start]
    if _AHEAD.search(lead):
        return "first"
    if _THROUGH.search(lead):
        return "through"
    if _WITHIN.match(text, length.end):
        return "span"
    return "point" if _AFTER.match(text, length.end) else ""


def _known(text: str, frame: Frame, date: Dated, events: frozenset[Span]) -> _Known:
    behind = _next_number(frame, date)
    clause = frame.clauses[date.clause].span
    plain = []
    if first("issue", text, date.span.end, clause.end) is not None:
        plain.append(f"issue:{'span' if '/' in date.time else 'day'}")
    for trait, holds in (
        ("event", date.span in events), ("pointing", date.pointing), ("length", date.length),
        ("ever", _EVER.match(text, date.span.end) is not None),
    ):  # fmt: skip
        if holds:
            plain.append(trait)
    return _Known(date, behind, tuple(_tied(text, frame, date, clause, behind)), tuple(plain))


def _tied(text: str, frame: Frame, date: Dated, clause: Span, behind: Quantity | None) -> Iterator[str]:
    lead = text[max(0, date.span.start - 4) : date.span.start]
    after = text[date.span.end : date.span.end + 3]
    linked = after.removeprefix("同期").startswith("的")
    ranged = "/" in date.time and _RANGE.search(date.span.of(text)) is not None
    if date.span.start - clause.start <= 3:
        yield "opens"
    close = behind is not None and behind.span.start - date.span.end <= _LOCAL
    ending = after.startswith(("末", "底", "初", "同期"))
    if close and not ranged and (linked or ending or _COMPARING.search(lead)):
        yield "local"
    if _AGAINST.search(lead):
        yield f"against:{'linked' if linked else 'plain'}"
    elif linked and close and behind is not None and _BASE.search(lead):
        yield f"base:{behind.kind}"
    if _FROM.search(lead) and not ranged:
        yield "from"
    if _UNTIL.search(lead):
        yield "until"
    if _names(text, frame, date):
        yield "names"


def _date_seen(asked: _Asked, known: _Known, order: int) -> Signs:
    spot, date = asked.spot, known.date
    whose = "own" if known.number is not None and known.number.span == spot.quantity.span else "other"
    words = spot.text[date.span.end : spot.quantity.span.start]
    plain = (*known.plain, *_between(words))
    if "then" in plain:
        # 2006年建院，当时只有12张床: the date of an event holds on
        plain = tuple("then:event" if t == "event" else t for t in plain)
    if "first" in asked.marks:
        plain = (*plain, f"first:{'tied' if whose == 'own' and 'local' in known.tied else 'loose'}")
    tied = known.tied
    if whose == "own" and any(t.startswith("against") for t in tied):
        plain = (*plain, f"against:own:{spot.quantity.kind}")
    return _date_signs(order, min(3, spot.number - date.clause), whose, asked.group, asked.marks, tied, plain)


def _between(words: str) -> Iterator[str]:
    if _THEN.search(words):
        yield "then"
    if "；" in words:
        yield "semicolon"
    if "”" in words or "“" in words:
        yield "marks"


def _past_seen(asked: _Asked, past: _Past, back: int, age: int) -> Signs:
    sentence = asked.spot.frame.sentence
    where = "here" if age == 0 else "near" if past.paragraph == sentence.paragraph else "over"
    like = f"{'same' if past.subject == asked.subject else 'other'}:{'group' if past.group == asked.group else 'else'}"
    firm = "alike" if past.modality is asked.modality else "unlike"
    traits = []
    if past.source and past.source == asked.source:
        traits.append(f"past:{where}:voice")
    if past.quoted != asked.quoted:
        traits.append(f"past:{where}:marks")
    if age == 0 and past.semicolon != asked.stops:
        traits.append(f"past:semicolon:{asked.state}")
    if age == 0 and past.clause == asked.spot.number:
        traits.append("past:clause")
    if past.local:
        traits.append("past:local")
    return _past_signs(where, back, like, asked.state, asked.group, min(age, 2), firm, asked.marks, tuple(traits))


def _names(text: str, frame: Frame, date: Dated) -> bool:
    """Tell whether a date stands in a clause that only describes the name behind it: 2016年上线的某某."""
    for mention in frame.clauses[date.clause].mentions:
        if mention.span.start >= date.span.end:
            between_ = text[date.span.end : mention.span.start].rstrip("“「《")
            if len(between_) <= 18 and _RELATIVE.match(between_):
                return True
    return False


def _next_number(frame: Frame, date: Dated) -> Quantity | None:
    for clause in frame.clauses[date.clause :]:
        for quantity in clause.quantities:
            if quantity.span.start >= date.span.end and quantity.kind is not Kind.DATE:
                return quantity
    return None
