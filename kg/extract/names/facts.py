"""To which part of a name each route, dose, schedule and form belongs, and which procedure beside a drug is its route.

The rule: a fact belongs to the part that it stands right before, if it is a route or a dose, else to the part before
it. A schedule at the end of parts that each have a dose, and a way at their beginning, are those of all. A drug in one
stretch with a procedure that is a way (hepatic arterial infusion) is given by it. What a stroke joins is a choice where
nobody is given both (`FOLFOX/FOLFIRI`).
"""

from __future__ import annotations

import re

from kg.extract.giving.administration import Fact
from kg.extract.giving.carriers import INTO, POURED
from kg.extract.names.parts import GIVEN_KINDS, Part, broader_of, route_of
from kg.extract.names.patterns import CHOICE, CONNECTOR
from kg.extract.names.reading import Reading
from kg.model import Concept
from kg.text import fold

# Written with a stroke between them, two of these are a choice: nobody is given both. Of 40 names of the corpus with a
# stroke between two known things, 26 were fixed combinations or regimens, so nothing else is a choice.
ONE_OF = frozenset(
    f"drug-class/{name}"
    for name in (
        "platinum-agent taxane egfr-tyrosine-kinase-inhibitor glucocorticoid heparin-product "
        "anticoagulant low-molecular-weight-heparin direct-oral-anticoagulant pd-1-inhibitor pd-l1-inhibitor "
        "pd-1-or-pd-l1-inhibitor statin aromatase-inhibitor gnrh-agonist gnrh-antagonist anthracycline "
        "fluoropyrimidine hypomethylating-agent alk-inhibitor btk-inhibitor "
        "cdk4-6-inhibitor parp-inhibitor jak-inhibitor 5-ht3-receptor-antagonist bisphosphonate ace-inhibitor "
        "angiotensin-receptor-blocker beta-blocker sglt2-inhibitor glp-1-receptor-agonist dpp-4-inhibitor sulfonylurea "
        "ssri proton-pump-inhibitor calcineurin-inhibitor tnf-inhibitor"
    ).split()
)
_ONE_OF_REGIMENS = frozenset({"drug/fluorouracil", "drug/oxaliplatin", "drug/irinotecan"})
MEMBER = "a member that the bracket lists"
JOINED = "what the bracket joins to a member"  # `lenvatinib, or atezolizumab plus bevacizumab`
LISTED = frozenset({MEMBER, JOINED})
_TAKEN = ("drug/", "drug-class/", "combination-product/", "dietary-supplement/")
_DAYS = re.compile(r"(?:on\s)?(?:days?\s?\d|d\d|c\d)|q\.?\s?\d{1,2}\s?(?:w|d)|every\s(?:\w+\s)?weeks?\b")
_STROKE = re.compile(r"\s?/\s?")


def as_choices(reading: Reading, parts: list[Part]) -> list[Part]:
    """`Cisplatin/Carboplatin`, `FOLFOX/FOLFIRI`, `RFA/MWA`: one or the other; `A & B/A & C`, too: A is not
    given twice."""
    made: list[Part] = []
    for number, part in enumerate(parts):
        before = parts[number - 1] if number else None
        if before is not None and before.end == part.start:  # "(val)ganciclovir"
            part = part._replace(relation="or")
        if part.relation == "with" and before is not None and _STROKE.fullmatch(reading.text, before.end, part.start):
            one, other = (reading.vocabulary.get(p.concept or "") for p in (before, part))
            if one is not None and other is not None:
                if one is other:  # `Tislelizumab/BGB-A317`
                    made.append(part)
                    continue
                again = part.concept in [p.concept for p in parts[: number - 1]]
                if again or _nobody_gets_both(reading, one, other) or CHOICE.search(reading.text):
                    part = part._replace(relation="or")
                elif before.relation == "optional":  # `FOLFIRI ± bevacizumab/cetuximab`
                    part = part._replace(relation="optional")
        made.append(part)
    return made


def _nobody_gets_both(reading: Reading, one: Concept, other: Concept) -> bool:
    """Whether the two are drugs or procedures of one kind, or a drug and its placebo ("atorvastatin/placebo")."""
    if one_of_a_class(reading, one.id, other.id) or (one.kind == "Placebo") != (other.kind == "Placebo"):
        return True
    return one.kind == other.kind == "Procedure" and bool(set(one.broader).intersection(other.broader))


def one_of_a_class(reading: Reading, one: str | None, other: str | None) -> bool:
    """Whether the two are drugs of a class of which nobody is given two, or regimens of one kind."""
    drugs = [reading.vocabulary.get(concept or "") for concept in (one, other)]
    classes = [_classes(reading, drug) for drug in drugs if drug is not None]
    backbones = [_ONE_OF_REGIMENS.intersection(drug.components) for drug in drugs if drug is not None]
    return len(classes) == 2 and not (
        ONE_OF.isdisjoint(classes[0].intersection(classes[1])) and backbones[0].isdisjoint(backbones[1])
    )


def _classes(reading: Reading, drug: Concept) -> set[str]:
    """The classes of a drug, and those above them."""
    return {up for each in drug.drug_classes for up in (each, *broader_of(each, reading.vocabulary))}


def with_its_own(reading: Reading, part: Part) -> Part:
    """With the route and the form that stand in the part's own name, where nothing else tells them: `oral vancomycin`.
    Numbers in a name belong to it, and are no dose."""
    if not (part.concept or "").startswith(_TAKEN):
        return part
    have = {fact.kind for fact in part.facts}
    own = [
        fact
        for fact in reading.told
        if fact.kind in ("route", "form")
        and fact.kind not in have
        and part.start <= fact.start
        and fact.end <= part.end
    ]
    return part._replace(facts=(*own, *part.facts)) if own else part


def with_facts(reading: Reading, parts: list[Part]) -> list[Part]:
    """Every fact goes to the part of its own stretch: one that it stands right before, else the one before it."""
    if not parts:
        return parts
    gathered: dict[int, list[Fact]] = {}
    for fact in reading.facts:
        following = next((i for i, p in enumerate(parts) if p.start >= fact.end), None)
        preceding = next((i for i in range(len(parts) - 1, -1, -1) if parts[i].start < fact.start), None)
        target = preceding = _before_its_bracket(reading, parts, preceding, fact)
        if _of_something_unknown(reading, parts, preceding, fact):
            continue
        if following is not None:
            between = reading.mask[fact.end : parts[following].start]
            near = between.strip(" -") in ("", "of") and not re.search(
                r"[,;+/&]", reading.text[fact.end : parts[following].start]
            )
            before = reading.mask[parts[preceding].end : fact.start] if preceding is not None else "x"
            if (
                near and ((fact.kind in ("route", "dose") and before.strip()) or preceding is None)
            ) or preceding is None:
                target = following
        if target is not None:
            gathered.setdefault(target, []).append(fact)
    _share_last_schedule(reading, parts, gathered)
    _share_first_route(reading, parts, gathered)
    return [p._replace(facts=(*p.facts, *gathered.get(i, ()))) for i, p in enumerate(parts)]


def _share_last_schedule(reading: Reading, parts: list[Part], gathered: dict[int, list[Fact]]) -> None:
    """`Gemcitabine 1000 mg/m2 + cisplatin 25 mg/m2 D1, D8 q21d`: the one schedule at the end is that of all, where each
    has a dose."""
    last = len(parts) - 1
    schedules = [fact for fact in gathered.get(last, ()) if fact.kind == "schedule"]
    if last < 1 or not schedules or reading.mask[schedules[-1].end :].strip(" .;)"):
        return
    if not all(_DAYS.match(fold(fact.value)) for fact in schedules):
        return  # "docetaxel 75 mg/m2 + capecitabine 1000 mg/m2 twice daily": how often a day is of one
    kinds = [{fact.kind for fact in gathered.get(n, ())} for n in range(len(parts))]
    each = all("dose" in k for k in kinds) and not any("schedule" in k for k in kinds[:last])
    joined = all(part.relation == "with" for part in parts[1:])
    if each and joined and "(" not in reading.text[parts[last].end : schedules[0].start]:
        for n in range(last):
            gathered[n].extend(schedules)


_IN_A_ROW = re.compile(r"\s*(?:,|and|,\s*and|/|&|\+|plus)\s*")
# By these ways two are given at once; what is never given so, by the ends of names.
_NOT_SO = {
    "route/intravenous": re.compile(
        r"(?:nib|limus|parib|ciclib|gliflozin|gliptin|statin|sartan|xaban|lidomide|capecitabine|tegafur|metformin|mide)\Z"
    ),
    "route/intravesical": re.compile(r"nib\Z"),
    "route/intrathecal": re.compile(r"nib\Z"),
    "route/oral": re.compile(r"(?:mab|cept|ase|platin|taxel|cillin g|insulin.*)\Z"),
}


def _share_first_route(reading: Reading, parts: list[Part], gathered: dict[int, list[Fact]]) -> None:
    """`Intravenous A + B`: the way that the whole name begins with, where no other way or form is told."""
    ways = [fact for facts in gathered.values() for fact in facts if fact.kind in ("route", "form")]
    never = _NOT_SO.get(ways[0].value) if len(ways) == 1 else None
    if never is None or len(parts) < 2 or ways[0] not in gathered.get(0, ()) or any(p.facts for p in parts):
        return
    if reading.text[: ways[0].start].strip() or reading.text[ways[0].end : parts[0].start].strip():
        return
    for number in range(1, len(parts)):
        concept = reading.vocabulary.get(parts[number].concept or "")
        listed = _IN_A_ROW.fullmatch(reading.mask, parts[number - 1].end, parts[number].start)
        if concept is None or concept.kind != "Drug" or never.search(concept.label) or listed is None:
            return
        gathered.setdefault(number, []).append(ways[0])


def _before_its_bracket(reading: Reading, parts: list[Part], preceding: int | None, fact: Fact) -> int | None:
    """`Omega 3 (EPA + DHA) 2 g/day`: what stands behind the bracket is of the name before it."""
    if preceding is None or parts[preceding].rule not in LISTED:
        return preceding
    if ")" not in reading.text[parts[preceding].end : fact.start]:
        return preceding
    return next(n for n in range(preceding, -1, -1) if parts[n].rule not in LISTED)


def _of_something_unknown(reading: Reading, parts: list[Part], preceding: int | None, fact: Fact) -> bool:
    """`PEG 2 L + bisacodyl`, where PEG is no name: what stands right before a dose, and is joined to the rest by
    connectors, is nothing known, and the dose is of that."""
    if fact.kind != "dose":
        return False
    if "(" in reading.text[parts[preceding].end if preceding is not None else 0 : fact.start]:
        return False  # a bracket tells more of what stands before it
    first = start = parts[preceding].end if preceding is not None else 0
    for cut in CONNECTOR.finditer(reading.mask, start, fact.start):
        first = cut.end()
    behind = reading.mask[fact.end :].lstrip()
    return (
        (preceding is None or first > start)
        and bool(reading.content(first, fact.start))
        and (not behind or CONNECTOR.match(behind) is not None)
    )


_SMALL_WORD = re.compile(r"\s*(?:of|with|via|by|using|-)\s*")


def with_routes(reading: Reading, parts: list[Part]) -> list[Part]:
    """Drugs beside a procedure that is a route (hepatic arterial infusion) are given by it."""
    made: list[Part] = []
    for part in parts:
        concept = reading.vocabulary.get(part.concept or "")
        if concept is not None and _SWALLOWED.search(concept.label) is not None:
            concept = None  # `Lenvatinib-HAIC`
        cells = concept is not None and concept.kind == "DrugClass" and _INFUSED_CLASS.search(concept.label) is not None
        given = concept is not None and (concept.kind in GIVEN_KINDS or cells)
        if given and not any(f.kind == "route" for f in part.facts):
            way = next((way for other in parts if (way := _way_of(reading, part, other, cells)) is not None), None)
            if way is not None:
                reading.facts = [f for f in reading.facts if not (f.start < way.end and way.start < f.end)]
                part = part._replace(facts=(*part.facts, way))
        made.append(part)
    return _to_the_whole_list(reading, made)


def _way_of(reading: Reading, part: Part, other: Part, cells: bool) -> Fact | None:
    """The way that another part is by which this one is given: one in the same stretch, or, but for `cells`, in the
    next, with no more than a small word between the two."""
    if other.segment != part.segment:
        if cells or abs(other.segment - part.segment) != 1:
            return None
        if not _SMALL_WORD.fullmatch(reading.mask, min(part.end, other.end), max(part.start, other.start)):
            return None
    route = INTO if other.concept in POURED else None
    if route is None and other is not part:
        route = route_of(other.concept, reading.vocabulary)
    return Fact("route", route, other.start, other.end) if route is not None else None


# `hepatic arterial infusion of A, B and C`: all three; tablets and antibodies are not given into an artery.
_IN_A_LIST = re.compile(r"[\s()]*(?:,|and|,\s*and|/|&|\+|plus)\s*")
_INFUSED_CLASS = re.compile(r"\b(?:chemotherapy|cells|cell therapy)\Z")  # `CAR-T cell hepatic artery infusion`
_SWALLOWED = re.compile(r"(?:nib|limus)s?\Z")
_BY_ITSELF = re.compile(r"(?:nib|mab|limus|capecitabine|tegafur|lidomide)s?\Z")


def _to_the_whole_list(reading: Reading, parts: list[Part]) -> list[Part]:
    """The way of a list's first drug, told before it, is that of all drugs behind it that have none of their own."""
    made: list[Part] = []
    shared: Fact | None = None
    for number, part in enumerate(parts):
        concept = reading.vocabulary.get(part.concept or "")
        own = next((f for f in part.facts if f.kind == "route"), None)
        before = parts[number - 1] if number else None
        if concept is None or concept.kind != "Drug" or _BY_ITSELF.search(concept.label):
            shared = None
        elif own is not None:
            led = before is not None and (own.start, own.end) == (before.start, before.end)
            shared = own if led and reading.mask[own.end : part.start].strip() in ("of", "with", ":") else None
        elif shared is not None and before is not None and _IN_A_LIST.fullmatch(reading.mask, before.end, part.start):
            part = part._replace(facts=(*part.facts, shared))
        else:
            shared = None
        made.append(part)
    return made
