"""The steps of a build, one by one in this process, and the same graph built with rdflib: seconds of one core."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

import pyoxigraph
import rdflib

from kg.emit import emit_packed, evidence_of
from kg.extract.run import extract
from kg.model import Extraction, Trial
from kg.pipeline import blocks
from kg.pipeline.program import Settings, program
from kg.read import read
from kg.store import Store
from kg.terms import EVIDENCE_GRAPH
from kg.vocab import load

T = TypeVar("T")
Graphs = dict[str, str]  # N-Triples by graph


class Step(NamedTuple):
    """What one step took for so many trials; `triples` is 0 where it makes none."""

    name: str
    seconds: float
    trials: int
    triples: int = 0

    def __str__(self) -> str:
        each, rate = self.seconds / self.trials * 1e3, self.trials / max(self.seconds, 1e-9)
        triples = f"{self.triples / max(self.seconds, 1e-9):14,.0f}" if self.triples else ""
        return f"{self.name:44}{self.seconds:9.2f}{each:10.2f}{rate:11,.0f}{triples}"


HEAD = f"{'step, in one process':44}{'cpu s':>9}{'ms/trial':>10}{'trials/s':>11}{'triples/s':>14}"


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of this process's cores, and what came out."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def steps(source: Path, count: int, warm_up: int, scratch: Path) -> Iterator[Step]:
    """Reading to store, without and with evidence, then rdflib: of trials that follow those that warm the caches."""
    vocabulary = load()
    gc.freeze()
    gc.set_threshold(1_000_000, 20, 100)  # as the build does
    whole, records = timed(lambda: list(islice(read([source]), warm_up + count)))
    trials = [each for each in records if isinstance(each, Trial)]
    yield Step("reading", whole, len(trials))
    for trial in trials[:warm_up]:
        emit_packed(extract(trial, vocabulary))
    trials = trials[warm_up:]
    number = len(trials)
    if not number:
        raise SystemExit(f"{source}: no trial is left after the {warm_up} that warm the caches: --size is too small")
    extracting, extractions = timed(lambda: [extract(trial, vocabulary) for trial in trials])
    yield Step("extraction", extracting, number)
    packed = [emit_packed(each) for each in extractions]
    writing_out, grounds = timed(lambda: b"".join(evidence_of(each.facts, each.evidence) for each in packed))
    graphs = {"facts": b"".join(each.facts for each in packed).decode(), "evidence": grounds.decode()}
    facts, both = graphs["facts"].count("\n"), sum(text.count("\n") for text in graphs.values())
    yield Step("emission of facts → finished shard", _shard(extractions, False, scratch), number, facts)
    with_evidence = Step("emission, evidence packed → finished shard", _shard(extractions, True, scratch), number, both)
    yield with_evidence
    yield Step("packed evidence → N-Triples", writing_out, number, both - facts)
    yield Step("facts → store", _store({"facts": graphs["facts"]}, scratch), number, facts)
    storing = Step("facts and evidence → store", _store(graphs, scratch), number, both)
    yield storing
    terms = {name: list(_terms(text)) for name, text in graphs.items()}
    making, dataset = timed(lambda: _dataset(terms))
    yield Step(f"rdflib {rdflib.__version__}: the same graph, in memory", making, number, both)
    writing, _ = timed(lambda: dataset.serialize(str(scratch / "rdflib.nq"), format="nquads", encoding="utf-8"))
    yield Step("rdflib: written as N-Quads", writing, number, both)
    turtle, _ = timed(lambda: dataset.serialize(str(scratch / "rdflib.trig"), format="trig"))
    yield Step("rdflib: written as TriG", turtle, number, both)
    theirs = making + writing
    print(f"\nrdflib's graph and N-Quads (extraction not counted) take {theirs:.2f} s; that is, of what is done here,")
    shards = with_evidence.seconds
    store = shards + writing_out + storing.seconds
    for what, ours in (
        ("emission to finished shards, evidence packed", shards),
        ("emission to finished shards, evidence written out, too", shards + writing_out),
        ("emission to the store", store),
        ("extraction and all to finished shards", extracting + shards),
        ("extraction and all to the store", extracting + store),
    ):
        print(f"{theirs / ours:8.1f} times {what} ({ours:.2f} s)")


def _shard(extractions: list[Extraction], evidence: bool, scratch: Path) -> float:
    """All that the build does for a part once its trials are extracted."""
    known = {each.trial.key: each for each in extractions}
    part = blocks.Part(0, tuple(each.trial for each in extractions))
    task = blocks.Task(str(scratch), Settings(evidence=evidence), program())
    plain, blocks.extract_together = blocks.extract_together, lambda trials, *_: [known[each.key] for each in trials]
    try:
        return timed(lambda: blocks.make_shard(part, task))[0]
    finally:
        blocks.extract_together = plain


def _store(graphs: Graphs, scratch: Path) -> float:
    files = {name: [text.encode("utf-8", "replace")] for name, text in graphs.items()}
    return timed(lambda: Store.build(scratch / "store", files))[0]


Term = tuple[str, str, str, str]


def _terms(text: str) -> Iterator[Term]:
    """Subject, predicate, object, and of what type the object is: empty for an IRI."""
    for triple in pyoxigraph.parse(text.encode("utf-8", "replace"), format=pyoxigraph.RdfFormat.N_TRIPLES):
        value = triple.object
        kind = value.datatype.value if isinstance(value, pyoxigraph.Literal) else ""
        yield triple.subject.value, triple.predicate.value, value.value, kind


def _dataset(graphs: dict[str, list[Term]]) -> rdflib.Dataset:
    """As a program that uses rdflib makes a graph: terms from strings, added one by one."""
    dataset, plain = rdflib.Dataset(), str(rdflib.XSD.string)
    for name, terms in graphs.items():
        graph = dataset.default_graph if name == "facts" else dataset.graph(rdflib.URIRef(EVIDENCE_GRAPH))
        for subject, predicate, value, kind in terms:
            thing: rdflib.term.Node
            if not kind:
                thing = rdflib.URIRef(value)
            else:
                thing = rdflib.Literal(value, datatype=None if kind == plain else rdflib.URIRef(kind))
            graph.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), thing))
    return dataset
