"""What a quantity says about its subject: the metric, by cue words near it, and its movement."""

from dataclasses import dataclass

from kaoju.document import Change, Evidence, Kind, Metric, Quantity
from kaoju.span import Span
from kaoju.stages.claims.clauses import Clause, Frame
from kaoju.stages.claims.cues import Cue, CueTable, first, last

__all__ = ["Reading", "read_metric"]

_RELATIVE = frozenset({Kind.PERCENT, Kind.MULTIPLE, Kind.RATIO})
_PEOPLE = frozenset({"人", "名", "位", "人次"})
_BY_KIND = {Kind.AGE: Metric.AGE, Kind.DATE: Metric.EVENT_DATE}
_GROWN = frozenset({Metric.GROWTH_RATE, Metric.GROWTH})


@dataclass(frozen=True, slots=True)
class Reading:
    """A metric, the cue that spoke for it (None: by kind alone), the movement, and how sure this is (0..1)."""

    metric: Metric
    cue: Cue | None
    change: Change
    confidence: float
    evidence: Evidence
    compared: bool = False


def read_metric(text: str, frame: Frame, number: int, quantity: Quantity, cues: CueTable) -> Reading:
    """Return what `quantity`, in clause `number` of `frame`, measures.

    Fixed by kind for ages, dates and durations; else movement words, shares and comparisons are tried, then the
    nearest expression of the metrics lexicon that fits the kind; `other` or `count` where nothing speaks.
    """
    clause = frame.clauses[number]
    if quantity.kind in _BY_KIND:
        return _plain(_BY_KIND[quantity.kind], quantity, 0.9, "claim.kind")
    if quantity.kind is Kind.DURATION:
        return _duration(text, clause, quantity)
    change, moved = _movement(text, clause, quantity)
    if moved is not None:
        metric = Metric.GROWTH_RATE if quantity.kind in _RELATIVE else Metric.GROWTH
        cue = _nearest(frame, number, quantity, cues, skip=_GROWN)
        return Reading(metric, cue, change, 0.85, Evidence("claim.growth", moved, metric))
    compared = quantity.kind in _RELATIVE and last("comparison", text, clause.span.start, quantity.span.start)
    if compared:
        cue = _nearest(frame, number, quantity, cues, skip=frozenset({Metric.SHARE, *_GROWN}), reach=True)
        if cue is not None:
            return Reading(cue.metric, cue, change, 0.6, Evidence("claim.comparison", compared.span), compared=True)
    cue = _nearest(frame, number, quantity, cues)
    if cue is not None:
        metric = _refine(cue.metric, quantity)
        return Reading(metric, cue, change, 0.8, Evidence("claim.metric", cue.span, metric))
    return _default(frame, number, quantity, cues, change)


def _plain(metric: Metric, quantity: Quantity, confidence: float, rule: str) -> Reading:
    return Reading(metric, None, Change.LEVEL, confidence, Evidence(rule, quantity.span, metric))


def _duration(text: str, clause: Clause, quantity: Quantity) -> Reading:
    start, end = max(clause.span.start, quantity.span.start - 12), min(clause.span.end, quantity.span.end + 8)
    tenure = quantity.unit in {"年", "月", "个月"} and first("tenure", text, start, end)
    if tenure:
        return Reading(Metric.TENURE, None, Change.LEVEL, 0.75, Evidence("claim.tenure", tenure.span))
    if last("growth", text, start, quantity.span.start):
        return _plain(Metric.GROWTH, quantity, 0.6, "claim.growth")
    return _plain(Metric.DURATION, quantity, 0.75, "claim.kind")


def _movement(text: str, clause: Clause, quantity: Quantity) -> tuple[Change, Span | None]:
    """Return the movement, and the word of change where the number is the size of it (None: the number is a level)."""
    start = _after_previous(clause, quantity)
    before = quantity.span.start
    found = last("growth", text, start, before)
    level = last("level", text, max(start, before - 16), before)
    lead = text[before : quantity.number.start]
    if found is None:
        return (Change.LEVEL, None)
    if quantity.kind is Kind.COUNT and found.span.end + 12 < before:
        return (Change.LEVEL, None)
    down = last("decrease", text, start, before)
    change = Change.DECREASE if down is not None and down.span.end >= found.span.end - 2 else Change.INCREASE
    if level is not None or lead.startswith(("至", "到")):
        return (Change.LEVEL, None)
    return (change, found.span)


def _after_previous(clause: Clause, quantity: Quantity) -> int:
    """Return where to start looking: after the quantity before this one, unless it is a date."""
    ends = [q.span.end for q in clause.quantities if q.span.end <= quantity.span.start and q.kind is not Kind.DATE]
    return max([clause.span.start, *ends])


def _nearest(
    frame: Frame,
    number: int,
    quantity: Quantity,
    cues: CueTable,
    *,
    skip: frozenset[Metric] = frozenset(),
    reach: bool = False,
) -> Cue | None:
    """Return the cue that best fits: before the number in its clause, then just behind it, then in clauses before.

    Cues that cannot speak of this kind are passed over; with `reach`, so is the kind's own limit.
    """
    clause = frame.clauses[number]
    fits = [c for c in cues.within(clause.span) if (reach or quantity.kind in c.kinds) and c.metric not in skip]
    own = _own_stretch(clause, quantity)
    before = [c for c in fits if c.span.end <= quantity.number.start and c.side != "after"]
    after = [c for c in fits if quantity.span.end <= c.span.start and c.side != "before" and c.span.end <= own.end]
    close_before = [c for c in before if c.span.start >= own.start]
    close_after = [c for c in after if c.span.start - quantity.span.end <= 3]
    for group, pick in ((close_after, 0), (close_before, -1), (after, 0), (before, -1)):
        if group:
            return group[pick]
    for earlier in range(number - 1, max(-1, number - 4), -1):
        group = [
            c
            for c in cues.within(frame.clauses[earlier].span)
            if (reach or quantity.kind in c.kinds) and c.metric not in skip and c.side == "both"
        ]
        if group:
            return group[-1]
    return None


def _own_stretch(clause: Clause, quantity: Quantity) -> Span:
    """Return the part of the clause that is nearer to this number than to any other."""
    others = [q.span for q in clause.quantities if q.kind is not Kind.DATE]
    start = max([clause.span.start, *(s.end for s in others if s.end <= quantity.span.start)])
    end = min([clause.span.end, *(s.start for s in others if s.start >= quantity.span.end)])
    return Span(start, end)


def _refine(metric: Metric, quantity: Quantity) -> Metric:
    """Let the kind overrule a cue: a percentage of revenue or of users is a part of it, unless it grew."""
    if quantity.kind in {Kind.PERCENT, Kind.RATIO} and metric not in _RATES:
        return Metric.SHARE
    return metric


_RATES = frozenset({
    Metric.MARKET_SHARE, Metric.SHARE, Metric.CONVERSION_RATE, Metric.ORDER_RATE, Metric.GROWTH_RATE, Metric.FEE,
    Metric.DISCOUNT, Metric.SALARY,
})  # fmt: skip


def _default(frame: Frame, number: int, quantity: Quantity, cues: CueTable, change: Change) -> Reading:
    """Decide by kind and unit where no expression of the lexicon speaks."""
    clause = frame.clauses[number]
    if quantity.kind in {Kind.PERCENT, Kind.RATIO}:
        return Reading(Metric.SHARE, None, change, 0.5, Evidence("claim.kind", quantity.span, "share"))
    if quantity.kind is Kind.MULTIPLE:
        cue = _nearest(frame, number, quantity, cues, reach=True)
        metric = cue.metric if cue else Metric.OTHER
        return Reading(metric, cue, change, 0.4, Evidence("claim.kind", quantity.span, metric))
    if quantity.kind is Kind.COUNT:
        return Reading(Metric.COUNT, None, change, 0.6, Evidence("claim.kind", quantity.span, "count"))
    return Reading(Metric.OTHER, None, change, 0.4, Evidence("claim.kind", clause.span, "other"))
