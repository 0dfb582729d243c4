"""Clauses of a sentence, and what stands in each: the frame in which a quantity is bound to what it says."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaoju.document import Document, Mention, Quantity, Sentence
from kaoju.span import Span

__all__ = ["Clause", "Frame", "frames"]

# A comma between digits groups thousands; a colon between digits is a ratio or a time of day.
_BREAK = re.compile(r"[，；。！？!?;]|——|(?<!\d)[,:：]|[,:：](?!\d)")
_MAX_SENTENCE = 2_000


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between two breaks, with the mentions and quantities that lie in it, in text order."""

    span: Span
    mentions: tuple[Mention, ...]
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence as clauses. `paragraph` is the sentence's paragraph; `index` its number in the document."""

    sentence: Sentence
    clauses: tuple[Clause, ...]

    def clause_of(self, span: Span) -> int:
        """Return the number of the clause in which `span` starts."""
        starts = [c.span.start for c in self.clauses]
        return max(0, bisect_right(starts, span.start) - 1)


def frames(doc: Document) -> Iterator[Frame]:
    """Yield every sentence with its clauses, mentions and quantities; one pass over each sorted list."""
    mentions, quantities = list(doc.mentions), list(doc.quantities)
    m = q = 0
    for sentence in doc.sentences:
        m_end, q_end = m, q
        while m_end < len(mentions) and mentions[m_end].span.start < sentence.span.end:
            m_end += 1
        while q_end < len(quantities) and quantities[q_end].span.start < sentence.span.end:
            q_end += 1
        clauses = tuple(_clauses(doc.clean, sentence.span, mentions[m:m_end], quantities[q:q_end]))
        m, q = m_end, q_end
        yield Frame(sentence, clauses)


def _clauses(
    text: str, sentence: Span, mentions: Sequence[Mention], quantities: Sequence[Quantity]
) -> Iterator[Clause]:
    taken = [*(m.span for m in mentions), *(q.span for q in quantities)]
    at = sentence.start
    stop = min(sentence.end, sentence.start + _MAX_SENTENCE)
    for match in _BREAK.finditer(text, sentence.start, stop):
        if any(s.start < match.end() and match.start() < s.end for s in taken):
            continue  # 3：2, Yahoo! and titles with a colon are ratios and names, not breaks
        if match.start() > at:
            yield _clause(Span(at, match.start()), mentions, quantities)
        at = match.end()
    if at < sentence.end:
        yield _clause(Span(at, sentence.end), mentions, quantities)


def _clause(span: Span, mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> Clause:
    return Clause(
        span,
        tuple(m for m in mentions if span.start <= m.span.start < span.end),
        tuple(q for q in quantities if span.start <= q.span.start < span.end),
    )
