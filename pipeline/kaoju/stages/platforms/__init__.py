"""Which platform a confusable name means, mention by mention, decided jointly with evidence."""

from msgspec.structs import replace

from kaoju.document import Alternative, Document, Evidence, Mention, Method
from kaoju.rulebook.knowledge import knowledge
from kaoju.settings import Settings
from kaoju.stages.platforms.decision import Case, case, doubt, marginals, weights
from kaoju.stages.platforms.scene import scenes

__all__ = ["platforms"]

_ITEMS = 8  # pieces of evidence kept in a record, strongest first
_OPEN = 0.05  # alternatives less likely than this are not worth a row


def platforms(doc: Document, settings: Settings) -> Document:
    """Settle every mention of a confusable name: `canonical` who is meant, `printed` who is named, and why.

    Below `settings.resolve_above` the printed name stands and the other readings are `alternatives`.
    """
    weight = weights()
    cases = [case(scene, weight) for scene in scenes(doc, knowledge(settings.lexicon))]
    if not cases:
        return doc
    doubted = doubt(cases, weight)
    mentions = list(doc.mentions)
    for one in cases:
        for position, odds in enumerate(marginals(one, weight, doubted)):
            target = one.scene.targets[position]
            mentions[target.index] = _settled(one, position, odds, settings)
    return doc.with_(mentions=tuple(mentions))


def _settled(one: Case, position: int, odds: list[float], settings: Settings) -> Mention:
    target = one.scene.targets[position]
    names = [member.entity for member in one.scene.group.members]
    best = max(range(len(odds)), key=lambda i: (odds[i], i == target.printed))
    if best != target.printed and odds[best] < settings.resolve_above:
        best = target.printed
    chosen = names[best]
    others = sorted(
        (Alternative(names[i].canonical, round(p, 4)) for i, p in enumerate(odds) if i != best and p >= _OPEN),
        key=lambda a: (-a.confidence, a.canonical),
    )
    changed = best != target.printed
    return replace(
        target.mention,
        canonical=chosen.canonical if changed else target.mention.canonical,
        entity_id=chosen.id,
        qid=chosen.qid or None,
        type=target.mention.type,
        method=Method.RESOLUTION if changed else target.mention.method,
        confidence=round(odds[best] * (1.0 if changed else target.mention.confidence), 4),
        evidence=(*target.mention.evidence, *_argument(one, position, best)),
        alternatives=tuple(others),
    )


def _argument(one: Case, position: int, best: int) -> list[Evidence]:
    """Write down what spoke for and against the choice, strongest first."""
    weight = weights()
    found: list[tuple[float, Evidence]] = []
    for item, strength in one.items[position]:
        value = weight.get(item.rule, 0.0) * strength * item.scores[best]
        if value:
            found.append((abs(value), Evidence(item.rule, item.span, item.note, _squashed(value))))
    for link in one.links:
        if position in {link.left, link.right}:
            value = weight.get(link.rule, 0.0)
            note = link.note + (" (not the same 非同一)" if link.sign < 0 else " (the same 同一)")
            found.append((abs(value), Evidence(link.rule, link.span, note, _squashed(value))))
    found.sort(key=lambda pair: (-pair[0], pair[1].span, pair[1].rule))
    return [item for _, item in found[:_ITEMS]]


def _squashed(value: float) -> float:
    return round(max(-1.0, min(1.0, value / 4.0)), 4)
