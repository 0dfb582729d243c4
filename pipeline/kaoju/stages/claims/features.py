"""What speaks for a candidate as the subject of a number: features by name, for the ranker."""

import re
from collections.abc import Iterator

from kaoju.document import Kind, Quote, Sentence
from kaoju.span import Span
from kaoju.stages.claims.candidates import WEAK, Candidate, Memory, Scene, counted_noun
from kaoju.stages.claims.clauses import Spot
from kaoju.stages.claims.groups import group_of
from kaoju.stages.claims.metric import Reading
from kaoju.stages.claims.parallel import Parallel
from kaoju.stages.claims.ranking import Option, Signs, weighed
from kaoju.stages.claims.reach import in_reach
from kaoju.stages.claims.words import head_of, roles

__all__ = ["options"]

_DESCRIBES = frozenset({"age", "count", "duration"})
_OWNED = frozenset({"business", "growth", "cost"})
_LONG = 4
# How many claims back tell whether a text speaks of common nouns rather than of names.
_STYLE = 12
# From here on, and where it has decimals, a value that comes again is seldom another's.
_TELLING = 100
# 前者的(约)八分之一: so near behind 的 a number is its owner's.
_OWNS = 3
_SOLD = ("卖", "售", "标价", "定价", "报价", "卖到", "售价", "单价", "均价")
_PAUSE = re.compile("[，。；]")
_ELSEWHERE = frozenset({"carried", "voice"})
# How often a name was said, and a noun seen, before the sentence.
_SAID = ("said0", "said1", "said2", "said2", "said2", "said3")
_SEEN = ("seen0:noun", "seen1:noun", "seen2:noun", "seen2:noun", "seen3:noun")
_PLACES = ("here", "one", "two")
_TYPED = frozenset({"org", "pronoun"})
_COMMON = frozenset({"noun", "act", "counted"})
_SPEAKS = frozenset({"is_speaker", "names_speaker"})
# 在, 比, 据, 占: what stands beside the statement, wherever it stands in the clause.
_BESIDE = frozenset({"at", "against", "source", "whole", "compared"})
# 退货率 and 增加 before a number leave its clause without anybody it could be about.
_SLIGHT = WEAK | {"gauge", "deverbal"}
# 52岁的(院长)林某: the number describes the name behind it.
_LINK = re.compile(r"[^，。；的]{0,8}的[^，。；的]{0,8}$")


def options(spot: Spot, reading: Reading, here: Scene, memory: Memory) -> list[Option[Candidate]]:
    """Return all that a number may be about, each with what speaks for it."""
    view = _View(spot, reading, here, memory)
    reach = list(in_reach(spot, reading, here, memory, view.counted))
    if view.group == "age":  # no platform is 41岁, unless nothing else is there
        reach = [c for c in reach if c.kind != "org"] or reach
    return [Option(c.name, c, view.signs(c)) for c in reach]


class _View:
    """One number's view of its candidates: what is asked of every one of them is looked up once."""

    def __init__(self, spot: Spot, reading: Reading, here: Scene, memory: Memory) -> None:
        self.spot, self.memory, self.quote, self.leads = spot, memory, spot.quote, here.leads
        self.at, self.end = spot.quantity.span.start, spot.quantity.span.end
        self.cue = reading.cue.span if reading.cue else None
        self.group = group_of(reading.metric)
        if self.group == "age" and spot.quantity.low != spot.quantity.high:
            self.group = "ages"  # 15至64岁 is nobody's age
        self.latest: dict[str, Candidate] = {}
        self.earlier: dict[str, Candidate] = {}
        for candidate in here.clauses[spot.number]:
            if self._is_firm(candidate):
                self.latest[candidate.kind] = candidate
                self.earlier.setdefault(candidate.kind, candidate)
        self.bare = "rivals" if self.latest else "bare"
        ends = [q.span.end for q in spot.clause.quantities if q.span.end <= self.at and q.kind is not Kind.DATE]
        self.since = max(ends, default=-1)
        self.counted = counted_noun(spot.clause, here.row, spot.quantity)
        self.counts = self.counted.of(spot.text) if self.counted else ""
        self.step = _step(spot, here)
        before = here.row.verb_before(self.at)
        self.before = here.row.starts[before] if before >= 0 else -1
        self.verb = _verb(here.row.words[before], here.row.tags[before]) if before >= 0 else ""
        self.sold = self.group == "price" and self._sells(here)
        self._remember(memory, spot.frame.sentence)

    def _sells(self, here: Scene) -> bool:
        """Tell whether the number is what something is sold for: 卖12元, 标价59元."""
        before = here.row.verb_before(self.at)
        said = self.spot.text[self.cue.start : self.cue.end] if self.cue else ""
        return any(word in said for word in _SOLD) or (before >= 0 and here.row.words[before].endswith(_SOLD))

    def _is_firm(self, candidate: Candidate) -> bool:
        """Tell whether a candidate of the number's own clause stands before it as something it could be about."""
        sort, span = candidate.sort, candidate.span
        if span.end > self.at or sort == "place" or not _SLIGHT.isdisjoint(candidate.traits):
            return False
        return sort != "noun" or self.cue is None or not self.cue.overlaps(span)

    def _remember(self, memory: Memory, sentence: Sentence) -> None:
        latest = memory.subjects[-6:]
        self.previous = latest[-1][0] if latest else None
        age = sentence.index - latest[-1][3] if latest else _LONG
        self.how = "here" if age == 0 else "near" if age == 1 else "far" if age < _LONG else ""
        self.earlier_subjects = {s[0] for s in latest[-4:]} if self.how else set()
        names = [s[0] for s in latest if s[3] > sentence.index - _LONG]
        self.told = {name for name in names if names.count(name) > 1}
        self.opened = set(memory.opened[1].values()) if memory.opened[0] == sentence.paragraph else set()
        self.again = [f"previous:{self.how}", f"previous:{self.how}:{self.bare}"]
        if memory.metrics and memory.metrics[-1] == self.group:
            self.again.append(f"previous:same:{self.how}")
        self.main = memory.main.canonical if memory.main else None
        self.leading = memory.leading.canonical if memory.leading else None
        self._read_style(memory)

    def _read_style(self, memory: Memory) -> None:
        """Look whose the same value was before, and whether the text is about a house and speaks of common nouns."""
        value = self.spot.quantity.low or self.spot.quantity.high
        telling = value is not None and (value >= _TELLING or value != int(value))
        self.owner = memory.owners.get((self.spot.quantity.kind, value)) if telling else None
        self.house = "main" if memory.main else "lead" if memory.leading else "none"
        plain = sum(s[2] is None for s in memory.subjects[-_STYLE:])
        share = 4 * plain // max(1, len(memory.subjects[-_STYLE:]))
        self.style = (f"in_{self.house}", f"style{share}" if memory.subjects else "style")

    def signs(self, candidate: Candidate) -> tuple[Signs, ...]:
        """Return what speaks for a candidate, and against it: of its kind, of what is measured, and of itself."""
        of_kind: list[str] = ["sold"] if self.sold else []
        of_group: list[str] = []
        plain: list[str] = []
        if candidate.sort in _ELSEWHERE:
            around = _elsewhere_signs(candidate.kind, candidate.sort, candidate.traits, self.bare)
        elif candidate.sort == "counted":
            around = _counted_signs(self.bare, self.verb, self.group, "long" if len(candidate.name) >= _LONG else "")
        else:
            around = self._place(candidate, of_kind, of_group, plain)
        of_kind += self.style
        self._know(candidate, of_kind, of_group, plain)
        if self.quote is not None and candidate.sort != "voice":
            self._speech(candidate, self.quote, of_kind, plain)
        entity = candidate.mention.type if candidate.mention is not None else ""
        signs: tuple[Signs, ...] = (around, _group_signs(candidate.kind, entity, self.group, tuple(of_group)))
        if of_kind:
            signs += (_kind_signs(candidate.kind, tuple(of_kind)),)
        return (*signs, _plain_signs(tuple(plain))) if plain else signs

    def _place(self, candidate: Candidate, of_kind: list[str], of_group: list[str], plain: list[str]) -> Signs:
        span, away = candidate.span, self.spot.number - candidate.clause
        ahead = span.end <= self.at
        place = "after" if not ahead else _PLACES[away] if away < 3 else "far"
        slot = self.step.slot_of(span) if self.step else None
        if self.step and slot is not None:
            plain.append("in_step" if slot == self.step.place[self.spot.quantity.span] else "out_of_step")
        elif ahead and (beside := next(filter(_BESIDE.__contains__, candidate.traits), "")):
            return _beside_signs(candidate.kind, place, beside, self.group)
        if place == "here":
            self._here(candidate, of_kind)
        elif place == "after":
            if self._describes(candidate):
                of_group.append("described")
        elif not self.latest:
            of_kind.append(f"{place}:bare")
        if self.cue is not None:
            self._cue(span, self.cue, of_kind, of_group)
        if candidate.kind == "noun" and candidate.name == self.counts:
            of_group.append("is_counted")
        return _place_signs(candidate.kind, place, candidate.traits, "first" if candidate.order == 0 else "")

    def _here(self, candidate: Candidate, of_kind: list[str]) -> None:
        kind = candidate.kind
        nearest = self.latest.get(kind) is candidate
        if nearest:
            of_kind.append("nearest")
        if self.earlier.get(kind) is candidate:
            of_kind.append("foremost")
        if self.since >= 0:
            of_kind.append("fresh" if candidate.span.start >= self.since else "stale")
        of_kind.append("rivals" if len(self.latest) > 1 or not nearest else "alone")
        if self.before >= candidate.span.end:
            of_kind.append(f"@{self.verb}")
        elif self.spot.text.startswith("的", candidate.span.end) and self.at - candidate.span.end <= _OWNS:
            # 是前者的八分之一 is about another.
            of_kind.append(f"owns_{self.spot.quantity.kind}")

    def _describes(self, candidate: Candidate) -> bool:
        """Tell whether the number describes the name behind it: 52岁的(院长)林某."""
        gap = self.spot.text[self.end : candidate.span.start]
        return not gap or _LINK.match(gap) is not None

    def _cue(self, span: Span, cue: Span, of_kind: list[str], of_group: list[str]) -> None:
        gap = cue.start - span.end
        if 0 <= gap <= 1:
            of_kind.append("cue_touches")
            of_group.append("cue_touches")
        elif 1 < gap <= 6 and not _PAUSE.search(self.spot.text, span.end, cue.start):
            of_kind.append("cue_near")
        elif span.start >= cue.end and span.end <= self.at:
            of_kind.append("past_cue")

    def _know(self, candidate: Candidate, of_kind: list[str], of_group: list[str], plain: list[str]) -> None:
        name = candidate.name
        if self.how and name == self.previous:
            plain += self.again
        elif name in self.earlier_subjects:
            plain.append("subject_before")
        if name in self.opened:
            of_kind.append("opened")
            of_group.append("opened")
        if name == self.owner:
            plain.append("same_value")
        if name in self.told:
            of_kind.append("told")
        if candidate.mention is not None:
            of_kind.append(_SAID[min(self.memory.names.get(name, 0), len(_SAID) - 1)])
        if candidate is self.leads:
            of_kind.append("leads")
        if candidate.kind in _COMMON:
            self._sort(candidate, of_kind, of_group, plain)
        if candidate.sort == "noun":
            plain.append(_SEEN[min(self.memory.nouns.get(name[-2:], 0), len(_SEEN) - 1)])
            if name in self.memory.title:
                plain.append("titled:noun")
        if name == self.main:
            of_group.append("is_main")
        if name == self.leading:
            plain.append("is_leading")

    def _sort(self, candidate: Candidate, of_kind: list[str], of_group: list[str], plain: list[str]) -> None:
        """Tell what sort of thing a common noun names: 司机 are people, 毛利率 is a measure."""
        head = f"head_{head_of(candidate.name)}"
        of_kind.append(head)
        of_group.append(head)
        plain.append(f"{head}:{self.house}")
        if candidate.sort in _ELSEWHERE:
            plain.append(f"{head}:elsewhere")

    def _speech(self, candidate: Candidate, quote: Quote, of_kind: list[str], plain: list[str]) -> None:
        place = _speech(candidate, quote)
        plain.append(place)
        if place in _SPEAKS:
            of_kind.append(place)


def _step(spot: Spot, here: Scene) -> Parallel | None:
    return next((p for p in here.parallels if spot.quantity.span in p.place), None) if here.parallels else None


@weighed("subject")
def _kind_signs(kind: str, traits: tuple[str, ...]) -> Iterator[str]:
    for trait in traits:
        yield f"{kind}{trait}" if trait.startswith("@") else f"{trait}:{kind}"


@weighed("subject")
def _group_signs(kind: str, entity: str, group: str, traits: tuple[str, ...]) -> Iterator[str]:
    yield f"{kind}:{group}"
    if entity and kind in _TYPED:
        yield f"type_{entity.lower()}:{group}"
    for trait in traits:
        if trait == "cue_touches":
            yield f"cue_touches:{kind}:{group}"
        elif trait == "described":
            yield f"described:{kind}:{group if group in _DESCRIBES else 'else'}"
        elif trait == "is_main":
            yield f"is_main:{group if group in _OWNED else 'else'}"
        else:
            yield f"{trait}:{group}"


@weighed("subject")
def _elsewhere_signs(kind: str, sort: str, traits: tuple[str, ...], bare: str) -> Iterator[str]:
    yield from ("elsewhere", sort, *traits, f"elsewhere:{bare}:{kind}")


@weighed("subject")
def _plain_signs(traits: tuple[str, ...]) -> tuple[str, ...]:
    return traits


@weighed("subject")
def _counted_signs(bare: str, verb: str, group: str, long: str) -> Iterator[str]:
    yield from (f"counted:{bare}", f"counted@{verb}:{group}")
    if long:
        yield "counted:long"


@weighed("subject")
def _place_signs(kind: str, place: str, traits: tuple[str, ...], first: str) -> Iterator[str]:
    near = "here" if place == "here" else "away"
    yield f"{place}:{kind}"
    yield from (f"{t}@{near}" for t in traits)
    yield from (f"{t}:{kind}" for t in traits if t not in WEAK)
    if first:
        yield f"first@{place}:{kind}"


@weighed("subject")
def _beside_signs(kind: str, place: str, beside: str, group: str) -> Iterator[str]:
    near = "here" if place == "here" else "away"
    yield from (f"beside@{place}:{kind}", f"{beside}@{near}", f"{beside}:{kind}", f"{beside}:{group}")


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
