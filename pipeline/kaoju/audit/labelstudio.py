"""Gold to Label Studio tasks and back, with a run's records as predictions, and the labelling interface for it."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from kaoju.audit.gold import Gold
from kaoju.audit.regions import FIELDS, Region, from_regions, gold_regions, labels, utf16_span
from kaoju.document import EntityType, Kind, Metric, Modality, Polarity, QuoteType
from kaoju.errors import InputError
from kaoju.span import Span

__all__ = ["from_tasks", "interface", "to_tasks"]

_KINDS: Mapping[str, Sequence[str]] = {
    "claims": [kind for kind in Kind if kind not in {"ordinal", "time"}],
    "quotes": list(QuoteType),
    "not_quotes": ["term", "name", "title", "slogan"],
    "entities": list(EntityType),
}
_CHOICES: Mapping[str, Sequence[str]] = {
    "metric": list(Metric),
    "modality": list(Modality),
    "polarity": list(Polarity),
    "approx": ["true"],
    "certain": ["false"],
}


def interface() -> str:
    """Return the labelling configuration that tasks of `to_tasks` need."""
    marks = "".join(f'    <Label value="{escape(label)}"/>\n' for label in labels(_KINDS))
    fields = "".join(map(_control, FIELDS))
    return (
        '<View>\n  <Labels name="label" toName="text">\n'
        f'{marks}  </Labels>\n  <Text name="text" value="$text" granularity="symbol"/>\n{fields}</View>\n'
    )


def _control(name: str) -> str:
    head = f'name="{name}" toName="text" perRegion="true"'
    if name not in _CHOICES:
        return f'  <Header value="{name}" size="6"/>\n  <TextArea {head} editable="true" maxSubmissions="1"/>\n'
    choices = "".join(f'<Choice value="{escape(value)}"/>' for value in _CHOICES[name])
    return f'  <Header value="{name}" size="6"/>\n  <Choices {head} choice="single">{choices}</Choices>\n'


def to_tasks(golds: Sequence[Gold], predicted: Mapping[str, Sequence[Region]] | None = None, model: str = "") -> str:
    """Return tasks as the JSON that Label Studio imports; `predicted` holds a run's regions per text name."""
    tasks = []
    for gold in golds:
        task: dict[str, Any] = {
            "data": {"text": gold.text, "name": gold.name, "meta": dict(gold.meta)},
            "annotations": [{"result": _results(gold.text, gold_regions(gold))}],
        }
        if predicted and gold.name in predicted:
            result = _results(gold.text, predicted[gold.name])
            task["predictions"] = [{"model_version": model or "kaoju", "result": result}]
        tasks.append(task)
    return json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"


def _results(text: str, regions: Sequence[Region]) -> list[dict[str, Any]]:
    made = []
    for number, region in enumerate(regions):
        place = {"start": region.span.start, "end": region.span.end, "text": region.span.of(text)}
        known = {"id": f"r{number}", "to_name": "text"}
        mark: dict[str, Any] = {**known, "from_name": "label", "type": "labels"}
        mark["value"] = {**place, "labels": [region.label]}
        if region.confidence is not None:
            mark["score"] = region.confidence
        made.append(mark)
        for name, told in region.fields.items():
            kind, key = ("choices", "choices") if name in _CHOICES else ("textarea", "text")
            made.append({**known, "from_name": name, "type": kind, "value": {**place, key: [told]}})
    return made


def from_tasks(source: str) -> list[Gold]:
    """Return the gold of exported tasks: each one's last annotation that was not cancelled, else its last prediction.

    Raises InputError A072 where the source is no export, A070 where a region is incomplete.
    """
    try:
        return [_gold(task, number) for number, task in enumerate(json.loads(source))]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as err:
        raise InputError("A072", f"is no JSON export of Label Studio: {type(err).__name__} {err}") from err


def _gold(task: Mapping[str, Any], number: int) -> Gold:
    data = task["data"]
    text, name = data["text"], data.get("name") or f"task-{task.get('id', number)}"
    done = [a for a in task.get("annotations") or [] if not a.get("was_cancelled")] or task.get("predictions") or []
    spans: dict[str, tuple[Span, str]] = {}
    told: dict[str, dict[str, str]] = {}
    for result in done[-1]["result"] if done else ():
        value = result["value"]
        if result["type"] == "labels":
            spans[result["id"]] = (_span(text, value), value["labels"][0])
        elif result["type"] in {"textarea", "choices"}:
            values = value["text" if result["type"] == "textarea" else "choices"]
            first = values if isinstance(values, str) else values[0] if values else ""
            if first.strip():
                told.setdefault(result["id"], {})[result["from_name"]] = first.strip()
    regions = [Region(span=span, label=label, fields=told.get(key, {})) for key, (span, label) in spans.items()]
    meta = {key: value for key, value in (data.get("meta") or {}).items() if isinstance(value, str)}
    return from_regions(name, text, meta, regions)


def _span(text: str, value: Mapping[str, Any]) -> Span:
    """Return a span in code points. Older versions count UTF-16 units; the stored text tells which it is."""
    span = Span(value["start"], value["end"])
    if value.get("text") in {None, span.of(text)}:
        return span
    turned = utf16_span(text, span, back=True)
    return turned if turned.of(text) == value["text"] else span
