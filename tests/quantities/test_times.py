"""Times of our own, one expression a line, and what must not be silently wrong about them."""

import datetime as dt
from pathlib import Path

import pytest

from kaoju.document import Document, Meta, Quantity
from kaoju.settings import Settings
from kaoju.stages.quantities import quantities
from kaoju.stages.segment import segment

CASES = Path(__file__).parent.parent / "cases" / "times.txt"
NOW = dt.datetime(2024, 5, 6, 9, 30)  # noqa: DTZ001


def times(text: str, published: dt.datetime | None = NOW) -> tuple[Quantity, ...]:
    doc = segment(Document.of(text, meta=Meta(published=published)), Settings())
    return tuple(q for q in quantities(doc, Settings()).quantities if q.kind in {"date", "time"})


def rows() -> list[tuple[str, list[tuple[str, str | None]]]]:
    found = []
    for line in CASES.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, wanted = line.split(" |", 1)
            pairs = [pair.split(" = ") for pair in wanted.split(";") if pair.strip()]
            found.append((text, [(a.strip(), None if b.strip() == "-" else b.strip()) for a, b in pairs]))
    return found


@pytest.mark.parametrize(("text", "wanted"), rows())
def test_times(text: str, wanted: list[tuple[str, str | None]]) -> None:
    assert [(q.span.of(text), q.time) for q in times(text)] == wanted


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("12月复诊", "2024-12"),
        ("28日复诊", "2024-05-28"),
        ("周日复诊", "2024-05-05"),
        ("8点复诊", "T20:00"),
        ("2024年6月1日之前复诊", "../2024-05-31"),
        ("2022年以来扩建", "2022/.."),
        ("2018年至今扩建", "2018/2024-05-06"),
        ("八月十五复诊", "2024-08-15"),
        ("8月2日至5日复诊", "2023-08-02/2023-08-05"),
        ("五分钟后复诊", "2024-05-06T09:35/.."),
    ],
)
def test_other_readings_are_kept(text: str, other: str) -> None:
    [found] = times(text)
    assert other in found.time_alternatives


@pytest.mark.parametrize(
    "text", ["去年春节", "上周三", "三天前", "腊月十八", "去年夏天", "今晚8点", "5月3日", "前三季度"]
)
def test_without_a_reference_relative_times_have_none(text: str) -> None:
    [found] = times(text, None)
    assert found.time is None or found.time.startswith("T")


@pytest.mark.parametrize(
    ("text", "published", "time"),
    [
        ("1月5日将举行听证会", "2025-11-20", "2026-01-05"),
        ("将于3月通车", "2025-11-20", "2026-03"),
        ("拟于1月2日施行", "2023-12-31", "2024-01-02"),
        ("1月2日起施行", "2023-12-31", "2024-01-02"),
        ("1月2日起停水", "2023-12-31", "2024-01-02"),
        ("1月2日起停水", "2023-09-30", "2023-01-02"),
        ("1月2日起火", "2023-12-31", "2023-01-02"),
        ("1月2日开工", "2023-12-31", "2023-01-02"),
        ("15日起停水", "2024-05-20", "2024-05-15"),
        ("1日起停水", "2024-05-31", "2024-06-01"),
        ("将于11月30日结束", "2025-11-20", "2025-11-30"),
        ("4月28日将军抵达", "2024-05-06", "2024-04-28"),
        ("四季度销量下降", "2025-01-15", "2024-10/2024-12"),
        ("四季度销量下降", "2025-05-15", "2025-10/2025-12"),
        ("今冬雪少", "2025-01-15", "2024-12/2025-02"),
        ("今冬雪少", "2025-11-15", "2025-12/2026-02"),
    ],
)
def test_what_is_guessed_looks_ahead_where_the_words_do(text: str, published: str, time: str) -> None:
    [found] = times(text, dt.datetime.fromisoformat(published))
    assert found.time == time


def test_a_month_after_what_is_to_come_is_the_next_year_s_where_it_comes_soon() -> None:
    now = dt.datetime(2024, 11, 10)  # noqa: DTZ001
    assert [q.time for q in times("将从11月20日持续至1月5日", now)] == ["2024-11-20", "2025-01-05"]
    assert [q.time for q in times("11月2日开幕，1月5日布展", now)] == ["2024-11-02", "2024-01-05"]


def test_a_part_of_the_day_follows_the_day_spoken_of() -> None:
    assert [q.time for q in times("5月3日上午停水，下午恢复")] == [
        "2024-05-03T04/2024-05-03T12",
        "2024-05-03T12/2024-05-03T19",
    ]


@pytest.mark.parametrize(
    "text", ["九千年后", "9999年12月31日的三天后", "公元1年1月1日前一天", "1年1月1日的300年前", "0001年第一周"]
)
def test_beyond_the_calendar_nothing_raises(text: str) -> None:
    for found in times(text):
        assert found.time is None or found.time[:4].isdigit()
