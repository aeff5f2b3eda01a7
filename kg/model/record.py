"""A registry record, parsed but not interpreted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from kg.model.source import Finding, Passage, Source, SourceField


@dataclass(frozen=True, slots=True)
class ConditionItem:
    """One entry of the registry's list of conditions."""

    position: int
    name: Passage


@dataclass(frozen=True, slots=True)
class InterventionItem:
    """One entry of the registry's list of interventions. `registry_type` is upper case with underscores (`DRUG`,
    `DIETARY_SUPPLEMENT`), empty where the record has none. `entry` is the whole entry as written, type included."""

    position: int
    registry_type: str
    name: Passage
    entry: Passage
    description: Passage | None = None
    other_names: tuple[Passage, ...] = ()
    arm_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArmGroup:
    """One arm group as registered. `kind` is the registry's type (`EXPERIMENTAL`, `ACTIVE_COMPARATOR`, …) or empty."""

    position: int
    label: Passage
    kind: str = ""
    kind_passage: Passage | None = None
    description: Passage | None = None
    intervention_names: tuple[str, ...] = ()


OutcomeRole = Literal["primary", "secondary", "other"]


@dataclass(frozen=True, slots=True)
class OutcomeItem:
    """One outcome measure. `confidence` is 1 where the format keeps the three fields apart, else that of the splitter;
    `ambiguous` says that another split was nearly as good."""

    role: OutcomeRole
    position: int
    measure: Passage
    description: Passage | None = None
    time_frame: Passage | None = None
    whole: Passage | None = None
    confidence: float = 1.0
    ambiguous: bool = False


class RegistryTerm(NamedTuple):
    """A MeSH term that the registry itself attached. `kind` is `condition` or `intervention`; `ancestor` terms are
    broader ones that the registry derived from the tree."""

    kind: str
    code: str
    label: Passage
    ancestor: bool = False


class Participant(NamedTuple):
    """An organisation with a part in the trial: `role` is `sponsor` or `collaborator`."""

    role: str
    name: Passage


class SiteItem(NamedTuple):
    """A place where the trial runs."""

    facility: Passage | None
    city: Passage | None
    country: Passage | None


class ReferenceItem(NamedTuple):
    """A publication the record cites: PubMed id where given, the citation as written."""

    pmid: Passage | None
    citation: Passage


@dataclass(frozen=True, slots=True)
class RegisteredDesign:
    """The coded design fields of structured formats, each as written in the record (`RANDOMIZED`, `PHASE2`)."""

    study_type: Passage | None = None
    phases: tuple[Passage, ...] = ()
    allocation: Passage | None = None
    intervention_model: Passage | None = None
    observational_model: Passage | None = None
    time_perspective: Passage | None = None
    primary_purpose: Passage | None = None
    masking: Passage | None = None
    enrollment: Passage | None = None
    enrollment_basis: Passage | None = None


@dataclass(frozen=True, slots=True)
class RegisteredEligibility:
    """Eligibility as registered: free text and the coded limits."""

    criteria: Passage | None = None
    sex: Passage | None = None
    minimum_age: Passage | None = None
    maximum_age: Passage | None = None
    healthy_volunteers: Passage | None = None


@dataclass(frozen=True, slots=True)
class ResultItem:
    """A posted result, as much of it as the graph takes: a participant-flow total or one value of an outcome.
    `category` is the row that the value stands in (a visit, a class of answers), where the outcome has several."""

    kind: str
    outcome_title: Passage | None
    group: Passage | None
    value: Passage
    unit: Passage | None = None
    p_value: Passage | None = None
    parameter: Passage | None = None
    category: Passage | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """One registry record, parsed but not interpreted. `key` names it in IRIs: the registry number, or
    `r-` and the first 16 hexadecimal digits of the record's hash where it has none."""

    key: str
    source: Source
    fields: tuple[SourceField, ...]
    registry_id: Passage | None = None
    secondary_ids: tuple[Passage, ...] = ()
    title: Passage | None = None
    official_title: Passage | None = None
    acronym: Passage | None = None
    brief_summary: Passage | None = None
    detailed_description: Passage | None = None
    status: Passage | None = None
    start_date: Passage | None = None
    completion_date: Passage | None = None
    primary_completion_date: Passage | None = None
    last_update_date: Passage | None = None
    conditions: tuple[ConditionItem, ...] = ()
    keywords: tuple[Passage, ...] = ()
    interventions: tuple[InterventionItem, ...] = ()
    arms: tuple[ArmGroup, ...] = ()
    outcomes: tuple[OutcomeItem, ...] = ()
    design: RegisteredDesign = RegisteredDesign()
    eligibility: RegisteredEligibility = RegisteredEligibility()
    participants: tuple[Participant, ...] = ()
    sites: tuple[SiteItem, ...] = ()
    references: tuple[ReferenceItem, ...] = ()
    registry_terms: tuple[RegistryTerm, ...] = ()
    results: tuple[ResultItem, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def path(self) -> str:
        """The trial's IRI below `id/`."""
        return f"trial/{self.key}"

    def part(self, name: str) -> str:
        """IRI below `id/` of a part of this trial, e.g. `part("condition-0")`."""
        return f"part/{self.key}-{name}"
