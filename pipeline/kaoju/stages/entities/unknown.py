"""Names that nothing knows, told by their neighbours: a stem and an organisation's word, a role and a surname."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from kaoju.document import Document, EntityType, Method
from kaoju.rulebook import load_table
from kaoju.rulebook.knowledge import Knowledge
from kaoju.span import Span
from kaoju.stages.entities.candidate import Candidate
from kaoju.stages.entities.words import is_common, is_grammar, is_word, tagged

__all__ = ["by_neighbours"]

_RANKS = frozenset("省市县区州镇乡村")  # a stem that ends in one is a place
_LINKS = ("v", "p", "c", "u", "d", "m", "r", "q", "f", "t", "a")  # a word of grammar before it ends a name
_WINDOW = 8
_STEM = (2, 4)
_RANK = 5
_ORGANISATION, _SHORT, _PERSON = 0.7, 0.6, 0.7
# Words before a name that the segmenter glues to it (据禾丰数据, 由某某文化).
_BEFORE = frozenset("据由向与对和占仅比在把被让为从离给跟同经及至到以将用是的了只并但而")
# Before these words stands a place more often than a firm's own name: the stem alone is the place.
_OF_PLACES = frozenset(
    "医院 药房 大学 学院 中学 小学 银行 协会 商会 博物馆 美术馆 出版社 俱乐部 合作社 农业 课题组".split()
)
_PAUSE = re.compile(r"[^\u4e00-\u9fff]")
# Two capitalised words at the least: a single one behind a role is as often a product.
_LATIN = re.compile(r"[ ]?(?P<name>[A-Z][a-z]{1,14}(?:[ ][A-Z][a-z]{1,14}){1,2})(?![A-Za-z])")
# What may follow a person's name in a clause: speech, aspect, or a pause.
_FOLLOWS = (
    r"(?=说|表示|认为|告诉|坦言|指出|透露|回忆|介绍|解释|补充|承认|笑|写道|称"
    r"|的|在|把|从|对|和|与|也|却|则|是|去年|今年|跑|[，。：、（）])"
)


def by_neighbours(doc: Document, base: Knowledge) -> Iterator[Candidate]:
    """Yield organisations of unknown stems, their stems alone, and people introduced by a role, in any order."""
    text = doc.clean
    stems: dict[str, str] = {}
    automaton, heads, barred = _heads()
    for index, at, end in automaton.find_matches_as_indexes(text):
        if index >= heads:
            if text[at - 1] not in barred[index]:
                yield from _locality(text, at, end, base)
            continue
        start = _stem(text, at, base)
        if start is None:
            continue
        span = Span(start, end)
        yield _candidate(span, EntityType.ORG, span.of(text), "entity.stem_and_head", _ORGANISATION)
        stem = text[start:at]
        if not is_word(stem) and text[at:end] not in _OF_PLACES:
            stems.setdefault(stem, span.of(text))
    yield from _alone(text, stems)
    yield from _introduced(text)


def _introduced(text: str) -> Iterator[Candidate]:
    """Yield people whose surname follows a role."""
    ends = {end for _, _, end in _roles().find_matches_as_indexes(text, overlapping=True)}
    for end in sorted(ends):
        latin = _LATIN.match(text, end)
        if latin is not None:
            yield _candidate(Span(*latin.span("name")), EntityType.PER, latin["name"], "entity.role_and_latin", _PERSON)
            continue
        match = _person().match(text, end)
        if match is not None and not is_word(match["name"]) and text[end] not in _BEFORE:
            yield _candidate(
                Span(*match.span("name")), EntityType.PER, match["name"], "entity.role_and_surname", _PERSON
            )


def _alone(text: str, stems: Mapping[str, str]) -> Iterator[Candidate]:
    """Yield the places where a stem stands without its head word: all stems are sought in one pass."""
    if not stems:
        return
    from ahocorasick_rs import AhoCorasick

    keys = sorted(stems)
    for index, start, end in AhoCorasick(keys).find_matches_as_indexes(text, overlapping=True):
        whole = stems[keys[index]]
        if not text.startswith(whole, start):
            place = keys[index][-1] in _RANKS
            kind, name = (EntityType.LOC, keys[index]) if place else (EntityType.ORG, whole)
            yield _candidate(Span(start, end), kind, name, "entity.stem_alone", _SHORT)


def _stem(text: str, end: int, base: Knowledge) -> int | None:
    """Return where the name that ends before an organisation's word begins, None where a common word stands there.

    The stem is what the dictionary lacks: one unknown word, or single characters in a row.
    """
    window = text[max(0, end - _WINDOW) : end]
    pauses = list(_PAUSE.finditer(window))
    window = window[pauses[-1].end() :] if pauses else window
    size = 0
    for word, _, known in reversed(tagged(window)):
        if (known and len(word) > 1) or word in _particles() or size + len(word) > _STEM[1]:
            break
        size += len(word)
    while size and text[end - size] in _BEFORE:
        size -= 1
    stem = text[end - size : end]
    if not _STEM[0] <= size or is_word(stem) or is_common(stem) or stem in base.places or is_grammar(stem):
        return None
    return end - size


def _locality(text: str, at: int, end: int, base: Knowledge) -> Iterator[Candidate]:
    """Yield a village, market or the like: the nouns before its head word, which are no common word together."""
    window = text[max(0, at - _WINDOW) : at]
    pauses = list(_PAUSE.finditer(window))
    window = window[pauses[-1].end() :] if pauses else window
    size = 0
    for word, kind, known in reversed(tagged(window)):
        if (known and kind.startswith(_LINKS)) or word in _BEFORE or size + len(word) > _STEM[1]:
            break
        size += len(word)
    size -= max((i + 1 for i, char in enumerate(text[at - size : at]) if char in _BEFORE), default=0)
    stem = text[at - size : at]
    if size >= _STEM[0] and not is_common(stem) and stem not in base.places:
        span = Span(at - size, end)
        yield _candidate(span, EntityType.LOC, span.of(text), "entity.stem_and_place", _ORGANISATION)


def _candidate(span: Span, kind: EntityType, canonical: str, rule: str, confidence: float) -> Candidate:
    note = f"{kind} told by its neighbours 由上下文判定"
    return Candidate(span, kind, canonical, Method.MODEL, rule, note, confidence, rank=_RANK)


@cache
def _particles() -> frozenset[str]:
    return frozenset(row["char"] for row in load_table("function_chars"))


@cache
def _heads() -> tuple[Any, int, Mapping[int, frozenset[str]]]:
    """Return an automaton over head words, how many of them are organisations', and what may not precede the others."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    organisations = [row["head"] for row in load_table("organisation_heads")]
    places = [row for row in load_table("place_heads") if row["head"] not in organisations]
    barred = {
        len(organisations) + i: frozenset(filter(None, row["not_before"].split("|"))) for i, row in enumerate(places)
    }
    words = [*organisations, *(row["head"] for row in places)]
    return AhoCorasick(words, matchkind=MatchKind.LeftmostLongest), len(organisations), barred


@cache
def _roles() -> Any:
    from ahocorasick_rs import AhoCorasick

    roles = {row["head"] for row in load_table("speaker_heads") if row["kind"] == "role"}
    return AhoCorasick(sorted(roles | {"记者", "作者", "通讯员"}))


@cache
def _person() -> re.Pattern[str]:
    surnames = sorted((row["surname"] for row in load_table("surnames")), key=len, reverse=True)
    return re.compile(f"(?P<name>(?:{'|'.join(map(re.escape, surnames))})[\u4e00-\u9fff]{{1,2}}?){_FOLLOWS}")
