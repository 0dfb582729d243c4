"""Lists told in step: in 甲、乙和丙分别为1、2和3 the second number is the second name's."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from kaoju.document import Quantity
from kaoju.span import Span

__all__ = ["Parallel", "parallels"]

_EACH = re.compile(r"分别|依次")
_BETWEEN = re.compile(r"(?:、|和|与|及|以及|或)")
_DELIMITER = re.compile(r"、|以及|和|与|及")
_REACH, _GAP = 48, 12
_STOP = re.compile(r"[，。；：！？]")


class Parallel:
    """A row of numbers, and the stretches of text before it that are told in step with them."""

    def __init__(self, numbers: Sequence[Span], ends: Sequence[int], start: int, stop: int) -> None:
        self.place = {number: i for i, number in enumerate(numbers)}
        self.ends, self.start, self.stop = ends, start, stop

    def slot_of(self, span: Span) -> int | None:
        """Return the number of the item in which `span` lies; None outside the list."""
        if span.start < self.start or span.end > self.stop:
            return None
        return bisect_right(self.ends, span.start)


def parallels(text: str, span: Span, quantities: Sequence[Quantity]) -> list[Parallel]:
    """Return the lists in step of a sentence; a list whose lengths differ is none."""
    found = []
    for each in _EACH.finditer(text, span.start, span.end):
        numbers = _run(text, each.end(), quantities)
        if len(numbers) < 2:
            continue
        stop = each.start()
        breaks = [m.end() for m in _STOP.finditer(text, max(span.start, stop - _REACH), stop)]
        start = breaks[-1] if breaks else max(span.start, stop - _REACH)
        cuts = [m.end() for m in _DELIMITER.finditer(text, start, stop)]
        if len(cuts) == len(numbers) - 1:
            found.append(Parallel(numbers, cuts, start, stop))
    return found


def _run(text: str, at: int, quantities: Sequence[Quantity]) -> list[Span]:
    """Return the numbers after `at` that only list marks part."""
    run: list[Span] = []
    for quantity in quantities:
        start = quantity.span.start
        if start < at:
            continue
        near = start - at <= _GAP if not run else _BETWEEN.fullmatch(text, at, start)
        if not near:
            break
        run.append(quantity.span)
        at = quantity.span.end
    return run
