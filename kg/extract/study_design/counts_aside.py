"""Numbers of participants without a verb of enrolling: as a figure that is named, by groups, in a short wording.

The rule: "the number of participants is 120" names the figure; "two groups of 35 each" is the product; "to compare X
with Y in 60 patients" tells whom the trial is done in; "a 60-patient trial", "sample size: 120", "adults (n = 230) were
randomized" are wordings with letters without which none of them stands. What follows with more people ("…, 20
controls") is a part; whether a number is that of a part otherwise is for the caller to see.
"""

from __future__ import annotations

import re

from kg.extract.study_design.numbers import NUMBER, number_of
from kg.text import holds_any

_PEOPLE = r"(?:participants|patients|subjects|volunteers|women|children|adults|individuals|cases|people)"
_NAMED = re.compile(
    rf"\b(?:(?:total|planned|estimated|expected|target|final) )?(?:number of (?:study |included |enrol?led )?{_PEOPLE}"
    r"(?: (?:participating|included|enrol?led|recruited|planned|required|needed|"
    r"to be (?:included|enrol?led|recruited)))?"
    r"(?: (?:in|for) (?:the|this) (?:study|trial))?|(?:estimated|anticipated|projected|overall) enrol?lment"
    r"(?: of (?:the|this) (?:study|trial))?|enrol?lment goal|recruitment (?:goal|target)|target recruitment)"
    r"(?: (?:is|are|was|will be|has been))?(?: (?:expected|estimated|planned|calculated|set|anticipated|determined))?"
    r"(?: (?:to be|to|as|at|of))?:?(?: (?:about|approximately|around|up to|at least))?"
    rf" (?P<count>{NUMBER})\b(?! ?(?:%|per\b|in each|each|to \d|or \d|and \d|- ?\d|–))"
)
_GROUPS = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4, "five": 5, "5": 5}
_EACH = re.compile(
    r"\b(?P<groups>two|three|four|five|[2-5]) (?:equal |parallel |treatment |study |intervention |randomi[sz]ed )?"
    rf"(?:groups?|arms?)(?: of| with|,|:)? ?\(?(?:n ?= ?)?(?P<size>{NUMBER})"
    rf"(?: {_PEOPLE})?(?: (?:in each|each|per (?:group|arm)|for each)(?: (?:group|arm|one))?)\b"
    rf"|\b(?P<arms>two|three|four|five|[2-5]) (?:groups|arms),? (?:with )?(?P<many>{NUMBER}) {_PEOPLE} "
    r"(?:(?:in each|per|for each)(?: (?:group|arm))?|each)\b"
)
# "N=200, stratified by centre", "block size 4, n=2x30": of all, where it is told once and of no group
_N_IS = re.compile(rf"(?<![(\[])\bn ?[=≈~] ?(?:(?P<groups>[2-6]) ?[x×] ?)?(?P<count>{NUMBER})\b(?! ?%| of\b)")
_N_SIGNS = ("n=", "n =", "n≈", "n ≈", "n~", "n ~")
# "Age 18-70, 130 cases.", "Up to 259 pts, 2:1 randomised": a row without a verb
_IN_A_ROW = re.compile(
    r"(?:^\W*|[,;] |\. ~)(?P<told>(?:up to |about |approximately |around |a total of |total )?"
    rf"(?:[2-6] ?[x×] ?\d+ ?= ?|(?P<groups>[2-6]) ?[x×] ?)?(?P<count>{NUMBER})"
    rf" (?:(?:adult|eligible|evaluable|consecutive|female|male) )?(?:{_PEOPLE}|pts|men))"  # x: how many go to each arm
    r"(?=\s?(?:[,.;(]|$|x{6,}|(?:with|aged|randomi[sz]ed)\b|"
    r"in \d+ (?:[a-z]+ )?(?:cent(?:er|re)s|sites|hospitals|countries)\b))"
)
_NO_ROW = re.compile(
    r"\b(?:per|each|every|arms?|groups?|cohorts?|parts?|stages?|sub-?study|(?<!\d )sites?|is|are|was|were|will|has|"
    r"have|had|can|may|be|been|should|must|do|does|did|first|additional|previous\w*|versus|vs|compared|lead-in|run-in|studies|"
    r"objectives?|aims?|study of|(?!randomi|blind|mask|controll|stratif)[a-z]{3,}ed (?!in\b|1|2|by\b))\b"
)
_ARMS_OF_ALL = re.compile(r"\b(?:single|one|two|three|[123])[- ]arm(?:ed)?\b")  # "Single arm, open label, n=36."
_DONE_IN = re.compile(
    r"\b(?:to (?:further )?(?:investigate|evaluate|assess|compare|determine|examine|study|explore|test)|comparing|"
    r"evaluating|investigating|assessing|examining|conducted|performed|done|carried out)\b[^.;]{3,220}? "
    r"(?:in|on|among) (?:a (?:total|group|sample|cohort) of )?\Z"
)
_BRACKETS = re.compile(r"\([^()]*\)")  # how they are divided
_ITEM = re.compile(r"\W*(?:\d{1,2}|[ivx]{1,4}|[a-e])[.)]\s|.*\b(?:secondary|sub-?stud|subset|subgroup|second part)")
_MORE_PEOPLE = re.compile(
    rf"(?:(?!\b(?:groups?|arms?|into)\b)[^.;]){{0,90}}?(?:,| and| or) "
    rf"(?:{NUMBER}) (?:[\w/-]+ ){{0,4}}?(?:{_PEOPLE}|controls|healthy|"
    r"non-[a-z]+|relatives)\b"
)
# "Additionally, 16 patients on zidovudine …", where a sentence begins: neither is the number of all.
_MORE_OF_THEM = re.compile(
    r"\W*(?:(?:additionally|moreover|in addition|furthermore),? |(?:we|the investigators) will also (?:enroll?|recruit|"
    rf"include) |an additional |another )(?:[a-z]+ ){{0,3}}?(?:{NUMBER}) (?:additional )?(?:[\w+-]+ ){{0,3}}?"
    rf"(?:{_PEOPLE}|controls)\b(?! (?:per|in|at|from) )"
    rf"|\W*(?:{NUMBER}) additional (?:[\w+-]+ ){{0,3}}?(?:{_PEOPLE}|controls)\b"
)
_BESIDE = re.compile(r"\b(?:additionally|moreover|in addition|furthermore)(?:, )?\Z")
_LONGEST_BESIDE = len(" additionally, ")
_REST = re.compile(rf"[^.;]{{0,80}} (?:rest|remaining|other) (?:of the )?\d+ (?:[a-z]+ )?(?:parturients|{_PEOPLE})\b")
# What must stand there, and the wording (group `count`).
BARE = (
    ("-patient", re.compile(rf"\b(?P<count>{NUMBER})-patient\b(?= (?:[\w-]+,? ){{0,6}}?(?:trial|study))")),
    (
        "n",
        re.compile(
            r"\b(?:patients|pts|participants|subjects|volunteers|study|trial|design|"
            r"phase (?:[iv]{1,3}|[1-4])[ab]?)\b[^.;()]{0,25}? "
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
    # "2 x 32 patients are needed (power 80%, 10 % drop-out → n = 72)"
    ("drop", re.compile(rf"\bdrop-?\s?outs?\b[^.;()]{{0,40}}?\bn ?[=≈] ?(?P<count>{NUMBER})\b(?! ?(?:%|per|in each))")),
    # "with 10% drop-outs 218 patients will be recruited"
    (
        "drop",
        re.compile(
            rf"\bdrop-?\s?outs?\b[^.;()\d]{{0,40}}? (?P<count>{NUMBER}) {_PEOPLE} (?:will be|are|should be|were|need)\b"
            r"(?![^.;]{0,30} (?:per|in each)\b)"
        ),
    ),
    # "152 patients in total (76/arm)", "43 patients per arm (86 in total)", "thus a total of 86 patients"
    ("in total", re.compile(rf"(?<![\w.,:/=-])(?P<count>{NUMBER}) (?:{_PEOPLE}|pts) in total\b")),
    (
        "in total",
        re.compile(rf"\b(?:{_PEOPLE}|pts) (?:per|in each) (?:arm|group),? \(?(?P<count>{NUMBER}) in total\b"),
    ),
    (
        "total",
        re.compile(
            r"\b(?:thus|so|hence|therefore|i\.e\.|resulting in|giving|yielding|leading to|for)[, ]+(?:in )?"
            rf"an? total (?:sample size )?of (?:about |approximately )?(?P<count>{NUMBER}) {_PEOPLE}\b"
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
            rf" (?:approximately |about |up to |around |[2-6] ?[x×] ?\d+ ?= ?)?(?P<count>{NUMBER})\b(?! ?%| ?[x×] ?\d)"
        ),
    ),
    (
        "accrual",
        re.compile(
            r"\b(?:total|planned|target|expected|estimated|anticipated|projected) (?:accrual|sample)(?: goal)?"
            rf"(?: of| is| will be|:| was)* (?:about |approximately |up to |around )?(?P<count>{NUMBER})"
            r"(?= ?(?:[.;,]|$|patients|participants|subjects|pts|in \d))"
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
)


def aside(piece: str) -> tuple[int, int, int, bool] | None:
    """(number, start, end, whether it is surely that of all) in a clause about the trial, in lower case.

    >>> aside("the total number of participants is expected to be 120.")
    (120, 4, 54, True)
    >>> aside("patients are divided into two groups of 35 each.")
    (70, 26, 47, False)
    """
    if "number of" in piece or "enrol" in piece or "recruit" in piece:
        named = _NAMED.search(piece)
        if named is not None and not _MORE_PEOPLE.match(piece, named.end()):
            return number_of(named["count"]), *named.span(), True
    if "group" in piece or "arms" in piece:
        each = _EACH.search(piece)
        if each is not None:
            groups = _GROUPS[each["groups"] or each["arms"]]
            return groups * number_of(each["size"] or each["many"]), *each.span(), False
    return in_a_row(piece)


def in_a_row(piece: str) -> tuple[int, int, int, bool] | None:
    """The one number of people in words without a verb and of no group."""
    found = list((_N_IS if holds_any(piece, _N_SIGNS) else _IN_A_ROW).finditer(piece))
    if len(found) != 1 or _NO_ROW.search(_ARMS_OF_ALL.sub("", piece)) is not None:
        return None
    (told,) = found
    groups = told.groupdict().get("groups") or "1"
    return int(groups) * number_of(told["count"]), *told.span(0 if told.re is _N_IS else "told"), False


def done_in(lead: str, after: str) -> bool:
    """Whether people counted between these words are those in whom the trial is done, perhaps a part of them."""
    return _DONE_IN.search(lead) is not None and _ITEM.match(lead) is None and not more_people(after)


def more_people(after: str) -> bool:
    """Whether other people are counted right behind: "…, 20 non-allergic controls"."""
    return _MORE_PEOPLE.match(_BRACKETS.sub("", after)) is not None


def beside_others(folded: str, start: int, end: int) -> bool:
    """Whether the clause counts people beside others ("Moreover, 5 patients …"), or the next sentence does."""
    if _BESIDE.search(folded, max(0, start - _LONGEST_BESIDE), start) is not None:
        return True
    return _MORE_OF_THEM.match(folded, start, end) is not None or _MORE_OF_THEM.match(folded, end) is not None


def the_rest(piece: str, end: int) -> bool:
    """Whether others are told behind: "25 women were given A and the rest of the 25 women …"."""
    return _REST.match(piece, end) is not None
