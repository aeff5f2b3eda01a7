"""Bytes to text: byte order marks, UTF-8, UTF-16, and Windows-1252 for bytes that fit nothing else, with a note.

The rule: a byte that is no UTF-8 is read as Windows-1252 (Latin-1), the bytes around it stay UTF-8. So files of mixed
encodings are read, and no byte is lost or replaced.
"""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FALLBACK = "trialkg-windows-1252"
FALLBACK_NOTE = "some bytes are not valid UTF-8: they were read as Latin-1 (Windows-1252)"


def _read_as_windows(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    piece = error.object[error.start : error.end]
    return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in piece), error.end


codecs.register_error(_FALLBACK, _read_as_windows)


def declared_encoding(head: bytes) -> str | None:
    """The encoding that the first bytes show: a byte order mark, or the zeros of unmarked UTF-16."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    sample = head[:1024]
    if len(sample) >= 8:
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
    controls = len(sample) - len(sample.translate(None, bytes((*range(9), *range(14, 32)))))
    return b"\0" in sample or controls > len(sample) * 0.02 or sample.startswith((b"%PDF-", b"\x89PNG"))


class Decoder:
    """Incremental decoding with the fallback; `note` says whether it was needed since it was last cleared."""

    def __init__(self, encoding: str = "utf-8") -> None:
        try:
            name = codecs.lookup(encoding).name
            self._strict = codecs.getincrementaldecoder(name)("strict")
            self._strict.decode(b"")
        except (LookupError, TypeError, AttributeError):
            name = "utf-8"
            self._strict = codecs.getincrementaldecoder(name)("strict")
        self._loose = codecs.getincrementaldecoder(name)(_FALLBACK)
        self.note = ""

    def decode(self, data: bytes, final: bool = False) -> str:
        """The text of the next bytes."""
        state = self._strict.getstate()
        try:
            return self._strict.decode(data, final)
        except UnicodeDecodeError:
            self.note = FALLBACK_NOTE
            self._loose.setstate(state)
            text = self._loose.decode(data, final)
            self._strict.setstate(self._loose.getstate())
            return text


def decode_text(data: bytes) -> tuple[str, str]:
    """The whole text, line ends as `\\n`, and a note where its encoding had to be guessed."""
    decoder = Decoder(declared_encoding(data) or "utf-8")
    text = decoder.decode(data, final=True)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), decoder.note
