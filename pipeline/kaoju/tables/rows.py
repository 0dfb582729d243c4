"""A document's records as flat rows, each checked against the law of positions before it leaves."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from kaoju.document import (
    Check,
    Claim,
    Document,
    Evidence,
    Fact,
    Mention,
    Quote,
    Repair,
    Sentence,
)
from kaoju.errors import OutputError
from kaoju.span import Span
from kaoju.tables.schemas import DECIMALS, TABLES

__all__ = ["Row", "decimal_text", "rows"]

Row = dict[str, object]
_PLACES = Decimal(1).scaleb(-DECIMALS)
_LIMIT = Decimal(10) ** (38 - DECIMALS)


def rows(doc: Document) -> dict[str, list[Row]]:
    """Return the rows of every table for one processed document, in text order, values as in the JSONL.

    Raises OutputError `O001` where `raw[raw_start:raw_end] == raw_text` or `clean[start:end] == text` cannot hold: a
    bug, never the input's fault.
    """
    made: dict[str, list[Row]] = {
        "documents": [_document(doc)],
        "repairs": [_repair(doc, r) for r in doc.repairs],
        "sentences": [_sentence(doc, s) for s in doc.sentences],
        "mentions": [_mention(doc, m) for m in doc.mentions],
        "claims": [_claim(doc, c) for c in doc.claims],
        "quotes": [_quote(doc, q) for q in doc.quotes],
        "checks": [_check(doc, c) for c in doc.checks],
        "facts": [_fact(doc, f) for f in doc.facts],
    }
    assert tuple(made) == TABLES
    return made


def decimal_text(value: Decimal | None) -> str | None:
    """Return a value in plain notation with at most 12 decimals and no trailing zeros; None stays None.

    Raises OutputError `O002` for what decimal128(38, 12) cannot hold.

    >>> decimal_text(Decimal("1.60E+9")), decimal_text(Decimal("0.1250"))
    ('1600000000', '0.125')
    """
    if value is None:
        return None
    if not value.is_finite() or abs(value) >= _LIMIT:
        raise OutputError("O002", f"value {value} does not fit into 26 digits")
    text = format(value.quantize(_PLACES) if value.as_tuple().exponent < -DECIMALS else value, "f")  # type: ignore[operator]
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _document(doc: Document) -> Row:
    meta = doc.meta
    return {
        "doc_id": doc.id,
        "source": meta.source,
        "sha256": meta.sha256,
        "encoding": meta.encoding,
        "script": str(doc.script),
        "title": meta.title,
        "author": meta.author,
        "publisher": meta.publisher,
        "published": meta.published.isoformat() if meta.published else None,
        "chars_raw": len(doc.raw),
        "chars_clean": len(doc.clean),
        "repairs": len(doc.repairs),
        "flags": list(doc.flags),
    }


def _positions(doc: Document, span: Span, raw: Span | None = None) -> Row:
    raw = raw or doc.raw_span(span)
    row: Row = {
        "start": span.start,
        "end": span.end,
        "raw_start": raw.start,
        "raw_end": raw.end,
        "text": span.of(doc.clean),
        "raw_text": raw.of(doc.raw),
    }
    inside = 0 <= span.start <= span.end <= len(doc.clean) and 0 <= raw.start <= raw.end <= len(doc.raw)
    if not inside:
        raise OutputError("O001", f"{doc.meta.source}: {span} or {raw} lies outside its text")
    return row


def _evidence(doc: Document, items: Iterable[Evidence]) -> list[Row]:
    found = []
    for item in items:
        raw = doc.raw_span(item.span)
        found.append({
            "rule": item.rule, "note": item.note, "raw_start": raw.start, "raw_end": raw.end,
            "weight": round(item.weight, 4),
        })  # fmt: skip
    return found


def _tail(doc: Document, confidence: float, evidence: Iterable[Evidence]) -> Row:
    return {"confidence": round(confidence, 4), "evidence": _evidence(doc, evidence)}


def _repair(doc: Document, repair: Repair) -> Row:
    edit = repair.edit
    note = f"{repair.raw.of(doc.raw)} → {edit.text}"
    return {
        "doc_id": doc.id,
        "repair_id": doc.record_id("repair", repair.span, f"{repair.raw.start}|{repair.raw.end}|{edit.kind}"),
        "kind": edit.kind,
        **_positions(doc, repair.span, repair.raw),
        "lost_bytes": edit.lost,
        "certain": edit.certain,
        "alternatives": list(edit.alternatives),
        "confidence": round(edit.confidence, 4),
        "evidence": [{
            "rule": edit.rule or edit.kind, "note": note, "raw_start": repair.raw.start, "raw_end": repair.raw.end,
            "weight": round(edit.confidence, 4),
        }],
    }  # fmt: skip


def _sentence(doc: Document, sentence: Sentence) -> Row:
    return {
        "doc_id": doc.id,
        "sentence_id": doc.record_id("sentence", sentence.span),
        "paragraph": sentence.paragraph,
        "index": sentence.index,
        **_positions(doc, sentence.span),
        **_tail(doc, 1.0, [Evidence("segment.sentence", sentence.span)]),
    }


def _mention(doc: Document, mention: Mention) -> Row:
    return {
        "doc_id": doc.id,
        "mention_id": mention.id,
        "type": str(mention.type),
        "canonical": mention.canonical,
        "entity_id": mention.entity_id,
        "qid": mention.qid,
        "printed": mention.printed,
        "resolved": mention.resolved,
        "method": str(mention.method),
        "alternatives": [
            {"canonical": a.canonical, "confidence": round(a.confidence, 4)} for a in mention.alternatives
        ],
        **_positions(doc, mention.span),
        **_tail(doc, mention.confidence, mention.evidence),
    }


def _claim(doc: Document, claim: Claim) -> Row:
    quantity = claim.quantity
    return {
        "doc_id": doc.id,
        "claim_id": claim.id,
        "kind": str(quantity.kind),
        "low": decimal_text(quantity.low),
        "high": decimal_text(quantity.high),
        "low_inclusive": quantity.low_inclusive,
        "high_inclusive": quantity.high_inclusive,
        "approx": quantity.approx,
        "unit": quantity.unit,
        "subject": claim.subject,
        "subject_mention_id": claim.subject_mention_id,
        "metric": str(claim.metric),
        "of": claim.of,
        "change": str(claim.change),
        "time": claim.time,
        "time_text": claim.time_span.of(doc.clean) if claim.time_span else None,
        "region": claim.region,
        "modality": str(claim.modality),
        "polarity": str(claim.polarity),
        "source": claim.source,
        "quote_id": claim.quote_id,
        "flags": list(quantity.flags),
        **_positions(doc, claim.span),
        **_tail(doc, claim.confidence, claim.evidence),
    }


def _quote(doc: Document, quote: Quote) -> Row:
    cue = doc.raw_span(quote.cue_span) if quote.cue_span else None
    return {
        "doc_id": doc.id,
        "quote_id": quote.id,
        "type": str(quote.type),
        "speaker": quote.speaker,
        "speaker_mention_id": quote.speaker_mention_id,
        "speaker_text": quote.speaker_span.of(doc.clean) if quote.speaker_span else None,
        "cue": quote.cue,
        "cue_raw_start": cue.start if cue else None,
        "cue_raw_end": cue.end if cue else None,
        "parent_quote_id": quote.parent_quote_id,
        **_positions(doc, quote.span),
        **_tail(doc, quote.confidence, quote.evidence),
    }


def _check(doc: Document, check: Check) -> Row:
    return {
        "doc_id": doc.id,
        "check_id": check.id,
        "kind": str(check.kind),
        "claim_ids": list(check.claim_ids),
        "status": str(check.status),
        "expected": decimal_text(check.expected),
        "found": decimal_text(check.found),
        "message": check.message,
        **_positions(doc, check.span),
        **_tail(doc, check.confidence, check.evidence),
    }


def _fact(doc: Document, fact: Fact) -> Row:
    return {
        "doc_id": doc.id,
        "fact_id": fact.id,
        "record_id": fact.record_id,
        "kind": fact.kind,
        "subject": fact.subject,
        "entity_id": fact.entity_id,
        "predicate": fact.predicate,
        "object": fact.object,
        "low": decimal_text(fact.low),
        "high": decimal_text(fact.high),
        "unit": fact.unit,
        "time": fact.time,
        "region": fact.region,
        "modality": str(fact.modality) if fact.modality else None,
        "polarity": str(fact.polarity) if fact.polarity else None,
        "source": fact.source,
        "sentence": fact.sentence.of(doc.clean) if fact.sentence else None,
        **_positions(doc, fact.span),
        **_tail(doc, fact.confidence, fact.evidence),
    }


def typed(row: Mapping[str, object], kinds: Mapping[str, str]) -> Row:
    """Return a row with decimal strings and dates turned into what Arrow takes."""
    import datetime as dt

    made: Row = {}
    for name, kind in kinds.items():
        value = row[name]
        if isinstance(value, str) and kind == "dec":
            made[name] = Decimal(value)
        elif isinstance(value, str) and kind == "date":
            made[name] = dt.date.fromisoformat(value)
        else:
            made[name] = value
    return made
