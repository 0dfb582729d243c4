"""The ranker that subjects, metrics and times share: options with named features, weighed by a log-linear model.

The weights are data (`weights/claims.toml`, a table per slot), fitted on `tune` by `tests/benchmarks/fit_claims.py`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import exp
from typing import Generic, ParamSpec, TypeVar, cast

__all__ = ["Option", "Signs", "best", "chosen", "told", "weighed", "weights"]

_SHOWN = 3
_KEPT = 1 << 14
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Signs:
    """Features that hold together, by name, and what they weigh in all.

    Weights are written in hundredths of log-odds and summed as such: options that weigh the same come out the same.
    """

    names: tuple[str, ...]
    hundredths: int


@dataclass(slots=True)
class Option(Generic[T]):
    """Something a slot may be filled with: the answer's name, what stands behind it, and the signs that speak of it.

    Never changed; not frozen, because dozens are made for every number and a frozen one takes four times as long.
    """

    name: str
    value: T
    signs: tuple[Signs, ...]

    @property
    def features(self) -> tuple[str, ...]:
        """The names of all features that hold."""
        return tuple(name for sign in self.signs for name in sign.names)


def weighed(slot: str) -> Callable[[Callable[P, Iterable[str]]], Callable[P, Signs]]:
    """Make of a function that names features for a slot one that returns them weighed.

    What it is told are a few words and flags, the same again and again: each answer is worked out once and kept.
    """

    def keeping(name_them: Callable[P, Iterable[str]]) -> Callable[P, Signs]:
        @lru_cache(maxsize=_KEPT)
        def made(*args: P.args, **kwargs: P.kwargs) -> Signs:
            names = tuple(name_them(*args, **kwargs))
            known = weights(slot)
            return Signs(names, round(sum(known.get(name, 0.0) for name in names) * 100))

        return cast("Callable[P, Signs]", made)

    return keeping


@cache
def weights(slot: str) -> Mapping[str, float]:
    """Return the weights of a slot's features, in log-odds; a feature without one weighs nothing."""
    import tomllib

    text = (files("kaoju_models") / "weights" / "claims.toml").read_text("utf-8")
    return {name: float(value) for name, value in tomllib.loads(text).get(slot, {}).items()}


def best(options: Sequence[Option[T]]) -> tuple[float, Option[T]] | None:
    """Return the option of the likeliest answer with that answer's probability, None without options."""
    return chosen(options, [sum([sign.hundredths for sign in option.signs]) / 100 for option in options])


def chosen(options: Sequence[Option[T]], scores: Sequence[float]) -> tuple[float, Option[T]] | None:
    """Choose by scores in log-odds. Options of one name share their chance: a name said three times has three.

    Of equal ones the first wins.
    """
    if not options:
        return None
    top = max(scores)
    names: dict[str, float] = {}
    for score, option in zip(scores, options, strict=True):
        name = option.name
        names[name] = names.get(name, 0.0) + exp(score - top)
    name = max(names, key=names.__getitem__)
    option = options[scores.index(top)]
    if option.name != name:
        own = [at for at, option in enumerate(options) if option.name == name]
        option = options[max(own, key=scores.__getitem__)]
    return names[name] / sum(names.values()), option


def told(slot: str, option: Option[T]) -> str:
    """Name the features that spoke loudest for an option."""
    ranks = _ranks(slot)
    known = sorted({ranks[name] for name in option.features if name in ranks})
    return " ".join(shown for _, _, shown in known[:_SHOWN])


@cache
def _ranks(slot: str) -> Mapping[str, tuple[float, str, str]]:
    """Return for every feature how loudly it speaks, for sorting, and how it is shown."""
    return {name: (-abs(weight), name, f"{name} {weight:+.1f}") for name, weight in weights(slot).items() if weight}
