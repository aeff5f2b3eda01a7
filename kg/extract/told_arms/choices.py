"""What people are allotted to, in one sentence: `randomized to A or B`, `divided into two groups: A, and B`, `will
receive either A or B`.

The rule is a small grammar: what leads to a row (`leads`); the row with its own signs (`or`, `versus`; after `groups`
also `and`, `,`, `;`, numbers and dashes); and what ends it (a purpose, a time, another clause). Here are only the
places of the choices: whether each of them is something that can be given is for the caller to see. All patterns are
for folded text, and linear.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.extract.told_arms.leads import NO_COUNT, NOT_ADDED, OR, Lead, is_crossed_with_another, leads
from kg.extract.told_arms.patterns import BRACKETS, PEOPLE
from kg.text import holds_any


class Row(NamedTuple):
    """The stretches between the signs of one row; `grouped` if it was led in by the word `groups`; `merged` if commas
    could part it further; `named` if people are randomized to what it calls groups; `dosed` if it may
    only tell doses; `sized` if only the numbers of people behind its names make it a row."""

    choices: list[tuple[int, int]]
    grouped: bool
    merged: bool = False
    named: bool = False
    dosed: bool = False
    sized: bool = False


_LONGEST = 200
_LONGEST_BRACKET, _LONGEST_ROW = 500, 2000
_CROSSED = 4  # choices of a factorial design
_SIGNS = (" or ", " and ", " vs", " versus ", ";", " 2", "(2", "b)", " - ", "* ")
# `(1)`, `2.`, `a)`, `ii)`, `-`, `*` before a member; in a row of them nothing else parts.
_NUMBERED = re.compile(
    r"(?:(?<=[\s:;,])|(?<=\s\())(?:\(?(?:[1-6]|[a-f]|i{1,3}|iv)\)|[1-6]\.(?=\s))\s?|(?<=[\s:;])[*•-]\s+(?=\S)"
)
_OR_TO = re.compile(r",?\s\b(?:or|versus|vs\.?)\sto\s")
_OR_COMMA = re.compile(
    rf"(?<!with){NOT_ADDED},?\s\b(?:or|versus|vs)\b\.?\s{NO_COUNT}|"
    r",\s(?!(?:which|with|as|in\s(?:which|addition|combination)|"
    rf"for|followed|given|and|who|that|all|both)\b)"
)
_BETWEEN = re.compile(r",?\s(?:and|or|versus|vs\.?)\s")
_AND_COMMA = re.compile(r",?\s\b(?:and|or|versus|vs|while)\b\.?\s|[,;]\s")
_AND = re.compile(r",?\s\b(?:and|or|versus|vs|while)\b\.?\s|;\s")
# `the combination of A and B` is one choice.
_TOGETHER = re.compile(r"\b(?:(?:combination|mixture) of|both|between)(?:\s(?!and\b)[\w-]{1,30}){1,4}\Z")
_LONGEST_NAME = 60
_ENDS = re.compile(
    r"[,;]\s(?:both|all)\s|,?\s(?:(?:both|each|all)\s(?:in\scombination|combined|given|together|plus|with)\b|"
    r"(?<=,\s)(?:in\s(?:addition\sto|combination\swith)|on\stop\sof|combined\swith|added\sto|along\swith|alongside)|"
    r"in\s(?:a|an)\s(?!group)|until|depending|(?<=,\s)and\sgroups|(?<=,\s)(?:which|who|that)\b|"
    r"for\sup\sto(?!\s\w+\s\w+,?\s(?:or|versus|vs)\b)|followed\sfor|at\sa\sratio|stratified|"
    r"after\swhich|"
    r"(?:while|when|if|before|prior\sto|and\sresearchers|and\swill\sbe|respectively)\s)|,?\srespectively\b|"
    r"\s(?:in\sorder\s)?to\s(?:evaluate|determine|assess|investigate|test|examine|see|compare|explore|reduce|prevent|"
    r"improve)\b|\s(?:for\severy|with\sfollow|(?:with\s)?all\s(?:patients|subjects|participants)|patients\swill|"
    r"participants\swill|subjects\swill|at\seach\sof)\s|"
    r"\s(?:will\sbe|were|are)\s(?:compared|tested|studied|evaluated|investigated)\b|"
    r"\.\sn\s?=|\sand\sthen\s(?:be\s)?(?:discharged|followed|assessed|observed|monitored|evaluated)\b|"
    rf",?\sand\s(?:then\s)?(?:will|were|are|(?:all|both)\s{PEOPLE}|followed)\b"
)
_DIGIT = re.compile(r"\d")
_LEADING = re.compile(
    r"(?:\d:\d(?::\d)*\s(?:ratio|fashion|manner|basis)\s(?:to\s)?|(?:will|to|or)\s(?:receive\s|use\s)?(?!and\b)|use\s|\d{1,3}\s(?:subjects\s|patients\s|participants\s)?(?:on|to|receiving)\s|[\s,;:*•-]|\(?\b(?:[1-6]|[a-f]|i{1,3})\)\s|(?:either|to|the|into|in|"
    r"namely|and|an?(?=\s)|with(?!\sor\b)|compared\s(?:to|with)|versus)\s|"
    r"(?:one|another|the\sother|first|second|the\sthird)\s(?:(?:which|who|that)\s)?(?:will\s)?(?:receiv\w+|given|"
    r"to\sreceive|treated\swith)\s)*"
)
_SIZE_BEHIND = re.compile(r"\.\sn\s?=[^;]{0,60}\Z")
_TRAILING = re.compile(r"(?:[\s.,;:(-]|\b(?:or|and)(?=[\s.,;:(-]*\Z))+\Z")


def rows(folded: str, start: int, end: int) -> list[Row]:
    """Every row of at least two choices in the sentence, the surest first."""
    if not holds_any(folded[start:end], _SIGNS):
        return []
    fewest = _CROSSED if is_crossed_with_another(folded, start, end) else 2
    found: list[Row] = []
    for lead in leads(folded, start, end):
        if lead.no is not None:
            ends = _ENDS.search(folded, lead.begin, lead.end)
            found.append(Row([(lead.begin, ends.start() if ends else lead.end), lead.no], False))
        else:
            found += _parted(folded, lead)
    return [row for row in found if len(row.choices) >= fewest]


def _parted(folded: str, lead: Lead) -> list[Row]:
    """The ways in which what stands behind the lead may be parted, the last one the plainest."""
    begin, end, grouped = lead.begin, lead.end, lead.grouped
    stop = _stop(folded, begin, end)
    marks = list(_NUMBERED.finditer(folded, max(0, begin - 2), end))
    if len(marks) > 1 and marks[0].start() <= begin + 2:
        return _row(folded, marks[0].end(), end, [m.span() for m in marks[1:]], grouped)
    more, borders = _of_groups(folded, begin, stop) if grouped else _of_choices(folded, begin, stop, lead.between)
    found = _row(folded, begin, stop, more, grouped) if more != borders else []
    found += [row._replace(merged=bool(found)) for row in _row(folded, begin, stop, borders, grouped)]
    return [row._replace(named=lead.named, dosed=lead.dosed) for row in found]


def _of_groups(folded: str, begin: int, stop: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The signs between groups, with the commas beside a bracket, and those that surely part them."""
    bracketed, halves = "(" in folded[begin:stop], ";" in folded[begin:stop]
    borders = _apart(folded, begin, stop, _AND if halves or bracketed else _AND_COMMA)
    return _apart(folded, begin, stop, _AND_COMMA) if bracketed and not halves else borders, borders


def _of_choices(
    folded: str, begin: int, stop: int, between: bool
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The signs between choices, with the commas of a list, and those that surely part them; where there are none,
    behind `between` its `and`."""
    borders = [m.span() for m in _OR_TO.finditer(folded, begin, stop)]  # "either to A or B, or to C"
    if borders:
        return borders, borders
    borders = [m.span() for m in OR.finditer(folded, begin, stop) if _outside(folded, begin, m.start())]
    listed = _listed(folded, begin, stop, borders)
    if not borders and between:
        borders = [m.span() for m in _BETWEEN.finditer(folded, begin, stop)]
        borders = [(a, b) for a, b in borders if _outside(folded, begin, a)][:1]
    return listed, borders


def _stop(folded: str, begin: int, end: int) -> int:
    """Where the row ends; what a bracket tells of one choice (`A (until progression) or B`) ends no row."""
    for ends in _ENDS.finditer(folded, begin, end):
        place = ends.start()
        closed = folded.find(")", place, place + _LONGEST_BRACKET) >= 0
        if not closed or place - begin > _LONGEST_ROW or _outside(folded, begin, place):
            return place
    return end


def _apart(folded: str, begin: int, stop: int, signs: re.Pattern[str]) -> list[tuple[int, int]]:
    """The signs outside brackets that part what is not told to go together."""
    found = [
        m.span()
        for m in signs.finditer(folded, begin, stop)
        if _outside(folded, begin, m.start())
        and _TOGETHER.search(folded, max(begin, m.start() - _LONGEST_NAME), m.start()) is None
    ]
    read = [folded[a:b].strip() for a, b in found]
    if read.count(";") > 1:  # "A and B; A and placebo; placebo of both" are three
        return [span for span, sign in zip(found, read, strict=True) if sign == ";"]
    if "," in read and {", and", ", or"} & set(read):  # "A, A plus B, and A plus B and C" are three
        last = max(place for place, sign in enumerate(read) if sign in (", and", ", or"))
        found = [span for place, span in enumerate(found) if place <= last and read[place] not in ("and", "or")]
    return found


def _listed(folded: str, begin: int, stop: int, borders: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The signs with the commas of "A, B, or C": outside brackets, before the last `or`, and no comma of an aside."""
    signs = [m.span() for m in _OR_COMMA.finditer(folded, begin, stop) if _outside(folded, begin, m.start())]
    last = max((place for place, (a, b) in enumerate(signs) if b - a > len(", ")), default=-1)
    signs = signs[: last + 1]
    if signs and _DIGIT.search(folded, begin, signs[0][0]) is None:  # "X, 0.1% or vehicle"
        signs = [(a, b) for a, b in signs if folded[a] != "," or not folded[b].isdigit()]
    return signs or borders


def _outside(folded: str, begin: int, place: int) -> bool:
    """Whether the place is in no bracket opened since `begin`."""
    return folded.count("(", begin, place) <= folded.count(")", begin, place)


def _row(folded: str, begin: int, stop: int, borders: list[tuple[int, int]], grouped: bool) -> list[Row]:
    """The row without the small words that lead in a choice; none unless there are two, and none is too long."""
    made: list[tuple[int, int]] = []
    begins, stops = [begin, *(b for _, b in borders)], [*(a for a, _ in borders), stop]
    for start, end in zip(begins, stops, strict=True):
        lead = _LEADING.match(folded, start, end)
        start = lead.end() if lead else start
        end = start + len(_TRAILING.sub("", _SIZE_BEHIND.sub("", folded[start:end])))
        closed = folded.find(")", start, end)
        end = closed if closed >= 0 and "(" not in folded[start:closed] else end
        if end > start:
            made.append((start, end))
    if made and folded.startswith("part in", made[0][0]):  # "to take part in"
        return []
    if len(made) < 2 or max(len(BRACKETS.sub("", folded[a:b])) for a, b in made) > _LONGEST:
        return []
    return [Row(made, grouped)]
