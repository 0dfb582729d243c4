"""Where words that report speech stand in a text, with compounds (补充说, 通报称) joined and false friends left out."""

from bisect import bisect_left
from collections.abc import Iterator
from operator import itemgetter

from msgspec import Struct

from kaoju.span import Span
from kaoju.stages.quotes.words import Words

__all__ = ["Hit", "Hits", "find_hits"]


class Hit(Struct):
    """A cue in the text and its frames (cues.csv)."""

    start: int
    end: int
    frames: str

    @property
    def span(self) -> Span:
        """The cue's own range."""
        return Span(self.start, self.end)


class Hits(Struct):
    """All cues of a text, in order, with range queries."""

    items: list[Hit]
    starts: list[int]
    triggers: list[tuple[str, int, int]]

    def between(self, start: int, end: int) -> list[Hit]:
        """Return the cues that begin in `[start, end)`."""
        return self.items[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def back(self, start: int, end: int) -> Iterator[Hit]:
        """Yield the cues that begin in `[start, end)`, the last one first."""
        at = bisect_left(self.starts, end)
        while at and self.starts[at - 1] >= start:
            at -= 1
            yield self.items[at]

    def triggers_between(self, start: int, end: int) -> list[tuple[str, int, int]]:
        """Return the triggers of frames that begin in `[start, end)`."""
        if not self.triggers:
            return []
        low = bisect_left(self.triggers, start, key=_place)
        return self.triggers[low : bisect_left(self.triggers, end, key=_place)]


_WHOLE_WORDS = frozenset({"数据", "证据", "依据", "报告", "公告", "通告"})  # 数据称: no 据称
_place = itemgetter(1)


def find_hits(text: str, known: Words) -> Hits:
    """Find every cue and every trigger of a source frame in one pass."""
    items: list[Hit] = []
    starts: list[int] = []
    triggers: list[tuple[str, int, int]] = []
    cues, count = known.cues, len(known.cues)
    reached = -1  # where a cue of two or more characters ends
    for number, start, end in known.automaton.find_matches_as_indexes(text):
        if number >= count:
            triggers.append((known.triggers[number - count], start, end))
            continue
        cue = cues[number]
        joined = start == reached and end - start == 1
        before = text[start - 1] if start and not joined else ""
        if before and before in cue.not_before and text[start - 2 : start] not in _WHOLE_WORDS:
            continue
        if cue.not_after and text.startswith(cue.not_after, end):
            continue
        if joined:
            last = items[-1]
            last.end, last.frames = end, _merge(last.frames, cue.frames)
            reached = end
        else:
            items.append(Hit(start, end, cue.frames))
            starts.append(start)
            reached = end if end - start > 1 else -1
    return Hits(items, starts, triggers)


def _merge(first: str, second: str) -> str:
    return "".join(sorted(set(first) | set(second)))
