"""Whom or what a number is about: mentions around it, weighed; the topic carried along; a common noun at last."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kaoju.document import EntityType, Evidence, Kind, Mention, Metric, Quantity, Quote
from kaoju.span import Span
from kaoju.stages.claims.clauses import Clause, Frame
from kaoju.stages.claims.metric import Reading

__all__ = ["Nouns", "Subject", "Topic", "choose_subject", "main_organisation"]

_NAMES = frozenset({EntityType.PLATFORM, EntityType.ORG, EntityType.PRODUCT, EntityType.PER})
# A name after one of these is not what the clause is about: 在县医院…, 与中医院相比, 占全院收入的…
_BEFORE = re.compile(
    r"(?:在|对|向|与|和|跟|同|比|从|被|给|据|占|超过|超越|根据|较|除了|通过|靠|为了|来自|低于|高于|不像|像|是|及|不到|以|由)$"
)
_COMPARED = re.compile(r"^[^，。；]{0,10}(?:相比|相较|对比|来说|而言|之间|的数据|的统计|的报告|的调查|测算)")
_RELATIVE_CLAUSE = re.compile(r"^[^，。；]{0,12}?的(?=[^，。；的]{0,6}$)")
_POSSESSED = re.compile(r"^[^，。；：]{0,10}$")
_QUALIFIES = re.compile(r"(?:上市公司|旗下的?|的|[\u4e00-\u9fff]{0,4}(?:公司|机构|平台|产品|业务|分析师|创始人|品牌))?")
# A name in the number's own clause scores about this much; a topic carried on, less.
_NAMED, _CARRIED = 2.0, 1.0
_THINGS = frozenset({Metric.PRICE, Metric.COST, Metric.FEE, Metric.COUNT, Metric.OTHER, Metric.SHARE, Metric.SALARY})
_COMPANY = frozenset({
    Metric.REVENUE, Metric.AD_REVENUE, Metric.PROFIT, Metric.LOSS, Metric.HEADCOUNT, Metric.MARKET_CAP, Metric.FUNDING,
    Metric.VALUATION,
})  # fmt: skip
_PERSONAL = frozenset({Metric.AGE, Metric.TENURE, Metric.SALARY})


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a claim is about: a canonical name or a common noun, its mention where there is one, and how sure."""

    name: str
    span: Span | None
    mention: Mention | None
    confidence: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Nouns:
    """Common nouns that may be what a number is about: the one it counts, and the one that opens its clause."""

    after: Subject | None
    before: Subject | None


# 公司, 该院, 平台: common nouns that stand for a name said before, and the types that they can stand for.
_GENERIC = {
    **dict.fromkeys(
        (
            "公司",
            "该公司",
            "集团",
            "企业",
            "该企业",
            "医院",
            "该院",
            "院方",
            "该机构",
            "机构",
            "学校",
            "该校",
            "该行",
            "本院",
        ),
        EntityType.ORG,
    ),
    **dict.fromkeys(("平台", "该平台", "该应用", "应用"), EntityType.PLATFORM),
}


@dataclass(slots=True)
class Topic:
    """What the text has been talking of, updated clause by clause; a new paragraph keeps it, but weaker.

    `last` holds the last name of each type, for common nouns that stand for one (公司, 该院, 平台). `main` is the
    organisation that the article is about, where its head names one.
    """

    last: dict[EntityType, Mention] = field(default_factory=dict)
    main: Mention | None = None
    mention: Mention | None = None
    paragraph: int = -1
    sentence: int = -1

    def see(self, frame: Frame, text: str, clause: Clause, speakers: frozenset[int]) -> None:
        """Let a clause set the topic: its first name that stands as a subject, sources and speakers left out.

        `speakers` are the positions at which a speaker's name begins, anywhere in the document.
        """
        for index, mention in enumerate(clause.mentions):
            if mention.span.start not in speakers:
                self.last[mention.type] = mention
            following = clause.mentions[index + 1 : index + 2]
            if following and _is_modifier(text, mention, following[0]):
                continue
            if mention.type in _NAMES and mention.span.start not in speakers and not _is_oblique(text, clause, mention):
                self.mention = mention
                self.paragraph = frame.sentence.paragraph
                self.sentence = frame.sentence.index
                return


def main_organisation(mentions: Sequence[Mention], head: Span, speakers: frozenset[int]) -> Mention | None:
    """Return the organisation that the head (title and first paragraph) names first and the text names again.

    One that speaks or is a source is none: an article is seldom about who is quoted.
    """
    organisations = [m for m in mentions if m.type is EntityType.ORG]
    quoted = {m.canonical for m in organisations if m.span.start in speakers}
    for mention in organisations:
        if mention.span.start >= head.end:
            return None
        again = sum(m.canonical == mention.canonical for m in organisations) >= 2
        if again and mention.canonical not in quoted:
            return mention
    return None


def choose_subject(
    text: str,
    frame: Frame,
    number: int,
    quantity: Quantity,
    reading: Reading,
    topic: Topic,
    quotes: Sequence[Quote],
    nouns: "Nouns",
) -> Subject | None:
    """Return the best subject for a claim, None where the text offers none.

    `topic` is the topic before this sentence, `quotes` those that touch the sentence, `noun` a common noun after a
    counted number. The winner's confidence falls with the lead of the second.
    """
    scored = sorted(
        _candidates(text, frame, number, quantity, reading, topic, quotes),
        key=lambda pair: (-pair[0], pair[1].span.start),
    )
    best = scored[0] if scored else None
    reach = best[0] if best else 0.0
    if nouns.after is not None and reach < _NAMED:
        return nouns.after
    stood_for = topic.last.get(_GENERIC[nouns.before.name]) if nouns.before and nouns.before.name in _GENERIC else None
    if stood_for is not None and reach < _NAMED and nouns.before is not None:
        evidence = Evidence("claim.generic_noun", nouns.before.evidence.span, stood_for.canonical)
        return Subject(stood_for.canonical, nouns.before.span, stood_for, 0.5, evidence)
    if (
        nouns.before is not None
        and nouns.before.name not in _GENERIC
        and (reach < _CARRIED or (reach < _NAMED and reading.metric in _THINGS))
    ):
        return nouns.before
    if best is None:
        return None
    lead = best[0] - next((s for s, m in scored[1:] if m.canonical != best[1].canonical), 0.0)
    confidence = max(0.2, min(0.9, 0.35 + 0.1 * best[0] + 0.1 * lead))
    mention = best[1]
    evidence = Evidence("claim.subject", mention.span, f"score {best[0]:.1f}, lead {lead:.1f}", min(1.0, best[0] / 6))
    return Subject(mention.canonical, mention.span, mention, confidence * (0.5 + mention.confidence / 2), evidence)


def _candidates(
    text: str,
    frame: Frame,
    number: int,
    quantity: Quantity,
    reading: Reading,
    topic: Topic,
    quotes: Sequence[Quote],
) -> Iterator[tuple[float, Mention]]:
    for offset in range(min(number, 5) + 1):
        clause = frame.clauses[number - offset]
        for mention in clause.mentions:
            if mention.type not in _NAMES or _qualifies_next(text, clause, mention):
                continue
            score = _place(text, clause, mention, quantity, offset) + _fit(text, mention, quantity, reading, quotes)
            yield score, mention
    if quantity.kind is Kind.DATE:
        following = frame.clauses[number + 1 : number + 2]
        for mention in following[0].mentions[:1] if following else ():
            if mention.type in _NAMES:
                yield 2.6, mention  # 2016年9月，某某上线: the event's subject stands behind the pause
    if topic.main is not None and reading.metric in _COMPANY:
        yield 1.9, topic.main
    if topic.mention is not None:
        age = frame.sentence.index - topic.sentence
        near = 1.8 if topic.paragraph == frame.sentence.paragraph else 0.8
        yield near - 0.2 * min(age, 4) + _kind_fit(topic.mention, reading), topic.mention


def _place(text: str, clause: Clause, mention: Mention, quantity: Quantity, offset: int) -> float:
    """Score where a name stands against the number: same clause best, as its subject; each clause away costs."""
    if offset == 0 and mention.span.start >= quantity.span.end:
        link = _RELATIVE_CLAUSE.match(text[quantity.span.end : mention.span.start])
        return 3.2 if link else 0.2
    score = 3.0 - 0.7 * offset
    if _is_oblique(text, clause, mention):
        score -= 1.6
    first = next((m for m in clause.mentions if m.type in _NAMES), None)
    if offset and first is not mention:
        score -= 0.6
    if offset == 0:
        score -= min(1.2, 0.04 * max(0, quantity.span.start - mention.span.end))
    return score


def _fit(text: str, mention: Mention, quantity: Quantity, reading: Reading, quotes: Sequence[Quote]) -> float:
    score = _kind_fit(mention, reading)
    if reading.cue is not None and mention.span.end <= reading.cue.span.start:
        between = text[mention.span.end : reading.cue.span.start]
        if _POSSESSED.match(between):
            score += 1.2 if len(between) <= 4 else 0.6
    if _is_source(mention, quotes) and not _inside_speech(mention, quantity, quotes):
        score -= 2.2
    return score


def _kind_fit(mention: Mention, reading: Reading) -> float:
    """People have ages and careers; platforms and companies have users and revenue."""
    if mention.type is EntityType.PER:
        return 1.5 if reading.metric in _PERSONAL else -0.8
    return -1.5 if reading.metric is Metric.AGE else 0.3


def _qualifies_next(text: str, clause: Clause, mention: Mention) -> bool:
    later = [m for m in clause.mentions if m.span.start >= mention.span.end]
    return bool(later) and _is_modifier(text, mention, later[0])


def _is_modifier(text: str, mention: Mention, following: Mention) -> bool:
    """Tell whether a name only qualifies the next one: 某市卫健委下属某医院, 某集团旗下某品牌."""
    between = text[mention.span.end : following.span.start]
    return following.type in _NAMES and _QUALIFIES.fullmatch(between) is not None


def _is_oblique(text: str, clause: Clause, mention: Mention) -> bool:
    before = text[max(clause.span.start, mention.span.start - 4) : mention.span.start]
    after = text[mention.span.end : min(clause.span.end, mention.span.end + 14)]
    return _BEFORE.search(before) is not None or _COMPARED.match(after) is not None


def _is_source(mention: Mention, quotes: Sequence[Quote]) -> bool:
    return any(q.speaker_span is not None and q.speaker_span.overlaps(mention.span) for q in quotes)


def _inside_speech(mention: Mention, quantity: Quantity, quotes: Sequence[Quote]) -> bool:
    return any(q.span.contains(mention.span) and q.span.contains(quantity.span) for q in quotes)
