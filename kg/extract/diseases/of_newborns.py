"""Respiratory distress syndrome of newborns, which registries call by the name of that of adults.

The rule: the bare name ("Respiratory Distress Syndrome", not "acute" or "adult") is the newborns' where the titles, the
summary, the entries or the keywords speak of newborns, of prematurity or of surfactant.
"""

from __future__ import annotations

import re

from kg.extract.context import folded_text
from kg.extract.document import Document

_OF_ADULTS = "condition/acute-respiratory-distress-syndrome"
_OF_NEWBORNS = "condition/respiratory-distress-syndrome-of-newborn"
_TOLD = re.compile(r"\b(?:acute|adult|ards)\b")
_NEWBORNS = re.compile(
    r"\b(?:preterms?|prematur(?:e|ity)|newborns?|neonat\w+|surfactant|low birth ?weight|gestational age|"
    r"weeks of gestation)\b"
)


def meant_of(document: Document, concept: str, name: str) -> str:
    """The concept that this name of `concept` means in the record."""
    if concept != _OF_ADULTS or _TOLD.search(folded_text(name)) is not None or not _of_newborns(document):
        return concept
    return _OF_NEWBORNS


def _of_newborns(document: Document) -> bool:
    trial = document.trial
    passages = [p for p in (trial.title, trial.official_title, trial.brief_summary) if p is not None]
    passages += [item.name for item in trial.conditions]
    passages += [item.name for item in trial.interventions]
    passages += trial.keywords
    return any(_NEWBORNS.search(folded_text(passage.text)) for passage in passages)
