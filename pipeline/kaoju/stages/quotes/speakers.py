"""Who is meant: names by mention, pronouns and descriptions by what stands before, chains by the last speaker."""

import re
from bisect import bisect_left, bisect_right
from functools import cache, cached_property
from operator import itemgetter

from kaoju.document import EntityType, Mention, Method, QuoteType
from kaoju.rulebook import load_table
from kaoju.stages.quotes.direct import Draft
from kaoju.stages.quotes.leads import lead_subject, roles_end
from kaoju.stages.quotes.names import Source, is_head, mentioned
from kaoju.stages.quotes.scene import Scene
from kaoju.stages.quotes.subjects import subject

__all__ = ["settle"]

_PERSON, _ORGANISATION = EntityType.PER, EntityType.ORG
_TO_ISSUED = re.compile("(?s:.*)(?P<verb>发布(?!会)|公布|推出|披露|出具|出炉|发表|刊发)")
_ISSUED_BY = re.compile(
    r"(?P<owner>[^，。]{2,24}?)(?:\d{1,4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:近日|日前|最新|去年|今年|上月|此前|刚刚)?(?:[向对给][^，。的]{1,10}?)?"
    r"(?:发布|公布|推出|出具|披露|编制|提供|交出|交上|晒出|亮出|递交|刊发|印发|下发|出台|制定|起草|颁布|刊登|刊载|发表|进行|开展|完成|主导|牵头|委托|提交|递交|出版|编写|撰写)(?:了)?的"
)
_REPORT_TAIL = re.compile(
    r"(?:的?(?:同?一[份项组]|同一?份|最新|上述|这份|该|此|另一份|年度|半年度|季度|《[^》]*》)?)*$"
)
_STATED = frozenset("明信函稿件状书")
_TOLD_BY = re.compile("(?P<owner>[^，。]{2,16}?)的?(?:消息|报道|说法|观点|分析|评论|社论)")
_STATEMENT = re.compile(
    "(?:该|这份|上述|其)?(?:声明|公开信|回函|复函|致歉信|道歉信|情况说明|倡议书|通稿|新闻稿|文件|诉状|起诉书|答辩状|申请书)"
)
_REPORT = re.compile("报告|年鉴|白皮书|蓝皮书|研报|《")
_TITLE_END = re.compile("《[^》]{1,60}》$")
_JOURNAL = re.compile("[^《》]{0,12}《(?P<name>[^《》]{1,30})》(?:杂志|期刊|[周月日晚]刊)?(?:网站)?")
_THAT_REPORT = re.compile(
    "(?:审计|调查|研究|年度|财务|统计|监测|分析|检测|评估|问卷|总结|考察|调研|该|这份|上述|此|一份|最新|该份|同一份|另一份|前述|本)"
)
_SPOKE = re.compile(r"[^，。！？：“”\n]{1,20}?(?:说|讲|叹|道|话音|话没|开口|念叨|喊)(?:完|着|罢|，|。|起)")
_BYLINE = re.compile("(?:记者|通讯员|编辑|摄影|撰文|作者|责编)[^，。：；“”\n]{0,12}$")
_BEHIND_BYLINE = frozenset(["", *"）)\n \u3000/报电摄文通"])
_PRESENTED = re.compile("的(?:就|则|正)?是(?P<who>[^，。！？：；“”的是]{2,20})[。！？]$")
_OPENING = frozenset("“「『")
_OWN = frozenset({"公司", "集团", "本公司"})
_ORGS = ("机构", "公司", "平台", "媒体", "企业", "协会", "集团", "银行", "券商")


_Named = tuple[int, str, str | None, int]  # where, the name, the mention's id, where it ends


class _Known:
    """People and organisations in order of appearance, outside direct speech."""

    def __init__(self, scene: Scene, drafts: list[Draft]) -> None:
        self._scene, self._drafts, self._words = scene, drafts, scene.words
        self.report: tuple[str | None, str | None] | None = None  # who issued the report that was spoken of last
        self.issued: dict[str, tuple[str | None, str | None]] = {}  # by noun (统计, 调查), who did it last
        self.people: list[_Named] = []
        self.orgs: list[_Named] = []
        self._speech = [d.span for d in drafts if d.marks is not None]  # in text order
        self._starts = [s.start for s in self._speech]
        self._note_mentions()
        unknown = [d.source for d in drafts if d.source and d.source.kind == "name" and d.source.mention is None]
        if unknown:
            self.people += [(source.span.start, source.name, None, source.span.end) for source in unknown]
            self.people.sort(key=itemgetter(0))
        self.foreign = [name for _, name, _, _ in self.people if " " in name or "·" in name]
        self._longer: dict[tuple[str, EntityType], str] = {}
        self._full: dict[str, str] = {}
        self._short: dict[str, set[str]] = {}

    def _note_mentions(self) -> None:
        """Note who is named outside direct speech, or in a name that reaches out of it."""
        text, starts, speech = self._scene.text, self._starts, self._speech
        for mention in self._scene.mentions:
            kind = mention.type
            if kind is not _PERSON and kind is not _ORGANISATION:
                continue
            start, end, name = mention.span.start, mention.span.end, mention.canonical
            at = bisect_right(starts, start)
            if at and end <= speech[at - 1].end:
                continue
            if (
                kind is _PERSON
                and text[end : end + 1] in _BEHIND_BYLINE
                and _BYLINE.search(text, max(0, start - 16), start)
            ):
                continue  # who wrote it is nobody whom a pronoun means
            if "的" in name:
                name = name.removesuffix("的")
                if kind is _PERSON and "的" in name:
                    continue  # an account's name, nobody's
            if "·" in name:
                name = mentioned(text, mention, self._words).name
            (self.people if kind is _PERSON else self.orgs).append((start, name, mention.id, end))

    def spoken(self, position: int) -> bool:
        """Tell whether a position lies in direct speech."""
        at = bisect_right(self._starts, position)
        return at > 0 and position < self._speech[at - 1].end

    @cached_property
    def _sure(self) -> set[str]:
        """Names that are certainly people's: who speaks, who is listed, who is named with a role."""
        listed = {m.canonical for m in self._scene.people if m.method is Method.EXACT or _by_role(m)}
        return listed.union(d.source.name for d in self._drafts if d.source and d.source.kind == "name")

    def person(self, position: int) -> tuple[str, str | None] | None:
        """Return who was named last before a position: of the last few, one who certainly is a person."""
        at = bisect_left(self.people, (position,))
        owner: _Named | None = None
        for who in reversed(self.people[max(0, at - 3) : at]):
            if owner and who[0] < self._scene.sentence_start(owner[0], 0):
                break
            if len(who[1]) > 2 or who[1] in self._sure:
                if owner or not self._followed(who, "的"):  # 某某叫甲，是乙的孙子: it is about 甲
                    return self._acting(who)
                owner = who
        return owner[1:3] if owner else self.people[at - 1][1:3] if at else None

    def _acting(self, who: _Named) -> tuple[str, str | None]:
        """Return who acts in the clause in which somebody is named, where that is another person (甲将面对乙)."""
        start = self._scene.clause_start(who[0], 0)
        at = bisect_left(self.people, (start,))
        first = self.people[at]
        return (who if first[0] > start or self._followed(first, "的和与、跟及") else first)[1:3]

    def _followed(self, who: _Named, marks: str) -> bool:
        """Tell whether one of some characters stands behind a name."""
        return self._scene.text[who[3] : who[3] + 1] in marks

    def org(self, position: int, floor: int = 0) -> tuple[str, str | None] | None:
        """Return the organisation that was named last before a position, not before `floor`."""
        at = bisect_left(self.orgs, (position,)) - 1
        if at < 0 or self.orgs[at][0] < floor:
            return None
        return self.longer(self.orgs[at][1], _ORGANISATION), self.orgs[at][2]

    def full(self, name: str) -> str:
        """Return the one full name in the document that a short form (老谢, 谢先生, Nair) stands for."""
        found = self._full.get(name)
        if found is None:
            found = self._full[name] = self._fullest(name)
        return found

    def _fullest(self, name: str) -> str:
        key = name
        if len(name) == 2 and name[0] in "老小":
            key = f"{name[1]}*"
        elif name[1:] in self._words.honorifics:
            key = f"{name[0]}*"
        elif not self.foreign:
            return name
        fits = (self._short or self._shortened()).get(key)
        return _only(fits - {name}, name) if fits else name

    def _shortened(self) -> dict[str, set[str]]:
        for _, name, _, _ in self.people:
            for key in _short_forms(name, self._words.honorifics):
                self._short.setdefault(key, set()).add(name)
        return self._short

    def longer(self, name: str, kind: EntityType) -> str:
        """Return the one longer name in the document that ends with this one (县商务局 → 某某县商务局)."""
        if kind is _PERSON and not self.foreign:
            return name
        found = self._longer.get((name, kind))
        if found is None:
            found = self._longer[name, kind] = _only(self._fits(name, kind), name)
        return found

    def _fits(self, name: str, kind: EntityType) -> set[str]:
        if kind is _ORGANISATION and name[0] in "省市县区州镇乡":
            return {n for _, n, _, _ in self.orgs if n.endswith(name) and n != name}
        if kind is _ORGANISATION and len(name) == 2:
            return {n for _, n, _, _ in self.orgs if n.startswith(name) and n[2:] in self._words.companies}
        if kind is _PERSON:
            ends, starts = (f"·{name}", f" {name}"), (f"{name}·", f"{name} ")
            return {n for n in self.foreign if n.endswith(ends) or n.startswith(starts)}
        return set()


def _by_role(mention: Mention) -> bool:
    return mention.method is Method.MODEL and mention.evidence[0].rule == "entity.role_and_surname"


def _only(fits: set[str], name: str) -> str:
    """Return the one name that fits, else `name` itself."""
    return next(iter(fits)) if len(fits) == 1 else name


def _short_forms(name: str, honorifics: frozenset[str]) -> list[str]:
    """Return the keys under which a full name can be asked for: its surname with a star, its last foreign part."""
    if " " in name or "·" in name:
        return [re.split("[ ·]", name)[-1]]
    if len(name) in {2, 3} and name[1:] not in honorifics and name[0] not in "老小阿":
        return [f"{name[0]}*"]
    return []


def settle(scene: Scene, drafts: list[Draft]) -> None:
    """Fill in `speaker`, `speaker_span` and `mention_id` of drafts in text order; leave None rather than guess."""
    known = _Known(scene, drafts)
    last: Draft | None = None
    groups: dict[int, Draft] = {}
    for draft in drafts:
        if draft.source is not None and not draft.unnamed:
            _resolve(scene, known, draft, draft.source, last)
        elif draft.source is not None:
            draft.speaker_span = draft.source.span
        if draft.group >= 0 and draft.speaker:
            groups[draft.group] = draft
        if draft.speaker:
            last = draft
    last = None
    around: list[Draft] = []
    for number, draft in enumerate(drafts):
        while around and around[-1].span.end < draft.span.end:  # drafts are in text order, outer before inner
            around.pop()
        source = draft.source
        if around and source is not None:
            _told(draft, around[-1], source)
        elif draft.speaker is None and draft.marks is not None and not draft.unnamed:
            _inherit(scene, known, drafts, number, groups.get(draft.group) if draft.group >= 0 else None, last)
        around.append(draft)
        if draft.speaker:
            last = draft


def _told(draft: Draft, outer: Draft, source: Source) -> None:
    """Settle who speaks inside another's speech: a pronoun there is not the speaker's own."""
    third = outer.marks is not None and source.kind == "pronoun" and source.name[0] in "他她"
    if third and draft.speaker == outer.speaker:
        draft.speaker = draft.mention_id = None  # somebody else whom the speaker tells of
    if source.kind != "name":
        _related(draft, outer, source)


def _related(draft: Draft, outer: Draft, source: Source) -> None:
    """Name a relative or oneself inside somebody's speech (我妈 → 某某的母亲) by the speaker around it."""
    if outer.speaker is None or not source.name.startswith("我"):
        return
    kin = _kin().get(source.name.removeprefix("我们").removeprefix("我").removeprefix("的"))
    if source.name == "我":
        draft.speaker, draft.mention_id = outer.speaker, outer.mention_id
    elif kin:
        draft.speaker, draft.mention_id = f"{outer.speaker}的{kin}", None


@cache
def _kin() -> dict[str, str]:
    return {row["printed"]: row["relation"] for row in load_table("quote_kin")}


def _resolve(scene: Scene, known: _Known, draft: Draft, source: Source, last: Draft | None) -> None:
    draft.speaker_span = source.span
    if source.kind == "turn":
        draft.speaker = known.full(source.name)
        return
    if source.mention:
        short = source.mention.type is _ORGANISATION or "·" not in source.name
        name = known.longer(source.name, source.mention.type) if short else source.name
        draft.speaker, draft.mention_id = name, source.mention.id
        if draft.rule == "quote.according_data":
            _note_issuer(known, draft)
        return
    if source.name in {"我", "我们"}:
        draft.unnamed = True  # who tells the story; within somebody's speech, that is who speaks
        return
    report = source.kind == "definite" and source.name[-2:] in scene.words.reports
    if source.kind in {"pronoun", "definite"} and not report:
        found = _refer(scene, known, source, last)
        if found:
            draft.speaker, draft.mention_id = found
        elif source.kind == "definite":
            draft.speaker = source.name
        return
    owner = _report_owner(scene, known, source)
    if owner is not None:
        draft.speaker, draft.mention_id = owner
        if owner[0] and _REPORT.search(scene.text, source.span.start, source.span.end):
            known.report = owner
        return
    if source.name in _OWN:
        org = known.org(source.span.start)
        if org is None and last and last.source and last.source.kind in {"org", "name"} and not _is_person(last.source):
            org = last.speaker or source.name, last.mention_id
        if org:
            draft.speaker, draft.mention_id = org
            return
    draft.speaker = known.full(source.name)
    if draft.rule == "quote.according_data":
        _note_issuer(known, draft)


def _note_issuer(known: _Known, draft: Draft) -> None:
    """Keep in mind whose figures a frame named (据某局统计), for where 同一份统计 speaks."""
    if draft.cue_text:
        known.issued[draft.cue_text.rsplit("…", 1)[-1]] = draft.speaker, draft.mention_id


def _refer(scene: Scene, known: _Known, source: Source, last: Draft | None) -> tuple[str | None, str | None] | None:
    name = source.name
    if name in {"前者", "后者"}:
        return _of_two(scene, source)
    if name.endswith(_ORGS) or name == "其" or (len(name) == 2 and name[0] == "该"):
        if (last and last.source and last.source.kind in {"org", "phrase"}) or not known.org(source.span.start):
            return (last.speaker, last.mention_id) if last else None
        return known.org(source.span.start)
    if name.startswith("同一"):
        return (last.speaker, last.mention_id) if last else None
    if name.startswith(("该", "上述", "前述")):
        found = _described(scene, source, last)
        if found is None and last and last.source and last.source.kind == "phrase" and last.speaker:
            behind = source.span.start - last.span.end
            found = (last.speaker, last.mention_id) if 0 <= behind <= 120 else None
        return found or known.person(source.span.start)
    if name == "它":
        return None  # a thing, or whatever is meant
    if name == "双方":
        return name, None
    if name.endswith("们") or name in {"两人", "二人"}:
        return None
    person = known.person(source.span.start)
    near = _introduced(scene, known, source.span.start)
    if near:
        return near
    if person is None and last:
        return last.speaker, last.mention_id
    return person or _named_before(scene, source.span.start)


def _of_two(scene: Scene, source: Source) -> tuple[str | None, str | None]:
    """Read 前者 and 后者 off the nearest sentence before that names two people or two organisations."""
    doc, place = scene.doc, source.span.start
    at = bisect_left(doc.sentences, place, key=lambda s: s.span.start) - 1
    for sentence in reversed(doc.sentences[max(0, at - 3) : at + 1]):
        inside = scene.inside(sentence.span.start, min(sentence.span.end, place))
        for kinds in ({_PERSON}, {_ORGANISATION, EntityType.PLATFORM}):
            pair = [m for m in inside if m.type in kinds]
            if len({m.canonical for m in pair}) == 2:
                chosen = pair[0] if source.name == "前者" else next(m for m in pair if m.canonical != pair[0].canonical)
                return mentioned(scene.text, chosen, scene.words).name, chosen.id
        roles = _two_roles(scene, sentence.span.start, min(sentence.span.end, place))
        if roles:
            return roles[source.name == "后者"], None
    return None, None


def _two_roles(scene: Scene, start: int, end: int) -> tuple[str, str] | None:
    """Read two described people side by side at the head of a clause (业主代表和物业经理吵了起来)."""
    text = scene.text
    for joint in re.finditer("[和与同跟]", text[start:end]):
        at = start + joint.start()
        first = text[scene.clause_start(at, start) : at]
        second = roles_end(scene, at + 1, min(end, at + 14)) if len(first) <= 16 and is_head(first, scene.words) else 0
        if second:
            return first, text[at + 1 : second]
    return None


def _introduced(scene: Scene, known: _Known, position: int) -> tuple[str, str | None] | None:
    """Read a name off the sentences of the paragraph before `position`, where none of its people is known."""
    doc = scene.doc
    floor = scene.paragraph_start(position)
    at = bisect_left(known.people, (position,)) - 1
    if at >= 0 and known.people[at][0] >= floor:
        return None
    last = bisect_left(doc.sentences, position, key=lambda s: s.span.start) - 1
    for sentence in reversed(doc.sentences[max(0, last - 4) : last + 1]):
        start = sentence.span.start
        if floor <= start < position and scene.text[start] not in _OPENING and not known.spoken(start):
            end = min(sentence.span.end, position)
            found = lead_subject(scene, start, end) or _presented(scene, start, end)
            if found and found.kind == "name" and _is_person(found):
                return found.name, found.mention.id if found.mention else None
    return None


def _presented(scene: Scene, start: int, end: int) -> Source | None:
    """Read who a sentence presents at its end (站起来的是会计某某。)."""
    match = _PRESENTED.search(scene.text, start, end)
    return subject(scene, match.start("who"), match.end("who")) if match else None


def _named_before(scene: Scene, position: int) -> tuple[str, str | None] | None:
    """Read a name off the heads of the three sentences before, where no name is known yet."""
    doc = scene.doc
    at = bisect_left(doc.sentences, position, key=lambda s: s.span.start) - 1
    for sentence in reversed(doc.sentences[max(0, at - 2) : at + 1]):
        found = lead_subject(scene, sentence.span.start, min(sentence.span.end, position))
        if found and found.kind == "name":
            return found.name, None
    return None


def _described(scene: Scene, source: Source, last: Draft | None) -> tuple[str, str | None] | None:
    if last and last.source and last.source.kind == "definite" and last.source.name == source.name and last.speaker:
        return last.speaker, last.mention_id
    head = re.sub("^(?:该|上述|前述)", "", source.name)
    at = scene.text.rfind(head, max(0, source.span.start - 2000), source.span.start)
    if at < 0:
        return None
    end = at + len(head)
    named = [m for m in scene.inside(end, end + 12) if m.type is _PERSON and m.span.start == end]
    if named:
        return named[0].canonical, named[0].id
    start = scene.clause_start(at, 0)
    found = subject(scene, start, end)
    if found and found.mention:
        return found.name, found.mention.id
    return (found.name, None) if found and found.kind in {"phrase", "name"} and found.name != head else None


def _report_owner(scene: Scene, known: _Known, source: Source) -> tuple[str | None, str | None] | None:
    """Return the issuer of a report that speaks (X的报告显示, 报告显示), None where the source is no report."""
    text, reports = scene.text, scene.words.reports
    printed = source.span.of(text)
    stated = _STATEMENT.search(printed) if printed[-1] in _STATED else None
    if stated and stated.end() == len(printed):
        if stated.start() == 0:
            return _issuer(scene, source.span.start)
        issued = _ISSUED_BY.fullmatch(text, source.span.start, source.span.start + stated.start())
        found = subject(scene, source.span.start, issued.end("owner")) if issued else None
        return (found.name, found.mention.id if found.mention else None) if found else None
    told = _TOLD_BY.fullmatch(printed) if printed[-1] in "息道法点析论" else None
    if told and ("的" in printed or scene.inside(source.span.start, source.span.end)):
        found = subject(scene, source.span.start, source.span.start + told.end("owner"))
        return (found.name, found.mention.id if found.mention else None) if found else (told["owner"], None)
    if printed[-1] not in scene.words.reporting:
        return None
    titled = _TITLE_END.search(printed) if printed[-1] == "》" else None
    if titled:
        printed = printed[: titled.start()]
    if titled:
        issued = _ISSUED_BY.fullmatch(text, source.span.start, source.span.end - len(titled.group()))
        found = subject(scene, source.span.start, issued.end("owner")) if issued else None
        if found and found.name[0] != "其":
            return found.name, found.mention.id if found.mention else None
    if printed[:1] == "其" and (titled or printed[-2:] in reports):
        return known.org(source.span.start) or (None, None)
    noun = ""
    for size in (5, 4, 3, 2):
        if printed[-size:] in reports:
            noun = printed[-size:]
            break
    if not noun:
        return None
    start, end = source.span.start, source.span.end - len(noun) - (len(titled.group()) if titled else 0)
    inside = scene.inside(start, end)
    if inside:
        return inside[-1].canonical, inside[-1].id
    issued = _ISSUED_BY.match(text, start, end)
    if issued:
        end = issued.end("owner")
        journal = _JOURNAL.fullmatch(text, start, end)
        if journal:
            return journal["name"], None
    core = _REPORT_TAIL.sub("", text[start:end])
    if core and not _THAT_REPORT.fullmatch(core):
        if noun == "数据" and not issued and len(core) == end - start <= 4 and _bare_name(scene, start, end):
            return f"{core}{noun}", None
        found = subject(scene, start, start + len(core))
        if found and found.kind == "definite" and (org := known.org(start)):
            return org  # 这家公司交出的半年报
        return (found.name, None) if found else (core, None)
    return _unowned(scene, known, noun, core, start)


def _unowned(scene: Scene, known: _Known, noun: str, core: str, start: int) -> tuple[str | None, str | None]:
    """Return the issuer of a report that is not printed with it (结果显示, 报告显示)."""
    if not core and noun.endswith("结果"):  # 某某调查了三千人，结果显示
        begin = scene.sentence_start(start, scene.paragraph_start(start))
        found = lead_subject(scene, begin, start, groups=True) if begin < start else None
        if found and found.kind != "pronoun":
            return found.name, found.mention.id if found.mention else None
    spoken_of = known.issued.get(noun) or known.report
    if spoken_of and "另" not in core:
        return spoken_of
    floor = scene.paragraph_start(start) if noun.endswith("结果") else 0  # 检查做完了。结果显示: nobody's far away
    return _issuer(scene, start) or known.org(start, floor) or (None, None)


def _issuer(scene: Scene, position: int) -> tuple[str, str | None] | None:
    """Return who issued something last before a position (某公司发布声明称：…声明还说)."""
    low = max(0, position - 400)
    while match := _TO_ISSUED.match(scene.text, low, position):
        position = match.start("verb")
        found = subject(scene, scene.clause_start(position, 0), position)
        if found and not found.name.endswith(scene.words.report_ends):  # 论文发表于…: no issuer
            return found.name, found.mention.id if found.mention else None
    return None


def _bare_name(scene: Scene, start: int, end: int) -> bool:
    """Tell whether what stands right before 数据 is no noun of its own, so that both make one name (和弦数据)."""
    found = subject(scene, start, end)
    return found is None or found.kind == "guess"


def _inherit(
    scene: Scene, known: _Known, drafts: list[Draft], number: int, group: Draft | None, last: Draft | None
) -> None:
    """Give a quote without attribution the speaker of its group, of its neighbour, or of the paragraph before."""
    draft = drafts[number]
    if group is not None:
        draft.speaker, draft.mention_id, draft.speaker_span, draft.cue = (
            group.speaker,
            group.mention_id,
            group.speaker_span,
            group.cue,
        )
        return
    behind = _next_paragraph(scene, draft)
    if behind and (last is None or last.paragraph != draft.paragraph):
        draft.speaker, draft.mention_id = behind.name, behind.mention.id if behind.mention else None
        draft.speaker_span = behind.span
        return
    if draft.chained and number and drafts[number - 1].speaker:
        last = drafts[number - 1]
    if last and last.paragraph == draft.paragraph:
        if last.type is not QuoteType.DIRECT and last.source and not _is_person(last.source):
            last = _person_before(drafts, number) or last  # a report does not speak in marks
        draft.speaker, draft.mention_id = last.speaker, last.mention_id
        return
    person = _introduced(scene, known, draft.span.start) or known.person(draft.span.start)
    if person:
        draft.speaker, draft.mention_id = person
    elif last and draft.paragraph - last.paragraph <= 2:
        draft.speaker, draft.mention_id = last.speaker, last.mention_id


def _person_before(drafts: list[Draft], number: int) -> Draft | None:
    """Return the last draft before `number` in the same paragraph in which a person speaks."""
    for at in range(number - 1, -1, -1):
        draft = drafts[at]
        if draft.paragraph != drafts[number].paragraph:
            break
        if draft.source and _is_person(draft.source):
            return draft
    return None


def _is_person(source: Source) -> bool:
    if source.mention:
        return source.mention.type is _PERSON
    return source.kind in {"name", "pronoun", "definite", "turn"}


def _next_paragraph(scene: Scene, draft: Draft) -> Source | None:
    """Read who is said to have spoken at the head of the paragraph behind a run of quotes that fill theirs."""
    paragraphs, text = scene.doc.paragraphs, scene.text
    if draft.marks is None or draft.marks.close < paragraphs[draft.paragraph].end:
        return None
    for number in range(draft.paragraph + 1, min(draft.paragraph + 5, len(paragraphs))):
        paragraph = paragraphs[number]
        if text[paragraph.start] in '“「『"':
            continue
        said = _SPOKE.match(text, paragraph.start, paragraph.end)
        found = lead_subject(scene, paragraph.start, said.end()) if said else None
        return found if found and found.kind in {"name", "phrase"} else None
    return None
