"""The command line: exit codes, streams, rows in and out."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kaoju.cli.app import app

CORPUS = Path(__file__).parents[2] / "corpus"
TEXT = "快手去年的营收超过1200亿元，同比增长约一成。\n院长林致远说：“门诊量比前年增加了两成，我们没有想到。”\n"


@pytest.fixture
def cli() -> CliRunner:
    return CliRunner()


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_run_show_and_exit_codes(cli: CliRunner, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(TEXT, "utf-8")
    out = tmp_path / "out"
    done = cli.invoke(app, ["run", str(source), "-o", str(out), "--published", "2024-05-01"])
    assert (done.exit_code, done.stdout) == (0, "")
    assert "1 documents, 0 quarantined" in done.stderr
    assert "论断" in done.stderr
    shown = cli.invoke(app, ["show", str(out)])
    assert shown.exit_code == 0
    assert "超过1200亿元" in shown.stdout
    assert "\x1b[" not in shown.stdout
    (tmp_path / "empty.txt").write_bytes(b"")
    done = cli.invoke(app, ["run", str(source), str(tmp_path / "empty.txt"), "-o", str(out)])
    assert done.exit_code == 1
    assert "I001" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["run", "nowhere.txt", "-o", "OUT"], 3, "I004"),
        (["run", "FILE", "-o", "OUT", "--published", "soon"], 2, "U001"),
        (["run", "FILE", "-o", "OUT", "--format", "xls"], 2, "U002"),
        (["run"], 2, ""),
        (["show", "OUT"], 3, "I006"),
        (["quotes", "nowhere.txt"], 3, "I004"),
        (["nothing"], 2, ""),
    ],
)
def test_what_cannot_be_done(cli: CliRunner, tmp_path: Path, arguments: list[str], code: int, word: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    places = {"FILE": str(tmp_path / "a.txt"), "OUT": str(tmp_path / "out")}
    done = cli.invoke(app, [places.get(a, a) for a in arguments])
    assert done.exit_code == code
    assert word in done.stderr
    assert done.stdout == ""


def test_repair_keeps_plain_text_line_by_line(cli: CliRunner, tmp_path: Path) -> None:
    damaged = CORPUS / "cross-border-socks" / "damaged.txt"
    edits = tmp_path / "edits.jsonl"
    done = cli.invoke(app, ["repair", str(damaged), "--edits", str(edits)])
    assert done.exit_code == 0
    assert done.stdout.count("\n") == damaged.read_text("utf-8").count("\n")
    assert "(jià)" not in done.stdout
    raw = damaged.read_bytes().decode()
    for edit in lines(edits.read_text("utf-8")):
        assert raw[edit["raw_start"] : edit["raw_end"]] == edit["raw_text"]


@pytest.mark.parametrize("stage", ["entities", "quantities", "quotes", "claims"])
def test_stage_rows_answer_one_for_one_in_order(cli: CliRunner, tmp_path: Path, stage: str) -> None:
    rows: list[dict[str, Any]] = [
        {"id": "b", "text": "院长说，去年门诊量约20万人次。", "reference": "2024-05-01T08:00:00"},
        {"id": 7, "text": ""},
        {"id": "a", "text": TEXT},
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")
    done = cli.invoke(app, [stage, str(path)])
    assert done.exit_code == 0
    made = lines(done.stdout)
    assert [row["id"] for row in made] == ["b", 7, "a"]
    for given, row in zip(rows, made, strict=True):
        for record in row[stage]:
            assert str(given["text"])[record["start"] : record["end"]] == record["text"]
    assert made[2][stage]
    assert made[1][stage] == []


def test_rows_are_told_from_text_without_a_suffix(cli: CliRunner) -> None:
    done = cli.invoke(app, ["quantities", "-"], input='{"id": 1, "text": "约20万人次"}\n')
    (row,) = lines(done.stdout)
    assert [(q["text"], q["low"], q["high"], q["approx"]) for q in row["quantities"]] == [
        ("约20万人次", "200000", "200000", True)
    ]


def test_positions_are_those_of_the_damaged_row(cli: CliRunner) -> None:
    text = "他們說,門診量約20萬(wàn)人次,個(gè)個(gè)都滿意,時(shí)間也省了。"
    done = cli.invoke(app, ["quantities", "-"], input=json.dumps({"id": 1, "text": text}, ensure_ascii=False))
    (row,) = lines(done.stdout)
    (found,) = row["quantities"]
    assert found["text"] == "約20萬(wàn)人次"
    assert found["low"] == "200000"


def test_explain_names_evidence(cli: CliRunner) -> None:
    done = cli.invoke(app, ["explain", TEXT])
    assert done.exit_code == 0
    assert "claim 论断" in done.stdout
    assert "claim.metric" in done.stdout


def test_rules_check_passes(cli: CliRunner) -> None:
    done = cli.invoke(app, ["rules", "check"])
    assert (done.exit_code, done.stdout) == (0, "")
