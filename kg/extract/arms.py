"""Arms: those registered, with role, entries used and what their description says is given how; those that only the
prose tells; and the comparators of the trial.

A comparator is what stands after `versus` in a title or in a sentence on this trial, or what only comparator arms use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.administration import Fact
from kg.extract.background import clauses, stance_at
from kg.extract.context import folded_text
from kg.extract.document import Document, Item
from kg.extract.entry_administrations import administration
from kg.extract.giving import Given, given
from kg.extract.prose_arms import ToldArm, told_arms
from kg.model import ArmGroup, InterventionItem, Node, Passage, Span, Statement, Value
from kg.text import fold, name_key

_ROLES = {
    "EXPERIMENTAL": "experimental",
    "ACTIVE_COMPARATOR": "active-comparator",
    "PLACEBO_COMPARATOR": "placebo-comparator",
    "SHAM_COMPARATOR": "sham-comparator",
    "NO_INTERVENTION": "no-intervention",
    "OTHER": "other",
}
_COMPARING = frozenset({"active-comparator", "placebo-comparator", "sham-comparator"})
_VERSUS = re.compile(r"\b(?:versus|vs|compared (?:to|with)|in comparison (?:to|with))\b\.?")
# What is compared ends before the purpose, the next clause, a bracket, and what both sides have in common.
_VERSUS_ENDS = re.compile(
    r"[,;(:\[]|\b(?:in(?!\s(?:combination|addition))|for(?!\s(?:\d|one|two|three|six|twelve))|among|as(?!\susual)|who|"
    r"which|that|between|during|after|before|following|undergoing|both|while|whereas|because|when|if|"
    r"on\s(?:the|overall|quality|survival|pain)|(?<!addition )(?<!added )to\s(?!\d)|"
    r"will|is|are|was|were|has|have|had|can|may|might|could|would|should|provides?|reduces?d?|improves?d?|results?|"
    r"leads?|increases?|decreases?|shows?|showed)\b"
)
_BESIDE_STANDARD = re.compile(
    r"(?:\b(?:in addition to|plus|with|added to|on top of|and|along with|alongside|combined with)\b|\+)\s(?:the\s|a\s)?"
    r"(?:standard|usual|conventional|routine)\b[\w\s-]{0,40}"
)
_SHARED = re.compile(r"\b(?:in combination with|combined with|in addition to|added to|on top of)\b")
_OR_LIST = re.compile(r"(?:,\s(?!or\s)[^,;.():]{2,40}){0,6},?\sor\s[a-z0-9-]{3,30}")
_BRACKET = re.compile(r"\s?\(([^()]{1,80})\)")
_WITHOUT = re.compile(r"\b(?:no|not|without|never|non)\b")  # "compared to a group not receiving X"
_NAMED_SOON = 60
_GENERAL = ("standard-care/", "drug-class/", "placebo/active")
_SINGLE_ARM = re.compile(r"\b(?:single|one)[- ](?:arm|group)\b", re.IGNORECASE)
_PREFIX = re.compile(r"^[A-Za-z_ ]{4,22}:\s*")


class _Versus(NamedTuple):
    """One `A versus B` of the record: what stands on either side."""

    passage: Passage
    at: int
    left: list[Given]
    right: list[Given]


def extract(document: Document) -> Iterator[Item]:
    """Roles, entries and administrations of the registered arms; else the arms told in prose; comparators."""
    trial = document.trial
    contrasts = list(_contrasts(document))
    if trial.arms:
        yield from _registered(document)
        yield from _registered_comparators(document)
    else:
        yield from _told(document, contrasts)
    yield from _stated_comparators(document, contrasts)


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
        if arm.description is not None and used:
            admitted = {c for item in used for c in _inside(document, item)}
            yield from _described(document, path, arm, admitted)


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
    entry = document.trial.part(f"intervention-{item.position}")
    for concept in document.objects(entry, "tkg:resolvesTo"):
        yield from document.components(concept)


def _described(document: Document, path: str, arm: ArmGroup, admitted: set[str]) -> Iterator[Item]:
    """Administrations that the arm's description tells, one for each intervention: the first that says how."""
    assert arm.description is not None
    told: dict[str, list[Given]] = {}
    for sentence in document.sentences(arm.description):
        for found in given(document, arm.description.part(*sentence), admitted):
            told.setdefault(found.concept, []).append(found)
    number = 0
    for concept, mentions in told.items():
        stated = [(fact, g.passage) for g in mentions for fact in g.facts]
        optional = any(g.optional for g in mentions)
        if not stated and not optional:
            continue
        node = document.trial.part(f"administration-arm-{arm.position}-{number}")
        number += 1
        first = mentions[0]
        span = first.passage.span(first.start, first.end)
        yield from administration(node, path, concept, span, stated, optional, None, 0.88)


# ------------------------------------------------------------------------------------------------- arms in prose


def _told(document: Document, contrasts: list[_Versus]) -> Iterator[Item]:
    trial = document.trial
    arms = list(told_arms(document))
    for position, arm in enumerate(arms):
        path = trial.part(f"arm-{position}")
        evidence = (arm.passage.span(),)
        yield Node(path, "Arm")
        yield Statement(trial.path, "tkg:hasArm", path, "grammar", arm.confidence, evidence, arm.rule)
        yield Statement(
            path, "rdfs:label", Value(arm.label.text), "grammar", arm.confidence, (arm.label.span(),), arm.rule
        )
        role = _told_role(arm, contrasts)
        if role is not None:
            yield Statement(path, "tkg:armRole", Value(role), "inference", 0.8, evidence, "role of a told arm")
        by_concept: dict[str, list[Given]] = {}
        for found in arm.gives:
            by_concept.setdefault(found.concept, []).append(found)
        for number, (concept, mentions) in enumerate(by_concept.items()):
            node = trial.part(f"administration-arm-{position}-{number}")
            stated = [(fact, g.passage) for g in mentions for fact in g.facts]
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


def _told_role(arm: ToldArm, contrasts: list[_Versus]) -> str | None:
    """By the label, else by the side of `versus` on which the arm's interventions stand."""
    label = _BESIDE_STANDARD.sub(" ", fold(arm.label.text))
    concepts = {g.concept for g in arm.gives}
    if concepts and all(c.startswith("placebo/") for c in concepts):
        return "placebo-comparator"
    if re.search(r"\b(?:control|comparator|comparison|standard|conventional|reference|usual)\b", label):
        return "active-comparator"
    if re.search(r"\b(?:experimental|investigational|intervention|test|study)\b", label):
        return "experimental"
    for contrast in contrasts:
        left = {g.concept for g in contrast.left}
        right = {g.concept for g in contrast.right}
        nearer_left, nearer_right = len(concepts & (left - right)), len(concepts & (right - left))
        if nearer_left != nearer_right:
            return "experimental" if nearer_left > nearer_right else "active-comparator"
    return None


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


# ------------------------------------------------------------------------------------------------- comparators


def _contrasts(document: Document) -> Iterator[_Versus]:
    """Every `A versus B` that speaks of this trial."""
    trial = document.trial
    for passage in document.prose():
        folded = folded_text(passage.text)
        if "versus" not in folded and "vs" not in folded and "compar" not in folded:
            continue
        stances = None
        for match in _VERSUS.finditer(folded):
            start, end = next(
                ((a, b) for a, b in document.sentences(passage) if a <= match.start() < b), (0, len(passage.text))
            )
            if passage not in (trial.title, trial.official_title):
                stances = stances or clauses(document, passage)
                if stance_at(stances, match.start()) == "background":
                    continue
            left = given(document, passage.part(start, match.start()))
            right = _compared_with(document, passage, folded, match.end(), end)
            told = stances is None or stance_at(stances, match.start()) == "trial"
            if right and (left or (told and _by_itself(right[0]))):
                yield _Versus(passage, match.start(), left, right)


def _by_itself(first: Given) -> bool:
    """Whether what is compared with is plain although the other side is not known: `X-12 versus timolol`, not
    `early versus late surgery`, where both sides share the noun."""
    return first.start <= 1 or first.concept.startswith(("placebo/", "standard-care/"))


def _compared_with(document: Document, passage: Passage, folded: str, begin: int, end: int) -> list[Given]:
    """What stands on the right of `versus`: up to the end of its phrase."""
    ends = _VERSUS_ENDS.search(folded, begin + 1, end)
    stop = ends.start() if ends else end
    listed = _OR_LIST.match(folded, stop, end)
    stop = listed.end() if listed else stop
    shared = _SHARED.search(folded, begin, stop)
    if shared is not None and _SHARED.search(folded, max(0, begin - 160), begin) is None:
        stop = shared.start()  # "A versus B, combined with C": both are
    right = given(document, passage.part(begin, stop))
    if not right or right[0].start > _NAMED_SOON or _WITHOUT.search(folded, begin, begin + right[0].start):
        return []
    bracket = _BRACKET.match(folded, stop - 1) or _BRACKET.match(folded, stop)
    if bracket is not None and all(g.concept.startswith(_GENERAL) for g in right):  # "standard care (docetaxel)"
        right += given(document, passage.part(*bracket.span(1)))
    return right


def _stated_comparators(document: Document, contrasts: list[_Versus]) -> Iterator[Item]:
    trial = document.trial
    evidence: dict[str, list[Span]] = {}
    titled: set[str] = set()
    for contrast in contrasts:
        beside = {g.concept for g in contrast.left}
        own = [g for g in contrast.right if g.concept not in beside]  # what both sides are given is no comparator
        for found in own or contrast.right:
            inside = found.passage
            offset = inside.start - contrast.passage.start
            span = contrast.passage.span(contrast.at, offset + found.end)
            evidence.setdefault(found.concept, []).append(span)
            if contrast.passage in (trial.title, trial.official_title):
                titled.add(found.concept)
    alone = any(_SINGLE_ARM.search(passage.text) for passage in document.prose()) if evidence else False
    for concept, spans in evidence.items():
        confidence = 0.9 if concept in titled else 0.8
        rule = "versus"
        if alone:  # the record contradicts itself; which side is right cannot be known
            confidence, rule = 0.6, "versus, in a record that says single-arm"
        yield Statement(trial.path, "tkg:comparator", concept, "grammar", confidence, tuple(dict.fromkeys(spans)), rule)


def _registered_comparators(document: Document) -> Iterator[Item]:
    """What only comparator arms use, where another arm is experimental."""
    trial = document.trial
    roles = {arm.position: role_of(arm.kind) for arm in trial.arms}
    if "experimental" not in roles.values():
        return
    tested = {
        concept
        for arm in trial.arms
        if roles[arm.position] not in _COMPARING
        for item in uses(arm, trial.interventions)
        for concept in _inside(document, item)
    }
    for arm in trial.arms:
        if roles[arm.position] not in _COMPARING:
            continue
        for item in uses(arm, trial.interventions):
            entry = trial.part(f"intervention-{item.position}")
            for concept in document.objects(entry, "tkg:resolvesTo"):
                if concept not in tested:
                    spans = ((arm.kind_passage or arm.label).span(), item.name.span())
                    yield Statement(
                        trial.path, "tkg:comparator", concept, "registry-field", 0.95, spans, "comparator arm"
                    )
