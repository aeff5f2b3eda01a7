"""The biomarkers that the patients of the trial must have, or must not.

The rule: a marker with its status (`markers`) counts where it stands beside a condition of the population or
its patients, in a clause about the trial; not where it divides the patients, is measured, reached or detected, or
belongs to one cohort or arm only.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.extract.background import Clause, clause_at
from kg.extract.collect import Collector
from kg.extract.context import between
from kg.extract.diseases.in_text import Named, around
from kg.extract.document import Document
from kg.extract.negation import polarity
from kg.extract.patients.disease_lists import in_a_list
from kg.extract.patients.listed import is_listed
from kg.extract.patients.markers import Marker, markers, may_hold_markers, status_of
from kg.model import Passage

_BEARS = re.compile(
    r"\b(?:with|harbou?r(?:ing|s)?|carry(?:ing)?|bearing|having|have|has|whose|are|is|for|in|of|and|or|both|confirmed|"
    r"documented|an?|advanced|metastatic|recurrent|known|tumou?rs?|disease|patients?|that|express)\W{1,3}"
    r"(?:an? |the )?(?:[\w-]+ ){0,2}$"
)
_BEARER = re.compile(
    r"^[\s,()/-]*(?:[\w+/-]+[\s,()/-]+){0,4}?(?:patients?|participants?|subjects?|adults?|children|women|men|people|"
    r"individuals|population|tumou?rs?|disease|cancers?|carcinomas?|solid|leuk[ae]mias?|lymphomas?|melanomas?|gliomas?|"
    r"malignanc\w+|neoplasms?|myeloma|sarcomas?|glioblastomas?|adenocarcinomas?|nsclc|crc|aml|all|mbc|gist)\b"
)
_SUBGROUP = re.compile(
    r"\b(?:subgroup|sub-group|subset|stratif\w*|correlat\w*|associat\w*|predict\w*|relationship|measur\w*|"
    r"assess\w* of|level|prevalence|frequency|testing|assay|antibod\w+|t cells?|b cells?|cells|binding|conver\w+|"
    r"percentage|proportion|rate|expression of|determin\w*|detect\w*|evaluat\w* of|analy[sz]\w*|classif\w*|depletion|"
    r"incidence|emergence|develop\w*|clearance)\b"
)
_ON_CELLS = re.compile(r"\s(?:of|in|on|by) (?:the |viable |any )?(?:tumou?r|cancer|immune|malignant) cells\b")

# "The antigen B7-H3 is highly expressed in …" teaches; "women who are HPV positive will be referred" tells what
# follows.
_IS = re.compile(r"\b(?:is|are)\b")
_MUST_BE = re.compile(r"(?:(?!express).)+? (?:must|should) be\b", re.DOTALL)  # "ALK must be negative"
_IN_GENERAL = re.compile(r"\s?(?:expressed\s)?(?:in|on|by)\b")
_LIKE = re.compile(r"\b(?:as|like|for|same as|similar to) (?:the |all )?\Z")
_IN_AN_ARM = re.compile(r"[^.;]{0,20}\bin the [\w-]+ (?:[\w-]+ )?arm\b")
_MANAGED = re.compile(
    r"\s(?:patients |participants |women |men |subjects |tumou?rs |disease |cancers? )?"
    r"(?:will|should|may|must|need to) (?:also )?(?:have(?! been (?:document|confirm|detect|identif|establish|test))|"
    r"be (?:referred|followed|managed|"
    r"processed|offered|invited|recalled|treated according|retested|counsel\w+)|undergo (?:colposcopy|reflex|triage))\b"
)
# "… and an anti-EGFR antibody if RAS wild-type", "trastuzumab (for patients with HER2-positive disease)": some have it.
_IF_SO = re.compile(
    r"(?<!eligible )(?<!eligible, )\b(?:if|when|in case of)\s(?:(?:the\s|their\s)?(?:tumou?rs?|disease|cancers?)\s"
    r"(?:is|are|has|have)\s|known\s|documented\s|confirmed\s)?\Z|\((?:only )?(?:for|in) [^()]{0,40}\Z"
)
# "BRAF V600 mutation status determined", "BRAF wild-type or mutant": neither result is asked for.
EITHER_WAY = re.compile(
    r"\s(?:status|test(?:ing|s)?|results?)\b|[\s,/]*(?:or|and|and/or|/)\s?(?:triple[ -])?"
    r"(?:mutant|mutated|wild[- ]?type|negative|positive|unmutated|unmethylated|unknown)\b"
)


# "antiviral therapy should be given to HBsAg positive patients", "immune deficiencies (as in GATA2 mutations)"
_GIVEN_TO = re.compile(
    r"(?:\b(?:should|must|may|can) (?:also )?(?:be )?(?:given|offered|provided|prescribed|required|needed|"
    r"recommended|mandatory|administered) (?:to|for|in)|\((?:as in|such as|e\.g\.,?|like))"
    r"\s(?:(?:all|those|any|the|patients|subjects|who are|with)\s){0,3}\Z"
)
# "HER2-Negative, Locally Advanced Unresectable or Metastatic Gastric or Gastroesophageal Junction Adenocarcinoma"
_ONE_PHRASE = re.compile(
    r"(?:(?!\b(?:with|without|in|for|of|versus|vs|after|to|by|from|on|plus|following|than|who|that)\b)[^.;:()])*"
)


class _Marked(NamedTuple):
    """A marker in a clause on the trial: the conditions near it (`beside`), the words of the clause before it and
    behind."""

    document: Document
    passage: Passage
    folded: str
    clause: Clause
    marker: Marker
    beside: list[Named]
    before: str
    after: str
    titled: bool


def biomarkers(
    document: Document,
    collected: Collector,
    passage: Passage,
    folded: str,
    found: tuple[Clause, ...],
    conditions: list[Named],
    titled: bool,
) -> None:
    """Collect the markers of one passage, cut into the clauses `found`, beside its `conditions` or patients."""
    if not may_hold_markers(folded):
        return
    named = markers(document, passage)
    for marker in named:
        if _both_ways(document, named, marker, folded):
            continue
        clause = clause_at(found, marker.start)
        if clause is not None and clause.stance == "background" and _excluded(folded, clause, marker):
            add_marker(collected, passage, marker, 0.85)  # its polarity says that it is ruled out
            continue
        if clause is not None and clause.stance == "background" and _listed_out(passage, folded, marker):
            _add(collected, passage, marker, "tkg:excludesBiomarker", 0.85)
            continue
        if clause is None or clause.stance != "trial":
            continue
        after = folded[marker.end : min(clause.end, marker.end + 60)]
        before = folded[max(clause.start, marker.start - 60) : marker.start]
        beside = around(conditions, marker.start, marker.end, 400)
        marked = _Marked(document, passage, folded, clause, marker, beside, before, after, titled)
        if _is_borne(marked) and not _is_of_some(marked) and not _is_no_demand(marked):
            add_marker(collected, passage, marker, 0.95 if titled else 0.9)


def _is_borne(marked: _Marked) -> bool:
    """Whether a condition of the population, its patients or tumors have the marker, or must have it."""
    folded, marker, titled = marked.folded, marked.marker, marked.titled
    near = any(
        0 <= n.start - marker.end <= 45
        or 0 <= marker.start - n.end <= 25
        or n.start <= marker.start < n.end
        or (titled and 45 < n.start - marker.end <= 90 and _ONE_PHRASE.fullmatch(folded, marker.end, n.start))
        for n in marked.beside
    )
    if near or _MUST_BE.match(folded, marker.start, marker.end) is not None or _BEARER.match(marked.after):
        return True
    return not titled and (_BEARS.search(marked.before) is not None or is_listed(folded, marker.start, marker.end))


def _is_of_some(marked: _Marked) -> bool:
    """Whether it is that of one disease of a list, of one cohort or arm, or of those to whom a condition applies."""
    clause, marker, titled, before = marked.clause, marked.marker, marked.titled, marked.before
    if len({n.concept for n in marked.beside if clause.start <= n.start < clause.end and not n.inner}) > 3:
        return True
    if not titled and in_a_list(marked.document, marked.passage, marker.start, marker.end):
        return True
    if not titled and (_IF_SO.search(before) or _GIVEN_TO.search(before)):
        return True
    if _IN_AN_ARM.match(marked.folded, marker.end, clause.end) and _LIKE.search(before):
        return True  # "managed as HPV-positive women in the control arm"
    return not titled and _of_one_cohort(marked.folded, clause, marker)


def _is_no_demand(marked: _Marked) -> bool:
    """Whether the words teach, tell what follows for those who have it, name both results, or what is measured."""
    after, marker = marked.after, marked.marker
    if _IN_GENERAL.match(after) and _IS.search(marked.folded, marker.start, marker.end):
        return True
    if _MANAGED.match(after) or EITHER_WAY.match(after):
        return True
    return bool(_SUBGROUP.search(_ON_CELLS.sub("", after)[:30]) or _SUBGROUP.search(marked.before[-40:]))


# "Cohort 2: patients with HER2-positive tumors", "EGFR-mutated NSCLC (Arm B)": some patients have the marker, not all.
_NO_BRACKET = r"(?<!\()"
_ONE_COHORT = _NO_BRACKET + (
    r"(?:cohort|arm|group|part|strat(?:um|a)|sub-?study|module|subprotocol|population)s?\s?"
    r"(?:[0-9]{1,2}[a-z]?|[a-h][0-9]?|i{1,3}|iv|v)\b"
)
_COHORT_BEFORE = re.compile(
    rf"\b{_ONE_COHORT}(?:(?!\.\s|;|\b(?:all|both) (?:patients|cohorts|arms|groups)\b|"
    r"\bin (?:participants|patients|subjects|adults|women)\b).){0,160}\Z"
)
_COHORT_BEHIND = re.compile(rf"[^.;()]{{0,50}}\((?:the |in )?{_ONE_COHORT.removeprefix(_NO_BRACKET)}")
_ONE_PHASE = re.compile(r"\W*(?:in )?phase (?:[12]|i{1,2})[ab]?,? (?:to|will|is to|patients|part|portion)\b")
_ONE_OF_THEM = re.compile(
    r"\b(?:one|another|a (?:second|third|separate|further)|the (?:second|third|other)) (?:expansion )?"
    r"(?:cohort|arm|group)\b[^.;]{0,80}\Z"
)


# "HER2-positive patients are excluded", "patients with dMMR tumors are not eligible": the whole sentence says so.
_WHO_BEAR = re.compile(
    r"\W*(?:(?:all|those|any|the|patients?|subjects?|participants?|individuals|women|men|people|cases|tumou?rs?|with|"
    r"whose|having|harbou?ring|known|an?|are|is|of)\s){0,6}\Z"
)
_ARE_OUT = re.compile(
    r"\s?(?:(?:patients?|subjects?|participants?|individuals|women|men|people|cases|tumou?rs?|disease|status|cancers?|"
    r"mutations?|ones|expression)\s){0,3}(?:is|are|were|will be|shall be|must be|should be)\s(?:also )?"
    r"(?:excluded|ineligible|not\s(?:eligible(?!\sfor\s(?!th))|allowed|permitted|included|enrolled))\b"
)


def _excluded(folded: str, clause: Clause, marker: Marker) -> bool:
    """Whether the sentence begins with who bears the marker, and says nothing but that they are excluded."""
    return (
        _ARE_OUT.match(folded, marker.end, clause.end) is not None
        and _WHO_BEAR.match(folded, clause.start, marker.start) is not None
    )


_ITS_BEARER = re.compile(r"\s(?:tumou?rs?|cancers?|disease|patients|status)(?=\s*(?:[.;,\n]|$))")


def _listed_out(passage: Passage, folded: str, marker: Marker) -> bool:
    """Whether the marker is an item of what rules out: "Excluded: MSI-H tumours, prior radiation"."""
    bearer = _ITS_BEARER.match(folded, marker.end)
    end = bearer.end() if bearer is not None else marker.end
    return is_listed(folded, marker.start, end, "out") and polarity(passage.text, marker.start) == "wanted"


def _of_one_cohort(folded: str, clause: Clause, marker: Marker) -> bool:
    """Whether the sentence gives the marker to one of the trial's cohorts or arms."""
    begin = max(clause.start - 30, marker.start - 200, 0)  # "Cohort A:" may end the clause before
    return (
        _ONE_PHASE.match(folded, clause.start, marker.start) is not None
        or _COHORT_BEFORE.search(folded, begin, marker.start) is not None
        or _ONE_OF_THEM.search(folded, begin, marker.start) is not None
        or _COHORT_BEHIND.match(folded, marker.end) is not None
    )


_WITHOUT = frozenset("negative wild-type low pMMR MSS unmethylated intact".split())


def _both_ways(document: Document, named: list[Marker], marker: Marker, folded: str) -> bool:
    """ "MRD positive or MRD negative": the marker divides the patients, it does not choose them."""
    concept = marker.minted or document.concept(marker.concept)
    base = concept.broader if concept is not None else ()
    for other in between(named, marker.start - 60, marker.start + 60):
        if other.concept != marker.concept and abs(other.start - marker.start) < 60:
            rival = other.minted or document.concept(other.concept)
            gap = folded[min(other.end, marker.end) : max(other.start, marker.start)]
            opposed = (status_of(document, marker) in _WITHOUT) != (status_of(document, other) in _WITHOUT)
            if opposed and rival is not None and base and rival.broader == base and "." not in gap:
                return True
    return False


def without_opposites(document: Document, collected: Collector) -> None:
    """Take back markers that the texts ask for in two statuses, each of some patients ("MRD-positive patients receive
    …", "MRD-negative patients stop"), but what a title asks for stays; and that they are both naive and pretreated."""
    if collected.has(*_NAIVE) and collected.has(*_PRETREATED):
        collected.drop(*_NAIVE)
        collected.drop(*_PRETREATED)
    predicate = "tkg:requiresBiomarker"
    required = [target for target in collected.targets(predicate) if isinstance(target, str)]
    if len(required) < 2:
        return
    found = [Marker(0, 0, target) for target in required]
    for marker in found:
        for other in found:
            known, rival = document.concept(marker.concept), document.concept(other.concept)
            if known is None or rival is None or not known.broader or known.broader != rival.broader:
                continue
            opposed = (status_of(document, marker) in _WITHOUT) and status_of(document, other) not in _WITHOUT
            if opposed:
                sure = [collected.confidence(predicate, each.concept) >= _TITLED for each in (marker, other)]
                for each, titled in ((marker, sure[0]), (other, sure[1])):
                    if not titled or all(sure):
                        collected.drop(predicate, each.concept)


_TITLED = 0.95
_NAIVE = ("tkg:diseaseState", "state/treatment-naive")
_PRETREATED = ("tkg:priorTreatment", "prior-treatment/previously-treated")


# "the duration of MRD-negative status": a state that treatment should bring, not one that patients must have.
_REACHED = re.compile(
    r"\b(?:(?:duration|rates?|depth) of|(?:time|conversion) to|achiev\w+|attain\w+|maintain\w+|remain\w*|becom\w+)"
    r"\s(?:an?\s|the\s)?\Z",
    re.IGNORECASE,
)


# "MSS/MSI colon cancer": either, so none is asked for.
_EITHER = re.compile(
    r"\b(?:(?:MSS|pMMR)(?:\s?/\s?|\s(?:or|and)\s)(?:MSI|dMMR)|(?:MSI(?:-?H(?:igh)?)?|dMMR)(?:\s?/\s?|\s(?:or|and)\s)(?:MSS|pMMR))\b"
)
_LONGEST_PAIR = len("MSI-high and pMMR")


def add_marker(collected: Collector, passage: Passage, marker: Marker, confidence: float) -> None:
    """Add one marker as required or excluded, as the words around it want it; neither where that is open."""
    around = max(0, marker.start - _LONGEST_PAIR), marker.end + _LONGEST_PAIR
    if any(m.start() <= marker.start < m.end() for m in _EITHER.finditer(passage.text, *around)):
        return
    wanted = polarity(passage.text, marker.start)
    if wanted == "open" or _REACHED.search(passage.text, max(0, marker.start - 40), marker.start):
        return
    _add(collected, passage, marker, f"tkg:{'requires' if wanted == 'wanted' else 'excludes'}Biomarker", confidence)


def _add(collected: Collector, passage: Passage, marker: Marker, predicate: str, confidence: float) -> None:
    if marker.minted is not None:
        collected.mint(marker.minted)
    collected.add(
        predicate,
        marker.concept,
        passage.span(marker.start, marker.end),
        "lexicon" if marker.minted is None else "grammar",
        confidence,
        "marker-and-status",
    )
