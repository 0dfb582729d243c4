"""A sentence as a row of units: words with tags, names and numbers whole; and the noun phrases in it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaoju.document import Mention, Quantity
from kaoju.rulebook.segmenter import segmenter
from kaoju.span import Span
from kaoju.stages.claims.words import roles

__all__ = ["NAME", "NUMBER", "Row", "Unit", "noun_phrases", "row"]

NAME, NUMBER = "NAME", "NUMBER"
# jieba's tags of words that may stand inside a noun phrase, and of those that may end one.
_LAST = frozenset({"n", "vn", "l", "j", "eng", "ng", "nz", "nr", "ns", "nt", "nrt", "nrfg", "an", "Ng"})
_INSIDE = _LAST | {"a", "b", "s", "g"}
_LEAST = 2
# Words the dictionary lacks are tagged by guess; one that ends like this is a noun (诊所, 站长, 退款率).
_NOUN_END = frozenset("所店院站点车员家者师民户厂司局部校馆室库群组队团网号品件单费率额量价人长商")
_EACH = ("每", "同比", "环比")  # 每斤, 每张: what a price is for, not whose


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, a name or a number: code points [start, end) of the text, its tag, and its mention where it is a name."""

    start: int
    end: int
    tag: str
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """The units of a sentence in text order, with their starts for searching."""

    units: tuple[Unit, ...]
    starts: tuple[int, ...]

    def before(self, position: int) -> Unit | None:
        """Return the unit that ends last at or before `position`; None at the beginning."""
        at = bisect_left(self.starts, position) - 1
        return self.units[at] if at >= 0 else None

    def after(self, position: int) -> Unit | None:
        """Return the first unit that starts at or after `position`; None at the end."""
        at = bisect_left(self.starts, position)
        return self.units[at] if at < len(self.units) else None

    def within(self, start: int, end: int) -> Sequence[Unit]:
        """Return the units that start inside [start, end)."""
        return self.units[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def covering(self, position: int) -> Unit | None:
        """Return the unit in which `position` lies."""
        at = bisect_right(self.starts, position) - 1
        return self.units[at] if at >= 0 and position < self.units[at].end else None


def row(text: str, span: Span, mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> Row:
    """Tag a sentence; names and numbers, sorted by position, are one unit each whatever words they hold."""
    whole = sorted(
        [Unit(m.span.start, m.span.end, NAME, m) for m in mentions]
        + [Unit(q.span.start, q.span.end, NUMBER) for q in quantities],
        key=lambda u: (u.start, -u.end),
    )
    units = tuple(_merged(text, span, whole))
    return Row(units, tuple(u.start for u in units))


def _merged(text: str, span: Span, whole: Sequence[Unit]) -> Iterator[Unit]:
    at, done = span.start, span.start
    coming = iter(whole)
    block = next(coming, None)
    engine = segmenter()
    for word, guess in engine.tag(span.of(text)):
        start, at = at, at + len(word)
        tag = "n" if guess == "v" and word[-1] in _NOUN_END and len(word) > 1 and not engine.has_word(word) else guess
        while block is not None and block.start < at:
            if block.start >= done:
                if max(start, done) < block.start:
                    yield Unit(max(start, done), block.start, tag)
                yield block
                done = block.end
            block = next(coming, None)
        if done < at:
            yield Unit(max(start, done), at, tag)
            done = at


def noun_phrases(text: str, found: Row) -> Iterator[Span]:
    """Yield the runs of nouns (with what may modify them) that hold no name and no number, left to right.

    A word that the lexicon says is no subject ends a run and is left out.
    """
    known = roles()
    start = end = -1
    for unit in found.units:
        word = text[unit.start : unit.end]
        if unit.tag in _INSIDE and word not in known and not word.startswith(_EACH):
            if start < 0:
                start = unit.start
            if unit.tag in _LAST:
                end = unit.end
            continue
        if end - start >= _LEAST and start >= 0:
            yield Span(start, end)
        start = end = -1
    if start >= 0 and end - start >= _LEAST:
        yield Span(start, end)
