"""Scores what was extracted against records annotated by hand: precision, recall and F1 per kind of fact.

A gold file annotates one record: verbatim spans given as line and offsets in it, with the concept or value that a
reader would write down, and *not-facts*: things the record mentions that are not true of its trial. A gold item counts
as found if an edge says the same (same concept or value) on overlapping text; an edge of a scored kind that no gold
item matches counts as false. What is scored, and how a gold item is compared with the graph, stands in `_FACTS`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from kg.errors import InputError
from kg.model import Extraction, OutcomeItem, Passage, Span, Statement, Value
from kg.text import name_key
from kg.vocab.vocabulary import Vocabulary

Gold: TypeAlias = dict[str, Any]
_LINES = {1: "first-line", 2: "second-line", 3: "third-line"}
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}


@dataclass(slots=True)
class Tally:
    """Counts for one kind of fact. `confidences` holds (confidence, right) of every edge judged."""

    wanted: int = 0
    right: int = 0
    false: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    confidences: list[tuple[float, bool]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of the edges that gold confirms; 1 where there are none."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold items that were found; 1 where there are none."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Evaluation:
    """Scores per kind over all records; `false_facts` lists the not-facts that were asserted."""

    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    not_facts: int = 0
    false_facts: list[str] = field(default_factory=list)

    def coverage(self, thresholds: Sequence[float] = (0.5, 0.7, 0.8, 0.9, 0.95)) -> list[tuple[float, float, float]]:
        """(threshold, share of judged edges at or above it, their precision)."""
        judged = [c for tally in self.kinds.values() for c in tally.confidences]
        rows = []
        for threshold in thresholds:
            kept = [right for confidence, right in judged if confidence >= threshold]
            share = len(kept) / len(judged) if judged else 0.0
            rows.append((threshold, share, sum(kept) / len(kept) if kept else 1.0))
        return rows


def load_gold(folder: Path) -> dict[str, Gold]:
    """Gold annotations of a folder by the name of the record's file. Raises `InputError` where there are none."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(gold, dict) and "seed" in gold:
            found[str(gold["seed"])] = gold
    if not found:
        raise InputError(f"{folder}: no gold annotation there (*.json with a “seed”)")
    return found


def evaluate(extractions: Iterable[Extraction], gold: dict[str, Gold], vocabulary: Vocabulary) -> Evaluation:
    """Scores of the records that have a gold annotation."""
    result = Evaluation()
    for extraction in extractions:
        annotation = gold.get(Path(extraction.trial.source.path).name)
        if annotation is not None:
            _Judge(extraction, annotation, vocabulary, result).run()
    return result


class _Judge:
    """Compares one extraction with its annotation."""

    def __init__(self, extraction: Extraction, gold: Gold, vocabulary: Vocabulary, result: Evaluation) -> None:
        self.trial = extraction.trial
        self.gold = gold
        self.vocabulary = vocabulary
        self.result = result
        self.minted = {concept.id: concept for concept in extraction.concepts}
        self.statements = extraction.statements
        self.by_predicate: dict[str, list[Statement]] = defaultdict(list)
        for statement in extraction.statements:
            self.by_predicate[statement.predicate].append(statement)
        self.texts = {source.name: source.text for source in self.trial.fields}
        self.used: set[tuple[str, str]] = set()

    # ------------------------------------------------------------------------------------------------ comparing

    def span(self, item: Gold) -> Span:
        """The span of a gold item, from its line to the field that holds the line."""
        line = item["line"]
        for name, lines in self.gold["layout"].items():
            if line in lines:
                before = self.texts[name].split("\n")[: line - lines[0]]
                offset = sum(len(text) + 1 for text in before)
                return Span(name, offset + item["start"], offset + item["end"])
        raise InputError(f"{self.gold['seed']}: line {line} is in no section of the gold layout")

    @staticmethod
    def overlap(statement: Statement, span: Span) -> bool:
        return any(e.field == span.field and e.start < span.end and span.start < e.end for e in statement.evidence)

    def names(self, concept_id: str | Value) -> set[str]:
        """Every name of a concept as a key, and its codes."""
        if isinstance(concept_id, Value):
            return {name_key(concept_id.lexical)}
        concept = self.minted.get(concept_id) or self.vocabulary.get(concept_id)
        if concept is None:
            return {name_key(concept_id.split("/", 1)[1])}
        local = name_key(concept.id.split("/", 1)[1])
        return {local, *concept.exact, *(name_key(n) for n in (concept.label, *concept.synonyms))}

    def closure(self, concept_id: str, links: str) -> Iterator[str]:
        """The concept and all it leads to by `broader` or `components`."""
        seen: set[str] = set()
        stack = [concept_id]
        while stack:
            current = stack.pop()
            if current in seen:
                continue
            seen.add(current)
            yield current
            concept = self.minted.get(current) or self.vocabulary.get(current)
            if concept is not None:
                stack.extend(getattr(concept, links))

    def broader_names(self, concept_id: str | Value) -> set[str]:
        """Names of a concept and of everything broader."""
        if isinstance(concept_id, Value):
            return self.names(concept_id)
        return set().union(*(self.names(c) for c in self.closure(concept_id, "broader")))

    def judge(self, kind: str, wanted: str, found: Statement | None) -> None:
        """Books one gold item."""
        tally = self.result.kinds[kind]
        tally.wanted += 1
        if found is None:
            tally.missed.append(f"{self.trial.key}: {wanted}")
            return
        tally.right += 1
        tally.confidences.append((found.confidence, True))
        self.used.add((found.predicate, str(found.object)))

    def false(self, kind: str, statement: Statement) -> None:
        """Books one edge that no gold item confirms."""
        tally = self.result.kinds[kind]
        tally.false += 1
        tally.confidences.append((statement.confidence, False))
        tally.extra.append(f"{self.trial.key}: {statement.predicate} {statement.object}")

    # --------------------------------------------------------------------------------------------------- running

    def run(self) -> None:
        self.interventions()
        self.conditions()
        self.outcomes()
        self.facts()
        self.abbreviations()
        self.not_facts()

    def interventions(self) -> None:
        for item in self.gold["interventions"]:
            entry = self.trial.part(f"intervention-{item['index']}")
            resolved = [s for s in self.by_predicate["tkg:resolvesTo"] if s.subject == entry]
            reached: dict[str, Statement] = {}
            for statement in resolved:
                for concept_id in self.closure(str(statement.object), "components"):
                    reached.setdefault(concept_id, statement)
            parts = {
                **{str(s.object): s for s in self.by_predicate["tkg:hasComponent"]},
                **{str(s.object): s for s in resolved},
            }
            tops = {c: s for c, s in reached.items() if c in parts and not c.startswith("combination/")}
            explained: set[str] = set()
            complete = True
            for component in item["components"]:
                span = self.span(component)
                wanted = _keys(component)
                match = next(
                    (c for c in tops if self.overlap(parts[c], span) and self._same_thing(c, component, wanted)), None
                )
                self.judge("intervention components", component["normalized"], parts[match] if match else None)
                complete &= match is not None
                if match is None:
                    continue
                inside = set(self.closure(match, "components"))
                explained |= inside
                for inner in component.get("expands_to", ()):
                    hit = any(self.broader_names(c) & _keys(inner) for c in inside - {match})
                    self.judge(
                        "regimen expansions",
                        f"{component['normalized']} > {inner['normalized']}",
                        parts[match] if hit else None,
                    )
                    complete &= hit
            for concept_id, statement in tops.items():
                if concept_id not in explained:
                    self.false("intervention components", statement)
                    complete = False
            self.judge("intervention entries", item["evidence"], resolved[0] if complete and resolved else None)

    def _same_thing(self, concept_id: str, component: Gold, wanted: set[str]) -> bool:
        """By name or code; or of the annotated kind and bearing the very words that the entry uses."""
        names = self.names(concept_id)
        concept = self.minted.get(concept_id) or self.vocabulary.get(concept_id)
        kind = component["kind"].replace(" ", "")
        worded = concept is not None and concept.kind.lower() == kind and name_key(component["evidence"]) in names
        return bool(names & wanted) or worded

    def conditions(self) -> None:
        for position, item in enumerate(self.gold["conditions"]):
            entry = self.trial.part(f"condition-{position}")
            resolved = [s for s in self.by_predicate["tkg:resolvesTo"] if s.subject == entry]
            reached = set().union(*(self.broader_names(s.object) for s in resolved)) if resolved else set()
            complete = bool(resolved) and all(reached & _keys(concept) for concept in item["concepts"])
            self.judge("conditions", item["surface"], resolved[0] if complete else None)

    def outcomes(self) -> None:
        ours = {(o.role, o.position): o for o in self.trial.outcomes}
        for item in self.gold["outcomes"]:
            name = f"{item['role']} {item['index']} {item['measure']['evidence']}"
            outcome = ours.get((item["role"], item["index"]))
            path = self.trial.part(f"{item['role']}-{item['index']}")
            split = outcome is not None and self._same_split(outcome, item)
            self._book("outcome splits", name, split, outcome.confidence if outcome else 0.0)
            self._endpoints(item, path, name)
            self._horizon(item, path, name)
            self._instruments(item, path, name)

    def _book(self, kind: str, name: str, right: bool, confidence: float) -> None:
        tally = self.result.kinds[kind]
        tally.wanted += 1
        tally.right += right
        tally.false += not right
        tally.confidences.append((confidence, right))
        if not right:
            tally.missed.append(f"{self.trial.key}: {name}")

    def _same_split(self, outcome: OutcomeItem, item: Gold) -> bool:
        pairs: list[tuple[Passage | None, Gold | None]] = [
            (outcome.measure, item["measure"]),
            (outcome.description, item["description"]),
            (outcome.time_frame, item["time_frame"]),
        ]
        return all(
            (ours is None and gold is None)
            or (ours is not None and gold is not None and ours.span() == self.span(gold))
            for ours, gold in pairs
        )

    def _endpoints(self, item: Gold, path: str, name: str) -> None:
        found = [s for s in self.by_predicate["tkg:endpoint"] if s.subject == path]
        wanted = self._endpoint_ids(item["endpoint"]["label"])
        for endpoint in wanted:
            self.judge("endpoints", f"{name} → {endpoint}", next((s for s in found if s.object == endpoint), None))
        for statement in found:
            if statement.object not in wanted:
                self.false("endpoints", statement)

    def _endpoint_ids(self, label: str) -> list[str]:
        for names in ([label], [label.split("(")[0].strip()], label.split(" and ")):
            ids = [self.vocabulary.lookup(n, "endpoint") for n in names]
            if all(ids):
                return [i[0] for i in ids]
        return [label]

    def _horizon(self, item: Gold, path: str, name: str) -> None:
        parsed = item["parsed_time"]
        if not parsed or not parsed["points"]:
            return
        wanted = max(parsed["points"]) * _DAYS[parsed["unit"]]
        frames = [str(s.object) for s in self.by_predicate["tkg:timeFrame"] if s.subject == path]
        found = next(
            (
                s
                for s in self.by_predicate["tkg:horizonDays"]
                if s.subject in frames
                and isinstance(s.object, Value)
                and abs(float(s.object.lexical) - wanted) < 0.01
                and self.overlap(s, self.span(parsed))
            ),
            None,
        )
        self.judge("horizons", f"{name}: {wanted:g} days", found)

    def _instruments(self, item: Gold, path: str, name: str) -> None:
        found = [s for s in self.by_predicate["tkg:assessedWith"] if s.subject == path]
        matched = set()
        for instrument in item["instruments"]:
            span = self.span(instrument)
            hit = next((s for s in found if self.overlap(s, span) and self._same_instrument(s, instrument)), None)
            self.judge("instruments", f"{name}: {instrument['name']} {instrument['version']}", hit)
            matched.add(str(hit.object) if hit else "")
        for statement in found:
            if str(statement.object) not in matched:
                self.false("instruments", statement)

    def _same_instrument(self, statement: Statement, instrument: Gold) -> bool:
        """The instrument or a version of it, and the version that the record states."""
        version = instrument["version"]
        stated = name_key(version) if version else ""
        versioned = any(name.endswith(f" {stated}") for name in self.names(statement.object))
        return name_key(instrument["name"]) in self.broader_names(statement.object) and (versioned or not version)

    def facts(self) -> None:
        for kind, items in (("population", self.gold["population"]), ("facts", self.gold["facts"])):
            for item in items:
                predicates, test = _FACTS.get(item.get("role") if kind == "population" else item["type"], ((), None))
                if test is None:
                    self.judge(kind, f"{item} (no rule to score it)", None)
                    continue
                span = self.span(item)
                found = [
                    s for p in predicates for s in self.by_predicate[p] if self.overlap(s, span) and test(self, s, item)
                ]
                self.used.update((s.predicate, str(s.object)) for s in found)
                wanted = item.get("normalized") or item.get("value")
                self.judge(kind, f"{item.get('role') or item['type']}: {wanted}", found[0] if found else None)
        self._confirm_by_conditions()
        seen: set[tuple[str, str]] = set()
        for statement in self.statements:
            key = (statement.predicate, str(statement.object))
            if statement.predicate in _PRECISION and key not in self.used | seen:
                seen.add(key)
                kind = "population" if statement.predicate in _POPULATION else "facts"
                self.false(kind, statement)

    def _confirm_by_conditions(self) -> None:
        """What gold says of a condition entry (a metastatic site, a state) confirms the same fact of the trial."""
        for entry in self.gold["conditions"]:
            for item in entry["concepts"]:
                predicates, test = _FACTS.get(item["role"], ((), None))
                for predicate in predicates if test else ():
                    for statement in self.by_predicate[predicate]:
                        if test and self.overlap(statement, self.span(item)) and test(self, statement, item):
                            self.used.add((predicate, str(statement.object)))

    def abbreviations(self) -> None:
        short = {s.subject: s for s in self.by_predicate["tkg:shortForm"]}
        found = {}
        for statement in self.by_predicate["tkg:longForm"]:
            assert isinstance(statement.object, Value)
            value = short[statement.subject].object
            assert isinstance(value, Value)
            found[(value.lexical, name_key(statement.object.lexical))] = statement
        wanted = {(a["short"], name_key(a["long"])) for a in self.gold["abbreviations"]}
        for key in sorted(wanted):
            self.judge("abbreviations", " = ".join(key), found.get(key))
        for key, statement in found.items():
            if key not in wanted:
                self.false("abbreviations", statement)

    def not_facts(self) -> None:
        for item in self.gold["not_facts"]:
            self.result.not_facts += 1
            predicates, test = _FACTS.get(item["type"], ((), None))
            span = self.span(item)
            for statement in self.statements:
                # A type that no rule scores may not become any fact of the trial at all; a claim is none.
                unruled = test is None and statement.subject == self.trial.path and statement.predicate not in _NO_FACTS
                if (unruled or statement.predicate in predicates) and self.overlap(statement, span):
                    self.result.false_facts.append(
                        f"{self.trial.key}: {statement.predicate} {statement.object} from “{item['evidence']}”"
                    )


def _keys(item: Gold) -> set[str]:
    """What a gold concept may be recognised by: its name, with and without what stands in brackets; its MeSH ids."""
    mesh = item.get("mesh") or []
    codes = {f"mesh:{m['id']}" for m in (mesh if isinstance(mesh, list) else [mesh])}
    plain, _, bracketed = item["normalized"].partition("(")
    return {name_key(n) for n in (item["normalized"], plain, bracketed) if name_key(n)} | codes


_Test: TypeAlias = Callable[[_Judge, Statement, Gold], bool]


def _named(judge: _Judge, statement: Statement, item: Gold) -> bool:
    wanted = item.get("normalized") or str(item.get("value"))
    return name_key(wanted) in judge.names(statement.object)


def _condition(judge: _Judge, statement: Statement, item: Gold) -> bool:
    if statement.predicate == "tkg:metastaticSite":
        return bool(judge.names(statement.object) & {name_key(item["normalized"].split()[0])})
    names = judge.broader_names(statement.object)
    states = {n for s in judge.by_predicate["tkg:diseaseState"] for n in judge.names(s.object)}
    plain = " ".join(w for w in item["normalized"].split() if w not in states)
    return bool(names & (_keys(item) | {name_key(plain)}))


def _value(judge: _Judge, statement: Statement, item: Gold) -> bool:
    return isinstance(statement.object, Value) and statement.object.lexical == str(item["value"])


def _arms(judge: _Judge, statement: Statement, item: Gold) -> bool:
    return _value(judge, statement, item) or (item["value"] == 1 and statement.object == "design/single-arm")


def _phase(judge: _Judge, statement: Statement, item: Gold) -> bool:
    return statement.object == f"phase/phase-{item['value']}"


def _line(judge: _Judge, statement: Statement, item: Gold) -> bool:
    return statement.object == f"line/{_LINES.get(item['value'], item['value'])}"


def _any(judge: _Judge, statement: Statement, item: Gold) -> bool:
    return True


def _endpoint(judge: _Judge, statement: Statement, item: Gold) -> bool:
    wanted = item["value"] if isinstance(item["value"], list) else [item["value"]]
    return bool(judge.names(statement.object) & {name_key(w) for w in wanted})


def _words(judge: _Judge, statement: Statement, item: Gold) -> bool:
    return isinstance(statement.object, Value) and name_key(item["value"]) in name_key(statement.object.lexical)


_FACTS: dict[str | None, tuple[tuple[str, ...], _Test | None]] = {
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
    "schedule": (("tkg:schedule",), _any),
    "route": (("tkg:route",), _named),
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
_NO_FACTS = frozenset({"tkg:reportsClaim", "tkg:definesAbbreviation"})
_POPULATION = frozenset(
    "tkg:populationCondition tkg:metastaticSite tkg:diseaseState tkg:requiresBiomarker tkg:priorTreatment".split()
)
# Precision is scored where gold annotates everything that a record says; the rest is scored by recall alone.
_PRECISION = _POPULATION | frozenset(
    "tkg:designFeature tkg:plannedArms tkg:maximumCycles tkg:enrollment tkg:discontinuationReason "
    "tkg:statesPrimaryEndpoint tkg:phase tkg:lineOfTherapy".split()
)
