"""Building one `Trial` from source fields. Every text of the record passes through here, and so does its identity.

The rule: a passage is made only from a field that was added, so its offsets are right by construction; a value of the
wrong type becomes a finding, never an exception. Field texts are what the format says once its serialisation is
undone (JSON escapes, XML entities, CSV quotes, line ends); nothing else is changed, except characters that no text
format can carry (lone surrogates, control characters), each replaced by one U+FFFD with a finding.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from kg.model import Finding, Passage, Skipped, Source, SourceField, Span, Trial
from kg.terms import registry_key

_new = tuple.__new__  # as in `kg.model`: there are a hundred fields to a record
MAX_FIELD = 1_000_000
"""Characters of one field; no registry allows a tenth of it."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REPLACEMENT = "\ufffd"


class Origin(NamedTuple):
    """Where records come from: `shown` is for messages, `path` for the graph (no folders of this machine)."""

    shown: str
    path: str
    format: str
    encoding_note: str = ""


class Refused(Exception):
    """The record cannot be read: `field` says where, the message what was wrong and what was expected."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def normal_form(text: str) -> str:
    """`text` with the differences that make no difference undone: byte order mark, line ends, trailing white space.

    >>> normal_form("\\ufeffa \\r\\nb\\r\\n") == normal_form("a\\nb")
    True
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if " \n" in text or "\t\n" in text:
        text = "\n".join([line.rstrip() for line in text.split("\n")])
    return text.removeprefix("\ufeff").strip()


class RecordBuilder:
    """Collects the fields of one record and hands out passages of them."""

    __slots__ = ("_names", "_said", "fields", "findings", "origin", "position")

    def __init__(self, origin: Origin, position: int) -> None:
        self.origin = origin
        self.position = position
        self.fields: list[SourceField] = []
        self.findings: list[Finding] = []
        self._names: set[str] = set()
        self._said: list[str] = []
        if origin.encoding_note:
            self.note("encoding", origin.encoding_note)

    def note(self, kind: str, message: str, evidence: tuple[Span, ...] = ()) -> None:
        """Record a finding about this record."""
        self.findings.append(Finding(kind, message, evidence))

    def skipped(self, field: str, message: str) -> Skipped:
        """This record, not read."""
        return Skipped(self.origin.shown, self.position, field, message)

    def add(self, name: str, value: object) -> Passage | None:
        """Add a source field. The passage of its text without surrounding white space; None where it is blank."""
        if value is None:
            return None
        if not isinstance(value, str):
            if isinstance(value, bool):
                value = "true" if value else "false"
            elif isinstance(value, (int, float)):
                value = str(value)
            else:
                self.wrong_type(name, "text", value)
                return None
        if not (value.isprintable() or value.replace("\n", "").isprintable()) and _UNWRITABLE.search(value):
            value = _UNWRITABLE.sub(_REPLACEMENT, value)
            self.note("unwritable-characters", f"{name}: characters that no text can carry were replaced by U+FFFD")
        stripped = value.strip()
        if not stripped:
            return None
        if len(value) > MAX_FIELD:
            self.note(
                "oversized-field", f"{name}: left out, {len(value):,} characters (at most {MAX_FIELD:,} are read)"
            )
            return None
        if name in self._names:
            self.note("repeated-field", f"{name}: the record gives it twice; the first is read")
            return None
        self._names.add(name)
        self.fields.append(_new(SourceField, (name, value)))
        self._said.append(f"{name}\x1f{stripped}")
        return _new(Passage, (stripped, name, 0 if len(stripped) == len(value) else value.index(stripped[0])))

    def wrong_type(self, name: str, expected: str, value: object) -> None:
        """Record that a value is not of the type the format says."""
        self.note("wrong-type", f"{name}: expected {expected}, found {describe(value)}")

    def mapping(self, parent: dict[str, Any], key: str, where: str = "") -> dict[str, Any]:
        """`parent[key]` as an object; empty, with a finding, where it is something else."""
        value = parent.get(key)
        if isinstance(value, dict):
            return value
        if value is not None:
            self.wrong_type(where + key, "an object", value)
        return {}

    def sequence(self, parent: dict[str, Any], key: str, where: str = "") -> list[Any]:
        """`parent[key]` as a list; empty, with a finding, where it is something else."""
        value = parent.get(key)
        if isinstance(value, list):
            return value
        if value is not None:
            self.wrong_type(where + key, "a list", value)
        return []

    def objects(self, parent: dict[str, Any], key: str, where: str = "") -> Iterator[tuple[int, dict[str, Any]]]:
        """The objects of the list `parent[key]` with their places; a finding for each entry that is something else."""
        for number, value in enumerate(self.sequence(parent, key, where)):
            if isinstance(value, dict):
                yield number, value
            else:
                self.wrong_type(f"{where}{key}/{number}", "an object", value)

    def texts(self, name: str, values: list[Any]) -> tuple[Passage, ...]:
        """One field for each value: `name/0`, `name/1`, …"""
        found = []
        for number, value in enumerate(values):
            passage = self.add(f"{name}/{number}", value)
            if passage is not None:
                found.append(passage)
        return tuple(found)

    def trial(self, *, registry_id: Passage | None = None, normal: str | None = None, **parts: Any) -> Trial:
        """The trial of what was added. `normal` is the record's normal form where the format has one of its own."""
        if normal is None:  # one pass over all of it: most records need no change at all
            normal = normal_form("\x1e".join(self._said))
        sha256 = hashlib.sha256(normal.encode("utf-8", "replace")).hexdigest()
        key = registry_key(registry_id.text) if registry_id is not None else ""
        return Trial(
            key=key or f"r-{sha256[:16]}",
            source=Source(self.origin.path, self.origin.format, self.position, sha256),
            fields=tuple(self.fields),
            registry_id=registry_id,
            findings=tuple(self.findings),
            **parts,
        )


def describe(value: object) -> str:
    """The JSON name of a value's type, for messages."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list) else "an object"


def lines_of(passage: Passage, separator: str = "|") -> Iterator[Passage]:
    """The parts of a joined cell, without surrounding white space; blank parts are left out."""
    start = 0
    for piece in passage.text.split(separator):
        stripped = piece.strip()
        if stripped:
            offset = start + len(piece) - len(piece.lstrip())
            yield passage.part(offset, offset + len(stripped))
        start += len(piece) + len(separator)


def trimmed(passage: Passage) -> Passage | None:
    """The passage without surrounding white space; None where nothing else is in it."""
    stripped = passage.text.strip()
    if not stripped:
        return None
    start = passage.text.index(stripped[0])
    return passage.part(start, start + len(stripped))
