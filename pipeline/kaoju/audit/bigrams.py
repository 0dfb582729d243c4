"""Make the repair stage's table of word pairs from the language model of open-gram.

The source is the Debian package `sunpinyin-data` (CC BY-SA 3.0): `lm_sc.t3g`, a back-off model, printed by
`tslminfo -v -p lm_sc.t3g` of `sunpinyin-utils`, and `pydict_sc.bin`, the words by number. Then:

`python -m kaoju.audit.bigrams PRINTED_MODEL PYDICT TABLE`
"""

import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kaoju.rulebook.bigrams import Bigrams, save

__all__ = ["make_table", "words_of"]

_KEPT = 700_000
_OTHER = 0  # the model's word for what it does not know: numbers, Latin text, the edges of lines
_LONGEST = 6
_RAREST = 3e-8


def words_of(dictionary: bytes) -> list[str]:
    """Return the words of a `pydict_sc.bin` by number: its third header field says where they begin, in UTF-32."""
    start = int.from_bytes(dictionary[8:12], "little")
    return dictionary[start:].decode("utf-32-le").split("\0")


def make_table(lines: Iterator[str], words: Sequence[str], *, kept: int = _KEPT) -> Bigrams:
    """Return the words of a printed model and the `kept` pairs that say most, by probability times information."""
    single: dict[int, float] = {}
    pairs: list[tuple[float, int, int, float]] = []
    for level, numbers in _entries(lines):
        if level == 1:
            word = int(numbers[0])
            text = words[word] if word else ""
            if word == _OTHER or (0 < len(text) <= _LONGEST and float(numbers[1]) >= _RAREST):
                single[word] = float(numbers[1])
        elif level == 2:
            first, second, chance = int(numbers[0]), int(numbers[1]), float(numbers[2])
            if first in single and second in single:
                pairs.append((_weight(single, first, second, chance), first, second, chance))
        else:
            break
    pairs.sort(reverse=True)
    return _table(single, words, pairs[:kept])


def _entries(lines: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    level = 0
    for line in lines:
        if line.startswith("\\"):
            level = int(line[1])
        elif level:
            yield level, line.split()


def _weight(single: Mapping[int, float], first: int, second: int, chance: float) -> float:
    return single[first] * chance * max(0.0, math.log(chance / single[second]))


def _table(single: dict[int, float], words: Sequence[str], pairs: list[tuple[float, int, int, float]]) -> Bigrams:
    import numpy as np

    ids = sorted(single, key=lambda word: (word != _OTHER, -single[word], words[word]))
    place = {word: index for index, word in enumerate(ids)}
    rows = sorted((place[first], place[second], chance) for _, first, second, chance in pairs)
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    return Bigrams(
        tuple(words[word] if word else "" for word in ids),
        np.array([single[word] for word in ids]),
        columns[0].astype(np.uint32),
        columns[1].astype(np.uint32),
        columns[2],
    )


if __name__ == "__main__":
    with Path(sys.argv[1]).open(encoding="utf-8") as printed:
        table = make_table(printed, words_of(Path(sys.argv[2]).read_bytes()))
    save(table, Path(sys.argv[3]))
    print(f"{len(table.words):,} words, {len(table.second):,} pairs")
