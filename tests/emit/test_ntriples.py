"""Terms as text: canonical, escaped, valid whatever the input."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.emit import ntriples
from kg.errors import ResourceError

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def _parsed(token: str) -> ox.Literal:
    quad = next(iter(ox.parse(f"<x:s> <x:p> {token} .".encode(), format=ox.RdfFormat.N_TRIPLES)))
    assert isinstance(quad.object, ox.Literal)
    return quad.object


@given(ANY_TEXT)
def test_any_text_comes_back_character_for_character(text: str) -> None:
    expected = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    token = ntriples.string(text)
    assert _parsed(token).value == expected
    assert len(expected) == len(text)
    assert not {"\n", "\r"} & set(token)  # one line is one statement


@given(ANY_TEXT.filter(bool))
def test_any_path_makes_a_valid_iri(path: str) -> None:
    token = ntriples.thing(path)
    assert token.isascii()
    assert ox.NamedNode(token[1:-1]).value.startswith("https://w3id.org/trialkg/id/")


@given(st.lists(ANY_TEXT.filter(bool), min_size=2, max_size=2, unique=True))
def test_two_paths_never_share_an_iri(paths: list[str]) -> None:
    assert ntriples.thing(paths[0]) != ntriples.thing(paths[1])


@given(ANY_TEXT)
def test_any_foreign_iri_is_valid(text: str) -> None:
    ox.NamedNode(ntriples.iri(f"https://example.org/{text}")[1:-1])


@pytest.mark.parametrize(
    ("lexical", "datatype", "expected"),
    [
        ("007", "integer", "7"),
        ("-0", "integer", "0"),
        ("+12", "integer", "12"),
        ("000", "integer", "0"),
        ("1.50", "decimal", "1.5"),
        ("1.0", "decimal", "1"),
        (".5", "decimal", "0.5"),
        ("-0.0", "decimal", "0"),
        ("00.250", "decimal", "0.25"),
        ("10", "decimal", "10"),
        ("100", "decimal", "100"),
        ("1", "boolean", "true"),
        ("false", "boolean", "false"),
        ("2024-02-29", "date", "2024-02-29"),
        ("2024-02", "gYearMonth", "2024-02"),
        ("2024", "gYear", "2024"),
    ],
)
def test_a_typed_literal_is_canonical(lexical: str, datatype: str, expected: str) -> None:
    token = ntriples.typed(lexical, datatype)
    assert token.startswith(f'"{expected}"^^')
    store = ox.Store()
    store.bulk_load(f"<x:s> <x:p> {token} .".encode(), format=ox.RdfFormat.N_TRIPLES)
    assert next(iter(store)).object.value == expected  # the store does not rewrite it


@pytest.mark.parametrize(
    ("lexical", "datatype"),
    [
        ("", "integer"),
        ("1.5", "integer"),
        ("1e3", "decimal"),
        (".", "decimal"),
        ("", "decimal"),
        ("yes", "boolean"),
        ("2023-02-29", "date"),
        ("2023-13", "gYearMonth"),
        ("0000", "gYear"),
        ("٣", "integer"),
        ("1 ", "integer"),
    ],
)
def test_what_is_not_of_its_datatype_is_refused(lexical: str, datatype: str) -> None:
    with pytest.raises(ValueError, match="is not an xsd:"):
        ntriples.typed(lexical, datatype)


@pytest.mark.parametrize(
    ("written", "lexical", "datatype"),
    [
        ("2024-01-05", "2024-01-05", "date"),
        (" 2024-01 ", "2024-01", "gYearMonth"),
        ("2024", "2024", "gYear"),
        ("June 15, 2013", "2013-06-15", "date"),
        ("June 5, 2013", "2013-06-05", "date"),
        ("December 1999", "1999-12", "gYearMonth"),
        ("2023-02-30", "2023-02-30", "string"),
        ("Smarch 2013", "Smarch 2013", "string"),
        ("15/06/2013", "15/06/2013", "string"),
        ("٢٠٢٤", "٢٠٢٤", "string"),
        ("", "", "string"),
    ],
)
def test_dates_are_typed_where_they_can_be_understood(written: str, lexical: str, datatype: str) -> None:
    literal = _parsed(ntriples.date(written))
    assert (literal.value, literal.datatype.value.rpartition("#")[2]) == (lexical, datatype)


def test_confidences_have_at_most_four_places() -> None:
    assert [_parsed(ntriples.number(x)).value for x in (1.0, 0.95, 0.123456, 0.3 + 0.6)] == [
        "1",
        "0.95",
        "0.1235",
        "0.9",
    ]


def test_an_unknown_prefix_is_named() -> None:
    with pytest.raises(ResourceError, match="ATC:L01"):
        ntriples.name("ATC:L01")
