"""AACT, the registry as pipe-delimited tables (`studies.txt`, …), joined and put into the shape of API v2.

The rule: memory does not grow with the registry. The rows that are needed go to a temporary database on disk and come
back study by study, in the order of the table of studies.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from kg.model import Skipped
from kg.read.classic_xml import design_info
from kg.read.inputs import STREAM_ERRORS, Tables, buffered, describe_error
from kg.read.rows import rows

TABLES = frozenset(
    "studies brief_summaries detailed_descriptions conditions keywords interventions intervention_other_names "
    "design_groups design_group_interventions design_outcomes designs eligibilities sponsors facilities "
    "study_references browse_conditions browse_interventions id_information".split()
)
_BATCH = 5_000


def read_tables(shown: str, tables: Tables) -> Iterator[tuple[dict[str, Any], str] | Skipped]:
    """The studies of a set of tables in v2 shape, each with an encoding note; what could not be read as `Skipped`."""
    with (
        tempfile.TemporaryDirectory(prefix="trialkg-") as folder,
        closing(sqlite3.connect(Path(folder) / "tables.db")) as database,
    ):
        database.execute("pragma journal_mode = off")
        database.execute("pragma synchronous = off")
        database.execute("create table cells (study text, source text, line integer, content text)")
        for name in sorted(TABLES & tables.keys()):
            yield from _load(shown, name, tables[name], database)
        database.execute("create index by_study on cells (study, source, line)")
        studies = database.execute("select study, content from cells where source = 'studies' order by line")
        for study, content in studies:
            found: dict[str, list[dict[str, str]]] = {name: [] for name in TABLES}
            for source, row in database.execute(
                "select source, content from cells where study = ? and source <> 'studies' order by source, line",
                (study,),
            ):
                found[source].append(json.loads(row))
            yield _as_study(json.loads(content), found), ""


def _load(shown: str, name: str, opener: Callable[[], BinaryIO], database: sqlite3.Connection) -> Iterator[Skipped]:
    """Put the rows of one table into the database, by study."""
    where = f"{shown}/{name}"
    try:
        with opener() as raw:
            table = rows(buffered(raw), "|")
            head = next(table, None)
            names = [cell.strip().lower() for cell in head.cells] if head else []
            if "nct_id" not in names:
                yield Skipped(where, None, "line 1", "expected the names of the columns, nct_id among them")
                return
            key = names.index("nct_id")
            batch: list[tuple[str, str, int, str]] = []
            for row in table:
                if row.problem or len(row.cells) != len(names):
                    problem = row.problem or f"{len(row.cells)} cells: expected {len(names)}, as in the first line"
                    yield Skipped(where, None, f"line {row.line}", problem)
                    continue
                content = {column: cell for column, cell in zip(names, row.cells, strict=True) if cell}
                batch.append((row.cells[key], name, row.line, json.dumps(content)))
                if len(batch) >= _BATCH:
                    database.executemany("insert into cells values (?, ?, ?, ?)", batch)
                    batch.clear()
            database.executemany("insert into cells values (?, ?, ?, ?)", batch)
    except STREAM_ERRORS as error:
        yield Skipped(where, None, "", f"could not be read: {describe_error(error)}")


def _as_study(study: dict[str, str], found: dict[str, list[dict[str, str]]]) -> dict[str, Any]:
    """A study, with the rows that other tables have of it, in the shape of API v2."""

    def first(table: str) -> dict[str, str]:
        return found[table][0] if found[table] else {}

    def column(table: str, name: str) -> list[str]:
        return [row[name] for row in found[table] if name in row]

    eligibility, design = first("eligibilities"), first("designs")
    sponsors = found["sponsors"]
    protocol = {
        "identificationModule": {
            "nctId": study.get("nct_id"),
            "briefTitle": study.get("brief_title"),
            "officialTitle": study.get("official_title"),
            "acronym": study.get("acronym"),
            "secondaryIdInfos": [{"id": value} for value in column("id_information", "id_value")],
        },
        "statusModule": {
            "overallStatus": study.get("overall_status"),
            "startDateStruct": {"date": study.get("start_date")},
            "primaryCompletionDateStruct": {"date": study.get("primary_completion_date")},
            "completionDateStruct": {"date": study.get("completion_date")},
            "lastUpdatePostDateStruct": {"date": study.get("last_update_posted_date")},
        },
        "sponsorCollaboratorsModule": {
            "leadSponsor": {
                "name": next((s.get("name") for s in sponsors if s.get("lead_or_collaborator") == "lead"), None)
            },
            "collaborators": [
                {"name": s.get("name")} for s in sponsors if s.get("lead_or_collaborator") == "collaborator"
            ],
        },
        "descriptionModule": {
            "briefSummary": first("brief_summaries").get("description"),
            "detailedDescription": first("detailed_descriptions").get("description"),
        },
        "conditionsModule": {"conditions": column("conditions", "name"), "keywords": column("keywords", "name")},
        "designModule": {
            "studyType": study.get("study_type"),
            "phases": [phase.strip() for phase in study.get("phase", "").split("/") if phase.strip()]
            if study.get("phase") != "N/A"
            else ["N/A"],
            "designInfo": design_info({name.replace("_", " "): value for name, value in design.items()}),
            "enrollmentInfo": {"count": study.get("enrollment"), "type": study.get("enrollment_type")},
        },
        "armsInterventionsModule": _arms(found),
        "outcomesModule": {
            f"{role}Outcomes": [
                {"measure": o.get("measure"), "description": o.get("description"), "timeFrame": o.get("time_frame")}
                for o in found["design_outcomes"]
                if o.get("outcome_type", "").lower() == role
            ]
            for role in ("primary", "secondary", "other")
        },
        "eligibilityModule": {
            "eligibilityCriteria": eligibility.get("criteria"),
            "sex": eligibility.get("gender"),
            "minimumAge": eligibility.get("minimum_age"),
            "maximumAge": eligibility.get("maximum_age"),
            "healthyVolunteers": eligibility.get("healthy_volunteers"),
        },
        "contactsLocationsModule": {
            "locations": [
                {"facility": f.get("name"), "city": f.get("city"), "country": f.get("country")}
                for f in found["facilities"]
            ]
        },
        "referencesModule": {
            "references": [{"pmid": r.get("pmid"), "citation": r.get("citation")} for r in found["study_references"]]
        },
    }
    derived = {
        f"{kind}BrowseModule": {
            member: [
                {"term": row.get("mesh_term")}
                for row in found[f"browse_{kind}s"]
                if ("ancestor" in row.get("mesh_type", "")) == ancestor
            ]
            for member, ancestor in (("meshes", False), ("ancestors", True))
        }
        for kind in ("condition", "intervention")
    }
    return {"protocolSection": protocol, "derivedSection": derived}


def _arms(found: dict[str, list[dict[str, str]]]) -> dict[str, Any]:
    """The interventions and groups with the links between them, in the shape of API v2."""
    pairs = [(row.get("design_group_id"), row.get("intervention_id")) for row in found["design_group_interventions"]]
    titles = {row.get("id"): row.get("title", "") for row in found["design_groups"]}
    names = {
        row.get("id"): f"{row.get('intervention_type', '')}: {row.get('name', '')}" for row in found["interventions"]
    }
    return {
        "interventions": [
            {
                "type": row.get("intervention_type"),
                "name": row.get("name"),
                "description": row.get("description"),
                "otherNames": [
                    other.get("name")
                    for other in found["intervention_other_names"]
                    if other.get("intervention_id") == row.get("id")
                ],
                "armGroupLabels": [titles[arm] for arm, item in pairs if item == row.get("id") and arm in titles],
            }
            for row in found["interventions"]
        ],
        "armGroups": [
            {
                "label": row.get("title"),
                "type": row.get("group_type"),
                "description": row.get("description"),
                "interventionNames": [names[item] for arm, item in pairs if arm == row.get("id") and item in names],
            }
            for row in found["design_groups"]
        ],
    }
