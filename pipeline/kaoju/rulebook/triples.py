"""The table of characters behind pairs of characters, as arrays and as a file."""

import io
import lzma
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Triples", "save", "stored", "triples", "unstored"]

_NAME = "repair_triples.xz"
_STEP = 10.0  # steps of a stored logarithm in one natural logarithm
_ZERO = 60  # the stored form of log 1 for what is left, which may be more than 1
_WIDE = "\U00010000"


@dataclass(frozen=True, slots=True, eq=False)
class Triples:
    """Which characters follow two characters, with their log probabilities.

    `pairs` are the pairs as (first << 16) + second, sorted; the characters behind `pairs[i]` are those from `starts[i]`
    to `starts[i + 1]`. `left[i]` is what is to be added to the log probability, after the second character alone, of
    every character that is not listed. NUL stands for all that is no word: Latin text, numbers, the edges of lines.
    """

    pairs: "NDArray[np.uint32]"
    starts: "NDArray[np.int64]"
    third: "NDArray[np.uint16]"
    after: "NDArray[np.float64]"
    left: "NDArray[np.float64]"

    def place(self, first: str, second: str) -> int:
        """Return where a pair stands in `pairs`; -1 where it does not."""
        if first >= _WIDE or second >= _WIDE:
            return -1
        key = (ord(first) << 16) + ord(second)
        pairs = self.pairs.data  # single look-ups in a memoryview take a fifth of those in an array
        at = bisect_left(pairs, key)
        return at if at < len(pairs) and pairs[at] == key else -1

    def listed(self, place: int) -> dict[str, float]:
        """Return the characters that are listed behind the pair at a place, with their log probabilities."""
        here = slice(self.starts.data[place], self.starts.data[place + 1])
        return dict(zip(map(chr, self.third[here].tolist()), self.after[here].tolist(), strict=True))

    def of(self, place: int, char: str) -> float | None:
        """Return the log probability of one character behind the pair at a place; None where it is not listed."""
        third, code = self.third.data, ord(char)
        end = self.starts.data[place + 1]
        at = bisect_left(third, code, self.starts.data[place], end)
        return self.after.data[at] if at < end and third[at] == code else None


def save(table: Triples, file: Path) -> None:
    """Write a table: logarithms in steps of 1/10, the whole compressed."""
    import numpy as np

    out = io.BytesIO()
    np.savez(
        out,
        pairs=np.diff(table.pairs, prepend=0).astype(np.uint32),
        **stored(table.starts, table.third, table.after, table.left),
    )
    file.write_bytes(lzma.compress(out.getvalue(), preset=9))


def stored(
    starts: "NDArray[np.int64]", third: "NDArray[Any]", after: "NDArray[np.float64]", left: "NDArray[np.float64]"
) -> dict[str, Any]:
    """Return what stands behind pairs as a file holds it: how many, which, and their logarithms in steps."""
    import numpy as np

    return {
        "numbers": np.diff(starts).astype(np.uint16),
        "third": third,
        "after": np.clip(np.rint(-after * _STEP), 0, 255).astype(np.uint8),
        "left": np.clip(np.rint(_ZERO - left * _STEP), 0, 255).astype(np.uint8),
    }


def unstored(held: "Mapping[str, NDArray[Any]]") -> "tuple[NDArray[Any], ...]":
    """Return starts, what stands behind the pairs, and the two logarithms as `stored` was given them."""
    import numpy as np

    starts = np.concatenate(([0], np.cumsum(held["numbers"].astype(np.int64))))
    return starts, held["third"], held["after"] / -_STEP, (_ZERO - held["left"].astype(np.float64)) / _STEP


@cache
def triples() -> Triples:
    """Return the table of the package, read once in a process."""
    import numpy as np

    packed = (files("kaoju_models") / "weights" / _NAME).read_bytes()
    with np.load(io.BytesIO(lzma.decompress(packed))) as held:
        pairs = np.cumsum(held["pairs"].astype(np.int64)).astype(np.uint32)
        return Triples(pairs, *unstored(held))
