"""The audit's tables: figures with intervals, slices, what was missed and why, as text, JSON or Markdown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict

from kaoju.audit.calibration import expected_error, points, reliability
from kaoju.audit.intervals import clusters, interval
from kaoju.audit.measure import Judged
from kaoju.audit.misses import Miss
from kaoju.audit.render import markdown_table, text_table
from kaoju.audit.scores import FIGURES, Figure, Judgement, Tally, reference, tally
from kaoju.audit.slices import sliced

__all__ = ["as_data", "calibration_table", "figures_table", "misses_table", "pooled", "slice_table"]

Table = Callable[[Sequence[str], Sequence[Sequence[str]]], str]
_HEADLINES = ("platforms", "platform_flips", "claims_span", "claims_core", "claims_full", "quotes_content",
              "quotes_speaker", "entities_typed", "entities_canonical")  # fmt: skip


def pooled(judged: Sequence[Judged]) -> list[Judgement]:
    """Return the judgements of all texts: figures over them count every item alike, whichever text it is in."""
    return [item for one in judged for item in one.judgements]


def _table(*, markdown: bool) -> Table:
    return markdown_table if markdown else text_table


def figures_table(judged: Sequence[Judged], *, draws: int = 500, markdown: bool = False) -> str:
    """Return all figures over some texts, with 95 % bootstrap intervals unless `draws` is 0."""
    judgements = pooled(judged)
    groups = clusters([(one.case.article, one.judgements) for one in judged])
    header = ["figure", "P", "R", "F1", "right", "found", "gold", *(["95 %"] if draws else [])]
    rows = []
    for figure in FIGURES:
        row = _figure_row(figure, tally(judgements, figure))
        bounds = interval(groups, figure, draws=draws) if draws else None
        told = "-" if bounds is None else f"{bounds[0]:.3f}–{bounds[1]:.3f}"
        rows.append([*row, *([told] if draws else [])])
    baseline = reference(judgements)["platforms"]["literal_baseline"]
    told = "-" if baseline is None else f"{baseline:.4f}"
    return f"{_table(markdown=markdown)(header, rows)}\nplatforms, every printed name taken at its word: {told}\n"


def _figure_row(figure: Figure, count: Tally) -> tuple[str, ...]:
    numbers = (str(count.right), str(count.found), str(count.gold))
    if figure.measure == "f1":
        return (figure.name, f"{count.precision:.4f}", f"{count.recall:.4f}", f"{count.f1:.4f}", *numbers)
    return (figure.name, "", _told(figure.value(count)), "", *numbers)


def _told(value: float | None, digits: int = 4) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def slice_table(judged: Sequence[Judged], name: str, *, markdown: bool = False) -> str:
    """Return the headline figures per value of one of `SLICES`."""
    figures = [figure for figure in FIGURES if figure.name in _HEADLINES]
    rows = [
        [value, *(_told(figure.value(tally(judgements, figure)), 3) for figure in figures)]
        for value, judgements in sliced(judged, name).items()
    ]
    return _table(markdown=markdown)([name, *(figure.name for figure in figures)], rows)


def calibration_table(judgements: Iterable[Judgement], *, markdown: bool = False) -> str:
    """Return, per kind of record, how often answers of a confidence are right, and the expected calibration error."""
    rows = []
    for name, items in points(judgements).items():
        rows += [
            [f"{name} {b.low:.1f}–{b.high:.1f}", str(b.count), f"{b.confidence:.3f}", f"{b.right:.3f}"]
            for b in reliability(items)
        ]
        rows.append([f"{name} error", str(len(items)), "", _told(expected_error(items), 3)])
    return _table(markdown=markdown)(["confidence", "answers", "mean", "right"], rows)


def misses_table(items: Iterable[Miss], *, markdown: bool = False) -> str:
    """Return what was missed, wrong or surplus, one a row; lines count from 1 as editors do."""
    rows = [[f"{m.text}:{m.line + 1}", m.layer, m.what, _short(m.surface), m.reason] for m in items]
    draw = markdown_table if markdown else text_table
    return draw(["where", "layer", "what", "surface", "reason"], rows, left=5)


def _short(text: str, limit: int = 24) -> str:
    flat = text.replace("\n", " ")
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"


def as_data(judged: Sequence[Judged], items: Iterable[Miss], slices: Iterable[str]) -> dict[str, object]:
    """Return everything the tables say, for JSON: figures as the reference scorer names them, slices, misses."""
    judgements = pooled(judged)
    per_slice: Mapping[str, object] = {
        name: {value: reference(group) for value, group in sliced(judged, name).items()} for name in slices
    }
    calibration = {
        name: {"error": expected_error(found), "bins": [asdict(b) for b in reliability(found)]}
        for name, found in points(judgements).items()
    }
    return {
        "figures": {**reference(judgements), **_ours(judgements)},
        "slices": per_slice,
        "calibration": calibration,
        "misses": [asdict(miss) for miss in items],
    }


def _ours(judgements: Sequence[Judgement]) -> dict[str, object]:
    known = reference(judgements)
    counts = {figure.name: tally(judgements, figure) for figure in FIGURES if figure.name not in known}
    return {
        name: {
            "p": round(count.precision, 4), "r": round(count.recall, 4), "f1": round(count.f1, 4),
            "tp": count.right, "pred": count.found, "gold": count.gold,
        }
        for name, count in counts.items()
    }  # fmt: skip
