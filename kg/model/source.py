"""Where a text stands: fields of a record and stretches of them; and what is to be said of a record as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a source field: `start` and `end` are offsets into that field's text."""

    field: str
    start: int
    end: int


class Passage(NamedTuple):
    """A verbatim stretch of a source field that has a meaning of its own: a title, one list entry, one description.

    `text` equals `field_text[start:start + len(text)]`.
    """

    text: str
    field: str
    start: int = 0

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The span of `text[start:end]`, in offsets of the source field."""
        text, field, offset = self
        return _new(Span, (field, offset + start, offset + (len(text) if end is None else end)))

    def part(self, start: int, end: int) -> Passage:
        """`text[start:end]` as a passage of its own."""
        return Passage(self.text[start:end], self.field, self.start + start)


_new = tuple.__new__  # half the cost of calling a named tuple; for those that are made by the hundred


class SourceField(NamedTuple):
    """One text field of the input record, verbatim. `name` is unique in the record (`brief_summary`,
    `interventions`, `primary_outcomes/0/measure`); flattened formats have one field per list, structured ones
    one field per member."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record came from. `sha256` is of the normalised record, `position` its 0-based place in the file."""

    path: str
    format: str
    position: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record, or a file, that was not read: where, what was wrong, what was expected."""

    path: str
    position: int | None
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A data-quality finding about a record. `kind` is a short hyphenated name (`unmapped-entry`, `mistyped-entry`,
    `misspelling`, `duplicate-entry`, `contradiction`, `ambiguous-split`, …); the message is for a curator."""

    kind: str
    message: str
    evidence: tuple[Span, ...] = ()
    about: str = ""
