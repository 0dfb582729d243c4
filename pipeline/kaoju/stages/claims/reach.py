"""The candidates that one number can reach: of its sentence, what is counted, and what the text spoke of before."""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from kaoju.document import Kind, Mention
from kaoju.span import Span
from kaoju.stages.claims.candidates import KINDS, Candidate, Memory, Scene, carried
from kaoju.stages.claims.clauses import Spot
from kaoju.stages.claims.metric import Reading
from kaoju.stages.claims.words import roles

__all__ = ["in_reach"]

_CLAUSES = 4
_BACK, _OLD = 6, 2
# A scholar, a reporter or an analyst who says 我们 seldom gives figures of the house.
_OBSERVES = re.compile("(?:大学|学院|研究院|研究所|智库|协会|学会|报|周刊|杂志|新闻社?|电视台|证券|咨询)$")
_TURN = ("：", ":")
# What the whole noun's end or the word behind it says holds no longer once the metric is cut off.
_OF_THE_WHOLE = frozenset({"gauge", "touches", "acts", "owner", "modifier", "ends"})


# 赛事|总预算, 全站|年发电量: these belong to what is measured.
_OF_MEASURE = frozenset("总年月日均净")


def in_reach(spot: Spot, reading: Reading, here: Scene, memory: Memory, counted: Span | None) -> Iterator[Candidate]:
    """Yield what a number may be about; a noun that its metric names is cut before the metric."""
    quote = spot.quote
    yield from _of_sentence(spot, reading, here)
    if counted is not None and roles().get(counted.of(spot.text)) != "none":
        yield Candidate(counted.of(spot.text), counted, None, "counted", "counted", spot.number)
    house: Mention | None = None
    own: tuple[str, ...] = ()
    if quote is not None and quote.speaker and quote.speaker_span is not None:
        own = tuple(_self(spot))
        yield Candidate(quote.speaker, quote.speaker_span, None, "voice", KINDS["voice"], spot.number, traits=own)
        house = memory.employers.get(quote.speaker)
        if house is not None and _OBSERVES.search(house.canonical):
            house = None
    extra = list(_before(here, memory, spot.frame.sentence.index))
    extra += _asked(spot, here, memory)
    if house is not None:
        traits = ("employer", *(f"employer_{trait}" for trait in own))
        extra.append(carried(house.canonical, house.span, house, traits))
    yield from _joined((*here.carried, *extra)) if extra else here.carried


def _of_sentence(spot: Spot, reading: Reading, here: Scene) -> Iterator[Candidate]:
    """Yield the candidates of the number's clause and of some before it; what a date tells of may also follow."""
    start, end = spot.quantity.span.start, spot.quantity.span.end
    cue = reading.cue.span if reading.cue else None
    last = spot.number + (2 if spot.quantity.kind is Kind.DATE else 1)
    for clause in here.clauses[max(0, spot.number - _CLAUSES) : last]:
        for candidate in clause:
            span, sort = candidate.span, candidate.sort
            if span.start < end and start < span.end:
                continue
            if sort == "noun" and cue is not None and cue.overlaps(span):
                yield from _without(spot.text, candidate, cue.start)
            else:
                yield candidate


def _before(here: Scene, memory: Memory, index: int) -> Iterator[Candidate]:
    """Yield the last subject and some before it, where the sentence does not name them itself."""
    seen = here.names
    for back, (name, span, mention, sentence, sort) in enumerate(reversed(memory.subjects[-_BACK:])):
        if back and sentence < index - _OLD:
            break
        if name not in seen and span is not None:
            seen |= {name}
            again = "earlier" if back else "again"
            yield carried(name, span, mention, (again, f"{again}_{sort}"))


def _asked(spot: Spot, here: Scene, memory: Memory) -> Iterator[Candidate]:
    """Yield those whom a survey asked, of whom the rest of its paragraph tells the shares."""
    sample = here.sample or memory.sample
    if sample is None or sample.paragraph != spot.frame.sentence.paragraph:
        return
    if sample.span.end < spot.quantity.span.start:
        yield carried(sample.name, sample.span, None, ("sample", f"sample:{'here' if here.sample else 'near'}"))


def _joined(candidates: Sequence[Candidate]) -> Iterable[Candidate]:
    """Return one candidate a name, with the traits of all that bear it."""
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        known = found.get(candidate.name)
        found[candidate.name] = known.with_traits(*known.traits, *candidate.traits) if known else candidate
    return found.values()


def _without(text: str, candidate: Candidate, stop: int) -> Iterator[Candidate]:
    """Yield a noun that names the metric, and what stands before the metric in it: 门诊药房 of 门诊药房营收."""
    yield candidate.with_traits(*candidate.traits, "measure")
    while stop - candidate.span.start > 2 and text[stop - 1] in _OF_MEASURE:
        stop -= 1
    if stop - candidate.span.start >= 2:
        span = Span(candidate.span.start, stop)
        rest = tuple(trait for trait in candidate.traits if trait not in _OF_THE_WHOLE)
        yield replace(candidate, name=span.of(text), span=span, traits=(*rest, "cut"))


def _self(spot: Spot) -> Iterator[str]:
    """Tell whether the clause, or the one before it, speaks in the first person, and whether it is somebody's turn."""
    start, quote = spot.frame.clauses[max(0, spot.number - 1)].span.start, spot.quote
    said = spot.text[start : spot.clause.span.end]
    if "我" in said:
        yield "first_person"
    if "我们" in said or "咱" in said:
        yield "plural"
    elif "我" in said:
        yield "singular"
    if quote and quote.speaker_span and spot.text.startswith(_TURN, quote.speaker_span.end):
        yield "turn"
