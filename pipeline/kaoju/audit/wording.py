"""Whether a claim's record fits the words it stands on: kind, unit, bounds, value, time."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kaoju.audit.gold import GoldClaim
from kaoju.numerals import Numeral, read
from kaoju.rulebook import load_table

if TYPE_CHECKING:
    from opencc import OpenCC

__all__ = ["claim_faults"]

_DATE = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_TIME = re.compile(f"({_DATE})(?:/({_DATE}))?")
_NOTE = re.compile(r"\([a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńň]{1,8}\)|\s")
_NUMBER_START = re.compile(r"[0-9零〇一二两三四五六七八九十百千万亿数几半]")
_JOINED = re.compile(r"\D{0,4}?\s{0,2}[-–—~～〜至到]\s{0,2}")
_OPEN = re.compile(r"[几数多余来]")
_MORE = re.compile(r"\D{0,2}?[多余]|来")
_TRAILING_VAGUE = ("出头", "开外")
# Wordings whose bounds are read from more than the number: 上百, 位数, 年内, ±.
_SIGNED = re.compile(r"[±]|位数|^[上数]|可能|[天月年时]内$")
_COMPOUND = re.compile(r"[比折角毛分成]")
_SHARES = {"share", "market_share"}
_RELATIVE = {"percent", "ratio", "multiple"}


def claim_faults(claim: GoldClaim, surface: str, before: str) -> Iterator[str]:
    """Yield what is wrong with a claim; `before` is the text that stands right before its surface in the line."""
    yield from _kind_faults(claim)
    yield from _metric_faults(claim)
    yield from _time_faults(claim)
    if claim.kind != "date":
        plain = _simplified(_NOTE.sub("", surface))
        yield from _kind_wording(claim, plain)
        yield from _bound_faults(claim, plain, _simplified(before))
        yield from _value_faults(claim, plain)


@cache
def _converter() -> "OpenCC":
    import opencc

    return opencc.OpenCC("t2s")


def _simplified(text: str) -> str:
    converted: str = _converter().convert(text)
    return converted


def _numbers(plain: str) -> list[tuple[int, Numeral]]:
    """Return the numerals of a surface with where each begins, left to right."""
    found: list[tuple[int, Numeral]] = []
    at = 0
    while match := _NUMBER_START.search(plain, at):
        numeral = read(plain, match.start())
        if numeral is None or numeral.end <= match.start():
            at = match.end()
            continue
        found.append((match.start(), numeral))
        at = numeral.end
    return found


def _is_vague(plain: str, numbers: list[tuple[int, Numeral]]) -> bool:
    """Tell whether a surface leaves its number open upwards: 1300多, 十几, 数百万, 二十来位, 4倍多, 五十出头."""
    inside = any(_OPEN.search(plain, start, n.end) for start, n in numbers)
    return inside or plain.endswith(_TRAILING_VAGUE) or any(_MORE.match(plain, n.end) for _, n in numbers)


def _is_range(plain: str, numbers: list[tuple[int, Numeral]]) -> bool:
    """Tell whether a surface spans from one number to another: 3%-5%, 三到五, 七八."""
    spans = any(
        None not in (n.bounds.low, n.bounds.high)
        and n.bounds.low != n.bounds.high
        and not _OPEN.search(plain, start, n.end)
        for start, n in numbers
    )
    return spans or any(_JOINED.fullmatch(plain, one.end, start) for (_, one), (start, _) in pairwise(numbers))


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
    if re.search(r"[\d一二三四五六七八九两几]成|百分|[%％]", plain):
        if claim.kind != "percent":
            yield "reads as percent (一成 is 10 points)"
    elif re.search(r"分之|\d/\d", plain):
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
    effects, numbers = _effects(plain), _numbers(plain)
    vague = _is_vague(plain, numbers)
    near, more = "about" in effects, bool(effects & {"over", "at_least"})
    less = bool(effects & {"under", "at_most"})
    if less and not more:
        if claim.high is None or claim.low is not None:
            yield "is an upper bound: low null, high the number"
    elif more and not less:
        if claim.low is None or claim.high is not None:
            yield "is a lower bound: low the number, high null"
    elif _is_range(plain, numbers):
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
    """Compare the value with a surface that holds one number; compound wordings are left to the reader."""
    numbers = _numbers(plain)
    if claim.kind not in {"count", "money", "percent"} or len(numbers) != 1 or _COMPOUND.search(plain):
        return
    if re.search("[几数]", plain):
        return  # 几十 is for the reader to bound
    value = numbers[0][1].bounds.low
    have = [v for v in (claim.low, claim.high) if v is not None]
    if value is not None and have and not any(abs(v - value) <= abs(value) / 1000 for v in have):
        yield f"states {value.normalize():f}, low is {claim.low}, high is {claim.high}"
