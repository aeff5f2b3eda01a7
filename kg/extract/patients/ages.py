"""Ages and sex of the participants, told in the title or in prose where the record has no field for them.

The rule: a range, or a limit, of years or months of age beside the people of the trial ("adults aged 18 to 65 years",
"children under 12"), where the text tells one only: two different limits on one side are cohorts, and tell none. Where
nothing says that a sentence is on this trial or on the background, it counts if it names no shares. Ages of their
children, of some of them, or of one of two generations are none. A sex counts where the title, or a clause of the
summary about the trial, names women or men as those who take part, and the text names no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kg.extract.background import Clause, clauses, stances
from kg.extract.collect import Collector
from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.extract.patients.listed import ruled_out_ages
from kg.model import Passage, Span, Value
from kg.text import holds_any

_PEOPLE = (
    r"(?:patients?|participants?|subjects?|volunteers?|adults?|children|adolescents?|infants|women|men|people|individuals|"
    r"persons?|students|boys|girls|males?|females?|youth|veterans|those|kids|teens|toddlers|residents|mothers|smokers|"
    r"parturients?|pupils)"
)
_UNIT = r"(?P<{0}>years?|yrs?|months?|weeks?|y/o|y\.o\.?|yo|y\b)"
_OF_AGE = r"(?:[ -](?:of age|olds?))?"
_RANGE = re.compile(
    r"(?:(?P<aged>\b(?:aged?|ages|age range)\b:?(?: (?:is|of|from|between|range|interval|group))*|"
    r"between(?: the)? ages(?: of)?|from the age of)\s?)?"
    rf"(?:(?:≥|\\?>=?)\s?)?(?<![\w.,/-])(?P<low>\d{{1,3}})(?:[ -]?{_UNIT.format('first')}{_OF_AGE})?-?\s?"
    rf"(?P<joined>-|–|~|to|and|through|until|up to)\s?(?:\\?<=?|≤|under |less than )?\s?"
    rf"(?P<high>\d{{1,3}})(?!\d|[.,]\d|%)(?:[ -]?{_UNIT.format('unit')}(?P<old>{_OF_AGE}))?"
)
_LOWER = re.compile(
    rf"(?:(?P<aged>\baged?\b(?: of)?:?)\s?)?(?:(?P<least>at least|≥|\\?>=?|over|"
    r"(?:equal (?:to )?or )?(?:older|more) than|minimum of|above)\s?)?(?P<said>the age of )?"
    rf"(?<![\w.,/-])(?P<low>\d{{1,3}})(?!\d|[.,]\d|%)(?: ?{_UNIT.format('unit')}(?P<old>{_OF_AGE}))?"
    r"(?:,?\s(?P<more>(?:and|or|years? and|years? or) (?:older|over|above|more|up)))?"
)
_UPPER = re.compile(
    r"(?:\b(?:under|younger than|below|up to|less than)|\\?<|≤)\s?(?P<said>the age of |age )?"
    rf"(?P<high>\d{{1,3}})(?!\d|[.,]\d|%)(?: ?{_UNIT.format('unit')}(?P<old>{_OF_AGE}))?"
)
_YEARS = {"y": Decimal(1), "m": Decimal(1) / 12, "w": Decimal(7) / Decimal("365.25")}
_NOT_AGES = re.compile(
    r"\b(?:for|every|over|during|after|within|last|next|past|lasting|follow\w*|weighing|bmi|score|dose|grade|stage|day|"
    r"week|month|mean|median|average|each|group|cohort|history|since)\s(?:[\w-]+\s){0,2}\Z"
)
_WHOSE = re.compile(rf"\b{_PEOPLE}\b[^.;:]{{0,60}}\Z")
# "mothers with infants 2-8 months old": not theirs. "Women 35 and older may have a scan": not of all.
_OF_THEIR_CHILDREN = re.compile(
    r"\b(?:mothers?|moms?|women|parents?|families|caregivers?|couples)\s"
    r"(?:(?:with|to|who have|having)\s[^.;]{0,50}|of\s[^.;]{3,50})\Z"
)
_SOME_OF_THEM = re.compile(
    r"[^.;,]{0,60}?\b(?:may (?!be (?:eligible|included|enrolled)|participate|join|take part|enrol)|begin|starts?|"
    r"will (?:also|start|begin))\b"
)
_YOUNG, _GROWN = re.compile(r"\b(?:children|adolescents?|infants|teens|toddlers)\b"), re.compile(r"\badults?\b")
_GROWN_UP = 18
# "16 patients (6-26 yrs)", "24 women (singleton pregnancy, 18 to 45 years)"
_IN_BRACKETS = re.compile(rf"\b{_PEOPLE}\s\((?:[^().;]{{2,60}},\s)?(?:age:? )?\Z")
_ALONE = re.compile(r"[\W\d]*(?:both (?:sexes|genders)[,;]? )?\Z")  # "Age 18 to 75.": an item of its own
# "Stage IV; 18 to 75 years old; signed consent", "- age >= 18 years": one of the criteria in a row.
_ITEM = re.compile(
    r"(?:\A|[.;:\n•])[\W\d]{0,12}(?:(?:both (?:sexes|genders)|men and women|males? (?:and|or) females?)[,;]? |"
    r"(?:must|should) be |from )?\Z"
)
_ITEM_ENDS = re.compile(
    r"\s*(?:[.;,\n(]|$|at (?:the )?(?:time|screening|enrol|inclusion|consent|study)|on (?:the )?day)"
)
_OLD = ("yo", "y/o", "y.o", "y.o.")
_SIGNS, _ADULT = frozenset({"≥", ">=", "\\>="}), re.compile(r"1[68]|[2-7][05]")
_LEAST_SIGN, _MOST_SIGN = re.compile(r"≥|>"), re.compile(r"≤|<")
# "Eligible: 2 - 60 years", "Key inclusion: 1. 18-75 yrs"
_HEADED = re.compile(r"\b(?:eligib\w*|inclusion(?: criteria)?|population):\s?(?:\(?1[.)]\s?)?\Z")
_CRITERIA = ("inclusion", "eligib", "incl. crit", "incl.:")
_FAR = 800  # characters that a list of criteria may go on
_PARTS = ("part", "cohort", "group", "arm ", "stratum")
# "men and women >= 30 years, with glaucoma": right behind those who take part.
_RIGHT_BEHIND = re.compile(
    r"\b(?:patients?|participants?|subjects?|adults?|men|women|children|volunteers?|persons?|people|individuals)\s"
    r"(?:\(|of\s|from\s)?\Z"
)
_GOES_ON = re.compile(r"\s*(?:[,;.)]|$|(?:with|within|who|diagnosed|undergoing|suffering)\b)")
_OF_ALL = re.compile(rf"\b(?:{_PEOPLE}|inclusion|eligible|eligibility|population)\b")
_ELIGIBLE = re.compile(r"\b(?:inclusion|eligible|eligibility)\b")  # "Eligible patients: G1; 18 years or older"
_WHOSE_AFTER = re.compile(rf"[\s,-]{{1,3}}(?:[\w-]+\s){{0,2}}?{_PEOPLE}\b")

_FEMALE, _MALE = r"(?:women|woman|females?|girls|mothers)", r"(?:men|man|males?|boys)"
_SEX_TITLED = {
    "female": re.compile(
        rf"\b(?:in|for|among|of|to|from|on|treating|by)\s(?:[\w-]+\s){{0,4}}?(?P<sex>{_FEMALE})\b(?!'s health)"
    ),
    "male": re.compile(rf"\b(?:in|for|among|of|to|from|on|treating)\s(?:[\w-]+\s){{0,4}}?(?P<sex>{_MALE})\b"),
}
# "enroll postmenopausal women", "the effect of X in men with Y"
_SEX_OF_ALL = {
    sex: re.compile(
        r"(?:\b(?:enrol\w*|recruit\w*|include|invite|randomi[sz]e) (?:\d+ )?|\b(?:in|among|of|on|for) )"
        rf"(?:(?!other\b|some\b|the\b|these\b|those\b|all\b|most\b)[\w-]+,? ){{0,3}}?(?P<sex>{words})\b"
        r"(?= (?:with|who|aged|undergoing|receiving|suffering|scheduled|having|diagnosed|after|during|between|over|"
        r"from|to)\b|[.,;(])"
    )
    for sex, words in (("female", r"(?:women|females)"), ("male", r"(?:men|males)"))
}
_OTHER_SEX = {"female": re.compile(rf"\b{_MALE}\b"), "male": re.compile(rf"\b{_FEMALE}\b")}
_OTHERS_TOO = re.compile(
    r"\b(?:children|infants?|newborns?|neonates?|babies|offspring|partners?|couples?|famil\w+|transgender)\b"
)
_HINTS = (
    *(" age", "ages ", "year", "yrs", "month", "older", "under ", "younger"),
    *(" yo", " y ", " y,", "y.o", "y/o", "≥", ">=", *(f"{digit}yo" for digit in range(10))),
)
_SHARES = re.compile(
    r"\d ?%|\b(?:most|many|some|several|half|majority|common|affects?|occurs?|prevalen\w+|inciden\w+)\b"
)
_NOT_ALL = (
    *("assent", "legal guardian", "subgroup", "stratif", "at least four", "at least one sub", "at least one p"),
    *(" index (", "questionnaire (", "fertile", "childbearing", "child-bearing", "menarche", "reproductive"),
)


def told_limits(document: Document, collected: Collector) -> None:
    """Add the limits of age and the sex that title and prose tell."""
    trial = document.trial
    eligibility = trial.eligibility
    if eligibility.minimum_age is None and eligibility.maximum_age is None:
        _ages(document, collected)
    if eligibility.sex is None:
        _sex(document, collected)


def _ages(document: Document, collected: Collector) -> None:
    lows: dict[Decimal, Span] = {}
    highs: dict[Decimal, Span] = {}
    least: dict[Decimal, Span] = {}  # as what is ruled out leaves them
    most: dict[Decimal, Span] = {}
    titled = folded_text(document.trial.title.text) if document.trial.title is not None else ""
    for passage in document.prose():
        folded = folded_text(passage.text)
        if not holds_any(folded, _HINTS) and "age" not in folded:
            continue
        ruled_out = list(ruled_out_ages(folded))
        out = [(ruled.start, ruled.end) for ruled in ruled_out]
        for ruled in ruled_out:
            (least if ruled.lowest else most).setdefault(ruled.limit, passage.span(ruled.start, ruled.end))
        for clause in _unless_background(document, passage):
            piece = folded[clause.start : clause.end]
            if "japan" in piece and "japan" not in titled:
                continue  # where one is of age at 20: "in Japan, patients must be 20 or older"
            if not (holds_any(piece, _HINTS) or piece.startswith("age")) or holds_any(piece, _NOT_ALL):
                continue
            sure = clause.stance == "trial"
            if sure or _SHARES.search(piece) is None:
                _of_clause(passage, folded, clause, (_RANGE, _UPPER, _LOWER) if sure else (_RANGE,), lows, highs, out)
    lows, highs = lows or least, highs or most
    if len(lows) > 1 or len(highs) > 1:
        return  # cohorts: the limit on the other side is one of theirs
    if lows and highs and min(lows) >= min(highs):
        highs.clear()  # "18 years and older … Exclusion: patients under 18 years"
    for predicate, found in (("tkg:minimumAgeYears", lows), ("tkg:maximumAgeYears", highs)):
        if len(found) == 1:
            ((age, span),) = found.items()
            shown = f"{age:.4f}".rstrip("0").rstrip(".") or "0"
            collected.add(predicate, Value(shown, "decimal"), span, "grammar", 0.85, "age-told")


def _unless_background(document: Document, passage: Passage) -> Iterator[Clause]:
    """The clauses on this trial, and those on nothing in particular."""
    found = stances(passage.text, "likely") if passage != document.trial.title else clauses(document, passage)
    return (clause for clause in found if clause.stance != "background")


def _of_clause(
    passage: Passage,
    folded: str,
    clause: Clause,
    patterns: Sequence[re.Pattern[str]],
    lows: dict[Decimal, Span],
    highs: dict[Decimal, Span],
    out: Sequence[tuple[int, int]],
) -> None:
    start, end = clause.start, clause.end
    taken = list(out)
    for pattern in patterns:
        for match in pattern.finditer(folded, start, end):
            if any(s < match.end() and match.start() < e for s, e in taken):
                continue
            groups = match.groupdict()
            said = groups.get("aged") or groups.get("old") or groups.get("said")
            limit = groups.get("least") or groups.get("more") or pattern is not _LOWER
            if not limit or not _is_age(folded, start, end, match, bool(said), pattern is _RANGE):
                continue
            taken.append(match.span())
            unit = groups.get("unit") or "years"
            for name, store in (("low", lows), ("high", highs)):
                number = groups.get(name)
                if number is not None:
                    own = (groups.get("first") or unit) if name == "low" else unit
                    age = Decimal(number) * _YEARS[own[0]]
                    if age <= 110:
                        store.setdefault(age, passage.span(*_trimmed(folded, match)))


def _trimmed(folded: str, match: re.Match[str]) -> tuple[int, int]:
    begin, stop = match.span()
    while begin < stop and folded[begin] == " ":
        begin += 1
    while stop > begin and folded[stop - 1] == " ":
        stop -= 1
    return begin, stop


def _is_age(folded: str, start: int, end: int, match: re.Match[str], said: bool, ranged: bool) -> bool:
    """Whether the numbers are ages of the people of the trial."""
    groups = match.groupdict()
    before = folded[max(start, match.start() - 70) : match.start()]
    whose = _WHOSE.search(before) is not None or _WHOSE_AFTER.match(folded, match.end(), end) is not None
    if _NOT_AGES.search(before) and not groups.get("aged"):
        return False
    if _OF_THEIR_CHILDREN.search(before) or _SOME_OF_THEM.match(folded, match.end(), end):
        return False
    across = ranged and int(groups["low"]) < _GROWN_UP < int(groups["high"])
    if not across and _GROWN.search(folded, start, end) and _YOUNG.search(folded, start, end):
        return False  # "adult volunteers, and adolescents aged 12 to 17 years"
    if ranged and int(groups["low"]) >= int(groups["high"]) and not groups.get("first"):
        return False
    signed = ranged and _LEAST_SIGN.search(match.group()) and _MOST_SIGN.search(match.group())  # "≥18 and ≤80 y"
    told = signed or groups.get("aged") or before.rstrip(" ≥").endswith("between")
    if ranged and groups["joined"] == "and" and not told:
        return False  # "at 3 and 5 years of age"
    unit = groups.get("unit") or ""
    if groups.get("aged") or groups.get("old") or groups.get("more") or signed or unit.endswith(_OLD):
        ends = _ITEM_ENDS.match(folded, match.end(), end)
        listed = _ITEM.search(before[-50:]) is not None or (
            bool(groups.get("aged")) and before.endswith(", ") and _ELIGIBLE.search(folded, start, match.start())
        )
        if ends is not None and listed and not holds_any(before[-30:], _PARTS):
            return True
    if said:
        if whose or not (ranged and groups["aged"]):
            return whose
        return (
            _OF_ALL.search(folded, start, match.start()) is not None
            or _ALONE.match(folded, start, match.start()) is not None
        )
    if groups.get("unit") and folded.startswith(")", match.end()) and _IN_BRACKETS.search(before):
        return True
    in_years = (groups.get("unit") or "").startswith("y") and (ranged or groups.get("least"))
    if in_years and _HEADED.search(folded, max(0, match.start() - 40), match.start()):
        return _ITEM_ENDS.match(folded, match.end(), end) is not None
    grown = in_years and (int(groups["high"]) >= _GROWN_UP if ranged else _ADULT.fullmatch(groups["low"]) is not None)
    if grown and _ITEM.search(before) and _ITEM_ENDS.match(folded, match.end(), end):
        return any(folded.find(word, max(0, match.start() - _FAR), match.start()) >= 0 for word in _CRITERIA)
    if groups.get("least") in _SIGNS and not unit and _ADULT.fullmatch(groups["low"]):
        in_years = True  # "Men ≥ 18."
    if in_years and _RIGHT_BEHIND.search(before) and _GOES_ON.match(folded, match.end(), end):
        return True
    older = groups.get("more") or (groups.get("least") or "").startswith("older") or match.group().startswith("younger")
    return bool(older) and (whose or _ELIGIBLE.search(folded, start, match.start()) is not None)


def _sex(document: Document, collected: Collector) -> None:
    title = document.trial.title
    if title is None:
        return
    folded = folded_text(title.text)
    texts = [folded_text(passage.text) for passage in document.prose()]
    for sex, pattern in _SEX_TITLED.items():
        if _OTHERS_TOO.search(folded) or any(_OTHER_SEX[sex].search(text) for text in texts):
            continue
        match = pattern.search(folded)
        if match is not None:
            collected.add("tkg:sex", Value(sex), title.span(*match.span("sex")), "grammar", 0.85, "sex-told")
            continue
        summary = document.trial.brief_summary
        span = _told_of_all(document, summary, _SEX_OF_ALL[sex]) if summary is not None else None
        if span is not None:
            collected.add("tkg:sex", Value(sex), span, "grammar", 0.8, "sex-told")


def _told_of_all(document: Document, passage: Passage, pattern: re.Pattern[str]) -> Span | None:
    """Where a clause about the trial names those who take part as of one sex."""
    folded = folded_text(passage.text)
    if _OTHERS_TOO.search(folded):
        return None
    for clause in clauses(document, passage):
        match = pattern.search(folded, clause.start, clause.end) if clause.stance == "trial" else None
        if match is not None:
            return passage.span(*match.span("sex"))
    return None
