"""The code that the damage was done in: bytes to characters, characters to bytes, and what is known of lost bytes."""

from dataclasses import dataclass
from functools import cache

from kaoju.stages.repair.readings import plain, readings, spelled

__all__ = ["Code", "code"]

_WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
_VANISHING = (*range(0xAA, 0xB0), *range(0xF8, 0xFF), *range(0xA1, 0xA8))


@dataclass(frozen=True, slots=True)
class Code:
    """GBK as tables. `read[lead]` maps trail bytes to characters; ASCII counts as the wide form it may have been."""

    read: dict[int, dict[int, str]]
    write: dict[str, tuple[int, int]]
    by_trail: dict[int, list[str]]
    vanishing: dict[int, list[str]]

    def annotated(self, lead: int, reading: str) -> list[tuple[int, str]]:
        """Return (trail byte, character) of the characters under a lead byte that can be read so, Hanzi only."""
        return _by_reading().get((lead, spelled(reading)), [])


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
    return Code(read, write, by_trail, vanishing)


@cache
def _by_reading() -> dict[tuple[int, str], list[tuple[int, str]]]:
    found: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for char, (lead, trail) in code().write.items():
        if "\u4e00" <= char <= "\u9fff":
            for reading in {*readings(char), *map(plain, readings(char))}:
                found.setdefault((lead, reading), []).append((trail, char))
    return found
