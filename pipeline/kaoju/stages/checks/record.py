"""A check as a record: its id, its place, its message in two languages that cites every number by raw position."""

from collections.abc import Sequence
from decimal import Decimal

from kaoju.document import Check, CheckKind, CheckStatus, Claim, Document, Evidence, Kind
from kaoju.span import covering
from kaoju.stages.checks.ranges import Range, Verdict

__all__ = ["STATUS", "cited", "figure", "made", "middle", "percent"]

STATUS = {Verdict.AGREES: CheckStatus.CONSISTENT, Verdict.DENIES: CheckStatus.CONTRADICTS}
_TWO = Decimal(2)
_PLACES = Decimal("0.000001")
_LARGE = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))


def made(
    doc: Document,
    kind: CheckKind,
    rule: str,
    status: CheckStatus,
    claims: Sequence[Claim],
    message: str,
    *,
    weight: float,
    expected: Decimal | None = None,
    found: Decimal | None = None,
) -> Check:
    """Return the record of one comparison. Its confidence: how sure the rule is times the least sure number."""
    quantities = [c.quantity for c in claims]
    spans = [q.span for q in quantities]
    ids = [c.id for c in claims]
    span, text = covering(spans), doc.clean
    return Check(
        id=doc.record_id("check", span, f"{rule}|{'|'.join(ids)}"), span=span, kind=kind, claim_ids=tuple(ids),
        status=status, message=message, expected=expected, found=found,
        confidence=weight * min([q.confidence for q in quantities]),
        evidence=tuple([Evidence(rule, s, s.of(text)) for s in spans]),
    )  # fmt: skip


def cited(doc: Document, claim: Claim) -> str:
    """Return a claim's number with its place in the raw text: `16亿[104:107]`."""
    span = claim.quantity.span
    raw = doc.offsets.to_raw(span)
    return f"{doc.clean[span.start : span.end]}[{raw.start}:{raw.end}]"


def middle(found: Range) -> Decimal | None:
    """Return the value in the middle of a range, its finite end where it is open, None where nothing bounds it."""
    low, high = found.low, found.high
    if low.is_finite():
        return ((low + high) / _TWO if high.is_finite() else low).quantize(_PLACES)
    return high.quantize(_PLACES) if high.is_finite() else None


def percent(value: Decimal | None, like: Claim) -> Decimal | None:
    """Return a factor in the unit of the claim it is compared with: points where that is a percentage."""
    return value * 100 if value is not None and like.quantity.kind is Kind.PERCENT else value


def figure(found: Range, like: Claim) -> str:
    """Return a range in words, as a percentage where `like` is one: `47.1%`, `20亿…45亿`."""
    low, high = found
    percentage = like.quantity.kind is Kind.PERCENT
    if percentage:
        low, high = low * 100, high * 100
    sign = "%" if percentage else ""
    if high.is_finite():
        if not low.is_finite():
            return f"<{_short(high)}{sign}"
        center = (low + high) / _TWO
        if percentage or abs(high - low) <= abs(center) / 5:
            return f"{_short(center)}{sign}"
        return f"{_short(low)}–{_short(high)}{sign}"
    return f">{_short(low)}{sign}" if low.is_finite() else "?"


def _short(value: Decimal) -> str:
    size, name = abs(value), ""
    for limit, unit in _LARGE:
        if size >= limit:
            value, size, name = value / limit, size / limit, unit
            break
    places = 1 if size >= 10 else 2 if size >= 1 else 4
    text = f"{value:.{places}f}"
    return f"{text.rstrip('0').rstrip('.')}{name}"
