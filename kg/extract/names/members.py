"""The drugs that an entry's description gives of the class that its name says: `Glucocorticoids`, "oral prednisolone
0.5 mg/kg daily". Only members of the class, only with a dose, a route or a schedule of their own, and no examples."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.document import Document
from kg.extract.giving.in_text import given
from kg.extract.names.elsewhere import Named, classes_of
from kg.extract.names.parts import Part
from kg.model import InterventionItem
from kg.text import fold

TOLD, _SCORE = "a member of the class that the description gives", 0.7
_SENTENCES = 2
_EXAMPLE = re.compile(
    r"\b(?:e\.?g\b|such as|for example|like|including|equivalents?|or other|any|at (?:the )?discretion|choice|if|"
    r"prior|previous|not|without|unless|instead|similar|usual|reference|options?|one of)\b"
)
_TAKEN = frozenset({"dose", "route", "schedule"})


def members_given(document: Document, item: InterventionItem, named: list[Named]) -> Iterator[Named]:
    """The members with their places in the description, where the name is that of one class and nothing else."""
    known = [n.part.concept for n in named if n.part.concept is not None]
    if len(named) != 1 or item.description is None or not (known and known[0].startswith("drug-class/")):
        return
    seen: set[str] = set()
    for start, end in document.sentences(item.description)[:_SENTENCES]:
        sentence = item.description.part(start, end)
        if _EXAMPLE.search(fold(sentence.text)):
            return
        for drug in given(document, sentence):
            concept = document.vocabulary.get(drug.concept)
            if concept is None or concept.kind != "Drug" or concept.id in seen:
                continue
            if known[0] in classes_of(document, concept) and any(fact.kind in _TAKEN for fact in drug.facts):
                seen.add(concept.id)
                grounding = drug.grounding._replace(
                    score=round(drug.grounding.score * _SCORE, 3), reason=f"{TOLD}: {drug.grounding.reason}"
                )
                yield Named(Part(drug.start, drug.end, grounding, "with", 0, (), TOLD), sentence)
