"""Read a KenLM model of order 3 in its quantised trie with compressed pointers (`build_binary -q -b -a trie`).

Of the file's three orders all are read: words with their probabilities, pairs and triples of words. Bits are packed, an
entry after the other; pairs are sorted by their second word, then by their first, triples by the pair that they end in.
"""

from typing import TYPE_CHECKING

from kaoju.audit.backoff import Backoff
from kaoju.audit.word_triples import Longer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

__all__ = ["read_longer", "read_trie"]

_COUNTS = 0x6C  # where the numbers of words, pairs and triples stand
_HASHES = 0x88  # where the table of words begins
_UNKNOWN = b"<unk>\0"  # the first word of the list at the end


def read_trie(data: bytes) -> Backoff:
    """Return the words and pairs of a model file, probabilities as such, not as logarithms."""
    import numpy as np

    words, pairs, triples = (int(n) for n in np.frombuffer(data, "<u8", 3, _COUNTS))
    at = data.index(2, _HASHES + 8 + 8 * words)  # the version of the quantisation, behind zeros
    chance_bits, weight_bits = data[at + 1], data[at + 2]
    chances = np.frombuffer(data, "<f4", 1 << chance_bits, at + 8)
    at += 8 + 4 * ((2 << chance_bits) + (1 << weight_bits))
    rows = np.frombuffer(data, np.dtype([("chance", "<f4"), ("weight", "<f4"), ("next", "<u8")]), words + 1, at)
    at += 16 * (words + 2)
    inline, offsets = _pointers(pairs, triples, data[at + 1])
    at += 8 * (1 + offsets) + 7
    word_bits = words.bit_length()
    width = word_bits + chance_bits + weight_bits + inline
    first = _field(data, pairs, (at, width, 0), word_bits)
    kept = _field(data, pairs, (at, width, word_bits + weight_bits), chance_bits)
    ends: Numbers = rows["next"].astype(np.int64)
    names = data[data.index(_UNKNOWN) :].decode().rstrip("\0").split("\0")
    return Backoff(
        tuple(names),
        10.0 ** -np.abs(rows["chance"][:-1].astype(np.float64)),
        10.0 ** rows["weight"][:-1].astype(np.float64),
        first,
        np.repeat(np.arange(words), np.diff(ends)),
        10.0 ** -np.abs(chances[kept].astype(np.float64)),
    )


def read_longer(data: bytes, base: Backoff) -> Longer:
    """Return the triples of a model file, of which `read_trie` made `base`."""
    import numpy as np

    words, pairs, triples = (int(n) for n in np.frombuffer(data, "<u8", 3, _COUNTS))
    at = data.index(2, _HASHES + 8 + 8 * words)
    chance_bits, weight_bits = data[at + 1], data[at + 2]
    weights = np.frombuffer(data, "<f4", 1 << weight_bits, at + 8 + (4 << chance_bits))
    chances = np.frombuffer(data, "<f4", 1 << chance_bits, at + 8 + (4 << chance_bits) + (4 << weight_bits))
    at += 8 + 4 * ((2 << chance_bits) + (1 << weight_bits)) + 16 * (words + 2)
    inline, number = _pointers(pairs, triples, data[at + 1])
    offsets = np.frombuffer(data, "<u8", number, (at + 7) // 8 * 8 + 8).astype(np.int64)
    at += 8 * (1 + number) + 7
    word_bits = words.bit_length()
    width = word_bits + chance_bits + weight_bits + inline
    weight = weights[_field(data, pairs, (at, width, word_bits), weight_bits)]
    low = _field(data, pairs + 1, (at, width, width - inline), inline)
    starts = low + ((np.searchsorted(offsets, np.arange(pairs + 1), side="right") - 1) << inline)
    at += ((1 + pairs) * width + 7) // 8 + 8
    first = _field(data, triples, (at, word_bits + chance_bits, 0), word_bits)
    kept = _field(data, triples, (at, word_bits + chance_bits, word_bits), chance_bits)
    pair = np.repeat(np.arange(pairs), np.diff(starts))
    return Longer(
        base,
        10.0 ** weight.astype(np.float64),
        (first, base.first[pair], base.second[pair]),
        10.0 ** -np.abs(chances[kept].astype(np.float64)),
    )


def _pointers(pairs: int, triples: int, most: int) -> tuple[int, int]:
    """Return how many bits of a pair's pointer stand in it, and how many offsets hold the rest."""
    bits = triples.bit_length()
    chopped = min(range(min(bits, most) + 1), key=lambda cut: ((triples >> (bits - cut)) * 64 - (pairs + 1) * cut, cut))
    return bits - chopped, (triples >> (bits - chopped)) + 1


def _field(data: bytes, number: int, place: tuple[int, int, int], bits: int) -> "Numbers":
    """Return a field of `bits` bits of each entry; `place` is where entries begin, their width and its offset."""
    import numpy as np

    base, width, offset = place
    at = np.arange(number, dtype=np.int64) * width + offset
    values = np.frombuffer(data, np.uint8)
    found = np.zeros(number, dtype=np.uint64)
    for index in range(8):
        found |= values[base + (at >> 3) + index].astype(np.uint64) << np.uint64(8 * index)
    return ((found >> (at & 7).astype(np.uint64)) & np.uint64((1 << bits) - 1)).astype(np.int64)
