"""JSON records from a stream, one at a time: lines, arrays, pages (`{"studies": […]}`), single objects.

The rule: no more than one record is in memory, and a record that does not parse is reported with its place while
the ones after it are read. To cut a stream into pieces costs little beside decoding them, which others may do.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from kg.read.members_v2 import decode_members

MAX_RECORD = 64 << 20
"""Bytes of one record; the largest of the registry has 5 MB."""
MAX_DEPTH = 200
"""Nesting of one record; the registry's have 14."""
SMALL = 4 << 20
"""Documents up to this size are decoded whole."""
NOTHING = "no study in it: expected an object, an array of objects, or an object with a list `studies`"
_HEAD = 64  # bytes in which a study of API v2 shows itself
_LISTS = (b'"studies"', b'"FullStudies"')
_OF_SEVERAL = (*_LISTS, b'"FullStudiesResponse"', *(b"\\u00%d" % row for row in range(4, 8)))  # escaped letters, too
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[{}\[\]]', re.DOTALL)
_decoder = msgspec.json.Decoder()


class Malformed(ValueError):
    """Data that are not a JSON record; the message says why."""


class Piece(NamedTuple):
    """Bytes that are yet to be decoded: a `record`, a `line` (one record, or a page of them), or a `document` (all that
    is left of a stream)."""

    data: bytes
    kind: str

    def is_one(self) -> bool:
        """Whether it is surely one record, or one that does not parse."""
        data = self.data
        return self.kind == "record" or (
            self.kind == "line" and data.lstrip()[:1] != b"[" and not any(each in data for each in _OF_SEVERAL)
        )


def decode(data: bytes) -> tuple[Any, str]:
    """The value of a JSON text, and a note where its bytes were not UTF-8. Of a study of API v2 only the members that
    are read are there. Raises `Malformed`."""
    note = ""
    if b'"protocolSection"' in data[:_HEAD] and (study := decode_members(data)) is not None:
        return study, note
    try:
        return _decoder.decode(data), note
    except RecursionError:
        raise Malformed("nested too deeply to be a trial record") from None
    except UnicodeDecodeError:
        note = "not valid UTF-8: read as Latin-1 (Windows-1252)"
        text = data.decode("cp1252", "replace")
    except (msgspec.MsgspecError, ValueError):
        text = data.decode("utf-8", "replace")
    try:  # the standard library also takes NaN, lone surrogates and huge numbers
        return json.loads(text), note
    except RecursionError:
        raise Malformed("nested too deeply to be a trial record") from None
    except ValueError as error:
        raise Malformed(f"not JSON: {error}") from None


def values(stream: io.BufferedReader) -> Iterator[tuple[Any, str] | Malformed]:
    """The records of a stream: decoded objects with encoding notes, or what was wrong with them."""
    for piece in pieces(stream):
        if isinstance(piece, Malformed):
            yield piece
        else:
            yield from values_of(piece)


def values_of(piece: Piece) -> Iterator[tuple[Any, str] | Malformed]:
    """The records of a piece."""
    try:
        value, note = decode(piece.data)
    except Malformed as error:
        if piece.kind != "document":
            yield error
            return
    else:
        if piece.kind == "record":
            yield value, note
        else:
            yield from _unfold(value, note)
        return
    for data in _records((piece.data,)):  # only the good parts
        if isinstance(data, Malformed):
            yield data
        else:
            yield from values_of(Piece(data, "record"))


def pieces(stream: io.BufferedReader) -> Iterator[Piece | Malformed]:
    """The pieces of a stream, or why it cannot be cut further."""
    first = stream.readline(MAX_RECORD)
    start = first.lstrip(b"\xef\xbb\xbf \t\r\n")
    while first and not start:  # blank lines before the first value
        first = stream.readline(MAX_RECORD)
        start = first.lstrip()
    whole_line = first.endswith(b"\n") or not stream.peek(1)
    if start.startswith(b"{") and len(start.strip()) > 1 and whole_line:
        following = stream.peek(1)[:1]
        try:
            decode(start)
            by_line = True
        except Malformed:
            by_line = following == b"{" and not start.rstrip().endswith((b"[", b"{", b",", b":"))
        if by_line:
            yield Piece(start, "line")
            yield from _lines(stream)
            return
    yield from _document(start, stream)


def _lines(stream: io.BufferedReader) -> Iterator[Piece | Malformed]:
    while line := stream.readline(MAX_RECORD):
        if len(line) >= MAX_RECORD and not line.endswith(b"\n"):
            while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
                pass
            yield Malformed(f"a line of more than {MAX_RECORD >> 20} MB: expected one study a line")
            continue
        if not line.isspace():
            yield Piece(line, "line")


def _unfold(value: Any, note: str) -> Iterator[tuple[Any, str] | Malformed]:
    """One value, or those inside it where it is a page or an array."""
    found = value
    if isinstance(found, dict) and isinstance(found.get("FullStudiesResponse"), dict):
        found = found["FullStudiesResponse"]
    if isinstance(found, dict):
        for key in ("studies", "FullStudies"):
            if isinstance(found.get(key), list):
                found = found[key]
                break
    if found == []:
        yield Malformed(NOTHING)
    for item in found if isinstance(found, list) else (value,):
        yield item, note


def _document(start: bytes, stream: io.BufferedReader) -> Iterator[Piece | Malformed]:
    head = start + stream.read(SMALL)
    if len(head) < SMALL:
        yield Piece(head, "document")
        return
    for data in _records(_chunks(head, stream)):
        yield data if isinstance(data, Malformed) else Piece(data, "record")


def _chunks(head: bytes, stream: io.BufferedReader) -> Iterator[bytes]:
    yield head
    while chunk := stream.read(1 << 18):
        yield chunk


def _records(chunks: Iterable[bytes]) -> Iterator[bytes | Malformed]:
    """The bytes of each record of a document: the objects of its outermost array or list of studies, or all of it."""
    buffer = b""
    scanned = 0  # what stands before this offset of the buffer has been seen
    begin = 0  # where the current record, or the document, starts
    depth = 0
    inside = -1  # depth between the records of the list; -1 before a list is found, -2 after it has ended
    key = b""
    found = 0
    for chunk in chunks:
        buffer += chunk
        while match := _TOKEN.search(buffer, scanned):
            token = match.group()
            unclosed = buffer.find(b'"', scanned, match.start())
            if unclosed >= 0:  # a string that began before this bracket ends in a later chunk
                scanned = unclosed
                break
            scanned = match.end()
            if token[:1] == b'"':
                key = token
                continue
            if token in b"{[":
                if inside == -1 and token == b"[" and (depth == 0 or (depth <= 2 and key in _LISTS)):
                    inside = depth + 1
                elif depth == inside:
                    begin = match.start()
                depth += 1
                if depth > MAX_DEPTH:
                    yield Malformed("nested too deeply to be a trial record: the rest was not read")
                    return
                continue
            depth -= 1
            if depth < 0:
                yield Malformed("not JSON: a closing bracket without an opening one")
                return
            if depth == inside or (depth == 0 and inside == -1):
                found += 1
                yield buffer[begin:scanned]
                begin = scanned
            elif depth == inside - 1:
                inside = -2
            if depth == 0:
                inside, begin = -1, scanned
        else:
            quote = buffer.find(b'"', scanned)
            scanned = quote if quote >= 0 else len(buffer)
        done = scanned if depth == inside or inside == -2 else begin
        buffer, scanned, begin = buffer[done:], scanned - done, 0
        if len(buffer) - begin > MAX_RECORD:
            yield Malformed(f"a record of more than {MAX_RECORD >> 20} MB: the rest was not read")
            return
    if depth > 0:
        yield Malformed("the JSON ends before it is complete")
    elif not found:
        yield Malformed(NOTHING)
