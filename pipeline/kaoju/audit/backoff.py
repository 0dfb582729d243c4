"""Back-off models of word pairs, and two of them mixed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaoju.rulebook.bigrams import Bigrams

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Numbers = NDArray[np.int64]

__all__ = ["Backoff", "is_hanzi", "mixed"]

_SHARE = 0.5  # of the first model
_LONGEST = 6
_RAREST = 3e-8
_MOST = 0.9  # share of marks and the like behind a word at the most


@dataclass(frozen=True, slots=True, eq=False)
class Backoff:
    """Words with their probabilities and the weight of what is not listed behind each; pairs by places in `words`.

    The empty word stands for all that is no word.
    """

    words: tuple[str, ...]
    single: "Floats"
    weight: "Floats"
    first: "Numbers"
    second: "Numbers"
    after: "Floats"


def is_hanzi(word: str) -> bool:
    """Tell whether a word is of Hanzi only."""
    return bool(word) and all("\u4e00" <= char <= "\u9fff" or char == "〇" for char in word)


def mixed(one: Backoff, other: Backoff) -> Bigrams:
    """Return the words and all pairs of two models with the mean of their probabilities.

    Of `other` only Hanzi count: it may know no marks, so that what it says is scaled to what `one` leaves for words. A
    word that only one of them has is judged by that one.
    """
    import numpy as np

    marks = {word: chance for word, chance in zip(one.words, one.single.tolist(), strict=True) if not is_hanzi(word)}
    words = _words(one, other, marks)
    place = {word: at for at, word in enumerate(words)}
    hanzi = np.array([is_hanzi(word) for word in words])
    sides = [_Side(one, place, hanzi, whole=True), _Side(other, place, hanzi, whole=False)]
    keys = np.unique(np.concatenate([side.keys for side in sides]))
    first, second = keys >> 24, keys & 0xFFFFFF
    chances = [side.chance(keys) for side in sides]
    listed = sides[0].keys[~hanzi[sides[0].keys & 0xFFFFFF]]
    told = np.bincount(listed >> 24, weights=sides[0].chance(listed), minlength=len(words))
    told = np.minimum(_MOST, np.where(sides[0].has, told, sum(marks.values())))
    chances[1] = chances[1] * (1.0 - told[first])
    both = sides[0].has[first] & sides[1].has[first] & hanzi[second]
    alone = np.where(sides[0].has[first], chances[0], chances[1])
    after = np.where(both, _SHARE * chances[0] + (1.0 - _SHARE) * chances[1], alone)
    good = after > 0.0
    single = np.array([*words.values()])
    return Bigrams(tuple(words), single, first[good].astype(np.uint32), second[good].astype(np.uint32), after[good])


def _words(one: Backoff, other: Backoff, marks: dict[str, float]) -> dict[str, float]:
    """Return the words that are kept with their probabilities, the empty one first, then the likeliest."""
    scale = (1.0 - _SHARE) * (1.0 - sum(marks.values()))
    chances: dict[str, float] = {
        word: chance if word in marks else _SHARE * chance
        for word, chance in zip(one.words, one.single.tolist(), strict=True)
    }
    for word, chance in zip(other.words, other.single.tolist(), strict=True):
        if is_hanzi(word):
            chances[word] = chances.get(word, 0.0) + scale * chance
    kept = [word for word in chances if not word or (len(word) <= _LONGEST and chances[word] >= _RAREST)]
    return {word: chances[word] for word in sorted(kept, key=lambda word: (word != "", -chances[word], word))}


class _Side:
    """One model by the places of the words that are kept; of a model that is not whole the Hanzi only."""

    def __init__(self, model: Backoff, place: dict[str, int], hanzi: "NDArray[np.bool_]", *, whole: bool) -> None:
        import numpy as np

        places = np.array([place.get(word, -1) if whole or is_hanzi(word) else -1 for word in model.words])
        first, second = places[model.first], places[model.second]
        good = (first >= 0) & (second >= 0)
        keys = (first[good].astype(np.int64) << 24) | second[good]
        order = np.argsort(keys)
        self.keys, self.after = keys[order], model.after[good][order]
        held = np.flatnonzero(places >= 0)
        self.single, self.weight = np.zeros(len(hanzi)), np.ones(len(hanzi))
        self.single[places[held]], self.weight[places[held]] = model.single[held], model.weight[held]
        self.has = self.single > 0.0

    def chance(self, keys: "Numbers") -> "Floats":
        """Return the probability of each pair, listed or backed off."""
        import numpy as np

        first, second = keys >> 24, keys & 0xFFFFFF
        rest: Floats = self.weight[first] * self.single[second] * self.has[first]
        if not len(self.keys):
            return rest
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        result: Floats = np.where(self.keys[at] == keys, self.after[at], rest)
        return result
