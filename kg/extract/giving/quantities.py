"""Doses, schedules and dosage forms as words say them, with their places.

A value is what the record writes (white space made single), but for dosage forms, which are named alike.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

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
    r"mmol|meq|μmol|nmol|pfu|ffu|cfu|tcid50|vg|vp|log10 ?ccid50|drops?|puffs?|sprays?|tablets?|capsules?|caps|"
    r"pills?|sachets?|vials?)"
)
_PER = (
    r"(?:\s?/\s?\((?:kg|m2|m²)\s?[.·*/]\s?(?:d|day|h|hr|hour|min|w|week|time|dose)\)|"
    r"\s?(?:/|per|·|\.)\s?(?:kg|m2|m\^2|m\\\^2|m²|m\^\{2\}|square met(?:er|re)s?|body weight|day|d|dose|hour|"
    r"hr|h|min(?:ute)?|week|wk|"
    r"(?:\d+(?:\.\d+)?\s?)?(?:ml|millilit(?:er|re)s?)|24\s?h(?:ours?|rs?)?|"
    r"lit(?:er|re)|kilogram|l|fraction|fx|g|capsule|tablet|vial|eye|time|injection|infusion|cm2|puff|actuation|side|nostril|knee|ear))"
)
_TENS = r"(?:\d+(?:\.\d+)?(?:\s?(?:-|to)\s?\d+(?:\.\d+)?)?\s?[x×*]\s?)?10\s?(?:\^|\\\^|e)?\s?\d{1,2}"
_DOSE = re.compile(
    rf"(?<![a-z0-9.,-])(?:"
    rf"auc\s?(?:of\s|=\s?|-)?\s?{_RANGE}(?:\s?mg/ml(?:[/·. ×*]*min)?)?"
    rf"|{_TENS}\s?(?:(?:(?:viable |car[- ]?t |car\+? ?(?:t )?)?(?:\w{{1,6}}\+? )?cells?|vg|pfu|cfu|tu|vp)"
    rf"(?:\s?/\s?kg)?|(?:cd\d{{1,3}}\+?\s?)?/\s?kg)"
    rf"|{_RANGE}\s(?:million|billion)(?:\s(?:viable\s)?(?:cells|iu|units?|cfu)(?:\s?/\s?kg)?(?![a-z0-9])|(?=\s(?:[\w-]+\s){{1,6}}cells\b))"
    rf"|1\s?:\s?\d{{2,3}},?000(?!\d)"
    rf"|{_RANGE}\s?(?:{_UNIT}(?:-eq\b)?{_PER}{{0,3}}(?![a-z0-9])|%(?:\s?w/[wv])?(?:\sper\s(?:side|eye)\b)?)"
    rf"|(?:one|two|three|four|half\sa)\s(?:tablets?|capsules?|pills?|puffs?|sprays?|drops?|sachets?|vials?){_PER}(?![a-z0-9])"
    rf")"
)
# A body mass index, a level of an antibody, a body weight: "8 mg (< 60 kg) or 12 mg (≥ 60 kg)".
_NO_DOSE = re.compile(r"\d\s?kg\s?(?:/|per)\s?m|iu\s?/\s?ml|\d\s?kg\Z")
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
_FLUIDS = (" ns", " n/s", "d5w", " dw", " gs", "0.9", "5%", "5 %")
_IN = ("in ", "with ", "in a ", "+ ", "and ")
# "may be reduced to 200 mg qd": what some are given then; "increased every 4 weeks": how often the dose is looked at
_CHANGES = ("reduc", "decreas", "lower", "escalat", "adjust", "titrat", "increas", "doubl")
_CHANGED = re.compile(r"\b(?:reduc\w+|decreas\w+|lowered|de-?escalat\w+)\b[^.;()]{0,40}?\bto\s[^.;()]{0,25}\Z")
_HOW_OFTEN = re.compile(
    r"\b(?:adjusted|(?:up-?|down-?)?titrated|escalated|increased|decreased|reduced|doubled)\s(?:at\s)?\Z"
)
# Signs that `_LEVEL` may match: what is found in blood, what is only aimed at, and numbers of other things.
_IN_BLOOD = ("level", "concentration")
_AIMED_AT = ("target", "aim", "fpg", "fbg", "smbg", "glucose")
_NUMBERED = ("trough", "upcr", "uacr", "inuria", "ratio", "part ", "cohort ", "panel ", "section ", "table ", "figure ")
_LEVELS = (*_IN_BLOOD, *_AIMED_AT, *_NUMBERED)
_CONCENTRATED = re.compile(r"(?:[npμu]g|iu|u|mmol)\s?/\s?(?:ml|l)\Z")
# "8 mg/kg (max 800 mg)": what is never given more than; "increased by 5 mg": what is given more
_NOT_GIVEN = re.compile(
    r"\b(?:titrat|increas|decreas|reduc|adjust|escalat|taper|lower|rais)\w*\b[^.;()]{0,30}?\bby\s(?:an?\s)?\Z|\b(?:in|de)crements\sof\s\Z|"
    r"\b(?:max(?:imum|imal)?\.?|exceed(?:s|ing)?|capped\sat|no\smore\sthan)\s?:?\s?(?:(?:of|daily|single|total|doses?|is|at|a)\s){0,4}\Z"
)
_COUNT = (
    r"(?:\d{1,3}(?:\.\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|twenty-one|"
    r"twenty[- ]eight|other|second|third|"
    r"fourth)"
)
_PERIOD = (
    r"(?:hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|mos?|m|cycles?|years?|mornings?|evenings?|nights?|minutes?|min)"
)
_ORDINAL = r"(?:\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|last)"
_DAYS = r"[-+#]?\d{1,3}(?:\s?(?:-|to|through|until)\s?(?:day\s)?[-+]?\d{1,3})?"
# "D+3, +4", "d-6 to d-2": days before and after a transplantation. A single one before it may be a vitamin.
_BEFORE_AND_AFTER = (
    r"(?:d\s?-\s?\d{1,2}\s?(?:-|~|to|through|until|,|and|&)\s?(?:d\s?)?[-+]?\d{1,3}|d\s?-\s?\d{1,2}|d\s?\+\s?\d{1,3})"
    r"(?:\s?(?:-|~|to|through|until|,|and|&|, and)\s?(?:d\s?)?[-+]\s?\d{1,3}){0,8}"
)
# "C1D1", "C1D8, C1D15"
_CYCLE_DAYS = r"c\d{1,2}\s?d\d{1,2}(?:\s?(?:-|,|and|&|, and|/)\s?(?:c\d{1,2}\s?)?d?\d{1,2}(?!\s?m?c?g\b|\d)){0,8}"
_NO_DAY = r"(?![\s-]?(?:mg|mcg|μg|g|kg|ml|iu|units?|gy|fu|fluoro\w+|aza\w*|ht3?)\b|\d)"  # "on day 1, 5-FU"
# Short forms that mean other things elsewhere: "20 mg od", "2 puffs bd".
_AFTER_AMOUNT = (
    r"(?:(?<=g )|(?<=g,)|(?<=g/kg )|(?<=[%lu] )|(?<=iu )|(?<=puffs )|(?<=tablet )|(?<=tablets )|(?<=orally ))"
)
_TIMES = r"(?:once|twice|thrice|one time|(?:\d\s?(?:-|to|or)\s?)?(?:two|three|four|five|\d{1,2})\s?(?:times|x))"
_SCHEDULE = re.compile(
    rf"(?<![a-z0-9./-])(?!(?<=\d,)\d)(?:"
    rf"(?:{_TIMES}|one dose|a dose|1 dose)[\s-](?:daily|weekly|monthly|nightly|yearly|a\s{_PERIOD}|an hour|"
    rf"per\s{_PERIOD}|each\s{_PERIOD}|every\s(?:{_COUNT}\s)?{_PERIOD}|in\s{_COUNT}\s{_PERIOD})"
    rf"|every[\s-](?:{_COUNT}(?:\s?(?:-|to|or)\s?{_COUNT})?[\s-])?{_PERIOD}(?:\s?\(q\d{{1,2}}[wd]\))?"
    rf"|q\.?\s?\d{{1,3}}\s?(?:-\s?\d{{1,2}}\s?)?(?:hours?|hrs?|days?|weeks?|wks?|wk|months?|mos?|mths?|w|d|h|m)"
    rf"|\d{{1,2}}[\s-]hourly|q\d{{1,2}}(?=\s?(?:prn|p\.r\.n))"
    rf"|(?:q\.d|b\.i\.d|t\.i\.d|q\.i\.d|q\.o\.d|q\.h\.s|q\.w|p\.r\.n)\.?"
    rf"|{_AFTER_AMOUNT}(?:od|bd|tds|qds|hs)|{_CYCLE_DAYS}"
    rf"|(?:o\.d\.|biw|tiw|eow|q\.?d|b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|q\.?o\.?d|q\.?h\.?s|q\.?w|p\.?r\.?n)"
    rf"|(?:\d|one|two|three|four|five|six)(?:\s?(?:-|to)\s?\d)?\s?(?:(?:days?|times|sessions?|x)\s?(?:/|a\s|per\s|each\s|every\s)\s?week|sessions?\sweekly)"
    rf"|\d{{1,3}}(?:\s?(?:-|to)\s?\d{{1,3}})?\s?(?:minutes?|mins?|hours?|hrs?|h)\s?(?:/|per\s|a\s|each\s)\s?(?:session|day|week|night)"
    rf"|\d{{1,2}}\s?(?:weeks?|days?)\son[\s,/]{{1,2}}(?:and\s|followed\sby\s)?\d{{1,2}}\s?(?:weeks?|days?)\soff"
    rf"|(?<=civ )\d{{1,3}}\s?(?:hours?|hrs?|h)"
    rf"|\d{{1,3}}[\s-]?(?:hours?|hrs?|h)(?=\s(?:civ|continuous|infusion|c\.?i\b))"
    rf"|(?:{_TIMES}-)?(?:bi-?|tri-?)?(?:daily|weekly|monthly|nightly)(?:\s?[x×]\s?\d{{1,2}}(?!\d|[.,]\d|\s?(?:[cm]m|m?l|10|[mkμ]?c?g|d(?:ays?)?|w(?:ee)?ks?)\b))?"
    rf"|(?:on\s)?alternate[\s-]days?"
    rf"|(?:months?\s0(?:\s?,\s?\d{{1,2}}){{0,5}},?\s(?:and|&)\s\d{{1,2}}"
    rf"|(?:at\s)?0(?:\s?,\s?\d{{1,3}}){{0,5}}\s?,?\s(?:and|&)\s\d{{1,3}}[\s-](?:months?|weeks?|days?))"
    rf"|at\s\d{{1,2}}(?:\s?,\s\d{{1,2}}){{0,5}},?\s(?:and|&)\s\d{{1,2}}\s(?:months?|weeks?)\sof\sage"
    rf"|as needed|on demand|at bedtime|before bed(?:time)?|(?:in the|each) (?:morning|evening)"
    rf"|from\sthe\s{_ORDINAL}\s(?:day|week)\s(?:to|until|through)\sthe\s{_ORDINAL}\s(?:day|week)"
    rf"|(?:on\s|from\s)?(?:(?:cycle|week)\s\d{{1,2}},?\s)?(?:days?|weeks?)\s?{_DAYS}(?:\s?(?:,|and|&|"
    rf", and)\s?(?:days?\s)?{_DAYS}{_NO_DAY}){{0,12}}"
    rf"|{_BEFORE_AND_AFTER}"
    rf"|(?<=gy )[x×*]\s?\d{{1,2}}(?:\s?(?:fractions|fx|f))?|\d{{1,2}}\s?[x×*](?=\s?\d{{1,2}}(?:\.\d+)?\s?gy)"
    rf"|[x×]\s?\d{{1,2}}\s?(?:days?|d|weeks?|wks?)"
    rf"|0(?:\s?[-/]\s?\d{{1,2}}){{2,4}}[\s-](?:months?|weeks?|days?)"
    rf"|d\d{{1,2}}(?:\s?-\s?d?\d{{1,2}}|(?:\s?,\s?d?{_DAYS}{_NO_DAY}){{1,8}}|(?=\s?(?:[;,.)+]|\Z|q\.?\d|(?:every|for|of|in|each|and|plus|then|followed|with)\b)))"
    rf"|(?:of|in|each|per|of each|of every|of a)\s(?:each\s|every\s|a\s)?\d{{1,2}}[\s-](?:day|"
    rf"week)(?:\streatment)?\scycles?"
    rf"|(?<=\d\s)of\s(?:(?:each|every)\s(?:treatment\s)?cycle|cycles?\s\d{{1,2}}(?:\s?(?:-|to|through|and|&)\s?\d{{1,2}})?(?:\s(?:and\s(?:beyond|onwards?|thereafter)|onwards?))?)"
    rf"|for\s(?:up to\s|a total of\s|at least\s)?{_COUNT}(?:\s?(?:-|to|or)\s?{_COUNT})?\s?(?:(?<=\s)(?:consecutive\s|"
    rf"more\s))?(?:hours|hrs?|h|minutes|mins?|days?|weeks?|months?|years?|cycles?|courses?|doses)(?:\s?(?:/|per\s|a\s|each\s)\s?(?:day|night|week|session))?"
    rf"|over\s{_COUNT}(?:\s?(?:-|to)\s?{_COUNT})?\s?(?:minutes?|min|hours?|hrs?|h|days|weeks)"
    rf"|within\s{_COUNT}(?:\s?(?:-|to)\s?{_COUNT})?\s?(?:minutes?|min|hours?|hrs?|h)(?!\s(?:of|after|before|prior|from|following)\b)"
    rf"|(?:a\s)?(?:single|one[- ]time)\s(?:oral\s|intravenous\s|iv\s|sc\s|subcutaneous\s|im\s)?dose(?!\slevel)"
    rf"|\d{{1,2}}\s(?:cycles|fractions|fxs?|sessions|courses|doses)(?:\s?(?:/|in|over)\s?\d{{1,2}}\s?(?:days|weeks))?"
    rf")(?![a-z0-9])"
)
# What a text must have for a dose or a schedule to be in it: cheap to look for.
_DIGIT = re.compile(r"\d|\b(?:one|two|three|four|half\sa)\s[tcpsdv]")
_TIME = re.compile(
    r"\d|ly\b|ever[y]|once|twice|time|day|week|month|cycle|dose|dos|need|demand|bed|morn|even|minute|hour|"
    r"b\.?i\.?d|t\.?i\.?d|q\.?[oidhw]|p\.?r\.?n"
)
# Between two pieces of one schedule: "twice daily, on days 1-14, of each 21-day cycle".
_JOINT = re.compile(r"[\s,]*(?:\b(?:and|then|given|administered)\b)?[\s,]*\Z")
_FRACTIONS = re.compile(
    r"(?:(?<=gy/)|(?<=gye/)|(?<=cge/)|(?<=\)/))\d{1,2}\s?(?:(?:fractions|fx|fr|f)\b|#)|(?<=gy in )\d{1,2}\s?#"
)  # "50Gy/5f"
# "200 mg iv d1": a day by itself is a schedule only behind a dose; elsewhere it is a vitamin or a receptor.
_ONE_DAY = re.compile(r"d\s?-?\s?\d{1,2}")
_UP_TO_DAY = re.compile(
    r"(?:[\s,(]|i\.?v\.?(?:gtt)?|p\.?o\.?|s\.?c\.?|i\.?[mph]\.?|h\.?a\.?i\.?c?|oral(?:ly)?|intravenous(?:ly)?|subcutaneous(?:ly)?|infusion|injection|drip|"
    r"gtt|bolus|civ|once|on|\((?:max|up to|not)[^()]{0,20}\)){0,12}"
)
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
    found: list[Fact] = []
    if _DIGIT.search(folded):
        found = [Fact("dose", "", *m.span()) for m in _DOSE.finditer(folded) if _NO_DOSE.search(m.group()) is None]
        if "L" in text:
            found = [f for f in found if _LINE.match(text, f.start) is None]
        if holds_any(folded, _LEVELS):
            found = [f for f in found if not _is_level(folded, f)]
        if holds_any(folded, _FLUIDS):
            found = [f for f in found if not _is_fluid(folded, f)]
        if holds_any(folded, (" by ", "crements", "max", "exceed", "capped", "more than")):
            found = [f for f in found if _NOT_GIVEN.search(folded, max(0, f.start - 40), f.start) is None]
    if _TIME.search(folded):
        found += [Fact("schedule", "", *m.span()) for m in _SCHEDULE.finditer(folded)]
        if "gy" in folded or "cge" in folded:
            found += [Fact("schedule", "", *m.span()) for m in _FRACTIONS.finditer(folded)]
    if holds_any(folded, _CHANGES):
        found = [f for f in found if _CHANGED.search(folded, max(0, f.start - 90), f.start) is None]
        found = [
            f for f in found if f.kind == "dose" or _HOW_OFTEN.search(folded, max(0, f.start - 30), f.start) is None
        ]
    found.sort(key=lambda fact: (fact.start, -fact.end))
    kept: list[Fact] = []
    for fact in found:
        if kept and fact.start < kept[-1].end:
            continue
        if _ONE_DAY.fullmatch(folded, fact.start, fact.end) and not (
            kept
            and _UP_TO_DAY.fullmatch(folded, kept[-1].end, fact.start)
            and not folded.endswith("iu", 0, kept[-1].end)
        ):
            continue
        last = kept[-1] if kept else None
        if (
            last is not None
            and last.kind == fact.kind == "schedule"
            and fact.start - last.end <= 14
            and _JOINT.match(folded[last.end : fact.start])
        ):
            kept[-1] = Fact("schedule", "", last.start, fact.end)
        else:
            if fact.kind == "dose":
                begin = _first_step(folded, fact.start, last.end if last is not None else 0)
                fact = Fact("dose", "", begin, fact.end)
            kept.append(fact)
    taken = [(f.start, f.end) for f in kept]
    for match in form_pattern().finditer(folded):
        if all(match.end() <= start or match.start() >= end for start, end in taken):
            kept += [Fact("form", forms()[match.group()], *match.span())]
    kept.sort(key=lambda fact: fact.start)
    return tuple(f if f.value else f._replace(value=" ".join(text[f.start : f.end].split())) for f in kept)


def _is_fluid(folded: str, dose: Fact) -> bool:
    """`1 g in 50 ml NS`: what a dose is dissolved in."""
    amount = _FLUID.search(folded, dose.start, dose.end)
    return amount is not None and _IN_FLUID.match(folded, dose.end) is not None and folded.endswith(_IN, 0, dose.start)


def _is_level(folded: str, dose: Fact) -> bool:
    """`trough levels of 15 mg/l`; what is only aimed at must be a concentration: "target 8-12 ng/ml"."""
    before = _LEVEL.search(folded, max(0, dose.start - 60), dose.start)
    if before is None:
        return False
    aimed_at = before.group().startswith(_AIMED_AT) and not holds_any(before.group(), (*_IN_BLOOD, "trough"))
    return not aimed_at or _CONCENTRATED.search(folded, dose.start, dose.end) is not None


def _first_step(folded: str, start: int, floor: int) -> int:
    """Where the steps before the last of an escalation begin; the numbers must rise: not `AB 122, 10 mg`."""
    steps = _STEPS_BEFORE.search(folded, max(floor, start - 40), start)
    if steps is None:
        return start
    last = _FIRST_NUMBER.match(folded, start)
    numbers = [float(n) for n in _FIRST_NUMBER.findall(steps.group(1))] + ([float(last.group())] if last else [])
    return steps.start(1) if last is not None and numbers == sorted(set(numbers)) else start
