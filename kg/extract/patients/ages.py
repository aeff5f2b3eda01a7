"""Ages of the participants, told in the title or in prose where the record has no field for them.

The rule: a range, or a limit, of years or months of age beside the people of the trial ("adults aged 18 to 65 years",
"children under 12"), where the text tells one only: two different limits on one side are cohorts, and tell none. Where
nothing says that a sentence is on this trial or on the background, it counts if it names no shares. Ages of their
children, of some of them, or of one of two generations are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

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
_HEADED = re.compile(
    r"\b(?:eligib\w*|inclusion(?: criteria)?|population|patients|participants|subjects):\s?(?:\(?1[.)]\s?)?\Z"
)
_CRITERIA = ("inclusion", "eligib", "incl. crit", "incl.:")
_NEXT_CRITERIA = ("ecog", "karnofsky", "excl", "consent")  # behind them: "18-80 yrs; ECOG 0-2; LVEF ≥ 50%"
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

_HINTS = (
    *(" age", "ages ", "year", "yrs", "month", "older", "under ", "younger"),
    *(" yo", " y ", " y,", "y.o", "y/o", "≥", ">=", *(f"{digit}yo" for digit in range(10))),
)
_SHARES = re.compile(
    r"\d ?%|\b(?:most|many|some|several|half|majority|common|affects?|occurs?|prevalen\w+|inciden\w+)\b"
)
_NOT_ALL = (
    *("assent", "legal guardian", "subgroup", "stratif", "at least four", "at least one sub", "at least one p"),
    *(" index (", "questionnaire (", "bearing potential", "reproductive potential", "menarche"),
)


def told_ages(document: Document, collected: Collector) -> None:
    """Add the limits of age that title and prose tell."""
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
            sure = clause.stance == "trial"
            if _may_tell(folded[clause.start : clause.end], titled, sure):
                _of_clause(passage, folded, clause, (_RANGE, _UPPER, _LOWER) if sure else (_RANGE,), lows, highs, out)
    _add_limits(collected, lows or least, highs or most)


def _add_limits(collected: Collector, lows: dict[Decimal, Span], highs: dict[Decimal, Span]) -> None:
    """Add the limits, where there is one on a side: where two are told, they are those of cohorts."""
    if len(lows) > 1 or len(highs) > 1:
        return  # the limit on the other side is one of theirs
    if lows and highs and min(lows) >= min(highs):
        highs = {}  # "18 years and older … Exclusion: patients under 18 years"
    for predicate, found in (("tkg:minimumAgeYears", lows), ("tkg:maximumAgeYears", highs)):
        if len(found) == 1:
            ((age, span),) = found.items()
            shown = f"{age:.4f}".rstrip("0").rstrip(".") or "0"
            collected.add(predicate, Value(shown, "decimal"), span, "grammar", 0.85, "age-told")


def _may_tell(piece: str, titled: str, sure: bool) -> bool:
    """Whether a clause may tell the ages of all: it speaks of age, and not of some only; one that is not `sure` to be
    on this trial names no shares."""
    if "japan" in piece and "japan" not in titled:
        return False  # where one is of age at 20: "in Japan, patients must be 20 or older"
    if not (holds_any(piece, _HINTS) or piece.startswith("age")) or holds_any(piece, _NOT_ALL):
        return False
    return sure or _SHARES.search(piece) is None


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
    """Add the limits of age that a clause tells; a place that one pattern has read is left alone by the others."""
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


class _Numbers(NamedTuple):
    """Numbers in a clause of `start:end` that may be ages: `said` so by a word among them ("aged", "old"), `ranged`
    where there are two; `before`: the words before them, `groups` what the pattern found."""

    folded: str
    start: int
    end: int
    match: re.Match[str]
    said: bool
    ranged: bool
    before: str
    groups: dict[str, str | None]

    @property
    def low(self) -> int:
        """The lower one."""
        return int(self.match["low"])

    @property
    def high(self) -> int:
        """The higher one of a range."""
        return int(self.match["high"])

    @property
    def unit(self) -> str:
        """In what they are counted, as it is written; empty where nothing says it."""
        return self.groups.get("unit") or ""

    def are_signed(self) -> bool:
        """Whether each of the two has its sign: "≥18 and ≤80 y"."""
        text = self.match.group()
        return self.ranged and _LEAST_SIGN.search(text) is not None and _MOST_SIGN.search(text) is not None

    def are_called_ages(self) -> bool:
        """Whether a word, a unit or the signs at them say that they are ages, and limits."""
        groups = self.groups
        worded = groups.get("aged") or groups.get("old") or groups.get("more") or self.unit.endswith(_OLD)
        return bool(worded) or self.are_signed()

    def ends(self) -> bool:
        """Whether an item of a list ends behind them."""
        return _ITEM_ENDS.match(self.folded, self.match.end(), self.end) is not None

    def told(self, pattern: re.Pattern[str]) -> bool:
        """Whether the clause has such words before them."""
        return pattern.search(self.folded, self.start, self.match.start()) is not None

    def are_of_people(self) -> bool:
        """Whether those who take part stand before or behind them."""
        behind = self.match.end()
        return _WHOSE.search(self.before) is not None or _WHOSE_AFTER.match(self.folded, behind, self.end) is not None


def _is_age(folded: str, start: int, end: int, match: re.Match[str], said: bool, ranged: bool) -> bool:
    """Whether the numbers are ages of the people of the trial."""
    before = folded[max(start, match.start() - 70) : match.start()]
    numbers = _Numbers(folded, start, end, match, said, ranged, before, match.groupdict())
    if _are_others(numbers) or _are_points(numbers):
        return False
    if numbers.are_called_ages() and _are_an_item(numbers):
        return True
    if said:
        return numbers.are_of_people() or _are_of_all(numbers)
    if numbers.unit and folded.startswith(")", match.end()) and _IN_BRACKETS.search(before):
        return True
    listed = _are_years_in_a_list(numbers)
    if listed is not None:
        return listed
    groups = numbers.groups
    older = groups.get("more") or (groups.get("least") or "").startswith("older") or match.group().startswith("younger")
    return bool(older) and (numbers.are_of_people() or numbers.told(_ELIGIBLE))


def _are_points(numbers: _Numbers) -> bool:
    """Whether "and" joins two ages, and makes no range: "at 3 and 5 years of age"."""
    if not numbers.ranged or numbers.groups["joined"] != "and":
        return False
    between = numbers.before.rstrip(" ≥").endswith("between")
    return not (numbers.groups.get("aged") or between or numbers.are_signed())


def _are_of_all(numbers: _Numbers) -> bool:
    """Whether a range that is called ages is told of those who take part, or of nobody: "Age 18 to 75" by itself."""
    if not numbers.ranged or not numbers.groups["aged"]:
        return False
    folded, start = numbers.folded, numbers.start
    return numbers.told(_OF_ALL) or _ALONE.match(folded, start, numbers.match.start()) is not None


def _are_others(numbers: _Numbers) -> bool:
    """Whether they are no ages, or not those of all who take part: of their children, of some, of one generation."""
    folded, start, end, match, _, ranged, before, groups = numbers
    if _NOT_AGES.search(before) and not groups.get("aged"):
        return True
    if _OF_THEIR_CHILDREN.search(before) or _SOME_OF_THEM.match(folded, match.end(), end):
        return True
    across = ranged and numbers.low < _GROWN_UP < numbers.high
    if not across and _GROWN.search(folded, start, end) and _YOUNG.search(folded, start, end):
        return True  # "adult volunteers, and adolescents aged 12 to 17 years"
    return ranged and numbers.low >= numbers.high and not groups.get("first")


def _are_an_item(numbers: _Numbers) -> bool:
    """Whether they are an item of their own: "Stage IV; 18 to 75 years old; signed consent"."""
    if not numbers.ends() or holds_any(numbers.before[-30:], _PARTS):
        return False
    if _ITEM.search(numbers.before[-50:]) is not None:
        return True
    return bool(numbers.groups.get("aged")) and numbers.before.endswith(", ") and numbers.told(_ELIGIBLE)


def _are_years_in_a_list(numbers: _Numbers) -> bool | None:
    """Whether years that nothing calls ages are such as a criterion, or right behind those who take part; None where
    that stays open."""
    folded, groups, match, unit = numbers.folded, numbers.groups, numbers.match, numbers.unit
    in_years = unit.startswith("y") and (numbers.ranged or groups.get("least"))
    if in_years and _HEADED.search(folded, max(0, match.start() - 40), match.start()):
        return numbers.ends()
    grown = in_years and (numbers.high >= _GROWN_UP if numbers.ranged else _ADULT.fullmatch(match["low"]) is not None)
    if grown and _ITEM.search(numbers.before) and numbers.ends():
        listed = any(folded.find(word, max(0, match.start() - _FAR), match.start()) >= 0 for word in _CRITERIA)
        return listed or (numbers.ranged and holds_any(folded[match.end() : match.end() + 40], _NEXT_CRITERIA))
    if groups.get("least") in _SIGNS and not unit and _ADULT.fullmatch(match["low"]):
        in_years = True  # "Men ≥ 18."
    if in_years and _RIGHT_BEHIND.search(numbers.before) and _GOES_ON.match(folded, match.end(), numbers.end):
        return True
    return None
