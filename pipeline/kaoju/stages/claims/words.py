"""Words that stand for others, or that are no subject: `claim_words.csv` by role, `pointed_nouns.csv` by sort.

What sort of thing a common noun names: `noun_heads.csv` by how it ends.
"""

from collections.abc import Mapping
from functools import cache, lru_cache

from kaoju.rulebook import load_table

__all__ = ["head_of", "pointed", "roles"]


@cache
def roles() -> Mapping[str, str]:
    """Return every word's role: whom a pronoun or generic noun stands for, what a preposition makes of its noun."""
    return {row["word"]: row["role"] for row in load_table("claim_words")}


@cache
def pointed() -> Mapping[str, str]:
    """Return what a noun behind 这家 or 该 refers back to: `house` an organisation, `product` a platform or product."""
    return {row["noun"]: row["refers"] for row in load_table("pointed_nouns")}


@cache
def _heads() -> Mapping[str, str]:
    return {row["head"]: row["sort"] for row in load_table("noun_heads")}


@lru_cache(maxsize=4096)
def head_of(noun: str) -> str:
    """Return what sort of thing a noun names by its longest known end; empty where none is known.

    >>> head_of("网约车司机"), head_of("毛利率")
    ('person', 'measure')
    """
    known = _heads()
    return next((known[noun[-size:]] for size in (3, 2, 1) if noun[-size:] in known), "")
