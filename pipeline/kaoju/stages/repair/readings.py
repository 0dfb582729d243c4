"""How a character is read: toned and toneless pinyin, in one spelling."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec

__all__ = ["SYLLABLE", "fits", "plain", "readings", "spelled", "spellings"]

# Letters of a toned or toneless syllable as annotators write them: ɑ and ɡ stand for a and g, and
# tones may be characters of their own.
SYLLABLE = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêɑɡ\u0300\u0301\u0304\u0308\u030c"
_SPELLING = str.maketrans({"ɑ": "a", "ɡ": "g", "ê": "e"})


def spelled(syllable: str) -> str:
    """Return a syllable in the spelling of the table: composed, with Latin a and g."""
    return unicodedata.normalize("NFC", syllable).translate(_SPELLING)


@cache
def plain(syllable: str) -> str:
    """Return a syllable without its tone; ü becomes v.

    >>> plain("lǜ")
    'lv'
    """
    letters = unicodedata.normalize("NFD", spelled(syllable)).replace("u\N{COMBINING DIAERESIS}", "v")
    return "".join(letter for letter in letters if letter.isascii())


@cache
def readings(char: str) -> frozenset[str]:
    """Return the toned readings of a character, commonest or not; empty where none is known."""
    return frozenset(spellings(char))


def spellings(char: str) -> Iterator[str]:
    """Yield the toned readings of a character, without keeping them."""
    yield from (spelled(reading) for reading in _table().get(ord(char), "").split(",") if reading)


@cache
def _table() -> dict[int, str]:
    """Return pypinyin's readings of characters alone: who imports the package gets its 47,000 phrases as well."""
    package = find_spec("pypinyin")
    spec = PathFinder.find_spec("pinyin_dict", package.submodule_search_locations) if package else None
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError("pypinyin has no module pinyin_dict", name="pypinyin.pinyin_dict")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    table: dict[int, str] = module.pinyin_dict
    return table


@cache
def _toneless(char: str) -> frozenset[str]:
    found = {plain(reading) for reading in readings(char)}
    return frozenset(found | {reading.replace("v", "u") for reading in found})


@cache
def fits(char: str, syllable: str) -> bool:
    """Tell whether `syllable`, toned or toneless, is a reading of `char`.

    >>> fits("時", "shí"), fits("時", "shi"), fits("時", "shì")
    (True, True, False)
    """
    syllable = spelled(syllable)
    if syllable.isascii():
        return syllable in _toneless(char)
    return syllable in readings(char)
