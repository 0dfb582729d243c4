"""The ranker that subjects, metrics and times share: options with named features, weighed by a log-linear model.

The weights are data (`weights/claims.toml`, a table per slot), fitted on `tune` by `tests/benchmarks/fit_claims.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import repeat
from math import exp
from operator import itemgetter
from typing import Generic, TypeVar

__all__ = ["Option", "best", "told", "weights"]

_SHOWN = 3
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """Something a slot may be filled with: the answer's name, what stands behind it, and the features that hold."""

    name: str
    value: T
    features: tuple[str, ...]


@cache
def weights(slot: str) -> Mapping[str, float]:
    """Return the weights of a slot's features, in log-odds; a feature without one weighs nothing."""
    import tomllib

    text = (files("kaoju_models") / "weights" / "claims.toml").read_text("utf-8")
    return {name: float(value) for name, value in tomllib.loads(text).get(slot, {}).items()}


def best(slot: str, options: Sequence[Option[T]]) -> tuple[float, Option[T]] | None:
    """Return the option of the likeliest answer with that answer's probability, None without options.

    Options of one name share their chance: a name said three times in reach has three. Of equal ones the first wins.
    """
    if not options:
        return None
    get, none = weights(slot).get, repeat(0.0)
    scores = [sum(map(get, option.features, none)) for option in options]
    top = max(scores)
    names: dict[str, float] = {}
    for score, option in zip(scores, options, strict=True):
        name = option.name
        names[name] = names.get(name, 0.0) + exp(score - top)
    name = max(names, key=names.__getitem__)
    option = options[scores.index(top)]
    if option.name != name:
        _, option = max(
            ((score, option) for score, option in zip(scores, options, strict=True) if option.name == name),
            key=itemgetter(0),
        )
    return names[name] / sum(names.values()), option


def told(slot: str, option: Option[T]) -> str:
    """Name the features that spoke loudest for an option."""
    weight = weights(slot)
    known = sorted({name for name in option.features if weight.get(name)}, key=lambda n: (-abs(weight[n]), n))
    return " ".join(f"{name} {weight[name]:+.1f}" for name in known[:_SHOWN])
