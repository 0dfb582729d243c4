"""How likely a string of Chinese is: characters after characters and words, counted on jieba's dictionary."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

from kaoju.stages.repair.census import simplified_only
from kaoju.stages.repair.gbk import code
from kaoju.stages.repair.script import simplified

__all__ = ["Language", "language"]

_LONGEST = 6
_CHOICE = 50  # candidates for a byte, commonest first
_RARE = "4"  # less frequent entries cost time and say little
_STUTTER = -12.0  # two marks that do not stand together
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
_MARKS |= {"‘": 0.0006, "’": 0.0006, "『": 0.0001, "』": 0.0001, "「": 0.0001, "」": 0.0001}
_CLOSED = (
    "。”",
    "！”",
    "？”",
    "：“",
    "，“",
    "。“",
    "”，",
    "》。",
    "），",
    "）。",
    "”。",
    "——",
    "……",
    "，”",
    "”“",
    "。’",
    "！’",
    "？’",
    "’”",
    "。』",
    "』”",
    "》、",
    "”、",
    "…”",
    "。（",
    "》，",
    "”。",
    "、《",
    "、“",
    "。《",
    "，《",
    "”（",
    "》（",
    "）、",
    "）：",
    "》”",
    "”》",
    "：《",
    "。「",
    "。」",
    "：「",
    "」。",
)
_STAND = frozenset(_CLOSED)
_FOREIGN = 6.0  # a form that only simplified text has, in a text that was converted
_SMOOTH = 2000.0
_WORDS = 0.5  # share of the word model in a final comparison


@dataclass(slots=True)
class Language:
    """Log likelihoods on simplified characters; traditional ones count as their simplified form."""

    pairs: dict[str, float]
    begins: dict[str, float]
    ends: dict[str, float]
    inside: dict[str, float]
    singles: dict[str, float]
    words: dict[str, float]
    simple: dict[str, str]
    foreign: frozenset[str]
    total: float
    memory: dict[str, float] = field(default_factory=dict)
    best: dict[tuple[str, int], list[tuple[float, str]]] = field(default_factory=dict)
    common: dict[int, list[str]] = field(default_factory=dict)
    under: dict[tuple[str, int, bool], list[tuple[float, str]]] = field(default_factory=dict)

    def after(self, before: str, char: str) -> float:
        """Return the log likelihood of `char` after the character `before`."""
        key = before + char
        known = self.memory.get(key)
        if known is None:
            known = self._after(self.simple.get(before, before), self.simple.get(char, char))
            if char in self.foreign:
                known -= _FOREIGN
            self.memory[key] = known
        return known

    def _after(self, before: str, char: str) -> float:
        if char.isascii():
            return _ASCII
        if before in _MARKS and char in _MARKS and before + char not in _STAND:
            return _STUTTER
        begin = (self.begins.get(char, 0.0) + 0.2 * self.singles.get(char, 0.0) + 0.05) / (1.2 * self.total)
        ends = self.ends.get(before, 0.0) + _SMOOTH
        return math.log((self.pairs.get(before + char, 0.0) + ends * begin) / (self.inside.get(before, 0.0) + ends))

    def chain(self, before: str, text: str) -> float:
        """Return the log likelihood of a text after a character."""
        score = 0.0
        for char in text:
            score += self.after(before, char)
            before = char
        return score

    def likely(self, before: str, trail: int) -> list[tuple[float, str]]:
        """Return the likeliest characters after `before` whose code ends in `trail` (0: in any that vanishes)."""
        key = (before, trail)
        known = self.best.get(key)
        if known is None:
            chars = self._commonest(code().by_trail.get(trail, []) if trail else _vanishing(), trail)
            known = self.best[key] = sorted(((self.after(before, c), c) for c in chars), reverse=True)[:12]
        return known

    def likely_under(self, before: str, lead: int, *, vanished: bool) -> list[tuple[float, str]]:
        """Return the likeliest characters of a lead byte after `before`, of all or of those that vanish with it."""
        key = (before, lead, vanished)
        known = self.under.get(key)
        if known is None:
            table = code().vanishing[lead] if vanished else [*code().read[lead].values()]
            chars = self._commonest(table, (lead << 9) + 256 * vanished)
            known = self.under[key] = sorted(((self.after(before, c), c) for c in chars), reverse=True)[:6]
        return known

    def _commonest(self, chars: list[str], key: int) -> list[str]:
        known = self.common.get(key)
        if known is None:
            plain = [self.simple.get(char, char) for char in chars]
            ranked = sorted(zip(plain, chars, strict=True), key=lambda pair: (-self.singles.get(pair[0], 0.0), pair[1]))
            known = self.common[key] = [char for _, char in ranked[: _CHOICE if key else 8 * _CHOICE]]
        return known

    def whole(self, chain: float, text: str) -> float:
        """Return the likelihood by characters, given as `chain`, mixed with that of the best division into words."""
        return (1 - _WORDS) * chain + _WORDS * self._divided(text)

    def _divided(self, text: str) -> float:
        plain = "".join(self.simple.get(char, char) for char in text)
        best = [0.0]
        for end in range(1, len(plain) + 1):
            options = [best[end - 1] + self._word(plain[end - 1])]
            options += [
                best[start] + self.words[plain[start:end]]
                for start in range(max(0, end - _LONGEST), end - 1)
                if plain[start:end] in self.words
            ]
            best.append(max(options))
        return best[-1]

    def _word(self, char: str) -> float:
        if char in _MARKS:
            return -4.0  # which mark it is follows from its neighbours
        return _ASCII if char.isascii() else self.words.get(char, -17.0)


def _vanishing() -> list[str]:
    return [char for row in code().vanishing.values() for char in row]


@cache
def language() -> Language:
    """Return the model, counted once in a process from the dictionary that jieba ships."""
    simple = {char: new for char in code().write if (new := simplified(char)) != char}
    counts: list[dict[str, float]] = [defaultdict(float) for _ in range(5)]
    pairs, begins, ends, inside, singles = counts
    words: dict[str, float] = {}
    for word, count in _entries():
        if any(char in simple for char in word):
            continue  # words read in a wrong charset stand among the entries
        words[word] = count
        begins[word[0]] += count
        ends[word[-1]] += count
        for char in word:
            singles[char] += count
        for left, right in pairwise(word):
            pairs[left + right] += count
            inside[left] += count
    _add_marks(counts, words)
    total = sum(words.values())
    logs = {word: math.log((count + 0.1) / total) for word, count in words.items()}
    return Language(
        pairs,
        begins,
        ends,
        inside,
        singles,
        words=logs,
        simple=simple,
        foreign=simplified_only(),
        total=sum(begins.values()),
    )


def _entries() -> Iterator[tuple[str, float]]:
    import jieba

    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, number, *_ = line.split()
            if len(number) > 1 or number >= _RARE:
                yield word, float(number)


def _add_marks(counts: list[dict[str, float]], words: dict[str, float]) -> None:
    pairs, begins, ends, inside, singles = counts
    size = sum(singles.values())
    for mark, share in _MARKS.items():
        words[mark] = singles[mark] = begins[mark] = ends[mark] = share * size
    for closed in _CLOSED:
        pairs[closed] += 0.002 * size
        inside[closed[0]] += 0.004 * size
