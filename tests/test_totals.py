"""Sums over all trials: what is counted in and out again was never there."""

from __future__ import annotations

import pytest

from kg.model import Concept
from kg.shards import Needs
from kg.totals import Totals


def _needs(name: str) -> Needs:
    return Needs(
        used=("drug/shared", f"drug/{name}"),
        minted=(Concept("drug/shared", "Drug", f"the label of {name}"),),
        hidden={"drug/shared": ("shraed",), f"drug/{name}": (f"{name}x",)},
        mapping={"conditions": (2, 1), "outcomes": (len(name), 0)},
        findings=(("misspelling", "one"), ("misspelling", "other"), (name, "once")),
        predicates={"tkg:studies": 2, f"tkg:{name}": 1},
        classes={"tkg:Trial": 1, f"tkg:{name}": 3},
        evidence=len(name),
        counted={"endpoint/x": ("primary", name)},
        abbreviated={"OS": ("overall survival",), name: ("long form",)},
    )


def _of(*names: str) -> Totals:
    totals = Totals()
    for name in names:
        totals.add(_needs(name))
    return totals


def test_a_trial_counted_out_leaves_what_the_others_have() -> None:
    totals = _of("first", "second", "third")
    totals.add(_needs("second"), -1)
    assert totals == _of("first", "third") == _of("third", "first")
    for name in ("first", "third"):
        totals.add(_needs(name), -1)
    assert totals == Totals(mapping={"conditions": (0, 0), "outcomes": (0, 0)})


def test_what_several_trials_have_is_counted() -> None:
    totals = _of("first", "second")
    assert totals.used == {"drug/shared": 2, "drug/first": 1, "drug/second": 1}
    assert totals.findings == {"misspelling": 4, "first": 1, "second": 1}
    assert totals.mapping == {"conditions": (4, 2), "outcomes": (11, 0)}
    assert totals.hidden["drug/shared"] == {"shraed": 2}
    assert totals.evidence == 11


@pytest.mark.parametrize("names", [("first", "second"), ("second", "first")])
def test_minted_concepts_come_in_one_order(names: tuple[str, str]) -> None:
    assert [each.label for each in _of(*names).concepts()] == ["the label of first", "the label of second"]
