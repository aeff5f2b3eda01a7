"""A drug that no vocabulary knows: a part of an entry that is nothing but a maker's code (`HRS-5041`, `BI 765423`), or
a nonproprietary name (`kg.extract.names.inn`), becomes a drug under that code or name.

Makers number their compounds, so the same code in two records is the same drug, however it is hyphenated. Such a drug
has no codes of vocabularies, its edges have less confidence, and a finding says that nothing more is known of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.document import Document
from kg.extract.names.composite import parse
from kg.extract.names.elsewhere import Named, asked_elsewhere, own_forms
from kg.extract.names.inn import new_drug
from kg.extract.names.parts import AROUND
from kg.extract.names.radiolabels import DRUG_CLASS, labelled
from kg.ground import Grounding
from kg.model import Concept, InterventionItem
from kg.wording import is_code, is_study_number

RULE, INN_RULE = "code name", "nonproprietary name"
RULES = (RULE, INN_RULE)
_SCORE = 0.8
_FOR_AN_ENDING = 0.94  # how much is kept of it where the ending of a name is all that says it is a drug
_TYPES = frozenset({"DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT", "GENETIC"})
_JOINTS = re.compile(r"[\s\u00ad\u2010-\u2015_-]+")
_NUMBER = re.compile(r" \d{3,7}[A-Za-z]?(?![\w.%-])(?!\s?(?:mg|mcg|μg|µg|ug|g|kg|ml|iu|u|units?|mmol)\b)")
# `glucokinase activator ZZQ-1234`: what stands before the code says what it does.
_DESCRIBED = re.compile(
    r".{3,80}\b(?:inhibitor|antagonist|agonist|activator|blocker|modulator|degrader|conjugate|antibody|analog(?:ue)?|"
    r"compound|agent|drug)\s+(?=\S+\s*\Z)",
    re.IGNORECASE,
)
# `EGFR inhibitor ZZQ-1234`: right behind a class that a vocabulary knows.
_BEHIND_CLASS = re.compile(r"[\s:]{1,2}(?P<new>[A-Za-z][\w-]{4,24})(?=\s*(?:\Z|[,;(+/&]|(?:plus|and|with|or|in)\b|\d))")
# `RAPA-201 rapamycin-resistant T cells`: what stands behind the code says what it is.
_EXPLAINED = re.compile(r"(?P<code>[A-Za-z][\w-]{3,15})(?=\s?[(，]|\s)")
_NOT_ITSELF = re.compile(
    r"\b(?:placebo|vehicle|matching|sham|assay|test|free|without|versus|biosimilar|comparator)\b", re.IGNORECASE
)
_MARKS = AROUND + "®™*'\"“”()[]"
# Codes that would be too bold in running text, and are not where they are all that an entry says.
_WHOLE = re.compile(r"(?:[A-Z]{2,5}-(?=[A-Z0-9]*\d{2})[A-Z0-9]{4,7}|[A-Z]\d{3,4}|(?:XmAb|mRNA-)\d{4,6})\Z")
_NO_DRUG = re.compile(
    r"(?:CD|HLA|IL|PD|HER|MUC|NCT|ISRCTN|EUDRACT|COHORT|ARM|GROUP|PART|DOSE|STAGE|PHASE|STEP|STUDY|VISIT|DAY|WEEK)-?\d"
)


def with_codes(document: Document, item: InterventionItem, named: list[Named]) -> list[Named]:
    """The same parts, those that are code names with their drug."""
    return [_coded(document, each) for each in named] if item.registry_type in _TYPES else named


def names_of_codes(document: Document, item: InterventionItem) -> Iterator[tuple[str, Grounding]]:
    """The codes of an entry's name as running text may write them (folded), each with its drug: the one of that code,
    or the one that the entry says elsewhere that it is."""
    if item.registry_type not in _TYPES:
        return
    text = item.name.text
    for part in parse(text, document.vocabulary, item.registry_type, own_forms(document, text)).parts:
        coded = _coded(document, Named(part, item.name)).part
        if coded.rule == INN_RULE:
            yield text[coded.start : coded.end].strip(_MARKS).lower(), coded.grounding
        elif coded.rule == RULE:
            grounding = coded.grounding
            if document.concept(coded.concept or "") is None:
                meant = [named.part.grounding for named in asked_elsewhere(document, item)]
                if len(meant) != 1 or meant[0].concept is None:
                    continue
                grounding = meant[0]
            joined = _JOINTS.sub("-", text[coded.start : coded.end].strip(_MARKS)).lower()
            letters = re.match(r"[a-z]+", joined)
            apart = joined if letters is None or "-" in joined else f"{letters[0]}-{joined[letters.end() :]}"
            for form in dict.fromkeys((joined, apart, apart.replace("-", ""), apart.replace("-", " "))):
                yield form, grounding


def minted(document: Document, named: list[Named]) -> Iterator[Concept]:
    """The drugs that `with_codes` found."""
    for each in named:
        surface = each.passage.text[each.part.start : each.part.end].strip(_MARKS)
        tracer = labelled(surface) if each.part.rule == RULE else None
        if tracer is not None and tracer.concept == each.part.concept:
            yield Concept(tracer.concept, "Drug", tracer.label, drug_classes=(DRUG_CLASS,))
        elif each.part.rule == RULE and each.part.concept is not None:
            yield Concept(each.part.concept, "Drug", _JOINTS.sub("-", surface))
        elif each.part.rule == INN_RULE and (drug := new_drug(surface, document)) is not None:
            yield Concept(drug.concept, "Drug", drug.label, drug_classes=(drug.drug_class,))


def _coded(document: Document, each: Named) -> Named:
    """The part with its drug. A bracket that says what sort of drug stands before it (`HRS-5041 (an AR PROTAC)`) is no
    reason to know less; a number behind a space (`HRS 5041 tablets`) is part of the code."""
    text, part = each.passage.text, each.part
    start, end = part.start, part.end
    if part.concept is not None:
        head = text[:start].partition("(")[0]
        behind = _BEHIND_CLASS.match(text, end)
        if not part.concept.startswith("drug-class/"):
            return each
        if part.rule == "bracket explains" and "(" in text[:start]:
            start, end = len(head) - len(head.lstrip(_MARKS)), len(head.rstrip(_MARKS))
        elif behind is not None:
            start, end = behind.span("new")
        else:
            return each
    else:
        described = _DESCRIBED.match(text, start, end)
        start = described.end() if described is not None else start
        number = _NUMBER.match(text, end)
        end = number.end() if number is not None else end
    if end <= start:
        return each
    found = _found(document, text[start:end])
    explained = _EXPLAINED.match(text, start, end) if found is None and part.concept is None else None
    if explained is not None and is_code(explained["code"]) and not _NOT_ITSELF.search(text, start, end):
        end = explained.end("code")
        found = _found(document, explained["code"])
    if found is None:
        return each
    grounding, rule = found
    kept = tuple(fact for fact in part.facts if fact.end <= start or fact.start >= end)
    return each._replace(part=part._replace(start=start, end=end, grounding=grounding, facts=kept, rule=rule))


def _found(document: Document, surface: str) -> tuple[Grounding, str] | None:
    """What a surface stands for if it is a code, or a nonproprietary name, and nothing else; and by which rule."""
    drug = new_drug(surface.strip(_MARKS), document)
    if drug is not None:
        reason = "ends as nonproprietary names do; no vocabulary knows it"
        return Grounding(drug.concept, round(_SCORE * _FOR_AN_ENDING, 3), "grammar", (), reason), INN_RULE
    tracer = labelled(surface.strip(_MARKS))
    if tracer is not None and document.vocabulary.get(tracer.concept) is None:
        known = document.vocabulary.lookup(tracer.label, "intervention")
        reason = "an isotope and a compound" + ("" if known else " that no vocabulary knows")
        return Grounding(known[0] if known else tracer.concept, _SCORE, "grammar", (), reason), RULE
    code = _JOINTS.sub("-", surface.strip(_MARKS))
    if not (is_code(code) or _WHOLE.match(code)) or _NO_DRUG.match(code.upper()) or is_study_number(code):
        return None
    if any(abbreviation.short == surface.strip(_MARKS) for abbreviation in document.abbreviations):
        return None  # the record says what it stands for, and that is not known
    concept = f"drug/{code.replace('-', '').lower()}"
    if document.vocabulary.get(concept) is not None:
        return None
    return Grounding(concept, _SCORE, "grammar", (), "a maker's code that no vocabulary knows"), RULE
