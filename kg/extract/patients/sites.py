"""The sites of metastases.

The rule: "liver" is a metastatic site only with "metastases" ("liver metastases", "metastatic to the liver and bone"),
or where the condition itself says so; never where they are to be prevented, detected or counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.background import Clause, clause_at
from kg.extract.collect import Collector
from kg.extract.context import words
from kg.extract.diseases.in_text import Named, label_of
from kg.extract.diseases.of_others import of_some
from kg.extract.document import Document
from kg.extract.negation import polarity
from kg.model import Passage
from kg.text import holds_any

_PREVENTED = re.compile(
    r"\b(?:prevent\w*|detect\w*|prophyla\w+|risks? (?:of|for)|develop\w*|(?:dies?|deaths?) from|incidence of|"
    r"occurrence of|"
    r"reduc\w+|delay\w*|time to|rates? of)\b(?:(?!\b(?:patients|people|with|who|in|having)\b)[^.;,]){0,45}\Z"
)
_COUNTED = re.compile(
    r"\b(?:presence(?: or history)?|history|stratified|risk|incidence|development|absence) (?:of|by|for) "
)
_FREE = re.compile(r"\s*-?(?:free\b|rate\b|incidence\b|prevention\b|(?:progression|relapse|recurrence)[ -]free)")
# "≤ 5x ULN if liver metastases are present", "surgery for brain metastases was completed": those who have them.
_IF_THERE = re.compile(
    r"\b(?:if|when|unless|in case of)\s(?:the\s|any\s|known\s|there (?:is|are)\s|known to have (?:prior\s)?)?\Z"
)
_ARE_THERE = re.compile(
    r"\s(?:disease\s)?(?:is|are|was|were|will be|has been|have been|must be|should be|may be)\s(?:also\s|at least\s)?"
    r"(?:present|completed|limited|allowed|permitted|eligible|acceptable|stable|treated|asymptomatic)\b"
)
_METASTASES = re.compile(
    r"^[\s-]*(?:(?:(?!cancer|carcinoma|tumou?r|adenocarcinoma|malignan)[\w-]+[\s-]){0,1}?|"
    r"only |limited |dominant )(?:oligo)?(?:metastas[ei]s|metastatic|metastases|mets)\b"
)
_METASTATIC_TO = re.compile(
    r"(?:metastas[ei]s|metastatic|metastasi[sz]ed|mets|spread)(?: disease)? (?:to|in|of|"
    r"within|into) (?:the )?(?:[\w-]+(?:,| and| or|/) ?){0,3}$"
)
# "peritoneal metastases of gastric or colorectal origin": there they come from.
_ORIGIN = re.compile(r"(?:,? (?:and|or) [\w-]+|, [\w-]+){0,3}[ -](?:cancer )?origin\b")
_ROW = re.compile(r"\s*(?:,|and|or|/|and/or|,\s*and|,\s*or)\s*")


def sites_of(
    document: Document,
    collected: Collector,
    passage: Passage,
    folded: str,
    found: tuple[Clause, ...],
    conditions: list[Named],
) -> None:
    """Add the sites of metastases: named as such, or by the conditions found ("CRLM")."""
    if "metasta" in folded or " mets" in folded:
        for start, end, site in _named_sites(document, passage, folded, found):
            if polarity(passage.text, start) == "wanted":
                span = passage.span(start, end)
                collected.add("tkg:metastaticSite", site, span, "grammar", 0.93, "site-of-metastases")
    for named in conditions:
        if named.inner or polarity(passage.text, named.start) != "wanted":
            continue
        before = folded[max(0, named.start - 50) : named.start]
        if holds_any(before, ("prevent", "detect")) and _PREVENTED.search(before):
            continue
        implied = _site_of_concept(document, named.concept)
        if implied is not None and not collected.has("tkg:metastaticSite", implied):
            span = passage.span(named.start, named.end)
            collected.add("tkg:metastaticSite", implied, span, "inference", 0.9, "site-of-condition")


def _named_sites(
    document: Document, passage: Passage, folded: str, found: tuple[Clause, ...]
) -> Iterator[tuple[int, int, str]]:
    """Start, end and concept of the sites to which, as the text says, the patients' cancer has spread. In a row of them
    ("liver, lung or bone metastases") only the last is told to be one, and says it of all."""
    row: list[tuple[int, int, str]] = []
    for hit in words(document, passage, "site"):
        clause = clause_at(found, hit.start)
        if clause is None or clause.stance != "trial":
            continue
        if _COUNTED.search(folded, max(clause.start, hit.start - 28), hit.start):
            continue
        if row and not _ROW.fullmatch(folded, row[-1][1], hit.start):
            row = []
        before = folded[max(clause.start, hit.start - 50) : hit.start]
        match = _METASTASES.match(folded[hit.end : hit.end + 40])
        behind = hit.end + match.end() if match is not None else None
        if _is_not_theirs(folded, before, hit.end, behind) or of_some(folded, clause.start, hit.start):
            row = []
            continue
        row.append((hit.start, hit.end, hit.concept))
        if behind is not None and not _cancer_follows(folded, behind):
            row[-1] = (hit.start, behind, hit.concept)
        elif not _METASTATIC_TO.search(before) or _cancer_follows(folded, hit.end):
            continue
        yield from row
        row = []


def _is_not_theirs(folded: str, before: str, end: int, behind: int | None) -> bool:
    """Whether the metastases are to be prevented, are a condition of something else, or are where the cancer came from:
    `before` stands before the site, which ends at `end`; `behind` is where its metastases end."""
    if _PREVENTED.search(before) or _IF_THERE.search(before) or _ORIGIN.match(folded, end):
        return True
    return behind is not None and (_FREE.match(folded, behind) or _ARE_THERE.match(folded, behind)) is not None


def _cancer_follows(folded: str, position: int) -> bool:
    """ "lung metastatic cancer" is a cancer of the lung that has spread."""
    return re.match(r"\s*(?:cancer|carcinoma|adenocarcinoma)", folded[position : position + 18]) is not None


_SITE_LABEL = re.compile(
    r"^(?P<site>[a-z -]+?) (?:metastas[ei]s|metastases|neoplasm metastasis)$|"
    r"metastas[ei]s (?:of|to|in) (?:the )?(?P<of>[a-z -]+)$"
)


def _site_of_concept(document: Document, concept: str) -> str | None:
    """The site that a condition's own name, or that of a broader concept, says: "liver metastasis" → site/liver."""
    known = document.concept(concept)
    if known is None or not _near_metastasis(document, concept):
        return None
    for label in (known.label, *(label_of(document, parent) for parent in known.broader)):
        match = _SITE_LABEL.search(label.lower())
        if match is not None:
            for found in document.vocabulary.lookup(match["site"] or match["of"], "context"):
                if found.startswith("site/"):
                    return found
    return None


def _near_metastasis(document: Document, concept: str) -> bool:
    known = document.concept(concept)
    return known is not None and any("metasta" in name for name in (concept, known.label.lower(), *known.broader))
