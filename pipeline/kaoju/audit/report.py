"""The audit's tables: figures with intervals, slices, what was missed and why, as text, JSON or Markdown."""

from collections.abc import Sequence

from kaoju.audit.measure import Judged
from kaoju.audit.render import text_table
from kaoju.audit.scores import FIGURES, Figure, Judgement, Tally, reference, tally

__all__ = ["figures_table", "pooled"]


def pooled(judged: Sequence[Judged]) -> list[Judgement]:
    """Return the judgements of all texts: figures over them count every item alike, whichever text it is in."""
    return [item for one in judged for item in one.judgements]


def figures_table(judgements: Sequence[Judgement]) -> str:
    """Return the table of all figures over some judgements."""
    baseline = reference(judgements)["platforms"]["literal_baseline"]
    rows = [_figure_row(figure, tally(judgements, figure)) for figure in FIGURES]
    made = text_table(("figure", "P", "R", "F1", "right", "found", "gold"), rows)
    told = "-" if baseline is None else f"{baseline:.4f}"
    return f"{made}\nplatforms, taking every printed name at its word: {told}\n"


def _figure_row(figure: Figure, count: Tally) -> tuple[str, ...]:
    numbers = (str(count.right), str(count.found), str(count.gold))
    if figure.measure == "f1":
        return (figure.name, f"{count.precision:.4f}", f"{count.recall:.4f}", f"{count.f1:.4f}", *numbers)
    value = figure.value(count)
    return (figure.name, "", "-" if value is None else f"{value:.4f}", "", *numbers)
