"""A sentence with its claims as signs, so that patterns see how numbers stand to each other and nothing else.

◆ a number of things, of money, a measure; ◇ a percentage, a fraction, a multiple; ▽ percentage points;
△ a duration or an age. Dates stay words. Signs that the text itself holds become spaces.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaoju.document import Claim, Document, Kind, Sentence
from kaoju.span import Span

__all__ = ["Skeleton", "skeletons"]

_SIGNS = {
    Kind.COUNT: "◆", Kind.MONEY: "◆", Kind.MEASURE: "◆", Kind.PERCENT: "◇", Kind.RATIO: "◇", Kind.MULTIPLE: "◇",
    Kind.DURATION: "△", Kind.AGE: "△",
}  # fmt: skip
_CLEAR = str.maketrans(dict.fromkeys("◆◇▽△", " "))
_POINTS = ("百分点", "基点")
_LONGEST = 600  # a longer "sentence" is a table or a broken text, not an argument


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A sentence's text with a sign for every claim, and which claim stands at which position."""

    sentence: Sentence
    text: str
    claims: dict[int, Claim]

    def of_sign(self, sign: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, Claim]]:
        """Yield position and claim of every `sign` in `text[start:end]`, in order."""
        stop = len(self.text) if end is None else end
        return ((at, c) for at, c in self.claims.items() if start <= at < stop and self.text[at] == sign)


def skeletons(doc: Document, *, least: int = 2) -> Iterator[Skeleton]:
    """Yield the skeleton of every sentence with two claims (`least`) or more, in text order."""
    index, claims = 0, doc.claims
    for sentence in doc.sentences:
        first = index
        while index < len(claims) and claims[index].span.start < sentence.span.end:
            index += 1
        inside = claims[first:index]
        if len(inside) >= least and len(sentence.span) <= _LONGEST:
            yield _skeleton(doc.clean, sentence, inside)


def _skeleton(text: str, sentence: Sentence, claims: Sequence[Claim]) -> Skeleton:
    parts: list[str] = []
    placed: dict[int, Claim] = {}
    at, length = sentence.span.start, 0
    for claim in claims:
        sign = _sign(text, claim)
        if sign is None or claim.span.start < at or claim.span.end > sentence.span.end:
            continue
        between = Span(at, claim.span.start).of(text).translate(_CLEAR)
        parts += (between, sign)
        length += len(between)
        placed[length] = claim
        length += 1
        at = claim.span.end
    parts.append(Span(at, sentence.span.end).of(text).translate(_CLEAR))
    return Skeleton(sentence, "".join(parts), placed)


def _sign(text: str, claim: Claim) -> str | None:
    sign = _SIGNS.get(claim.quantity.kind)
    return "▽" if sign == "◇" and claim.span.of(text).endswith(_POINTS) else sign
