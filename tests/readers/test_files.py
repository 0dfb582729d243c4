"""Files to documents: folders, rows, HTML, and names that do not depend on where a folder lies."""

import datetime as dt
from pathlib import Path

import pytest

from kaoju.document import Document
from kaoju.errors import InputError, Rejected
from kaoju.readers import plan_units, read, read_unit
from kaoju.span import Span


def outcomes(path: Path) -> list[Document | Rejected]:
    return [outcome for unit in plan_units([path]) for outcome in read_unit(unit)]


def test_a_folder_is_read_in_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("z.txt", "b/a.txt", "notes.bin"):
        (tmp_path / name).write_text("正文。", "utf-8")
    docs = list(read(tmp_path))
    assert [Path(d.meta.source).name for d in docs] == ["a.txt", "z.txt"]
    assert len({d.id for d in docs}) == 2


def test_ids_do_not_depend_on_the_folder(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("正文。", "utf-8")
    (first,), (second,) = list(read(tmp_path / "one")), list(read(tmp_path / "two"))
    assert first.id == second.id


def test_equal_names_from_two_arguments_stay_apart(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("正文。", "utf-8")
    docs = list(read(tmp_path / "one", tmp_path / "two"))
    assert len({d.id for d in docs}) == 2
    assert len(list(read(tmp_path / "one" / "a.txt", tmp_path / "one" / "a.txt"))) == 1


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"I004 .*nowhere"):
        plan_units([tmp_path / "nowhere"])
    with pytest.raises(InputError, match="I005"):
        plan_units([tmp_path])


def test_rows_keep_their_metadata_and_bad_rows_are_outcomes(tmp_path: Path) -> None:
    rows = [
        '{"id": "a", "text": "正文。", "title": "题", "published": "2024-05-01"}',
        "not json",
        '{"id": "b"}',
        '{"id": "c", "text": " "}',
        '{"id": "d", "text": "正文。", "published": "someday"}',
        '{"id": "d", "text": "正文。", "published": "someday"}',
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(rows), "utf-8")
    found = outcomes(path)
    assert [o.code if isinstance(o, Rejected) else "ok" for o in found] == ["ok", "I007", "I007", "I001", "ok", "I009"]
    first, dated = found[0], found[4]
    assert isinstance(first, Document)
    assert isinstance(dated, Document)
    assert (first.meta.title, first.meta.published) == ("题", dt.date(2024, 5, 1))
    assert (dated.meta.published, dated.flags) == (None, ("published_unreadable",))


def test_long_row_files_are_split_without_losing_a_row(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(f'{{"id": {n}, "text": "正文{n}。"}}\n' for n in range(250)), "utf-8")
    assert len(plan_units([path])) == 3
    docs = outcomes(path)
    assert [d.raw for d in docs if isinstance(d, Document)] == [f"正文{n}。" for n in range(250)]


PAGE = """<!doctype html><html><head><title>县医院 &amp; 新院区</title>
<meta property="article:published_time" content="2024-03-02T08:00:00+08:00"><style>p{color:red}</style></head>
<body><nav><a href="/">首页</a><a href="/x">健康，生活，频道</a></nav>
<article><h1>新院区启用</h1><p>床位增至<b>1&#50;00</b>张，&ldquo;够用了&rdquo;，院长说。</p>
<script>var a = "，。";</script><p>门诊量
同比增长两成，挂号费没有变。<br>候诊时间缩短了。</p></article><footer>版权所有，违者必究。</footer></body></html>"""


def test_html_becomes_main_text_with_positions_into_the_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    (doc,) = outcomes(path)
    assert isinstance(doc, Document)
    lines = [line for line in doc.clean.split("\n") if line.strip()]
    assert lines == [
        "新院区启用",
        "床位增至1200张，“够用了”，院长说。",
        "门诊量同比增长两成，挂号费没有变。",
        "候诊时间缩短了。",
    ]
    assert (doc.meta.title, doc.meta.published) == ("县医院 & 新院区", dt.date(2024, 3, 2))
    at = doc.clean.index("两成")
    assert doc.raw_span(Span(at, at + 2)).of(doc.raw) == "两成"
    at = doc.clean.index("1200")
    assert doc.raw_span(Span(at, at + 4)).of(doc.raw) == "1&#50;00"


@pytest.mark.parametrize(
    "page", ["<p", "<<<>>>，", "</p></p>文，字。", "<p>" * 3000 + "字，", "&#xFFFFFFFF;字，字", "<!--字，"]
)
def test_broken_markup_never_raises(tmp_path: Path, page: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(page, "utf-8")
    (found,) = outcomes(path)
    assert isinstance(found, Document)
    assert found.raw == page
