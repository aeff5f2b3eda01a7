"""The words of a SPARQL query: enough to refuse what must not run, and to tell what it asks for.

The engine asks other servers where a query says SERVICE, finds keywords inside longer words (`trueSERVICE`), and can
be led to see a comment or a string where another reader sees none. So a query is not only looked at: `canonical` writes
it anew, from the tokens that it saw, in a form that leaves the engine nothing to read differently. Comments go, strings
and IRIs are encoded so that they can be nothing else, and `service` may then stand only where it is part of a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kg.errors import QueryError

_TOKEN = re.compile(
    r"""
    (?P<space>\s+|\#[^\r\n]*)
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
  | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:[^\W\d_][\w.\-]{0,100})?:(?:[\w:%\-]|\.(?=[\w:%\-.\\])|\\.)*|_:\w[\w.\-]*)
  | (?P<word>[^\W\d_]\w*)
  | (?P<mark>\\.|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_WRITTEN = {"\t": "\\t", "\b": "\\b", "\n": "\\n", "\r": "\\r", "\f": "\\f", '"': '\\"', "\\": "\\\\"}
_IN_STRING = re.compile(r'[\t\b\n\r\f"\\]|[Ss](?=(?i:ervice))')
_IN_IRI = re.compile(r"[#']|[Ss](?=(?i:ervice))")
_NOT_IN_IRI = re.compile(r'[<>"{}|^`\\\x00-\x20]')
_SERVICE = re.compile("service", re.IGNORECASE)
_IN_LOCAL_NAME = re.compile(r"(?:[A-Za-z][\w.\-]*)?:(?:(?i:service)|[\w:.\-]*[A-Za-z0-9_:](?i:service))", re.ASCII)
_CHANGES = frozenset("LOAD INSERT DELETE CLEAR CREATE DROP COPY MOVE ADD".split())
FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_TERMS = frozenset({"variable", "iri", "name"})
_ENDS = frozenset(".;,{})]")
_LISTING = frozenset({"SELECT", "DISTINCT", "REDUCED", "BY"})
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class Token(NamedTuple):
    """A word of a query. `kind` is iri, string, variable, language, name, word or mark."""

    kind: str
    text: str
    start: int


class Asked(NamedTuple):
    """A query without its FROM clauses, and the graphs that they name (`None` where there is no clause)."""

    text: str
    form: str
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query, without white space and comments.

    >>> [t.text for t in tokens("ASK { ?service a <x#y> } # SERVICE")]
    ['ASK', '{', '?service', 'a', '<x#y>', '}']
    """
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or "mark"
        if kind != "space":
            yield Token(kind, match.group(), match.start())


def form(query: str) -> str:
    """`SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE`. Raises `QueryError` where it is none of them, or is refused."""
    return _form(canonical(query))


def _form(plain: str) -> str:
    for token in tokens(plain):
        word = token.text.upper() if token.kind == "word" else ""
        if word in FORMS:
            return word
        if word in _CHANGES:
            raise _refused(plain, token.start, "a build cannot be changed")
    raise QueryError("not a query: write SELECT, ASK, CONSTRUCT or DESCRIBE")


def canonical(query: str) -> str:
    """The query in a form that has one reading only, line by line the same. Raises `QueryError` where it is refused.

    >>> canonical("ASK { ?s ?p 'a \\"service\\"' } # SERVICE")
    'ASK { ?s ?p "a \\\\"\\\\u0073ervice\\\\"" }  '
    """
    try:
        query.encode()
    except UnicodeEncodeError:
        raise QueryError("the query is not text in UTF-8") from None
    return "".join(_written(query))


def _written(query: str) -> Iterator[str]:
    """The query piece by piece, its escapes undone, without comments; lines stay where they are."""
    for match in _TOKEN.finditer(query):
        kind, text = match.lastgroup, match.group()
        if kind == "space":
            yield "\n" * _lines(text) or " "
        elif kind == "string":
            quotes = 3 if text[:3] in ('"""', "'''") else 1
            value = _decoded(query, match.start(), text[quotes:-quotes])
            yield f'"{_IN_STRING.sub(_encode, value)}"' + "\n" * _lines(text)
        elif kind == "iri":
            value = _decoded(query, match.start(), text[1:-1])
            if _NOT_IN_IRI.search(value):
                raise QueryError(f"line {_line(query, match.start())}: not an IRI: {text}")
            yield f"<{_IN_IRI.sub(_encode, value)}>"
        else:
            if kind == "mark" and text[0] in "\"'\\":
                what = "a character is escaped outside of a string" if text[0] == "\\" else "a string is not closed"
                raise QueryError(f"line {_line(query, match.start())}: {what}")
            if kind != "variable" and _SERVICE.search(text) and not _names_only(kind or "", text):
                raise _refused(query, match.start(), "a query may not ask other servers (SERVICE)")
            yield text


def _names_only(kind: str, text: str) -> bool:
    """Whether `service` can only be part of a local name here, for a reader that knows no limits of words."""
    if kind != "name":
        return False
    places = [match.end() for match in _SERVICE.finditer(text)]
    return all(_IN_LOCAL_NAME.fullmatch(text, 0, end) for end in places) and not _SERVICE.search(text.split(":")[0])


def _decoded(query: str, start: int, text: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2] or "0", 16)
        found = _ESCAPED.get(match[3]) if match[3] else chr(code) if code <= 0x10FFFF else None
        if found is None or 0xD800 <= ord(found) <= 0xDFFF:
            raise QueryError(f"line {_line(query, start)}: no such escape: {match.group()}")
        return found

    return _ESCAPE.sub(character, text)


def _encode(match: re.Match[str]) -> str:
    return _WRITTEN.get(match.group()) or f"\\u{ord(match.group()):04X}"


def _lines(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _line(query: str, position: int) -> int:
    return _lines(query[:position]) + 1


def _refused(query: str, position: int, why: str) -> QueryError:
    return QueryError(f"refused, line {_line(query, position)}: {why}")


def asked(query: str, prefixes: Mapping[str, str]) -> Asked:
    """The query in its canonical form, and what its FROM clauses say, which are taken out of it.

    Raises `QueryError` where it is refused, or a clause cannot be understood.

    >>> asked("SELECT * FROM <urn:a> { ?s ?p ?o }", {})
    Asked(text='SELECT *              { ?s ?p ?o }', form='SELECT', default=('urn:a',), named=())
    """
    plain = canonical(query)
    kind = _form(plain)
    if "FROM" not in plain.upper():
        return Asked(plain, kind, None, None)
    found = list(tokens(plain))
    known = dict(prefixes)
    graphs: dict[bool, list[str]] = {False: [], True: []}
    cut: list[tuple[int, int]] = []
    for place, token in enumerate(found):
        word = token.text.upper() if token.kind == "word" else ""
        if word == "PREFIX" and [each.kind for each in found[place + 1 : place + 3]] == ["name", "iri"]:
            known[found[place + 1].text[:-1]] = _decoded(plain, token.start, found[place + 2].text[1:-1])
        if not word.startswith("FROM"):
            continue
        rest = found[place + 1 : place + 3]
        named = bool(rest) and rest[0].kind == "word" and rest[0].text.upper() == "NAMED"
        target = rest[named] if len(rest) > named else None
        iri = _target(plain, target, known) if target and word == "FROM" else None
        if target is None or iri is None:
            raise _refused(plain, token.start, "after FROM or FROM NAMED stands the IRI of a graph")
        graphs[named].append(iri)
        cut.append((token.start, target.start + len(target.text)))
    for start, end in cut:
        plain = plain[:start] + " " * (end - start) + plain[end:]
    return Asked(plain, kind, tuple(graphs[False]) if cut else None, tuple(graphs[True]) if cut else None)


def _target(query: str, token: Token, prefixes: Mapping[str, str]) -> str | None:
    if token.kind == "iri":
        return _decoded(query, token.start, token.text[1:-1])
    prefix, colon, local = token.text.partition(":")
    return prefixes[prefix] + local if token.kind == "name" and colon and prefix in prefixes else None


def unknown_prefix(query: str, prefixes: Mapping[str, str]) -> str:
    """The first prefix that a query uses without saying what it stands for; empty where there is none.

    >>> unknown_prefix("PREFIX a: <urn:a> ASK { ?s a:p b:q }", {})
    'b:'
    """
    known = set(prefixes)
    declared = False
    for token in tokens(query):
        if token.kind == "name" and not token.text.startswith("_:"):
            prefix = token.text.partition(":")[0]
            if not declared and prefix not in known:
                return f"{prefix}:"
            known.add(prefix)
        declared = token.kind == "word" and token.text.upper() == "PREFIX"
    return ""


def slashed_name(query: str) -> str:
    """The first prefixed name that goes on behind a `/`, where SPARQL sees a path; empty where there is none.

    >>> slashed_name("ASK { ?s x:p/x:q id:drug/aspirin }")
    'id:drug/aspirin'
    """
    found = list(tokens(query))
    for name, slash, rest in zip(found, found[1:], found[2:], strict=False):
        joined = name.start + len(name.text) == slash.start == rest.start - 1
        if name.kind == "name" and slash.text == "/" and rest.kind == "word" and joined and rest.text != "a":
            return f"{name.text}/{rest.text}"
    return ""


def predicates(query: str, prefixes: Mapping[str, str]) -> frozenset[str] | None:
    """IRIs that the predicates of a query are among; None where it may ask for any.

    >>> sorted(predicates("SELECT ?t { ?t a x:T ; x:p/x:q ?v }", {"x": "urn:"}) or ())
    ['http://www.w3.org/1999/02/22-rdf-syntax-ns#type', 'urn:T', 'urn:p', 'urn:q']
    """
    found = list(tokens(query))
    known = dict(prefixes)
    named: set[str] = set()
    said = ""  # the last word or bracket: after some of them stand lists of variables
    for place, token in enumerate(found):
        before, after = found[place - 1] if place else None, found[place + 1] if place + 1 < len(found) else None
        if token.kind == "word" and token.text.upper() == "PREFIX" and place + 2 < len(found):
            known[found[place + 1].text[:-1]] = _decoded(query, token.start, found[place + 2].text[1:-1])
        elif token.kind in ("iri", "name") and said != "PREFIX":
            named.add(_target(query, token, known) or "")
        elif token.kind == "word" and token.text == "a":
            named.add(_TYPE)
        elif _asks_for_any(before, token, after, said):
            return None
        if token.kind == "word" or token.text in ("{", "}"):
            said = token.text.upper()
    return None if "" in named else frozenset(named)


def _asks_for_any(before: Token | None, token: Token, after: Token | None, said: str) -> bool:
    """Whether a token opens a query to all predicates: a variable in their place, a path of exclusion, DESCRIBE."""
    if token.kind == "variable":
        if before is None or after is None or said in _LISTING:
            return False
        ends = after.text in _ENDS or (after.kind == "word" and after.text.lower() not in ("true", "false"))
        return (before.kind in _TERMS or before.text in (";", "]")) and not ends
    if token.text == "!":
        return after is not None and after.text != "="  # of `!=` it is no path
    return token.kind == "word" and token.text.upper() == "DESCRIBE"
