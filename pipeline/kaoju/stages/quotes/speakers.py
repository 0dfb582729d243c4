"""Who speaks where the quotation itself does not say: pronouns, roles, chains, continuing paragraphs."""

import re
from dataclasses import replace

from kaoju.document import EntityType, Mention, QuoteType
from kaoju.stages.quotes.direct import Found
from kaoju.stages.quotes.subjects import Scene, Source, lead_subject

__all__ = ["settle"]

_NEAR = 2  # paragraphs over which a speaker is carried on
_FAR = 6  # paragraphs over which a report's issuer is
_ISSUED = re.compile(r"[^，。；]{0,14}(?:发布|公布|推出|披露)(?:了|的)?")
_IS_SAID_BY = re.compile(
    r"(?:说这(?:番|句|些)?话|说话|讲这(?:番|句)?话)的(?:人)?[，,]?(?:正|就)?是(?P<who>[^，。；]{2,30})[，。；]"
)
_NOBODY = re.compile(r"(?:消息|传闻|传言|风声|说法)$")
_TURN = re.compile(r"(?P<lead>[^，。！？；：“”「」\n]{1,24})[，。！？]?")


def settle(scene: Scene, found: list[Found]) -> list[Found]:
    """Fill in speakers, in text order: pronouns and roles go to who spoke or was named last, chains to their speaker.

    A quotation whose speaker the text leaves open keeps None.
    """
    for number, item in enumerate(found):
        if item.source is not None and _NOBODY.search(item.source.name):
            item.source = None  # 有消息称 names nobody
        elif item.source is not None and item.source.kind in {"pronoun", "definite"}:
            item.source = _refer(scene, found[:number], item)
        elif item.source is None and item.type is QuoteType.DIRECT:
            item.source = _carry(scene, found, number)
        elif item.source is None and item.reason == "quote.shows":
            item.source = _issuer(scene, found[:number], item)
    return found


def _issuer(scene: Scene, before: list[Found], item: Found) -> Source | None:
    """Give a bare 报告显示 to the organisation that was last a source, else to the one last named."""
    issued = [m for m in scene.inside(0, item.span.start) if m.type is EntityType.ORG and _issues(scene.text, m)]
    if issued:
        return Source(issued[-1].span, issued[-1].canonical, "name", issued[-1])
    for earlier in reversed(before):
        spoke = earlier.source
        mention = spoke.mention if spoke else None
        if spoke and mention and mention.type is EntityType.ORG and item.paragraph - earlier.paragraph <= _FAR:
            return spoke
    floor = scene.doc.paragraphs[max(0, item.paragraph - _FAR)].start
    named = [m for m in scene.inside(floor, item.span.start) if m.type is EntityType.ORG]
    return Source(named[-1].span, named[-1].canonical, "name", named[-1]) if named else None


def _issues(text: str, mention: Mention) -> bool:
    return _ISSUED.match(text, mention.span.end) is not None


def _refer(scene: Scene, before: list[Found], item: Found) -> Source | None:
    """Resolve 他, 她, 该机构, 上述负责人: the last fitting name before it, speakers first."""
    source = item.source
    if source is None:
        return None
    floor = scene.doc.paragraphs[max(0, item.paragraph - _NEAR)].start
    people = source.kind == "pronoun" and "它" not in source.name
    named = [m for m in scene.inside(floor, source.span.start) if (m.type is EntityType.PER) == people]
    for earlier in reversed(before):
        spoke = earlier.source
        if spoke is not None and item.paragraph - earlier.paragraph <= _NEAR and _agrees(source, spoke):
            if source.kind == "pronoun" and named and named[-1].span.start > max(spoke.span.end, earlier.span.end):
                break  # somebody else was named since
            return replace(source, name=spoke.name, mention=spoke.mention)
    if named:
        return replace(source, name=named[-1].canonical, mention=named[-1])
    return source if source.kind == "definite" else None


def _agrees(source: Source, spoke: Source) -> bool:
    person = spoke.mention is None or spoke.mention.type is EntityType.PER
    if source.kind == "pronoun":
        return person and spoke.kind != "pronoun" and "它" not in source.name
    wants_person = any(word in source.name for word in ("人士", "负责人", "人", "老板", "员工", "教授", "医生", "师"))
    return person == wants_person and spoke.kind not in {"pronoun", "definite"}


def _carry(scene: Scene, found: list[Found], number: int) -> Source | None:
    """Give a bare quotation to the speaker of its paragraph, of the paragraph it continues, or whom its lead names."""
    item = found[number]
    direct = [f for f in found if f.source is not None and f.type is not QuoteType.INDIRECT]
    for other in direct:
        if other.group >= 0 and other.group == item.group:
            return other.source
    same = [f for f in direct if f.paragraph == item.paragraph and f is not item]
    if same:
        return min(same, key=lambda f: abs(f.span.start - item.span.start)).source
    lead = _said_by(scene, item) or _trail(scene, item) or _introduced(scene, item) or _lead(scene, item)
    if lead is not None:
        return lead
    earlier = [f for f in direct if f.span.start < item.span.start and item.paragraph - f.paragraph <= _NEAR]
    if earlier:
        return earlier[-1].source
    later = [f for f in direct if 0 < f.paragraph - item.paragraph <= 1]
    return later[0].source if later else None


def _said_by(scene: Scene, item: Found) -> Source | None:
    """Read 说这话的是某某 in the two paragraphs after a speech."""
    following = scene.doc.paragraphs[item.paragraph + 1 : item.paragraph + 3]
    for paragraph in following:
        match = _IS_SAID_BY.match(scene.text, paragraph.start, paragraph.end)
        people = scene.inside(*match.span("who")) if match else []
        named = [m for m in people if m.type is EntityType.PER]
        if named:
            return Source(named[-1].span, named[-1].canonical, "name", named[-1])
    return None


def _introduced(scene: Scene, item: Found) -> Source | None:
    """Read who is named before a colon that opens speech: …某某把它拆成两块：“…, also at a paragraph's end."""
    text, paragraphs = scene.text, scene.doc.paragraphs
    colon = item.span.start - 1
    while colon >= 0 and text[colon] in '“「"『 \n\u3000':
        colon -= 1
    if colon < 0 or text[colon] not in "：:":
        return None
    before = paragraphs[item.paragraph]
    floor = before.start if before.start <= colon else paragraphs[item.paragraph - 1].start
    start = max(floor, max(text.rfind(mark, floor, colon) for mark in "。！？”") + 1)
    people = [m for m in scene.inside(start, colon) if m.type is EntityType.PER]
    named = [m for m in people if text[m.span.start - 1 : m.span.start] not in set("对向与和跟给被")]
    return Source(named[-1].span, named[-1].canonical, "name", named[-1]) if named else None


def _lead(scene: Scene, item: Found) -> Source | None:
    """Read a name from the sentence before the mark, in the paragraph or at the end of the one before."""
    paragraph = scene.doc.paragraphs[item.paragraph]
    before = [s for s in scene.doc.sentences if paragraph.start <= s.span.start and s.span.end <= item.span.start]
    if before:
        found = lead_subject(scene, before[-1].span.start, before[-1].span.end)
    else:
        found = lead_subject(scene, paragraph.start, item.span.start)
    return _person(scene, found, item.span.start)


def _trail(scene: Scene, item: Found) -> Source | None:
    """Read who acts right behind the closing mark (”她停了一下，“…)."""
    paragraph = scene.doc.paragraphs[item.paragraph]
    match = _TURN.match(scene.text, item.span.end + 1, paragraph.end)
    if match is None:
        return None
    return _person(scene, lead_subject(scene, match.start("lead"), match.end("lead")), item.span.start)


def _person(scene: Scene, found: Source | None, before: int) -> Source | None:
    if found is None or found.kind != "pronoun":
        return found
    people = [m for m in scene.inside(0, before) if m.type is EntityType.PER]
    return replace(found, name=people[-1].canonical, mention=people[-1]) if people else None
