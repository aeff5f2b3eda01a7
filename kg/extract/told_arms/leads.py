"""What leads to a row of choices: `randomized to …`, `divided into two groups: …`, `will receive either …`.

The rule: in one sentence, each wording by which people are allotted to something, or by which all of them get one thing
after the other; and where the row behind it begins, how far it may reach, and what kind of row it is. A wording is only
looked for where one of its words stands. How the row is parted is for `choices`. The longer lists of words stand in
`ontology/grammar/arm_words.tsv`. All patterns are for folded text, and linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from kg.extract.told_arms.patterns import PEOPLE
from kg.extract.told_arms.wordlists import alternatives
from kg.text import holds_any


class Lead(NamedTuple):
    """The row stands from `begin` to `end` at most; `grouped` if it was led in by the word `groups`, `between` if by
    that word, `named` if people are randomized to what it calls groups; `dosed` if it
    may only tell doses; `no` is a second choice that stands before."""

    begin: int
    end: int
    grouped: bool
    between: bool = False
    named: bool = False
    dosed: bool = False
    no: tuple[int, int] | None = None


_ALLOTTING = (
    "randomi", "randomly", "equally", "evenly", "assign", "allocat", "divid", "split", "separated", "distributed",
    "enrolled", "placed", "allotted", "designated",
)  # fmt: skip
_COUNTING = (
    "arms", "groups", "cohorts", "treatments", "regimens", "interventions", "strategies", "drugs", "sequences",
    "techniques", "methods", "approaches", "medications", "medicines", "procedures", "diets", "products",
)  # fmt: skip
_IN_TURN = ("order", "sequence", "wash", "cross", "occasion", "period", "visits", " days")
_ORDERS = ("random order", "ized order", "ised order", "counterbalanced", "random sequence", "ized sequence")
_ASKS = ("whether ", "which ", "if ")
_OPEN = ("either", "one of the following")
_NOTHINGS = ("placebo", "sham", "observation", "vehicle", "or no", "usual care", "standard")
_FEIGNED = ("placebo", "sham", "vehicle", "of saline", "of normal saline")
_AMOUNTS = (
    "mg or ", "cg or ", " g or ", "iu or ", "units or ", "% or ", "/day or ", "/kg or ", "mg, ", "cg, ", "%, ", "day, ",
    "daily or ", "/m2 or ",
)  # fmt: skip
_BEFORE = 12
# What is only spoken of in general: `randomized to the following groups`.
_GENERAL = r"(?:the\s)?(?:following|same|different|various|study|treatments|treatment(?!\swith)|groups?|arms?)"
_TAKE = (
    r"(?:receive|undergo|have|take|use|get|complete|attend|be\s(?:treated\swith|given)|(?:receive\s)?treatment\swith|"
    r"(?:a\s)?treatment\sof)\s"
)
_ALLOTS = (
    r"\b(?:randomi[sz](?:ed|ation)|assign\s(?:them|patients|participants|subjects)|"
    r"(?:randomly|equally|evenly)\s(?:assign|allocat|select|divid)\w*|assigned|allocated)\b"
)
_ALLOTTED = r"(?:groups?|arms?|(?:regimens?|strategy|condition|protocol)(?!\s(?:groups?|arms?)\b))"
_NAME = rf"(?>(?:(?!(?:and|or|versus|vs|to|in|of|{_ALLOTTED}|were|was|will)\b)[\w/+&\"'-]+,?\s){{1,6}})"
_UP_TO = r"(?:[^.;:]|(?<=\d):(?=\d)){0,60}?"  # "randomized (1:1) to"
_GROUPS = re.compile(
    r"\b(?:randomi[sz]ed|randomi[sz]ation|divid\w+|split|separated|allocated|assigned|distributed|enrolled|placed|"
    r"allotted)\b"
    rf"{_UP_TO}"
    r"\s(?:in(?:to)?|to)\s(?:one\sof\s|\d\sof\s|either\sof\s)?(?:the\s)?"
    r"(?:(?!and\b|or\b|group\b)[\w-]+\s){0,4}"
    r"(?:groups|arms|cohorts|conditions|regimens|treatments|methods|strategies|sequences|interventions|options)"
    r"(?:\s(?:of|with|in|for)\s(?:a\s|an\s)?[\w:. -]{1,40}?(?=\s?[:(,;-]))?(?:\s?\([^()]{0,60}\))?"
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
    rf"{_UP_TO}"
    r"\s(?:in(?:to)?|to|between)\s(?P<row>(?:either\s|the\s|an?\s){0,2}"
    rf"(?!(?:one|two|three|four|each|both|all|receive|\d)\b){_NAME}(?:{_ALLOTTED}"
    r"[\"']?\s)?(?:\([^()]{0,90}\),?\s)?(?:and|or|versus|vs)\s(?:(?:in)?to\s)?"
    rf"(?:the\s|an?\s)?{_NAME}(?:\([^()]{{0,90}}\)\s)?{_ALLOTTED}\b"
    r"[\"']?(?:\s?\([^()]{0,90}\))?)"
)
_GETS = (
    r"\b(?:receiv(?:es?|ed)|(?:be\s)?given|(?:be\s)?treated\s(?:for\s[\w-]+\s[\w-]+\s)?with|undergo|underwent|take|took|get|got|consume|"
    r"(?:be\s)?(?:vaccinated|immuni[sz]ed|injected|infused|supplemented|boosted|dosed)\swith|"
    r"(?:be\s)?(?:managed|operated)\s(?:by|with)|(?:be\s)?administered|administer)\s"
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
_COMPARED = re.compile(r"\b(?:compar|differ)")
_OF = re.compile(r"\bcompar\w*(?:\s[\w-]+){0,4}\s\Z|\b(?:trial|study|comparison)\s(?:of|with)\s\Z")
_EACH = r"(?!(?:both|all|each|the\s(?:two|three|same|study))\b)"
# `receive A and B in random order`: everybody gets each of them in turn.
_CROSSED = re.compile(
    rf"{_GETS}(?:both\s)?(?P<row>{_EACH}(?:[^.;:()]|\([^().;:]{{1,60}}\)|(?<=\d)\.(?=\d)){{3,180}}?)"
    r"(?:,?\s(?:in\s(?:a\s)?(?:(?:random(?:i[sz]ed)?|counterbalanced|alternat\w+|either|any|varying|different)\s){1,2}(?:order|sequence)|"
    r"in\sa\s(?:[\w-]+,?\s){0,4}?cross-?over|(?:each\s)?separated\sby\s[^.;:]{0,40}?wash-?out|"
    r"with\sa\s[^.;:]{0,30}?wash-?out|"
    r"(?:each\s)?(?:on|in|at|during)\s(?:two|three|four|2|3|4)?\s?(?:different|separate|separated|distinct|consecutive)\s"
    r"(?:treatment\s|study\s|dosing\s)?(?:occasions|days|visits|periods|sessions|weeks)))\b"
)
# `receive in random order A and B`, `in random order, they will receive A and B`
_ORDER_FIRST = re.compile(
    r"(?P<got>\b(?:receive[sd]?|treated|undergo|take|get),?\s)?"
    r"\bin\s(?:an?\s)?(?:random(?:i[sz]ed)?|counterbalanced)\s(?:order|sequence)(?:,\s|:\s|\s)(?(got)(?:with\s)?|"
    rf"(?:all\s|each\s|the\s|every\s)?(?:{PEOPLE}|patient|subject|participant|volunteer|they)\s(?:will\s|are\sto\s)?{_GETS})"
    rf"(?:both\s)?(?P<row>{_EACH}[^.;:]{{3,180}}?\sand\s[^.;:,]{{3,90}})"
)
# `receive, by randomisation, either A or B`: what comes between says how, when or for how long.
_INSERTED = (
    r"(?:randomly|in\srandom\s\w+|at\srandom|(?:by|according\sto|after|following|through)\s(?:the\s)?(?:simple\s|block\s|computer\s)?"
    r"(?:randomi[sz]ation|chance|lot|allocation)|(?:on|in|with)\san?\s(?:\d:\d(?::\d)?\s(?:ratio|manner|fashion)|"
    r"(?:[\w-]+,?\s){1,3}(?:manner|fashion|basis|ratio))|for\s(?:\d{1,3}|one|two|three|four|six|eight|twelve)\s"
    r"(?:days|weeks|months|years?|hours|cycles))"
)
_EITHER_LATER = re.compile(
    rf"\b(?:receives?|(?:be\s)?given|(?:be\s)?treated|undergo|take|get),?\s{_INSERTED},?\s(?:with\s)?either\s(?:with\s)?"
)
# `switched to A, or B, or stay on C`, where people are allotted
_SWITCHED = re.compile(
    r"\bswitch(?:ed)?\s(?:from\s[^.;:,]{2,40}?\s)?(?:over\s)?(?P<row>to\s[^.;:]{3,120}?,?\sor\s(?:to\s|be\s)?"
    r"(?:stay|remain|continued?|kept|maintained)\s(?:(?:on|with|to\sreceive|taking)\s)?(?:[^.;:,()]|\([^().;:]{1,60}\)){3,90})"
)
_BY_LOT = re.compile(r"\brandom(?:i[sz]|ly\b)")
_EITHER = re.compile(
    rf"{_GETS}(?=[^.;:]{{3,60}}?\s(?:with|plus)\seither\s)|(?:{_GETS}|\btreat\s(?:(?!either\b)[\w-]+\s){{0,4}}(?:with\s|(?=either\swith\s)))(?:either(?:\swith)?:?\s|one\sof\sthe\sfollowing[^.;:]{{0,40}}:\s?)"
)
# `receive X or placebo`: what control arms get says that the others get something else.
_OR_NOTHING = re.compile(
    rf"{_GETS}(?:[^.;:]{{0,90}}?\seither\s)?(?P<row>(?!either\b|no\b|not\b|one\sof\b|(?:the\s)?(?:study|active|trial|"
    rf"blinded)\s)(?:(?!placebo|different\sdos|either\b|study\s(?:drug|med|prod|"
    rf"treat))[^.;:]){{3,140}}?,?\sor\s(?:an?\s|the\s|its\s|(?:a\s)?matching\s|matched\s|identical\s|"
    r"oral\s|saline\s|inactive\s|undergo\s|receive\s|equivalent\s|dummy\s){0,3}"
    r"(?:placebos?|sham|observation|vehicle|nothing|no\s(?:further\s)?(?:treatment|intervention|therapy)|usual\scare|"
    r"standard\s(?:of\s)?care)\b)"
)
# `receive 10 mg or 20 mg of X`, `receive X 10 mg, 20 mg or 40 mg`: doses, if people are allotted somewhere.
_UNIT = r"(?:mg|m?cg|ug|μg|µg|ng|g|iu|units?|ml|gy|mmol|%)"
_DOSES = re.compile(
    rf"{_GETS}(?P<row>(?!either\b)(?:(?!(?:placebo|or|and|per|at\sleast|up\sto|maximum|depending|according|if)\b)[^\s.;:()]+\s){{0,6}}"
    rf"\d[\d.,]*\s?{_UNIT}(?:/[\w./]+)?(?:\s(?!or\b|and\b)[\w-]+){{0,4}}?(?:,\s|,?\sor\s)\d[\d.,]*\s?{_UNIT}\b[^.;:]{{0,120}})"
)
# `X or placebo will be given`
_IS_GIVEN = re.compile(
    r"(?:\A|(?<=[.;:]\s)|(?<=\n)|[.;:,]\s|\b(?:and|then|when)\s)(?P<row>(?!if\b|when\b|after\b|no\b)(?:(?!placebo|sham|vehicle|\bor\b)[^.;:]){3,90}?\s(?:\([^()]{3,60}\)\s)?or\s(?:an?\s|the\s|matching\s|matched\s)"
    r"{0,2}(?:placebo|sham|vehicle|(?:equal|same)\s(?:volume|amount)\sof\s(?:normal\s)?saline)(?:\s(?!will\b|is\b|are\b|was\b|were\b)[\w-]+){0,2})\s(?:will\sbe|is|are|was|were)\s(?:[a-z]+ly\s)?"
    r"(?:given|administered|applied|injected|infused|instilled|taken|used|delivered|added)\b"
)
_TOLD = re.compile(
    rf"\b(?:{PEOPLE}|they|who|(?:half|all))\s(?:[^.;:,]{{0,50}}?\s)?(?:will|are\sto|were\sto|shall|would)\s\Z|"
    rf"\b(?:{PEOPLE})\s(?:were\s|are\s|will\s|also\s)?(?:randomly\s)?\Z|"
    r"\b(?:we|investigators|researchers)\s(?:[^.;:,]{0,30}?\s)?(?:will|shall)\s\Z|"
    r"\brandom\w*[^.;]{0,80}\Z|\b(?:divid|split|allocat|assign)\w*[^.;]{0,80}\Z"
)
# What is crossed is no row of choices; `5 x 5 Gy` is no design.
_FACTORIAL = re.compile(
    r"\b(?:[2-4]\s?[x×]\s?[2-4](?!\s?(?:gy|mg|g|ml|cm|mm|min\w*|weeks?|days?|times)\b)|factorial)\b"
)
# `receive or not receive X`
_OR_NOT = re.compile(rf"{_ALLOTS}\sto\s(?:either\s)?(?P<yes>\w+)\sor\s(?P<no>(?:to\s)?not(?:\sto)?(?:\s\w+)?)\s(?=\S)")
# What parts two choices; not what only counts.
NO_COUNT = r"(?!without\b|\d{1,2}\s(?:weeks?|days?|hours?|months?|times|years?)\b|more\b|less\b)"
# `A alone or with B`: the other gets both (`kg.extract.told_arms.optional`), where no third follows
NOT_ADDED = r"(?!(?<=alone),?\sor\s(?:with|(?:in\scombination|combined|together)\swith)\s[^.;,]{2,80}(?:[.;]|\Z))"
OR = re.compile(rf"(?<!with)(?<!one){NOT_ADDED},?\s\b(?:or|versus|vs)\b\.?\s{NO_COUNT}")


_Wording = tuple[tuple[str, ...], re.Pattern[str]]  # words of which one stands in it, and the pattern


class _OfWords(NamedTuple):
    """The patterns made of the lists of words."""

    to: re.Pattern[str]
    which: re.Pattern[str]
    depends: re.Pattern[str]
    not_by_lot: re.Pattern[str]
    chosen: re.Pattern[str]


@cache
def _of_words() -> _OfWords:
    return _OfWords(
        re.compile(
            rf"{_ALLOTS}(?:[^.;]{{0,60}}?\s|\s)(?:to:?|between|into(?!\s(?:one|two|three|four|five|six|\d|blocks?|strata)\b))\s"
            rf"(?!(?:{alternatives('purpose')}|{_GENERAL})\b)(?:either\s)?(?:{_TAKE})?(?:either\s)?(?:of\s)?"
        ),
        # `whether A or B is better`, `which of A and B is more effective`
        re.compile(
            r"\b(?:(?:whether|if)\s(?=[^.;:]{3,110}?\sor\s)|which\sof\s)(?P<row>(?:(?!\s(?:whether|if|reduces?)\s)[^.;:]){6,220}?)\s"
            rf"(?:is|are|will\sbe|would\sbe|works?)\s(?:the\s)?(?:{alternatives('better')})\b"
        ),
        re.compile(rf"\b(?:{alternatives('dose-depends')})\b"),
        re.compile(rf"\b(?:{alternatives('not-by-lot')})\b"),
        re.compile(rf"\b(?:{alternatives('chosen')})\b"),
    )


def leads(folded: str, start: int, end: int) -> Iterator[Lead]:
    """Everything in the sentence that leads to a row, the surest first."""
    sentence = folded[start:end]
    allots = _first(sentence, _ALLOTTING)
    if allots is not None:
        yield from _allotted(folded, max(start, start + allots - _BEFORE), end)
    counted = _COUNTED.search(folded, start, end) if holds_any(sentence, _COUNTING) else None
    told = _OF if allots is not None else _COMPARED
    if counted is not None and ((counted["arms"] and allots is None) or told.search(folded, start, counted.start())):
        yield Lead(counted.end(), end, grouped=True)
    yield from _rows(folded, start, end, ((_IN_TURN, _CROSSED), (_ORDERS, _ORDER_FIRST), (_ASKS, _of_words().which)))
    switched = _SWITCHED.search(folded, start, end) if "switch" in sentence and " or " in sentence else None
    if switched is not None and _of_words().not_by_lot.search(folded, start, end) is None and _BY_LOT.search(folded):
        yield Lead(*switched.span("row"), grouped=False)
    either = _either(folded, start, end)
    if either is not None and _TOLD.search(folded, max(start, either.start() - 90), either.start()):
        yield Lead(either.end(), end, grouped=False)
    yield from _rows(folded, start, end, ((_NOTHINGS, _OR_NOTHING), (_FEIGNED, _IS_GIVEN)), grouped=False)
    doses = _DOSES.search(folded, start, end) if holds_any(sentence, _AMOUNTS) and " or " in sentence else None
    if doses is not None and _of_words().depends.search(folded, doses.start(), end) is None:
        yield Lead(*doses.span("row"), grouped=False, dosed=True)


def _rows(
    folded: str, start: int, end: int, wordings: tuple[_Wording, ...], grouped: bool = True
) -> Iterator[Lead]:
    """The row that each wording tells whole; each is only looked for where one of its words stands."""
    sentence = folded[start:end]
    for hints, wording in wordings:
        told = wording.search(folded, start, end) if holds_any(sentence, hints) else None
        if told is not None:
            yield Lead(*told.span("row"), grouped=grouped)


def _either(folded: str, start: int, end: int) -> re.Match[str] | None:
    """`receive either`, with or without words between that say how or when."""
    sentence = folded[start:end]
    told = _EITHER.search(folded, start, end) if holds_any(sentence, _OPEN) else None
    if told is None and "either" in sentence and _of_words().chosen.search(sentence) is None:
        told = _EITHER_LATER.search(folded, start, end)
    return told


def is_crossed_with_another(folded: str, start: int, end: int) -> bool:
    """Whether the sentence tells a factorial design: what is crossed is no row of choices."""
    return _FACTORIAL.search(folded, start, end) is not None


def _allotted(folded: str, begin: int, end: int) -> Iterator[Lead]:
    grouped = _GROUPS.search(folded, begin, end)
    if grouped is not None:
        yield Lead(grouped.end("lead") - (len("one") if grouped["lead"].endswith("one") else 0), end, grouped=True)
    pair = _PAIR.search(folded, begin, end)
    if pair is not None:
        named = pair.group().startswith("randomi") or folded.startswith("randomly", max(0, pair.start() - 9))
        yield Lead(*pair.span("row"), grouped=True, named=named)
    not_given = _OR_NOT.search(folded, begin, end)
    if not_given is not None and not_given["no"].endswith((not_given["yes"], "not")):
        yield Lead(not_given.end(), end, grouped=False, no=not_given.span("no"))
    led = _led_to(folded, begin, end)
    if led is not None:
        yield Lead(led.end(), end, grouped=False, between=led.group().rstrip().endswith(" between"))


def _first(sentence: str, words: tuple[str, ...]) -> int | None:
    """Where the first of the words stands: cheaper than a search for the whole pattern."""
    return min((place for word in words if (place := sentence.find(word)) >= 0), default=None)


def _led_to(folded: str, start: int, end: int) -> re.Match[str] | None:
    """What people are randomized to; the last before the first sign: "assigned to a cohort, randomized to A or B"."""
    match = _of_words().to.search(folded, start, end)
    while match is not None:
        border = OR.search(folded, match.end(), end)
        again = _of_words().to.search(folded, match.end(), border.start() if border else end)
        if again is None:
            break
        match = again
    return match
