"""Damage clean text the way mirror sites do, with the place of every character that survives.

The model is bytes: a page in GBK goes through a tool that converts its script, writes `(pinyin)` behind the codes of
some characters wherever their two bytes stand, aligned or not, and is then decoded by a reader that skips what it
cannot read. Nothing here is used by the pipeline itself: it makes tests, variants of the corpus and measurements.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

__all__ = ["Damage", "Damaged", "damage"]

_SHIFT = 0xFEE0
_HALF = {code: code - _SHIFT for code in range(0xFF01, 0xFF5F)}
_OPENING, _CLOSING = 0x28, 0x29
# Punctuation whose code makes a shifted decoder start again at a character's boundary.
_RESTART = {"，".encode("gbk"), "！".encode("gbk"), "？".encode("gbk"), "；".encode("gbk")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """What to do to a text; the default is the damage of the common tool, every other switch is off.

    `annotated` are the characters (in the script of the result) that get their reading written behind them; with
    `toneless` in the manner of the second annotator, `關(guan) `. Shares are of places where the phenomenon can occur:
    `restart` of paragraphs in which the decoder restarts at punctuation, `blanks` of spaces that become `?`,
    `doubled` of commas and stops, `invisible` of characters followed by a zero-width one, `spurious` of Latin words
    that a false hit annotates. `markup` wraps paragraphs in tags before the bytes are touched and removes whole tags
    afterwards, `overconvert` writes 麵 for 面 and the like, `fused` mangles half of full-width Latin text.
    """

    seed: int = 0
    traditional: bool = True
    overconvert: bool = False
    annotated: str = (
        "數驅個業務時發經創內節現轉網進據產獨驗環應統點區計習運導復標結機實費權關擔負責絡戰聯調準價認團隊農續規優藍設項補風險術"
        "遠學礎訓達強養預嚴圓堅側當"
    )
    toneless: bool = False
    aligned: bool = False
    restart: float = 0.75
    vanish: bool = True
    markup: bool = False
    entities: bool = False
    narrow: bool = True
    blanks: float = 0.0
    doubled: float = 0.0
    invisible: float = 0.0


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged text. `places[i]` is where character `i` of the clean text starts in it; -1 where it is lost.

    A character that shares its bytes with another stands where those bytes were read.
    """

    text: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Byte:
    value: int
    origin: int  # character of the clean text, -1 for what was inserted
