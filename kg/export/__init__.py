"""A finished graph in the forms that other tools take. What each needs is imported when it is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.errors import InputError, UnknownName
from kg.store import Store

if TYPE_CHECKING:
    import networkx
    import rdflib

__all__ = ["export", "export_files", "to_networkx", "to_rdflib"]

TABLES_FORMAT = "parquet"


def export(store: Store, form: str, out: str | Path | IO[bytes]) -> None:
    """Write a store as ttl, nt, rdfxml (facts) or nq, trig, jsonld (everything): to a file, whole or not at all, or to
    an open binary stream; or as graphml, gexf, cytoscape (one file), kgx, neo4j (a directory) for network tools; or as
    parquet, a directory of tables.

    Raises `UnknownName` for another format, `InputError` where a network or tables are to go into a stream."""
    from kg.export.network_files import NETWORK_FORMATS, write_network
    from kg.export.rdf import FORMATS, write_store

    if form in (*NETWORK_FORMATS, TABLES_FORMAT):
        if not isinstance(out, str | Path):
            raise InputError(f"--format {form} writes to a path: name one with --out")
        if form == TABLES_FORMAT:
            from kg.export.tables import write_tables

            write_tables(store, Path(out))
            return
        write_network(store, form, Path(out))
        return
    if form not in FORMATS:
        raise UnknownName(f"no format {form!r}: one of {', '.join((*FORMATS, *NETWORK_FORMATS, TABLES_FORMAT))}")
    write_store(store, form, out)


def export_files(files: Mapping[str, Iterable[str | Path]], form: str, out: str | Path | IO[bytes]) -> None:
    """The same of N-Triples files, `{"facts": […], "evidence": […], "run": […]}`: the same bytes, without the way
    through a store."""
    from kg.export.rdf import write_files

    write_files(files, form, out)


def to_rdflib(store: Store) -> rdflib.Graph:
    """The facts as an rdflib graph, with the project's prefixes."""
    from kg.export.libraries import to_rdflib

    return to_rdflib(store)


def to_networkx(store: Store, view: str = "facts", *, evidence: bool = True) -> networkx.MultiDiGraph[str]:
    """The edges between things as a networkx multigraph; see `kg.export.networks`."""
    from kg.export.networks import to_networkx

    return to_networkx(store, view, evidence=evidence)
