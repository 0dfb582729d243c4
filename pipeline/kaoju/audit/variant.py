"""Damaged variants of a corpus article: the text through the simulator, its gold along the alignment.

Made by `python -m kaoju.audit.variant CLEAN_FOLDER DAMAGED_FOLDER [SEED]`; the same seed gives the same files.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from kaoju.audit.damage import Damage, Damaged, damage
from kaoju.span import Span

__all__ = ["make_variant", "project"]

_LAYERS = ("platforms", "claims", "quotes", "not_quotes", "entities")
Item = dict[str, object]


def make_variant(source: Path, target: Path, *, seed: int = 0) -> int:
    """Write the damaged variant of the article folder `source` to `target`; return how many gold items were carried.

    An item whose first or last character did not survive is kept as uncertain on what did; one of which nothing
    survived, or which the damage spread over two lines, is dropped.
    """
    text = (source / "article.txt").read_bytes().decode("utf-8")
    damaged = damage(text, Damage(seed=seed, markup=True))
    target.mkdir(parents=True, exist_ok=True)
    (target / "article.txt").write_bytes(damaged.text.encode("utf-8"))
    carried = 0
    for layer in _LAYERS:
        lines = (source / f"{layer}.jsonl").read_text("utf-8").splitlines()
        items = [project(json.loads(line), text, damaged) for line in lines if line.strip()]
        kept = [json.dumps(item, ensure_ascii=False) + "\n" for item in items if item is not None]
        (target / f"{layer}.jsonl").write_text("".join(kept), "utf-8")
        carried += len(kept)
    meta = json.loads((source / "meta.json").read_text("utf-8"))
    meta |= {"variant": "damaged", "source": source.name, "script": "traditional", "seed": seed}
    (target / "meta.json").write_text(json.dumps(meta, ensure_ascii=False) + "\n", "utf-8")
    return carried


def project(item: Mapping[str, object], clean: str, damaged: Damaged) -> Item | None:
    """Return a gold item with its position in the damaged text, None where nothing of it is left on one line."""
    start = _locate(clean, int(str(item["line"])), str(item["surface"]), int(str(item["nth"])))
    made: Item = dict(item)
    placed = _place(Span(start, start + len(str(item["surface"]))), damaged)
    if placed is None:
        return None
    span, whole = placed
    made |= _position(damaged.text, span)
    if "end_surface" in item:
        tail = str(item["end_surface"])
        end = clean.index(tail, max(start, _line_start(clean, int(str(item["end_line"])))))
        ending = _place(Span(end, end + len(tail)), damaged)
        if ending is None:
            return None
        made |= {"end_line": made["line"], "end_surface": ending[0].of(damaged.text)}
        whole = whole and ending[1]
    if not whole and "certain" in made:
        made["certain"] = False
    return made


def _place(span: Span, damaged: Damaged) -> tuple[Span, bool] | None:
    places = damaged.places[span.start : span.end]
    known = [p for p in places if p is not None]
    if not known:
        return None
    found = Span(min(known), max(known) + 1)
    if "\n" in found.of(damaged.text):
        return None
    return found, len(known) == len(places)


def _position(text: str, span: Span) -> Item:
    line = text.count("\n", 0, span.start)
    start = _line_start(text, line)
    surface = span.of(text)
    return {"line": line, "surface": surface, "nth": text[start : span.start].count(surface)}


def _line_start(text: str, line: int) -> int:
    at = 0
    for _ in range(line):
        at = text.index("\n", at) + 1
    return at


def _locate(text: str, line: int, surface: str, nth: int) -> int:
    at = text.index(surface, _line_start(text, line))
    for _ in range(nth):
        at = text.index(surface, at + len(surface))
    return at


if __name__ == "__main__":
    print(make_variant(Path(sys.argv[1]), Path(sys.argv[2]), seed=int(sys.argv[3]) if len(sys.argv) > 3 else 0))
