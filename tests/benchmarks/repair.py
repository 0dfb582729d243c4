"""Measure the repair stage on text damaged by the simulator: `python tests/benchmarks/repair.py [TEXT...]`.

Without arguments the texts of `corpus/` are damaged, with other characters annotated in every round, until `--size`
bytes are reached. Texts given as files (one paragraph a line) are measured instead and need not be redistributable.
`--segments` measures damaged segments of an article (JSON lines) instead.
`--others` adds a table of what other tools make of the same text, `--fit` writes the curve that turns a reading's share
of the likelihood into a probability, from half of the pages; the calibration error is that of the other half.
"""

import argparse
import json
import logging
import random
import re
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from kaoju.audit.calibration import expected_error, fit, reliability, save_curves
from kaoju.audit.damage import Damage, Damaged, damage
from kaoju.document import Document
from kaoju.settings import Settings
from kaoju.span import Span
from kaoju.stages.repair import repair
from kaoju.stages.repair.draft import rebuild, uncertain_spans
from kaoju.stages.repair.script import simplified

CORPUS = Path(__file__).parents[2] / "corpus"
NOTE = re.compile("[(（][ ]?[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêɑɡ]{1,7}[ ]?[)）][ ]?")
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
    eaten: int = 0
    wrong_numbers: int = 0
    unmarked: int = 0
    broken: int = 0
    seconds: float = 0.0
    size: int = 0
    stated: list[tuple[float, bool]] = field(default_factory=list)
    certain: list[bool] = field(default_factory=list)


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


def measure(clean: str, hurt: Damaged, tally: Tally, settings: Settings) -> None:
    """Repair one damaged page and add what came of it."""
    start = time.process_time()
    doc = repair(Document.of(hurt.text), settings)
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
    for record in doc.repairs:
        if record.edit.kind == "byte_shift" and record.edit.rule != "repair.unsolved":
            right = record.span.of(doc.clean) == _meant(clean, hurt, record.raw)
            if record.edit.certain:
                tally.certain.append(right)
            else:
                tally.stated.append((record.edit.confidence, right))
    for first, last in _segments(clean, hurt):
        before, after = hurt.places[first], hurt.places[last - 1]
        tally.segments += 1
        if before is not None and after is not None:
            span = doc.offsets.to_clean(Span(before, after + 1))
            right = span.of(doc.clean) == clean[first:last]
            tally.restored += right
            tally.eaten += not right and "\N{REPLACEMENT CHARACTER}" in span.of(doc.clean)


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


def _meant(clean: str, hurt: Damaged, raw: Span) -> str:
    """Return the clean text that a stretch of the damaged text was made of."""
    inside = [index for index, at in enumerate(hurt.places) if at is not None and raw.start <= at < raw.end]
    if not inside:
        return ""
    first, last = inside[0], inside[-1] + 1
    while first > 0 and hurt.places[first - 1] is None:
        first -= 1
    while last < len(clean) and hurt.places[last] is None:
        last += 1
    return clean[first:last]


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
    """Return characters changed beyond what `expect` says of the form, widths apart, and characters in all."""
    wrong = total = 0
    for text in texts:
        doc = repair(Document.of(form(text)), Settings())
        wrong += Levenshtein.distance(narrow(doc.clean), narrow(expect(form(text))))
        total += len(text)
    return wrong, total


def speed(text: str, call: Callable[[str], object]) -> float:
    """Return MB of UTF-8 per CPU second."""
    start = time.process_time()
    call(text)
    return len(text.encode()) / 1e6 / max(1e-9, time.process_time() - start)


def narrow(text: str) -> str:
    """Return text with half-width punctuation, as a careless typist writes it."""
    return text.translate({ord(char): ord(char) - 0xFEE0 for char in "，：；？！（）"})


def traditional(text: str) -> str:
    """Return text in traditional characters."""
    import opencc

    return str(opencc.OpenCC("s2t").convert(text))


@dataclass(slots=True)
class Row:
    """Sums over pages of what one tool did."""

    errors: int = 0
    exact: int = 0
    restored: int = 0

    def add(self, clean: str, text: str, segments: list[str]) -> None:
        """Count one page. A segment is restored where it stands anywhere in its page, which is generous."""
        self.errors += Levenshtein.distance(clean, text)
        lines, found = clean.split("\n"), text.split("\n")
        if len(lines) == len(found):
            self.exact += sum(map(str.__eq__, lines, found))
        self.restored += sum(segment in text for segment in segments)


def compare() -> Mapping[str, Callable[[str], str]]:
    """Return the tools by name; ftfy is in the extra `test`."""
    import ftfy
    import opencc
    from charset_normalizer import from_bytes

    simplify = opencc.OpenCC("t2s").convert

    def guessed(text: str) -> str:
        best = from_bytes(text.encode("gb18030")).best()
        return str(best) if best else text

    def stripped(text: str) -> str:
        return str(simplify(NOTE.sub("", text)))

    return {
        "untouched": str,
        "ftfy": ftfy.fix_text,
        "charset-normalizer": guessed,
        "OpenCC": simplify,
        "strip (pinyin), OpenCC": stripped,
        "ftfy, strip, OpenCC": lambda text: stripped(ftfy.fix_text(text)),
    }


def others(texts: list[str], hurt: list[Damaged]) -> None:
    """Print what other tools make of the damaged pages, and ours by the same measure."""
    segments = [[c[first:last] for first, last in _segments(c, h)] for c, h in zip(texts, hurt, strict=True)]
    lines, chars = sum(text.count("\n") + 1 for text in texts), sum(map(len, texts))
    number = sum(map(len, segments))
    print("| tool | character error rate | lines exact | segments in their page |\n| --- | --- | --- | --- |")
    tools: dict[str, Callable[[str], str]] = {
        **compare(),
        "kaoju": lambda text: repair(Document.of(text), Settings()).clean,
    }
    for name, tool in tools.items():
        row = Row()
        for clean, damaged, wanted in zip(texts, hurt, segments, strict=True):
            row.add(clean, tool(damaged.text), wanted)
        print(f"| {name} | {row.errors / chars:.4f} | {row.exact} of {lines} | {row.restored} of {number} |")


def report(tally: Tally) -> None:
    """Print the figures of damaged text."""
    print(f"damaged text          {tally.size:,} bytes, {tally.chars:,} characters")
    print(f"character error rate  {tally.errors / tally.chars:.5f}")
    print(f"lines exact           {tally.exact} of {tally.lines}")
    print(f"segments exact        {tally.restored} of {tally.segments} ({tally.restored / max(1, tally.segments):.1%})")
    kept = tally.restored / max(1, tally.segments - tally.eaten)
    print(f"  a digit is gone     {tally.eaten}, marked as lost; exact without these {kept:.1%}")
    print(f"lines, wrong number   {tally.wrong_numbers}, of these unmarked {tally.unmarked}")
    print(f"raw not rebuilt       {tally.broken} pages")
    print(f"certain runs          {sum(tally.certain)} of {len(tally.certain)} right")


def calibration(tallies: list[Tally], out: Path | None) -> None:
    """Print how far stated probabilities are from the truth on the second half; with `out`, fit them on the first."""
    if out:
        save_curves(out, {"repair": fit(tallies[0].stated, least=25)}, "half of the pages of corpus, by checksum")
    held = tallies[1].stated
    right = sum(one for _, one in held) / max(1, len(held))
    print(f"chosen runs           {len(held)} on held-out pages, {right:.1%} right,", end=" ")
    print(f"calibration error {expected_error(held) or 0.0:.3f}")
    for part in reliability(held, 5):
        span = f"{part.low:.1f} to {part.high:.1f}"
        print(f"  {span:20}{part.count} stated {part.confidence:.2f}, right {part.right:.2f}")


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("text", nargs="*", type=Path)
    options.add_argument("--size", type=int, default=620_000)
    options.add_argument("--others", action="store_true")
    options.add_argument("--fit", type=Path)
    options.add_argument("--segments", type=Path)
    args = options.parse_args()
    if args.segments:
        show_segments(args.segments, args.text[0] if args.text else None)
        return
    texts = [repair(Document.of(text), Settings()).clean for text in pages(args.text, args.size)]
    repair(Document.of("當時(shí)他們?nèi)〉盟?，當時(shí)"), Settings(calibrated=False))
    hurt = [damage(text, plan) for text, plan in zip(texts, plans(len(texts)), strict=True)]
    whole, halves = Tally(), [Tally(), Tally()]
    for text, damaged in zip(texts, hurt, strict=True):
        before = len(whole.stated)
        measure(text, damaged, whole, Settings(calibrated=args.fit is None))
        halves[zlib.crc32(text.encode()) % 2].stated += whole.stated[before:]
    report(whole)
    calibration(halves, args.fit)
    for name, form, expect in (
        ("simplified", str, str),
        ("traditional", traditional, lambda text: simplified(traditional(text))),
        ("half-width", narrow, str),
    ):
        print(f"changed, {name:12} {unchanged(texts, form, expect)}")
    speeds(whole, "\n".join(texts))
    if args.others:
        others(texts, hurt)


def segments(file: Path, article: Path) -> Iterator[tuple[str, str, str]]:
    """Yield each listed segment of a damaged article with the text that was meant and what repair makes of it.

    A row tells `line` and `col`, both from 0, where the segment `raw` stands, and `restored`. A tag that a segment ends
    in is no text.
    """
    text = article.read_text("utf-8")
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    doc = repair(Document.of(text), Settings())
    for row in map(json.loads, file.read_text("utf-8").splitlines()):
        at = starts[row["line"]] + row["col"]
        raw = Span(at, at + len(row["raw"]))
        if raw.of(text) != row["raw"]:
            raise ValueError(f"{file}: {row['raw']!r} does not stand at {row['line']}:{row['col']} of {article}")
        yield row["raw"], row["restored"].split("<")[0], doc.offsets.to_clean(raw).of(doc.clean)


def show_segments(file: Path, article: Path | None) -> None:
    """Print what becomes of each segment; the article lies in the folder beside the segments' unless it is given."""
    (article,) = [article] if article else file.parent.parent.glob("article/*.txt")
    found = [*segments(file, article)]
    for raw, meant, text in found:
        print(
            f"{'exact' if text == meant else 'wrong'}  {raw} → {text}" + (f" (meant: {meant})" if text != meant else "")
        )
    print(f"segments restored     {sum(meant == text for _, meant, text in found)} of {len(found)}")


def plans(number: int) -> Iterator[Damage]:
    """Yield what to do to each page: with and without markup, all or three quarters of the set annotated."""
    chance = random.Random(7)
    for index in range(number):
        plan = Damage(seed=index, markup=index % 2 == 0)
        chars = sorted(chance.sample(plan.annotated, len(plan.annotated) * 3 // 4), key=plan.annotated.index)
        yield replace(plan, annotated=plan.annotated if index % 3 == 0 else "".join(chars))


def speeds(tally: Tally, clean: str) -> None:
    """Print MB a second, and in times of jieba.cut over the same text."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    yardstick = speed(clean, lambda text: list(jieba.cut(text)))
    damaged = tally.size / 1e6 / tally.seconds
    whole = max(speed(clean, lambda text: repair(Document.of(text), Settings())) for _ in range(3))
    print(f"speed on damaged      {damaged:.3f} MB/s ({yardstick / damaged:.2f} of jieba.cut's time)")
    print(f"speed on clean        {whole:.1f} MB/s ({yardstick / whole:.3f} of jieba.cut's time)")


if __name__ == "__main__":
    main()
