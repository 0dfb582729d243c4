"""Gold to doccano's JSONL (sequence labelling with spans) and back."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kaoju.audit.gold import Gold
from kaoju.audit.regions import Region, from_regions, gold_regions, utf16_span
from kaoju.errors import InputError
from kaoju.span import Span

__all__ = ["from_jsonl", "to_jsonl"]


def to_jsonl(golds: Sequence[Gold]) -> str:
    """Return one text a line with its spans. doccano has no fields on spans and counts UTF-16 units.

    What a span says beside its label stands under `kaoju`, which doccano keeps as metadata and exports again.
    """
    return "".join(json.dumps(_line(number, gold), ensure_ascii=False) + "\n" for number, gold in enumerate(golds, 1))


def _line(number: int, gold: Gold) -> dict[str, Any]:
    regions = gold_regions(gold)
    spans = [utf16_span(gold.text, region.span) for region in regions]
    return {
        "id": number,
        "text": gold.text,
        "label": [[span.start, span.end, r.label] for span, r in zip(spans, regions, strict=True)],
        "kaoju": {
            "name": gold.name,
            "meta": dict(gold.meta),
            "fields": {_key(span, r.label): dict(r.fields) for span, r in zip(spans, regions, strict=True)},
        },
    }


def _key(span: Span, label: str) -> str:
    return f"{span.start}:{span.end}:{label.partition(':')[0]}"


def from_jsonl(source: str) -> list[Gold]:
    """Return the gold of an export, in either of doccano's two shapes (`label`, or `entities` with relations).

    A span keeps its fields when its label's kind was changed; a span that was moved or is new has none, and needs them
    filled in under `kaoju`. Raises InputError A073 where a line is no export, A070 where a span lacks what it needs.
    """
    found = []
    for number, line in enumerate(source.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found.append(_gold(json.loads(line), number))
        except (ValueError, KeyError, TypeError, AttributeError) as err:
            raise InputError("A073", f"line {number} is no doccano export: {type(err).__name__} {err}") from err
    return found


def _gold(row: Mapping[str, Any], number: int) -> Gold:
    text, ours = row["text"], row.get("kaoju") or (row.get("meta") or {}).get("kaoju") or {}
    told = ours.get("fields", {})
    regions = [
        Region(
            span=utf16_span(text, Span(start, end), back=True),
            label=label,
            fields=told.get(_key(Span(start, end), label), {}),
        )
        for start, end, label in _spans(row)
    ]
    return from_regions(ours.get("name") or f"doccano-{row.get('id', number)}", text, ours.get("meta", {}), regions)


def _spans(row: Mapping[str, Any]) -> list[tuple[int, int, str]]:
    if "entities" in row:
        return [(item["start_offset"], item["end_offset"], item["label"]) for item in row["entities"]]
    return [(start, end, label) for start, end, label in row.get("label") or row.get("labels") or []]
