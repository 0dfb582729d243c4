"""Words that stand for others, or that are no subject: `claim_words.csv` by role, `pointed_nouns.csv` by sort."""

from collections.abc import Mapping
from functools import cache

from kaoju.rulebook import load_table

__all__ = ["pointed", "roles"]


@cache
def roles() -> Mapping[str, str]:
    """Return every word's role: whom a pronoun or generic noun stands for, what a preposition makes of its noun."""
    return {row["word"]: row["role"] for row in load_table("claim_words")}


@cache
def pointed() -> Mapping[str, str]:
    """Return what a noun behind 这家 or 该 refers back to: `house` an organisation, `product` a platform or product."""
    return {row["noun"]: row["refers"] for row in load_table("pointed_nouns")}
