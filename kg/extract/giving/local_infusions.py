"""Procedures that are routes too: is `HAIC` how a drug beside it is given, or something given beside the drug?

The rule: it is how the drug is given if it stands right at the drug's name (`HAI of floxuridine`, `HAIC (FOLFOX)`,
`FOLFOX via HAI`, `FOLFOX-HAIC`), or is only a way (`by hepatic arterial infusion`). Joined to the drug by other words
(`HAIC combined with lenvatinib`, `HAIC plus FOLFIRI`, `lenvatinib and HAIC`) it is a therapy of its own; so it is
beside a drug that by its name is swallowed or an antibody (`HAIC with lenvatinib`), and where it only tells when
(`lenvatinib starts 3 days after the first HAIC`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# `HAIC (oxaliplatin`, `HAI chemotherapy with`, `hepatic arterial infusion (HAI) of`
_OF = re.compile(
    r"(?:\)|[\s-]*(?:chemotherapy|therapy|treatment|pump|infusions?|regimen|based|using|with|of|containing|comprising|"
    r"consisting\sof|via|by|through|the|a|an|(?:micro)?catheter|port|arterial|indwelling|modified|continuous|combination\sof|\d[\d.,]*\s?m?g(?:/m2|/kg)?)\b|"
    r"\s?\([a-z]{2,6}\)|\s?[(:/-]|\s)*"
)
# `FOLFOX-HAIC`, `oxaliplatin (85 mg/m2) by`
_BY = re.compile(
    r"\s*(?:\([^()]{0,60}\))?(?:[\s-]?(?:\d[\d.,]*\s?m?g(?:/m2|/kg)?|chemotherapy|regimen|treatment|based|infusions?))*"
    r"[\s,(/-]*(?:(?:is|are|will\sbe|was|were)\s)?"
    r"(?:(?:given|administered|delivered|infused)\s)?(?:via|by|through|using|as|in|into)?\s*(?:the\s|an?\s|continuous\s)*"
)
_AS_A_WAY = re.compile(
    r"\b(?:via|by|through|route\sof|given\sas|administered\sas|delivered\sas)\s(?:(?:the|an?|continuous|percutaneous|repeated)\s){0,2}\Z"
)
_WHEN = re.compile(
    r"\b(?:after|before|following|since|until|prior\sto)\s"
    r"(?:(?:the|each|every|any|first|last|second|initial|previous|(?:end|completion|start)\sof)\s){0,3}\Z"
)
_NOT_INFUSED = re.compile(r"(?:nib|mab|ciclib|parib|limus|lisib)\b")
_BEFORE = 24

Place = tuple[int, int]


def therapies(folded: str, routes: Sequence[Place], others: Sequence[Place]) -> list[Place]:
    """Those of the names of routes that are therapies of their own beside the other names. `folded` is the text."""
    made: list[Place] = []
    for start, end in routes:
        twin = next((a for a, b in routes if b < start and folded[b:start].strip() == "("), start)  # "HAI (HAIC)"
        if _AS_A_WAY.search(folded, max(0, twin - _BEFORE), twin):
            continue
        if others and _WHEN.search(folded, max(0, twin - 2 * _BEFORE), twin):
            made.append((start, end))
            continue
        after = min((o for o in others if o[0] >= end), default=None)
        before = max((o for o in others if o[1] <= twin), default=None)
        if after is not None and _is_of(folded, end, after):
            continue
        if before is not None and _BY.fullmatch(folded, before[1], twin) and not _swallowed(folded, before):
            continue
        if others or not folded.startswith((" of ", " with "), end):  # alone, and not of something unknown
            made.append((start, end))
    return made


def _is_of(folded: str, end: int, after: Place) -> bool:
    """Whether what stands behind it is what is infused."""
    return _OF.fullmatch(folded, end, after[0]) is not None and not _swallowed(folded, after)


def _swallowed(folded: str, name: Place) -> bool:
    return _NOT_INFUSED.search(folded, *name) is not None
