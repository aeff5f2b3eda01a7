"""What the registered interventions are: every entry of the list taken apart and resolved to concepts.

One part resolves to its concept; parts given together resolve to one combination; alternatives, comparators and
optional parts resolve each by itself. What the name says of route, dose, schedule and form becomes an administration.
Where the name is unknown (`Drug A`, a code) the entry's other names and the beginning of its description are asked, at
less confidence. What stays unknown is said in a finding, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from kg.extract.document import Document, Item
from kg.extract.entry_findings import findings, repeated
from kg.extract.giving.entries import administrations
from kg.extract.giving.names import forget_names
from kg.extract.giving.own_ways import without_ways_of_others
from kg.extract.giving.prose import told_in_prose
from kg.extract.names.codes import minted, with_codes
from kg.extract.names.composite import parse
from kg.extract.names.defined import with_definitions
from kg.extract.names.elsewhere import BESIDES, Named, asked_elsewhere, more_exactly, named_besides, own_forms
from kg.extract.names.facts import JOINED, LISTED, MEMBER
from kg.extract.names.members import TOLD, members_given
from kg.extract.names.parts import Composite, route_of
from kg.ground import Grounding
from kg.model import Concept, InterventionItem, Method, Statement
from kg.terms import combination_id
from kg.text import name_key


def extract(document: Document) -> Iterator[Item]:
    """Concepts, combinations and administrations of every registered intervention, and findings on the list."""
    trial = document.trial
    seen: dict[tuple[str, str], list[InterventionItem]] = {}
    entries: list[tuple[InterventionItem, str, Composite, list[Named]]] = []
    for item in trial.interventions:
        own = own_forms(document, item.name.text)
        composite = parse(item.name.text, document.vocabulary, item.registry_type, own)
        named = _named(document, item, composite)
        yield from minted(document, named)
        entries.append((item, trial.part(f"intervention-{item.position}"), composite, named))
    # What a class may stand for is no entry of its own: what the prose says of it is said of what is given surely.
    surely = [n.part for *_, named in entries for n in named if n.part.rule not in LISTED]
    registered = {part.concept for part in surely if part.concept is not None}
    # First what all entries are, taken by the document as it comes: an acronym in prose means what an entry names.
    for _, path, _, named in entries:
        yield from _resolve(document, path, named)
    forget_names(document)
    told = told_in_prose(document, [n for *_, named in entries for n in named])
    for item, path, composite, named in entries:
        others = [n for other, *_, names in entries if other is not item for n in names]
        told_of_it = without_ways_of_others(told, named, others)
        elsewhere = {n.part.concept for n in others}
        yield from administrations(document, item, path, named, told_of_it, registered, elsewhere)
        yield from findings(document, item, path, composite, named)
        key = (item.registry_type, name_key(item.name.text))
        if item.name.text.strip():
            seen.setdefault(key, []).append(item)
    yield from repeated(document, "intervention", seen.values())


def _named(document: Document, item: InterventionItem, composite: Composite) -> list[Named]:
    """The parts of the entry's name, and what its other words make clearer or add; where no part is known, what those
    words name instead."""
    named = [Named(part, item.name) for part in composite.parts]
    if not any(n.part.concept for n in named):
        named = list(asked_elsewhere(document, item)) or named
    else:
        if len(named) == 1:
            named = [more_exactly(document, item, named[0])]
        named = [*named, *members_given(document, item, named), *named_besides(document, item, named)]
    return with_definitions(document, item, with_codes(document, item, named))


def _resolve(document: Document, path: str, named: list[Named]) -> Iterator[Item]:
    """`tkg:resolvesTo` edges: alternatives apart, what is given together as one combination."""
    for group in _groups(document, named):
        known = [n for n in group if n.part.concept is not None]
        concepts = tuple(dict.fromkeys(c for n in known if (c := n.part.concept) is not None))
        if len(concepts) > 1:
            combination, items = combine(document, concepts, known)
            yield from items
            first, last = known[0], known[-1]
            same = first.passage is last.passage
            evidence = (first.passage.span(first.part.start, last.part.end),) if same else tuple(n.span for n in known)
            yield Statement(
                path, "tkg:resolvesTo", combination, "grammar", _least(known), evidence, "combination"
            )  # fmt: skip
            continue
        for n in known:
            assert n.part.concept is not None
            yield _said(path, "tkg:resolvesTo", n.part.concept, n)


def _said(subject: str, predicate: str, concept: str, by: Named) -> Statement:
    """What a name says, as sure as it was read."""
    part = by.part
    sure = part.grounding.score
    return Statement(
        subject, predicate, concept, _method(part.grounding), sure, (by.span,), part.rule, part.grounding.rivals
    )


def _groups(document: Document, named: list[Named]) -> list[list[Named]]:
    """What is given together. A placebo adds nothing to the drug beside it, and what is named besides, or among what a
    class may stand for, is apart from what the entry names."""
    inert = [n for n in named if (n.part.concept or "").startswith("placebo/")]
    if inert and _listed(named, inert):
        return [[n] for n in named]
    if inert and len(named) > 1:
        others = [n for n in named if n not in inert]
        return [*(_groups(document, others) if others else ()), *([n] for n in inert)]
    besides = [n for n in named if n.part.rule in (BESIDES, MEMBER, JOINED, TOLD)]
    if besides:
        # but `atezolizumab plus bevacizumab` of a list is one choice
        alone = _runs(besides, lambda n: n.part.rule == JOINED)
        return [*_groups(document, [n for n in named if n not in besides]), *alone]
    return _by_relation(document, named)


def _by_relation(document: Document, named: list[Named]) -> list[list[Named]]:
    """What a name joins. An alternative, a comparator and an optional part stand alone, and so do a procedure and the
    drug it gives, which one name holds (`hepatic artery bicarbonate infusion`)."""
    if any(n.part.relation in ("or", "versus") for n in named):
        return _runs(named, lambda n: n.part.relation in ("with", "then"))
    if len({n.part.segment for n in named}) == 1 and any(route_of(n.part.concept, document.vocabulary) for n in named):
        return [[n] for n in named]
    together = [n for n in named if n.part.relation != "optional"]
    return [together, *([n] for n in named if n.part.relation == "optional")]


def _runs(named: list[Named], goes_on: Callable[[Named], bool]) -> list[list[Named]]:
    """The names in order, each with those behind it that go on."""
    runs: list[list[Named]] = []
    for n in named:
        if runs and goes_on(n):
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs


def _listed(named: list[Named], inert: list[Named]) -> bool:
    """`X, placebo, Y`: a list of what arms get, where a placebo stands between commas."""
    if named[0] in inert or named[-1] in inert or any(n.passage is not named[0].passage for n in named):
        return False
    text = named[0].passage.text
    return all(text[a.part.end : b.part.start].strip() in (",", ";") for a, b in pairwise(named))


def combine(document: Document, concepts: tuple[str, ...], known: list[Named]) -> tuple[str, list[Item]]:
    """The combination of these concepts, with one `tkg:hasComponent` for each on its own words."""
    combination = combination_id(concepts)
    labels = [concept.label if (concept := document.concept(c)) is not None else c.split("/", 1)[1] for c in concepts]
    items: list[Item] = [Concept(combination, "Combination", " + ".join(labels), components=concepts)]
    for concept_id in concepts:
        n = next(n for n in known if n.part.concept == concept_id)
        items.append(_said(combination, "tkg:hasComponent", concept_id, n))
    return combination, items


def _least(known: list[Named]) -> float:
    return round(min(n.part.grounding.score for n in known) * 0.98, 3)


def _method(grounding: Grounding) -> Method:
    return grounding.method
