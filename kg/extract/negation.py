"""Is a thing that stands in a text wanted there, ruled out, or left open?

The rule: "no", "without", "absence of" rule out what follows them inside the same clause; "with or without",
"regardless of" leave it open; "except for" rules out what follows it, but behind a negation lets it back in, which
allows it and does not want it: it is left open; and names that only look like negations ("no evidence of disease",
"non-small cell", "not only") are none.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from kg.extract.context import folded_text
from kg.text import holds_any

Polarity: TypeAlias = Literal["wanted", "ruled-out", "open"]

_OPEN = re.compile(
    r"\b(?:with(?:/| or |\s?and\s?/?\s?or )without|with \(or without\)|regardless of|irrespective of|"
    r"independent(?:ly)? of|"
    r"whether or not|either|(?:non-?mutated|wild[- ]?type|unmutated|negative|positive) (?:or|and/or)|"
    r"known or unknown|unknown|any)\s(?:[\w/+-]+\s){0,4}$"
)
_NEGATION = re.compile(
    r"\b(?:without|w/o|no|not|neither|nor|never|absence of|lacks?|lacking|lack of|excludes?|excluded|excluding|"
    r"exclusion of|free (?:of|from)|ineligible|cannot|must not|do not|does not|did not|is not|are not|negative for|"
    r"rule[ds]? out|contraindication (?:to|for))\b|\bnon[- ]$"
)
_NOT_A_NEGATION = re.compile(
    r"\b(?:no evidence of disease|not only|no less than|no more than|not less than|not more than|no later than|"
    r"no fewer than|"
    r"not limited to|whether or not|no longer|not yet|no standard|not amenable|not candidates?|not eligible for|"
    r"not suitable|"
    r"unless|no available|no known curative|non-small|non small|non-hodgkin|non hodgkin|non-squamous|non squamous|"
    r"non-metastatic|without disease progression|has not progressed|no prior)\b"
)
# "without bevacizumab in RAS-mutated cancer": a negation ends where the disease begins; "no mutation in EGFR" goes on.
_CROSSING = re.compile(
    r"(?<!mutation)(?<!mutations)(?<!metastasis)(?<!metastases)(?<!involvement)(?<!disease)(?<!lesions)(?<!changes)"
    r"(?<!alterations)(?<!or) (?:in|for|versus|vs) (?!the )"
)
# "adults except for those with asthma", "no cancer, with the exception of skin cancer"; not "except if treated".
_EXCEPTION = re.compile(
    r"(?:\b(?:except(?:ing)?(?: (?:for|in))?|with the exceptions? of|exceptions? (?:is|are|being|for)|apart from|"
    r"aside from|other than|barring)\s)(?!that\b|when\b|if\b|as\b|where\b|during\b)"
)
_EXCEPTION_HINTS = ("except", "apart from", "aside from", "other than", "barring")
_BORDER = re.compile(
    r"[.;:\n]|,\s*(?:but|and (?:who|with|have|has|are|must)|who|which|must|should|unless|except if|or who)\b|"
    r"\b(?:unless|but|however|although|except (?:that|when|if))\b"
)


# "absence of EGFR mutations (including, but not limited to, exon 19 deletion) and ALK rearrangement": one reach.
_BRACKETS = re.compile(r"\([^()]*\)")


# "patients with HER2-positive disease are excluded": said behind the thing, in the same clause.
_EXCLUDED_AFTER = re.compile(
    r"[^.;:]{0,70}?\b(?:is|are|was|were|will be|shall be|must be|have been)\s(?:excluded|"
    r"ineligible(?!,?\s(?:for|to)\b,?\s(?!th))|"
    r"not\s(?:eligible(?!\sfor\s(?!th))|allowed|permitted|included|enrolled))\b"
    r"|[^.;:]{0,70}?\b(?:will|must|should|can|may|could)\s?not\sbe\s(?:included|enrolled|eligible|recruited|admitted)\b"
)
_EXCLUDED_HINTS = ("excluded", "ineligible", "not")
# "prior docetaxel is allowed but not mandatory": some had it.
_ALLOWED_AFTER = re.compile(
    r"(?:[^.;:()\n]|\([^.;:()\n]{0,40}\)){0,90}?\b(?:is|are|was|were|will be|shall be|may be)\s(?:also |still )?"
    r"(?:waived|(?:allowed|permitted|acceptable|accepted|optional)(?!\s(?:to|in|for|at)\b)|"
    r"not (?:required|mandatory|necessary))\b"
)
_ALLOWED_HINTS = ("allowed", "permitted", "accept", "optional", "waived", "not ")
_EXCEPTED = 160  # characters before a thing in which an exception may begin, and what it is an exception from
_FAR = 120  # characters, more than the words above take


# "stratified according to stage (III vs IV) and prior surgery": it divides the patients, it does not choose them.
_STRATIFIED = re.compile(
    r"(?:stratified (?:\w+ ){0,3}?(?:according to|by|based on|for|on)|stratification (?:factors?|variables?|by|"
    r"according to|criteria))\b(?:(?!\.\s|;|\brandomi[sz]ed (?:to|into))[\s\S])*\Z"
)


def reach(folded: str, position: int, limit: int = 90) -> int:
    """Where the clause that holds `position` begins, looking back at most `limit` characters."""
    begin = max(0, position - limit)
    while 0 < begin < position and folded[begin - 1].isalnum():
        begin += 1  # never begin inside a word
    last = begin
    for border in _BORDER.finditer(folded, begin, position):
        last = border.end()
    return last


def stratified(folded: str, position: int) -> bool:
    """Whether what stands at `position` is one of the traits by which the sentence stratifies the patients."""
    at = folded.rfind("stratif", max(0, position - 400), position)
    return at >= 0 and _STRATIFIED.match(folded, at, position) is not None


# Whatever can rule out or leave open holds one of these; most names stand behind none of them.
_HINTS = (
    *("no", "with", "lack", "exclu", "except", "free", "nei", "nev", "w/o", "absen", "inelig", "negat", "other than"),
    *("apart from", "aside from", "barring"),
    *("rule", "contraind", "regard", "irresp", "indep", "wheth", "either", "any", "mutated", "wild", "positive"),
)


def polarity(text: str, position: int) -> Polarity:
    """Whether what stands at `text[position:]` is wanted, ruled out or left open by the words before it.

    >>> polarity("patients without EGFR mutation", 17)
    'ruled-out'
    >>> polarity("chemotherapy with or without bevacizumab", 29)
    'open'
    >>> polarity("patients are stratified by prior surgery", 26)
    'open'
    >>> polarity("adults except for those with asthma", 29), polarity("no cancer except for melanoma", 21)
    ('ruled-out', 'open')
    """
    folded = folded_text(text)
    if holds_any(folded[position : position + _FAR], _EXCLUDED_HINTS) and _EXCLUDED_AFTER.match(folded, position):
        return "ruled-out"
    if holds_any(folded[position : position + _FAR], _ALLOWED_HINTS) and _ALLOWED_AFTER.match(folded, position):
        return "open"
    if stratified(folded, position):
        return "open"
    before = folded[max(0, position - 300) : position]
    if "(" not in before and not holds_any(before[-110:], _HINTS):
        return "wanted"
    before = _BRACKETS.sub("", before)
    if holds_any(before[-_EXCEPTED:], _EXCEPTION_HINTS):
        clause = before[reach(before, len(before), _EXCEPTED) :]
        if (exception := _last(_EXCEPTION, clause)) is not None:
            whole = clause[: exception.start()].replace("no prior ", "no ")
            return "ruled-out" if _last_negation(whole) is None else "open"
    return _negated(before[reach(before, len(before)) :])


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    last = None
    for match in pattern.finditer(text):
        last = match
    return last


def _last_negation(before: str) -> re.Match[str] | None:
    return _last(_NEGATION, _NOT_A_NEGATION.sub(lambda m: "~" * len(m.group()), before))


def _negated(before: str) -> Polarity:
    """What the words of a clause make of what stands behind them."""
    if not holds_any(before, _HINTS):
        return "wanted"
    left_open = _OPEN.search(before)
    if left_open is not None and not _CROSSING.search(before, left_open.start()):
        return "open"
    last = _last_negation(before)
    if last is None or _CROSSING.search(before, last.end()):
        return "wanted"
    return "ruled-out"
