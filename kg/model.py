"""The values that the stages hand to one another. Frozen, slotted, standard library only; no behaviour beyond offsets.

    read     yields   Trial | Skipped
    vocab    holds    Concept, finds Hit
    extract  yields   Node, Statement, Concept, Finding   (collected in an Extraction)
    emit     writes   an Extraction as quads

Offsets are characters (not bytes) into the text of one named source field, end exclusive. The rule that everything
else rests on: `field_text[span.start:span.end]` is exactly what the record says, nothing trimmed, nothing normalised.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

# --------------------------------------------------------------------------------------------- the source, verbatim


class Span(NamedTuple):
    """A stretch of a source field: `start` and `end` are offsets into that field's text."""

    field: str
    start: int
    end: int


class Passage(NamedTuple):
    """A verbatim stretch of a source field that has a meaning of its own: a title, one list entry, one description.

    `text` equals `field_text[start:start + len(text)]`.
    """

    text: str
    field: str
    start: int = 0

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The span of `text[start:end]`, in offsets of the source field."""
        text, field, offset = self
        return _new(Span, (field, offset + start, offset + (len(text) if end is None else end)))

    def part(self, start: int, end: int) -> Passage:
        """`text[start:end]` as a passage of its own."""
        return Passage(self.text[start:end], self.field, self.start + start)


_new = tuple.__new__  # half the cost of calling a named tuple; for those that are made by the hundred


class SourceField(NamedTuple):
    """One text field of the input record, verbatim. `name` is unique in the record (`brief_summary`,
    `interventions`, `primary_outcomes/0/measure`); flattened formats have one field per list, structured ones
    one field per member."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record came from. `sha256` is of the normalised record, `position` its 0-based place in the file."""

    path: str
    format: str
    position: int
    sha256: str


# ------------------------------------------------------------------------------------------------- the record, parsed


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


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record, or a file, that was not read: where, what was wrong, what was expected."""

    path: str
    position: int | None
    field: str
    message: str


# ---------------------------------------------------------------------------------------------------- the vocabulary


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing the graph knows by name. `id` is its IRI below `id/` (`drug/bevacizumab`), `kind` its ontology class
    (`Drug`). Codes are CURIEs (`mesh:D000068258`, `NCIT:C2039`, `CHEBI:41879`, `MONDO:0005575`, `UNII:2S9ZZM9Q9V`).
    `broader`, `components`, `drug_classes` hold ids of other concepts. `properties` holds what only some kinds have,
    as (CURIE of the property, value) pairs: `("tkg:gene", "KRAS")`."""

    id: str
    kind: str
    label: str
    synonyms: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    notation: str = ""
    exact: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    broad: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    drug_classes: tuple[str, ...] = ()
    definition: str = ""
    properties: tuple[tuple[str, str], ...] = ()


class Hit(NamedTuple):
    """A name of the vocabulary found in a text: `text[start:end]` is a name of each of `concepts` (ids, best first)."""

    start: int
    end: int
    concepts: tuple[str, ...]


# ---------------------------------------------------------------------------------------------------- the extraction

Method = Literal[
    "registry-field",  # the record's own field says so
    "lexicon",         # a name of the vocabulary stands there
    "grammar",         # a pattern with a meaning stands there
    "expansion",       # follows from a concept's components
    "abbreviation",    # a short form that this record defines
    "spelling",        # a misspelling of a concept that this record names elsewhere
    "inference",       # follows from other statements
    "registry-mesh",   # a MeSH term that the registry attached
    "plugin",          # an outside extractor or grounder says so
]  # fmt: skip

Datatype = Literal["string", "integer", "decimal", "boolean", "date", "gYear", "gYearMonth", "anyURI"]


class Value(NamedTuple):
    """A literal in canonical lexical form."""

    lexical: str
    datatype: Datatype = "string"


class Node(NamedTuple):
    """A part of the trial: IRI below `id/` and ontology class. What it is called and where it stands are statements."""

    path: str
    kind: str


class Statement(NamedTuple):
    """One edge of the graph with its grounds. `subject`, and `object` where it is not a `Value`, are IRIs below `id/`;
    `predicate` is a CURIE (`tkg:resolvesTo`). `rule` names the rule that made it, for `trialkg explain`.
    `rivals` are concepts that were considered and not chosen. A tuple, as there are hundreds of a trial."""

    subject: str
    predicate: str
    object: str | Value
    method: Method
    confidence: float
    evidence: tuple[Span, ...]
    rule: str = ""
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A data-quality finding about a record. `kind` is a short hyphenated name (`unmapped-entry`, `mistyped-entry`,
    `misspelling`, `duplicate-entry`, `contradiction`, `ambiguous-split`, …); the message is for a curator."""

    kind: str
    message: str
    evidence: tuple[Span, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """What an outside extractor reports: a stretch of a field with a kind (a property of the trial) and a value.
    `words` may repeat the stretch: where they differ, the mention is not taken. See `kg.plugins`."""

    kind: str
    value: str
    field: str
    start: int
    end: int
    rule: str
    confidence: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that was found in one record. `concepts` are those minted from the record itself (combinations,
    organisations, places); all others live in the vocabulary. The reader's findings stay with the trial."""

    trial: Trial
    nodes: tuple[Node, ...] = ()
    statements: tuple[Statement, ...] = ()
    concepts: tuple[Concept, ...] = ()
    findings: tuple[Finding, ...] = ()
