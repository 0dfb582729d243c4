"""The two ends of a range: whether they belong together, and what the second tells of the first."""

from decimal import Decimal

from msgspec.structs import replace

from kaoju.numerals import Bounds
from kaoju.stages.quantities.kinds import COUNT, MONEY, PERCENT
from kaoju.stages.quantities.touching import Amount
from kaoju.stages.quantities.vocabulary import units

__all__ = ["changes", "joined", "listed"]

_CHANGED = frozenset("涨跌升降增减加调多少高低了")
# 跌3元至25元: a range's ends are seldom so far apart.
_APART = 5


def changes(text: str, first: Amount, second: Amount) -> bool:
    """Tell whether the first amount is a change and the second what it led to: 升0.2个百分点至4.7%, 跌3元至25元."""
    if first.printed in _POINTS and second.printed not in _POINTS:
        return True
    if first.unit is None or first.kind is PERCENT or not first.start or text[first.start - 1] not in _CHANGED:
        return False
    low, high = first.bounds.low, second.bounds.low
    return low is not None and high is not None and text[first.end] in "至到" and high >= low * _APART


_POINTS = frozenset({"个百分点", "个百分比", "百分点", "个点", "个基点", "基点", "bp", "BP", "bps"})


def joined(first: Amount, second: Amount) -> Amount | None:
    """Return the range of two amounts, the unit and the magnitude of the second carried back; None where it is none."""
    bare = first.kind is COUNT and first.unit is None
    named = first.printed == "百分之" or (first.kind is MONEY and not first.printed)
    if named and second.kind is COUNT and second.unit is None:
        second = replace(second, kind=first.kind, unit=first.unit, rule=first.rule)
    bounds = _join(first, second)
    if bounds is None and first.bounds.low is not None and first.bounds.low < 0:
        bounds = _join(
            replace(first, bounds=second.bounds, printed=second.printed), replace(second, bounds=first.bounds)
        )
    if bounds is None or (first.kind is not second.kind and not bare):
        return None
    if first.unit is not None and first.unit != second.unit:
        return None
    return replace(second, start=first.start, bounds=bounds, number=(first.number[0], second.number[1]))


def listed(first: Amount, second: Amount) -> bool:
    """Tell whether two numbers joined by 、 are neighbours: 七、八个."""
    return (
        first.unit is None
        and second.unit is not None
        and first.style == second.style == "chinese"
        and first.bounds.low is not None
        and second.bounds.low == first.bounds.low + 1
        and second.bounds.low < 10
    )


def _join(first: Amount, second: Amount) -> Bounds | None:
    bare = not first.printed and (first.unit is None or first.kind is MONEY)
    low = _carried(first, second) if bare else first.bounds
    return low.to(second.bounds)


def _carried(first: Amount, second: Amount) -> Bounds:
    # 2-3亿 means 2亿 to 3亿, 三到五成 30 to 50 points; 8000到1.2万 carries nothing back.
    low, high = first.bounds.low, second.bounds.low
    factor = _factor(second)
    if low is None or high is None:
        return first.bounds
    power = 0 if first.scale >= 4 else second.scale if not first.scale else second.scale - first.scale
    if power > 0 and low < high / factor / (scale := Decimal(10) ** power):
        return first.bounds.scaled(factor * scale)
    return first.bounds.scaled(factor)


def _factor(second: Amount) -> Decimal:
    if second.printed in {"成", "折"}:
        return Decimal(10)
    for _, unit in units().at(second.printed, 0):
        if unit.name == second.unit:
            return unit.factor
    return Decimal(1)
