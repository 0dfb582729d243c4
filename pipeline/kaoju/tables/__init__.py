"""Records to rows, Arrow tables, files and pandas frames: the output contract, version 1."""

from kaoju.tables.frames import frames
from kaoju.tables.rows import rows
from kaoju.tables.schemas import SCHEMA_VERSION, TABLES, schema
from kaoju.tables.writers import PartWriter, merge_parts, write_atomic

__all__ = ["SCHEMA_VERSION", "TABLES", "PartWriter", "frames", "merge_parts", "rows", "schema", "write_atomic"]
