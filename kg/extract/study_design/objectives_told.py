"""What a trial is to find out, told without a verb of finding out: as a hypothesis, as a question, as a thing ("the
aim is the development of a score"), or in the passive ("the efficacy of X will be tested").

The rule: hypotheses of this trial ("we hypothesize that …"); questions behind words that announce questions; what is
said to be the purpose, or stands alone below a heading of objectives, if it begins with a thing that can be found out;
a passive only of such a thing of something, and not by what it is measured.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from kg.extract.background import Clause
from kg.extract.collect import Collector
from kg.extract.study_design.objective_ends import end_of
from kg.extract.study_design.objective_words import words
from kg.extract.study_design.objectives import add_objective
from kg.model import Passage
from kg.text import holds_any, sentences

_HYPOTHESIS = re.compile(
    r"\b(?P<words>(?:hypothesi[sz]ed?|hypotheses|hypothesis)\s(?:(?:of|for|behind|in)\s[^.;:]{2,60}?\s)?"
    r"(?:(?:is|are|was|to\sbe\stested\sis|tested\sis|being\stested\sis)\s)?that\s"
    r"[^.;])"
)
# "Hypothesis: ultrasound detects more …"; "the main question is whether …"
_HYPOTHESIS_HEADED = re.compile(
    r"\W*(?:(?:study|research|primary|main|working) )?hypothes[ei]s\s?:\s(?P<words>(?!\W*(?:h\d|\d))[^.;:]{15})"
)
_QUESTION_IS = re.compile(
    r"\b(?:(?:main|primary|key|central|research|study) )?questions?\b(?: of (?:this|the) [\w-]+)? (?:is|was|are) "
    r"(?P<words>(?:whether|if|how|what|which)\s[^.;:]{10})"
)
# "to test the hypothesis that" is an objective as a whole; "it has been hypothesized that" is somebody's.
_NOT_ALONE = re.compile(
    r"\b(?:(?:test|examin|confirm|verif|evaluat|address|explor)\w*\s(?:the|this|our)|"
    r"it\s(?:is|was)\s(?:now|also|often|generally|commonly)|(?:has|have|had)\sbeen)\s\Z"
)
_BEFORE_THING = (
    r"(?:the\s|an?\s|to\s)?"
    r"(?:(?!(?:and|of|to|the|this|study|trial|in|we|is|are|that)\b)[\w/-]+,?\s(?:and\s)?){0,3}?"
)
_WILL_BE = (
    r"\s(?:will|shall)\s(?:(?:also|first|firstly|then|further)\s)?be\s(?:(?:also|firstly|first|further|directly)\s)?"
    r"(?:tested|evaluated|investigated|studied|explored|examined|compared|assessed|determined|estimated)\b"
)
_SAYS_SO = re.compile(_WILL_BE)  # found in a tenth of the time: few clauses have it
_LEAD = re.compile(r"(?:[\W\d]*|[^.;:]{0,60}\b(?:study|trial|project),?\s(?:the\s)?)\Z")
_QUESTIONS = re.compile(
    r"(?:\b(?:main|research|study|key|primary|following|scientific)\squestions?\b[^.?!\n]{0,70}?|\bquestions?\b[^.?!\n]{0,60}?\b(?:answer|address)\b"
    r"[^.?!\n]{0,12}?|\banswer (?:to )?the following\b)(?:\b(?:is|are)\b)?\s?:|"
    r"\bquestions?\s[^.?!\n]{0,30}?\b(?:aims?|seeks?|wants?|hopes?)\sto\sanswer\s(?:is|are)\b"
)
_QUESTION = re.compile(
    r"[\s*•\-\d.)\\(]{0,12}(?P<words>(?:(?:in|among|for|after|compared)\s[^.?!:;]{3,110},\s)?(?:does|do|is|are|can|will|what|how|which|whether|could|would|has|have)\b[^?\n]{8,300}\?)"
)
_MOST = 6
# A question of the record that nothing announces: whether something is so, not what the study is like.
_ASKED = re.compile(
    r"[\W\d]*(?P<words>(?:(?:in|among|for|after|compared)\s[^.?!:;]{3,110},\s)?(?:does|do|is|are|can|will|could)\s"
    r"(?![^?]*\b(?:you|your|i|we|this study|the study|participate|participation|paid|cost me|my|eligible)\b)"
    r"[^?\n]{20,280}\?)"
)
_HEADING = re.compile(r"(?:objectives?|aims?|goals?|purpose)(?:\s\d)?\s?[:-]\s?")


class _Patterns(NamedTuple):
    """What is said of a thing that can be found out: that it is the purpose; that it will be tested; as a title, the
    first words of a text without a verb ("Effect of rest on recovery after surgery."); alone below a heading."""

    purpose: re.Pattern[str]
    passive: re.Pattern[str]
    titled: re.Pattern[str]
    headed: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    thing = f"(?:{words()['thing']})"
    return _Patterns(
        purpose=re.compile(
            r"\b(?:(?:primary|secondary|tertiary|exploratory|main|overall|key)\s)?(?:purposes?|aims?|goals?|"
            r"objectives?)\b"
            r"(?:\s(?:of|in|for)\s(?:the|this|our)\s(?:[\w-]+\s){0,4}?(?:study|trial|project|research|"
            r"work))?\s(?:is|are|was|were|includes?)\s"
            rf"(?P<words>(?!to\b|not\b|met\b|as\b|listed\b|described\b|two|three|"
            rf"achieved){_BEFORE_THING}{thing}\b)"
        ),
        passive=re.compile(
            rf"(?P<words>{_BEFORE_THING}{thing}(?:,?\s(?:and\s)?(?:[\w-]+\s)?{thing}){{0,4}}\s(?:of|"
            rf"and)\s[^.;:()]{{1,160}}?{_WILL_BE})"
            r"(?![^.;]{0,30}\b(?:by|using|with\s(?:the|an?)|according|through|via|at\s(?:baseline|week|month|"
            r"day|each)|every|before|after|based|on\sthe|"
            r"from|measured)\b)"
        ),
        titled=re.compile(
            rf"\W*(?P<words>{_BEFORE_THING}{thing}(?:,?\s(?:and\s)?(?:[\w-]+\s)?{thing}){{0,3}}\s(?:of|on|"
            rf"between)\s"
            r"(?![^.]*(?:\b(?:is|are|was|were|will|has|have|had|can|may|might|could|should|would|do|does|did|"
            r"remains?|shows?|"
            r"varies|vary|depends?|increases?|decreases?|improves?|reduces?|affects?|causes?|leads?|plays?|"
            r"requires?)\b|:))"
            r"[^.;:?]{8,220})(?=[.;]|\Z)"
        ),
        headed=re.compile(
            r"(?:^|(?<=[.;\n])\s*)(?:(?:primary|secondary|main|study|exploratory|overall)\s)?"
            rf"{_HEADING.pattern}(?P<words>(?![^.;:\n]*\b(?:var(?:y|ies)|is|are|was|were|has|have|had|"
            rf"remains?|will|can|may)\b)(?!(?:to )?(?:{words()['verb']})\b)"
            rf"(?:{_BEFORE_THING}{thing}|whether|if|how)\b[^.;:\n]{{4}})"
        ),
    )


def objectives_told(collected: Collector, passage: Passage, folded: str, clause: Clause) -> None:
    """Add what a clause about the trial says without a verb of finding out."""
    start, end = clause.start, clause.end
    piece = folded[start:end]
    if "question" in piece:
        _add(collected, passage, _QUESTION_IS.search(folded, start, end))
    if "hypothes" in piece:
        _add(collected, passage, _HYPOTHESIS_HEADED.match(folded, start, end))
        stated = _HYPOTHESIS.search(folded, start, end)
        if stated is not None and _NOT_ALONE.search(folded, start, stated.start()) is None:
            _add(collected, passage, stated)
    if holds_any(piece, ("purpose", "aim", "goal", "objective")):
        _add(collected, passage, _patterns().purpose.search(folded, start, end))
    if "be " in piece and holds_any(piece, (" will ", " shall ")) and _SAYS_SO.search(folded, start, end):
        match = _patterns().passive.search(folded, start, end)
        if match is not None and _LEAD.fullmatch(folded, start, match.start("words")):
            _add(collected, passage, match, whole=True)


def questions_and_headings(collected: Collector, passage: Passage, folded: str, titled: bool) -> None:
    """Add the questions that are announced as the trial's or stand alone, and the things that stand alone below a
    heading or at the beginning."""
    if "?" in folded:
        for start, end in sentences(passage.text):
            if folded[end - 1] == "?":
                _add(collected, passage, _ASKED.match(folded, start, end), whole=True)
    if not titled:
        _add(collected, passage, _patterns().titled.match(folded), whole=True)
    if "question" in folded:
        for announced in _QUESTIONS.finditer(folded):
            place = announced.end()
            for _ in range(_MOST):
                question = _QUESTION.match(folded, place)
                if question is None:
                    break
                _add(collected, passage, question, whole=True)
                place = question.end()
    if holds_any(folded, ("objective", "aim", "goal", "purpose")) and _HEADING.search(folded):
        for headed in _patterns().headed.finditer(folded):
            _add(collected, passage, headed)


def _add(collected: Collector, passage: Passage, match: re.Match[str] | None, whole: bool = False) -> None:
    """Add what the match tells, to the end of its sentence unless it is there as a `whole`."""
    if match is not None:
        start, end = match.span("words")
        if not whole:
            end = end_of(passage.text, start, end, len(passage.text))
        add_objective(collected, passage, start, start + len(passage.text[start:end].rstrip(" ,;:-*\n")))
