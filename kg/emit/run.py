"""What was built, from what and by which version: `graph/run`, and the ontology that goes into every graph.

No clock is read: a build of the same input by the same version is the same, byte for byte. A time is written
if given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256

import pyoxigraph

from kg.emit.ntriples import integer, iri, name, string, thing
from kg.errors import ResourceError
from kg.resources import resource
from kg.terms import DATASET, EVIDENCE_GRAPH, RUN_GRAPH, expand


@dataclass(frozen=True, slots=True)
class RunInfo:
    """One build. `lexicons` maps the name of a vocabulary file to its version or hash, `plugins` the name of an
    outside extractor or grounder to its version; `input_hash` is of the
    sorted hashes of the records; `classes` and `properties` map local names or CURIEs to how often they occur
    in the facts; `triples` maps a graph (`facts`, `evidence`) to its size; `time` is an xsd:dateTime, left
    out where empty."""

    version: str
    lexicons: Mapping[str, str] = field(default_factory=dict)
    input_hash: str = ""
    trials: int = 0
    skipped: int = 0
    triples: Mapping[str, int] = field(default_factory=dict)
    classes: Mapping[str, int] = field(default_factory=dict)
    properties: Mapping[str, int] = field(default_factory=dict)
    time: str = ""
    plugins: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The run's IRI below `id/`, minted from what went in."""
        lexicons = (f"{key}={version}" for key, version in sorted(self.lexicons.items()))
        plugins = (f"plug-in {key}={version}" for key, version in sorted(self.plugins.items()))
        content = "\x00".join((self.version, self.input_hash, *lexicons, *plugins))
        return f"run/{sha256(content.encode()).hexdigest()[:16]}"


def emit_run(run: RunInfo) -> list[str]:
    """The lines of `graph/run`: the run, and VoID counts of the data set."""
    node = thing(run.path)
    dataset = iri(DATASET)
    a = name("rdf:type")
    lines = [
        f"{node} {a} {name('tkg:BuildRun')} .",
        f"{node} {name('tkg:softwareVersion')} {string(run.version)} .",
        f"{node} {name('tkg:trialsBuilt')} {integer(run.trials)} .",
        f"{node} {name('tkg:recordsSkipped')} {integer(run.skipped)} .",
        f"{dataset} {a} {name('void:Dataset')} .",
        f"{dataset} {name('prov:wasGeneratedBy')} {node} .",
        f"{iri(EVIDENCE_GRAPH)} {name('prov:wasGeneratedBy')} {node} .",
        f"{iri(RUN_GRAPH)} {name('prov:wasGeneratedBy')} {node} .",
        f"{dataset} {name('void:entities')} {integer(run.trials)} .",
    ]
    if run.input_hash:
        lines.append(f"{node} {name('tkg:inputHash')} {string(run.input_hash)} .")
    if run.time:
        lines.append(f'{node} {name("prov:endedAtTime")} "{run.time}"^^<{expand("xsd:dateTime")}> .')
    for lexicon, version in sorted(run.lexicons.items()):
        lines.append(f"{node} {name('tkg:lexiconVersion')} {string(f'{lexicon} {version}')} .")
    for plugin, version in sorted(run.plugins.items()):
        lines.append(f"{node} {name('tkg:pluginVersion')} {string(f'{plugin} {version}'.strip())} .")
    if run.triples:
        lines.append(f"{dataset} {name('void:triples')} {integer(sum(run.triples.values()))} .")
    for graph, count in sorted(run.triples.items()):
        part = thing(f"dataset/{graph}")
        lines += (
            f"{dataset} {name('void:subset')} {part} .",
            f"{part} {name('void:triples')} {integer(count)} .",
        )
    for counts, predicate, key, number in (
        (run.classes, "void:classPartition", "void:class", "void:entities"),
        (run.properties, "void:propertyPartition", "void:property", "void:triples"),
    ):
        for each, count in sorted(counts.items()):
            term = name(each if ":" in each else f"tkg:{each}")
            part = thing(f"dataset/{each.rpartition(':')[0] or 'tkg'}-{each.rpartition(':')[2]}")
            lines += (
                f"{dataset} {name(predicate)} {part} .",
                f"{part} {name(key)} {term} .",
                f"{part} {name(number)} {integer(count)} .",
            )
    return lines


@cache
def emit_ontology() -> tuple[str, ...]:
    """The lines of the ontology, sorted.

    Raises `ResourceError` where its file is missing or does not parse.
    """
    path = resource("trialkg.ttl")
    try:
        parsed = pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
        triples = [quad.triple for quad in parsed]
    except (SyntaxError, OSError) as error:
        raise ResourceError(f"{path.name} cannot be read: {error}") from error
    text = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return tuple(sorted({line for line in (text or b"").decode().split("\n") if line}))
