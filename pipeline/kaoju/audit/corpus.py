"""A corpus: folders with an article, its gold, and further states of the same text that share that gold."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kaoju.audit.gold import LAYERS, Gold, Lines, load_gold, read_article
from kaoju.errors import InputError
from kaoju.span import Edit, OffsetMap, apply_edits

__all__ = ["Case", "corpus_digest", "find_folders", "load_corpus", "load_edits", "write_edits"]

_ARTICLE = "article.txt"
_EDITS = ".edits.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One text to be judged: its file, its gold, and what it is like.

    `article` is the folder's name, or the `source` in its `meta.json` where that names the article it is a state of.
    `range` bounds the code points that are judged, where gold covers only part of the text.
    """

    article: str
    variant: str
    path: Path
    gold: Gold
    meta: Mapping[str, str] = field(default_factory=dict)
    range: tuple[int, int] | None = None

    @property
    def name(self) -> str:
        """The text's name in tables: `folder`, or `folder/variant`."""
        return self.gold.name


def find_folders(place: Path) -> list[Path]:
    """Return the article folders of a corpus, sorted: those directly below `place`, or `place` itself.

    Raises InputError A020 where there are none.
    """
    if not place.is_dir():
        raise InputError("A020", f"{place}: is not a folder; name a corpus or one article's folder")
    if _is_gold(place):
        return [place]
    found = sorted(folder for folder in place.iterdir() if folder.is_dir() and _is_gold(folder))
    if not found:
        raise InputError("A020", f"{place}: no folder in it holds {_ARTICLE} with gold; see GUIDELINES for the layout")
    return found


def _is_gold(folder: Path) -> bool:
    return (folder / _ARTICLE).exists() or any((folder / f"{name}.jsonl").exists() for name in LAYERS)


def load_corpus(place: Path, *, article: Path | None = None, lines: tuple[int, int | None] | None = None) -> list[Case]:
    """Return every text of a corpus with its gold, articles by name and variants after the clean text.

    `article` stands in for a single folder's own text; `lines` (half-open) says which of its lines the gold covers.
    Raises InputError where a folder cannot be read.
    """
    folders = find_folders(place)
    if article and len(folders) > 1:
        raise InputError("A021", f"{place}: an article was named, but {len(folders)} folders hold gold; name one")
    return [case for folder in folders for case in _cases(folder, article, lines)]


def _cases(folder: Path, article: Path | None, lines: tuple[int, int | None] | None) -> Iterator[Case]:
    gold = load_gold(folder, article)
    bounds = None
    if lines:
        starts = Lines(gold.text).starts
        last = len(starts) if lines[1] is None else min(lines[1], len(starts))
        gold = gold.within(lines[0], last)
        bounds = (starts[lines[0]], starts[last] if last < len(starts) else len(gold.text))
    path = article or folder / _ARTICLE
    article_name = gold.meta.get("source") or folder.name
    variant = gold.meta.get("variant") or "clean"
    yield Case(article=article_name, variant=variant, path=path, gold=gold, meta=gold.meta, range=bounds)
    for edits in sorted(folder.glob(f"*{_EDITS}")):
        yield _variant(folder, gold, edits)


def _variant(folder: Path, gold: Gold, edits: Path) -> Case:
    name = edits.name.removesuffix(_EDITS)
    path = folder / f"{name}.txt"
    text, layer = apply_edits(gold.text, load_edits(edits))
    if path.exists() and read_article(path) != text:
        raise InputError("A022", f"{path}: is not what {edits.name} makes of {_ARTICLE}; write both anew")
    carried = gold.carried(f"{gold.name}/{name}", text, OffsetMap((layer,)))
    article = gold.meta.get("source") or folder.name
    return Case(article=article, variant=name, path=path, gold=carried, meta={**gold.meta, "variant": name})


def load_edits(path: Path) -> list[Edit]:
    """Return the edits that lead from the clean text to a variant: one `{start, end, text, kind}` a line.

    Raises InputError A023 on a line that is none.
    """
    edits = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            aligned = row.get("aligned") is True
            edits.append(Edit(row["start"], row["end"], row["text"], row.get("kind", ""), aligned=aligned))
        except (ValueError, KeyError, TypeError) as err:
            raise InputError("A023", f"{path}:{number}: is no edit with start, end and text: {err}") from err
    return edits


def write_edits(path: Path, edits: Iterable[Edit]) -> None:
    """Write edits as `load_edits` reads them."""
    rows = (
        {"start": e.start, "end": e.end, "text": e.text, "kind": e.kind, **({"aligned": True} if e.aligned else {})}
        for e in edits
    )
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def corpus_digest(cases: Iterable[Case]) -> str:
    """Return 16 hex digits over all texts and their gold."""
    lines = sorted(f"{case.name} {case.gold.digest()}" for case in cases)
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()
