"""The base of shares, comparisons and growth: what `of` says."""

import re

from kaoju.document import Kind, Metric
from kaoju.stages.claims.clauses import Spot
from kaoju.stages.claims.metric import Reading
from kaoju.stages.claims.subject import Subject

__all__ = ["read_base"]

_SHARE_OF = re.compile(
    r"(?:占(?!比)到?了?|(?:相当于|仅为|是|为|只及|不及|达(?!到))了?)(?P<base>[^，。；：]{1,24}?)的?(?:比重|比例)?(?:约|近|逾|超过|将近)?$"
)
_GROWTH = frozenset({Metric.GROWTH, Metric.GROWTH_RATE})
_TRIM = "的了 仅只约近为是"


def read_base(spot: Spot, reading: Reading, subject: Subject) -> str | None:
    """Return the base in the text's own words, None where there is none.

    Growth: subject and what grew (拼多多净利润). Shares and comparisons: what stands between 占 / 相当于 and the number
    (占全院收入的三成 → 全院收入); a share without such words is one of its subject's whole.
    """
    if reading.metric in _GROWTH:
        return subject.name + (reading.cue.span.of(spot.text) if reading.cue else "")
    if spot.quantity.kind not in {Kind.PERCENT, Kind.RATIO, Kind.MULTIPLE}:
        return None
    match = _SHARE_OF.search(spot.text, spot.clause.span.start, spot.quantity.span.start)
    if match and (base := match["base"].strip(_TRIM)):
        return base
    return subject.name if reading.metric in {Metric.SHARE, Metric.MARKET_SHARE} else None
