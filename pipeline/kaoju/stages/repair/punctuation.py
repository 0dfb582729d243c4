"""Doubled punctuation, and spaces that became `?`. Only for texts known to be damaged: elsewhere it may be meant."""

import re
from collections.abc import Iterator

from kaoju.span import Edit

__all__ = ["punctuation_edits"]

_MARK = "，。；：、,;"
_SPACE = re.compile(
    "(?<=[A-Za-z])[?？](?=[A-Za-z0-9&])|(?<=[0-9&])[?？](?=[A-Za-z&])|(?<=\n0[0-9])[?？](?=[\u4e00-\u9fff])"
)
_BETWEEN = re.compile("(?<=[0-9])[?？](?=[0-9])")
_DIGITS = re.compile("[0-9]")
_ADDRESS = re.compile(r"(?:https?:|www\.|/)[!-~]{1,200}")
_DOUBLED = re.compile(f"(?<![{_MARK}.])(?P<first>[{_MARK}])[ ]?(?P<second>[{_MARK}])(?![{_MARK}.])")


def punctuation_edits(text: str) -> list[Edit]:
    """Keep one of two marks where one is meant, the second, which stands where the text goes on; put back spaces.

    A `?` between Latin letters, letters and digits, or behind a heading's number was a space that the page's charset
    did not have. A `?` between digits may have been a mark, a digit or a space: it stays, and is marked as lost.
    """
    return sorted([*_doubled(text), *_spaces(text), *_between(text)], key=lambda edit: edit.start)


def _doubled(text: str) -> Iterator[Edit]:
    for match in _DOUBLED.finditer(text):
        if match["first"] in ",;" and match["second"] in ",;" and match["first"] == match["second"] == ";":
            continue  # ;; is code
        numbers = match.start() > 0 and _DIGITS.match(text, match.start() - 1) and _DIGITS.match(text, match.end())
        certain = match["first"] == match["second"] and not numbers
        yield Edit(match.start(), match.start("second"), "", "punctuation", certain=certain, rule="repair.doubled_mark")


def _spaces(text: str) -> Iterator[Edit]:
    for match in _SPACE.finditer(text):
        if not any(start <= match.start() < end for start, end in _addresses(text, match.start())):
            yield Edit(
                *match.span(), " ", "punctuation", certain=False, rule="repair.lost_space", aligned=True, confidence=0.9
            )


def _between(text: str) -> Iterator[Edit]:
    for match in _BETWEEN.finditer(text):
        if not any(start <= match.start() < end for start, end in _addresses(text, match.start())):
            yield Edit(
                *match.span(),
                match[0],
                "punctuation",
                certain=False,
                rule="repair.lost_mark",
                aligned=True,
                confidence=0.0,
            )


def _addresses(text: str, at: int) -> list[tuple[int, int]]:
    start = max(0, at - 200)
    return [match.span() for match in _ADDRESS.finditer(text, start, at + 1)]
