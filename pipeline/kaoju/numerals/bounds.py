"""Bounds: what a number says about the value it speaks of. Exact decimal arithmetic, no text."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

__all__ = ["Bounds", "Effect"]


class Effect(StrEnum):
    """What a word before or after a number does to its bounds."""

    ABOUT = "about"
    EXACT = "exact"
    OVER = "over"
    AT_LEAST = "at_least"
    UNDER = "under"
    AT_MOST = "at_most"
    SOME_MORE = "some_more"


@dataclass(frozen=True, slots=True)
class Bounds:
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
        match effect:
            case Effect.ABOUT:
                return replace(self, approx=True)
            case Effect.OVER:
                return replace(self, high=None, low_inclusive=False)
            case Effect.AT_LEAST:
                return replace(self, high=None)
            case Effect.UNDER:
                return Bounds(None, self._top(), high_inclusive=False, approx=self.approx)
            case Effect.AT_MOST:
                return Bounds(None, self._top(), approx=self.approx)
            case Effect.SOME_MORE:
                return replace(self, high=None, approx=True)
            case Effect.EXACT:
                return self

    def _top(self) -> Decimal | None:
        return self.low if self.high is None else self.high

    def scaled(self, factor: Decimal) -> "Bounds":
        """Return both ends multiplied; a negative factor turns the ends around."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        if factor < 0:
            return Bounds(high, low, self.high_inclusive, self.low_inclusive, self.approx)
        return Bounds(low, high, self.low_inclusive, self.high_inclusive, self.approx)

    def moved(self, by: Decimal) -> "Bounds":
        """Return both ends shifted: the cents of 三块五, the half of 两年半."""
        return replace(
            self,
            low=None if self.low is None else self.low + by,
            high=None if self.high is None else self.high + by,
        )

    def to(self, other: "Bounds") -> "Bounds | None":
        """Return the range from this to `other`; None where it would run backwards."""
        low, high = self.low, other.high if other.high is not None else other.low
        if low is not None and high is not None and low > high:
            return None
        return Bounds(low, high, self.low_inclusive, other.high_inclusive, self.approx or other.approx)
