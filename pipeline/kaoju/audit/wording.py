"""Whether a claim's record fits the words it stands on: kind, unit, bounds, value, time."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from kaoju.audit.gold import GoldClaim
from kaoju.rulebook import load_table

__all__ = ["claim_faults"]

_DATE = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_TIME = re.compile(f"({_DATE})(?:/({_DATE}))?")
_NOTE = re.compile(r"\([a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńň]{1,8}\)|\s")
_FORMS = str.maketrans(
    "萬億兩幾餘過滿於會來內雙頭頂後應個塊錢圓約將數歲鐘時週幣銀",
    "万亿两几余过满于会来内双头顶后应个块钱圆约将数岁钟时周币银",
)
_VAGUE = re.compile(r"多|几|余|来(?=[万亿个位名家年岁天次人元块])|出头|开外|数(?=[十百千万亿])")
_DIGITS = "0-9零〇一二两三四五六七八九十百千万亿半"
_RANGE = re.compile(
    f"[{_DIGITS}%成倍元年月天岁人次个分]\\s*[-–—~～〜至到]\\s*[{_DIGITS}]|(?<![一二三四五六七八九])[一二三四五六七八两][二三四五六七八九](?![一二三四五六七八九])"
)
_SIGNED = re.compile(r"[±]|位数|^[上数]|可能|[天月年时]内$")
_PLAIN = re.compile(r"(?<![\d.])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([十百千]?[万亿]{0,2}|[百千])(?![\d.])")
_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_SHARES = {"share", "market_share"}
_RELATIVE = {"percent", "ratio", "multiple"}


def claim_faults(claim: GoldClaim, surface: str, before: str) -> Iterator[str]:
    """Yield what is wrong with a claim; `before` is the text that stands right before its surface in the line."""
    yield from _kind_faults(claim)
    yield from _metric_faults(claim)
    yield from _time_faults(claim)
    if claim.kind != "date":
        plain = _NOTE.sub("", surface).translate(_FORMS)
        yield from _kind_wording(claim, plain)
        yield from _bound_faults(claim, plain, before.translate(_FORMS))
        yield from _value_faults(claim, plain)


def _kind_faults(claim: GoldClaim) -> Iterator[str]:
    low, high, unit = claim.low, claim.high, claim.unit
    if claim.kind == "date":
        if low is not None or high is not None or unit is not None:
            yield "a date has low, high and unit null"
        if not claim.time:
            yield "a date needs a time"
    elif low is None and high is None:
        yield "has neither low nor high"
    if low is not None and high is not None and low > high:
        yield f"low {low} is above high {high}"
    if claim.kind == "percent" and unit != "%":
        yield "a percent has unit %"
    if claim.kind == "ratio" and (unit is not None or any(v is not None and not 0 <= v <= 1 for v in (low, high))):
        yield "a ratio has unit null and lies between 0 and 1"
    if claim.kind == "money" and not re.fullmatch("[A-Z]{3}", unit or ""):
        yield "money has an ISO 4217 unit, such as CNY"
    if claim.kind not in {"date", "ratio", "multiple"} and not unit:
        yield f"a {claim.kind} has a unit"


def _metric_faults(claim: GoldClaim) -> Iterator[str]:
    relative = claim.kind in _RELATIVE
    if (claim.kind == "date") != (claim.metric == "event_date"):
        yield "kind date and metric event_date go together"
    if (claim.kind == "age") != (claim.metric == "age"):
        yield "kind age and metric age go together"
    if claim.metric in {"duration", "tenure"} and claim.kind != "duration" and not (relative and claim.of):
        yield f"metric {claim.metric} needs kind duration"
    if claim.metric in _SHARES and not claim.of:
        yield f"a {claim.metric} needs `of`, the whole"
    if claim.metric == "growth_rate" and not relative:
        yield "a change in absolute units is growth"
    if claim.metric == "growth" and relative:
        yield "a relative change is growth_rate"
    if claim.metric == "growth_rate" and not claim.of:
        yield "a growth_rate needs `of`, what grew"


def _time_faults(claim: GoldClaim) -> Iterator[str]:
    if claim.time is None:
        return
    match = _TIME.fullmatch(claim.time)
    if not match:
        yield f"time {claim.time!r} is no ISO date, month, year or interval such as 2024-01/2024-06"
    elif match[2]:
        size = min(len(match[1]), len(match[2]))
        if match[1][:size] > match[2][:size]:
            yield f"time {claim.time!r} runs backwards"


def _kind_wording(claim: GoldClaim, plain: str) -> Iterator[str]:
    if re.search(f"[{_DIGITS}]成|百分|[%％]", plain):
        if claim.kind != "percent":
            yield "reads as percent (一成 is 10 points)"
    elif re.search(f"[{_DIGITS}]分之|\\d/\\d", plain):
        if claim.kind != "ratio":
            yield "reads as ratio"
    elif plain.endswith("倍") and claim.kind != "multiple":
        yield "reads as multiple"


@cache
def _bounds() -> tuple[tuple[str, str, str], ...]:
    """Return (side, word, effect), longest words first."""
    rows = ((row["side"], row["text"], row["effect"]) for row in load_table("bounds"))
    return tuple(sorted(rows, key=lambda row: -len(row[1])))


def _effects(plain: str) -> set[str]:
    """Return what the words at a surface's ends do to its bounds: the longest one at each end counts."""
    before = next((effect for side, word, effect in _bounds() if side == "before" and plain.startswith(word)), None)
    after = next((effect for side, word, effect in _bounds() if side == "after" and plain.endswith(word)), None)
    return {effect for effect in (before, after) if effect}


def _bound_faults(claim: GoldClaim, plain: str, before: str) -> Iterator[str]:
    effects, vague = _effects(plain), bool(_VAGUE.search(plain))
    near, more = "about" in effects, bool(effects & {"over", "at_least"})
    less = bool(effects & {"under", "at_most"})
    if less and not more:
        if claim.high is None or claim.low is not None:
            yield "is an upper bound: low null, high the number"
    elif more and not less:
        if claim.low is None or claim.high is not None:
            yield "is a lower bound: low the number, high null"
    elif _RANGE.search(plain):
        if claim.low is None or claim.high is None or claim.low >= claim.high:
            yield "is a range: low and high"
    elif vague:
        if not claim.approx or claim.low is None or claim.low == claim.high:
            yield "is vague (多, 余, 几): low the number, high null or the next round one, approx true"
    elif not _SIGNED.search(plain) and not _worded(before):
        if claim.low is None or claim.low != claim.high:
            yield "looks exact: low equal to high"
        elif claim.approx and not near and not _worded(before):
            yield "looks exact: approx false"
    if near and not claim.approx:
        yield "is approximate: approx true"


def _worded(before: str) -> bool:
    """Tell whether the clause before the surface words a bound that does not touch the number."""
    clause = re.split("[，。；：！？,;:!?“”「」]", before)[-1]
    return any(side == "before" and len(word) > 1 and word in clause for side, word, _ in _bounds()) or bool(
        re.search("超|约|近|逾|可能|不及|估", clause)
    )


def _value_faults(claim: GoldClaim, plain: str) -> Iterator[str]:
    """Compare the value with a surface that holds one plain Arabic number; other wordings are left to the reader."""
    if (
        claim.kind not in {"count", "money", "percent"}
        or _RANGE.search(plain)
        or re.search(r"[比折角毛分]|\d.*\D+\d", plain)
    ):
        return
    numbers = [m for m in _PLAIN.finditer(re.sub("[多余几]", "", plain)) if m[0]]
    if len(numbers) != 1 or re.search("[一二两三四五六七八九]", plain):
        return
    match = numbers[0]
    value = Decimal(match[1].replace(",", "") + (match[2] or ""))
    for char in match[3]:
        value *= _SCALE[char]
    have = [v for v in (claim.low, claim.high) if v is not None]
    if have and not any(abs(v - value) <= abs(value) / 1000 for v in have):
        yield f"states {value.normalize():f}, low is {claim.low}, high is {claim.high}"
