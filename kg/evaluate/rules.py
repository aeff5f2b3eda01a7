"""What is scored: per kind of gold item, the predicates that may say it and how an edge of theirs is compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from kg.evaluate.comparison import Comparison
from kg.evaluate.gold import Gold, keys
from kg.model import Statement, Value
from kg.text import name_key

_LINES = {1: "first-line", 2: "second-line", 3: "third-line"}
Test: TypeAlias = Callable[[Comparison, Statement, Gold], bool]


def _named(found: Comparison, statement: Statement, item: Gold) -> bool:
    wanted = item.get("normalized") or str(item.get("value"))
    return name_key(wanted) in found.names(statement.object)


def _condition(found: Comparison, statement: Statement, item: Gold) -> bool:
    if statement.predicate == "tkg:metastaticSite":
        return bool(found.names(statement.object) & {name_key(item["normalized"].split()[0])})
    names = found.broader_names(statement.object)
    states = {n for s in found.by_predicate["tkg:diseaseState"] for n in found.names(s.object)}
    plain = " ".join(w for w in item["normalized"].split() if w not in states)
    return bool(names & (keys(item) | {name_key(plain)}))


def _value(found: Comparison, statement: Statement, item: Gold) -> bool:
    return isinstance(statement.object, Value) and statement.object.lexical == str(item["value"])


def _arms(found: Comparison, statement: Statement, item: Gold) -> bool:
    return _value(found, statement, item) or (item["value"] == 1 and statement.object == "design/single-arm")


def _phase(found: Comparison, statement: Statement, item: Gold) -> bool:
    return statement.object == f"phase/phase-{item['value']}"


def _line(found: Comparison, statement: Statement, item: Gold) -> bool:
    return statement.object == f"line/{_LINES.get(item['value'], item['value'])}"


def _any(found: Comparison, statement: Statement, item: Gold) -> bool:
    return True


def _endpoint(found: Comparison, statement: Statement, item: Gold) -> bool:
    wanted = item["value"] if isinstance(item["value"], list) else [item["value"]]
    return bool(found.names(statement.object) & {name_key(w) for w in wanted})


def _words(found: Comparison, statement: Statement, item: Gold) -> bool:
    return isinstance(statement.object, Value) and name_key(item["value"]) in name_key(statement.object.lexical)


def _of_agent(found: Comparison, statement: Statement, item: Gold) -> bool:
    """Whether the administration gives what the annotation says that it gives, if it says so."""
    wanted = item.get("gives")
    given = [s.object for s in found.by_predicate["tkg:gives"] if s.subject == statement.subject]
    return wanted is None or not given or any(name_key(wanted) in found.names(g) for g in given)


def _dose(found: Comparison, statement: Statement, item: Gold) -> bool:
    return _words(found, statement, item) and _of_agent(found, statement, item)


def _route(found: Comparison, statement: Statement, item: Gold) -> bool:
    return _named(found, statement, item) and _of_agent(found, statement, item)


FACTS: dict[str | None, tuple[tuple[str, ...], Test | None]] = {
    "primary_cancer": (("tkg:populationCondition",), _condition),
    "composite": (("tkg:populationCondition",), _condition),
    "metastatic_site": (("tkg:metastaticSite", "tkg:populationCondition"), _condition),
    "modifier": (("tkg:diseaseState",), _named),
    "resectability": (("tkg:diseaseState",), _named),
    "disease_stage": (("tkg:diseaseState",), _named),
    "disease_status": (("tkg:diseaseState",), _named),
    "biomarker": (("tkg:requiresBiomarker",), _named),
    "prior_treatment": (("tkg:priorTreatment",), _named),
    "design": (("tkg:designFeature",), _named),
    "allocation": (("tkg:designFeature",), _named),
    "control": (("tkg:designFeature",), _named),
    "number_of_centres": (("tkg:designFeature",), lambda j, s, i: s.object == "design/single-center"),
    "number_of_arms": (("tkg:plannedArms", "tkg:designFeature"), _arms),
    "arm": (("tkg:hasArm",), _any),
    "schedule": (("tkg:schedule",), _of_agent),
    "route": (("tkg:route",), _route),
    "dose": (("tkg:dose",), _dose),
    "cycle_length": (("tkg:cycleLengthDays",), _value),
    "comparator": (("tkg:comparator",), _any),
    "max_cycles": (("tkg:maximumCycles",), _value),
    "enrollment": (("tkg:enrollment",), _value),
    "discontinuation": (("tkg:discontinuationReason",), _named),
    "primary_objective": (("tkg:statesPrimaryEndpoint",), _endpoint),
    "primary_endpoint": (("tkg:statesPrimaryEndpoint",), _endpoint),
    "primary_efficacy_indicator": (("tkg:statesPrimaryEndpoint",), _endpoint),
    "secondary_endpoints": (("tkg:statesSecondaryEndpoint",), _endpoint),
    "objective": (("tkg:objective",), _words),
    "combination_regimen": (("tkg:mentionsIntervention",), _any),
    "phase": (("tkg:phase",), _phase),
    "line_of_therapy": (("tkg:lineOfTherapy",), _line),
    "bead_property": (("tkg:formulation",), _words),
}  # fmt: skip
NO_FACTS = frozenset({"tkg:reportsClaim", "tkg:definesAbbreviation"})
POPULATION = frozenset(
    "tkg:populationCondition tkg:metastaticSite tkg:diseaseState tkg:requiresBiomarker tkg:priorTreatment".split()
)
# Precision is scored where gold annotates everything that a record says; the rest is scored by recall alone.
PRECISION = POPULATION | frozenset(
    "tkg:designFeature tkg:plannedArms tkg:maximumCycles tkg:enrollment tkg:discontinuationReason "
    "tkg:statesPrimaryEndpoint tkg:phase tkg:lineOfTherapy".split()
)
