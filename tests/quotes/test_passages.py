"""Short passages with gold, as the audit judges them: what a reader would mark, and nothing else."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from kaoju.audit.live import quoted
from kaoju.audit.passages import Passage, PassageScores, load_passages, score_passages
from kaoju.errors import InputError

FILE = Path(__file__).parent / "passages.jsonl"
# Least figures that a change may leave behind.
CONTENT, SPEAKER, CUE, ALARMS = 0.97, 0.95, 0.95, 1


@cache
def measured() -> PassageScores:
    return score_passages(load_passages(FILE), quoted)


def test_there_are_enough_passages() -> None:
    passages = load_passages(FILE)
    assert len(passages) >= 120
    assert len({p.text for p in passages}) == len(passages)


def test_content() -> None:
    assert measured().content.f1 >= CONTENT, measured().faults


def test_speaker_of_the_quotation() -> None:
    assert measured().speaker.f1 >= SPEAKER, measured().faults


def test_cue_and_type() -> None:
    assert measured().cue.recall >= CUE, measured().faults
    assert measured().type.recall == 1.0, measured().faults


def test_alarms_on_terms_names_and_titles() -> None:
    assert measured().alarms <= ALARMS, measured().faults


def one(found: Sequence[dict[str, object]], **gold: object) -> PassageScores:
    text = "护士长贺敏说：“今天加床。”墙上写着“静”。"
    passage = Passage("p", text, ({"content": "今天加床。", **gold},), ("静",))
    return score_passages([passage], lambda _: found)


def test_the_counting_itself() -> None:
    right = {"raw_start": 8, "raw_end": 13, "speaker": "贺敏", "cue": "说", "type": "direct"}
    good = one([right], speaker="贺敏", cue="说", type="direct")
    assert (good.content.f1, good.speaker.f1, good.cue.recall, good.alarms, good.faults) == (1.0, 1.0, 1.0, 0, ())
    other = one([right], speaker="护士", speaker_aliases=["贺敏"])
    assert other.speaker.f1 == 1.0
    wrong = one([right], speaker="林某", cue="表示")
    assert (wrong.content.f1, wrong.speaker.f1, wrong.cue.recall, len(wrong.faults)) == (1.0, 0.0, 0.0, 2)
    missed = one([{"raw_start": 19, "raw_end": 20, "speaker": None}], speaker="贺敏")
    assert (missed.content.right, missed.content.found, missed.alarms, missed.terms) == (0, 1, 1, 1)


@pytest.mark.parametrize("line", ["{", '{"text": "a"}', '{"text": "a", "quotes": [{"content": "b"}]}', '["a"]'])
def test_a_line_that_is_no_passage_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text(line, "utf-8")
    with pytest.raises(InputError, match=r"p\.jsonl:1"):
        load_passages(path)
