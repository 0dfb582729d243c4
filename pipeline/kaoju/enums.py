"""Enumerations whose members cost no call to look up."""

from enum import StrEnum
from typing import TypeVar

__all__ = ["plainly"]

E = TypeVar("E", bound=type[StrEnum])


def plainly(kinds: E) -> E:
    """Make an enumeration's members plain attributes of it, as they are from Python 3.12 on.

    In 3.11 every look-up of one calls a function, and stages look up thousands in an article.
    """
    for name, member in kinds.__members__.items():
        type.__setattr__(kinds, name, member)
    return kinds
