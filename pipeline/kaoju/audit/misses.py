"""What was missed, wrong or invented, item by item, with the reason where the run tells one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaoju.audit.gold import GoldClaim, GoldItem, GoldPlatform
from kaoju.audit.measure import Judged
from kaoju.audit.names import same_name
from kaoju.audit.output import FoundItem, FoundMention, Output
from kaoju.audit.pairing import shared
from kaoju.audit.scores import Judgement

__all__ = ["Miss", "misses"]

_SHOWN = {"claims": ("value", "subject", "metric", "time"), "quotes": ("speaker",), "entities": ("type", "canonical")}
_FIELDS = {"value": ("low", "high", "unit")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One thing that is not as gold has it. `what` is missed, wrong or surplus; `line` is 0-based."""

    text: str
    line: int
    layer: str
    what: str
    surface: str
    reason: str


def misses(judged: Sequence[Judged]) -> Iterator[Miss]:
    """Yield every departure from gold, text by text and in the order of the lines."""
    for one in judged:
        found = [miss for item in one.judgements for miss in _misses(item, one.output)]
        yield from sorted(found, key=lambda miss: (miss.line, miss.layer))


def _misses(item: Judgement, output: Output) -> Iterator[Miss]:
    def miss(what: str, reason: str) -> Miss:
        return Miss(text=item.text, line=item.line, layer=item.layer, what=what, surface=item.surface, reason=reason)

    if item.layer == "platforms" and "referent" not in item.right:
        yield miss("wrong" if item.found else "missed", _platform_reason(item))
    elif item.layer == "not_quotes" and item.right:
        yield miss("surplus", "taken for a quote")
    elif item.layer in _SHOWN:
        if item.found is None and item.gold is not None:
            yield miss("missed", _why_missed(item.layer, item.gold, output))
        elif item.gold is None:
            yield miss("surplus", "answers nothing in gold")
        elif wrong := [slot for slot in _SHOWN[item.layer] if slot not in item.right]:
            yield miss("wrong", "; ".join(_told(slot, item.gold, item.found) for slot in wrong))


def _told(slot: str, gold: GoldItem | None, found: FoundItem | None) -> str:
    fields = _FIELDS.get(slot, (slot,))
    pairs = ((name, getattr(gold, name, None), getattr(found, name, None)) for name in fields)
    return "; ".join(f"{name} is {given}, gold has {asked}" for name, asked, given in pairs if asked != given)


def _platform_reason(item: Judgement) -> str:
    if not isinstance(item.gold, GoldPlatform) or not isinstance(item.found, FoundMention):
        return "not found"
    wanted = item.gold.referent
    held = next((sure for name, sure in item.found.alternatives if same_name(name, wanted)), None)
    told = f"read as {item.found.canonical}, gold has {wanted}"
    if held is not None and item.found.canonical == item.found.printed:
        return f"{told}: below confidence ({held:.2f})"
    return told


def _why_missed(layer: str, gold: GoldItem, output: Output) -> str:
    rivals: dict[str, Sequence[FoundItem]] = {
        "claims": output.claims,
        "quotes": output.quotes,
        "entities": output.mentions,
    }
    if any(shared(gold.span, other.span) for other in rivals[layer]):
        return "found with other bounds"
    if isinstance(gold, GoldClaim):
        return _why_no_claim(gold, output)
    return "not found"


def _why_no_claim(gold: GoldClaim, output: Output) -> str:
    number = next((q for q in output.quantities if shared(gold.span, q.span)), None)
    if number is None:
        return "number not found" if output.quantities else "not found"
    why = ", ".join((number.kind or "number", *number.flags))
    return f"left out by rule: read as {why}" + (f" ({number.rule})" if number.rule else "")
