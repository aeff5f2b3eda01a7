"""Flattened records: one trial as lines of text, as the seeds have it.

    title
    brief summary                      (may run over several lines)
    conditions, joined by |
    interventions: TYPE: name|…        the anchor: all other lines are found from this one
    primary outcomes, joined by |
    secondary outcomes, joined by |
    detailed description               (to the end, blank lines included)

The rule: a line is taken for what it is only if it looks like it. A missing line is a finding, and what follows keeps
its meaning. Several records in one file are separated by a form feed, a rule (`---`, `===`) or two blank lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.model import ConditionItem, InterventionItem, OutcomeItem, OutcomeRole, Passage, Skipped, Span, Trial
from kg.read.api_v2 import type_code
from kg.read.outcome_cells import read_outcomes
from kg.read.outcome_lines import Line, below
from kg.read.record import MAX_FIELD, Origin, RecordBuilder, lines_of, normal_form, trimmed

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
_SEPARATOR = re.compile(r"\f\n?|\n[-=_*#]{3,}[ \t]*\n|\n(?:[ \t]*\n){2,}")
EXPECTED = (
    "expected a flattened record: title, brief summary, conditions, interventions (`DRUG: …|DEVICE: …`), primary "
    "outcomes, secondary outcomes, detailed description, one a line"
)


def looks_flattened(text: str) -> bool:
    """Whether a line of the text is an interventions line."""
    return _anchor(_lines(text)) is not None


def read_text(text: str, origin: Origin) -> Iterator[Trial | Skipped]:
    """The trials of a file of flattened records."""
    for position, record in enumerate(_split_records(text)):
        yield read_record(record, RecordBuilder(origin, position))


def _split_records(text: str) -> list[str]:
    """The records of a file. A separator counts only where an interventions line stands on both sides of it."""
    separators = list(_SEPARATOR.finditer(text))
    records: list[str] = []
    start = 0
    for number, match in enumerate(separators):
        stop = separators[number + 1].start() if number + 1 < len(separators) else len(text)
        if looks_flattened(text[match.end() : stop]) and looks_flattened(text[start : match.start()]):
            records.append(text[start : match.start()])
            start = match.end()
    records.append(text[start:])
    return records


def _lines(text: str) -> list[Line]:
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(Line(line, start))
        start += len(line) + 1
    return lines


def _anchor(lines: list[Line]) -> int | None:
    """The number of the interventions line: the first of the best rank. Best is a line whose every cell has a type of
    the registry; then one whose first cell has; then one with the types as words (`Drug: …`); then one whose every
    cell has a word that looks like a type."""
    best: int | None = None
    best_rank = 4
    for number, line in enumerate(lines):
        if not _ANY_TYPE.match(line.text):
            continue
        cells = [cell.strip() for cell in line.text.split("|")]
        types = [_TYPE.match(cell) for cell in cells]
        known = [found is not None and found.group(1) in REGISTRY_TYPES for found in types]
        if all(known):
            return number
        written = [_ANY_TYPE.match(cell) for cell in cells]
        as_words = number > 0 and all(map(_is_type_in_words, written))
        rank = 1 if known[0] else 2 if as_words else 3 if all(types) and number > 0 else 4
        if rank < best_rank:
            best, best_rank = number, rank
    return best


def _is_type_in_words(found: re.Match[str] | None) -> bool:
    """`Drug: …` or `drug: …`; a prefixed name (`drug:bevacizumab`) is none."""
    if found is None or type_code(found.group(1)) not in REGISTRY_TYPES:
        return False
    return found.group(1)[0].isupper() or found.group().endswith(" ")


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
    anchor = _anchor(lines)
    if anchor is None:
        message = f"of no format that is known, and no interventions line: {EXPECTED}"
        return builder.skipped(f"lines 1 to {len(lines)}", message)
    parts: dict[str, Any] = {}
    _above(text, lines[first:anchor], builder, parts)
    parts["interventions"] = _interventions(_field(text, "interventions", lines[anchor : anchor + 1], builder), builder)
    rest = lines[anchor + 1 :]
    primary, secondary, description = below(rest)
    outcomes: list[OutcomeItem] = []
    cells: list[tuple[OutcomeRole, list[Passage]]] = []
    roles: tuple[tuple[OutcomeRole, list[Line]], ...] = (("primary", primary), ("secondary", secondary))
    for role, block in roles:
        field = _field(text, f"{role}_outcomes", block, builder)
        if field is None:
            builder.note("missing-field", f"{role}_outcomes: the record has no line of {role} outcomes")
        else:
            cells.append((role, list(lines_of(field))))
    outcomes.extend(read_outcomes(cells, builder))
    parts["outcomes"] = tuple(outcomes)
    parts["detailed_description"] = _field(text, "detailed_description", description, builder)
    return builder.trial(normal=normal_form(text), **parts)


def _field(text: str, name: str, block: list[Line], builder: RecordBuilder) -> Passage | None:
    """The source field of a block of lines, verbatim."""
    if not block:
        return None
    return builder.add(name, text[block[0].start : block[-1].start + len(block[-1].text)])


def _looks_like_conditions(line: str) -> bool:
    """Short names joined by `|`, not sentences."""
    cells = [cell.strip() for cell in line.split("|")]
    return all(len(cell) <= 160 and len(cell.split()) <= 16 and not cell.endswith((". ", ".")) for cell in cells)


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


def _interventions(field: Passage | None, builder: RecordBuilder) -> tuple[InterventionItem, ...]:
    """The entries of a joined list of interventions, each with its type."""
    return tuple(
        InterventionItem(number, kind, name, entry)
        for number, (kind, name, entry) in enumerate(entries(field, builder) if field is not None else ())
    )


def entries(field: Passage, builder: RecordBuilder) -> Iterator[tuple[str, Passage, Passage]]:
    """(type, name, whole entry) of each cell of a joined list of interventions; a finding for each odd type."""
    for cell in lines_of(field):
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
            yield kind, name, cell
        else:
            builder.note("missing-field", "an intervention has a type but no name", (cell.span(),))
