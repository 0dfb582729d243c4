"""Whom or what a number may be about: names, pronouns, nouns in reach, and what the text was speaking of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kaoju.document import EntityType, Kind, Mention, Metric, Quantity
from kaoju.span import Span
from kaoju.stages.claims.clauses import Clause, Frame
from kaoju.stages.claims.parallel import Parallel, parallels
from kaoju.stages.claims.units import NAME, NUMBER, Row, noun_phrases
from kaoju.stages.claims.words import pointed, roles

__all__ = ["Candidate", "Memory", "Place", "Scene", "counted_noun", "scene"]

_NAMES = frozenset({EntityType.PLATFORM, EntityType.ORG, EntityType.PRODUCT, EntityType.PER})
_GROUP = {
    EntityType.PER: "person",
    EntityType.ORG: "company",
    EntityType.PLATFORM: "platform",
    EntityType.PRODUCT: "product",
    EntityType.LOC: "place",
    EntityType.WORK: "work",
    EntityType.EVENT: "event",
}
_ROLE = {EntityType.PER: "person", EntityType.ORG: "org", EntityType.PLATFORM: "org", EntityType.PRODUCT: "org"}
_WINDOW = 16
_POINTS_AT = {
    "house": (EntityType.ORG, EntityType.PLATFORM),
    "product": (EntityType.PLATFORM, EntityType.PRODUCT),
}
_GENERIC = frozenset({"organisation", "platform", "team", "house", "product"})
_FAR, _OLD = 8, 5


class Candidate(NamedTuple):
    """Something a claim may be about: its name, where it stands, of what sort it is, and what its place alone says."""

    name: str
    span: Span
    mention: Mention | None
    sort: str
    clause: int
    order: int = 0
    traits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A name that the text spoke of before: in which sentence and paragraph."""

    mention: Mention
    sentence: int
    paragraph: int


@dataclass(slots=True)
class Memory:
    """What the text has spoken of so far. `last` holds the last name of a type, `topic` the last that led a clause.

    `subjects` are the subjects of the claims so far, in order; `main` is the organisation the article is about,
    `leading` the name it says most often.
    """

    main: Mention | None = None
    leading: Mention | None = None
    topic: Place | None = None
    last: dict[EntityType, Place] = field(default_factory=dict)
    subjects: list[tuple[str, Span | None, Mention | None, int, str]] = field(default_factory=list)
    metrics: list[str] = field(default_factory=list)
    readings: list[tuple[Metric, Kind, str | None, int, Span]] = field(default_factory=list)
    employers: Mapping[str, Mention] = field(default_factory=dict)
    opened: tuple[int, dict[str, str]] = (-1, {})
    names: dict[str, int] = field(default_factory=dict)
    nouns: dict[str, int] = field(default_factory=dict)
    title: str = ""

    def see(self, found: "Scene", frame: Frame, speakers: frozenset[int]) -> None:
        """Take in a finished sentence: its last name of each type, and the last that leads a clause as its subject."""
        index, paragraph = frame.sentence.index, frame.sentence.paragraph
        if self.opened[0] != paragraph:
            self.opened = (paragraph, {})
        for candidate in found.candidates:
            mention = candidate.mention
            if candidate.sort == "noun":
                self.nouns[candidate.name[-2:]] = self.nouns.get(candidate.name[-2:], 0) + 1
            if mention is None or candidate.sort in {"pronoun", "generic"}:
                continue
            place = Place(mention, index, paragraph)
            self.names[candidate.name] = self.names.get(candidate.name, 0) + 1
            if "source" not in candidate.traits and "tells" not in candidate.traits:
                self.opened[1].setdefault(_ROLE.get(mention.type, "other"), candidate.name)
            if mention.span.start not in speakers or mention.type is EntityType.PER:
                self.last[mention.type] = place
            weak = {"at", "against", "source", "toward", "whole", "modifier", "compared"} & set(candidate.traits)
            if mention.type in _NAMES and mention.span.start not in speakers and not weak:
                self.topic = place


@dataclass(frozen=True, slots=True)
class Scene:
    """The candidates of one sentence, in text order, with its row of units."""

    row: Row
    candidates: tuple[Candidate, ...]
    carried: tuple[Candidate, ...]
    names: frozenset[str]
    parallels: tuple[Parallel, ...] = ()


def scene(text: str, frame: Frame, found: Row, memory: Memory) -> Scene:
    """Gather a sentence's own candidates with the traits that hold whatever the number."""
    blocked = {q.speaker_span.start for q in frame.quotes if q.speaker_span}
    raw = sorted(
        [
            *_named(frame),
            *_nouns(text, frame, found),
            *_titled(text, frame),
            *_standing_for(text, frame, found, memory),
        ],
        key=lambda c: (c.span.start, -c.span.end),
    )
    marked = [c.span for c in raw if c.sort == "titled"]
    made: list[Candidate] = []
    seen: dict[int, int] = {}
    for candidate in raw:
        if candidate.sort == "noun" and any(candidate.span.overlaps(span) for span in marked):
            continue
        order = seen.get(candidate.clause, 0)
        seen[candidate.clause] = order + 1
        clause = frame.clauses[candidate.clause]
        traits = tuple(_traits(text, clause, found, candidate, blocked))
        made.append(
            Candidate(
                candidate.name, candidate.span, candidate.mention, candidate.sort, candidate.clause, order, traits
            )
        )
    quantities = [q for clause in frame.clauses for q in clause.quantities]
    steps = tuple(parallels(text, frame.sentence.span, quantities))
    return Scene(found, tuple(made), tuple(_carried(frame, memory)), frozenset(c.name for c in made), steps)


def _carried(frame: Frame, memory: Memory) -> Iterator[Candidate]:
    """Yield what the text spoke of before this sentence: its topic, last names, main organisation; one a name."""
    found: dict[str, tuple[Mention, list[str]]] = {}

    def note(mention: Mention, *traits: str) -> None:
        found.setdefault(mention.canonical, (mention, []))[1].extend(traits)

    here = frame.sentence
    places: list[tuple[str, Place | None]] = [("topic", memory.topic)]
    places += [("last", memory.last.get(kind)) for kind in (EntityType.PER, EntityType.ORG, EntityType.PLATFORM)]
    for sort, place in places:
        if place is None or (sort == "last" and here.index - place.sentence > _FAR):
            continue
        trait = f"{sort}_{place.mention.type.lower()}"
        same = "here" if place.paragraph == here.paragraph else "before"
        note(place.mention, f"{trait}:{same}", f"{trait}:{min(_OLD, here.index - place.sentence)}")
    if memory.main is not None:
        note(memory.main, "main")
    if memory.leading is not None and memory.leading != memory.main:
        note(memory.leading, "leading", f"leading_{memory.leading.type.lower()}")
    for name, (mention, traits) in found.items():
        yield Candidate(name, mention.span, mention, "carried", 0, traits=tuple(traits))


def _named(frame: Frame) -> Iterator[Candidate]:
    for number, clause in enumerate(frame.clauses):
        for mention in clause.mentions:
            sort = _GROUP.get(mention.type)
            if sort is not None:
                yield Candidate(mention.canonical, mention.span, mention, sort, number)


def _nouns(text: str, frame: Frame, found: Row) -> Iterator[Candidate]:
    for span in noun_phrases(text, found):
        yield Candidate(span.of(text), span, None, "noun", frame.clause_of(span))


# What stands in marks in the middle of a sentence and is no speech is a name: 网络“风棱驿站”.
_MARKED = re.compile(r"[“「『]([^“”「」『』，。；：、！？\s]{2,10})[”」』]")


def _titled(text: str, frame: Frame) -> Iterator[Candidate]:
    """Yield the names in marks that the entities stage does not know."""
    spoken = {q.span.start for q in frame.quotes}
    taken = [m.span for clause in frame.clauses for m in clause.mentions]
    for match in _MARKED.finditer(text, frame.sentence.span.start, frame.sentence.span.end):
        span = Span(*match.span(1))
        if span.start not in spoken and not any(span.overlaps(t) for t in taken):
            yield Candidate(match[1], span, None, "titled", frame.clause_of(span))


def _standing_for(text: str, frame: Frame, found: Row, memory: Memory) -> Iterator[Candidate]:
    """Yield pronouns and generic nouns with the name each stands for, as far as text before tells."""
    known = roles()
    last = dict(memory.last)
    names: list[Mention] = []
    done = -1
    for unit in found.units:
        if unit.mention is not None:
            last[unit.mention.type] = Place(unit.mention, frame.sentence.index, frame.sentence.paragraph)
            if unit.mention.type in _NAMES - {EntityType.PER}:
                names.append(unit.mention)
            continue
        if unit.tag == NUMBER or unit.start < done:
            continue
        end = unit.end
        role = known.get(text[unit.start : end])
        if role == "this" and (noun := found.after(end)) is not None and noun.start == end:
            end = noun.end
            role = pointed().get(text[noun.start : end])
        if role is None or (text[unit.start : end] == "他" and text[max(0, unit.start - 1)] == "其"):
            continue  # 其他 is nobody
        mention = _antecedent(role, last, names, memory, frame)
        if mention is not None:
            done = end
            span = Span(unit.start, end)
            sort = "generic" if role in _GENERIC else "pronoun"
            yield Candidate(mention.canonical, span, mention, sort, frame.clause_of(span), traits=(f"for_{role}",))


def _latest(last: Mapping[EntityType, Place], kinds: Sequence[EntityType]) -> Mention | None:
    """Return the name of these types that the text said last."""
    places = [last[kind] for kind in kinds if kind in last]
    return max(places, key=lambda p: p.mention.span.start).mention if places else None


def _antecedent(
    role: str, last: dict[EntityType, Place], names: Sequence[Mention], memory: Memory, frame: Frame
) -> Mention | None:
    if role == "people" and names:
        return names[-1]
    if role in {"person", "people"}:
        return last[EntityType.PER].mention if EntityType.PER in last else None
    if role == "team":
        person = last.get(EntityType.PER)
        return memory.employers.get(person.mention.canonical) if person else None
    if role == "organisation":
        near = last.get(EntityType.ORG)
        opened = memory.opened[1].get("org") if memory.opened[0] == frame.sentence.paragraph else None
        lately = near is not None and near.paragraph == frame.sentence.paragraph and near.mention.canonical == opened
        return near.mention if near and (lately or memory.main is None) else memory.main
    if role in {"house", "product"}:
        return _latest(last, _POINTS_AT[role])
    if role == "platform":
        return last[EntityType.PLATFORM].mention if EntityType.PLATFORM in last else None
    if role == "former" and len(names) >= 2:
        return names[-2]
    if role == "latter" and names:
        return names[-1]
    if role == "thing":
        return names[0] if names else memory.topic.mention if memory.topic else None
    return None


# B in 与B相比, but not A in A与B相比.
_COMPARED = re.compile(r"[^，。；与和同跟]{0,8}(?:相比|相较|对比|而言|来说|之间)")
# 抖音上, 抖音店铺, 微信群里: a place where somebody is or sells, not who does.
_VENUE = re.compile(
    r"上(?![线市涨升调架海半年周月季个次述游映个])|[里内](?![程容地需购])|(?:的)?(?:小店|店铺|网店|直播间|账号|账户|旗舰店|专营店|群)"
)
# 甲和乙 are joined, and nothing is compared, unless the clause goes on like this.
_JOINS = frozenset("与和跟同")
_MEASURED = re.compile(r"相比|相较|对比|一样|相同|不同|相当|持平|比起来|差不多|接近")
# Who gives a figure is seldom whom it is about.
_TELLS = re.compile(
    r"[^，。；]{0,8}(?:给出|公布|披露|发布|统计|测算|估算|估计|预计|预测|认为|表示|介绍|透露|报道|显示|调查|抽查|走访|的报告)"
)
# Nouns that end like this name what is measured (存货周转天数, 销售费用), seldom whose it is.
_MEASURE = re.compile(
    r"(?:费|费用|率|额|量|价|价格|收入|支出|流入|流出|周转|余额|规模|成本|利润|毛利|面积|数|时长|占比|比例|资产|负债|年龄|寿命|产能|天数|时间|均价)$"
)
_STEP = frozenset({"v", "d", "a", "vd", "ad", "zg", "y", "vi", "vg", "p", "z", "i"})


def _traits(text: str, clause: Clause, found: Row, candidate: Candidate, speakers: set[int]) -> Iterator[str]:
    yield from candidate.traits
    span = candidate.span
    if candidate.sort == "noun" and _MEASURE.search(candidate.name):
        yield "gauge"
    if candidate.sort == "noun" and all(u.tag.startswith(("v", "a", "d")) for u in found.within(span.start, span.end)):
        yield "deverbal"
    before, after = found.before(span.start), found.after(span.end)
    if before is not None and before.start >= clause.span.start:
        word = text[before.start : before.end]
        role = roles().get(word)
        if candidate.mention is not None and _VENUE.match(text, span.end):
            yield "at"
        elif role == "against" and word in _JOINS and not _MEASURED.search(text, span.end, clause.span.end):
            yield "joined"
        elif role in {"at", "against", "source", "toward", "whole"}:
            yield role
        elif before.tag == "v":
            yield "object"
        elif before.tag == "uj":
            yield "possessed"
    elif candidate.mention is not None and _VENUE.match(text, span.end):
        yield "at"
    else:
        yield "opens"
    if after is None or after.start >= clause.span.end:
        yield "ends"
    elif text.startswith("的", span.end):
        yield "owner"
    elif after.tag == NAME or after.tag.startswith("n"):
        yield "modifier"
    elif after.tag == NUMBER:
        yield "touches"
    elif after.tag in _STEP:
        yield "acts"
    if _TELLS.match(text, span.end, min(clause.span.end, span.end + 14)):
        yield "tells"
    if _COMPARED.match(text, span.end, min(clause.span.end, span.end + 14)):
        yield "compared"
    if span.start in speakers:
        yield "speaker"


def counted_noun(clause: Clause, found: Row, quantity: Quantity) -> Span | None:
    """Return the noun phrase right after a count (31个|省份), None where none follows.

    In 500人的群 people are counted, not groups: what follows 的 is not taken.
    """
    if quantity.kind is not Kind.COUNT:
        return None
    start = end = quantity.span.end
    for unit in found.within(start, min(clause.span.end, start + _WINDOW)):
        if unit.start != end or unit.tag in {NAME, NUMBER}:
            break
        if not unit.tag.startswith(("n", "vn", "an", "l", "j", "b", "a", "eng")):
            break
        end = unit.end
    while end > start and (last := found.covering(end - 1)) and not last.tag.startswith(("n", "vn", "l", "j", "eng")):
        end = last.start
    return Span(start, end) if end - start >= 1 else None
