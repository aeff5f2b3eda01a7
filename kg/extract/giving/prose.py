"""How what the entries give is given, as the prose tells it.

The rule: a sentence with a verb of giving that is not about the world; a row with a dose right behind the name, or
behind each of several; what stands behind a name and a colon; a title or a sentence about the trial with a route or a
form right beside the name. Of a record with registered arms or descriptions, which tell the doses of each arm, only the
routes; of another one nothing that an arm told in prose gives in a way of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.background import clauses, stance_at, stances
from kg.extract.document import Document
from kg.extract.giving.administration import Fact, facts, quantities
from kg.extract.giving.in_text import Given, given
from kg.extract.giving.owners import BEFORE_NAME
from kg.extract.names.elsewhere import Named
from kg.extract.told_arms.compared_arms import COMPARED
from kg.extract.told_arms.prose import told_arms
from kg.ground import Grounding
from kg.model import Passage, Trial
from kg.text import fold

_GIVES = re.compile(
    r"\b(?:administ\w+|receiv\w+|given|treated|undergo\w*|underwent|randomi[sz]ed|assigned to|"
    r"delivered|provided|appl(?:y|ied|ies)|inhale[ds]?|instilled|ingest(?:ed|s)?|consum(?:e|es|ed|ing)|titrated|"
    r"swallow(?:ed|s)?|exercises?|attend(?:s|ed)?|practi[cs]e[ds]?|train(?:ed)?|"
    r"tak(?:e|en|es|ing)|gets?|inject\w*|infus\w+|dos(?:e|ed|es|ing)|"
    r"treatment with|(?:initiated|started|titrated) (?:at|with|to)|"
    r"(?:is|are|be) (?:initiated|started|commenced)|"
    r"(?:induction|consolidation|maintenance|conditioning|premedication) (?:treatment |therapy )?with)\b"
)
_DOSED = re.compile(r"\d\s?(?:mg|mcg|μg|ug|g|iu|miu|u|gy|gbq|mbq|mci|ml)\b|\d\s?%|\bauc\b")
_BESIDE_AFTER = re.compile(r"[\s,®™]*(?:\([^()]{0,30}\)\s?)?(?:at\s)?\Z")
_IT = re.compile(
    r"(?:it|this (?:drug|medication|medicine)|the (?:drug|medication|medicine))\s(?:will\sbe|is|was|is\sto\sbe)\s"
    r"(?:[a-z]+ly\s)?(?:given|administered|taken|injected|infused|applied|started|initiated)\b"
)
_STUDY_DRUG = re.compile(
    r"\b(?:receiv\w+|takes?|taking|took|given|administ\w+)\s(?:the\s|their\s|a\s|oral\s|one\s)?"
    r"(?:dose of\s)?(?:study|trial|investigational)\s(?:drug|medication|medicine|product)s?\b"
)
ANOTHER_MATTER = re.compile(
    r"\b(?:until|followed|follow-up|visits?|assess\w*|evaluat\w*|blood|sampl\w+|at least|last dose|"
    r"before(?! (?:each |every )?meal)|after|if)\b"
)
_BRACKET = re.compile(r"\s?\([^()]{1,40}\)")  # "apatinib (YN968D1) 250 mg oral"
# "dupilumab loading dose 400 mg", "apatinib, at a dose of 250 mg"
_TO_DOSE = re.compile(
    r"[\s,:(=-]{0,3}(?:(?:loading|starting|initial|induction|maintenance|fixed|single|step-up|escalating|increasing|"
    r"bolus|push|infusion|ci|civi?|continuous|oral(?:ly)?|intravenous(?:ly)?|subcutaneous(?:ly)?|iv|sc|po|im|s\.c\.|i\.v\.|at|a|the|an|doses?|dosage|of|will\sbe|is|was)"
    r"[\s:(]{1,2}){0,5}"
)
# "tDCS: 20 min per session", in a list "- Oral X (X): 250 mg"
_HEADED = re.compile(r"[^:.;]{2,60}:\s")
_HEADED_NAME = re.compile(r"[\s*•–-]{0,4}(?:\w{1,3}[.)]\s)?(?:oral\s|intravenous\s|iv\s|inj\.?\s|tab\.?\s|cap\.?\s)?")
_COLON = re.compile(r"(?:\s?\([^()]{1,40}\))?(?:\s(?:group|arm|tablets?|injection|therapy|treatment))?\s?:")
_OF_AN_ARM = ("dose", "schedule")
_NEAR = 25
_SO_FAR = "for at least "  # "treated for at least 6 months with X": who takes part
_WITH_ROUTE = ("drug/", "drug-class/", "combination-product/", "dietary-supplement/", "placebo/")
_WHERE = ("on the ", "in the ")  # "the effect of X on the skin"


class _Sentence(NamedTuple):
    """A sentence that may tell how something is given: by a verb, as a row of doses, as one about the trial, or behind
    a name and a colon."""

    start: int
    end: int
    told_so: bool
    row: bool
    of_trial: bool
    headed: bool
    titled: bool


def told_in_prose(document: Document, named: list[Named]) -> dict[str, list[tuple[Fact, Passage]]]:
    """How each concept is given by a sentence of the prose that says so."""
    routes_only = _registered_so(document.trial)
    concepts = _asked_for(document, named, routes_only)
    if not concepts:
        return {}
    told: dict[str, list[tuple[Fact, Passage]]] = {}
    for passage in document.prose():
        routed = _routed(document, passage) if routes_only else None
        if routed == []:
            continue
        folded = fold(passage.text)
        before = 0, 0
        for sentence in _telling(document, passage, folded, routed):
            start, end = sentence.start, sentence.end
            names = given(document, passage.part(start, end), concepts)
            if sentence.told_so and not names:
                names = _unnamed(document, passage, folded, (start, end), before, concepts)
            before = start, end
            rows = [found for found in names if sentence.row and _dosed(found)]
            had = {found.concept: {fact.kind for fact, _ in told.get(found.concept, ())} for found in names}
            for found in names:
                told.setdefault(found.concept, []).extend(
                    (f, found.passage)
                    for f in _stated_of(folded, sentence, found, rows)
                    if f.kind not in had[found.concept]  # by sentences before: "intravenous X, subcutaneous X"
                    and (f.kind == "route" or not routes_only)
                    and not f.value.startswith(_SO_FAR)
                )
    return told


def _asked_for(document: Document, named: list[Named], routes_only: bool) -> set[str]:
    """What the prose is asked about: what is named and what that holds, not what arms tell in a way of their own."""
    concepts = {n.part.concept for n in named if n.part.concept is not None}
    concepts |= {inner for concept in concepts for inner in document.components(concept)}
    if routes_only or document.trial.arms:
        return {concept for concept in concepts if concept.startswith(_WITH_ROUTE)}
    return concepts - _told_by_arms(document)


def _routed(document: Document, passage: Passage) -> list[int]:
    """Where the passage names routes."""
    return [hit.start for hit in document.hits(passage, "context") if hit.concepts[0].startswith("route/")]


def _telling(document: Document, passage: Passage, folded: str, within: list[int] | None) -> Iterator[_Sentence]:
    """The sentences of the passage that may tell how something is given, with one of these places in them."""
    titled = document.is_title(passage)
    said = clauses(document, passage)
    for start, end in document.sentences(passage):
        if within is not None and not any(start <= place < end for place in within):
            continue
        verb = _GIVES.search(folded, start, end)
        dosed = _DOSED.search(folded, start, end)
        of_trial = titled or stance_at(said, start) == "trial"
        # a row of doses is the trial's, if nothing says otherwise
        row = dosed is not None and stance_at(stances(passage.text, "likely"), dosed.start()) != "background"
        told_so = verb is not None and (row or stance_at(said, verb.start()) != "background")
        if dosed is not None and not row:
            row = _opens_anew(passage.text, start, dosed.start())
        headed = _HEADED.match(folded, start, end) is not None
        if told_so or row or of_trial or headed:
            yield _Sentence(start, end, told_so, row, of_trial, headed, titled)


def _opens_anew(text: str, start: int, dose: int) -> bool:
    """Whether the paragraph of a sentence says nothing of other studies up to its dose, whatever those before do."""
    opened = text.rfind("\n\n", 0, start) + 2
    return opened > 1 and stance_at(stances(text[opened:], "likely"), dose - opened) != "background"


def _stated_of(folded: str, sentence: _Sentence, found: Given, rows: list[Given]) -> tuple[Fact, ...]:
    """What the sentence tells of one name: all beside it, or what stands right at it."""
    start = sentence.start
    if (
        sentence.told_so
        or (found in rows and (len(rows) > 1 or _is_timed(found)))
        or (
            sentence.headed
            and _HEADED_NAME.fullmatch(folded, start, start + found.start)
            and _COLON.match(folded, start + found.end)
        )
    ):
        return _of_placebo(found) if found.concept.startswith("placebo/") else found.facts
    return _beside(folded[start : sentence.end], found, sentence.titled) if sentence.of_trial else ()


def _registered_so(trial: Trial) -> bool:
    """Whether registered arms or descriptions of entries tell doses or schedules."""
    texts = [text for arm in trial.arms for text in (arm.label, arm.description)]
    texts += [item.description for item in trial.interventions]
    return any(f.kind != "form" for text in texts if text is not None for f in quantities(text.text))


def _told_by_arms(document: Document) -> set[str]:
    """What arms give in a way of their own; of what is only compared, what several give."""
    giving = [
        {g.concept for g in arm.gives if any(f.kind in _OF_AN_ARM for f in g.facts)} for arm in told_arms(document)
    ]
    compared = any(arm.rule == COMPARED for arm in told_arms(document))
    given_so = {concept for concepts in giving for concept in concepts}
    return {c for c in given_so if not compared or sum(c in concepts for concepts in giving) > 1}


def _unnamed(
    document: Document,
    passage: Passage,
    folded: str,
    sentence: tuple[int, int],
    before: tuple[int, int],
    concepts: set[str],
) -> list[Given]:
    """`It will be given …`, behind a sentence that names one thing; `the study drug`, of a record with one drug."""
    start, end = sentence
    part = passage.part(start, end)
    it = _IT.match(folded, start, end)
    if it is not None and before[1] <= start and start - before[1] < _NEAR:
        named = given(document, passage.part(*before))
        if len({g.concept for g in named}) == 1 and named[0].concept in concepts:
            return [named[0]._replace(passage=part, start=0, end=it.end() - start, facts=_stated(document, part))]
    drug = _STUDY_DRUG.search(folded, start, end)
    drugs = {c for c in concepts if not c.startswith("placebo/")}
    if drug is not None and len(drugs) == 1 and not given(document, part):
        (only,) = drugs
        grounding = Grounding(only, 0.8, "grammar", (), "the one drug of the record")
        return [Given(part, drug.start() - start, drug.end() - start, grounding, only, _stated(document, part))]
    return []


def _stated(document: Document, part: Passage) -> tuple[Fact, ...]:
    folded = fold(part.text)
    stop = ANOTHER_MATTER.search(folded)
    own = ((a.short, a.long) for a in document.abbreviations)
    return tuple(f for f in facts(part.text, document.vocabulary, own) if stop is None or f.start < stop.start())


def _of_placebo(found: Given) -> tuple[Fact, ...]:
    """What stands near the word: the rest of its sentence speaks of what it feigns."""
    return tuple(f for f in found.facts if -_NEAR < f.start - found.end < _NEAR and not f.value.endswith("%"))


def _beside(folded: str, found: Given, titled: bool) -> tuple[Fact, ...]:
    """`oral X tablets`, in a title also `X 50 mg`: what stands right beside a name needs no verb."""
    kinds = ("route", "form", "dose", "schedule") if titled else ("route", "form")
    if found.concept.startswith("placebo/"):
        return ()
    return tuple(
        fact
        for fact in found.facts
        if fact.kind in kinds
        and (
            BEFORE_NAME.match(folded, fact.end, found.start)
            if fact.end <= found.start
            else _BESIDE_AFTER.match(folded, found.end, fact.start) and not folded.startswith(_WHERE, fact.start)
        )
    )


def _dosed(found: Given) -> bool:
    """`apatinib 250 mg`: a dose right behind the name."""
    dose = next((fact for fact in found.facts if fact.kind == "dose"), None)
    if dose is None or dose.start < found.end:
        return False
    if found.concept.startswith("placebo/") and dose.start - found.end > 3:
        return False  # "X, compared to placebo, at 80 μg"
    between = fold(_BRACKET.sub("", found.passage.text[found.end : dose.start]))
    return _TO_DOSE.fullmatch(between) is not None or any(f.kind == "form" and f.value in between for f in found.facts)


def _is_timed(found: Given) -> bool:
    """`250 mg oral d1-21`: a dose that a route or a schedule goes with needs no verb."""
    return any(fact.kind in ("route", "schedule") for fact in found.facts)
