"""Interventions that the text names as part of this trial.

The rule: titles, and prose that is not background; never what the patients had before, what caused their disease, or
what is ruled out. What the record does not register must be a treatment by the words around it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from kg.extract.background import Clause, clause_at
from kg.extract.collect import Collector
from kg.extract.context import short_forms
from kg.extract.disease import Named, around
from kg.extract.document import Document
from kg.extract.negation import polarity
from kg.model import Passage

_NOT_GIVEN = re.compile(
    r"\b(?:prior|previous|previously|before|refractory to|resistan(?:t|ce) to|intoleran(?:t|ce) (?:to|of)|failed|"
    r"failure (?:of|to|on|with)|naive to|"
    r"progress(?:ed|ion|ing) (?:on|after|following|during)|history of|excluding|contraindicat\w+ (?:to|for)|"
    r"who (?:have |had )?received|after|"
    r"pretreated with|treated with|candidates? for|eligible for|ineligible for|unsuitable for|unfit for|"
    r"induced by|caused by|due to|scheduled for|undergoing|"
    r"allerg(?:y|ic) to|responsive to|receiving|who receive|taking|on|long-term|chronic|exposed to|following|"
    r"post)\s"
    r"(?:an? |the |all |standard |first-line |second-line |[\w-]+-based )?$"
)
_INDUCED = re.compile(
    r"^(?:[- ](?:induced|related|associated|refractory|resistant|naive|failure|pretreated|"
    r"treated|intolerant|eligible|experienced|"
    r"free|exposed|sensitive|deficien\w+|allerg\w+|dependent|specific|positive|negative)\b)"
)


def mentioned(
    document: Document,
    collected: Collector,
    passage: Passage,
    folded: str,
    found: tuple[Clause, ...],
    priors: list[tuple[int, int]],
    conditions: list[Named],
    registered: set[str],
) -> None:
    """Add the interventions that the passage names as part of this trial."""
    priors = sorted(priors)
    own = [clause for clause in found if clause.stance != "background"]
    titled = passage in (document.trial.title, document.trial.official_title)
    for start, end, concept, short in _named_interventions(document, passage):
        clause = clause_at(own, start)
        if clause is None or any(start < e for _, e in priors[: bisect_left(priors, (end, 0))][-4:]):
            continue
        if any(n.start < end and start < n.end for n in around(conditions, start, end)):
            continue
        if concept not in registered and not _is_given(document, concept, folded, clause, start, end, titled):
            continue
        if _NOT_GIVEN.search(folded[max(clause.start, start - 45) : start]) or _INDUCED.match(folded[end : end + 20]):
            continue
        if polarity(passage.text, start) == "ruled-out":
            continue
        collected.add(
            "tkg:mentionsIntervention",
            concept,
            passage.span(start, end),
            "abbreviation" if short else "lexicon",
            0.9 if clause.stance == "trial" else 0.8,
            "named-in-text",
        )


def registered_interventions(document: Document) -> set[str]:
    """The concepts of the registered interventions with everything inside them."""
    found: set[str] = set()
    for item in document.trial.interventions:
        for target in document.objects(document.trial.part(f"intervention-{item.position}"), "tkg:resolvesTo"):
            found.update(document.components(target))
    return found


_IMPORTED = re.compile(r"/(?:mesh|unii|mondo)-")
_GIVING = re.compile(
    r"\b(?:receiv\w*|administ\w*|treat\w*|given|dos(?:e|es|ing|age)|mg|combin\w*|infus\w*|"
    r"inject\w*|tablets?|capsules?|placebo|versus|vs|"
    r"compar\w*|efficacy|safety|therapy|supplement\w*|plus|monotherapy|oral|intravenous)\b"
)


def _is_given(
    document: Document, concept: str, folded: str, clause: Clause, start: int, end: int, titled: bool
) -> bool:
    """Whether a name that the record does not register is a treatment here. Imported vocabularies name substances and
    procedures of every sort; those are only taken where the words around them speak of giving."""
    known = document.concept(concept)
    kind = known.kind if known is not None else ""
    if kind in ("Placebo", "StandardCare"):
        return titled and end - start < 20
    if not _IMPORTED.search(concept):
        return kind != "DiagnosticTest" or titled
    if kind != "Drug" or end - start < 5:
        return False
    return titled or _GIVING.search(folded, max(clause.start, start - 60), min(clause.end, end + 40)) is not None


def _named_interventions(document: Document, passage: Passage) -> Iterator[tuple[int, int, str, bool]]:
    taken: list[tuple[int, int]] = []
    for hit in document.hits(passage, "intervention"):
        if not any(c.isalpha() for c in passage.text[hit.start : hit.end]):
            continue
        taken.append((hit.start, hit.end))
        yield hit.start, hit.end, hit.concepts[0], False
    for start, end, concept in short_forms(document, passage, "intervention"):
        if not any(s < end and start < e for s, e in taken):
            yield start, end, concept, True
