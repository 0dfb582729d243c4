"""What a quantity says about its subject: options for the metric with their features, the likeliest, its movement."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from kaoju.document import Change, EntityType, Evidence, Kind, Metric, Quantity
from kaoju.rulebook import Found
from kaoju.span import Span
from kaoju.stages.claims.candidates import Memory
from kaoju.stages.claims.clauses import Clause, Spot
from kaoju.stages.claims.cues import Cue, CueTable, first, last
from kaoju.stages.claims.ranking import Option, Signs, best, told, weighed

__all__ = ["Reading", "read_metric"]

_RELATIVE = frozenset({Kind.PERCENT, Kind.MULTIPLE, Kind.RATIO})
_GROWTH = frozenset({Metric.GROWTH, Metric.GROWTH_RATE})
_KEPT = 1 << 12
_SHARES = frozenset({Kind.PERCENT, Kind.RATIO})
_BY_KIND = {Kind.AGE: Metric.AGE, Kind.DATE: Metric.EVENT_DATE}
_FIXED = frozenset(_BY_KIND.values())
# 降至6%, 但 not 降了至少6个点
_REACHING = re.compile(r"至(?![少多])|到")
_DAILY = re.compile(r"每[天日]|日均|单日|一天(?!.{0,4}[前后内])")
_MONTHLY = re.compile(r"每月|每个月|月均|单月")
# What is not counted in a unit: nobody employs 3万单.
_UNFIT: Mapping[str, frozenset[Metric]] = {
    **dict.fromkeys(("goods", "sent"), frozenset({Metric.HEADCOUNT, Metric.USERS, Metric.STORES, Metric.VIEWERS})),
    "people": frozenset({Metric.STORES, Metric.ORDERS, Metric.SALES_VOLUME, Metric.DOWNLOADS}),
    "次": frozenset({Metric.HEADCOUNT, Metric.STORES, Metric.USERS}),
    "家": frozenset({Metric.HEADCOUNT, Metric.ORDERS, Metric.SALES_VOLUME, Metric.VIEWERS, Metric.DOWNLOADS}),
    "人次": frozenset({Metric.HEADCOUNT, Metric.STORES, Metric.ORDERS, Metric.SALES_VOLUME}),
}
_FIRMS = frozenset({EntityType.ORG, EntityType.PLATFORM})
_NAMED = frozenset({EntityType.PER, EntityType.ORG, EntityType.PLATFORM, EntityType.PRODUCT, EntityType.WORK})
_MARKET = re.compile(r"市场(?!部)|行业|品类|份额|赛道|大盘|同行|前[三五十]|头部品牌|各家|[两三四]家|一家[就便独]?占")
_CLAUSES = 3
_VAGUE = frozenset({Metric.COUNT, Metric.OTHER, Metric.PRICE, Metric.GROWTH})
_LARGE = frozenset({"large", "huge"})
_EARLIER = tuple(f"earlier{away}" for away in range(_CLAUSES + 1))
_SPOKEN = frozenset({"own", "behind"})
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
_GOODS = frozenset(
    "杯 双 件 台 辆 部 箱 瓶 斤 公斤 吨 册 盒 套 条 只 份 款 碗 顶 支 包 袋 罐 枚 本 颗 盆 株 张 把 床 副 桶".split()
)
_SENT = frozenset("单 票 笔".split())


class Reading(Struct, frozen=True, gc=False):
    """A metric, the cue that spoke for it (None: by kind alone), the movement, and how sure this is (0..1)."""

    metric: Metric
    cue: Cue | None
    change: Change
    confidence: float
    evidence: Evidence


class _Choice(Struct, frozen=True, gc=False):
    """What an option for the metric rests on: an expression, a word of change, or the kind alone."""

    rule: str
    span: Span
    cue: Cue | None = None


class _View(Struct, frozen=True, gc=False):
    """What the features of every option speak of: the number's kind, unit and size, how it is moved or compared.

    `who` is the sort of name before it, `market` whether a market is spoken of.
    """

    kind: Kind
    unit: str
    size: str
    state: str
    compared: str
    who: str
    market: str


def read_metric(spot: Spot, cues: CueTable, memory: Memory) -> Reading:
    """Return what a quantity measures: the likeliest of its options.

    Fixed by kind for ages and dates. Else a word of change, the expressions of the metrics lexicon in reach, what the
    kind and unit alone may mean, and the metric of the claim before are weighed against each other.
    """
    quantity = spot.quantity
    if quantity.kind in _BY_KIND:
        metric = _BY_KIND[quantity.kind]
        return Reading(metric, None, Change.LEVEL, 0.9, Evidence("claim.kind", quantity.span, metric))
    change, moved, level = _movement(spot)
    options = _options(spot, cues, memory, moved, level=level)
    found = best(options)
    if found is None:
        return Reading(Metric.OTHER, None, change, 0.3, Evidence("claim.kind", quantity.span, "other"))
    share, option = found
    metric, choice = Metric(option.name), option.value
    cue = choice.cue
    if cue is None and choice.rule != "claim.kind":
        cue = next((o.value.cue for o in _in_order(options) if o.value.cue is not None), None)
    if metric not in _GROWTH:
        change = Change.LEVEL if level or moved is None else change
    note = f"{metric} {told(option)}".strip()
    return Reading(metric, cue, change, share, Evidence(choice.rule, choice.span, note))


def _in_order(options: Sequence[Option[_Choice]]) -> list[Option[_Choice]]:
    """Order the options of expressions by nearness: they were made from the nearest clause to the farthest."""
    return [o for o in options if o.value.rule == "claim.metric" and o.name not in _RATES]


def _options(spot: Spot, cues: CueTable, memory: Memory, moved: Span | None, *, level: bool) -> list[Option[_Choice]]:
    quantity = spot.quantity
    view = _view(spot, "level" if level else "moved" if moved else "still")
    options = [_grown(moved, quantity, view)] if moved is not None else []
    said = "silent"
    for place, order, cue in _placed(spot, cues):
        said = "spoken" if place in _SPOKEN else said
        options += _of_cue(spot, cue, place, order, view)
    basis = _duration(spot) if quantity.kind is Kind.DURATION else ""
    alone = _Choice("claim.kind", quantity.span)
    options += [Option(metric, alone, (signs,)) for metric, signs in _defaults(view, basis, said)]
    options += _again(spot, memory, view, said)
    options += _recalled(spot, memory, view, said)
    return options


def _view(spot: Spot, state: str) -> _View:
    quantity = spot.quantity
    start, end = spot.clause.span.start, quantity.span.start
    compared = quantity.kind in _RELATIVE and last("comparison", spot.text, start, end) is not None
    how = "compared" if compared else "plain"
    sentence = spot.frame.sentence.span.start
    market = quantity.kind in _SHARES and (
        _MARKET.search(spot.text, sentence, spot.clause.span.end) is not None or _rivals(spot)
    )
    unit, size = _unit_class(quantity), _size(quantity)
    return _View(quantity.kind, unit, size, state, how, _who(spot), "market" if market else "")


def _rivals(spot: Spot) -> bool:
    """Tell whether a clause sets firms side by side: 美团和京东的占比分别为六成和三成."""
    firms = {m.canonical for m in spot.clause.mentions if m.type in _FIRMS and m.span.end <= spot.quantity.span.start}
    return len(firms) > 1


def _who(spot: Spot) -> str:
    """Return the sort of name nearest before the number in its sentence: a person earns, a platform has users."""
    for clause in reversed(spot.frame.clauses[max(0, spot.number - _CLAUSES) : spot.number + 1]):
        for mention in reversed(clause.mentions):
            if mention.span.end <= spot.quantity.span.start and mention.type in _NAMED:
                return str(mention.type)
    return ""


def _grown(moved: Span, quantity: Quantity, view: _View) -> Option[_Choice]:
    metric = Metric.GROWTH_RATE if view.kind in _RELATIVE else Metric.GROWTH
    gap = quantity.span.start - moved.end
    near = "touch" if gap <= 1 else "near" if gap <= 5 else "far"
    return Option(metric, _Choice("claim.growth", moved), (_growth_signs(view.kind, near, view.state),))


@weighed("metric")
def _growth_signs(kind: Kind, near: str, state: str) -> Iterator[str]:
    yield from ("growth", f"growth:{kind}", f"growth:{near}", f"growth:{state}", f"growth:{state}:{near}:{kind}")


@lru_cache(maxsize=_KEPT)
def _defaults(view: _View, basis: str, said: str) -> Sequence[tuple[Metric, Signs]]:
    """Return what a number of a kind may measure where no expression speaks of it."""
    return [(m, _default_signs(m, view, basis, said)) for m in _DEFAULTS.get(view.kind, (Metric.OTHER,))]


@weighed("metric")
def _default_signs(metric: Metric, view: _View, basis: str, said: str) -> Iterator[str]:
    yield from ("default", f"default:{metric}", f"default:{metric}:{view.unit}", f"default:{said}")
    if basis:
        yield f"{metric}:{basis}"
    if view.size:
        yield f"default:{metric}:{view.size}"
        yield f"default:{metric}:{view.unit}:{view.size}"
    if view.who and view.kind is not Kind.DURATION:
        yield f"default:{metric}:{view.who}"
    if view.market:
        yield f"default:{metric}:market"
    if view.kind in _RELATIVE:
        yield f"default:{metric}:{view.state}"
    if view.compared == "compared":
        yield f"default:{metric}:compared"


def _again(spot: Spot, memory: Memory, view: _View, said: str) -> Iterator[Option[_Choice]]:
    """Offer the metrics of the claims before: a list goes on with what it began."""
    offered: set[Metric] = set()
    for back, (metric, kind, unit, sentence, span) in enumerate(reversed(memory.readings[-3:])):
        age = spot.frame.sentence.index - sentence
        if age > 1 or metric in offered or metric in _FIXED:
            continue
        offered.add(metric)
        like = "other" if kind is not view.kind else "unit" if unit == spot.quantity.unit else "kind"
        signs = _again_signs(like, "here" if age == 0 else "near", min(2, back), view.state, view.compared, said)
        yield Option(
            metric,
            _Choice("claim.again", span),
            (signs, _again_metric(metric, view.kind, view.unit, view.size, view.market)),
        )


@weighed("metric")
def _again_signs(like: str, where: str, back: int, state: str, compared: str, said: str) -> Iterator[str]:
    yield from (f"again:{like}:{where}:{back}", f"again:{like}:{said}", f"again:{state}")
    if compared == "compared":
        yield "again:compared"


@weighed("metric")
def _again_metric(metric: Metric, kind: Kind, unit: str, size: str, market: str) -> Iterator[str]:
    yield f"again:{metric}:{kind}"
    if market:
        yield f"again:{metric}:market"
    if size:
        yield from (f"again:{metric}:{size}", f"again:{unit}:{size}")


def _recalled(spot: Spot, memory: Memory, view: _View, said: str) -> Iterator[Option[_Choice]]:
    """Offer what a number measured that the text has told before, and what one so large is counted by day or month."""
    quantity = spot.quantity
    if not view.size:
        return
    known = memory.values.get((quantity.kind, quantity.low or quantity.high))
    if known is not None and known not in _VAGUE and view.size in _LARGE:
        yield Option(known, _Choice("claim.again", quantity.span), (_recall_signs(known, view, said),))
    if view.kind is Kind.COUNT and view.unit in {"bare", "people"} and view.size in _LARGE:
        for metric, words in ((Metric.DAILY_ACTIVE_USERS, _DAILY), (Metric.MONTHLY_ACTIVE_USERS, _MONTHLY)):
            if words.search(spot.text, spot.clause.span.start, quantity.span.start):
                yield Option(metric, _Choice("claim.kind", quantity.span), (_daily_signs(view, said),))


@weighed("metric")
def _daily_signs(view: _View, said: str) -> Iterator[str]:
    yield from ("daily", f"daily:{view.unit}:{view.size}", f"daily:{said}", f"daily:{view.who or 'none'}")


@weighed("metric")
def _recall_signs(metric: Metric, view: _View, said: str) -> Iterator[str]:
    yield from ("recall", f"recall:{said}", f"recall:{metric}", f"recall:{view.unit}:{view.size}")


def _of_cue(spot: Spot, cue: Cue, place: str, order: int, view: _View) -> Iterator[Option[_Choice]]:
    number = spot.quantity.span
    before = cue.span.end <= number.start
    gap = number.start - cue.span.end if before else cue.span.start - number.end
    near = min(3, max(0, gap) // 3)
    fit = "fits" if view.kind in cue.kinds else "misfit"
    side = "side" if cue.side in {"both", "before" if before else "after"} else "wrong_side"
    owner = before and spot.text.startswith("的", cue.span.end)
    signs: tuple[Signs, ...] = (
        _cue_signs(place, order, near, fit, side, "owner" if owner else "", view.state),
        _cue_metric(cue.metric, view.kind, view.unit, view.size, view.compared),
        _cue_stands(cue.metric, place, order, view.who, view.market),
    )
    choice = _Choice("claim.metric", cue.span, cue)
    if view.kind in _SHARES and cue.metric not in _RATES:
        yield Option(Metric.SHARE, choice, (*signs, _part_signs(view.compared)))
        signs = (*signs, _whole_signs(view.kind, view.compared))
    yield Option(cue.metric, choice, signs)
    if view.market and cue.metric is Metric.SHARE and view.kind in _SHARES:
        metric = Metric.MARKET_SHARE
        named = (
            _cue_metric(metric, view.kind, view.unit, view.size, view.compared),
            _cue_stands(metric, place, order, view.who, view.market),
        )
        yield Option(metric, choice, (signs[0], *named, _marketed_signs(place)))


@weighed("metric")
def _cue_stands(metric: Metric, place: str, order: int, who: str, market: str) -> Iterator[str]:
    yield from (f"cue:{metric}:{place}", f"cue:{metric}:{place}:{order}")
    if who:
        yield f"cue:{metric}:{who}"
    if market:
        yield f"cue:{metric}:market"


@weighed("metric")
def _cue_signs(place: str, order: int, near: int, fit: str, side: str, owner: str, state: str) -> Iterator[str]:
    yield from (f"cue:{place}:{order}:{fit}", f"cue:{side}", f"cue:{place}:{order}:{near}", f"cue:{state}:{place}")
    if owner:
        yield f"cue:{owner}"


@weighed("metric")
def _marketed_signs(place: str) -> Iterator[str]:
    yield from ("marketed", f"marketed:{place}")


@weighed("metric")
def _part_signs(compared: str) -> Iterator[str]:
    yield from ("part", f"part:{compared}")


@weighed("metric")
def _whole_signs(kind: Kind, compared: str) -> Iterator[str]:
    yield from (f"whole:{compared}", f"whole:{kind}")


@weighed("metric")
def _cue_metric(metric: Metric, kind: Kind, unit: str, size: str, compared: str) -> Iterator[str]:
    yield f"cue:{metric}:{kind}"
    if kind is Kind.MULTIPLE:
        yield f"times:{compared}"
    elif size:
        yield from (f"cue:{metric}:{unit}", f"cue:{metric}:{size}")


def _placed(spot: Spot, cues: CueTable) -> Iterator[tuple[str, int, Cue]]:
    """Yield the expressions in reach, nearest first, with their place: own stretch, stale, behind, clauses before."""
    quantity, clauses = spot.quantity, spot.frame.clauses
    own = _own_stretch(spot.clause, quantity)
    here = _speaking(cues.within(spot.clause.span), quantity)
    if here:
        ahead = [c for c in reversed(here) if c.span.end <= quantity.number.start]
        behind = [c for c in here if c.span.start >= quantity.number.end]
        for place, group in (
            ("own", [c for c in ahead if c.span.start >= own.start]),
            ("behind", [c for c in behind if c.span.end <= own.end]),
            ("stale", [c for c in ahead if c.span.start < own.start]),
            ("beyond", [c for c in behind if c.span.start >= own.end]),
        ):
            for order, cue in enumerate(group[:3]):
                yield place, order, cue
    for away in range(1, min(_CLAUSES, spot.number) + 1):
        spoken = _speaking(cues.within(clauses[spot.number - away].span), quantity)
        for order, cue in enumerate(reversed(spoken[-2:])):
            yield _EARLIER[away], order, cue


def _speaking(cues: Sequence[Cue], quantity: Quantity) -> list[Cue]:
    """Return the expressions that can speak of a number by its kind and unit; of parts and multiples all can."""
    kind = quantity.kind
    if kind not in _RELATIVE:
        unfit = _UNFIT.get(_unit_class(quantity), frozenset())
        return [c for c in cues if kind in c.kinds and c.metric not in unfit]
    starts = {c.span.start for c in cues if kind in c.kinds}
    return [c for c in cues if kind in c.kinds or c.span.start not in starts]


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


def _duration(spot: Spot) -> str:
    """Say what speaks for a duration as a tenure: a word of tenure, a job that is held, nothing; and its unit."""
    clause, quantity = spot.clause, spot.quantity
    start, end = max(clause.span.start, quantity.span.start - 12), min(clause.span.end, quantity.span.end + 8)
    years = "years" if quantity.unit in {"年", "月", "个月"} else "short"
    tenure = first("tenure", spot.text, start, end)
    job = tenure or last("job", spot.text, start, quantity.span.start)
    return f"{'tenure' if tenure else 'job' if job else 'plain'}:{years}"


def _movement(spot: Spot) -> tuple[Change, Span | None, bool]:
    """Return the movement, the word of change before the number, and whether the number is a level all the same."""
    text, quantity = spot.text, spot.quantity
    start = _after_previous(spot.clause, quantity)
    before = quantity.span.start
    found = last("growth", text, start, before) or _since(spot, start)
    level = last("level", text, max(start, before - 16), before)
    if found is None:
        return (Change.LEVEL, None, level is not None)
    lead = text[before : quantity.number.start]
    down = last("decrease", text, start, before)
    change = Change.DECREASE if down is not None and down.span.end >= found.span.end - 2 else Change.INCREASE
    return (change, found.span, level is not None or _REACHING.match(lead) is not None)


def _since(spot: Spot, start: int) -> Found | None:
    """Return the word that compares with another time right before the number: 比三年前高了8个百分点."""
    found = last("moreover", spot.text, start, spot.quantity.span.start)
    if found is None:
        return None
    dates = [q for q in spot.clause.quantities if q.kind is Kind.DATE and q.span.end <= found.span.start]
    lead = spot.text[max(0, dates[-1].span.start - 4) : dates[-1].span.start] if dates else ""
    return found if lead.endswith(("比", "较", "相比", "相较", "相对于")) else None


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
