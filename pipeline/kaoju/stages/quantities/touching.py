"""An amount, and the comparators and approximators that touch it: 超过, 近, 以上, 左右."""

import re
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from kaoju.document import Kind
from kaoju.numerals import MAGNITUDES, Bounds, Effect
from kaoju.stages.quantities.kinds import AGE, MONEY, MULTIPLE, PERCENT, RATIO
from kaoju.stages.quantities.vocabulary import across_words, after_words, before_words

__all__ = ["COMPARED", "SHARES", "Amount", "apart", "led", "touching"]


class Amount(Struct, frozen=True, gc=False):
    """A number as it was read: its whole range, its digits' range, and what it says. `scale` as in `Numeral`."""

    start: int
    end: int
    number: tuple[int, int]
    kind: Kind
    bounds: Bounds
    unit: str | None = None
    rule: str = "quantity.count"
    flags: tuple[str, ...] = ()
    scale: int = 0
    printed: str = ""
    style: str = "arabic"


_ABOUT = Effect.ABOUT
# 10万+阅读, not 3+2.
_GOES_ON = re.compile(r"[ ]?[0-9A-Za-z]")


def touching(text: str, found: Amount, floor: int, *, led_by: bool = True) -> Amount:
    """Widen an amount by the words that touch it, and move its bounds as they say; nothing before `floor` is taken.

    `led_by` is false where it is known that no word stands before it.
    """
    afters, befores = _edges()
    if text[found.end : found.end + 1] in afters:
        found = _after(text, found)
    return led(text, found, floor) if led_by and found.start and text[found.start - 1] in befores else found


SHARES = (RATIO, PERCENT, MULTIPLE)
# 不到全村人口的三分之一: the comparator stands before the whole, the number behind it.
_APART = re.compile(
    r"(?:(?P<under>不到|不足|不及|未到|(?<![不得能许应])少于)|(?P<at_most>(?:[不未没]|没有|从未|并未|不[得能许会可应宜要])超过|最多占|至多占)|(?P<over>(?<![不未没有得能许会可应宜要])(?:超过了?|远超)|(?<![不得少])多于)|(?P<at_least>至少占|至少有|至少是)"
    r"|(?P<about>接近于?|将近|约占|约为|约是|相当于约))(?:[^，。；：！？、“”\s\d一二三四五六七八九十百千万亿]{1,12})的$"
)

# With these such a comparator begins.
_APART_FIRSTS = frozenset("不未没从并少最至超远多接将约相")


def apart(text: str, start: int, bounds: Bounds) -> Bounds:
    """Return the bounds of a share that starts at `start`, moved by a comparator before the whole it is a share of."""
    begin = start - 18 if start > 18 else 0
    match = None if _APART_FIRSTS.isdisjoint(text[begin:start]) else _APART.search(text, begin, start)
    if match is None or bounds.approx or bounds.low != bounds.high:
        return bounds
    if match["under"] == "不及" and text[start].isdecimal():
        return bounds  # 同比增长9%，不及上年的16%
    effect = next(name for name, value in match.groupdict().items() if value is not None)
    return bounds.after(Effect(effect))


@cache
def _edges() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters with which words that touch an amount begin behind it, and those with which they end."""
    return after_words().firsts | set("+ "), before_words().lasts | {" ", "上", COMPARED}


@cache
def _verbs() -> frozenset[str]:
    """Return the characters with which words end that are no part of the amount; a blank may follow them."""
    return frozenset(word[-1] for word in across_words()) | {" "}


def led(text: str, found: Amount, floor: int) -> Amount:
    """Widen an amount by the words before it, one of whose last characters stands there, and move its bounds."""
    start, words = found.start, before_words()
    last = text[start - 1]
    seen = words.before(text, start - (last == " "))
    if seen is not None:
        begin, effect = seen
        if begin >= floor and ((begin < start - 1 and last != " ") or _bound_fits(text, begin, start)):
            bounds = found.bounds.after(effect)
            if begin and text[begin - 1] in _edges()[1]:
                again = words.before(text, begin)
                if again is not None and again[0] >= floor and text[again[0] : begin] not in _ONCE:
                    begin, bounds = again[0], bounds.after(again[1])
            if last in _verbs() and text[begin:start].rstrip() in across_words():
                begin = start
            return replace(found, start=begin, bounds=bounds)
    if last == "上" and start > floor and text[start] in MAGNITUDES and text[start] not in "十拾":
        return replace(found, start=start - 1, bounds=replace(found.bounds.after(Effect.AT_LEAST), approx=True))
    if last == COMPARED and start > floor and (than := _compared(text, found)):
        return replace(found, start=start - 1, end=than[0], bounds=found.bounds.after(than[1]))
    return found


_ONCE = frozenset("过近超破")
COMPARED = "比"
_THAN = re.compile(
    r"((?P<over>[大高多长長重贵貴])|[小低少短轻輕])(?:一些|一点|一點|些|点)?(?=$|[的时時，。；！？、）\s])"
)


def _compared(text: str, found: Amount) -> tuple[int, Effect] | None:
    """Read the rest of 比30大 and 比一成小一点; 比30大5 tells the difference, and its 30 is exact."""
    than, bounds = _THAN.match(text, found.end), found.bounds
    if than is None or bounds.approx or bounds.low != bounds.high or _is_apiece(text, found.start, found.end):
        return None
    return than.end(1), Effect.OVER if than["over"] else Effect.UNDER


_OTHERS = frozenset("同环環占佔对對相之评評")


def _is_apiece(text: str, start: int, end: int) -> bool:
    """Tell whether 比 before an amount compares with none: 一年比一年多, 同比, 3比2."""
    before = text[start - 2 : start - 1]
    return before in _OTHERS or before.isdecimal() or text.endswith(text[start:end], 0, start - 1)


# One of these behind its characters belongs to another word: 最近, 预约, 打破.
_ELSEWHERE = {
    "近": frozenset("最附靠临远亲就邻毗"),
    "约": frozenset("预签节合契违制公邀条履北纽毁爽赴失续解简特租缔婚盟"),
    "超": frozenset("反赶英"),
    "破": frozenset("打爆撞磨刺侦攻识砸踩咬戳捅捣抓割摔划偵識"),
}


def _bound_fits(text: str, start: int, end: int) -> bool:
    word = text[start]
    if end > start + 1 and text[start + 1] != " ":
        return True
    if word == "过":
        return text[end] in MAGNITUDES
    return not start or text[start - 1] not in _ELSEWHERE.get(word, ()) or text.startswith("折合约", start - 2)


# These stand behind an amount where nothing but its clause goes on: 两年不到就回来了.
_LATE = frozenset({"不到", "不止"})
_ENDS = re.compile(r"[，。；、！？）)的就便已时\s]|$")


def _after(text: str, found: Amount) -> Amount:
    end, bounds = found.end, found.bounds
    if text[end] == "+" and not _GOES_ON.match(text, end + 1):
        end, bounds = end + 1, bounds.after(Effect.AT_LEAST)
    for stop, effect in after_words().at(text, end):
        if text[end:stop] in _LATE and not _ENDS.match(text, stop):
            continue  # 一斤不到两块
        if stop == end + 1 or effect is _ABOUT:
            word = text[end:stop]
            if word == "起" and (found.kind is not MONEY or text[stop : stop + 1] in {"来", "诉", "码", "点"}):
                continue
            if word in {"多", "余"} or (word == "前后" and found.kind is not AGE):
                continue
        return replace(found, end=stop, bounds=bounds.after(effect))
    if text[end : end + 1] == " " and (behind := after_words().at(text, end + 1)) and behind[0][0] > end + 2:
        return replace(found, end=behind[0][0], bounds=bounds.after(behind[0][1]))  # 170 以下
    return found if end == found.end else replace(found, end=end, bounds=bounds)
