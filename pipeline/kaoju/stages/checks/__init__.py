"""Claims weighed against each other: arithmetic that the text itself states, and figures that it repeats.

A failed check is reported, never used to alter a value.
"""

from collections.abc import Iterator

from kaoju.document import Check, Document
from kaoju.settings import Settings
from kaoju.stages.checks.formulas import formulas
from kaoju.stages.checks.parts import hundreds, implied, shares_of, totals
from kaoju.stages.checks.skeleton import Skeleton, skeletons
from kaoju.stages.checks.statements import repeats, statements
from kaoju.stages.checks.timeline import timeline

__all__ = ["checks"]

_SHARES = 200  # shares of named wholes that are followed up in one article


def checks(doc: Document, settings: Settings) -> Document:
    """Add the checks, in text order: within sentences by `rules/check.toml`, over the article by what it repeats."""
    del settings
    found = sorted(_found(doc), key=lambda c: (c.span.start, c.span.end, c.kind, c.id))
    return doc.with_(checks=tuple({c.id: c for c in found}.values()))


def _found(doc: Document) -> Iterator[Check]:
    sentences = list(skeletons(doc))
    before: Skeleton | None = None
    for skeleton in sentences:
        yield from formulas(doc, skeleton)
        for check in (totals(doc, skeleton, before if _follows(before, skeleton) else None), hundreds(doc, skeleton)):
            if check is not None:
                yield check
        before = skeleton
    shares = [share for skeleton in sentences for share in shares_of(skeleton)][:_SHARES]
    again = {base for base in {share.base for share in shares} if doc.clean.count(base) > 1}
    yield from implied(doc, [share for share in shares if share.base in again])
    yield from timeline(doc)
    yield from repeats(doc, statements(doc, within=True))


def _follows(before: Skeleton | None, here: Skeleton) -> bool:
    return (
        before is not None
        and before.sentence.index + 1 == here.sentence.index
        and before.sentence.paragraph == here.sentence.paragraph
    )
