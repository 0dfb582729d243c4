"""The candidates that one number can reach: of its sentence, what is counted, and what the text spoke of before."""

from collections.abc import Iterator
from dataclasses import replace

from kaoju.document import EntityType, Kind, Quantity, Quote
from kaoju.span import Span
from kaoju.stages.claims.candidates import Candidate, Memory, Place, Scene, counted_noun
from kaoju.stages.claims.clauses import Frame
from kaoju.stages.claims.metric import Reading

__all__ = ["in_reach"]

_CLAUSES = 6


def in_reach(
    text: str,
    frame: Frame,
    number: int,
    quantity: Quantity,
    reading: Reading,
    here: Scene,
    memory: Memory,
    quote: Quote | None,
) -> Iterator[Candidate]:
    """Yield what a number in clause `number` may be about; a noun that its metric names is cut before the metric."""
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
    counted = counted_noun(text, frame.clauses[number], here.row, quantity)
    if counted is not None:
        yield Candidate(counted.of(text), counted, None, "counted", number)
    yield from _carried(frame, number, memory, here)
    if quote is not None and quote.speaker and quote.speaker_span is not None:
        span = quote.speaker_span
        own = tuple(_self(text, frame, number))
        yield Candidate(quote.speaker, span, None, "voice", number, traits=own)
        house = memory.employers.get(quote.speaker)
        if house is not None:
            traits = ("employer", *(f"employer_{trait}" for trait in own))
            yield Candidate(house.canonical, house.span, house, "carried", number, traits=traits)


def _without(text: str, candidate: Candidate, stop: int) -> Iterator[Candidate]:
    """Yield a noun that names the metric, and what stands before the metric in it: 门诊药房 of 门诊药房营收."""
    yield replace(candidate, traits=(*candidate.traits, "measure"))
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
        age = min(5, frame.sentence.index - place.sentence)
        traits = (f"{trait}:{'here' if same else 'before'}", f"{trait}:{age}")
        return Candidate(place.mention.canonical, place.mention.span, place.mention, "carried", number, traits=traits)

    if memory.topic is not None:
        yield carried(memory.topic, f"topic_{memory.topic.mention.type.lower()}")
    for kind in (EntityType.PER, EntityType.ORG, EntityType.PLATFORM):
        place = memory.last.get(kind)
        if place is not None and frame.sentence.index - place.sentence <= 8:
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
