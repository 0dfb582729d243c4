"""`kaoju diff`: what one run found that another did not."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kaoju.cli.say import fail
from kaoju.errors import KaojuError

__all__ = ["diff"]


class Format(StrEnum):
    """How differences are written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def diff(
    before: Annotated[Path, typer.Argument(help="A run folder.")],
    after: Annotated[Path, typer.Argument(help="The run folder to compare with it.")],
    form: Annotated[Format, typer.Option("--format", help="text, json or markdown.")] = Format.TEXT,
) -> None:
    """Facts gained, lost and changed between two runs. 比较两次运行：新增、丢失、改变的事实。"""
    from kaoju.audit.diff import compare_runs, to_json, to_markdown, to_text

    try:
        found = compare_runs(before, after)
    except KaojuError as err:
        fail(err)
    writer = {Format.TEXT: to_text, Format.JSON: to_json, Format.MARKDOWN: to_markdown}[form]
    typer.echo(writer(found), nl=False)
