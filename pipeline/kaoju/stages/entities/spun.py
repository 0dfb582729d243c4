"""Names of which a rewriting machine replaced a part by a synonym (巨量发动机): made from names and a small table."""

from collections.abc import Iterator, Mapping

from kaoju.document import EntityType, Method
from kaoju.rulebook import load_table
from kaoju.rulebook.knowledge import Entity, Knowledge
from kaoju.span import Span
from kaoju.stages.entities.candidate import Candidate
from kaoju.stages.entities.words import is_word

__all__ = ["spun_candidate", "spun_names"]

_LATIN = 4  # letters of a Latin name in which a space is still told from two words
_SHORTEST = 3
_KINDS = frozenset({"canonical", "name", "short"})
_TYPES = frozenset({"PLATFORM", "PRODUCT", "ORG"})


def spun_names(base: Knowledge) -> Mapping[str, str]:
    """Return what `synonyms.csv` makes of the Chinese names of products and firms, each with the one entity meant.

    The names that sources confuse are made with a character in Pinyin or a stray space as well.

    Words of the dictionary, places and people are no spun names, nor is what two entities could become.
    """
    table = [(row["word"], tuple(row["others"].split("|"))) for row in load_table("synonyms")]
    found: dict[str, set[str]] = {}
    for alias, items in base.aliases.items():
        entity = base.entities[items[0].entity_id]
        plain = items[0].kind in _KINDS and entity.type in _TYPES
        if plain and "\u4e00" <= alias[0] <= "\u9fff":
            for name in _made(alias, table):
                found.setdefault(name, set()).add(entity.id)
    for group in base.groups.values():
        for member in group.members:
            for name in _disguised(member.entity.canonical):
                found.setdefault(name.lower(), set()).add(member.entity.id)
    return {
        name: min(owners)
        for name, owners in found.items()
        if len(owners) == 1
        and not (name in base.places or name in base.people or is_word(name))
        # What follows a name that is spun itself is another word (千条河|投流).
        and not any(found.get(name[:end]) == owners for end in range(_SHORTEST, len(name)))
    }


def _made(alias: str, table: list[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    for word, others in table:
        if word in alias:
            for other in others:
                name = alias.replace(word, other, 1)
                if len(name) >= _SHORTEST and name != alias:
                    yield name


def _disguised(name: str) -> Iterator[str]:
    """Yield a confusable name with one character in Pinyin (拼duo多), or with a space in a Latin word (Kw ai)."""
    if name.isascii() and name.isalpha() and len(name) >= _LATIN:
        yield from (f"{name[:i]} {name[i:]}" for i in range(1, len(name)))
    else:
        readings = {row["char"]: row["reading"] for row in load_table("name_readings")}
        yield from (name[:i] + readings[char] + name[i + 1 :] for i, char in enumerate(name) if char in readings)


def spun_candidate(entity: Entity, span: Span) -> Candidate:
    """Return the mention that a spun name makes; the caller has seen that the text speaks of its owner or of itself."""
    return Candidate(
        span,
        EntityType(entity.type),
        entity.canonical,
        Method.ALIAS,
        "entity.spun",
        f"{entity.canonical} with a part replaced by a synonym 名称被同义改写",
        0.75,
        rank=4,
        entity_id=entity.id,
        qid=entity.qid or None,
    )
