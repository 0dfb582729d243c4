"""The stage's records, filled without a call for each field: a frozen dataclass pays one, a text has many quotes."""

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


def records(doc: Document, drafts: list[Draft]) -> list[Quote]:
    """Return the records of settled drafts in text order; a draft inside an earlier one names it as its parent."""
    found: list[Quote] = []
    around: list[Quote] = []
    for draft in drafts:
        while around and around[-1].span.end < draft.span.end:  # in text order, outer before inner
            around.pop()
        record = _record(doc, draft, around[-1].id if around else None)
        around.append(record)
        found.append(record)
    return found


def _record(doc: Document, draft: Draft, parent: str | None) -> Quote:
    made = _Quote()
    made.span = span = draft.span
    evidence = [_reason(draft.rule, span)]
    made.cue, made.cue_span = cue, cue_span = draft.cue_text, draft.cue
    if cue_span is not None:
        made.cue = cue = cue or doc.clean[cue_span.start : cue_span.end]
        evidence.append(_reason("quote.cue", cue_span, cue))
    if draft.source is not None:
        evidence.append(_reason(f"quote.speaker_{draft.source.kind}", draft.source.span))
    made.id, made.type, made.parent_quote_id = doc.record_id("quote", span), draft.type, parent
    made.confidence = draft.confidence if draft.speaker else draft.confidence * 0.8
    made.evidence = tuple(evidence)
    made.speaker, made.speaker_span, made.speaker_mention_id = draft.speaker, draft.speaker_span, draft.mention_id
    made.__class__ = Quote  # type: ignore[assignment]
    return made  # type: ignore[return-value]


def _reason(rule: str, span: Span, note: str = "") -> Evidence:
    made = _Evidence()
    made.rule, made.span, made.note, made.weight = rule, span, note, 1.0
    made.__class__ = Evidence  # type: ignore[assignment]
    return made  # type: ignore[return-value]
