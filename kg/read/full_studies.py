"""The registry's older API (`FullStudiesResponse`), put into the shape of API v2.

The rule: that API names every member with its module's prefix and wraps every list in an object of its own; this file
only renames and unwraps.
"""

from __future__ import annotations

from typing import Any


def _at(value: Any, *keys: str) -> Any:
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def _list(value: Any, name: str) -> Any:
    """The list `{nameList: {name: […]}}`; a single value that was not wrapped in a list is one."""
    holder = _at(value, f"{name}List")
    found = _at(holder, name) if isinstance(holder, dict) else holder
    return found if isinstance(found, list) or found is None else [found]


def _items(value: Any, name: str, renamed: dict[str, str]) -> Any:
    found = _list(value, name)
    if not isinstance(found, list):
        return found
    return [{new: item.get(old) for new, old in renamed.items()} if isinstance(item, dict) else item for item in found]


def as_study(wrapped: dict[str, Any]) -> dict[str, Any]:
    """The v2 shape of one study of the older API (`{"Study": {…}}` or its content)."""
    study = wrapped.get("Study", wrapped)
    protocol = _at(study, "ProtocolSection")
    if not isinstance(protocol, dict):
        return {"protocolSection": protocol}
    identification = _at(protocol, "IdentificationModule")
    status = _at(protocol, "StatusModule")
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": _at(identification, "NCTId"),
                "orgStudyIdInfo": {"id": _at(identification, "OrgStudyIdInfo", "OrgStudyId")},
                "secondaryIdInfos": _items(identification, "SecondaryIdInfo", {"id": "SecondaryId"}),
                "nctIdAliases": _list(identification, "NCTIdAlias"),
                "briefTitle": _at(identification, "BriefTitle"),
                "officialTitle": _at(identification, "OfficialTitle"),
                "acronym": _at(identification, "Acronym"),
            },
            "statusModule": {
                "overallStatus": _at(status, "OverallStatus"),
                "startDateStruct": {"date": _at(status, "StartDateStruct", "StartDate")},
                "primaryCompletionDateStruct": {
                    "date": _at(status, "PrimaryCompletionDateStruct", "PrimaryCompletionDate")
                },
                "completionDateStruct": {"date": _at(status, "CompletionDateStruct", "CompletionDate")},
                "lastUpdatePostDateStruct": {"date": _at(status, "LastUpdatePostDateStruct", "LastUpdatePostDate")},
            },
            "sponsorCollaboratorsModule": {
                "leadSponsor": {"name": _at(protocol, "SponsorCollaboratorsModule", "LeadSponsor", "LeadSponsorName")},
                "collaborators": _items(
                    _at(protocol, "SponsorCollaboratorsModule"), "Collaborator", {"name": "CollaboratorName"}
                ),
            },
            "descriptionModule": {
                "briefSummary": _at(protocol, "DescriptionModule", "BriefSummary"),
                "detailedDescription": _at(protocol, "DescriptionModule", "DetailedDescription"),
            },
            "conditionsModule": {
                "conditions": _list(_at(protocol, "ConditionsModule"), "Condition"),
                "keywords": _list(_at(protocol, "ConditionsModule"), "Keyword"),
            },
            "designModule": _design(_at(protocol, "DesignModule")),
            "armsInterventionsModule": _arms(_at(protocol, "ArmsInterventionsModule")),
            "outcomesModule": {
                f"{role.lower()}Outcomes": _items(
                    _at(protocol, "OutcomesModule"),
                    f"{role}Outcome",
                    {
                        "measure": f"{role}OutcomeMeasure",
                        "description": f"{role}OutcomeDescription",
                        "timeFrame": f"{role}OutcomeTimeFrame",
                    },
                )
                for role in ("Primary", "Secondary", "Other")
            },
            "eligibilityModule": {
                "eligibilityCriteria": _at(protocol, "EligibilityModule", "EligibilityCriteria"),
                "sex": _at(protocol, "EligibilityModule", "Gender"),
                "minimumAge": _at(protocol, "EligibilityModule", "MinimumAge"),
                "maximumAge": _at(protocol, "EligibilityModule", "MaximumAge"),
                "healthyVolunteers": _at(protocol, "EligibilityModule", "HealthyVolunteers"),
            },
            "contactsLocationsModule": {
                "locations": _items(
                    _at(protocol, "ContactsLocationsModule"),
                    "Location",
                    {"facility": "LocationFacility", "city": "LocationCity", "country": "LocationCountry"},
                )
            },
            "referencesModule": {
                "references": _items(
                    _at(protocol, "ReferencesModule"),
                    "Reference",
                    {"pmid": "ReferencePMID", "citation": "ReferenceCitation"},
                )
            },
        },
        "derivedSection": {
            f"{kind.lower()}BrowseModule": {
                v2: _items(
                    _at(study, "DerivedSection", f"{kind}BrowseModule"),
                    f"{kind}{part}",
                    {"id": f"{kind}{part}Id", "term": f"{kind}{part}Term"},
                )
                for v2, part in (("meshes", "Mesh"), ("ancestors", "Ancestor"))
            }
            for kind in ("Condition", "Intervention")
        },
    }


def _design(module: Any) -> dict[str, Any]:
    info = _at(module, "DesignInfo")
    return {
        "studyType": _at(module, "StudyType"),
        "phases": _list(module, "Phase"),
        "designInfo": {
            "allocation": _at(info, "DesignAllocation"),
            "interventionModel": _at(info, "DesignInterventionModel"),
            "observationalModel": next(iter(_list(info, "DesignObservationalModel") or []), None),
            "timePerspective": next(iter(_list(info, "DesignTimePerspective") or []), None),
            "primaryPurpose": _at(info, "DesignPrimaryPurpose"),
            "maskingInfo": {"masking": _at(info, "DesignMaskingInfo", "DesignMasking")},
        },
        "enrollmentInfo": {
            "count": _at(module, "EnrollmentInfo", "EnrollmentCount"),
            "type": _at(module, "EnrollmentInfo", "EnrollmentType"),
        },
    }


def _arms(module: Any) -> dict[str, Any]:
    interventions = _list(module, "Intervention")
    arms = _list(module, "ArmGroup")
    return {
        "interventions": [
            {
                "type": item.get("InterventionType"),
                "name": item.get("InterventionName"),
                "description": item.get("InterventionDescription"),
                "otherNames": _list(item, "InterventionOtherName"),
                "armGroupLabels": _list(item, "InterventionArmGroupLabel"),
            }
            if isinstance(item, dict)
            else item
            for item in interventions
        ]
        if isinstance(interventions, list)
        else interventions,
        "armGroups": [
            {
                "label": item.get("ArmGroupLabel"),
                "type": item.get("ArmGroupType"),
                "description": item.get("ArmGroupDescription"),
                "interventionNames": _list(_at(item, "ArmGroupInterventionList"), "ArmGroupInterventionName")
                or _at(item, "ArmGroupInterventionList", "ArmGroupInterventionName"),
            }
            if isinstance(item, dict)
            else item
            for item in arms
        ]
        if isinstance(arms, list)
        else arms,
    }
