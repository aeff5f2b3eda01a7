"""Outside extractors and grounders: what they are, how they are found, and what they may say.

Another package offers one as an entry point:

    [project.entry-points."trialkg.extractors"]        # called with each record: what else does it say?
    my-ner = "my_package:find"
    [project.entry-points."trialkg.grounders"]         # called with each entry that was mapped to nothing
    my-linker = "my_package:link"

It names a function, or a class that is made once per process without arguments and then called. None runs unless it
is named: `trialkg build --plugin my-ner`, `kg.build(…, plugins=["my-ner"])`. What it says is checked before it is
taken; what it may not say, and what it breaks, becomes a finding of the record that names it.

The same input should give the same answer, whatever the order of the records: seed what is random.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from inspect import isclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from kg.errors import InputError, UnknownName
from kg.model import Mention, Statement, Trial

if TYPE_CHECKING:
    from kg.vocab.vocabulary import Vocabulary

EXTRACTORS, GROUNDERS = "trialkg.extractors", "trialkg.grounders"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Suggestion(NamedTuple):
    """A concept that a grounder takes a name for: an id (`drug/bevacizumab`) or a code (`mesh:D000068258`) of the
    vocabulary. `reason` is for a reader."""

    concept: str
    confidence: float
    reason: str = ""


class Extractor(Protocol):
    """Reads a record and says what it finds.

    A `Mention` says that the trial has a property (`kind`, a name of the ontology such as `tkg:requiresBiomarker`) with
    a value: a concept by id, code or name, or a literal, as the property asks. A `Statement` says the same of the trial
    or of one of its parts (`trial.part("condition-0")`); its method is replaced by `plugin`.
    """

    def __call__(self, trial: Trial, vocabulary: Vocabulary) -> Iterable[Mention | Statement]:
        """What it finds in the record."""


class Grounder(Protocol):
    """Finds the concept of an entry that the vocabulary has no name for, or None."""

    def __call__(self, name: str, domain: str, trial: Trial, vocabulary: Vocabulary) -> Suggestion | None:
        """The concept; `domain` is `condition` or `intervention`."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plug-in that is switched on. `distribution` is the package that it came with."""

    name: str
    group: str
    distribution: str
    version: str
    call: Callable[..., Any]

    @property
    def label(self) -> str:
        """Name and version, for rules, findings and the record of the run."""
        return f"{self.name} {self.version}".strip()


def available() -> list[EntryPoint]:
    """The entry points of every installed package, by name."""
    found = [*entry_points(group=EXTRACTORS), *entry_points(group=GROUNDERS)]
    return sorted(found, key=lambda point: (point.name, point.group, point.value))


@lru_cache(maxsize=8)
def find(names: tuple[str, ...]) -> tuple[Plugin, ...]:
    """The plug-ins of these names, loaded, in this order.

    Raises `UnknownName` for one that is not installed, `InputError` for one that cannot be loaded or that two packages
    offer.
    """
    offered = available()
    found = []
    for name in dict.fromkeys(names):
        points = [point for point in offered if point.name == name]
        if not points or _NAME.fullmatch(name) is None:
            listed = ", ".join(dict.fromkeys(point.name for point in offered)) or "none"
            raise UnknownName(f"no plug-in {name!r} is installed; there are: {listed}")
        for group in dict.fromkeys(point.group for point in points):
            same = [point for point in points if point.group == group]
            if len({point.value for point in same}) > 1:
                raise InputError(f"plug-in {name!r} is offered twice: {', '.join(point.value for point in same)}")
            found.append(_loaded(same[0]))
    return tuple(found)


def _loaded(point: EntryPoint) -> Plugin:
    try:
        target = point.load()
        call = target() if isclass(target) else target
    except (Exception, SystemExit) as error:
        raise InputError(f"plug-in {point.name!r} ({point.value}) cannot be loaded: {brief(error)}") from error
    if not callable(call):
        raise InputError(f"plug-in {point.name!r} ({point.value}) is a {type(call).__name__}, which cannot be called")
    package = point.dist
    return Plugin(
        point.name, point.group, package.name if package else "", str(package.version) if package else "", call
    )


def brief(error: BaseException) -> str:
    """What an error of a plug-in says, on one line and without addresses in memory, which differ from run to run."""
    said = re.sub(r"0x[0-9a-fA-F]{6,}", "0x…", " ".join(str(error).split()))
    name = type(error).__name__
    return f"{name}: {said[:200]}" if said else name
