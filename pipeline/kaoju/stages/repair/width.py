"""Half and full width: Latin letters and digits half, punctuation between Hanzi full. Nothing moves."""

import re
from collections.abc import Iterator
from functools import cache

from kaoju.rulebook import Matcher, load_rules
from kaoju.span import Edit
from kaoju.stages.repair.runs import aligned_runs

__all__ = ["width_edits"]

_SHIFT = 0xFEE0  # distance from an ASCII character to its full-width form
_HALF = {
    code: code - _SHIFT for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF05)
}
_FULL = {ord(char): ord(char) + _SHIFT for char in ",:;?!()"}

_WIDE = re.compile(
    "(?:[０-９Ａ-Ｚａ-ｚ％]|(?<=[０-９])[．，：／－](?=[０-９])|(?<=[Ａ-Ｚａ-ｚ])[．－＆](?=[Ａ-Ｚａ-ｚ]))+"
)
_INNER = {**_HALF, **{code: code - _SHIFT for code in map(ord, "．，：／－＆")}}

# What stands between Hanzi is Chinese: Hanzi themselves and the marks that only Chinese text has.
_CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff、。〈-】〔-〛，：；？！（）“”‘’…—\U00020000-\U0003134f"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_PAIR = re.compile(r"\((?P<inner>[^()\n]{1,120})\)")
_HALF_PAIR = re.compile(r"（[^()（）\n]{1,120}\)|\([^()（）\n]{1,120}）")
_SHARE = re.compile("(?<=[0-9][%％])[,;](?=[0-9A-Za-z][^\n]{0,12}[\u4e00-\u9fff])")  # no group of thousands either
_ROUNDS = 4  # times that marks are looked at: what one becomes may tell what its neighbour is
_MARKS = re.compile("[,:;?!][,:;?!]*")  # so written, the first of them is found five times as fast
# What stands between a reporter and the place of the report: 记者王小明/高雄报导.
_BYLINE = re.compile(
    f"(?P<who>(?:记者|特派员|编译|实习生)[{_HAN}]{{2,4}})/(?=[{_HAN}]{{2,6}}(?:报导|报道|外电|电)(?![{_HAN}]))"
)
# Commas between digits that separate no thousands, and no place numbers in the name of a substance (1,2-).
_ENUMERATED = re.compile(
    "(?<=[0-9])(?:,(?![0-9]{3}(?![0-9]))|(?<=[0-9]{4}),|,,)(?=[0-9])(?![0-9]{1,2}(?:,[0-9]{1,2}){0,4}-[^0-9])"
)
_CELL = re.compile("(?:^|,)[!-+./0-9:-~-]{1,60}(?=,|$)", re.MULTILINE)
_ROW = re.compile("^[^,，。！？；：\n ]{0,60}(?:,[^,，。！？；：\n ]{0,60}){2,60}$", re.MULTILINE)
# A bar alone on its line, close behind Hanzi and before a word: print sets it wide, between a title's parts.
_BAR = re.compile(f"(?m)^(?P<head>[^|\n]{{0,60}}[{_HAN}])[|](?=[{_HAN}A-Za-z0-9“《][^|\n]{{0,120}}$)")
_AFTER = re.compile(
    f"[{_HAN}“‘《（【「『]|(?:1[0-9]|20)[0-9]{{2}}(?:年|[—～~-]+(?:1[0-9]|20)[0-9]{{2}})"
)  # a year is no group of thousands
_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
_DIGIT = re.compile("[0-9]")
_OPERATOR = re.compile(r"[=+<>_^/\\*]")
_ANY = re.compile(f"[{_CHINESE}]")
_BEFORE = re.compile(f"[{_CHINESE}]")
_AROUND = re.compile(f"[{_HAN}“”‘’《》]")


def width_edits(text: str, *, wide: bool = True, narrow: bool = True, converted: bool = False) -> list[Edit]:
    """Give letters, digits and punctuation the width that Chinese print gives them.

    `wide` and `narrow` tell whether the text holds full-width letters and half-width marks at all, `converted` that a
    machine made its marks half-width. Else brackets around pinyin, English or code stay as their author wrote them.
    Numbers (1,300, 3:2), Latin text, URLs and lines of code keep their punctuation.
    """
    letters = _letters(text) if wide else ()
    return sorted([*letters, *(_punctuation(text, converted=converted) if narrow else ())], key=lambda edit: edit.start)


def _tables(text: str) -> Iterator[tuple[int, int]]:
    """Yield lines of values between commas: two or more with equally many on end, a number or a code in one of them."""
    rows = [(line.start(), line.end(), line[0].count(",")) for line in _ROW.finditer(text)]
    coded = {index for index, (start, end, _) in enumerate(rows) if _CELL.search(text, start, end)}
    for index, (start, end, number) in enumerate(rows):
        above = index > 0 and rows[index - 1][1] + 1 == start and rows[index - 1][2] == number
        below = index + 1 < len(rows) and end + 1 == rows[index + 1][0] and rows[index + 1][2] == number
        if (above or below) and coded & {index, index - above, index + below}:
            yield start, end


def _letters(text: str) -> Iterator[Edit]:
    for match in _WIDE.finditer(text):
        yield Edit(*match.span(), match[0].translate(_INNER), "width", rule="repair.width", aligned=True)


def _punctuation(text: str, *, converted: bool) -> list[Edit]:
    new, old = text, ""
    for _ in range(_ROUNDS):
        if new == old:
            break
        old = new
        if "(" in new or ")" in new:
            new = _HALF_PAIR.sub(_closed, _PAIR.sub(_pair if converted else _chinese_pair, new))
        new = _MARKS.sub(_widened, new)
    if converted and "/" in new:
        new = _BYLINE.sub(r"\g<who>／", new)
    if converted and "|" in new:
        new = _BAR.sub(r"\g<head>｜", new)
    if new == text and not converted:
        return []
    spans = [(found.span.start, found.span.end) for found in _literals().best(text)]
    for start, end in [*spans, *(_tables(text) if "," in text and not converted else ())]:
        new = new[:start] + text[start:end] + new[end:]
    edits = aligned_runs(text, new, "width", "repair.punctuation_width")
    return [*edits, *_enumerated(text, new, spans)] if converted else edits


def _enumerated(text: str, new: str, literal: list[tuple[int, int]]) -> Iterator[Edit]:
    """Widen commas between digits that a machine made narrow. Which mark stood there is chosen: no number is sure."""
    for match in _ENUMERATED.finditer(text):
        start, end = match.span()
        if new[start:end] != text[start:end] or any(first < end and start < last for first, last in literal):
            continue
        wide = match[0].translate(_FULL)
        yield Edit(start, end, wide, "width", certain=False, rule="repair.enumeration", aligned=True, confidence=0.9)


def _pair(match: re.Match[str]) -> str:
    """Widen a pair of brackets whose inside or outside neighbours are Chinese, both or neither."""
    text, start, end, inner = match.string, match.start(), match.end(), match["inner"]
    outside = (start and _BEFORE.match(text, start - 1)) or _AROUND.match(text, end)
    if outside or _AROUND.match(inner) or _AROUND.match(inner[-1]):
        return f"（{inner}）"
    return match[0]


def _chinese_pair(match: re.Match[str]) -> str:
    """Widen a pair of brackets around something Chinese or a number, but in formulas, faces and readings in kana."""
    text, inner = match.string, match["inner"]
    if not (_ANY.search(inner) or _DIGIT.search(inner)):
        return match[0]
    if _OPERATOR.match(text, match.end()) or (match.start() and _OPERATOR.match(text, match.start() - 1)):
        return match[0]
    if inner.isdigit() and text[match.end() : match.end() + 1] == "(":
        return match[0]  # (1)(2)(3)
    return _pair(match) if not _LETTER.search(inner) or _ANY.search(inner) else match[0]


def _closed(match: re.Match[str]) -> str:
    """Give both brackets of a pair the width of the wide one."""
    return f"（{match[0][1:-1]}）"


def _widened(match: re.Match[str]) -> str:
    """Widen marks that stand behind something Chinese or before a Hanzi or an opening mark."""
    text, start = match.string, match.start()
    if (start and _BEFORE.match(text, start - 1)) or _AFTER.match(text, match.end()) or _SHARE.match(text, start):
        return match[0].translate(_FULL)
    return match[0]


@cache
def _literals() -> Matcher:
    return Matcher(load_rules("repair_literal"))
