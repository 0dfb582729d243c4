"""The knowledge base: entities, aliases, confusable groups, features, magnitudes and places as typed records."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from kaoju.errors import RuleError
from kaoju.rulebook.load import load_table

__all__ = [
    "Alias",
    "Ambiguity",
    "Entity",
    "Feature",
    "Group",
    "Knowledge",
    "Magnitude",
    "Member",
    "Person",
    "Place",
    "Row",
    "knowledge",
]

Row = Mapping[str, str]
_T = TypeVar("_T")

_TABLES = (
    "entities",
    "aliases",
    "ambiguous",
    "groups",
    "features",
    "magnitudes",
    "people",
    "places",
    "never_merge",
)
_TYPES = frozenset({"PER", "ORG", "PLATFORM", "PRODUCT", "LOC", "WORK", "EVENT"})


@dataclass(frozen=True, slots=True)
class Entity:
    """Something with a name: our slug, its canonical name, its type and what tells it from others.

    `market` lists ISO country codes, or words such as `global`; `launched` and `ended` are ISO dates of any precision.
    """

    id: str
    canonical: str
    type: str
    kind: str = ""
    owner: str = ""
    market: frozenset[str] = frozenset()
    currency: str = ""
    launched: str = ""
    ended: str = ""
    qid: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Alias:
    """One way of writing an entity's name; `kind` says of which sort (abbr, en, misspelling, spun, …)."""

    alias: str
    entity_id: str
    kind: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """When an alias that is also an ordinary word counts as a name.

    At least one of `needs` stands in the paragraph (empty: no need), none of `not_before` stands right before the
    alias, none of `not_after` right after it.
    """

    alias: str
    entity_id: str
    needs: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """An entity in a group of names that sources confuse; `role` is `home`, `abroad`, or any other word."""

    entity: Entity
    role: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Entities whose names sources confuse."""

    id: str
    members: tuple[Member, ...]

    def names(self) -> tuple[str, ...]:
        """Return the members' canonical names, in file order."""
        return tuple(member.entity.canonical for member in self.members)


@dataclass(frozen=True, slots=True)
class Feature:
    """A term that speaks for one entity wherever it stands near the name: a product part, a city, a person."""

    entity_id: str
    term: str


@dataclass(frozen=True, slots=True)
class Magnitude:
    """What a metric of an entity was in a year, as an inclusive range in base units."""

    entity_id: str
    metric: str
    year: int
    low: Decimal
    high: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place by one of its names: canonical name, kind, ISO country, region and the currency paid there."""

    name: str
    canonical: str
    kind: str = ""
    country: str = ""
    region: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A known person by one of the names used in Chinese; `entity_ids` are what they stand for."""

    name: str
    canonical: str
    entity_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All tables, indexed. Aliases map to every entity that has them, the first listed first."""

    entities: Mapping[str, Entity] = field(default_factory=dict)
    aliases: Mapping[str, tuple[Alias, ...]] = field(default_factory=dict)
    ambiguities: Mapping[str, tuple[Ambiguity, ...]] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    features: Mapping[str, tuple[Feature, ...]] = field(default_factory=dict)
    magnitudes: Mapping[str, tuple[Magnitude, ...]] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    apart: frozenset[frozenset[str]] = frozenset()

    @classmethod
    def of(cls, tables: Mapping[str, Iterable[Row]]) -> "Knowledge":
        """Build from rows by table name; a table that is absent is empty.

        Raises RuleError where a row names an entity that does not exist or a number cannot be read.
        """
        entities = {row["id"]: _entity(row) for row in tables.get("entities", ()) if row["id"]}
        for table in ("aliases", "groups", "features", "magnitudes"):
            for row in tables.get(table, ()):
                if row["entity_id"] not in entities:
                    raise RuleError("R012", f"lexicons/{table}.csv: unknown entity {row['entity_id']!r}; add it first")
        return cls(
            entities=entities,
            aliases=_aliases(entities, tables.get("aliases", ())),
            ambiguities=_listed((_ambiguity(row) for row in tables.get("ambiguous", ())), lambda item: item.alias),
            groups=_groups(entities, tables.get("groups", ())),
            features=_listed(
                (Feature(row["entity_id"], row["term"]) for row in tables.get("features", ()) if row["term"]),
                lambda item: item.entity_id,
            ),
            magnitudes=_listed((_magnitude(row) for row in tables.get("magnitudes", ())), lambda item: item.entity_id),
            people=_people(tables.get("people", ())),
            places={row["name"]: _place(row) for row in tables.get("places", ()) if row["name"]},
            apart=frozenset(frozenset(list(row.values())[:2]) for row in tables.get("never_merge", ())),
        )

    def entity_of(self, name: str) -> Entity | None:
        """Return the entity that `name` denotes first: its canonical name or any alias; None where unknown."""
        found = self.aliases.get(name) or self.aliases.get(name.casefold())
        return self.entities[found[0].entity_id] if found else None

    def groups_of(self, entity_id: str) -> tuple[Group, ...]:
        """Return the confusable groups that an entity is a member of."""
        return tuple(g for g in self.groups.values() if any(m.entity.id == entity_id for m in g.members))


@cache
def knowledge(lexicon: str = "") -> Knowledge:
    """Return the package's knowledge base, with the tables of folder `lexicon` added where one is named.

    Raises RuleError where a table is malformed or the folder does not exist.
    """
    tables: dict[str, tuple[Row, ...]] = {name: _own(name) for name in _TABLES}
    if lexicon:
        folder = Path(lexicon)
        if not folder.is_dir():
            raise RuleError("R013", f"{lexicon}: is not a folder of lexicon tables; name one, or leave --lexicon out")
        for name in _TABLES:
            tables[name] = (*tables[name], *_foreign(folder / f"{name}.csv"))
    return Knowledge.of(tables)


def _own(name: str) -> tuple[Row, ...]:
    return load_table(name) if (files("kaoju_models") / "lexicons" / f"{name}.csv").is_file() else ()


def _foreign(path: Path) -> tuple[Row, ...]:
    if not path.is_file():
        return ()
    rows = []
    reader = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
    for number, row in enumerate(reader, 2):
        if None in row or None in row.values():
            raise RuleError("R008", f"{path}:{number}: has another number of cells than the header")
        rows.append({key: cell.strip() for key, cell in row.items()})
    return tuple(rows)


def _parts(cell: str) -> tuple[str, ...]:
    """Split a cell that lists several things: `|` or `;` between them."""
    return tuple(part.strip() for part in cell.replace(";", "|").split("|") if part.strip())


def _entity(row: Row) -> Entity:
    if row["type"] not in _TYPES:
        raise RuleError("R014", f"lexicons/entities.csv: {row['id']}: type {row['type']!r} is none of {sorted(_TYPES)}")
    return Entity(
        id=row["id"],
        canonical=row["canonical"],
        type=row["type"],
        kind=row.get("kind", ""),
        owner=row.get("owner", ""),
        market=frozenset(_parts(row.get("market", ""))),
        currency=row.get("currency", ""),
        launched=row.get("launched", ""),
        ended=row.get("ended", ""),
        qid=row.get("qid", ""),
        note=row.get("note", ""),
    )


def _aliases(entities: Mapping[str, Entity], rows: Iterable[Row]) -> dict[str, tuple[Alias, ...]]:
    """Index aliases as written and case-folded; an entity's canonical name is an alias of it and comes first."""
    own = [Alias(entity.canonical, entity.id, "canonical") for entity in entities.values()]
    given = [
        Alias(row["alias"], row["entity_id"], row.get("kind", ""), row.get("note", "")) for row in rows if row["alias"]
    ]
    found: dict[str, dict[str, Alias]] = {}
    for alias in (*own, *given):
        for key in {alias.alias, alias.alias.casefold()}:
            found.setdefault(key, {}).setdefault(alias.entity_id, alias)
    return {key: tuple(items.values()) for key, items in found.items()}


def _ambiguity(row: Row) -> Ambiguity:
    return Ambiguity(
        row["alias"],
        row.get("entity_id", ""),
        _parts(row.get("needs", "")),
        _parts(row.get("not_before", "")),
        _parts(row.get("not_after", "")),
    )


def _groups(entities: Mapping[str, Entity], rows: Iterable[Row]) -> dict[str, Group]:
    members: dict[str, list[Member]] = {}
    for row in rows:
        members.setdefault(row["group"], []).append(Member(entities[row["entity_id"]], row.get("role", "")))
    return {name: Group(name, tuple(items)) for name, items in members.items()}


def _magnitude(row: Row) -> Magnitude:
    try:
        return Magnitude(
            row["entity_id"],
            row["metric"],
            int(row["year"][:4]),
            Decimal(row["low"]),
            Decimal(row["high"]),
            row.get("unit", ""),
        )
    except (ValueError, InvalidOperation) as err:
        raise RuleError("R015", f"lexicons/magnitudes.csv: {row['entity_id']} {row['metric']}: not numbers") from err


def _people(rows: Iterable[Row]) -> dict[str, Person]:
    found = {}
    for row in rows:
        names = [row[key] for key in ("name", "alias", "canonical") if row.get(key)]
        stands = _parts(row.get("entity_id", "") or row.get("entity_ids", "") or row.get("org", ""))
        for name in names[:1]:
            found[name] = Person(name, row.get("canonical") or name, stands)
    return found


def _place(row: Row) -> Place:
    return Place(
        row["name"],
        row.get("canonical") or row["name"],
        row.get("kind", ""),
        row.get("country", ""),
        row.get("region", ""),
        row.get("currency", ""),
    )


def _listed(items: Iterable[_T], key: Callable[[_T], str]) -> dict[str, tuple[_T, ...]]:
    found: dict[str, list[_T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return {name: tuple(group) for name, group in found.items()}
