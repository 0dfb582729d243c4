"""What is no number: codes longer than the arithmetic holds, leaders, what goes on with an ordinal."""

import pytest

from kaoju.document import Document, Kind
from kaoju.settings import Settings
from kaoju.stages.quantities import quantities


def read(text: str) -> list[str]:
    return [q.span.of(text) for q in quantities(Document.of(text), Settings()).quantities]


@pytest.mark.parametrize(
    "code",
    ["8" * 29, "90" * 40, "7" * 5000, "1," + ",".join(["250"] * 9), "3." + "14" * 15, "七" * 29, "２" * 35],
)
def test_no_number_longer_than_the_arithmetic(code: str) -> None:
    assert read(f"校验码为{code}。") == []


@pytest.mark.parametrize("number", ["8" * 28, "1," + ",".join(["250"] * 8), "3." + "14" * 10])
def test_every_number_it_can_hold(number: str) -> None:
    found = quantities(Document.of(f"总量为{number}吨。"), Settings()).quantities
    assert [str(q.low) for q in found] == [number.replace(",", "")]


def test_leaders_before_a_number_do_not_hide_it() -> None:
    assert read("营业收入" + "." * 40 + "12亿元") == ["12亿元"]


def test_a_mail_address_ends_before_the_sentence_around_it() -> None:
    assert read("报名的42人请写信至join2024@example.org.cn，另有9人已写信至info@example.org。") == ["42人", "9人"]
    assert read("见https://example.org/a/2019/05，下载17次。") == ["17次"]


def test_lists_are_no_code() -> None:
    years = "，".join(str(year) for year in range(2001, 2020))
    assert len(read(f"抽查了{years}各年。")) >= 10


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("两队列第二、三位。", []),
        ("位列第10、11名。", []),
        ("他们是第三至五名。", []),
        ("对照第3、400人参加。", ["400人"]),
        ("第一、三家工厂停产。", ["三家"]),
        ("列第二和第三位，有三位老师。", ["三位"]),
    ],
)
def test_what_goes_on_with_an_ordinal_is_no_count(text: str, counts: list[str]) -> None:
    found = quantities(Document.of(text), Settings()).quantities
    assert [q.span.of(text) for q in found if q.kind is not Kind.ORDINAL] == counts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("血压由170/110降到135/85。", ["170", "110", "135", "85"]),
        ("四分之一写作1/4，5/4是假分数。", ["四分之一", "1/4", "5/4"]),
        ("（2021）沪0104民初1833号判决书共9页。", ["9页"]),
        ("主队2-1逆转，第2-3节打平。", ["第2", "3节"]),
        ("主队1-2被逆转，每组10-20被试。", ["10-20"]),
        ("零百加速要7秒。", ["7秒"]),
        ("疗程为4个周期，休息2个周。", ["4个", "2个周"]),
    ],
)
def test_what_looks_like_a_fraction_a_time_or_a_number(text: str, found: list[str]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "嫦娥六号落月，长征-11升空，波音787停飞，骁龙8发热。",
        "他住在和平路27号，寄到槐树巷十二号。",
        "学校按教办〔2021〕36号办理。",
        "她读完《一九四二》，又读《十万个为什么》。",
        "球队改打4-2-4，对手用3-5-2。",
        "有人拨打120，也有人拨打了110。",
        "117国道封闭，309医院开诊，921工程立项，入围500强。",
        "四环以外是三线城市。",
        "F-22坠毁，感染COVID-19后又得H5N1。",
        "他一一作答，万分抱歉，两手空空。",
        "卤水里放了八角和桂皮。",
        "六方会谈在钓鱼台举行。",
        "千兆光网进了五台山。",
        "她闯进1/8决赛，又在四分之一决赛出局。",
        "二三线城市也招985、211毕业生。",
    ],
)
def test_names_that_hold_a_number(text: str) -> None:
    assert [one for one in read(text) if one != "一"] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("长征12万人，波音5架飞机，北斗3颗卫星。", ["12万人", "5架", "3颗"]),
        ("挖了八方土，扔下八角钱。", ["八方", "八角钱"]),
        ("上路3辆车，大道两旁种树500棵。", ["3辆", "500棵"]),
        ("《2023年全市经济运行情况报告》写道。", ["2023年"]),
        ("打出9.7环，四环以内。", ["9.7环"]),
        ("全国二十大企业，一一〇不是词。", ["二十大", "一一〇"]),
    ],
)
def test_numbers_that_only_look_like_such_a_name(text: str, found: list[str]) -> None:
    assert read(text) == found
