"""The tables' schemas for other tools: JSON Schema of a JSONL row, Arrow schema of the Parquet file, one version."""

from collections.abc import Mapping
from enum import StrEnum

from kaoju.document import (
    Change,
    CheckKind,
    CheckStatus,
    EntityType,
    Kind,
    Method,
    Metric,
    Modality,
    Polarity,
    QuoteType,
    Script,
)
from kaoju.tables.schemas import DECIMALS, SCHEMA_VERSION, TABLES, fields, nullable, schema

__all__ = ["json_schema", "published"]

Json = dict[str, object]
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_EXACT = rf"^-?[0-9]{{1,{38 - DECIMALS}}}(\.[0-9]{{1,{DECIMALS}}})?$"

# Fields with a closed list of values. `ordinal` and `time` are quantities, never claims.
_CLAIMED = tuple(str(kind) for kind in Kind if kind not in {Kind.ORDINAL, Kind.TIME})
_CLOSED: Mapping[tuple[str, str], type[StrEnum] | tuple[str, ...]] = {
    ("documents", "script"): Script,
    ("mentions", "type"): EntityType,
    ("mentions", "method"): Method,
    ("claims", "kind"): _CLAIMED,
    ("claims", "metric"): Metric,
    ("claims", "change"): Change,
    ("claims", "modality"): Modality,
    ("claims", "polarity"): Polarity,
    ("quotes", "type"): QuoteType,
    ("checks", "kind"): CheckKind,
    ("checks", "status"): CheckStatus,
    ("facts", "kind"): ("claim", "quote", "resolution"),
    ("facts", "predicate"): (*(str(metric) for metric in Metric), "said", "refers_to"),
    ("facts", "modality"): Modality,
    ("facts", "polarity"): Polarity,
}

_TABLES = {
    "documents": "An article.",
    "repairs": "An edit of the source text.",
    "sentences": "A sentence, with its place in both texts.",
    "mentions": "A name: what is printed and who is meant.",
    "claims": "A number bound to what it says about whom.",
    "quotes": "Something that somebody said.",
    "checks": "Claims weighed against each other, in one article or between two of a run.",
    "facts": "The tidy union of claims, quotes and settled names: one row each.",
}

_NOTES = {
    "doc_id": "Content hash of the article; the same in every run.",
    "raw_start": "Where it begins in the decoded source, in Unicode code points.",
    "raw_end": "Where it ends in the decoded source; not included.",
    "start": "Where it begins in the repaired text.",
    "end": "Where it ends in the repaired text; not included.",
    "raw_text": "The source between raw_start and raw_end.",
    "text": "The repaired text between start and end.",
    "confidence": "How sure the record is, 0 to 1.",
    "low": "Lower bound in base units, points for a percentage; null: open.",
    "high": "Upper bound; equal to low for an exact value; null: open.",
    "approx": "Whether the text says about, nearly, some.",
    "unit": "ISO 4217 for money, the counter or measure else; null for a ratio.",
    "of": "The base of a share, a change or a comparison, in the text's words.",
    "time": "ISO 8601 date, month, year or interval; null where the text does not say.",
    "source": "documents: path, URL or row; else whom it is attributed to.",
    "modality": "How firmly the text puts it.",
    "canonical": "The name of who is meant.",
    "printed": "The name that the printed string denotes.",
    "resolved": "Whether the source printed another name than it means.",
    "claim_ids": "The claims that were weighed; between articles, the earlier article's first.",
    "expected": "What follows from the other claims.",
    "found": "What the text says.",
    "message": "English and Chinese, every number with its raw position.",
    "record_id": "The claim_id, quote_id or mention_id that the fact was made from.",
    "predicate": "A metric, said, or refers_to.",
    "object": "The value as text, the words said, or the name meant.",
    "sentence": "The repaired sentence that it stands in.",
}


def json_schema(table: str) -> Json:
    """Return the JSON Schema (draft 2020-12) of one row of a table. Raises KeyError for a table that does not exist."""
    kinds, optional = fields(table), nullable(table)
    return {
        "$schema": _DIALECT,
        "$id": f"urn:kaoju:{SCHEMA_VERSION}:{table}",
        "title": table,
        "description": _TABLES[table],
        "schema_version": SCHEMA_VERSION,
        "type": "object",
        "properties": {name: _property(table, name, kind, null=name in optional) for name, kind in kinds.items()},
        "required": list(kinds),
        "additionalProperties": False,
    }


def published() -> Json:
    """Return all tables in one document: `schema_version`, and per table its JSON Schema and its Arrow schema."""
    tables = {table: {"json_schema": json_schema(table), "arrow": _arrow(table)} for table in TABLES}
    return {"schema_version": SCHEMA_VERSION, "tables": tables}


def _arrow(table: str) -> list[Json]:
    return [{"name": field.name, "type": str(field.type)} for field in schema(table)]


def _property(table: str, name: str, kind: str, *, null: bool) -> Json:
    made = _typed(name, kind)
    closed = _CLOSED.get((table, name))
    if closed is not None:
        made["enum"] = [str(value) for value in closed] + ([None] if null else [])
    if null:
        made["type"] = [made["type"], "null"]
    note = _NOTES.get(name)
    return {**made, "description": note} if note else made


def _typed(name: str, kind: str) -> Json:
    match kind:
        case "int":
            return {"type": "integer", "minimum": 0}
        case "bool":
            return {"type": "boolean"}
        case "float":
            return {"type": "number", "minimum": 0, "maximum": 1}
        case "dec":
            return {"type": "string", "pattern": _EXACT}
        case "date":
            return {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        case "strs":
            return {"type": "array", "items": {"type": "string"}}
        case "alternatives":
            share = {"type": "number", "minimum": 0, "maximum": 1}
            return _list({"canonical": {"type": "string"}, "confidence": share})
        case "evidence":
            place, weight = {"type": "integer", "minimum": 0}, {"type": "number", "minimum": -1, "maximum": 1}
            text = {"type": "string"}
            items = {"rule": text, "note": text, "raw_start": place, "raw_end": place, "weight": weight}
            return {**_list(items), "minItems": 1}
        case _:
            return (
                {"type": "string", "minLength": 1} if name == "doc_id" or name.endswith("_id") else {"type": "string"}
            )


def _list(properties: Mapping[str, object]) -> Json:
    item = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return {"type": "array", "items": item}
