"""The tidy union: one row per claim, per quote, and per platform name that was settled."""

from kaoju.document import Claim, Document, Fact, Kind, Mention, Quantity, Quote
from kaoju.settings import Settings
from kaoju.span import Span

__all__ = ["facts"]


def facts(doc: Document, settings: Settings) -> Document:
    """Add the facts, in text order. Ids follow the records they were made from."""
    del settings
    ids = {m.id: m.entity_id for m in doc.mentions}
    found = [_of_claim(doc, c, ids.get(c.subject_mention_id or "")) for c in doc.claims]
    found += [_of_quote(doc, q, ids.get(q.speaker_mention_id or "")) for q in doc.quotes]
    found += [_of_mention(doc, m) for m in doc.mentions if m.resolved]
    return doc.with_(facts=tuple(sorted(found, key=lambda f: (f.span.start, f.span.end, f.kind))))


def _sentence(doc: Document, span: Span) -> Span | None:
    sentence = doc.sentence_at(span.start)
    return sentence.span if sentence else None


def value_text(quantity: Quantity) -> str:
    """Return a quantity's value as text: `16亿`-like words are gone, bounds and unit stay (`>=1600000000 人`)."""
    if quantity.kind is Kind.DATE:
        return quantity.time or ""
    low, high = (None if v is None else f"{v.normalize():f}" for v in (quantity.low, quantity.high))
    if low == high:
        value = f"{'~' if quantity.approx else ''}{low}"
    elif high is None:
        value = f"{'>=' if quantity.low_inclusive else '>'}{low}"
    elif low is None:
        value = f"{'<=' if quantity.high_inclusive else '<'}{high}"
    else:
        value = f"{low}..{high}"
    return f"{value} {quantity.unit}" if quantity.unit else value


def _of_claim(doc: Document, claim: Claim, entity_id: str | None) -> Fact:
    return Fact(
        id=doc.record_id("fact", claim.span, claim.id),
        record_id=claim.id,
        span=claim.span,
        kind="claim",
        subject=claim.subject,
        entity_id=entity_id,
        predicate=str(claim.metric),
        object=value_text(claim.quantity),
        low=claim.quantity.low,
        high=claim.quantity.high,
        unit=claim.quantity.unit,
        time=claim.time,
        region=claim.region,
        modality=claim.modality,
        polarity=claim.polarity,
        source=claim.source,
        sentence=_sentence(doc, claim.span),
        confidence=claim.confidence,
        evidence=claim.evidence,
    )


def _of_quote(doc: Document, quote: Quote, entity_id: str | None) -> Fact:
    return Fact(
        id=doc.record_id("fact", quote.span, quote.id),
        record_id=quote.id,
        span=quote.span,
        kind="quote",
        subject=quote.speaker,
        entity_id=entity_id,
        predicate="said",
        object=quote.span.of(doc.clean),
        source=quote.speaker,
        sentence=_sentence(doc, quote.span),
        confidence=quote.confidence,
        evidence=quote.evidence,
    )


def _of_mention(doc: Document, mention: Mention) -> Fact:
    return Fact(
        id=doc.record_id("fact", mention.span, mention.id),
        record_id=mention.id,
        span=mention.span,
        kind="resolution",
        subject=mention.span.of(doc.clean),
        entity_id=mention.entity_id,
        predicate="refers_to",
        object=mention.canonical,
        sentence=_sentence(doc, mention.span),
        confidence=mention.confidence,
        evidence=mention.evidence,
    )
