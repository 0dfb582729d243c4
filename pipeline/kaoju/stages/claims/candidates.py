"""Whom or what a number may be about: names, pronouns, nouns in reach, and what the text was speaking of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

from msgspec import Struct, field
from msgspec.structs import replace

from kaoju.document import EntityType, Kind, Mention, Metric, Quantity
from kaoju.span import Span
from kaoju.stages.claims.clauses import Clause, Frame
from kaoju.stages.claims.parallel import Parallel, parallels
from kaoju.stages.claims.units import NAME, NUMBER, Row, noun_phrases
from kaoju.stages.claims.words import pointed, roles

__all__ = ["KINDS", "WEAK", "Candidate", "Memory", "Place", "Scene", "carried", "counted_noun", "scene"]

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
# The sorts of candidates as features speak of them.
KINDS: Mapping[str, str] = {
    "person": "person", "company": "org", "platform": "org", "product": "org", "place": "place", "work": "thing",
    "event": "thing", "titled": "titled", "noun": "noun", "pronoun": "pronoun", "generic": "pronoun",
    "counted": "counted", "voice": "person", "joint": "joint",
}  # fmt: skip
# Whoever stands so is seldom what a number is about.
WEAK = frozenset({"at", "against", "source", "toward", "whole", "compared", "object"})
_NO_TOPIC = frozenset({"at", "against", "source", "toward", "whole", "modifier", "compared"})
_BY_ROLE = frozenset({"at", "against", "source", "toward", "whole"})
_THINGS = _NAMES - {EntityType.PER}
_WINDOW, _WINDOW_BEHIND = 16, 14
# Tags of what may stand in a counted noun phrase, and of what may end it.
_COUNTABLE = ("n", "vn", "an", "l", "j", "b", "a", "eng")
_NOUNS = ("n", "vn", "l", "j", "eng")
_VERBAL = ("v", "a", "d")
_POINTS_AT = {
    "house": (EntityType.ORG, EntityType.PLATFORM),
    "product": (EntityType.PLATFORM, EntityType.PRODUCT),
}
_GENERIC = frozenset({"organisation", "platform", "team", "house", "product"})
_FAR, _OLD = 8, 5
# The nouns that a text says most often, and from how often on, may be what it is about.
_TOPICS, _OFTEN = 3, 3


class Candidate(Struct, frozen=True, gc=False):
    """Something a claim may be about: its name, where it stands, of what sort it is, and what its place alone says.

    `kind` is the sort as features speak of it, for what is carried over that of the name behind it.
    """

    name: str
    span: Span
    mention: Mention | None
    sort: str
    kind: str
    clause: int
    order: int = 0
    traits: tuple[str, ...] = ()

    def with_traits(self, *traits: str) -> "Candidate":
        """Return the candidate with other traits."""
        return replace(self, traits=traits)


class Place(Struct, frozen=True, gc=False):
    """A name that the text spoke of before: in which sentence and paragraph."""

    mention: Mention
    sentence: int
    paragraph: int


class Sample(Struct, frozen=True, gc=False):
    """Those whom a survey asked: what they are called, where, and in which paragraph."""

    name: str
    span: Span
    paragraph: int


class Memory(Struct):
    """What the text has spoken of so far. `last` holds the last name of a type, `topic` the last that led a clause.

    `subjects` are the subjects of the claims so far, in order; `main` is the organisation the article is about,
    `leading` the name it says most often. `nouns` counts common nouns by their last two characters, `said` holds the
    last that ended so, `often` the ends said most; `owners` tells of whom a value was said first, `sample` whom the
    last survey asked.
    """

    main: Mention | None = None
    leading: Mention | None = None
    topic: Place | None = None
    last: dict[EntityType, Place] = field(default_factory=dict)
    subjects: list[tuple[str, Span | None, Mention | None, int, str]] = field(default_factory=list)
    metrics: list[str] = field(default_factory=list)
    readings: list[tuple[Metric, Kind, str | None, int, Span]] = field(default_factory=list)
    values: dict[tuple[Kind, Decimal | None], Metric] = field(default_factory=dict)
    owners: dict[tuple[Kind, Decimal | None], str] = field(default_factory=dict)
    employers: Mapping[str, Mention] = field(default_factory=dict)
    opened: tuple[int, dict[str, str]] = (-1, {})
    names: dict[str, int] = field(default_factory=dict)
    nouns: dict[str, int] = field(default_factory=dict)
    said: dict[str, "Candidate"] = field(default_factory=dict)
    often: list[str] = field(default_factory=list)
    sample: "Sample | None" = None
    title: str = ""

    def see(self, found: "Scene", frame: Frame, speakers: frozenset[int]) -> None:
        """Take in a finished sentence: its last name of each type, and the last that leads a clause as its subject."""
        index, paragraph = frame.sentence.index, frame.sentence.paragraph
        self.sample = found.sample or self.sample
        if self.opened[0] != paragraph:
            self.opened = (paragraph, {})
        for candidate in found.candidates:
            mention = candidate.mention
            if candidate.sort == "noun":
                self._hear(candidate)
            if mention is None or candidate.sort in {"pronoun", "generic"}:
                continue
            place = Place(mention, index, paragraph)
            self.names[candidate.name] = self.names.get(candidate.name, 0) + 1
            if "source" not in candidate.traits and "tells" not in candidate.traits:
                self.opened[1].setdefault(_ROLE.get(mention.type, "other"), candidate.name)
            if mention.span.start not in speakers or mention.type is EntityType.PER:
                self.last[mention.type] = place
            leads = mention.type in _NAMES and mention.span.start not in speakers
            if leads and _NO_TOPIC.isdisjoint(candidate.traits):
                self.topic = place

    def _hear(self, noun: Candidate) -> None:
        """Count a common noun, and keep those that were said most often in order."""
        tail = noun.name[-2:]
        count = self.nouns[tail] = self.nouns.get(tail, 0) + 1
        self.said[tail] = noun
        if count >= _OFTEN and (len(self.often) < _TOPICS or count >= self.nouns[self.often[-1]]):
            self.often = sorted({*self.often, tail}, key=lambda word: (-self.nouns[word], word))[:_TOPICS]


class Scene(Struct, frozen=True, gc=False):
    """The candidates of one sentence, in text order and by clause, with its row of units.

    `carried` is what the text spoke of before, `leads` the first name of the sentence, `names` all that it holds,
    `parallels` are its lists told in step.
    """

    row: Row
    candidates: Sequence[Candidate]
    clauses: Sequence[Sequence[Candidate]]
    carried: Sequence[Candidate]
    leads: Candidate | None
    names: frozenset[str]
    parallels: Sequence[Parallel]
    sample: Sample | None = None


class _Draft(Struct, frozen=True, gc=False):
    """A candidate before it is asked what surrounds it."""

    span: Span
    name: str
    mention: Mention | None
    sort: str
    traits: tuple[str, ...] = ()
    joint: bool = False


def scene(text: str, frame: Frame, found: Row, memory: Memory, *, asked: bool) -> Scene:
    """Gather a sentence's own candidates with the traits that hold whatever the number.

    Where no number asks for its subject, only names are asked for their traits: they are what the text goes on with.
    """
    titled = list(_titled(text, frame))
    standing = list(_standing_for(text, frame, found, memory))
    taken = [d.span for d in (*titled, *standing)]
    nouns = [n for n in _nouns(text, found) if not any(n.span.overlaps(span) for span in taken)]
    drafts = [*_named(frame), *nouns, *titled, *standing]
    drafts += _joint(text, drafts)
    drafts.sort(key=lambda d: (d.span.start, -d.span.end))
    around = _Around.of(text, frame, found)
    clauses: list[list[Candidate]] = [[] for _ in frame.clauses]
    orders = [0] * len(clauses)
    for draft in drafts:
        number = frame.clause_of(draft.span)
        traits = around.traits(draft, frame.clauses[number].span) if asked or draft.sort != "noun" else draft.traits
        kind = "act" if draft.sort == "noun" and "deverbal" in traits else KINDS[draft.sort]
        order = orders[number]
        orders[number] += not draft.joint
        clauses[number].append(
            Candidate(draft.name, draft.span, draft.mention, draft.sort, kind, number, order, traits)
        )
    made = [candidate for own in clauses for candidate in own]
    if not asked:
        return Scene(found, made, clauses, (), None, frozenset(), ())
    leads = next((c for c in made if c.sort not in {"noun", "place"} and WEAK.isdisjoint(c.traits)), None)
    steps = parallels(text, frame.sentence.span, [q for clause in frame.clauses for q in clause.quantities])
    names, carries = frozenset([c.name for c in made]), tuple(_carried(frame, memory))
    return Scene(found, made, clauses, carries, leads, names, steps, _sampled(text, frame, nouns))


# A survey, and how far behind the number stands whom it asked.
_SAMPLE = re.compile("调查|抽查|抽样|受访|走访|问卷|样本|跟踪|访问了|采访了|普查|测评")
_SAMPLE_REACH = 14


def _sampled(text: str, frame: Frame, nouns: Sequence[_Draft]) -> Sample | None:
    """Return those whom a survey asked where the sentence tells how many: 走访了320名|骑手, 对900户|农家的调查."""
    if _SAMPLE.search(text, frame.sentence.span.start, frame.sentence.span.end) is None:
        return None
    for clause in frame.clauses:
        if _SAMPLE.search(text, clause.span.start, clause.span.end) is None:
            continue
        for quantity in clause.quantities:
            end = quantity.span.end
            if quantity.kind is not Kind.COUNT or quantity.low is None or quantity.low < _FEW:
                continue
            noun = next((n for n in nouns if end <= n.span.start < min(clause.span.end, end + _SAMPLE_REACH)), None)
            if noun is not None and not _NOT_ASKED.search(noun.name):
                return Sample(noun.name, noun.span, frame.sentence.paragraph)
    return None


# Fewer are no survey; and what was collected is nobody.
_FEW = 10
_NOT_ASKED = re.compile("调查|问卷|样本|数据|报告")


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
        same = "here" if place.paragraph == here.paragraph else "before"
        note(place.mention, *_place_traits(sort, place.mention.type, same, min(_OLD, here.index - place.sentence)))
    if memory.main is not None:
        note(memory.main, "main")
    if memory.leading is not None and memory.leading != memory.main:
        note(memory.leading, "leading", f"leading_{memory.leading.type.lower()}")
    for name, (mention, traits) in found.items():
        yield carried(name, mention.span, mention, tuple(traits))
    yield from _topics(memory)


def _topics(memory: Memory) -> Iterator[Candidate]:
    """Yield the nouns that the text says most often."""
    for rank, tail in enumerate(memory.often):
        noun = memory.said[tail]
        traits = ("topic", f"topic:{rank}", f"topic:said{min(memory.nouns[tail], _OLD)}")
        yield carried(noun.name, noun.span, None, (*traits, "topic:titled") if tail in memory.title else traits)


@cache
def _place_traits(sort: str, entity: EntityType, same: str, age: int) -> tuple[str, str]:
    trait = f"{sort}_{entity.lower()}"
    return f"{trait}:{same}", f"{trait}:{age}"


def carried(name: str, span: Span, mention: Mention | None, traits: tuple[str, ...]) -> Candidate:
    """Return something the text spoke of before as a candidate."""
    kind = KINDS[_GROUP[mention.type]] if mention else "noun"
    return Candidate(name, span, mention, "carried", kind, 0, traits=traits)


def _named(frame: Frame) -> Iterator[_Draft]:
    for clause in frame.clauses:
        for mention in clause.mentions:
            if mention.type is EntityType.EVENT and _is_time(mention, clause):
                continue
            yield _Draft(mention.span, mention.canonical, mention, _GROUP[mention.type])


def _is_time(mention: Mention, clause: Clause) -> bool:
    """Tell whether an event is read as a date: 国庆节 is when, 电影节 may be what the number is about."""
    return any(q.kind is Kind.DATE and q.span.overlaps(mention.span) for q in clause.quantities)


def _nouns(text: str, found: Row) -> Iterator[_Draft]:
    for span in noun_phrases(found):
        yield _Draft(span, text[span.start : span.end], None, "noun")


_AND = frozenset({"、", "和", "与", "及", "以及"})
# 广东、浙江两省, 甲和乙合计: what is said is said of all together.
_TOGETHER = re.compile(
    "(?:[两二三四五六七八九十]{1,3}[家省地国市县州区个者款位种校店]|合计|共计|总共|加起来|均|都)(?![^，。；]{0,12}分别)"
)


def _joint(text: str, drafts: Sequence[_Draft]) -> Iterator[_Draft]:
    """Yield names or nouns in a row of which something is said together."""
    row = sorted((d for d in drafts if d.sort not in _STANDS), key=lambda d: (d.span.start, -d.span.end))
    first = 0
    for at, draft in enumerate(row):
        if at and text[row[at - 1].span.end : draft.span.start] not in _AND:
            first = at
        if at > first and _TOGETHER.match(text, draft.span.end):
            names = "、".join(one.name for one in row[first : at + 1])
            sort = "place" if all(one.sort == "place" for one in row[first : at + 1]) else "joint"
            yield _Draft(Span(row[first].span.start, draft.span.end), names, None, sort, joint=True)


_STANDS = frozenset({"pronoun", "generic"})


# What stands in marks in the middle of a sentence and is no speech is a name: 网络“风棱驿站”.
_PLAN_YEARS = re.compile("十[一二三四五六]五(?![^规计期时之以])")  # “十三五”: five years, nobody
_MARKED = re.compile(r"""[“「『"]([^“”「」『』"，。；：、！？\s]{2,10})[”」』"]""")


def _titled(text: str, frame: Frame) -> Iterator[_Draft]:
    """Yield the names in marks that the entities stage does not know."""
    spoken = {q.span.start for q in frame.quotes}
    taken = [m.span for clause in frame.clauses for m in clause.mentions]
    for match in _MARKED.finditer(text, frame.sentence.span.start, frame.sentence.span.end):
        span = Span(*match.span(1))
        if _PLAN_YEARS.match(match[1]):
            continue
        if span.start not in spoken and not any(span.overlaps(t) for t in taken):
            yield _Draft(span, match[1], None, "titled")


def _standing_for(text: str, frame: Frame, found: Row, memory: Memory) -> Iterator[_Draft]:
    """Yield pronouns and generic nouns with the name each stands for, as far as text before tells."""
    known, mentions = roles(), found.mentions
    told = [n for n, word in enumerate(found.words) if n in mentions or (word in known and found.tags[n] != NUMBER)]
    last = dict(memory.last)
    names: list[Mention] = []
    done = -1
    for number in told:
        start, end = found.starts[number], found.ends[number]
        if number in mentions:
            mention = mentions[number]
            last[mention.type] = Place(mention, frame.sentence.index, frame.sentence.paragraph)
            if mention.type in _THINGS:
                names.append(mention)
            continue
        if start < done:
            continue
        role = known[found.words[number]]
        if role == "this" and (noun := _pointed_at(found, number)) >= 0:
            role, end = _refers(found.words[noun]), found.ends[noun]
        if text[start:end] == "他" and text[max(0, start - 1)] == "其":
            continue  # 其他 is nobody
        if found.words[number] in _THIS_PERSON and (noun := _pointed_at(found, number)) >= 0:
            end = found.ends[noun]
        stands = _of_voice(role, start, memory, frame) or _antecedent(role, last, names, memory, frame)
        if stands is not None:
            done = end
            sort = "generic" if role in _GENERIC else "pronoun"
            yield _Draft(Span(start, end), stands.canonical, stands, sort, (f"for_{role}",))


def _pointed_at(found: Row, number: int) -> int:
    """Return the noun that 这家 points at: the next word, or that behind the 的 of 这家2018年成立的公司; -1 if none."""
    last = len(found.words) - 1
    for unit in range(number + 1, min(last, number + _POINTS) + 1):
        if found.words[unit] == "的":
            return unit + 1 if unit < last else -1
        if found.tags[unit] == "x":
            break
    return number + 1 if number < last and found.starts[number + 1] == found.ends[number] else -1


# How many words may stand between 这家 and its noun, and who is pointed at by these whatever the noun.
_POINTS = 7
_THIS_PERSON = frozenset({"这位", "这名"})


def _refers(noun: str) -> str:
    """Return what a pointed noun refers back to, by its longest known end."""
    known = pointed()
    return next((known[noun[start:]] for start in range(len(noun)) if noun[start:] in known), "")


def _of_voice(role: str, start: int, memory: Memory, frame: Frame) -> Mention | None:
    """Return for whom the one works who says 公司 or 我们公司 there; None where nobody says it, or nobody knows."""
    if role != "organisation":
        return None
    said = [q.speaker for q in frame.quotes if q.speaker is not None and q.span.start <= start < q.span.end]
    return next((memory.employers[name] for name in said if name in memory.employers), None)


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


_OPENING_MARKS = frozenset("“「『")
_COMPARING = re.compile("相比|相较|对比|而言|来说|之间")
# B in 与B相比, but not A in A与B相比.
_COMPARED = re.compile(f"[^，。；与和同跟]{{0,8}}(?:{_COMPARING.pattern})")
_TELLING = re.compile(
    "给出|公布|披露|发布|统计|测算|估算|估计|预计|预测|认为|表示|介绍|透露|报道|显示|调查|抽查|走访|的报告"
)
# Who gives a figure is seldom whom it is about.
_TELLS = re.compile(f"[^，。；]{{0,8}}(?:{_TELLING.pattern})")
# 抖音上, 抖音店铺, 微信群里: a place where somebody is or sells, not who does.
_VENUE = re.compile(
    r"上(?![线市涨升调架海半年周月季个次述游映个])|[里内](?![程容地需购])|(?:的)?(?:小店|店铺|网店|直播间|账号|账户|旗舰店|专营店|群)"
)
# 甲和乙 are joined, and nothing is compared, unless the clause goes on like this.
_JOINS = frozenset("与和跟同")
_MEASURED = re.compile(r"相比|相较|对比|一样|相同|不同|相当|持平|比起来|差不多|接近")
# Nouns that end like this name what is measured (存货周转天数, 销售费用), seldom whose it is.
_GAUGES = tuple(
    "费 费用 率 额 量 价 价格 收入 支出 流入 流出 周转 余额 规模 成本 利润 毛利 面积 数 时长 比例 占比 资产 负债 年龄 "
    "寿命 产能 时间".split()
)
_GOES_ON = frozenset("vdpc")
_STEP = frozenset({"v", "d", "a", "vd", "ad", "zg", "y", "vi", "vg", "p", "z", "i"})


class _Around(Struct, frozen=True, gc=False):
    """What surrounds the candidates of a sentence: its units, who speaks in it, and which words are worth a look."""

    text: str
    row: Row
    speakers: frozenset[int]
    tells: bool
    compared: bool

    @classmethod
    def of(cls, text: str, frame: Frame, found: Row) -> "_Around":
        """Look once through a sentence for the words by which a name tells a figure or is compared with."""
        span = frame.sentence.span
        speakers = frozenset([q.speaker_span.start for q in frame.quotes if q.speaker_span])
        tells = _TELLING.search(text, span.start, span.end) is not None
        return cls(text, found, speakers, tells, _COMPARING.search(text, span.start, span.end) is not None)

    def traits(self, draft: _Draft, clause: Span) -> tuple[str, ...]:
        """Return the traits that a candidate's surroundings give it, after those it has."""
        text, span = self.text, draft.span
        traits = [*draft.traits]
        if draft.sort == "noun":
            if draft.name.endswith(_GAUGES):
                traits.append("gauge")
            if all(map(self._verbal, self.row.within(span.start, span.end))):
                traits.append("deverbal")
        if draft.mention is not None and _VENUE.match(text, span.end):
            traits.append("at")
        else:
            traits.append(self._before(span, clause))
        traits.append(self._after(span, clause))
        window = min(clause.end, span.end + _WINDOW_BEHIND)
        if self.tells and _TELLS.match(text, span.end, window):
            traits.append("tells")
        if self.compared and _COMPARED.match(text, span.end, window):
            traits.append("compared")
        if span.start in self.speakers:
            traits.append("speaker")
        return tuple([trait for trait in traits if trait])

    def _verbal(self, unit: int) -> bool:
        return self.row.tags[unit].startswith(_VERBAL)

    def _before(self, span: Span, clause: Span) -> str:
        opened = self.text[span.start - 1 : span.start] in _OPENING_MARKS
        before = self.row.verb_before(span.start - opened)
        if before < 0 or self.row.starts[before] < clause.start:
            return "opens"
        word = self.row.words[before]
        role = roles().get(word, "")
        if role == "against" and word in _JOINS and not _MEASURED.search(self.text, span.end, clause.end):
            return "joined"
        if role in _BY_ROLE:
            return role
        tag = self.row.tags[before]
        return "object" if tag == "v" else "possessed" if tag == "uj" else ""

    def _after(self, span: Span, clause: Span) -> str:
        after = self.row.after(span.end)
        if after < 0 or self.row.starts[after] >= clause.end:
            return "ends"
        if self.text.startswith("的", span.end):
            of = self.row.after(span.end + 1)
            # 能背诗的只有六成: those are told of who do, not the verses.
            alone = of >= 0 and self.row.starts[of] < clause.end and self.row.tags[of][0] in _GOES_ON
            return "headless" if alone else "owner"
        tag = self.row.tags[after]
        if tag == NAME or tag.startswith("n"):
            return "modifier"
        return "touches" if tag == NUMBER else "acts" if tag in _STEP else ""


def counted_noun(clause: Clause, found: Row, quantity: Quantity) -> Span | None:
    """Return the noun phrase right after a count (31个|省份), None where none follows.

    In 500人的群 people are counted, not groups: what follows 的 is not taken.
    """
    if quantity.kind is not Kind.COUNT:
        return None
    start = end = quantity.span.end
    for unit in found.within(start, min(clause.span.end, start + _WINDOW)):
        if found.starts[unit] != end or not found.tags[unit].startswith(_COUNTABLE):
            break
        end = found.ends[unit]
    while end > start and (last := found.covering(end - 1)) >= 0 and not found.tags[last].startswith(_NOUNS):
        end = found.starts[last]
    return Span(start, end) if end > start else None
