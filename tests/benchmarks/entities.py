"""CPU time of entities and platforms against `jieba.cut` over mended articles: `python tests/benchmarks/entities.py`.

Prints one line a stage: microseconds a character, and the multiple of what jieba.cut needs, averaged over the articles.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from kaoju.document import Document
from kaoju.settings import Settings
from kaoju.stages.entities import entities
from kaoju.stages.entities.lac import Labelled, tag
from kaoju.stages.entities.names import known_names, name_index
from kaoju.stages.platforms import platforms
from kaoju.stages.quantities import quantities
from kaoju.stages.repair import repair
from kaoju.stages.segment import segment
from yardstick import least, yardstick

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def measure(texts: Sequence[str]) -> dict[str, float]:
    """Return CPU seconds by stage over all texts."""
    lac, bare = Settings(), Settings(ner="none")
    docs = [quantities(segment(repair(Document.of(text), lac), lac), lac) for text in texts]
    sent: list[list[str]] = []

    def listen(pieces: Sequence[str]) -> list[list[Labelled]]:
        sent.append(list(pieces))
        return tag(pieces)

    for doc in docs:
        entities(doc, lac, backend=listen)
    index = name_index("")
    found = [entities(doc, lac) for doc in docs]
    out = {
        "jieba.cut": sum(yardstick(doc.clean) for doc in docs),
        "automaton and linking": least(lambda: [list(known_names(doc, index)) for doc in docs]),
        "entities without a model": least(lambda: [entities(doc, bare) for doc in docs]),
        "entities with LAC": least(lambda: [entities(doc, lac) for doc in docs]),
        "platforms": least(lambda: [platforms(doc, lac) for doc in found]),
    }
    out["LAC: session and decoding"] = least(lambda: [tag(pieces) for pieces in sent])
    return out


def main() -> None:
    """Measure the articles named on the command line, or those of the corpus."""
    paths = [Path(arg) for arg in sys.argv[1:]] or sorted(CORPUS.glob("*/article.txt"))
    texts = [path.read_text("utf-8") for path in paths]
    chars = sum(map(len, texts))
    spent = [measure([text]) for text in texts]
    for name in spent[0]:
        total = sum(one[name] for one in spent)
        mean = sum(one[name] / one["jieba.cut"] for one in spent) / len(spent)
        print(f"{name:26s} {total / chars * 1e6:7.3f} µs/char  {mean:6.3f} of jieba.cut, mean of {len(spent)} articles")


if __name__ == "__main__":
    main()
