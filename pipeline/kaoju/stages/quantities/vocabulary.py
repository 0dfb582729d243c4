"""The stage's word lists, loaded once and laid out for lookup at a position."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from kaoju.document import Kind
from kaoju.numerals import Effect
from kaoju.rulebook import load_table
from kaoju.stages.quantities.kinds import MONEY

__all__ = ["RULES", "Trie", "Unit", "across_words", "after_words", "before_words", "symbols", "unit_guards", "units"]

T = TypeVar("T")
RULES = {kind: f"quantity.{kind.value}" for kind in Kind}


class Unit(Struct, frozen=True, gc=False):
    """A unit as the guidelines name it, with the factor from what is printed: 斤 is half a kg."""

    name: str
    kind: Kind
    factor: Decimal
    printed: str

    @property
    def rule(self) -> str:
        """The rule that an amount in this unit names."""
        return RULES[self.kind]


class Trie(Generic[T]):
    """Words looked up at a position, longest first: those of one character by it, longer ones by two of theirs.

    Backwards those of three and more are told apart by the character before their last two: many end alike.
    """

    def __init__(self, items: Iterable[tuple[str, T]]) -> None:
        self._ones: dict[str, T] = {}
        self._heads: dict[str, list[tuple[str, int, T]]] = {}
        self._tails: dict[str, dict[str, list[tuple[str, int, T]]]] = {}
        for word, value in sorted(dict(items).items(), key=lambda i: (-len(i[0]), i[0])):
            if len(word) == 1:
                self._ones[word] = value
            else:
                self._heads.setdefault(word[:2], []).append((word, len(word), value))
                tails = self._tails.setdefault(word[-2:], {})
                tails.setdefault(word[-3:-2], []).append((word, len(word), value))

    @property
    def firsts(self) -> frozenset[str]:
        """The first characters of all words."""
        return frozenset(self._ones).union(pair[0] for pair in self._heads)

    @property
    def lasts(self) -> frozenset[str]:
        """The last characters of all words."""
        return frozenset(self._ones).union(pair[1] for pair in self._tails)

    @property
    def items(self) -> list[tuple[str, T]]:
        """All words with their values, longer ones first where they begin alike."""
        longer = [(word, value) for words in self._heads.values() for word, _, value in words]
        return [*longer, *self._ones.items()]

    def at(self, text: str, place: int) -> list[tuple[int, T]]:
        """Return the end and value of every word that starts at `place`, longest first."""
        words = self._heads.get(text[place : place + 2])
        found = (
            [(place + length, value) for word, length, value in words if text.startswith(word, place)] if words else []
        )
        one = self._ones.get(text[place : place + 1])
        if one is not None:
            found.append((place + 1, one))
        return found

    def before(self, text: str, place: int) -> tuple[int, T] | None:
        """Return the start and value of the longest word that ends at `place`."""
        tails = self._tails.get(text[place - 2 : place]) if place > 1 else None
        if tails is not None:
            if place > 2:
                for word, length, value in tails.get(text[place - 3], ()):
                    if text.endswith(word, 0, place):
                        return place - length, value
            for _, _, value in tails.get("", ()):
                return place - 2, value
        one = self._ones.get(text[place - 1]) if place else None
        return None if one is None else (place - 1, one)


@cache
def units() -> Trie[Unit]:
    """Return all units that follow a number, money included."""
    found: list[tuple[str, Unit]] = []
    for row in load_table("units"):
        unit = Unit(row["unit"], Kind(row["kind"]), Decimal(row["factor"]), "")
        found.extend((text, replace(unit, printed=text)) for text in row["texts"].split())
    for row in load_table("currencies"):
        unit = Unit(row["code"], MONEY, Decimal(row["factor"]), "")
        found.extend((text, replace(unit, printed=text)) for text in row["texts"].split())
    return Trie(found)


@cache
def symbols() -> Trie[str]:
    """Return currency signs and codes that stand before a number."""
    return Trie((text, row["code"]) for row in load_table("currencies") for text in row["symbols"].split())


@cache
def before_words() -> Trie[Effect]:
    """Return the comparators and approximators that stand before a number, with a verb between or without."""
    return Trie((row["text"], Effect(row["effect"])) for row in load_table("bounds") if row["side"] != "after")


@cache
def across_words() -> frozenset[str]:
    """Return those that end with a verb and move the bounds of what follows, but are no part of it: 大约需要."""
    return frozenset(row["text"] for row in load_table("bounds") if row["side"] == "across")


@cache
def after_words() -> Trie[Effect]:
    """Return the comparators and approximators that stand after a number and its unit."""
    return Trie((row["text"], Effect(row["effect"])) for row in load_table("bounds") if row["side"] == "after")


@cache
def unit_guards() -> dict[str, str]:
    """Return for a unit's characters the characters before which they are no unit: 年 before 轻."""
    return {row["text"]: row["not_before"] for row in load_table("unit_guards")}
