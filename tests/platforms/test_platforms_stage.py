"""Resolution knows no platform by name: groups are data, invented ones work, and clean articles come out unchanged."""

from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from kaoju.document import Document, Kind, Method, Quantity
from kaoju.settings import Settings
from kaoju.span import Span
from kaoju.stages.entities import entities
from kaoju.stages.platforms import platforms
from kaoju.stages.segment import segment

TABLES = {
    "entities": (
        "id,canonical,type,kind,owner,market,currency,launched,ended,qid,note\n"
        "qiuhe,秋禾圈,PLATFORM,social,,CN,CNY,2013-04,,,\n"
        "harvo,Harvo,PLATFORM,social,,global,USD,2019-10,,,\n"
    ),
    "aliases": "alias,entity_id,kind,note\n",
    "groups": "group,entity_id,role,note\nharvest,qiuhe,home,\nharvest,harvo,abroad,\n",
    "features": "entity_id,term,note\nqiuhe,稻草集市,\n",
    "magnitudes": (
        "entity_id,metric,year,low,high,unit,source\n"
        "qiuhe,daily_active_users,2023,300000000,350000000,人,invented\n"
        "harvo,daily_active_users,2023,8000000,9000000,人,invented\n"
    ),
    "places": (
        "name,canonical,kind,country,region,currency\n巴西,巴西,country,BR,,BRL\n云南,云南,province,CN,云南,CNY\n"
        "德国,德国,country,DE,,EUR\n"
    ),
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("lexicon")
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return Settings(lexicon=str(folder), ner="none")


def money(doc: Document, text: str, unit: str, value: int) -> Quantity:
    start = doc.clean.index(text)
    span = Span(start, start + len(text))
    low = high = Decimal(value)
    return Quantity(span=span, number=span, kind=Kind.MONEY, unit=unit, low=low, high=high, rule="test.money")


def settled(text: str, settings: Settings, *amounts: tuple[str, str, int]) -> Document:
    doc = entities(segment(Document.of(text), settings), settings)
    doc = doc.with_(quantities=tuple(money(doc, *amount) for amount in amounts))
    return platforms(doc, settings)


def names(doc: Document) -> list[tuple[str, str]]:
    group = {"qiuhe", "harvo"}
    return [(m.printed, m.canonical) for m in doc.mentions if m.entity_id in group]


SPUN = (
    "Harvo在国内的秋收节卖了9亿元，Harvo在巴西的生意才刚开始。\n"
    "Harvo在云南的合作社用稻草集市卖米，国内的农户都在用。\n"
    "而Har丰收vo在德国还没有多少人知道，海外团队只有十个人。\n"
)


def test_an_invented_pair_is_told_apart_by_data_alone(settings: Settings) -> None:
    doc = settled(SPUN, settings, ("9亿元", "CNY", 900_000_000))
    assert names(doc) == [
        ("Harvo", "秋禾圈"),
        ("Harvo", "Harvo"),
        ("Harvo", "秋禾圈"),
        ("Harvo", "Harvo"),
    ]


def test_a_changed_name_carries_its_argument_and_what_else_it_may_be(settings: Settings) -> None:
    doc = settled(SPUN, settings, ("9亿元", "CNY", 900_000_000))
    changed = [m for m in doc.mentions if m.resolved]
    assert changed
    for mention in changed:
        assert mention.method is Method.RESOLUTION
        assert mention.entity_id == "qiuhe"
        assert mention.confidence >= settings.resolve_above
        assert {item.rule.split(".")[0] for item in mention.evidence} >= {"entity", "platform"}
        assert all(0 <= item.span.start < item.span.end <= len(doc.clean) for item in mention.evidence)
        assert any("\u4e00" <= char <= "\u9fff" for char in mention.evidence[-1].note)


CLEAN = (
    "秋禾圈在国内有三亿人用，Harvo只在海外运营。\n"
    "秋禾圈的云南合作社卖米，收人民币；Harvo在巴西卖咖啡，收雷亚尔。\n"
    "与秋禾圈相比，Harvo在德国还很小，但增长更快。\n"
    "Harvo的负责人上月也到过云南。\n"
)


def test_a_clean_article_comes_out_unchanged(settings: Settings) -> None:
    doc = settled(CLEAN, settings)
    assert len(names(doc)) == 7
    assert all(printed == canonical for printed, canonical in names(doc))


def test_without_a_group_nothing_happens(settings: Settings) -> None:
    doc = entities(segment(Document.of("云南的医院去年收治了三千名病人。"), settings), settings)
    assert platforms(doc, settings) is doc


def test_deciding_twice_changes_nothing(settings: Settings) -> None:
    once = settled(SPUN, settings)
    assert names(platforms(once, settings)) == names(once)


def test_an_unreachable_threshold_keeps_every_printed_name_and_names_alternatives(settings: Settings) -> None:
    strict = Settings(lexicon=settings.lexicon, ner="none", resolve_above=1.1)
    doc = settled(SPUN, strict)
    assert all(printed == canonical for printed, canonical in names(doc))
    assert any(m.alternatives and m.alternatives[0].canonical == "秋禾圈" for m in doc.mentions)


def test_seeded_noise_never_raises(settings: Settings) -> None:
    random = Random(7)
    pieces = [
        "Harvo",
        "秋禾圈",
        "巴西",
        "云南",
        "，",
        "。",
        "；",
        "\n",
        "9亿元",
        "国内",
        "比",
        "和",
        " ",
        "“",
        "Har x vo",
    ]
    for _ in range(60):
        text = "".join(random.choice(pieces) for _ in range(random.randrange(40)))
        doc = platforms(entities(segment(Document.of(text), settings), settings), settings)
        assert all(0.0 <= m.confidence <= 1.0 for m in doc.mentions)


def one(text: str, settings: Settings, *amounts: tuple[str, str, int]) -> list[str]:
    """Settle a text behind one that shows the source to be spun; return who its own mentions mean."""
    doc = settled(SPUN + text, settings, *amounts)
    return [canonical for _, canonical in names(doc)][4:]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # A clause that opens with a market is the scene of what follows, until the next one.
        ("海外没有这条规矩，Harvo只收一成手续费。", ["Harvo"]),
        ("国内这边，Harvo两年没有涨价。", ["秋禾圈"]),
        ("国内继续卖米，由Harvo承担八成；海外改卖咖啡，还靠Harvo。", ["秋禾圈", "Harvo"]),
        # A place set against the name shows that the name is meant elsewhere.
        ("Harvo的退单率常年有五成，德国的退单率却低得多。", ["秋禾圈"]),
        # What a name is compared with is the other.
        ("Harvo追不上国内的同行，但它打算赶超中国的姐姐。", ["Harvo"]),
        ("Harvo的订单只有国内的一半。", ["Harvo"]),
        ("Harvo今年的利润，补了海外弟弟的亏空。", ["秋禾圈"]),
        # A currency named without an amount is what somebody is paid in.
        ("秋禾圈的农户给德国人发货，秋禾圈在德国收的是欧元。", ["秋禾圈", "Harvo"]),
        # Where somebody only spoke is no market.
        ("在云南的发布会上没有人提到Harvo。", ["Harvo"]),
        # The same name right after itself is another.
        ("他把力气都留给海外的Harvo，Harvo每月只去一次。", ["Harvo", "秋禾圈"]),
    ],
)
def test_scenes_and_contrasts(text: str, meant: list[str], settings: Settings) -> None:
    assert one(text, settings) == meant


def test_what_somebody_spends_is_counted_in_their_own_money(settings: Settings) -> None:
    assert one("他去年在Harvo上投入40万元，德国的店还是关了。", settings, ("40万元", "CNY", 400_000)) == ["Harvo"]


def test_an_amount_that_a_writer_converted_says_less_than_the_market_named(settings: Settings) -> None:
    text = "经Harvo卖到海外的只有1900万元。"
    assert one(text, settings, ("1900万元", "CNY", 19_000_000)) == ["Harvo"]


def test_a_heading_speaks_for_its_section(settings: Settings) -> None:
    text = "国内：先收钱\nHarvo今年涨了两次价，农户并不介意。\n"
    doc = settled(SPUN + text, settings)
    last = [m for m in doc.mentions if m.printed == "Harvo"][-1]
    assert "platform.heading" in {item.rule for item in last.evidence}


def test_a_place_named_once_behind_its_country_lies_there_ever_after(settings: Settings) -> None:
    doc = settled("巴西云南县的农户用Harvo。\nHarvo在云南很受欢迎。\n", settings)
    items = [item for m in doc.mentions if m.printed == "Harvo" for item in m.evidence if "place" in item.rule]
    assert items
    assert all("巴西" in item.note for item in items)


def test_a_name_in_passing_is_kept_more_readily_where_its_pair_is_never_printed(settings: Settings) -> None:
    def kept(text: str) -> float:
        mention = next(m for m in settled(text, settings).mentions if m.printed == "Harvo")
        return {a.canonical: a.confidence for a in mention.alternatives}.get("Harvo", mention.confidence)

    scene = "Harvo在云南很受欢迎。\nHar丰收vo在德国没有人用。\n"
    assert kept(scene) > kept(scene + "农户也说起秋禾圈。\n")
