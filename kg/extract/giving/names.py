"""The names in running text of what is given: those of the vocabulary, of the record's own entries, its short forms.

The rule: a whole name counts, unless it is what something is aimed at ("antibody against IgE") or what is left out
("without antibiotics"). What a short form means in this record comes before what it means elsewhere.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extract.context import short_forms
from kg.extract.document import Document
from kg.extract.giving.dosed_short_forms import dosed_short_forms
from kg.extract.names.codes import names_of_codes
from kg.extract.names.composite import parse
from kg.extract.names.defined import defined_names
from kg.extract.names.parts import DOMAIN, DRUG_TYPES, is_agent
from kg.extract.names.patterns import ACTED_ON
from kg.ground import Grounding, choose, ground, may_mean
from kg.model import Passage
from kg.text import fold, holds_any, stands_free
from kg.vocab.vocabulary import Vocabulary
from kg.wording import is_torn

_JOINED = re.compile(r" and | plus |\s?\+\s?|/")
_LONGEST_JOINT = 80
_DRUGS = ("drug/", "regimen/", "combination-product/")
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
# "ASA I-II", "ASA physical status": how ill one is before an operation, not aspirin.
_GRADE = re.compile(
    r"\)?[\s:-]{0,2}(?:physical|ps\b|class|grade|scor|status|risk|categor|standards?\b|[<>≤≥=]{0,2}\s?(?:i{1,3}|iv|v|[1-5ⅰ-ⅴ])"
    r"(?![\w.%]|\s?(?:mg|g\b|x\b|×|tablets?|doses?|times)))"
)
# What a text must hold, or end with, for the patterns above to find something in it.
_TARGETED_HINTS = ("target", "direct", "specific", "bind", "inhibit", "block", "express", "against", "anti")
_ABSENT_ENDS = (
    *("non", "non-", "non ", "without ", "any ", "the ", "added ", "additional ", "no ", "instead of ", "in place of "),
    *("substituted for ", "substitute for ", "replacing ", "rather than "),
)
_IS_CODE = re.compile(r"[A-Z]{2,3}-\d{1,2}")  # "IL-2"
_SAME_AGAIN = re.compile(r"\s*\(?\s*")  # "radiofrequency ablation (RFA)"
_SHORT_FORM = 0.9  # how sure a short form is that follows from what the record registers or defines


def is_given_here(text: str, folded: str, start: int, end: int) -> bool:
    """Whether the name at this place can be something given: a whole word, no target, not what is left out."""
    if is_torn(text, start, end):
        return False
    window = max(0, start - 60)
    if folded.endswith(_ABSENT_ENDS, window, start) and _ABSENT_BEFORE.search(folded, window, start):
        return False
    if _ABSENT_AFTER.match(folded, end) or ACTED_ON.match(folded, end):
        return False
    if end - start == len("asa") and folded.startswith("asa", start) and _GRADE.match(folded, end):
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
        if not (5 <= len(name) <= 60 or _IS_CODE.fullmatch(name)):
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


def _registered_concepts(document: Document) -> frozenset[str]:
    """What the names of the entries say, with everything inside it."""
    known: frozenset[str] | None = document.remembered.get(_registered_concepts)
    if known is None:
        named = (
            part.concept
            for item in document.trial.interventions
            for part in parse(item.name.text, document.vocabulary, item.registry_type).parts
            if part.concept is not None
        )
        known = frozenset(part for concept in named for part in document.components(concept))
        document.remembered[_registered_concepts] = known
    return known


def forget_names(document: Document) -> None:
    """Look the names of the entries up anew: what the entries are has become known."""
    document.remembered.pop(_registered_names, None)


def own_names(document: Document, folded: str) -> list[tuple[int, int, Grounding]]:
    """Where the folded text names an entry of this record by the entry's own name."""
    found = []
    for name, grounding in _registered_names(document):
        start = folded.find(name)
        while start >= 0:
            end = start + len(name)
            if stands_free(folded, start, end):
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


def _joint_forms(document: Document) -> tuple[tuple[re.Pattern[str], tuple[Grounding, ...]], ...]:
    """Short forms of the record that stand for several things given together: `carboplatin and etoposide (CE)`."""
    known: tuple[tuple[re.Pattern[str], tuple[Grounding, ...]], ...] | None = document.remembered.get(_joint_forms)
    if known is None:
        found = {}
        for short, long, *_ in document.abbreviations:
            if _JOINED.search(long) is None or len(long) > _LONGEST_JOINT:
                continue
            parts = [part.grounding for part in parse(long, document.vocabulary, "DRUG").parts]
            if len(parts) > 1 and all((part.concept or "").startswith(_DRUGS) for part in parts):
                found[short] = (re.compile(rf"(?<![\w/-]){re.escape(short)}(?![\w/-])"), tuple(parts))
        known = document.remembered[_joint_forms] = tuple(found.values())
    return known


def names_given(document: Document, passage: Passage, folded: str) -> list[tuple[int, int, Grounding]]:
    """(start, end, meaning) of every name of something given in `passage`, whose folded text is `folded`, in order."""
    text = passage.text
    found = _names_of_vocabulary(document, passage, folded)
    more = _names_of_the_record(document, passage, folded)
    found = [name for name in found if not _is_clipped(name, more)]
    joint = [(m.span(), parts) for form, parts in _joint_forms(document) for m in form.finditer(text)]
    for (start, end), parts in joint:
        if not _overlaps(found, start, end) and is_given_here(text, folded, start, end):
            found += [(start, end, part) for part in parts]
    for start, end, grounding in more:
        if _overlaps(found, start, end) or not is_given_here(text, folded, start, end):
            continue
        same = (e for _, e, known in found if known.concept == grounding.concept and e <= start)
        if not any(_SAME_AGAIN.fullmatch(text, e, start) for e in same):
            found.append((start, end, grounding))
    if more or joint:
        found.sort(key=lambda name: name[:2])
    return found


def _is_clipped(name: tuple[int, int, Grounding], more: list[tuple[int, int, Grounding]]) -> bool:
    """Whether the dose behind it tells that what the vocabulary knows otherwise is the beginning of a drug's name."""
    start, end, known = name
    if (known.concept or "").startswith("drug/"):
        return False
    return any((s, e) == (start, end) and (g.concept or "").startswith("drug/") for s, e, g in more)


def _overlaps(found: list[tuple[int, int, Grounding]], start: int, end: int) -> bool:
    """Whether a name found before shares a letter with `start:end`."""
    return any(s < end and start < e for s, e, _ in found)


def _names_of_vocabulary(document: Document, passage: Passage, folded: str) -> list[tuple[int, int, Grounding]]:
    """What the vocabulary knows by name, once where it is named again at once (`doxorubicin (Adriamycin)`)."""
    text = passage.text
    found: list[tuple[int, int, Grounding]] = []
    last = ""
    for hit in document.hits(passage, DOMAIN):
        grounding = named(document, text[hit.start : hit.end], hit.concepts)
        concept = grounding.concept
        if concept is None or concept.split("/")[0] not in _GIVEN:
            continue
        if not is_given_here(text, folded, hit.start, hit.end):
            continue
        if concept == last and _SAME_AGAIN.fullmatch(text, found[-1][1], hit.start):
            continue
        found.append((hit.start, hit.end, grounding))
        last = concept
    return found


def _names_of_the_record(document: Document, passage: Passage, folded: str) -> list[tuple[int, int, Grounding]]:
    """What only this record makes known: its entries by their own names, its short forms, and those that a dose tells
    to be drugs."""
    text = passage.text
    found = own_names(document, folded)
    for start, end, concept in short_forms(document, passage, DOMAIN):
        if concept.split("/")[0] in _GIVEN:
            reason = f"what {text[start:end]} stands for in this record"
            found.append((start, end, Grounding(concept, _SHORT_FORM, "abbreviation", (), reason)))
    defined = {abbreviation.short for abbreviation in document.abbreviations}
    found += dosed_short_forms(text, document.vocabulary, defined, lambda: _registered_concepts(document))
    return found
