"""Turns of interviews, posts and headlines: lines that name their speaker before a colon."""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from kaoju.document import EntityType
from kaoju.span import Span
from kaoju.stages.quotes.subjects import Scene, Source

__all__ = ["Turn", "guest", "turns"]

_LABEL = re.compile(
    r"""[ \t\u3000]*(?P<label>(?:[问答QA]|[^\s，。！？；：:“”《》「」/\n]{1,24}?(?:[ ][A-Z][\w.]*){0,2}))
    [ ]?(?:[（(][^）)\n]{1,16}[）)])?[：:](?P<rest>[^\n]*)""",
    re.VERBOSE,
)
_MARKS = "“”「」《》"
_HEAD = 80  # code points in which a label with its colon ends
_POST = re.compile(r"(?P<label>@[\w\u4e00-\u9fff·-]{1,30})[：:](?P<said>(?:(?!//@)[^\n]){1,2000})")
_ROLE = re.compile("^[\u4e00-\u9fff]{1,8}[员师长手商官授生工家人]$")
_ASK = frozenset({"问", "Q", "记者", "主持人"})
_ANSWER = frozenset({"答", "A"})


@dataclass(slots=True)
class Turn:
    """One paragraph of one speaker's turn: `label` as printed, None where a headline; `rule` says which kind."""

    span: Span
    label: Span
    name: str
    paragraph: int
    rule: str
    role: str


def turns(scene: Scene) -> list[Turn]:
    """Return turns of interviews, posts and a headline's speaker, in text order."""
    text = scene.text
    found: list[Turn] = []
    if "@" in text:
        found += _posts(scene)
    if "：" not in text and ":" not in text:
        return found
    labels = _labels(scene)
    if not labels:
        return found
    counts = Counter([m["label"] for m in labels])
    people = {n for m in scene.mentions if m.type is EntityType.PER for n in (m.canonical, m.span.of(text))}
    good = [m for m in labels if _speaks(scene, m["label"], counts, people)]
    if good:  # where one label certainly speaks, a surname is enough for another
        good = [m for m in labels if m in good or _may_speak(scene, m["label"])]
    if len(good) >= 2:
        found += _interview(scene, good)
    else:
        found += _headline(scene, labels)
    return found


def _labels(scene: Scene) -> list[re.Match[str]]:
    """Match the paragraphs that begin with a short label and a colon."""
    text, found = scene.text, []
    for paragraph in scene.doc.paragraphs:
        start = paragraph.start
        if text[start] in _MARKS:
            continue
        colon = text.find("：", start, start + _HEAD)
        if colon < 0:
            colon = text.find(":", start, start + _HEAD)
        if colon < 0 or text.find("，", start, colon) > 0:
            continue
        match = _LABEL.match(text, paragraph.start)
        if match and match["label"][0] != "@":
            found.append(match)
    return found


def _speaks(scene: Scene, label: str, counts: Counter[str], people: set[str]) -> bool:
    asks = label in _ASK or label in _ANSWER or label.endswith("记者")
    return asks or label in scene.words.persons or label in people or (counts[label] >= 2 and len(label) <= 12)


def _may_speak(scene: Scene, label: str) -> bool:
    known = scene.words
    named = 2 <= len(label) <= 3 and label[0] in known.surnames
    named = named or any(label[-n:] in known.honorifics and label[-n - 1 : -n] in known.surnames for n in (1, 2))
    return named or _ROLE.search(label) is not None or any(label[-n:] in scene.words.persons for n in (2, 3, 4))


def _interview(scene: Scene, labels: list[re.Match[str]]) -> list[Turn]:
    """Return the turns: each label's own paragraph and those behind it, up to the next label; of the last its own."""
    text, paragraphs = scene.text, scene.doc.paragraphs
    starts = [p.start for p in paragraphs]
    numbers = [bisect_right(starts, m.start("label")) - 1 for m in labels]
    found: list[Turn] = []
    for number, match, limit in zip(numbers, labels, [*numbers[1:], numbers[-1] + 1], strict=True):
        name = match["label"]
        label = Span(*match.span("label"))
        role = "ask" if name in _ASK else "answer" if name in _ANSWER else "name"
        start, end = match.start("rest"), paragraphs[number].end
        while start < end and text[start] in " \u3000":
            start += 1
        if start < end:
            found.append(Turn(Span(start, end), label, name, number, "quote.turn", role))
        # a last label that stands alone on its line names the speaker of the next
        alone = start >= end and match is labels[-1] and limit < len(paragraphs)
        behind = range(number + 1, limit + alone)
        found += [Turn(paragraphs[at], label, name, at, "quote.turn", role) for at in behind]
    return found


def _posts(scene: Scene) -> list[Turn]:
    found = []
    starts = [p.start for p in scene.doc.paragraphs]
    for match in _POST.finditer(scene.text):
        span = Span(*match.span("said")).trim(scene.text, " \u3000/")
        number = max(0, bisect_right(starts, match.start()) - 1)
        found.append(Turn(span, Span(*match.span("label")), match["label"][1:], number, "quote.post", "name"))
    return found


def _headline(scene: Scene, labels: list[re.Match[str]]) -> list[Turn]:
    paragraphs = scene.doc.paragraphs
    if not paragraphs or labels[0].start("label") != paragraphs[0].start or len(paragraphs) < 2:
        return []
    match = labels[0]
    label = match["label"]
    known = scene.words
    if label not in known.persons and label[-2:] not in known.persons and not _is_person(scene, match):
        return []
    span = Span(*match.span("rest")).trim(scene.text, " \u3000")
    if len(span) < 4 or scene.text[span.start] in '“「"':
        return []
    return [Turn(span, Span(*match.span("label")), label, 0, "quote.headline", "name")]


def _is_person(scene: Scene, match: re.Match[str]) -> bool:
    start, end = match.span("label")
    return any(
        m.span.end == end and m.type is EntityType.PER for m in scene.inside(start, end) if m.span.start == start
    )


def guest(scene: Scene, limit: int) -> Source | None:
    """Return who is interviewed: the last person named before the first turn."""
    people = [m for m in scene.mentions if m.type is EntityType.PER and m.span.start < limit]
    return Source(people[-1].span, people[-1].canonical, "name", people[-1]) if people else None
