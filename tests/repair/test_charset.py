"""Text decoded in a wrong charset, on sentences of our own."""

import pytest

from kaoju.document import Document
from kaoju.settings import Settings
from kaoju.stages.repair import repair
from kaoju.stages.repair.draft import rebuild, uncertain_spans

CLEAN = "图书馆的窗边，“每天”坐着三十名读者。"


def mend(raw: str) -> Document:
    doc = repair(Document.of(raw), Settings())
    assert rebuild(doc.clean, [(r.span, r.raw, r.raw.of(doc.raw)) for r in doc.repairs]) == raw
    assert repair(Document.of(doc.clean), Settings()).clean == doc.clean
    return doc


@pytest.mark.parametrize(("wrote", "read"), [("utf-8", "latin-1"), ("gbk", "latin-1")])
def test_bytes_that_survived_are_read_again(wrote: str, read: str) -> None:
    doc = mend("县里 " + CLEAN.encode(wrote).decode(read) + " 2024 OK")
    assert doc.clean == f"县里 {CLEAN} 2024 OK"
    assert not uncertain_spans(doc)


def test_utf8_read_as_gbk_keeps_what_survived_and_marks_the_rest() -> None:
    doc = mend(CLEAN.encode().decode("gbk", "replace"))
    lost = doc.clean.count("\N{REPLACEMENT CHARACTER}")
    assert 0 < lost <= 5
    for part in doc.clean.split("\N{REPLACEMENT CHARACTER}"):
        assert part in CLEAN
    assert uncertain_spans(doc)


def test_what_is_lost_is_said_to_be() -> None:
    doc = mend("他在窗边锟斤拷锟斤拷坐下")
    assert doc.clean == "他在窗边" + 4 * "\N{REPLACEMENT CHARACTER}" + "坐下"
    assert [r.edit.kind for r in doc.repairs] == ["charset"]
    assert uncertain_spans(doc)


@pytest.mark.parametrize(
    "text",
    [
        "“锟斤拷”是两次解码留下的乱码，编码不对就会出现。",
        "Caffè, crème brûlée 与 ÄÖÜ 都是外文。",
        "鐨是一种金属的旧称？锛也不常用！",
        "票价30×5，误差±1°，α与β两项。",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert mend(text).repairs == ()
