"""Rows, schemas and frames: the law of positions, exact decimals, the contract's columns."""

import datetime as dt
from decimal import Decimal

import pytest
from msgspec.structs import replace

from kaoju.document import Document, EntityType, Evidence, Mention, Meta, Method
from kaoju.errors import OutputError
from kaoju.span import Edit, OffsetMap, Span, apply_edits
from kaoju.tables import TABLES, frames, rows, schema
from kaoju.tables.rows import decimal_text
from kaoju.tables.schemas import fields


def document() -> Document:
    raw = "縣醫院(yuàn)啟用"
    clean, layer = apply_edits(raw, [Edit(3, 9, "", "pinyin_annotation")])
    doc = Document.of(raw, meta=Meta(source="a.txt", published=dt.date(2024, 5, 1)))
    doc = doc.with_(clean=clean, offsets=OffsetMap().then(layer))
    span = Span(0, 3)
    mention = Mention(
        id=doc.record_id("mention", span), span=span, type=EntityType.ORG, canonical="县医院", printed="县医院",
        method=Method.MODEL, confidence=0.8, evidence=(Evidence("test.rule", Span(2, 4), "note", 0.5),),
    )  # fmt: skip
    return doc.with_(mentions=(mention,))


def test_positions_point_into_both_texts() -> None:
    doc = document()
    (row,) = rows(doc)["mentions"]
    assert (row["text"], row["raw_text"]) == ("縣醫院", "縣醫院")
    assert (row["raw_start"], row["raw_end"]) == (0, 3)
    assert row["evidence"] == [{"rule": "test.rule", "note": "note", "raw_start": 2, "raw_end": 10, "weight": 0.5}]


def test_a_span_outside_its_text_is_refused() -> None:
    doc = document()
    (mention,) = doc.mentions
    broken = replace(mention, span=Span(0, 99))
    with pytest.raises(OutputError, match="O001"):
        rows(doc.with_(mentions=(broken,)))


@pytest.mark.parametrize("table", TABLES)
def test_rows_have_the_schemas_columns_in_order(table: str) -> None:
    assert schema(table).names == list(fields(table))
    for row in rows(document())[table]:
        assert list(row) == list(fields(table))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.60E+9", "1600000000"), ("0.1250", "0.125"), ("0", "0"), ("100", "100"), ("-3.50", "-3.5"),
        ("0.33333333333333333", "0.333333333333"), ("0E-20", "0"),
    ],
)  # fmt: skip
def test_decimals_are_plain_text(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


@pytest.mark.parametrize("value", ["1E+26", "NaN", "Infinity"])
def test_what_does_not_fit_is_refused(value: str) -> None:
    with pytest.raises(OutputError, match="O002"):
        decimal_text(Decimal(value))


def test_frames_have_every_table() -> None:
    made = frames([document()])
    assert set(made) == set(TABLES)
    assert made["mentions"].loc[0, "canonical"] == "县医院"
    assert made["documents"].loc[0, "published"] == dt.date(2024, 5, 1)
    assert list(made["claims"].columns) == list(fields("claims"))
