"""One look at every character: which kinds of trouble a text can hold at all. The gate that keeps clean text fast."""

from dataclasses import dataclass
from enum import IntFlag
from functools import cache
from typing import TYPE_CHECKING

from kaoju.rulebook.hanzi import common_in_traditional

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["SHARED", "Census", "Trait", "census", "codes", "simplified_only"]


class Trait(IntFlag):
    """What a character may be a sign of."""

    TRADITIONAL = 1
    SIMPLIFIED = 2
    BRACKET = 4
    MARKUP = 8
    INVISIBLE = 16
    WIDE = 32
    NARROW = 64
    MISREAD = 128


# Traditional by OpenCC's table, yet at home in simplified text too: 乾隆, 慰藉, 宫商角徵羽, surnames.
SHARED = frozenset("乾於藉徵瞭著餘夥麽鍾甯祇閒龢拚捱摺薹袷醣麴吒")
_BRACKETS = "(（)）"
_MARKUP = "&<>"
_MISREAD = "锛銆鈥锟鐨"  # UTF-8 read as GBK: its marks, 的, and what is lost
_NARROW = ",:;?!()"


@dataclass(frozen=True, slots=True)
class Census:
    """How many characters of a text show each trait."""

    counts: tuple[int, ...]

    def of(self, trait: Trait) -> int:
        """Return how many characters show any of the traits in `trait`."""
        return sum(number for bits, number in enumerate(self.counts) if number and bits & trait)

    def __getitem__(self, trait: Trait) -> int:
        return self.of(trait)


def census(text: str) -> Census:
    """Count the traits of all characters in one pass over the text's code units."""
    import numpy as np

    units = codes(text)
    if units.dtype.itemsize > 2:
        units = np.where(units < 0x10000, units, 0)
    return Census(tuple(np.bincount(_traits()[units], minlength=256).tolist()))


def codes(text: str) -> "NDArray[np.unsignedinteger]":
    """Return the code points of `text` as an array, one element each: 16 bits wide where that suffices."""
    import numpy as np

    short = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    if len(short) == len(text):
        return short
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


@cache
def simplified_only() -> frozenset[str]:
    """Return the characters that no traditional text has."""
    traits = _traits()
    return frozenset(chr(at) for at in range(0x3400, 0xA000) if traits[at] & Trait.SIMPLIFIED)


@cache
def _traits() -> "NDArray[np.uint8]":
    import numpy as np
    import opencc

    table = np.zeros(0x10000, dtype=np.uint8)
    han = [chr(code) for code in range(0x3400, 0xA000)]
    # Simplified forms that are also traditional characters of their own (后, 里, 面) are no evidence for either script.
    at_home = {"t2s": SHARED.__contains__, "s2t": common_in_traditional}
    for config, trait in (("t2s", Trait.TRADITIONAL), ("s2t", Trait.SIMPLIFIED)):
        converted = opencc.OpenCC(config).convert("\n".join(han)).split("\n")
        for old, new in zip(han, converted, strict=True):
            if old != new and not at_home[config](old):
                table[ord(old)] |= int(trait)
    for chars, trait in (
        (_BRACKETS, Trait.BRACKET),
        (_MARKUP, Trait.MARKUP),
        (_MISREAD, Trait.MISREAD),
        (_NARROW, Trait.NARROW),
    ):
        for char in chars:
            table[ord(char)] |= int(trait)
    for first, last, trait in _RANGES:
        table[first : last + 1] |= int(trait)
    for code in (0x09, 0x0A, 0x0B, 0x0C, 0x0D):
        table[code] = 0
    return table


_RANGES = (
    (0x00, 0x1F, Trait.INVISIBLE),
    (0x7F, 0x9F, Trait.INVISIBLE),
    (0xA0, 0xA0, Trait.INVISIBLE),
    (0xAD, 0xAD, Trait.INVISIBLE),
    (0x200B, 0x200F, Trait.INVISIBLE),
    (0x202A, 0x202E, Trait.INVISIBLE),
    (0x2060, 0x206F, Trait.INVISIBLE),
    (0x2E80, 0x2FDF, Trait.INVISIBLE),  # radicals that stand for characters
    (0xF900, 0xFAFF, Trait.INVISIBLE),  # compatibility ideographs
    (0xFEFF, 0xFEFF, Trait.INVISIBLE),
    (0xFFF9, 0xFFFC, Trait.INVISIBLE),
    (0xC2, 0xD6, Trait.MISREAD),  # leading bytes of UTF-8 and of GBK read as Latin-1, but for ×
    (0xD8, 0xF4, Trait.MISREAD),
    (0xFFFD, 0xFFFD, Trait.MISREAD),
    (0xFF10, 0xFF19, Trait.WIDE),
    (0xFF21, 0xFF3A, Trait.WIDE),
    (0xFF41, 0xFF5A, Trait.WIDE),
    (0xFF05, 0xFF05, Trait.WIDE),
)
