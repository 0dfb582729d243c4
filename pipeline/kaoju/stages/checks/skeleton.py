"""A sentence with its claims as signs, so that patterns see how numbers stand to each other and nothing else.

◆ a number of things, of money, a measure; ◇ a percentage, a fraction, a multiple; ▽ percentage points;
△ a duration or an age. Dates stay words. Signs that the text itself holds become spaces.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaoju.document import Claim, Document, Kind, Quantity, Sentence

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


def skeletons(doc: Document, holding: Sequence[str] = ()) -> Iterator[Skeleton]:
    """Yield the skeletons of the sentences whose numbers can be about each other, in text order.

    With `holding`, those of the sentences that hold a claim and one of these strings.
    """
    index, claims, text = 0, doc.claims, doc.clean
    clear = any(sign in text for sign in "◆◇▽△")
    for sentence in doc.sentences:
        first, span = index, sentence.span
        while index < len(claims) and claims[index].quantity.span.start < span.end:
            index += 1
        if index == first or len(span) > _LONGEST:
            continue
        if holding and all(text.find(word, span.start, span.end) < 0 for word in holding):
            continue
        signs = [_sign(text, claim.quantity) for claim in claims[first:index]]
        if holding or _argues(signs):
            yield _skeleton(text, sentence, claims[first:index], signs, clear=clear)


def _argues(signs: Sequence[str | None]) -> bool:
    """Tell whether there are numbers enough: one with a rate, two rates, or two numbers (parts of one before)."""
    rates = len(signs) - signs.count("◆") - signs.count("△") - signs.count(None)
    return (rates > 0 and len(signs) > 1) or signs.count("◆") > 1


def _skeleton(
    text: str, sentence: Sentence, claims: Sequence[Claim], signs: Sequence[str | None], *, clear: bool
) -> Skeleton:
    parts: list[str] = []
    placed: dict[int, Claim] = {}
    at, stop, length = sentence.span.start, sentence.span.end, 0
    for claim, sign in zip(claims, signs, strict=True):
        span = claim.quantity.span
        if sign is None or span.start < at or span.end > stop:
            continue
        between = text[at : span.start]
        parts.append(between.translate(_CLEAR) if clear else between)
        parts.append(sign)
        length += len(between)
        placed[length] = claim
        length += 1
        at = span.end
    rest = text[at:stop]
    parts.append(rest.translate(_CLEAR) if clear else rest)
    return Skeleton(sentence, "".join(parts), placed)


def _sign(text: str, quantity: Quantity) -> str | None:
    sign = _SIGNS.get(quantity.kind)
    if sign != "◇" or not text.startswith("点", quantity.span.end - 1):
        return sign
    return "▽" if quantity.span.of(text).endswith(_POINTS) else sign
