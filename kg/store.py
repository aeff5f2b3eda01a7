"""The embedded triple store: the one owner of open handles.

A store on disk is built in a directory beside its place and moved there when it is complete, so it is either
whole or absent. It is opened read-only by everything else. Queries see the union of all graphs unless told
otherwise.

    with Store.open(build / "store") as store:
        for row in store.query("SELECT ?trial WHERE { ?trial a tkg:Trial }"): ...
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, TypeAlias

import pyoxigraph as ox

from kg.bindings import bind
from kg.errors import BuildDamaged, QueryError
from kg.files import half_written
from kg.sparql import asked, slashed_name, unknown_prefix
from kg.stream import Stream
from kg.terms import EVIDENCE_GRAPH, FACTS_GRAPH, PREFIXES, RUN_GRAPH, THING_PREFIXES

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Answer: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_GRAPHS: dict[str, ox.NamedNode | ox.DefaultGraph] = {
    "facts": ox.DefaultGraph(),
    "evidence": ox.NamedNode(EVIDENCE_GRAPH),
    "run": ox.NamedNode(RUN_GRAPH),
}
GRAPHS = tuple(_GRAPHS)
GRAPH_IRIS = {FACTS_GRAPH: "facts", EVIDENCE_GRAPH: "evidence", RUN_GRAPH: "run"}
QUERY_PREFIXES = {**THING_PREFIXES, **PREFIXES}


# N-Triples of each graph: paths of files, and whole lines as bytes.
Sources: TypeAlias = Mapping[str, Iterable[str | Path | bytes]]


def written(bindings: Mapping[str, Term | Sequence[Term]]) -> dict[str, str]:
    """Values of variables as they stand in a `VALUES` block."""
    return {
        name: " ".join(map(str, value)) if isinstance(value, Sequence) else str(value)
        for name, value in bindings.items()
    }


class Source(Protocol):
    """What can be asked: a store, or a server that holds a build (`kg.remote`)."""

    def query(
        self, text: str, *, bindings: Mapping[str, Term | Sequence[Term]] | None = None, union: bool = True
    ) -> Answer:
        """The answer to a query, over all graphs or, without `union`, the facts."""


def _graph(iri: str) -> ox.NamedNode | ox.DefaultGraph:
    name = GRAPH_IRIS.get(iri)
    if name is None:
        raise QueryError(f"refused: a build has no graph {iri!r}: its graphs are {', '.join(GRAPH_IRIS)} (FROM)")
    return _GRAPHS[name]


def _named(iri: str) -> ox.NamedNode:
    graph = _graph(iri)
    if isinstance(graph, ox.DefaultGraph):
        raise QueryError(f"refused: {iri} can be a default graph (FROM), but GRAPH cannot name it")
    return graph


class Store:
    """An open store. Close it, or use it in a `with`; afterwards every method raises `BuildDamaged`."""

    def __init__(self, handle: ox.Store, path: Path | None) -> None:
        self._handle: ox.Store | None = handle
        self.path = path

    @classmethod
    def open(cls, path: str | Path) -> Store:
        """Open a finished store for reading.

        Raises `BuildDamaged` where there is none, or where it is broken.
        """
        place = Path(path)
        if not (place / "CURRENT").is_file():
            what = "is not a store" if place.exists() else "does not exist"
            raise BuildDamaged(f"{place} {what}: build it with `trialkg build … --out {place.parent}`")
        try:
            return cls(ox.Store.read_only(str(place)), place)
        except (OSError, ValueError, RuntimeError) as error:
            raise BuildDamaged(f"{place} cannot be opened: {error}; build it again") from error

    @classmethod
    def memory(cls) -> Store:
        """An empty store in memory, to be filled with `load`."""
        return cls(ox.Store(), None)

    @classmethod
    def build(cls, path: str | Path, files: Sources) -> None:
        """Make a store on disk of N-Triples, `{"facts": […], "evidence": […], "run": […]}`.

        What stood at `path` is replaced, and only once the new store is complete. The files must be the
        project's own output: they are not validated.
        """
        place = Path(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = half_written(place)
        old = fresh.with_name(f"{fresh.name}-old")
        shutil.rmtree(fresh, ignore_errors=True)
        try:
            store = cls(ox.Store(str(fresh)), fresh)
            try:
                store.fill(files)
                store._open.optimize()  # what was loaded in pieces overlaps: each look-up would read them all
                store._open.flush()
            finally:
                # Nobody has asked it anything, so nothing else holds it: no need to collect garbage, which a thread
                # must not do for others, as answers may only be dropped by the thread that asked.
                store._handle = None
            if place.exists():
                place.rename(old)
            fresh.rename(place)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
            if old.exists() and not place.exists():
                old.rename(place)
            shutil.rmtree(old, ignore_errors=True)

    @classmethod
    def change(cls, path: str | Path, gone: Mapping[str, Iterable[bytes]], come: Mapping[str, Iterable[bytes]]) -> None:
        """Take lines of N-Triples out of the graphs of a store on disk and put others in, in one transaction.

        Whoever reads meanwhile sees all of it or nothing. Doing it twice is harmless.
        """
        steps = []
        for verb, graphs in (("DELETE", gone), ("INSERT", come)):
            data = []
            for graph, lines in graphs.items():
                text = b"\n".join(lines).decode()
                place = _GRAPHS[graph]
                data.append(text if isinstance(place, ox.DefaultGraph) else f"GRAPH {place} {{\n{text}\n}}")
            steps.append(f"{verb} DATA {{\n" + "\n".join(data) + "\n}")
        if not (Path(path) / "CURRENT").is_file():
            raise BuildDamaged(f"{path} is not a store: build it again")
        try:
            with cls(ox.Store(str(path)), Path(path)) as store:
                store._open.update(" ;\n".join(steps))
                store._open.flush()
        except (OSError, RuntimeError, SyntaxError) as error:
            raise BuildDamaged(f"{path} cannot be changed: {error}") from error

    def fill(self, files: Sources) -> None:
        """Add N-Triples to the graphs. Raises `BuildDamaged` where they cannot be read, `OSError` where the system does
        not let the store be written (a full disk)."""
        for graph, members in files.items():
            stream = Stream(members)
            try:
                self._open.bulk_load(
                    stream,  # type: ignore[arg-type]
                    format=ox.RdfFormat.N_TRIPLES,
                    to_graph=_GRAPHS[graph],
                    lenient=True,
                )
            except (SyntaxError, OSError, RuntimeError) as error:
                if stream.failure is not None and not isinstance(stream.failure, OSError):
                    raise stream.failure from error
                if stream.failure is None and isinstance(error, OSError):
                    raise
                raise BuildDamaged(f"{stream.member} cannot be loaded: {stream.failure or error}") from error

    def load_lines(self, lines: Iterable[str], graph: str = "facts") -> None:
        """Add lines of N-Triples, as `kg.emit` makes them, to one graph."""
        text = "\n".join(lines)
        if text:
            self.fill({graph: [f"{text}\n".encode()]})

    def query(
        self,
        text: str,
        *,
        bindings: Mapping[str, Term | Sequence[Term]] | None = None,
        union: bool = True,
        default: Sequence[str] | None = None,
        named: Sequence[str] | None = None,
    ) -> Answer:
        """Run a query. All prefixes of the project are known; `bindings` give values to its variables,
        one or several.

        `default` and `named` are IRIs of graphs, and count instead of the query's FROM and FROM NAMED. Without either
        the query sees the union of all graphs, or with `union=False` the facts.

        Raises `QueryError` where it does not parse, or asks for what is refused: other servers, other data, changes.
        """
        found = asked(text, QUERY_PREFIXES)
        bound = bind(found.text, written(bindings or {}))
        if default is None and named is None:
            default, named = found.default, found.named
        graphs: dict[str, Any] = {}
        if default is not None or named is not None:
            union = False
            graphs["default_graph"] = [_graph(iri) for iri in default or ()]
            graphs["named_graphs"] = [_named(iri) for iri in named or ()]
        try:
            return self._open.query(bound, prefixes=QUERY_PREFIXES, use_default_graph_as_union=union, **graphs)
        except SyntaxError as error:
            if prefix := unknown_prefix(found.text, QUERY_PREFIXES):
                raise QueryError(f"the query does not parse: say with PREFIX what {prefix} stands for") from error
            if name := slashed_name(found.text):
                raise QueryError(
                    f"the query does not parse: a `/` begins a path in {name}; the prefix of a concept is its kind, "
                    f"such as drug:aspirin, and a whole IRI stands in <…>"
                ) from error
            raise QueryError(f"the query does not parse: {error}") from error

    def quads(self, graph: str | None = None, predicate: str | None = None) -> Iterator[ox.Quad]:
        """The quads of one graph, or of all; `predicate` (an IRI): only those with it."""
        place = None if graph is None else _GRAPHS[graph]
        wanted = None if predicate is None else ox.NamedNode(predicate)
        return iter(self._open.quads_for_pattern(None, wanted, None, place))

    def matching(self, predicate: ox.NamedNode, value: Term | None, graph: str) -> Iterator[tuple[str, str]]:
        """What stands left and right of a predicate in one graph, as text; `value` says which right ones."""
        for quad in self._open.quads_for_pattern(None, predicate, value, _GRAPHS[graph]):
            if not isinstance(quad.subject, ox.Triple) and not isinstance(quad.object, ox.Triple):
                yield quad.subject.value, quad.object.value

    def count(self, graph: str | None = None) -> int:
        """How many quads one graph has, or all have."""
        if graph is None:
            return len(self._open)
        place = _GRAPHS[graph]
        pattern = "?s ?p ?o" if isinstance(place, ox.DefaultGraph) else f"GRAPH {place} {{ ?s ?p ?o }}"
        answer = self.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}", union=False)
        assert isinstance(answer, ox.QuerySolutions)
        return int(next(answer)["n"].value)

    def dump(self, output: str | Path, graph: str) -> None:
        """Write one graph as N-Triples, in the order of the store."""
        self._open.dump(str(output), format=ox.RdfFormat.N_TRIPLES, from_graph=_GRAPHS[graph])

    def lines(self, graph: str) -> bytes:
        """One graph as N-Triples, in the order of the store."""
        return self._open.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=_GRAPHS[graph]) or b""

    @property
    def handle(self) -> ox.Store:
        """The engine's own store, for readers that walk quads; it must not outlive this object."""
        return self._open

    def close(self) -> None:
        """Let go of the files. Closing twice is harmless."""
        if self._handle is not None:
            self._handle = None
            if self.path is not None:
                gc.collect()  # pyoxigraph closes a store when its last reference goes

    @property
    def _open(self) -> ox.Store:
        if self._handle is None:
            raise BuildDamaged("the store is closed")
        return self._handle

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
