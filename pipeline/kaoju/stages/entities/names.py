"""Known names in one pass of an automaton, with guards against words that only contain one."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import accumulate
from string import ascii_letters
from typing import Any

from msgspec import Struct

from kaoju.document import Document, EntityType, Method
from kaoju.rulebook import load_table
from kaoju.rulebook.knowledge import Alias, Ambiguity, Entity, Knowledge, Place, knowledge
from kaoju.span import Span
from kaoju.stages.entities.candidate import Candidate
from kaoju.stages.entities.spun import spun_candidate, spun_names
from kaoju.stages.entities.words import is_demonym, is_grammar

__all__ = ["NameIndex", "fold", "known_names", "name_index"]

_LETTERS = frozenset(ascii_letters)
_CAPITALS = re.compile("[A-Z]+")
_TITLED = frozenset({"show", "book", "film"})  # works named by ordinary words: only their marks tell
_NEEDS = frozenset({"capital", "context", "named"})
_NEAR = 12  # how far around an ambiguous name words are looked for that make it one
_FREQUENCY = 300  # a name is a rather rare word: 北京|东路 stays as it is
_GUARDED = 3  # names longer than this need no guard by words: they are no part of anything else


def fold(text: str) -> str:
    """Lower ASCII letters only: the length never changes, so positions hold.

    >>> fold("TikTok İ")
    'tiktok İ'
    """
    return _CAPITALS.sub(lambda match: match.group().lower(), text)


class NameIndex(Struct, frozen=True, gc=False):
    """The automaton over all folded names, a segmenter that knows them, and what each of them can denote."""

    automaton: Any
    cutter: Any
    names: tuple[str, ...]
    base: Knowledge
    spun: Mapping[str, str]

    def hits(self, text: str) -> Iterator[tuple[str, Span]]:
        """Yield every folded name that stands in `text`, overlapping ones included."""
        names = self.names
        for index, start, end in self.automaton.find_matches_as_indexes(fold(text), overlapping=True):
            yield names[index], Span(start, end)


@cache
def name_index(lexicon: str = "") -> NameIndex:
    """Build the index of the knowledge base (with the user's own `lexicon` folder, where named) once."""
    from ahocorasick_rs import AhoCorasick, Implementation

    base = knowledge(lexicon)
    compounds = _compounds(base)
    known = {fold(name) for name in (*base.aliases, *base.places, *base.people) if len(name) > 1}
    spun = {name: entity for name, entity in spun_names(base).items() if name not in known}
    names = tuple(sorted((known | spun.keys()) - compounds))
    automaton = AhoCorasick(names, implementation=Implementation.ContiguousNFA)
    return NameIndex(automaton, _cutter(names), names, base, spun)


def _cutter(names: Iterable[str]) -> Any:
    import rjieba

    cutter = rjieba.Jieba()
    for name in names:
        if not name[0].isascii():
            cutter.add_word(name, _FREQUENCY, "nz")
    return cutter


def _compounds(base: Knowledge) -> set[str]:
    """Return aliases that are a confusable name with a common noun or a place: there the name alone is the mention."""
    members = {member.entity.canonical for group in base.groups.values() for member in group.members}
    own = {member.entity.id for group in base.groups.values() for member in group.members}
    owned = {
        fold(e.canonical) for e in base.entities.values() if e.owner in own and e.type == "PLATFORM" and e.launched
    }
    affixes = load_table("name_nouns")
    after = [row["affix"] for row in affixes if row["side"] == "after"]
    before = [row["affix"] for row in affixes if row["side"] == "before"]
    made = {name + noun for name in members for noun in after} | {noun + name for name in members for noun in before}
    return {fold(name) for name in made} - owned


def known_names(doc: Document, index: NameIndex) -> Iterator[Candidate]:
    """Yield a candidate for every known name of the text that its guards let pass; overlaps are left in."""
    hits = [(name, span) for name, span in index.hits(doc.clean) if _stands_alone(doc, span, index)]
    named = _named(index.base, {span.of(doc.clean) for _, span in hits})
    for name, span in hits:
        spot = _Spot(doc.clean, span, named)
        if name in index.spun:
            entity = index.base.entities[index.spun[name]]
            if not named.isdisjoint(_line(index.base, entity)):
                yield spun_candidate(entity, span)
        else:
            yield from _meanings(index.base, name, spot)


def _named(base: Knowledge, surfaces: set[str]) -> frozenset[str]:
    """Return the entities that the text names without ambiguity, with their owners and what they own."""
    sure = {
        a.entity_id
        for s in surfaces
        if s not in base.ambiguities and not is_grammar(s)
        for a in base.aliases.get(s, ())[:1]
    }
    owners = {base.entities[name].owner for name in sure}
    siblings = {
        m.entity.id for g in base.groups.values() if any(m.entity.id in sure for m in g.members) for m in g.members
    }
    return frozenset(sure | owners | siblings)


def _line(base: Knowledge, entity: Entity) -> tuple[str, ...]:
    """Return an entity, its owner and the owner's owner."""
    owner = base.entities.get(entity.owner)
    return (entity.id, entity.owner, owner.owner) if owner else (entity.id, entity.owner or entity.id)


@cache
def _context() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(row["word"]) for row in load_table("name_contexts")))


def _stands_alone(doc: Document, span: Span, index: NameIndex) -> bool:
    """Tell whether the text around a hit leaves it a name: no letter touches a letter, no word is torn apart."""
    text = doc.clean
    start, end = span.start, span.end
    if text[start] in _LETTERS and start and text[start - 1] in _LETTERS:
        return False
    if text[end - 1] in _LETTERS and end < len(text) and text[end] in _LETTERS:
        return False
    if end - start > _GUARDED or text[start].isascii() or not doc.tokens:
        return True
    tokens = doc.tokens
    first = bisect_right(tokens, start) - 1
    last = bisect_left(tokens, end)
    if tokens[first] == start and (last == len(tokens) or tokens[last] == end):
        return True
    low = tokens[max(0, first - 1)]
    high = tokens[last + 1] if last + 1 < len(tokens) else len(text)
    return _fits(text[low:high], span.start - low, span.end - low, index)


def _fits(window: str, start: int, end: int, index: NameIndex) -> bool:
    """Tell whether a segmenter that knows all names cuts at both ends (not 北京|东路 for 京东, but 快手|电商)."""
    cuts = set(accumulate(map(len, index.cutter.cut(window)), initial=0))
    if start in cuts and end in cuts:
        return True
    places = index.base.places
    return any(window[a:start] in places and window[start:end] in places for a in range(start)) or any(
        window[start:end] in places and window[end:b] in places for b in range(end + 2, len(window) + 1)
    )


class _Spot(Struct, frozen=True, gc=False):
    """Where a hit stands: the text, its span, and what the text names without ambiguity."""

    text: str
    span: Span
    named: frozenset[str] = frozenset()

    @property
    def around(self) -> str:
        """The hit with what stands near it."""
        return self.text[max(0, self.span.start - _NEAR) : self.span.end + _NEAR]

    def passes(self, guard: Ambiguity) -> bool:
        """Check a guard.

        Of its needs `capital` means written as listed, `context` that words beside it or other names in the text tell,
        `named` that only another name of the same thing does.
        """
        if any(self.text.startswith(word, self.span.end) for word in guard.not_after):
            return False
        if any(self.text.endswith(word, 0, self.span.start) for word in guard.not_before):
            return False
        surface = self.span.of(self.text)
        if "capital" in guard.needs and surface != guard.alias:
            return False
        if "context" in guard.needs and not (guard.entity_id in self.named or _context().search(self.around)):
            return False
        if "named" in guard.needs and guard.entity_id not in self.named:
            return False
        words = [word for word in guard.needs if word not in _NEEDS]
        return not words or any(word in self.around for word in words)


def _meanings(base: Knowledge, name: str, spot: _Spot) -> Iterator[Candidate]:
    span, surface = spot.span, spot.span.of(spot.text)
    for alias in base.aliases.get(surface) or base.aliases.get(name) or ():
        if not _case_fits(alias.alias, surface) and alias.entity_id not in spot.named:
            continue
        guard = _guard(base, alias)
        if guard is None and is_grammar(surface):
            guard = Ambiguity(alias.alias, alias.entity_id, ("named",))
        titled = base.entities[alias.entity_id].kind in _TITLED
        if titled and spot.text[max(0, span.start - 1) : span.start] not in {"《", "“"}:
            continue
        if guard is None or spot.passes(guard):
            yield _entity(base.entities[alias.entity_id], alias, surface, span)
            return
    place = base.places.get(surface)
    if place is not None:
        guards = base.ambiguities.get(surface, ())
        if is_demonym(spot.text, span.end):
            return  # 德国人: people, no place
        if all(spot.passes(g) for g in guards):
            yield _place(place, span)
        return
    person = base.people.get(surface)
    if person is not None:
        yield Candidate(
            span,
            EntityType.PER,
            person.canonical,
            Method.EXACT if person.canonical == surface else Method.ALIAS,
            "entity.person",
            f"known person {person.canonical} 已知人物",
            0.95,
            rank=2,
        )


def _case_fits(alias: str, surface: str) -> bool:
    """Accept a Latin name in capitals or in its own case; all small letters only where it is long."""
    return surface == alias or not surface.islower() or len(surface) > 4 or alias.islower() or not surface.isascii()


def _guard(base: Knowledge, alias: Alias) -> Ambiguity | None:
    found = base.ambiguities.get(alias.alias, ())
    return next((item for item in found if item.entity_id in {"", alias.entity_id}), None)


def _entity(entity: Entity, alias: Alias, surface: str, span: Span) -> Candidate:
    exact = surface == entity.canonical
    return Candidate(
        span,
        EntityType(entity.type),
        entity.canonical,
        Method.EXACT if exact else Method.ALIAS,
        "entity.name" if exact else "entity.alias",
        f"name of {entity.canonical} ({alias.kind or 'name'}) 词典名称",
        0.97 if exact else 0.93,
        rank=1,
        entity_id=entity.id,
        qid=entity.qid or None,
    )


def _place(place: Place, span: Span) -> Candidate:
    return Candidate(
        span,
        EntityType.LOC,
        place.canonical,
        Method.EXACT if place.canonical == place.name else Method.ALIAS,
        "entity.place",
        f"place: {place.canonical} 已知地名",
        0.95,
        rank=2,
    )


def kept_out(doc: Document, index: NameIndex, name: str, start: int) -> str:
    """Say what keeps the name at `start` of the mended text from being a mention."""
    span, base = Span(start, start + len(name)), index.base
    if fold(name) not in index.names:
        return "no table has it"
    if not _stands_alone(doc, span, index):
        return "part of a longer word there"
    guards = [g for g in base.ambiguities.get(name, ()) if not _Spot(doc.clean, span).passes(g)]
    if guards:
        wanted = [f"needs {'|'.join(g.needs)}" for g in guards if g.needs]
        return "also a word, and nothing near tells that it is the name: " + (
            "; ".join(wanted) or "its neighbours forbid it"
        )
    if is_grammar(name):
        return "also a word of grammar: only another name of the same thing in the text would tell"
    return "a longer or a surer name took its place"
