"""The knowledge base's files: references lead somewhere, names are distinct, canonical names are simplified."""

import csv
import io
import re
from collections import Counter
from importlib.resources import files

import opencc
import pytest

from kaoju.rulebook import load_table

HEADERS = {
    "entities": "id canonical type kind owner market currency launched ended qid note",
    "aliases": "alias entity_id kind note",
    "ambiguous": "alias entity_id needs not_before not_after note",
    "groups": "group entity_id role note",
    "features": "entity_id term note",
    "magnitudes": "entity_id metric year low high unit source",
    "people": "name canonical entity_id role note",
    "never_merge": "a b why",
    "places": "name canonical kind country region currency",
}
KEYS = {
    "entities": 1,
    "people": 1,
    "places": 1,
    "aliases": 2,
    "ambiguous": 2,
    "groups": 2,
    "features": 2,
    "never_merge": 2,
}
AT_LEAST = {
    "entities": 450,
    "aliases": 2500,
    "ambiguous": 200,
    "groups": 14,
    "features": 120,
    "magnitudes": 30,
    "people": 120,
    "never_merge": 20,
    "places": 2000,
}
ALIAS_KINDS = {"name", "short", "old", "english", "translation", "traditional", "misspelling", "spun", "handle"}
PLACE_KINDS = {"country", "territory", "region", "province", "prefecture", "county", "city", "state"}
IDS = {row["id"] for row in load_table("entities")}

simplify = opencc.OpenCC("t2s").convert


def rows_as_written(name: str) -> list[list[str]]:
    """Read a table without the loader, to see what it would forgive."""
    text = (files("kaoju_models") / "lexicons" / f"{name}.csv").read_text("utf-8")
    assert "\r" not in text, name
    assert text.endswith("\n"), name
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("name", HEADERS)
def test_tables_have_their_columns_in_order_and_no_row_twice(name: str) -> None:
    head, *rows = rows_as_written(name)
    assert head == HEADERS[name].split()
    assert len(rows) >= AT_LEAST[name]
    assert {len(row) for row in rows} == {len(head)}
    assert all(cell == cell.strip() for row in rows for cell in row)
    assert rows == sorted(rows)
    keys = Counter(tuple(row[: KEYS.get(name, len(head))]) for row in rows)
    assert not [key for key, count in keys.items() if count > 1]


def test_entities_have_slugs_canonical_names_and_known_types() -> None:
    rows = load_table("entities")
    assert not [row["id"] for row in rows if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", row["id"])]
    assert all(row["canonical"] and row["kind"] for row in rows)
    assert {row["type"] for row in rows} <= {"PLATFORM", "ORG", "PRODUCT", "WORK", "EVENT", "PER"}
    names = Counter(row["canonical"] for row in rows)
    assert not [name for name, count in names.items() if count > 1]


def test_dates_markets_and_currencies_are_iso_and_no_wikidata_id_is_remembered() -> None:
    for row in load_table("entities"):
        for key in ("launched", "ended"):
            assert re.fullmatch(r"(?:\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?)?", row[key]), row
        assert re.fullmatch(r"(?:global|[A-Z]{2})(?:\|(?:global|[A-Z]{2}))*", row["market"]), row
        assert re.fullmatch(r"(?:[A-Z]{3})?", row["currency"]), row
        assert row["qid"] == "", "a QID needs a source in SOURCES.md"
        assert not row["ended"] or row["launched"] <= row["ended"], row


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("aliases", "entity_id"),
        ("groups", "entity_id"),
        ("features", "entity_id"),
        ("magnitudes", "entity_id"),
        ("never_merge", "a"),
        ("never_merge", "b"),
    ],
)
def test_references_lead_to_entities(table: str, column: str) -> None:
    assert not {row[column] for row in load_table(table)} - IDS


@pytest.mark.parametrize(
    ("table", "column"), [("entities", "owner"), ("people", "entity_id"), ("ambiguous", "entity_id")]
)
def test_references_that_may_be_empty_lead_to_entities(table: str, column: str) -> None:
    assert not {row[column] for row in load_table(table) if row[column]} - IDS


def test_an_alias_stands_for_one_entity_and_is_of_a_known_kind() -> None:
    rows = load_table("aliases")
    assert all(row["alias"] and row["kind"] in ALIAS_KINDS for row in rows)
    assert len({row["alias"] for row in rows}) == len(rows)


def test_aliases_are_simplified_as_the_text_is_when_they_are_sought() -> None:
    assert not [row["alias"] for row in load_table("aliases") if simplify(row["alias"]) != row["alias"]]


def test_guards_belong_to_an_alias_or_a_place_and_ask_for_something() -> None:
    names = {row["alias"] for row in load_table("aliases")} | {row["canonical"] for row in load_table("entities")}
    places = {row["name"] for row in load_table("places")}
    for row in load_table("ambiguous"):
        assert row["alias"] in (names if row["entity_id"] else places), row
        assert row["needs"] or row["not_before"] or row["not_after"], row


def test_groups_have_two_members_and_no_entity_is_in_two() -> None:
    groups: dict[str, list[str]] = {}
    for row in load_table("groups"):
        groups.setdefault(row["group"], []).append(row["entity_id"])
    assert all(len(members) == 2 for members in groups.values())
    assert max(Counter(member for members in groups.values() for member in members).values()) == 1


def test_features_belong_to_one_member_only() -> None:
    group_of = {row["entity_id"]: row["group"] for row in load_table("groups")}
    terms: Counter[tuple[str, str]] = Counter()
    for row in load_table("features"):
        assert row["entity_id"] in group_of, row
        assert row["term"], row
        terms[group_of[row["entity_id"]], row["term"]] += 1
    assert not [term for term, count in terms.items() if count > 1]


def test_magnitudes_are_ranges_with_a_source() -> None:
    for row in load_table("magnitudes"):
        assert 0 < int(row["low"]) < int(row["high"]), row
        assert re.fullmatch(r"20\d\d", row["year"]), row
        assert row["source"].startswith("http"), row
        assert row["unit"] == "人" or re.fullmatch(r"[A-Z]{3}", row["unit"]), row


def test_places_are_of_a_kind_and_a_canonical_name_is_its_own() -> None:
    rows = load_table("places")
    canonical = {row["name"]: row["canonical"] for row in rows}
    assert all(len(row["name"]) >= 2 for row in rows)
    assert {row["kind"].removesuffix("?") for row in rows} <= PLACE_KINDS
    assert all(re.fullmatch(r"(?:[A-Z]{2})?", row["country"]) for row in rows)
    assert not [row for row in rows if canonical.get(row["canonical"], row["canonical"]) != row["canonical"]]
    assert canonical["印尼"] == "印度尼西亚"
    assert canonical["拉美"] == "拉丁美洲"
    assert canonical["广州市"] == "广州"


def test_people_lead_to_a_canonical_name_of_their_own() -> None:
    canonical = {row["name"]: row["canonical"] for row in load_table("people")}
    assert {canonical.get(name) == name for name in canonical.values()} == {True}
    assert canonical["川普"] == "特朗普"


@pytest.mark.parametrize("table", ["entities", "places", "people"])
def test_canonical_names_are_simplified(table: str) -> None:
    assert not [row["canonical"] for row in load_table(table) if simplify(row["canonical"]) != row["canonical"]]
