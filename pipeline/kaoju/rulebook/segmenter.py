"""The one rjieba dictionary that every stage shares: loaded on first use, never changed."""

from functools import cache
from typing import Protocol

from kaoju.rulebook.load import load_table

__all__ = ["Segmenter", "segmenter", "tagger"]


class Segmenter(Protocol):
    """What stages ask of the segmenter: words, words with jieba's part-of-speech tags, membership."""

    def cut(self, text: str) -> list[str]:
        """Return the words of a text, in order; together they are the text."""
        ...

    def tag(self, text: str) -> list[tuple[str, str]]:
        """Return the words with their tags."""
        ...

    def has_word(self, word: str) -> bool:
        """Tell whether the dictionary holds a word."""
        ...


@cache
def segmenter() -> Segmenter:
    """Return the shared engine. Who adds words makes an engine of its own."""
    import rjieba

    return rjieba.Jieba()


@cache
def tagger() -> Segmenter:
    """Return an engine of its own that knows the nouns younger than the dictionary, too: it is asked for tags alone."""
    import rjieba

    engine = rjieba.Jieba()
    for row in load_table("new_words"):
        engine.add_word(row["word"], None, "n")
    return engine
