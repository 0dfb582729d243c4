"""What speaks for a candidate as the subject of a number: features by name, for the ranker."""

import re
from collections.abc import Iterator, Mapping, Sequence

from kaoju.document import EntityType, Kind, Quantity, Quote
from kaoju.stages.claims.candidates import Candidate, Memory, Scene, counted_noun
from kaoju.stages.claims.clauses import Frame
from kaoju.stages.claims.groups import group_of
from kaoju.stages.claims.metric import Reading
from kaoju.stages.claims.ranking import Option
from kaoju.stages.claims.reach import in_reach
from kaoju.stages.claims.words import roles

__all__ = ["options"]

_KIND: Mapping[str, str] = {
    "person": "person", "company": "org", "platform": "org", "product": "org", "place": "place", "work": "thing",
    "event": "thing", "noun": "noun", "pronoun": "pronoun", "generic": "pronoun", "counted": "counted",
}  # fmt: skip
_SORT: Mapping[EntityType, str] = {
    EntityType.PER: "person", EntityType.ORG: "company", EntityType.PLATFORM: "platform", EntityType.PRODUCT: "product",
    EntityType.LOC: "place", EntityType.WORK: "work", EntityType.EVENT: "event",
}  # fmt: skip
_ELSEWHERE = frozenset({"carried", "voice"})
_WEAK = frozenset({"at", "against", "source", "toward", "whole", "compared", "object"})
# 52岁的(院长)林某: the number describes the name behind it.
_LINK = re.compile(r"[^，。；的]{0,8}的[^，。；的]{0,8}$")


def options(
    text: str,
    frame: Frame,
    number: int,
    quantity: Quantity,
    reading: Reading,
    here: Scene,
    memory: Memory,
    quotes: Sequence[Quote],
) -> list[Option[Candidate]]:
    """Return all that a number in clause `number` may be about, each with its features."""
    view = _View(text, frame, number, quantity, reading, here, memory)
    quote = min((q for q in quotes if q.span.contains(quantity.span)), key=lambda q: len(q.span), default=None)
    reach = in_reach(text, frame, number, quantity, reading, here, memory, quote)
    return [Option(c.name, c, (*view.features(c), *_speech(c, quote))) for c in reach]


class _View:
    """One number's view of its candidates: what is asked of every one of them is looked up once."""

    def __init__(
        self, text: str, frame: Frame, number: int, quantity: Quantity, reading: Reading, here: Scene, memory: Memory
    ) -> None:
        self.text, self.number, self.quantity, self.reading, self.memory = text, number, quantity, reading, memory
        self.group = group_of(reading.metric)
        at = quantity.span.start
        clause = frame.clauses[number]
        own = [c for c in here.candidates if c.clause == number and c.span.end <= at]
        self.firm = [c for c in own if c.sort != "place" and not _WEAK & set(c.traits)]
        self.latest = {_kind(c): c for c in self.firm}
        self.earlier = {_kind(c): c for c in reversed(self.firm)}
        ends = [q.span.end for q in clause.quantities if q.span.end <= at and q.kind is not Kind.DATE]
        self.since = max(ends, default=-1)
        counted = counted_noun(text, clause, here.row, quantity)
        self.counted = counted.of(text) if counted else ""
        self.leads = next(
            (c for c in here.candidates if c.sort not in {"noun", "place"} and not _WEAK & set(c.traits)), None
        )
        self.paragraph, self.first = frame.sentence.paragraph, frame.sentence.index - 3
        self.before = here.row.before(at)
        self.previous = memory.subjects[-1] if memory.subjects else None
        self.age = frame.sentence.index - self.previous[3] if self.previous else 9

    def features(self, candidate: Candidate) -> Iterator[str]:
        """Yield the names of the features that hold of a candidate."""
        kind = _kind(candidate)
        yield f"{kind}:{self.group}"
        if candidate.mention is not None and kind == "org":
            yield f"{candidate.mention.type.lower()}:{self.group}"
        if candidate.sort in _ELSEWHERE:
            yield "elsewhere"
            yield candidate.sort
            yield from candidate.traits
            yield f"elsewhere:{'bare' if not self.firm else 'rivals'}:{kind}"
        elif candidate.sort == "counted":
            yield from self._counted(candidate)
        else:
            yield from self._place(candidate, kind)
        yield from self._known(candidate, kind)

    def _counted(self, candidate: Candidate) -> Iterator[str]:
        yield f"counted:{'bare' if not self.firm else 'rivals'}"
        if self.before is not None:
            yield f"counted@{_verb(self.text[self.before.start : self.before.end], self.before.tag)}:{self.group}"
        if len(candidate.name) >= 4:
            yield "counted:long"

    def _place(self, candidate: Candidate, kind: str) -> Iterator[str]:
        away = self.number - candidate.clause
        ahead = candidate.span.end <= self.quantity.span.start
        place = "after" if not ahead else ("here", "one", "two")[away] if away < 3 else "far"
        near = "here" if place == "here" else "away"
        yield f"{place}:{kind}"
        for trait in candidate.traits:
            yield f"{trait}@{near}"
            if trait not in _WEAK:
                yield f"{trait}:{kind}"
        if candidate.order == 0:
            yield f"first@{place}:{kind}"
        if place == "here":
            yield from self._here(candidate, kind)
        elif place == "after":
            gap = self.text[self.quantity.span.end : candidate.span.start]
            if not gap or _LINK.match(gap):
                yield f"described:{kind}:{self.group if self.group in {'age', 'count', 'duration'} else 'else'}"
        elif not self.firm:
            yield f"{place}:bare:{kind}"
        yield from self._cue(candidate, kind)
        if kind == "noun" and candidate.name == self.counted:
            yield f"is_counted:{self.group}"

    def _here(self, candidate: Candidate, kind: str) -> Iterator[str]:
        if self.latest.get(kind) is candidate:
            yield f"nearest:{kind}"
        if self.earlier.get(kind) is candidate:
            yield f"foremost:{kind}"
        if self.since >= 0:
            yield f"{'fresh' if candidate.span.start >= self.since else 'stale'}:{kind}"
        others = len(self.latest) > 1 or self.latest.get(kind) is not candidate
        yield f"{'rivals' if others else 'alone'}:{kind}"
        if self.before is not None and self.before.start >= candidate.span.end:
            word = self.text[self.before.start : self.before.end]
            yield f"{kind}@{_verb(word, self.before.tag)}"

    def _cue(self, candidate: Candidate, kind: str) -> Iterator[str]:
        cue = self.reading.cue
        if cue is None:
            return
        gap = cue.span.start - candidate.span.end
        if 0 <= gap <= 1:
            yield f"cue_touches:{kind}"
            yield f"cue_touches:{kind}:{self.group}"
        elif 1 < gap <= 6 and not any(c in "，。；" for c in self.text[candidate.span.end : cue.span.start]):
            yield f"cue_near:{kind}"
        elif candidate.span.start >= cue.span.end and candidate.span.end <= self.quantity.span.start:
            yield f"past_cue:{kind}"

    def _known(self, candidate: Candidate, kind: str) -> Iterator[str]:
        memory = self.memory
        if self.previous is not None and self.age <= 3 and candidate.name == self.previous[0]:
            how = "here" if self.age == 0 else "near" if self.age == 1 else "far"
            yield f"previous:{how}"
            yield f"previous:{how}:{'bare' if not self.firm else 'rivals'}"
            if memory.metrics and memory.metrics[-1] == self.group:
                yield f"previous:same:{how}"
        elif self.age <= 3 and any(candidate.name == s[0] for s in memory.subjects[-4:]):
            yield "subject_before"
        if memory.opened[0] == self.paragraph and candidate.name in memory.opened[1].values():
            yield f"opened:{kind}"
            yield f"opened:{self.group}"
        told = [s for s in memory.subjects[-6:] if s[0] == candidate.name and s[3] >= self.first]
        if len(told) > 1:
            yield f"told:{kind}"
        if candidate.mention is not None:
            said = memory.names.get(candidate.name, 0)
            yield f"said{0 if said == 0 else 1 if said == 1 else 2 if said < 5 else 3}:{kind}"
        if candidate is self.leads:
            yield f"leads:{kind}"
        if candidate.sort == "noun":
            seen = memory.nouns.get(candidate.name[-2:], 0)
            yield f"seen{0 if seen == 0 else 1 if seen == 1 else 2 if seen < 4 else 3}:noun"
            if candidate.name in memory.title:
                yield "titled:noun"
        if memory.main is not None and candidate.name == memory.main.canonical:
            yield f"is_main:{self.group if self.group in {'business', 'growth', 'cost'} else 'else'}"
        if memory.leading is not None and candidate.name == memory.leading.canonical:
            yield "is_leading"


def _kind(candidate: Candidate) -> str:
    if candidate.sort == "noun" and "deverbal" in candidate.traits:
        return "act"
    if candidate.sort == "voice":
        return "person"
    if candidate.sort in _ELSEWHERE:
        return _KIND[_SORT[candidate.mention.type]] if candidate.mention else "noun"
    return _KIND[candidate.sort]


def _verb(word: str, tag: str) -> str:
    """Sort the word right before a number: what it makes of the number's noun."""
    role = roles().get(word)
    if role in {"holds", "links", "samples"}:
        return role
    if tag == "NAME":
        return "name"
    return tag[:1]


def _speech(candidate: Candidate, quote: Quote | None) -> Iterator[str]:
    if quote is None or candidate.sort == "voice":
        return
    if quote.span.contains(candidate.span):
        yield "inside_speech"
    elif quote.speaker_span is not None and quote.speaker_span.overlaps(candidate.span):
        yield "is_speaker"
    elif quote.speaker is not None and quote.speaker == candidate.name:
        yield "names_speaker"
    else:
        yield "outside_speech"
