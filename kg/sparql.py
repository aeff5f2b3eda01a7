"""The words of a SPARQL query: enough to refuse what must not run, and to give variables values safely.

A query is cut into tokens by SPARQL's own lexical rules, so `SERVICE` in a string, a comment or an IRI is no keyword
and `?service` is a variable. Values are never pasted into text: a term is written by the engine itself and joined
as `VALUES` at the head of every block that knows the variable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kg.errors import QueryError

_TOKEN = re.compile(
    r"""
    (?P<space>\s+|\#[^\r\n]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:[^\W\d_](?:[\w.\-]*[\w\-])?)?:(?:[\w:%\-]|\.(?=[\w:%\-.\\])|\\.)*|_:\w[\w.\-]*)
  | (?P<word>[^\W\d_]\w*)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_REFUSED = {
    "SERVICE": "a query may not ask other servers (SERVICE)",
    "FROM": "a query always sees this build (FROM)",
    **dict.fromkeys(
        ("LOAD", "INSERT", "DELETE", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"), "a build cannot be changed"
    ),
}
_BLOCKS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
FORMS = _BLOCKS


class Token(NamedTuple):
    """A word of a query. `kind` is iri, string, variable, language, name, word or mark."""

    kind: str
    text: str
    start: int


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
    _refuse(query)
    # A code point escape may hide a keyword from one reader and not from another: read both ways.
    plain = _CODE_POINT.sub(_character, query)
    if plain != query:
        _refuse(plain)
    for token in tokens(query):
        if token.kind == "word" and token.text.upper() in _BLOCKS:
            return token.text.upper()
    raise QueryError("not a query: write SELECT, ASK, CONSTRUCT or DESCRIBE")


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match.group()


def _refuse(query: str) -> None:
    for token in tokens(query):
        reason = _REFUSED.get(token.text.upper()) if token.kind == "word" else None
        if reason:
            line = query.count("\n", 0, token.start) + 1
            raise QueryError(f"refused, line {line}: {reason}")


def bind(query: str, values: Mapping[str, str]) -> str:
    """The query with values for variables (name → term as N-Triples text), in every block that has the variable.

    Raises `QueryError` for a variable that the query does not have, or a query without a place for values.

    >>> bind("SELECT ?t WHERE { ?t tkg:givesDrug ?drug }", {"drug": "<urn:x>"})
    'SELECT ?t WHERE { VALUES ?drug { <urn:x> } ?t tkg:givesDrug ?drug }'
    """
    if not values:
        return query
    found = list(tokens(query))
    names = {token.text[1:] for token in found if token.kind == "variable"}
    if missing := sorted(set(values) - names):
        raise QueryError(f"the query has no variable ?{missing[0]}")
    inserts = []
    for opening in _bodies(found):
        inside = {token.text[1:] for token in _inside(found, opening) if token.kind == "variable"}
        head = "".join(f" VALUES ?{name} {{ {values[name]} }}" for name in sorted(inside & set(values)))
        if head:
            inserts.append((found[opening].start + 1, head))
    if not inserts:
        raise QueryError("the query has no WHERE { … } that could take a value")
    for position, head in sorted(inserts, reverse=True):
        query = query[:position] + head + query[position:]
    return query


def _bodies(found: list[Token]) -> Iterator[int]:
    """Places of the `{` that open the body of each SELECT, ASK, CONSTRUCT or DESCRIBE, nested ones too."""
    waiting: list[int] = []  # depth of brackets at which a body is still to come
    round_depth = 0
    skip_until = -1
    for place, token in enumerate(found):
        if place <= skip_until:
            continue
        word = token.text.upper() if token.kind == "word" else token.text
        if token.kind == "word" and word in _BLOCKS:
            waiting.append(round_depth)
            if word == "CONSTRUCT" and place + 1 < len(found):
                if found[place + 1].text == "{":  # the template is not the body
                    skip_until = place + 1 + sum(1 for _ in _inside(found, place + 1)) + 1
                else:
                    raise QueryError("a query with parameters needs CONSTRUCT { … } WHERE { … }")
        elif token.kind == "mark":
            if word == "(":
                round_depth += 1
            elif word == ")":
                round_depth -= 1
            elif word == "{" and waiting and waiting[-1] == round_depth:
                waiting.pop()
                yield place


def _inside(found: list[Token], opening: int) -> Iterator[Token]:
    """The tokens between a `{` and its `}`."""
    depth = 0
    for token in found[opening:]:
        if token.kind == "mark" and token.text == "{":
            depth += 1
            if depth == 1:
                continue
        elif token.kind == "mark" and token.text == "}":
            depth -= 1
            if depth == 0:
                return
        yield token
