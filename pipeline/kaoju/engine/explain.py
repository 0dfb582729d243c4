"""Records in words: what was found, where, and on what evidence."""

from collections.abc import Iterable, Iterator

from kaoju.document import Document, Evidence
from kaoju.engine.pipeline import extract
from kaoju.settings import Settings
from kaoju.span import Span
from kaoju.stages.facts import value_text

__all__ = ["explain"]


def explain(source: Document | str, settings: Settings | None = None) -> str:
    """Return an account of every record of a text: one paragraph per record, its evidence indented below.

    Positions are raw ones. A document that has been processed is explained as it is.
    """
    done = isinstance(source, Document) and bool(source.sentences)
    doc = source if done and isinstance(source, Document) else extract(source, settings)
    return "\n".join(_lines(doc))


def _lines(doc: Document) -> Iterator[str]:
    for repair in doc.repairs:
        old, new = repair.raw.of(doc.raw), repair.edit.text
        sure = "" if repair.edit.certain else " (chosen, not read 推定)"
        yield f"repair 修复 {_place(repair.raw)} {repair.edit.kind}: {old!r} → {new!r}{sure}"
    for m in doc.mentions:
        yield f"mention 提及 {_at(doc, m.span)} {m.type} {m.canonical} [{m.method}] {m.confidence:.2f}"
        if m.resolved:
            yield f"  printed {m.printed}, means {m.canonical} / 原文作{m.printed}，实指{m.canonical}"
        yield from _evidence(doc, m.evidence)
    for q in doc.quotes:
        yield f"quote 引语 {_at(doc, q.span)} {q.type} speaker 说话人={q.speaker} cue={q.cue} {q.confidence:.2f}"
        yield from _evidence(doc, q.evidence)
    for c in doc.claims:
        value = value_text(c.quantity)
        yield f"claim 论断 {_at(doc, c.span)} {c.subject} · {c.metric} = {value} {c.confidence:.2f}"
        slots = {"of": c.of, "time": c.time, "region": c.region, "modality": c.modality, "source": c.source}
        yield "  " + " ".join(f"{k}={v}" for k, v in slots.items() if v)
        yield from _evidence(doc, c.evidence)
    for check in doc.checks:
        yield f"check 核对 {_at(doc, check.span)} {check.kind} {check.status}: {check.message}"


def _place(span: Span) -> str:
    return f"[{span.start}:{span.end}]"


def _at(doc: Document, span: Span) -> str:
    text = span.of(doc.clean)
    return f"{_place(doc.raw_span(span))} {text if len(text) <= 40 else text[:39] + '…'}"


def _evidence(doc: Document, items: Iterable[Evidence]) -> Iterator[str]:
    for item in items:
        note = f" {item.note}" if item.note else ""
        yield f"    {item.weight:+.2f} {item.rule} {_at(doc, item.span)}{note}"
