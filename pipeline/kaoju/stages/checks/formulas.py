"""Rules over skeletons: a pattern finds the roles, a formula works out what follows from them."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from kaoju.document import Check, CheckKind, Claim, Document, Kind
from kaoju.rulebook import Found, Matcher, load_rules
from kaoju.stages.checks.ranges import Range, Verdict, bounded, growth, judge, rate, ratio, written
from kaoju.stages.checks.record import STATUS, cited, figure, made, middle, percent
from kaoju.stages.checks.skeleton import Skeleton

__all__ = ["formulas"]

Roles = Mapping[str, Claim]
_COUNTED = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE})
_ROLES = ("base", "value", "part", "whole", "goal", "done", "delta", "rate")
_NUMBERS = frozenset(_ROLES)
_STRICT, _LOOSE = 0.95, 0.85
# Which other number each search may fill in, and for which role.
_SEARCHED = {"done": ("done",), "part": ("part",), "pair": ("part", "whole")}
_AGAINST = {"done": "goal", "part": "whole"}
# 超过去年全年的180亿, 比前年的5万: what a number is compared with is not the number that is spoken of.
_COMPARED = re.compile(r"(?:超过|高于|低于|多于|少于|不及|[比较])[^◆◇▽。；，]{0,10}$")
_OTHER_SCOPE = re.compile(r"[每均△“「《各]|累计|合计|分别|其中")
_BEFORE = 8
_MOST = 8  # numbers before a rule's match that a search looks at


@cache
def _matcher() -> Matcher:
    return Matcher([rule for rule in load_rules("check") if rule.text("formula")])


def formulas(doc: Document, skeleton: Skeleton) -> Iterator[Check]:
    """Yield the checks that the rules of `check.toml` make in one sentence, each set of claims once.

    Where two rules bring the same claims together the first in the file speaks; a loose rule only confirms.
    """
    seen: set[frozenset[str]] = set()
    for found in _matcher().all(skeleton.text):
        for check in _weigh(doc, skeleton, found):
            key = frozenset(check.claim_ids)
            if key not in seen:
                seen.add(key)
                yield check


def _weigh(doc: Document, skeleton: Skeleton, found: Found) -> Iterator[Check]:
    roles = {name: claim for name, claim in _roles(skeleton, found).items() if claim is not None}
    sets = list(_filled(doc, skeleton, found, roles))
    verdicts = [(made_of, _verdict(doc, found, made_of)) for made_of in sets if _fit(made_of)]
    for made_of, (verdict, expected, said) in verdicts:
        if verdict is Verdict.AGREES:
            yield _check(doc, found, made_of, verdict, expected, said)
            return
    if found.rule.attrs.get("refutes") is True and len(verdicts) == 1:
        made_of, (verdict, expected, said) = verdicts[0]
        if verdict is Verdict.DENIES and _sure(made_of) and not _of_other_scope(skeleton, found, made_of):
            yield _check(doc, found, made_of, verdict, expected, said)


def _roles(skeleton: Skeleton, found: Found) -> dict[str, Claim | None]:
    spans = {name: found.group_span(name) for name in _ROLES}
    return {name: skeleton.claims.get(span.start) if span else None for name, span in spans.items()}


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
        for one, other in itertools.combinations(reversed(earlier), 2):
            smaller, larger = sorted((one, other), key=lambda c: _level(c, doc.clean).low)
            small = "相差" in found.span.of(text)
            yield {**roles, "part": larger if small else one, "whole": smaller if small else other}
        return
    against = roles.get(_AGAINST[search])
    for claim in reversed(earlier):
        if against is not None and claim.quantity.span != against.quantity.span:
            yield {**roles, search: claim}


def _fit(roles: Roles) -> bool:
    """Tell whether the numbers can be set against each other: one unit, no number twice, no open guess."""
    levels = [c for name, c in roles.items() if name != "rate"]
    if len({c.id for c in roles.values()}) < len(roles) or len(levels) < 2:
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


Weighed = tuple[Verdict, Range, Range]


def _verdict(doc: Document, found: Found, roles: Roles) -> Weighed:
    formula, text = found.rule.text("formula"), doc.clean
    level = {name: _level(claim, text) for name, claim in roles.items()}
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
    verdicts = [judge(expected, said) for said in readings]
    best = min(range(len(readings)), key=lambda n: list(Verdict).index(verdicts[n]))
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


def _check(doc: Document, found: Found, roles: Roles, verdict: Verdict, expected: Range, said: Range) -> Check:
    rule = found.rule
    last = roles.get("rate") or roles["delta"]
    cites = {name: cited(doc, claim) for name, claim in roles.items()}
    shown, ends = figure(expected, last), _MESSAGES[rule.text("formula")]
    agree, zh = ("agrees", "相符") if verdict is Verdict.AGREES else ("does not agree", "不符")
    english = (
        f"{ends[0].format(**cites)} is {shown}; the text says {cites['rate' if 'rate' in roles else 'delta']}: {agree}"
    )
    chinese = f"{ends[1].format(**cites)}为{shown}，文中作{cites['rate' if 'rate' in roles else 'delta']}，{zh}"
    claims = tuple(sorted(roles.values(), key=lambda c: c.span))
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
