"""Bytes to text: byte order marks, UTF-8, UTF-16, and Latin-1 with a note where nothing else fits."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
FALLBACK_NOTE = "not valid UTF-8: read as Latin-1 (Windows-1252)"


def declared_encoding(head: bytes) -> str | None:
    """The encoding that the first bytes show: a byte order mark, or the zeros of unmarked UTF-16."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    sample = head[:1024]
    if len(sample) >= 8 and not sample.startswith(b"PK"):
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        if odd > len(sample) * 0.4 and not even:
            return "utf-16-le"
        if even > len(sample) * 0.4 and not odd:
            return "utf-16-be"
    return None


def is_binary(head: bytes) -> bool:
    """Whether the bytes are no text in any encoding that is read here."""
    if declared_encoding(head) is not None:
        return False
    sample = head[:8192]
    controls = sum(sample.count(code) for code in (0, 1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16))
    return b"\0" in sample or controls > len(sample) * 0.02 or sample.startswith((b"%PDF-", b"\x89PNG"))


def decode_text(data: bytes) -> tuple[str, str]:
    """The text, line ends as `\\n`, and a note where its encoding had to be guessed."""
    name = declared_encoding(data) or "utf-8"
    note = ""
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        note = FALLBACK_NOTE
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), note
