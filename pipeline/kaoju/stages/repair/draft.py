"""The text under repair: what each pass changed, and the records that follow from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from kaoju.document import Document, Repair
from kaoju.span import Edit, OffsetMap, Span, apply_edits

__all__ = ["Draft", "rebuild", "restored", "uncertain_spans"]


@dataclass(frozen=True, slots=True)
class _Step:
    edits: tuple[Edit, ...]
    depth: int  # layers of the map that lie before this step


@dataclass(frozen=True, slots=True)
class Draft:
    """A text between two passes, with the map back to the raw text and every edit so far."""

    text: str
    offsets: OffsetMap = field(default_factory=OffsetMap)
    steps: tuple[_Step, ...] = ()

    @classmethod
    def of(cls, doc: Document) -> Self:
        """Start from a document's repaired text, which a reader may have edited already."""
        return cls(doc.clean, doc.offsets)

    def apply(self, edits: Sequence[Edit]) -> Self:
        """Return the draft after one more pass. `edits` are sorted, disjoint and in positions of `text`."""
        if not edits:
            return self
        text, layer = apply_edits(self.text, edits)
        step = _Step(tuple(edits), len(self.offsets.layers))
        return type(self)(text, self.offsets.then(layer), (*self.steps, step))

    def finish(self, doc: Document) -> Document:
        """Return `doc` with the repaired text, the map, and a record of each edit in order of raw position.

        Records that `doc` already holds (a reader's) keep their raw spans and follow the text to its new positions.
        """
        if not self.steps:
            return doc
        new = OffsetMap(self.offsets.layers[len(doc.offsets.layers) :])
        old = [Repair(known.raw, new.to_clean(known.span), known.edit) for known in doc.repairs]
        found = sorted([*old, *self._records()], key=_place)
        return doc.with_(clean=self.text, offsets=self.offsets, repairs=tuple(found))

    def _records(self) -> Iterable[Repair]:
        for step in self.steps:
            places = [(edit.start, edit.end) for edit in step.edits]
            raw = OffsetMap(self.offsets.layers[: step.depth]).all_to_raw(places)
            # Where this step moved nothing it has no layer of its own, and the rest starts behind it: the same.
            clean = OffsetMap(self.offsets.layers[step.depth :]).all_to_clean(places)
            yield from map(Repair, raw, clean, step.edits)


def _place(record: Repair) -> tuple[int, int, int, int, str]:
    raw, span = record.raw, record.span
    return raw.start, raw.end, span.start, span.end, record.edit.kind


def uncertain_spans(doc: Document) -> tuple[Span, ...]:
    """Return where the repaired text was chosen rather than read off the source, in order."""
    return tuple(sorted(repair.span for repair in doc.repairs if not repair.edit.certain))


def restored(doc: Document, span: Span) -> bool:
    """Tell whether a span of the repaired text touches text that was chosen rather than read off the source.

    Also true beside such text: bytes may have been lost at its seam, and `25` there may have been `325`.
    Who asks for many spans takes `uncertain_spans` once.
    """
    return any(s.start <= span.end and span.start <= s.end for s in uncertain_spans(doc))


def rebuild(clean: str, pieces: Sequence[tuple[Span, Span, str]]) -> str:
    """Return the raw text from the repaired one and its repairs as (clean span, raw span, raw text).

    This is what the tables hold, so whoever reads the output can undo everything. What no repair covers is verbatim
    and keeps its order.
    """
    verbatim = _outside(clean, sorted(piece[0] for piece in pieces))
    raw: list[str] = []
    at = reached = 0
    for _, span, text in sorted(pieces, key=lambda piece: piece[1]):
        gap = max(0, span.start - reached)
        raw += (verbatim[at : at + gap], text[max(0, reached - span.start) :])
        at += gap
        reached = max(reached, span.end)
    return "".join((*raw, verbatim[at:]))


def _outside(text: str, spans: Iterable[Span]) -> str:
    kept: list[str] = []
    reached = 0
    for span in spans:
        kept.append(text[reached : max(reached, span.start)])
        reached = max(reached, span.end)
    return "".join((*kept, text[reached:]))
