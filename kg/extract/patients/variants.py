"""Variants of a gene that the patients' tumour has, told without a word for it: "melanoma harbouring BRAF V600E".

The rule: a variant that the vocabulary knows as a mutation is one where the text says that it is carried, or where a
tumour stands right behind it ("MET Exon 14 Skipping NSCLC"); not where something is aimed at it ("G12C inhibitor").
"""

from __future__ import annotations

import re

from kg.extract.document import Document

_VARIANT_OF_A_GENE = re.compile(r"-(?:[a-z]\d{2,4}[a-z]?|exon-\d\d?(?:-[a-z-]+)?)$")
_CARRIES = re.compile(r"\b(?:harbou?r(?:ing|s|ed)?|carr(?:ying|ies|y)|bearing|positive for)\s(?:an? |the )?\Z")
# "NSCLC with EGFR exon 20 insertions", "patients with exon 19 deletions"
_HAS = re.compile(
    r"\b(?:cancers?|carcinomas?|adenocarcinomas?|nsclc|melanomas?|gliomas?|tumou?rs?|crc|patients|participants|subjects|adults)"
    r"(?:\s\([^()]{1,12}\))?\s(?:with|without|having|have|has|lacking|who have)\s(?:an?\s|the\s)?\Z"
)
_OF_A_TUMOUR = re.compile(
    r"[ -](?:(?!(?:and|or|in|for|of|with|to|versus)\b|[\w-]*(?:inhibit|target|degrad|directed|specific))[\w-]+ ){0,3}?"
    r"(?:cancers?|carcinomas?|adenocarcinomas?|nsclc|melanomas?|gliomas?|tumou?rs?|colorectal|pdac|crc)\b"
)


def carried(document: Document, folded: str, start: int, end: int, concept: str) -> bool:
    """Whether a variant without a word for its status is one that the patients' tumour has."""
    if _VARIANT_OF_A_GENE.search(concept) is None or document.vocabulary.get(f"{concept}-mutated") is None:
        return False
    said = _CARRIES.search(folded, max(0, start - 24), start) or _HAS.search(folded, max(0, start - 48), start)
    return (said is not None or _OF_A_TUMOUR.match(folded, end) is not None) and not folded.startswith("+", end)
