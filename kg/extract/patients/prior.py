"""What the patients were treated with before they came to the trial.

The rule: names of the vocabulary ("failure of standard therapy", "previously untreated"), and words of having had a
treatment ("progressed on", "refractory to", "previously treated with") directly before an intervention, which mint
the pair's concept.
"""

from __future__ import annotations

import re

from kg.extract.background import Clause, clause_at
from kg.extract.collect import Collector
from kg.extract.context import words
from kg.extract.document import Document
from kg.extract.negation import polarity
from kg.model import Concept, Passage
from kg.terms import concept_id
from kg.text import holds_any

_HINTS = (
    "fail progress refractor resist relaps respon intoler prior previous pretreat naive experienced inadequate "
    "insufficient poor undergone received completed -line"
).split()
_FAILED = re.compile(
    r"\b(?P<how>fail(?:ed|ure|ing)?(?: (?:of|to|on|with|after|from))?|progress(?:ed|ion|ing)? (?:on|after|"
    r"following|during|despite|from)|"
    r"refractory to|resistan(?:t|ce) to|relapsed (?:after|on|following)|not respond(?:ed|ing)? to|unresponsive to|"
    r"(?:inadequate|insufficient|poor)(?:ly)? (?:response|respon\w+) to|"
    r"(?:inadequate|insufficient|poor)(?:ly)? (?:[\w-]+ ){0,2}?control(?:led)? (?:on|with|despite|by|under)|"
    r"intoleran(?:t|ce) (?:to|of)|previously (?:treated with|received|exposed to)|pretreated with|"
    r"(?:after|following) (?:first|second|1st|2nd)[- ]line(?: (?:treatment|therapy))?(?: with| of)?|"
    r"who (?:have|has|had) (?:already |previously )?(?:undergone|received|completed|been treated with)|"
    r"prior (?:treatment|therapy|exposure) (?:with|to)|prior|"
    r"previous)"
    r"\s(?:or (?:are |is )?(?:intolerant|resistant|refractory) (?:to|of)\s|(?:or|and) \w+ (?:on|after|to)\s)?"
    r"(?:an? |the |at least (?:one|two|1|2) |one |two |all |prior |previous |standard |first-line |second-line |"
    r"definitive |concurrent |concomitant |radical |platinum-based |initial |induction |"
    r"treatment with |therapy with |lines? of |of )*"
    # "progressed following anti-estrogens plus X"
    r"(?:(?!(?:by|until|is|are|was|or|and|plus|with|stud(?:y|ies)|trials?|experience|participation|"
    r"work)\b)[\w-]+ (?:or|and|plus|with) (?:[\w-]+ (?:plus|with) )?)?$"
)
_FAILURE = re.compile(
    r"^(?:fail|progress|refractory|resist|relapsed|not resp|unresp|inadequate|insufficient|poor|intoler)"
)
_FAILED_AFTER = re.compile(
    r"^(?:\s\([^()]{1,20}\))?[\s)-]*(?:therapy |treatment |chemotherapy )?(?P<how>failure|refractory|resistant|"
    r"pretreated|pre-treated|(?<=-)experienced|naive|naïve)\b"
    r"(?! (?:th\d|(?:car[- ])?t[- ]cells?|cells?|clones?|variants?|strains?|bacteria|organisms?|"
    r"mutations?|hypertension|infections?|isolates?|staphyl\w+|s\.? ?aureus|enteroc\w+|streptoc\w+|klebsiella|"
    r"acinetobacter|pseudomonas|e\.? ?coli|gram|tuberculosis|mycobacter\w+|gonorrh\w+|neisseria|plasmodium|candida))"
)
_STANDARD = frozenset({"standard-care/standard-of-care", "standard-care/usual-care"})
_TREATMENTS = frozenset({"Drug", "DrugClass", "Regimen", "Combination", "Radiation", "StandardCare", "Procedure"})
_MEASURED = re.compile(
    r"\b(?:time to|rate of|survival|prevent|reduce|overcome|mechanisms? of|risk of|"
    r"recover\w* from|resolution of|toxicit\w+ (?:of|from))\W+(?:[\w-]+\W+){0,2}$"
)


_AND = re.compile(
    r"[\s-]*(?:-?based )?(?:chemo)?(?:therapy |treatment )?(?:,|,? ?and|,? ?or|and/or|plus|/|"
    r",? ?as well as)\s?(?:an? |the )?(?:prior )?"
)
_OTHER_PEOPLE = re.compile(
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


# "slow kidney transplant failure", "long-term failure of a hip arthroplasty": what becomes of it, not what came before.
_AN_EVENT = re.compile(
    r"(?<=[a-z-] )(?<!after )(?<!the )(?<!following )(?<!with )(?<!by )(?<!or )failures?\b(?: of\b|$)"
)


# "prior VEGF-targeted therapy": what it is aimed at was not given.
_AIMED_AT = re.compile(r"[- ](?:targeted|targeting|directed)\b")
_NAIVE_TO = re.compile(r"\bna[iï]ve (?:to|of|for) (?:any )?\Z")


def _not_had(folded: str, clause: Clause | None, start: int, end: int) -> bool:
    """Whether earlier treatment was not had, is only recorded, divides the patients, or is given by the trial."""
    begin = clause.start if clause is not None else 0
    if _RECORDED.search(folded, max(begin, start - 130), start):
        return True
    if _NAIVE_TO.search(folded, max(begin, start - 20), start):
        return True
    return _WILL_BE_GIVEN.search(folded, max(begin, start - 12), end) is not None


# "who failed second-line therapy": which treatment it was is not said, its line is.
_LINE_FAILED = re.compile(
    r"\b(?:failed|failing|progress(?:ed|ion|ing)? (?:on|after|following|during|despite)|relapsed (?:after|on)|"
    r"refractory to|"
    r"resistant to|failure (?:of|after|on|to|with)|intolerant (?:to|of)|insufficient(?:ly)? respon\w+ to)\s"
    r"(?:(?:at least|prior|previous|the|their|standard|an?|one)\s){0,3}(?P<line>first|second|third|1st|2nd|3rd)[- ]line"
    r"(?:\s(?:systemic|standard|palliative|anti-?tumou?r|anti-?cancer|or later|treatments?|therap(?:y|ies)|"
    r"chemotherapy)){1,3}"
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
_LINE_HINTS = ("-line", " line", "prior ", "previous ")
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third"}
_LINES_BEFORE = re.compile(
    r"\b(?:at least|≥|>=|minimum of|no fewer than)\s?(?P<number>one|two|three|1|2|3)\s(?:or more\s)?(?:prior|"
    r"previous)\s"
    r"(?:[\w-]+\s){0,2}?(?:lines?|regimens?|therap(?:y|ies)|treatments?)\b"
    r"|\b(?P<more>two|three|2|3) or more (?:prior|previous) (?:[\w-]+ ){0,2}?(?:lines?|regimens?|therap(?:y|"
    r"ies)|treatments?)\b"
)


def _by_line(
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
                if not _taken(stretches, match) and not _OTHER_PEOPLE.search(before):
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
    if _BY_WHOM.search(before) is None or _MEASURED_AFTER.search(before) or _OTHER_PEOPLE.search(before):
        return False
    return not _not_had(folded, clause, match.start(), match.end())


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


def treatments(
    document: Document, collected: Collector, passage: Passage, folded: str, found: tuple[Clause, ...]
) -> list[tuple[int, int]]:
    """Add what the passage says of earlier treatment; returns the stretches that speak of it."""
    stretches: list[tuple[int, int]] = []
    own = [clause for clause in found if clause.stance == "trial"]
    given = {
        target
        for item in document.trial.interventions
        for target in document.objects(document.trial.part(f"intervention-{item.position}"), "tkg:resolvesTo")
    }
    for named in words(document, passage, "prior-treatment"):
        concept = named.concept
        if clause_at(own, named.start) is None:
            continue
        stretches.append((named.start, named.end))
        if _not_had(folded, clause_at(own, named.start), named.start, named.end):
            continue
        if polarity(passage.text, named.start) == "wanted":
            collected.add(
                "tkg:priorTreatment",
                concept,
                passage.span(named.start, named.end),
                "lexicon",
                0.93,
                "prior-treatment-named",
            )
    if not holds_any(folded, _HINTS):
        return stretches
    row: tuple[int, re.Match[str]] | None = None
    for hit in document.hits(passage, "intervention"):
        clause = clause_at(own, hit.start)
        if clause is None or any(s < hit.end and hit.start < e for s, e in stretches):
            continue
        begin = max(clause.start, hit.start - 90)
        match = _FAILED.search(folded, begin, hit.start)
        if match is None and row is not None and row[0] > clause.start and _AND.fullmatch(folded, row[0], hit.start):
            match = row[1]  # "progressed on platinum and an ICI"
        row = (hit.end, match) if match is not None else None
        behind = _FAILED_AFTER.match(folded[hit.end : hit.end + 36])
        if match is None and behind is None:
            continue
        if _AIMED_AT.match(folded, hit.end):
            continue
        known = document.concept(hit.concepts[0])
        in_state = behind is not None and any(s.start <= hit.start < s.end for s in words(document, passage, "state"))
        if in_state and (known is None or known.kind not in ("Drug", "DrugClass", "Regimen")):
            continue  # "castration-resistant" is a state of the disease; "platinum-resistant" is a history too
        start = match.start() if match is not None else hit.start
        if _OTHER_PEOPLE.search(folded, max(clause.start, start - 80), start):
            continue
        if _not_had(folded, clause, start, hit.end):
            continue
        end = hit.end if behind is None or match is not None else hit.end + behind.end()
        stretches.append((start, end))
        how = match["how"] if match is not None else behind["how"] if behind is not None else ""
        if how.startswith("who ") and not holds_any(how, ("previously", "already")) and hit.concepts[0] in given:
            continue  # "those who have received the study's cells"
        # "whose disease has not progressed after X": they had it
        held = how.startswith("progress") and folded.endswith(("not ", "without "), 0, start)
        if how.startswith("na") or not (held or polarity(passage.text, start) == "wanted"):
            continue
        if (
            known is None
            or known.kind not in _TREATMENTS
            or _MEASURED.search(folded[max(clause.start, start - 40) : start])
            or folded.startswith("time to", hit.start)
        ):
            continue
        failed = not held and bool(_FAILURE.match(how))
        if known.kind == "Procedure" and _AN_EVENT.search(folded, max(clause.start, start - 20), end):
            continue
        if (known.kind == "Procedure" and how in ("prior", "previous")) or (known.id in _STANDARD and not failed):
            continue
        if known.id in _STANDARD:
            collected.add(
                "tkg:priorTreatment",
                "prior-treatment/standard-therapy-failure",
                passage.span(start, end),
                "grammar",
                0.88,
                "prior-treatment-given",
            )
            continue
        label = f"failure of {known.label}" if failed else f"prior {known.label}"
        existing = document.vocabulary.lookup(label, "context")
        wanted = next((c for c in existing if c.startswith("prior-treatment/")), concept_id("PriorTreatment", label))
        if not existing:
            collected.mint(Concept(wanted, "PriorTreatment", label, broader=("prior-treatment/previously-treated",)))
        collected.add("tkg:priorTreatment", wanted, passage.span(start, end), "grammar", 0.85, "prior-treatment-given")
    if holds_any(folded, _LINE_HINTS):
        _by_line(collected, passage, folded, own, stretches)
    return stretches
