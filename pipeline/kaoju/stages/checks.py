"""Arithmetic between claims: duplicates, contradictions, and growth that both its ends state."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kaoju.document import (
    Change,
    Check,
    CheckKind,
    CheckStatus,
    Claim,
    Document,
    Evidence,
    Kind,
    Metric,
    Polarity,
)
from kaoju.settings import Settings
from kaoju.span import covering

__all__ = ["checks"]

_MOVES = frozenset({Metric.GROWTH, Metric.GROWTH_RATE, Metric.SHARE, Metric.COUNT, Metric.OTHER, Metric.EVENT_DATE})
_GROUP = 40  # claims with one key that are compared pairwise; more than that is a table, not an argument
_SURE = 0.25


def checks(doc: Document, settings: Settings) -> Document:
    """Add the checks. Only claims with equal subject, metric, unit, time, region and stance are ever compared."""
    del settings
    found = [*_repeats(doc), *_growths(doc)]
    return doc.with_(checks=tuple(sorted(found, key=lambda c: (c.span.start, c.span.end, c.kind))))


Key = tuple[object, ...]


def _key(claim: Claim) -> Key:
    quantity = claim.quantity
    return (
        claim.subject, claim.metric, quantity.kind, quantity.unit, claim.time, claim.region, claim.of, claim.change,
        claim.modality, claim.polarity, claim.source,
    )  # fmt: skip


def _repeats(doc: Document) -> Iterator[Check]:
    """Compare claims that say the same of the same: equal values are duplicates, disjoint ones contradict."""
    groups: dict[Key, list[Claim]] = {}
    for claim in doc.claims:
        timed = claim.time is not None or claim.metric is Metric.TENURE
        if claim.metric not in _MOVES and claim.change is Change.LEVEL and timed and claim.confidence >= _SURE:
            groups.setdefault(_key(claim), []).append(claim)
    for group in groups.values():
        for later in group[1:_GROUP]:
            yield _compare(doc, group[0], later)


def _compare(doc: Document, first: Claim, second: Claim) -> Check:
    meets = _meet(first, second)
    kind = CheckKind.DUPLICATE if meets else CheckKind.CONTRADICTION
    status = CheckStatus.CONSISTENT if meets else CheckStatus.CONTRADICTS
    says = "agrees with" if meets else "contradicts"
    said = "一致" if meets else "矛盾"
    a, b = first.span.of(doc.clean), second.span.of(doc.clean)
    message = f"{second.subject} {second.metric}: {b} {says} {a} / {second.subject}的{b}与前文{a}{said}"
    return _check(doc, kind, status, (first, second), message, first.quantity.low, second.quantity.low)


def _meet(first: Claim, second: Claim) -> bool:
    """Tell whether two ranges share a point, with a tenth of slack where either is approximate."""
    slack = Decimal("0.1") if first.quantity.approx or second.quantity.approx else Decimal("0.005")
    lows = [c.quantity.low for c in (first, second)]
    highs = [c.quantity.high for c in (first, second)]
    low = max((v for v in lows if v is not None), default=None)
    high = min((v for v in highs if v is not None), default=None)
    return low is None or high is None or low * (1 - slack) <= high


def _growths(doc: Document) -> Iterator[Check]:
    """Find a rate, the value it led to and the one it came from in one sentence: 1012.6, 688.4, 增长47.1%."""
    for group in _by_sentence(doc):
        rates = [c for c in group if c.metric is Metric.GROWTH_RATE and c.quantity.kind is Kind.PERCENT]
        for rate in rates:
            levels = [
                c
                for c in group
                if c.span.end <= rate.span.start
                and c.subject == rate.subject
                and c.change is Change.LEVEL
                and c.quantity.kind in {Kind.MONEY, Kind.COUNT}
                and c.polarity is Polarity.AFFIRMED
            ][-2:]
            if len(levels) == 2 and _comparable(*levels):
                yield from _growth(doc, levels[0], levels[1], rate)


def _comparable(first: Claim, second: Claim) -> bool:
    alike = (first.metric, first.quantity.unit, first.region) == (second.metric, second.quantity.unit, second.region)
    exact = all(c.quantity.low is not None and c.quantity.low == c.quantity.high for c in (first, second))
    return alike and exact and first.time != second.time and None not in (first.time, second.time)


def _growth(doc: Document, one: Claim, two: Claim, rate: Claim) -> Iterator[Check]:
    """Order the ends by their time, work out the rate, and compare it to the one stated."""
    old, new = sorted((one, two), key=lambda c: c.time or "")
    base, value, stated = old.quantity.low, new.quantity.low, rate.quantity.low
    if not base or value is None or stated is None:
        return
    sign = -1 if rate.change is Change.DECREASE else 1
    expected = (value - base) / base * 100
    slack = Decimal(2) if rate.quantity.approx else Decimal("0.6")
    agrees = abs(expected - sign * stated) <= slack
    status = CheckStatus.CONSISTENT if agrees else CheckStatus.CONTRADICTS
    a, b, c = (x.span.of(doc.clean) for x in (old, new, rate))
    shown = f"{expected:.1f}%"
    message = f"from {a} to {b} is {shown}, stated {c} / 由{a}到{b}应为{shown}，文中为{c}"
    yield _check(doc, CheckKind.GROWTH, status, (old, new, rate), message, expected, sign * stated)


def _by_sentence(doc: Document) -> Iterator[Sequence[Claim]]:
    groups: dict[int, list[Claim]] = {}
    for claim in doc.claims:
        sentence = doc.sentence_at(claim.span.start)
        if sentence is not None:
            groups.setdefault(sentence.index, []).append(claim)
    yield from groups.values()


def _check(
    doc: Document,
    kind: CheckKind,
    status: CheckStatus,
    claims: Sequence[Claim],
    message: str,
    expected: Decimal | None,
    found: Decimal | None,
) -> Check:
    span = covering(c.span for c in claims)
    return Check(
        id=doc.record_id("check", span, f"{kind}|{'|'.join(c.id for c in claims)}"),
        span=span,
        kind=kind,
        claim_ids=tuple(c.id for c in claims),
        status=status,
        message=message,
        expected=expected,
        found=found,
        confidence=min(c.confidence for c in claims),
        evidence=tuple(Evidence(f"check.{kind}", c.span) for c in claims),
    )
