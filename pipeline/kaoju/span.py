"""Geometry of text: spans, edits and the map from repaired positions back to raw ones. Knows no Chinese."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Self

from msgspec import Struct

__all__ = ["Edit", "Layer", "OffsetMap", "Span", "apply_edits", "covering"]


class Span(Struct, frozen=True, order=True, gc=False):
    """Half-open range `[start, end)` of Unicode code points in some text.

    >>> Span(0, 2).of("抖音上线")
    '抖音'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the slice of `text` that this span covers."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        """Be true also where empty: a position is a position."""
        return True

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Tell whether `other` lies wholly inside this span (equal counts)."""
        return self.start <= other.start and other.end <= self.end

    def shift(self, by: int) -> "Span":
        """Return the same length `by` code points further on."""
        return Span(self.start + by, self.end + by)

    def trim(self, text: str, chars: str) -> "Span":
        """Return the span without leading and trailing characters out of `chars`; may become empty."""
        start, end = self.start, self.end
        while start < end and text[start] in chars:
            start += 1
        while end > start and text[end - 1] in chars:
            end -= 1
        return Span(start, end)


def covering(spans: Iterable[Span]) -> Span:
    """Return the smallest span that holds all of `spans` (at least one).

    >>> covering([Span(4, 6), Span(1, 2)])
    Span(start=1, end=6)
    """
    found = list(spans)
    return Span(min([s.start for s in found]), max([s.end for s in found]))


class Edit(Struct, frozen=True, gc=False):
    """One replacement proposed by a repair pass: `text` instead of the source's `[start, end)`.

    `kind` names the damage (OUTPUT.md, table repairs). `certain` is false where the new text was chosen and not read
    off the source. `lost` counts source bytes that had to be guessed. `alternatives` are other readings, best first.
    `aligned` says that old and new text have equal length and correspond code point by code point (width, script):
    such an edit moves nothing, so positions inside it stay exact.
    """

    start: int
    end: int
    text: str
    kind: str
    certain: bool = True
    lost: int = 0
    alternatives: tuple[str, ...] = ()
    rule: str = ""
    aligned: bool = False
    confidence: float = 1.0

    def __post_init__(self) -> None:
        """Raise ValueError where range and text make no edit."""
        if not 0 <= self.start <= self.end:
            raise ValueError(f"edit range {self.start}:{self.end} is not a range")
        if self.aligned and len(self.text) != self.end - self.start:
            raise ValueError(f"aligned edit {self.start}:{self.end} changes the length")

    @property
    def span(self) -> Span:
        """The range of the source text that this edit replaces."""
        return Span(self.start, self.end)


class Layer(Struct, frozen=True, gc=False):
    """The geometry of one applied pass: where its moving edits lie in source and result, in order."""

    source_starts: tuple[int, ...] = ()
    source_ends: tuple[int, ...] = ()
    result_starts: tuple[int, ...] = ()
    result_ends: tuple[int, ...] = ()

    def back(self, span: Span) -> Span:
        """Map a span of the result to the source, widened to whole edits where it cuts one.

        A deletion belongs to neither neighbour; an empty span maps to whatever was deleted at that place.
        """
        return Span(*self.carry_back(span.start, span.end))

    def forth(self, span: Span) -> Span:
        """Map a span of the source to the result, widened to whole edits where it cuts one."""
        return Span(*self.carry_forth(span.start, span.end))

    def carry_back(self, start: int, end: int) -> tuple[int, int]:
        """Do what `back` does, without making a span: a map has many layers and a text has many records."""
        return _carry(start, end, (self.result_starts, self.result_ends), (self.source_starts, self.source_ends))

    def carry_forth(self, start: int, end: int) -> tuple[int, int]:
        """Do what `forth` does, without making a span."""
        return _carry(start, end, (self.source_starts, self.source_ends), (self.result_starts, self.result_ends))


Sides = tuple[tuple[int, ...], tuple[int, ...]]


def _carry(first: int, last: int, here: Sides, there: Sides) -> tuple[int, int]:
    if first == last:
        return _carry_empty(first, here, there)
    starts, ends = here
    # Edits that end at or before the start lie wholly to the left, deletions at the start included.
    left = bisect_right(ends, first)
    if left < len(starts) and starts[left] < first:
        start = there[0][left]
    else:
        start = first + (there[1][left - 1] - ends[left - 1] if left else 0)
    # Edits that start at or after the end lie wholly to the right.
    right = bisect_left(starts, last)
    if right and ends[right - 1] > last:
        end = there[1][right - 1]
    elif right:
        end = last + (there[1][right - 1] - ends[right - 1])
    else:
        end = last
    return start, end


def _carry_empty(at: int, here: Sides, there: Sides) -> tuple[int, int]:
    starts, ends = here
    first, last = bisect_left(ends, at), bisect_right(starts, at)
    touching = [i for i in range(first, last) if starts[i] == ends[i] == at or starts[i] < at < ends[i]]
    if touching:
        return there[0][touching[0]], there[1][touching[-1]]
    left = bisect_right(ends, at)
    moved = at + (there[1][left - 1] - ends[left - 1] if left else 0)
    return moved, moved


class OffsetMap(Struct, frozen=True, gc=False):
    """A chain of layers, first applied first: from positions in the repaired text to positions in the raw one.

    Exact in untouched text and through aligned edits; a span that cuts an edit is widened to the whole of it.
    """

    layers: tuple[Layer, ...] = ()

    def to_raw(self, span: Span) -> Span:
        """Map a span of the repaired text to the raw text."""
        if not self.layers:
            return span
        start, end = span.start, span.end
        for layer in reversed(self.layers):
            start, end = layer.carry_back(start, end)
        return Span(start, end)

    def to_clean(self, span: Span) -> Span:
        """Map a span of the raw text to the repaired text."""
        start, end = span.start, span.end
        for layer in self.layers:
            start, end = layer.carry_forth(start, end)
        return Span(start, end)

    def all_to_raw(self, ranges: Sequence[tuple[int, int]]) -> list[Span]:
        """Map many ranges of the repaired text to the raw text: layer by layer, which takes half the time."""
        for layer in reversed(self.layers):
            here, there = (layer.result_starts, layer.result_ends), (layer.source_starts, layer.source_ends)
            ranges = [_carry(start, end, here, there) for start, end in ranges]
        return [Span(start, end) for start, end in ranges]

    def all_to_clean(self, ranges: Sequence[tuple[int, int]]) -> list[Span]:
        """Map many ranges of the raw text to the repaired text."""
        for layer in self.layers:
            here, there = (layer.source_starts, layer.source_ends), (layer.result_starts, layer.result_ends)
            ranges = [_carry(start, end, here, there) for start, end in ranges]
        return [Span(start, end) for start, end in ranges]

    def then(self, layer: Layer) -> Self:
        """Return the map with one more pass applied; a layer that moves nothing is dropped."""
        return type(self)((*self.layers, layer)) if layer.source_starts else self


def apply_edits(text: str, edits: Sequence[Edit]) -> tuple[str, Layer]:
    """Apply sorted, disjoint edits to `text`; return the new text and the layer that maps its positions back.

    Raises ValueError where edits overlap, are out of order or leave the text: that is a fault of the pass.

    >>> apply_edits("時(shí)代", [Edit(1, 6, "", "pinyin_annotation")])[0]
    '時代'
    """
    pieces: list[str] = []
    moves: list[tuple[int, int, int, int]] = []
    at = shift = 0
    for edit in edits:
        if edit.start < at or edit.end > len(text):
            raise ValueError(f"edit {edit.start}:{edit.end} overlaps another or leaves the text")
        pieces += (text[at : edit.start], edit.text)
        if not edit.aligned:
            moves.append((edit.start, edit.end, edit.start + shift, edit.start + shift + len(edit.text)))
            shift += len(edit.text) - (edit.end - edit.start)
        at = edit.end
    if not edits:
        return text, Layer()
    pieces.append(text[at:])
    columns = tuple(zip(*moves, strict=True)) if moves else ((), (), (), ())
    return "".join(pieces), Layer(*columns)
