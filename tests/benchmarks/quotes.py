"""CPU time of the quotes stage against jieba.cut on the same text. Run: `python tests/benchmarks/quotes.py FILE...`."""

import sys
from pathlib import Path

from kaoju.document import Document
from kaoju.settings import Settings
from kaoju.stages.entities import entities
from kaoju.stages.quotes import quotes
from kaoju.stages.segment import segment
from yardstick import least, yardstick

SETTINGS = Settings()


def main(paths: list[str]) -> None:
    """Print, file by file and together, how the stage compares."""
    sums = [0.0, 0.0]
    for path in paths:
        text = Path(path).read_text("utf-8")
        doc = entities(segment(Document.of(text), SETTINGS), SETTINGS)
        yard = yardstick(text, times=5)
        mine = least(lambda doc=doc: quotes(doc, SETTINGS), times=5)  # type: ignore[misc]
        sums = [sums[0] + yard, sums[1] + mine]
        print(f"{path}: {len(text)} characters, {len(quotes(doc, SETTINGS).quotes)} quotes, {mine / yard:.3f}")
    print(f"together: {sums[1] / sums[0]:.3f} of jieba.cut")


if __name__ == "__main__":
    main(sys.argv[1:])
