"""A sentence as a row of units: words with tags, names and numbers whole; and the noun phrases in it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from msgspec import Struct

from kaoju.document import Mention, Quantity
from kaoju.rulebook.segmenter import tagger
from kaoju.span import Span
from kaoju.stages.claims.words import roles

__all__ = ["NAME", "NUMBER", "Row", "noun_phrases", "row"]

NAME, NUMBER = "NAME", "NUMBER"
# jieba's tags of words that may stand inside a noun phrase, and of those that may end one.
_LAST = frozenset({"n", "vn", "l", "j", "eng", "ng", "nz", "nr", "ns", "nt", "nrt", "nrfg", "an", "Ng"})
_INSIDE = _LAST | {"a", "b", "s", "g"}
_LEAST = 2
# One of these behind a verb makes a noun of both: 诊疗|量, 换电|站, 续约|率.
_SUFFIXES = frozenset("量率费额期桩站员者机器柜仓厅馆厂店网群线区楼园")
_ASPECT = frozenset({"ul", "ug", "uz"})
# Words the dictionary lacks are tagged by guess; one that ends like this is a noun (诊所, 站长, 退款率).
_NOUN_END = frozenset("所店院站点车员家者师民户厂司局部校馆室库群组队团网号品件单费率额量价人长商")
_EACH = ("每", "同比", "环比")  # 每斤, 每张: what a price is for, not whose


class Row(Struct, frozen=True, gc=False):
    """The units of a sentence in text order: words, names and numbers, as columns.

    Unit `n` is `words[n]`, the text's code points [starts[n], ends[n]), with its tag; `mentions` holds those that are
    names.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    tags: Sequence[str]
    words: Sequence[str]
    mentions: Mapping[int, Mention]

    def before(self, position: int) -> int:
        """Return the unit that starts last before `position`; -1 at the beginning."""
        return bisect_left(self.starts, position) - 1

    def verb_before(self, position: int) -> int:
        """Return the unit before `position`, or the one before it where it is 了, 过 or 着."""
        at = self.before(position)
        return at - 1 if at >= 0 and self.tags[at] in _ASPECT else at

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
    words = list(_words(text[span.start : span.end]))
    starts = list(accumulate([len(word) for word, _ in words], initial=span.start))
    ends = starts[1:]
    starts.pop()
    tags = [tag for _, tag in words]
    for start, end, tag in reversed(_apart(mentions, quantities)):
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        if first == last:
            continue
        # What a name or number leaves of its first and last word stays a word.
        pieces = [(starts[first], start, _rest(text[starts[first] : start], tags[first])), (start, end, tag)]
        pieces.append((end, ends[last - 1], _rest(text[end : ends[last - 1]], tags[last - 1])))
        pieces = [piece for piece in pieces if piece[0] < piece[1]]
        starts[first:last] = [begin for begin, _, _ in pieces]
        ends[first:last] = [stop for _, stop, _ in pieces]
        tags[first:last] = [kind for _, _, kind in pieces]
    names = {(m.span.start, m.span.end): m for m in reversed(mentions)}
    named = {n: names[starts[n], ends[n]] for n, tag in enumerate(tags) if tag == NAME} if names else {}
    return Row(starts, ends, tags, [text[s:e] for s, e in zip(starts, ends, strict=True)], named)


def _rest(piece: str, tag: str) -> str:
    """Return the tag of what a name or number leaves of a word: one character alone is what it is elsewhere."""
    return tagger().tag(piece)[0][1] if len(piece) == 1 else tag


def _words(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a sentence with their tags, what is known to be cut or tagged wrongly put right."""
    known = tagger().has_word
    for word, tag in tagger().tag(text):
        if word in _RETAGGED:
            yield word, _RETAGGED[word]
        elif len(word) == 1 or tag[0] not in "nv" or known(word):
            yield word, tag
        elif tag[0] == "n" and len(word) == 2 and word[1] in _TAILS:
            yield word[0], "n"
            yield word[1], "d"
        elif tag[0] == "n" and len(word) == 2 and word[0] in _HEADS:
            yield word[0], "d"
            yield word[1], "v"
        else:
            yield word, "n" if tag == "v" and _is_noun(word) else tag


# The dictionary has these as nouns and names first of all.
_RETAGGED = {"贡献": "v", "高达": "v", "不足": "v", "光是": "d", "只有": "v", "历时": "v"}
# A guess of two characters that ends or begins like this is no noun, for the dictionary would hold it: 货架|期则, 只活.
# Longer ones may be nouns all the same: 就诊卡, 不孕症.
_TAILS = frozenset("则会却也还就都又再仅只已将能可")
_HEADS = frozenset("只仅不再也就都已能")


def _is_noun(word: str) -> bool:
    """Tell whether a word that the dictionary lacks, and that is tagged a verb by guess, ends like a noun."""
    return len(word) > 1 and word[-1] in _NOUN_END and not tagger().has_word(word)


def _apart(mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> list[tuple[int, int, str]]:
    """Return names and numbers in order, without those that begin inside another."""
    whole = [(m.span.start, -m.span.end, NAME) for m in mentions]
    whole += [(q.span.start, -q.span.end, NUMBER) for q in quantities]
    found: list[tuple[int, int, str]] = []
    done = -1
    for start, end, tag in sorted(whole):
        if start >= done:
            done = -end
            found.append((start, done, tag))
    return found


def noun_phrases(found: Row) -> Iterator[Span]:
    """Yield the runs of nouns (with what may modify them) that hold no name and no number, left to right.

    A word that the lexicon says is no subject ends a run and is left out.
    """
    known = roles()
    first = last = -1
    following = (*found.words[1:], "")
    for unit, (word, tag) in enumerate(zip(found.words, found.tags, strict=True)):
        compound = tag == "v" and len(word) > 1 and following[unit] in _SUFFIXES and found.tags[unit + 1] != NUMBER
        if (tag in _INSIDE or compound) and word not in known and not word.startswith(_EACH):
            if first < 0:
                first = found.starts[unit]
            if tag in _LAST:
                last = found.ends[unit]
            continue
        if (
            first >= 0
            and word in _SUFFIXES
            and found.tags[unit - 1] == "v"
            and found.ends[unit - 1] == found.starts[unit]
        ):
            last = found.ends[unit]
            continue
        if first >= 0:
            if last - first >= _LEAST:
                yield Span(first, last)
            first = last = -1
    if first >= 0 and last - first >= _LEAST:
        yield Span(first, last)
