"""Claims weighed against each other: arithmetic that the text itself states, and figures that it repeats.

A failed check is reported, never used to alter a value.
"""

from kaoju.document import Check, Document
from kaoju.settings import Settings
from kaoju.stages.checks.formulas import formulas
from kaoju.stages.checks.parts import hundreds, implied, shares_of, totals
from kaoju.stages.checks.skeleton import skeletons
from kaoju.stages.checks.statements import repeats, statements
from kaoju.stages.checks.timeline import timeline

__all__ = ["checks"]

_SHARES = 200  # shares of named wholes that are followed up in one article


def checks(doc: Document, settings: Settings) -> Document:
    """Add the checks, in text order: within sentences by `rules/check.toml`, over the article by what it repeats."""
    del settings
    found = sorted(_found(doc), key=lambda c: (c.span.start, c.span.end, c.kind, c.id))
    return doc.with_(checks=tuple({c.id: c for c in found}.values()))


def _found(doc: Document) -> list[Check]:
    sentences = list(skeletons(doc))
    found = formulas(doc, sentences)
    for before, skeleton in zip([None, *sentences], sentences, strict=False):
        found += totals(doc, skeleton, before)
    for skeleton in sentences:
        found += hundreds(doc, skeleton)
    shares = [share for skeleton in sentences for share in shares_of(skeleton)]
    found += implied(doc, shares[:_SHARES])
    found += timeline(doc)
    found += repeats(doc, statements(doc, within=True))
    return found
