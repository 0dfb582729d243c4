"""Indirect and mixed speech: attributed clauses without marks, and where they end."""

import re
from bisect import bisect_right
from itertools import zip_longest

from kaoju.document import QuoteType
from kaoju.rulebook.segmenter import segmenter
from kaoju.span import Span
from kaoju.stages.quotes.cues import Hit, Hits
from kaoju.stages.quotes.direct import Draft, find_subject, owner
from kaoju.stages.quotes.marks import Marked
from kaoju.stages.quotes.names import Source
from kaoju.stages.quotes.scene import Scene
from kaoju.stages.quotes.subjects import is_rumour

__all__ = ["indirect"]

_TOLD = re.compile(
    r"(?:道|说|称)?(?:我们?|他们?|她们?|大家|记者|媒体|本[报刊]|[^，。：；“”\n]{1,10}?(?:记者|新闻|媒体|[日晚时]报|周刊|财经))?(?:说|道|称)?"
)
# What a speaker does, not what is said: “…。”他说，眼里有泪
_ACTS = re.compile(
    r"(?:一?边|说着|随后|转身|接着|然后|脸上|眼[里中神]|语气|声音|神[情色]|表情|目光|双手|笑|又?[摇点低抬]头)"
)
_HEARER = re.compile(r"[^，。：；“”\n]{1,10}(?=[，：])")
_FULL = re.compile("[。！？!?\n]")
_ANEW = ("但", "不过", "却", "同时")  # 承认…，但坚称…: what is said against it is said anew
_ANYBODY = frozenset({"有人", "也有人", "人们", "大家", "对方", "双方", "他们", "她们"})
_ACCORDING = frozenset({"据", "根据", "按照", "依据", "按"})
_ENDS_PHRASE = "，,：:。；、”」）)！？“「\n"
_AROUND = frozenset(" ，,。；：、！")
_NAME_AHEAD = re.compile("[“「][^“”「」，。！？：；\n]{1,12}[”」](?=[\u4e00-\u9fff])[^“”「」，。：；\n]{3}")
_NO_CLAUSE = frozenset('，,：:。；、”」）)！？的了过着于和与等“「"\n')  # no clause begins with these behind its verb
_QUOTE_MARKS = re.compile('[“”「」『』"‘’]')


def indirect(scene: Scene, hits: Hits, marks: list[Marked], direct: list[Draft]) -> list[Draft]:
    """Return the attributed clauses outside direct speech, in text order, none inside another."""
    speech = [(d.span.start, d.span.end) for d in direct]
    blocked = _Ranges(speech)
    found: list[Draft] = []
    taken = {d.cue.start: scene.text[d.span.end - 1] in "。！？!?…" for d in direct if d.cue}
    framed = _framed(scene, hits, blocked)
    outside = _Ranges([*speech, *((c.cue.start, c.start) for c in framed)]) if framed else blocked
    candidates = [*framed, *_verbal(scene, hits, taken, outside)]
    if not candidates:
        return found
    candidates.sort(key=lambda c: c.start)
    ends = _Ends(scene, marks, direct)
    reached = -1
    for number, item in enumerate(candidates):
        if item.cue.start < reached or blocked.touches(item.start):
            continue
        later = None
        for other in candidates[number + 1 : number + 4]:
            if not other.carried:
                later = other
                break
        end = item.until or ends.of(item, later)
        start, end = _trimmed(scene.text, item.start, end)
        if end - start < 4:
            continue
        kind = QuoteType.MIXED if _QUOTE_MARKS.search(scene.text, start, end) else QuoteType.INDIRECT
        draft = Draft(Span(start, end), kind, item.rule, scene.paragraph(item.start), item.confidence)
        draft.source, draft.cue, draft.cue_text, draft.unnamed = item.source, item.cue, item.cue_text, item.unnamed
        found.append(draft)
        reached = end
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a clause's range without the stops and blanks at its ends; it may become empty."""
    while start < end and text[start] in _AROUND:
        start += 1
    while end > start and text[end - 1] in _AROUND:
        end -= 1
    return start, end


class _Ranges:
    """Ranges of a text, joined where they overlap: direct speech, say, where no indirect clause is sought."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        reached = -1
        for start, end in sorted(ranges):
            if start >= reached:
                self._starts.append(start)
                self._ends.append(end)
                reached = end
            elif end > reached:
                self._ends[-1] = reached = end

    def holds(self, position: int) -> bool:
        at = bisect_right(self._starts, position)
        return at > 0 and position < self._ends[at - 1]

    def touches(self, position: int) -> bool:
        """Tell whether a range holds a position or begins right behind it."""
        at = bisect_right(self._starts, position + 1)
        return at > 0 and position < self._ends[at - 1]


class _Candidate:
    __slots__ = (
        "carried",
        "confidence",
        "cue",
        "cue_text",
        "hit_clause",
        "rule",
        "source",
        "start",
        "unnamed",
        "until",
    )

    def __init__(self, start: int, cue: Span, source: Source | None, rule: str, confidence: float) -> None:
        self.start, self.cue, self.source, self.rule, self.confidence = start, cue, source, rule, confidence
        self.cue_text: str | None = None
        self.unnamed = False
        self.hit_clause = cue.start
        self.until = 0
        self.carried = False


def _verbal(scene: Scene, hits: Hits, taken: dict[int, bool], blocked: _Ranges) -> list[_Candidate]:
    found = []
    for hit, following in zip_longest(hits.items, hits.items[1:]):
        if blocked.holds(hit.start):
            continue
        if following and following.start == hit.end + 1 and _leads(scene.text, hit, following):
            continue
        if hit.start in taken and not _adds(scene, hit, whole=taken[hit.start]):
            continue
        item = _verb(scene, hit)
        if item:
            found.append(item)
    return found


def _leads(text: str, hit: Hit, following: Hit) -> bool:
    """Tell whether a cue only leads up to a verb of saying (出面澄清，说…), which is then the one that reports."""
    return text[hit.end] in "，," and text[following.start : following.end] in "说称"


def _adds(scene: Scene, hit: Hit, *, whole: bool) -> bool:
    """Tell whether a cue behind marked speech also reports what follows (“…。”某某说，此外…)."""
    told = _HEARER.match(scene.text, hit.end) if "t" in hit.frames else None
    end = told.end() if told else hit.end
    if "i" not in hit.frames or scene.text[end : end + 1] not in {"，", ","}:
        return False
    return (whole or hit.end - hit.start >= 2) and _ACTS.match(scene.text, end + 1) is None


def _verb(scene: Scene, hit: Hit) -> _Candidate | None:
    text = scene.text
    follows = text[hit.end : hit.end + 1]
    after = hit.end
    if follows not in _ENDS_PHRASE:
        told = _HEARER.match(text, hit.end) if "t" in hit.frames else None
        told = told or _TOLD.match(text, hit.end)
        after = told.end() if told else hit.end
    if text[after : after + 1] in ("，", ",", "：", ":") and "i" in hit.frames:
        rule, start, confidence = "quote.clause", after + 1, 0.85
    elif "b" in hit.frames and follows and (follows not in _NO_CLAUSE or _names(text, hit, hit.end)):
        rule, start, confidence = "quote.bare", (after if "t" in hit.frames else hit.end), 0.7
    elif text[after : after + 1] in ("。", "") and "p" in hit.frames:
        return _behind(scene, hit, scene.paragraph_start(hit.start))
    else:
        return None
    head = text[start : start + 1]
    if head in {"\n", ""} or (rule == "quote.bare" and head in '“「"' and not _names(text, hit, start)):
        return None
    begin = scene.sentence_start(hit.start, scene.paragraph_start(hit.start))
    source = find_subject(scene, hit, begin)
    if source is None or ("r" in hit.frames and not _reports(scene, source, hit.start)):
        return None
    if rule == "quote.bare" and (source.kind == "guess" or text[hit.start - 1] == "的" or _is_act(scene, hit, start)):
        return None
    item = _Candidate(start, hit.span, source, rule, confidence)
    item.hit_clause = scene.clause_start(hit.start, begin)
    # 他建议…，预计…: a second verb without a subject of its own goes on with what is reported
    anew = text.startswith(_ANEW, item.hit_clause)
    item.carried = rule == "quote.bare" and source.span.start < item.hit_clause and not anew
    item.unnamed = is_rumour(scene, source)
    return item


def _names(text: str, hit: Hit, start: int) -> bool:
    """Tell whether the marks that a reported clause begins with hold a name in it (预计“某某”将于明晚登陆)."""
    return hit.end - hit.start >= 2 and _NAME_AHEAD.match(text, start) is not None


def _is_act(scene: Scene, hit: Hit, start: int) -> bool:
    """Tell whether a verb of promise or decree is followed by what is done (宣布进军外卖): an act, not speech."""
    if scene.text[hit.start : hit.end] not in scene.words.acts:
        return False
    return segmenter().tag(scene.text[start : start + 8])[0][1] in {"v", "vn", "vd"}


def _behind(scene: Scene, hit: Hit, floor: int) -> _Candidate | None:
    """Read a clause that its attribution follows (…，某某通报说。): all of the sentence before the last clause."""
    text = scene.text
    begin = scene.sentence_start(hit.start, floor)
    clause = scene.clause_start(hit.start, begin)
    if clause - begin < 5 or text[clause - 1] not in "，,":
        return None
    source = find_subject(scene, hit, clause)
    if source is None or source.kind == "guess" or _QUOTE_MARKS.search(text, begin, clause):
        return None
    item = _Candidate(begin, hit.span, source, "quote.behind", 0.75)
    item.until = clause - 1
    return item


def _reports(scene: Scene, source: Source, at: int) -> bool:
    """Tell whether it is a report that shows something, or its issuer by way of one (某局发布数据显示)."""
    ends = scene.words.report_ends
    printed = scene.text[max(0, source.span.end - 5) : source.span.end]
    return printed.endswith(ends) or source.name.endswith("》") or scene.text[max(0, at - 5) : at].endswith(ends)


def _framed(scene: Scene, hits: Hits, blocked: _Ranges) -> list[_Candidate]:
    found = []
    text = scene.text
    for trigger, start, _ in hits.triggers:
        if blocked.holds(start):
            continue
        clause = scene.clause_start(start, scene.paragraph_start(start))
        if trigger in _ACCORDING and start - clause > 6:
            continue
        for frame in scene.words.framed[trigger]:
            match = frame.pattern.match(text, start if frame.anchor == "trigger" else clause)
            if match is None or text[match.end() : match.end() + 1] in ("“", "「", ""):
                continue
            named = match.start("np") < match.end("np")
            source = owner(scene, match) if named else Source(Span(*match.span("noun")), match["noun"], "phrase")
            if source is None:
                continue
            head = match.start("head") if "head" in match.re.groupindex else match.start("noun")
            item = _Candidate(match.end(), Span(head, match.end("noun")), source, frame.rule, 0.88)
            item.cue_text = _cue_text(match)
            item.hit_clause, item.unnamed = clause, not named
            found.append(item)
            break
    return found


def _cue_text(match: re.Match[str]) -> str:
    head, noun = match.groupdict().get("head"), match["noun"]
    return f"{head}…{noun}" if head else noun


_ACTS_TOO = re.compile("，(?:并|还|同时)[^，。；：“”\n]{1,8}了")
_OTHER = re.compile("[，；](?:而|但)?后者")


def _own_act(text: str, item: _Candidate, start: int, end: int, urging: frozenset[str]) -> re.Match[str] | None:
    """Find where a clause that urges goes over to what the speaker did too (呼吁…，并公布了…), or 前者 to 后者."""
    if item.source and item.source.name == "前者":
        return _OTHER.search(text, start, end)
    return _ACTS_TOO.search(text, start, end) if item.cue.of(text) in urging else None


_REACH = 1_000  # code points; a reported clause without a full stop ends here, so that no text costs its square


class _Ends:
    """Where attributed clauses end: with their sentence, before the next attribution, before speech."""

    def __init__(self, scene: Scene, marks: list[Marked], direct: list[Draft]) -> None:
        self._scene, self._text = scene, scene.text
        self._tops = [m for m in marks if m.parent is None]
        self._opens = [m.open for m in self._tops]
        self._spoken = {d.marks.open: d for d in direct if d.marks}
        self._speech = sorted(self._spoken)

    def of(self, item: _Candidate, later: _Candidate | None) -> int:
        """Return the end of the clause that begins at `item.start`."""
        text, start = self._text, item.start
        end = self._sentence(start)
        at = bisect_right(self._speech, start)
        if at < len(self._speech) and self._speech[at] < end:
            begin = self._attributed(self._spoken[self._speech[at]], start, self._speech[at])
            end = min(end, self._scene.clause_start(begin, start) - 1)
            apart = text.rfind("；", start, end)
            if apart > start and end - apart <= 24 and "，" not in text[apart:end]:
                end = apart  # ；对于某事，她说“…”: what stands behind the semicolon leads to the speech
        stop = _own_act(text, item, start, end, self._scene.words.urging)
        end = stop.start() if stop else end
        if later and start < later.hit_clause < end and later.source and later.cue.start < end:
            cut = later.hit_clause - 1
            joined = later.rule == "quote.bare" and later.source.name in _ANYBODY
            if cut > start + 2 and text[cut] in "；;，," and not joined:
                return cut
        return end

    def _attributed(self, speech: Draft, start: int, begin: int) -> int:
        """Return where the words that lead to marked speech begin behind `start`, or its mark where none do."""
        if speech.cue and start < speech.cue.start < begin:
            begin = speech.cue.start
        if speech.source and self._text[begin - 1] in "：:" and start < speech.source.span.start < begin:
            return begin - 1  # 她不同意：“…”
        return begin

    def _sentence(self, start: int) -> int:
        text, end = self._text, start
        limit = min(len(text), start + _REACH)
        while match := _FULL.search(text, end, limit):
            at = bisect_right(self._opens, match.start()) - 1
            holder = self._tops[at] if at >= 0 and self._opens[at] >= start else None
            if holder is None or match.start() >= holder.close or match.group() == "\n":
                return match.start()
            end = max(holder.close, match.end())
            if match.start() == holder.end - 1 and text[end : end + 1] not in ("，", "、", "的", "；"):
                return end
        return limit
