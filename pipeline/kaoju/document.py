"""The frozen records that travel through the stages. Positions are code points of the repaired text."""

import datetime as dt
import hashlib
import re
from decimal import Decimal
from enum import StrEnum
from hashlib import blake2b
from typing import final

from msgspec import Struct, field
from msgspec.structs import replace

from kaoju.enums import plainly
from kaoju.span import Edit, OffsetMap, Span

__all__ = [
    "Alternative",
    "Change",
    "Check",
    "CheckKind",
    "CheckStatus",
    "Claim",
    "Document",
    "EntityType",
    "Evidence",
    "Fact",
    "Kind",
    "Mention",
    "Meta",
    "Method",
    "Metric",
    "Modality",
    "Polarity",
    "Quantity",
    "Quote",
    "QuoteType",
    "Repair",
    "Script",
    "Sentence",
]


_SURROGATE = re.compile("[\ud800-\udfff]")


@plainly
class Kind(StrEnum):
    """What a quantity measures (GUIDELINES, claims.kind; `ordinal` and `time` are quantities but never claims)."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    RATIO = "ratio"
    MULTIPLE = "multiple"
    DURATION = "duration"
    AGE = "age"
    DATE = "date"
    MEASURE = "measure"
    ORDINAL = "ordinal"
    TIME = "time"


@plainly
class EntityType(StrEnum):
    """Types of named mentions."""

    PER = "PER"
    ORG = "ORG"
    PLATFORM = "PLATFORM"
    PRODUCT = "PRODUCT"
    LOC = "LOC"
    WORK = "WORK"
    EVENT = "EVENT"


@plainly
class Method(StrEnum):
    """How a mention was found and linked."""

    EXACT = "exact"
    ALIAS = "alias"
    FUZZY = "fuzzy"
    SPLIT = "split"
    MODEL = "model"
    COREFERENCE = "coreference"
    RESOLUTION = "resolution"


@plainly
class Metric(StrEnum):
    """What a claim says about its subject (GUIDELINES, closed list)."""

    USERS = "users"
    DAILY_ACTIVE_USERS = "daily_active_users"
    MONTHLY_ACTIVE_USERS = "monthly_active_users"
    REGISTERED_USERS = "registered_users"
    DOWNLOADS = "downloads"
    NEW_USERS = "new_users"
    VIEWERS = "viewers"
    REVENUE = "revenue"
    AD_REVENUE = "ad_revenue"
    ECOMMERCE_REVENUE = "ecommerce_revenue"
    GMV = "gmv"
    PROFIT = "profit"
    LOSS = "loss"
    VALUATION = "valuation"
    MARKET_CAP = "market_cap"
    FUNDING = "funding"
    INVESTMENT = "investment"
    ACQUISITION_PRICE = "acquisition_price"
    MARKET_SIZE = "market_size"
    MARKET_SHARE = "market_share"
    SHARE = "share"
    CONVERSION_RATE = "conversion_rate"
    ORDER_RATE = "order_rate"
    GROWTH = "growth"
    GROWTH_RATE = "growth_rate"
    PRICE = "price"
    COST = "cost"
    FEE = "fee"
    DISCOUNT = "discount"
    REWARD = "reward"
    SALARY = "salary"
    SALES_VOLUME = "sales_volume"
    ORDERS = "orders"
    HEADCOUNT = "headcount"
    STORES = "stores"
    DURATION = "duration"
    TENURE = "tenure"
    AGE = "age"
    EVENT_DATE = "event_date"
    COUNT = "count"
    OTHER = "other"


@plainly
class Modality(StrEnum):
    """How firmly the text puts a claim."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    ESTIMATED = "estimated"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"


@plainly
class Polarity(StrEnum):
    """Whether the text affirms or denies a claim."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"


@plainly
class Change(StrEnum):
    """Whether a claim states a level, a movement or a goal."""

    LEVEL = "level"
    INCREASE = "increase"
    DECREASE = "decrease"
    TARGET = "target"


@plainly
class QuoteType(StrEnum):
    """Direct speech, indirect speech, or an indirect clause that holds a quoted fragment."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


@plainly
class CheckKind(StrEnum):
    """What kind of arithmetic or comparison a check makes."""

    SHARE = "share"
    DIFFERENCE = "difference"
    GROWTH = "growth"
    RATIO = "ratio"
    DUPLICATE = "duplicate"
    CONTRADICTION = "contradiction"
    TIMELINE = "timeline"


@plainly
class CheckStatus(StrEnum):
    """What a check found."""

    CONSISTENT = "consistent"
    CONTRADICTS = "contradicts"
    DIFFERS_IN_SCOPE = "differs_in_scope"


@plainly
class Script(StrEnum):
    """Which script the source is written in."""

    HANS = "hans"
    HANT = "hant"
    MIXED = "mixed"


class Evidence(Struct, frozen=True, gc=False):
    """Why a record is what it is: the rule that spoke, where in the clean text, and with which weight.

    `weight` is in [-1, 1]: how strongly this item speaks for (or against) the record.
    """

    rule: str
    span: Span
    note: str = ""
    weight: float = 1.0


class Alternative(Struct, frozen=True, gc=False):
    """Another reading of a mention, with its confidence in [0, 1]."""

    canonical: str
    confidence: float


class Meta(Struct, frozen=True, kw_only=True, gc=False):
    """What is known of an article beside its text. `published` is its own date, not the day of the crawl."""

    source: str = ""
    sha256: str = ""
    encoding: str = "utf-8"
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: dt.date | None = None


class Sentence(Struct, frozen=True, gc=False):
    """A sentence: its range, the 0-based paragraph it stands in, and its 0-based index in the document."""

    span: Span
    paragraph: int
    index: int


class Repair(Struct, frozen=True, gc=False):
    """One edit as it was applied: `raw` in the source text, `span` in the repaired text, and the edit itself.

    `edit.text` is what the pass wrote; a later pass may have changed it again, so the repaired text is `span`'s slice.
    """

    raw: Span
    span: Span
    edit: Edit


class Mention(Struct, frozen=True, kw_only=True, gc=False):
    """A named mention. `printed` is what the surface literally denotes; `canonical` is who is meant."""

    id: str
    span: Span
    type: EntityType
    canonical: str
    printed: str
    method: Method
    confidence: float
    evidence: tuple[Evidence, ...]
    entity_id: str | None = None
    qid: str | None = None
    alternatives: tuple[Alternative, ...] = ()

    @property
    def resolved(self) -> bool:
        """True where the source printed one platform's name for another's."""
        return self.canonical != self.printed


@final
class Quantity(Struct, frozen=True, kw_only=True, gc=False):
    """A number with unit and bounds, or a date. `span` holds unit and touching approximators, `number` the digits.

    `low` and `high` are in base units (percent in points, ratio as the fraction's value); None is an open end.
    `time` is ISO 8601: a point, an interval `a/b`, or for durations `P…`; `time_alternatives` other readings.
    `rule` is the one that read it.
    """

    span: Span
    number: Span
    kind: Kind
    rule: str
    low: Decimal | None = None
    high: Decimal | None = None
    low_inclusive: bool = True
    high_inclusive: bool = True
    approx: bool = False
    unit: str | None = None
    time: str | None = None
    time_alternatives: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    confidence: float = 0.9

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The one reason for it: its rule read its whole span. Made where it is asked for: few of thousands are."""
        return (Evidence(self.rule, self.span),)


class Quote(Struct, frozen=True, kw_only=True, gc=False):
    """Something somebody said. `span` is the content without its outer marks; None where the text does not say."""

    id: str
    span: Span
    type: QuoteType
    confidence: float
    evidence: tuple[Evidence, ...]
    speaker: str | None = None
    speaker_span: Span | None = None
    speaker_mention_id: str | None = None
    cue: str | None = None
    cue_span: Span | None = None
    parent_quote_id: str | None = None


class Claim(Struct, frozen=True, kw_only=True, gc=False):
    """A quantity bound to what it says: about whom, what, of which base, when, where, how firmly, on whose word."""

    id: str
    quantity: Quantity
    subject: str
    metric: Metric
    confidence: float
    evidence: tuple[Evidence, ...]
    subject_span: Span | None = None
    subject_mention_id: str | None = None
    of: str | None = None
    change: Change = Change.LEVEL
    time: str | None = None
    time_span: Span | None = None
    region: str | None = None
    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.AFFIRMED
    source: str | None = None
    quote_id: str | None = None

    @property
    def span(self) -> Span:
        """The number with its unit and touching approximators."""
        return self.quantity.span


class Check(Struct, frozen=True, kw_only=True, gc=False):
    """Claims weighed against each other. `expected` follows from the others, `found` is what the text says."""

    id: str
    span: Span
    kind: CheckKind
    claim_ids: tuple[str, ...]
    status: CheckStatus
    message: str
    confidence: float
    evidence: tuple[Evidence, ...]
    expected: Decimal | None = None
    found: Decimal | None = None


class Fact(Struct, frozen=True, kw_only=True, gc=False):
    """One row of the tidy union of claims, quotes and resolutions; `record_id` is the record it was made from."""

    id: str
    record_id: str
    span: Span
    kind: str
    subject: str | None
    predicate: str
    object: str
    confidence: float
    evidence: tuple[Evidence, ...]
    entity_id: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    time: str | None = None
    region: str | None = None
    modality: Modality | None = None
    polarity: Polarity | None = None
    source: str | None = None
    sentence: Span | None = None


class Document(Struct, frozen=True, kw_only=True, gc=False):
    """One article: its raw text, its repaired text, the map between them, and all that the stages found.

    A new document has `clean == raw` and an empty map. No stage changes one in place. `tokens` holds the start of
    every word of the segmenter, ascending: offsets, not objects, because there are thousands of them.

    >>> Document.of("抖音日活6亿").clean
    '抖音日活6亿'
    """

    id: str
    raw: str
    clean: str
    offsets: OffsetMap = field(default_factory=OffsetMap)
    meta: Meta = field(default_factory=Meta)
    script: Script = Script.HANS
    flags: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
    paragraphs: tuple[Span, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    tokens: tuple[int, ...] = ()
    mentions: tuple[Mention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    claims: tuple[Claim, ...] = ()
    checks: tuple[Check, ...] = ()
    facts: tuple[Fact, ...] = ()

    @classmethod
    def of(cls, raw: str, *, meta: Meta | None = None, key: str = "") -> "Document":
        """Make a document of decoded text. `key` (a row's id, a relative path) keeps equal texts apart.

        Lone surrogates, which no file can hold, become U+FFFD one for one and are flagged.
        """
        meta = meta or Meta()
        try:
            text, data = raw, raw.encode()
        except UnicodeEncodeError:
            text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", raw)
            data = text.encode()
        content = f"{meta.sha256 or hashlib.sha256(data).hexdigest()}\n{key}"
        flags = ("lone_surrogates",) if text != raw else ()
        return cls(id=_hash(content, 10), raw=text, clean=text, meta=meta, flags=flags)

    def with_(self, **changes: object) -> "Document":
        """Return a copy with some fields replaced; raises TypeError where one is none of a document's."""
        return replace(self, **changes)

    def surface(self, span: Span) -> str:
        """Return the repaired text of a span."""
        return span.of(self.clean)

    def raw_span(self, span: Span) -> Span:
        """Return where a span of the repaired text stands in the raw text."""
        return self.offsets.to_raw(span)

    def record_id(self, table: str, span: Span, extra: str = "") -> str:
        """Return the content hash that identifies a record: the same text gives the same id in every run."""
        raw = self.offsets.to_raw(span) if self.offsets.layers else span
        named = f"{self.id}|{table}|{raw.start}|{raw.end}|{extra}".encode("utf-8", "backslashreplace")
        return f"{table[0]}_{blake2b(named, digest_size=8).hexdigest()}"

    def sentence_at(self, position: int) -> Sentence | None:
        """Return the sentence that holds a position of the repaired text, by bisection; None between sentences."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].span.end <= position:
                low = middle + 1
            else:
                high = middle
        if low < len(self.sentences) and self.sentences[low].span.start <= position:
            return self.sentences[low]
        return None


def _hash(text: str, size: int) -> str:
    return blake2b(text.encode("utf-8", "backslashreplace"), digest_size=size).hexdigest()
