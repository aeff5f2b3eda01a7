"""Which entries a told arm uses although it calls them otherwise: `Keytruda` where the entry is `Pembrolizumab`.

The rule: an entry of which the arm gives all that its name means (of a regimen, all drugs of it; of `A or B`, one of
them; of `A with or without B`, A), where no other entry that it uses means that and more, and the dose in the name, if
any, is not another one than the arm's. Of several entries that mean the same, the one with the dose that the arm gives,
or with a word of its own in what the arm is told to get. An entry that no arm uses so, and whose name begins with
something done that only one entry and one arm name, is used by that arm, whatever it is done with. What an arm gives
and none of its entries means is the only entry that means a kind of it, or what it is a kind of; of a class, all of its
members that no arm is told to get.
"""

from __future__ import annotations

import re

from kg.extract.document import Document
from kg.extract.giving.administration import Fact, FactKind, facts
from kg.extract.names.codes import names_of_codes
from kg.extract.names.composite import parse
from kg.extract.told_arms.arm import ToldArm, means
from kg.extract.told_arms.patterns import CONTROL
from kg.model import InterventionItem
from kg.text import fold

Meaning = dict[int, frozenset[str]]

_DONE = ("procedure/", "radiation/", "device/")
_GENERAL = ("standard-care/", "placebo/")
_CLASS = "drug-class/"
_NO_ONE_WAY = frozenset(("route/parenteral", "route/local", "route/percutaneous", "route/enteral"))
_TRIED = frozenset(("experimental",))
_COMPARED = frozenset(("active-comparator", "placebo-comparator", "sham-comparator"))
_FEIGNED = re.compile(r"\b(?:placebo|sham)\b")
_GROUP = re.compile(r"\b(?:the|group|arm|cohort)\b")
_WORD = re.compile(r"[a-z0-9]{2,}")
_NUMBERS = re.compile(r"\A(?:auc)?[\d.,~-]+(?:(?:to|or|and)[\d.,]+)*")
_SAYS_NOTHING = frozenset("and the with for of in or to by on at as from an its mg ml per".split())


def with_used(document: Document, arms: list[ToldArm]) -> list[ToldArm]:
    """The arms, with the entries that name what they give."""
    if not any(arm.gives or arm.shared for arm in arms):
        return arms
    meaning = {item.position: meaning_of(document, item) for item in document.trial.interventions}
    made = _told_apart([_with_used(document, arm, meaning) for arm in arms], meaning, document.trial.interventions)
    return _with_kin(document, _with_deeds(document, made, meaning), meaning)


def meaning_of(document: Document, item: InterventionItem) -> frozenset[str]:
    """What the name of an entry means, new drugs by their codes too; else what it was found to mean."""
    codes = [grounding.concept for _, grounding in names_of_codes(document, item) if grounding.concept is not None]
    meant = (*codes, *means(document, item))
    if meant:
        return frozenset(meant)
    known = document.meant_by(item)
    return frozenset(part for c in known for part in document.components(c) if not part.startswith("combination/"))


def _with_used(document: Document, arm: ToldArm, meaning: Meaning) -> ToldArm:
    """The arm with the entries of which it gives all that their names mean."""
    given = _given(arm)
    given |= _drugs_of_regimens(document, given, meaning)
    named = {item.position for item in arm.entries}
    more = []
    for item in document.trial.interventions:
        own = meaning[item.position]
        if item.position in named or not own:
            continue
        choice = own if _all_given(document, own, given) else _choice(document, item, given)
        if not choice or any(choice <= meaning[other] for other in named):
            continue
        if _is_of_its_dose(document, arm, item, own, list(meaning.values()).count(own) == 1):
            more.append(item)
    more = [
        item for item in more if not any(meaning[item.position] <= meaning[o.position] for o in more if o is not item)
    ]
    return arm._replace(entries=(*arm.entries, *more)) if more else arm


def _is_of_its_dose(document: Document, arm: ToldArm, item: InterventionItem, own: frozenset[str], alone: bool) -> bool:
    """Whether the arm gives what the entry means by its way and at its dose; where the entry is `alone` in meaning it,
    at no other dose: `100 mg` is no other dose than `2 tablets`."""
    told = facts(item.name.text, document.vocabulary, entry=True)
    if _by_another_way(document, arm, own, told):
        return False
    stated = {_plain(f.value) for f in told if f.kind == "dose"}
    doses = {_plain(value) for value in _stated(document, arm, own, "dose")}
    if stated & doses:
        return True
    units = {_unit(dose) for dose in doses}
    return alone and not any(_unit(dose) in units for dose in stated)


def _by_another_way(document: Document, arm: ToldArm, own: frozenset[str], told: list[Fact]) -> bool:
    """Whether the arm gives what the entry means by ways of which the name of the entry has none: `mFOLFOX6 IV` is not
    the FOLFOX of hepatic arterial infusion. A way that is a kind of the other is no other one."""
    ways = {fact.value for fact in told if fact.kind == "route"} - _NO_ONE_WAY
    given = _stated(document, arm, own, "route") - _NO_ONE_WAY
    return bool(ways and given) and not any(
        way in _above(document, [other]) or other in _above(document, [way]) for way in ways for other in given
    )


def _stated(document: Document, arm: ToldArm, own: frozenset[str], kind: FactKind) -> set[str]:
    """The facts of a kind that the arm tells of what an entry means, or of what holds it."""
    return {
        fact.value
        for g in (*arm.gives, *arm.shared)
        if own.intersection(document.components(g.concept))
        for fact in g.facts
        if fact.kind == kind
    }


def _given(arm: ToldArm) -> set[str]:
    """What it gets, also as the way in which a drug is given: `floxuridine by hepatic arterial infusion`."""
    got = (*arm.gives, *arm.shared)
    ways = {fact.value.replace("route/", "procedure/") for g in got for fact in g.facts if fact.kind == "route"}
    return {g.concept for g in got} | ways


def _drugs_of_regimens(document: Document, given: set[str], meaning: Meaning) -> set[str]:
    """The drugs of the regimens among what is given, where the drugs are entries and the regimen is none."""
    drugs: set[str] = set()
    for concept in given:
        parts = frozenset(document.components(concept)[1:]) if concept.startswith("regimen/") else frozenset()
        own = [meant for meant in meaning.values() if meant and meant <= parts]
        if len(own) > 1 and not any(concept in meant for meant in meaning.values()):
            drugs |= parts
    return drugs


def _all_given(document: Document, own: frozenset[str], given: set[str]) -> bool:
    """Whether all that the entry means is given, of a regimen all of its drugs."""
    return all(
        concept in given or (concept.startswith("regimen/") and bool(parts) and given.issuperset(parts))
        for concept in own
        for parts in (document.components(concept)[1:],)
    )


def _choice(document: Document, item: InterventionItem, given: set[str]) -> set[str]:
    """The first of the choices that the name of an entry leaves (`A or B`, `A versus B`) that is given whole."""
    choices: list[set[str]] = [set()]
    parts = parse(item.name.text, document.vocabulary, item.registry_type).parts
    if all(part.concept is not None for part in parts):
        for part in parts:
            if part.relation in ("or", "versus"):
                choices.append(set())
            if part.relation != "optional":
                choices[-1].add(part.concept or "")
    return next((choice for choice in choices if choice <= given), set())


def _told_apart(arms: list[ToldArm], meaning: Meaning, items: tuple[InterventionItem, ...]) -> list[ToldArm]:
    """Of entries that mean the same, the one of which a word stands in what an arm is told to get, and none of the
    others' own words does."""
    made = list(arms)
    for own in dict.fromkeys(meaning[item.position] for item in items):
        same = [item for item in items if meaning[item.position] == own]
        open_to = [
            place
            for place, arm in enumerate(arms)
            if own <= _given(arm) and not any(item in arm.entries for item in same)
        ]
        if not own or len(same) == 1 or not open_to:
            continue
        alone = _of_its_own([set(_WORD.findall(fold(item.name.text))) - _SAYS_NOTHING for item in same])
        said = [set(_WORD.findall(fold(f"{arms[place].title} {arms[place].passage.text}"))) for place in open_to]
        for place, told in zip(open_to, _of_its_own(said), strict=True):
            fit = [item for item, telling in zip(same, alone, strict=True) if telling & told]
            if len(fit) == 1:
                made[place] = made[place]._replace(entries=(*made[place].entries, *fit))
    return made


def _of_its_own(words: list[set[str]]) -> list[set[str]]:
    """Of each the words that none of the others has."""
    return [
        own - set().union(*(other for number, other in enumerate(words) if number != place))
        for place, own in enumerate(words)
    ]


def _with_kin(document: Document, arms: list[ToldArm], meaning: Meaning) -> list[ToldArm]:
    """`radiotherapy` where the entry is `Cranial irradiation`, `chemotherapy` where the entries are drugs for it."""
    used = {item.position for arm in arms for item in arm.entries}
    told = set().union(*(_given(arm) for arm in arms))
    free = [item for item in document.trial.interventions if meaning[item.position].isdisjoint(told)]
    made = []
    for arm in arms:
        alone = sum(other.concepts == arm.concepts for other in arms) == 1
        more: list[InterventionItem] = []
        for concept in _not_entered(document, arm, meaning):
            kin = [item for item in free if _all_akin(document, concept, meaning[item.position])]
            apart = alone and len({meaning[item.position] for item in kin}) == len(kin)
            of_class = apart and concept.startswith(_CLASS) and not any(item.position in used for item in kin)
            more += kin if len(kin) == 1 or of_class else ()
        made.append(arm._replace(entries=(*arm.entries, *dict.fromkeys(more))) if more else arm)
    return made


def _not_entered(document: Document, arm: ToldArm, meaning: Meaning) -> list[str]:
    """What the arm gives and none of its entries means; nothing of an arm in which it is feigned."""
    if any(c.startswith("placebo/") for c in arm.concepts) or _FEIGNED.search(fold(arm.title)):
        return []
    have = {c for item in arm.entries for c in meaning[item.position]}
    return [
        concept
        for concept in dict.fromkeys(g.concept for g in (*arm.gives, *arm.shared))
        if not concept.startswith(_GENERAL)
        and not any(_akin(document, concept, other) for other in have)
        # `FOLFIRI` where an entry is `FOLFIRI + bevacizumab`: not the entry `Fluorouracil`
        and not (concept.startswith("regimen/") and any(concept in own for own in meaning.values()))
    ]


def _all_akin(document: Document, given: str, entry: frozenset[str]) -> bool:
    return bool(entry) and all(_akin(document, given, concept) for concept in entry)


def _akin(document: Document, given: str, entry: str) -> bool:
    """Whether one of the two is a kind of the other, or the entry a part of what is given."""
    return given in _above(document, [entry]) or entry in _above(document, document.components(given))


def _above(document: Document, concepts: list[str]) -> set[str]:
    """The concepts, and all that they are kinds of."""
    seen = set(concepts)
    stack = list(concepts)
    while stack:
        known = document.concept(stack.pop())
        above = {*known.broader, *known.drug_classes} - seen if known is not None else set()
        seen |= above
        stack.extend(above)
    return seen


def _with_deeds(document: Document, arms: list[ToldArm], meaning: Meaning) -> list[ToldArm]:
    """`TAP block` of one arm, where the only entry with a TAP block is `TAP block with 20 ml ropivacaine`; and `TACE`
    of the `TACE group`, whatever is done in it."""
    used = {item.position for arm in arms for item in arm.entries}
    made = list(arms)
    for item in document.trial.interventions:
        first = next(iter(means(document, item)), "") if item.position not in used else ""
        if not first.startswith(_DONE) or sum(first in own for own in meaning.values()) != 1:
            continue
        name = fold(item.name.text).strip()
        called = [place for place, arm in enumerate(made) if _GROUP.sub("", fold(arm.title)).strip() == name]
        places = called or [place for place, arm in enumerate(made) if first in arm.concepts]
        if len(places) == 1:
            arm = made[places[0]]
            made[places[0]] = arm._replace(entries=(*arm.entries, item))
    return made


def _plain(dose: str) -> str:
    return fold(dose).replace(" ", "").replace("micrograms", "mcg").replace("milligrams", "mg")


def _unit(plain_dose: str) -> str:
    """What is counted: `mg` of `5-10mg`."""
    return _NUMBERS.sub("", plain_dose)


def only_left(document: Document, arms: list[ToldArm], roles: list[str | None]) -> dict[int, InterventionItem]:
    """By the place of its arm, the one entry that no arm uses where one arm of its kind is without: what is tried, in
    the only experimental arm; what is called a control, in the only control. Of more than one entry only where nothing
    is told of what the arm gets."""
    used = {item.position for arm in arms for item in arm.entries}
    items = document.trial.interventions
    left = [item for item in items if item.position not in used]
    controls = [item for item in left if CONTROL.search(fold(item.name.text))]
    tried = [item for item in left if item not in controls]
    found = {}
    for own, kinds in ((tried, _TRIED), (controls, _COMPARED)):
        places = [place for place, role in enumerate(roles) if role in kinds]
        if len(own) == len(places) == 1:
            arm = arms[places[0]]
            if not arm.entries and (not arm.gives or len(items) == 1):
                found[places[0]] = own[0]
    return found
