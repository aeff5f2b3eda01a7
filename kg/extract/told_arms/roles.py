"""The roles of arms that the prose tells: experimental, or compared with."""

from __future__ import annotations

import re

from kg.extract.told_arms.arm import ToldArm
from kg.extract.told_arms.contrasts import Versus
from kg.extract.told_arms.factorial import FACTORIAL
from kg.extract.told_arms.patterns import SIZE_BEHIND
from kg.text import fold

_BESIDE_STANDARD = re.compile(
    r"(?:\b(?:in addition to|plus|with|added to|on top of|and|along with|alongside|combined with)\b|\+)\s?"
    r"(?:the\s|a\s|their\s)?(?:(?:standard|usual|conventional|routine)\b[\w\s-]{0,40}|"
    r"tau\b|(?:(?:treatment|care|therapy)[\s-]as[\s-]usual|best supportive care)\b(?:\s\([^()]{2,8}\))?)"
)
_CONTROL = re.compile(r"\b(?:control|comparator|comparison|standard|conventional|reference|usual|routine)\b")
_ALONE = re.compile(r"\b(?:alone|only)\b")
_ENDS_ALONE = re.compile(r"(?P<what>[^\s:]+)\s\(?(?:alone|only)(?:\W*\Z|[.;]\s)")
_USUAL = re.compile(r"\b(?:standard|conventional|usual|traditional|routine)[- ](?!of\b)")
_PLUS = re.compile(r"\b(?:plus|with|and|added to|combined)\b|\+")
_TESTED = re.compile(
    r"\b(?:experimental|investigational|intervention(?:al)?|test|study(?: (?:group|arm|treatment|drug)|\Z))\b"
)
_TREATED = re.compile(r"\b(?:treatment|treated|active|drug)\b")
_UNTREATED = re.compile(
    r"\bno (?:\w+ )?(?:treatment|intervention|therapy|exercise|medication|supplement)|"
    r"\bnot? (?:be |receiv\w+|given|undergo)|"
    r"\bwithout\b|\bnothing\b|\buntreated\b"
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
_SAID_LAST = re.compile(r"\s\((?P<what>(?:positive\s|active\s)?controls?)(?:\s(?:group|arm))?\)\W*\Z")
# `sham exercise group`: what it imitates has no name here.
_IMITATES = re.compile(r"(?P<what>placebo|sham)(?:\s(?!or\b|and\b)[\w-]+){0,3}\s(?:group|arm|condition)\b")
_WATCHES = re.compile(r"(?:clinical\s|active\s|only\s)?observation(?:al)?(?:\s(?:alone|only|group|arm|for\s.*))?")
# The product that a biosimilar is compared with.
_ORIGINAL = re.compile(
    r"\b(?:(?:us|u\.s\.|eu|china|japan)[- ](?:licensed|approved|sourced|marketed|authori[sz]ed)|reference|originator|"
    r"innovator|original(?= (?:drug|product|brand)))\b"
)
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
_FEIGNED_ROLES = frozenset(("placebo-comparator", "sham-comparator", "no-intervention"))
_COMPARING = _FEIGNED_ROLES | {"active-comparator"}
_PAIR = 2  # of more than two arms, one may be an active control
_FEIGNED = ("placebo", "sham", "matching placebo")


def told_roles(
    arms: list[ToldArm], contrasts: list[Versus], titled: frozenset[str] = frozenset(), by_lot: bool = False
) -> list[str | None]:
    """The role of each told arm; where one is a control, a treatment beside it is experimental. `titled` is what the
    title names; `by_lot` if people are randomized."""
    roles = _roles(arms, contrasts, titled)
    return _beside_the_least(arms, roles) if by_lot or roles == ["experimental"] * _PAIR else roles


def _roles(arms: list[ToldArm], contrasts: list[Versus], titled: frozenset[str]) -> list[str | None]:
    roles = [_told_role(arm, [other for other in arms if other is not arm], contrasts) for arm in arms]
    labels = [_called(arm) for arm in arms]
    if any(_CONTROL.search(label) for label in labels):
        for place, label in enumerate(labels):
            if _TREATED.search(label) and _CONTROL.search(label) is None:
                roles[place] = "experimental"
    elif roles and set(roles) == {"active-comparator"}:
        return [None] * len(roles)  # each is compared with the other somewhere
    if _COMPARING.issuperset(roles) and not _FEIGNED_ROLES.isdisjoint(roles):  # `placebo versus A`
        roles = [
            r if r in _FEIGNED_ROLES or _CONTROL.search(o) else "experimental"
            for r, o in zip(roles, labels, strict=True)
        ]
    if roles == [None] * len(roles) and len({arm.concepts for arm in arms}) == 1 and len(arms[0].concepts) == 1:
        roles = _of_originals(labels)
    if len(roles) != _PAIR:
        return _of_doses(arms, _beside_controls(arms, roles, labels))
    if not _FEIGNED_ROLES.isdisjoint(roles):
        return [role or "experimental" for role in roles]
    return _of_pair(arms, roles, contrasts, titled)


def _beside_the_least(arms: list[ToldArm], roles: list[str | None]) -> list[str | None]:
    """Where people are randomized, or both of two arms stand on one side of `versus`, and no arm is a control: the one
    that gets only what all others get too is compared with, and each that gets more is experimental."""
    if not {None, "experimental"}.issuperset(roles) or len({arm.concepts for arm in arms}) < len(arms):
        return roles
    least = min(arms, key=lambda arm: len(arm.concepts), default=None)
    if least is None or not least.gives or least.nothing or _TESTED.search(_called(least)):
        return roles
    if not all(arm is least or _adds(set(arm.concepts), set(least.concepts)) for arm in arms):
        return roles
    return ["active-comparator" if arm is least else "experimental" for arm in arms]


def _beside_controls(arms: list[ToldArm], roles: list[str | None], labels: list[str]) -> list[str | None]:
    """Of more than two, an arm that gets all that the one control gets, and more, is experimental."""
    controls = [place for place, label in enumerate(labels) if _CONTROL.search(label) and arms[place].gives]
    if len(controls) != 1:
        return roles
    own = arms[controls[0]].concepts
    return [role or ("experimental" if own < arm.concepts else None) for arm, role in zip(arms, roles, strict=True)]


def _of_originals(labels: list[str]) -> list[str | None]:
    """Of arms that give the same drug, one is tried against what is called licensed, or the reference."""
    original = [_ORIGINAL.search(label) is not None for label in labels]
    if original.count(False) != 1:
        return [None] * len(labels)
    return ["active-comparator" if one else "experimental" for one in original]


def _of_doses(arms: list[ToldArm], roles: list[str | None]) -> list[str | None]:
    """Beside a placebo, arms that give one drug at several doses are experimental."""
    tested = {arm.concepts for arm, role in zip(arms, roles, strict=True) if role is None}
    one = len(tested) == 1 and any(c.startswith("drug/") for c in next(iter(tested)))
    one = one or len({arm.title for arm, role in zip(arms, roles, strict=True) if role is None}) == 1
    feigned = [role for role in roles if role is not None]
    if not one or len(feigned) != 1 or feigned[0] not in ("placebo-comparator", "sham-comparator"):
        return roles
    return [role or "experimental" for role in roles]


def _of_pair(
    arms: list[ToldArm], roles: list[str | None], contrasts: list[Versus], titled: frozenset[str]
) -> list[str | None]:
    """Of two arms, what stands beside a control is experimental; so is what is compared with the other, and what the
    other gets with something beside that is in the title."""
    controls = [_CONTROL.search(_own_label(arm)) is not None for arm in arms]
    if sum(controls) == 1:
        return [role or (None if control else "experimental") for role, control in zip(roles, controls, strict=True)]
    first, second = arms
    alone = [_is_alone(first, second), _is_alone(second, first)]
    if alone[1] and not alone[0] and second.concepts < first.concepts:
        return [roles[0] or "experimental", roles[1] or "active-comparator"]
    if alone[0] and not alone[1] and first.concepts < second.concepts:
        return [roles[0] or "active-comparator", roles[1] or "experimental"]
    within = [_is_within(first, second), _is_within(second, first)]
    if roles == [None, None] and any(within):  # "B with A, or A alone", where B has no name here
        return ["active-comparator" if one else "experimental" for one in within]
    usual = [_USUAL.search(fold(arm.passage.text)) is not None for arm in arms]
    if roles == [None, None] and sum(usual) == 1 and all(arm.gives for arm in arms):
        return ["active-comparator" if one else "experimental" for one in usual]
    if roles == [None, None] and first.concepts and second.concepts:
        added = [first.concepts > second.concepts, second.concepts > first.concepts]
        if any(added) and (first.concepts ^ second.concepts) & titled:
            return ["experimental" if more else None for more in added]
    if roles == ["experimental", None] and second.concepts < first.concepts and (second.opposed or second.gives):
        against = second.opposed or _ENDS_ALONE.search(fold(second.passage.text)) is not None
        against = against or any({g.concept for g in c.right} == second.concepts and c.left for c in contrasts)
        return ["experimental", "active-comparator"] if against else roles
    turned = any(_side_of(set(second.concepts), contrast) == "experimental" for contrast in contrasts)
    compared = first.opposed is False and second.opposed and not first.concepts < second.concepts
    if roles == [None, "active-comparator"] and compared and first.says and not turned:
        return ["experimental", "active-comparator"]
    if roles == ["experimental"] * _PAIR and compared and not any(_TESTED.search(_called(arm)) for arm in arms):
        return ["experimental", "active-comparator"]  # "A then B or C versus D then B": B and C say nothing
    against = any(_side_of(set(second.concepts), contrast) == "active-comparator" for contrast in contrasts)
    if roles == [None, "active-comparator"] and first.gives and against and not turned:
        return ["experimental", "active-comparator"]
    tried = not turned and not first.concepts < second.concepts
    tried = tried and any(_side_of(set(first.concepts), contrast) == "experimental" for contrast in contrasts)
    if roles == ["experimental", None] and second.gives and tried:
        return ["experimental", "active-comparator"]
    return ["experimental", "active-comparator"] if roles == [None, None] and compared and not turned else roles


def _is_alone(arm: ToldArm, other: ToldArm) -> bool:
    """Whether it is called `X alone`, or that is what it gets, and the other gets X too."""
    told = _ENDS_ALONE.search(fold(arm.passage.text))
    also = told is not None and (bool(arm.concepts) or told["what"] in fold(other.passage.text))
    return also or _ALONE.search(fold(arm.title)) is not None


def _is_within(arm: ToldArm, other: ToldArm) -> bool:
    """Whether it is called `X alone`, and X is named in what the other is called."""
    label, alone, _ = fold(arm.title).partition(" alone")
    return bool(alone) and arm.says and len(label) > len(" alone") and label in fold(other.title)


def _own_label(arm: ToldArm) -> str:
    """Its label without the standard that something is added to."""
    return _BESIDE_STANDARD.sub(" ", _called(arm))


def _called(arm: ToldArm) -> str:
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


def _adds(concepts: set[str], others: set[str]) -> bool:
    """Whether something is given beside all that the other arm gets; with more surgery the other may be the tested."""
    more = concepts - others
    return concepts > others and not any(c.startswith(("procedure/", "radiation/", "standard-care/")) for c in more)


def _side_of(concepts: set[str], contrast: Versus) -> str | None:
    """The role on whose side of `versus` more of the concepts stand."""
    left = {g.concept for g in contrast.left}
    right = {g.concept for g in contrast.right}
    nearer_left, nearer_right = len(concepts & (left - right)), len(concepts & (right - left))
    if nearer_left == nearer_right:
        return None
    return "experimental" if nearer_left > nearer_right else "active-comparator"


def _told_role(arm: ToldArm, others: list[ToldArm], contrasts: list[Versus]) -> str | None:
    """By what it gives beside what all arms get, by the label, else by the side of `versus` on which its interventions
    stand."""
    label = _own_label(arm)
    concepts = {g.concept for g in arm.gives}
    feigned = _feigned(arm)
    shared = set.intersection(*({g.concept for g in other.gives} for other in others)) if others else set()
    if feigned and concepts - feigned and _OR_FEIGNED.search(fold(arm.passage.text)):
        return None  # a cohort of which some get the drug, some a placebo
    if feigned and concepts - feigned <= shared and (concepts == feigned or not feigned <= shared):
        return "sham-comparator" if any("sham" in c for c in feigned) else "placebo-comparator"
    if _is_dummy(arm, concepts if concepts <= _WATER else concepts - shared, others):
        return "placebo-comparator"
    crossed = arm.rule == FACTORIAL
    if feigned and label.startswith(_FEIGNED) and not crossed and any(o.gives and not _feigned(o) for o in others):
        return "sham-comparator" if label.startswith("sham") else "placebo-comparator"
    untold = not concepts and not arm.entries
    without = arm.nothing or (untold and _UNTREATED.search(fold(arm.passage.text)) is not None)
    if without and not concepts and any(other.says and not other.nothing for other in others):
        return "no-intervention"
    imitates = None if concepts else _IMITATES.match(label)
    if imitates is not None and any(other.says and not other.nothing for other in others):
        return "sham-comparator" if imitates["what"] == "sham" else "placebo-comparator"
    if not concepts and _WATCHES.fullmatch(label) and all(o.gives and not _CONTROL.search(_called(o)) for o in others):
        return "no-intervention"
    if concepts and concepts <= _WATCHED and (concepts & _WAITING or any(o.gives or o.entries for o in others)):
        return "no-intervention"
    if _CONTROL.search(label):
        if len(others) == 1 and _PLUS.search(label) and _adds(concepts, {g.concept for g in others[0].gives}):
            return "experimental"  # "standard care plus A or standard care alone"
        if not concepts:
            if _UNTREATED.search(fold(arm.passage.text)):
                return "no-intervention"
            return None if not arm.entries and _only_called(arm, label) else "active-comparator"
        return "active-comparator"
    if _TESTED.search(label):
        return "experimental"
    if len(others) == 1 and others[0].gives and _adds(concepts, {g.concept for g in others[0].gives}):
        return "experimental"
    if label != _called(arm):  # "A in addition to standard care": that stands on either side
        concepts = {c for c in concepts if not c.startswith("standard-care/")}
    sides = {side for contrast in contrasts if (side := _side_of(concepts, contrast)) is not None}
    return sides.pop() if len(sides) == 1 else None  # "A versus B" here and "B versus A" there say nothing
