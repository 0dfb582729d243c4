"""Time lines: how long something is said to have existed, or how old somebody is, against the year it began."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kaoju.document import Check, CheckKind, CheckStatus, Claim, Document, EntityType, Kind, Mention, Metric, Modality
from kaoju.stages.checks.record import cited, made
from kaoju.stages.checks.statements import certain

__all__ = ["timeline"]

# A beginning and the words under which an age is counted from it. Keys are compared, so 开业 is not set against 上线.
_BEGUN = re.compile(r"成立|创立|创办|创建|上线|开业|诞生|问世|建校|建院|出生|生于|建成")
_KIN = {"创立": "成立", "创办": "成立", "创建": "成立", "生于": "出生", "问世": "诞生"}
# What moves the moment from which is counted away from the article's date.
_ELSEWHEN = re.compile(r"时|那年|当年|当时|后来|之后|以后|后|前")
_WINDOW = 10
_KINDS = frozenset({Kind.DATE, Kind.AGE, Kind.DURATION})
_COUNTED = frozenset({Metric.AGE, Metric.TENURE, Metric.DURATION})


@dataclass(frozen=True, slots=True)
class _Begun:
    claim: Claim
    word: str
    year: int


def timeline(doc: Document) -> Iterator[Check]:
    """Yield the ages and tenures of a named subject set against the year in which it began, as of the article's date.

    Without a date of publication nothing is compared. A year to spare either way is consistent; more contradicts.
    """
    published = doc.meta.published
    if published is None:
        return
    counted = {c.metric for c in doc.claims}
    if Metric.EVENT_DATE not in counted or not counted & _COUNTED:
        return
    asserted = [c for c in doc.claims if c.quantity.kind in _KINDS and c.modality is Modality.ASSERTED]
    spoken = {c.subject_mention_id for c in asserted}
    sure = {m.id: m for m in doc.mentions if m.id in spoken and certain(m)}
    claims = [c for c in asserted if c.subject_mention_id in sure]
    starts = [start for c in claims if (start := _begun(doc, c)) is not None]
    if not starts:
        return
    begun: dict[tuple[str, str], dict[int, _Begun]] = {}
    for start in starts:
        begun.setdefault((start.claim.subject, start.word), {}).setdefault(start.year, start)
    for claim in claims:
        word = _counted_from(doc, claim, sure[claim.subject_mention_id or ""])
        known = begun.get((claim.subject, word), {}) if word else {}
        # Two beginnings of one kind (here and abroad, the first and the second house): not sure which is counted from.
        if len(known) == 1:
            yield _weigh(doc, next(iter(known.values())), claim, published.year)


def _begun(doc: Document, claim: Claim) -> _Begun | None:
    """Read an event date with a word of beginning next to it: 2018年成立, 生于1985年."""
    quantity = claim.quantity
    time = quantity.time or ""
    dated = quantity.kind is Kind.DATE and re.match(r"\d{4}", time) and "/" not in time
    if not dated or "年" not in claim.span.of(doc.clean):
        return None
    word = _word(doc, claim)
    return _Begun(claim, word, int(time[:4])) if word else None


def _word(doc: Document, claim: Claim) -> str | None:
    start, end = max(0, claim.span.start - 3), claim.span.end + _WINDOW
    near = re.split("[，。；、]", doc.clean[claim.span.end : end])[0]
    match = _BEGUN.search(doc.clean[start : claim.span.start] + near)
    return _KIN.get(match[0], match[0]) if match else None


def _counted_from(doc: Document, claim: Claim, mention: Mention) -> str | None:
    """Return the beginning from which a claim counts years up to the day of the article; None where it does not."""
    quantity, text = claim.quantity, doc.clean
    if quantity.low is None or quantity.low != quantity.high or quantity.approx or claim.quote_id is not None:
        return None
    if _ELSEWHEN.search(text, claim.span.end, claim.span.end + 3):
        return None
    before = text[max(0, claim.span.start - 6) : claim.span.start]
    if quantity.kind is Kind.AGE:
        return "出生" if mention.type is EntityType.PER and re.search("今年|现年", before) else None
    if quantity.kind is not Kind.DURATION or quantity.unit != "年":
        return None
    match = _BEGUN.search(before)
    return _KIN.get(match[0], match[0]) if match else None


def _weigh(doc: Document, begun: _Begun, claim: Claim, year: int) -> Check:
    expected, said = year - begun.year, claim.quantity.low or Decimal(0)
    agrees = abs(expected - said) <= 1
    status = CheckStatus.CONSISTENT if agrees else CheckStatus.CONTRADICTS
    agree, zh = ("agrees", "相符") if agrees else ("does not agree", "不符")
    a, b = cited(doc, begun.claim), cited(doc, claim)
    english = f"{claim.subject}: from {a} to {year} are {expected} years; the text says {b}: {agree}"
    chinese = f"{claim.subject}：由{a}至{year}年为{expected}年，文中作{b}，{zh}"
    claims = tuple(sorted((begun.claim, claim), key=lambda c: c.span))
    return made(
        doc,
        CheckKind.TIMELINE,
        "check.timeline.since",
        status,
        claims,
        f"{english} / {chinese}",
        weight=0.9,
        expected=Decimal(expected),
        found=said,
    )
