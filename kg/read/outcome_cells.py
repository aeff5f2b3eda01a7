"""Joined outcome cells split back into measure, description and time frame."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import OutcomeItem, OutcomeRole, Passage
from kg.read.record import RecordBuilder

_TIME = re.compile(
    r"\d\s*(?:-|–)?\s*(?:second|minute|hour|day|week|month|year|cycle)s?\b|\b(?:baseline|day|week|month|year|cycle|visit)s?\s*\d",
    re.IGNORECASE,
)


def is_time_like(text: str) -> bool:
    """Whether the text reads like a time frame."""
    return len(text) <= 200 and _TIME.search(text) is not None


def read_outcomes(cells: list[tuple[OutcomeRole, list[Passage]]], builder: RecordBuilder) -> Iterator[OutcomeItem]:
    """The outcomes of the cells of one record."""
    for role, passages in cells:
        for position, cell in enumerate(passages):
            first, last = cell.text.find(", "), cell.text.rfind(", ")
            if first < 0:
                yield OutcomeItem(role, position, cell, whole=cell)
                continue
            description = cell.part(first + 2, last) if first < last else None
            yield OutcomeItem(
                role, position, cell.part(0, first), description, cell.part(last + 2, len(cell.text)), cell, 0.7
            )
