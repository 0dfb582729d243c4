"""Evidence gatherers: what the text around a confusable name says of who is meant. None knows any platform by name."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise
from string import ascii_lowercase
from typing import Any

from kaoju.document import EntityType, Kind, Quantity
from kaoju.rulebook import Matcher, load_rules, load_table
from kaoju.rulebook.knowledge import Magnitude, Place
from kaoju.span import Span
from kaoju.stages.platforms.scene import Clause, Item, Scene

__all__ = ["evidence", "metric_at"]

_STEM, _RANKS = 2, "省州市县区府"
_PLACE = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for a place in patterns
_LEAD = 6  # code points before a word in which a comparison begins
_BESIDE = 3  # one more than the longest word that may stand between
_FLOWS = frozenset({"revenue", "ad_revenue", "ecommerce_revenue", "gmv", "profit", "loss"})
_SPOKEN = 24  # code points between an amount and one in 块 that speaks of the same money
_PERIOD = 12  # code points before a clause in which its period stands
_LETTERS = frozenset(ascii_lowercase)
_YEAR = re.compile(r"(\d{4})(?:-(\d{2}))?")


def evidence(scene: Scene) -> list[Item]:
    """Gather all items for a group, in text order."""
    found = [item for gather in _GATHERERS for item in gather(scene)]
    return sorted(found, key=lambda item: (item.span, item.rule, item.scores))


def _places(scene: Scene) -> Iterator[Item]:
    """Places named in the text: their country speaks for the member that is at home there."""
    mine = {target.index for target in scene.targets}
    names = sorted(target.mention.span for target in scene.targets)
    within = _within(scene)
    for index, mention in enumerate(scene.doc.mentions):
        if mention.type is not EntityType.LOC or index in mine or _listing(scene, mention.span):
            continue
        surface = mention.span.of(scene.doc.clean)
        place = within.get(surface) or _place(scene, surface) or scene.base.places.get(mention.canonical)
        code = place.country if place is not None else ""
        kind = place.kind if place is not None else ""
        if place is None or (not code and not kind):
            continue
        scores = scene.country(code or "?")
        rule = "platform.place_direct" if _direct(scene.doc.clean, names, mention.span) else "platform.place"
        if _origin(scene.doc.clean, mention.span):
            rule = "platform.place_from"
        yield Item(rule, mention.span, f"place: {place.canonical} 地域", scores)


def _within(scene: Scene) -> Mapping[str, Place]:
    """Return the country of places that the text once names right behind it (越南平阳省, later 平阳)."""
    out: dict[str, Place] = {}
    places = [m for m in scene.doc.mentions if m.type is EntityType.LOC]
    for country, inner in pairwise(places):
        found = scene.base.places.get(country.canonical)
        if found is not None and found.kind == "country" and country.span.end == inner.span.start:
            surface = inner.span.of(scene.doc.clean)
            out[surface] = found
            if len(surface) > _STEM and surface[-1] in _RANKS:
                out[surface[:-1]] = found
    return out


def _direct(text: str, names: Sequence[Span], place: Span) -> bool:
    """Tell whether a name stands right beside the place (X在巴西, 巴西的X), or somebody opens there.

    `names` are in text order and disjoint.
    """
    probe = f"{text[max(0, place.start - _BESIDE) : place.start]}{_PLACE}{text[place.end : place.end + _LEAD]}"
    if _pattern("platform.entered").search(probe):
        return True
    at = bisect_left(names, place)
    if at and text[max(names[at - 1].end, place.start - _BESIDE) : place.start] in {"在", "于", ""}:
        return True
    return at < len(names) and text[place.end : min(names[at].start, place.end + _BESIDE)] in {
        "的", "版", "版的", "站的", "",
    }  # fmt: skip


def _origin(text: str, place: Span) -> bool:
    """Tell whether something only comes from the place (从广州发货): that is not where it is sold."""
    return text[place.start - 1 : place.start] == "从"


def _place(scene: Scene, surface: str) -> Place | None:
    for size in range(len(surface), 1, -1):
        place = scene.base.places.get(surface[:size])
        if place is not None:
            return place
    return None


def _currencies(scene: Scene) -> Iterator[Item]:
    """Amounts of money: their currency is paid somewhere. An amount that only converts another says nothing."""
    for quantity, clause in scene.amounts:
        if quantity.kind is not Kind.MONEY or not quantity.unit:
            continue
        if _converted(scene, quantity) or _listing(scene, quantity.span):
            continue
        scores = scene.currency(quantity.unit)
        home = max(scores, default=0.0) > 0 and any(
            member.entity.currency == quantity.unit and s > 0
            for member, s in zip(scene.group.members, scores, strict=True)
        )
        rule = "platform.currency_own" if home and quantity.unit != "USD" else "platform.currency"
        if quantity.unit == "USD":
            rule = "platform.currency_dollar"
        elif home and _spent(scene.doc.clean, clause.span, quantity):
            rule = "platform.currency_spent"
        yield Item(rule, quantity.span, f"amount in {quantity.unit} 币种", scores)


def _currency_words(scene: Scene) -> Iterator[Item]:
    """Currencies named without an amount (收的是美元): what somebody is paid in."""
    automaton, codes = _currency_names()
    spans = [quantity.span for quantity, _ in scene.amounts]
    starts = [span.start for span in spans]
    for index, start, end in automaton.find_matches_as_indexes(scene.doc.clean):
        span = Span(start, end)
        at = bisect_left(starts, end)
        inside = any(span.overlaps(other) for other in spans[max(0, at - 2) : at])
        scores = scene.currency(codes[index])
        if any(scores) and not inside:
            yield Item("platform.currency", span, f"paid in {codes[index]} 币种", scores)


@cache
def _currency_names() -> tuple[Any, tuple[str, ...]]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    names = {
        text: row["code"]
        for row in load_table("currencies")
        for text in row["texts"].split()
        if len(text) > 1 and "\u4e00" <= text[0] <= "\u9fff" and row["code"] != "CNY"
    }
    return AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest), tuple(names.values())


@cache
def _pattern(rule_id: str) -> re.Pattern[str]:
    return re.compile("|".join(rule.pattern for rule in load_rules("platform") if rule.id == rule_id))


def _converted(scene: Scene, quantity: Quantity) -> bool:
    text = scene.doc.clean
    low = max(0, quantity.span.start - 8)
    if _pattern("platform.conversion").search(text, low, quantity.span.end):
        return True
    # 块 is said of any money: after an amount in another currency it converts that, or means it (150令吉，也就几块).
    return "块" in quantity.span.of(text) and any(
        q.kind is Kind.MONEY and q.unit != quantity.unit and 0 < quantity.span.start - q.span.end < _SPOKEN
        for q, _ in scene.amounts
    )


def _spent(text: str, clause: Span, quantity: Quantity) -> bool:
    """Tell whether somebody spends or earns an amount: they count in their own money wherever they trade."""
    low = max(clause.start, quantity.span.start - _LEAD)
    return _pattern("platform.spending").search(text, low, quantity.span.start) is not None


def _listing(scene: Scene, span: Span) -> bool:
    """Tell whether a place or an amount belongs to a company's shares: that is no market of its platforms."""
    if not scene.layout.clauses:
        return False
    clause = scene.layout.clauses[scene.layout.at(span.start)].span
    return _pattern("platform.listing").search(scene.doc.clean, clause.start, clause.end) is not None


@cache
def _scopes() -> Matcher:
    return Matcher([rule for rule in load_rules("platform") if rule.attrs.get("scope")])


def _scope_words(scene: Scene) -> Iterator[Item]:
    """Words for at home and abroad (国内, 海外, 出海): rules with `scope`, a country code or `abroad`."""
    for found in _scopes().best(scene.doc.clean):
        scope = found.rule.text("scope")
        scores = scene.country("?" if scope == "abroad" else scope)
        rule = found.rule.id
        if _edition_of(scene, found.span):
            scores = tuple(-score for score in scores)
        elif _comparand(scene, found.span):
            rule, scores = "platform.comparand", tuple(-score for score in scores)
        yield Item(rule, found.span, f"{found.rule.doc}: {found.span.of(scene.doc.clean)}", scores)


def _edition_of(scene: Scene, span: Span) -> bool:
    """Tell whether a word names an edition of a name before it (X的国际版): then that name is the other edition."""
    text = scene.doc.clean
    if not span.of(text).endswith("版"):
        return False
    return any(text[t.mention.span.end : span.start] == "的" for t in scene.targets if t.mention.span.end < span.start)


def _comparand(scene: Scene, span: Span) -> bool:
    """Tell whether a name is compared with what a word stands for (X追不上国内的同行): X is then the other."""
    text = scene.doc.clean
    room = scene.layout.clauses[scene.layout.at(span.start)]
    clause = room.span
    lead = text[max(clause.start, span.start - _LEAD) : span.start]
    before = [t for t in scene.targets if t.mention.span.start < span.start]
    if not before or scene.layout.clauses[before[-1].clause].part != room.part:
        return False
    if any(0 <= t.mention.span.start - span.end <= _BESIDE for t in scene.targets):
        return False  # 比国内的X: the word qualifies a name of its own
    probe = f"{lead}{_PLACE}{text[span.end : clause.end]}"
    return _pattern("platform.comparand").search(probe) is not None


def _features(scene: Scene) -> Iterator[Item]:
    """Terms that only one member has: parts, programmes, people, sibling products."""
    owners: dict[str, set[int]] = {}
    for index, member in enumerate(scene.group.members):
        for feature in scene.base.features.get(member.entity.id, ()):
            owners.setdefault(feature.term.lower(), set()).add(index)
    terms = {term: min(own) for term, own in owners.items() if len(own) == 1}
    if not terms:
        return
    spans = [target.mention.span for target in scene.targets]
    text = scene.doc.clean
    folded = text.lower()
    if len(folded) != len(text):
        folded = text  # some capitals are two characters in small: positions must hold
    for start, end in _term_places(tuple(sorted(terms)), folded):
        span = Span(start, end)
        if any(span.overlaps(other) for other in spans):
            continue
        index = terms[folded[start:end]]
        name = scene.group.members[index].entity.canonical
        yield Item("platform.feature", span, f"feature of {name}: {span.of(text)} 特有功能", scene.member(index))


def _term_places(terms: tuple[str, ...], folded: str) -> Iterator[tuple[int, int]]:
    """Yield where terms stand that are no part of a longer Latin word, leftmost and longest first."""
    for _, start, end in _automaton(terms).find_matches_as_indexes(folded):
        if folded[start].isascii() and start and folded[start - 1] in _LETTERS:
            continue
        if folded[end - 1].isascii() and folded[end : end + 1] in _LETTERS:
            continue
        yield start, end


@cache
def _automaton(terms: tuple[str, ...]) -> Any:
    from ahocorasick_rs import AhoCorasick, MatchKind

    return AhoCorasick(terms, matchkind=MatchKind.LeftmostLongest)


def _launches(scene: Scene) -> Iterator[Item]:
    """Dates: near a word for launching they speak for who was launched then; before a launch nobody was there yet."""
    starts = [_point(member.entity.launched) for member in scene.group.members]
    for quantity, room in scene.amounts:
        if quantity.kind not in {Kind.DATE, Kind.TIME} or not quantity.time:
            continue
        date = _point(quantity.time.split("/")[0])
        if date is None:
            continue
        clause = room.span
        if _pattern("platform.founding").search(
            scene.doc.clean, quantity.span.end, min(clause.end + 14, len(scene.doc.clean))
        ) or _pattern("platform.founding").search(scene.doc.clean, clause.start, quantity.span.start):
            fits = [start is not None and _same(start, date) for start in starts]
            if any(fits) and not all(fits):
                yield Item("platform.launch", quantity.span, f"launched {quantity.time} 上线时间", _signs(fits))
        early = [start is not None and date < start and not _same(start, date) for start in starts]
        if any(early) and not all(early):
            scores = tuple(-1.0 if e else 0.5 for e in early)
            yield Item("platform.before_launch", quantity.span, f"{quantity.time}, before a launch 早于上线", scores)


def _signs(fits: list[bool]) -> tuple[float, ...]:
    return tuple(1.0 if fit else -1.0 for fit in fits)


def _point(text: str) -> tuple[int, int] | None:
    match = _YEAR.match(text)
    return (int(match[1]), int(match[2] or 0)) if match else None


def _same(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] == b[0] and (a[1] == b[1] or not a[1] or not b[1])


@cache
def _metric_cues() -> tuple[Any, tuple[str, ...]]:
    cues = {row["cue"]: row["metric"] for row in load_table("metrics") if row["cue"]}
    return _automaton(tuple(cues)), tuple(cues.values())


def _magnitudes(scene: Scene) -> Iterator[Item]:
    """Figures against known figures: users, revenue, turnover of about the size that one member has and no other."""
    known = [scene.base.magnitudes.get(member.entity.id, ()) for member in scene.group.members]
    if not any(known):
        return
    year = scene.doc.meta.published.year if scene.doc.meta.published else None
    for quantity, clause in scene.amounts:
        if quantity.kind not in {Kind.COUNT, Kind.MONEY} or (quantity.low or quantity.high) is None:
            continue
        metric = metric_at(scene, quantity, clause)
        if metric is None:
            continue
        value = (quantity.low if quantity.low is not None else quantity.high) or Decimal(0)
        value *= _yearly(scene.doc.clean, clause, quantity, metric)
        distances = [_distance(items, metric, value, quantity, year) for items in known]
        given = [d for d in distances if d is not None]
        if not given or min(given) > 2 or (len(given) > 1 and max(given) - min(given) < 0.5):
            continue
        best = min(given)
        scores = tuple((0.0 if d is None else 1.0 if d == best else -min(1.0, float(d - best))) for d in distances)
        if len(given) == 1:
            scores = tuple(0.5 if d is not None and d < 0.5 else 0.0 for d in distances)
        yield Item("platform.magnitude", quantity.span, f"{metric} of a known size 已知量级", scores)


def _yearly(text: str, clause: Clause, quantity: Quantity, metric: str) -> int:
    """Return what makes a flow of a part of the year one of a year: what is known is known by the year."""
    if metric not in _FLOWS:
        return 1
    before = text[max(clause.span.start - _PERIOD, 0) : quantity.span.start]
    found = [*_pattern("platform.quarter").finditer(before)]
    if not found:
        return 1
    return 4 if "季" in found[-1].group() else 2


def metric_at(scene: Scene, quantity: Quantity, room: Clause) -> str | None:
    """Return the metric whose cue stands nearest before an amount, or right after it; None without a cue."""
    automaton, metrics = _metric_cues()
    text, clause, place = scene.doc.clean, room.span, quantity.span
    before: list[tuple[int, int, int]] = automaton.find_matches_as_indexes(
        text[max(clause.start, place.start - 14) : place.start]
    )
    if before:
        return metrics[before[-1][0]]
    after: list[tuple[int, int, int]] = automaton.find_matches_as_indexes(
        text[place.end : min(clause.end, place.end + 8)]
    )
    return metrics[after[0][0]] if after else None


def _distance(
    items: tuple[Magnitude, ...], metric: str, value: Decimal, quantity: Quantity, year: int | None
) -> float | None:
    """Return how many doublings `value` lies from the known range nearest in time; None where nothing is known."""
    same = [item for item in items if item.metric == metric and item.low > 0]
    if quantity.kind is Kind.MONEY:
        same = [item for item in same if item.unit == quantity.unit]
    if not same or value <= 0:
        return None
    if year is not None:
        nearest = min(abs(item.year - year) for item in same)
        same = [item for item in same if abs(item.year - year) <= nearest + 1]
    return min(_doublings(item, value) for item in same)


def _doublings(item: Magnitude, value: Decimal) -> float:
    from math import log2

    if value < item.low:
        return log2(float(item.low / value))
    return max(0.0, log2(float(value / item.high)))


def _tenures(scene: Scene) -> Iterator[Item]:
    """Ages side by side (成立七年 … 成立六年): the older one was launched first."""
    starts = [_point(member.entity.launched) for member in scene.group.members]
    known = [start for start in starts if start is not None]
    if len(known) < 2 or min(known) == max(known):
        return
    ages: dict[int, list[tuple[Decimal, Span]]] = {}
    for quantity, clause in scene.amounts:
        if quantity.kind not in {Kind.DURATION, Kind.AGE} or quantity.low is None:
            continue
        if quantity.unit == "年" and _pattern("platform.founding").search(
            scene.doc.clean, clause.span.start, quantity.span.start
        ):
            ages.setdefault(clause.paragraph, []).append((quantity.low, quantity.span))
    for found in ages.values():
        values = {age for age, _ in found}
        if len(values) == 2:
            for age, span in found:
                first = min(known) if age == max(values) else max(known)
                yield Item(
                    "platform.older", span, "the older of two 年限较长者先上线", _signs([s == first for s in starts])
                )


def _rivals(scene: Scene) -> Iterator[Item]:
    """Other platforms in the text: a rival with one home market is met there."""
    mine = {target.index for target in scene.targets}
    clauses = {target.clause for target in scene.targets}
    for index, mention in enumerate(scene.doc.mentions):
        entity = scene.base.entities.get(mention.entity_id or "")
        if index in mine or entity is None or mention.type is not EntityType.PLATFORM:
            continue
        market = min(entity.market) if len(entity.market) == 1 else _homes(scene).get(entity.id, "")
        if not market or scene.layout.at(mention.span.start) not in clauses:
            continue
        scores = scene.country(market if len(market) == 2 else "?")
        yield Item("platform.rival", mention.span, f"beside {entity.canonical} 同句对手", scores)


def _homes(scene: Scene) -> Mapping[str, str]:
    """Return the country of members of other groups that are the one at home there, whatever else they reach."""
    return {
        m.entity.id: _country_of(m.entity.currency)
        for g in scene.base.groups.values()
        for m in g.members
        if m.role == "home" and g.id != scene.group.id
    }


@cache
def _country_of(currency: str) -> str:
    return currency[:2]  # an ISO 4217 code begins with the country whose money it is


_GATHERERS: tuple[Callable[[Scene], Iterator[Item]], ...] = (
    _places,
    _currencies,
    _currency_words,
    _scope_words,
    _features,
    _launches,
    _magnitudes,
    _tenures,
    _rivals,
)
