"""Fit the claims stage's rankers: `fit_claims.py [--slot S] [--penalty P] [--rounds N] [--write]`.

Takes the articles whose split is `tune` and fits the weights of each slot (subject, metric, time) to the right answers
among the options that the stage weighed for them: log-likelihood, less PENALTY times half the squared way from the
hand-set start (`[start.SLOT]`), by Adam on the exact gradient; the mean of a dozen fits to articles drawn with
replacement. The options lean on what was chosen before, so each round reads the articles with the weights of the round
before and adds its options to those it fits. Prints how often each slot is right on `tune` and on `test` in each round,
and how often the right answer is among the options at all. `--write` puts the last round's weights in force. The
penalties are those that did best when articles of the corpus were left out in turn; among like ones, on the
development gold beside the project.
"""

import argparse
import datetime as dt
import json
import math
import pickle
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

import numpy as np

from kaoju.audit.corpus import Case, load_corpus
from kaoju.audit.gold import GoldClaim
from kaoju.audit.names import same_subject
from kaoju.audit.output import Output
from kaoju.audit.pairing import pair
from kaoju.document import Document, Meta
from kaoju.engine.pipeline import through
from kaoju.settings import Settings
from kaoju.stages import claims as stage
from kaoju.stages.claims import metric, subject, when
from kaoju.stages.claims.ranking import Option, chosen, weights
from kaoju.tables import rows

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = ROOT / "models" / "kaoju_models" / "weights" / "claims.toml"
SLOTS = ("metric", "subject", "time")
PENALTY = {"metric": 4.0, "subject": 10.0, "time": 2.0}
RATE, STEPS, NEED, LEAST = 0.05, 400, 0.5, 0.05
DRAWS = 12
Weights = Mapping[str, float]


@dataclass(frozen=True)
class Asked:
    """A slot of a claim of gold: its article, its options, and which of them are right."""

    article: str
    split: str
    found: Sequence[Option[Any]]
    right: Sequence[bool]


def prepared(case: Case) -> Document:
    """Return the article through the stages before this one; kept in the temporary folder between runs."""
    published = case.meta.get("published")
    date = dt.date.fromisoformat(published) if published else None
    code = sorted((ROOT / "pipeline" / "kaoju").rglob("*.py"))
    stamp = "".join(f"{p.stat().st_mtime_ns}" for p in code if "claims" not in p.relative_to(ROOT).parts)
    key = blake2b((case.gold.text + str(published) + stamp).encode(), digest_size=12).hexdigest()
    kept = Path(tempfile.gettempdir()) / f"kaoju-fit-{key}.pickle"
    if kept.exists():
        return pickle.loads(kept.read_bytes())  # type: ignore[no-any-return]
    doc = through("quotes", Document.of(case.gold.text, meta=Meta(published=date)), Settings(published=date))
    kept.write_bytes(pickle.dumps(doc))
    return doc


def asked(case: Case, table: Mapping[str, Weights]) -> Iterator[tuple[str, Asked]]:
    """Yield the slots of an article's certain claims with the options that the stage weighed for them by a table."""
    doc = prepared(case)
    seen: dict[tuple[int, int], dict[str, Sequence[Option[Any]]]] = {}
    latest: dict[str, Sequence[Option[Any]]] = {}
    bind = stage._bind

    def spy(slot: str) -> Callable[[Sequence[Option[Any]]], tuple[float, Option[Any]] | None]:
        def ranked(options: Sequence[Option[Any]]) -> tuple[float, Option[Any]] | None:
            latest[slot] = options
            return chosen(options, scores(options, table[slot]))

        return ranked

    def bound(document: Document, *rest: Any, **more: Any) -> Any:
        latest.clear()
        claim = bind(document, *rest, **more)
        if claim is not None:
            raw = document.raw_span(claim.quantity.span)
            seen[raw.start, raw.end] = dict(latest)
        return claim

    for slot, module in (("metric", metric), ("subject", subject), ("time", when)):
        mock.patch.object(module, "best", spy(slot)).start()
    mock.patch.object(stage, "_bind", bound).start()
    try:
        output = Output.of(rows(stage.claims(doc, Settings())))
    finally:
        mock.patch.stopall()
    for i, j in pair(case.gold.claims, output.claims, NEED):
        gold, span = case.gold.claims[i], output.claims[j].span
        if gold.certain:
            for slot, found in seen.get((span.start, span.end), {}).items():
                if found:
                    yield slot, Asked(case.name, case.meta["split"], found, [_right(slot, gold, o) for o in found])


def _right(slot: str, gold: GoldClaim, option: Option[Any]) -> bool:
    if slot == "subject":
        return same_subject(gold.subject, option.name)
    return (gold.metric if slot == "metric" else gold.time or "") == option.name


class Problem:
    """Claims as flat arrays: features of options, options of claims."""

    def __init__(self, data: Sequence[Asked]) -> None:
        telling = [one for one in data if any(one.right) and not all(one.right)]
        self.names = sorted({n for one in telling for o in one.found for n in o.features})
        column = {n: i for i, n in enumerate(self.names)}
        options = [(o, ok) for one in telling for o, ok in zip(one.found, one.right, strict=True)]
        self.feature = np.array([column[n] for o, _ in options for n in o.features], dtype=int)
        self.option = np.repeat(np.arange(len(options)), [len(o.features) for o, _ in options])
        self.right = np.array([ok for _, ok in options])
        sizes = [len(one.found) for one in telling]
        self.starts = np.cumsum([0, *sizes[:-1]])
        self.claim = np.repeat(np.arange(len(telling)), sizes)

    def slope(self, weight: np.ndarray) -> np.ndarray:
        """Return the gradient of the negative log-likelihood."""
        count = len(self.right)
        scores = np.bincount(self.option, weights=weight[self.feature], minlength=count)
        parts = np.exp(scores - np.maximum.reduceat(scores, self.starts)[self.claim])
        good = parts * self.right
        share = parts / np.add.reduceat(parts, self.starts)[self.claim]
        wanted = good / np.maximum(np.add.reduceat(good, self.starts), 1e-300)[self.claim]
        return np.bincount(self.feature, weights=(share - wanted)[self.option], minlength=len(weight))


def fitted(start: Weights, data: Sequence[Asked], penalty: float) -> dict[str, float]:
    """Descend from `start`; claims whose options are all right or all wrong teach nothing."""
    problem = Problem(data)
    origin = np.array([start.get(n, 0.0) for n in problem.names])
    weight, first, second = origin.copy(), np.zeros(len(origin)), np.zeros(len(origin))
    for step in range(1, STEPS + 1):
        slope = problem.slope(weight) + penalty * (weight - origin)
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        weight = weight - RATE * first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return {**start, **dict(zip(problem.names, weight.tolist(), strict=True))}


def scores(options: Sequence[Option[Any]], weight: Weights) -> list[float]:
    """Return what each option's features weigh, in hundredths."""
    return [100 * sum(weight.get(name, 0.0) for name in option.features) for option in options]


def bagged(start: Weights, data: Sequence[Asked], penalty: float) -> dict[str, float]:
    """Return the mean of fits to articles drawn with replacement: what one article alone teaches weighs less."""
    articles: dict[str, list[Asked]] = {}
    for one in data:
        articles.setdefault(one.article, []).append(one)
    names, rng = sorted(articles), Random(DRAWS)
    draws = [rng.choices(names, k=len(names)) for _ in range(DRAWS)]
    fits = [fitted(start, [one for name in draw for one in articles[name]], penalty) for draw in draws]
    return {name: sum(fit.get(name, 0.0) for fit in fits) / DRAWS for fit in fits for name in fit}


def accuracy(data: Sequence[Asked], weight: Weights) -> float:
    """Return the share of claims whose best option is right."""
    right = 0
    for one in data:
        found = chosen(one.found, scores(one.found, weight))
        assert found is not None
        right += next(ok for ok, o in zip(one.right, one.found, strict=True) if o is found[1])
    return right / len(data) if data else math.nan


def start_of(slot: str) -> Weights:
    """Return the weights that a slot's fit starts from: set by hand, kept in the file beside the fitted ones."""
    return tomllib.loads(WEIGHTS.read_text("utf-8")).get("start", {}).get(slot, {})  # type: ignore[no-any-return]


def written(table: Mapping[str, Weights]) -> str:
    """Return the weights file: the comment that stands at its head, then a table per slot."""
    head = [line for line in WEIGHTS.read_text("utf-8").splitlines() if line.startswith("#")]
    lines = ["\n".join(head)]
    tables = {f"start.{slot}": start_of(slot) for slot in SLOTS} | dict(table)
    for slot, found in sorted(tables.items()):
        lines.append(f"\n[{slot}]")
        lines += [
            f"{json.dumps(n, ensure_ascii=False)} = {round(v, 2)}"
            for n, v in sorted(found.items())
            if abs(v) >= LEAST or slot.startswith("start")
        ]
    return "\n".join(lines) + "\n"


def read(table: Mapping[str, Weights]) -> dict[str, list[Asked]]:
    """Read the corpus with the weights given: the claims of gold by slot.

    Each article once: its variants say the same again, and in the spun ones names were swapped at random.
    """
    data: dict[str, list[Asked]] = {}
    articles = [case for case in load_corpus(ROOT / "corpus") if "/" not in case.name]
    for case in articles:
        for slot, one in asked(case, table):
            data.setdefault(slot, []).append(one)
    return data


def main() -> None:
    """Fit and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--slot", choices=SLOTS, action="append")
    options.add_argument("--penalty", type=float)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--write", action="store_true")
    args = options.parse_args()
    table: dict[str, Weights] = {slot: weights(slot) for slot in SLOTS}
    pool: dict[str, list[Asked]] = {}
    for turn in range(args.rounds + 1):
        data = read(table)
        for slot in args.slot or SLOTS:
            for name in ("tune", "test"):
                own = [one for one in data[slot] if one.split == name]
                among = sum(any(one.right) for one in own) / len(own)
                print(
                    f"{slot} {name}: {accuracy(own, table[slot]):.3f} in round {turn}, {among:.3f} among, of {len(own)}"
                )
            if turn < args.rounds:
                pool.setdefault(slot, []).extend(one for one in data[slot] if one.split == "tune")
                penalty = (args.penalty or PENALTY[slot]) * (turn + 1)
                table[slot] = bagged(start_of(slot), pool[slot], penalty)
    if args.write:
        WEIGHTS.write_text(written(table), "utf-8")


if __name__ == "__main__":
    main()
