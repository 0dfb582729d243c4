"""What a quantity says about its subject: options for the metric with their features, the likeliest, its movement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kaoju.document import Change, Evidence, Kind, Metric, Quantity
from kaoju.span import Span
from kaoju.stages.claims.candidates import Memory
from kaoju.stages.claims.clauses import Clause, Frame
from kaoju.stages.claims.cues import Cue, CueTable, first, last
from kaoju.stages.claims.ranking import Option, best, told

__all__ = ["Reading", "read_metric"]

_RELATIVE = frozenset({Kind.PERCENT, Kind.MULTIPLE, Kind.RATIO})
_BY_KIND = {Kind.AGE: Metric.AGE, Kind.DATE: Metric.EVENT_DATE}
_CLAUSES = 3
# What a number of a kind may measure where no expression speaks of it.
_DEFAULTS: Mapping[Kind, tuple[Metric, ...]] = {
    Kind.PERCENT: (Metric.SHARE, Metric.MARKET_SHARE, Metric.GROWTH_RATE),
    Kind.RATIO: (Metric.SHARE, Metric.MARKET_SHARE, Metric.GROWTH_RATE),
    Kind.MULTIPLE: (Metric.OTHER, Metric.GROWTH_RATE),
    Kind.MONEY: (Metric.OTHER, Metric.PRICE, Metric.REVENUE, Metric.COST),
    Kind.MEASURE: (Metric.OTHER, Metric.SALES_VOLUME),
    Kind.COUNT: (Metric.COUNT, Metric.HEADCOUNT, Metric.ORDERS, Metric.SALES_VOLUME, Metric.USERS),
    Kind.DURATION: (Metric.DURATION, Metric.TENURE),
}
_RATES = frozenset({
    Metric.MARKET_SHARE, Metric.SHARE, Metric.CONVERSION_RATE, Metric.ORDER_RATE, Metric.GROWTH_RATE, Metric.FEE,
    Metric.DISCOUNT, Metric.SALARY,
})  # fmt: skip
_PEOPLE = frozenset({"人", "名", "位"})
_GOODS = frozenset("杯 双 件 台 辆 部 箱 瓶 斤 公斤 吨 册 盒 套 条 只 份 款".split())
_SENT = frozenset("单 票 笔".split())


@dataclass(frozen=True, slots=True)
class Reading:
    """A metric, the cue that spoke for it (None: by kind alone), the movement, and how sure this is (0..1)."""

    metric: Metric
    cue: Cue | None
    change: Change
    confidence: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Choice:
    """What an option for the metric rests on: an expression, a word of change, or the kind alone."""

    metric: Metric
    rule: str
    span: Span
    cue: Cue | None = None


def read_metric(text: str, frame: Frame, number: int, quantity: Quantity, cues: CueTable, memory: Memory) -> Reading:
    """Return what `quantity`, in clause `number` of `frame`, measures: the likeliest of its options.

    Fixed by kind for ages and dates. Else a word of change, the expressions of the metrics lexicon in reach, what the
    kind and unit alone may mean, and the metric of the claim before are weighed against each other.
    """
    if quantity.kind in _BY_KIND:
        metric = _BY_KIND[quantity.kind]
        return Reading(metric, None, Change.LEVEL, 0.9, Evidence("claim.kind", quantity.span, metric))
    clause = frame.clauses[number]
    change, moved, level = _movement(text, clause, quantity)
    options = [*_options(text, frame, number, quantity, cues, memory, moved, level=level)]
    found = best("metric", options)
    if found is None:
        return Reading(Metric.OTHER, None, change, 0.3, Evidence("claim.kind", quantity.span, "other"))
    share, option = found
    choice = option.value
    cue = choice.cue
    if cue is None and choice.rule != "claim.kind":
        cue = next((o.value.cue for o in _in_order(options) if o.value.cue is not None), None)
    if choice.metric not in {Metric.GROWTH, Metric.GROWTH_RATE}:
        change = Change.LEVEL if level or moved is None else change
    note = f"{choice.metric} {told('metric', option)}".strip()
    return Reading(choice.metric, cue, change, share, Evidence(choice.rule, choice.span, note))


def _in_order(options: Sequence[Option[_Choice]]) -> list[Option[_Choice]]:
    """Order the options of expressions by nearness: they were made from the nearest clause to the farthest."""
    return [o for o in options if o.value.rule == "claim.metric" and o.value.metric not in _RATES]


def _options(
    text: str,
    frame: Frame,
    number: int,
    quantity: Quantity,
    cues: CueTable,
    memory: Memory,
    moved: Span | None,
    *,
    level: bool,
) -> Iterator[Option[_Choice]]:
    clause, kind = frame.clauses[number], quantity.kind
    relative = kind in _RELATIVE
    state = "level" if level else "moved" if moved else "still"
    compared = bool(relative and last("comparison", text, clause.span.start, quantity.span.start))
    if moved is not None:
        metric = Metric.GROWTH_RATE if relative else Metric.GROWTH
        gap = quantity.span.start - moved.end
        near = "touch" if gap <= 1 else "near" if gap <= 5 else "far"
        names = ("growth", f"growth:{kind}", f"growth:{near}", f"growth:{state}", f"growth:{state}:{near}:{kind}")
        yield Option(metric, _Choice(metric, "claim.growth", moved), names)
    spoken = False
    for place, cue in _placed(frame, number, quantity, cues):
        own = place.startswith(("own", "behind"))
        spoken = spoken or own
        yield from _of_cue(text, cue, place, quantity, state, compared=compared)
    unit, size = _unit_class(quantity), _size(quantity)
    for metric in _DEFAULTS.get(kind, (Metric.OTHER,)):
        base = (
            "default",
            f"default:{metric}",
            f"default:{metric}:{unit}",
            f"default:{'spoken' if spoken else 'silent'}",
        )
        more: tuple[str, ...] = tuple(_duration(text, clause, quantity, metric)) if kind is Kind.DURATION else ()
        if size:
            more = (f"default:{metric}:{size}", f"default:{metric}:{unit}:{size}")
        if relative:
            more = (f"default:{metric}:{state}", *((f"default:{metric}:compared",) if compared else ()))
        yield Option(metric, _Choice(metric, "claim.kind", quantity.span), (*base, *more))
    yield from _again(frame, quantity, memory, state, spoken=spoken, compared=compared)


def _again(
    frame: Frame, quantity: Quantity, memory: Memory, state: str, *, spoken: bool, compared: bool
) -> Iterator[Option[_Choice]]:
    """Offer the metrics of the claims before: a list goes on with what it began."""
    offered: set[Metric] = set()
    for back, (metric, kind, unit, sentence, span) in enumerate(reversed(memory.readings[-3:])):
        age = frame.sentence.index - sentence
        if age > 1 or metric in offered or metric in _BY_KIND.values():
            continue
        offered.add(metric)
        like = (
            "unit" if unit == quantity.unit and kind is quantity.kind else "kind" if kind is quantity.kind else "other"
        )
        where = f"{'here' if age == 0 else 'near'}:{min(2, back)}"
        names = [
            f"again:{like}:{where}", f"again:{like}:{'spoken' if spoken else 'silent'}", f"again:{state}",
            f"again:{metric}:{quantity.kind}",
        ]  # fmt: skip
        if size := _size(quantity):
            names.append(f"again:{metric}:{size}")
            names.append(f"again:{_unit_class(quantity)}:{size}")
        if compared:
            names.append("again:compared")
        yield Option(metric, _Choice(metric, "claim.again", span), tuple(names))


def _of_cue(
    text: str, cue: Cue, place: str, quantity: Quantity, state: str, *, compared: bool
) -> Iterator[Option[_Choice]]:
    kind = quantity.kind
    fit = "fits" if kind in cue.kinds else "misfit"
    before = cue.span.end <= quantity.span.start
    side = "side" if cue.side in {"both", "before" if before else "after"} else "wrong_side"
    gap = quantity.span.start - cue.span.end if before else cue.span.start - quantity.span.end
    near = min(3, max(0, gap) // 3)
    names: tuple[str, ...] = (
        f"cue:{place}:{fit}",
        f"cue:{side}",
        f"cue:{place}:{near}",
        f"cue:{cue.metric}:{kind}",
        f"cue:{state}:{place.split(':', maxsplit=1)[0]}",
    )
    if before and text.startswith("的", cue.span.end):
        names = (*names, "cue:owner")
    if kind in {Kind.PERCENT, Kind.RATIO} and cue.metric not in _RATES:
        part = (*names, "part", f"part:{'compared' if compared else 'plain'}")
        yield Option(Metric.SHARE, _Choice(Metric.SHARE, "claim.metric", cue.span, cue), part)
        names = (*names, f"whole:{'compared' if compared else 'plain'}", f"whole:{kind}")
    elif kind is Kind.MULTIPLE:
        names = (*names, f"times:{'compared' if compared else 'plain'}")
    elif size := _size(quantity):
        names = (*names, f"cue:{cue.metric}:{_unit_class(quantity)}", f"cue:{cue.metric}:{size}")
    yield Option(cue.metric, _Choice(cue.metric, "claim.metric", cue.span, cue), names)


def _placed(frame: Frame, number: int, quantity: Quantity, cues: CueTable) -> Iterator[tuple[str, Cue]]:
    """Yield the expressions in reach, nearest first, with their place: own stretch, stale, behind, clauses before."""
    clause = frame.clauses[number]
    own = _own_stretch(clause, quantity)
    here = cues.within(clause.span)
    ahead = [c for c in reversed(here) if c.span.end <= quantity.number.start]
    fresh = [c for c in ahead if c.span.start >= own.start]
    stale = [c for c in ahead if c.span.start < own.start]
    behind = [c for c in here if c.span.start >= quantity.number.end and c.span.end <= own.end]
    beyond = [c for c in here if c.span.start >= own.end]
    for place, group in (("own", fresh), ("behind", behind), ("stale", stale), ("beyond", beyond)):
        for order, cue in enumerate(group[:3]):
            yield f"{place}:{order}", cue
    for away in range(1, min(_CLAUSES, number) + 1):
        for order, cue in enumerate(reversed(cues.within(frame.clauses[number - away].span)[-2:])):
            yield f"earlier{away}:{order}", cue


def _unit_class(quantity: Quantity) -> str:
    unit = quantity.unit or ""
    if quantity.kind is not Kind.COUNT:
        return str(quantity.kind)
    if unit in _PEOPLE:
        return "people"
    if unit in _GOODS:
        return "goods"
    if unit in _SENT:
        return "sent"
    return unit if unit in {"家", "个", "次", "人次", "件"} else "bare" if not unit else "else"


def _size(quantity: Quantity) -> str:
    """Sort a count or an amount by magnitude: a price is seldom in the millions, a user base seldom below."""
    value = quantity.low if quantity.low is not None else quantity.high
    if value is None or quantity.kind not in {Kind.COUNT, Kind.MONEY}:
        return ""
    return "small" if value < 1_000 else "middle" if value < 100_000 else "large" if value < 50_000_000 else "huge"


def _duration(text: str, clause: Clause, quantity: Quantity, metric: Metric) -> Iterator[str]:
    start, end = max(clause.span.start, quantity.span.start - 12), min(clause.span.end, quantity.span.end + 8)
    years = "years" if quantity.unit in {"年", "月", "个月"} else "short"
    tenure = first("tenure", text, start, end)
    job = tenure or last("job", text, start, quantity.span.start)
    yield f"{metric}:{'tenure' if tenure else 'job' if job else 'plain'}:{years}"


def _movement(text: str, clause: Clause, quantity: Quantity) -> tuple[Change, Span | None, bool]:
    """Return the movement, the word of change before the number, and whether the number is a level all the same."""
    start = _after_previous(clause, quantity)
    before = quantity.span.start
    found = last("growth", text, start, before)
    level = last("level", text, max(start, before - 16), before)
    lead = text[before : quantity.number.start]
    if found is None:
        return (Change.LEVEL, None, level is not None)
    down = last("decrease", text, start, before)
    change = Change.DECREASE if down is not None and down.span.end >= found.span.end - 2 else Change.INCREASE
    return (change, found.span, level is not None or lead.startswith(("至", "到")))


def _after_previous(clause: Clause, quantity: Quantity) -> int:
    """Return where to start looking: after the quantity before this one, unless it is a date."""
    ends = [q.span.end for q in clause.quantities if q.span.end <= quantity.span.start and q.kind is not Kind.DATE]
    return max([clause.span.start, *ends])


def _own_stretch(clause: Clause, quantity: Quantity) -> Span:
    """Return the part of the clause that is nearer to this number than to any other."""
    others = [q.span for q in clause.quantities if q.kind is not Kind.DATE]
    start = max([clause.span.start, *(s.end for s in others if s.end <= quantity.span.start)])
    end = min([clause.span.end, *(s.start for s in others if s.start >= quantity.span.end)])
    return Span(start, end)
