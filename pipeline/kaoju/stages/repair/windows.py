"""Where a run may begin, what stands before it, and where it is over at the latest."""

import re

from kaoju.span import Edit
from kaoju.stages.repair.readings import SYLLABLE

__all__ = ["LINE", "LONGEST", "NOTE", "START", "STOPS", "TAIL", "TORN", "char_before", "line_before", "window_end"]

START = re.compile(f"[?？](?:(?P<reading>[{SYLLABLE}]{{1,7}})[)）]|(?=(?P<mark>[,!;，！；?？])))")
NOTE = re.compile(f"[(（](?P<reading>[{SYLLABLE}]{{1,7}})[)）]")
_NOTE_BEFORE = re.compile(NOTE.pattern + r"\Z")
TORN = re.compile(f"[?？][{SYLLABLE}]{{1,7}}[)）]")
TAIL = re.compile(f"(?P<reading>[{SYLLABLE}]{{1,7}})[)）]")
STOPS = re.compile("[，。！？；,!;]")
LONGEST = 60
LINE = 400  # characters before a run that are read
_PASSED = 3  # times that a run may go on behind a `?`
_BEHIND = 20  # characters that are read on behind a `?`
_SHOWN = 8  # characters behind a mark that tell whether the decoder restarted in it


def line_before(text: str, at: int, edits: list[Edit]) -> str:
    """Return the end of what stands before `at` on its line, with the edits so far and without annotations."""
    first = max(text.rfind("\n", 0, at) + 1, at - LINE)
    pieces: list[str] = []
    for edit in reversed(edits):
        if edit.start < first:
            break
        pieces += (NOTE.sub("", text[edit.end : at]), edit.text)
        at = edit.start
    pieces.append(NOTE.sub("", text[first:at]))
    return "".join(reversed(pieces))


def char_before(text: str, at: int) -> str:
    """Return the character that stands before `at`, an annotation between them left out."""
    note = _NOTE_BEFORE.search(text, max(0, at - 10), at)
    at = note.start() if note else at
    return text[at - 1] if at else "\n"


def window_end(text: str, start: int) -> int:
    """Return where a run from `start` is over at the latest: at the first eaten byte, the line's end, or far on."""
    at = start
    limit = min(len(text), start + LONGEST)
    while at < limit and text[at] not in "\n?？":
        at += 1
    if at < limit and text[at] in "?？":
        tail = TAIL.match(text, at + 1)
        return tail.end() if tail else _past(text, at + 1)
    return at


def _past(text: str, start: int) -> int:
    """Return how far a run can go on behind a `?` that may stand for two bytes of it: over a few more, and not far."""
    at = start
    for _ in range(_PASSED):
        if STOPS.match(text, at):
            return _behind(text, at)
        limit = min(len(text), at + _BEHIND)
        while at < limit and text[at] not in "\n?？":
            at += 1
        if text[at : at + 1] not in ("?", "？"):
            return at
        tail = TAIL.match(text, at + 1)
        if tail:
            return tail.end()
        at += 1
    return at


def _behind(text: str, at: int) -> int:
    """Return where to stop behind a mark: so far that a decoder which restarted in it once more shows."""
    limit = min(len(text), at + _SHOWN)
    at += 1
    while at < limit and text[at] not in "\n?？":
        at += 1
    return at
