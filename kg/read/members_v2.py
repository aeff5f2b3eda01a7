"""The members of a study of API v2 that `kg.read.api_v2` reads, for the decoder: the rest of a record, often most of
it, is checked for syntax and passed over.

The rule: only containers have a type here; what stands in a member is the reader's to judge. A study whose containers
are of other types does not decode so, and is decoded whole.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeAlias, TypedDict

import msgspec

# Words name members of an object, whatever they are; a dictionary has its containers by name, and such words under "";
# a list is of objects.
Shape: TypeAlias = "str | dict[str, Shape] | list[Shape]"

_TERMS: Shape = {"meshes": ["id term"], "ancestors": ["id term"]}
_OUTCOMES: Shape = ["measure description timeFrame"]
_MEASURED: Shape = {
    "": "type title unitOfMeasure paramType",
    "groups": ["id title"],
    "classes": [{"": "title", "categories": [{"": "title", "measurements": ["groupId value"]}]}],
    "analyses": ["pValue paramValue paramType statisticalMethod"],
}
_STUDY: Shape = {
    "": "Study ProtocolSection studies FullStudies FullStudiesResponse",  # by these, other shapes are known
    "protocolSection": {
        "identificationModule": {
            "": "nctId briefTitle officialTitle acronym nctIdAliases",
            "orgStudyIdInfo": "id",
            "secondaryIdInfos": ["id"],
        },
        "statusModule": {
            "": "overallStatus",
            "startDateStruct": "date",
            "primaryCompletionDateStruct": "date",
            "completionDateStruct": "date",
            "lastUpdatePostDateStruct": "date",
        },
        "descriptionModule": "briefSummary detailedDescription",
        "conditionsModule": "conditions keywords",
        "designModule": {
            "": "studyType phases",
            "designInfo": {
                "": "allocation interventionModel observationalModel timePerspective primaryPurpose",
                "maskingInfo": "masking",
            },
            "enrollmentInfo": "count type",
        },
        "armsInterventionsModule": {
            "interventions": ["type name description otherNames armGroupLabels"],
            "armGroups": ["label type description interventionNames"],
        },
        "outcomesModule": {
            "primaryOutcomes": _OUTCOMES,
            "secondaryOutcomes": _OUTCOMES,
            "otherOutcomes": _OUTCOMES,
        },
        "eligibilityModule": "eligibilityCriteria sex minimumAge maximumAge healthyVolunteers",
        "sponsorCollaboratorsModule": {"leadSponsor": "name", "collaborators": ["name"]},
        "contactsLocationsModule": {"locations": ["facility city country"]},
        "referencesModule": {"references": ["pmid citation"]},
    },
    "derivedSection": {"conditionBrowseModule": _TERMS, "interventionBrowseModule": _TERMS},
    "resultsSection": {
        "participantFlowModule": {
            "groups": ["id title"],
            "periods": [{"milestones": [{"": "type", "achievements": ["groupId numSubjects"]}]}],
        },
        "outcomeMeasuresModule": {"outcomeMeasures": [_MEASURED]},
    },
}


def _type(shape: Shape) -> Any:
    if isinstance(shape, list):
        return list[_type(shape[0])]  # type: ignore[misc]
    if isinstance(shape, str):
        shape = {"": shape}
    words = shape.get("", "")
    members: dict[str, Any] = dict.fromkeys(words.split(), Any) if isinstance(words, str) else {}
    members |= {name: _type(inner) for name, inner in shape.items() if name}
    return TypedDict("Members", members, total=False)  # type: ignore[operator]


@cache
def _decoder() -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(_type(_STUDY))


def decode_members(data: bytes) -> dict[str, Any] | None:
    """The members of a study that are read; None where it is no study of this shape, or not in UTF-8."""
    try:
        data.decode()
        study: dict[str, Any] = _decoder().decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return study if "protocolSection" in study else None
