"""Earlier lines of treatment: that one failed or was had, and how many there were.

The rule: a line ("second-line therapy") behind words of having failed or had it, said of the patients; a number of
prior lines or regimens that is a minimum ("at least two prior lines").
"""

from __future__ import annotations

import re

from kg.extract.background import Clause
from kg.extract.collect import Collector
from kg.extract.negation import polarity
from kg.extract.patients.not_had import OTHER_PEOPLE, not_had
from kg.model import Concept, Passage
from kg.terms import concept_id

HINTS = ("-line", " line", "prior ", "previous ")
# "who failed second-line therapy": which treatment it was is not said, its line is.
_LINE_FAILED = re.compile(
    r"\b(?:failed|failing|progress(?:ed|ion|ing)? (?:on|after|following|during|despite)|relapsed (?:after|on)|"
    r"refractory to|"
    r"resistant to|failure (?:of|after|on|to|with)|intolerant (?:to|of)|insufficient(?:ly)? respon\w+ to)\s"
    r"(?:(?:at least|prior|previous|the|their|standard|an?|one)\s){0,3}(?P<line>first|second|third|1st|2nd|3rd)[- ]line"
    r"(?:(?:\s(?:systemic|standard|palliative|anti-?tumou?r|anti-?cancer|or later|treatments?|therap(?:y|ies)|"
    r"chemotherapy)){1,3}|(?=\s?(?:$|[.,;)])))"
)
# "patients with melanoma after first-line therapy": had, though nobody says that it failed.
_LINE_HAD = re.compile(
    r"\b(?:after|following|(?:have|has|had) (?:previously )?(?:received|completed|undergone)|previously treated with|"
    r"received)\s(?:(?:one|prior|previous|standard|at least one|only one|completion of|their)\s){0,2}"
    r"(?P<line>first|second|third|1st|2nd|3rd)[- ]line"
    r"(?:\s(?:systemic|standard|palliative|treatments?|therap(?:y|ies)|chemotherapy|chemo-?immunotherapy)){1,3}\b"
)
_BY_WHOM = re.compile(
    r"\b(?:patients?|participants|subjects|adults|people|women|men|children|who|cancer|carcinoma|lymphoma|melanoma|"
    r"leuk[ae]mia|myeloma|tumou?rs?|disease|nsclc|hcc)\b[^.;]{0,70}\Z"
)
_MEASURED_AFTER = re.compile(r"\b(?:survival|response|time|outcomes?|relapse rate|weeks?|months?|days?|rates?)\s\Z")
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third"}
_LINES_BEFORE = re.compile(
    r"\b(?:at least|≥|>=|minimum of|no fewer than)\s?(?P<number>one|two|three|1|2|3)\s"
    r"(?:or more\s|(?:but|and)\sno(?:t)?\smore\sthan\s[\w]{1,5}\s)?(?:prior|previous)\s"
    r"(?:[\w-]+\s){0,2}?(?:lines?|regimens?|therap(?:y|ies)|treatments?)\b"
    r"|\b(?P<more>two|three|2|3) or more (?:prior|previous) (?:[\w-]+ ){0,2}?(?:lines?|regimens?|therap(?:y|"
    r"ies)|treatments?)\b"
)


def lines_before(
    collected: Collector, passage: Passage, folded: str, own: list[Clause], stretches: list[tuple[int, int]]
) -> None:
    """Add earlier lines of treatment that failed, and how many there were."""
    for clause in own:
        piece = folded[clause.start : clause.end]
        if "-line" in piece or " line" in piece:
            for match in _LINE_FAILED.finditer(folded, clause.start, clause.end):
                label = f"failure of {_ORDINALS.get(match['line'], match['line'])}-line therapy"
                wanted = concept_id("PriorTreatment", label)
                before = folded[max(clause.start, match.start() - 80) : match.start()]
                if not _taken(stretches, match) and not OTHER_PEOPLE.search(before):
                    _add_lines(collected, passage, match, wanted, label)
                    stretches.append(match.span())
            for match in _LINE_HAD.finditer(folded, clause.start, clause.end):
                if _had_line(folded, clause, match) and not _taken(stretches, match):
                    label = f"prior {_ORDINALS.get(match['line'], match['line'])}-line therapy"
                    _add_lines(collected, passage, match, concept_id("PriorTreatment", label), label)
        if "prior " in piece or "previous " in piece:
            for match in _LINES_BEFORE.finditer(folded, clause.start, clause.end):
                several = (match["number"] or match["more"]) not in ("one", "1")
                wanted = "prior-treatment/two-prior-lines" if several else "prior-treatment/previously-treated"
                if not _taken(stretches, match):
                    _add_lines(collected, passage, match, wanted)


def _had_line(folded: str, clause: Clause, match: re.Match[str]) -> bool:
    """Whether a line that was had is the patients', not what is measured, recorded, or what others do after it."""
    before = folded[max(clause.start, match.start() - 80) : match.start()]
    if _BY_WHOM.search(before) is None or _MEASURED_AFTER.search(before) or OTHER_PEOPLE.search(before):
        return False
    return not not_had(folded, clause, match.start(), match.end())


def _taken(stretches: list[tuple[int, int]], match: re.Match[str]) -> bool:
    return any(start < match.end() and match.start() < end for start, end in stretches)


def _add_lines(
    collected: Collector, passage: Passage, match: re.Match[str], wanted: str, label: str | None = None
) -> None:
    """Add the edge, where it is wanted; with a label, its concept is the record's own."""
    if polarity(passage.text, match.start()) != "wanted":
        return
    if label is not None:
        collected.mint(Concept(wanted, "PriorTreatment", label, broader=("prior-treatment/previously-treated",)))
    collected.add("tkg:priorTreatment", wanted, passage.span(*match.span()), "grammar", 0.87, "prior-lines")
