"""When two names, values or units count as the same in scoring, and which confusable name a surface prints."""

import re
import unicodedata
from decimal import Decimal
from functools import cache, lru_cache

from kaoju.audit.gold import GoldClaim
from kaoju.audit.output import FoundClaim
from kaoju.rulebook import load_table
from kaoju.rulebook.knowledge import knowledge

__all__ = ["flips", "normal", "printed", "same_name", "same_subject", "same_unit", "same_value"]

_DROPPED = re.compile(r"[\s《》“”\"'·.]")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_TOLERANCE = Decimal("1e-4")
_TINY = Decimal("1e-9")


@lru_cache(maxsize=65_536)
def normal(name: str | None) -> str:
    """Return a name without width, case, blanks, marks and dots.

    >>> normal("《Musical.ly》")
    'musically'
    """
    return _DROPPED.sub("", unicodedata.normalize("NFKC", name or "")).casefold()


@cache
def _same() -> dict[str, frozenset[str]]:
    sets: dict[str, set[str]] = {}
    for row in load_table("audit_same"):
        sets.setdefault(row["set"], set()).add(normal(row["name"]))
    return {name: frozenset(names) for names in sets.values() for name in names}


@cache
def _counters() -> frozenset[str]:
    return frozenset({"", *(normal(row["unit"]) for row in load_table("audit_counters"))})


def same_name(one: str | None, other: str | None) -> bool:
    """Tell whether two names are one: equal when normal, or both in one set of `audit_same.csv`."""
    a, b = normal(one), normal(other)
    return a == b or b in _same().get(a, ())


def same_subject(one: str | None, other: str | None) -> bool:
    """Tell whether two subjects are one: the same name, or common nouns, one inside the other (茶叶, 茶叶产业)."""
    if same_name(one, other):
        return True
    short, long = sorted((normal(one), normal(other)), key=len)
    held = len(short) >= 2 and short in long and short not in _listed_normal()
    return held and _HAN.fullmatch(long) is not None


def same_unit(one: str | None, other: str | None) -> bool:
    """Tell whether two units are one; plain counters (个, 家, 人, none) are interchangeable."""
    a, b = normal(one), normal(other)
    return a == b or (a in _counters() and b in _counters())


def same_value(gold: GoldClaim, found: FoundClaim) -> bool:
    """Tell whether bounds agree within a ten-thousandth; percent and ratio compare as fractions.

    The far end of a vague 多, 余, 几 may be open or the next round number, so it is not compared.
    """
    vague = gold.approx and gold.low is not None and gold.low != gold.high
    if not _close(_scaled(gold.low, gold.kind), _scaled(found.low, found.kind)):
        return False
    return vague or _close(_scaled(gold.high, gold.kind), _scaled(found.high, found.kind))


def _scaled(value: Decimal | None, kind: str | None) -> Decimal | None:
    return value / 100 if value is not None and kind == "percent" else value


def _close(gold: Decimal | None, found: Decimal | None) -> bool:
    if gold is None or found is None:
        return gold is found
    return abs(gold - found) <= _TOLERANCE * max(abs(gold), _TINY)


@cache
def _listed_normal() -> frozenset[str]:
    return frozenset(normal(row["name"]) for row in load_table("audit_printed"))


def flips(literal: str | None, name: str | None) -> bool:
    """Tell whether `name` is another platform than the one printed, out of those that it is confused with.

    Names of `audit_printed.csv` count against each other, as in the reference scorer; others inside their group.
    """
    return literal is not None and name in _rivals(literal) and not same_name(literal, name)


@cache
def _rivals(literal: str) -> frozenset[str]:
    listed = frozenset(row["name"] for row in load_table("audit_printed"))
    if literal in listed:
        return listed
    groups = (group.names() for group in knowledge().groups.values())
    return frozenset(name for names in groups if literal in names for name in names)


@lru_cache(maxsize=4096)
def printed(surface: str) -> str | None:
    """Return the confusable name that a surface literally prints, None where it prints none.

    The forms of `audit_printed.csv` hold what the reference scorer counts, in its order; names of further confusable
    groups follow and must stand in the surface as they are.

    >>> printed("TikTook"), printed("快乐手"), printed("淘金")
    ('TikTok', '快手', None)
    """
    folded = surface.casefold()
    return next((name for name, form in _forms() if form.search(folded)), None)


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    listed = [(row["name"], _compiled(row["form"])) for row in load_table("audit_printed")]
    names = {name for name, _ in listed}
    others = (name for group in knowledge().groups.values() for name in group.names())
    return (*listed, *((name, _compiled(re.sub(r"[?*]", "", name))) for name in others if name not in names))


def _compiled(form: str) -> re.Pattern[str]:
    """Compile a form: `?` stands for one character or none, `*` for any number of them."""
    return re.compile(re.escape(form.casefold()).replace(r"\?", ".?").replace(r"\*", ".*"))
