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


def test_utf8_read_as_gbk_is_read_where_bytes_are_left_and_chosen_elsewhere() -> None:
    doc = mend(CLEAN.encode().decode("gbk", "replace"))
    doubtful = uncertain_spans(doc)
    assert len(doc.clean) == len(CLEAN)
    assert 0 < len(doubtful) <= 5
    wrong = [at for at, (a, b) in enumerate(zip(doc.clean, CLEAN, strict=True)) if a != b]
    assert all(any(span.start <= at < span.end for span in doubtful) for at in wrong)
    assert len(wrong) <= 1


def test_what_is_chosen_is_weighed_in_its_words() -> None:
    doc = mend("大学的图书馆里有一千把椅子，都很结实。\n他在八月收到了第一份工资。".encode().decode("gbk", "replace"))
    assert doc.clean == "大学的图书馆里有一千把椅子，都很结实。\n他在八月收到了第一份工资。"
    chosen = [record for record in doc.repairs if not record.edit.certain]
    assert chosen
    assert all(record.edit.alternatives for record in chosen)


@pytest.mark.parametrize("coding", [("utf-8", "cp1252"), ("utf-8", "latin-1"), ("gbk", "latin-1"), ("gbk", "cp1252")])
def test_short_passages_are_read_where_the_page_has_long_ones(coding: tuple[str, str]) -> None:
    def wrong(text: str) -> str:
        data = text.encode(coding[0])
        return "".join(bytes([b]).decode(coding[1]) if b not in b"\x81\x8d\x8f\x90\x9d" else chr(b) for b in data)

    clean = "芷兰书店一共卖出6月的新书9箱，“读者”都很满意。\n一\nabc 5块\nCaffè 与 ÄÖÜ"
    first, second, third, last = clean.split("\n")
    assert mend("\n".join([wrong(first), wrong(second), wrong(third), last])).clean == clean


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
