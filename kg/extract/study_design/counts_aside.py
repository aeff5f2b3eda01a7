"""Numbers of participants without a verb of enrolling: in a row of the design, as a figure that is named, by groups.

The rule: a row without a verb ("Double-blind, 240 women.", "20 patients, 2 centers") counts all of them where it counts
people once; "the number of participants is 120" names the figure; "two groups of 35 each" is the product; "to compare X
with Y in 60 patients" tells whom the trial is done in. What follows with more people ("…, 20 controls") is a part.
"""

from __future__ import annotations

import re

from kg.extract.study_design.counted_words import patterns
from kg.extract.study_design.numbers import NUMBER, number_of

_LONGEST_ROW = 220
_FINITE = re.compile(
    r"\b(?:is|are|was|were|will|has|have|had|can|may|be|been|should|must|do|does|did|receiv\w+|screen\w+|complet\w+|"
    r"exclud\w+|withdr\w+|power|each|per|arms? [a-d1-9]\b|groups? [a-d1-9]\b|cohort|part|stage|first|additional|"
    r"previous\w*|versus|vs|compared)\b"
)
_ROW_WORD = re.compile(
    r"\b(?:phase|randomi[sz](?:ed|ation)|rct|blind(?:ed)?|masked|label|cent(?:er|re)s?|multicent(?:er|re)|prospective|"
    r"retrospective|observational|cross-?over|parallel|pilot|placebo|controlled|dummy|arms?|sites?|hospitals?|design|"
    r"study|trial)\b"
)
_ENDS = re.compile(
    r"\s?(?:[,.;)]|$|(?:with|aged?|in|from|at|over|undergoing|"
    r"to be (?:included|enrol?led|recruited|randomi[sz]ed))\b)"
)
_BEFORE = re.compile(r"(?:^\W*|[,;(]\s?(?:(?:total|planned)\s)?|\bn\s?=\s?)\Z")
_N_ALONE = re.compile(rf"\W*(?:total )?n ?= ?(?P<count>{NUMBER})\W*")
_PEOPLE_OF_ALL = "pts|patients|participants|subjects|volunteers|women|children|adults|men"
# "N=100, randomised 1:1"
_N_FIRST = re.compile(
    rf"\W*(?P<told>(?:total )?n ?= ?(?P<count>{NUMBER}))"
    r"(?=[,;:]? (?:randomi[sz]ed|patients|participants|subjects|adults|children|infants|women|men|in total|1:1|2:1)\b"
    r"(?![^.;]{0,40}\b(?:per|each|group|arm|n ?=)\b))"
)
# "197 patients randomised 1:1": a row without a verb
_IN_A_RATIO = re.compile(
    rf"\W*(?P<told>(?P<count>{NUMBER}) (?:(?!per\b|of\b|and\b)[\w-]+ ){{0,2}}?(?:{_PEOPLE_OF_ALL}),? "
    r"(?:to be )?randomi[sz]ed (?:in a )?[1-4]:[1-4](?::[1-4])?)\b"
)
_N_LAST = re.compile(rf"[,;] (?P<told>n ?= ?(?P<count>{NUMBER}))\W*\Z")
_N_END = re.compile(rf"[a-z)]\. (?P<told>n ?= ?(?P<count>{NUMBER}))\W*\Z")  # no capital opens this sentence
# "25 per group, total 50."
_TOTAL_LAST = re.compile(
    r"\d (?:[a-z]+ ){0,2}?(?:per|each|every|both) (?:\w+ )?(?:group|arm)s?\b(?:[^.;]|\.(?=\d)){0,120}?[,(:]? ?\b"
    rf"(?P<told>(?:in total|a total of|total(?: sample(?: size)?)?(?: of| is| =|:)?) ?(?P<count>{NUMBER}))"
    r"(?: (?:patients|participants|subjects|children|women|adults|individuals|cases|pts))?\W*\Z"
)
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
# "sample size is 2 x 75 patients"
_TIMES = re.compile(
    r"\b(?:sample size|number of (?:patients|participants|subjects)|we (?:plan to )?(?:enrol|recruit|include)|"
    rf"in total)\b[^.;\d]{{0,30}}? (?P<told>(?P<groups>[2-5]) ?[x×] ?(?P<size>{NUMBER}) (?:{_PEOPLE}|pts)\b)"
)
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


def aside(piece: str) -> tuple[int, int, int, bool] | None:
    """(number, start, end, whether it is surely that of all) in a clause about the trial, in lower case.

    >>> aside("double-blind, 240 women."), aside("the total number of participants is expected to be 120.")
    ((240, 14, 23, True), (120, 4, 54, True))
    >>> aside("patients are divided into two groups of 35 each."), aside("two weeks, 240 women rest.")
    ((70, 26, 47, False), None)
    >>> aside("the sample size is 2 x 75 patients.")
    (150, 19, 34, True)
    """
    alone = _N_ALONE.fullmatch(piece)
    if alone is not None:
        return number_of(alone["count"]), *_span(piece, *alone.span()), True
    ratio = _IN_A_RATIO.match(piece) if "randomi" in piece else None
    if ratio is not None:
        return number_of(ratio["count"]), *ratio.span("told"), True
    end = _N_END.search(piece)
    if end is not None:
        return number_of(end["count"]), *end.span("told"), True
    first = _N_FIRST.match(piece)
    if first is not None:
        return number_of(first["count"]), *first.span("told"), True
    if "number of" in piece or "enrol" in piece or "recruit" in piece:
        named = _NAMED.search(piece)
        if named is not None and not _MORE_PEOPLE.match(piece, named.end()):
            return number_of(named["count"]), *named.span(), True
    total = _TOTAL_LAST.search(piece) if "total" in piece else None
    if total is not None:
        return number_of(total["count"]), *total.span("told"), False
    if "group" in piece or "arms" in piece:
        each = _EACH.search(piece)
        if each is not None:
            groups = _GROUPS[each["groups"] or each["arms"]]
            return groups * number_of(each["size"] or each["many"]), *each.span(), False
    times = _TIMES.search(piece) if "x " in piece or "×" in piece else None
    if times is not None:
        return int(times["groups"]) * number_of(times["size"]), *times.span("told"), True
    return _row(piece)


def _row(piece: str) -> tuple[int, int, int, bool] | None:
    """The number of people in a row of words of the design without a verb."""
    bare = _BRACKETS.sub(lambda match: " " * len(match.group()), piece)  # "n = 60 (30 per arm)"
    if len(piece) > _LONGEST_ROW or _FINITE.search(bare) is not None or _ROW_WORD.search(piece) is None:
        return None
    last = _N_LAST.search(bare)
    if last is not None:
        return number_of(last["count"]), *last.span("told"), True
    found = [
        match
        for match in patterns().mention.finditer(piece)
        if _BEFORE.search(piece, 0, match.start()) and _ENDS.match(piece, match.end())
    ]
    if len(found) != 1:
        return None
    return number_of(found[0]["count"]), *found[0].span(), True


def done_in(lead: str, after: str) -> bool:
    """Whether people counted between these words are those in whom the trial is done, perhaps a part of them."""
    return _DONE_IN.search(lead) is not None and _ITEM.match(lead) is None and not more_people(after)


def more_people(after: str) -> bool:
    """Whether other people are counted right behind: "…, 20 non-allergic controls"."""
    return _MORE_PEOPLE.match(_BRACKETS.sub("", after)) is not None


def _span(piece: str, start: int, end: int) -> tuple[int, int]:
    inner = piece[start:end]
    return start + len(inner) - len(inner.lstrip(" -*•\\\n,;:")), end - (len(inner) - len(inner.rstrip(" .,;\n")))
