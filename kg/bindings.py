"""Values for the variables of a SPARQL query.

The rule: a value is never pasted into text. A term is written by the engine itself and joined as `VALUES` at the head
of every block that knows the variable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.errors import QueryError
from kg.sparql import FORMS, Token, tokens


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
    """Places of the `{` that open the body of each SELECT, ASK, CONSTRUCT or DESCRIBE, nested ones too, and what each
    MINUS takes away: an engine looks for that by itself, and would do so everywhere."""
    waiting: list[int] = []  # depth of brackets at which a body is still to come
    round_depth = 0
    skip_until = -1
    for place, token in enumerate(found):
        if place <= skip_until:
            continue
        word = token.text.upper() if token.kind == "word" else token.text
        if token.kind == "word" and (word in FORMS or word == "MINUS"):
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
