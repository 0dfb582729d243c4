"""Where the people of a text stand: somebody from São Paulo who speaks of an app speaks of the one used there."""

from collections.abc import Iterator

from kaoju.document import EntityType, Mention
from kaoju.stages.platforms.scene import Item, Scene

__all__ = ["vantages"]

_BESIDE = 16  # code points between a place and the person who is introduced by it
_PARAGRAPH, _BEFORE = 0.6, 0.4  # strength where the person stands in another sentence, in the paragraph before


def vantages(scene: Scene) -> Iterator[tuple[int, Item]]:
    """Yield for the mentions near a person whose place is told what that place says of them."""
    people = [m for m in scene.doc.mentions if m.type is EntityType.PER]
    homes = _homes(scene, people)
    if not homes:
        return
    rooms = [scene.layout.clauses[scene.layout.at(m.span.start)] for m in people]
    for index, target in enumerate(scene.targets):
        mine = scene.layout.clauses[target.clause]
        best: tuple[float, int, Mention] | None = None
        for person, room in zip(people, rooms, strict=True):
            strength = 0.0
            if room.paragraph == mine.paragraph:
                strength = 1.0 if room.sentence == mine.sentence else _PARAGRAPH
            elif room.paragraph == mine.paragraph - 1:
                strength = _BEFORE
            key = (strength, -abs(person.span.start - target.mention.span.start), person)
            if strength and (best is None or key[:2] > best[:2]):
                best = key
        if best is not None and (code := homes.get(best[2].canonical)):
            scores = tuple(round(best[0] * s, 6) for s in scene.country(code))
            if any(scores):
                rule = "platform.vantage_home" if code in _home_markets(scene) else "platform.vantage_abroad"
                yield index, Item(rule, best[2].span, f"{best[2].canonical} lives in {code} 人物所在", scores)


def _home_markets(scene: Scene) -> set[str]:
    """Return the markets of members that are at home in one country."""
    return {code for m in scene.group.members if len(m.entity.market) == 1 for code in m.entity.market}


def _homes(scene: Scene, people: list[Mention]) -> dict[str, str]:
    """Return the country of everybody whom the text introduces by a place."""
    out: dict[str, str] = {}
    mentions = scene.doc.mentions
    at = {m.span: i for i, m in enumerate(mentions)}
    for person in people:
        if person.canonical in out:
            continue
        before = mentions[at[person.span] - 1] if at[person.span] else None
        if before is None or before.type is not EntityType.LOC or person.span.start - before.span.end > _BESIDE:
            continue
        if scene.layout.at(before.span.start) != scene.layout.at(person.span.start):
            continue
        surface = before.span.of(scene.doc.clean)
        places = (scene.base.places.get(surface[:size]) for size in range(len(surface), 1, -1))
        place = next((p for p in places if p is not None and p.country), None)
        if place is not None:
            out[person.canonical] = place.country
    return out
