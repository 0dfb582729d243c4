"""Evidence gatherers: what the text around a confusable name says of who is meant. None knows any platform by name."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

from kaoju.document import Document, EntityType, Kind, Quantity
from kaoju.rulebook import Matcher, load_rules, load_table
from kaoju.rulebook.knowledge import Magnitude, Place
from kaoju.span import Span
from kaoju.stages.platforms.scene import Item, Scene

__all__ = ["evidence", "metric_at"]

_BESIDE = 3  # one more than the longest word that may stand between
_YEAR = re.compile(r"(\d{4})(?:-(\d{2}))?")


def evidence(scene: Scene) -> list[Item]:
    """Gather all items for a group, in text order."""
    found = [item for gather in _GATHERERS for item in gather(scene)]
    return sorted(found, key=lambda item: (item.span, item.rule, item.scores))


def _places(scene: Scene) -> Iterator[Item]:
    """Places named in the text: their country speaks for the member that is at home there."""
    mine = {target.index for target in scene.targets}
    names = sorted(target.mention.span for target in scene.targets)
    for index, mention in enumerate(scene.doc.mentions):
        if mention.type is not EntityType.LOC or index in mine or _listing(scene, mention.span):
            continue
        place = _place(scene, mention.span.of(scene.doc.clean)) or scene.base.places.get(mention.canonical)
        code = place.country if place is not None else ""
        kind = place.kind if place is not None else ""
        if place is None or (not code and not kind):
            continue
        scores = scene.country(code or "?")
        rule = "platform.place_direct" if _direct(scene.doc.clean, names, mention.span) else "platform.place"
        yield Item(rule, mention.span, f"place: {place.canonical} 地域", scores)


def _direct(text: str, names: Sequence[Span], place: Span) -> bool:
    """Tell whether a name stands right beside the place: X在巴西, 巴西的X. `names` are in text order and disjoint."""
    at = bisect_left(names, place)
    if at and text[max(names[at - 1].end, place.start - _BESIDE) : place.start] in {"在", "于", ""}:
        return True
    return at < len(names) and text[place.end : min(names[at].start, place.end + _BESIDE)] in {
        "的", "版", "版的", "站的", "",
    }  # fmt: skip


def _place(scene: Scene, surface: str) -> Place | None:
    for size in range(len(surface), 1, -1):
        place = scene.base.places.get(surface[:size])
        if place is not None:
            return place
    return None


def _currencies(scene: Scene) -> Iterator[Item]:
    """Amounts of money: their currency is paid somewhere. An amount that only converts another says nothing."""
    for quantity in scene.doc.quantities:
        if quantity.kind is not Kind.MONEY or not quantity.unit:
            continue
        if _converted(scene.doc, quantity) or _listing(scene, quantity.span):
            continue
        scores = scene.currency(quantity.unit)
        home = max(scores, default=0.0) > 0 and any(
            member.entity.currency == quantity.unit and s > 0
            for member, s in zip(scene.group.members, scores, strict=True)
        )
        rule = "platform.currency_own" if home and quantity.unit != "USD" else "platform.currency"
        if quantity.unit == "USD":
            rule = "platform.currency_dollar"
        yield Item(rule, quantity.span, f"amount in {quantity.unit} 币种", scores)


@cache
def _pattern(rule_id: str) -> re.Pattern[str]:
    return re.compile("|".join(rule.pattern for rule in load_rules("platform") if rule.id == rule_id))


def _converted(doc: Document, quantity: Quantity) -> bool:
    low = max(0, quantity.span.start - 8)
    return _pattern("platform.conversion").search(doc.clean, low, quantity.span.end) is not None


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
        if _edition_of(scene, found.span):
            scores = tuple(-score for score in scores)
        yield Item(found.rule.id, found.span, f"{found.rule.doc}: {found.span.of(scene.doc.clean)}", scores)


def _edition_of(scene: Scene, span: Span) -> bool:
    """Tell whether a word names an edition of a name before it (X的国际版): then that name is the other edition."""
    text = scene.doc.clean
    if not span.of(text).endswith("版"):
        return False
    return any(text[t.mention.span.end : span.start] == "的" for t in scene.targets if t.mention.span.end < span.start)


def _features(scene: Scene) -> Iterator[Item]:
    """Terms that only one member has: parts, programmes, people, sibling products."""
    owners: dict[str, set[int]] = {}
    for index, member in enumerate(scene.group.members):
        for feature in scene.base.features.get(member.entity.id, ()):
            owners.setdefault(feature.term.casefold(), set()).add(index)
    terms = {term: min(own) for term, own in owners.items() if len(own) == 1}
    if not terms:
        return
    spans = [target.mention.span for target in scene.targets]
    pattern = _alternation(tuple(sorted(terms, key=lambda t: (-len(t), t))))
    for match in pattern.finditer(scene.doc.clean):
        span = Span(*match.span())
        if any(span.overlaps(other) for other in spans):
            continue
        index = terms[match.group().casefold()]
        name = scene.group.members[index].entity.canonical
        yield Item("platform.feature", span, f"feature of {name}: {match.group()} 特有功能", scene.member(index))


@cache
def _alternation(terms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        "|".join(
            (r"(?<![A-Za-z])" if t[0].isascii() else "") + re.escape(t) + (r"(?![A-Za-z])" if t[-1].isascii() else "")
            for t in terms
        ),
        re.IGNORECASE,
    )


def _launches(scene: Scene) -> Iterator[Item]:
    """Dates: near a word for launching they speak for who was launched then; before a launch nobody was there yet."""
    starts = [_point(member.entity.launched) for member in scene.group.members]
    for quantity in scene.doc.quantities:
        if quantity.kind not in {Kind.DATE, Kind.TIME} or not quantity.time:
            continue
        date = _point(quantity.time.split("/")[0])
        if date is None:
            continue
        clause = scene.layout.clauses[scene.layout.at(quantity.span.start)].span if scene.layout.clauses else None
        if clause is not None and (
            _pattern("platform.founding").search(
                scene.doc.clean, quantity.span.end, min(clause.end + 14, len(scene.doc.clean))
            )
            or _pattern("platform.founding").search(scene.doc.clean, clause.start, quantity.span.start)
        ):
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
def _metric_cues() -> tuple[re.Pattern[str], Mapping[str, str]]:
    rows = [row for row in load_table("metrics") if row["cue"]]
    cues = {row["cue"]: row["metric"] for row in rows}
    return re.compile("|".join(re.escape(cue) for cue in sorted(cues, key=lambda c: (-len(c), c)))), cues


def _magnitudes(scene: Scene) -> Iterator[Item]:
    """Figures against known figures: users, revenue, turnover of about the size that one member has and no other."""
    known = [scene.base.magnitudes.get(member.entity.id, ()) for member in scene.group.members]
    if not any(known):
        return
    year = scene.doc.meta.published.year if scene.doc.meta.published else None
    for quantity in scene.doc.quantities:
        if quantity.kind not in {Kind.COUNT, Kind.MONEY} or (quantity.low or quantity.high) is None:
            continue
        metric = metric_at(scene, quantity)
        if metric is None:
            continue
        value = quantity.low if quantity.low is not None else quantity.high
        distances = [_distance(items, metric, value or Decimal(0), quantity, year) for items in known]
        given = [d for d in distances if d is not None]
        if not given or min(given) > 2 or (len(given) > 1 and max(given) - min(given) < 0.5):
            continue
        best = min(given)
        scores = tuple((0.0 if d is None else 1.0 if d == best else -min(1.0, float(d - best))) for d in distances)
        if len(given) == 1:
            scores = tuple(0.5 if d is not None and d < 0.5 else 0.0 for d in distances)
        yield Item("platform.magnitude", quantity.span, f"{metric} of a known size 已知量级", scores)


def metric_at(scene: Scene, quantity: Quantity) -> str | None:
    """Return the metric whose cue stands nearest before an amount, or right after it; None without a cue."""
    pattern, cues = _metric_cues()
    clause = scene.layout.clauses[scene.layout.at(quantity.span.start)].span
    before = [*pattern.finditer(scene.doc.clean, max(clause.start, quantity.span.start - 14), quantity.span.start)]
    if before:
        return cues[before[-1].group()]
    after = pattern.search(scene.doc.clean, quantity.span.end, min(clause.end, quantity.span.end + 8))
    return cues[after.group()] if after else None


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
    for quantity in scene.doc.quantities:
        clause = scene.layout.clauses[scene.layout.at(quantity.span.start)] if scene.layout.clauses else None
        if clause is None or quantity.kind not in {Kind.DURATION, Kind.AGE} or quantity.low is None:
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
        if index in mine or entity is None or mention.type is not EntityType.PLATFORM or len(entity.market) != 1:
            continue
        if scene.layout.at(mention.span.start) not in clauses:
            continue
        market = min(entity.market)
        scores = scene.country(market if len(market) == 2 else "?")
        yield Item("platform.rival", mention.span, f"beside {entity.canonical} 同句对手", scores)


_GATHERERS: tuple[Callable[[Scene], Iterator[Item]], ...] = (
    _places,
    _currencies,
    _scope_words,
    _features,
    _launches,
    _magnitudes,
    _tenures,
    _rivals,
)
