"""CPU time of the checks against jieba.cut on the same text, and what they find.

Run: `python tests/benchmarks/checks.py [--list] FILE...`. With `--list` every check is printed with its sentence, to be
read and judged. A `meta.json` beside a file gives the article's date.
"""

import datetime as dt
import json
import logging
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import jieba

from kaoju.document import Document, Meta
from kaoju.engine import through
from kaoju.settings import Settings
from kaoju.stages.checks import checks

SETTINGS = Settings()


def best(work: Callable[[], object], rounds: int = 7, times: int = 5) -> float:
    """Return the least CPU seconds of one call over several rounds."""
    took = []
    for _ in range(rounds):
        began = time.process_time()
        for _ in range(times):
            work()
        took.append((time.process_time() - began) / times)
    return min(took)


def read(path: Path) -> Document:
    """Return an article as a document, with the date of its meta.json."""
    meta = path.parent / "meta.json"
    published = json.loads(meta.read_text("utf-8")).get("published") if meta.exists() else None
    date = dt.date.fromisoformat(published) if published else None
    return Document.of(path.read_text("utf-8"), meta=Meta(source=str(path), published=date))


def main(arguments: list[str]) -> None:
    """Print, file by file and together, how the stage compares and what it found."""
    jieba.setLogLevel(logging.WARNING)
    jieba.lcut("预热")
    sums = [0.0, 0.0]
    counts: Counter[str] = Counter()
    for path in (Path(a) for a in arguments if a != "--list"):
        doc = through("calibrate", read(path), SETTINGS)
        found = checks(doc, SETTINGS).checks
        yard = best(lambda text=doc.raw: jieba.lcut(text))  # type: ignore[misc]
        mine = best(lambda doc=doc: checks(doc, SETTINGS))  # type: ignore[misc]
        sums = [sums[0] + yard, sums[1] + mine]
        counts.update(f"{c.kind} {c.status}" for c in found)
        print(f"{path}: {len(doc.raw)} characters, {len(doc.claims)} claims, {len(found)} checks, {mine / yard:.3f}")
        for check in found if "--list" in arguments else ():
            sentence = doc.sentence_at(check.span.start)
            print(
                f"  {check.kind} {check.status}: {check.message}\n    {sentence.span.of(doc.clean) if sentence else ''}"
            )
    print(", ".join(f"{count} {name}" for name, count in sorted(counts.items())))
    print(f"together: {sums[1] / sums[0]:.3f} of jieba.cut")


if __name__ == "__main__":
    main(sys.argv[1:])
