"""Bytes to text: encodings, marks, damage, and what is no text at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoju.errors import InputError
from kaoju.readers import decode

PROSE = "医院的门诊量在去年增长了两成，院长说，这是他们没有想到的。来看病的人里，有三成是外地人。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-32"])
def test_encodings_of_simplified_text(encoding: str) -> None:
    assert decode(PROSE.encode(encoding)).text == PROSE


def test_big5_is_told_from_gb18030() -> None:
    text = "醫院的門診量在去年增長了兩成，院長說，這是他們沒有想到的。來看病的人裡，有三成是外地人。"
    assert decode(text.encode("big5")).text == text


def test_rare_characters_of_gb18030() -> None:
    text = PROSE + "喆镕㛃"
    assert decode(text.encode("gb18030")).encoding == "gb18030"
    assert decode(text.encode("gb18030")).text == text


def test_a_page_that_says_gb2312_is_read_as_its_superset() -> None:
    page = f'<html><head><meta charset="gb2312"></head><body>{PROSE}喆</body></html>'
    assert "喆" in decode(page.encode("gb18030")).text


def test_text_cut_inside_a_character_is_read_and_counted() -> None:
    data = (PROSE * 10).encode()[:-1]
    decoded = decode(data)
    assert decoded.lost == 1
    assert decoded.text.startswith(PROSE)


@pytest.mark.parametrize("data", [b"", b"  \n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"])
def test_nothing_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="I001"):
        decode(data)


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, b"%PDF-1.7\n" + bytes(500)]
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"I00[23]"):
        decode(data)


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_reason(data: bytes) -> None:
    try:
        assert decode(data).text.strip()
    except InputError as err:
        assert err.code in {"I001", "I002", "I003"}  # noqa: PT017
