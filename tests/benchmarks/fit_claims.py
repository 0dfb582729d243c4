"""Fit the subject ranker's weights to the corpus: `python tests/benchmarks/fit_claims.py [PENALTY]`.

Takes the articles whose split is `tune`, starts from the weights in force, and prints a new table of weights; above it,
as comments, the share of claims whose subject is right with either on `tune` and on `test`, and the share whose subject
is among the candidates at all. The objective is the log-likelihood of the right names, with PENALTY (20) times half the
squared way from the start, by Adam on the exact gradient.
"""

import datetime as dt
import json
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import numpy as np

from kaoju.audit.corpus import Case, load_corpus
from kaoju.audit.names import same_subject
from kaoju.audit.output import Output
from kaoju.audit.pairing import pair
from kaoju.document import Document, Meta, Quantity
from kaoju.engine.pipeline import through
from kaoju.settings import Settings
from kaoju.stages.claims import claims, subject
from kaoju.stages.claims.rank import Option, options, rank, weights
from kaoju.tables import rows

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
RATE, STEPS, NEED = 0.05, 300, 0.5
Weights = Mapping[str, float]


@dataclass(frozen=True)
class Asked:
    """A claim of gold: its options, and which of them have the right name."""

    split: str
    found: Sequence[Option]
    right: Sequence[bool]


def asked(case: Case) -> Iterator[Asked]:
    """Yield the certain claims of an article with the options that the stage weighed for them."""
    seen: dict[tuple[int, int], list[Option]] = {}
    published = case.meta.get("published")
    meta = Meta(published=dt.date.fromisoformat(published) if published else None)
    doc = through("quotes", Document.of(case.gold.text, meta=meta))

    def spy(text: str, frame: object, number: int, quantity: Quantity, *rest: object) -> list[Option]:
        made = options(text, frame, number, quantity, *rest)  # type: ignore[arg-type]
        raw = doc.raw_span(quantity.span)
        seen[raw.start, raw.end] = made
        return made

    with mock.patch.object(subject, "options", spy):
        output = Output.of(rows(claims(doc, Settings())))
    for i, j in pair(case.gold.claims, output.claims, NEED):
        gold, span = case.gold.claims[i], output.claims[j].span
        found = seen.get((span.start, span.end))
        if found and gold.certain:
            yield Asked(case.meta["split"], found, [same_subject(gold.subject, o.candidate.name) for o in found])


def fitted(start: Weights, data: Sequence[Asked], penalty: float) -> dict[str, float]:
    """Descend from `start`; claims whose options are all right or all wrong teach nothing."""
    names = sorted({n for one in data for o in one.found for n in o.features})
    column = {n: i for i, n in enumerate(names)}
    telling = [one for one in data if any(one.right) and not all(one.right)]
    matrices = [_matrix(one, column) for one in telling]
    origin = np.array([start.get(n, 0.0) for n in names])
    weight, first, second = origin.copy(), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, STEPS + 1):
        slope = penalty * (weight - origin)
        for matrix, one in zip(matrices, telling, strict=True):
            scores = matrix @ weight
            all_ = np.exp(scores - scores.max())
            good = all_ * np.array(one.right)
            slope += matrix.T @ (all_ / all_.sum() - good / good.sum())
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        move = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        weight = weight - RATE * move
    return {**start, **dict(zip(names, weight.tolist(), strict=True))}


def _matrix(one: Asked, column: Mapping[str, int]) -> np.ndarray:
    matrix = np.zeros((len(one.found), len(column)))
    for line, option in enumerate(one.found):
        for name in option.features:
            matrix[line, column[name]] += 1
    return matrix


def accuracy(data: Sequence[Asked], weight: Weights) -> float:
    """Return the share of claims whose best option has the right name."""
    right = 0
    for one in data:
        best = rank(one.found, weight)[0][1]
        right += next(ok for ok, option in zip(one.right, one.found, strict=True) if option is best)
    return right / len(data) if data else math.nan


def main() -> None:
    """Fit and print."""
    data = [item for case in load_corpus(CORPUS) for item in asked(case)]
    tune = [item for item in data if item.split == "tune"]
    start = weights()
    found = fitted(start, tune, float(sys.argv[1]) if len(sys.argv) > 1 else 20.0)
    for split in ("tune", "test"):
        own = [item for item in data if item.split == split]
        among = sum(any(item.right) for item in own) / len(own)
        told = f"{accuracy(own, start):.3f} in force, {accuracy(own, found):.3f} fitted, {among:.3f} among"
        print(f"# {split}: {told}, of {len(own)}")
    print("[subject]")
    for name, value in sorted(found.items()):
        if abs(value) >= 0.05:
            print(f"{json.dumps(name)} = {round(value, 2)}")


if __name__ == "__main__":
    main()
