"""Calibration: tables, error, and a rising map that mends it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoju.audit.calibration import Curve, apply, expected_error, fit, load_curves, reliability, save_curves
from kaoju.errors import InputError

POINTS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=80)


def test_reliability_and_error() -> None:
    items = [(0.9, True)] * 6 + [(0.9, False)] * 4 + [(1.0, True)] * 10
    (only,) = reliability(items, bins=5)
    assert (only.low, only.high, only.count, only.right) == (0.8, 1.0, 20, 0.8)
    assert expected_error(items, bins=5) == pytest.approx(0.15)
    assert expected_error([]) is None


def test_an_overconfident_answer_is_mended() -> None:
    items = [(0.5, n % 2 == 0) for n in range(100)] + [(0.9, n % 2 == 0) for n in range(100)]
    items += [(0.95, True)] * 100
    curve = fit(items)
    assert apply(curve, 0.9) == pytest.approx(0.5, abs=0.01)
    assert apply(curve, 0.95) > 0.97
    mended = [(apply(curve, sure), right) for sure, right in items]
    assert (expected_error(mended) or 0) < 0.02
    assert (expected_error(items) or 0) > 0.1


@given(POINTS, st.floats(0, 1), st.floats(0, 1))
def test_a_curve_rises_and_stays_inside(items: list[tuple[float, bool]], one: float, other: float) -> None:
    curve = fit(items)
    low, high = sorted((one, other))
    assert 0 < apply(curve, low) <= apply(curve, high) < 1


def test_curves_survive_the_file(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    curves = {"claims": Curve((0.2, 0.8), (0.1, 0.9)), "quotes": Curve((0.5,), (0.7,))}
    save_curves(path, curves, "abc")
    assert load_curves(path) == curves
    path.write_text("{}", "utf-8")
    with pytest.raises(InputError, match="A050"):
        load_curves(path)
    with pytest.raises(ValueError, match="nothing to fit"):
        fit([])
