"""What the aim or the sides of a trial say of its design: a margin, equivalence, a placebo.

The rule: "to show that X is not inferior to Y", "to demonstrate equivalence of X and Y" where the clause tells what the
trial is to find out; "randomized to X or placebo", "who gets X or placebo" where people are given either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.text import holds_any

_FINDS_OUT = (
    r"\b(?:show|demonstrat\w+|prove|establish|determin\w+|test\w*|whether|hypothes\w+|confirm|assess|evaluate|aims?|"
    r"objective|if)\b[^.;]{0,200}?"
)
_MARGIN = re.compile(
    rf"{_FINDS_OUT}(?P<words>\bnon-?\s?inferior\b|\bnot inferior (?:to|when compared|compared|in comparison)\b)"
)
_EQUAL = re.compile(
    rf"{_FINDS_OUT}(?P<words>\b(?:(?:bio|therapeutic |clinical |pharmacokinetic )?equivalence (?:of|between)\b|"
    r"(?:is|are) (?:bio)?equivalent to\b))"
)
_PLACEBO = re.compile(
    r"\b(?:randomi[sz]ed|randomly (?:assigned|allocated)|assigned|allocated|receives?|gets?|given|treated with)\b"
    r"[^.;:]{1,110}?\b(?:or|versus|vs\.?) (?P<words>(?:a |an? identical |the |matching |matched |oral )?placebo)\b"
    r"(?! (?:effect|response|period|run))"
)
_OF_PART = re.compile(
    r"\b(?:previous\w*|prior|earlier|if|parent|challenge|not (?:receive|get|be given)|incremental|unless|run-in)\b"
)


def aims(folded: str, start: int, end: int) -> Iterator[tuple[str, re.Match[str]]]:
    """The features that the words (group `words`) of a clause about the trial tell."""
    piece = folded[start:end]
    if "inferior" in piece and (margin := _MARGIN.search(folded, start, end)) is not None:
        yield "non-inferiority", margin
    if "equivalen" in piece and (equal := _EQUAL.search(folded, start, end)) is not None:
        yield "equivalence", equal
    if "placebo" in piece and holds_any(piece, ("random", "assign", "allocat", "receiv", "get", "given", "treated")):
        placebo = _PLACEBO.search(folded, start, end)
        if placebo is not None and not _OF_PART.search(folded, start, placebo.end()):
            yield "placebo-controlled", placebo
