"""Names of who speaks: what a mention, a Latin or a dotted name is when read to its own ends."""

import re

from msgspec import Struct

from kaoju.document import EntityType, Mention
from kaoju.span import Span
from kaoju.stages.quotes.words import Words

__all__ = ["LATIN_TAIL", "Source", "after_head", "is_head", "mentioned", "named", "namelike"]

_WORD = r"[A-Z][A-Za-z\d\u00c0-\u017f.'’&-]*"
_JOIN = r"(?:[ ·]|[ ]&[ ]|[ ](?:of|and|de|da|del|la|van|von|der|bin|al)[ ])"
LATIN_TAIL = re.compile(f"{_WORD}(?:{_JOIN}{_WORD})*$")
_LATIN_AHEAD = re.compile(f"(?:{_JOIN}{_WORD})+")
_LATIN_BACK = re.compile(f"(?:{_WORD}{_JOIN})+$")
_BEFORE_SURNAMES = frozenset("老小阿")
_HANZI = re.compile(r"[\u4e00-\u9fff]{1,4}")


class Source(Struct):
    """A speaker as printed. `name` is what it comes down to before coreference; `kind` says how it was read."""

    span: Span
    name: str
    kind: str
    mention: Mention | None = None


def mentioned(text: str, mention: Mention, known: Words) -> Source:
    """Return a mention as a source: a person without title, a Latin name with the words it was cut from."""
    span = mention.span
    if text[span.start] < "\u2000" or text[span.end - 1] < "\u2000":
        whole = _latin(text, span, known)
        if whole != span:
            return Source(whole, whole.of(text), "name")
    if mention.canonical[-1] == "的":
        return Source(span, mention.canonical[:-1], "name", mention)
    if mention.type is EntityType.PER:
        return named(text, mention, known)
    return Source(span, mention.canonical, "name", mention)


def _latin(text: str, span: Span, known: Words) -> Span:
    """Return a Latin name whole where its mention holds a part of it (Quill & |Ask|, |Ingrid| Solberg)."""
    start, end = span.start, span.end
    if text[end - 1].isascii():
        ahead = _LATIN_AHEAD.match(text, end, end + 40)
        end = ahead.end() if ahead else end
    if text[start].isascii():
        back = _LATIN_BACK.search(text, max(0, start - 40), start)
        while back and text[back.start() : start].split(" ", 1)[0] in known.heads:  # CEO is no part of a name
            back = _LATIN_BACK.search(text, text.index(" ", back.start()) + 1, start)
        start = back.start() if back else start
    return Span(start, end)


def named(text: str, mention: Mention, known: Words) -> Source:
    """Return a person's mention as a source, without a title that was taken into the name (果农某某)."""
    surface = mention.span.of(text)
    start = mention.span.start
    if "·" in surface and text[mention.span.end - 1 : mention.span.end + 1] in known.adverbs:
        # 某·某某赛|后: the name took the head of what follows
        return Source(Span(start, mention.span.end - 1), surface[:-1], "name")
    if "·" in surface and not any(text[start - n : start] in known.persons for n in (2, 3, 4) if start >= n):
        for size in (1, 2, 3):  # 总监露西亚·某某: the first part of the name was cut
            head = text[max(0, start - size - 4) : max(0, start - size)]
            cut = text[start - size : start]
            role = any(head[-n:] in known.persons for n in (2, 3, 4) if len(head) >= n)
            if role and _HANZI.fullmatch(cut) and cut[0] != "的":
                return Source(Span(start - size, mention.span.end), text[start - size : mention.span.end], "name")
    elif "·" not in surface:
        taken = _taken(text, start, surface, known)
        if taken:
            return Source(Span(start + taken, mention.span.end), surface[taken:], "name")
    return Source(mention.span, mention.canonical, "name", mention)


def _taken(text: str, start: int, surface: str, known: Words) -> int:
    """Return how much of a role, or of its end, was taken into a name (班主|任饶静, 果农某某)."""
    for size in (1, 2):
        if len(surface) >= size + 2 and (surface[size] in known.surnames or surface[size] in _BEFORE_SURNAMES):
            end = start + size
            if text[max(0, start - 1) : end] in known.persons or text[max(0, start - 2) : end] in known.persons:
                return size
    for size in (2, 3) if len(surface) >= 4 else ():
        begins = surface[size] in known.surnames or surface[size] in _BEFORE_SURNAMES
        if begins and surface[:size] in known.persons and 2 <= len(surface) - size <= 3:
            return size
    return 0


def after_head(name: str, known: Words) -> int:
    """Return how much of a dotted name is a title that was taken into it (总监露西亚·某某)."""
    first = name.split("·", 1)[0]
    for size in range(len(first) - 1, 1, -1):
        if first[:size] in known.heads:
            return size
    for size in range(1, len(first) - 1):
        if any(first[max(0, size - n) : size] in known.heads for n in (2, 3, 4)):
            return size
    return 0


def is_head(phrase: str, known: Words) -> bool:
    """Tell whether a phrase ends in a word for who can speak (…的负责人, …公司)."""
    if phrase[-1:] not in known.head_ends:
        return False
    phrase, heads = phrase.removesuffix("们").removesuffix("之一"), known.heads
    return phrase[-2:] in heads or phrase[-3:] in heads or phrase[-4:] in heads or phrase[-5:] in heads


def namelike(name: str, known: Words) -> bool:
    """Tell whether a word begins like a person's name."""
    if len(name) >= 2 and name[1:] in known.honorifics:
        return name[0] in known.surnames
    compound = len(name) > 2 and name[:2] in known.surnames
    return name[0] in known.surnames or compound or name[0] in _BEFORE_SURNAMES
