"""Claims: what is one, what it measures, whom it is about, when, how firmly, on whose word."""

import datetime as dt

import pytest

from kaoju import Settings, extract
from kaoju.document import Change, Claim, Document, Meta, Metric, Modality, Polarity

QUICK = Settings(ner="none")


def found(text: str, published: str | None = "2024-05-01") -> dict[str, Claim]:
    date = dt.date.fromisoformat(published) if published else None
    doc = extract(Document.of(text, meta=Meta(published=date)), QUICK)
    return {doc.surface(c.span): c for c in doc.claims}


@pytest.mark.parametrize(
    ("text", "surface", "subject", "metric"),
    [
        ("快手的日活超过4亿。", "超过4亿", "快手", Metric.DAILY_ACTIVE_USERS),
        ("在美国，TikTok拥有1.7亿月活用户。", "1.7亿", "TikTok", Metric.MONTHLY_ACTIVE_USERS),
        ("拼多多去年营收2476亿元。", "2476亿元", "拼多多", Metric.REVENUE),
        ("飞书的员工约有9000名。", "约有9000名", "飞书", Metric.HEADCOUNT),
        ("京东把佣金定为5%。", "5%", "京东", Metric.FEE),
        ("美团市值约6000亿港元。", "约6000亿港元", "美团", Metric.MARKET_CAP),
        ("小米去年净利润同比增长41.3%。", "41.3%", "小米", Metric.GROWTH_RATE),
        ("淘宝的退货率高达两成。", "两成", "淘宝", Metric.SHARE),
        ("京东去年付出电费3亿元。", "3亿元", "京东", Metric.COST),
        ("顺丰去年的快递超过100亿件。", "超过100亿件", "顺丰", Metric.ORDERS),
        ("快手的毛利率比三年前高了8个百分点。", "8个百分点", "快手", Metric.GROWTH_RATE),
        ("快手去年的亏损减少了至少20亿元。", "至少20亿元", "快手", Metric.GROWTH),
        ("投资人给快手的估值是200亿美元。", "200亿美元", "快手", Metric.VALUATION),
        ("美团招了300名骑手。", "300名", "美团", Metric.HEADCOUNT),
    ],
)
def test_metric_and_subject(text: str, surface: str, subject: str, metric: Metric) -> None:
    claims = found(text)
    match = next((c for s, c in claims.items() if s.endswith(surface) or surface.endswith(s)), None)
    assert match is not None, claims
    assert (match.subject, match.metric) == (subject, metric)


@pytest.mark.parametrize(
    "text",
    [
        "第一，快手要稳住。", "快手3.0版来了。", "这是一家公司。", "快手千千万万的用户。",
        "他在2019年离开了这里，快手的用户都知道。", "过去两年里，快手变了。",
    ],
)  # fmt: skip
def test_what_is_no_claim(text: str) -> None:
    assert found(text) == {}


def test_a_date_is_a_claim_only_where_something_happens_on_it() -> None:
    claims = found("2016年9月，抖音正式上线。抖音2023年的营收是2000亿元。")
    assert [(s, c.metric, c.time) for s, c in claims.items()] == [
        ("2016年9月", Metric.EVENT_DATE, "2016-09"),
        ("2000亿元", Metric.REVENUE, "2023"),
    ]


def test_levels_changes_and_their_ends() -> None:
    claims = found("快手电商的成交额从2902亿元增至3342亿元，同比增长15%。")
    assert [(c.metric, c.change) for c in claims.values()] == [
        (Metric.GMV, Change.LEVEL),
        (Metric.GMV, Change.LEVEL),
        (Metric.GROWTH_RATE, Change.INCREASE),
    ]
    (fall,) = found("快手的订单量减少了两成。").values()
    assert (fall.metric, fall.change) == (Metric.GROWTH_RATE, Change.DECREASE)
    assert fall.quantity.low == 20


def test_times_bind_as_the_text_scopes_them() -> None:
    claims = found("今年第一季度，快手营收294亿元，去年同期的营收是252亿元。", "2024-05-30")
    assert [c.time for c in claims.values()] == ["2024-01/2024-03", "2023-01/2023-03"]


def test_the_year_compared_with_is_not_the_time() -> None:
    (claim,) = found("快手的营收比前年增长了两成。").values()
    assert claim.time is None


def test_without_a_reference_relative_times_stay_open() -> None:
    (claim,) = found("快手去年营收1135亿元。", None).values()
    assert claim.time is None


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("快手计划明年把员工增至2万名。", Modality.PLANNED),
        ("据估计，快手的用户约有6亿。", Modality.ESTIMATED),
        ("如果快手的用户达到9亿，故事就变了。", Modality.HYPOTHETICAL),
        ("快手的用户有6亿。", Modality.ASSERTED),
    ],
)
def test_modality(text: str, modality: Modality) -> None:
    (claim,) = found(text).values()
    assert claim.modality is modality


def test_a_quoted_claim_has_its_speaker_as_source() -> None:
    doc = extract("快手的院长林致远说：“快手的用户去年到了6亿，没有人想到。”", QUICK)
    (claim,) = [c for c in doc.claims if "6亿" in doc.surface(c.span)]
    assert claim.modality is Modality.REPORTED
    assert claim.source == "林致远"
    assert claim.quote_id == doc.quotes[0].id


def test_denied_claims_are_negated() -> None:
    (claim,) = found("快手从来没有卖出过300万份。").values()
    assert claim.polarity is Polarity.NEGATED


def test_evidence_names_the_parts() -> None:
    (claim,) = found("快手的日活超过4亿。").values()
    rules = [e.rule for e in claim.evidence]
    assert "claim.metric" in rules
    assert "claim.subject" in rules
    assert 0 < claim.confidence < 1


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("快手的对手不少。它的日活超过4亿。", "快手"),
        ("日活超过4亿的快手没有停下来。", "快手"),
        ("每天有900万人打开的微博也在变。", "微博"),
        ("上午来了31位患者，都在等叫号。", "患者"),
        ("美团去年营收2767亿元，净利润138亿元。", "美团"),
        ("美团与饿了么相比，日活有1.2亿。", "美团"),
        ("在超市，西瓜每斤2.8元。", "西瓜"),
    ],
)
def test_subjects_by_where_they_stand(text: str, subject: str) -> None:
    assert [c.subject for c in found(text).values()][:1] == [subject]


def test_a_dropped_subject_is_the_last_one() -> None:
    claims = found("京东去年营收1.08万亿元，同比增长3.7%，员工约有51万名。")
    assert {c.subject for c in claims.values()} == {"京东"}


def test_the_evidence_of_a_subject_names_its_features() -> None:
    (claim,) = found("快手的日活超过4亿。").values()
    (evidence,) = [e for e in claim.evidence if e.rule == "claim.subject"]
    assert "cue_touches:org" in evidence.note


@pytest.mark.parametrize(
    ("text", "surface", "base"),
    [
        ("全县门诊量为142万人次，比上年增长11.8%。", "11.8%", "门诊量"),
        ("全县医生增长11.8%。", "11.8%", "医生"),
        ("小米去年净利润同比增长41.3%。", "41.3%", "小米净利润"),
    ],
)
def test_what_grew_is_said_once_and_is_no_counter(text: str, surface: str, base: str) -> None:
    assert found(text)[surface].of == base
