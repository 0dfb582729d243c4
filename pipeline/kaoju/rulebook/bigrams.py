"""The table of words and word pairs behind the language model, as arrays and as a file."""

import io
import lzma
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Bigrams", "bigrams", "classes", "save", "save_classes"]

_NAME = "repair_bigrams.xz"
_CLASSES = "repair_classes.xz"
_STEP = 12.0  # steps of a stored logarithm in one natural logarithm


@dataclass(frozen=True, slots=True, eq=False)
class Bigrams:
    """Words with their probabilities, and pairs of words with that of the second after the first.

    `words[0]` is empty and stands for all that is no word: numbers, Latin text, the edges of lines. Pairs are given by
    places in `words`, sorted. Pairs that are not in the table are rarer than chance says or say little.
    """

    words: tuple[str, ...]
    single: "NDArray[np.float64]"
    first: "NDArray[np.uint32]"
    second: "NDArray[np.uint32]"
    after: "NDArray[np.float64]"


def save(table: Bigrams, file: Path) -> None:
    """Write a table: probabilities in steps of 1/12 of a natural logarithm, the whole compressed."""
    import numpy as np

    starts = np.searchsorted(table.first, np.arange(len(table.words) + 1))
    second = table.second.astype(np.int64)
    gaps = second - np.concatenate(([0], second[:-1]))
    heads = starts[:-1][np.diff(starts) > 0]
    gaps[heads] = second[heads]
    out = io.BytesIO()
    np.savez(
        out,
        words=np.frombuffer("\n".join(table.words).encode(), dtype=np.uint8),
        single=_stored(table.single),
        numbers=np.diff(starts).astype(np.uint16),
        low=(gaps & 0xFF).astype(np.uint8),
        high=(gaps >> 8).astype(np.uint16),
        after=_stored(table.after),
    )
    file.write_bytes(lzma.compress(out.getvalue(), preset=9))


def _stored(chances: "NDArray[np.float64]") -> "NDArray[np.uint8]":
    import numpy as np

    return np.clip(np.rint(-np.log(chances) * _STEP), 0, 255).astype(np.uint8)


@cache
def bigrams() -> Bigrams:
    """Return the table of the package, read once in a process."""
    import numpy as np

    packed = (files("kaoju_models") / "weights" / _NAME).read_bytes()
    with np.load(io.BytesIO(lzma.decompress(packed))) as held:
        words = tuple(held["words"].tobytes().decode().split("\n"))
        numbers = held["numbers"].astype(np.int64)
        gaps = held["low"].astype(np.int64) + (held["high"].astype(np.int64) << 8)
        single, after = (np.exp(held[name] / -_STEP) for name in ("single", "after"))
    sums = np.cumsum(gaps)
    before = np.concatenate(([0], sums))[np.concatenate(([0], np.cumsum(numbers)[:-1]))]
    second = sums - np.repeat(before, numbers)
    first = np.repeat(np.arange(len(words), dtype=np.uint32), numbers)
    return Bigrams(words, single, first, second.astype(np.uint32), after)


def save_classes(found: "NDArray[np.int64]", file: Path) -> None:
    """Write the classes of the words of a table, in its order."""
    file.write_bytes(lzma.compress(found.astype("<u2").tobytes(), preset=9))


@cache
def classes() -> "NDArray[np.int64]":
    """Return the class of each word of the package's table."""
    import numpy as np

    packed = (files("kaoju_models") / "weights" / _CLASSES).read_bytes()
    return np.frombuffer(lzma.decompress(packed), dtype="<u2").astype(np.int64)
