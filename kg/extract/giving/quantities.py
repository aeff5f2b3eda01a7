"""Doses, schedules and dosage forms as words say them, with their places.

A value is what the record writes (white space made single), but for dosage forms, which are named alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Literal, NamedTuple

from kg.extract.giving.schedules import is_one, schedules, stands
from kg.text import fold, holds_any
from kg.wording import form_pattern, forms

FactKind = Literal["route", "dose", "schedule", "form"]
LONGEST = 4000


class Fact(NamedTuple):
    """`text[start:end]` states a route (`value` is a concept id), a dose, a schedule or a dosage form."""

    kind: FactKind
    value: str
    start: int
    end: int


_NUMBER = r"(?:\d{1,3}(?:[,\s]\d{3})+|\d+)(?:[.,·]\d+)?"
_RANGE = rf"{_NUMBER}(?:\s?(?:-|to|or|~|/|\\?&)\s?{_NUMBER}){{0,3}}"
_UNIT = (
    r"(?:mg|mcg|μg|ug|micrograms?|milligrams?|ng|kg|grams?|gm?|iu|miu|mu|units?|unt|ku|u|mbq|gbq|mci|kbq|cgye?|gy\s?\(rbe\)|gye|cge|gy|ml|"
    r"cc|millilit(?:er|re)s?|l|"
    r"mmol|meq|μmol|nmol|pfu|ffu|cfu|tcid50|vg|vp|log10 ?ccid50|"
    r"aun|b?au|su|sq-[tu]|sq-hdm|i\.?r\.?|dpp|drops?|puffs?|sprays?|tablets?|capsules?|caps|"
    r"pills?|sachets?|vials?)"
)
_PER = (
    r"(?:\s?/\s?\((?:kg|m2|m²)\s?[.·*/]\s?(?:d|day|h|hr|hour|min|w|week|time|dose)\)|"
    r"\s(?:kg|ml|m|min|h|hr)\s?\^?[-\u2212]1\b|"
    r"\s?(?:/|per|·|\.)\s?(?:kg|m2|m\^2|m\\\^2|m²|m\^\{2\}|m\(2\)|mq|sqm|sq\.?\s?m|㎡|m\*{1,2}2|"
    r"square met(?:er|re)s?|body weight|day|d|dose|hour|hr|h|min(?:ute)?|week|wk|"
    r"(?:\d+(?:\.\d+)?\s?)?(?:ml|millilit(?:er|re)s?)|24\s?h(?:ours?|rs?)?|"
    r"lit(?:er|re)|kilogram|l|fraction|fx|g|capsule|tablet|vial|eye|time|injection|infusion|cm2|puff|actuation|side|nostril|knee|ear|ige))"
)
_TENS = r"(?:\d+(?:\.\d+)?(?:\s?(?:-|to)\s?\d+(?:\.\d+)?)?\s?[x×*]\s?)?10\s?(?:\^|\\\^|e)?\s?\d{1,2}"
_OF_CELLS = (
    r"(?:viable|live|transduced|modified|engineered|autologous|allogeneic|total|nucleated|positive|mesenchymal|stem|stromal|t|b|nk|"
    r"cd\d{1,3}|car[\w+-]{0,8}|[\w-]{1,10}(?:\+|car-?t?\+?))"
)
_DOSE = re.compile(
    rf"(?:(?<![a-z0-9.,-])|(?<=\dmg-)|(?<=\d mg-)|(?<=\d[x*])(?=\d{{1,3}}(?:\.\d+)?\s?(?:c?gy|mg)))(?:"
    rf"auc\s?(?:of\s|=\s?|-)?\s?{_RANGE}(?:\s?mg/ml(?:[/·. ×*]*min)?)?"
    rf"|{_TENS}(?:\s?\((?:±|\+/-)\s?\d+\s?%\))?\s?(?:"
    rf"(?:(?:{_OF_CELLS}[ -]){{0,4}}(?:\w{{1,6}}\+? )?cells?|vg|pfu|cfu|tu|vp)"
    rf"(?:\s?/\s?(?:kg|infusion|dose|injection))?|(?:cd\d{{1,3}}\+?\s?)?/\s?kg)"
    rf"|{_NUMBER}\s?(?:mg|mcg|g|iu|units)\sin\s\d+(?:\.\d+)?\s?ml(?=\s?(?:injection|solution|vial|syringe|suspension|concentrate)s?\b)"
    rf"|{_RANGE}\s(?:million|billion)(?:\s(?:viable\s)?(?:cells|iu|units?|cfu)(?:\s?/\s?kg)?(?![a-z0-9])|(?=\s(?:[\w-]+\s){{1,6}}cells\b))"
    rf"|1\s?:\s?\d{{2,3}},?000(?!\d)"
    rf"|{_RANGE}\s?(?:{_UNIT}(?:-eq\b)?{_PER}{{0,3}}(?![a-z0-9]|\s?/\s?dl\b)|%(?:\s?w/[wv])?(?:\sper\s(?:side|eye)\b)?)"
    rf"|(?:one|two|three|four|half\sa)\s(?:tablets?|capsules?|pills?|puffs?|sprays?|drops?|sachets?|vials?){_PER}(?![a-z0-9])"
    rf")"
)
# A body mass index, a level of an antibody, a body weight: "8 mg (< 60 kg) or 12 mg (≥ 60 kg)".
_NO_DOSE = re.compile(r"\d\s?kg\s?(?:/|per)\s?m|iu\s?/\s?ml|\d\s?kg\Z")
# "BED10 ≥ 100 Gy", "EQD2 of 60 Gy": what the fractions come to in their effect, which is another dose than theirs
_IN_EFFECT = re.compile(r"\b(?:bed|eqd)[\s_]?(?:10|2|3)?\s?(?:of\s|is\s|[<>=≥≤~]{0,2})\s?\Z")
# "4 cycles of 1L induction": the first line
_LINE = re.compile(
    r"[1-4]L(?=\s\w)(?!\s(?:of|PEG|polyethylene|normal|saline|isotonic|[Rr]inger|water|bags?|bottles?|fluids?|oxygen)\b)"
)
_LEVEL = re.compile(
    r"\b(?:trough|target|serum|plasma|blood|residual)\s(?:\w+\s)?(?:levels?|concentrations?)\b[^.;,()]{0,20}\Z|"
    r"\b(?:upcr|uacr|proteinuria|albuminuria|creatinine ratio)\b[^.;()]{0,30}\Z|"
    r"\btroughs?\s(?:of\s|between\s|at\s)?\Z|\b(?:part|cohort|panel|section|table|figure)\s\Z|"
    r"\b(?:target\w*|aim\w*|fpg|fbg|smbg|glucose)\s(?:(?:of|to|at|a|an|level|range|between|is|for)\s){0,3}[<>≤≥]?\s?\Z"
)
# "1 g in 50 ml NS"; saline in full is a name, which has its own amount
_FLUID = re.compile(r"\d\s?(?:ml|cc|l|lit(?:er|re)s?|millilit(?:er|re)s?)\Z")
_IN_FLUID = re.compile(r"\s(?:of\s)?(?:ns|n/s|nss|d5w|dw|gs|0\.9\s?%|5\s?%)\b")
_MADE_WITH = re.compile(r"\d\s?(?:[mnμ]?c?g|iu|u|units?)\sin\s(?:an?\s)?\Z")
# "in 30 cc syringes", "a 5 ml vial": what it comes in
_CONTAINERS = ("syringe", "vial", "ampoule", "ampule", "bottle", "reconstitut")
_MADE_UP = re.compile(r"\breconstitut\w+\s(?:with|in)\s\Z")
_SUPPLIES = ("supplied ", "available ", "provided ", "comes ")
_SUPPLIED = re.compile(r"\b(?:supplied|available|provided|comes)\s(?:as|in|at)\b[^.;:]{0,100}\Z")
_WHEN = re.compile(
    r"[^.;]{0,100}?\b(?:daily|once|twice|thrice|times|every|weekly|monthly|[bt]\.?i\.?d|q\.?d|q\d|days?|weeks?|hours?|"
    r"taken?|given|administered|receive[sd]?|bedtime|doses?)\b"
)
_VOLUME = re.compile(r"[\d.]+\s?(?:ml|cc)")
# "100 mg of irinotecan per vial": how strong it comes
_PER_VIAL = re.compile(r"(?:\s(?:of\s)?[a-z-]{3,25})?\s(?:per|in each|in one)\s(?:vial|ampo?ule|bottle)\b")
_HELD_BY = re.compile(r"(?:-|\s)?(?:syringes?(?!\sdose)|vials?|ampo?ules?|bottles?)\b")
# "hematocrit < 45%", "titrated to maintain 50% of": a mark to reach
_MARKED = ("%", "ng/ml", "g/l", "mol/l")
_MARK = re.compile(r"(?:[<>≤≥]|\bmaintain(?:ing)?)\s?\Z")
_FLUIDS = (" in ", " ns", " n/s", "d5w", " dw", " gs", "0.9", "5%", "5 %")
_IN = ("in ", "with ", "in a ", "+ ", "and ")
# "may be reduced to 200 mg qd": what some are given then; "increased every 4 weeks": how often the dose is looked at
_CHANGES = ("reduc", "decreas", "lower", "escalat", "adjust", "titrat", "increas", "doubl")
_CHANGED = re.compile(r"\b(?:reduc\w+|decreas\w+|lowered|de-?escalat\w+)\b[^.;()]{0,40}?\bto\s[^.;()]{0,25}\Z")
_HOW_OFTEN = re.compile(
    r"\b(?:adjusted|(?:up-?|down-?)?titrated|escalated|increased|decreased|reduced|doubled)\s(?:at\s)?\Z"
)
_LIMITS = (" by ", "crements", "nearest", "max", "exceed", "capped", "more than")
_DEVIATIONS = ("±", "+/-")
# Signs that `_LEVEL` may match: what is found in blood, what is only aimed at, and numbers of other things.
_IN_BLOOD = ("level", "concentration")
_AIMED_AT = ("target", "aim", "fpg", "fbg", "smbg", "glucose")
_NUMBERED = ("trough", "upcr", "uacr", "inuria", "ratio", "part ", "cohort ", "panel ", "section ", "table ", "figure ")
_LEVELS = (*_IN_BLOOD, *_AIMED_AT, *_NUMBERED)
_CONCENTRATED = re.compile(r"(?:[npμu]g|iu|u|mmol)\s?/\s?(?:ml|l)\Z")
# "8 mg/kg (max 800 mg)": what is never given more than; "increased by 5 mg": what is given more
_NOT_GIVEN = re.compile(
    r"\b(?:titrat|increas|decreas|reduc|adjust|escalat|taper|lower|rais)\w*\b[^.;()]{0,30}?\bby\s(?:an?\s)?\Z|\b(?:(?:in|de)crements\sof|(?:to|up\sto)\s(?:the\s)?nearest)\s\Z|"
    r"\b(?:max(?:imum|imal)?\.?|exceed(?:s|ing)?|capped\sat|no\smore\sthan)\s?:?\s?(?:(?:of|daily|single|total|doses?|is|at|a)\s){0,4}\Z"
)
# What a text must have for a dose to be in it: cheap to look for.
_DIGIT = re.compile(r"\d|\b(?:one|two|three|four|half\sa)\s[tcpsdv]")
# The steps of an escalation are one dose: "12, 15 and 18 Gy"; a number behind one of these words is no step.
_COUNTED = r"(?:hours?|weeks?|days?|cycles?|months?|years?|minutes?|grades?|phase|stage|level|group|cohort|type)"
_STEPS_BEFORE = re.compile(
    rf"(?:(?:^|[(:;]\s?|\b(?:at|of|to|or|and|in|mg|gy)\s|\b(?!{_COUNTED}\b)[a-z]{{4,}}\s))"
    r"((?:\d{1,4}(?:\.\d+)?(?:,\s?(?:and\s|or\s)?|\s?(?:and|or)\s)){1,8})\Z"
)
_FIRST_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@lru_cache(maxsize=1 << 14)
def quantities(text: str) -> tuple[Fact, ...]:
    """Doses, schedules and dosage forms in `text`, in order, not overlapping.

    >>> [(f.kind, f.value) for f in quantities("Capecitabine 1,000 mg/m2 tablets twice daily on days 1-14")]
    [('dose', '1,000 mg/m2'), ('form', 'tablet'), ('schedule', 'twice daily on days 1-14')]
    """
    folded = fold(text[:LONGEST])
    found = _doses(text, folded)
    found += [Fact("schedule", "", *span) for span in schedules(folded)]
    if holds_any(folded, _CHANGES):
        found = [fact for fact in found if not _is_of_a_change(folded, fact)]
    found.sort(key=lambda fact: (fact.start, -fact.end))
    kept = _joined(folded, found)
    kept += _forms(folded, kept)
    kept.sort(key=lambda fact: fact.start)
    return tuple(f if f.value else f._replace(value=" ".join(text[f.start : f.end].split())) for f in kept)


def _doses(text: str, folded: str) -> list[Fact]:
    """Numbers with a unit that are given: no deviations, lines of therapy, levels, fluids or limits."""
    if _DIGIT.search(folded) is None:
        return []
    found = [Fact("dose", "", *m.span()) for m in _DOSE.finditer(folded) if _NO_DOSE.search(m.group()) is None]
    if "L" in text:
        found = [f for f in found if _LINE.match(text, f.start) is None]
    if holds_any(folded, ("bed", "eqd")):
        found = [_with_its_measure(folded, f) for f in found]
    for signs, is_none in _NONE:
        if holds_any(folded, signs):
            found = [f for f in found if not is_none(folded, f)]
    return found


def _with_its_measure(folded: str, dose: Fact) -> Fact:
    """`BED10 ≥ 100 Gy`, not 100 Gy."""
    measure = _IN_EFFECT.search(folded, max(0, dose.start - 16), dose.start)
    return dose if measure is None else dose._replace(start=measure.start())


def _is_of_a_change(folded: str, fact: Fact) -> bool:
    """What some are given later, and how often a dose is looked at."""
    if _CHANGED.search(folded, max(0, fact.start - 90), fact.start) is not None:
        return True
    return fact.kind != "dose" and _HOW_OFTEN.search(folded, max(0, fact.start - 30), fact.start) is not None


def _joined(folded: str, found: list[Fact]) -> list[Fact]:
    """The facts that stand, not overlapping: pieces of one schedule as one, a dose with the steps before it."""
    kept: list[Fact] = []
    for fact in found:
        last = kept[-1] if kept else None
        floor = last.end if last is not None else 0
        if fact.start < floor:
            continue
        if fact.kind == "dose":
            kept.append(Fact("dose", "", _first_step(folded, fact.start, floor), fact.end))
            continue
        timed = last if last is not None and last.kind == "schedule" else None
        after, begun = last.end if last is not None else None, timed.start if timed is not None else None
        if not stands(folded, fact.start, fact.end, after, begun):
            continue
        if timed is not None and is_one(folded, timed.end, fact.start):
            kept[-1] = Fact("schedule", "", timed.start, fact.end)
        else:
            kept.append(fact)
    return kept


def _forms(folded: str, taken: list[Fact]) -> list[Fact]:
    """The dosage forms that stand in none of the facts taken."""
    return [
        Fact("form", forms()[match.group()], *match.span())
        for match in form_pattern().finditer(folded)
        if all(match.end() <= fact.start or match.start() >= fact.end for fact in taken)
    ]


def _is_fluid(folded: str, dose: Fact) -> bool:
    """`1 g in 50 ml`, `1 g and 50 ml NS`: what a dose is dissolved in."""
    if _FLUID.search(folded, dose.start, dose.end) is None:
        return False
    if _MADE_WITH.search(folded, max(0, dose.start - 16), dose.start) is not None:
        return True
    return _IN_FLUID.match(folded, dose.end) is not None and folded.endswith(_IN, 0, dose.start)


def _is_supplied(folded: str, dose: Fact) -> bool:
    """`supplied as 100 mg capsules`: how strong it comes, if the sentence does not go on to when it is taken."""
    supplied = _SUPPLIED.search(folded, max(0, dose.start - 110), dose.start) is not None
    return supplied and _WHEN.match(folded, dose.end) is None


def _is_level(folded: str, dose: Fact) -> bool:
    """`trough levels of 15 mg/l`; what is only aimed at must be a concentration: "target 8-12 ng/ml"."""
    before = _LEVEL.search(folded, max(0, dose.start - 60), dose.start)
    if before is None:
        return False
    aimed_at = before.group().startswith(_AIMED_AT) and not holds_any(before.group(), (*_IN_BLOOD, "trough"))
    return not aimed_at or _CONCENTRATED.search(folded, dose.start, dose.end) is not None


def _is_deviation(folded: str, dose: Fact) -> bool:
    return folded[max(0, dose.start - 4) : dose.start].rstrip().endswith(_DEVIATIONS)


def _is_mark(folded: str, dose: Fact) -> bool:
    """`hematocrit < 45%`: what is to be reached, or where one begins."""
    return folded.endswith(_MARKED, 0, dose.end) and _MARK.search(folded[: dose.start][-12:]) is not None


def _is_held(folded: str, dose: Fact) -> bool:
    """`a 5 ml vial`, `in 1 vial`, `reconstituted with 1.4 ml`: what it comes in, or is made up with; `per vial`."""
    if _PER_VIAL.match(folded, dose.end):
        return True
    if folded.endswith(("vial", "vials"), 0, dose.end) and folded.endswith("in ", 0, dose.start):
        return True
    if _VOLUME.fullmatch(folded, dose.start, dose.end) is None:
        return False
    return bool(_HELD_BY.match(folded, dose.end) or _MADE_UP.search(folded, max(0, dose.start - 30), dose.start))


def _is_limit(folded: str, dose: Fact) -> bool:
    return _NOT_GIVEN.search(folded, max(0, dose.start - 40), dose.start) is not None


# What a number with a unit may be instead of a dose, and what a text must hold for that.
_NONE: tuple[tuple[tuple[str, ...], Callable[[str, Fact], bool]], ...] = (
    (_DEVIATIONS, _is_deviation),
    (_LEVELS, _is_level),
    (_FLUIDS, _is_fluid),
    (_MARKED, _is_mark),
    (_CONTAINERS, _is_held),
    (_SUPPLIES, _is_supplied),
    (_LIMITS, _is_limit),
)


def _first_step(folded: str, start: int, floor: int) -> int:
    """Where the steps before the last of an escalation begin; the numbers must rise: not `AB 122, 10 mg`."""
    steps = _STEPS_BEFORE.search(folded, max(floor, start - 40), start)
    if steps is None:
        return start
    last = _FIRST_NUMBER.match(folded, start)
    numbers = [float(n) for n in _FIRST_NUMBER.findall(steps.group(1))] + ([float(last.group())] if last else [])
    return steps.start(1) if last is not None and numbers == sorted(set(numbers)) else start
