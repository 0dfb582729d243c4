# ruff: noqa: E501 -- rows of the pattern stay whole
"""Numerals as Chinese texts write them, Chinese, Arabic and mixed, read to exact decimals."""

import re
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from functools import cache, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from kaoju.numerals.bounds import ARITHMETIC, Bounds

__all__ = ["DIGITS", "MAGNITUDES", "Numeral", "arabic", "numeral", "read"]

_ROWS = ("零〇", "一壹幺弌", "二贰貳两兩", "三叁參参", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
DIGITS = {character: value for value, row in enumerate(_ROWS) for character in row}
MAGNITUDES = {
    **dict.fromkeys("十拾", 1),
    **dict.fromkeys("百佰", 2),
    **dict.fromkeys("千仟", 3),
    **dict.fromkeys("万萬", 4),
    **dict.fromkeys("亿億", 8),
    "兆": 12,
}
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_PAIRS = {"俩": 2, "倆": 2, "仨": 3}
_SPELLED = "".join(DIGITS)
_LARGE = "".join(MAGNITUDES)
# 参 is 叁 as converters of script leave it, but far oftener the first character of a verb: 五百参与者.
_CONVERTED = r"参(?=[拾佰仟圆元]|万[壹贰叁参肆伍陆柒捌玖圆元]|(?<=[拾佰仟万零]参)(?![\u4e00-\u9fff]))"
_DECIMALS = "".join(c for c in DIGITS if c not in "两兩参")
# Units that begin with 千, by what goes on: 千伏, but 千帕金森患者 are a thousand.
_PREFIXED = "伏(?![地牛])|帕(?![金米])|赫(?!哲)|焦(?![虑点急作炭煤化距])"
_TOKEN = re.compile(
    rf"""
    (?P<arabic> \d{{1,3}}(?:[,，]\d{{3}}){{1,9}}(?!\d)(?:[.．]\d{{1,20}})? | \d{{1,40}}(?:[.．]\d{{1,20}})? | [.．]\d{{1,20}} )
    | (?P<spelled> [一壹][两兩](?![{_SPELLED}])|[两兩](?:[三叁參](?![{_SPELLED}]))?|(?:[{_DECIMALS}]|{_CONVERTED}){{1,40}} )
    | (?P<large> [{_LARGE}](?<!兆)(?![米克瓦卡](?!普)|字节|{_PREFIXED})|[{_LARGE}](?<=[百万萬亿億十拾])(?!(?<=\d百)帕(?!金))|兆(?![瓦赫字欧帕比流宽网光带焦伏时]) )
    | (?P<tens> [廿卅卌] )
    | (?P<pair> [俩倆仨] )
    | (?P<vague> [几幾数數] )
    | (?P<more> [多余餘来來](?=[万萬亿億]) )
    | (?P<piece> [个個](?=[亿億](?!万)) )
    | [ ]?[点點](?P<point> [{_DECIMALS}]{{1,20}}|\d{{1,9}}|(?<=[ ][点點])[ ](?:[{_DECIMALS}]{{1,20}})|[ ][{_DECIMALS}]{{1,9}}(?=个百分点|個百分點) )
    | (?P<blank> [\ \u00a0\u3000]{{1,3}}(?=[{_LARGE}{_SPELLED}\d]) )
    """,
    re.VERBOSE,
)
# All that a numeral is made of, and what may follow it to say that its last character is none: 3千米, 三点五分.
_RUN = re.compile(
    rf"[{_SPELLED}{_LARGE}\d廿卅卌俩倆仨几幾数數多余餘来來点點个個,，.．\ \u00a0\u3000]{{1,64}}(?:[米克瓦卡伏帕赫焦].?|字节?|分[钟鐘点點]?|[欧比流宽网光带时刻半日天年月周小公吨亩倍]|百分[点點])?",
    re.DOTALL,
)
# What goes on with a numeral.
_FURTHER = rf"[{_SPELLED}{_LARGE}\d廿卅卌俩倆仨几幾数數点點]|[,，.．]\d|[多余餘来來个個][万萬亿億]|[\ \u00a0\u3000]{{1,3}}[{_SPELLED}{_LARGE}\d点點]"
# A numeral in digits, and one below a hundred, that nothing goes on with.
_PLAIN = re.compile(rf"([0-9]{{1,15}}+(?:\.[0-9]{{1,9}}+)?+)((?:[万萬][亿億]?+|[亿億])?+)(?!{_FURTHER})")
_ONES = "一二三四五六七八九"
_SMALL = re.compile(rf"(?:[{_ONES[1:]}]?十[{_ONES}]?|[{_ONES}两])(?!{_FURTHER})")
# One digit or none before magnitudes: 三百, 两千万, 百亿. 千米 and 千字节 are units.
_ROUNDED = re.compile(
    rf"([{_ONES}两兩]?)((?=[十百千万萬亿億])[十百千]?[万萬]?[亿億]?)(?!{_FURTHER})(?!(?<=千)(?:[米克瓦卡伏帕赫焦]|字节))"
)
# What may not follow decimals: 三点二十 and 三点五分 are times.
_NO_DECIMALS = frozenset("十拾百千分刻半两")
_AFTER_SOME = re.compile(f"[{_LARGE}日天年月周小公米吨亩倍]")
_LARGER = re.compile(f"[{_LARGE}]")
_CLOCK = ("钟", "鐘")
_POWERS = tuple(Decimal(10) ** n for n in range(80))
_MOST = 60
_ROUND = frozenset(Decimal(n) for n in range(10, 100, 10))
# 百八十 is a hundred or less, not 180: 借百八十块.
_OR_LESS = re.compile(rf"(?:百八十|千八百|万八千)(?![{_SPELLED}{_LARGE}点點])")
_ZERO, _ONE = Decimal(0), Decimal(1)

_DIGITAL = frozenset({"arabic", "spelled", "tens", "vague"})

Pair = tuple[Decimal, Decimal]


class Numeral(Struct, frozen=True, gc=False):
    """A numeral that was read: where it ends, what it says, its last magnitude, and how it was written.

    `scale` is the power of ten that the whole number is counted in (8 for 2.5亿, 7 for 3千万, 0 for 2亿5千万): what a
    range needs to carry 亿 back in 2-3亿. `spelled` is the digit string of 二零二二, empty where a magnitude stands in it.
    `style` is `arabic`, `chinese` or `mixed`.
    """

    end: int
    bounds: Bounds
    scale: int
    style: str
    spelled: str = ""


def numeral(text: str) -> Decimal | None:
    """Read a whole string as one exact numeral; None where it is none or is vague. 两 counts, 3千5 means 3500.

    >>> numeral("三千零五"), numeral("1.2万亿"), numeral("若干")
    (Decimal('3005'), Decimal('1200000000000'), None)
    """
    sign = 1
    if text[:1] in "-－−负負" and text[1:]:
        text, sign = text[1:], -1
    found = read(text, 0)
    if found is None or found.end != len(text) or found.bounds.approx or found.bounds.low is None:
        return None
    return found.bounds.low.copy_negate() if sign < 0 else found.bounds.low


def read(text: str, at: int) -> Numeral | None:
    """Read the longest numeral that starts at `at`; None where none does. Never looks further than 66 characters."""
    plain = _PLAIN.match(text, at)
    if plain is not None:
        return _plain(plain)
    small = _SMALL.match(text, at)
    if small is not None:
        return replace(_below_hundred()[small[0]], end=small.end())
    rounded = _ROUNDED.match(text, at)
    if rounded is not None:
        return replace(_rounded(rounded[0]), end=rounded.end())
    run = _RUN.match(text, at)
    found = _read(run[0]) if run is not None else None
    if found is None or not at:
        return found
    return replace(found, end=at + found.end)


def _plain(match: re.Match[str]) -> Numeral:
    """Return the numeral of bare digits with one magnitude or none: most of a text's numbers, and no two alike."""
    digits, large = match.groups()
    return Numeral(match.end(), *arabic(digits, large))


def arabic(digits: str, large: str) -> tuple[Bounds, int, str]:
    """Return what ASCII digits say before the magnitudes `large`, with scale and style as in `Numeral`.

    多 and 余 before the magnitudes make it more than that.

    >>> arabic("25", "万")[0].low, arabic("25", "多万")[0].high
    (Decimal('250000'), None)
    """
    value = Decimal(digits)
    if not large:
        return Bounds(value, value), 0, "arabic"
    more, power = _counted_in(large)
    value = ARITHMETIC.multiply(value, _POWERS[power])
    return Bounds(value, None if more else value, True, True, more), power, "mixed"


@lru_cache(maxsize=256)
def _counted_in(large: str) -> tuple[bool, int]:
    """Return whether magnitudes have 多 or 余 before them, and the power of ten that they are together."""
    more = large[0] in "多余"
    return more, sum(MAGNITUDES[magnitude] for magnitude in large[more:])


@cache
def _below_hundred() -> dict[str, Numeral]:
    """Return what the numerals below a hundred say: they are few, and texts are full of them."""
    tens = [f"{many}十" for many in ("", *_ONES[1:])]
    found = {run: _read(run) for run in (*_ONES, "两", *tens, *(ten + one for ten in tens for one in _ONES))}
    return {run: number for run, number in found.items() if number is not None}


@cache
def _rounded(numeral: str) -> Numeral:
    """Return what one digit or none says before magnitudes: there are only some hundreds of such numerals."""
    found = _read(numeral)
    assert found is not None
    return found


# A text's numbers repeat: what a run of characters says does not depend on where it stands.
@lru_cache(maxsize=16384)
def _read(run: str) -> Numeral | None:
    rough = _OR_LESS.match(run)
    if rough is not None:
        most = 10 ** MAGNITUDES[run[0]]
        return Numeral(rough.end(), Bounds(Decimal(most * 8 // 10), Decimal(most), approx=True), 0, "chinese")
    fold = _Fold()
    place = 0
    with localcontext(ARITHMETIC):
        while place < len(run):
            match = _TOKEN.match(run, place)
            if match is None or not fold.take(match):
                break
            place = match.end()
        return fold.result()


@dataclass(slots=True)
class _Fold:
    """A numeral being read. Every part is a pair of low and high, equal but for neighbours such as 三五.

    `sections` are finished by 万 and above, with their powers; `part` is the open section below 万; `digit` the
    number that waits for its magnitude; `last` the power of the magnitude seen last.
    """

    end: int = 0
    sections: list[tuple[Decimal, Decimal, int]] = field(default_factory=list)
    part: Pair | None = None
    digit: Pair | None = None
    last: int = 0
    zero: bool = False
    vague: bool = False
    arabic: bool = False
    chinese: bool = False
    fraction: bool = False
    blank: bool = False
    closed: bool = False
    spelled: str = ""
    digits: int = 0
    scale: int = 0

    def take(self, match: re.Match[str]) -> bool:
        """Take one token in; False where the numeral ended before it."""
        kind = match.lastgroup or ""
        if kind == "blank":
            return self._blank(match)
        if self.closed or not _TAKERS[kind](self, match):
            return False
        self.end = match.end()
        self.blank = False
        self.digits += kind in _DIGITAL
        self.scale = self.scale + MAGNITUDES[match["large"]] if kind == "large" else 0
        return True

    def _blank(self, match: re.Match[str]) -> bool:
        # A blank may stand before a magnitude, or after one before what goes on smaller: 三千 八百, not 2023 12.
        self.blank = True
        return self.end > 0 and (match.string[match.end()] in MAGNITUDES or (self.digit is None and self.last > 0))

    def _arabic(self, match: re.Match[str]) -> bool:
        raw = match["arabic"].replace(",", "").replace("，", "").replace("．", ".")
        if self.digit is not None or self.vague or (self.last and (self.blank or raw[0] == ".")):
            return False
        value = Decimal(raw)
        if self.last and value >= _POWERS[self.last]:
            return False
        self.zero = self.zero or (self.end > 0 and len(raw) > 1 and raw[0] == "0")  # 1万0001
        self.digit, self.arabic, self.fraction = (value, value), True, "." in raw
        return True

    def _spelled(self, match: re.Match[str]) -> bool:
        run = match["spelled"]
        if self.digit is not None or self.vague:
            return False
        self.chinese = True
        rest = run.lstrip("零〇")
        if self.end and len(rest) < len(run):
            self.zero = True
            if not rest:
                return len(run) == 1
        if len(rest) == 2 and (len(run) == 2 or self.end) and _neighbours(rest):
            self.digit, self.vague = (Decimal(DIGITS[rest[0]]), Decimal(DIGITS[rest[1]])), True
            return True
        # 三十两 is thirty taels: 两 counts magnitudes, it is never a last digit.
        if self.end and (len(rest) > 1 or (rest in "两兩" and not _LARGER.match(match.string, match.end()))):
            return False
        self.spelled = "" if self.end else "".join(str(DIGITS[c]) for c in run)
        value = Decimal(DIGITS[run[-1]] if self.end else self.spelled)
        self.digit = (value, value)
        return True

    def _tens(self, match: re.Match[str]) -> bool:
        if self.digit is not None or (self.end and self.last < 2):
            return False
        self.chinese, self.last = True, 1
        self._add(Decimal(_TENS[match["tens"]]), Decimal(_TENS[match["tens"]]))
        return True

    def _pair(self, match: re.Match[str]) -> bool:
        if self.end:
            return False
        value = Decimal(_PAIRS[match["pair"]])
        self.digit, self.chinese, self.closed = (value, value), True, True
        return True

    def _vague(self, match: re.Match[str]) -> bool:
        if self.vague:
            return False
        if self.digit is not None:
            # 10几万 and 20几岁 are written, 15几 is not.
            whole = match["vague"] in "几幾" and self.arabic and not self.chinese and not self.fraction
            self.vague = self.chinese = whole and self.digit[0] in _ROUND
            return self.vague
        follows = _AFTER_SOME.match(match.string, match.end())
        if match["vague"] in "数數" and (self.end or not follows):
            return False
        if self.end and not self.last:
            return False
        self.chinese = self.vague = True
        self.digit = (_ONE, _ONE) if not self.end else (_ZERO, _ZERO)
        return True

    def _more(self, match: re.Match[str]) -> bool:
        if not self.end or self.vague or self.fraction:
            return False
        self._close()
        self.vague = True
        return match.end() > 0

    def _add(self, low: Decimal, high: Decimal) -> None:
        self.part = (low, high) if self.part is None else (self.part[0] + low, self.part[1] + high)

    def _close(self) -> None:
        if self.digit is not None:
            self._add(*self.digit)
        self.digit = None

    def _large(self, match: re.Match[str]) -> bool:
        power = MAGNITUDES[match["large"]]
        if not self.end and power == 12:
            return False
        self.chinese = True
        taken = self._small(power) if power < 4 else self._big(power)
        if taken:
            self.last, self.zero, self.spelled = power, False, ""
        return taken

    def _small(self, power: int) -> bool:
        # 十 after 百 counts on, 百 after 十 does not; after 万 a new section begins.
        if self.part is not None and self.last <= power:
            return False
        if self.digit is None and self.part is not None and self.vague:
            return False
        if self.digit is None and self.end and not self.zero and self.last < 4 and power > 1:
            return False
        low, high = self.digit if self.digit and self.digit[1] else (_ONE, _ONE)
        self.digit = None
        self._add(low * _POWERS[power], high * _POWERS[power])
        return True

    def _big(self, power: int) -> bool:
        scale = _POWERS[power]
        if self.digit is None and self.part is None and self.sections:
            low, high, before = self.sections[-1]
            if before + power > _MOST:
                return False
            self.sections[-1] = (low * scale, high * scale, power if power > before else before + power)
            return True
        self._close()
        low, high = self.part or (_ONE, _ONE)
        self.part = None
        while self.sections and self.sections[-1][2] < power:
            section = self.sections.pop()
            low, high = low + section[0], high + section[1]
        self.sections.append((low * scale, high * scale, power))
        return True

    def _piece(self, match: re.Match[str]) -> bool:
        # 两个亿 is 两亿, said with a counter.
        return match.end() > 1 and self.end > 0 and self.last < 4

    def _point(self, match: re.Match[str]) -> bool:
        after = match.string[match.end() : match.end() + 2]
        if (
            not self.end
            or self.vague
            or self.fraction
            or (after[:1] in _NO_DECIMALS and after and after[1:] not in _CLOCK)
        ):
            return False
        self._trail()
        low, high = self.digit or (_ZERO, _ZERO)
        point = match["point"].strip()
        self.chinese, self.arabic = True, self.arabic or point.isdecimal()
        decimals = Decimal("0." + "".join(str(DIGITS.get(c, c)) for c in point))
        self.digit, self.fraction = (low + decimals, high + decimals), True
        return True

    def _trail(self) -> None:
        # 四百五 is 450 and 九万四 94000, but 四百零五 is 405 and 3万5000 is 35000.
        if self.digit is not None and self.last > 1 and not self.zero and self.digit[1] < 10 and not self.fraction:
            scale = _POWERS[self.last - 1]
            self.digit = (self.digit[0] * scale, self.digit[1] * scale)

    def result(self) -> Numeral | None:
        """Close what is open and return the numeral, None where nothing was read."""
        if not self.end:
            return None
        self._trail()
        self._close()
        ends = [*((low, high) for low, high, _ in self.sections), *([self.part] if self.part else [])]
        low, high = sum((e[0] for e in ends), _ZERO), sum((e[1] for e in ends), _ZERO)
        bounds = Bounds(low, None if self.vague and low == high else high, approx=self.vague)
        style = "mixed" if self.arabic and self.chinese else "arabic" if self.arabic else "chinese"
        scale = self.scale if self.digits == 1 else 0
        return Numeral(self.end, bounds, scale, style, self.spelled)


def _neighbours(run: str) -> bool:
    low, high = DIGITS[run[0]], DIGITS[run[1]]
    return high - low == 1 or (low, high) == (3, 5)


_TAKERS = {
    "arabic": _Fold._arabic,  # noqa: SLF001
    "spelled": _Fold._spelled,  # noqa: SLF001
    "large": _Fold._large,  # noqa: SLF001
    "tens": _Fold._tens,  # noqa: SLF001
    "pair": _Fold._pair,  # noqa: SLF001
    "vague": _Fold._vague,  # noqa: SLF001
    "more": _Fold._more,  # noqa: SLF001
    "point": _Fold._point,  # noqa: SLF001
    "piece": _Fold._piece,  # noqa: SLF001
}
