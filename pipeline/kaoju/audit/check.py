"""Is a gold folder right? Every position, closed list, bound and name, with the file, the line and what to do."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from kaoju.audit.gold import (
    LAYERS,
    Gold,
    GoldEntity,
    GoldItem,
    GoldPlatform,
    GoldQuote,
    Problem,
    parse_gold,
    read_article,
    read_rows,
)
from kaoju.audit.names import normal
from kaoju.audit.wording import claim_faults
from kaoju.document import EntityType, Kind, Metric, Modality, Polarity, QuoteType
from kaoju.rulebook.knowledge import knowledge

__all__ = ["check_gold"]

_FIELDS = {
    "platforms": "line surface nth referent certain why",
    "claims": "line surface nth kind low high approx unit subject metric of time region modality polarity source "
    "certain",
    "quotes": "line surface nth end_line end_surface type speaker cue certain",
    "not_quotes": "line surface nth why certain",
    "entities": "line surface nth type canonical certain",
}
_CLOSED: Mapping[str, Mapping[str, frozenset[str]]] = {
    "claims": {
        "kind": frozenset(Kind) - {"ordinal", "time"},
        "metric": frozenset(Metric),
        "modality": frozenset(Modality),
        "polarity": frozenset(Polarity),
    },
    "quotes": {"type": frozenset(QuoteType)},
    "not_quotes": {"why": frozenset({"term", "name", "title", "slogan"})},
    "entities": {"type": frozenset(EntityType)},
}
_FILLED = {
    "platforms": ("referent", "why"),
    "claims": ("subject", "kind", "metric"),
    "quotes": ("type",),
    "not_quotes": ("why",),
    "entities": ("type", "canonical"),
}
_MARKS = {"“": "”", "「": "」", "『": "』", "《": "》", "‘": "’"}
_OUTER = ('“「『"', '”」』"')  # single marks may stand inside: somebody quotes somebody
_NOTE = re.compile(r"\([a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńň]{1,8}\)")


def check_gold(folder: Path, article: Path | None = None, lines: tuple[int, int | None] | None = None) -> list[Problem]:
    """Return everything that is wrong in a gold folder, by file and line; nothing where it is right.

    `lines` (half-open) says which lines of the article the gold covers, where not all of them.

    Raises InputError where the article itself cannot be read.
    """
    gold, problems = parse_gold(folder, read_article(article or folder / "article.txt"))
    for layer in LAYERS:
        problems += _rows(folder, layer)
    for check in (_overlaps, _claims, _quotes, _names):
        problems += check(gold)
    for where, problem in (*_marks(gold), *_platforms_covered(gold)):
        if lines is None or (lines[0] <= where and (lines[1] is None or where < lines[1])):
            problems.append(problem)
    return sorted(set(problems))


def _file(layer: str) -> str:
    return f"{layer}.jsonl"


def _rows(folder: Path, layer: str) -> Iterator[Problem]:
    path = folder / _file(layer)
    if not path.exists():
        yield Problem(path.name, 0, "is missing; an empty file says that there is nothing to find")
        return
    wanted = _FIELDS[layer].split()
    known: list[Problem] = []
    for number, row in read_rows(path, known):
        missing = [key for key in wanted if key not in row]
        unknown = [key for key in row if key not in wanted]
        if missing:
            yield Problem(path.name, number, f"fields are missing: {', '.join(missing)}")
        if unknown:
            yield Problem(path.name, number, f"fields are not known here: {', '.join(unknown)}")
        for key, value in row.items():
            for fault in _cell_faults(layer, key, value):
                yield Problem(path.name, number, fault)


def _cell_faults(layer: str, key: str, value: object) -> Iterator[str]:
    closed = _CLOSED.get(layer, {}).get(key)
    if closed and value not in closed:
        yield f"{key} {value!r} is not in the closed list: {', '.join(sorted(closed))}"
    if isinstance(value, str) and value != value.strip():
        yield f"{key} {value!r} has blanks at its ends; take them off"
    if key in _FILLED[layer] and not value:
        yield f"{key} is empty; fill it in"


def _overlaps(gold: Gold) -> Iterator[Problem]:
    for layer in ("platforms", "claims", "not_quotes", "entities"):
        items = sorted(gold.layer(layer), key=lambda item: (item.span, item.row))
        for left, right in pairwise(items):
            if left.span.overlaps(right.span):
                surface = right.span.of(gold.text)
                yield Problem(_file(layer), right.row, f"{surface!r} overlaps row {left.row}; keep the longest name")
    for entity in gold.entities:
        for platform in gold.platforms:
            inside = entity.span.contains(platform.span) and entity.span != platform.span
            if entity.span.overlaps(platform.span) and not inside:
                yield Problem(
                    _file("entities"), entity.row, f"overlaps row {platform.row} of platforms.jsonl without holding it"
                )


def _claims(gold: Gold) -> Iterator[Problem]:
    for claim in gold.claims:
        line_start = gold.text.rfind("\n", 0, claim.span.start) + 1
        before = gold.text[max(line_start, claim.span.start - 16) : claim.span.start]
        for fault in claim_faults(claim, claim.span.of(gold.text), before):
            yield Problem(_file("claims"), claim.row, f"{claim.span.of(gold.text)!r}: {fault}")


def _quotes(gold: Gold) -> Iterator[Problem]:
    def told(quote: GoldQuote, fault: str) -> Problem:
        return Problem(_file("quotes"), quote.row, fault)

    for quote in gold.quotes:
        content = quote.span.of(gold.text)
        if "\n" in content:
            yield told(quote, "runs over several paragraphs; each paragraph of a quote is an item of its own")
        if content[0] in _OUTER[0] or content[-1] in _OUTER[1]:
            yield told(quote, "holds its own quotation mark; begin after it and end before it")
        if quote.type == "direct" and quote.cue and not quote.speaker:
            yield told(quote, f"has the cue {quote.cue!r} but no speaker")
    yield from _crossing(gold.quotes, told)


def _crossing(quotes: Sequence[GoldQuote], told: Callable[[GoldQuote, str], Problem]) -> Iterator[Problem]:
    ordered = sorted(quotes, key=lambda q: (q.span.start, -q.span.end))
    for n, left in enumerate(ordered):
        for right in ordered[n + 1 :]:
            if right.span.start >= left.span.end:
                break
            if right.span == left.span:
                yield told(right, f"is the same quote as row {left.row}")
            elif not left.span.contains(right.span):
                yield told(right, f"cuts the quote of row {left.row}; one may hold the other, or neither")


def _marks(gold: Gold) -> Iterator[tuple[int, Problem]]:
    """Every opening mark must be spoken for, and what is in `not_quotes` must fill its marks."""
    for term in gold.not_quotes:
        before = gold.text[term.span.start - 1 : term.span.start] if term.span.start else ""
        rest = _NOTE.sub("", gold.text[term.span.end : term.span.end + 40])
        if before not in {*_MARKS, '"', "'"} or not rest.startswith(_MARKS.get(before, before)):
            surface = term.span.of(gold.text)
            yield (
                term.line,
                Problem(_file("not_quotes"), term.row, f"{surface!r} does not fill its marks; take all between them"),
            )
    known: list[GoldItem] = [*gold.quotes, *gold.not_quotes]
    for match in re.finditer("[“「『《‘]", gold.text):
        at = match.start()
        if not any(item.span.start == at + 1 or item.span.start <= at < item.span.end for item in known):
            line = gold.text.count("\n", 0, at)
            shown = gold.text[at : at + 12]
            yield line, Problem(_file("quotes"), 0, f"line {line}: {shown!r} opens neither a quote nor a not_quote")


def _platforms_covered(gold: Gold) -> Iterator[tuple[int, Problem]]:
    """Every print of the article's confusable pair must be in platforms or inside a longer name in entities."""
    names = [name for name in (gold.meta.get("pair") or "").split("/") if name]
    if not names:
        return
    pattern = re.compile("|".join(map(re.escape, names)), re.IGNORECASE)
    taken: list[GoldItem] = [*gold.platforms, *gold.entities]
    for match in pattern.finditer(gold.text):
        if not any(item.span.start <= match.start() < item.span.end for item in taken):
            line = gold.text.count("\n", 0, match.start())
            fault = f"line {line}: {match.group()!r} is in neither platforms nor entities"
            yield line, Problem(_file("platforms"), 0, fault)


Named = tuple[str, GoldItem, str, str]


def _named(gold: Gold) -> Iterator[Named]:
    fields: Mapping[str, tuple[str, ...]] = {
        "platforms": ("referent",),
        "claims": ("subject", "of", "region", "source"),
        "quotes": ("speaker",),
        "entities": ("canonical",),
    }
    for layer, keys in fields.items():
        for item in gold.layer(layer):
            for key in keys:
                value = getattr(item, key)
                if value:
                    yield layer, item, key, value


def _names(gold: Gold) -> Iterator[Problem]:
    yield from _one_name_each(gold.entities, gold)
    yield from _one_form_each(gold)
    simplify = _simplifier()
    for layer, item, key, value in _named(gold):
        if _NOTE.search(value):
            yield Problem(_file(layer), item.row, f"{key} {value!r} has noise in it; write the name without it")
        if simplify(value) != value:
            yield Problem(_file(layer), item.row, f"{key} {value!r} is traditional; write {simplify(value)!r}")
        for part in value.split("、"):
            if key != "of" and (better := _canonical(part)) and better != part:
                yield Problem(_file(layer), item.row, f"{key} {part!r} is an alias; the canonical name is {better!r}")


def _simplifier() -> Callable[[str], str]:
    from opencc import OpenCC

    converter = OpenCC("t2s")
    # 著 and 乾 are also simplified characters; a converter that sees single words mistakes them.
    return lambda text: str(converter.convert(text)) if not set(text) & set("著乾") else text


def _canonical(name: str) -> str | None:
    """Return the canonical name of an alias that denotes one entity only and is a variant of its name."""
    known = knowledge().aliases.get(name, ())
    if len(known) != 1 or known[0].kind not in {"misspelling", "spun", "traditional", "variant"}:
        return None
    return knowledge().entities[known[0].entity_id].canonical


def _one_name_each(entities: Iterable[GoldEntity], gold: Gold) -> Iterator[Problem]:
    names: dict[str, dict[str, GoldEntity]] = defaultdict(dict)
    types: dict[str, dict[str, GoldEntity]] = defaultdict(dict)
    for entity in entities:
        names[_NOTE.sub("", entity.span.of(gold.text))].setdefault(entity.canonical, entity)
        types[entity.canonical].setdefault(entity.type, entity)
    for what, table in (("canonical names", names), ("types", types)):
        for key, values in table.items():
            if len(values) > 1:
                row = max(entity.row for entity in values.values())
                yield Problem(_file("entities"), row, f"{key!r} has several {what}: {', '.join(sorted(values))}")


def _one_form_each(gold: Gold) -> Iterator[Problem]:
    forms: dict[str, dict[str, GoldItem]] = defaultdict(dict)
    for item in (*gold.entities, *gold.platforms):
        name = item.canonical if isinstance(item, GoldEntity) else _referent(item)
        forms[normal(name)].setdefault(name, item)
    for values in forms.values():
        if len(values) > 1:
            row = max(item.row for item in values.values())
            yield Problem("entities.jsonl", row, f"one name in several forms: {', '.join(sorted(values))}; keep one")


def _referent(item: GoldItem) -> str:
    assert isinstance(item, GoldPlatform)
    return item.referent
