"""The words by which prose tells a design without naming it (`ontology/grammar/design_words.tsv`), as expressions.

The rule: places count where the study takes place or recruits in them; who does not know is kept from knowing what is
given, not "the results"; a cluster is randomized as a whole, not people of it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from kg.grammar import by_role

_ROLES = ("patient", "staff", "staff-kind", "place", "site-kind", "cluster", "unit")
MANY = (
    r"\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty|forty|several|"
    r"multiple"
)
# Between the number and the places; never "2 years after clinics …" or "2 injection sites".
ADJECTIVE = (
    r"(?!(?:years?|months?|weeks?|days?|hours?|after|before|of|to|and|or|in|at|from|for|who|patients|participants|"
    r"subjects|injection|tumou?r|metastatic|disease|anatomic\w*|body|surgical|donor|implant|measurement|lesion|skin|"
    r"visits?|bleeding|biopsy|treated|infection|binding|target)\b)[\w-]+\s"
)
# "14 UK and Swedish centres"
ADJECTIVES = rf"(?:{ADJECTIVE}(?:and\s{ADJECTIVE})?)"
_WHERE = (
    r"(?:(?:conducted|performed|carried out|undertaken|recruit\w*|enrol\w*|tak(?:e|es|ing|en) place|run|implemented|"
    r"participants|patients|subjects|children|women|adults|volunteers|study|trial)\s"
    r"(?:(?!\b(?:to|visit|visits|if|who|seen|treated)\b)[\w-]+\s){0,6}?(?:at|in|from|across|by|among|within|involving|"
    r"through))\s(?:approximately |about |up to |around |at least |the |all )?"
)
_UNKNOWING = (
    r"(?:(?:will |should |shall )?(?:be |are |is |were |was |remain )?(?:kept )?(?:blinded|masked|blind\b|unaware)|"
    r"(?:will |do |does |did |would )?not (?:know|be (?:told|informed|aware)))"
    r"(?!(?: (?:to|of))? (?:the |their |all )?(?:[\w-]+ )?(?:results?|data|outcomes?|values?|levels?|readings?|history|"
    r"scores?)\b)"
)
_RANDOMLY = r"(?:randomi[sz]ed|randomly (?:assigned|allocated|divided)|allocated at random)"


class Patterns(NamedTuple):
    """`centres`, `one_centre`, `places_join`: how many places (groups `centres`, `many`); `neither`, `both`,
    `patients_only`, `staff_only`: who does not know; `clustered`: what is randomized as a whole."""

    centres: re.Pattern[str]
    one_centre: re.Pattern[str]
    places_join: re.Pattern[str]
    neither: re.Pattern[str]
    both: re.Pattern[str]
    patients_only: re.Pattern[str]
    staff_only: re.Pattern[str]
    clustered: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """The expressions, made of the table when somebody first asks for them."""
    words = by_role("design_words.tsv", _ROLES)
    patients, cluster, unit = (f"(?:{'|'.join(words[role])})" for role in ("patient", "cluster", "unit"))
    staff = f"(?:(?:{'|'.join(f'{kind} ' for kind in words['staff-kind'])})*(?:{'|'.join(words['staff'])})(?: staff)?)"
    places = (
        rf"(?:{ADJECTIVES}{{0,3}}?(?:{'|'.join(words['place'])})|(?:(?:{'|'.join(words['site-kind'])})\s){{1,3}}sites|"
        r"sites (?:in|across|throughout|within) (?:the )?[a-z])"
    )
    return Patterns(
        centres=re.compile(rf"\b{_WHERE}(?P<centres>(?P<many>{MANY})\s(?:different\s)?{places})\b"),
        one_centre=re.compile(
            rf"\b{_WHERE}(?P<centres>(?:a single|one|only one) (?:[\w-]+ ){{0,2}}(?:cent(?:er|re)|hospital|"
            rf"institution|clinic|"
            r"site))\b"
        ),
        places_join=re.compile(
            rf"\b(?P<centres>(?P<many>{MANY})\s(?:different\s)?{places})\s(?:will be|are|were)\s(?:randomi|"
            rf"included|invited|"
            r"recruited|assigned|allocated)"
        ),
        neither=re.compile(
            rf"\bneither (?:the )?{patients} (?:nor|or) (?:the )?{staff}[^.;]{{0,60}}?"
            r"\b(?:know|knew|aware|informed|told|blinded)\b"
        ),
        both=re.compile(
            rf"\b(?:the )?(?:{patients},? (?:and|or|nor) (?:the |their )?{staff}|{staff} and (?:the )?{patients})"
            rf"(?: [\w-]+){{0,7}}? {_UNKNOWING}"
            rf"|\b(?:blinding of|blinded|masked) (?:the )?(?:{patients},?(?: and)? {staff}|"
            rf"{staff},?(?: and)? {patients})"
        ),
        patients_only=re.compile(
            rf"\b{patients} {_UNKNOWING}|"
            r"\b(?:participant|patient|subject)[- ](?:blind|mask)(?:ed)?\b"
        ),
        staff_only=re.compile(
            rf"\b{staff}(?: (?:and|or) (?:the )?(?:data )?[\w-]+)? {_UNKNOWING}|\bblinded (?:for|"
            rf"to)? ?outcome assess\w+|"
            r"\bblinded (?:outcome )?(?:assessors?|evaluators?|raters?|examiners?|endpoint (?:assessment|"
            r"adjudication))\b"
        ),
        clustered=re.compile(
            rf"\b{cluster}(?:,? not [\w-]+,|,? (?!patients|participants|subjects|women|who|with|of|and)[\w-]+){{0,4}} "
            rf"(?:will be|are|were|is|being|was) (?:then |also )?{_RANDOMLY}"
            rf"|\b{cluster} (?:is|are|was|were|will be|as) the units? of (?:randomi[sz]ation|allocation)"
            rf"|\bunits? of randomi[sz]ation (?:is|are|was|were|will be) (?:the )?{cluster}"
            r"|\brandomi[sz](?:ed|ation)(?: will be| is| was)?(?: done| performed| conducted)? (?:at|on) (?:the )?"
            rf"(?:level of )?(?:the )?{cluster}(?: level)?"
            rf"|\b(?:randomi[sz]ed|randomi[sz]ation)(?:(?! (?:and|but|stratif\w*|balanced|matched)\b)[ \w]){{0,30}}? "
            rf"(?:at|on|by) (?:an? |the )?(?:(?:level of )(?:the )?(?:[\w-]+ )?{unit}s?\b|"
            rf"(?:[\w-]+[ -])?{unit}[ -]level\b)"
            rf"|\b{unit}[ -]level (?:randomi[sz]ation|randomi[sz]ed)"
            r"|\b(?:providers|clinicians|physicians|doctors|nurses|therapists|teachers|"
            r"practitioners) and their (?:[\w-]+ )?"
            rf"(?:patients|clients|pupils|students|class(?:es|rooms)) (?:will be|are|were) {_RANDOMLY}"
            rf"|\brandomi[sz](?:e|es|ing) \d+ {cluster}(?!'|\w| (?:patients|participants|of))"
        ),
    )
