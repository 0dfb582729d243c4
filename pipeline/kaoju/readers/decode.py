"""Bytes to text: byte-order marks, declared charsets, UTF-8, then the Chinese legacy encodings by likelihood."""

import codecs
import re
from dataclasses import dataclass

from kaoju.errors import InputError

__all__ = ["Decoded", "decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s{0,3}=\s{0,3}[\"']?\s{0,3}([A-Za-z0-9_\-]{3,20})"
)
_LEGACY = ("gb18030", "big5hkscs", "cp950", "shift_jis", "euc_kr")
# GBK and its kin are read as their superset: a page that says gb2312 and holds 喆 or 镕 is common.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
_SAMPLE = 200_000
_CHINESE = 0.05
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# The most frequent characters of running Chinese, both scripts: any real text holds several in a hundred.
_COMMON = frozenset(
    "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于，。、"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the name of the encoding it was in, and how many places did not decode (U+FFFD in the text)."""

    text: str
    encoding: str
    lost: int = 0


def decode(data: bytes) -> Decoded:
    r"""Decode a whole file. Line ends stay as they are; a byte-order mark is dropped.

    Raises InputError: `I001` no bytes or nothing but white space, `I002` not text, `I003` no encoding fits.

    >>> decode("抖音\n".encode("gb18030")).text
    '抖音\n'
    """
    if not data.strip():
        raise InputError("I001", "the input is empty")
    decoded = _by_mark(data) or _try(data, "utf-8") or _nearly(data, "utf-8") or _declared(data) or _legacy(data)
    if decoded is None:
        raise InputError("I003", "no encoding fits: not UTF-8, UTF-16, GB18030 or Big5")
    if not decoded.text.strip():
        raise InputError("I001", "the input is empty")
    if len(_CONTROL.findall(decoded.text[:_SAMPLE])) * 100 > len(decoded.text[:_SAMPLE]):
        raise InputError("I002", "the input is not text: it holds control characters")
    return decoded


def _by_mark(data: bytes) -> Decoded | None:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _try(data, name)
    return None


def _nearly(data: bytes, encoding: str) -> Decoded | None:
    """Accept an encoding that fits but for one character in two hundred (a page cut mid-character, a stray byte)."""
    text = data.decode(encoding, errors="replace")
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    fits = lost * 200 <= len(text) and _commonness(text[:_SAMPLE]) >= _CHINESE
    return Decoded(text, encoding, lost) if fits else None


def _try(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding.removesuffix("-sig"))
    except (UnicodeDecodeError, LookupError):
        return None


def _declared(data: bytes) -> Decoded | None:
    match = _DECLARED.search(data[:4096])
    if match is None:
        return None
    name = match[1].decode("ascii").lower()
    return _try(data, _WIDER.get(name, name))


def _legacy(data: bytes) -> Decoded | None:
    """Choose the legacy encoding whose reading looks most like Chinese; let charset-normalizer judge the rest."""
    if b"\x00" in data[:_SAMPLE]:
        if utf16 := _bare_utf16(data):
            return utf16
        raise InputError("I002", "the input is not text: it holds NUL bytes")
    readings = [decoded for name in _LEGACY if (decoded := _try(data, name))]
    best = max(readings, key=lambda d: _commonness(d.text[:_SAMPLE]), default=None)
    if best is not None and _commonness(best.text[:_SAMPLE]) >= _CHINESE:
        return best
    if best := _nearly(data, "gb18030"):
        return best
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:_SAMPLE]).best()
    if guess is None or guess.percent_chaos > 20:
        raise InputError("I002", "the input is not text in any encoding that fits")
    return _try(data, guess.encoding)


def _bare_utf16(data: bytes) -> Decoded | None:
    for name in ("utf-16-le", "utf-16-be"):
        decoded = _try(data, name)
        if decoded and _commonness(decoded.text[:_SAMPLE]) >= _CHINESE:
            return decoded
    return None


def _commonness(text: str) -> float:
    """Return the share of wide characters that are among the most frequent ones; 0 where there are none."""
    wide = [c for c in text if c > "\u00ff"]
    return sum(c in _COMMON for c in wide) / len(wide) if wide else 0.0
