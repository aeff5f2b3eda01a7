"""What the first bytes show of the encoding, and whether they are text at all."""

from __future__ import annotations

import codecs

import pytest

from kg.read.encoding import FALLBACK_NOTE, declared_encoding, decode_text, is_binary

TEXT = "DRUG: Bevacizumab|PROCEDURE: Surgery, naïve – “ok”\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), None),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32"),  # begins like UTF-16
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (b"\x01\0" * 40 + b"\0\0" * 10, None),  # zeros in both places: no text
        (b"\0\x01" * 40 + b"\0\0" * 10, None),
        (b"a\0", None),  # too short to tell
    ],
)
def test_what_the_first_bytes_show(data: bytes, encoding: str | None) -> None:
    assert declared_encoding(data) == encoding


@pytest.mark.parametrize(
    ("data", "binary"),
    [
        (TEXT.encode(), False),
        (TEXT.encode("cp1252"), False),
        (TEXT.encode("utf-16-le"), False),
        (b"\x1b[31m" + TEXT.encode() * 10, False),  # a stray control character
        (TEXT.encode() + b"\0", True),
        (bytes(range(1, 32)) + TEXT.encode(), True),
        (b"\x01" * 3 + b"x" * 97, True),  # more than two in a hundred
        (b"\x01" * 2 + b"x" * 98, False),
        (b"%PDF-1.7 text", True),
        (b"\x89PNG text", True),
        (b"", False),
    ],
)
def test_what_is_no_text(data: bytes, binary: bool) -> None:
    assert is_binary(data) is binary


def test_bytes_that_are_no_utf_8_are_read_and_noted() -> None:
    assert decode_text("é – ".encode() + "é".encode("cp1252") + b"\x81\r\nx") == ("é – é\x81\nx", FALLBACK_NOTE)
    assert decode_text(TEXT.encode("utf-16")) == (TEXT, "")
