"""How each kind of node and each relation looks: one table each, nothing else.

Colours are Okabe and Ito's, which people with any colour vision can tell apart; the colour says the family (who is
studied, what is given, what is measured), the shape says the kind within the family, so nothing rests on colour alone.
"""

from __future__ import annotations

from typing import NamedTuple

TRIAL, ARM = "#0072B2", "#56B4E9"
POPULATION, CONTEXT = "#CC79A7", "#F0E442"
GIVEN, COMBINED = "#D55E00", "#E69F00"
MEASURED, PLAIN = "#009E73", "#999999"

STUDIED, MEASURES, INSTRUMENTS = "who is studied", "what is measured", "measured with"
TRIALS, GIVES = "trials", "what is given"
BETWEEN = ("arms", "combinations, regimens", "routes")


class Kind(NamedTuple):
    """Looks of one kind of node. `column` and `band` say where it stands in the layout by columns: trials are in
    column 0, who is studied and what is measured to the left, what is given to the right."""

    label: str
    shape: str
    color: str
    line: str
    column: int
    band: int

    @property
    def section(self) -> str:
        """What stands together in the layout by columns, and is named there."""
        if self.column < 0:
            return STUDIED if self.band < 5 else MEASURES if self.band < 7 else INSTRUMENTS
        return TRIALS if self.column == 0 else BETWEEN[self.band] if self.column == 1 else GIVES


KINDS: dict[str, Kind] = {
    "Trial": Kind("Trial", "square", TRIAL, "#0072B2", 0, 0),
    "Arm": Kind("Arm", "square", ARM, "#2B7DB0", 1, 0),
    "Condition": Kind("Condition", "triangle", POPULATION, "#A8507F", -1, 0),
    "ConditionEntry": Kind("Condition, not mapped", "triangle", PLAIN, "#6B6B6B", -1, 0),
    "DiseaseState": Kind("Disease state", "triangleDown", POPULATION, "#A8507F", -1, 1),
    "BodySite": Kind("Metastatic site", "hexagon", POPULATION, "#A8507F", -1, 1),
    "Biomarker": Kind("Biomarker", "star", CONTEXT, "#8A7F00", -1, 2),
    "LineOfTherapy": Kind("Line of therapy", "dot", CONTEXT, "#8A7F00", -1, 3),
    "PriorTreatment": Kind("Prior treatment", "triangleDown", CONTEXT, "#8A7F00", -1, 3),
    "Phase": Kind("Phase", "square", CONTEXT, "#8A7F00", -1, 4),
    "Endpoint": Kind("Endpoint", "diamond", MEASURED, "#00795A", -1, 5),
    "OutcomeMeasure": Kind("Outcome, not mapped", "diamond", PLAIN, "#6B6B6B", -1, 6),
    "Instrument": Kind("Instrument", "square", MEASURED, "#00795A", -1, 7),
    "Combination": Kind("Combination", "diamond", COMBINED, "#A87200", 1, 1),
    "Regimen": Kind("Regimen", "hexagon", COMBINED, "#A87200", 1, 1),
    "CombinationProduct": Kind("Combination product", "star", COMBINED, "#A87200", 1, 1),
    "Drug": Kind("Drug", "dot", GIVEN, "#B14E00", 2, 1),
    "DrugClass": Kind("Drug class", "triangle", GIVEN, "#B14E00", 2, 1),
    "Procedure": Kind("Procedure", "square", GIVEN, "#B14E00", 2, 2),
    "Radiation": Kind("Radiation", "star", GIVEN, "#B14E00", 2, 2),
    "Device": Kind("Device", "triangleDown", GIVEN, "#B14E00", 2, 2),
    "DietarySupplement": Kind("Dietary supplement", "hexagon", GIVEN, "#B14E00", 2, 2),
    "Behavioral": Kind("Behavioural", "diamond", GIVEN, "#B14E00", 2, 2),
    "DiagnosticTest": Kind("Diagnostic test", "hexagon", MEASURED, "#00795A", 2, 3),
    "Placebo": Kind("Placebo", "dot", PLAIN, "#6B6B6B", 2, 3),
    "StandardCare": Kind("Standard care", "hexagon", PLAIN, "#6B6B6B", 2, 3),
    "OtherIntervention": Kind("Other intervention", "star", PLAIN, "#6B6B6B", 2, 3),
    "InterventionEntry": Kind("Intervention, not mapped", "square", PLAIN, "#6B6B6B", 2, 4),
    "Route": Kind("Route", "triangle", CONTEXT, "#8A7F00", 1, 2),
    "Administration": Kind("Way of giving", "triangle", CONTEXT, "#8A7F00", 1, 2),
    "Clock": Kind("Clock: from start to end", "triangle", CONTEXT, "#8A7F00", -1, 8),
    "Class": Kind("Class", "square", TRIAL, "#0072B2", 0, 0),
    "Other": Kind("Other", "dot", PLAIN, "#6B6B6B", 2, 5),
}


class Relation(NamedTuple):
    """Looks of one relation. `weak` ones are drawn thin, `dashed` ones broken."""

    label: str
    dashed: bool = False
    weak: bool = False
    strong: bool = False


RELATIONS: dict[str, Relation] = {
    "studies": Relation("studies"),
    "population": Relation("is about people with"),
    "state": Relation("disease state"),
    "site": Relation("metastatic site"),
    "line": Relation("line of therapy"),
    "phase": Relation("phase"),
    "requires": Relation("requires biomarker"),
    "excludes": Relation("excludes biomarker", dashed=True),
    "prior": Relation("prior treatment"),
    "arm": Relation("has arm", strong=True),
    "tests": Relation("tests", strong=True),
    "gives": Relation("arm gives", strong=True),
    "optional": Relation("arm gives, optional", dashed=True),
    "inside": Relation("gives inside something"),
    "mentions": Relation("names"),
    "comparator": Relation("compares with", dashed=True),
    "route": Relation("gives by route"),
    "component": Relation("has component"),
    "broader": Relation("is a kind of", dashed=True, weak=True),
    "primary": Relation("primary outcome", strong=True),
    "secondary": Relation("secondary outcome", dashed=True),
    "other": Relation("other outcome", dashed=True, weak=True),
    "instrument": Relation("assessed with"),
    "unmapped": Relation("lists, not mapped", weak=True),
    "administration": Relation("gives", strong=True),
    "what": Relation("what is given"),
    "measures": Relation("measures"),
    "clock": Relation("is timed by"),
}
