"""Names cut short because the text has said where: a county by its stem, an office by its rank alone (市文物局)."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from kaoju.document import EntityType
from kaoju.rulebook.knowledge import Knowledge
from kaoju.stages.entities.candidate import Candidate

__all__ = ["made_whole"]

_RANKS = "省市县区州镇乡村旗"
_KEPT = "县镇乡村"  # ranks that stay part of a name; 市 and 省 are left off as in the table of places
_RANKED = re.compile(rf"[\u4e00-\u9fff]{{2,4}}[{_RANKS}]")
_PLACES = frozenset({EntityType.LOC, EntityType.ORG, EntityType.PER})
_OFFICE = re.compile(r"[省市县区州镇乡](?![省市县区州镇乡])[\u4e00-\u9fff]{2,}")
_SHORT = 5  # a stem of a place is shorter than this


def made_whole(text: str, found: Sequence[Candidate], base: Knowledge) -> list[Candidate]:
    """Return the mentions with the canonical names that the text itself completes.

    A place that nothing knows, printed once with its rank (云坪县), has that name where its stem stands alone. An
    office named by its rank alone belongs to the place of that rank of which the text speaks most.
    """
    ranked = {c.canonical for c in found if c.type is EntityType.LOC and _RANKED.fullmatch(c.canonical)}
    whole = {c.canonical: _ranked(text, c, base) for c in found}
    homes = _homes(text, ranked | {name for name in whole.values() if name})
    full = {c.canonical for c in found if c.type is EntityType.ORG and c.entity_id is None}
    return [_office(_place(item, whole[item.canonical]), homes, full) for item in found]


def _ranked(text: str, item: Candidate, base: Knowledge) -> str:
    """Return the name with its rank that the text gives a place elsewhere, an empty string where it gives none."""
    stem = item.canonical
    own = item.entity_id is None and item.type in _PLACES and 1 < len(stem) < _SHORT
    if not own or stem in base.places or _RANKED.fullmatch(stem):
        return ""
    return max((stem + rank for rank in _KEPT), key=lambda name: (text.count(name), name)) if _after(text, stem) else ""


def _after(text: str, stem: str) -> bool:
    return any(stem + rank in text for rank in _KEPT)


def _place(item: Candidate, whole: str) -> Candidate:
    return replace(item, canonical=whole, type=EntityType.LOC) if whole else item


def _homes(text: str, names: Iterable[str]) -> dict[str, str]:
    """Return for each rank the place of that rank that the text names most, where it names one more than all others."""
    counts: dict[str, Counter[str]] = {}
    for name in names:
        counts.setdefault(name[-1], Counter())[name] = text.count(name[:-1])
    out = {}
    for rank, ordered in counts.items():
        (name, most), *others = ordered.most_common(2)
        if not others or most > others[0][1]:
            out[rank] = name
    return out


def _office(item: Candidate, homes: dict[str, str], full: set[str]) -> Candidate:
    """Give an office its place: that of the one office of the text that ends alike, else the text's own place."""
    short = item.canonical
    if item.type is not EntityType.ORG or item.entity_id is not None or not _OFFICE.fullmatch(short):
        return item
    alike = [name for name in full if name.endswith(short) and len(name) > len(short)]
    home = homes.get(short[0])
    if len(alike) == 1:
        return replace(item, canonical=alike[0])
    return replace(item, canonical=home[:-1] + short) if home else item
