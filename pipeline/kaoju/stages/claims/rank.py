"""The ranker of subjects: named features of a candidate and a number, weighed by a small model fitted on `tune`."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from kaoju.document import EntityType, Kind, Metric, Quantity, Quote
from kaoju.span import Span
from kaoju.stages.claims.candidates import Candidate, Memory, Place, Scene, counted_noun
from kaoju.stages.claims.clauses import Frame
from kaoju.stages.claims.metric import Reading

__all__ = ["Option", "options", "rank", "weights"]

_GROUPS: Mapping[Metric, str] = {
    **dict.fromkeys(
        (Metric.REVENUE, Metric.AD_REVENUE, Metric.ECOMMERCE_REVENUE, Metric.PROFIT, Metric.LOSS, Metric.HEADCOUNT,
         Metric.MARKET_CAP, Metric.FUNDING, Metric.VALUATION, Metric.GMV, Metric.INVESTMENT, Metric.ACQUISITION_PRICE,
         Metric.MARKET_SIZE), "business"),
    **dict.fromkeys(
        (Metric.USERS, Metric.DAILY_ACTIVE_USERS, Metric.MONTHLY_ACTIVE_USERS, Metric.REGISTERED_USERS,
         Metric.DOWNLOADS, Metric.NEW_USERS, Metric.VIEWERS), "users"),
    **dict.fromkeys((Metric.PRICE, Metric.COST, Metric.FEE, Metric.DISCOUNT), "price"),
    **dict.fromkeys((Metric.SALARY, Metric.REWARD), "pay"),
    **dict.fromkeys((Metric.SHARE, Metric.MARKET_SHARE, Metric.CONVERSION_RATE, Metric.ORDER_RATE), "share"),
    **dict.fromkeys((Metric.GROWTH, Metric.GROWTH_RATE), "growth"),
    **dict.fromkeys((Metric.ORDERS, Metric.SALES_VOLUME, Metric.STORES), "trade"),
    Metric.DURATION: "duration",
    Metric.TENURE: "tenure",
    Metric.AGE: "age",
    Metric.EVENT_DATE: "event",
}  # fmt: skip
_CLAUSES = 6
_ELSEWHERE = frozenset({"carried", "again", "voice", "leading"})
_PLACELESS = _ELSEWHERE | {"main", "counted"}
# 52岁的(院长)林某: the number describes the name behind it.
_LINK = re.compile(r"[^，。；的]{0,8}的[^，。；的]{0,8}$")


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate for one number with the names of the features that hold of it."""

    candidate: Candidate
    features: tuple[str, ...]


@cache
def weights() -> Mapping[str, float]:
    """Return the fitted weights by feature, from `weights/claims.toml`; a feature without one weighs nothing."""
    import tomllib

    text = (files("kaoju_models") / "weights" / "claims.toml").read_text("utf-8")
    return {name: float(value) for name, value in tomllib.loads(text)["subject"].items()}


def rank(found: Sequence[Option], weight: Mapping[str, float]) -> list[tuple[float, Option]]:
    """Return the options with the probability of their name, best first; options of one name share theirs.

    A name said three times in reach has three chances: its options' shares add up.
    """
    if not found:
        return []
    scores = [sum([weight.get(name, 0.0) for name in option.features]) for option in found]
    top = max(scores)
    parts = [math.exp(score - top) for score in scores]
    total = sum(parts)
    names: dict[str, float] = {}
    for part, option in zip(parts, found, strict=True):
        names[option.candidate.name] = names.get(option.candidate.name, 0.0) + part / total
    order = sorted(
        range(len(found)), key=lambda i: (-names[found[i].candidate.name], -parts[i], found[i].candidate.span.start)
    )
    return [(names[found[i].candidate.name], found[i]) for i in order]


def options(
    text: str,
    frame: Frame,
    number: int,
    quantity: Quantity,
    reading: Reading,
    here: Scene,
    memory: Memory,
    quotes: Sequence[Quote],
) -> list[Option]:
    """Return all that a number in clause `number` may be about, each with its features."""
    group = _GROUPS.get(reading.metric, "count")
    quote = min((q for q in quotes if q.span.contains(quantity.span)), key=lambda q: len(q.span), default=None)
    previous = _previous(frame, memory)
    bare = _bare(number, quantity, here)
    made = []
    for candidate in _in_reach(text, frame, number, quantity, reading, here, memory, quote):
        names = [
            *_sort(candidate, group),
            *_distance(text, candidate, number, quantity, here),
            *_cue(text, candidate, reading, quantity),
            *_speech(candidate, quote),
        ]
        if previous is not None and candidate.name == previous[0]:
            names.append(f"previous:{previous[1]}")
            if bare:
                names.append("previous:bare")
        if memory.main is not None and candidate.name == memory.main.canonical:
            names.append(f"main:{group}" if group in {"business", "growth"} else "main")
        if memory.leading is not None and candidate.name == memory.leading.canonical:
            names.append("is_leading")
        made.append(Option(candidate, tuple(names)))
    return made


_WEAK = frozenset({"at", "against", "source", "toward", "whole", "compared", "object"})


def _bare(number: int, quantity: Quantity, here: Scene) -> bool:
    """Tell whether a number's clause names nothing before the number that could be its subject."""
    return not any(
        c.clause == number and c.span.end <= quantity.span.start and c.sort != "place" and not _WEAK & set(c.traits)
        for c in here.candidates
    )


def _previous(frame: Frame, memory: Memory) -> tuple[str, str] | None:
    if not memory.subjects:
        return None
    name, _, _, sentence, _ = memory.subjects[-1]
    age = frame.sentence.index - sentence
    return (name, "here" if age == 0 else "near" if age == 1 else "far") if age <= 3 else None


def _in_reach(
    text: str,
    frame: Frame,
    number: int,
    quantity: Quantity,
    reading: Reading,
    here: Scene,
    memory: Memory,
    quote: Quote | None,
) -> Iterator[Candidate]:
    cue = reading.cue.span if reading.cue else None
    for candidate in here.candidates:
        away = number - candidate.clause
        if away > _CLAUSES or away < -1 or (away == -1 and quantity.kind is not Kind.DATE):
            continue
        if candidate.span.overlaps(quantity.span):
            continue
        if candidate.sort == "noun" and cue is not None and cue.overlaps(candidate.span):
            yield from _without(text, candidate, cue.start)
        else:
            yield candidate
    counted = counted_noun(frame.clauses[number], here.row, quantity)
    if counted is not None:
        yield Candidate(counted.of(text), counted, None, "counted", number)
    yield from _carried(frame, number, memory, here)
    if quote is not None and quote.speaker and quote.speaker_span is not None:
        span = quote.speaker_span
        yield Candidate(quote.speaker, span, None, "voice", number, traits=tuple(_self(text, frame, number)))


def _without(text: str, candidate: Candidate, stop: int) -> Iterator[Candidate]:
    """Yield what stands before the metric's expression in a noun phrase: 门诊药房 of 门诊药房营收."""
    if stop - candidate.span.start >= 2:
        span = Span(candidate.span.start, stop)
        yield replace(candidate, name=span.of(text), span=span, traits=(*candidate.traits, "cut"))


def _self(text: str, frame: Frame, number: int) -> Iterator[str]:
    """Tell whether the clause, or the one before it, speaks in the first person."""
    start = frame.clauses[max(0, number - 1)].span.start
    if "我" in text[start : frame.clauses[number].span.end]:
        yield "first_person"


def _carried(frame: Frame, number: int, memory: Memory, here: Scene) -> Iterator[Candidate]:
    """Yield what the text spoke of before this sentence: its topic, its last person, its main organisation."""
    names = {c.name for c in here.candidates}

    def carried(place: Place, trait: str) -> Candidate:
        same = place.paragraph == frame.sentence.paragraph
        age = min(3, frame.sentence.index - place.sentence)
        traits = (f"{trait}:{'here' if same else 'before'}", f"{trait}:{age}")
        return Candidate(place.mention.canonical, place.mention.span, place.mention, "carried", number, traits=traits)

    if memory.topic is not None:
        yield carried(memory.topic, f"topic_{memory.topic.mention.type.lower()}")
    for kind in (EntityType.PER, EntityType.ORG, EntityType.PLATFORM):
        place = memory.last.get(kind)
        if place is not None and frame.sentence.index - place.sentence <= 4:
            yield carried(place, f"last_{kind.lower()}")
    if memory.main is not None:
        yield Candidate(memory.main.canonical, memory.main.span, memory.main, "main", number)
    if memory.leading is not None and memory.leading != memory.main:
        name, traits = memory.leading, (f"leading_{memory.leading.type.lower()}",)
        yield Candidate(name.canonical, name.span, name, "leading", number, traits=traits)
    if memory.subjects:
        last, span, mention, _, sort = memory.subjects[-1]
        if last not in names and span is not None:
            yield Candidate(last, span, mention, "again", number, traits=(f"again_{sort}",))


def _sort(candidate: Candidate, group: str) -> Iterator[str]:
    yield candidate.sort
    yield f"{candidate.sort}:{group}"
    if candidate.sort in _ELSEWHERE:
        yield from (f"{trait}" for trait in candidate.traits)
        yield from (f"{trait.split(':')[0]}+{group}" for trait in candidate.traits)


def _distance(text: str, candidate: Candidate, number: int, quantity: Quantity, here: Scene) -> Iterator[str]:
    if candidate.sort in _PLACELESS:
        return
    away = number - candidate.clause
    before = candidate.span.end <= quantity.span.start
    place = "after" if not before else ("here", "one", "two")[away] if away < 3 else "far"
    yield place
    kind = "noun" if candidate.sort == "noun" else "name"
    yield f"{place}:{kind}"
    yield from (f"{trait}@{place}" for trait in candidate.traits)
    if candidate.order == 0:
        yield f"first@{place}:{kind}"
    if place == "after" and candidate.clause == number and _LINK.match(text[quantity.span.end : candidate.span.start]):
        yield f"described:{candidate.sort}"
    if place == "here":
        gap = quantity.span.start - candidate.span.end
        yield f"gap{0 if gap <= 1 else 1 if gap <= 4 else 2 if gap <= 9 else 3}:{kind}"
        rivals = [
            c for c in here.candidates
            if candidate.span.end <= c.span.start and c.span.end <= quantity.span.start and c.sort != "noun"
        ]  # fmt: skip
        if rivals:
            yield f"behind{min(2, len(rivals))}:{kind}"


def _cue(text: str, candidate: Candidate, reading: Reading, quantity: Quantity) -> Iterator[str]:
    if reading.cue is None or candidate.sort in _PLACELESS:
        return
    gap = reading.cue.span.start - candidate.span.end
    kind = "noun" if candidate.sort == "noun" else "name"
    if 0 <= gap <= 1:
        yield f"cue_touches:{kind}"
    elif 1 < gap <= 5 and not any(c in "，。；" for c in text[candidate.span.end : reading.cue.span.start]):
        yield f"cue_near:{kind}"
    elif candidate.span.start >= reading.cue.span.end and candidate.span.end <= quantity.span.start:
        yield f"past_cue:{kind}"


def _speech(candidate: Candidate, quote: Quote | None) -> Iterator[str]:
    if quote is None or candidate.sort == "voice":
        return
    if quote.span.contains(candidate.span):
        yield "inside_speech"
    elif quote.speaker_span is not None and quote.speaker_span.overlaps(candidate.span):
        yield "is_speaker"
    elif quote.speaker is not None and quote.speaker == candidate.name:
        yield "names_speaker"
    else:
        yield "outside_speech"
