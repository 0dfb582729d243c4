"""The commonest dates, 去年, 2019年3月 and 9月12日, read without the grammar and exactly as it would."""

import re
from functools import cache

from kaoju.stages.quantities.grammar import RANKS, finer, tokens
from kaoju.stages.quantities.moments import Context, Moment, State
from kaoju.stages.quantities.periods import Period, day, month, unsaid_year, year
from kaoju.stages.quantities.readers import month_year
from kaoju.stages.quantities.times import AFTER_COMMA, GOES_ON, RECURRENT, in_force, neighbours, recurs, settled

__all__ = ["DATE_FIRSTS", "date"]

_RULES = {first: f"quantity.{first}" for first in ("year", "relyear", "month")}
_YEARS = {"今": 0, "去": -1, "上": -1, "前": -2, "明": 1}
# What one may begin with.
DATE_FIRSTS = frozenset(_YEARS).union("123456789")
# What makes something else of a year, a month or a day that it follows, and what stands before part of one.
_OTHERWISE = (
    "-－—–−~～〜ー至到 度代龄货版份内半又之零〇一二两三四五六七八九十百千廿卅几初底个线楼院店馆元益报均常活机留游Tt,（("
)
_BEHIND_COMMA = " 一二三四五六七八九十周星礼"
_BEFORE = frozenset("0123456789.")
_COUNTED = frozenset("前后以之内")
# What stands before a date that is compared with, and before one that is counted up to.
_COMPARED, _UP_TO = frozenset("比较"), frozenset("至到止")
_JOINS = frozenset("和与同")
# What ends the words that tell of a date to come: 将于1月5日.
_PLANNED = frozenset("于在从自拟定计划望争取早快迟")
# What a length counted from a day begins with behind 的: 5月1日的三天后, 的前三天.
_LENGTHS = frozenset("前后 一二两三四五六七八九十百千几半")


def date(text: str, at: int, context: Context) -> Moment | None:
    """Read the date that starts at `at` where it is a plain one that ends there; None leaves it to the grammar."""
    match = _pattern().match(text, at)
    if match is None or context.reference is None:
        return None
    end = match.end()
    before, following = text[at - 1 : at], text[end : end + 1]
    if end == at or before in _BEFORE:
        return None
    relative, printed, which, number = match.groups()
    if printed and printed < "2000" and following in _COUNTED:
        return None  # the grammar looks whether 1900年以前 is a length of time
    further = end + 1 if following == "的" else end
    if text[further : further + 1] in _finer() and _goes_on(text, further, number, which):
        return None
    if relative or printed:
        known = int(printed) if printed else context.reference.year + _YEARS[relative]
        first, guess = ("year" if printed else "relyear"), ""
    else:
        first, guess = "month", "year"
        if context.last is None:
            known = unsaid_year(int(which), context.reference)
        else:
            state = State(in_force(text, at, context))
            guessed = month_year(int(which), state)
            if guessed is None:
                return None
            known, guess = guessed, state.guess
    period = _period(known, which, number)
    if period is None:
        return None
    others = neighbours(period, guess) if guess else ()
    own = number is not None or relative == "明"
    found = Moment(at, end, period, _RULES[first], None, others, first, "", guess, own, None, before in _COMPARED)
    carried = before in _UP_TO or _carries_on(text, end, following, number)
    ahead = guess and (before in _PLANNED or text.find("将", end, end + 3) >= 0)
    if not carried and not ahead and not (before in RECURRENT and recurs(text, at)):
        return found
    try:
        return settled(text, at, found, in_force(text, at, context))
    except OverflowError:
        return None


def _carries_on(text: str, end: int, following: str, number: str | None) -> bool:
    """Tell whether a range, bound or length may follow a date: behind 的 of a day only, behind 同 where 间 comes."""
    if following == "的":
        ahead = text[end + 1 : end + 2]
        return number is not None and (ahead in _LENGTHS or ahead.isdecimal())
    if following == "，":
        return text[end + 1 : end + 2] in AFTER_COMMA
    return following in GOES_ON and (following not in _JOINS or "间" in text[end : end + 20])


def _goes_on(text: str, end: int, number: str | None, which: str | None) -> bool:
    """Tell whether a finer word of time stands behind a day, a month or a year: 上午 is one, 上线 none."""
    pattern = tokens(text[end : end + 1], RANKS["day" if number else "month" if which else "year"])
    return pattern is not None and pattern.match(text, end) is not None


def _period(known: int, which: str | None, number: str | None) -> Period | None:
    if which is None:
        return year(known)
    return month(known, int(which)) if number is None else day(known, int(which), int(number))


_finer = cache(finer)


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of a plain date: behind it stands no range, and nothing that makes something else of it."""
    further = re.escape("".join(sorted(set(_OTHERWISE))))
    return re.compile(
        r"(?:([今去明上前])年|((?:19|20)[0-9]{2})年)?(?:(1[0-2]|[1-9])月(?:(3[01]|[12][0-9]|[1-9])日)?)?"
        rf"(?=[^\d的，{further}]|的[^\d{further}]|，[^\d{_BEHIND_COMMA}]|，?\Z)"
    )
