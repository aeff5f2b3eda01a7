"""Arms that only the prose tells: `patients in the X group receive …`, `Arm A: …`, `Group 1 (X) or Group 2 (Y)`,
`one group receives A, the other B`, `randomized to A or B`.

The finders read the text, the surest first: heads, rows with `respectively`, groups that receive, brackets, tags,
announced lists, what is told before who gets it, rows of choices; a factorial design goes before all of them. Where
none finds arms that say what they give, what the record compares (`compared_arms`), then what one arm adds to the other
(`optional`), then what the entries imply (`implied`).

An arm counts if an intervention or an entry is named in what it receives, if it is told to receive nothing, if it is
called a control, or if the text numbers it; one of them at least must give something, or all be told to be arms; there
must be at least two. Groups of people that receive nothing are no arms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.extract.told_arms import patterns as words
from kg.extract.told_arms.arm import ToldArm, meant, tell
from kg.extract.told_arms.as_before import as_before
from kg.extract.told_arms.bare_heads import bare_heads
from kg.extract.told_arms.chosen import chosen_arms
from kg.extract.told_arms.compared_arms import compared
from kg.extract.told_arms.dosed import by_entry, dose_of_the_only_drug
from kg.extract.told_arms.elsewhere import elsewhere
from kg.extract.told_arms.factorial import factorial_arms
from kg.extract.told_arms.groups import Telling, tellings
from kg.extract.told_arms.implied import implied_arms
from kg.extract.told_arms.listed import listed_arms
from kg.extract.told_arms.optional import optional_arms
from kg.extract.told_arms.placed import placed_arms
from kg.extract.told_arms.respective import respective_arms
from kg.extract.told_arms.shared import with_shared
from kg.extract.told_arms.tagged import tagged_arms
from kg.extract.told_arms.told_later import told_later
from kg.model import Passage
from kg.text import fold, holds_any, name_key

_LONGEST_LABEL = 110
_LONGEST_ARM = 600
_MOST_ARMS = 8
_SOON = 32
_PAIR = 2
_MISTYPED = ("group;", "group ;", "arm;", "arm ;")
_NOUNS = ("group", "arm", "cohort")
_REGIMENS = (
    "intervention", "treatment", "regimen", "schedule", "sequence", "strategy", "experimental", "control", "comparator",
)  # fmt: skip


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
    factorial = factorial_arms(document, passages)
    if factorial:
        return factorial
    best = _fullest(document, passages)
    if any(arm.says for arm in best):
        best = told_later(document, as_before(document, best))
        return with_shared(document, by_entry(document, best))
    trial = document.trial
    sources = (trial.brief_summary, trial.title, trial.official_title, trial.detailed_description)
    told = [passage for passage in sources if passage is not None]
    arms = compared(document, told) or best or optional_arms(document, told) or implied_arms(document)
    return by_entry(document, arms)


def _fullest(document: Document, passages: list[Passage]) -> list[ToldArm]:
    """The telling of most worth; of two alike the later one, where all of its arms say what they give."""
    best: list[ToldArm] = []
    finders = (_headed, respective_arms, _groups, _bracketed, tagged_arms, listed_arms, placed_arms, bare_heads)
    for finder in (*finders, chosen_arms):
        for passage in passages:
            arms = _once(finder(document, passage))
            if not 2 <= len(arms) <= _MOST_ARMS or (best and all(arm.says for arm in best)):
                continue
            if _worth(arms) > _worth(best) or (best and _worth(arms) == _worth(best) and all(a.says for a in arms)):
                best = arms
    return best


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
    return _without_those_of_several(list(found.values()))


def _without_those_of_several(arms: list[ToldArm]) -> list[ToldArm]:
    """Without `arms I and II`, where one of the two is told by another label, too."""
    of = [words.MEMBERS.fullmatch(fold(arm.label.text)) for arm in arms]
    if not any(one is not None and one["second"] for one in of):
        return arms
    told = [set() if one is None else {one["first"], one["second"]} - {None} for one in of]
    kept = []
    for place, (arm, own) in enumerate(zip(arms, told, strict=True)):
        others = set[str]().union(*told[:place], *told[place + 1 :])
        if len(own) < _PAIR or own.isdisjoint(others):
            kept.append(arm)
    return kept


def _headed(document: Document, passage: Passage) -> Iterator[ToldArm]:
    """Arms behind heads (`Arm A: …`); where no head calls an arm, behind those that name a treatment (`Control: …`)."""
    folded = folded_text(passage.text)
    if holds_any(folded, _MISTYPED):
        folded = words.MISTYPED_HEAD.sub(lambda m: m.group().replace(";", ":"), folded)
    heads = list(words.HEADED.finditer(folded)) if holds_any(folded, _NOUNS) else []
    if heads:
        return _of_heads(document, passage, folded, heads)
    if holds_any(folded, _REGIMENS) and words.ARM_NAMED.search(folded) is None:
        arms = list(_of_heads(document, passage, folded, list(words.REGIMENS.finditer(folded))))
        called = [fold(arm.label.text) for arm in arms]
        if "intervention" in called and not any(words.CONTROL.search(label) for label in called):
            return iter(())
        if words.ASSIGNS.search(folded) or all(arm.says for arm in arms):
            return iter(arms)
    return iter(())


def _of_heads(document: Document, passage: Passage, folded: str, heads: list[re.Match[str]]) -> Iterator[ToldArm]:
    """The arms behind the heads; none where nothing says that people are allotted and only the last seems to give
    something: that is what all the text that follows names."""
    arms = [_of_head(document, passage, folded, heads, number) for number in range(len(heads))]
    labels = [fold(arm.label.text) for arm in arms]
    opposed = any(map(words.CONTROL.search, labels)) and any(map(words.THE_EXPERIMENTAL.match, labels))
    told = opposed or any(arm.says for arm in arms[:-1])
    if len(arms) > 1 and not told and words.ALLOTS.search(folded) is None:
        return iter(())
    return iter(_in_a_block(document, folded, arms))


def _of_head(document: Document, passage: Passage, folded: str, heads: list[re.Match[str]], number: int) -> ToldArm:
    """The arm behind one head, up to where the telling of it ends."""
    head, stop = heads[number], _end_of_telling(document, passage, folded, heads, number)
    bounded = number + 1 < len(heads) and stop == heads[number + 1].start()
    begin, label = head.start("label"), head.span("label")
    arm = tell(document, passage, begin, label, head.end(), stop, "Arm A: …", 0.88, bounded=bounded)
    if not arm.says and "(" in folded[label[1] : head.end()]:  # "Arm 2 (A): 8 Gy"
        named = tell(document, passage, begin, label, label[1], stop, "Arm A: …", 0.88, bounded=bounded)
        arm = named if named.gives else arm
    numbered = words.WHOLLY_NUMBERED.fullmatch(fold(arm.label.text)) is not None
    people = words.OF_PEOPLE.match(folded, head.end()) is not None
    numbered = numbered and not (people and words.RECEIVED.search(folded, head.end(), stop) is None)
    arm = arm._replace(nameless=numbered, nothing=words.NOTHING.match(folded, head.end(), stop) is not None)
    return arm if arm.gives else arm._replace(gives=dose_of_the_only_drug(document, arm.passage, _SOON))


def _end_of_telling(document: Document, passage: Passage, folded: str, heads: list[re.Match[str]], number: int) -> int:
    """Where what a head tells ends: at the next head, at an empty line, after many words, or, for the last of a row in
    one sentence (`Cohort 1: …; cohort 2: …. All the rest`), with it."""
    head = heads[number]
    stop = heads[number + 1].start() if number + 1 < len(heads) else len(folded)
    blank = folded.find("\n\n", head.end(), stop)
    stop = min(blank if blank >= 0 else stop, head.end() + _LONGEST_ARM)
    if number and number + 1 == len(heads):
        whole = ((a, b) for a, b in document.sentences(passage) if a <= head.start("label") < b)
        begin, end = next(whole, (stop, stop))
        stop = min(stop, end) if begin <= heads[number - 1].start("label") else stop
    return stop


def _in_a_block(document: Document, folded: str, arms: list[ToldArm]) -> list[ToldArm]:
    """The arms, with what a short label can only mean; of heads among which one is a control, where people are
    allotted, each is an arm although what it gets has no name here."""
    if all(arm.says for arm in arms) or words.ALLOTS.search(folded) is None:
        return arms
    labels = [fold(arm.label.text) for arm in arms]
    if len({name_key(label) for label in labels}) < len(labels) or not any(map(words.CONTROL.search, labels)):
        return arms
    if any(words.OF_SENTENCE.search(label) for label in labels):
        return arms
    if not any(arm.says and not words.CONTROL.search(label) for arm, label in zip(arms, labels, strict=True)):
        return arms
    return [
        arm if arm.says or words.NO_ARMS.search(label) else arm._replace(nameless=True)
        for arm, label in zip(meant(document, arms), labels, strict=True)
    ]


def _groups(document: Document, passage: Passage) -> Iterator[ToldArm]:
    """Groups by number, or in a row (`one group`, `the other group`), are all that there are."""
    folded = folded_text(passage.text)
    allots = words.ALLOTS.search(folded) is not None
    told = tellings(passage.text, folded, document.sentences(passage))
    arms: list[tuple[Telling, ToldArm]] = []
    others = elsewhere(document, passage) if told else []
    told = [telling for telling in told if not any(a <= telling.begin < b for a, b in others)]
    opposed = _opposed(passage, told)
    for telling in told:
        arm = _of_group(document, passage, telling)
        if arm.says or telling.sure or telling in opposed:
            twin = _told_before(passage, telling, arms)
            allotted = allots or words.CONTROL.search(folded, telling.label[1], telling.rest) is not None
            nameless = telling.sure and (telling.kind == "row" or (telling.kind == "numbered" and allotted))
            arms.append((telling, arm._replace(nameless=nameless or telling in opposed, twin=twin)))
    for kind in ("numbered", "row"):
        own = [arm for telling, arm in arms if telling.kind == kind]
        if len({(name_key(arm.label.text), arm.twin) for arm in own}) > 1:
            return iter(own)
    return iter([arm for _, arm in arms])


def _of_group(document: Document, passage: Passage, telling: Telling) -> ToldArm:
    """The arm that a group which receives something is."""
    arm = tell(
        document, passage, telling.begin, telling.label, telling.rest, telling.stop, "the X group receives …", 0.88
    )
    if telling.kind == "numbered" and all(g.concept.startswith("placebo/") for g in arm.gives):
        arm = arm._replace(gives=[*dose_of_the_only_drug(document, arm.passage, _LONGEST_LABEL), *arm.gives])
    if telling.kind == "people":
        arm = arm._replace(label=passage.part(*telling.label))
    return arm._replace(gives=[], entries=(), nothing=True) if telling.negated else arm


def _told_before(passage: Passage, telling: Telling, arms: list[tuple[Telling, ToldArm]]) -> int:
    """How many groups of the same row bear the same label: `one group receives A, one group B`."""
    label = passage.text[slice(*telling.label)].lower()
    return sum(
        other.sentence == telling.sentence and other.kind == "row" and done.label.text.lower() == label
        for other, done in arms
    )


def _opposed(passage: Passage, told: list[Telling]) -> list[Telling]:
    """What is told of the two groups of which one is a control, where there are no others: both are arms, whether or
    not what they do has a name here."""
    sides = [telling for telling in told if telling.kind in ("named", "people")]
    labels = {name_key(passage.text[slice(*telling.label)]) for telling in sides}
    controls = sum(words.CONTROL.search(label) is not None for label in labels)
    alone = len(labels) == _PAIR and controls == 1 and len(sides) == len(told)
    return sides if alone and words.MORE_THAN_TWO.search(folded_text(passage.text)) is None else []


def _bracketed(document: Document, passage: Passage) -> Iterator[ToldArm]:
    """`Group 1 (docetaxel), or Group 2 (placebo)`: brackets one behind the other say what each group gets."""
    folded = folded_text(passage.text)
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
