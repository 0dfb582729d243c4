"""Sort the words of the repair stage's table into classes by what stands before and behind them.

A pair of words that the table does not list is judged by the pairs of their classes that it does list. The classes are
made of the table itself: `python -m kaoju.audit.word_classes CLASSES`.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kaoju.rulebook.bigrams import Bigrams, bigrams, save_classes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["word_classes"]

_CLASSES = 256
_DIMENSIONS = 64
_ROUNDS = 4  # of subspace iteration
_STEPS = 25  # of k-means


def word_classes(table: Bigrams, *, number: int = _CLASSES, dimensions: int = _DIMENSIONS) -> "NDArray[np.int64]":
    """Return the class of each word of `table`; the first word, which is none, has a class of its own, the last."""
    import numpy as np

    chance = np.random.default_rng(0)
    features = _features(table, dimensions, chance)
    weights = np.sqrt(table.single) / np.sqrt(table.single).sum()
    number = min(number, len(weights) - 1)
    centres = features[chance.choice(len(features), number, replace=False, p=weights)]
    found = np.zeros(len(features), dtype=np.int64)
    for _ in range(_STEPS):
        found = (features @ centres.T).argmax(axis=1)
        sums = [np.bincount(found, weights=weights * column, minlength=number) for column in features.T]
        centres = _unit(np.stack(sums, axis=1))
    found[0] = number
    return found


def _features(table: Bigrams, dimensions: int, chance: "np.random.Generator") -> "Floats":
    """Return for each word the leading directions of what follows it and of what it follows, of length one."""
    import numpy as np

    first, second = table.first.astype(np.int64), table.second.astype(np.int64)
    told = np.log(
        np.maximum(1.05, table.after / table.single[second])
    )  # by how much the first makes the second likelier
    behind = chance.standard_normal((len(table.words), dimensions))
    ahead = behind
    for _ in range(_ROUNDS):
        ahead, _rest = np.linalg.qr(_product(first, second, told, behind))
        behind, _rest = np.linalg.qr(_product(second, first, told, ahead))
    return _unit(np.hstack([_product(first, second, told, behind), _product(second, first, told, ahead)]))


def _product(rows: "NDArray[np.int64]", columns: "NDArray[np.int64]", values: "Floats", dense: "Floats") -> "Floats":
    """Multiply a sparse matrix, given by its entries, by a dense one."""
    import numpy as np

    size = len(dense)
    return np.stack([np.bincount(rows, weights=values * one[columns], minlength=size) for one in dense.T], axis=1)


def _unit(rows: "Floats") -> "Floats":
    import numpy as np

    result: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return result


if __name__ == "__main__":
    classes = word_classes(bigrams())
    save_classes(classes, Path(sys.argv[1]))
    print(f"{len(classes):,} words in {len(set(classes.tolist())):,} classes")
