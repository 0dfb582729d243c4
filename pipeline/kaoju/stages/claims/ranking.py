"""The ranker that subjects, metrics and times share: options with named features, weighed by a log-linear model.

The weights are data (`weights/claims.toml`, a table per slot), fitted on `tune` by `tests/benchmarks/fit_claims.py`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from math import exp
from operator import attrgetter
from typing import Generic, ParamSpec, TypeVar, cast

from msgspec import Struct

__all__ = ["Option", "Signs", "best", "chosen", "told", "weighed", "weights"]

_SHOWN = 3
_KEPT = 1 << 14
_SCORE = attrgetter("hundredths")
_REACH = 2048
_CHANCES = tuple(exp(-behind / 100) for behind in range(_REACH))  # of an option so many hundredths behind the best one
P = ParamSpec("P")
T = TypeVar("T")


class Signs(Struct, frozen=True, eq=False, gc=False):
    """Features that hold together, by name, and what they weigh in all.

    Weights are written in hundredths of log-odds and summed as such: options that weigh the same come out the same.
    `loudest` are the features that weigh most: how much, their name, and how they are shown.
    """

    names: tuple[str, ...]
    hundredths: int
    loudest: Sequence[tuple[float, str, str]] = ()


class Option(Generic[T]):
    """Something a slot may be filled with: the answer's name, what stands behind it, and the signs that speak of it.

    Never changed; no frozen record, because dozens are made for every number and a frozen one takes four times as long.
    """

    __slots__ = ("hundredths", "name", "signs", "value")

    def __init__(self, name: str, value: T, signs: tuple[Signs, ...]) -> None:
        self.name, self.value, self.signs = name, value, signs
        self.hundredths = 0
        for sign in signs:
            self.hundredths += sign.hundredths

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
            known = weights(slot)
            names = tuple(name_them(*args, **kwargs))
            heavy = {name: known[name] for name in names if known.get(name)}
            loud = sorted([(-abs(weight), name, f"{name} {weight:+.1f}") for name, weight in heavy.items()])
            return Signs(names, round(sum(known.get(name, 0.0) for name in names) * 100), loud[:_SHOWN])

        return cast("Callable[P, Signs]", made)

    return keeping


@cache
def weights(slot: str) -> Mapping[str, float]:
    """Return the weights of a slot's features, in log-odds; a feature without one weighs nothing."""
    import tomllib

    text = (files("kaoju_models") / "weights" / "claims.toml").read_text("utf-8")
    return {name: float(value) for name, value in tomllib.loads(text).get(slot, {}).items()}


def best(options: Sequence[Option[T]]) -> tuple[float, Option[T]] | None:
    """Return the option of the likeliest answer with that answer's probability, None without options.

    The same as `chosen` by the options' own scores, without lists of its own: every number asks this thrice.
    """
    if len(options) < 2:
        return (1.0, options[0]) if options else None
    option, top = options[0], options[0].hundredths
    for other in options:
        if other.hundredths > top:
            option, top = other, other.hundredths
    name = option.name
    total = own = 0.0
    for other in options:
        behind = top - other.hundredths
        chance = _CHANCES[behind] if behind < _REACH else exp(-behind / 100)
        total += chance
        if other.name == name:
            own += chance
    if own * 2 < total:  # a name that is said often may still be likelier
        shares = _shares(options, top)
        likeliest = max(shares, key=shares.__getitem__)
        if likeliest != name:
            own, option = shares[likeliest], max([o for o in options if o.name == likeliest], key=_SCORE)
    return own / total, option


def _shares(options: Sequence[Option[T]], top: int) -> Mapping[str, float]:
    """Add up name by name what its options have for a chance, where the best option has 1."""
    shares: dict[str, float] = {}
    for option in options:
        behind, name = top - option.hundredths, option.name
        chance = _CHANCES[behind] if behind < _REACH else exp(-behind / 100)
        shares[name] = shares[name] + chance if name in shares else chance
    return shares


def chosen(options: Sequence[Option[T]], scores: Sequence[float]) -> tuple[float, Option[T]] | None:
    """Choose by scores in hundredths of log-odds. Options of one name share their chance: one said thrice has three.

    Of equal ones the first wins.
    """
    if len(options) < 2:
        return (1.0, options[0]) if options else None
    top = max(scores)
    chances = [exp((score - top) / 100) for score in scores]
    option = options[scores.index(top)]
    total = sum(chances)
    own = sum([chance for chance, other in zip(chances, options, strict=True) if other.name == option.name])
    if own * 2 < total:
        names: dict[str, float] = {}
        for chance, other in zip(chances, options, strict=True):
            names[other.name] = names.get(other.name, 0.0) + chance
        name = max(names, key=names.__getitem__)
        if name != option.name:
            of_name = [at for at, other in enumerate(options) if other.name == name]
            own, option = names[name], options[max(of_name, key=scores.__getitem__)]
    return own / total, option


def told(option: Option[T]) -> str:
    """Name the features that spoke loudest for an option."""
    loud = sorted([rank for sign in option.signs for rank in sign.loudest])
    return " ".join(list(dict.fromkeys([shown for _, _, shown in loud]))[:_SHOWN])
