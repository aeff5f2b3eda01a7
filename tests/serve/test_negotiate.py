"""The Accept header: what is chosen, and that nothing in it breaks the choice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serve.negotiate import GRAPHS, ROWS, choose, parse


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "ttl"),
        ("*/*", "ttl"),
        ("application/ld+json, */*;q=0.1", "jsonld"),
        ("text/turtle;q=0.3, application/n-triples;q=0.4", "nt"),
        ("text/turtle; charset=utf-8", "ttl"),
        ("application/x-turtle", "ttl"),
        ("*/*;q=0", None),
        ("text/turtle;q=0", None),
        ("text/*;q=0.1, text/turtle;q=0, */*;q=0.05", "nt"),
        ("image/png", None),
        ("text", None),
        ("text/turtle;q=NaN", None),
    ],
)
def test_the_best_offer_is_chosen(accept: str, chosen: str | None) -> None:
    found = choose(accept, GRAPHS)
    assert (found[0] if found else None) == chosen


@given(st.text(st.sampled_from("text/csv*;q=0.1, \t\"é"), max_size=60))
def test_any_header_can_be_read(accept: str) -> None:
    assert all(0 <= quality <= 1 for _, quality in parse(accept))
    found = choose(accept, ROWS)
    assert found is None or found[0] in ("json", "xml", "csv", "tsv")
