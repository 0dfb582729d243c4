"""What the rest of the text says of a doubtful mention: the same figure, or the same comparison, stated elsewhere."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kaoju.document import Kind
from kaoju.stages.platforms.attach import attached
from kaoju.stages.platforms.links import Link
from kaoju.stages.platforms.scene import Item, Scene

__all__ = ["Figure", "comparisons", "echoed", "figures"]

_LARGE = Decimal(1_000_000)  # smaller figures meet by chance
_SURE = 0.5  # a figure counts as a mention's own from this strength of attachment

Figure = tuple[str, Decimal]


def figures(scene: Scene) -> list[dict[Figure, Item]]:
    """Return for every target the large figures that are said of it."""
    values: dict[Item, Figure] = {}
    size = len(scene.group.members)
    for quantity, _ in scene.amounts:
        value = quantity.low if quantity.low is not None else quantity.high
        if value is not None and value >= _LARGE and quantity.kind in {Kind.COUNT, Kind.MONEY}:
            unit = quantity.unit or "" if quantity.kind is Kind.MONEY else ""
            item = Item("platform.echo", quantity.span, "", (1.0,) * size)
            values[item] = (unit, value)
    return [
        {values[item]: item for item, strength in found if strength >= _SURE} for found in attached(scene, list(values))
    ]


def echoed(own: Sequence[dict[Figure, Item]], odds: Sequence[Sequence[float]]) -> list[list[Item]]:
    """Return items from figures that are also said of other mentions, whose first odds say who those are."""
    found: list[list[Item]] = [[] for _ in own]
    holders: dict[Figure, list[int]] = {}
    for index, mine in enumerate(own):
        for figure in mine:
            holders.setdefault(figure, []).append(index)
    for figure, indexes in sorted(holders.items()):
        for index in indexes:
            others = [odds[i] for i in indexes if i != index]
            if others:
                mean = [sum(column) / len(others) for column in zip(*others, strict=True)]
                even = 1.0 / len(mean)
                scores = tuple(round((p - even) / (1.0 - even), 6) for p in mean)
                item = own[index][figure]
                found[index].append(Item(item.rule, item.span, "the same figure elsewhere 他处同一数值", scores))
    return found


def comparisons(scene: Scene, links: Sequence[Link]) -> Iterator[tuple[int, Item]]:
    """Yield items for comparisons of a name with itself, from one elsewhere that names both sides (A超过B)."""
    compared = [link for link in links if link.rule == "platform.compared"]
    sides = {(scene.targets[x.left].printed, scene.targets[x.right].printed) for x in compared}
    told = {side for side in sides if side[0] != side[1]}
    if len(told) != 1:
        return
    first, second = next(iter(told))
    for link in compared:
        left, right = scene.targets[link.left], scene.targets[link.right]
        if left.printed == right.printed:
            note = "the same comparison elsewhere names both 他处同一比较"
            yield link.left, Item("platform.comparison", left.mention.span, note, scene.member(first))
            yield link.right, Item("platform.comparison", right.mention.span, note, scene.member(second))
