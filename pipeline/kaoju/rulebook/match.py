"""Compile rules and run them; settle overlaps by one written policy."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from kaoju.errors import RuleError
from kaoju.rulebook.load import Example, Rule
from kaoju.span import Span

__all__ = ["Found", "Matcher", "leftmost_longest", "probe"]


class Found(Struct, frozen=True, gc=False):
    """A rule's match: its span is group `span` where the pattern names one, else the whole match."""

    rule: Rule
    span: Span
    match: re.Match[str]

    def group(self, name: str) -> str | None:
        """Return a named group's text, None where the pattern has no such group or it took no part."""
        return self.match[name] if name in self.match.re.groupindex else None

    def group_span(self, name: str) -> Span | None:
        """Return where a named group stands, None where it took no part."""
        if name not in self.match.re.groupindex or self.match.start(name) < 0:
            return None
        return Span(*self.match.span(name))


class Matcher:
    """Compiled rules. `placeholders` fill `{name}` in patterns; patterns are verbose and bounded.

    Raises RuleError where a pattern does not compile, matches the empty string, or names an unknown placeholder.
    """

    def __init__(self, rules: Sequence[Rule], placeholders: Mapping[str, str] | None = None) -> None:
        self._compiled = [(rule, _compile(rule, placeholders or {})) for rule in rules if rule.pattern]

    def all(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Found]:
        """Yield every match of every rule inside `text[start:end]`, rule by rule; positions are those of `text`."""
        stop = len(text) if end is None else end
        for rule, pattern in self._compiled:
            for match in pattern.finditer(text, start, stop):
                yield Found(rule, _span(match), match)

    def first(self, text: str, start: int, end: int) -> Found | None:
        """Return the earliest match of any rule inside `text[start:end]`, the longest of those; None without one."""
        found: Found | None = None
        for rule, pattern in self._compiled:
            match = pattern.search(text, start, end)
            if match is not None:
                here = Found(rule, _span(match), match)
                if found is None or _leads(here.span, found.span):
                    found = here
        return found

    def last(self, text: str, start: int, end: int) -> Found | None:
        """Return the match of any rule that starts latest inside `text[start:end]`; None without one."""
        found: Found | None = None
        for rule, pattern in self._compiled:
            match = pattern.search(text, start, end)
            if match is None:
                continue
            *_, match = pattern.finditer(text, match.start(), end)
            here = Found(rule, _span(match), match)
            if found is None or here.span > found.span:
                found = here
        return found

    def best(self, text: str, start: int = 0, end: int | None = None) -> list[Found]:
        """Return disjoint matches by the overlap policy, in text order."""
        return leftmost_longest(self.all(text, start, end), lambda f: f.span, lambda f: (-f.rule.priority, f.rule.id))


def _leads(one: Span, other: Span) -> bool:
    return (one.start, -one.end) < (other.start, -other.end)


def _compile(rule: Rule, placeholders: Mapping[str, str]) -> re.Pattern[str]:
    def fill(match: re.Match[str]) -> str:
        name = match[1]
        if name not in placeholders:
            raise RuleError("R009", f"{rule.file} {rule.id}: unknown placeholder {{{name}}}")
        return f"(?:{placeholders[name]})"

    source = re.sub(r"\{([a-z_]+)\}", fill, rule.pattern)
    try:
        pattern = re.compile(source, re.VERBOSE)
    except re.error as err:
        raise RuleError("R010", f"{rule.file} {rule.id}: pattern does not compile: {err}") from err
    if pattern.match(""):
        raise RuleError("R011", f"{rule.file} {rule.id}: pattern matches the empty string; require something")
    return pattern


def _span(match: re.Match[str]) -> Span:
    if "span" in match.re.groupindex and match.start("span") >= 0:
        return Span(*match.span("span"))
    return Span(*match.span())


T = TypeVar("T")
Rank = tuple[int | str, ...]


def leftmost_longest(items: Iterable[T], span: Callable[[T], Span], rank: Callable[[T], Rank]) -> list[T]:
    """Choose disjoint items: earliest start, then longest, then least `rank`. The one overlap policy of the house."""
    chosen: list[T] = []
    reached = -1
    for item in sorted(items, key=lambda i: (span(i).start, -len(span(i)), *rank(i))):
        if span(item).start >= reached:
            chosen.append(item)
            reached = span(item).end
    return chosen


def probe(matcher: Matcher, rule: Rule, example: Example) -> str | None:
    """Return None where `rule` treats `example` as it should at the level of patterns, else what went wrong.

    A `yes` example must be matched (with surface `span`, where given); a `no` example must not be.
    """
    surfaces = [found.span.of(example.text) for found in matcher.all(example.text) if found.rule.id == rule.id]
    if example in rule.no:
        return f"{rule.id}: must not match {example.text!r}, found {surfaces}" if surfaces else None
    if not surfaces or (example.span is not None and example.span not in surfaces):
        return f"{rule.id}: must find {example.span!r} in {example.text!r}, found {surfaces}"
    return None
