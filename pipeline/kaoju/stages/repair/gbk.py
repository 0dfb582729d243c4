"""The code that the damage was done in: bytes to characters, characters to bytes, and what is known of lost bytes."""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from kaoju.stages.repair.readings import plain, spelled, spellings

__all__ = ["LEADS", "Code", "Kind", "code"]

LEADS = 0x80 << 10  # groups of characters by lead byte and kind are numbered from here, those by trail byte before it

_WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
_VANISHING = (*range(0xAA, 0xB0), *range(0xF8, 0xFF), *range(0xA1, 0xA8))


class Kind(IntEnum):
    """What became of a pair of bytes: anything, it vanished, or it was no pair and left a `?`."""

    ALL = 0
    VANISHED = 1
    UNDECODED = 2


@dataclass(frozen=True, slots=True)
class Code:
    """GBK as tables. `read[lead]` maps trail bytes to characters; ASCII counts as the wide form it may have been."""

    read: dict[int, dict[int, str]]
    write: dict[str, tuple[int, int]]
    by_trail: dict[int, list[str]]
    vanishing: dict[int, list[str]]
    undecoded: dict[int, list[str]]
    behind: dict[tuple[int, Kind], int]  # of a trail byte whose pair was lost: which lead bytes can follow, by number
    leads: list[frozenset[int]]  # those lead bytes; number 0 stands for all of them

    def under(self, lead: int, kind: Kind) -> list[str]:
        """Return the characters of a lead byte: all, or those whose trail can vanish or turn into `?` with a lead."""
        if kind is Kind.ALL:
            return [*self.read[lead].values()]
        return (self.vanishing if kind is Kind.VANISHED else self.undecoded)[lead]

    def ending(self, trail: int) -> list[str]:
        """Return the characters whose code ends in a byte (0: in any of a pair that can vanish).

        `trail` above 0xFF says what was lost before it: its bits from the ninth on number one of `leads`.
        """
        last, leads = trail & 0xFF, self.leads[trail >> 8]
        if last:
            return [char for char in self.by_trail.get(last, ()) if self.write[char][0] in leads]
        return [char for lead, row in self.vanishing.items() if lead in leads for char in row]

    def annotated(self, lead: int, reading: str) -> list[tuple[int, str]]:
        """Return (trail byte, character) of the characters under a lead byte (0: any) that are read so."""
        return _annotated(lead, spelled(reading))


@cache
def code() -> Code:
    """Return the tables, built once."""
    read: dict[int, dict[int, str]] = {}
    write: dict[str, tuple[int, int]] = {}
    by_trail: dict[int, list[str]] = {}
    for lead in range(0x81, 0xFF):
        row = read[lead] = {}
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            char = bytes((lead, trail)).decode("gbk", "ignore")
            if len(char) == 1 and not char.isascii():  # what is no pair leaves its ASCII trail
                row[trail] = char
                write[char] = (lead, trail)
                by_trail.setdefault(trail, []).append(char)
    for narrow, wide in _WIDE.items():
        write[chr(narrow)] = write[wide]
    vanishing = {lead: [row[trail] for trail in _VANISHING if trail in row] for lead, row in read.items()}
    holes = [lead for lead, row in read.items() if any(_is_hole(lead, trail, row) for trail in range(0x81, 0xFF))]
    undecoded = {lead: [row[trail] for trail in holes if trail in row] for lead, row in read.items()}
    return Code(read, write, by_trail, vanishing, undecoded, *_behind(read))


def _behind(read: dict[int, dict[int, str]]) -> tuple[dict[tuple[int, Kind], int], list[frozenset[int]]]:
    """Return which lead bytes make a pair with a trail byte before them that vanishes, or that is none."""
    leads = [frozenset(read)]
    behind: dict[tuple[int, Kind], int] = {}
    for trail, row in read.items():
        holes = frozenset(lead for lead in read if _is_hole(trail, lead, row))
        gone = frozenset(lead for lead in read if (lead <= 0xA0) == (0xA1 <= trail <= 0xA7))
        for kind, those in ((Kind.UNDECODED, holes), (Kind.VANISHED, gone if trail in _VANISHING else frozenset())):
            if those:
                if those not in leads:
                    leads.append(those)
                behind[trail, kind] = leads.index(those)
    return behind, leads


def _is_hole(lead: int, trail: int, row: dict[int, str]) -> bool:
    """Tell whether a pair is neither a character nor user-defined, so that a decoder writes `?`."""
    if trail in row:
        return False
    return trail <= 0xA0 if lead in _VANISHING[:13] else not (0xA1 <= lead <= 0xA7 and trail <= 0xA0)


@cache
def _annotated(lead: int, reading: str) -> list[tuple[int, str]]:
    write = code().write
    return [(write[char][1], char) for char in _by_reading().get(reading, "") if lead in (0, write[char][0])]


@cache
def _by_reading() -> dict[str, str]:
    """Return the characters of each reading, as one string: lists would be looked at by every collection of garbage."""
    found: dict[str, list[str]] = {}
    for char in code().write:
        if "\u4e00" <= char <= "\u9fff":
            toned = [*spellings(char)]
            for reading in {*toned, *map(plain, toned)}:
                found.setdefault(reading, []).append(char)
    return {reading: "".join(chars) for reading, chars in found.items()}
