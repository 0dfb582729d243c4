"""Interview turns: 记者：… / 某某：…, also where the name stands on a line of its own."""

import re
from collections.abc import Iterator

from kaoju.document import QuoteType
from kaoju.span import Span
from kaoju.stages.quotes.direct import Found
from kaoju.stages.quotes.subjects import Scene, Source

__all__ = ["turns"]

_LABEL = re.compile(r"(?P<name>[^，。！？；：:“”\s]{1,15})[：:]\s*")
_ASKED = {"问": "问", "Q": "Q", "答": "答", "A": "A"}
_LEAST = 4  # labelled paragraphs that make an interview; fewer may be a list with colons


def turns(scene: Scene) -> Iterator[Found]:
    """Yield each turn's paragraphs as direct speech of the name before the colon.

    Only where at least four labels stand and at least two of them return: a glossary has colons, too, but each once.
    """
    text = scene.text
    paragraphs = scene.doc.paragraphs
    labels = {n: m for n, p in enumerate(paragraphs) if (m := _LABEL.match(text, p.start, p.end))}
    names = [m["name"] for m in labels.values()]
    returning = {name for name in names if names.count(name) >= 2}
    if sum(names.count(name) for name in returning) < _LEAST or len(returning) < 2:
        return
    speaker: Source | None = None
    bare = False
    for number, paragraph in enumerate(paragraphs):
        match = labels.get(number)
        if match is not None and match["name"] in returning:
            speaker = _source(scene, Span(*match.span("name")))
            bare = match.end() >= paragraph.end
            if not bare:
                yield _turn(text, Span(match.end(), paragraph.end), number, speaker)
        elif speaker is not None and bare and paragraph.end - paragraph.start >= 4 and number + 1 < len(paragraphs):
            yield _turn(text, paragraph, number, speaker)


def _source(scene: Scene, span: Span) -> Source:
    inside = scene.inside(span.start, span.end)
    if inside:
        return Source(span, inside[0].canonical, "name", inside[0])
    return Source(span, span.of(scene.text), "label")


def _turn(text: str, span: Span, number: int, source: Source) -> Found:
    span = span.trim(text, " \u3000")
    if text[span.start] in "“「" and text[span.end - 1] in "”」":
        span = Span(span.start + 1, span.end - 1)
    return Found(span, QuoteType.DIRECT, "quote.turn", 0.85, number, source=source)
