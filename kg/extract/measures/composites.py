"""Endpoints that a measure names by their parts: "complete or partial response", "death, infarction or stroke".

The rule: responses of a tumour joined by "and", "or" or "+" are the rate that counts them together; three or more of
the events that make up major adverse cardiac events, a death and an infarction or stroke among them, are those events;
so is cardiovascular death that is joined to other events of heart or vessels as one clock, or called a composite;
joined to heart failure alone it is an endpoint of its own. Clots in veins and lungs together are venous
thromboembolism. What else is called a composite of several events is a composite outcome, and none of its parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.document import Document
from kg.extract.measures.kinds import COMPLETE, OBJECTIVE, PARTIAL, RESPONDED, VAGUE, oncology
from kg.extract.measures.names import Name

STABLE = "endpoint/stable-disease-rate"
CONTROLLED = "endpoint/disease-control-rate"
CARDIAC = "endpoint/major-adverse-cardiac-events"
_RESPONSES = frozenset({OBJECTIVE, COMPLETE, PARTIAL})
_OR_STABLE = re.compile(r"(?:\bor\b|\+).*\b(?:SD|stable\s+disease)\b|\b(?:SD|stable\s+disease)\b.*(?:\bor\b|\+)")
_DEATHS = frozenset({"endpoint/mortality", "endpoint/cardiovascular-mortality"})
_CARDIAC_DEATH = "endpoint/cardiovascular-mortality"
_STRIKES = frozenset({"endpoint/myocardial-infarction", "endpoint/stroke"})
_CARDIAC_PARTS = (
    _DEATHS
    | _STRIKES
    | {
        f"endpoint/{name}"
        for name in "revascularization heart-failure angina hospitalization cardiac-arrest "
        "target-vessel-revascularization target-lesion-revascularization heart-failure-hospitalization".split()
    }
)
_PARTS = 3
OUTCOME = "endpoint/composite-outcome"
_PARTS_BEHIND = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?::|[–—-]\s|,?\s?(?:defined\sas|consisting\sof|composed\sof|i\.\s?e\.))\s"
)
# "Composite of", "composite primary outcome consisting of": what follows is counted as one.
_CALLED = re.compile(
    r"\b(?:composite|combined|combination)\s(?:(?:hierarchical|primary|secondary|clinical|safety|efficacy|adverse|incidence|rate|event"
    r"|events|end\s?-?points?|outcomes?|measure)\s)*(?:\([^()]*\)\s)?"
    r"(?:of|consisting\sof|comprising|composed\sof|comprised\sof|defined\sas|including|that\sincludes)\s",
    re.IGNORECASE,
)
_OR = re.compile(r"\bor\b", re.IGNORECASE)
# "Combined mortality or readmission" is one too, where a death is a part of it.
_COMBINED = re.compile(r"\W*(?:the\s)?(?:combined|composite)\s(?=[^.;:()]{3,90}\bor\b)", re.IGNORECASE)
_NAMED_COMPOSITE = re.compile(
    r"composite|adverse|major-|net-|-failure$|related-events|-outcome$|-score$|failure-free|free-survival"
)
_DEATH_OR_FAILING = "endpoint/cardiovascular-death-or-heart-failure"
_EITHER_COMPLETE = re.compile(
    r"\W*(?:[Rr]ate of )?(?P<name>CR|[Cc]omplete [Rr]esponse)(?: rate| \(CR\))*"
    r" ?[(\[:,](?=[^)]*\bpCR\b)(?=[^)]*\bcCR\b)"
)
_FAILING = re.compile(r"heart\sfailure|HF|hospitali[sz]", re.IGNORECASE)
_IN_LEGS, _EMBOLISM = "endpoint/deep-vein-thrombosis", "endpoint/pulmonary-embolism"
_CLOTS = frozenset({_IN_LEGS, _EMBOLISM})
VENOUS = "endpoint/venous-thromboembolism"
_IN_LUNGS = re.compile(r"\bPE\b|pulmonary\sembol|\bVTE\b", re.IGNORECASE)
_ONE_EVENT = re.compile(
    r"\b(?:composite|combined|first\s(?:occurrence|event)|time\sto|either|any\sof|primary\send\s?point|or)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"infarction|\bMI\b|\bstroke|heart\sfailure|\bHF\b|thromb|hospitali[sz]|cardiovascular\sevents?|\bICD\b|revasculari[sz]ation",
    re.IGNORECASE,
)


def together(joined: list[Name], names: Sequence[Name], text: str, document: Document) -> list[Name]:
    """The endpoint that the joined names are together, or these names; `names` are all outside brackets."""
    concepts = {name.concept for name in joined}
    responses = concepts & _RESPONSES
    if responses and concepts <= _RESPONSES | {STABLE} and _OR_STABLE.search(text) and oncology(document):
        return [joined[0]._replace(concept=CONTROLLED)]  # "complete or partial response or stable disease"
    if responses == concepts and len(responses) > 1:  # "complete or partial response" is one
        objective = [name for name in joined if name.concept == OBJECTIVE]
        return objective or [joined[0]._replace(concept=OBJECTIVE)]
    if concepts == {COMPLETE, RESPONDED} and "partial" in text.lower() and oncology(document):
        return [joined[0]._replace(concept=OBJECTIVE)]  # so is "complete remission and partial remission"
    if concepts <= _CARDIAC_PARTS and concepts & (_DEATHS | _STRIKES):
        parts = {name.concept for name in names}
        cardiac = parts & _CARDIAC_PARTS
        if len(cardiac) >= _PARTS and cardiac & _DEATHS and cardiac & _STRIKES and cardiac == parts:
            return [joined[0]._replace(concept=CARDIAC, rule="endpoint-of-parts")]
    if _IN_LEGS in concepts and concepts <= _CLOTS and _ONE_EVENT.search(text) and _IN_LUNGS.search(text):
        return [joined[0]._replace(concept=VENOUS, rule="endpoint-of-parts")]
    return joined


def without_its_parts(names: list[Name], text: str) -> list[Name]:
    """The names, without those that only tell what major adverse cardiac events are: "MACE: death, infarction"."""
    first = names[0] if names else None
    if first is None or first.concept != CARDIAC or _PARTS_BEHIND.match(text, first.end) is None:
        return names
    return [first]


def of_complete_response(text: str, document: Document) -> Name | None:
    """The complete response of an organ that is kept or removed: "CR (pCR + sustained cCR)"."""
    called = _EITHER_COMPLETE.match(text) if "cCR" in text else None
    if called is None or not oncology(document):
        return None
    return Name(COMPLETE, *called.span("name"), "lexicon", "endpoint-of-parts")


def of_vessels(text: str, names: Sequence[Name]) -> Name | None:
    """The composite that the measure spells out, from its first part to its last."""
    if not any(name.concept == _CARDIAC_DEATH for name in names) or any(name.concept == CARDIAC for name in names):
        return None
    others = list(_OTHERS.finditer(text))
    if not others or _ONE_EVENT.search(text) is None:
        return None
    only_failing = all(_FAILING.fullmatch(other.group()) for other in others)
    start = min(others[0].start(), *(name.start for name in names if name.concept == _CARDIAC_DEATH), len(text))
    end = max(others[-1].end(), *(name.end for name in names if name.concept == _CARDIAC_DEATH), 0)
    return Name(_DEATH_OR_FAILING if only_failing else CARDIAC, start, end, "inference", "endpoint-composite")


def of_events(text: str, names: Sequence[Name]) -> Name | None:
    """The composite outcome that the measure says it is, where its parts are events and it has no name of its own."""
    called = _CALLED.search(text) if "omb" in text or "ompos" in text else None
    combined = called is None and ("omb" in text or "ompos" in text)
    if combined:
        called = _COMBINED.match(text)
    if called is None:
        return None
    parts = [name for name in names if name.start >= called.end() and name.concept not in VAGUE]
    if not parts or any(_NAMED_COMPOSITE.search(name.concept) for name in names if name.concept != OUTCOME):
        return None
    concepts = {part.concept for part in parts}
    if combined and (len(concepts) == 1 or not concepts & _DEATHS):
        return None
    if len(concepts) >= _PARTS and concepts & _DEATHS and concepts & _STRIKES and concepts <= _CARDIAC_PARTS:
        return Name(CARDIAC, called.start(), parts[-1].end, "inference", "endpoint-of-parts")
    if _IN_LEGS in concepts and concepts <= _CLOTS | _DEATHS | {VENOUS} and _IN_LUNGS.search(text):
        return Name(VENOUS, called.start(), parts[-1].end, "inference", "endpoint-of-parts")
    if len(concepts) == 1 and _OR.search(text, called.end()) is None:
        return None
    return Name(OUTCOME, called.start(), called.end() - 1, "inference", "endpoint-composite")
