"""A built graph in the hands of a user: query it, ask it, check it, look at it, take it elsewhere.

import kg
g = kg.build("seeds/")                      # or kg.open("build/")
g.query("SELECT ?t WHERE { ?t a tkg:Trial }")
g.ask("trials-giving-drug", drug="bevacizumab").to_dataframe()
g.show()                                    # in a notebook
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kg.build_report import read_report
from kg.errors import InputError, UnknownName
from kg.store import Sources, Store
from kg.terms import THINGS, trial_key

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.check import Problem
    from kg.explanation import Explanation
    from kg.query import Table
    from kg.render.notebook import Shown
    from kg.render.view import View


class Graph:
    """A graph with its report. On disk it holds the store open until `close`; use it in a `with`."""

    def __init__(self, store: Store, report: Mapping[str, Any], path: Path | None = None) -> None:
        self.store = store
        self.report = dict(report)
        self.path = path

    @classmethod
    def in_memory(cls, files: Sources, report: Mapping[str, Any]) -> Graph:
        """A graph of N-Triples, held in memory."""
        store = Store.memory()
        store.fill(files)
        return cls(store, report)

    @classmethod
    def open(cls, path: Path | str) -> Graph:
        """Open a build. Raises `BuildDamaged` where there is none."""
        place = Path(path)
        report = read_report(place)
        return cls(Store.open(place / "store"), report, place)

    @property
    def evidence(self) -> str:
        """Where the evidence is: in the `store`, `apart` in shards, or `none` was kept."""
        return str(self.report.get("evidence", "store"))

    def chosen(self, trials: Collection[str]) -> Store:
        """Some trials with their evidence and concepts, in memory: what a query needs where evidence is kept apart.

        Raises `UnknownName` for a trial that is not there, `InputError` for too many.
        """
        from kg.apart import chosen

        return chosen(self.path, self.store, trials)

    def _with_evidence(self, trials: Collection[str], what: str) -> AbstractContextManager[Store]:
        """The store to look for evidence in. Raises `InputError` where it would have to be all of a large build."""
        if self.evidence == "store" and not trials:
            return nullcontext(self.store)
        if self.evidence == "none":
            raise InputError(f"{what} needs evidence, and this build has none: build without --evidence none")
        if not trials:
            raise InputError(
                f"{what} needs evidence, which this build keeps apart: name some trials with --trials NCT…,NCT…, "
                f"or build with --evidence store"
            )
        return self.chosen(trials)

    def query(self, sparql: str, trials: Collection[str] = ()) -> Table:
        """The answer to a SPARQL query, over all that is in the store or over some trials with their evidence.

        Raises `QueryError` where it does not parse or is refused.
        """
        from kg.query import run

        with self.chosen(_keys(trials)) if trials else nullcontext(self.store) as store:
            return run(store, sparql)

    def ask(self, question: str, trials: Collection[str] = (), **parameters: str | int) -> Table:
        """The answer to a named question of `ontology/queries`, over all trials or some: its first 100 rows, or
        `limit=` others (0: all).

        Where evidence is kept apart, it is fetched for the trials that the answer needs.
        """
        from kg.query import ask
        from kg.query import question as named

        asked = named(question)
        if trials or (asked.evidence and self.evidence == "none"):
            with self._with_evidence(_keys(trials), f"the question {asked.name}") as store:
                return ask(store, question, parameters)
        if asked.evidence and self.evidence == "apart" and self.path is not None:
            from kg.apart import Evidence

            return ask(self.store, question, parameters, Evidence(self.path, self.store))
        return ask(self.store, question, parameters)

    def search(self, text: str, limit: int = 20) -> Table:
        """Concepts and trials with these words in a name, a title or a number; misspelt words are corrected."""
        from kg.query import search

        return search(self.store, text, limit)

    def check(self, told: Callable[[str], object] | None = None) -> list[Problem]:
        """What is wrong with the graph, by SHACL shapes and check queries; empty where nothing is. `told` hears of each
        check before it is made."""
        from kg.check import check

        return check(self.store, told=told)

    def export(self, form: str, out: Path | str) -> None:
        """Write the graph as ttl, nt, nq, trig, jsonld, rdfxml, graphml, gexf, cytoscape, kgx, neo4j or parquet."""
        from kg.export import export

        if form == "parquet" and self.path is not None:
            from kg.export.tables import write_tables

            write_tables(self.store, Path(out), self.path, evidence=self.evidence != "none")
            return
        if self.evidence == "apart" and self.path is not None and form in ("nq", "trig", "jsonld"):
            from kg.apart import export as export_all

            export_all(self.path, self.store, form, out)
            return
        export(self.store, form, out)

    def to_rdflib(self) -> rdflib.Graph:
        """The facts as an rdflib graph."""
        from kg.export import to_rdflib

        return to_rdflib(self.store)

    def to_networkx(self, view: str = "facts", *, evidence: bool = True) -> networkx.MultiDiGraph:
        """The facts between things as a typed networkx multigraph with labels and the ids of their evidence; `view`:
        `facts`, or `trials` for the edges from trials to concepts only."""
        from kg.export import to_networkx

        return to_networkx(self.store, view, evidence=evidence)

    def project(self, name: str, condition: str = "", least: float = 0) -> networkx.Graph:
        """A weighted network: `drug-co-use`, `endpoint-co-use` or `trial-similarity` (see `kg.analysis`)."""
        from kg.analysis import projection

        return projection(self.store, name, condition, least)

    def html(
        self,
        title: str = "",
        *,
        preset: str = "",
        trials: Collection[str] = (),
        concept: str = "",
        query: str = "",
        depth: int = 2,
    ) -> str:
        """The interactive page, one offline file: of everything, of some trials, of what lies at most `depth` steps
        around a concept, of what a SPARQL query yields, or a preset (`trial`, `compare`, `landscape`, `drug`,
        `endpoints`, `ontology`).

        Raises `InputError` for what does not go together or is not there.
        """
        from kg.render import page_of

        return page_of(
            self.store, title=title, evidence=self._packed(),
            preset=preset, trials=_keys(trials), concept=concept, query=query, depth=depth,
        )  # fmt: skip

    def show(
        self,
        title: str = "",
        *,
        preset: str = "",
        trials: Collection[str] = (),
        concept: str = "",
        query: str = "",
        depth: int = 2,
    ) -> Shown:
        """The same for a notebook cell: `show()`, `show(preset="drug", concept="bevacizumab")`,
        `show(trials=["NCT01234567"])`, `show(query="SELECT …")`, `show(concept="…", depth=1)`."""
        from kg.render.notebook import Shown

        return Shown(self.html(title, preset=preset, trials=trials, concept=concept, query=query, depth=depth))

    def render(
        self,
        out: Path | str,
        title: str = "",
        *,
        preset: str = "",
        trials: Collection[str] = (),
        concept: str = "",
        query: str = "",
        depth: int = 2,
    ) -> View:
        """Write the same to a file, whole or not at all, and return what it shows."""
        from kg.render import write_page

        return write_page(
            self.store, Path(out), title=title, evidence=self._packed(),
            preset=preset, trials=_keys(trials), concept=concept, query=query, depth=depth,
        )  # fmt: skip

    def _packed(self) -> Callable[[Collection[str]], Iterator[tuple[bytes, bytes]]] | None:
        """What reads the evidence of some trials from the shards, if there are any: sooner than from a store."""
        if self.path is None or self.evidence == "none":
            return None
        from kg.apart import packed
        from kg.catalogue import CATALOGUE, SHARDS

        there = all((self.path / part).exists() for part in (CATALOGUE, SHARDS))
        return partial(packed, self.path) if there else None

    def explain(self, trial: str, part: str | None = None) -> list[Explanation]:
        """How the edges of a trial, or of one part of it, came about. Raises `UnknownName` for no such trial."""
        from kg.explanation import explanations, findings, parts

        key = trial_key(trial)
        with self._with_evidence([] if self.evidence == "store" else [key], "to explain a trial") as store:
            rows = list(explanations(store, key, part))
            there = [] if rows or part is None else parts(store, key)
        if rows or findings(self.store, key, part):
            return rows
        if there:
            raise UnknownName(f"no edge of {part!r} in {key}; its parts are: {', '.join(there)}")
        raise UnknownName(
            f"no trial {trial!r} in this build: `trialkg search BUILD WORDS` finds trials by number or title"
        )

    def findings(self, trial: str, part: str | None = None) -> list[tuple[str, str]]:
        """What a curator should look at in a trial, or in one part of it: kind and message of each.

        Raises `UnknownName` for no such trial.
        """
        from kg.explanation import findings
        from kg.query.naming import trial as known

        known(self.store, trial)
        return findings(self.store, trial_key(trial), part)

    def trials(self) -> list[str]:
        """The keys of all trials, sorted: registry numbers, and `r-…` where a record has none."""
        from kg.query import run

        found = run(self.store, "SELECT ?trial WHERE { ?trial a tkg:Trial }", union=False).column("trial")
        return sorted(str(each).removeprefix(f"{THINGS}trial/") for each in found)

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


def _keys(trials: Collection[str]) -> list[str]:
    """Trials as they may be named, one or several, by their keys."""
    return [trial_key(each) for each in ([trials] if isinstance(trials, str) else trials)]


def open_build(path: Path | str) -> Graph:
    """A finished build. Raises `BuildDamaged` where there is none."""
    return Graph.open(path)


@contextmanager
def open_graph(path: Path | str) -> Iterator[Graph]:
    """A build, open while the block runs."""
    with Graph.open(path) as graph:
        yield graph
