"""How far our concepts agree with the MeSH terms that the registry itself attached, for conditions and interventions.

The registry's terms come from an algorithm, so this is no gold standard: recall against them means something, precision
only with reading (ontology/decisions/0008 lists what it gets wrong). The build never sees them here: only what the text
says is compared. A term one step broader or narrower counts half (lenient). The registry reads conditions and keywords
alike, so `condition` compares what both name; `condition entries` leaves the keywords out. It tags hardly a
placebo, and of a regimen either the name or the drugs: a placebo counts only where what it is made of is tagged, and a
regimen stands for its drugs unless it is tagged, or nothing of it is. A concept without a MeSH term is not judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kg.errors import InputError
from kg.model import Concept, Extraction, Passage, Statement, Trial, Value
from kg.vocab.agreement import Agreement, Standing, canonical_mesh, mesh_parents, mesh_standing
from kg.vocab.vocabulary import Vocabulary

# What is compared: the registry's kind of term, and the edges whose concepts it is compared with.
_KINDS = {
    "condition": ("condition", ("tkg:studies", "tkg:keywordCondition")),
    "condition entries": ("condition", ("tkg:studies",)),
    "intervention": ("intervention", ("tkg:tests",)),
}


def against_registry_mesh(extractions: Iterable[Extraction], vocabulary: Vocabulary) -> dict[str, Agreement]:
    """Agreement by kind, over the records that have registry terms of that kind. Raises `InputError` where none has."""
    found = {kind: Agreement() for kind in _KINDS}
    parents = mesh_parents(vocabulary)
    for extraction in extractions:
        said: dict[str, set[str]] = {}
        for kind, (of_registry, predicates) in _KINDS.items():
            wanted = _wanted(extraction.trial, of_registry, vocabulary)
            if not wanted:
                continue
            if of_registry not in said:
                said[of_registry] = _said(extraction.trial, of_registry, vocabulary)
            edges = [s for s in extraction.statements if s.predicate in predicates and not isinstance(s.object, Value)]
            standing = _standing(extraction, edges, vocabulary, wanted)
            verbatim = {standing[str(s.object)].codes for s in edges if s.rule.endswith(("-name", "whole name"))} - {
                frozenset()
            }
            found[kind].add((s for s in standing.values() if s.codes), wanted, parents, verbatim, said[of_registry])
    if not any(agreement.records for agreement in found.values()):
        raise InputError("none of the records has MeSH terms of the registry: they stand in its JSON and XML only")
    return found


def _wanted(trial: Trial, kind: str, vocabulary: Vocabulary) -> set[str]:
    """The registry's terms as MeSH codes; what an id or, without one, a label names here by the code that it has here,
    or by its own id where it has none."""
    wanted: set[str] = set()
    for term in trial.registry_terms:
        if term.kind != kind or term.ancestor:
            continue
        label = term.label.text.removesuffix(" protein, human")  # as MeSH calls a biological that it does not describe
        code = canonical_mesh(term.code, vocabulary) if term.code else label
        known = vocabulary.by_code(code) or next(iter(vocabulary.lookup(label, kind)), None)
        if known is None:
            wanted.add(code)
            continue
        standing = mesh_standing(known, vocabulary.get)
        wanted |= standing.codes if standing.codes and standing.steps == 0 else {known}
    return wanted


def _standing(
    extraction: Extraction, edges: Iterable[Statement], vocabulary: Vocabulary, wanted: set[str]
) -> dict[str, Standing]:
    """The codes for each concept of the edges, and for each that combinations and regimens consist of; no codes for
    what is not compared."""
    minted = {concept.id: concept for concept in extraction.concepts}

    def concept_of(concept_id: str) -> Concept | None:
        return minted.get(concept_id) or vocabulary.get(concept_id)

    waiting = [str(edge.object) for edge in edges]
    reached: dict[str, Standing] = {}
    while waiting:
        concept_id = waiting.pop()
        if concept_id in reached:
            continue
        concept = concept_of(concept_id)
        standing = (
            Standing(frozenset((concept_id,)), 0) if concept_id in wanted else mesh_standing(concept_id, concept_of)
        )
        if concept is not None:
            tagged = bool(concept.components) and not standing.codes.isdisjoint(wanted)
            # what has a term of its own and is not tagged, nor anything in it, is one thing left out and not four
            whole = bool(standing.codes) and standing.steps == 0 and not _inside(concept, concept_of) & wanted
            waiting.extend(
                c
                for c in concept.components
                if not (tagged or whole) or mesh_standing(c, concept_of).codes & wanted
            )
            if concept.kind == "Placebo":
                standing = Standing(standing.codes & wanted, 0)
            elif concept.components and not (tagged or whole):
                standing = Standing(frozenset(), 0)
        reached[concept_id] = standing
    return reached


def _inside(concept: Concept, concept_of: Callable[[str], Concept | None]) -> set[str]:
    """The codes that stand for what the concept consists of."""
    found: set[str] = set()
    waiting = list(concept.components)
    while waiting:
        part = waiting.pop()
        found |= mesh_standing(part, concept_of).codes
        inner = concept_of(part)
        waiting += inner.components if inner is not None else ()
    return found


def _said(trial: Trial, kind: str, vocabulary: Vocabulary) -> set[str]:
    """MeSH codes of all that the record mentions anywhere in its titles, lists, summary and description."""
    found: set[str] = set()
    for passage in _passages(trial):
        for name in (*vocabulary.lookup(passage.text, kind), *_scanned(passage.text, kind, vocabulary)):
            found |= mesh_standing(name, vocabulary.get).codes
    return found


def _scanned(text: str, kind: str, vocabulary: Vocabulary) -> Iterator[str]:
    for hit in vocabulary.scan(text, kind):
        yield from hit.concepts


def _passages(trial: Trial) -> Iterator[Passage]:
    yield from (p for p in (trial.title, trial.official_title, trial.acronym) if p is not None)
    yield from (p for p in (trial.brief_summary, trial.detailed_description) if p is not None)
    yield from (item.name for item in trial.conditions)
    yield from trial.keywords
    for item in trial.interventions:
        yield from (item.name, *item.other_names)
