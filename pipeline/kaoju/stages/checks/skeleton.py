"""A sentence with its claims as signs, so that patterns see how numbers stand to each other and nothing else.

◆ a number of things, of money, a measure; ◇ a percentage, a fraction, a multiple; ▽ percentage points;
△ a duration or an age. Dates stay words. Signs that the text itself holds become spaces.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kaoju.document import Claim, Document, Kind, Sentence

__all__ = ["COUNTED", "Skeleton", "skeletons"]

COUNTED = "◆◇▽"  # the signs whose number a skeleton knows
_SIGNS = {
    Kind.COUNT: "◆", Kind.MONEY: "◆", Kind.MEASURE: "◆", Kind.PERCENT: "◇", Kind.RATIO: "◇", Kind.MULTIPLE: "◇",
    Kind.DURATION: "△", Kind.AGE: "△",
}  # fmt: skip
_ALL = "◆◇▽△"
_CLEAR = str.maketrans(dict.fromkeys(_ALL, " "))
_POINTS = re.compile("百分点|基点")
_LONGEST = 600  # a longer "sentence" is a table or a broken text, not an argument


class Skeleton(NamedTuple):
    """A sentence's text with a sign for every claim, which claim stands where, and how many there are of each sign."""

    sentence: Sentence
    text: str
    claims: dict[int, Claim]
    numbers: tuple[int, int, int]

    def precedes(self, other: "Skeleton") -> bool:
        """Tell whether the other sentence comes next in the same paragraph."""
        here, there = self.sentence, other.sentence
        return here.index + 1 == there.index and here.paragraph == there.paragraph

    def of_sign(self, sign: str, start: int = 0, end: int | None = None) -> list[tuple[int, Claim]]:
        """Return position and claim of every `sign` in `text[start:end]`, in order."""
        text, claims = self.text, self.claims
        stop = len(text) if end is None else end
        found: list[tuple[int, Claim]] = []
        at = text.find(sign, start, stop)
        while at >= 0:
            found.append((at, claims[at]))
            at = text.find(sign, at + 1, stop)
        return found


_Mark = tuple[int, int, str, Claim]  # where a number stands in the document, the sign that stands for it, its claim


def skeletons(doc: Document) -> Iterator[Skeleton]:
    """Yield the skeletons of the sentences whose numbers can be about each other, in text order."""
    text, sentences = doc.clean, doc.sentences
    marks, clear = _marks(text, doc.claims), _holds_signs(text)
    ends = [sentence.span.end for sentence in sentences]
    first, count = 0, bisect_left(marks, (ends[-1],)) if ends else 0
    while first < count:
        at = bisect_right(ends, marks[first][0])
        stop = bisect_left(marks, (ends[at],), first)
        if stop > first + 1:
            made = _skeleton(text, sentences[at], marks[first:stop], clear=clear)
            if made is not None and sum(made.numbers) > 1:
                yield made
        first = stop


def _holds_signs(text: str) -> bool:
    return any(sign in text for sign in _ALL)


def _marks(text: str, claims: Sequence[Claim]) -> list[_Mark]:
    """Return the claims that have a sign. Their numbers are in text order and disjoint."""
    marks = [
        (q.span.start, q.span.end, _SIGNS[q.kind], claim) for claim in claims if (q := claim.quantity).kind in _SIGNS
    ]
    for match in _POINTS.finditer(text) if marks and ("百分点" in text or "基点" in text) else ():
        at = bisect_left(marks, (match.end(),)) - 1
        start, end, sign, claim = marks[at]
        if sign == "◇" and end == match.end():
            marks[at] = (start, end, "▽", claim)
    return marks


def _skeleton(text: str, sentence: Sentence, marks: Sequence[_Mark], *, clear: bool) -> Skeleton | None:
    """Return a sentence with its marks put in, None where it is too long."""
    at, stop = sentence.span.start, sentence.span.end
    if stop - at > _LONGEST:
        return None
    if marks and (marks[0][0] < at or marks[-1][1] > stop):
        marks = [mark for mark in marks if at <= mark[0] and mark[1] <= stop]
    parts: list[str] = []
    placed: dict[int, Claim] = {}
    moved = at  # how much further on a place of the text is in the document than in the skeleton
    for start, end, sign, claim in marks:
        parts += (text[at:start], sign)
        placed[start - moved] = claim
        moved += end - start - 1
        at = end
    parts.append(text[at:stop])
    if clear:
        parts[::2] = [part.translate(_CLEAR) for part in parts[::2]]
    made = "".join(parts)
    numbers = (made.count("◆"), made.count("◇"), made.count("▽"))
    return Skeleton(sentence, made, placed, numbers)
