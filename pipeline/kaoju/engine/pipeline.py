"""The stages in order, over one document."""

import time
from collections.abc import Callable

from kaoju.document import Document
from kaoju.settings import Settings
from kaoju.stages.calibrate import calibrate
from kaoju.stages.checks import checks
from kaoju.stages.claims import claims
from kaoju.stages.entities import entities
from kaoju.stages.facts import facts
from kaoju.stages.platforms import platforms
from kaoju.stages.quantities import quantities
from kaoju.stages.quotes import quotes
from kaoju.stages.repair import repair
from kaoju.stages.segment import segment

__all__ = ["STAGES", "Stage", "extract", "through"]

Stage = Callable[[Document, Settings], Document]


def _entities(doc: Document, settings: Settings) -> Document:
    """Find mentions with the tagger that the settings name: LAC, none, or an installed spaCy pipeline."""
    if settings.ner in {"lac", "none"}:
        return entities(doc, settings)
    from kaoju.spacy import spacy_backend

    return entities(doc, settings, backend=spacy_backend(settings.ner))


# Quantities run before platforms (the design drew them after): magnitudes, currencies and dates are evidence for whom
# a platform's name means, and finding them needs nothing of the resolution.
STAGES: tuple[tuple[str, Stage], ...] = (
    ("repair", repair),
    ("segment", segment),
    ("entities", _entities),
    ("quantities", quantities),
    ("platforms", platforms),
    ("quotes", quotes),
    ("claims", claims),
    ("calibrate", calibrate),
    ("checks", checks),
    ("facts", facts),
)


def extract(source: Document | str, settings: Settings | None = None) -> Document:
    """Run every stage over a document, or over a text that becomes one. Pure: the same input gives the same records.

    >>> [c.metric for c in extract("抖音日活超过6亿。").claims]
    [<Metric.DAILY_ACTIVE_USERS: 'daily_active_users'>]
    """
    return through("facts", source, settings)


def through(
    last: str,
    source: Document | str,
    settings: Settings | None = None,
    timings: dict[str, float] | None = None,
) -> Document:
    """Run the stages up to and with `last`; add each stage's CPU seconds to `timings` where it is given.

    Raises KeyError where there is no stage of that name.
    """
    names = [name for name, _ in STAGES]
    if last not in names:
        raise KeyError(last)
    doc = Document.of(source) if isinstance(source, str) else source
    settings = settings or Settings()
    for name, stage in STAGES[: names.index(last) + 1]:
        started = time.process_time()
        doc = stage(doc, settings)
        if timings is not None:
            timings[name] = timings.get(name, 0.0) + time.process_time() - started
    return doc
