"""The vocabulary that the package ships, compiled on first use and kept in the user's cache directory.

The compiled file is named after the content of every file it is made of and of the code that makes it, so it is never
stale; where the cache cannot be written, the vocabulary is compiled in memory each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from kg.resources import ontology_dir, resource
from kg.vocab import backbone, lexicon, tables
from kg.vocab.compiled import compile_rows
from kg.vocab.index import Index
from kg.vocab.lexicon import Row

# Beside this file, compiled or not.
_CODE = (
    *("backbone.py", "compiled.py", "imports.py", "joining.py", "lexicon.py", "manifest.py", "matcher.py"),
    *("merging.py", "tables.py", "variants.py", "../text.py"),
)


def sources() -> list[Path]:
    """The files that the shipped vocabulary is made of."""
    root = ontology_dir()
    return [*sorted((root / "lexicons").glob("*.tsv")), *sorted((root / "vocabularies").glob("*.*"))]


def cache_dir() -> Path:
    """Where compiled vocabularies are kept: `$TRIALKG_CACHE`, else the user's cache directory."""
    if given := os.environ.get("TRIALKG_CACHE"):
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "trialkg"


def content_hash() -> str:
    """A name for this state of the vocabulary."""
    digest = hashlib.sha256()
    for path in (*sources(), *(Path(__file__).parent / name for name in _CODE)):
        data = path.read_bytes()
        digest.update(f"{path.name} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()[:24]


def load_shipped() -> Index:
    """The shipped vocabulary, from the cache where it is there."""
    path = cache_dir() / f"vocabulary-{content_hash()}.bin"
    found = tables.load(path)
    if found is None:
        found = compile_shipped()
        with contextlib.suppress(OSError):
            tables.save(found, path)
            _forget_others(path)
    else:
        with contextlib.suppress(OSError):
            os.utime(path)  # in use, so not the first to be forgotten
    return Index(found)


def compile_shipped() -> tables.Tables:
    """Read and compile every file of the shipped vocabulary."""
    return compile_rows(*read_shipped())


def read_shipped() -> tuple[Iterable[Row], Iterable[Row]]:
    """The rows of the curated lexicons, and those of the backbone. Raises `ResourceError` where it is not there."""
    curated = lexicon.read_all(ontology_dir() / "lexicons")
    return curated, backbone.read(resource("vocabularies", "backbone.tsv.xz"), stop_names())


def stop_names() -> dict[str, frozenset[str]]:
    """Names of published vocabularies that mean something else in running text."""
    return backbone.read_stop_names(ontology_dir() / "vocabularies" / "stop-names.tsv")


def _forget_others(path: Path) -> None:
    """Keep the three youngest compiled vocabularies: each takes tens of megabytes."""
    kept = sorted(path.parent.glob("vocabulary-*.bin"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in kept[3:]:
        old.unlink(missing_ok=True)
