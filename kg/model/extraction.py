"""What is found in a record: parts, edges with their grounds, findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from kg.model.concepts import Concept
from kg.model.record import Trial
from kg.model.source import Finding, Span

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
