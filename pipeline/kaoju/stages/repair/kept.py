"""What keeps its characters where a text is made simplified: names, words that the converter misses, Japanese.

A character is kept where the mainland's own table of standard characters has it, too, and its replacement would be
another name: 蕭乾 is 萧乾 and not 萧干, 鉅亨 is 钜亨. `lexicons/repair_script.csv` lists such names and the ordinary
words of the same characters (上昇, 鉅額), which are converted; the longest entry at a place counts.
"""

import re
from functools import cache

from kaoju.rulebook import Matcher, load_rules, load_table

__all__ = ["is_script_lesson", "kept", "line_at"]

_KANA = "\u3041-\u309f\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff"
_JAPANESE = re.compile(f"[\u3400-\u9fff々〆{_KANA}ー、・〜～]+")  # a sentence or a part of one
_IN_MARKS = re.compile("《[^》\n]{1,60}》|〈[^〉\n]{1,60}〉|「[^」\n]{1,60}」|『[^』\n]{1,60}』|“[^”\n]{1,60}”")
_SUBJECT = re.compile("[「『“‘](?P<char>[\u4e00-\u9fff])[」』”’]")
_ONE_KANA = re.compile(f"[{_KANA}]")
_SHARE = 0.2  # of kana in a stretch of Japanese; a brand's の in a Chinese sentence is less


def kept(text: str, converted: str) -> str:
    """Return `converted`, a conversion of `text` of equal length, with what keeps its characters put back.

    >>> kept("記者蕭乾說：股價上昇，李昇沒有賣。", "记者萧干说：股价上升，李升没有卖。")
    '记者萧乾说：股价上升，李昇没有卖。'
    """
    words, chars = _words()
    if any(char in text for char in chars):
        converted = _replaced(converted, [(m.start(), words[m[0]]) for m in _pattern().finditer(text)])
    if "乾" in text:
        converted = _replaced(converted, [(at, "乾") for at in _named(text, converted)])
    if _ONE_KANA.search(text):
        converted = _replaced(converted, _foreign(text))
    if subjects := [m for m in _SUBJECT.finditer(text) if is_script_lesson(line_at(text, m.start()))]:
        converted = _replaced(converted, [(m.start("char"), m["char"]) for m in subjects])
    return converted


def is_script_lesson(line: str) -> bool:
    """Tell whether a line is about how characters are written, so that they are its subject."""
    return _lessons().first(line, 0, 2000) is not None


def line_at(text: str, at: int) -> str:
    """Return the line of `text` that holds a position."""
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]


def _replaced(text: str, pieces: list[tuple[int, str]]) -> str:
    out: list[str] = []
    at = 0
    for start, piece in pieces:
        if start >= at:
            out += (text[at:start], piece)
            at = start + len(piece)
    return "".join((*out, text[at:]))


def _named(text: str, converted: str) -> list[int]:
    """Return where 乾 is in a person's name: a surname, and a role before it or what follows names behind it."""
    found: set[str] = set()
    spans: list[int] = []
    for one in _names().all(converted):
        name = one.group_span("name")
        if name and "乾" in text[name.start : name.end] and converted[name.start] in _surnames():
            found.add(converted[name.start : name.end])
    for person in found:  # and wherever the same name stands
        at = converted.find(person)
        while at >= 0:
            spans += [index for index in range(at, at + len(person)) if text[index] == "乾"]
            at = converted.find(person, at + 1)
    return sorted(set(spans))


def _foreign(text: str) -> list[tuple[int, str]]:
    """Return the Japanese in a text: titles and quotations with kana, and runs that hold enough of them."""
    runs = [m for m in _JAPANESE.finditer(text) if len(_ONE_KANA.findall(m[0])) >= _SHARE * len(m[0])]
    marked = [m for m in _IN_MARKS.finditer(text) if len(_ONE_KANA.findall(m[0])) >= _SHARE * len(m[0]) / 2]
    return sorted((m.start(), m[0]) for m in (*runs, *marked))


@cache
def _words() -> tuple[dict[str, str], frozenset[str]]:
    """Return the lexicon, and characters of which every entry has one."""
    words = {row["traditional"]: row["simplified"] for row in load_table("repair_script")}
    chars: set[str] = set()
    for word in sorted(words, key=lambda word: (len(word), word)):
        if not chars & set(word):
            chars.add(max(word))
    return words, frozenset(chars)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_words()[0], key=lambda word: (-len(word), word))))


@cache
def _names() -> Matcher:
    return Matcher(load_rules("repair_names"))


@cache
def _surnames() -> frozenset[str]:
    return frozenset(row["surname"] for row in load_table("surnames"))


@cache
def _lessons() -> Matcher:
    return Matcher([rule for rule in load_rules("repair_context") if rule.id == "repair_context.script_lesson"])
