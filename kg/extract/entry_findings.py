"""What a curator should know of an entry: that nothing or only a part of it is known, that its registry type is not
what its name says, or that it is there again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.extract.document import Document
from kg.extract.names.codes import INN_RULE, RULE
from kg.extract.names.elsewhere import Named
from kg.extract.names.parts import Composite, route_of
from kg.model import Concept, ConditionItem, Finding, InterventionItem
from kg.text import fold
from kg.wording import words

_WORD = re.compile(r"[\w-]+")
_MEASURE = re.compile(
    r"(?:19|20)\d\d-(?:19|20)\d\d|"
    r"\d+-?(?:su|bau|iu|u|mg|g|ml|milligrams?|min|minutes?|hours?|days?|weeks?|months?)"
)
_LONG_ENOUGH = 5
_BEHIND = re.compile(r" (?:after|before|of|for|with|in) ")  # "enhanced recovery after surgery" is none
# Kinds that a registry type covers; an entry whose concept is of none of them is mistyped. An exercise or a training
# by an app may be entered as a procedure or a device.
_GIVEN_AS_DRUG = ("Drug", "DrugClass", "Regimen", "Combination", "CombinationProduct", "Placebo", "StandardCare")
_DONE = ("Procedure", "Radiation", "DiagnosticTest", "Device", "Behavioral", "Combination", "Placebo", "StandardCare")
_COVERS: dict[str, frozenset[str]] = {
    "DRUG": frozenset({*_GIVEN_AS_DRUG, "DietarySupplement"}),
    "BIOLOGICAL": frozenset({*_GIVEN_AS_DRUG, "Procedure", "DietarySupplement"}),
    "DEVICE": frozenset({*_DONE, "CombinationProduct"}),
    "PROCEDURE": frozenset(_DONE),
    "RADIATION": frozenset({"Radiation", "Procedure", "Drug", "Combination", "Placebo", "StandardCare"}),
    "OTHER": frozenset(
        {
            "StandardCare",
            "Placebo",
            "OtherIntervention",
            "Behavioral",
            "DiagnosticTest",
            "Combination",
            "DietarySupplement",
        }
    ),
}


def findings(
    document: Document, item: InterventionItem, path: str, composite: Composite, named: list[Named]
) -> Iterator[Finding]:
    """What is unknown, partly known, misspelt or of another type in the name of one entry at `path`."""
    name = item.name.text.strip()
    if composite.truncated:
        yield Finding(
            "partly-mapped-entry",
            f"the name of intervention-{item.position} is too long; its start was read",
            (item.name.span(0, 200),),
            path,
        )
    known = [n for n in named if n.part.concept is not None]
    if not known:
        condition = _condition(document, name)
        said = f"no concept for intervention-{item.position}: “{name[:200]}”"
        if condition is not None:
            said = f"intervention-{item.position} is entered as an intervention but names a condition: {condition}"
        yield Finding("unmapped-entry" if condition is None else "mistyped-entry", said, (item.name.span(),), path)
        return
    yield from _new_drugs(item, path, known)
    from_name = [n for n in known if n.passage is item.name]
    if from_name:
        unknown = [(n.part.start, n.part.end) for n in named if n.part.concept is None]
        yield from _not_all_known(item, path, [*unknown, *composite.leftovers])
        yield from _mistyped(document, item, path, name, from_name)


def _new_drugs(item: InterventionItem, path: str, known: list[Named]) -> Iterator[Finding]:
    """What was taken for a drug by its code or its nonproprietary name alone."""
    for rule, kind, sort in ((RULE, "unknown-code", "code"), (INN_RULE, "unknown-drug-name", "name")):
        new = [n for n in known if n.part.rule == rule]
        if new:
            said = ", ".join(f"“{n.passage.text[n.part.start : n.part.end]}”" for n in new)
            yield Finding(
                kind,
                f"intervention-{item.position}: no vocabulary knows {said[:200]}; taken for a drug of that {sort}",
                tuple(n.span for n in new),
                path,
            )


def _not_all_known(item: InterventionItem, path: str, unknown: list[tuple[int, int]]) -> Iterator[Finding]:
    """The words of a name that are known in part for which nothing is known."""
    missing = [(a, b) for a, b in unknown if _tells(item.name.text[a:b])]
    if missing:
        said = "; ".join(f"“{item.name.text[a:b]}”" for a, b in missing)
        spans = tuple(item.name.span(a, b) for a, b in missing)
        yield Finding(
            "partly-mapped-entry", f"intervention-{item.position}: nothing known for {said[:200]}", spans, path
        )


def _condition(document: Document, name: str) -> str | None:
    """The label of the condition that is all of a name; short forms mean too much."""
    known = document.vocabulary.lookup(name, "condition") if len(name) >= _LONG_ENOUGH else ()
    concept = document.concept(known[0]) if known else None
    return concept.label if concept is not None else None


def _mistyped(
    document: Document, item: InterventionItem, path: str, name: str, from_name: list[Named]
) -> Iterator[Finding]:
    """An entry of a kind that its type does not cover, or, of a drug, also of such a kind."""
    covers = _COVERS.get(item.registry_type)
    if covers is None or not _is_named(item.name.text, from_name):
        return
    concepts = [c for n in from_name if (c := document.concept(n.part.concept or "")) is not None]
    kinds = [_kind(concept) for concept in concepts]
    strange = [
        kind
        for kind, concept in zip(kinds, concepts, strict=True)
        if kind not in covers and _has_a_type(document, concept, item.registry_type)
    ]
    if "Drug" in kinds and any(_is_way_aside(document, item, part) for part in from_name):
        strange = [kind for kind in strange if kind != "Procedure"]
    if item.registry_type != "OTHER" and len(strange) < len(kinds):
        strange = [kind for kind in strange if kind != "Device"]  # "Formoterol MDI": the drug's own inhaler
    if strange and (len(strange) == len(kinds) or item.registry_type == "DRUG"):
        told = "but is" if len(strange) == len(kinds) else "but also names"
        yield Finding(
            "mistyped-entry",
            f"intervention-{item.position} is registered as {item.registry_type} "
            f"{told} {' and '.join(dict.fromkeys(strange))}: “{name[:120]}”",
            (item.entry.span(),),
            path,
        )


def _is_way_aside(document: Document, item: InterventionItem, named: Named) -> bool:
    """Whether a bracket tells the way of giving by the name of a procedure: "Oxaliplatin (HAI)"."""
    part = named.part
    aside = item.name.text[: part.start].rstrip().endswith("(")
    return aside and part.concept is not None and bool(route_of(part.concept, document.vocabulary))


def _is_named(name: str, parts: list[Named]) -> bool:
    """Whether at least half of the words that tell something belong to what is known: "morning use of statins" is more
    than a drug."""
    small = words("trim") | words("beside")
    telling = [m for m in _WORD.finditer(name) if len(m.group()) > 3 and m.group().lower() not in small]
    known = [m for m in telling if any(n.part.start <= m.start() < n.part.end for n in parts)]
    return 2 * len(known) >= len(telling)


def _tells(unread: str) -> bool:
    """Whether unread words may be a name, not only how, where or how much is done ("online", "12-week", "10200SU")."""
    small = words("beside")
    return not all(word in small or _MEASURE.fullmatch(word) for word in _WORD.findall(fold(unread)))


def repeated(
    document: Document, what: str, same: Iterable[Sequence[ConditionItem] | Sequence[InterventionItem]]
) -> Iterator[Finding]:
    """One finding for each name that several entries have (`what` they are: "condition", "intervention")."""
    for first, *others in same:
        if others:
            said = " and ".join(f"{what}-{other.position}" for other in others)
            yield Finding(
                "duplicate-entry",
                f"{said} repeat{'s' if len(others) == 1 else ''} {what}-{first.position}: “{first.name.text.strip()}”",
                (first.name.span(), *(other.name.span() for other in others)),
                document.trial.part(f"{what}-{others[0].position}"),
            )


def _kind(concept: Concept) -> str:
    """The kind that a type must cover; a regimen that something is done for (`HAIC of FOLFOX`) is a combination."""
    done = concept.kind == "Regimen" and any(part.startswith("procedure/") for part in concept.components)
    return "Combination" if done else concept.kind


def _has_a_type(document: Document, concept: Concept, registered: str) -> bool:
    """Whether a registry surely has a type for it other than the one registered: not for saline or food, not for
    physiotherapy or positioning, which are done without an operation, nor for software. What is done with drugs
    ("spinal anesthesia") may be registered as one."""
    if registered == "DRUG":
        return concept.kind != "Procedure" or words("drugged").isdisjoint(fold(concept.label).split())
    if registered != "OTHER":
        return True
    above = (document.concept(broader) for broader in concept.broader)
    names = [_BEHIND.split(fold(c.label))[0].split() for c in (concept, *above) if c is not None]
    if concept.kind == "Procedure":
        return any(word.endswith(tuple(words("operation"))) for name in names for word in name)
    if concept.kind == "Drug":
        return words("inert").isdisjoint(names[0])
    return concept.kind != "Device" or all(words("software").isdisjoint(name) for name in names)
