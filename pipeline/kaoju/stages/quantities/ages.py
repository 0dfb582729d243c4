"""Ages that do without 岁: 年过四十, 芳龄十八, 三十出头, 年过半百."""

import re

from msgspec.structs import replace

from kaoju.numerals import Effect
from kaoju.stages.quantities.kinds import AGE
from kaoju.stages.quantities.touching import Amount
from kaoju.stages.quantities.vocabulary import RULES

__all__ = ["age_of", "aged"]

# 今年过半 and 每年近百 speak of years.
_AGED = re.compile(
    r"(?<![今去明前本当每全往历近来多几半整\d一二三四五六七八九十百])年(?P<how>[过近逾届满将])$|(?:年方|年仅|芳龄|享年|终年|得年|虚岁|年龄)[仅为是约在]?$"
)
_LAST = frozenset("过近逾届满将方仅龄年岁为是约在")
_EFFECTS = {"过": Effect.OVER, "逾": Effect.OVER, "近": Effect.ABOUT, "将": Effect.ABOUT}
_OLDEST = 130
_HARDLY = re.compile(r"出头(?=$|[的，。；、！？\s]|年纪|岁数)")


def aged(text: str, at: int) -> re.Match[str] | None:
    """Return the words before a bare number that say it is somebody's age."""
    return _AGED.search(text, at - 4 if at > 4 else 0, at) if text[at - 1 : at] in _LAST else None


def age_of(text: str, found: Amount) -> Amount | None:
    """Return a bare number as an age where the words beside it speak of one; None where they do not."""
    low = found.bounds.low
    if low is None or low > _OLDEST or low != int(low):
        return None
    match = aged(text, found.start)
    if match is not None:
        effect = _EFFECTS.get(match["how"] or "", Effect.EXACT)
        start = match.start("how") if effect is not Effect.EXACT else found.start
        return replace(found, start=start, kind=AGE, unit="岁", rule=RULES[AGE], bounds=found.bounds.after(effect))
    if 20 <= low <= 90 and low % 10 == 0 and found.style == "chinese" and _HARDLY.match(text, found.end):
        return replace(found, kind=AGE, unit="岁", rule=RULES[AGE])
    return None
