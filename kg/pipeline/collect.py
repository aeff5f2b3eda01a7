"""From shards to a catalogue, and to what stands beside the trials: vocabulary, run, report, list of findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from kg import __version__
from kg.catalogue import SHARDS, Catalogue, Place
from kg.emit import RunInfo, emit_ontology, emit_run, emit_vocabulary, short_form_lines
from kg.model import Skipped
from kg.pipeline.program import Settings, lexicon_versions, program
from kg.shards import Needs, Rank, Shard
from kg.totals import Totals
from kg.vocab.vocabulary import Vocabulary

FINDINGS = "findings.tsv"
LISTED = 1_000
"""Findings, skipped records and duplicates that the report lists; all findings are in a file of their own."""


def collect(root: Path, names: Iterable[str], settings: Settings) -> Catalogue:
    """The catalogue of some shards, written in `root`, which holds them."""
    catalogue = Catalogue.create(root)
    catalogue.keep("options", settings.as_options())
    catalogue.keep("program", program())
    totals = Totals()
    enter(catalogue, names, totals)
    catalogue.keep("totals", totals)
    return catalogue


class Changes(NamedTuple):
    """The versions of trials that stand now and are new, and those that they replaced, by trial."""

    came: dict[str, Place]
    went: dict[str, Place]


def enter(catalogue: Catalogue, names: Iterable[str], totals: Totals, changes: Changes | None = None) -> None:
    """Enter the trials of shards; `changes` are written down where they are wanted."""
    read = catalogue.kept("read", 0)
    names = list(names)
    for name in names:
        with Shard(catalogue.root / SHARDS / name) as shard:
            read += _enter(catalogue, name, shard, totals, changes)
    catalogue.keep("read", read)
    catalogue.keep("shards", [*catalogue.shards(), *names])


def _enter(catalogue: Catalogue, name: str, shard: Shard, totals: Totals, changes: Changes | None) -> int:
    """Enter one shard; how many records it is of, those that were not built among them."""
    entries, skipped, _ = shard.foot()
    catalogue.leave_out("skipped", skipped)
    lost: list[Place] = []
    for entry in entries:
        winner, loser = catalogue.take(name, entry)
        if loser is not None:
            where = (loser.rank, loser.position, winner.rank, winner.position)
            catalogue.leave_out("duplicates", [duplicate(entry.key, *where)])
            lost.append(loser)
        if (winner.shard, winner.start) != (name, entry.offset):
            continue
        totals.add(shard.needs(entry.offset, entry.sizes))
        if loser is not None:
            totals.add(catalogue.needs(loser), -1)
        if changes is not None:
            if loser is not None and entry.key not in changes.came:
                changes.went[entry.key] = loser
            changes.came[entry.key] = winner
    catalogue.bury(lost)
    return len(entries) + len(skipped)


def duplicate(key: str, loser: Rank, position: int, winner: Rank, winners: int) -> Skipped:
    """The version of a trial that does not stand, with the place of the one that does."""
    same = loser.sha256 == winner.sha256
    reason = "the same record stands" if same else "a version that is newer or fuller stands"
    message = f"{key} is there more than once; {reason} in {winner.path}, record {winners}"
    return Skipped(loser.path, position, "", message)


def vocabulary_lines(totals: Totals, vocabulary: Vocabulary) -> tuple[list[str], list[str]]:
    """The lines of what is used (concepts, short forms) and of the ontology, and the ids that no vocabulary knows."""
    unknown: list[str] = []
    lines = set(emit_vocabulary(totals.used, totals.concepts(), totals.hidden, vocabulary, unknown, totals.counted))
    for form, meanings in totals.abbreviated.items():
        lines.update(short_form_lines(form, meanings))
    lines.update(emit_ontology())
    return sorted(lines), sorted(set(unknown))


def findings_lines(catalogue: Catalogue, unknown: Iterable[str]) -> Iterator[str]:
    """The rows of the list of findings: trial, kind, message; those of the build as a whole first."""
    yield "trial\tkind\tmessage"
    yield from unknown_lines(unknown)
    if catalogue.kept("totals", Totals()).findings:
        for place in catalogue.places():
            yield from findings_of(place.key, catalogue.needs(place))


def unknown_lines(unknown: Iterable[str]) -> Iterator[str]:
    """The rows of concepts that no vocabulary knows, which are findings about the build."""
    for concept in unknown:
        yield f"\tunknown-concept\t{concept} is used, but no vocabulary defines it"


def findings_of(key: str, needs: Needs) -> Iterator[str]:
    """The rows of a trial."""
    for kind, message in needs.findings:
        yield f"{key}\t{kind}\t{_cell(message)}"


def _cell(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode().split())


def report_of(
    catalogue: Catalogue, totals: Totals, settings: Settings, vocabulary: int, unknown: list[str], evidence: str
) -> dict[str, Any]:
    """The report of a build: what was read, mapped and found."""
    skipped, some_skipped = catalogue.left_out("skipped", LISTED)
    duplicates, some_duplicates = catalogue.left_out("duplicates", LISTED)
    kinds = Counter(totals.findings)
    kinds.update({"unknown-concept": len(unknown)} if unknown else {})
    return {
        "version": __version__,
        "records": {
            "read": catalogue.kept("read", 0),
            "built": len(catalogue),
            "duplicates": duplicates,
            "skipped": skipped,
        },
        "triples": {
            "facts": sum(totals.predicates.values()),
            "vocabulary": vocabulary,
            "evidence": totals.evidence,
        },
        "evidence": evidence,
        "vocabularies": [asdict(each) for each in settings.imports()],
        "plugins": [{"name": p.name, "version": p.version, "package": p.distribution} for p in settings.outside()],
        "mapping": {kind: {"mapped": m, "unmapped": u} for kind, (m, u) in totals.mapping.items()},
        "classes": dict(sorted(totals.classes.items())),
        "predicates": dict(sorted(totals.predicates.items())),
        "findings": {"counts": dict(sorted(kinds.items())), "file": FINDINGS},
        "skipped": [asdict(each) for each in some_skipped],
        "duplicates": [asdict(each) for each in some_duplicates],
    }


def run_lines(catalogue: Catalogue, totals: Totals, settings: Settings, report: dict[str, Any]) -> list[str]:
    """The lines of the run's graph."""
    hashes = (row[0] for row in catalogue.connection.execute("SELECT sha256 FROM trial ORDER BY sha256"))
    digest = sha256()
    for number, each in enumerate(hashes):
        digest.update(f"\n{each}".encode() if number else each.encode())
    return emit_run(
        RunInfo(
            version=__version__,
            lexicons={
                **lexicon_versions(),
                **{f"import {each.name}": f"{each.sha256[:12]} ({each.stated})" for each in settings.imports()},
            },
            input_hash=digest.hexdigest(),
            trials=report["records"]["built"],
            skipped=report["records"]["skipped"],
            triples=report["triples"],
            classes=totals.classes,
            properties=totals.predicates,
            plugins={each.name: f"{each.version} ({each.distribution})" for each in settings.outside()},
        )
    )
