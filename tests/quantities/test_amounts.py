"""Amounts of our own, one text a line: every form of money, measure, age and range, and what it is worth exactly."""

import datetime as dt
from pathlib import Path

import pytest

from kaoju.document import Document, Meta, Quantity
from kaoju.settings import Settings
from kaoju.stages.quantities import quantities
from kaoju.stages.segment import segment

CASES = Path(__file__).parent.parent / "cases" / "amounts.txt"


def found(text: str) -> tuple[Quantity, ...]:
    doc = segment(Document.of(text, meta=Meta(published=dt.date(2024, 5, 6))), Settings())
    return tuple(q for q in quantities(doc, Settings()).quantities if "bare_one" not in q.flags)


def shown(quantity: Quantity) -> str:
    """Write kind, bounds and unit as the case file does."""
    if quantity.time is not None:
        return f"{quantity.kind} {quantity.time}"
    low, high = (None if v is None else f"{round(v, 6).normalize():f}" for v in (quantity.low, quantity.high))
    if low == high:
        value = low
    elif high is None:
        value = ("≥" if quantity.low_inclusive else ">") + str(low)
    elif low is None:
        value = ("≤" if quantity.high_inclusive else "<") + high
    else:
        value = f"{'' if quantity.low_inclusive else '>'}{low}..{'' if quantity.high_inclusive else '<'}{high}"
    return f"{quantity.kind} {'~' if quantity.approx else ''}{value} {quantity.unit or '-'}"


def rows() -> list[tuple[str, list[tuple[str, str]]]]:
    made = []
    for line in CASES.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, wanted = line.split(" |", 1)
            pairs = [pair.split(" = ") for pair in wanted.split(";") if pair.strip()]
            made.append((text, [(a.strip(), b.strip()) for a, b in pairs]))
    return made


@pytest.mark.parametrize(("text", "wanted"), rows())
def test_amounts(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(q.span.of(text), shown(q)) for q in found(text)] == wanted


@pytest.mark.parametrize(
    ("text", "flag"), [("35分", "ambiguous_unit"), ("个半", "ambiguous_unit"), ("月薪9k", "implied_unit")]
)
def test_a_guess_says_so(text: str, flag: str) -> None:
    [quantity] = found(text)
    assert flag in quantity.flags
    assert quantity.confidence < 0.9


def test_a_name_that_is_an_amount_from_end_to_end_is_none() -> None:
    from kaoju.span import Span
    from kaoju.stages.quantities.guards import Guard
    from kaoju.stages.quantities.lattice import found as read

    text = "叁拾伍圆"
    whole, longer = Guard(text, [Span(0, 4)]), Guard(text + "居", [Span(0, 5)])
    assert [q.unit for q in read(text, None, whole)] == ["CNY"]
    assert list(read(text + "居", None, longer)) == []


def test_the_caller_s_decimal_context_rounds_nothing() -> None:
    from decimal import localcontext

    with localcontext() as context:
        context.prec = 4
        [area] = found("占地123456.75亩")
        [share] = found("三百二十一万四千零五分之二十")
    assert str(area.low) == "123456.75"
    assert str(share.low) == str(found("三百二十一万四千零五分之二十")[0].low)


@pytest.mark.parametrize("zero", ["0", "0.00", "-0.00", "零"])
def test_words_around_zero_leave_one_of_its_ends_known(zero: str) -> None:
    from kaoju.stages.quantities.vocabulary import after_words, before_words

    for unit in ("元", "度", "%", "公里"):
        for before, after in [(word, "") for word, _ in before_words().items] + [
            ("", w) for w, _ in after_words().items
        ]:
            for quantity in found(f"读数{before}{zero}{unit}{after}。"):
                ends = [end for end in (quantity.low, quantity.high) if end is not None]
                assert 0 in ends or quantity.kind in {"date", "time"}, (before, after)
