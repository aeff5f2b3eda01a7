"""How many centres a trial has, told by where it takes place or recruits.

The rule: places are counted where the trial is conducted, recruits or randomizes them, where it is "at up to 40 sites",
or in a row of the design that has no verb ("20 patients, 2 centers."); never each patient's, those of another trial,
places of the body ("injection sites"), or "2 years after clinics …".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.study_design.told_words import ADJECTIVES, MANY, patterns
from kg.text import holds_any

_ANY_SITES = rf"{ADJECTIVES}{{0,2}}?(?:cent(?:er|re)s|hospitals|institutions|clinics|sites)"
# "150 participants at up to 40 sites will be randomized", "… the effect of peers in 8 clinics"
_AT = re.compile(
    rf"\b(?:at|in|across|from) (?:up to |approximately |about |around |at least )?"
    rf"(?P<centres>(?P<many>{MANY})\s{_ANY_SITES})"
    r"(?=\s?(?:[.,;)]|$|(?:in|across|throughout|within|worldwide|will|and|are|were|to|from|with|participat\w+)\b)|"
    r"(?<!sites)\sof (?!the (?:same|body)|one\b|our\b))"
)
# "20 patients, 2 centers", "Setting: 30 cardiology centres", "…, 5 sites in Germany"
_LISTED = re.compile(
    rf"(?:\W*|[^.;]{{3,140}}?[,;(]\s?|\W*settings?:\s)"
    rf"(?P<centres>(?P<many>{MANY})\s{_ANY_SITES})\b(?=\s?(?:[.,;)]|$|in\b))"
)
_VERB = re.compile(r"\b(?:is|are|was|were|will|has|have|had|can|may|be|to|visit\w*|seen|each|per)\b")
_OF_ANOTHER = re.compile(r"\b(?:each|per|one of|either of|previous(?:ly)?|prior|visit\w*)\b")
_OF_ONE = re.compile(r" (?:of|in|at) (?:the same|our|one|a)\b")
_HINTS = (
    *("center", "centre", "hospital", "institution", "universit", "clinic", "site", "homes", "depart", "units", "icus"),
    *("practices", "facilit"),
)


def centres(folded: str, start: int, end: int) -> Iterator[tuple[str, re.Match[str]]]:
    """The words (group `centres`) that tell of several centres or of one in a clause about the trial."""
    piece = folded[start:end]
    if not holds_any(piece, _HINTS):
        return
    words = patterns()
    for feature, pattern in (
        ("multicenter", words.centres),
        ("multicenter", words.places_join),
        ("multicenter", _AT),
        ("single-center", words.one_centre),
    ):
        match = pattern.search(folded, start, end)
        if match is not None and _counts(folded, match):
            yield feature, match
    if _VERB.search(piece) is None:
        listed = _LISTED.match(folded, start, end)
        if listed is not None and _counts(folded, listed):
            yield "multicenter", listed


def _counts(folded: str, match: re.Match[str]) -> bool:
    return (
        not _OF_ONE.match(folded, match.end())
        and not _OF_ANOTHER.search(match.group())
        and match.groupdict().get("many") not in ("1", "0")
    )
