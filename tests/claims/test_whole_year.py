"""全年 is the year that the text has been telling of, unless it looks ahead."""

import datetime as dt

import pytest

from kaoju.document import Document
from kaoju.engine.pipeline import through
from kaoju.settings import Settings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("该厂去年出口灯具82万盏。全年产值达3.4亿元。", "2025"),
        ("该厂去年第三季度亏损2亿元。公司预计全年收入30亿元。", "2026"),
        ("该厂1月9日投产。全年产值达3.4亿元。", "2026"),
        ("该厂今年上半年产值2亿元，去年同期为1.8亿元，全年产值3.4亿元。", "2026"),
        ("该县去年引进企业40家。全年社会消费品零售总额62亿元。", "2025"),
        ("2023年上半年，该厂产值1.6亿元，全年产值3.4亿元。", "2023"),
    ],
)
def test_whole_year(text: str, expected: str) -> None:
    doc = through("claims", Document.of(text), Settings(published=dt.date(2026, 1, 10)))
    assert doc.claims[-1].time == expected
