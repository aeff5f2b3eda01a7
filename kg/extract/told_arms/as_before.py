"""Arms that are told by what another arm gets: `Arm II: Patients receive A as in arm I and B`, `Group 2 receives the
same treatment as group 1 plus B`, `treatment as in arms I and II`.

The rule: what is named before the sign (`A as in arm I`) is given as the other arm gets it, with its doses, routes and
schedules, unless its own are told; where only treatment is named, all that the other arm gets. No dose is taken over
where another dose is spoken of, and nothing where the sentence goes on with an exception (`except`, `without`).
"""

from __future__ import annotations

import re

from kg.extract.document import Document
from kg.extract.giving.in_text import Given, given
from kg.extract.names.elsewhere import related
from kg.extract.told_arms.arm import ToldArm, means
from kg.model import Passage
from kg.text import fold, holds_any

_HINTS = (" as in ", " as arm", " as group", " as cohort", " as for ", " as described ", " as patients in ", "same as ")
_ORDINAL = r"(?:[a-z]\d?|\d{1,2}[a-z]?|i{1,3}|iv|vi{0,3}|one|two|three|four|five|six)"
_SIGN = re.compile(
    r"(?:^|\s)(?:as|to)\s(?:(?:described|outlined|given|specified|above|those|that|patients|of|in|for|with|on|the)\s){0,5}"
    rf"(?P<kind>arm|group|cohort|regimen|schedule|treatment)s?\s(?P<first>{_ORDINAL})"
    rf"(?P<more>(?:(?:,\s(?:and\s)?|\s(?:and|or|&)\s){_ORDINAL}(?=[\s.,;:)]|\Z)){{0,4}})(?![\w-])"
)
# `Arm B (n = 20): resection alone.`: what the other arm gets too.
_ALONE = re.compile(
    r"(?:\s?\([^()]{0,60}\))?\s?[:=-]\s?(?:(?:immediate|initial|standard|same|primary|the|upfront)\s){0,2}"
    r"(?P<what>[a-z][a-z-]{4,}(?:\s[a-z-]{4,})?)\s(?:alone|only)(?=\W*\Z|[.;]\s)"
)
_ORDINALS = re.compile(r"\b" + _ORDINAL + r"(?![\w-])")
# Where only treatment is named, as the whole of what is given.
_TREATMENT = re.compile(
    r"(?:\A|[.;:-](?:\s|\Z)|\b(?:receiv(?:e|es|ed)|undergo(?:es)?|gets?|given|treated\swith|have)\s)(?:(?:all|the|same|identical|study|"
    r"combination|drug)(?:\s|\Z)){0,4}(?:(?:treatment|therapy|chemotherapy|regimens?|drugs|medications?|protocol|intervention|care)\s?)?\Z"
)
# `standard therapy comprising A and B`
_COMPRISES = re.compile(
    r"(?:\s(?:therapy|treatment|regimen|care|drugs|medication))?,?\s?"
    r"(?:compris\w+|consist\w+\sof|includ\w+|\(|:\s)[^.;]{3,200}"
)
_GENERAL = ("drug-class/", "standard-care/", "regimen/")
_BUT_FOR = re.compile(r"\W{1,2}(?:but\s)?(?:except(?:\sfor)?|without|omitting|excluding|minus)\s")
_EXCEPT = re.compile(r"\b(?:except\w*|without|omit\w*|instead|excluding|minus|not?|but)\b")
_DOSE = re.compile(r"\bdos(?:e|es|age|ing)\b")
_CLAUSE = re.compile(r"[.;:]\s|\bfollowed\sby\b|\bthen\b")
_CLAUSE_OR_MORE = re.compile(r"[,;:]|\b(?:plus|with|but|then|followed|receiv\w*)\b")
_AROUND = 160
_PAIR = 2
# "Arm A: chemotherapy alone. Arm B: transplantation, then adjuvant chemotherapy": not the same chemotherapy.
_SETTING = re.compile(
    r"(?:neo)?adjuvant|(?:peri|post|pre)-?operative|maintenance|induction|consolidation|salvage|adjunctive"
)
_OPERATION = frozenset(("procedure/surgery",))


def as_before(document: Document, arms: list[ToldArm]) -> list[ToldArm]:
    """The arms, with what they get as another arm does."""
    made = _alone(document, arms)
    for place, arm in enumerate(made):
        folded = fold(arm.passage.text)
        if not holds_any(folded, _HINTS):
            continue
        for sign in _SIGN.finditer(folded):
            others = _meant(made, place, sign)
            end = folded.find(". ", sign.end())
            rest = folded[sign.end() : end if end >= 0 else len(folded)]
            left_out = _left_out(document, arm.passage, folded, sign.end()) if _EXCEPT.search(rest) else set()
            if others and (left_out or _EXCEPT.search(rest) is None):
                made[place] = _with_theirs(document, made[place], others, folded, sign, rest, left_out)
    return made


def _alone(document: Document, arms: list[ToldArm]) -> list[ToldArm]:
    """`Arm A: resection of metastases, then B. Arm B: resection alone`: what is named by the same word, or is a kind of
    what is named, is what both get."""
    if len(arms) != _PAIR:
        return arms
    made = []
    for arm, other in zip(arms, reversed(arms), strict=True):
        behind = fold(arm.passage.text)[len(arm.label.text) :] if arm.passage.start == arm.label.start else ""
        alone = _ALONE.match(behind)
        if alone is not None and len(arm.concepts) < _PAIR and arm.concepts.isdisjoint(other.concepts):
            theirs = _same_as(document, arm, other, alone["what"])
            if theirs and len({g.concept for g in theirs}) < len(other.concepts):
                same = {g.concept for g in theirs}
                used = [item for item in other.entries if same.issuperset(means(document, item) or ("",))]
                entries = tuple(dict.fromkeys((*arm.entries, *used)))
                arm = arm._replace(gives=[g._replace(facts=()) for g in theirs], entries=entries)
        made.append(arm)
    return made


def _same_as(document: Document, arm: ToldArm, other: ToldArm, word: str) -> list[Given]:
    """What the other arm gets of what an arm gets alone: named by the same word, or a kind of it, or, where that is an
    operation, its only procedure."""
    theirs = [
        g
        for g in other.gives
        if not _is_in_a_setting(fold(g.passage.text), g.start)
        and (
            word in fold(g.passage.text[g.start : g.end])
            or any(related(document, own, g.concept) for own in arm.concepts)
        )
    ]
    if theirs or arm.concepts != _OPERATION:
        return theirs
    operations = [g for g in other.gives if g.concept.startswith("procedure/")]
    return operations if len(operations) == 1 else []


def _is_in_a_setting(folded: str, start: int) -> bool:
    """Whether the name at `start` begins with, or stands behind, a word that says when in the treatment it is given."""
    before = folded[max(0, start - 20) : start].split()
    return _SETTING.match(folded, start) is not None or bool(before and _SETTING.fullmatch(before[-1]))


def _left_out(document: Document, passage: Passage, folded: str, begin: int) -> set[str]:
    """What is named right behind `without`, up to the end of the sentence; nothing where something else follows."""
    but_for = _BUT_FOR.match(folded, begin)
    if but_for is None:
        return set()
    end = folded.find(".", but_for.end())
    rest = passage.part(but_for.end(), end if end >= 0 else len(folded))
    return {g.concept for g in given(document, rest)} if _CLAUSE_OR_MORE.search(fold(rest.text)) is None else set()


def _meant(arms: list[ToldArm], place: int, sign: re.Match[str]) -> list[ToldArm]:
    """The other arms that the sign names, all of them or none."""
    ordinals = [sign["first"], *(m.group() for m in _ORDINALS.finditer(sign["more"]) if m.group() not in ("and", "or"))]
    found = []
    for ordinal in ordinals:
        own = [
            arm
            for other, arm in enumerate(arms)
            if other != place and re.fullmatch(rf"(?:[\w-]+\s)?{sign['kind']}\s{ordinal}\b.*", fold(arm.label.text))
        ]
        if len(own) != 1:
            return []
        found += own
    return found


def _with_theirs(
    document: Document,
    arm: ToldArm,
    others: list[ToldArm],
    folded: str,
    sign: re.Match[str],
    rest: str,
    left_out: set[str],
) -> ToldArm:
    """The arm with what the others get: of what it names before the sign, or, where only treatment is named, all of
    it."""
    floor = max((m.end() for m in _CLAUSE.finditer(folded, 0, sign.start())), default=0)
    base = arm.passage.start
    named = {g.concept for g in arm.gives if floor <= g.passage.start + g.start - base < sign.start()}
    theirs = [g for other in others for g in other.gives if g.concept not in left_out]
    if named:
        members = [g for other in others for g in _members(other, named)]
        theirs = [g for g in theirs if g.concept in named or g in members]
        inside = {g.concept for g in members}
        used = [i for o in others for i in o.entries if members and inside.issuperset(means(document, i))]
        entries = (*arm.entries, *used)
    elif _TREATMENT.search(folded, max(0, sign.start() - _AROUND), sign.start()):
        used = [i for other in others for i in other.entries if left_out.isdisjoint(means(document, i))]
        entries = (*used, *arm.entries)
    else:
        return arm
    taken = _not_told(arm, theirs, dosed=_DOSE.search(rest) is not None)
    return arm._replace(gives=[*arm.gives, *taken], entries=tuple(dict.fromkeys(entries)))


def _not_told(arm: ToldArm, theirs: list[Given], *, dosed: bool) -> list[Given]:
    """What others get that is not told of the arm itself: interventions, and how they are given; no dose if it has its
    own."""
    told = {(g.concept, fact.kind) for g in arm.gives for fact in g.facts}
    if dosed:
        told |= {(g.concept, "dose") for g in theirs}
    taken: list[Given] = []
    for g in theirs:
        facts = tuple(fact for fact in g.facts if (g.concept, fact.kind) not in told)
        if facts or g.concept not in arm.concepts:
            taken.append(g._replace(facts=facts))
    return taken


def _members(other: ToldArm, named: set[str]) -> list[Given]:
    """What the other arm gets as a part of what is named in general: `standard therapy comprising A and B`."""
    found: list[Given] = []
    for general in (g for g in other.gives if g.concept in named and g.concept.startswith(_GENERAL)):
        comprises = _COMPRISES.match(fold(general.passage.text), general.end)
        if comprises is not None:
            found += [
                g
                for g in other.gives
                if g.passage == general.passage and general.end <= g.start < comprises.end() and g.concept not in named
            ]
    return found
