"""The values that the stages hand to one another. Frozen, slotted, standard library only; no behaviour beyond offsets.

    read     yields   Trial | Skipped
    vocab    holds    Concept, finds Hit
    extract  yields   Node, Statement, Concept, Finding   (collected in an Extraction)
    emit     writes   an Extraction as quads

`source`, `record`, `concepts` and `extraction` define them; they are imported from here.

Offsets are characters (not bytes) into the text of one named source field, end exclusive. The rule that everything
else rests on: `field_text[span.start:span.end]` is exactly what the record says, nothing trimmed, nothing normalised.
"""

from __future__ import annotations

from kg.model.concepts import Concept, Hit
from kg.model.extraction import (
    Datatype,
    Extraction,
    Mention,
    Method,
    Node,
    Statement,
    Value,
)
from kg.model.record import (
    ArmGroup,
    ConditionItem,
    InterventionItem,
    OutcomeItem,
    OutcomeRole,
    Participant,
    ReferenceItem,
    RegisteredDesign,
    RegisteredEligibility,
    RegistryTerm,
    ResultItem,
    SiteItem,
    Trial,
)
from kg.model.source import (
    Finding,
    Passage,
    Skipped,
    Source,
    SourceField,
    Span,
)

__all__ = [
    "ArmGroup",
    "Concept",
    "ConditionItem",
    "Datatype",
    "Extraction",
    "Finding",
    "Hit",
    "InterventionItem",
    "Mention",
    "Method",
    "Node",
    "OutcomeItem",
    "OutcomeRole",
    "Participant",
    "Passage",
    "ReferenceItem",
    "RegisteredDesign",
    "RegisteredEligibility",
    "RegistryTerm",
    "ResultItem",
    "SiteItem",
    "Skipped",
    "Source",
    "SourceField",
    "Span",
    "Statement",
    "Trial",
    "Value",
]
