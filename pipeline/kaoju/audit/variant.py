"""Further states of a corpus article that share its gold: damaged by the simulator, or spun.

`python -m kaoju.audit.variant damaged FOLDER [SEED]` and `python -m kaoju.audit.variant spun FOLDER [SEED]` write
`damaged.txt` or `spun.txt` beside `article.txt`, and the edits that lead there; the same seed gives the same files.
"""

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from kaoju.audit.corpus import write_edits
from kaoju.audit.damage import Damage, Damaged, damage
from kaoju.audit.gold import GoldPlatform, load_gold
from kaoju.rulebook import load_table
from kaoju.span import Edit, Span, apply_edits

__all__ = ["damaged_edits", "make_variant", "spun_edits"]

_SHARE = (0.25, 0.5)  # of a platform's mentions, how many are printed as its counterpart
_FILLERS = ("正式", "重磅", "火速", "持续")  # what a rewriting machine drops into a name


def make_variant(kind: str, folder: Path, *, seed: int = 0) -> int:
    """Write the variant `kind` (damaged or spun) of an article folder; return the number of its edits.

    Raises ValueError where the kind is another, or nothing in the article can be spun.
    """
    gold = load_gold(folder)
    if kind == "damaged":
        edits = damaged_edits(gold.text, damage(gold.text, Damage(seed=seed, markup=True)))
    elif kind == "spun":
        edits = spun_edits(gold.text, gold.platforms, seed)
    else:
        raise ValueError(f"{kind!r}: a variant is damaged or spun")
    if not edits:
        raise ValueError(f"{folder}: names no platform that has a counterpart")
    text, _ = apply_edits(gold.text, edits)
    (folder / f"{kind}.txt").write_bytes(text.encode("utf-8"))
    write_edits(folder / f"{kind}.edits.jsonl", edits)
    return len(edits)


def damaged_edits(text: str, damaged: Damaged) -> list[Edit]:
    """Return the edits that make `damaged.text` of `text`; characters that survive, changed or not, stay aligned."""
    edits: list[Edit] = []
    at = reached = 0  # where the clean and the damaged text have been explained up to
    for index, place in enumerate(damaged.places):
        if place is None or place < reached:
            continue
        if at < index or reached < place:
            edits.append(Edit(at, index, damaged.text[reached:place], "damage"))
        if damaged.text[place] != text[index]:
            edits.append(Edit(index, index + 1, damaged.text[place], "damage", aligned=True))
        at, reached = index + 1, place + 1
    if at < len(text) or reached < len(damaged.text):
        edits.append(Edit(at, len(text), damaged.text[reached:], "damage"))
    return list(_merged(edits))


def _merged(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield the edits with aligned neighbours made one."""
    held: Edit | None = None
    for edit in edits:
        if held and held.aligned and edit.aligned and held.end == edit.start:
            held = Edit(held.start, edit.end, held.text + edit.text, held.kind, aligned=True)
            continue
        if held:
            yield held
        held = edit
    if held:
        yield held


def spun_edits(text: str, mentions: Sequence[GoldPlatform], seed: int) -> list[Edit]:
    """Return the edits of a rewriting machine: of each platform with a counterpart a quarter to a half renamed.

    One more mention that keeps its name is split by a filler, and one misspelt, where the article has that many.
    """
    chance = random.Random(seed)  # noqa: S311 - reproducible, no secret
    other = _counterparts()
    held: dict[str, list[Span]] = defaultdict(list)
    for item in mentions:
        if item.certain and item.span.of(text) == item.referent and item.referent in other:
            held[item.referent].append(item.span)
    edits: list[Edit] = []
    for name, spans in sorted(held.items()):
        share = chance.uniform(*_SHARE)
        chosen = set(chance.sample(range(len(spans)), max(1, round(share * len(spans))) if len(spans) > 1 else 0))
        edits += [Edit(spans[i].start, spans[i].end, other[name], "spun") for i in sorted(chosen)]
        rest = [span for i, span in enumerate(spans) if i not in chosen]
        chance.shuffle(rest)
        for span, change in zip(rest[:-1], (_split, _misspelt), strict=False):
            edits.append(change(text, span, chance))
    return sorted(edits, key=lambda e: e.start)


def _split(text: str, span: Span, chance: random.Random) -> Edit:
    middle = (span.start + span.end) // 2
    del text
    return Edit(middle, middle, chance.choice(_FILLERS), "split")


def _misspelt(text: str, span: Span, chance: random.Random) -> Edit:
    """Double a letter inside a Latin name; a name in Hanzi is split instead."""
    letters = [i for i in range(span.start + 1, span.end - 1) if text[i].isascii() and text[i].isalpha()]
    if not letters:
        return _split(text, span, chance)
    place = chance.choice(letters)
    return Edit(place, place, text[place], "misspelt")


def _counterparts() -> dict[str, str]:
    """Return for every platform of a group of two the other one, by canonical name."""
    names = {row["id"]: row["canonical"] for row in load_table("entities")}
    groups: dict[str, list[str]] = defaultdict(list)
    for row in load_table("groups"):
        groups[row["group"]].append(names[row["entity_id"]])
    often = Counter(name for members in groups.values() for name in members)
    pairs = [members for members in groups.values() if len(members) == 2 and all(often[n] == 1 for n in members)]
    return {a: b for one, two in pairs for a, b in ((one, two), (two, one))}


if __name__ == "__main__":
    print(make_variant(sys.argv[1], Path(sys.argv[2]), seed=int(sys.argv[3]) if len(sys.argv) > 3 else 0))
