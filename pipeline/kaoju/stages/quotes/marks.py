"""Quotation marks: find them, pair them, and mend what is reversed, missing, doubled or stray."""

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate

from msgspec import Struct

from kaoju.span import Span

__all__ = ["Marked", "marked"]

_MARKS = '“”‘’「」『』"＂'
_OPEN = {"“": "”", "‘": "’", "「": "」", "『": "』"}
_CLOSE = {close: mark for mark, close in _OPEN.items()}
_NEUTRAL = '"＂'
_STOPS = "。！？!?…，,；;"
_ENDS = "。！？!?…"
_END = re.compile("[。！？!?…]")
_FAR = 800  # characters in which a quote that lost its closing mark must come to a full stop
_DEPTH = 4  # marks nested deeper are damage, not speech
_IN_ORDER = {"“": "”", "「": "」", "『": "』"}
_LATIN = re.compile("[A-Za-z0-9]")


class Marked(Struct):
    """Text between marks. `open` and `close` bound it with its marks; an edge that is missing equals the content's.

    `parent` is the index of the marked text that holds it. `group` is shared by the paragraphs of one long quote.
    """

    open: int
    start: int
    end: int
    close: int
    paragraph: int
    parent: int | None = None
    group: int = -1
    whole: bool = True


def marked(text: str, paragraphs: tuple[Span, ...]) -> list[Marked]:
    """Return what stands between marks, outer before inner, in text order. An odd mark costs at most its own quote."""
    places = _places(text)
    if not (places and paragraphs):
        return []
    found: list[Marked] = []
    open_before = -1  # index of a quote that an earlier paragraph left open
    starts = [p.start for p in paragraphs]
    at = 0
    while at < len(places):
        number = bisect_right(starts, places[at]) - 1
        end = paragraphs[number].end
        if open_before >= 0 and number - found[open_before].paragraph > 2:
            open_before = -1  # two paragraphs without marks lie between
        pairs = _in_order(text, places, at, end, number) if open_before < 0 else []
        first, at = at, at + 2 * len(pairs)
        if not pairs or (at < len(places) and places[at] < end):
            at = bisect_left(places, end, first + 1)
            open_before = _pair(text, paragraphs[number], number, places[first:at], found, open_before)
        else:
            found += pairs
    begins = [m.start for m in found]
    return found if begins == sorted(begins) else sorted(found, key=lambda m: (m.start, -m.end))


def _places(text: str) -> list[int]:
    """Return where the marks stand, in order."""
    found = []
    for mark in _MARKS:
        at = text.find(mark)
        while at >= 0:
            found.append(at)
            at = text.find(mark, at + 1)
    found.sort()
    return found


def _in_order(text: str, places: list[int], at: int, end: int, number: int) -> list[Marked]:
    """Pair the marks from the one at `at` on, as long as each closes the one before it in the same paragraph."""
    pairs = []
    while at + 1 < len(places) and places[at + 1] < end and _IN_ORDER.get(text[places[at]]) == text[places[at + 1]]:
        opens, closes = places[at], places[at + 1]
        pairs.append(Marked(opens, opens + 1, closes, closes + 1, number))
        at += 2
    return pairs


def _pair(text: str, paragraph: Span, number: int, places: list[int], found: list[Marked], before: int) -> int:
    """Pair one paragraph's marks; return the index of a quote it leaves open, or -1."""
    stack: list[int] = []
    left = -1
    surplus: list[int] = []
    for order, place in enumerate(places):
        role = _role(text, paragraph, places, order, found[stack[-1]] if stack else None)
        if role == "open":
            if stack and _must_end(text, found[stack[-1]], place):
                surplus = surplus or _surplus(text, places)
                if surplus[order] <= 0:
                    _finish(text, found[stack.pop()], place)
            if len(stack) == _DEPTH:
                continue
            parent = stack[-1] if stack else None
            continues = before >= 0 and not stack and place == paragraph.start
            item = Marked(place, place + 1, paragraph.end, paragraph.end, number, parent, whole=False)
            if continues:
                item.group = found[before].group = found[before].group if found[before].group >= 0 else before
            stack.append(len(found))
            found.append(item)
        elif role == "close" and stack:
            item = found[stack.pop()]
            item.end, item.close, item.whole = place, place + 1, True
        elif role == "close" and before >= 0 and found[-1].paragraph != number:
            _continue(found, before, paragraph, number, place)
    if stack:
        left = stack[0]
        if found[left].end > found[left].start and text[found[left].end - 1] in '"＂”':
            found[left].end -= 1
    return left


def _continue(found: list[Marked], before: int, paragraph: Span, number: int, place: int) -> None:
    group = found[before].group = found[before].group if found[before].group >= 0 else before
    found.append(Marked(paragraph.start, paragraph.start, place, place + 1, number, None, group))


def _role(text: str, paragraph: Span, places: list[int], order: int, top: Marked | None) -> str:
    place = places[order]
    mark = text[place]
    before = text[place - 1] if place > paragraph.start else ""
    after = text[place + 1] if place + 1 < paragraph.end else ""
    if mark in "’'" and _LATIN.match(before) and _LATIN.match(after):
        return "none"
    if mark in _NEUTRAL:
        if before and before.isdigit() and top is None:
            return "none"
        if top is None:
            return "open"
        return "open" if text[top.open] not in _NEUTRAL and before in "：:" else "close"
    ahead = places[order + 1] if order + 1 < len(places) else -1
    if mark in _CLOSE:
        if top is not None:  # “”……”: the opening mark was doubled
            return "none" if ahead >= 0 and place == top.start and text[ahead] in _CLOSE else "close"
        follows = ahead >= 0 and (text[ahead] in _CLOSE or text[ahead] in _NEUTRAL)
        reversed_ = follows and (not before or before in "：:，,") and after and after not in _STOPS
        return "open" if reversed_ else "close"
    if top is not None and before and before in _STOPS:
        again = before in _ENDS and ahead - place > 2 and text[ahead] == mark and text[ahead - 1] in "：:"
        if again:
            return "close"  # 。“某某说：“: the closing mark was printed as an opening one
        if not after or after in "，。！？；" or ahead < 0:
            return "close"  # an opening mark printed where speech ends
    return "open"


def _surplus(text: str, places: list[int]) -> list[int]:
    """Return, for every mark, by how many the closing marks from it on outnumber the opening ones."""
    steps = ((text[p] in _CLOSE) - (text[p] in _OPEN) for p in reversed(places))
    return list(accumulate(steps))[::-1]


def _must_end(text: str, top: Marked, place: int) -> bool:
    """Tell whether an opening mark inside an open quote shows that the first lost its closing mark."""
    return text[place] not in "‘『" and _END.search(text, top.start, min(place, top.start + _FAR)) is not None


def _finish(text: str, item: Marked, limit: int) -> None:
    """End a quote that lost its closing mark at the first full stop, before the next quote opens."""
    stop = _END.search(text, item.start, limit)
    item.end = item.close = stop.end() if stop else limit
