"""Who is given what, how, in running text: the interventions named in a stretch, each with the facts that belong to it.

A fact belongs to the name it stands beside: a route or a dose right before a name to that name, anything else to the
name before it. A schedule at the end of a list, the only one there and not in brackets, belongs to the whole list.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache
from typing import NamedTuple

from kg.extract.administration import Fact, facts
from kg.extract.code_names import names_of_codes
from kg.extract.composite import parse
from kg.extract.document import Document
from kg.extract.giving_lists import share_last_route, share_last_schedule
from kg.extract.name_defined import defined_names
from kg.extract.name_parts import DOMAIN, DRUG_TYPES, is_agent, route_of
from kg.ground import Grounding, choose, ground, may_mean
from kg.model import Passage
from kg.text import fold, holds_any
from kg.vocab.vocabulary import Vocabulary
from kg.wording import is_torn


class Given(NamedTuple):
    """`passage.text[start:end]` names something that is given, as the facts say."""

    passage: Passage
    start: int
    end: int
    grounding: Grounding
    concept: str
    facts: tuple[Fact, ...] = ()
    optional: bool = False


_GIVEN = frozenset(
    "drug regimen combination-product drug-class procedure radiation device dietary-supplement placebo behavioral "
    "standard-care intervention".split()
)
# `CAR-T cells targeting mesothelin`, `antibody against IgE`: what is aimed at is not given.
_TARGETED = re.compile(
    r"(?:\b(?:targeting|targeted (?:at|to|against)|directed (?:at|against|to|toward|towards)|"
    r"specific (?:for|to|against)|binds? (?:to )?|binding to|inhibit(?:s|ing)|block(?:s|ing)|expressing|"
    r"(?:cells?|antibod(?:y|ies)|vaccines?|active|activity|immunity|lymphocytes|"
    r"protects?|protection|immunogenicity) against)"
    r"\s(?:(?:the|human|both|either|[a-z0-9]{2,9}(?:,|\s(?:and|or)|/))\s?){0,4}|\banti[- ]?)\Z"
)
# `without antibiotics`, `non-antibacterial`; `with or without X` is optional, not absent.
_ABSENT_BEFORE = re.compile(
    r"(?:\bnon[- ]?|(?<!or )(?<!with/)(?<!\+/-)\bwithout (?:any |the |added |additional )?|"
    r"\b(?:no|instead of|in place of|substituted for|substitute for|replacing|rather than) )\Z"
)
_ABSENT_AFTER = re.compile(
    r"[- ](?:free|naive|sparing|resistant|refractory|induced|intoleran(?:t|ce)|allerg(?:y|ic)|sensitiz(?:ed|ation)|"
    r"levels?|concentrations?|receptors?|deficien(?:t|cy)|specific (?:ige|igg4?|immunoglobulins?|antibod(?:y|ies))|"
    r"expression|consumption|requirements?|(?:matching |matched |dummy )?placebos?(?! or\b))\b"
)
# What a text must hold, or end with, for the patterns above to find something in it.
_TARGETED_HINTS = ("target", "direct", "specific", "bind", "inhibit", "block", "express", "against", "anti")
_ABSENT_ENDS = (
    *("non", "non-", "non ", "without ", "any ", "the ", "added ", "additional ", "no ", "instead of ", "in place of "),
    *("substituted for ", "substitute for ", "replacing ", "rather than "),
)
_OPTIONAL = re.compile(r"(?:\bwith\s?(?:/|or)\s?without|±|\+/-)[\s\w-]{0,24}\Z")
BEFORE_NAME = re.compile(
    r"[\s-]*(?:\([a-z]{1,4}\)\s)?"
    r"(?:(?:of|doses?|the|an?|infusions?|injections?|systemic|chemotherapy|treatment|with|supplementation|administration|"
    r"delivery|prophylactic|autologous|administered|abdominal|bolus|continuous|slow|single|multiple|repeated|ascending)"
    r"[\s-]*){0,4}\Z"
)
_AFTER_NAME = re.compile(
    r"\s*(?:\((?:[^()]{0,60}\))?)?\s*(?:chemotherapy|therapy|regimen|treatment|tablets?|"
    r"injections?)?[\s,(]*(?:via|by|through|given|using)?\s*(?:the\s)?\Z"
)
_INTERRUPTED = re.compile(r"\s*(?:chemo)?(?:infusion|perfusion|embolization|embolisation|chemotherapy)\b")
# Between a name and a fact: what happens then is something else.
_OTHER_MATTER = re.compile(
    r"\b(?:surgery|surgical|operation|resection|visits?|assess\w*|follow(?:ed)?[- ]up|followed (?:by|with)(?!\s\d)|"
    r"imaging|scans?|biops\w+|measur\w+|collected|evaluat\w+|blood|sampl\w+|questionnaires?|mri|pet|ct|undergo\w*|discharg\w*|admission|"
    r"withdrawn|monitor\w*|observed|controlled with|relapse|progression|adverse|symptoms?)\b"
)
_IF_NEEDED = re.compile(r"as needed|on demand|p\.?r\.?n")
_EXPLAINED = re.compile(r"\s?\((?:with\s|of\s|accelerated\s|standard\s|low-dose\s|high-dose\s)?")
_FORMLESS = ("radiation/", "procedure/", "behavioral/", "standard-care/")
_NEAR = 30
_FORM_NEAR = 60
_NEW_MEMBER = re.compile(r"(?:[,;.:]|\s[-*•+]|\band|\bplus|\bwith|\bfollowed by)\s\Z")
_FORM_OF_ANOTHER = re.compile(r"\b(?:before|after|of the|containing|compared|versus|vs)\b|[;:]\s")
_DOSELESS = ("procedure/", "behavioral/", "standard-care/", "device/")
_LAST_WORDS = re.compile(r"(\S+\s+\S+)\s+\Z")


def is_given_here(text: str, folded: str, start: int, end: int) -> bool:
    """Whether the name at this place can be something given: a whole word, no target, not what is left out."""
    if is_torn(text, start, end):
        return False
    window = max(0, start - 60)
    if folded.endswith(_ABSENT_ENDS, window, start) and _ABSENT_BEFORE.search(folded, window, start):
        return False
    if _ABSENT_AFTER.match(folded, end):
        return False
    if not holds_any(folded[window:start], _TARGETED_HINTS) or not _TARGETED.search(folded, window, start):
        return True
    return is_agent(folded[start:end])


def _registered_names(document: Document) -> tuple[tuple[str, Grounding], ...]:
    """Names of the record's own entries that running text is not searched for, because they mean other things too:
    `hyaluronic acid` is a substance of the body, and what this trial gives."""
    known: tuple[tuple[str, Grounding], ...] | None = document.remembered.get(_registered_names)
    if known is not None:
        return known
    found: dict[str, Grounding] = {}
    for item in document.trial.interventions:
        name = item.name.text.strip()
        found.update((code, drug) for code, drug in names_of_codes(document, item) if len(code) >= 5)
        found.update((fold(own), meant) for own, meant in defined_names(document, item))
        if not 5 <= len(name) <= 60:
            continue
        parts = parse(name, document.vocabulary, item.registry_type).parts
        if len(parts) != 1 or parts[0].concept is None:
            continue
        if not any(hit.concepts[0] == parts[0].concept for hit in document.vocabulary.scan(name, DOMAIN)):
            if parts[0].rule == "whole name":
                found[fold(name)] = parts[0].grounding
            elif item.registry_type in DRUG_TYPES and parts[0].end - parts[0].start >= 5:  # `Apple pectin (DE 57%)`
                found[fold(name[parts[0].start : parts[0].end])] = parts[0].grounding
    known = document.remembered[_registered_names] = tuple(found.items())
    return known


def own_names(document: Document, folded: str) -> list[tuple[int, int, Grounding]]:
    """Where the folded text names an entry of this record by the entry's own name."""
    found = []
    for name, grounding in _registered_names(document):
        start = folded.find(name)
        while start >= 0:
            end = start + len(name)
            if not (start and folded[start - 1].isalnum()) and not folded[end : end + 1].isalnum():
                found.append((start, end, grounding))
            start = folded.find(name, end)
    return found


@lru_cache(maxsize=1 << 14)  # texts name the same things again and again
def _chosen(surface: str, candidates: tuple[str, ...], vocabulary: Vocabulary) -> Grounding:
    return choose(surface, candidates, vocabulary)


def named(document: Document, surface: str, candidates: tuple[str, ...]) -> Grounding:
    """What a name in running text means in this record: its own definition of a short form overrides the world's."""
    chosen = _chosen(surface, candidates, document.vocabulary)
    long = next((a.long for a in document.abbreviations if a.short == surface), None)
    if long is None:
        return chosen
    own = ground(surface, DOMAIN, document.vocabulary, own=((surface, long),))
    if own.concept is None and may_mean(document.vocabulary.get(chosen.concept or ""), long):
        return chosen
    return own


def given(document: Document, passage: Passage, admitted: Container[str] | None = None) -> list[Given]:
    """The interventions named in `passage` with route, dose, schedule and form of each; only those admitted."""
    text = passage.text
    vocabulary = document.vocabulary
    names: list[Given] = []
    folded = fold(text)
    registered = own_names(document, folded)
    for hit in document.hits(passage, DOMAIN):
        surface = text[hit.start : hit.end]
        grounding = named(document, surface, hit.concepts)
        concept = grounding.concept
        if concept is None or concept.split("/")[0] not in _GIVEN:
            continue
        if not is_given_here(text, folded, hit.start, hit.end):
            continue
        if names and names[-1].concept == concept and re.fullmatch(r"\s*\(?\s*", text[names[-1].end : hit.start]):
            continue  # "radiofrequency ablation (RFA)"
        names.append(Given(passage, hit.start, hit.end, grounding, concept))
    for start, end, grounding in registered:
        if is_given_here(text, folded, start, end) and not any(n.start < end and start < n.end for n in names):
            names.append(Given(passage, start, end, grounding, grounding.concept or ""))
    if not names or (admitted is not None and not any(n.concept in admitted for n in names)):
        return []
    if registered:
        names.sort(key=lambda name: name.start)
    stated = facts(text, vocabulary, ((a.short, a.long) for a in document.abbreviations))
    # the name of a route or a form is no intervention
    names = [n for n in names if not any(f.start <= n.start and n.end <= f.end for f in stated)]
    names, stated = _routes_apart(document, names, stated)
    if not names:
        return []
    belonging: list[list[Fact]] = [[] for _ in names]
    for fact in stated:
        target = _owner(folded, fact, names)
        if target is not None:
            belonging[target].append(fact)
    for number, name in enumerate(names):
        if not any(f.kind == "route" for f in belonging[number]):
            route = _interrupted(document, folded, text, name)
            if route is not None:
                belonging[number].append(route)
    share_last_schedule(folded, names, belonging)
    share_last_route(folded, document, names, belonging)
    floor = 0
    made: list[Given] = []
    for number, name in enumerate(names):
        optional = bool(_OPTIONAL.search(folded, floor, name.start)) if name.start - floor < 400 else False
        own = (
            f
            for f in belonging[number]
            if not (f.kind == "form" and name.concept.startswith(_FORMLESS))
            and not (f.kind == "dose" and name.concept.startswith(_DOSELESS))
        )
        made.append(name._replace(facts=tuple(own), optional=optional))
        floor = name.end
    # the facts of a neighbour that was not asked for stay with the neighbour
    return [name for name in made if admitted is None or name.concept in admitted]


def _routes_apart(document: Document, names: list[Given], stated: list[Fact]) -> tuple[list[Given], list[Fact]]:
    """Beside a drug, a procedure that is a route (hepatic arterial infusion) is how the drug is given."""
    routes = {n: route for n in names if (route := route_of(n.concept, document.vocabulary)) is not None}
    if not routes or len(routes) == len(names):
        return names, stated
    kept = [f for f in stated if not any(f.start < n.end and n.start < f.end for n in routes)]
    kept += [Fact("route", route, n.start, n.end) for n, route in routes.items()]
    kept.sort(key=lambda fact: fact.start)
    return [n for n in names if n not in routes], kept


def _owner(folded: str, fact: Fact, names: list[Given]) -> int | None:
    inside = next((i for i, n in enumerate(names) if n.start <= fact.start and fact.end <= n.end), None)
    if inside is not None:
        return inside  # "oral immunotherapy"
    following = next((i for i, n in enumerate(names) if n.start >= fact.end), None)
    preceding = next((i for i in range(len(names) - 1, -1, -1) if names[i].end <= fact.start), None)
    if following is not None and fact.kind in ("route", "dose", "form"):
        between = folded[fact.end : names[following].start]
        before = folded[names[preceding].end : fact.start] if preceding is not None else None
        touches = before is not None and bool(_AFTER_NAME.match(before)) and fact.kind != "dose"
        if (
            BEFORE_NAME.match(between)
            and not touches
            and not (before is not None and before.strip() in ("", "(") and fact.kind == "dose")
        ):
            return following
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
        if _OTHER_MATTER.search(between):
            return None
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
        lasting = fact.kind == "schedule" and folded.startswith("for ", fact.start)  # "stable for 4 months on X"
        return None if lasting and not BEFORE_NAME.match(folded, fact.end, names[following].start) else following
    return None


def _interrupted(document: Document, folded: str, text: str, name: Given) -> Fact | None:
    """`hepatic artery bicarbonate infusion`: the route is the name around the drug."""
    after = _INTERRUPTED.match(folded, name.end)
    before = _LAST_WORDS.search(text[max(0, name.start - 40) : name.start])
    if after is None or before is None or name.concept.split("/")[0] != "drug":
        return None
    around = ground(f"{before.group(1)} {after.group().strip()}", DOMAIN, document.vocabulary, "PROCEDURE")
    route = route_of(around.concept, document.vocabulary)
    if route is None:
        return None
    start = max(0, name.start - 40) + before.start(1)
    return Fact("route", route, start, after.end())
