"""Pinyin that a mirror site wrote behind characters: `時(shí)`, `關(guan) `, and what it hit by accident."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kaoju.rulebook import Matcher, load_rules
from kaoju.span import Edit
from kaoju.stages.repair.readings import SYLLABLE, fits
from kaoju.stages.repair.script import converts

__all__ = ["annotation_edits", "annotations"]

_INSIDE = f"[ ]?(?P<reading>[{SYLLABLE}]{{1,8}})[1-5]?[ ]?[)）](?P<gap>[ ]?)"
_NOTES = (re.compile(rf"\({_INSIDE}"), re.compile(f"（{_INSIDE}"))  # two, for each is found by its first character
_LEAST = 2
_SHARE = 0.9
_TAUGHT = 500  # characters of a line over which a word about reading says what the notes are


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation: where it stands, and the character it reads."""

    start: int
    end: int
    char: str
    reading: str


def annotations(text: str) -> list[Annotation]:
    """Return what a mirror site annotated, in order; nothing where the notes are a teacher's.

    A site annotates a set of characters wherever they stand, and only ones whose form its conversion changed. A
    teacher glosses a character once or twice, common or not, and says that this is about reading.
    """
    found = [note for note in _candidates(text) if fits(note.char, note.reading)]
    return found if _is_mechanical(text, found) else []


def annotation_edits(text: str) -> list[Edit]:
    """Drop the annotations of a mirror site."""
    return [
        Edit(note.start, note.end, "", "pinyin_annotation", rule="repair.pinyin_annotation")
        for note in annotations(text)
    ]


def _candidates(text: str) -> Iterator[Annotation]:
    for match in sorted((m for note in _NOTES for m in note.finditer(text)), key=lambda m: m.start()):
        start = match.start() - (text[match.start() - 1 : match.start()] == " ")
        # The second annotator writes a space behind; one that stands before Latin text was there already.
        end = match.end() if match["reading"].isascii() else match.start("gap")
        if start and "\u3400" <= text[start - 1] <= "\u9fff":
            yield Annotation(start, end, text[start - 1], match["reading"])


def _is_mechanical(text: str, found: list[Annotation]) -> bool:
    if len(found) < _LEAST:
        return False
    changed = sum(1 for note in found if converts(note.char))
    if changed >= _SHARE * len(found):
        return not _is_lesson(text, found)
    times = Counter(note.char for note in found)
    every = sum(text.count(char) for char in times)
    # In simplified text: the same characters again and again, each time, and far from all characters.
    again = len(found) >= 2 * len(times) and len(found) >= _SHARE * every and len(found) >= 6
    return again and not _is_lesson(text, found)


def _is_lesson(text: str, found: list[Annotation]) -> bool:
    """Tell whether most notes stand near words about reading, on the same line."""
    places = [m.span.start for m in _lessons().all(text)]
    return bool(places) and 2 * sum(_is_near(text, note.start, places) for note in found) > len(found)


def _is_near(text: str, at: int, places: list[int]) -> bool:
    index = bisect_left(places, at)
    ends = [sorted((place, at)) for place in places[max(0, index - 1) : index + 1]]
    return any(end - start <= _TAUGHT and text.find("\n", start, end) < 0 for start, end in ends)


@cache
def _lessons() -> Matcher:
    return Matcher([rule for rule in load_rules("repair_context") if rule.id == "repair_context.reading_lesson"])
