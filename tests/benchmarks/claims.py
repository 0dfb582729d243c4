"""CPU time of the claims stage against jieba.cut on the same text: `python tests/benchmarks/claims.py FILE...`.

Prints the stage as a whole, and its share that is ranking (weighing the options of subjects, metrics and times).
"""

import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import jieba

from kaoju.document import Document
from kaoju.engine.pipeline import through
from kaoju.settings import Settings
from kaoju.stages.claims import claims, metric, ranking, subject, when

SETTINGS = Settings()


def best(work: Callable[[], object], rounds: int = 7) -> float:
    """Return the least CPU seconds of one call over several rounds."""
    took = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return min(took)


def asked(doc: Document) -> list[tuple[str, list[ranking.Option[object]]]]:
    """Return every list of options that the stage ranks on a document."""
    seen = []

    def spy(slot: str, options: list[ranking.Option[object]]) -> object:
        seen.append((slot, options))
        return ranking.best(slot, options)

    patches = [mock.patch.object(module, "best", spy) for module in (metric, subject, when)]
    for patch in patches:
        patch.start()
    try:
        claims(doc, SETTINGS)
    finally:
        mock.patch.stopall()
    return seen


def main(paths: list[str]) -> None:
    """Print, file by file and together, how the stage and its ranking compare."""
    jieba.setLogLevel(logging.WARNING)
    jieba.lcut("预热")
    sums = [0.0, 0.0, 0.0]
    for path in paths:
        text = Path(path).read_text("utf-8")
        doc = through("quotes", text)
        lists = asked(doc)
        yard = best(lambda text=text: jieba.lcut(text))  # type: ignore[misc]
        whole = best(lambda doc=doc: claims(doc, SETTINGS))  # type: ignore[misc]
        part = best(lambda lists=lists: [ranking.best(slot, options) for slot, options in lists])  # type: ignore[misc]
        sums = [a + b for a, b in zip(sums, (yard, whole, part), strict=True)]
        made = len(claims(doc, SETTINGS).claims)
        print(f"{path}: {len(text)} characters, {made} claims, stage {whole / yard:.2f}, ranking {part / yard:.2f}")
    print(f"together: stage {sums[1] / sums[0]:.2f} of jieba.cut, ranking {sums[2] / sums[0]:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
