"""`kaoju schema`: what the tables hold, for other tools."""

import sys
from typing import Annotated

import typer

from kaoju.cli.say import fail
from kaoju.errors import KaojuError, UsageError

__all__ = ["schema"]


def schema(
    table: Annotated[
        str | None, typer.Argument(help="One table: the JSON Schema of its rows. None: all tables.")
    ] = None,
) -> None:
    """Print the tables' JSON Schemas and Arrow schemas as JSON. 打印各表的 JSON Schema 和 Arrow 结构。"""
    import orjson

    from kaoju.tables import TABLES
    from kaoju.tables.published import json_schema, published

    try:
        if table is not None and table not in TABLES:
            raise UsageError("U003", f"{table!r} is no table: choose from {', '.join(TABLES)}")
        made = published() if table is None else json_schema(table)
    except KaojuError as err:
        fail(err)
    sys.stdout.buffer.write(orjson.dumps(made, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()
