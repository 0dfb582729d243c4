"""Mentions: known names, guards, splits, misspellings, forms, the model's names with mended boundaries."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from kaoju.document import Document, EntityType, Method
from kaoju.rulebook import load_table
from kaoju.rulebook.knowledge import knowledge
from kaoju.settings import Settings
from kaoju.stages.entities import entities
from kaoju.stages.entities.lac import Labelled, tag
from kaoju.stages.entities.model import Backend
from kaoju.stages.segment import segment

TABLES = {
    "entities": (
        "id,canonical,type,kind,owner,market,currency,launched,ended,qid,note\n"
        "velmora,Velmora,PLATFORM,social,,global,USD,2015,,,\n"
        "velmora-mart,Velmora Mart,PLATFORM,shop,velmora,global,USD,2018,,,\n"
        "lianyue,涟月网,PLATFORM,shop,,CN,CNY,2010,,,\n"
        "donghu,东湖,PLATFORM,shop,,CN,CNY,2010,,,\n"
    ),
    "aliases": "alias,entity_id,kind,note\n薇魔拉,velmora,translation,\n涟月,lianyue,short,\n",
    "ambiguous": "alias,entity_id,needs,not_before,not_after,note\n涟月,lianyue,context,,,\n",
    "places": (
        "name,canonical,kind,country,region,currency\n云南,云南,province,CN,云南,CNY\n昆明,昆明,city,CN,云南,CNY\n"
    ),
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("lexicon")
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return Settings(lexicon=str(folder), ner="none")


def found(text: str, settings: Settings) -> list[tuple[str, str, str]]:
    doc = entities(segment(Document.of(text), settings), settings)
    return [(doc.surface(m.span), m.canonical, m.method.value) for m in doc.mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("医生在Velmora上答疑。", [("Velmora", "Velmora", "exact")]),
        ("医生在VELMORA上答疑。", [("VELMORA", "Velmora", "alias")]),
        ("医生在薇魔拉上答疑。", [("薇魔拉", "Velmora", "alias")]),
        ("Velmora Mart开张了。", [("Velmora Mart", "Velmora Mart", "exact")]),
        ("Velmoras这个词与它无关，xVelmora也是。", [("Velmoras", "Velmora", "fuzzy"), ("xVelmora", "", "")][:1]),
        ("护士用Velmroa记账。", [("Velmroa", "Velmora", "fuzzy")]),
        ("他下载了Vel忽然mora。", [("Vel忽然mora", "Velmora", "split")]),
        ("他开了Velmora推出 Mart的店。", [("Velmora推出 Mart", "Velmora Mart", "split")]),
        ("涟 健康 月网的订单多了。", [("涟 健康 月网", "涟月网", "split")]),
        ("云南昆明的诊所。", [("云南昆明", "云南昆明", "exact")]),
        ("《山村诊所十年》出版了。", [("山村诊所十年", "山村诊所十年", "exact")]),
        ("据《江城晚报》报道。", [("江城晚报", "江城晚报", "exact")]),
    ],
)
def test_names(text: str, expected: list[tuple[str, str, str]], settings: Settings) -> None:
    assert found(text, settings) == expected


def test_an_ambiguous_name_needs_its_context(settings: Settings) -> None:
    assert found("湖面上涟月如钩。", settings) == []
    assert found("涟月网涨价了，涟月不肯解释。", settings)[1] == ("涟月", "涟月网", "alias")


def test_a_periodical_is_an_organisation_and_a_book_is_a_work(settings: Settings) -> None:
    doc = entities(segment(Document.of("《江城晚报》评《山村诊所十年》。"), settings), settings)
    assert [m.type for m in doc.mentions] == [EntityType.ORG, EntityType.WORK]


def test_the_model_is_a_callable_and_its_names_are_seen_again(settings: Settings) -> None:
    def backend(texts: Sequence[str]) -> list[list[Labelled]]:
        return [[Labelled(0, 3, "PER")] if text.startswith("褚知白") else [] for text in texts]

    doc = segment(Document.of("褚知白是院长。\n后来褚知白退休了。"), settings)
    mentions = entities(doc, settings, backend=backend).mentions
    assert [(m.canonical, m.method) for m in mentions] == [
        ("褚知白", Method.MODEL),
        ("褚知白", Method.COREFERENCE),
    ]


def test_mentions_are_disjoint_and_in_order_on_noise(settings: Settings) -> None:
    random = Random(11)
    pieces = ["Velmora", " Mart", "涟月", "网", "云南", "昆明", "《", "》", "·", "张", "a", " ", "\n", "。", "𠮷", "İ"]
    for _ in range(80):
        doc = segment(Document.of("".join(random.choice(pieces) for _ in range(random.randrange(30)))), settings)
        spans = [m.span for m in entities(doc, settings).mentions]
        assert all(a.end <= b.start for a, b in pairwise(spans))
        assert all(a.start < a.end for a in spans)


def test_tagging_covers_every_text_without_gaps() -> None:
    texts = ["", "王医生在昆明的医院工作。", "长" * 600, "a b\nc"]
    for text, words in zip(texts, tag(texts), strict=True):
        assert "".join(text[w.start : w.end] for w in words) == text


def test_a_batch_tags_as_single_texts_do() -> None:
    texts = ["李秋芸医生在北京工作", "王建国教授去上海出差"]
    assert tag(texts) == [tag([text])[0] for text in texts]


def test_a_name_of_two_characters_is_split_by_known_fillers_only() -> None:
    settings = Settings(ner="none")
    found = entities(segment(Document.of("抖正式音的店关了，快速上手的人不多。"), settings), settings).mentions
    assert [(m.canonical, m.method.value) for m in found] == [("抖音", "split")]


def tagged_as(*labels: tuple[str, str]) -> Backend:
    """Return a tagger that knows some strings and their labels, wherever they stand."""

    def run(texts: Sequence[str]) -> list[list[Labelled]]:
        found = []
        for text in texts:
            spots = [(text.find(name), name, label) for name, label in labels]
            found.append(sorted(Labelled(at, at + len(name), label) for at, name, label in spots if at >= 0))
        return found

    return run


@pytest.mark.parametrize(
    ("text", "labels", "expected"),
    [
        # The family name alone is the person who was named whole.
        ("院长玛尔塔·奎尔说。奎尔今年退休。", [("玛尔塔·奎尔", "PER")], ("奎尔", "PER", "玛尔塔·奎尔")),
        # A firm's own name without the word for its kind is the firm.
        ("栩鹭医药去年亏损。栩鹭今年扭亏。", [("栩鹭医药", "ORG")], ("栩鹭", "ORG", "栩鹭医药")),
        # A county by its stem; an office by its rank.
        ("青坳县的医院新。青坳有三家。", [("青坳县", "LOC"), ("青坳", "LOC")], ("青坳", "LOC", "青坳县")),
        (
            "青坳县的医院新，县卫健局满意。",
            [("青坳县", "LOC"), ("县卫健局", "ORG")],
            ("县卫健局", "ORG", "青坳县卫健局"),
        ),
        (
            "翟若萤说县卫健局先来，青坳县卫健局的人后来。",
            [("县卫健局", "ORG"), ("青坳县卫健局", "ORG")],
            ("县卫健局", "ORG", "青坳县卫健局"),
        ),
        ("栩鹭医疗科技去年亏损。栩鹭今年扭亏。", [("栩鹭医疗科技", "ORG")], ("栩鹭", "ORG", "栩鹭医疗科技")),
        ("栩鹭证券分析师翟若萤看好药店。", [("栩鹭证券分析师翟若萤", "ORG")], ("翟若萤", "PER", "翟若萤")),
        # What the tagger glues to a firm comes off.
        ("药价比栩鹭低一成。", [("比栩鹭", "ORG")], ("栩鹭", "ORG", "栩鹭")),
        ("栩鹭医药年报出炉。", [("栩鹭医药年报", "ORG")], ("栩鹭医药", "ORG", "栩鹭医药")),
    ],
)
def test_names_are_made_whole(
    text: str, labels: list[tuple[str, str]], expected: tuple[str, str, str], settings: Settings
) -> None:
    doc = entities(segment(Document.of(text), settings), settings, backend=tagged_as(*labels))
    assert expected in {(doc.surface(m.span), m.type.value, m.canonical) for m in doc.mentions}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("医院里的美妆柜台撤了。", ("美妆", "PER")),
        ("社区医疗中心都满了。", ("社区医疗中心", "ORG")),
        ("COO来了医院。", ("COO", "PER")),
    ],
)
def test_common_nouns_are_no_names(text: str, label: tuple[str, str], settings: Settings) -> None:
    doc = entities(segment(Document.of(text), settings), settings, backend=tagged_as(label))
    assert doc.mentions == ()


def test_a_place_before_people_says_where_somebody_is_from(settings: Settings) -> None:
    assert found("昆明人爱看戏，昆明的医生也爱。", settings) == [("昆明", "昆明", "exact")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("微信里的影像号，医生也开了。", ("影像号", "视频号")),
        ("抖音的千条河，药店投了三万元。", ("千条河", "巨量千川")),
        ("快手商家在磁力黄金牛上投流。", ("磁力黄金牛", "磁力金牛")),
    ],
)
def test_a_part_replaced_by_a_synonym_is_read_where_the_owner_is_named(text: str, expected: tuple[str, str]) -> None:
    bare = Settings(ner="none")
    doc = entities(segment(Document.of(text), bare), bare)
    assert expected in {(doc.surface(m.span), m.canonical) for m in doc.mentions}


@pytest.mark.parametrize("text", ["影像号码写在片子背面。", "山里千条河都干了。", "庙里的磁力黄金牛是摆设。"])
def test_without_its_owner_a_spun_name_is_an_ordinary_word(text: str) -> None:
    bare = Settings(ner="none")
    doc = entities(segment(Document.of(text), bare), bare)
    assert doc.mentions == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("医生在抖yin上开课，抖音不收钱。", ("抖yin", "抖音")),
        ("护士用Te mu买鞋，Temu很便宜。", ("Te mu", "Temu")),
        ("药房在小红shu上发帖，小红书的人很多。", ("小红shu", "小红书")),
    ],
)
def test_a_character_in_pinyin_or_a_stray_space_hides_no_name(text: str, expected: tuple[str, str]) -> None:
    bare = Settings(ner="none")
    doc = entities(segment(Document.of(text), bare), bare)
    assert expected in {(doc.surface(m.span), m.canonical) for m in doc.mentions}


def test_every_character_of_the_names_that_sources_confuse_has_its_reading() -> None:
    from pypinyin import lazy_pinyin

    names = [m.entity.canonical for g in knowledge().groups.values() for m in g.members]
    wanted = {char: lazy_pinyin(name)[i] for name in names if not name.isascii() for i, char in enumerate(name)}
    listed = {row["char"]: row["reading"] for row in load_table("name_readings")}
    assert {char: reading for char, reading in wanted.items() if not char.isascii()} == listed
