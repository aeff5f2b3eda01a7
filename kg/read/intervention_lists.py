"""Lists of interventions as text, `TYPE: name|TYPE: name` or one a line, and where a flattened record has its own.

The rule: a type of the registry in front of every name is what such a list is known by. In a flattened record it is the
one line that cannot be mistaken, so all other lines are found from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.model import InterventionItem, Passage, Span
from kg.read.api_v2 import type_code
from kg.read.outcomes.lines import Line, opens_prose
from kg.read.record import RecordBuilder, lines_of, trimmed

REGISTRY_TYPES = frozenset(
    [
        "DRUG",
        "DEVICE",
        "BIOLOGICAL",
        "PROCEDURE",
        "RADIATION",
        "BEHAVIORAL",
        "GENETIC",
        "DIETARY_SUPPLEMENT",
        "COMBINATION_PRODUCT",
        "DIAGNOSTIC_TEST",
        "OTHER",
    ]
)
_TYPE = re.compile(r"([A-Z][A-Z_]{2,29}): *")
_ANY_TYPE = re.compile(r"([A-Za-z][A-Za-z_ ]{2,29}): *")
_BULLET = re.compile(r"\s*(?:[-*•·–]\s+|\(?\d{1,2}[.)]\s+)?")
_NEXT_ENTRY = re.compile(rf"[;,]\s+(?=(?:{'|'.join(sorted(REGISTRY_TYPES))}): )")
CERTAIN = 2


class Anchor(NamedTuple):
    """The lines of a list of interventions, `first` to `last` exclusive. `rank`: 0 where every cell has a type of the
    registry, 1 where the first cell has, 2 where all have one as words (`Drug: …`): these are certain. 3 where every
    cell has a word that looks like a type, and 4 where only the first has."""

    first: int
    last: int
    rank: int


def anchor(lines: list[Line]) -> Anchor | None:
    """The list of interventions of a record: the first of the best rank, with the lines below that go on with it."""
    best: Anchor | None = None
    for number, line in enumerate(lines):
        rank = _rank(line.text, number > 0)
        if rank is not None and (best is None or rank < best.rank):
            best = Anchor(number, number + 1, rank)
            if rank == 0:
                break
    if best is None or best.rank == 1 or best.rank > CERTAIN:
        return best
    last = best.last
    while last < len(lines) and _rank(lines[last].text, True) == best.rank:
        last += 1
    return best._replace(last=last)


def bulleted(line: str) -> bool:
    """Whether a line begins with a bullet or a number."""
    return bool(line[: bullet(line)].strip())


def bullet(line: str) -> int:
    """Where what stands behind the bullet of a line begins."""
    found = _BULLET.match(line)
    return found.end() if found else 0


def _rank(line: str, below_title: bool) -> int | None:
    """How sure it is that a line is a list of interventions; None where it is none."""
    line = line[bullet(line) :].strip()
    if not _ANY_TYPE.match(line):
        return None
    cells = [cell.strip() for cell in line.split("|")]
    types = [_TYPE.match(cell) for cell in cells]
    known = [found is not None and found.group(1) in REGISTRY_TYPES for found in types]
    if all(known):
        return 0
    if known[0]:
        return 1
    if below_title and all(_is_type_in_words(_ANY_TYPE.match(cell)) for cell in cells):
        return 2
    return 3 if below_title and all(types) and not opens_prose(line) else None


def _is_type_in_words(found: re.Match[str] | None) -> bool:
    """`Drug: …` or `drug: …`; a prefixed name (`drug:bevacizumab`) is none."""
    if found is None or type_code(found.group(1)) not in REGISTRY_TYPES:
        return False
    return found.group(1)[0].isupper() or found.group().endswith(" ")


def items(passage: Passage) -> Iterator[Passage]:
    """The entries of a list as people write them: joined by `|`, or one a line, with or without bullets. Where the
    first has a bullet, a line without one goes on with the entry above it."""
    if "|" in passage.text:
        for cell in lines_of(passage):
            yield cell.part(bullet(cell.text), len(cell.text))
        return
    starts: list[tuple[int, int]] = []
    offset = 0
    has_bullets = bulleted(passage.text)
    for line in passage.text.split("\n"):
        stop = offset + len(line.rstrip())
        if line.strip():
            if starts and has_bullets and not bulleted(line):
                starts[-1] = (starts[-1][0], stop)
            else:
                starts.append((offset + bullet(line), stop))
        offset += len(line) + 1
    for start, stop in starts:
        if start < stop:
            yield passage.part(start, stop)


def entries(cells: Iterable[Passage], builder: RecordBuilder) -> Iterator[InterventionItem]:
    """The interventions of a list's cells; a finding for each odd type."""
    position = 0
    for cell in _apart(cells):
        match = _ANY_TYPE.match(cell.text)
        kind = type_code(match.group(1)) if match else ""
        if match and kind not in REGISTRY_TYPES and not _TYPE.match(cell.text):
            match, kind = None, ""  # a name with a colon in it
        if kind not in REGISTRY_TYPES:
            said = f"`{kind}` is not a type of intervention" if kind else "no type of intervention is given"
            evidence: tuple[Span, ...] = (cell.span(0, len(kind)) if kind else cell.span(),)
            builder.note("unknown-type", f"{said}: {cell.text[:80]}", evidence)
        name = trimmed(cell.part(match.end(), len(cell.text))) if match else cell
        if name is not None:
            yield InterventionItem(position, kind, name, cell)
            position += 1
        else:
            builder.note("missing-field", "an intervention has a type but no name", (cell.span(),))


def _apart(cells: Iterable[Passage]) -> Iterator[Passage]:
    """The cells, cut once more where `; DRUG: ` or `, DRUG: ` begins another entry."""
    for cell in cells:
        start = 0
        for found in _NEXT_ENTRY.finditer(cell.text):
            if first := trimmed(cell.part(start, found.start())):
                yield first
            start = found.end()
        yield cell.part(start, len(cell.text)) if start else cell
