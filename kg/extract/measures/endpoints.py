"""Which endpoint a measure names: the phrase that heads it, not merely one that stands in it.

A measure is read like this: an opening ("number of participants with", "change from baseline in") is passed over;
the head reaches up to the first word that only qualifies ("as assessed by", "in patients with", "after"); of the names
in the head the longest wins, and names joined to it by "and" count too. What stands in brackets explains the head and
is not another endpoint. Where the measure has no name, the instrument it names may tell; then the description's first
sentence. Otherwise: none. The record's own abbreviations override what an acronym means elsewhere.
"""

from __future__ import annotations

import re

from kg.extract.document import Document
from kg.extract.measures import clocks, deaths, instruments, landmarks, levels, spelling
from kg.extract.measures.benefit import told_of_benefit
from kg.extract.measures.beside import against_product, beside
from kg.extract.measures.described import (
    at_rest,
    defined,
    first_sentence,
    is_bare_scale,
    narrower_told,
    of_scale,
    part_told,
)
from kg.extract.measures.grounded import Grounded
from kg.extract.measures.harms import grave, related
from kg.extract.measures.headings import TOLD_BY_INSTRUMENT, under_headings
from kg.extract.measures.heads import heads_of
from kg.extract.measures.items import listed
from kg.extract.measures.kinds import (
    ADVERSE,
    COMPLETE,
    COMPLICATIONS,
    EFFICACY,
    LANDMARK,
    OBJECTIVE,
    PARTIAL,
    REMITTED,
    RESPONDED,
    TUMOR,
    VAGUE,
    WIDE,
    oncology,
)
from kg.extract.measures.names import Name, names_in
from kg.extract.measures.parts import at_landmark, has_own_words, opening_end, plain, speaks_of, tail
from kg.extract.measures.plain_lists import side_by_side
from kg.extract.measures.reported_parts import part_of
from kg.extract.measures.told_of_bare import told_by_clock, told_of_bare
from kg.extract.measures.worded import converted, worded
from kg.model import Method, Passage

_COMPLETE = re.compile(
    r"^(?!.*\b[Pp]artial).*\(\s*CR[Rih]?\b(?![^)]*\bPR\b)[^()]*\)"
)  # "remission rate (CR)", "response (CR, CRi)"
_COMPLICATIONS = re.compile(
    r"(?<!preoperative )"
    r"(?:(?:all|any|other|major|minor|severe|serious|overall|total|early|late|general|medical|local|grade [IV\d-]+) )?"
    r"(?:complications?|morbidity)\b",
    re.IGNORECASE,
)
# Also by what only complications of operations are graded; the short form is of comorbidity as well.
_SURGERY = re.compile(
    r"clavien|accordion|comprehensive complication|(?:complications?|\bmorbidity)\s\(CCI\b|"
    r"surg|operat|proced|implant|ectomy\b|plasty\b|lithotrip",
    re.IGNORECASE,
)
RELATED, SEVERE = "endpoint/treatment-related-adverse-events", "endpoint/severe-adverse-events"
_FEW_WORDS = 4  # a longer measure says what it is about; what its description mentions is something else
_NEAR = 24


def ground(
    measure: Passage, description: Passage | None, document: Document, time_frame: Passage | None = None
) -> list[Grounded]:
    """The endpoints that the measure names, most often one; empty where nothing says."""
    found = landmarks.at_one_time(_in_measure(measure, document), measure, description, time_frame)
    definition = defined(measure, description, found, document)
    if definition is not None:
        return [definition]
    if found and found[0].concept == EFFICACY and (len(found) == 1 or ":" in measure.text):
        return _of_efficacy(measure, description, document) or found
    bare = told_of_bare(measure, description, found, document) if description is not None else []
    if bare:
        return bare
    closer = _told_closer(found[0], measure, description, document) if len(found) == 1 else None
    if closer is not None:
        return [closer]
    by_clock = told_by_clock(measure, description, found, document) if description is not None else []
    if by_clock:
        return by_clock
    if all(name.concept in clocks.ENDS for name in found):
        clock = clocks.of_clock(measure, document)
        if clock is not None:
            return [Grounded(clock[0], measure, clock[1], clock[2], "grammar", 0.85, "endpoint-of-clock")]
    if found:
        return deaths.of_surgery(found, measure, description, time_frame)
    told = _by_instrument(measure, document, 0.85) or _of_level(measure, document) or worded(measure, document)
    told = told or converted(measure, description, time_frame, document)
    if told is not None:
        return [told]
    if is_bare_scale(measure.text):
        return (of_scale(description, document) if description is not None else []) or at_rest(measure)
    return _in_description(measure, description, document) if description is not None else []


def _told_closer(
    found: Grounded, measure: Passage, description: Passage | None, document: Document
) -> Grounded | None:
    """The narrower endpoint, or the part, that the description tells of the one found, or the one that an instrument
    tells of a wide one."""
    if description is not None:
        part = narrower_told(measure, description, found, document) or part_told(description, [found], document)
        if part is not None:
            return part
    whole = found.rule == "endpoint-whole-measure" and found.concept in WIDE
    if found.concept in TOLD_BY_INSTRUMENT or whole:
        told = _by_instrument(measure, document, 0.85)
        return told if told is not None and told.concept not in VAGUE else None
    return None


def _of_level(measure: Passage, document: Document) -> Grounded | None:
    """The endpoint of a level of some substance, of which a narrower name may stand in its words."""
    level = levels.level(measure.text, document)
    if level is None:
        return None
    start, end = level.start, level.end
    named = [name for name in names_in(measure, document) if start <= name.start and name.end <= end]
    concept = next((name.concept for name in named if name.concept not in VAGUE), level.concept)
    return Grounded(concept, measure, start, end, "grammar", 0.8, "endpoint-level-of-substance")


def _in_description(measure: Passage, description: Passage, document: Document) -> list[Grounded]:
    """What opens the description of a measure of few words that names nothing itself."""
    if len(measure.text.split()) > _FEW_WORDS and has_own_words(measure.text):
        return []
    first = first_sentence(description, document)
    begin = opening_end(first.text)
    heads = [
        name
        for name in heads_of(first, document)
        if name.concept not in VAGUE
        and " " in first.text[name.start : name.end].strip()
        and name.start <= begin + _NEAR
    ]
    if heads and speaks_of(measure.text, first.text[: heads[0].end + _NEAR]):
        best = heads[0]
        return [Grounded(best.concept, first, best.start, best.end, best.method, 0.7, "endpoint-in-description")]
    told = _by_instrument(first, document, 0.65)
    return [told] if told is not None else []


def _of_efficacy(measure: Passage, description: Passage | None, document: Document) -> list[Grounded]:
    """What "efficacy" or "antitumor activity" is measured by: what the measure itself says, else what opens the
    description."""
    told = [(name, measure, sure) for name, sure in told_of_benefit(measure, document)]
    if not told and description is not None:
        first = first_sentence(description, document)
        begin = opening_end(first.text)
        heads = [name for name in heads_of(first, document) if name.concept not in VAGUE]
        if heads and heads[0].start <= begin + _NEAR:
            told = [(name, first, 0.75) for name in heads]
    unique = {_read(name, passage, document)[0]: (name, passage, sure) for name, passage, sure in reversed(told)}
    return [
        Grounded(concept, passage, name.start, name.end, name.method, sure, "endpoint-of-efficacy")
        for concept, (name, passage, sure) in reversed(unique.items())
    ]


def _in_measure(measure: Passage, document: Document) -> list[Grounded]:
    against = against_product(measure.text)
    if against is not None:
        start, end = against
        return [
            Grounded("endpoint/immunogenicity", measure, start, end, "grammar", 0.9, "endpoint-antibody-to-product")
        ]
    names = listed(measure, document) or under_headings(heads_of(measure, document), measure, document)
    names = side_by_side(measure, names, document) or names
    better = spelling.find(measure, document)
    if better is not None and names and names[0].concept == EFFICACY and better.start >= names[0].end:
        better = None  # "efficacy of calcium supplemetation": what is given
    if better is not None and names:
        behind = tail(measure.text, opening_end(measure.text), ())
        length = names[0].end - names[0].start
        if better.end - better.start <= length or (behind is not None and names[0].end <= behind <= better.start):
            better = None  # a misspelled means: "rate … measured by …"
    if better is not None:
        concept = better.concepts[0]
        return [Grounded(concept, measure, better.start, better.end, "spelling", 0.85, "endpoint-misspelled")]
    grounded: list[Grounded] = []
    rivals = tuple(dict.fromkeys(hit.concepts[0] for hit in document.hits(measure, "endpoint")))
    for name in names:
        concept, rule, method = _read(name, measure, document)
        if any(found.concept == concept for found in grounded):
            continue  # "duration of CR + CRi"
        whole = name.end - name.start >= 0.6 * len(measure.text.strip())
        confidence = 0.97 if whole else 0.93 if method == "lexicon" and concept not in VAGUE else 0.88
        grounded.append(
            Grounded(
                concept,
                measure,
                name.start,
                name.end,
                method,
                confidence,
                rule,
                tuple(r for r in rivals if r != concept),
            )
        )
    return grounded


def _read(name: Name, measure: Passage, document: Document) -> tuple[str, str, Method]:
    """Concept, rule and method of a name, given what stands around it in the measure."""
    concept, rule, method = name.concept, name.rule, name.method
    spoken = measure.text[name.start : name.end]
    if concept in {OBJECTIVE, PARTIAL} and not oncology(document) and not TUMOR.search(spoken):
        concept, rule = "endpoint/clinical-response", "endpoint-response-outside-oncology"
    elif concept in {RESPONDED, REMITTED} and _COMPLETE.search(measure.text) and oncology(document):
        concept, rule, method = COMPLETE, "endpoint-acronym-of-response", "abbreviation"
    elif concept == RESPONDED and "RECIST" in measure.text:
        concept, rule, method = OBJECTIVE, "endpoint-response-by-criteria", "inference"
    elif (told := beside(name, measure.text, document)) is not None:
        concept, rule, method = told, "endpoint-told-beside", "grammar"
    elif concept == ADVERSE and related(measure.text, name.start, name.end, document):
        concept, rule, method = RELATED, "endpoint-related-to-treatment", "grammar"
    elif concept == ADVERSE and grave(measure.text, name.start, name.end):
        concept, rule, method = SEVERE, "endpoint-grave-harm", "grammar"
    elif concept == ADVERSE and _operated(measure, name, document):
        concept, rule, method = COMPLICATIONS, "endpoint-after-surgery", "inference"
    elif concept == landmarks.ALIVE and (free := landmarks.alive_without(measure.text, name.end)) is not None:
        concept, rule, method = free, "endpoint-told-beside", "grammar"
    timed = clocks.as_time(concept, measure.text, name.start)
    if timed != concept:
        concept, rule, method = timed, "endpoint-as-time", "grammar"
    landmark = LANDMARK.get(concept)
    if landmark is not None and at_landmark(measure.text, name.start, name.end):
        concept, rule, method = landmark, "endpoint-at-landmark", "grammar"
    return concept, rule, method


def _operated(measure: Passage, name: Name, document: Document) -> bool:
    """Whether "complications" are those of an operation: the record's interventions are procedures, or it says so."""
    if _COMPLICATIONS.match(measure.text, name.start) is None:
        return False
    types = {item.registry_type for item in document.trial.interventions}
    return "PROCEDURE" in types or _SURGERY.search(measure.text) is not None


def _by_instrument(passage: Passage, document: Document, confidence: float) -> Grounded | None:
    for instrument in instruments.find(passage, document):
        told = instruments.measured(instrument.concept, document)
        if told is None:
            continue
        part = part_of(names_in(passage, document), instrument.start, instrument.end, plain(passage.text))
        if part is not None:
            return Grounded(part.concept, passage, part.start, part.end, part.method, confidence, "endpoint-of-part")
        return Grounded(
            told, passage, instrument.start, instrument.end, "inference", confidence, "endpoint-of-instrument"
        )
    return None
