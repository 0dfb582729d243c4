"""The knowledge base's files: references lead somewhere, names are distinct, canonical names are simplified."""

import re

import pytest

from kaoju.rulebook import load_table

IDS = {row["id"] for row in load_table("entities")}


def test_entities_have_unique_slugs_and_canonical_names() -> None:
    rows = load_table("entities")
    assert len(IDS) == len(rows) >= 400
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]*", row["id"]) and row["canonical"] for row in rows)


def test_dates_are_iso_and_no_wikidata_id_is_remembered() -> None:
    for row in load_table("entities"):
        for key in ("launched", "ended"):
            assert re.fullmatch(r"(?:\d{4}(?:-\d{2}(?:-\d{2})?)?)?", row[key]), row
        assert row["qid"] == "", "a QID needs a source in SOURCES.md"


@pytest.mark.parametrize(
    ("table", "column"), [("aliases", "entity_id"), ("groups", "entity_id"), ("features", "entity_id")]
)
def test_references_lead_to_entities(table: str, column: str) -> None:
    missing = {row[column] for row in load_table(table)} - IDS
    assert not missing


def test_owners_exist() -> None:
    assert not {row["owner"] for row in load_table("entities") if row["owner"]} - IDS


def test_an_alias_stands_for_one_entity() -> None:
    rows = load_table("aliases")
    assert len(rows) >= 2500
    assert len({row["alias"] for row in rows}) == len(rows)


def test_groups_have_two_members_and_features_belong_to_one() -> None:
    groups: dict[str, list[str]] = {}
    for row in load_table("groups"):
        groups.setdefault(row["group"], []).append(row["entity_id"])
    assert all(len(members) == 2 for members in groups.values())
    members = {m for group in groups.values() for m in group}
    assert {row["entity_id"] for row in load_table("features")} <= members


def test_places_are_many_and_distinct() -> None:
    names = [row["name"] for row in load_table("places")]
    assert len(names) == len(set(names)) >= 1000
    assert all(len(name) >= 2 for name in names)


def test_canonical_names_are_simplified() -> None:
    import opencc

    convert = opencc.OpenCC("t2s").convert
    for table in ("entities", "places", "people"):
        wrong = [row["canonical"] for row in load_table(table) if convert(row["canonical"]) != row["canonical"]]
        assert not wrong, table
