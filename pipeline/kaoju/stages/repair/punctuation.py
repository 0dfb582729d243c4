"""Doubled and misplaced punctuation. Only for texts that are known to be damaged: elsewhere it may be meant."""

import re
from collections.abc import Iterator

from kaoju.span import Edit

__all__ = ["punctuation_edits"]

_MARK = "，。；：、,;"
_DOUBLED = re.compile(f"(?<![{_MARK}.])(?P<first>[{_MARK}])[ ]?(?P<second>[{_MARK}])(?![{_MARK}.])")


def punctuation_edits(text: str) -> list[Edit]:
    """Keep one of two marks where one is meant: the second, which stands where the text goes on."""
    return list(_doubled(text))


def _doubled(text: str) -> Iterator[Edit]:
    for match in _DOUBLED.finditer(text):
        if match["first"] in ",;" and match["second"] in ",;" and match["first"] == match["second"] == ";":
            continue  # ;; is code
        certain = match["first"] == match["second"]
        yield Edit(match.start(), match.start("second"), "", "punctuation", certain=certain, rule="repair.doubled_mark")
