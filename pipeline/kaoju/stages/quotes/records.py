"""The records that leave the stage, made of settled drafts."""

from kaoju.document import Document, Evidence, Quote
from kaoju.stages.quotes.direct import Draft

__all__ = ["records"]


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
    span, cue, cue_span = draft.span, draft.cue_text, draft.cue
    evidence = [Evidence(draft.rule, span)]
    if cue_span is not None:
        cue = cue or cue_span.of(doc.clean)
        evidence.append(Evidence("quote.cue", cue_span, cue))
    if draft.source is not None:
        evidence.append(Evidence(f"quote.speaker_{draft.source.kind}", draft.source.span))
    return Quote(
        id=doc.record_id("quote", span),
        span=span,
        type=draft.type,
        confidence=draft.confidence if draft.speaker else draft.confidence * 0.8,
        evidence=tuple(evidence),
        speaker=draft.speaker,
        speaker_span=draft.speaker_span,
        speaker_mention_id=draft.mention_id,
        cue=cue,
        cue_span=cue_span,
        parent_quote_id=parent,
    )
