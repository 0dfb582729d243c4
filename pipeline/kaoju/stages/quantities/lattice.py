# ruff: noqa: E501 -- rows of the pattern stay whole
"""The one pass over a text: where a quantity may start, which reading wins, what is left out."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from kaoju.document import Kind, Quantity
from kaoju.stages.quantities.amounts import amount
from kaoju.stages.quantities.guards import Guard
from kaoju.stages.quantities.moments import Context, Moment
from kaoju.stages.quantities.records import amount_record, time_record
from kaoju.stages.quantities.times import moment
from kaoju.stages.quantities.touching import Amount
from kaoju.stages.quantities.vocabulary import festivals

__all__ = ["found"]

_COUNTED = r"\d一二两三四五六七八九十几半"
# Where a quantity may start: its first character, and what must follow it.
_STARTS = (
    ("\\d零〇一壹二贰两三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万亿幺廿卅俩仨几半", ""),
    (".", r"(?=\d)"),
    ("数", "[十百千万亿]"),
    ("翻", "了?(?:[番倍]|[一两二三四]番)"),
    ("第", "[一二三四1-4]个?季度"),
    (
        "过最未今接将此之向往近前后上下",
        rf"(?:(?<=过)去|(?<=最)近|(?<=未)来|(?<=今)后|(?<=接)下来|(?<=将)来|(?<=此)前|(?<=之)[前后]|(?<=[向往])[前后]|(?<=[近前后上下]))的?[ ]?[{_COUNTED}]{{1,4}}[ ]?[个年月天日周小分秒星礼季]",
    ),
    ("今去明", "[年天日晚早晨]"),
    ("前", "[年天一二三四]"),
    ("后", "[年天]"),
    ("大", "[前后][年天]"),
    ("昨", "[天日晚夜]"),
    ("本当同", "[年月日天周晚夜]"),
    ("次翌来", "[年日月]"),
    ("上下", "半财?年|[上下本这今]{0,2}[个一]?(?:月|周|季度|星期|礼拜)"),
    ("本这今", "[上下本这今]{0,2}[个一]?(?:月|周|季度|星期|礼拜)"),
    ("上", "个?世纪|一?年"),
    ("本", "世纪"),
    ("首", "季"),
    ("即", "日"),
    ("全", "年"),
    ("年", "[初底末中]"),
    ("岁", "末"),
    ("月", "[初底末中]"),
    ("星", "期[一二三四五六日天]"),
    ("周", "[一二三四五六日末]"),
    ("礼", "拜[一二三四五六日天]"),
    ("Qq", r"[1-4](?!\d)"),
    ("凌清", "晨"),
    ("早", "[上晨间]"),
    ("上下", "午"),
    ("中", "午"),
    ("傍", "晚"),
    ("晚", "[上间]"),
    ("深午", "夜"),
    ("元", "月"),
)
_SENTENCE_END = re.compile(r"[。！？\n]")


def found(text: str, reference: dt.datetime | None, guard: Guard) -> Iterator[Quantity]:
    """Yield the quantities of a text in order, disjoint: the longest reading at the earliest start wins."""
    context = Context(reference, clock=reference is not None and (reference.hour, reference.minute) != (0, 0))
    search, stop = _starts().search, guard.stops.get
    place = floor = 0
    while (first := search(text, place)) is not None:
        at = first.start()
        skip = stop(at)
        if skip is not None:
            place = skip
            continue
        if context.last is not None and _SENTENCE_END.search(text, floor, at):
            context.last = None
        winner = _winner(text, at, floor, context)
        if winner is None or guard.rejects(text, winner):
            place = _beyond(text, at)
            continue
        if isinstance(winner, Moment) and winner.period is not None:
            context.last = context.spoken = winner.period
        yield _record(text, winner)
        place = floor = winner.end


@cache
def _starts() -> re.Pattern[str]:
    """Return the one pattern of all starts. It begins with a set, which the engine searches far faster than branches."""
    rests: dict[str, list[str]] = {}
    for word in festivals().words:
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    rows = [*_STARTS, *((first, "|".join(rest)) for first, rest in sorted(rests.items()))]
    every = "".join(first for first, _ in rows)
    return re.compile(f"[{every}](?:{'|'.join(f'(?<=[{first}])(?:{rest})' for first, rest in rows)})")


def _beyond(text: str, at: int) -> int:
    run = _DIGITS.match(text, at)
    return run.end() if run else at + 1


_DIGITS = re.compile(r"\d+(?:\.\d+)*")


# No amount is longer than one of these: 2023年 and 8月 are dates whatever follows.
_SURE = frozenset(
    {"year", "years", "month", "months", "day", "days", "relyear", "relmonth", "relday", "week", "weekday"}
)


def _winner(text: str, at: int, floor: int, context: Context) -> Moment | Amount | None:
    time = moment(text, at, context)
    if time is not None and time.first in _SURE:
        return time
    size = amount(text, at, floor)
    if time is None or size is None:
        return time or size
    if time.first == "clock" and at == size.number[0] and size.end >= time.end and "点" in text[slice(*size.number)]:
        return size
    if size.end > time.end and not (time.first == "clock" and size.kind is Kind.COUNT):
        return size
    return time


def _record(text: str, winner: Moment | Amount) -> Quantity:
    """Turn a reading into the record that leaves the stage."""
    if isinstance(winner, Moment):
        only_clock = winner.first == "clock" and winner.clock is not None
        time = winner.clock if only_clock else None if winner.period is None else winner.period.iso
        kind = Kind.TIME if only_clock else Kind.DATE
        return time_record(winner.start, winner.end, kind, time, winner.alternatives, winner.rule)
    start, end, number, kind, bounds, unit, rule, flags, *_ = winner
    if kind is Kind.COUNT and start == number[0] and number[1] == start + 1 and text[start] == "一":
        flags = (*flags, "bare_one")
    return amount_record(start, end, number, kind, bounds, unit, rule, flags)
