"""Two runs compared: facts gained, lost and changed, with the sentences they stand in."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from kaoju.audit.output import Row, read_run
from kaoju.audit.pairing import shared
from kaoju.audit.render import markdown_table
from kaoju.span import Span

__all__ = ["Difference", "compare", "compare_runs", "to_json", "to_markdown", "to_text"]

_COMPARED = (
    "subject", "predicate", "object", "low", "high", "unit", "time", "region", "modality", "polarity", "source",
)  # fmt: skip
_NEED = 0.5  # the least overlap, as a share of the longer span, at which two facts are one that changed
_SIGNS = {"gained": "+", "lost": "-", "changed": "~"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A fact that only one run has, or that both have with other fields (`fields`: name, before, after)."""

    what: str
    document: str
    kind: str
    text: str
    sentence: str
    fields: tuple[tuple[str, str | None, str | None], ...] = ()
    start: int = 0


def compare_runs(before: Path, after: Path) -> list[Difference]:
    """Return how the facts of run folder `after` differ from those of `before`, in the order of the articles.

    Documents are the same where their bytes are; raises InputError where a folder holds no run.
    """
    old, new = _by_text(read_run(before, ("facts",))), _by_text(read_run(after, ("facts",)))
    found = []
    for key in dict.fromkeys((*new, *old)):
        name, rows = (new.get(key) or old[key])[0], (old.get(key, ("", []))[1], new.get(key, ("", []))[1])
        found += compare(name, *rows)
    return found


def _by_text(run: Mapping[str, Mapping[str, Sequence[Row]]]) -> dict[str, tuple[str, Sequence[Row]]]:
    """Return (source, facts) per document, keyed by digest and how many documents before had the same bytes."""
    made: dict[str, tuple[str, Sequence[Row]]] = {}
    for doc_id, tables in run.items():
        document = next(iter(tables.get("documents", ())), {})
        key, count = str(document.get("sha256") or doc_id), 0
        while f"{key}.{count}" in made:
            count += 1
        made[f"{key}.{count}"] = (str(document.get("source") or doc_id), tables.get("facts", ()))
    return made


def compare(document: str, before: Sequence[Row], after: Sequence[Row]) -> list[Difference]:
    """Return how one document's facts changed. Facts answer each other by kind and best overlap of raw spans."""
    left, right = dict(enumerate(before)), dict(enumerate(after))
    found = []
    for i, j in _answers(before, after):
        old, new = left.pop(i), right.pop(j)
        fields = tuple(
            (name, _told(old.get(name)), _told(new.get(name))) for name in _COMPARED if old.get(name) != new.get(name)
        )
        if fields:
            found.append(_difference("changed", document, new, fields))
    found += [_difference("lost", document, row) for row in left.values()]
    found += [_difference("gained", document, row) for row in right.values()]
    return sorted(found, key=lambda item: (item.start, item.what, item.kind, item.fields))


def _answers(before: Sequence[Row], after: Sequence[Row]) -> Iterator[tuple[int, int]]:
    by_kind: dict[str, list[tuple[int, Span]]] = {}
    for j, row in enumerate(after):
        by_kind.setdefault(str(row.get("kind")), []).append((j, _span(row)))
    ranked = []
    for i, row in enumerate(before):
        span = _span(row)
        for j, other in by_kind.get(str(row.get("kind")), ()):
            share = shared(span, other) / max(len(span), len(other), 1)
            if share >= _NEED:
                same = sum(row.get(name) == after[j].get(name) for name in _COMPARED)
                ranked.append((share, same, -i, -j))
    used_left: set[int] = set()
    used_right: set[int] = set()
    for _, _, i, j in sorted(ranked, reverse=True):
        if i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            yield -i, -j


def _span(row: Row) -> Span:
    start, end = row.get("raw_start"), row.get("raw_end")
    return Span(start, end) if isinstance(start, int) and isinstance(end, int) else Span(0, 0)


def _told(value: object) -> str | None:
    return None if value is None else str(value)


def _difference(
    what: str, document: str, row: Row, fields: tuple[tuple[str, str | None, str | None], ...] = ()
) -> Difference:
    said = " ".join(str(row.get(name)) for name in ("subject", "predicate", "object") if row.get(name) is not None)
    return Difference(
        what=what,
        document=document,
        kind=str(row.get("kind")),
        text=said,
        sentence=str(row.get("sentence") or row.get("text") or ""),
        fields=fields,
        start=_span(row).start,
    )


def to_text(items: Sequence[Difference]) -> str:
    """Return the differences for a terminal: a line per fact, its sentence below, counts at the end."""
    lines = []
    document = None
    for item in items:
        if item.document != document:
            document = item.document
            lines.append(document)
        lines.append(f"{_SIGNS[item.what]} {item.kind}: {item.text}")
        lines += [f"    {name}: {old} → {new}" for name, old, new in item.fields]
        lines.append(f"    {item.sentence}")
    return "\n".join([*lines, _summary(items)]) + "\n"


def _summary(items: Sequence[Difference]) -> str:
    return ", ".join(f"{sum(item.what == what for item in items)} {what}" for what in _SIGNS)


def to_json(items: Sequence[Difference]) -> str:
    """Return the differences as JSON: counts, and a list under `differences`."""
    counts = {what: sum(item.what == what for item in items) for what in _SIGNS}
    return (
        json.dumps({"counts": counts, "differences": [asdict(i) for i in items]}, ensure_ascii=False, indent=1) + "\n"
    )


def to_markdown(items: Sequence[Difference]) -> str:
    """Return the differences as a Markdown section for a review."""
    rows = [
        [
            item.what,
            item.document,
            item.text,
            "; ".join(f"{name}: {old} → {new}" for name, old, new in item.fields),
            item.sentence,
        ]
        for item in items
    ]
    table = markdown_table(("", "document", "fact", "change", "sentence"), rows, left=5) if rows else ""
    return f"**{_summary(items)}**\n\n{table}"
