"""What a page says elsewhere makes its lost characters likelier: names and terms come again."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from operator import add

from kaoju.stages.repair.alike import Alike
from kaoju.stages.repair.gbk import Kind, code
from kaoju.stages.repair.language import Language

__all__ = ["Page"]

_SHARE = 0.25  # weight of the page's pairs beside the language
_ALONE = 0.1  # weight of the page's characters
_TWO = 0.4  # weight of what stands behind the same two characters
_AGAIN = 0.05  # weight of the characters of the same line
_SHORT = 60  # characters of a line that must be seen before it says much
_SHY = 3.0  # occurrences of a character that must be seen before it says much
_COY = 1.0  # the same for two characters
_MANY = 8  # characters of a group beyond which only those are tried that the page has behind the same character
_NEXT = 6  # characters that are tried where nothing is known of a lost one but what stands before
_EMPHATIC = re.compile("(?<![!?！？])[!！]{2}")  # no damage: that leaves a `?` before what it repeats
_ENDING = "，。！？”"
_NOTHING: dict[str, float] = {}


class Page:
    """A language model that has seen one page. Characters may be of either script."""

    def __init__(self, text: str, language: Language, alike: Alike | None = None) -> None:
        """Count the pairs of Hanzi in `text`, which holds no annotations; damaged runs in it do little harm."""
        self.language = language
        self.alike = alike or Alike(text)
        simple = language.simple
        plain = "".join([simple.get(char, char) for char in text])
        heads = Counter(plain)
        self.plain = plain
        self.emphatic = _EMPHATIC.search(text) is not None
        self.alone = {char: _ALONE * n / len(plain) for char, n in heads.items() if "\u4e00" <= char <= "\u9fff"}
        self.follows: dict[str, dict[str, float]] = defaultdict(dict)
        for (before, char), number in Counter(pairwise(plain)).items():
            if char in self.alone and before in self.alone:
                self.follows[before][char] = _SHARE * number / (heads[before] + _SHY)
        self.groups = _groups(self.alone, language)
        self.shared = {kind for char in self.alike.share for kind, _ in _kinds(char, language)}
        self.told: dict[str, tuple[str, float, float]] = {}
        self.twos: Counter[str] = Counter()
        self.threes: Counter[str] | None = None  # made where one is asked for
        self.memory: dict[str, float] = {}
        self.best: dict[tuple[str, int], list[tuple[float, str]]] = {}
        self.next: dict[str, list[tuple[float, str]]] = {}

    def after(self, before: str, char: str) -> float:
        """Return the log likelihood of `char` after `before`, one character or two."""
        key = before + char
        known = self.memory.get(key)
        if known is None:
            known = self.language.after(before, char)
            told = self.told.get(char) or self._told(char)
            known = self.memory[key] = self._seen_after(before, told, known) if told[1] else known + told[2]
        return known

    def _told(self, char: str) -> tuple[str, float, float]:
        """Return what a character is in the simplified script, and what the page says of it alone."""
        language = self.language
        plain = language.simple.get(char, char)
        seen = 0.0 if char in language.foreign else self.alone.get(plain, 0.0)
        known = self.told[char] = plain, seen, self.alike.share.get(char, 0.0)
        return known

    def _seen_after(self, before: str, told: tuple[str, float, float], known: float) -> float:
        """Add to a likelihood what the page says of the character, alone and behind those before."""
        plain, seen, share = told
        simple = self.language.simple
        last = simple.get(before[-1:], before[-1:])
        row = self.follows.get(last)
        if row and plain in row:
            seen += row[plain]
            if len(before) > 1:
                seen += self._seen_behind_two(simple.get(before[0], before[0]) + last, plain)
        return math.log(math.exp(known) + seen) + share

    def _seen_behind_two(self, before: str, char: str) -> float:
        """Return what the page says of a character behind the same two."""
        if self.threes is None:
            plain = self.plain
            self.twos = Counter(map(add, plain, plain[1:]))
            self.threes = Counter(map(add, map(add, plain, plain[1:]), plain[2:]))
        number = self.threes[before + char]
        return _TWO * number / (self.twos[before] + _COY) if number else 0.0

    def chain(self, before: str, text: str) -> float:
        """Return the log likelihood of a text after one character or two."""
        score = 0.0
        for char in text:
            score += self.after(before, char)
            before = before[-1:] + char
        return score

    def again(self, before: str, text: str, line: str) -> float:
        """Return by how much likelier `text` behind `before` is for its Hanzi that stand elsewhere on its line, too.

        The line is of simplified characters.
        """
        simple = self.language.simple
        score = 0.0
        for char in text:
            if "\u4e00" <= char <= "\u9fff" and (number := line.count(simple.get(char, char))):
                share = _AGAIN * number / (len(line) + _SHORT)
                score += math.log1p(share / math.exp(self.after(before, char)))
            before = before[-1:] + char
        return score

    def likely(self, before: str, trail: int) -> list[tuple[float, str]]:
        """Return the likeliest characters after `before` whose code ends in `trail` (0: in any that vanishes)."""
        key = (before, trail)
        known = self.best.get(key)
        if known is None:
            known = self.best[key] = self._with_seen(self.language.likely(before, trail), before, trail)
        return known

    def likely_under(self, before: str, lead: int, kind: Kind) -> list[tuple[float, str]]:
        """Return the likeliest characters of a lead byte after `before`, of a kind."""
        key = (before, (lead << 10) + kind)
        known = self.best.get(key)
        if known is None:
            known = self.language.likely_under(before, lead, kind)
            known = self.best[key] = self._with_seen(known, before, (lead << 10) + kind)
        return known

    def likely_next(self, before: str) -> list[tuple[float, str]]:
        """Return the marks that may stand behind `before`, and the likeliest other characters."""
        known = self.next.get(before)
        if known is None:
            chars = {*_ENDING, *self.language.successors(before[-1:]), *self._seen_behind(before)}
            known = self.next[before] = sorted([(self.after(before, char), char) for char in chars], reverse=True)
        return known

    def _seen_behind(self, before: str) -> list[str]:
        after = self.follows.get(self.language.simple.get(before[-1:], before[-1:]), _NOTHING)
        likely = sorted(after, key=lambda char: (-after[char], char))[:_NEXT]
        return [form for char in likely for form in self.language.written(char)[:1]]

    def _with_seen(self, known: list[tuple[float, str]], before: str, group: int) -> list[tuple[float, str]]:
        if group in self.shared:
            share = self.alike.share
            known = sorted([(value + share.get(char, 0.0), char) for value, char in known], reverse=True)
        forms = self.groups.get(group)
        if not forms:
            return known
        plain: Iterable[str] = forms
        if len(forms) > _MANY:
            plain = forms.keys() & self.follows.get(self.language.simple.get(before[-1:], before[-1:]), _NOTHING).keys()
        seen = {char for one in plain for char in forms[one]}
        if not seen:
            return known
        rest = [item for item in known if item[1] not in seen]
        return sorted([*((self.after(before, char), char) for char in seen), *rest], reverse=True)[: len(known)]


def _groups(chars: Iterable[str], language: Language) -> dict[int, dict[str, list[str]]]:
    """Sort simplified characters by what may be known of a lost one: its trail (0: it vanishes), its lead with a kind.

    A group holds the characters with those of their written forms that belong to it.
    """
    groups: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for plain in chars:
        for kind, forms in _kinds(plain, language):
            groups[kind][plain] = forms
    return groups


def _kinds(plain: str, language: Language) -> list[tuple[int, list[str]]]:
    known = language.kinds.get(plain)
    if known is None:
        gbk = code()
        vanishing, undecoded = gbk.lost
        found: dict[int, list[str]] = {}
        for char in language.written(plain):
            lead, trail = gbk.write.get(char, (0, 0))
            if not lead:
                continue
            under = lead << 10
            kinds = [trail, under + Kind.ALL]
            if trail in vanishing:
                kinds += (0, under + Kind.VANISHED)
            if trail in undecoded:
                kinds.append(under + Kind.UNDECODED)
            for kind in kinds:
                found.setdefault(kind, []).append(char)
        known = language.kinds[plain] = [*found.items()]
    return known
