"""`kaoju show`: a run folder as tables for people."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import orjson
import typer

from kaoju.cli.say import console, fail
from kaoju.errors import InputError, KaojuError

__all__ = ["show"]

Row = dict[str, object]


def show(
    out: Annotated[Path, typer.Argument(help="A run folder.")],
    limit: Annotated[int, typer.Option(min=1, help="Rows per table.")] = 40,
) -> None:
    """Show claims, quotes and settled names of a run. 以表格显示论断、引语和名称判定。"""
    from rich.table import Table

    try:
        for title, table, header, cells in _VIEWS:
            rows = [shown for row in _rows(out, table) if (shown := cells(row)) is not None]
            view = Table(title=f"{title} ({len(rows)})", title_justify="left")
            for name in header:
                view.add_column(name, overflow="fold")
            for row in rows[:limit]:
                view.add_row(*row)
            console().print(view)
    except KaojuError as err:
        fail(err)


def _rows(out: Path, table: str) -> Iterator[Row]:
    path = out / f"{table}.jsonl"
    try:
        data = path.read_bytes()
    except OSError as err:
        raise InputError("I006", f"{path}: cannot be read ({err.strerror}); is {out} a run folder with jsonl?") from err
    for line in data.splitlines():
        yield orjson.loads(line)


def _claim(row: Row) -> list[str] | None:
    return [_cell(row[k]) for k in ("subject", "metric", "text", "time", "region", "modality", "source", "confidence")]


def _quote(row: Row) -> list[str] | None:
    return [_cell(row[k]) for k in ("speaker", "cue", "type", "text", "confidence")]


def _resolution(row: Row) -> list[str] | None:
    if not row["resolved"]:
        return None
    return [_cell(row[k]) for k in ("text", "canonical", "raw_start", "confidence")]


def _cell(value: object) -> str:
    return "" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)


View = tuple[str, str, tuple[str, ...], Callable[[Row], list[str] | None]]
_VIEWS: tuple[View, ...] = (
    (
        "claims 论断", "claims",
        ("subject 主体", "metric 指标", "text 原文", "time 时间", "region 地区", "modality 语气", "source 来源", ""),
        _claim,
    ),
    ("quotes 引语", "quotes", ("speaker 说话人", "cue 引语词", "type 类型", "text 内容", "conf"), _quote),
    ("resolutions 名称判定", "mentions", ("printed 原文", "meant 所指", "raw_start 位置", "conf"), _resolution),
)  # fmt: skip
