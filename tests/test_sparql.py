"""The words of a query: what is refused, what only looks like it, and where values go."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.bindings import bind
from kg.errors import QueryError
from kg.sparql import canonical, form, slashed_name, tokens


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * WHERE { service silent ?s { ?s ?p ?o } }",
        "SELECT*{SERVICE<http://x/>{?s?p?o}}",
        "SELECT * { ?s ?p 'a' . #\nSERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '''a''' SERVICE ex:a { ?s ?p ?o } }",
        "SELECT * { FILTER(?a<?b)SERVICE?s{ } }",
        'SELECT * { ?s ?p "\\"" SERVICE <http://x/> {} }',
        # the engine finds keywords inside longer words
        "SELECT * { ?s ?p ?o SERVICESILENT <http://x/> {} }",
        "SELECT * { ?s ?p trueSERVICE <http://x/> {} }",
        "PREFIX ex: <x:> SELECT * { ?s ?p ex:.SERVICE <http://x/> {} }",
        "PREFIX : <http://x/> SELECT * { ?s ?p ?o . SERVICE:a {} }",
        "LOAD <http://x/>",
        "INSERT DATA { <x:s> <x:p> <x:o> }",
        "DELETE WHERE { ?s ?p ?o }",
        "PREFIX a: <x:> CLEAR ALL",
        "DROP ALL",
    ],
)
def test_what_reaches_outside_or_writes_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="refused, line"):
        form(query)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?service ?from WHERE { ?service ?load ?from }", "SELECT"),
        ('ASK { ?s ?p "SERVICE <http://x> {}" }', "ASK"),
        ("ASK { ?s ?p 'it\\'s FROM' }", "ASK"),
        ('ASK { ?s ?p """a "SERVICE" b""" }', "ASK"),
        ("ASK { ?s ?p <http://x#SERVICE> } # SERVICE", "ASK"),
        ("PREFIX ex: <x:> ASK { ex:service ex:myService ex:a.b_service . ex:FROM ex:LOAD ex:a }", "ASK"),
        ("PREFIX select: <x:> CONSTRUCT { ?s a select:x } WHERE { ?s a select:y }", "CONSTRUCT"),
        ("ASK { ?s ?p 'x'@from }", "ASK"),
        ("# INSERT\nDESCRIBE <http://x/DELETE>", "DESCRIBE"),
        ("ASK { _:LOAD ?p ?o }", "ASK"),
    ],
)
def test_what_only_looks_like_it_is_allowed(query: str, expected: str) -> None:
    assert form(query) == expected
    ox.Store().query(canonical(query))  # and it is a query


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK { ?s ?p ?v }", "ASK { VALUES ?v { <x:v> } ?s ?p ?v }"),
        ("SELECT ?s { ?s ?p $v }", "SELECT ?s { VALUES ?v { <x:v> } ?s ?p $v }"),
        (
            "SELECT ?s { { SELECT ?s { ?s ?p ?v } } ?s ?q ?v }",
            "SELECT ?s { VALUES ?v { <x:v> } { SELECT ?s { VALUES ?v { <x:v> } ?s ?p ?v } } ?s ?q ?v }",
        ),
        (
            "SELECT ?s { { SELECT ?s { ?s ?p ?o } } ?s ?q ?v }",
            "SELECT ?s { VALUES ?v { <x:v> } { SELECT ?s { ?s ?p ?o } } ?s ?q ?v }",
        ),
        ("CONSTRUCT { ?s ?p ?v } WHERE { ?s ?p ?v }", "CONSTRUCT { ?s ?p ?v } WHERE { VALUES ?v { <x:v> } ?s ?p ?v }"),
        (
            "SELECT (EXISTS { ?s ?p ?v } AS ?e) { ?s ?p ?v }",
            "SELECT (EXISTS { ?s ?p ?v } AS ?e) { VALUES ?v { <x:v> } ?s ?p ?v }",
        ),
        (  # else the engine would look for what MINUS takes away among all values
            "SELECT ?s { ?s ?p ?v MINUS { ?s ?q ?v } }",
            "SELECT ?s { VALUES ?v { <x:v> } ?s ?p ?v MINUS { VALUES ?v { <x:v> } ?s ?q ?v } }",
        ),
        ("DESCRIBE ?s { ?s ?p ?v } # {", "DESCRIBE ?s { VALUES ?v { <x:v> } ?s ?p ?v } # {"),
        ("SELECT ('{' AS ?x) { ?s ?p ?v }", "SELECT ('{' AS ?x) { VALUES ?v { <x:v> } ?s ?p ?v }"),
    ],
)
def test_a_value_stands_in_every_block_that_has_the_variable(query: str, expected: str) -> None:
    assert bind(query, {"v": "<x:v>"}) == expected
    ox.Store().query(expected)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("ASK { ?s ?p ?o }", "no variable"),
        ("ASK { ?s ?p '?v' }", "no variable"),
        ("CONSTRUCT WHERE { ?s ?p ?v }", "CONSTRUCT { … } WHERE"),
        ("DESCRIBE ?v", "could take a value"),
    ],
)
def test_a_value_without_a_place_is_an_error(query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        bind(query, {"v": "<x:v>"})


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("ASK {\n ?s ?p \\u0041 }", "line 2: a character is escaped outside of a string"),
        ("ASK { ?s ?p 'x }", "line 1: a string is not closed"),
        ("ASK { ?s ?p 'a\udcffb' }", "not text in UTF-8"),
        ('ASK {\n\n ?s ?p "x\n" }', "line 3: a string is not closed"),
    ],
)
def test_what_is_wrong_with_a_character_is_said(query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        canonical(query)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("ASK { id:drug/aspirin ?p ?o }", "id:drug/aspirin"),
        ("ASK { ?s x:p/x:q ?o }", ""),
        ("ASK { ?s x:p/a ?o }", ""),
        ("ASK { ?s x:p / aspirin ?o }", ""),
        ("ASK { ?s ?p <x:drug>/aspirin }", ""),
    ],
)
def test_a_name_with_a_slash_is_seen(query: str, name: str) -> None:
    assert slashed_name(query) == name


@given(st.text(st.sampled_from("SERVICEfrom{}<>\"'\\#?$:@_ \n.()^|*/a1é"), max_size=60))
def test_any_text_is_cut_without_loss(text: str) -> None:
    position = 0
    for token in tokens(text):
        between = text[position : token.start]
        assert all(line == "" or line.isspace() or "#" in line for line in between.splitlines())
        assert text.startswith(token.text, token.start)
        position = token.start + len(token.text)
