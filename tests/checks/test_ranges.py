"""What a number as written allows, and when two ranges agree, contradict, or leave it open."""

from decimal import Decimal

import pytest

from kaoju import Settings, extract
from kaoju.document import Quantity
from kaoju.stages.checks.ranges import Pair, Reader, Verdict, bounded, growth, judge, lenient, rate, ratio, written


def read(text: str) -> Quantity:
    return max(extract(text, Settings(ner="none")).quantities, key=lambda q: len(q.span))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("688.4亿元", "68835000000", "68845000000"),
        ("37名", "37", "37"),
        ("1300多元", "1300", "1399"),
        ("超过16亿元", "1600000000", "Infinity"),
        ("不到500张", "0", "500"),
        ("20亿元至30亿元", "2000000000", "3000000000"),
        ("约200万元", "1900000", "2100000"),
        ("47.1%", "47.05", "47.15"),
        ("三成", "27", "33"),
        ("六成八", "67.5", "68.5"),
    ],
)
def test_a_number_stands_for_a_range(text: str, low: str, high: str) -> None:
    found, most = written(read(text), text), lenient(read(text), text)
    assert (found.low, found.high) == (Decimal(low), Decimal(high))
    assert most.low <= found.low
    assert found.high <= most.high


@pytest.mark.parametrize(
    ("base", "value", "said", "verdict"),
    [
        ("80万元", "120万元", "50%", Verdict.AGREES),
        ("80万元", "120万元", "五成左右", Verdict.AGREES),
        ("80万元", "120万元", "49%", Verdict.AGREES),  # 80万 may be 80.4万
        ("80万元", "120万元", "55%", Verdict.UNSURE),
        ("80万元", "120万元", "65%", Verdict.DENIES),
        ("688.4亿元", "1012.6亿元", "47.1%", Verdict.AGREES),
        ("688.4亿元", "1012.6亿元", "49%", Verdict.DENIES),
    ],
)
def test_growth_is_judged_by_the_precision_that_is_written(base: str, value: str, said: str, verdict: Verdict) -> None:
    def weighed(reader: Reader) -> Pair:
        return growth(reader(read(base), base), reader(read(value), value)), rate(read(said), said, reader)

    assert judge(weighed(written), lambda: weighed(lenient)) is verdict


def test_open_ends_and_zero_do_not_break_the_arithmetic() -> None:
    most, none = "不到500张", "0张"
    whole, nothing = written(read(most), most), written(read(none), none)
    assert ratio(whole, nothing).high == Decimal("Infinity")
    assert ratio(nothing, whole).low == 0
    assert whole.minus(whole).low == -500


def test_a_bound_may_stand_apart_from_its_number() -> None:
    fifth = rate(read("五分之一"), "五分之一")
    assert bounded(fifth, "不到").low == 0
    assert bounded(fifth, "超过").high == Decimal("Infinity")
    assert bounded(fifth, "") == fifth
