"""The name that a title gives the trial: "… in Melanoma (SALOME)", "Women's Ischemia Syndrome Evaluation (WISE)".

The rule: only a bracket with which the title ends (but for "Study" or "Trial"), or a definition that spans the title
up to there or calls itself a study; what a vocabulary knows, codes of drugs, numbers of registries, designs ("PROBE")
and the names of things ("vaccine (TBC-3B)") are none.
Such a name is told as the trial's acronym, not as an abbreviation.
"""

from __future__ import annotations

import re

from kg.extract.document import Document
from kg.extract.study_words import words as study_words
from kg.text import fold
from kg.wording import is_code

_DOMAINS = ("condition", "intervention", "endpoint")
_LAST = re.compile(
    r"\((?:the )?(?P<name>[A-Z][A-Za-z0-9-]{3,20}(?: [IV1-9]{1,3})?)(?: (?:[Ss]tudy|[Tt]rial))?\)\s*"
    r"(?:(?:[Ss]tudy|[Tt]rial|[Pp]roject)\s*)?\.?\s*\Z"
)
_NUMBER = re.compile(r"(?:NCT|ISRCTN|UMIN|CTRI|ChiCTR|JPRN|EUCTR|DRKS)[-A-Z]*\d")
_CAPITALS = re.compile(r"[A-Z]")
_BEFORE = re.compile(r"(?:(?:the|an?) )?(?:[\w-]+(?: study| trial)?: )?")
_BEHIND = re.compile(r"\W*(?:\Z|(?:study|trial|project|program)\b|[:-] )")
_CALLED_SO = re.compile(r"\b(?:study|trial|project)\b")
_WORD_BEFORE = re.compile(r"([\w-]+)\W*\Z")
_FEWEST_CAPITALS = 3


def spells_out_the_trial(text: str, start: int, end: int, short: str, long: str, document: Document) -> bool:
    """Whether the definition at `text[start:end]` of a title spells out what the trial is called, not a thing that it
    is about or its design."""
    if re.fullmatch(study_words()["no-name"], fold(short)):
        return False
    folded = fold(text)
    spans = _BEFORE.fullmatch(folded, 0, start) is not None and _BEHIND.match(folded, end) is not None
    if not spans and _CALLED_SO.search(folded, start, end) is None:
        return False
    return len(long.split()) > 2 and not any(document.vocabulary.lookup(long, domain) for domain in _DOMAINS)


def last_in_title(text: str, document: Document) -> tuple[int, int] | None:
    """Where the bracket with which a title ends has the trial's name."""
    match = _LAST.search(text) if "(" in text else None
    if match is None:
        return None
    name = match["name"]
    if re.fullmatch(study_words()["no-name"], fold(name)):
        return None
    if len(_CAPITALS.findall(name)) < _FEWEST_CAPITALS or _NUMBER.match(name) or is_code(name):
        return None
    before = _WORD_BEFORE.search(text, 0, match.start())
    if before is not None and re.fullmatch(study_words()["thing"], fold(before[1])):
        return None
    known = any(document.vocabulary.lookup(name, domain) for domain in _DOMAINS)
    return None if known else match.span("name")
