"""The formats: how each is recognised by its first bytes, and how its records are read.

Adding one is a module that puts its records into the shape of API v2, or makes trials itself, and an entry of
`FORMATS`.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from kg.model import Skipped, Trial
from kg.read import aact, classic_xml, full_studies, ictrp, table
from kg.read.api_v2 import read_study
from kg.read.encoding import Decoder, declared_encoding, decode_text, is_binary
from kg.read.flattened import EXPECTED, read_text
from kg.read.inputs import Input, buffered
from kg.read.json_stream import MAX_RECORD, Malformed, Piece, pieces, values, values_of
from kg.read.record import Origin, RecordBuilder, Refused, describe
from kg.read.xml_stream import Unsafe, elements


class Item(NamedTuple):
    """A record in the shape that its reader takes (`_READERS`), with where it comes from."""

    origin: Origin
    position: int
    value: Any


Records = Iterator[Trial | Skipped]
Items = Iterator[Trial | Skipped | Item]
_WHITE = b"\xef\xbb\xbf \t\r\n"
# "[Ex vivo study of …]" is a title, as are "[177Lu]Lu-PSMA …" and "[18]F-FDG PET …"
_JSON = re.compile(rb"[\xef\xbb\xbf \t\r\n]*(?:\{|\[\s*(?:[{\[\]\"]|-?\d+(?:\.\d+)?\s*(?:,|\]\s*\Z)|\Z))")
_HEAD = 1 << 16  # bytes that a stream can show before it is read


class Format(NamedTuple):
    """A source format: its name in the graph, what it is, whether a head (its bytes, its first line) is of it.
    One reader may read several close formats; see `kg.read.coverage` for the fields of each."""

    name: str
    description: str
    sniff: Callable[[bytes, str], bool]
    read: Callable[[Input], Items]


class Raw(NamedTuple):
    """Records that are yet to be decoded, which costs far more than to find where they end. `kind` is that of a
    `kg.read.json_stream.Piece`, `item`: an `Item` as JSON, or `stream`: all of a small one, of whatever format. `shown`
    and `path` name the stream, as in `Input`; `position` is the place of the first record in it."""

    shown: str
    path: str
    position: int
    data: bytes
    kind: str


def split(source: Input) -> Iterator[Trial | Skipped | Raw]:
    """The records of one stream, by the first format that knows it; as they stand where they need not be decoded to be
    counted."""
    if source.tables is not None:
        yield from map(_raw, _tables(source))
        return
    head = source.stream.peek(_HEAD)
    if len(head) < _HEAD:
        yield Raw(source.shown, source.path, 0, source.stream.read(), "stream")
        return
    found = _recognised(source)
    if isinstance(found, Skipped):
        yield found
        return
    form, source = found
    if form.read is _json:
        yield from _split_json(source)
    else:
        yield from map(_raw, form.read(source))


def decoded(raw: Raw) -> Records:
    """The records of something raw."""
    if raw.kind == "item":
        form, note, value = json.loads(raw.data)
        yield _whole(Item(Origin(raw.shown, raw.path, form, note), raw.position, value))
        return
    if raw.kind != "stream":
        for position, item in enumerate(values_of(Piece(raw.data, raw.kind)), raw.position):
            yield _of_json(item, raw.shown, raw.path, position)
        return
    found = _recognised(Input(raw.shown, raw.path, buffered(io.BytesIO(raw.data))))
    if isinstance(found, Skipped):
        yield found
    else:
        form, source = found
        yield from map(_whole, form.read(source))


def _raw(item: Trial | Skipped | Item) -> Trial | Skipped | Raw:
    if not isinstance(item, Item):
        return item
    data = json.dumps([item.origin.format, item.origin.encoding_note, item.value]).encode()
    return Raw(item.origin.shown, item.origin.path, item.position, data, "item")


def _whole(item: Trial | Skipped | Item) -> Trial | Skipped:
    if not isinstance(item, Item):
        return item
    reader = _READERS.get(item.origin.format, read_study)
    return understood(reader, item.value, RecordBuilder(item.origin, item.position))


def _recognised(source: Input) -> tuple[Format, Input] | Skipped:
    """The format of a stream, and the stream as UTF-8."""
    head = source.stream.peek(_HEAD)
    if not head.strip(_WHITE):
        return Skipped(source.shown, None, "", "empty: expected trial records (JSON, CSV, XML, text)")
    if is_binary(head):
        return Skipped(source.shown, None, "", "a binary file: expected trial records as text (JSON, CSV, XML, lines)")
    encoding = declared_encoding(head)
    if encoding not in (None, "utf-8"):
        source = source._replace(stream=buffered(_Transcoded(source.stream, str(encoding))))  # type: ignore[arg-type]
        head = source.stream.peek(_HEAD)
    line = head.split(b"\n", 1)[0].decode("utf-8", "replace").strip()
    return next(form for form in FORMATS if form.sniff(head, line)), source


class _Transcoded(io.RawIOBase):
    """A stream of another encoding as UTF-8."""

    def __init__(self, stream: io.BufferedReader, encoding: str) -> None:
        self._stream = stream
        self._decoder = Decoder(encoding)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(max(1 << 16, min(size, 1 << 20)))
        text = self._decoder.decode(data, final=not data)
        return text.encode("utf-8", "replace")


def understood(
    reader: Callable[[Any, RecordBuilder], Trial | Skipped], value: Any, builder: RecordBuilder
) -> Trial | Skipped:
    """One record through its reader. What no reader foresaw is caught here: no record ends a run."""
    if not isinstance(value, dict):
        return builder.skipped("", f"expected an object that holds a study, found {describe(value)}")
    try:
        return reader(value, builder)
    except Refused as refusal:
        return builder.skipped(refusal.field, str(refusal))
    except Exception as error:
        return builder.skipped("", f"could not be understood: {type(error).__name__}: {error}")


def _json(source: Input) -> Records:
    for position, item in enumerate(values(source.stream)):
        yield _of_json(item, source.shown, source.path, position)


def _split_json(source: Input) -> Iterator[Trial | Skipped | Raw]:
    position = 0
    for piece in pieces(source.stream):
        if isinstance(piece, Piece) and (piece.kind == "document" or piece.is_one()):  # nothing follows a document
            yield Raw(source.shown, source.path, position, *piece)
            position += 1
            continue
        for item in (piece,) if isinstance(piece, Malformed) else values_of(piece):
            yield _of_json(item, source.shown, source.path, position)
            position += 1


def _of_json(item: tuple[Any, str] | Malformed, shown: str, path: str, position: int) -> Trial | Skipped:
    if isinstance(item, Malformed):
        return Skipped(shown, position, "", str(item))
    value, note = item
    if isinstance(value, dict) and ("Study" in value or "ProtocolSection" in value):
        builder = RecordBuilder(Origin(shown, path, "ctgov-full-studies-json", note), position)
        return understood(lambda v, b: read_study(full_studies.as_study(v), b), value, builder)
    return understood(read_study, value, RecordBuilder(Origin(shown, path, "ctgov-v2-json", note), position))


def _xml(source: Input) -> Items:
    position = 0
    try:
        for element, note in elements(source.stream):
            classic = element.tag == "clinical_study"
            origin = Origin(source.shown, source.path, "ctgov-xml" if classic else "ictrp-xml", note)
            shape = classic_xml.as_study if classic else ictrp.study_of_element
            try:
                study = shape(element)
            except Exception as error:  # as in `understood`: no record ends a run
                builder = RecordBuilder(origin, position)
                yield builder.skipped("", f"could not be understood: {type(error).__name__}: {error}")
            else:
                yield Item(origin, position, study)
            position += 1
    except Unsafe as error:
        yield Skipped(source.shown, position, "", str(error))
        return
    if not position:
        yield Skipped(source.shown, None, "", "no record in this XML: expected <clinical_study> or ICTRP's <Trial>")


def _download(source: Input) -> Items:
    delimiter = table.looks_like_download(_first_line(source)) or ","
    origin = Origin(source.shown, source.path, "ctgov-csv")
    for item in table.cut_rows(source.stream, origin, delimiter):
        if isinstance(item, Skipped):
            yield item
        else:
            yield Item(origin._replace(encoding_note=item.note), item.position, item.row)


def _export(source: Input) -> Items:
    delimiter = ictrp.looks_like_export(_first_line(source)) or ","
    origin = Origin(source.shown, source.path, "ictrp-csv")
    for position, item in enumerate(ictrp.studies_of_table(source.stream, origin, delimiter)):
        yield item if isinstance(item, Skipped) else _in_v2_shape(item, origin, position)


def _tables(source: Input) -> Items:
    origin = Origin(source.shown, source.path, "aact")
    position = 0
    for item in aact.read_tables(source.shown, source.tables or {}):
        if isinstance(item, Skipped):
            yield item
        else:
            yield _in_v2_shape(item, origin, position)
            position += 1


def _in_v2_shape(item: tuple[dict[str, Any], str], origin: Origin, position: int) -> Item:
    study, note = item
    return Item(origin._replace(encoding_note=note), position, study)


def _lone_table(source: Input) -> Records:
    yield Skipped(source.shown, None, "", "one table of AACT: give the folder or archive that holds it and studies.txt")


def _lines(source: Input) -> Records:
    data = source.stream.read(MAX_RECORD)
    if source.stream.peek(1):
        yield Skipped(source.shown, None, "", f"more than {MAX_RECORD >> 20} MB: {EXPECTED}")
        return
    text, note = decode_text(data)
    yield from read_text(text, Origin(source.shown, source.path, "flattened-text", note))


def _first_line(source: Input) -> str:
    return source.stream.peek(1 << 16).split(b"\n", 1)[0].decode("utf-8", "replace").strip()


# Readers of the records of a format, where they are not in the shape of API v2.
_READERS: dict[str, Callable[[Any, RecordBuilder], Trial | Skipped]] = {"ctgov-csv": table.read_row}

FORMATS: tuple[Format, ...] = (
    Format(
        "ctgov-v2-json",
        "API v2 JSON (one study, `studies` pages, arrays, JSON lines), and the older API's FullStudiesResponse",
        lambda head, _: _JSON.match(head) is not None,
        _json,
    ),
    Format("ctgov-xml", "legacy XML, and ICTRP's XML", lambda head, _: head.lstrip(_WHITE)[:1] == b"<", _xml),
    Format(
        "ctgov-csv",
        "the site's CSV or TSV, and other tables with its columns",
        lambda _, line: table.looks_like_download(line) is not None,
        _download,
    ),
    Format("ictrp-csv", "ICTRP's CSV", lambda _, line: ictrp.looks_like_export(line) is not None, _export),
    Format("aact", "AACT tables", lambda _, line: "nct_id" in line.lower().split("|") and " " not in line, _lone_table),
    Format("flattened-text", "one trial as lines of text", lambda _head, _line: True, _lines),
)
