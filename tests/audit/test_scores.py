"""Figures: right output scores 1, each mistake moves its own figure, and the reference scorer says the same."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kaoju.audit.corpus import load_corpus
from kaoju.audit.gold import Gold, load_gold
from kaoju.audit.intervals import clusters, interval
from kaoju.audit.measure import Judged, judge_run
from kaoju.audit.misses import misses
from kaoju.audit.output import Output
from kaoju.audit.report import as_data, calibration_table, figures_table, misses_table, pooled, slice_table
from kaoju.audit.scores import FIGURES, judge, reference, tally
from kaoju.audit.slices import SLICES, by_item, sliced
from kaoju.errors import InputError

SHARED = Path(__file__).parents[3] / "shared"
Rows = list[dict[str, Any]]


def judged(case: SimpleNamespace, tmp_path: Path, rows: dict[str, Rows]) -> list[Judged]:
    folder = case.write_article(tmp_path / "corpus" / "tea")
    return judge_run(case.write_run(tmp_path / "run", rows), load_corpus(folder))


def values(items: list[Judged]) -> dict[str, float | None]:
    return {figure.name: figure.value(tally(pooled(items), figure)) for figure in FIGURES}


def test_right_output_is_right_in_every_figure(case: SimpleNamespace, tmp_path: Path) -> None:
    got = values(judged(case, tmp_path, case.right_rows()))
    assert got.pop("not_quotes_false_alarms") == 0.0
    assert got == dict.fromkeys(got, 1.0)


@pytest.mark.parametrize(
    ("table", "row", "field", "value", "fallen"),
    [
        ("claims", 0, "low", "31", {"claims_value", "claims_core", "claims_full"}),
        ("claims", 0, "unit", "kg", {"claims_value", "claims_core", "claims_full"}),
        ("claims", 1, "subject", "WeChat", {"claims_subject", "claims_core", "claims_full"}),
        ("claims", 1, "metric", "users", {"claims_metric", "claims_core", "claims_full"}),
        ("claims", 1, "time", "2023", {"claims_time", "claims_full"}),
        ("claims", 2, "source", None, {"claims_source"}),
        ("claims", 3, "low", "7", set()),  # gold is unsure of it
        ("quotes", 0, "speaker", "茶农", {"quotes_speaker", "quotes_direct_speaker"}),
        ("quotes", 2, "cue", "称", {"quotes_cue"}),
        ("mentions", 1, "canonical", "WeChat", {"platforms", "platform_flips"}),
        ("mentions", 2, "canonical", "WeChat", {"platforms", "platform_flips"}),
        ("mentions", 4, "type", "PER", {"entities_typed", "entities_canonical"}),
        ("mentions", 4, "canonical", "青岚", {"entities_canonical"}),
    ],
)
def test_a_mistake_moves_its_own_figures(
    case: SimpleNamespace, tmp_path: Path, table: str, row: int, field: str, value: object, fallen: set[str]
) -> None:
    rows = case.right_rows()
    rows[table][row][field] = value
    got = values(judged(case, tmp_path, rows))
    assert {name for name, figure in got.items() if figure != 1.0} - {"not_quotes_false_alarms"} == fallen


def test_spans_are_compared_exactly_and_loosely(case: SimpleNamespace, tmp_path: Path) -> None:
    rows = case.right_rows()
    rows["claims"][1]["raw_start"] += 2  # 13亿 without 超过: half of it and more
    got = values(judged(case, tmp_path, rows))
    assert got["claims_exact"] == pytest.approx(2 / 3)
    assert (got["claims_span"], got["claims_overlap"]) == (1.0, 1.0)


def test_a_term_taken_for_a_quote_is_an_alarm(case: SimpleNamespace, tmp_path: Path) -> None:
    rows = case.right_rows()
    rows["quotes"].append(case.found(case.gold["not_quotes"][0], type="direct", speaker=None, cue=None))
    assert values(judged(case, tmp_path, rows))["not_quotes_false_alarms"] == 1.0


def test_misses_name_the_reason(case: SimpleNamespace, tmp_path: Path) -> None:
    rows = case.right_rows()
    lost = rows["claims"].pop(0)
    rows["quantities"] = [{**lost, "kind": "ordinal", "flags": ["enumeration"], "evidence": [{"rule": "number.nth"}]}]
    rows["mentions"][2] |= {"canonical": "WeChat", "printed": "WeChat"}
    rows["mentions"][2]["alternatives"] = [{"canonical": "微信", "confidence": 0.61}]
    rows["quotes"][1]["speaker"] = None
    gold = load_gold(case.write_article(tmp_path / "tea"))
    one = Judged.of(load_corpus(tmp_path / "tea")[0], rows)
    assert gold.text == case.text
    assert [(m.line, m.layer, m.what, m.reason) for m in misses([one])] == [
        (1, "claims", "missed", "left out by rule: read as ordinal, enumeration (number.nth)"),
        (1, "quotes", "wrong", "speaker is None, gold has 邓小岚"),
        (3, "platforms", "wrong", "read as WeChat, gold has 微信: below confidence (0.61)"),
    ]


def test_tables_and_slices(case: SimpleNamespace, tmp_path: Path) -> None:
    items = judged(case, tmp_path, case.right_rows())
    assert "claims_full              1.0000  1.0000  1.0000      3      3     3" in figures_table(items, draws=0)
    assert "0.6667" in figures_table(items, draws=0).splitlines()[-1]
    assert list(sliced(items, "pair")) == ["微信/WeChat"]
    assert all(slice_table(items, name).count("\n") == 2 for name in SLICES)
    assert list(by_item(pooled(items), "claims", "kind")) == ["count", "measure", "percent"]
    assert misses_table(misses(items)).count("\n") == 1
    assert "claims error" in calibration_table(pooled(items))
    data = json.loads(json.dumps(as_data(items, [], ["genre"]), ensure_ascii=False))
    assert data["slices"]["genre"]["brief"]["claims_core"]["f1"] == 1.0


def test_intervals_hold_the_figure_and_repeat(case: SimpleNamespace, tmp_path: Path) -> None:
    rows = case.right_rows()
    rows["claims"][0]["low"] = "31"
    items = judged(case, tmp_path, rows)
    groups = clusters([(one.case.article, one.judgements) for one in items])
    figure = next(figure for figure in FIGURES if figure.name == "claims_value")
    first = interval(groups, figure)
    assert first is not None
    assert first[0] < 2 / 3 < first[1]
    assert interval(groups, figure) == first
    assert interval([], figure) is None


def test_a_run_without_the_text_is_refused(case: SimpleNamespace, tmp_path: Path) -> None:
    folder = case.write_article(tmp_path / "corpus" / "tea")
    other = {"documents": [{"doc_id": "x", "source": "b/other.txt", "sha256": "00"}], **case.right_rows()}
    with pytest.raises(InputError, match="A030"):
        judge_run(case.write_run(tmp_path / "run", other), load_corpus(folder))
    with pytest.raises(InputError, match="A012"):
        judge_run(tmp_path, load_corpus(folder))


def bent(gold: Gold, chance: random.Random) -> dict[str, Rows]:
    """Make output that is right, wrong, shifted, doubled or missing at random."""

    def places(item: Any, share: float = 0.9) -> Iterator[dict[str, Any]]:
        for _ in range(chance.choice([1, 1, 1, 2]) if chance.random() < share else 0):
            by = [chance.randint(-3, 3) if chance.random() < 0.3 else 0 for _ in "ab"]
            start = max(0, item.span.start + by[0])
            yield {"doc_id": "x", "raw_start": start, "raw_end": max(start, item.span.end + by[1])}

    def mostly(value: object, *others: object) -> object:
        return value if chance.random() < 0.75 else chance.choice(others)

    names = ("抖音", "TikTok", "快手", "Kwai", "微信", "WeChat", "微信支付", "字节", None)
    rows: dict[str, Rows] = {"mentions": [], "claims": [], "quotes": []}
    for item in gold.platforms:
        rows["mentions"] += [
            {**p, "type": "PLATFORM", "canonical": mostly(item.referent, *names)} for p in places(item)
        ]
    for thing in gold.entities:
        for place in places(thing):
            kind, name = mostly(thing.type, "ORG", "PLATFORM", "PER"), mostly(thing.canonical, *names)
            rows["mentions"].append({**place, "type": kind, "canonical": name})
    for claim in gold.claims:
        for place in places(claim):
            low, high = ("1" if v is None else str(mostly(v, v / 100, v + 1)) for v in (claim.low, claim.high))
            fields = {key: mostly(getattr(claim, key), None, "percent", "ratio", "人", "个", "users", "2022", "")
                      for key in ("kind", "unit", "subject", "metric", "time", "modality", "source")}  # fmt: skip
            bounds = {
                "low": mostly(None if claim.low is None else str(claim.low), low),
                "high": None if claim.high is None else high,
            }
            rows["claims"].append({**place, **bounds, **fields})
    for said in gold.quotes:
        for place in places(said):
            rows["quotes"].append({**place, "type": mostly(said.type, "direct", "mixed"), "cue": said.cue,
                                   "speaker": mostly(said.speaker, None, "记者")})  # fmt: skip
    for term in gold.not_quotes:
        rows["quotes"] += [{**p, "type": mostly("direct", "mixed"), "speaker": None} for p in places(term, 0.5)]
    for table in rows.values():
        chance.shuffle(table)
    return rows


def shared_cases() -> list[Any]:
    article = next(iter(sorted((SHARED / "article").glob("*.txt"))), Path("absent"))
    four = [(SHARED / "gold/articles" / name, SHARED / f"gold/articles/{name}/article.txt", None)
            for name in ("01", "02", "03", "04")]  # fmt: skip
    return [*four, (SHARED / "gold/article", article, (0, 62))]


@pytest.mark.shared
@pytest.mark.parametrize(("folder", "article", "lines"), shared_cases(), ids=lambda v: getattr(v, "name", None))
def test_agrees_with_the_reference_scorer(
    case: SimpleNamespace, tmp_path: Path, folder: Path, article: Path, lines: tuple[int, int] | None
) -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared is absent")
    asked = load_corpus(folder, article=article, lines=lines)[0]
    for seed in range(2):
        rows = bent(load_gold(folder, article), random.Random(seed))
        run = case.write_run(tmp_path / str(seed), rows)
        command = [sys.executable, str(SHARED / "gold/score.py"), str(article), str(folder), str(run), "--json"]
        command += ["--lines", f"{lines[0]}:{lines[1]}"] if lines else []
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        assert reference(judge_run(run, [asked])[0].judgements) == told


def test_bent_output_is_judged_alike_in_any_order(case: SimpleNamespace, tmp_path: Path) -> None:
    gold = load_gold(case.write_article(tmp_path / "tea"))
    rows = bent(gold, random.Random(5))
    once = reference(judge(gold, Output.of(rows)))
    assert once["claims_span"]["pred"] == sum(
        not gold.claims[3].span.start < row["raw_end"] <= gold.claims[3].span.end + 3 for row in rows["claims"]
    )
    assert once["claims_span"]["gold"] == 3
