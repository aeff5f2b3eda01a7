"""What all arms are told to get: `All patients will receive A`, `in both arms, A is given`, `B or C, both combined with
A`.

The rule: a sentence whose subject is all people or all arms, or the end of the row of choices, with what is given
there; not what is done before people are allotted or after their treatment, what some of them may get, nor what
another sentence says that one arm gets and another does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.extract.told_arms.arm import ToldArm, tell
from kg.extract.told_arms.compared_arms import COMPARED
from kg.extract.told_arms.patterns import PEOPLE, RECEIVES
from kg.model import Passage
from kg.text import holds_any

_HINTS = ("all ", "both ", "each ", "combin", " plus ", "in addition to", "added to", "on top of")
_ALL = re.compile(
    rf"\b(?:(?:all|both|each(?:\sof\sthe)?)\s(?:(?:the|of\sthe|study|enrolled|eligible|randomi[sz]ed|three|four|two)\s){{0,2}}"
    rf"(?:{PEOPLE}|groups?|arms?|cohorts?)|{PEOPLE}\s(?:in|of|from)\s(?:both|all|each|either)\s(?:the\s)?(?:[\w-]+\s)?(?:groups?|arms?|cohorts?)|"
    rf"in\s(?:both|all|each)\s(?:the\s)?(?:[\w-]+\s)?(?:groups?|arms?|cohorts?),?)"
    rf"(?:\s\([^()]{{0,40}}\))?,?\s(?:{PEOPLE}\s)?(?:in\s(?:both|all)\s(?:the\s)?(?:groups|arms)\s)?(?:(?:will|shall|are|were)\salso\s)?(?P<gets>{RECEIVES})"
)
# `In both groups, A will be given …`, `A will be given to all patients`
_ALL_GIVEN = re.compile(
    r"\bin\s(?:both|all)\s(?:the\s)?(?:[\w-]+\s)?(?:groups|arms|cohorts),?\s(?P<what>[^.;:]{3,140}?),?\s"
    r"(?:will\sbe|is|are|was|were)\s(?:[a-z]+ly\s)?(?:given|administered|infused|injected|prescribed|applied|used)\b"
    r"(?P<rest>[^.;]{0,80})"
)
_GIVEN_TO_ALL = re.compile(
    r"(?P<what>[^.;:]{3,140}?),?\s(?:will\sbe|is|are|was|were)\s(?:[a-z]+ly\s)?(?:given|administered|infused|injected|prescribed)"
    rf"\s(?:to|in)\s(?:all|both)\b(?:\s(?:the\s|study\s)?(?:{PEOPLE}|groups|arms|cohorts)\b)?(?P<rest>[^.;]{{0,80}})"
)
_WHEN = re.compile(
    r"\b(?:before|prior\sto|until|if|when|as\sneeded|on\sdemand|rescue|at\sscreening|only|who|except|unless|wash-?out|run-?in|"
    r"completing|completion|extension)\b"
)
_NO_CHOICE = re.compile(r"\bor\s(?=\d)")
# `A or B, both in combination with C`
_TAIL = re.compile(
    r"(?:\s?\([^()]{0,80}\))?,?\s(?:(?:both|each|all)\s(?:of\swhich\sare\s|given\s)?(?:in\scombination\swith|combined\swith|together\swith|plus|with)|"
    r"(?:and\s)?(?:both|all)\s(?:(?:groups|arms|patients)\s)?(?:will\s)?(?:also\s)?receive|(?<=,\s)(?:in\scombination\swith|combined\swith|in\saddition\sto|"
    r"added\sto|on\stop\sof|along\swith|together\swith|alongside|plus))\s"
)
_OTHER_TIME = re.compile(
    r"\b(?:before|prior\sto|run-?in|screening|wash-?out|lead-in|after|following|until|if|may|might|could|or|one\sof|"
    r"either|except|unless|assigned|allocated|corresponding|same|open-label|extension|questionnaires?|not|no)\b"
)
_LONGEST_TAIL = 160


def with_shared(document: Document, arms: list[ToldArm]) -> list[ToldArm]:
    """The arms with what all of them are told to get beside what each gets."""
    if len(arms) < 2 or arms[0].rule == COMPARED:
        return arms
    trial = document.trial
    some = {g.concept for arm in arms for g in arm.gives}
    for passage in (trial.brief_summary, trial.detailed_description):
        for told in _told(document, passage, arms) if passage is not None else ():
            shared = [g for g in told.gives if g.concept not in some and not g.concept.startswith("placebo/")]
            if shared:
                have = {g.concept for g in arms[0].shared}
                new = tuple(g for g in shared if g.concept not in have)
                entries = tuple(i for i in told.entries if all(i not in arm.entries for arm in arms))
                arms = [a._replace(shared=(*a.shared, *new), entries=(*a.entries, *entries)) for a in arms]
    return arms


def _told(document: Document, passage: Passage, arms: list[ToldArm]) -> Iterator[ToldArm]:
    """What each sentence about all people or all arms gives, and what ends the row of choices for all of them."""
    folded = folded_text(passage.text)
    if not holds_any(folded, _HINTS):
        return
    own = [arm.passage for arm in arms if arm.passage.field == passage.field]
    last = max((part.start - passage.start + len(part.text) for part in own), default=None)
    for start, end in document.sentences(passage):
        for subject in _ALL.finditer(folded, start, end):
            begin = folded.rfind("; ", start, subject.start()) + 1 or start
            if _OTHER_TIME.search(folded, begin, end) is None:
                yield _tell(document, passage, subject.end("gets"), end)
                break
        given = _all_given(folded, start, end)
        if given is not None:
            yield _tell(document, passage, given.start("what"), given.end("what"))
        if last is not None and start < last < end:
            tail = _TAIL.match(folded, last, end)
            if tail is not None:
                yield _tell(document, passage, tail.end(), min(end, tail.end() + _LONGEST_TAIL))


def _all_given(folded: str, start: int, end: int) -> re.Match[str] | None:
    """The stretch of the sentence (group `what`) that names what is given to all, whenever they get the rest."""
    if not holds_any(folded[start:end], (" both ", " all ", "in both", "in all")):
        return None
    given = _ALL_GIVEN.search(folded, start, end) or _GIVEN_TO_ALL.match(folded, start, end)
    if given is None or _WHEN.search(given["rest"]) or _OTHER_TIME.search(_NO_CHOICE.sub(" ", given["what"])):
        return None
    return given


def _tell(document: Document, passage: Passage, begin: int, stop: int) -> ToldArm:
    return tell(document, passage, begin, (begin, stop), begin, stop, "all receive …", 0.8)
