"""Start and end of a clock: "time from randomization to progression or death, whichever occurs first".

Looked for only where a clock can be: in a definition that says "time from … to …", or in the description of an endpoint
that is a time by nature. Everything between "from" and "to" may start the clock, everything after "to" may end it. The
patterns read lower case.
"""

from __future__ import annotations

import re
from itertools import islice

from kg.extract.document import Document
from kg.extract.times import clock_sides
from kg.extract.times.clock_sides import FIRST_RESPONSE, RESPONSES
from kg.extract.times.performed import OPENS, performed
from kg.extract.times.therapy_starts import Event, of_therapy
from kg.model import Passage
from kg.text import holds_any, lowered

_CLOCK = re.compile(
    r"\b(?:time|interval|duration|period|length|measured|calculated|counted|survival|days?|months|weeks|hours|minutes|lasting|starting|elapsed)\b"
    r"[^.;]{0,60}?\b(?P<open>from(?!\s(?:any|all|whatever)\b)|between|after(?=[^.;]{1,60}\b(?:until|till)\b)|"
    r"(?<=time )of(?=[^.;]{1,80}\b(?:until|till)\b))\b",
)
_OPEN = re.compile(r"\b(?P<open>from(?!\s(?:any|all|whatever)\b)|between)\b")
# "(death is censored)", "deaths being censored": told not to count.
_CENSORED = re.compile(
    r"\([^()]*\bcensor[^()]*\)"
    r"|\b(?:deaths?|progressions?|relapses?)\s(?:without\s\w+\s)?(?:(?:is|are|was|were|being|will\sbe|to\sbe)\s)?censored\b",
)
_CLOSE = {
    "after": re.compile(r"\b(?:until|till)\b"),
    "of": re.compile(r"\b(?:until|till)\b"),
    "from": re.compile(
        r"\b(?:(?<!prior )(?<!due )(?<!according )(?<!related )to|until|till|through|up to)\b"
        r"|,\s*(?=death|progression)",
    ),
    "between": re.compile(r"\b(?:and|to|until)\b"),
}
_STOP = re.compile(
    r"[.;](?:\s|$)|\b(?:censor\w*|assessed (?:for )?up to|will be (?:assess|evaluat|estimat|summar|analy|calculat)\w*|"
    r"(?:patients?|participants?|subjects?) (?:who|with|without)|if\b|in the absence)",
)
_OPENS = re.compile(r"\W*(?:the\s)?(?:date\sof\s|time\sof\s|day\sof\s)?(?:the\s)?(?:first\s|confirmed\s)?")
_ENDS_NO_CLOCK = frozenset(
    f"event/{name}" for name in "study-completion last-follow-up follow-up treatment-period intervention".split()
)
# How long participants are watched, which alone ends no clock of what is no time by nature.
_WATCHED = frozenset({"event/study-completion", "event/last-follow-up", "event/follow-up"})
_REACHES, _NO_CLOCK = re.compile(r"\b(?:to|until|till|through)\b"), re.compile(r"[\d(:]")
# "A decrease in PSA from baseline" starts no clock.
_CHANGED = re.compile(
    r"\b(?:changes?|decreases?|increases?|declines?|reductions?|rises?|drops?|differences?|improvements?)\b[^.;]{0,40}$"
)
# What starts a clock in words too free for a list of names, tried in this order where no name was found: first of all
# a response, whose acronyms are read as they are written.
_RESPONDED = re.compile(r"\b(?:response|remission)\b|\b(?:OR|CR|PR)\b(?=\s*(?:$|is|was|by|[,)]))")
_FREELY = (
    (
        "event/treatment-start",
        re.compile(
            r"\b(?:first|1st|initial|start\w*|initiat\w*|beg[iu]n\w*|commenc\w*|day 1)\b[^,;.]{0,40}?"
            r"(?:treatments?|therap(?:y|ies)|prescription|medication|(?:drug|chemo|radio|immuno|depletion)\w*|administration|intervention)\b"
            r"|\b(?:treatment|therapy)\b[^,;.]{0,30}?\b(?:start(?:s|ed)?|initiat(?:ion|ed)|commence(?:ment|s|d)|beg[aiu]n(?:ning|s)?)\b"
            r"|\bcycle 1,? ?(?:\(c1\) ?)?day 1\b|\bc1d1\b|\bday 1 of (?:the )?(?:cycle 1|first cycle)\b"
            r"|(?<=\s)(?:date of |day of |time of )?(?:the )?(?:study |trial |protocol |index )?(?:treatment|therapy)"
            r"(?: administration)?\s*$",
        ),
    ),
    (
        "event/enrollment",
        re.compile(
            r"\b(?:entr?y|enter(?:s|ed|ing)?|enrol\w*|inclu\w+|join(?:s|ing)?)\b[^,;.]{0,20}?\b(?:study|trial|protocol|cohort)\b",
        ),
    ),
    (
        "event/study-start",
        re.compile(r"\b(?:start\w*|beg[iu]n\w*)\b[^,;.]{0,12}?\b(?:study|trial)\b"),
    ),
)
_TO_RESPOND, _LASTING = "endpoint/time-to-response", "endpoint/duration-of-response"
# "From the first assessment as CR or PR": the response is the event.
_CATEGORIES = frozenset({"response/cr", "response/pr"})
_TO_RESPONSE = re.compile(
    r"\b(?:first|initial|earliest|onset|confirmed|documented)\b[^,;.]{0,40}?\b(?:response|remission)\b"
)
_STARTING = re.compile(r"\b(?:first|initial|start|beginning|initiation)\s")
_TO_FROM = re.compile(
    r"\b(?:time|interval|period|duration|days|months|years)\s(?:to|until|till)\s(?P<ends>[^.;]{3,100})\s(?:calculated\s|measured\s)?from\Z"
)
_BEFORE = 130  # characters
_WORD = re.compile(r"[a-z][a-z0-9]")  # not "from 0 to 100"
_REACH = 420
_TRIED = 4  # places where a clock may begin


def find(passage: Passage, timed: bool, document: Document) -> tuple[list[Event], list[Event]]:
    """The events that start and that end the clock that the passage defines; both empty where it defines none."""
    text = lowered(passage.text)
    if not holds_any(text, ("from", "between", "after")):
        return _unopened(passage, text, document) if timed else ([], [])
    if "censor" in text:
        text = _CENSORED.sub(lambda match: " " * len(match.group()), text)
    openings: dict[int, str] = {}
    clock = _CLOCK.search(text)
    if clock is not None and (timed or _CHANGED.search(text, 0, clock.start("open")) is None):
        openings[clock.end("open")] = clock.group("open")
    if timed:  # "From randomization to the time of death from any cause": the first that tells both ends
        for opening in islice(_OPEN.finditer(text), _TRIED):
            if _CHANGED.search(text, 0, opening.start()) is None:
                openings.setdefault(opening.end("open"), opening.group("open"))
    partly: tuple[list[Event], list[Event]] = [], []
    for begin, word in sorted(openings.items()):
        starts, ends = _told(passage, text, begin, word, timed, document)
        if starts and ends:
            return starts, ends
        if not partly[0] and (starts or (ends and not partly[1])):
            partly = starts, ends
    if timed and not any(partly):
        return _unopened(passage, text, document)
    return partly


def of_response(endpoints: set[str], starts: list[Event], ends: list[Event]) -> tuple[list[Event], list[Event]]:
    """What a time frame says of the clock, where that is a response's: how long participants are watched ("from first
    dose until progression") is neither the time to a response nor how long it lasts."""
    if endpoints == {_TO_RESPOND}:
        return starts, [event for event in ends if event.concept in RESPONSES]
    if endpoints == {_LASTING} and not any(event.concept in RESPONSES for event in starts):
        return [], []
    return starts, ends


def _unopened(passage: Passage, text: str, document: Document) -> tuple[list[Event], list[Event]]:
    """A clock without "from": "Baseline to death", "Date of response to date of progression"; both ends or none."""
    starts, ends = _told(passage, text, 0, "from", True, document)
    ends = [event for event in ends if event.concept not in _ENDS_NO_CLOCK]
    if not starts or not ends or _OPENS.fullmatch(text, 0, starts[0].start) is None:
        return [], []
    between = text[starts[0].end : ends[0].start]
    return (starts, ends) if _REACHES.search(between) and not _NO_CLOCK.search(between) else ([], [])


def _told(
    passage: Passage, text: str, begin: int, word: str, timed: bool, document: Document
) -> tuple[list[Event], list[Event]]:
    """The events of a clock whose start is told from `begin` on, after `word`."""
    limit = _limit(text, begin)
    events = _named(passage, text, begin, limit, document)
    if not events:
        return [], []
    if timed:
        therapy = of_therapy(passage, text, begin, document)
        if therapy and not any(event.start < therapy[0].end for event in events):
            events = [*therapy, *events]
    closing = _close(text, word, begin, limit, events)
    starts, ends = clock_sides.starting(events, text, begin, closing), clock_sides.ending(events, text, begin, closing)
    responded = any(event.concept in RESPONSES for event in starts)
    if responded:
        ends = [event for event in ends if event.concept not in RESPONSES]
    if timed and ends and not starts:
        starts = _performed(passage, text, begin, closing, document) or _freely(passage.text, text, begin, closing)
    if timed and starts and not ends and not responded:
        response = _TO_RESPONSE.search(text, closing, limit)
        ends = [Event(FIRST_RESPONSE, *response.span())] if response is not None else []
    # "change from baseline to week 12", "falls from baseline to the last visit" are no clocks
    if not timed and not (starts and any(event.concept not in _WATCHED for event in ends)):
        return [], []
    if closing >= limit:
        return starts[:1], _once(_ended_before(passage, text, begin, document)) if timed and starts else []
    return _once(starts), _once(ends)


def _limit(text: str, begin: int) -> int:
    """Where the clock is told to the end: at the end of its sentence, or where censoring and the like begin. What
    stands in a bracket of its own ends no sentence."""
    reach = min(len(text), begin + _REACH)
    for stop in _STOP.finditer(text, begin, reach):
        if text[stop.start()] != ";" or text.count("(", begin, stop.start()) <= text.count(")", begin, stop.start()):
            return stop.start()
    return reach


def _named(passage: Passage, text: str, begin: int, limit: int, document: Document) -> list[Event]:
    """The events that are named from `begin` to `limit` and that happen."""
    return [
        Event(clock_sides.whose(concept, text, hit.end), hit.start, hit.end)
        for hit in document.hits(passage, "context")
        if begin <= hit.start
        and hit.end <= limit
        and text[hit.start : hit.end].strip()
        and clock_sides.happens(text, begin, hit.start, hit.end)
        for concept in _events(hit.concepts)
    ]


def _ended_before(passage: Passage, text: str, begin: int, document: Document) -> list[Event]:
    """What ends a clock that is told before what starts it: "time to relapse from randomization"."""
    told = _TO_FROM.search(text, max(0, begin - _BEFORE), begin) if text[begin - 4 : begin] == "from" else None
    return [] if told is None else _named(passage, text, *told.span("ends"), document)


def _performed(passage: Passage, text: str, begin: int, closing: int, document: Document) -> list[Event]:
    """The procedure or treatment that starts the clock: "from curative ablation", "from start of Y-90 SIRT"."""
    for concept, start, end in performed(passage, document):
        if begin <= start and end <= closing and OPENS.fullmatch(text, begin, start):
            starting = _STARTING.search(text, begin, start) is not None
            return [Event("event/treatment-start" if starting else concept, start, end)]
    return []


def _freely(written: str, text: str, begin: int, closing: int) -> list[Event]:
    """What starts the clock, told in free words: "the first day of lymphodepleting chemotherapy". `text` is the lower
    case of what is written."""
    stretch = text[begin:closing].rstrip()
    response = _RESPONDED.search(written[begin : begin + len(stretch)])
    if response is not None:
        return [Event(FIRST_RESPONSE, begin + response.start(), begin + response.end())]
    for concept, words in _FREELY:
        match = words.search(stretch)
        if match is not None:
            return [Event(concept, begin + match.start(), begin + match.end())]
    return []


def _events(concepts: tuple[str, ...]) -> list[str]:
    """The events of one name. A category of response stands for the response, if the name is not an event itself."""
    events = [concept for concept in concepts if concept.startswith("event/")]
    return events or [FIRST_RESPONSE for concept in concepts if concept in _CATEGORIES]


def _close(text: str, word: str, begin: int, limit: int, events: list[Event]) -> int:
    """Where the end of the clock begins to be told: the first "to" that stands outside a name."""
    for match in _CLOSE[word].finditer(text, begin, limit):
        if any(event.start < match.start() < event.end for event in events):
            continue
        if _WORD.search(text, begin, match.start()) is not None:
            return match.start()
    return limit


def _once(events: list[Event]) -> list[Event]:
    return list({event.concept: event for event in reversed(events)}.values())[::-1]
