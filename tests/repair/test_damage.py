"""The simulator: every phenomenon of the damage on texts of our own, and where the characters have gone."""

import pytest

from kaoju.audit.damage import Damage, damage

PAGE = (
    "医院里一共有八个护士，他们取得了成绩。\n“这里的问题很多。”护士长说：“发展要靠创新！”\n"
    "每年约有1,300名病人转到县医院。"
)


@pytest.mark.parametrize(
    ("clean", "plan", "damaged"),
    [
        ("三个小时后", Damage(), "三個(gè)小時(shí)后"),
        ("关于此事", Damage(annotated="關", toneless=True, aligned=True), "關(guan) 于此事"),
        ("全面的体系", Damage(annotated="", overconvert=True), "全麵的體係"),
        ("他们取药", Damage(restart=0), "他們?nèi)∷?"),
        ("关于此事", Damage(annotated="關", toneless=True, gap=False, aligned=True), "關(guan)于此事"),
        ("当时关于", Damage(annotated="當時", second="關"), "當(dāng)時(shí)關(guan) 于"),
        ("全面的体系", Damage(annotated="", traditional=False, overconvert=True), "全麵的体係"),
        ("甲A1乙", Damage(traditional=False, annotated="", narrow=False, wide=1), "甲Ａ１乙"),
        ("读者", Damage(traditional=False, annotated="", charset="utf-8/gbk"), "璇昏\ufffd\ufffd"),
        ("读者", Damage(traditional=False, annotated="", charset="gbk/latin-1"), "¶ÁÕß"),
        ("甲 乙", Damage(blanks=1), "甲?乙"),
        ("甲 乙", Damage(entities=1), "甲&nbsp;乙"),
        ("甲乙", Damage(invisible=1), "甲\u200b乙\u200b"),
    ],
)
def test_phenomena(clean: str, plan: Damage, damaged: str) -> None:
    assert damage(clean, plan).text == damaged


def test_places_point_at_the_surviving_characters() -> None:
    result = damage(PAGE, Damage(traditional=False, annotated="", narrow=False, restart=0))
    assert result.text == PAGE
    assert result.places == tuple(range(len(PAGE)))
    noted = damage("三个小时", Damage())
    assert [noted.text[at] for at in noted.places if at is not None] == list("三個小時")


def test_the_same_seed_gives_the_same_damage() -> None:
    plan = Damage(seed=3, markup=True, doubled=0.5, invisible=0.1)
    assert damage(PAGE, plan) == damage(PAGE, plan)
