"""Arms that differ in their doses.

A dose alone is one of the drug that its neighbours name (`X 5 mg, 10 mg or placebo`), or of the only drug of the record
(`Group A (900 mg)`); a number alone has the unit of the next (`5, 10 or 20 mg of X`); a bracket that lists doses stands
for an arm each (`X (5 mg or 10 mg) or placebo`); so do entries that are one drug at several doses, where the text only
says `X or placebo`.
"""

from __future__ import annotations

import re
from itertools import combinations

from kg.extract.document import Document
from kg.extract.giving.administration import Fact, facts
from kg.extract.giving.in_text import Given
from kg.extract.names.codes import names_of_codes
from kg.extract.names.composite import parse
from kg.extract.told_arms.arm import ToldArm, means
from kg.ground import Grounding
from kg.model import Passage
from kg.text import fold

# "Dose unknownib 20 mg" is a dose of something else than what the other arms get.
_BEFORE_DOSE = re.compile(
    r"(?:\W|\d|\b(?:the|an?|one|either|oral(?:ly)?|intravenous|iv|single|once|twice|daily|weekly|of|at|with|receives?|to|group|"
    r"arm|cohort|standard|low(?:er)?|high(?:er)?|medium|mid|intermediate|reduced|full|usual|fixed|dos(?:es?|age)|level|total|"
    r"[b-d]|i{1,3})\b)*"
)
# `(5 mg, 10 mg or 20 mg)`: only doses, the last of them with its unit.
_BRACKET = re.compile(r"\s?\((?P<doses>\d[^()]{2,60})\)")
_BETWEEN = re.compile(r",?\s(?:and|or|versus|vs\.?)\s|[,;]\s|\s?/\s(?=\d)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_BARE = re.compile(r"(?:(?:a |the )?(?:(?:single |daily )?doses? of|either|at) )?(\d+(?:[.,]\d+)?)\s?")
# `at two doses`, before the bracket that says which
_COUNTED = re.compile(
    r"\A(?:two|three|four|five|six|\d)\s(?:[\w-]+\s)?(?:doses|strengths|concentrations)\sof\s|(?:,?\s(?:at|in)\s(?:an?\s|one\sof\s)?(?:two|three|four|five|different|various|\d)\s(?:[\w-]+\s)?"
    r"(?:dos(?:es|ages?)|strengths|concentrations|levels))?\s?\Z"
)
_OF_GROUP = re.compile(r"\s(?:(?:dosing|treatment|regimen)\s)?(?:groups?|arms?|cohorts?|regimens?)\s*\Z", re.IGNORECASE)
_FEIGNED = "placebo/"
_DOSED = ("drug/", "dietary-supplement/")
_FEWEST = 2
_WORD = 3


def dosed(document: Document, arms: list[ToldArm], *, timed: bool = False) -> list[ToldArm]:
    """The arms with the doses that their neighbours explain, one for each dose that a bracket lists; also with
    schedules if `timed`."""
    made = [one for arm in _with_units(arms) for one in _each_in_bracket(document, arm)]
    return _of_neighbours(document, made, timed)


def dose_of_the_only_drug(document: Document, told: Passage, soon: int) -> list[Given]:
    """`dose group A (900 mg)`: where the record has one drug, that is dosed; its dose stands within `soon` letters."""
    stated = facts(told.text, document.vocabulary)
    doses = [fact for fact in stated if fact.kind == "dose"]
    drug = _only_drug(document) if doses and doses[0].start <= soon else None
    if drug is None or drug.concept is None:
        return []
    return [Given(told, doses[0].start, doses[0].end, drug, drug.concept, tuple(stated))]


def _only_drug(document: Document) -> Grounding | None:
    """What the entries name, where that is one thing."""
    groundings: dict[str | None, Grounding] = {}
    for item in document.trial.interventions:
        codes = dict(names_of_codes(document, item))
        parts = [] if codes else parse(item.name.text, document.vocabulary, item.registry_type).parts
        for grounding in (*codes.values(), *(part.grounding for part in parts)):
            if not (grounding.concept or "").startswith("placebo/"):
                groundings[grounding.concept] = grounding
    return next(iter(groundings.values())) if len(groundings) == 1 else None


def _schedules(arm: ToldArm, stated: list[Fact]) -> list[Fact]:
    """The schedule that is the whole of a label, but for `group`."""
    label = _OF_GROUP.sub("", arm.label.text)
    return [fact for fact in stated if fact.kind == "schedule" and fact.end - fact.start >= len(label) - _WORD]


def _dose(document: Document, text: str) -> Fact | None:
    """The dose that the words begin with."""
    doses = [fact for fact in facts(text, document.vocabulary) if fact.kind == "dose"]
    return doses[0] if doses and _BEFORE_DOSE.fullmatch(fold(text[: doses[0].start])) else None


def _with_units(arms: list[ToldArm]) -> list[ToldArm]:
    """`5, 10 or 20 mg of X`: the numbers are doses in the unit of the one that has one."""
    made = list(arms)
    for place in range(len(made) - 2, -1, -1):
        arm, after = made[place], made[place + 1]
        bare = None if arm.says else _BARE.fullmatch(fold(arm.label.text))
        known = [g for g in after.gives if not g.concept.startswith(_FEIGNED)]
        counted = [f for g in known for f in g.facts if f.kind in ("dose", "schedule") and f.value[0].isdigit()]
        if bare is None or not counted or len({g.concept for g in known}) != 1:
            continue
        unit = _NUMBER.sub("", counted[0].value, count=1)
        number = arm.label.text[slice(*bare.span(1))]
        fact = Fact(counted[0].kind, f"{number}{unit}", *bare.span(1))
        others = tuple(f for f in known[0].facts if f.kind != counted[0].kind)
        given = [known[0]._replace(facts=others), _stated(known[0], arm.label, fact)]
        made[place] = arm._replace(gives=given, entries=after.entries)
    return made


def is_of_doses(label: str) -> bool:
    """Whether a bracket lists the doses that are only counted before it: `two doses of X (5 mg and 10 mg)`."""
    bracket = _BRACKET.search(label)
    return bracket is not None and _BETWEEN.search(bracket["doses"]) is not None


def by_entry(document: Document, arms: list[ToldArm]) -> list[ToldArm]:
    """The arms, with one for each entry where one arm uses several that are the same drug at another dose."""
    if len(arms) < _FEWEST or any(a.drugs & b.drugs for a, b in combinations(arms, 2)):
        return arms
    return [one for arm in arms for one in _each_entry(document, arm)]


def _each_entry(document: Document, arm: ToldArm) -> list[ToldArm]:
    if len(arm.drugs) != 1 or any(f.kind == "dose" for g in arm.gives for f in g.facts):
        return [arm]
    made, values = [], set()
    for item in document.trial.interventions:
        if arm.drugs != set(means(document, item)):
            continue
        stated = facts(item.name.text, document.vocabulary)
        doses = [fact for fact in stated if fact.kind == "dose"]
        if len(doses) != 1:
            return [arm]
        values.add(doses[0].value)
        given = [*arm.gives, _stated(arm.gives[0], item.name, doses[0])]
        made.append(arm._replace(label=item.name, called=None, gives=given, entries=(item,), nameless=True))
    return made if _FEWEST <= len(made) == len(values) else [arm]


def _stated(given: Given, where: Passage, dose: Fact) -> Given:
    return given._replace(passage=where, start=dose.start, end=dose.end, facts=(dose,))


def _each_in_bracket(document: Document, arm: ToldArm) -> list[ToldArm]:
    """`X (5 mg or 10 mg)`: two arms."""
    label = arm.label
    bracket = _BRACKET.search(label.text)
    drugs = [g for g in arm.gives if g.concept.startswith(_DOSED)]
    if bracket is None or len({g.concept for g in drugs}) > 1 or not (drugs or arm.entries):
        return [arm]
    begins = [bracket.start("doses"), *(m.end() for m in _BETWEEN.finditer(label.text, *bracket.span("doses")))]
    stops = [*(m.start() for m in _BETWEEN.finditer(label.text, *bracket.span("doses"))), bracket.end("doses")]
    last = _dose(document, label.text[begins[-1] : stops[-1]])
    if len(begins) < _FEWEST or last is None or last.end - last.start != stops[-1] - begins[-1]:
        return [arm]
    unit = _NUMBER.sub("", last.value, count=1)
    name = _COUNTED.sub("", label.text[: bracket.start()])
    made = []
    for begin, stop in zip(begins, stops, strict=True):
        text = label.text[begin:stop]
        value = f"{text}{unit}" if _NUMBER.fullmatch(text) else text
        own = _dose(document, value)
        if own is None or len(own.value) != len(value):
            return [arm]
        others = [g._replace(facts=tuple(f for f in g.facts if f.kind != "dose")) for g in arm.gives]
        where = label.part(begin, stop)
        others += [_stated(drugs[0], where, Fact("dose", value, 0, len(text)))] if drugs else []
        made.append(arm._replace(label=where, called=f"{name} {value}", gives=others, nameless=True))
    return made


def _of_neighbours(document: Document, arms: list[ToldArm], timed: bool) -> list[ToldArm]:
    """`5 mg, 10 mg or 20 mg of X, or placebo`: a dose alone is one of the drug that its neighbours name."""
    made = []
    for place, arm in enumerate(arms):
        stated = [] if arm.gives or arm.nothing else facts(arm.passage.text, document.vocabulary)
        doses = [fact for fact in stated if fact.kind == "dose"]
        if not doses and timed:  # "at 0 and 6 months or at 0 and 12 months"
            doses = _schedules(arm, stated)
        if doses and _BEFORE_DOSE.fullmatch(fold(arm.passage.text[: doses[0].start])):
            beside = [*reversed(arms[:place]), *arms[place + 1 :]]
            drugs = [g for other in beside for g in other.gives if g.concept.startswith(_DOSED)]
            if drugs and any(fact.kind == doses[0].kind for fact in drugs[0].facts):
                own = drugs[0]._replace(
                    passage=arm.passage, start=doses[0].start, end=doses[0].end, facts=tuple(stated)
                )
                arm = arm._replace(gives=[own])
        made.append(arm)
    return made
