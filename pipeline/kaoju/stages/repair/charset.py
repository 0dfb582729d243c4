"""Text decoded in a wrong charset: UTF-8 read as GBK or Latin-1, GBK read as Latin-1, and what is lost of it."""

import re
from collections.abc import Iterator
from functools import cache

from kaoju.rulebook import Matcher, load_rules
from kaoju.span import Edit

__all__ = ["charset_edits"]

# 锟斤拷 is what GBK makes of two replacement characters in UTF-8: nothing is left of the text.
_GONE = re.compile("(?:锟斤拷)+(?:锟(?!斤)|锟斤(?!拷))?")
_HOLES = re.compile("\ufffd+")
# Bytes above 7F as Latin-1 or Windows-1252 shows them.
_WESTERN = {bytes([code]).decode("cp1252"): code for code in range(0x80, 0xA0) if code not in b"\x81\x8d\x8f\x90\x9d"}
_WESTERN |= {chr(code): code for code in range(0x80, 0x100)}
_LATIN = re.compile(f"[{''.join(sorted(_WESTERN))}][{''.join(sorted(_WESTERN))}\ufffd]{{2,}}")
# What UTF-8 starts with, read as GBK: 锛 (EF BC: ，！？：), 銆 (E3 80: 、。《》), 鈥 (E2 80: “”…—), and Hanzi E4 to E9.
_WIDE = "\u00a7-\u00f7\u0391-\u0451\u2010-\u2642\u3001-\u33d5\u4e00-\u9fff\ue000-\ue864€\uff01-\uffe5"
_AS_GBK = re.compile(f"[{_WIDE}](?:[{_WIDE}]|[?\ufffd]{{1,3}}(?=[{_WIDE}]))+[?\ufffd]?")
_READ = re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef“”‘’…—·]")
_FIRST_LEVEL = range(0xB0, 0xD8)  # leads of the 3755 common characters
_SIGNS = "锛銆鈥鐨"  # one of them stands in every such passage: the marks and 的
_LEAST = 0.6  # share of a passage that must make sense as Chinese
_LOST = "\N{REPLACEMENT CHARACTER}"


def charset_edits(text: str) -> list[Edit]:
    """Return the edits that read wrongly decoded passages aright; lines that are about charsets are left alone."""
    found = sorted([*_gone(text), *_latin(text), *_as_gbk(text)], key=lambda edit: edit.start)
    edits: list[Edit] = []
    for edit in found:
        if (not edits or edit.start >= edits[-1].end) and not _is_lesson(text, edit.start):
            edits.append(edit)
    return edits


def _gone(text: str) -> Iterator[Edit]:
    for match in _GONE.finditer(text):
        number = -(-2 * len(match[0]) // 3)
        new, rule = _LOST * number, "repair.charset_lost"
        yield Edit(*match.span(), new, "charset", certain=False, rule=rule, lost=number, confidence=0.0)


def _latin(text: str) -> Iterator[Edit]:
    for match in _LATIN.finditer(text):
        data = bytes(_WESTERN.get(char, 0xFF) for char in match[0])
        gbk = _common_gbk(data)
        if gbk:
            yield Edit(*match.span(), gbk, "charset", rule="repair.charset_latin")
        else:
            yield from _reread(match.start(), match.end(), data, "repair.charset_latin")


def _as_gbk(text: str) -> Iterator[Edit]:
    if not any(char in text for char in _SIGNS):
        return
    for match in _AS_GBK.finditer(text):
        kept = match[0]
        end = match.end()
        if kept[-1] == "?" and (len(kept[:-1].encode("gbk", "replace")) % 3 == 0):
            kept, end = kept[:-1], end - 1  # a genuine mark behind the passage
        data = b"".join(_written(char) for char in kept)
        yield from _reread(match.start(), end, data, "repair.charset_gbk")


def _written(char: str) -> bytes:
    if char in "?\ufffd":
        return b"\xff"  # a byte that was lost
    return b"\x80" if char == "€" else char.encode("gbk", "ignore") or b"\xff"


def _reread(start: int, end: int, data: bytes, rule: str) -> Iterator[Edit]:
    """Yield the edit that reads bytes as UTF-8, FF being a lost one, where most of them are Chinese."""
    new = _HOLES.sub(_LOST, data.decode("utf-8", "replace"))
    lost = new.count(_LOST)
    read = sum(_READ.match(char) is not None for char in new)
    if read >= 2 and read + lost == len(new) and read >= _LEAST * len(new):
        yield Edit(start, end, new, "charset", certain=not lost, rule=rule, lost=lost, confidence=0.0 if lost else 1.0)


def _common_gbk(data: bytes) -> str:
    """Read bytes as GBK where that gives common characters and marks only, two or more."""
    pairs = [data[at : at + 2] for at in range(0, len(data), 2)]
    leads = (0xA1, 0xA3, *_FIRST_LEVEL)
    fine = all(len(pair) == 2 and pair[1] >= 0xA1 and pair[0] in leads for pair in pairs)
    hanzi = sum(pair[0] in _FIRST_LEVEL for pair in pairs)
    try:
        return data.decode("gbk") if fine and hanzi >= 2 else ""
    except UnicodeDecodeError:
        return ""


def _is_lesson(text: str, at: int) -> bool:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)]
    return any(f.rule.id == "repair_context.charset_lesson" for f in _context().all(line[:2000]))


@cache
def _context() -> Matcher:
    return Matcher(load_rules("repair_context"))
