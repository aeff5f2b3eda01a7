"""What an entry's name does not say and its other names or the start of its description do, at less confidence.

Only what is understood as a whole counts: half a name is no evidence. Of a class, the one member named there is given;
beside a drug, other drugs named there are given too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.document import Document
from kg.extract.names.clipped import clipped_names
from kg.extract.names.composite import parse
from kg.extract.names.parts import DOMAIN, DRUG_TYPES, Part
from kg.extract.names.shared_forms import shared_forms
from kg.ground import choose, ground
from kg.model import Concept, InterventionItem, Passage, Span
from kg.text import fold

# Short forms and codes: one may be a synonym that two makers use.
_CODE = re.compile(r".{1,4}|(?=.*\d)(?!.*[A-Za-z]{5}).*")
_DESCRIPTION_START = 240
BESIDES, _BESIDES_SCORE = "another thing among the other names", 0.7
_GIVEN_BESIDES = ("drug/", "combination-product/", "regimen/", "radiation/", "procedure/")
# `X is a peptide within particles of lactic acid`: what stands behind these is not X.
_MADE_WITH = re.compile(
    r"\b(?:of|with|within|in|into|from|by|against|for|to|on|that|which)\b(?!\s(?:the )?drug\b)", re.IGNORECASE
)
# `Drug A`, `study drug`: a name that says nothing of what it names.
_SAYS_NOTHING = re.compile(
    r"(?:experimental )?(?:drug|treatment|regimen|agent|product|intervention|study drug)[ -]?(?:[a-z0-9]{1,2})?"
)
_OF_A_DRUG = ("drug", "regimen", "combination-product")
_STROKE = re.compile(r"\s*/\s*")  # `Brand A/Brand B` are two names of one thing
_PLACEBO = "placebo/placebo"
_ANY_SUPPLEMENT = "dietary-supplement/dietary-supplement"  # the entry only repeats its registry type
_ELSEWHERE = 0.8  # how much is kept of the score of a name that stood beside the entry's name


class Named(NamedTuple):
    """A part of an entry with the passage it stands in."""

    part: Part
    passage: Passage

    @property
    def span(self) -> Span:
        """The surface, in offsets of its field."""
        return self.passage.span(self.part.start, self.part.end)


def own_forms(document: Document, text: str) -> tuple[tuple[str, str], ...]:
    """The record's own (short, long) forms whose short form occurs in `text`: what a parse may depend on."""
    key = own_forms, text, len(document.abbreviations)
    known: tuple[tuple[str, str], ...] | None = document.remembered.get(key)
    if known is None:
        known = (*shared_forms(document, text), *clipped_names(document, text))
        if document.abbreviations:
            known = tuple(sorted({*known, *((a.short, a.long) for a in document.abbreviations if a.short in text)}))
        document.remembered[key] = known
    return known


def asked_elsewhere(document: Document, item: InterventionItem) -> Iterator[Named]:
    """Parts named by the entry's other names; failing those, at the start of its description."""
    by_other_name = _by_other_name(document, item)
    if by_other_name:
        yield from by_other_name
    elif item.description is not None and item.registry_type in DRUG_TYPES:
        told = _by_description(document, item, item.description)
        if told is not None:
            yield told


def _by_other_name(document: Document, item: InterventionItem) -> list[Named]:
    """The parts of the first of the entry's other names that is known as a whole; half a name is no evidence
    (`histamine` of `histamine glutarimide`), nor is what a blood test measures given."""
    for passage in item.other_names:
        composite = parse(passage.text, document.vocabulary, item.registry_type, own_forms(document, passage.text))
        known = [p for p in composite.parts if p.concept is not None]
        if composite.leftovers or len(known) < len(composite.parts):
            continue
        if item.registry_type not in DRUG_TYPES and any(p.concept.startswith("drug/") for p in known if p.concept):
            continue
        if known:
            return [Named(_weakened(part, "other name"), passage) for part in known]
    return []


def _by_description(document: Document, item: InterventionItem, description: Passage) -> Named | None:
    """The one drug that the first sentence names, where it says what the entry is (`X is …`), or the entry's name says
    nothing (`Drug A`)."""
    text = description.text[:_DESCRIPTION_START]
    name, folded = fold(item.name.text.strip()), fold(text)
    defining = None
    if name in folded:
        defining = re.match(rf"\W*{re.escape(name)}\W+(?:is|are|=|:|-|\(|contains|comprises|consists of)\W*", folded)
    if defining is None and not _SAYS_NOTHING.fullmatch(name):
        return None
    start = defining.end() if defining else 0
    first = text[start:].split(". ")[0].split("\n")[0]
    known = []
    for hit in document.vocabulary.scan(first, DOMAIN):
        grounding = choose(first[hit.start : hit.end], hit.concepts, document.vocabulary, item.registry_type)
        if grounding.concept is not None and grounding.concept.split("/")[0] in _OF_A_DRUG:
            known.append((hit, grounding))
    if len({grounding.concept for _, grounding in known}) != 1:
        return None
    hit, grounding = known[0]
    if _MADE_WITH.search(first, 0, hit.start):
        return None
    part = Part(start + hit.start, start + hit.end, grounding, "first", 0)
    return Named(_weakened(part, "description", 0.7), description)


def more_exactly(document: Document, item: InterventionItem, only: Named) -> Named:
    """`Anti-LAG-3` with the other name `relatlimab`: of a class, or of something broader, the one member that the other
    names name is given; not where they name the broader thing too (`Paclitaxel` with `Taxol` and `Abraxane`)."""
    concept = only.part.concept or ""
    if concept == _PLACEBO:
        return _made_of(document, item) or only
    if not concept.startswith(("drug-class/", "drug/")):
        return only
    members: dict[str, Named] = {}
    for part, passage in _other_parts(document, item):
        known = document.vocabulary.get(part.concept or "")
        if part.concept == concept and concept.startswith("drug/"):
            return only
        if known is not None and known.kind in ("Drug", "DrugClass") and concept in classes_of(document, known):
            members.setdefault(known.id, Named(_weakened(part, "other name", 0.9), passage))
    return next(iter(members.values())) if len(members) == 1 else only


def _made_of(document: Document, item: InterventionItem) -> Named | None:
    """`Placebo` with the other name `normal saline`: a saline placebo, where the vocabulary knows it."""
    for part, passage in _other_parts(document, item):
        known = document.vocabulary.get(part.concept or "")
        for name in (known.label, *known.synonyms) if known is not None and known.kind == "Drug" else ():
            grounding = ground(f"{name} placebo", DOMAIN, document.vocabulary, item.registry_type)
            if grounding.concept is not None and grounding.concept.startswith("placebo/"):
                return Named(
                    _weakened(part._replace(grounding=grounding, relation="first"), "other name", 0.9), passage
                )
    return None


def named_besides(document: Document, item: InterventionItem, named: list[Named]) -> Iterator[Named]:
    """`Apatinib` with the other names `carboplatin`, `albumin paclitaxel`: what is given with it, or in place of it."""
    if item.registry_type not in DRUG_TYPES:
        return
    have = {n.part.concept for n in named if n.part.concept is not None}
    given = (*_GIVEN_BESIDES, "dietary-supplement/") if have == {_ANY_SUPPLEMENT} else _GIVEN_BESIDES
    if any(concept.startswith(("placebo/", "standard-care/", "drug-class/")) for concept in have):
        return  # other names beside a class are examples of it
    for part, passage in _other_parts(document, item):
        concept = part.concept or ""
        if not concept.startswith(given) or concept in have:
            continue
        surface = passage.text[part.start : part.end]
        akin = have - {_ANY_SUPPLEMENT}
        if (akin and _CODE.fullmatch(surface)) or any(related(document, concept, o) for o in akin):
            continue
        have.add(concept)
        weak = _weakened(part, BESIDES, _BESIDES_SCORE)
        yield Named(weak._replace(relation="with"), passage)


def _other_parts(document: Document, item: InterventionItem) -> Iterator[tuple[Part, Passage]]:
    """The parts of the entry's other names, of those that are understood as a whole."""
    for passage in item.other_names:
        composite = parse(passage.text, document.vocabulary, item.registry_type, own_forms(document, passage.text))
        named = sum(part.end - part.start for part in composite.parts)
        if composite.leftovers or any(part.concept is None for part in composite.parts):
            continue
        longest = max((len(piece) for piece in _STROKE.split(passage.text.strip())), default=0)
        if 2 * named >= longest:  # of a chemical name, an acid at its end is no name of the drug
            for part in composite.parts:
                yield part, passage


def classes_of(document: Document, drug: Concept) -> set[str]:
    """The classes of a drug with the classes above them."""
    found: set[str] = set()
    waiting = [*drug.drug_classes, *drug.broader]
    while waiting:
        current = waiting.pop()
        if current not in found and (known := document.vocabulary.get(current)) is not None:
            found.add(current)
            waiting += [*known.broader, *known.drug_classes]
    return found


def _weakened(part: Part, rule: str, kept: float = _ELSEWHERE) -> Part:
    grounding = part.grounding._replace(
        score=round(part.grounding.score * kept, 3), reason=f"{rule}: {part.grounding.reason}"
    )
    return part._replace(grounding=grounding, rule=rule)


def related(document: Document, one: str, other: str) -> bool:
    """Whether one of the two is inside the other, or above it."""
    inside = {*document.components(one)} | {*document.components(other)}
    if one == other or (one in document.components(other)) or (other in document.components(one)):
        return True
    above = {
        up
        for concept_id in inside
        if (known := document.concept(concept_id)) is not None
        for up in (*known.broader, *known.drug_classes)
    }
    return one in above or other in above
