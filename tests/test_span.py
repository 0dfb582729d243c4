"""Laws of the offset map: identity without edits, monotone, chained, exact outside edits, widened where cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoju.span import Edit, Layer, OffsetMap, Span, apply_edits

TEXT = st.text(alphabet="抖音日活ab12，。()", min_size=0, max_size=40)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    found: list[Edit] = []
    at = 0
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        if start < at:
            continue
        if draw(st.booleans()):
            found.append(Edit(start, end, "X" * (end - start), "width", aligned=True))
        else:
            found.append(Edit(start, end, draw(st.text(alphabet="新字", max_size=4)), "html"))
        at = end
    return found


@st.composite
def passes(draw: st.DrawFn) -> tuple[str, str, OffsetMap]:
    raw = text = draw(TEXT)
    offsets = OffsetMap()
    for _ in range(draw(st.integers(0, 3))):
        text, layer = apply_edits(text, draw(edits_of(text)))
        offsets = offsets.then(layer)
    return raw, text, offsets


@st.composite
def with_span(draw: st.DrawFn) -> tuple[str, str, OffsetMap, Span]:
    raw, clean, offsets = draw(passes())
    start = draw(st.integers(0, len(clean)))
    return raw, clean, offsets, Span(start, draw(st.integers(start, len(clean))))


@given(TEXT)
def test_identity_without_edits(text: str) -> None:
    assert apply_edits(text, []) == (text, Layer())
    assert OffsetMap().to_raw(Span(0, len(text))) == Span(0, len(text))


@given(with_span())
def test_spans_stay_in_the_raw_text_and_ordered(case: tuple[str, str, OffsetMap, Span]) -> None:
    raw, _, offsets, span = case
    back = offsets.to_raw(span)
    assert 0 <= back.start <= back.end <= len(raw)


@given(passes(), st.data())
def test_monotone(case: tuple[str, str, OffsetMap], data: st.DataObject) -> None:
    _, clean, offsets = case
    points = sorted(data.draw(st.lists(st.integers(0, len(clean)), min_size=4, max_size=4)))
    left, right = offsets.to_raw(Span(points[0], points[1])), offsets.to_raw(Span(points[2], points[3]))
    if points[0] < points[1] and points[2] < points[3]:
        assert left.start <= right.start
        assert left.end <= right.end


@given(TEXT, st.data())
def test_untouched_text_is_exact(text: str, data: st.DataObject) -> None:
    edits = data.draw(edits_of(text))
    clean, layer = apply_edits(text, edits)
    offsets = OffsetMap().then(layer)
    at = shift = 0
    for edit in [*edits, Edit(len(text), len(text), "", "end")]:
        if edit.start > at:
            piece = Span(at + shift, edit.start + shift)
            assert offsets.to_raw(piece) == Span(at, edit.start)
            assert piece.of(clean) == text[at : edit.start]
            assert offsets.to_clean(Span(at, edit.start)) == piece
        at = edit.end
        shift += len(edit.text) - (edit.end - edit.start)


@given(TEXT, st.data())
def test_a_span_that_cuts_an_edit_is_widened_to_it(text: str, data: st.DataObject) -> None:
    edits = data.draw(edits_of(text))
    _, layer = apply_edits(text, edits)
    shift = 0
    for edit in edits:
        start = edit.start + shift
        if not edit.aligned and len(edit.text) >= 2:
            assert layer.back(Span(start, start + 1)) == edit.span
            assert layer.back(Span(start + 1, start + len(edit.text))) == edit.span
        shift += len(edit.text) - (edit.end - edit.start)


@given(with_span())
def test_chained_passes_map_one_after_the_other(case: tuple[str, str, OffsetMap, Span]) -> None:
    _, _, offsets, span = case
    step = span
    for layer in reversed(offsets.layers):
        step = layer.back(step)
    assert offsets.to_raw(span) == step


def test_a_deletion_belongs_to_neither_neighbour() -> None:
    raw = "鳳凰網(wǎng)也"
    clean, layer = apply_edits(raw, [Edit(3, 9, "", "pinyin_annotation")])
    assert clean == "鳳凰網也"
    assert layer.back(Span(0, 3)).of(raw) == "鳳凰網"
    assert layer.back(Span(3, 4)).of(raw) == "也"
    assert layer.back(Span(2, 4)).of(raw) == "網(wǎng)也"
    assert layer.back(Span(3, 3)).of(raw) == "(wǎng)"


@pytest.mark.parametrize("edits", [[Edit(0, 2, "", "a"), Edit(1, 3, "", "b")], [Edit(2, 9, "", "a")]])
def test_overlapping_or_outlying_edits_are_a_fault(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlaps another or leaves the text"):
        apply_edits("四个汉字", edits)


def test_an_aligned_edit_keeps_its_length() -> None:
    with pytest.raises(ValueError, match="changes the length"):
        Edit(0, 2, "三个字", "script", aligned=True)
