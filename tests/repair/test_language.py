"""The language model: its table as a file, and what it finds likelier."""

from pathlib import Path

import numpy as np
import pytest

from kaoju.audit.backoff import Backoff, mixed
from kaoju.audit.bigrams import read_printed, telling, words_of
from kaoju.audit.kenlm_trie import read_trie
from kaoju.audit.triples import make_triples
from kaoju.audit.word_classes import word_classes
from kaoju.audit.word_triples import Longer, make_word_triples
from kaoju.rulebook import bigrams as module
from kaoju.rulebook import triples as triples_module
from kaoju.rulebook import word_triples as word_triples_module
from kaoju.rulebook.bigrams import Bigrams, bigrams, classes, save, save_classes
from kaoju.rulebook.triples import save as save_triples
from kaoju.rulebook.word_triples import save as save_word_triples
from kaoju.rulebook.word_triples import word_triples
from kaoju.stages.repair.gbk import Kind, code
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


def models() -> tuple[Longer, Longer]:
    """Return a small model as it is printed, and one that knows no Hanzi."""
    words = words_of(b"\0" * 8 + (12).to_bytes(4, "little") + "\0借\0书\0馆".encode("utf-32-le"))
    none = np.zeros(0, dtype=np.int64)
    base = Backoff(("ab",), np.ones(1), np.ones(1), none, none, np.zeros(0))
    return read_printed(iter(PRINTED.splitlines()), words), Longer(base, np.zeros(0), (none,) * 3, np.zeros(0))


def test_a_table_keeps_the_pairs_that_say_most_and_survives_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, other = models()
    table = telling(mixed(model.base, other.base), kept=2)
    assert table.words == ("", "借", "书", "馆")
    assert [(int(a), int(b)) for a, b in zip(table.first, table.second, strict=True)] == [(1, 2), (2, 3)]
    (tmp_path / "weights").mkdir()
    save(table, tmp_path / "weights" / "repair_bigrams.xz")
    monkeypatch.setattr(module, "files", lambda _: tmp_path)
    again = bigrams.__wrapped__()
    assert again.words == table.words
    assert again.second.tolist() == table.second.tolist()
    assert np.allclose(again.after, table.after, rtol=0.05)


def test_triples_of_words_say_more_than_pairs_and_survive_their_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, other = models()
    table = make_word_triples(model, other, telling(mixed(model.base, other.base)), kept=5)
    pair = (1 << 24) | 2
    assert (table.pairs.tolist(), table.third.tolist()) == ([pair], [3])
    (tmp_path / "weights").mkdir()
    save_word_triples(table, tmp_path / "weights" / "repair_word_triples.xz")
    monkeypatch.setattr(word_triples_module, "files", lambda _: tmp_path)
    again = word_triples.__wrapped__()
    assert again.after_pair(pair, 3, -0.1) == pytest.approx(np.log(0.5), abs=0.05)
    assert again.after_pair(pair, 1, -2.0) > -2.0  # what 馆 loses the others gain
    assert again.after_pair(pair - 1, 3, -0.1) == -0.1


def packed(chances: list[int], firsts: list[int]) -> bytes:
    """Return a model of the words <unk>, 借, 书 with pairs that end in 书, as KenLM lays them out."""
    head = bytes(0x6C) + b"".join(n.to_bytes(8, "little") for n in (3, len(firsts), 1)) + bytes(4)
    head += (2).to_bytes(8, "little") + bytes(24)
    quantised = bytes((2, 2, 1)) + bytes(5) + np.array([-1.0, -2.0, -3.0, 0.0, 0.0, -0.5, 0, 0, 0, 0], "<f4").tobytes()
    kind = np.dtype([("chance", "<f4"), ("weight", "<f4"), ("next", "<u8")])
    words = [(-5.0, 0.0, 0), (-1.0, -0.5, 0), (-2.0, 0.0, 0), (0.0, 0.0, len(firsts)), (0.0, 0.0, 0)]
    pointers = bytes(8) + bytes(8) + bytes(7)
    bits = 0
    for at, (chance, first) in enumerate(zip(chances, firsts, strict=True)):
        bits |= (first | (chance << 3)) << (6 * at)  # two bits of a word, one of a weight, two of a chance, a pointer
    body = np.array(words, kind).tobytes()
    names = "<unk>\0借\0书\0".encode()
    return head + quantised + body + pointers + bits.to_bytes(16, "little") + names


def test_a_packed_model_is_read() -> None:
    model = read_trie(packed([1, 0], [0, 1]))
    assert model.words == ("<unk>", "借", "书")
    assert np.allclose(model.single, [1e-5, 0.1, 0.01])
    assert np.allclose(model.weight, [1.0, 10**-0.5, 1.0])
    assert model.second.tolist() == [2, 2]
    assert model.first.tolist() == [0, 1]
    assert np.allclose(model.after, [0.01, 0.1])


def test_mixed_models_judge_by_both_and_a_word_of_one_by_that_one() -> None:
    one = Backoff(
        ("", "，", "借", "书"),
        np.array([0.1, 0.1, 0.1, 0.2]),
        np.ones(4),
        np.array([2, 2]),
        np.array([1, 3]),
        np.array([0.2, 0.4]),
    )
    two = Backoff(
        ("借", "书", "馆"), np.array([0.1, 0.1, 0.1]), np.ones(3), *map(np.array, ([0, 1], [1, 2], [0.6, 0.5]))
    )
    table = mixed(one, two)
    found = {
        (table.words[a], table.words[b]): p for a, b, p in zip(table.first, table.second, table.after, strict=True)
    }
    assert found["借", "，"] == pytest.approx(0.2)  # only one knows marks
    assert found["借", "书"] == pytest.approx(0.5 * 0.4 + 0.5 * 0.6 * 0.8)
    assert found["书", "馆"] == pytest.approx(0.5 * 0.5)


def test_characters_behind_two_survive_their_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    single = np.array([0.2, 0.3, 0.2, 0.1, 0.1])
    table = Bigrams(
        ("", "书", "借书", "馆", "图书馆"), single, np.array([2, 3]), np.array([3, 1]), np.array([0.9, 0.5])
    )
    found = make_triples(table)
    place = found.place("借", "书")
    left, row = found.left[place], found.listed(place)
    assert max(row, key=row.__getitem__) == "馆"
    assert "馆" in found.listed(found.place("图", "书"))
    assert left < 0.0
    assert found.place("馆", "馆") == -1
    (tmp_path / "weights").mkdir()
    save_triples(found, tmp_path / "weights" / "repair_triples.xz")
    monkeypatch.setattr(triples_module, "files", lambda _: tmp_path)
    again = triples_module.triples.__wrapped__()
    assert again.of(again.place("借", "书"), "馆") == pytest.approx(row["馆"], abs=0.06)


def test_two_characters_tell_more_than_one() -> None:
    model = language()
    assert model.after("董事", "長") > model.after("事", "長")
    assert model.after("站", "著") > model.after("站", "之")
    assert model.chain("图书", "馆") == model.after("图书", "馆")


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


def test_a_number_is_likelier_behind_what_counts() -> None:
    model = language()
    assert model.other("超过") > model.other("因为")


def test_what_stands_on_the_same_line_comes_again() -> None:
    page = Page("沙子流过河滩。", language())
    assert page.again("子", "固", "电价固不住") > 0.0
    assert page.again("子", "固", "电价不稳定") == 0.0


def test_what_stands_behind_the_same_two_characters_comes_again() -> None:
    page = Page("阮以晴开店。" * 2 + "他以为天晴。", language())
    assert page.after("阮以", "晴") > page.after("所以", "晴")


@pytest.mark.parametrize("kind", [Kind.VANISHED, Kind.UNDECODED])
def test_what_was_lost_tells_which_lead_bytes_follow(kind: Kind) -> None:
    gbk = code()
    for (trail, what), number in gbk.behind.items():
        if what is kind:
            lost = {lead for lead in gbk.read if _is_none(trail, lead)}
            private = {lead for lead in lost if (lead >= 0xA1) == (trail >= 0xA8)}
            vanished = private if trail in range(0xA1, 0xA8) or 0xAA <= trail <= 0xAF or trail >= 0xF8 else set()
            assert gbk.leads[number] == (vanished if kind is Kind.VANISHED else lost - vanished), hex(trail)


def _is_none(lead: int, trail: int) -> bool:
    try:
        bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return True
    return False


def test_characters_by_their_last_byte_may_be_those_of_some_lead_bytes_only() -> None:
    gbk = code()
    trail = gbk.write["护"][1]
    for number, leads in enumerate(gbk.leads):
        assert gbk.ending(trail + (number << 8)) == [c for c in gbk.ending(trail) if gbk.write[c][0] in leads]
