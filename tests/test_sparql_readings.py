"""A query has one reading: what the check saw is what the engine sees, whatever tries to come between them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.sparql import asked, canonical, tokens

# Each of these hides SERVICE from some reader of words; given as they are, the engine calls for several of them.
_CALL = "SERVICE <http://127.0.0.1:1/> { ?x ?y ?z }"
HIDDEN = [
    f"SELECT * {{ ?s ?p ?o FILTER(?a<'x>y') {_CALL} }} #'",
    f'SELECT * {{ ?s ?p ?a, ?b FILTER(?a<?b#>"""\n ) {_CALL} }} #"""',
    f'PREFIX u: <x:> SELECT * {{ ?s ?p ?a FILTER(?a<u:x#>"""\n ) {_CALL} }} #"""',
    f"PREFIX ex: <x:> SELECT * {{ ?s ?p ?o OPTIONAL {{ ?s ?p ex:a·\\' }} {_CALL} }} #'",
    f'SELECT * {{ BIND("\\u0022" AS ?n) OPTIONAL {{ ?s <http://x#\\u0041> ?i }} {_CALL} }} #"',
    f'SELECT * {{ VALUES ?v {{ """a" }} {_CALL} }} #\\q"""',
    f'SELECT * {{ VALUES ?v {{ "\r" }} {_CALL} }} #"',
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { S\\U00000045RVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
]


def _calls(query: str) -> bool:
    """Whether the engine asks the server, given the query as it is."""
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal("o")))
    try:
        answer = store.query(query, prefixes={"ex": "x:"})
        if not isinstance(answer, ox.QueryBoolean):
            list(answer)
    except OSError:
        return True
    except (SyntaxError, RuntimeError, ValueError):
        return False
    return False


@pytest.mark.parametrize("query", HIDDEN)
def test_no_reading_of_a_query_hides_a_call(query: str) -> None:
    try:
        plain = canonical(query)
    except QueryError:
        return
    assert not _calls(plain)


def test_the_hiding_places_are_real() -> None:
    assert sum(map(_calls, HIDDEN)) >= 4


@pytest.mark.parametrize(
    ("query", "value"),
    [
        (r"""SELECT ("a 'service' \\" AS ?x) {} # SERVICE""", "a 'service' \\"),
        (r"""SELECT ("\\u0041" AS ?x) {}""", r"\u0041"),
        (r"""SELECT ('it\'s "so"' AS ?x) {}""", 'it\'s "so"'),
        ("SELECT ('''a\nSERVICE \"b\" \\t''' AS ?x) {}", 'a\nSERVICE "b" \t'),
        (r"SELECT ('\U0001F600\u0022' AS ?x) {}", '😀"'),
        ("SELECT (<http://x/it's#Service> AS ?x) {}", "http://x/it's#Service"),
        (r"SELECT (<http://x/\u00e9#a> AS ?x) {}", "http://x/é#a"),
        ("PREFIX ex: <http://x/services#> SELECT (ex:a AS ?x) {}", "http://x/services#a"),
    ],
)
def test_the_canonical_form_means_the_same(query: str, value: str) -> None:
    found = [row["x"].value for row in ox.Store().query(canonical(query))]
    assert found == [value]
    assert canonical(canonical(query)).split() == canonical(query).split()


def test_lines_stay_where_they_were() -> None:
    query = "SELECT *\n# a comment\n{ ?s ?p '''two\nlines''' .\r\n ?s ?p }"
    with pytest.raises(SyntaxError, match="error at 5:"):
        ox.Store().query(canonical(query))


@pytest.mark.parametrize(
    "query",
    ['ASK { "a }', "ASK { ?s ?p 'a\n' }", r"ASK { ?s ?p 'a\q' }", r"ASK { \u003f ?p ?o }", r"ASK { ?s ?p '\ud800' }"],
)  # fmt: skip
def test_what_cannot_be_read_is_an_error_with_its_line(query: str) -> None:
    with pytest.raises(QueryError, match=r"line [12]: "):
        canonical(query)


@pytest.mark.parametrize(
    ("query", "default", "named"),
    [
        ("SELECT * { ?s ?p 'FROM <x:a>' }", None, None),
        ("SELECT * FROM <x:a> FROM NAMED <x:b> FROM <x:c#d> { ?s ?p ?o }", ("x:a", "x:c#d"), ("x:b",)),
        ("PREFIX g: <http://g/> ASK FROM g:a from named k:b { ?s ?p ?o }", ("http://g/a",), ("http://k/b",)),
        ("CONSTRUCT { ?s ?p ?o } FROM<x:a>WHERE { ?s ?p ?o }", ("x:a",), ()),
    ],
)
def test_from_is_taken_out_and_told(query: str, default: tuple[str, ...] | None, named: tuple[str, ...] | None) -> None:
    found = asked(query, {"k": "http://k/"})
    assert (found.default, found.named) == (default, named)
    assert "FROM" not in {token.text.upper() for token in tokens(found.text)}
    ox.Store().query(found.text, prefixes={"k": "http://k/"})


@pytest.mark.parametrize("query", ["ASK FROM {}", "ASK FROM x:y {}", "ASK FROM NAMED ?g {}", "ASK FROMNAMED <x:y> {}"])
def test_a_from_without_a_graph_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="refused, line 1"):
        asked(query, {})


_PIECES = st.sampled_from(
    [
        *"{}<>\"'\\#?$:@_ \n\r.()|*/&=!,;a1·",
        '"""', "'''", "\\'", '\\"', "\\u0022", "\\u0041", "ex:", "?s ?p ", "FILTER(?s<", "VALUES ?v {", "true",
        "<http://x#", "#>", "SILENT", "BIND(", " AS ?x)", "OPTIONAL {", "service", "x:a", "@en",
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=12), st.lists(_PIECES, max_size=3), st.lists(_PIECES, max_size=8))
def test_no_text_around_it_hides_a_call_to_another_server(before: list[str], glue: list[str], after: list[str]) -> None:
    call = f"SERVICE{''.join(glue)} <http://127.0.0.1:1/> {{}}"
    try:
        plain = canonical(f"SELECT * {{ {''.join(before)}{call} {''.join(after)} }}")
    except QueryError:
        return
    assert not _calls(plain)
