"""On whose word, how firmly, and whether affirmed: source, modality, polarity."""

from collections.abc import Sequence
from dataclasses import dataclass

from kaoju.document import Evidence, Modality, Polarity, Quantity, Quote
from kaoju.span import Span
from kaoju.stages.claims.clauses import Frame
from kaoju.stages.claims.cues import last, role

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


def read_stance(text: str, frame: Frame, number: int, quantity: Quantity, quotes: Sequence[Quote]) -> Stance:
    """Return the stance of a claim in clause `number` of `frame`.

    The innermost quote that holds the number gives the source. Conditions and plans are looked for in the number's own
    clause (a condition also in the clause before), estimates also in the cue of its quote.
    """
    inside = [q for q in quotes if q.span.contains(quantity.span)]
    quote = min(inside, key=lambda q: len(q.span), default=None)
    source = next((q.speaker for q in sorted(inside, key=lambda q: len(q.span)) if q.speaker), None)
    modality, evidence = _modality(text, frame, number, quantity, quote)
    if modality is Modality.ASSERTED and quote is not None:
        modality = Modality.REPORTED
        evidence = (Evidence("claim.quoted", quote.span, source or ""),)
    clause = frame.clauses[number]
    denial = last("negated", text, clause.span.start, quantity.span.start)
    polarity = Polarity.NEGATED if denial else Polarity.AFFIRMED
    if denial:
        evidence = (*evidence, Evidence("claim.negated", denial.span))
    return Stance(modality, polarity, source, quote, evidence)


def _modality(
    text: str, frame: Frame, number: int, quantity: Quantity, quote: Quote | None
) -> tuple[Modality, tuple[Evidence, ...]]:
    clause = frame.clauses[number]
    found: dict[Modality, Span] = {}
    stretches = [Span(clause.span.start, quantity.span.start)]
    if quote is not None and quote.cue_span is not None:
        stretches.append(quote.cue_span)
    if number:
        earlier = frame.clauses[number - 1].span
        for match in role("modality").all(text, earlier.start, earlier.end):
            if match.rule.text("value") in {"hypothetical", "estimated"}:
                found.setdefault(Modality(match.rule.text("value")), match.span)
    for stretch in stretches:
        for match in role("modality").all(text, stretch.start, stretch.end):
            found.setdefault(Modality(match.rule.text("value")), match.span)
    for modality in _ORDER:
        if modality in found:
            return modality, (Evidence(f"claim.{modality}", found[modality]),)
    return Modality.ASSERTED, ()
