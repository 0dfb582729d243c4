"""Links between mentions: those that must differ (contrast) and those that probably agree (the topic goes on)."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from msgspec import Struct

from kaoju.document import Kind
from kaoju.rulebook import load_rules
from kaoju.span import Span
from kaoju.stages.platforms.evidence import metric_at
from kaoju.stages.platforms.scene import Scene, Target

__all__ = ["Link", "links"]


_NAME = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for a name in the patterns of comparison
_OPENING = 2
_BASE = 16  # code points behind the second name in which what is compared ends (X商城去年的八成)
_ADVERB = 3  # code points behind a name in which an adverb that sets it against another stands
_QUALIFIER = 8  # code points before a name in which a word for a market qualifies it
_NEAR = 4  # clauses between two that may be of one build
_APART = Decimal("1.2")


class Link(Struct, frozen=True, gc=False):
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
    """Return the links between each target and the next, at most two for a pair."""
    pairs = list(zip(scene.targets, scene.targets[1:], strict=False))
    values = _values(scene)
    found = [link for i, (a, b) in enumerate(pairs) for link in _between(scene, i, a, b)]
    found += [link for i, (a, b) in enumerate(pairs) for link in _valued(scene, i, a, b, values)]
    return sorted(found, key=lambda link: (link.left, link.rule))


def _values(scene: Scene) -> list[dict[str, Decimal]]:
    """Collect for each target the figures that its own part of the sentence gives, by metric."""
    out: list[dict[str, Decimal]] = [{} for _ in scene.targets]
    starts = [target.mention.span.start for target in scene.targets]
    for quantity, here in scene.amounts:
        at = bisect_right(starts, quantity.span.start) - 1
        value = quantity.low if quantity.low is not None else quantity.high
        if at < 0 or value is None or quantity.kind not in {Kind.COUNT, Kind.MONEY}:
            continue
        if here.part != scene.layout.clauses[scene.targets[at].clause].part:
            continue
        metric = metric_at(scene, quantity, here)
        if metric is not None:
            out[at].setdefault(f"{metric} {quantity.unit}", value)
    return out


def _valued(scene: Scene, index: int, a: Target, b: Target, values: list[dict[str, Decimal]]) -> Iterator[Link]:
    """Two figures of one metric in one paragraph, far apart: hardly of the same platform."""
    left, right = scene.layout.clauses[a.clause], scene.layout.clauses[b.clause]
    if left.paragraph != right.paragraph:
        return
    for metric in sorted(values[index].keys() & values[index + 1].keys()):
        x, y = sorted((values[index][metric], values[index + 1][metric]))
        if x > 0 and y / x > _APART:
            gap = Span(a.mention.span.end, b.mention.span.start)
            yield Link(index, index + 1, "platform.two_values", -1, gap, "two figures of one metric 同一指标两个数值")
            return


def _between(scene: Scene, index: int, a: Target, b: Target) -> Iterator[Link]:
    left, right = scene.layout.clauses[a.clause], scene.layout.clauses[b.clause]
    gap = Span(a.mention.span.end, b.mention.span.start)
    if left.paragraph != right.paragraph:
        rule = _NEXT if a.printed == b.printed else None
    elif left.sentence == right.sentence:
        rule = _in_sentence(scene, a, b)
    else:
        lead = scene.doc.clean[right.span.start : b.mention.span.start]
        before = scene.layout.clauses[max(0, b.clause - 1)]
        if before.sentence == right.sentence:
            lead = before.span.of(scene.doc.clean) + lead
        if _patterns("platform.turn").match(lead):
            rule = ("turned", -1, "the sentence turns to another 转折")
        elif a.printed == b.printed:
            rule = ("same_paragraph", 1, _GOES_ON)
        else:
            rule = ("two_names_apart", -1, "two different names in one paragraph 同段异名")
    if rule is not None:
        yield Link(index, index + 1, f"platform.{rule[0]}", rule[1], gap, rule[2])


_GOES_ON = "the topic goes on 话题延续"
_NEXT = ("next_paragraph", 1, _GOES_ON)


def _in_sentence(scene: Scene, a: Target, b: Target) -> tuple[str, int, str]:
    """Say how two names of one sentence stand to each other."""
    between = scene.doc.clean[a.mention.span.end : b.mention.span.start]
    same = a.printed == b.printed
    if _patterns("platform.side").fullmatch(between):
        return ("side_by_side", -1, "two names side by side 并列")
    if _compared(scene, a, b):
        return ("compared", -1, "one is compared with the other 比较")
    if not same:
        return ("two_names", -1, "two different names in one sentence 同句异名")
    if _parallel(scene, a, b):
        return ("parallel", -1, "two clauses of one build 句式平行")
    if _reopened(scene, a, b):
        return ("reopened", -1, "the name opens the next clause again 主语重提")
    if _modified(scene, a, b):
        return ("modified", -1, "only one of them is qualified 限定语不同")
    if a.clause != b.clause and _patterns("platform.opposed").search(_through(scene, between, b)):
        return ("opposed", -1, "the clauses are set against each other 对举")
    return ("same_clause" if a.clause == b.clause else "same_sentence", 1, _GOES_ON)


def _opens(scene: Scene, target: Target) -> bool:
    return target.mention.span.start - scene.layout.clauses[target.clause].span.start <= _OPENING


def _parallel(scene: Scene, a: Target, b: Target) -> bool:
    """Tell whether both names open a clause, close together, and go on in the same way (X卖…，X卖…)."""
    text = scene.doc.clean
    follow = [text[t.mention.span.end : t.mention.span.end + 1] for t in (a, b)]
    near = 0 < b.clause - a.clause <= _NEAR
    return near and follow[0] == follow[1] and _opens(scene, a) and _opens(scene, b)


def _reopened(scene: Scene, a: Target, b: Target) -> bool:
    """Tell whether a name opens two clauses in a row, or a clause that it has just ended.

    What stays the same is dropped in Chinese, or a pronoun stands for it.
    """
    ends = a.mention.span.end >= scene.layout.clauses[a.clause].span.end
    return b.clause - a.clause == 1 and _opens(scene, b) and (ends or _opens(scene, a))


def _through(scene: Scene, between: str, b: Target) -> str:
    """Return what stands between two names, and the adverb that follows the second (X减了，X则加了)."""
    end = scene.layout.clauses[b.clause].span.end
    after = scene.doc.clean[b.mention.span.end : min(end, b.mention.span.end + _ADVERB)]
    return between + (after if _patterns("platform.adversative").search(after) else "")


def _modified(scene: Scene, a: Target, b: Target) -> bool:
    """Tell whether the second name alone is told apart by where it is (X占九成，来自海外的X占一成)."""
    text = scene.doc.clean
    lead = [text[max(0, t.mention.span.start - _QUALIFIER) : t.mention.span.start] for t in (a, b)]
    found = [_patterns("platform.qualifier").search(part) is not None for part in lead]
    return found == [False, True]


def _compared(scene: Scene, a: Target, b: Target) -> bool:
    text = scene.doc.clean
    if b.clause - a.clause > 1:
        return False
    lead = text[max(0, a.mention.span.start - 3) : a.mention.span.start]
    between = text[a.mention.span.end : b.mention.span.start]
    after = text[b.mention.span.end : b.mention.span.end + _BASE]
    return _patterns("platform.compare").search(f"{lead}{_NAME}{between}{_NAME}{after}") is not None
