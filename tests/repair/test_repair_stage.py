"""The stage as a whole: what it mends, what it leaves, what it logs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoju.document import Document, Script
from kaoju.rulebook import Matcher, load_rules, probe
from kaoju.settings import Settings
from kaoju.span import Span
from kaoju.stages.repair import repair
from kaoju.stages.repair.draft import rebuild, restored

NASTY = st.text(
    alphabet="時问题業?!,。()（）shíyè関係麵隻銆锛鐨Ã¤ /p><&nbsp;amplt１Ａ\u200b\ufeff\n們取內8.", max_size=60
)


def mend(text: str) -> Document:
    return repair(Document.of(text), Settings())


def raw_again(doc: Document) -> str:
    return rebuild(doc.clean, [(r.span, r.raw, r.raw.of(doc.raw)) for r in doc.repairs])


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("醫院當時(shí)收治病人,醫生們開會討論了三個(gè)小時(shí)。", "医院当时收治病人，医生们开会讨论了三个小时。"),
        (
            "這家醫院的關(guan) 鍵問題是護士太少,關(guan) 於(yu) 此事院長說過。",
            "这家医院的关键问题是护士太少，关于此事院长说过。",
        ),
        ("第一行。\u200b\ufeff第二行", "第一行。第二行"),
        ("門診量達１，３００人次，占６５％。", "门诊量达1,300人次，占65％。".replace("％", "%")),
        (
            "药价(含税)下降,共3,200种;比例3:2,详见https://a.example/x:1,谢谢!",
            "药价（含税）下降，共3,200种；比例3:2，详见https://a.example/x:1，谢谢！",
        ),
        ("病房全麵改造,體係完整,曆史悠久。", "病房全面改造，体系完整，历史悠久。"),
        ("看著墻上的著名畫作,他笑著說:“很顯著。”", "看着墙上的著名画作，他笑着说：“很显著。”"),
        ("护士说：“好。”</p><p>医生点头&nbsp;离开。", "护士说：“好。”医生点头 离开。"),
        (
            "医生点头。br/>护士离开。<!-- 广告 --><script>var a=1;</script>病房&nbsp空了",
            "医生点头。护士离开。病房 空了",
        ),
        ("&lt;p&gt;护士说完&lt;/p&gt;就走了", "护士说完就走了"),
        ("當時(shi\u0301)的護士,個(ge\u0300)個(ge\u0300)都忙,開(kai1)會", "当时的护士，个个都忙，开会"),
        ("⻅⻓⻔", "见长门"),
        ("门诊增长14%,11月住院下降8%。", "门诊增长14%，11月住院下降8%。"),
        ("由县医院（三楼)接诊", "由县医院（三楼）接诊"),
    ],
)
def test_mends(raw: str, clean: str) -> None:
    doc = mend(raw)
    assert doc.clean == clean
    assert raw_again(doc) == raw


@pytest.mark.parametrize(
    "text",
    [
        "“重”字在这里读作“重(chóng)”，不读重(zhòng)。".replace("(", "（").replace(")", "）"),
        "真的吗？！他愣住了（并没有回答）。",
        "使用<p>标签表示段落，用&nbsp;表示空格。",
        "for x in range(3):\n    print('数:', x)\n",
        "乾隆年间的慰藉与著作，宫商角徵羽。",
        "家庭\U0001f468\u200d\U0001f469\u200d\U0001f467合影",
        "学习(xuexi)是终身的事。".replace("(", "（").replace(")", "）"),
        "",
    ],
)
def test_leaves_alone(text: str) -> None:
    doc = mend(text)
    assert doc.clean == text
    assert doc.repairs == ()


def test_script_is_that_of_the_source() -> None:
    assert mend("護士說醫院人太多").script is Script.HANT
    assert mend("护士说医院人太多").script is Script.HANS
    assert mend("护士说医院人太多，说完离开\n護士說醫院人太多，說完離開").script is Script.MIXED


def test_a_reader_s_offsets_and_records_stay_right() -> None:
    first = mend("  當時(shí)的醫生們，當時(shí)的護士")
    assert all(r.raw.of(first.raw) for r in first.repairs)
    again = repair(first, Settings())
    assert again.clean == first.clean
    assert [r.raw for r in again.repairs] == [r.raw for r in first.repairs]


@given(NASTY)
def test_every_text_can_be_rebuilt(text: str) -> None:
    assert raw_again(mend(text)) == text


@given(NASTY)
def test_repairing_twice_changes_nothing_more(text: str) -> None:
    once = mend(text).clean
    assert mend(once).clean == once


@pytest.mark.parametrize("name", ["repair", "repair_literal", "repair_context", "repair_names"])
def test_rules_prove_themselves(name: str) -> None:
    rules = load_rules(name)
    matcher = Matcher(rules)
    failures = [probe(matcher, rule, example) for rule in rules for example in (*rule.yes, *rule.no)]
    assert [failure for failure in failures if failure] == []


def test_a_year_behind_a_comma_is_no_group_of_thousands() -> None:
    assert mend("床位从1.2万张增至2.4,1998年又增加1,500张").clean == "床位从1.2万张增至2.4，1998年又增加1,500张"


def test_a_lost_digit_leaves_a_mark() -> None:
    doc = mend("當時(shí)，當時(shí)總?cè)丝?萬。")
    assert "总人口\N{REPLACEMENT CHARACTER}万" in doc.clean


def test_a_space_that_became_a_question_mark_is_put_back_and_said_to_be() -> None:
    doc = mend("當時(shí)的Blue?Door公司，個(gè)個(gè)都用Lark?9個(gè)月，見https://a.example/x?y=1")
    assert doc.clean == "当时的Blue Door公司，个个都用Lark 9个月，见https://a.example/x?y=1"
    assert [r.edit.certain for r in doc.repairs if r.edit.rule == "repair.lost_space"] == [False, False]


def test_ordinary_words_do_not_make_a_lesson_of_a_littered_page() -> None:
    assert mend("这套代码</strong>大半一样。\n护士走了</p>").clean == "这套代码大半一样。\n护士走了"
    assert mend("前端代码里<strong>表示强调。").repairs == ()


def test_what_was_lost_before_us_stays_and_is_marked() -> None:
    doc = mend("图书\ufffd\ufffd里的人")
    assert doc.clean == "图书\ufffd\ufffd里的人"
    assert [r.edit.certain for r in doc.repairs] == [False]


@pytest.mark.parametrize(
    ("raw", "clean", "numbers"),
    [
        ("當時(shí)病人住在7,8兩層,關(guān)係很好。", "当时病人住在7，8两层，关系很好。", 2),
        ("這個(gè)科室的3,,4組都滿了,當時(shí)沒有床。", "这个科室的3，4组都满了，当时没有床。", 2),
        ("當時(shí)第12,14,18床有人,個(gè)個(gè)都好。", "当时第12，14，18床有人，个个都好。", 3),
        ("當時(shí)收了7?8個(gè)病人。", "当时收了7?8个病人。", 2),
    ],
)
def test_a_mark_that_was_chosen_between_digits_makes_both_numbers_doubtful(raw: str, clean: str, numbers: int) -> None:
    doc = mend(raw)
    assert doc.clean == clean
    assert raw_again(doc) == raw
    spans = [Span(*match.span()) for match in re.finditer("[0-9]+", clean)]
    assert [restored(doc, span) for span in spans] == [True] * numbers


def test_thousands_and_names_of_substances_keep_their_commas() -> None:
    doc = mend("當時(shí)收治1,300人,花費12,345,678元,藥品含1,2-丙二醇,個(gè)個(gè)都好。")
    assert doc.clean == "当时收治1,300人，花费12,345,678元，药品含1,2-丙二醇，个个都好。"
    assert all(repair.edit.certain for repair in doc.repairs)
