"""A sentence as a row of units: words with tags, names and numbers whole; and the noun phrases in it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from kaoju.document import Mention, Quantity
from kaoju.rulebook.segmenter import segmenter
from kaoju.span import Span
from kaoju.stages.claims.words import roles

__all__ = ["NAME", "NUMBER", "Row", "noun_phrases", "row"]

NAME, NUMBER = "NAME", "NUMBER"
# jieba's tags of words that may stand inside a noun phrase, and of those that may end one.
_LAST = frozenset({"n", "vn", "l", "j", "eng", "ng", "nz", "nr", "ns", "nt", "nrt", "nrfg", "an", "Ng"})
_INSIDE = _LAST | {"a", "b", "s", "g"}
_LEAST = 2
# Words the dictionary lacks are tagged by guess; one that ends like this is a noun (诊所, 站长, 退款率).
_NOUN_END = frozenset("所店院站点车员家者师民户厂司局部校馆室库群组队团网号品件单费率额量价人长商")
_EACH = ("每", "同比", "环比")  # 每斤, 每张: what a price is for, not whose


@dataclass(frozen=True, slots=True)
class Row:
    """The units of a sentence in text order: words, names and numbers, as columns.

    Unit `n` is the text's code points [starts[n], ends[n]) with its tag; `mentions` holds those that are names.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    tags: Sequence[str]
    mentions: Mapping[int, Mention]

    def before(self, position: int) -> int:
        """Return the unit that starts last before `position`; -1 at the beginning."""
        return bisect_left(self.starts, position) - 1

    def after(self, position: int) -> int:
        """Return the first unit that starts at or after `position`; -1 at the end."""
        at = bisect_left(self.starts, position)
        return at if at < len(self.starts) else -1

    def within(self, start: int, end: int) -> range:
        """Return the units that start inside [start, end)."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def covering(self, position: int) -> int:
        """Return the unit in which `position` lies; -1 where it lies in none."""
        at = bisect_right(self.starts, position) - 1
        return at if at >= 0 and position < self.ends[at] else -1


def row(text: str, span: Span, mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> Row:
    """Tag a sentence; names and numbers, sorted by position, are one unit each whatever words they hold."""
    whole: list[tuple[int, int, str, Mention | None]] = [(m.span.start, -m.span.end, NAME, m) for m in mentions]
    whole += [(q.span.start, -q.span.end, NUMBER, None) for q in quantities]
    whole.sort(key=itemgetter(0, 1))
    starts: list[int] = []
    ends: list[int] = []
    tags: list[str] = []
    names: dict[int, Mention] = {}
    for start, end, tag, mention in _merged(text, span, whole):
        if mention is not None:
            names[len(starts)] = mention
        starts.append(start)
        ends.append(end)
        tags.append(tag)
    return Row(starts, ends, tags, names)


def _merged(
    text: str, span: Span, whole: Sequence[tuple[int, int, str, Mention | None]]
) -> Iterator[tuple[int, int, str, Mention | None]]:
    """Yield words outside names and numbers, and these, as start, end, tag and mention."""
    at = done = span.start
    coming = iter(whole)
    block = next(coming, None)
    engine = segmenter()
    for word, guess in engine.tag(text[span.start : span.end]):
        start, at = at, at + len(word)
        tag = guess
        if guess == "v" and len(word) > 1 and word[-1] in _NOUN_END and not engine.has_word(word):
            tag = "n"
        while block is not None and block[0] < at:
            if block[0] >= done:
                if max(start, done) < block[0]:
                    yield max(start, done), block[0], tag, None
                done = -block[1]
                yield block[0], done, block[2], block[3]
            block = next(coming, None)
        if done < at:
            yield max(start, done), at, tag, None
            done = at


def noun_phrases(text: str, found: Row) -> Iterator[Span]:
    """Yield the runs of nouns (with what may modify them) that hold no name and no number, left to right.

    A word that the lexicon says is no subject ends a run and is left out.
    """
    known = roles()
    first = last = -1
    for start, end, tag in zip(found.starts, found.ends, found.tags, strict=True):
        if tag in _INSIDE and (word := text[start:end]) not in known and not word.startswith(_EACH):
            if first < 0:
                first = start
            if tag in _LAST:
                last = end
            continue
        if first >= 0:
            if last - first >= _LEAST:
                yield Span(first, last)
            first = last = -1
    if first >= 0 and last - first >= _LEAST:
        yield Span(first, last)
