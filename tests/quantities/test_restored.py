"""A number that repair restored is never passed off as read."""

from kaoju.document import Document, Repair
from kaoju.settings import Settings
from kaoju.span import Edit, OffsetMap, Span, apply_edits
from kaoju.stages.quantities import quantities
from kaoju.stages.segment import segment


def repaired(*, certain: bool) -> Document:
    raw = "门诊量约?5万人次，床位300张。"
    edit = Edit(4, 5, "2", "byte_shift", certain=certain)
    clean, layer = apply_edits(raw, [edit])
    doc = Document.of(raw).with_(clean=clean, offsets=OffsetMap().then(layer))
    return doc.with_(repairs=(Repair(Span(4, 5), Span(4, 5), edit),))


def test_a_restored_number_is_flagged_and_less_sure() -> None:
    sure, unsure = (quantities(segment(repaired(certain=c), Settings()), Settings()) for c in (True, False))
    assert [q.flags for q in sure.quantities] == [(), ()]
    assert [q.flags for q in unsure.quantities] == [("restored_number",), ()]
    assert unsure.quantities[0].confidence == sure.quantities[0].confidence / 2
    assert unsure.quantities[0].low == 250000
