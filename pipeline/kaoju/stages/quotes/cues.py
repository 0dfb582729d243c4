"""Where speech is reported: cue words in the text, with the subject that each has."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from kaoju.span import Span
from kaoju.stages.quotes.subjects import Scene, Source, clause_start, refused, subject
from kaoju.stages.quotes.words import Cue

__all__ = ["Report", "Reports"]

_FLOOR = re.compile(r"[。！？!?\n]")


@dataclass(frozen=True, slots=True)
class Report:
    """A cue in the text with its speaker as printed (None: the text does not say) and where its clause begins."""

    cue: Cue
    span: Span
    start: int
    source: Source | None


class Reports:
    """The cues of a text, found in one pass; subjects are read when asked for."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        words = scene.words
        self._found = [
            (words.cues[index], Span(start, end))
            for index, start, end in words.automaton.find_matches_as_indexes(scene.text)
            if _fits(scene.text, words.cues[index], start, end)
        ]
        self._starts = [span.start for _, span in self._found]

    def within(self, start: int, end: int, frame: str) -> list[Report]:
        """Return the cues inside a range that can stand in `frame` (c, i, b or p), with their subjects."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        made = [self._report(cue, span, start) for cue, span in self._found[low:high] if frame in cue.frames]
        return [report for report in made if report is not None]

    def _report(self, cue: Cue, span: Span, floor: int) -> Report | None:
        begin = clause_start(self._scene.text, span.start, floor)
        if refused(self._scene, begin, span.start):
            return None
        return Report(cue, span, begin, subject(self._scene, begin, span.start))


def _fits(text: str, cue: Cue, start: int, end: int) -> bool:
    if cue.not_before and text[max(0, start - 1) : start] in cue.not_before.split("|"):
        return False
    return not text.startswith(cue.not_after, end) if cue.not_after else True
