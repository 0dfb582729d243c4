"""Direct quotations: which marked text is speech, who is named for it, by which cue."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from kaoju.document import EntityType, QuoteType
from kaoju.rulebook.segmenter import segmenter
from kaoju.span import Span
from kaoju.stages.quotes.cues import Hit, Hits
from kaoju.stages.quotes.leads import after_lead, lead_subject
from kaoju.stages.quotes.marks import Marked
from kaoju.stages.quotes.names import Source
from kaoju.stages.quotes.scene import Scene
from kaoju.stages.quotes.subjects import before_hearer, is_rumour, refused, subject

__all__ = ["Draft", "attribute", "clause_end", "find_subject", "owner", "unmarked"]

_PERSON = EntityType.PER
_LONGEST = 600  # characters of a paragraph that can be speech without marks
_ENDS = "。！？!?…"
_STOPS = "。！？!?…，,；;"
_LED = "。！？!?…”」\n \u3000"
_CLOSING = '”」"』'
_FULL_STOPS = frozenset({"", *"。！？!?\n"})
_STOP = re.compile("[。！？!?\n]")
_INNER = re.compile("[，。？！]")
_CLAUSE_MARK = re.compile("[，。；]")
_CLAUSE_END = re.compile("[，。！？；：!?;:,\n“「]")
_TOLD = re.compile(
    r"(?:道|说|称|着|到|了(?:一句|一声|起来)?|过|一句|一声)?(?:给?(?:我们?|他们?|她们?|大家|记者|媒体|本[报刊]|[^，。：；“”\n]{1,12}?(?:记者|新闻|媒体|[日晚时]报|周刊|财经|网|社)))?(?:说|道|称)?"
)
_PRONOUN = re.compile("[我你您他她]")
_ME = re.compile("(?P<who>我们?)(?:[跟对向冲朝给也就还又便才只都]|$)")
_ON_REQUEST = re.compile("[（(]?(?:应(?![急用届聘征对])|按照?|依照|根据|遵照)[^，。：；“”]{1,12}$")  # （应某某要求
_SLOGAN = re.compile("[^，。！？；：“”\\n]{0,10}(?:标语|口号|横幅|字样|题词|牌匾|对联|条幅|广告语|海报|招牌)")
_WORDS_OF = re.compile("的(?:这|那)?(?:一|几)?(?:句|番|席|段)(?:大实)?话")  # 某某的一句话引来笑声
_SPOKEN = re.compile("[我你咱您她他].*[了吧呢吗啊呀嘛着过来去上下]$|[吧呢吗啊呀嘛]$")
_PLACE_ENDS = frozenset("里上中内外前后旁边下")
_CLOSERS = frozenset('，,：:；。！“「"')
_TOLD_ENDS = frozenset("道说称着到过句声来我他她们家者体报刊闻日晚时经网社")
_SAID_BY = re.compile(
    r"(?:(?P<cue>说|讲|写)(?:出|下)?(?:这|此|这番|这句|这段|这些|上面)(?:番|句|段|些)?话"
    r"|(?:喊话|说话|发问|提问|开口|搭腔|接话|发言|回答|插话|喊))的(?:人)?，?(?:正?是)"
)


_MADE = re.compile("(?:[最新近日前今昨年月\\d]{0,6}(?:整理|公布|发布|提供|汇总|统计|监测|编制|收集|测算|出具|披露))$")
_MADE_ENDS = frozenset("理布供总计测制集算具露")
_NAMELESS = re.compile("[了是的不没把被此这那其]|我们|目前|以往|惯例|规定|法律|合同|计划|安排|经验|常理|传统|需要|情况")
_SAY = frozenset("说讲写喊发提开搭接回插")
_ANSWER = re.compile(
    r"的?(?P<noun>说法|回答|解释|理由|答复|看法|回应|原话|评论|留言|评语|寄语|口头禅|开场白|[头第末最][一后]?句话)(?:是|为|则是|只有一句|就一句)[，,：:]?$"
)


class Draft(Struct):
    """A quotation on its way to a record: what is not yet settled is who the printed speaker is."""

    span: Span
    type: QuoteType
    rule: str
    paragraph: int
    confidence: float
    source: Source | None = None
    cue: Span | None = None
    cue_text: str | None = None
    group: int = -1
    parent: int | None = None
    unnamed: bool = False
    chained: bool = False
    speaker: str | None = None
    speaker_span: Span | None = None
    mention_id: str | None = None
    marks: Marked | None = None


def find_subject(scene: Scene, hit: Hit, floor: int) -> Source | None:
    """Read the subject of a cue: in its own clause, else at the head of an earlier clause of the same sentence."""
    start = scene.clause_start(hit.start, floor)
    if refused(scene, start, hit.start):
        return None
    if "q" in hit.frames and _ON_REQUEST.match(scene.text, start, hit.start):
        return None
    noun = hit.start > start and scene.text[hit.start - 1] == "的"  # 某某的回应：“…”
    found = subject(scene, start, hit.start - noun)
    if found or (start < hit.start and not _only_adverbs(scene, start, hit.start)):
        return found
    first = scene.sentence_start(hit.start, floor)
    end = start - 1
    for _ in range(4):
        if end <= first:
            return None
        start = scene.clause_start(end, first)
        found = lead_subject(scene, start, end, groups=True)
        if found:
            return found
        end = start - 1
    return None


def _myself(text: str, start: int, end: int) -> Source | None:
    """Read whoever tells the story as the speaker in it (我对他说：“…”)."""
    match = _ME.match(text, start, end) if text[start] == "我" else None
    return Source(Span(start, match.end("who")), match["who"], "pronoun") if match else None


def _doing(scene: Scene, start: int, end: int) -> Source | None:
    """Read who does something else before they speak in the same clause (班主任某某走过去问：“…”)."""
    found = lead_subject(scene, start, end)
    return found if found and found.kind == "name" and _may_be_person(found) else None


def _may_be_person(source: Source) -> bool:
    return source.mention is None or source.mention.type is _PERSON


def _only_adverbs(scene: Scene, start: int, end: int) -> bool:
    end = before_hearer(scene.text, scene.inside(start, end), start, end)
    if start >= end:
        return True
    tail = scene.words.tail.match(scene.text[start:end][::-1])
    lead = scene.words.lead.match(scene.text, start, end)
    return (tail.end() if tail else 0) + ((lead.end() - start) if lead else 0) >= end - start


class _Link(Struct):
    """How a marked text hangs on its attribution."""

    how: str
    source: Source | None
    cue: Span | None
    unnamed: bool = False  # nobody is named there, or it cannot be read who


class _Shape(Struct):
    """How a marked text looks: its length, how it ends, what stands on either side."""

    size: int
    ended: bool
    final: bool
    follows: str
    led: bool
    whole: bool
    alone: bool

    @classmethod
    def of(cls, text: str, item: Marked, floor: int) -> "_Shape":
        """Look at a marked text; `floor` is where the text before it begins."""
        last, follows = text[item.end - 1], text[item.close : item.close + 1]
        ended, whole = last in _STOPS, item.open <= floor
        led, alone = whole or text[item.open - 1] in _LED, follows in "。；！？，,\n"
        return cls(item.end - item.start, ended, ended and last in _ENDS, follows, led, whole, alone)


def _too_short(text: str, item: Marked, floor: int) -> bool:
    """Tell whether three characters without a stop can be no speech: only a colon or a quote broken off leads to it."""
    if item.end <= item.start:
        return True
    if item.parent is not None or item.group >= 0 or text[item.end - 1] in _STOPS:
        return False
    return text[max(0, item.open - 1)] not in "：: \u3000" and not _split(text, item, floor)


def _may_speak(text: str, item: Marked, floor: int) -> bool:
    """Tell whether a text may be speech though no cue stands before it: else a term, which needs no closer look."""
    if item.group >= 0 or item.parent is not None:
        return item.group >= 0
    size = item.end - item.start
    if text[item.end - 1] in _STOPS or (size >= 8 and text[item.close : item.close + 1] in "，,"):
        return True
    return size >= 6 and (item.open <= floor or text[item.open - 1] in _LED)


def attribute(scene: Scene, hits: Hits, item: Marked, floor: int, ceiling: int) -> Draft | None:
    """Decide whether one marked text is speech; return its draft, or None for a term, title, name or fragment."""
    text = scene.text
    if item.end - item.start < 4 and _too_short(text, item, floor):
        return None
    before = _before(scene, hits, item, floor)
    if before and before.how == "colon":
        return _drafted(item, "quote.colon", before)
    split = before is None and item.parent is None and _split(text, item, floor)
    if not (before or split or _may_speak(text, item, floor)):
        return None
    shape = _Shape.of(text, item, floor)
    rule, after = _by_lead(scene, item, shape, before) if before else None, None
    if before is None or (before.how != "adjacent" and (rule is None or before.source is None)):
        acts = shape.ended or split or item.group >= 0 or before is not None
        after = _after(scene, hits, item, ceiling, acts=acts)
    if split and after and _goes_on(text, after):
        after = None  # “…。”某某推门，“…。”另一人表示，…: what is said next is another's
    rule = "quote.continued" if item.group >= 0 else rule or _by_itself(scene, item, shape, before, after)
    if rule is None and split and after is None:
        rule = "quote.split"
    if rule is None and before is None and item.parent is None:
        before = _led(scene, hits, item, shape, floor)
        rule = "quote.led" if before else None
    if rule is None:
        return None
    link = before or after
    if before and before.source is None and after and after.source and (before.how != "bare" or _ends(text, after)):
        link = after
    return _drafted(item, rule, link, chained=split and rule != "quote.after")


def _drafted(item: Marked, rule: str, link: _Link | None, *, chained: bool = False) -> Draft:
    if item.group >= 0:
        rule = "quote.continued"
    draft = Draft(Span(item.start, item.end), QuoteType.DIRECT, rule, item.paragraph, 0.9, marks=item, group=item.group)
    if link:
        draft.source, draft.cue, draft.unnamed = link.source, link.cue, link.unnamed
    draft.chained = chained
    draft.confidence = 0.6 if draft.source is None else 0.92 if draft.cue is not None else 0.8
    return draft


def unmarked(scene: Scene, hits: Hits, direct: list[Draft]) -> Iterator[Draft]:
    """Yield paragraphs that speak without marks: the one before ends with a cue and a colon."""
    text, paragraphs = scene.text, scene.doc.paragraphs
    taken = {d.paragraph for d in direct}
    for number, (lead, paragraph) in enumerate(pairwise(paragraphs), 1):
        if text[lead.end - 1] not in "：:" or number in taken or paragraph.end - paragraph.start > _LONGEST:
            continue
        link = _spoken_lead(scene, hits, lead)
        if link and text[paragraph.end - 1] in _ENDS and text[paragraph.start] not in '“「『"':
            yield Draft(paragraph, QuoteType.DIRECT, "quote.unmarked", number, 0.7, link.source, link.cue)


def _spoken_lead(scene: Scene, hits: Hits, lead: Span) -> _Link | None:
    near = hits.between(lead.start, lead.end)
    if not near:
        return None
    first = scene.sentence_start(lead.end - 1, lead.start)
    for hit in reversed(near):
        if hit.start < first:
            break
        if "c" in hit.frames:
            source = find_subject(scene, hit, first)
            if source:
                return _Link("colon", source, hit.span)
    return None


def _led(scene: Scene, hits: Hits, item: Marked, shape: _Shape, floor: int) -> _Link | None:
    """Read a whole sentence in marks behind a clause that no cue ends (某某吃过亏，“…。”): who acts there speaks."""
    text = scene.text
    fits = shape.size >= 10 if shape.final else shape.alone and shape.size >= 8
    if not fits or item.open <= floor or text[item.open - 1] not in "，,":
        return None
    first = scene.sentence_start(item.open - 1, floor)
    spoken = (_INNER if shape.final else _SPOKEN).search(text, item.start, item.end - shape.final)
    if not spoken or hits.between(first, item.open):
        return None
    source = lead_subject(scene, first, clause_end(text, first, item.open))
    return _Link("comma", source, None) if source else None


def _split(text: str, item: Marked, floor: int) -> bool:
    """Tell whether a short clause with no full stop links this text to a quote that broke off before it."""
    if not 0 < item.open - floor <= 36 or text[item.open - 1] not in "，,：:" or floor < 2:
        return False
    if text[floor - 1] not in _CLOSING or text[floor - 2] not in "，,、—。！？!?…":
        return False
    whole = text[item.end - 1] in _ENDS or text[floor - 2] in "，,、—"
    return whole and not _STOP.search(text, floor, item.open)


def _before(scene: Scene, hits: Hits, item: Marked, floor: int) -> _Link | None:
    text = scene.text
    end = item.open
    while end > floor and text[end - 1] in " \u3000":
        end -= 1
    if end <= floor or item.open == item.start:
        return None
    last = text[end - 1]
    colon, comma = last in "：:", last in "，,"
    stop = end - 1 if colon or comma else end
    if stop > floor and text[stop - 1] in "是为句":
        answer = _ANSWER.search(text, max(floor, end - 40), end)
        if answer:
            begin = scene.clause_start(answer.start(), floor)
            how = "colon" if colon or comma else "adjacent"
            return _Link(how, subject(scene, begin, answer.start()), Span(*answer.span("noun")))
    hit = _leading(text, hits, max(floor, stop - 40), stop, colon=colon)
    if not (hit or colon or comma):
        return None
    first = scene.sentence_start(hit.start if hit else stop, floor)
    if hit:
        start = scene.clause_start(hit.start, first)
        source = _myself(text, start, hit.start) or find_subject(scene, hit, first)
        if source is None and colon:
            source = _doing(scene, start, hit.start)
        if source or not refused(scene, start, hit.start):
            how = "colon" if colon else "comma" if comma else "adjacent"
            unread = source is None and colon and _unread(text[start : hit.start])
            return _Link(how, source, hit.span, unread or (source is not None and is_rumour(scene, source)))
        if not colon:
            return None  # 她没答应：“…” goes on
    framed = _framed(scene, hits, item.open, first) if colon or comma else None
    if framed or not colon:
        return framed
    start = scene.clause_start(stop, first)
    source = lead_subject(scene, start, stop)
    if source is None:
        told = next((h for h in hits.back(first, start) if "i" in h.frames and text[h.end : h.end + 1] == "，"), None)
        source = find_subject(scene, told, first) if told else _earlier(scene, start, stop, first)
    return _Link("bare", source, None, source is None and _unread(text[start:stop]))


def _unread(clause: str) -> bool:
    """Tell whether a clause that leads to a quote begins with a noun, which none of the readers took for a speaker."""
    tags = segmenter().tag(clause)
    return bool(tags) and tags[0][1][0] in "nsj" and _PRONOUN.search(clause) is None


def _leading(text: str, hits: Hits, start: int, end: int, *, colon: bool) -> Hit | None:
    """Return the cue nearest before a mark, or its colon or comma, if nothing but a hearer stands between them."""
    at = bisect_left(hits.starts, end) - 1
    while at >= 0 and hits.starts[at] >= start:
        hit = hits.items[at]
        if "c" in hit.frames and hit.end <= end:
            gap = text[hit.end : end]
            if not gap or (colon and len(gap) <= 20 and not _CLAUSE_MARK.search(gap)):
                return hit
            return hit if gap[-1] in _TOLD_ENDS and _TOLD.fullmatch(gap) else None
        at -= 1
    return None


def _framed(scene: Scene, hits: Hits, end: int, first: int) -> _Link | None:
    """Read a frame that names a source and ends at the mark (用某某的话说：“…”; 在某某看来，“…”)."""
    for trigger, start, _ in reversed(hits.triggers_between(max(first, end - 48), end)):
        for frame in scene.words.framed[trigger]:
            match = frame.pattern.match(
                scene.text, start if frame.anchor == "trigger" else scene.clause_start(start, first)
            )
            if match and match.end() == end:
                return _Link("colon", owner(scene, match), Span(*match.span("noun")))
    return None


def owner(scene: Scene, match: re.Match[str]) -> Source | None:
    """Return whom a frame's `np` names, a name that ends with the noun included (某某数据)."""
    start, end = match.span("np")
    whole = scene.inside(start, match.end("noun"))
    if whole and whole[-1].span.end == match.end("noun"):
        return Source(whole[-1].span, whole[-1].canonical, "name", whole[-1])
    text = scene.text
    while end > start and text[end - 1] in "的 ":
        end -= 1
    made = _MADE.search(text, start, end) if text[end - 1] in _MADE_ENDS else None
    end = made.start() if made and made.start() - start >= 2 else end
    found = subject(scene, start, end)
    if found is None and 3 <= end - start <= 14 and _NAMELESS.search(text, start, end) is None:
        return Source(Span(start, end), text[start:end], "guess")  # who is drawn upon has a name, be it unknown
    return found


def _earlier(scene: Scene, start: int, end: int, first: int) -> Source | None:
    for _ in range(3):
        found = lead_subject(scene, start, end)
        if found or start <= first:
            return found
        end = start - 1
        start = scene.clause_start(end, first)
    return None


def _after(scene: Scene, hits: Hits, item: Marked, ceiling: int, *, acts: bool) -> _Link | None:
    """Read the attribution behind a marked text; without a cue, who acts there, where `acts` asks for it."""
    text = scene.text
    start = item.close
    while start < ceiling and text[start] in "，, ":
        start += 1
    stop = _STOP.search(text, start, min(ceiling, start + 80))
    end = stop.start() if stop else min(ceiling, start + 80)
    if (
        text[start : start + 1] in _SAY
        or "话" in text[start:end]
        or item.close >= scene.doc.paragraphs[item.paragraph].end
    ):
        said = _said_by(scene, item, start, end)
        if said:
            return said
    for hit in hits.between(start, end):
        if text[hit.end : hit.end + 1] == "：" and _replies(scene, hit, start):
            return None
        if "p" in hit.frames and text[hit.start - 1] != "的" and _closes(text, hit, end):
            source = find_subject(scene, hit, start)
            if source:
                first_clause = clause_end(text, start, end)
                lead = lead_subject(scene, start, first_clause) if hit.start > first_clause else None
                how = "action" if hit.start > first_clause else "after"
                return _Link(how, lead or source, None if lead else hit.span)
    return _acting(scene, item, start, end) if acts else None


def _replies(scene: Scene, hit: Hit, start: int) -> bool:
    """Tell whether a cue leads to an answer (“…。”某某反问：“…”): what stands before it is another's."""
    return scene.text[hit.start : hit.end] in scene.words.replies or "旁" in scene.text[start : hit.start]


def _acting(scene: Scene, item: Marked, start: int, end: int) -> _Link | None:
    """Read who acts behind a marked text, past clauses that have no subject (面对镜头，某某有些局促)."""
    text = scene.text
    first = clause_end(text, start, end)
    lead = lead_subject(scene, start, first)
    for _ in range(3 if text[item.end - 1] in _ENDS else 0):
        if lead or not (start < first < end - 1 and text[first] in "，," and _sets_scene(scene, start, first)):
            break
        start, first = first + 1, clause_end(text, first + 1, end)
        lead = lead_subject(scene, start, first)
        lead = lead if lead and lead.kind == "name" and _may_be_person(lead) else None
    return _Link("action", lead, None) if lead and lead.span.start - start <= 12 else None


def _ends(text: str, after: _Link) -> bool:
    """Tell whether what stands behind a quote only says whose it was: with a colon before it others may act there."""
    return after.how == "after" and not _goes_on(text, after)


def _sets_scene(scene: Scene, start: int, end: int) -> bool:
    """Tell whether a clause only says when, where or how somebody acts who is named in the next."""
    text = scene.text
    if text[end - 1] in _PLACE_ENDS or after_lead(scene.words, text, start, end) >= end:
        return True
    return segmenter().tag(text[start:end])[0][1] in "vp"


def _goes_on(text: str, after: _Link) -> bool:
    """Tell whether what stands behind a quote names somebody who goes on to say something else."""
    named = after.source is not None and after.source.kind != "pronoun"
    return named and after.cue is not None and text[after.cue.end : after.cue.end + 1] not in _FULL_STOPS


def _closes(text: str, hit: Hit, end: int) -> bool:
    """Tell whether a cue behind speech, with whom it is said to, ends its clause before `end`."""
    if "t" in hit.frames:  # 告诉某人某事: what is told may stand behind it once more
        close = min(clause_end(text, hit.end, end), hit.end + 16)
    elif hit.end < end and text[hit.end] in _CLOSERS:
        return True
    else:
        told = _TOLD.match(text, hit.end, end)
        close = told.end() if told else hit.end
    return close >= end or text[close] in _CLOSERS


def _said_by(scene: Scene, item: Marked, start: int, end: int) -> _Link | None:
    """Read 说这话的是X behind the mark, or at the head of the next paragraph where the quote ends its own."""
    text, paragraphs = scene.text, scene.doc.paragraphs
    if item.close >= paragraphs[item.paragraph].end and item.paragraph + 1 < len(paragraphs):
        start = paragraphs[item.paragraph + 1].start
        end = min(paragraphs[item.paragraph + 1].end, start + 80)
    said = _SAID_BY.match(text, start, end) if text[start : start + 1] in _SAY else None
    if said:
        cue = Span(*said.span("cue")) if said["cue"] else None
        return _Link("after", subject(scene, said.end(), clause_end(text, said.end(), end)), cue)
    words = _WORDS_OF.search(text, start, end) if item.close < start + 2 else None
    source = subject(scene, scene.clause_start(words.start(), start), words.start()) if words else None
    return _Link("after", source, None) if source else None


def clause_end(text: str, start: int, end: int) -> int:
    """Return where the clause that begins at `start` ends."""
    match = _CLAUSE_END.search(text, start, end)
    return match.start() if match else end


def _by_lead(scene: Scene, item: Marked, shape: _Shape, before: _Link) -> str | None:
    """Name the rule by which what stands before a marked text makes it speech."""
    size, how = shape.size, before.how
    if how == "bare":
        speaks = item.parent is None and (before.source or shape.final) and (shape.final or size >= 8)
        return "quote.colon" if speaks else None
    if how == "adjacent" and (shape.ended or (shape.alone and size >= (4 if item.parent is None else 2))):
        return None if _term(scene, item) else "quote.adjacent"
    return "quote.comma" if how == "comma" and (shape.ended or shape.alone) and size >= 4 else None


def _by_itself(scene: Scene, item: Marked, shape: _Shape, before: _Link | None, after: _Link | None) -> str | None:
    """Name the rule by which a marked text is speech for what stands behind it, or how it stands alone."""
    size, ended, final, follows, led = shape.size, shape.ended, shape.final, shape.follows, shape.led
    if item.parent is not None and (before is None or before.how == "bare"):
        return None
    if before is None and _SLOGAN.match(scene.text, item.close):
        return None
    apart = led or scene.text[item.open - 1] in "，,：:、；"
    if (
        after
        and (ended or (follows in "，," and size >= 8 and apart))
        and (after.how == "after" or (led and final) or ended)
    ):
        return f"quote.{after.how}"
    if (
        after
        and after.how == "after"
        and led
        and size >= 6
        and not scene.words.after_term.match(scene.text, item.close)
    ):
        return "quote.after"
    whole = (shape.whole and not follows.strip()) or (follows in "“「" and follows != "")  # “走不走？”“不走！”
    if led and final and (size >= 6 or (whole and size >= 4)) and not _term(scene, item):
        return "quote.alone"
    if led and not follows.strip() and size >= 12 and _INNER.search(scene.text, item.start, item.end):
        return "quote.alone"
    return None


def _term(scene: Scene, item: Marked) -> bool:
    """Tell whether the word before an opening mark says that a term stands in it (所谓“…”)."""
    return scene.words.before_term.match(scene.text[max(0, item.open - 6) : item.open][::-1]) is not None
