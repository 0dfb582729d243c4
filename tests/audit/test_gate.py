"""The gate: floors hold, rise by command, fall only with a reason; and the pytest plugin that users build on."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from kaoju.audit.corpus import load_corpus
from kaoju.audit.gate import check_floors, load_floors, lowered, raised, save_floors
from kaoju.audit.measure import Judged, judge_run
from kaoju.cli.audit import app
from kaoju.errors import InputError, UsageError

pytest_plugins = ["pytester"]
run = CliRunner().invoke


def judged(case: SimpleNamespace, place: Path, rows: dict[str, Any]) -> list[Judged]:
    folder = place / "corpus" / "tea"
    if not folder.exists():
        case.write_article(folder)
    return judge_run(case.write_run(place / "run", rows), load_corpus(place / "corpus"))


def worse(case: SimpleNamespace) -> dict[str, Any]:
    rows: dict[str, Any] = case.right_rows()
    rows["claims"][0]["metric"] = "price"
    return rows


def test_floors_hold_and_tell_what_fell(case: SimpleNamespace, tmp_path: Path) -> None:
    good = judged(case, tmp_path, case.right_rows())
    floors = raised(None, good)
    assert floors.floors["not_quotes_false_alarms"] == 1.0
    assert check_floors(floors, good) == []
    assert check_floors(floors, judged(case, tmp_path, worse(case))) == [
        "claims_core: 0.6667 is below its floor 1.0000",
        "claims_full: 0.6667 is below its floor 1.0000",
        "claims_metric: 0.6667 is below its floor 1.0000",
    ]


def test_floors_survive_the_file(case: SimpleNamespace, tmp_path: Path) -> None:
    floors = lowered(raised(None, judged(case, tmp_path, case.right_rows())), judged(case, tmp_path, worse(case)), "x")
    save_floors(tmp_path / "floors.json", floors)
    assert load_floors(tmp_path / "floors.json") == floors
    (tmp_path / "floors.json").write_text("[]", "utf-8")
    with pytest.raises(InputError, match="A063"):
        load_floors(tmp_path / "floors.json")


def test_slack_is_what_a_figure_may_fall_by(case: SimpleNamespace, tmp_path: Path) -> None:
    floors = raised(None, judged(case, tmp_path, case.right_rows()), ["claims_core"])
    poor = judged(case, tmp_path, worse(case))
    assert len(check_floors(replace(floors, slack=0.3), poor)) == 1
    assert check_floors(replace(floors, slack=0.34), poor) == []
    save_floors(tmp_path / "floors.json", replace(floors, slack=0.01))
    assert load_floors(tmp_path / "floors.json").slack == 0.01


def test_raising_never_lowers_and_lowering_takes_a_reason(case: SimpleNamespace, tmp_path: Path) -> None:
    poor = judged(case, tmp_path, worse(case))
    low = raised(None, poor, ["claims_core", "claims_span"])
    good = judged(case, tmp_path, case.right_rows())
    high = raised(low, good)
    assert (low.floors["claims_core"], high.floors) == (0.6667, {"claims_core": 1.0, "claims_span": 1.0})
    with pytest.raises(UsageError, match="A060 claims_core fell"):
        raised(high, poor)
    with pytest.raises(UsageError, match="A061"):
        lowered(high, poor, " ")
    down = lowered(high, poor, "gold was wrong")
    assert down.floors == low.floors
    assert down.history[0]["reason"] == "gold was wrong"
    assert down.history[0]["lowered"] == {"claims_core": [1.0, 0.6667]}


def test_changed_gold_demands_measuring_anew(case: SimpleNamespace, tmp_path: Path) -> None:
    floors = raised(None, judged(case, tmp_path, case.right_rows()), ["entities_exact"])
    case.write_rows(tmp_path / "corpus/tea/claims.jsonl", case.gold["claims"][1:])
    again = judged(case, tmp_path, case.right_rows())
    assert [line.split(";")[0] for line in check_floors(floors, again)] == ["gold changed: claims 4 → 3"]
    assert check_floors(raised(floors, again), again) == []


def test_the_gate_command(case: SimpleNamespace, tmp_path: Path) -> None:
    judged(case, tmp_path, case.right_rows())
    words = [str(tmp_path / "corpus"), "--run", str(tmp_path / "run"), "--floors", str(tmp_path / "floors.json")]
    assert run(app, ["gate", *words]).exit_code == 3  # no floors yet
    assert run(app, ["gate", *words, "--raise"]).exit_code == 0
    assert run(app, ["gate", *words]).exit_code == 0
    case.write_run(tmp_path / "run", worse(case))
    fallen = run(app, ["gate", *words])
    assert (fallen.exit_code, fallen.stdout.count("\n")) == (1, 3)
    assert run(app, ["gate", *words, "--raise"]).exit_code == 2
    assert run(app, ["gate", *words, "--lower"]).exit_code == 2
    assert run(app, ["gate", *words, "--lower", "--reason", "harder gold"]).exit_code == 0
    assert json.loads((tmp_path / "floors.json").read_text("utf-8"))["history"][0]["reason"] == "harder gold"


def test_the_score_and_check_commands(case: SimpleNamespace, tmp_path: Path) -> None:
    judged(case, tmp_path, worse(case))
    words = [str(tmp_path / "corpus"), "--run", str(tmp_path / "run")]
    told = run(app, [*words, "--json", "--by", "genre"])
    data = json.loads(told.stdout)
    assert data["figures"]["claims_core"]["tp"] == 2
    assert data["misses"][0]["reason"] == "metric is price, gold has sales_volume"
    table = run(app, ["score", *words, "--misses", "--markdown", "--draws", "50"])
    assert "| claims_core | 0.6667 |" in table.stdout
    assert run(app, [*words, "--by", "colour"]).exit_code == 2
    assert run(app, ["check", str(tmp_path / "corpus")]).exit_code == 0
    case.write_rows(tmp_path / "corpus/tea/not_quotes.jsonl", [])
    bad = run(app, ["check", str(tmp_path / "corpus")])
    assert (bad.exit_code, bad.stdout.count("\n")) == (1, 1)
    assert run(app, ["check", str(tmp_path / "nowhere")]).exit_code == 3


def test_only_some_lines_are_judged(case: SimpleNamespace, tmp_path: Path) -> None:
    judged(case, tmp_path, case.right_rows())
    words = [str(tmp_path / "corpus"), "--run", str(tmp_path / "run"), "--json", "--lines", "1:2"]
    figures = json.loads(run(app, words).stdout)["figures"]
    assert (figures["claims_span"]["gold"], figures["claims_span"]["pred"], figures["platforms"]["gold"]) == (1, 1, 0)
    assert run(app, [*words[:-1], "two"]).exit_code == 2


PLUGIN_TEST = """
def test_extraction_holds(kaoju_audit):
    kaoju_audit("corpus", floors="floors.json", run="run")
"""


def test_the_plugin(case: SimpleNamespace, pytester: pytest.Pytester) -> None:
    place = pytester.path
    save_floors(place / "floors.json", raised(None, judged(case, place, case.right_rows())))
    pytester.makepyfile(PLUGIN_TEST)
    pytester.makeconftest("from kaoju.audit.plugin import kaoju_audit")
    pytester.runpytest().assert_outcomes(passed=1)
    case.write_run(place / "run", worse(case))
    failed = pytester.runpytest()
    failed.assert_outcomes(failed=1)
    failed.stdout.fnmatch_lines(["*claims_core: 0.6667 is below its floor 1.0000*"])


def test_the_pipeline_behind_the_plugin_passes_its_own_floors(
    case: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule broken on purpose must be seen: without the stage of claims the same floors fail."""
    from kaoju.audit.live import extracted
    from kaoju.audit.measure import judge_with
    from kaoju.engine import pipeline

    case.write_article(tmp_path / "corpus" / "tea")
    cases = load_corpus(tmp_path / "corpus")
    floors = raised(None, judge_with(extracted, cases))
    assert floors.floors["claims_span"] > 0
    broken = tuple((name, (lambda doc, _: doc) if name == "claims" else stage) for name, stage in pipeline.STAGES)
    monkeypatch.setattr(pipeline, "STAGES", broken)
    assert any(line.startswith("claims_span") for line in check_floors(floors, judge_with(extracted, cases)))


@pytest.mark.slow
def test_a_rule_broken_on_purpose_fails_the_projects_own_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the one rule of words of change, the floors of `corpus/` fall; with it, they hold."""
    from kaoju.audit.live import extracted
    from kaoju.audit.measure import judge_with
    from kaoju.rulebook import load_rules
    from kaoju.stages.claims import cues

    corpus = Path(__file__).resolve().parents[2] / "corpus"
    floors, cases = load_floors(corpus / "floors.json"), load_corpus(corpus)
    assert check_floors(floors, judge_with(extracted, cases)) == []
    monkeypatch.setattr(cues, "load_rules", lambda name: [r for r in load_rules(name) if r.id != "claim.growth"])
    cues.role.cache_clear()
    try:
        fallen = check_floors(floors, judge_with(extracted, cases))
    finally:
        cues.role.cache_clear()
    assert any(line.startswith("claims_metric: ") for line in fallen), fallen
