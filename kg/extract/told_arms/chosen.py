"""Arms told as a row of choices: `randomized to A or B`, `receive A or placebo`, `10 mg, 20 mg or placebo`.

The rule: each choice of a row (`choices`) gives something known, or is what control arms get, or is called a group that
people are randomized to; doses alone count where people are allotted somewhere. A choice may leave out what its
neighbours say: a noun, a drug, a unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.extract.giving.in_text import Given, given
from kg.extract.told_arms import patterns as words
from kg.extract.told_arms.arm import ToldArm, meant, shared_noun, tell, with_the_same
from kg.extract.told_arms.choices import Row, rows
from kg.extract.told_arms.dosed import dose_of_the_only_drug, dosed
from kg.extract.told_arms.elsewhere import of_background, told_elsewhere
from kg.extract.told_arms.sized import sized
from kg.model import Passage
from kg.text import fold, holds_any

_SOON = 32
_WORDS = 4
_PAIR = 2
_SHORT = 9
_NEAR = 80
_COUNTED = re.compile(
    r"\b(?:one|1)\sof\s(?:the\s)?(\w+)\s(?:[\w-]+\s){0,2}(?:arms|groups|strategies|treatments|regimens|conditions|interventions)"
    r"\s?:\s?(?:\(?[1ai]\)?[.)]?\s?)?\Z"
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4}
_NUMBERS = {3: "three", 4: "four", 5: "five", 6: "six"}
# `placebo or one of two doses of X`: two arms that the text does not tell apart.
_ONE_OF_SOME = re.compile(
    r"(?:one|1)\sof\s(?:the\s)?(?P<many>two|three|four|[2-4])\s(?:[\w-]+\s){0,2}?"
    r"(?:dos(?:es|ages)|(?:dosing\s|dosage\s|treatment\s)?(?:regimens|schedules)|dose\slevels|strengths|concentrations)\b"
)
# `ctDNA positive group`, `the high-risk group`: what people are found to be, unless they are randomized to it.
_BY_TRAIT = re.compile(
    r"(?:\bpositive|\bnegative|[+-]ve|\bmutant|\bmutated|\bmutation|\bwild(?:[- ]type)?|"
    r"\b(?:high|low|intermediate)[- ]risk|responders?|responsive|"
    r"\bsensitive|\bresistant|\bhealthy|\bnormal|\bobese|\bdiabetic|\belderly|\byounger?|\bolder)\s(?:patients?\s)?(?:groups?|cohorts?|arms?)\b"
)
_DONE_WITH_THEM = ("compar", "measur", "assess", "regard", "evaluat")
_CIRCUMSTANCE = re.compile(
    r"\d|\b(?:days?|weeks?|months?|hours?|minutes?|years?|first|second|after|before|until|who|which|that|patients|"
    r"participants|subjects|women|men|children|order|time|either|more|less|not|one|two|three|groups?|arms?|blocks?|"
    r"ratio|each|phase|stage|sides?|left|right|will|is|are|be|been|has|have|was|were|basis|fashion|manner)\b"
)


def chosen_arms(document: Document, passage: Passage) -> Iterator[ToldArm]:
    """The first row of choices of which each can be given, or is what control arms get."""
    folded = folded_text(passage.text)
    for start, end in document.sentences(passage):
        for row in [*rows(folded, start, end), *sized(folded, start, end)]:
            arms = _choices(document, passage, folded, row, _by_lot(folded, start, row.choices[0][0]))
            if arms and not of_background(document, passage, row.choices[0][0]):
                if told_elsewhere(document, passage, start, end):
                    break
                yield from arms
                return


def _choices(document: Document, passage: Passage, folded: str, row: Row, by_lot: bool) -> list[ToldArm]:
    """The choices of a row as arms; none unless each can be one."""
    arms, shared = _tell_each(document, passage, folded, row)
    arms = _with_what_is_left_out(document, arms)
    labels = [fold(arm.label.text) for arm in arms]
    if not arms or (row.dosed and not _are_doses(document, arms)) or _are_no_arms(labels, by_lot):
        return []
    if not _each_counts(document, folded, row, arms, bool(shared), by_lot):
        return []
    return _each_of_some([arm._replace(nameless=True, shared=(*arm.shared, *shared)) for arm in arms])


def _tell_each(
    document: Document, passage: Passage, folded: str, row: Row
) -> tuple[list[ToldArm], tuple[Given, ...]]:
    """Each choice as an arm, and what stands before `either` in the first, which all get."""
    arms: list[ToldArm] = []
    shared: tuple[Given, ...] = ()
    for begin, stop in row.choices:
        either = words.WITH_EITHER.match(folded, begin, stop) if not arms else None
        if either is not None:
            shared = tuple(given(document, passage.part(begin, either.end())))
            begin = either.end()
        arm = tell(document, passage, begin, (begin, stop), begin, stop, "randomized to A or B", 0.8)
        if row.merged and ", " in words.BRACKETS.sub("", passage.text[begin:stop]):
            return [], ()
        if words.NOTHING.match(folded, begin, stop) is not None:
            none = [g for g in arm.gives if g.concept.startswith("standard-care/")]
            arm = arm._replace(gives=none, entries=(), nothing=True)
        arms.append(arm)
    return arms, shared


def _with_what_is_left_out(document: Document, arms: list[ToldArm]) -> list[ToldArm]:
    """With what a choice leaves out because its neighbours, or the only drug of the record, say it."""
    if not arms:
        return arms
    arms = shared_noun(document, meant(document, dosed(document, arms, timed=True)))
    arms = with_the_same(_as_defined(_together(arms)))
    if any(arm.says for arm in arms):
        return arms
    return [arm._replace(gives=dose_of_the_only_drug(document, arm.passage, _SOON)) for arm in arms]


def _are_no_arms(labels: list[str], by_lot: bool) -> bool:
    """Whether what the choices are called tells people by what they are, counts doses, or breaks off in a range."""
    if not by_lot and all(_BY_TRAIT.search(label) for label in labels):
        return True
    if any(words.HEADED_WITHIN.search(label) or _is_counted(label) for label in labels):
        return True
    return any(words.RANGE_BEGUN.search(label) for label in labels[:-1])


def _each_counts(
    document: Document, folded: str, row: Row, arms: list[ToldArm], shared: bool, by_lot: bool
) -> bool:
    """Whether each choice gives something known, or counts although it does not: as a control, by the word for the
    experimental beside one, as a group that people are randomized to, as the only one that has no name here."""
    labels = [fold(arm.label.text) for arm in arms]
    told = any(arm.gives or arm.entries for arm in arms)
    opposed = _is_opposed(row, arms, labels)
    named = row.named and (told or not row.sized)
    named = named and not any(words.NO_ARMS.search(label) or label.count(" ") > _WORDS for label in labels)
    trusted = _is_trusted(folded, row, arms, labels, by_lot)
    if not (told or opposed or named or trusted):
        return False
    if trusted or shared or named:
        return True
    return all(
        arm.says
        or any(form.short in arm.label.text for form in document.abbreviations)
        or words.CONTROL.search(label)
        or (opposed and words.EXPERIMENTAL.search(label))
        for arm, label in zip(arms, labels, strict=True)
    )


def _is_opposed(row: Row, arms: list[ToldArm], labels: list[str]) -> bool:
    """Whether one is called experimental and another a control, where something is feigned or groups are named."""
    feigned = any(g.concept.startswith("placebo/") for arm in arms for g in arm.gives)
    grouped = row.grouped and words.OF_GROUPS.search(labels[-1]) is not None
    if not (feigned or grouped or any(words.THE_EXPERIMENTAL.fullmatch(label) for label in labels)):
        return False
    controls = [words.CONTROL.search(label) is not None for label in labels]
    tried = any(words.EXPERIMENTAL.search(label) and not no for label, no in zip(labels, controls, strict=True))
    return any(controls) and tried


def _is_trusted(folded: str, row: Row, arms: list[ToldArm], labels: list[str], by_lot: bool) -> bool:
    """Whether the one choice of which nothing is known may be believed to be something that is given."""
    if row.merged:
        return False
    if by_lot and _one_is_new(arms, labels):
        return True
    counted = row.grouped and _counts(folded[: row.choices[0][0]], len(arms))
    return counted and sum(not arm.says for arm in arms) == 1 and len(arms) > _PAIR


def _is_counted(label: str) -> bool:
    """`three doses of X`, which are no choice; one of them is."""
    return words.ONLY_COUNTED.search(label) is not None and _ONE_OF_SOME.match(label) is None


def _each_of_some(arms: list[ToldArm]) -> list[ToldArm]:
    """`placebo or one of two doses of X`: as many arms as are counted, each with an entry of its own if there are as
    many."""
    made: list[ToldArm] = []
    for arm in arms:
        some = _ONE_OF_SOME.match(fold(arm.label.text))
        many = _COUNTS[some["many"]] if some is not None else 1
        own = [(item,) for item in arm.entries] if len(arm.entries) == many > 1 else [arm.entries] * many
        made += [arm._replace(entries=entries, twin=twin or arm.twin) for twin, entries in enumerate(own)]
    return made


def _by_lot(folded: str, start: int, begin: int) -> bool:
    """Whether people are randomized to what begins there."""
    lot = folded.find("random", max(start, begin - _NEAR), begin)
    return lot >= 0 and not holds_any(folded[lot:begin], _DONE_WITH_THEM)


def _one_is_new(arms: list[ToldArm], labels: list[str]) -> bool:
    """Whether what one of two get is known, and neither label is long or tells a circumstance: people are randomized
    to something that has no name here."""
    plain = all(label.count(" ") < _SHORT and _CIRCUMSTANCE.search(label) is None for label in labels)
    if not plain or len(arms) != _PAIR or sum(arm.says for arm in arms) != 1:
        return False
    one, other = (set(label.split()) for label in labels)
    return bool(one & other) or not any(arm.nothing for arm in arms)  # "ear drops, or no ear drops"


def _counts(before: str, many: int) -> bool:
    """Whether the words before say how many people are randomized to: `to one of three strategies:`."""
    counted = _COUNTED.search(before, max(0, len(before) - _NEAR))
    lot = counted is not None and before.find("random", max(0, counted.start() - _NEAR)) >= 0
    return counted is not None and lot and counted.group(1) in (str(many), _NUMBERS.get(many, ""))


def _are_doses(document: Document, arms: list[ToldArm]) -> bool:
    """Whether people are allotted somewhere, and each choice is a dose or feigned."""
    for arm in arms:
        dosed = any(f.kind == "dose" for g in arm.gives for f in g.facts) or (arm.entries and not arm.gives)
        if not (dosed or any(g.concept.startswith("placebo/") for g in arm.gives)):
            return False
    return any(words.ASSIGNS.search(folded_text(passage.text)) for passage in document.prose())


def _as_defined(arms: list[ToldArm]) -> list[ToldArm]:
    """`standard care (A and B) plus C, or standard care alone`: the second gets A and B."""
    for arm in arms:
        bracket = words.STANDARD_DEFINED.search(fold(arm.label.text))
        if bracket is None:
            continue
        begin, stop = (arm.label.start + place for place in bracket.span("what"))
        standard = [g for g in arm.gives if begin <= g.passage.start + g.start < stop]
        return [
            other._replace(gives=[*other.gives, *standard])
            if other is not arm and other.drugs and all(c.startswith("standard-care/") for c in other.drugs)
            else other
            for other in arms
        ]
    return arms


def _together(arms: list[ToldArm]) -> list[ToldArm]:
    """`A, or B, or both`: the last gets what the others get."""
    *others, last = arms
    if last.says or words.BOTH.fullmatch(fold(last.label.text)) is None or not all(arm.gives for arm in others):
        return arms
    entries = tuple(dict.fromkeys(item for arm in others for item in arm.entries))
    return [*others, last._replace(gives=[g for arm in others for g in arm.gives], entries=entries)]
