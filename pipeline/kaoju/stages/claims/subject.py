"""Whom or what a number is about: the best of its candidates, and how sure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kaoju.document import EntityType, Evidence, Mention, Quantity, Quote
from kaoju.span import Span
from kaoju.stages.claims.candidates import Memory, Scene
from kaoju.stages.claims.clauses import Frame
from kaoju.stages.claims.metric import Reading
from kaoju.stages.claims.rank import Option, options, rank, weights

__all__ = ["Subject", "choose_subject", "leading_name", "main_organisation"]

_SHOWN = 3
_OFTEN = 3
_NEVER_LEADS = frozenset({EntityType.LOC, EntityType.WORK, EntityType.EVENT})


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a claim is about: a canonical name or a common noun, its mention where there is one, and how sure."""

    name: str
    span: Span | None
    mention: Mention | None
    sort: str
    confidence: float
    evidence: Evidence


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


def leading_name(mentions: Sequence[Mention]) -> Mention | None:
    """Return the first mention of the name (no place) that the article says most often, three times at least."""
    counts = Counter(m.canonical for m in mentions if m.type not in _NEVER_LEADS)
    name, times = min(counts.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    return next((m for m in mentions if m.canonical == name), None) if times >= _OFTEN else None


def choose_subject(
    text: str,
    frame: Frame,
    number: int,
    quantity: Quantity,
    reading: Reading,
    here: Scene,
    memory: Memory,
    quotes: Sequence[Quote],
) -> Subject | None:
    """Return the likeliest subject of a number in clause `number`, None where the text offers none.

    Its confidence is the ranker's probability; the evidence names the features that weighed most.
    """
    found = options(text, frame, number, quantity, reading, here, memory, quotes)
    ranked = rank(found, weights())
    if not ranked:
        return None
    share, best = ranked[0]
    candidate = best.candidate
    sure = share * (0.5 + candidate.mention.confidence / 2 if candidate.mention else 0.9)
    evidence = Evidence("claim.subject", candidate.span, _told(best), share)
    return Subject(candidate.name, candidate.span, candidate.mention, candidate.sort, sure, evidence)


def _told(option: Option) -> str:
    """Name the features that spoke loudest for an option."""
    weight = weights()
    known = sorted({name for name in option.features if weight.get(name)}, key=lambda n: (-abs(weight[n]), n))
    return " ".join(f"{name} {weight[name]:+.1f}" for name in known[:_SHOWN])
