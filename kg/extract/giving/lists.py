"""What is told once of a list is told of all of it: the schedule at its end, the way at its end or before it.

`A plus B every 14 days`, `A 85 mg/m2, B 400 mg/m2 and C via hepatic artery infusion`, `arterial infusion of A and B`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from kg.extract.document import Document
from kg.extract.giving.administration import Fact


class Named(Protocol):
    """A name in a text, and what it means."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def concept(self) -> str: ...


# What stands between the names of one list has none of these.
_NO_LIST = re.compile(
    r"\b(?:patients|subjects|participants|adults|children|who|which|that|controlled|treated|despite|after|before|"
    r"until|then|because|compared|versus|vs|than|prior|previous\w*|"
    r"for the (?:first|last|next))\b|[.;:]\s"
)
_BY_WAY = re.compile(
    r"[\s,]*(?:by|via|through|as|into)\s(?:an?\s|the\s|continuous\s){0,2}(?:infusions?\s)?(?:into\s|via\s)?\Z"
)
_LISTED_DOSED = re.compile(
    r"(?:[^.;:()]|(?<=\d)\.(?=\d)|\([^()]{1,40}\)){0,90}?(?:,|\band\b|/|&|\+)\s*(?:and\s)?(?:then\s)?\Z"
)
# ... and the rows of one that a colon or a bracket opens: `HAIC: A 85 mg/m2; B 400 mg/m2; C`.
_LISTED_ROWS = re.compile(
    r"(?:[^.:()]|(?<=\d)\.(?=\d)|\([^()]{1,40}\)){0,90}?(?:[,;]|\band\b|/|&|\+)\s*(?:and\s)?(?:then\s)?\Z"
)
_OPENED = re.compile(
    r"\s?(?:chemotherapy|regimen|protocol)?\s?(?:\([^()]{1,40}\))?"
    r"(?:\s?[:(]|,?\s(?:consisting\sof|comprising|including))\s?"
)
# `hepatic arterial infusion chemotherapy (HAIC) of A`, `HAIC with A`, `HAIC: A`, `HAIC (A, B)`
_OF_A_LIST = re.compile(
    r"(?:\s?(?:chemotherapy|infusions?|perfusion|injections?|administration|\([^()]{2,12}\)|consist\w*|using|compris\w*|regimens?|"
    r"via|through|an?|the|(?:arterial |indwelling )?(?:(?:micro)?catheter|port))){0,4}"
    r"\s?(?:(?:of|with|using|:)\s|\()(?:the\s)?\Z"
)
_TAKES = re.compile(r"\btak(?:e|es|ing)\b")
_BY_MOUTH = re.compile(r"(?:nib|mab|limus)s?\Z")
_NEVER_INFUSED = re.compile(r"(?:nib|mab|limus|capecitabine|tegafur|oteracil|tipiracil)s?\Z")


def share_last_route(folded: str, document: Document, names: Sequence[Named], belonging: list[list[Fact]]) -> None:
    """`A 85 mg/m2, B 400 mg/m2 and C via hepatic artery infusion`: the way told at the end of a list is that of all of
    it; but tablets and antibodies have their own."""
    for place in range(len(names) - 1, 0, -1):
        fact = next((f for f in belonging[place] if f.kind == "route" and f.start >= names[place].end), None)
        if fact is None or (fact.value == "route/oral" and _TAKES.search(folded, 0, names[0].start) is None):
            continue
        by_way = folded.startswith(("via ", "by ", "through ", "into "), fact.start)
        if not by_way and not _BY_WAY.search(folded, names[place].end, fact.start):
            continue
        for other in range(place - 1, -1, -1):
            concept = document.concept(names[other].concept)
            own = any(f.kind == "route" for f in belonging[other])
            listed = _LISTED_DOSED.fullmatch(folded, names[other].end, names[other + 1].start)
            if own or not listed or concept is None or concept.kind != "Drug" or _BY_MOUTH.search(concept.label):
                break
            belonging[other].append(fact)


def share_first_route(folded: str, document: Document, names: Sequence[Named], belonging: list[list[Fact]]) -> None:
    """`infusion of A 85 mg/m2, B 400 mg/m2 and C`: the way told before a list is that of all drugs in it up to one that
    has a way of its own, or is a tablet or an antibody."""
    for place, found in enumerate(belonging[:-1]):
        first = document.concept(names[place].concept)
        if first is None or first.kind not in ("Drug", "Regimen"):
            continue
        fact = _way_of_the_list(folded, names[place], found, first.kind == "Regimen")
        if fact is None:
            continue
        # "infusion of FOLFOX, and B" says nothing of B, "infusion of FOLFOX: A; B" of what it consists of
        parts = document.components(first.id) if first.kind == "Regimen" else None
        opened = parts is not None or folded[fact.end : names[place].start].rstrip().endswith((":", "("))
        for other in range(place + 1, len(names)):
            concept = document.concept(names[other].concept)
            own = any(f.kind == "route" for f in belonging[other])
            begins = parts is not None and other == place + 1
            joint = _OPENED if begins else _LISTED_ROWS if opened else _LISTED_DOSED
            listed = joint.fullmatch(folded, names[other - 1].end, names[other].start)
            if own or not listed or concept is None or concept.kind != "Drug" or _NEVER_INFUSED.search(concept.label):
                break
            if parts is not None and concept.id not in parts:
                break
            belonging[other].append(fact)


def _way_of_the_list(folded: str, first: Named, found: list[Fact], regimen: bool) -> Fact | None:
    """The way told right before the first name of a list, for all of it; of a `regimen` perhaps in its own name."""
    before = next((f for f in found if f.kind == "route" and f.end <= first.start), None)
    if before is not None:
        return before if _OF_A_LIST.fullmatch(folded, before.end, first.start) is not None else None
    if not regimen:
        return None
    return next((f for f in found if f.kind == "route" and f.end <= first.end), None)  # "HAIC with FOLFOX" is one name


# How often a whole list comes again, at the end of what is told of its last: "d1; q3w", "on days 1-14 every 3 weeks".
_AGAIN = re.compile(
    r"(?:(?:repeated\s)?every\s(?:\d{1,2}|two|three|four|six)[\s-](?:weeks|days)|q\.?\s?\d{1,2}\s?(?:w(?:eeks|ks?)?|d(?:ays)?)|"
    r"(?:of|in|per)\s(?:an?\s|each\s|every\s)?\d{1,2}[\s-](?:day|week)(?:\streatment)?\scycles?)"
    r"(?:[\s,]{1,2}(?:for\s)?(?:up\sto\s)?(?:an?\s|total\sof\s){0,2}\w+\s(?:cycles|courses))?\Z"
)
_OFTEN = re.compile(r"week|month|cycle|course|year|q\.?\s?\d")
_ON_DAYS = re.compile(r"\bd(?:ays?)?\s?\d")
_ONE_LIST = re.compile(r"(?:[^.:()]|(?<=\d)[.:]|\.(?=[\w,])|\([^()]{1,40}\)){0,120}\Z")
_ANOTHER_LIST = re.compile(
    r"\b(?:followed|then|versus|vs|or|until|patients|after|before|while|maintenance|arm|group)\b"
)


def share_last_interval(folded: str, names: Sequence[Named], belonging: list[list[Fact]]) -> None:
    """`A 1 g/m2 bid d1-14; B 130 mg/m2 d1; q3w`: each has a dose on days of its own, and they come again together."""
    for last in range(len(names) - 1, 0, -1):
        timed = [f for f in belonging[last] if f.kind == "schedule" and f.start >= names[last].end]
        again = _AGAIN.search(folded, timed[-1].start, timed[-1].end) if timed else None
        if again is None or not _ON_DAYS.search(folded, timed[0].start, again.start()):
            continue
        value = " ".join(folded[again.start() : again.end()].split())
        shared = Fact("schedule", timed[-1].value[-len(value) :], *again.span())
        for place in range(last - 1, -1, -1):
            own = [f for f in belonging[place] if f.kind == "schedule"]
            dosed = any(f.kind == "dose" for f in belonging[place])
            between = folded[names[place].end : names[place + 1].start]
            if not dosed or not any(_ON_DAYS.search(folded, f.start, f.end) for f in own):
                break
            if any(_OFTEN.search(folded, f.start, f.end) for f in own) or names[place].concept == names[last].concept:
                break
            if _ONE_LIST.match(between) is None or _ANOTHER_LIST.search(between) is not None:
                break
            belonging[place].append(shared)


_TAKING = re.compile(
    r"(?:(?:over|for)\s|(?=\d))[\w.-]+(?:\s?(?:-|to)\s?[\w.]+)?"
    r"\s?(?:minutes?|min|hours?|hrs?|h)\b(?!\s?(?:/|a\b|per\b|each\b))[\s,]*"
)
# What joins the names of one list; facts of theirs may stand between.
_JOINED = re.compile(
    r"(?:\s|\([^()]{0,40}\)|,|/|\+|&|\b(?:and|or|plus|with|combined|in combination|oral|intravenous|iv)\b){1,12}\Z"
)


_AND = re.compile(r"\d\s?[^\s,;.]{1,12}\s(?:and|plus|\+)\s\Z")
_ALL_GIVEN = re.compile(
    r"[^.;:]{0,40}?\s(?:are|were|will\sbe)\s(?:\w+ly\s|both\s|all\s)?(?:given|administered|infused|injected|taken|delivered)\b"
)


def share_last_schedule(folded: str, names: Sequence[Named], belonging: list[list[Fact]]) -> None:
    """`A plus B every 14 days`: the one schedule, at the end and not in brackets, is that of the whole list; of several
    lists (`A plus B every 3 weeks followed by C every 4 weeks`) each has its own. Not where the last is given in a way
    of its own (`A and B IV on day 1`), nor where it was in the list before (`A plus B, then B every 4 weeks`); and of
    doses side by side, how long it takes is told of the last one (`A 85 mg/m2, B 2400 mg/m2 over 46 hours`)."""
    schedules = [(i, f) for i, found in enumerate(belonging) for f in found if f.kind == "schedule"]
    if len(names) < 2 or not schedules:
        return
    sole = all(i == len(names) - 1 for i, _ in schedules)
    for last, fact in schedules:
        own = [f for i, f in schedules if i == last]
        if _opens_what_ends_a_list(folded, names[last].end, fact, own):
            _share_with_those_before(folded, names, belonging, last, [f for f in own if f.start >= fact.start], sole)


def _opens_what_ends_a_list(folded: str, end: int, fact: Fact, own: Sequence[Fact]) -> bool:
    """Whether the schedule is the first behind the name that ends at `end`, of which these are told: the others are
    shared with it. In brackets it is of this name alone."""
    brackets = folded[end : fact.start]
    if fact.start < end or brackets.count("(") > brackets.count(")"):
        return False
    return not any(end <= f.start < fact.start for f in own)


def _share_with_those_before(
    folded: str, names: Sequence[Named], belonging: list[list[Fact]], last: int, shared: list[Fact], sole: bool
) -> None:
    """Tell the schedules of the last name of a list of those before it, back to where the list begins. `sole`: only
    the last of all names has schedules."""
    end, until = names[last].end, shared[0].start
    intervals = _without_length(folded, shared)
    if any(f.kind == "dose" for f in belonging[last]):  # "2400 mg/m2 over 46 hours"
        shared = intervals
    told = [f for f in belonging[last] if end <= f.start < until]
    ways = {f.kind for f in told} - {"schedule", "form"}
    all_given = _ALL_GIVEN.match(folded, end, until) is not None
    for place in range(last - 1, -1, -1):
        kinds = {f.kind for f in belonging[place]}
        joint = folded[names[place].end : names[place + 1].start]
        in_list = _NO_LIST.search(joint) is None if sole else _is_list(joint, belonging, names[place].end)
        if not in_list or names[place].concept == names[last].concept or "schedule" in kinds:
            break
        if not ways <= kinds:
            # "A, B and C are given IV on day 1", "A 7.5 mg/kg and B 200 mg IV on day 2": one way of all, or of both
            beside = place == last - 1 and "dose" in kinds & ways and _AND.search(joint) is not None
            alike = beside or (all_given and _is_list(joint, belonging, names[place].end))
            if "route" in kinds or not alike:
                break
            belonging[place] += [f for f in told if f.kind == "route"]
        belonging[place] += intervals if "dose" in kinds else shared


def _is_list(between: str, belonging: Sequence[Sequence[Fact]], offset: int) -> bool:
    """Whether nothing but what joins a list stands between two names, and what is told of them."""
    return _JOINED.match(_without(between, belonging, offset)) is not None


def _without_length(folded: str, shared: list[Fact]) -> list[Fact]:
    """The schedules without how long one dose takes: `every 2 weeks` of `over 46 hours every 2 weeks`."""
    rest = []
    for fact in shared:
        time = _TAKING.match(folded, fact.start, fact.end)
        if time is None:
            rest.append(fact)
        elif time.end() < fact.end:
            value = " ".join(folded[time.end() : fact.end].split())
            rest.append(Fact("schedule", fact.value[-len(value) :], time.end(), fact.end))
    return rest


def _without(between: str, belonging: Sequence[Sequence[Fact]], offset: int) -> str:
    """The text without the facts in it, white space made single."""
    made = list(between)
    for fact in (f for found in belonging for f in found):
        for position in range(max(fact.start - offset, 0), min(fact.end - offset, len(made))):
            made[position] = " "
    return f" {' '.join(''.join(made).split())} "
