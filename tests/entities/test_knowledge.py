"""The knowledge base: rows become records, wrong rows are refused with file and mend."""

from decimal import Decimal
from pathlib import Path

import pytest

from kaoju.errors import RuleError
from kaoju.rulebook.knowledge import Knowledge, knowledge

ENTITY = {"id": "velmora", "canonical": "Velmora", "type": "PLATFORM", "market": "US|BR", "launched": "2015"}


def test_rows_become_records() -> None:
    base = Knowledge.of(
        {
            "entities": [ENTITY],
            "aliases": [{"alias": "薇魔拉", "entity_id": "velmora", "kind": "translation"}],
            "groups": [{"group": "g", "entity_id": "velmora", "role": "abroad"}],
            "magnitudes": [
                {"entity_id": "velmora", "metric": "users", "year": "2020", "low": "10", "high": "20", "unit": "人"}
            ],
        }
    )
    assert base.entities["velmora"].market == {"US", "BR"}
    assert base.entity_of("薇魔拉") is base.entities["velmora"]
    assert base.entity_of("velmora") is base.entities["velmora"]
    assert base.entity_of("别的") is None
    assert [group.id for group in base.groups_of("velmora")] == ["g"]
    assert base.magnitudes["velmora"][0].low == Decimal(10)


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        ({"entities": [{**ENTITY, "type": "THING"}]}, "R014"),
        ({"entities": [ENTITY], "aliases": [{"alias": "x", "entity_id": "nobody"}]}, "R012"),
        (
            {
                "entities": [ENTITY],
                "magnitudes": [
                    {"entity_id": "velmora", "metric": "users", "year": "2020", "low": "many", "high": "1", "unit": ""}
                ],
            },
            "R015",
        ),
    ],
)
def test_wrong_rows_are_refused(tables: dict[str, list[dict[str, str]]], code: str) -> None:
    with pytest.raises(RuleError) as caught:
        Knowledge.of(tables)
    assert caught.value.code == code


def test_a_folder_of_the_users_own_adds_to_ours(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text("id,canonical,type\nvelmora,Velmora,PLATFORM\n", "utf-8")
    assert knowledge(str(tmp_path)).entity_of("Velmora") is not None
    with pytest.raises(RuleError, match="not a folder"):
        knowledge(str(tmp_path / "absent"))
