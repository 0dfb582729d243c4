"""On whose word, how firmly, and whether affirmed: source, modality, polarity."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kaoju.document import EntityType, Evidence, Mention, Modality, Polarity, Quantity, Quote
from kaoju.rulebook import Found
from kaoju.span import Span
from kaoju.stages.claims.candidates import Memory
from kaoju.stages.claims.clauses import Frame
from kaoju.stages.claims.cues import first, last, role

__all__ = ["Stance", "read_stance"]

_ORDER = (Modality.HYPOTHETICAL, Modality.PLANNED, Modality.ESTIMATED, Modality.REPORTED)


@dataclass(frozen=True, slots=True)
class Stance:
    """Who vouches for a claim (None: the article itself), how firmly, and whether it is denied."""

    modality: Modality
    polarity: Polarity
    source: str | None
    quote: Quote | None
    evidence: tuple[Evidence, ...]


def read_stance(
    text: str, frame: Frame, number: int, quantity: Quantity, quotes: Sequence[Quote], memory: Memory
) -> Stance:
    """Return the stance of a claim in clause `number` of `frame`.

    The innermost quote that holds the number gives the source; outside quotes, whoever publishes what stands behind a
    colon does. Conditions and plans are looked for in the number's own clause (a condition also in the clause before),
    estimates also in the cue of its quote.
    """
    inside = [q for q in quotes if q.span.contains(quantity.span)]
    quote = min(inside, key=lambda q: len(q.span), default=None)
    source = next((q.speaker for q in sorted(inside, key=lambda q: len(q.span)) if q.speaker), None)
    modality, evidence = _modality(text, frame, number, quantity, quote)
    if modality is Modality.ASSERTED and quote is not None:
        modality = Modality.REPORTED
        evidence = (Evidence("claim.quoted", quote.span, source or ""),)
    if quote is None:
        told = _announced(text, frame, number, memory) or _given(text, frame, number, quantity)
        if told is not None:
            source, why = told
            modality = Modality.REPORTED if modality is Modality.ASSERTED else modality
            evidence = (*evidence, why)
    clause = frame.clauses[number]
    denial = last("negated", text, clause.span.start, quantity.span.start)
    polarity = Polarity.NEGATED if denial else Polarity.AFFIRMED
    if denial:
        evidence = (*evidence, Evidence("claim.negated", denial.span))
    return Stance(modality, polarity, source, quote, evidence)


_VOICES = frozenset({EntityType.PER, EntityType.ORG, EntityType.PLATFORM})


def _announced(text: str, frame: Frame, number: int, memory: Memory) -> tuple[str | None, Evidence] | None:
    """Return who publishes what stands behind a colon (某公司披露半年报：…), None where no colon announces."""
    for back in range(number - 1, -1, -1):
        head = frame.clauses[back].span
        if text[head.end : head.end + 1] not in {"：", ":"}:
            continue
        found = first("issue", text, head.start, head.end)
        if found is None:
            return None
        return _issuer(frame, back, found.span.start, memory), Evidence("claim.announced", found.span)
    return None


def _issuer(frame: Frame, back: int, before: int, memory: Memory) -> str | None:
    """Return the name nearest before `before` in the clauses up to `back`, else the last person spoken of."""
    names: list[Mention] = [
        m for c in frame.clauses[: back + 1] for m in c.mentions if m.type in _VOICES and m.span.end <= before
    ]
    if names:
        return names[-1].canonical
    person = memory.last.get(EntityType.PER)
    return person.mention.canonical if person and person.paragraph == frame.sentence.paragraph else None


def _given(text: str, frame: Frame, number: int, quantity: Quantity) -> tuple[str | None, Evidence] | None:
    """Return whose figure a number is said to be in its own clause (某机构给出的数据为…)."""
    clause = frame.clauses[number]
    found = last("given", text, clause.span.start, quantity.span.start)
    if found is None:
        return None
    names = [m for m in clause.mentions if m.type in _VOICES and m.span.end <= found.span.start]
    return (names[-1].canonical if names else None), Evidence("claim.given", found.span)


def _modality(
    text: str, frame: Frame, number: int, quantity: Quantity, quote: Quote | None
) -> tuple[Modality, tuple[Evidence, ...]]:
    clause = frame.clauses[number]
    found: dict[Modality, Span] = {}
    stretches = [Span(clause.span.start, quantity.span.start)]
    if quote is not None and quote.cue_span is not None:
        stretches.append(quote.cue_span)
    actual = last("actual", text, clause.span.start, quantity.span.start) is not None
    if number and not actual:
        earlier = frame.clauses[number - 1].span
        for match in _unnamed(frame, number - 1, role("modality").all(text, earlier.start, earlier.end)):
            if match.rule.text("value") in {"hypothetical", "estimated"}:
                found.setdefault(Modality(match.rule.text("value")), match.span)
    for stretch in stretches:
        for match in _unnamed(frame, number, role("modality").all(text, stretch.start, stretch.end)):
            found.setdefault(Modality(match.rule.text("value")), match.span)
    aim = first("aim", text, quantity.span.end, clause.span.end)
    if aim is not None:
        found.setdefault(Modality.PLANNED, aim.span)
    if last("from", text, max(clause.span.start, quantity.span.start - 4), quantity.span.start) is not None:
        found.pop(Modality.PLANNED, None)  # 要把佣金从5%提到8%: what it is raised from is there already
    for modality in _ORDER:
        if modality in found:
            return modality, (Evidence(f"claim.{modality}", found[modality]),)
    return Modality.ASSERTED, ()


def _unnamed(frame: Frame, number: int, found: Iterable[Found]) -> Iterator[Found]:
    """Leave out matches inside names: the 若 of a person's name is no condition."""
    names = [m.span for m in frame.clauses[number].mentions]
    return (match for match in found if not any(match.span.overlaps(name) for name in names))
