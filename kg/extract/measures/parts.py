"""The parts of a measure's wording: opening, head, tail, brackets. Grammar only; no names of endpoints.

The patterns read lower case.

Number of participants with | progression-free survival (PFS) | as assessed by the investigator
opening                     | head                            | tail
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from kg.text import lowered, translation

_BASELINE = r"""(?:from|since|relative\sto|compared\s(?:to|with)|versus|vs\.?|over)\s(?:the\s)?(?:
     (?:[\w-]+\s(?:\([^)]*\)\s)?){0,3}?(?:baseline|screening|randomi[sz]ation)|day\s\d+|week\s\d+|month\s\d+|visit\s\d+
     |pre-?\w+|enrol\w+|admission|inclusion|time)(?:\s(?:visit|period|value|measurement|assessment)s?)?(?:\s?\([^)]*\))?,?
     (?:\s(?:up\s)?(?:to|through|until|at|and|over|by|after|during)\s(?:[^\s:;]+\s){1,9}?(?=(?:in|of|on|for)\s(?!each\b|all\b|both\b|the\s(?:study|group|arm|first)))
     |(?:\s(?:up\s)?(?:to|through|until|at|and|over|by)\s(?:(?:the\s)?end\sof\s(?:the\s)?(?:study|treatment)
     |(?:each|every)\s[\w\s]{0,30}?point|(?:weeks?|days?|months?|years?|visits?)\s?[\d,\s]*(?:and\s\d+)?
     |\d+\s(?:weeks?|days?|months?|years?)|post-?\w+))?)"""
_OPENING = re.compile(
    rf"""\s*(?:(?:
     (?:efficacy|safety|tolerability|effectiveness|exploratory)\s?:\s*
    |(?:primary|secondary|exploratory|main|co-primary|key|efficacy|safety|other)\s(?:efficacy\s
     |safety\s|study\s)?(?:outcomes?|end\s?-?points?|measures?|objectives?)\b[\s:,–-]*
    |(?:part|phase|cohorts?|arm|group|stage|sub-study|substudy|step|period|dose\sescalation
     |dose\sexpansion|expansion)\b[^:]{{0,60}}:\s*
    |\d+[.)]\s+
    |(?:week|month|day|year|visit)s?\s\d+(?:\s(?=change|mean|percent|number|proportion|difference)|\s?[:–-]\s)
    |[≥≤<>=~]?\s?\d+(?:\.\d+)?\s?(?:%|percent\b|-?\s?points?\b|-?\s?fold\b)\s?(?:or\s(?:greater|more|higher|less)\s)?(?=improvement|reduction|increase|decrease|decline|change|or\s)
    |%\s(?=(?:patients|participants|subjects|pts)\b|change|reduction|increase|decrease|improvement|difference)
    |(?:to\s)?(?:evaluate|assess|determine|compare|measure|estimate|investigate|explore
     |document|describe|characteri[sz]e|examine|identify|monitor|establish|demonstrate
     |define|test|study|evaluating|assessing|comparing)\b\s*(?:and\s\w+\s)?
    |(?:the|a|an|any|all|each|of|in|for|by|on|to|that|with)\b\s*
    |(?:comparison|evaluation|assessment|determination|measurement|analysis|description
     |documentation|observation|investigation|estimation|measure|summary|estimate|quantification
     |examination)s?\s(?:of|in)\b\s*
    |(?:effects?|impact|influence)\sof\s[^.;:|]{{2,90}}?\son\s(?!demand|day|the\sday)(?:the\s)?
    |(?:effects?|effect\(s\)|impact|influence)\s(?:that\s|which\s)?[^.;:|]{{2,90}}?\s(?:has|have|had)\son\s(?:the\s)?
    |(?:numbers?|percent(?:age)?s?|proportions?)(?:\s?(?:/|and|or)\s?(?:numbers?|percent(?:age)?s?|proportions?))?\swho\s
    |(?:absolute|relative|mean|median|average|total|overall|percent(?:age)?|proportional
     |maximum|cumulative|annuali[sz]ed|difference|differences|between[\s-]group|within[\s-]group
     |least\ssquares|lsm?|adjusted|incidence\s(?:rate|density)?|geometric|estimated|baseline
     |additional|new|composite|preliminary|observed|weekly|daily|monthly|self[\s-]reported|net|maximal|final)\b(?=\s(?:(?:percent(?:age)?|mean|median|average|absolute|relative|weekly|daily|monthly|cumulative)\s)*(?:changes?
     |differences?|numbers?|percentage|proportion|reduction|increase|improvement|rate|time
     |score|of|in|percent|incidence|impact|influence|effects?)\b)\s*
    |(?:changes?|differences?|variations?|improvements?|reductions?|increases?|decreases?
     |declines?|shifts?|trends?|alterations?|evolution|effects?|impact|influence|changing)\b\s*(?:compared\sto\sbaseline\s
     |over\stime\s|\[over\stime\]\s|{_BASELINE}\s*)?(?:in|of|on|for)?\b\s*
    |(?:numbers?|prop\w*tions?|percentages?|percent|rates?|frequenc(?:y|ies)|incidences?
     |prevalences?|occurrences?|fractions?|ratio|count|counts|share|portion|cases?|%|\#|no\.
     |risk|probability|likelihood|onset|presence|absence|existence|development|severity
     |nature|type|types|intensity|degree|extent|levels?|magnitude|grade|causality|relationship
     |duration|days|episodes|documentation)(?:\s?(?:,|and|&|/)\s?(?:the\s)?(?:numbers?
     |severity|type|types|nature|intensity|proportions?|percentages?|frequency|rate|incidence
     |grade|duration|causality|relationship|relatedness|seriousness|timing|outcome|outcomes
     |degree|extent))*\s?(?:\([%\w\s]*\)\s)?(?<=[\s)])of\b\s*
    |(?:the\s)?(?:study\s)?(?:participants?|patients?|pts|subjects?|children|individuals|women
     |men|infants|adults|people|persons|volunteers|recipients|eyes|mothers|adolescents
     |responders\swho)\b\s*(?:\([^)]*\)\s*)?(?:per\sarm\s|in\seach\s(?:arm|group)\s|aged?\s[\w\s-]{{1,20}}?\s)?(?:(?:with
     |who(?:se)?|that|having|experiencing|achieving|reporting|presenting|developing|showing
     |reaching|requiring|exhibiting|demonstrating|meeting|attaining|having\shad|were|are
     |had|have|did|do|in)\b\s*)?
    |(?:had|have|has|has\shad|experienced?|experiences|achieved?|achieves?|reached?|reaches
     |developed?|develops?|reported?|reports|showed?|shows?|attain(?:ed)?|obtain(?:ed)?
     |met|meet|presented?|demonstrated?|maintained?|with|experiencing|achieving|reporting
     |at\sleast\s(?:one|1)|one\sor\smore|a|an|the|clinically|statistically|significant(?:ly)?
     |relevant|abnormal|confirmed|clinical|relevant|improved|reduced|increased)\b\s*
    )\s*)*""",
    re.VERBOSE,
)
# "Extension phase: …", "Per-protocol population: …": which part of the trial or of its participants.
_SECTION = re.compile(
    r"(?:[^:.;]{0,70}?\b(?:phases?|parts?|period|cohorts?|stage|population|epoch|extension|sub-?study|set|groups?|arms?"
    r"|combination\s\d)\b[^:.;]{0,40}:\s+){1,2}"
)
# "AML in first remission substudy - graft failure": who is in the sub-study is not what is measured there.
_SUB_STUDY = re.compile(r"[^:.;]{0,100}?\bsub-?study(?:\s\w{1,3})?\s[–—-]\s")
_TAIL = re.compile(
    r"""(?<!-)\b(?:as\s(?:assessed|measured|determined|evaluated|defined|per|reported|indicated
     |a|judged|detected|expressed|quantified|shown)
    |(?:assessed|measured|determined|evaluated|defined|graded|based|derived|calculated
     |reported|recorded|obtained|scored|rated|expressed|detected|documented|confirmed|adjudicated
     |judged|quantified|tested)\s(?:by|using|with|on|as|according|through|via|from|in|at
     |per)
    |according\sto|using|per(?=\s[a-z(])(?!\s(?:hour|day|night|week|month|year)s?\b)|by(?!\sday)|via|following|after|during|in\s(?:the\s)?(?:patients
     |participants|subjects|children|adults|infants|women|men|people|individuals|group
     |groups|arm|arms|all|each|both|treated|those|response\sto|combination|relation|terms
     |part|phase|cohort|cohorts|study|placebo|control|healthy|intention|itt|first|second
     |\w+\spatients|\w+\sparticipants|\w+\ssubjects|[^,;.]{2,60}\s(?:analysis\sset|full\sset|itt\sset|subgroup))
    |among|between|when|compared|comparing|versus|vs\.?|for\s(?!age|length|height)|(?<!freedom\s)(?<!free\s)from
     |at|within|on\s(?!demand)|under(?!\sthe)|up\sto|over|through|throughout|until|before
     |prior|post|due\sto|caused\sby|requiring|leading|resulting|related\sto|associated\swith
     |(?<!and\sproportion\sof\spatients\s)(?<!and\spercentage\sof\spatients\s)(?<!and\snumber\sof\spatients\s)
     (?<!and\sproportion\sof\sparticipants\s)(?<!and\spercentage\sof\sparticipants\s)(?<!and\snumber\sof\sparticipants\s)
     with(?!in|out|drawal)|who|that|which|where|to\s(?=week|month|day|the\s|end)
     |because|while|assessed|measured|evaluated|induced|against|relative|since
    |upon|(?<!be\s)used\s(?:to|for)|(?<!time\s)(?:needed|required|necessary)\s(?:to|for|until)|involved\sin|responsible\sfor|ahead\sof)\b|[\[;]""",
    re.VERBOSE,
)
# What stands behind these is what the measured thing is compared with, what went before it, caused or surrounds it.
_COMPARES = re.compile(
    r"(?:compar\w+|versus|vs|against|relative to|after|following|post|prior|before|since|ahead|during|among|"
    r"between|due|caused|requiring|leading|resulting|related|associated|who|while|because|upon|responsible|involved)\b(?!-)"
)
_TELLS = re.compile(
    r"(?:as\s|in\sterms|in\srelation)|(?:assessed|measured|determined|evaluated|defined|graded|based|derived|using|by|via|calculated)\b"
    r"|per(?!\s(?:hour|day|night|week|month|year|patient|participant|subject|person|arm|group|visit|minute|(?:\w+\s)?cycle)s?\b)\b",
)
_JOIN = re.compile(
    r"^[\s\"')\]]*(?:\([^()]{1,24}\)\s*)?(?:[,;]|/|&|\+|and/or\b|and\b|or\b|as\swell\sas\b|;|,\s?and\b)?"
    r"\s*(?:and/or\b|and\b|or\b|the\b|of\b|rates?\b|(?:disabling|worsening|urgent|unplanned|non-?fatal)\b|(?:number|incidence|frequency|rate|percentage|proportion|occurrence)\sof\b"
    r"(?:\s(?:the\s)?(?:patients|participants|subjects|women|children)"
    r"(?:\s(?:with|having|experiencing|requiring|developing|undergoing|needing))?(?=\s))?)?\s*(?:the\b)?"
    r"(?:\s*\d+(?:\s?[/,&]\s?\d+)*[\s-]*(?:years?|months?|weeks?|days?|yrs?|y)[\s-]*)?\s*$",
)
_MUST_JOIN = re.compile(r"[,;]|/|&|\+|\band\b|\bor\b|\bas\swell\sas\b|;")
_LANDMARK_BEFORE = re.compile(
    r"(?:\b(?:\d+(?:\.\d+)?|one|two|three|four|five|six|nine|ten|twelve|eighteen)[\s-]*(?:years?|months?|weeks?|days?|yrs?|mos?|[ymwd])[\s-]*(?:estimated\s|actuarial\s|rate\sof\s|of\s)?)$",
)
_LANDMARK_AFTER = re.compile(
    r"^\s*(?:\([a-z-]+\)\s*)?(?:rates?\s*|probability\s*)?(?:\([a-z-]+\)\s*)?(?:at|@|for)\s(?:the\s)?(?:\d|one|two|three|four|five|six|nine|twelve|eighteen|months?\s\d|years?\s\d|weeks?\s\d|day\s\d)",
)
_WHEN_BEHIND = re.compile(
    r"(?<=[\w)\]])[\s,:–-]+(?:(?:mean\s|percent\s)?changes?\s(?:from|over|since|between|in|at|to)\b|from\s(?:the\s)?baseline\b"
    r"|over\s(?:time|the\s(?:study|course))\b|throughout\b"
    r"|(?:at|by|on|to|through|until|up\sto|during|over|within|after|for|from)\s(?:the\s)?(?:(?:end\sof|first|last|weeks?|"
    r"months?|days?|years?|visits?|hours?|follow-?up|baseline|discharge|one|two|three|four|five|six|twelve|\d+[hdwmy]?)\b))"
)
_BRACKETED = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?")


def plain(text: str) -> str:
    """The text with the marks of full width as those of a keyboard, character for character."""
    return text if text.isascii() else text.translate(_FULL_WIDTH)


_STEM = 5
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]+")
# Words of a measure that say nothing of what is measured.
_NO_CONTENT = re.compile(
    r"(?:primary|secondary|exploratory|main|key|other|observations?|observational|indicators?|end-?points?|end|points?|outcomes?|objectives?|measures?|parameters?|activity"
    r"|performance|results?|tests?|scores?|scales?|index|questionnaires?|evaluations?|assessments?|changes?|efficacy|clinical"
    r"|oncologic\w*|\w*operative|functioning|parts?|phases?|cohorts?|groups?|arms?|[a-d]\d|expansion|optimi[sz]ation|escalation|numbers?|rates?"
    r"|average|mean|per|patients?|subjects?|participants?|in|of|on|the|and|for|at|to|a|an|by|with|from|level|levels|data|vas"
    r"|baseline|visit|weeks?|months?|days?|years?|after|before|treatment|study|trial|composite|total|overall|overarching|incidence"
    r"|induction|consolidation|randomi[sz]ation|pre|specified|number)"
)


# the last three mean "and"
_FULL_WIDTH = translation(dict(zip("（）［］，、；：／＋＆和与及", "()[],,;:/+&&&&", strict=True)))


@lru_cache(maxsize=1 << 14)
def opening_end(text: str) -> int:
    """Where what is measured begins: after "number of participants with", "change from baseline in" and the like.

    >>> "Number of participants with pain"[opening_end("Number of participants with pain") :]
    'pain'
    """
    text = lowered(text)
    section = _SECTION.match(text) if ":" in text else None
    begin = section.end() if section is not None else sub_study_end(text)
    match = _OPENING.match(text, begin)
    return match.end() if match is not None else begin


def sub_study_end(text: str) -> int:
    """Where behind the name of a sub-study and a dash the measure begins; 0 where it has none."""
    match = _SUB_STUDY.match(lowered(text)) if "tudy" in text else None
    return 0 if match is None else match.end()


@lru_cache(maxsize=1 << 14)
def core(text: str) -> str:
    """The measure without its opening, what follows the first bracket and when it is measured, for names that only
    count alone.

    >>> core("Change in noradrenaline (pg/ml) at 6 months"), core("Obesity change from baseline at week 12")
    ('noradrenaline', 'Obesity')
    """
    start = opening_end(text)
    left = _BRACKETED.split(text[start:], maxsplit=1)[0]
    return left[: when_behind(left, 0)].strip(" .,:;-") or text.strip()


def when_behind(text: str, start: int) -> int:
    """Where behind `start` begins what only says when ("at week 12", "change from baseline"); the end if nowhere."""
    when = _WHEN_BEHIND.search(lowered(text), start)
    return len(text) if when is None else when.start()


def brackets(text: str) -> list[tuple[int, int]]:
    """The stretches in brackets."""
    return [match.span() for match in _BRACKETED.finditer(text)] if "(" in text or "[" in text else []


def is_within(stretches: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the stretches, in order and apart, holds all from `start` to `end`.

    >>> is_within([(2, 5), (8, 12)], 9, 12), is_within([(2, 5), (8, 12)], 4, 9)
    (True, False)
    """
    behind = bisect_left(stretches, (start + 1, 0))
    return behind > 0 and end <= stretches[behind - 1][1]


def tail(text: str, start: int, names: Sequence[tuple[int, int]]) -> int | None:
    """Where the words begin that only qualify ("as assessed by", "in patients with"); never inside one of `names`."""
    text = lowered(text)
    match = _TAIL.search(text, max(start, 1))
    while match is not None and any(begin <= match.start() < end for begin, end in names):
        match = _TAIL.search(text, match.end())
    return None if match is None else match.start()


def tells(text: str, position: int | None) -> bool:
    """Whether the tail says how the measure is assessed: what it names then is what is measured."""
    return position is not None and _TELLS.match(lowered(text), position) is not None


def compares(text: str, position: int | None) -> bool:
    """Whether the tail names what the measured thing is compared with, comes after or comes of."""
    return position is not None and _COMPARES.match(lowered(text), position) is not None


def speaks_of(measure: str, description: str) -> bool:
    """Whether a short measure that names no endpoint may be what the opening of its description names: it has no words
    of its own, or shares one, or abbreviates those of the description.

    >>> speaks_of("Primary endpoint", "all-cause mortality"), speaks_of("WC", "the difference in waist circumference")
    (True, True)
    >>> speaks_of("Coefficient of variation", "continuous glucose monitoring"), speaks_of("CCL18", "immune cells")
    (False, False)
    """
    told = lowered(description)
    own = _own_words(measure)
    first = own[0] if own else ""
    if first.isupper() or (len(first) < _STEM and not first.islower()):
        return not first or _short_of(first, told)
    return lowered(first)[:_STEM] in told


def has_own_words(measure: str) -> bool:
    """Whether a word of the measure says what is measured: "primary objective and end point" has none."""
    return bool(_own_words(measure))


def _own_words(measure: str) -> list[str]:
    return [word for word in _WORD.findall(measure) if _NO_CONTENT.fullmatch(lowered(word)) is None]


def _short_of(word: str, told: str) -> bool:
    """Whether the letters of the word stand in this order in the words told, the first one at the head of a word."""
    letters = [letter for letter in lowered(word) if letter.isalpha()]
    for head in re.finditer(rf"\b{letters[0]}", told):
        position = head.start()
        for letter in letters[1:]:
            position = told.find(letter, position + 1)
            if position < 0:
                return False  # nor does it stand behind a later head
        return True
    return False


def joins(gap: str) -> bool:
    """Whether "and", a comma or a slash, and nothing else, stands between two names."""
    gap = lowered(gap)
    return bool(_JOIN.match(gap) and _MUST_JOIN.search(_BRACKETED.sub("", gap)))


def at_landmark(text: str, start: int, end: int) -> bool:
    """Whether the name at `text[start:end]` is taken at one time: "5-year …", "… at 24 months"."""
    text = lowered(text)
    return bool(_LANDMARK_BEFORE.search(text[:start]) or _LANDMARK_AFTER.match(text[end:]))
