# ruff: noqa: E501 -- rows of the pattern stay whole
"""Lengths of time counted from a reference or from another date: 三天前, 未来两周, 近三年, 5月1日的三天后."""

import datetime as dt
import re
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from kaoju.stages.quantities.moments import Context, Moment
from kaoju.stages.quantities.periods import DAY, MINUTE, MONTH, SECOND, YEAR, Grain, Period, instant, months_on
from kaoju.stages.quantities.readers import number_of

__all__ = ["offset", "offset_from"]

_MONTHS = {"年": 12, "月": 1, "季度": 3}
_SECONDS = {
    **dict.fromkeys(("周", "星期", "礼拜"), 604800),
    **dict.fromkeys(("天", "日"), 86400),
    **dict.fromkeys(("小时", "钟头", "钟"), 3600),
    "刻钟": 900,
    "分钟": 60,
    **dict.fromkeys(("秒", "秒钟"), 1),
}
# What stands behind a year, and not behind so many years.
_FROM_A_YEAR = frozenset({"以来", "之后", "以后", "后"})
_FINE = frozenset({"小时", "钟头", "钟", "刻钟", "分钟", "秒", "秒钟"})
_BACK = ("过去", "最近", "近", "此前", "之前", "向前", "往前", "前", "上", "以前", "以来")
_WITHIN = frozenset({"内", "以内", "之内", "以来"})
_COUNT = r"\d{1,4}|[一二两三四五六七八九十百千几半]{1,6}"
_UNIT = r"年|个?半?多?月|(?:个(?:半|多)?)?(?:星期|礼拜|小时|钟头)|个钟|个?周|天|日|刻钟|分钟|秒钟|秒|个?季度"
_LENGTH = rf"(?P<n>{_COUNT})[ ]?(?P<more>多|余)?[ ]?(?P<u>{_UNIT})(?P<half>半)?(?P<over>多(?=[之以]?[前后]))?(?:[又零]?(?P<n2>{_COUNT})(?P<u2>{_UNIT}))?"
_LEAD = re.compile(
    rf"(?P<lead>过去|最近|(?<![将附接靠临最])近|未来|今后|接下来|将来|此前|之前|之后|向前|向后|往前|往后|(?<![—－~-])(?:(?<![一-鿿])|(?<=[的在于和与是了自这将比较我你他她它们者人]))前|(?:(?<![一-鿿])|(?<=[的在和与及将是]))后|(?<![以马早晚网线加赶遇])上|(?<![以留剩余线当接])下)的?[ ]?{_LENGTH}(?:里|内|间|以来|来|中(?!国|心))?(?!前|后|之前|之后|多)"
)
_TAIL = re.compile(
    rf"{_LENGTH}(?P<tail>之前|以前|前|之后|以后|后|(?:之内|以内|内)(?!的)|以来)(?![期续沿景半端台面来者世卫缀])(?!(?<=前)(?:后|提(?![出交供升起高前案议醒名拔])))"
)
_FROM = re.compile(
    rf"(?P<of>的)?(?:(?:(?P<lead>前|后)的?第)?[ ]?{_LENGTH}(?P<tail>之前|以前|前|之后|以后|后)?|(?P<one>前|后)一(?P<oneunit>天|日|周))"
)
# 成立6年后 counts from the founding, not from today: a length.
_SINCE = re.compile(
    r"(?:成立|创立|创办|上线|推出|开业|上市|入行|毕业|退休|运营|投产|开通|手术|入院|出院|结婚|服刑|入狱|失踪|潜逃|失联|时隔|相隔|阔别|分别|去世|逝世|病逝|建成|落成|竣工|通车|建校|建院|离婚|昏迷|案发|事发)了?$|日起$|(?<![今最])后的?$"
)
_COUNTED = frozenset("一二两三四五六七八九十百千几半")
_LEADS = frozenset("过最近未今接将此之向往前后上下")


class _Length(Struct, frozen=True, gc=False):
    """A length as printed: whole months and seconds, its coarsest unit and how many of it; `more` where it is over that."""

    months: int
    seconds: int
    unit: str
    number: int
    mixed: bool
    more: int

    def moved(self, reference: dt.datetime, sign: int) -> dt.datetime | None:
        """Return the reference moved by the length."""
        found = months_on(reference, sign * self.months) if self.months else reference
        try:
            return None if found is None else found + dt.timedelta(seconds=sign * self.seconds)
        except OverflowError:
            return None

    @property
    def grain(self) -> Grain:
        """How finely a point so far away is told."""
        if self.seconds % 86400 or (self.seconds and self.unit in _FINE):
            return SECOND if self.seconds % 60 else MINUTE
        if self.unit == "年" and not self.mixed:
            return YEAR
        return MONTH if self.unit in _MONTHS and not self.seconds % 86400 and not self._days else DAY

    @property
    def _days(self) -> bool:
        return self.seconds >= 86400 and self.seconds != 15 * 86400


def _length(match: re.Match[str]) -> _Length | None:
    """Read what a length says; None where it is vague (几天) or out of proportion."""
    count, printed = match["n"], match["u"]
    unit = _plain(printed)
    if "几" in count:
        return None
    if count == "半":
        number, halves = 0, 1
    else:
        number = number_of(count)
        halves = int(match["half"] is not None or "半" in printed)
    if number < 0 or number > 9999 or (unit == "年" and number > 1999) or "半" in count[:-1]:
        return None
    months = number * _MONTHS.get(unit, 0)
    seconds = number * _SECONDS.get(unit, 0)
    if halves and unit in _MONTHS:
        months += _MONTHS[unit] // 2
        seconds += 15 * 86400 if unit == "月" else 0
    elif halves:
        seconds += _SECONDS[unit] // 2
    if match["n2"]:
        second, other = number_of(match["n2"]), _plain(match["u2"])
        if second < 0 or "半" in match["u2"] or second > 9999:
            return None
        months += second * _MONTHS.get(other, 0)
        seconds += second * _SECONDS.get(other, 0)
    over = 0
    if match["more"] or match["over"] or "多" in printed:
        over = next(size for size in (1000, 100, 10, 1) if number % size == 0)
    return _Length(months, seconds, unit, number, bool(halves or match["n2"]), over)


def _plain(unit: str) -> str:
    return unit.lstrip("个半多") or unit


def offset(text: str, at: int, context: Context) -> Moment | None:
    """Read 三天前, 未来两周, 近三年: a length of time counted from the reference; None where there is none."""
    first = text[at] in _LEADS
    if not first and text[at] not in _COUNTED and not text[at].isdecimal():
        return None
    match = (_LEAD if first else _TAIL).match(text, at)
    if match is None:
        return None
    where = match["lead"] if first else match["tail"]
    unit = _plain(match["u"])
    if _no_offset(match, unit, where, first=first):
        return None
    if (
        not first
        and unit == "日"
        and where not in _WITHIN
        and text[at].isdecimal()
        and text[at - 1 : at] in {"于", "在"}
    ):
        return None  # 于20日前 names a day
    since = not first and _SINCE.search(text[max(0, at - 4) : at]) is not None
    if since or _is_length(where, match["u"], match["n"], context):
        return None
    length = _length(match)
    if length is None and "几" not in match["n"]:
        return None
    if context.reference is None or length is None:
        return Moment(at, match.end(), None, "quantity.offset", first="offset")
    period, others, exact = _settled(context.reference, length, where, first=first, clock=context.clock)
    return Moment(at, match.end(), period, "quantity.offset", None, others, "offset", exact=exact)


@lru_cache(maxsize=1024)
def _settled(
    reference: dt.datetime, length: _Length, where: str, *, first: bool, clock: bool
) -> tuple[Period | None, tuple[str, ...], dt.datetime | None]:
    """Return what a length counted from the reference means, its other readings, and the moment it leads to."""
    sign = -1 if where.startswith(_BACK) else 1
    exact = length.moved(reference, sign)
    if exact is None:
        return None, (), None
    stretch = first or where in _WITHIN
    period = _stretch(reference, exact, length) if stretch else _point(reference, exact, length, sign)
    if first and where == "前" and length.unit == "月" and 0 < length.number <= 12 and not length.mixed:
        period = _opening(reference, length.number)
    others = _others(reference, exact, length, sign, where, stretch=stretch, clock=clock)
    return period, tuple(dict.fromkeys(others)), exact


def _no_offset(match: re.Match[str], unit: str, where: str, *, first: bool) -> bool:
    """Tell whether the words mean something else: 上一日, 前三季度 (of the year), 上半月, a year (07年以前)."""
    if not first:
        if match["u"] in {"月", "季度"} and match["n"] != "半":
            return True  # 三季度以来 begins with the third
        return unit == "年" and match["more"] is None and _is_year(match["n"], where)
    if where in {"上", "下", "前", "后"} and ((unit in {"日", "月"} and match["u"] == unit) or match["n"] == "半"):
        return True
    return where == "前" and unit == "季度"


def _is_year(count: str, where: str) -> bool:
    """Tell whether 07年以前, 1998年以来 and 1949年前 hold a year; 1400年前 and 1350年前 are as long ago."""
    if len(count) == 2:
        return count.startswith(("0", "9"))
    if len(count) != 4 or not count.isdecimal():
        return False
    return count[3] != "0" or where in _FROM_A_YEAR or ("1600" < count < "2000" and count[2] != "0")


def offset_from(text: str, found: Moment) -> Moment:
    """Read 5月1日的三天后 and 圣诞节的前一天: a length counted from the day just read; that day itself where none follows."""
    period = found.period
    if (
        period is None
        or period.start is None
        or period.grain < DAY
        or text[found.end : found.end + 1] not in {"的", "前", "后"}
    ):
        return found
    match = _FROM.match(text, found.end)
    if match is None:
        return found
    if match["one"] and match["of"]:
        length: _Length | None = _Length(0, 604800 if match["oneunit"] == "周" else 86400, "天", 1, mixed=False, more=0)
    elif match["one"]:
        return found
    else:
        counted = match["lead"] is not None
        if counted == (match["tail"] is not None) or (counted and match["u"] not in {"天", "日"}):
            return found
        if not counted and not match["of"]:
            return found
        length = _length(match)
    where = match["one"] or match["lead"] or match["tail"]
    if length is None:
        return found
    exact = length.moved(period.start, -1 if where.startswith(_BACK) else 1)
    if exact is None:
        return found
    if length.grain > DAY:
        point: Period | None = instant(exact, length.grain)
    else:
        point = _around(exact, DAY)
    others = (instant(exact, MINUTE).iso,)
    return replace(
        found, end=match.end(), period=point, alternatives=others, rule="quantity.offset", exact=exact, guess=""
    )


def _around(moment: dt.datetime, grain: Grain) -> Period | None:
    """Return the whole year, month or day that holds a moment; finer grains are instants."""
    if grain > DAY:
        return instant(moment, SECOND if moment.second else grain)
    start = _floor(moment, {YEAR: "年", MONTH: "月"}.get(grain, "天"))
    if grain is DAY:
        try:
            return Period(start, start + dt.timedelta(1), grain)
        except OverflowError:
            return None
    end = months_on(start, 1 if grain is MONTH else 12)
    return None if end is None else Period(start, end, grain)


def _floor(moment: dt.datetime, unit: str) -> dt.datetime:
    """Return where the running unit began: the year, month, week, day, hour, minute or second."""
    moment = moment.replace(microsecond=0)
    match unit:
        case "秒" | "秒钟":
            return moment
        case "分钟" | "刻钟":
            return moment.replace(second=0)
        case "小时" | "钟头" | "钟":
            return moment.replace(minute=0, second=0)
    moment = moment.replace(hour=0, minute=0, second=0)
    if unit in {"周", "星期", "礼拜"}:
        return moment - dt.timedelta(min(moment.weekday(), moment.toordinal() - 1))
    if unit in {"天", "日"}:
        return moment
    month = {"年": 1, "季度": (moment.month - 1) // 3 * 3 + 1}.get(unit, moment.month)
    return moment.replace(day=1, month=month)


def _point(reference: dt.datetime, exact: dt.datetime, length: _Length, sign: int) -> Period | None:
    """Return the day, month or year a length away; a stretch of these where it is over that length: 十多年前."""
    if length.more > 1:
        # 十多年前 is at the least eleven years ago.
        exact = _longer(length, 1).moved(reference, sign) or exact
    near = _around(exact, length.grain)
    if not length.more or length.grain > DAY or near is None:
        return near
    longer = _longer(length, max(1, length.more - 1))
    farthest = longer.moved(reference, sign)
    far = None if farthest is None else _around(farthest, length.grain)
    return near if far is None else far.to(near) if sign < 0 else near.to(far)


def _longer(length: _Length, by: int) -> _Length:
    months, seconds = by * _MONTHS.get(length.unit, 0), by * _SECONDS.get(length.unit, 0)
    return replace(length, months=length.months + months, seconds=length.seconds + seconds)


def _stretch(reference: dt.datetime, exact: dt.datetime, length: _Length) -> Period | None:
    """Return the whole units before (or after) the one of the reference; days and finer count from the reference."""
    start, end = min(reference, exact), max(reference, exact)
    grain = length.grain
    if grain > DAY:
        return Period(start, end, SECOND if start.second or end.second else MINUTE)
    first, last = _around(start, grain), _around(end, grain)
    if first is None or last is None:
        return None
    return Period(first.start, last.start, grain) if first.start != last.start else first


def _opening(reference: dt.datetime, months: int) -> Period:
    """Return the first months of the year that was running when they had passed: 前9个月 in November."""
    year = reference.year if reference.month >= months else reference.year - 1
    end = dt.datetime(year + months // 12, months % 12 + 1, 1)  # noqa: DTZ001
    return Period(dt.datetime(year, 1, 1), end, MONTH)  # noqa: DTZ001


def _others(
    reference: dt.datetime, exact: dt.datetime, length: _Length, sign: int, where: str, *, stretch: bool, clock: bool
) -> list[str]:
    """Return the other readings: the exact day or minute, all of the time from it on, the whole units in between."""
    found: list[str] = []
    clock = clock or length.grain > DAY
    point = _around(exact, DAY)
    if point is None:
        return found
    if not stretch:
        found.append(point.iso)
    if clock:
        found.append(instant(exact, SECOND if exact.second else MINUTE).iso)
    whole = _around(exact, length.grain)
    if not stretch and where in {"之前", "以前", "之后", "以后", "后"} and whole is not None:
        found.append(f"../{whole.closing}" if sign < 0 else f"{whole.opening}/..")
    early, late = min(reference, exact), max(reference, exact)
    if clock:
        found.append(Period(early, late, SECOND if early.second or late.second else MINUTE).iso)
    first, last = _around(early, DAY), _around(late, DAY)
    if (
        first is not None
        and last is not None
        and first.start is not None
        and last.start is not None
        and first.start < last.start
    ):
        found.append(Period(first.start, last.start, DAY).iso)
        if sign > 0:
            found.append(Period(first.start, last.end, DAY).iso)
    found += _units(reference, length, sign, stretch=stretch)
    if stretch:
        found.append(point.iso)
    return found


def _units(reference: dt.datetime, length: _Length, sign: int, *, stretch: bool) -> list[str]:
    """Return the whole units before the running one, or from the next one and from the running one on."""
    if length.mixed or not length.number:
        return []
    begun = _floor(reference, length.unit)
    grain = {"年": YEAR, "月": MONTH, "季度": MONTH}.get(length.unit, SECOND if length.unit in _FINE else DAY)
    if sign < 0:
        starts = [length.moved(begun, -1)]
    else:
        one = replace(length, months=_MONTHS.get(length.unit, 0), seconds=_SECONDS.get(length.unit, 0)).moved(begun, 1)
        starts = [one, begun] if stretch else [one]
    found = []
    for start in starts:
        end = begun if sign < 0 else None if start is None else length.moved(start, 1)
        if start is not None and end is not None:
            found.append(Period(start, end, grain).iso)
    return found


def _is_length(where: str, unit: str, count: str, context: Context) -> bool:
    """Tell whether 六年后 or 近7分钟 states a length: after other dates 后 counts from one of them, not from today."""
    fine = _plain(unit) in _FINE
    if where in _WITHIN and fine and not context.clock:
        return True
    if where in {"后", "之后", "以后"} and (context.spoken is not None or (fine and not context.clock)):
        return True
    if where == "此前" and context.last is not None and context.last.grain >= DAY:
        return True  # 11月8日开庭，此前一天
    if where in {"前", "后", "上", "下"} and fine and not context.clock:
        return True
    return where == "近" and (fine or (unit == "年" and len(count) > 1 and count != "十"))
