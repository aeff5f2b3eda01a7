"""Arms that only the prose tells: `patients in the X group receive …`, `Arm A: …`, `Group 1 (X) or Group 2 (Y)`,
`randomized to receive A or B`.

An arm counts only if an intervention is named in what it receives, or if it is called a control; one of them at least
must give something, and there must be at least two. Groups of people that receive nothing named are no arms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extract import prose_arm_patterns as words
from kg.extract.administration import facts
from kg.extract.code_names import names_of_codes
from kg.extract.composite import parse
from kg.extract.document import Document
from kg.extract.giving import Given, given
from kg.extract.name_parts import DOMAIN
from kg.ground import Grounding, ground
from kg.model import Passage
from kg.text import fold, name_key


class ToldArm(NamedTuple):
    """An arm as the prose tells it: the words that tell it, its label, what it gives."""

    passage: Passage
    label: Passage
    gives: list[Given]
    rule: str
    confidence: float


_LONGEST_LABEL = 110
_LONGEST_ARM = 600
_MOST_ARMS = 8
_SOON = 32


def told_arms(document: Document) -> list[ToldArm]:
    """The arms told in summary and description, in the order of the text; none unless there are at least two."""
    passages = [p for p in (document.trial.detailed_description, document.trial.brief_summary) if p is not None]
    passages = [p for p in passages if words.ARMED.search(p.text)]
    for finder in (_headed, _groups, _bracketed, _tagged, _randomised):
        for passage in passages:
            arms = _once(finder(document, passage))
            if 2 <= len(arms) <= _MOST_ARMS and any(arm.gives for arm in arms):
                return arms
    return []


def _once(arms: Iterator[ToldArm]) -> list[ToldArm]:
    """The first telling of each label that names an intervention; if none does, the first of a control and of a
    numbered head, whose treatment may have no name here."""
    found: dict[str, ToldArm] = {}
    for arm in arms:
        label = fold(arm.label.text)
        key = name_key(arm.label.text)
        numbered = arm.rule == "Arm A: …" and words.WHOLLY_NUMBERED.fullmatch(label)
        if not (arm.gives or numbered or words.CONTROL.search(label)):
            continue
        if key not in found or (arm.gives and not found[key].gives):
            found[key] = arm
    return list(found.values())


def _headed(document: Document, passage: Passage) -> Iterator[ToldArm]:
    folded = fold(passage.text)
    heads = list(words.HEADED.finditer(folded))
    if not heads and words.ASSIGNS.search(folded) and words.ARM_NAMED.search(folded) is None:
        heads = list(words.REGIMENS.finditer(folded))
    for number, head in enumerate(heads):
        stop = heads[number + 1].start() if number + 1 < len(heads) else len(folded)
        blank = folded.find("\n\n", head.end(), stop)
        stop = min(blank if blank >= 0 else stop, head.end() + _LONGEST_ARM)
        if number and number + 1 == len(heads):  # `Cohort 1: …; cohort 2: …. All the rest`: the row is one sentence
            whole = ((a, b) for a, b in document.sentences(passage) if a <= head.start("label") < b)
            begin, end = next(whole, (stop, stop))
            stop = min(stop, end) if begin <= heads[number - 1].start("label") else stop
        arm = _told(document, passage, head.start("label"), head.span("label"), head.end(), stop, "Arm A: …", 0.88)
        yield arm if arm.gives else arm._replace(gives=_dose_of_the_only_drug(document, arm.passage, _SOON))


def _groups(document: Document, passage: Passage) -> Iterator[ToldArm]:
    """Groups by number, or in a row (`one group`, `the other group`), are all that there are."""
    arms = list(_all_groups(document, passage))
    for series in (words.WHOLLY_NUMBERED, words.IN_A_ROW):
        own = [arm for arm in arms if series.fullmatch(fold(arm.label.text))]
        if len({name_key(arm.label.text) for arm in own}) > 1:
            return iter(own)
    return iter(arms)


def _all_groups(document: Document, passage: Passage) -> Iterator[ToldArm]:
    folded = fold(passage.text)
    sentences = document.sentences(passage)
    for place, (start, end) in enumerate(sentences):
        groups: list[tuple[int, tuple[int, int], int]] = []
        for match in words.GROUP_RECEIVES.finditer(folded, start, end):
            label = _group_label(folded, match, start)
            if label is not None:
                people = words.PEOPLE_BEFORE.search(folded, max(start, label[0] - 60), label[0])
                groups.append((people.start() if people else label[0], label, match.end()))
        for begun, ended in sentences[place + 1 :] if groups else ():  # "You will also receive …"
            if words.ALSO.match(folded, begun) is None or words.GROUP_RECEIVES.search(folded, begun, ended):
                break
            end = ended
        for number, (begin, label, rest) in enumerate(groups):
            stop = groups[number + 1][0] if number + 1 < len(groups) else end
            following = words.NEXT_GROUP.search(folded, rest, max(stop, rest))
            stop = following.start() if following else stop
            yield _told(document, passage, begin, label, rest, max(stop, rest), "the X group receives …", 0.88)


def _group_label(folded: str, match: re.Match[str], start: int) -> tuple[int, int] | None:
    """The label of a group that receives something; None where it is only `this group`."""
    before = words.NAME_BEFORE.search(folded, max(start, match.start() - 60), match.start())
    if " " in match.group("noun"):  # "group 2" is a label by itself
        return match.span("noun")
    if before is None:
        return None
    cut = max((m.end() for m in words.BEFORE_LABEL.finditer(before.group())), default=0)
    begin, end = before.start() + cut, match.end("noun")
    begin += _leading(folded[begin:end])
    return None if words.NO_LABEL.match(folded, begin, end) else (begin, end)


def _bracketed(document: Document, passage: Passage) -> Iterator[ToldArm]:
    """`Group 1 (docetaxel), or Group 2 (placebo)`: brackets one behind the other say what each group gets."""
    folded = fold(passage.text)
    for start, end in document.sentences(passage):
        row: list[re.Match[str]] = []
        for match in words.BRACKETED.finditer(folded, start, end):
            if row and words.BETWEEN_BRACKETED.fullmatch(folded, row[-1].end(), match.start()) is None:
                if len(row) > 1:
                    break
                row = []
            row.append(match)
        if len(row) < 2 or " " not in row[0].group("label"):
            continue
        arms = [
            _told(
                document, passage, m.start(), m.span("label"), m.start("content"), m.end("content"), "Arm A (…)", 0.85
            )
            for m in row
        ]
        arms = [
            arm if arm.gives else arm._replace(gives=_dose_of_the_only_drug(document, arm.passage, _LONGEST_LABEL))
            for arm in arms
        ]
        if sum(bool(arm.gives) for arm in arms) > 1 or any(words.CONTROL.search(fold(a.label.text)) for a in arms):
            yield from arms
            return


def _tagged(document: Document, passage: Passage) -> Iterator[ToldArm]:
    """`docetaxel (experimental arm) versus capecitabine (control arm)`."""
    folded = fold(passage.text)
    for start, end in document.sentences(passage):
        tags = list(words.TAGGED.finditer(folded, start, end))
        if len(tags) < 2:
            continue
        floor = start
        for tag in tags:
            begin = tag.start("inside")
            if not tag.group("inside").strip(" :,-"):
                chunk = max(floor, tag.start() - _LONGEST_LABEL)
                begin = max((m.end() for m in words.BEFORE_TAG.finditer(folded, chunk, tag.start())), default=chunk)
            stop = tag.start("label") if begin == tag.start("inside") else tag.start()
            yield _told(document, passage, begin, tag.span("label"), begin, stop, "X (arm)", 0.85)
            floor = tag.end()
        return


def _randomised(document: Document, passage: Passage) -> Iterator[ToldArm]:
    folded = fold(passage.text)
    for start, end in document.sentences(passage):
        if words.FACTORIAL.search(folded, start, end):
            continue
        pieces = _choices(folded, start, end)
        if len(pieces) < 2 or max(b - a for a, b in pieces) > _LONGEST_LABEL:
            continue
        if not all(given(document, passage.part(a, b)) for a, b in pieces):
            continue
        for a, b in pieces:
            yield _told(document, passage, a, (a, b), a, b, "randomized to A or B", 0.8)
        return


def _choices(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """What a sentence says that people are randomized to: the stretches between `or`."""
    divided = words.DIVIDED.search(folded, start, end)
    if divided is not None:
        cuts = [m.span() for m in words.AND_LIST.finditer(folded, divided.end(), end)]
        begins, ends = [divided.end(), *(b for _, b in cuts)], [*(a for a, _ in cuts), end]
        return [(a, b) for a, b in zip(begins, ends, strict=True) if folded[a:b].strip()]
    match = words.RANDOMISED.search(folded, start, end)
    while match is not None:  # "assigned to a cohort and randomized to receive X or Y"
        border = words.OR.search(folded, match.end(), end)
        again = words.RANDOMISED.search(folded, match.end(), border.start() if border else end)
        if again is None:
            break
        match = again
    if match is None:
        return []
    stops = words.STOPS.search(folded, match.end(), end)
    stop = stops.start() if stops else end
    borders = [m.span() for m in words.OR_TO.finditer(folded, match.end(), stop)]  # "either to A or B, or to C"
    if not borders:
        borders = [m.span() for m in words.OR.finditer(folded, match.end(), stop)]
        if borders and "(" not in folded[match.end() : stop]:  # "A, B, or C"
            borders = [m.span() for m in words.OR_LIST.finditer(folded, match.end(), stop)]
    begins = [match.end(), *(b for _, b in borders)]
    ends = [*(a for a, _ in borders), stop]
    return [(a, b) for a, b in zip(begins, ends, strict=True) if folded[a:b].strip()]


def _dose_of_the_only_drug(document: Document, told: Passage, soon: int) -> list[Given]:
    """`dose group A (900 mg)`: where the record has one drug, that is dosed; its dose stands within `soon` letters."""
    stated = facts(told.text, document.vocabulary)
    doses = [fact for fact in stated if fact.kind == "dose"]
    groundings: dict[str | None, Grounding] = {}
    for item in document.trial.interventions:
        codes = dict(names_of_codes(document, item))
        parts = [] if codes else parse(item.name.text, document.vocabulary, item.registry_type).parts
        for grounding in (*codes.values(), *(part.grounding for part in parts)):
            if not (grounding.concept or "").startswith("placebo/"):
                groundings[grounding.concept] = grounding
    if not doses or doses[0].start > soon or len(groundings) != 1:
        return []
    ((concept, grounding),) = groundings.items()
    if concept is None:
        return []
    return [Given(told, doses[0].start, doses[0].end, grounding, concept, tuple(stated))]


def _observed(document: Document, sentence: Passage, folded: str) -> Iterator[Given]:
    """`undergo observation`: elsewhere the word says too little."""
    match = words.OBSERVED.search(folded)
    if match is not None:
        grounding = ground("clinical observation", DOMAIN, document.vocabulary)
        if grounding.concept is not None:
            yield Given(sentence, *match.span(1), grounding, grounding.concept)


def _leading(label: str) -> int:
    """Length of the words before a label that are no part of it."""
    match = words.LEADING.match(label)
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
    of_all = words.OF_ALL.search(fold(passage.text[rest:stop]))
    stop = rest + of_all.start() if of_all else stop
    end = start + len(words.TRAILING.sub("", passage.text[start:stop]))
    a, b = label
    a += _leading(fold(passage.text[a:b]))
    b = a + len(passage.text[a:b].rstrip(" .;,"))
    gives: list[Given] = []
    inner = passage.part(rest, max(rest, end))
    for number, piece in enumerate(document.sentences(inner)):
        sentence = inner.part(*piece)
        folded = fold(sentence.text)
        if number and words.GOES_ON.match(folded) is None:
            break
        floor = 0
        if words.OF_PEOPLE.match(folded):
            verb = words.RECEIVED.search(folded)
            floor = verb.end() if verb else len(folded)
        gives += [
            g
            for g in [*given(document, sentence), *_observed(document, sentence, folded)]
            if g.start >= floor and words.AT_THE_TIME.search(folded, 0, g.start) is None
        ]
    return ToldArm(passage.part(start, max(end, start + 1)), passage.part(a, b), gives, rule, confidence)
