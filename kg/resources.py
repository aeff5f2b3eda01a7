"""Where the data of the package lies: `ontology/` of a checkout, or the copy inside an installed wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.errors import ResourceError

_PACKAGE = Path(__file__).resolve().parent


@cache
def ontology_dir() -> Path:
    """The directory that holds `trialkg.ttl`, `lexicons/`, `queries/` and the other data files."""
    for candidate in (_PACKAGE / "ontology", _PACKAGE.parent / "ontology"):
        if (candidate / "lexicons").is_dir():
            return candidate
    raise ResourceError(f"the ontology directory is missing beside {_PACKAGE}: reinstall trialkg")


def resource(*parts: str) -> Path:
    """Path of one data file, e.g. `resource("lexicons", "regimens.tsv")`.

    Raises `ResourceError` where it is not there.
    """
    path = ontology_dir().joinpath(*parts)
    if not path.exists():
        raise ResourceError(f"{'/'.join(parts)} is missing from {ontology_dir()}: reinstall trialkg")
    return path
