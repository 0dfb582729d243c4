"""Numerals, units and bounds: from text to exact decimals. Pure; knows no document."""

from kaoju.numerals.bounds import ARITHMETIC, Bounds, Effect
from kaoju.numerals.chinese import DIGITS, MAGNITUDES, Numeral, arabic, numeral, read

__all__ = ["ARITHMETIC", "DIGITS", "MAGNITUDES", "Bounds", "Effect", "Numeral", "arabic", "numeral", "read"]
