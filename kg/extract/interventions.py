"""What the registered interventions are: every entry of the list taken apart and resolved to concepts.

One part resolves to its concept; parts given together resolve to one combination; alternatives, comparators and
optional parts resolve each by itself. What the name says of route, dose, schedule and form becomes an administration.
Where the name is unknown (`Drug A`, a code) the entry's other names and the beginning of its description are asked, at
less confidence. What stays unknown is said in a finding, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.extract.administration import Fact, FactKind, facts
from kg.extract.background import clauses, stance_at, stances
from kg.extract.class_members import TOLD, members_given
from kg.extract.code_names import RULE as CODE_NAME
from kg.extract.code_names import minted, with_codes
from kg.extract.composite import parse
from kg.extract.document import Document, Item
from kg.extract.giving import Given, given
from kg.extract.name_elsewhere import BESIDES, Named, asked_elsewhere, more_exactly, named_besides, own_forms, related
from kg.extract.name_parts import Composite, route_of
from kg.extract.prose_arms import told_arms
from kg.ground import Grounding
from kg.model import Concept, Finding, InterventionItem, Method, Node, Passage, Span, Statement, Value
from kg.terms import combination_id
from kg.text import fold, name_key

_PREDICATES = {"route": "tkg:route", "dose": "tkg:dose", "schedule": "tkg:schedule", "form": "tkg:formulation"}
_FACT_CONFIDENCE = {"route": 0.95, "dose": 0.93, "schedule": 0.93, "form": 0.9}
_ROLE = {"or": "alternative", "versus": "comparator"}

_GIVES = re.compile(
    r"\b(?:administer\w*|receiv\w+|given|treated with|tak(?:e|en|es|ing)|gets?|inject\w*|infus\w+|dos(?:e|ed|es|ing)|"
    r"treatment with)\b"
)

_DOSED = re.compile(r"\d\s?(?:mg|mcg|μg|ug|g|iu|miu|u|gy|gbq|mbq|mci|ml)\b|\bauc\b")

# Kinds that a registry type covers; an entry whose concept is of none of them is mistyped.
_GIVEN_AS_DRUG = ("Drug", "DrugClass", "Regimen", "Combination", "CombinationProduct", "Placebo", "StandardCare")
_DONE = ("Procedure", "Radiation", "DiagnosticTest", "Device", "Combination", "Placebo", "StandardCare")
_COVERS: dict[str, frozenset[str]] = {
    "DRUG": frozenset({*_GIVEN_AS_DRUG, "DietarySupplement"}),
    "BIOLOGICAL": frozenset({*_GIVEN_AS_DRUG, "Procedure"}),
    "DEVICE": frozenset({*_DONE, "CombinationProduct"}),
    "PROCEDURE": frozenset(_DONE),
    "RADIATION": frozenset({"Radiation", "Procedure", "Drug", "Combination", "Placebo", "StandardCare"}),
    "OTHER": frozenset(
        {
            "StandardCare",
            "Placebo",
            "OtherIntervention",
            "Behavioral",
            "DiagnosticTest",
            "Combination",
            "DietarySupplement",
        }
    ),
}


def extract(document: Document) -> Iterator[Item]:
    """Concepts, combinations and administrations of every registered intervention, and findings on the list."""
    trial = document.trial
    seen: dict[tuple[str, str], InterventionItem] = {}
    entries: list[tuple[InterventionItem, str, Composite, list[Named]]] = []
    for item in trial.interventions:
        own = own_forms(document, item.name.text)
        composite = parse(item.name.text, document.vocabulary, item.registry_type, own)
        path = trial.part(f"intervention-{item.position}")
        named = [Named(part, item.name) for part in composite.parts]
        if not any(n.part.concept for n in named):
            named = list(asked_elsewhere(document, item)) or named
        else:
            if len(named) == 1:
                named = [more_exactly(document, item, named[0])]
            named = [*named, *members_given(document, item, named), *named_besides(document, item, named)]
        named = with_codes(document, item, named)
        yield from minted(named)
        entries.append((item, path, composite, named))
    registered = {n.part.concept for *_, named in entries for n in named if n.part.concept is not None}
    told = _told_in_prose(document, [n for *_, named in entries for n in named])
    for item, path, composite, named in entries:
        yield from _resolve(document, path, named)
        yield from _administrations(document, item, path, named, told, registered)
        yield from _findings(document, item, path, composite, named)
        key = (item.registry_type, name_key(item.name.text))
        first = seen.setdefault(key, item)
        if first is not item and item.name.text.strip():
            yield Finding(
                "duplicate-entry",
                f"intervention {item.position} repeats intervention {first.position}: {item.name.text.strip()!r}",
                (first.name.span(), item.name.span()),
                path,
            )


# ------------------------------------------------------------------------------------------------- concepts


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
            concept = n.part.concept
            assert concept is not None
            yield Statement(
                path,
                "tkg:resolvesTo",
                concept,
                _method(n.part.grounding),
                n.part.grounding.score,
                (n.span,),
                n.part.rule,
                n.part.grounding.rivals,
            )


def _groups(document: Document, named: list[Named]) -> list[list[Named]]:
    """What is given together. An alternative, a comparator and an optional part stand alone, and so do a procedure and
    the drug it gives, which one name holds (`hepatic artery bicarbonate infusion`)."""
    besides = [n for n in named if n.part.rule in (BESIDES, TOLD)]
    if besides:
        return [*_groups(document, [n for n in named if n not in besides]), *([n] for n in besides)]
    if any(n.part.relation in ("or", "versus") for n in named):
        groups: list[list[Named]] = []
        for n in named:
            if groups and n.part.relation in ("with", "then"):
                groups[-1].append(n)
            else:
                groups.append([n])
        return groups
    if len({n.part.segment for n in named}) == 1 and any(route_of(n.part.concept, document.vocabulary) for n in named):
        return [[n] for n in named]
    together = [n for n in named if n.part.relation != "optional"]
    return [together, *([n] for n in named if n.part.relation == "optional")]


def combine(document: Document, concepts: tuple[str, ...], known: list[Named]) -> tuple[str, list[Item]]:
    """The combination of these concepts, with one `tkg:hasComponent` for each on its own words."""
    combination = combination_id(concepts)
    labels = [concept.label if (concept := document.concept(c)) is not None else c.split("/", 1)[1] for c in concepts]
    items: list[Item] = [Concept(combination, "Combination", " + ".join(labels), components=concepts)]
    for concept_id in concepts:
        n = next(n for n in known if n.part.concept == concept_id)
        items.append(
            Statement(
                combination,
                "tkg:hasComponent",
                concept_id,
                _method(n.part.grounding),
                n.part.grounding.score,
                (n.span,),
                n.part.rule,
                n.part.grounding.rivals,
            )
        )
    return combination, items


def _least(known: list[Named]) -> float:
    return round(min(n.part.grounding.score for n in known) * 0.98, 3)


def _method(grounding: Grounding) -> Method:
    return grounding.method


# ------------------------------------------------------------------------------------------------- administrations


def _administrations(
    document: Document,
    item: InterventionItem,
    path: str,
    named: list[Named],
    told: dict[str, list[tuple[Fact, Passage]]],
    registered: set[str],
) -> Iterator[Item]:
    """How each part is given, as far as name and description say it."""
    trial = document.trial
    known = [n for n in named if n.part.concept is not None]
    number = 0
    for n in known:
        concept = n.part.concept
        assert concept is not None
        stated = [(fact, n.passage) for fact in n.part.facts]
        if len(known) == 1 and item.description is not None:
            stated += _described(
                document, item.description, concept, registered, have={fact.kind for fact, _ in stated}
            )
        have = {fact.kind for fact, _ in stated}
        stated += [place for place in told.get(concept, ()) if place[0].kind not in have]
        optional = n.part.relation == "optional"
        role = _ROLE.get(n.part.relation)
        if stated or optional or role is not None:
            node = trial.part(f"administration-intervention-{item.position}-{number}")
            number += 1
            yield from administration(node, path, concept, n.span, stated, optional, role)
        if not concept.startswith("regimen/"):
            continue
        for inner in document.components(concept):  # what the prose says of a drug of the regimen
            if inner != concept and inner not in registered and told.get(inner):
                node = trial.part(f"administration-intervention-{item.position}-{number}")
                number += 1
                yield from administration(node, path, inner, n.span, told[inner], confidence=0.88)


def administration(
    node: str,
    subject: str,
    concept: str,
    span: Span,
    stated: Iterable[tuple[Fact, Passage]],
    optional: bool = False,
    role: str | None = None,
    confidence: float = 0.95,
) -> Iterator[Item]:
    """The node of one administration with everything that is stated of it."""
    places: dict[tuple[FactKind, str], list[Span]] = {}
    for fact, passage in stated:
        places.setdefault((fact.kind, fact.value), []).append(passage.span(fact.start, fact.end))
    evidence = tuple(dict.fromkeys((span, *(place for spans in places.values() for place in spans))))
    yield Node(node, "Administration")
    yield Statement(subject, "tkg:hasAdministration", node, "grammar", confidence, evidence, "administration")
    yield Statement(node, "tkg:gives", concept, "grammar", confidence, (span,), "administration")
    for (kind, value), spans in places.items():
        yield Statement(
            node,
            _PREDICATES[kind],
            value if kind == "route" else Value(value),
            "lexicon" if kind == "route" else "grammar",
            round(_FACT_CONFIDENCE[kind] * confidence, 3),
            tuple(dict.fromkeys(spans)),
            f"stated {kind}",
        )
    if optional:
        yield Statement(
            node, "tkg:optional", Value("true", "boolean"), "grammar", confidence, (span,), "with or without"
        )
    if role is not None:
        yield Statement(node, "tkg:administrationRole", Value(role), "grammar", confidence, (span,), role)


def _told_in_prose(document: Document, named: list[Named]) -> dict[str, list[tuple[Fact, Passage]]]:
    """How each concept is given by a sentence of the prose that says so. Only for records without registered arms and
    descriptions (flattened ones), and only of what no arm told in prose gives: two arms may give it in two ways."""
    trial = document.trial
    concepts = {n.part.concept for n in named if n.part.concept is not None}
    if trial.arms or not concepts or any(i.description is not None for i in trial.interventions):
        return {}
    concepts |= {inner for concept in concepts for inner in document.components(concept)}
    concepts -= {given.concept for arm in told_arms(document) for given in arm.gives}
    if not concepts:
        return {}
    told: dict[str, list[tuple[Fact, Passage]]] = {}
    for passage in document.prose():
        folded = fold(passage.text)
        if _GIVES.search(folded) is None and _DOSED.search(folded) is None:
            continue
        said = clauses(document, passage)
        unless_said = stances(passage.text, "likely")  # a row of doses is the trial's, if nothing says otherwise
        for start, end in document.sentences(passage):
            verb = _GIVES.search(folded, start, end)
            told_so = verb is not None and stance_at(said, verb.start()) != "background"
            dosed = None if told_so else _DOSED.search(folded, start, end)
            if not told_so and (dosed is None or stance_at(unless_said, dosed.start()) == "background"):
                continue
            for found in given(document, passage.part(start, end), concepts):
                if not told_so and not _is_row(found):
                    continue
                have = {fact.kind for fact, _ in told.get(found.concept, ())}
                told.setdefault(found.concept, []).extend(
                    (fact, found.passage) for fact in found.facts if fact.kind not in have
                )
    return told


def _is_row(found: Given) -> bool:
    """`apatinib 250 mg oral d1-21`: a dose right behind the name, and its route or schedule, need no verb."""
    kinds = {fact.kind for fact in found.facts}
    dose = next((fact for fact in found.facts if fact.kind == "dose"), None)
    return dose is not None and 0 <= dose.start - found.end <= 3 and not kinds.isdisjoint(("route", "schedule"))


_OWNERS = ("drug/", "regimen/", "combination-product/", "placebo/")
_LISTED = re.compile(r"\s*(?:or|and|plus|\+|/|,)\s*(?:matching\s|a\s)?\Z")


def _described(
    document: Document, description: Passage, concept: str, registered: set[str], have: set[str]
) -> list[tuple[Fact, Passage]]:
    """The first statement of each kind in the description of an entry with one part; not what it says of others."""
    stated: list[tuple[Fact, Passage]] = []
    own = [(a.short, a.long) for a in document.abbreviations]
    for sentence in document.sentences(description)[:3]:
        if len(have) == len(_PREDICATES):
            break
        passage = description.part(*sentence)
        of_others = set() if concept.startswith("placebo/") else _of_others(document, passage, concept, registered)
        for fact in facts(passage.text, document.vocabulary, own):
            if fact.kind in have or fact in of_others:
                continue
            have = have | {fact.kind}
            stated.append((fact, passage))
    return stated


def _of_others(document: Document, passage: Passage, concept: str, registered: set[str]) -> set[Fact]:
    """The facts of the sentence that belong to another drug, where it names this one too or that one is registered."""
    names = given(document, passage)
    own: set[Fact] = set()
    others: set[Fact] = set()
    akin = [related(document, name.concept, concept) for name in names]
    for number, name in enumerate(names):
        mine = akin[number] or not name.concept.startswith(_OWNERS)
        if not mine and number and akin[number - 1]:  # "finerenone or placebo once daily"
            mine = _LISTED.match(passage.text, names[number - 1].end, name.start) is not None
        if not mine and not any(akin) and name.concept not in registered:
            mine = True
        (own if mine else others).update(name.facts)
    return others - own


# ------------------------------------------------------------------------------------------------- findings


def _findings(
    document: Document, item: InterventionItem, path: str, composite: Composite, named: list[Named]
) -> Iterator[Finding]:
    name = item.name.text.strip()
    if composite.truncated:
        yield Finding(
            "partly-mapped-entry",
            f"the name of intervention {item.position} is too long; its start was read",
            (item.name.span(0, 200),),
            path,
        )
    known = [n for n in named if n.part.concept is not None]
    if not known:
        yield Finding(
            "unmapped-entry", f"no concept for intervention {item.position}: {name[:200]!r}", (item.name.span(),), path
        )
        return
    codes = [n for n in known if n.part.rule == CODE_NAME]
    if codes:
        said = ", ".join(repr(n.passage.text[n.part.start : n.part.end]) for n in codes)
        yield Finding(
            "unknown-code",
            f"intervention {item.position}: no vocabulary knows {said[:200]}; taken for a drug of that code",
            tuple(n.span for n in codes),
            path,
        )
    from_name = [n for n in known if n.passage is item.name]
    if from_name:
        missing = [(n.part.start, n.part.end) for n in named if n.part.concept is None] + list(composite.leftovers)
        if missing:
            said = "; ".join(repr(item.name.text[a:b]) for a, b in missing)
            spans = tuple(item.name.span(a, b) for a, b in missing)
            yield Finding(
                "partly-mapped-entry", f"intervention {item.position}: nothing known for {said[:200]}", spans, path
            )
    covers = _COVERS.get(item.registry_type)
    if covers is not None and from_name:
        kinds = [concept.kind for n in from_name if (concept := document.concept(n.part.concept or "")) is not None]
        strange = [kind for kind in kinds if kind not in covers]
        if (kinds and len(strange) == len(kinds)) or (strange and item.registry_type == "DRUG"):
            yield Finding(
                "mistyped-entry",
                f"intervention {item.position} is registered as {item.registry_type} "
                f"but is {' and '.join(dict.fromkeys(strange))}: {name[:120]!r}",
                (item.entry.span(),),
                path,
            )
