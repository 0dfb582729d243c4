"""Which script a text is written in, and its conversion to simplified characters."""

import re
from functools import cache
from typing import TYPE_CHECKING

from kaoju.document import Script
from kaoju.rulebook import load_table
from kaoju.span import Edit
from kaoju.stages.repair.census import Census, Trait, census
from kaoju.stages.repair.kept import is_script_lesson, kept
from kaoju.stages.repair.runs import aligned_runs

if TYPE_CHECKING:
    from opencc import OpenCC

__all__ = ["alone", "converts", "script_edits", "script_of", "simplified"]

_NOISE = 0.02  # a simplified text may quote a traditional name, a traditional one a simplified name
_TITLE = re.compile("《[^》\n]{1,60}》|〈[^〉\n]{1,60}〉")
_QUOTED = re.compile("《[^》\n]{1,60}》|〈[^〉\n]{1,60}〉|「[^」\n]{1,60}」|『[^』\n]{1,60}』|“[^”\n]{1,60}”")
# An author behind a title, or before a publisher.
_AUTHOR = re.compile(
    "》[，,、：: ]?[\u4e00-\u9fff·]{2,8}着(?=[，。,；;、）) \n]|$)"
    "|(?<![\u4e00-\u9fff])[\u4e00-\u9fff·]{2,8}着(?=[，,：: ][^，。\n]{0,12}(?:出版社|书局|书店|印书馆))"
)
_BRIDGE = 8  # unchanged characters between two changed ones that still belong to one run


def script_of(counts: Census) -> Script:
    """Tell the script from the characters that only one script has; a few of the other kind are quotations.

    A text without any such character is as good as simplified: nothing in it would be converted.
    """
    hant, hans = counts[Trait.TRADITIONAL], counts[Trait.SIMPLIFIED]
    if hant <= _NOISE * hans:
        return Script.HANS
    return Script.HANT if hans <= _NOISE * hant else Script.MIXED


def script_edits(text: str, script: Script) -> list[Edit]:
    """Convert traditional text to simplified, run by run; of a mixed text only the lines that are traditional.

    What a mixed text only names in traditional characters, in titles or on lines about characters, is quoted: it stays.

    Conversion is OpenCC's, by phrases, but for 著, which is 着 except in the words of `lexicons/repair_zhu.csv`.
    """
    if script is Script.HANS:
        return []
    if script is Script.HANT:
        return _runs(text, 0)
    edits: list[Edit] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if _is_traditional(line) and not is_script_lesson(line):
            edits += _runs(line, at)
        at += len(line)
    return edits


def _is_traditional(line: str) -> bool:
    """Tell whether the author of a line writes traditional characters, and does not only quote them."""
    own = census(_QUOTED.sub("", line))
    if own[Trait.SIMPLIFIED] and not own[Trait.TRADITIONAL]:
        return False
    counts = census(_TITLE.sub("", line))
    return counts[Trait.TRADITIONAL] > counts[Trait.SIMPLIFIED]


def simplified(text: str) -> str:
    """Return `text` in simplified characters, of equal length."""
    converted: str = _converter().convert(text)
    if len(converted) != len(text):
        # A phrase of OpenCC's changed the length: convert character by character, where none can.
        converted = "".join(alone(char) for char in text)
    if "著" in converted:
        converted = _particle().sub("着", converted)
        converted = _AUTHOR.sub(lambda match: match[0][:-1] + "著", converted)
    return kept(text, converted)


@cache
def converts(char: str) -> bool:
    """Tell whether a character by itself has another form in simplified text."""
    return alone(char) != char


def _runs(text: str, offset: int) -> list[Edit]:
    return aligned_runs(text, simplified(text), "script", "repair.script", offset=offset, bridge=_BRIDGE)


@cache
def _converter() -> "OpenCC":
    import opencc

    return opencc.OpenCC("t2s")


@cache
def alone(char: str) -> str:
    """Return a character by itself in its simplified form."""
    converted = _converter().convert(char)
    return converted if len(converted) == 1 else char


@cache
def _particle() -> re.Pattern[str]:
    """Match 著 where it is the particle 着, which OpenCC leaves as it is: anywhere but in the words of the lexicon."""
    before: set[str] = set()
    after: set[str] = set()
    for row in load_table("repair_zhu"):
        (before if row["word"][-1] == "著" else after).add(row["word"].replace("著", ""))
    ahead = "|".join(sorted(after))
    behind = "".join(sorted(before))
    return re.compile(f"(?<![{behind}])著(?!{ahead})")
