"""Vocabularies that a user imported, kept in one directory and compiled with the shipped one into one index.

    manifest.json          what was imported: name, format, version, licence, hash; and what became of it
    NAME-HASH.terms        each import's terms as they were read, so that the file itself is not needed again
    index-HASH.bin         the compiled index, memory-mapped by whoever uses it
    conflicts.tsv          what contradicts, row by row, for a curator

The manifest is written last and in one move: a directory is as it was before, or as it is after. What is in it follows
from the set of imports alone, in the order of their names; the order in which they came does not matter.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path

import msgspec

from kg.english import commonness
from kg.errors import InputError, UnknownName
from kg.files import write_whole
from kg.garbage import uncollected
from kg.vocab import joining, shipped, tables
from kg.vocab.compiled import compile_merged
from kg.vocab.importers import Conflict, Content, Mapping, read_content, rows, sniff
from kg.vocab.importers.files import stated
from kg.vocab.index import Index
from kg.vocab.lexicon import Row
from kg.vocab.manifest import FIRST_RANK, MANIFEST, Import, Manifest, manifest
from kg.vocab.merging import merge
from kg.vocab.variants import view

_COMMON = 3.0  # words at least so common in English (Zipf scale) are not looked for in prose


def add(
    files: Iterable[Path],
    directory: Path,
    *,
    format_name: str = "",
    name: str = "",
    version: str = "",
    licence: str = "",
    mappings: Iterable[Path] = (),
) -> Manifest:
    """Import files into the directory, all or none; a file of a name that is there replaces it.

    Raises `InputError` for a file that cannot be used.
    """
    files = list(files)
    given = [(path, format_name) for path in files] + [(path, "sssom") for path in mappings]
    if name and len(given) > 1:
        raise InputError("--name is for one file")
    fresh: dict[str, tuple[Import, bytes]] = {}
    for path, format_of in given:
        if not path.is_file():
            raise InputError(f"{path}: there is no such file")
        entry, data = _read(path, format_of, name, version, licence)
        if entry.name in fresh:
            raise InputError(f"two files are called {entry.name}: import them one by one, with --name")
        fresh[entry.name] = entry, data
    with _locked(directory):
        kept = {entry.name: entry for entry in _held(directory)}
        if _unchanged(directory, kept, fresh):
            return manifest(directory)
        kept.update((entry.name, entry) for entry, _ in fresh.values())
        for entry, data in fresh.values():
            write_whole(directory / entry.file, data)
        return _commit(directory, kept.values())


def remove(names: Iterable[str], directory: Path) -> Manifest:
    """Take imports out again. Raises `UnknownName` for one that is not there."""
    with _locked(directory):
        kept = {entry.name: entry for entry in manifest(directory).imports}
        for name in names:
            if kept.pop(name, None) is None:
                raise UnknownName(f"{name} is not imported; there are: {', '.join(kept) or 'none'}")
        return _commit(directory, kept.values())


def load(directory: Path) -> Index:
    """The shipped vocabulary with the imports in the directory; compiled anew where the compiled file is missing or was
    made by another version."""
    held = manifest(directory)
    path = directory / _index_name(held.imports)
    found = tables.load(path)
    if found is None:
        found = tables.load(shipped.cache_dir() / path.name)
    if found is None:
        found = _compile(directory, held.imports)[0]
        try:
            tables.save(found, path)
        except OSError:  # a directory that may only be read
            with contextlib.suppress(OSError):
                tables.save(found, shipped.cache_dir() / path.name)
    return Index(found)


def _read(path: Path, format_name: str, name: str, version: str, licence: str) -> tuple[Import, bytes]:
    kind = format_name or sniff(path)
    content = read_content(path, kind)
    said = stated(path)
    data: bytes = msgspec.msgpack.encode(content)
    entry = Import(
        name=_safe(name or path.name),
        format=kind,
        version=version or said.version,
        licence=licence or said.licence,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        terms=len(content.terms) + len(content.rows),
        mappings=len(content.mappings),
        unreadable=content.unreadable,
    )
    return entry, data


def _safe(name: str) -> str:
    """The name as it may stand in a file name and in a report."""
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name)
    return safe.lstrip(".")[:100] or "import"


def _held(directory: Path) -> tuple[Import, ...]:
    if (directory / MANIFEST).exists():
        return manifest(directory).imports
    strangers = [path.name for path in directory.iterdir() if not path.name.startswith(".")]
    if strangers:
        raise InputError(f"{directory} is not empty and holds no imported vocabulary: name another directory")
    return ()


def _unchanged(directory: Path, kept: dict[str, Import], fresh: dict[str, tuple[Import, bytes]]) -> bool:
    """Whether every import is there as it would be, and compiled by this version."""
    for name, (entry, data) in fresh.items():
        there = kept.get(name)
        if there is None or replace(there, left_out=0, joined=0, new=0) != entry:
            return False
        place = directory / entry.file
        if not place.is_file() or place.read_bytes() != data:
            return False
    return (directory / _index_name(tuple(kept.values()))).is_file()


def _commit(directory: Path, entries: Iterable[Import]) -> Manifest:
    """Compile, and make it count by writing the manifest."""
    imports = tuple(sorted(entries, key=lambda entry: entry.name))
    compiled, imports, conflicts = _compile(directory, imports)
    index = _index_name(imports)
    tables.save(compiled, directory / index)
    found = Manifest(imports, dict(sorted(Counter(conflict.kind for conflict in conflicts).items())))
    lines = ["kind\tabout\tsource\twhat"]
    lines += ["\t".join(map(_cell, (c.kind, c.code, c.source, c.message))) for c in conflicts]
    write_whole(directory / "conflicts.tsv", "".join(f"{line}\n" for line in lines))
    write_whole(directory / MANIFEST, msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    wanted = {index, MANIFEST, "conflicts.tsv", *(entry.file for entry in imports)}
    for path in directory.iterdir():
        if path.name not in wanted and path.suffix in (".bin", ".terms"):
            path.unlink(missing_ok=True)
    return found


def _cell(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def _compile(
    directory: Path, imports: tuple[Import, ...]
) -> tuple[tables.Tables, tuple[Import, ...], list[Conflict]]:
    contents: dict[str, Content] = {}
    for entry in imports:
        try:
            contents[entry.name] = msgspec.msgpack.decode((directory / entry.file).read_bytes(), type=Content)
        except (OSError, msgspec.DecodeError) as error:
            raise InputError(f"{directory / entry.file} is damaged, import {entry.name} anew: {error}") from error
    with uncollected():
        matches, conflicts = joining.chains(chain.from_iterable(_matches(c) for c in contents.values()))
        stops = shipped.stop_names()
        sources: list[tuple[str, list[Row]]] = []
        counted = []
        for entry in imports:
            content = contents.pop(entry.name)
            found, contradictions = rows(content.terms, entry.name, matches)
            conflicts += [conflict._replace(source=entry.name) for conflict in contradictions]
            conflicts += [
                Conflict("unreadable-row", f"{s.path}:{s.position}", f"{s.field}: {s.message}".lstrip(": "), entry.name)
                for s in content.skipped
            ]
            sources.append((entry.name, [*content.rows, *(_careful(row, stops) for row in found)]))
            doubled = sum(c.kind == "code-twice" for c in contradictions)
            counted.append(replace(entry, left_out=len(content.terms) - len(found) - doubled))
        joined = joining.join(*merge(*shipped.read_shipped()), sources, FIRST_RANK)
        compiled = compile_merged(joined.rows, joined.alias)
    imports = tuple(
        replace(entry, joined=joined.counts[entry.name][0], new=joined.counts[entry.name][1]) for entry in counted
    )
    return compiled, imports, sorted({*conflicts, *joined.conflicts})


def _matches(content: Content) -> Iterator[Mapping]:
    """What the content says is the same thing: mappings, and the codes that a term gives as its own."""
    yield from content.mappings
    for term in content.terms:
        for code in term.exact:
            yield Mapping(term.code, code, True)
    for row in content.rows:
        for code in row.concept.exact[1:]:
            yield Mapping(row.concept.exact[0], code, True)


def _careful(row: Row, stops: dict[str, frozenset[str]]) -> Row:
    """The row with the names that mean something else in prose marked: those that the shipped vocabulary stops too, and
    single common words of English."""
    stop = stops["condition" if row.concept.kind == "Condition" else "intervention"]
    names = tuple(
        name._replace(ambiguous=name.ambiguous or view(name.text) in stop or _is_common(name.text))
        for name in row.names
    )
    return row if names == row.names else replace(row, names=names)


def _is_common(name: str) -> bool:
    return name.isascii() and name.isalpha() and commonness(name.lower()) >= _COMMON


def _index_name(imports: tuple[Import, ...]) -> str:
    digest = hashlib.sha256(shipped.content_hash().encode())
    for entry in imports:
        digest.update(f"\n{entry.name} {entry.format} {entry.sha256}".encode())
    return f"index-{digest.hexdigest()[:24]}.bin"


@contextmanager
def _locked(directory: Path) -> Iterator[None]:
    """One import into a directory at a time, where the system has locks."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        lock = (directory / ".lock").open("w")
    except OSError as error:
        raise InputError(f"{directory}: cannot be written: {error.strerror}") from error
    with lock:
        with contextlib.suppress(ImportError):
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
