"""What the segmenter's dictionary knows of a string: whether it is a word, and whether a common one."""

from functools import lru_cache

from kaoju.rulebook.segmenter import segmenter

__all__ = ["is_common", "is_grammar", "is_word", "tagged"]

_REMEMBERED = 1 << 16  # strings; a night of articles asks for millions
_NAMES = ("nr", "ns", "nt", "nz", "nw", "eng")
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


def is_common(text: str) -> bool:
    """Tell whether `text` is a word of the dictionary that is no proper name there."""
    kind = _tag(text)
    return bool(kind) and not kind.startswith(_NAMES)


def is_grammar(text: str) -> bool:
    """Tell whether `text` is a verb, adverb, number or the like: as a name it needs its context."""
    kind = _tag(text)
    return text.isdigit() or (kind.startswith(_GRAMMAR) and bool(kind))


def tagged(text: str) -> list[tuple[str, str, bool]]:
    """Return the words of `text` with their tags, and whether the dictionary (or their form) explains them."""
    words = segmenter()
    known = words.has_word
    return [(word, kind, len(word) < 2 or word[0] < "\u4e00" or known(word)) for word, kind in words.tag(text)]
