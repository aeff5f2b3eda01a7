"""Where a passage names conditions: by their names, their places, what they share, or by the people who have them.

The rule: the longest name wins. A name that the record registers is one in its prose too, though the vocabulary knows
only a part of it ("acute mixed-phenotype leukemia"). "Infection" and the like say nothing where a name of their own
stands before them that nobody knows, and an organisation is no disease ("Cancer Research UK").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.extract.context import between, folded_text, meant, short_forms
from kg.extract.diseases.of_newborns import meant_of
from kg.extract.diseases.people import people_with
from kg.extract.document import Document
from kg.model import Passage
from kg.text import stands_free


class Place(NamedTuple):
    """A name of `concept` at `passage.text[start:end]`. `short`: an abbreviation that the record defines; `people`: a
    word for people who have it."""

    start: int
    end: int
    concept: str
    short: bool = False
    people: bool = False


# "squamous cell carcinoma of the head and neck": the place belongs to the name.
_OF_PLACE = re.compile(r"\sof\s(?:the\s)?(?P<place>[a-z-]{4,24}(?:\s(?:and\s)?[a-z-]{4,24}){0,2})")
_GROWTH = tuple("cancer cancers carcinoma adenocarcinoma tumor tumors tumour tumours neoplasms sarcoma".split())


def _with_place(document: Document, passage: Passage, start: int, end: int, concept: str) -> tuple[int, str]:
    """The end and the concept of a name that goes on with its place, where the vocabulary knows the two as one."""
    text = passage.text
    if not text.startswith(" of ", end) or not text[start:end].lower().endswith(_GROWTH):
        return end, concept
    match = _OF_PLACE.match(folded_text(text), end)
    if match is None:
        return end, concept
    names = [text[start:end], text[start:end].partition(" ")[2]]  # with and without "metastatic"
    place = match["place"].split(" ")
    for count in range(len(place), 0, -1):
        where = " ".join(place[:count])
        for name in filter(None, names):
            for whole in (f"{where} {name}", f"{name} of {where}", f"{name} of the {where}"):
                known = meant(document.vocabulary, whole, "condition")
                if known:
                    return match.start("place") + len(where), known[0]
    return end, concept


# "ovarian, fallopian tube or primary peritoneal cancer", "type 1 or type 2 diabetes": each of them is one.
_JOINED = re.compile(r",? (?:and|or|and/or|/) \Z")
_JOINERS = (" and ", " or ", "/or ", " / ")
_COUNTED = (
    "cancer carcinoma adenocarcinoma melanoma lymphoma sarcoma glioma leukemia leukaemia tumor tumour neoplasm disease "
    "disorder infection fracture"
).split()
_LAST_WORDS = (
    *_COUNTED,
    *(f"{word}s" for word in _COUNTED),
    *"malignancy|malignancies|diabetes|diabetes mellitus|arthritis|failure|impairment|insufficiency|injury".split("|"),
    *"injuries|pain|dependence|hypertension|stenosis|allergy|allergies|colitis|hepatitis|neuropathy".split("|"),
    *"dystrophy|anaemia|anemia|pneumonia".split("|"),
)
_SHARED = re.compile(rf"(?: [a-z]+)? (?:{'|'.join(_LAST_WORDS)})\Z")
_WORD = re.compile(r"[a-z0-9][\w'/-]*")
_ROW = 110  # characters before a name in which those that share its last words may stand
_MOST_WORDS = 4
_NEIGHBOURS = 3 * _ROW  # how far a name may stand from one that it shares words with, or that it makes say little


def _coordinated(document: Document, passage: Passage, start: int, end: int) -> Iterator[Place]:
    """The conditions that share the last words of a name: their own words stand before it, in a row."""
    folded = folded_text(passage.text)
    if not folded.endswith(_JOINERS, 0, start):
        return
    shared = _SHARED.search(folded, start, end) if folded.endswith(_LAST_WORDS, start, end) else None
    joined = _JOINED.search(folded, max(0, start - 10), start) if shared is not None else None
    if shared is None or joined is None:
        return
    stop = joined.start()
    while start - stop < _ROW:
        begin = folded.rfind(", ", max(0, start - _ROW), stop) + 2
        words = list(_WORD.finditer(folded, begin if begin > 1 else max(0, stop - _ROW), stop))[-_MOST_WORDS:]
        place = next(filter(None, (_sharing(document, folded, w.start(), stop, shared) for w in words)), None)
        if place is None:
            return
        yield place
        if place.start != begin:
            return
        stop = begin - 2


def _sharing(document: Document, folded: str, begin: int, stop: int, shared: re.Match[str]) -> Place | None:
    """The condition that the words of the row and the last words of the name make, where the words are none alone."""
    own = folded[begin:stop]
    vocabulary = document.vocabulary
    if meant(vocabulary, own, "condition") or any(c.startswith("state/") for c in meant(vocabulary, own, "context")):
        return None  # "asthma or lung disease", "advanced or metastatic breast cancer"
    last = shared.group().strip()
    for head in dict.fromkeys((last, last.rpartition(" ")[2])):
        known = meant(vocabulary, f"{own} {head}", "condition") or meant(
            vocabulary, f"{own} {head.removesuffix('s')}", "condition"
        )
        concept = document.concept(known[0]) if known else None
        if concept is not None and any(own in known_as.lower() for known_as in (concept.label, *concept.synonyms)):
            return Place(begin, stop, concept.id)
    return None


# Names that say little: what stands before them makes them the name of something.
_GENERIC = frozenset(("condition/neoplasms", "condition/mesh-D007239", "condition/mesh-D007938", "condition/allergy"))
_NAMED_BEFORE = re.compile(
    r"(?:\b[A-Z]\. ?[a-z]+|\b[A-Z]?[a-z]{2,}(?:(?<!o)us|um|ella|monas|illa|chia|coccal|oides)|\([A-Za-z0-9 -]{2,8}\)|"
    r"\b[A-Z]{2,}[A-Za-z]*(?:-?\d+)?\)?|\b[Ee]xperimental|"
    r"\b(?:[Gg]eno|[Ss]ero|[Ss]ub|[Bb]io)?(?:type|group|var)s? [\dA-Z][\w/,-]{0,6})\s\Z"
)
_SYMPTOMS = "condition/mesh-D012816"  # "signs and symptoms of peripheral neuropathy": whatever they are
_INFECTIONS = "condition/mesh-D007239"
# "pulmonary infection", "stent infection": some infection of theirs, and nobody knows which; not "severe infection".
_OF_SOMETHING = re.compile(
    r"\b(?!(?:an?|the|of|by|with|for|in|to|from|and|or|as|on|at|after|during|any|no|other|some|these|those|their|such|"
    r"active|acute|chronic|severe|serious|mild|moderate|recurrent|persistent|systemic|current|new|symptomatic|"
    r"suspected|confirmed|proven|documented|ongoing|significant|major|life-threatening|prevent|treat|treating|"
    r"preventing|against|following|versus|vs|local|common|multiple|early|late|previous|prior|possible|certain|either|"
    r"reduc\w+|decreas\w+|caus\w+|develop\w+|have|has|had|having|get|control\w*|fight\w*|diagnos\w+|detect\w*)\b)"
    r"[a-z]{3,}\s\Z"
)
_LEUKEMIA = "condition/mesh-D007938"
_KIND_OF_LEUKEMIA = re.compile(
    r"\b(?:acute|chronic) (?!relapsed|refractory|recurrent|advanced|childhood|adult|and|or)[a-z-]{5,}\s\Z"
)
_ORGANISATION = re.compile(
    r"\s(?:research uk|(?:comprehensive )?cent(?:er|re)s?\b|institutes?\b|society\b|foundation\b|council\b|alliance\b|"
    r"(?:trials? |study |cooperative )group\b|and nutrition\b)|[\s/-]+(?:germline|testis) antigen"
)


def _says_little(passage: Passage, folded: str, place: Place, before: Place | None) -> bool:
    """Whether a wide word ("infection", "leukemia") stands behind a name of its own, or an organisation is named."""
    if place.people:
        return False
    if place.concept == _SYMPTOMS or _ORGANISATION.match(folded, place.end):
        return True
    if place.concept not in _GENERIC or " " in passage.text[place.start : place.end]:
        return False
    if before is not None and place.start - before.end <= 16:
        between = folded[before.end : place.start]
        if between in (" ", "-") or re.fullmatch(r" \([\w -]{1,12}\) ", between):
            return True
    unnamed = place.concept == _INFECTIONS and not folded.startswith((" of ", " caused ", " due "), place.end)
    if unnamed and _OF_SOMETHING.search(folded, max(0, place.start - 30), place.start):
        return True
    if place.concept == _LEUKEMIA and _KIND_OF_LEUKEMIA.search(folded, max(0, place.start - 40), place.start):
        return True
    return _NAMED_BEFORE.search(passage.text, max(0, place.start - 40), place.start) is not None


def _registered_names(document: Document) -> list[tuple[str, str]]:
    """The registered names of several words, and their concepts, that the vocabulary does not know as they stand."""
    known: list[tuple[str, str]] | None = document.remembered.get("registered-names")
    if known is not None:
        return known
    known = document.remembered["registered-names"] = []
    for condition in document.trial.conditions:
        name = condition.name.text.strip()
        said = document.said(document.trial.part(f"condition-{condition.position}"), "tkg:resolvesTo")
        if len(said) != 1 or len(name) < 8 or " " not in name or "," in name or not isinstance(said[0].object, str):
            continue
        span = said[0].evidence[0]
        if span.end - span.start >= len(name) - 2 and not meant(document.vocabulary, name, "condition"):
            known.append((folded_text(name), said[0].object))
    return known


# "gastroesophageal junction (GEJ) adenocarcinoma": the short form of a part stands inside the name.
_SHORT_INSIDE = re.compile(
    r"\((?<=\s\()[A-Z][A-Za-z0-9/&-]{1,7}\)[ -](?P<head>cancers?|carcinomas?|adenocarcinomas?|tumou?rs?|lymphomas?|"
    r"leuk[ae]mias?|infections?|disease|syndrome)\b"
)
_MOST_BEFORE = 5  # words of the name before its bracket


def _around_brackets(document: Document, passage: Passage) -> Iterator[Place]:
    """The names that go on behind a short form in brackets, where the vocabulary knows the whole without it."""
    text = passage.text
    for match in _SHORT_INSIDE.finditer(text):
        end = match.start() - 1
        words = list(_WORD.finditer(text.lower(), max(0, end - 70), end))[-_MOST_BEFORE:]
        for word in words[:-1]:  # of one word it may be the end of a longer name: "herpes simplex virus (HSV) disease"
            known = meant(document.vocabulary, f"{text[word.start() : end]} {match['head']}", "condition")
            if known:
                yield Place(word.start(), match.end(), known[0])
                break


def condition_places(document: Document, passage: Passage, start: int = 0, end: int | None = None) -> list[Place]:
    """Where the passage names conditions, in order: all those that begin in `start:end`, and some others."""
    folded = folded_text(passage.text)
    found = _registered_places(document, folded)
    if ") " in folded or ")-" in folded:
        for place in _around_brackets(document, passage):
            found.append(place)
            found.extend(_coordinated(document, passage, place.start, place.end))
    registered = tuple(found)
    stop = len(folded) if end is None else end
    for hit in between(document.hits(passage, "condition"), start - _NEIGHBOURS, stop + _NEIGHBOURS):
        if registered and _overlaps(registered, hit.start, hit.end):
            continue
        end, concept = _with_place(document, passage, hit.start, hit.end, hit.concepts[0])
        concept = meant_of(document, concept, passage.text[hit.start : hit.end])
        found.append(Place(hit.start, end, concept))
        if concept == hit.concepts[0]:
            found.extend(_coordinated(document, passage, hit.start, hit.end))
    for word in short_forms(document, passage, "condition"):
        if not _overlaps(found, word.start, word.end):
            found.append(Place(*word, short=True))
    for word in people_with(document, passage, start, stop):
        if not _overlaps(found, word.start, word.end):
            found.append(Place(*word, people=True))
    found.sort()
    before: list[Place | None] = [None, *found]
    return [
        place
        for place, earlier in zip(found, before, strict=False)
        if not _says_little(passage, folded, place, earlier)
    ]


def _registered_places(document: Document, folded: str) -> list[Place]:
    """Where the folded text names a condition as the entries of the record do; not in the entry itself."""
    found: list[Place] = []
    for name, concept in _registered_names(document):
        at = folded.find(name) if len(folded) > len(name) + 2 else -1
        while at >= 0:
            behind = at + len(name)
            if stands_free(folded, at, behind):
                found.append(Place(at, behind, concept))
            at = folded.find(name, behind)
    return found


def _overlaps(places: Sequence[Place], start: int, end: int) -> bool:
    """Whether one of the places shares a letter with `start:end`."""
    return any(place.start < end and start < place.end for place in places)
