"""The candidates that one number can reach: of its sentence, what is counted, and what the text spoke of before."""

from collections.abc import Iterator
from dataclasses import replace

from kaoju.document import Kind, Mention
from kaoju.span import Span
from kaoju.stages.claims.candidates import Candidate, Memory, Scene
from kaoju.stages.claims.clauses import Spot
from kaoju.stages.claims.metric import Reading

__all__ = ["in_reach"]

_CLAUSES = 4
_NOUNS = 1


def in_reach(spot: Spot, reading: Reading, here: Scene, memory: Memory, counted: Span | None) -> Iterator[Candidate]:
    """Yield what a number may be about; a noun that its metric names is cut before the metric."""
    text, number, quantity, quote = spot.text, spot.number, spot.quantity, spot.quote
    cue = reading.cue.span if reading.cue else None
    for candidate in here.candidates:
        away = number - candidate.clause
        limit = _NOUNS if candidate.sort in {"noun", "place"} else _CLAUSES
        if away > limit or away < -1 or (away == -1 and quantity.kind is not Kind.DATE):
            continue
        if candidate.span.overlaps(quantity.span):
            continue
        if candidate.sort == "noun" and cue is not None and cue.overlaps(candidate.span):
            yield from _without(text, candidate, cue.start)
        else:
            yield candidate
    if counted is not None:
        yield Candidate(counted.of(text), counted, None, "counted", number)
    house = None
    if quote is not None and quote.speaker and quote.speaker_span is not None:
        own = tuple(_self(spot))
        yield Candidate(quote.speaker, quote.speaker_span, None, "voice", number, traits=own)
        house = memory.employers.get(quote.speaker)
    yield from _elsewhere(here, memory, house, own if house else ())


def _elsewhere(here: Scene, memory: Memory, house: Mention | None, own: tuple[str, ...]) -> Iterator[Candidate]:
    """Yield what the text spoke of before, the last subject and the speaker's employer: one candidate a name."""
    found = {c.name: c for c in here.carried}
    extra: list[Candidate] = []
    if memory.subjects:
        last, span, mention, _, sort = memory.subjects[-1]
        if last not in here.names and span is not None:
            extra.append(Candidate(last, span, mention, "carried", 0, traits=("again", f"again_{sort}")))
    if house is not None:
        traits = ("employer", *(f"employer_{trait}" for trait in own))
        extra.append(Candidate(house.canonical, house.span, house, "carried", 0, traits=traits))
    for candidate in extra:
        known = found.get(candidate.name)
        traits = (*known.traits, *candidate.traits) if known else candidate.traits
        found[candidate.name] = replace(known or candidate, traits=traits)
    yield from found.values()


def _without(text: str, candidate: Candidate, stop: int) -> Iterator[Candidate]:
    """Yield a noun that names the metric, and what stands before the metric in it: 门诊药房 of 门诊药房营收."""
    yield replace(candidate, traits=(*candidate.traits, "measure"))
    if stop - candidate.span.start >= 2:
        span = Span(candidate.span.start, stop)
        yield replace(candidate, name=span.of(text), span=span, traits=(*candidate.traits, "cut"))


def _self(spot: Spot) -> Iterator[str]:
    """Tell whether the clause, or the one before it, speaks in the first person."""
    start = spot.frame.clauses[max(0, spot.number - 1)].span.start
    if "我" in spot.text[start : spot.clause.span.end]:
        yield "first_person"
