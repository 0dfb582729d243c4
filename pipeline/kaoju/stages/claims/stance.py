"""On whose word, how firmly, and whether affirmed: source, modality, polarity."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from kaoju.document import EntityType, Evidence, Kind, Mention, Modality, Polarity
from kaoju.rulebook import load_rules
from kaoju.span import Span
from kaoju.stages.claims.candidates import Memory
from kaoju.stages.claims.clauses import Clause, Frame, Spot
from kaoju.stages.claims.cues import first, last, role

__all__ = ["Stance", "Thread", "foreseen", "read_stance"]

_FUTURE = frozenset({"将", "明年", "后年"})
_PLANNED = 4
_ORDER = (Modality.HYPOTHETICAL, Modality.PLANNED, Modality.ESTIMATED, Modality.REPORTED)


_VOICES = frozenset({EntityType.PER, EntityType.ORG, EntityType.PLATFORM})
_LEADING = frozenset({*_VOICES, EntityType.PRODUCT, EntityType.WORK})


class Stance(Struct, frozen=True, gc=False):
    """Who vouches for a claim (None: the article itself), how firmly, and whether it is denied."""

    modality: Modality
    polarity: Polarity
    source: str | None
    evidence: tuple[Evidence, ...]


class Thread(Struct):
    """Whose report the paragraph has been giving: its figures go on into the sentences behind it.

    `take` is told every sentence when it is done. A report is a quote whose cue shows figures (数据显示, 据…统计), an
    announcement before a colon, or a sentence that says somebody published something (某院公布年报。). Speech by
    somebody else, a new name that leads a sentence, or a new paragraph ends it.
    """

    paragraph: int = -1
    source: str | None = None
    why: Span | None = None
    names: frozenset[str] = frozenset()

    def take(self, text: str, frame: Frame) -> None:
        """Take in a finished sentence: whether it begins, goes on with or ends a report."""
        if frame.sentence.paragraph != self.paragraph:
            self.paragraph, self.source, self.why = frame.sentence.paragraph, None, None
        for quote in frame.quotes:
            if quote.cue_span is None or not quote.speaker:
                continue
            shown = first("figures", text, quote.cue_span.start, quote.cue_span.end)
            self._begin(frame, quote.speaker if shown else None, shown.span if shown else None)
        if frame.quotes:
            return
        if self.source is not None and not self._holds(text, frame):
            self.source = None
        published = first("published", text, frame.sentence.span.start, frame.sentence.span.end)
        if published is None:
            return
        names = [
            m
            for c in frame.clauses
            for m in c.mentions
            if m.type in _VOICES and m.span.start < published.span.end and not m.span.contains(published.span)
        ]
        if names:
            self._begin(frame, names[-1].canonical, published.span)

    def _begin(self, frame: Frame, source: str | None, why: Span | None) -> None:
        self.source, self.why = source, why
        self.names = frozenset(m.canonical for c in frame.clauses for m in c.mentions)

    def _holds(self, text: str, frame: Frame) -> bool:
        """Tell whether a sentence can go on with the report: it opens with no new name and no person."""
        if not frame.clauses:
            return False
        opening = frame.clauses[0]
        words = opening.span.of(text)
        if first("away", words, 0, len(words)) is not None:
            return False
        if first("same", words, 0, len(words)) is not None:
            return True
        return not any(m.type in _LEADING and m.canonical not in self.names for m in opening.mentions)

    def goes_on(self, spot: Spot) -> tuple[str | None, Evidence] | None:
        """Return whose figure a number outside quotes still is, None where the text speaks for itself again."""
        sentence, start = spot.frame.sentence, spot.quantity.span.start
        if self.source is None or self.why is None or sentence.paragraph != self.paragraph:
            return None
        settled = spot.quantity.kind is Kind.DATE or last(
            "tenure", spot.text, max(sentence.span.start, start - 4), start
        )
        if not settled and self._holds(spot.text, spot.frame):
            return self.source, Evidence("claim.continued", self.why)
        return None


def read_stance(spot: Spot, memory: Memory, thread: Thread) -> Stance:
    """Return the stance of a claim.

    The innermost quote that holds the number gives the source; outside quotes, whoever publishes what stands behind a
    colon does. Conditions and plans are looked for in the number's own clause (a condition also in the clause before),
    estimates also in the cue of its quote.
    """
    source = next((q.speaker for q in spot.quotes if q.speaker), None)
    modality, evidence = _modality(spot)
    if modality is Modality.ASSERTED and spot.quote is not None:
        modality = Modality.REPORTED
        evidence = (Evidence("claim.quoted", spot.quote.span, source or ""),)
    if spot.quote is None:
        told = _announced(spot, memory) or _given(spot) or _according(spot)
        told = told or (thread.goes_on(spot) if modality is Modality.ASSERTED else None)
        if told is not None:
            source, why = told
            modality = Modality.REPORTED if modality is Modality.ASSERTED else modality
            evidence = (*evidence, why)
    denial = last("negated", spot.text, spot.clause.span.start, spot.quantity.span.start)
    polarity = Polarity.NEGATED if denial else Polarity.AFFIRMED
    if denial:
        evidence = (*evidence, Evidence("claim.negated", denial.span))
    return Stance(modality, polarity, source, evidence)


def foreseen(spot: Spot, stance: Stance, time: Span) -> Stance:
    """Return the stance of a claim of a time still to come, told as if it were so: a plan, or a forecast (会, 能)."""
    if stance.modality not in {Modality.ASSERTED, Modality.REPORTED}:
        return stance
    clause = spot.clause.span
    outlook = first("outlook", spot.text, clause.start, spot.quantity.span.start)
    modality = Modality.ESTIMATED if outlook else Modality.PLANNED
    why = Evidence(f"claim.{modality}", outlook.span if outlook else time)
    return replace(stance, modality=modality, evidence=(*stance.evidence, why))


def _announced(spot: Spot, memory: Memory) -> tuple[str | None, Evidence] | None:
    """Return who publishes what stands behind a colon (某公司披露半年报：…), None where no colon announces."""
    for back in range(spot.number - 1, -1, -1):
        head = spot.frame.clauses[back].span
        if spot.text[head.end : head.end + 1] not in {"：", ":"}:
            continue
        found = first("issue", spot.text, head.start, head.end)
        if found is None:
            return None
        return _issuer(spot.frame, back, found.span.start, memory), Evidence("claim.announced", found.span)
    return None


def _issuer(frame: Frame, back: int, before: int, memory: Memory) -> str | None:
    """Return the name nearest before `before` in the clauses up to `back`, else the last person spoken of."""
    names: list[Mention] = [
        m for c in frame.clauses[: back + 1] for m in c.mentions if m.type in _VOICES and m.span.end <= before
    ]
    if names:
        return names[-1].canonical
    person = memory.last.get(EntityType.PER)
    return person.mention.canonical if person and person.paragraph == frame.sentence.paragraph else None


def _given(spot: Spot) -> tuple[str | None, Evidence] | None:
    """Return whose figure a number is said to be in its own clause (某机构给出的数据为…)."""
    found = last("given", spot.text, spot.clause.span.start, spot.quantity.span.start)
    if found is None:
        return None
    names = [m for m in spot.clause.mentions if m.type in _VOICES and m.span.end <= found.span.start]
    return (names[-1].canonical if names else None), Evidence("claim.given", found.span)


def _according(spot: Spot) -> tuple[str | None, Evidence] | None:
    """Return whose figures a sentence gives that opens with 据某机构，or with a report (某公司三季度的财报里，)."""
    for back in range(spot.number + 1):
        head = spot.frame.clauses[back]
        start = head.span.start
        found = _opening(spot.text[start : head.span.end if back < spot.number else spot.quantity.span.start])
        if found is None:
            continue
        words, figures = found
        names = [m for m in head.mentions if m.type in _VOICES and m.span.start < start + words.end]
        if names or figures:
            return (names[-1].canonical if names else None), Evidence("claim.according", words.shift(start))
    return None


@lru_cache(maxsize=1 << 10)
def _opening(words: str) -> tuple[Span, bool] | None:
    """Return the words by which a clause says whose its figures are, and whether they speak of figures themselves.

    A sentence's first clauses are asked once for each of its numbers.
    """
    found = first("according", words, 0, len(words))
    if found is None:
        return None
    return found.span, first("figures", words, found.span.start, found.span.end) is not None


def _modality(spot: Spot) -> tuple[Modality, tuple[Evidence, ...]]:
    text, clause, at = spot.text, spot.clause, spot.quantity.span
    found: dict[Modality, Span] = {}
    if spot.number and last("actual", text, clause.span.start, at.start) is None:
        for modality, span in _inherited(spot):
            found.setdefault(modality, span)
    for modality, span in _said(text, clause, clause.span.start, at.start):
        found.setdefault(modality, span)
    if spot.quote is not None and spot.quote.cue_span is not None:
        cue = spot.quote.cue_span
        for modality, span in _said(text, clause, cue.start, max(cue.end, spot.quote.span.start)):
            found.setdefault(modality, span)
    behind = text[at.end : clause.span.end]
    if first("aim", behind, 0, len(behind)) is not None:
        found.setdefault(Modality.PLANNED, Span(at.end, clause.span.end))
    if not found:
        return Modality.ASSERTED, ()
    if last("from", text, max(clause.span.start, at.start - 4), at.start) is not None:
        found.pop(Modality.PLANNED, None)  # 要把床位从500张增到700张: what it is raised from is there already
    if Modality.ESTIMATED in found and Modality.PLANNED in found and found[Modality.PLANNED].of(text) in _FUTURE:
        del found[Modality.PLANNED]  # 他预计床位将增至900张: a forecast, not a plan
    for modality in _ORDER:
        if modality in found:
            return modality, (Evidence(f"claim.{modality}", found[modality]),)
    return Modality.ASSERTED, ()


def _said(text: str, clause: Clause, start: int, end: int) -> Iterator[tuple[Modality, Span]]:
    """Yield the words of modality in a stretch; those inside a name (the 若 of a person's) are none."""
    if _any_modality().search(text, start, end) is None:
        return
    for match in role("modality").all(text, start, end):
        if not any(match.span.overlaps(mention.span) for mention in clause.mentions):
            yield Modality(match.rule.text("value")), match.span


def _inherited(spot: Spot) -> Iterator[tuple[Modality, Span]]:
    """Yield what clauses before say of a number: conditions and estimates one clause on, plans as far as they go."""
    text, clauses, number = spot.text, spot.frame.clauses, spot.number
    here = clauses[number].span
    contrast = text.startswith(("而", "但", "却", "不过"), here.start)
    for back in range(1, min(_PLANNED, number) + 1):
        earlier, goes_on = clauses[number - back].span, _goes_on_planning(spot, number - back)
        if back > 1 and not goes_on:
            return
        for modality, span in _said(text, clauses[number - back], earlier.start, earlier.end):
            near = back == 1 and not (contrast and modality is Modality.REPORTED)
            if near if modality is not Modality.PLANNED else goes_on:
                yield modality, span


def _goes_on_planning(spot: Spot, number: int) -> bool:
    """Tell whether the clauses behind clause `number` go on with a plan in it: 计划投入2亿元，再建9座药库."""
    for at in range(number, spot.number):
        clause, after = spot.frame.clauses[at : at + 2]
        if spot.text[clause.span.end : clause.span.end + 1] not in {"，", ",", "：", ":", "；"}:
            return False
        if first("done", spot.text, after.span.start, min(after.span.end, spot.quantity.span.end)) is not None:
            return False
    return True


@cache
def _any_modality() -> re.Pattern[str]:
    """Return one pattern of all words of modality: most stretches hold none, and one look tells."""
    patterns = [rule.pattern for rule in load_rules("claim") if rule.text("role") == "modality"]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.VERBOSE)
