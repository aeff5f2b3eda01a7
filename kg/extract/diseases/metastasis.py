"""Cancers and where they have spread: "Colorectal Cancer Liver Metastases", "Metastatic Breast Cancer to the Brain".

The rule: an entry that the vocabulary knows as a whole is left to it. Else the organ that stands right before a word
for metastases, or behind it and "to", "in" or "of", is where the cancer has spread, and what the entry names besides,
or an adjective of origin tells, is where it began. The two are one concept, minted below both where the vocabulary has
none. A cancer that has spread nobody knows where is the vocabulary's metastatic one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.extract.diseases.lookup import Reading
from kg.extract.document import Document
from kg.model import Concept, Passage
from kg.terms import concept_id

_SPREAD = re.compile(
    r"\b(?:oligo-?)?(?:metasta(?:sis|ses|tic|sized|sised|se)|mets|secondaries|carcinomatosis)\b", re.IGNORECASE
)
_OLIGO = re.compile(r"\boligo-?(?=metasta)", re.IGNORECASE)
# The organ as it stands beside the word metastasis; the key is the start of the id condition/<organ>-metastasis.
_ORGANS = {
    "liver": r"liver|hepatic|intrahepatic",
    "brain": r"brain|cerebral|intracranial|intracerebral|cns|central nervous system",
    "leptomeningeal": r"leptomeningeal|leptomeninges|meningeal",
    "bone": r"bones?|osseous|skeletal|spinal|spine|vertebral",
    "lung": r"lungs?|pulmonary",
    "peritoneal": r"peritone(?:al|um)|intraperitoneal",
    "lymph-node": r"(?:lymph )?nodes?|nodal|lymph[ -]node|lymphatic",
    "adrenal": r"adrenal(?: gland)?",
    "skin": r"skin|cutaneous",
    "pleural": r"pleura|pleural",
    "ovarian": r"ovar(?:y|ian)",
}
_ORGAN_BEFORE = re.compile(
    r"\b(?:" + "|".join(f"(?P<{name.replace('-', '_')}>{form})" for name, form in _ORGANS.items())
    + r")(?:[ -](?:only|limited|dominant|predominant|confined))?[\s-]+"
    r"(?:oligo-?)?(?:metasta(?:sis|ses|tic|se)|mets|carcinomatosis|secondaries)\b",
    re.IGNORECASE,
)  # fmt: skip
_ORGAN_AFTER = re.compile(
    r"\b(?:metasta(?:sis|ses|tic|sized|sised|se)|mets)\b[\s\w-]*?\b(?:to|in|into|of|at|involving)\s+(?:the\s+)?(?:"
    + "|".join(f"(?P<{name.replace('-', '_')}>{form})" for name, form in _ORGANS.items())
    + r")\b",
    re.IGNORECASE,
)
# Where the cancer began, as an adjective: "colorectal liver metastases", "brain metastases of gastric origin".
_ORIGIN = (
    r"(?P<origin>colorectal|colon(?:ic)?|rectal|gastric|pancreatic|breast|lung|o?esophageal|ovarian|renal|prostat(?:e|ic)|"
    r"neuroendocrine|urothelial|biliary|gastrointestinal|thyroid)"
)
_ANY = "condition/neoplasms"
# "…, Unresectable": a fact of the trial behind the name
_FACT_BEHIND = re.compile(r",\s*(?:(?:initially|potentially|borderline)\s)?(?:un|non-?)?resectable\Z", re.IGNORECASE)
_LISTS = re.compile(r"[,;/]|\b(?:and|or)\b", re.IGNORECASE)
_ORIGIN_BEFORE = re.compile(rf"(?<![\w-]){_ORIGIN}[\s-]+\Z", re.IGNORECASE)
_ORIGIN_AFTER = re.compile(
    rf"\s+(?:of|from|with)\s+(?:an?\s+)?{_ORIGIN}\s+(?:origin|primary|primaries|source)\b", re.IGNORECASE
)


class Spread(NamedTuple):
    """How an entry about a spread cancer reads, and the concept that had to be minted for it."""

    readings: list[Reading]
    minted: Concept | None = None


def spread_of(entry: Passage, document: Document) -> Spread | None:
    """The reading of an entry that names a metastasis; None where it names none, or the vocabulary knows it whole."""
    cut = _FACT_BEHIND.search(entry.text) is not None
    entry = entry.part(0, len(_FACT_BEHIND.sub("", entry.text)))
    text = entry.text
    if _SPREAD.search(text) is None:
        return None
    vocabulary = document.vocabulary
    whole = vocabulary.lookup(text, "condition")
    if whole:
        return Spread([Reading(whole[0], 0, len(text), "lexicon", 0.95, "name", whole[1:3])]) if cut else None
    if sum(bool(vocabulary.lookup(part.strip(), "condition")) for part in text.split(";")) > 1:
        return None  # "Colorectal Cancer; Liver Metastases; MSS": entries of their own, written in one
    fewer = _OLIGO.sub("", text)  # few metastases of a cancer are metastases of it
    known = vocabulary.lookup(fewer, "condition") if fewer != text else ()
    if known:
        return Spread([Reading(known[0], 0, len(text), "grammar", 0.93, "metastasis", known[1:3])])
    organ = _ORGAN_BEFORE.search(text) or _ORGAN_AFTER.search(text)
    if organ is None:
        if any(_SPREAD.search(text, hit.start, hit.end) for hit in document.hits(entry, "condition")):
            return None  # the spread is in a name: what else the entry lists is another matter
        return _metastatic(text, _primary(entry, document, None), document)
    longer = _named_whole(entry, organ.span(), document)
    if longer is not None:
        return None if _LISTS.search(text[: longer.start] + "…" + text[longer.end :]) else Spread([longer])
    return _in_organ(entry, organ, document)


def _in_organ(entry: Passage, organ: re.Match[str], document: Document) -> Spread | None:
    """The cancer and its metastases in one organ as one concept, minted where the vocabulary has none; the metastases
    alone where the entry names no cancer."""
    vocabulary = document.vocabulary
    name = next(n.replace("_", "-") for n, written in organ.groupdict().items() if written)
    site = f"condition/{name}-metastasis"
    if vocabulary.get(site) is None:
        return None
    primary = _primary(entry, document, organ.span())
    if primary is None:
        return Spread([Reading(site, organ.start(), organ.end(), "lexicon", 0.93, "metastasis")])
    minted_id = concept_id("Condition", f"{primary.name} {name} metastases")
    minted = None
    if vocabulary.get(minted_id) is None:
        label = f"{primary.name} {name.replace('-', ' ')} metastases"
        minted = Concept(minted_id, "Condition", label, broader=(primary.concept, site))
    start, end = min(primary.start, organ.start()), max(primary.end, organ.end())
    return Spread([Reading(minted_id, start, end, "grammar", 0.93, "primary-and-metastasis", (site,))], minted)


def _named_whole(entry: Passage, organ: tuple[int, int], document: Document) -> Reading | None:
    """The metastasis with its cancer, where the vocabulary has one name for both: "Unresectable Colorectal Liver
    Metastases"."""
    for hit in document.hits(entry, "condition"):
        if hit.start <= organ[0] and organ[1] <= hit.end and hit.end - hit.start > organ[1] - organ[0]:
            return Reading(hit.concepts[0], hit.start, hit.end, "lexicon", 0.95, "metastasis", hit.concepts[1:3])
    return None


class _Primary(NamedTuple):
    concept: str
    name: str
    start: int
    end: int


def _primary(entry: Passage, document: Document, besides: tuple[int, int] | None) -> _Primary | None:
    """The cancer of the entry that is not the metastasis itself."""
    for hit in document.hits(entry, "condition"):
        start, end = hit.start, hit.end
        concept = document.vocabulary.get(hit.concepts[0])
        if concept is not None and "metasta" in concept.label.lower():
            concept = _before_it_spread(concept, document)  # "Metastatic Colorectal Cancer to Liver"
        elif besides and start < besides[1] and end > besides[0]:
            continue
        if concept is not None and is_cancer(concept.id, document):
            return _Primary(concept.id, _short_name(concept), start, end)
    if besides is None:
        return None
    text = entry.text
    origin = _ORIGIN_BEFORE.search(text, 0, besides[0]) or _ORIGIN_AFTER.match(text, besides[1])
    ids = document.vocabulary.lookup(f"{origin['origin']} cancer", "condition") if origin is not None else ()
    concept = document.vocabulary.get(ids[0]) if ids else None
    if origin is None or concept is None:
        return None
    return _Primary(concept.id, _short_name(concept), origin.start("origin"), origin.end())


def _before_it_spread(concept: Concept, document: Document) -> Concept | None:
    """The cancer that a metastatic one was, `colorectal cancer` of `metastatic colorectal cancer`; None of a site."""
    if concept.id.endswith("-metastasis"):
        return None
    above = (document.vocabulary.get(broader) for broader in concept.broader)
    named = (c for c in above if c is not None and c.id != _ANY and "metasta" not in c.label.lower())
    return next((c for c in named if is_cancer(c.id, document)), None)


def _metastatic(text: str, primary: _Primary | None, document: Document) -> Spread | None:
    """`Colorectal Cancer Metastatic`: the vocabulary's concept of the metastatic cancer, where it has one."""
    if primary is None:
        return None
    for name in (f"metastatic {primary.name}", f"metastatic {text[primary.start : primary.end]}"):
        ids = document.vocabulary.lookup(name, "condition")
        spread = _SPREAD.search(text)
        if ids and spread is not None:
            start, end = min(primary.start, spread.start()), max(primary.end, spread.end())
            return Spread([Reading(ids[0], start, end, "grammar", 0.94, "metastatic", (primary.concept,))])
    return None


def is_cancer(concept_id_: str, document: Document) -> bool:
    """Whether the concept is below neoplasms."""
    top = document.vocabulary.by_code("mesh:D009369")
    seen: set[str] = set()
    stack = [concept_id_]
    while stack:
        current = stack.pop()
        if current == top:
            return True
        if current in seen:
            continue
        seen.add(current)
        concept = document.concept(current)
        if concept is not None:
            stack.extend(concept.broader)
    return False


def _short_name(concept: Concept) -> str:
    """What the cancer is called in the name of its metastases: `colorectal cancer` for colorectal neoplasms."""
    names = [name for name in (concept.label, *concept.synonyms) if re.fullmatch(r"[\w\s-]+ cancer", name.lower())]
    stem = re.sub(r"\s*neoplasms?$", "", concept.label.lower())
    best = next((name for name in names if name.lower().startswith(stem)), None)
    return (best or (min(names, key=len) if names else concept.label)).lower()
