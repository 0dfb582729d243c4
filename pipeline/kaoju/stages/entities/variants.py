"""Names that are written wrongly: split by an inserted word, or misspelt."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from kaoju.document import Document, EntityType, Method
from kaoju.rulebook import load_table
from kaoju.rulebook.knowledge import Entity
from kaoju.span import Span
from kaoju.stages.entities.candidate import Candidate
from kaoju.stages.entities.names import NameIndex, fold, name_index
from kaoju.stages.entities.words import is_word

__all__ = ["misspelt", "split_names"]

# A Latin name with a short Chinese word stuck into it: Fo突然o, Foo上线 Bar.
_LATIN_SPLIT = re.compile(
    r"(?<![A-Za-z])([A-Za-z][A-Za-z.&]{0,15})[ ]?([\u4e00-\u9fff]{1,4})[ ]?([A-Za-z.&]{1,16})(?![A-Za-z])"
)
# A short word set off by a space inside a run of Hanzi.
_ISLAND = re.compile(r"(?<=[\u4e00-\u9fff])(?:[ ][\u4e00-\u9fff]{1,3}[ ]?|[\u4e00-\u9fff]{1,3}[ ])(?=[\u4e00-\u9fff])")
_WORD = re.compile(r"[A-Za-z][A-Za-z.&]{3,20}")
_LONG = 9  # letters from which a name of several words is known where they are run together
_REACH = 8
# Words that stand between two names of a sentence for reasons of grammar are no insertions.
_GRAMMAR = frozenset("的和与或在对向从把被比是为及跟给到将让用而但也又即")


def split_names(doc: Document, index: NameIndex) -> Iterator[Candidate]:
    """Yield names that an inserted word interrupts; the span covers the insertion."""
    yield from _latin_split(doc, index)
    yield from _hanzi_split(doc, index)
    yield from _stuffed(doc, index)


def _latin_split(doc: Document, index: NameIndex) -> Iterator[Candidate]:
    at = 0
    while match := _LATIN_SPLIT.search(doc.clean, at):
        left, inserted, right = match.groups()
        at = match.start(3)
        entity = _joined(index, left, right)
        if entity is None or inserted[0] in _GRAMMAR or inserted[-1] in _GRAMMAR:
            continue
        whole = index.base.entity_of(left) is not None
        if whole and " " not in match.group()[len(left) :]:
            continue  # a name, a verb, another name: only a stray space tells that they were one
        yield _split(entity, Span(*match.span()), inserted)


def _joined(index: NameIndex, left: str, right: str) -> Entity | None:
    for joint in ("", " "):
        entity = index.base.entity_of(fold(left + joint + right))
        if entity is not None:
            return entity
    return None


def _hanzi_split(doc: Document, index: NameIndex) -> Iterator[Candidate]:
    text = doc.clean
    at = 0
    while match := _ISLAND.search(text, at):
        at = match.start() + 1
        low, high = max(0, match.start() - _REACH), min(len(text), match.end() + _REACH)
        window = text[low : match.start()] + text[match.end() : high]
        joint = match.start() - low
        for name, span in index.hits(window):
            entity = index.base.entity_of(name)
            apart = match.group()[0] == match.group()[-1] == " "
            if entity is not None and (len(name) > 2 or apart) and span.start < joint < span.end:
                start = low + span.start
                yield _split(entity, Span(start, start + len(span) + len(match.group())), match.group().strip())
                at = match.end()


@cache
def _fillers() -> frozenset[str]:
    """Words that rewriting machines drop anywhere: only these split a name of two (快正式手, not 快速上手)."""
    return frozenset(row["word"] for row in load_table("inserted_words"))


@cache
def _stuffed_names(lexicon_names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Confusable names of two Hanzi or more with two or three others after any of theirs."""
    forms = [
        f"{name[:i]}(?P<w{n}_{i}>[\u4e00-\u9fff]{{2,3}}){name[i:]}"
        for n, name in enumerate(lexicon_names)
        for i in range(1, len(name))
    ]
    return re.compile("|".join(forms)) if forms else None


def _stuffed(doc: Document, index: NameIndex) -> Iterator[Candidate]:
    members = {m.entity.canonical: m.entity for g in index.base.groups.values() for m in g.members}
    names = tuple(sorted(name for name in members if len(name) > 1 and "\u4e00" <= name[0] <= "\u9fff"))
    pattern = _stuffed_names(names)
    for match in pattern.finditer(doc.clean) if pattern is not None else ():
        inserted = next(text for text in match.groups() if text)
        name = match.group().replace(inserted, "", 1)
        free = inserted[0] not in _GRAMMAR and inserted[-1] not in _GRAMMAR and is_word(inserted)
        if name in members and (inserted in _fillers() or (free and len(name) > 2)):
            yield _split(members[name], Span(*match.span()), inserted)


def _split(entity: Entity, span: Span, inserted: str) -> Candidate:
    return Candidate(
        span,
        EntityType(entity.type),
        entity.canonical,
        Method.SPLIT,
        "entity.split",
        f"{entity.canonical} with {inserted} inserted 名称中插入了词",
        0.9,
        rank=3,
        entity_id=entity.id,
        qid=entity.qid or None,
    )


@cache
def _latin_names(lexicon: str) -> Mapping[str, str]:
    """Folded Latin names of one word, by which unknown words are judged."""
    base = name_index(lexicon).base
    return {
        fold(alias): items[0].entity_id
        for alias, items in base.aliases.items()
        if alias.isascii() and len(alias) >= 4 and alias.replace(".", "").isalpha()
    }


@cache
def _run_together(lexicon: str) -> Mapping[str, str]:
    """Folded Latin names of several words written as one (Velmoramart for Velmora Mart)."""
    base = name_index(lexicon).base
    return {
        fold(alias).replace(" ", ""): items[0].entity_id
        for alias, items in base.aliases.items()
        if alias.isascii() and " " in alias and len(alias) >= _LONG and alias.replace(" ", "").isalpha()
    }


@cache
def _all_latin(lexicon: str) -> Mapping[str, str]:
    return {**_run_together(lexicon), **_latin_names(lexicon)}


def misspelt(doc: Document, index: NameIndex, lexicon: str) -> Iterator[Candidate]:
    """Yield Latin words that are no known name but nearly one."""
    names, together = _all_latin(lexicon), _run_together(lexicon)
    seen: dict[str, tuple[str, float] | None] = {}
    for match in _WORD.finditer(doc.clean):
        word = fold(match.group().rstrip("."))
        if word in index.base.aliases or (word in names and word not in together):
            continue
        if word not in seen:
            seen[word] = (word, 0.85) if word in together else _nearest(word, names)
        found = seen[word]
        if found is not None:
            entity = index.base.entities[names[found[0]]]
            yield Candidate(
                Span(match.start(), match.start() + len(word)),
                EntityType(entity.type),
                entity.canonical,
                Method.FUZZY,
                "entity.misspelt",
                f"misspelling of {entity.canonical} 疑为误拼",
                found[1],
                rank=4,
                entity_id=entity.id,
                qid=entity.qid or None,
            )


def _nearest(word: str, names: Mapping[str, str]) -> tuple[str, float] | None:
    """Return the one name that `word` misspells, with a confidence; None where none or several are as near."""
    from rapidfuzz.distance import DamerauLevenshtein
    from rapidfuzz.process import extract

    limit = 1 if len(word) < 9 else 2
    near = extract(word, names.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=3)
    near = [item for item in near if item[0][0] == word[0] and _plausible(word, item[0])]
    if not near or (len(near) > 1 and near[0][1] == near[1][1] and names[near[0][0]] != names[near[1][0]]):
        return None
    name, distance, _ = near[0]
    return name, 0.9 - 0.1 * distance


def _plausible(word: str, name: str) -> bool:
    """Short names may only have a letter doubled or two swapped: everything else near them is another word."""
    if len(name) >= 6:
        return True
    if sorted(word) == sorted(name):
        return True
    return len(word) == len(name) + 1 and any(
        word[i] == word[i + 1] and word[:i] + word[i + 1 :] == name for i in range(len(word) - 1)
    )
