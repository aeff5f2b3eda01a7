"""Which names head a measure: the best one before whatever only qualifies, and those that "and" joins to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.context import meant
from kg.extract.document import Document
from kg.extract.measures import levels, scope
from kg.extract.measures.composites import of_events, of_vessels, together
from kg.extract.measures.generic import is_of, only_sees, says_little
from kg.extract.measures.kinds import (
    HARM,
    HEADS_ITS_PHRASE,
    NAMED_BESIDE,
    VAGUE,
    WIDE,
)
from kg.extract.measures.names import Name, free_survival, names_in, with_shared_nouns
from kg.extract.measures.narrowing import ancestors, refined, told_behind, weight
from kg.extract.measures.other_meanings import means_otherwise
from kg.extract.measures.parts import brackets, compares, core, is_within, joins, opening_end, plain, tail, tells
from kg.extract.measures.ratios import without_parts
from kg.extract.measures.relations import between_measures
from kg.extract.measures.reported_parts import part_of
from kg.model import Passage

AREA, AREA_ABOVE = "endpoint/area-under-the-curve", "endpoint/pharmacokinetics"
LEVEL, VALUE = "endpoint/drug-concentration", "endpoint/laboratory-value"
EMERGENT = "endpoint/treatment-emergent-adverse-events"
IMAGING = "endpoint/imaging-measure"
_SCANNER = re.compile(r"(?:FDG-)?PET(?:[/-](?:CT|MRI?))?")
_SHORT_MEASURE = 45
_ACRONYM = 6
_FAR = 45  # characters
_AT_ONCE = 12
_NEAR_TAIL = 40
# "Lung health: number of antibiotic courses": what is counted stands behind the colon.
_COUNTED = re.compile(
    r"[^:.;]{0,70}:\s*(?=(?:the\s)?(?:number|#|percentage|proportion|incidence|frequency)\b)", re.IGNORECASE
)
# Nouns that head the phrase when they stand right behind another name.
_HEAD_NOUNS = frozenset(
    f"endpoint/{name}"
    for name in """
    recurrence-rate dropout operative-time seroconversion readmission gene-expression genetic-analysis viral-load
    mortality surgical-site-infection wound-complications hospitalization emergency-visits costs
    """.split()
)
_ADJOINS = re.compile(r"\s*(?:intracellular\s|cell-associated\s)?")
_HARMS = re.compile(r"adverse-event|toxicity|tolerated-dose|recommended-phase-2-dose|laboratory-abnormalities")
_ITEM_BEGINS = re.compile(r"[,;]\s*(?:(?:and|or)\s)?$", re.IGNORECASE)
_ITEM_ENDS = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:[,;.]|and\b|$)", re.IGNORECASE)
_EITHER = re.compile(r"(?<!and/)\bor\b", re.IGNORECASE)
_TIME_TO = re.compile(r"\btime (?:to|until)\b|\bfree\b|\bcomposite\b", re.IGNORECASE)
_INCLUDES = re.compile(r"\s*(?:\([^()]*\)\s*)?,?\s*\(?(?:including|incl\.|inclusive of)\s(?:[\w-]+\s)?", re.IGNORECASE)
# Between an area under a curve and what is followed: "AUC of C-peptide".
_CURVE_OF = re.compile(r"\s(?:\([^()]*\)\s)?(?:[\w-]+\s){0,2}?(?:of|for)\s[^,;:]{0,60}")
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


def heads_of(passage: Passage, document: Document) -> list[Name]:
    """The names that head the passage: the best one, and those that "and" joins to it."""
    text = plain(passage.text)
    start = opening_end(text)
    names = free_survival(names_in(passage, document), text, document)
    names = scope.measured(with_shared_nouns(without_parts(names, text, document), text, document), text, start)
    if not names:
        return _whole(text, document)
    between = between_measures(text, start, names)
    if between is not None:
        return between
    composite = of_vessels(text, names) or of_events(text, names)
    if composite is not None:
        return [composite]
    counted = _COUNTED.match(text) if ":" in text else None
    if counted is not None:
        begin = counted.end()
        behind = [name for name in names if name.start >= begin]
        heads = _heads(behind, text, begin + opening_end(text[begin:]), document) if behind else []
        if heads:
            return heads
    return _heads(names, text, start, document)


def _whole(text: str, document: Document) -> list[Name]:
    """What counts only where it is the whole of a measure, unless what stands before it gives it another meaning."""
    wording = core(text)
    named = meant(document.vocabulary, wording, "endpoint")
    start = text.find(wording)
    if not named or means_otherwise(text, start, start + len(wording)):
        return []
    if any(wording == abbreviation.short for abbreviation in document.abbreviations):
        return []  # the record says that it means something else
    return [Name(named[0], start, start + len(wording), "lexicon", "endpoint-whole-measure")]


def _heads(names: list[Name], text: str, start: int, document: Document) -> list[Name]:
    """The names that head what begins at `text[start:]`."""
    bracketed = brackets(text)
    outside = [name for name in names if not is_within(bracketed, name.start, name.end)]
    pool = outside or names
    behind = tail(text, start, [(name.start, name.end) for name in names])
    stop = len(text) if behind is None else behind
    head = [name for name in pool if name.start < stop]
    if not head:
        acronyms = [name for name in names if name not in outside and name.end - name.start <= _ACRONYM]
        acronyms = acronyms or [name for name in outside if "(" in text[name.start : name.end]]
        if tells(text, behind) or (len(text) <= _SHORT_MEASURE and not compares(text, behind)):
            head = [name._replace(rule="endpoint-in-tail") for name in pool if _tells_much(name, text, stop)]
        elif behind is not None and (rated := _SCALE_FOR.match(text, behind)) is not None:
            head = [name._replace(rule="endpoint-in-tail") for name in pool if name.start - rated.end() <= _AT_ONCE]
        if not head and len({name.concept for name in acronyms}) == 1:
            head = [acronyms[0]._replace(rule="endpoint-acronym")]
        if not head:
            return []
    near = [name for name in head if not _far(name, text, start) or (not outside and name.end - name.start <= _ACRONYM)]
    if not near:
        return []
    best = max(near, key=lambda name: (weight(name, text) - _distance(name, text, start), -name.start))
    first = head[0]
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
        best = noun  # "infection recurrence"
    if (
        first is not best
        and first.concept in HARM | {EMERGENT}
        and _HARMS.search(best.concept)
        and _INCLUDES.fullmatch(text, first.end, best.start)
    ):
        return [first, best]  # "adverse events, including serious adverse events"
    if says_little(best, text):
        best = next((name for name in names if is_of(name, best, text)), best)
    if best.concept in WIDE:
        best = refined(best, names, text, document)
        if best.concept == IMAGING and only_sees(best, text, start):
            return []
    elif (told := told_behind(best, names, text, document)) is not None:
        best = told
    elif best.concept == LEVEL:
        best = next((name for name in names if _is_code_of(name, best, bracketed, document)), best)
        if best.concept == LEVEL and levels.of_the_body(text, best.start, best.end, document):
            best = best._replace(concept=VALUE, method="grammar", rule="endpoint-level-of-substance")
    elif best.concept == AREA:
        best = next((name for name in outside if _is_followed_in_time(name, best, text, stop, document)), best)
    elif best.rule == "endpoint-of-instrument":
        part = part_of(names, best.start, best.end, text)
        if part is not None:
            return [part]
    joined = [best]
    ordered = sorted(head, key=lambda name: name.start)
    if best in ordered:
        position = ordered.index(best)
        for step in (1, -1):
            index, held = position + step, best
            while 0 <= index < len(ordered):
                other = ordered[index]
                gap = text[held.end : other.start] if step == 1 else text[other.end : held.start]
                if not joins(gap) or (_EITHER.search(gap) and _one_clock(text, other)):
                    break
                joined.append(other)
                held, index = other, index + step
    if best.concept in HARM:
        joined += [name for name in outside if name not in joined and _is_item_of_harm(name, text)]
    joined = together(joined, outside, text, document)
    unique: dict[str, Name] = {}
    for name in sorted(joined, key=lambda name: name.start):
        unique.setdefault(name.concept, name)
    wanted = [name for name in unique.values() if len(unique) == 1 or name.concept not in VAGUE - NAMED_BESIDE]
    return wanted or list(unique.values())[:1]


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


def _is_item_of_harm(name: Name, text: str) -> bool:
    """Whether the name is a kind of harm and an item of its own: "Safety of drug A, SAE"."""
    return (
        _HARMS.search(name.concept) is not None
        and _ITEM_BEGINS.search(text, max(0, name.start - 8), name.start) is not None
        and _ITEM_ENDS.match(text, name.end) is not None
    )


def _is_followed_in_time(name: Name, area: Name, text: str, stop: int, document: Document) -> bool:
    """Whether the area under a curve is that of something other than a drug: "AUC of C-peptide"."""
    if not area.end <= name.start < stop or _CURVE_OF.fullmatch(text, area.end, name.start) is None:
        return False
    given = " ".join(item.name.text.lower() for item in document.trial.interventions)
    drug = AREA_ABOVE in {name.concept, *ancestors(name.concept, document)}
    return not drug and text[name.start : name.end].lower() not in given


def _is_code_of(name: Name, level: Name, bracketed: Sequence[tuple[int, int]], document: Document) -> bool:
    """Whether the name opens a bracket and is the code of what the level is: "serum concentration … (Cmax)"."""
    opens = name.start > level.start and any(begin < name.start <= begin + 2 for begin, _ in bracketed)
    return opens and name.concept != LEVEL and AREA_ABOVE in ancestors(name.concept, document)


def _one_clock(text: str, other: Name) -> bool:
    """Whether "or" joins the events of one clock: "time to relapse or death"."""
    return bool(_TIME_TO.search(text, 0, other.start))


def _distance(name: Name, text: str, start: int) -> float:
    """What a name loses for standing far behind the opening: the later, the more likely it only qualifies."""
    return 0.15 * max(0, text.count(" ", start, name.start) - 2) if name.start > start else 0.0
