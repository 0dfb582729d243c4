"""Punctuation between Latin letters, digits and Hanzi on pages whose marks a machine made narrow."""

import pytest

from kaoju.stages.repair.width import width_edits


def widened(text: str, *, converted: bool) -> str:
    for edit in reversed(width_edits(text, converted=converted)):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@pytest.mark.parametrize(
    ("text", "converted", "own"),
    [
        ("床位少了8%;MRI却多了两台。", "床位少了8%；MRI却多了两台。", None),
        ("【记者林小满/高雄报导】门诊重新开放。", "【记者林小满／高雄报导】门诊重新开放。", "own"),
        ("记者林小满/高雄报道组/摄影组合影。", "记者林小满/高雄报道组/摄影组合影。", None),
        ("他是记者兼作者/译者。", "他是记者兼作者/译者。", None),
        ("门诊观察|夜里的药房", "门诊观察｜夜里的药房", "own"),
        ("门诊 | 药房", "门诊 | 药房", None),
        ("门诊|药房|住院部", "门诊|药房|住院部", None),
        ("width: 8%;height: 9%", "width: 8%;height: 9%", None),
    ],
)
def test_marks_beside_latin_and_between_names(text: str, converted: str, own: str | None) -> None:
    assert widened(text, converted=True) == converted
    assert widened(text, converted=False) == (text if own else converted)


@pytest.mark.parametrize(
    ("text", "wide"),
    [("药价8元!(8)起", "药价8元！（8）起"), ("!门诊((元))", "！门诊（（元））"), ("药房;(8)!", "药房；（8）！")],
)
def test_what_one_mark_becomes_tells_its_neighbour(text: str, wide: str) -> None:
    for converted in (True, False):
        assert widened(text, converted=converted) == wide
        assert widened(wide, converted=converted) == wide
