"""Quantities: every number with unit, bounds and time, in exact decimals; every date against the article's own."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import localcontext

from msgspec.structs import replace

from kaoju.document import Document, Quantity
from kaoju.numerals import ARITHMETIC
from kaoju.settings import Settings
from kaoju.span import Span
from kaoju.stages.quantities.guards import Guard
from kaoju.stages.quantities.lattice import found
from kaoju.stages.repair.draft import uncertain_spans

__all__ = ["quantities"]


def quantities(doc: Document, settings: Settings) -> Document:
    """Add the quantities of the repaired text, in order and disjoint.

    Relative times are settled against `doc.meta.published`, else `settings.published`; without either they are found
    but hold no `time`. A `datetime` given there keeps its clock, as its own zone has it. Digits inside a mention's name
    are no quantity.
    """
    published = doc.meta.published or settings.published
    guard = Guard(doc.clean, [mention.span for mention in doc.mentions])
    uncertain = uncertain_spans(doc)
    with localcontext(ARITHMETIC):
        made = found(doc.clean, _moment(published), guard)
        return doc.with_(quantities=tuple(_marked(made, uncertain) if uncertain else made))


def _marked(made: Iterable[Quantity], uncertain: Sequence[Span]) -> Iterator[Quantity]:
    """Flag every number that touches text which repair chose and did not read, and halve its confidence."""
    starts = [span.start for span in uncertain]
    for quantity in made:
        near = uncertain[max(0, bisect_right(starts, quantity.span.end) - 1) :][:1]
        if near and near[0].start <= quantity.span.end and quantity.span.start <= near[0].end:
            flags = (*quantity.flags, "restored_number")
            yield replace(quantity, flags=flags, confidence=quantity.confidence / 2)
        else:
            yield quantity


def _moment(date: dt.date | None) -> dt.datetime | None:
    """Return a reference without zone: in two zones the same moment is equal, but its day and its hour are not."""
    if isinstance(date, dt.datetime):
        clock = (date.hour, date.minute, date.second, date.microsecond)
        return dt.datetime(date.year, date.month, date.day, *clock)  # noqa: DTZ001
    if date is None:
        return None
    return dt.datetime(date.year, date.month, date.day)  # noqa: DTZ001
