"""pandas at the edge: the tables of processed documents as frames."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kaoju.document import Document
from kaoju.tables.rows import Row, rows, typed
from kaoju.tables.schemas import TABLES, fields, schema

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["frames"]


def frames(documents: Iterable[Document]) -> "dict[str, pd.DataFrame]":
    """Return one DataFrame per table over processed documents, with the dtypes of the Arrow schema.

    Exact values are `decimal.Decimal`, dates are `datetime.date`, lists stay lists. An empty table keeps its columns.
    """
    import pyarrow as pa

    collected: dict[str, list[Row]] = {table: [] for table in TABLES}
    for document in documents:
        for table, made in rows(document).items():
            collected[table] += made
    return {
        table: pa.Table.from_pylist([typed(row, fields(table)) for row in made], schema=schema(table)).to_pandas()
        for table, made in collected.items()
    }
