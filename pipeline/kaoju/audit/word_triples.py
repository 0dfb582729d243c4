"""Choose the triples of words of two back-off models that say most beyond their pairs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaoju.audit.backoff import Backoff, is_hanzi
from kaoju.rulebook.bigrams import Bigrams
from kaoju.rulebook.word_triples import WordTriples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Numbers = NDArray[np.int64]

__all__ = ["Longer", "make_word_triples"]

_BITS = 20  # of a word's place in a key
_LAST = (1 << _BITS) - 1
_SHARE = 0.5  # of the first model
_MOST = 0.9  # share of marks and the like behind a word at the most
_LISTED = 0.97  # share of what is listed behind a pair at the most
_UNLISTED = 0.3  # a pair that a table does not list is rarer than chance says
_NEVER = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Longer:
    """What a model says of triples: `weight` of what is not listed behind each of the pairs of `base`, and the triples.

    `words` holds the three words of each triple by their places in `base`, as columns.
    """

    base: Backoff
    weight: "Floats"
    words: "tuple[Numbers, Numbers, Numbers]"
    after: "Floats"


def make_word_triples(one: Longer, other: Longer, table: Bigrams, *, kept: int) -> WordTriples:
    """Return the `kept` triples that say most beyond the pairs of `table`, by the mean of two models.

    Of `other` only Hanzi count, as in the table of pairs; a triple that one of them cannot know is judged by the other.
    """
    import numpy as np

    place = {word: at for at, word in enumerate(table.words)}
    hanzi = np.array([is_hanzi(word) for word in table.words])
    sides = [_Side(one, place, whole=True), _Side(other, place, whole=False)]
    keys = np.unique(np.concatenate([side.triples for side in sides]))
    first, second, third = keys >> 2 * _BITS, (keys >> _BITS) & _LAST, keys & _LAST
    chances = [side.chance(keys) for side in sides]
    chances[1] = chances[1] * (1.0 - sides[0].marks(hanzi))[second]
    know = [side.has[first] & side.has[second] & side.has[third] for side in sides]
    mean = _SHARE * chances[0] + (1.0 - _SHARE) * chances[1]
    after = np.where(know[0] & know[1] & hanzi[third], mean, np.where(know[0], chances[0], chances[1]))
    pairs = (table.first.astype(np.int64) << _BITS) | table.second
    alone = np.maximum(
        _looked_up(pairs, table.after, keys & (1 << 2 * _BITS) - 1, _NEVER), _UNLISTED * table.single[third]
    )
    before = _looked_up(pairs, table.after, keys >> _BITS, _UNLISTED * table.single[second])
    said = table.single[first] * before * after * np.abs(np.log(np.maximum(after, _NEVER) / alone))
    best = np.sort(np.argsort(-said, kind="stable")[:kept])
    return _table(keys[best], after[best], alone[best])


def _table(keys: "Numbers", after: "Floats", alone: "Floats") -> WordTriples:
    import numpy as np

    pairs, starts, numbers = np.unique(keys >> _BITS, return_index=True, return_counts=True)
    sums = np.add.reduceat(after, starts)
    listed = np.minimum(sums, _LISTED)
    after = after * np.repeat(listed / sums, numbers)
    rest = np.maximum(1.0 - _LISTED, 1.0 - np.add.reduceat(np.minimum(alone, 1.0), starts))
    ends = np.concatenate((starts, [len(keys)]))
    return WordTriples(
        ((pairs >> _BITS) << 24 | pairs & _LAST).astype(np.uint64),
        ends,
        (keys & _LAST).astype(np.uint32),
        np.log(after),
        np.log((1.0 - listed) / rest),
    )


def _looked_up(keys: "Numbers", values: "Floats", wanted: "Numbers", default: "Floats | float") -> "Floats":
    import numpy as np

    if not len(keys):
        return np.zeros(len(wanted)) + default
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    result: Floats = np.where(keys[at] == wanted, values[at], default)
    return result


class _Side:
    """One model by the places of the table's words; of a model that is not whole the Hanzi only."""

    def __init__(self, model: Longer, place: dict[str, int], *, whole: bool) -> None:
        import numpy as np

        base = model.base
        places = np.array([place.get(word, -1) if whole or is_hanzi(word) else -1 for word in base.words])
        held = np.flatnonzero(places >= 0)
        self.single, self.rest = np.zeros(len(place)), np.ones(len(place))
        self.single[places[held]], self.rest[places[held]] = base.single[held], base.weight[held]
        self.has = self.single > 0.0
        first, second = places[base.first], places[base.second]
        good = (first >= 0) & (second >= 0)
        keys = (first[good] << _BITS) | second[good]
        order = np.argsort(keys, kind="stable")
        self.pairs, self.after, self.weight = keys[order], base.after[good][order], model.weight[good][order]
        one, two, three = (places[column] for column in model.words)
        good = (one >= 0) & (two >= 0) & (three >= 0)
        keys = (one[good] << 2 * _BITS) | (two[good] << _BITS) | three[good]
        order = np.argsort(keys, kind="stable")
        self.triples, self.told = keys[order], model.after[good][order]

    def chance(self, keys: "Numbers") -> "Floats":
        """Return the probability of each triple, listed or backed off."""
        second, third = (keys >> _BITS) & _LAST, keys & _LAST
        pair = _looked_up(self.pairs, self.after, keys & (1 << 2 * _BITS) - 1, self.rest[second] * self.single[third])
        return _looked_up(self.triples, self.told, keys, pair * _looked_up(self.pairs, self.weight, keys >> _BITS, 1.0))

    def marks(self, hanzi: "NDArray[np.bool_]") -> "Floats":
        """Return for each word the share of what is no Hanzi behind it."""
        import numpy as np

        listed = ~hanzi[self.pairs & _LAST]
        sums = np.bincount(self.pairs[listed] >> _BITS, weights=self.after[listed], minlength=len(hanzi))
        result: Floats = np.minimum(_MOST, sums)
        return result
