"""Does a confidence of 0.8 mean right four times in five? Reliability tables, their error, and a map that mends it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kaoju.audit.scores import Judgement
from kaoju.errors import InputError
from kaoju.rulebook.curves import Curve, apply, curves_of

__all__ = [
    "APPLIED",
    "Bin",
    "Curve",
    "apply",
    "expected_error",
    "fit",
    "load_curves",
    "points",
    "reliability",
    "save_curves",
]

Point = tuple[float, bool]
APPLIED = ("claims", "quotes")  # the tables whose confidences the pipeline maps (stages/calibrate.py)

# What must be right for an answer to count, per table of the output.
_NEEDS: Mapping[str, tuple[str, frozenset[str]]] = {
    "claims": ("claims", frozenset({"value", "subject", "metric"})),
    "quotes": ("quotes", frozenset({"speaker"})),
    "platforms": ("platforms", frozenset({"referent"})),
    "mentions": ("entities", frozenset({"type", "canonical"})),
}


def points(judgements: Iterable[Judgement]) -> dict[str, list[Point]]:
    """Return, per kind of record, `(confidence, right)` of every answer that gold can judge."""
    layers = {layer: (name, needs) for name, (layer, needs) in _NEEDS.items()}
    found: dict[str, list[Point]] = {name: [] for name in _NEEDS}
    for item in judgements:
        if item.layer in layers and item.found is not None:
            name, needs = layers[item.layer]
            found[name].append((item.found.confidence, item.gold is not None and needs <= item.right))
    return found


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose confidence lies in `[low, high)` (the last bin holds 1): how many, how sure, how often right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def reliability(items: Sequence[Point], bins: int = 10) -> list[Bin]:
    """Return the non-empty bins of equal width."""
    held: dict[int, list[Point]] = {}
    for confidence, right in items:
        held.setdefault(min(bins - 1, max(0, int(confidence * bins))), []).append((confidence, right))
    return [
        Bin(n / bins, (n + 1) / bins, len(group), _mean(c for c, _ in group), _mean(float(r) for _, r in group))
        for n, group in sorted(held.items())
    ]


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


def expected_error(items: Sequence[Point], bins: int = 10) -> float | None:
    """Return the expected calibration error: the bins' gap between confidence and truth, by size; None if empty."""
    total = len(items)
    return sum(b.count * abs(b.confidence - b.right) for b in reliability(items, bins)) / total if total else None


def fit(items: Sequence[Point], *, least: int = 10) -> Curve:
    """Fit the rising map nearest to the truth (isotonic regression), each step over at least `least` answers.

    Steps are pulled towards one half by one imagined answer right and one wrong, so that no map says never or always.
    Raises ValueError where there are no answers.
    """
    if not items:
        raise ValueError("nothing to fit a calibration to")
    blocks: list[_Block] = []
    for group in _grouped(sorted(items), least):
        block = _Block(group[0][0], group[-1][0], sum(right for _, right in group), len(group))
        while blocks and blocks[-1].rate >= block.rate:
            last = blocks.pop()
            block = _Block(last.low, block.high, last.right + block.right, last.count + block.count)
        blocks.append(block)
    corners = dict.fromkeys((end, round(b.rate, 4)) for b in blocks for end in (b.low, b.high))
    return Curve(tuple(stated for stated, _ in corners), tuple(true for _, true in corners))


@dataclass(frozen=True, slots=True)
class _Block:
    """Answers between two confidences that are right equally often."""

    low: float
    high: float
    right: int
    count: int

    @property
    def rate(self) -> float:
        return (self.right + 1) / (self.count + 2)


def _grouped(items: Sequence[Point], least: int) -> list[list[Point]]:
    """Cut sorted answers into groups of at least `least`; equal confidence is never cut apart."""
    groups: list[list[Point]] = [[]]
    for item in items:
        if len(groups[-1]) >= least and groups[-1][-1][0] != item[0]:
            groups.append([])
        groups[-1].append(item)
    if len(groups) > 1 and len(groups[-1]) < least:
        tail = groups.pop()
        groups[-1] += tail
    return groups


def save_curves(path: Path, curves: Mapping[str, Curve], gold: str) -> None:
    """Write curves with the digest of the gold they were fitted on."""
    data = {name: {"stated": curve.stated, "true": curve.true} for name, curve in sorted(curves.items())}
    path.write_text(json.dumps({"gold": gold, "curves": data}, ensure_ascii=False, indent=1) + "\n", "utf-8")


def load_curves(path: Path) -> dict[str, Curve]:
    """Return what `save_curves` wrote. Raises InputError A050 where the file holds something else."""
    try:
        data = json.loads(path.read_text("utf-8"))
        return curves_of(data)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as err:
        raise InputError("A050", f"{path}: is no calibration: {err}; write it with `kaoju audit calibrate`") from err
