"""The one pass over a text: where a quantity may start, which reading wins, what is left out."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kaoju.document import Evidence, Kind, Quantity
from kaoju.span import Span
from kaoju.stages.quantities.amounts import Amount, amount
from kaoju.stages.quantities.guards import Guard
from kaoju.stages.quantities.times import Context, Moment, moment

__all__ = ["found"]

_START = re.compile(
    r"""\d | \.(?=\d)
    | [零〇一壹二贰两三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万亿幺廿卅俩仨几半]
    | (?:过去|最近|未来|今后|接下来|将来|此前|之前|之后|[向往][前后]|[近前后上下])(?=的?[ ]?[\d一二两三四五六七八九十几半]{1,4}[ ]?[个年月天日周小分秒星礼季])
    | 数(?=[十百千万亿])
    | [今去明][年天日晚早晨] | 前[年天一二三四] | 后[年天] | 大前[年天] | 大后[年天] | 昨[天日晚夜] | [本当同][年月日天周晚夜] | [次翌来][年日月]
    | [上下]半年 | [上下]半财年 | [上下本这今]{1,3}(?:个|一)?(?:月|周|季度|星期|礼拜) | 上个?世纪 | 上一?年 | 本世纪 | 首季 | 即日 | 全年
    | 年[初底末中] | 岁末 | 月[初底末中] | 星期[一二三四五六日天] | 周[一二三四五六日末] | 礼拜[一二三四五六日天]
    | [Qq][1-4](?!\d) | 凌晨 | 清晨 | 早[上晨间] | 上午 | 中午 | 下午 | 傍晚 | 晚[上间] | 深夜 | 午夜 | 元月
    """,
    re.VERBOSE,
)
_SENTENCE_END = re.compile(r"[。！？\n]")


def found(text: str, reference: dt.datetime | None, guard: Guard) -> Iterator[Quantity]:
    """Yield the quantities of a text in order, disjoint: the longest reading at the earliest start wins."""
    context = Context(reference)
    place = floor = 0
    while True:
        match = _START.search(text, place)
        if match is None:
            return
        at = match.start()
        skip = guard.stop(text, at)
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
        yield record(winner)
        place = floor = winner.end


def _beyond(text: str, at: int) -> int:
    run = _DIGITS.match(text, at)
    return run.end() if run else at + 1


_DIGITS = re.compile(r"\d+")


def _winner(text: str, at: int, floor: int, context: Context) -> Moment | Amount | None:
    time = moment(text, at, context)
    size = amount(text, at, floor)
    if time is None or size is None:
        return time or size
    if time.first == "clock" and size.end >= time.end and "点" in text[slice(*size.number)]:
        return size
    if size.end > time.end and not (time.first == "clock" and size.kind is Kind.COUNT):
        return size
    return time


def record(winner: Moment | Amount) -> Quantity:
    """Turn a reading into the record that leaves the stage."""
    span = Span(winner.start, winner.end)
    if isinstance(winner, Moment):
        only_clock = winner.first == "clock" and winner.clock is not None
        time = winner.clock if only_clock else None if winner.period is None else winner.period.iso
        return Quantity(
            span=span, number=span, kind=Kind.TIME if only_clock else Kind.DATE,
            evidence=(Evidence(winner.rule, span),), time=time, time_alternatives=winner.alternatives,
        )
    bounds = winner.bounds
    return Quantity(
        span=span, number=Span(*winner.number), kind=winner.kind, evidence=(Evidence(winner.rule, span),),
        low=bounds.low, high=bounds.high, low_inclusive=bounds.low_inclusive, high_inclusive=bounds.high_inclusive,
        approx=bounds.approx, unit=winner.unit, flags=winner.flags,
    )
