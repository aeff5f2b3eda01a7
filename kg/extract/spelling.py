"""Misspellings, corrected only towards concepts that the same record names correctly elsewhere.

An open fuzzy search over a large vocabulary is mostly wrong; one over the handful of drugs of the same record is mostly
right. A word is corrected only if no vocabulary knows it, it is rare in English, and it is either within two edits of
the name (similarity at least 0.75) or has the name's INN stem, first letter and, but for one edit, consonants. Two
things that are told side by side ("phytosterols and phytostanols") are two, and so are two acronyms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

from kg.english import commonness
from kg.extract.background import clauses, stance_at
from kg.extract.document import Document, Item
from kg.extract.word_forms import are_one
from kg.model import Finding, Span, Statement
from kg.text import fold

_WORD = re.compile(r"[A-Za-z][A-Za-z-]{4,}[A-Za-z]")
_SHORTEST = 6
_MOST_EDITS = 2
_LEAST_SIMILARITY = 0.75
_RARE = 1.0  # Zipf frequency: below once in a hundred million words
_STEMS = (
    "mab nib ciclib platin taxel rubicin tecan gliptin gliflozin glutide statin sartan pril olol azole mycin cillin "
    "floxacin cycline vir parib lisib tinib fenib zomib degib limus dronate caine setron prazole tidine triptan "
    "oxetine azepam barbital thiazide semide parin xaban grel cept kinra stim poetin leucel dopa profen coxib relin"
).split()
_VOWELS = str.maketrans("", "", "aeiouy-")


def extract(document: Document) -> Iterator[Item]:
    """Corrected mentions in the running text, and entries that only a correction resolves."""
    names = _names(document)
    if not names:
        return
    mentions: dict[str, list[Span]] = {}
    forms: dict[tuple[str, str], list[Span]] = {}
    for passage in document.prose():
        for start, end, name in corrections(passage.text, tuple(names), document):
            span = passage.span(start, end)
            forms.setdefault((fold(passage.text[start:end]), name), []).append(span)
            if stance_at(clauses(document, passage), start) != "background":
                mentions.setdefault(names[name], []).append(span)
    for concept, spans in mentions.items():
        yield Statement(
            document.trial.path, "tkg:mentionsIntervention", concept, "spelling", 0.85, tuple(spans), "misspelt name"
        )

    for item in document.trial.interventions:
        entry = document.trial.part(f"intervention-{item.position}")
        if document.said(entry, "tkg:resolvesTo"):
            continue
        for start, end, name in corrections(item.name.text, tuple(names), document):
            span = item.name.span(start, end)
            forms.setdefault((fold(item.name.text[start:end]), name), []).append(span)
            yield Statement(entry, "tkg:resolvesTo", names[name], "spelling", 0.8, (span,), "misspelt name")

    for (form, name), spans in forms.items():
        message = f"“{form}” looks like a misspelling of “{name}”, which this record names elsewhere"
        yield Finding("misspelling", message, tuple(spans), document.trial.path)


def _names(document: Document) -> dict[str, str]:
    """Single-word names, folded, of the interventions that the record names: name → concept."""
    trial = document.trial
    concepts: dict[str, None] = {}
    for item in trial.interventions:
        for resolved in document.meant_by(item):
            concepts.update(dict.fromkeys(document.components(resolved)))
    concepts.update(dict.fromkeys(document.objects(trial.path, "tkg:mentionsIntervention")))
    names: dict[str, str] = {}
    for concept_id in concepts:
        concept = document.concept(concept_id)
        if concept is None or concept.kind not in ("Drug", "DietarySupplement", "Procedure", "DrugClass"):
            continue
        for name in (concept.label, *concept.synonyms):
            if len(name) >= _SHORTEST and _WORD.fullmatch(name):
                names.setdefault(fold(name), concept_id)
    return names


def corrections(text: str, names: tuple[str, ...], document: Document) -> Iterator[tuple[int, int, str]]:
    """(start, end, name) of every word of `text` that is a misspelling of one of `names` (folded)."""
    if not names:
        return
    by_first, by_rest = _by_letters(names)
    for match in _WORD.finditer(text):
        word = match.group().lower()  # letters of ASCII
        if word[0] not in by_first and word[1:] not in by_rest:
            continue
        name = _nearest(word, names)
        if name is None or _is_known(word, document):
            continue
        if text.startswith(_MARKS, match.end()) or _ACRONYM.fullmatch(match.group()):
            continue
        if _beside(text, match.start(), match.end(), name):
            continue
        yield match.start(), match.end(), name


_MARKS = ("®", "™", "(R)", "(r)")  # of a brand: written so on purpose
# "QIV-SD" is not "QIV-HD", "MRIgFUS" is not "MRgFUS"
_ACRONYM = re.compile(r"[A-Z]+-[A-Z-]+|(?=[A-Za-z-]*[a-z])[a-z-]*[A-Z](?:[a-z-]*[A-Z]){2}[A-Za-z-]*")
_JOINED = r"(?:\s?[,/+&]\s?|\s(?:and|or|and/or|versus|vs\.?|plus)\s)"
_AND_THEN = re.compile(_JOINED)
_BEFORE_THAT = re.compile(rf"{_JOINED}\Z")


def _beside(text: str, start: int, end: int, name: str) -> bool:
    """Whether the name itself stands next to the word, the two joined as two things are."""
    after = _AND_THEN.match(text, end)
    if after is not None and fold(text[after.end() : after.end() + len(name)]) == name:
        return True
    before = _BEFORE_THAT.search(text, max(0, start - 8), start)
    return before is not None and fold(text[max(0, before.start() - len(name)) : before.start()]) == name


@lru_cache(maxsize=4)
def _by_letters(names: tuple[str, ...]) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """The names by their first letter, and what follows their first letters: most words have neither."""
    first = {letter: tuple(name for name in names if name[0] == letter) for letter in {name[0] for name in names}}
    return first, frozenset(name[1:] for name in names)


def _nearest(word: str, names: tuple[str, ...]) -> str | None:
    """The name that the word is most like, if it may be a misspelling of one."""
    best: tuple[float, str] | None = None
    by_first, by_rest = _by_letters(names)
    likely = by_first.get(word[0], ())
    if word[1:] in by_rest:  # an error in the first letter is the only one that a word may have then
        likely = tuple(name for name in names if name[0] == word[0] or name[1:] == word[1:])
    for name in likely:
        if not -3 <= len(word) - len(name) <= 3 or word == name:
            continue
        likeness = _likeness(word, name)
        if likeness > 0 and (best is None or likeness > best[0]):
            best = (likeness, name)
    return best[1] if best else None


@lru_cache(maxsize=1 << 12)
def _stem(name: str) -> str | None:
    return next((stem for stem in _STEMS if name.endswith(stem)), None)


@lru_cache(maxsize=1 << 16)
def _likeness(word: str, name: str) -> float:
    """0 where `word` is not a misspelling of `name`, else how much they are alike; they share their first letter, or
    all the others."""
    if word.startswith(name) or name.startswith(word):  # an inflection or a compound, not an error
        return 0.0
    if word.replace("-", "") == name.replace("-", ""):
        return 0.0
    edits = OSA.distance(word, name, score_cutoff=_MOST_EDITS)
    similarity = 1 - edits / max(len(word), len(name))
    if edits <= _MOST_EDITS and similarity >= _LEAST_SIMILARITY:
        return 0.0 if are_one(word, name) else similarity
    stem = _stem(name)
    if stem and word.endswith(stem) and word[0] == name[0]:
        skeleton, own = name[: -len(stem)].translate(_VOWELS), word[: -len(stem)].translate(_VOWELS)
        if len(skeleton) >= 3 and OSA.distance(skeleton, own, score_cutoff=1) <= 1:
            return 0.5
    return 0.0


def _is_known(word: str, document: Document) -> bool:
    """Whether a vocabulary or common English knows the word."""
    vocabulary = document.vocabulary
    if vocabulary.lookup(word, "intervention") or vocabulary.lookup(word, "condition"):
        return True
    return commonness(word) >= _RARE
