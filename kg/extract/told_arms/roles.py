"""The roles of arms that the prose tells: experimental, or compared with.

The rule: each arm first by itself (`role_alone`); then beside the others. What is called the treatment, or stands
beside what is feigned or a control that gives less, is experimental; of a drug and its original, the original is
compared with. Two arms are weighed against each other (`roles_of_two`). Where each could be either, neither has a role.
"""

from __future__ import annotations

import re

from kg.extract.told_arms.arm import ToldArm
from kg.extract.told_arms.contrasts import Versus
from kg.extract.told_arms.role_alone import CONTROL, TESTED, adds, called, role_of_arm
from kg.extract.told_arms.roles_of_two import roles_of_two

_TREATED = re.compile(r"\b(?:treatment|treated|active|drug)\b")
# The product that a biosimilar is compared with.
_ORIGINAL = re.compile(
    r"\b(?:(?:us|u\.s\.|eu|china|japan)[- ](?:licensed|approved|sourced|marketed|authori[sz]ed)|reference|originator|"
    r"innovator|original(?= (?:drug|product|brand)))\b"
)
_FEIGNED_ROLES = frozenset(("placebo-comparator", "sham-comparator", "no-intervention"))
_COMPARING = _FEIGNED_ROLES | {"active-comparator"}
_PAIR = 2  # of more than two arms, one may be an active control


def told_roles(
    arms: list[ToldArm], contrasts: list[Versus], titled: frozenset[str] = frozenset(), by_lot: bool = False
) -> list[str | None]:
    """The role of each told arm; where one is a control, a treatment beside it is experimental. `titled` is what the
    title names; `by_lot` if people are randomized."""
    roles = _roles(arms, contrasts, titled)
    return _beside_the_least(arms, roles) if by_lot or roles == ["experimental"] * _PAIR else roles


def _roles(arms: list[ToldArm], contrasts: list[Versus], titled: frozenset[str]) -> list[str | None]:
    """The roles by what each arm is called and gives, then by what stands beside it."""
    roles = [role_of_arm(arm, [other for other in arms if other is not arm], contrasts) for arm in arms]
    labels = [called(arm) for arm in arms]
    if any(CONTROL.search(label) for label in labels):
        roles = _beside_a_control(roles, labels)
    elif roles and set(roles) == {"active-comparator"}:
        return [None] * len(roles)  # each is compared with the other somewhere
    if _COMPARING.issuperset(roles) and not _FEIGNED_ROLES.isdisjoint(roles):  # `placebo versus A`
        roles = [
            r if r in _FEIGNED_ROLES or CONTROL.search(o) else "experimental"
            for r, o in zip(roles, labels, strict=True)
        ]
    if roles == [None] * len(roles) and len({arm.concepts for arm in arms}) == 1 and len(arms[0].concepts) == 1:
        roles = _of_originals(labels)
    if len(roles) != _PAIR:
        return _of_doses(arms, _beside_controls(arms, roles, labels))
    if not _FEIGNED_ROLES.isdisjoint(roles):
        return [role or "experimental" for role in roles]
    return roles_of_two(arms, roles, contrasts, titled)


def _beside_a_control(roles: list[str | None], labels: list[str]) -> list[str | None]:
    """What is called the treatment, where another is called the control, is experimental."""
    treated = [_TREATED.search(label) is not None and CONTROL.search(label) is None for label in labels]
    return ["experimental" if tried else role for role, tried in zip(roles, treated, strict=True)]


def _beside_the_least(arms: list[ToldArm], roles: list[str | None]) -> list[str | None]:
    """Where people are randomized, or both of two arms stand on one side of `versus`, and no arm is a control: the one
    that gets only what all others get too is compared with, and each that gets more is experimental."""
    if not {None, "experimental"}.issuperset(roles) or len({arm.concepts for arm in arms}) < len(arms):
        return roles
    least = min(arms, key=lambda arm: len(arm.concepts), default=None)
    if least is None or not least.gives or least.nothing or TESTED.search(called(least)):
        return roles
    if not all(arm is least or adds(set(arm.concepts), set(least.concepts)) for arm in arms):
        return roles
    return ["active-comparator" if arm is least else "experimental" for arm in arms]


def _beside_controls(arms: list[ToldArm], roles: list[str | None], labels: list[str]) -> list[str | None]:
    """Of more than two, an arm that gets all that the one control gets, and more, is experimental."""
    controls = [place for place, label in enumerate(labels) if CONTROL.search(label) and arms[place].gives]
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
