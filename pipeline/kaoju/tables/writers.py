"""Rows to files: parts by shard, then one JSONL and one Parquet file per table, by rename."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import orjson

from kaoju.errors import OutputError
from kaoju.tables.rows import Row, typed
from kaoju.tables.schemas import TABLES, fields, schema

__all__ = ["FORMATS", "PartWriter", "merge_parts", "write_atomic"]

FORMATS = ("jsonl", "parquet")


def write_atomic(path: Path, data: bytes) -> None:
    """Write a whole file under a temporary name, then rename it: a reader never sees half of it."""
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_bytes(data)
    temporary.replace(path)


class PartWriter:
    """Write one shard's rows into a folder of parts; a part exists whole or not at all.

    A context manager: files get their names when the block ends well and are removed when it does not.
    """

    def __init__(self, folder: Path, formats: Sequence[str] = FORMATS) -> None:
        self._folder = folder
        self._formats = formats
        self._files: dict[str, BinaryIO] = {}
        self._rows: dict[str, list[Row]] = {table: [] for table in TABLES}

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        for table in TABLES:
            self._files[table] = (self._folder / f".{table}.jsonl.tmp").open("wb")
        return self

    def add(self, made: Mapping[str, Sequence[Row]]) -> None:
        """Append one document's rows."""
        for table, rows in made.items():
            for row in rows:
                self._files[table].write(_json(row))
            if "parquet" in self._formats:
                kinds = fields(table)
                self._rows[table] += [typed(row, kinds) for row in rows]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.close()
        for table in TABLES:
            temporary = self._folder / f".{table}.jsonl.tmp"
            if kind is not None:
                temporary.unlink()
                continue
            temporary.replace(self._folder / f"{table}.jsonl")
            if "parquet" in self._formats:
                _write_parquet(self._folder / f"{table}.parquet", table, self._rows[table])


def _json(row: Row) -> bytes:
    try:
        return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError as err:
        raise OutputError("O004", f"a row cannot be written as JSON: {err}") from err


def _write_parquet(path: Path, table: str, rows: list[Row]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    temporary = path.with_name(f".{path.name}.tmp")
    pq.write_table(pa.Table.from_pylist(rows, schema=schema(table)), temporary, compression="zstd")
    temporary.replace(path)


def merge_parts(parts: Sequence[Path], out: Path, formats: Sequence[str] = FORMATS) -> dict[str, int]:
    """Join the parts, in the order given, into `OUT/TABLE.jsonl` and `OUT/TABLE.parquet`; return rows per table.

    Raises OutputError `O003` where a file cannot be written.
    """
    try:
        counts = {table: _merge_jsonl(parts, out, table, keep="jsonl" in formats) for table in TABLES}
        if "parquet" in formats:
            for table in TABLES:
                _merge_parquet(parts, out, table)
    except OSError as err:
        raise OutputError("O003", f"{out}: cannot be written: {err}") from err
    return counts


def _merge_jsonl(parts: Iterable[Path], out: Path, table: str, *, keep: bool) -> int:
    temporary = out / f".{table}.jsonl.tmp"
    count = 0
    with temporary.open("wb") as target:
        for part in parts:
            data = (part / f"{table}.jsonl").read_bytes()
            count += data.count(b"\n")
            target.write(data)
    if keep:
        temporary.replace(out / f"{table}.jsonl")
    else:
        temporary.unlink()
    return count


def _merge_parquet(parts: Iterable[Path], out: Path, table: str) -> None:
    import pyarrow.parquet as pq

    temporary = out / f".{table}.parquet.tmp"
    with pq.ParquetWriter(temporary, schema(table), compression="zstd") as writer:
        for part in parts:
            rows = pq.read_table(part / f"{table}.parquet", schema=schema(table))
            if rows.num_rows:
                writer.write_table(rows)
    temporary.replace(out / f"{table}.parquet")
