"""Points and stretches of time, read forward from where one starts and settled against a reference date."""

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache

from msgspec.structs import replace

from kaoju.stages.quantities.clocks import CLOCKS
from kaoju.stages.quantities.feasts import FEASTS
from kaoju.stages.quantities.grammar import JOIN, MAYBE, NOT_FIRST, RANKS, tokens
from kaoju.stages.quantities.moments import Context, Moment, State
from kaoju.stages.quantities.offsets import offset, offset_from
from kaoju.stages.quantities.periods import DAY, MINUTE, MONTH, SECOND, YEAR, Period, day_of, months_on, point
from kaoju.stages.quantities.readers import READERS, number_of

__all__ = ["AFTER_COMMA", "GOES_ON", "RECURRENT", "in_force", "moment", "neighbours", "recurs", "settled"]

_TIMELESS = frozenset({"clock", "daypart", "late"})
# What each kind of word is: its reader, how coarse it is, whether it names a date.
_WORDS = {kind: (read, RANKS[kind], kind not in _TIMELESS) for kind, read in {**READERS, **FEASTS, **CLOCKS}.items()}
_GLUE = re.compile(r"[ ]?的?[ ]?")
# 2016年，9月3日: the year and the day are one date; 2010年，3月 may be two.
_YEAR_COMMA = re.compile(r"[，,][ ]?(?=(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月[^，。；]{1,3}[日号])")
_RANGE = re.compile(rf"起?{JOIN}|[和与及同](?=[^，。；]{{1,14}}(?:之间|间(?!接|隔|断)))")
# What may end the words that say so of a time: 每月第一个周三, 每周三和周五.
RECURRENT = frozenset("每年逢月周天日晚早期拜个的 、和及与")
_BETWEEN = re.compile(r"之?间")
_RECURS = re.compile(
    r"(?:每(?:年|逢|个?月|周|天|日|晚|早|个?星期|个?礼拜|个)?|(?<![重恰适欣躬相])逢)的?[ ]?"
    r"(?:(?:第[一二三四五1-5]|最后一)个)?$"
    r"|每(?:周|星期|礼拜)[一二三四五六日天][、和及与]$|每年?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月[、和及与]$"
    r"|每个?月(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号][、和及与]$"
)
_NAMED_DAY = re.compile(r"[ ]?[，（(][ ]?(?:周|星期|礼拜)[一二三四五六日天]([）)])?")
_AT_HOUR = re.compile(r"[Tt](?=\d\d:\d\d)")
# With what a range goes on behind a time, and what else may carry it on: a bound, a length counted from it.
_RANGES = frozenset(" -－—–−~～〜ー至到迄和与及同起")
GOES_ON = _RANGES.union("之以前后起开往，或的")
# 去年，之前: behind a comma only these words go on.
AFTER_COMMA = frozenset("之以前或及")
# How far 当天 and 次日 look back for their day.
_REACH = 250
_NOW = re.compile(r"(?:至|到|迄)(?:今(?![年天日晚早晨])|现在|目前|如今)(?:为止)?")


def moment(text: str, at: int, context: Context) -> Moment | None:
    """Read the time expression that starts at `at`, a range of two included; None where there is none."""
    if not MAYBE.match(text, at):
        return None
    context, start = in_force(text, at, context), at - _BEHIND if at > _BEHIND else 0
    spoken = (context.reference, context.last, context.spoken, context.clock, context.day)
    found = _moment(text[start : at + _AHEAD], at - start, spoken)
    return replace(found, start=found.start + start, end=found.end + start) if found is not None and start else found


# As far as a time looks to either side.
_BEHIND, _AHEAD = 32, 160
_Spoken = tuple[dt.datetime | None, Period | None, Period | None, bool, Period | None]


@lru_cache(maxsize=4096)
def _moment(window: str, at: int, spoken: _Spoken) -> Moment | None:
    """Read a time inside its surroundings, which are read once however many copies of a text hold them."""
    context = Context(*spoken)
    try:
        found = offset(window, at, context) or _single(window, at, context, None)
        return None if found is None else settled(window, at, found, context)
    except OverflowError:
        # Beyond the years 1 to 9999 there is no calendar: 九千年后.
        return None


def settled(text: str, at: int, found: Moment, context: Context) -> Moment:
    """Return a time that starts at `at` with what goes on with it: a length counted from it, a range, a bound."""
    goes_on = text[found.end : found.end + 1] in GOES_ON
    if goes_on or found.first == "offset":
        found = _continued(text, found, context) if found.first == "offset" else offset_from(text, found)
    following = text[found.end : found.end + 1]
    if recurs(text, at):
        # 每周三 is no day: it comes again and again; the hour of 每晚十点 is one.
        found = _recurring(text, found, context) if following in _RANGES else found
        first = "recurring" if found.clock is None else "clock"
        return replace(found, period=None, alternatives=(), rule="quantity.recurring", first=first)
    found = _ahead(text, at, found, context)
    if following in GOES_ON and (following != "，" or text[found.end + 1 : found.end + 2] in AFTER_COMMA):
        found = _ranged(text, found, context) if following in _RANGES else found
        found = _bounded(text, found, context)
    # 比去年, 截至6月30日: what is compared with, and what is counted up to, is not what the text goes on to speak of.
    if _until(text, at):
        period = found.period
        others = found.alternatives if period is None else (*found.alternatives, f"../{period.closing}")
        return replace(found, aside=True, alternatives=others)
    return replace(found, aside=True) if text[at - 1 : at] in {"比", "较"} else found


def _recurring(text: str, found: Moment, context: Context) -> Moment:
    """Read a range that comes again and again: 23:00至次日5:00 of every night."""
    whole = _ranged(text, found, context)
    last = None if whole.period is None else whole.period.end
    if whole.end == found.end or whole.clock is not None or found.clock is None or "/" in found.clock or last is None:
        return whole
    if found.period is None or found.period.start is None or last - found.period.start > dt.timedelta(1):
        return replace(whole, clock=None)  # 每年5月1日12时至8月16日12时
    return replace(whole, clock=f"{found.clock}/T{last:%H:%M}")


def recurs(text: str, at: int) -> bool:
    """Tell whether what starts at `at` comes again and again: 每周三, 逢周三, 每月第一个周三."""
    if text[at - 1 : at] not in RECURRENT:
        return False
    before = text[at - 8 if at > 8 else 0 : at]
    return ("每" in before or "逢" in before) and _RECURS.search(before) is not None


def in_force(text: str, at: int, context: Context) -> Context:
    """Return the context without the date spoken of last where that does not reach: after 截至, behind a semicolon."""
    if context.day is not None and at - context.day_end > _REACH:
        context.day = None
    last, reference = context.last, context.reference
    if last is None or last.start is None or reference is None:
        return context
    over = "；" in text[context.end : at] and (last.grain is YEAR or last.start > reference)
    return replace(context, last=None) if over or _until(text, at) else context


_SHIFTS: dict[str, tuple[int | dt.timedelta, ...]] = {
    "year": (12, -12),
    "month": (1, -1),
    "week": (dt.timedelta(7), dt.timedelta(-7)),
}
_PLANNED = re.compile(
    r"(?:[将须需应要请]|安排|不晚|不迟|务必)[于在从自]$|(?:[拟定]|计划|预计|预定|有望|力争|争取|最早|最快|最迟)(?:将?[于在到至])?$"
    r"|(?:持续|延续|延长|推迟|延期|顺延)[到至]$"
)
_JUST_NOW = dt.timedelta(31)
_DUE = re.compile(r"[之以]?前(?:[须需要将]|应当?(?!日)|必须|力争|有望|务必)")
_WILL = re.compile(r"[^，。；]{0,2}将(?!近|军|领|士|官|要)|起(?:正式)?(?:施行|实施|执行|实行|生效)")


_BEGINS = re.compile(r"起(?![火飞因于源诉义伏])")


def _ahead(text: str, at: int, found: Moment, context: Context) -> Moment:
    """Move what is guessed to the next such day or month where something will be then: in November, 将于1月5日."""
    period, reference = found.period, context.reference
    if (
        found.guess not in _SHIFTS
        or period is None
        or period.end is None
        or reference is None
        or period.end > reference
    ):
        return found
    later = _shifted(period, _SHIFTS[found.guess][0])
    if later is None or later.start is None or period.start is None or later.end is None or later.end <= reference:
        return found
    planned, past = _PLANNED.search(text, at - 5 if at > 5 else 0, at), reference - period.start
    planned = planned or _DUE.match(text, found.end)
    if not planned and _WILL.match(text, found.end) is None:
        # 1月1日起 on the last days of December
        begins = _BEGINS.match(text, found.end) is not None and 8 * (later.start - reference) < past
        return replace(found, period=later, alternatives=neighbours(later, found.guess)) if begins else found
    # Plans of some weeks ago are told of as they were, and 3月将 in May may be one.
    if found.guess == "year" and past < (_JUST_NOW if planned else later.start - reference):
        return found
    return replace(found, period=later, alternatives=neighbours(later, found.guess))


def _until(text: str, at: int) -> bool:
    return at > 1 and text[at - 1] in "至到止" and _UP_TO.search(text, at - 5 if at > 5 else 0, at) is not None


def _ranged(text: str, found: Moment, context: Context) -> Moment:
    joint = _RANGE.match(text, found.end)
    if joint is None or found.period is None:
        return _to_now(text, found, context)
    second = _second(text, joint.end(), context, found)
    if second is None or second.period is None or second.period.start is None or found.period.start is None:
        return _to_now(text, found, context)
    if joint[0].startswith("起") and _BEFORE.match(text, second.end):
        return found  # 起到9月14日之前 ends before that day
    period = _rolled(found, second)
    if period is None or period.start is None or period.start < found.period.start:
        return found
    end, closing = second.end, _BETWEEN.match(text, second.end)
    if joint[0][:1] in "和与及同":
        if closing is None:
            return found
        end = closing.end()
    elif closing is not None and closing[0] == "之间":
        end = closing.end()
    whole = found.period.to(period)
    if found.first == "weekday" and _has_hours(text, end, found, second):
        return replace(found, end=end, period=None, alternatives=(), rule="quantity.recurring", first="recurring")
    clock = None
    if found.first == "clock" and "/" not in f"{found.clock or '/'}{second.clock or '/'}" and not second.own:
        clock = f"{found.clock}/{second.clock}"
    others = _range_others(found, period, whole)
    return Moment(found.start, end, whole, "quantity.date_range", clock, others, found.first, guess=found.guess)


def _has_hours(text: str, end: int, found: Moment, second: Moment) -> bool:
    """Tell whether a range of weekdays is one of opening hours, which no week is: 周一至周五8:00-18:00."""
    if found.clock is not None or found.period is None or found.period.grain > DAY or second.period is None:
        return False
    pattern = tokens(text[end : end + 1], RANKS["day"])
    return second.period.grain > DAY or (pattern is not None and pattern.match(text, end) is not None)


_LAST_DAY = re.compile(r"(?:\d{1,2}月)?\d{1,2}[日号]|(?:周|星期|礼拜)[一二三四五六日天]")


def _second(text: str, at: int, context: Context, found: Moment) -> Moment | None:
    second = _single(text, at, context, found)
    if second is not None and second.clock and found.clock is None and found.first in {"weekday", "day", "month"}:
        # 周一至周五8:00-18:00: what follows the last day are the hours of each.
        days = _LAST_DAY.match(text, at)
        if days is not None and (found.first == "weekday" or _RANGE.match(text, second.end)):
            second = _single(text[: days.end()], at, context, found)
    if second is not None and second.own and found.part and second.clock:
        # 昨天下午两点到明天四点: the afternoon was yesterday's.
        second = _single(text, at, context, replace(found, part=""))
    return second


def _rolled(found: Moment, second: Moment) -> Period | None:
    """Return the second end of a range, moved on where it would lie before the first: 8月至2月, 晚上10点到凌晨2点."""
    first, last = found.period, second.period
    if first is None or last is None or first.start is None or last.start is None or last.start >= first.start:
        return last
    if second.first in {"month", "quarter", "half"} and last.grain >= MONTH and first.start.year == last.start.year:
        # 12月25日至1月5日 ends in the next year; 5月10日至5月1日 is a slip.
        later = last.months_later(12)
        near = later is not None and later.start is not None and later.start - first.start < _MOST_OF_A_YEAR
        return later if last.grain is MONTH or near else last
    if second.first in {"clock", "daypart"} and last.grain > DAY:
        return last.moved(dt.timedelta(1))
    if second.first == "weekday":
        return last.moved(dt.timedelta(7))
    if second.first == "day" and found.guess == "month":
        return last.months_later(1)
    return last


_MOST_OF_A_YEAR = dt.timedelta(330)


def _range_others(found: Moment, last: Period, whole: Period) -> tuple[str, ...]:
    """Return a range's other readings: both ends in the neighbouring year, month, week or half of the day."""
    others = _written(_shifted(whole, by) for by in _SHIFTS.get(found.guess, ()))
    if found.guess == "noon" and found.clock is not None and last.start is not None and found.period is not None:
        later = last.moved(dt.timedelta(hours=12))
        if later is not None:
            others.insert(0, found.period.to(later).iso)
    return tuple(dict.fromkeys(others))


def _to_now(text: str, found: Moment, context: Context) -> Moment:
    """Read 2018年至今: up to the reference."""
    now = _NOW.match(text, found.end)
    period, reference = found.period, context.reference
    if now is None or period is None or period.start is None or found.first in {"clock", "offset"}:
        return found
    end = now.end()
    if reference is None or period.start > reference or period.grain > DAY:
        return found
    whole = Period(period.start, reference.replace(hour=0, minute=0) + dt.timedelta(1), DAY)
    iso = f"{period.opening}/{whole.closing}"
    others = (f"{period.opening}/..", f"{period.opening}/{_exact(reference, context)}")
    return Moment(found.start, end, period, "quantity.date_range", None, (iso, *others), found.first)


def _exact(reference: dt.datetime, context: Context) -> str:
    if not context.clock:
        return point(reference, DAY)
    return point(reference, SECOND if reference.second else MINUTE)


_BEFORE = re.compile(r"[，]?(?P<also>[或及](?:者)?)?(?:之前|以前|前(?![后三两几一二四五六七八九十半端景者途]|\d))")
_AFTER = re.compile(r"(?:[或及](?:者)?)?(?:之后|以后|后(?![期续来])|起|开始|以来|往后)")
_UP_TO = re.compile(r"(?:截至|截止到?|截止至|直到)[了]?$")


def _bounded(text: str, found: Moment, context: Context) -> Moment:
    """Add the open readings of 五月一日前 and 2018年起; the point itself stays the first one."""
    period = found.period
    if period is None or period.start is None or found.first == "offset" or "/" in (found.clock or ""):
        return found
    before = _BEFORE.match(text, found.end)
    if before is not None:
        return replace(found, alternatives=(*found.alternatives, *_befores(found, period, context)))
    if _AFTER.match(text, found.end):
        return replace(found, alternatives=(*found.alternatives, *_afters(found, period, context)))
    return found


def _befores(found: Moment, period: Period, context: Context) -> list[str]:
    if found.clock is not None and found.first == "clock":
        return [f"../{found.clock}"]
    assert period.start is not None
    closings = [period.closing]
    if period.grain <= DAY and period.start > dt.datetime(1, 1, 2):  # noqa: DTZ001
        closings.insert(0, Period(period.start - dt.timedelta(1), period.start, period.grain).closing)
    others = [f"../{closing}" for closing in closings]
    reference = context.reference
    if reference is not None and period.start > reference:
        others += [f"{_exact(reference, context)}/{closing}" for closing in closings]
    return others


def _afters(found: Moment, period: Period, context: Context) -> list[str]:
    if found.clock is not None and found.first == "clock":
        return [f"{found.clock}/..", f"{period.opening}/.."]
    others, reference = [f"{period.opening}/.."], context.reference
    if reference is not None and period.start is not None and period.start < reference:
        others.append(f"{period.opening}/{_exact(reference, context)}")
    return others


def _single(text: str, at: int, context: Context, before: Moment | None) -> Moment | None:
    return _read(text, at, at, State(context, before, part=before.part if before is not None else ""))


def _continued(text: str, found: Moment, context: Context) -> Moment:
    """Read 三天前的晚上 and 六天后的3时: a part of the day or an hour on the day that a length of time leads to."""
    if found.exact is None or text[found.end - 1] not in "前后":
        return found
    state = State(context, None, day_of(found.exact), rank=5, first="offset")
    further = _read(text, found.start, _unglued(text, found.end), state)
    return found if further is None or state.rank == 5 else further


def _read(text: str, at: int, place: int, state: State) -> Moment | None:
    """Read words of time from `place` on, each finer than the one before; `at` is where the expression starts."""
    dated = own = state.rank > 0
    end, before = place, state.before
    while True:
        pattern = tokens(text[place : place + 1], state.rank)
        match = None if pattern is None else pattern.match(text, place)
        if match is None:
            further = _carried_over(text, place, state.rank)
            if further is None:
                break
            place = further
            continue
        kind = match.lastgroup or ""
        if not state.rank and before is None and kind in NOT_FIRST:
            break
        if kind == "late" and not state.rank and _CLOCK_AHEAD.match(text, match.end()) is None:
            break
        if not state.rank and kind in _PARTS and not _whole_word(match[0], text, place):
            break
        read, rank, fresh = _WORDS[kind]
        vague, state.vague = state.vague, []
        period = read(match, state)
        if period is None and state.known:
            state.vague = vague
            break
        state.period, state.first = period, state.first or kind
        dated = dated or fresh or text[place] in "今昨明当次"
        own = own or (fresh and rank >= 5) or text[place] in "昨明"
        state.rank, end = rank, match.end()
        if kind == "festival" and (nth := _NTH_DAY.match(text, end)) is not None:
            end = _later_day(state, nth) or end
        place = _unglued(text, end)
    if not state.rank:
        return None
    return _made(text, at, end, state, dated=dated, own=own)


# 晚十点 begins with its part of the day, 早三年 does not.
_CLOCK_AHEAD = re.compile(
    r"[ ]?(?:\d{1,2}[:：]\d\d|[\d一二两三四五六七八九十]{1,3}[点时](?![赞评]|出(?![门发站行院海勤])))"
)
_NTH_DAY = re.compile(r"的?(?:假期|期间|长假)?的?第(?P<n>[1-9]|1\d|[一二三四五六七八九十]|十[一二三四五])天")


def _later_day(state: State, match: re.Match[str]) -> int | None:
    """Move the state from a festival to its n-th day; return where the words end, None where there is no such day."""
    number = number_of(match["n"])
    if state.period is None or state.period.start is None or number < 1:
        return match.end() if state.period is None else None
    state.period = day_of(state.period.start + dt.timedelta(number - 1))
    state.vague = []
    return match.end()


_PARTS = frozenset({"monthpart", "yearpart"})


def _unglued(text: str, end: int) -> int:
    """Return where a finer word of time may stand behind one that ends at `end`: 去年的3月."""
    if text[end : end + 1] not in {" ", "的"}:
        return end
    glue = _GLUE.match(text, end)
    return glue.end() if glue is not None else end


def _carried_over(text: str, place: int, rank: int) -> int | None:
    """Return where a date goes on behind the comma after its year or the T before its hour; None where it does not."""
    following = text[place : place + 1]
    if rank == 1:
        match = _YEAR_COMMA.match(text, place) if following in {"，", ","} else None
    elif rank == 5 and following in {"(", "（"}:
        match = _NAMED_DAY.match(text, place)
        if match is not None:  # 5月10日（周五）下午3点
            place = match.end()
            further = tokens(text[place : place + 1], rank) if match[1] is not None else None
            return None if further is None or further.match(text, place) is None else place
    else:
        match = _AT_HOUR.match(text, place) if rank == 5 and following in {"T", "t"} else None
    return None if match is None else match.end()


def _made(text: str, at: int, end: int, state: State, *, dated: bool, own: bool) -> Moment:
    first = state.first if dated or state.clock is None else "clock"
    period = state.period if state.known else None
    last = state.context.last
    if (
        not dated
        and state.clock is None
        and state.before is None
        and state.vague
        and (last is None or last.grain < DAY)
    ):
        # 夜间 without a day is any night; of the day of the article it is only perhaps.
        hours, *more = [other for other in state.vague if other.startswith("T")]
        if period is not None:
            more += [period.iso, *(other for other in state.vague if not other.startswith("T"))]
        return Moment(at, end, period, "quantity.clock", hours, tuple(more), first="clock", part=state.part)
    guess = "noon" if state.noon and first == "clock" else state.guess
    if period is not None and state.rank == 5 and state.first != "weekday":
        named = _NAMED_DAY.match(text, end)
        if named is not None and (named[1] is not None) == (named[0].lstrip()[0] in "（("):
            end = named.end()
    if (
        state.rank in {1, 3, 5}
        and text.startswith("内", end)
        and state.first in {"year", "relyear", "relmonth", "week"}
    ):
        end += 1
    others = _others(state, period, first)
    return Moment(at, end, period, f"quantity.{first}", state.clock, others, first, state.part, guess, own)


def _whole_word(word: str, text: str, at: int) -> bool:
    """Tell whether 月底 or 年初 stands there, not the 底 of another word."""
    if len(word) < 2:
        return False
    return word[0] not in "年月" or at == 0 or text[at - 1] not in "本去今明前后半多几百千万数整每成少青常生"


def _shifted(period: Period, by: int | dt.timedelta) -> Period | None:
    return period.moved(by) if isinstance(by, dt.timedelta) else period.months_later(by)


def _others(state: State, period: Period | None, first: str) -> tuple[str, ...]:
    """Return the other readings: what the last word may mean besides, the neighbouring year or week, the afternoon."""
    if first == "clock" and state.noon and state.clock is not None:
        return (f"T{(int(state.clock[1:3]) + 12) % 24:02}{state.clock[3:]}",)
    if period is None or period.start is None or period.end is None:
        return ()
    if not state.guess and not state.moves and not state.noon:
        return tuple(dict.fromkeys(state.vague)) if state.vague else ()
    later = [period.moved(dt.timedelta(hours=12))] if state.noon else []
    moved = [period.moved(by) for by in state.moves]
    near = neighbours(period, state.guess)
    return tuple(dict.fromkeys([*state.vague, *_written(later), *near, *_written(moved)]))


def _written(periods: Iterable[Period | None]) -> list[str]:
    return [period.iso for period in periods if period is not None]


@lru_cache(maxsize=4096)
def neighbours(period: Period, guess: str) -> tuple[str, ...]:
    """Return the same stretch in the next and the last year, month or week where that was inferred."""
    others = _written(_shifted(period, by) for by in _SHIFTS.get(guess, ()))
    # 2月29日 without a year: the leap years on either side.
    start = period.start
    if guess == "year" and period.grain is DAY and start is not None and (start.month, start.day) == (2, 29):
        leaps = (months_on(start, months) for months in (48, -48))
        others += [point(leap, DAY) for leap in leaps if leap is not None and leap.day == 29]
    return tuple(others)
