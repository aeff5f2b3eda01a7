"""The concepts that a graph uses, as lines: names, codes, classes, and everything that they rest on.

A concept that is used brings its broader concepts, its components and its drug classes; what is not used is
not written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple, Protocol

from kg.emit.edges import Texts
from kg.emit.ntriples import name, string, thing, typed
from kg.emit.summary import count_lines
from kg.errors import ResourceError
from kg.model import Concept, Extraction
from kg.terms import INTERVENTION_KINDS, KIND_PATHS

# Classes that a narrower class brings along, so that a query needs no reasoner.
_BROADER_CLASSES = {
    "ConditionEntry": ("Entry",),
    "InterventionEntry": ("Entry",),
    **dict.fromkeys(INTERVENTION_KINDS, ("Intervention",)),
}
_CONCEPT_PATHS = frozenset(KIND_PATHS.values())
# Properties that only some concepts have: those that point to another concept, and datatypes of those that are no text.
_POINTING = frozenset({"tkg:measures"})
_DATATYPES = {"tkg:timeValue": "decimal"}
_SCHEME = thing("vocabulary")


class ConceptSource(Protocol):
    """What emission asks of a vocabulary."""

    def get(self, concept_id: str, /) -> Concept | None:
        """The concept with this id, or None."""


class Usage(NamedTuple):
    """What one extraction takes from the vocabulary: ids it uses, concepts it minted, misspellings it saw
    (id → names)."""

    used: frozenset[str]
    minted: tuple[Concept, ...]
    hidden: dict[str, frozenset[str]]


@lru_cache(maxsize=256)
def class_names(kind: str) -> tuple[str, ...]:
    """The IRIs of a class and the project's classes above it.

    >>> [iri.rpartition("#")[2] for iri in class_names("Drug")]
    ['Drug>', 'Intervention>']
    """
    return tuple(name(f"tkg:{each}") for each in (kind, *_BROADER_CLASSES.get(kind, ())))


def usage(extraction: Extraction) -> Usage:
    """The concepts that an extraction uses, by any edge, rival or finding."""
    statements = extraction.statements
    paths = {statement.subject for statement in statements}
    paths.update([statement.object for statement in statements if isinstance(statement.object, str)])
    paths.update([rival for statement in statements for rival in statement.rivals])
    used = set(filter(_is_concept, paths))
    hidden: dict[str, set[str]] = {}
    texts: Texts | None = None  # made only where there is a misspelling
    for statement in statements:
        target = statement.object
        if statement.method == "spelling" and isinstance(target, str) and target in used:
            trial = extraction.trial
            texts = texts or Texts(trial.key, trial.fields)
            hidden.setdefault(target, set()).update(map(texts.quote, statement.evidence))
    used.update(finding.about for finding in extraction.findings if _is_concept(finding.about))
    used.update(concept.id for concept in extraction.concepts)
    seen = {path: frozenset(names) for path, names in hidden.items()}
    return Usage(frozenset(used), extraction.concepts, seen)


def _is_concept(path: str) -> bool:
    return path.partition("/")[0] in _CONCEPT_PATHS


def emit_vocabulary(
    used: Iterable[str],
    minted: Iterable[Concept],
    hidden: Mapping[str, Iterable[str]],
    vocabulary: ConceptSource,
    missing: list[str] | None = None,
    counts: Mapping[str, Mapping[str, int]] | None = None,
) -> Iterator[str]:
    """The lines of every concept in `used` and of all they rest on, sorted by id; see `concepts_of`. `counts` are the
    numbers of trials that count for each, by role (`kg.emit.summary`)."""
    found = concepts_of(used, minted, vocabulary, missing)
    if found:
        yield f"{_SCHEME} {name('rdf:type')} {name('skos:ConceptScheme')} ."
        yield f"{_SCHEME} {name('rdfs:label')} {string('Concepts of trialkg')} ."
    for concept_id in sorted(found):
        roles = (counts or {}).get(concept_id)
        yield from dict.fromkeys(concept_lines(found[concept_id], hidden.get(concept_id, ()), roles))


def concepts_of(
    used: Iterable[str], minted: Iterable[Concept], vocabulary: ConceptSource, missing: list[str] | None = None
) -> dict[str, Concept]:
    """Every concept in `used`, and all they rest on.

    An id that neither the vocabulary nor `minted` knows is added to `missing`; without such a list it raises
    `ResourceError`.
    """
    own: dict[str, Concept] = {}
    for concept in minted:
        known = own.get(concept.id)
        own[concept.id] = concept if known is None else _merged(known, concept)
    found: dict[str, Concept] = {}
    waiting = sorted(set(used), reverse=True)
    while waiting:
        concept_id = waiting.pop()
        if concept_id in found:
            continue
        known = _known(concept_id, own, vocabulary)
        if known is None and missing is not None:
            missing.append(concept_id)
            continue
        if known is None:
            raise ResourceError(f"{concept_id}: used in the graph, but no vocabulary has it")
        found[known.id] = known
        waiting.extend((*known.broader, *known.components, *known.drug_classes))
        waiting.extend(value for curie, value in known.properties if curie in _POINTING)
    return found


def _known(concept_id: str, own: Mapping[str, Concept], vocabulary: ConceptSource) -> Concept | None:
    """The concept with this id, its references by the ids that concepts have now.

    A vocabulary knows a joined concept by its old id too; a record's own concept stands only where it has none.
    """
    shipped = vocabulary.get(concept_id)
    if concept_id in own and (shipped is None or shipped.id != concept_id):
        return own[concept_id]
    if shipped is None:
        return None

    def now(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(other.id if (other := vocabulary.get(each)) is not None else each for each in ids)

    return replace(
        shipped,
        broader=now(shipped.broader),
        components=now(shipped.components),
        drug_classes=now(shipped.drug_classes),
    )


def _merged(one: Concept, other: Concept) -> Concept:
    """One concept that two records minted in different words: the first name by alphabet is its label."""
    if one == other:
        return one
    first, second = sorted((one, other), key=lambda concept: (concept.label, concept.synonyms))
    names = {*first.synonyms, *second.synonyms, second.label} - {first.label}
    return replace(first, synonyms=tuple(sorted(names)))


def concept_lines(
    concept: Concept, hidden: Iterable[str] = (), roles: Mapping[str, int] | None = None
) -> Iterator[str]:
    """The lines of one concept; `hidden` are misspellings that were seen, `roles` is how many trials count for it."""
    node = thing(concept.id)
    a = name("rdf:type")
    for kind in class_names(concept.kind):
        yield f"{node} {a} {kind} ."
    yield f"{node} {a} {name('skos:Concept')} ."
    yield f"{node} {name('skos:inScheme')} {_SCHEME} ."
    yield f"{node} {name('skos:prefLabel')} {string(concept.label)} ."
    if roles:
        yield from count_lines(concept.id, roles)
    # SKOS: the three kinds of label are disjoint.
    alternative = set(concept.synonyms) - {concept.label}
    for label in sorted(alternative):
        yield f"{node} {name('skos:altLabel')} {string(label)} ."
    for label in sorted({*concept.hidden, *hidden} - alternative - {concept.label}):
        yield f"{node} {name('skos:hiddenLabel')} {string(label)} ."
    if concept.notation:
        yield f"{node} {name('skos:notation')} {string(concept.notation)} ."
    if concept.definition:
        yield f"{node} {name('skos:definition')} {string(concept.definition)} ."
    for curie, codes in (
        ("skos:exactMatch", concept.exact),
        ("skos:closeMatch", concept.close),
        ("skos:broadMatch", concept.broad),
    ):
        for code in sorted(codes):
            yield f"{node} {name(curie)} {name(code)} ."
    for curie, others in (
        ("skos:broader", concept.broader),
        ("tkg:hasComponent", concept.components),
        ("tkg:inDrugClass", concept.drug_classes),
    ):
        for other in sorted(others):
            yield f"{node} {name(curie)} {thing(other)} ."
    for curie, text in concept.properties:
        value = thing(text) if curie in _POINTING else typed(text, _DATATYPES.get(curie, "string"))
        yield f"{node} {name(curie)} {value} ."
