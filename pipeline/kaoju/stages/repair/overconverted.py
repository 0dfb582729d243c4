"""Characters of simplified text that a careless converter made traditional in the wrong word: 全麵, 皇後, 隻有, 髮展.

A word counts as damaged where it is wrong in both scripts, neither its simplified form nor its traditional one. So what
is quoted in traditional characters stays: 後漢書 and 麵條 are right in one of the two.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kaoju.rulebook.hanzi import common_in_traditional
from kaoju.span import Edit
from kaoju.stages.repair.census import SHARED, simplified_only
from kaoju.stages.repair.kept import is_script_lesson
from kaoju.stages.repair.script import alone, simplified

if TYPE_CHECKING:
    from opencc import OpenCC

__all__ = ["overconverted_edits"]

_HAN = "\u4e00-\u9fff"
_LONGEST = 4
_LEAST = 20  # times that jieba's dictionary counted a word; rarer ones are names and slips
_NAMES = 50  # the same of what it takes for a name
_MARKS = re.compile(
    "《[^》\n]{1,60}》|〈[^〉\n]{1,60}〉|「[^」\n]{1,60}」|『[^』\n]{1,60}』|“[^”\n]{1,60}”|‘[^’\n]{1,60}’"
)
_KANA = re.compile("[\u3041-\u30ff]")
_STOP = re.compile("[，。！？；：、,;:?!（）()“”「」《》\\s]")
_CLAUSE = 20  # characters of a clause on either side that are looked at
_SEVERAL = 3  # characters of simplified clauses that show a page's others to be wrong, too
_COUNTED = re.compile("[0-9０-９一二两三四五六七八九十百千万几这那每半某整一]$")


def overconverted_edits(text: str) -> list[Edit]:
    """Return the edits that put the simplified characters into words that no script writes so.

    Where a page has one such word, all characters of this kind are put right: whoever writes 全麵 writes 其餘, too. So
    they are where several of them stand between simplified characters.
    Lines that are about characters are left alone, and so is what stands in marks without any simplified character.
    """
    places = [(start, text[start:end], at - start) for start, end, at in _candidates(text)]
    found = [(start, line, at, _wrong_word(line, at)) for start, line, at in places]
    if not any(word for _, _, _, word in found) and not _are_several(places):
        return []
    changed: set[int] = set()
    for start, line, at, word in found:
        changed.add(start + at)
        changed |= {start + index for index in word or () if alone(line[index]) != line[index]}
    return [
        Edit(at, at + 1, alone(text[at]), "script", rule="repair.overconverted", aligned=True) for at in sorted(changed)
    ]


def _are_several(places: list[tuple[int, str, int]]) -> bool:
    """Tell whether different characters of this kind stand in clauses of simplified characters, and how often."""
    some = [(line, at) for _, line, at in places if line[at] not in SHARED]
    mixed = [line[at] for line, at in some if _is_simplified(_clause(line, at))]
    return len(mixed) >= _SEVERAL and len({*mixed}) > 1


def _is_simplified(clause: str) -> bool:
    """Tell whether a clause has simplified characters, and is not Japanese, which shares some of them."""
    return any(char in simplified_only() for char in clause) and _KANA.search(clause) is None


def _clause(line: str, at: int) -> str:
    before, after = _STOP.split(line[max(0, at - _CLAUSE) : at]), _STOP.split(line[at : at + _CLAUSE])
    return before[-1] + after[0]


def _candidates(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield where the lines of characters that may be wrong start and end, and where these stand."""
    start = end = -1
    quoted: list[tuple[int, int]] = []
    lesson = False
    for match in _chars().finditer(text):
        at = match.start()
        if at >= end:
            start = text.rfind("\n", 0, at) + 1
            end = text.find("\n", at)
            end = end if end >= 0 else len(text)
            lesson = is_script_lesson(text[start:end])
            marks = _MARKS.finditer(text, start, end)
            quoted = [m.span() for m in marks if not any(char in simplified_only() for char in m[0])]
        if not lesson and not any(first <= at < last for first, last in quoted):
            yield start, end, at


def _wrong_word(line: str, at: int) -> range | None:
    """Return the word in which a character is wrong in both scripts; None where it is right in traditional text."""
    found: range | None = None
    words = _frequencies()
    for length in range(_LONGEST, 1, -1):
        for start in range(max(0, at - length + 1), min(at, len(line) - length) + 1):
            written = line[start : start + length]
            word = "".join([alone(char) for char in written])
            if words.get(word, 0) < _LEAST:
                continue
            if _traditional(word)[at - start] == line[at] and not any(c in simplified_only() for c in written):
                return None
            found = found or range(start, start + length)
    return None if _is_counted(line, at) else found


def _is_counted(line: str, at: int) -> bool:
    """Tell whether a character is the measure word that it is in traditional text: 一隻能飞的鸟."""
    return line[at] == "隻" and _COUNTED.search(line[max(0, at - 1) : at]) is not None


@cache
def _chars() -> re.Pattern[str]:
    """Match traditional characters that a converter may have put for another: one simplified form serves several."""
    forms = {char: new for char in map(chr, range(0x4E00, 0xA000)) if (new := alone(char)) != char}
    times = Counter(new for char, new in forms.items() if common_in_traditional(char))
    found = [c for c, new in forms.items() if common_in_traditional(new) or times[new] > 1]
    return re.compile(f"[{''.join(c for c in found if simplified(c) != c)}]")


@cache
def _frequencies() -> dict[str, int]:
    import jieba

    words: dict[str, int] = {}
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, number, kind = line.split()
            if 2 <= len(word) <= _LONGEST and (not kind.startswith("nr") or int(number) >= _NAMES):
                words[word] = int(number)
    return words


@cache
def _traditional(word: str) -> str:
    converted: str = _converter().convert(word)
    return converted


@cache
def _converter() -> "OpenCC":
    import opencc

    return opencc.OpenCC("s2t")
