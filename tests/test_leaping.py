"""A pattern that leaps finds what `re` finds."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis.strategies import text

import kg.extract
from kg.leaping import _with_head, leaping
from kg.model import Trial
from kg.read import read
from kg.text import fold

BEGIN_WITHOUT_A_LETTER = (
    r"\b(?:no|not|without)\b",
    r"(?<![a-z0-9-])(?:tablets?|cream)(?![a-z0-9])",
    r"(?<!\w)(?:\d{1,2}|one) (?P<unit>days?|weeks?)",
    r"(?:a |the )?(?P<word>stud(?:y|ies)|[tT]rials?)(?= of)",
    r"\b(?:\w+ly |µ|≥)?(?:é|[x-z])",
    r"(?<=with )(?:e\b|[^\W\d_]{2})|\bs\s",
    r"\bx*?y|\Bz",
)


@pytest.mark.parametrize("pattern", BEGIN_WITHOUT_A_LETTER)
@settings(max_examples=200, deadline=None, derandomize=True)
@given(searched=text(alphabet="noithuabwedy13 -\n.xyzsµμ≥éTÉſNOK\u212aİ"))
def test_it_finds_what_the_engine_finds(pattern: str, searched: str) -> None:
    assert _found(leaping(pattern), searched) == _found(re.compile(pattern), searched)


def test_the_patterns_of_the_extractors_find_the_same_in_records() -> None:
    for module in pkgutil.walk_packages(kg.extract.__path__, "kg.extract."):
        importlib.import_module(module.name)
    patterns = {
        (value.pattern, value.flags)
        for name, module in tuple(sys.modules.items())
        if name.startswith("kg.")
        for value in vars(module).values()
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
    }
    assert len(patterns) > 500
    seeds = Path(__file__).resolve().parent.parent / "seeds"
    texts = {fold(field.text) for trial in read(seeds) if isinstance(trial, Trial) for field in trial.fields}
    for pattern, flags in patterns:
        leaps, plain = leaping(pattern, flags & ~re.UNICODE), re.compile(pattern, flags)
        assert (leaps.flags, leaps.groups, leaps.groupindex) == (plain.flags, plain.groups, plain.groupindex)
        assert all(_found(leaps, each) == _found(plain, each) for each in texts), pattern


@pytest.mark.parametrize("pattern", [r"\bno", r"(?<!\w)(?:one|\d)", r"(?:x|y)?z"])
def test_the_engine_of_this_python_takes_the_head(pattern: str) -> None:
    assert _with_head(pattern, 0) is not None


@pytest.mark.parametrize("pattern", [r"no", r"[ab]c", r"\b.", r"\b[^a]", r"(?:ab)?", r"(?i:\bno)", r"(a)|\b\1b", r"\Z"])
def test_where_nothing_can_be_leapt_over_it_is_the_pattern_of_the_engine(pattern: str) -> None:
    assert _with_head(pattern, 0) is None
    assert leaping(pattern) is re.compile(pattern)


def test_another_version_of_the_engine_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("re._constants.SRE_INFO_CHARSET")
    assert leaping(r"\bno") is re.compile(r"\bno")


def _found(pattern: re.Pattern[str], searched: str) -> list[object]:
    return [(match.span(), match.groups(), match.lastgroup) for match in pattern.finditer(searched)]
