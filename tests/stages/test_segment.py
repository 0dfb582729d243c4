"""Segmentation: laws, and both engines against each other."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoju.document import Document
from kaoju.settings import Settings
from kaoju.stages.segment import segment

TEXT = st.text(alphabet="县医院门诊。！？，”“\n \u3000ab1", max_size=60)


@given(TEXT)
def test_sentences_are_disjoint_ordered_and_inside_their_paragraph(text: str) -> None:
    doc = segment(Document.of(text), Settings())
    for sentence in doc.sentences:
        assert doc.paragraphs[sentence.paragraph].contains(sentence.span)
        assert sentence.span.start < sentence.span.end
        assert doc.sentence_at(sentence.span.start) == sentence
    assert all(a.span.end <= b.span.start for a, b in pairwise(doc.sentences))
    assert [s.index for s in doc.sentences] == list(range(len(doc.sentences)))


@given(TEXT)
def test_words_cover_the_text(text: str) -> None:
    starts = segment(Document.of(text), Settings()).tokens
    assert list(starts) == sorted(set(starts))
    assert not text or starts[0] == 0


@pytest.mark.parametrize(
    "text",
    ["县医院去年的门诊量增长了两成，院长说没有想到。", "他来到了网易杭研大厦", "TikTok在印尼上线", "2024年5月1日"],
)
def test_the_fast_engine_agrees_with_the_reference(text: str) -> None:
    fast, slow = (segment(Document.of(text), Settings(segmenter=name)).tokens for name in ("rjieba", "jieba"))
    assert fast == slow


def test_quotes_close_with_their_sentence() -> None:
    doc = segment(Document.of("他说：“够了。”然后走了！\n\n　新的一段"), Settings())
    assert [s.span.of(doc.clean) for s in doc.sentences] == ["他说：“够了。”", "然后走了！", "新的一段"]


def test_endless_sentences_are_cut_at_commas() -> None:
    doc = segment(Document.of("门诊量又上升了，" * 500), Settings())
    assert len(doc.sentences) > 5
    assert all(len(s.span) <= 600 and s.span.of(doc.clean).endswith("，") for s in doc.sentences)
    assert "".join(s.span.of(doc.clean) for s in doc.sentences) == doc.clean
