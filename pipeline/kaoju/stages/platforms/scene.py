"""What a decision needs to see: the mentions of one confusable group, and the clauses they stand in."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from kaoju.document import Document, EntityType, Mention, Method, Quantity
from kaoju.rulebook.knowledge import Group, Knowledge
from kaoju.span import Span

__all__ = ["Amount", "Clause", "Item", "Layout", "Scene", "Target", "scenes"]

_CLAUSE = re.compile(r"[^，；：。！？!?;\n\r]+")
_PARTIES = frozenset({EntityType.PLATFORM, EntityType.ORG, EntityType.PRODUCT})
_HEADING = 28  # code points; a longer line without a full stop is no heading
_STOPS = frozenset("。！？!?；;…”」』")
_CARELESS = frozenset({"misspelling", "spun"})
_ABROAD = frozenset({"global", "overseas", "abroad", "world"})


class Clause(Struct, frozen=True, gc=False):
    """A stretch between punctuation marks; `part` counts the stretches between semicolons and full stops."""

    span: Span
    part: int
    sentence: int
    paragraph: int


class Item(Struct, frozen=True, gc=False):
    """A piece of evidence: `scores` says for each member of the group how it speaks, from -1 to 1."""

    rule: str
    span: Span
    note: str
    scores: tuple[float, ...]


class Target(Struct, frozen=True, gc=False):
    """A mention to be decided: its place in `doc.mentions` and the member that it prints."""

    index: int
    mention: Mention
    printed: int
    clause: int


Amount = tuple[Quantity, Clause]


class Layout(Struct, frozen=True, gc=False):
    """The clauses of a document, in order, its quantities with theirs, and which paragraphs are headings.

    Computed once for all groups.
    """

    clauses: tuple[Clause, ...]
    starts: tuple[int, ...]
    amounts: tuple[Amount, ...] = ()
    headings: frozenset[int] = frozenset()

    def at(self, position: int) -> int:
        """Return the index of the clause that holds a position, or of the one before it."""
        return max(0, bisect_right(self.starts, position) - 1)

    @classmethod
    def of(cls, doc: Document) -> "Layout":
        """Cut the document into clauses."""
        clauses: list[Clause] = []
        part = 0
        for sentence in doc.sentences:
            part += 1
            for match in _CLAUSE.finditer(doc.clean, sentence.span.start, sentence.span.end):
                part += match.start() > sentence.span.start and doc.clean[match.start() - 1] in "；;"
                clauses.append(Clause(Span(*match.span()), part, sentence.index, sentence.paragraph))
        bare = cls(tuple(clauses), tuple(clause.span.start for clause in clauses))
        amounts = tuple((q, clauses[bare.at(q.span.start)]) for q in doc.quantities) if clauses else ()
        return replace(bare, amounts=amounts, headings=_headings(doc.clean, clauses))


def _headings(text: str, clauses: Sequence[Clause]) -> frozenset[int]:
    """Return the paragraphs but the first that are headings: short, and without a full stop."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for clause in clauses:
        first.setdefault(clause.paragraph, clause.span.start)
        last[clause.paragraph] = clause.span.end
    title = min(first, default=0)
    return frozenset(
        p
        for p, start in first.items()
        if p != title and last[p] - start <= _HEADING and text[last[p] : last[p] + 1] not in _STOPS
    )


class Scene(Struct, frozen=True, gc=False):
    """One group in one document.

    `others` are the starts of names that are no member: evidence may be theirs. `amounts` are the quantities of the
    paragraphs that hold a target, `rooms` those paragraphs: what stands elsewhere speaks of none of them.
    """

    doc: Document
    base: Knowledge
    layout: Layout
    group: Group
    targets: tuple[Target, ...]
    others: tuple[int, ...] = ()
    amounts: tuple[Amount, ...] = ()
    rooms: frozenset[int] = frozenset()

    def country(self, code: str) -> tuple[float, ...]:
        """Say which members a country speaks for: those at home there; where none is, those that are anywhere."""
        return _country(self.group, code)

    def currency(self, code: str) -> tuple[float, ...]:
        """Say which members an amount in a currency speaks for."""
        own = [member.entity.currency == code and not _anywhere(member.entity.market) for member in self.group.members]
        if not any(own):
            own = [_anywhere(member.entity.market) for member in self.group.members]
        return _signed(own)

    def member(self, index: int) -> tuple[float, ...]:
        """Speak for one member against the others."""
        return _signed([i == index for i in range(len(self.group.members))])


def _anywhere(market: frozenset[str]) -> bool:
    return bool(market & _ABROAD)


def _country(group: Group, code: str) -> tuple[float, ...]:
    own = [code in member.entity.market for member in group.members]
    if not any(own):
        own = [_anywhere(member.entity.market) for member in group.members]
    if not any(own):
        own = [len(member.entity.market) > 1 for member in group.members]
    return _signed(own)


def _signed(own: Sequence[bool]) -> tuple[float, ...]:
    """Spread +1 over those named and -1 over the others; nobody or everybody named says nothing."""
    if not any(own) or all(own):
        return (0.0,) * len(own)
    return tuple(1.0 if mine else -1.0 for mine in own)


def scenes(doc: Document, base: Knowledge) -> list[Scene]:
    """Return a scene for every group of which the document names a member, in the order of the groups."""
    home = {member.entity.id: (group, i) for group in base.groups.values() for i, member in enumerate(group.members)}
    found: dict[str, list[Target]] = {}
    layout = Layout.of(doc)
    for index, mention in enumerate(doc.mentions):
        place = home.get(mention.entity_id or "")
        if place is not None:
            group, own = place
            # A document that was settled before is settled again from what it prints, not from what was decided.
            printed = next((i for i, name in enumerate(group.names()) if name == mention.printed), own)
            target = Target(index, mention, printed, layout.at(mention.span.start))
            found.setdefault(group.id, []).append(target)
    named = [(m.span.start, i) for i, m in enumerate(doc.mentions) if m.type in _PARTIES]
    out = []
    for name, items in sorted(found.items()):
        mine = {target.index for target in items}
        others = tuple(start for start, i in named if i not in mine)
        rooms = frozenset(layout.clauses[target.clause].paragraph for target in items if layout.clauses)
        amounts = tuple(pair for pair in layout.amounts if pair[1].paragraph in rooms)
        out.append(Scene(doc, base, layout, base.groups[name], tuple(items), others, amounts, rooms))
    return out


def garbled(scene: Scene) -> int:
    """Count the names of the document that show the traces of a careless rewriting: split, misspelt, or spun."""
    members = {m.entity.id for group in scene.base.groups.values() for m in group.members}
    return sum(_garbled(scene, mention, members) for mention in scene.doc.mentions)


def _garbled(scene: Scene, mention: Mention, members: set[str]) -> bool:
    if mention.method is Method.SPLIT:
        return True
    if mention.entity_id not in members:
        return False
    aliases = scene.base.aliases.get(mention.span.of(scene.doc.clean), ())
    return mention.method is Method.FUZZY or any(
        a.kind in _CARELESS and a.entity_id == mention.entity_id for a in aliases
    )
