"""Which numbers are claims: not those of headings, words and placings; foundings told in passing are."""

import datetime as dt

import pytest

from kaoju import Settings, extract
from kaoju.document import Document, Meta, Metric


def claimed(text: str) -> list[str]:
    doc = extract(Document.of(text, meta=Meta(published=dt.date(2024, 5, 1))), Settings(ner="none"))
    return [doc.surface(c.span) for c in doc.claims]


@pytest.mark.parametrize("heading", ["二", "二、候诊", "02 候诊", "2．候诊", "03"])
def test_the_number_of_a_section_is_no_claim(heading: str) -> None:
    assert claimed(f"快手的员工有9000名。\n{heading}\n快手的日活有4亿。") == ["9000名", "4亿"]


def test_a_line_that_begins_with_a_number_is_no_heading() -> None:
    assert claimed("快手的员工不多。\n3.5万名员工在快手上班。") == ["3.5万名"]


@pytest.mark.parametrize(
    "text",
    [
        "快手的半年报写得很长。", "三级医院都在用飞书。", "飞书的员工住六人间。", "九零后都在用飞书。",
        "飞书没花一分钱。", "飞书停了“千亿计划”。", "飞书六楼的灯还亮着。", "飞书的十二号员工走了。",
        "飞书多半要涨价。",
    ],
)  # fmt: skip
def test_a_number_inside_a_word_is_no_claim(text: str) -> None:
    assert claimed(text) == []


def test_what_one_of_a_measure_costs_is_the_claim() -> None:
    assert claimed("盒马的蓝莓，一公斤卖60元。") == ["60元"]


def test_a_stretch_that_names_a_rate_only_places_it() -> None:
    assert claimed("飞书的五年存活率是60%。") == ["60%"]


def test_a_founding_told_in_passing_is_a_claim_of_its_own() -> None:
    doc = extract(Document.of("2021年开馆的快手博物馆收藏了3000件旧手机。"), Settings(ner="none"))
    assert [(doc.surface(c.span), c.metric is Metric.EVENT_DATE) for c in doc.claims] == [
        ("2021年", True),
        ("3000件", False),
    ]


@pytest.mark.parametrize(
    "text",
    ["4月起快手把费率调到3%。", "快手2023年发布的报告称，飞书的费率是3%。", "飞书自2018年上市以来的费率是3%。"],
)
def test_a_date_that_bounds_or_publishes_is_a_time_only(text: str) -> None:
    assert claimed(text) == ["3%"]


def test_what_is_counted_by_is_no_claim() -> None:
    assert claimed("飞书每100名员工里有3名医生。") == ["3名"]
