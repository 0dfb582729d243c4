"""Between the articles of one run: what two of them state of the same figure."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from kaoju import Settings
from kaoju.engine import local, run, shards
from kaoju.tables import TABLES

QUICK = Settings(ner="none")


def made(folder: Path, texts: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


def checks(out: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in (out / "checks.jsonl").read_bytes().splitlines()]


def test_articles_of_one_run_agree_and_contradict(tmp_path: Path) -> None:
    texts = {
        "a": "拼多多2023年营收2476亿元。",
        "b": "据拼多多公告，拼多多2023年营收约2480亿元。",
        "c": "拼多多2023年营收1980亿元。",
        "d": "拼多多2022年营收1306亿元，快手2023年营收1135亿元。",
        "e": "拼多多2023年海外营收800亿元。",
    }
    report = run([made(tmp_path / "in", texts)], tmp_path / "out", settings=QUICK)
    found = checks(tmp_path / "out")
    assert [(row["kind"], row["status"], row["text"]) for row in found] == [
        ("duplicate", "consistent", "约2480亿元"),
        ("contradiction", "contradicts", "1980亿元"),
        ("contradiction", "differs_in_scope", "800亿元"),
    ]
    assert report.counts["checks"] == 3
    contradiction = found[1]
    source = (tmp_path / "in" / "c.txt").read_text("utf-8")
    assert source[contradiction["raw_start"] : contradiction["raw_end"]] == contradiction["raw_text"] == "1980亿元"
    for half in contradiction["message"].split(" / "):
        assert "a.txt[10:16]" in half
        assert "c.txt[10:16]" in half
    claims = {orjson.loads(line)["claim_id"] for line in (tmp_path / "out" / "claims.jsonl").read_bytes().splitlines()}
    assert set(contradiction["claim_ids"]) <= claims
    assert [contradiction["expected"], contradiction["found"]] == ["247600000000", "198000000000"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("拼多多2023年营收2476亿元。", "拼多多计划2023年营收1980亿元。"),
        ("拼多多2023年营收2476亿元。", "有人问，拼多多的营收1980亿元是哪一年的？"),
        ("拼多多2023年营收2476亿元。", "拼多多2023年净利润600亿元。"),
        ("拼多多2023年营收2476亿元。", "快手2023年营收1980亿元。"),
        ("拼多多2023年营收2476亿元。", "拼多多2023年营收目标为1980亿元。"),
        ("拼多多2023年营收2476亿元。", "拼多多商家老王2023年营收19万元。"),
    ],
)
def test_what_is_said_of_something_else_is_not_compared(tmp_path: Path, one: str, other: str) -> None:
    run([made(tmp_path / "in", {"a": one, "b": other})], tmp_path / "out", settings=QUICK)
    assert [row for row in checks(tmp_path / "out") if row["status"] == "contradicts"] == []


def test_resumed_and_parallel_runs_write_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f'{{"id": {n}, "text": "拼多多2023年营收{2000 + n % 7 * 100}亿元。"}}\n' for n in range(150)]
    source = tmp_path / "rows.jsonl"
    source.write_text("".join(lines), "utf-8")
    run([source], tmp_path / "whole", settings=QUICK)
    run([source], tmp_path / "two", settings=QUICK, jobs=2)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(local, "write_across", stop)
        with pytest.raises(KeyboardInterrupt):
            run([source], tmp_path / "resumed", settings=QUICK)
    assert not (tmp_path / "resumed" / "checks.jsonl").exists()
    with monkeypatch.context() as patched:
        patched.setattr(shards, "through", stop)  # every part is there: nothing is worked out again
        run([source], tmp_path / "resumed", settings=QUICK)
    expected = {t: (tmp_path / "whole" / f"{t}.parquet").read_bytes() for t in TABLES}
    for other in ("two", "resumed"):
        assert {t: (tmp_path / other / f"{t}.parquet").read_bytes() for t in TABLES} == expected
    assert {row["status"] for row in checks(tmp_path / "whole")} == {"consistent", "contradicts"}
