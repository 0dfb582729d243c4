"""What every part of the stage looks at: the text, who is known in it, where its clauses and sentences begin."""

import re
from bisect import bisect_left, bisect_right

from msgspec import Struct, field

from kaoju.document import Document, EntityType, Mention
from kaoju.stages.quotes.names import Source
from kaoju.stages.quotes.words import Words, words

__all__ = ["Scene"]

_PERSON = EntityType.PER
_SPEAKING = frozenset({_PERSON, EntityType.ORG, EntityType.PLATFORM, EntityType.PRODUCT})
_TO_BREAK = re.compile('(?s:.*)[】，。！？；：!?;:,\n“”「」『』"…—｜|]')
_TO_STOP = re.compile("(?s:.*)[。！？!?\n]")


class Scene(Struct):
    """What every part of the stage looks at: the text and the people and organisations already known in it."""

    doc: Document
    text: str
    words: Words
    mentions: list[Mention]
    starts: list[int]
    people: list[Mention]
    names: set[str]  # of the people
    paragraphs: list[int]  # where each begins
    read: dict[int, tuple[int, Source | None]] = field(default_factory=dict)  # by verb: its clause, its subject
    clauses: dict[int, int] = field(default_factory=dict)  # by a position in it: where it begins
    sentences: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, doc: Document) -> "Scene":
        """Index the mentions that can speak, and the paragraphs."""
        known, text = words(), doc.clean
        found, adverbs = [], known.adverbs
        for mention in doc.mentions:
            if mention.type in _SPEAKING:
                span = mention.span
                if span.end - span.start > 4 or text[span.start : span.end] not in adverbs:
                    found.append(mention)
        starts = [m.span.start for m in found]
        if starts != sorted(starts):
            found.sort(key=lambda m: (m.span.start, m.span.end))
            starts.sort()
        people = [m for m in found if m.type is _PERSON]
        names = {m.canonical for m in people}
        return cls(doc, text, known, found, starts, people, names, [p.start for p in doc.paragraphs])

    def clause_start(self, end: int, floor: int) -> int:
        """Return where the clause that ends at `end` begins, not before `floor` and not more than 80 back."""
        start = self.clauses.get(end)
        if start is None:
            low = end - 80 if end > 80 else 0
            match = _TO_BREAK.match(self.text, low, end)
            start = self.clauses[end] = match.end() if match else low
        if start < floor:  # asked for too often to pay for max()
            return floor
        return start

    def sentence_start(self, position: int, floor: int) -> int:
        """Return where the sentence that holds `position` begins, not before `floor` and not more than 160 back."""
        start = self.sentences.get(position)
        if start is None:
            low = position - 160 if position > 160 else 0
            match = _TO_STOP.match(self.text, low, self.clause_start(position, low))
            start = self.sentences[position] = match.end() if match else low
        if start < floor:
            return floor
        return start

    def paragraph(self, position: int) -> int:
        """Return the number of the paragraph that holds a position, or the one before it."""
        return (bisect_right(self.paragraphs, position) or 1) - 1

    def paragraph_start(self, position: int) -> int:
        """Return where the paragraph that holds a position begins."""
        at = bisect_right(self.paragraphs, position)
        return self.paragraphs[at - 1] if at else 0

    def inside(self, start: int, end: int) -> list[Mention]:
        """Return the mentions wholly inside a range."""
        starts, mentions, found = self.starts, self.mentions, []
        at = bisect_left(starts, start)
        while at < len(starts) and starts[at] < end:
            if mentions[at].span.end <= end:
                found.append(mentions[at])
            at += 1
        return found
