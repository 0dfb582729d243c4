"""Reported clauses without marks (某某表示…, 据…的数据…, …报告显示…)."""

import re
from collections.abc import Iterator, Sequence

from kaoju.document import QuoteType, Sentence
from kaoju.span import Span
from kaoju.stages.quotes.cues import Report, Reports
from kaoju.stages.quotes.direct import Found
from kaoju.stages.quotes.subjects import Scene, Source, subject

__all__ = ["indirect"]

_ENDS = "。！？!?；;…，,：: \u3000”」"
_SKIP = re.compile(r"[，,：: ]?")
_ACCORDING = re.compile(
    r"(?:根据|依据|按照|按|据)(?P<source>《?[^，。；：“”]{2,30}?》?)的?(?P<what>(?:最新)?(?:公开)?(?:数据|统计|调查|报告|研究|测算|估算|监测|说法|报道|消息|"
    r"预测|研报|财报|介绍|了解|估计|资料|披露|推算)(?:数据|报告|结果|显示)?)(?P<show>显示|表明)?[，,]"
)
_SHOWS = re.compile(
    r"(?P<source>(?:[^，。；：“”\s]{2,30}?)?)(?:的|发布的|公布的)?(?P<cue>(?:数据|报告|统计|调查|研究|财报|研报|榜单|问卷|账本|公告|监测|年报|招股书|白皮书)"
    r"(?:显示|表明|指出|称|估算|认为|预测|提到|结果显示))[，,：:]?"
)
_EYES = re.compile(r"在(?P<source>[^，。；：“”]{2,20}?)(?P<cue>看来|眼里|眼中|看)[，,]")


def indirect(scene: Scene, reports: Reports, taken: Sequence[Span]) -> Iterator[Found]:
    """Yield the reported clauses of every sentence; `taken` are direct quotations, whose insides are left alone.

    A reported clause runs to the end of its sentence, or to the next report in it. At most one starts at a place.
    """
    for sentence in scene.doc.sentences:
        if any(t.start <= sentence.span.start and sentence.span.end <= t.end + 1 for t in taken):
            continue
        yield from _of_sentence(scene, reports, sentence, taken)


def _of_sentence(scene: Scene, reports: Reports, sentence: Sentence, taken: Sequence[Span]) -> Iterator[Found]:
    text = scene.text
    inside = [t for t in taken if t.overlaps(sentence.span)]
    found = [*_patterned(scene, sentence), *_verbal(scene, reports, sentence)]
    found.sort(key=lambda f: (f.span.start, -f.span.end))
    reached = -1
    for number, item in enumerate(found):
        if item.span.start < reached or (item.cue and any(t.overlaps(item.cue) for t in inside)):
            continue
        later = [f.cue.start for f in found[number + 1 :] if f.cue and f.cue.start > item.span.start + 8]
        end = _end(text, item.span.start, sentence.span.end, later)
        span = Span(item.span.start, end).trim(text, _ENDS)
        held = [t for t in inside if span.start <= t.start and t.end <= span.end + 1]
        if len(span) < 5 or any(t.start <= span.start < t.end for t in inside):
            continue
        if held and any(t.start - span.start <= 2 for t in held):
            continue  # the cue's own direct quotation
        item.span = span
        item.type = QuoteType.MIXED if held else QuoteType.INDIRECT
        reached = end
        yield item


def _end(text: str, start: int, end: int, later: Sequence[int]) -> int:
    """Stop before the clause of the next report of the sentence."""
    if not later:
        return end
    cut = max(text.rfind(mark, start, later[0]) for mark in "，；。,;")
    return cut if cut > start + 4 else end


def _patterned(scene: Scene, sentence: Sentence) -> Iterator[Found]:
    text = scene.text
    for rule, pattern in (("according", _ACCORDING), ("shows", _SHOWS), ("eyes", _EYES)):
        for match in pattern.finditer(text, sentence.span.start, sentence.span.end):
            source = _named(scene, Span(*match.span("source"))) if match["source"] else None
            groups = match.groupdict()
            cue = match["cue"] if "cue" in groups else f"据…{match['what']}"
            place = Span(*match.span("cue" if "cue" in groups else "what"))
            yield _found(f"quote.{rule}", Span(match.end(), match.end()), sentence, source, place, cue, 0.75)


def _named(scene: Scene, span: Span) -> Source | None:
    inside = scene.inside(span.start, span.end)
    if inside:
        return Source(inside[0].span, inside[0].canonical, "name", inside[0])
    span = span.trim(scene.text, "《》的此这该 ")
    return subject(scene, span.start, span.end) if span.start < span.end else None


def _verbal(scene: Scene, reports: Reports, sentence: Sentence) -> Iterator[Found]:
    text = scene.text
    for report in reports.within(sentence.span.start, sentence.span.end, "b"):
        yield from _content(text, report, sentence, bare=True)
    for report in reports.within(sentence.span.start, sentence.span.end, "i"):
        yield from _content(text, report, sentence, bare="b" in report.cue.frames)


def _content(text: str, report: Report, sentence: Sentence, *, bare: bool) -> Iterator[Found]:
    skip = _SKIP.match(text, report.span.end, sentence.span.end)
    start = skip.end() if skip else report.span.end
    paused = start > report.span.end
    if start >= sentence.span.end or text[start] in '“「"的了。':
        return
    if report.source is None or not (paused or bare):
        return
    if report.source.kind == "guess" and not paused:
        return
    confidence = 0.7 if report.source.kind != "guess" else 0.5
    yield _found(
        "quote.reported", Span(start, start), sentence, report.source, report.span, report.cue.word, confidence
    )


def _found(
    rule: str, span: Span, sentence: Sentence, source: Source | None, cue: Span, word: str, confidence: float
) -> Found:
    return Found(span, QuoteType.INDIRECT, rule, confidence, sentence.paragraph, source=source, cue=cue, cue_word=word)
