"""What a call to a worker may end with, besides what the function itself raises."""

from __future__ import annotations

from kg import errors
from kg.errors import TrialKgError
from kg.serve import jobs
from kg.serve.process import Crashed


class Busy(TrialKgError):
    """There is no room for another query now."""


class TimeLimit(TrialKgError):
    """A query took longer than it may and was stopped."""


class Fault(TrialKgError):
    """Something in a worker went wrong that should not."""


_BY_NAME: dict[str, type[TrialKgError]] = {
    "Crashed": Crashed,
    "NotAcceptable": jobs.NotAcceptable,
    **{name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, TrialKgError)},
}


def told(kind: str, message: str) -> TrialKgError:
    """The error that a worker told of: its class by name, `Fault` where that is none of ours."""
    return _BY_NAME.get(kind, Fault)(message)
