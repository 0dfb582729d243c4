"""Variants share their article's gold: damaged and spun, made from it by a seed."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoju.audit.corpus import load_corpus, load_edits
from kaoju.audit.damage import Damage, Damaged, damage
from kaoju.audit.gold import load_gold
from kaoju.audit.variant import damaged_edits, make_variant, spun_edits
from kaoju.span import OffsetMap, Span, apply_edits

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
MADE = sorted(CORPUS.glob("*/*.edits.jsonl"))


@given(st.text("车间里的直播，3万人。\n", max_size=60), st.integers(0, 50))
def test_edits_lead_to_the_damaged_text(text: str, seed: int) -> None:
    hurt = damage(text, Damage(seed=seed, markup=True))
    made, _ = apply_edits(text, damaged_edits(text, hurt))
    assert made == hurt.text


@given(st.text("ab", max_size=12), st.text("abc", max_size=12), st.integers(0, 99))
def test_edits_lead_to_any_text(text: str, hurt: str, seed: int) -> None:
    chance = random.Random(seed)
    places = tuple(chance.choice([None, *range(len(hurt))]) for _ in text)
    made, _ = apply_edits(text, damaged_edits(text, Damaged(hurt, places)))
    assert made == hurt


def test_what_survives_keeps_its_place() -> None:
    text = "今天车间来了31人。"
    edits = damaged_edits(text, damage(text, Damage(seed=1)))
    hurt, layer = apply_edits(text, edits)
    at = text.index("31")
    span = OffsetMap((layer,)).to_clean(Span(at, at + 2))
    assert span.of(hurt) == "31"


def test_spun_names_keep_their_referents() -> None:
    gold = load_gold(CORPUS / "taipei-creators")
    edits = spun_edits(gold.text, gold.platforms, 1)
    swapped = [e for e in edits if e.kind == "spun"]
    certain = [p for p in gold.platforms if p.certain]
    assert 0.2 <= len(swapped) / len(certain) <= 0.5
    spun, layer = apply_edits(gold.text, edits)
    carried = gold.carried("x", spun, OffsetMap((layer,)))
    printed = {p.span.of(spun) for p in carried.platforms}
    assert {"抖音", "TikTok"} <= printed
    assert [p.referent for p in carried.platforms] == [p.referent for p in gold.platforms]
    assert sum(p.span.of(spun) != p.referent for p in carried.platforms) >= len(swapped)


@pytest.mark.parametrize("path", MADE, ids=lambda p: f"{p.parent.name}-{p.name.split('.')[0]}")
def test_committed_variants_are_read_with_the_gold_of_their_article(path: Path) -> None:
    name = path.name.removesuffix(".edits.jsonl")
    cases = {case.variant: case for case in load_corpus(path.parent)}
    first = next(iter(cases.values()))
    gold, variant = first.gold, cases[name].gold
    assert len(variant.claims) >= 0.9 * len(gold.claims)
    assert load_edits(path)
    assert {c.metric for c in variant.claims} <= {c.metric for c in gold.claims}


def test_no_other_kind_is_made() -> None:
    with pytest.raises(ValueError, match="damaged or spun"):
        make_variant("burnt", CORPUS / "taipei-creators")
