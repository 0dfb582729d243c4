"""Floors under figures: extraction that gets worse fails a build, and a floor is lowered only with a reason."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kaoju.audit.corpus import Case, corpus_digest
from kaoju.audit.gold import LAYERS
from kaoju.audit.measure import Judged
from kaoju.audit.report import pooled
from kaoju.audit.scores import FIGURES, tally
from kaoju.errors import InputError, UsageError

__all__ = ["Floors", "Pin", "check_floors", "load_floors", "lowered", "measured", "pin_of", "raised", "save_floors"]

EPSILON = 0.00005  # floors are written with four digits; this is what rounding may take


@dataclass(frozen=True, slots=True)
class Pin:
    """Which gold the floors were measured on: its digest and how many items each layer has."""

    digest: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Floors:
    """Least values per figure, the gold they hold for, and why any of them was ever lowered.

    For `not_quotes_false_alarms`, where less is better, the value kept is the share of terms left alone. `slack` is
    how far a figure may lie below its floor all the same: what floating point in the tagger changes between machines.
    """

    gold: Pin
    floors: Mapping[str, float]
    history: tuple[Mapping[str, object], ...] = field(default=())
    slack: float = 0.0


def pin_of(cases: Sequence[Case]) -> Pin:
    """Return the pin of a corpus."""
    counts = {layer: sum(case.gold.counts()[layer] for case in cases) for layer in LAYERS}
    return Pin(corpus_digest(cases), {"texts": len(cases), **counts})


def measured(judged: Sequence[Judged]) -> dict[str, float]:
    """Return every figure's headline over all texts, rounded to four digits, higher always better."""
    judgements = pooled(judged)
    values = {}
    for figure in FIGURES:
        value = figure.value(tally(judgements, figure))
        if value is not None:
            values[figure.name] = round(1 - value if figure.measure == "alarms" else value, 4)
    return values


def check_floors(floors: Floors, judged: Sequence[Judged]) -> list[str]:
    """Return one line per figure that fell below its floor or is measured no more, and one where the gold changed."""
    found = []
    pin = pin_of([one.case for one in judged])
    if pin != floors.gold:
        found.append(f"gold changed: {_changes(floors.gold, pin)}; measure anew with --raise, or --lower --reason TEXT")
    values = measured(judged)
    for name, floor in sorted(floors.floors.items()):
        if name not in values:
            found.append(f"{name}: floor {floor:.4f}, but nothing measures it any more")
        elif values[name] < floor - floors.slack - EPSILON:
            found.append(f"{name}: {values[name]:.4f} is below its floor {floor:.4f}")
    return found


def _changes(old: Pin, new: Pin) -> str:
    keys = [key for key in {**old.counts, **new.counts} if old.counts.get(key, 0) != new.counts.get(key, 0)]
    return ", ".join(f"{key} {old.counts.get(key, 0)} → {new.counts.get(key, 0)}" for key in keys) or "same counts"


def raised(floors: Floors | None, judged: Sequence[Judged], names: Sequence[str] = ()) -> Floors:
    """Return floors raised to what is measured now, pinned to this gold; without `floors`, new ones for all figures.

    `names` limits new floors to these figures. Raises UsageError A060 where any figure is below its floor.
    """
    values = measured(judged)
    if unknown := sorted(set(names) - {figure.name for figure in FIGURES}):
        raise UsageError("A062", f"no figure is called {', '.join(unknown)}; `kaoju audit` lists them")
    pin = pin_of([one.case for one in judged])
    if floors is None:
        return Floors(pin, {name: value for name, value in values.items() if not names or name in names})
    fallen = [name for name, floor in floors.floors.items() if values.get(name, 0.0) < floor - EPSILON]
    if fallen:
        raise UsageError("A060", f"{', '.join(sorted(fallen))} fell: mend it, or --lower --reason TEXT")
    added = {name: values[name] for name in names if name in values}
    kept = {name: max(floor, values[name]) for name, floor in floors.floors.items()}
    return replace(floors, gold=pin, floors={**kept, **added})


def lowered(floors: Floors, judged: Sequence[Judged], reason: str) -> Floors:
    """Return floors with every fallen figure at what is measured now, and the reason in their history.

    A figure that nothing measures any more is dropped. Raises UsageError A061 without a reason.
    """
    if not reason.strip():
        raise UsageError("A061", "lowering a floor takes --reason TEXT, which is stored beside it")
    values = measured(judged)
    fallen = {name: floor for name, floor in floors.floors.items() if values.get(name, 0.0) < floor - EPSILON}
    entry = {
        "reason": reason.strip(),
        "gold": floors.gold.digest,
        "lowered": {name: [floor, values.get(name)] for name, floor in sorted(fallen.items())},
    }
    kept = {name: min(floor, values[name]) for name, floor in floors.floors.items() if name in values}
    pin = pin_of([one.case for one in judged])
    return Floors(pin, kept, (*floors.history, entry), floors.slack)


def load_floors(path: Path) -> Floors:
    """Return the floors of a file. Raises InputError A063 where it holds none."""
    try:
        data = json.loads(path.read_text("utf-8"))
        pin = Pin(str(data["gold"]["digest"]), {str(k): int(v) for k, v in data["gold"]["counts"].items()})
        held = {str(k): float(v) for k, v in data["floors"].items()}
        return Floors(pin, held, tuple(data.get("history", ())), float(data.get("slack", 0.0)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as err:
        raise InputError("A063", f"{path}: holds no floors ({err}); make them with `kaoju audit gate --raise`") from err


def save_floors(path: Path, floors: Floors) -> None:
    """Write floors, sorted, one figure a line, so that a change shows in a diff."""
    data = {
        "gold": {"digest": floors.gold.digest, "counts": dict(floors.gold.counts)},
        "slack": floors.slack,
        "floors": dict(sorted(floors.floors.items())),
        "history": list(floors.history),
    }
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
