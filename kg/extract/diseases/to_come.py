"""Conditions that the people of the trial do not have: what a title says is to be prevented or looked for, and risks.

The rule: "prevention of", "screening for", "prevalence of", "predictor of" before the name, "vaccine", "prophylaxis",
"testing" behind it, and "to reduce" before what comes of an operation; not where what is prevented is what may become
of it ("prevent asthma exacerbations", "recurrent"), where it is treated as well, nor where it is a disease of attacks
("migraine prevention"). Prose that names such a condition does not give it to them either, unless it says that they
have it. What they are at risk of is nobody's wherever it is named.
"""

from __future__ import annotations

import re

from kg.extract.context import folded_text
from kg.extract.diseases.places import condition_places
from kg.extract.diseases.words import condition_words
from kg.extract.document import Document
from kg.text import holds_any

_HINTS = (
    *("prevent", "prophyla", "vaccin", "screen", "detect", "identif", "finding", "test", "reduc", "predict", " risk "),
    " of ",
)
_QUALIFIED = (
    r"(?:(?!(?:in|among|with|on|of|for|to|after|during|following|from|by|who|further|secondary|residual|recurr\w*|"
    r"relaps\w*|metastat\w*|treat\w*|manag\w*|car(?:e|ing))\b)[\w/'()-]+,?\s){0,4}\(?\Z"
)
_TO_COME = re.compile(
    r"(?<!treatment and )(?<!treatment or )(?<!management and )(?<!secondary )(?<!relapse )\b(?:"
    r"(?:prevent(?:ion|ing|s)?(?: of| against)?|prophylaxis (?:of|for|against)|"
    r"(?:reduc\w+|lower\w*|decreas\w+) (?:the )?(?:risk|incidence|rates?|occurrence) of)|"
    r"(?:prevalence|frequency|incidence|predict(?:ors?|ion)|predictive (?:markers?|factors?)) (?:of|for)|"
    r"(?:screening|case[- ]finding|screening test) (?:of|for)|to (?:early )?(?:detect|screen for)|"
    rf"(?:early|earlier|timely) (?:detection|identification) of)\s{_QUALIFIED}"
)
_BEHIND = re.compile(
    r"\)?\s(?:\([^()]{1,20}\)\s)?(?:prevention|prophylaxis|screening|detection|case[- ]finding|"
    r"(?:self-?|rapid |antibody |antigen )?test(?:s|ing)?|risk (?:factors?|reduction))\b"
    r"(?!(?:,|\s(?:and|or|&))\s(?:treatment|management|care|therapy)\b)"
)
# "hepatitis A and B vaccine", "human papillomavirus (HPV) L1 virus-like particle (VLP) vaccine"
_VACCINE = re.compile(
    r"(?:-\w+)?\)?\s(?:(?!(?:in|among|with|of|for|to|after|during|following|by|who|patients?|infect\w+|relat\w+|"
    r"associat\w+|positive|and (?!\w\b))\b)[\w/()-]+\s){0,5}vaccin"
)
# "therapeutic cancer vaccine", "grass pollen allergy vaccine": for those who have it.
_TREATED_BY_VACCINE = re.compile(r"allerg|asthma|cancer|tumou?r|neoplas|malignan|oma\b|leuk[ae]mi|alzheimer|addiction")
# "to prevent asthma exacerbations": they have asthma.
_BECOMES_OF_IT = re.compile(
    r"\)?[\s-](?:\([^()]{1,20}\)\s)?(?:progress\w*|recurren\w*|relapses?|complications?|transmission|exacerbations?|"
    r"attacks?|episodes?|flares?|flare-ups?|deaths?|mortality|morbidity|re-?admissions?|re-?hospitali[sz]ations?|"
    r"hospitali[sz]ations?|disparit\w+|related|associated|patients?|worsening|symptoms?|cris[ei]s|events?|"
    r"metasta\w+|misuse|responses?|outcomes?|severity|remission|control|treatment|therapy|survival|prognosis)\b"
)
# "to reduce postoperative pain", "lowering the surgical site infection rate": nobody has it when the trial begins.
_TO_REDUCE = re.compile(
    r"\b(?:reduc\w+|lower\w*|decreas\w+|minimi[sz]\w+|mitigat\w+|attenuat\w+)(?: (?:of|in))?\s"
    r"(?:(?!(?:in|among|with|on|of|for|to|after|during|following|from|by|who|treat\w*)\b)[\w/'()-]+,?\s){0,4}\Z"
)


def not_yet_had(folded: str, start: int, end: int) -> bool:
    """Whether the title's words give the condition at `start:end` as one that nobody of the trial has so far.

    >>> text = "probiotics for the prevention of asthma in infants"
    >>> not_yet_had(text, text.index("asthma"), text.index(" in "))
    True
    """
    if not holds_any(folded, _HINTS):
        return False
    name = folded[start:end]
    if _VACCINE.match(folded, end):
        return _TREATED_BY_VACCINE.search(name) is None
    before = folded[max(0, start - 90) : start]
    if to_be_reduced(folded, max(0, start - 90), start, end):
        return True
    if _TO_COME.search(before) is None and (_BEHIND.match(folded, end) is None or before.endswith("secondary ")):
        return False
    return _BECOMES_OF_IT.match(folded, end) is None and condition_words().attacks.search(name) is None


def to_be_reduced(folded: str, begin: int, start: int, end: int) -> bool:
    """Whether the condition at `start:end` comes of an operation, and is to be made rarer or less by the trial.

    >>> to_be_reduced("x to reduce postoperative delirium", 0, 12, 34)
    True
    """
    name = condition_words().sequel.search(folded, start, end)
    return name is not None and _TO_REDUCE.search(folded, max(begin, start - 90), start) is not None


_AT_RISK = re.compile(
    r"\brisks? (?:of|for|from)\s(?:(?!(?:in|among|with|on|of|for|to|after|during|following|from|by|who|that|which|is|"
    r"are|as|because|having|recurr\w*|relaps\w*|residual|metastat\w*)\b)[\w/'-]+,?\s){0,8}\(?\Z"
)


def at_risk(folded: str, begin: int, start: int, end: int) -> bool:
    """Whether the condition at `start:end` is one that people of the clause, which begins at `begin`, may come to:
    "women at risk of breast cancer"; not what may become of one that they have.

    >>> text = "adults at high risk of stroke or heart failure"
    >>> at_risk(text, 0, text.index("heart"), len(text))
    True
    """
    near = max(begin, start - 120)
    if folded.find("risk", near, start) < 0 or _AT_RISK.search(folded, near, start) is None:
        return False
    return _BECOMES_OF_IT.match(folded, end) is None


def only_to_come(document: Document) -> frozenset[str]:
    """The conditions that the titles of the trial name, but only as such."""
    to_come: set[str] = set()
    had: set[str] = set()
    for passage in (document.trial.title, document.trial.official_title):
        if passage is None or not holds_any(folded := folded_text(passage.text), _HINTS[:-1]):
            continue
        for place in condition_places(document, passage):
            (to_come if not_yet_had(folded, place.start, place.end) else had).add(place.concept)
    return frozenset(to_come - had)
