"""Measure repair by kind of damage: `python tests/benchmarks/repair_kinds.py [--size BYTES] [--kind NAME] [TEXT...]`.

Every kind of the simulator is done alone and in mixtures to the texts of `corpus/` (or to the given ones). A line that
was damaged comes out exact, or is marked (every difference touches text that repair says it chose or could not read),
or is wrong and nobody says so. With `--kind` the lines of that kind which are wrong are printed.
"""

import argparse
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz.distance import Levenshtein, Opcode

from kaoju.audit.damage import Damage, damage
from kaoju.document import Document
from kaoju.settings import Settings
from kaoju.span import Span
from kaoju.stages.repair import repair
from kaoju.stages.repair.draft import uncertain_spans

CORPUS = Path(__file__).parents[2] / "corpus"
PAGE = 3000  # characters
DIGITS = "0123456789.,%"
PLAIN = Damage(traditional=False, annotated="", narrow=False, restart=0.0)
SCRIPT = replace(PLAIN, traditional=True)
WHOLE = Damage()
FEW = "數個業務時發經創現轉網進產環統計運實費"

KINDS = {
    "script": SCRIPT,
    "script, half width": replace(SCRIPT, narrow=True),
    "over-converted, traditional": replace(SCRIPT, overconvert=True),
    "over-converted, simplified": replace(PLAIN, overconvert=True),
    "toned, aligned": replace(WHOLE, aligned=True, restart=0.0),
    "toneless, a space behind": replace(WHOLE, aligned=True, toneless=True, restart=0.0),
    "toneless, no space": replace(WHOLE, aligned=True, toneless=True, gap=False, restart=0.0),
    "toneless, in simplified text": replace(PLAIN, annotated="这来时会对说还个过", aligned=True, toneless=True),
    "two annotators": replace(WHOLE, annotated=FEW, second="關係條條說過這來對長點體", restart=0.0),
    "unaligned, no restarts": replace(WHOLE, restart=0.0),
    "unaligned, restarts": replace(WHOLE, restart=1.0),
    "unaligned, nothing vanishes": replace(WHOLE, vanish=False),
    "unaligned, tags around": replace(WHOLE, markup=True),
    "HTML remnants": replace(PLAIN, remnants=0.3),
    "HTML remnants, annotated": replace(WHOLE, restart=0.0, aligned=True, remnants=0.3),
    "character references": replace(PLAIN, entities=0.5),
    "spaces become ?": replace(WHOLE, restart=0.0, aligned=True, blanks=0.5),
    "doubled marks, annotated": replace(WHOLE, restart=0.0, aligned=True, doubled=0.2),
    "zero width": replace(PLAIN, invisible=0.1),
    "full-width letters": replace(PLAIN, wide=1.0),
    "half-width marks": replace(PLAIN, narrow=True),
    "UTF-8 as GBK": replace(PLAIN, charset="utf-8/gbk"),
    "UTF-8 as GBK, some lines": replace(PLAIN, charset="utf-8/gbk", misread=0.2),
    "UTF-8 as Latin-1": replace(PLAIN, charset="utf-8/latin-1"),
    "UTF-8 as Windows-1252": replace(PLAIN, charset="utf-8/cp1252"),
    "GBK as Latin-1": replace(PLAIN, charset="gbk/latin-1"),
    "GBK as Windows-1252": replace(PLAIN, charset="gbk/cp1252"),
}
MIXED: tuple[Callable[[Damage], Damage], ...] = (
    lambda plan: replace(plan, entities=0.3),
    lambda plan: replace(plan, invisible=0.05),
    lambda plan: replace(plan, doubled=0.05),
    lambda plan: replace(plan, remnants=0.1),
    lambda plan: replace(plan, wide=0.5),
    lambda plan: replace(plan, blanks=0.3),
)


@dataclass(slots=True)
class Row:
    """Sums over the pages of one kind."""

    chars: int = 0
    errors: int = 0
    damaged: int = 0
    exact: int = 0
    marked: int = 0
    wrong: int = 0

    def __str__(self) -> str:
        """Return the cells."""
        rate = self.errors / max(1, self.chars)
        return f"{self.damaged} | {self.exact / max(1, self.damaged):.1%} | {self.marked} | {self.wrong} | {rate:.5f}"


def pages(files: list[Path], size: int) -> Iterator[str]:
    """Yield pages of repaired text, together about `size` bytes."""
    done = 0
    for file in files or sorted(CORPUS.glob("*/article.txt")):
        page: list[str] = []
        for line in [*repair(Document.of(file.read_text("utf-8")), Settings()).clean.split("\n"), None]:
            if page and (line is None or sum(map(len, page)) > PAGE):
                yield "\n".join(page)
                done += len("\n".join(page).encode())
                page = []
                if done >= size:
                    return
            page += [] if line is None else [line]


def mixtures(number: int) -> Iterator[Damage]:
    """Yield plans of the common damage with two or three others on top, and annotators of either manner."""
    chance = random.Random(11)
    for index in range(number):
        plan = replace(WHOLE, seed=index, overconvert=index % 3 == 0, markup=index % 2 == 0)
        for extra in chance.sample(MIXED, 3):
            plan = extra(plan)
        yield replace(plan, toneless=True, aligned=True) if index % 4 == 3 else plan


def measure(clean: str, plan: Damage, row: Row, *, show: bool) -> None:
    """Damage one page, repair it and add what came of its lines."""
    hurt = damage(clean, plan).text
    doc = repair(Document.of(hurt), Settings())
    doubtful = uncertain_spans(doc)
    lines, damaged, found = clean.split("\n"), hurt.split("\n"), doc.clean.split("\n")
    row.chars += len(clean)
    row.errors += Levenshtein.distance(clean, doc.clean)
    if not len(lines) == len(damaged) == len(found):
        row.damaged += len(lines)
        row.wrong += len(lines)
        return
    at = 0
    for want, raw, have in zip(lines, damaged, found, strict=True):
        if raw != want:
            row.damaged += 1
            row.exact += have == want
            if have != want and _is_marked(want, have, at, doubtful):
                row.marked += 1
            elif have != want:
                row.wrong += 1
                if show:
                    print(f"{_difference(want, have)}\n    raw  {raw[:300]}")
        at += len(have) + 1


def _is_marked(want: str, have: str, at: int, doubtful: tuple[Span, ...]) -> bool:
    places = [_number(have, op.dest_start, op.dest_end).shift(at) for op in _changes(want, have)]
    return all(any(s.start <= p.end and p.start <= s.end for s in doubtful) for p in places)


def _number(text: str, start: int, end: int) -> Span:
    """Return a change with the digits around it: a doubt beside a number is one about all of it."""
    while start > 0 and text[start - 1] in DIGITS:
        start -= 1
    while end < len(text) and text[end] in DIGITS:
        end += 1
    return Span(start, end)


def _changes(want: str, have: str) -> list[Opcode]:
    return [op for op in Levenshtein.opcodes(want, have) if op.tag != "equal"]


def _difference(want: str, have: str) -> str:
    return "; ".join(
        f"{want[max(0, op.src_start - 4) : op.src_start]}[{want[op.src_start : op.src_end]} → "
        f"{have[op.dest_start : op.dest_end]}]{want[op.src_end : op.src_end + 4]}"
        for op in _changes(want, have)[:6]
    )


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("text", nargs="*", type=Path)
    options.add_argument("--size", type=int, default=120_000)
    options.add_argument("--kind")
    args = options.parse_args()
    texts = [*pages(args.text, args.size)]
    print(
        "| kind | lines damaged | exact | marked | wrong | character error rate |\n"
        "| --- | --- | --- | --- | --- | --- |"
    )
    for name in (*KINDS, "mixtures"):
        if args.kind in (None, name):
            row = Row()
            plans = (
                mixtures(len(texts))
                if name == "mixtures"
                else (replace(KINDS[name], seed=n) for n in range(len(texts)))
            )
            for text, plan in zip(texts, plans, strict=True):
                measure(text, plan, row, show=args.kind is not None)
            print(f"| {name} | {row} |", flush=True)


if __name__ == "__main__":
    main()
