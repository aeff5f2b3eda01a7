"""Every error that trialkg raises on purpose descends from `TrialKgError`, so one `except` catches them all.

    TrialKgError
    ├── InputError          the user gave something that cannot be used (exit code 2)
    │   ├── NothingBuilt    no record of the input could be read
    │   ├── QueryError      a query that does not parse, or that is refused
    │   └── UnknownName     a named question, format, concept or trial that does not exist
    ├── Interrupted         the user stopped it (exit code 130)
    ├── BuildDamaged        a build directory that is missing, half-written or of another version (exit code 3)
    ├── EndpointFailed      a server that cannot be reached, or that refuses (exit code 5)
    ├── EngineFailed        a cluster that has no workers left, or whose scheduler is gone (exit code 6)
    └── ResourceError       a file of the package itself (lexicon, ontology) is missing or malformed (exit code 4)

A record that cannot be read is not an error but a `kg.model.Skipped`: the rest of the run goes on.
"""

from __future__ import annotations


class TrialKgError(Exception):
    """Base of all deliberate errors; `exit_code` is what the command line returns for it."""

    exit_code = 1


class InputError(TrialKgError):
    """Something the user gave cannot be used; the message says what was expected."""

    exit_code = 2


class NothingBuilt(InputError):
    """No record of the input could be read."""


class QueryError(InputError):
    """A query that does not parse, or that is refused."""


class UnknownName(InputError):
    """A named question, format, concept or trial that does not exist."""


class BuildDamaged(TrialKgError):
    """A build directory that is missing, half-written or of another version."""

    exit_code = 3


class EndpointFailed(TrialKgError):
    """A server that cannot be reached, or that refuses; `status` is that of its answer, None where none came."""

    exit_code = 5

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class EngineFailed(TrialKgError):
    """A cluster that has no workers left, or whose scheduler is gone; finished shards are kept."""

    exit_code = 6


class ResourceError(TrialKgError):
    """A file of the package itself is missing or malformed."""

    exit_code = 4


class Interrupted(TrialKgError):
    """The user stopped the run (Ctrl-C); what was finished is kept."""

    exit_code = 130
