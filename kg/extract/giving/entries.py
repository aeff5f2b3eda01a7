"""How what an entry gives is given: route, dose, schedule and form, as its name, its description and the prose of the
record say it.

The rule: the name comes first, then the first statement of each kind in the description, then the prose; a kind that is
told already is not asked for again. How strong something comes (`20 mg/ml`) is its dose only where no other is told. A
dose belongs to the drug that its sentence names; of a regimen, the prose may tell how each of its drugs is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count

from kg.extract.document import Document, Item
from kg.extract.giving.administration import Fact, FactKind, facts
from kg.extract.giving.befits import befits
from kg.extract.giving.in_text import given
from kg.extract.giving.strangers import of_strangers
from kg.extract.names.elsewhere import Named, related
from kg.extract.names.facts import LISTED
from kg.model import InterventionItem, Node, Passage, Span, Statement, Value

_PREDICATES = {"route": "tkg:route", "dose": "tkg:dose", "schedule": "tkg:schedule", "form": "tkg:formulation"}
_FACT_CONFIDENCE = {"route": 0.95, "dose": 0.93, "schedule": 0.93, "form": 0.9}
_ROLE = {"or": "alternative", "versus": "comparator"}
_SENTENCES_OF_PARTS = 5
_OWNERS = ("drug/", "regimen/", "combination-product/", "placebo/")
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)?")
# "10 mg, 20 mg or 40 mg", "8 mg (< 60 kg) or 12 mg", "12 mg for people over 60 kg; 8 mg"
_LISTED_DOSE = re.compile(
    r"(?:\s?\([^()]{1,40}\)|\s(?:for|if|in)\s[^.;,()]{2,50}\d\s?kg)?\s?(?:[,;]|or|and|/|,\s?(?:or|and))\s"
)
# "A 20 mg/ml", "225 mg/1.5 mL", "B 40 MG": how strong it comes, and its dose only where no other is told
_STRENGTH = re.compile(r"(?i:(?:[mnμµ]?c?g|iu|u|units?)\s?(?:/|in)\s?(?:\d+(?:\.\d+)?\s?)?ml)\Z|\d\s(?:MG|MCG|UNT)\Z")
# "100 mg tablet": what one holds, in the name of an entry
_OF_A_PIECE = re.compile(r"\s?(?:oral\s|film[ -]coated\s)?(?:tab(?:let)?|cap(?:sule)?)s?\b", re.IGNORECASE)
_VOLUME = re.compile(r"\d\s?(?:ml|cc|drops?|vials?)\Z", re.IGNORECASE)
_LASTS = ("for ", "x ", "during ")
_ENDED = re.compile(r"[.;:]|\b(?:then|followed|after|before|until|or|and)\b")
_LISTED = re.compile(r"\s*(?:or|and|plus|\+|/|,)\s*(?:matching\s|a\s)?\Z")


def administrations(
    document: Document,
    item: InterventionItem,
    path: str,
    named: list[Named],
    told: dict[str, list[tuple[Fact, Passage]]],
    registered: set[str],
    elsewhere: set[str | None],
) -> Iterator[Item]:
    """How each part is given, as far as name, description and prose say it; of what entries `elsewhere` give too, in
    tablets of other strengths perhaps, the prose tells no dose."""
    known = [n for n in named if n.part.concept is not None]
    numbers = count()
    inside: set[str] = set()  # what was told of a drug of a regimen, is told once of `CAPOX or FOLFOX`
    for n in known:
        concept = n.part.concept
        assert concept is not None
        also = concept in elsewhere
        stated = _stated(document, item.description, n, len(known) == 1, told.get(concept, []), registered, also)
        optional = n.part.relation == "optional"
        role = _ROLE.get(n.part.relation)
        if stated or optional or role is not None:
            node = document.trial.part(f"administration-intervention-{item.position}-{next(numbers)}")
            yield from administration(node, path, concept, n.span, stated, optional, role)
        if not concept.startswith("regimen/"):
            continue
        for inner in document.components(concept):  # what the prose says of a drug of the regimen
            if inner != concept and inner not in inside and inner not in registered and told.get(inner):
                inside.add(inner)
                node = document.trial.part(f"administration-intervention-{item.position}-{next(numbers)}")
                yield from administration(node, path, inner, n.span, told[inner], confidence=0.88)


def _stated(
    document: Document,
    description: Passage | None,
    n: Named,
    alone: bool,
    told: list[tuple[Fact, Passage]],
    registered: set[str],
    elsewhere: bool,
) -> list[tuple[Fact, Passage]]:
    """How one part of an entry is given: by its name, then by the description, then by what the prose tells of it.
    `alone`: it is the only part; `elsewhere`: another entry gives it too."""
    concept = n.part.concept
    assert concept is not None
    pieces = [(fact, n.passage) for fact in n.part.facts if _is_of_a_piece(n.passage.text, fact)]
    stated = [(fact, n.passage) for fact in n.part.facts if (fact, n.passage) not in pieces]
    if description is not None:
        have = _kinds(stated)
        if alone:
            stated += _described(document, description, concept, registered, have)
        else:
            stated += _described_among_others(document, description, concept, have)
    have = _kinds(stated)  # the description may have added to it
    if elsewhere and any(fact.kind == "dose" for fact in n.part.facts):
        have.add("dose")
    in_prose = _of_the_same_dose(told, stated) if n.part.rule not in LISTED else []
    stated += [place for place in in_prose if place[0].kind not in have]
    if all(fact.kind != "dose" for fact, _ in stated):
        stated = pieces + stated
    return [place for place in stated if befits(concept, place[0])]


def _kinds(stated: list[tuple[Fact, Passage]]) -> set[FactKind]:
    """The kinds of what is told already; how strong something comes is no dose yet."""
    return {fact.kind for fact, _ in stated if not _is_strength(fact)}


def _is_of_a_piece(name: str, fact: Fact) -> bool:
    return fact.kind == "dose" and _OF_A_PIECE.match(name, fact.end) is not None


def _is_strength(fact: Fact) -> bool:
    return fact.kind == "dose" and _STRENGTH.search(fact.value) is not None


def _without_strengths(stated: Sequence[tuple[Fact, Passage]]) -> Sequence[tuple[Fact, Passage]]:
    """Without how strong it comes, where a dose is told, and not only a volume of it."""
    if all(fact.kind != "dose" or _is_strength(fact) or _VOLUME.search(fact.value) for fact, _ in stated):
        return stated
    return [place for place in stated if not _is_strength(place[0])]


def _of_the_same_dose(
    told: list[tuple[Fact, Passage]], stated: list[tuple[Fact, Passage]]
) -> list[tuple[Fact, Passage]]:
    """Without the schedules of sentences that give another dose than the entry does: cyclophosphamide 14.5 mg/kg on
    days -6 and -5 is not the one of 50 mg/kg after transplantation."""
    doses = [fact.value for fact, _ in stated if fact.kind == "dose" and not _is_strength(fact)]
    own = {number for dose in doses for number in _NUMBERS.findall(dose)}
    if not own:
        return told
    others = [passage for fact, passage in told if fact.kind == "dose" and own.isdisjoint(_NUMBERS.findall(fact.value))]
    return [place for place in told if place[0].kind != "schedule" or place[1] not in others]


def administration(
    node: str,
    subject: str,
    concept: str,
    span: Span,
    stated: Sequence[tuple[Fact, Passage]],
    optional: bool = False,
    role: str | None = None,
    confidence: float = 0.95,
) -> Iterator[Item]:
    """The node of one administration with everything that is stated of it."""
    places: dict[tuple[FactKind, str], list[Span]] = {}
    for fact, passage in _without_strengths(stated):
        places.setdefault((fact.kind, fact.value), []).append(passage.span(fact.start, fact.end))
    evidence = tuple(dict.fromkeys((span, *(place for spans in places.values() for place in spans))))
    yield Node(node, "Administration")
    yield Statement(subject, "tkg:hasAdministration", node, "grammar", confidence, evidence, "administration")
    yield Statement(node, "tkg:gives", concept, "grammar", confidence, (span,), "administration")
    for (kind, value), spans in places.items():
        yield Statement(
            node,
            _PREDICATES[kind],
            value if kind == "route" else Value(value),
            "lexicon" if kind == "route" else "grammar",
            round(_FACT_CONFIDENCE[kind] * confidence, 3),
            tuple(dict.fromkeys(spans)),
            f"stated {kind}",
        )
    if optional:
        yield Statement(
            node, "tkg:optional", Value("true", "boolean"), "grammar", confidence, (span,), "with or without"
        )
    if role is not None:
        yield Statement(node, "tkg:administrationRole", Value(role), "grammar", confidence, (span,), role)


def _described(
    document: Document, description: Passage, concept: str, registered: set[str], have: set[FactKind]
) -> list[tuple[Fact, Passage]]:
    """The first statement of each kind in the description of an entry with one part; not what it says of others."""
    stated: list[tuple[Fact, Passage]] = []
    own = [(a.short, a.long) for a in document.abbreviations]
    for sentence in document.sentences(description)[:3]:
        if len(have) == len(_PREDICATES):
            break
        passage = description.part(*sentence)
        new = [fact for fact in facts(passage.text, document.vocabulary, own) if fact.kind not in have]
        alone = not new or concept.startswith("placebo/")
        of_others = set() if alone else _of_others(document, passage, concept, registered, new)
        told: dict[FactKind, Fact] = {}
        for fact in new:
            if fact in of_others:
                continue
            if fact.kind not in have:
                have = have if _is_strength(fact) else have | {fact.kind}
            elif fact.kind not in told or not _goes_on(passage.text, told[fact.kind], fact, new):
                continue
            told[fact.kind] = fact
            stated.append((fact, passage))
    return stated


def _goes_on(text: str, before: Fact, fact: Fact, stated: list[Fact]) -> bool:
    """`10 mg, 20 mg or 40 mg`: all are doses; `twice daily with food for 4 weeks`: both are of one schedule."""
    if fact.kind == "dose":
        alike = _NUMBERS.sub("", before.value) == _NUMBERS.sub("", fact.value)
        return alike and "vial" not in text and _LISTED_DOSE.fullmatch(text, before.end, fact.start) is not None
    if fact.kind != "schedule" or any(f.kind == "dose" and before.end <= f.start < fact.start for f in stated):
        return False
    return text.startswith(_LASTS, fact.start) and _ENDED.search(text, before.end, fact.start) is None


def _described_among_others(
    document: Document, description: Passage, concept: str, have: set[FactKind]
) -> list[tuple[Fact, Passage]]:
    """The first statement of each kind that the description of an entry with several parts makes of this one."""
    stated: list[tuple[Fact, Passage]] = []
    for sentence in document.sentences(description)[:_SENTENCES_OF_PARTS]:
        for found in given(document, description.part(*sentence), {concept}):
            new = [fact for fact in found.facts if fact.kind not in have]
            stated += [(fact, found.passage) for fact in new]
            have = have | {fact.kind for fact in new}
    return stated


def _of_others(
    document: Document, passage: Passage, concept: str, registered: set[str], stated: list[Fact]
) -> set[Fact]:
    """The facts of the sentence that belong to another drug, where it names this one too or that one is registered, or
    to one that no vocabulary knows."""
    names = given(document, passage)
    own: set[Fact] = set()
    others = of_strangers(passage.text, stated, names)
    akin = [related(document, name.concept, concept) for name in names]
    for number, name in enumerate(names):
        mine = akin[number] or not name.concept.startswith(_OWNERS)
        if not mine and number and akin[number - 1]:  # "finerenone or placebo once daily"
            mine = _LISTED.match(passage.text, names[number - 1].end, name.start) is not None
        if not mine and not any(akin) and name.concept not in registered:
            mine = True
        (own if mine else others).update(name.facts)
    return others - own
