"""Whose number it is: names in marks, words that point back, lists told in step."""

import pytest

from kaoju import Settings, extract
from kaoju.document import Document
from kaoju.span import Span
from kaoju.stages.claims.parallel import parallels

QUICK = Settings(ner="none")


def subjects(text: str) -> dict[str, str]:
    doc = extract(text, QUICK)
    return {doc.surface(c.span): c.subject for c in doc.claims}


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("她的账号“灶台边的阿芹”有32万粉丝。", "32万", "灶台边的阿芹"),
        ("镇上的合唱队“晚风”有45名队员，其他村子没有。", "45名", "晚风"),
    ],
)
def test_a_name_in_marks_is_somebody(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


def test_a_pointed_noun_is_the_house_named_last() -> None:
    found = subjects("京东在宿迁发布了新规。这家企业1998年成立，员工62万人。")
    assert found["62万人"] == "京东"


def test_what_is_cut_off_its_metric_keeps_nothing_of_it() -> None:
    assert subjects("冰箱销量为760万台。") == {"760万台": "冰箱"}


def test_lists_told_in_step() -> None:
    assert subjects("快手、美团和京东分别有2万名、10万名和62万名员工。") == {
        "2万名": "快手",
        "10万名": "美团",
        "62万名": "京东",
    }


def test_lists_of_different_lengths_are_not_in_step() -> None:
    doc: Document = extract("甲厂、乙厂和丙厂分别卖出3万台和5万台。", QUICK)
    assert parallels(doc.clean, Span(0, len(doc.clean)), doc.quantities) == []
    doc = extract("甲厂和乙厂分别卖出3万台和5万台。", QUICK)
    (step,) = parallels(doc.clean, Span(0, len(doc.clean)), doc.quantities)
    assert [step.slot_of(Span(0, 2)), step.slot_of(Span(3, 5)), step.slot_of(Span(10, 12))] == [0, 1, None]


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("邮局旁的面馆卖凉皮。老板说，快手上一碗凉皮卖12元。", "12元", "凉皮"),
        ("冯小麦的快手直播间昨晚卖出3000单。", "3000单", "冯小麦"),
    ],
)
def test_a_venue_is_not_the_seller(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


def test_who_was_asked_is_what_is_counted() -> None:
    assert subjects("京东去年调查了140家书店。")["140家"] == "书店"


def test_what_is_sold_has_the_price_not_who_sells() -> None:
    assert subjects("镇上的豆腐脑在淘宝标价12元。")["12元"] == "豆腐脑"


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("云南、贵州和四川三省的核桃产量占全国的六成。", "六成", "云南、贵州、四川"),
        ("全市充电桩共有1.2万根，利用率只有6.8%。", "6.8%", "充电桩"),
        ("货架期则由九天延长到21天。", "21天", "货架期"),
        ("甲校的录取率是乙校的三分之一。", "三分之一", "甲校"),
        ("省运会龙舟赛事总预算4300万元。", "4300万元", "省运会龙舟赛事"),
        ("床位从480张加到了900张。", "480张", "床位"),
    ],
)
def test_whole_nouns_and_whole_lists(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


def test_shares_of_a_survey_are_of_those_who_were_asked() -> None:
    found = subjects("研究团队走访了320名网约车司机。每天开车超过10小时的占41%。")
    assert found["41%"] == "网约车司机"


def test_a_festival_is_when_and_not_whom() -> None:
    assert subjects("国庆节期间全市接待游客320万人次。")["320万人次"] == "游客"
    assert subjects("临江电影节吸引观众12万人。")["12万人"] == "临江电影节"


def test_what_ends_like_a_verb_may_be_a_noun() -> None:
    assert subjects("心功能分级的合格率为81%。")["81%"].startswith("心功能")
    assert subjects("不孕症患者占两成。")["两成"].startswith("不孕症")


def test_a_house_is_pointed_at_over_what_describes_it() -> None:
    found = subjects("京东在宿迁发布了新规。这家1998年成立的企业有员工62万人。")
    assert found["62万人"] == "京东"


def test_the_company_of_a_speaker_is_the_one_it_works_for() -> None:
    found = subjects("美团副总裁周念说：“京东涨价了，公司今年招了60名骑手。”")
    assert found["60名"] == "美团"


def test_a_range_of_ages_is_nobody_s_own() -> None:
    found = subjects("林晓在快手教书。快手在18至24岁网民里的渗透率达到六成。")
    assert found.get("18至24岁") != "林晓"


def test_who_does_is_asked_and_not_what_is_done() -> None:
    found = subjects("协会对900名高中生的问卷显示，能背诵古诗的只有三成。")
    assert found["三成"] == "高中生"
