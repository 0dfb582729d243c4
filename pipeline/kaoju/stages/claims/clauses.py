"""Clauses of a sentence, and what stands in each: the frame in which a quantity is bound to what it says."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from kaoju.document import Document, Mention, Quantity, Quote, Sentence
from kaoju.span import Span

__all__ = ["Clause", "Frame", "Spot", "frames"]

# A comma between digits groups thousands; a colon between digits is a ratio or a time of day.
_BREAK = re.compile(r"[，；。！？!?;]|——|(?<!\d)[,:：]|[,:：](?!\d)")
_MAX_SENTENCE = 2_000


class _Placed(Protocol):
    @property
    def span(self) -> Span: ...


T = TypeVar("T", bound=_Placed)


class Clause(Struct, frozen=True, gc=False):
    """A stretch between two breaks, with the mentions and quantities that lie in it, in text order."""

    span: Span
    mentions: tuple[Mention, ...]
    quantities: tuple[Quantity, ...]


class Frame(Struct, frozen=True, gc=False):
    """A sentence as clauses, with where each begins and the quotes that touch it, in text order."""

    sentence: Sentence
    clauses: tuple[Clause, ...]
    starts: tuple[int, ...]
    quotes: tuple[Quote, ...]

    def clause_of(self, span: Span) -> int:
        """Return the number of the clause in which `span` starts."""
        return max(0, bisect_right(self.starts, span.start) - 1)


class Spot(Struct, frozen=True, gc=False):
    """A quantity in its place: what every reader of it asks for. `quotes` are those that hold it, innermost first."""

    text: str
    frame: Frame
    number: int
    clause: Clause
    quantity: Quantity
    quotes: tuple[Quote, ...]

    @classmethod
    def of(cls, text: str, frame: Frame, number: int, quantity: Quantity) -> "Spot":
        """Return the place of a quantity of clause `number`."""
        inside = sorted((q for q in frame.quotes if q.span.contains(quantity.span)), key=lambda q: len(q.span))
        return cls(text, frame, number, frame.clauses[number], quantity, tuple(inside))

    @property
    def quote(self) -> Quote | None:
        """The innermost quote that holds the quantity."""
        return self.quotes[0] if self.quotes else None


class _Sorted(Generic[T]):
    """Records in text order: which of them start in a stretch, and which touch it, by bisection."""

    def __init__(self, records: Sequence[T]) -> None:
        self._records = records
        self._starts = [r.span.start for r in records]
        self._reach = list(accumulate((r.span.end for r in records), max))

    def starting_in(self, span: Span) -> tuple[T, ...]:
        """Return the records that start inside a span."""
        return tuple(self._records[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)])

    def touches(self, span: Span) -> bool:
        """Tell whether a record overlaps a span."""
        before = bisect_left(self._starts, span.end)
        return before > 0 and self._reach[before - 1] > span.start

    def touching(self, span: Span) -> tuple[T, ...]:
        """Return the records that overlap a span."""
        near = self._records[bisect_right(self._reach, span.start) : bisect_left(self._starts, span.end)]
        return tuple(r for r in near if r.span.end > span.start)


def frames(doc: Document) -> Iterator[Frame]:
    """Yield every sentence with its clauses, mentions, quantities and quotes, found by bisection."""
    mentions, quantities = _Sorted(doc.mentions), _Sorted(doc.quantities)
    quotes = _Sorted(sorted(doc.quotes, key=lambda q: q.span.start))
    for sentence in doc.sentences:
        spans = list(_clauses(doc.clean, sentence.span, mentions, quantities))
        clauses = tuple(Clause(s, mentions.starting_in(s), quantities.starting_in(s)) for s in spans)
        yield Frame(sentence, clauses, tuple(s.start for s in spans), quotes.touching(sentence.span))


def _clauses(text: str, sentence: Span, mentions: _Sorted[Mention], quantities: _Sorted[Quantity]) -> Iterator[Span]:
    at = sentence.start
    stop = min(sentence.end, sentence.start + _MAX_SENTENCE)
    for match in _BREAK.finditer(text, sentence.start, stop):
        found = Span(*match.span())
        if mentions.touches(found) or quantities.touches(found):
            continue  # 3：2, Yahoo! and titles with a colon are ratios and names, not breaks
        if found.start > at:
            yield Span(at, found.start)
        at = found.end
    if at < sentence.end:
        yield Span(at, sentence.end)
