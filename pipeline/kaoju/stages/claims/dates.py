"""The dates of a sentence as claims see them: to the day at most, read against the period the text reports on."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from kaoju.document import Kind, Quantity
from kaoju.span import Span
from kaoju.stages.claims.clauses import Frame

__all__ = [
    "Dated", "between", "dates_of", "day", "earlier", "is_past", "later", "lengths", "reach", "report_period", "up_to",
    "widened",
]  # fmt: skip

_MIDNIGHT = re.compile(r"\d{4}-\d\d-\d\dT00(?::00){0,2}")
_DAYS = re.compile(r"(\d{4})-(\d\d)-01/(\d{4})-(\d\d)-(\d\d)")
# The date may hold 同期 itself, or stop before it.
_SAME_PERIOD = re.compile(r".{0,2}同期")
# In a report on a quarter, 本季度 is the quarter reported on, not the one in which it is published.
_THIS = re.compile(r"(?:本|当|该|这一?个?)(?:财?季度?|报告期|半年|财年)(?:内|里)?")
_AHEAD = re.compile("预[计期测估]|有望|将|目标|计划|力争|任务|指引|展望|[估预]算")  # 全年 still to end
_HALF = re.compile(r"期(?=业绩|财报|报告|报表|股息|净|纯|收|利|的)|报|度?(?:的)?(?:中期|半年度?)(?:业绩|财?报)|半年报")
_BEFORE = re.compile(r"(?:以|之)?前(?!后)")
# Words that point at a time told before: 同期, the period reported on, its end.
_POINTING = re.compile(
    r"(?P<same>同期|同一(?:时期|时段|期间|阶段))|(?P<period>(?<!非)报告期(?:内|里|中)|期内|(?<=[，。；\n])期间)|(?P<end>(?<![定短长中周到本])期末|(?<=[，。；\n])月底)"
)
_REPORT = re.compile(r"业绩|财报|年报|季报|中报|半年报|报表|审计|公报|运行|[三六九]个月|十二个月|中期")
_FIGURES = re.compile(r"净利|纯利|营收|收入|利润|票房|销量|业务量|成交额")
# 年报显示，去年…: the report may be named before its period
_NAMED = re.compile(r"(?:年报|季报|中报|半年报|财报|公报)[^，。；]{0,4}[，,]?$")
_SURVEY = re.compile(r"抽样|抽樣|访问了?|訪問了?|走访|问卷|受访|回收")
# 是2022年同期的2倍；同期…: a date compared with is not the time told of.
_ASIDE = re.compile(r"(?:[较比与是为由从]|相对于|相当于)$")
_LENGTH = re.compile(r"(?P<n>\d{1,2}|[一两二三四五六七八九十])(?P<unit>年|个月)[之以]?[内里间]?")


class Dated(Struct, frozen=True, gc=False):
    """A time and the words it was read from; `clause` numbers its clause, `pointing`: it leans on others.

    `length`: it is only so long from today or from another date (五年内).
    """

    span: Span
    time: str
    clause: int
    pointing: bool = False
    length: bool = False


def dates_of(text: str, frame: Frame, spoken: Sequence[str], period: str | None) -> list[Dated]:
    """Return the dates of a sentence in text order; `spoken`: the times told before it, the last one last."""
    found: list[Dated] = []
    quantities = [q for c in frame.clauses for q in c.quantities]
    words = {q.span.start: q for q in quantities if q.kind is Kind.DATE and q.time is not None}
    spans = [q.span for q in words.values()]
    marks = {
        m.start(): m
        for m in _POINTING.finditer(text, frame.sentence.span.start, frame.sentence.span.end)
        if not any(s.start < m.end() and m.start() <= s.end for s in spans)
    }
    for at in sorted({*words, *marks}):
        told = [*spoken, *(d.time for d in found if not _ASIDE.search(text, max(0, d.span.start - 4), d.span.start))]
        if at in words:
            quantity = words[at]
            time = _read(text, quantity, quantities, [d.time for d in found] or list(spoken), period)
            length = _LENGTH.fullmatch(text, quantity.span.start, quantity.span.end) is not None
            found.append(Dated(quantity.span, time, frame.clause_of(quantity.span), length=length))
        elif (time_ := _pointed(marks[at], told, period)) is not None:
            span = Span(at, marks[at].end())
            found.append(Dated(span, time_, frame.clause_of(span), pointing=True))
    return [d for i, d in enumerate(found) if i + 1 == len(found) or text[d.span.end : found[i + 1].span.start] != "的"]


def _pointed(match: re.Match[str], told: Sequence[str], period: str | None) -> str | None:
    if match["same"]:
        return next((t for t in reversed(told) if t), period)
    if match["period"]:
        return period
    if match[0] == "月底":
        return told[-1][:7] if told and len(told[-1]) in {7, 10} else None
    return period.split("/")[-1] if period else None


def _read(text: str, date: Quantity, others: Sequence[Quantity], told: Sequence[str], period: str | None) -> str:
    """Read a date: 截至6月30日止六个月 as the half year, 去年同期 against what was told, 本季度 as the report's."""
    plain = widened(day(date.time or ""))
    surface = date.span.of(text)
    if (ending := _ending(text, date, others, plain)) is not None:
        return ending
    if surface.endswith("年中") and _HALF.match(text, date.span.end) and plain[:4].isdigit():
        return f"{plain[:4]}-01/{plain[:4]}-06"
    if len(plain) == 4 and _HALF.match(text, date.span.end) and "期" in text[date.span.end : date.span.end + 3]:
        return f"{plain}-01/{plain}-06"
    if len(plain) == 4 and text.startswith("半年", date.span.end):
        return f"{plain}-01/{plain}-06"
    if surface.endswith(("年底", "年末")) and _BEFORE.match(text, date.span.end):
        return plain[:4]
    if period and (_THIS.fullmatch(surface) or (surface == "全年" and len(period) == 4)):
        return period
    if surface == "全年" and _AHEAD.search(text, max(0, date.span.start - 6), date.span.end + 12) is None:
        return _whole_year(told) or plain
    if not _SAME_PERIOD.match(text, max(date.span.start, date.span.end - 2)):
        return plain
    like = next((t for t in reversed(told) if t), None) or period
    moved = like and like[4:] and _moved(like, plain)
    # 去年三季度3亿元，较去年同期增长一成: what is compared with is a year before what is told of
    return (earlier(like) if like and moved == like else moved) or plain


def _whole_year(told: Sequence[str]) -> str | None:
    """Return the year that 全年 speaks of: the latest of those told of last; a year before is what it is compared with.

    A day tells of none: it may be that of publication.
    """
    return max((t[:4] for t in told[-3:] if t[:4].isdigit() and len(t) != len("2025-01-31")), default=None)


def _ending(text: str, date: Quantity, others: Sequence[Quantity], plain: str) -> str | None:
    """Return the months that end with a date: 截至6月30日止六个月, 截至9月底的三个月."""
    after = next((q for q in others if q.span.start >= date.span.end), None)
    if after is None or after.kind is not Kind.DURATION or after.unit not in {"月", "个月", "年"}:
        return None
    if text[date.span.end : after.span.start] not in {"止", "止的", "的", "止之", "止过去"} or after.low is None:
        return None
    months = int(after.low) * (12 if after.unit == "年" else 1)
    if "/" in plain or len(plain) < 7 or not 1 <= months <= 24:
        return None
    begin = later(plain[:7], 1 - months)
    if months == 12 and plain[5:7] == "12":
        return plain[:4]
    return begin and f"{begin}/{plain[:7]}"


def report_period(text: str, frame: Frame, dates: Sequence[Dated]) -> tuple[str, bool] | None:
    """Return the first period that a sentence speaks of, and whether it is said to be what a report covers."""
    found: tuple[str, bool] | None = None
    for date in dates:
        if date.pointing:
            continue
        end = frame.clauses[date.clause].span.end
        if end - date.span.end <= 1 and date.clause + 1 < len(frame.clauses):
            end = frame.clauses[date.clause + 1].span.end  # 6月1日至8月31日，全国票房…
        near = min(end, date.span.end + 16)
        reported = _REPORT.search(text, date.span.start, near) is not None or (
            _NAMED.search(text, max(0, date.span.start - 12), date.span.start) is not None
        )
        reported = reported or ("/" in date.time and _FIGURES.search(text, date.span.end, near) is not None)
        if _SURVEY.search(text, date.span.end, near) is not None:
            continue  # when people were asked is not what the answers are of
        whole = "/" in date.time or (reported and len(date.time) == 4)
        if whole and (found is None or (reported and not found[1])):
            found = (date.time, reported)
    return found


def earlier(time: str) -> str | None:
    """Return the same stretch of the year before.

    >>> earlier("2024-01/2024-06")
    '2023-01/2023-06'
    """
    return _moved(time, f"{int(time[:4]) - 1:04d}") if time[:4].isdigit() and int(time[:4]) > 1 else None


def later(month: str, months: int) -> str | None:
    """Return a month (or year) so many months later, in the grain given; None outside the calendar.

    >>> later("2024-11", 3), later("2021", 24)
    ('2025-02', '2023')
    """
    year, _, rest = month.partition("-")
    if not year.isdigit() or (not rest and months % 12):
        return None
    count = int(year) * 12 + (int(rest[:2]) - 1 if rest else 0) + months
    if not 12 <= count < 120_000:
        return None
    return f"{count // 12:04d}" + (f"-{count % 12 + 1:02d}" if rest else "")


def between(early: str, late: str) -> str | None:
    """Return the way from one time to another, in the coarser grain of both; None where it leads nowhere.

    >>> between("2025-02-15", "2025-04"), between("2018", "2024-12")
    ('2025-02/2025-04', '2018/2024')
    """
    grain = min(len(early), len(late))
    first, last = early[:grain], late[:grain]
    return f"{first}/{last}" if "/" not in early + late and first < last else None


def is_past(time: str, today: str | None) -> bool | None:
    """Tell whether a time is over on a day (ISO); None where the text has no date."""
    if not today or not time[:4].isdigit():
        return None
    start = time.split("/", maxsplit=1)[0]
    return start <= today[: len(start)]


def widened(time: str) -> str:
    """Write whole months as months.

    >>> widened("2025-06-01/2025-08-31"), widened("2025-06-01/2025-08-15")
    ('2025-06/2025-08', '2025-06-01/2025-08-15')
    """
    match = _DAYS.fullmatch(time)
    if match is None:
        return time
    after = later(f"{match[3]}-{match[4]}", 1)
    if after is None or (dt.date.fromisoformat(f"{after}-01") - dt.timedelta(1)).day != int(match[5]):
        return time
    first, last = f"{match[1]}-{match[2]}", f"{match[3]}-{match[4]}"
    return first if first == last else f"{first}/{last}"


def _moved(time: str, year: str) -> str | None:
    """Move an ISO time to the year that another begins with, all edges alike; None where an edge is no date.

    >>> _moved("2024-01/2024-03", "2022-06")
    '2022-01/2022-03'
    """
    edges = [*time.split("/"), year]
    if not all(edge[:4].isdigit() for edge in edges):
        return None
    by = int(year[:4]) - int(time[:4])
    moved = [f"{int(edge[:4]) + by:04d}{edge[4:]}" for edge in edges[:-1]]
    return "/".join(edge.replace("-02-29", "-02-28") for edge in moved)


def day(time: str) -> str:
    """Return a time without its hours: a claim's time is a day, month, year or interval of these.

    >>> day("2024-09-20T12/2024-09-20T19"), day("2024-01/2024-09")
    ('2024-09-20', '2024-01/2024-09')

    An evening ends where the next day begins, and is no part of that:

    >>> day("2024-09-20T18/2024-09-21T00")
    '2024-09-20'
    """
    first, *others = time.split("/")
    if others and _MIDNIGHT.fullmatch(others[0]) and "T" in first:
        before = dt.date.fromisoformat(others[0][:10]) - dt.timedelta(1)
        others = [max(before.isoformat(), first[:10])]
    return "/".join(dict.fromkeys(edge.split("T")[0] for edge in (first, *others)))


def reach(time: str, months: int, *, sort: str) -> str | None:
    """Return where a length of time from a date leads: `span` the whole way, `point` its end, `first` its first part.

    >>> reach("2021-02", 60, sort="span"), reach("2013", 24, sort="point"), reach("2023-09", 4, sort="first")
    ('2021-02/2026-02', '2015', '2023-09/2023-12')
    >>> reach("2019", 48, sort="first"), reach("2019-11", 48, sort="first")
    ('2019/2022', '2019-11/2023')
    """
    start = time.split("/", maxsplit=1)[0][:7]
    if sort == "first":
        years, begin = months % 12 == 0, start[:4] if months % 12 == 0 else start
        end = later(begin, months - (12 if years and len(start) == 4 else 0 if years else 1))
    else:
        end = later(start, months)
    if end is None:
        return None
    return end if sort == "point" else f"{start}/{end}" if start != end else start


def up_to(today: str, months: int) -> str | None:
    """Return the years that lead up to a day: 十年间 told on it; None where they are no whole years.

    >>> up_to("2025-10-12", 120), up_to("2025-10-12", 9)
    ('2015/2025', None)
    """
    start = later(today[:4], -months) if months % 12 == 0 else None
    return start and f"{start}/{today[:4]}"


def lengths(text: str, frame: Frame, end: int) -> Iterator[tuple[Span, int]]:
    """Yield the lengths of months or years that a sentence speaks of before `end`, in months, nearest first."""
    for clause in reversed(frame.clauses):
        for quantity in reversed(clause.quantities):
            if quantity.span.end > end:
                continue
            by = {"年": 12, "月": 1, "个月": 1}.get(quantity.unit or "")
            if quantity.kind is Kind.DURATION and quantity.low is not None and by and 0 < quantity.low * by <= 1200:
                yield quantity.span, int(quantity.low * by)
            elif quantity.kind is Kind.DATE:
                match = _LENGTH.fullmatch(text, quantity.span.start, quantity.span.end)
                if match:
                    count = (
                        int(match["n"])
                        if match["n"].isdigit()
                        else "〇一二三四五六七八九十".find(match["n"].replace("两", "二"))
                    )
                    yield Span(match.start(), match.end("unit")), count * (12 if match["unit"] == "年" else 1)
