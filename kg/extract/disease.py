"""Conditions in running text, their states and their metastatic sites.

The rule: the longest name wins, and a cancer and its metastases that stand together ("liver metastases from advanced colorectal
cancer", "colorectal cancer and liver metastases") are one condition where the vocabulary has that concept. States belong to the
condition that they stand beside; "liver" is a metastatic site only with "metastases".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.extract.background import Clause
from kg.extract.collect import Collector
from kg.extract.document import Document
from kg.extract.negation import polarity
from kg.model import Passage


class Named(NamedTuple):
    """A condition of the trial's population at `passage.text[start:end]`. `inner`: it is a part of a composite that is there too;
    `short`: an abbreviation that the record defines."""

    start: int
    end: int
    concept: str
    confidence: float
    rule: str
    inner: bool = False
    short: bool = False


_PEOPLE = (r"(?:patients?|subjects?|participants?|adults?|children|infants|adolescents|people|persons?|women|men|individuals?|those|volunteers|"
           r"survivors|populations?|cases|sufferers|neonates|youth|males|females|veterans)")  # fmt: skip
_ANCHOR = re.compile(
    rf"\b(?:{_PEOPLE}[^.;:]{{0,60}}? (?:with|suffering from|diagnosed with|who have|having|affected by|living with|in|for|at risk (?:of|for))|"
    r"(?:treatment|therapy|management|treating|treat|prevention|prophylaxis|control|prevent|preventing|diagnosis|detection|relief|onset|progression|incidence|"
    r"severity|symptoms|relapse|patients?|outcomes?|burden|risk|exacerbations?) (?:of|for|in|with|from)|in|with|for|of)\s"
)
_STOPPING = re.compile(r"[.;:]|\b(?:who|which|that|will|receiv\w*|treated|undergoing|after|before|compared|versus|vs|using|by|without|excluding|no|not|than|"
                       r"during|following|due|cause[ds]?|assess\w*|evaluat\w*|rate|incidence|evidence)\b")  # fmt: skip
_PEOPLE_AFTER = re.compile(rf"^[\s-]*(?:\([^)]{{1,25}}\)\s*)?{_PEOPLE}\b")
_CONNECTS = re.compile(
    r"\s*(?:\([^()]{1,20}\)\s*)?(?:(?:and|with|from|of|or|in|,|-|/|patients? with|patients? having|to|who have|combined with|accompanied by|with concurrent|"
    r"with synchronous|and synchronous)\s*)?(?:the\s|its\s)?(?:[\w-]+\s){0,3}"
)
_NOT_POPULATION = re.compile(r"\b(?:history of|family history of|risk of|no|without|rule out|excluding|adverse events? (?:of|such as|including)|model of|"
                             r"mortality from|death from|cells?|vaccin\w+ against|infected with)\s(?:[\w-]+\s){0,1}$")  # fmt: skip
_OUTCOME_WORD = re.compile(r"^[\s-]*(?:rates?|scores?|scales?|index|free|volume|markers?|response|burden assessment|cells?|cell lines?|related quality|"
                           r"outcomes?|inventory|questionnaire|assessment|events?|control test|evaluation criteria|specific|surveillance|cohort study|"
                           r"programme|program|society|foundation|association|institute|center|centre|network|clinic|registry|research|group)\b")  # fmt: skip


def named_conditions(
    document: Document, passage: Passage, folded: str, found: tuple[Clause, ...], titled: bool, registered: frozenset[str]
) -> list[Named]:
    """The conditions of this trial's population that the passage names, composites included."""
    result: list[Named] = []
    for start, end, concept, short in _all_conditions(document, passage):
        clause = next((c for c in found if c.start <= start < c.end), None)
        if clause is None or clause.stance == "background":
            continue
        if folded.endswith(("anti-", "anti "), 0, start):
            continue
        rule = "title-condition" if titled else _belongs(document, folded, clause, start, end, concept, registered)
        if not titled and not rule:
            continue
        if _NOT_POPULATION.search(folded[max(clause.start, start - 45) : start]):
            continue
        if not titled and _OUTCOME_WORD.match(folded[end : end + 30]):
            continue
        confidence = 0.95 if titled else 0.92 if clause.stance == "trial" else 0.82
        result.append(Named(start, end, concept, confidence, rule, short=short))
    return _composites(document, passage, folded, found, result)


def _all_conditions(document: Document, passage: Passage) -> list[tuple[int, int, str, bool]]:
    found = [(hit.start, hit.end, hit.concepts[0], False) for hit in document.hits(passage, "condition")]
    for abbreviation in document.abbreviations:
        if abbreviation.short not in passage.text:
            continue
        meant = document.vocabulary.lookup(abbreviation.long, "condition")
        for match in re.finditer(rf"(?<!\w){re.escape(abbreviation.short)}(?!\w)", passage.text) if meant else ():
            if not any(s < match.end() and match.start() < e for s, e, _, _ in found):
                found.append((match.start(), match.end(), meant[0], True))
    found.sort()
    return found


def _belongs(
    document: Document, folded: str, clause: Clause, start: int, end: int, concept: str, registered: frozenset[str]
) -> str:
    """By which rule a condition named in a clause of prose is the population's; empty where it is not."""
    before = folded[max(clause.start, start - 110) : start]
    anchored = False
    for match in _ANCHOR.finditer(before):
        if not _STOPPING.search(before, match.end()) and len(before) - match.end() <= 60:
            anchored = True
            break
    if concept in registered:
        return "registered-condition"
    known = document.concept(concept)
    if known is not None and registered.intersection(known.broader):
        return "narrower-than-registered"
    if clause.stance != "trial":
        return ""
    if _PEOPLE_AFTER.match(folded[end : end + 40]):
        return "condition-patients"
    people = re.search(rf"\b{_PEOPLE}\b[^.;:]{{0,50}}$", before)
    return "patients-with-condition" if anchored and people is not None else ""


# ----------------------------------------------------------------------------------------------------- composites


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
            same = any(c.start <= first.start and second.end <= c.end for c in found)
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
    if second.start - first.end > 40 or not _CONNECTS.fullmatch(folded, first.end, second.start):
        return None
    one, two = _is_metastasis(document, first.concept), _is_metastasis(document, second.concept)
    if one == two:
        return None
    metastasis, cancer = (first, second) if one else (second, first)
    names = [_label(document, cancer.concept), passage.text[cancer.start : cancer.end]]
    for name in names:
        for site in (passage.text[metastasis.start : metastasis.end], _label(document, metastasis.concept)):
            concepts = document.vocabulary.lookup(f"{name} {site}", "condition")
            if concepts and concepts[0] not in (cancer.concept, metastasis.concept):
                return concepts[0]
    return None


def _label(document: Document, concept: str) -> str:
    known = document.concept(concept)
    return known.label if known is not None else ""


# --------------------------------------------------------------------------------------------------------- states

# Words that are part of many names of diseases: inside a name they are the name, not a state.
_IN_NAMES = frozenset("acute chronic active stable severe mild moderate progressive symptomatic asymptomatic controlled uncontrolled "
                      "localized newly-diagnosed high-risk low-risk intermediate-risk".split())  # fmt: skip
_MODIFIES = re.compile(
    r"[\s,/()-]*(?:(?!with\b|for\b|in\b|from\b|to\b|by\b|after\b|on\b|versus\b|who\b|without\b)[\w+'./-]+[\s,/()-]+){0,5}?(?:of\s)?"
)
_GENERIC = re.compile(
    r"^[\s,/()-]*(?:(?!with\b|for\b|from\b|to\b|by\b|after\b|on\b|versus\b|who\b)[\w+'./-]+[\s,/()-]+){0,3}?"
    r"(?:disease|cancers?|tumou?rs?|malignanc\w+|carcinomas?|neoplasms?|solid|setting|leuk[ae]mias?|lymphomas?|sarcomas?|melanomas?|"
    r"myelomas?|adenocarcinomas?|gliomas?|patients?|lesions?)\b"
)
_BROAD = frozenset("chronic acute severe mild moderate active stable progressive symptomatic asymptomatic controlled uncontrolled resistant "
                   "localized moderate-to-severe mild-to-moderate newly-diagnosed high-risk low-risk intermediate-risk resected in-remission "
                   "stage-ii stage-iii resectable treatment-naive".split())  # fmt: skip
_NOT_STATE = re.compile(r"^[\s-]*(?:directives?|care|practice|technolog\w+|imaging|stage of (?:the )?(?:study|trial)|glycation|nurse|life support|"
                        r"paternal|maternal|age|practitioner|trauma|treatment|therapy|option|training|research|phase of)\b")  # fmt: skip


def states_near(
    document: Document, collected: Collector, passage: Passage, folded: str, found: tuple[Clause, ...],
    conditions: list[Named], titled: bool, *, entry: bool = False,
) -> None:  # fmt: skip
    """Add the states that stand beside a condition of the population, or beside its patients."""
    for hit in document.hits(passage, "context"):
        concept = next((c for c in hit.concepts if c.startswith("state/")), None)
        if concept is None:
            continue
        clause = next((c for c in found if c.start <= hit.start < c.end), None)
        if clause is None or clause.stance != "trial":
            continue
        state = concept.removeprefix("state/")
        inside = any(n.start <= hit.start and hit.end <= n.end and not n.rule.startswith("cancer-and") for n in conditions)
        if inside and state in _IN_NAMES:
            continue
        after = folded[hit.end : min(clause.end, hit.end + 70)]
        if _NOT_STATE.match(after):
            continue
        beside = inside or any(
            (n.start >= hit.end and n.start - hit.end <= 60 and _MODIFIES.fullmatch(folded, hit.end, n.start))
            or (n.end <= hit.start and hit.start - n.end <= 12 and not re.search(r"\b(?:and|of|to|in|for|by)\b", folded[n.end : hit.start])
                and _ends_a_name(folded, hit.end))
            for n in conditions
        )  # fmt: skip
        if not beside and (state in _BROAD or not _GENERIC.match(after)) and not (entry and state not in _BROAD):
            continue
        if polarity(passage.text, hit.start) != "wanted":
            continue
        collected.add("tkg:diseaseState", concept, passage.span(hit.start, hit.end), "lexicon",
                      0.95 if titled else 0.9, "state-of-condition")  # fmt: skip


def _ends_a_name(folded: str, position: int) -> bool:
    """"Colorectal Cancer Metastatic", "ovarian cancer, recurrent": the state closes the phrase."""
    return re.match(r"\s*(?:$|[,;.)|]|(?:patients?|disease|or|and|stage)\b)", folded[position : position + 14]) is not None


# ---------------------------------------------------------------------------------------------------------- sites

_METASTASES = re.compile(r"^[\s-]*(?:(?:(?!cancer|carcinoma|tumou?r|adenocarcinoma|malignan)[\w-]+[\s-]){0,1}?|only |limited |dominant )(?:oligo)?(?:metastas[ei]s|metastatic|metastases|mets)\b")
_METASTATIC_TO = re.compile(r"(?:metastas[ei]s|metastatic|metastasi[sz]ed|mets|spread)(?: disease)? (?:to|in|of|within|into) (?:the )?(?:[\w-]+(?:,| and| or|/) ?){0,3}$")
_ROW = re.compile(r"\s*(?:,|and|or|/|and/or|,\s*and|,\s*or)\s*")


def sites_of(
    document: Document, collected: Collector, passage: Passage, folded: str, found: tuple[Clause, ...], conditions: list[Named]
) -> None:
    """Add the sites of metastases: named as such, or by the conditions found ("CRLM")."""
    if "metasta" in folded or " mets" in folded:
        row: list[tuple[int, int, str]] = []
        for hit in document.hits(passage, "context"):
            concept = next((c for c in hit.concepts if c.startswith("site/")), None)
            if concept is None:
                continue
            clause = next((c for c in found if c.start <= hit.start < c.end), None)
            if clause is None or clause.stance != "trial":
                continue
            if re.search(r"\b(?:presence(?: or history)?|history|stratified|risk|incidence|development|absence) (?:of|by|for) ", folded[max(clause.start, hit.start - 28) : hit.start]):
                continue
            row = [r for r in row if _ROW.fullmatch(folded, r[1], hit.start) or any(o is not r and o[0] > r[0] for o in row)]
            match = _METASTASES.match(folded[hit.end : hit.end + 40])
            behind = match is not None and not _cancer_follows(folded, hit.end + match.end())
            if behind or _METASTATIC_TO.search(folded[max(clause.start, hit.start - 50) : hit.start]):
                end = hit.end + match.end() if behind and match is not None else hit.end
                for start, stop, site in (*row, (hit.start, end, concept)):
                    if polarity(passage.text, start) == "wanted":
                        collected.add("tkg:metastaticSite", site, passage.span(start, stop), "grammar", 0.93, "site-of-metastases")
                row = []
            else:
                row.append((hit.start, hit.end, concept))
    for named in conditions:
        if named.inner or polarity(passage.text, named.start) != "wanted":
            continue
        site = _site_of_concept(document, named.concept)
        if site is not None and not collected.has("tkg:metastaticSite", site):
            collected.add("tkg:metastaticSite", site, passage.span(named.start, named.end), "inference", 0.9, "site-of-condition")


def _cancer_follows(folded: str, position: int) -> bool:
    """"lung metastatic cancer" is a cancer of the lung that has spread."""
    return re.match(r"\s*(?:cancer|carcinoma|adenocarcinoma)", folded[position : position + 18]) is not None


_SITE_LABEL = re.compile(r"^(?P<site>[a-z -]+?) (?:metastas[ei]s|metastases|neoplasm metastasis)$|metastas[ei]s (?:of|to|in) (?:the )?(?P<of>[a-z -]+)$")


def _site_of_concept(document: Document, concept: str) -> str | None:
    """The site that a condition's own name, or that of a broader concept, says: "liver metastasis" → site/liver."""
    known = document.concept(concept)
    if known is None or not _near_metastasis(document, concept):
        return None
    for label in (known.label, *(_label(document, parent) for parent in known.broader)):
        match = _SITE_LABEL.search(label.lower())
        if match is not None:
            for found in document.vocabulary.lookup(match["site"] or match["of"], "context"):
                if found.startswith("site/"):
                    return found
    return None


def _near_metastasis(document: Document, concept: str) -> bool:
    known = document.concept(concept)
    return known is not None and any("metasta" in name for name in (concept, known.label.lower(), *known.broader))
