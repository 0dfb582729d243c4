"""Which quantities assert something: the rest only place, rank, or name."""

import re
from decimal import Decimal

from kaoju.document import Kind, Quantity
from kaoju.span import Span
from kaoju.stages.claims.clauses import Clause, Frame
from kaoju.stages.claims.cues import first, last

__all__ = ["asserted_date", "is_claim"]

_NEVER = frozenset({Kind.ORDINAL, Kind.TIME})
_SKIP_FLAGS = frozenset(
    {"bare_one", "ordinal", "idiom", "name", "section", "version", "id", "phone", "score", "address"}
)
# 一 alone before a measure word is an article (一个, 一家, 一天), 一半 and 一成 are numbers.
_ARTICLE = re.compile(r"[一1]")
# 3.0版, 5G, 2代: a bare number before one of these names a thing.
_VERSION = re.compile(r"[版代型系号Gg]")
_DIGITS = re.compile(r"\d{1,3}(?:\.\d{1,3})?")
_LIMIT = Decimal(10) ** 24


def is_claim(text: str, frame: Frame, clause: Clause, quantity: Quantity) -> bool:
    """Tell whether a quantity says something about a subject (GUIDELINES, claims.jsonl)."""
    if quantity.kind in _NEVER or _SKIP_FLAGS & set(quantity.flags):
        return False
    if any(v is not None and abs(v) >= _LIMIT for v in (quantity.low, quantity.high)):
        return False
    if quantity.kind is Kind.DATE:
        return asserted_date(text, frame, clause, quantity)
    if quantity.low is None and quantity.high is None:
        return False
    if quantity.kind in {Kind.COUNT, Kind.DURATION} and _is_article(text, quantity):
        return False
    if (
        quantity.unit is None
        and _VERSION.match(text, quantity.span.end)
        and _DIGITS.fullmatch(quantity.number.of(text))
    ):
        return False
    return not (quantity.kind is Kind.DURATION and _only_places(text, clause, quantity))


def _is_article(text: str, quantity: Quantity) -> bool:
    return quantity.low == quantity.high == 1 and _ARTICLE.fullmatch(quantity.number.of(text)) is not None


def _only_places(text: str, clause: Clause, quantity: Quantity) -> bool:
    """Tell whether a duration frames another claim: 过去两年里, 5年内, 三个月前; but 成立6年后 is an age."""
    span = quantity.span
    before = Span(max(clause.span.start, span.start - 8), span.start)
    if first("tenure", text, before.start, before.end) or first("event", text, before.start, before.end):
        return False
    after = text[span.end : min(clause.span.end, span.end + 8)]
    if first("placing", after, 0, len(after)):
        return True
    return last("placed", text, before.start, before.end) is not None


def asserted_date(text: str, frame: Frame, clause: Clause, quantity: Quantity) -> bool:
    """Tell whether a date is what its clause asserts: an event verb follows it, and no other number does.

    A date followed by 的 and a noun without an event verb (2013年的用户数) never is.
    """
    if quantity.time is None or any(
        other.kind not in {Kind.DATE, *_NEVER} and not _is_article(text, other)
        for other in clause.quantities
        if other is not quantity
    ):
        return False
    end = clause.span.end
    later = [q.span.start for q in clause.quantities if q.kind is Kind.DATE and q.span.start > quantity.span.start]
    if not later:
        end = _through_pause(text, frame, clause)
    found = first("event", text, quantity.span.end, min([end, *later]))
    return found is not None and "/" not in quantity.time


def _through_pause(text: str, frame: Frame, clause: Clause) -> int:
    """Let a date before a pause reach into the next clause: 去年3月，新院区启用."""
    number = frame.clause_of(clause.span)
    tail = text[clause.quantities[-1].span.end : clause.span.end]
    following = frame.clauses[number + 1 : number + 2]
    if len(tail) <= 2 and following and not following[0].quantities:
        return following[0].span.end
    return clause.span.end
