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
# “百亿计划”: marks round a number in Hanzi and a word make a name.
_OPENING = frozenset('“‘「『"')
_TERM = re.compile(r"[\u4e00-\u9fff]{3,8}[”’」』\"]")
_HEADING = 24
_PASSING = 24
_LIMIT = Decimal(10) ** 24


def is_claim(text: str, frame: Frame, clause: Clause, quantity: Quantity) -> bool:
    """Tell whether a quantity says something about a subject (GUIDELINES, claims.jsonl)."""
    if quantity.kind in _NEVER or not _SKIP_FLAGS.isdisjoint(quantity.flags):
        return False
    if _vast(quantity.low) or _vast(quantity.high):
        return False
    if quantity.kind is Kind.DATE:
        return asserted_date(text, frame, clause, quantity)
    if quantity.low is None and quantity.high is None:
        return False
    if _names(text, quantity) or _heads(text, quantity):
        return False
    if quantity.kind in {Kind.COUNT, Kind.DURATION} and _is_article(text, quantity):
        return False
    if quantity.kind in {Kind.COUNT, Kind.MEASURE} and text[quantity.span.start - 1 : quantity.span.start] == "每":
        return False  # 每千人有三张床: what the other number is counted by
    if quantity.kind is Kind.MEASURE and _is_article(text, quantity) and _prices(clause, quantity):
        return False
    if (
        quantity.unit is None
        and _VERSION.match(text, quantity.span.end)
        and _DIGITS.fullmatch(quantity.number.of(text))
    ):
        return False
    return not (quantity.kind is Kind.DURATION and _only_places(text, clause, quantity))


def _vast(value: Decimal | None) -> bool:
    return value is not None and abs(value) >= _LIMIT


def _names(text: str, quantity: Quantity) -> bool:
    """Tell whether the number is part of a word: 半年报, 三级医院, 四人间, 二代, 九零后, 一分钱也不."""
    at = quantity.span.start
    if text[at - 1 : at] in _OPENING and quantity.unit is None and _TERM.match(text, at):
        return True
    return first("naming", text[at : quantity.span.end + 6], 0, quantity.span.end + 6 - at) is not None


def _heads(text: str, quantity: Quantity) -> bool:
    """Tell whether the number opens its line as the number of a section: 二、候诊, 02 候诊, 三."""
    start = text.rfind("\n", 0, quantity.number.start) + 1
    if text[start : quantity.number.start].strip(" \u3000#（("):
        return False
    at = quantity.number.start
    end = text.find("\n", at, at + _HEADING)
    line = text[at : end if end >= 0 else at + _HEADING]
    return first("section", line, 0, len(line)) is not None


def _prices(clause: Clause, quantity: Quantity) -> bool:
    """Tell whether another number of the clause says what one of this measure costs or weighs: 一公斤6块."""
    return any(q.span.start >= quantity.span.end and q.kind is not Kind.DATE for q in clause.quantities)


def _is_article(text: str, quantity: Quantity) -> bool:
    return quantity.low == quantity.high == 1 and _ARTICLE.fullmatch(quantity.number.of(text)) is not None


def _only_places(text: str, clause: Clause, quantity: Quantity) -> bool:
    """Tell whether a duration frames another claim: 过去两年里, 5年内, 三个月前; but 成立6年后 is an age."""
    span = quantity.span
    before = Span(max(clause.span.start, span.start - 8), span.start)
    if first("tenure", text, before.start, before.end) or first("event", text, before.start, before.end):
        return False
    after = text[span.end : min(clause.span.end, span.end + 8)]
    if quantity.number.of(text) == "半" and _prices(clause, quantity):
        return True
    if first("placing", after, 0, len(after)):
        return True
    return last("placed", text, before.start, before.end) is not None


def asserted_date(text: str, frame: Frame, clause: Clause, quantity: Quantity) -> bool:
    """Tell whether a date is what its clause asserts: an event verb follows it, and no other number does.

    A date followed by 的 and a noun without an event verb (2013年的用户数) never is; the date of a founding told in
    passing (2016年开馆的东院收治了…) is, whatever else its clause counts.
    """
    if quantity.time is None or "/" in quantity.time:
        return False
    after = text[quantity.span.end : min(clause.span.end, quantity.span.end + _PASSING)]
    if first("apart", after, 0, len(after)):
        return False
    if first("founded", after, 0, len(after)):
        return True
    if any(
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
    return found is not None


def _through_pause(text: str, frame: Frame, clause: Clause) -> int:
    """Let a date before a pause reach into the next clause: 去年3月，新院区启用."""
    number = frame.clause_of(clause.span)
    tail = text[clause.quantities[-1].span.end : clause.span.end]
    following = frame.clauses[number + 1 : number + 2]
    if len(tail) <= 2 and following and not following[0].quantities:
        return following[0].span.end
    return clause.span.end
