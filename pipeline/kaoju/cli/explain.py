"""`kaoju explain`: every record of a text with its evidence."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kaoju.cli.say import fail
from kaoju.errors import KaojuError

__all__ = ["explain"]


def explain(
    text: Annotated[str, typer.Argument(help="A text, a file, or - for stdin.")],
    published: Annotated[str | None, typer.Option(help="Date (YYYY-MM-DD) for relative times.")] = None,
    lexicon: Annotated[str, typer.Option(help="A folder of your own tables of names.")] = "",
) -> None:
    """Say what was found in a text, and why. 说明找到了什么，依据何在。"""
    import kaoju
    from kaoju.cli.run import parse_date
    from kaoju.readers import decode
    from kaoju.settings import Settings

    try:
        if text == "-":
            text = decode(sys.stdin.buffer.read()).text
        elif len(text) < 300 and Path(text).is_file():
            text = decode(Path(text).read_bytes()).text
        typer.echo(kaoju.explain(text, Settings(published=parse_date(published), lexicon=lexicon)))
    except KaojuError as err:
        fail(err)
