"""Words that stand for others, or that are no subject: `claim_words.csv` by role."""

from collections.abc import Mapping
from functools import cache

from kaoju.rulebook import load_table

__all__ = ["roles"]


@cache
def roles() -> Mapping[str, str]:
    """Return every word's role: whom a pronoun or generic noun stands for, what a preposition makes of its noun."""
    return {row["word"]: row["role"] for row in load_table("claim_words")}
