"""Quotes: who said what, directly, indirectly or in a fragment."""

from kaoju.document import Document, Evidence, Quote
from kaoju.settings import Settings
from kaoju.stages.quotes.cues import Reports
from kaoju.stages.quotes.direct import Found, direct
from kaoju.stages.quotes.indirect import indirect
from kaoju.stages.quotes.marks import marked
from kaoju.stages.quotes.speakers import settle
from kaoju.stages.quotes.subjects import Scene
from kaoju.stages.quotes.turns import turns

__all__ = ["quotes"]


def quotes(doc: Document, settings: Settings) -> Document:
    """Add the quotations, in text order. A mark without a partner costs at most its own quotation."""
    del settings
    scene = Scene.of(doc)
    reports = Reports(scene)
    spoken = list(turns(scene))
    items = marked(doc.clean, doc.paragraphs)
    judged = direct(scene, reports, items)
    marks = [f for f in judged if f is not None and not _is_turn(f, spoken)]
    held = [f.span for f in (*spoken, *marks)]
    found = sorted([*spoken, *marks, *indirect(scene, reports, held)], key=lambda f: (f.span.start, -f.span.end))
    return doc.with_(quotes=tuple(_quotes(doc, settle(scene, found))))


def _is_turn(found: Found, spoken: list[Found]) -> bool:
    return any(abs(found.span.start - s.span.start) <= 1 and abs(found.span.end - s.span.end) <= 1 for s in spoken)


def _quotes(doc: Document, found: list[Found]) -> list[Quote]:
    made: list[Quote] = []
    for item in found:
        parents = [q for q in made if q.span.contains(item.span) and len(q.span) > len(item.span)]
        evidence = [Evidence(item.reason, item.span)]
        if item.cue is not None:
            evidence.append(Evidence("quote.cue", item.cue, item.cue_word or ""))
        if item.source is not None:
            evidence.append(Evidence("quote.speaker", item.source.span, item.source.kind))
        mention = item.source.mention if item.source else None
        made.append(
            Quote(
                id=doc.record_id("quote", item.span),
                span=item.span,
                type=item.type,
                speaker=item.source.name if item.source else None,
                speaker_span=item.source.span if item.source else None,
                speaker_mention_id=mention.id if mention else None,
                cue=item.cue_word,
                cue_span=item.cue,
                parent_quote_id=min(parents, key=lambda q: len(q.span)).id if parents else None,
                confidence=item.confidence * (1.0 if item.source else 0.8),
                evidence=tuple(evidence),
            )
        )
    return made
