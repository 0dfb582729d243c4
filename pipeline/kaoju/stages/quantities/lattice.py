"""The one pass over a text: where a quantity may start, which reading wins, what is left out."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from kaoju.document import Kind, Quantity
from kaoju.stages.quantities.amounts import amount
from kaoju.stages.quantities.guards import Guard
from kaoju.stages.quantities.moments import Context, Moment
from kaoju.stages.quantities.quick import quick
from kaoju.stages.quantities.records import amount_record, time_record
from kaoju.stages.quantities.times import moment
from kaoju.stages.quantities.touching import Amount
from kaoju.stages.quantities.vocabulary import festivals

__all__ = ["found"]

_NUMERALS = r"\d零〇一壹二贰两三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万亿幺廿卅俩仨几半"
_COUNTED = r"\d一二两三四五六七八九十几半"
_AHEAD = rf"的?[ ]?[{_COUNTED}]{{1,4}}[ ]?[个年月天日周小分秒星礼季]"
# Where a quantity may start if not at a numeral: its first characters, its second, and all that follows the first.
_STARTS = (
    (".", r"\d", ""),
    ("数", "十百千万亿", ""),
    ("翻", "了番倍一两二三四", "了?(?:[番倍]|[一两二三四]番)"),
    ("第", "一二三四1-4", "[一二三四1-4]个?季度"),
    ("过", "去", f"去{_AHEAD}"),
    ("最", "近", f"近{_AHEAD}"),
    ("未将", "来", f"来{_AHEAD}"),
    ("今", "后", f"后{_AHEAD}"),
    ("接", "下", f"下来{_AHEAD}"),
    ("此", "前", f"前{_AHEAD}"),
    ("之向往", "前后", f"[前后]{_AHEAD}"),
    ("近前后上下", f"的 {_COUNTED}", _AHEAD),
    ("今去明", "年天日晚早晨", ""),
    ("前", "年天一二三四", ""),
    ("后", "年天", ""),
    ("大", "前后", "[前后][年天]"),
    ("昨", "天日晚夜", ""),
    ("本当同", "年月日天周晚夜", ""),
    ("次翌来", "年日月", ""),
    ("上下", "半", "半财?年"),
    ("上下本这今", "上下本这今个一月周季星礼", "[上下本这今]{0,2}[个一]?(?:月|周|季度|星期|礼拜)"),
    ("上", "个世", "个?世纪"),
    ("上", "一年", "一?年"),
    ("本", "世", "世纪"),
    ("首", "季", ""),
    ("即", "日", ""),
    ("全", "年", ""),
    ("年月", "初底末中", ""),
    ("岁", "末", ""),
    ("星", "期", "期[一二三四五六日天]"),
    ("周", "一二三四五六日末", ""),
    ("礼", "拜", "拜[一二三四五六日天]"),
    ("Qq", "1-4", r"[1-4](?!\d)"),
    ("凌清", "晨", ""),
    ("早", "上晨间", ""),
    ("上下中", "午", ""),
    ("傍", "晚", ""),
    ("晚", "上间", ""),
    ("深午", "夜", ""),
    ("元", "月", ""),
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
        plain = quick(text, at, floor)
        winner = plain or _winner(text, at, floor, context)
        if winner is None or (guard.rejects(text, winner) if plain is None else guard.holds(*plain.number)):
            place = _beyond(text, at)
            continue
        if isinstance(winner, Moment) and winner.period is not None:
            context.last = context.spoken = winner.period
        yield _record(text, winner)
        place = floor = winner.end


@cache
def _starts() -> re.Pattern[str]:
    """Return the one pattern of all starts.

    It begins with a set, which the engine searches far faster than branches. What is no numeral is tried by its second
    character, then from one step back, where each branch is passed over by its first.
    """
    words = [(re.escape(word[0]), re.escape(word[1]), re.escape(word[1:])) for word in festivals().words]
    rows = [*_STARTS, *sorted(words)]
    first, second = ("".join(row[place] for row in rows) for place in (0, 1))
    branches = "|".join(f"[{one}](?:{rest or f'[{two}]'})" for one, two, rest in rows)
    return re.compile(f"[{_NUMERALS}{first}](?:(?<=[{_NUMERALS}])|(?=[{second}])(?<=(?={branches}).))")


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
