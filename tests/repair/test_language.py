"""The language model: its table as a file, and what it finds likelier."""

from pathlib import Path

import numpy as np
import pytest

from kaoju.audit.bigrams import make_table, words_of
from kaoju.audit.word_classes import word_classes
from kaoju.rulebook import bigrams as module
from kaoju.rulebook.bigrams import Bigrams, bigrams, classes, save, save_classes
from kaoju.stages.repair.language import language
from kaoju.stages.repair.page import Page

PRINTED = """\\0-gram\\1
 0.000005 0.0000001 (0,0)
\\1-gram\\4
 0 0.2 1.0 (0,0)
 1 0.1 1.0 (0,0)
 2 0.05 1.0 (0,0)
 3 0.02 1.0 (0,0)
\\2-gram\\3
 1 2 0.5 1.0 (1,0)
 1 3 0.021 1.0 (1,0)
 2 3 0.9 1.0 (1,0)
\\3-gram\\1
 1 2 3 0.5 1.0 (1,0)
"""


def test_a_table_keeps_the_pairs_that_say_most_and_survives_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = words_of(b"\0" * 8 + (12).to_bytes(4, "little") + "\0借\0书\0馆".encode("utf-32-le"))
    table = make_table(iter(PRINTED.splitlines()), words, kept=2)
    assert table.words == ("", "借", "书", "馆")
    assert [(int(a), int(b)) for a, b in zip(table.first, table.second, strict=True)] == [(1, 2), (2, 3)]
    (tmp_path / "weights").mkdir()
    save(table, tmp_path / "weights" / "repair_bigrams.xz")
    monkeypatch.setattr(module, "files", lambda _: tmp_path)
    again = bigrams.__wrapped__()
    assert again.words == table.words
    assert again.second.tolist() == table.second.tolist()
    assert np.allclose(again.after, table.after, rtol=0.05)


def test_words_that_follow_each_other_are_likelier() -> None:
    words = language().words
    assert words.likelihood("得益于上海的经验") > words.likelihood("得益于上。的经验")
    assert words.likelihood("导致感情不和") > words.likelihood("导致感请不和")


def test_what_the_page_says_elsewhere_is_likelier() -> None:
    plain, page = language(), Page("护士苗翎说，苗翎来过", language())
    assert page.after("苗", "翎") > plain.after("苗", "翎")
    assert page.after("护", "士") >= plain.after("护", "士")
    assert "翎" in [char for _, char in page.likely("苗", "翎".encode("gbk")[1])]


def test_words_that_stand_in_like_places_share_a_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("", "猫", "狗", "跑", "跳", "吃", "鱼", "饭")
    pairs = [(1, 3), (1, 4), (2, 3), (2, 4), (5, 6), (5, 7)]
    first, second = (np.array(column, dtype=np.uint32) for column in zip(*pairs, strict=True))
    table = Bigrams(words, np.full(8, 0.1), first, second, np.full(6, 0.4))
    found = word_classes(table, number=5, dimensions=4)
    assert found[1] == found[2]
    assert found[3] == found[4]
    assert found[6] == found[7]
    assert found[1] != found[6]
    (tmp_path / "weights").mkdir()
    save_classes(found, tmp_path / "weights" / "repair_classes.xz")
    monkeypatch.setattr(module, "files", lambda _: tmp_path)
    assert classes.__wrapped__().tolist() == found.tolist()


def test_a_pair_that_the_table_lacks_is_judged_by_its_classes() -> None:
    words = language().words
    assert len(words.classes) == len(bigrams().words)

    def gain(first: str, second: str) -> float:
        number = words.numbers[second]
        return words._unlisted(words.numbers[first], number) - words.chances[number]

    assert gain("护士", "说") > 0 > gain("护士", "万元")
    assert gain("十分", "困难") > 0 > gain("十分", "院长")
