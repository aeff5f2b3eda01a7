"""Names that share words with the name beside them: `general or spinal anesthesia`, `hepatectomy: robotic versus open`.

The rule: the words by themselves name nothing; with those of the neighbour they are a name of the same kind that the
curated lexicons have, and another one.
"""

from __future__ import annotations

from kg.extract.names.parts import DOMAIN, Found, broader_of, overlaps
from kg.extract.names.patterns import SHARED_END, SHARED_LETTERS, SHARED_START
from kg.extract.names.reading import Reading
from kg.ground import Grounding, ground

_SHARED = 5  # letters that two names of drugs share at least


def of_shared_ends(reading: Reading, hits: list[Found]) -> list[Found]:
    """`General or spinal anesthesia`: the name that lacks the end which it shares with the name behind it."""
    found: list[Found] = []
    for hit in hits:
        if hit.kind == "Drug":
            found += _of_shared_letters(reading, hit, hits)
        match = SHARED_END.search(reading.mask, max(0, hit.start - 32), hit.start)
        if match is None or overlaps(*match.span("first"), hits):
            continue
        named = reading.mask[hit.start : hit.end].split()
        for cut in range(1, len(named)):
            name = " ".join([match["first"], *named[cut:]])
            grounding = ground(name, DOMAIN, reading.vocabulary, reading.registry_type)
            if _another(reading, grounding, hit):
                found.append(Found(*match.span("first"), grounding, hit.kind))
                break
    return found


def _of_shared_letters(reading: Reading, hit: Found, hits: list[Found]) -> list[Found]:
    """`Cis/carboplatin`: the drug whose last letters stand in the name behind it only."""
    match = SHARED_LETTERS.search(reading.mask, max(0, hit.start - 24), hit.start)
    if match is None or overlaps(*match.span("first"), hits):
        return []
    name = reading.mask[hit.start : hit.end]
    if not name.isalpha():
        return []
    for cut in range(2, len(name) - _SHARED + 1):
        grounding = ground(match["first"] + name[cut:], DOMAIN, reading.vocabulary, reading.registry_type)
        if _another(reading, grounding, hit):
            return [Found(*match.span("first"), grounding, hit.kind)]
    return []


def of_shared_starts(reading: Reading, hits: list[Found]) -> list[Found]:
    """`Hepatectomy: robotic versus open`: of what stands before them, the two narrower things."""
    made: list[Found] = []
    for hit in hits:
        match = SHARED_START.match(reading.mask, hit.end) if hit.kind == "Procedure" else None
        both: list[Found] = []
        for group in ("first", "second") if match is not None else ():
            start, end = match.span(group) if match is not None else (0, 0)
            name = f"{reading.mask[start:end]} {reading.text[hit.start : hit.end]}"
            grounding = ground(name, DOMAIN, reading.vocabulary, reading.registry_type)
            narrower = hit.grounding.concept in broader_of(grounding.concept or "", reading.vocabulary)
            if narrower and _another(reading, grounding, hit) and not overlaps(start, end, hits):
                both.append(Found(start, end, grounding, hit.kind))
        if len(both) == 2:
            reading.blank(hit.start, both[0].start)
        made += both if len(both) == 2 else [hit]
    return made


def _another(reading: Reading, grounding: Grounding, than: Found) -> bool:
    concept = grounding.concept or ""
    other = reading.kind(grounding) == than.kind and concept != than.grounding.concept
    return other and "/mesh-" not in concept and "/unii-" not in concept
