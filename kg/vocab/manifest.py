"""What a directory of imported vocabularies says of itself: `manifest.json`, which counts everything else in it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from kg.errors import InputError

VARIABLE = "TRIALKG_VOCABULARY"
FIRST_RANK = 9
"""Names of imports rank behind all that ships; three ranks an import, in the order of their names."""
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Import:
    """One imported file. `terms` counts what was read, `left_out` those of no kind that a trial can have."""

    name: str
    format: str
    version: str
    licence: str
    sha256: str
    terms: int = 0
    mappings: int = 0
    left_out: int = 0
    unreadable: int = 0
    joined: int = 0
    new: int = 0

    @property
    def file(self) -> str:
        """The file that keeps its terms."""
        return f"{self.name}-{self.sha256[:16]}.terms"

    @property
    def stated(self) -> str:
        """Version and licence for a reader."""
        return ", ".join(filter(None, (self.version, self.licence))) or "states no version"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a directory holds. `conflicts` counts them by kind."""

    imports: tuple[Import, ...] = ()
    conflicts: dict[str, int] = field(default_factory=dict)
    layout: int = 1


def chosen(directory: Path | str | None = None) -> Path | None:
    """The directory of imports that counts: the one given, else `$TRIALKG_VOCABULARY`, else none."""
    named = str(directory) if directory is not None else os.environ.get(VARIABLE, "")
    return Path(named) if named else None


def stamp(directory: Path) -> int:
    """A number that changes whenever the imports do."""
    try:
        return (directory / MANIFEST).stat().st_mtime_ns
    except OSError:
        return 0


def manifest(directory: Path) -> Manifest:
    """What the directory holds. Raises `InputError` where it is none of ours."""
    try:
        found = msgspec.json.decode((directory / MANIFEST).read_bytes(), type=Manifest)
    except FileNotFoundError:
        raise InputError(
            f"{directory} holds no imported vocabulary: `trialkg vocab import FILE --into {directory}` makes it"
        ) from None
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(f"{directory / MANIFEST} cannot be read: {error}") from error
    if found.layout != 1:
        raise InputError(f"{directory} was made by another version of trialkg: import its files anew")
    return found


def name_of_rank(rank: int, imports: tuple[Import, ...]) -> str:
    """Which import brought a name of this rank; empty for one that ships."""
    place = (rank - FIRST_RANK) // 3
    return imports[place].name if 0 <= place < len(imports) else ""
