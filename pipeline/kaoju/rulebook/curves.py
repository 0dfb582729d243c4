"""What a stated confidence is worth: rising maps fitted by the audit, stored in `weights/calibration.json`."""

import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Curve", "apply", "curves", "curves_of"]


@dataclass(frozen=True, slots=True)
class Curve:
    """A rising, piecewise linear map from stated to true confidence: its corners, by ascending `stated`."""

    stated: tuple[float, ...]
    true: tuple[float, ...]


def apply(curve: Curve, confidence: float) -> float:
    """Return what a stated confidence is worth; flat beyond the curve's ends.

    >>> apply(Curve((0.4, 0.8), (0.2, 0.6)), 0.6)
    0.4
    """
    at = bisect_right(curve.stated, confidence)
    if at == 0:
        return curve.true[0]
    if at == len(curve.stated):
        return curve.true[-1]
    left, right = curve.stated[at - 1], curve.stated[at]
    share = (confidence - left) / (right - left)
    return round(curve.true[at - 1] + share * (curve.true[at] - curve.true[at - 1]), 4)


def curves_of(data: Mapping[str, Mapping[str, Mapping[str, list[float]]]]) -> dict[str, Curve]:
    """Return the curves by table out of the file's JSON object. Raises KeyError or TypeError where it is none."""
    return {name: Curve(tuple(c["stated"]), tuple(c["true"])) for name, c in data["curves"].items()}


@cache
def curves(name: str = "calibration") -> Mapping[str, Curve]:
    """Return the curves in force, by table, out of a file of `weights`; a table without one keeps its confidences."""
    return curves_of(json.loads((files("kaoju_models") / "weights" / f"{name}.json").read_text("utf-8")))
