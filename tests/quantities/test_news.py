"""News-style sentences of our own, marked up: what is found, what it is worth, and where nothing is to be found."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kaoju.document import Document, Meta, Quantity
from kaoju.settings import Settings
from kaoju.stages.quantities import quantities
from kaoju.stages.segment import segment

CASES = Path(__file__).parent.parent / "cases" / "quantities_news.txt"
MARK = re.compile(r"【([^|】]+)\|([^】]*)】")
VALUE = re.compile(r"(>=|<=|>|<|~)?(-?[\d.]+?)(?:\.\.(-?[\d.]+))?(\+)?")
DAY = dt.date(2024, 5, 6)


@dataclass(frozen=True)
class Mark:
    start: int
    end: int
    kind: str
    value: str
    unit: str | None


def sentences() -> Iterator[tuple[str, list[Mark]]]:
    for line in CASES.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, marks, at = "", [], 0
        for match in MARK.finditer(line):
            text += line[at : match.start()]
            kind, value, unit = ([*match[2].split(), "", ""])[:3]
            marks.append(Mark(len(text), len(text) + len(match[1]), kind, value, unit or None))
            text += match[1]
            at = match.end()
        yield text + line[at:], marks


def found(text: str) -> tuple[Quantity, ...]:
    doc = segment(Document.of(text, meta=Meta(published=DAY)), Settings())
    return tuple(q for q in quantities(doc, Settings()).quantities if "bare_one" not in q.flags and q.kind != "ordinal")


def worth(quantity: Quantity) -> str:
    """Write a quantity's bounds as the case file does."""
    if quantity.kind in {"date", "time"}:
        return quantity.time or ""
    low, high = quantity.low, quantity.high
    plain = {side: f"{value.normalize():f}" for side, value in (("low", low), ("high", high)) if value is not None}
    if high is None:
        if quantity.approx:
            return plain["low"] + "+"
        return (">=" if quantity.low_inclusive else ">") + plain["low"]
    if low is None:
        return ("<=" if quantity.high_inclusive else "<") + plain["high"]
    if low != high:
        return f"{plain['low']}..{plain['high']}"
    return ("~" if quantity.approx else "") + plain["low"]


def same(mark: Mark, quantity: Quantity) -> bool:
    if mark.kind != quantity.kind:
        return False
    if quantity.kind in {"date", "time"}:
        return not mark.value or mark.value == quantity.time
    match = VALUE.fullmatch(mark.value)
    assert match is not None, mark
    return worth(quantity) == mark.value and mark.unit == quantity.unit


def pairs() -> tuple[int, int, int, list[str]]:
    """Count marks, overlapping findings, right values; and say what went wrong."""
    marks = hits = right = surplus = 0
    wrong: list[str] = []
    for text, expected in sentences():
        got = list(found(text))
        for mark in expected:
            near = [q for q in got if q.span.start < mark.end and mark.start < q.span.end]
            for quantity in near:
                got.remove(quantity)
            if mark.kind == "skip":
                continue
            marks += 1
            hits += bool(near)
            good = bool(near) and same(mark, near[0])
            right += good
            if not good:
                shown = [(q.kind.value, q.span.of(text), worth(q), q.unit) for q in near]
                wrong.append(f"{text[mark.start : mark.end]} {mark.kind} {mark.value} {mark.unit}: {shown}")
        surplus += len(got)
        wrong += [f"surplus in {text}: {q.kind.value} {q.span.of(text)}" for q in got]
    return marks, hits, right, [*wrong, f"surplus={surplus}"]


def test_the_set_is_large_and_holds_negatives() -> None:
    everything = list(sentences())
    assert len(everything) >= 150
    assert sum(not marks for _, marks in everything) >= 30


def test_f1_and_values() -> None:
    marks, hits, right, wrong = pairs()
    surplus = int(wrong[-1].removeprefix("surplus="))
    f1 = 2 * hits / (marks + hits + surplus)
    report = "\n".join(wrong)
    assert f1 >= 0.97, report
    assert right / marks >= 0.95, report


def test_sentences_without_quantities_yield_none() -> None:
    surplus = {text: [q.span.of(text) for q in found(text)] for text, marks in sentences() if not marks and found(text)}
    assert surplus == {}


def test_values_are_decimals() -> None:
    [quantity] = found("长度为0.1米。")
    assert isinstance(quantity.low, Decimal)
    assert quantity.low == Decimal("0.1")


def test_differences_from_other_suites_name_their_reason() -> None:
    import csv

    with (CASES.parent / "suite_differences.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["kind"] and row["rows"] and len(row["why"]) > 20 for row in rows)
    assert all(None not in row for row in rows), "a reason holds no comma"
