"""HTML to main text with its own offset layer: markup is deleted by edits, so positions into the page survive."""

import datetime as dt
import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from kaoju.span import Edit, Span

__all__ = ["Page", "read_page"]

_SKIPPED = frozenset(
    "script style noscript template svg math head nav header footer aside form button select option iframe "
    "object audio video canvas textarea figcaption".split()
)
_BLOCKS = frozenset(
    "address article blockquote body br dd div dl dt fieldset figure h1 h2 h3 h4 h5 h6 hr li main ol p pre section "
    "table tbody td tfoot th thead tr ul".split()
)
_CONTAINERS = frozenset(["article", "main", "section", "div", "body", "td"])
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_DATE_KEYS = frozenset({"article:published_time", "datepublished", "pubdate", "publishdate", "publish_date", "date"})
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_LINE_ENDS = re.compile(r"[\r\n\t ]+")


@dataclass(slots=True)
class _Node:
    """An open element while parsing: what it holds and how much of it is prose."""

    tag: str
    parent: "_Node | None"
    prose: int = 0
    links: int = 0
    pieces: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the page that may stay: its range, its text, and the elements it stands in."""

    span: Span
    text: str
    node: _Node


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says of itself, and the edits that turn its source into its main text."""

    edits: tuple[Edit, ...]
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: dt.date | None = None


class _Parser(HTMLParser):
    """Collect text pieces with their positions; the standard library's parser survives broken markup."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.root = _Node("", None)
        self.node = self.root
        self.pieces: list[_Piece] = []
        self.breaks: list[int] = []
        self.meta: dict[str, str] = {}
        self.title: list[str] = []
        self._skip = 0
        self._in_title = False
        self._starts = [0, *(m.end() for m in re.finditer("\n", source))]
        self._source = source
        self.feed(source)
        self.close()

    def _at(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.breaks.append(self._at())
        if tag == "meta":
            self._note_meta({key: value or "" for key, value in attrs})
        if tag == "title" and not self.title:
            self._in_title = True
        if tag in _VOID:
            return
        if tag in _SKIPPED:
            self._skip += 1
        if len(self._source) and _depth(self.node) < 200:
            self.node = _Node(tag, self.node)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.breaks.append(self._at())
        if tag == "title":
            self._in_title = False
        node: _Node | None = self.node
        while node is not None and node.tag != tag:
            node = node.parent
        if node is None or node.parent is None:
            return
        while self.node is not node:
            self._leave()
        self._leave()

    def _leave(self) -> None:
        if self.node.tag in _SKIPPED:
            self._skip -= 1
        if self.node.parent is not None:
            self.node = self.node.parent

    def handle_data(self, data: str) -> None:
        self._keep(Span(self._at(), self._at() + len(data)), data)

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        start = self._at()
        end = start + len(written)
        if self._source[end : end + 1] == ";":
            end += 1
        self._keep(Span(start, end), html.unescape(self._source[start:end]))

    def _keep(self, span: Span, text: str) -> None:
        if self._in_title:
            self.title.append(text)
        if self._skip:
            return
        self.pieces.append(_Piece(span, text, self.node))
        prose = len(text) if any(mark in text for mark in "，。！？,；：") else 0
        node: _Node | None = self.node
        linked = False
        while node is not None:
            linked = linked or node.tag == "a"
            node.prose += 0 if linked else prose
            node = node.parent

    def _note_meta(self, attrs: dict[str, str]) -> None:
        key = (attrs.get("name") or attrs.get("property") or attrs.get("itemprop") or "").lower()
        if key and attrs.get("content"):
            self.meta.setdefault(key, html.unescape(attrs["content"]).strip())


def _depth(node: _Node | None) -> int:
    depth = 0
    while node is not None:
        node, depth = node.parent, depth + 1
    return depth


def read_page(source: str) -> Page:
    """Return the edits that reduce `source` to its main text, and the page's own metadata.

    The main text is the smallest element that holds at least three quarters of the page's prose (text with sentence
    punctuation, outside links). Blocks become lines. Nothing raises, whatever the markup.
    """
    parser = _Parser(source)
    main = _main_node(parser)
    kept = [p for p in parser.pieces if _inside(p.node, main)]
    return Page(
        edits=tuple(_edits(source, kept, parser.breaks)),
        title=_title(parser),
        author=parser.meta.get("author") or parser.meta.get("article:author"),
        publisher=parser.meta.get("og:site_name"),
        published=_published(parser.meta),
    )


def _main_node(parser: _Parser) -> _Node:
    """Return the deepest container that holds three quarters of the prose: smallest first, then deepest."""
    whole = parser.root.prose
    nodes = {id(n): n for piece in parser.pieces for n in _ancestors(piece.node) if n.tag in _CONTAINERS}
    fit = [node for node in nodes.values() if whole and node.prose * 4 >= whole * 3]
    return min(fit, key=lambda n: (n.prose, -_depth(n)), default=parser.root)


def _ancestors(node: _Node | None) -> list[_Node]:
    found = []
    while node is not None:
        found.append(node)
        node = node.parent
    return found


def _inside(node: _Node | None, main: _Node) -> bool:
    while node is not None:
        if node is main:
            return True
        node = node.parent
    return False


def _edits(source: str, pieces: list[_Piece], breaks: list[int]) -> list[Edit]:
    edits: list[Edit] = []
    at, passed, lines = 0, 0, 0
    for piece in pieces:
        broken = passed
        while passed < len(breaks) and breaks[passed] <= piece.span.start:
            passed += 1
        broken = passed - broken
        if piece.span.start > at or broken:
            edits.append(Edit(at, piece.span.start, "\n" if broken and lines else "", "html", rule="html.markup"))
        written = piece.span.of(source)
        if piece.text != written:
            edits.append(Edit(piece.span.start, piece.span.end, piece.text, "entity", rule="html.reference"))
        else:
            edits += _folded(written, piece.span.start)
        lines += bool(piece.text.strip())
        at = piece.span.end
    if at < len(source):
        edits.append(Edit(at, len(source), "", "html", rule="html.markup"))
    return edits


def _folded(text: str, start: int) -> list[Edit]:
    """In HTML a run of white space is one space; between two Hanzi a line break in the source is none at all."""
    edits = []
    for match in _LINE_ENDS.finditer(text):
        if match[0] == " ":
            continue
        before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
        new = "" if (not before or not after or before > "\u2e7f" or after > "\u2e7f") else " "
        edits.append(Edit(start + match.start(), start + match.end(), new, "html", rule="html.white_space"))
    return edits


def _title(parser: _Parser) -> str | None:
    title = parser.meta.get("og:title") or "".join(parser.title)
    return _LINE_ENDS.sub(" ", title).strip() or None


def _published(meta: dict[str, str]) -> dt.date | None:
    for key in sorted(_DATE_KEYS & meta.keys()):
        if match := _DATE.search(meta[key]):
            try:
                return dt.date(*map(int, match.groups()))
            except ValueError:
                continue
    return None
