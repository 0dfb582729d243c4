"""The common noun that a counted number counts."""

from kaoju.document import Evidence, Kind, Quantity
from kaoju.rulebook.segmenter import segmenter
from kaoju.span import Span
from kaoju.stages.claims.clauses import Clause
from kaoju.stages.claims.subject import Subject

__all__ = ["noun_after", "noun_before"]

_WINDOW = 14
_LEAST = 2
# Words jieba tags as nouns that are no thing a number could be about.
_NO_NOUN = frozenset(
    "同比 环比 同期 季度 实际 目前 其中 全年 全市 全省 全县 全国 方面 情况 总数 总量".split()
    + "人均 平均 单笔 报告 数据 调查 本地 当地 如今 时候".split()
)

# jieba's tags of words that may stand inside a noun phrase, and of those that may end one.
_INSIDE = ("n", "vn", "an", "l", "j", "b", "a", "eng")
_LAST = ("n", "vn", "l", "j", "eng")


def noun_after(text: str, clause: Clause, quantity: Quantity) -> Subject | None:
    """Return the noun phrase right after a count (31个|省份), None where none follows.

    Only the words directly behind the number count; 的 may stand between (500人的群 counts people, not groups, so
    what follows 的 is not taken).
    """
    if quantity.kind is not Kind.COUNT:
        return None
    window = text[quantity.span.end : min(clause.span.end, quantity.span.end + _WINDOW)]
    taken = last = 0
    for word, tag in segmenter().tag(window) if window else ():
        if not tag.startswith(_INSIDE):
            break
        taken += len(word)
        if tag.startswith(_LAST):
            last = taken
    if not last:
        return None
    span = Span(quantity.span.end, quantity.span.end + last)
    return Subject(span.of(text), span, None, 0.45, Evidence("claim.counted_noun", span))


# What may stand before the noun phrase that opens a clause: times, adverbs, conjunctions, pronouns pointing at it.
_LEAD = ("t", "d", "c", "m", "q", "f", "r", "x", "w", "p")
_STOP_AT = ("v", "d", "p", "u", "y", "m", "r", "c", "x", "w", "t")


def noun_before(text: str, clause: Clause, quantity: Quantity, cue: Span | None) -> Subject | None:
    """Return the noun phrase that opens the clause (号源|一天放出4200个), None where none does.

    A phrase that is only the metric's own expression (营收|增长) names nobody; one that ends in it (门诊药房|营收) is
    cut before it. A phrase that holds a name is left to the names.
    """
    stop = min(quantity.span.start, clause.span.start + _WINDOW)
    if any(m.span.start < stop for m in clause.mentions):
        return None
    at, start, end = clause.span.start, -1, -1
    for word, tag in segmenter().tag(text[at:stop]):
        inside_cue = cue is not None and at < cue.end and cue.start < at + len(word)
        if word in _NO_NOUN:
            return None
        if start < 0 and tag.startswith(_LEAD) and not tag.startswith(_INSIDE):
            at += len(word)
            continue
        if inside_cue or tag.startswith(_STOP_AT):
            break
        if start < 0:
            start = at
        at += len(word)
        if tag.startswith(_LAST):
            end = at
    if start < 0 or end - start < _LEAST:
        return None
    span = Span(start, end)
    return Subject(span.of(text), span, None, 0.45, Evidence("claim.opening_noun", span))
