"""Rules over skeletons: a pattern finds the roles, a formula works out what follows from them."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Protocol

from kaoju.document import Check, CheckKind, Claim, Document, Kind
from kaoju.rulebook import Found, Matcher, Rule, load_rules
from kaoju.stages.checks.ranges import Range, Verdict, bounded, growth, judge, rate, ratio, written
from kaoju.stages.checks.record import STATUS, cited, figure, made, middle, percent
from kaoju.stages.checks.skeleton import Skeleton

__all__ = ["formulas"]

Roles = Mapping[str, Claim]
_VERDICTS = (Verdict.AGREES, Verdict.UNSURE, Verdict.DENIES)
Weighed = tuple[Verdict, Range, Range]  # the verdict, what follows, and what is said
_PLACE = attrgetter("span.start", "span.end")
_COUNTED = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE})
_ROLES = ("base", "value", "part", "whole", "goal", "done", "delta", "rate")
_STRICT, _LOOSE = 0.95, 0.85
# Which other number each search may fill in, and for which role.
_SEARCHED = {"done": ("done",), "part": ("part",), "pair": ("part", "whole")}
_AGAINST = {"done": "goal", "part": "whole"}
# 高于上一年的70万, 比前年的5万: what a number is compared with is not the number that is spoken of.
_COMPARED = re.compile(r"(?:超过|高于|低于|多于|少于|不及|[比较])[^◆◇▽。；，]{0,10}$")
_ROLE = re.compile(r"\(\?P<[a-z]+>([◆◇▽])\)")
_OTHER_SCOPE = re.compile(r"[每均△“「《各]|累计|合计|分别|其中")
_NONE: frozenset[int] = frozenset()
_BEFORE = 8
_MOST = 8  # numbers before a rule's match that a search looks at


class _Finder(Protocol):
    def find_matches_as_indexes(self, haystack: str, *, overlapping: bool) -> list[tuple[int, int, int]]: ...


@dataclass(frozen=True, slots=True)
class _Book:
    """The rules, and by which of the words that one pass over a sentence finds each is worth a try.

    `of_cue` holds, cue by cue, the rules that it is for.
    """

    matchers: tuple[Matcher, ...]
    signs: tuple[tuple[int, int, int], ...]
    of_cue: Sequence[frozenset[int]]
    cues: _Finder

    def worth(self, text: str) -> Iterator[Matcher]:
        """Yield the rules, in the file's order, of which a sentence holds a cue and signs for every role."""
        numbers = (text.count("◆"), text.count("◇"), text.count("▽"))
        if numbers[0] < 2 and not numbers[2]:
            return
        cues = {cue for cue, _, _ in self.cues.find_matches_as_indexes(text, overlapping=True)}
        for index in sorted(_NONE.union(*[self.of_cue[cue] for cue in cues])):
            one, two, three = self.signs[index]
            if numbers[0] >= one and numbers[1] >= two and numbers[2] >= three:
                yield self.matchers[index]


@cache
def _book() -> _Book:
    import ahocorasick_rs

    rules = [rule for rule in load_rules("check") if rule.text("formula")]
    cues: dict[str, set[int]] = {}
    for index, rule in enumerate(rules):
        for cue in rule.text("cues").split():
            cues.setdefault(cue, set()).add(index)
    signs = tuple(_signs(rule) for rule in rules)
    of_cue = [frozenset(indexes) for indexes in cues.values()]
    return _Book(tuple(Matcher([rule]) for rule in rules), signs, of_cue, ahocorasick_rs.AhoCorasick(list(cues)))


def _signs(rule: Rule) -> tuple[int, int, int]:
    roles = Counter(_ROLE.findall(rule.pattern))
    roles["◆"] += len(_SEARCHED.get(rule.text("search"), ()))
    return roles["◆"], roles["◇"], roles["▽"]


def formulas(doc: Document, skeleton: Skeleton) -> Iterator[Check]:
    """Yield the checks that the rules of `check.toml` make in one sentence, each set of claims once.

    Where two rules bring the same claims together the first in the file speaks; a loose rule only confirms.
    """
    seen: set[frozenset[str]] = set()
    text = skeleton.text
    for matcher in _book().worth(text):
        for found in matcher.all(text):
            roles = _roles(skeleton, found)
            if seen and not found.rule.text("search") and _ids(roles) in seen:
                continue
            weighed = _weigh(doc, skeleton, found, roles)
            if weighed is not None and (ids := _ids(weighed[0])) not in seen:
                seen.add(ids)
                yield _check(doc, found, *weighed)


def _ids(roles: Roles) -> frozenset[str]:
    return frozenset([claim.id for claim in roles.values()])


def _weigh(doc: Document, skeleton: Skeleton, found: Found, roles: Roles) -> tuple[Roles, Weighed] | None:
    """Return what a match says about the numbers that it brings together, None where they are not about each other."""
    verdicts: list[tuple[Roles, Weighed]] = []
    for made_of in _filled(doc, skeleton, found, roles):
        if not _fit(made_of):
            continue
        weighed = _verdict(doc, found, made_of)
        if weighed[0] is Verdict.AGREES:
            return made_of, weighed
        verdicts.append((made_of, weighed))
    if found.rule.attrs.get("refutes") is True and len(verdicts) == 1:
        made_of, weighed = verdicts[0]
        if weighed[0] is Verdict.DENIES and _sure(made_of) and not _of_other_scope(skeleton, found, made_of):
            return made_of, weighed
    return None


def _roles(skeleton: Skeleton, found: Found) -> Roles:
    """Return the claims at the signs that the pattern names, in the order of `_ROLES`."""
    named, claims, match = found.match.re.groupindex, skeleton.claims, found.match
    places = {name: match.start(name) for name in _ROLES if name in named}
    return {name: claims[at] for name, at in places.items() if at in claims}


def _filled(doc: Document, skeleton: Skeleton, found: Found, roles: Roles) -> Iterator[Roles]:
    """Yield the roles, with a searched one filled by each number before the match that could be it."""
    search = found.rule.text("search")
    if not search:
        yield roles
        return
    text = skeleton.text
    numbers = [
        (at, c)
        for at, c in skeleton.of_sign("◆", 0, found.span.start)
        if not _COMPARED.search(text, max(0, at - 12), at)
    ]
    earlier = [c for _, c in numbers][-_MOST:]
    if search == "pair":
        apart = "相差" in found.span.of(text)
        for one, other in itertools.combinations(reversed(earlier), 2):
            smaller = apart and _level(one, doc.clean).low < _level(other, doc.clean).low
            yield {**roles, "part": other if smaller else one, "whole": one if smaller else other}
        return
    against = roles.get(_AGAINST[search])
    for claim in reversed(earlier):
        if against is not None and claim.quantity.span != against.quantity.span:
            yield {**roles, search: claim}


def _fit(roles: Roles) -> bool:
    """Tell whether the numbers can be set against each other: one unit, no number twice, no open guess."""
    levels = [c for name, c in roles.items() if name != "rate"]
    if len(levels) < 2 or len({c.id for c in roles.values()}) < len(roles):
        return False
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


def _of_other_scope(skeleton: Skeleton, found: Found, roles: Roles) -> bool:
    """Tell whether a word by which one number covers less or more than the other stands between them.

    A ratio is also spoilt by such a word before both: 平均每年4亿元，相当于五年80亿的四分之一.
    """
    levels = {c.id for name, c in roles.items() if name not in {"rate", "delta"}}
    places = [at for at, claim in skeleton.claims.items() if claim.id in levels]
    start = min(places) - (_BEFORE if found.rule.text("formula") != "growth" else 0)
    return _OTHER_SCOPE.search(skeleton.text, max(0, start), max(places)) is not None


def _level(claim: Claim, text: str) -> Range:
    percentage = claim.quantity.kind in {Kind.PERCENT, Kind.RATIO}
    return rate(claim.quantity, text) if percentage else written(claim.quantity, text)


def _verdict(doc: Document, found: Found, roles: Roles) -> Weighed:
    formula, text = found.rule.text("formula"), doc.clean
    level = {name: _level(claim, text) for name, claim in roles.items() if name != "rate"}
    readings = [_signed(found, r) for r in _readings(roles, text, formula, found.group("bound") or "")]
    match formula:
        case "growth":
            expected = growth(level["base"], level["value"])
        case "difference":
            expected = level["value"].minus(level["base"])
            readings = [_signed(found, level["delta"])]
        case "rest":
            expected = ratio(level["done"], level["goal"]).negative().shifted(1)
        case _:
            expected = ratio(level["part"], level["whole"])
    if len(readings) == 1:
        return judge(expected, readings[0]), expected, readings[0]
    verdicts = [judge(expected, said) for said in readings]
    best = verdicts.index(min(verdicts, key=_VERDICTS.index))
    return verdicts[best], expected, readings[best]


def _readings(roles: Roles, text: str, formula: str, bound: str) -> list[Range]:
    """Return what a rate can mean: 增长2倍 is twice as much on top, to many writers twice as much in all."""
    claim = roles.get("rate")
    if claim is None:
        return []
    said = bounded(rate(claim.quantity, text), bound)
    if formula != "growth" or claim.quantity.kind is not Kind.MULTIPLE:
        return [said]
    return [said.shifted(-1)] if "翻" in claim.span.of(text) else [said, said.shifted(-1)]


def _signed(found: Found, said: Range) -> Range:
    return said.negative() if found.group("down") and not found.group("up") else said


def _check(doc: Document, found: Found, roles: Roles, weighed: Weighed) -> Check:
    verdict, expected, said = weighed
    rule = found.rule
    last = roles.get("rate") or roles["delta"]
    cites = {name: cited(doc, claim) for name, claim in roles.items()}
    shown, ends = figure(expected, last), _MESSAGES[rule.text("formula")]
    rated = cites["rate" if "rate" in roles else "delta"]
    agree, zh = ("agrees", "相符") if verdict is Verdict.AGREES else ("does not agree", "不符")
    english = f"{ends[0].format(**cites)} is {shown}; the text says {rated}: {agree}"
    chinese = f"{ends[1].format(**cites)}为{shown}，文中作{rated}，{zh}"
    claims = tuple(sorted(roles.values(), key=_PLACE))
    return made(
        doc, CheckKind(rule.text("kind")), rule.id, STATUS[verdict], claims, f"{english} / {chinese}",
        weight=_STRICT if rule.attrs.get("refutes") is True else _LOOSE,
        expected=percent(middle(expected), last), found=percent(middle(said), last),
    )  # fmt: skip


_MESSAGES: Mapping[str, Sequence[str]] = {
    "growth": ("the change from {base} to {value}", "由{base}到{value}的变化"),
    "difference": ("the difference from {base} to {value}", "由{base}到{value}之差"),
    "ratio": ("{part} of {whole}", "{part}与{whole}之比"),
    "rest": ("what {done} leaves of {goal}", "{goal}除去{done}所余"),
}
