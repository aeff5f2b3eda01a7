"""Words without which a pattern cannot match spare the search for it; they never hide a match."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis.strategies import DataObject, data, from_regex

from kg.extract import figures
from kg.extract.giving import names
from kg.extract.study_design import counts, endpoints_stated
from kg.text import holds_any

ASCII = [chr(code) for code in (10, *range(32, 127))]
HINTS: list[tuple[re.Pattern[str], Sequence[str]]] = [
    (counts._SPELLED, counts._SPELLED_HINTS),
    (endpoints_stated._AS, endpoints_stated._RANKS),
    (names._TARGETED, names._TARGETED_HINTS),
]


@pytest.mark.parametrize(("pattern", "hints"), HINTS)
@settings(max_examples=25, deadline=None, derandomize=True)
@given(drawn=data())
def test_what_a_pattern_finds_holds_one_of_its_words(
    pattern: re.Pattern[str], hints: Sequence[str], drawn: DataObject
) -> None:
    text = drawn.draw(from_regex(pattern, alphabet=ASCII))
    assert holds_any(text, hints)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(drawn=data())
def test_what_is_told_to_be_absent_ends_in_one_of_these_ways(drawn: DataObject) -> None:
    text = drawn.draw(from_regex(names._ABSENT_BEFORE, alphabet=ASCII))
    assert text.endswith(names._ABSENT_ENDS)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(drawn=data())
def test_a_figure_has_a_digit_or_a_word_of_rank(drawn: DataObject) -> None:
    rank = drawn.draw(from_regex(figures._RANK))
    assert holds_any(rank, (*figures._RANKED, "number one"))
    for pattern in (figures._SHARE, figures._TIME, figures._PER, figures._COUNT, figures._RATIO):
        assert figures._DIGIT.search(drawn.draw(from_regex(pattern))) is not None
