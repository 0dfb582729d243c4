"""Opening stretches of a year: 前三季度 and 前9个月 in November are January to September."""

import datetime as dt

import pytest

from kaoju.document import Document, Kind, Meta
from kaoju.settings import Settings
from kaoju.stages.quantities import quantities
from kaoju.stages.segment import segment


@pytest.mark.parametrize(
    ("text", "published", "time"),
    [
        ("前三季度门诊量上升", "2024-11-22", "2024-01/2024-09"),
        ("前9个月门诊量上升", "2024-11-22", "2024-01/2024-09"),
        ("前11个月门诊量上升", "2025-01-08", "2024-01/2024-11"),
        ("今年前三季度门诊量上升", "2024-11-22", "2024-01/2024-09"),
        ("前两个季度门诊量上升", "2024-11-22", "2024-01/2024-06"),
    ],
)
def test_opening_stretches_of_a_year(text: str, published: str, time: str) -> None:
    doc = Document.of(text, meta=Meta(published=dt.date.fromisoformat(published)))
    found = quantities(segment(doc, Settings()), Settings()).quantities
    assert found[0].time == time


def test_years_since_a_founding_are_a_length() -> None:
    doc = Document.of("医院成立6年后，患者超过16万。", meta=Meta(published=dt.date(2024, 5, 1)))
    found = quantities(segment(doc, Settings()), Settings()).quantities
    assert (found[0].kind, found[0].unit, found[0].time) == (Kind.DURATION, "年", None)
