"""The roles of two arms that the prose tells, where their own tellings leave one open.

The rule: what stands beside a control is experimental; so is what is compared with the other, and what the other gets
with something beside that is in the title; `A alone` is compared with what gives A and more.
"""

from __future__ import annotations

import re

from kg.extract.told_arms.arm import ToldArm
from kg.extract.told_arms.contrasts import Versus
from kg.extract.told_arms.role_alone import CONTROL, TESTED, called, own_label, side_of
from kg.text import fold

Roles = list[str | None]

_ALONE = re.compile(r"\b(?:alone|only)\b")
_ENDS_ALONE = re.compile(r"(?P<what>[^\s:]+)\s\(?(?:alone|only)(?:\W*\Z|[.;]\s)")
_USUAL = re.compile(r"\b(?:standard|conventional|usual|traditional|routine)[- ](?!of\b)")
# `A on the routine treatment`
_ON_THE_USUAL = re.compile(
    r"(?<!based )\bon (?:the )?(?:basis of )?(?:the |their )?(?:standard|conventional|usual|routine)\b[\w\s'-]{0,40}"
)
_TESTED_FIRST: Roles = ["experimental", "active-comparator"]


def roles_of_two(arms: list[ToldArm], roles: Roles, contrasts: list[Versus], titled: frozenset[str]) -> Roles:
    """The roles of two arms; `titled` is what the title names."""
    return (
        _beside_a_control(arms, roles)
        or _beside_one_alone(arms, roles)
        or _of_the_untold(arms, roles, titled)
        or _of_more_and_less(arms, roles, contrasts)
        or _by_sides(arms, roles, contrasts)
        or roles
    )


def _beside_a_control(arms: list[ToldArm], roles: Roles) -> Roles | None:
    controls = [CONTROL.search(own_label(arm)) is not None for arm in arms]
    if sum(controls) != 1:
        return None
    return [role or (None if control else "experimental") for role, control in zip(roles, controls, strict=True)]


def _beside_one_alone(arms: list[ToldArm], roles: Roles) -> Roles | None:
    first, second = arms
    alone = [_is_alone(first, second), _is_alone(second, first)]
    if alone == [False, True] and second.concepts < first.concepts:
        return [roles[0] or "experimental", roles[1] or "active-comparator"]
    if alone == [True, False] and first.concepts < second.concepts:
        return [roles[0] or "active-comparator", roles[1] or "experimental"]
    return None


def _of_the_untold(arms: list[ToldArm], roles: Roles, titled: frozenset[str]) -> Roles | None:
    """Where neither has a role: by `alone`, by what is usual, by what the title names."""
    if roles != [None, None]:
        return None
    first, second = arms
    within = [_is_within(first, second), _is_within(second, first)]
    if any(within):  # "B with A, or A alone", where B has no name here
        return ["active-comparator" if one else "experimental" for one in within]
    usual = [_USUAL.search(_ON_THE_USUAL.sub(" ", fold(arm.passage.text))) is not None for arm in arms]
    if sum(usual) == 1 and all(arm.gives for arm in arms):
        return ["active-comparator" if one else "experimental" for one in usual]
    added = [first.concepts > second.concepts, second.concepts > first.concepts]
    if first.concepts and second.concepts and any(added) and (first.concepts ^ second.concepts) & titled:
        return ["experimental" if more else None for more in added]
    return None


def _of_more_and_less(arms: list[ToldArm], roles: Roles, contrasts: list[Versus]) -> Roles | None:
    """Where the one that gets more is experimental: whether the other is what it is compared with."""
    first, second = arms
    if roles == ["experimental", None] and second.concepts < first.concepts and (second.opposed or second.gives):
        against = second.opposed or _ENDS_ALONE.search(fold(second.passage.text)) is not None
        against = against or any({g.concept for g in c.right} == second.concepts and c.left for c in contrasts)
        return _TESTED_FIRST if against else roles
    if roles == [None, "experimental"] and second.opposed and first.concepts < second.concepts:
        return ["active-comparator", "experimental"]  # "A versus A plus B"
    return None


def _by_sides(arms: list[ToldArm], roles: Roles, contrasts: list[Versus]) -> Roles | None:
    """By the side of `versus` on which each stands."""
    first, second = arms
    first_sides = {side_of(set(first.concepts), contrast) for contrast in contrasts}
    second_sides = {side_of(set(second.concepts), contrast) for contrast in contrasts}
    compared = first.opposed is False and second.opposed and not first.concepts < second.concepts
    if roles == ["experimental", "experimental"] and compared and not any(TESTED.search(called(arm)) for arm in arms):
        return _TESTED_FIRST  # "A then B or C versus D then B": B and C say nothing
    if "experimental" in second_sides:
        return None
    if roles == [None, "active-comparator"]:
        against = first.gives and "active-comparator" in second_sides
        return _TESTED_FIRST if against or (compared and first.says) else None
    if roles == ["experimental", None]:
        tried = second.gives and not first.concepts < second.concepts and "experimental" in first_sides
        return _TESTED_FIRST if tried else None
    return _TESTED_FIRST if roles == [None, None] and compared else None


def _is_alone(arm: ToldArm, other: ToldArm) -> bool:
    """Whether it is called `X alone`, or that is what it gets, and the other gets X too."""
    told = _ENDS_ALONE.search(fold(arm.passage.text))
    also = told is not None and (bool(arm.concepts) or told["what"] in fold(other.passage.text))
    return also or _ALONE.search(fold(arm.title)) is not None


def _is_within(arm: ToldArm, other: ToldArm) -> bool:
    """Whether it is called `X alone`, and X is named in what the other is called."""
    label, alone, _ = fold(arm.title).partition(" alone")
    return bool(alone) and arm.says and len(label) > len(" alone") and label in fold(other.title)
