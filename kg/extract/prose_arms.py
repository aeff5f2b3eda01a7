"""Arms that only the prose tells: `patients in the X group receive …`, `Arm A: …`, `randomized to receive A or B`.

An arm counts only if an intervention is named in what it receives, and only if there are at least two of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.document import Document
from kg.extract.giving import Given, given
from kg.model import Passage
from kg.text import fold, name_key


class ToldArm(NamedTuple):
    """An arm as the prose tells it: the words that tell it, its label, what it gives."""

    passage: Passage
    label: Passage
    gives: list[Given]
    rule: str
    confidence: float


_PEOPLE = r"(?:patients|participants|subjects|volunteers|individuals|women|men|children|infants|eyes|those|cases)"
_RECEIVES = (
    r"(?:will\s|would\s|shall\s|are\s(?:to\s)?|were\s|is\s|be\s|also\s|then\s|only\s)*(?:be\s)?"
    r"(?:receiv(?:e|es|ed|ing)|given|giv(?:e|es|en)|treated\swith|tak(?:e|es|en|ing)|underg(?:o|oes|oing)|administered|get|injected\swith|infused\swith|treated\sby)\b"
)
_GROUP_RECEIVES = re.compile(
    rf"\b(?P<noun>(?:group|arm|cohort)(?:\s(?:[a-z]|\d{{1,2}}|i{{1,3}}|iv|one|two|three|four))?),?\s(?:\([^()]{{0,60}}\),?\s)?"
    rf"(?:{_PEOPLE}\s)?{_RECEIVES}(?=\s)"
)
_NAME_BEFORE = re.compile(r"(?:[\w/+&,.()-]+\s){1,5}\Z")
_PEOPLE_BEFORE = re.compile(
    rf"{_PEOPLE}\s(?:who\s(?:are|were)\s)?(?:randomi[sz]ed\s|assigned\s|allocated\s)?(?:in|to|into|of|from|on)\s(?:the\s)?\Z"
)
_NEXT_GROUP = re.compile(
    rf"[,;]?\s(?:while|whereas|and|but)\s(?:(?:the\s)?{_PEOPLE}\s(?:in|of|from)\s|(?:the\s)?(?:[\w-]+\s){{1,4}}(?:group|arm)\b)"
    r"|(?:[,;]\s(?:and\s)?|\s(?:and|while|whereas)\s)(?:the\s)?(?:group|arm|cohort)\s(?:[a-z]|\d{1,2}|i{1,3}|iv|one|two|three|four)\b"
)
_HEADED = re.compile(
    r"(?:(?:^|(?<=\n)|(?<=[.;]\s)|(?<=[.;]))[\s*•>-]*(?:\d+[.)]\s?)?"
    r"|(?<=[,:]\s)(?=(?:group|arm|cohort)\s[^\s:]{1,5}:)|(?<=\sand\s)(?=(?:group|arm|cohort)\s[^\s:]{1,5}:))"
    r"(?P<label>(?:(?:experimental|control|treatment|intervention|study|test|comparator|placebo|standard|active|observation)\s(?:group|arm|cohort)(?:\s[a-z0-9]{1,3})?"
    r"|(?:group|arm|cohort|treatment|regimen)\s(?:[a-z]|\d{1,2}|i{1,3}|iv|one|two|three|four)))"
    r"\s?(?:\([^()\n]{0,80}\)\s?)?[:=-]\s?(?=\S)"
)
_RANDOMISED = re.compile(
    r"\b(?:randomi[sz]ed|randomly\s(?:assigned|allocated)|assigned|allocated)\b(?:[^.;]{0,60}?\s|\s)to\s"
    r"(?!compare|evaluate|determine|assess|investigate|test|examine|study|see|find|identify|establish|measure|explore|describe|reduce|prevent|"
    r"improve|treat\b|show|demonstrate|verify|confirm|observe|understand|one\sof|a\smaximum|remain|participate)"
    r"(?:receive\s|undergo\s|treatment\swith\s|have\s|take\s|use\s)?(?:either\s)?"
)
_OR = re.compile(r",?\s\b(?:or|versus|vs\.?)\b\s")
_OR_LIST = re.compile(r",?\s\b(?:or|versus|vs\.?)\b\s|,\s")
_TRAILING = re.compile(r"(?:[\s.;,]|(?<=[\s,])and\s?\Z){1,40}\Z")
_LONGEST_LABEL = 110
_STOPS = re.compile(
    r",?\s(?:(?:both|each|all)\s(?:in\scombination|combined|given|together|plus|with)\b|"
    r"in\s(?:a|an)\s|until|for\sup\sto|followed\sfor|at\sa\sratio|stratified|after\swhich)\b"
)
_BEFORE_LABEL = re.compile(r"[,;:.]\s|\b(?:and|or|while|whereas|receiv\w+|given)\s")
_LEADING = re.compile(
    rf"(?:\s|(?:while|whereas|and|but|the|all|in|to|into|of|from|{_PEOPLE}|who|are|were|assigned|randomi[sz]ed|allocated|each|both)\s)*"
)
_ARMED = re.compile(r"[Gg]roup|[Aa]rm|[Cc]ohort|[Rr]andom|GROUP|ARM|Treatment|Regimen|assigned|allocated")
_MOST_ARMS = 8


def told_arms(document: Document) -> list[ToldArm]:
    """The arms told in summary and description, in the order of the text; none unless there are at least two."""
    passages = [p for p in (document.trial.detailed_description, document.trial.brief_summary) if p is not None]
    passages = [p for p in passages if _ARMED.search(p.text)]
    for finder in (_headed, _groups, _randomised):
        for passage in passages:
            arms = list(finder(document, passage))
            if 2 <= len(arms) <= _MOST_ARMS:
                return arms
    return []


def _once(arms: Iterator[ToldArm]) -> Iterator[ToldArm]:
    """The first telling of each label that names an intervention."""
    seen: set[str] = set()
    for arm in arms:
        key = name_key(arm.label.text)
        if arm.gives and key not in seen:
            seen.add(key)
            yield arm


def _headed(document: Document, passage: Passage) -> Iterator[ToldArm]:
    return _once(_all_headed(document, passage))


def _all_headed(document: Document, passage: Passage) -> Iterator[ToldArm]:
    folded = fold(passage.text)
    heads = list(_HEADED.finditer(folded))
    for number, head in enumerate(heads):
        stop = heads[number + 1].start() if number + 1 < len(heads) else len(folded)
        blank = folded.find("\n\n", head.end(), stop)
        stop = min(blank if blank >= 0 else stop, head.end() + 600)
        yield _told(document, passage, head.start("label"), head.span("label"), head.end(), stop, "Arm A: …", 0.88)


def _groups(document: Document, passage: Passage) -> Iterator[ToldArm]:
    return _once(_all_groups(document, passage))


def _all_groups(document: Document, passage: Passage) -> Iterator[ToldArm]:
    folded = fold(passage.text)
    for start, end in document.sentences(passage):
        for match in _GROUP_RECEIVES.finditer(folded, start, end):
            following = _NEXT_GROUP.search(folded, match.end(), end)
            stop = following.start() if following else end
            before = _NAME_BEFORE.search(folded, max(start, match.start() - 60), match.start())
            if before is None or " " in match.group("noun"):  # "group 2" is a label by itself
                label = match.span("noun")
            else:
                cut = max((m.end() for m in _BEFORE_LABEL.finditer(before.group())), default=0)
                label = (before.start() + cut, match.end("noun"))
            label = (label[0] + _leading(folded[label[0] : label[1]]), label[1])
            people = _PEOPLE_BEFORE.search(folded, max(start, label[0] - 60), label[0])
            begin = people.start() if people else label[0]
            yield _told(document, passage, begin, label, match.end(), stop, "the X group receives …", 0.88)


def _randomised(document: Document, passage: Passage) -> Iterator[ToldArm]:
    return _once(_all_randomised(document, passage))


def _all_randomised(document: Document, passage: Passage) -> Iterator[ToldArm]:
    folded = fold(passage.text)
    for start, end in document.sentences(passage):
        match = _RANDOMISED.search(folded, start, end)
        if match is None:
            continue
        stops = _STOPS.search(folded, match.end(), end)
        stop = stops.start() if stops else end
        borders = [m.span() for m in _OR.finditer(folded, match.end(), stop)]
        if not borders:
            continue
        if "(" not in folded[match.end() : stop]:  # "A, B, or C"
            borders = [m.span() for m in _OR_LIST.finditer(folded, match.end(), stop)]
        begin = match.end()
        pieces: list[tuple[int, int]] = []
        for a, b in [*borders, (stop, stop)]:
            pieces.append((begin, a))
            begin = b
        pieces = [(a, b) for a, b in pieces if passage.text[a:b].strip()]
        if max(b - a for a, b in pieces) > _LONGEST_LABEL:
            continue
        if not all(given(document, passage.part(a, b)) for a, b in pieces):
            continue
        for a, b in pieces:
            yield _told(document, passage, a, (a, b), a, b, "randomized to A or B", 0.8)
        return


def _leading(label: str) -> int:
    """Length of the words before a label that are no part of it."""
    match = _LEADING.match(label)
    return match.end() if match else 0


def _told(
    document: Document,
    passage: Passage,
    start: int,
    label: tuple[int, int],
    rest: int,
    stop: int,
    rule: str,
    confidence: float,
) -> ToldArm:
    end = start + len(_TRAILING.sub("", passage.text[start:stop]))
    a, b = label
    a += _leading(fold(passage.text[a:b]))
    b = a + len(passage.text[a:b].rstrip(" .;,"))
    gives: list[Given] = []
    inner = passage.part(rest, max(rest, end))
    for piece in document.sentences(inner):
        gives.extend(given(document, inner.part(*piece)))
    return ToldArm(passage.part(start, max(end, start + 1)), passage.part(a, b), gives, rule, confidence)
