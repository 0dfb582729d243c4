"""Fit the weights of the resolution model: `python tests/benchmarks/fit_platforms.py [FOLDER...]`.

Takes the corpus articles whose split is `tune`, their variants but the spun ones, and any folders named, starts from
the table `start` of the weights file, and prints a new file. In the spun variants names were swapped at random: a
reader cannot tell half of them, and they would only teach the model to distrust its evidence. The objective is the
log-likelihood of the certain gold referents, with a penalty on leaving the starting weights; the gradient is numerical.
"""

import datetime as dt
import json
import math
import sys
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from kaoju.audit.corpus import Case, load_corpus
from kaoju.audit.gold import Gold
from kaoju.document import Document, Meta
from kaoju.rulebook.knowledge import knowledge
from kaoju.settings import Settings
from kaoju.stages.entities import entities
from kaoju.stages.platforms.decision import Case as Scene
from kaoju.stages.platforms.decision import case, doubt, marginals, weights
from kaoju.stages.platforms.scene import scenes
from kaoju.stages.quantities import quantities
from kaoju.stages.repair import repair
from kaoju.stages.segment import segment

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
PENALTY, RATE, STEPS, FLOOR = 3.0, 0.06, 150, 0.05
Labelled = tuple[list[Scene], list[list[int | None]]]


def labelled(text: Case) -> Labelled:
    """Run the stages before the decision over one text and pair its targets with gold."""
    settings = Settings()
    published = text.meta.get("published")
    doc = Document.of(text.gold.text, meta=Meta(published=dt.date.fromisoformat(published) if published else None))
    for stage in (repair, segment, entities, quantities):
        doc = stage(doc, settings)
    scenes_ = [case(scene, weights()) for scene in scenes(doc, knowledge())]
    return scenes_, [[_label(doc, one, i, text.gold) for i in range(len(one.scene.targets))] for one in scenes_]


def _label(doc: Document, one: Scene, position: int, gold: Gold) -> int | None:
    raw = doc.raw_span(one.scene.targets[position].mention.span)
    referent = next((p.referent for p in gold.platforms if p.certain and p.span.overlaps(raw)), None)
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
    folders = [CORPUS, *map(Path, sys.argv[1:])]
    texts = [text for folder in folders for text in load_corpus(folder) if text.meta.get("split", "tune") == "tune"]
    texts = [text for text in texts if text.variant != "spun" or text.name == text.article]
    data = [labelled(text) for text in texts]
    start = tomllib.loads((files("kaoju_models") / "weights" / "platforms.toml").read_text("utf-8"))["start"]
    found = fitted(start, data)
    print(f"# loss {loss(start, data):.2f} -> {loss(found, data):.2f}\n[weights]")
    print_table(found)
    print("\n# Set by hand; what the fit starts from and is pulled towards.\n[start]")
    print_table(start)


def print_table(values: Mapping[str, float]) -> None:
    """Print weights as TOML."""
    for name, value in values.items():
        print(f"{json.dumps(name) if '.' in name else name} = {round(value, 2)}")


if __name__ == "__main__":
    main()
