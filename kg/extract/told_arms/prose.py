"""Arms that only the prose tells: `patients in the X group receive …`, `Arm A: …`, `Group 1 (X) or Group 2 (Y)`,
`one group receives A, the other B`, `randomized to A or B`.

Five finders read the text, the surest first: heads, groups that receive, brackets, tags, rows of choices; where none
finds arms, what the record compares (`compared_arms`). An arm counts
if an intervention or an entry is named in what it receives, if it is told to receive nothing, if it is called a
control, or if the text numbers it; one of them at least must give something, or all be told to be arms; there must be
at least two. Groups of people that receive nothing are no arms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.extract.background import stance_at, stances
from kg.extract.document import Document
from kg.extract.giving.in_text import Given, given
from kg.extract.told_arms import patterns as words
from kg.extract.told_arms.arm import ToldArm, dose_of_the_only_drug, doses_of_one, meant, shared_noun, tell
from kg.extract.told_arms.choices import Row, rows
from kg.extract.told_arms.compared_arms import compared
from kg.extract.told_arms.groups import Telling, tellings
from kg.extract.told_arms.implied import implied_arms
from kg.extract.told_arms.optional import optional_arms
from kg.extract.told_arms.shared import with_shared
from kg.model import Passage
from kg.text import fold, holds_any, name_key

_LONGEST_LABEL = 110
_LONGEST_ARM = 600
_MOST_ARMS = 8
_SOON = 32
_WORDS = 4
_NOUNS = ("group", "arm", "cohort")
_REGIMENS = ("treatment", "regimen", "schedule", "sequence", "strategy", "experimental", "control", "comparator")


def told_arms(document: Document) -> list[ToldArm]:
    """The arms told in summary and description, none if there are not at least two. Asked for more than once."""
    return _told_arms(document, len(document.abbreviations))


@lru_cache(maxsize=2)
def _told_arms(document: Document, count: int) -> list[ToldArm]:
    """The arms in the order of the text. Of several tellings the one that says what most arms give; of equal ones that
    by the surer finder, the fuller text."""
    del count  # part of the key: a document may still be given abbreviations
    passages = [p for p in (document.trial.detailed_description, document.trial.brief_summary) if p is not None]
    passages = [p for p in passages if words.ARMED.search(p.text)]
    best: list[ToldArm] = []
    for finder in (_headed, _groups, _bracketed, _tagged, _chosen):
        for passage in passages:
            arms = _once(finder(document, passage))
            if not 2 <= len(arms) <= _MOST_ARMS or all(arm.says for arm in best) > (not best):
                continue
            if _worth(arms) > _worth(best) or (best and _worth(arms) == _worth(best) and all(a.says for a in arms)):
                best = arms
    if any(arm.says for arm in best):
        return with_shared(document, best)
    trial = document.trial
    sources = (trial.brief_summary, trial.title, trial.official_title, trial.detailed_description)
    told = [passage for passage in sources if passage is not None]
    return compared(document, told) or best or optional_arms(document, told) or implied_arms(document)


def _worth(arms: list[ToldArm]) -> int:
    """How many arms say what they give, or that they give nothing; one at least must give something, or all must be
    told to be arms."""
    if not arms:
        return 0
    if any(arm.gives or arm.entries for arm in arms):
        return 1 + sum(arm.says for arm in arms)
    return int(all(arm.nameless or arm.nothing for arm in arms))


def _once(arms: Iterator[ToldArm]) -> list[ToldArm]:
    """The first telling of each label that names an intervention; if none does, the first of a control, of a numbered
    head and of a member of a row, whose treatment may have no name here."""
    found: dict[str, ToldArm] = {}
    for arm in arms:
        label = fold(arm.label.text)
        key = name_key(words.COUNTED.sub("", label))
        if not (arm.says or arm.nameless or words.CONTROL.search(label)):
            continue
        if arm.twin:
            key += f" {arm.twin}"
        if key not in found or (arm.gives and not found[key].gives):
            found[key] = arm
    return list(found.values())


def _headed(document: Document, passage: Passage) -> Iterator[ToldArm]:
    folded = fold(passage.text)
    heads = list(words.HEADED.finditer(folded)) if holds_any(folded, _NOUNS) else []
    if heads:
        return _of_heads(document, passage, folded, heads)
    if holds_any(folded, _REGIMENS) and words.ARM_NAMED.search(folded) is None:
        arms = list(_of_heads(document, passage, folded, list(words.REGIMENS.finditer(folded))))
        if words.ASSIGNS.search(folded) or all(arm.says for arm in arms):
            return iter(arms)
    return iter(())


def _of_heads(document: Document, passage: Passage, folded: str, heads: list[re.Match[str]]) -> Iterator[ToldArm]:
    arms: list[ToldArm] = []
    for number, head in enumerate(heads):
        stop = heads[number + 1].start() if number + 1 < len(heads) else len(folded)
        blank = folded.find("\n\n", head.end(), stop)
        stop = min(blank if blank >= 0 else stop, head.end() + _LONGEST_ARM)
        if number and number + 1 == len(heads):  # `Cohort 1: …; cohort 2: …. All the rest`: the row is one sentence
            whole = ((a, b) for a, b in document.sentences(passage) if a <= head.start("label") < b)
            begin, end = next(whole, (stop, stop))
            stop = min(stop, end) if begin <= heads[number - 1].start("label") else stop
        arm = tell(document, passage, head.start("label"), head.span("label"), head.end(), stop, "Arm A: …", 0.88)
        numbered = words.WHOLLY_NUMBERED.fullmatch(fold(arm.label.text)) is not None
        people = words.OF_PEOPLE.match(folded, head.end()) is not None
        numbered = numbered and not (people and words.RECEIVED.search(folded, head.end(), stop) is None)
        arm = arm._replace(nameless=numbered, nothing=words.NOTHING.match(folded, head.end(), stop) is not None)
        arms.append(arm if arm.gives else arm._replace(gives=dose_of_the_only_drug(document, arm.passage, _SOON)))
    if len(arms) > 1 and not any(arm.says for arm in arms[:-1]) and words.ALLOTS.search(folded) is None:
        return iter(())  # what the last seems to give is what all that follows names
    return iter(arms)


def _groups(document: Document, passage: Passage) -> Iterator[ToldArm]:
    """Groups by number, or in a row (`one group`, `the other group`), are all that there are."""
    allots = words.ALLOTS.search(fold(passage.text)) is not None
    told = tellings(passage.text, fold(passage.text), document.sentences(passage))
    arms: list[tuple[Telling, ToldArm]] = []
    for telling in told:
        arm = tell(
            document, passage, telling.begin, telling.label, telling.rest, telling.stop, "the X group receives …", 0.88
        )
        if telling.negated:
            arm = arm._replace(gives=[], entries=(), nothing=True)
        if arm.says or telling.sure:
            label = passage.text[slice(*telling.label)].lower()
            twin = sum(
                other.sentence == telling.sentence and other.kind == "row" and done.label.text.lower() == label
                for other, done in arms
            )
            nameless = telling.sure and (telling.kind == "row" or (telling.kind == "numbered" and allots))
            arms.append((telling, arm._replace(nameless=nameless, twin=twin)))
    for kind in ("numbered", "row"):
        own = [arm for telling, arm in arms if telling.kind == kind]
        if len({(name_key(arm.label.text), arm.twin) for arm in own}) > 1:
            return iter(own)
    return iter([arm for _, arm in arms])


def _bracketed(document: Document, passage: Passage) -> Iterator[ToldArm]:
    """`Group 1 (docetaxel), or Group 2 (placebo)`: brackets one behind the other say what each group gets."""
    folded = fold(passage.text)
    if not holds_any(folded, _NOUNS):
        return
    for start, end in document.sentences(passage):
        if "(" not in folded[start:end]:
            continue
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
            tell(document, passage, m.start(), m.span("label"), m.start("content"), m.end("content"), "Arm A (…)", 0.85)
            for m in row
        ]
        arms = [
            arm if arm.gives else arm._replace(gives=dose_of_the_only_drug(document, arm.passage, _LONGEST_LABEL))
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
            yield tell(document, passage, begin, tag.span("label"), begin, stop, "X (arm)", 0.85)
            floor = tag.end()
        return


def _chosen(document: Document, passage: Passage) -> Iterator[ToldArm]:
    """The first row of choices of which each can be given, or is what control arms get."""
    folded = fold(passage.text)
    for start, end in document.sentences(passage):
        for row in rows(folded, start, end):
            arms = _choices(document, passage, folded, row)
            if arms and stance_at(stances(passage.text, "likely"), row.choices[0][0]) != "background":
                yield from arms
                return


def _choices(document: Document, passage: Passage, folded: str, row: Row) -> list[ToldArm]:
    arms: list[ToldArm] = []
    shared: tuple[Given, ...] = ()
    for begin, stop in row.choices:
        either = words.WITH_EITHER.match(folded, begin, stop) if not arms else None
        if either is not None:
            shared = tuple(given(document, passage.part(begin, either.end())))
            begin = either.end()
        arm = tell(document, passage, begin, (begin, stop), begin, stop, "randomized to A or B", 0.8)
        without = words.NOTHING.match(folded, begin, stop) is not None
        if row.merged and ", " in words.BRACKETS.sub("", passage.text[begin:stop]):
            return []
        none = [g for g in arm.gives if g.concept.startswith("standard-care/")]
        arms.append(arm._replace(gives=none, entries=(), nothing=True) if without else arm)
    arms = meant(document, _together(shared_noun(document, doses_of_one(document, arms))))
    labels = [fold(arm.label.text) for arm in arms]
    told = any(arm.gives or arm.entries for arm in arms)
    feigned = any(g.concept.startswith("placebo/") for arm in arms for g in arm.gives)
    grouped = row.grouped and words.OF_GROUPS.search(labels[-1]) is not None
    opposed = (
        (feigned or grouped)
        and any(words.CONTROL.search(label) for label in labels)
        and any(words.EXPERIMENTAL.search(label) and not words.CONTROL.search(label) for label in labels)
    )
    named = row.named and not any(words.NO_ARMS.search(label) or label.count(" ") > _WORDS for label in labels)
    for arm, label in zip(arms, labels, strict=True):
        known = arm.says or shared or any(form.short in arm.label.text for form in document.abbreviations)
        if not (known or named or words.CONTROL.search(label) or (opposed and words.EXPERIMENTAL.search(label))):
            return []
    if any(words.HEADED_WITHIN.search(label) or words.ONLY_COUNTED.search(label) for label in labels):
        return []
    if any(words.RANGE_BEGUN.search(label) for label in labels[:-1]) or not (told or opposed or named):
        return []
    return [arm._replace(nameless=True, shared=shared) for arm in arms]


def _together(arms: list[ToldArm]) -> list[ToldArm]:
    """`A, or B, or both`: the last gets what the others get."""
    *others, last = arms
    if last.says or words.BOTH.fullmatch(fold(last.label.text)) is None or not all(arm.gives for arm in others):
        return arms
    entries = tuple(dict.fromkeys(item for arm in others for item in arm.entries))
    return [*others, last._replace(gives=[g for arm in others for g in arm.gives], entries=entries)]
