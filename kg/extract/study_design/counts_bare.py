"""Numbers of participants without a word for people of the table behind them: `a 60-patient trial`, `sample size: 120`,
`adults (n = 230) were randomized`.

The rule: each of the wordings, with the letters without which none of it stands; whether the number is that of a part
is for the caller to see.
"""

from __future__ import annotations

import re

from kg.extract.study_design.numbers import NUMBER

# What must stand there, and the wording (group `count`).
BARE = (
    ("-patient", re.compile(rf"\b(?P<count>{NUMBER})-patient\b(?= (?:[\w-]+,? ){{0,6}}?(?:trial|study))")),
    ("-participant", re.compile(rf"\b(?P<count>{NUMBER})-participant\b(?= (?:[\w-]+,? ){{0,6}}?(?:trial|study))")),
    ("-subject", re.compile(rf"\b(?P<count>{NUMBER})-subject\b(?= (?:[\w-]+,? ){{0,6}}?(?:trial|study))")),
    (
        "n",
        re.compile(
            rf"\b(?:patients|pts|participants|subjects|volunteers|study|trial|design)\b[^.;()]{{0,25}}? "
            rf"\((?:total )?n ?= ?(?P<count>{NUMBER})\)(?![^.;]{{0,200}}\bn ?= ?\d)"
            r"(?! (?:were|was|will be|are)[^.;]{0,30} (?:to|in|into) the (?:[\w-]+ ){1,3}(?:group|arm)\b)"
        ),
    ),
    # "adults with asthma and a rash (n=230) were randomly assigned"
    (
        "n",
        re.compile(
            rf"\((?:total )?n ?= ?(?P<count>{NUMBER})\) (?:were|will be|are) (?:randomly |then )?"
            r"(?:randomi[sz]ed|assigned|allocated|enrol?led|recruited|included|divided)\b(?![^.;]{0,200}\bn ?= ?\d)"
            r"(?! (?:to|in|into) (?:the|group|arm|receive)\b)"
        ),
    ),
    # "sample size by G*Power was 120 children"
    (
        "sample size",
        re.compile(
            rf"\bsample size\b[^.;\d%]{{0,60}}? (?:was|is|will be|to be|as) (?P<count>{NUMBER}) "
            r"(?:patients|participants|subjects|children|women|men|cases|people|individuals|students|nurses)\b"
            r"(?! (?:per|in each|for each|each|in the))"
        ),
    ),
    (
        "sample size",
        re.compile(
            r"\bsample size(?: (?:of|for) (?:the|this) (?:study|trial))?(?: of| is| will be|:| was| planned)*"
            rf" (?:approximately |about |up to |around )?(?P<count>{NUMBER})\b(?! ?%)"
        ),
    ),
    (
        "enrol",
        re.compile(
            r"\b(?:total|planned|target|expected|estimated|anticipated) enrol?lment"
            r"(?: (?:of|for) (?:the|this) (?:study|trial))?"
            rf"(?: of| is| will be|:| was| planned)* (?:about |up to |around )?(?P<count>{NUMBER})\b(?! ?%)"
        ),
    ),
    (
        "accrual",
        re.compile(
            rf"\b(?:total|target) accrual(?: of| is| will be|:| was)* (?:about |up to )?(?P<count>{NUMBER})\b(?! ?%)"
        ),
    ),
    # "200 were screened and 164 were enrolled", "completed the study out of 31 enrolled"
    (
        "screened",
        re.compile(
            rf"\bscreened\b[^.]{{0,60}}?(?P<count>{NUMBER}) (?:\w+ )?(?:were|was) "
            r"(?:enrol?led|randomi[sz]ed|included)\b"
        ),
    ),
    # "94 patients.", "Approximately 4000 participants in Sweden and the UK.": a sentence that says nothing else
    (
        "ts",  # the end of the words for people
        re.compile(
            rf"(?:\A|[.;]\s+|\n)\W*(?:approximately |about |a total of |up to |total:? )?(?P<count>{NUMBER}) "
            r"(?:adult |eligible )?(?:patients|participants|subjects)"
            r"(?: (?:in|from|across|at) (?!each\b|the [\w-]+ (?:group|arm))[^.;:,()]{2,60})?(?=\s*(?:[.;]|\Z))"
        ),
    ),
    ("out of", re.compile(rf"\bout of (?:the )?(?P<count>{NUMBER}) (?:\w+ )?(?:enrol?led|randomi[sz]ed|recruited)\b")),
)
