"""What the segmenter's dictionary knows of a string: whether it is a word, and whether a common one."""

import re
from functools import cache, lru_cache

from kaoju.rulebook import load_table
from kaoju.rulebook.segmenter import segmenter

__all__ = ["is_common", "is_demonym", "is_generic", "is_grammar", "is_word", "organisation_heads", "tagged"]

_REMEMBERED = 1 << 16  # strings; a night of articles asks for millions
_NAMES = ("nr", "ns", "nt", "nz", "nw", "eng")
_DEMONYM = re.compile("人(?![民口才均工士流气数次份])")
_NOUNS = frozenset({"n", "vn", "b", "an", "l"})
_GRAMMAR = ("v", "d", "a", "c", "p", "r", "m", "u", "t", "q", "f")


@lru_cache(maxsize=_REMEMBERED)
def _tag(text: str) -> str:
    if not segmenter().has_word(text):
        return ""
    found = segmenter().tag(text)
    return str(found[0][1]) if len(found) == 1 else ""


def is_word(text: str) -> bool:
    """Tell whether the dictionary lists `text`."""
    return bool(segmenter().has_word(text))


@cache
def _young() -> frozenset[str]:
    return frozenset(row["word"] for row in load_table("new_words"))


def is_common(text: str) -> bool:
    """Tell whether `text` is a word of the dictionary that is no name there, or a common noun younger than it."""
    kind = _tag(text)
    if text in _young():
        return True
    return bool(kind) and not kind.startswith(_NAMES)


def is_grammar(text: str) -> bool:
    """Tell whether `text` is a verb, adverb, number or the like: as a name it needs its context."""
    kind = _tag(text)
    return text.isdigit() or (kind.startswith(_GRAMMAR) and bool(kind))


def is_demonym(text: str, end: int) -> bool:
    """Tell whether the place that ends at `end` only says where somebody is from (德国人): people, no place."""
    return _DEMONYM.match(text, end) is not None


def is_generic(text: str) -> bool:
    """Tell whether `text` is made of common nouns alone (社区卫生服务中心): a kind of institution, not one of them."""
    words = tagged(text)
    return len(words) > 1 and all(
        (known and len(word) > 1 and kind in _NOUNS) or word in _young() for word, kind, known in words
    )


def tagged(text: str) -> list[tuple[str, str, bool]]:
    """Return the words of `text` with their tags, and whether the dictionary (or their form) explains them."""
    words = segmenter()
    known = words.has_word
    return [(word, kind, len(word) < 2 or word[0] < "\u4e00" or known(word)) for word, kind in words.tag(text)]


@cache
def organisation_heads() -> re.Pattern[str]:
    """Match the word at the end of a name that says which kind of firm or institution it is."""
    heads = sorted((row["head"] for row in load_table("organisation_heads")), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, heads))})$")
