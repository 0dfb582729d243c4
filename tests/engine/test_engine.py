"""Whole runs: the run folder, equal bytes, resume, and inputs that cannot be used."""

import json
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq
import pytest

from kaoju import Settings, extract
from kaoju.engine import STAGES, local, run, shards, through
from kaoju.errors import InputError, UsageError
from kaoju.tables import TABLES, schema

CORPUS = Path(__file__).parents[2] / "corpus"
ARTICLE = CORPUS / "hospital-queue" / "article.txt"
QUICK = Settings(ner="none")


def read_rows(path: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def tables_of(out: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(out.iterdir()) if p.stem in TABLES}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("run")
    run([ARTICLE], out, settings=QUICK)
    return out


def test_the_run_folder_holds_what_the_contract_says(finished: Path) -> None:
    wanted = {f"{table}.{suffix}" for table in TABLES for suffix in ("jsonl", "parquet")}
    assert {p.name for p in finished.iterdir()} == wanted | {"run.json", "quarantine.jsonl"}
    record = json.loads((finished / "run.json").read_text("utf-8"))
    assert record["counts"]["documents"] == 1
    assert record["counts"]["claims"] > 10
    assert (finished / "quarantine.jsonl").read_bytes() == b""


def test_every_row_obeys_the_law_of_positions(finished: Path) -> None:
    raw = ARTICLE.read_bytes().decode()
    clean = extract(raw, QUICK).clean
    seen = 0
    for table in TABLES[1:]:
        for row in read_rows(finished / f"{table}.jsonl"):
            start, end = row["raw_start"], row["raw_end"]
            assert isinstance(start, int)
            assert isinstance(end, int)
            assert raw[start:end] == row["raw_text"]
            assert clean[row["start"] : row["end"]] == row["text"]
            assert row["evidence"]
            assert 0 <= row["confidence"] <= 1
            seen += 1
    assert seen > 100


@pytest.mark.parametrize("table", TABLES)
def test_parquet_and_jsonl_hold_the_same(finished: Path, table: str) -> None:
    found = pq.read_table(finished / f"{table}.parquet")
    assert found.schema.equals(schema(table), check_metadata=True)
    assert found.num_rows == len(read_rows(finished / f"{table}.jsonl"))


def test_ids_are_unique_and_references_lead_somewhere(finished: Path) -> None:
    ids = {}
    for table in TABLES[1:]:
        key = f"{table.removesuffix('s')}_id"
        ids[table] = [row[key] for row in read_rows(finished / f"{table}.jsonl")]
        assert len(ids[table]) == len(set(ids[table])), table
    for claim in read_rows(finished / "claims.jsonl"):
        assert claim["subject_mention_id"] is None or claim["subject_mention_id"] in ids["mentions"]
        assert claim["quote_id"] is None or claim["quote_id"] in ids["quotes"]


def test_two_runs_write_the_same_bytes_on_any_number_of_workers(tmp_path: Path) -> None:
    source = tmp_path / "rows.jsonl"
    texts = [f"县医院去年门诊量{n + 10}万人次，同比增长{n % 9 + 1}%。" for n in range(230)]
    source.write_text("".join(json.dumps({"id": n, "text": t}) + "\n" for n, t in enumerate(texts)), "utf-8")
    run([source], tmp_path / "one", settings=QUICK)
    run([source], tmp_path / "two", settings=QUICK, jobs=2)
    assert tables_of(tmp_path / "one") == tables_of(tmp_path / "two")
    documents = read_rows(tmp_path / "one" / "documents.jsonl")
    assert len(documents) == 230
    assert len({d["doc_id"] for d in documents}) == 230


def test_an_interrupted_run_resumes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "rows.jsonl"
    source.write_text("".join(f'{{"id": {n}, "text": "门诊量{n}万人次。"}}\n' for n in range(1, 151)), "utf-8")
    worked: list[int] = []
    real = shards.run_shard

    def stop_at_second(shard: shards.Shard, *rest: object) -> shards.ShardReport:
        if shard.number == 1 and not worked.count(1):
            worked.append(1)
            raise KeyboardInterrupt
        worked.append(shard.number)
        return real(shard, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(local, "run_shard", stop_at_second)
    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        run([source], out, settings=QUICK)
    assert not (out / "claims.jsonl").exists()
    report = run([source], out, settings=QUICK)
    assert worked == [0, 1, 1]
    assert report.documents == 150
    run([source], tmp_path / "whole", settings=QUICK)
    assert tables_of(out) == tables_of(tmp_path / "whole")


def test_bad_inputs_are_quarantined_and_the_run_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a_empty.txt").write_bytes(b"")
    (folder / "b_binary.txt").write_bytes(bytes(range(256)) * 50)
    (folder / "c_gb.txt").write_bytes("小红书去年的用户约20万人，这是院长说的。我们的床位不够。".encode("gb18030"))
    report = run([folder], tmp_path / "out", settings=QUICK)
    found = read_rows(tmp_path / "out" / "quarantine.jsonl")
    assert [(Path(str(r["source"])).name, r["stage"], r["code"]) for r in found] == [
        ("a_empty.txt", "read", "I001"),
        ("b_binary.txt", "read", "I002"),
    ]
    assert report.documents == 1
    (document,) = read_rows(tmp_path / "out" / "documents.jsonl")
    assert document["encoding"] == "gb18030"
    assert any("20万" in str(c["text"]) for c in read_rows(tmp_path / "out" / "claims.jsonl"))


def test_a_missing_input_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="I004"):
        run([ARTICLE, tmp_path / "nowhere.txt"], tmp_path / "out", settings=QUICK)
    assert not (tmp_path / "out").exists()


def test_a_mistake_of_ours_costs_one_document_not_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"门诊量20万人次。{name}", "utf-8")
    real = through

    def fails_on_a(last: str, source: object, *rest: object) -> object:
        if getattr(source, "raw", "").endswith("a"):
            raise ZeroDivisionError("a mistake")
        return real(last, source, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(shards, "through", fails_on_a)
    report = run([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "out", settings=QUICK)
    assert [r.code for r in report.rejected] == ["X001"]
    assert "ZeroDivisionError" in report.rejected[0].reason
    assert report.documents == 1


def test_a_document_over_the_limit_is_quarantined(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("门诊量20万人次。" * 50, "utf-8")
    report = run([tmp_path / "long.txt"], tmp_path / "out", settings=Settings(ner="none", max_chars=100))
    assert [r.code for r in report.rejected] == ["I010"]


@pytest.mark.slow
def test_a_line_of_five_megabytes(tmp_path: Path) -> None:
    sentence = "县医院去年门诊量约20万人次，同比增长百分之六，院长说床位不够，今年要从900张增至1200张，"
    (tmp_path / "line.txt").write_text(sentence * (5_000_000 // len(sentence.encode())), "utf-8")
    report = run([tmp_path / "line.txt"], tmp_path / "out", settings=QUICK)
    assert report.documents == 1
    assert report.counts["claims"] > 10_000


def test_stages_run_in_order_and_are_timed() -> None:
    timings: dict[str, float] = {}
    doc = through("claims", "县医院去年门诊量约20万人次。", QUICK, timings)
    assert list(timings) == [name for name, _ in STAGES][: len(timings)]
    assert not doc.facts
    with pytest.raises(KeyError):
        through("nothing", "文", QUICK)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "，。！", "“", "3", "\x00", "😀" * 50, "一" * 3000, "亿万" * 900])
def test_no_stage_raises_on_any_text(text: str) -> None:
    assert extract(text, QUICK).raw == text


def test_lone_surrogates_are_replaced_one_for_one_and_flagged() -> None:
    doc = extract("门诊量\ud80020万人次", QUICK)
    assert doc.raw == "门诊量\ufffd20万人次"
    assert "lone_surrogates" in doc.flags


def test_an_unknown_tagger_is_refused_not_ignored() -> None:
    with pytest.raises(UsageError):
        extract("县医院去年门诊量约20万人次。", Settings(ner="no_such_pipeline"))
