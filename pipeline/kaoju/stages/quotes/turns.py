"""Turns of interviews, posts and headlines: lines that name their speaker before a colon."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter

from msgspec import Struct

from kaoju.document import EntityType
from kaoju.span import Span
from kaoju.stages.quotes.names import Source
from kaoju.stages.quotes.scene import Scene
from kaoju.stages.quotes.subjects import subject

__all__ = ["Turn", "guest", "turns"]

_LABEL = re.compile(
    r"""[ \t\u3000]*(?P<label>[问答QA]|[^\s，。！？；：:“”《》「」/（()\n]{1,24}+(?:[ ][A-Z][\w.]*){0,2})
    [ ]?(?:[（(](?P<note>[^）)\n]{1,16})[）)])?[：:]""",
    re.VERBOSE,
)
_MARKS = "“”「」《》"
_LABEL_LENGTH = 24
_HEAD = 80  # code points in which a label with its colon ends
_POST = re.compile(r"(?P<label>@[\w\u4e00-\u9fff·-]{1,30})[：:](?P<said>(?:(?!//@)[^\n]){1,2000})")
_REPORTING = re.compile("(?:点评|评论|留言|回复|回应|表示|吐槽|调侃|感叹|说|写|问|答|称|喊)(?:道|说|称)?$")
_ROLE = re.compile("^[\u4e00-\u9fff]{1,8}[员师长手商官授生工家人]$")
_ASK = frozenset({"问", "Q", "记者", "主持人"})
_ANSWER = frozenset({"答", "A"})


class Turn(Struct):
    """One paragraph of one speaker's turn: `label` as printed, None where a headline; `rule` says which kind."""

    span: Span
    label: Span
    name: str
    paragraph: int
    rule: str
    role: str
    note: Span | None = None


class _Label(Struct):
    """What stands before the colon a paragraph begins with; `rest` is where what follows begins."""

    name: str
    span: Span
    paragraph: int
    rest: int
    note: Span | None = None  # what stands in brackets behind it


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
    counts = Counter([m.name for m in labels])
    sure = _sure(scene, counts)
    good = []
    if sure:  # where one label certainly speaks, a surname is enough for another
        able = sure.union([name for name in counts if name not in sure and _may_speak(scene, name)])
        good = [m for m in labels if m.name in able]
    if len(good) >= 2:
        found += _interview(scene, good)
    else:
        found += _headline(scene, labels)
    return found


def _labels(scene: Scene) -> list[_Label]:
    """Match the paragraphs that begin with a short label and a colon."""
    text, found = scene.text, []
    for number, colon in sorted(_colons(text, scene.paragraphs).items()):
        start = scene.paragraphs[number]
        plain = text[start:colon]
        if plain.isalnum() and len(plain) <= _LABEL_LENGTH:
            found.append(_Label(plain, Span(start, colon), number, colon + 1))
        elif text[start] not in _MARKS and "，" not in plain:
            match = _LABEL.match(text, start)
            if match:
                (_, rest), label, note = match.regs
                if text[label[0]] != "@":
                    behind = Span(*note) if note[1] > 0 else None
                    found.append(_Label(text[label[0] : label[1]], Span(*label), number, rest, behind))
    return found


def _colons(text: str, starts: list[int]) -> dict[int, int]:
    """Return, by the number of its paragraph, each first colon that is near enough to its start to end a label."""
    found: dict[int, int] = {}
    for mark in "：:":
        place = text.find(mark)
        while place >= 0:
            number = bisect_right(starts, place)
            if number and place - starts[number - 1] < _HEAD:
                found.setdefault(number - 1, place)
            place = text.find(mark, starts[number]) if number < len(starts) else -1
    return found


def _sure(scene: Scene, counts: Counter[str]) -> set[str]:
    """Return the labels that certainly speak: one that comes again, a role, what the text calls one of its people."""
    persons = scene.words.persons
    sure = {
        name
        for name, count in counts.items()
        if (count >= 2 and len(name) <= 12)
        or name in _ASK
        or name in _ANSWER
        or name.endswith("记者")
        or name in persons
    }
    if len(sure) < len(counts):
        sure.update(scene.names & counts.keys())
        sure.update([name for m in scene.people if (name := m.span.of(scene.text)) in counts])
    return sure


def _may_speak(scene: Scene, label: str) -> bool:
    known = scene.words
    if label[0] in known.surnames and 2 <= len(label) <= 3:
        return True
    for size in (1, 2):
        if label[-size:] in known.honorifics and label[-size - 1 : -size] in known.surnames:
            return True
    if label[-2:] in known.persons or label[-3:] in known.persons or label[-4:] in known.persons:
        return True
    return _ROLE.search(label) is not None


def _interview(scene: Scene, labels: list[_Label]) -> list[Turn]:
    """Return the turns: each label's own paragraph and those behind it, up to the next label; of the last its own."""
    text, paragraphs = scene.text, scene.doc.paragraphs
    found: list[Turn] = []
    limits = [*(label.paragraph for label in labels[1:]), labels[-1].paragraph + 1]
    for label, limit in zip(labels, limits, strict=True):
        name, number = label.name, label.paragraph
        role = "ask" if name in _ASK else "answer" if name in _ANSWER else "name"
        start, end = label.rest, paragraphs[number].end
        while start < end and text[start] in " \u3000":
            start += 1
        if start < end:
            found.append(Turn(Span(start, end), label.span, name, number, "quote.turn", role, label.note))
        # a last label that stands alone on its line names the speaker of the next
        alone = start >= end and label is labels[-1] and limit < len(paragraphs)
        if behind := range(number + 1, limit + alone):
            found += [Turn(paragraphs[at], label.span, name, at, "quote.turn", role) for at in behind]
    return found


def _posts(scene: Scene) -> list[Turn]:
    found = []
    for match in _POST.finditer(scene.text):
        if _REPORTING.search(match["label"]):
            continue  # 网友@某某评论道：“…”: a sentence, no repost
        span = Span(*match.span("said")).trim(scene.text, " \u3000/")
        number = scene.paragraph(match.start())
        found.append(Turn(span, Span(*match.span("label")), match["label"][1:], number, "quote.post", "name"))
    return found


def _headline(scene: Scene, labels: list[_Label]) -> list[Turn]:
    text, paragraphs, known, first = scene.text, scene.doc.paragraphs, scene.words, labels[0]
    if first.span.start != paragraphs[0].start or len(paragraphs) < 2:
        return []
    if first.name not in known.persons and first.name[-2:] not in known.persons and not _is_person(scene, first.span):
        return []
    span = Span(first.rest, max(first.rest, paragraphs[0].end)).trim(text, " \u3000")
    if len(span) < 4 or text[span.start] in '“「"':
        return []
    return [Turn(span, first.span, first.name, 0, "quote.headline", "name")]


def _is_person(scene: Scene, span: Span) -> bool:
    return any(m.span == span and m.type is EntityType.PER for m in scene.inside(span.start, span.end))


def guest(scene: Scene, spoken: list[Turn]) -> Source | None:
    """Return who is interviewed: named with the first answer, or the last person before the first turn."""
    for turn in spoken:
        if turn.role == "answer" and turn.note:  # 答（某部主任某某）：
            return subject(scene, turn.note.start, turn.note.end)
    limit = spoken[0].label.start
    at = bisect_left(scene.people, limit, key=lambda m: m.span.start)
    person = scene.people[at - 1] if at else None
    return Source(person.span, person.canonical, "name", person) if person else None
