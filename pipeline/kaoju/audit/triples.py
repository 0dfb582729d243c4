"""Count characters behind pairs of characters in a table of word pairs, as if it were text."""

from typing import TYPE_CHECKING

from kaoju.rulebook.bigrams import Bigrams
from kaoju.rulebook.triples import Triples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Numbers = NDArray[np.int64]

__all__ = ["make_triples"]

_KEPT = 1_500_000
_LONGEST = 6
_RAREST = 2e-9  # joint probability of a triple about a word of one character
_UNLIKELY = 1e-6
_LISTED = 0.97  # share of what is listed behind a pair at the most
_OPEN = 0.05  # least share of what follows a word that is not in the table
_CHARS = 0x10000
# Characters that the language model takes for one.
_ONE = str.maketrans("她著‘「『’」』", "他着“““”””")


class _Words:
    """The words of a table as characters."""

    def __init__(self, table: Bigrams) -> None:
        import numpy as np

        words = [(word or "\0").translate(_ONE) for word in table.words]
        self.sizes = np.array([min(_LONGEST, len(word)) for word in words])
        self.chars = np.zeros((len(words), _LONGEST), dtype=np.int64)
        for at, word in enumerate(words):
            self.chars[at, : self.sizes[at]] = [ord(char) % _CHARS for char in word[:_LONGEST]]
        every = np.arange(len(words))
        self.head, self.last = self.chars[:, 0], self.chars[every, self.sizes - 1]
        self.second, self.last_but_one = self.chars[:, 1], self.chars[every, np.maximum(self.sizes - 2, 0)]


def make_triples(table: Bigrams, *, kept: int = _KEPT) -> Triples:
    """Return the `kept` triples that say most beyond the pair of their last two characters."""
    import numpy as np

    words = _Words(table)
    keys, joint = _summed([*_inside(table, words), *_across(table, words), *_about(table, words)])
    pairs = _Pairs(table, words)
    after = np.minimum(0.98, joint / np.maximum(pairs.joint(keys >> 16), 1e-15))
    alone = pairs.joint(keys & 0xFFFFFFFF) / np.maximum(pairs.single[(keys >> 16) & 0xFFFF], 1e-12)
    weights = joint * np.log(after / np.maximum(alone, 1e-9))
    weights[(keys >> 32) == 0] = 0.0
    best = np.sort(np.argsort(-weights, kind="stable")[:kept])
    best = best[weights[best] > 0.0]
    return _table(keys[best], after[best], alone[best])


def _table(keys: "Numbers", after: "Floats", alone: "Floats") -> Triples:
    import numpy as np

    pairs, starts, numbers = np.unique(keys >> 16, return_index=True, return_counts=True)
    sums = np.add.reduceat(after, starts)
    listed = np.minimum(sums, _LISTED)
    after = after * np.repeat(listed / sums, numbers)
    rest = np.maximum(1.0 - _LISTED, 1.0 - np.add.reduceat(alone, starts))
    ends = np.concatenate((starts, [len(keys)]))
    third = (keys & 0xFFFF).astype(np.uint16)
    return Triples(pairs.astype(np.uint32), ends, third, np.log(after), np.log((1.0 - listed) / rest))


def _summed(parts: "list[tuple[Numbers, Floats]]") -> "tuple[Numbers, Floats]":
    import numpy as np

    keys, places = np.unique(np.concatenate([part[0] for part in parts]), return_inverse=True)
    sums = np.bincount(places, weights=np.concatenate([part[1] for part in parts]))
    return keys.astype(np.int64), sums.astype(np.float64)


def _inside(table: Bigrams, words: _Words) -> "list[tuple[Numbers, Floats]]":
    """Return the triples within words."""
    parts = []
    for at in range(_LONGEST - 2):
        long = words.sizes > at + 2
        first, second, third = words.chars[long, at : at + 3].T
        parts.append(((first << 32) | (second << 16) | third, table.single[long]))
    return parts


def _across(table: Bigrams, words: _Words) -> "list[tuple[Numbers, Floats]]":
    """Return the triples of which two characters are in one word and one in its neighbour."""
    joint = table.single[table.first] * table.after
    seam = (words.last[table.first] << 16) | words.head[table.second]
    ends, begins = words.sizes[table.first] > 1, words.sizes[table.second] > 1
    return [
        ((words.last_but_one[table.first[ends]] << 32) | seam[ends], joint[ends]),
        ((seam[begins] << 16) | words.second[table.second[begins]], joint[begins]),
    ]


def _about(table: Bigrams, words: _Words) -> "list[tuple[Numbers, Floats]]":
    """Return the triples about words of one character, as if what stands before them did not tell what follows."""
    import numpy as np

    joint = table.single[table.first] * table.after
    order = np.argsort(table.second, kind="stable")
    ahead = np.searchsorted(table.second[order], np.arange(len(table.words) + 1))
    behind = np.searchsorted(table.first, np.arange(len(table.words) + 1))
    parts: list[tuple[Numbers, Floats]] = []
    for word in np.flatnonzero(words.sizes == 1).tolist():
        before, after = order[ahead[word] : ahead[word + 1]], slice(behind[word], behind[word + 1])
        firsts = np.bincount(words.last[table.first[before]], weights=joint[before], minlength=_CHARS)
        thirds = np.bincount(words.head[table.second[after]], weights=table.after[after], minlength=_CHARS)
        first, third = np.flatnonzero(firsts > _RAREST), np.flatnonzero(thirds > _UNLIKELY)
        chances = firsts[first][:, None] * thirds[third][None, :]
        row, column = np.nonzero(chances > _RAREST)
        key = (first[row] << 32) | (int(words.head[word]) << 16) | third[column]
        parts.append((key.astype(np.int64), chances[row, column].astype(np.float64)))
    return parts


class _Pairs:
    """Joint probabilities of two characters in a row, and those of characters."""

    def __init__(self, table: Bigrams, words: _Words) -> None:
        import numpy as np

        joint = table.single[table.first] * table.after
        parts = [((words.last[table.first] << 16) | words.head[table.second], joint)]
        for at in range(_LONGEST - 1):
            long = words.sizes > at + 1
            parts.append(((words.chars[long, at] << 16) | words.chars[long, at + 1], table.single[long]))
        known = np.bincount(table.first, weights=table.after, minlength=len(table.words))
        rest = table.single * np.maximum(_OPEN, 1.0 - known)
        self.open = np.bincount(words.last, weights=rest, minlength=_CHARS)
        self.starts = np.bincount(words.head, weights=table.single, minlength=_CHARS) / table.single.sum()
        self.keys, self.sums = _summed(parts)
        self.sums += self.open[self.keys >> 16] * self.starts[self.keys & 0xFFFF]
        self.single = np.zeros(_CHARS)
        for at in range(_LONGEST):
            long = words.sizes > at
            self.single += np.bincount(words.chars[long, at], weights=table.single[long], minlength=_CHARS)

    def joint(self, keys: "Numbers") -> "Floats":
        """Return the joint probability of each pair of characters, (first << 16) + second."""
        import numpy as np

        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        result: Floats = np.where(
            self.keys[at] == keys, self.sums[at], self.open[keys >> 16] * self.starts[keys & 0xFFFF]
        )
        return result
