"""Names of diseases that are only a part of another name: an instrument, a protein, a device, a vaccine.

The rule: a longer name of another kind that covers the name, or a word right beside it that makes it one.
"""

from __future__ import annotations

import re

from kg.extract.context import between, words
from kg.extract.document import Document
from kg.model import Passage

_INSTRUMENT_HINT = re.compile(r"qlq|eortc|fact-|questionnaire|inventory|scale|score|index|haq|sf-")
_KINASE = re.compile(
    r"[\s-]+(?:kinase|receptor|antigen|chromosome|gene|oncogene|protein|(?:virus )?vectors?|vaccine strain|waves?|"
    r"virus (?:\([\w-]+\) )?injection)\b"
)
_ONCOLYTIC = re.compile(r"\b(?:oncolytic|replication[- ][a-z]+)\s(?:(?!in\b|for\b|of\b)[\w-]+\s){0,3}\Z")
_DEVICE = re.compile(r"^\s(?:[a-z]+ing\s)?(?:system|device|kit|set|stapler|simulator|app|calculator|test)s?\b")
_QUESTIONNAIRE = re.compile(r"\b(?:qlq|eortc|fact|haq)-\Z")
_LIGAND = re.compile(r"-\(?l?\)?\d")


def inside_another_name(document: Document, passage: Passage, folded: str, start: int, end: int, titled: bool) -> bool:
    """ "Lung Cancer" of "EORTC QLQ-Lung Cancer", "lymphoma" of "anaplastic lymphoma kinase", "Neonatal Hepatitis" of
    "Neonatal Hepatitis B Vaccines"."""
    if any(start < hit.start < end < hit.end for hit in between(document.hits(passage, "intervention"), start, end)):
        return True
    if _KINASE.match(folded, end, end + 30) or _DEVICE.match(folded[end : end + 30]):
        return True
    given = folded.find("oncolytic", 0, start) >= 0 or folded.find("replication", 0, start) >= 0
    if given and _ONCOLYTIC.search(folded, max(0, start - 60), start):
        return True  # a virus that is given
    if end - start < 4 and _LIGAND.match(folded, end):
        return True  # "PD" of "PD-1"
    for word in between(words(document, passage, "biomarker"), max(0, start - 60), start + 1):
        if word.end >= end and (word.start < start or word.end > end or "chromosome" in folded[start:end]):
            return True
    return not titled and _in_an_instrument(document, passage, folded, start, end)


def _in_an_instrument(document: Document, passage: Passage, folded: str, start: int, end: int) -> bool:
    """Whether the name of an instrument goes on around the name: "EORTC QLQ-Lung Cancer"."""
    if not _INSTRUMENT_HINT.search(folded, max(0, start - 60), end + 60):
        return False
    for hit in between(document.hits(passage, "instrument"), max(0, start - 100), start + 1):
        if hit.start <= start and hit.end >= end and hit.end - hit.start > end - start:
            return True
    return _QUESTIONNAIRE.search(folded, max(0, start - 8), start) is not None
