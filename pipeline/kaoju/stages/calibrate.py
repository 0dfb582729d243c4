"""Turn the confidence that rules and ranker state into how often such records are right."""

from msgspec.structs import replace

from kaoju.document import Document
from kaoju.rulebook.curves import apply, curves
from kaoju.settings import Settings

__all__ = ["calibrate"]


def calibrate(doc: Document, settings: Settings) -> Document:
    """Map the confidences of claims and quotes through their fitted curves; with `calibrated` off, change nothing.

    Mentions keep theirs: the resolution's probability has decided already, and `resolve_above` speaks of it.
    """
    known = curves()
    if not settings.calibrated or not known:
        return doc
    claims, quotes = known.get("claims"), known.get("quotes")
    if claims:
        doc = doc.with_(claims=tuple(replace(c, confidence=apply(claims, c.confidence)) for c in doc.claims))
    if quotes:
        doc = doc.with_(quotes=tuple(replace(q, confidence=apply(quotes, q.confidence)) for q in doc.quotes))
    return doc
