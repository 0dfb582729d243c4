"""Judge output against gold, item by item, and count the judgements into figures."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kaoju.audit.gold import Gold, GoldClaim, GoldEntity, GoldItem, GoldQuote
from kaoju.audit.names import flips, normal, printed, same_name, same_subject, same_unit, same_value
from kaoju.audit.output import FoundClaim, FoundItem, FoundMention, FoundQuote, Output
from kaoju.audit.pairing import Paired, pair, pair_layer, shared

__all__ = ["CLAIM_SLOTS", "FIGURES", "Figure", "Judgement", "Tally", "judge", "reference", "tally"]

G = TypeVar("G", bound=GoldItem)
F = TypeVar("F", bound=FoundItem)
_PLATFORM_NEED, _CLAIM_NEED, _QUOTE_NEED, _ENTITY_NEED = 0.34, 0.5, 0.8, 0.999
_ANY = 1e-12  # the least overlap that counts where spans are compared loosely


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One answer weighed: gold met or missed (`found` None), or output that answers nothing (`gold` None).

    `right` names what the answer got right, in the words of `Figure.needs`.
    """

    text: str
    layer: str
    gold: GoldItem | None
    found: FoundItem | None
    right: frozenset[str] = frozenset()
    surface: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """Right answers, answers given, answers asked for."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.found + other.found, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Share of the answers given that are right; 0 where none was given."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the answers asked for that are right; 0 where none was asked for."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: which layer's judgements it counts and what must be right. `measure` is what stands for it in a gate.

    `accuracy` is right over gold; `alarms` counts what should not have been found, so less is better.
    """

    name: str
    layer: str
    needs: frozenset[str] = field(default_factory=frozenset)
    measure: str = "f1"

    def value(self, tally: Tally) -> float | None:
        """Return the figure's headline in [0, 1]; None where gold and output hold nothing to judge."""
        if self.measure == "f1":
            return tally.f1 if tally.gold or tally.found else None
        return tally.recall if tally.gold else None


_UNITLESS = frozenset({"date", "ratio", "percent", "multiple"})
CLAIM_SLOTS: Mapping[str, Callable[[GoldClaim, FoundClaim], bool]] = {
    "value": lambda g, f: same_value(g, f) and (g.kind in _UNITLESS or same_unit(g.unit, f.unit)),
    "kind": lambda g, f: g.kind == f.kind or {g.kind, f.kind} == {"percent", "ratio"},
    "subject": lambda g, f: same_subject(g.subject, f.subject),
    "metric": lambda g, f: g.metric == f.metric,
    "time": lambda g, f: (g.time or None) == (f.time or None),
    "modality": lambda g, f: g.modality == f.modality,
    "source": lambda g, f: (not g.source and not f.source) or same_name(g.source, f.source),
}
_CORE = frozenset({"value", "subject", "metric"})
_LOOSE_TYPES = {"PLATFORM": "NAME", "ORG": "NAME", "PRODUCT": "NAME"}


def _figure(name: str, layer: str, *needs: str, measure: str = "f1") -> Figure:
    return Figure(name, layer, frozenset(needs), measure)


FIGURES: tuple[Figure, ...] = (
    _figure("platforms", "platforms", "referent", measure="accuracy"),
    _figure("platform_flips", "platform_flips", "flip"),
    _figure("claims_span", "claims"),
    *(_figure(f"claims_{slot}", "claims", slot) for slot in CLAIM_SLOTS),
    _figure("claims_core", "claims", *_CORE),
    _figure("claims_full", "claims", *_CORE, "time"),
    _figure("claims_exact", "claims_exact"),
    _figure("claims_overlap", "claims_overlap"),
    _figure("quotes_content", "quotes"),
    _figure("quotes_speaker", "quotes", "speaker"),
    _figure("quotes_cue", "quotes", "cue"),
    _figure("quotes_type", "quotes", "type"),
    _figure("quotes_direct_content", "quotes_direct"),
    _figure("quotes_direct_speaker", "quotes_direct", "speaker"),
    _figure("quotes_exact", "quotes_exact"),
    _figure("quotes_overlap", "quotes_overlap"),
    _figure("not_quotes_false_alarms", "not_quotes", "alarm", measure="alarms"),
    _figure("entities_exact", "entities"),
    _figure("entities_typed", "entities", "type"),
    _figure("entities_canonical", "entities", "type", "canonical"),
    _figure("entities_overlap", "entities_overlap"),
)


def judge(gold: Gold, output: Output) -> list[Judgement]:
    """Weigh a text's output against its gold: one judgement per certain gold item and per answer to nothing."""
    made = [*_platforms(gold, output), *_claims(gold, output), *_quotes(gold, output), *_not_quotes(gold, output)]
    return [*made, *_entities(gold, output)]


def tally(judgements: Iterable[Judgement], figure: Figure) -> Tally:
    """Count the judgements of one figure."""
    right = found = gold = 0
    for item in judgements:
        if item.layer != figure.layer:
            continue
        found += item.found is not None
        gold += item.gold is not None
        right += item.gold is not None and item.found is not None and figure.needs <= item.right
    return Tally(right, found, gold)


def _judged(
    gold: Gold, layer: str, paired: Paired[G, F], right: Callable[[G, F], Iterable[str]] = lambda _g, _f: ()
) -> Iterator[Judgement]:
    for asked, given in paired.hits:
        yield _judgement(gold, layer, asked, given, right(asked, given))
    for missed in paired.missed:
        yield _judgement(gold, layer, missed, None)
    for surplus in paired.surplus:
        yield _judgement(gold, layer, None, surplus)


def _judgement(
    gold: Gold, layer: str, asked: GoldItem | None, given: FoundItem | None, right: Iterable[str] = ()
) -> Judgement:
    place = asked or given
    assert place is not None, "a judgement is about gold, output or both"
    return Judgement(
        text=gold.name,
        layer=layer,
        gold=asked,
        found=given,
        right=frozenset(right),
        surface=place.span.of(gold.text),
        line=asked.line if asked else gold.text.count("\n", 0, place.span.start),
    )


def _platforms(gold: Gold, output: Output) -> Iterator[Judgement]:
    hits = dict(pair(gold.platforms, output.mentions, _PLATFORM_NEED))
    for i, asked in enumerate(gold.platforms):
        if not asked.certain:
            continue
        given = output.mentions[hits[i]] if i in hits else None
        right = given is not None and same_name(asked.referent, given.canonical)
        yield _judgement(gold, "platforms", asked, given, ["referent"] if right else [])
        literal = printed(asked.span.of(gold.text))
        asked_flip = flips(literal, asked.referent)
        given_flip = given is not None and flips(literal, given.canonical)
        if asked_flip or given_flip:
            good = ["flip"] if right and asked_flip and given_flip else []
            yield _judgement(gold, "platform_flips", asked if asked_flip else None, given if given_flip else None, good)


def _claims(gold: Gold, output: Output) -> Iterator[Judgement]:
    def right(asked: GoldClaim, given: FoundClaim) -> list[str]:
        return [slot for slot, holds in CLAIM_SLOTS.items() if holds(asked, given)]

    yield from _judged(gold, "claims", pair_layer(gold.claims, output.claims, _CLAIM_NEED), right)
    yield from _spans(gold, "claims", gold.claims, output.claims)


def _spans(gold: Gold, layer: str, asked: Sequence[G], given: Sequence[F]) -> Iterator[Judgement]:
    yield from _judged(gold, f"{layer}_exact", pair_layer(asked, given, _ENTITY_NEED))
    yield from _judged(gold, f"{layer}_overlap", pair_layer(asked, given, _ANY))


def _quotes(gold: Gold, output: Output) -> Iterator[Judgement]:
    def right(asked: GoldQuote, given: FoundQuote) -> Iterator[str]:
        if same_name(asked.speaker, given.speaker):
            yield "speaker"
        if normal(asked.cue) == normal(given.cue):
            yield "cue"
        if asked.type == given.type:
            yield "type"

    direct = [item for item in gold.quotes if item.type == "direct"]
    found_direct = [item for item in output.quotes if item.type == "direct"]
    yield from _judged(gold, "quotes", pair_layer(gold.quotes, output.quotes, _QUOTE_NEED), right)
    yield from _judged(gold, "quotes_direct", pair_layer(direct, found_direct, _QUOTE_NEED), right)
    yield from _spans(gold, "quotes", gold.quotes, output.quotes)


def _not_quotes(gold: Gold, output: Output) -> Iterator[Judgement]:
    """Weigh what quotes nobody: an alarm is a direct quote that covers 4/5 of it and is at most twice as long."""
    direct = [item for item in output.quotes if item.type == "direct"]
    for term in gold.not_quotes:
        alarm = next(
            (
                item
                for item in direct
                if shared(term.span, item.span) >= 0.8 * len(term.span)
                and shared(term.span, item.span) >= 0.5 * len(item.span)
            ),
            None,
        )
        yield _judgement(gold, "not_quotes", term, alarm, ["alarm"] if alarm else [])


def _entities(gold: Gold, output: Output) -> Iterator[Judgement]:
    def right(asked: GoldEntity, given: FoundMention) -> Iterator[str]:
        if _LOOSE_TYPES.get(asked.type, asked.type) == _LOOSE_TYPES.get(given.type or "", given.type):
            yield "type"
        if same_name(asked.canonical, given.canonical):
            yield "canonical"

    taken = [item.span for item in gold.platforms]
    free = [item for item in output.mentions if not any(shared(item.span, span) for span in taken)]
    yield from _judged(gold, "entities", pair_layer(gold.entities, free, _ENTITY_NEED), right)
    yield from _judged(gold, "entities_overlap", pair_layer(gold.entities, free, _ANY))


def reference(judgements: Sequence[Judgement]) -> dict[str, dict[str, float | int | None]]:
    """Return the figures under the names and in the rounding of the reference scorer."""
    made: dict[str, dict[str, float | int | None]] = {}
    for figure in FIGURES:
        if figure.name not in _REFERENCE:
            continue
        count = tally(judgements, figure)
        if figure.measure == "accuracy":
            flips = tally(judgements, _FLIPS).gold
            made[figure.name] = {
                "accuracy": round(count.recall, 4) if count.gold else None,
                "found": count.found,
                "gold": count.gold,
                "literal_baseline": round(1 - flips / count.gold, 4) if count.gold else None,
            }
        elif figure.measure == "alarms":
            made[figure.name] = {"hits": count.right, "of": count.gold}
        else:
            made[figure.name] = {
                "p": round(count.precision, 4),
                "r": round(count.recall, 4),
                "f1": round(count.f1, 4),
                "tp": count.right,
                "pred": count.found,
                "gold": count.gold,
            }
    return made


_FLIPS = next(figure for figure in FIGURES if figure.name == "platform_flips")
_OURS = {
    "claims_exact",
    "claims_overlap",
    "quotes_cue",
    "quotes_type",
    "quotes_exact",
    "quotes_overlap",
    "entities_overlap",
}
_REFERENCE = frozenset(figure.name for figure in FIGURES) - _OURS
