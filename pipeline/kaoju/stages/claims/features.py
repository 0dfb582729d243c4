"""What speaks for a candidate as the subject of a number: features by name, for the ranker."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

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
_DESCRIBES = frozenset({"age", "count", "duration"})
_OWNED = frozenset({"business", "growth", "cost"})
_LONG = 4
_PAUSE = re.compile("[，。；]")
_ELSEWHERE = frozenset({"carried", "voice"})
_WEAK = frozenset({"at", "against", "source", "toward", "whole", "compared", "object"})
# 退货率 and 增加 before a number leave its clause without anybody it could be about.
_SLIGHT = _WEAK | {"gauge", "deverbal"}
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
        cue = reading.cue.span if reading.cue else None
        self.firm = [
            c for c in own
            if c.sort != "place" and not _SLIGHT & set(c.traits)
            and not (c.sort == "noun" and cue is not None and cue.overlaps(c.span))
        ]  # fmt: skip
        self.latest = {_kind(c): c for c in self.firm}
        self.earlier = {_kind(c): c for c in reversed(self.firm)}
        ends = [q.span.end for q in clause.quantities if q.span.end <= at and q.kind is not Kind.DATE]
        self.since = max(ends, default=-1)
        counted = counted_noun(clause, here.row, quantity)
        self.counted = counted.of(text) if counted else ""
        self.leads = next(
            (c for c in here.candidates if c.sort not in {"noun", "place"} and not _WEAK & set(c.traits)), None
        )
        self.before = here.row.before(at)
        self.verb = _verb(text[self.before.start : self.before.end], self.before.tag) if self.before else ""
        self.bare = "rivals" if self.firm else "bare"
        self.previous = memory.subjects[-1][0] if memory.subjects else None
        age = frame.sentence.index - memory.subjects[-1][3] if memory.subjects else _LONG
        self.how = "here" if age == 0 else "near" if age == 1 else "far" if age < _LONG else ""
        self.earlier_subjects = {s[0] for s in memory.subjects[-4:]} if self.how else set()
        first = frame.sentence.index - _LONG + 1
        told = Counter([s[0] for s in memory.subjects[-6:] if s[3] >= first])
        self.told = {name for name, times in told.items() if times > 1}
        self.opened = set(memory.opened[1].values()) if memory.opened[0] == frame.sentence.paragraph else set()
        self.same = bool(memory.metrics) and memory.metrics[-1] == self.group
        self.main = memory.main.canonical if memory.main else None
        self.leading = memory.leading.canonical if memory.leading else None

    def features(self, candidate: Candidate) -> list[str]:
        """Return the names of the features that hold of a candidate."""
        kind = _kind(candidate)
        names = [f"{kind}:{self.group}"]
        if candidate.mention is not None and kind == "org":
            names.append(f"{candidate.mention.type.lower()}:{self.group}")
        if candidate.sort in _ELSEWHERE:
            names += ("elsewhere", candidate.sort, *candidate.traits, f"elsewhere:{self.bare}:{kind}")
        elif candidate.sort == "counted":
            names += (f"counted:{self.bare}", f"counted@{self.verb}:{self.group}")
            if len(candidate.name) >= _LONG:
                names.append("counted:long")
        else:
            self._place(candidate, kind, names)
        self._known(candidate, kind, names)
        return names

    def _place(self, candidate: Candidate, kind: str, names: list[str]) -> None:
        away = self.number - candidate.clause
        ahead = candidate.span.end <= self.quantity.span.start
        place = "after" if not ahead else ("here", "one", "two")[away] if away < 3 else "far"
        names.append(f"{place}:{kind}")
        names += _of_traits(candidate.traits, kind, "here" if place == "here" else "away")
        if candidate.order == 0:
            names.append(f"first@{place}:{kind}")
        if place == "here":
            self._here(candidate, kind, names)
        elif place == "after":
            gap = self.text[self.quantity.span.end : candidate.span.start]
            if not gap or _LINK.match(gap):
                names.append(f"described:{kind}:{self.group if self.group in _DESCRIBES else 'else'}")
        elif not self.firm:
            names.append(f"{place}:bare:{kind}")
        self._cue(candidate, kind, names)
        if kind == "noun" and candidate.name == self.counted:
            names.append(f"is_counted:{self.group}")

    def _here(self, candidate: Candidate, kind: str, names: list[str]) -> None:
        nearest = self.latest.get(kind) is candidate
        if nearest:
            names.append(f"nearest:{kind}")
        if self.earlier.get(kind) is candidate:
            names.append(f"foremost:{kind}")
        if self.since >= 0:
            names.append(f"{'fresh' if candidate.span.start >= self.since else 'stale'}:{kind}")
        names.append(f"{'rivals' if len(self.latest) > 1 or not nearest else 'alone'}:{kind}")
        if self.before is not None and self.before.start >= candidate.span.end:
            names.append(f"{kind}@{self.verb}")

    def _cue(self, candidate: Candidate, kind: str, names: list[str]) -> None:
        cue = self.reading.cue
        if cue is None:
            return
        gap = cue.span.start - candidate.span.end
        if 0 <= gap <= 1:
            names += (f"cue_touches:{kind}", f"cue_touches:{kind}:{self.group}")
        elif 1 < gap <= 6 and not _PAUSE.search(self.text, candidate.span.end, cue.span.start):
            names.append(f"cue_near:{kind}")
        elif candidate.span.start >= cue.span.end and candidate.span.end <= self.quantity.span.start:
            names.append(f"past_cue:{kind}")

    def _known(self, candidate: Candidate, kind: str, names: list[str]) -> None:
        name, memory = candidate.name, self.memory
        if self.how and name == self.previous:
            names += (f"previous:{self.how}", f"previous:{self.how}:{self.bare}")
            if self.same:
                names.append(f"previous:same:{self.how}")
        elif name in self.earlier_subjects:
            names.append("subject_before")
        if name in self.opened:
            names += (f"opened:{kind}", f"opened:{self.group}")
        if name in self.told:
            names.append(f"told:{kind}")
        if candidate.mention is not None:
            names.append(f"said{_few(memory.names.get(name, 0), 5)}:{kind}")
        if candidate is self.leads:
            names.append(f"leads:{kind}")
        if candidate.sort == "noun":
            names.append(f"seen{_few(memory.nouns.get(name[-2:], 0), 4)}:noun")
            if name in memory.title:
                names.append("titled:noun")
        if name == self.main:
            names.append(f"is_main:{self.group if self.group in _OWNED else 'else'}")
        if name == self.leading:
            names.append("is_leading")


@lru_cache(maxsize=8192)
def _of_traits(traits: tuple[str, ...], kind: str, near: str) -> tuple[str, ...]:
    """Return the features of what surrounds a candidate: the same few lists come again and again."""
    return (*(f"{t}@{near}" for t in traits), *(f"{t}:{kind}" for t in traits if t not in _WEAK))


def _few(times: int, many: int) -> int:
    return min(times, 2) if times < many else 3


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
