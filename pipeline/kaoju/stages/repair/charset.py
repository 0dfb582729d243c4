"""Text decoded in a wrong charset: UTF-8 read as GBK or Latin-1, GBK read as Latin-1, and what is lost of it."""

import math
import re
from collections.abc import Iterator
from functools import cache

from kaoju.rulebook import Matcher, load_rules
from kaoju.span import Edit
from kaoju.stages.repair.utf8 import Piece, as_bytes, pieces

__all__ = ["charset_edits"]

# 锟斤拷 is what GBK makes of two replacement characters in UTF-8: nothing is left of the text.
_GONE = re.compile("(?:锟斤拷)+(?:锟(?!斤)|锟斤(?!拷))?")
_HOLES = re.compile("\ufffd+")
# Bytes above 7F as Latin-1 or Windows-1252 shows them.
_WESTERN = {bytes([code]).decode("cp1252"): code for code in range(0x80, 0xA0) if code not in b"\x81\x8d\x8f\x90\x9d"}
_WESTERN |= {chr(code): code for code in range(0x80, 0x100)}
_HIGH = "".join(sorted(_WESTERN))
_LATIN = re.compile(f"[{_HIGH}][{_HIGH}\ufffd]{{1,}}")
_WESTERN_LINE = re.compile(f"[{_HIGH}][{_HIGH} -~]*[{_HIGH}]")
_SPACED = re.compile(rb"[\xe3-\xef](?: [\x80-\xbf]|[\x80-\xbf] )")  # a no-break space that became a plain one
_LINES = re.compile("[^\n]+")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_ASCII = "".join(map(chr, range(0x80)))
_BAD = 0.3  # share of a passage that may be beyond reading
_USUAL = 0.7  # share of common characters and marks in Chinese
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
    found = [*_gone(text), *_latin(text), *_as_gbk(text), *_holes(text)]
    found.sort(key=lambda edit: (edit.start, -edit.end))
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


def _holes(text: str) -> Iterator[Edit]:
    """Mark what a decoder before us could not read: it stays, and whoever uses it is told."""
    for match in _HOLES.finditer(text):
        kept, rule = match[0], "repair.charset_lost"
        yield Edit(
            *match.span(), kept, "charset", certain=False, rule=rule, lost=len(kept), aligned=True, confidence=0.0
        )


def _latin(text: str) -> list[Edit]:
    """Read what only Western charsets show; where the page has longer passages of it, short ones as well."""
    strong = list(_latin_passages(text, 2))
    return list(_latin_passages(text, 1)) if strong else []


def _latin_passages(text: str, least: int) -> Iterator[Edit]:
    for match in _WESTERN_LINE.finditer(text):
        first, last = match.start(), match.end()
        whole = _strictly(_western(match[0]), least)
        if whole:
            yield Edit(first, last, whole, "charset", rule="repair.charset_latin")
            continue
        for run in _LATIN.finditer(text, first, last):
            data = _western(run[0])
            known = _strictly(data, least)
            if known:
                yield Edit(*run.span(), known, "charset", rule="repair.charset_latin")
            else:
                yield from _reread(*run.span(), data, "repair.charset_latin")


def _western(text: str) -> bytes:
    data = bytes(_WESTERN.get(char, ord(char) if char.isascii() else 0xFF) for char in text)
    return _SPACED.sub(lambda match: match[0].replace(b" ", b"\xa0"), data)


def _strictly(data: bytes, least: int) -> str:
    """Read bytes as UTF-8 or as GBK where that leaves nothing unread and gives at least `least` Chinese characters."""
    try:
        new = data.decode()
    except UnicodeDecodeError:
        return _common_gbk(data, least)
    wide = [char for char in new if not char.isascii()]
    if wide and all(char in _WESTERN for char in wide):
        return _strictly(_western(new), least)  # read wrongly twice
    if all(_READ.match(char) for char in wide):
        return new if len(wide) >= least else ""
    return _common_gbk(data, least)


def _as_gbk(text: str) -> list[Edit]:
    """Read UTF-8 that was shown as GBK; where the page has clear passages of it, unclear ones as well."""
    if not any(char in text for char in _SIGNS):
        return []
    strong = list(_gbk_passages(text, 2))
    return list(_gbk_passages(text, 1)) if strong else []


def _gbk_passages(text: str, least: int) -> Iterator[Edit]:
    for line in _LINES.finditer(text):
        first = _NOT_ASCII.search(line[0])
        if not first:
            continue
        edits = _passage(text, line.start() + first.start(), line.start() + len(line[0].rstrip(_ASCII)), least)
        if edits:
            yield from edits
            continue
        for match in _AS_GBK.finditer(text, *line.span()):
            yield from _passage(text, *match.span(), 2)


def _passage(text: str, start: int, end: int, least: int) -> list[Edit]:
    """Return the edits that read a passage as UTF-8, one for what is known and one for each place that was chosen.

    Nothing where less than `least` of it is known, or too little of it makes sense.
    """
    data, starts = as_bytes(text[start:end])
    found = pieces(data)
    wide = [piece for piece in found if not piece.chars[0].isascii()]
    read = [piece for piece in wide if _READ.match(piece.chars[0])]
    known = sum(piece.certain for piece in read)
    if least < 2:
        known += sum(not piece.certain for piece in read)
    if known < least or known < _LEAST * len(wide) or len(wide) - len(read) > _BAD * len(wide):
        return []
    at = {byte: index for index, byte in enumerate(starts)}
    edits: list[Edit] = []
    group: list[Piece] = []
    for index, piece in enumerate(found):
        group.append(piece)
        ahead = found[index + 1].certain if index + 1 < len(found) else None
        if piece.end in at and (ahead is None or not _belongs(group, ahead=ahead)):
            edits.append(_piece_edit(start + at[group[0].start], start + at[piece.end], group))
            group = []
    return edits


def _belongs(group: list[Piece], *, ahead: bool) -> bool:
    """Tell whether the next piece goes into the edit of those before it: both are known."""
    return ahead and all(piece.certain for piece in group)


def _piece_edit(start: int, end: int, group: list[Piece]) -> Edit:
    new = "".join(piece.chars[0] for piece in group)
    doubtful = [piece for piece in group if not piece.certain]
    rule = "repair.charset_gbk"
    if not doubtful:
        return Edit(start, end, new, "charset", rule=rule)
    confidence = math.prod(piece.confidence if piece.chars[0] != _LOST else 0.0 for piece in doubtful)
    others = _others(group, doubtful[0]) if len(doubtful) == 1 else ()
    return Edit(
        start,
        end,
        new,
        "charset",
        certain=False,
        rule=rule,
        lost=len(doubtful),
        alternatives=others,
        confidence=round(confidence, 3),
    )


def _others(group: list[Piece], doubtful: Piece) -> tuple[str, ...]:
    return tuple(
        "".join(other if piece is doubtful else piece.chars[0] for piece in group) for other in doubtful.chars[1:]
    )


def _reread(start: int, end: int, data: bytes, rule: str) -> Iterator[Edit]:
    """Yield the edit that reads bytes as UTF-8, FF being a lost one, where most of them are Chinese."""
    new = _HOLES.sub(_LOST, data.decode("utf-8", "replace"))
    lost = new.count(_LOST)
    read = sum(_READ.match(char) is not None for char in new)
    if read >= 2 and read + lost == len(new) and read >= _LEAST * len(new):
        yield Edit(start, end, new, "charset", certain=not lost, rule=rule, lost=lost, confidence=0.0 if lost else 1.0)


def _common_gbk(data: bytes, least: int) -> str:
    """Read bytes as GBK where that gives common characters and marks above all."""
    try:
        new = data.decode("gbk")
    except UnicodeDecodeError:
        return ""
    wide = [char.encode("gbk") for char in new if not char.isascii()]
    hanzi = sum(char[0] in _FIRST_LEVEL and char[1] >= 0xA1 for char in wide)
    marks = sum(char[0] in (0xA1, 0xA3) and char[1] >= 0xA1 for char in wide)
    return new if hanzi + (marks if least < 2 else 0) >= least and hanzi + marks >= _USUAL * len(wide) else ""


def _is_lesson(text: str, at: int) -> bool:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)]
    return any(f.rule.id == "repair_context.charset_lesson" for f in _context().all(line[:2000]))


@cache
def _context() -> Matcher:
    return Matcher(load_rules("repair_context"))
