"""Calibration inside the pipeline: one setting, two tables, and order kept."""

import pytest

from kaoju import Settings, extract
from kaoju.document import Document
from kaoju.rulebook.curves import Curve, apply
from kaoju.stages import calibrate as stage

TEXT = "快手去年营收超过1200亿元。“老客户占了七成，”财务总监林致远说。"
RAW = Settings(ner="none", calibrated=False)


def confidences(doc: Document) -> tuple[list[float], list[float], list[float]]:
    return [c.confidence for c in doc.claims], [q.confidence for q in doc.quotes], [m.confidence for m in doc.mentions]


def test_claims_and_quotes_are_mapped_mentions_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = extract(TEXT, RAW)
    half = Curve((0.0, 1.0), (0.0, 0.5))
    monkeypatch.setattr(stage, "curves", lambda: {"claims": half, "quotes": half})
    claims, quotes, mentions = confidences(extract(TEXT, Settings(ner="none")))
    old_claims, old_quotes, old_mentions = confidences(raw)
    assert claims == [apply(half, c) for c in old_claims]
    assert quotes == [apply(half, c) for c in old_quotes]
    assert mentions == old_mentions


def test_without_curves_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "curves", dict)
    assert confidences(extract(TEXT, Settings(ner="none"))) == confidences(extract(TEXT, RAW))


def test_facts_carry_the_mapped_confidence() -> None:
    doc = extract(TEXT, Settings(ner="none"))
    held = {c.id: c.confidence for c in doc.claims} | {q.id: q.confidence for q in doc.quotes}
    assert {f.confidence for f in doc.facts} <= set(held.values()) | {m.confidence for m in doc.mentions}
