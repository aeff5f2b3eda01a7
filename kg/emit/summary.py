"""What is said of all trials together, so that nobody has to look through them for it: how sure the least certain edge
of a trial is, in how many trials a concept stands in a role (`tkg:trialCount`, `tkg:primaryTrialCount`, the uses of an
endpoint), and what the short forms that records define stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.emit.ntriples import integer, name, string, thing
from kg.model import Extraction, Statement, Value

COUNTED = frozenset({"tkg:studies", "tkg:tests", "tkg:givesDrug", "tkg:endpoint", "tkg:assessedWith"})
"""Edges by which a trial counts for a concept: conditions, interventions, drugs inside them, endpoints, instruments."""

IN_TRIALS, PRIMARY = "trials", "primary"
_COUNTS = {IN_TRIALS: "tkg:trialCount", PRIMARY: "tkg:primaryTrialCount"}
# What stands beside the endpoint of an outcome, and how the use of the endpoint points to it.
_BESIDE = {
    "tkg:assessedWith": "tkg:usesInstrument",
    "tkg:startEvent": "tkg:usesStartEvent",
    "tkg:endEvent": "tkg:usesEndEvent",
}
_KINDS = {"tkg:usesInstrument": "instrument", "tkg:usesStartEvent": "start", "tkg:usesEndEvent": "end"}
_A = name("rdf:type")
_OF_REGISTRY = "registry-mesh"  # the method of edges that the record has from the registry


def counted(extraction: Extraction) -> dict[str, tuple[str, ...]]:
    """The ids of the concepts that a trial counts for, sorted, with the roles in which it does: `trials`, `primary`, or
    a property of the use of an endpoint and what it points to (`tkg:usesInstrument instrument/recist-1-1`)."""
    found: dict[str, set[str]] = {}
    primary: set[str] = set()
    endpoints: list[Statement] = []
    beside: dict[str, set[str]] = {}
    for each in extraction.statements:
        if isinstance(each.object, Value):
            continue
        if each.predicate in COUNTED:
            found.setdefault(each.object, set()).add(IN_TRIALS)
        if each.predicate == "tkg:hasPrimaryOutcome":
            primary.add(each.object)
        elif each.predicate == "tkg:endpoint":
            endpoints.append(each)
        elif each.predicate in _BESIDE:
            beside.setdefault(each.subject, set()).add(f"{_BESIDE[each.predicate]} {each.object}")
    for each in endpoints:
        assert isinstance(each.object, str)
        found[each.object].update(beside.get(each.subject, ()), (PRIMARY,) if each.subject in primary else ())
    return {concept: tuple(sorted(found[concept])) for concept in sorted(found)}


def count_lines(concept: str, roles: Mapping[str, int]) -> Iterator[str]:
    """The lines that say in how many trials a concept stands in each role."""
    node = thing(concept)
    for role, trials in sorted(roles.items()):
        if role in _COUNTS:
            yield f"{node} {name(_COUNTS[role])} {integer(trials)} ."
            continue
        pointing, _, other = role.partition(" ")
        use = thing(f"endpoint-use/{concept.partition('/')[2]}--{_KINDS[pointing]}--{other.partition('/')[2]}")
        yield f"{use} {_A} {name('tkg:EndpointUse')} ."
        yield f"{use} {name('tkg:usesEndpoint')} {node} ."
        yield f"{use} {name(pointing)} {thing(other)} ."
        yield f"{use} {name('tkg:useCount')} {integer(trials)} ."


def abbreviated(extraction: Extraction) -> dict[str, tuple[str, ...]]:
    """What the short forms that a record defines stand for, whatever the case and the hyphens; sorted."""
    short: dict[str, str] = {}
    long: dict[str, list[str]] = {}
    for each in extraction.statements:
        if isinstance(each.object, Value):
            if each.predicate == "tkg:shortForm":
                short[each.subject] = each.object.lexical
            elif each.predicate == "tkg:longForm":
                long.setdefault(each.subject, []).append(each.object.lexical.replace("-", " ").lower())
    found: dict[str, set[str]] = {}
    for subject, form in short.items():
        found.setdefault(form, set()).update(long.get(subject, ()))
    return {form: tuple(sorted(found[form])) for form in sorted(found)}


def short_form_lines(form: str, meanings: Iterable[str]) -> Iterator[str]:
    """The lines of a short form that records define."""
    meanings = sorted(meanings)
    node = thing(f"short-form/{form}")
    yield f"{node} {_A} {name('tkg:ShortForm')} ."
    yield f"{node} {name('rdfs:label')} {string(form)} ."
    yield f"{node} {name('tkg:meaningCount')} {integer(len(meanings))} ."
    for each in meanings:
        yield f"{node} {name('tkg:meaning')} {string(each)} ."


def lowest_confidence(edges: Iterable[list[Statement]]) -> float | None:
    """The lowest confidence of what was extracted: of edges, each with the statements that are to be asserted; those of
    one method are one assertion, as sure as the surest of them. The registry's own terms are not extracted: they are as
    good as it made them. None where there is no assertion."""
    lowest: float | None = None
    for statements in edges:
        if len(statements) == 1:  # nearly all
            confidence = statements[0][4]
            if (lowest is None or confidence < lowest) and statements[0].method != _OF_REGISTRY:
                lowest = confidence
            continue
        surest: dict[str, float] = {}
        for each in statements:
            surest[each.method] = max(surest.get(each.method, 0.0), each.confidence)
        surest.pop(_OF_REGISTRY, None)
        for confidence in surest.values():
            if lowest is None or confidence < lowest:
                lowest = confidence
    return lowest
