"""The stage's records, filled without a call for each field: a frozen dataclass pays one, a text has many quotes."""

from collections.abc import Iterator

from kaoju.document import Document, Evidence, Quote, QuoteType
from kaoju.span import Span
from kaoju.stages.quotes.direct import Draft

__all__ = ["records"]


# Twins of the frozen records with the same slots: filled by plain assignment, then turned into what they stand for.
class _Evidence:
    __slots__ = ("note", "rule", "span", "weight")
    rule: str
    span: Span
    note: str
    weight: float


class _Quote:
    __slots__ = (
        "confidence", "cue", "cue_span", "evidence", "id", "parent_quote_id", "span", "speaker", "speaker_mention_id",
        "speaker_span", "type",
    )  # fmt: skip
    id: str
    span: Span
    type: QuoteType
    confidence: float
    evidence: tuple[Evidence, ...]
    speaker: str | None
    speaker_span: Span | None
    speaker_mention_id: str | None
    cue: str | None
    cue_span: Span | None
    parent_quote_id: str | None


def records(doc: Document, drafts: list[Draft]) -> Iterator[Quote]:
    """Yield the records of settled drafts in text order; a draft inside an earlier one names it as its parent."""
    around: list[Quote] = []
    for draft in drafts:
        while around and around[-1].span.end < draft.span.end:  # in text order, outer before inner
            around.pop()
        record = _record(doc, draft, around[-1].id if around else None)
        around.append(record)
        yield record


def _record(doc: Document, draft: Draft, parent: str | None) -> Quote:
    span, cue, cue_span, source = draft.span, draft.cue_text, draft.cue, draft.source
    evidence = [_reason(draft.rule, span)]
    if cue_span is not None:
        cue = cue or doc.clean[cue_span.start : cue_span.end]
        evidence.append(_reason("quote.cue", cue_span, cue))
    if source is not None:
        evidence.append(_reason(f"quote.speaker_{source.kind}", source.span))
    made = _Quote()
    made.id, made.span, made.type, made.parent_quote_id = doc.record_id("quote", span), span, draft.type, parent
    made.confidence = draft.confidence if draft.speaker else draft.confidence * 0.8
    made.evidence, made.cue, made.cue_span = tuple(evidence), cue, cue_span
    made.speaker, made.speaker_span, made.speaker_mention_id = draft.speaker, draft.speaker_span, draft.mention_id
    made.__class__ = Quote  # type: ignore[assignment]
    return made  # type: ignore[return-value]


def _reason(rule: str, span: Span, note: str = "") -> Evidence:
    made = _Evidence()
    made.rule, made.span, made.note, made.weight = rule, span, note, 1.0
    made.__class__ = Evidence  # type: ignore[assignment]
    return made  # type: ignore[return-value]
