"""The joint decision: named weights on evidence and links, marginals by belief propagation."""

import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from msgspec import Struct

from kaoju.stages.platforms.attach import attached
from kaoju.stages.platforms.echoes import comparisons, echoed, figures
from kaoju.stages.platforms.evidence import evidence
from kaoju.stages.platforms.frames import framed, headed
from kaoju.stages.platforms.links import Link, links
from kaoju.stages.platforms.scene import Item, Scene, garbled
from kaoju.stages.platforms.vantage import vantages

__all__ = ["Case", "case", "doubt", "marginals", "weights"]

# What says outright which market is meant, from this strength of attachment; and what it leaves of a currency.
_MARKETS = ("platform.scope_", "platform.place", "platform.frame", "platform.feature", "platform.set_against")
_OUTRIGHT, _CONVERTED = 0.6, 0.5
_PASSING = 3  # mentions up to which a group is no topic of the text
_CAP = 1.5
_NAMED_BOTH = frozenset({"platform.two_names"})
_ECHOES = 2  # rounds in which figures stated twice speak for each other
_HARD = frozenset({"platform.compared", "platform.side_by_side", "platform.parallel"})
Features = dict[str, list[float]]


class Case(Struct, frozen=True, gc=False):
    """A scene made ready: for each target its items with strengths and its features by candidate; and the links."""

    scene: Scene
    items: tuple[tuple[tuple[Item, float], ...], ...]
    features: tuple[Features, ...]
    links: tuple[Link, ...]


@cache
def weights() -> Mapping[str, float]:
    """Return the fitted weights by feature, from `weights/platforms.toml`."""
    import tomllib

    text = (files("kaoju_models") / "weights" / "platforms.toml").read_text("utf-8")
    return {name: float(value) for name, value in tomllib.loads(text)["weights"].items()}


def case(scene: Scene, weight: Mapping[str, float]) -> Case:
    """Gather evidence and links of a scene; a first decision lets figures stated twice speak for each other."""
    found = links(scene)
    seen = evidence(scene)
    frames, against = framed(scene, seen)
    items = attached(scene, [item for item in seen if item not in against])
    around = (*frames, *headed(scene, seen), *vantages(scene))
    for index, item in (*around, *comparisons(scene, found)):
        items[index].append((item, 1.0))
    items = [_outspoken(own) for own in items]
    settled = _case(scene, items, found)
    own = figures(scene)
    if sum(map(len, own)) > 1:
        for _ in range(_ECHOES):
            echoes = echoed(own, marginals(settled, weight, 1.0))
            more = [[*mine, *((item, 1.0) for item in echo)] for mine, echo in zip(items, echoes, strict=True)]
            settled = _case(scene, more, found)
    return settled


def _outspoken(own: list[tuple[Item, float]]) -> list[tuple[Item, float]]:
    """Weaken amounts in the home currency where the text says outright that another market is meant.

    Writers convert what they report: 一千九百万元 sold abroad were no yuan.
    """
    told = [(item, strength) for item, strength in own if item.rule.startswith(_MARKETS) and strength >= _OUTRIGHT]
    return [
        (item, strength * _CONVERTED)
        if item.rule == "platform.currency_own"
        and any(sum(a * b for a, b in zip(item.scores, other.scores, strict=True)) < 0 for other, _ in told)
        else (item, strength)
        for item, strength in own
    ]


def _case(scene: Scene, items: list[list[tuple[Item, float]]], found: list[Link]) -> Case:
    size = len(scene.group.members)
    return Case(
        scene,
        tuple(tuple(sorted(own, key=lambda pair: (-pair[1], pair[0].span))) for own in items),
        tuple(_features(own, size) for own in items),
        tuple(found),
    )


def _features(found: Sequence[tuple[Item, float]], size: int) -> Features:
    """Sum the items of a rule, no further than a cap: the fifth mention of a country says little more."""
    out: Features = {}
    for item, strength in found:
        row = out.setdefault(item.rule, [0.0] * size)
        for i, score in enumerate(item.scores):
            row[i] = max(-_CAP, min(_CAP, row[i] + strength * score))
    return out


def _scores(features: Features, weight: Mapping[str, float], size: int) -> list[float]:
    out = [0.0] * size
    for name, row in features.items():
        w = weight.get(name, 0.0)
        for i, value in enumerate(row):
            out[i] += w * value
    return out


def doubt(cases: Sequence[Case], weight: Mapping[str, float]) -> float:
    """Return the probability that the document confuses its names at all.

    Two readings compete: an author who means every name as printed, and a source that swaps some. What speaks for the
    second is evidence that the printed names explain badly; names split or misspelt show that a machine rewrote.
    """
    odds = weight["doubt"]
    for one in cases:
        size = len(one.scene.group.members)
        printed = [target.printed for target in one.scene.targets]
        own = [_scores(features, weight, size) for features in one.features]
        kept = _kept(one.scene, weight)
        literal = [[kept * (i == p) for i in range(size)] for p in printed]
        soft, hard = _pairs(one, weight, hard=False), _pairs(one, weight, hard=True)
        both = [[a + b for a, b in zip(x, y, strict=True)] for x, y in zip(own, literal, strict=True)]
        pair = [_Pair(a.agree + b.agree, a.kept, a.left, a.right) for a, b in zip(soft, hard, strict=True)]
        gain = _total(both, pair) - _total(literal, soft)
        gain -= sum(scores[p] for scores, p in zip(own, printed, strict=True))
        gain -= sum(h.agree for h, a, b in zip(hard, printed, printed[1:], strict=False) if a == b)
        odds += weight["evidence"] * gain
    if cases:
        odds += weight["garbled"] * min(2, garbled(cases[0].scene))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


def _kept(scene: Scene, weight: Mapping[str, float]) -> float:
    """Return what speaks for the printed name: more where it is named in passing and no other of its group is."""
    alone = len(scene.targets) <= _PASSING and len({target.printed for target in scene.targets}) == 1
    return weight["literal"] + (weight["alone"] if alone else 0.0)


class _Pair(Struct, frozen=True, gc=False):
    """What binds two neighbours: `agree` where both mean one, `kept` where both mean what they print."""

    agree: float
    kept: float
    left: int
    right: int


def _pairs(one: Case, weight: Mapping[str, float], *, hard: bool) -> list[_Pair]:
    """Sum the links between neighbours: the `hard` ones (comparisons) are evidence, the others only habit.

    Two different names side by side were hardly swapped for each other: both are then likely kept.
    """
    printed = [target.printed for target in one.scene.targets]
    agree = [0.0] * max(0, len(printed) - 1)
    kept = [0.0] * len(agree)
    for link in one.links:
        if (link.rule in _HARD) is hard:
            agree[link.left] += weight.get(link.rule, 0.0) * link.sign
        if not hard and link.sign < 0 and printed[link.left] != printed[link.right] and link.rule in _NAMED_BOTH:
            kept[link.left] = weight["both_kept"]
    if not hard:
        for link in one.links:
            if link.rule in _HARD and printed[link.left] != printed[link.right]:
                kept[link.left] = weight["both_kept"]
    return [_Pair(a, k, x, y) for a, k, x, y in zip(agree, kept, printed, printed[1:], strict=False)]


def marginals(one: Case, weight: Mapping[str, float], doubted: float) -> list[list[float]]:
    """Return for every target the probability of every candidate.

    A mixture: with probability `1 - doubted` the name is meant as printed, else as sum-product over evidence and
    links says.
    """
    size = len(one.scene.group.members)
    own = []
    kept = _kept(one.scene, weight)
    for target, features in zip(one.scene.targets, one.features, strict=True):
        scores = _scores(features, weight, size)
        scores[target.printed] += kept
        own.append(scores)
    soft, hard = _pairs(one, weight, hard=False), _pairs(one, weight, hard=True)
    pair = [_Pair(a.agree + b.agree, a.kept, a.left, a.right) for a, b in zip(soft, hard, strict=True)]
    return [
        [doubted * p + (1.0 - doubted) * (i == target.printed) for i, p in enumerate(odds)]
        for target, odds in zip(one.scene.targets, _chain(own, pair), strict=True)
    ]


def _chain(own: list[list[float]], pair: list[_Pair]) -> list[list[float]]:
    """Forward and backward over a chain; return the marginals."""
    count, size = len(own), len(own[0])
    forward = [[0.0] * size for _ in range(count)]
    backward = [[0.0] * size for _ in range(count)]
    for i in range(1, count):
        forward[i] = _pass([f + o for f, o in zip(forward[i - 1], own[i - 1], strict=True)], pair[i - 1])
    for i in range(count - 2, -1, -1):
        backward[i] = _pass([b + o for b, o in zip(backward[i + 1], own[i + 1], strict=True)], pair[i], back=True)
    return [_normal([f + o + b for f, o, b in zip(forward[i], own[i], backward[i], strict=True)]) for i in range(count)]


def _total(own: list[list[float]], pair: list[_Pair]) -> float:
    """Return the log of the sum over all assignments of the chain."""
    message = own[0]
    for scores, agree in zip(own[1:], pair, strict=True):
        message = [m + s for m, s in zip(_pass(message, agree), scores, strict=True)]
    top = max(message)
    return top + math.log(sum(math.exp(m - top) for m in message))


def _pass(incoming: Sequence[float], pair: _Pair, *, back: bool = False) -> list[float]:
    """Carry a log-message over a pair, from left to right or `back`."""
    top = max(incoming)
    mass = [math.exp(x - top) for x in incoming]
    bonus = math.exp(pair.agree) - 1.0
    out = [sum(mass) + bonus * m for m in mass]
    if pair.kept:
        here, there = (pair.right, pair.left) if back else (pair.left, pair.right)
        out[there] += (math.exp(pair.kept) - 1.0) * mass[here]
    return [top + math.log(max(1e-12, x)) for x in out]


def _normal(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    mass = [math.exp(s - top) for s in scores]
    total = sum(mass)
    return [m / total for m in mass]
