"""UTF-8 that was read as GBK: its bytes, which of them are gone, and what may have stood there.

Two of three bytes of a lost character are known, and the third must be one that the decoder could not pair with what
followed. Where that leaves one character it is read; else the likeliest is chosen.
"""

import math
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from kaoju.stages.repair.census import simplified_only

__all__ = ["Piece", "as_bytes", "pieces"]

_HOLE = 0xFF  # a byte that was lost: no byte of UTF-8
_QUESTION = 0x3F
_LOST = "\N{REPLACEMENT CHARACTER}"
_INNER = "‘’"  # to the language model they are “ and ”, which are commoner
_CHOICE = 8  # characters that are weighed in their words
_AROUND = 6  # characters on either side that are looked at


@dataclass(frozen=True, slots=True)
class Piece:
    """What was written in bytes `[start, end)`: `chars` has the likeliest first, `confidence` is that of the first."""

    start: int
    end: int
    chars: tuple[str, ...]
    confidence: float = 1.0

    @property
    def certain(self) -> bool:
        """Whether there was nothing to choose."""
        return len(self.chars) == 1 and self.chars[0] != _LOST


def as_bytes(text: str) -> tuple[bytes, list[int]]:
    """Return the bytes that were read as `text`, and where those of each character start; what was lost is FF."""
    data = bytearray()
    starts: list[int] = []
    for char in text:
        starts.append(len(data))
        if char == _LOST:
            data.append(_HOLE)
        else:
            code = b"\x80" if char == "€" else char.encode("gb18030", "ignore")
            data += code if 0 < len(code) <= 2 else bytes([_HOLE])
    return bytes(data), [*starts, len(data)]


def pieces(data: bytes) -> list[Piece]:
    """Read bytes as UTF-8, character by character, and choose what was lost."""
    found: list[Piece] = []
    at = 0
    while at < len(data):
        piece = _piece(data, at)
        found.append(piece)
        at = piece.end
    return _chosen(found)


def _piece(data: bytes, at: int) -> Piece:
    lead = data[at]
    if lead < 0x80:
        return Piece(at, at + 1, (chr(lead),))
    if 0xC2 <= lead <= 0xDF and at + 1 < len(data) and _follows(data[at + 1]):
        return Piece(at, at + 2, (data[at : at + 2].decode(),))
    if not 0xE2 <= lead <= 0xEF:
        return Piece(at, at + 1, (_LOST,))
    second, third = data[at + 1 : at + 2], data[at + 2 : at + 3]
    if second and _follows(second[0]):
        if third and _follows(third[0]):
            return Piece(at, at + 3, (data[at : at + 3].decode("utf-8", "replace"),))
        gone = bool(third) and third[0] in (_HOLE, _QUESTION)
        end = at + 2 + gone
        return Piece(at, end, _candidates(lead, second[0], None, data[end : end + 1]))
    if second and second[0] == _HOLE and third and _follows(third[0]):
        return Piece(at, at + 3, _candidates(lead, None, third[0], third))
    if second and second[0] == _HOLE and third and third[0] in (_HOLE, _QUESTION):
        return Piece(at, at + 3, _candidates(lead, 0x80, None, data[at + 3 : at + 4]))  # 80 is never a lead
    return Piece(at, at + 1 + (bool(second) and second[0] == _HOLE), (_LOST,))


def _follows(byte: int) -> bool:
    return 0x80 <= byte <= 0xBF


def _candidates(lead: int, second: int | None, third: int | None, behind: bytes) -> tuple[str, ...]:
    """Return the characters that a known and a lost byte allow; what stood `behind` was not its pair in GBK."""
    gone = [byte for byte in range(0x80, 0xC0) if byte == 0x80 or not _is_pair(byte, behind)]
    chars = [
        bytes((lead, byte if second is None else second, byte if third is None else third)).decode("utf-8", "ignore")
        for byte in gone
    ]
    return tuple(char for char in chars if char and _is_usual(char)) or (_LOST,)


def _is_pair(lead: int, behind: bytes) -> bool:
    if not behind or behind[0] < 0x40 or behind[0] == _HOLE:
        return False
    try:
        bytes((lead, behind[0])).decode("gbk")
    except UnicodeDecodeError:
        return False
    return True


@cache
def _is_usual(char: str) -> bool:
    """Tell whether a character is one of simplified or traditional print."""
    return bool(char.encode("gb2312", "ignore") or char.encode("big5", "ignore"))


def _chosen(found: list[Piece]) -> list[Piece]:
    """Put the likeliest character first where there is a choice, from left to right."""
    if all(len(piece.chars) == 1 for piece in found):
        return found
    known = "".join(piece.chars[0] for piece in found if len(piece.chars) == 1)
    charset = "gb2312" if any(char in simplified_only() for char in known) else "gb18030"
    out: list[Piece] = []
    for index, piece in enumerate(found):
        chars = tuple(char for char in piece.chars if char.encode(charset, "ignore")) or (_LOST,)
        if len(chars) == 1:
            out.append(Piece(piece.start, piece.end, chars))
            continue
        before = "".join(one.chars[0] for one in out[-_AROUND:])
        behind = "".join(one.chars[0] for one in takewhile(_is_single, found[index + 1 : index + 1 + _AROUND]))
        out.append(_ranked(piece, chars, before, behind))
    return out


def _is_single(piece: Piece) -> bool:
    return len(piece.chars) == 1


def _ranked(piece: Piece, chars: tuple[str, ...], before: str, behind: str) -> Piece:
    from kaoju.stages.repair.language import language

    model = language()
    first, last = before[-1:] or "\n", behind[:1]
    likely = sorted(chars, key=lambda char: -model.after(first, char) - (model.after(char, last) if last else 0.0))[
        :_CHOICE
    ]
    scores = model.likelihoods([before + char + behind for char in likely])
    ranked = sorted(zip(scores, likely, strict=True), key=lambda item: (-item[0], item[1] in _INNER, item[1]))
    total = sum(math.exp(score - ranked[0][0]) for score, _ in ranked)
    return Piece(piece.start, piece.end, tuple(char for _, char in ranked), round(1 / total, 3))
