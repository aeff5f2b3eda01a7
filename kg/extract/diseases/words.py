"""The words around the names of conditions (`ontology/grammar/condition_words.tsv`), as expressions."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from kg.grammar import any_of, by_role


class Words(NamedTuple):
    """One expression for each role of the table; its head says what the roles are."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    joint: re.Pattern[str]
    qualified: re.Pattern[str]
    kind: re.Pattern[str]
    generic: re.Pattern[str]
    complaint: re.Pattern[str]
    operation: re.Pattern[str]
    deed: re.Pattern[str]
    attacks: re.Pattern[str]
    sequel: re.Pattern[str]


@cache
def condition_words() -> Words:
    """The expressions of the table, one for each role."""
    found = by_role("condition_words.tsv", Words._fields)
    joined = map(any_of, found.values())
    before, after, joint, qualified, kind, generic, complaint, operation, deed, attacks, sequel = joined
    return Words(
        re.compile(rf"(?:{before})(?:[\s,;:/()\[\]-]+|$)", re.IGNORECASE),
        re.compile(rf"(?<=\w)[\s,;:/()\[\]-]*(?<![\w])(?:{after})[\s.)\]]*$", re.IGNORECASE),
        re.compile(rf"[\s,;:(\[/-]*(?:{joint})(?!\w)", re.IGNORECASE),
        re.compile(rf"\s(?:{qualified})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?:[\s,;/-]+(?:and )?(?:{kind})(?![\w-]))+", re.IGNORECASE),
        re.compile(rf"[\s,;:(\[/-]*(?:{generic})(?!\w)", re.IGNORECASE),
        re.compile(rf"\b(?:{complaint})(?=\W*$|[,;:()/]|\s+(?:{joint})(?!\w))", re.IGNORECASE),
        re.compile(rf"(?:[\w-]+ ){{0,5}}(?:{operation})(?: patients?| procedures?| candidates?)?", re.IGNORECASE),
        re.compile(rf"\b(?:{deed})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{attacks})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{sequel})\b", re.IGNORECASE),
    )
