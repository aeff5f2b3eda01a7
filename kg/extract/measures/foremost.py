"""Which name says best what a measure measures: one before whatever only qualifies, else one behind.

The rule: a name of more words says more, one far behind the opening less; what a name of its kind heads, explains or
ends is taken for it ("safety of combining …", "chest pain: Seattle Angina Questionnaire", "infection recurrence").
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.extract.document import Document
from kg.extract.measures.kinds import HEADS_ITS_PHRASE, IMAGING, VAGUE, WIDE
from kg.extract.measures.names import Name
from kg.extract.measures.narrowing import weight
from kg.extract.measures.parts import compares, tells

_SCANNER = re.compile(r"(?:FDG-)?PET(?:[/-](?:CT|MRI?))?")
_SHORT_MEASURE = 45
_ACRONYM = 6
_FAR = 45  # characters
_AT_ONCE = 12
_NEAR_TAIL = 40
# Nouns that head the phrase when they stand right behind another name.
_HEAD_NOUNS = frozenset(
    f"endpoint/{name}"
    for name in """
    recurrence-rate dropout operative-time seroconversion readmission gene-expression genetic-analysis viral-load
    mortality surgical-site-infection wound-complications hospitalization emergency-visits costs
    """.split()
)
_ADJOINS = re.compile(r"\s*(?:intracellular\s|cell-associated\s)?")
# "Visual analogue scale for leg pain": what a scale is for is what is measured.
_SCALE_FOR = re.compile(
    r"(?:(?<=VAS\s)|(?<=NRS\s)|(?<=VRS\s)|(?<=scale\s)|(?<=\)\s))for\s(?:the\s)?",
    re.IGNORECASE,
)
_COHORT = re.compile(r"\s(?:[\w-]+\s){0,2}?(?:cohorts?|groups?|arms?)\b", re.IGNORECASE)
_IN_THE = re.compile(r"\bin\s(?:the\s)?\Z", re.IGNORECASE)
_EXPLAINED = re.compile(r"\s*(?:\([^()]*\)\s*)?:\s")
_OF = re.compile(
    r"\s*(?:profile\s|data\s)?(?:\([^)]*\)\s*)?(?:of\b|,?\s?(?:including|includes|such as|like|e\.\s?g\.?|eg)\b"
    r"|in\s(?:measur|monitor|detect|diagnos|identif|classif)\w+)",
    re.IGNORECASE,
)


class Stretch(NamedTuple):
    """What heads are looked for in: `text[start:]`, of which what begins at `stop` only qualifies."""

    text: str
    start: int
    stop: int
    names: list[Name]
    outside: list[Name]
    """Those outside brackets."""
    bracketed: list[tuple[int, int]]
    document: Document


def in_the_tail(stretch: Stretch, behind: int | None) -> list[Name]:
    """What heads a measure that names nothing before its tail, which is at `behind` if there is one."""
    text, outside = stretch.text, stretch.outside
    pool = outside or stretch.names
    found: list[Name] = []
    if tells(text, behind) or (len(text) <= _SHORT_MEASURE and not compares(text, behind)):
        found = [name for name in pool if _tells_much(name, text, stretch.stop)]
    elif behind is not None and (rated := _SCALE_FOR.match(text, behind)) is not None:
        found = [name for name in pool if name.start - rated.end() <= _AT_ONCE]
    if found:
        return [name._replace(rule="endpoint-in-tail") for name in found]
    acronyms = [name for name in stretch.names if name not in outside and name.end - name.start <= _ACRONYM]
    acronyms = acronyms or [name for name in outside if "(" in text[name.start : name.end]]
    if len({name.concept for name in acronyms}) == 1:
        return [acronyms[0]._replace(rule="endpoint-acronym")]
    return []


def foremost(head: list[Name], stretch: Stretch) -> Name | None:
    """The best of these names, or one beside it that says what the measure is: it opens the phrase, is explained, or
    ends it. None where all stand too far behind the opening to head it."""
    text, start, first = stretch.text, stretch.start, head[0]
    near = [
        name
        for name in head
        if not _far(name, text, start) or (not stretch.outside and name.end - name.start <= _ACRONYM)
    ]
    if not near:
        return None
    best = max(near, key=lambda name: (weight(name, text) - _distance(name, text, start), -name.start))
    for name in head[: head.index(best)]:
        if name.concept in HEADS_ITS_PHRASE and _OF.match(text, name.end):
            best = name  # "safety of combining …": what follows "of" is no endpoint
            break
    if first is not best and _EXPLAINED.match(text, first.end):
        by_instrument = best.rule == "endpoint-of-instrument" and first.concept not in VAGUE | WIDE
        if by_instrument or first.concept.endswith("survival"):
            best = first  # "Overall survival (OS): death from any cause", "Chest pain: Seattle Angina Questionnaire"
    noun = next((name for name in head if name.start > best.end), None)
    if noun is not None and noun.concept in _HEAD_NOUNS and _ADJOINS.fullmatch(text, best.end, noun.start):
        return noun  # "infection recurrence"
    return best


def _far(name: Name, text: str, start: int) -> bool:
    """Whether a word that says little stands so far behind the opening that other words must head the measure."""
    little = name.concept in VAGUE or " " not in text[name.start : name.end].strip()
    return name.rule == "endpoint-phrase" and name.start - start > _FAR and little


def _tells_much(name: Name, text: str, behind: int) -> bool:
    """Whether a name in the tail says what is measured: at once, or in several words; not "… using CT", nor where it
    is the name of a cohort."""
    if _COHORT.match(text, name.end) and _IN_THE.search(text, 0, name.start):
        return False
    if _SCANNER.fullmatch(text, name.start, name.end):
        return False  # "cancers missed by PET": by what it is seen
    if name.concept in VAGUE:
        imaged = name.concept == IMAGING and (tells(text, behind) or text[: name.start].endswith("on "))
        return imaged or " " in text[name.start : name.end].strip()
    return name.start - behind <= _NEAR_TAIL or " " in text[name.start : name.end].strip()


def _distance(name: Name, text: str, start: int) -> float:
    """What a name loses for standing far behind the opening: the later, the more likely it only qualifies."""
    return 0.15 * max(0, text.count(" ", start, name.start) - 2) if name.start > start else 0.0
