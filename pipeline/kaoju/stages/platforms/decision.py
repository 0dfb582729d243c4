"""The joint decision: named weights on evidence and links, marginals by belief propagation."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kaoju.stages.platforms.attach import attached
from kaoju.stages.platforms.evidence import evidence
from kaoju.stages.platforms.links import Link, links
from kaoju.stages.platforms.scene import Item, Scene, garbled

__all__ = ["Case", "case", "marginals", "suspicion", "weights"]

_ROUNDS = 12
_CAP = 1.5
Features = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Case:
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


def case(scene: Scene) -> Case:
    """Gather evidence and links of a scene."""
    items = attached(scene, evidence(scene))
    size = len(scene.group.members)
    return Case(
        scene,
        tuple(tuple(sorted(found, key=lambda pair: (-pair[1], pair[0].span))) for found in items),
        tuple(_features(found, size) for found in items),
        tuple(links(scene)),
    )


def _features(found: Sequence[tuple[Item, float]], size: int) -> Features:
    """Sum the items of a rule, no further than a cap: the fifth mention of a country says little more."""
    out: Features = {}
    for item, strength in found:
        row = out.setdefault(item.rule, [0.0] * size)
        for i, score in enumerate(item.scores):
            row[i] = max(-_CAP, min(_CAP, row[i] + strength * score))
    return out


def suspicion(cases: Sequence[Case], weight: Mapping[str, float]) -> float:
    """Return from 0 to 1 how much the document looks as if its names had been confused.

    What speaks: mentions whose own surroundings contradict their name, sentences that compare a name with itself, and
    names split or misspelt.
    """
    against = compared = broken = total = 0.0
    for one in cases:
        total += len(one.scene.targets)
        for target, features in zip(one.scene.targets, one.features, strict=True):
            scores = _scores(features, weight, len(one.scene.group.members))
            margin = max(scores) - scores[target.printed]
            against += min(1.0, max(0.0, margin - 1.0) / 2.0)
            broken += garbled(target)
        for link in one.links:
            same = one.scene.targets[link.left].printed == one.scene.targets[link.right].printed
            compared += same and link.rule in {"platform.compared", "platform.side_by_side"}
    if not total:
        return 0.0
    signs = against + 0.7 * compared + 0.7 * min(broken, 3.0)
    return 1.0 / (1.0 + math.exp(-(signs - 2.5) * 1.6)) * min(1.0, (signs / total) * 8.0)


def _scores(features: Features, weight: Mapping[str, float], size: int) -> list[float]:
    out = [0.0] * size
    for name, row in features.items():
        w = weight.get(name, 0.0)
        for i, value in enumerate(row):
            out[i] += w * value
    return out


def potentials(one: Case, weight: Mapping[str, float], doubt: float) -> list[list[float]]:
    """Return the log-score of every candidate of every target from its own evidence and its printed name."""
    size = len(one.scene.group.members)
    literal = weight["literal"] * (1.0 - doubt) + weight["literal_doubted"] * doubt
    out = []
    for target, features in zip(one.scene.targets, one.features, strict=True):
        scores = _scores(features, weight, size)
        scores[target.printed] += literal
        out.append(scores)
    return out


def marginals(one: Case, weight: Mapping[str, float], doubt: float) -> list[list[float]]:
    """Return for every target the probability of every candidate, by sum-product over the links."""
    own = potentials(one, weight, doubt)
    size = len(one.scene.group.members)
    count = len(own)
    pair = [0.0] * max(0, count - 1)
    for link in one.links:
        pair[link.left] += weight.get(link.rule, 0.0) * link.sign
    forward = [[0.0] * size for _ in range(count)]
    backward = [[0.0] * size for _ in range(count)]
    for i in range(1, count):
        forward[i] = _pass([f + o for f, o in zip(forward[i - 1], own[i - 1], strict=True)], pair[i - 1])
    for i in range(count - 2, -1, -1):
        backward[i] = _pass([b + o for b, o in zip(backward[i + 1], own[i + 1], strict=True)], pair[i])
    return [_normal([f + o + b for f, o, b in zip(forward[i], own[i], backward[i], strict=True)]) for i in range(count)]


def _pass(incoming: Sequence[float], agree: float) -> list[float]:
    """Carry a log-message over a link that adds `agree` where both ends choose the same candidate."""
    top = max(incoming)
    mass = [math.exp(x - top) for x in incoming]
    total = sum(mass)
    bonus = math.exp(agree) - 1.0
    return [math.log(max(1e-12, total + bonus * m)) for m in mass]


def _normal(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    mass = [math.exp(s - top) for s in scores]
    total = sum(mass)
    return [m / total for m in mass]
