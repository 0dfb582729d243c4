"""Make the repair stage's tables: words with pairs and triples of words, and characters behind pairs of characters.

Two back-off models are mixed. That of open-gram is in the Debian package `sunpinyin-data` (CC BY-SA 3.0): `lm_sc.t3g`,
printed by `tslminfo -v -p lm_sc.t3g` of `sunpinyin-utils`, and `pydict_sc.bin`, the words by number. That of libime is
in the Debian package `libime-data-language-model` (LGPL-2.1+): `zh_CN.lm`, a KenLM file. Then:

`python -m kaoju.audit.bigrams PRINTED_MODEL PYDICT KENLM_FILE BIGRAMS TRIPLES WORD_TRIPLES`
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from kaoju.audit.backoff import Backoff, mixed
from kaoju.audit.kenlm_trie import read_longer, read_trie
from kaoju.audit.triples import make_triples
from kaoju.audit.word_triples import Longer, make_word_triples
from kaoju.rulebook.bigrams import Bigrams, save
from kaoju.rulebook.triples import save as save_triples
from kaoju.rulebook.word_triples import save as save_word_triples

__all__ = ["read_printed", "telling", "words_of"]

_KEPT = 3_000_000
_KEPT_TRIPLES = 1_500_000


def words_of(dictionary: bytes) -> list[str]:
    """Return the words of a `pydict_sc.bin` by number: its third header field says where they begin, in UTF-32."""
    start = int.from_bytes(dictionary[8:12], "little")
    return dictionary[start:].decode("utf-32-le").split("\0")


def read_printed(lines: Iterator[str], words: Sequence[str]) -> Longer:
    """Return a printed model; its word 0 is what it does not know: numbers, Latin text, the edges of lines."""
    import numpy as np

    single: dict[int, tuple[float, float]] = {}
    pairs: list[tuple[int, int, float, float]] = []
    triples: list[tuple[int, int, int, float]] = []
    for level, fields in _entries(lines):
        if level == 1:
            single[int(fields[0])] = (float(fields[1]), float(fields[2]))
        elif level == 2:
            pairs.append((int(fields[0]), int(fields[1]), float(fields[2]), float(fields[3])))
        else:
            triples.append((int(fields[0]), int(fields[1]), int(fields[2]), float(fields[3])))
    place = {word: at for at, word in enumerate(single)}
    first, second, after, weight = (np.array(column) for column in zip(*pairs, strict=True))
    one, two, three, told = (np.array(column) for column in zip(*triples, strict=True))
    renamed = np.zeros(max(single) + 1, dtype=np.int64)
    renamed[[*place]] = [*place.values()]
    chances, weights = (np.array(column) for column in zip(*single.values(), strict=True))
    names = tuple(words[word] if word else "" for word in single)
    base = Backoff(names, chances, weights, renamed[first], renamed[second], after)
    return Longer(base, weight, (renamed[one], renamed[two], renamed[three]), told)


def _entries(lines: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    level = 0
    for line in lines:
        if line.startswith("\\"):
            level = int(line[1])
        elif level:
            yield level, line.split()


def telling(table: Bigrams, *, kept: int = _KEPT) -> Bigrams:
    """Return the table with the `kept` pairs that say most, by probability times information."""
    import numpy as np

    said = np.log(np.maximum(1.0, table.after / table.single[table.second]))
    weights = table.single[table.first] * table.after * said
    best = np.sort(np.argsort(-weights, kind="stable")[:kept])
    best = best[weights[best] > 0.0]
    return Bigrams(table.words, table.single, table.first[best], table.second[best], table.after[best])


def main() -> None:
    """Write the tables and tell how much is in them."""
    printed, dictionary, trie, bigrams, triples, word_triples = map(Path, sys.argv[1:])
    with printed.open(encoding="utf-8") as lines:
        one = read_printed(lines, words_of(dictionary.read_bytes()))
    data = trie.read_bytes()
    other = read_longer(data, read_trie(data))
    table = mixed(one.base, other.base)
    best, behind = telling(table), make_triples(table)
    words = make_word_triples(one, other, best, kept=_KEPT_TRIPLES)
    save(best, bigrams)
    save_triples(behind, triples)
    save_word_triples(words, word_triples)
    print(f"{len(best.words):,} words, {len(best.second):,} of {len(table.second):,} pairs", end=", ")
    print(f"{len(behind.third):,} characters behind {len(behind.pairs):,} pairs", end=", ")
    print(f"{len(words.third):,} words behind {len(words.pairs):,} pairs")


if __name__ == "__main__":
    main()
