"""Whom or what a number is about: the best of its candidates, and how sure."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from kaoju.document import Document, EntityType, Evidence, Mention
from kaoju.span import Span
from kaoju.stages.claims.candidates import Memory, Scene
from kaoju.stages.claims.clauses import Spot
from kaoju.stages.claims.features import options
from kaoju.stages.claims.metric import Reading
from kaoju.stages.claims.ranking import best, told
from kaoju.stages.claims.words import roles

__all__ = ["Subject", "choose_subject", "employers", "leading_name", "main_organisation"]

_OFTEN = 3
_TITLE = 14
_PAUSE = frozenset("，。；：？！、“”（）")
_NEVER_LEADS = frozenset({EntityType.LOC, EntityType.WORK, EntityType.EVENT})


class Subject(Struct, frozen=True, gc=False):
    """Whom a claim is about: a canonical name or a common noun, its mention where there is one, and how sure."""

    name: str
    span: Span | None
    mention: Mention | None
    sort: str
    confidence: float
    evidence: Evidence


def main_organisation(doc: Document, speakers: frozenset[int]) -> Mention | None:
    """Return the organisation the text is about: the first of its head (title, first paragraph) that comes again.

    It may come again by its name or as 该院, 公司, 俱乐部.

    One that speaks or is a source is none, unless the title names it: an article is seldom about who is quoted.
    """
    if not doc.paragraphs:
        return None
    title, head = doc.paragraphs[0].end, doc.paragraphs[min(1, len(doc.paragraphs) - 1)].end
    organisations = [m for m in doc.mentions if m.type is EntityType.ORG]
    quoted = {m.canonical for m in organisations if m.span.start in speakers}
    spoken = sum(doc.clean.count(word, head) for word, role in roles().items() if role == "organisation")
    for mention in organisations:
        if mention.span.start >= head:
            return None
        again = spoken >= _OFTEN or sum(m.canonical == mention.canonical for m in organisations) >= 2
        if again and (mention.canonical not in quoted or mention.span.start < title):
            return mention
    return None


def employers(text: str, mentions: Sequence[Mention]) -> dict[str, Mention]:
    """Return for whom people work as the text introduces them: an organisation, a title, a name (某公司副总裁某某)."""
    found: dict[str, Mention] = {}
    for house, person in pairwise(mentions):
        if person.type is not EntityType.PER or house.type not in {EntityType.ORG, EntityType.PLATFORM}:
            continue
        between = text[house.span.end : person.span.start]
        if 0 < len(between) <= _TITLE and not _PAUSE & set(between):
            found.setdefault(person.canonical, house)
    return found


def leading_name(mentions: Sequence[Mention]) -> Mention | None:
    """Return the first mention of the name (no place) that the article says most often, three times at least."""
    counts = Counter(m.canonical for m in mentions if m.type not in _NEVER_LEADS)
    name, times = min(counts.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    return next((m for m in mentions if m.canonical == name), None) if times >= _OFTEN else None


def choose_subject(spot: Spot, reading: Reading, here: Scene, memory: Memory) -> Subject | None:
    """Return the likeliest subject of a number, None where the text offers none.

    Its confidence is the ranker's probability; the evidence names the features that weighed most.
    """
    found = best(options(spot, reading, here, memory))
    if found is None:
        return None
    share, option = found
    candidate = option.value
    sure = share * (0.5 + candidate.mention.confidence / 2 if candidate.mention else 0.9)
    evidence = Evidence("claim.subject", candidate.span, told(option), share)
    return Subject(candidate.name, candidate.span, candidate.mention, candidate.sort, sure, evidence)
