"""A built graph in the hands of a user: query it, ask it, check it, look at it, take it elsewhere.

import kg
g = kg.build("seeds/")                      # or kg.open("build/")
g.query("SELECT ?t WHERE { ?t a tkg:Trial }")
g.ask("trials-giving-drug", drug="bevacizumab").to_dataframe()
g.show()                                    # in a notebook
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import BuildDamaged, UnknownName
from kg.store import Store
from kg.terms import THINGS

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.check import Problem
    from kg.query import Table
    from kg.render.notebook import Shown

REPORT = "report.json"


class Explanation(NamedTuple):
    """How one edge came about. `evidence` holds (field, start, end, words)."""

    subject: str
    predicate: str
    object: str
    method: str
    confidence: str
    rule: str
    rivals: tuple[str, ...]
    evidence: tuple[tuple[str, int, int, str], ...]


class Graph:
    """A graph with its report. On disk it holds the store open until `close`; use it in a `with`."""

    def __init__(self, store: Store, report: Mapping[str, Any], path: Path | None = None) -> None:
        self.store = store
        self.report = dict(report)
        self.path = path

    @classmethod
    def in_memory(cls, files: Mapping[str, Iterable[Path]], report: Mapping[str, Any]) -> Graph:
        """A graph of N-Triples files, held in memory."""
        store = Store.memory()
        for graph, members in files.items():
            for member in members:
                store.load(member, graph)
        return cls(store, report)

    @classmethod
    def open(cls, path: Path | str) -> Graph:
        """Open a build. Raises `BuildDamaged` where there is none."""
        place = Path(path)
        try:
            report = json.loads((place / REPORT).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BuildDamaged(f"{place} is not a finished build ({REPORT}: {error}): run `trialkg build`") from error
        return cls(Store.open(place / "store"), report, place)

    def query(self, sparql: str) -> Table:
        """The answer to a SPARQL query. Raises `QueryError` where it does not parse or is refused."""
        from kg.query import run

        return run(self.store, sparql)

    def ask(self, question: str, **parameters: str | int) -> Table:
        """The answer to a named question of `ontology/queries`."""
        from kg.query import ask

        return ask(self.store, question, parameters)

    def check(self) -> list[Problem]:
        """What is wrong with the graph, by SHACL shapes and check queries; empty where nothing is."""
        from kg.check import check

        return check(self.store)

    def export(self, form: str, out: Path | str) -> None:
        """Write the graph as ttl, nt, nq, trig, jsonld or rdfxml."""
        from kg.export import export

        export(self.store, form, out)

    def to_rdflib(self) -> rdflib.Graph:
        """The facts as an rdflib graph."""
        from kg.export import to_rdflib

        return to_rdflib(self.store)

    def to_networkx(self) -> networkx.MultiDiGraph:
        """The facts between things as a typed networkx multigraph with labels and evidence."""
        from kg.export import to_networkx

        return to_networkx(self.store)

    def html(self, title: str = "Clinical trial graph") -> str:
        """The interactive page, one offline file."""
        from kg.render import page_of

        return page_of(self.store, title=title)

    def show(self, title: str = "Clinical trial graph") -> Shown:
        """The interactive page for a notebook cell."""
        from kg.render import show

        return show(self.store, title=title)

    def explain(self, trial: str, part: str | None = None) -> list[Explanation]:
        """How the edges of a trial, or of one part of it, came about. Raises `UnknownName` for no such trial."""
        key = trial.rsplit("/", 1)[-1].removeprefix("part/")
        rows = list(_explanations(self.store, key, part))
        if not rows:
            what = f"{key}, {part}" if part else key
            raise UnknownName(
                f"no edge of {what}: `trialkg query … 'SELECT ?t WHERE {{ ?t a tkg:Trial }}'` lists the trials"
            )
        return rows

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        built = self.report.get("records", {}).get("built", "?")
        return f"<kg.Graph of {built} trials{f' in {self.path}' if self.path else ''}>"


def open_build(path: Path | str) -> Graph:
    """A finished build. Raises `BuildDamaged` where there is none."""
    return Graph.open(path)


@contextmanager
def open_graph(path: Path | str) -> Iterator[Graph]:
    """A build, open while the block runs."""
    with Graph.open(path) as graph:
        yield graph


_EXPLAIN = """
SELECT ?s ?p ?o ?method ?confidence ?rule ?rival ?field ?start ?end ?words WHERE {
  ?record tkg:hasField ?source .
  ?trial prov:wasDerivedFrom ?record .
  ?mention oa:hasSource ?source ; oa:exact ?words ; oa:start ?start ; oa:end ?end .
  ?source tkg:fieldName ?field .
  ?a tkg:evidence ?mention ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
     tkg:method ?method ; tkg:confidence ?confidence .
  OPTIONAL { ?a tkg:rule ?rule }
  OPTIONAL { ?a tkg:rival ?rival }
}
"""


def _explanations(store: Store, key: str, part: str | None) -> Iterator[Explanation]:
    import pyoxigraph as ox

    trial = ox.NamedNode(f"{THINGS}trial/{key}") if _is_local(key) else None
    if trial is None:
        return
    grouped: dict[tuple[str, str, str, str], dict[str, Any]] = {}
    answer = store.query(_EXPLAIN, bindings={"trial": trial})
    assert isinstance(answer, ox.QuerySolutions)
    for row in answer:
        subject, predicate, value = (_short(row[name]) for name in ("s", "p", "o"))
        edge = grouped.setdefault(
            (subject, predicate, value, row["method"].value),
            {
                "confidence": row["confidence"].value,
                "rule": "",
                "rivals": set(),
                "evidence": set(),
            },
        )
        edge["rule"] = row["rule"].value if row["rule"] is not None else ""
        if row["rival"] is not None:
            edge["rivals"].add(_short(row["rival"]))
        edge["evidence"].add((row["field"].value, int(row["start"].value), int(row["end"].value), row["words"].value))
    wanted = None if part is None else _around(f"part/{key}-{part}", set(grouped))
    for (subject, predicate, value, method), edge in sorted(grouped.items()):
        if wanted is not None and subject not in wanted:
            continue
        yield Explanation(
            subject, predicate, value, method, edge["confidence"], edge["rule"],
            tuple(sorted(edge["rivals"])), tuple(sorted(edge["evidence"])),
        )  # fmt: skip


def _around(part: str, edges: set[tuple[str, str, str, str]]) -> set[str]:
    """The part, its own parts, and the combinations that it resolves to: what explains it."""
    found = {part}
    for _ in range(2):
        found |= {o for s, _, o, _ in edges if s in found and o.startswith(("combination/", "part/"))}
    return found


def _is_local(key: str) -> bool:
    return bool(key) and all(c.isalnum() or c in "-._~" for c in key) and key.isascii()


def _short(term: Any) -> str:
    return str(term.value).removeprefix(THINGS).rsplit("#", 1)[-1]
