"""Extract from a corpus here and now: the one door from the audit to the pipeline that it judges."""

import datetime as dt

from kaoju.audit.corpus import Case
from kaoju.audit.output import Row, Tables

__all__ = ["extracted", "quoted"]


def extracted(case: Case, *, calibrated: bool = True) -> Tables:
    """Run the whole pipeline over a text of a corpus, dated as its `meta.json` says, and return its tables.

    With `calibrated` off the records state their raw confidence: what a new calibration is fitted to. The table
    `quantities`, which a run folder lacks, says which numbers were read and made no claim.
    """
    from kaoju.document import Document, Meta
    from kaoju.engine import extract
    from kaoju.settings import Settings
    from kaoju.tables import rows

    published = case.meta.get("published")
    meta = Meta(source=str(case.path), published=dt.date.fromisoformat(published) if published else None)
    doc = extract(Document.of(case.gold.text, meta=meta), Settings(calibrated=calibrated))
    numbers = []
    for quantity in doc.quantities:
        raw = doc.raw_span(quantity.span)
        numbers.append({
            "raw_start": raw.start, "raw_end": raw.end, "kind": str(quantity.kind), "flags": list(quantity.flags),
            "confidence": quantity.confidence, "evidence": [{"rule": e.rule} for e in quantity.evidence],
        })  # fmt: skip
    return {**rows(doc), "quantities": numbers}


def quoted(text: str) -> list[Row]:
    """Run the whole pipeline over a short text and return its rows of the table `quotes`."""
    from kaoju.engine import extract
    from kaoju.tables import rows

    return list(rows(extract(text))["quotes"])
