"""Which clauses may hold a name that no list knows: only those are worth the tagger's time."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate

from kaoju.document import Document
from kaoju.rulebook import load_table
from kaoju.span import Span
from kaoju.stages.entities.words import tagged

__all__ = ["regions"]

_CLAUSE = re.compile(r"[^，。；！？!?;\n\r]+[，。；！？!?;]?")
_NAMED = ("nr", "ns", "nt")
_SHORTEST = 4
_LOOKS = 2


@cache
def _telling() -> re.Pattern[str]:
    """Signs of a name that words do not show: a middle dot, a suffix of companies and places."""
    suffixes = sorted(row["suffix"] for row in load_table("name_suffixes"))
    return re.compile("[·•・]|" + "|".join(map(re.escape, suffixes)))


def regions(doc: Document, known: Sequence[Span]) -> list[Span]:
    """Return the clauses that may hold a person, place or organisation other than the names at `known`, in order.

    A strange word is looked at in two clauses: what it is there it is in the others too.
    """
    clauses = [
        Span(*match.span())
        for sentence in doc.sentences
        for match in _CLAUSE.finditer(doc.clean, sentence.span.start, sentence.span.end)
        if match.end() - match.start() >= _SHORTEST
    ]
    signs = sorted({*_strange(doc.clean, known), *(m.start() for m in _telling().finditer(doc.clean))})
    found, at = [], 0
    for clause in clauses:
        while at < len(signs) and signs[at] < clause.start:
            at += 1
        if at < len(signs) and signs[at] < clause.end:
            found.append(clause)
    return found


@cache
def _plain() -> frozenset[str]:
    """Characters of grammar and daily life: a guessed word of two that holds one is a wrong cut (不愿, 有位)."""
    return frozenset(row["char"] for row in load_table("function_chars"))


def _strange(text: str, known: Sequence[Span]) -> Iterator[int]:
    """Yield where a word stands that the segmenter takes for a name or does not know, outside of known names."""
    words = tagged(text)
    starts = accumulate((len(word) for word, _, _ in words), initial=0)
    seen: Counter[str] = Counter()
    edges = sorted((span.start, span.end) for span in known)
    at = 0
    for start, (word, kind, listed) in zip(starts, words, strict=False):
        if listed and not kind.startswith(_NAMED):
            continue
        while at < len(edges) and edges[at][1] <= start:
            at += 1
        if at < len(edges) and edges[at][0] < start + len(word):
            continue
        if len(word) == 2 and not listed and not _plain().isdisjoint(word):
            continue
        seen[word] += 1
        if seen[word] <= _LOOKS:
            yield start
