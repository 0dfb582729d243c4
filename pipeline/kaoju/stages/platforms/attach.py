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
_BETWEEN_NAMES = 0.3  # another named party stands nearer
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
    """Yield who an item speaks of: whoever it qualifies, else the name before it in its clause, else the topic."""
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
    if right is not None and right.clause == clause:
        near = right.mention.span.start - item.span.end <= _MODIFIER
        if near or not same_left:
            yield after, 1.0 if near else _foreign(scene, item.span.end, right.mention.span.start)
            return
    if same_left and left is not None:
        yield before, _foreign(scene, left.mention.span.end, item.span.start)
        return
    found = False
    if left is not None and (strength := _back(layout, left, clause)):
        found = layout.clauses[left.clause].part == layout.clauses[clause].part
        yield before, strength * _foreign(scene, left.mention.span.end, item.span.start)
    if right is not None and (strength := _ahead(layout, right, clause)):
        yield after, strength * _foreign(scene, item.span.end, right.mention.span.start) * (0.4 if found else 1.0)


def _foreign(scene: Scene, start: int, end: int) -> float:
    """Weaken what another named party stands between."""
    at = bisect_left(scene.others, start)
    return _BETWEEN_NAMES if at < len(scene.others) and scene.others[at] < end else 1.0


def _back(layout: Layout, target: Target, clause: int) -> float:
    mine, its = layout.clauses[target.clause], layout.clauses[clause]
    if mine.paragraph != its.paragraph:
        return 0.0
    if mine.part == its.part:
        return max(0.3, _CLAUSE_BACK ** min(clause - target.clause, 4))
    return float(_SENTENCE_BACK ** min(its.part - mine.part, 3))


def _ahead(layout: Layout, target: Target, clause: int) -> float:
    mine, its = layout.clauses[target.clause], layout.clauses[clause]
    if mine.paragraph != its.paragraph:
        return 0.0
    if mine.part == its.part:
        return max(0.2, _CLAUSE_AHEAD ** min(target.clause - clause, 4))
    return float(_SENTENCE_AHEAD ** min(mine.part - its.part, 3))
