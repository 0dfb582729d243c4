# ruff: noqa: E501 -- rows of the pattern stay whole
"""The one pass over a text: where a quantity may start, which reading wins, what is left out."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from kaoju.document import Evidence, Kind, Quantity
from kaoju.span import Span
from kaoju.stages.quantities.amounts import amount
from kaoju.stages.quantities.guards import Guard
from kaoju.stages.quantities.moments import Context, Moment
from kaoju.stages.quantities.times import moment
from kaoju.stages.quantities.touching import Amount
from kaoju.stages.quantities.vocabulary import festivals

__all__ = ["found"]

_START = re.compile(
    r"""\d | \.(?=\d)
    | [零〇一壹二贰两三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万亿幺廿卅俩仨几半]
    | (?:过去|最近|未来|今后|接下来|将来|此前|之前|之后|[向往][前后]|[近前后上下])(?=的?[ ]?[\d一二两三四五六七八九十几半]{1,4}[ ]?[个年月天日周小分秒星礼季])
    | 翻(?=了?(?:[番倍]|[一两二三四]番)) | 第(?=[一二三四1-4]个?季度)
    | 数(?=[十百千万亿])
    | [今去明][年天日晚早晨] | 前[年天一二三四] | 后[年天] | 大前[年天] | 大后[年天] | 昨[天日晚夜] | [本当同][年月日天周晚夜] | [次翌来][年日月]
    | [上下]半年 | [上下]半财年 | [上下本这今]{1,3}(?:个|一)?(?:月|周|季度|星期|礼拜) | 上个?世纪 | 上一?年 | 本世纪 | 首季 | 即日 | 全年
    | 年[初底末中] | 岁末 | 月[初底末中] | 星期[一二三四五六日天] | 周[一二三四五六日末] | 礼拜[一二三四五六日天]
    | [Qq][1-4](?!\d) | 凌晨 | 清晨 | 早[上晨间] | 上午 | 中午 | 下午 | 傍晚 | 晚[上间] | 深夜 | 午夜 | 元月
    """,
    re.VERBOSE,
)
# The first characters of all these: one set is searched far faster than the alternatives at every place.
_FIRST = r"翻第\d.零〇一壹二贰两三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万亿幺廿卅俩仨几半数今去明前后大昨本当同次翌来上下这首即全年岁月星周礼Qq凌清早中傍晚深午元过最未接将此之向往近"
_SENTENCE_END = re.compile(r"[。！？\n]")


def found(text: str, reference: dt.datetime | None, guard: Guard) -> Iterator[Quantity]:
    """Yield the quantities of a text in order, disjoint: the longest reading at the earliest start wins."""
    context = Context(reference, clock=reference is not None and (reference.hour, reference.minute) != (0, 0))
    start = _starts()
    place = floor = 0
    while True:
        first = start.search(text, place)
        if first is None:
            return
        at = first.start()
        if not text[at].isdecimal() and not _START.match(text, at) and next(festivals().at(text, at), None) is None:
            place = at + 1
            continue
        skip = guard.stop(at)
        if skip > at:
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
    return re.compile(f"[{_FIRST}{''.join(sorted({word[0] for word in festivals().words}))}]")


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
    span = Span(winner.start, winner.end)
    if isinstance(winner, Moment):
        only_clock = winner.first == "clock" and winner.clock is not None
        time = winner.clock if only_clock else None if winner.period is None else winner.period.iso
        return Quantity(
            span=span,
            number=span,
            kind=Kind.TIME if only_clock else Kind.DATE,
            evidence=(Evidence(winner.rule, span),),
            time=time,
            time_alternatives=winner.alternatives,
        )
    bounds, flags = winner.bounds, winner.flags
    if winner.kind is Kind.COUNT and winner.start == winner.number[0] and text[slice(*winner.number)] == "一":
        flags = (*flags, "bare_one")
    return Quantity(
        span=span,
        number=Span(*winner.number),
        kind=winner.kind,
        evidence=(Evidence(winner.rule, span),),
        low=bounds.low,
        high=bounds.high,
        low_inclusive=bounds.low_inclusive,
        high_inclusive=bounds.high_inclusive,
        approx=bounds.approx,
        unit=winner.unit,
        flags=flags,
    )
