"""Arms that are told only by what is compared, in titles and in sentences on this trial.

Each side of the comparison (`compared_sides`) must give something, or be what control arms get; one must name what the
record registers; and they must differ. People, points in time and doses that are only counted (`three doses of X`) are
no side, nor is what another trial will compare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.background import clauses, stance_at
from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.extract.names.elsewhere import related
from kg.extract.told_arms import patterns as words
from kg.extract.told_arms.arm import ToldArm, means, meant, shared_noun, tell
from kg.extract.told_arms.compared_sides import COMBINED, FAR, JOINED, Side, compared_sides
from kg.extract.told_arms.contrasts import of_strata
from kg.extract.told_arms.dosed import dosed, is_of_doses
from kg.extract.told_arms.elsewhere import told_elsewhere
from kg.extract.told_arms.patterns import PEOPLE
from kg.extract.told_arms.used import with_used
from kg.model import Passage
from kg.text import fold, holds_any

COMPARED = "A versus B"

_HINTS = ("versus", "vs", "compar", "superior", "inferior", " than ", " over ", "equivalen", "bioavailab")
_HINTS_OF_TITLES = (*_HINTS, " or ", "alternative to")
_OR = (" or ", ", or ")
_NO_SIDE = re.compile(
    r"\b(?:controlled|baseline|historic\w*|prior|previous\w*|would|expected|use\Z|consumption|requirements?|"
    r"groups?\s(?:getting|receiving|of|with)|together|combination\stherapy:|healthy|normal|untreated\seyes|fellow|"
    r"contralateral|general\spopulation|each\sother|"
    r"(?:two|three|four|five|six|different|various|multiple|several|varying|escalating|both|other|"
    r"\d)\s(?:[\w-]+\s){0,2}"
    r"(?:dos(?:es|ages?|ing)|strengths|regimens|concentrations|levels|types|groups|arms|methods|techniques|"
    r"treatments|formulations|"
    r"interventions|drugs|agents|strategies|schedules)|"
    r"who|with\sor\swithout\sor|and/or|^(?:during|two|that|which|w?heth?e[a-z]*)\s|levels?\sof|"
    r"history|losses|demonstrates?|effectively|preferences|with\sa\splacebo)\b|^(?:for|undergo\w*|titled|optimi[sz]e)\b"
)
_OF_PEOPLE = re.compile(
    rf"\b(?:{PEOPLE}|groups?\sof|controls\swithout|males?|females?|smokers|individual|relatives|carriers|siblings)\b"
)
_SHARED = re.compile(r"\b(?:in combination with|combined with|in addition to|added to|on top of)\b")
_SINGLE_ARM = re.compile(r"\b(?:single|one)[- ](?:arm|group)\b")
_ADDED = re.compile(r"(?:the\s)?add(?:ing|ition\sof)\s")
_ADDITION = re.compile(r"\baddition\sof\s(?:[\w-]+\s){0,3}\Z")
_ALONE = re.compile(r"\balone\Z")
# `compare A and B` does not say which of them is tried.
_EITHER_WAY = re.compile(r"[\s,]*(?:and|or|&)\b|[\s,]*&")
_WORD = re.compile(r"[a-z0-9]+")
_SAY_NOTHING = frozenset("treatment therapy with of dose the a an group arm".split())
_ALLOTS = re.compile(r"\b(?:randomi[sz]|assign|allocat|versus|compar|two (?:groups|arms))")
_FEWEST = 2
_SOON, _SHORT = 32, 70
_LONGEST_SIDE = 130
_OBSERVED = re.compile(
    r"\b(?:retrospective(?:ly)?|observational|chart reviews?|(?:medical|health) records|databases?|real[- ]world)\b"
)
_ANOTHER_TRIAL = re.compile(
    r"\b(?:subsequent|future|later|full-scale|larger)\s(?:[\w-]+\s){0,2}(?:trial|study|studies|trials|rct)\b"
)


def compared(document: Document, passages: list[Passage]) -> list[ToldArm]:
    """The arms of the comparison that tells most sides; of equal ones of that which tells more of how they get it."""
    best: list[ToldArm] = []
    for passage in passages:
        for arms in _of_passage(document, passage):
            if (len(arms), _told(arms)) > (len(best), _told(best)):
                best = arms
    if best and any(_SINGLE_ARM.search(folded_text(passage.text)) for passage in document.prose()):
        return []
    return best


def _told(arms: list[ToldArm]) -> int:
    return sum(len(g.facts) for arm in arms for g in arm.gives)


def _of_passage(document: Document, passage: Passage) -> Iterator[list[ToldArm]]:
    """The arms of each comparison on this trial: in a title any, in prose not of background or of another trial."""
    folded = folded_text(passage.text)
    titled = document.is_title(passage)
    hints = _HINTS_OF_TITLES if titled else _HINTS
    if not holds_any(folded, hints):
        return
    masked = words.BRACKETS.sub(_mask, folded)
    found = () if titled else clauses(document, passage)
    for start, end in document.sentences(passage):
        sentence = masked[start:end]
        if not holds_any(sentence, hints) or _ANOTHER_TRIAL.search(sentence):
            continue
        for at, sides in compared_sides(document, passage, masked, start, end, titled):
            if "strat" in masked and of_strata(masked, start, at):
                continue
            if titled or stance_at(found, at) != "background":
                arms = _arms(document, passage, sides)
                chosen = masked.startswith(_OR, at)
                if arms and (not chosen or (_are_choices(document, arms) and not only_observed(document))):
                    if titled or not told_elsewhere(document, passage, start, end):
                        yield arms
                    break


def _are_choices(document: Document, arms: list[ToldArm]) -> bool:
    """Whether `A or B`, in a title, names one entry here and another there; `A plus B or C` may be `A plus C`."""
    together = [COMBINED.search(fold(arm.label.text)) is not None for arm in arms]
    if any(together) and not any(_ALLOTS.search(folded_text(passage.text)) for passage in document.prose()):
        return False  # "A with B or C alternating with D"
    named = all(arm.entries and "," not in arm.label.text for arm in with_used(document, arms))
    return named and len(set(together)) == 1


def only_observed(document: Document) -> bool:
    """Whether the record says that what people got anyway is looked at, and nobody is allotted."""
    registered = document.trial.design.study_type
    if registered is not None and registered.text.upper().startswith("OBSERVATIONAL"):
        return True
    texts = [folded_text(passage.text) for passage in document.prose()]
    return any(map(_OBSERVED.search, texts)) and not any(map(words.ASSIGNS.search, texts))


def _mask(brackets: re.Match[str]) -> str:
    return f"({'_' * (len(brackets.group()) - 2)})"


def _arms(document: Document, passage: Passage, sides: list[Side]) -> list[ToldArm]:
    """The sides as arms; none unless each can be one, they differ, and one names what is registered."""
    arms: list[ToldArm] = []
    if len(sides) < _FEWEST:
        return arms
    for side in sides:
        arm = _of_side(document, passage, side)
        if arm is None:
            return []
        arms.append(arm)
    arms = _added(passage, arms)
    arms = _with_shared(shared_noun(document, meant(document, dosed(document, arms))))
    if not _are_registered(document, arms) or len({_given(arm) for arm in arms}) < len(arms) or _undecided(arms):
        return []
    arms = [arm._replace(nameless=True) for arm in arms]
    if len(arms) == _FEWEST == len(sides) and _EITHER_WAY.match(fold(passage.text[sides[0][1] : sides[1][0]])) is None:
        return [arms[0]._replace(opposed=False), arms[1]._replace(opposed=True)]
    return arms


def _of_side(document: Document, passage: Passage, side: Side) -> ToldArm | None:
    """One side as an arm; None where its words are too few, too many, of people, or of anything but a treatment."""
    begin, stop = side
    label = fold(passage.text[begin:stop])
    if not 2 < len(words.BRACKETS.sub("", label)) <= _LONGEST_SIDE:
        return None
    if (_NO_SIDE.search(label) and not is_of_doses(label)) or _OF_PEOPLE.search(label):
        return None
    arm = tell(document, passage, begin, (begin, stop), begin, stop, COMPARED, 0.8)
    if words.NOTHING.match(label):
        return arm._replace(gives=[], entries=(), nothing=True)
    return None if arm.gives and not arm.entries and arm.gives[0].start > FAR else arm


def _are_registered(document: Document, arms: list[ToldArm]) -> bool:
    """Whether each arm says what it gives, or is a control, and one gives what is registered; where none names an
    entry, each must be plain."""
    if not all(arm.says or words.CONTROL.search(fold(arm.label.text)) for arm in arms):
        return False
    registered = {concept for item in document.trial.interventions for concept in means(document, item)}
    if registered and not any(arm.entries or _of(document, arm, registered) for arm in arms):
        return False
    return any(arm.entries for arm in arms) or all(map(_plain, arms))


def _added(passage: Passage, arms: list[ToldArm]) -> list[ToldArm]:
    """`adding A to B works better than B alone`: with A they get B too."""
    first, *others = arms
    begin = first.label.start - passage.start
    lead = fold(passage.text[max(0, begin - _SOON) : begin])  # `the addition of` is no part of a label
    if len(others) != 1 or not (_ADDED.match(fold(first.label.text)) or _ADDITION.search(lead)):
        return arms
    if _ALONE.search(fold(others[0].label.text)) is None:
        return arms
    entries = tuple(dict.fromkeys((*first.entries, *others[0].entries)))
    return [first._replace(gives=[*first.gives, *others[0].gives], entries=entries), others[0]]


def _of(document: Document, arm: ToldArm, registered: set[str]) -> bool:
    """Whether it gives something registered, or what that is a kind of: "vitamin D", of cholecalciferol."""
    given = {g.concept for g in arm.gives}
    if not given.isdisjoint(registered):
        return True
    return any(related(document, one, other) for one in given for other in registered)


def _with_shared(arms: list[ToldArm]) -> list[ToldArm]:
    """`A versus B, in combination with C`: each gets C, unless it is B alone, or more of A, that is combined."""
    last = arms[-1]
    at = _SHARED.search(fold(last.label.text))
    if at is None or len(last.gives) < 2 or any(COMBINED.search(fold(arm.label.text)) for arm in arms[:-1]):
        return arms
    begin = last.label.start + at.start()
    shared = [g for g in last.gives if g.passage.start + g.start >= begin]
    own = {g.concept for g in last.gives if g not in shared}
    if not own or any(not own.isdisjoint(g.concept for g in arm.gives) for arm in arms[:-1]):
        return arms
    return [*(arm._replace(gives=[*arm.gives, *shared]) for arm in arms[:-1]), last]


def _given(arm: ToldArm) -> tuple[object, ...]:
    """By what an arm can differ from another."""
    how = {(g.concept, fact.kind, fact.value) for g in arm.gives for fact in g.facts}
    return (
        frozenset(g.concept for g in arm.gives),
        frozenset(item.position for item in arm.entries),
        frozenset(how),
        frozenset(_WORD.findall(fold(arm.label.text))) - _SAY_NOTHING,
    )


def _plain(arm: ToldArm) -> bool:
    """Whether a short label begins with what is given: asked for where no entry is named."""
    label = words.BRACKETS.sub("", arm.label.text)
    return arm.nothing or (bool(arm.gives) and arm.gives[0].start <= _SOON and len(label) <= _SHORT)


def _undecided(arms: list[ToldArm]) -> bool:
    """`A and B versus C`: together, or each by itself?"""
    first, *others = arms
    together = {g.concept for g in first.gives}
    label = fold(first.label.text)
    if len(others) == 1 and _placebos(first) and _placebos(others[0]) and together != _placebos(first):
        return not any(g.concept in together for g in others[0].gives if not g.concept.startswith("placebo/"))
    return (
        len(together) > 1
        and len(others) == 1
        and JOINED.search(label) is not None
        and COMBINED.search(label) is None
        and together.isdisjoint(g.concept for g in others[0].gives)
    )


def _placebos(arm: ToldArm) -> set[str]:
    return {g.concept for g in arm.gives if g.concept.startswith("placebo/")}
