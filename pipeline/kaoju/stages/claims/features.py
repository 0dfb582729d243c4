"""What speaks for a candidate as the subject of a number: features by name, for the ranker."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kaoju.document import EntityType, Kind, Quote, Sentence
from kaoju.stages.claims.candidates import Candidate, Memory, Scene, counted_noun
from kaoju.stages.claims.clauses import Spot
from kaoju.stages.claims.groups import group_of
from kaoju.stages.claims.metric import Reading
from kaoju.stages.claims.ranking import Option, Signs, weighed
from kaoju.stages.claims.reach import in_reach
from kaoju.stages.claims.words import roles

__all__ = ["options"]

_KIND: Mapping[str, str] = {
    "person": "person", "company": "org", "platform": "org", "product": "org", "place": "place", "work": "thing",
    "event": "thing", "titled": "titled", "noun": "noun", "pronoun": "pronoun", "generic": "pronoun",
    "counted": "counted",
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
# 在, 比, 据, 占: what stands beside the statement, wherever it stands in the clause.
_BESIDE = frozenset({"at", "against", "source", "whole", "compared"})
# 退货率 and 增加 before a number leave its clause without anybody it could be about.
_SLIGHT = _WEAK | {"gauge", "deverbal"}
# 52岁的(院长)林某: the number describes the name behind it.
_LINK = re.compile(r"[^，。；的]{0,8}的[^，。；的]{0,8}$")


def options(spot: Spot, reading: Reading, here: Scene, memory: Memory) -> list[Option[Candidate]]:
    """Return all that a number may be about, each with what speaks for it."""
    view = _View(spot, reading, here, memory)
    reach = in_reach(spot, reading, here, memory, view.counted)
    return [Option(c.name, c, tuple(view.signs(c))) for c in _able(list(reach), view.group)]


def _able(reach: list[Candidate], group: str) -> list[Candidate]:
    """Leave out what cannot be of this measure, unless nothing else is there: no platform is 41岁."""
    return [c for c in reach if group != "age" or _kind(c) != "org"] or reach


class _View:
    """One number's view of its candidates: what is asked of every one of them is looked up once."""

    def __init__(self, spot: Spot, reading: Reading, here: Scene, memory: Memory) -> None:
        self.spot, self.reading, self.memory = spot, reading, memory
        self.group = group_of(reading.metric)
        at = spot.quantity.span.start
        own = [c for c in here.candidates if c.clause == spot.number and c.span.end <= at]
        cue = reading.cue.span if reading.cue else None
        self.firm = [
            c for c in own
            if c.sort != "place" and _SLIGHT.isdisjoint(c.traits)
            and not (c.sort == "noun" and cue is not None and cue.overlaps(c.span))
        ]  # fmt: skip
        self.latest = {_kind(c): c for c in self.firm}
        self.earlier = {_kind(c): c for c in reversed(self.firm)}
        ends = [q.span.end for q in spot.clause.quantities if q.span.end <= at and q.kind is not Kind.DATE]
        self.since = max(ends, default=-1)
        self.counted = counted_noun(spot.clause, here.row, spot.quantity)
        self.counts = self.counted.of(spot.text) if self.counted else ""
        self.leads = next(
            (c for c in here.candidates if c.sort not in {"noun", "place"} and _WEAK.isdisjoint(c.traits)), None
        )
        self.step = next((p for p in here.parallels if spot.quantity.span in p.place), None)
        self.before = here.row.before(at)
        self.verb = _verb(spot.text[self.before.start : self.before.end], self.before.tag) if self.before else ""
        self.bare = "rivals" if self.firm else "bare"
        self._remember(memory, spot.frame.sentence)

    def _remember(self, memory: Memory, sentence: Sentence) -> None:
        latest = memory.subjects[-6:]
        self.previous = latest[-1][0] if latest else None
        age = sentence.index - latest[-1][3] if latest else _LONG
        self.how = "here" if age == 0 else "near" if age == 1 else "far" if age < _LONG else ""
        self.earlier_subjects = {s[0] for s in latest[-4:]} if self.how else set()
        names = [s[0] for s in latest if s[3] > sentence.index - _LONG]
        self.told = {name for name in names if names.count(name) > 1}
        self.opened = set(memory.opened[1].values()) if memory.opened[0] == sentence.paragraph else set()
        self.same = bool(memory.metrics) and memory.metrics[-1] == self.group
        self.main = memory.main.canonical if memory.main else None
        self.leading = memory.leading.canonical if memory.leading else None

    def signs(self, candidate: Candidate) -> Iterator[Signs]:
        """Yield what speaks for a candidate, and against it."""
        kind = _kind(candidate)
        yield _kind_signs(kind, candidate.mention.type if candidate.mention is not None else "", self.group)
        if candidate.sort in _ELSEWHERE:
            yield _elsewhere_signs(kind, candidate.sort, candidate.traits, self.bare)
        elif candidate.sort == "counted":
            yield _counted_signs(self.bare, self.verb, self.group, long=len(candidate.name) >= _LONG)
        else:
            yield from self._placed(candidate, kind)
        yield self._known(candidate, kind)
        quote = self.spot.quote
        if quote is not None and candidate.sort != "voice":
            yield _speech_signs(_speech(candidate, quote), kind)

    def _placed(self, candidate: Candidate, kind: str) -> Iterator[Signs]:
        away = self.spot.number - candidate.clause
        ahead = candidate.span.end <= self.spot.quantity.span.start
        place = "after" if not ahead else ("here", "one", "two")[away] if away < 3 else "far"
        slot = self.step.slot_of(candidate.span) if self.step else None
        beside = next((t for t in candidate.traits if t in _BESIDE), "")
        if self.step and slot is not None:
            yield _step_signs(own=slot == self.step.place[self.spot.quantity.span])
        elif beside and ahead:
            yield _beside_signs(kind, place, beside, self.group)
            return
        yield _place_signs(kind, place, candidate.traits, first=candidate.order == 0)
        if place == "here":
            yield self._here(candidate, kind)
        else:
            bare = place != "after" and not self.firm
            yield _away_signs(kind, place, self.group, bare=bare, described=not ahead and self._describes(candidate))
        cue = self._cue(candidate)
        if cue:
            yield _cue_signs(kind, cue, self.group)
        if kind == "noun" and candidate.name == self.counts:
            yield _is_counted_signs(self.group)

    def _here(self, candidate: Candidate, kind: str) -> Signs:
        nearest = self.latest.get(kind) is candidate
        age = "" if self.since < 0 else "fresh" if candidate.span.start >= self.since else "stale"
        rivals = "rivals" if len(self.latest) > 1 or not nearest else "alone"
        behind = self.before is not None and self.before.start >= candidate.span.end
        foremost = self.earlier.get(kind) is candidate
        verb = self.verb if behind else None
        return _here_signs(kind, age, rivals, verb, nearest=nearest, foremost=foremost)

    def _describes(self, candidate: Candidate) -> bool:
        """Tell whether the number describes the name behind it: 52岁的(院长)林某."""
        gap = self.spot.text[self.spot.quantity.span.end : candidate.span.start]
        return not gap or _LINK.match(gap) is not None

    def _cue(self, candidate: Candidate) -> str:
        cue = self.reading.cue
        if cue is None:
            return ""
        gap = cue.span.start - candidate.span.end
        if 0 <= gap <= 1:
            return "touches"
        if 1 < gap <= 6 and not _PAUSE.search(self.spot.text, candidate.span.end, cue.span.start):
            return "near"
        past = candidate.span.start >= cue.span.end and candidate.span.end <= self.spot.quantity.span.start
        return "past" if past else ""

    def _known(self, candidate: Candidate, kind: str) -> Signs:
        name, memory, noun = candidate.name, self.memory, candidate.sort == "noun"
        previous = bool(self.how) and name == self.previous
        return _known_signs(
            _Known(
                kind,
                self.group,
                self.how if previous else "",
                self.bare if previous else "",
                previous and self.same,
                not previous and name in self.earlier_subjects,
                name in self.opened,
                name in self.told,
                -1 if candidate.mention is None else _few(memory.names.get(name, 0), 5),
                candidate is self.leads,
                _few(memory.nouns.get(name[-2:], 0), 4) if noun else -1,
                noun and name in memory.title,
                name == self.main,
                name == self.leading,
            )
        )


class _Known(NamedTuple):
    """What the text has told of a candidate so far. `said`, `seen`: how often, -1 where it is not asked."""

    kind: str
    group: str
    previous: str
    bare: str
    same: bool
    before: bool
    opened: bool
    told: bool
    said: int
    leads: bool
    seen: int
    titled: bool
    main: bool
    leading: bool


@weighed("subject")
def _kind_signs(kind: str, entity: str, group: str) -> Iterator[str]:
    yield f"{kind}:{group}"
    if entity and kind in {"org", "pronoun"}:
        yield f"type_{entity.lower()}:{group}"


@weighed("subject")
def _elsewhere_signs(kind: str, sort: str, traits: tuple[str, ...], bare: str) -> Iterator[str]:
    yield from ("elsewhere", sort, *traits, f"elsewhere:{bare}:{kind}")


@weighed("subject")
def _counted_signs(bare: str, verb: str, group: str, *, long: bool) -> Iterator[str]:
    yield from (f"counted:{bare}", f"counted@{verb}:{group}")
    if long:
        yield "counted:long"


@weighed("subject")
def _place_signs(kind: str, place: str, traits: tuple[str, ...], *, first: bool) -> Iterator[str]:
    near = "here" if place == "here" else "away"
    yield f"{place}:{kind}"
    yield from (f"{t}@{near}" for t in traits)
    yield from (f"{t}:{kind}" for t in traits if t not in _WEAK)
    if first:
        yield f"first@{place}:{kind}"


@weighed("subject")
def _step_signs(*, own: bool) -> Iterator[str]:
    yield "in_step" if own else "out_of_step"


@weighed("subject")
def _beside_signs(kind: str, place: str, beside: str, group: str) -> Iterator[str]:
    near = "here" if place == "here" else "away"
    yield from (f"beside@{place}:{kind}", f"{beside}@{near}", f"{beside}:{kind}", f"{beside}:{group}")


@weighed("subject")
def _here_signs(kind: str, age: str, rivals: str, verb: str | None, *, nearest: bool, foremost: bool) -> Iterator[str]:
    if nearest:
        yield f"nearest:{kind}"
    if foremost:
        yield f"foremost:{kind}"
    if age:
        yield f"{age}:{kind}"
    yield f"{rivals}:{kind}"
    if verb is not None:
        yield f"{kind}@{verb}"


@weighed("subject")
def _away_signs(kind: str, place: str, group: str, *, bare: bool, described: bool) -> Iterator[str]:
    if described:
        yield f"described:{kind}:{group if group in _DESCRIBES else 'else'}"
    if bare:
        yield f"{place}:bare:{kind}"


@weighed("subject")
def _cue_signs(kind: str, cue: str, group: str) -> Iterator[str]:
    if cue == "past":
        yield f"past_cue:{kind}"
        return
    yield f"cue_{cue}:{kind}"
    if cue == "touches":
        yield f"cue_touches:{kind}:{group}"


@weighed("subject")
def _is_counted_signs(group: str) -> Iterator[str]:
    yield f"is_counted:{group}"


@weighed("subject")
def _known_signs(known: _Known) -> Iterator[str]:
    kind, group = known.kind, known.group
    if known.previous:
        yield from (f"previous:{known.previous}", f"previous:{known.previous}:{known.bare}")
        if known.same:
            yield f"previous:same:{known.previous}"
    if known.before:
        yield "subject_before"
    if known.opened:
        yield from (f"opened:{kind}", f"opened:{group}")
    if known.told:
        yield f"told:{kind}"
    if known.said >= 0:
        yield f"said{known.said}:{kind}"
    if known.leads:
        yield f"leads:{kind}"
    if known.seen >= 0:
        yield f"seen{known.seen}:noun"
    if known.titled:
        yield "titled:noun"
    if known.main:
        yield f"is_main:{group if group in _OWNED else 'else'}"
    if known.leading:
        yield "is_leading"


@weighed("subject")
def _speech_signs(place: str, kind: str) -> Iterator[str]:
    yield place
    if place in {"is_speaker", "names_speaker"}:
        yield f"{place}:{kind}"


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


def _speech(candidate: Candidate, quote: Quote) -> str:
    if quote.span.contains(candidate.span):
        return "inside_speech"
    if quote.speaker_span is not None and quote.speaker_span.overlaps(candidate.span):
        return "is_speaker"
    return "names_speaker" if quote.speaker is not None and quote.speaker == candidate.name else "outside_speech"
