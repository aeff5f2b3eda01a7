"""The words that name a state of a disease: those of the lexicon, and those that are one in a frame only.

The rule: stages and risks in a row ("stage II-IV", "low or intermediate risk"), "relapse/refractory", "untreated" and
"early"; and what is told in plain words of a disease that has it ("a tumor that came back or has not responded").
Whether the state is that of the patients of the trial, `kg.extract.patients.extent` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.context import Word, words
from kg.extract.document import Document
from kg.extract.patients.graded import graded, is_graded
from kg.model import Passage
from kg.text import begun_by, holds_any

_UNTREATED = re.compile(
    r"(?<!treated or )(?<!treated and )(?<!versus )(?<!previously )\buntreated\b(?! (?:control|group|arm))"
)

# "who have not received any prior systemic treatment": in more words than a list of names can hold.
_NOT_RECEIVED = re.compile(
    r"\b(?:have|has|had|did)\s(?:not|never)\s(?:previously\s|yet\s)?(?:received?|been\streated\swith)\s(?:any\s|a\s)?"
    r"(?:(?:prior|previous|earlier|systemic|specific|first-line|drug|anti-?tumou?r|anti-?cancer|antineoplastic)\s){1,3}"
    r"(?:therap(?:y|ies)|treatments?|chemotherapy)\b(?!\s(?:with|of|within|in the|during|before|since|other|except))"
)


# "stage IIIB-IV", "stages II and III": the lexicon names one stage at a time.
_STAGES = re.compile(
    r"\bstages? (?P<first>iv|i{1,3}|[1-4])[abc]?[12]?\s?(?P<to>-|–|/|to|or|and|&|through)\s?(?:stage )?"
    r"(?P<last>iv|i{1,3}|[1-4])[abc]?[12]?\b"
)
_STAGE_NUMBER = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_OF_STAGE = ("state/early-stage", "state/stage-ii", "state/stage-iii", "state/metastatic")
_RISKS = re.compile(  # "intermediate and high-risk": the first word lacks what the second has
    r"\b(?P<first>low|intermediate|high)(?:-\s?(?=and|or|to|/)|\s?)(?:and|or|to|/|,|-)"
    r"\s?(?:very )?(?:low|intermediate|high)[- ]risk\b"
)
_AT_RISK = [f"{degree}{sign}risk" for degree in ("low", "intermediate", "high") for sign in " -"]
# "relapse/refractory", "R/R": short for relapsed or refractory.
_RELAPSE = re.compile(r"\brelapse(?=\s?(?:/|-|or|and|and/or)\s?refractory\b)|\br/r(?= (?!intervals?|ratios?)[a-z])")
_AFTER_REMISSION = re.compile(
    r"\b(?:patients|adults|children)\b[^.;]{0,60}\bafter (?:[a-z]+ ){0,2}(?P<state>complete remission)\b"
)
_EARLY = re.compile(r"early(?<=\bearly)(?= [a-z])")  # it begins with a letter, so the engine leaps
# "patients with chest wall recurrence": the state of those patients, where it is not a risk or a rate of it.
_RECURRENCE = re.compile(
    r"\b(?:patients?|women|men|participants|subjects|adults|children|people|those|who (?:have|had)) (?:with|"
    r"having|for|had|in) "
    r"(?:an? )?(?:(?!(?:of|risk|no|without|low|high|rate|for|and|or|previous|history)\b)[\w-]+ ){0,3}?"
    r"(?P<state>recurrences?|relapses?)\b(?! (?:rates?|risk|score|free|prevention)\b|-free|[^.;]{0,30} prevention)"
)


# "leukemia that has come back or did not respond to earlier treatment": plain words in the clause that tells which.
_CONNECTOR = re.compile(r"(?:that|which)(?=\s)")
_LONGEST_NOUN = 160  # characters of a word, a bracket and the connector
_WHICH = re.compile(
    r"\b(?:cancers?|tumou?rs?|disease|malignanc\w+|gliomas?|[a-z]*(?:leuk[ae]mia|lymphoma|melanoma|carcinoma|sarcoma|"
    r"myeloma|glioma|blastoma|neoplasm|metastas[ei])s?)(?:\s\([^()]{1,40}\))?,?\s(?:that|which)\s"
)
_AUXILIARY = r"(?:(?:has|have|had|is|are|did|does|do|either|usually|that|which)\s)*"
_PLAIN = re.compile(
    rf"{_AUXILIARY}(?:(?P<recurrent>(?:come|came|coming) back|recurred|returned after)|"
    r"(?P<metastatic>spread (?:to (?:the [a-z]+|(?:other|distant)(?: [a-z]+)?(?: (?:in|of) the body)?)|outside|from|"
    r"throughout|elsewhere|beyond))|(?P<locally_advanced>spread (?:to nearby|locally|only locally))|"
    r"(?P<refractory>(?:not|no longer|stopped) (?:respond(?:ed|ing)?|improv(?:ed|ing|e)|gone away))|"
    r"(?P<unresectable>can(?:not|'t| not) be (?:completely )?(?:removed|resected)))\b"
)
_PLAIN_HINTS = (" back", "recurred", "returned", "spread", "respond", "improv", "gone away", "removed", "resected")
_LOOKED_FOR = re.compile(r"\b(?:find|detect|screen|look for|prevent|risk of)\b[^.;]*\Z")
_NEXT = re.compile(r"[^.;:]{0,50}?\b(?:or|and|and/or)\s")


def _in_plain_words(folded: str) -> Iterator[Word]:
    done = 0
    for connector in _CONNECTOR.finditer(folded):  # far sooner found than all words that it may follow
        end = connector.end() + 1
        which = _WHICH.search(folded, max(done, end - _LONGEST_NOUN), end)
        if which is None:
            continue
        done = end
        if _LOOKED_FOR.search(folded, max(0, which.start() - 40), which.start()):
            continue
        position = which.end()
        while (match := _PLAIN.match(folded, position)) is not None:
            state = match.lastgroup or ""
            yield Word(*match.span(state), "state/" + state.replace("_", "-"))
            following = _NEXT.match(folded, match.end())
            if following is None:
                break
            position = following.end()


# What only patients, or their disease as a whole, can have.
OF_PATIENTS = re.compile(
    r"complete remission\b|recurrences?\b|relapses?\b(?!\s?(?:/|-|or|and|and/or)\s?refractory)|"
    r"(?:have|has|had|did) (?:not|never) (?:previously |yet )?(?:receive|been treated)|"
    r"no (?:prior|previous) (?:systemic|anti-?\s?(?:tumou?r|cancer|neoplastic))|"
    r"not previously treated|not been (?:previously )?treated|"
    r"(?:have )?not previously received|never (?:been treated|received)"
)
# What the frame of `_WHICH` says by itself; "cannot be removed or has spread" rules nothing out.
IN_PLAIN_WORDS = re.compile(
    r"(?:come|came|coming) back|recurred|returned after|spread |(?:not|no longer|stopped) (?:respond|improv|gone)|"
    r"can(?:not|'t| not) be "
)


def named_states(document: Document, passage: Passage, folded: str) -> list[Word]:
    """The states of the lexicon, stages in a row, and "untreated" and "early", which are states only beside a
    disease."""
    found = words(document, passage, "state")
    more = [*_of_treatment(folded), *_of_its_course(folded)]
    more = [new for new in more if not any(w.start < new.end and new.start < w.end for w in found)]
    if "stage" in folded:
        more += _stages_in_a_row(folded, found)
    if any(is_graded(w.concept) for w in found):
        found = [w for w in found if not is_graded(w.concept)]  # `graded` says whether, and which of a row
    classes = list(graded(document, folded))
    if classes:
        found = [w for w in found if not any(c.start < w.end and w.start < c.end for c in classes)]
        more += classes
    return sorted([*found, *more]) if more else found


def _of_treatment(folded: str) -> Iterator[Word]:
    """What plain words tell, and that nothing was given so far."""
    if (" that " in folded or " which " in folded) and holds_any(folded, _PLAIN_HINTS):
        yield from _in_plain_words(folded)
    for match in begun_by(_UNTREATED, folded, ("untreated",)):
        yield Word(*match.span(), "state/treatment-naive")
    if "receive" in folded or "treated with" in folded:
        for match in begun_by(_NOT_RECEIVED, folded, ("have", "has", "had", "did")):
            yield Word(*match.span(), "state/treatment-naive")


def _of_its_course(folded: str) -> Iterator[Word]:
    """Early disease, disease that came back or is in remission, and the first of two risks ("low or high risk")."""
    if "early " in folded:
        for match in _EARLY.finditer(folded):
            yield Word(*match.span(), "state/early-stage")
    if "relapse" in folded or "r/r " in folded:
        for match in _RELAPSE.finditer(folded):
            yield Word(*match.span(), "state/recurrent")
            if match.group() == "r/r":
                yield Word(*match.span(), "state/refractory")
    if holds_any(folded, _AT_RISK):
        for match in _RISKS.finditer(folded):
            yield Word(*match.span("first"), f"state/{match['first']}-risk")
    if "complete remission" in folded:
        for match in _AFTER_REMISSION.finditer(folded):
            yield Word(*match.span("state"), "state/in-remission")
    if "recurrence" in folded or "relapse" in folded:
        for match in _RECURRENCE.finditer(folded):
            yield Word(*match.span("state"), "state/recurrent")


def _stages_in_a_row(folded: str, found: list[Word]) -> Iterator[Word]:
    """The stages of "stages II to IV" that are not there by their names."""
    for row in begun_by(_STAGES, folded, ("stage",)):
        first, last = (_STAGE_NUMBER.get(row[name]) or int(row[name]) for name in ("first", "last"))
        between = range(first, last + 1) if row["to"] not in ("or", "and", "&", "/") else (first, last)
        known = {w.concept for w in found if row.start() <= w.start < row.end()}
        for number in between:
            if _OF_STAGE[number - 1] not in known:
                yield Word(row.start(), row.end(), _OF_STAGE[number - 1])
