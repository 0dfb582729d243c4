"""CPU time of the quotes stage against jieba.cut on the same text. Run: `python tests/benchmarks/quotes.py FILE...`."""

import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jieba

from kaoju.document import Document
from kaoju.settings import Settings
from kaoju.stages.entities import entities
from kaoju.stages.quotes import quotes
from kaoju.stages.segment import segment

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


def main(paths: list[str]) -> None:
    """Print, file by file and together, how the stage compares."""
    jieba.setLogLevel(logging.WARNING)
    jieba.lcut("预热")
    sums = [0.0, 0.0]
    for path in paths:
        text = Path(path).read_text("utf-8")
        doc = entities(segment(Document.of(text), SETTINGS), SETTINGS)
        yard = best(lambda text=text: jieba.lcut(text))  # type: ignore[misc]
        mine = best(lambda doc=doc: quotes(doc, SETTINGS))  # type: ignore[misc]
        sums = [sums[0] + yard, sums[1] + mine]
        print(f"{path}: {len(text)} characters, {len(quotes(doc, SETTINGS).quotes)} quotes, {mine / yard:.3f}")
    print(f"together: {sums[1] / sums[0]:.3f} of jieba.cut")


if __name__ == "__main__":
    main(sys.argv[1:])
