"""Conditions of the trial's population in running text.

The rule: in titles all that are named; in prose those registered, narrower ones, and what the people of the trial are
said to have. A cancer and its metastases that stand together ("liver metastases from advanced colorectal cancer") are
one condition where the vocabulary has that concept.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from kg.extract.background import Clause, clause_at
from kg.extract.diseases.inside_names import inside_another_name
from kg.extract.diseases.measured import measured_in_title
from kg.extract.diseases.not_theirs import FREE_OF, NOT_POPULATION, OUTCOME_WORD, OUTCOMES
from kg.extract.diseases.of_others import a_cause, not_of_all, of_others
from kg.extract.diseases.places import Place, condition_places
from kg.extract.diseases.to_come import at_risk, not_yet_had, to_be_reduced
from kg.extract.document import Document
from kg.extract.negation import polarity
from kg.model import Passage
from kg.text import holds_any


class Registered(NamedTuple):
    """The concepts of the registered conditions, and what is directly broader than they are."""

    named: frozenset[str] = frozenset()
    broader: frozenset[str] = frozenset()


class Named(NamedTuple):
    """A condition of the trial's population at `passage.text[start:end]`. `inner`: it is a part of a composite that is
    there too; `short`: an abbreviation that the record defines."""

    start: int
    end: int
    concept: str
    confidence: float
    rule: str
    inner: bool = False
    short: bool = False


_REACH = 110  # how far before a name its patients may be named
_PEOPLE = (
    r"(?:patients?|pts?|subjects?|participants?|adults?|children|infants|adolescents|people|persons?|women|men|"
    r"individuals?|those|volunteers|survivors|populations?|cases|sufferers|neonates|youth|males|females|veterans)"
)
# Whose "with" tells what they have, too; but "cancer nurses" and "asthma students" have it not.
_WHO = (
    rf"(?:{_PEOPLE}|recipients|couples|students|mothers|newborns|babies|toddlers|boys|girls|teenagers|athletes|workers|"
    r"employees|nurses|residents|inpatients|outpatients|eyes|teeth|knees|smokers|soldiers|prisoners|inmates|refugees|"
    r"service members|players|pregnancies|seniors|elders|users)"
)
_ANCHOR = re.compile(
    rf"\b(?:{_WHO}[^.;:]{{0,60}}? (?:with|w/|suffering from|diagnosed with|(?:who|must|should) have|having|"
    rf"affected by|living with|in|for)|"
    r"(?:treatment|therapy|management|treating|treat|prevention|prophylaxis|control|prevent|preventing|diagnosis|"
    r"detection|relief|onset|progression|incidence|severity|symptoms|relapse|patients?|outcomes?|burden|risk|"
    r"exacerbations?) (?:of|for|in|with|from)|in|with|for|of|about)\s"
)
_STOPPING = re.compile(
    r"[.;:]|\b(?:who|which|that|will|receiv\w*|treated|undergoing|after|before|compared|versus|"
    r"vs|using|by|without|excluding|no|not|than|"
    r"during|following|due|cause[ds]?|assess\w*|evaluat\w*|rate|incidence|evidence)\b"
)
# "adults (18 to 65) in care with moderate to severe", right before the name: what follows is what they have.
_HAVE = (
    r"(?:with|w/|having|(?:who|that) (?:have|had|has|suffer from|are diagnosed with)|must have|"
    r"suffer(?:ing)? from|diagnosed (?:with|as)|affected by|living with|experiencing|presenting with|complaining of|"
    r"(?:hospitali[sz]ed|admitted) (?:for|with)|(?:being )?treated for|in treatment for|"
    r"(?:undergoing|(?:scheduled|planned|referred) for) (?:[\w-]+ ){1,4}"
    r"(?:for|(?:(?<=section )|(?<=blation )|(?<=removal )|(?<=surgery )|(?<=repair ))of))"
)
_NOT_THEIRS = (
    r"(?:in|for|on|as|by|from|the (?!diagnosis)|is|are|was|were|used|free|tests?|results?|less|more|than|who|which|"
    r"that|signs?|will|receiv\w*|treated|undergoing|after|before|compared|versus|vs|using|without|excluding|no|not|"
    r"during|following|due|cause[ds]?|can|may|to (?!severe|moderate|grade|stage|[\divx]))\b"
)
_PATIENTS_WITH = re.compile(
    rf"(?<!one in \d )(?<!one in \d\d )(?<!% of )\b{_WHO}\b(?:\s\([^()]*\))?"
    rf"(?:(?:\s(?!(?:free|assess\w*)\b)[\w/+-]+){{0,9}}?,?\s{_HAVE}|\sof)\s"
    rf"(?:(?!{_NOT_THEIRS})[\w/+'(),.≥-]+\s+){{0,12}}[\w/+'(-]*\Z"
)
# "the percentage of children with anaphylaxis" is an outcome.
_COUNTED = re.compile(r"\b(?:percentage|proportion|number|fraction|frequency|incidence|rate)s? of (?:the |all )?\Z")
_DIAGNOSED = re.compile(r"\b(?:confirmed|proven|diagnos\w+|documented|ha(?:[ds]|v\w+)|treat(?:ing)?)\b[^.;:]{0,60}\Z")
_PEOPLE_WITHIN = re.compile(rf"(?:[\w-]+ )?{_PEOPLE} (?:living )?with\b")  # a name itself: "people living with HIV"
_PEOPLE_AFTER = re.compile(rf"^[\s-]*(?:\([^)]{{1,25}}\)\s*)?{_PEOPLE}\b")
_CONNECTS = re.compile(
    r"\s*(?:\([^()]{1,20}\)\s*)?(?:(?:and|with|from|of|or|in|,|-|/|patients? with|patients? having|to|who have|"
    r"combined with|accompanied by|with concurrent|(?:with|and) synchronous)\s*)?(?:the\s|its\s)?(?:[\w-]+\s){0,3}"
)


def around(conditions: list[Named], start: int, end: int, reach: int = 200) -> list[Named]:
    """Those of the (sorted) conditions that begin near `start:end`."""
    return conditions[bisect_left(conditions, (start - reach,)) : bisect_left(conditions, (end + reach,))]


# "patients with melanoma, breast cancer (BC) and NSCLC": what one of the row is, the others are.
_THEIR = re.compile(
    rf"\b{_WHO} (?:with|having|who have|diagnosed with|suffering from)\b"
    r"(?:(?!\b(?:can|may|such|other|including|risk|without|no)\b)[^.;:]){0,60}\Z"
)
_IN_A_ROW = re.compile(
    r"\)?\s?(?:\([^()]{1,20}\))?\s?(?:,|and|or|and/or|, and|, or|/)\s(?:(?!with|without|who|in|for|no|"
    r"not)[\w-]+[\s/]){0,3}"
)


def registered_conditions(document: Document) -> Registered:
    """The concepts of the registered conditions, and the broader ones: what the population has by registration."""
    named: set[str] = set()
    broader: set[str] = set()
    for position in range(len(document.trial.conditions)):
        for target in document.objects(document.trial.part(f"condition-{position}"), "tkg:resolvesTo"):
            named.add(target)
            concept = document.concept(target)
            broader.update(concept.broader if concept is not None else ())
    return Registered(frozenset(named), frozenset(broader - named))


def named_conditions(
    document: Document,
    passage: Passage,
    folded: str,
    found: tuple[Clause, ...],
    titled: bool,
    registered: Registered,
) -> list[Named]:
    """The conditions of this trial's population that the passage names, composites included."""
    result: list[Named] = []
    named_so = -1
    theirs = False  # whether the last one was said to be the patients'
    asked = passage == document.trial.eligibility.criteria
    excludes = holds_any(folded, ("exclu", "except", "not be "))
    hull = (found[0].start, found[-1].end) if found else (0, 0)  # of all the criteria of a trial, often a few lines
    for place in condition_places(document, passage, *hull):
        start, end, concept, short, _ = place
        clause = clause_at(found, start)
        if clause is None or clause.stance == "background" or _is_other_name(document, passage, folded, place, titled):
            continue
        here = clause.stance == "trial"
        in_row = theirs and bool(result) and _IN_A_ROW.fullmatch(folded, result[-1].end, start) is not None
        rule = "title-condition"
        if not titled:
            rule = _belongs(document, folded, asked, clause, place, in_row, registered)
        theirs = rule in ("patients-with-condition", "condition-patients")
        if here and rule in ("registered-condition", "narrower-than-registered"):
            theirs = in_row or _THEIR.search(folded, clause.start, start) is not None
        if not rule:
            continue
        outcomes = named_so > clause.start and _IN_A_ROW.fullmatch(folded, named_so, start) is not None
        if outcomes or OUTCOMES.search(folded, max(clause.start, start - 45), start):
            named_so, theirs = end, False  # "poor outcomes, including cirrhosis and cancer"
            continue
        if _is_not_theirs(document, folded, clause, place, titled, registered):
            continue
        if excludes and polarity(passage.text, start) == "ruled-out":
            continue
        confidence = 0.95 if titled else 0.92 if here else 0.82
        result.append(Named(start, end, concept, confidence, rule, short=short))
    return _composites(document, passage, folded, found, result)


def _is_other_name(document: Document, passage: Passage, folded: str, place: Place, titled: bool) -> bool:
    """Whether the name is a part of another: "metastasis-free", "anti-tumor", "EORTC QLQ-Lung Cancer"."""
    start, end = place.start, place.end
    if FREE_OF.match(folded, end) or folded.endswith(("anti-", "anti ", "non-", "non ", "pre-"), 0, start):
        return True
    return inside_another_name(document, passage, folded, start, end, titled)


def _is_not_theirs(
    document: Document, folded: str, clause: Clause, place: Place, titled: bool, registered: Registered
) -> bool:
    """Whether the words around the name make it that of other people, of some, a risk, a cause, or what is measured,
    prevented or looked for."""
    start, end, concept = place.start, place.end, place.concept
    if NOT_POPULATION.search(folded[max(clause.start, start - 45) : start]):
        return True
    if concept not in registered.named and (
        of_others(folded, clause.start, start, titled) or not_of_all(folded, clause.start, start, end)
    ):
        return True
    if at_risk(folded, clause.start, start, end):
        return True
    if not titled:
        if to_be_reduced(folded, clause.start, start, end):
            return True
        return OUTCOME_WORD.match(folded[end : end + 30]) is not None or a_cause(folded, clause.start, start)
    if not_yet_had(folded, start, end):
        return True
    others = bool(registered.named)
    return measured_in_title(folded, start, end, others) and not _is_registered(document, concept, registered)


def _belongs(
    document: Document,
    folded: str,
    asked: bool,
    clause: Clause,
    place: Place,
    in_row: bool,
    known: Registered,
) -> str:
    """By which rule a condition in a clause of prose, or in one that is `asked` for, is the population's; or none. On
    the trial, a word for people who have it says so, and the row of what they have (`in_row`)."""
    rule = _by_words_around(document, folded, asked, clause, place.start, place.end, place.concept, known)
    if rule or clause.stance != "trial":
        return rule
    return "condition-patients" if place.people else "patients-with-condition" if in_row else ""


def _by_words_around(
    document: Document, folded: str, asked: bool, clause: Clause, start: int, end: int, concept: str, known: Registered
) -> str:
    """The rule by which the words around a condition, or the entries of the record, make it the population's."""
    if concept in known.named:
        return "registered-condition"
    before = folded[max(clause.start, start - _REACH) : start]
    people_behind = _PEOPLE_AFTER.match(folded[end : end + 40]) is not None
    narrower = clause.stance == "trial" and _is_registered(document, concept, known)
    if narrower and (asked or _DIAGNOSED.search(before)):
        return "narrower-than-registered"
    if narrower or concept in known.broader:
        # What is only broader may be anybody's ("signs of fighting cancer"), what is narrower an outcome ("and atopy").
        anchors = _anchors(before)
        if people_behind or any(" " in anchor or (narrower and anchor in ("in", "about")) for anchor in anchors):
            return "narrower-than-registered" if narrower else "registered-condition"
    theirs = "condition-patients"
    if not people_behind and not _PEOPLE_WITHIN.match(folded, start):
        having = _PATIENTS_WITH.search(before)
        if having is None or _COUNTED.search(before, 0, having.start()) is not None or not _anchors(before, _REACH):
            return ""
        theirs = "patients-with-condition"
    if clause.stance == "trial":
        return theirs
    # What an opening teaches is not the patients': "comorbidities such as type 2 diabetes".
    return "narrower-than-registered" if _is_registered(document, concept, known) else ""


def _anchors(before: str, reach: int = 60) -> list[str]:
    """The words near the end of a text by which what follows may be a condition of people, or what is treated."""
    return [
        match.group().strip()
        for match in _ANCHOR.finditer(before)
        if len(before) - match.end() <= reach and not _STOPPING.search(before, match.end())
    ]


def _is_registered(document: Document, concept: str, registered: Registered) -> bool:
    """Whether the record registers this condition, or one that is directly broader."""
    known = document.concept(concept)
    return concept in registered.named or (known is not None and not registered.named.isdisjoint(known.broader))


def _is_metastasis(document: Document, concept: str) -> bool:
    known = document.concept(concept)
    return known is not None and ("metasta" in known.label.lower() or "metasta" in concept)


def _composites(
    document: Document, passage: Passage, folded: str, found: tuple[Clause, ...], named: list[Named]
) -> list[Named]:
    """Join a cancer and its metastases where the vocabulary has the two as one concept."""
    result: list[Named] = []
    index = 0
    while index < len(named):
        first = named[index]
        if index + 1 < len(named):
            second = named[index + 1]
            joined = _joined(document, passage, folded, first, second)
            clause = clause_at(found, first.start)
            same = clause is not None and second.end <= clause.end
            if joined is not None and same:
                result.append(Named(first.start, second.end, joined, 0.93, "cancer-and-its-metastases"))
                result.append(first._replace(inner=True))
                result.append(second._replace(inner=True))
                index += 2
                continue
        result.append(first)
        index += 1
    return result


def _joined(document: Document, passage: Passage, folded: str, first: Named, second: Named) -> str | None:
    """The concept of a cancer with its metastases, where one of the two names is the cancer and the other the
    metastases."""
    if second.start - first.end > 40 or not _CONNECTS.fullmatch(folded, first.end, second.start):
        return None
    one, two = _is_metastasis(document, first.concept), _is_metastasis(document, second.concept)
    if one == two:
        return None
    metastasis, cancer = (first, second) if one else (second, first)
    known = document.concept(cancer.concept)
    names = [passage.text[cancer.start : cancer.end]]
    for concept in (cancer.concept, *(known.broader if known is not None else ())):
        wider = document.concept(concept)
        names.extend((wider.label, *wider.synonyms[:4]) if wider is not None else ())
    for name in names:
        for site in (passage.text[metastasis.start : metastasis.end], label_of(document, metastasis.concept)):
            concepts = document.vocabulary.lookup(f"{name} {site}", "condition")
            if concepts and concepts[0] not in (cancer.concept, metastasis.concept):
                return concepts[0]
    return None


def label_of(document: Document, concept: str) -> str:
    """The label of a concept; empty for an unknown one."""
    known = document.concept(concept)
    return known.label if known is not None else ""
