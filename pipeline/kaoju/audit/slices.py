"""Figures per kind of text and per kind of item: where the extraction is good and where it is not."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from kaoju.audit.measure import Judged
from kaoju.audit.scores import Judgement

__all__ = ["SLICES", "by_item", "sliced"]


def _meta(key: str) -> Callable[[Judged], str]:
    return lambda judged: judged.case.meta.get(key) or "-"


SLICES: Mapping[str, Callable[[Judged], str]] = {
    "script": _meta("script"),
    "variant": _meta("variant"),
    "genre": _meta("genre"),
    "pair": _meta("pair"),
    "split": _meta("split"),
    "document": lambda judged: judged.case.name,
}


def sliced(judged: Sequence[Judged], name: str) -> dict[str, list[Judgement]]:
    """Return the judgements per value of one of `SLICES`, values sorted."""
    key = SLICES[name]
    found: dict[str, list[Judgement]] = {}
    for one in judged:
        found.setdefault(key(one), []).extend(one.judgements)
    return dict(sorted(found.items()))


def by_item(judgements: Iterable[Judgement], layer: str, attribute: str) -> dict[str, list[Judgement]]:
    """Return one layer's judgements per attribute (claims: kind, metric; quotes, entities: type), sorted.

    An item that gold has counts under gold's value, one that answers nothing under its own.
    """
    found: dict[str, list[Judgement]] = {}
    for item in judgements:
        if item.layer == layer:
            value = getattr(item.gold or item.found, attribute, None)
            found.setdefault(str(value), []).append(item)
    return dict(sorted(found.items()))
