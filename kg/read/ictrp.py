"""WHO ICTRP exports (CSV and XML): the trials of all registries, in one short set of columns, put into the shape of v2.

The rule: lists are split only at the marks that the platform itself puts between entries (`;`, `<br>`); a registry's
free text stays one entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from kg.model import Skipped
from kg.read.record import Origin
from kg.read.rows import rows

_BREAK = re.compile(r"<br\s*/?>|;|\n", re.IGNORECASE)
_ENTRY = re.compile(r"<br\s*/?>|;", re.IGNORECASE)
_LINE = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TIME = re.compile(r"\[\s*Time ?Frame:", re.IGNORECASE)
_TYPED = re.compile(
    r"(Drug|Device|Biological|Procedure|Radiation|Behavioral|Genetic|Dietary Supplement|Combination Product"
    r"|Diagnostic Test|Other)\s*:\s*(.+)",
    re.IGNORECASE | re.DOTALL,
)
_NOT_A_PART = re.compile(r"[^a-z]+")
_NO_VALUE = frozenset({"", "none", "not applicable", "no", "n/a", "-"})
LONGEST_ENTRY = 300


def looks_like_export(head: str) -> str | None:
    """The delimiter of an export whose first line this is, None where it is none."""
    for delimiter in (",", "\t", ";", "|"):
        names = {_plain(name) for name in head.split(delimiter)}
        if "trialid" in names and names & {"publictitle", "scientifictitle"}:
            return delimiter
    return None


def _plain(name: str) -> str:
    return _NOT_A_PART.sub("", name.lower())


def studies_of_table(stream: Any, origin: Origin, delimiter: str) -> Iterator[tuple[dict[str, Any], str] | Skipped]:
    """The trials of a CSV export in v2 shape, each with an encoding note."""
    table = rows(stream, delimiter)
    head = next(table, None)
    if head is None or not head.cells:
        yield Skipped(origin.shown, None, "line 1", "expected the names of the columns")
        return
    names = [_plain(name) for name in head.cells]
    for position, row in enumerate(table):
        if row.problem or len(row.cells) > len(names):
            problem = row.problem or f"{len(row.cells)} cells: expected {len(names)}, as in the first line"
            yield Skipped(origin.shown, position, f"line {row.line}", problem)
        else:
            yield as_study(dict(zip(names, row.cells, strict=False))), row.note


def study_of_element(record: Element) -> dict[str, Any]:
    """The v2 shape of one `<Trial>`."""
    return as_study({_plain(child.tag): child.text or "" for child in record})


def _entries(text: str) -> list[str]:
    parts = [part.strip() for part in _BREAK.split(text) if part.strip()]
    return parts if parts and all(len(part) <= LONGEST_ENTRY for part in parts) else ([text] if text.strip() else [])


def _lines(text: str) -> str:
    """Text with its HTML line breaks as line breaks."""
    return "\n".join(part.strip() for part in _LINE.split(text)).strip()


def _interventions(text: str) -> list[dict[str, Any]]:
    found = []
    for entry in _entries(text):
        typed = _TYPED.fullmatch(entry)
        found.append({"type": typed.group(1), "name": typed.group(2)} if typed else {"name": entry})
    return found


def _outcomes(text: str) -> list[dict[str, Any]]:
    found = []
    for entry in _ENTRY.split(text):
        time = _TIME.search(entry)
        measure, frame = (entry[: time.start()], entry[time.end() :]) if time else (entry, "")
        if measure.strip():
            found.append({"measure": measure, "timeFrame": frame.strip().removesuffix("]")})
    return found


def _criteria(inclusion: str, exclusion: str) -> str:
    """Both lists under their heads, as the registry's own records have them."""
    parts = []
    for head, text in (("Inclusion Criteria:", inclusion), ("Exclusion Criteria:", exclusion)):
        text = _lines(text)
        if text:
            parts.append(text if text.lower().startswith(head[:9].lower()) else f"{head}\n\n{text}")
    return "\n\n".join(parts)


def as_study(cells: dict[str, str]) -> dict[str, Any]:
    """The v2 shape of one trial."""

    def get(*names: str) -> str | None:
        return next((cells[name] for name in names if cells.get(name, "").strip()), None)

    def lines(text: str | None) -> str | None:
        return _lines(text) if text else None

    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": get("trialid"),
                "briefTitle": get("publictitle") or get("scientifictitle"),
                "officialTitle": get("scientifictitle"),
                "acronym": get("acronym", "publicacronym", "scientificacronym"),
                "secondaryIdInfos": [{"id": value} for value in _entries(get("secondaryid", "secondaryids") or "")],
            },
            "statusModule": {
                "overallStatus": get("recruitmentstatus"),
                "startDateStruct": {"date": get("dateenrollement", "dateenrollment")},
                "lastUpdatePostDateStruct": {"date": get("lastrefreshedon")},
            },
            "sponsorCollaboratorsModule": {
                "leadSponsor": {"name": get("primarysponsor")},
                "collaborators": [
                    {"name": name}
                    for name in _entries(get("secondarysponsor", "secondarysponsors") or "")
                    if name.strip().lower() not in _NO_VALUE
                ],
            },
            "descriptionModule": {"briefSummary": lines(get("studysummary", "briefsummary"))},
            "conditionsModule": {"conditions": _entries(get("condition", "conditions") or "")},
            "designModule": {
                "studyType": get("studytype"),
                "phases": [phase for phase in re.split(r"/(?=\s*Phase)", get("phase") or "") if phase.strip()],
                "designInfo": {"interventionModel": get("studydesign")},
                "enrollmentInfo": {"count": get("targetsize")},
            },
            "armsInterventionsModule": {"interventions": _interventions(get("intervention", "interventions") or "")},
            "outcomesModule": {
                "primaryOutcomes": _outcomes(get("primaryoutcome", "primaryoutcomes") or ""),
                "secondaryOutcomes": _outcomes(get("secondaryoutcome", "secondaryoutcomes") or ""),
            },
            "eligibilityModule": {
                "eligibilityCriteria": _criteria(get("inclusioncriteria") or "", get("exclusioncriteria") or ""),
                "sex": get("inclusiongender"),
                "minimumAge": get("inclusionagemin", "agemin"),
                "maximumAge": get("inclusionagemax", "agemax"),
            },
            "contactsLocationsModule": {
                "locations": [{"country": country} for country in _entries(get("countries") or "")]
            },
        }
    }
