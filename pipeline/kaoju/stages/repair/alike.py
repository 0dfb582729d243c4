"""Characters that stand in the same places, so that no count of neighbours tells them apart: 他 and 她, “ and 「.

The language model takes each group for one character. Which of a group is meant, the page says: the pronouns near by,
the marks that it uses, and what is open on the line.
"""

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from functools import cache

from kaoju.rulebook import load_table
from kaoju.span import Edit, Span

__all__ = ["GROUPS", "NEUTRAL", "Alike", "open_marks"]

_CLOSERS = {"”": "“", "’": "‘", "」": "「", "』": "『", "》": "《"}
_OPENERS = {opening: closing for closing, opening in _CLOSERS.items()}
# The member of each group that the language model knows it by.
NEUTRAL = {"她": "他", "‘": "“", "「": "“", "『": "“", "’": "”", "」": "”", "』": "”"}
# What the shares of a page are counted for.
GROUPS = ("他她", "“‘「『", "”’」』")
# What is expected of a page before it is seen, in occurrences.
_EXPECTED = {"他": 0.8, "她": 0.3, "“": 6.0, "‘": 0.6, "「": 0.1, "『": 0.03}
_REACH = 80.0  # characters over which a pronoun says what the next one is
_FAR = 400
_SAME = 4.0  # weight of what stands in the same paragraph beside what stands outside
_MANY = 0.2  # weight of 他们, which is said of women, too
_LOOKED = 12  # words on either side that are looked at
_NOUN = 0.35  # weight of 女士 and the like beside 她
_OFTEN = 2  # times that what may be a name must stand on the page if no verb of speech follows it
_SPEECH = "“”「」"
_MARK = re.compile(f"[{_SPEECH}\n]")
_NO_NAME = "的了是在不也就都和或有把被从從到他她它们們这這那"
_SPOKEN = 0.3  # weight of who is spoken of inside a quotation for those outside, and the other way round
_NEAR = 130  # characters over which a pronoun takes up a name
_VOTE = 1.5  # weight of a pronoun that took up the same name elsewhere on the page
_UNOPENED = 4.5  # a closing mark that nothing on its line opens
_INNER = 2.5  # a closing mark while a quotation inside is still open
_INSIDE = 5.0  # a stop inside a title
_STOPS = frozenset("。，；、：？！")
_OUTSIDE = 2.0  # a mark of quotations in quotations outside of one
_INNERMOST = "‘『"
_TITLE = 3.0  # a title that nothing on its line closes
_LEFT_OPEN = 2.0  # a quotation that nothing on its line closes
_MARKS = frozenset("”’」』》“‘「『《。，；、：？！")
_AGAIN = 3.0  # a quotation opened inside one of the same kind
_LINE = 400  # characters of a line that are read for what is open


class Alike:
    """What one page says about the groups."""

    def __init__(self, text: str, is_common: Callable[[str], bool] | None = None) -> None:
        """Count marks and pronouns in `text`; of damaged runs in it a few are none, which does little harm.

        `is_common` tells of two characters whether they are a common word, so that no name begins with them.

        `share` tells how much less likely than the likeliest of its group each member is. That leaves the likeliest as
        likely as the group: whether one of the group stands at a place is decided before which of them it is.
        """
        self.text = text
        counts = Counter(text)
        self.share: dict[str, float] = {}
        for group in GROUPS:
            sums = [
                counts[char] + counts[_CLOSERS.get(char, _OPENERS.get(char, ""))] + _EXPECTED[_CLOSERS.get(char, char)]
                for char in group
            ]
            self.share |= {char: math.log(part / max(sums)) for char, part in zip(group, sums, strict=True)}
        found = [(match.start(), _words()[match[0]]) for match in _people().finditer(text)]
        found = sorted([*found, *((match.start(), (1, _NOUN)) for match in _women().finditer(text))])
        self.places = [at for at, _ in found]
        self.kinds = [kind for _, kind in found]
        self.spoken = _spoken(text, self.places)
        outside = [item for item, spoken in zip(found, self.spoken, strict=True) if not spoken]
        self.named, self.votes = _named(text, outside, is_common or (lambda _: False))
        self.lines = [match.start() for match in re.finditer("\n", text)] if found else []

    def difference(self, line: str, text: str, place: Span) -> float:
        """Return by how much `text` behind `line` at a place of the page is likelier than the shares say."""
        score = 0.0
        if "他" in text or "她" in text:
            spoken = _is_spoken(line)
            for char in text:
                if char in "他她":
                    score += self._pronouns(place.start, spoken=spoken)[char] - self.share[char]
                elif char in _SPEECH:
                    spoken = char in _OPENERS
        if "《" in line or any(char in _MARKS for char in text):
            score += self._marks(open_marks(line[-_LINE:]), text, place.end)
        return score

    def learn(self, edit: Edit) -> None:
        """Take notice of a repair: up to the next mark, what stands behind those it restored is spoken, or is not."""
        last = max(map(edit.text.rfind, _SPEECH))
        if last < 0:
            return
        mark = _MARK.search(self.text, edit.end)
        for index in range(bisect_left(self.places, edit.end), len(self.places)):
            if mark and self.places[index] > mark.start():
                return
            self.spoken[index] = edit.text[last] in _OPENERS

    @staticmethod
    def begins(line: str, char: str) -> float:
        """Return how much less likely a mark is because of where it stands: on no line first, in no title a stop."""
        if not line and (char in _STOPS or char in _CLOSERS):
            return -_UNOPENED - _INSIDE
        return -_INSIDE if char in _STOPS and open_marks(line[-_LINE:])[-1:] == ["《"] else 0.0

    def _pronouns(self, at: int, *, spoken: bool) -> dict[str, float]:
        """Return how much less likely than the likelier one each pronoun is at a place, from those around it."""
        sums = [_EXPECTED["他"] / 4, _EXPECTED["她"] / 4]
        middle = bisect_left(self.places, at)
        line = bisect_left(self.lines, at)
        first, last = self.lines[line - 1] if line else -1, self.lines[line] if line < len(self.lines) else math.inf
        for index in range(max(0, middle - _LOOKED), min(len(self.places), middle + _LOOKED)):
            distance = abs(self.places[index] - at)
            if distance < _FAR:
                kind, weight = self.kinds[index]
                if first < self.places[index] < last:
                    weight *= _SAME
                if self.spoken[index] != spoken:
                    weight *= _SPOKEN
                sums[kind] += weight * math.exp(-distance / _REACH)
        votes = self.votes.get(_last(self.named, at), (0.0, 0.0))
        sums = [one + _VOTE * vote for one, vote in zip(sums, votes, strict=True)]
        return {char: math.log(part / max(sums)) for char, part in zip("他她", sums, strict=True)}

    def _marks(self, stack: list[str], text: str, end: int) -> float:
        score = 0.0
        before = len(stack)
        for index, char in enumerate(text):
            if char in _OPENERS:
                score -= _AGAIN * (char in stack)
                score -= _OUTSIDE * (char in _INNERMOST and not stack and self.share[char] < 0.0)
                stack.append(char)
            elif char in _STOPS:
                score -= _INSIDE * (index > 0 and stack[-1:] == ["《"])
            elif char in _CLOSERS:
                opening = _CLOSERS[char]
                if opening not in stack:
                    score -= _UNOPENED
                    continue
                score -= self.share.get(char, 0.0)  # what is open is closed by its own mark
                while stack[-1] != opening:
                    stack.pop()
                    score -= _INNER
                stack.pop()
        if len(stack) > before and not self._closed(stack[-1], end):
            score -= _LEFT_OPEN
        if "《" in stack and not self._closed("《", end):
            score -= _TITLE
        return score

    def _closed(self, opening: str, at: int) -> bool:
        """Tell whether what is open may be closed behind a position on its line."""
        rest = self.text[at : at + _LINE].partition("\n")[0]
        return _OPENERS[opening] in rest or (opening != "《" and ("?" in rest or "？" in rest))


def open_marks(line: str) -> list[str]:
    """Return the opening marks that nothing has closed yet, the innermost last."""
    stack: list[str] = []
    for char in line:
        if char in _OPENERS:
            stack.append(char)
        elif char in _CLOSERS and _CLOSERS[char] in stack:
            while stack.pop() != _CLOSERS[char]:
                pass
    return stack


def _is_spoken(line: str) -> bool:
    """Tell whether a quotation is open at the end of a line's beginning."""
    last = max(map(line.rfind, _SPEECH))
    return last >= 0 and line[last] in _OPENERS


def _spoken(text: str, places: list[int]) -> list[bool]:
    """Tell which places stand inside a quotation, as far as the marks on their lines are read."""
    return [_is_spoken(text[max(0, at - _LINE) : at].rpartition("\n")[2]) for at in places]


@cache
def _words() -> dict[str, tuple[int, float]]:
    """Return words for people with 1 for female, and their weight; in both scripts."""
    words = {"他": (0, 1.0), "她": (1, 1.0), "他们": (0, _MANY), "他們": (0, _MANY)}
    for row in load_table("repair_people"):
        for word in (row["word"], row["traditional"]):
            if word:
                words[word] = (int(row["kind"] == "female"), _NOUN)
    return words


@cache
def _people() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_words(), key=lambda word: (-len(word), word))))


def _named(
    text: str, pronouns: list[tuple[int, tuple[int, float]]], is_common: Callable[[str], bool]
) -> tuple[list[tuple[int, str]], dict[str, list[float]]]:
    """Return where the page names those who speak or come again, and how often each pronoun is next behind a name."""
    names = {match[0] for match in _speakers().finditer(text)}
    found = [(match.start(), match[1]) for match in _triples().finditer(text)]
    numbers = Counter(name for _, name in found)
    often = {name for name, number in numbers.items() if number >= _OFTEN and not is_common(name[:2])}
    places = [(at, name) for at, name in found if name in names or name in often]
    names |= {name for _, name in places}
    votes: dict[str, list[float]] = {name: [0.0, 0.0] for name in names}
    for at, (kind, weight) in pronouns:
        if weight == 1.0 and (name := _last(places, at)):
            votes[name][kind] += 1.0
    return places, votes


def _last(places: list[tuple[int, str]], at: int) -> str:
    """Return the name that stands last before a position, if it is not far."""
    index = bisect_left(places, (at, "")) - 1
    return places[index][1] if index >= 0 and at - places[index][0] < _NEAR else ""


@cache
def _surnames() -> str:
    from opencc import OpenCC

    known = "".join(row["surname"] for row in load_table("surnames") if len(row["surname"]) == 1)
    return known + str(OpenCC("s2t").convert(known))


@cache
def _speakers() -> re.Pattern[str]:
    """Match a surname and a given name of two characters before a verb of speech or a colon."""
    return re.compile(f"{_name()}(?=[说說称稱指认認告表回补補笑问問介坦解承提强強分写寫：:])")


@cache
def _triples() -> re.Pattern[str]:
    return re.compile(f"(?=({_name()}))")


def _name() -> str:
    return f"[{_surnames()}](?:(?![{_NO_NAME}])[\u4e00-\u9fff]){{2}}"


@cache
def _women() -> re.Pattern[str]:
    """Match a surname and a given name of two characters of which the last is in women's names, in both scripts."""
    last = "".join(row["char"] + row["traditional"] for row in load_table("repair_women"))
    return re.compile(f"[{_surnames()}][\u4e00-\u9fff][{last}]")
