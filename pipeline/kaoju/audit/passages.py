"""Short passages with their quotations as gold: one JSON line each, for what whole articles show too seldom.

A line holds `text`, `quotes` (each with `content` or with `start` and `end`, and, where they are to be judged, `type`,
`speaker`, `cue`, `speaker_aliases`) and `not` (marked text that quotes nobody).
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaoju.audit.output import Row
from kaoju.audit.scores import Tally
from kaoju.errors import InputError

__all__ = ["Passage", "PassageScores", "load_passages", "score_passages"]

_EDGE = " \t\r\n\u3000，。！？；：、,.!?;:…—~～“”‘’\"'「」『』《》（）()"
Extract = Callable[[str], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text, its quotations as gold rows, and the marked texts in it that quote nobody."""

    name: str
    text: str
    quotes: tuple[Mapping[str, Any], ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PassageScores:
    """Counts over all passages: content found exactly (marks and edge punctuation apart), and with what besides.

    `alarms` of `terms` marked texts were taken for quotations. `faults` lists what differs, a line each.
    """

    content: Tally
    speaker: Tally
    cue: Tally
    type: Tally
    alarms: int
    terms: int
    faults: tuple[str, ...]


def load_passages(path: Path) -> list[Passage]:
    """Read a file of passages. Raises InputError A050 naming the file, the line and what is wrong with it."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            quotes = tuple(dict(item, content=_content(row["text"], item)) for item in row["quotes"])
            terms = tuple(t if isinstance(t, str) else t["text"] for t in row.get("not") or row.get("not_quotes") or ())
            found.append(Passage(row.get("id") or str(number), row["text"], quotes, terms))
        except (ValueError, KeyError, TypeError, AttributeError) as err:
            raise InputError("A050", f"{path}:{number}: is no passage with text and quotes: {err!r}") from err
    return found


def _content(text: str, item: Mapping[str, Any]) -> str:
    content: str = item["content"] if "content" in item else text[item["start"] : item["end"]]
    if not content or content not in text:
        raise ValueError(f"{content!r} does not stand in the text")
    return content


def score_passages(passages: Sequence[Passage], extract: Extract) -> PassageScores:
    """Extract from every passage and count what agrees; `extract` returns the rows of the table `quotes`."""
    content = speaker = cue = kind = Tally()
    alarms, faults = 0, []
    for passage in passages:
        found = {_trimmed(passage.text[_at(r, "raw_start") : _at(r, "raw_end")]): r for r in extract(passage.text)}
        wrong = [_trimmed(term) for term in passage.terms if _trimmed(term) in found]
        alarms += len(wrong)
        faults += [f"{passage.name}: {term} is taken for speech" for term in wrong]
        pairs = [(gold, found.get(_trimmed(gold["content"]))) for gold in passage.quotes]
        content += Tally(sum(row is not None for _, row in pairs), len(found), len(pairs))
        speaker += Tally(sum(row is not None and _speaks(gold, row) for gold, row in pairs), len(found), len(pairs))
        cue += _slot(pairs, "cue")
        kind += _slot(pairs, "type")
        faults += [f"{passage.name}: {fault}" for gold, row in pairs for fault in _faults(gold, row)]
    return PassageScores(content, speaker, cue, kind, alarms, sum(len(p.terms) for p in passages), tuple(faults))


def _at(row: Row, key: str) -> int:
    return int(str(row[key]))


def _trimmed(text: str) -> str:
    return text.strip(_EDGE) or text


def _speaks(gold: Mapping[str, Any], row: Row) -> bool:
    """Tell whether the speaker is right; gold that does not say is met by any."""
    if "speaker" not in gold:
        return True
    names = {gold["speaker"], *(gold.get("speaker_aliases") or ())}
    return row.get("speaker") in names


def _slot(pairs: Sequence[tuple[Mapping[str, Any], Row | None]], name: str) -> Tally:
    asked = [(gold, row) for gold, row in pairs if row is not None and gold.get(name) is not None]
    return Tally(sum(gold[name] == row.get(name) for gold, row in asked), len(asked), len(asked))


def _faults(gold: Mapping[str, Any], row: Row | None) -> Iterator[str]:
    if row is None:
        yield f"missed: {gold['content']}"
        return
    if not _speaks(gold, row):
        yield f"speaker is {row.get('speaker')}, gold has {gold['speaker']}: {gold['content']}"
    for name in ("cue", "type"):
        if gold.get(name) is not None and gold[name] != row.get(name):
            yield f"{name} is {row.get(name)}, gold has {gold[name]}: {gold['content']}"
