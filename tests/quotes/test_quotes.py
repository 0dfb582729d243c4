"""Quotes from syntax alone: no names are known here."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoju.document import Document, QuoteType
from kaoju.settings import Settings
from kaoju.stages.entities import entities
from kaoju.stages.quotes import quotes
from kaoju.stages.segment import segment

S = Settings()
D, R = QuoteType.DIRECT, QuoteType.INDIRECT


def found(text: str) -> list[tuple[str, QuoteType, str | None, str | None]]:
    doc = quotes(segment(Document.of(text), S), S)
    return [(doc.surface(q.span).rstrip("。，"), q.type, q.speaker, q.cue) for q in doc.quotes]


CASES = [
    ("护士长沈若溪说：“床位不够，我们只能加床。”", [("床位不够，我们只能加床", D, "沈若溪", "说")]),
    ("“床位不够，我们只能加床。”护士长沈若溪说。", [("床位不够，我们只能加床", D, "沈若溪", "说")]),
    (
        "“床位不够，”沈若溪说，“我们只能加床。”",
        [("床位不够", D, "沈若溪", "说"), ("我们只能加床", D, "沈若溪", "说")],
    ),
    ("沈若溪表示，今年的床位比去年多了两成。", [("今年的床位比去年多了两成", R, "沈若溪", "表示")]),
    ("「床位不夠，我們只能加床。」沈若溪說。".replace("說", "说"), [("床位不夠，我們只能加床", D, "沈若溪", "说")]),
    ("一位不愿具名的医生透露：“号源都被黄牛拿走了。”", [("号源都被黄牛拿走了", D, "一位不愿具名的医生", "透露")]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_who_said_what(text: str, expected: list[tuple[str, QuoteType, str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "医院启用了所谓的“云病房”。", "这家店叫作“山海间”。", "《候诊室》是一部纪录片。", "他获得了“先进个人”称号。",
        "“双十一”快到了。", "“以旧换新”政策延长了。",
    ],
)  # fmt: skip
def test_terms_names_and_titles_are_no_quotes(text: str) -> None:
    assert found(text) == []


def test_a_lost_closing_mark_costs_only_its_own_quote() -> None:
    text = "沈若溪说：“床位不够，我们只能加床。\n马远山说：“药价降了，病人多了。”"
    assert [(q[0], q[2]) for q in found(text)] == [
        ("床位不够，我们只能加床", "沈若溪"),
        ("药价降了，病人多了", "马远山"),
    ]


def test_paragraphs_of_one_speech_share_their_speaker() -> None:
    text = "“床位不够，我们只能加床。\n“走廊里也住满了人。”护士长沈若溪说。"
    assert [q[2] for q in found(text)] == ["沈若溪", "沈若溪"]


def test_interview_turns_belong_to_the_name_before_the_colon() -> None:
    text = "记者：床位够吗？\n沈若溪：不够，差得很远。\n记者：那怎么办？\n沈若溪：只能加床，没有别的办法。"
    assert [(q[0], q[2]) for q in found(text)] == [
        ("床位够吗？", "记者"),
        ("不够，差得很远", "沈若溪"),
        ("那怎么办？", "记者"),
        ("只能加床，没有别的办法", "沈若溪"),
    ]


def test_rumours_have_no_speaker() -> None:
    (quote,) = found("最近有消息称，医院将于下月关闭夜间急诊。")
    assert quote[1:] == (R, None, "称")


def test_who_is_named_before_the_colon_speaks() -> None:
    doc = "护士长沈若溪想了想：“床位不够，我们只能加床。”"
    assert [q[0] for q in found(doc)] == ["床位不够，我们只能加床"]


def test_a_pronoun_means_the_last_speaker() -> None:
    text = "护士长沈若溪说：“床位不够，我们只能加床。”她补充道：“走廊里也住满了人。”"
    assert [q[2] for q in found(text)] == ["沈若溪", "沈若溪"]


ALPHABET = '“”‘’「」『』"说道表示据，。：；？！《》\n他她院长沈 0a'


@given(st.text(alphabet=ALPHABET, max_size=60))
def test_no_text_raises_and_spans_stay_inside(text: str) -> None:
    doc = quotes(segment(Document.of(text), S), S)
    for quote in doc.quotes:
        assert 0 <= quote.span.start < quote.span.end <= len(text)


def test_seeded_fuzz_of_long_texts() -> None:
    chance = random.Random(7)
    for _ in range(20):
        text = "".join(chance.choices(ALPHABET, k=3000))
        doc = quotes(segment(Document.of(text), S), S)
        assert [q.span for q in doc.quotes] == sorted([q.span for q in doc.quotes], key=lambda s: (s.start, -s.end))


WORDS = [
    "\n",
    *'“ ” 「 」 ‘ ’ " ： ， 。 ？ ； 《 》 · @ // （ ）'.split(),
    *"护士长沈若溪 他 前者 有位乡下的 老人 的 报告 数据 显示 说 没答应 表示 据 用 的话说".split(),
    *"正如 所说 从 获悉 在 看来 宣布 协会 会 后 的母亲 其 同一份 马力·安 Kim 记者 答 1月3日".split(),
]
texts = st.lists(st.sampled_from(WORDS), max_size=40).map("".join)


@given(texts)
def test_no_text_of_the_stages_own_words_raises(text: str) -> None:
    doc = quotes(entities(segment(Document.of(text), S), S), S)
    for quote in doc.quotes:
        assert 0 <= quote.span.start < quote.span.end <= len(text)
        assert quote.speaker_span is None or 0 <= quote.speaker_span.start < quote.speaker_span.end <= len(text)


SAID = [
    "护士长沈若溪说：“床位不够，我们只能加床。”",
    "“药价降了，病人多了。”店主马远山说。",
    "教练石广田表示：“输赢我来扛，球员尽力了。”",
]


@given(st.integers(0, 2), st.integers(0, 40), st.sampled_from('“”「」"‘’'), st.booleans())
def test_one_wrong_mark_costs_at_most_the_quote_of_its_paragraph(at: int, place: int, mark: str, lose: bool) -> None:  # noqa: FBT001
    lines = list(SAID)
    if lose:
        lines[at] = lines[at].replace("“" if place % 2 else "”", "", 1)
    else:
        place = min(place, len(lines[at]))
        lines[at] = lines[at][:place] + mark + lines[at][place:]
    others = {q for n, line in enumerate(SAID) if n != at for q in found(line)}
    assert others <= set(found("\n".join(lines)))
