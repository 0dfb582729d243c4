"""The quick way says what the grammar says, or nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoju.document import Quantity
from kaoju.stages.quantities.amounts import amount
from kaoju.stages.quantities.guards import Guard
from kaoju.stages.quantities.lattice import _winner as whole  # the grammar with its arbitration
from kaoju.stages.quantities.moments import Context
from kaoju.stages.quantities.plain import DATED, numeral_start, plain_numeral, tables
from kaoju.stages.quantities.quick import quick
from kaoju.stages.quantities.records import amount_record
from kaoju.stages.quantities.touching import Amount

PIECES = (
    *"0123456789零一二两三十百千万亿几半多余来个人家元块岁次倍%吨米亩公里年天月小时分点，。、至到的第负下约超近",
    *"上+-/. a", "百分点", "平方米", "以上", "左右", "个月", "分钟", "美元", "人民币", "超过", "至少", "不到", "国家",
    "成", "分之", "百分之", "加", "又", "克", "前", "后", "内", "大", "台", "并", "且", "低于",
    *"萬億個同，", "出头", "五一", "十一", "节", "多万", "余亿", "万亿", "第一",
    "、", "季度", "2021", "2022年", "赛季", "学年",
)  # fmt: skip


def plain(text: str, at: int) -> Amount | Quantity | None:
    match = re.compile(numeral_start()).match(text, at)
    return None if match is None or match.lastindex == DATED else quick(text, match, 0, tables())


def odd(text: str, at: int) -> bool:
    match = re.compile(plain_numeral()).match(text, at)
    return match is not None and match[1] is not None


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join))
def test_it_agrees_with_the_grammar(text: str) -> None:
    guard = Guard(text)
    for at in range(len(text)):
        found = plain(text, at)
        if found is not None:
            read = amount(text, at, 0)
            assert read is not None
            assert whole(text, at, 0, Context()) == read
            assert found == (read if isinstance(found, Amount) else amount_record(text, read))
            assert found.unit is None or odd(text, at) or not guard.rejects(text, read)


@pytest.mark.parametrize("text", ["320张床", "3.2亿元，", "约四十名", "两千户", "超过60%的", "8万。", "5天，",
    "560萬，", "300多亿美元", "3.4万亿元", "15%左右，", "十五，", "一晚",
])  # fmt: skip
def test_plain_ones_are_its_business(text: str) -> None:
    at = next(i for i, c in enumerate(text) if c in "0123456789一二三四五六七八九两")
    assert plain(text, at) is not None
