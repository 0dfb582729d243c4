"""People, places and organisations by a statistical tagger, with its boundaries mended."""

import re
from collections.abc import Callable, Iterator, Sequence

from kaoju.document import Document, EntityType, Method
from kaoju.span import Span
from kaoju.stages.entities.candidate import Candidate
from kaoju.stages.entities.lac import Labelled, tag

__all__ = ["Backend", "by_model", "lac_backend"]

# From texts to labelled stretches of each: `lac_backend`, or a spaCy pipeline wrapped by kaoju.spacy.
Backend = Callable[[Sequence[str]], list[list[Labelled]]]

_TYPES = {"PER": EntityType.PER, "LOC": EntityType.LOC, "ORG": EntityType.ORG}
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_FOREIGN = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,8}(?:[·•・][\u4e00-\u9fffA-Za-z]{1,8}){1,4}")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff·•・.A-Za-z]{3,24}|[A-Z][a-z]+(?: [A-Z][a-z.]+){0,3}")
_TITLES = re.compile(r"(?:先生|女士|教授|博士|老师|记者|经理|总监|主任|院长|校长|医生|律师|总裁|主席|董事长)$")
_CONFIDENCE = {EntityType.PER: 0.85, EntityType.LOC: 0.8, EntityType.ORG: 0.75}


def lac_backend(texts: Sequence[str]) -> list[list[Labelled]]:
    """Tag with LAC; see `kaoju.stages.entities.lac`."""
    return tag(texts)


def by_model(doc: Document, backend: Backend) -> Iterator[Candidate]:
    """Yield what `backend` finds in the sentences that may hold an unknown name."""
    spans = [sentence.span for sentence in doc.sentences]
    for span, words in zip(spans, backend([span.of(doc.clean) for span in spans]), strict=True):
        shifted = [Labelled(w.start + span.start, w.end + span.start, w.label) for w in words]
        yield from _mended(doc.clean, shifted)


def _mended(text: str, words: Sequence[Labelled]) -> Iterator[Candidate]:
    for word in words:
        kind = _TYPES.get(word.label)
        if kind is None:
            continue
        span = _trimmed(text, Span(word.start, word.end))
        if kind is EntityType.PER:
            span = _person(text, span)
        if _acceptable(text, span, kind):
            yield _candidate(text, span, kind)


def _trimmed(text: str, span: Span) -> Span:
    return span.trim(text, " \t\u3000“”\"'《》〈〉（）()【】[]，。、：；？！,.:;?!—-…")


def _person(text: str, span: Span) -> Span:
    """Extend a foreign name over its middle dots, and give a title back to the text."""
    for match in _FOREIGN.finditer(text, max(0, span.start - 12), min(len(text), span.end + 12)):
        whole = Span(*match.span())
        if whole.overlaps(span):
            return span if whole.contains(span) and "·" in span.of(text) else whole
    title = _TITLES.search(span.of(text))
    return Span(span.start, span.start + title.start()) if title and title.start() >= 2 else span


def _acceptable(text: str, span: Span, kind: EntityType) -> bool:
    surface = span.of(text)
    if len(surface) < 2 or surface.isdigit() or "\n" in surface:
        return False
    if kind is EntityType.PER:
        return _PERSON.fullmatch(surface) is not None
    return _HANZI.search(surface) is not None and len(surface) <= 30


def _candidate(text: str, span: Span, kind: EntityType) -> Candidate:
    return Candidate(
        span,
        kind,
        span.of(text),
        Method.MODEL,
        "entity.model",
        f"tagged {kind} by the statistical model 统计模型标注",
        _CONFIDENCE[kind],
        rank=6,
    )
