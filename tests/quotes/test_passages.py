"""Short passages with gold, through repair, segmentation, names and quotes: what a reader would mark, and nothing else.

`passages.jsonl`: the text, its quotations (content without outer marks, type, speaker, cue; a missing field is left
open), and `not`: marked text that quotes nobody.
"""

import json
from functools import cache
from pathlib import Path

from kaoju.document import Document
from kaoju.settings import Settings
from kaoju.stages.entities import entities
from kaoju.stages.quotes import quotes
from kaoju.stages.repair import repair
from kaoju.stages.segment import segment

S = Settings()
EDGE = " \t\n，。！？；：、,.!?;:…“”‘’「」『』\"'"
# Least figures that a change may leave behind.
CONTENT, SPEAKER, CUE, ALARMS = 0.97, 0.95, 0.95, 1


def found(text: str) -> dict[str, tuple[str, str | None, str | None]]:
    doc = Document.of(text)
    for stage in (repair, segment, entities, quotes):
        doc = stage(doc, S)
    return {doc.raw_span(q.span).of(text).strip(EDGE): (q.type.value, q.speaker, q.cue) for q in doc.quotes}


@cache
def measured() -> tuple[list[tuple[dict[str, str | None], tuple[str, str | None, str | None] | None]], int, int]:
    """Return each gold quotation with what was found for it, the number of all found, and false alarms on terms."""
    pairs: list[tuple[dict[str, str | None], tuple[str, str | None, str | None] | None]] = []
    total = alarms = 0
    for line in (Path(__file__).parent / "passages.jsonl").read_text("utf-8").splitlines():
        passage = json.loads(line)
        got = found(passage["text"])
        total += len(got)
        alarms += sum(term.strip(EDGE) in got for term in passage["not"])
        pairs += [(gold, got.get(gold["content"].strip(EDGE))) for gold in passage["quotes"]]
    return pairs, total, alarms


def test_there_are_enough_passages() -> None:
    lines = (Path(__file__).parent / "passages.jsonl").read_text("utf-8").splitlines()
    assert len(lines) >= 120
    assert len({json.loads(line)["text"] for line in lines}) == len(lines)


def test_content() -> None:
    pairs, total, _ = measured()
    hits = sum(got is not None for _, got in pairs)
    assert 2 * hits / (total + len(pairs)) >= CONTENT, [gold["content"] for gold, got in pairs if got is None]


def test_speaker_of_the_quotation() -> None:
    pairs, total, _ = measured()
    wrong = [(g["speaker"], got[1]) for g, got in pairs if got and "speaker" in g and g["speaker"] != got[1]]
    hits = sum(got is not None for _, got in pairs) - len(wrong)
    assert 2 * hits / (total + len(pairs)) >= SPEAKER, wrong


def test_cue_and_type() -> None:
    pairs, _, _ = measured()
    asked = [(gold, got) for gold, got in pairs if got and "cue" in gold]
    wrong = [(g["cue"], got[2]) for g, got in asked if g["cue"] != got[2]]
    assert 1 - len(wrong) / len(asked) >= CUE, wrong
    assert [g["content"] for g, got in pairs if got and g["type"] != got[0]] == []


def test_alarms_on_terms_names_and_titles() -> None:
    _, _, alarms = measured()
    assert alarms <= ALARMS
