"""CPU time of every stage against jieba.cut on the same text: `python tests/benchmarks/stages.py [FILE...]`.

Without files, the articles of the corpus. Prints each stage's share of jieba.cut, by the best of several rounds, and
what it took at the first text of the process, where it loads and compiles what it keeps.
"""

import json
import sys
import time
from datetime import date
from pathlib import Path

from kaoju.document import Document, Meta
from kaoju.engine.pipeline import STAGES, through
from kaoju.settings import Settings
from yardstick import yardstick

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
ROUNDS = 5
Times = dict[str, float]


def read(path: Path) -> Document:
    """Return an article as a document, with the date of the meta.json beside it."""
    meta = path.parent / "meta.json"
    published = json.loads(meta.read_text("utf-8")).get("published") if meta.exists() else None
    day = date.fromisoformat(published) if published else None
    return Document.of(path.read_text("utf-8"), meta=Meta(source=str(path), published=day))


def timed(doc: Document) -> Times:
    """Return the CPU seconds of each stage on a document."""
    timings: Times = {}
    through("facts", doc, Settings(published=doc.meta.published), timings)
    return timings


def main(paths: list[str]) -> None:
    """Print a line a stage, and their sum."""
    began = time.process_time()
    docs = [read(Path(path)) for path in paths or sorted(map(str, CORPUS.glob("*/article.txt")))]
    first = timed(docs[0])
    rounds = [[timed(doc) for _ in range(ROUNDS)] for doc in docs]
    best = {name: sum(min(one[name] for one in own) for own in rounds) for name, _ in STAGES}
    yard = sum(yardstick(doc.raw) for doc in docs)
    chars = sum(len(doc.raw) for doc in docs)
    print(f"{len(docs)} texts, {chars} characters; jieba.cut {yard / chars * 1e6:.2f} µs a character")
    for name, _ in STAGES:
        print(f"{name:10s} {best[name] / yard:6.3f} of jieba.cut   first {first[name]:6.3f} s")
    rest = sum(best.values()) - best["entities"]
    print(f"{'sum':10s} {sum(best.values()) / yard:6.3f} of jieba.cut   first {sum(first.values()):6.3f} s")
    print(f"without entities {rest / yard:.3f}; CPU of the process {time.process_time() - began:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
