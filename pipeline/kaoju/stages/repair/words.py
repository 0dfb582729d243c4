"""How likely words are after words, and how a text is best divided into them."""

import math
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field

from kaoju.rulebook.word_triples import WordTriples

__all__ = ["STUTTER", "Words"]

STUTTER = -12.0  # two marks that do not stand together, or a mark and what leans on a word
_LONGEST = 6
_REMEMBERED = 500_000  # pairs of words
_ROWS = 50_000  # pairs of words of which is remembered what stands behind them
_CLASSED = 0.6  # share of the classes in the probability of a pair that the table does not list
_WORD = 0xFFFFFF  # the second word of a pair


@dataclass(slots=True)
class Words:
    """Words by number, and pairs of them as sorted keys with the logarithms of their probabilities.

    All in arrays: the millions of objects in a list would be looked at whenever garbage is collected.
    """

    numbers: dict[str, int]
    chances: "array[float]"  # log probability of a word after a word that says nothing of it
    left: "array[float]"  # log share of what the table does not list after a word
    keys: "array[int]"
    values: "array[float]"
    classes: "array[int]"  # of the table's words
    moves: "list[array[float]]"  # log probability of a class after a class
    within: "array[float]"  # log probability of a word in its class
    triples: WordTriples
    memory: dict[int, float] = field(default_factory=dict)
    rows: "dict[int, _Row]" = field(default_factory=dict)  # what stands behind a pair of words

    def after(self, first: int, second: int) -> float:
        """Return the log probability of one word after another, both by number.

        Of a pair that the table does not list the classes of both tell something, the second word alone the rest.
        """
        key = (first << 24) | second
        known = self.memory.get(key)
        if known is None:
            at = bisect_left(self.keys, key)
            if at < len(self.keys) and self.keys[at] == key:
                known = self.values[at]
            else:
                known = self.left[first] + self._unlisted(first, second)
            if len(self.memory) < _REMEMBERED:
                self.memory[key] = known
        return known

    def behind(self, pair: int) -> "_Row":
        """Return the log probabilities of words after a pair of words, all by number."""
        known = self.rows.get(pair)
        if known is None:
            if len(self.rows) >= _ROWS:
                self.rows.clear()
            known = self.rows[pair] = _Row(self, pair)
        return known

    def _unlisted(self, first: int, second: int) -> float:
        chance = self.chances[second]
        if max(first, second) >= len(self.classes):
            return chance
        moved = self.moves[self.classes[first]][self.classes[second]] + self.within[second]
        return math.log((1.0 - _CLASSED) * math.exp(chance) + _CLASSED * math.exp(moved))

    def likelihood(self, text: str) -> float:
        """Return the log probability of the best division of `text` into words."""
        return self.likelihoods([text])[0]

    def likelihoods(self, texts: list[str]) -> list[float]:
        """Return the likelihood of each text; what neighbours in alphabetical order begin with is divided once."""
        reached: list[_Reached] = [{0: (0.0, self.behind(0))}]
        found = [0.0] * len(texts)
        last = ""
        for index in sorted(range(len(texts)), key=texts.__getitem__):
            text = texts[index]
            same = next(
                (at for at, (a, b) in enumerate(zip(last, text, strict=False)) if a != b), min(len(last), len(text))
            )
            del reached[same + 1 :]
            for end in range(same + 1, len(text) + 1):
                reached.append(self._reached(reached, text, end))
            found[index] = max([score for score, _ in reached[-1].values()])
            last = text
        return found

    def _reached(self, reached: "list[_Reached]", text: str, end: int) -> "_Reached":
        """Return the words that may end at `end`, by number, each with the likelihood of the text up to there.

        The best division up to a word is taken to be the best whatever follows, so that one pair tells of the next.
        """
        here: _Reached = {}
        numbers = self.numbers
        for start in range(max(0, end - _LONGEST), end):
            number = numbers.get(text[start:end])
            if number is None:
                if start < end - 1:
                    continue
                number = 0 if text[start].isascii() else len(self.chances) - 1  # a character that is no word
            best, last = -math.inf, 0
            for before, (score, row) in reached[start].items():
                chance = score + row[number]
                if chance > best:
                    best, last = chance, before
            here[number] = best, self.behind((last << 24) | number)
        return here


class _Row(dict[int, float]):
    """The log probabilities of words behind a pair of words, each reckoned when it is asked for."""

    __slots__ = ("pair", "words")

    def __init__(self, words: Words, pair: int) -> None:
        """Take the numbers of two words, as (first << 24) + second."""
        super().__init__()
        self.words, self.pair = words, pair

    def __missing__(self, number: int) -> float:
        known = self.words.after(self.pair & _WORD, number)
        if known != STUTTER:
            known = self.words.triples.after_pair(self.pair, number, known)
        self[number] = known
        return known


_Reached = dict[int, tuple[float, _Row]]  # the likelihood up to a word, and what stands behind the pair it ends
