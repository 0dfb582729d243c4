"""Undo what copying did to a text, and log every change with its place in the source.

Each module holds one pass, a function from text to edits. `census` decides in one look which passes a text can need;
clean text needs none. The records are made in `draft`, which also tells what was restored rather than read.
"""

import re

from kaoju.document import Document, Script
from kaoju.settings import Settings
from kaoju.stages.repair.annotations import annotation_edits, annotations
from kaoju.stages.repair.census import Trait, census
from kaoju.stages.repair.charset import charset_edits
from kaoju.stages.repair.draft import Draft
from kaoju.stages.repair.invisible import invisible_edits
from kaoju.stages.repair.markup import markup_edits
from kaoju.stages.repair.overconverted import overconverted_edits
from kaoju.stages.repair.punctuation import punctuation_edits
from kaoju.stages.repair.script import script_edits, script_of
from kaoju.stages.repair.shifts import shift_edits, suspects
from kaoju.stages.repair.width import width_edits

__all__ = ["repair"]

_MIXED_WORD = re.compile("[对关属过终优处归敢]於")  # 於 alone is no sign of traditional text


def repair(doc: Document, settings: Settings) -> Document:
    """Return the document with its text mended, the map to the raw text, `script`, and one record per change.

    Text that was chosen rather than read off the source is in records whose edit is not `certain`. Flags: `annotated`
    (a mirror site wrote readings into the text), `byte_shift` (runs were restored), `unsolved_byte_shift` (some stand).
    """
    counts = census(doc.clean)
    draft = Draft.of(doc)
    flags: tuple[str, ...] = ()
    if counts[Trait.MISREAD]:
        draft = draft.apply(charset_edits(draft.text))
        counts = census(draft.text) if draft.steps else counts
    if counts[Trait.INVISIBLE]:
        draft = draft.apply(invisible_edits(draft.text))
    if counts[Trait.BRACKET]:
        draft, flags = _mirrored(draft, calibrated=settings.calibrated)
    if flags:
        counts = census(draft.text)  # characters of shifted runs said nothing about the script
    script = script_of(counts)
    if counts[Trait.MARKUP]:
        draft = draft.apply(markup_edits(draft.text))
    draft = draft.apply(script_edits(draft.text, script))
    if script is not Script.HANT and (counts[Trait.TRADITIONAL] or _has_mixed_word(draft.text)):
        draft = draft.apply(overconverted_edits(draft.text))
    if counts[Trait.WIDE | Trait.NARROW]:
        wide, narrow = counts[Trait.WIDE] > 0, counts[Trait.NARROW] > 0
        edits = width_edits(draft.text, wide=wide, narrow=narrow, converted=bool(flags))
        draft = draft.apply(edits)
    if flags:
        draft = draft.apply(punctuation_edits(draft.text))
    return draft.finish(doc).with_(script=script, flags=tuple(dict.fromkeys((*doc.flags, *flags))))


def _has_mixed_word(text: str) -> bool:
    return "於" in text and _MIXED_WORD.search(text) is not None


def _mirrored(draft: Draft, *, calibrated: bool) -> tuple[Draft, tuple[str, ...]]:
    """Undo what a mirror site's annotator did; other texts are returned as they are."""
    if not annotations(draft.text):
        return draft, ()
    shifts = shift_edits(draft.text, calibrated=calibrated)
    draft = draft.apply(shifts)
    draft = draft.apply(annotation_edits(draft.text))
    flags = ["annotated"]
    if any(edit.kind == "byte_shift" for edit in shifts):
        flags.append("byte_shift")
    if suspects(draft.text):
        flags.append("unsolved_byte_shift")
    return draft, tuple(flags)
