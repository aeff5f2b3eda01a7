"""What each source format has of what the graph takes: the table of the README.

The rule: a test reads a full record of every format and holds it against this table, so it is true of the code.
"""

from __future__ import annotations

from dataclasses import fields

from kg.model import RegisteredDesign, RegisteredEligibility, Trial

FIELDS: dict[str, str] = {
    "registry_id": "registry number",
    "secondary_ids": "other numbers",
    "title": "title",
    "official_title": "official title",
    "acronym": "acronym",
    "brief_summary": "brief summary",
    "detailed_description": "detailed description",
    "status": "status",
    "start_date": "start",
    "primary_completion_date": "primary completion",
    "completion_date": "completion",
    "last_update_date": "last update",
    "conditions": "conditions",
    "keywords": "keywords",
    "interventions": "interventions",
    "interventions.description": "their descriptions",
    "interventions.other_names": "their other names",
    "arms": "arms",
    "outcomes": "outcomes",
    "outcomes.fields": "their fields apart",
    "design.study_type": "study type",
    "design.phases": "phases",
    "design.allocation": "allocation",
    "design.intervention_model": "intervention model",
    "design.primary_purpose": "purpose",
    "design.masking": "masking",
    "design.enrollment": "enrollment",
    "eligibility.criteria": "criteria",
    "eligibility.sex": "sex",
    "eligibility.minimum_age": "age limits",
    "participants": "sponsors",
    "sites": "sites",
    "references": "references",
    "registry_terms": "registry's MeSH terms",
    "results": "posted results",
}
"""Field of the model (dots for what is inside it) and its name in the table."""

_V2 = frozenset(FIELDS)
_ROWS = (
    "registry_id secondary_ids title acronym brief_summary status start_date primary_completion_date completion_date "
    "last_update_date conditions interventions outcomes design.study_type design.phases design.allocation "
    "design.intervention_model design.primary_purpose design.masking design.enrollment eligibility.sex participants "
    "sites"
)
_ICTRP = (
    "registry_id secondary_ids title official_title status start_date last_update_date conditions interventions "
    "outcomes outcomes.fields design.study_type design.phases design.intervention_model design.enrollment "
    "eligibility.criteria eligibility.sex eligibility.minimum_age participants sites"
)
FORMATS: dict[str, frozenset[str]] = {
    "ctgov-v2-json": _V2,
    "ctgov-xml": _V2,
    "ctgov-full-studies-json": _V2 - {"results"},
    "aact": _V2 - {"results"},
    "ctgov-csv": frozenset(_ROWS.split()),
    "ictrp-xml": frozenset(_ICTRP.split()),
    "ictrp-csv": frozenset(_ICTRP.split()),
    "flattened-text": frozenset(
        ("title", "brief_summary", "detailed_description", "conditions", "interventions", "outcomes")
    ),
}
"""The fields that records of a format can have."""


def present(trial: Trial) -> frozenset[str]:
    """The fields of the table that one trial has."""
    found = {field.name for field in fields(trial) if field.name in FIELDS and getattr(trial, field.name)}
    for inner, value in (("design", trial.design), ("eligibility", trial.eligibility)):
        found |= {f"{inner}.{name}" for name in _filled(value) if f"{inner}.{name}" in FIELDS}
    if any(item.description for item in trial.interventions):
        found.add("interventions.description")
    if any(item.other_names for item in trial.interventions):
        found.add("interventions.other_names")
    if trial.outcomes and all(outcome.whole is None for outcome in trial.outcomes):
        found.add("outcomes.fields")
    return frozenset(found)


def _filled(part: RegisteredDesign | RegisteredEligibility) -> list[str]:
    return [field.name for field in fields(part) if getattr(part, field.name)]


def markdown() -> str:
    """The table: a row for each field, a column for each format."""
    lines = ["| field | " + " | ".join(FORMATS) + " |", "|---|" + ":-:|" * len(FORMATS)]
    for field, name in FIELDS.items():
        marks = " | ".join("✓" if field in has else "" for has in FORMATS.values())
        lines.append(f"| {name} | {marks} |")
    return "\n".join(lines) + "\n"
