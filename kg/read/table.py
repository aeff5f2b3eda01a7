"""The registry's CSV and TSV downloads: one trial a row, lists joined by `|`, outcomes joined once more by `, `.

The rule: columns are found by the names in the first row, in any order; a row with more cells than that row has names
is refused, because then nobody knows what stands where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from kg.model import (
    ConditionItem,
    InterventionItem,
    OutcomeRole,
    Participant,
    Passage,
    RegisteredDesign,
    RegisteredEligibility,
    SiteItem,
    Skipped,
    Trial,
)
from kg.read.flattened import entries
from kg.read.outcome_cells import read_outcomes
from kg.read.record import Origin, RecordBuilder, lines_of, trimmed
from kg.read.rows import rows

COLUMNS = {
    "nct number": "registry_id",
    "study title": "title",
    "title": "title",
    "acronym": "acronym",
    "study status": "status",
    "status": "status",
    "brief summary": "brief_summary",
    "conditions": "conditions",
    "interventions": "interventions",
    "primary outcome measures": "primary_outcomes",
    "secondary outcome measures": "secondary_outcomes",
    "other outcome measures": "other_outcomes",
    "sponsor": "sponsor",
    "collaborators": "collaborators",
    "sex": "eligibility/sex",
    "gender": "eligibility/sex",
    "age": "eligibility/standard_ages",
    "phases": "design/phases",
    "enrollment": "design/enrollment",
    "study type": "design/study_type",
    "study design": "design/study_design",
    "study designs": "design/study_design",
    "other ids": "secondary_ids",
    "start date": "start_date",
    "primary completion date": "primary_completion_date",
    "completion date": "completion_date",
    "last update posted": "last_update_date",
    "locations": "sites",
}
_NUMBER = re.compile(r"NCT\d{8}", re.IGNORECASE)
_OUTCOMES: tuple[OutcomeRole, ...] = ("primary", "secondary", "other")
_WITHOUT_STATES = frozenset({"Austria", "Bulgaria", "Finland", "Hong Kong", "Hungary", "Ireland", "Portugal", "Sweden"})
"""Countries whose sites are mostly registered without a state or region; of all others four in five have one."""
_DESIGN = {
    "allocation": "allocation",
    "intervention model": "intervention_model",
    "observational model": "observational_model",
    "time perspective": "time_perspective",
    "primary purpose": "primary_purpose",
    "masking": "masking",
}


def looks_like_download(head: str) -> str | None:
    """The delimiter of a download whose first line this is, None where it is none."""
    for delimiter in (",", "\t"):
        names = {name.strip(' "\ufeff').lower() for name in head.split(delimiter)}
        if "nct number" in names and names & {"study title", "title", "conditions", "interventions"}:
            return delimiter
    return None


class Cut(NamedTuple):
    """A row that `read_row` makes a trial of: its position, a note on its encoding, its cells by their names."""

    position: int
    note: str
    row: dict[str, Any]


def cut_rows(stream: Any, origin: Origin, delimiter: str) -> Iterator[Cut | Skipped]:
    """The rows of a download."""
    table = rows(stream, delimiter)
    head = next(table, None)
    if head is None or not head.cells:
        yield Skipped(origin.shown, None, "line 1", "expected the names of the columns")
        return
    names = [COLUMNS.get(name.strip().lower(), "") for name in head.cells]
    for position, row in enumerate(table):
        builder = RecordBuilder(origin._replace(encoding_note=row.note), position)
        where = f"line {row.line}"
        if row.problem:
            yield builder.skipped(where, row.problem)
        elif len(row.cells) > len(names) and any(cell.strip() for cell in row.cells[len(names) :]):
            yield builder.skipped(where, f"{len(row.cells)} cells: expected {len(names)}, as in the first line")
        elif not any(cell.strip() for cell in row.cells):
            yield builder.skipped(where, "an empty row: expected a trial")
        else:
            cells = {name: cell for name, cell in zip(names, row.cells, strict=False) if name}
            blank = ""
            if len(row.cells) < len(names):
                blank = f"{where}: {len(row.cells)} cells, {len(names)} expected; the last are blank"
            yield Cut(position, row.note, {"cells": cells, "blank": blank})


def read_row(row: dict[str, Any], builder: RecordBuilder) -> Trial | Skipped:
    """The trial of one row."""
    if row["blank"]:
        builder.note("missing-field", row["blank"])
    cells: dict[str, str] = row["cells"]
    given = {name: builder.add(name, cells[name]) for name in cells}
    registry_id = given.get("registry_id")
    if registry_id is None and given.get("title") is None:
        return builder.skipped("", "neither a registry number nor a title: expected a trial")
    if registry_id is not None and not _NUMBER.fullmatch(registry_id.text):
        return builder.skipped("NCT Number", f"`{registry_id.text[:40]}`: expected a number such as NCT01234567")
    parts: dict[str, Any] = {
        name: given.get(name)
        for name in (
            "title", "acronym", "brief_summary", "status",
            "start_date", "primary_completion_date", "completion_date", "last_update_date",
        )
    }  # fmt: skip
    parts["conditions"] = tuple(ConditionItem(n, p) for n, p in enumerate(_list(given.get("conditions"))))
    listed = given.get("interventions")
    parts["interventions"] = tuple(
        InterventionItem(number, kind, name, entry)
        for number, (kind, name, entry) in enumerate(entries(listed, builder) if listed else ())
    )
    parts["outcomes"] = tuple(
        read_outcomes([(role, _list(given.get(f"{role}_outcomes"))) for role in _OUTCOMES], builder)
    )
    parts["secondary_ids"] = tuple(_list(given.get("secondary_ids")))
    parts["design"] = _design(given)
    parts["eligibility"] = RegisteredEligibility(sex=given.get("eligibility/sex"))
    sponsor = given.get("sponsor")
    parts["participants"] = tuple([Participant("sponsor", sponsor)] if sponsor else []) + tuple(
        Participant("collaborator", name) for name in _list(given.get("collaborators"))
    )
    parts["sites"] = tuple(_site(place) for place in _list(given.get("sites")))
    return builder.trial(registry_id=registry_id, **parts)


def _list(cell: Passage | None) -> list[Passage]:
    return list(lines_of(cell)) if cell is not None else []


def _design(given: dict[str, Passage | None]) -> RegisteredDesign:
    found: dict[str, Passage] = {}
    for part in _list(given.get("design/study_design")):
        name, colon, value = part.text.partition(": ")
        member = _DESIGN.get(name.strip().lower())
        if member and colon and value.strip():
            found[member] = trimmed(part.part(len(name) + len(colon), len(part.text))) or part
    phases = given.get("design/phases")
    return RegisteredDesign(
        study_type=given.get("design/study_type"),
        phases=tuple(_list(phases)),
        enrollment=given.get("design/enrollment"),
        **found,
    )


def _site(place: Passage) -> SiteItem:
    """`facility, city[, state][, zip], country`: read from the end, because facilities hold commas."""
    pieces = [match.span() for match in re.finditer(r"[^,]+(?:,(?! )[^,]+)*", place.text)]
    parts = [part for span in pieces if (part := trimmed(place.part(*span))) is not None]
    if len(parts) < 2:
        return SiteItem(None, None, parts[0] if parts else None)
    country = parts.pop()
    if len(parts) > 1 and any(character.isdigit() for character in parts[-1].text):
        parts.pop()
    if len(parts) > 2 and country.text not in _WITHOUT_STATES:
        parts.pop()
    city = parts.pop()
    facility = place.part(0, parts[-1].start + len(parts[-1].text) - place.start) if parts else None
    return SiteItem(facility, city, country)
