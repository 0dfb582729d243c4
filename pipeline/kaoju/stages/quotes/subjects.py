"""Who speaks, as printed: the noun phrase that is the subject of a cue verb."""

import re

from kaoju.document import EntityType, Mention
from kaoju.rulebook.segmenter import segmenter
from kaoju.span import Span
from kaoju.stages.quotes.leads import CLAUSAL, NO_NAME, after_lead, described, lead_subject, token_starts
from kaoju.stages.quotes.names import LATIN_TAIL, Source, after_head, is_head, mentioned, namelike
from kaoju.stages.quotes.scene import Scene
from kaoju.stages.quotes.words import Words

__all__ = ["before_hearer", "is_rumour", "refused", "subject"]

_PERSON = EntityType.PER
_DOTTED_TAIL = re.compile(r"[\u4e00-\u9fffA-Z]{1,6}(?:·[\u4e00-\u9fffA-Z][\w.]{0,6}){1,3}$")
_HANZI = re.compile(r"[\u4e00-\u9fff]{1,4}")
_DEFINITE = re.compile(r"(?:该|这位|这名|那位|那名|上述|前述|这家|这份|这项)[^，。]{0,20}")
_SOME = re.compile(
    r"(?:有?[一二两三四五六七八九十几数多\d]{1,3}[名位个家些份群对批项篇人成]|另一?[名位个家些份]|有[位名个]|不少|许多|众多|有的|部分|某)"
    r"[^，。]{1,26}"
)
_SOME_FIRST = frozenset("有一二两三四五六七八九十几数多另不许众部某0123456789")
# 她透过视讯, 他苦笑着: a pronoun with an adverbial; 他的老师 is somebody else.
_PRONOUN_LED = re.compile(r"(?P<who>[他她]们?|[前后]者)(?!的)[^，。]{1,12}")
_BARE = re.compile(r"[一二两三几数多]?[位名个些家份]?(?:人)?|(?:据|对|和|与|冲|朝|向|由|就|连|经|像).{0,2}")
_CALLED = re.compile(
    r"(?:[个位名]|^)(?:名?叫做?|自称)(?P<name>[\u4e00-\u9fff·]{2,8}?|[A-Z][\w.' -]{1,30}?)的[^的]{1,8}$"
)
_TO_HEARER = frozenset("向对跟给在")
_NO_HEARER = frozenset("面对 针对 反对 应对 核对 绝对 方向 交给 送给 现在 正在 所在 存在 实在 好在 内在 外在".split())
_ANSWERING = frozenset({"回应", "答复", "回复", "告诉", "回答", "援引", "引述"})  # 某平台|回应某报称
_DOING = re.compile(  # 指着井台(说), 抱着孩子(说)
    "[指望看盯瞧听闻拍抱摸捧拿握攥擦揉翻摇踩叼抽扶牵拉提背扛推拄倚靠举含噙憋忍皱眨扬挥挠搓捂撑端顶披]着[^，。！？；：“”\\n着]{1,10}$"
)
_SOCIETIES = frozenset(
    {"协会", "商会", "学会", "工会", "大会", "议会", "教会", "公会", "委会", "金会", "联会", "妇会", "理会", "事会"}
)
_RUMOUR = re.compile(  # what nobody is named for; the owner of 某某的说法 is somebody
    "(?:[^的]*|.*(?:市场|网络|网|坊间|业内|外界|社会)上?的(?:最新)?)(?:消息|传闻|报道|传言|观点|声音|说法|分析)"
)
_RUMOUR_ENDS = frozenset("息闻道言点音法析")
_CLOSING = {"”": "“", "」": "「"}
_NICKNAME = re.compile("[^“”「」，。！？：；、…\n]*")
_OFFICES = ("业务", "事业部", "方面", "官方", "总部", "分公司", "部门", "团队")
_ARTICLE = re.compile("《(?P<name>[^《》]{2,30})》[^，。：“”]{0,8}(?:文章|社论|评论|报道|专栏|头版|来稿)")
_IN_TITLE_MARKS = re.compile("《([^《》]{2,40})》")
_SPEAKS = frozenset("答回笑叹骂喊叫劝哭来去又也都还就")
_ROLE_ENDS = "员师长者手商官授总生工匠"
_MEDIUM = re.compile("[^《》，。]{0,10}(?:媒体|杂志|期刊|报纸|刊物|网站|周刊|日报)《(?P<name>[^《》]{1,40})》")
_TITLED = re.compile(r"《[^》]{1,40}》(?:一[书文]的?(?:作者)?)?$")
_ORGLIKE = re.compile(
    r"(?:[队部局院署厅委会社所厂行网报台刊校团站馆司组庭处]|公司|集团|证券|银行|资本|基金|科技|传媒|数据|咨询|研究|控股|银行|组织|协会|智库|方面|中心|平台|时报|日报|周刊|新闻)$"
)


def subject(scene: Scene, start: int, end: int) -> Source | None:
    """Read the subject of a verb that begins at `end`, in the clause from `start`; None where there is none."""
    known = scene.read.get(end)
    if known is None or known[0] != start:
        known = scene.read[end] = start, _subject(scene, start, end)
    return known[1]


def _subject(scene: Scene, start: int, end: int) -> Source | None:
    text, known = scene.text, scene.words
    clause = text[start:end]
    if not clause:
        return _in_marks(scene, start)
    if clause in known.pronouns:
        return Source(Span(start, end), clause, "pronoun")
    inside = scene.inside(start, end)
    if not inside and clause in scene.names:
        return Source(Span(start, end), clause, "name")
    stop = before_hearer(text, inside, start, end) if inside else end
    if stop < end:
        inside = [m for m in inside if m.span.end <= stop]
    if not (inside and inside[-1].span.end == stop):
        tail = known.tail.match(text[start:stop][::-1])
        stop -= tail.end() if tail else 0
    if "着" in clause:
        doing = _DOING.search(text, start, stop)
        stop = doing.start() if doing and doing.start() - start >= 2 else stop
        inside = [m for m in inside if m.span.end <= stop] if doing else inside
    begin = after_lead(known, text, start, stop)
    if begin >= stop:
        return _in_marks(scene, start)
    while inside and inside[0].span.start < begin:
        inside = inside[1:]
    while inside and inside[-1].span.start >= stop and _is_medium(text, stop, inside[-1]):
        inside = inside[:-1]  # 房东|在微信里留言: where it was said
    if inside and inside[-1].span.end > stop:
        stop = inside[-1].span.end  # the name ends in what looks like an adverb
    elif stop < end and text[stop] == "会" and text[max(begin, stop - 1) : stop + 1] in _SOCIETIES:
        stop += 1  # 消费者协会: no auxiliary
    return _read(scene, begin, stop, inside)


def _is_medium(text: str, stop: int, mention: Mention) -> bool:
    return text[mention.span.end] in "里上中内" or (text[stop] == "在" and mention.type is not _PERSON)


def is_rumour(scene: Scene, source: Source) -> bool:
    """Tell whether what is read as a subject is talk that nobody is named for (网上有传言)."""
    if source.kind == "name" or source.name[-1] not in _RUMOUR_ENDS:
        return False
    return not scene.inside(source.span.start, source.span.end) and _RUMOUR.fullmatch(source.name) is not None


def before_hearer(text: str, inside: list[Mention], start: int, end: int) -> int:
    """Return where a hearer or medium with what leads to it begins that ends at `end` (某某|对某报, 某某|在某微博).

    It is `end` where there is none.
    """
    if not inside:
        return end
    last, opens = inside[-1], inside[-1].span.start
    close = last.span.end
    if text[close : close + 1] == "》" and text[opens - 1 : opens] == "《":
        opens, close = opens - 1, close + 1
    if close != end or opens <= start:
        return end
    if text[opens - 1] not in _TO_HEARER:
        return opens - 2 if opens - 2 > start and text[opens - 2 : opens] in _ANSWERING else end
    if text[opens - 2 : opens] in _NO_HEARER or (text[opens - 1] == "在" and last.type is _PERSON):
        return end
    alone = last.type is EntityType.ORG or text[opens - 1] in "对跟"  # 向某某 may be a name of its own
    return opens - 1 if opens - 1 > start or alone else end


def refused(scene: Scene, start: int, end: int) -> bool:
    """Tell whether what stands before a cue negates it or makes it unreal."""
    text, known = scene.text, scene.words
    if end <= start or text[end - 1] not in known.refusing:
        return False
    return known.refusal.match(text[start:end][::-1]) is not None


def _read(scene: Scene, start: int, end: int, inside: list[Mention]) -> Source | None:
    text, known = scene.text, scene.words
    phrase = text[start:end]
    if (at := phrase.rfind("@")) >= 0 and len(phrase) > at + 1:
        name = phrase[at + 1 :].split(" ", 1)[0]
        return Source(Span(start + at + 1, start + at + 1 + len(name)), name, "name")
    if phrase[0] == "的":
        return _in_marks(scene, start)
    if len(phrase) > 3 and phrase.endswith("有人"):  # 对讲机里忽然有人喊
        return Source(Span(end - 2, end), "有人", "phrase")
    if len(inside) == 1:
        whole = inside[0].span
        if whole.start == start and whole.end == end and not _mistaken(phrase, inside[0], start, known):
            return mentioned(text, inside[0], known)
    if phrase[0] in known.pronominal and phrase.removesuffix("自己").removesuffix("本人") in known.pronouns:
        return Source(Span(start, end), phrase, "pronoun")
    led = _PRONOUN_LED.match(phrase) if phrase[0] in "他她前后" and not inside else None
    if led and led["who"] in known.pronouns:
        return Source(Span(start, start + len(led["who"])), led["who"], "pronoun")
    if len(phrase) <= 3 and _BARE.fullmatch(phrase):
        before = text[max(0, start - 2) : start]
        if before in {"还有", "另有"} and phrase[-1] == "人":
            return Source(Span(start, end), phrase, "phrase")
        one = before == "其中" and phrase[-1] in "人位名个家"
        return Source(Span(start - 2, end), f"其中{phrase}", "phrase") if one else None
    printed = _IN_TITLE_MARKS.fullmatch(phrase) if phrase[0] == "《" else None
    if printed:
        return Source(Span(start + 1, end - 1), printed[1], "name")
    paper = _ARTICLE.fullmatch(phrase) if phrase[0] == "《" else None
    if paper:
        return Source(Span(start + 1, start + paper.end("name")), paper["name"], "name")
    called = _CALLED.search(phrase) if "叫" in phrase or "自称" in phrase else None
    if called:
        return Source(Span(start + called.start("name"), start + called.end("name")), called["name"], "name")
    if phrase[0] in "该这那上前" and not inside and _DEFINITE.fullmatch(phrase):
        return Source(Span(start, end), phrase, "definite")
    if inside:
        found = _from_mentions(scene, start, end, inside)
        if found:
            return found
    found = _titled(scene, start, end)
    if found:
        return found
    return _plain(scene, start, end)


def _in_marks(scene: Scene, end: int) -> Source | None:
    """Read an account or a nickname that stands in marks before `end`, behind what it is (网友“某某”, 名为“某某”的)."""
    text = scene.text
    if text[end - 1 : end] not in _CLOSING:
        return None
    start = text.rfind(_CLOSING[text[end - 1]], max(0, end - 16), end - 1) + 1
    name = text[start : end - 1]
    called = text[max(0, start - 5) : start - 1]
    if not (start and len(name) >= 2 and _NICKNAME.fullmatch(name)):
        return None
    known = called.endswith(("名为", "称为", "叫", "叫做", "网名", "昵称", "笔名")) or is_head(called, scene.words)
    return Source(Span(start, end - 1), name, "name") if known else None


def _from_mentions(scene: Scene, start: int, end: int, inside: list[Mention]) -> Source | None:
    text, known = scene.text, scene.words
    last = inside[-1]
    rest = text[last.span.end : end]
    if _mistaken(last.span.of(text), last, start, known):
        return None
    dotted = _DOTTED_TAIL.search(text[start:end]) if "·" in text[start:end] else None
    if dotted and (last.span.end != start + dotted.end() or "·" not in last.span.of(text)):
        return None  # only a part of a foreign name
    joint = _joint(text, inside) if not rest else None
    if joint:
        return joint
    if not rest and _is_object(scene, start, inside):
        return mentioned(text, inside[0], known)
    if last.type is _PERSON:
        whole = _uncut(scene, last, end) if 1 <= len(rest) <= 2 and rest not in known.honorifics else None
        if whole:
            return whole
        if not rest or rest in known.honorifics or rest in known.heads or rest in {"本人", "等", "等人", "自己"}:
            return mentioned(text, last, known)
        if _SOME.fullmatch(rest):
            return Source(Span(last.span.end, end), rest, "phrase")
        if "的" in rest:
            return Source(Span(start, end), text[start:end], "phrase") if rest[-2:] in known.heads else None
        return mentioned(text, last, known)
    if rest.endswith(_OFFICES) and len(rest) <= 8 and rest[0] != "的":
        return Source(Span(last.span.start, end), text[last.span.start : end], "org")
    if not rest:
        before = text[start : last.span.start]
        if before.endswith("的") or not before or before[-2:] in known.orgs or len(before) <= 12:
            return mentioned(text, last, known)
    return None


def _is_object(scene: Scene, start: int, inside: list[Mention]) -> bool:
    """Tell whether who is named last was only met or asked by who is named first (甲追上乙问)."""
    first, last = inside[0], inside[-1]
    if first is last or first.span.start > start or first.type is not _PERSON or last.type is not _PERSON:
        return False
    between = scene.text[first.span.end : last.span.start]
    if not between or "的" in between or is_head(between, scene.words):
        return False
    tags = segmenter().tag(between)
    return tags[0][1] == "v" and not any(tag[0] == "n" for _, tag in tags)


def _mistaken(printed: str, mention: Mention, start: int, known: Words) -> bool:
    """Tell whether a role was taken for somebody's name, or an office for another one's (市|卫健委)."""
    return printed in known.heads and (mention.type is _PERSON or mention.span.start > start)


def _uncut(scene: Scene, mention: Mention, end: int) -> Source | None:
    """Read a name whose end was left out of its mention (馆长丘|以蓝), by the words' own limits."""
    text, known = scene.text, scene.words
    start = mention.span.start
    for size in (2, 3):
        if text[start : start + size] in known.persons and start + size < mention.span.end:
            start += size
            break
    name = text[start:end]
    cut = start > mention.span.start or mention.span.end not in token_starts(scene, mention.span.end, mention.span.end)
    cut = cut or (len(name) == 3 and name[2] not in _SPEAKS)  # 颜素问|说: what a verb follows and is no adverb
    if not cut or len(name) > 3 or not namelike(name, known) or is_head(name, known) or NO_NAME.search(name[:-1]):
        return None
    return Source(Span(start, end), name, "name")


def _joint(text: str, inside: list[Mention]) -> Source | None:
    """Read two or more names side by side (甲和乙) as one source."""
    group = [inside[-1]]
    for mention in reversed(inside[:-1]):
        if text[mention.span.end : group[0].span.start] not in {"和", "与", "、", "及", "以及"}:
            break
        group.insert(0, mention)
    if len(group) < 2:
        return None
    return Source(Span(group[0].span.start, group[-1].span.end), "、".join(m.canonical for m in group), "joint")


def _titled(scene: Scene, start: int, end: int) -> Source | None:
    """Read a title and a name (财务总监某某), a name and a title (某教授), or a foreign name at the end."""
    text, known = scene.text, scene.words
    phrase = text[start:end]
    dotted = _DOTTED_TAIL.search(phrase) if "·" in phrase else None
    foreign = dotted or (LATIN_TAIL.search(phrase) if phrase[-1] < "\u2000" else None)
    if foreign:
        place = start + foreign.start() + (after_head(foreign.group(), known) if dotted else 0)
        if dotted and "的" in text[place:end]:
            place = text.index("的", place) + 1
        return Source(Span(place, end), text[place:end], "name")
    for size in (3, 2):
        name = phrase[-size:]
        if name[:1] in known.surnames and name[1:] in known.honorifics and is_head(phrase[:-size], known):
            return Source(Span(end - size, end), name, "name")
    if is_head(phrase, known) or phrase.endswith("的"):
        return _between_roles(scene, start, end) if phrase[-2:] in known.honorifics else None
    for size in (3, 2, 4):
        name = phrase[-size:]
        titled = len(phrase) > size and _HANZI.fullmatch(name) and is_head(phrase[:-size], known)
        common = size < 4 and not (is_head(name, known) or _ORGLIKE.search(name) or NO_NAME.search(name))
        if titled and (common or (namelike(name, known) and not _noun(name))):
            return Source(Span(end - size, end), name, "name")
    for size in (3, 2):
        name, rest = phrase[:size], phrase[size:]
        if rest and rest in known.heads and namelike(name, known) and name not in known.heads:
            return Source(Span(start, start + size), name, "name")
    for leads, common in ((_ROLE_ENDS, True), ("的", False)):
        for size in (3, 2):  # a role that no list holds, or an attribute, and a name
            name = phrase[-size:]
            if len(phrase) > size and phrase[-size - 1] in leads and _HANZI.fullmatch(name):
                if namelike(name, known) and (common or not is_head(name, known)):
                    return Source(Span(end - size, end), name, "name")
                break
    return None


def _between_roles(scene: Scene, start: int, end: int) -> Source | None:
    """Read a name between a role and a title (铁道专家某某教授)."""
    text, known = scene.text, scene.words
    for size in (3, 2):
        name, role = text[end - size - 2 : end - 2], text[start : max(start, end - size - 2)]
        if is_head(role, known) and _HANZI.fullmatch(name) and namelike(name, known) and not is_head(name, known):
            return Source(Span(end - size - 2, end - 2), name, "name")
    return None


def _plain(scene: Scene, start: int, end: int) -> Source | None:
    text, known = scene.text, scene.words
    phrase = text[start:end]
    span = Span(start, end)
    if phrase[-1] == "的":
        return None
    if is_head(phrase, known) and len(phrase) <= 30:
        core = phrase.rsplit("的", 1)[-1]
        if core in known.heads or not CLAUSAL.search(core):
            return described(scene, start, end)
    some = _SOME.fullmatch(phrase) if phrase[0] in _SOME_FIRST else None
    if some and not CLAUSAL.search(phrase.rsplit("的", 1)[-1]):
        return described(scene, start, end)
    if phrase[-1] in "》书文者" and _TITLED.search(phrase):
        journal = _MEDIUM.fullmatch(phrase)
        if journal:
            return Source(Span(start + journal.start("name"), end - 1), journal["name"], "name")
        return Source(span, phrase, "phrase")
    if len(phrase) in {2, 3, 4} and namelike(phrase, known) and not CLAUSAL.search(phrase):
        return Source(span, phrase, "name")
    if 1 < len(phrase) <= 14 and _ORGLIKE.search(phrase) and not CLAUSAL.search(phrase[:-1]):
        return Source(span, phrase, "org")
    if phrase[-1] in "后时前余":  # 法院审理后认为: what was done first stands between the subject and its verb
        return _before_doing(scene, start, end)
    if 2 <= len(phrase) <= 8 and not CLAUSAL.search(phrase) and "的" not in phrase and _nominal(phrase):
        return Source(span, phrase, "guess")
    return None


def _before_doing(scene: Scene, start: int, end: int) -> Source | None:
    found = lead_subject(scene, start, end)
    if found:
        return found
    text, reached = scene.text, 0
    for stop in token_starts(scene, start + 2, min(end - 2, start + 14)):
        if is_head(text[start:stop], scene.words) or _ORGLIKE.search(text[start:stop]):
            reached = stop
    return Source(Span(start, reached), text[start:reached], "phrase") if reached else None


def _nominal(phrase: str) -> bool:
    """Tell whether a phrase can name somebody: it ends in a noun or an unknown word and holds no preposition."""
    tags = [tag for _, tag in segmenter().tag(phrase)]
    return tags[-1].startswith(("n", "j", "eng", "x")) and not any(t in {"p", "c", "v", "d", "vd"} for t in tags)


def _noun(name: str) -> bool:
    """Tell whether what begins like a surname is a noun of the dictionary (单位)."""
    engine = segmenter()
    return engine.has_word(name) and engine.tag(name)[0][1] == "n"
