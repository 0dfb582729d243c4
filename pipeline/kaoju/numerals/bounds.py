"""Bounds: what a number says about the value it speaks of. Exact decimal arithmetic, no text."""

from decimal import Context, Decimal
from enum import StrEnum

from msgspec import Struct

from kaoju.enums import plainly

__all__ = ["ARITHMETIC", "Bounds", "Effect"]

# All quantities are computed with it: a precision that a caller or another library sets for the process rounds nothing.
ARITHMETIC = Context(prec=28)


@plainly
class Effect(StrEnum):
    """What a word before or after a number does to its bounds."""

    ABOUT = "about"
    EXACT = "exact"
    OVER = "over"
    AT_LEAST = "at_least"
    UNDER = "under"
    AT_MOST = "at_most"
    SOME_MORE = "some_more"


# Looking a member up in its class takes ten times as long as a name.
_ABOUT, _EXACT, _OVER, _AT_LEAST, _UNDER, _AT_MOST, _SOME_MORE = Effect


class Bounds(Struct, frozen=True, gc=False):
    """A closed, half-open or one-sided range of decimals; None is an open end, never zero or infinity.

    >>> Bounds.exact(Decimal(3)).after(Effect.OVER)
    Bounds(low=Decimal('3'), high=None, low_inclusive=False, high_inclusive=True, approx=False)
    """

    low: Decimal | None
    high: Decimal | None
    low_inclusive: bool = True
    high_inclusive: bool = True
    approx: bool = False

    @classmethod
    def exact(cls, value: Decimal) -> "Bounds":
        """Return the bounds of a number that is meant as it stands."""
        return cls(value, value)

    def after(self, effect: Effect) -> "Bounds":
        """Apply a word: 约 blurs, 超过 opens the upper end, 不到 the lower one; a range keeps its outer ends."""
        low, high, approx = self.low, self.high, self.approx
        if effect is _ABOUT:
            return Bounds(low, high, self.low_inclusive, self.high_inclusive, True)
        if effect is _UNDER:
            return Bounds(None, low if high is None else high, True, False, approx)
        if effect is _AT_MOST:
            return Bounds(None, low if high is None else high, True, True, approx)
        # 超过负几成: what is only bounded above is passed there.
        bottom = high if low is None else low
        if effect is _OVER:
            return Bounds(bottom, None, False, self.high_inclusive, approx)
        if effect is _AT_LEAST or effect is _SOME_MORE:
            return Bounds(bottom, None, self.low_inclusive, self.high_inclusive, approx or effect is _SOME_MORE)
        return self

    def scaled(self, factor: Decimal) -> "Bounds":
        """Return both ends multiplied; a negative factor turns the ends around."""
        if factor == 1:
            return self
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        if factor < 0:
            return Bounds(high, low, self.high_inclusive, self.low_inclusive, self.approx)
        return Bounds(low, high, self.low_inclusive, self.high_inclusive, self.approx)

    def moved(self, by: Decimal) -> "Bounds":
        """Return both ends shifted: the cents of 三块五, the half of 两年半."""
        low = None if self.low is None else self.low + by
        high = None if self.high is None else self.high + by
        return Bounds(low, high, self.low_inclusive, self.high_inclusive, self.approx)

    def to(self, other: "Bounds") -> "Bounds | None":
        """Return the range from this to `other`; None where it would run backwards."""
        # 几十到几百 ends nowhere; 3000到3000多 neither.
        low, high = self.low, other.low if other.high is None and not other.approx else other.high
        if low is not None and high is not None and low > high:
            return None
        return Bounds(low, high, self.low_inclusive, other.high_inclusive, self.approx or other.approx)
