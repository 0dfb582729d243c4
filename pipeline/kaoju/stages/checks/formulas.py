"""Rules over skeletons: a pattern finds the roles, a formula works out what follows from them."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter, le
from typing import NamedTuple, Protocol

from kaoju.document import Check, CheckKind, CheckStatus, Claim, Document, Kind
from kaoju.rulebook import Rule, load_rules
from kaoju.stages.checks.ranges import Range, Reader, bounded, growth, lenient, rate, ratio, written
from kaoju.stages.checks.record import cited, figure, made, middle, percent
from kaoju.stages.checks.skeleton import COUNTED, Skeleton

__all__ = ["formulas"]

Roles = Mapping[str, Claim]
_PLACE = attrgetter("quantity.span.start")
_COUNTED = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE})
_PARTS = frozenset({Kind.PERCENT, Kind.RATIO})
_ROLES = ("base", "value", "part", "whole", "goal", "done", "delta", "rate")
_STRICT, _LOOSE = 0.95, 0.85
_SEARCHED = {"done": 1, "part": 1, "pair": 2}  # how many other numbers a search fills in
# 高于上一年的70万, 比前年的5万: what a number is compared with is not the number that is spoken of.
_COMPARED = re.compile(r"(?:超过|高于|低于|多于|少于|不及|[比较])[^◆◇▽。；，]{0,10}$")
_ROLE = re.compile(r"\(\?P<[a-z]+>([◆◇▽])\)")
_OTHER_SCOPE = re.compile(r"[每均△“「《各]|累计|合计|分别|其中")
_BEFORE = 8
_MOST_SIGNS = 6  # a sentence with more of one kind is tried by its cues alone
_MOST = 8  # numbers before a rule's match that a search looks at


class _Finder(Protocol):
    def find_matches_as_indexes(self, haystack: str, *, overlapping: bool) -> list[tuple[int, int, int]]: ...


class _Formula(NamedTuple):
    """A rule ready for use: its compiled pattern, and those of its attributes that decide something."""

    rule: str
    kind: CheckKind
    formula: str
    search: str
    refutes: bool
    pattern: re.Pattern[str]
    roles: tuple[tuple[str, int], ...]  # in the order of `_ROLES`, each with its group
    bound: int  # the group, 0 where the pattern has none
    down: int


class _Book(NamedTuple):
    """The rules, and by which words and signs of a sentence each is worth a try. Sets of rules are bits of an integer.

    `enough` holds the rules that so many signs of each sort are enough for, `of_cue`, cue by cue, those it is for.
    """

    rules: tuple[_Formula, ...]
    enough: Mapping[tuple[int, ...], int]
    of_cue: Sequence[int]
    cues: _Finder

    def worth(self, skeleton: Skeleton) -> list[_Formula]:
        """Return the rules, in the file's order, of which a sentence holds a cue and signs for every role."""
        left = self.enough.get(skeleton.numbers, -1)
        if not left:
            return []
        cued = 0
        for cue, _, _ in self.cues.find_matches_as_indexes(skeleton.text, overlapping=True):
            cued |= self.of_cue[cue]
        left &= cued
        found: list[_Formula] = []
        while left:
            first = left & -left
            found.append(self.rules[first.bit_length() - 1])
            left ^= first
        return found


@cache
def _book() -> _Book:
    import ahocorasick_rs

    rules = [rule for rule in load_rules("check") if rule.text("formula")]
    of_cue: dict[str, int] = {}
    for index, rule in enumerate(rules):
        for cue in rule.text("cues").split():
            of_cue[cue] = of_cue.get(cue, 0) | 1 << index
    needs = [_signs(rule) for rule in rules]
    numbers = itertools.product(range(_MOST_SIGNS + 1), repeat=len(COUNTED))
    enough = {n: sum(1 << index for index, need in enumerate(needs) if all(map(le, need, n))) for n in numbers}
    return _Book(
        tuple(_formula(rule) for rule in rules), enough, list(of_cue.values()), ahocorasick_rs.AhoCorasick(list(of_cue))
    )


def _signs(rule: Rule) -> list[int]:
    """Count the signs that a rule's roles need."""
    signs = Counter(_ROLE.findall(rule.pattern))
    signs["◆"] += _SEARCHED.get(rule.text("search"), 0)
    return [signs[sign] for sign in COUNTED]


def _formula(rule: Rule) -> _Formula:
    pattern = re.compile(rule.pattern, re.VERBOSE)
    groups = pattern.groupindex
    return _Formula(
        rule.id, CheckKind(rule.text("kind")), rule.text("formula"), rule.text("search"),
        rule.attrs.get("refutes") is True, pattern, tuple((name, groups[name]) for name in _ROLES if name in groups),
        groups.get("bound", 0), groups.get("down", 0),
    )  # fmt: skip


_Match = tuple[Skeleton, _Formula, re.Match[str]]


def formulas(doc: Document, sentences: Sequence[Skeleton]) -> list[Check]:
    """Return the checks that the rules of `check.toml` make in each sentence, each set of claims once.

    Where two rules bring the same claims together the first in the file speaks; a loose rule only confirms.
    Each step is taken for all sentences before the next: one thing done many times over is done faster.
    """
    worth = [(skeleton, rules) for skeleton in sentences if (rules := _book().worth(skeleton))]
    matches = [match for skeleton, rules in worth for match in _matches(skeleton, rules)]
    return [_check(doc, rule, outcome) for rule, outcome in _outcomes(doc, matches)]


def _matches(skeleton: Skeleton, rules: Sequence[_Formula]) -> list[_Match]:
    found: list[_Match] = []
    text = skeleton.text
    for rule in rules:
        search = rule.pattern.search
        match = search(text)
        while match is not None:
            found.append((skeleton, rule, match))
            match = search(text, match.end())
    return found


def _outcomes(doc: Document, matches: Sequence[_Match]) -> list[tuple[_Formula, "_Outcome"]]:
    found: list[tuple[_Formula, _Outcome]] = []
    seen: set[frozenset[str]] = set()
    for skeleton, rule, match in matches:
        claims = skeleton.claims
        roles = {name: claims[match.start(group)] for name, group in rule.roles}
        if seen and not rule.search and _ids(roles) in seen:
            continue
        outcome = _weigh(doc, skeleton, rule, match, roles)
        if outcome is not None and (ids := _ids(outcome.roles)) not in seen:
            seen.add(ids)
            found.append((rule, outcome))
    return found


def _ids(roles: Roles) -> frozenset[str]:
    return frozenset([claim.id for claim in roles.values()])


class _Outcome(NamedTuple):
    """What a match says about the numbers that it brings together: what follows from them, and what is said."""

    roles: Roles
    agrees: bool
    expected: Range
    said: Range


def _weigh(doc: Document, skeleton: Skeleton, rule: _Formula, match: re.Match[str], roles: Roles) -> _Outcome | None:
    """Return what comes of a match, None where its numbers are not about each other or it is not sure.

    The first numbers that come out speak. That others do not is held against the text only where no lenient reading
    agrees either, they are all that could be meant, and the wording is tight.
    """
    failed: list[_Outcome] = []
    for made_of in _filled(doc, skeleton, rule, match, roles) if rule.search else (roles,):
        if not _fit(made_of):
            continue
        expected, *readings = _read(doc.clean, rule, match, made_of, written)
        for said in readings:
            if expected.meets(said):
                return _Outcome(made_of, agrees=True, expected=expected, said=said)
        failed.append(_Outcome(made_of, agrees=False, expected=expected, said=readings[0]))
    if not rule.refutes or len(failed) != 1:
        return None
    made_of = failed[0].roles
    if not _sure(made_of) or _of_other_scope(skeleton, rule, made_of):
        return None
    expected, *readings = _read(doc.clean, rule, match, made_of, lenient)
    return None if any(expected.meets(said) for said in readings) else failed[0]


def _filled(doc: Document, skeleton: Skeleton, rule: _Formula, match: re.Match[str], roles: Roles) -> Iterator[Roles]:
    """Yield the roles with the searched one filled by each number before the match that could be it, nearest first."""
    text = skeleton.text
    numbers = [
        c for at, c in skeleton.of_sign("◆", 0, match.start()) if not _COMPARED.search(text, max(0, at - 12), at)
    ]
    earlier = numbers[: -_MOST - 1 : -1]
    if rule.search == "pair":
        apart = "相差" in match[0]
        for one, other in itertools.combinations(earlier, 2):
            smaller = apart and _level(one, doc.clean, written).low < _level(other, doc.clean, written).low
            yield {**roles, "part": other if smaller else one, "whole": one if smaller else other}
        return
    yield from ({**roles, rule.search: claim} for claim in earlier)


def _fit(roles: Roles) -> bool:
    """Tell whether the numbers can be set against each other: they are of one unit."""
    levels = [claim for name, claim in roles.items() if name != "rate"]
    return all(_same_unit(a, b) for a, b in itertools.pairwise(levels))


def _same_unit(one: Claim, other: Claim) -> bool:
    a, b = one.quantity, other.quantity
    if a.unit == b.unit:
        return True
    bare = [q for q in (a, b) if q.unit is None]
    return len(bare) == 1 and bare[0].kind is Kind.COUNT and {a.kind, b.kind} <= _COUNTED


def _sure(roles: Roles) -> bool:
    """Tell whether a sum that does not come out may be held against the text: all numbers surely read and asserted."""
    return all(c.quantity.confidence >= 0.8 for c in roles.values())


def _of_other_scope(skeleton: Skeleton, rule: _Formula, roles: Roles) -> bool:
    """Tell whether a word by which one number covers less or more than the other stands between them.

    A ratio is also spoilt by such a word before both: 平均每年4亿元，相当于五年80亿的四分之一.
    """
    levels = {c.id for name, c in roles.items() if name not in {"rate", "delta"}}
    places = [at for at, claim in skeleton.claims.items() if claim.id in levels]
    start = min(places) - (_BEFORE if rule.formula != "growth" else 0)
    return _OTHER_SCOPE.search(skeleton.text, max(0, start), max(places)) is not None


def _read(text: str, rule: _Formula, match: re.Match[str], roles: Roles, read: Reader) -> list[Range]:
    """Return what follows from the numbers by a rule's formula, and behind it all that the text may mean by its own."""
    names, follow = _FORMULAS[rule.formula]
    one, other = [_level(roles[name], text, read) for name in names]
    said = _readings(text, rule, match, roles, read)
    if rule.down and match[rule.down]:
        said = [reading.negative() for reading in said]
    return [follow(one, other), *said]


def _readings(text: str, rule: _Formula, match: re.Match[str], roles: Roles, read: Reader) -> list[Range]:
    """Return what a rate can mean: 增长2倍 is twice as much on top, to many writers twice as much in all."""
    claim = roles.get("rate")
    if claim is None:
        return [_level(roles["delta"], text, read)]
    said = rate(claim.quantity, text, read)
    if rule.bound and (word := match[rule.bound]):
        said = bounded(said, word, read)
    if rule.formula != "growth" or claim.quantity.kind is not Kind.MULTIPLE:
        return [said]
    return [said.shifted(-1)] if "翻" in claim.span.of(text) else [said, said.shifted(-1)]


def _level(claim: Claim, text: str, read: Reader) -> Range:
    return rate(claim.quantity, text, read) if claim.quantity.kind in _PARTS else read(claim.quantity, text)


def _rest(done: Range, goal: Range) -> Range:
    return ratio(done, goal).negative().shifted(1)


# What each formula is worked out from, and how.
_FORMULAS: Mapping[str, tuple[tuple[str, str], Callable[[Range, Range], Range]]] = {
    "growth": (("base", "value"), growth),
    "difference": (("value", "base"), Range.minus),
    "ratio": (("part", "whole"), ratio),
    "rest": (("done", "goal"), _rest),
}


def _check(doc: Document, rule: _Formula, outcome: _Outcome) -> Check:
    roles, agrees, expected, said = outcome
    last = "rate" if "rate" in roles else "delta"
    like = roles[last]
    cites = {name: cited(doc, claim) for name, claim in roles.items()}
    shown, ends = figure(expected, like), _MESSAGES[rule.formula]
    agree, zh = ("agrees", "相符") if agrees else ("does not agree", "不符")
    english = f"{ends[0].format_map(cites)} is {shown}; the text says {cites[last]}: {agree}"
    chinese = f"{ends[1].format_map(cites)}为{shown}，文中作{cites[last]}，{zh}"
    return made(
        doc, rule.kind, rule.rule, CheckStatus.CONSISTENT if agrees else CheckStatus.CONTRADICTS,
        sorted(roles.values(), key=_PLACE), f"{english} / {chinese}", weight=_STRICT if rule.refutes else _LOOSE,
        expected=percent(middle(expected), like), found=percent(middle(said), like),
    )  # fmt: skip


_MESSAGES: Mapping[str, Sequence[str]] = {
    "growth": ("the change from {base} to {value}", "由{base}到{value}的变化"),
    "difference": ("the difference from {base} to {value}", "由{base}到{value}之差"),
    "ratio": ("{part} of {whole}", "{part}与{whole}之比"),
    "rest": ("what {done} leaves of {goal}", "{goal}除去{done}所余"),
}
