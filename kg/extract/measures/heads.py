"""Which names head a measure: the best one before whatever only qualifies, and those that "and" joins to it.

The rule: a measure that relates others, or tells the parts of a composite, is read as that. Else the foremost name
(`foremost`), made narrower by what a colon or a bracket adds (`narrowing`), and with it those of its kind in its row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.extract.context import meant
from kg.extract.document import Document
from kg.extract.measures import levels, scope
from kg.extract.measures.composites import of_complete_response, of_events, of_vessels, together, without_its_parts
from kg.extract.measures.foremost import Stretch, foremost, in_the_tail
from kg.extract.measures.generic import is_of, only_sees, says_little
from kg.extract.measures.kinds import HARM, IMAGING, NAMED_BESIDE, VAGUE, WIDE
from kg.extract.measures.listed_short_forms import short_form
from kg.extract.measures.names import Name, free_survival, names_in, with_shared_nouns
from kg.extract.measures.narrowing import ancestors, refined, told_behind
from kg.extract.measures.other_meanings import means_otherwise
from kg.extract.measures.parts import brackets, core, is_within, joins, opening_end, plain, sub_study_end, tail
from kg.extract.measures.ratios import without_parts
from kg.extract.measures.relations import between_measures
from kg.extract.measures.reported_parts import part_of
from kg.model import Passage

AREA, AREA_ABOVE = "endpoint/area-under-the-curve", "endpoint/pharmacokinetics"
LEVEL, VALUE = "endpoint/drug-concentration", "endpoint/laboratory-value"
EMERGENT = "endpoint/treatment-emergent-adverse-events"
# "Lung health: number of antibiotic courses": what is counted stands behind the colon.
_COUNTED = re.compile(
    r"[^:.;]{0,70}:\s*(?=(?:the\s)?(?:number|#|percentage|proportion|incidence|frequency)\b)", re.IGNORECASE
)
_HARMS = re.compile(r"adverse-event|toxicity|tolerated-dose|recommended-phase-2-dose|laboratory-abnormalities")
_ITEM_BEGINS = re.compile(r"[,;]\s*(?:(?:and|or)\s)?$", re.IGNORECASE)
_ITEM_ENDS = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:[,;.]|and\b|$)", re.IGNORECASE)
_EITHER = re.compile(r"(?<!and/)\bor\b", re.IGNORECASE)
_TIME_TO = re.compile(r"\btime (?:to|until)\b|\bfree\b|\bcomposite\b", re.IGNORECASE)
_INCLUDES = re.compile(r"\s*(?:\([^()]*\)\s*)?,?\s*\(?(?:including|incl\.|inclusive of)\s(?:[\w-]+\s)?", re.IGNORECASE)
# "Length of stay in ICU and hospital": how long in both.
_ICU_STAY, _STAY = "endpoint/icu-stay", "endpoint/length-of-hospital-stay"
_AND_HOSPITAL = re.compile(
    r"\s?(?:and|&|/|\+)\s?(?:in\s)?(?:the\s)?(?P<where>hospital)(?!\s(?!stay|los|length))", re.IGNORECASE
)
# Between an area under a curve and what is followed: "AUC of C-peptide".
_CURVE_OF = re.compile(r"\s(?:\([^()]*\)\s)?(?:[\w-]+\s){0,2}?(?:of|for)\s[^,;:]{0,60}")


def heads_of(passage: Passage, document: Document) -> list[Name]:
    """The names that head the passage: the best one, and those that "and" joins to it."""
    text = plain(passage.text)
    start = opening_end(text)
    begin = sub_study_end(text)
    names = [name for name in names_in(passage, document) if name.start >= begin]
    names = without_its_parts(free_survival(names, text, document), text)
    names = scope.measured(with_shared_nouns(without_parts(names, text, document), text, document), text, start)
    if not names:
        return _whole(text, document)
    between = between_measures(text, start, names)
    if between is not None:
        return between
    composite = of_complete_response(text, document) or of_vessels(text, names) or of_events(text, names)
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
    meant_here = short_form(wording, document)
    if meant_here is not None:
        start = text.find(wording)
        return [Name(meant_here, start, start + len(wording), "abbreviation", "endpoint-whole-measure")]
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
    behind = tail(text, start, [(name.start, name.end) for name in names])
    stop = len(text) if behind is None else behind
    stretch = Stretch(text, start, stop, names, outside, bracketed, document)
    head = [name for name in outside or names if name.start < stop] or in_the_tail(stretch, behind)
    best = foremost(head, stretch) if head else None
    if best is None:
        return []
    if _lists_harms(head[0], best, text):
        return [head[0], best]
    if says_little(best, text):
        best = next((name for name in names if is_of(name, best, text)), best)
    closer = _said_closer(best, stretch)
    if closer is None:
        return []
    best, is_part = closer
    return [best] if is_part else _distinct(_with_their_like(best, head, stretch))


def _lists_harms(first: Name, best: Name, text: str) -> bool:
    """Whether harms are told with a kind of them: "adverse events, including serious adverse events"."""
    return (
        first is not best
        and first.concept in HARM | {EMERGENT}
        and _HARMS.search(best.concept) is not None
        and _INCLUDES.fullmatch(text, first.end, best.start) is not None
    )


def _said_closer(best: Name, stretch: Stretch) -> tuple[Name, bool] | None:
    """The name that tells more closely what the best one measures, and whether it is a part of an instrument and stands
    for itself; None where the best one only says how something is seen."""
    text, names, document = stretch.text, stretch.names, stretch.document
    if best.concept in WIDE:
        best = refined(best, names, text, document)
        return None if best.concept == IMAGING and only_sees(best, text, stretch.start) else (best, False)
    told = told_behind(best, names, text, document)
    if told is not None:
        return told, False
    if best.concept == LEVEL:
        best = next((name for name in names if _is_code_of(name, best, stretch.bracketed, document)), best)
        if best.concept == LEVEL and levels.of_the_body(text, best.start, best.end, document):
            best = best._replace(concept=VALUE, method="grammar", rule="endpoint-level-of-substance")
    elif best.concept == AREA:
        best = next((name for name in stretch.outside if _is_followed_in_time(name, best, stretch)), best)
    elif best.rule == "endpoint-of-instrument":
        part = part_of(names, best.start, best.end, text)
        return (best, False) if part is None else (part, True)
    return best, False


def _with_their_like(best: Name, head: list[Name], stretch: Stretch) -> list[Name]:
    """The best name and those that "and", a comma or a list of harms joins to it."""
    text = stretch.text
    joined = [best]
    ordered = sorted(head, key=lambda name: name.start)
    if best in ordered:
        position = ordered.index(best)
        joined += _joined_on(ordered[position:], text)
        joined += _joined_on(ordered[position::-1], text)
    if best.concept == _ICU_STAY:
        hospital = _AND_HOSPITAL.match(text, best.end)
        joined += [] if hospital is None else [Name(_STAY, *hospital.span("where"), "grammar", "endpoint-shared-noun")]
    if best.concept in HARM:
        joined += [name for name in stretch.outside if name not in joined and _is_item_of_harm(name, text)]
    return together(joined, stretch.outside, text, stretch.document)


def _joined_on(row: list[Name], text: str) -> list[Name]:
    """The names, forwards or backwards, that are joined each to the one before, without the first."""
    joined: list[Name] = []
    for held, other in pairwise(row):
        first, second = (held, other) if held.start < other.start else (other, held)
        gap = text[first.end : second.start]
        if not joins(gap) or (_EITHER.search(gap) and _one_clock(text, other)):
            break
        joined.append(other)
    return joined


def _distinct(joined: list[Name]) -> list[Name]:
    """Each endpoint once, in the order of the text; vague ones only where nothing else is told."""
    unique: dict[str, Name] = {}
    for name in sorted(joined, key=lambda name: name.start):
        unique.setdefault(name.concept, name)
    wanted = [name for name in unique.values() if len(unique) == 1 or name.concept not in VAGUE - NAMED_BESIDE]
    return wanted or list(unique.values())[:1]


def _is_item_of_harm(name: Name, text: str) -> bool:
    """Whether the name is a kind of harm and an item of its own: "Safety of drug A, SAE"."""
    return (
        _HARMS.search(name.concept) is not None
        and _ITEM_BEGINS.search(text, max(0, name.start - 8), name.start) is not None
        and _ITEM_ENDS.match(text, name.end) is not None
    )


def _is_followed_in_time(name: Name, area: Name, stretch: Stretch) -> bool:
    """Whether the area under a curve is that of something other than a drug: "AUC of C-peptide"."""
    text, document = stretch.text, stretch.document
    if not area.end <= name.start < stretch.stop or _CURVE_OF.fullmatch(text, area.end, name.start) is None:
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
