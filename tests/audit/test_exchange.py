"""Gold through Label Studio and doccano and back, with what people change there."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from kaoju.audit import doccano, labelstudio
from kaoju.audit.check import check_gold
from kaoju.audit.corpus import load_corpus
from kaoju.audit.gold import Gold, load_gold
from kaoju.audit.output import Output
from kaoju.audit.regions import FIELDS, gold_regions, output_regions, utf16_span, write_gold
from kaoju.cli.audit import app
from kaoju.errors import InputError
from kaoju.span import Span

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def golds() -> list[Gold]:
    return [case.gold for case in load_corpus(CORPUS)]


def digests(golds: list[Gold]) -> list[tuple[str, str]]:
    return [(gold.name, gold.digest()) for gold in golds]


def test_the_corpus_survives_label_studio(golds: list[Gold]) -> None:
    assert digests(labelstudio.from_tasks(labelstudio.to_tasks(golds))) == digests(golds)


def test_the_corpus_survives_doccano(golds: list[Gold]) -> None:
    assert digests(doccano.from_jsonl(doccano.to_jsonl(golds))) == digests(golds)


def test_the_corpus_survives_being_written(golds: list[Gold], tmp_path: Path) -> None:
    for gold in golds[:4]:
        write_gold(tmp_path / gold.name, gold)
        assert load_gold(tmp_path / gold.name).digest() == gold.digest()
        assert check_gold(tmp_path / gold.name) == []


def emoji(case: SimpleNamespace, tmp_path: Path) -> Gold:
    """Return the case's gold with a character outside the basic plane before everything else."""
    folder = case.write_article(tmp_path / "tea")
    path = folder / "article.txt"
    path.write_text("😀" + case.text, "utf-8", newline="")
    return load_gold(folder)


def test_positions_survive_wide_characters(case: SimpleNamespace, tmp_path: Path) -> None:
    gold = emoji(case, tmp_path)
    line = json.loads(doccano.to_jsonl([gold]))
    assert line["label"][0] == [2, 4, "platform"]  # browsers count the emoji as two
    (back,) = doccano.from_jsonl(json.dumps(line))
    assert back.digest() == gold.digest()
    tasks = json.loads(labelstudio.to_tasks([gold]))
    for result in tasks[0]["annotations"][0]["result"]:
        for side in ("start", "end"):
            result["value"][side] += 1  # as versions before 1.5 export it
    (old,) = labelstudio.from_tasks(json.dumps(tasks))
    assert old.digest() == gold.digest()


@given(st.text(st.sampled_from("茶a😀𠮷\n"), max_size=20), st.data())
def test_units_turn_both_ways(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    wide = utf16_span(text, span)
    assert utf16_span(text, wide, back=True) == span
    assert wide.end == len(text[: span.end].encode("utf-16-le")) // 2


def test_corrections_arrive(case: SimpleNamespace, tmp_path: Path) -> None:
    gold = load_gold(case.write_article(tmp_path / "tea"))
    tasks: list[Any] = json.loads(labelstudio.to_tasks([gold]))
    results = tasks[0]["annotations"][0]["result"]
    next(r for r in results if r["from_name"] == "referent")["value"]["text"] = ["WeChat"]
    tasks[0]["annotations"].append({"was_cancelled": True, "result": []})
    (back,) = labelstudio.from_tasks(json.dumps(tasks))
    assert [p.referent for p in back.platforms] == ["WeChat", "微信", "微信"]
    line = json.loads(doccano.to_jsonl([gold]))
    entities = [{"id": n, "start_offset": s, "end_offset": e, "label": label.replace("ORG", "PLATFORM")}
                for n, (s, e, label) in enumerate(line.pop("label"))]  # fmt: skip
    (again,) = doccano.from_jsonl(json.dumps({**line, "entities": entities, "relations": []}))
    assert [(e.type, e.canonical) for e in again.entities][1] == ("PLATFORM", "青岚研究院")


def test_a_run_becomes_predictions(case: SimpleNamespace, tmp_path: Path) -> None:
    gold = load_gold(case.write_article(tmp_path / "tea"))
    found = output_regions(Output.of(case.right_rows()))
    assert {r.label for r in found} >= {"claim:percent", "quote:direct", "entity:PER"}
    (task,) = json.loads(labelstudio.to_tasks([gold], {"tea": found}))
    assert task["predictions"][0]["result"][0]["score"] == 0.9
    task["annotations"] = []
    (back,) = labelstudio.from_tasks(json.dumps([task]))
    assert [c.subject for c in back.claims] == [c.subject for c in gold.claims]


def test_the_interface_knows_every_label_and_field(golds: list[Gold]) -> None:
    tree = ET.fromstring(labelstudio.interface())
    known = {node.attrib["value"] for node in tree.iter("Label")}
    assert {region.label for gold in golds for region in gold_regions(gold)} <= known
    assert {node.attrib["name"] for node in tree if "perRegion" in node.attrib} == set(FIELDS)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"label": [[0, 2, "platform"]]}, "platform at 0 has no referent"),
        ({"label": [[0, 2, "colour"]]}, "is no region of gold"),
        ({"label": [[0, 9999, "term:name"]]}, "is no region of gold"),
        ({"text": None}, "A073"),
    ],
)
def test_what_is_incomplete_is_refused(
    case: SimpleNamespace, tmp_path: Path, change: dict[str, object], told: str
) -> None:
    gold = load_gold(case.write_article(tmp_path / "tea"))
    line = {**json.loads(doccano.to_jsonl([gold])), "kaoju": {}, **change}
    with pytest.raises(InputError, match=told):
        doccano.from_jsonl(json.dumps(line))
    with pytest.raises(InputError, match="A072"):
        labelstudio.from_tasks('{"tasks": 1}')


@pytest.mark.parametrize("tool", ["labelstudio", "doccano"])
def test_the_commands(case: SimpleNamespace, tmp_path: Path, tool: str) -> None:
    folder = case.write_article(tmp_path / "corpus" / "tea")
    file, back = tmp_path / "file", tmp_path / "back"
    words = ["export", str(folder), "--to", tool, "-o", str(file), "--interface", str(tmp_path / "ui.xml")]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert CliRunner().invoke(app, ["import", str(file), "--from", tool, "-o", str(back)]).exit_code == 0
    assert load_gold(back / "tea").digest() == load_gold(folder).digest()
    assert CliRunner().invoke(app, ["import", str(folder / "article.txt"), "--from", tool, "-o", "x"]).exit_code == 3
