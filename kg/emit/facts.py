"""The facts of one trial while they are told: each line once, in the order in which it was told first.

What is asked of all lines at the end is noted as they come, so that none is taken apart again: how often each predicate
and each class occurs, and which texts of the record stand there word for word.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from kg.emit.ntriples import date, iri, name, path_in_iri, string, thing
from kg.model import Passage, Trial
from kg.terms import PREFIXES

PUBMED_PAGE = "https://pubmed.ncbi.nlm.nih.gov/"


@cache
def between(curie: str) -> str:
    """A predicate as it stands between subject and object.

    >>> between("rdfs:label")
    ' <http://www.w3.org/2000/01/rdf-schema#label> '
    """
    return f" {name(curie)} "


A = between("rdf:type")


class Things(dict[str, str]):
    """The IRIs of things that one trial speaks of, by path. The parts of trials are called alike, so only what follows
    the name of the trial is looked at."""

    def __init__(self, trial: Trial) -> None:
        self._own = trial.part("")
        self.start = thing(self._own)[:-1]

    def __missing__(self, path: str) -> str:
        if path.startswith(self._own) and path != self._own:
            found = f"{self.start}{path_in_iri(path[len(self._own) :])}>"
        else:
            found = thing(path)
        self[path] = found
        return found


class Facts:
    """`lines` have no end; each is there with its predicate as `between` gives it, or with its class where that is
    rdf:type. `literals` are texts that are objects, as written; `objects` are other objects that a text may stand for.
    """

    __slots__ = ("lines", "literals", "objects")

    def __init__(self) -> None:
        self.lines: dict[str, str] = {}
        self.literals: dict[str, str] = {}
        self.objects: set[str] = set()

    def kind(self, node: str, *classes: str) -> None:
        """A thing is of these classes (IRIs)."""
        for each in classes:
            self.lines[f"{node}{A}{each} ."] = each

    def edge(self, node: str, predicate: str, other: str) -> None:
        """One thing and another, or a value that is no text."""
        self.lines[f"{node}{predicate}{other} ."] = predicate

    def text(self, node: str, predicate: str, text: str) -> None:
        """A thing and a text."""
        self.lines[f"{node}{predicate}{self.literal(text)} ."] = predicate

    def literal(self, text: str) -> str:
        """A text as an object."""
        found = self.literals.get(text)
        if found is None:
            found = self.literals[text] = string(text)
        return found

    def passage(self, node: str, predicate: str, passage: Passage | None) -> None:
        """A thing and a text of the record; nothing where it is blank."""
        if passage is not None:
            text = passage[0]
            if text.strip():
                self.text(node, predicate, text)

    def tell(self, text: str) -> bool:
        """Whether a text stands there: itself, as a date, or as a page of PubMed."""
        if text in self.literals:
            return True
        if not text.rstrip()[-1:].isdecimal():  # neither a date nor a number
            return False
        return date(text) in self.objects or iri(PUBMED_PAGE + text) in self.objects

    def encoded(self) -> bytes:
        """The lines, each with its end. One by one: a text of all would be as wide as its widest character."""
        return b"\n".join([*map(str.encode, self.lines), b""])

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """How many lines there are of each predicate, and of each class."""
        predicates: dict[str, int] = {}
        classes: dict[str, int] = {}
        for told, count in Counter(self.lines.values()).items():
            (classes if told[0] == "<" else predicates)[_curie(told.strip())] = count
        predicates["rdf:type"] = sum(classes.values())
        return predicates, classes


@cache
def _curie(node: str) -> str:
    text = node[1:-1]
    for prefix, namespace in PREFIXES.items():
        if text.startswith(namespace):
            return f"{prefix}:{text.removeprefix(namespace)}"
    return text
