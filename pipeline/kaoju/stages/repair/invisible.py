"""Characters that nobody sees and characters that only look like another."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from kaoju.rulebook import load_table
from kaoju.span import Edit

__all__ = ["invisible_edits"]

_HAN = "\u3400-\u9fff\uf900-\ufaff"
# Joiners and marks of direction belong to other scripts and to emoji; beside Hanzi or ASCII they are noise.
_NOISE = re.compile(
    "[\u200b\u2060-\u2064\u206a-\u206f\ufeff\u00ad\ufff9-\ufffc\x00-\x08\x0e-\x1f\x7f-\x9f]+"
    f"|(?:^|(?<=[\x00-\x7f\u3000-\u303f\uff00-\uffef{_HAN}]))[\u200c-\u200f\u202a-\u202e\u2066-\u2069]+"
)
_ALIKE = re.compile("[\u00a0\u2e80-\u2fdf\uf900-\ufaff]")


def invisible_edits(text: str) -> list[Edit]:
    """Drop invisible characters and put the ordinary character for look-alikes (no-break space, radicals, variants)."""
    return sorted([*_dropped(text), *_replaced(text)], key=lambda edit: edit.start)


def _dropped(text: str) -> Iterator[Edit]:
    for match in _NOISE.finditer(text):
        yield Edit(*match.span(), "", "zero_width", rule="repair.zero_width")


def _replaced(text: str) -> Iterator[Edit]:
    for match in _ALIKE.finditer(text):
        new = _ordinary(match[0])
        if new != match[0]:
            yield Edit(*match.span(), new, "lookalike", rule="repair.lookalike", aligned=True)


@cache
def _ordinary(char: str) -> str:
    listed = {row["char"]: row["ordinary"] for row in load_table("repair_lookalikes")}
    new = listed.get(char) or unicodedata.normalize("NFKC", char)
    return new if len(new) == 1 else char
