"""The Arrow schema of every table. pyarrow is loaded on first use, not at import."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["DECIMALS", "SCHEMA_VERSION", "TABLES", "schema"]

SCHEMA_VERSION = "1"
TABLES = ("documents", "repairs", "sentences", "mentions", "claims", "quotes", "checks", "facts")
DECIMALS = 12  # digits after the point of every exact value; 26 stand before it

# One line per table: `name:type`. Types: str, int, bool, float, dec, date, strs, evidence, alternatives; a `?` after
# the type says that the value may be null.
_POSITIONS = "start:int end:int raw_start:int raw_end:int text:str raw_text:str"
_TAIL = "confidence:float evidence:evidence"
_FIELDS = {
    "documents": "doc_id:str source:str sha256:str encoding:str script:str title:str? author:str? publisher:str? "
    "published:date? chars_raw:int chars_clean:int repairs:int flags:strs",
    "repairs": f"doc_id:str repair_id:str kind:str {_POSITIONS} lost_bytes:int certain:bool alternatives:strs {_TAIL}",
    "sentences": f"doc_id:str sentence_id:str paragraph:int index:int {_POSITIONS} {_TAIL}",
    "mentions": f"doc_id:str mention_id:str type:str canonical:str entity_id:str? qid:str? printed:str resolved:bool "
    f"method:str alternatives:alternatives {_POSITIONS} {_TAIL}",
    "claims": "doc_id:str claim_id:str kind:str low:dec? high:dec? low_inclusive:bool high_inclusive:bool approx:bool "
    "unit:str? subject:str subject_mention_id:str? metric:str of:str? change:str time:str? time_text:str? region:str? "
    f"modality:str polarity:str source:str? quote_id:str? flags:strs {_POSITIONS} {_TAIL}",
    "quotes": "doc_id:str quote_id:str type:str speaker:str? speaker_mention_id:str? speaker_text:str? cue:str? "
    f"cue_raw_start:int? cue_raw_end:int? parent_quote_id:str? {_POSITIONS} {_TAIL}",
    "checks": f"doc_id:str check_id:str kind:str claim_ids:strs status:str expected:dec? found:dec? message:str "
    f"{_POSITIONS} {_TAIL}",
    "facts": "doc_id:str fact_id:str record_id:str kind:str subject:str? entity_id:str? predicate:str object:str "
    "low:dec? high:dec? unit:str? time:str? region:str? modality:str? polarity:str? source:str? sentence:str? "
    f"{_POSITIONS} {_TAIL}",
}


def fields(table: str) -> dict[str, str]:
    """Return the field names of a table with their short type names, in output order."""
    return {name: kind.removesuffix("?") for name, kind in _items(table)}


def nullable(table: str) -> frozenset[str]:
    """Return the names of the fields of a table that may be null."""
    return frozenset(name for name, kind in _items(table) if kind.endswith("?"))


def _items(table: str) -> list[tuple[str, str]]:
    return [(name, kind) for name, _, kind in (item.partition(":") for item in _FIELDS[table].split())]


@cache
def schema(table: str) -> "pa.Schema":
    """Return the Arrow schema of a table, with `schema_version` in its metadata."""
    import pyarrow as pa

    evidence = _list(
        pa.struct([
            ("rule", pa.string()), ("note", pa.string()), ("raw_start", pa.int64()), ("raw_end", pa.int64()),
            ("weight", pa.float64()),
        ])
    )  # fmt: skip
    types = {
        "str": pa.string(),
        "int": pa.int64(),
        "bool": pa.bool_(),
        "float": pa.float64(),
        "dec": pa.decimal128(38, DECIMALS),
        "date": pa.date32(),
        "strs": _list(pa.string()),
        "evidence": evidence,
        "alternatives": _list(pa.struct([("canonical", pa.string()), ("confidence", pa.float64())])),
    }
    columns = [(name, types[kind]) for name, kind in fields(table).items()]
    return pa.schema(columns, metadata={"schema_version": SCHEMA_VERSION, "table": table})


def _list(item: "pa.DataType") -> "pa.DataType":
    """Name the items as Parquet does, so that a file read back has this very schema."""
    import pyarrow as pa

    return pa.list_(pa.field("element", item))
