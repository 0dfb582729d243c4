"""Claims: every quantity that asserts something, bound to what it says."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from kaoju.document import Change, Claim, Document, EntityType, Kind, Mention, Modality, Quantity
from kaoju.settings import Settings
from kaoju.span import Span
from kaoju.stages.claims.base import read_base
from kaoju.stages.claims.candidates import Memory, Scene, scene
from kaoju.stages.claims.clauses import Frame, Spot, frames
from kaoju.stages.claims.cues import CueTable
from kaoju.stages.claims.dates import is_past
from kaoju.stages.claims.groups import group_of
from kaoju.stages.claims.metric import read_metric
from kaoju.stages.claims.select import is_claim
from kaoju.stages.claims.stance import Thread, foreseen, read_stance
from kaoju.stages.claims.subject import Subject, choose_subject, employers, leading_name, main_organisation
from kaoju.stages.claims.unit import with_unit
from kaoju.stages.claims.units import row
from kaoju.stages.claims.when import Clock

__all__ = ["claims"]


def claims(doc: Document, settings: Settings) -> Document:
    """Add the claims. A quantity without a subject in reach is left out: a claim about nothing is none."""
    del settings  # the rules alone decide
    cues = CueTable(doc.clean, [m.span for m in doc.mentions])
    speakers = frozenset(q.speaker_span.start for q in doc.quotes if q.speaker_span)
    head = Span(0, doc.paragraphs[min(1, len(doc.paragraphs) - 1)].end if doc.paragraphs else 0)
    main = main_organisation(doc, speakers)
    memory = Memory(
        main=main,
        leading=leading_name(doc.mentions),
        title=head.of(doc.clean).split("\n")[0],
        employers=employers(doc.clean, doc.mentions),
    )
    published = doc.meta.published
    clock = Clock(doc.clean, main.canonical if main else None, published.isoformat() if published else None)
    thread = Thread()
    found: list[Claim] = []
    for frame in frames(doc):
        spots = _asserted(doc.clean, frame)
        here = _scene(doc.clean, frame, memory, asked=bool(spots))
        found += _of_sentence(doc, frame, spots, cues, memory, here, clock, thread)
        thread.take(doc.clean, frame)
        memory.see(here, frame, speakers)
    return doc.with_(claims=tuple(found))


def _asserted(text: str, frame: Frame) -> list[Spot]:
    return [
        Spot.of(text, frame, number, quantity)
        for number, clause in enumerate(frame.clauses)
        for quantity in clause.quantities
        if is_claim(text, frame, clause, quantity)
    ]


def _scene(text: str, frame: Frame, memory: Memory, *, asked: bool) -> Scene:
    mentions = [m for clause in frame.clauses for m in clause.mentions]
    quantities = [q for clause in frame.clauses for q in clause.quantities]
    return scene(text, frame, row(text, frame.sentence.span, mentions, quantities), memory, asked=asked)


def _of_sentence(
    doc: Document,
    frame: Frame,
    spots: Sequence[Spot],
    cues: CueTable,
    memory: Memory,
    here: Scene,
    clock: Clock,
    thread: Thread,
) -> Iterator[Claim]:
    events = frozenset([s.quantity.span for s in spots if s.quantity.kind is Kind.DATE])
    clock.enter(frame, events)
    for spot in spots:
        claim = _bind(doc, spot, cues, memory, here, clock, thread)
        if claim is not None:
            yield claim
    clock.note(frame)


def _bind(
    doc: Document,
    spot: Spot,
    cues: CueTable,
    memory: Memory,
    here: Scene,
    clock: Clock,
    thread: Thread,
) -> Claim | None:
    reading = read_metric(spot, cues, memory)
    quantity = with_unit(spot.frame, spot.quantity, reading.metric)
    spot = replace(spot, quantity=quantity) if quantity is not spot.quantity else spot
    subject = choose_subject(spot, reading, here, memory)
    if subject is None:
        return None
    index = spot.frame.sentence.index
    memory.metrics.append(group_of(reading.metric))
    memory.readings.append((reading.metric, quantity.kind, quantity.unit, index, quantity.span))
    value = (quantity.kind, quantity.low or quantity.high)
    memory.values.setdefault(value, reading.metric)
    memory.owners.setdefault(value, subject.name)
    memory.subjects.append((subject.name, subject.span, subject.mention, index, subject.sort))
    stance = read_stance(spot, memory, thread)
    when = clock.at(spot, reading.metric, subject.name, stance.modality, stance.source)
    if when is not None and when.span is not None and is_past(when.time, clock.today) is False:
        stance = foreseen(spot, stance, when.span)
    target = stance.modality is Modality.PLANNED and reading.change is Change.LEVEL
    confidence = quantity.confidence * reading.confidence * (0.4 + 0.6 * subject.confidence)
    return Claim(
        id=doc.record_id("claim", quantity.span),
        quantity=quantity,
        subject=subject.name,
        subject_span=subject.span,
        subject_mention_id=subject.mention.id if subject.mention else None,
        metric=reading.metric,
        of=read_base(spot, reading, subject),
        change=Change.TARGET if target else reading.change,
        time=when.time if when else None,
        time_span=when.span if when else None,
        region=_region(spot.clause.mentions, quantity, subject),
        modality=stance.modality,
        polarity=stance.polarity,
        source=stance.source,
        quote_id=spot.quote.id if spot.quote else None,
        confidence=confidence,
        evidence=(*quantity.evidence, reading.evidence, subject.evidence, *stance.evidence),
    )


def _region(mentions: Sequence[Mention], quantity: Quantity, subject: Subject) -> str | None:
    """Return the nearest place before the number in its clause; a place inside the subject's own name is none."""
    places = [
        m
        for m in mentions
        if m.type is EntityType.LOC
        and m.span.end <= quantity.span.start
        and not (subject.span and subject.span.overlaps(m.span))
    ]
    return places[-1].canonical if places else None
