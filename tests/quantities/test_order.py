"""What a text says does not depend on what was read before it: nothing kept of earlier texts leaks into later ones."""

import datetime as dt
import random
import sys
from collections.abc import Iterator
from decimal import localcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoju.document import Document, Meta
from kaoju.numerals import ARITHMETIC, read
from kaoju.settings import Settings
from kaoju.stages.quantities import amounts, lattice, offsets, quantities, times
from kaoju.stages.quantities.grammar import MAYBE
from kaoju.stages.quantities.moments import Context, Moment
from kaoju.stages.quantities.periods import DAY, Period, day, month, year

ROOT = Path(__file__).parents[2]
EAST, WEST = dt.timezone(dt.timedelta(hours=8)), dt.timezone(dt.timedelta(hours=-5))
# The third and the fourth are one moment in two zones; the last two differ in their seconds alone.
REFERENCES = (
    None,
    dt.date(2024, 2, 29),
    dt.datetime(2024, 5, 6, 9, 30, tzinfo=EAST),
    dt.datetime(2024, 5, 5, 20, 30, tzinfo=WEST),
    dt.datetime(2019, 12, 31, 23, 59),  # noqa: DTZ001
    dt.datetime(2019, 12, 31, 23, 59, 30),  # noqa: DTZ001
)
Job = tuple[str, dt.date | None]


def told(job: Job) -> str:
    """Return all that is found, with evidence, alternatives and confidence, and each decimal as it is written."""
    text, published = job
    return repr(quantities(Document.of(text, meta=Meta(published=published)), Settings()).quantities)


def forget() -> None:
    """Empty every bounded memory of the numerals and of the stage."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("kaoju.numerals", "kaoju.stages.quantities")):
            for value in vars(module).values():
                if hasattr(value, "cache_info") and value.cache_info().maxsize is not None:
                    value.cache_clear()


def lines() -> list[str]:
    """Return our own cases one by one and our own articles whole, which tell of days far back in their text."""
    cases = (ROOT / "tests" / "cases").glob("*.txt")
    found = [line for file in sorted(cases) for line in file.read_text("utf-8").splitlines() if line]
    return found + [file.read_text("utf-8") for file in sorted((ROOT / "corpus").glob("*/article.txt"))]


def test_texts_read_in_any_order_say_the_same() -> None:
    jobs = [(text, published) for text in lines() for published in REFERENCES]
    forget()
    first = [told(job) for job in jobs]
    forget()
    order = random.Random(1).sample(range(len(jobs)), len(jobs))
    assert [jobs[place] for place in order if told(jobs[place]) != first[place]] == []


def test_texts_read_alone_say_the_same() -> None:
    jobs = [(text, published) for text in lines() for published in REFERENCES]
    for job in random.Random(3).sample(jobs, 250):
        warm = told(job)
        forget()
        assert told(job) == warm


@pytest.mark.parametrize("zone", [EAST, WEST, dt.UTC])
def test_a_reference_s_zone_is_neither_mixed_up_nor_raises(zone: dt.timezone) -> None:
    text = "2018年至今；5月3日前，昨天三小时前停水，今晚8点恢复。"
    moment = dt.datetime(2024, 5, 6, 4, 30, tzinfo=dt.UTC)
    told((text, moment))
    local = moment.astimezone(zone)
    assert told((text, local)) == told((text, local.replace(tzinfo=None)))


def test_what_another_precision_rounded_is_not_kept() -> None:
    runs = ("百八十", "万八千", "三千二百一十", "12345678.25万", "1.25万亿")
    forget()
    with localcontext() as context:
        context.prec = 2
        rounded = [str(read(run, 0)) for run in runs]
    forget()
    with localcontext(ARITHMETIC):
        assert [str(read(run, 0)) for run in runs] == rounded


PIECES = (
    *"0123一二三十百千万亿几半多余的，。；、至到和-~.%/ :",
    *(
        "约",
        "超过",
        "不到",
        "之间",
        "以上",
        "以内",
        "左右",
        "月薪",
        "比例",
        "百分之",
        "负",
        "零下",
        "摄氏",
        "第",
        "倒数第",
    ),
    *("元", "万元", "度", "公里", "人次", "岁", "年", "个月", "天", "小时", "倍", "成", "翻两番", "分之", "块五"),
    *(
        "去年",
        "今年",
        "2023年",
        "8月",
        "15日",
        "周三",
        "上周",
        "昨天",
        "次日",
        "当天",
        "同年",
        "下午",
        "3点",
        "春节",
        "第三天",
    ),
    *(
        "截至",
        "每",
        "前",
        "后",
        "以来",
        "至今",
        "比",
        "农历",
        "正月初五",
        "前三季度",
        "成立",
        "腊月",
        "年底",
        "（",
        "）",
    ),
)
BEFORE = st.one_of(st.just(""), st.sampled_from(("乡", "一", "的", " ", "9", "。")).flatmap(lambda c: st.just(c * 200)))
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join)
SPOKEN = st.sampled_from((None, year(2022), month(2023, 11), day(2024, 2, 10)))


def whole(text: str, at: int, context: Context) -> Moment | None:
    """Read a time from the whole text, without window and memory."""
    if not MAYBE.match(text, at):
        return None
    context = times.in_force(text, at, context)
    try:
        found = offsets.offset(text, at, context) or times._single(text, at, context, None)
        return None if found is None else times.settled(text, at, found, context)
    except OverflowError:
        return None


def places(text: str) -> Iterator[int]:
    return (at for at in range(len(text)) if at < 2 or text[at] != text[at - 1])


@given(BEFORE, WORDS, st.booleans())
def test_an_amount_s_surroundings_hold_all_it_depends_on(before: str, words: str, closed: bool) -> None:  # noqa: FBT001
    text = before + words + ("。" if closed else before)
    with localcontext(ARITHMETIC):
        for at in places(text):
            floor = max(0, at - 3) if closed else 0
            assert lattice._size(text, at, floor) == amounts.amount(text, at, floor)


@given(BEFORE, WORDS, SPOKEN, SPOKEN, st.sampled_from((None, dt.datetime(2024, 5, 6, 9, 30))))  # noqa: DTZ001
def test_a_time_s_surroundings_and_context_hold_all_it_depends_on(
    before: str, words: str, last: Period | None, other: Period | None, reference: dt.datetime | None
) -> None:
    text = before + words

    def context() -> Context:
        near = other if other is not None and other.grain is DAY else None
        return Context(reference, last, last or other, reference is not None, near, 1, 1)

    with localcontext(ARITHMETIC):
        for at in places(text):
            assert times.moment(text, at, context()) == whole(text, at, context())
