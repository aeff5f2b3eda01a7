"""Arms: those registered, with role, entries used and what their description says is given how; those that only the
prose tells; and the comparators of the trial.

A comparator is what stands after `versus` in a title or in a sentence on this trial, or what only comparator arms use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.comparators import COMPARING, by_roles, controlled, stated_comparators, told_comparators
from kg.extract.context import folded_text
from kg.extract.document import Document, Item
from kg.extract.giving.administration import Fact
from kg.extract.giving.befits import befits
from kg.extract.giving.entries import administration
from kg.extract.giving.in_text import Given, given
from kg.extract.giving.unnamed import unnamed
from kg.extract.single_arm import single_arm
from kg.extract.told_arms.arm import ToldArm
from kg.extract.told_arms.compared_arms import only_observed
from kg.extract.told_arms.contrasts import Versus, contrasts
from kg.extract.told_arms.prose import told_arms
from kg.extract.told_arms.roles import told_roles
from kg.extract.told_arms.used import only_left, with_used
from kg.model import ArmGroup, InterventionItem, Node, Passage, Statement, Value
from kg.text import name_key

_ROLES = {
    "EXPERIMENTAL": "experimental",
    "ACTIVE_COMPARATOR": "active-comparator",
    "PLACEBO_COMPARATOR": "placebo-comparator",
    "SHAM_COMPARATOR": "sham-comparator",
    "NO_INTERVENTION": "no-intervention",
    "OTHER": "other",
}
# A sentence on what people took anyway, or may take.
_NOT_OF_THE_ARM = re.compile(
    r"\b(?:maintain\w*|background|minimum|at least|prior|previous\w*|stable|rescue|as needed|if|may|allowed|permitted|"
    r"equivalent|placebos?|until(?!,?\s(?:(?:the|any|documented|confirmed|radiological|radiographic|their|tumou?r|"
    r"disease|pd|or)\s){0,3}(?:progress\w+|pd\b|(?:un|in)(?:acceptable|tolerable)|death|withdraw\w*|relapse|recurrence))|history|washout|discontinu\w+)\b"
)
_TOGETHER = ("regimen/", "combination/")
_FEIGNED = "placebo/"
_TESTED = frozenset({"experimental"})
_CONTROLS = COMPARING | {"no-intervention"}
_PREFIX = re.compile(r"^[A-Za-z_ ]{4,22}:\s*")


def extract(document: Document) -> Iterator[Item]:
    """Roles, entries and administrations of the registered arms; else the arms told in prose; comparators."""
    trial = document.trial
    compared = list(contrasts(document))
    if trial.arms:
        yield from _registered(document)
        yield from _registered_comparators(document)
        tested, controls = (set(_given_in(document, roles)) for roles in (_TESTED, _CONTROLS))
        yield from stated_comparators(document, by_roles(compared, tested, controls))
        return
    arms = with_used(document, told_arms(document))
    roles: list[str | None] = []
    if arms:
        by_lot = any("random" in folded_text(passage.text) for passage in document.prose())
        roles = told_roles(arms, _in_full(document, compared), _titled(document), by_lot)
    feigned = any(role in ("placebo-comparator", "sham-comparator") for role in roles)
    if arms and not feigned and only_observed(document):  # nothing is tried
        roles = [None if role in ("experimental", "active-comparator") else role for role in roles]
    yield from _told(document, arms, roles)
    tested, controls = (
        {g.concept for arm, role in zip(arms, roles, strict=True) if role in wanted for g in arm.gives}
        for wanted in (_TESTED, _CONTROLS)
    )
    stated = list(stated_comparators(document, by_roles(compared, tested, controls)))
    yield from stated
    if not arms and not stated:
        yield from single_arm(document)
    known = {statement.object for statement in stated}
    for statement in (*told_comparators(document, arms, roles), *controlled(document)):
        if statement.object not in known:
            known.add(statement.object)
            yield statement


# ------------------------------------------------------------------------------------------------- registered arms


def role_of(kind: str) -> str | None:
    """The role that the registry's arm type says, in the words of the ontology."""
    return _ROLES.get(kind.strip().upper().replace(" ", "_").replace("-", "_"))


def _registered(document: Document) -> Iterator[Item]:
    trial = document.trial
    for arm in trial.arms:
        path = trial.part(f"arm-{arm.position}")
        role = role_of(arm.kind)
        if role is not None:
            evidence = (arm.kind_passage or arm.label).span()
            yield Statement(path, "tkg:armRole", Value(role), "registry-field", 1.0, (evidence,), "arm type")
        used = uses(arm, trial.interventions)
        for item in used:
            entry = trial.part(f"intervention-{item.position}")
            spans = (arm.label.span(), item.name.span())
            yield Statement(path, "tkg:usesEntry", entry, "registry-field", 1.0, spans, "arm's interventions")
        if used:
            admitted = {c for item in used for c in _inside(document, item)}
            yield from _described(document, path, arm, admitted, used)


def uses(arm: ArmGroup, items: tuple[InterventionItem, ...]) -> list[InterventionItem]:
    """The entries that the arm uses, by the names it lists or by the labels that the entries list."""
    label = name_key(arm.label.text)
    listed = {name_key(_PREFIX.sub("", name, count=1)) for name in arm.intervention_names}
    listed |= {name_key(name) for name in arm.intervention_names}
    found = []
    for item in items:
        by_label = any(name_key(known) == label for known in item.arm_labels)
        by_name = name_key(item.name.text) in listed
        if (by_name and (by_label or not item.arm_labels)) or (by_label and not listed):
            found.append(item)
    return found


def _inside(document: Document, item: InterventionItem) -> Iterator[str]:
    for concept in document.meant_by(item):
        yield from document.components(concept)


def _described(
    document: Document, path: str, arm: ArmGroup, admitted: set[str], used: list[InterventionItem]
) -> Iterator[Item]:
    """Administrations that the arm's label and description tell, one for each intervention and route."""
    told: dict[str, list[Given]] = {}
    for found in _given_in_arm(document, arm, admitted, used):
        told.setdefault(found.concept, []).append(found)
    number = 0
    for concept, mentions in ((concept, part) for concept, found in told.items() for part in _by_route(found)):
        stated = [(fact, g.passage) for g in mentions for fact in g.facts if befits(concept, fact)]
        optional = any(g.optional for g in mentions)
        if not stated and not optional:
            continue
        node = document.trial.part(f"administration-arm-{arm.position}-{number}")
        number += 1
        first = mentions[0]
        span = first.passage.span(first.start, first.end)
        yield from administration(node, path, concept, span, stated, optional, None, 0.88)


def _given_in_arm(
    document: Document, arm: ArmGroup, admitted: set[str], used: list[InterventionItem]
) -> Iterator[Given]:
    """What the arm's label and description give of what its entries are; of other drugs, only those with a dose and a
    route or a schedule of their own."""
    known = [document.meant_by(item) for item in used]
    concepts = {concept for each in known for concept in each}
    only = concepts.pop() if len(concepts) == 1 and all(known) else None
    feigned = [concept for concept in admitted if concept.startswith(_FEIGNED)]
    for passage in filter(None, (arm.label, arm.description)):
        for sentence in document.sentences(passage):
            part = passage.part(*sentence)
            besides = _NOT_OF_THE_ARM.search(folded_text(part.text)) is None
            names = given(document, part)
            if only is not None and besides and not names:
                names = unnamed(document, part, only, passage is arm.label)
            for found in names:
                if found.concept.startswith(_FEIGNED) and found.concept not in feigned and len(feigned) == 1:
                    found = found._replace(concept=feigned[0])  # "placebo" of an arm that gets a saline placebo
                if found.concept in admitted or (besides and _is_dosed(found)):
                    yield found


def _by_route(mentions: list[Given]) -> list[list[Given]]:
    """The mentions of one intervention, apart where they are given by different routes; without one, as the first."""
    ways = [{fact.value for fact in found.facts if fact.kind == "route"} for found in mentions]
    if len(set(map(frozenset, filter(None, ways)))) < 2 or any(len(way) > 1 for way in ways):
        return [mentions]
    parts: dict[str, list[Given]] = {way.pop(): [] for way in map(set, ways) if way}
    first = next(iter(parts))
    for found in mentions:
        parts[next((f.value for f in found.facts if f.kind == "route"), first)].append(found)
    return list(parts.values())


def _is_dosed(found: Given) -> bool:
    """A drug with a dose, and a route or a schedule."""
    kinds = {fact.kind for fact in found.facts}
    return found.concept.startswith("drug/") and "dose" in kinds and not kinds.isdisjoint(("route", "schedule"))


# ------------------------------------------------------------------------------------------------- arms in prose


def _in_full(document: Document, compared: list[Versus]) -> list[Versus]:
    """The comparisons, with what regimens and combinations in them consist of."""

    def full(side: list[Given]) -> list[Given]:
        parts = {g.concept: document.components(g.concept) for g in side if g.concept.startswith(_TOGETHER)}
        return [g._replace(concept=concept) for g in side for concept in parts.get(g.concept, (g.concept,))]

    return [contrast._replace(left=full(contrast.left), right=full(contrast.right)) for contrast in compared]


def _titled(document: Document) -> frozenset[str]:
    """What the title names."""
    title = document.trial.title
    return frozenset(found.concept for found in given(document, title)) if title is not None else frozenset()


def _told(document: Document, arms: list[ToldArm], roles: list[str | None]) -> Iterator[Item]:
    """The arms that only the prose tells, each with its label, role, entries and administrations."""
    trial = document.trial
    left = only_left(document, arms, roles)
    for position, (arm, role) in enumerate(zip(arms, roles, strict=True)):
        path = trial.part(f"arm-{position}")
        evidence = (arm.passage.span(),)
        yield Node(path, "Arm")
        yield Statement(trial.path, "tkg:hasArm", path, "grammar", arm.confidence, evidence, arm.rule)
        yield Statement(path, "rdfs:label", Value(arm.title), "grammar", arm.confidence, (arm.label.span(),), arm.rule)
        if role is not None:
            yield Statement(path, "tkg:armRole", Value(role), "inference", 0.8, evidence, "role of a told arm")
        for item in arm.entries:
            entry = trial.part(f"intervention-{item.position}")
            spans = (*evidence, item.name.span())
            yield Statement(path, "tkg:usesEntry", entry, "grammar", 0.8, spans, "entry named in a told arm")
        if position in left:
            item = left[position]
            spans = (*evidence, item.name.span())
            entry = trial.part(f"intervention-{item.position}")
            yield Statement(path, "tkg:usesEntry", entry, "inference", 0.7, spans, "the only entry left")
        by_concept: dict[str, list[Given]] = {}
        for found in (*arm.gives, *arm.shared):
            by_concept.setdefault(found.concept, []).append(found)
        apart = [(concept, part) for concept, found in by_concept.items() for part in _by_route(found)]
        for number, (concept, mentions) in enumerate(apart):
            node = trial.part(f"administration-arm-{position}-{number}")
            stated = [(fact, g.passage) for g in mentions for fact in g.facts if befits(concept, fact)]
            stated += _same_elsewhere(document, concept, stated)
            first = mentions[0]
            yield from administration(
                node,
                path,
                concept,
                first.passage.span(first.start, first.end),
                stated,
                any(g.optional for g in mentions),
                None,
                arm.confidence,
            )


def _same_elsewhere(document: Document, concept: str, stated: list[tuple[Fact, Passage]]) -> list[tuple[Fact, Passage]]:
    """Other places of the title and the summary that state the same route of the same intervention: more evidence."""
    values = {(fact.kind, fact.value) for fact, _ in stated if fact.kind == "route"}
    if not values:
        return []
    more: list[tuple[Fact, Passage]] = []
    trial = document.trial
    for passage in (trial.title, trial.official_title, trial.brief_summary):
        if passage is None:
            continue
        for start, end in document.sentences(passage):
            for found in given(document, passage.part(start, end), {concept}):
                more += [(fact, found.passage) for fact in found.facts if (fact.kind, fact.value) in values]
    return more


def _given_in(document: Document, roles: frozenset[str | None]) -> Iterator[str]:
    """What the registered arms of such a role give."""
    for arm in document.trial.arms:
        if role_of(arm.kind) in roles:
            for item in uses(arm, document.trial.interventions):
                yield from _inside(document, item)


def _registered_comparators(document: Document) -> Iterator[Item]:
    """What only comparator arms use, where another arm is experimental."""
    trial = document.trial
    roles = {arm.position: role_of(arm.kind) for arm in trial.arms}
    if "experimental" not in roles.values():
        return
    tested = set(_given_in(document, frozenset(roles.values()) - COMPARING))
    for arm in trial.arms:
        if roles[arm.position] not in COMPARING:
            continue
        for item in uses(arm, trial.interventions):
            for concept in document.meant_by(item):
                if concept not in tested:
                    spans = ((arm.kind_passage or arm.label).span(), item.name.span())
                    yield Statement(
                        trial.path, "tkg:comparator", concept, "registry-field", 0.95, spans, "comparator arm"
                    )
