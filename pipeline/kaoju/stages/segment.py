"""Paragraphs, sentences and words, as offsets."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import Protocol

from kaoju.document import Document, Sentence
from kaoju.rulebook.segmenter import segmenter
from kaoju.settings import Settings
from kaoju.span import Span

__all__ = ["segment"]

# A sentence ends at a full stop with whatever closes after it. 。 inside “…” ends one too: a quote may hold several.
_SENTENCE = re.compile(r"[^。！？!?…]*(?:[。！？!?…]+[”’』」\"'）)》〉】\]]{0,3}|$)")
_LONGEST = 600  # code points; the longest sentence of the corpus has under 200
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_BLANK = " \t\u3000\xa0\ufeff"


class _Cutter(Protocol):
    def cut(self, text: str) -> list[str]: ...


def segment(doc: Document, settings: Settings) -> Document:
    """Add paragraphs (non-blank lines), sentences (within paragraphs) and the start of every word.

    `settings.segmenter` names the engine: `rjieba`, or `jieba`, the reference it is tested against.
    """
    paragraphs = tuple(_paragraphs(doc.clean))
    sentences = tuple(
        Sentence(span, number, index)
        for index, (number, span) in enumerate(
            (number, span) for number, paragraph in enumerate(paragraphs) for span in _sentences(doc.clean, paragraph)
        )
    )
    words = _engine(settings.segmenter).cut(doc.clean)
    starts = tuple(accumulate(map(len, words), initial=0))[:-1] if words else ()
    return doc.with_(paragraphs=paragraphs, sentences=sentences, tokens=starts)


def _paragraphs(text: str) -> Iterator[Span]:
    for match in _LINE.finditer(text):
        span = Span(*match.span()).trim(text, _BLANK)
        if span.start < span.end:
            yield span


def _sentences(text: str, paragraph: Span) -> Iterator[Span]:
    for match in _SENTENCE.finditer(text, paragraph.start, paragraph.end):
        for piece in _pieces(text, Span(*match.span())):
            span = piece.trim(text, _BLANK)
            if span.start < span.end:
                yield span


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """Cut what has no full stop for hundreds of characters at a comma: later stages compare within a sentence."""
    start = span.start
    while span.end - start > _LONGEST:
        limit = start + _LONGEST
        cut = max(text.rfind(mark, start + 1, limit) for mark in "，；,;、 ") + 1
        cut = cut if cut > start + 1 else limit
        yield Span(start, cut)
        start = cut
    yield Span(start, span.end)


class _Jieba:
    """The reference engine: pure Python jieba, quiet."""

    def __init__(self) -> None:
        import logging

        import jieba

        jieba.setLogLevel(logging.WARNING)
        self._cut = jieba.lcut

    def cut(self, text: str) -> list[str]:
        return list(self._cut(text))


@cache
def _engine(name: str) -> _Cutter:
    if name == "jieba":
        return _Jieba()
    return segmenter()
