"""The words around the number of participants (`ontology/grammar/counted.tsv`), as expressions.

The rule: a number of people has before it what a trial does with them ("will enroll", "a study of", "sample of"), or
behind it what becomes of them ("will be enrolled"). What they undergo may be said of a part of them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from kg.extract.study_design.numbers import NUMBER
from kg.grammar import any_of, by_role

_AROUND = (
    r"(?:(?:in )?(?:a )?total (?:number )?(?:of|,)|(?:in )?total|a (?:maximum|minimum|goal|target) of|"
    r"approximate(?:ly)?|"
    r"about|up to|around|at least|at most|roughly|nearly|some|only|an estimated|overall,?|~|all|as many as)"
)
_AND_MODAL = r"(?:will|need|needed|were|are|is|was|would|should|may|shall|can|have|had|has)"


class Patterns(NamedTuple):
    """`mention`: the number and its people; `before` and `behind`: what makes it that of all; `perhaps`: what may."""

    mention: re.Pattern[str]
    before: tuple[re.Pattern[str], ...]
    behind: tuple[re.Pattern[str], ...]
    perhaps: tuple[re.Pattern[str], ...]
    behind_total: re.Pattern[str]


def _source(word: str) -> str:
    """A word of the table as an expression: a trailing `*` stands for any ending."""
    return re.escape(word.removesuffix("*")) + (r"[a-z]*" if word.endswith("*") else r"(?![a-z])")


@cache
def patterns() -> Patterns:
    """The expressions, made of the table when somebody first asks for them."""
    words = by_role("counted.tsv", ("people", "joins", "takes", "undergoes", "study"))
    people, joins, takes, undergoes, study = (f"(?:{any_of(map(_source, each))})" for each in words.values())
    mention = re.compile(
        rf"(?P<around>(?:\b{_AROUND}\s)*)(?<![\w.,:/=])(?P<count>{NUMBER})(?: \(\d[\d,]*\))?(?: eligible,?)?,? "
        r"(?:(?!for\b|percent\b|groups\b|"
        r"parts?\b|visits?\b|records?\b|to\b|or\b|and \d|\d+ |per\b|in\b|at\b|months?\b|weeks?\b|"
        r"days?\b|hours?\b|years?\b|sites?\b|cent(?:er|re)s?\b|countries\b|of the(?:se)?\b)[\w/+-]+,?\s){0,4}?"
        rf"{people}(?:\s{people})?\b"
    )
    before = (
        # "will enroll", "aims to recruit and randomize", "must be included"
        re.compile(
            rf"\b(?:(?:will|plans? to|planned to|intends? to|aims? to|expects? to|expected to|designed to|need to|to|"
            rf"must)\s)(?:[a-z]+ly )?(?:be )?(?:{joins}|{takes})(?: and {joins})?\s(?:in the study )?\Z"
        ),
        re.compile(
            r"\b(?:we|investigators|researchers|authors|study|trial|registry) "
            rf"(?:have |retrospectively |prospectively )?(?:{joins}|{takes})\s\Z"
        ),
        re.compile(r"^\W*(?:enroll?|recruit|include|randomi[sz]e) \Z"),
        # "a study of zinc in", "trial involving", "will be conducted on"; "the charts of"
        re.compile(
            rf"(?<!to )\b{study}\b(?:[^.;]{{0,110}}? (?:involv(?:ed|es|ing)|includ(?:e|ed|es|ing)|enrolling|"
            r"compris(?:e|ed|es|ing)|in|on|with|planned for)| of| for| will follow|[^;]{0,220}? among) "
            r"(?:a (?:total|group|sample|cohort) of )?\Z"
        ),
        re.compile(r"\b(?:charts|records|files|data|notes) (?:of|from|on) \Z"),
        # "a sample of", "the study population will consist of", "Participants:"
        re.compile(
            r"\b(?:(?:total|planned|target|projected) )?(?:sample(?: size)?|(?:study|test|patient|target) population|"
            r"single group|enrol?lment|accrual)"
            r"(?: (?:of|for) (?:the|this) (?:study|trial))?(?: (?:will )?(?:consists?|comprises?|includes?))? ?"
            r"(?:of|is|was|will be|:|to)? \Z"
        ),
        re.compile(
            r"^\W*(?:participants|patients|subjects|(?:planned |target )?sample(?: size)?|(?:study )?population|"
            r"methods|total)\W{1,3}\Z"
        ),
        re.compile(r"^\W*(?:the )?(?:projected|planned|target|expected) (?:accrual|enrol?lment)\W{1,3}\Z"),
    )
    aside = r"(?:\s?\([^()]{1,80}\)|, [^,.;]{3,60},(?= (?:will|were|are)\b))?"
    told = rf"(?: [\w≥≤<>=%+/.'-]+,?| \([^()]{{1,60}}\)){{0,15}}? {_AND_MODAL} (?:also |then |finally )?"
    after = (
        rf"{aside}{told}(?:be |been |have )?(?:(?:planned|expected|scheduled|aimed|anticipated|intended)? ?to be )?"
        r"(?:randomly |consecutively |prospectively |retrospectively )?"
    )
    behind = (
        re.compile(
            rf"{after}(?:to )?(?:{joins}|planned|expected|divided|needed|required|determined|allocat\w+|assigned)\b"
        ),
        re.compile(
            rf"{aside}(?: [\w-]+){{0,8}}? "
            r"(?:enter\w*|takes? part|took part|participat\w+|be (?:in|part of) (?:this|the) (?:study|trial))\b"
        ),
    )
    perhaps = (re.compile(rf"{after}{undergoes}\b"), re.compile(rf"{aside}(?: [\w-]+){{0,8}}? {undergoes}\b"))
    total = re.compile(rf"[^.;]{{0,60}}?\b(?:{joins}|{undergoes})\b")
    return Patterns(mention, before, behind, perhaps, total)
