"""What a bracket says more exactly of the one thing that stands before it: the one drug of a class, a narrower
name, the kind of it, how it is given; or the members of the class, each of which may be what is given."""

from __future__ import annotations

import re
from itertools import combinations

from kg.extract.names.facts import JOINED, MEMBER, ONE_OF, one_of_a_class
from kg.extract.names.parts import (
    DOMAIN,
    DRUGS_SAID,
    GENERAL_KINDS,
    GIVEN_KINDS,
    SAYS_MORE,
    Bracket,
    Found,
    Part,
    broader_of,
)
from kg.extract.names.patterns import ADDS, DELIVERS, EXAMPLES
from kg.extract.names.reading import Reading
from kg.ground import ground
from kg.text import fold

_MEMBER_SCORE = 0.9
_JOINS = re.compile(r"\+|\bplus\b|\b(?:combined )?with\b")
_ANY_LOCAL = "procedure/local-therapy"
_LOADED = frozenset({"device/drug-eluting-beads", "device/embolic-microspheres", "device/absorbable-gelatin-sponge"})
_SEEN_BY = frozenset({"drug-class/contrast-agent", "drug-class/radiopharmaceutical"})


def members(reading: Reading, inside: list[Found], brackets: list[Bracket], segment: int) -> list[Part]:
    """`Checkpoint inhibitor (nivolumab, pembrolizumab)`: what the bracket lists of the class, each for itself; a choice
    where the list says `or`, has a stroke, or nobody gets two of them. Of `chemotherapy (A and B)` they are given
    together, and nothing of that is told here (`said_more`)."""
    found = next((f for f in inside if any(not reading.text[f.end : b.start].strip() for b in brackets)), inside[0])
    if len(inside) > 1 and found.kind != "DrugClass":
        return []
    listed = _listed(reading, found, brackets)
    if len(listed) < 2 and not (listed and _beside_unknown(brackets)):
        return []
    made: list[Part] = []
    optional = joined = False
    for part, choice in zip(listed, _choices(reading, found, listed), strict=True):
        between = reading.text[made[-1].end : part.start] if made else ""
        optional = part.relation == "optional" or (optional and "," not in between)
        joined = bool(made) and not optional and _JOINS.search(between) is not None
        made.append(
            part._replace(
                relation="optional" if optional else "with" if joined or not choice else "or",
                segment=segment,
                grounding=part.grounding._replace(score=round(part.grounding.score * _MEMBER_SCORE, 3)),
                rule=JOINED if joined else MEMBER,
            )
        )
    return made


def _given_together(reading: Reading, found: Found, brackets: list[Bracket]) -> list[Found]:
    """`Chemotherapy (carboplatin plus paclitaxel)`: all that is given, said by the class first."""
    listed = _listed(reading, found, brackets)
    if len(listed) < 2 or found.kind != "DrugClass" or any(_choices(reading, found, listed)):
        return []
    if not ADDS.search(reading.text, listed[0].end, listed[-1].start):
        return []
    return [Found(p.start, p.end, p.grounding, reading.kind(p.grounding)) for p in listed]


def _beside_unknown(brackets: list[Bracket]) -> bool:
    """`Endocrine therapy (XY or tamoxifen)`: the one that is known is one of a choice."""
    return any(part.relation == "or" for bracket in brackets for part in bracket.inner.parts)


def _listed(reading: Reading, found: Found, brackets: list[Bracket]) -> list[Part]:
    """What the one bracket behind the name lists, where that is nothing but members of it."""
    behind = [b for b in brackets if b.start >= found.end and b.inner.parts]
    if len(behind) != 1 or EXAMPLES.search(fold(reading.text[behind[0].start + 1 : behind[0].end - 1])):
        return []
    parts = [part for part in behind[0].inner.parts if part.concept is not None]
    if found.kind == "Drug" and any(part.concept == found.grounding.concept for part in parts):
        return _beside_itself(reading, found, parts)
    general = found.kind in GENERAL_KINDS or found.grounding.concept in DRUGS_SAID
    local = found.grounding.concept == _ANY_LOCAL
    for part in parts:
        kind = reading.kind(part.grounding)
        narrower = found.grounding.concept in broader_of(part.concept or "", reading.vocabulary)
        if not (narrower or (general and kind in GIVEN_KINDS) or (local and kind in ("Procedure", "Radiation"))):
            return []
    return parts


def _beside_itself(reading: Reading, found: Found, parts: list[Part]) -> list[Part]:
    """`tPA (alteplase or tenecteplase)`: the short name of one drug, and the drugs that are meant."""
    others = [part for part in parts if part.concept != found.grounding.concept]
    drugs = all(reading.kind(part.grounding) == "Drug" for part in others)
    return parts if others and drugs and any(part.relation == "or" for part in parts) else []


def _choices(reading: Reading, found: Found, listed: list[Part]) -> list[bool]:
    """Of each whether it is a choice beside another one: joined to it by `or` or a stroke, or nobody gets both."""
    one_only = found.grounding.concept in ONE_OF and all(part.relation != "then" for part in listed)
    chosen = [one_only or len(listed) == 1] * len(listed)
    for (n, one), (m, other) in combinations(enumerate(listed), 2):
        joined = m == n + 1 and (other.relation == "or" or reading.text[one.end : other.start].rstrip().endswith("/"))
        if any(part.relation == "then" for part in listed[n + 1 : m + 1]):
            continue  # one after the other
        if joined or one_of_a_class(reading, one.concept, other.concept):
            chosen[n] = chosen[m] = True
    return chosen


def said_more(reading: Reading, inside: list[Found], brackets: list[Bracket]) -> list[Found]:
    """What one name and the brackets say together: what is given by it or with it, else what the brackets say more
    exactly of it; of a list, see `members`."""
    if len(inside) != 1 or not brackets:
        return inside
    found = inside[0]
    named = [p for b in brackets for p in b.inner.parts if p.concept is not None]
    beside = _beside(reading, found, named)
    if beside is not None:
        return [found, *beside]
    narrower = _narrower(reading, found, brackets) or _of_the_kind(reading, found, brackets)
    if narrower is not None:
        return [narrower]
    if found.kind not in GENERAL_KINDS:
        return inside
    together = _given_together(reading, found, brackets)
    if together:
        return together
    if any(EXAMPLES.search(fold(reading.text[b.start + 1 : b.end - 1])) for b in brackets) or _beside_unknown(brackets):
        return inside
    only = _the_one(reading, found, named)
    return [only] if only is not None else inside


def _beside(reading: Reading, found: Found, named: list[Part]) -> list[Found] | None:
    """What stands behind a procedure or radiation that brings drugs with it is given by it, `HAIC (FOLFOX)`, and so is
    what stands before one, `Oxaliplatin (PIPAC)`; an agent in a bracket is what a test sees by."""
    if found.kind in ("Procedure", "Radiation") and DELIVERS.search(found.grounding.concept or ""):
        delivered = [Found(p.start, p.end, p.grounding, reading.kind(p.grounding)) for p in named]
        return [f for f in delivered if f.kind in GIVEN_KINDS or f.grounding.concept in _LOADED]
    if found.kind == "DiagnosticTest":  # `Contrast-enhanced ultrasound (Sonazoid)`
        agents = [p for p in named if _SEEN_BY.intersection(_classes(reading, p.concept))]
        return [Found(p.start, p.end, p.grounding, "Drug") for p in agents] or None
    if len(named) == 1 and found.kind in GIVEN_KINDS and DELIVERS.search(named[0].concept or ""):
        way = named[0]
        if reading.kind(way.grounding) == "Procedure":
            return [Found(way.start, way.end, way.grounding, "Procedure")]
    return None


def _the_one(reading: Reading, found: Found, named: list[Part]) -> Found | None:
    """`Immunotherapy (Pembrolizumab)`: the one drug in the bracket is what is given."""
    if len(named) != 1 or reading.kind(named[0].grounding) not in SAYS_MORE or _part_of(reading, found, named[0]):
        return None
    only = named[0]
    grounding = only.grounding._replace(
        score=round(only.grounding.score * 0.95, 3),
        rivals=(*only.grounding.rivals, found.grounding.concept or ""),
    )
    return Found(only.start, only.end, grounding, reading.kind(grounding))


def _part_of(reading: Reading, found: Found, regimen: Part) -> bool:
    """`cladribine, cytarabine, G-CSF (CLAG)`: the class is one of what the regimen consists of."""
    concept = reading.vocabulary.get(regimen.concept or "")
    inner = concept.components if concept is not None else ()
    concept_id = found.grounding.concept
    return any(concept_id == each or concept_id in _classes(reading, each) for each in inner)


def _of_the_kind(reading: Reading, found: Found, brackets: list[Bracket]) -> Found | None:
    """`Paclitaxel (albumin-bound)`, `Gastrectomy (laparoscopic)`: the kind that a word in a bracket tells, which names
    nothing alone."""
    for bracket in brackets:
        if found.kind not in ("Drug", "Procedure") or any(part.concept is not None for part in bracket.inner.parts):
            continue
        kind = reading.text[bracket.start + 1 : bracket.end - 1].strip()
        if not kind.replace("-", "").isalpha():
            continue
        name = f"{kind} {reading.text[found.start : found.end]}"
        exact = ground(name, DOMAIN, reading.vocabulary, reading.registry_type)
        if found.grounding.concept in broader_of(exact.concept or "", reading.vocabulary):
            return Found(found.start, bracket.end, exact, reading.kind(exact))
    return None


def _classes(reading: Reading, concept: str | None) -> tuple[str, ...]:
    known = reading.vocabulary.get(concept or "")
    return known.drug_classes if known is not None else ()


def _narrower(reading: Reading, found: Found, brackets: list[Bracket]) -> Found | None:
    """The one thing that the brackets name, and nothing else, if it is a kind of what stands before them."""
    parts = [part for bracket in brackets for part in bracket.inner.parts]
    if len(parts) != 1 or any(bracket.inner.leftovers for bracket in brackets):
        return None
    kind = reading.kind(parts[0].grounding)
    if kind in ("CombinationProduct", "Regimen"):  # what is broader than these is their drug
        return None
    if found.grounding.concept not in broader_of(parts[0].concept or "", reading.vocabulary):
        return None
    return Found(parts[0].start, parts[0].end, parts[0].grounding, kind)
