"""Gold and output as labelled regions of a text: the shape that annotation tools share; and gold back as files."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

from kaoju.audit.gold import (
    LAYERS,
    Gold,
    GoldClaim,
    GoldEntity,
    GoldItem,
    GoldPlatform,
    GoldQuote,
    GoldTerm,
    Lines,
)
from kaoju.audit.output import Output
from kaoju.errors import InputError
from kaoju.span import Span

__all__ = ["FIELDS", "Region", "from_regions", "gold_regions", "labels", "output_regions", "utf16_span", "write_gold"]

_WORDS = {"platforms": "platform", "claims": "claim", "quotes": "quote", "not_quotes": "term", "entities": "entity"}
_TYPES: Mapping[str, type[GoldItem]] = {
    "platforms": GoldPlatform,
    "claims": GoldClaim,
    "quotes": GoldQuote,
    "not_quotes": GoldTerm,
    "entities": GoldEntity,
}
_MAIN = {"claims": "kind", "quotes": "type", "not_quotes": "why", "entities": "type"}
_PLACE = ("span", "line", "row")
_ORDER = {
    "platforms": ("referent", "certain", "why"),
    "claims": ("kind", "low", "high", "approx", "unit", "subject", "metric", "of", "time", "region", "modality",
               "polarity", "source", "certain"),
    "quotes": ("type", "speaker", "cue", "certain"),
    "not_quotes": ("why", "certain"),
    "entities": ("type", "canonical", "certain"),
}  # fmt: skip
# Every field that a region may carry beside its label, in a fixed order.
FIELDS = tuple(dict.fromkeys(name for names in _ORDER.values() for name in names if name not in {"kind", "type"}))
_NUMBERS, _FLAGS = {"low", "high"}, {"approx", "certain"}
_NEEDED = {"platforms": ("referent",), "claims": ("subject", "metric"), "entities": ("canonical",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A labelled stretch of text. The label is `claim:money`, `quote:direct`, `platform`, …; fields are strings."""

    span: Span
    label: str
    fields: Mapping[str, str]
    confidence: float | None = None


def labels(kinds: Mapping[str, Iterable[str]]) -> list[str]:
    """Return every label that regions may have, given the closed lists per layer."""
    return ["platform", *(f"{_WORDS[layer]}:{kind}" for layer in _MAIN for kind in kinds[layer])]


def gold_regions(gold: Gold) -> list[Region]:
    """Return a text's gold as regions, in text order within each layer."""
    return [_region(layer, item, item.certain) for layer in LAYERS for item in gold.layer(layer)]


def _region(layer: str, item: object, certain: bool = True, confidence: float | None = None) -> Region:  # noqa: FBT001, FBT002
    main = _MAIN.get(layer)
    values = {name: _told(getattr(item, name, None)) for name in _ORDER[layer] if name not in {main, "certain"}}
    told = {name: value for name, value in values.items() if value is not None}
    if not certain:
        told["certain"] = "false"
    label = f"{_WORDS[layer]}:{getattr(item, main)}" if main else _WORDS[layer]
    span: Span = getattr(item, "span")  # noqa: B009 - gold and output items both have one
    return Region(span=span, label=label, fields=told, confidence=confidence)


def _told(value: object) -> str | None:
    if value is None or value is False:
        return None
    return "true" if value is True else f"{value:f}" if isinstance(value, Decimal) else str(value)


def output_regions(output: Output) -> list[Region]:
    """Return what a run found as regions, so that people correct instead of starting from nothing."""
    made = [_region("claims", item, confidence=item.confidence) for item in output.claims]
    made += [_region("quotes", item, confidence=item.confidence) for item in output.quotes]
    return [*made, *(_region("entities", item, confidence=item.confidence) for item in output.mentions)]


def from_regions(name: str, text: str, meta: Mapping[str, str], regions: Sequence[Region]) -> Gold:
    """Return the gold that regions say. Raises InputError A070 on an unknown label, a missing field or a bad value."""
    lines = Lines(text)
    items: dict[str, list[GoldItem]] = {layer: [] for layer in LAYERS}
    layer_of = {word: layer for layer, word in _WORDS.items()}
    for region in sorted(regions, key=lambda r: (r.span, r.label)):
        word, _, main = region.label.partition(":")
        layer = layer_of.get(word)
        if layer is None or bool(main) != (layer in _MAIN) or not 0 <= region.span.start < region.span.end <= len(text):
            raise InputError("A070", f"{name}: {region.label!r} at {region.span.start} is no region of gold")
        items[layer].append(_item(name, layer, main, region, bisect_right(lines.starts, region.span.start) - 1))
    return Gold(name=name, text=text, meta=meta, **{layer: tuple(found) for layer, found in items.items()})  # type: ignore[arg-type]


def _item(name: str, layer: str, main: str, region: Region, line: int) -> GoldItem:
    values: dict[str, object] = {"span": region.span, "line": line}
    if main:
        values[_MAIN[layer]] = main
    known = {field.name for field in fields(_TYPES[layer])}
    for key, told in region.fields.items():
        if key in known and key not in _PLACE:
            values[key] = _value(name, key, told)
    missing = [key for key in _NEEDED.get(layer, ()) if not values.get(key)]
    if missing:
        shown = f"{region.label} at {region.span.start}"
        raise InputError("A070", f"{name}: {shown} has no {', '.join(missing)}; fill it in and export again")
    return _TYPES[layer](**values)  # type: ignore[arg-type]


def _value(name: str, key: str, told: str) -> object:
    if key in _FLAGS:
        return told == "true"
    if key not in _NUMBERS:
        return told
    try:
        return Decimal(told.strip())
    except InvalidOperation as err:
        raise InputError("A070", f"{name}: {key} {told!r} is no number") from err


def utf16_span(text: str, span: Span, *, back: bool = False) -> Span:
    """Turn a span of code points into one of UTF-16 units, which browsers count; `back` turns it back.

    >>> utf16_span("😀茶", Span(1, 2)), utf16_span("😀茶", Span(2, 3), back=True)
    (Span(start=2, end=3), Span(start=1, end=2))
    """
    if text.isascii() or max(text, default="") <= "\uffff":
        return span
    if not back:
        wide = [sum(c > "\uffff" for c in text[:at]) for at in (span.start, span.end)]
        return Span(span.start + wide[0], span.end + wide[1])
    units = text.encode("utf-16-le", "surrogatepass")
    start, end = (len(units[: 2 * at].decode("utf-16-le", "replace")) for at in (span.start, span.end))
    return Span(start, end)


def write_gold(folder: Path, gold: Gold) -> None:
    """Write a text and its gold as a folder of the corpus. Raises InputError A071 where a span cannot be pointed at."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "article.txt").write_bytes(gold.text.encode("utf-8"))
    (folder / "meta.json").write_text(json.dumps(dict(gold.meta), ensure_ascii=False) + "\n", "utf-8")
    lines = Lines(gold.text)
    for layer in LAYERS:
        rows = [_row(gold, layer, item, lines) for item in sorted(gold.layer(layer), key=lambda i: i.span)]
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{layer}.jsonl").write_text(text, "utf-8")


def _row(gold: Gold, layer: str, item: GoldItem, lines: Lines) -> dict[str, object]:
    place = _quote_place(gold, item, lines) if layer == "quotes" else _place(gold, item, lines)
    return {**place, **{name: _plain(getattr(item, name)) for name in _ORDER[layer]}}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _place(gold: Gold, item: GoldItem, lines: Lines) -> dict[str, object]:
    surface = item.span.of(gold.text)
    column = item.span.start - lines.starts[item.line]
    for nth, at in enumerate(lines.occurrences(item.line, surface)):
        if at == column:
            return {"line": item.line, "surface": surface, "nth": nth}
    raise InputError("A071", f"{gold.name}: line {item.line} {surface!r} cannot be pointed at; keep it in one line")


def _quote_place(gold: Gold, item: GoldItem, lines: Lines) -> dict[str, object]:
    """Point at a quote by the fewest first and last characters, no blank at a cut, that lead back to it."""
    end_line = bisect_right(lines.starts, item.span.end - 1) - 1
    for size in range(min(6, len(item.span)), len(item.span) + 1):
        head = replace(item, span=Span(item.span.start, item.span.start + size))
        if gold.text[head.span.end - 1].isspace():
            continue
        try:
            place = _place(gold, head, lines)
        except InputError:
            continue
        for tail in range(min(4, len(item.span)), len(item.span) + 1):
            surface = gold.text[item.span.end - tail : item.span.end]
            if not surface[0].isspace() and lines.end_after(end_line, surface, item.span.start) == item.span.end:
                return {**place, "end_line": end_line, "end_surface": surface}
    raise InputError("A071", f"{gold.name}: line {item.line}: the quote cannot be pointed at")
