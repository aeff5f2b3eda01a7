"""What the name of an intervention is taken apart into, and small questions about stretches of it."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from kg.extract.giving.administration import Fact
from kg.ground import Grounding
from kg.vocab.vocabulary import Vocabulary
from kg.wording import is_drug_word

Relation = Literal["first", "with", "then", "optional", "or", "versus"]

DOMAIN = "intervention"
UNKNOWN = Grounding(None, 0.0, "lexicon", (), "not in the vocabulary")


class Part(NamedTuple):
    """One thing that the name names. `text[start:end]` is its surface; `concept` is None where it is not known.
    `segment` counts the stretches between connectors: parts of one segment were not joined by a connector."""

    start: int
    end: int
    grounding: Grounding
    relation: Relation
    segment: int
    facts: tuple[Fact, ...] = ()
    rule: str = "name"

    @property
    def concept(self) -> str | None:
        """Id of the concept, or None."""
        return self.grounding.concept


class Composite(NamedTuple):
    """The parts of a name in the order written, stretches that nothing explains, whether the name was cut short."""

    parts: tuple[Part, ...]
    leftovers: tuple[tuple[int, int], ...] = ()
    truncated: bool = False


class Found(NamedTuple):
    """A name at `start:end` of the text, its grounding and the kind of the concept."""

    start: int
    end: int
    grounding: Grounding
    kind: str


class Bracket(NamedTuple):
    """A bracket at `start:end`, how its inside reads, and whether that is a placebo."""

    start: int
    end: int
    inner: Composite
    placebo: bool


RELATIONS: dict[str, Relation] = {
    "optional": "optional",
    "versus": "versus",
    "then": "then",
    "or": "or",
    "strong": "with",
    "weak": "with",
}
FIRMNESS = ("first", "with", "then", "optional", "or", "versus")
AROUND = " \t\r\n\u00a0.,;:-"
PAIRS = {")": "(", "]": "[", "}": "{"}
SAYS_MORE = frozenset({"Drug", "Regimen", "CombinationProduct", "Placebo"})
GIVEN_KINDS = frozenset({"Drug", "Regimen", "CombinationProduct", "DietarySupplement"})
GENERAL_KINDS = frozenset({"DrugClass", "StandardCare", "OtherIntervention"})
# Procedures of MeSH that are drugs being given: immunosuppression, premedication.
DRUGS_SAID = frozenset({"procedure/mesh-D007165", "procedure/mesh-D011292"})
DRUG_TYPES = frozenset({"", "DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT", "DIETARY_SUPPLEMENT", "GENETIC"})


def route_of(concept_id: str | None, vocabulary: Vocabulary) -> str | None:
    """The route that a procedure is, if it is one: `procedure/hepatic-arterial-infusion`."""
    seen: set[str] = set()
    waiting = [concept_id] if concept_id is not None and concept_id.startswith("procedure/") else []
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        route = "route/" + current.split("/", 1)[1]
        if vocabulary.get(route) is not None:
            return route
        concept = vocabulary.get(current)
        if concept is not None:
            waiting.extend(b for b in concept.broader if b.startswith("procedure/"))
    return None


def broader_of(concept_id: str, vocabulary: Vocabulary) -> set[str]:
    """Everything broader than the concept; the classes of a drug are none of it."""
    above: set[str] = set()
    waiting = [concept_id]
    while waiting:
        concept = vocabulary.get(waiting.pop())
        for up in concept.broader if concept is not None else ():
            if up not in above:
                above.add(up)
                waiting.append(up)
    return above


_AGENT = re.compile(r"\bcar\b|cells?\b|therap|antibod|vaccin|conjugate|engager|radioligand|\badc")


def is_agent(folded: str) -> bool:
    """Whether a name after `targeting` is what aims, not what is aimed at: `GPC3 targeting CAR-T cells`."""
    return _AGENT.search(folded) is not None


def is_drug(found: Found, text: str) -> bool:
    """Whether the name is surely that of a drug: like an INN, and of the curated lexicons."""
    return "/mesh-" not in (found.grounding.concept or "") and is_drug_word(text[found.start : found.end])


def each_once(parts: list[Part]) -> list[Part]:
    """A concept named twice is one part; the facts of both are kept. Of alternatives, each has its own: `A + B or A +
    C`; but one that says the same again is none."""
    alternatives: list[list[Part]] = [[]]
    for part in parts:
        if part.relation in ("or", "versus") and alternatives[-1]:
            alternatives.append([])
        kept = alternatives[-1]
        same = next((i for i, p in enumerate(kept) if p.concept is not None and p.concept == part.concept), None)
        if same is None:
            kept.append(part)
        else:
            kept[same] = _with_facts_of(kept[same], part)
    made: list[list[Part]] = []
    for kept in alternatives:
        concepts = {part.concept for part in kept}
        same = next((i for i, other in enumerate(made) if {p.concept for p in other} == concepts), None)
        if same is None or None in concepts:
            made.append(kept)
        else:
            made[same] = [_with_facts_of(p, *(q for q in kept if q.concept == p.concept)) for p in made[same]]
    return [part for kept in made for part in kept]


def _with_facts_of(part: Part, *others: Part) -> Part:
    return part._replace(facts=tuple(dict.fromkeys((*part.facts, *(fact for other in others for fact in other.facts)))))


def bracket_groups(text: str) -> list[tuple[int, int]]:
    """Offsets of the outermost balanced brackets, in one pass."""
    groups: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for position, character in enumerate(text):
        if character in "([{":
            stack.append((character, position))
        elif character in PAIRS and stack and stack[-1][0] == PAIRS[character]:
            _, start = stack.pop()
            while groups and groups[-1][0] > start:
                groups.pop()
            groups.append((start, position + 1))
    return groups


def overlaps(start: int, end: int, found: list[Found]) -> bool:
    """Whether `start:end` shares a character with one of those found."""
    return any(f.start < end and start < f.end for f in found)


def coverage(content: list[tuple[int, int]], inside: list[Found]) -> float:
    """The share (0 to 1) of the words that say something which lie inside a name; 1 where there are none."""
    if not content:
        return 1.0
    return sum(any(f.start <= a < f.end for f in inside) for a, _ in content) / len(content)


def unexplained(content: list[tuple[int, int]], inside: list[Found]) -> list[tuple[int, int]]:
    """Runs of words that no name covers."""
    runs: list[tuple[int, int]] = []
    joined = False
    for a, b in content:
        if any(f.start <= a < f.end for f in inside):
            joined = False
        elif joined:
            runs[-1] = (runs[-1][0], b)
        else:
            runs.append((a, b))
            joined = True
    return runs


def stripped(mask: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the spaces around it in the mask."""
    piece = mask[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the blanks and signs around it."""
    while start < end and text[start] in AROUND:
        start += 1
    while end > start and text[end - 1] in AROUND:
        end -= 1
    return start, end
