"""From candidates to disjoint mentions: joined places, names seen again, the longest name wins."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from kaoju.document import Document, EntityType, Method
from kaoju.rulebook import leftmost_longest
from kaoju.rulebook.knowledge import Knowledge
from kaoju.span import Span
from kaoju.stages.entities.candidate import Candidate
from kaoju.stages.entities.words import is_common, is_word, organisation_heads

__all__ = ["chosen", "joined_places", "seen_again", "settle"]

_RANKS, _STEM = "县镇乡村", 2
_LONG_STEM = 4  # 弥光医疗|科技: a stem this long may end in a common word
_PART = 5  # a part of a name seen whole is surer than the tagger's guess about it
_DOTS = re.compile("[·•・ ]")
_REPEATED = frozenset({EntityType.PER, EntityType.ORG, EntityType.LOC})
_PLACE = 2  # known places are found wherever they stand: only what nothing knew is sought again
_LEXICAL = 4  # ranks up to this are names of the knowledge base


def settle(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Drop what the model found across the edge of a known name: the name is sure, the model's boundary is not."""
    items = list(candidates)
    known = sorted((c.span for c in items if c.rank <= _LEXICAL), key=lambda s: s.start)
    starts = [span.start for span in known]
    longest = max(map(len, known), default=0)
    return [c for c in items if c.rank <= _LEXICAL or not _cut(c.span, known, starts, longest)]


def _cut(span: Span, known: Sequence[Span], starts: Sequence[int], longest: int) -> bool:
    near = known[bisect_left(starts, span.start - longest) : bisect_left(starts, span.end)]
    return any(span.overlaps(name) and not span.contains(name) and not name.contains(span) for name in near)


def chosen(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Choose disjoint candidates: earliest start, longest, then the surest kind."""
    return leftmost_longest(candidates, lambda c: c.span, lambda c: (c.rank, c.type.value, c.canonical))


def joined_places(doc: Document, found: Sequence[Candidate], base: Knowledge) -> list[Candidate]:
    """Join places that touch (浙江|桐乡) into one; a country stays apart from what lies in it (英国|伦敦)."""
    out: list[Candidate] = []
    for item in found:
        last = out[-1] if out else None
        if (
            last is not None
            and last.type is item.type is EntityType.LOC
            and last.span.end == item.span.start
            and not _country(base, last.canonical)
            and not _country(base, item.canonical)
            and doc.clean[last.span.start : item.span.end].isalnum()
        ):
            span = Span(last.span.start, item.span.end)
            name = span.of(doc.clean)
            out[-1] = replace(last, span=span, canonical=name, confidence=min(last.confidence, item.confidence))
        else:
            out.append(item)
    return out


def _country(base: Knowledge, name: str) -> bool:
    place = base.places.get(name)
    return place is not None and place.kind in {"country", "region", "continent"}


def seen_again(doc: Document, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield further places where a person's or organisation's name stands that was recognised elsewhere in the text.

    A part of a name counts where it is enough to tell who is meant: the given or the family name of 约翰·史密斯, the
    own name of a firm without what says of which kind it is.
    """
    from ahocorasick_rs import AhoCorasick

    names: dict[str, Candidate] = {}
    parts: dict[str, list[Candidate]] = {}
    for item in found:
        if item.type in _REPEATED and item.entity_id is None and item.rank > _PLACE:
            surface = item.span.of(doc.clean)
            names.setdefault(surface, item)
            for part in _parts(surface, item.type):
                parts.setdefault(part, []).append(item)
    owners = {part: items[0] for part, items in parts.items() if len({item.canonical for item in items}) == 1}
    keys = sorted(names.keys() | owners.keys())
    if not keys:
        return
    for index, start, end in AhoCorasick(keys).find_matches_as_indexes(doc.clean, overlapping=True):
        whole = owners.get(keys[index])
        source = whole or names[keys[index]]
        yield replace(
            source,
            span=Span(start, end),
            method=Method.COREFERENCE,
            rule="entity.seen_again",
            note=f"{source.canonical}, recognised elsewhere in the text 文中他处已识别",
            confidence=source.confidence * 0.95,
            rank=_PART if whole else source.rank + 1,
        )


def _parts(surface: str, kind: EntityType) -> list[str]:
    """Return the parts of a name that stand for it later in a text."""
    if kind is EntityType.LOC:
        return [surface[:-1]] if surface[-1] in _RANKS and len(surface) > _STEM and not is_word(surface[:-1]) else []
    if kind is EntityType.ORG:
        return [stem for stem in _stems(surface) if len(stem) > 1 and not is_word(stem)]
    parts = [part for part in _DOTS.split(surface) if len(part) > 1]
    return [parts[0], parts[-1]] if len(parts) > 1 else []


def _stems(surface: str) -> list[str]:
    """Return a firm's name without what says of which kind it is, and without a common word before that too."""
    head = organisation_heads().search(surface)
    if not head:
        return []
    stem = surface[: head.start()]
    return [stem, stem[:-2]] if len(stem) >= _LONG_STEM and is_common(stem[-2:]) else [stem]
