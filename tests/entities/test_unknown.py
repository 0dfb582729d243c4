"""Names that nothing knows: a stem with an organisation's word, its stem alone, a role with a surname."""

import pytest

from kaoju.document import Document
from kaoju.rulebook.knowledge import knowledge
from kaoju.stages.entities.unknown import by_neighbours


def found(text: str) -> list[tuple[str, str, str]]:
    doc = Document.of(text)
    made = by_neighbours(doc, knowledge())
    return sorted({(c.span.of(text), c.type.value, c.canonical) for c in made})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("据沅芷数据测算，门诊量增长一成。", ("沅芷数据", "ORG", "沅芷数据")),
        ("诊所由栩鹭文化出资。", ("栩鹭文化", "ORG", "栩鹭文化")),
        ("护士长翟若萤说，病房满了。", ("翟若萤", "PER", "翟若萤")),
        ("律师Ida Marrow接了医院的案子。", ("Ida Marrow", "PER", "Ida Marrow")),
        ("医疗队到青沙坳村出诊。", ("青沙坳村", "LOC", "青沙坳村")),
    ],
)
def test_a_name_is_told_by_its_neighbours(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in found(text)


def test_the_stem_alone_stands_for_the_firm_but_not_for_a_place() -> None:
    assert ("沅芷", "ORG", "沅芷科技") in found("沅芷科技去年亏损。沅芷今年扭亏。")
    assert all(name != "沅芷" for name, _, _ in found("沅芷医院去年扩建。沅芷今年又修路。"))


@pytest.mark.parametrize(
    "text",
    [
        "用户数据很多。",
        "这家公司去年亏损。",
        "医院和诊所都满了。",
        "院长把报告交了。",
        "农村的医生少。",
        "医美咨询的生意好。",
    ],
)
def test_common_words_before_the_word_make_no_name(text: str) -> None:
    assert found(text) == []
