"""Quotations: direct, indirect and mixed speech with its speakers and cues."""

from bisect import bisect_left
from collections.abc import Iterator

from kaoju.document import Document, Evidence, Quote, QuoteType
from kaoju.settings import Settings
from kaoju.stages.quotes.cues import Hits, find_hits
from kaoju.stages.quotes.direct import Draft, attribute, unmarked
from kaoju.stages.quotes.indirect import indirect
from kaoju.stages.quotes.marks import Marked, marked
from kaoju.stages.quotes.speakers import settle
from kaoju.stages.quotes.subjects import Scene, Source
from kaoju.stages.quotes.turns import Turn, guest, turns

__all__ = ["quotes"]


def quotes(doc: Document, settings: Settings) -> Document:  # noqa: ARG001 - the signature of a stage
    """Add every quotation with type, speaker, cue and what it stands on. Raises on no text."""
    scene = Scene.of(doc)
    hits = find_hits(doc.clean, scene.words)
    marks = marked(doc.clean, doc.paragraphs)
    spoken = turns(scene)
    direct = _direct(scene, hits, marks)
    direct = _with_turns(scene, [*direct, *unmarked(scene, hits, direct)], spoken)
    drafts = [*direct, *indirect(scene, hits, marks, direct)]
    drafts.sort(key=lambda d: (d.span.start, -d.span.end))
    drafts = [d for n, d in enumerate(drafts) if d.span.start < d.span.end and (not n or d.span != drafts[n - 1].span)]
    settle(scene, drafts)
    return doc.with_(quotes=tuple(_records(doc, drafts)))


def _direct(scene: Scene, hits: Hits, marks: list[Marked]) -> list[Draft]:
    found: list[Draft] = []
    paragraphs = scene.doc.paragraphs
    tops = [m for m in marks if m.parent is None]
    for number, item in enumerate(tops):
        paragraph = paragraphs[item.paragraph]
        floor, ceiling = paragraph.start, paragraph.end
        if number and tops[number - 1].paragraph == item.paragraph:
            floor = max(floor, tops[number - 1].close)
        if number + 1 < len(tops) and tops[number + 1].paragraph == item.paragraph:
            ceiling = min(ceiling, tops[number + 1].open)
        draft = attribute(scene, hits, item, floor, ceiling)
        if draft:
            found.append(draft)
    reached: dict[int, int] = {}
    for item in marks:
        if item.parent is not None:
            holder = marks[item.parent]
            floor = reached.get(item.parent, holder.start)
            reached[item.parent] = item.close
            draft = attribute(scene, hits, item, floor, holder.end)
            if draft:
                found.append(draft)
    return found


def _with_turns(scene: Scene, direct: list[Draft], spoken: list[Turn]) -> list[Draft]:
    """Add the turns; quotes inside one that name nobody are the turn's own speaker's."""
    if not spoken:
        return direct
    answerer = guest(scene, spoken[0].label.start)
    direct = sorted(direct, key=lambda d: d.span)
    starts = [d.span.start for d in direct]
    found = list(direct)
    for turn in spoken:
        inner = direct[bisect_left(starts, turn.span.start) : bisect_left(starts, turn.span.end)]
        source = _turn_source(scene, turn, answerer)
        for draft in inner:
            draft.source = draft.source or source
        if inner and inner[0].span.start <= turn.span.start + 1 and scene.text[turn.span.start] in '“「"':
            inner[0].source = source
            continue
        draft = Draft(turn.span, QuoteType.DIRECT, turn.rule, turn.paragraph, 0.9)
        draft.source = source
        found.append(draft)
    return found


def _turn_source(scene: Scene, turn: Turn, answerer: Source | None) -> Source | None:
    if turn.role == "answer" and answerer:
        return answerer
    if turn.name in {"答", "A"}:
        return None  # nobody was introduced who could answer
    return Source(turn.label, "记者" if turn.name in {"问", "Q"} else _without_role(scene, turn), "turn")


def _without_role(scene: Scene, turn: Turn) -> str:
    """Return a label's name without the role before it (当事人某女士)."""
    name, known = turn.name, scene.words
    for size in (2, 3, 4):
        if name[:size] in known.persons and name[size : size + 1] in known.surnames and 2 <= len(name) - size <= 3:
            return name[size:]
    return name


def _records(doc: Document, drafts: list[Draft]) -> Iterator[Quote]:
    """Yield the records; a draft inside an earlier one names it as its parent."""
    around: list[Quote] = []
    for draft in drafts:
        while around and around[-1].span.end < draft.span.end:  # in text order, outer before inner
            around.pop()
        record = _record(doc, draft, around[-1].id if around else None)
        around.append(record)
        yield record


def _record(doc: Document, draft: Draft, parent: str | None) -> Quote:
    cue = draft.cue_text or (draft.cue.of(doc.clean) if draft.cue else None)
    evidence = [Evidence(draft.rule, draft.span)]
    if draft.cue:
        evidence.append(Evidence("quote.cue", draft.cue, cue or ""))
    if draft.source:
        evidence.append(Evidence(f"quote.speaker_{draft.source.kind}", draft.source.span))
    return Quote(
        id=doc.record_id("quote", draft.span),
        span=draft.span,
        type=draft.type,
        confidence=draft.confidence if draft.speaker else draft.confidence * 0.8,
        evidence=tuple(evidence),
        speaker=draft.speaker,
        speaker_span=draft.speaker_span,
        speaker_mention_id=draft.mention_id,
        cue=cue,
        cue_span=draft.cue,
        parent_quote_id=parent,
    )
