"""What a page says elsewhere makes its lost characters likelier: names and terms come again."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from operator import add

from kaoju.stages.repair.alike import Alike
from kaoju.stages.repair.gbk import Kind
from kaoju.stages.repair.language import Language, limit
from kaoju.stages.repair.words import STUTTER

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
_NONE: frozenset[str] = frozenset()
_UNKNOWN: tuple[float, list[tuple[float, str]]] = (math.inf, [])


_Forms = tuple[dict[str, str], float]  # written forms by simplified character, and the greatest `alone` of them


class Page:
    """A language model that has seen one page. Characters may be of either script."""

    def __init__(self, text: str, language: Language, alike: Alike | None = None) -> None:
        """Count the pairs of Hanzi in `text`, which holds no annotations; damaged runs in it do little harm."""
        self.language = language
        self.alike = alike or Alike(text)
        simple = language.simple
        plain = "".join([simple.get(char, char) for char in text])
        self.plain = plain
        self.emphatic = _EMPHATIC.search(text) is not None
        self.heads = Counter(plain)
        self.alone = {c: _ALONE * n / len(plain) for c, n in self.heads.items() if "\u4e00" <= c <= "\u9fff"}
        self.twos = Counter(map(add, plain, plain[1:]))
        self.threes: Counter[str] | None = None  # made where one is asked for
        self.followers: dict[str, set[str]] | None = None  # the same
        self.unlike = {char: share for char, share in self.alike.share.items() if share}
        self.groups: dict[int, _Forms] = {}
        self.told: dict[str, tuple[str, float, float]] = {}
        self.memory: dict[str, float] = {}
        self.best: dict[tuple[str, int], tuple[float, list[tuple[float, str]]]] = {}
        self.next: dict[str, list[tuple[float, str]]] = {}

    def after(self, before: str, char: str) -> float:
        """Return the log likelihood of `char` after `before`, one character or two."""
        key = before + char
        known = self.memory.get(key)
        if known is None:
            known = self.language.after(before, char)
            plain, seen, share = self.told.get(char) or self._told(char)
            if seen:
                known = _with(known, seen, self._behind(self._plain(before), plain))
            known = self.memory[key] = known + share
        return known

    def _plain(self, before: str) -> str:
        """Return one character or two as the model knows them."""
        simple = self.language.simple
        last = simple.get(before[-1], before[-1])
        return simple.get(before[0], before[0]) + last if len(before) > 1 else last

    def _told(self, char: str) -> tuple[str, float, float]:
        """Return what a character is in the simplified script, and what the page says of it alone."""
        language = self.language
        plain = language.simple.get(char, char)
        seen = 0.0 if char in language.foreign else self.alone.get(plain, 0.0)
        known = self.told[char] = plain, seen, self.alike.share.get(char, 0.0)
        return known

    def _behind(self, before: str, char: str) -> float:
        """Return what the page says of a character behind one or two, all simplified."""
        last = before[-1]
        number = self.twos.get(last + char)
        if number is None or last not in self.alone:
            return 0.0
        seen = _SHARE * number / (self.heads[last] + _SHY)
        return seen + self._behind_two(before, char) if len(before) > 1 else seen

    def _behind_two(self, before: str, char: str) -> float:
        if self.threes is None:
            text = self.plain
            self.threes = Counter(map(add, map(add, text, text[1:]), text[2:]))
        number = self.threes.get(before + char)
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

    def likely(self, before: str, group: int, least: float = -math.inf) -> list[tuple[float, str]]:
        """Return the likeliest characters of a group after `before`, as `Language.likely` does.

        Those less likely than `least` may be left out: to weigh them takes longest.
        """
        key = (before, group)
        reached, known = self.best.get(key, _UNKNOWN)
        if reached > least:
            known = self._with_seen(before, group, least)
            self.best[key] = least, known
        return known

    def likely_under(self, before: str, lead: int, kind: Kind, least: float = -math.inf) -> list[tuple[float, str]]:
        """Return the likeliest characters of a lead byte after `before`, of a kind."""
        return self.likely(before, (lead << 10) + kind, least)

    def likely_next(self, before: str) -> list[tuple[float, str]]:
        """Return the marks that may stand behind `before`, and the likeliest other characters."""
        known = self.next.get(before)
        if known is None:
            chars = {*_ENDING, *self.language.successors(before[-1:]), *self._seen_behind(before)}
            known = self.next[before] = sorted([(self.after(before, char), char) for char in chars], reverse=True)
        return known

    def _seen_behind(self, before: str) -> list[str]:
        after = self._follow(before)
        heads, last = self.twos, self.language.simple.get(before[-1:], before[-1:])
        likely = sorted(after, key=lambda char: (-heads[last + char], char))[:_NEXT]
        return [form for char in likely for form in self.language.written(char)[:1]]

    def _follow(self, before: str) -> AbstractSet[str]:
        """Return the simplified Hanzi that the page has behind the last of `before`, a Hanzi, too."""
        if self.followers is None:
            alone, found = self.alone, defaultdict(set)
            for pair in self.twos:
                first, second = pair
                if first in alone and second in alone:
                    found[first].add(second)
            self.followers = found
        return self.followers.get(self.language.simple.get(before[-1:], before[-1:]), _NONE)

    def _forms(self, group: int) -> _Forms:
        """Return the page's Hanzi of a group, simplified, each with its forms, and how often the commonest stands."""
        known = self.groups.get(group)
        if known is None:
            forms, alone = self.language.forms_of(group), self.alone
            here = {char: forms[char] for char in forms.keys() & alone.keys()}
            common = here.keys() <= self.language.group(group).forms.keys()
            most = max([alone[char] for char in here], default=0.0) if common else math.inf
            known = self.groups[group] = here, most
        return known

    def _with_seen(self, before: str, group: int, least: float) -> list[tuple[float, str]]:
        """Return candidates with what the page says of them, those added that only the page makes likely."""
        known, alike = self.language.likely(before, group)
        share = self.unlike
        if alike:
            known = sorted([(value + share.get(char, 0.0), char) for value, char in known], reverse=True)
        forms, most = self._forms(group)
        if not forms:
            return known
        follow, least = self._follow(before), math.exp(least)
        plain: Iterable[str] = forms
        if len(forms) > _MANY:
            plain = forms.keys() & follow
        elif math.exp(known[0][0]) + most < least and follow.isdisjoint(forms):
            return []
        found: dict[str, float] = {}
        row, alone = self.language.behind(before), self.alone
        before = self._plain(before)
        for one in plain:
            said, behind = alone[one], self._behind(before, one) if one in follow else 0.0
            for char in forms[one]:
                value = row[char]
                seen = behind if value == STUTTER else said + behind
                if math.exp(value) + seen >= least:
                    found[char] = _with(value, said, behind) + share.get(char, 0.0)
        if not found:
            return known
        rest = [item for item in known if item[1] not in found]
        return sorted([*((value, char) for char, value in found.items()), *rest], reverse=True)[: limit(group)]


def _with(known: float, alone: float, behind: float) -> float:
    """Add to a log likelihood how often the page has the character, alone and behind those before it.

    However common a character is, it does not stand where the language never has it.
    """
    seen = behind if known == STUTTER else alone + behind
    return math.log(math.exp(known) + seen) if seen else known
