"""How fast, and how much: `python tests/bench/run.py FOLDER [--limit N] [--jobs N]` prints tables; nothing is asserted.

Every stage is timed by itself, in one process, in seconds of that core (so that other work on the machine disturbs
little), then the whole build by the clock. rdflib builds the same graph of a sample in the same run: ratios last longer
than seconds do.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import rdflib

import kg
from kg.emit import emit_text, usage
from kg.export import export_files
from kg.extract.run import extract
from kg.model import Extraction, Trial
from kg.read import read
from kg.store import Store
from kg.vocab import load

T = TypeVar("T")
SAMPLE = 50  # trials that rdflib builds, too


class Table:
    """Rows of stage, seconds, trials/s and triples/s."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        print(f"{'stage':26}{'cpu s':>9}{'ms/trial':>10}{'trials/s':>10}{'triples/s':>12}{'peak MB':>9}")

    def time(self, stage: str, work: Callable[[], T]) -> T:
        """Run it, and remember what it took."""
        start = time.process_time()
        result = work()
        self.seconds[stage] = time.process_time() - start
        return result

    def show(self, stage: str, trials: int = 0, triples: int = 0) -> None:
        """One row."""
        spent = max(self.seconds[stage], 1e-9)
        each = (f"{spent / trials * 1e3:.2f}", f"{trials / spent:,.0f}") if trials else ("", "")
        rate = f"{triples / spent:,.0f}" if triples else ""
        print(f"{stage:26}{spent:9.2f}{each[0]:>10}{each[1]:>10}{rate:>12}{_peak():9.0f}", flush=True)


def _peak(who: int = resource.RUSAGE_SELF) -> float:
    """Megabytes at most so far: Linux counts kilobytes, macOS bytes."""
    return resource.getrusage(who).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def _trials(source: Path, limit: int | None) -> Iterator[Trial]:
    return islice((record for record in read([source]) if isinstance(record, Trial)), limit)


def _graph_of(text: dict[str, str]) -> rdflib.Dataset:
    """The same graph, triple by triple, by rdflib: terms made and added as a program with rdflib would."""
    dataset = rdflib.Dataset()
    for name, lines in text.items():
        graph = dataset.graph(rdflib.URIRef(f"urn:{name}"))
        for subject, predicate, value in _terms(lines):
            graph.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), value))
    return dataset


def _terms(lines: str) -> Iterator[tuple[str, str, rdflib.term.Node]]:
    for line in lines.split("\n")[:-1]:
        subject, predicate, value = line.split(" ", 2)
        value = value[:-2]
        term: rdflib.term.Node
        if value[0] == "<":
            term = rdflib.URIRef(value[1:-1])
        else:
            lexical, _, datatype = value[1:].rpartition('"')
            term = rdflib.Literal(lexical, datatype=rdflib.URIRef(datatype[3:-1]) if datatype else None)
        yield subject[1:-1], predicate[1:-1], term


def _size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def stages(source: Path, limit: int | None, scratch: Path) -> None:
    """Each stage by itself."""
    table = Table()
    vocabulary = load()
    trials = table.time("read", lambda: list(_trials(source, limit)))
    count = len(trials)
    if not count:
        raise SystemExit(f"{source}: no record could be read")
    table.show("read", count)
    extractions: list[Extraction] = table.time("extract", lambda: [extract(trial, vocabulary) for trial in trials])
    table.show("extract", count)
    emitted = table.time("emit", lambda: [emit_text(each) for each in extractions])
    facts, evidence = ("".join(text) for text in zip(*emitted, strict=True))
    sizes = {"facts": facts.count("\n"), "evidence": evidence.count("\n")}
    total = sum(sizes.values())
    table.show("emit", count, total)
    table.time("usage", lambda: [usage(each) for each in extractions])
    table.show("usage", count)
    files: dict[str, list[Path]] = {}
    for name, text in (("facts", facts), ("evidence", evidence)):
        files[name] = [scratch / f"{name}.nt"]
        files[name][0].write_text(text, encoding="utf-8")
    for form, triples in (("ttl", sizes["facts"]), ("trig", total)):
        table.time(form, lambda form=form: export_files(files, form, scratch / f"graph.{form}"))  # type: ignore[misc]
        table.show(form, count, triples)
    table.time("store", lambda: Store.build(scratch / "store", files))
    table.show("store", count, total)
    print(f"\n{count} trials, {sizes['facts']:,} facts, {sizes['evidence']:,} evidence triples")
    print(f"store {_size(scratch / 'store'):,.0f} MB, {_size(scratch / 'store') / count * 1e3:,.0f} kB a trial")
    _against_rdflib(table, extractions[:SAMPLE], scratch)


def _against_rdflib(table: Table, sample: list[Extraction], scratch: Path) -> None:
    emitted = [emit_text(each) for each in sample]
    text = {name: "".join(getattr(each, name) for each in emitted) for name in ("facts", "evidence")}
    triples = sum(lines.count("\n") for lines in text.values())
    table.time("here, sample", lambda: [emit_text(each) for each in sample])
    dataset = table.time("rdflib builds the sample", lambda: _graph_of(text))
    table.time("rdflib writes it", lambda: dataset.serialize(str(scratch / "rdflib.trig"), format="trig"))
    files = {}
    for name, lines in text.items():
        files[name] = [scratch / f"sample-{name}.nt"]
        files[name][0].write_text(lines, encoding="utf-8")
    table.time("written here", lambda: export_files(files, "trig", scratch / "sample.trig"))
    print(f"\nthe first {len(sample)} trials, {triples:,} triples, against rdflib {rdflib.__version__}")
    for ours, theirs, what in (
        ("here, sample", "rdflib builds the sample", "graph made"),
        ("written here", "rdflib writes it", "TriG written"),
    ):
        one, other = table.seconds[ours], table.seconds[theirs]
        print(f"{what:16}{one:8.2f} s here {other:8.2f} s rdflib {other / max(one, 1e-9):8.1f} times")


def whole(source: Path, jobs: int, scratch: Path) -> None:
    """The build as a user runs it, by the clock."""
    start = time.perf_counter()
    with kg.build([source], scratch / "build", jobs=jobs, page=False) as graph:
        report: dict[str, Any] = graph.report
    spent = time.perf_counter() - start
    built, triples = report["records"]["built"], sum(report["triples"].values())
    rates = f"{built / spent:,.0f} trials/s, {triples / spent:,.0f} triples/s"
    print(f"\nwhole build, {jobs} processes: {built} trials in {spent:.1f} s, {rates}")
    children = _peak(resource.RUSAGE_CHILDREN)
    print(f"peak memory: {_peak():,.0f} MB here, {children:,.0f} MB in the largest other process")


def main() -> None:
    """Read the options, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="records, in any format that `trialkg build` reads")
    parser.add_argument("--limit", type=int, help="only so many trials for the table of stages")
    parser.add_argument("--jobs", type=int, default=2, help="processes of the whole build (0: no whole build)")
    options = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="trialkg-bench-"))
    try:
        start = time.process_time()
        load()
        print(f"vocabulary: {time.process_time() - start:.2f} s (seconds only where it had to be compiled)")
        if options.jobs:
            whole(options.folder, options.jobs, scratch)
        print()
        stages(options.folder, options.limit, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
