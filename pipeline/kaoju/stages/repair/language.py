"""How likely a string of Chinese is: characters after characters, and words after words.

The words are those of jieba's dictionary and of the table of word pairs (`bigrams`), whose pairs give both what
follows a word and, summed up, what follows a character.
"""

import gc
import math
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from heapq import nlargest
from itertools import islice, pairwise
from pathlib import Path

from kaoju.rulebook.bigrams import bigrams, classes
from kaoju.rulebook.triples import Triples, triples
from kaoju.rulebook.word_triples import word_triples
from kaoju.stages.repair.alike import GROUPS, NEUTRAL
from kaoju.stages.repair.census import simplified_only
from kaoju.stages.repair.gbk import LEADS, Kind, code
from kaoju.stages.repair.script import alone
from kaoju.stages.repair.words import STUTTER, Words

__all__ = ["Language", "language", "limit"]

_ROWS = 50_000  # pairs of characters of which is remembered what stands behind them
_PAIRS = 10_000  # lists of pairs that vanish, each of many
_LISTS = 50_000  # lists of likely characters that are remembered
_LIKELY = 8  # characters that a search tries
_NEXT = 8  # the same where nothing of its code is known
_UNDER = 10  # the same where the lead byte is known
_LEAD_OF_MARKS = 0xA1
_MARKED = 18  # the same where that is the lead byte of marks, of which many are alike
_TWOS = 24  # pairs of characters that vanish, beside each other
_CHOICE = 50  # candidates for a byte, commonest first
_RARE = "4"  # less frequent entries cost time and say little
_LEANING = "的了着们吗呢吧"
_ASCII = -6.0  # Latin text is neither likely nor unlikely
# Shares of all characters and pairs in edited prose: the dictionary holds no punctuation.
_MARKS = {
    "，": 0.07,
    "。": 0.03,
    "、": 0.015,
    "“": 0.008,
    "”": 0.008,
    "：": 0.004,
    "；": 0.003,
    "？": 0.002,
    "！": 0.002,
}
_MARKS |= {"（": 0.003, "）": 0.003, "《": 0.002, "》": 0.002, "—": 0.002, "…": 0.001, "·": 0.0005}
# Pairs of marks that stand together; inner and corner quotation marks count as “ and ”.
_CLOSED = (
    "。” ！” ？” ：“ ，“ 。“ ”， 》。 ）， ）。 ”。 —— …… ，” ”“ ”” "
    "““ 》、 ”、 …” 。（ 》， 、《 、“ 。《 ，《 ”（ 》（ ）、 ）： 》” ”》 ：《"
).split()
_NESTED = ("””", "““")
_STAND = frozenset(_CLOSED)
_BREAKS = "，。、；：？！“"
_FOREIGN = 6.0  # a form that only simplified text has, in a text that was converted
_FIXED = (_ASCII, STUTTER)  # what no context changes
_SMOOTH = 1e-5
_LEAST = 1e-8  # how often a character starts a word at the least
_WITHIN = 0.2  # what its places inside words count for that
_TABLE = 0.6  # share of the table's words in the probability of words; the rest is the dictionary's
_OTHER = "\0"  # before a line, and what stands for Latin text and numbers
_ONE = {"著": "着"}  # converted text has one form of both: which is meant, the words around it say
_RESIDUE = 0.05  # least share of what follows a word that is not in the table
_ALIKE = frozenset("".join(GROUPS))
_NOTHING: dict[str, float] = {}
_COMMON = -12.3  # log probability of a word that is no beginning of a name
_UNKNOWN = 3e-8  # a character that is no word


Likely = tuple[list[tuple[float, str]], bool]  # characters, the likeliest first, and whether some of them are alike


class Row(dict[str, float]):
    """The log likelihoods of characters behind the same one or two, each reckoned when it is asked for."""

    __slots__ = ("language",)

    def __init__(self, language: "Language") -> None:
        """Take the model that is asked."""
        super().__init__()
        self.language = language


class _Alone(Row):
    """Behind one character."""

    __slots__ = ("breaks", "ends", "mark", "row", "total")

    def __init__(self, language: "Language", last: str) -> None:
        """Look up what is known of the character, simplified."""
        super().__init__(language)
        last = language.simple.get(last, last)
        self.breaks, self.mark = last in _BREAKS, last if last in _MARKS else ""
        self.row, self.ends, self.total = language.known(last)

    def __missing__(self, char: str) -> float:
        language = self.language
        plain = language.simple.get(char, char)
        if plain.isascii():
            value = _ASCII
        elif (self.breaks and plain in _LEANING) or (self.mark and plain in _MARKS and self.mark + plain not in _STAND):
            value = STUTTER
        else:
            pair = self.row.get(plain, 0.0) + self.ends * language.starts.get(plain, _LEAST)
            value = math.log(pair / self.total)
        if char in language.foreign:
            value -= _FOREIGN
        self[char] = value
        return value


class Both(Row):
    """Behind two characters.

    `left` is what is to be added behind both for a character that the table of three does not list.
    """

    __slots__ = ("_listed", "alone", "left", "place")

    def __init__(self, language: "Language", before: str) -> None:
        """Look up where the table of three has the two."""
        super().__init__(language)
        self.alone = language.behind(before[-1])
        self.place = language.triples.place(*[_OTHER if c.isascii() else language.simple.get(c, c) for c in before])
        self.left = 0.0 if self.place < 0 else language.triples.left.data[self.place]
        self._listed: dict[str, float] | None = None

    @property
    def listed(self) -> dict[str, float]:
        """What the table lists behind the two, by simplified character."""
        if self._listed is None:
            self._listed = {} if self.place < 0 else self.language.triples.listed(self.place)
        return self._listed

    def __missing__(self, char: str) -> float:
        value = self.alone[char]
        if self.place >= 0 and value not in _FIXED:
            language = self.language
            known = language.triples.of(self.place, language.simple.get(char, char))
            if known is None:
                value += self.left
            else:
                value = known - _FOREIGN if char in language.foreign else known
        self[char] = value
        return value


@dataclass(frozen=True, slots=True)
class _Group:
    """Characters of which one was lost, as (share of starts, weight, simplified, written), likeliest start first."""

    members: list[tuple[float, float, str, str]]
    forms: dict[str, tuple[tuple[float, float, str, str], ...]]  # the same by simplified character


class _Ahead(dict[str, float]):
    """How likely the best character with a trail byte is behind each character whose pair vanished."""

    def __init__(self, language: "Language", trail: int) -> None:
        """Take the trail byte."""
        super().__init__()
        self.language, self.trail = language, trail
        self.groups: dict[int, tuple[float, dict[str, float]]] = {}

    def _group(self, char: str) -> tuple[float, dict[str, float]]:
        """Return the best start and the weights of those that can stand behind `char`, a vanished pair between them."""
        number = code().behind.get((code().write[char][1], Kind.VANISHED), 0)
        known = self.groups.get(number)
        if known is None:
            group = self.language.group(self.trail + (number << 8))
            forms = {plain: max([member[1] for member in members]) for plain, members in group.forms.items()}
            known = self.groups[number] = group.members[0][0] if group.members else _LEAST, forms
        return known

    def __missing__(self, char: str) -> float:
        language = self.language
        (row, ends, total), (first, forms) = language.known(language.simple.get(char, char)), self._group(char)
        few, many = (row, forms) if len(row) < len(forms) else (forms, row)
        best = max([row[new] * forms[new] for new in few if new in many], default=0.0)
        value = self[char] = math.log((best + ends * first) / total)
        return value


@dataclass(slots=True)
class Language:
    """Log likelihoods on simplified characters; traditional ones count as their simplified form.

    `pairs[before][char]` and `singles` are shares of all characters, `starts` those of characters that start a word;
    `open` is the share of a character's occurrences at the end of a word of which the table does not know what follows.
    """

    pairs: dict[str, dict[str, float]]
    starts: dict[str, float]
    open: dict[str, float]
    singles: dict[str, float]
    words: Words
    triples: Triples
    simple: dict[str, str]
    foreign: frozenset[str]
    rows: dict[str, Row] = field(default_factory=dict)
    others: dict[str, float] = field(default_factory=dict)
    best: dict[tuple[str, int], Likely] = field(default_factory=dict)
    groups: dict[int, "_Group"] = field(default_factory=dict)
    twos: dict[tuple[str, int], list[tuple[float, str]]] = field(default_factory=dict)
    next: dict[str, list[str]] = field(default_factory=dict)
    forms: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[int, dict[str, str]] = field(default_factory=dict)  # of each group, its forms
    following: dict[int, "_Ahead"] = field(default_factory=dict)

    def after(self, before: str, char: str) -> float:
        """Return the log likelihood of `char` after `before`, one character or two."""
        return self.behind(before)[char]

    def behind(self, before: str) -> Row:
        """Return what is known of characters behind `before`, one character or two."""
        known = self.rows.get(before)
        if known is None:
            known = _Alone(self, before) if len(before) == 1 else Both(self, before)
            if len(self.rows) >= _ROWS:
                self.rows.clear()
            self.rows[before] = known
        return known

    def both(self, before: str) -> Both | None:
        """Return what is known of characters behind two where the table of three lists any."""
        known = self.behind(before)
        return known if isinstance(known, Both) and known.place >= 0 else None

    def known(self, plain: str) -> tuple[Mapping[str, float], float, float]:
        """Return what stands behind a simplified character, how often it ends a word that says nothing, and its sum."""
        plain = _OTHER if plain.isascii() else plain
        row, open_, single = self.pairs.get(plain, _NOTHING), self.open.get(plain, 0.0), self.singles.get(plain, 0.0)
        return row, open_ + _SMOOTH, single + _SMOOTH

    def other(self, before: str) -> float:
        """Return the log likelihood of Latin text or a number after `before`, one character or two."""
        known = self.others.get(before)
        if known is None:
            known = self.others[before] = self._other(before)
        return known

    def _other(self, before: str) -> float:
        row, ends, total = self.known(self.simple.get(before[-1:], before[-1:]))
        chance = math.log((row.get(_OTHER, 0.0) + ends * self.starts.get(_OTHER, _LEAST)) / total)
        both = self.both(before)
        return chance if both is None else both.listed.get(_OTHER, chance + both.left)

    def written(self, char: str) -> list[str]:
        """Return the forms that a simplified character has in converted text."""
        if not self.forms:
            for old, new in self.simple.items():
                self.forms.setdefault(new, []).append(old)
        own = [] if char in self.foreign else [char]
        return [*own, *self.forms.get(char, ())]

    def forms_of(self, group: int) -> dict[str, str]:
        """Return all simplified characters of a group, each with its forms in one string."""
        known = self.kinds.get(group)
        if known is None:
            known = self.kinds[group] = {}
            for char in _chars(group):
                if char not in self.foreign:
                    plain = self.simple.get(char, char)
                    known[plain] = known.get(plain, "") + char
        return known

    def chain(self, before: str, text: str) -> float:
        """Return the log likelihood of a text after one character or two."""
        score, rows = 0.0, self.rows
        for char in text:
            score += (rows.get(before) or self.behind(before))[char]
            before = before[-1:] + char
        return score

    def likely(self, before: str, group: int) -> Likely:
        """Return the likeliest characters of a group after `before`, one character or two.

        A group is a trail byte (see `gbk.Code.ending`), or a lead byte and a kind as (lead << 10) + kind.
        """
        key = (before, group)
        known = self.best.get(key)
        if known is None:
            if len(before) > 1:
                known = self._weighed(before, self.likely(before[-1], group), group)
            else:
                ranked = self._ranked(before, self.group(group), limit(group))
                known = ranked, any(char in _ALIKE for _, char in ranked)
            if len(self.best) >= _LISTS:
                self.best.clear()
            self.best[key] = known
        return known

    def two_under(self, before: str, lead: int) -> list[tuple[float, str]]:
        """Return the likeliest two characters after one that may vanish together, roughly: pairs tell of pairs."""
        key = (before, lead)
        known = self.twos.get(key)
        if known is None:
            gbk = code()
            ones, _ = self.likely(before, (lead << 10) + Kind.VANISHED if lead > 0x80 else lead << 8)
            found = []
            for value, char in ones:
                behind = gbk.behind[gbk.write[char][1], Kind.VANISHED] << 8
                found += [(value + other, char + second) for other, second in self.likely(char, behind)[0]]
            found.sort(reverse=True)
            if len(self.twos) >= _PAIRS:
                self.twos.clear()
            known = self.twos[key] = found[:_TWOS]
        return known

    def group(self, group: int) -> _Group:
        """Return the commonest characters of a group."""
        known = self.groups.get(group)
        if known is None:
            known = self.groups[group] = self._group(
                _chars(group), _CHOICE if group >= LEADS or group & 0xFF else 8 * _CHOICE
            )
        return known

    def ahead(self, trail: int) -> Mapping[str, float]:
        """Return for each character how likely the likeliest one with that trail byte is behind it."""
        known = self.following.get(trail)
        if known is None:
            known = self.following[trail] = _Ahead(self, trail)
        return known

    def _weighed(self, before: str, alone: Likely, group: int) -> Likely:
        """Return candidates with what the character before the last tells, those that only it makes likely added."""
        both = self.both(before)
        if both is None:
            return alone
        known, alike = alone
        forms = self.groups[group].forms
        seen = both.listed.keys() & forms.keys()
        if not seen:
            return [(value + both.left, char) for value, char in known], alike
        listed = [(both[member[3]], member[3]) for new in seen for member in forms[new]]
        rest = [(value + both.left, char) for value, char in known if self.simple.get(char, char) not in seen]
        found = sorted([*listed, *rest], reverse=True)[: limit(group)]
        return found, any(char in _ALIKE for _, char in found)

    def successors(self, before: str) -> list[str]:
        """Return the likeliest Hanzi behind `before`, in a form that they have in converted text."""
        known = self.next.get(before)
        if known is None:
            row = self.pairs.get(self.simple.get(before, before), _NOTHING)
            least = nlargest(2 * _NEXT, row.values())[-1:] or [0.0]
            likely = sorted([char for char in row if row[char] >= least[0]], key=lambda char: (-row[char], char))
            hanzi = [char for char in likely[: 2 * _NEXT] if "\u4e00" <= char <= "\u9fff"][:_NEXT]
            known = self.next[before] = [form for char in hanzi for form in self.written(char)[:1]]
        return known

    def _group(self, chars: list[str], number: int) -> "_Group":
        """Return the commonest characters of a group, ordered by how often they start a word."""
        rank = self.singles.get
        members = [(self.simple.get(char, char), char) for char in chars]
        members = sorted(members, key=lambda pair: (-rank(pair[0], 0.0), pair[1]))[:number]
        weights = [math.exp(-_FOREIGN) if char in self.foreign else 1.0 for _, char in members]
        found = [
            (self.starts.get(new, _LEAST) * weight, weight, new, char)
            for (new, char), weight in zip(members, weights, strict=True)
        ]
        found.sort(key=lambda member: (-member[0], member[3]))
        forms: dict[str, tuple[tuple[float, float, str, str], ...]] = {}
        for member in found:
            forms[member[2]] = (*forms.get(member[2], ()), member)
        return _Group(found, forms)

    def _ranked(self, before: str, group: "_Group", number: int) -> list[tuple[float, str]]:
        """Return the likeliest `number` characters of a group with their likelihoods after `before`.

        They are among those that stand behind `before` anywhere and those that start words most often.
        """
        plain = self.simple.get(before, before)
        if plain in _MARKS:
            scored = [(self.after(before, char), char) for _, _, _, char in group.members]
            return sorted(scored, reverse=True)[:number]
        row, ends, total = self.known(plain)
        seen = row.keys() & group.forms.keys()
        ranked = [
            (row[new] * weight + ends * start, char) for new in seen for start, weight, _, char in group.forms[new]
        ]
        alone = (member for member in group.members if member[2] not in seen)
        ranked += [(ends * start, char) for start, _, _, char in islice(alone, number)]
        ranked.sort(reverse=True)
        return [(math.log(chance / total), char) for chance, char in ranked[:number]]

    def is_common(self, word: str) -> bool:
        """Tell whether a text is a common word."""
        words = self.words
        number = words.numbers.get(self.simplified(word))
        return number is not None and words.chances[number] > _COMMON

    def likelihoods(self, texts: list[str]) -> list[float]:
        """Return the likelihoods of texts in their best division into words."""
        return self.words.likelihoods([self.simplified(text) for text in texts])

    def simplified(self, text: str) -> str:
        """Return a text in the characters that the model knows."""
        simple = self.simple
        return "".join([simple.get(char, char) for char in text])


def _chars(group: int) -> list[str]:
    return code().under(group >> 10, Kind(group & 0x3FF)) if group >= LEADS else code().ending(group)


def limit(group: int) -> int:
    """Return how many characters of a group are tried at the most."""
    return _LIKELY if group < LEADS else _MARKED if group >> 10 == _LEAD_OF_MARKS else _UNDER


@cache
def language() -> Language:
    """Return the model, counted once in a process from the dictionary that jieba ships and the table of pairs.

    It stays until the process ends, so that the collector of garbage need not look at it ever again.
    """
    simple = {char: new for char in code().write if (new := alone(char)) != char} | NEUTRAL | _ONE
    chances = _chances(simple)
    words = _words(chances)
    pairs: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    begins: dict[str, float] = defaultdict(float)
    singles: dict[str, float] = defaultdict(float)
    follows: dict[str, float] = defaultdict(float)
    for word, number in words.numbers.items():
        chance = chances[word]
        text = word or _OTHER
        begins[text[0]] += chance
        follows[text[-1]] += chance * math.exp(words.left[number])
        for char in text:
            singles[char] += chance
        for left, right in pairwise(text):
            pairs[left][right] += chance
    _add_seams(pairs)
    starts = {char: begins[char] + _WITHIN * chance + _LEAST for char, chance in singles.items()}
    plain = {before: dict(row) for before, row in pairs.items()}
    made = Language(
        plain, starts, follows, singles, words=words, triples=triples(), simple=simple, foreign=simplified_only()
    )
    gc.freeze()
    return made


def _chances(simple: dict[str, str]) -> dict[str, float]:
    """Return the words with their probabilities, those of the table first and in its order."""
    table = bigrams()
    listed = {word.replace("著", "着"): count for word, count in _entries()}
    total = sum(listed.values())
    places = set(table.words)
    words = [one if "著" in word and (one := word.replace("著", "着")) not in places else word for word in table.words]
    chances = {word: _TABLE * float(chance) for word, chance in zip(words, table.single, strict=True)}
    for word, count in listed.items():
        if not any(char in simple for char in word):  # words read in a wrong charset stand among the entries
            chances[word] = chances.get(word, 0.0) + (1 - _TABLE) * count / total
    for mark, share in _MARKS.items():
        chances[mark] = max(share, chances.get(mark, 0.0) / _TABLE)
    chances["\N{REPLACEMENT CHARACTER}"] = _UNKNOWN  # the last stands for every character that is no word
    return chances


def _words(chances: dict[str, float]) -> Words:
    import numpy as np

    table = bigrams()
    left = np.ones(len(chances))
    known = np.bincount(table.first, weights=table.after, minlength=len(table.words))
    left[: len(table.words)] = np.maximum(_RESIDUE, 1.0 - known)
    values = np.log(table.after)
    marks = {number: word for number, word in enumerate(table.words) if word in _MARKS}
    for at in np.flatnonzero(np.isin(table.first, [*marks]) & np.isin(table.second, [*marks])).tolist():
        if marks[int(table.first[at])] + marks[int(table.second[at])] not in _STAND:
            values[at] = STUTTER  # the source holds forum posts, where marks are repeated
    keys = (table.first.astype(np.uint64) << np.uint64(24)) | table.second
    numbers = {word: number for number, word in enumerate(chances)}
    never = {(numbers[mark] << 24) | numbers[char]: STUTTER for mark in _BREAKS for char in _LEANING}
    return Words(
        numbers,
        array("d", [math.log(max(chance, _UNKNOWN)) for chance in chances.values()]),
        array("d", np.log(left).tobytes()),
        array("Q", keys.tobytes()),
        array("d", values.tobytes()),
        *_by_class(chances),
        triples=word_triples(),
        memory=never,
    )


def _by_class(chances: dict[str, float]) -> "tuple[array[int], list[array[float]], array[float]]":
    """Return the classes of the table's words, how classes follow each other, and the share of a word in its class."""
    import numpy as np

    table, sorts = bigrams(), classes()
    number = int(sorts.max()) + 1
    pairs = sorts[table.first] * number + sorts[table.second]
    joint = np.bincount(pairs, weights=table.single[table.first] * table.after, minlength=number * number)
    joint = joint.reshape(number, number)
    never = 1e-6 * joint.sum() / number
    moves = (joint + never * joint.sum(axis=0) / joint.sum()) / (joint.sum(axis=1, keepdims=True) + never)
    single = np.array([*chances.values()])[: len(sorts)]
    within = np.log(np.maximum(single, _UNKNOWN) / np.bincount(sorts, weights=single, minlength=number)[sorts])
    rows = [array("d", row.tobytes()) for row in np.log(np.maximum(moves, 1e-12))]
    return array("q", sorts.tobytes()), rows, array("d", within.tobytes())


def _add_seams(pairs: dict[str, dict[str, float]]) -> None:
    """Add the pairs of characters that stand where one word of the table follows another."""
    import numpy as np

    table = bigrams()
    ends = np.array([ord(word[-1:] or _OTHER) for word in table.words], dtype=np.int64)
    heads = np.array([ord(word[:1] or _OTHER) for word in table.words], dtype=np.int64)
    keys, place = np.unique((ends[table.first] << 16) | heads[table.second], return_inverse=True)
    joint = _TABLE * table.single[table.first] * table.after
    sums = np.bincount(place, weights=joint)
    chars, chances = [*map(chr, (keys & 0xFFFF).tolist())], sums.tolist()
    breaks = [*np.flatnonzero(np.diff(keys >> 16, prepend=-1)).tolist(), len(keys)]
    for start, end in pairwise(breaks):  # whole rows take a third of the time of single pairs
        row = defaultdict(float, zip(chars[start:end], chances[start:end], strict=True))
        before = chr(int(keys[start]) >> 16)
        for char, chance in pairs[before].items():
            row[char] = chance + row[char]
        pairs[before] = row
    for closed in _CLOSED:
        pairs[closed[0]][closed[1]] += 0.0001 if closed in _NESTED else 0.002


def _entries() -> Iterator[tuple[str, float]]:
    import jieba

    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, number, *_ = line.split()
            if len(number) > 1 or number >= _RARE:
                yield word, float(number)
