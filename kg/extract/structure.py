"""The skeleton of a trial: a node for every registered entry, outcome and arm, and the edge that ties it to the trial.

These edges copy the registry's own structure, so their method is `registry-field` and their evidence the whole entry;
where a flattened cell had to be split into an outcome's fields, the confidence is the splitter's.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.document import Document, Item
from kg.model import Node, Statement

_OUTCOME_PREDICATE = {
    "primary": "tkg:hasPrimaryOutcome",
    "secondary": "tkg:hasSecondaryOutcome",
    "other": "tkg:hasOtherOutcome",
}


def extract(document: Document) -> Iterator[Item]:
    """Nodes of the condition and intervention entries, the outcome measures and the registered arms."""
    trial = document.trial

    for condition in trial.conditions:
        path = trial.part(f"condition-{condition.position}")
        yield Node(path, "ConditionEntry")
        yield Statement(
            trial.path,
            "tkg:hasConditionEntry",
            path,
            "registry-field",
            1.0,
            (condition.name.span(),),
            "entry",
        )

    for intervention in trial.interventions:
        path = trial.part(f"intervention-{intervention.position}")
        yield Node(path, "InterventionEntry")
        yield Statement(
            trial.path,
            "tkg:hasInterventionEntry",
            path,
            "registry-field",
            1.0,
            (intervention.entry.span(),),
            "entry",
        )

    for outcome in trial.outcomes:
        path = trial.part(f"{outcome.role}-{outcome.position}")
        evidence = (outcome.whole or outcome.measure).span()
        yield Node(path, "OutcomeMeasure")
        # the general edge tkg:hasOutcomeMeasure copies the record and rests on this one
        predicate = _OUTCOME_PREDICATE[outcome.role]
        yield Statement(trial.path, predicate, path, "registry-field", outcome.confidence, (evidence,), "entry")

    for arm in trial.arms:
        path = trial.part(f"arm-{arm.position}")
        yield Node(path, "Arm")
        yield Statement(trial.path, "tkg:hasArm", path, "registry-field", 1.0, (arm.label.span(),), "entry")
