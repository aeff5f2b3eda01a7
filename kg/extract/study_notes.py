"""Sentences without a verb, as notes are written, that tell of this trial.

The rule: people counted and nothing else ("100 patients (50 per arm)."), people with what only a criterion asks for
("Adults ≥ 18 y with biopsy-proven melanoma"), what is compared in people ("A vs. B in patients with C"), a kind of
study that opens a row ("Pilot, n=12."), and a short row with two words of design ("Three parallel groups, assessor-
blinded."). With a verb each could be a finding of others. All patterns are for folded text; the sentences are short,
so that what they look through is bounded.
"""

from __future__ import annotations

import re

_LONGEST = 300
_PEOPLE = r"(?:patients?|pts?\.?|participants|subjects|adults|women|men|children|volunteers)"
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|can|may|might|could|should|does|do|did|shows?|showed|suggests?|"
    r"remains?|develops?|progress|suffer|experience|often|usually|commonly|generally|frequently|found|reported|"
    r"improves?d?|reduces?d?|occurs?|leads?|benefits?|survive|die|died)\b"
)
_COUNTED = re.compile(
    rf"\W*(?:(?:approximately|about|up to|n ?=) )?\d{{2,5}}(?: [a-z-]{{4,20}})? {_PEOPLE}"
    r"(?: ?\([^()]{1,40}\)|,? \d:\d| per \w+| in [^.;,]{2,40})?[\s.;]*\Z"
)
_ASKED_FOR = re.compile(
    rf"\W*(?:(?:eligible|adult|male|female|all) )?{_PEOPLE} ?(?:with|aged?|who|having|(?=[≥>]))(?=[^.;]*"
    r"(?:\b(?:(?:histolog|cytolog|patholog|biops|radiolog|microbiolog|genetic)[a-z]*[ -]"
    r"(?:and/or [a-z]+ |or [a-z]+ )?(?:confirmed|proven|proved|verified|documented|diagnosed)|"
    r"ecog|karnofsky|performance status|child[- ]pugh|bclc|who ps)\b|[≥>]=? ?\d{2} ?y))"
)
_COMPARED = re.compile(
    rf"\W*[^.;:]{{3,160}}? (?:vs\.?|versus) [^;]*?\b(?:in|for|among) (?:[^;,]{{0,80}}? )?{_PEOPLE}(?=\W|\Z)"
)
_KIND = re.compile(
    r"\W*(?:diagnostic|pilot|interventional|observational)"
    r"(?:,? (?:single[- ]arm|prospective|retrospective|pilot|diagnostic)\b|,? n ?= ?\d+)"
)
# "Three parallel groups, sealed envelopes, assessor-blinded."
_OF_DESIGN = re.compile(
    r"\b(?:randomi[sz]ed|(?:double|single|triple|assessor|observer|patient)[- ](?:blind|mask)|open[- ]label|parallel|"
    r"cross-?over|placebo[- ]controlled|(?:multi|single)[- ]?cent|"
    r"(?:two|three|four|[2-4])[- ](?:arms?|groups?)|1:1|2:1|stratified by)"
)
_SHORT_NOTE = 140
_ALL = re.compile(r"\W*[^.;]+")
_KINDS = ("diagnostic", "pilot", "interventional", "observational")
_WITH_PEOPLE = re.compile(rf"\b{_PEOPLE}(?!\w)")


def told_in_notes(plain: str, start: int, end: int) -> re.Match[str] | None:
    """The words by which the sentence `plain[start:end]`, which has no verb, tells of this trial; None for any other.

    >>> text = "adults with biopsy-proven melanoma"
    >>> told_in_notes(text, 0, len(text)) is not None, told_in_notes(text + " often relapse", 0, 48) is not None
    (True, False)
    """
    if end - start > _LONGEST:
        return None
    told = None
    if _WITH_PEOPLE.search(plain, start, end):
        told = _COUNTED.match(plain, start, end) or _ASKED_FOR.match(plain, start, end)
        if told is None and " v" in plain[start:end]:
            told = _COMPARED.match(plain, start, end)
    if told is None and end - start < _SHORT_NOTE and len(set(_OF_DESIGN.findall(plain, start, end))) > 1:
        told = _ALL.match(plain, start, end)
    if told is None and plain[start : start + 24].lstrip(" -*•").startswith(_KINDS):
        told = _KIND.match(plain, start, end)
    return told if told is not None and _VERB.search(plain, start, end) is None else None
