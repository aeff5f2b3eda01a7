"""Who is given what, how, in running text: the interventions named in a stretch, each with the facts that belong to it.

A fact belongs to the name it stands beside: a route or a dose right before a name to that name, anything else to the
name before it. A schedule at the end of a list, the only one there and not in brackets, belongs to the whole list.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import NamedTuple

from kg.extract.document import Document
from kg.extract.giving.administration import Fact, facts
from kg.extract.giving.carriers import carried, poured
from kg.extract.giving.lists import share_first_route, share_last_interval, share_last_route, share_last_schedule
from kg.extract.giving.local_infusions import therapies
from kg.extract.giving.names import names_given
from kg.extract.names.composite import parse
from kg.extract.names.parts import DOMAIN, route_of
from kg.ground import Grounding, ground
from kg.model import Passage
from kg.text import fold


class Given(NamedTuple):
    """`passage.text[start:end]` names something that is given, as the facts say."""

    passage: Passage
    start: int
    end: int
    grounding: Grounding
    concept: str
    facts: tuple[Fact, ...] = ()
    optional: bool = False


_OPTIONAL = re.compile(r"(?:\bwith\s?(?:/|or)\s?without|±|\+/-)[\s\w-]{0,24}\Z")
BEFORE_NAME = re.compile(
    r"[\s-]*(?:\([a-z]{1,4}\)\s)?"
    r"(?:(?:of|doses?|the|an?|infusions?|injections?|systemic|chemotherapy|treatment|with|supplementation|administration|"
    r"delivery|prophylactic|autologous|administered|abdominal|bolus|continuous|slow|single|multiple|repeated|ascending)"
    r"[\s-]*){0,4}\Z"
)
# `200 mg every 3 weeks of X`
_TIMED_OF = re.compile(
    r"\s(?:(?:once|twice)\s)?(?:daily|weekly|a\sday|per\sday|every\s(?:\w+\s)?(?:days?|weeks?|months?)|q\d[wd]|b\.?i\.?d\.?)\sof\s(?:the\s)?"
)
_OF = (" of ", " of the ")
_AT_TIMES = ("for ", "on ", "over ", "week", "day", "at ")
_AFTER_NAME = re.compile(
    r"\s*(?:\((?:[^()]{0,60}\))?)?\s*(?:chemotherapy|therapy|regimen|treatment|tablets?|"
    r"injections?)?[\s,(]*(?:via|by|through|given|using)?\s*(?:the\s)?\Z"
)
_INTERRUPTED = re.compile(r"\s*(?:chemo)?(?:infusion|perfusion|embolization|embolisation|chemotherapy)\b")
# Between a name and a fact: what happens then is something else.
_OTHER_MATTER = re.compile(
    r"\b(?:surgery|surgical|operation|resection|visits?|assess\w*|follow(?:ed)?[- ]up|"
    r"followed (?:by|with)(?!\s(?:(?:an?|the|at|of|rate|continuous|maintenance|subsequent|single|daily|weekly|iv|"
    r"intravenous|oral|infusions?|injections?|doses?|bolus)\s){0,5}\d)|"
    r"imaging|scans?|biops\w+|measur\w+|collected|evaluat\w+|blood|sampl\w+|questionnaires?|mri|pet|ct|undergo\w*|discharg\w*|admission|"
    r"withdrawn|monitor\w*|observed|controlled with|relapse|progression|adverse|symptoms?)\b"
)
_IF_NEEDED = re.compile(r"as needed|on demand|p\.?r\.?n")
_EXPLAINED = re.compile(r"\s?\((?:with\s|of\s|accelerated\s|standard\s|low-dose\s|high-dose\s)?")
_OR_FEIGNED = re.compile(r"[^.;]{0,40}?\b(?:or|versus|vs)\s(?:a\s|the\s|matching\s|matched\s)*(?:placebo|sham|vehicle)")
_FORMLESS = ("radiation/", "procedure/", "behavioral/", "standard-care/")
_IS_OF_CLASS = re.compile(
    r"\s?\((?:an? )?(?:(?:selective|highly|novel|oral|new|specific|potent|humani[sz]ed|recombinant|domestic) ){0,3}"
)
_CLOSED = re.compile(r"[^()+,]{0,30}\)")
_OF_RAYS = re.compile(r"\dc?\s?c?gye?\b|\bfractions?\b|\dfx?\b", re.IGNORECASE)
_NEAR = 30
_FORM_NEAR = 60
_NEW_MEMBER = re.compile(r"(?:[,;.:]|\s[-*•+]|\band|\bplus|\bwith|\bfollowed by)\s\Z")
_FORM_OF_ANOTHER = re.compile(r"\b(?:before|after|of the|containing|compared|versus|vs)\b|[;:]\s")
_DOSELESS = ("procedure/", "behavioral/", "standard-care/", "device/")
_LAST_WORDS = re.compile(r"(\S+\s+\S+)\s+\Z")


def given(document: Document, passage: Passage, admitted: Container[str] | None = None) -> list[Given]:
    """The interventions named in `passage` with route, dose, schedule and form of each; only those admitted."""
    text = passage.text
    folded = fold(text)
    names = [
        Given(passage, start, end, grounding, grounding.concept or "")
        for start, end, grounding in names_given(document, passage, folded)
    ]
    names = _without_contents(document, folded, _without_classes(folded, names))
    if not names or (admitted is not None and not any(n.concept in admitted for n in names)):
        return []
    stated = facts(text, document.vocabulary, ((a.short, a.long) for a in document.abbreviations))
    beside = _therapies(document, folded, names)
    stated = [f for f in stated if f.kind != "route" or not any(f.start < n.end and n.start < f.end for n in beside)]
    # the name of a route or a form is no intervention
    names = [n for n in names if not any(f.start <= n.start and n.end <= f.end for f in stated)]
    names, stated = _routes_apart(document, names, stated, beside)
    if not names:
        return []
    names, stated = _without_carriers(document, folded, names, stated)
    belonging = _belonging(folded, stated, names)
    for number, name in enumerate(names):
        if not any(f.kind == "route" for f in belonging[number]):
            route = _interrupted(document, folded, text, name)
            if route is not None:
                belonging[number].append(route)
    poured(folded, names, belonging)
    share_last_schedule(folded, names, belonging)
    share_last_interval(folded, names, belonging)
    share_last_route(folded, document, names, belonging)
    share_first_route(folded, document, names, belonging)
    made = _told(folded, names, belonging)
    # the facts of a neighbour that was not asked for stay with the neighbour
    return [name for name in made if admitted is None or name.concept in admitted]


def _without_carriers(
    document: Document, folded: str, names: list[Given], stated: list[Fact]
) -> tuple[list[Given], list[Fact]]:
    """Without fluids in which something is dissolved, and their amounts, unless the fluid is what the trial tries."""
    for begin, stop in carried(folded, names):
        if any(begin <= n.start < stop and _is_tried(document, n.concept) for n in names):
            continue
        names = [n for n in names if not begin <= n.start < stop]
        stated = [f for f in stated if not begin <= f.start < stop]
    return names, stated


def _belonging(folded: str, stated: list[Fact], names: list[Given]) -> list[list[Fact]]:
    """The facts of each name."""
    targets = [_owner(folded, fact, names) for fact in stated]
    for place in range(len(stated) - 2, -1, -1):  # "oral/IV placebos": both ways are those of the same name
        one, other = stated[place], stated[place + 1]
        if one.kind == other.kind == "route" and folded[one.end : other.start].strip() in ("/", "or"):
            targets[place] = targets[place + 1]
    belonging: list[list[Fact]] = [[] for _ in names]
    for fact, target in zip(stated, targets, strict=True):
        if target is not None:
            belonging[target].append(fact)
    return belonging


def _told(folded: str, names: list[Given], belonging: list[list[Fact]]) -> list[Given]:
    """The names with those of their facts that their kind can have, and whether they are optional."""
    floor = 0
    made: list[Given] = []
    for name, told in zip(names, belonging, strict=True):
        optional = bool(_OPTIONAL.search(folded, floor, name.start)) if name.start - floor < 400 else False
        own = (
            f
            for f in told
            if not (f.kind == "form" and name.concept.startswith(_FORMLESS))
            and not (f.kind == "dose" and name.concept.startswith(_DOSELESS))
        )
        made.append(name._replace(facts=tuple(own), optional=optional))
        floor = name.end
    return made


def _is_tried(document: Document, concept: str) -> bool:
    """Whether an entry names it beside something else: `A and normal saline`, against `A and hypertonic saline`."""
    for item in document.trial.interventions:
        parts = parse(item.name.text, document.vocabulary, item.registry_type).parts
        if len(parts) > 1 and any(part.concept == concept for part in parts):
            return True
    return False


def _without_classes(folded: str, names: list[Given]) -> list[Given]:
    """Without the class that a bracket says a drug is of: "sintilimab (a PD-1 inhibitor)" is one thing."""
    kept: list[Given] = []
    for name in names:
        before = kept[-1] if kept else None
        if (
            before is not None
            and name.concept.startswith("drug-class/")
            and before.concept.startswith("drug/")
            and _IS_OF_CLASS.fullmatch(folded, before.end, name.start)
            and _CLOSED.match(folded, name.end)
        ):
            continue
        kept.append(name)
    return kept


def _without_contents(document: Document, folded: str, names: list[Given]) -> list[Given]:
    """Without what a bracket says that a product holds: "CPX-351 (daunorubicin 44 mg/m2 and cytarabine 100 mg/m2)" is
    one thing, and the doses are its own."""
    kept: list[Given] = []
    for name in names:
        product = kept[-1] if kept else None
        if product is not None and product.concept.startswith("combination-product/"):
            held = name.concept in document.components(product.concept) and name.concept != product.concept
            between = folded[product.end : name.start]
            if held and between.lstrip().startswith("(") and ")" not in between:
                continue
        kept.append(name)
    return kept


def _therapies(document: Document, folded: str, names: list[Given]) -> list[Given]:
    """The procedures that are routes elsewhere, and here are given beside a drug."""
    routes = [n for n in names if n.concept.startswith("procedure/") and route_of(n.concept, document.vocabulary)]
    if not routes:
        return []
    others = [(n.start, n.end) for n in names if n not in routes]
    own = therapies(folded, [(n.start, n.end) for n in routes], others)
    return [n for n in routes if (n.start, n.end) in own]


def _routes_apart(
    document: Document, names: list[Given], stated: list[Fact], beside: list[Given]
) -> tuple[list[Given], list[Fact]]:
    """Beside a drug, a procedure that is a route (hepatic arterial infusion) is how the drug is given, unless it is a
    therapy of its own."""
    routes = {n: route for n in names if n not in beside and (route := route_of(n.concept, document.vocabulary))}
    if not routes or len(routes) == len(names):
        return names, stated
    kept = [f for f in stated if not any(f.start < n.end and n.start < f.end for n in routes)]
    kept += [Fact("route", route, n.start, n.end) for n, route in routes.items()]
    kept.sort(key=lambda fact: fact.start)
    return [n for n in names if n not in routes], kept


def _owner(folded: str, fact: Fact, names: list[Given]) -> int | None:
    """The place of the name that the fact belongs to; grays and fractions are of a radiation, if one is named."""
    rays = [i for i, n in enumerate(names) if n.concept.startswith("radiation/")]
    if 0 < len(rays) < len(names) and _OF_RAYS.search(fact.value) is not None:
        place = _beside(folded, fact, [names[i] for i in rays])
        return rays[place] if place is not None else None
    return _beside(folded, fact, names)


def _beside(folded: str, fact: Fact, names: list[Given]) -> int | None:
    inside = next((i for i, n in enumerate(names) if n.start <= fact.start and fact.end <= n.end), None)
    if inside is not None:
        return inside  # "oral immunotherapy"
    following = next((i for i, n in enumerate(names) if n.start >= fact.end), None)
    preceding = next((i for i in range(len(names) - 1, -1, -1) if names[i].end <= fact.start), None)
    if following is not None and fact.kind in ("route", "dose", "form"):
        between = folded[fact.end : names[following].start]
        before = folded[names[preceding].end : fact.start] if preceding is not None else None
        touches = before is not None and bool(_AFTER_NAME.match(before)) and fact.kind != "dose"
        if before is not None and before.lstrip().startswith(",") and not between.strip():
            touches = False  # "intraperitoneal A, intravenous B"
        if (
            (BEFORE_NAME.match(between) or (fact.kind == "dose" and _TIMED_OF.fullmatch(between)))
            and not touches
            and not (before is not None and before.strip() in ("", "(") and fact.kind == "dose")
        ):
            return following
    counted = fact.kind == "schedule" and not folded.startswith(_AT_TIMES, fact.start)
    if following is not None and counted and folded[fact.end : names[following].start] in _OF:
        return following  # "TACE and 6 cycles of A", "200 mg every 3 weeks of A"
    if following is not None and fact.kind == "schedule" and preceding is not None:
        told_before = folded[fact.end : names[following].start].strip() in ("", "oral", "intravenous")
        if told_before and _NEW_MEMBER.search(folded, names[preceding].end, fact.start):
            return following  # "A 50 mg/m2 - daily B"
    if following is not None and preceding is not None and fact.kind != "form":
        touches = not folded[names[preceding].end : fact.start].strip(" (")
        if not touches and _EXPLAINED.fullmatch(folded, fact.end, names[following].start):
            return following  # "18 fractions (conventional radiotherapy)"
    if preceding is not None:
        between = folded[names[preceding].end : fact.start]
        if _OTHER_MATTER.search(folded[names[preceding].end : fact.start + 1]):
            return None  # with the first letter of the fact: "followed by 5 mg" goes on
        if fact.kind == "form" and (len(between) > _FORM_NEAR or _FORM_OF_ANOTHER.search(between)):
            return None
        if (
            fact.kind == "schedule"
            and _IF_NEEDED.match(folded, fact.start)
            and (len(between) > _NEAR or re.search(r"[,;:]\s|\.\s", between))
        ):
            return None
        return preceding
    if following is not None and fact.start <= names[following].start and names[following].start - fact.end < 60:
        if fact.kind == "dose" and _OR_FEIGNED.match(folded, fact.end, names[following].end):
            return None  # "15 mg or placebo": of what was named before, somewhere
        if ";" in folded[fact.end : names[following].start]:
            return None  # "B-701 5 mg po; raltitrexed 2.5 mg/m2": of something no vocabulary knows
        lasting = fact.kind == "schedule" and folded.startswith("for ", fact.start)  # "stable for 4 months on X"
        return None if lasting and not BEFORE_NAME.match(folded, fact.end, names[following].start) else following
    return None


def _interrupted(document: Document, folded: str, text: str, name: Given) -> Fact | None:
    """`hepatic artery bicarbonate infusion`: the route is the name around the drug."""
    after = _INTERRUPTED.match(folded, name.end)
    if after is None or name.concept.split("/")[0] != "drug":
        return None
    before = _LAST_WORDS.search(text[max(0, name.start - 40) : name.start])
    if before is None:
        return None
    around = ground(f"{before.group(1)} {after.group().strip()}", DOMAIN, document.vocabulary, "PROCEDURE")
    route = route_of(around.concept, document.vocabulary)
    if route is None:
        return None
    start = max(0, name.start - 40) + before.start(1)
    return Fact("route", route, start, after.end())
