"""CPU time of the checks against jieba.cut on the same text, and what they find.

Run: `python tests/benchmarks/checks.py [--list] [--planted] FILE...`. With `--list` every check is printed with its
sentence, to be read and judged. With `--planted` the rate or difference of each consistent check is made wrong in the
text (by three fifths, where it is written in digits), one at a time, and it is counted how many of these are reported,
and how many contradictions concern other numbers. A `meta.json` beside a file gives the article's date.
"""

import datetime as dt
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from kaoju.document import Document, Kind, Meta
from kaoju.engine import through
from kaoju.settings import Settings
from kaoju.stages.checks import checks
from yardstick import least, yardstick

SETTINGS = Settings()


def read(path: Path) -> Document:
    """Return an article as a document, with the date of its meta.json."""
    meta = path.parent / "meta.json"
    published = json.loads(meta.read_text("utf-8")).get("published") if meta.exists() else None
    date = dt.date.fromisoformat(published) if published else None
    return Document.of(path.read_text("utf-8"), meta=Meta(source=str(path), published=date))


def planted(doc: Document) -> Iterator[tuple[int, Document]]:
    """Yield copies of a document, each with a number of one consistent check made wrong, and where it stands."""
    claims = {claim.id: claim for claim in doc.claims}
    for check in checks(doc, SETTINGS).checks:
        rates = [claims[i] for i in check.claim_ids if claims[i].quantity.kind in {Kind.PERCENT, Kind.MULTIPLE}]
        chosen = rates[-1:] or [claims[i] for i in check.claim_ids][-1:]
        raw = doc.raw_span(chosen[0].quantity.number)
        match = re.fullmatch(r"(\d{1,9})(\.\d{1,4})?", raw.of(doc.raw).strip("%"))
        if match is None or check.status != "consistent":
            continue
        value = Decimal(match[0])
        wrong = (value * Decimal("1.6") if value <= 60 else value * Decimal("0.4")).quantize(value)
        text = doc.raw[: raw.start] + doc.raw[raw.start : raw.end].replace(match[0], str(wrong)) + doc.raw[raw.end :]
        yield raw.start, through("checks", Document.of(text, meta=doc.meta), SETTINGS)


def report_planted(docs: Sequence[Document]) -> None:
    """Print how many planted errors are reported, and how many contradictions concern something else."""
    total = found = other = 0
    for doc in docs:
        for at, spoilt in planted(doc):
            total += 1
            wrong = [c for c in spoilt.checks if c.status == "contradicts"]
            places = {i: spoilt.raw_span(c.quantity.number).start for c in spoilt.claims for i in [c.id]}
            hit = [c for c in wrong if at in {places[i] for i in c.claim_ids}]
            found, other = found + bool(hit), other + len(wrong) - len(hit)
    print(f"planted: {total} wrong numbers, {found} reported; {other} contradictions of other numbers")


def main(arguments: list[str]) -> None:
    """Print, file by file and together, how the stage compares and what it found."""
    sums = [0.0, 0.0]
    counts: Counter[str] = Counter()
    docs = []
    for path in (Path(a) for a in arguments if not a.startswith("--")):
        doc = through("calibrate", read(path), SETTINGS)
        docs.append(doc)
        found = checks(doc, SETTINGS).checks
        yard = yardstick(doc.raw, times=5)
        mine = least(lambda doc=doc: checks(doc, SETTINGS), times=5)  # type: ignore[misc]
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
    if "--planted" in arguments:
        report_planted(docs)


if __name__ == "__main__":
    main(sys.argv[1:])
