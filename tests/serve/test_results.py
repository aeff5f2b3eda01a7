"""Answers as text: what the engine writes and what is written row by row tell the same, and limits cut between rows."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.serve.results import write_json, write_rows

_TEXT = st.text(st.sampled_from('"}{,[]:\\ab\n\té😀\x00\x1f'), max_size=8)
_TERM = st.one_of(
    st.none(),
    _TEXT.map(ox.Literal),
    _TEXT.map(lambda text: ox.Literal(text, language="en")),
    st.integers().map(ox.Literal),
    st.sampled_from(["x:a", "http://x/,%7B"]).map(ox.NamedNode),
)


def _values(rows: list[tuple[ox.Literal | None, ox.Literal | None]]) -> str:
    cells = ("UNDEF" if term is None else str(term) for row in rows for term in row)
    pairs = zip(*[cells] * 2, strict=True)
    return f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {' '.join(f'({a} {b})' for a, b in pairs)} }} }}"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(_TERM, _TERM), max_size=6), st.integers(1, 7), st.integers(60, 700))
def test_the_engine_and_we_write_the_same_rows(
    rows: list[tuple[ox.Literal | None, ox.Literal | None]], most: int, size: int
) -> None:
    def ask() -> ox.QuerySolutions:
        answer = ox.Store().query(_values(rows))
        assert isinstance(answer, ox.QuerySolutions)
        return answer

    whole = json.loads(write_rows("json", ("a", "b"), ask(), 100, 10**6).body)
    quick = write_json(ask(), 100, 10**6)
    empty = any(a is None and b is None for a, b in rows)
    assert quick is not None or empty or any(",{}" in str(term) for row in rows for term in row)
    if quick is not None:
        assert json.loads(quick.body) == whole
        assert quick.rows == len(rows)
    for cut in (write_rows("json", ("a", "b"), ask(), most, size), write_json(ask(), most, size)):
        if cut is None:
            continue
        told = json.loads(cut.body)
        assert told["results"]["bindings"] == whole["results"]["bindings"][: cut.rows]
        assert (cut.rows < len(rows)) == bool(cut.truncated)
        assert cut.rows <= most
        if cut.truncated:
            assert told["truncated"] == {"limit": cut.truncated, "rows": cut.rows}


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_bytes_are_a_limit_too(form: str) -> None:
    rows = [(ox.Literal("x" * 50),) for _ in range(100)]
    cut = write_rows(form, ("a",), rows, 10**6, 2000)
    assert cut.truncated == "bytes"
    assert 0 < cut.rows < 40
    assert len(cut.body) < 2300
