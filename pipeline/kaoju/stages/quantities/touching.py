"""An amount, and the comparators and approximators that touch it: 超过, 近, 以上, 左右."""

import re
from typing import NamedTuple

from kaoju.document import Kind
from kaoju.numerals import MAGNITUDES, Bounds, Effect
from kaoju.stages.quantities.kinds import AGE, MONEY, MULTIPLE, PERCENT, RATIO
from kaoju.stages.quantities.vocabulary import after_words, before_words

__all__ = ["COMPARED", "SHARES", "Amount", "apart", "touched", "touching"]


class Amount(NamedTuple):
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


# 10万+阅读, not 3+2.
_GOES_ON = re.compile(r"[ ]?[0-9A-Za-z]")


def touching(text: str, found: Amount, floor: int) -> Amount:
    """Widen an amount by the words that touch it, and move its bounds as they say; nothing before `floor` is taken."""
    start, end, bounds = touched(text, (found.start, found.end), found.kind, found.bounds, floor)
    if start == found.start and end == found.end:
        return found
    return found._replace(start=start, end=end, bounds=bounds)


SHARES = (RATIO, PERCENT, MULTIPLE)
# 不到全村人口的三分之一: the comparator stands before the whole, the number behind it.
_APART = re.compile(
    r"(?:(?P<under>不到|不足|未到|(?<![不得能许应])少于)|(?P<at_most>(?:[不未没]|没有|从未|并未|不[得能许会可应宜要])超过|最多占|至多占)|(?P<over>(?<![不未没有得能许会可应宜要])(?:超过了?|远超)|(?<![不得少])多于)|(?P<at_least>至少占|至少有|至少是)"
    r"|(?P<about>接近于?|将近|约占|约为|约是|相当于约))(?:[^，。；：！？、“”\s\d一二三四五六七八九十百千万亿]{1,12})的$"
)


def apart(text: str, start: int, bounds: Bounds) -> Bounds:
    """Return the bounds of a share that starts at `start`, moved by a comparator before the whole it is a share of."""
    match = _APART.search(text, max(0, start - 18), start)
    if match is None or bounds.approx or bounds.low != bounds.high:
        return bounds
    effect = next(name for name, value in match.groupdict().items() if value is not None)
    return bounds.after(Effect(effect))


def touched(text: str, place: tuple[int, int], kind: Kind, bounds: Bounds, floor: int) -> tuple[int, int, Bounds]:
    """Return where an amount that stands at `place` starts and ends with the words that touch it, and its bounds."""
    start, end = place
    if text[end : end + 1] == "+" and not _GOES_ON.match(text, end + 1):
        end, bounds = end + 1, bounds.after(Effect.AT_LEAST)
    end, bounds = _after(text, end, bounds, kind)
    if not start:
        return start, end, bounds
    words = before_words()
    seen = words.before(text, start)
    if seen is None and text[start - 1] == " ":
        seen = words.before(text, start - 1)
    if seen is not None and seen[0] >= floor and _bound_fits(text, seen[0], start):
        start, bounds = seen[0], bounds.after(seen[1])
        again = words.before(text, start)
        if again is not None and again[0] >= floor and text[again[0] : start] not in {"过", "近", "超", "破"}:
            start, bounds = again[0], bounds.after(again[1])
    elif text[start - 1] == "上" and start > floor and text[start] in MAGNITUDES and text[start] not in "十拾":
        start, bounds = start - 1, bounds.after(Effect.AT_LEAST)._replace(approx=True)
    elif text[start - 1] == COMPARED and start > floor and (than := _compared(text, start, end, bounds)):
        end, effect = than
        start, bounds = start - 1, bounds.after(effect)
    return start, end, bounds


COMPARED = "比"
_THAN = re.compile(
    r"((?P<over>[大高多长長重贵貴])|[小低少短轻輕])(?:一些|一点|一點|些|点)?(?=$|[的时時，。；！？、）\s])"
)


def _compared(text: str, start: int, end: int, bounds: Bounds) -> tuple[int, Effect] | None:
    """Read the rest of 比30大 and 比一成小一点; 比30大5 tells the difference, and its 30 is exact."""
    than = _THAN.match(text, end)
    if than is None or bounds.approx or bounds.low != bounds.high or _is_apiece(text, start, end):
        return None
    return than.end(1), Effect.OVER if than["over"] else Effect.UNDER


_OTHERS = frozenset("同环環占佔对對相之评評")


def _is_apiece(text: str, start: int, end: int) -> bool:
    """Tell whether 比 before an amount compares with none: 一年比一年多, 同比, 3比2."""
    before = text[start - 2 : start - 1]
    return before in _OTHERS or before.isdecimal() or text.endswith(text[start:end], 0, start - 1)


def _bound_fits(text: str, start: int, end: int) -> bool:
    word = text[start:end].strip()
    if word == "过":
        return text[end] in MAGNITUDES
    if word == "近":
        return text[start - 1 : start] not in {"最", "附", "靠", "临", "远", "亲"} or not start
    if word == "约":
        return (
            text[start - 1 : start] not in {"预", "签", "节", "合", "契", "违", "制", "公", "邀", "条", "履"}
            or not start
        )
    if word == "破":
        return text[start - 1 : start] not in {"打", "爆", "撞"} or not start
    return True


def _after(text: str, end: int, bounds: Bounds, kind: Kind) -> tuple[int, Bounds]:
    for stop, effect in after_words().at(text, end):
        word = text[end:stop]
        if word == "起" and (kind is not MONEY or text[stop : stop + 1] in {"来", "诉", "码", "点"}):
            continue
        if word in {"多", "余"} or (word == "前后" and kind is not AGE):
            continue
        return stop, bounds.after(effect)
    if text[end : end + 1] == " " and (behind := after_words().at(text, end + 1)) and behind[0][0] > end + 2:
        return behind[0][0], bounds.after(behind[0][1])  # 170 以下
    return end, bounds
