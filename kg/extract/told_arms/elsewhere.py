"""Does a sentence tell what people got in another trial, or in one before this: `In the CORRECT trial, patients were
randomized to …`, `who completed the core study, in which they were randomized to …`?

The rule: a trial is named that is not the record's own by its titles or acronym, and what was done in it stands in the
past; or people completed a study in which they were allotted; or were allotted before.
"""

from __future__ import annotations

import re

from kg.extract.document import Document
from kg.model import Passage
from kg.text import fold, holds_any

_HINTS = (" trial", " study", " previously", " originally", " initially", " formerly")
_NAMED = re.compile(
    r"\b(?P<in>[Ii]n|[Dd]uring)?\s?\b[Tt]he\s(?:[a-z][\w-]{2,20}\s){0,2}?(?P<name>[A-Z][\w-]*[A-Z0-9][\w-]*(?:[\s-]\d{1,3})?)\s"
    r"(?:\([^()]{1,60}\)\s)?(?:[a-z][\w-]{2,20}\s)?(?:trial|study)\b"
    r"(?P<did>\s(?:[a-z]+ly\s)?(?:compared|randomi[sz]ed|showed|demonstrated|found|reported|tested|assigned|enrolled|"
    r"investigated|evaluated|examined|included|(?:has|had)\s(?:\w+\s)?\w+ed|has\sshown)\b)?"
)
_WAS_DONE = re.compile(r"\b(?:were|was|received|had|showed|demonstrated|compared)\b")
# `PRODIGE 7 randomized patients to …`
_ACRONYM = re.compile(
    r"\W*(?P<name>(?!PATIENTS|SUBJECTS|PARTICIPANTS|WOMEN|ADULTS|CHILDREN)[A-Z][A-Z0-9-]{3,14}(?:\s\d{1,3})?)\s"
    r"(?:compared|randomi[sz]ed|showed|demonstrated|found|assigned|enrolled)\s"
)
_BEFORE = re.compile(
    r"\b(?:complet|participat|finish|enrolled|roll(?:ed)?\sover)\w*\s[^.;]{0,80}?\b(?:study|trial|phase|part)\b[^.;]{0,40}?,?\s"
    r"(?:in\swhich|during\swhich|where)\s[^.;]{0,50}?\b(?:randomi[sz]ed|assigned|allocated|received|treated)\b|"
    r"\b(?:who|that)\s(?:were|had\sbeen|have\sbeen)\s(?:previously|originally|initially|formerly)\s"
    r"(?:randomi[sz]ed|assigned|allocated)\b"
)


def told_elsewhere(document: Document, passage: Passage, start: int, end: int) -> bool:
    """Whether the sentence `passage.text[start:end]` tells of another trial than this one."""
    text = passage.text[start:end]
    named = _ACRONYM.match(text)
    if named is None and holds_any(text, _HINTS):
        if _BEFORE.search(fold(text)) is not None:
            return True
        named = _NAMED.search(text)
        if named is not None and not (named["did"] or (named["in"] and _WAS_DONE.search(text))):
            return False
    if named is None:
        return False
    trial = document.trial
    own = (trial.title, trial.official_title, trial.acronym)
    return not any(named["name"] in passage.text for passage in own if passage is not None)
