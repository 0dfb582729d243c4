"""The candidates that one number can reach: of its sentence, what is counted, and what the text spoke of before."""

from collections.abc import Iterator

from kaoju.document import Kind, Mention
from kaoju.span import Span
from kaoju.stages.claims.candidates import Candidate, Memory, Scene
from kaoju.stages.claims.clauses import Spot
from kaoju.stages.claims.metric import Reading

__all__ = ["in_reach"]

_CLAUSES = 4
_NOUNS = 1
_BACK, _OLD = 6, 2
_TURN = ("：", ":")
# What the whole noun's end or the word behind it says holds no longer once the metric is cut off.
_OF_THE_WHOLE = frozenset({"gauge", "touches", "acts", "owner", "modifier", "ends"})


def in_reach(spot: Spot, reading: Reading, here: Scene, memory: Memory, counted: Span | None) -> Iterator[Candidate]:
    """Yield what a number may be about; a noun that its metric names is cut before the metric."""
    text, number, quantity, quote = spot.text, spot.number, spot.quantity, spot.quote
    cue = reading.cue.span if reading.cue else None
    for candidate in here.candidates:
        away = number - candidate.clause
        limit = _NOUNS if candidate.sort in {"noun", "place"} and "opens" not in candidate.traits else _CLAUSES
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
    yield from _elsewhere(here, memory, spot.frame.sentence.index, house, own if house else ())


def _elsewhere(
    here: Scene, memory: Memory, index: int, house: Mention | None, own: tuple[str, ...]
) -> Iterator[Candidate]:
    """Yield what the text spoke of before, the last subject and the speaker's employer: one candidate a name."""
    found = {c.name: c for c in here.carried}
    extra: list[Candidate] = []
    if memory.subjects:
        last, span, mention, _, sort = memory.subjects[-1]
        if last not in here.names and span is not None:
            extra.append(Candidate(last, span, mention, "carried", 0, traits=("again", f"again_{sort}")))
    seen = {c.name for c in extra} | here.names
    for back in range(2, min(_BACK, len(memory.subjects)) + 1):
        name, span, mention, sentence, sort = memory.subjects[-back]
        if sentence < index - _OLD:
            break
        if name not in seen and span is not None:
            seen.add(name)
            extra.append(Candidate(name, span, mention, "carried", 0, traits=("earlier", f"earlier_{sort}")))
    if house is not None:
        traits = ("employer", *(f"employer_{trait}" for trait in own))
        extra.append(Candidate(house.canonical, house.span, house, "carried", 0, traits=traits))
    for candidate in extra:
        known = found.get(candidate.name)
        traits = (*known.traits, *candidate.traits) if known else candidate.traits
        found[candidate.name] = (known or candidate)._replace(traits=traits)
    yield from found.values()


def _without(text: str, candidate: Candidate, stop: int) -> Iterator[Candidate]:
    """Yield a noun that names the metric, and what stands before the metric in it: 门诊药房 of 门诊药房营收."""
    yield candidate._replace(traits=(*candidate.traits, "measure"))
    if stop - candidate.span.start >= 2:
        span = Span(candidate.span.start, stop)
        rest = tuple(trait for trait in candidate.traits if trait not in _OF_THE_WHOLE)
        yield candidate._replace(name=span.of(text), span=span, traits=(*rest, "cut"))


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
