"""The registry's CSV and TSV downloads: one trial a row, lists joined by `|`, outcomes joined once more by `, `.

The rule: columns are found by the names in the first row, in any order; other tables are read the same way if two of
number, title, conditions and interventions are there. Of two columns for one part the first is read. A row with more
cells than the first row has names is refused, because then nobody knows what stands where.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from kg.model import (
    ConditionItem,
    OutcomeItem,
    OutcomeRole,
    Participant,
    Passage,
    RegisteredDesign,
    RegisteredEligibility,
    SiteItem,
    Skipped,
    Trial,
)
from kg.read.intervention_lists import entries
from kg.read.outcomes.cells import read_outcomes
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
_ALSO = {
    "registry_id": "nct id|nctid|nct no|clinicaltrials.gov id|clinicaltrials.gov identifier|registry number",
    "title": "brief title|public title",
    "official_title": "official title|scientific title",
    "brief_summary": "summary",
    "conditions": "condition|condition or disease|conditions studied",
    "keywords": "keyword|keywords",
    "interventions": "intervention|intervention/treatment|intervention / treatment",
    "primary_outcomes": "primary outcome|primary outcomes|primary outcome measure|primary endpoint|primary endpoints",
    "secondary_outcomes": "secondary outcome|secondary outcomes|secondary outcome measure|secondary endpoint|"
    "secondary endpoints",
    "other_outcomes": "other outcome|other outcomes|other outcome measure|other endpoints|exploratory outcomes",
    "detailed_description": "detailed description|description",
    "eligibility/criteria": "eligibility criteria|eligibility|inclusion and exclusion criteria",
    "design/phases": "phase",
    "design/allocation": "allocation",
    "design/intervention_model": "intervention model|interventional model",
    "design/primary_purpose": "primary purpose",
    "design/masking": "masking",
    "secondary_ids": "other study id numbers",
    "start_date": "study start",
    "primary_completion_date": "primary completion",
    "completion_date": "study completion",
}
PARTS = COLUMNS | {name: part for part, names in _ALSO.items() for name in names.split("|")}
"""The same with the names that people give the columns of their own tables, and the headings of their texts."""
_NUMBER = re.compile(r"NCT\d{8}", re.IGNORECASE)
_LEAST = 2  # columns that a download is known by
_TEXTS = (
    "registry_id", "title", "official_title", "acronym", "brief_summary", "detailed_description", "status",
    "start_date", "primary_completion_date", "completion_date", "last_update_date",
)  # fmt: skip
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
    for delimiter in (",", "\t", ";"):
        columns = [name.strip(' "\ufeff') for name in head.split(delimiter)]
        found = {_part(column) for column in columns}
        if "trialid" in (column.lower() for column in columns):  # ICTRP's
            return None
        if len(found & {"registry_id", "title"}) + len(found & {"conditions", "interventions"}) >= _LEAST:
            return delimiter
    return None


def _part(column: str) -> str:
    """The part of a record that a column holds; empty where it is none."""
    return PARTS.get(" ".join(column.lower().replace("_", " ").split()), "")


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
    names = [_part(name) for name in head.cells]
    names = [name if name not in names[:place] else "" for place, name in enumerate(names)]
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
    listed = [(role, _list(given.get(f"{role}_outcomes"))) for role in _OUTCOMES]
    return trial_of(given, read_outcomes(listed, builder), builder)


def trial_of(
    given: Mapping[str, Passage | None],
    outcomes: Iterable[OutcomeItem],
    builder: RecordBuilder,
    items: Callable[[Passage], Iterable[Passage]] = lines_of,
    normal: str | None = None,
) -> Trial:
    """The trial of parts by their names (`COLUMNS`). `items` cuts those that are lists; `normal` as for the builder."""

    def listed(name: str) -> tuple[Passage, ...]:
        part = given.get(name)
        return tuple(items(part)) if part is not None else ()

    sponsor = given.get("sponsor")
    return builder.trial(
        normal=normal,
        **{name: given.get(name) for name in _TEXTS},
        conditions=tuple(ConditionItem(n, p) for n, p in enumerate(listed("conditions"))),
        keywords=listed("keywords"),
        interventions=tuple(entries(listed("interventions"), builder)),
        outcomes=tuple(outcomes),
        secondary_ids=listed("secondary_ids"),
        design=_design(given),
        eligibility=RegisteredEligibility(given.get("eligibility/criteria"), given.get("eligibility/sex")),
        participants=tuple([Participant("sponsor", sponsor)] if sponsor else [])
        + tuple(Participant("collaborator", name) for name in listed("collaborators")),
        sites=tuple(_site(place) for place in listed("sites")),
    )


def _list(cell: Passage | None) -> list[Passage]:
    return list(lines_of(cell)) if cell is not None else []


def _design(given: Mapping[str, Passage | None]) -> RegisteredDesign:
    found = {member: part for member in _DESIGN.values() if (part := given.get(f"design/{member}"))}
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
