"""Characters that only the page tells apart: pronouns and quotation marks."""

from kaoju.stages.repair.alike import Alike


def test_a_pronoun_is_what_those_near_it_are() -> None:
    page = "护士长很忙，她说她没有时间。" + "病房安静。" * 100 + "院长先生回来了，他说他看过。"
    alike = Alike(page)

    def score(pronoun: str, at: int) -> float:
        return alike.share[pronoun] + alike.difference("", pronoun, at)

    assert score("她", 14) > score("他", 14)
    assert score("他", len(page) - 8) > score("她", len(page) - 8)


def test_the_name_of_a_woman_speaks_for_her_pronoun() -> None:
    for name, likelier in (("张雅婷", True), ("張雅婷", True), ("张建军", False), ("雅婷", False)):
        page = f"{name}负责门诊。病房去年重新开放。"
        alike = Alike(page)
        she, he = (alike.share[one] + alike.difference("", one, len(page) - 1) for one in "她他")
        assert (she > he) is likelier, name


def test_a_pronoun_is_the_one_that_took_up_the_same_name_elsewhere() -> None:
    page = (
        "沈以宁说门诊很忙，她没有时间。"
        + "病房安静。" * 80
        + "院长回来了，他看过。\n"
        + "病房安静。" * 10
        + "沈以宁在场。"
    )
    for text, likelier in (
        (page, True),
        (page.replace("她", "他"), False),
        (page.replace("沈以宁在场", "有人在场"), False),
    ):
        alike = Alike(text)
        she, he = (alike.share[one] + alike.difference("", one, len(text) - 1) for one in "她他")
        assert (she > he) is likelier


def test_a_quotation_is_closed_by_its_own_mark() -> None:
    alike = Alike("“甲”“乙”「丙」")
    scores = {mark: alike.share[mark] + alike.difference("他说：「好", mark, 0) for mark in "”’」』"}
    assert max(scores, key=scores.__getitem__) == "」"
    scores = {mark: alike.share[mark] + alike.difference("他说：“我听见‘好", mark, 0) for mark in "”’」』"}
    assert max(scores, key=scores.__getitem__) == "’"
    assert alike.difference("好", "”", 0) < 0
