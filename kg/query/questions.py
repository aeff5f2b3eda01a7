"""The named questions: `.rq` files that say what they answer, why one asks, and what may be varied.

    # question: Which trials give a drug, also inside regimens?
    # why: A search for the name alone misses the drugs inside regimens.
    # param: drug concept drug/bevacizumab        (name, type, default; the name is a variable of the query)
    # graphs: facts                               (where it asks for no evidence: two to four times faster; or run)
    # about: drug                                 (where all assertions that it asks for have this parameter as their
                                                   object: no others are fetched)
    # below: 0.8                                  (where only assertions less sure than this count: no others are
                                                   fetched)
    # by: trial                                   (where the order begins with ?trial, which every row has)
    # having: ?trial tkg:comparator ?any          (which trials may have rows, where only some do)
    # by: confidence trial                        (where it begins with those two, and `having` finds the ?least value
                                                   that the first of them can have in the rows of a trial)
    # by: meanings                                (where it begins with a number, which `having` finds: the number of
                                                   solutions is that of the rows, or near it)

The query ends with its ORDER BY, in plain variables. An answer is cut after `DEFAULT_LIMIT` rows unless told otherwise.

Types: `concept` (an id, a code or a name of it), `trial` (its key), `iri`, `text`, `integer`, `decimal`. Values never
become part of the query's text: they are terms, bound to variables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.errors import QueryError, ResourceError, UnknownName
from kg.query.listing import Grounds, listed
from kg.query.naming import iri_of, resolve, trial
from kg.query.table import Table
from kg.resources import resource
from kg.search import ensure_index
from kg.store import Source, Store, Term
from kg.terms import PREFIXES, THING_PREFIXES, THINGS, expand

TYPES = ("concept", "trial", "iri", "text", "integer", "decimal")
DEFAULT_LIMIT = 100
_HEAD = re.compile(r"#\s*(question|why|param|graphs|about|below|by|having|expect):\s*(.*)")
_ORDER = re.compile(r"\nORDER BY((?: (?:\?\w+|DESC\(\?\w+\)))+)\s*\Z")
_LIST = re.compile(r'GROUP_CONCAT\(DISTINCT \?\w+; SEPARATOR="([^"]+)"\) AS \?(\w+)')
_NUMBERS = {
    "integer": re.compile(r"-?\d{1,18}", re.ASCII),
    "decimal": re.compile(r"-?\d{1,15}(?:\.\d{1,9})?", re.ASCII),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that may be varied: a variable of the query, what kind of value it takes, and the default."""

    name: str
    type: str
    default: str


@dataclass(frozen=True, slots=True)
class Question:
    """A named question. `expect` is what its author says the answer must hold, for tests; `union` is whether it needs
    more graphs than the facts, `evidence` whether it needs that; `body` is the query without its order, `order` the
    variables of the order and whether each descends; `by` is the variable that an answer may be made by, piece by
    piece, `ahead` one that stands before it in the order, `having` a pattern that its values must meet; `lists` are the
    columns that hold lists, with what parts them; `about` is the parameter that is the object of all assertions that
    count, `below` the confidence that all of them stay below."""

    name: str
    question: str
    why: str
    parameters: tuple[Parameter, ...]
    expect: tuple[str, ...]
    sparql: str
    union: bool = True
    evidence: bool = True
    body: str = ""
    order: tuple[tuple[str, bool], ...] = ()
    by: str = ""
    ahead: str = ""
    having: str = ""
    lists: tuple[tuple[str, str], ...] = ()
    about: str = ""
    below: float | None = None


def parse(name: str, text: str) -> Question:
    """A question from its file's text. Raises `ResourceError` for a head that is not complete."""
    head: dict[str, list[str]] = {
        each: [] for each in ("question", "why", "param", "graphs", "about", "below", "by", "having", "expect")
    }
    for line in text.splitlines():
        match = _HEAD.match(line)
        if match:
            head[match[1]].append(match[2].strip())
    if len(head["question"]) != 1 or len(head["why"]) != 1:
        raise ResourceError(f"{name}.rq: the head needs one `# question:` and one `# why:`")
    graphs = " ".join(head["graphs"]) or "all"
    if graphs not in ("all", "facts", "run"):
        raise ResourceError(f"{name}.rq: `# graphs:` is facts, run or all")
    ending = _ORDER.search(text)
    body, ordered = (text[: ending.start()], ending[1]) if ending else (text, "")
    if "ORDER BY" in body.rpartition("}")[2].upper():
        raise ResourceError(f"{name}.rq: the query ends with its ORDER BY, in plain variables")
    order = tuple((variable, bool(falling)) for falling, variable in re.findall(r"(DESC\()?\?(\w+)", ordered))
    by = " ".join(head["by"]).split()
    having = " ".join(head["having"])
    _check_by(name, by, order, having)
    parameters = _declared(name, head["param"])
    about = " ".join(head["about"])
    if about and about not in {each.name for each in parameters if each.type == "concept"}:
        raise ResourceError(f"{name}.rq: `# about: {about}` is no parameter that is a concept")
    below = " ".join(head["below"])
    if below and not _NUMBERS["decimal"].fullmatch(below):
        raise ResourceError(f"{name}.rq: `# below: {below}` is no number")
    return Question(
        name=name,
        question=head["question"][0],
        why=head["why"][0],
        parameters=parameters,
        expect=tuple(head["expect"]),
        sparql=text,
        union=graphs != "facts",
        evidence=graphs == "all",
        body=body,
        order=order,
        by="".join(by[-1:]),
        ahead=by[0] if len(by) == 2 else "",
        having=having,
        lists=tuple((column, separator) for separator, column in _LIST.findall(text)),
        about=about,
        below=float(below) if below else None,
    )


def _declared(name: str, lines: list[str]) -> tuple[Parameter, ...]:
    """The parameters that the head declares, each as NAME TYPE DEFAULT."""
    parameters = []
    for declared in lines:
        parts = declared.split(None, 2)
        if len(parts) != 3 or parts[1] not in TYPES:
            raise ResourceError(f"{name}.rq: `# param: {declared}` is not NAME TYPE DEFAULT with a type of {TYPES}")
        parameters.append(Parameter(*parts))
    return tuple(parameters)


def _check_by(name: str, by: list[str], order: tuple[tuple[str, bool], ...], having: str) -> None:
    """Raises `ResourceError` where an answer cannot be made piece by piece as `# by:` says."""
    if by and (len(by) > 2 or by != [each for each, _ in order[: len(by)]] or (len(by) == 2 and by[1] != "trial")):
        raise ResourceError(f"{name}.rq: `# by:` is one variable, or another and trial, as the order begins")
    if "trial" in by and any(falling for _, falling in order[: len(by)]):
        raise ResourceError(f"{name}.rq: an order that begins with the trial, or another variable and it, rises")
    if by not in ([], ["trial"]) and f"?{'least' if len(by) == 2 else by[0]} " not in f"{having} ":
        raise ResourceError(f"{name}.rq: `# having:` finds ?least before a trial, or the number that stands alone")


@cache
def questions(directory: Path | None = None) -> tuple[Question, ...]:
    """Every named question, by name."""
    paths = sorted((directory or resource("queries")).glob("*.rq"))
    return tuple(parse(path.stem, path.read_text(encoding="utf-8")) for path in paths)


def question(name: str) -> Question:
    """One named question. Raises `UnknownName`, with names that are near, where there is none."""
    known = {each.name: each for each in questions()}
    found = known.get(name.removesuffix(".rq"))
    if found is None:
        raise UnknownName(f"no question {name!r}{_near(name, list(known))}: `trialkg ask BUILD` lists them")
    return found


def ask(
    store: Source, name: str, values: Mapping[str, str | int] | None = None, grounds: Grounds | None = None
) -> Table:
    """The answer to a named question: its first rows, as many as `limit` among the values says (all where that is 0).

    Parameters that are not given have their defaults. `grounds` has the evidence that the store does not.

    Raises `UnknownName` for a question, parameter or concept that does not exist, `QueryError` for a value of the wrong
    type.
    """
    asked = question(name)
    given = dict(values or {})
    limit = _limit(str(given.pop("limit", DEFAULT_LIMIT)))
    names = [parameter.name for parameter in asked.parameters]
    if unknown := sorted(set(given) - set(names)):
        has = f"its parameters are {', '.join([*names, 'limit'])}"
        raise UnknownName(f"{asked.name} has no parameter {unknown[0]!r}: {has}")
    bindings = {
        p.name: term(store, p.type, str(given[p.name])) if p.name in given else _default(store, p)
        for p in asked.parameters
    }
    return listed(store, asked, bindings, limit, grounds)


def _limit(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise QueryError(f"{text!r} is no limit: give how many rows, 0 for all")
    return int(text)


def _default(store: Source, parameter: Parameter) -> Term:
    """The default of a parameter. A build that lacks it answers with nothing instead of failing."""
    if parameter.type == "concept" and "/" in parameter.default:
        return iri_of(THINGS + parameter.default, parameter.default)
    if parameter.type == "trial":
        return iri_of(f"{THINGS}trial/{parameter.default}", parameter.default)
    return term(store, parameter.type, parameter.default)


def term(store: Source, kind: str, value: str) -> Term:
    """A value as a term of the type `kind`. Raises `QueryError` where it is none, `UnknownName` for a concept."""
    if kind == "text":
        return ox.Literal(value)
    if kind == "concept":
        return resolve(store, value)
    if kind == "trial":
        return trial(store, value)
    if kind == "iri":
        prefix = value.partition(":")[0]
        known = PREFIXES | THING_PREFIXES
        return iri_of(known[prefix] + value.partition(":")[2] if prefix in known else value, value)
    if not _NUMBERS[kind].fullmatch(value):
        raise QueryError(f"{value!r} is not a number ({kind})")
    return ox.Literal(value, datatype=ox.NamedNode(expand(f"xsd:{kind}")))


def search(store: Store, text: str, limit: int = 20) -> Table:
    """Concepts and trials with these words in a name, a title or a number: what, its type, and where the words are."""
    if not 0 < limit <= 10_000:
        raise QueryError(f"{limit} is no limit: give 1 to 10000")
    with ensure_index(store) as index:
        hits = index.search(text, limit)
    rows = tuple((ox.NamedNode(h.thing), ox.NamedNode(expand(h.field)), ox.Literal(h.label)) for h in hits)
    return Table(("found", "field", "text"), rows)


def _near(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=3, cutoff=0.6)
    return f" (perhaps {', '.join(near)})" if near else ""
