"""Which output item answers which gold item: one to one, by overlap of raw spans."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kaoju.audit.gold import GoldItem
from kaoju.audit.output import FoundItem
from kaoju.span import Span

__all__ = ["Paired", "pair", "pair_layer", "shared"]

G = TypeVar("G", bound=GoldItem)
F = TypeVar("F", bound=FoundItem)


def shared(one: Span, other: Span) -> int:
    """Return how many code points two spans share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def pair(gold: Sequence[GoldItem], found: Sequence[FoundItem], need: float) -> list[tuple[int, int]]:
    """Return index pairs, best overlap first; `need` is the least overlap as a share of the longer span.

    Equal overlaps go to the later gold item and then to the later output item: the rule of the reference scorer.
    """
    order = sorted(range(len(found)), key=lambda j: found[j].span.start)
    starts = [found[j].span.start for j in order]
    longest = max((len(item.span) for item in found), default=0)
    candidates = []
    for i, item in enumerate(gold):
        first = bisect_left(starts, item.span.start - longest)
        for j in order[first : bisect_left(starts, item.span.end)]:
            common = shared(item.span, found[j].span)
            if common:
                candidates.append((common / max(len(item.span), len(found[j].span), 1), i, j))
    used_gold: set[int] = set()
    used_found: set[int] = set()
    pairs = []
    for share, i, j in sorted(candidates, reverse=True):
        if share >= need and i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            pairs.append((i, j))
    return pairs


@dataclass(frozen=True, slots=True)
class Paired(Generic[G, F]):
    """One layer of one text after pairing, in text order: certain gold with its answer, and answers to nothing.

    Uncertain gold is in none of these, nor is output that meets it.
    """

    hits: tuple[tuple[G, F], ...]
    missed: tuple[G, ...]
    surplus: tuple[F, ...]


def pair_layer(gold: Sequence[G], found: Sequence[F], need: float) -> Paired[G, F]:
    """Pair a layer and set aside whatever gold is unsure of."""
    pairs = pair(gold, found, need)
    answered, used = {i for i, _ in pairs}, {j for _, j in pairs}
    unsure = [item.span for item in gold if not item.certain]
    return Paired(
        hits=tuple((gold[i], found[j]) for i, j in sorted(pairs) if gold[i].certain),
        missed=tuple(item for i, item in enumerate(gold) if item.certain and i not in answered),
        surplus=tuple(
            item
            for j, item in enumerate(found)
            if j not in used and not any(shared(item.span, span) for span in unsure)
        ),
    )
