"""The registry's XML of before 2024 (`<clinical_study>`), put into the shape of API v2.

The rule: the words are those of the record; only what the XML's own layout added is undone: text blocks are indented
and wrapped at 100 columns, so a line is joined to the one before where its first word would not have fitted (or, in
records wrapped more narrowly, where a long line goes on in the middle of a sentence).
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

_WIDTH = 99
_LONG = 70
_BULLET = re.compile(r"(?:[-*•]|\d{1,2}[.)]|[a-z][.)])\s")


def text_of(parent: Element, path: str) -> str | None:
    """The text of the first element at `path`, None where there is none."""
    element = parent.find(path)
    return None if element is None else element.text


def texts_of(parent: Element, path: str) -> list[str]:
    """The texts of all elements at `path`."""
    return [element.text for element in parent.iterfind(path) if element.text]


def unwrapped(block: str | None) -> str | None:
    """A wrapped and indented text block as it was written.

    >>> unwrapped("\\n      One line.\\n\\n      Two.\\n    ")
    'One line.\\n\\nTwo.'
    """
    if block is None or "\n" not in block.strip():
        return block.strip() if block else block
    lines = block.strip("\n").rstrip().split("\n")
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    if indent < 4:  # not laid out by the registry
        return block.strip()
    written: list[str] = []
    before = ""
    for line in lines:
        stripped = line.strip()
        first = stripped.split(" ", 1)[0]
        full = len(before.rstrip()) + 1 + len(first) >= _WIDTH or (
            len(before) >= _LONG and stripped[:1].islower() and before.rstrip()[-1:] not in ".:;"
        )
        if written and before.strip() and stripped and full and not _BULLET.match(stripped):
            written[-1] += " " + stripped
        else:
            depth = len(line) - len(line.lstrip()) - indent
            written.append(" " * max(0, depth) + stripped if stripped else "")
        before = line
    return "\n".join(written).strip()


def as_study(record: Element) -> dict[str, Any]:
    """The v2 shape of one `<clinical_study>`."""
    interventions = [_intervention(item) for item in record.iterfind("intervention")]
    protocol = {
        "identificationModule": {
            "nctId": text_of(record, "id_info/nct_id"),
            "orgStudyIdInfo": {"id": text_of(record, "id_info/org_study_id")},
            "secondaryIdInfos": [{"id": value} for value in texts_of(record, "id_info/secondary_id")],
            "nctIdAliases": texts_of(record, "id_info/nct_alias"),
            "briefTitle": text_of(record, "brief_title"),
            "officialTitle": text_of(record, "official_title"),
            "acronym": text_of(record, "acronym"),
        },
        "statusModule": {
            "overallStatus": text_of(record, "overall_status"),
            "startDateStruct": {"date": text_of(record, "start_date")},
            "primaryCompletionDateStruct": {"date": text_of(record, "primary_completion_date")},
            "completionDateStruct": {"date": text_of(record, "completion_date")},
            "lastUpdatePostDateStruct": {
                "date": text_of(record, "last_update_posted") or text_of(record, "lastchanged_date")
            },
        },
        "sponsorCollaboratorsModule": {
            "leadSponsor": {"name": text_of(record, "sponsors/lead_sponsor/agency")},
            "collaborators": [{"name": name} for name in texts_of(record, "sponsors/collaborator/agency")],
        },
        "descriptionModule": {
            "briefSummary": unwrapped(text_of(record, "brief_summary/textblock")),
            "detailedDescription": unwrapped(text_of(record, "detailed_description/textblock")),
        },
        "conditionsModule": {"conditions": texts_of(record, "condition"), "keywords": texts_of(record, "keyword")},
        "designModule": _design(record),
        "armsInterventionsModule": {"interventions": interventions, "armGroups": _arms(record, interventions)},
        "outcomesModule": {
            f"{role}Outcomes": [
                {
                    "measure": text_of(item, "measure"),
                    "description": unwrapped(text_of(item, "description")),
                    "timeFrame": text_of(item, "time_frame"),
                }
                for item in record.iterfind(f"{role}_outcome")
            ]
            for role in ("primary", "secondary", "other")
        },
        "eligibilityModule": {
            "eligibilityCriteria": unwrapped(text_of(record, "eligibility/criteria/textblock")),
            "sex": text_of(record, "eligibility/gender"),
            "minimumAge": text_of(record, "eligibility/minimum_age"),
            "maximumAge": text_of(record, "eligibility/maximum_age"),
            "healthyVolunteers": text_of(record, "eligibility/healthy_volunteers"),
        },
        "contactsLocationsModule": {
            "locations": [
                {
                    "facility": text_of(item, "facility/name"),
                    "city": text_of(item, "facility/address/city"),
                    "country": text_of(item, "facility/address/country"),
                }
                for item in record.iterfind("location")
            ]
        },
        "referencesModule": {
            "references": [
                {"pmid": text_of(item, "PMID"), "citation": text_of(item, "citation")}
                for tag in ("reference", "results_reference")
                for item in record.iterfind(tag)
            ]
        },
    }
    study: dict[str, Any] = {"protocolSection": protocol}
    study["derivedSection"] = {
        f"{kind}BrowseModule": {"meshes": [{"term": term} for term in texts_of(record, f"{kind}_browse/mesh_term")]}
        for kind in ("condition", "intervention")
    }
    results = record.find("clinical_results")
    if results is not None:
        study["resultsSection"] = {
            "participantFlowModule": _flow(results),
            "outcomeMeasuresModule": {
                "outcomeMeasures": [_result(item) for item in results.iterfind("outcome_list/outcome")]
            },
        }
    return study


def design_parts(written: str, separator: str) -> dict[str, str]:
    """`Allocation: Randomized, Masking: Open Label` as a mapping with lower-case keys."""
    found = {}
    for part in re.split(separator + r"(?=[A-Z][A-Za-z ]+: )", written):
        name, colon, value = part.partition(": ")
        if colon:
            found[name.strip().lower()] = value.strip()
    return found


def design_info(parts: dict[str, str]) -> dict[str, Any]:
    """The v2 `designInfo` of such a mapping."""
    return {
        "allocation": parts.get("allocation"),
        "interventionModel": parts.get("intervention model"),
        "observationalModel": parts.get("observational model") or parts.get("observational study model"),
        "timePerspective": parts.get("time perspective"),
        "primaryPurpose": parts.get("primary purpose"),
        "maskingInfo": {"masking": parts.get("masking")},
    }


def _design(record: Element) -> dict[str, Any]:
    parts = design_parts(text_of(record, "study_design") or "", ", *")
    for element in record.iterfind("study_design_info/*"):
        if element.text:
            parts[element.tag.replace("_", " ")] = element.text
    enrollment = record.find("enrollment")
    return {
        "studyType": text_of(record, "study_type"),
        "phases": [phase.strip() for phase in re.split(r"/(?=Phase)", text_of(record, "phase") or "") if phase.strip()],
        "designInfo": design_info(parts),
        "enrollmentInfo": {
            "count": enrollment.text if enrollment is not None else None,
            "type": enrollment.get("type") if enrollment is not None else None,
        },
    }


def _intervention(item: Element) -> dict[str, Any]:
    return {
        "type": text_of(item, "intervention_type"),
        "name": text_of(item, "intervention_name"),
        "description": unwrapped(text_of(item, "description")),
        "otherNames": texts_of(item, "other_name"),
        "armGroupLabels": texts_of(item, "arm_group_label"),
    }


def _arms(record: Element, interventions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    arms = []
    for item in record.iterfind("arm_group"):
        label = text_of(item, "arm_group_label")
        names = [f"{i['type']}: {i['name']}" for i in interventions if label in i["armGroupLabels"]]
        arms.append(
            {
                "label": label,
                "type": text_of(item, "arm_group_type"),
                "description": unwrapped(text_of(item, "description")),
                "interventionNames": names,
            }
        )
    return arms


def _groups(parent: Element) -> list[dict[str, Any]]:
    return [
        {"id": item.get("group_id"), "title": text_of(item, "title")} for item in parent.iterfind("group_list/group")
    ]


def _flow(results: Element) -> dict[str, Any]:
    flow = results.find("participant_flow")
    if flow is None:
        return {}
    periods = []
    for period in flow.iterfind("period_list/period"):
        milestones = []
        for milestone in period.iterfind("milestone_list/milestone"):
            counts = [
                {"groupId": item.get("group_id"), "numSubjects": item.get("count")}
                for item in milestone.iterfind("participants_list/participants")
            ]
            milestones.append({"type": text_of(milestone, "title"), "achievements": counts})
        periods.append({"milestones": milestones})
    return {"groups": _groups(flow), "periods": periods}


def _result(outcome: Element) -> dict[str, Any]:
    """The values of one outcome. Older files list two measures: the first only counts people."""
    measures = list(outcome.iterfind("measure")) or list(outcome.iterfind("measure_list/measure"))[-1:]
    classes = []
    for measure in measures:
        rows = list(measure.iterfind("class_list/class")) or [measure]
        for row in rows:
            categories = []
            for category in row.iterfind("category_list/category"):
                cells = [
                    {"groupId": item.get("group_id"), "value": item.get("value")}
                    for item in category.iterfind("measurement_list/measurement")
                ]
                title = text_of(category, "sub_title") or text_of(category, "title")
                categories.append({"title": title, "measurements": cells})
            classes.append({"title": text_of(row, "title") if row is not measure else None, "categories": categories})
    analyses = [
        {
            "pValue": text_of(item, "p_value"),
            "paramType": text_of(item, "param_type"),
            "paramValue": text_of(item, "param_value"),
            "statisticalMethod": text_of(item, "method"),
        }
        for item in outcome.iterfind("analysis_list/analysis")
    ]
    return {
        "type": (text_of(outcome, "type") or "").upper(),
        "title": text_of(outcome, "title"),
        "unitOfMeasure": next((text_of(measure, "units") for measure in measures), None),
        "paramType": next((text_of(measure, "param") for measure in measures), None),
        "groups": _groups(outcome),
        "classes": classes,
        "analyses": analyses,
    }
