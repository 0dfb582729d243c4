"""Statements: claims so plainly made that two of them can be set against each other, in one article or between two.

A claim is a statement where its subject is a name that surely means whom it says and stands with the metric's word in
the number's own clause, its time in the sentence, and nothing in that clause is left but what the slots hold as scope.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import TypeVar

from kaoju.document import (
    Change,
    Check,
    CheckKind,
    CheckStatus,
    Claim,
    Document,
    EntityType,
    Kind,
    Mention,
    Metric,
    Modality,
    Polarity,
    Quantity,
)  # fmt: skip
from kaoju.rulebook import load_rules
from kaoju.span import Span
from kaoju.stages.checks.ranges import Range, Verdict, judge, lenient, written
from kaoju.stages.checks.record import STATUS, cited, made, middle

__all__ = ["Slots", "Statement", "certain", "differs", "repeats", "statements"]

_LEVELS = frozenset({
    Metric.USERS, Metric.DAILY_ACTIVE_USERS, Metric.MONTHLY_ACTIVE_USERS, Metric.REGISTERED_USERS, Metric.DOWNLOADS,
    Metric.REVENUE, Metric.AD_REVENUE, Metric.ECOMMERCE_REVENUE, Metric.GMV, Metric.PROFIT, Metric.LOSS,
    Metric.VALUATION, Metric.MARKET_CAP, Metric.ACQUISITION_PRICE, Metric.MARKET_SIZE, Metric.HEADCOUNT, Metric.STORES,
})  # fmt: skip
_PEOPLE = frozenset({
    Metric.USERS, Metric.DAILY_ACTIVE_USERS, Metric.MONTHLY_ACTIVE_USERS, Metric.REGISTERED_USERS, Metric.HEADCOUNT,
})  # fmt: skip
_NAMED = frozenset({EntityType.ORG, EntityType.PLATFORM, EntityType.PRODUCT})
_VALUES = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE})
_STATED = frozenset({Modality.ASSERTED, Modality.REPORTED, Modality.ESTIMATED})
_HEADS = frozenset({None, "人", "名", "位", "户"})
_STOP = re.compile(r"[，。；！？!?;\n]|——|[,:：](?:(?<!\d[,:：])|(?!\d))")
_CLAUSE = 60  # characters that are looked through for a clause's edge
_SURE_NAME, _SURE = 0.8, 0.5
_LONGEST_SCOPE = 6
_GROUP = 40  # statements on one figure of one subject; more than that is a table, not an argument


@dataclass(frozen=True, slots=True, order=True)
class Slots:
    """What two statements must have in common. `scope` is what else the clause says: 海外, 日均, 电商."""

    subject: str
    metric: str
    time: str
    region: str
    scope: str
    unit: str
    guess: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with the slots under which it can be compared, and the values that it allows as usually meant."""

    claim: Claim
    slots: Slots
    value: Range

    def at_most(self, text: str) -> Range:
        """Return the values that a lenient reader still lets pass."""
        return lenient(self.claim.quantity, text)


def statements(doc: Document, *, within: bool = False) -> tuple[Statement, ...]:
    """Return the statements of a document that has claims, in text order.

    `within` leaves out those that nothing else in the document can be set against: one claim of its subject and metric.
    """
    mentions = {m.id: m for m in doc.mentions}
    plain = [claim for claim in doc.claims if claim.metric in _LEVELS and _plain(claim)]
    named = [(claim, m) for claim in plain if (m := mentions.get(claim.subject_mention_id or "")) and m.type in _NAMED]
    joined = [(claim, m) for claim, m in named if _joined(doc.clean, m.span, claim.span) and certain(m)]
    if within:
        told = Counter([(m.canonical, claim.metric) for claim, m in joined])
        joined = [(claim, m) for claim, m in joined if told[m.canonical, claim.metric] > 1]
    found = [_statement(doc, claim, mention) for claim, mention in joined]
    return tuple([s for s in found if s is not None])


T = TypeVar("T", Mention, Quantity)
_START = attrgetter("span.start")
_EDGES = attrgetter("start", "end")


def _near(records: Sequence[T], window: Span) -> Sequence[T]:
    """Return the records, of many in text order, that begin in a window or up to a clause's length before it."""
    first = bisect_left(records, window.start - _CLAUSE, key=_START)
    return records[first : bisect_left(records, window.end, first, key=_START)]


def _statement(doc: Document, claim: Claim, mention: Mention) -> Statement | None:
    cue = next((e.span for e in claim.evidence if e.rule == "claim.metric"), None)
    sentence = doc.sentence_at(claim.span.start)
    if cue is None or sentence is None:
        return None
    window = _clause(doc.clean, mention.span, claim.span)
    if not window.contains(cue):
        return None
    if claim.time_span is not None and not sentence.span.contains(claim.time_span):
        return None
    quantities = _near(doc.quantities, window)
    dates = [q for q in quantities if q.kind is Kind.DATE and window.contains(q.span)]
    if len(dates) > 1 or any(claim.time not in {None, q.time} for q in dates):
        return None
    spans = (mention.span, cue, claim.span, claim.time_span, *(q.span for q in dates))
    known = [span for span in spans if span is not None]
    time = claim.time or next((q.time for q in dates), None)
    if time is None and _words("check.scope.then").search(doc.clean, sentence.span.start, claim.span.end):
        return None
    inside = [m for m in _near(doc.mentions, window) if m.span.overlaps(window)]
    others = [m for m in inside if not any(m.span.overlaps(k) for k in known)]
    places = [m for m in others if m.type is EntityType.LOC]
    if len(places) < len(others) or len(places) > 1 or _crowded(quantities, claim, window):
        return None
    scope = _scope(doc.clean, window, [*known, *(m.span for m in places)])
    if len(scope) > _LONGEST_SCOPE:
        return None
    guess = claim.modality is Modality.ESTIMATED
    region = places[0].canonical if places else claim.region or ""
    slots = Slots(mention.canonical, claim.metric, time or "", region, scope, claim.quantity.unit or "", guess)
    return Statement(claim, slots, written(claim.quantity, doc.clean))


def _plain(claim: Claim) -> bool:
    if claim.quantity.kind not in _VALUES:
        return False
    stance = claim.modality in _STATED
    level = claim.change is Change.LEVEL and claim.polarity is Polarity.AFFIRMED and claim.of is None
    if claim.metric in _PEOPLE and claim.quantity.unit not in _HEADS:
        return False
    return level and stance and claim.confidence >= _SURE


def certain(mention: Mention) -> bool:
    """Tell whether a name surely means whom it is taken for: where a rival reading has weight it is not compared."""
    if mention.confidence < _SURE_NAME:
        return False
    return not mention.alternatives or max([a.confidence for a in mention.alternatives]) <= 1 - _SURE_NAME


def _joined(text: str, subject: Span, number: Span) -> bool:
    """Tell whether a number stands behind its subject in one clause."""
    start, end = subject.end, number.start
    return start <= end <= start + _CLAUSE // 2 and not _STOP.search(text, start, end)


def _clause(text: str, subject: Span, number: Span) -> Span:
    """Return the clause that holds both subject and number."""
    start = max(0, subject.start - _CLAUSE)
    for match in _STOP.finditer(text, start, subject.start):
        start = match.end()
    after = _STOP.search(text, number.end, number.end + _CLAUSE)
    return Span(start, after.start() if after else min(len(text), number.end + _CLAUSE))


def _crowded(quantities: Sequence[Quantity], claim: Claim, window: Span) -> bool:
    """Tell whether another number stands in the clause: then it is not sure which of them the words are about."""
    others = [q.span for q in quantities if q.kind is not Kind.DATE]
    return any(span.overlaps(window) and not span.overlaps(claim.span) for span in others)


def _scope(text: str, window: Span, known: Sequence[Span]) -> str:
    """Return what a clause says beside its known parts, without words that say nothing of scope."""
    kept: list[str] = []
    at = window.start
    for span in sorted(known, key=_EDGES):
        kept.append(text[at : min(span.start, window.end)])
        at = max(at, span.end)
    kept.append(text[at : window.end])
    return _words("check.scope.empty").sub("", "".join(kept))


@cache
def _words(rule_id: str) -> re.Pattern[str]:
    rule = next(rule for rule in load_rules("check") if rule.id == rule_id)
    return re.compile(rule.pattern, re.VERBOSE)


def repeats(doc: Document, found: Sequence[Statement]) -> Iterator[Check]:
    """Yield what the article says twice: equal slots agree or contradict, slots that differ in one are told apart."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for later in found:
        earlier = groups.setdefault((later.slots.subject, later.slots.metric), [])
        same = [s for s in earlier if s.slots == later.slots]
        verdicts = [_verdict(doc, first, later) for first in same]
        for verdict in (Verdict.AGREES, Verdict.DENIES):
            if verdict in verdicts:
                yield _repeat(doc, same[verdicts.index(verdict)], later, verdict)
        if not same and earlier:
            yield from _apart(doc, earlier, later)
        if len(earlier) < _GROUP:
            earlier.append(later)


def _verdict(doc: Document, first: Statement, later: Statement) -> Verdict:
    return judge((first.value, later.value), lambda: (first.at_most(doc.clean), later.at_most(doc.clean)))


def _repeat(doc: Document, first: Statement, later: Statement, verdict: Verdict) -> Check:
    kind = CheckKind.DUPLICATE if verdict is Verdict.AGREES else CheckKind.CONTRADICTION
    agree, zh = ("agrees with", "一致") if verdict is Verdict.AGREES else ("contradicts", "矛盾")
    a, b = cited(doc, first.claim), cited(doc, later.claim)
    message = f"{_named(later)}: {b} {agree} {a} / {_named(later)}：{b}与前文{a}{zh}"
    return made(
        doc, kind, f"check.repeat.{kind}", STATUS[verdict], (first.claim, later.claim), message, weight=0.9,
        expected=middle(first.value), found=middle(later.value),
    )  # fmt: skip


def _apart(doc: Document, earlier: Sequence[Statement], later: Statement) -> Iterator[Check]:
    """Yield the last statement before that differs in one slot and in value: not a contradiction, and why not."""
    for first in reversed(earlier):
        slot = differs(first.slots, later.slots)
        if slot is None:
            continue
        if _verdict(doc, first, later) is Verdict.DENIES:
            a, b = cited(doc, first.claim), cited(doc, later.claim)
            x, y = (getattr(s.slots, slot) or "—" for s in (first, later))
            message = (
                f"{_named(later)}: {b} and {a} differ in {slot}: {y}, {x} / "
                f"{_named(later)}：{b}与前文{a}的{_SLOTS[slot]}不同：{y}，{x}"
            )
            yield made(
                doc, CheckKind.CONTRADICTION, "check.repeat.apart", CheckStatus.DIFFERS_IN_SCOPE,
                (first.claim, later.claim), message, weight=0.9,
                expected=middle(first.value), found=middle(later.value),
            )  # fmt: skip
        return


_SLOTS = {"time": "时间", "region": "地区", "scope": "口径", "unit": "单位"}


def differs(one: Slots, other: Slots) -> str | None:
    """Return the one slot of time, region, scope and unit in which two statements of one thing differ; None else."""
    if (one.subject, one.metric, one.guess) != (other.subject, other.metric, other.guess):
        return None
    different = [name for name in _SLOTS if getattr(one, name) != getattr(other, name)]
    return different[0] if len(different) == 1 else None


def _named(statement: Statement) -> str:
    slots = statement.slots
    return " ".join(part for part in (slots.subject, slots.region, slots.scope, slots.metric, slots.time) if part)
