"""The checker: silent on right gold, one clear line per fault, and every gold of ours is right."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from kaoju.audit.check import check_gold
from kaoju.audit.corpus import find_folders, load_corpus, write_edits
from kaoju.audit.gold import load_gold
from kaoju.errors import InputError
from kaoju.span import Edit, apply_edits

CORPUS = Path(__file__).parents[2] / "corpus"
SHARED = Path(__file__).parents[3] / "shared"


def test_right_gold_has_no_fault(case: SimpleNamespace, tmp_path: Path) -> None:
    assert check_gold(case.write_article(tmp_path / "tea")) == []


@pytest.mark.parametrize(
    ("layer", "row", "changes", "told"),
    [
        ("claims", 0, {"line": 9}, "line 9 asked, the article's last is 4"),
        ("claims", 0, {"surface": "三十两"}, "line 1 has 0 of '三十两', nth 0 asked"),
        ("claims", 0, {"nth": 1}, "line 1 has 1 of '三十斤', nth 1 asked"),
        ("claims", 0, {"kind": "weight"}, "kind 'weight' is not in the closed list"),
        ("claims", 0, {"low": "30"}, "low must be a number or null"),
        ("claims", 0, {"low": 31}, "low 31 is above high 30"),
        ("claims", 0, {"high": 40}, "looks exact"),
        ("claims", 0, {"unit": None}, "a measure has a unit"),
        ("claims", 0, {"extra": 1}, "fields are not known here: extra"),
        ("claims", 1, {"high": 1300000000}, "is a lower bound"),
        ("claims", 1, {"low": 130000000}, "states 1300000000"),
        ("claims", 1, {"time": "2024年"}, "is no ISO date"),
        ("claims", 1, {"time": "2024/2023"}, "runs backwards"),
        ("claims", 1, {"subject": " 微信"}, "has blanks at its ends"),
        ("claims", 2, {"approx": False}, "is approximate"),
        ("claims", 2, {"of": None}, "a growth_rate needs `of`"),
        ("claims", 2, {"metric": "growth"}, "a relative change is growth_rate"),
        ("claims", 3, {"approx": False}, "is vague"),
        ("quotes", 0, {"end_surface": "辛苦费"}, "end_surface '辛苦费' is not in line 1"),
        ("quotes", 0, {"surface": "“一天也就"}, "holds its own quotation mark"),
        ("quotes", 0, {"speaker": None}, "has the cue '说' but no speaker"),
        ("not_quotes", 0, {"surface": "岚山"}, "does not fill its marks"),
        ("platforms", 0, {"referent": ""}, "referent is empty"),
        ("platforms", 0, {"certain": "yes"}, "certain must be true or false"),
        ("entities", 2, {"canonical": "小岚"}, "'邓小岚' has several canonical names: 小岚, 邓小岚"),
        ("entities", 2, {"type": "ORG"}, "'邓小岚' has several types: ORG, PER"),
        ("entities", 1, {"canonical": "青嵐研究院"}, "is traditional; write '青岚研究院'"),
        ("entities", 1, {"line": 3, "surface": "WeChat"}, "overlaps row 3 of platforms.jsonl"),
    ],
)
def test_a_fault_is_told_with_file_and_line(
    case: SimpleNamespace, tmp_path: Path, layer: str, row: int, changes: dict[str, object], told: str
) -> None:
    rows = [dict(item) for item in case.gold[layer]]
    rows[row] |= changes
    problems = check_gold(case.write_article(tmp_path / "tea", **{layer: rows}))
    assert any(told in str(p) and p.file == f"{layer}.jsonl" and p.row in {0, row + 1} for p in problems), problems


def test_what_gold_leaves_open_is_told(case: SimpleNamespace, tmp_path: Path) -> None:
    folder = case.write_article(tmp_path / "tea", not_quotes=[], platforms=case.gold["platforms"][1:])
    assert [str(p) for p in check_gold(folder)] == [
        "platforms.jsonl: line 0: '微信' is in neither platforms nor entities",
        "quotes.jsonl: line 3: '“岚山一叶”。\\n' opens neither a quote nor a not_quote",
    ]


def test_broken_files_are_told_and_never_half_loaded(case: SimpleNamespace, tmp_path: Path) -> None:
    folder = case.write_article(tmp_path / "tea")
    (folder / "claims.jsonl").write_text('{"line": 1\n[1]\n', "utf-8")
    (folder / "quotes.jsonl").unlink()
    told = [str(p) for p in check_gold(folder)]
    assert any(t.startswith("claims.jsonl:1: is not JSON") for t in told)
    assert "claims.jsonl:2: is not an object in braces" in told
    assert any(t.startswith("quotes.jsonl: is missing") for t in told)
    with pytest.raises(InputError, match=r"A003 .*claims.jsonl:1"):
        load_gold(folder)


@pytest.mark.parametrize("folder", find_folders(CORPUS), ids=lambda f: f.name)
def test_the_corpus_is_right(folder: Path) -> None:
    assert check_gold(folder) == []


@pytest.mark.shared
@pytest.mark.parametrize("name", ["01", "02", "03", "04"])
def test_the_shared_gold_is_right(name: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared is absent")
    assert check_gold(SHARED / "gold" / "articles" / name) == []


def test_a_variant_shares_the_gold_through_its_edits(case: SimpleNamespace, tmp_path: Path) -> None:
    folder = case.write_article(tmp_path / "tea")
    at = case.text.index("微信的月活")
    start = case.text.index("研究院")
    edits = [Edit(start, start + 1, "研(yán)", "pinyin_annotation"), Edit(at, at + 2, "WeChat", "spun")]
    write_edits(folder / "spun.edits.jsonl", edits)
    clean, spun = load_corpus(folder)
    assert spun.gold.text == apply_edits(case.text, edits)[0]
    assert [i.span.of(spun.gold.text) for i in spun.gold.platforms] == ["微信", "WeChat", "WeChat"]
    assert spun.gold.entities[1].span.of(spun.gold.text) == "青岚研(yán)究院"
    assert spun.gold.claims[1].span.of(spun.gold.text) == clean.gold.claims[1].span.of(clean.gold.text) == "超过13亿"
    assert (spun.variant, spun.name, spun.article) == ("spun", "tea/spun", "tea")
    (folder / "spun.txt").write_text(case.text, "utf-8")
    with pytest.raises(InputError, match="A022"):
        load_corpus(folder)
