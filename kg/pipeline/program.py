"""Which program this is, and how it is set: two builds are comparable, and one can go on where another stopped, only if
both are the same."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import kg
from kg.extract import outside
from kg.extract.run import Extractor
from kg.plugins import Plugin, find
from kg.resources import ontology_dir
from kg.vocab import load
from kg.vocab.manifest import Import, manifest
from kg.vocab.vocabulary import Vocabulary

_READ_BY_EXTRACTION = ("grammar", "lexicons", "models", "vocabularies")


class Settings(NamedTuple):
    """What shards depend on beside records and program: whether MeSH terms of the registry and evidence are kept,
    a directory of imported vocabularies, the names of plug-ins."""

    registry_mesh: bool = True
    evidence: bool = True
    vocabulary: Path | None = None
    plugins: tuple[str, ...] = ()

    def names(self) -> Vocabulary:
        """The vocabulary."""
        return load(self.vocabulary)

    def imports(self) -> tuple[Import, ...]:
        """What was imported into it."""
        return tuple(manifest(self.vocabulary).imports) if self.vocabulary else ()

    def outside(self) -> tuple[Plugin, ...]:
        """The plug-ins. Raises `UnknownName` for one that is not installed."""
        return find(self.plugins)

    def extractors(self) -> tuple[Extractor, ...]:
        """The extractors of the plug-ins."""
        return tuple(outside.extractors(self.outside()))

    def as_options(self) -> dict[str, Any]:
        """The settings, with the versions of what they name, to be kept with a build."""
        return {
            "registry_mesh": self.registry_mesh,
            "evidence": self.evidence,
            "vocabulary": str(self.vocabulary.resolve()) if self.vocabulary else "",
            "imports": [[each.name, each.sha256] for each in self.imports()],
            "plugins": [[each.name, each.version] for each in self.outside()],
        }

    @classmethod
    def of_options(cls, options: dict[str, Any]) -> Settings:
        """The settings of a build."""
        vocabulary = Path(options["vocabulary"]) if options["vocabulary"] else None
        plugins = dict.fromkeys(name for name, _ in options["plugins"])
        return cls(options["registry_mesh"], options["evidence"], vocabulary, tuple(plugins))


@cache
def lexicon_versions() -> dict[str, str]:
    """The first digits of the hash of every data file that extraction reads."""
    root = ontology_dir()
    paths = sorted(p for folder in _READ_BY_EXTRACTION for p in (root / folder).glob("*") if p.is_file())
    return {path.relative_to(root).as_posix(): sha256(path.read_bytes()).hexdigest()[:12] for path in paths}


@cache
def program() -> str:
    """A short hash of the version, the code and the data files: of all that a graph depends on beside its input."""
    root = Path(kg.__file__).parent
    digest = sha256(kg.__version__.encode())
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    digest.update((ontology_dir() / "trialkg.ttl").read_bytes())
    digest.update(repr(lexicon_versions()).encode())
    return digest.hexdigest()[:16]
