"""ASA: how ill one is before an operation, or aspirin."""

from __future__ import annotations

import pytest

from kg.extract.giving.names import is_given_here


@pytest.mark.parametrize(
    ("after", "given"),
    [
        (" I-III, aged 18-70", False),
        (" physical status I and II", False),
        (" grade 1", False),
        (" class II /III", False),
        (" score (1-2)", False),
        ("-PS III or less", False),
        (" ≤ III", False),
        (") III-IV were excluded", False),
        (" 100 mg once daily", True),
        (" 1 x daily", True),
        (" 2 tablets", True),
        (" regimens", True),
        (" is given", True),
        (" at 8 am", True),
    ],
)
def test_grades_are_not_given(after: str, given: bool) -> None:
    text = f"ASA{after}"
    assert is_given_here(text, text.lower(), 0, 3) is given
