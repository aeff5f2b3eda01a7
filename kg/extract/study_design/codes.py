"""The coded design fields of structured records: facts as they stand (method registry-field, confidence 1).

Current codes (`SINGLE_GROUP`) and the words of older formats ("Single Group Assignment") mean the same.
"""

from __future__ import annotations

from functools import lru_cache

from kg.extract.collect import Collector
from kg.extract.document import Document
from kg.model import Passage, Value

_TYPES = {
    "INTERVENTIONAL": "interventional",
    "OBSERVATIONAL": "observational",
    "EXPANDED_ACCESS": "expanded-access",
    "OBSERVATIONAL [PATIENT REGISTRY]": "patient-registry",
    "OBSERVATIONAL_PATIENT_REGISTRY": "patient-registry",
}
_ALLOCATIONS = {"RANDOMIZED": "randomized", "NON_RANDOMIZED": "non-randomized"}
_MODELS = {
    "SINGLE_GROUP": "single-arm",
    "SINGLE_GROUP_ASSIGNMENT": "single-arm",
    "PARALLEL": "parallel",
    "PARALLEL_ASSIGNMENT": "parallel",
    "CROSSOVER": "crossover",
    "CROSSOVER_ASSIGNMENT": "crossover",
    "FACTORIAL": "factorial",
    "FACTORIAL_ASSIGNMENT": "factorial",
    "SEQUENTIAL": "sequential",
    "SEQUENTIAL_ASSIGNMENT": "sequential",
}
_OBSERVED = {
    "COHORT": "cohort",
    "CASE_CONTROL": "case-control",
    "CASE_ONLY": "case-only",
    "CASE_CROSSOVER": "case-crossover",
    "ECOLOGIC_OR_COMMUNITY": "ecologic-or-community",
    "FAMILY_BASED": "family-based",
    "NATURAL_HISTORY": "natural-history",
}
_TIMES = {"PROSPECTIVE": "prospective", "RETROSPECTIVE": "retrospective", "CROSS_SECTIONAL": "cross-sectional"}
_MASKINGS = {
    "NONE": "open-label",
    "SINGLE": "single-blind",
    "DOUBLE": "double-blind",
    "TRIPLE": "triple-blind",
    "QUADRUPLE": "quadruple-blind",
    "OPEN_LABEL": "open-label",
}
_PURPOSES = {
    name.upper().replace("-", "_"): f"purpose-{name}"
    for name in "treatment prevention diagnostic supportive-care screening health-services-research basic-science "
    "device-feasibility ect other".split()
} | {"EDUCATIONAL/COUNSELING/TRAINING": "purpose-ect"}
_PHASES = {
    "EARLY_PHASE1": "early-phase-1",
    "EARLY_PHASE_1": "early-phase-1",
    "PHASE1": "phase-1",
    "PHASE2": "phase-2",
    "PHASE3": "phase-3",
    "PHASE4": "phase-4",
    "PHASE_1": "phase-1",
    "PHASE_2": "phase-2",
    "PHASE_3": "phase-3",
    "PHASE_4": "phase-4",
    "PHASE_0": "early-phase-1",
    "PHASE1/PHASE2": "phase-1-2",
    "PHASE_1/PHASE_2": "phase-1-2",
    "PHASE2/PHASE3": "phase-2-3",
    "PHASE_2/PHASE_3": "phase-2-3",
    "PHASE_1/2": "phase-1-2",
    "PHASE_2/3": "phase-2-3",
    "PHASE_I/II": "phase-1-2",
    "PHASE_II/III": "phase-2-3",
    "PHASE_I": "phase-1",
    "PHASE_II": "phase-2",
    "PHASE_III": "phase-3",
    "PHASE_IV": "phase-4",
    "PHASE1|PHASE2": "phase-1-2",
    "PHASE2|PHASE3": "phase-2-3",
    "I": "phase-1",
    "II": "phase-2",
    "III": "phase-3",
    "IV": "phase-4",
    "I/II": "phase-1-2",
    "II/III": "phase-2-3",
    "0": "early-phase-1",
    "1": "phase-1",
    "2": "phase-2",
    "3": "phase-3",
    "4": "phase-4",
}


def _code(passage: Passage) -> str:
    return _code_of(passage.text)


@lru_cache(maxsize=512)
def _code_of(text: str) -> str:
    return "_".join(text.strip().upper().replace("-", " ").replace("_", " ").split()).replace("_/_", "/")


def registered_design(document: Document, collected: Collector) -> set[str]:
    """Add the coded fields; returns which sides of the design they settle."""
    design = document.trial.design
    settled: set[str] = set()
    known = [(phase, passage) for passage in design.phases if (phase := _PHASES.get(_code(passage)))]
    names = {phase for phase, _ in known}
    if {"phase-1", "phase-2"} <= names or {"phase-2", "phase-3"} <= names:
        joint = "phase-1-2" if "phase-1" in names else "phase-2-3"
        known = [(joint, passage) for _, passage in known]
    for phase, passage in known:
        settled.add("phase")
        collected.add("tkg:phase", f"phase/{phase}", passage.span(), "registry-field", 1.0, "registered-phase")
    for side, table, field in (
        ("type", _TYPES, design.study_type),
        ("allocation", _ALLOCATIONS, design.allocation),
        ("model", _MODELS, design.intervention_model),
        ("observed", _OBSERVED, design.observational_model),
        ("time", _TIMES, design.time_perspective),
        ("masking", _MASKINGS, design.masking),
        ("purpose", _PURPOSES, design.primary_purpose),
    ):
        if field is None:
            continue
        code = _code(field)
        feature = (
            table.get(code)
            or table.get(code.split("_(")[0])
            or table.get(code.split("_")[0] if side == "masking" else "")
        )
        if feature:
            settled.add(side)
            collected.add(
                "tkg:designFeature", f"design/{feature}", field.span(), "registry-field", 1.0, f"registered-{side}"
            )
    if design.enrollment is not None and (digits := design.enrollment.text.strip().replace(",", "")).isdigit():
        settled.add("enrollment")
        value = Value(str(int(digits)), "integer")
        collected.add("tkg:enrollment", value, design.enrollment.span(), "registry-field", 1.0, "registered-enrollment")
    if document.trial.arms:
        arms = document.trial.arms
        value = Value(str(len(arms)), "integer")
        for arm in arms:
            collected.add("tkg:plannedArms", value, arm.label.span(), "registry-field", 1.0, "registered-arms")
        settled.add("arms")
    return settled
