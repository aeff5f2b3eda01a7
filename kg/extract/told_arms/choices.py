"""What people are allotted to, in one sentence: `randomized to A or B`, `divided into two groups: A, and B`, `will
receive either A or B`.

The rule is a small grammar: a verb that allots; what it leads to (`to receive`, `into two groups:`, `between`); a row
of choices with its own signs (`or`, `versus`; after `groups` also `and`, `,`, `;`, numbers and dashes); and what ends
the row (a purpose, a time, another clause). Here are only the places of the choices: whether each of them is something
that can be given is for the caller to see. All patterns are for folded text, and linear.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.extract.told_arms.patterns import PEOPLE
from kg.text import holds_any


class Row(NamedTuple):
    """The stretches between the signs of one row; `grouped` if it was led in by the word `groups`; `merged` if commas
    could part it further; `named` if people are randomized to what it calls groups."""

    choices: list[tuple[int, int]]
    grouped: bool
    merged: bool = False
    named: bool = False


_LONGEST = 200
_ALLOTTING = (
    "randomi", "randomly", "equally", "evenly", "assign", "allocat", "divid", "split", "separated", "distributed",
    "enrolled", "placed", "allotted", "designated",
)  # fmt: skip
_COUNTING = (
    "arms", "groups", "cohorts", "treatments", "regimens", "interventions", "strategies", "drugs", "sequences",
    "techniques", "methods", "approaches", "medications", "medicines", "procedures", "diets", "products",
)  # fmt: skip
_IN_TURN = ("order", "sequence", "wash", "cross", "occasion", "period", "visits")
_OPEN = ("either", "one of the following")
_NOTHINGS = ("placebo", "sham", "observation", "vehicle", "or no ", "usual care", "standard")
_SIGNS = (" or ", " and ", " vs", " versus ", ";", " 2", "(2", " b)", " - ", "* ")
_BEFORE = 12
_NO_PURPOSE = (
    r"(?!compare|evaluate|determine|assess|investigate|test|examine|study|see|find|identify|establish|measure|explore|"
    r"describe|learn|know|provide|help|reduce|prevent|improve|treat\b|show|demonstrate|verify|confirm|observe|understand|one\sof|a\smaximum|"
    r"remain|participate|ensure|avoid|minimi[sz]e|make|achieve|(?:the\s)?(?:following|same|different|various|study|"
    r"treatments|treatment(?!\swith)|groups?|arms?)\b)"
)
_TAKE = (
    r"(?:receive|undergo|have|take|use|get|complete|attend|be\s(?:treated\swith|given)|(?:receive\s)?treatment\swith|"
    r"(?:a\s)?treatment\sof)\s"
)
_ALLOTS = (
    r"\b(?:randomi[sz](?:ed|ation)|assign\s(?:them|patients|participants|subjects)|"
    r"(?:randomly|equally|evenly)\s(?:assign|allocat|select|divid)\w*|assigned|allocated)\b"
)
_TO = re.compile(
    rf"{_ALLOTS}(?:[^.;]{{0,60}}?\s|\s)(?:to:?|between)\s{_NO_PURPOSE}(?:either\s)?(?:{_TAKE})?(?:either\s)?(?:of\s)?"
)
_ALLOTTED = r"(?:groups?|arms?|(?:regimens?|strategy|condition|protocol)(?!\s(?:groups?|arms?)\b))"
_NAME = rf"(?>(?:(?!(?:and|or|to|in|of|{_ALLOTTED}|were|was|will)\b)[\w/+&\"'-]+,?\s){{1,6}})"
_GROUPS = re.compile(
    r"\b(?:randomi[sz]ed|randomi[sz]ation|divid\w+|split|separated|allocated|assigned|distributed|enrolled|placed|"
    r"allotted)\b"
    r"[^.;:]{0,60}?\s(?:in(?:to)?|to)\s(?:one\sof\s|\d\sof\s|either\sof\s)?(?:the\s)?"
    r"(?:(?!and\b|or\b|group\b)[\w-]+\s){0,4}"
    r"(?:groups|arms|cohorts|conditions|regimens|treatments|methods|strategies|sequences|interventions|options)"
    r"(?:\s(?:of|with|in)\s(?:a\s|an\s)?[\w:. -]{1,40}?(?=\s?[:(,;-]))?(?:\s?\([^()]{0,60}\))?"
    r"(?P<lead>\s?:\s?|\s(?=\(?1[).])|\s\((?=[^()]{3,100}\s(?:and|or|versus|vs\.?)\s)|\s?;\s?|,\s(?:either|namely|"
    r"i\.e\.,?|one|to\sreceive|receiving|the|an?\s|(?=[^,]{3,80}\s(?:and|or)\s))|\s-\s|"
    r"\sto\sreceive\s(?!one\b)|\s(?:that|which)\s(?:will\s)?(?:receive\s|be\sgiven\s)|\sreceiving\s|"
    r"\streated\swith\s|\sgiven\s|\staking\s|"
    r"\sto\seither\s|\seither\s(?:to\s)?(?:receive\s)?|\sas\sfollows\s?:?\s)(?:either\s|receiving\s|to\sreceive\s)?"
)
# `into the X group or the Y group`, `between X and Y groups`; a name ends before the words that it cannot have
_PAIR = re.compile(
    r"\b(?:randomi[sz]\w+|divid\w+|split|separated|allocated|assigned|distributed|enrolled|placed|allotted|"
    r"designated)\b"
    r"[^.;:]{0,60}?\s(?:in(?:to)?|to|between)\s(?P<row>(?:either\s|the\s|an?\s){0,2}"
    rf"(?!(?:one|two|three|four|each|both|all|receive|\d)\b){_NAME}(?:{_ALLOTTED}"
    r"[\"']?\s)?(?:\([^()]{0,90}\),?\s)?(?:and|or|versus|vs)\s(?:(?:in)?to\s)?"
    rf"(?:the\s|an?\s)?{_NAME}(?:\([^()]{{0,90}}\)\s)?{_ALLOTTED}\b"
    r"[\"']?(?:\s?\([^()]{0,90}\))?)"
)
_GETS = (
    r"\b(?:receiv(?:e|ed)|(?:be\s)?given|(?:be\s)?treated\swith|undergo|underwent|take|took|get|got|"
    r"(?:be\s)?administered|administer)\s"
)
# `There are two arms: A, and B`, `compares two drugs (A and B)`
_COUNTED = re.compile(
    r"\b(?:two|three|four|five|six|2|3|4|5|6)\s(?:(?!of\b|and\b|or\b|times\b)[a-z][\w-]*\s){0,3}?"
    r"(?P<arms>(?:arms|groups|cohorts|sequences)\b)?(?(arms)|(?:treatments|regimens|interventions|strategies|drugs|"
    r"techniques|methods|approaches|medications|medicines|procedures|diets|products)\b)"
    r"(?:\s(?:of|for|in|will|are|with)\s[^.;:()]{0,50}?)?"
    r"(?:\s?:\s?|\s?\((?!n\s?=|\d+\s(?:patients|participants|subjects|in|per))(?=[^()]{3,120}?\s(?:and|or|versus|vs\.?|&)\s)|"
    r",\s(?:namely|i\.e\.,?)\s|\s-\s)(?:either\s)?"
)
# `whether A or B is better`, `which of A and B is more effective`
_WHICH = re.compile(
    r"\b(?:(?:whether|if)\s(?=[^.;:]{3,110}?\sor\s)|which\sof\s)(?P<row>(?:(?!\s(?:whether|if|reduces?)\s)[^.;:]){6,220}?)\s(?:is|are|will\sbe|would\sbe|works?)\s(?:the\s)?"
    r"(?:more|better|superior|safer|best|most|less|preferable)\b"
)
_COMPARED = re.compile(r"\b(?:compar|differ)")
# `receive A and B in random order`: everybody gets each of them in turn.
_CROSSED = re.compile(
    rf"{_GETS}(?:both\s)?(?P<row>(?!(?:both|all|each|the\s(?:two|three|same|study))\b)[^.;:()]{{3,140}}?)"
    r"(?:,?\s(?:in\s(?:a\s)?(?:(?:random(?:i[sz]ed)?|counterbalanced|alternat\w+|either|any|varying|different)\s){1,2}(?:order|sequence)|"
    r"in\sa\s(?:[\w-]+,?\s){0,4}?cross-?over|(?:each\s)?separated\sby\s[^.;:]{0,40}?wash-?out|"
    r"with\sa\s[^.;:]{0,30}?wash-?out|"
    r"(?:each\s)?(?:on|in|at|during)\s(?:two|three|four|2|3|4)?\s?(?:different|separate|separated|distinct|consecutive)\s"
    r"(?:treatment\s|study\s|dosing\s)?(?:occasions|days|visits|periods|sessions|weeks)))\b"
)
_EITHER = re.compile(
    rf"{_GETS}(?=[^.;:]{{3,60}}?\s(?:with|plus)\seither\s)|(?:{_GETS}|\btreat\s(?:(?!either\b)[\w-]+\s){{0,4}}(?:with\s|(?=either\swith\s)))(?:either(?:\swith)?:?\s|one\sof\sthe\sfollowing[^.;:]{{0,40}}:\s?)"
)
# `receive X or placebo`: what control arms get says that the others get something else.
_OR_NOTHING = re.compile(
    rf"{_GETS}(?:[^.;:]{{0,90}}?\seither\s)?(?P<row>(?!either\b|no\b|not\b|one\sof\b|(?:the\s)?(?:study|active|trial|"
    rf"blinded)\s)(?:(?!placebo|different\sdos|either\b|study\s(?:drug|med|prod|"
    rf"treat))[^.;:]){{3,140}}?,?\sor\s(?:an?\s|the\s|its\s|(?:a\s)?matching\s|matched\s|identical\s|"
    r"oral\s|saline\s|inactive\s|undergo\s|receive\s|equivalent\s|dummy\s){0,3}"
    r"(?:placebos?|sham|observation|vehicle|no\s(?:further\s)?(?:treatment|intervention|therapy)|usual\scare|"
    r"standard\s(?:of\s)?care)\b)"
)
_TOLD = re.compile(
    rf"\b(?:{PEOPLE}|they|who|(?:half|all))\s(?:[^.;:,]{{0,50}}?\s)?(?:will|are\sto|were\sto|shall|would)\s\Z|"
    rf"\b(?:{PEOPLE})\s(?:were\s|are\s|will\s|also\s)?(?:randomly\s)?\Z|"
    r"\b(?:we|investigators|researchers)\s(?:[^.;:,]{0,30}?\s)?(?:will|shall)\s\Z|"
    r"\brandom\w*[^.;]{0,80}\Z|\b(?:divid|split|allocat|assign)\w*[^.;]{0,80}\Z"
)
_FACTORIAL = re.compile(r"\b(?:\d\s?[x×]\s?\d|factorial)\b")  # what is crossed is no row of choices
# `(1)`, `2.`, `a)`, `ii)`, `-`, `*` before a member; in a row of them nothing else parts.
_NUMBERED = re.compile(
    r"(?:(?<=[\s:;,])|(?<=\s\())(?:\(?(?:[1-6]|[a-f]|i{1,3}|iv)\)|[1-6]\.(?=\s))\s?|(?<=[\s:;])[*•-]\s+(?=\S)"
)
_NO_COUNT = r"(?!without\b|\d{1,2}\s(?:weeks?|days?|hours?|months?|times|years?)\b|more\b|less\b)"
# `receive or not receive X`
_OR_NOT = re.compile(rf"{_ALLOTS}\sto\s(?:either\s)?(?P<yes>\w+)\sor\s(?P<no>(?:to\s)?not(?:\sto)?(?:\s\w+)?)\s(?=\S)")
_OR = re.compile(rf"(?<!with)(?<!one),?\s\b(?:or|versus|vs\.?)\b\s{_NO_COUNT}")
_OR_TO = re.compile(r",?\s\b(?:or|versus|vs\.?)\sto\s")
_OR_COMMA = re.compile(
    rf"(?<!with),?\s\b(?:or|versus|vs\.?)\b\s{_NO_COUNT}|,\s(?!(?:which|with|as|in\s(?:which|addition|combination)|"
    rf"for|followed|given|and|who|that|all|both)\b)"
)
_BETWEEN = re.compile(r",?\s(?:and|or|versus|vs\.?)\s")
_AND_COMMA = re.compile(r",?\s\b(?:and|or|versus|vs\.?|while)\b\s|[,;]\s")
_AND = re.compile(r",?\s\b(?:and|or|versus|vs\.?|while)\b\s|;\s")
# `the combination of A and B` is one choice.
_TOGETHER = re.compile(r"\b(?:(?:combination|mixture) of|both|between)(?:\s(?!and\b)[\w-]{1,30}){1,4}\Z")
_LONGEST_NAME = 60
_ENDS = re.compile(
    r"[,;]\s(?:both|all)\s|,?\s(?:(?:both|each|all)\s(?:in\scombination|combined|given|together|plus|with)\b|"
    r"(?<=,\s)(?:in\s(?:addition\sto|combination\swith)|on\stop\sof|combined\swith|added\sto|along\swith|alongside)|"
    r"in\s(?:a|an)\s(?!group)|until|depending|(?<=,\s)and\sgroups|(?<=,\s)(?:which|who|that)\b|for\sup\sto|followed\sfor|at\sa\sratio|stratified|"
    r"after\swhich|"
    r"(?:while|when|if|before|prior\sto|and\sresearchers|and\swill\sbe|respectively)\s)|,?\srespectively\b|"
    r"\s(?:in\sorder\s)?to\s(?:evaluate|determine|assess|investigate|test|examine|see|compare|explore|reduce|prevent|"
    r"improve)\b|"
    r"\s(?:for\severy|with\sfollow|(?:with\s)?all\s(?:patients|subjects|participants)|patients\swill|"
    r"participants\swill|subjects\swill|at\seach\sof)\s|"
    r"\s(?:will\sbe|were|are)\s(?:compared|tested|studied|evaluated|investigated)\b|"
    rf",?\sand\s(?:then\s)?(?:will|were|are|(?:all|both)\s{PEOPLE}|followed)\b"
)
_DIGIT = re.compile(r"\d")
_LEADING = re.compile(
    r"(?:(?:will|to|or)\s(?:receive\s)?(?!and\b)|\d{1,3}\s(?:subjects\s|patients\s|participants\s)?(?:on|to|receiving)\s|[\s,;:*•-]|\(?\b(?:[1-6]|[a-f]|i{1,3})\)\s|(?:either|to|the|into|in|"
    r"namely|and|an?(?=\s))\s|"
    r"(?:one|another|the\sother|first|second|the\sthird)\s(?:(?:which|who|that)\s)?(?:will\s)?(?:receiv\w+|given|"
    r"to\sreceive|treated\swith)\s)*"
)
_TRAILING = re.compile(r"(?:[\s.,;:(-]|\b(?:or|and)(?=[\s.,;:(-]*\Z))+\Z")


def rows(folded: str, start: int, end: int) -> list[Row]:
    """Every row of at least two choices in the sentence, the surest first."""
    sentence = folded[start:end]
    if not holds_any(sentence, _SIGNS) or _FACTORIAL.search(folded, start, end):
        return []
    found: list[Row] = []
    begin = _first(sentence, _ALLOTTING)
    if begin is not None:
        begin = max(start, start + begin - _BEFORE)
        grouped = _GROUPS.search(folded, begin, end)
        if grouped is not None:
            lead = grouped.end("lead") - (3 if grouped["lead"].endswith("one") else 0)
            found += _parted(folded, lead, end, grouped=True)
        pair = _PAIR.search(folded, begin, end)
        if pair is not None:
            named = pair.group().startswith("randomi") or folded.startswith("randomly", max(0, pair.start() - 9))
            found += [row._replace(named=named) for row in _parted(folded, *pair.span("row"), grouped=True)]
        not_given = _OR_NOT.search(folded, begin, end)
        if not_given is not None and not_given["no"].endswith((not_given["yes"], "not")):
            ends = _ENDS.search(folded, not_given.end(), end)
            found.append(Row([(not_given.end(), ends.start() if ends else end), not_given.span("no")], False))
        led = _led_to(folded, begin, end)
        if led is not None:
            between = folded[led.start() : led.end()].rstrip().endswith(" between")
            found += _parted(folded, led.end(), end, grouped=False, between=between)
    counted = _COUNTED.search(folded, start, end) if begin is None and holds_any(sentence, _COUNTING) else None
    if counted is not None and (counted["arms"] or _COMPARED.search(folded, start, counted.start())):
        found += _parted(folded, counted.end(), end, grouped=True)
    crossed = _CROSSED.search(folded, start, end) if holds_any(sentence, _IN_TURN) else None
    if crossed is not None:
        found += _parted(folded, *crossed.span("row"), grouped=True)
    which = _WHICH.search(folded, start, end) if holds_any(sentence, ("whether ", "which ", "if ")) else None
    if which is not None:
        found += _parted(folded, *which.span("row"), grouped=True)
    either = _EITHER.search(folded, start, end) if holds_any(sentence, _OPEN) else None
    if either is not None and _TOLD.search(folded, max(start, either.start() - 90), either.start()):
        found += _parted(folded, either.end(), end, grouped=False)
    nothing = _OR_NOTHING.search(folded, start, end) if holds_any(sentence, _NOTHINGS) else None
    if nothing is not None:
        found += _parted(folded, *nothing.span("row"), grouped=False)
    return found


def _first(sentence: str, words: tuple[str, ...]) -> int | None:
    """Where the first of the words stands: cheaper than a search for the whole pattern."""
    return min((place for word in words if (place := sentence.find(word)) >= 0), default=None)


def _led_to(folded: str, start: int, end: int) -> re.Match[str] | None:
    """What people are randomized to; the last before the first sign: "assigned to a cohort, randomized to A or B"."""
    match = _TO.search(folded, start, end)
    while match is not None:
        border = _OR.search(folded, match.end(), end)
        again = _TO.search(folded, match.end(), border.start() if border else end)
        if again is None:
            break
        match = again
    return match


def _parted(folded: str, begin: int, end: int, *, grouped: bool, between: bool = False) -> list[Row]:
    ends = _ENDS.search(folded, begin, end)
    stop = ends.start() if ends else end
    borders: list[tuple[int, int]] = []
    found: list[Row] = []
    marks = list(_NUMBERED.finditer(folded, max(0, begin - 2), end))
    if len(marks) > 1 and marks[0].start() <= begin + 2:
        return _row(folded, marks[0].end(), end, [m.span() for m in marks[1:]], grouped)
    if grouped:
        bracketed = "(" in folded[begin:stop]
        signs = _AND if ";" in folded[begin:stop] or bracketed else _AND_COMMA
        borders = _apart(folded, begin, stop, signs)
        commas = _apart(folded, begin, stop, _AND_COMMA) if bracketed and ";" not in folded[begin:stop] else borders
        found += _row(folded, begin, stop, commas, grouped) if commas != borders else []
    else:
        borders = [m.span() for m in _OR_TO.finditer(folded, begin, stop)]  # "either to A or B, or to C"
        if not borders:
            borders = [m.span() for m in _OR.finditer(folded, begin, stop)]
            listed = _listed(folded, begin, stop, borders)
            found += _row(folded, begin, stop, listed, grouped) if listed != borders else []
        if not borders and between:
            borders = [m.span() for m in _BETWEEN.finditer(folded, begin, stop)][:1]
    return found + [row._replace(merged=bool(found)) for row in _row(folded, begin, stop, borders, grouped)]


def _apart(folded: str, begin: int, stop: int, signs: re.Pattern[str]) -> list[tuple[int, int]]:
    """The signs outside brackets that part what is not told to go together."""
    return [
        m.span()
        for m in signs.finditer(folded, begin, stop)
        if _outside(folded, begin, m.start())
        and _TOGETHER.search(folded, max(begin, m.start() - _LONGEST_NAME), m.start()) is None
    ]


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
        end = start + len(_TRAILING.sub("", folded[start:end]))
        closed = folded.find(")", start, end)
        end = closed if closed >= 0 and "(" not in folded[start:closed] else end
        if end > start:
            made.append((start, end))
    if made and folded.startswith("part in", made[0][0]):  # "to take part in"
        return []
    if len(made) < 2 or max(b - a for a, b in made) > _LONGEST:
        return []
    return [Row(made, grouped)]
