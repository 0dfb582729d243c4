"""Records made the fast way equal those made by their constructors, in every field and in hash."""

import pytest

from kaoju.document import Document, Evidence, Quote, QuoteType
from kaoju.span import Span
from kaoju.stages.quotes.direct import Draft
from kaoju.stages.quotes.names import Source
from kaoju.stages.quotes.records import records

DOC = Document.of("校医孟桐说：“先量体温，“三十七度五”以上的回家。”")


def draft(start: int, end: int) -> Draft:
    return Draft(Span(start, end), QuoteType.DIRECT, "quote.colon", 0, 0.5)


def test_a_quote_with_speaker_and_cue() -> None:
    told = draft(7, 24)
    told.source, told.cue = Source(Span(2, 4), "孟桐", "name"), Span(4, 5)
    told.speaker, told.speaker_span, told.mention_id = "孟桐", Span(2, 4), "m_1"
    [made] = records(DOC, [told])
    evidence = (
        Evidence("quote.colon", Span(7, 24)),
        Evidence("quote.cue", Span(4, 5), "说"),
        Evidence("quote.speaker_name", Span(2, 4)),
    )
    plain = Quote(
        id=DOC.record_id("quote", Span(7, 24)), span=Span(7, 24), type=QuoteType.DIRECT, confidence=0.5,
        evidence=evidence, speaker="孟桐", speaker_span=Span(2, 4), speaker_mention_id="m_1", cue="说",
        cue_span=Span(4, 5),
    )  # fmt: skip
    assert (made, hash(made), repr(made)) == (plain, hash(plain), repr(plain))


def test_a_quote_inside_another_names_it_and_is_frozen() -> None:
    outer, inner, behind = records(DOC, [draft(7, 24), draft(13, 18), draft(24, 25)])
    assert (outer.parent_quote_id, inner.parent_quote_id, behind.parent_quote_id) == (None, outer.id, None)
    assert inner.confidence == pytest.approx(0.4)  # nobody is named
    with pytest.raises(AttributeError):
        inner.cue = "说"  # type: ignore[misc]
