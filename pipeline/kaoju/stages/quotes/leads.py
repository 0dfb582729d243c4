"""Who acts at the head of a clause that has no cue: a pronoun, a known name, a role with or without a name."""

import re
from bisect import bisect_left

from kaoju.document import EntityType, Mention
from kaoju.rulebook.segmenter import segmenter
from kaoju.span import Span
from kaoju.stages.quotes.names import Source, is_head, mentioned, namelike
from kaoju.stages.quotes.scene import Scene
from kaoju.stages.quotes.words import Words

__all__ = ["CLAUSAL", "NO_NAME", "after_lead", "described", "lead_subject", "roles_end", "token_starts"]

_PERSON = EntityType.PER
_HANZI = re.compile(r"[\u4e00-\u9fff]{1,4}")
CLAUSAL = re.compile(
    r"[了是]|不|没|能|将|(?<![员商协学工理董监基联博议])会(?!长|员|计)|被|把|让|使|要(?!求)|已|如何|怎|什么|可以"
)
_SOME_HEADS = frozenset("一两几多有某另那这")
_CLASSIFIERS = frozenset("位名个")
_SOMEBODY = re.compile(
    r"(?:另|又|还|那|这)?(?:[一两几多有某]|有[一两几])(?:[位名个]|对)(?=[^，。\n])(?P<who>(?:[^，。：“”\n的]{1,16}的)?)"
)
_BEFORE_NAMES = frozenset("人商员师长手工家主匠的")
_LATIN_NAME = re.compile(r"[A-Z][a-z\u00c0-\u017f]{2,20}(?:[ ][A-Z][A-Za-z\u00c0-\u017f.'-]{0,20}){0,2}")
_AFTER_NAMES = frozenset("则却也还又就都才便仍再已均曾将")  # what stands between a name and its verb
_NEVER = re.compile("[是的了在和与就都也不很最被把给跟对从]|(?<=.)[省市县区乡村]|(?<=..)镇")  # in no name
# never in a name that has no known surname
NO_NAME = re.compile("[给跟对后时前过来去出上下着了道地到起说话也都又还走跑坐站蹲躺]")


def lead_subject(scene: Scene, start: int, end: int, *, groups: bool = False) -> Source | None:
    """Read the subject at the head of a clause that has no cue: a pronoun, a known name, a title with a name.

    `groups` lets an organisation that has no name (公司, 法院) count, as where a later clause says what it said.
    """
    text, known = scene.text, scene.words
    begin = after_lead(known, text, start, end)
    if begin >= end:
        return None
    for size in (3, 2, 1) if text[begin] in known.pronominal else ():
        if text[begin : min(begin + size, end)] in known.pronouns:
            if size > 1 and roles_end(scene, begin + size, min(end, begin + size + 12)):
                break  # 该公司音乐总监某某: somebody else
            return Source(Span(begin, begin + size), text[begin : begin + size], "pronoun")
    somebody = _described_lead(scene, begin, end)
    if somebody:
        return somebody
    for mention in scene.inside(begin, min(end, begin + 40)):
        after = text[mention.span.end : mention.span.end + 1]
        before = text[mention.span.start - 1] if mention.span.start > begin else ""
        kin = _kin_of(scene, mention, end) if after == "的" and mention.span.start == begin else None
        if kin:
            return kin
        if after in {"的", "、"} or (before and before in "对向与被给和跟把"):
            continue
        office = _office_end(scene, mention, end) if mention.span.start == begin else 0
        if office and text[office : office + 1] in known.surnames:
            continue  # 某局处长|某某: who is named there
        if office and text[office : office + 1] not in {"的", "、"}:
            return described(scene, begin, office)
        called = groups and is_head(text[begin : mention.span.start], known)  # 另一家机构|某某
        aside = mention.type is not _PERSON and (mention.span.start > begin or _titles(scene, mention, end))
        if aside and not called:
            continue
        role = _role(scene, begin, end) if mention.span.start == begin else None
        if role and text[role.span.end : role.span.end + 1] not in known.surnames:
            return role  # 老人摸着树干: the role, not a name
        if after == "了" and len(mention.span) > 2:  # 某某顿了顿, 某某松了口气: the verb was taken into the name
            span = Span(mention.span.start, mention.span.end - 1)
            if text.startswith(text[span.end], span.end + 2) or span.of(text) in scene.names:
                return Source(span, span.of(text), "name")
        return mentioned(text, mention, known)
    tokens = token_starts(scene, begin, min(end, begin + 20))
    return (
        _role_name(scene, begin, tokens)
        or _role(scene, begin, end, tokens, groups=groups)
        or _early_name(scene, begin, end, tokens)
        or _compound(scene, begin, end, groups=groups)
    )


def _office_end(scene: Scene, mention: Mention, end: int) -> int:
    """Return where the office ends that is named behind an organisation (某国外交部发言人拒绝置评); 0 if none is."""
    if mention.type is not EntityType.ORG:
        return 0
    stop = roles_end(scene, mention.span.end, min(end, mention.span.end + 8))
    return stop if stop and _is_person(scene.text[mention.span.end : stop], scene.words) else 0


def _described_lead(scene: Scene, start: int, end: int) -> Source | None:
    """Read a described person at the head of a clause, up to the noun that says what they are (一位卖菜的阿姨看法…)."""
    text = scene.text
    if text.startswith("有人", start, end):
        return Source(Span(start, start + 2), "有人", "phrase")
    if text[start : start + 1] not in _SOME_HEADS:
        at = text.find("的", start + 2, min(end, start + 14))
        if at < 0 or text[at + 1 : at + 2] not in _SOME_HEADS or text[at + 2 : at + 3] not in _CLASSIFIERS:
            return None  # 某厅的一位官员: the whole phrase is who speaks
        inner = _described_lead(scene, at + 1, end)
        return described(scene, start, inner.span.end) if inner else None
    match = _SOMEBODY.match(text, start, end)
    if match is None:
        return None
    found = roles_end(scene, match.end(), min(end, match.end() + 20))
    if not found:  # 一位官员听完我的建议: the 的 is not theirs
        found = roles_end(scene, match.start("who"), min(end, match.start("who") + 12))
    if not found or scene.text[found : found + 1] in {"的", "、", "和"}:
        return None
    return described(scene, start, found)


def roles_end(scene: Scene, start: int, end: int) -> int:
    """Return where the noun ends, by the words' own limits, that says what somebody described from `start` on is; 0."""
    text, known, found = scene.text, scene.words, 0
    for stop in token_starts(scene, start, end):
        if stop > start and text[stop - 1] in known.head_ends and is_head(text[start:stop], known):
            found = stop
        elif found:
            break
    return found


def described(scene: Scene, start: int, end: int) -> Source:
    """Name a described person; 有位 and 有个 read as 一位 and 一个."""
    phrase = scene.text[start:end]
    name = f"一{phrase[1:]}" if phrase[0] == "有" and phrase[1:2] in _CLASSIFIERS else phrase
    return Source(Span(start, end), name, "phrase")


def _kin_of(scene: Scene, mention: Mention, end: int) -> Source | None:
    """Read somebody's relative, teacher or doctor (某某的母亲擦着眼泪): not the one who is named."""
    text, begin = scene.text, mention.span.end + 1
    if mention.type is not _PERSON:
        return None
    for size in (4, 3, 2):
        if begin + size <= end and text[begin : begin + size] in scene.words.persons:
            return Source(
                Span(mention.span.start, begin + size), f"{mention.canonical}的{text[begin : begin + size]}", "phrase"
            )
    return None


def _role(
    scene: Scene, start: int, end: int, tokens: tuple[int, ...] | None = None, *, groups: bool = False
) -> Source | None:
    """Read a bare role at the head of a clause (老人摸着树干, 班长在群里发消息)."""
    text, known = scene.text, scene.words
    for size in (5, 4, 3, 2):
        word = text[start : start + size]
        known_word = word in known.persons or (groups and word in known.heads)
        known_word = known_word or (size > 2 and word[:1] in "老小女男" and word[1:] in known.persons)
        if known_word and start + size <= end:
            tokens = token_starts(scene, start, min(end, start + 8)) if tokens is None else tokens
            if start + size not in tokens:
                continue
            stop = max(start + size, roles_end(scene, start, min(end, start + 12)))  # 厂方|发言人
            if text[stop : stop + 1] not in {"的", "们", "和", "、"}:
                return Source(Span(start, stop), text[start:stop], "phrase")
    return None


def _compound(scene: Scene, start: int, end: int, *, groups: bool) -> Source | None:
    """Read a described person at the head of a clause, with nouns or an attribute before (渡口的老艄公撇撇嘴)."""
    text, known = scene.text, scene.words
    at = text.find("的", start + 1, min(end, start + 16)) + 1
    found = 0
    for stop in token_starts(scene, max(at, start) + 2, min(end, max(at, start) + 12)):
        ends = text[stop - 1] in known.head_ends and is_head(text[start:stop], known)
        if ends and (groups or _is_person(text[start:stop], known)):
            found = stop
        elif found:
            break
    if not found or text[found : found + 1] in {"的", "们", "和", "、", "", "，"}:
        return None
    if at and CLAUSAL.search(text, at, found):
        return None
    before = segmenter().tag(text[max(at, start) : found])
    acts = segmenter().tag(text[found : found + 4])[0][1]
    if acts[0] in "nruxmqf" or any(tag[0] not in "nbjsfzavm" or tag in {"v", "vd"} for _, tag in before):
        return None
    return described(scene, start, found)


def _is_person(phrase: str, known: Words) -> bool:
    return any(phrase[-n:] in known.persons for n in (2, 3, 4, 5))


def _titles(scene: Scene, mention: Mention, end: int) -> bool:
    """Tell whether an organisation's name only qualifies the title of the person named next."""
    people = [m for m in scene.inside(mention.span.end, min(end, mention.span.end + 16)) if m.type is _PERSON]
    gap = scene.text[mention.span.end : people[0].span.start] if people else ""
    return bool(gap) and is_head(gap, scene.words)


def _early_name(scene: Scene, start: int, end: int, tokens: tuple[int, ...]) -> Source | None:
    text, known = scene.text, scene.words
    for size in (3, 2):
        name = text[start : start + size]
        whole = start + size <= end and start + size in tokens and _HANZI.fullmatch(name)
        if text[start + size : start + size + 1] == "·" or (whole and (_NEVER.search(name) or NO_NAME.search(name))):
            continue
        if whole and namelike(name, known) and not is_head(name, known) and not _common(name):
            if size > 2 and text.startswith(f"了{name[-1]}", start + size):
                return Source(Span(start, start + size - 1), name[:-1], "name")
            return Source(Span(start, start + size), name, "name")
    return None


def _common(name: str) -> bool:
    """Tell whether what looks like a surname and a given name is an ordinary word (全国, 金融)."""
    engine = segmenter()
    if not engine.has_word(name):
        return False
    tags = engine.tag(name)
    return len(tags) > 1 or not tags[0][1].startswith(("nr", "x"))


def _role_name(scene: Scene, start: int, tokens: tuple[int, ...]) -> Source | None:
    """Read a role and a name at the head of a clause (退休教师某某花了六年), by the words' own limits."""
    text, known = scene.text, scene.words
    persons = known.persons
    for place in tokens[1:]:
        if place > start + 16:
            break
        if text[place - 1] not in known.head_ends and text[place - 1] not in _BEFORE_NAMES:
            continue
        head = text[max(start, place - 4) : place]
        role = head[-2:] in persons or head[-3:] in persons or head in persons
        if not role and head[-1] not in _BEFORE_NAMES:
            continue
        latin = _LATIN_NAME.match(text, place) if text[place : place + 1].isascii() else None
        if latin and (head[-1] != "的" or " " in latin.group()):
            return Source(Span(place, latin.end()), latin.group(), "name")
        for size in (3, 2) if role else (3,):
            name = text[place : place + size]
            if head[-1] == "的" and text[place + size : place + size + 1] not in ("，", ","):
                continue
            if _NEVER.search(name) or (size > 2 and (name[-1] in _AFTER_NAMES or NO_NAME.search(name[-1]))):
                continue
            whole = place + size in tokens or text[place + size : place + size + 1] in _AFTER_NAMES
            whole = whole and text[place + size : place + size + 1] != "·"
            whole = whole and _HANZI.fullmatch(name) is not None and name[:2] not in known.heads
            if whole and namelike(name, known) and not _common(name):
                return Source(Span(place, place + size), name, "name")
    return None


def after_lead(known: Words, text: str, start: int, end: int) -> int:
    """Return where a clause begins behind its connectives, times and datelines."""
    if start >= end or (text[start] not in known.leading and text.find("月", start, min(end, start + 18)) < 0):
        return start
    lead = known.lead.match(text, start, end)
    return lead.end() if lead else start


def token_starts(scene: Scene, start: int, end: int) -> tuple[int, ...]:
    """Return where words begin from `start` to `end`, both counted."""
    tokens = scene.doc.tokens
    low = bisect_left(tokens, start)
    high = bisect_left(tokens, end + 1)
    return tokens[low:high]
