"""The tables of `--format parquet`: their columns, what each means, and the property that it is read from.

This is their one definition: it makes the Parquet schemas (the meaning of a column stands in its metadata as
`description`) and says what `kg.export.tables` reads. Things are named by their path below `id/`, as in
`drug/bevacizumab`; `nodes` has their labels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import pyarrow as pa

# A row of a table: values by the names of its columns.
Row: TypeAlias = dict[str, Any]


class Column(NamedTuple):
    """A column: `text`, `number` (64 bits), `decimal` (double); `things` and `labels` are sorted lists. One with a
    property is read from it: of several numbers the largest, of several texts the first in their order."""

    name: str
    type: str
    meaning: str
    property: str = ""


_TRIAL = Column("trial", "text", "the trial's registry number, or the name that a record without one was given")

TABLES: dict[str, tuple[Column, ...]] = {
    "trials": (
        _TRIAL,
        Column("title", "text", "its title, verbatim", "dcterms:title"),
        Column("acronym", "text", "its acronym", "tkg:acronym"),
        Column("status", "text", "the registry's status", "tkg:status"),
        Column("start_date", "text", "YYYY, YYYY-MM or YYYY-MM-DD, as precise as the record is", "tkg:startDate"),
        Column("completion_date", "text", "the same of its completion", "tkg:completionDate"),
        Column("enrollment", "number", "participants, planned or actual", "tkg:enrollment"),
        Column("planned_arms", "number", "arms, told or counted", "tkg:plannedArms"),
        Column("phases", "labels", "phases", "tkg:phase"),
        Column("design_features", "labels", "randomized, open-label, …", "tkg:designFeature"),
        Column("lines_of_therapy", "labels", "lines of therapy", "tkg:lineOfTherapy"),
        Column("conditions", "labels", "conditions that it studies, harmonised", "tkg:studies"),
        Column("drugs", "labels", "drugs that it gives, those inside regimens and combinations too", "tkg:givesDrug"),
        Column("brief_summary", "text", "its summary, verbatim", "tkg:briefSummary"),
    ),
    "outcomes": (
        _TRIAL,
        Column("outcome", "text", "the outcome; one row each"),
        Column("role", "text", "primary, secondary or other"),
        Column("position", "number", "its place in the registry's list, from 0", "tkg:position"),
        Column("measure", "text", "what is measured, verbatim", "rdfs:label"),
        Column("description", "text", "its description, verbatim", "dcterms:description"),
        Column("time_frame", "text", "its time frame, verbatim", "tkg:timeFrameText"),
        Column("horizon_days", "decimal", "how far it looks ahead: the last time point in days"),
        Column("endpoints", "things", "what it measures, harmonised", "tkg:endpoint"),
        Column("endpoint_labels", "labels", "the labels of these", "tkg:endpoint"),
        Column("instruments", "things", "criteria, scales and questionnaires", "tkg:assessedWith"),
        Column("start_events", "things", "what starts its clock", "tkg:startEvent"),
        Column("end_events", "things", "what ends its clock", "tkg:endEvent"),
    ),
    "interventions": (
        _TRIAL,
        Column("entry", "text", "the registry's entry; one row for each of its concepts"),
        Column("position", "number", "its place in the registry's list, from 0", "tkg:position"),
        Column("registry_type", "text", "the registry's type, such as DRUG", "tkg:registryType"),
        Column("label", "text", "the entry, verbatim", "rdfs:label"),
        Column("concept", "text", "what it resolves to, or a component of that; null where it is not mapped"),
        Column("concept_label", "text", "the concept's label"),
        Column("concept_type", "text", "the concept's class: Drug, Regimen, Procedure, …"),
        Column("depth", "number", "0 for what the entry resolves to, 1 for its components, 2 for theirs, …"),
    ),
    "conditions": (
        _TRIAL,
        Column("entry", "text", "the registry's entry; one row for each of its concepts"),
        Column("position", "number", "its place in the registry's list, from 0", "tkg:position"),
        Column("label", "text", "the entry, verbatim", "rdfs:label"),
        Column("concept", "text", "what it resolves to; null where it is not mapped"),
        Column("concept_label", "text", "the concept's label"),
        Column("concept_type", "text", "the concept's class"),
    ),
    "nodes": (
        Column("trial", "text", "the trial that it is, or is part of; null for what trials share"),
        Column("node", "text", "its path below https://w3id.org/trialkg/id/"),
        Column("type", "text", "its narrowest class"),
        Column("label", "text", "its preferred label, name, title or the last part of its path"),
    ),
    "edges": (
        Column("trial", "text", "the trial that states it; null for those between what trials share"),
        Column("subject", "text", "node"),
        Column("predicate", "text", "such as tkg:givesDrug"),
        Column("object", "text", "node"),
    ),
    "evidence": (
        Column("trial", "text", "the trial whose record says it"),
        Column("subject", "text", "node; one row for each mention of each assertion"),
        Column("predicate", "text", "such as tkg:givesDrug"),
        Column("object", "text", "node or value"),
        Column("object_is_node", "flag", "whether the object is a node"),
        Column("method", "text", "how it was found", "tkg:method"),
        Column("confidence", "decimal", "0 to 1", "tkg:confidence"),
        Column("rule", "text", "the rule that found it, where it has a name of its own", "tkg:rule"),
        Column("field", "text", "the field of the record"),
        Column("start", "number", "the first character in the field, from 0"),
        Column("end", "number", "the character after the last"),
        Column("quote", "text", "the characters, verbatim"),
    ),
}


def schema(table: str) -> pa.Schema:
    """The Arrow schema of a table."""
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "number": pa.int64(),
        "decimal": pa.float64(),
        "flag": pa.bool_(),
        "things": pa.list_(pa.string()),
        "labels": pa.list_(pa.string()),
    }
    return pa.schema(
        [pa.field(name, types[kind], metadata={"description": meaning}) for name, kind, meaning, _ in TABLES[table]]
    )
