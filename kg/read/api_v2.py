"""Studies of the registry's API, version 2 (`{"protocolSection": {…}}`): one decoded JSON object in, one trial out.

The rule: every member that the model knows is read if it has the right type and reported if it has not; no member is
required, so that partial records (`?fields=…`) are read too.
"""

from __future__ import annotations

import re
from typing import Any

from kg.model import (
    ArmGroup,
    ConditionItem,
    InterventionItem,
    OutcomeItem,
    OutcomeRole,
    Participant,
    Passage,
    ReferenceItem,
    RegisteredDesign,
    RegisteredEligibility,
    RegistryTerm,
    SiteItem,
    Skipped,
    Trial,
)
from kg.read.posted_results import read_results
from kg.read.record import RecordBuilder

_CODE = re.compile(r"[A-Z][A-Z_]*")
OUTCOME_LISTS: tuple[tuple[OutcomeRole, str], ...] = (
    ("primary", "primaryOutcomes"),
    ("secondary", "secondaryOutcomes"),
    ("other", "otherOutcomes"),
)


def read_study(study: dict[str, Any], builder: RecordBuilder) -> Trial | Skipped:
    """The trial of one study."""
    protocol = builder.mapping(study, "protocolSection")
    if not protocol:
        return builder.skipped("protocolSection", "expected an object that holds the study, found none")
    add = builder.add
    identification = builder.mapping(protocol, "identificationModule")
    status = builder.mapping(protocol, "statusModule")
    description = builder.mapping(protocol, "descriptionModule")
    conditions = builder.mapping(protocol, "conditionsModule")
    design = builder.mapping(protocol, "designModule")

    registry_id = add("registry_id", identification.get("nctId"))
    title = add("title", identification.get("briefTitle"))
    parts: dict[str, Any] = {
        "title": title,
        "official_title": add("official_title", identification.get("officialTitle")),
        "acronym": add("acronym", identification.get("acronym")),
        "secondary_ids": _secondary_ids(identification, builder),
        "brief_summary": add("brief_summary", description.get("briefSummary")),
        "detailed_description": add("detailed_description", description.get("detailedDescription")),
        "status": add("status", status.get("overallStatus")),
        "conditions": tuple(
            ConditionItem(number, passage)
            for number, passage in enumerate(builder.texts("conditions", builder.sequence(conditions, "conditions")))
        ),
        "keywords": builder.texts("keywords", builder.sequence(conditions, "keywords")),
    }
    for name, key in (
        ("start_date", "startDateStruct"),
        ("primary_completion_date", "primaryCompletionDateStruct"),
        ("completion_date", "completionDateStruct"),
        ("last_update_date", "lastUpdatePostDateStruct"),
    ):
        parts[name] = add(name, builder.mapping(status, key).get("date"))
    parts["interventions"], parts["arms"] = _arms(builder.mapping(protocol, "armsInterventionsModule"), builder)
    parts["outcomes"] = _outcomes(builder.mapping(protocol, "outcomesModule"), builder)
    parts["design"] = _design(design, builder)
    parts["eligibility"] = _eligibility(builder.mapping(protocol, "eligibilityModule"), builder)
    parts["participants"] = _participants(builder.mapping(protocol, "sponsorCollaboratorsModule"), builder)
    parts["sites"] = _sites(builder.mapping(protocol, "contactsLocationsModule"), builder)
    parts["references"] = _references(builder.mapping(protocol, "referencesModule"), builder)
    derived = builder.mapping(study, "derivedSection")
    if derived:
        parts["registry_terms"] = _registry_terms(derived, builder)
    results = builder.mapping(study, "resultsSection")
    if results:
        parts["results"] = read_results(results, builder)
    if registry_id is None and title is None and not parts["interventions"] and not parts["conditions"]:
        return builder.skipped("protocolSection", "expected a registry number, a title, conditions or interventions")
    return builder.trial(registry_id=registry_id, **parts)


def _secondary_ids(identification: dict[str, Any], builder: RecordBuilder) -> tuple[Any, ...]:
    values = [builder.mapping(identification, "orgStudyIdInfo").get("id")]
    values += [item.get("id") for _, item in builder.objects(identification, "secondaryIdInfos")]
    values += builder.sequence(identification, "nctIdAliases")
    return builder.texts("secondary_ids", list(dict.fromkeys(v for v in values if isinstance(v, str))))


def _names(values: list[Any]) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str))


def _arms(module: dict[str, Any], builder: RecordBuilder) -> tuple[tuple[InterventionItem, ...], tuple[ArmGroup, ...]]:
    add = builder.add
    interventions: list[InterventionItem] = []
    for number, item in builder.objects(module, "interventions"):
        where = f"interventions/{number}/"
        kind = add(where + "type", item.get("type"))
        name = add(where + "name", item.get("name"))
        if name is None:
            builder.note("missing-field", f"{where}name: an intervention without a name was left out")
            continue
        interventions.append(
            InterventionItem(
                position=len(interventions),
                registry_type=_code(kind, builder),
                name=name,
                entry=name,
                description=add(where + "description", item.get("description")),
                other_names=builder.texts(where + "other_names", builder.sequence(item, "otherNames", where)),
                arm_labels=_names(builder.sequence(item, "armGroupLabels", where)),
            )
        )
    arms: list[ArmGroup] = []
    for number, item in builder.objects(module, "armGroups"):
        where = f"arms/{number}/"
        label = add(where + "label", item.get("label"))
        kind = add(where + "type", item.get("type"))
        description = add(where + "description", item.get("description"))
        if label is None:
            builder.note("missing-field", f"{where}label: an arm without a label was left out")
            continue
        arms.append(
            ArmGroup(
                position=len(arms),
                label=label,
                kind=_code(kind, builder),
                kind_passage=kind,
                description=description,
                intervention_names=tuple(
                    name.partition(": ")[2] or name
                    for name in _names(builder.sequence(item, "interventionNames", where))
                ),
            )
        )
    return tuple(interventions), tuple(arms)


def _code(written: Passage | None, builder: RecordBuilder) -> str:
    """A coded value; empty, with a finding, where what stands there cannot be one."""
    code = type_code(written.text) if written else ""
    if written is None or not code or _CODE.fullmatch(code):
        return code
    builder.note("unknown-type", f"{written.field}: not a type of the registry: {written.text[:80]}", (written.span(),))
    return ""


def type_code(written: str) -> str:
    """A coded value as the current registry writes it.

    >>> type_code("Dietary Supplement"), type_code("Combination Product")
    ('DIETARY_SUPPLEMENT', 'COMBINATION_PRODUCT')
    """
    return "_".join(written.upper().replace("_", " ").split())


def _outcomes(module: dict[str, Any], builder: RecordBuilder) -> tuple[OutcomeItem, ...]:
    outcomes = []
    for role, key in OUTCOME_LISTS:
        position = 0
        for number, item in builder.objects(module, key):
            where = f"{role}_outcomes/{number}/"
            measure = builder.add(where + "measure", item.get("measure"))
            description = builder.add(where + "description", item.get("description"))
            time_frame = builder.add(where + "time_frame", item.get("timeFrame"))
            if measure is None:
                builder.note("missing-field", f"{where}measure: an outcome without a measure was left out")
                continue
            outcomes.append(OutcomeItem(role, position, measure, description, time_frame))
            position += 1
    return tuple(outcomes)


def _design(module: dict[str, Any], builder: RecordBuilder) -> RegisteredDesign:
    add = builder.add
    info = builder.mapping(module, "designInfo")
    enrollment = builder.mapping(module, "enrollmentInfo")
    return RegisteredDesign(
        study_type=add("design/study_type", module.get("studyType")),
        phases=builder.texts("design/phases", builder.sequence(module, "phases")),
        allocation=add("design/allocation", info.get("allocation")),
        intervention_model=add("design/intervention_model", info.get("interventionModel")),
        observational_model=add("design/observational_model", info.get("observationalModel")),
        time_perspective=add("design/time_perspective", info.get("timePerspective")),
        primary_purpose=add("design/primary_purpose", info.get("primaryPurpose")),
        masking=add("design/masking", builder.mapping(info, "maskingInfo").get("masking")),
        enrollment=add("design/enrollment", enrollment.get("count")),
        enrollment_basis=add("design/enrollment_basis", enrollment.get("type")),
    )


def _eligibility(module: dict[str, Any], builder: RecordBuilder) -> RegisteredEligibility:
    add = builder.add
    return RegisteredEligibility(
        criteria=add("eligibility/criteria", module.get("eligibilityCriteria")),
        sex=add("eligibility/sex", module.get("sex")),
        minimum_age=add("eligibility/minimum_age", module.get("minimumAge")),
        maximum_age=add("eligibility/maximum_age", module.get("maximumAge")),
        healthy_volunteers=add("eligibility/healthy_volunteers", module.get("healthyVolunteers")),
    )


def _participants(module: dict[str, Any], builder: RecordBuilder) -> tuple[Participant, ...]:
    found = []
    sponsor = builder.add("sponsor", builder.mapping(module, "leadSponsor").get("name"))
    if sponsor is not None:
        found.append(Participant("sponsor", sponsor))
    for number, item in builder.objects(module, "collaborators"):
        name = builder.add(f"collaborators/{number}", item.get("name"))
        if name is not None:
            found.append(Participant("collaborator", name))
    return tuple(found)


def _sites(module: dict[str, Any], builder: RecordBuilder) -> tuple[SiteItem, ...]:
    add = builder.add
    sites = []
    for number, item in builder.objects(module, "locations"):
        where = f"sites/{number}/"
        site = SiteItem(
            add(where + "facility", item.get("facility")),
            add(where + "city", item.get("city")),
            add(where + "country", item.get("country")),
        )
        if any(site):
            sites.append(site)
    return tuple(sites)


def _references(module: dict[str, Any], builder: RecordBuilder) -> tuple[ReferenceItem, ...]:
    found = []
    for number, item in builder.objects(module, "references"):
        pmid = builder.add(f"references/{number}/pmid", item.get("pmid"))
        citation = builder.add(f"references/{number}/citation", item.get("citation")) or pmid
        if citation is not None:
            found.append(ReferenceItem(pmid, citation))
    return tuple(found)


def _registry_terms(derived: dict[str, Any], builder: RecordBuilder) -> tuple[RegistryTerm, ...]:
    found = []
    for kind in ("condition", "intervention"):
        module = builder.mapping(derived, f"{kind}BrowseModule")
        for key, ancestor in (("meshes", False), ("ancestors", True)):
            for number, item in builder.objects(module, key):
                label = builder.add(f"registry_terms/{kind}/{key}/{number}", item.get("term"))
                code = item.get("id")
                if label is not None:
                    found.append(RegistryTerm(kind, code if isinstance(code, str) else "", label, ancestor))
    return tuple(found)
