"""Names that stand in a measure without being what is measured, because a word before them takes them in.

What somebody knows or wants ("motivation for physical activity"), the source or cause that is looked for ("cellular
source of cytokines involved in relapse"), the case in which something is looked at ("mutations in case of failure"),
the cells in which it is measured ("phosphorylation in CD4+ T cells"), what acts on the measured thing ("influence of
atopy on lung function"). The rule: a word takes in what follows it to the end of its clause; a name that holds the word
itself stays. The patterns read lower case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import daachorse

from kg.extract.measures.names import Name
from kg.extract.measures.phrase_heads import Taking, taking
from kg.extract.measures.quantities import quantity
from kg.text import holds_any, lowered

ASSOCIATED = "endpoint/association"
FACTORS, MARKER, IMPLEMENTED = "endpoint/risk-factors", "endpoint/biomarker", "endpoint/implementation"
SAMPLES = "endpoint/laboratory-value"


_OTHERS = (
    Taking(
        re.compile(
            r"\b(?P<word>(?:(?<!\w)source|origin|mechanisms?|pathogenesis|pathophysiology|moderators?|mediators?|determinants?)\sof)\s"
        ),
        ("source of", "origin of", "mechanism", "patho", "moderator", "mediator", "determinant"),
        None,
    ),
    Taking(
        re.compile(
            r"\b(?P<word>(?:(?:risk|prognostic|predictive|clinical)\sfactors?|factors)(?:\sthat)?\s(?:are\s)?(?:related|associated|linked"
            r"|influenc\w+|affecting|contributing|predicting|predictive|determining|for|of)(?:\s(?:to|with|of|for))?)\s"
        ),
        ("factor",),
        FACTORS,
    ),
    Taking(
        re.compile(
            r"\b(?P<word>(?:prognostic|predictive)\s(?:impact|significance|role|relevance|performance|power|ability|utility)"
            r"\s(?:of|for)|effectiveness\sof\spredicting)\s"
        ),
        ("prognostic", "predict"),
        ASSOCIATED,
    ),
    Taking(
        re.compile(
            r"\b(?P<word>biomarkers?\s(?:of|for))\s(?!(?:[\w-]+\s){0,2}(?:inflammation|bone|cartilage|liver|hepatic|renal|kidney"
            r"|cardiac|myocardial|oxidative|endothelial|fibrosis|turnover|metabolism|coagulation|injury|damage|function|stress"
            r"|apoptosis|proliferation|angiogenesis|exposure)\b)"
        ),
        ("biomarker",),
        MARKER,
    ),
    Taking(
        re.compile(r"\b(?P<word>(?:barriers?|facilitators?|obstacles?)(?:\sand\s\w+)?\s(?:to|of|for))\s"),
        ("barrier", "facilitator", "obstacle"),
        IMPLEMENTED,
    ),
    Taking(  # an aim of care written as a measure
        re.compile(
            r"^\W*to\s(?:(?:identify|detect|diagnose|recogni[sz]e|find)\s(?:and|or)\s)?(?P<word>(?:treat|manage|cure))\s"
        ),
        ("treat", "manage", "cure"),
        None,
    ),
    Taking(
        re.compile(r"\b(?P<word>in\s(?:the\s)?(?:case|event)s?\sof)\s"),
        ("case of", "cases of", "event of"),
        None,
    ),
    Taking(
        re.compile(
            r"^\W*(?:the\s)?(?P<word>(?:influence|impact|effects?)\sof\s(?=[^.;:]{3,90}\sin\srelation\sto\b)"
            r"|role\sof\s(?=[^.;:]{3,90}\s(?:in|on|for)\s))"
        ),
        ("in relation to", "role of"),
        ASSOCIATED,
    ),
)
_ONE = re.compile(r"[:;.](?:\s|$)|,|\s(?:and|or)\s")
_CLAUSE = re.compile(r"[:;.](?:\s|$)")
# "Influence of atopy on lung function": what acts is not measured.
_ACTS = re.compile(
    r"\W*(?:to\s\w+\s|(?:evaluation|assessment|comparison)\sof\s)?(?:the\s)?(?:effects?|impact|influence)\sof\s"
    r"(?P<what>[^.;:|]{2,90}?)\son\s(?!demand|day|the\sday)"
)
# "Survival without relapse": what does not happen is not measured, where something else is.
_WITHOUT = re.compile(r"\bwithout\s(?:(?!and\b|or\b)[\w/-]+\s){0,4}$")
# "Participants with diabetes reporting pain": whose pain it is, is not measured.
_WHOSE = re.compile(
    r"\b(?:participants|patients|subjects|people|women|children|persons|individuals)\swith\s(?P<what>[^.;:|]{2,80}?)"
    r"\s(?:reporting|experiencing|achieving|developing|attaining|reaching|exhibiting"
    r"|who\s(?:report|experienc|achiev|develop|attain|reach|show|have|had|discontinu|di)\w*)\b"
)
_CELLS = re.compile(
    r"(?:(?:circulating|activated|memory|naive|human)\s)*(?:cd\d+[+-]?(?:[\s,/]+(?:and\s)?)?)*"
    r"(?:(?:regulatory\s)?(?:t|b|nk)(?:[\s-]helper)?|natural\skiller|dendritic|immune|mast)?[\s-]?"
    r"(?:cells?|lymphocytes?|monocytes?|basophils?|eosinophils?|neutrophils?|macrophages?"
    r"|erythrocytes?|red\sblood\scells?|leu[kc]ocytes?|granulocytes?)(?:\scounts?)?"
)
_INSIDE = re.compile(
    r"\b(?:in|on|by|from|within|among)\s(?:(?:the|human|peripheral|blood|resting|total)\s){0,2}"
    r"(?:(?:natural\skiller|[bt]|nk|cd\d+\+?)\s(?:t\s)?(?:cells?\s)?(?:\(\w+\)\s)?(?:and|or)\s)?$"
)
_COUNT = re.compile(r"\b(?:counts?|numbers?|percentages?|levels?|proportions?|frequency|changes?|differences?)$")
_OF_CELLS = re.compile(
    r"\b(?:expression|phosphorylation|functions?|functionality|activation|activity|capacity|infection|profil\w+|"
    r"(?:immuno)?phenotyp\w+|sequencing|reactivity)\sof\s(?:(?:the|human|peripheral|blood)\s){0,2}(?:\w+-)?$"
)


class _Table(NamedTuple):
    """All words that take in others, those of the table first; whose each hint is; which have none, and are tried."""

    every: tuple[Taking, ...]
    hints: daachorse.CharwiseDoubleArrayAhoCorasick
    owners: tuple[tuple[int, ...], ...]
    tried: frozenset[int]


@cache
def _table() -> _Table:
    every = (*taking(), *_OTHERS)
    owners: dict[str, list[int]] = {}
    for number, each in enumerate(every):
        for hint in each.hints:
            owners.setdefault(hint, []).append(number)
    tried = frozenset(owners.pop("", ()))
    hints = daachorse.CharwiseDoubleArrayAhoCorasick(list(owners))
    return _Table(every, hints, tuple(map(tuple, owners.values())), tried)


def _taking_in(low: str) -> list[Taking]:
    """The words of which a hint stands in the text, in their order."""
    every, hints, owners, tried = _table()
    numbers = {number for _, _, hint in hints.find_overlapping(low) for number in owners[hint]}
    return [every[number] for number in sorted(numbers | tried)]


def measured(names: list[Name], text: str, start: int) -> list[Name]:
    """The names that may be what `text[start:]` measures; the word that takes in all of them where that is one."""
    low = lowered(text)
    names, taker = _without_taken(names, low)
    acts = _ACTS.match(low) if " on " in low else None
    if acts is not None:
        names = _outside(names, *acts.span("what"))
    if len(names) > 1:
        names = _without_whose(names, low)
    if holds_any(low, ("cell", "cyte", "phil", "phage")):
        names = [name for name in names if not _holds_what_is_measured(name, low, start)]
    return names if taker is None or names else [taker]


def _without_taken(names: list[Name], low: str) -> tuple[list[Name], Name | None]:
    """The names that no word before them takes in, and the last such word that is an endpoint itself."""
    taker: Name | None = None
    for words, _, concept, one in _taking_in(low):
        match = words.search(low)
        if match is None:
            continue
        begin, end = match.span("word")
        clause = (_ONE if one else _CLAUSE).search(low, match.end())
        limit = clause.start() if clause is not None else len(low)
        names = [name for name in names if not match.end() <= name.start < limit]
        if concept is not None and not _held(names, begin, end):
            taker = Name(concept, begin, end, "grammar", "endpoint-taking-in")
    return names, taker


def _without_whose(names: list[Name], low: str) -> list[Name]:
    """Several names, without those of what somebody lacks or has who is measured, and of what a sample is."""
    if "without " in low:
        names = [name for name in names if name is names[0] or not _WITHOUT.search(low, 0, name.start)]
    asked = len(names) > 1 and " with " in low and holds_any(low, ("ing ", " who "))
    whose = _WHOSE.search(low) if asked else None
    if whose is not None:
        names = _outside(names, *whose.span("what")) or names
    if len(names) > 1 and " sample" in low:
        names = [name for name in names if name.concept != SAMPLES or not _INSIDE.search(low, 0, name.start)] or names
    return names


def _outside(names: list[Name], begin: int, end: int) -> list[Name]:
    return [name for name in names if not (begin <= name.start and name.end <= end)]


def _held(names: Sequence[Name], begin: int, end: int) -> bool:
    return any(name.start <= begin and end <= name.end for name in names)


def _holds_what_is_measured(name: Name, text: str, start: int) -> bool:
    """Whether the name is that of cells in which something is measured that stands before them."""
    if name.start <= start or _CELLS.fullmatch(text, name.start, name.end) is None:
        return False
    before = _INSIDE.search(text, start, name.start)
    if before is not None:
        measured_there = text[start : before.start()].strip()
        return bool(measured_there) and _COUNT.search(measured_there) is None
    if not name.concept.endswith("-count") or quantity(name.concept, text, name.start, name.end) is not None:
        return False
    return _OF_CELLS.search(text, 0, name.start) is not None
