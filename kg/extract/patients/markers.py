"""Biomarkers in running text: a marker of the vocabulary and the status that stands beside it.

The rule: a marker alone ("HER2", "EGFR inhibitor") is nothing; marker and status together ("HER2-positive",
"mutations in EGFR", "PD-L1 >= 50%", "absence of ALK or ROS1 rearrangement") are a biomarker: the lexicon's row
where there is one, else a concept minted from the record. Markers in a row share the status that follows the last
of them. Genes the lexicon does not know are read where their status leaves no doubt ("GNAQ-mutant"). The words of a
status are data (`ontology/grammar/marker_status.tsv`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.context import Word, folded_text, words
from kg.extract.document import Document
from kg.extract.patients.marker_words import marker_words
from kg.extract.patients.variants import carried
from kg.model import Concept, Passage
from kg.terms import concept_id
from kg.text import holds_any


class Marker(NamedTuple):
    """A biomarker at `passage.text[start:end]`; `minted` where the vocabulary has no concept for the pair."""

    start: int
    end: int
    concept: str
    minted: Concept | None = None


_ABSENT = re.compile(r"[- ](?:negative|absent|not detected|undetected)\b")
_ROW = re.compile(r"(?:\s*(?:,|/|\+|and/or|and|or|&)\s*){1,2}(?:the\s)?")
# "tumors with GPC3 expression": the status is that there is some; "with PD-L1 expression level" says nothing.
_EXPRESSION = re.compile(
    r"[- ](?:protein |antigen )?expression(?=\s*(?:$|[.,;)]|and\b|or\b|who\b|after\b|that\b|which\b|"
    r"on\b|in (?:the |their )?tumou?r))"
)
_WITH = re.compile(r"\b(?:with|having|harbou?ring|showing|confirmed|positive)\s(?:\w+\s)?$")
_UNKNOWN = re.compile(
    r"(?P<gene>[A-Z](?<![\w-].)(?:[A-Z0-9]{1,5}[0-9][A-Z0-9]{0,3}|[A-Z]{2,5}))(?:[- ](?:[Gg]ene[- ])?)"
    r"(?P<status>mutant|mutated|mutation-positive|amplified|rearranged|wild-type|wildtype|deficient|"
    r"fusion-positive|mutations?\b(?= positive)|(?:(?<=\d[ -])|(?<=\d[A-Z][ -])|(?<=\d [Gg]ene )|(?<=\d[A-Z] [Gg]ene ))"
    r"(?:[Pp]ositive|[Ee]xpressing|[Mm]utations?|[Rr]earrangements?|[Ff]usions?|[Aa]mplifications?))\b"
)
_UNKNOWN_HINTS = "muta Muta amplif Amplif rearr Rearr fusion Fusion -positive -expressing".split()
# "Claudin (CLDN) 18.2-positive": the number belongs to the name before the bracket.
# The bracket is looked for first: names begin at every word.
_BREAK = re.compile(r"\([A-Za-z-]{2,6}\)[ -](?P<number>\d+(?:\.\d)?)(?![\d.])")
_BROKEN = re.compile(r"[A-Za-z-]+(?: [a-zA-Z-]+){0,5} \Z")
_LONGEST_BROKEN = 200  # characters
_VARIANT = re.compile(r"[A-Z][0-9]{2,4}[A-Z]")  # "exon 20 S768I mutations": of which gene is said elsewhere
_ALTERATION_AFTER = re.compile(
    r"(?:(?:,| or| and|/| and/or) ?[\w-]+){0,3}(?: exon \d+(?: [\w-]+)?)? (?:gene )?"
    r"(?:mutations?|rearrangements?|fusions?|amplifications?|alterations?|insertions?)\b"
)


def _status_after(folded: str, position: int, marker: str) -> tuple[str, int] | None:
    match = marker_words().after.match(folded, position)
    if match is None or match.end() == position:
        return None
    if match["cut"] is not None:
        if marker not in ("biomarker/pd-l1", "biomarker/tmb", "biomarker/cldn18.2"):
            return None
        return ("positive" if int(match["cut"]) < 10 else "high"), match.end()
    for number, status in enumerate(marker_words().statuses):
        if match[f"s{number}"] is not None:
            absent = _ABSENT.match(folded, match.end())
            if absent is not None and status != "negative":
                return ("wild-type" if status == "mutated" else "negative"), absent.end()
            return status, match.end()
    return None


_MARKER_HINTS = (
    "muta positiv negativ + wild amplif rearrang fusion expres msi mss mmr delet defici -low -high instab insertion "
    "exon skipping triple satellite proficien -like karyotype alter intact methyl ≥ >= v600 g12 l858r t790m g13 "
    "del( del5q del17p"
).split()


def may_hold_markers(folded: str) -> bool:
    """Whether a text has one of the words without which there is no marker in it."""
    return holds_any(folded, _MARKER_HINTS)


def markers(document: Document, passage: Passage) -> list[Marker]:
    """The biomarkers that the passage names, in order."""
    text = passage.text
    hits = words(document, passage, "biomarker")
    found: list[Marker] = []
    if ") " in text and (broken := list(_broken(document, text))):
        hits = sorted([*broken, *(h for h in hits if not any(b.start < h.end and h.start < b.end for b in broken))])
    if hits:
        found.extend(_of_the_lexicon(document, folded_text(text), list(hits)))
    if holds_any(text, _UNKNOWN_HINTS):
        found.extend(_unknown(text, [(m.start, m.end) for m in found]))
        found.sort()
    return found


def _broken(document: Document, text: str) -> Iterator[Word]:
    """Markers whose short form stands in brackets within the name."""
    for mark in _BREAK.finditer(text):
        match = _BROKEN.search(text, max(0, mark.start() - _LONGEST_BROKEN), mark.start())
        if match is None:
            continue
        start, end = match.start(), match.end() - 1
        while start < end:
            known = document.vocabulary.lookup(f"{text[start:end]} {mark['number']}", "context")
            if known and known[0].startswith("biomarker/"):
                yield Word(start, mark.end(), known[0])
                break
            start = text.find(" ", start, end) + 1 or end


def _of_the_lexicon(document: Document, folded: str, hits: list[Word]) -> Iterator[Marker]:
    """The markers among the names that the lexicon knows: those with a status of their own, those beside one, and those
    in a row with one that it stands behind."""
    waiting: list[tuple[int, int, str]] = []
    said = 0  # where the last status ended: "BRAF wild-type ctDNA" says nothing of the DNA
    for number, (start, end, concept) in enumerate(hits):
        if folded.endswith(("anti-", "anti "), 0, start):
            continue
        if _has_status(document, concept):
            yield from _share(document, waiting, _status_of(document, concept), end)
            waiting = []
            yield Marker(start, end, concept)
            said = end
            continue
        following = len(folded) + 1
        if number + 1 < len(hits):
            following = hits[number + 1].start
            whole = _one_marker(folded, hits[number], hits[number + 1])
            if whole is not None:
                hits[number + 1] = whole
                continue
        status = _status_after(folded, end, concept)
        if status is not None and status[1] <= following:
            yield from _share(document, waiting, status[0], status[1])
            waiting = []
            yield _marker(document, start, status[1], concept, status[0])
            said = status[1]
            continue
        expressed = _EXPRESSION.match(folded, end)
        if expressed is not None and _WITH.search(folded, max(0, start - 30), start):
            yield from _share(document, waiting, "positive", expressed.end())
            waiting = []
            yield _marker(document, start, expressed.end(), concept, "positive")
            continue
        if carried(document, folded, start, end, concept):
            yield _marker(document, start, end, concept, "mutated")
            waiting = []
            continue
        before = _status_before(folded, start, end)
        if before is not None and before[1] >= said:
            yield _marker(document, before[1], end, concept, before[0])
            waiting = []
            continue
        named_alone = not folded.endswith(" expression", start, end)  # what is measured shares no "negative"
        if named_alone and following <= len(folded) and _ROW.fullmatch(folded, end, following):
            waiting.append((start, end, concept))
        else:
            waiting = []


def _one_marker(folded: str, first: Word, second: Word) -> Word | None:
    """Two names that are one marker: "hormone receptor (HR)-positive", "epidermal growth factor receptor (EGFR) exon 20
    insertions"."""
    between = folded[first.end : second.start]
    if second.concept == first.concept and between.strip() == "(":
        return Word(first.start, folded.find(")", second.start) + 1 or second.end, first.concept)
    if second.concept.startswith(f"{first.concept}-") and between == " ":
        return Word(first.start, second.end, second.concept)
    return None


def _status_before(folded: str, start: int, end: int) -> tuple[str, int] | None:
    before = folded[max(0, start - 30) : start]
    for status, pattern in marker_words().before:
        match = pattern.search(before)
        if match is not None and status == "positive" and _ALTERATION_AFTER.match(folded, end):
            return None  # "positive for EGFR or HER2 exon 20 mutations"
        if match is not None:
            return status, start - len(before) + match.start()
    return None


def _share(document: Document, waiting: list[tuple[int, int, str]], status: str, end: int) -> Iterator[Marker]:
    """The markers of a row take the status of its last member."""
    if status in ("MSI-H", "MSS", "dMMR", "pMMR"):
        return
    for start, _, concept in waiting:
        if (
            document.vocabulary.get(f"{concept}-{status}") is not None
        ):  # "EGFR or ALK rearrangement" says nothing of EGFR
            yield _marker(document, start, end, concept, status)


def _properties(document: Document, concept: str) -> dict[str, str]:
    known = document.concept(concept)
    return dict(known.properties) if known is not None else {}


def _has_status(document: Document, concept: str) -> bool:
    return "tkg:markerStatus" in _properties(document, concept)


def _status_of(document: Document, concept: str) -> str:
    return _properties(document, concept)["tkg:markerStatus"]


def _marker(document: Document, start: int, end: int, concept: str, status: str) -> Marker:
    wanted = f"{concept}-{status}"
    if document.vocabulary.get(wanted) is not None:
        return Marker(start, end, wanted)
    base = document.concept(concept)
    name = base.label if base is not None else concept.partition("/")[2]
    gene = _properties(document, concept).get("tkg:gene")
    return Marker(start, end, wanted, _minted(wanted, name, gene, status, (concept,)))


def _minted(wanted: str, name: str, gene: str | None, status: str, broader: tuple[str, ...] = ()) -> Concept:
    joint = "-" if status in ("positive", "negative", "high", "low") else " "
    properties = ((("tkg:gene", gene),) if gene else ()) + (("tkg:markerStatus", status),)
    return Concept(wanted, "Biomarker", f"{name}{joint}{status}", broader=broader, properties=properties)


def _unknown(text: str, taken: list[tuple[int, int]]) -> Iterator[Marker]:
    for match in _UNKNOWN.finditer(text):
        gene, status = match["gene"], marker_words().written[match["status"].lower()]
        if gene in marker_words().no_gene or _VARIANT.fullmatch(gene):
            continue
        if any(s < match.end() and match.start() < e for s, e in taken):
            continue
        wanted = concept_id("Biomarker", f"{gene}-{status}")
        yield Marker(match.start(), match.end(), wanted, _minted(wanted, gene, gene, status))


def base_of(document: Document, marker: Marker) -> str:
    """The concept of the marker without its status."""
    concept = marker.minted or document.concept(marker.concept)
    return concept.broader[0] if concept is not None and concept.broader else marker.concept


def status_of(document: Document, marker: Marker) -> str:
    """The status of a marker ("mutated", "positive", …), empty where it has none."""
    concept = marker.minted or document.concept(marker.concept)
    return dict(concept.properties).get("tkg:markerStatus", "") if concept is not None else ""
