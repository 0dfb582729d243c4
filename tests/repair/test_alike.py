"""Characters that only the page tells apart: pronouns and quotation marks."""

from kaoju.span import Edit, Span
from kaoju.stages.repair.alike import Alike


def test_a_pronoun_is_what_those_near_it_are() -> None:
    page = "护士长很忙，她说她没有时间。" + "病房安静。" * 100 + "院长先生回来了，他说他看过。"
    alike = Alike(page)

    def score(pronoun: str, at: int) -> float:
        return alike.share[pronoun] + alike.difference("", pronoun, Span(at, at))

    assert score("她", 14) > score("他", 14)
    assert score("他", len(page) - 8) > score("她", len(page) - 8)


def test_the_name_of_a_woman_speaks_for_her_pronoun() -> None:
    for name, likelier in (("张雅婷", True), ("張雅婷", True), ("张建军", False), ("雅婷", False)):
        page = f"{name}负责门诊。病房去年重新开放。"
        alike = Alike(page)
        she, he = (alike.share[one] + alike.difference("", one, Span(len(page) - 1, len(page))) for one in "她他")
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
        she, he = (alike.share[one] + alike.difference("", one, Span(len(text) - 1, len(text))) for one in "她他")
        assert (she > he) is likelier


def test_no_name_begins_with_a_common_word() -> None:
    page = "高铁站很大，他说高铁站很挤。" + "车站安静。" * 40 + "高铁站旁，"
    taken, left = Alike(page), Alike(page, {"高铁"}.__contains__)
    assert "高铁站" in {name for _, name in taken.named}
    assert "高铁站" not in {name for _, name in left.named}


def test_what_a_repair_opens_is_spoken_up_to_the_next_mark() -> None:
    text = "她来过?，我见过他”。他说\n他走了"
    alike = Alike(text)
    assert alike.spoken == [False, False, False, False]
    alike.learn(Edit(3, 5, "：“", "byte_shift", certain=False, rule="repair.byte_shift"))
    assert alike.spoken == [False, True, False, False]
    alike.learn(Edit(3, 5, "。", "byte_shift", certain=False, rule="repair.byte_shift"))
    assert alike.spoken == [False, True, False, False]
    alike.learn(Edit(3, 5, "好。”", "byte_shift", certain=False, rule="repair.byte_shift"))
    assert alike.spoken == [False, False, False, False]


def test_a_quotation_is_closed_by_its_own_mark() -> None:
    alike = Alike("“甲”“乙”「丙」")
    scores = {mark: alike.share[mark] + alike.difference("他说：「好", mark, Span(0, 0)) for mark in "”’」』"}
    assert max(scores, key=scores.__getitem__) == "」"
    scores = {mark: alike.share[mark] + alike.difference("他说：“我听见‘好", mark, Span(0, 0)) for mark in "”’」』"}
    assert max(scores, key=scores.__getitem__) == "’"
    assert alike.difference("好", "”", Span(0, 0)) < 0


def test_a_title_is_closed_and_holds_no_stop() -> None:
    alike = Alike("他在看《河与山\n书店已经关门。")
    end = Span(7, 7)
    closed, stopped, left = (alike.difference("他在看《河与", text, end) for text in ("山》", "山。", "山"))
    assert closed > left > stopped


def test_a_quotation_inside_a_quotation_is_not_outside_of_one() -> None:
    alike = Alike("“甲”“乙”“丙”他说‘好’\n")
    place = Span(0, 0)
    assert alike.difference("他说：“我听见", "‘好", place) > alike.difference("他说：", "‘好", place)


def test_a_quotation_that_is_opened_is_closed_on_its_line() -> None:
    for rest, penalty in (("好”\n", False), ("好？！\n", False), ("好\n他说”", True)):
        alike = Alike("他说" + rest)
        assert (alike.difference("他说", "“", Span(2, 2)) < 0.0) is penalty, rest


def test_who_is_spoken_of_is_not_who_speaks() -> None:
    line = "“他说他要来，他等着。”"
    alike = Alike("王女士在门口。\n" + line)
    at = len("王女士在门口。\n" + line)
    she = alike.difference(line, "她", Span(at, at)) - alike.difference(line, "他", Span(at, at))
    open_line = line.replace("“", "")
    plain = Alike("王女士在门口。\n" + open_line)
    assert she > plain.difference(open_line, "她", Span(at - 1, at - 1)) - plain.difference(
        open_line, "他", Span(at - 1, at - 1)
    )
