"""The one pass over a text: where a quantity may start, which reading wins, what is left out."""

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache, lru_cache

from msgspec.structs import replace

from kaoju.document import Quantity
from kaoju.stages.quantities.amounts import amount
from kaoju.stages.quantities.dates import DATE_FIRSTS, date
from kaoju.stages.quantities.grammar import names, starts
from kaoju.stages.quantities.guards import ORDINAL_JOINTS, Guard, code_end, goes_on
from kaoju.stages.quantities.kinds import COUNT
from kaoju.stages.quantities.moments import Context, Moment
from kaoju.stages.quantities.plain import DATED, NUMERAL, ODD, numeral_start, tables
from kaoju.stages.quantities.quick import quick
from kaoju.stages.quantities.records import amount_record, time_record
from kaoju.stages.quantities.times import moment
from kaoju.stages.quantities.touching import Amount

__all__ = ["found"]

_NUMERALS = r"\d零〇一壹二贰貳两兩三叁參四肆五伍六陆陸七柒八捌九玖十拾百佰千仟万萬亿億幺廿卅卌俩倆仨几幾半"
# Where an amount may start if not at a numeral: its first characters, its second, and all that follows the first.
# Times add their own words.
_STARTS = (
    (".", r"\d", r"(?<!\.\.)\d"),  # .5 but not the leaders before a number
    # 参加人数十万 is 十万, not 数十万.
    (
        "数數",
        "十百千万亿日天年月周小公米吨亩倍",
        "(?<![人次总分指参系基倍复件多少岁户口点]数)[十百千万亿日天年月周小公米吨亩倍]",
    ),
    ("参", "拾佰仟万", ""),
    ("翻", "了番倍一两二三四", "了?(?:[番倍]|[一两二三四]番)"),
)
_SENTENCE_END = re.compile(r"[。！？\n]")


def found(text: str, reference: dt.datetime | None, guard: Guard) -> list[Quantity]:
    """Return the quantities of a text in order, disjoint: the longest reading at the earliest start wins."""
    context = Context(reference, clock=reference is not None and (reference.hour, reference.minute) != (0, 0))
    search, stops, named, every = _starts().search, guard.stops, guard.knows_names, tables()
    made: list[Quantity] = []
    keep = made.append
    place = floor = 0
    while (first := search(text, place)) is not None:
        at = first.start()
        if at in stops:
            place = stops[at]
            continue
        kind = first.lastindex
        plain = quick(text, first, floor, every) if kind is not None and kind > DATED else None
        if plain is None:
            code = code_end(text, at) if kind is None and _is_numeral(text[at]) else None
            if code is not None:
                place = code
                continue
            record = _by_grammar(text, at, floor, context, guard)
        elif type(plain) is Quantity:
            record = None if named and guard.names(first.span(NUMERAL), at, plain.span.end) else plain
        elif plain.unit is None:
            record = None if guard.rejects(text, plain) else amount_record(text, plain)
        else:
            # What has a unit is a quantity, but inside a name or where it goes on with an ordinal.
            wrong = (named and guard.names(plain.number, plain.start, plain.end)) or (
                first[ODD] in _JOINTS and goes_on(text, plain)
            )
            record = None if wrong else amount_record(text, plain)
        if record is None:
            place = _beyond(text, at)
        else:
            keep(record)
            place = floor = record.span.end
    return made


def _by_grammar(text: str, at: int, floor: int, context: Context, guard: Guard) -> Quantity | None:
    """Read what is no plain amount: a time, which the context takes in, or an amount."""
    if context.last is not None and _SENTENCE_END.search(text, context.noted, at):
        context.last = None
    plain = date(text, at, context) if text[at] in DATE_FIRSTS else None
    sure = plain is not None and plain.first in _SURE
    winner = plain if sure else _winner(text, at, floor, context, plain)
    if type(winner) is Moment:
        if guard.knows_names and guard.holds(winner.start, winner.end):
            return None
        context.note(winner)
        return time_record(winner)
    if winner is None or guard.rejects(text, winner):
        return None
    return amount_record(text, winner)


@cache
def _starts() -> re.Pattern[str]:
    """Return the one pattern of all starts.

    It begins with a set, which the engine searches far faster than branches. A numeral is read from one step back, with
    what makes a plain amount of it. What is none is tried by its second character, then from one step back, too.
    """
    words = ((word[0], re.escape(word[1]), re.escape(word[1:])) for word in names())
    rows = [*_STARTS, *starts(), *words]
    # The class of all digits costs the engine a call for every character of a text, their list none.
    digits = "".join(filter(str.isdecimal, map(chr, range(0x10000)))) + "𝟎-𝟿"
    first, second = ("".join(row[place] for row in rows).replace(r"\d", digits) for place in (0, 1))
    numerals = _NUMERALS.replace(r"\d", digits)
    numeral = f"(?<=[{numerals}])(?<=(?={numeral_start()}|).)"
    return re.compile(f"[{numerals}{first}](?:{numeral}|(?=[{second}])(?<=(?={_words(rows)}).))")


# So many first characters are passed over together.
_BLOCK = 24


def _words(rows: Iterable[tuple[str, str, str]]) -> str:
    """Return the pattern of what starts with no numeral, by first characters: the engine tries branch after branch."""
    rests: dict[str, list[str]] = {}
    for firsts, second, rest in rows:
        for first in firsts:
            rests.setdefault(first, []).append(rest or f"[{second}]")
    branches = [f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in sorted(rests.items())]
    ordered, found = [re.escape(first) for first in sorted(rests)], []
    for at in range(0, len(branches), _BLOCK):
        block = slice(at, at + _BLOCK)
        found.append(f"(?=[{''.join(ordered[block])}])(?:{'|'.join(branches[block])})")
    return "|".join(found)


def _beyond(text: str, at: int) -> int:
    run = _DIGITS.match(text, at)
    return run.end() if run else at + 1


_DIGITS = re.compile(r"\d+(?:\.\d+)*")


# No amount is longer than one of these: 2023年 and 8月 are dates whatever follows.
_SURE = frozenset(
    {"year", "years", "month", "months", "day", "days", "relyear", "relmonth", "relday", "week", "weekday"}
)


_JOINTS = frozenset(ORDINAL_JOINTS)
# The characters with which an amount begins that no digits do.
_COUNTED = frozenset(_NUMERALS.removeprefix(r"\d"))
_SIZED = frozenset("".join(first for first, _, _ in _STARTS))


def _is_numeral(character: str) -> bool:
    """Tell whether an amount may start with a character."""
    return character in _COUNTED or character.isdecimal() or character in _SIZED


def _winner(text: str, at: int, floor: int, context: Context, plain: Moment | None = None) -> Moment | Amount | None:
    """Return the reading of the grammar that wins, `plain` among them where the date is read already."""
    time = moment(text, at, context) if plain is None else plain
    if time is not None and time.first in _SURE:
        return time
    size = _size(text, at, floor) if _is_numeral(text[at]) else None
    if time is None or size is None:
        return time or size
    if size.rule == "quantity.proportion":
        return size  # 比例为1:12
    if time.first == "clock" and at == size.number[0] and "点" in text[slice(*size.number)]:
        if size.unit in {None, "点"} and time.clock is not None and "/" in time.clock:
            return time  # 八点零五到九点十分
        return size if size.end >= time.end + (size.style == "mixed") else time  # 9点45 is a clock, 9点45度 none
    if size.end > time.end and not (time.first == "clock" and size.kind is COUNT):
        return size
    return time


# As far as an amount looks to either side.
_BEFORE, _AFTER = 96, 192


def _size(text: str, at: int, floor: int) -> Amount | None:
    """Read the amount at `at` inside its surroundings, which are read once however many copies of a text hold them."""
    start = at - _BEFORE if at > _BEFORE else 0
    found = _amount(text[start : at + _AFTER], at - start, max(floor - start, 0))
    if found is None or not start:
        return found
    at, stop = found.number
    return replace(found, start=found.start + start, end=found.end + start, number=(at + start, stop + start))


@lru_cache(maxsize=16384)
def _amount(window: str, at: int, floor: int) -> Amount | None:
    return amount(window, at, floor)
