"""Shifted runs, on sentences of our own."""

import pytest

from kaoju.audit.damage import Damage, damage
from kaoju.document import Document
from kaoju.settings import Settings
from kaoju.span import Span
from kaoju.stages.repair import repair
from kaoju.stages.repair.draft import rebuild, restored

BEFORE = "當時(shí)醫院的發(fā)展很快，每個(gè)護士都知道。\n"


def mend(raw: str) -> Document:
    return repair(Document.of(BEFORE + raw), Settings())


@pytest.mark.parametrize(
    "clean",
    [
        "医生说他们取得了成绩，因为当时的条件很差。",
        "他说：“这是全院的骄傲。”护士长也这样认为。",
        "“孩子的病好了。”",
        "图书馆将这批旧书送给了山里的孩子。",
        "医院院长、发展局局长和县里的干部都来了。",
        "药价比去年低。“当地的药店都降了价。”",
        "护士长笑了。“当地人都这样说。”",
        "我们等了五天。”他说。",
        "课讲完了。”他的同事补充。",
        "“不用挂号。”他笑着解释。",
        "她是新来的护士，今年刚毕业。她值夜班的那天，大家等了五个钟头。”她说。",
    ],
)
def test_runs_are_restored(clean: str) -> None:
    raw = damage(clean, Damage(restart=1, markup=True)).text
    doc = mend(raw)
    assert doc.clean.split("\n")[1] == clean
    assert rebuild(doc.clean, [(r.span, r.raw, r.raw.of(doc.raw)) for r in doc.repairs]) == doc.raw


def test_what_was_chosen_is_said_to_be() -> None:
    doc = mend(damage("“孩子的病好了。”", Damage(restart=1, markup=True)).text)
    end = len(doc.clean)
    assert restored(doc, Span(end - 1, end))
    assert not restored(doc, Span(0, 2))
    assert "byte_shift" in doc.flags


def test_genuine_marks_in_a_damaged_text_stay() -> None:
    assert mend("真的嗎?!他不信。為什么?,沒人知道。").clean.split("\n")[1].startswith("真的吗？！他不信。")


def test_marks_are_repeated_on_a_page_that_repeats_them() -> None:
    assert mend("太貴了!!\n這樣也叫便宜???真不明白。").clean.split("\n")[2].startswith("这样也叫便宜？？？")


def test_a_numeral_out_of_a_run_is_never_certain() -> None:
    for clean in ("他们取走三万元，医院没有追究。", "他们取3.5万元，医院没有追究。"):
        doc = mend(damage(clean, Damage(restart=0)).text)
        shifted = [r for r in doc.repairs if r.edit.kind == "byte_shift"]
        assert shifted
        assert not any(r.edit.certain for r in shifted if any(c in r.edit.text for c in "三萬3.5"))


@pytest.mark.parametrize("lost", ["他们取3.4册。", "人均3.4册，当时如此。", "平均3.4个平台。"])
def test_a_fraction_without_its_start_is_never_certain(lost: str) -> None:
    for left in ("他们", "当时", "因为", "将"):
        doc = mend(damage(left + lost, Damage(restart=0)).text)
        at = doc.clean.rfind("4")
        assert at < 0 or "3.4" in doc.clean or restored(doc, Span(at, at + 1))


@pytest.mark.parametrize("counted", ["小时的工", "层楼", "张桌子"])
def test_where_a_digit_was_eaten_a_mark_is_left(counted: str) -> None:
    for digit in "36":
        clean = f"当地的工人每天做{digit}{counted}，后来才停下来。"
        doc = mend(damage(clean, Damage(restart=0)).text)
        assert doc.clean.split("\n")[1] == clean.replace(digit, "\N{REPLACEMENT CHARACTER}")


def test_a_title_ends_where_its_mark_lost_a_byte() -> None:
    clean = "书店里只剩《河与海》8册。"
    assert "河与海》" in mend(damage(clean, Damage(restart=1)).text).clean


def test_a_page_on_one_line_is_no_lesson_for_one_word_about_reading() -> None:
    hurt = "老師請孩子把拼音讀三遍," + "病房裡很安靜," * 80 + "當時(shí)醫院的發(fā)展很快,每個(gè)護士都知道。"
    mended = "老师请孩子把拼音读三遍，" + "病房里很安静，" * 80 + "当时医院的发展很快，每个护士都知道。"
    assert repair(Document.of(hurt), Settings()).clean == mended
    assert "shí" in repair(Document.of(hurt.replace("病房裡很安靜,", "")), Settings()).clean
