"""How much CPU time the quantities stage needs on a text, against `jieba.cut` on the same text in the same process.

python tests/benchmarks/quantities.py [FILE...]

Three shares for each text, and for all together where there are several:

- at its best: the least of some readings of the same text, what its numbers say being kept from the one before;
- unseen: the least of some readings before each of which all numbers are forgotten, as a text that a running process
  has not met, with the word lists and patterns in place;
- at first: the first reading, for which patterns are compiled that no text before it needed.

`--growth` prints seconds at n and 2n repetitions of what might be slow instead, and of a mix in which no two places
are alike.
"""

import argparse
import datetime as dt
import logging
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import jieba

from kaoju.document import Document
from kaoju.settings import Settings
from kaoju.stages.quantities import quantities

SAMPLE = (
    "据行业协会统计，去年全市新增停车位约2.3万个，同比增长百分之十二，其中近三成建在老城区。"
    "市民陈先生说，过去每天要绕半小时才能停好车，现在走几步路就到，物业也愿意把夜里空着的位子让出来。"
    "项目负责人表示，到今年9月底，还将投入1.5亿元改造47处旧院落，预计惠及超过8万户居民。"
    "不过，也有人担心价格，认为临时停车不该比周边商场更贵，应当听一听住户的意见再做决定。"
)
SETTINGS = Settings(published=dt.date(2024, 5, 6))
HOSTILE = (
    "一", "1-", "亿万", "1", "9年", "百分之", "年", "，", ":", "近", "三天前", "1,", "第", "2024-", "1年:",
    "一，百分之",
)  # fmt: skip
ROUNDS = 40
CALENDAR = ("festivals", "periods")


def cpu(work: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """Return the CPU seconds of a piece of work, without what is done before it."""
    before()
    start = time.process_time()
    work()
    return time.process_time() - start


def forget() -> None:
    """Empty what is kept of numbers that were read; the calendar stays, and word lists and patterns without a bound."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("kaoju.numerals", "kaoju.stages.quantities")) and not name.endswith(CALENDAR):
            for value in vars(module).values():
                if hasattr(value, "cache_info") and value.cache_info().maxsize is not None:
                    value.cache_clear()


def shares(texts: Sequence[str]) -> tuple[float, float, float, float]:
    """Return the stage's share of `jieba.cut` at its best, unseen and at first, and its microseconds per character."""
    docs = [Document.of(text) for text in texts]

    def read() -> None:
        for doc in docs:
            quantities(doc, SETTINGS)

    def cut() -> None:
        for text in texts:
            jieba.lcut(text)

    first = cpu(read)
    # In turn: what else the machine does, and how fast it runs just then, meets all three.
    rounds = [(cpu(read, forget), cpu(read), cpu(cut)) for _ in range(ROUNDS)]
    fresh, best, theirs = map(min, zip(*rounds, strict=True))
    return best / theirs, fresh / theirs, first / theirs, best / sum(map(len, texts)) * 1e6


def growth(text: str) -> tuple[float, float]:
    """Return the least CPU seconds on the first half of a text and on the whole, all numbers forgotten."""
    half, whole = Document.of(text[: len(text) // 2]), Document.of(text)
    rounds = [
        (cpu(lambda: quantities(half, SETTINGS), forget), cpu(lambda: quantities(whole, SETTINGS), forget))
        for _ in range(3)
    ]
    once, twice = map(min, zip(*rounds, strict=True))
    return once, twice


def main() -> None:
    """Print the shares of the files named, or of a sample."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--growth", action="store_true")
    options = parser.parse_args()
    jieba.setLogLevel(logging.WARNING)
    jieba.lcut("预热")
    quantities(Document.of("她今年8月花了3块5。"), SETTINGS)
    if options.growth:
        chance = random.Random(5)
        mixed = "".join(chance.choice(HOSTILE) for _ in range(20_000))
        for name, text in [*((repr(word), word * 20_000) for word in HOSTILE), ("of these at random", mixed)]:
            once, twice = growth(text)
            print(f"10,000 × {name}: {once:.3f} s, 20,000: {twice:.3f} s")
        return
    texts = [file.read_text("utf-8") for file in options.files] or [SAMPLE * 50]
    for some in [*([text] for text in texts), *([texts] if len(texts) > 1 else [])]:
        best, fresh, first, each = shares(some)
        size = sum(map(len, some))
        print(
            f"{size} characters: {best:.2f} of jieba.cut ({fresh:.2f} unseen, {first:.2f} at first), {each:.2f} µs each"
        )


if __name__ == "__main__":
    main()
