"""Which mention a piece of evidence belongs to, and how strongly."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from kaoju.stages.platforms.scene import Item, Layout, Scene, Target

__all__ = ["attached"]

# What one step away from the mention leaves of a piece of evidence.
_CLAUSE_BACK = 0.75  # the item follows in a later clause of the sentence: the mention is still the topic
_CLAUSE_AHEAD = 0.6  # the item stands in an earlier clause and sets the scene
_SENTENCE_BACK = 0.4
_SENTENCE_AHEAD = 0.25
_BETWEEN_NAMES = 0.5  # another named party stands nearer
_MODIFIER = 4  # an item this close before a name qualifies it: 在巴西的X, 国内X


def attached(scene: Scene, items: Iterable[Item]) -> list[list[tuple[Item, float]]]:
    """Return for every target the items that speak of it, each with its strength in (0, 1]."""
    found: list[list[tuple[Item, float]]] = [[] for _ in scene.targets]
    starts = [target.mention.span.start for target in scene.targets]
    for item in items:
        if any(item.scores):
            for index, strength in _owners(scene, item, starts):
                found[index].append((item, strength))
    return found


def _owners(scene: Scene, item: Item, starts: list[int]) -> Iterator[tuple[int, float]]:
    after = bisect_left(starts, item.span.start)
    before = after - 1
    layout = scene.layout
    clause = layout.at(item.span.start)
    left = scene.targets[before] if before >= 0 else None
    right = scene.targets[after] if after < len(starts) else None
    if left is not None and left.mention.span.end > item.span.start:
        yield before, 1.0
        return
    same_left = left is not None and left.clause == clause
    same_right = right is not None and right.clause == clause
    if same_right and right is not None and (not same_left or right.mention.span.start - item.span.end <= _MODIFIER):
        yield after, 1.0
        return
    if same_left:
        yield before, 1.0
        return
    if left is not None:
        strength = _back(layout, left, clause)
        if strength:
            yield before, strength
    if right is not None:
        strength = _ahead(layout, right, clause)
        if left is not None and layout.clauses[left.clause].sentence == layout.clauses[clause].sentence:
            strength *= 0.4
        if strength:
            yield after, strength


def _back(layout: Layout, target: Target, clause: int) -> float:
    mine, its = layout.clauses[target.clause], layout.clauses[clause]
    if mine.paragraph != its.paragraph:
        return 0.0
    steps = clause - target.clause
    if mine.sentence == its.sentence:
        return max(0.3, _CLAUSE_BACK ** min(steps, 4))
    return _SENTENCE_BACK ** min(its.sentence - mine.sentence, 3)


def _ahead(layout: Layout, target: Target, clause: int) -> float:
    mine, its = layout.clauses[target.clause], layout.clauses[clause]
    if mine.paragraph != its.paragraph:
        return 0.0
    if mine.sentence == its.sentence:
        return max(0.2, _CLAUSE_AHEAD ** min(target.clause - clause, 4))
    return _SENTENCE_AHEAD ** min(mine.sentence - its.sentence, 3)
