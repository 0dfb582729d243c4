"""Two runs compared: what is gained, lost, changed, and how it is written."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from kaoju.audit.diff import compare_runs, to_json, to_markdown, to_text
from kaoju.cli.app import app
from kaoju.errors import InputError


def fact(start: int, end: int, **fields: object) -> dict[str, Any]:
    base = {"doc_id": "d1", "kind": "claim", "subject": "微信", "predicate": "users", "object": "13亿",
            "sentence": "微信用户超过13亿。"}  # fmt: skip
    return {**base, "raw_start": start, "raw_end": end, **fields}


@pytest.fixture
def runs(case: SimpleNamespace, tmp_path: Path) -> tuple[Path, Path]:
    documents = [{"doc_id": "d1", "source": "tea.txt", "sha256": "aa"}]
    before = [fact(0, 4), fact(10, 14, subject="茶"), fact(20, 24, kind="quote", predicate="said")]
    after = [fact(0, 4), fact(9, 14, subject="茶叶", time="2024"), fact(30, 33, subject="邓小岚")]
    return (
        case.write_run(tmp_path / "a", {"documents": documents, "facts": before}),
        case.write_run(tmp_path / "b", {"documents": documents, "facts": after}),
    )


def test_gained_lost_and_changed(runs: tuple[Path, Path]) -> None:
    found = [(d.what, d.kind, d.fields) for d in compare_runs(*runs)]
    assert found == [
        ("changed", "claim", (("subject", "茶", "茶叶"), ("time", None, "2024"))),
        ("lost", "quote", ()),
        ("gained", "claim", ()),
    ]
    assert compare_runs(runs[0], runs[0]) == []


def test_turning_the_runs_turns_the_differences(runs: tuple[Path, Path]) -> None:
    back = [d.what for d in compare_runs(runs[1], runs[0])]
    assert sorted(back) == ["changed", "gained", "lost"]


def test_the_three_forms(runs: tuple[Path, Path]) -> None:
    found = compare_runs(*runs)
    text = to_text(found)
    assert text.startswith("tea.txt\n~ claim: 茶叶 users 13亿\n    subject: 茶 → 茶叶\n")
    assert text.endswith("1 gained, 1 lost, 1 changed\n")
    assert json.loads(to_json(found))["counts"] == {"gained": 1, "lost": 1, "changed": 1}
    assert "| changed | tea.txt | 茶叶 users 13亿 | subject: 茶 → 茶叶; time: None → 2024 |" in to_markdown(found)
    assert to_text([]) == "0 gained, 0 lost, 0 changed\n"


def test_the_command(runs: tuple[Path, Path], tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["diff", *map(str, runs), "--format", "json"])
    assert done.exit_code == 0
    assert len(json.loads(done.stdout)["differences"]) == 3
    assert CliRunner().invoke(app, ["diff", str(tmp_path / "a"), str(tmp_path / "none")]).exit_code == 3
    with pytest.raises(InputError, match="A012"):
        compare_runs(tmp_path / "a", tmp_path / "none")
