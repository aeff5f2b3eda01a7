"""XML records from a stream, one element at a time, parsed safely.

The rule: no entity is ever declared or fetched, nesting and size of a record are limited, and no more than one record
is in memory.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from kg.read.encoding import Decoder, declared_encoding

MAX_DEPTH = 100
MAX_TEXT = 64 << 20
RECORD_TAGS = frozenset({"clinical_study", "trial"})
_DECLARED = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


class Unsafe(ValueError):
    """The XML is not well formed, or does what no registry export does; the message says what and where."""


def elements(stream: io.BufferedReader) -> Iterator[tuple[Element, str]]:
    """The record elements of a stream, with a note where the bytes were not in the declared encoding.

    Raises `Unsafe` at the place from which nothing more can be read.
    """
    head = stream.peek(1 << 12)
    declared = _DECLARED.search(head[:200])
    decoder = Decoder(declared_encoding(head) or (declared.group(1).decode("ascii") if declared else "utf-8"))
    collector = _Collector()
    try:
        while chunk := stream.read(1 << 16):
            collector.parser.Parse(decoder.decode(chunk))
            for element in collector.taken():
                yield element, decoder.note
        collector.parser.Parse(decoder.decode(b"", final=True), True)
        for element in collector.taken():
            yield element, decoder.note
    except expat.ExpatError as error:
        yield from ((element, decoder.note) for element in collector.taken())
        raise Unsafe(f"line {error.lineno}: not well-formed XML ({expat.ErrorString(error.code)})") from None
    except Unsafe:
        yield from ((element, decoder.note) for element in collector.taken())
        raise


class _Collector:
    """Builds the record elements out of parser events."""

    def __init__(self) -> None:
        self.parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.EntityDeclHandler = self._entity
        parser.ExternalEntityRefHandler = self._entity
        parser.SkippedEntityHandler = self._entity
        self._depth = 0
        self._inside = 0
        self._size = 0
        self._builder: TreeBuilder | None = None
        self._done: list[Element] = []

    def taken(self) -> list[Element]:
        """The elements that were completed since the last call."""
        done, self._done = self._done, []
        return done

    def _refuse(self, message: str) -> Unsafe:
        return Unsafe(f"line {self.parser.CurrentLineNumber}: {message}")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._refuse("nested too deeply to be a trial record")
        if self._builder is None and tag.lower() in RECORD_TAGS:
            self._builder, self._inside, self._size = TreeBuilder(), self._depth, 0
        if self._builder is not None:
            self._builder.start(tag, attributes)

    def _end(self, tag: str) -> None:
        if self._builder is not None:
            self._builder.end(tag)
            if self._depth == self._inside:
                self._done.append(self._builder.close())
                self._builder = None
        self._depth -= 1

    def _data(self, text: str) -> None:
        if self._builder is not None:
            self._size += len(text)
            if self._size > MAX_TEXT:
                raise self._refuse(f"a record of more than {MAX_TEXT >> 20} million characters")
            self._builder.data(text)

    def _entity(self, *_: object) -> int:
        raise self._refuse(
            "it declares or uses entities of its own, which no registry export does and which is refused"
        )
