"""How often, on which days and for how long, as words say it: `twice daily on days 1-14 of each 21-day cycle`.

The rule: a schedule is told by a frequency, by days, weeks or months, or by how long it lasts. A day by itself (`d1`)
is one only behind a dose; `4 weeks`, `up to 24 weeks` and `before meals` only add to what is told right before them.
Texts are folded, places are offsets.
"""

from __future__ import annotations

import re

_COUNT = (
    r"(?:\d{1,3}(?:\.\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|twenty-one|"
    r"twenty[- ]eight|other|second|third|"
    r"fourth)"
)
_PERIOD = (
    r"(?:hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|mos?|m|cycles?|years?|mornings?|evenings?|nights?|minutes?|min)"
)
_ORDINAL = r"(?:\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|last)"
_DAYS = r"[-+#]?\d{1,3}(?:\s?(?:-|to|through|until)\s?(?:(?:day|week|month)\s?)?[-+]?\d{1,3})?"
# "D+3, +4", "d-6 to d-2": days before and after a transplantation. A single one before it may be a vitamin.
_BEFORE_AND_AFTER = (
    r"(?:d\s?-\s?\d{1,2}\s?(?:-|~|to|through|until|,|and|&)\s?(?:d\s?)?[-+]?\d{1,3}|d\s?-\s?\d{1,2}|d\s?\+\s?\d{1,3})"
    r"(?:\s?(?:-|~|to|through|until|,|and|&|, and)\s?(?:d\s?)?[-+]\s?\d{1,3}){0,8}"
)
# "C1D1", "C1D8, C1D15"
_CYCLE_DAYS = r"c\d{1,2}\s?d\d{1,2}(?:\s?(?:-|,|and|&|, and|/)\s?(?:c\d{1,2}\s?)?d?\d{1,2}(?!\s?m?c?g\b|\d)){0,8}"
_NO_DAY = r"(?![\s-]?(?:mg|mcg|μg|g|kg|ml|iu|units?|gy|fu|fluoro\w+|aza\w*|ht3?)\b|\d|\.\d|\s?%)"  # "on day 1, 5-FU"
# Short forms that mean other things elsewhere: "20 mg od", "2 puffs bd".
_AFTER_AMOUNT = (
    r"(?:(?<=g )|(?<=g,)|(?<=g/kg )|(?<=[%lu] )|(?<=(?:iu|po) )|(?<=puff )|(?<=puffs )|(?<=units )|(?<=drops )|"
    r"(?<=sprays )|(?<=tablet )|(?<=tablets )|(?<=capsule )|(?<=capsules )|(?<=sachet )|(?<=orally ))"
)
# "85 mg/m2 ivgtt 2h d1": how long a dose takes, without a word for it.
_BEHIND_A_WAY = (
    r"(?:(?<=\biv )|(?<=ivgtt )|(?<=i\.v\. )|(?<=/m2 )|(?<=/m² )|(?<=/m2 \()|(?<=/m² \()|(?<=drip )|(?<=hai )|"
    r"(?<=haic ))"
)
# "once daily, 4 weeks", "every 3 weeks up to 24 weeks", "5 mg before each meal": only behind a schedule or a dose.
_GOING_ON = (
    rf"(?:up to\s|during\s)?{_COUNT}\s(?:days?|weeks?|months?)"
    r"(?!\s?(?:on\b|off\b|before|after|prior|pre|post|following|later|apart|from|interval|of\s(?:age|follow)|old|wash|per|a\s|each|/))"
    r"|(?:before|after|with)\s(?:each\s|every\s|the\s)?(?:main\s|morning\s|evening\s)?meals?"
)
_TIMES = r"(?:once|twice|thrice|one time|(?:\d\s?(?:-|to|or)\s?)?(?:two|three|four|five|\d{1,2})\s?(?:times|x))"
_SCHEDULE = re.compile(
    rf"(?<![a-z0-9./-])(?!(?<=\d,)\d)(?:"
    rf"(?:{_TIMES}|one dose|a dose|1 dose)[\s-](?:daily|weekly|monthly|nightly|yearly|a\s{_PERIOD}|an hour|"
    rf"per\s{_PERIOD}|each\s{_PERIOD}|every\s(?:{_COUNT}\s)?{_PERIOD}|in\s{_COUNT}\s{_PERIOD})"
    rf"|every[\s-](?:{_COUNT}(?:\s?(?:-|to|or)\s?{_COUNT})?[\s-])?{_PERIOD}(?:\sor\s(?:every\s)?\d{{1,2}}\s(?:weeks|months|days))?(?:\s?\(q\d{{1,2}}[wd]\))?"
    rf"|q\.?\s?\d{{1,3}}\s?(?:-\s?\d{{1,2}}\s?)?(?:hours?|hrs?|days?|weeks?|wks?|wk|months?|mos?|mths?|w|d|h|m)"
    rf"|\d{{1,2}}[\s-]hourly|q\d{{1,2}}(?=\s?(?:prn|p\.r\.n))"
    rf"|(?:q\.d|b\.i\.d|t\.i\.d|q\.i\.d|q\.o\.d|q\.h\.s|q\.w|p\.r\.n)\.?"
    rf"|{_AFTER_AMOUNT}(?:od|bd|tds|qds|hs)|{_CYCLE_DAYS}"
    rf"|(?:o\.d\.|biw|tiw|eow|q\.?d|b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|q\.?o\.?d|q\.?h\.?s|q\.?w|p\.?r\.?n)"
    rf"|(?:\d|one|two|three|four|five|six)(?:\s?(?:-|to)\s?\d)?\s?(?:(?:days?|times|sessions?|x)\s?(?:/|a\s|per\s|each\s|every\s)\s?week|sessions?\sweekly)"
    rf"|\d{{1,3}}(?:\s?(?:-|to)\s?\d{{1,3}})?\s?(?:minutes?|mins?|hours?|hrs?|h)\s?(?:/|per\s|a\s|each\s)\s?(?:session|day|week|night)"
    rf"|\d{{1,2}}\s?(?:weeks?|wks?|days?)\son[\s,/]{{1,3}}(?:and\s|followed\sby\s)?\d{{1,2}}\s?(?:weeks?|wks?|days?)\soff"
    rf"|(?<=\d\s)q(?:14|21|28)(?=\s?(?:[;,.)]|\Z|x\b|for\b))"
    rf"|(?<=civ )\d{{1,3}}\s?(?:hours?|hrs?|h)"
    rf"|{_BEHIND_A_WAY}\d{{1,2}}(?:\s?-\s?\d{{1,2}})?\s?(?:hours?|hrs?|h)(?=\s?(?:[;,)]|\.(?!\d)|\Z|d\s?\d|on\sday|day|q\d|every|"
    r"infusion))"
    rf"|\d{{1,3}}[\s-]?(?:hours?|hrs?|h)(?=\s(?:civ|continuous|infusion|c\.?i\b))"
    rf"|(?:{_TIMES}-)?(?:bi-?|tri-?)?(?:daily|weekly|monthly|nightly)(?:\s?[x×]\s?\d{{1,2}}(?!\d|[.,]\d|\s?(?:[cm]m|m?l|10|[mkμ]?c?g|d(?:ays?)?|w(?:ee)?ks?)\b))?"
    rf"|(?:on\s)?alternate[\s-]days?"
    rf"|(?:months?\s0(?:\s?,\s?\d{{1,2}}){{0,5}},?\s(?:and|&)\s\d{{1,2}}"
    rf"|(?:at\s)?0(?:\s?,\s?\d{{1,3}}){{0,5}}\s?,?\s(?:and|&)\s\d{{1,3}}[\s-](?:months?|weeks?|days?))"
    rf"|at\s\d{{1,2}}(?:\s?,\s\d{{1,2}}){{0,5}},?\s(?:and|&)\s\d{{1,2}}\s(?:months?|weeks?)\sof\sage"
    rf"|as needed|on demand|at bedtime|before bed(?:time)?|(?:in the|each) (?:morning|evening)"
    rf"|from\sthe\s{_ORDINAL}\s(?:day|week)\s(?:to|until|through)\sthe\s{_ORDINAL}\s(?:day|week)"
    rf"|(?:on\s|from\s)?(?:(?:cycle|week)\s\d{{1,2}},?\s)?(?:days?|weeks?)\s?{_DAYS}"
    rf"(?:\s?(?:,\s?(?:and|&|or)|,|and|&|or\b)\s?(?:days?\s)?{_DAYS}{_NO_DAY}){{0,20}}"
    rf"|{_BEFORE_AND_AFTER}"
    rf"|(?<=gy )[x×*]\s?\d{{1,2}}(?:\s?(?:fractions|fx|f))?"
    rf"|\d{{1,2}}\s?[x×*](?=\s?\d{{1,2}}(?:\.\d+)?(?:\s?(?:-|to)\s?\d{{1,2}})?\s?gy)"
    rf"|[x×]\s?\d{{1,2}}\s?(?:days?|d|weeks?|wks?|months?|cycles?|courses?|doses?)"
    rf"|0(?:\s?[-/]\s?\d{{1,2}}){{2,4}}[\s-](?:months?|weeks?|days?)"
    rf"|d\d{{1,2}}(?:\s?-\s?d?\d{{1,2}}(?:\s?[,&]\s?d?{_DAYS}{_NO_DAY}){{0,8}}|(?:\s?[,&]\s?d?{_DAYS}{_NO_DAY}){{1,8}}|(?=\s?(?:[;,.)+]|\Z|q\.?\d|(?:every|for|of|in|each|and|plus|then|followed|with|by|via|through|iv|po|over)\b)))"
    rf"|(?:of|in|each|per|of each|of every|of a)\s(?:each\s|every\s|a\s)?\d{{1,2}}[\s-](?:day|"
    rf"week)(?:\streatment)?\scycles?"
    rf"|(?<=\d\s)of\s(?:(?:each|every)\s(?:treatment\s)?cycle|cycles?\s\d{{1,2}}(?:\s?(?:-|to|through|and|&)\s?\d{{1,2}})?(?:\s(?:and\s(?:beyond|onwards?|thereafter)|onwards?))?)"
    rf"|for\s(?:up to\s|a total of\s|at least\s)?{_COUNT}(?:\s?(?:-|to|or)\s?{_COUNT})?\s?(?:(?<=\s)(?:consecutive\s|"
    rf"more\s))?(?:hours|hrs?|h|minutes|mins?|days?|weeks?|months?|years?|cycles?|courses?|doses)(?:\s?(?:/|per\s|a\s|each\s)\s?(?:day|night|week|session))?"
    rf"|over\s{_COUNT}(?:\s?(?:-|to)\s?{_COUNT})?\s?(?:minutes?|min|hours?|hrs?|h|days|weeks)"
    rf"|within\s{_COUNT}(?:\s?(?:-|to)\s?{_COUNT})?\s?(?:minutes?|min|hours?|hrs?|h)(?!\s(?:of|after|before|prior|from|following)\b)"
    r"|(?<=\()single-dose(?=\))"
    rf"|(?:a\s)?(?:single|one[- ]time)\s(?:oral\s|intravenous\s|iv\s|sc\s|subcutaneous\s|im\s)?dose(?!\slevel)"
    rf"|\d{{1,2}}\s(?:cycles|fractions|fxs?|sessions|courses|doses)(?:\s?(?:/|in|over)\s?\d{{1,2}}\s?(?:days|weeks))?"
    rf"|{_GOING_ON}"
    rf")(?![a-z0-9])"
)
# What a text must have for a schedule to be in it: cheap to look for.
_TIME = re.compile(
    r"\d|ly\b|ever[y]|once|twice|time|day|week|month|cycle|dose|dos|need|demand|bed|morn|even|minute|hour|"
    r"b\.?i\.?d|t\.?i\.?d|q\.?[oidhw]|p\.?r\.?n"
)
# Between two pieces of one schedule: "twice daily, on days 1-14, of each 21-day cycle".
_JOINT = re.compile(r"[\s,]*(?:\b(?:and|then|given|administered|up to|during)\b)?[\s,]*\Z")
_FRACTIONS = re.compile(
    r"(?:(?<=gy/)|(?<=gy[x×*])|(?<=gye/)|(?<=cge/)|(?<=\)/))\d{1,2}\s?(?:(?:fractions|fx|fr|f)\b|#)|"
    r"(?<=gy in )\d{1,2}\s?#|"
    r"(?<![\w./-])\d{1,2}[x×*](?=\d{1,2}(?:\.\d+)?(?:\s?(?:-|to)\s?\d{1,2})?\s?gy)"
)  # "50Gy/5f", "3x20 Gy"
# "200 mg iv d1": a day by itself is a schedule only behind a dose; elsewhere it is a vitamin or a receptor.
_ONE_DAY = re.compile(r"d\s?-?\s?\d{1,2}")
_UP_TO_DAY = re.compile(
    r"(?:[\s,(]|i\.?v\.?(?:gtt)?|p\.?o\.?|s\.?c\.?|i\.?[mph]\.?|h\.?a\.?i\.?c?|oral(?:ly)?|intravenous(?:ly)?|subcutaneous(?:ly)?|infusion|injection|drip|"
    r"gtt|bolus|civ|once|on|\((?:max|up to|not)[^()]{0,20}\)){0,12}"
)
_GOES_ON = re.compile(_GOING_ON)
_UP_TO_MORE = re.compile(
    r"(?:,?\s|,|\)|oral(?:ly)?|by mouth|p\.?o\.?|i\.?v\.?|s\.?c\.?|intravenous(?:ly)?|subcutaneous(?:ly)?|"
    r"application|treatment){1,6}"
)
_REPEATED = re.compile(
    r"\b(?:daily|nightly|weekly|monthly|every|each|per|a|once|twice|times|[bt]\.?i\.?d|q\S+|od|bd|tds)\b"
)
# "weekly increase of the dose", "daily assessments": how often something else is done.
_OF_CHANGES = re.compile(
    r"\s(?:dose\s)?(?:increas|increment|escalat(?!ing\sdoses)|titrat|adjust|reduc|visits?\b|assess|evaluat|monitor|measure|"
    r"questionnaire|diar(?:y|ies)|follow|(?:tele)?phone contact)"
)
_A_DAY = ("/day", "/d", "per day")
_FAR = 14
_LASTS = re.compile(r"\bfor\b|\bover\b|\bx\s?\d|\bdays?\s?\d")


def schedules(folded: str) -> list[tuple[int, int]]:
    """Where schedules or pieces of one stand, not all in order."""
    if _TIME.search(folded) is None:
        return []
    found = [match.span() for match in _SCHEDULE.finditer(folded)]
    if "gy" in folded or "cge" in folded:
        found += [match.span() for match in _FRACTIONS.finditer(folded)]
    return found


def is_one(folded: str, end: int, start: int) -> bool:
    """Whether a piece that ends at `end` and one that starts at `start` are one schedule."""
    return start - end <= _FAR and _JOINT.match(folded[end:start]) is not None


def stands(folded: str, start: int, end: int, after: int | None, last: int | None) -> bool:
    """Whether a piece is one behind what is told before it: `after` is the end of that, `last` its start if it is a
    schedule."""
    if folded.endswith("ly", start, end) and _OF_CHANGES.match(folded, end):
        return False
    if _ONE_DAY.fullmatch(folded, start, end):
        behind = after is not None and _UP_TO_DAY.fullmatch(folded, after, start) is not None
        return behind and not folded.endswith("iu", 0, after)
    if _GOES_ON.fullmatch(folded, start, end) is None:
        return True
    if after is None or _UP_TO_MORE.fullmatch(folded, after, start) is None:
        return False
    if folded.endswith(("meal", "meals"), start, end):
        return True
    if last is None:  # "40 mg/day, oral, 12 weeks"
        return folded.endswith(_A_DAY, 0, after) and "," in folded[after:start]
    if _REPEATED.search(folded, last, after) is None or _LASTS.search(folded, last, after) is not None:
        return False
    visits = folded.startswith("every", last)  # "every 3 months, 6 months"
    return not folded[start].isdigit() or (not visits and "," in folded[after:start])
