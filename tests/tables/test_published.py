"""The published schemas: every row that a run writes validates, and what is no row does not."""

from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from kaoju import Settings
from kaoju.cli.app import app
from kaoju.engine import run
from kaoju.tables import SCHEMA_VERSION, TABLES, schema
from kaoju.tables.published import json_schema, published

jsonschema = pytest.importorskip("jsonschema", reason="needs the test extra: pip install -e '.[test]'")

CORPUS = Path(__file__).parents[2] / "corpus"
QUICK = Settings(ner="none")
REPEATED = "快手2023年营收1135亿元，同比增长20.5%，上年同期为942亿元。“我们很忙，”快手的负责人说。"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("schema")
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(REPEATED + name, "utf-8")
    inputs = [
        folder,
        *(CORPUS / name / "damaged.txt" for name in ("hospital-queue", "kuaishou-brazil", "solar-county")),
    ]
    run(inputs, folder / "out", settings=QUICK)
    return folder / "out"


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in (out / f"{table}.jsonl").read_bytes().splitlines()]


@pytest.mark.parametrize("table", TABLES)
def test_every_row_that_a_run_writes_validates(finished: Path, table: str) -> None:
    validator = jsonschema.Draft202012Validator(json_schema(table))
    validator.check_schema(json_schema(table))
    found = rows(finished, table)
    assert len(found) > 3
    assert [list(validator.iter_errors(row)) for row in found] == [[]] * len(found)


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        ("claims", "low", "1e9"), ("claims", "low", 5), ("claims", "metric", "fame"), ("claims", "subject", None),
        ("claims", "kind", "ordinal"), ("checks", "status", "wrong"), ("facts", "confidence", 1.5),
        ("facts", "evidence", []),
        ("documents", "published", "2024/05/01"), ("quotes", "raw_start", -1), ("mentions", "surprise", "x"),
    ],
)  # fmt: skip
def test_what_is_no_row_is_refused(finished: Path, table: str, field: str, value: object) -> None:
    row = {**rows(finished, table)[0], field: value}
    assert not jsonschema.Draft202012Validator(json_schema(table)).is_valid(row)


def test_a_field_may_not_be_missing(finished: Path) -> None:
    row = rows(finished, "facts")[0]
    del row["region"]
    assert not jsonschema.Draft202012Validator(json_schema("facts")).is_valid(row)


def test_the_arrow_schemas_are_those_of_the_files(finished: Path) -> None:
    for table, made in published()["tables"].items():  # type: ignore[attr-defined]
        found = pq.read_schema(finished / f"{table}.parquet")
        assert [(f.name, str(f.type)) for f in found] == [(f["name"], f["type"]) for f in made["arrow"]]
        assert found.metadata[b"schema_version"].decode() == SCHEMA_VERSION
        assert found.names == list(made["json_schema"]["properties"]) == schema(table).names


def test_facts_are_one_row_for_each_claim_quote_and_settled_name(finished: Path) -> None:
    made = [row["record_id"] for row in rows(finished, "facts")]
    resolved = [row["mention_id"] for row in rows(finished, "mentions") if row["resolved"]]
    claims = [row["claim_id"] for row in rows(finished, "claims")]
    quotes = [row["quote_id"] for row in rows(finished, "quotes")]
    assert sorted(made) == sorted([*claims, *quotes, *resolved])
    assert len({row["fact_id"] for row in rows(finished, "facts")}) == len(made)


def test_the_command_prints_all_tables_or_one() -> None:
    cli = CliRunner()
    every = cli.invoke(app, ["schema"])
    assert every.exit_code == 0
    assert orjson.loads(every.stdout) == published()
    one = cli.invoke(app, ["schema", "facts"])
    assert orjson.loads(one.stdout) == json_schema("facts")
    assert orjson.loads(one.stdout)["schema_version"] == SCHEMA_VERSION
    wrong = cli.invoke(app, ["schema", "nothing"])
    assert wrong.exit_code == 2
    assert "U003" in wrong.stderr
