"""Between spaCy's Doc and our Document. Our spans are characters: what no token boundary fits is widened to tokens."""

from typing import TYPE_CHECKING

from kaoju.document import Document

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["to_doc", "to_document"]

SPANS = "kaoju:mentions"


def to_document(doc: "Doc") -> Document:
    """Return a new document of a Doc's text; its tokens are carried over as word starts."""
    return Document.of(doc.text).with_(tokens=tuple(token.idx for token in doc))


def to_doc(document: Document, nlp: "Language") -> "Doc":
    """Return a Doc of the repaired text with the mentions as `doc.spans["kaoju:mentions"]`."""
    doc = nlp.make_doc(document.clean)
    return annotate(doc, document, on_raw=False)


def annotate(doc: "Doc", document: Document, *, on_raw: bool) -> "Doc":
    """Add the mentions of `document` to `doc`, whose text is the raw text (`on_raw`) or the repaired one."""
    spans = []
    for mention in document.mentions:
        span = document.raw_span(mention.span) if on_raw else mention.span
        found = doc.char_span(
            span.start, span.end, label=mention.type.value, kb_id=mention.entity_id or "", alignment_mode="expand"
        )
        if found is not None:
            spans.append(found)
    doc.spans[SPANS] = spans
    return doc
