"""How far a figure could move with other articles: bootstrap intervals over clusters of judgements."""

import random
from collections.abc import Sequence

from kaoju.audit.scores import Figure, Judgement, Tally, tally

__all__ = ["clusters", "interval"]

_FEW = 5  # with fewer texts than this, lines are drawn instead: a handful of texts gives no interval


def clusters(texts: Sequence[tuple[str, Sequence[Judgement]]]) -> list[list[Judgement]]:
    """Group judgements into what is drawn: articles with all their variants, or lines where articles are few.

    `texts` are pairs of article name and judgements. States of one article share gold, so they stand or fall together.
    """
    by_article: dict[str, list[Judgement]] = {}
    for article, judgements in texts:
        by_article.setdefault(article, []).extend(judgements)
    if len(by_article) >= _FEW:
        return list(by_article.values())
    by_line: dict[tuple[str, int], list[Judgement]] = {}
    for article, judgements in by_article.items():
        for item in judgements:
            by_line.setdefault((article, item.line), []).append(item)
    return list(by_line.values())


def interval(
    groups: Sequence[Sequence[Judgement]], figure: Figure, *, draws: int = 500, level: float = 0.95, seed: int = 0
) -> tuple[float, float] | None:
    """Return the percentile bootstrap interval of a figure's headline, None where nothing is judged.

    The same judgements and seed give the same interval.
    """
    counts = [count for count in (tally(group, figure) for group in groups) if count.found or count.gold]
    chance = random.Random(seed)  # noqa: S311
    values = []
    for _ in range(draws if counts else 0):
        drawn = chance.choices(counts, k=len(counts))
        total = Tally(sum(c.right for c in drawn), sum(c.found for c in drawn), sum(c.gold for c in drawn))
        value = figure.value(total)
        if value is not None:
            values.append(value)
    if not values:
        return None
    values.sort()
    cut = (1 - level) / 2
    last = len(values) - 1
    return values[round(cut * last)], values[round((1 - cut) * last)]
