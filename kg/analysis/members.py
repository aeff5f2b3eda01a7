"""Which concepts of a kind each trial has: the sets that projections and plots are made from.

One query over the facts a kind; the answer is small beside the graph (a few concepts a trial).
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from kg.errors import UnknownName
from kg.query import resolve, run
from kg.store import Store, Term

_PATHS = {
    "drugs": "tkg:givesDrug",
    "components": "tkg:tests/tkg:hasComponent*",
    "endpoints": "tkg:hasOutcomeMeasure/tkg:endpoint",
    "primary endpoints": "tkg:hasPrimaryOutcome/tkg:endpoint",
    "secondary endpoints": "tkg:hasSecondaryOutcome/tkg:endpoint",
    "conditions": "tkg:studies",
    "instruments": "tkg:hasOutcomeMeasure/tkg:assessedWith",
}
KINDS = tuple(_PATHS)
# What nearly every trial has and no trial is like another for.
_NOT_COMPARED = ("/id/placebo/", "/id/standard-care/")


class Members(NamedTuple):
    """The concepts of each trial (IRIs), and what concepts and trials are called."""

    of: dict[str, frozenset[str]]
    labels: dict[str, str]

    def counts(self) -> dict[str, int]:
        """In how many trials each concept occurs."""
        found: defaultdict[str, int] = defaultdict(int)
        for concepts in self.of.values():
            for concept in concepts:
                found[concept] += 1
        return dict(found)


def members(store: Store, kind: str, condition: str = "") -> Members:
    """The concepts of one of `KINDS` that each trial has; `condition`: only in trials that study it (by id, code
    or name) or a narrower one. Placebo and standard care are left out. Raises `UnknownName` for another kind.
    """
    path = _PATHS.get(kind)
    if path is None:
        raise UnknownName(f"no kind {kind!r}: one of {', '.join(KINDS)}")
    narrowed = "?trial tkg:studies/skos:broader* ?condition ." if condition else ""
    rows = run(
        store,
        f"SELECT DISTINCT ?trial ?concept ?label WHERE {{ {narrowed} ?trial {path} ?concept . "
        f"?concept skos:prefLabel ?label }}",
        studied(store, condition),
        union=False,
    )
    of: defaultdict[str, set[str]] = defaultdict(set)
    labels: dict[str, str] = {}
    for trial, concept, label in rows:
        if not any(part in str(concept) for part in _NOT_COMPARED):
            of[str(trial)].add(str(concept))
            labels[str(concept)] = min(str(label), labels.get(str(concept), str(label)))
    return Members({trial: frozenset(of[trial]) for trial in sorted(of)}, labels)


def titles(store: Store) -> dict[str, str]:
    """The title of each trial."""
    rows = run(store, "SELECT ?trial ?title WHERE { ?trial a tkg:Trial ; dcterms:title ?title }", union=False)
    found: dict[str, str] = {}
    for trial, title in rows:
        found[str(trial)] = min(str(title), found.get(str(trial), str(title)))
    return found


def studied(store: Store, condition: str) -> dict[str, Term]:
    """The binding of `?condition` for an id, code or name of it; none where it is empty. Raises `UnknownName`."""
    return {"condition": resolve(store, condition)} if condition else {}
