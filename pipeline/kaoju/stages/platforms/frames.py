"""Scenes set by place or market: a clause that opens with one, and the heading that a section stands under."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from kaoju.rulebook import load_rules
from kaoju.stages.platforms.scene import Clause, Item, Scene

__all__ = ["Framed", "framed", "headed"]

_PLACE = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for the place in patterns
_LOCATED = ("platform.scope_", "platform.place")
_AFTER = 4  # code points behind a place that tell whether it stands for itself
_FADE = 0.85  # what a clause between leaves of a frame
_NOUN = 0.4  # what is left where a place only qualifies the noun that opens the clause (海外订单停了)
_SHARED = 3  # Hanzi that two clauses must share to speak of the same measure

Framed = tuple[int, Item]


@cache
def _rule(rule_id: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{r.pattern})" for r in load_rules("platform") if r.id == rule_id))


def framed(scene: Scene, items: Sequence[Item]) -> tuple[list[Framed], set[Item]]:
    """Return what frames say of the mentions in their sentence, and the frames that speak against an earlier one.

    `在巴西，X…` and `国内这边，X…` set the scene for what follows, until another frame. In `X的客诉率是三成，
    德国的客诉率低得多` the frame is set against the mention before it, which is then at home elsewhere.
    """
    frames = _frames(scene, items)
    found: list[Framed] = []
    against: set[Item] = set()
    for index, target in enumerate(scene.targets):
        mine = scene.layout.clauses[target.clause]
        at = target.clause
        while at not in frames and at and scene.layout.clauses[at - 1].part == mine.part:
            at -= 1
        item = frames.get(at)
        if item is not None and item.span.end <= target.mention.span.start:
            strength = _FADE ** (target.clause - at) * (1.0 if _bare(scene, item) else _NOUN)
            found.append((index, _weaker(item, "platform.frame", f"{item.note}, the scene 场景", strength)))
        elif (item := _set_against(scene, index, frames)) is not None:
            against.add(item)
            found.append((index, _weaker(item, "platform.set_against", f"set against {item.note} 对照", -1.0)))
    return found, against


def _frames(scene: Scene, items: Sequence[Item]) -> dict[int, Item]:
    """Return the item that opens a clause, by clause."""
    out: dict[int, Item] = {}
    for item in items:
        if item.rule.startswith(_LOCATED) and any(item.scores):
            clause = scene.layout.at(item.span.start)
            lead = scene.doc.clean[scene.layout.clauses[clause].span.start : item.span.start]
            if clause not in out and _rule("platform.frame_lead").fullmatch(lead + _PLACE):
                out[clause] = item
    return out


def _bare(scene: Scene, item: Item) -> bool:
    """Tell whether the place itself is the scene: 在美国, 国内这边, 海外市场, not 美国用户."""
    text = scene.doc.clean
    if text[item.span.start - 1 : item.span.start] == "在" and text[item.span.end : item.span.end + 1] != "的":
        return True
    after = text[item.span.end : item.span.end + _AFTER] or "\n"
    return _rule("platform.frame_bare").match(_PLACE + after) is not None


def _weaker(item: Item, rule: str, note: str, strength: float) -> Item:
    return Item(rule, item.span, note, tuple(round(score * strength, 6) for score in item.scores))


def _set_against(scene: Scene, index: int, frames: dict[int, Item]) -> Item | None:
    """Return the frame of a later clause of the sentence that is set against a mention without one, if there is one."""
    target = scene.targets[index]
    mine = scene.layout.clauses[target.clause]
    follower = scene.targets[index + 1].clause if index + 1 < len(scene.targets) else len(scene.layout.clauses)
    for at in range(target.clause + 1, min(target.clause + 4, follower)):
        clause = scene.layout.clauses[at]
        if clause.part != mine.part:
            return None
        item = frames.get(at)
        if item is not None:
            return item if _opposed(scene, target.mention.span.end, mine, clause, item) else None
    return None


def _opposed(scene: Scene, start: int, mine: Clause, clause: Clause, item: Item) -> bool:
    text = scene.doc.clean
    if text[clause.span.start - 1] in ":：":
        return False  # what follows a colon unfolds what stands before it
    if _rule("platform.frame_opposed").search(text, clause.span.start, clause.span.end):
        return True
    said, other = text[start : mine.span.end], text[item.span.end : clause.span.end]
    return any(
        said[i : i + _SHARED] in other and _HANZI.fullmatch(said, i, i + _SHARED)
        for i in range(max(0, len(said) - _SHARED + 1))
    )


_HANZI = re.compile(r"[\u4e00-\u9fff]+")


def headed(scene: Scene, items: Sequence[Item]) -> Iterator[Framed]:
    """Yield what the headings of sections say of the mentions below them: one market named there, and no mention."""
    inside: dict[int, list[Item]] = {paragraph: [] for paragraph in sorted(scene.layout.headings)}
    if not inside:
        return
    clauses = scene.layout.clauses
    for item in items:
        if item.rule.startswith(_LOCATED) and any(item.scores):
            paragraph = clauses[scene.layout.at(item.span.start)].paragraph
            if paragraph in inside:
                inside[paragraph].append(item)
    order = list(inside)
    for index, target in enumerate(scene.targets):
        at = bisect_left(order, clauses[target.clause].paragraph) - 1
        found = inside[order[at]] if at >= 0 and order[at] not in scene.rooms else []
        if len({item.scores for item in found}) == 1:
            yield index, _weaker(found[0], "platform.heading", f"{found[0].note}, in the heading 小标题", 1.0)
