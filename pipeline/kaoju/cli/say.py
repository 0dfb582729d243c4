"""Talk to people: English with its Chinese counterpart, on stderr; data stays on stdout."""

import os
import sys
from typing import TYPE_CHECKING, NoReturn

import typer

from kaoju.errors import InputError, KaojuError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["console", "fail", "say"]


def say(english: str, chinese: str) -> None:
    """Write one message to stderr in both languages."""
    typer.echo(f"{english} / {chinese}", err=True)


def fail(error: KaojuError) -> NoReturn:
    """Report an error and leave with 2 (wrong usage) or 3 (input, settings or output cannot be used)."""
    prefix = {InputError: "输入不可用", UsageError: "用法有误"}.get(type(error), "无法继续")
    typer.echo(f"kaoju: {error} / {prefix}", err=True)
    raise typer.Exit(2 if isinstance(error, UsageError) else 3)


def console(*, stderr: bool = False) -> "Console":
    """Return a rich console: colour and width only on a terminal, `NO_COLOR` respected."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    terminal = stream.isatty()
    plain = not terminal or "NO_COLOR" in os.environ
    return Console(file=stream, no_color=plain, force_terminal=terminal, width=None if terminal else 160)
