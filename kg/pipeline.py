"""The only file that knows every stage: read → extract → emit → store, Turtle, TriG, page, report.

Each trial becomes a block of lines in a spool; an index keeps where. At the end the blocks are written in the order of
their keys, so the result does not depend on the order of the input or on the number of processes. Of several versions
of one trial the newest is kept (then the longest, then the one whose hash and path sort last); the others are reported.
A build appears whole or not at all: it is made beside its place and moved there when it is complete.

Who extracts a trial does all that can be done for it alone (sorting, counting); who keeps the spool copies bytes and
remembers of each trial only where they are.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import cache, partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

from kg import __version__
from kg.emit import RunInfo, emit_ontology, emit_run, emit_text, emit_vocabulary, usage
from kg.errors import InputError, NothingBuilt, TrialKgError
from kg.export import export_files
from kg.extract import outside
from kg.extract.run import extract
from kg.graph import REPORT, Graph
from kg.model import Concept, Extraction, Skipped, Trial
from kg.plugins import find as find_plugins
from kg.read import read
from kg.render import page_of
from kg.resources import ontology_dir
from kg.store import Store
from kg.terms import PREFIXES
from kg.vocab import load
from kg.vocab.imports import chosen, manifest

TRIG_LIMIT = 2_000
"""Trials up to which dataset.trig is written unasked: the file is large, and `trialkg export` makes the same one."""

_BATCH = 64
_TYPE = f"<{PREFIXES['rdf']}type>".encode()
_READ_BY_EXTRACTION = ("cues", "grammar", "lexicons", "models", "vocabularies")


class _Needs(NamedTuple):
    """What the report and the vocabulary need to know of one trial."""

    used: frozenset[str]
    minted: tuple[Concept, ...]
    hidden: dict[str, frozenset[str]]
    mapping: dict[str, tuple[int, int]]
    findings: tuple[tuple[str, str], ...]
    predicates: dict[str, int]
    classes: dict[str, int]
    evidence: int


class _Block(NamedTuple):
    """One trial, ready to be written: N-Triples of facts and of evidence (sorted), and its needs, pickled."""

    key: str
    rank: tuple[str, int, str, str]
    position: int
    pieces: tuple[bytes, bytes, bytes]


class _Kept(NamedTuple):
    """A block in the spool: where its pieces start, and how long they are."""

    rank: tuple[str, int, str, str]
    position: int
    offset: int
    lengths: tuple[int, ...]


class _Settings(NamedTuple):
    """What an extraction depends on besides the record: whether the registry's MeSH terms stay, a directory of imported
    vocabularies, the names of plug-ins."""

    registry_mesh: bool = True
    vocabulary: Path | None = None
    plugins: tuple[str, ...] = ()


def extract_records(
    records: Iterable[Path | str], *, vocabulary: Path | str | None = None, plugins: Iterable[str] = ()
) -> Iterator[Extraction]:
    """Read and extract, one record after the other; what cannot be read is left out."""
    names = load(vocabulary)
    extra = outside.extractors(find_plugins(tuple(plugins)))
    for trial in read(records):
        if isinstance(trial, Trial):
            yield extract(trial, names, extra)


def build(
    records: Iterable[Path | str] | Path | str,
    out: Path | str | None = None,
    *,
    jobs: int = 1,
    page: bool = True,
    trig: bool | None = None,
    registry_mesh: bool = True,
    vocabulary: Path | str | None = None,
    plugins: Iterable[str] = (),
) -> Graph:
    """The graph of these records: written to the directory `out`, or held in memory where there is none.

    `trig` says whether dataset.trig is written; unless told, up to `TRIG_LIMIT` trials. `vocabulary` is a directory
    made by `trialkg vocab import` (unless given, `$TRIALKG_VOCABULARY`), `plugins` are names of outside extractors and
    grounders (see `kg.plugins`).

    Raises `NothingBuilt` where no record could be read, `InputError` where `out` is something else than a build.
    """
    sources = [records] if isinstance(records, str | Path) else list(records)
    settings = _Settings(registry_mesh, chosen(vocabulary), tuple(plugins))
    target = None if out is None else Path(out)
    if target is not None:
        _refuse_to_overwrite(target)
    with _staging(target) as stage:
        with _Spool(stage) as spool:
            for result in _extracted(sources, jobs, settings):
                spool.take(result)
            if not spool.kept:
                raise NothingBuilt(_nothing(sources, spool.skipped))
            lines, report = _write_lines(spool, stage, settings)
        if target is None:
            return Graph.in_memory(lines, report)
        wanted = report["records"]["built"] <= TRIG_LIMIT if trig is None else trig
        _write_build(lines, report, stage, page=page, trig=wanted, jobs=jobs)
        _put_in_place(stage, target)
    return Graph.open(target)


def _extracted(sources: list[Path | str], jobs: int, settings: _Settings) -> Iterator[_Block | Skipped]:
    work = partial(_extract_batch, settings=settings)
    find_plugins(settings.plugins)  # before any record is read
    load(settings.vocabulary)  # once, for all processes: where they are forked, they share it
    batches = _batches(read(sources))
    if jobs == 1:
        for batch in batches:
            yield from work(batch)
        return
    with ProcessPoolExecutor(jobs, initializer=partial(_calm_collector, settings)) as pool:
        for results in _bounded_map(pool, work, batches, 3 * jobs):
            yield from results


def _calm_collector(settings: _Settings) -> None:
    """In a process that only extracts: what is there stays, and a record leaves little rubbish."""
    load(settings.vocabulary)
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _batches(records: Iterator[Trial | Skipped]) -> Iterator[list[Trial | Skipped]]:
    while batch := list(islice(records, _BATCH)):
        yield batch


def _bounded_map(
    pool: ProcessPoolExecutor,
    work: Callable[[list[Trial | Skipped]], list[_Block | Skipped]],
    batches: Iterator[list[Trial | Skipped]],
    ahead: int,
) -> Iterator[list[_Block | Skipped]]:
    """`pool.map` that reads only `ahead` batches before their results are taken: memory stays bounded."""
    waiting = [pool.submit(work, batch) for batch in islice(batches, ahead)]
    while waiting:
        yield waiting.pop(0).result()
        waiting.extend(pool.submit(work, batch) for batch in islice(batches, 1))


def _extract_batch(batch: list[Trial | Skipped], *, settings: _Settings) -> list[_Block | Skipped]:
    return [item if isinstance(item, Skipped) else _block_or_skipped(item, settings) for item in batch]


def _block_or_skipped(trial: Trial, settings: _Settings) -> _Block | Skipped:
    """A record that the program cannot cope with is named and left out; the rest of the run goes on."""
    try:
        return _block(trial, settings)
    except TrialKgError:  # the installation or the input as a whole, not this record
        raise
    except Exception as error:
        reason = f"{trial.key} could not be extracted, please report it: {type(error).__name__}: {error}"
        return Skipped(trial.source.path, trial.source.position, "", reason)


def _block(trial: Trial, settings: _Settings) -> _Block:
    vocabulary = load(settings.vocabulary)
    if not settings.registry_mesh and trial.registry_terms:
        trial = replace(trial, registry_terms=())
    extraction = extract(trial, vocabulary, outside.extractors(find_plugins(settings.plugins)))
    facts, evidence = (text.encode("utf-8", "replace") for text in emit_text(extraction))
    predicates, classes = _counts(facts)
    needs = _Needs(
        *usage(extraction),
        _mapping(extraction),
        tuple((finding.kind, finding.message) for finding in (*trial.findings, *extraction.findings)),
        predicates,
        classes,
        evidence.count(b"\n"),
    )
    length = sum(len(source.text) for source in trial.fields)
    return _Block(
        trial.key,
        (trial.last_update_date.text if trial.last_update_date else "", length, trial.source.sha256, trial.source.path),
        trial.source.position,
        (facts, evidence, pickle.dumps(needs, pickle.HIGHEST_PROTOCOL)),
    )


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _mapping(extraction: Extraction) -> dict[str, tuple[int, int]]:
    """(mapped, not mapped) entries of a trial, by kind of entry."""
    trial = extraction.trial
    resolved = {s.subject for s in extraction.statements if s.predicate == "tkg:resolvesTo"}
    measured = {s.subject for s in extraction.statements if s.predicate == "tkg:endpoint"}
    timed = {s.subject for s in extraction.statements if s.predicate == "tkg:timeFrame"}
    counts = {}
    for kind, parts, found in (
        ("conditions", [f"condition-{c.position}" for c in trial.conditions], resolved),
        ("interventions", [f"intervention-{i.position}" for i in trial.interventions], resolved),
        ("outcomes", [f"{o.role}-{o.position}" for o in trial.outcomes], measured),
        ("time frames", [f"{o.role}-{o.position}" for o in trial.outcomes if o.time_frame], timed),
    ):
        mapped = sum(trial.part(part) in found for part in parts)
        counts[kind] = (mapped, len(parts) - mapped)
    return counts


@dataclass(slots=True)
class _Spool:
    """The blocks of all trials in a file, and an index of those to keep."""

    stage: Path
    kept: dict[str, _Kept] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    duplicates: list[Skipped] = field(default_factory=list)
    read: int = 0
    _file: IO[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self._file = (self.stage / "spool").open("w+b")

    def take(self, result: _Block | Skipped) -> None:
        """Add one trial, or book a record that was not read."""
        self.read += 1
        if isinstance(result, Skipped):
            self.skipped.append(result)
            return
        offset = self._file.tell()
        rank = (*result.rank[:3], sys.intern(result.rank[3]))  # most trials come from few files
        fresh = _Kept(rank, result.position, offset, tuple(map(len, result.pieces)))
        known = self.kept.get(result.key)
        if known is not None:
            winner, loser = (known, fresh) if known.rank >= fresh.rank else (fresh, known)
            self.duplicates.append(_duplicate(result.key, loser, winner))
            if winner is known:
                return
        for piece in result.pieces:
            self._file.write(piece)
        self.kept[result.key] = fresh

    def blocks(self) -> Iterator[tuple[str, _Kept, bytes, bytes, _Needs]]:
        """The kept blocks in the order of their keys: facts, evidence and needs of each."""
        for key, kept in sorted(self.kept.items()):
            self._file.seek(kept.offset)
            facts, evidence, needs = (self._file.read(length) for length in kept.lengths)
            yield key, kept, facts, evidence, pickle.loads(needs)

    def __enter__(self) -> _Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        Path(self._file.name).unlink(missing_ok=True)


def _duplicate(key: str, loser: _Kept, winner: _Kept) -> Skipped:
    same = loser.rank[2] == winner.rank[2]
    reason = "the same record stands" if same else "a version that is newer or fuller stands"
    where = f"{winner.rank[3]}, record {winner.position}"
    return Skipped(loser.rank[3], loser.position, "", f"{key} is there more than once; {reason} in {where}")


def _nothing(sources: list[Path | str], skipped: list[Skipped]) -> str:
    listed = "; ".join(f"{s.path}: {s.message}" for s in skipped[:3])
    more = f" (and {len(skipped) - 3} more)" if len(skipped) > 3 else ""
    return f"nothing could be built from {', '.join(map(str, sources))}: {listed or 'no record there'}{more}"


def _write_lines(
    spool: _Spool, stage: Path, settings: _Settings
) -> tuple[dict[str, list[Path]], dict[str, Any]]:
    """The N-Triples files of the three graphs, and the report."""
    files = {name: stage / f"{name}.nt" for name in ("facts", "vocabulary", "evidence", "run")}
    predicates: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    used: set[str] = set()
    minted: dict[str, Concept] = {}
    hidden: dict[str, set[str]] = {}
    mapping: dict[str, Counter[str]] = {}
    findings: list[dict[str, str]] = []
    hashes = []
    with files["facts"].open("wb") as facts, files["evidence"].open("wb") as evidence:
        for key, kept, fact_bytes, evidence_bytes, needs in spool.blocks():
            facts.write(fact_bytes)
            evidence.write(evidence_bytes)
            predicates.update(needs.predicates)
            classes.update(needs.classes)
            sizes["facts"] += sum(needs.predicates.values())
            sizes["evidence"] += needs.evidence
            used |= needs.used
            minted.update((concept.id, concept) for concept in needs.minted)
            for concept, names in needs.hidden.items():
                hidden.setdefault(concept, set()).update(names)
            for kind, (mapped, unmapped) in needs.mapping.items():
                mapping.setdefault(kind, Counter()).update(mapped=mapped, unmapped=unmapped)
            findings += [{"trial": key, "kind": kind, "message": message} for kind, message in needs.findings]
            hashes.append(kept.rank[2])
    unknown: list[str] = []
    index = load(settings.vocabulary)
    vocabulary_lines = sorted({*emit_vocabulary(used, minted.values(), hidden, index, unknown), *emit_ontology()})
    imports = manifest(settings.vocabulary).imports if settings.vocabulary else ()
    plugins = find_plugins(settings.plugins)
    findings += [
        {"trial": "", "kind": "unknown-concept", "message": f"{concept} is used, but no vocabulary defines it"}
        for concept in sorted(set(unknown))
    ]
    files["vocabulary"].write_text(_text(vocabulary_lines), encoding="utf-8")
    report = {
        "version": __version__,
        "records": {
            "read": spool.read,
            "built": len(spool.kept),
            "duplicates": len(spool.duplicates),
            "skipped": len(spool.skipped),
        },
        "triples": {
            "facts": sizes["facts"],
            "vocabulary": len(vocabulary_lines),
            "evidence": sizes["evidence"],
        },
        "vocabularies": [asdict(each) for each in imports],
        "plugins": [{"name": p.name, "version": p.version, "package": p.distribution} for p in plugins],
        "mapping": {kind: {"mapped": c["mapped"], "unmapped": c["unmapped"]} for kind, c in mapping.items()},
        "classes": dict(sorted(classes.items())),
        "predicates": dict(sorted(predicates.items())),
        "findings": {
            "counts": dict(sorted(Counter(f["kind"] for f in findings).items())),
            "list": sorted(findings, key=lambda f: (f["trial"], f["kind"], f["message"])),
        },
        "skipped": _listed(spool.skipped),
        "duplicates": _listed(spool.duplicates),
    }
    run = RunInfo(
        version=__version__,
        lexicons={
            **_lexicon_versions(),
            **{f"import {each.name}": f"{each.sha256[:12]} ({each.stated})" for each in imports},
        },
        input_hash=sha256("\n".join(sorted(hashes)).encode()).hexdigest(),
        trials=len(spool.kept),
        skipped=len(spool.skipped),
        triples=report["triples"],  # type: ignore[arg-type]
        classes=classes,
        properties=predicates,
        plugins={each.name: f"{each.version} ({each.distribution})" for each in plugins},
    )
    files["run"].write_text(_text(emit_run(run)), encoding="utf-8")
    return {
        "facts": [files["facts"], files["vocabulary"]],
        "evidence": [files["evidence"]],
        "run": [files["run"]],
    }, report


def _counts(facts: bytes) -> tuple[dict[str, int], dict[str, int]]:
    """How often the facts have each predicate and each class."""
    words = [line.split(b" ", 3) for line in facts.split(b"\n")[:-1]]
    predicates = Counter([each[1] for each in words])
    classes = Counter([each[2] for each in words if each[1] == _TYPE])
    return ({_curie(k): n for k, n in predicates.items()}, {_curie(k): n for k, n in classes.items()})


@cache
def _curie(iri: bytes) -> str:
    text = iri.strip(b"<>").decode()
    for prefix, namespace in PREFIXES.items():
        if text.startswith(namespace):
            return f"{prefix}:{text.removeprefix(namespace)}"
    return text


def _listed(items: Iterable[Skipped]) -> list[dict[str, Any]]:
    rows = [asdict(item) for item in items]
    return sorted(
        rows,
        key=lambda r: (r["path"], -1 if r["position"] is None else r["position"], r["field"], r["message"]),
    )


@cache
def _lexicon_versions() -> dict[str, str]:
    """The first digits of the hash of every data file that extraction reads."""
    root = ontology_dir()
    paths = sorted(
        p for folder in _READ_BY_EXTRACTION for p in (root / folder).glob("*") if p.is_file()
    )
    return {path.relative_to(root).as_posix(): sha256(path.read_bytes()).hexdigest()[:12] for path in paths}


# --------------------------------------------------------------------------------------------------- where it goes


def _refuse_to_overwrite(target: Path) -> None:
    if target.exists() and not (target / REPORT).is_file():
        if not target.is_dir():
            raise InputError(f"{target} is a file: --out names a directory")
        if any(target.iterdir()):
            raise InputError(f"{target} is not empty and not a build of trialkg: name another directory")


@contextmanager
def _staging(target: Path | None) -> Iterator[Path]:
    """A directory to build in, beside the target so that it can be renamed; removed whatever happens."""
    if target is None:
        with tempfile.TemporaryDirectory(prefix="trialkg-") as place:
            yield Path(place)
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise InputError(f"{target}: cannot be written: {error.strerror}") from error
    try:
        yield stage
    except OSError as error:
        raise InputError(f"{target}: the build was given up, nothing was changed: {error}") from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _put_in_place(stage: Path, target: Path) -> None:
    """Move the finished build to its place; what stood there goes only when the new one is there."""
    old = target.with_name(f".{target.name}-{os.getpid()}-old")
    stage.chmod(0o755)
    if target.exists():
        target.rename(old)
    try:
        stage.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _write_build(
    files: dict[str, list[Path]], report: dict[str, Any], stage: Path, *, page: bool, trig: bool, jobs: int
) -> None:
    """Everything a build directory holds, from the N-Triples files, which go."""
    with ThreadPoolExecutor(1) as pool:  # the store is filled outside Python, so both run at once
        filled = pool.submit(Store.build, stage / "store", files, jobs=jobs) if jobs > 1 else None
        export_files(files, "ttl", stage / "graph.ttl")
        if trig:
            export_files(files, "trig", stage / "dataset.trig")
        if filled is not None:
            filled.result()
    if filled is None:
        Store.build(stage / "store", files)
    if page:
        with Store.open(stage / "store") as store:
            (stage / "graph.html").write_text(page_of(store, title="Clinical trial graph"), encoding="utf-8")
    for members in files.values():
        for member in members:
            member.unlink()
    (stage / REPORT).write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
