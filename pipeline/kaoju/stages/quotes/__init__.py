"""Quotations: direct, indirect and mixed speech with its speakers and cues."""

from bisect import bisect_left
from itertools import zip_longest

from kaoju.document import Document, QuoteType
from kaoju.settings import Settings
from kaoju.stages.quotes.cues import Hits, find_hits
from kaoju.stages.quotes.direct import Draft, attribute, unmarked
from kaoju.stages.quotes.indirect import indirect
from kaoju.stages.quotes.marks import Marked, marked
from kaoju.stages.quotes.names import Source
from kaoju.stages.quotes.records import records
from kaoju.stages.quotes.scene import Scene
from kaoju.stages.quotes.speakers import settle
from kaoju.stages.quotes.turns import Turn, guest, turns
from kaoju.stages.quotes.words import Words

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
    drafts = _in_order(drafts)
    settle(scene, drafts)
    return doc.with_(quotes=tuple(records(doc, drafts)))


def _in_order(drafts: list[Draft]) -> list[Draft]:
    """Return drafts in text order, outer before inner, without those that are empty or cover what another covers."""
    places = {(d.span.start, -d.span.end): d for d in reversed(drafts) if d.span.start < d.span.end}
    return [places[place] for place in sorted(places)]


def _direct(scene: Scene, hits: Hits, marks: list[Marked]) -> list[Draft]:
    found: list[Draft] = []
    paragraphs = scene.doc.paragraphs
    tops = [m for m in marks if m.parent is None]
    behind = 0  # where the text before ends
    for item, following in zip_longest(tops, tops[1:]):
        paragraph = paragraphs[item.paragraph]
        ceiling = min(paragraph.end, following.open) if following else paragraph.end
        draft = attribute(scene, hits, item, max(paragraph.start, behind), ceiling)
        if draft:
            found.append(draft)
        behind = item.close
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
    answerer = guest(scene, spoken)
    direct = sorted(direct, key=lambda d: (d.span.start, d.span.end))
    starts = [d.span.start for d in direct]
    found = list(direct)
    names: dict[str, str] = {}
    for turn in spoken:
        first = at = bisect_left(starts, turn.span.start)
        source = _turn_source(scene, turn, answerer, names)
        while at < len(starts) and starts[at] < turn.span.end:
            direct[at].source = direct[at].source or source
            at += 1
        if first < at and starts[first] <= turn.span.start + 1 and scene.text[turn.span.start] in '“「"':
            direct[first].source = source
            continue
        draft = Draft(turn.span, QuoteType.DIRECT, turn.rule, turn.paragraph, 0.9)
        draft.source = source
        found.append(draft)
    return found


def _turn_source(scene: Scene, turn: Turn, answerer: Source | None, names: dict[str, str]) -> Source | None:
    if turn.role == "answer" and answerer:
        return answerer
    if turn.name in {"答", "A"}:
        return None  # nobody was introduced who could answer
    name = names.get(turn.name)
    if name is None:
        name = names[turn.name] = "记者" if turn.name in {"问", "Q"} else _without_role(turn.name, scene.words)
    return Source(turn.label, name, "turn")


def _without_role(name: str, known: Words) -> str:
    """Return a label's name without the role before it (当事人某女士)."""
    for size in (2, 3, 4) if len(name) >= 4 else ():
        if name[:size] in known.persons and name[size : size + 1] in known.surnames and 2 <= len(name) - size <= 3:
            return name[size:]
    return name
