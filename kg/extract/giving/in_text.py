"""Who is given what, how, in running text: the interventions named in a stretch, each with the facts that belong to it.

A fact belongs to the name it stands beside (`kg.extract.giving.owners`). A schedule at the end of a list, the only one
there and not in brackets, belongs to the whole list.
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
from kg.extract.giving.owners import owner
from kg.extract.giving.strangers import of_strangers
from kg.extract.names.composite import parse
from kg.extract.names.parts import DOMAIN, route_of
from kg.ground import Grounding, ground
from kg.model import Passage
from kg.text import fold
from kg.wording import words


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
_INTERRUPTED = re.compile(r"\s*(?:chemo)?(?:infusion|perfusion|embolization|embolisation|chemotherapy)\b")
_FORMLESS = ("radiation/", "procedure/", "behavioral/", "standard-care/")
_IS_OF_CLASS = re.compile(
    r"\s?\((?:an? )?(?:(?:selective|highly|novel|oral|new|specific|potent|humani[sz]ed|recombinant|domestic) ){0,3}"
)
_CLOSED = re.compile(r"[^()+,]{0,30}\)")
_IS_INSIDE = re.compile(r"\s?[(\[](?!(?:plus|and|with|in|given|\+)\b)[^()\[\]]{0,40}")
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
    belonging = _belonging(text, folded, stated, names)
    _add_interrupted(document, folded, text, names, belonging)
    poured(folded, names, belonging)
    share_last_schedule(folded, names, belonging)
    share_last_interval(folded, names, belonging)
    share_last_route(folded, document, names, belonging)
    share_first_route(folded, document, names, belonging)
    made = _told(folded, names, belonging)
    # the facts of a neighbour that was not asked for stay with the neighbour
    return [name for name in made if admitted is None or name.concept in admitted]


def _add_interrupted(
    document: Document, folded: str, text: str, names: list[Given], belonging: list[list[Fact]]
) -> None:
    """Give each name without a route the one that its name interrupts."""
    for name, own in zip(names, belonging, strict=True):
        if not any(f.kind == "route" for f in own):
            route = _interrupted(document, folded, text, name)
            if route is not None:
                own.append(route)


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


def _belonging(text: str, folded: str, stated: list[Fact], names: list[Given]) -> list[list[Fact]]:
    """The facts of each name."""
    targets = [owner(folded, fact, names) for fact in stated]
    for place in range(len(stated) - 2, -1, -1):  # "oral/IV placebos": both ways are those of the same name
        one, other = stated[place], stated[place + 1]
        if one.kind == other.kind == "route" and folded[one.end : other.start].strip() in ("/", "or"):
            targets[place] = targets[place + 1]
    strange = of_strangers(text, stated, names)
    belonging: list[list[Fact]] = [[] for _ in names]
    for fact, target in zip(stated, targets, strict=True):
        if target is not None and (fact not in strange or names[target].start > fact.start):
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
    """Without the class that a bracket says a drug is of: "sintilimab (a PD-1 inhibitor)" is one thing, and so is
    "filgrastim (granulocyte colony-stimulating factor; G-CSF)"."""
    kept: list[Given] = []
    dropped: Given | None = None
    for name in names:
        before = kept[-1] if kept else None
        if dropped is not None and name.concept == dropped.concept and ")" not in folded[dropped.end : name.start]:
            continue
        if (
            before is not None
            and name.concept.startswith("drug-class/")
            and before.concept.startswith("drug/")
            and _IS_OF_CLASS.fullmatch(folded, before.end, name.start)
            and _CLOSED.match(folded, name.end)
        ):
            dropped = name
            continue
        kept.append(name)
    return kept


def _without_contents(document: Document, folded: str, names: list[Given]) -> list[Given]:
    """Without what a bracket says that a product holds: "CPX-351 (daunorubicin 44 mg/m2 and cytarabine 100 mg/m2)" is
    one thing, and the doses are its own; "placebo (maltodextrin)" gives nothing else."""
    kept: list[Given] = []
    for name in names:
        product = kept[-1] if kept else None
        if product is not None and product.concept.startswith("placebo/") and _feigns(document, folded, product, name):
            continue
        if product is not None and product.concept.startswith("combination-product/"):
            held = name.concept in document.components(product.concept) and name.concept != product.concept
            between = folded[product.end : name.start]
            if held and between.lstrip().startswith("(") and ")" not in between:
                continue
        kept.append(name)
    return kept


def _feigns(document: Document, folded: str, placebo: Given, name: Given) -> bool:
    """Whether a bracket behind a placebo names what it is made of or feigns; what is registered itself, if inert, is
    given."""
    if _IS_INSIDE.fullmatch(folded, placebo.end, name.start) is None:
        return False
    surface = folded[name.start : name.end]
    if words("inert").isdisjoint(surface.split()):
        return True
    return not any(surface in fold(item.name.text) for item in document.trial.interventions)


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
