"""Flattened records: one trial as lines of text, as the seeds have it.

    NCT01234567                        (only where it is known)
    title
    brief summary                      (may run over several lines)
    conditions, joined by |
    interventions: TYPE: name|…        the anchor: all other lines are found from this one (where a trial has none: the
                                       primary outcomes below a line of conditions)
    primary outcomes, joined by |
    secondary outcomes, joined by |
    detailed description               (to the end, blank lines included)

The rule: a line is taken for what it is only if it looks like it. A missing line is a finding, and what follows keeps
its meaning. Several records in one file are separated by a form feed, a rule (`---`, `===`) or two blank lines; one
blank line will do where what follows cannot be anything else. A blank line may stand between all lines. Text whose
parts have headings is read by `kg.read.headed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from kg.model import ConditionItem, OutcomeItem, OutcomeRole, Passage, Skipped, Trial
from kg.read import headed
from kg.read.intervention_lists import CERTAIN, Anchor, anchor, entries, items
from kg.read.outcomes.cells import read_outcomes
from kg.read.outcomes.lines import Line, below, lists_outcomes, opens_prose
from kg.read.record import MAX_FIELD, Origin, RecordBuilder, lines_of, normal_form

_SEPARATOR = re.compile(r"\f\n?|\n[-=_*#]{3,}[ \t]*\n|\n(?:[ \t]*\n){2,}")
_NUMBER = re.compile(r"\s*NCT\d{8}\s*", re.IGNORECASE)
_LONGEST_TITLE = 600
_LONGEST_HEAD = 12  # lines from a title to the interventions
EXPECTED = (
    "expected a flattened record: title, brief summary, conditions, interventions (`DRUG: …|DEVICE: …`), primary "
    "outcomes, secondary outcomes, detailed description, one a line or each under its heading"
)


def read_text(text: str, origin: Origin) -> Iterator[Trial | Skipped]:
    """The trials of a file of flattened records."""
    position = 0
    for chunk in _split_records(text):
        for record in headed.records(chunk) or [chunk]:
            yield read_record(record, RecordBuilder(origin, position))
            position += 1


def _split_records(text: str) -> list[str]:
    """The records of a file. A separator counts only where a record stands on both sides of it."""
    separators = list(_SEPARATOR.finditer(text))
    records: list[str] = []
    start = 0
    for number, match in enumerate(separators):
        stop = separators[number + 1].start() if number + 1 < len(separators) else len(text)
        if _is_record(text[match.end() : stop]) and _is_record(text[start : match.start()]):
            records.append(text[start : match.start()])
            start = match.end()
    records.append(text[start:])
    return [part for record in records for part in _split_at_blank_lines(record)]


def _is_record(text: str) -> bool:
    parts = headed.sections(text)
    if parts is not None:
        return headed.opens(parts)
    found = _anchor(_lines(text))
    return found is not None and found.rank <= CERTAIN


def _anchor(lines: list[Line]) -> Anchor | None:
    """The list of interventions; where none is certain, and outcomes or the heading of a description stand right below
    conditions, the place between the two where it would stand, for many observed trials have none."""
    found = anchor(lines)
    if found is not None and found.rank <= CERTAIN:
        return found
    for number in range(2, min(_LONGEST_HEAD, len(lines))):
        head = [line for line in lines[:number] if not line.blank]
        if lists_outcomes(lines[number:]):
            sure = found is None or found.last != number
        elif len(head) > 2 and opens_prose(lines[number].text):
            sure = len(head) == 3 or not _looks_like_conditions(head[-2].text)  # nor outcomes without time frames
        else:
            continue
        return Anchor(number, number, CERTAIN) if sure and _is_head(head) else found
    return found


def _split_at_blank_lines(text: str) -> list[str]:
    """The records of a text in which one blank line stands between two of them: a title, a summary, conditions and a
    list of interventions, which a detailed description does not hold."""
    lines = _lines(text)
    found = anchor(lines)
    starts = [0]
    while found is not None and found.rank == 0:
        rest = lines[found.last :]
        after = anchor(rest)
        if after is None or after.rank != 0:
            break
        head = next((n + 1 for n in range(after.first - 1, -1, -1) if rest[n].blank), None)
        if head is not None and _is_head(rest[head : after.first]):
            starts.append(rest[head].start)
        found = Anchor(found.last + after.first, found.last + after.last, 0)
    return [text[start:stop] for start, stop in zip(starts, [*starts[1:], len(text)], strict=True)]


def _is_head(block: list[Line]) -> bool:
    """Whether lines are what stands above the interventions of a record."""
    if not 2 <= len(block) <= _LONGEST_HEAD:
        return False
    title = block[0].text.strip()
    return (
        len(title) <= _LONGEST_TITLE
        and "|" not in title
        and not title.endswith((".", ":", ";", ","))
        and _looks_like_conditions(block[-1].text)
    )


def _lines(text: str) -> list[Line]:
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(Line(line, start))
        start += len(line) + 1
    return lines


def read_record(text: str, builder: RecordBuilder) -> Trial | Skipped:
    """The trial of one flattened record."""
    lines = _lines(text)
    while lines and lines[-1].blank:
        lines.pop()
    first = next((number for number, line in enumerate(lines) if not line.blank), None)
    if first is None:
        return builder.skipped("", f"empty: {EXPECTED}")
    for number, line in enumerate(lines):
        if len(line.text) > MAX_FIELD:
            return builder.skipped(
                f"line {number + 1}", f"{len(line.text):,} characters: expected at most {MAX_FIELD:,} a line"
            )
    parts_with_headings = headed.sections(text)
    if parts_with_headings is not None:
        return headed.read_sections(text, parts_with_headings, builder)
    lines = _single_spaced(lines[first:])
    found = _anchor(lines)
    if found is None:
        missing = "no interventions line nor outcomes right below conditions"
        message = f"of no format that is known, and {missing}: {EXPECTED}"
        return builder.skipped(f"lines 1 to {first + len(lines)}", message)
    parts: dict[str, Any] = {}
    _above(text, _head(text, lines, found, builder, parts), builder, parts)
    listed = _field(text, "interventions", lines[found.first : found.last], builder)
    if listed is None:
        builder.note("missing-field", "interventions: the record has no line of interventions")
    parts["interventions"] = tuple(entries(items(listed), builder)) if listed else ()
    rest = lines[found.last :]
    _tell_of_others(text, rest, found, builder)
    primary, secondary, description = below(rest)
    parts["outcomes"] = _outcomes(text, (("primary", primary), ("secondary", secondary)), builder)
    parts["detailed_description"] = _field(text, "detailed_description", description, builder)
    return builder.trial(normal=normal_form(text), **parts)


def _head(text: str, lines: list[Line], found: Anchor, builder: RecordBuilder, parts: dict[str, Any]) -> list[Line]:
    """The lines above the interventions, without the number of the record, which is put with its parts, a heading of
    the interventions, and blank lines at the edges."""
    head = lines[: found.first]
    if head and _NUMBER.fullmatch(head[0].text):
        parts["registry_id"] = _field(text, "registry_id", head[:1], builder)
        head = head[1:]
    if head and headed.is_heading(head[-1].text, "interventions"):
        head = head[:-1]
    while head and head[0].blank:
        head = head[1:]
    while found.first == found.last and head and head[-1].blank:
        head = head[:-1]
    return head


def _outcomes(
    text: str, blocks: Iterable[tuple[OutcomeRole, list[Line]]], builder: RecordBuilder
) -> tuple[OutcomeItem, ...]:
    """The outcomes in the blocks of lines of each role."""
    cells: list[tuple[OutcomeRole, list[Passage]]] = []
    for role, block in blocks:
        field = _field(text, f"{role}_outcomes", block, builder)
        if field is None:
            builder.note("missing-field", f"{role}_outcomes: the record has no line of {role} outcomes")
        else:
            cells.append((role, list(lines_of(field))))
    return tuple(read_outcomes(cells, builder))


def _single_spaced(lines: list[Line]) -> list[Line]:
    """The lines without the blank ones between them, where every second line down to the outcomes is blank."""
    found = anchor(lines)
    if found is None or found.first < 4 or found.first % 2 or found.last != found.first + 1:
        return lines
    if any(line.blank != bool(number % 2) for number, line in enumerate(lines[: found.last + 1])):
        return lines
    kept = lines[: found.last : 2]
    rest = lines[found.last :]
    while len(rest) > 1 and rest[0].blank and not rest[1].blank:  # to the first paragraph of more than one line
        kept.append(rest[1])
        rest = rest[2:]
    return kept + rest


def _tell_of_others(text: str, rest: list[Line], found: Anchor, builder: RecordBuilder) -> None:
    """A finding where another list of interventions stands below the first: most likely that of a second record."""
    other = anchor(rest) if found.rank == 0 else None
    if other is not None and other.rank == 0:
        line = text.count("\n", 0, rest[other.first].start) + 1
        builder.note(
            "several-records",
            f"line {line} is another list of interventions and is read as part of this record: a blank line or `---` "
            "separates records",
        )


def _field(text: str, name: str, block: list[Line], builder: RecordBuilder) -> Passage | None:
    """The source field of a block of lines, verbatim."""
    if not block:
        return None
    return builder.add(name, text[block[0].start : block[-1].start + len(block[-1].text)])


def _looks_like_conditions(line: str) -> bool:
    """Short names joined by `|`, not sentences."""
    cells = [cell.strip() for cell in line.split("|")]
    return all(len(cell) <= 160 and len(cell.split()) <= 16 and not cell.endswith((". ", ".", ":")) for cell in cells)


def _above(text: str, block: list[Line], builder: RecordBuilder, parts: dict[str, Any]) -> None:
    """What stands above the interventions: title, brief summary, conditions. The conditions stand right above them."""
    conditions: list[Line] = []
    if len(block) > 1 and (block[-1].blank or len(block) > 2 or _looks_like_conditions(block[-1].text)):
        conditions, block = block[-1:], block[:-1]
        if not conditions[0].blank and len(block) == 1 and len(conditions[0].text) > 400:
            conditions, block = [], block + conditions
    parts["title"] = _field(text, "title", block[:1], builder)
    parts["brief_summary"] = _field(text, "brief_summary", block[1:], builder)
    names = _field(text, "conditions", conditions, builder)
    parts["conditions"] = tuple(ConditionItem(n, p) for n, p in enumerate(lines_of(names))) if names else ()
    for name in ("title", "brief_summary", "conditions"):
        if not parts[name]:
            builder.note("missing-field", f"{name}: the record has no such line above the interventions")
