"""The conditions that the entries of a trial name, with the stretch that names each; and those of its keywords.

A cancer and where it has spread make one concept, the most specific; where the vocabulary has none it is minted, with
the primary cancer and the metastasis as its broader concepts. What is not known stays unmapped, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator

from kg.extract.collect import Collector
from kg.extract.context import folded_text
from kg.extract.diseases import spelling
from kg.extract.diseases.lookup import Reading
from kg.extract.diseases.metastasis import spread_of
from kg.extract.diseases.names import Reader
from kg.extract.diseases.of_newborns import meant_of
from kg.extract.document import Document, Item
from kg.extract.entry_findings import repeated
from kg.extract.names.composite import parse
from kg.extract.patients.markers import markers, may_hold_markers
from kg.model import Concept, ConditionItem, Finding, Passage, Statement
from kg.text import name_key

# What a keyword names it names as a whole, or but for words that are facts of the trial. A condition that merely stands
# somewhere in it ("constipation in cancer", "cancer registry software") is not what the keyword is about.
_BY_KEYWORD = re.compile(r"(?:name|bracketed|peeled|listed)\b|metasta|primary-and-metastasis")
_BY_SPELLING = re.compile(r"(?:name|bracketed|peeled|listed)\b")
_LESS_SURE = 0.1
_IF_MISSPELT = 0.8
# What else people enter as a condition. Short forms are left out, they mean too much; and what only a large vocabulary
# knows, which has substances of the body and whole fields of study beside treatments.
_IMPORTED = re.compile(r"/(?:mesh|unii|mondo)-")
_LONG_ENOUGH = 5
_OF_ANOTHER_KIND = {
    "Drug": "a drug",
    "DrugClass": "a class of drugs",
    "Regimen": "a regimen",
    "Procedure": "a procedure",
    "Radiation": "a radiation treatment",
    "Device": "a device",
    "Behavioral": "a behavioural intervention",
    "DietarySupplement": "a diet or dietary supplement",
    "DiagnosticTest": "a test",
}
_IS_THERE = re.compile(r"\s(?:is\s)?(?:present|detected|identified)\Z", re.IGNORECASE)
_IS_VARIANT = re.compile(r"[A-Z][A-Z0-9]{2,6}[\s-][A-Z]\d{1,4}[A-Z]")  # "KRAS G12C"
_SHORT_FORM = re.compile(r"\s?\([^()]{2,12}\)\Z")  # "Percutaneous Nephrolithotomy (PCNL)"


def _keywords(document: Document, reader: Reader) -> Iterator[Item]:
    """`tkg:keywordCondition` for what the keywords name: what the trial touches on, be it not what its people have."""
    collected = Collector(document.trial.path)
    for keyword in document.trial.keywords:
        if not reader.may_name(keyword):
            continue
        spread = spread_of(keyword, document)
        readings = spread.readings if spread is not None else reader.read(keyword)
        readings = [reading for reading in readings if _BY_KEYWORD.match(reading.rule)]
        if readings and spread is not None and spread.minted is not None:
            collected.mint(spread.minted)
        for reading in readings:
            collected.add(
                "tkg:keywordCondition",
                reading.concept,
                keyword.span(reading.start, reading.end),
                reading.method,
                round(reading.confidence - _LESS_SURE, 2),
                f"keyword-{reading.rule}",
            )
    yield from collected.items()


def _reader(document: Document) -> Reader:
    return Reader(
        document.vocabulary,
        lambda passage: document.hits(passage, "condition"),
        {abbreviation.short: abbreviation.long for abbreviation in document.abbreviations},
        lambda name, concepts: _spoken_of(name, concepts, document),
    )


def _spoken_of(name: str, concepts: tuple[str, ...], document: Document) -> str | None:
    """Which of the concepts that a short form may mean the record names in other words; None where none, or two."""
    trial = document.trial
    counts = dict.fromkeys(concepts, 0)
    for passage in (*document.prose(), *(item.name for item in trial.conditions), *trial.keywords):
        for hit in document.hits(passage, "condition"):
            if passage.text[hit.start : hit.end] == name:
                continue
            near = {hit.concepts[0], *_broader(hit.concepts[0], document)}
            for concept in concepts:
                counts[concept] += concept in near or hit.concepts[0] in _broader(concept, document)
    most = max(counts.values())
    best = [concept for concept in concepts if counts[concept] == most]
    return best[0] if most and len(best) == 1 else None


def _broader(concept_id: str, document: Document) -> tuple[str, ...]:
    concept = document.concept(concept_id)
    return concept.broader if concept is not None else ()


def extract(document: Document) -> Iterator[Item]:
    """`tkg:resolvesTo` for every entry, findings for those unmapped or entered twice; `tkg:keywordCondition`."""
    trial = document.trial
    definitions = {a.short: a for a in document.abbreviations}
    reader = _reader(document)
    seen: dict[str, list[ConditionItem]] = {}
    for condition in trial.conditions:
        path = trial.part(f"condition-{condition.position}")
        seen.setdefault(name_key(condition.name.text), []).append(condition)
        spread = spread_of(condition.name, document)
        readings = spread.readings if spread is not None else reader.read(condition.name)
        if spread is not None and spread.minted is not None:
            yield spread.minted
        if all(reading.rule == "head" for reading in readings):  # "nasopharangeal cancer" is some cancer, too
            readings = (yield from _misspelt(condition, path, reader)) or readings
        if not readings:
            kind, message = _not_read(condition.name.text.strip(), reader, document)
            yield Finding(kind, message, (condition.name.span(),), path)
        for reading in _once(readings):
            evidence = [condition.name.span(reading.start, reading.end)]
            if reading.method == "abbreviation":
                definition = definitions.get(condition.name.text[reading.start : reading.end])
                if definition is not None:
                    evidence.append(definition.definition)
            yield Statement(
                path,
                "tkg:resolvesTo",
                meant_of(document, reading.concept, condition.name.text[reading.start : reading.end]),
                reading.method,
                reading.confidence,
                tuple(dict.fromkeys(evidence)),
                f"condition-{reading.rule}",
                reading.rivals,
            )
    yield from repeated(document, "condition", seen.values())
    yield from _keywords(document, reader)


def _misspelt(condition: ConditionItem, path: str, reader: Reader) -> Generator[Finding, None, list[Reading]]:
    """What the entry names once its misspelled words are put right, and a finding for each of those."""
    name = condition.name
    repaired = spelling.corrected(name.text)
    if repaired is None:
        return []
    readings = [r for r in reader.read(name._replace(text=repaired.text)) if _BY_SPELLING.match(r.rule)]
    if readings:
        for place in repaired.places:
            word = repaired.text[place.new_start : place.new_end]
            message = f"“{name.text[place.start : place.end]}” is read as “{word}”"
            yield Finding("misspelling", message, (name.span(place.start, place.end),), path)
    return [
        r._replace(
            start=repaired.original(r.start), end=repaired.original(r.end), method="spelling", confidence=_IF_MISSPELT
        )
        for r in readings
    ]


def _marker(document: Document, name: str) -> str | None:
    """The label of the biomarker that is all of a name, `EGFR Gene Mutation`, `BRAF V600E Mutation Present`; None where
    there is none."""
    name = _IS_THERE.sub("", name)
    known = document.vocabulary.lookup(name, "biomarker") if len(name) >= _LONG_ENOUGH else ()
    whole = document.concept(known[0]) if known else None
    if whole is not None:
        return whole.label
    name += " mutation" if _IS_VARIANT.fullmatch(name) else ""
    if not may_hold_markers(folded_text(name)):
        return None
    for found in markers(document, Passage(name, "conditions")):
        if found.end - found.start >= len(name) - 2:
            concept = found.minted or document.concept(found.concept)
            return concept.label if concept is not None else None
    return None


def _not_read(name: str, reader: Reader, document: Document) -> tuple[str, str]:
    """What kind of finding an entry without a condition is, and what is to be said of it."""
    labels = [concept.label for i in reader.meanings(name) if (concept := document.concept(i)) is not None]
    if labels:
        return "unmapped-entry", f"“{name}” may mean {' or '.join(labels)}; the record does not say which"
    marker = _marker(document, name)
    if marker is not None:
        return "mistyped-entry", f"“{name}” is entered as a condition but names a biomarker: {marker}"
    if len(name) >= _LONG_ENOUGH:
        told = _of_another_kind(_SHORT_FORM.sub("", name), document)
        if told is not None:
            return "mistyped-entry", f"“{name}” is entered as a condition but names {told}"
    return "unmapped-entry", f"no condition of the vocabulary is named by “{name}”"


def _of_another_kind(name: str, document: Document) -> str | None:
    """What else a name means as a whole: interventions (`Beta-blocker Therapy`), or what is measured."""
    measured = document.vocabulary.lookup(name, "endpoint")
    endpoint = document.concept(measured[0]) if measured else None
    by_label = endpoint is not None and name_key(endpoint.label) == name_key(name)
    given = _interventions(name, document)
    if given and not (by_label and all(c.kind == "DiagnosticTest" for c in given)):  # the test that measures it
        kinds = dict.fromkeys(_OF_ANOTHER_KIND[c.kind] for c in given)
        return f"{' and '.join(kinds)}: {', '.join(dict.fromkeys(c.label for c in given))}"
    if endpoint is None or not (by_label or " " in name):  # `Bonding` of a child or of a tooth
        return None
    return f"what is measured: {endpoint.label}"


def _interventions(name: str, document: Document) -> list[Concept]:
    """The interventions that are all of a name, none if anything else is in it."""
    parts = parse(name, document.vocabulary)
    whole = [] if parts.leftovers else [part.concept or "" for part in parts.parts]
    for read in (list(document.vocabulary.lookup(name, "intervention")[:1]), whole):
        known = [concept for i in read if (concept := document.concept(i)) is not None]
        fit = all(c.kind in _OF_ANOTHER_KIND and _IMPORTED.search(c.id) is None for c in known)
        if known and len(known) == len(read) and fit:
            return known
    return []


def _once(readings: list[Reading]) -> list[Reading]:
    """The first reading of each concept."""
    return list({reading.concept: reading for reading in reversed(readings)}.values())[::-1]
