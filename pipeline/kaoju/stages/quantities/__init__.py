"""Quantities: every number with unit, bounds and time, in exact decimals; every date against the article's own."""

import datetime as dt

from kaoju.document import Document
from kaoju.settings import Settings
from kaoju.stages.quantities.guards import Guard
from kaoju.stages.quantities.lattice import found

__all__ = ["quantities"]


def quantities(doc: Document, settings: Settings) -> Document:
    """Add the quantities of the repaired text, in order and disjoint.

    Relative times are settled against `doc.meta.published`, else `settings.published`; without either they are found
    but hold no `time`. A `datetime` given there keeps its clock. Digits inside a mention's name are no quantity.
    """
    published = doc.meta.published or settings.published
    guard = Guard(doc.clean, (mention.span for mention in doc.mentions), doc.tokens)
    return doc.with_(quantities=tuple(found(doc.clean, _moment(published), guard)))


def _moment(date: dt.date | None) -> dt.datetime | None:
    if date is None or isinstance(date, dt.datetime):
        return date
    return dt.datetime(date.year, date.month, date.day)  # noqa: DTZ001
