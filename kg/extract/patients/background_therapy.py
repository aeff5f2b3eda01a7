"""What the patients are on while they are in the trial, though the trial does not give it.

The rule: in a clause about the trial, an intervention that the record does not register, behind the patients and words
of being on a treatment ("patients with asthma on stable doses of X", "receiving X", "as add-on to X"), or named as
background ("background X"). What will be received, what is stopped or changed, and what must not be taken, is none.
"""

from __future__ import annotations

import re

from kg.extract.background import Clause, clause_at
from kg.extract.collect import Collector
from kg.extract.document import Document
from kg.extract.giving.names import named
from kg.extract.negation import polarity
from kg.model import Hit, Passage
from kg.text import holds_any

_HINTS = (
    *(" on ", "adding ", "receiving", "treated with", "stabili", "maintained"),
    *("background", "add-on", "adjunct", "addition to", "stable"),
)
_HOW = (
    r"(?:(?:an?|the|their|to|of|or|and|with|at|doses?|dosage|stable|background|maintenance|chronic|long-term|"
    r"concomitant|regular|daily|low|medium|moderate|high|standard|current|ongoing|existing|optimi[sz]ed|optimal|maximal(?:ly)?|"
    r"maximum|tolerated|therapy|treatment|regimens?|inhaled|oral|subcutaneous|intravenous|basal)[\s-]+)*"
)
_PEOPLE = (
    r"\b(?:patients?|participants?|subjects?|adults|children|adolescents|women|men|people|individuals|recipients|"
    r"volunteers|infants|those)\b"
)
_ON = re.compile(
    rf"{_PEOPLE}(?:(?!\b(?:will|assigned|randomi[sz]ed|arms?|group|groups|cohort|previously|prior|before|discontinu\w+|"
    r"stop\w*|switch\w*|not|never|if|until|compared|versus|after|history)\b)[^.;:]){0,110}?\b"
    r"(?:(?:who are |are |is |already |currently |being )*(?:on|receiving|taking|maintained on|"
    r"stabili[sz]ed (?:on|with)|(?:treated|controlled) (?:with|by)))\s" + _HOW + r"\Z"
)
_ADDED_TO = re.compile(
    r"\b(?:adding (?:[\w-]+ ){1,3}?(?:\([^()]{1,40}\) )?to|"
    r"add(?:ed)?-?(?: |-)?on to|adjunct(?:ive)? to|in addition to|on top of|on a background of|with background|"
    r"background|on stable)\s" + _HOW + r"\Z"
)
_AND = re.compile(r"(?:\s(?:therapy|treatment))?(?:,|,? and/or|,? and|,? or|/|,? plus|,? with or without)\s(?:an? )?")
_BACKGROUND_AFTER = re.compile(r"\s(?:as )?background (?:therapy|treatment|medication)")
# "Doses of NSAIDs and corticosteroids must be stable"
_KEPT = re.compile(
    r"(?: and| or|,|/)?[\w ,()/-]{0,40} (?:must|should|has to|have to|is required to|are required to) "
    r"(?:be|remain|have been|stay) (?:kept )?(?:stable|unchanged|constant)\b"
)
_SURROUNDED = re.compile(r"[\s-]*(?:naive|free|resistan|refractory|arm|group|monotherapy in)\b|[\s-]*(?:vs|versus)\b")
# "the response of patients treated with X": X is what is studied.
_STUDIED = re.compile(
    r"\b(?:responses?|survival|hypothesi[sz]e\w*|satisfaction|compar\w+|determine|toxicity|tolerability)\b[^.;]{0,60}?"
    r"(?:of|in|for|among|that|between)\s(?:the |those )?(?:[\w-]+\s){0,3}?\Z"
)
_KINDS = frozenset({"Drug", "DrugClass", "Regimen", "Combination", "CombinationProduct", "DietarySupplement"})
_GIVEN_ONCE = ("vaccin", "conditioning", "neoadjuvant", "anesthe", "anaesthe")


def background_therapies(
    document: Document,
    collected: Collector,
    passage: Passage,
    folded: str,
    found: tuple[Clause, ...],
    priors: list[tuple[int, int]],
    registered: set[str],
) -> list[tuple[int, int]]:
    """Add what the patients are on; returns the stretches, which name nothing that the trial gives."""
    if not holds_any(folded, _HINTS):
        return []
    stretches: list[tuple[int, int]] = []
    row = -1  # where the last one ended
    for hit in document.hits(passage, "intervention"):
        clause = clause_at(found, hit.start)
        if clause is None or clause.stance != "trial" or any(s < hit.end and hit.start < e for s, e in priors):
            continue
        concept = _therapy(document, passage, hit)
        if concept is None or concept in registered:
            continue
        if not _is_told_of_them(folded, clause, hit, row) or polarity(passage.text, hit.start) != "wanted":
            continue
        row = hit.end
        stretches.append((hit.start, hit.end))
        collected.add(
            "tkg:backgroundTherapy",
            concept,
            passage.span(hit.start, hit.end),
            "grammar",
            0.82,
            "background-therapy",
        )
    return stretches


def _therapy(document: Document, passage: Passage, hit: Hit) -> str | None:
    """What the name means here, if people can be on it for long."""
    surface = passage.text[hit.start : hit.end]
    defined = any(abbreviation.short == surface for abbreviation in document.abbreviations)
    meaning = named(document, surface, hit.concepts).concept if defined else hit.concepts[0]
    concept = document.concept(meaning) if meaning is not None else None
    if concept is None or concept.kind not in _KINDS or holds_any(concept.id, _GIVEN_ONCE):
        return None
    return concept.id


def _is_told_of_them(folded: str, clause: Clause, hit: Hit, row: int) -> bool:
    """Whether the words around a name say that the patients are on it, stay on it, or get something in addition to it;
    or it goes on the row of names that ended at `row`."""
    if _SURROUNDED.match(folded, hit.end):
        return False
    if row >= clause.start and _AND.fullmatch(folded, row, hit.start) is not None:
        return True
    before = folded[max(clause.start, hit.start - 190) : hit.start]
    on = _ON.search(before)
    if on is not None and not _STUDIED.search(before, 0, on.start()):
        return True
    if _ADDED_TO.search(before) or _BACKGROUND_AFTER.match(folded, hit.end):
        return True
    return "stable" in folded and _KEPT.match(folded, hit.end, clause.end) is not None
