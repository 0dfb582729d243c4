"""Runs that were read one byte late: re-encode, shift back, and search for what was lost on the way.

A run begins where an annotation tore a character apart (`?nèi)`) or where the decoder restarted inside one (`?，`).
From there on every pair of bytes is the trail of one character and the lead of the next. The search knows the lead
byte that is pending, reads on, may suppose that a pair vanished, and ends where a byte stands alone or was eaten.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappush, heapreplace
from operator import itemgetter
from typing import Any

from msgspec.structs import replace

from kaoju.rulebook.curves import apply, curves
from kaoju.span import Edit, Span
from kaoju.stages.repair.alike import Alike, open_marks
from kaoju.stages.repair.gbk import Code, Kind, code
from kaoju.stages.repair.language import language
from kaoju.stages.repair.page import Page
from kaoju.stages.repair.readings import SYLLABLE, fits
from kaoju.stages.repair.windows import (
    LINE,
    LONGEST,
    NOTE,
    START,
    STOPS,
    TAIL,
    TORN,
    char_before,
    line_before,
    window_end,
)

__all__ = ["shift_edits", "suspects"]

# A trail byte alone with its annotation, toned: what a run leaves that was not read to its end.
_LONE = re.compile(f"(?<![A-Za-z@-~])[@-~][(（](?=[a-zɡɑ]{{0,5}}[^\x00-\x7f])[{SYLLABLE}]{{1,7}}[)）]")
_SPURIOUS = re.compile(
    f"(?P<char>[^\x00-\x7f]|[,!?;:])(?P<letter>[@-~])(?P<note>[(（](?P<reading>[{SYLLABLE}]{{1,7}})[)）])"
)
# What stands behind a byte that took no letter or digit with it: a mark, the line's end, what is left of a tag.
_NOT_EATEN = re.compile(r"[，。！？；：、,!;?:\n]|\Z|/[a-z]{1,10}>|a href|br|img |span |strong")
_YEAR = re.compile("(?:[89][0-9]|0[0-9]|1[0-9]|2[0-9])[0-9]年(?![0-9代])")
_FRACTION = re.compile("[.,:/][0-9]+")
_NUMERAL = re.compile("[0-9０-９〇零一二三四五六七八九十百千万萬亿億两兩几幾半双雙成倍]")
_REPEATED = re.compile("[!?！？]{3,}")
_BEAM = 24
_FROM = 8  # states behind which pairs may have vanished
_GONE = 12  # states in which a pair vanished
_GONE_TWO = 4  # states in which two did, one after the other
_FAINT = 18.0  # how much less likely those may be than the best that nothing vanished from
_STARTS = 16  # characters that a decoder may have torn apart where it restarted
_WIDTH = 6.0  # how much less likely than the best a state may be
_DEEP = 16.0  # how much less likely than the best before it a state may become by one character
_HOPE = 5.0  # how much less likely than the best a reading may be before words are taken into account
_KEPT = 6
_WORDS = 1.0  # weight of the words of a reading
_CHARS = 0.2  # weight of its characters beside them
_CONFIRMED = 4.0  # an annotation says that the guess is right
_MARGIN = 3.0  # a restart must make the text this much likelier before it is believed
_NEARBY = 300  # characters of the line on either side of a run whose words may come again in it
_EMPHASIS = 9.0  # how much likelier each repetition of a mark is on a page that is known to repeat them
_CONTEXT = 4  # characters before a run that may belong to a word with it
_SEAM = 8  # characters behind the longest reading that may belong to words with it
_CLOSING = 4.5  # a paragraph ends with a mark
_ALONE = 0.5  # a trail byte alone that nothing annotates
_SLACK = 1.0  # by how much what follows may make a reading likelier, where the page says it again and again
_LEFT = 8.0  # a reading that leaves a piece of a run behind itself
_FUSED = 5.0  # a letter behind a shifted run is rare
_EATEN = "0"  # stands for a letter or digit that was eaten
_EATS = -1.0  # beside how likely one is where it stood
_CLOSED_TITLE = 3.0  # the end of a title that is open on the line
_FINAL = "。！？”」’』"
_WIDE = {ord(char): ord(char) + 0xFEE0 for char in ",.!?;:()"}
_LOST = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class _Reading:
    score: float
    end: int
    text: str
    lost: int
    confirmed: bool = False
    eaten: bool = False  # its last byte took a letter, a digit or a bracket with it


class _Best:
    """The least score that is among the best `number` of those that were added."""

    def __init__(self, number: int, least: float) -> None:
        """Nothing below `least` counts at all."""
        self.number, self.least = number, least
        self.scores: list[float] = []

    def add(self, score: float) -> None:
        """Add one score."""
        scores = self.scores
        if len(scores) < self.number:
            heappush(scores, score)
        elif score > scores[0]:
            heapreplace(scores, score)
        if len(scores) == self.number and scores[0] > self.least:
            self.least = scores[0]


class _Inside:
    """How likely the ends of one text are, each of their characters behind the two before it."""

    def __init__(self, after: Callable[[str, str], float]) -> None:
        """Take what tells how likely a character is behind two."""
        self.after = after
        self.text, self.sums = "", [0.0] * 3

    def of(self, text: str) -> float:
        """Return how likely all but the first two characters of `text` are."""
        if not self.text.endswith(text):
            score = 0.0
            self.text, self.sums = text, [0.0] * 3
            for at in range(len(text) - 3, -1, -1):
                score += self.after(text[at : at + 2], text[at + 2])
                self.sums.append(score)
        return self.sums[len(text)]


# Of the pending lead byte a number up to this one says which are possible (`gbk.Code.leads`), 0 that all are.
_LAST = 0x80
_EURO = 0x80  # the one byte above 7F that stands for a character by itself
_State = tuple[float, str, str, int, int]  # score, text, the last two characters, pending lead, lost bytes


def suspects(text: str) -> int:
    """Count the places where an annotation tore a character apart."""
    return sum(1 for match in START.finditer(text) if match["reading"])


def shift_edits(text: str, *, calibrated: bool = True) -> list[Edit]:
    """Restore every run that can be read. What was lost and had to be chosen makes the edit uncertain.

    Its confidence is the reading's share of the likelihood; `calibrated` turns that into how often such readings are
    right (`weights/repair_calibration.json`).
    """
    edits: list[Edit] = []
    reached = 0
    page = Page(NOTE.sub("", text), language(), Alike(text, language().is_common))
    places = [*START.finditer(text), *_SPURIOUS.finditer(text), *_LONE.finditer(text)]
    for start in sorted(places, key=lambda m: m.start()):
        if start.start() < reached:
            continue
        if start.re is _LONE:
            edits.append(_unsolved(text, start, reached))
            reached = start.end()
            continue
        line = line_before(text, start.start(), edits)
        edit = _spurious(start) if start.re is _SPURIOUS else _run(text, start, line, page)
        if not edit and start.re is START and start["reading"]:
            edit = _unsolved(text, start, reached)
        if edit:
            edits.append(edit)
            reached = edit.end
            page.alike.learn(edit)
    return [_calibrated(edit) for edit in edits] if calibrated else edits


def _calibrated(edit: Edit) -> Edit:
    if edit.certain or edit.rule != "repair.byte_shift":
        return edit
    return replace(edit, confidence=round(apply(curves("repair_calibration")["repair"], edit.confidence), 3))


def _unsolved(text: str, start: re.Match[str], reached: int) -> Edit:
    """Mark what cannot be read: the place itself and what stands before it since the last edit on its line."""
    first = max(reached, text.rfind("\n", 0, start.start()) + 1, start.start() - LONGEST)
    kept = text[first : start.end()]
    return Edit(
        first, start.end(), kept, "byte_shift", certain=False, rule="repair.unsolved", aligned=True, confidence=0.0
    )


def _spurious(match: re.Match[str]) -> Edit | None:
    known = code().write.get(match["char"])
    char = (
        code().read[known[1]].get(ord(match["letter"]))
        if known and known[1] > 0x80 and known[1] in code().read
        else None
    )
    if not char or not fits(char, match["reading"]):
        return None
    return Edit(*match.span("note"), "", "pinyin_annotation", rule="repair.spurious_annotation")


def _run(text: str, start: re.Match[str], line: str, page: Page) -> Edit | None:
    at = start.start()
    before = char_before(text, at)
    if line[-1:] == before:
        before = line[-2:]
    search = _Search(text, window_end(text, start.end() + (start["reading"] is None)), line, page)
    found: list[_Reading] = []
    if start["reading"]:
        known = search.code.write.get(before[-1:])
        pending = {t for t, _ in search.code.annotated(known[1], start["reading"])} if known else set()
        states = [(0.0, "", before, lead, 0) for lead in sorted(pending) if lead > 0x80]
        found = search.readings(states, start.end())
    elif at:
        found = search.restarts(before, start)
        for score, char in search.language.likely(before, 0xA3)[:5]:
            if start["mark"] in "?？" and STOPS.match(text, start.end() + 1):
                found += search.closed(score, start.end() + 1, char, 1)  # the decoder restarted twice
        if found:
            floor = search.as_it_stands(before, at) + _MARGIN
            found = [reading for reading in found if reading.score > floor]
    return _edit(search, before, at, found) if found else None


class _Search:
    """A beam search over one window of the text; `stop` is where all readings are compared."""

    def __init__(self, text: str, stop: int, line: str, model: Page) -> None:
        """`line` is what stands before on the line, repaired."""
        self.text, self.stop, self.line, self.language = text, stop, line, model
        self.code: Code = code()
        self.title = open_marks(line[-LINE:])[-1:] == ["《"]
        self.rest: dict[int, tuple[str, float]] = {}
        self.inside = _Inside(model.after)
        self.kept = _Best(_KEPT, -math.inf)
        self.open = -math.inf  # how likely the likeliest reading is that goes on behind the window

    def as_it_stands(self, before: str, at: int) -> float:
        """Return how likely the window is if nothing in it was shifted."""
        text = self.text[at : self.stop].translate(_WIDE)
        score = self.language.language.chain(before, text)
        marks = _REPEATED.match(self.text, at)
        return score + _EMPHASIS * (len(marks[0]) - 1) if marks and self.language.emphatic else score

    def restarts(self, before: str, start: re.Match[str]) -> list[_Reading]:
        """Return the likeliest readings behind a decoder that restarted in a mark."""
        trail = self.code.write[start["mark"]][1]
        likely = self.language.likely(before, 0xA3)[:_STARTS]
        begins = self.language.alike.begins
        likely = sorted([(score + begins(self.line, char), char) for score, char in likely], reverse=True)
        return self.readings([(score, char, before[-1:] + char, trail, 1) for score, char in likely], start.end() + 1)

    def readings(self, states: list[_State], at: int) -> list[_Reading]:
        """Return the likeliest ways to read on from `at`, each up to where the text is aligned again."""
        done: list[_Reading] = []
        while states and at < self.stop:
            note = NOTE.match(self.text, at) if self.text[at] in "(（" else None
            if note and fits(self.text[at - 1], note["reading"]):
                at = note.end()  # the code of the run's two halves is an annotated character's, too
                continue
            char = self.text[at]
            ends = "@" <= char <= "~" or char in "€?？"
            least = states[0][0] - _DEEP
            following = self._reads(states, at, least, done)
            floor = states[0][0] - _FAINT
            gone = self._vanished(states, at, floor if ends else max(floor, self._floor(following)))
            following += self._reads(gone, at, least, done)
            if ends:
                states = [*states, *gone]
                done += self._ends(states, at)
                if char in "?？":
                    following += [new for one in states for new in self._undecoded(one)]
            following.sort(key=itemgetter(0), reverse=True)
            floor = self._floor(following)
            states = [one for one in following[:_BEAM] if one[0] > floor]
            at += 1
        self.open = states[0][0] if states else -math.inf
        if at >= self.stop and (at >= len(self.text) or self.text[at] == "\n"):
            done += self._guessed(states, at, 0.0)
        done.sort(key=lambda reading: -reading.score)
        return [reading for reading in done[:_KEPT] if reading.score >= self.kept.least]

    def _floor(self, following: list[_State]) -> float:
        """Return how likely a state must be to be followed up beside those that are known."""
        return max(max([state[0] for state in following], default=-math.inf) - _WIDTH, self.kept.least - _CLOSING)

    def _vanished(self, states: list[_State], at: int, least: float) -> list[_State]:
        """Return the likeliest of the states in which one pair vanished behind those given, or two, above `least`.

        Of each the trail byte that is read next tells how likely the best character is that may follow: 董 begins few
        sentences, but of 董 and 事 both are likely as soon as the second's trail is known.
        """
        pair = self.code.write.get(self.text[at])
        ahead = self.language.language.ahead(pair[0]) if pair else None
        gone = self._one_vanished(states[:_FROM], ahead, least)
        return gone + self._two_vanished(states[:_FROM], ahead, least) if ahead is not None else gone

    def _one_vanished(self, states: list[_State], ahead: Mapping[str, float] | None, least: float) -> list[_State]:
        likely, likely_under = self.language.likely, self.language.likely_under
        found: list[tuple[float, float, str, _State]] = []
        for state in states:
            score, _, last, lead, _ = state
            floor = least - score
            if floor > 0.0:
                break  # nothing that follows is likelier
            chars = likely_under(last, lead, Kind.VANISHED, floor) if lead > _LAST else likely(last, lead << 8, floor)
            for value, char in chars:
                if value < floor:
                    break
                hope = value + (0.0 if ahead is None else ahead[char])
                if hope >= floor:
                    found.append((score + hope, value, char, state))
            least = max(least, _cut(found, _GONE))
        return [self._without(state, value, char) for _, value, char, state in found]

    def _two_vanished(self, states: list[_State], ahead: Mapping[str, float], least: float) -> list[_State]:
        after, two_under = self.language.after, self.language.language.two_under
        found: list[tuple[float, str, _State]] = []
        for state in states:
            score, _, last, lead, _ = state
            floor = least - score
            if floor > 0.0:
                break
            for value, two in two_under(last[-1], lead):
                if value < floor:
                    break
                hope = value + ahead[two[1]]
                if hope >= floor:
                    found.append((score + hope, two, state))
            least = max(least, _cut(found, _GONE_TWO))
        return [
            self._without(state, after(state[2], two[0]) + after(state[2][-1] + two[0], two[1]), two)
            for _, two, state in found
        ]

    def _without(self, state: _State, value: float, gone: str) -> _State:
        """Return the state behind characters whose pairs vanished."""
        score, text, last, _, lost = state
        lead = self.code.behind[self.code.write[gone[-1]][1], Kind.VANISHED]
        return score + value, text + gone, (last + gone)[-2:], lead, lost + 2 * len(gone)

    def _next(self, state: _State, trail: int, least: float) -> list[tuple[float, str]]:
        """Return how a state may go on with a trail byte, the likeliest first; those below `least` may be left out."""
        _, _, last, lead, _ = state
        if lead <= _LAST:
            return self.language.likely(last, trail + (lead << 8), least) if trail in self.code.by_trail else []
        char = self.code.read[lead].get(trail)
        return [(self.language.after(last, char), char)] if char else []

    def _reads(self, states: list[_State], at: int, least: float, done: list[_Reading]) -> list[_State]:
        """Read one character as the trail of one and the lead of another; where that is a letter, the run is done."""
        pair = self.code.write.get(self.text[at])
        following: list[_State] = []
        if not pair:
            return following
        trail, lead = pair
        if lead <= 0x80:
            self._fused(states, at, least, "€" if lead == _EURO else chr(lead), done)
            return following
        for state in states:
            score, text, last, _, lost = state
            if score < least:
                continue
            floor = least - score
            for value, char in self._next(state, trail, floor):
                if value <= floor:
                    break
                following.append((score + value, text + char, last[-1] + char, lead, lost))
            if len(following) > _BEAM:
                following.sort(key=itemgetter(0), reverse=True)
                del following[_BEAM:]
                least = max(least, following[-1][0])
        return following

    def _fused(self, states: list[_State], at: int, least: float, letter: str, done: list[_Reading]) -> None:
        """End where the run's lone byte fused with a letter behind it, which is thereby known."""
        cost = _FUSED if letter.isalnum() else 2 * _FUSED
        trail = self.code.write[self.text[at]][0]
        inner = self._rest(at + 1)[1]
        for state in states:
            score, text, _, _, lost = state
            floor = max(least, self.kept.least - inner + cost) - score
            if floor > _SLACK:
                continue
            for value, char in self._next(state, trail, floor):
                if value < floor:
                    break
                done += self.closed(score + value - cost, at + 1, text + char + letter, lost)

    def _undecoded(self, state: _State) -> Iterator[_State]:
        """Read on behind a pair of the run that was none, of which a `?` is left."""
        score, text, last, lead, lost = state
        if lead > _LAST:
            write, behind = self.code.write, self.code.behind
            for value, char in self.language.likely_under(last, lead, Kind.UNDECODED):
                yield score + value, text + char, last[-1:] + char, behind[write[char][1], Kind.UNDECODED], lost + 2

    def _ends(self, states: list[_State], at: int) -> Iterator[_Reading]:
        char = self.text[at]
        if "@" <= char <= "~" or char == "€":
            note = NOTE.match(self.text, at + 1)
            yield from self._lone(states, at + 1, 0x80 if char == "€" else ord(char), note)
        elif char in "?？":
            tail = TAIL.match(self.text, at + 1)
            if tail:
                yield from self._torn(states, tail)
            else:
                yield from self._guessed(states, at + 1, -1.0)

    def _lone(self, states: list[_State], at: int, trail: int, note: re.Match[str] | None) -> Iterator[_Reading]:
        """Close runs behind a trail byte that stands alone, with an annotation of its character or without."""
        inner = self._rest(at)[1] - _ALONE
        confirmed = self._rest(note.end())[1] + _CONFIRMED if note else -math.inf
        most = max(inner, confirmed)
        for state in states:
            score, text, _, _, lost = state
            floor = self.kept.least - score
            if floor - most > _SLACK:
                continue
            for value, new in self._next(state, trail, floor - most):
                if note is not None and fits(new, note["reading"]):
                    if value + confirmed >= floor:
                        yield from self.closed(score + value + _CONFIRMED, note.end(), text + new, lost, confirmed=True)
                elif value + inner >= floor:
                    yield from self.closed(score + value - _ALONE, at, text + new, lost)
                elif note is None:
                    break

    def _torn(self, states: list[_State], tail: re.Match[str]) -> Iterator[_Reading]:
        """Close runs at an annotation that tore their last character apart."""
        inner = self._rest(tail.end())[1] + _CONFIRMED
        for score, text, last, lead, lost in states:
            floor = self.kept.least - score - inner
            if floor > 0.0:
                continue
            for new in self._annotated(lead, tail["reading"]):
                value = self.language.after(last, new)
                if value >= floor:
                    total = score + value + _CONFIRMED
                    yield from self.closed(total, tail.end(), text + new, lost, confirmed=True)

    def _annotated(self, lead: int, reading: str) -> list[str]:
        if lead > _LAST:
            return [char for _, char in self.code.annotated(lead, reading)]
        leads, write = self.code.leads[lead], self.code.write
        return [char for _, char in self.code.annotated(0, reading) if write[char][0] in leads]

    def _last_of(self, last: str, lead: int, least: float) -> list[tuple[float, str]]:
        """Return characters of which only the lead byte is there, or not even that, after the last two."""
        if lead > _LAST:
            return self.language.likely_under(last, lead, Kind.ALL, least)
        leads, write = self.code.leads[lead], self.code.write
        return [item for item in self.language.likely_next(last) if write[item[1]][0] in leads]

    def _guessed(self, states: list[_State], end: int, cost: float) -> Iterator[_Reading]:
        """Close runs whose last trail byte is lost."""
        closing = self.text[end : end + 1] in ("\n", "", "/")
        bonus = _CLOSING if closing else 0.0
        inner = self._rest(end)[1] + cost
        eaten = _is_eaten(self.text, end)
        title = _CLOSED_TITLE if self.title else 0.0
        for score, text, last, lead, lost in states:
            floor = self.kept.least - score - inner
            if floor > bonus:
                continue
            for value, char in self._last_of(last, lead, floor - max(bonus, title)):
                total = value + (bonus if char in _FINAL else title if char == "》" else 0.0)
                if total >= floor:
                    yield from self.closed(score + total + cost, end, text + char, lost + 1, eaten=eaten)

    def closed(
        self, score: float, end: int, text: str, lost: int, *, confirmed: bool = False, eaten: bool = False
    ) -> list[_Reading]:
        """Return the reading that ends here, its score including what stands up to the window's end.

        Nothing where it is not among those that are kept.
        """
        following, inner = self._rest(end)
        before = text[-2:]
        score += inner
        after = self.language.after
        if eaten:
            score += self.language.language.other(before) + _EATS
            before = text[-1:] + _EATEN
        if len(following) > 1:
            score += after(before[-1] + following[0], following[1])
        if following and score >= self.kept.least - _SLACK:
            score += after(before, following[0])
        if score < self.kept.least:
            return []
        self.kept.add(score)
        self.kept.least = max(self.kept.least, score - _HOPE)
        return [_Reading(score, end, text, lost, confirmed, eaten)]

    def _rest(self, start: int) -> tuple[str, float]:
        """Return the aligned text from `start` to the window's end, without annotations, and its likelihood inside."""
        known = self.rest.get(start)
        if known is None:
            known = self._restarted(start) or self._aligned(start)
            self.rest[start] = known
        return known

    def _aligned(self, start: int) -> tuple[str, float]:
        window = self.text[start : self.stop]
        text = TORN.sub("", NOTE.sub("", window)).translate(_WIDE)
        return text, self.inside.of(text) - _LEFT * len(_LONE.findall(window))

    def _restarted(self, start: int) -> tuple[str, float] | None:
        """Return the likelihood of what stands behind `start` if the decoder restarted there; the text is open."""
        match = START.match(self.text, start) if start + 1 < self.stop else None
        if not match or match["reading"]:
            return None
        before = self.text[start - 1]
        search = _Search(self.text, self.stop, self.line or before, self.language)
        found = search.restarts(before, match)
        score = max([search.open, *(reading.score for reading in found)]) - _MARGIN
        return ("", score) if score > -math.inf else None

    def final(self, before: str, at: int, readings: list[_Reading]) -> list[float]:
        """Return the scores of readings with words taken into account."""
        base = self.language.language
        alike = min(len(self._rest(reading.end)[0]) for reading in readings) - _SEAM
        behind = [self._rest(reading.end)[0] for reading in readings]
        if alike > 0:  # the end of what stands behind all of them
            behind = [text[:-alike] for text in behind]
        texts = [reading.text + _EATEN * reading.eaten for reading in readings]
        words = base.likelihoods([self.line[-_CONTEXT:] + text + end for text, end in zip(texts, behind, strict=True)])
        inside = _Inside(base.after)
        last = max(reading.end for reading in readings)
        nearby = base.simplified(self.line[-_NEARBY:] + self.text[last : last + _NEARBY].partition("\n")[0])
        return [
            reading.score
            + _WORDS * whole
            - (1.0 - _CHARS) * (base.chain(before, text + end[:2]) + inside.of(end))
            + self.language.alike.difference(self.line, reading.text, Span(at, reading.end))
            + self.language.again(before, reading.text, nearby)
            for reading, text, end, whole in zip(readings, texts, behind, words, strict=True)
        ]


def _cut(found: list[Any], number: int) -> float:
    """Keep the best `number` of what was found; return the least score that another must have to be among them."""
    if len(found) <= number:
        return -math.inf
    found.sort(key=itemgetter(0), reverse=True)
    del found[number:]
    return float(found[-1][0])


def _edit(search: _Search, before: str, at: int, found: list[_Reading]) -> Edit:
    scores = search.final(before, at, found)
    ranked = sorted(zip(scores, found, strict=True), key=lambda item: -item[0])
    best = ranked[0][1]
    weights: dict[tuple[str, int], float] = {}
    for score, one in ranked:
        weights.setdefault((one.text, one.end), math.exp(max(-60.0, score - ranked[0][0])))
    confidence = 1.0 / sum(weights.values())
    others = [text for text, _ in weights if text != best.text]
    text, end = _with_lost(search.text, best)
    certain = best.lost == 0 and best.confirmed and not _NUMERAL.search(text)
    return Edit(
        at,
        end,
        text,
        "byte_shift",
        certain=certain,
        lost=best.lost,
        alternatives=tuple(dict.fromkeys(others))[:3],
        rule="repair.byte_shift",
        confidence=1.0 if certain else round(confidence, 3),
    )


def _is_eaten(text: str, end: int) -> bool:
    """Tell whether a `?` took a letter or digit with it: no mark, no tag and no line's end follows."""
    return end > 0 and text[end - 1] in "?？" and not _NOT_EATEN.match(text, end)


def _with_lost(text: str, best: _Reading) -> tuple[str, int]:
    """Add what the eaten byte leaves: a mark, but nothing where a tag, a mark or the line's end follows.

    Of a year its last three digits tell the first, which all the same is chosen, not read.
    """
    if text.startswith("/p>", best.end):
        return best.text, best.end + 3
    if not _is_eaten(text, best.end):
        return best.text, best.end
    century = _YEAR.match(text, best.end)
    if century:
        return best.text + ("1" if century[0][0] in "89" else "2"), best.end
    behind = _FRACTION.match(text, best.end)  # of a number whose first digits are gone nothing may pass for one
    return best.text + _LOST + (behind[0] if behind else ""), behind.end() if behind else best.end
