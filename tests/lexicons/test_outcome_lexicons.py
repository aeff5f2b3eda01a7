"""The lexicons of outcomes keep their promises: sizes, links that hold, no wording in two rows."""

from __future__ import annotations

from collections import Counter

import pytest

from kg.resources import resource
from kg.text import name_key
from kg.vocab.lexicon import Row, read


@pytest.fixture(scope="module")
def rows() -> dict[str, list[Row]]:
    return {
        name: read(resource("lexicons", f"{name}.tsv")) for name in ("endpoints", "instruments", "events", "responses")
    }


def test_sizes(rows: dict[str, list[Row]]) -> None:
    endpoints = rows["endpoints"]
    assert sum(bool(row.concept.broader) for row in endpoints) >= 80
    assert sum(len(row.names) for row in endpoints) >= 800
    assert len(rows["instruments"]) >= 200


@pytest.mark.parametrize("name", ["endpoints", "instruments", "events", "responses"])
def test_no_wording_stands_in_two_rows(rows: dict[str, list[Row]], name: str) -> None:
    seen = Counter(
        key
        for row in rows[name]
        for key in {n.text if n.case_sensitive or len(n.text) <= 5 else name_key(n.text) for n in row.names}
    )
    assert [wording for wording, count in seen.items() if count > 1] == []


@pytest.mark.parametrize("name", ["endpoints", "instruments"])
def test_wider_concepts_exist_and_do_not_circle(rows: dict[str, list[Row]], name: str) -> None:
    broader = {row.concept.id: row.concept.broader for row in rows[name]}
    for start in broader:
        seen: set[str] = set()
        stack = [start]
        while stack:
            current = stack.pop()
            assert current in broader
            for wider in broader[current]:
                assert wider != start
                if wider not in seen:
                    seen.add(wider)
                    stack.append(wider)


def test_instruments_measure_endpoints_that_exist(rows: dict[str, list[Row]]) -> None:
    known = {row.concept.id for row in rows["endpoints"]}
    measured = {value for row in rows["instruments"] for key, value in row.concept.properties if key == "tkg:measures"}
    assert measured
    assert measured <= known


def test_a_version_is_below_its_instrument(rows: dict[str, list[Row]]) -> None:
    known = {row.concept.id: row.concept for row in rows["instruments"]}
    for version, base in (("recist-1.1", "recist"), ("ctcae-5.0", "ctcae"), ("ctcae-4.03", "ctcae")):
        assert known[f"instrument/{version}"].broader == (f"instrument/{base}",)


def test_every_endpoint_and_event_is_defined(rows: dict[str, list[Row]]) -> None:
    assert [
        row.concept.id for name in ("endpoints", "events") for row in rows[name] if not row.concept.definition
    ] == []
