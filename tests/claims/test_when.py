"""Times of claims: the period a report covers, dates that lean on others, comparisons, changes, lengths of time."""

import datetime as dt

import pytest

from kaoju import Settings, extract
from kaoju.document import Document, Meta
from kaoju.stages.claims.dates import earlier, is_past, later, widened

QUICK = Settings(ner="none")


def times(text: str, published: str | None = "2024-08-20") -> dict[str, str | None]:
    date = dt.date.fromisoformat(published) if published else None
    doc = extract(Document.of(text, meta=Meta(published=date)), QUICK)
    return {doc.surface(c.span): c.time for c in doc.claims}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "快手公布业绩。截至6月30日止六个月，快手营收600亿元，上年同期500亿元。",
            {"600亿元": "2024-01/2024-06", "500亿元": "2023-01/2023-06"},
        ),
        ("快手公布2023年中期业绩，营收500亿元。", {"500亿元": "2023-01/2023-06"}),
        ("6月1日至7月31日，快手营收80亿元。", {"80亿元": "2024-06/2024-07"}),
        ("快手的营收去年达到1100亿元，是2019年的两倍多。", {"1100亿元": "2023", "两倍多": "2023"}),
        ("2021年3月，快手进入埃及，承诺五年内营收30亿元。", {"30亿元": "2021-03/2026-03"}),
        (
            "去年第三季度快手营收280亿元，较去年同期的230亿元增长两成。",
            {"280亿元": "2023-07/2023-09", "230亿元": "2022-07/2022-09"},
        ),
    ],
)  # fmt: skip
def test_dates_that_lean_on_others(text: str, expected: dict[str, str]) -> None:
    assert {s: t for s, t in times(text).items() if s in expected} == expected


def test_the_period_of_a_report_is_what_its_figures_are_of() -> None:
    found = times("快手公布第二季度业绩，营收310亿元。\n快手的销售费用为100亿元，经调整净利润45亿元。")
    assert set(found.values()) == {"2024-04/2024-06"}


def test_a_change_in_a_report_begins_the_year_before() -> None:
    found = times("快手公布第二季度业绩，营收310亿元，毛利率由50%升至54%。")
    assert (found["50%"], found["54%"]) == ("2023-04/2023-06", "2024-04/2024-06")


def test_nothing_is_invented() -> None:
    assert times("快手有9000名员工，每天处理3万条投诉。") == {"9000名": None, "3万条": None}
    assert set(times("今年快手营收310亿元。", None).values()) == {None}


def test_arithmetic_stays_in_the_calendar() -> None:
    assert later("9999-12", 1) is None
    assert later("2020", 5) is None
    assert earlier("0001") is None
    assert earlier("2024-02-29") == "2023-02-28"
    assert widened("2024-02-01/2024-02-29") == "2024-02"
    assert is_past("2025", None) is None
    assert (is_past("2025-01", "2024-08-20"), is_past("2024", "2024-08-20")) == (False, True)
