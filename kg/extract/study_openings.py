"""How sentences open that tell of this study, and of another one.

The rule: "This first-in-human study is …", "CIME is a multicenter trial …", "We conducted a double-blind trial to …"
and rows of two or more words of design speak of this trial; "An open-label trial has demonstrated …" of another.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from kg.extract.study_notes import told_in_notes
from kg.extract.study_words import words
from kg.text import holds_any

_RUNNERS = r"(?:we|the (?:investigators?|researchers?|authors))\s(?:therefore |thus |now )?"


def _to_study(most: int, stops: str) -> str:
    """Up to so many words, none of these, and the study."""
    return rf"(?:(?!(?:{stops})\b)[\w/():-]+,?\s){{0,{most}}}?(?:study|trial)\b"


@cache
def _strong() -> re.Pattern[str]:
    """How a sentence opens that tells of this trial: "This first-in-human (FIH) study is …", "CIME is a multicenter,
    randomised study …", "A trial is proposed with …", "We conducted a double-blind trial to compare …"; also after
    words that link it to the one before: "To address this, …", "As this is a …"."""
    role = words()
    linked = (
        rf"[\W\d]*(?:(?:{role['links']}|to (?:{role['to-do-so']})\b[^,.;]{{0,60}})[,:]\s|"
        r"(?:as|since|because|although|while)\s(?=(?:this|it) (?:is|will)\b))?"
    )
    openings = (
        r"(?:in )?(?:this|the (?:present|current|proposed)|our(?! (?:group|team|previous|prior|recent|earlier)))\s"
        + _to_study(6, r"to|aims?|will")
        + rf"(?!\s(?:{role['told-of']}))",
        r"this (?:is|will be) an?\s",
        r"it (?:is|will be) an?\s" + _to_study(9, "in|of|that|which|for|with|by"),
        r"(?:the )?[\w-]{3,20}(?: \d{1,2}| study| trial)?(?: \([^()]{1,60}\))? (?:is|will be) an?\s"
        + _to_study(9, "in|of|that|which|for|with|by"),
        r"an?\s"
        + _to_study(9, "in|that|which|by")
        + r" (?:is|will be) (?:proposed|planned|conducted|designed|performed|carried out)\b",
        r"(?:objectives?:\s*)?(?:(?:primary|secondary|tertiary|exploratory|i{1,3}|iv)(?: objectives?)?[\s.:*-]+)*"
        rf"(?:{role['finds-out']})\s(?:the|whether|if|and|safety|efficacy|toxicity)\b",
        _RUNNERS + r"(?:propose|are proposing|plan|are planning)\san?\s[^;]{0,120}?\b(?:study|trial)\b",
        _RUNNERS
        + r"(?:have )?(?:conduct|perform|design)(?:ed)?\san?\s(?:(?!in\b|that\b|which\b)[\w/()-]+,?\s){0,9}?"
        r"(?:study|trial|clinical trail)\b[^.;]{0,60}? "
        r"(?:to (?:compare|evaluate|assess|determine|investigate|examine|test)|that will)\b",
    )
    return re.compile(f"{linked}(?:{'|'.join(openings)})")


_ROWS = ("blind", "mask", "label", "controlled", "randomi", "cent", "cohort", "prospective", "observational", "-week")
_OTHERS = ("stud", "trial", "survey", "analysis")  # what others did is one of these
_STUDIES = ("study", "trial", "rct", "design", "experiment")
# "The Controlled evaLuation of Receptor Blockers (CLARITY) study is a …"
_BY_ACRONYM = re.compile(r"[^.;:]{3,160}?\([\w -]{2,24}\) (?:study|trial) (?:is|was|will be) an?\s")


class _Patterns(NamedTuple):
    """How a sentence opens: `told_as`: "A randomized, single-blind study in newborns", "It is a pragmatic, multicenter
    trial", "planned as a randomized controlled trial": two or more words of design before the study itself tell the
    design of this one, unless the sentence `cites` what another one found. `row_alone`: "Phase III,
    double-blind, placebo-controlled.", "Observational prospective cohort, 200 women". `others_did`: "A phase I trial
    has demonstrated …", "In our phase 1 trial which ended …", "In a trial of 34 patients, …", "In line with this,
    another study confirmed that …"."""

    told_as: re.Pattern[str]
    row_alone: re.Pattern[str]
    cites: re.Pattern[str]
    others_did: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    word, reported = f"(?:{words()['design']})", f"(?:{words()['reported']})"
    row = (
        rf"(?:an?\s|the\s)?(?:{word}(?:,?\s(?:and\s)?|/)){{2,}}(?:[\w/()-]+,?\s){{0,4}}?"
        r"(?:study|trial|rct|design|experiment)\b"
    )
    telling = rf"(?:{word}|phase\s(?:i{{1,3}}|iv|[0-4])[ab]?(?:[/-](?:i{{1,3}}|[0-4])[ab]?)?)"
    return _Patterns(
        told_as=re.compile(
            rf"\W*{row}|"
            r"[^.;]{0,120}?\b(?:is|will be|(?:planned|designed|conducted|performed) (?:as|in)|based on|"
            r"(?:(?:will )?(?:conduct|perform|carry out|undertake)|(?:conducted|performed|designed)))"
            rf"\s{row}"
        ),
        row_alone=re.compile(
            rf"\W*(?:{telling}(?:,?\s(?:and\s)?|/)){{1,}}(?:{telling}|cohort|study|trial|rct)(?:[.;,]|$)(?![^.;]*\b(?:is|are|was|were|"
            r"has|have|had|suggest|show)\b)"
        ),
        cites=re.compile(rf"\b(?:{words()['cites']})\b"),
        others_did=re.compile(
            r"(?:\W*(?:(?:an?|one|the|another|in (?:our|an?))\s(?:(?!this\b|will\b)[\w/()-]+,?\s){0,8}?"
            r"(?:study|trial)s?\s(?:\([^()]{1,60}\)\s|(?:of|in|by|with|from)\s[^.;,]{2,60}?\s|"
            r"by\s[\w' -]{2,40}? et al\.?,?\s(?:\([^()]{1,40}\),?\s)?)?"
            rf"(?:(?:has|have|had)\s(?:been\s)?(?:{words()['has-done']})|"
            rf"(?:which|that) (?:concluded|ended|showed|demonstrated)|(?:recently )?{reported}|"
            r"(?:is|are|was|were) (?:needed|required|warranted|necessary))\b"
            r"|in (?:an?\s(?:(?!this\b)[\w/()-]+,?\s){0,6}?(?:study|trial|analysis|survey) (?:of|in|with)\s"
            r"(?:[\w-]+ )?\d|(?:one|two|three|several|some|many|most|an(?:other|imal))\s(?:[\w/()-]+,?\s){0,4}?"
            r"(?:stud(?:y|ies)|trials?)\b))"
            rf"|[^.;]{{0,80}}?\banother (?:[\w-]+ ){{0,4}}?(?:study|trial) (?:also |recently )?{reported} "
            r"(?:that|the|an?)\b)"
            r"(?![^.;]*\b(?:will|we)\b)"
        ),
    )


def of_this(plain: str, start: int, end: int) -> re.Match[str] | None:
    """The words with which the sentence `plain[start:end]` tells of this trial, None where it does not."""
    strong = _strong().match(plain, start, end)
    if strong is None and (plain.find(") study ", start, end) > 0 or plain.find(") trial ", start, end) > 0):
        strong = _BY_ACRONYM.match(plain, start, end)
    if strong is None and holds_any(plain[start:end], _STUDIES):
        strong = _told_as(plain, start, end)
    if strong is None and holds_any(plain[start : start + 40], _ROWS):
        strong = _patterns().row_alone.match(plain, start, end)
    return strong or told_in_notes(plain, start, end)


_IN_A_COUNTRY = re.compile(
    r"(?![^.;]*\b(?:will|we|were|was|this (?:study|trial|research)|the (?:study|trial|research))\b)"
    r"[^.;]{0,200}?\b(?:in|of|throughout|across) (?:our|my) country\b"
)


def of_another(plain: str, start: int, end: int) -> re.Match[str] | None:
    """The words with which the sentence tells what another study did, or how things are in a country ("60,000
    patients receive dialysis in our country"), None where it does not."""
    told = holds_any(plain[start:end], _OTHERS)
    did = _patterns().others_did.match(plain, start, end) if told else None
    if did is None and holds_any(plain[start:end], ("my country", "our country")):
        return _IN_A_COUNTRY.match(plain, start, end)
    return did


def _told_as(plain: str, start: int, end: int) -> re.Match[str] | None:
    """The words that tell the design of this trial, None where the sentence tells none or cites another study."""
    match = _patterns().told_as.match(plain, start, end)
    return match if match is not None and _patterns().cites.search(plain, start, end) is None else None
