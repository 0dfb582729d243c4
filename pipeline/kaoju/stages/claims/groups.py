"""Groups of metrics: what the rankers' features speak of."""

from collections.abc import Mapping

from kaoju.document import Metric

__all__ = ["group_of"]

_GROUPS: Mapping[Metric, str] = {
    **dict.fromkeys(
        (Metric.REVENUE, Metric.AD_REVENUE, Metric.ECOMMERCE_REVENUE, Metric.PROFIT, Metric.LOSS, Metric.HEADCOUNT,
         Metric.MARKET_CAP, Metric.FUNDING, Metric.VALUATION, Metric.GMV, Metric.INVESTMENT, Metric.ACQUISITION_PRICE,
         Metric.MARKET_SIZE), "business"),
    **dict.fromkeys(
        (Metric.USERS, Metric.DAILY_ACTIVE_USERS, Metric.MONTHLY_ACTIVE_USERS, Metric.REGISTERED_USERS,
         Metric.DOWNLOADS, Metric.NEW_USERS, Metric.VIEWERS), "users"),
    **dict.fromkeys((Metric.PRICE, Metric.FEE, Metric.DISCOUNT), "price"),
    Metric.COST: "cost",
    **dict.fromkeys((Metric.SALARY, Metric.REWARD), "pay"),
    **dict.fromkeys((Metric.SHARE, Metric.MARKET_SHARE, Metric.CONVERSION_RATE, Metric.ORDER_RATE), "share"),
    **dict.fromkeys((Metric.GROWTH, Metric.GROWTH_RATE), "growth"),
    **dict.fromkeys((Metric.ORDERS, Metric.SALES_VOLUME, Metric.STORES), "trade"),
    Metric.DURATION: "duration",
    Metric.TENURE: "tenure",
    Metric.AGE: "age",
    Metric.EVENT_DATE: "event",
}  # fmt: skip


def group_of(metric: Metric) -> str:
    """Return the group of metrics that features speak of."""
    return _GROUPS.get(metric, "count")
