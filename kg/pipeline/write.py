"""From a catalogue to what people open: the store, Turtle, TriG, the page, the report.

What costs much and can be made later is not made for large builds unless it is asked for: see decision 12.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import zstandard

from kg.build_report import write_report
from kg.catalogue import SHARDS, Catalogue
from kg.emit import evidence_of
from kg.errors import InputError
from kg.export import export_files
from kg.files import write_whole
from kg.graph import Graph
from kg.pipeline.collect import FINDINGS, findings_lines, report_of, run_lines, vocabulary_lines
from kg.pipeline.engine import Engine, Lost, Processes, Serial
from kg.pipeline.program import Settings
from kg.search import FILE as SEARCH
from kg.search import make_index
from kg.shards import EVIDENCE, FACTS, Shard, decode
from kg.store import Store
from kg.totals import Totals

INDEX_LIMIT = 20_000  # trials; the index of a larger build is made when it is first needed

TRIG_LIMIT = PAGE_LIMIT = EVIDENCE_LIMIT = 2_000
TURTLE_LIMIT = 20_000
"""Trials up to which dataset.trig and graph.html are written, evidence goes into the store, and graph.ttl is written,
unless told otherwise."""

WHERE = ("store", "apart", "none")
EXPANDED = "expanded"


class Wanted(NamedTuple):
    """What is asked for; None, or `auto`: by the number of trials."""

    page: bool | None
    turtle: bool | None
    trig: bool | None
    evidence: str

    def decided(self, trials: int) -> Wanted:
        """The same with nothing open. Raises `InputError` for a place of evidence that is none."""
        evidence = self.evidence
        if evidence == "auto":
            evidence = "store" if trials <= EVIDENCE_LIMIT else "apart"
        if evidence not in WHERE:
            raise InputError(f"--evidence {evidence}: one of auto, {', '.join(WHERE)}")
        return Wanted(
            trials <= PAGE_LIMIT if self.page is None else self.page,
            trials <= TURTLE_LIMIT if self.turtle is None else self.turtle,
            trials <= TRIG_LIMIT if self.trig is None else self.trig,
            evidence,
        )


class Lines(NamedTuple):
    """What a build holds beside its trials, as N-Triples, and its report."""

    vocabulary: list[str]
    run: list[str]
    report: dict[str, Any]


def lines_of(catalogue: Catalogue, evidence: str) -> Lines:
    """Vocabulary, run and report; the findings are written beside the catalogue."""
    totals = catalogue.kept("totals", Totals())
    settings = Settings.of_options(catalogue.kept("options", {}))
    vocabulary, unknown = vocabulary_lines(totals, settings.names())
    report = report_of(catalogue, totals, settings, len(vocabulary), unknown, evidence)
    with (catalogue.root / FINDINGS).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in findings_lines(catalogue, unknown))
    return Lines(vocabulary, run_lines(catalogue, totals, settings, report), report)


def graphs_of(catalogue: Catalogue, lines: Lines, evidence: Iterator[bytes]) -> dict[str, Iterator[bytes]]:
    """N-Triples of each graph, in pieces."""
    return {
        "facts": _chained(catalogue.pieces(FACTS), lines.vocabulary),
        "evidence": evidence,
        "run": _chained((), lines.run),
    }


def _chained(pieces: Iterable[bytes], lines: list[str]) -> Iterator[bytes]:
    yield from pieces
    yield "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def in_memory(catalogue: Catalogue, wanted: Wanted) -> Graph:
    """The graph of a catalogue in memory, evidence included unless none was made."""
    evidence = "none" if wanted.evidence == "none" else "store"
    lines = lines_of(catalogue, evidence)
    with (catalogue.root / FINDINGS).open(encoding="utf-8") as file:
        next(file)
        rows = [dict(zip(("trial", "kind", "message"), line.rstrip("\n").split("\t"), strict=True)) for line in file]
    lines.report["findings"] = {"counts": lines.report["findings"]["counts"], "list": rows}
    grounds = catalogue.pieces(EVIDENCE) if evidence == "store" else iter(())
    return Graph.in_memory(graphs_of(catalogue, lines, grounds), lines.report)


def everything(catalogue: Catalogue, wanted: Wanted, jobs: int) -> None:
    """All that a build directory holds beside its shards; the report comes last."""
    root = catalogue.root
    wanted = wanted.decided(len(catalogue))
    lines = lines_of(catalogue, wanted.evidence)
    stored = wanted.evidence == "store"
    if stored or (wanted.trig and wanted.evidence != "none"):
        _expand(catalogue, jobs)
    catalogue.connection.execute("COMMIT")
    with ThreadPoolExecutor(1) as pool:  # the store is filled outside Python, so both run at once
        graphs = graphs_of(catalogue, lines, _expanded(root) if stored else iter(()))
        filled = pool.submit(Store.build, root / "store", graphs)
        if jobs == 1:
            filled.result()
        write_files(root, lines, wanted)
        filled.result()
    shutil.rmtree(root / EXPANDED, ignore_errors=True)
    if len(catalogue) <= INDEX_LIMIT:
        with Store.open(root / "store") as store:
            make_index(store, root / SEARCH)
    if wanted.page:
        write_page(root, lines.report)
    write_report(root, lines.report)


class _Pieces(NamedTuple):
    """What is to be expanded of a shard: where its trials are, and the file for their evidence."""

    shard: Path
    trials: list[tuple[int, tuple[int, int, int]]]
    out: Path


def _expand(catalogue: Catalogue, jobs: int) -> None:
    """Make the lines of all evidence in some processes: a compressed file for each shard."""
    place = catalogue.root / EXPANDED
    place.mkdir()
    by_shard: dict[str, list[tuple[int, tuple[int, int, int]]]] = {}
    for trial in catalogue.places():
        by_shard.setdefault(trial.shard, []).append((trial.start, trial.sizes))
    items = [_Pieces(catalogue.root / SHARDS / name, trials, place / name) for name, trials in sorted(by_shard.items())]
    engine: Engine = Processes(jobs, gc.freeze) if min(jobs, len(items)) > 1 else Serial()
    try:
        for item, result in engine.map(_expand_shard, items):
            if isinstance(result, Lost):
                raise InputError(f"{item.shard}: the evidence could not be written: {result.reason}")
    finally:
        engine.close()


def _expand_shard(item: _Pieces) -> None:
    writer = zstandard.ZstdCompressor(level=1).stream_writer
    with Shard(item.shard) as shard, item.out.open("wb") as file, writer(file) as lines:
        for trial in item.trials:
            lines.write(evidence_of(shard.read(*trial, FACTS), shard.read(*trial, EVIDENCE)))


def _expanded(root: Path) -> Iterator[bytes]:
    """What `_expand` made, in pieces of whole lines."""
    for path in sorted((root / EXPANDED).iterdir()):
        with path.open("rb") as file:
            yield zstandard.ZstdDecompressor().stream_reader(file).read()


def write_files(root: Path, lines: Lines, wanted: Wanted) -> None:
    """Turtle and TriG, from the shards."""
    if not (wanted.turtle or wanted.trig):
        return
    graphs = ("facts", "evidence", "run") if wanted.trig else ("facts",)
    files = {graph: [root / f"{graph}.nt"] for graph in graphs}
    with Catalogue.open(root) as catalogue:  # another thread reads the first one
        pieces = graphs_of(catalogue, lines, _expanded(root) if wanted.evidence != "none" else iter(()))
        for graph, (path,) in files.items():
            with path.open("wb") as file:
                file.writelines(pieces[graph])
    if wanted.turtle:
        export_files(files, "ttl", root / "graph.ttl")
    if wanted.trig:
        export_files(files, "trig", root / "dataset.trig")
    for (path,) in files.values():
        path.unlink()


def write_page(root: Path, report: dict[str, Any]) -> None:
    """The page of a build whose store is there."""
    with Graph(Store.open(root / "store"), report, root) as graph:
        write_whole(root / "graph.html", graph.html())


def decoded_lines(path: Path) -> tuple[dict[str, list[bytes]], dict[str, list[bytes]]]:
    """Lines that go and lines that come, by graph, as an update wrote them down."""
    return decode(path.read_bytes(), tuple[dict[str, list[bytes]], dict[str, list[bytes]]])


def fetch(source: str, place: Path, names: Iterable[str]) -> None:
    """Copy shards from an address that fsspec knows. Raises `InputError` where they are not there."""
    import fsspec

    system, path = fsspec.core.url_to_fs(source)
    for name in names:
        try:
            system.get_file(f"{path}/{name}", str(place / name))
        except FileNotFoundError as error:
            raise InputError(f"{source}: no {name} there: the workers must write where this process reads") from error
