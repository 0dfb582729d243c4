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
_NUMERAL = re.compile("[0-9０-９一二两三四五六七八九十百千万亿多余]")
_GROWTH = frozenset({Metric.GROWTH, Metric.GROWTH_RATE})
_TRIM = "的了 仅只约近为是"


def read_base(spot: Spot, reading: Reading, subject: Subject) -> str | None:
    """Return the base in the text's own words, None where there is none.

    Growth: subject and what grew (拼多多净利润). Shares and comparisons: what stands between 占 / 相当于 and the number
    (占全院收入的三成 → 全院收入); a share without such words is one of its subject's whole.
    """
    if reading.metric in _GROWTH:
        grown = _grown(spot.text, reading)
        return subject.name if subject.name.endswith(grown) else subject.name + grown
    if spot.quantity.kind not in {Kind.PERCENT, Kind.RATIO, Kind.MULTIPLE}:
        return None
    match = _SHARE_OF.search(spot.text, spot.clause.span.start, spot.quantity.span.start)
    if match and (base := match["base"].strip(_TRIM)):
        return base
    return subject.name if reading.metric in {Metric.SHARE, Metric.MARKET_SHARE} else None


def _grown(text: str, reading: Reading) -> str:
    """Return the expression that names what grew; one that only counts another number (142万人次) is none."""
    cue = reading.cue
    if cue is None or _NUMERAL.match(text, max(0, cue.span.start - 1)):
        return ""
    return cue.span.of(text)
