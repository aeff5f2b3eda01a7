"""Invented v2 records: names of the shipped vocabulary in sentences of a small grammar, about as long as real ones.

A rule is a word in braces; each of its lines is as likely as the others. `{condition}` and the like draw a name.
"""

from __future__ import annotations

import re
from random import Random
from typing import Any

from kg.vocab import load

_KINDS = {
    "condition": "Condition", "drug": "Drug", "procedure": "Procedure", "instrument": "Instrument",
    "state": "DiseaseState", "endpoint": "Endpoint", "marker": "Biomarker", "route": "Route",
}  # fmt: skip
_RULES = {
    "title": "{drug} with or without {drug2} in {state} {condition}\n{procedure} for {condition}: a randomized trial\n"
    "A phase {small} study of {drug} in patients with {marker} {condition}\n{drug} versus {drug2} in {condition}",
    "summary": "This study compares {drug} with {drug2} in {people}. {aim}\n{aim} {people} receive {given}.",
    "aim": "The primary objective is to compare {endpoint} between arms.\nThe aim is to show that {drug} improves "
    "{endpoint} after {span}.\nIt is hypothesized that {procedure} reduces {endpoint}.",
    "people": "patients with {state} {condition}\nadults who have {condition}\n"
    "children with {condition} and {condition2}",
    "given": "{drug} {dose} {route} every {small} weeks for {small} cycles\n{drug} {dose} once daily for {span}\n"
    "{drug} and {drug2} on days 1, 8 and 15 of each cycle\n{procedure} within {span}",
    "dose": "{number} mg\n{number} mg/m2\n{small} mg/kg",
    "span": "{small} weeks\n{small} months\n{number} days\n{small} years",
    "measure": "{endpoint}\n{endpoint} at {span}\nChange from baseline in {instrument} score\nIncidence of {condition}",
    "told": "Measured with {instrument} at {span}.\nDefined as the time from randomization to {condition} or death.\n"
    "The number of participants with {endpoint}.\nAssessed by {procedure} every {small} weeks.",
    "frame": "{span}\nBaseline and {span}\nFrom randomization up to {span}\nDay 1, day {small} and {span}",
    "criterion": "Histologically confirmed {state} {condition}\nAge of at least {number} years\n{marker}\n"
    "Prior treatment with {drug} or {drug2}\nKnown {condition} within {span}\nECOG performance status 0-{small}\n"
    "Hemoglobin of at least {small} g/dL\nHistory of {procedure}\nPregnant or breastfeeding\nAllergy to {drug}",
}
_SLOT = re.compile(r"\{(\w+?)\d?\}")


class Grammar:
    """Makes records; one with the same position and draw is the same."""

    def __init__(self) -> None:
        names: dict[str, list[str]] = {slot: [] for slot in _KINDS}
        slots = {kind: slot for slot, kind in _KINDS.items()}
        for concept in sorted(load(), key=lambda each: each.id):
            if concept.kind in slots:
                names[slots[concept.kind]].append(concept.label)
        self._choices = names | {rule: lines.split("\n") for rule, lines in _RULES.items()}

    def text(self, rule: str, draw: Random) -> str:
        """A sentence, or a name."""
        if rule in ("small", "number"):
            return str(draw.randint(2, 12) if rule == "small" else draw.randint(20, 400))
        choices = self._choices[rule]
        skewed = draw.random() ** (3 if rule in _KINDS else 1)  # some names are far commoner than others
        return _SLOT.sub(lambda slot: self.text(slot[1], draw), choices[int(len(choices) * skewed)])

    def record(self, position: int, draw: Random) -> dict[str, Any]:
        """A record without a registry number."""
        named = [("DRUG", self.text("drug", draw)) for _ in range(draw.randint(1, 3))]
        named.append(("PROCEDURE", self.text("procedure", draw)))
        arms = ("Experimental", "Control")[: draw.randint(1, 2)]
        outcomes = [{key: self.text(rule, draw) for key, rule in _OUTCOME.items()} for _ in range(draw.randint(3, 12))]
        criteria = [f"* {self.text('criterion', draw)}" for _ in range(draw.randint(8, 24))]
        return {
            "protocolSection": {
                "identificationModule": {
                    "briefTitle": self.text("title", draw),
                    "officialTitle": self.text("title", draw),
                },
                "statusModule": {"overallStatus": "COMPLETED", "lastUpdatePostDateStruct": {"date": "2024-05-01"}},
                "sponsorCollaboratorsModule": {
                    "leadSponsor": {"name": f"Invented Sponsor {position % 97}", "class": "OTHER"},
                },
                "descriptionModule": {
                    "briefSummary": self.text("summary", draw),
                    "detailedDescription": " ".join(self.text("summary", draw) for _ in range(draw.randint(2, 9))),
                },
                "conditionsModule": {"conditions": [self.text("condition", draw) for _ in range(draw.randint(1, 3))]},
                "designModule": {
                    "studyType": "INTERVENTIONAL",
                    "phases": [draw.choice(["PHASE1", "PHASE2", "PHASE3"])],
                    "enrollmentInfo": {"count": draw.randint(10, 900), "type": "ACTUAL"},
                },
                "armsInterventionsModule": {
                    "armGroups": [
                        {
                            "label": arm,
                            "type": "EXPERIMENTAL" if arm == "Experimental" else "ACTIVE_COMPARATOR",
                            "description": f"{self.text('people', draw)} receive {self.text('given', draw)}.",
                            "interventionNames": [f"{kind.title()}: {name}" for kind, name in named],
                        }
                        for arm in arms
                    ],
                    "interventions": [
                        {"type": kind, "name": name, "description": self.text("given", draw), "armGroupLabels": [*arms]}
                        for kind, name in named
                    ],
                },
                "outcomesModule": {"primaryOutcomes": outcomes[:1], "secondaryOutcomes": outcomes[1:]},
                "eligibilityModule": {
                    "eligibilityCriteria": "Inclusion Criteria:\n\n" + "\n".join(criteria[::2])
                    + "\n\nExclusion Criteria:\n\n" + "\n".join(criteria[1::2]),
                    "sex": "ALL",
                },
            },
            "hasResults": False,
        }  # fmt: skip


_OUTCOME = {"measure": "measure", "description": "told", "timeFrame": "frame"}
