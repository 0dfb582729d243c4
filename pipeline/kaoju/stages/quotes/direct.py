"""Speech between marks: which marked text is speech, and who speaks it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kaoju.document import QuoteType
from kaoju.span import Span
from kaoju.stages.quotes.cues import Report, Reports
from kaoju.stages.quotes.marks import Marked
from kaoju.stages.quotes.subjects import Scene, Source

__all__ = ["Found", "direct"]

_STOP = re.compile(r"[，。！？!?…；：]")
_SENTENCE_END = "。！？!?…"
_AFTER = re.compile(r"[，,。 ]?")
_LEAD_IN = re.compile(r"[：:，, ]{0,2}$")
_NEXT_BREAK = re.compile(r"[，。！？；：!?;\n“「]")
_SPEECH = 12  # characters: shorter marked text without punctuation of its own is speech only by a cue


@dataclass(slots=True)
class Found:
    """A quotation before its speaker is settled. `reason` is the rule that took it for speech."""

    span: Span
    type: QuoteType
    reason: str
    confidence: float
    paragraph: int
    source: Source | None = None
    cue: Span | None = None
    cue_word: str | None = None
    parent: int | None = None
    group: int = -1


def direct(scene: Scene, reports: Reports, items: Sequence[Marked]) -> list[Found | None]:
    """Return for every marked text the quotation it is, or None for a term, name, title or slogan."""
    return [_judge(scene, reports, item) for item in items]


def _judge(scene: Scene, reports: Reports, item: Marked) -> Found | None:
    text = scene.text
    if item.end - item.start < 2:
        return None
    content = item.span.trim(text, " \u3000")
    if len(content) < 2:
        return None
    before, after = _before(scene, reports, item), _after(scene, reports, item)
    found = Found(content, QuoteType.DIRECT, "", 0.0, item.paragraph, parent=item.parent, group=item.group)
    words = content.of(text)
    speechlike = _STOP.search(words) is not None or len(content) >= _SPEECH
    paragraph = scene.doc.paragraphs[item.paragraph]
    alone = item.open <= paragraph.start + 1
    if before is not None and (_closes(text, before.span.end, item.open) or speechlike):
        return _take(found, before, "quote.cue_before", 0.9)
    if after is not None and (speechlike or words[-1] in "，,。！？!?"):
        return _take(found, after, "quote.cue_after", 0.9)
    if item.group >= 0:
        return _take(found, None, "quote.continued", 0.8)
    if _is_term(scene, item, words):
        return None
    if alone and len(content) >= 8 and (words[-1] in _SENTENCE_END or not item.whole or speechlike):
        return _take(found, None, "quote.paragraph", 0.75)
    if words[-1] in "。！？!?，" and len(content) >= 6 and item.parent is None:
        return _take(found, None, "quote.sentence", 0.7)
    return None


def _take(found: Found, report: Report | None, reason: str, confidence: float) -> Found:
    found.reason, found.confidence = reason, confidence
    if report is not None:
        found.source, found.cue, found.cue_word = report.source, report.span, report.cue.word
    return found


def _closes(text: str, cue_end: int, mark: int) -> bool:
    """Tell whether nothing but a colon or comma stands between a cue and the opening mark."""
    between = text[cue_end:mark].strip()
    return between in {"", "：", ":", "，", ",", "道", "道：", "了", "说", "称", "过"}


def _before(scene: Scene, reports: Reports, item: Marked) -> Report | None:
    """Find the cue that introduces marked text: in the same sentence, next to the mark or before its colon."""
    text = scene.text
    floor = max(scene.doc.paragraphs[item.paragraph].start, item.open - 60)
    for stop in range(item.open - 1, floor - 1, -1):
        if text[stop] in "。！？”」\n":
            floor = stop + 1
            break
    colon = text[item.open - 1 : item.open] in {"：", ":"}
    found = reports.within(floor, item.open, "c")
    for report in reversed(found):
        between = text[report.span.end : item.open]
        if _closes(text, report.span.end, item.open) or (colon and len(between) <= 24 and "。" not in between):
            return report
    return None


def _after(scene: Scene, reports: Reports, item: Marked) -> Report | None:
    """Find the cue that follows marked text (”某某说，“…)."""
    text = scene.text
    limit = scene.doc.paragraphs[item.paragraph].end
    start = _AFTER.match(text, item.close, limit)
    begin = start.end() if start else item.close
    stop = _NEXT_BREAK.search(text, begin, min(limit, begin + 50))
    end = stop.start() if stop else min(limit, begin + 50)
    for report in reports.within(begin, end, "p"):
        tail = text[report.span.end : end]
        if report.source is not None and len(tail) <= 14:
            return report
    return None


def _is_term(scene: Scene, item: Marked, words: str) -> bool:
    """Tell whether what surrounds marked text makes it a term, a name, a title or a slogan."""
    text, known = scene.text, scene.words
    paragraph = scene.doc.paragraphs[item.paragraph]
    before = text[max(paragraph.start, item.open - 12) : item.open][::-1]
    after = text[item.close : min(paragraph.end, item.close + 12)]
    if known.before_term.match(before) and words[-1] not in _SENTENCE_END:
        return True
    if known.after_term.match(after) and words[-1] not in _SENTENCE_END:
        return True
    return len(words) < _SPEECH and not _STOP.search(words)
