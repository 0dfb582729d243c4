"""Fit the weights of the resolution model: `python tests/benchmarks/fit_platforms.py [FOLDER...]`.

Takes the corpus articles whose split is `tune` and any folders named (each with article.txt, meta.json and
platforms.jsonl), starts from the weights in force, and prints a new weights file. The objective is the log-likelihood
of the certain gold referents, with a penalty on leaving the starting weights; the gradient is numerical.
"""

import datetime as dt
import json
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from kaoju.document import Document, Meta
from kaoju.rulebook.knowledge import knowledge
from kaoju.settings import Settings
from kaoju.span import Span
from kaoju.stages.entities import entities
from kaoju.stages.platforms.decision import Case, case, doubt, marginals, weights
from kaoju.stages.platforms.scene import scenes
from kaoju.stages.quantities import quantities
from kaoju.stages.repair import repair
from kaoju.stages.segment import segment

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
PENALTY, RATE, STEPS, FLOOR = 0.5, 0.06, 150, 0.05
Labelled = tuple[list[Case], list[list[int | None]]]


def gold_of(folder: Path, text: str) -> Iterator[tuple[Span, str]]:
    """Yield the raw span and the referent of every certain gold mention."""
    lines = text.split("\n")
    for row in map(json.loads, (folder / "platforms.jsonl").read_text("utf-8").splitlines()):
        at = -1
        for _ in range(row["nth"] + 1):
            at = lines[row["line"]].index(row["surface"], 0 if at < 0 else at + len(row["surface"]))
        start = sum(len(line) + 1 for line in lines[: row["line"]]) + at
        if row["certain"]:
            yield Span(start, start + len(row["surface"])), row["referent"]


def labelled(folder: Path) -> Labelled:
    """Run the stages before the decision over one article and pair its targets with gold."""
    settings = Settings()
    text = (folder / "article.txt").read_text("utf-8")
    published = json.loads((folder / "meta.json").read_text("utf-8")).get("published")
    doc = Document.of(text, meta=Meta(published=dt.date.fromisoformat(published) if published else None))
    for stage in (repair, segment, entities, quantities):
        doc = stage(doc, settings)
    gold = list(gold_of(folder, text))
    cases = [case(scene, weights()) for scene in scenes(doc, knowledge())]
    return cases, [[_label(doc, one, i, gold) for i in range(len(one.scene.targets))] for one in cases]


def _label(doc: Document, one: Case, position: int, gold: Sequence[tuple[Span, str]]) -> int | None:
    raw = doc.raw_span(one.scene.targets[position].mention.span)
    referent = next((name for span, name in gold if span.overlaps(raw)), None)
    return next((i for i, name in enumerate(one.scene.group.names()) if name == referent), None)


def loss(weight: dict[str, float], data: Sequence[Labelled]) -> float:
    """Return the negative log-likelihood of the gold referents."""
    total = 0.0
    for cases, labels in data:
        doubted = doubt(cases, weight)
        for one, wanted in zip(cases, labels, strict=True):
            for odds, label in zip(marginals(one, weight, doubted), wanted, strict=True):
                total -= math.log(max(odds[label], 1e-4)) if label is not None else 0.0
    return total


def fitted(start: dict[str, float], data: Sequence[Labelled]) -> dict[str, float]:
    """Descend with Adam from `start`; `evidence` stays as it is, and all but `doubt` stay positive."""
    weight = dict(start)
    names = [name for name in weight if name != "evidence"]
    first, second = dict.fromkeys(names, 0.0), dict.fromkeys(names, 0.0)
    for step in range(1, STEPS + 1):
        here = loss(weight, data)
        slope = {n: (loss({**weight, n: weight[n] + 1e-3}, data) - here) / 1e-3 for n in names}
        for name in names:
            pull = slope[name] + 2 * PENALTY * (weight[name] - start[name])
            first[name] = 0.9 * first[name] + 0.1 * pull
            second[name] = 0.99 * second[name] + 0.01 * pull**2
            move = first[name] / (1 - 0.9**step) / (math.sqrt(second[name] / (1 - 0.99**step)) + 1e-8)
            weight[name] = weight[name] - RATE * move
            if name != "doubt":
                weight[name] = max(FLOOR, weight[name])
    return weight


def main() -> None:
    """Fit and print."""
    tune = [p.parent for p in sorted(CORPUS.glob("*/meta.json")) if json.loads(p.read_text("utf-8"))["split"] == "tune"]
    data = [labelled(folder) for folder in (*tune, *map(Path, sys.argv[1:]))]
    start = dict(weights())
    found = fitted(start, data)
    print(f"# loss {loss(start, data):.2f} -> {loss(found, data):.2f}\n[weights]")
    for name, value in found.items():
        print(f"{json.dumps(name) if '.' in name else name} = {round(value, 2)}")


if __name__ == "__main__":
    main()
