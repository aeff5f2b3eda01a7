"""Single words that name an endpoint, beside words that make them mean something else.

"Response" is an endpoint, "survey response", "cutaneous response to" and "Response Scale" are not; "compliance" is, and
"colonic compliance" is not. Words alone are told in `ontology/grammar/other_meanings.tsv`, patterns in
`ambiguous_words`. Names of several words are left to the lexicon.
"""

from __future__ import annotations

import re
from functools import cache

from kg.extract.measures.ambiguous_words import WORDS
from kg.extract.measures.phrase_heads import head_nouns
from kg.extract.measures.word_lists import pattern, source
from kg.grammar import rows

_REACH = 36
_OF_YEARS = re.compile(r"\d[ymYM]-\Z")  # "3y-OS"
_TWO_LETTERS = 2
_GOES_ON = re.compile(r"-[A-Z]{2}")
_NOT_YET = re.compile(r"\b(?:expected|anticipated)\s$", re.IGNORECASE)  # "expected pain"
_CELL = re.compile(
    r"(?:[TB]|NK|natural killer)[\s-]cell|neutrophil|monocyte|erythrocyte|eosinophil|basophil|lymphocyte", re.IGNORECASE
)
_OF_CELL = r"\s(?!(?:{counted-of-cells}|{function})(?![\w-]))[a-z]"
_BEFORE_OR_AFTER = re.compile(r"\b(?:pre|post|peri)-$", re.IGNORECASE)  # "pre-engraftment syndrome"
# Beside the nouns of the table: "pain-free walking", "depression-related cost", "placebo-corrected".
_QUALIFIES = (
    r"(?:\s\([^()]*\))?[\s-]free(?=\s(?!(?:of|from|days?|nights?|weeks?|time|intervals?)\b)[a-z(])"
    r"|[\s-]related(?=\s(?!(?:to|with|outcomes?|events?|measures?|end\s?points?|parameters?)\b)[a-z])"
    r"|-specific(?=\s[a-z])"
    r"|[\s-](?:mediated|dependent|induced|guided|lowering|derived|secreting|producing|expressing|like|prone|driven|"
    r"corrected|adjusted|confirmed|conjugated|bearing|associated|matched)"
    r"(?!\s(?:by|from|on|in|at|to|with)\b)"
)
_PERSONS = re.compile(r"\s(?:patients?|participants|subjects|recipients)\b", re.IGNORECASE)
_QUALITY = re.compile(r"(?:ed|free|ble|ive|ent|ders?)$", re.IGNORECASE)  # "enrolled patients", "responders"
_MEDICINE = re.compile(
    r"opioid|opiate|analges|narcotic|morphine|rescue|antibiotic|corticosteroid|steroid", re.IGNORECASE
)


def means_otherwise(text: str, start: int, end: int) -> bool:
    """Whether the name at `text[start:end]` is not the endpoint that it names elsewhere.

    >>> means_otherwise("Survey response", 7, 15), means_otherwise("ACR20 response", 6, 14)
    (True, False)
    >>> means_otherwise("Depression treatment", 0, 10), means_otherwise("Depression severity", 0, 10)
    (True, False)
    """
    name = text[start:end]
    if only_qualifies(name, text, end) or (" " not in name and _BEFORE_OR_AFTER.search(text, max(0, start - 5), start)):
        return True
    if _NOT_YET.search(text, max(0, start - 16), start) is not None:
        return True  # what is only thought of
    if text[max(0, start - 4) : start].lower() in ("non-", "non "):
        return True  # "non-tolerated dose"
    if text[max(0, start - 5) : start].lower() == "anti-":
        return True  # what acts against it: "anti-VEGF injections"
    if _CELL.fullmatch(name) is not None and pattern(_OF_CELL).match(text, end) is not None:
        return True  # "T-cell epitope", but not "T-cell number"
    if len(name) == _TWO_LETTERS and text[start - 1 : start] == "-" and text[start - 2 : start - 1].isalpha():
        # the last part of another acronym: "CGI-BP"
        return _OF_YEARS.search(text, max(0, start - 3), start) is None
    if len(name) == _TWO_LETTERS and name.isupper() and _GOES_ON.match(text, end):
        return True  # the first part of one: "HR-CTV"
    spoken = name.lower()
    for before, behind in _told().get(spoken, ()):
        if before is not None and before.search(text, max(0, start - _REACH), start) is not None:
            return True
        if behind is not None and behind.match(text, end) is not None:
            return True
    word = WORDS.get(spoken)
    if word is None:
        return False
    return word.before.search(text, max(0, start - _REACH), start) is not None or (
        word.after is not None and word.after.match(text, end) is not None
    )


@cache
def _told() -> dict[str, list[tuple[re.Pattern[str] | None, re.Pattern[str] | None]]]:
    """What stands right before and right behind each name of `ontology/grammar/other_meanings.tsv`."""
    found: dict[str, list[tuple[re.Pattern[str] | None, re.Pattern[str] | None]]] = {}
    for row in rows("other_meanings.tsv", "names", "before", "behind"):
        names, before, behind = (cell.split("|") if cell else [] for cell in row.cells)
        if not (before or behind):
            raise row.fault("words before or words behind")
        around = (
            re.compile(rf"(?<![A-Za-z0-9]){source(before)}[\s-]+$", re.IGNORECASE) if before else None,
            re.compile(rf"[\s-]+{source(behind)}(?![A-Za-z0-9])", re.IGNORECASE) if behind else None,
        )
        for name in names:
            found.setdefault(name, []).append(around)
    return found


@cache
def _heading() -> re.Pattern[str]:
    """What heads its phrase whatever stands before it: "opioid receptor", "asthma knowledge", "pain-free walking"."""
    return re.compile(rf"(?:[\s-](?:{head_nouns()})|{_QUALIFIES})(?![\w-])", re.IGNORECASE)


def only_qualifies(name: str, text: str, end: int) -> bool:
    """Whether the noun after the name at `text[:end]` is what the phrase is about."""
    head = _heading().match(text, end)
    if head is not None and (" of " not in name or "related" in head.group()):  # "incidence of X related admissions"
        return _MEDICINE.search(name) is None or not re.search(r"medic|drug|prescri|treat|therap", head.group(), re.I)
    return _PERSONS.match(text, end) is not None and _QUALITY.search(name) is None
