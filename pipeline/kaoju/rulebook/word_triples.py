"""The table of words behind pairs of words, as arrays and as a file."""

import io
import lzma
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from kaoju.rulebook.triples import stored, unstored

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["WordTriples", "save", "word_triples"]

_NAME = "repair_word_triples.xz"
_WORD = 24  # bits of a word's place


@dataclass(frozen=True, slots=True, eq=False)
class WordTriples:
    """Which words follow two words, with their log probabilities; words are places in the table of pairs.

    `pairs` are the pairs as (first << 24) + second, sorted; the words behind `pairs[i]` are those from `starts[i]` to
    `starts[i + 1]`. `left[i]` is what is to be added to the log probability, after the second word alone, of every word
    that is not listed.
    """

    pairs: "NDArray[np.uint64]"
    starts: "NDArray[np.int64]"
    third: "NDArray[np.uint32]"
    after: "NDArray[np.float64]"
    left: "NDArray[np.float64]"

    def after_pair(self, pair: int, word: int, alone: float) -> float:
        """Return the log probability of a word behind a pair, given what it is behind the second word `alone`."""
        pairs = self.pairs.data  # single look-ups in a memoryview take a fifth of those in an array
        at = bisect_left(pairs, pair)
        if at == len(pairs) or pairs[at] != pair:
            return alone
        starts, third = self.starts.data, self.third.data
        end = starts[at + 1]
        here = bisect_left(third, word, starts[at], end)
        return self.after.data[here] if here < end and third[here] == word else alone + self.left.data[at]


def save(table: WordTriples, file: Path) -> None:
    """Write a table: logarithms in steps of 1/10, the whole compressed."""
    import numpy as np

    firsts, seconds = table.pairs >> np.uint64(_WORD), table.pairs & np.uint64((1 << _WORD) - 1)
    out = io.BytesIO()
    np.savez(
        out,
        firsts=np.diff(firsts, prepend=np.uint64(0)).astype(np.uint32),
        seconds=seconds.astype(np.uint32),
        **stored(table.starts, table.third, table.after, table.left),
    )
    file.write_bytes(lzma.compress(out.getvalue(), preset=9))


@cache
def word_triples() -> WordTriples:
    """Return the table of the package, read once in a process."""
    import numpy as np

    packed = (files("kaoju_models") / "weights" / _NAME).read_bytes()
    with np.load(io.BytesIO(lzma.decompress(packed))) as held:
        pairs = (np.cumsum(held["firsts"].astype(np.uint64)) << np.uint64(_WORD)) | held["seconds"]
        return WordTriples(pairs, *unstored(held))
