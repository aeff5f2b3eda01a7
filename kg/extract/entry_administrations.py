"""How what an entry gives is given: route, dose, schedule and form, as its name, its description and the prose of the
record say it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.extract.administration import Fact, FactKind, facts
from kg.extract.background import clauses, stance_at, stances
from kg.extract.document import Document, Item
from kg.extract.giving import BEFORE_NAME, Given, given
from kg.extract.name_elsewhere import Named, related
from kg.extract.prose_arms import told_arms
from kg.model import InterventionItem, Node, Passage, Span, Statement, Value
from kg.text import fold

_PREDICATES = {"route": "tkg:route", "dose": "tkg:dose", "schedule": "tkg:schedule", "form": "tkg:formulation"}
_FACT_CONFIDENCE = {"route": 0.95, "dose": 0.93, "schedule": 0.93, "form": 0.9}
_ROLE = {"or": "alternative", "versus": "comparator"}
_GIVES = re.compile(
    r"\b(?:administ\w+|receiv\w+|given|treated|undergo\w*|underwent|randomi[sz]ed|assigned to|"
    r"tak(?:e|en|es|ing)|gets?|inject\w*|infus\w+|dos(?:e|ed|es|ing)|"
    r"treatment with|(?:initiated|started|titrated) (?:at|with|to))\b"
)
_DOSED = re.compile(r"\d\s?(?:mg|mcg|μg|ug|g|iu|miu|u|gy|gbq|mbq|mci|ml)\b|\bauc\b")
_BESIDE_AFTER = re.compile(r"[\s,]*(?:\([^()]{0,30}\)\s?)?\Z")
_NEAR = 25
_OWNERS = ("drug/", "regimen/", "combination-product/", "placebo/")
_LISTED = re.compile(r"\s*(?:or|and|plus|\+|/|,)\s*(?:matching\s|a\s)?\Z")


def administrations(
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


def told_in_prose(document: Document, named: list[Named]) -> dict[str, list[tuple[Fact, Passage]]]:
    """How each concept is given by a sentence of the prose that says so. Only for records without registered arms and
    descriptions (flattened ones), and only of what no arm told in prose gives in a way of its own."""
    trial = document.trial
    concepts = {n.part.concept for n in named if n.part.concept is not None}
    if trial.arms or not concepts or any(i.description is not None for i in trial.interventions):
        return {}
    concepts |= {inner for concept in concepts for inner in document.components(concept)}
    concepts -= {given.concept for arm in told_arms(document) for given in arm.gives if given.facts}
    if not concepts:
        return {}
    told: dict[str, list[tuple[Fact, Passage]]] = {}
    for passage in document.prose():
        folded = fold(passage.text)
        titled = passage in (trial.title, trial.official_title)
        said = clauses(document, passage)
        unless_said = stances(passage.text, "likely")  # a row of doses is the trial's, if nothing says otherwise
        for start, end in document.sentences(passage):
            verb = _GIVES.search(folded, start, end)
            told_so = verb is not None and stance_at(said, verb.start()) != "background"
            dosed = None if told_so else _DOSED.search(folded, start, end)
            of_trial = titled or stance_at(said, start) == "trial"
            row = dosed is not None and stance_at(unless_said, dosed.start()) != "background"
            if not (told_so or row or of_trial):
                continue
            for found in given(document, passage.part(start, end), concepts):
                if told_so or (row and _is_row(found)):
                    stated = _of_placebo(found) if found.concept.startswith("placebo/") else found.facts
                else:
                    stated = _beside(folded[start:end], found, titled) if of_trial else ()
                have = {fact.kind for fact, _ in told.get(found.concept, ())}
                told.setdefault(found.concept, []).extend((f, found.passage) for f in stated if f.kind not in have)
    return told


def _of_placebo(found: Given) -> tuple[Fact, ...]:
    """What stands near the word: the rest of its sentence speaks of what it feigns."""
    return tuple(f for f in found.facts if -_NEAR < f.start - found.end < _NEAR and not f.value.endswith("%"))


def _beside(folded: str, found: Given, titled: bool) -> tuple[Fact, ...]:
    """`oral X tablets`, in a title also `X 50 mg`: what stands right beside a name needs no verb."""
    kinds = ("route", "form", "dose", "schedule") if titled else ("route", "form")
    if found.concept.startswith("placebo/"):
        return ()
    return tuple(
        fact
        for fact in found.facts
        if fact.kind in kinds
        and (
            BEFORE_NAME.match(folded, fact.end, found.start)
            if fact.end <= found.start
            else _BESIDE_AFTER.match(folded, found.end, fact.start)
        )
    )


def _is_row(found: Given) -> bool:
    """`apatinib 250 mg oral d1-21`: a dose right behind the name, and its route or schedule, need no verb."""
    kinds = {fact.kind for fact in found.facts}
    dose = next((fact for fact in found.facts if fact.kind == "dose"), None)
    return dose is not None and 0 <= dose.start - found.end <= 3 and not kinds.isdisjoint(("route", "schedule"))


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
