"""Vocabulary files as they are published: plain or compressed, with a version and a licence that some of them state."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

from pyoxigraph import Quad, RdfFormat, parse

_HEAD = 1 << 16
_PACKED: dict[str, Callable[[Path, str], Any]] = {".gz": gzip.open, ".xz": lzma.open, ".bz2": bz2.open}
_MESH_YEAR = re.compile(r"nlm\w+recordset_(\d{4})\d{4}\.dtd", re.IGNORECASE)
# How each kind of file says it; the first that is found counts.
_VERSIONS = (
    re.compile(r"^data-version:\s*(\S[^\n]*)", re.MULTILINE),
    re.compile(r"^#+\s*(?:mapping_set_)?version:\s*(\S[^\n]*)", re.MULTILINE | re.IGNORECASE),
    re.compile(r'"version"\s*:\s*"([^"\n]{1,200})"'),
    re.compile(r'(?:owl:versionInfo|owl#versionInfo>|dcterms:hasVersion)\s+"([^"\n]{1,200})"'),
)
_LICENCES = (
    re.compile(r"^property_value:\s*\S*(?:terms[:/]license|dcterms-license)\s+(\S+)", re.MULTILINE),
    re.compile(r"^#+\s*licen[cs]e:\s*(\S[^\n]*)", re.MULTILINE | re.IGNORECASE),
    re.compile(r'"pred"\s*:\s*"[^"]*/license"\s*,\s*"val"\s*:\s*"([^"\n]{1,200})"'),
    re.compile(r"(?:dcterms:license|dct:license|terms/license>)\s+[<\"]([^>\"\n]{1,200})[>\"]"),
)


class Stated(NamedTuple):
    """What a file says of itself; empty where it does not."""

    version: str = ""
    licence: str = ""


def plain_suffix(path: Path) -> str:
    """The suffix without that of a compression: `.ttl` of `scheme.ttl.gz`."""
    name = Path(path.stem) if path.suffix.lower() in _PACKED else path
    return name.suffix.lower()


def opened_bytes(path: Path) -> IO[bytes]:
    """The file's content, unpacked."""
    opener = _PACKED.get(path.suffix.lower())
    unpacked: IO[bytes] = opener(path, "rb") if opener is not None else path.open("rb")
    return unpacked


def opened(path: Path) -> IO[str]:
    """The file's text, unpacked; a byte-order mark is left out."""
    return io.TextIOWrapper(opened_bytes(path), encoding="utf-8-sig")


def triples(path: Path, rdf_format: RdfFormat) -> Iterator[Quad]:
    """The triples of an RDF file, one at a time."""
    with opened_bytes(path) as file:
        yield from parse(input=file, format=rdf_format)


def head(path: Path, size: int = _HEAD) -> str:
    """The first characters of the file."""
    with opened_bytes(path) as file:
        return file.read(size).decode("utf-8", "replace").removeprefix("\ufeff")


def stated(path: Path) -> Stated:
    """The version and the licence that the file states in its head.

    MeSH states only the year, in the name of its DTD.
    """
    text = head(path)
    if "RecordSet" in text[:2048]:
        year = _MESH_YEAR.search(text)
        return Stated(year.group(1) if year else "")
    return Stated(_first(_VERSIONS, text), _first(_LICENCES, text))


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> str:
    for pattern in patterns:
        if found := pattern.search(text):
            return found.group(1).strip().strip('"')
    return ""
