"""How many arms the text counts.

The rule: a number of groups or arms into which the trial divides its participants; not groups that they are born or
fall ill into, nor "the two groups" that look back at others.
"""

from __future__ import annotations

import re

from kg.extract.background import Clause
from kg.extract.collect import Collector
from kg.model import Passage, Value

_NUMBERS = {w: n for n, w in enumerate("two three four five six seven eight".split(), 2)} | {"double": 2, "dual": 2}
_ARMS = re.compile(
    r"\b(?P<number>two|three|four|five|six|seven|eight|[2-8]|double(?=-arm)|dual(?=-arm))[- ]"
    r"(?:(?:intervention|treatment|parallel|study|"
    r"randomi[sz]ed|experimental|"
    r"equal|different|therapeutic|dosing|dose)[- ]){0,2}(?P<unit>groups?|arm(?:ed|s)?|cohorts?)\b"
)
# `assigned to one of two smartphone apps`
_ONE_OF = re.compile(
    r"\b(?:randomi[sz]ed|assigned|allocated)\b[^.;:]{0,30}?\sto\s(?:receive\s)?(?:one|1|either)\sof\s(?:the\s)?"
    r"(?P<counted>(?P<number>two|three|four|five|six|[2-6])\s(?:[\w-]+\s){0,2}?(?:apps|interventions|treatments|programs|programmes|"
    r"conditions|strategies|regimens|diets|techniques|methods|approaches|drugs|medications|options|devices))\b"
)
_HYPHENATED = re.compile(r"[\w]+-arm(?:ed|s)?$")  # "a phase II two-arm trial"
_THIRD = re.compile(
    r"\b(?:third|3rd|additional|control|fourth) (?:[\w-]+ )?(?:arm|group)\b|\b(?:arm|group) (?:c|3|iii|d|4|iv)\b|"
    r"\bthree[- ](?:arm|(?:[\w-]+ )?groups)"
)
_BY_TRAIT = re.compile(
    r"[^.;]{0,45}?\b(?:according to|based on|depending on|with and without|by (?:their|the presence|"
    r"age|bmi|sex|severity|gender|whether))\b(?![^.;]{0,50}(?:random|treatment|dose|allocat|receiv))"
)
_NOT_ALL_ARMS = re.compile(
    r"\b(?:other|first|last|(?<!one )(?<!1 )of the|all|additional|remaining|another|any|combined|active|"
    r"between the other)\s*$"
)
_DIVIDED = re.compile(
    r"\b(?:into|to|in|between the|(?:one|1) of|(?:one|1) of the(?: following)?|among|with|has|have|of|comprises|"
    r"comprising|includes|including|consists of|parallel|controlled,?|"
    r"randomi[sz]ed,?|a|blind,?|label,?|prospective,?|in the|are|is|be|compar(?:ing|es?)|across|the)\s*$"
)


_LISTED = re.compile(r"\s?(?:[,.;(]|$)")  # "double-blind, 3 arms, 50 patients per arm"
_WILL_BE = re.compile(r"\s(?:will be (?:formed|compared|included|created)|are (?:planned|formed|expected))\b|:")
_NAMED_GROUPS = re.compile(r"\s\([^()]{2,60} (?:and|or|vs\.?|versus) [^()]{2,60}\)")  # "the 2 groups (placebo and X)"
_IN_FUTURE = re.compile(r"[^.;]{0,30}\bin (?:the )?future\b")
_BETWEEN_THE = re.compile(r"\bbetween the\s*$")
_BACK = re.compile(r"\b(?<!one of )(?:the|these|both|each)\s*$")
# "two groups of ten", "two group sessions"
_OF_SOMETHING = re.compile(
    r"\s*(?:of(?! (?:almost |approximately )?(?:equal|the same|interventions?|\d))|times|meetings?|sessions?|"
    r"discussions?|interviews?|visits?|within|a |[-]?wise)"
)
_PART_ALONE = re.compile(r"\W*(?:in )?(?:stratum|part|module|experiment|sub-?study|stage) (?:[0-9]|[a-d]|i+)\b")


def planned_arms(collected: Collector, passage: Passage, folded: str, clause: Clause) -> None:
    """Add the number of arms that the clause counts."""
    piece = folded[clause.start : clause.end]
    one_of = _ONE_OF.search(folded, clause.start, clause.end) if " of " in piece else None
    if one_of is not None:
        _add(collected, passage, one_of["number"], one_of.span("counted"))
    if "group" not in piece and "arm" not in piece:
        return
    for match in _ARMS.finditer(folded, clause.start, clause.end):
        before = folded[max(clause.start, match.start() - 30) : match.start()]
        if (
            _tells_division(folded, match, before)
            and not _looks_back(folded, match, before)
            and not _is_of_others(folded, match, clause)
        ):
            _add(collected, passage, match["number"], match.span())


def _tells_division(folded: str, match: re.Match[str], before: str) -> bool:
    """Whether the words around the number say that the trial divides into so many: "randomized into two groups", "a
    two-arm trial", "…, 3 arms, …", "Two groups will be formed"."""
    if match["unit"].startswith("cohort") or _NOT_ALL_ARMS.search(before):
        return False
    if _HYPHENATED.search(match.group()):
        return True
    if not before.strip():
        return _WILL_BE.match(folded, match.end()) is not None
    if _DIVIDED.search(before):
        return True
    return match["unit"].startswith("arm") and before.endswith(", ") and _LISTED.match(folded, match.end()) is not None


def _looks_back(folded: str, match: re.Match[str], before: str) -> bool:
    """Whether the number speaks of groups told elsewhere: "in the two groups", "between the two" of three arms."""
    if match["number"] in ("two", "2") and _BETWEEN_THE.search(before) and _THIRD.search(folded):
        return True
    unqualified = match["unit"].startswith("group") and match.group().count(" ") + match.group().count("-") < 2
    return unqualified and _BACK.search(before) is not None and not _NAMED_GROUPS.match(folded, match.end())


def _is_of_others(folded: str, match: re.Match[str], clause: Clause) -> bool:
    """Whether they are no arms of the whole trial: groups that patients are born or fall ill into, plans for later, a
    part of the trial, or so many of something else ("two groups of five")."""
    if match["unit"].startswith("group") and _BY_TRAIT.match(folded, match.end(), clause.end):
        return True
    if _IN_FUTURE.match(folded, match.end(), clause.end) or _PART_ALONE.match(folded, clause.start, match.start()):
        return True
    return _OF_SOMETHING.match(folded, match.end(), match.end() + 35) is not None


def _add(collected: Collector, passage: Passage, number: str, place: tuple[int, int]) -> None:
    value = Value(str(_NUMBERS.get(number) or int(number)), "integer")
    collected.add("tkg:plannedArms", value, passage.span(*place), "grammar", 0.88, "arms-counted")
