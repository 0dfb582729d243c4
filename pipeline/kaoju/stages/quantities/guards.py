"""What looks like a quantity and is none: idioms, names, versions, phone numbers, section numbers."""

import re
import string
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from kaoju.rulebook import load_table
from kaoju.span import Span
from kaoju.stages.quantities.kinds import COUNT, MONEY
from kaoju.stages.quantities.printed import unit_at
from kaoju.stages.quantities.touching import Amount

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

__all__ = ["ORDINAL_JOINTS", "Guard", "code_end", "goes_on"]


class Guard:
    """Where in one text no quantity starts, and the test of a reading against its surroundings.

    `stops` gives for every position inside a guarded word where that word ends, `knows_names` tells whether the text
    has mentions at all.
    """

    def __init__(self, text: str, mentions: Iterable[Span] = ()) -> None:
        stops: dict[int, int] = {}
        for start, end in _words(text):
            for place in range(start, end):
                if stops.get(place, 0) < end:
                    stops[place] = end
        self.stops = stops
        self._names = sorted([(span.start, span.end) for span in mentions])
        self._starts = [start for start, _ in self._names]
        self.knows_names = bool(self._starts)

    def rejects(self, text: str, winner: Amount) -> bool:
        """Tell whether an amount is no quantity after all."""
        return self.names(winner.number, winner.start, winner.end) or goes_on(text, winner) or _no_amount(text, winner)

    def names(self, number: tuple[int, int], start: int, end: int) -> bool:
        """Tell whether an amount's number is part of a name; a name that the whole amount covers is none: 拾壹圆."""
        name = self._around(*number)
        return name is not None and (name[0] < start or end < name[1])

    def holds(self, start: int, end: int) -> bool:
        """Tell whether a range lies inside a mention's name and is not the whole of it."""
        return self._around(start, end) is not None

    def _around(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the mention that holds a range and is more than it; None where none does."""
        index = bisect_right(self._starts, start) - 1
        if index < 0:
            return None
        name = self._names[index]
        return name if name[1] >= end and name != (start, end) else None


# Twenty-eight digits are what the arithmetic holds: a longer row is a code, and would be read in pieces and rounded.
_SPELLED = "〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖"
_CODE = re.compile(rf"(?:[.．]?\d){{29,}}+|\d{{1,3}}(?:[,，]\d{{3}}){{9,}}+|[{_SPELLED}]{{29,}}+")


def code_end(text: str, at: int) -> int | None:
    """Return where the code ends that starts at `at`; None where none does."""
    match = _CODE.match(text, at)
    return None if match is None else match.end()


def goes_on(text: str, winner: Amount) -> bool:
    """Tell whether an amount only goes on with an ordinal: the 三位 of 第二、三位."""
    at, stop = winner.number
    if not at or text[at - 1] not in ORDINAL_JOINTS or (winner.unit is not None and winner.unit not in _RANKED):
        return False
    led = _ORDINALS.search(text, at - 16 if at > 16 else 0, at)
    return led is not None and led[1].isascii() == text[at].isascii() and stop - at <= len(led[1]) + 1


def _no_amount(text: str, winner: Amount) -> bool:
    at, stop = winner.number
    if winner.unit in _LABELLED and winner.kind is COUNT and _is_label(text, winner):
        return True
    if winner.style == "arabic":
        before, after = text[at - 1 : at] if at else "", text[winner.end : winner.end + 1]
        if (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha()):
            return True
        if before == "." and text[at - 2 : at] != "..":
            return True
        if after == "." and text[winner.end + 1 : winner.end + 2].isdecimal():
            return True  # version 12.0.1
        if winner.unit is not None or winner.kind is not COUNT or stop - at > 20:
            return False
        if before == " " and stop - at <= 4 and winner.start == at and _LATIN.match(text, at - 2):
            return True  # Wi-Fi 6, iOS 17
        if after in {"后", "後"} and after and _GENERATION.match(text, at):
            return True
        if _NUMBERED.match(text, stop) or (before in _HYPHENS and winner.start == at and _NAMED.match(text, at - 2)):
            return True  # 502室, 3单元, 歼-20, F-16
        near = at - 6 if at > 6 else 0
        if _SCORE.search(text, near, stop + 5) or _FORMATION.search(text, near, stop + 6):
            return True
        if _DASHED.search(text, near, stop + 8) or _is_set(text, at):
            return True
        return _IDENTITY.search(text, at - 8 if at > 8 else 0, stop) is not None
    if stop - at == 1 and text[at] in _FORMAL and winner.kind is not MONEY:
        return True
    bare = winner.unit is None and (winner.kind is COUNT or "implied_unit" in winner.flags)
    if bare and _COMPARED.match(text, stop):
        return True  # 三比二
    if not bare or stop - at > 1 or winner.start < at:
        return False
    # One numeral without a unit is a number only where nothing touches it: 十。 but not 十字.
    if text[at] in "俩倆仨":
        return False  # they hold their counter
    if text[at] in "万亿几半数":
        return True
    if at and text[at - 1] in "是为于得":
        return bool(_TOUCHES.match(text, stop)) and text[stop] not in "却而"
    return bool(_TOUCHES.match(text, stop) or (at and _TOUCHES.match(text, at - 1)))


ORDINAL_JOINTS = "、和及与至到"
_RANKED = frozenset("位名条期批章节页届轮次款项层号大季组集卷类天周") | {"季度", "阶段"}
# 列第二、三位; but at the head of a sentence 第一、 numbers what follows.
_ORDINALS = re.compile(
    r"(?<![。！？；：，、\s])第([\d零一二三四五六七八九十百]{1,4})(?:[、和及与至到][\d零一二三四五六七八九十百]{1,4}){0,4}[、和及与至到]$"
)

# 二 before a counter names the second one; 三楼, 302路 and 3号线 are names whatever the number.
_LABELLED = frozenset("楼路线环本胎班组期级档代")
_HYPHENS = frozenset("-－")
_NAMED = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_NUMBERED = re.compile(
    r"号(?!召)|室(?![内外])|单元|[栋幢弄]|日(?=[\d一两二三四])|(?:客服|咨询|投诉|服务|市民)?(?:热线|专线)|[国省县乡]道|型(?!号)|式(?!样)|强(?![度烈制化])"
    r"|(?<=\d\d\d)(?:医院|部队|厂|计划|工程(?!师)|不锈钢|大促|购物节|电商节|晚会)|(?<=11[09])报警|(?<=120)急救"
)


def _is_label(text: str, winner: Amount) -> bool:
    at, stop = winner.number
    if winner.start != at:
        return False
    if winner.unit == "环":
        return text[at:stop] in _RINGS  # 五环以外, but ten rings hit
    if winner.bounds.low != winner.bounds.high:
        return False
    if text[at:stop] == "二" or winner.unit in {"楼", "线"}:
        return True  # 三线城市, 10号线
    return winner.unit == "路" and winner.style == "arabic"


_RINGS = frozenset("二三四五六七234567")
_LATIN = re.compile(r"[A-Za-z]")
_GENERATION = re.compile(r"(?:[5-9]0|[012][05])[后後]")
_FORMAL = frozenset("壹贰叁肆伍陆柒捌玖拾")
_SCORE = re.compile(r"(?<!\d)\d{1,3}[比:：∶]\d{1,3}(?!\d)")
_DASHED = re.compile(
    r"(?<!\d)\d{1,3}[-－–—]\d{1,3}(?:的比分)?(?=结束|获胜|取胜|战胜|击败|不敌|[险大完小惜告落]胜|逆转|战平|告负|落败|领先|落后|力克|轻取|横扫|被(?:逆转|扳|淘汰))"
)
_SETS = re.compile(r"比分[^，。；\d]{0,4}[\d:：比、，,和 －–—-]{0,40}$")


def _is_set(text: str, at: int) -> bool:
    """Tell whether a number stands in a list of scores: 三局比分25-18、25-20."""
    start = at - 48 if at > 48 else 0
    return text.find("比分", start, at) >= 0 and _SETS.search(text, start, at) is not None


_COMPARED = re.compile("比[一二两三四五六七八九十]")
# 4-3-3
_FORMATION = re.compile(r"(?<![\d.-])\d(?:[-－]\d){2,4}(?![\d.-])")
_IDENTITY = re.compile(
    r"(?:(?:拨打|拨通|致电)[了过]?[“\"]?|(?:电话|手机号?|热线|邮编|传真|编号|证号|号码|账号|工号|尾号|QQ|订单号|股票代码)"
    r"[:：为是 ]{0,2})[\d-]{1,20}(?:[、和与,，]\d{1,4}){0,3}$|(?<!\d)1[3-9]\d{9}$"
)
_TOUCHES = re.compile(r"[\u3400-\u9fff\w]")


@cache
def _automaton() -> "tuple[AhoCorasick, tuple[str, ...], int]":
    """Return the automaton of guarded words and names of series, what bars or marks each, and where the names begin."""
    from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

    guards, series, kind = load_table("guards"), load_table("series"), MatchKind.LeftmostLongest
    # For some hundred words the largest automaton is small, and twice as fast as the one it would choose.
    texts = [*(row["text"] for row in guards), *(row["name"] for row in series)]
    words = AhoCorasick(texts, matchkind=kind, implementation=Implementation.DFA)
    return words, (*(row["unless_before"] for row in guards), *(row["numbered"] for row in series)), len(guards)


_SURROGATE = re.compile("[\ud800-\udfff]")
# （2021）沪0104民初1833号
_CASE = re.compile(
    r"[(（〔\[](?:19|20)\d\d[)）〕\]][\u4e00-\u9fff]{1,3}\d{0,6}[\u4e00-\u9fff]{1,5}\d{1,7}(?:[-—之]\d{1,3})?号"
)
# 《今日说法》, 《明天会更好》: a title says nothing of the article's own day.
# A short one is a name, 《一九四二》; a longer one may say how much and when.
_TITLE = re.compile(r"《(?:[今明昨后前][天日晚夜][^《》\n]{0,30}|[^《》\n]{1,8}(?<!年))》")
_LINK = re.compile(r"(?:https?://|www\.)[\x21-\x7e]{1,2000}")
# 请发送至abc@example.com: no Han character is part of a mail address.
_MAILBOX = frozenset(f"{string.ascii_letters}{string.digits}_.+-")
_LONGEST = 64
_HOST = re.compile(r"[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}", re.ASCII)


def _words(text: str) -> Iterator[tuple[int, int]]:
    words, unless, series = _automaton()
    try:
        matches = words.find_matches_as_indexes(text)
    except UnicodeEncodeError:
        # The automaton reads UTF-8, which has no lone surrogates; a text may.
        matches = words.find_matches_as_indexes(_SURROGATE.sub("?", text))
    for index, start, end in matches:
        following = text[end : end + 1]
        if index >= series:
            stop = _member(text, end, unless[index])
            if stop is not None:
                yield start, stop
        elif not following or following not in unless[index]:
            yield start, end
    if "//" in text or "www." in text:
        yield from (match.span() for match in _LINK.finditer(text))
    if "号" in text:
        yield from (match.span() for match in _CASE.finditer(text))
        yield from _places(text)
    if "《" in text:
        yield from (match.span() for match in _TITLE.finditer(text))
    if "@" in text:
        yield from _mail(text)


# 国发〔2019〕18号, 解放路48号, 12弄5号
_PLACED = re.compile(
    r"(?:[路街巷弄]|大道|胡同|[〔\[]\s?(?:19|20)\d\d\s?[〕\]]第?)(?:\d{1,5}(?:弄\d{1,4})?|[一二三四五六七八九十百]{1,5})$"
)


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of addresses and of documents' signs, which end with 号."""
    at = text.find("号")
    while at >= 0:
        match = _PLACED.search(text, at - 20 if at > 20 else 0, at)
        if match is not None:
            yield match.start(), at + 1
        at = text.find("号", at + 1)


# 神舟十八号, 波音737: what is numbered and has no unit.
_MEMBER = re.compile(
    r"(?P<joint>[-－—·”\" ]?)(?:\d{1,4}(?:\.\d)?|[一二三四五六七八九十百]{1,4})(?P<mark>[号型]|系(?!统))?"
    r"(?![\d.%％,，]\d|[%％零一二三四五六七八九十百千万亿几多余年月日时点至到~～])"
)


def _member(text: str, at: int, mark: str) -> int | None:
    """Return where the number ends that goes on with a series' name before `at`; None where something is counted."""
    match = _MEMBER.match(text, at)
    if match is None or (mark and not match["mark"] and match["joint"] in {"", " "}):
        return None
    named = match["mark"] or match["joint"] in {"-", "－", "—"}
    return match.end() if named or unit_at(text, match.end(), None)[1] is None else None


def _mail(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of mail addresses."""
    at = text.find("@")
    while at >= 0:
        start, host = at, _HOST.match(text, at + 1)
        while start > max(0, at - _LONGEST) and text[start - 1] in _MAILBOX:
            start -= 1
        if start < at and host is not None:
            yield start, host.end()
        at = text.find("@", at + 1)
