"""The common noun that a counted number counts."""

from functools import cache
from typing import Protocol

from kaoju.document import Evidence, Kind, Quantity
from kaoju.span import Span
from kaoju.stages.claims.clauses import Clause
from kaoju.stages.claims.subject import Subject

__all__ = ["noun_after"]

_WINDOW = 14
# jieba's tags of words that may stand inside a noun phrase, and of those that may end one.
_INSIDE = ("n", "vn", "an", "l", "j", "b", "a", "eng")
_LAST = ("n", "vn", "l", "j", "eng")


class _Tagger(Protocol):
    def tag(self, text: str) -> list[tuple[str, str]]: ...


def noun_after(text: str, clause: Clause, quantity: Quantity) -> Subject | None:
    """Return the noun phrase right after a count (31个|省份), None where none follows.

    Only the words directly behind the number count; 的 may stand between (500人的群 counts people, not groups, so
    what follows 的 is not taken).
    """
    if quantity.kind is not Kind.COUNT:
        return None
    window = text[quantity.span.end : min(clause.span.end, quantity.span.end + _WINDOW)]
    taken = last = 0
    for word, tag in _tagger().tag(window) if window else ():
        if not tag.startswith(_INSIDE):
            break
        taken += len(word)
        if tag.startswith(_LAST):
            last = taken
    if not last:
        return None
    span = Span(quantity.span.end, quantity.span.end + last)
    return Subject(span.of(text), span, None, 0.45, Evidence("claim.counted_noun", span))


@cache
def _tagger() -> _Tagger:
    import rjieba

    return rjieba.Jieba()
