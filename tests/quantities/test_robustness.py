"""No text makes the stage raise, lie about positions, or take more than linear time."""

import datetime as dt
import os
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoju.document import Document, Kind
from kaoju.settings import Settings
from kaoju.stages.quantities import quantities

SETTINGS = Settings(published=dt.date(2024, 2, 29))
PIECES = (
    "0123456789零一二三十百千万亿几半年月日号点时分秒季度上下前后今去周末"
    "约近超过不到至-—~:：/.%成折倍元块角个人的，。多余第"
)


def noise(seed: int, size: int) -> str:
    chance = random.Random(seed)
    return "".join(
        chance.choice(PIECES) if chance.random() < 0.8 else chr(chance.randrange(0x20, 0x11_0000)) for _ in range(size)
    )


def check(text: str) -> None:
    at = 0
    for quantity in quantities(Document.of(text), SETTINGS).quantities:
        assert at <= quantity.span.start < quantity.span.end <= len(text)
        assert quantity.span.contains(quantity.number)
        if quantity.kind in {Kind.DATE, Kind.TIME}:
            assert quantity.low is quantity.high is None
        else:
            assert quantity.low is not None or quantity.high is not None
        if quantity.low is not None and quantity.high is not None:
            assert quantity.low <= quantity.high
        at = quantity.span.end


@given(st.text(st.sampled_from(PIECES), max_size=80))
def test_numeral_soup(text: str) -> None:
    check(text)


@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    check(text)


@pytest.mark.parametrize("seed", range(20))
def test_noise(seed: int) -> None:
    check(noise(seed, 3000))


# A tenth of a million code points each; `KAOJU_FUZZ_SEEDS=100` makes it ten million, some minutes' work.
FUZZ_SEEDS = int(os.environ.get("KAOJU_FUZZ_SEEDS", "8"))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1000 + FUZZ_SEEDS))
def test_hundred_thousand_code_points(seed: int) -> None:
    for part in range(10):
        check(noise(seed * 100 + part, 10_000))


def seconds(text: str) -> float:
    doc = Document.of(text)
    start = time.process_time()
    quantities(doc, SETTINGS)
    return time.process_time() - start


HOSTILE = (
    "一", "1-", "亿万", "1", "9年", "百分之", "近", "三天前", "1,", "第", "翻了", "2024-", "年", "，", ":",
    "1年:", "一，百分之",
    "2024年", "9月", "的", "块", "零", "上", "三成", "约", "1、", "一到",
)  # fmt: skip


@pytest.mark.parametrize("word", HOSTILE)
def test_time_grows_with_the_length_only(word: str) -> None:
    once, thrice = (min(seconds(word * size) for _ in range(2)) for size in (3000, 9000))
    assert thrice < 6 * once + 0.05


def test_so_it_does_where_no_two_places_are_alike() -> None:
    chance = random.Random(5)
    text = "".join(chance.choice(HOSTILE) for _ in range(9000))
    once, whole = (min(seconds(part) for _ in range(2)) for part in (text[: len(text) // 3], text))
    assert whole < 6 * once + 0.05


def test_relative_times_without_a_reference_have_no_time() -> None:
    found = quantities(Document.of("去年产量增长，上周三又创新高。"), Settings()).quantities
    assert [q.kind for q in found] == [Kind.DATE, Kind.DATE]
    assert [q.time for q in found] == [None, None]


def test_digits_inside_a_name_are_no_quantity() -> None:
    from kaoju.document import EntityType, Evidence, Mention, Method
    from kaoju.span import Span

    doc = Document.of("剪影极简版3.0有8万人用")
    span = Span(0, 8)
    name = Mention(
        id="m", span=span, type=EntityType.PLATFORM, canonical="剪影", printed="剪影", method=Method.EXACT,
        confidence=1.0, evidence=(Evidence("test.name", span),),
    )  # fmt: skip
    found = quantities(doc.with_(mentions=(name,)), Settings()).quantities
    assert [q.span.of(doc.clean) for q in found] == ["8万人"]


@pytest.mark.parametrize("digits", ["一" * 40, "九" * 200, "1" * 40])
@pytest.mark.parametrize("sign", ["", "负", "-", "零下"])
def test_more_digits_than_the_arithmetic_holds(sign: str, digits: str) -> None:
    check(f"{sign}{digits}")
    check(f"今年{sign}{digits}了。")
