"""Names that nothing knows, told by their neighbours: a stem and an organisation's word, a role and a surname."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from kaoju.document import Document, EntityType, Method
from kaoju.rulebook import load_table
from kaoju.rulebook.knowledge import Knowledge
from kaoju.span import Span
from kaoju.stages.entities.candidate import Candidate
from kaoju.stages.entities.words import is_grammar, is_word, tagged

__all__ = ["by_neighbours"]

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
# What may follow a person's name in a clause: speech, aspect, or a pause.
_FOLLOWS = (
    r"(?=说|表示|认为|告诉|坦言|指出|透露|回忆|介绍|解释|补充|承认|笑|写道|称"
    r"|的|在|把|从|对|和|与|也|却|则|是|去年|今年|跑|[，。：、（）])"
)


def by_neighbours(doc: Document, base: Knowledge) -> Iterator[Candidate]:
    """Yield organisations of unknown stems, their stems alone, and people introduced by a role, in any order."""
    text = doc.clean
    stems: dict[str, str] = {}
    for match in _heads().finditer(text):
        start = _stem(text, match.start(), base)
        if start is None:
            continue
        span = Span(start, match.end())
        yield _candidate(span, EntityType.ORG, span.of(text), "entity.stem_and_head", _ORGANISATION)
        stem = text[start : match.start()]
        if not is_word(stem) and match[0] not in _OF_PLACES:
            stems.setdefault(stem, span.of(text))
    yield from _alone(text, stems)
    for match in _people().finditer(text):
        span = Span(*match.span("name"))
        if not is_word(span.of(text)) and text[span.start] not in _BEFORE:
            yield _candidate(span, EntityType.PER, span.of(text), "entity.role_and_surname", _PERSON)


def _alone(text: str, stems: Mapping[str, str]) -> Iterator[Candidate]:
    """Yield the places where a stem stands without its head word: all stems are sought in one pass."""
    if not stems:
        return
    from ahocorasick_rs import AhoCorasick

    keys = sorted(stems)
    for index, start, end in AhoCorasick(keys).find_matches_as_indexes(text, overlapping=True):
        whole = stems[keys[index]]
        if not text.startswith(whole, start):
            yield _candidate(Span(start, end), EntityType.ORG, whole, "entity.stem_alone", _SHORT)


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
    if not _STEM[0] <= size or is_word(stem) or stem in base.places or is_grammar(stem):
        return None
    return end - size


def _candidate(span: Span, kind: EntityType, canonical: str, rule: str, confidence: float) -> Candidate:
    note = f"{kind} told by its neighbours 由上下文判定"
    return Candidate(span, kind, canonical, Method.MODEL, rule, note, confidence, rank=_RANK)


@cache
def _particles() -> frozenset[str]:
    return frozenset(row["char"] for row in load_table("function_chars"))


@cache
def _heads() -> re.Pattern[str]:
    heads = sorted((row["head"] for row in load_table("organisation_heads")), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, heads)))


@cache
def _people() -> re.Pattern[str]:
    roles = sorted((row["head"] for row in load_table("speaker_heads") if row["kind"] == "role"), key=len, reverse=True)
    surnames = sorted((row["surname"] for row in load_table("surnames")), key=len, reverse=True)
    roles_of, surname = "|".join(map(re.escape, roles)), "|".join(map(re.escape, surnames))
    return re.compile(f"(?:{roles_of}|记者|作者|通讯员)(?P<name>(?:{surname})[\u4e00-\u9fff]{{1,2}}?){_FOLLOWS}")
