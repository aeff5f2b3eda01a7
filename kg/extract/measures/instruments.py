"""Instruments: a name of the vocabulary and the version that follows it, in whatever words.

`RECIST v1.1`, `RECIST criteria (version 1.1)`, `NCI CTC AE Version 5.0`, `CTCAE, version 4.03`: the span covers name
and version. A version that no curated row has becomes a concept of its own below the unversioned instrument.

An instrument that is only cited ("is highly correlated with the …", "unlike the …", "derived from the …") is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.extract.document import Document
from kg.extract.measures.kinds import oncology
from kg.model import Concept, Hit, Passage
from kg.text import fold, holds_any, lowered

_VERSION = re.compile(
    r"""
    (?:\s+(?:criteria|guidelines?|scale|questionnaire|system|classification|standards?|grading|grade|terminology|toxicity))?
    (?:[\s,;:(\[-]+|(?=v))
    (?:the\s+)?
    (?:(?:version|vers\.?|ver\.?|v\.?|edition)\s*(?:\(v\.?\)\s*)?\#?:?\s*(?P<said>\d+(?:\.\d+){0,2})(?!\w|\.\d|\s?%)
      |(?P<bare>\d\.\d{1,2})(?![\w%]|\.\d))
    (?P<close>\s*[)\]])?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:version|ver\.?|v\.?)\s?(?P<said>\d+(?:\.\d+){0,2})\s+(?:of\s+(?:the\s+)?)?(?:NCI[\s-]+)?$", re.IGNORECASE
)
# Families whose numbers are told without the word "version"; elsewhere a bare number may be anything.
_NUMBERED = frozenset({"instrument/recist", "instrument/ctcae", "instrument/nci-ctc", "instrument/percist"})
# An instrument cited to praise or explain another one; "will be compared with" and "correlation with" are uses.
_GOES_ON = re.compile(r"-[A-Z]{2}(?![a-z])")
_CITED = re.compile(
    r"\b(?:(?:is|are|was|were|been|being|highly|strongly|well|moderately|closely|significantly|and)\s"
    r"(?:(?:highly|strongly|well|moderately|closely|significantly|favou?rably|positively)\s)?"
    r"(?:correlated|compared|validated|comparable)\s(?:with|to|against)"
    r"|correlates\s(?:\w+\s)?with|validated\sagainst|compares\s(?:\w+\s)?(?:with|to)"
    r"|(?:other|existing|well-?known|common|traditional|conventional|established|previous)\s(?:\w+\s){0,2}"
    r"(?:questionnaires?|instruments?|scales?|measures?|tools?|tests?|outcomes?|indices),?\s(?:such\sas|like)"
    r")\s[^.;:|\n]{0,90}$"
    r"|\b(?:unlike|in\scontrast\s(?:to|with)|as\sopposed\sto|contrary\sto|rather\sthan|instead\sof"
    r"|(?:similar|equivalent|analogous)\sto"
    r"|(?:derived|adapted|adopted|modified|abbreviated|shortened|taken|developed)\sfrom)\s[^.,;:|\n]{0,60}$"
)
# One of these stands in whatever cites; most names stand behind none of them.
_CITED_HINTS = (
    "correlat compar validat such unlike contrast opposed contrary rather instead similar equivalent analogous derived "
    "adapted adopted modified abbreviated shortened taken developed like"
).split()
_TO_BE = re.compile(r"\b(?:will|shall|to|can|may)\sbe\s[^.;]{0,100}$")
_CITED_REACH = 140
_WORD = re.compile("[a-z]{4,}")
_COMMON = frozenset(
    "scale scales score scores index test questionnaire inventory assessment measure version with from criteria "
    "grading consensus disability".split()
)
_ORGANISATION = re.compile(r"\b(?:Group|Committee|Society|Institute|College|Association|Organi[sz]ation)\b")
_GIVEN = re.compile(r"\s(?:(?:psycho)?therap(?:y|ies)|interventions?|sessions?|program(?:me)?)\b")
_STEM = 6
_SHORT = 6
_PREFIX = re.compile(r"\b[A-Za-z]{1,4}-\Z")
_INITIALED = re.compile(r"\b(?!(?:of|the|and|for|in|on|to|with)\b)[A-Za-z]+")
_LEADS_ON = re.compile(r"\s?[-–;:,(]?\s?")
_SPELLED_REACH = 90
_OF_TUMORS = frozenset({"DMFS"})  # a survival where the record is about tumours, an index of teeth elsewhere
_ENCLOSED_GAP = 40
_RATING = "instrument/likert"
_MODIFIED, _PLAIN_RECIST = "instrument/mrecist", "instrument/recist"
_BY_OTHERS = re.compile(r"(?:\w-|\b(?:PCWG-?\d?|[Ww]orking [Gg]roup(?: \d)?(?: \(\w+\))?)[\s-])$")
_PLAIN_NAME = re.compile(r"modified\s", re.IGNORECASE)
_PERFORMED = frozenset({"instrument/six-minute-walk-test", "instrument/tug-test"})
_DURING = re.compile(
    r"\b(?:during|throughout|before|after|following|end\sof|start\sof|prior\sto)\s(?:the\s|an?\s|each\s)?(?:[\w-]+\s)?$"
)
_MANUAL = "instrument/dsm"
_MADE_FOR = re.compile(
    r"(?:scale|checklist|interview|schedule|inventory|screen|measure)s?\s(?:\([^()]*\)\s)?for\s(?:the\s)?$",
    re.IGNORECASE,
)
_OF_ITEMS = re.compile(r"\bitems?\b[^.;]*\Z", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;:!?\n)]")


class Found(NamedTuple):
    """An instrument at `text[start:end]`; `minted` where this record's version has no curated row."""

    concept: str
    start: int
    end: int
    minted: Concept | None = None


def find(passage: Passage, document: Document) -> Iterator[Found]:
    """The instruments named in the passage, in order."""
    text = passage.text
    for hit in _joined(document.hits(passage, "instrument"), text, document):
        if _is_cited(text, hit.start) or _is_prefix(text, hit) or _means_otherwise(text, hit, document):
            continue
        if hit.concepts[0] == _RATING and _OF_ITEMS.search(text, max(0, hit.start - 70), hit.start):
            continue  # "a questionnaire of 28 items in a 6-point Likert type" is not assessed with the rating
        if hit.concepts[0].startswith(_MANUAL) and _MADE_FOR.search(text, max(0, hit.start - 60), hit.start):
            continue  # "PTSD checklist for DSM-5" is one instrument
        if hit.concepts[0] in _PERFORMED and _DURING.search(text, max(0, hit.start - 40), hit.start):
            continue  # "satisfaction after the six-minute walk test": the test is the occasion
        found = _versioned(_modified_by(hit, text), text, document)
        if text[found.start - 1 : found.start] == '"' == text[found.end : found.end + 1]:
            found = found._replace(start=found.start - 1, end=found.end + 1)
        elif text.startswith("(i)", found.start - 1):  # "(i)RECIST": both, and the bracket belongs to the name
            found = found._replace(start=found.start - 1)
        yield found


def _modified_by(hit: Hit, text: str) -> Hit:
    """The hit; what a working group modified ("PCWG3-modified RECIST") is not the modified RECIST of liver cancer."""
    if hit.concepts[0] != _MODIFIED or _BY_OTHERS.search(text, max(0, hit.start - 24), hit.start) is None:
        return hit
    named = _PLAIN_NAME.match(text, hit.start, hit.end)
    return hit if named is None else Hit(named.end(), hit.end, (_PLAIN_RECIST,))


def _is_prefix(text: str, hit: Hit) -> bool:
    """Whether a short form is only the head of another: "ACT" of "ACT-ED"."""
    short = hit.end - hit.start <= 4 and text[hit.start : hit.end].isupper()
    return short and _GOES_ON.match(text, hit.end) is not None


def _means_otherwise(text: str, hit: Hit, document: Document) -> bool:
    """Whether the record uses this short form for something that is not this instrument: `distant metastasis-free
    survival (DMFS)`, `Michigan Incontinence Symptom Index (M-ISI)`, `Patient satisfaction score PSS`."""
    surface = text[hit.start : hit.end]
    if len(surface) > _SHORT or not surface.isupper():
        return False
    if _GIVEN.match(text, hit.end):
        return True  # "ACT psychotherapy"
    prefix = _PREFIX.search(text, max(0, hit.start - 6), hit.start)
    short = surface if prefix is None else prefix.group() + surface
    longs = {a.long for a in document.abbreviations if a.short == short}
    if not longs and (spelled := _spelled_before(text, hit.start, surface)) is not None:
        longs = {spelled}
    if not longs and surface in _OF_TUMORS and document.trial.conditions:
        return oncology(document)
    return bool(longs) and all(_of_another(long, short, hit.concepts[0], document) for long in longs)


def _spelled_before(text: str, start: int, short: str) -> str | None:
    """The words right before a short form with its letters as initials: "Feasibility of Intervention Measure - FIM"."""
    words = list(_INITIALED.finditer(text, max(0, start - _SPELLED_REACH), start))[-len(short) :]
    if len(words) < len(short) or not _LEADS_ON.fullmatch(text, words[-1].end(), start):
        return None
    if any(word.group()[0].upper() != letter for word, letter in zip(words, short, strict=True)):
        return None
    return text[words[0].start() : words[-1].end()]


def _of_another(long: str, short: str, concept_id: str, document: Document) -> bool:
    """Whether a long form is that of something else: it names an endpoint, or shares less than half of its words with
    the instrument's names, if any of these is spelled out. An organisation is behind many instruments."""
    if document.vocabulary.lookup(long, "endpoint"):
        return not document.vocabulary.lookup(long, "instrument")
    words = _telling(long)
    if not words or long[:1].lower() != short[:1].lower() or len(words) > len(short) or _ORGANISATION.search(long):
        return False
    known: set[str] = set()
    spelled_out = False
    for candidate in family(concept_id, document):
        concept = document.concept(candidate)
        if concept is not None:
            for name in (concept.label, *concept.synonyms):
                named = _telling(name)
                spelled_out = spelled_out or len(named) > 1
                known |= named
    return spelled_out and 2 * len(known & words) < len(words)


def _telling(name: str) -> set[str]:
    """The beginnings of the words that tell one instrument from another: "numeric" and "numerical" are one."""
    return {word[:_STEM] for word in _WORD.findall(fold(name)) if word not in _COMMON}


def _is_cited(text: str, start: int) -> bool:
    """Whether the words before a name only cite it."""
    before = lowered(text[max(0, start - _CITED_REACH) : start])
    cited = _CITED.search(before) if holds_any(before, _CITED_HINTS) else None
    return cited is not None and _TO_BE.search(before, 0, cited.end()) is None


def family(concept_id: str, document: Document) -> set[str]:
    """The instrument and everything broader."""
    seen: set[str] = set()
    stack = [concept_id]
    while stack:
        current = stack.pop()
        concept = document.concept(current)
        if current not in seen and concept is not None:
            seen.add(current)
            stack.extend(concept.broader)
    return seen


def measured(concept_id: str, document: Document) -> str | None:
    """The endpoint that this instrument measures, or the unversioned one does; None where it serves many."""
    for candidate in (concept_id, *sorted(family(concept_id, document) - {concept_id})):
        concept = document.concept(candidate)
        if concept is not None:
            for key, value in concept.properties:
                if key == "tkg:measures":
                    return value
    return None


def _joined(hits: Sequence[Hit], text: str, document: Document) -> Iterator[Hit]:
    """A name and the short form in the bracket after it are one mention: `Functional … Colorectal (FACT-C)`."""
    held: Hit | None = None
    for hit in hits:
        if held is not None:
            gap = text[held.end : hit.start]
            if (
                gap.endswith("(")
                and len(gap) <= _ENCLOSED_GAP
                and not _SENTENCE_END.search(gap)
                and text[hit.end : hit.end + 1] == ")"
                and (shared := _narrower(held.concepts[0], hit.concepts[0], document)) is not None
            ):
                held = Hit(held.start, hit.end + 1, (shared,))
                continue
            yield held
        held = hit
    if held is not None:
        yield held


def _narrower(first: str, second: str, document: Document) -> str | None:
    if first in family(second, document):
        return second
    return first if second in family(first, document) else None


def _versioned(hit: Hit, text: str, document: Document) -> Found:
    concept_id, start, end = hit.concepts[0], hit.start, hit.end
    match = _VERSION.match(text, end)
    version: str | None = None
    if match is not None:
        version = match.group("said")
        if version is None and concept_id in _NUMBERED:
            version = match.group("bare")
        if version is not None:
            opened = re.search(r"[(\[]", match.group()) is not None
            end = match.end() if opened or match.group("close") is None else match.start("close")
    elif (before := _BEFORE.search(text, max(0, start - 24), start)) is not None:
        version, start = before.group("said"), before.start()
    if version is None or concept_id.rpartition("-")[2].replace(".", "").isdigit():
        return Found(concept_id, hit.start, hit.end)
    if "." not in version:  # "version 3" and "version 3.0" are one
        version += ".0"
    versioned = f"{concept_id}-{version}"
    if document.concept(versioned) is not None:
        return Found(versioned, start, end)
    base = document.concept(concept_id)
    name = base.label if base is not None else concept_id.partition("/")[2]
    return Found(versioned, start, end, Concept(versioned, "Instrument", f"{name} {version}", broader=(concept_id,)))
