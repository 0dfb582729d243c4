"""Units that the text leaves to the metric: 日活6亿 are people, GMV目标3万亿 is money."""

from msgspec.structs import replace

from kaoju.document import Kind, Metric, Quantity
from kaoju.stages.claims.clauses import Frame

__all__ = ["with_unit"]

_PEOPLE = frozenset({
    Metric.USERS, Metric.DAILY_ACTIVE_USERS, Metric.MONTHLY_ACTIVE_USERS, Metric.REGISTERED_USERS, Metric.NEW_USERS,
    Metric.VIEWERS, Metric.HEADCOUNT,
})  # fmt: skip
_MONEY = frozenset({
    Metric.REVENUE, Metric.AD_REVENUE, Metric.ECOMMERCE_REVENUE, Metric.GMV, Metric.PROFIT, Metric.LOSS,
    Metric.VALUATION, Metric.MARKET_CAP, Metric.FUNDING, Metric.MARKET_SIZE,
})  # fmt: skip


def with_unit(frame: Frame, quantity: Quantity, metric: Metric) -> Quantity:
    """Return the quantity with the unit its metric implies, unchanged where it has one or none follows.

    A bare number of money takes its currency from another amount of the same sentence, and is left bare without one:
    a currency is never guessed.
    """
    if quantity.kind is not Kind.COUNT or quantity.unit is not None:
        return quantity
    if metric in _PEOPLE:
        return replace(quantity, unit="人", flags=(*quantity.flags, "implied_unit"))
    if metric not in _MONEY:
        return quantity
    currencies = {q.unit for c in frame.clauses for q in c.quantities if q.kind is Kind.MONEY}
    if len(currencies) != 1:
        return quantity
    return replace(quantity, kind=Kind.MONEY, unit=currencies.pop(), flags=(*quantity.flags, "implied_unit"))
