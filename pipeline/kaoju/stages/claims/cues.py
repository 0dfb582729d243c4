"""The claims stage's cues: compiled rules by role, and the automaton over metric expressions."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Protocol

from msgspec import Struct

from kaoju.document import Kind, Metric
from kaoju.errors import RuleError
from kaoju.rulebook import Found, Matcher, load_rules, load_table
from kaoju.span import Span

__all__ = ["Cue", "CueTable", "first", "last", "role"]


@cache
def role(name: str) -> Matcher:
    """Return the compiled rules of `claim.toml` that answer one question (their `role`)."""
    return Matcher([rule for rule in load_rules("claim") if rule.text("role") == name])


def first(name: str, text: str, start: int, end: int) -> Found | None:
    """Return the earliest match of a role's rules inside `text[start:end]`, longest first; None without one."""
    return role(name).first(text, start, end)


def last(name: str, text: str, start: int, end: int) -> Found | None:
    """Return the match of a role's rules that starts latest inside `text[start:end]`; None without one."""
    return role(name).last(text, start, end)


class Cue(Struct, frozen=True, gc=False):
    """An expression that names a metric, where it stands, and the kinds of quantity it can speak of."""

    span: Span
    metric: Metric
    kinds: frozenset[Kind]
    side: str


class CueTable:
    """All metric expressions of a text, in order, found in one pass."""

    def __init__(self, text: str, blocked: Sequence[Span] = ()) -> None:
        rows, automaton = _automaton()
        cues = []
        inside = iter(sorted(blocked))
        block = next(inside, None)
        for index, start, end in automaton.find_matches_as_indexes(text):
            while block is not None and block.end <= start:
                block = next(inside, None)
            # A cue inside a name (抖音用户部, 微信支付) says nothing of a number.
            if block is not None and block.start <= start and end <= block.end:
                continue
            cues += [Cue(Span(start, end), metric, kinds, side) for metric, kinds, side in rows[index]]
        self._cues = cues
        self._starts = [cue.span.start for cue in cues]

    def within(self, span: Span) -> Sequence[Cue]:
        """Return the cues that start inside `span`, in text order."""
        return self._cues[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]


Row = tuple[Metric, frozenset[Kind], str]


class _Finder(Protocol):
    def find_matches_as_indexes(self, haystack: str) -> list[tuple[int, int, int]]: ...


@cache
def _automaton() -> tuple[list[list[Row]], _Finder]:
    """Return what each expression may mean, and the finder. 投资人 means none: it only keeps 投资 from being found."""
    import ahocorasick_rs

    meanings: dict[str, list[Row]] = {}
    for row in load_table("metrics"):
        meant = meanings.setdefault(row["cue"], [])
        if row["metric"] != "none":
            meant.append(_row(row))
    rows, words = list(meanings.values()), list(meanings)
    return rows, ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


def _row(row: Mapping[str, str]) -> Row:
    try:
        return Metric(row["metric"]), frozenset(Kind(k) for k in row["kinds"].split("|")), row["side"]
    except ValueError as err:
        raise RuleError(
            "R012", f"lexicons/metrics.csv {row['cue']}: {err}; see GUIDELINES for the closed list"
        ) from err
