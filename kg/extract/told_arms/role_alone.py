"""The role of one arm that the prose tells, beside the others: by what it gives beside what all arms get, by its
label, else by the side of `versus` on which its interventions stand."""

from __future__ import annotations

import re

from kg.extract.told_arms.arm import ToldArm
from kg.extract.told_arms.contrasts import Versus
from kg.extract.told_arms.factorial import FACTORIAL
from kg.extract.told_arms.patterns import SIZE_BEHIND
from kg.text import fold

BESIDE_STANDARD = re.compile(
    r"(?:\b(?:in addition to|plus|with|added to|on top of|and|along with|alongside|combined with|followed by|"
    r"then)\b|\+)\s?"
    r"(?:the\s|a\s|their\s)?(?:(?:standard|usual|conventional|routine)\b[\w\s-]{0,40}|"
    r"tau\b|(?:(?:treatment|care|therapy)[\s-]as[\s-]usual|best supportive care)\b(?:\s\([^()]{2,8}\))?)"
)
CONTROL = re.compile(r"\b(?:control|comparator|comparison|standard|conventional|reference|usual|routine)\b")
_PLUS = re.compile(r"\b(?:plus|with|and|added to|combined)\b|\+")
TESTED = re.compile(
    r"\b(?:experimental|investigational|intervention(?:al)?|test|study(?: (?:group|arm|treatment|drug)|\Z))\b"
)
_WORD = re.compile(r"[a-z0-9]+")
_UNTREATED = re.compile(
    r"\bno (?:\w+ )?(?:treatment|intervention|therapy|exercise|medication|supplement)|"
    r"\bnot? (?:be |receiv\w+|given|undergo)|\breceiv\w+ no (?!(?:other|further|more)\b)|"
    r"(?<!with or )\bwithout\b|\bnothing\b|\buntreated\b"
)
_OR_FEIGNED = re.compile(r"\bor (?:a |matching |matched |the )*(?:placebo|sham|vehicle)")
# `control group (n = 30)`
_BARE = re.compile(
    r"(?:[\w-]+\s){0,3}?(?:in\s)?(?:the\s)?(?:passive\s)?(?:controls?|comparison|comparator)"
    r"(?:\s(?:group|arm|condition|cohort)s?)?(?:\s?\([^()]*\))?"
)
# `group C (control) receives …`
_SAID_BEHIND = re.compile(
    r"\s?:?\s{0,2}\(\s?(?:the\s|as\s(?:an?\s|the\s)?|n\s?=\s?\d+[,;]\s)?(?P<what>(?:active\s|positive\s|standard\s)?(?:controls?|comparator)|reference|"
    r"experimental|investigational|intervention(?:al)?)(?:\s(?:group|arm))?(?:[,;]\sn\s?=\s?\d+)?\)"
)
# `group C: bupivacaine 0.25% (control)`
_SAID_LAST = re.compile(
    r"\s\((?P<what>(?:positive\s|active\s)?controls?|(?:current\s)?standard\s(?:of\scare|care|treatment|therapy))"
    r"(?:\s(?:group|arm))?\)\W*\Z"
)
# `sham exercise group`: what it imitates has no name here.
_IMITATES = re.compile(r"(?P<what>placebo|sham)(?:\s(?!or\b|and\b)[\w-]+){0,3}\s(?:group|arm|condition)\b")
_WATCHES = re.compile(r"(?:clinical\s|active\s|only\s)?observation(?:al)?(?:\s(?:alone|only|group|arm|for\s.*))?")
_WATCHED = frozenset(f"standard-care/{name}" for name in ("no-intervention", "observation", "wait-list"))
_WAITING = frozenset(("standard-care/wait-list",))
_WATER = frozenset(("drug/saline", "drug/sterile-water"))
_FLUIDS = frozenset(
    f"drug/{name}"
    for name in (
        "saline", "hypertonic-saline", "ringer-s-lactate", "dextrose", "human-albumin", "hydroxyethyl-starch",
        "gelatin-solution", "sterile-water", "sodium-bicarbonate", "heparin", "povidone-iodine", "chlorhexidine",
        "hydrogen-peroxide", "mannitol", "surfactant",
    )
)  # fmt: skip
_WASHED = re.compile(
    r"\b(?:irrigat|flush|lavage|wash|rins|nasal|fluid|resuscit|lock|dressing|crystalloid|hydration|preload|"
    r"volume expan|nebuli[sz]|inhal|clean|wip(?:e|ing)|mouth|distension|dwell|instill)\w*"
)
_FEIGNED = ("placebo", "sham", "matching placebo")


def role_of_arm(arm: ToldArm, others: list[ToldArm], contrasts: list[Versus]) -> str | None:
    """The role that the arm's own telling says."""
    feigned = _feigned(arm)
    if feigned and arm.concepts - feigned and _OR_FEIGNED.search(fold(arm.passage.text)):
        return None  # a cohort of which some get the drug, some a placebo
    label = own_label(arm)
    role = _of_feigned(arm, others, label, feigned) or _of_nothing(arm, others, label)
    if role is not None:
        return role
    if CONTROL.search(label):
        return _of_control(arm, others, label)
    if TESTED.search(label) or _gets_more(arm, others):
        return "experimental"
    if len(others) > 1 and any(len(_sides(other, contrasts)) > 1 for other in others):
        return None  # the order of "A versus B versus C" says nothing
    sides = _sides(arm, contrasts)
    return sides.pop() if len(sides) == 1 else None  # "A versus B" here and "B versus A" there say nothing


def _sides(arm: ToldArm, contrasts: list[Versus]) -> set[str]:
    """The roles on whose sides of `versus` it stands."""
    concepts = set(arm.concepts)
    if own_label(arm) != called(arm):  # "A in addition to standard care": that stands on either side
        concepts = {c for c in concepts if not c.startswith("standard-care/")}
    return {side for contrast in contrasts if (side := side_of(concepts, contrast)) is not None}


def _of_feigned(arm: ToldArm, others: list[ToldArm], label: str, feigned: set[str]) -> str | None:
    """The role of what is feigned: beside nothing but what all get, as a dummy, or by the label."""
    concepts = set(arm.concepts)
    shared = set.intersection(*(set(other.concepts) for other in others)) if others else set()
    if feigned and concepts - feigned <= shared and (concepts == feigned or not feigned <= shared):
        return "sham-comparator" if any("sham" in c for c in feigned) else "placebo-comparator"
    if _is_dummy(arm, concepts if concepts <= _WATER else concepts - shared, others):
        return "placebo-comparator"
    label = label.lstrip("\"'“‘")
    if not feigned or not label.startswith(_FEIGNED) or arm.rule == FACTORIAL:
        return None
    if not any(other.gives and not _feigned(other) for other in others):
        return None
    return "sham-comparator" if label.startswith("sham") else "placebo-comparator"


def _of_nothing(arm: ToldArm, others: list[ToldArm], label: str) -> str | None:
    """The role of an arm that is told to get nothing, to wait or to be watched, or is called after what it imitates."""
    concepts = arm.concepts
    if not concepts:
        treated = any(other.says and not other.nothing for other in others)
        without = arm.nothing or (not arm.entries and _UNTREATED.search(fold(arm.passage.text)) is not None)
        if without and treated:
            return "no-intervention"
        imitates = _IMITATES.match(label) if treated else None
        if imitates is not None:
            return "sham-comparator" if imitates["what"] == "sham" else "placebo-comparator"
        watches = _WATCHES.fullmatch(label) is not None
        return "no-intervention" if watches and all(o.gives and not CONTROL.search(called(o)) for o in others) else None
    watched = concepts <= _WATCHED and (concepts & _WAITING or any(o.gives or o.entries for o in others))
    return "no-intervention" if watched else None


def _of_control(arm: ToldArm, others: list[ToldArm], label: str) -> str | None:
    """The role of an arm whose label has a word for controls."""
    concepts = set(arm.concepts)
    if len(others) == 1 and _PLUS.search(label) and adds(concepts, set(others[0].concepts)):
        return "experimental"  # "standard care plus A or standard care alone"
    if concepts:
        return "active-comparator"
    if _UNTREATED.search(fold(arm.passage.text)):
        return "no-intervention"
    return None if not arm.entries and _only_called(arm, label) else "active-comparator"


def _gets_more(arm: ToldArm, others: list[ToldArm]) -> bool:
    """Whether it gets all that the one other arm gets, and more."""
    if len(others) != 1 or not others[0].gives or not adds(set(arm.concepts), set(others[0].concepts)):
        return False
    return not _beside_unknown(others[0], arm)


def own_label(arm: ToldArm) -> str:
    """Its label without the standard that something is added to."""
    return BESIDE_STANDARD.sub(" ", called(arm))


def called(arm: ToldArm) -> str:
    """What it is called, with what a bracket right behind its label calls it."""
    label = fold(arm.title)
    behind = arm.label.start + len(arm.label.text) - arm.passage.start
    told = fold(arm.passage.text)
    said = _SAID_BEHIND.match(told, behind) if arm.called is None and behind > 0 else None
    said = said or (_SAID_LAST.search(told, behind) if arm.called is None and behind > 0 else None)
    return f"{label} {said['what']}" if said is not None else label


def _only_called(arm: ToldArm, label: str) -> bool:
    """Whether it is called the control, and nothing is told of what it gets: that may be nothing, or a placebo."""
    told = len(SIZE_BEHIND.sub("", arm.passage.text.strip(" .:;,-"))) - len(arm.label.text)
    return _BARE.fullmatch(label) is not None and told <= len("the ")


def _feigned(arm: ToldArm) -> set[str]:
    return {g.concept for g in arm.gives if g.concept.startswith("placebo/") and g.concept != "placebo/active-placebo"}


def _is_dummy(arm: ToldArm, own: set[str], others: list[ToldArm]) -> bool:
    """Whether it is saline or water that the arm gets for the drug of each other arm; not as a fluid, nor to wash."""
    if not own or not own <= _WATER or _WASHED.search(fold(arm.passage.text)):
        return False
    return all(
        any(c.startswith("drug/") for c in other.concepts - own)
        and not ((other.concepts - own) & _FLUIDS)
        and not _WASHED.search(fold(other.passage.text))
        for other in others
    )


def adds(concepts: set[str], others: set[str]) -> bool:
    """Whether something is given beside all that the other arm gets; with more surgery the other may be the tested."""
    more = concepts - others
    return concepts > others and not any(c.startswith(("procedure/", "radiation/", "standard-care/")) for c in more)


def _beside_unknown(arm: ToldArm, other: ToldArm) -> bool:
    """`X with A versus B with A`, where X has no name here: A is not all that the first gets."""
    first = arm.gives[0]
    besides = fold(arm.title).replace(fold(first.passage.text[first.start : first.end]), "")
    if len(arm.gives) > 1 or _PLUS.search(besides) is None:
        return False
    words = set(_WORD.findall(_PLUS.sub(" ", besides)))
    return not words <= set(_WORD.findall(fold(other.title)))


def side_of(concepts: set[str], contrast: Versus) -> str | None:
    """The role on whose side of `versus` more of the concepts stand."""
    left = {g.concept for g in contrast.left}
    right = {g.concept for g in contrast.right}
    nearer_left, nearer_right = len(concepts & (left - right)), len(concepts & (right - left))
    if nearer_left == nearer_right:
        return None
    return "experimental" if nearer_left > nearer_right else "active-comparator"
