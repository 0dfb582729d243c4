"""Plain tables for terminals and Markdown, aligned also where names are in Chinese."""

import unicodedata
from collections.abc import Sequence

__all__ = ["markdown_table", "text_table", "width"]


def width(text: str) -> int:
    """Return how many terminal columns a text takes: wide characters take two.

    >>> width("抖音 DAU")
    8
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def text_table(header: Sequence[str], rows: Sequence[Sequence[str]], *, left: int = 1) -> str:
    """Return aligned columns, the first `left` ones to the left and the others to the right, a line per row."""
    table = [header, *rows]
    widths = [max(width(row[n]) for row in table) for n in range(len(header))]
    return "".join(_line(row, widths, left) for row in table)


def _line(row: Sequence[str], widths: Sequence[int], left: int) -> str:
    blanks = [" " * (space - width(cell)) for cell, space in zip(row, widths, strict=True)]
    cells = [cell + pad if n < left else pad + cell for n, (cell, pad) in enumerate(zip(row, blanks, strict=True))]
    return "  ".join(cells).rstrip() + "\n"


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]], *, left: int = 1) -> str:
    """Return a Markdown table, the first `left` columns to the left and the others to the right."""
    rule = ["---" if n < left else "---:" for n in range(len(header))]
    return "".join("| " + " | ".join(_escaped(cell) for cell in row) + " |\n" for row in (header, rule, *rows))


def _escaped(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
