"""A name that only the record itself explains: `Cettum (electrical moxibustion)`, `POF: paclitaxel + oxaliplatin`.

Where no vocabulary knows a part of an entry's name, and the prose puts right behind the same words, in a bracket or
after a colon, something that is understood as a whole, that is what the part stands for, at less confidence. A class
says what sort of thing it is and not which, so it does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.document import Document
from kg.extract.names.codes import RULES as NEW
from kg.extract.names.composite import parse
from kg.extract.names.elsewhere import Named, own_forms
from kg.extract.names.parts import AROUND, Composite, Part
from kg.ground import Grounding
from kg.model import InterventionItem, Passage
from kg.terms import combination_id

RULE = "defined by the record"
_KEPT = 0.8  # how much is kept of the score
_ALONE = ("drug/", "regimen/", "combination-product/", "procedure/", "radiation/", "dietary-supplement/")
_TOGETHER = ("drug/", "radiation/", "regimen/", "combination-product/")
_TAIL = re.compile(
    r"\s+(?:regimen|chemotherapy|protocol|therapy|treatment|group|injection|tablets?|capsules?)\Z", re.IGNORECASE
)
_LONGEST = 100
# `STMC-103H: magnesium stearate, mannitol`: behind a colon an ingredient of a code may stand.
_LISTED = re.compile(r"\+|/|\band\b|\bplus\b|,", re.IGNORECASE)
_NO_EQUAL = re.compile(
    r"\s*(?:or|and|with|plus|e\.?g\.?|such|including|like|vs\.?|versus|after|before)\b", re.IGNORECASE
)
_ONE_WORD = re.compile(r"[A-Z][\w+/-]*\Z")
# What explains a name stands right behind it: in a bracket, or after a colon where the name is one plain word.
_BRACKETED = (
    r"[®™]?(?:\s(?:regimen|chemotherapy|protocol|treatment|injection|tablets?|capsules?))?"
    rf"(?:\s?\(([^()]{{3,{_LONGEST}}})\)"
)
_IN_BRACKETS = re.compile(rf"{_BRACKETED})")
_IN_BRACKETS_OR_LISTED = re.compile(rf"{_BRACKETED}|\s?[:=]\s?([^():;.\n]{{3,{_LONGEST}}})(?=[;.\n)]|\Z))")


def with_definitions(document: Document, item: InterventionItem, named: list[Named]) -> list[Named]:
    """The same parts, those that only the record explains with what it says that they are."""
    made: list[Named] = []
    for each in named:
        head = 0 if _sort_of(each) else each.part.start  # "ZOF chemotherapy"
        surface = each.passage.text[head : each.part.end]
        found = [] if _known(each) else list(_defined(document, item, surface))
        for number, (part, passage) in enumerate(found):
            relation = each.part.relation if number == 0 else "with"
            facts = each.part.facts if number == 0 else ()
            made.append(Named(part._replace(relation=relation, segment=each.part.segment, facts=facts), passage))
        made += [] if found else [each]
    return made


def defined_names(document: Document, item: InterventionItem) -> Iterator[tuple[str, Grounding]]:
    """The words of an entry's name that the record explains, with what it is."""
    text = item.name.text
    for part in parse(text, document.vocabulary, item.registry_type, own_forms(document, text)).parts:
        if part.concept is None:
            found = list(_defined(document, item, text[part.start : part.end]))
            concepts = tuple(dict.fromkeys(c for each, _ in found if (c := each.concept) is not None))
            if found:
                first = found[0][0].grounding
                whole = first if len(concepts) == 1 else first._replace(concept=combination_id(concepts))
                yield _bare(text[part.start : part.end]), whole


def _sort_of(each: Named) -> bool:
    """Whether one word stands before the name of a class that ends the entry's name."""
    before, after = each.passage.text[: each.part.start].split(), each.passage.text[each.part.end :].strip()
    return (each.part.concept or "").startswith("drug-class/") and len(before) == 1 and not after


def _known(each: Named) -> bool:
    return each.part.concept is not None and each.part.rule not in NEW and not _sort_of(each)


def _bare(surface: str) -> str:
    return _TAIL.sub("", surface.strip(AROUND + "®™*'\"“”()[]"))


def _defined(document: Document, item: InterventionItem, surface: str) -> Iterator[tuple[Part, Passage]]:
    """The parts of what stands behind `surface` where the prose explains it; none if it does not."""
    name = _bare(surface)
    if not (2 <= len(name) <= 40 and any(c.isupper() for c in name)):
        return
    plain = _ONE_WORD.match(name) is not None and not any(c.isdigit() for c in name)
    passages = [*document.prose(), *([item.description] if item.description is not None else [])]
    for passage in passages:
        for match in _explanations(passage.text, name, _IN_BRACKETS_OR_LISTED if plain else _IN_BRACKETS):
            group = match.lastindex or 0
            content = passage.part(*match.span(group))
            if _NO_EQUAL.match(content.text):
                continue
            parts = _given_in(document, item, content.text, listed=group == 2)
            for part in parts:
                grounding = part.grounding._replace(
                    score=round(part.grounding.score * _KEPT, 3), reason=f"{RULE}: {part.grounding.reason}"
                )
                yield part._replace(grounding=grounding, rule=RULE), content
            if parts:
                return


def _given_in(document: Document, item: InterventionItem, text: str, *, listed: bool) -> tuple[Part, ...]:
    """The parts of an explanation, if each is known and all are given together, so that nothing else is said; one that
    must be `listed` names several."""
    composite = parse(text, document.vocabulary, item.registry_type, own_forms(document, text))
    parts = composite.parts
    if not parts or any(part.concept is None for part in parts) or not _whole(text, composite):
        return ()
    if listed and (len(parts) == 1 or _LISTED.search(text) is None):
        return ()
    allowed = _ALONE if len(parts) == 1 else _TOGETHER
    together = all(part.relation in ("first", "with", "then") for part in parts)
    return parts if together and all((part.concept or "").startswith(allowed) for part in parts) else ()


def _explanations(text: str, name: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """What the pattern finds right behind the name, wherever the name stands as words of its own."""
    start = text.find(name)
    while start >= 0:
        whole = not start or not (text[start - 1].isalnum() or text[start - 1] in "_-")
        match = pattern.match(text, start + len(name)) if whole else None
        if match is not None:
            yield match
        start = text.find(name, start + 1 if match is None else match.end())


def _whole(text: str, composite: Composite) -> bool:
    """Whether nothing is left, or of a procedure one word that says of what kind (`electrical moxibustion`)."""
    if not composite.leftovers:
        return True
    only = composite.parts[0]
    before = text[: only.start].split()
    deed = (only.concept or "").startswith(("procedure/", "radiation/"))
    return len(composite.parts) == 1 and deed and len(before) == 1 and not text[only.end :].strip()
