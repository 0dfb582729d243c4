"""Links between mentions: those that must differ (contrast) and those that probably agree (the topic goes on)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kaoju.rulebook import load_rules
from kaoju.span import Span
from kaoju.stages.platforms.scene import Scene, Target

__all__ = ["Link", "links"]


_OPENING = 2


@dataclass(frozen=True, slots=True)
class Link:
    """Two targets and what speaks for their being one (`sign` 1) or two (`sign` -1)."""

    left: int
    right: int
    rule: str
    sign: int
    span: Span
    note: str


@cache
def _patterns(prefix: str) -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?:{r.pattern})" for r in load_rules("platform") if r.id.startswith(prefix)), re.VERBOSE
    )


def links(scene: Scene) -> list[Link]:
    """Return the links between each target and the next."""
    pairs = zip(scene.targets, scene.targets[1:], strict=False)
    return [link for i, (a, b) in enumerate(pairs) for link in _between(scene, i, a, b)]


def _between(scene: Scene, index: int, a: Target, b: Target) -> Iterator[Link]:
    left, right = scene.layout.clauses[a.clause], scene.layout.clauses[b.clause]
    same_name = a.printed == b.printed
    gap = Span(a.mention.span.end, b.mention.span.start)
    between = gap.of(scene.doc.clean)

    def link(rule: str, sign: int, note: str) -> Link:
        return Link(index, index + 1, f"platform.{rule}", sign, gap, note)

    if left.sentence == right.sentence:
        if _patterns("platform.side").fullmatch(between):
            yield link("side_by_side", -1, "two names side by side 并列")
        elif same_name and _parallel(scene, a, b):
            yield link("parallel", -1, "two clauses of one build 句式平行")
        elif _compared(scene, a, b):
            yield link("compared", -1, "one is compared with the other 比较")
        elif a.clause != b.clause and _patterns("platform.opposed").search(between):
            yield link("opposed", -1, "the clauses are set against each other 对举")
        elif same_name:
            yield link("same_clause" if a.clause == b.clause else "same_sentence", 1, "the topic goes on 话题延续")
        else:
            yield link("two_names", -1, "two different names in one sentence 同句异名")
    elif left.paragraph == right.paragraph:
        lead = scene.doc.clean[right.span.start - 1 : b.mention.span.start]
        if _patterns("platform.turn").search(lead):
            yield link("turned", -1, "the sentence turns to another 转折")
        elif same_name:
            yield link("same_paragraph", 1, "the topic goes on 话题延续")
        else:
            yield link("two_names_apart", -1, "two different names in one paragraph 同段异名")
    elif same_name:
        yield link("next_paragraph", 1, "the topic goes on 话题延续")


def _parallel(scene: Scene, a: Target, b: Target) -> bool:
    """Tell whether both names open a clause, close together, and go on in the same way (X卖…，X卖…)."""
    text = scene.doc.clean
    opens = [t.mention.span.start - scene.layout.clauses[t.clause].span.start <= _OPENING for t in (a, b)]
    follow = [text[t.mention.span.end : t.mention.span.end + 1] for t in (a, b)]
    return all(opens) and a.clause != b.clause and follow[0] == follow[1] and b.clause - a.clause <= _OPENING


def _compared(scene: Scene, a: Target, b: Target) -> bool:
    text = scene.doc.clean
    if b.clause - a.clause > 1:
        return False
    around = text[a.mention.span.end : min(b.mention.span.end + 8, len(text))]
    lead = text[max(0, a.mention.span.start - 3) : a.mention.span.start]
    return _patterns("platform.compare").search(f"{lead}\N{OBJECT REPLACEMENT CHARACTER}{around}") is not None
