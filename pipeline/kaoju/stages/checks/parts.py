"""Parts and wholes: lists of numbers that make up a total, shares that make up a hundred, wholes that shares imply."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from kaoju.document import Check, CheckKind, CheckStatus, Claim, Document, Kind
from kaoju.stages.checks.ranges import Pair, Range, Reader, Verdict, judge, lenient, rate, ratio, written
from kaoju.stages.checks.record import STATUS, cited, figure, made, middle, percent
from kaoju.stages.checks.skeleton import Skeleton

__all__ = ["Share", "hundreds", "implied", "shares_of", "totals"]

# What opens a list of parts, and what closes one.
_AMONG = re.compile(r"其中|包括|分别[为是]?|[这该]◆(?:[^◆◇▽。；，]{0,4})?[里中]")
_REST = re.compile(r"(?:其余|余下|剩余|剩下|其他)[^◆◇。；，]{0,6}[◆◇]")
# 14家诊所中, 这1.46元里: a total of which all that follows is a part; and what keeps a number from being a plain part.
_OF = re.compile(r"◆[^◆◇▽。；，]{0,10}(?:[中里]|当中|之中)")
_SCOPE = re.compile(r"[每均△]|累计|合计|分别|至少|同比|环比")
_UNREAD = re.compile(
    r"[\d二两三四五六七八九十百千万亿]"
)  # a number that is no claim, so perhaps a part that is missing
_CHANGED = re.compile(r"[比较多少增减涨跌降升高低加第][^。；，]{0,7}$")
# A share of one and the same whole: 占◇, 占比◇, 剩下◇, ◇的孩子.
_PART = re.compile(
    r"(?:占(?:比|了|到|据)?(?:近|约|超过)?|分别占|其余(?:的|是)?|余下的?|剩下的?|剩余|[、和及]|是|为)◇|◇的"
)
_NOT_PART = re.compile(r"(?:增|减|涨|跌|升|降|同比|环比|率[^◆◇。；，]{0,3})[^◆◇。；，]{0,5}◇")
_IMPLIED = re.compile(
    r"(?P<part>◆)(?:[，、]同?比[^◆◇▽。；，]{0,12}[◆◇])?(?:[，、]|[^◆◇▽。；，]{0,4}，)?(?:而|却|也|已|已经|几乎|大约|约|只|仅|仅仅)?占(?:了|到|据|据了|全部)?"
    r"(?P<base>[^◆◇▽。；，]{2,14}?)的(?P<rate>◇)"
)
# 总收入为◆: a number that is the whole whose name stands right before it.
_IS = re.compile("(?:合计|总共|共|约)?(?:为|达到?|是|有|约为)?")
# 多了◆, 增加◆: the size of a change is not the part that the share is of.
_MOVED = re.compile(r"[多少增减涨跌降升高低加](?:了|出|约|近|至少)?$")
_START, _PLACE = attrgetter("quantity.span.start"), attrgetter("span.start")
_AMOUNTS = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE})
_GROUP = 8  # shares of one whole, and statements of it, that are set against each other
_HUNDRED = Range(Decimal(1), Decimal(1))
_NARROW = Decimal("0.12")


def totals(doc: Document, skeleton: Skeleton, before: Skeleton | None) -> Sequence[Check]:
    """Return the list of parts whose sum a total states: ◆…，其中甲◆、乙◆, or ◆里，…◆，…◆，其余◆.

    The total stands before the list, in its sentence or the one before. A sum that does not come out is reported only
    of a list that must be complete.
    """
    text = skeleton.text
    if skeleton.numbers[0] < 2 or not _lists(text):
        return ()
    opened = _AMONG.search(text)
    if opened is None and _REST.search(text) is None:
        return ()
    at = opened.end() if opened else 0
    parts = [c for _, c in skeleton.of_sign("◆", at)]
    wholes = [c for _, c in skeleton.of_sign("◆", 0, at)]
    if opened is None:
        wholes, parts = parts[:1], parts[1:]
    wholes += [c for _, c in before.of_sign("◆")][::-1] if before and before.precedes(skeleton) else []
    parts = [c for c in parts if c.quantity.unit == parts[0].quantity.unit]
    wholes = [c for c in wholes[:4] if parts and c.quantity.unit == parts[0].quantity.unit]
    if len(parts) < 2 or not wholes:
        return ()
    expected = _sum([written(c.quantity, doc.clean) for c in parts])
    if expected.high - expected.low > abs(expected.high) / 10:
        return ()
    for whole in wholes:
        said = written(whole.quantity, doc.clean)
        if expected.meets(said):
            return (_total(doc, (whole, *parts), expected, said, CheckStatus.CONSISTENT),)
    whole = wholes[0]
    if not _closed(skeleton, [whole, *parts]):
        return ()
    most = _sum([lenient(c.quantity, doc.clean) for c in parts])
    if most.meets(lenient(whole.quantity, doc.clean)):
        return ()
    return (_total(doc, (whole, *parts), expected, written(whole.quantity, doc.clean), CheckStatus.CONTRADICTS),)


def _closed(skeleton: Skeleton, claims: Sequence[Claim]) -> bool:
    """Tell whether a sentence can only mean that a total, its first number, is made up of the others: ◆里，…◆，其余◆.

    Every number of the unit must be among them and be a plain one, none may be a change, a mean, or part of a part.
    """
    text, unit = skeleton.text, claims[0].quantity.unit
    places = [at for at, claim in skeleton.claims.items() if claim.quantity.unit == unit and text[at] == "◆"]
    whole, *parts = places
    closed = _REST.search(text)
    if closed is None or closed.end() - 1 != places[-1] or len(places) != len(claims) or not _OF.match(text, whole):
        return False
    if "其中" in text or _SCOPE.search(text, max(0, whole - 4), places[-1]) or _UNREAD.search(text, whole):
        return False
    if any(_CHANGED.search(text, max(0, at - 8), at) for at in parts):
        return False
    apart = len(parts) == 2 or all("占" in text[at - 3 : at] for at in parts[:-1])  # else somebody may count twice
    return apart and all(not c.quantity.approx and c.quantity.low == c.quantity.high for c in claims)


def _lists(text: str) -> bool:
    """Tell cheaply whether a sentence may hold a word that opens or closes a list: `_AMONG`, `_REST`."""
    return (
        "其" in text
        or "分别" in text
        or "包括" in text
        or "余" in text
        or "剩" in text
        or "这◆" in text
        or "该◆" in text
    )


def _total(doc: Document, claims: Sequence[Claim], expected: Range, said: Range, status: CheckStatus) -> Check:
    whole, *parts = claims
    listed = "、".join(cited(doc, c) for c in parts)
    agree, zh = ("agrees", "相符") if status is CheckStatus.CONSISTENT else ("does not agree", "不符")
    message = (
        f"the parts {listed} make {figure(expected, whole)}; the whole is {cited(doc, whole)}: {agree} / "
        f"各部分{listed}合计{figure(expected, whole)}，总数为{cited(doc, whole)}，{zh}"
    )
    return made(
        doc, CheckKind.DIFFERENCE, "check.sum.total", status, claims, message, weight=0.85,
        expected=middle(expected), found=middle(said),
    )  # fmt: skip


def hundreds(doc: Document, skeleton: Skeleton) -> Sequence[Check]:
    """Return the shares of one sentence that make up a whole: 占六成八…，其余三成二.

    They are a contradiction only where the last is said to be the rest and the sum cannot be a hundred.
    """
    text = skeleton.text
    if skeleton.numbers[1] < 2:
        return ()
    shares = [_Part(at, c, rate(c.quantity, doc.clean)) for at, c in skeleton.of_sign("◇") if _is_share(text, at, c)]
    if len(shares) < 2:
        return ()
    for group in _groups(text, shares):
        total = _sum([part.value for part in group])
        if total.meets(_HUNDRED) and total.high - total.low <= _NARROW:
            return (_hundred(doc, group, total, CheckStatus.CONSISTENT),)
    if not _complete(skeleton, shares):
        return ()
    most = _sum([rate(part.claim.quantity, doc.clean, lenient) for part in shares])
    total = _sum([part.value for part in shares])
    if total.meets(_HUNDRED) or most.meets(_HUNDRED):
        return ()
    return (_hundred(doc, shares, total, CheckStatus.CONTRADICTS),)


class _Part(NamedTuple):
    at: int
    claim: Claim
    value: Range


def _complete(skeleton: Skeleton, shares: Sequence[_Part]) -> bool:
    """Tell whether the sentence can only mean that its shares make up one whole: 占◇，…占◇，其余◇."""
    text = skeleton.text
    closed = _REST.search(text)
    each = all("占" in text[max(0, part.at - 4) : part.at] for part in shares[:-1])
    only = len(shares) == skeleton.numbers[1] and "其中" not in text and "；" not in text
    return only and each and closed is not None and closed.end() - 1 == shares[-1].at


def _is_share(text: str, at: int, claim: Claim) -> bool:
    if claim.quantity.kind is Kind.MULTIPLE:
        return False
    start, end = max(0, at - 8), at + 2
    return _PART.search(text, start, end) is not None and not _NOT_PART.search(text, start, end)


def _groups(text: str, shares: Sequence[_Part]) -> Iterator[Sequence[_Part]]:
    """Yield all shares, then all but those that a 其中 breaks down further, then each tail and head."""
    yield shares
    inner = text.find("其中")
    if inner >= 0:
        end = text.find("；", inner)
        rest = [part for part in shares if part.at < inner or (end >= 0 and part.at > end)]
        if len(rest) > 1:
            yield rest
    for cut in range(1, len(shares) - 1):
        yield shares[cut:]
        yield shares[:-cut]


def _hundred(doc: Document, group: Sequence[_Part], total: Range, status: CheckStatus) -> Check:
    claims = [part.claim for part in group]
    listed = "、".join([cited(doc, c) for c in claims])
    agree, zh = ("agrees", "相符") if status is CheckStatus.CONSISTENT else ("not a whole", "不足或超出整体")
    shown = figure(total, claims[-1]) if claims[-1].quantity.kind is Kind.PERCENT else f"{middle(total)}"
    message = f"the shares {listed} make {shown}: {agree} / 各份额{listed}合计{shown}，{zh}"
    value = middle(total)
    return made(
        doc, CheckKind.SHARE, "check.sum.hundred", status, claims, message, weight=0.85,
        expected=Decimal(100), found=value * 100 if value is not None else None,
    )  # fmt: skip


def _sum(ranges: Sequence[Range]) -> Range:
    total = ranges[0]
    for item in ranges[1:]:
        total = total.plus(item)
    return total


@dataclass(frozen=True, slots=True)
class Share:
    """A part with its share of a named whole: 门诊收入3亿元，占全院收入的四成. It implies the whole."""

    part: Claim
    rate: Claim
    base: str

    def whole(self, text: str, read: Reader) -> Range:
        """Return the range of the whole that part and share imply."""
        return ratio(read(self.part.quantity, text), rate(self.rate.quantity, text, read))


def shares_of(skeleton: Skeleton) -> list[Share]:
    """Return every part whose share of a named whole the sentence states."""
    text, shares = skeleton.text, list[Share]()
    if "的◇" not in text or "占" not in text:
        return shares
    for match in _IMPLIED.finditer(text):
        if not _MOVED.search(text, max(0, match.start() - 6), match.start()):
            part, said = (skeleton.claims[match.start(role)] for role in ("part", "rate"))
            shares.append(Share(part, said, match["base"].removeprefix("全部").strip("约近了")))
    return shares


def implied(doc: Document, shares: Sequence[Share]) -> Iterator[Check]:
    """Yield the wholes that are stated, or implied twice: parts and shares of one name must lead to one value.

    They contradict only where all claims speak of one time, and of a whole only in its own paragraph, or where the
    article states no other under its name and it is one subject's.
    """
    earlier: dict[str, list[Share]] = {}
    stated: dict[str, list[Claim | None]] = {}
    for share in shares:
        base = share.base
        known = earlier.setdefault(base, [])
        if base not in stated:
            stated[base] = _wholes(doc, base)
        for other in known:
            if _comparable(other.part, share.part):
                yield from _twice(doc, other, share)
        if len(known) < _GROUP:
            known.append(share)
        yield from _stated(doc, share, stated[base])


def _wholes(doc: Document, base: str) -> list[Claim | None]:
    """Return the first numbers that the article states under a name: 总收入为◆. One that is no claim is None."""
    text, claims, quantities = doc.clean, doc.claims, doc.quantities
    found: list[Claim | None] = []
    at = text.find(base)
    while at >= 0 and len(found) < _GROUP:
        end = at + len(base)
        index = bisect_left(quantities, end, key=_PLACE)
        if index < len(quantities):
            quantity = quantities[index]
            if quantity.kind in _AMOUNTS and _IS.fullmatch(text, end, quantity.span.start):
                at_claim = bisect_left(claims, quantity.span.start, key=_START)
                claim = claims[at_claim] if at_claim < len(claims) else None
                found.append(claim if claim is not None and claim.quantity.span == quantity.span else None)
        at = text.find(base, end)
    return found


def _comparable(one: Claim, other: Claim) -> bool:
    return one.quantity.unit == other.quantity.unit and one.quantity.kind == other.quantity.kind


def _twice(doc: Document, first: Share, second: Share) -> Iterator[Check]:
    text = doc.clean
    one, two = first.whole(text, written), second.whole(text, written)
    verdict = judge((one, two), lambda: (first.whole(text, lenient), second.whole(text, lenient)))
    claims = (first.part, first.rate, second.part, second.rate)
    near = _one_time(claims) and (first.part.time is not None or _one_place(doc, claims))
    if verdict is Verdict.UNSURE or (verdict is Verdict.DENIES and not near):
        return
    a, b = (f"{cited(doc, s.part)}/{cited(doc, s.rate)}" for s in (first, second))
    agree, zh = ("agree", "相符") if verdict is Verdict.AGREES else ("do not agree", "不符")
    x, y = figure(one, first.part), figure(two, second.part)
    message = (
        f"{first.base}: {a} imply {x}, {b} imply {y}: they {agree} / {first.base}：由{a}推得{x}，由{b}推得{y}，{zh}"
    )
    yield made(
        doc, CheckKind.SHARE, "check.share.implied", STATUS[verdict], claims, message, weight=0.85,
        expected=middle(one), found=middle(two),
    )  # fmt: skip


def _stated(doc: Document, share: Share, wholes: Sequence[Claim | None]) -> Iterator[Check]:
    """Set the share against a whole that the article states under the same name."""
    for whole in wholes:
        if whole is None or whole.id == share.part.id or not _comparable(whole, share.part):
            continue
        usual = _share_of(doc.clean, share, whole, written)
        verdict = judge(usual, partial(_share_of, doc.clean, share, whole, lenient))
        claims = sorted((whole, share.part, share.rate), key=_START)
        if verdict is Verdict.UNSURE or (
            verdict is Verdict.DENIES
            and not (_one_time(claims) and (_one_place(doc, claims) or (len(wholes) == 1 and _one_subject(claims))))
        ):
            continue
        agree, zh = ("agrees", "相符") if verdict is Verdict.AGREES else ("does not agree", "不符")
        expected = usual[0]
        shown = figure(expected, share.rate)
        a, b, c = [cited(doc, item) for item in (share.part, whole, share.rate)]
        english = f"{a} of {share.base} {b} is {shown}; the text says {c}: {agree}"
        message = f"{english} / {a}占{share.base}{b}的{shown}，文中作{c}，{zh}"
        yield made(
            doc, CheckKind.SHARE, "check.share.stated", STATUS[verdict], claims, message,
            weight=0.85, expected=percent(middle(expected), share.rate), found=share.rate.quantity.low,
        )  # fmt: skip
        return


def _share_of(text: str, share: Share, whole: Claim, read: Reader) -> Pair:
    expected = ratio(read(share.part.quantity, text), read(whole.quantity, text))
    return expected, rate(share.rate.quantity, text, read)


def _one_time(claims: Sequence[Claim]) -> bool:
    return len({c.time for c in claims}) == 1


def _one_subject(claims: Sequence[Claim]) -> bool:
    return len({c.subject for c in claims}) == 1 and all(c.subject_mention_id for c in claims)


def _one_place(doc: Document, claims: Sequence[Claim]) -> bool:
    sentences = [doc.sentence_at(c.span.start) for c in claims]
    return len({s.paragraph if s else None for s in sentences}) == 1
