"""Measure the repair stage on text damaged by the simulator: `python tests/benchmarks/repair.py [TEXT...]`.

Without arguments the texts of `corpus/` are damaged, with other characters annotated in every round, until `--size`
bytes are reached. Texts given as files (one paragraph a line) are measured instead and need not be redistributable.
"""

import argparse
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from kaoju.audit.damage import Damage, Damaged, damage
from kaoju.document import Document
from kaoju.settings import Settings
from kaoju.span import Span
from kaoju.stages.repair import repair
from kaoju.stages.repair.draft import rebuild, uncertain_spans
from kaoju.stages.repair.script import simplified

CORPUS = Path(__file__).parents[2] / "corpus"
NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
SECTION = 6000  # characters that make one page


@dataclass
class Tally:
    """Sums over pages."""

    chars: int = 0
    errors: int = 0
    lines: int = 0
    exact: int = 0
    segments: int = 0
    restored: int = 0
    wrong_numbers: int = 0
    unmarked: int = 0
    broken: int = 0
    seconds: float = 0.0
    size: int = 0


def pages(files: list[Path], size: int) -> Iterator[str]:
    """Yield pages of clean text, together about `size` bytes."""
    texts = [file.read_text("utf-8") for file in files or sorted(CORPUS.glob("*/article.txt"))]
    done = 0
    while done < size and texts:
        for text in texts:
            for page in _split(text):
                yield page
                done += len(page.encode())
                if done >= size:
                    return


def _split(text: str) -> Iterator[str]:
    page: list[str] = []
    for line in text.split("\n"):
        page.append(line)
        if sum(map(len, page)) >= SECTION:
            yield "\n".join(page)
            page = []
    if page:
        yield "\n".join(page)


def measure(clean: str, hurt: Damaged, tally: Tally) -> None:
    """Repair one damaged page and add what came of it."""
    start = time.process_time()
    doc = repair(Document.of(hurt.text), Settings())
    tally.seconds += time.process_time() - start
    tally.size += len(hurt.text.encode())
    tally.broken += rebuild(doc.clean, [(r.span, r.raw, r.raw.of(doc.raw)) for r in doc.repairs]) != doc.raw
    lines, found = clean.split("\n"), doc.clean.split("\n")
    tally.lines += len(lines)
    tally.chars += len(clean)
    tally.errors += Levenshtein.distance(clean, doc.clean)
    if len(lines) == len(found):
        tally.exact += sum(map(str.__eq__, lines, found))
        _numbers(doc, lines, found, tally)
    for first, last in _segments(clean, hurt):
        before, after = hurt.places[first], hurt.places[last - 1]
        tally.segments += 1
        if before is not None and after is not None:
            span = doc.offsets.to_clean(Span(before, after + 1))
            tally.restored += span.of(doc.clean) == clean[first:last]


def _segments(clean: str, hurt: Damaged) -> Iterator[tuple[int, int]]:
    """Yield ranges of the clean text around what was read wrongly, with an undamaged character on either side."""
    seen = [hurt.text[at] if at is not None else "" for at in hurt.places]
    fine = [a == b for a, b in zip(_plain("".join(c or "\0" for c in seen)), _plain(clean), strict=True)]
    at = 1
    while at < len(clean) - 1:
        if fine[at] or clean[at] == "\n":
            at += 1
            continue
        end = at
        while end < len(clean) - 1 and not all(fine[end : end + 2]) and clean[end] != "\n":
            end += 1
        yield at - 1, end + 1
        at = end + 1


def _plain(text: str) -> str:
    return simplified(text).translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})


def _numbers(doc: Document, lines: list[str], found: list[str], tally: Tally) -> None:
    doubtful = uncertain_spans(doc)
    at = 0
    for want, have in zip(lines, found, strict=True):
        numbers = [(m[0], Span(*m.span()).shift(at)) for m in NUMBER.finditer(have)]
        if [text for text, _ in numbers] != NUMBER.findall(want):
            tally.wrong_numbers += 1
            right = set(NUMBER.findall(want))
            here = [s for s in doubtful if s.start <= at + len(have) and s.end >= at]
            told = all(any(s.start <= n.end and n.start <= s.end for s in here) for t, n in numbers if t not in right)
            if not (told and here):
                tally.unmarked += 1
                missed = [text for text, _ in numbers if text not in right]
                print("unmarked:", missed, "of", sorted(right), "|", have, file=sys.stderr)
        at += len(have) + 1


def unchanged(texts: list[str], form: Callable[[str], str], expect: Callable[[str], str]) -> tuple[int, int]:
    """Return characters changed beyond what `expect` says, and characters in all."""
    wrong = total = 0
    for text in texts:
        doc = repair(Document.of(form(text)), Settings())
        wrong += Levenshtein.distance(doc.clean, expect(form(text)))
        total += len(text)
    return wrong, total


def speed(text: str, call: Callable[[str], object]) -> float:
    """Return MB of UTF-8 per CPU second."""
    start = time.process_time()
    call(text)
    return len(text.encode()) / 1e6 / max(1e-9, time.process_time() - start)


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("text", nargs="*", type=Path)
    options.add_argument("--size", type=int, default=620_000)
    args = options.parse_args()
    chance = random.Random(7)
    tally = Tally()
    texts = list(pages(args.text, args.size))
    texts = [repair(Document.of(text), Settings()).clean for text in texts]
    repair(Document.of("當時(shí)他們?nèi)〉盟?，當時(shí)"), Settings())
    for number, text in enumerate(texts):
        plan = Damage(seed=number, markup=number % 2 == 0)
        chars = "".join(sorted(chance.sample(plan.annotated, len(plan.annotated) * 3 // 4), key=plan.annotated.index))
        plan = replace(plan, annotated=plan.annotated if number % 3 == 0 else chars)
        measure(text, damage(text, plan), tally)
    clean = "\n".join(texts)
    settings = Settings()
    print(f"damaged text          {tally.size:,} bytes, {tally.chars:,} characters")
    print(f"character error rate  {tally.errors / tally.chars:.5f}")
    print(f"lines exact           {tally.exact} of {tally.lines}")
    print(f"segments exact        {tally.restored} of {tally.segments} ({tally.restored / max(1, tally.segments):.1%})")
    print(f"lines, wrong number   {tally.wrong_numbers}, of these unmarked {tally.unmarked}")
    print(f"raw not rebuilt       {tally.broken} pages")
    print(f"changed, simplified   {unchanged(texts, str, str)}")
    import jieba

    jieba.initialize()
    yardstick = speed(clean, lambda text: list(jieba.cut(text)))
    damaged, whole = tally.size / 1e6 / tally.seconds, speed(clean, lambda text: repair(Document.of(text), settings))
    print(f"speed on damaged      {damaged:.3f} MB/s ({yardstick / damaged:.2f} of jieba.cut's time)")
    print(f"speed on clean        {whole:.1f} MB/s ({yardstick / whole:.3f} of jieba.cut's time)")


if __name__ == "__main__":
    main()
