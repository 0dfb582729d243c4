"""Whose word a figure outside quotes stands on: the report that the paragraph goes on with."""

import datetime as dt

import pytest

from kaoju import Settings, extract
from kaoju.document import Document, Meta, Modality


def stances(text: str) -> dict[str, tuple[Modality, str | None]]:
    doc = extract(Document.of(text, meta=Meta(published=dt.date(2024, 5, 1))), Settings(ner="none"))
    return {doc.surface(c.span): (c.modality, c.source) for c in doc.claims}


def test_a_report_goes_on_into_the_sentence_behind_it() -> None:
    found = stances("艾瑞咨询的数据显示，快手的日活有4亿。其中女性用户占48%。")
    assert found["48%"] == (Modality.REPORTED, found["4亿"][1])
    assert found["4亿"][1] is not None


def test_whoever_publishes_vouches_for_what_follows() -> None:
    found = stances("美团公布了去年的年报。营收2767亿元，同比增长26%。")
    assert found["2767亿元"] == (Modality.REPORTED, "美团")
    assert found["26%"] == (Modality.REPORTED, "美团")


@pytest.mark.parametrize(
    "after",
    ["拼多多有1.7万名员工。", "同年她离开，美团的员工有200名。", "报告抽样访问了3万名用户。"],
)
def test_a_new_name_a_person_or_the_making_of_the_report_ends_it(after: str) -> None:
    found = stances(f"美团公布了去年的年报。营收2767亿元。{after}")
    assert list(found.values())[-1] == (Modality.ASSERTED, None)


def test_a_new_paragraph_ends_a_report() -> None:
    found = stances("美团公布了去年的年报。\n营收2767亿元。")
    assert list(found.values()) in ([], [(Modality.ASSERTED, None)])


def test_a_sentence_may_open_with_whose_figures_it_gives() -> None:
    assert stances("美团的年报里，骑手有745万人。")["745万人"] == (Modality.REPORTED, "美团")


def test_a_plan_goes_on_into_the_next_clause_and_ends_with_what_is() -> None:
    found = stances("美团计划投入20亿元，再建90座仓库，目前已有30座仓库。")
    assert [m for m, _ in found.values()] == [Modality.PLANNED, Modality.PLANNED, Modality.ASSERTED]


def test_a_forecast_of_what_will_be_is_no_plan() -> None:
    found = stances("分析师预计，美团的营收将达到4000亿元。")
    assert [m for m, _ in found.values()] == [Modality.ESTIMATED]


def test_whoever_surveys_vouches_for_the_survey() -> None:
    assert stances("腾讯调查了3000名用户。")["3000名"] == (Modality.REPORTED, "腾讯")


def test_a_plan_goes_on_as_far_as_nothing_else_is_told() -> None:
    found = stances("快手计划投入2亿元，新建9座机房，招募300名员工；目前，快手只有20座机房。")
    assert {s: m for s, (m, _) in found.items()} == {
        "2亿元": Modality.PLANNED, "9座": Modality.PLANNED, "300名": Modality.PLANNED, "20座": Modality.ASSERTED,
    }  # fmt: skip


def test_what_is_told_of_a_time_to_come_is_a_plan_or_a_forecast() -> None:
    found = stances("2031年，快手的员工为2万名。2031年，快手的日活会停在5亿。")
    assert [found["2万名"][0], found["5亿"][0]] == [Modality.PLANNED, Modality.ESTIMATED]


def test_a_goal_may_stand_behind_its_number() -> None:
    assert stances("快手完成了4亿元年度目标的一半。")["4亿元"][0] is Modality.PLANNED


def test_whose_measure_it_is_vouches_for_the_figures_behind_it() -> None:
    found = stances("快手的口径是合并计算。截至3月底，日活为4亿。")
    assert found["4亿"] == (Modality.REPORTED, "快手")
