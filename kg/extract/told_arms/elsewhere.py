"""Does a sentence tell what people got in another trial, or in one before this: `In the CORRECT trial, patients were
randomized to …`, `who completed the core study, in which they were randomized to …`?

The rule: a trial is named that is not the record's own by its titles or acronym, and what was done in it stands in the
past; or it is called a previous one, or somebody's; or people completed a study in which they were allotted; or were
allotted before. What such a sentence tells of groups, the next one may go on with: also in the past, and without a word
that speaks of this trial.
"""

from __future__ import annotations

import re

from kg.extract.background import stance_at, stances
from kg.extract.document import Document
from kg.extract.named_studies import own_names
from kg.model import Passage
from kg.text import fold, holds_any

Stretch = tuple[int, int]

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
# `In a previous phase III trial, …`, `In Smith's report, …`
_PREVIOUS = re.compile(
    r"\W*(?:[a-z]+ly,?\s|however,?\s|also,?\s|indeed,?\s)?(?:in|during|from)\s(?:(?:an?|the|our|their|another|one|two|"
    r"three|several|some|other|many|most)\s)?(?:own\s)?"
    r"(?:(?:[\w-]+,?\s){0,2}?(?:previous(?:ly)?|prior|earlier|preceding|past|published|reported|recent|retrospective|similar|another|other|"
    r"historical|landmark|pivotal)\b(?![^.;,]{0,40}\bthis\b)[^.;,:()]{0,70}?\s?(?:stud(?:y|ies)|trials?|reports?|series|rcts?|work|experience)\b|"
    r"(?:one|(?:the\s)?(?:first|second|third|former|latter))\s(?:(?:pilot|randomi[sz]ed|controlled|"
    r"double-?\s?blind|open-?\s?label|large|small|single-cent(?:er|re)|multicent(?:er|re)|cross-?over|clinical|"
    r"recent),?\s){0,4}(?:study|trial|rct)\b(?=,|\s(?:of|in|with|from|by)\b)|"
    r"[\w.-]{3,20}(?:'s|’s|\set\sal\.?(?:'s|’s)?)\s(?:[\w-]+\s){0,3}?(?:study|trial|report|series)\b)"
)
_OF_GROUPS = re.compile(r"\b(?:groups?|arms?|cohorts?|randomi[sz]\w+|assigned|allocated|divided|received|given)\b")
_IN_PAST = re.compile(r"\b(?:were|was|received|had|underwent|got|showed|took)\b")
_OF_THIS = re.compile(
    r"\b(?:will|would|shall|should|is|are|be|been|we|our|this|these|present|current|proposed|planned|randomi[sz]ed|"
    r"enrolled|recruited|aims?)\b"
)
_HINTS_OF_OTHERS = (
    "previous", "prior ", "earlier", "preceding", "past ", "published", "reported", "recent", "retrospective",
    "similar", "other ", "historical", "landmark", "pivotal", "'s ", "’s ", " et al", "n one ", "he first ",
    "he second ", "he third ", "he former ", "he latter ",
)  # fmt: skip


def elsewhere(document: Document, passage: Passage) -> list[Stretch]:
    """The sentences of the passage that tell of the groups of another trial."""
    found: list[Stretch] = []
    text = passage.text
    if not holds_any(text, (*_HINTS, *_HINTS_OF_OTHERS)):
        return found
    last = -1
    for start, end in document.sentences(passage):
        folded = fold(text[start:end])
        if _OF_GROUPS.search(folded) is None:
            continue
        goes_on = last >= 0 and not text[last:start].strip() and "\n" not in text[last:start]
        past = _IN_PAST.search(folded) is not None and " will " not in folded
        if (goes_on and past and _OF_THIS.search(folded) is None) or told_elsewhere(document, passage, start, end):
            found.append((start, end))
            last = end
    return found


def told_elsewhere(document: Document, passage: Passage, start: int, end: int) -> bool:
    """Whether the sentence `passage.text[start:end]` tells of another trial than this one."""
    text = passage.text[start:end]
    if holds_any(text, _HINTS_OF_OTHERS):
        folded = fold(text)
        if _PREVIOUS.match(folded) and _IN_PAST.search(folded) and not holds_any(folded, (" will ", " this ")):
            return True
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


def of_background(document: Document, passage: Passage, place: int) -> bool:
    """Whether what stands at the place speaks of other things than this trial; without a cue it does not."""
    return stance_at(stances(passage.text, "likely", own_names(document)), place) == "background"
