"""People, places and organisations by a statistical tagger, with its boundaries mended."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from msgspec import Struct

from kaoju.document import Document, EntityType, Method
from kaoju.rulebook import load_table
from kaoju.rulebook.knowledge import Knowledge
from kaoju.span import Span
from kaoju.stages.entities.candidate import Candidate
from kaoju.stages.entities.lac import Labelled, tag
from kaoju.stages.entities.regions import regions
from kaoju.stages.entities.words import is_common, is_demonym, is_generic

__all__ = ["Backend", "by_model", "lac_backend"]

# From texts to labelled stretches of each: `lac_backend`, or a spaCy pipeline wrapped by kaoju.spacy.
Backend = Callable[[Sequence[str]], list[list[Labelled]]]

_TYPES = {"PER": EntityType.PER, "LOC": EntityType.LOC, "ORG": EntityType.ORG}
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff·•・.A-Za-z]{3,24}|[A-Z][a-z]+(?: [A-Z][a-z.]+){0,3}")
_TITLES = re.compile(r"(?:先生|女士|教授|博士|老师|记者|经理|总监|主任|院长|校长|医生|律师|总裁|主席|董事长)$")
_LEADS = re.compile(
    r"(?:[\u4e00-\u9fff]{0,2}(?:公司|机构|企业|服务商|运营商|券商)|[比据由离](?!亚迪))(?=[\u4e00-\u9fff]{2})"
)
_STAFF = re.compile(
    r"(?P<firm>[\u4e00-\u9fff]{3,14})(?:首席)?(?:分析师|研究员|合伙人|负责人|创始人|发言人|教授|主任)(?P<person>[\u4e00-\u9fff]{2,3})"
)
_COUNTED = re.compile("[一二三四五六七八九十两].")  # 三国, 两地: places counted, not named
_TAILS = re.compile(r"(?:中报|年报|季报|财报|半年报|分析师|合伙人|研究员|负责人|创始人|发言人|教授|传播|设厂|首席)$")
_EDGES = " \t\u3000“”\"'《》〈〉（）()【】[]，。、：；？！,.:;?!—-…"
_CONFIDENCE = {EntityType.PER: 0.85, EntityType.LOC: 0.8, EntityType.ORG: 0.75}
_REACH = 14


def lac_backend(texts: Sequence[str]) -> list[list[Labelled]]:
    """Tag with LAC; see `kaoju.stages.entities.lac`."""
    return tag(texts)


def by_model(doc: Document, backend: Backend, base: Knowledge, known: Sequence[Span]) -> Iterator[Candidate]:
    """Yield what `backend` finds in the clauses that may hold a name other than those at `known`."""
    mender = _Mender(doc.clean, base)
    spans = regions(doc, known)
    for span, words in zip(spans, backend([span.of(doc.clean) for span in spans]), strict=True):
        yield from mender.mended([Labelled(w.start + span.start, w.end + span.start, w.label) for w in words])


@cache
def _letters() -> str:
    return "".join(row["char"] for row in load_table("transliteration"))


@cache
def _foreign() -> re.Pattern[str]:
    part = f"(?:[{_letters()}]{{1,7}}|[A-Z][A-Za-z.]{{0,14}})"
    return re.compile(f"{part}(?:[·•・]{part}){{1,4}}")


@cache
def _surnames() -> frozenset[str]:
    return frozenset(row["surname"] for row in load_table("surnames"))


@cache
def _moneys() -> frozenset[str]:
    """Names of currencies, which the tagger takes for people (林吉特)."""
    return frozenset(text for row in load_table("currencies") for text in row["texts"].split())


class _Mender(Struct, frozen=True, gc=False):
    """Turns labels into candidates; knows the whole text, because a name is written alike throughout."""

    text: str
    base: Knowledge

    def mended(self, words: Sequence[Labelled]) -> Iterator[Candidate]:
        for kind, span in self._joined(words):
            if kind is EntityType.PER:
                yield from self._person(span)
            elif kind is EntityType.LOC:
                yield from self._place(span)
            else:
                firm, person = self._with_person(span)
                yield from self._organisation(self._trimmed(firm))
                if person is not None:
                    yield from self._person(person)

    def _joined(self, words: Sequence[Labelled]) -> list[tuple[EntityType, Span]]:
        """Join Latin names that the tagger splits at their space."""
        out: list[tuple[EntityType, Span]] = []
        for word in words:
            kind = _TYPES.get(word.label)
            if kind is None:
                continue
            span = Span(word.start, word.end).trim(self.text, _EDGES)
            last = out[-1] if out else None
            gap = self.text[last[1].end : span.start] if last else ""
            latin = last is not None and gap == " " and self.text[last[1].end - 1].isascii()
            if last is not None and latin and span.of(self.text).isascii():
                out[-1] = (last[0], Span(last[1].start, span.end))
            else:
                out.append((kind, span))
        return out

    def _person(self, span: Span) -> Iterator[Candidate]:
        surface = span.of(self.text)
        for match in _foreign().finditer(self.text, max(0, span.start - _REACH), min(len(self.text), span.end + 12)):
            whole = Span(*match.span())
            if whole.overlaps(span):
                # The tagger knows where a name begins (女士琼·…); the letters know where it ends.
                start = max(whole.start, span.start) if re.search("[·•・]", surface) else whole.start
                yield self._candidate(Span(start, whole.end), EntityType.PER)
                return
        title = _TITLES.search(surface)
        if title and title.start() >= 2:
            span = Span(span.start, span.start + title.start())
        span = self._whole(span)
        surface = span.of(self.text)
        if _PERSON.fullmatch(surface) and len(surface) > 1 and not self._no_person(surface):
            yield self._candidate(span, EntityType.PER)

    def _no_person(self, surface: str) -> bool:
        return surface in _moneys() or is_common(surface) or (surface.isupper() and surface.isascii())

    def _whole(self, span: Span) -> Span:
        """Give a Chinese name its surname, or the character that follows it wherever it stands in the text."""
        surface = span.of(self.text)
        if len(surface) != 2 or not _HANZI.match(surface):
            return span
        before = self.text[span.start - 1 : span.start]
        if surface[0] not in _surnames() and before in _surnames():
            return Span(span.start - 1, span.end)
        after = {match.group(1) for match in re.finditer(re.escape(surface) + r"(.|$)", self.text)}
        often = self.text.count(surface) > 1
        if often and len(after) == 1 and _HANZI.match(next(iter(after)) or " ") and surface[0] in _surnames():
            return Span(span.start, span.end + 1)
        return span

    def _place(self, span: Span) -> Iterator[Candidate]:
        surface = span.of(self.text)
        if len(surface) < 2 or not _HANZI.search(surface) or surface[-1] == "人":
            return
        if surface[:1] in _surnames() and len(surface) == 2 and (whole := self._whole(span)) != span:
            yield self._candidate(whole, EntityType.PER)
            return
        if surface in self.base.places and is_demonym(self.text, span.end):
            return
        if surface not in self.base.places and (is_common(surface) or _COUNTED.fullmatch(surface)):
            return
        inner = self._lead(span)
        yield self._candidate(inner or span, EntityType.LOC)

    def _with_person(self, span: Span) -> tuple[Span, Span | None]:
        """Part what the tagger takes for one name: a firm, a role in it, and somebody (某某证券|分析师|某某)."""
        match = _STAFF.fullmatch(span.of(self.text))
        if match is None or match["person"][0] not in _surnames():
            return span, None
        return Span(span.start, span.start + match.end("firm")), Span(span.start + match.start("person"), span.end)

    def _trimmed(self, span: Span) -> Span:
        """Take off an organisation what the tagger glues to it: a preposition, a kind of firm, a role, a report."""
        surface = span.of(self.text)
        start = lead.end() if (lead := _LEADS.match(surface)) else 0
        end = tail.start() if (tail := _TAILS.search(surface, start + 2)) else len(surface)
        span = Span(span.start + start, span.start + end)
        known = next((n for n in range(len(span) - 1, 2, -1) if span.of(self.text)[:n] in self.base.places), 0)
        if known and len(span) - known == 1:
            return Span(span.start, span.start + known)  # a place and the first character of a verb (亚特兰大教)
        return span

    def _organisation(self, span: Span) -> Iterator[Candidate]:
        surface = span.of(self.text)
        if len(surface) < 2 or len(surface) > 30 or not _HANZI.search(surface) or is_common(surface):
            return
        if is_generic(surface):
            return
        inner = self._lead(span)
        if inner is None and span.of(self.text) in self.base.places:
            inner = span
        yield self._candidate(inner or span, EntityType.LOC if inner else EntityType.ORG)

    def _lead(self, span: Span) -> Span | None:
        """Return the known place that a common noun follows (广州|服装厂), which names nobody; None elsewhere."""
        surface = span.of(self.text)
        for size in range(min(len(surface) - 1, 5), 1, -1):
            rest = surface[size:]
            if surface[:size] in self.base.places and (rest == "站" or (len(rest) > 1 and is_common(rest))):
                return Span(span.start, span.start + size)
        return None

    def _candidate(self, span: Span, kind: EntityType) -> Candidate:
        return Candidate(
            span,
            kind,
            span.of(self.text),
            Method.MODEL,
            "entity.model",
            f"tagged {kind} by the statistical model 统计模型标注",
            _CONFIDENCE[kind],
            rank=6,
        )
