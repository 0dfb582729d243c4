"""Damage clean text the way mirror sites do, and tell where every character that survives has gone.

The model is bytes: a page in GBK goes through a tool that converts its script, writes `(pinyin)` behind the codes of
some characters wherever their two bytes stand, aligned or not, and is then decoded by a reader that skips what it
cannot read. Nothing here is used by the pipeline itself: it makes tests, variants of the corpus and measurements.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kaoju.rulebook.hanzi import common_in_traditional

if TYPE_CHECKING:
    from opencc import OpenCC

__all__ = ["Damage", "Damaged", "damage"]

# Characters that the converter changes although traditional text has them, too; the rest of those stay as they are.
_FORCED = {
    "为": "為",
    "伪": "偽",
    "准": "準",
    "台": "臺",
    "冲": "沖",
    "复": "復",
    "发": "發",
    "历": "歷",
    "钟": "鐘",
    "着": "著",
    "么": "么",
}
_OVER = {
    "面": "麵",
    "系": "係",
    "后": "後",
    "里": "裏",
    "制": "製",
    "历": "曆",
    "于": "於",
    "余": "餘",
    "游": "遊",
    "志": "誌",
}
# Frequent characters of traditional text that differ from their simplified forms: what an annotator explains.
_COMMON = (
    "說這來國時會個開過對學動問間長門見車馬東經電話認識讓買賣員報場應該業務產點體機關發現實際單價"
    "條記錄網絡風險續農歷數據轉內"
)
# The reading that an annotator's table gives where a character has several.
_READINGS = {
    "當": "dāng",
    "調": "diào",
    "應": "yīng",
    "數": "shù",
    "轉": "zhuǎn",
    "強": "qiáng",
    "個": "gè",
    "著": "zhe",
}
_RESTARTS = frozenset("，！？；".encode("gbk")[i : i + 2] for i in range(0, 8, 2))
_STOP = "。".encode("gbk")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ENTITIES = {" ": "&nbsp;", "“": "&ldquo;", "”": "&rdquo;", "—": "&mdash;", "…": "&hellip;", "<": "&lt;", ">": "&gt;"}
_REMNANTS = ("/p>", '<a href="http://news.example/7">', "</a>", "<br/>", "</strong>", '<span style="color:red">')
_RESTART_AT_MARK = 0.45  # how often a shifted decoder finds back at a mark that is really there


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """What to do to a text; the default is the damage of the common tool, every other switch is off.

    `annotated` are the characters (in the script of the result) behind whose codes their reading is written, also
    where the code straddles two characters, unless `aligned`; `toneless` in the manner of the second annotator,
    `關(guan) `, without the space unless `gap`. `second` are characters that the second annotator adds to those of the
    first. `restart` is the share of paragraphs in which the decoder restarts at punctuation. `vanish` drops codes
    of the user-defined area, `narrow` makes full-width ASCII half-width, `markup` has tags around paragraphs while the
    bytes are handled, `overconvert` writes 麵 for 面 and the like, with `traditional` or alone. `entities`, `blanks`
    (spaces that become `?`), `doubled` (marks written twice), `invisible` (a zero-width space behind a character),
    `remnants` (pieces of tags behind marks) and `wide` (Latin letters and digits in full width) are shares of the
    places where that can happen. `charset`, as in `utf-8/gbk`, is what the text was written in and what it was read
    in, on a share `misread` of the lines.
    """

    seed: int = 0
    traditional: bool = True
    overconvert: bool = False
    annotated: str = _COMMON
    toneless: bool = False
    gap: bool = True
    second: str = ""
    aligned: bool = False
    restart: float = 0.75
    vanish: bool = True
    markup: bool = False
    narrow: bool = True
    entities: float = 0.0
    blanks: float = 0.0
    doubled: float = 0.0
    invisible: float = 0.0
    remnants: float = 0.0
    wide: float = 0.0
    charset: str = ""
    misread: float = 1.0


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged text. `places[i]` is where clean character `i` starts in it; None where its bytes left no trace.

    A character that was read together with its neighbour stands where its first byte was read.
    """

    text: str
    places: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class _Bytes:
    values: bytes
    origins: list[int]  # for each byte the clean character it belongs to, -1 for what was inserted


def damage(text: str, plan: Damage | None = None) -> Damaged:
    """Damage `text` as `plan` says. The same text and plan give the same result.

    >>> damage("当时有三个人。").text
    '當(dāng)時(shí)有三個(gè)人。'
    """
    plan = plan or Damage()
    chance = random.Random(plan.seed)  # noqa: S311
    pieces = _marked_up(_noisy(text, plan, chance), plan)
    data = _annotated(_encoded(pieces, plan), plan)
    chars, firsts = _decoded(data, _restarts(data, plan, chance), plan)
    found = _finished(text, chars, firsts, plan, chance)
    return _misread(found, plan, chance) if plan.charset else found


def _noisy(text: str, plan: Damage, chance: random.Random) -> list[tuple[str, int]]:
    pieces: list[tuple[str, int]] = []
    for index, char in enumerate(text):
        if char in _ENTITIES and chance.random() < plan.entities:
            pieces.append((_ENTITIES[char], index))
        elif char == " " and chance.random() < plan.blanks:
            pieces.append(("?", index))
        elif plan.wide and "!" < char < "\x7f" and char.isalnum() and chance.random() < plan.wide:
            pieces.append((chr(ord(char) + 0xFEE0), index))
        else:
            pieces.append((char, index))
        if char in "，。" and chance.random() < plan.doubled:
            pieces.append((chance.choice("，。，"), -1))
        if char in "，。；" and chance.random() < plan.remnants:
            pieces.append((chance.choice(_REMNANTS), -1))
    return pieces


def _marked_up(pieces: list[tuple[str, int]], plan: Damage) -> list[tuple[str, int]]:
    if not plan.markup:
        return pieces
    wrapped: list[tuple[str, int]] = [("<p>", -1)]
    for piece in pieces:
        wrapped += [("</p>", -1), piece, ("<p>", -1)] if piece[0] == "\n" else [piece]
    return [*wrapped, ("</p>", -1)]


def _encoded(pieces: list[tuple[str, int]], plan: Damage) -> _Bytes:
    values: list[bytes] = []
    origins: list[int] = []
    for piece, origin in pieces:
        code = _code(piece, plan.traditional, plan.overconvert)
        values.append(code)
        origins += [origin] * len(code)
    return _Bytes(b"".join(values), origins)


@cache
def _code(piece: str, traditional: bool, overconvert: bool) -> bytes:  # noqa: FBT001
    if overconvert and piece in _OVER:
        piece = _OVER[piece]
    elif traditional and len(piece) == 1:
        piece = _traditional(piece)
    return piece.encode("gbk", "replace")


def _traditional(char: str) -> str:
    if char in _FORCED or common_in_traditional(char) or not "\u4e00" <= char <= "\u9fff":
        return _FORCED.get(char, char)
    converted: str = _converter().convert(char)
    return converted if len(converted) == 1 else char


@cache
def _converter() -> "OpenCC":
    import opencc

    return opencc.OpenCC("s2t")


def _annotated(data: _Bytes, plan: Damage) -> _Bytes:
    """Insert readings one character of the set after the other, as a tool does that replaces strings."""
    for char in dict.fromkeys(plan.annotated + plan.second):
        toneless = plan.toneless or char not in plan.annotated
        key = char.encode("gbk", "ignore")
        if len(key) != 2 or key not in data.values:
            continue
        note = _note(char, toneless, plan.gap)
        values: list[bytes] = []
        origins: list[int] = []
        at = 0
        while (hit := data.values.find(key, at)) >= 0:
            end = hit + 2
            whole = data.origins[hit] == data.origins[hit + 1] >= 0
            values += (data.values[at:end], note if whole or not (plan.aligned or toneless) else b"")
            origins += [*data.origins[at:end], *([-1] * len(values[-1]))]
            at = end
        data = _Bytes(b"".join((*values, data.values[at:])), [*origins, *data.origins[at:]])
    return data


@cache
def _note(char: str, toneless: bool, gap: bool) -> bytes:  # noqa: FBT001
    from pypinyin import Style, pinyin

    if toneless:
        return f"({pinyin(char, style=Style.NORMAL)[0][0]}){' ' if gap else ''}".encode("gbk", "replace")
    reading = _READINGS.get(char) or pinyin(char, style=Style.TONE)[0][0]
    return f"({reading})".encode("gbk", "replace")


def _restarts(data: _Bytes, plan: Damage, chance: random.Random) -> set[int]:
    """Return where the decoder starts afresh at a punctuation code, if it comes there in the middle of a pair."""
    found: set[int] = set()
    live = chance.random() < plan.restart
    values, origins = data.values, data.origins
    for at in range(len(values) - 1):
        if values[at] == 0x0A:
            live = chance.random() < plan.restart
        if not live or values[at] not in {0xA1, 0xA3}:
            continue
        pair = values[at : at + 2]
        genuine = origins[at] == origins[at + 1]
        if genuine:
            if (pair in _RESTARTS or pair == _STOP) and chance.random() < _RESTART_AT_MARK:
                found.add(at)
        elif pair in _RESTARTS:
            found.add(at)
    return found


def _decoded(data: _Bytes, restarts: set[int], plan: Damage) -> tuple[list[str], list[list[int]]]:
    """Read the bytes pair by pair; return the characters and the origins of the bytes that each was read from."""
    values, origins = data.values, data.origins
    chars: list[str] = []
    sources: list[list[int]] = []
    at, size = 0, len(values)
    while at < size:
        lead = values[at]
        pair = lead >= 0x81 and lead != 0xFF and at + 1 < size and at + 1 not in restarts
        width = 2 if pair else 1
        char = _read(lead, values[at + 1], vanish=plan.vanish) if pair else _single(lead)
        if char:
            chars.append(char)
            sources.append(origins[at : at + width])
        at += width
    return chars, sources


def _single(value: int) -> str:
    if value < 0x80:
        return chr(value)
    return "€" if value == 0x80 else "" if value == 0xFF else "?"


@cache
def _read(lead: int, trail: int, *, vanish: bool) -> str:
    if trail in {0x0A, 0x0D}:
        return chr(trail)
    if trail < 0x40 or trail in {0x7F, 0xFF}:
        return "?"
    try:
        return bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return "" if vanish and _is_user_defined(lead, trail) else "?"


def _is_user_defined(lead: int, trail: int) -> bool:
    if 0xA1 <= lead <= 0xA7:
        return trail <= 0xA0
    return (0xAA <= lead <= 0xAF or lead >= 0xF8) and trail >= 0xA1


def _finished(
    text: str, chars: Sequence[str], sources: Sequence[list[int]], plan: Damage, chance: random.Random
) -> Damaged:
    joined = "".join(chars)
    gone = _tags(joined) if plan.markup else set()
    places: list[int | None] = [None] * len(text)
    out: list[str] = []
    for index, (char, origins) in enumerate(zip(joined, sources, strict=True)):
        if index in gone:
            continue
        for origin in origins:
            if origin >= 0 and places[origin] is None:
                places[origin] = len(out)
        out.append(char.translate(_NARROW) if plan.narrow else char)
        if char > "\u3400" and chance.random() < plan.invisible:
            out.append("\N{ZERO WIDTH SPACE}")
    return Damaged("".join(out), tuple(places))


def _misread(hurt: Damaged, plan: Damage, chance: random.Random) -> Damaged:
    """Read lines in a wrong charset."""
    moved: list[int] = []
    out: list[str] = []
    for line in hurt.text.splitlines(keepends=True):
        wrong = chance.random() < plan.misread
        for char, first in _reread(line, *plan.charset.split("/")) if wrong else ((c, (c,)) for c in line):
            moved += [len(out)] * len(first)
            out.append(char)
    # Every character of the text stands where the first of what its bytes were read as stands.
    return Damaged("".join(out), tuple(None if at is None else moved[at] for at in hurt.places))


def _reread(line: str, wrote: str, read: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each character that is read, with the characters written whose first byte is among its bytes."""
    data = b"".join(char.encode(wrote, "replace") for char in line)
    starts: dict[int, str] = {}
    at = 0
    for char in line:
        starts[at] = char
        at += len(char.encode(wrote, "replace"))
    at = 0
    while at < len(data):
        width = 2 if read == "gbk" and 0x81 <= data[at] <= 0xFE and at + 1 < len(data) else 1
        try:
            char = data[at : at + width].decode(read)
        except UnicodeDecodeError:
            width = 1
            char = chr(data[at]) if read == "cp1252" else "\N{REPLACEMENT CHARACTER}"
        yield char, tuple(starts[index] for index in range(at, at + width) if index in starts)
        at += width


def _tags(text: str) -> set[int]:
    found: set[int] = set()
    for tag in ("<p>", "</p>"):
        at = text.find(tag)
        while at >= 0:
            found.update(range(at, at + len(tag)))
            at = text.find(tag, at + 1)
    return found
