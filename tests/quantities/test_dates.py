"""A plain date says what the grammar of times says, or nothing."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kaoju.stages.quantities.dates import date
from kaoju.stages.quantities.moments import Context
from kaoju.stages.quantities.periods import Period, day, month, year
from kaoju.stages.quantities.times import moment

PIECES = (
    *"0123456789一二三十年月日号的，,。；的同期起前后内底初末全度多半每比较到至公元周 （",
    "去年", "今年", "明年", "上年", "前年", "2019年", "2024年", "3月", "12月", "2月", "29日", "5日", "截至", "直到",
    "上线", "第三季度", "凌晨", "的同比", "1998年", "底", "秋天", "五", "在", "春晚", "中国", "四",
    "上半年", "全年", "同期", "以来", "以前", "之后", "国庆", "春天", "上午", "8点", "周三", "代", "市场", "三天后",
    "和", "与", "及", "之间", "间", "同", "以前", "三天前",
    "将", "将于", "起", "逢", "每月", "、", "定于", "、3月", "、5日",
)  # fmt: skip
LASTS = (None, month(2023, 11), year(2022), day(2024, 1, 31))


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join),
    st.sampled_from([dt.datetime(2024, 2, 29), dt.datetime(2023, 12, 31, 15, 30)]),  # noqa: DTZ001
    st.sampled_from(LASTS),
)
def test_it_agrees_with_the_grammar(text: str, reference: dt.datetime, last: Period | None) -> None:
    context = Context(reference, last, last, clock=reference.hour > 0)
    for at in range(len(text)):
        found = date(text, at, replace(context))
        if found is not None:
            assert found == moment(text, at, replace(context))


@pytest.mark.parametrize(
    "text",
    ["去年，", "2019年在", "9月12日，新", "今年3月把", "2023年8月5日。", "比上年同期", "2016年9月上线", "9月5日前"],
)
def test_plain_ones_are_its_business(text: str) -> None:
    at = text.startswith("比")
    assert date(text, at, Context(dt.datetime(2024, 5, 6))) is not None  # noqa: DTZ001


def test_without_a_reference_it_says_nothing() -> None:
    assert date("2019年在", 0, Context()) is None
