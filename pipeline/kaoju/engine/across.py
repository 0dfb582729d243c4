"""Between the articles of one run: statements of every document, set against each other once all are done.

Each part keeps its documents' statements in a side file. Joining them needs nothing of the stages, so a run that
resumes does it again from the parts and writes the same bytes.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson

from kaoju.document import CheckKind, CheckStatus, Document
from kaoju.errors import OutputError
from kaoju.stages.checks.ranges import Range, Verdict, judge
from kaoju.stages.checks.record import middle
from kaoju.stages.checks.statements import Slots, differs, statements
from kaoju.tables import PartWriter
from kaoju.tables.rows import Row, decimal_text

__all__ = ["STATEMENTS", "across", "stated", "write_across"]

STATEMENTS = "statements.jsonl"
_POSITIONS = ("start", "end", "raw_start", "raw_end", "text", "raw_text")
_ENDS = ("low", "high", "least", "most")  # of the range as usually meant, then of that a lenient reader lets pass
_GROUP = 40  # statements on one figure of one subject that are kept for comparison
_WEIGHT = 0.9


@dataclass(frozen=True, slots=True)
class _Said:
    slots: Slots
    value: Range
    most: Range  # what a lenient reader still lets pass
    row: Mapping[str, Any]


def stated(doc: Document, made: Mapping[str, Sequence[Row]]) -> list[Row]:
    """Return the statements of a processed document that have a time, with what a check on them must cite."""
    claims = {row["claim_id"]: row for row in made["claims"]}
    found: list[Row] = []
    for statement in statements(doc):
        row = claims[statement.claim.id]
        if statement.slots.time:
            ends = zip(_ENDS, (*statement.value, *statement.at_most(doc.clean)), strict=True)
            kept = {name: row[name] for name in ("doc_id", "claim_id", "source", *_POSITIONS)}
            article = {"article": doc.meta.source, "confidence": statement.claim.quantity.confidence}
            value = {name: str(end) for name, end in ends}
            found.append({"slots": asdict(statement.slots), "value": value, **kept, **article})
    return found


def write_across(parts: Sequence[Path], folder: Path, formats: Sequence[str]) -> None:
    """Write the checks between the documents of `parts` as one more part, whole or not at all."""
    with PartWriter(folder, formats) as writer:
        writer.add({"checks": list(across(_read(parts)))})


def across(rows: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """Yield rows of the checks table from rows of `stated`, in their order.

    A statement is compared with those of other documents before it: the first that agrees, the first that contradicts,
    or, where none has all slots equal, the last one of another region or scope whose value differs.
    """
    groups: dict[tuple[object, ...], list[_Said]] = {}
    for row in rows:
        later = _said(row)
        slots = later.slots
        key = (slots.subject, slots.metric, slots.time, slots.unit, slots.guess)
        group = groups.setdefault(key, [])
        others = [s for s in group if s.row["doc_id"] != row["doc_id"]]
        same = [s for s in others if s.slots == slots]
        for verdict in (Verdict.AGREES, Verdict.DENIES):
            first = next((s for s in same if _verdict(s, later) is verdict), None)
            if first is not None:
                yield _check(first, later, _OUTCOMES[verdict])
        if not same:
            apart = next((s for s in reversed(others) if differs(s.slots, slots)), None)
            if apart is not None and _verdict(apart, later) is Verdict.DENIES:
                yield _check(apart, later, _APART)
        if len(group) < _GROUP:
            group.append(later)


def _read(parts: Sequence[Path]) -> Iterator[Mapping[str, Any]]:
    for part in parts:
        try:
            data = (part / STATEMENTS).read_bytes()
        except OSError as err:
            raise OutputError("O003", f"{part}: statements cannot be read back: {err.strerror}") from err
        yield from (orjson.loads(line) for line in data.splitlines())


def _said(row: Mapping[str, Any]) -> _Said:
    low, high, least, most = (Decimal(row["value"][name]) for name in _ENDS)
    return _Said(Slots(**row["slots"]), Range(low, high), Range(least, most), row)


def _verdict(first: _Said, later: _Said) -> Verdict:
    return judge((first.value, later.value), lambda: (first.most, later.most))


_Outcome = tuple[CheckKind, CheckStatus, str, str]
_OUTCOMES: Mapping[Verdict, _Outcome] = {
    Verdict.AGREES: (CheckKind.DUPLICATE, CheckStatus.CONSISTENT, "agrees with", "一致"),
    Verdict.DENIES: (CheckKind.CONTRADICTION, CheckStatus.CONTRADICTS, "contradicts", "矛盾"),
}
_APART: _Outcome = (CheckKind.CONTRADICTION, CheckStatus.DIFFERS_IN_SCOPE, "differs in scope from", "口径或地区不同")


def _check(first: _Said, later: _Said, outcome: _Outcome) -> Row:
    kind, status, english, chinese = outcome
    ids = [first.row["claim_id"], later.row["claim_id"]]
    rule = f"check.across.{kind}"
    content = "|".join((rule, str(first.row["doc_id"]), str(later.row["doc_id"]), *ids))
    a, b, name = _cited(first), _cited(later), _named(later)
    row = later.row
    evidence = {
        "rule": rule, "note": f"{first.row['doc_id']} {a}", "raw_start": row["raw_start"], "raw_end": row["raw_end"],
        "weight": 1.0,
    }  # fmt: skip
    return {
        "doc_id": row["doc_id"],
        "check_id": f"c_{hashlib.blake2b(content.encode(), digest_size=8).hexdigest()}",
        "kind": str(kind),
        "claim_ids": ids,
        "status": str(status),
        "expected": decimal_text(middle(first.value)),
        "found": decimal_text(middle(later.value)),
        "message": f"{name}: {b} {english} {a} / {name}：{b}与{a}{chinese}",
        **{name: row[name] for name in _POSITIONS},
        "confidence": round(_WEIGHT * min(first.row["confidence"], row["confidence"]), 4),
        "evidence": [evidence],
    }


def _cited(said: _Said) -> str:
    """Return a number with its article, its place in the raw text, and whose word it is."""
    row = said.row
    source = f", {row['source']}" if row["source"] else ""
    return f"{row['text']} ({row['article']}[{row['raw_start']}:{row['raw_end']}]{source})"


def _named(said: _Said) -> str:
    slots = said.slots
    return " ".join(part for part in (slots.subject, slots.region, slots.scope, slots.metric, slots.time) if part)
