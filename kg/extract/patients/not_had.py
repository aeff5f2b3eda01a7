"""Earlier treatment that is named, and that the patients of the trial did not all have.

The rule: it is other people's, only recorded or asked about, divides the patients, is given by the trial itself, is at
most so much ("no more than two prior regimens"), one of two opposites ("biologic-naive or TNF inhibitor-exposed"), or
asked of some, as the words behind it say ("an anti-EGFR antibody if RAS wild-type").
"""

from __future__ import annotations

import re

from kg.extract.background import Clause
from kg.text import holds_any

OTHER_PEOPLE = re.compile(
    r"\b(?:(?:other|additional|alternative|rescue) (?:treatments?|therap\w+|medications?)|alternatives?|options?)"
    r"\b[^.;]{0,40}? for (?:people|patients|those|participants|subjects)\b[^.;]*$"
    r"|\b(?:if|when|unless|should) (?:the |a )?(?:patients?|participants?|subjects?|they|symptoms?|disease|"
    r"people)\b[^.;]{0,60}$"
    r"|\b(?:why )?(?:some|other|certain) (?:people|patients|participants|subjects)(?: who)? (?:do|does|did)? ?$"
    r"|\b(?:some|many|most|these|other) (?:[\w-]+ )?(?:cancers?|tumou?rs?|cells|patients) (?:can |may |often )?"
    r"(?:become|are|be)\s(?:often )?$"
    r"|\b(?:check\w*|test(?:s|ed|ing)?|bacteri\w+|flora|isolates?|strains?|mechanisms?|genes?|markers?)\b[^.;]{0,40}$"
)
# "data on age, comorbidity and previous surgery": what is asked or recorded, or divides the patients.
_RECORDED = re.compile(
    r"\b(?:histor(?:y|ies)|comorbidit\w+|questionnaires?|demographic\w*|(?:information|data|details|reports?) "
    r"(?:on|about|regarding|of|consisting of)|factors?|(?:presence|absence|type|number|history|regardless|irrespective|"
    r"effect|impact|influence|role) of|record(?:s|ed|ing)?|ask(?:ed|s)? about|adjust\w* for)\b"
    r"(?:(?!\b(?:who|whose|that|patients|subjects|participants)\b)[^.;]){0,110}$"
)
# "pretreated with chemotherapy prior to the infusion of cells": the trial itself gives it.
_WILL_BE_GIVEN = re.compile(
    r"\b(?:will|shall|must|to) (?:first )?be (?:pre-?treated|pre-?medicated)\b|\bare (?:then )?pre-?treated\b"
)
# "=< 4 prior regimens", "0-2 prior lines", "no more than one previous therapy": there may have been none.
_AT_MOST = re.compile(
    r"(?:(?:=<|<=|≤|=\\<|\\<=|<|\\<)\s?(?:\d{1,2}|one|two|three|four|five)|\b(?:no more than|not more than|at most|"
    r"up to|(?:a )?maximum(?: of)?|fewer than|less than|0(?:-| to | or )\d{1,2}|no or one|zero to \w+)"
    r"(?:\s(?:\d{1,2}|one|two|three|four|five))?)\s(?:lines? of |regimens? of )?\Z"
)
# What makes it a condition, or the one of two: "… if RAS wild-type", "… (for patients with EGFR mutations)". Without
# the bracket it may be all of them: "after failure of trastuzumab in patients with HER2-positive cancer".
_BEHIND = re.compile(
    r"(?:\s(?:therap(?:y|ies)|treatments?|antibod(?:y|ies)|inhibitors?|agents?|chemotherapy|regimens?|tkis?)){0,2}\s?"
    r"(?:\(?(?:if|where|when|unless) (?!they\b|the (?:patient|participant|subject)s?\b|patients?\b)|\(?in case of |"
    r"\(?for those (?:with|whose|who|having|harbou?ring)\b|"
    r"\((?:only )?(?:for|in) (?:the )?(?:patients|participants|subjects|those|tumou?rs|cancers?|disease|"
    r"(?:[\w./-]+[ -]){1,4}?(?:positive|mutated|mutant|wild[- ]type|rearranged|amplified)(?: [\w-]+)?\))|"
    r"(?:or|and/or) (?:[\w-]+[ -]){1,4}?(?:exposed|experienced)\b)"
)
_BEHIND_HINTS = ("if ", "where ", "when ", "unless", "in case", "for those", "(for ", "(in ", "(only", "expo", "exper")
# "naive eyes versus eyes with suboptimal response to aflibercept": one side of a comparison of patients.
_OTHER_SIDE = re.compile(
    r"\b(?:versus|vs\.?|compared (?:with|to)|rather than) (?:the )?(?:[\w-]+ )?(?:eyes|patients|participants|subjects|"
    r"those|people|adults|children|women|men|individuals)\b[^.;]{0,60}\Z"
)
_NAIVE_TO = re.compile(r"\bna[iï]ve (?:to|of|for) (?:any )?\Z")


def not_had(folded: str, clause: Clause | None, start: int, end: int) -> bool:
    """Whether earlier treatment was not had, is only recorded, divides the patients, or is given by the trial."""
    begin = clause.start if clause is not None else 0
    if _RECORDED.search(folded, max(begin, start - 130), start):
        return True
    if _NAIVE_TO.search(folded, max(begin, start - 20), start):
        return True
    if _OTHER_SIDE.search(folded, max(begin, start - 90), start):
        return True
    if _AT_MOST.search(folded, max(begin, start - 40), start):
        return True
    stop = clause.end if clause is not None else len(folded)
    if holds_any(folded[end : min(stop, end + 70)], _BEHIND_HINTS) and _BEHIND.match(folded, end, stop):
        return True
    return _WILL_BE_GIVEN.search(folded, max(begin, start - 12), end) is not None
