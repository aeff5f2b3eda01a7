"""Is a piece of a clause a claim: a whole statement about the world, of medicine, that its place allows?

The rule: a figure that is a finding or words that assert, none of a plan, a hypothesis or a procedure; more is asked
for where the sentence may speak of the trial: in an opening sentence asserting words or a telling of a disease or a
treatment, between sentences about the trial a pair of words in the present, or a plain statement that asserts. What
opens with a pronoun is one only right behind a claim.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.extract.claimed.before import meant, names_the_kind, takes_up
from kg.extract.claimed.cues import Said, said
from kg.extract.claimed.plain import plain, tells_a_share
from kg.extract.claimed.shapes import shapes, stands_alone
from kg.extract.claimed.subjects import Subject
from kg.extract.claimed.whole import whole
from kg.extract.context import between
from kg.extract.document import Document
from kg.extract.figures import figures, tells_how_it_is_tested
from kg.extract.stance_cues import Stance
from kg.model import Passage

LONGEST = 600
_OF_OTHERS = ("and ", "or ", "the former", "the latter", "both ", "they ", "these ", "it is ")
# "Cases are divided into two groups: up to 50% proficiency, and after that": how a study counts.
_DIVIDES = re.compile(r"\b(?:is|are|was|were|will be) (?:then )?(?:divided|split|classified|grouped) (?:into|in|as)\b")
# "CEA < 80 ng/ml, decrease >= 50%": who may take part; "a level ≥ 50 with a count ≥ 300 indicates asthma" is a claim.
_LIMIT = re.compile(r"[<>≤≥]\s?=?\s?\d")
_TELLS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|may|might|could|indicates?|suggests?|predicts?|means?|increases|reduces|"
    r"defines?)\b"
)
_HYPOTHESIS = ("hypothesis: ", "hypothesis - ", "hypothesis:\n", "h0: ", "h1: ", "hypotheses: ")
# "1% lidocaine", "100% oxygen": how strong something is, not how many.
_STRENGTH = re.compile(
    r"\d\s?%\s(?:[\w-]+\s)?(?:oxygen|o2|lidocaine|saline|solution|cream|gel|ointment|ethanol|alcohol|dextrose|glucose|"
    r"bupivacaine|ropivacaine|chlorhexidine|povidone|hydrogen|bleach)\b"
)
Figures = list[tuple[str, str, int, int]]


class Place(NamedTuple):
    """Where a clause stands: in which text, of what stance, and whether nothing was said of the trial before it."""

    document: Document
    passage: Passage
    folded: str
    stance: Stance
    opening: bool


class Before(NamedTuple):
    """The first claim of the sentence before, and what its own pronoun stands for."""

    sentence: int
    start: int
    end: int
    about: Subject | None


def stated(place: Place, start: int, end: int, before: Before | None) -> Figures | None:
    """The figures of a piece that is a claim, None where it is none. Nothing but its own words says that an opening
    sentence, or one between others about the trial, speaks of the world."""
    text = place.folded[start:end]
    if not 20 <= end - start <= LONGEST or text.endswith(("?", ":")) or shapes().no_statement.match(text):
        return None
    found = list(figures(place.folded, start, end)) if "%" not in text or not _STRENGTH.search(text) else []
    if _tells_of_work(place, text, start, bool(found)):
        return None
    words = said(place.folded, start, end)
    if _is_planned(place, words, text) or not whole(text, words.finite):
        return None
    if found and place.stance == "background" and not (words.procedure and _DIVIDES.search(text)):
        return found
    if _is_of_the_trial(place, text, start) or (words.modal and not found):
        return None
    if not _says(words, text, place.stance, place.opening, bool(found)):
        return None
    if not stands_alone(text):
        if before is None or place.stance != "background":
            return None
        if taken_up(place.document, place.passage, place.folded, start, before) is not None:
            return found
        if not _takes_up_more(words, text):
            return None
    return found if _is_of_medicine(place, words, start, end, before) else None


def _tells_of_work(place: Place, text: str, start: int, counted: bool) -> bool:
    """Whether a piece tells how something is tested, what is supposed, or who may take part."""
    return (
        tells_how_it_is_tested(text, counted and place.stance == "background")
        or place.folded.endswith(_HYPOTHESIS, 0, start)
        or (len(_LIMIT.findall(text)) > 1 and _TELLS.search(text) is None)
    )


def _is_planned(place: Place, words: Said, text: str) -> bool:
    """Whether a piece tells what is to be done; what is cited may be told in the words of a trial."""
    return words.plan or (words.hint and not (place.stance == "background" and shapes().cited.search(text)))


def _is_of_the_trial(place: Place, text: str, start: int) -> bool:
    """Whether a piece between sentences about the trial goes on about it."""
    if place.stance != "trial":
        return False
    return shapes().of_the_trial.match(text) is not None or place.passage.text[start].islower()


def _takes_up_more(words: Said, text: str) -> bool:
    """Whether a piece that opens with a pronoun asserts something more of what was claimed before, or names its kind
    again."""
    asserts = words.medical and (words.asserts or words.tells) and not words.procedure
    return (asserts and bool(takes_up(text))) or names_the_kind(text)


def _is_of_medicine(place: Place, words: Said, start: int, end: int, before: Before | None) -> bool:
    """Whether a piece speaks of medicine: by its words, as it asserts something right behind a claim ("High-quality
    evidence is lacking."), or by what it names."""
    perhaps_ours = place.stance == "likely" and not words.asserts and (words.procedure or words.will)
    if words.medical and not perhaps_ours:
        return True
    if before is not None and place.stance == "background" and words.asserts and not words.procedure:
        return not place.folded.startswith(_OF_OTHERS, start)
    return names_any(place.document, place.passage, start, end)


def _says(words: Said, text: str, stance: Stance, opening: bool, counted: bool) -> bool:
    """Whether the words say enough for the place. Between sentences about the trial: a pair that asserts, or a plain
    statement that asserts; in an opening one: that asserts, tells, or tells a share ("20% of patients develop …");
    where all is background, telling is enough."""
    if (stance != "trial" and words.asserts) or (words.paired and not words.procedure):
        return True
    if stance == "background" and shapes().cited.search(text) and shapes().reported.search(text):
        return True
    if shapes().of_a_study.search(text):
        return False
    told = not (words.procedure or words.will) and plain(text, words.verb)
    if stance == "trial":
        return words.asserts and told
    if stance == "likely":
        return opening and (
            words.tells or (told and words.verb) or (counted and not words.procedure and tells_a_share(text))
        )
    return words.tells or told


def names_any(document: Document, passage: Passage, start: int, end: int) -> bool:
    """Whether a disease or a treatment is named there, or something for which the record has an abbreviation."""
    text = passage.text[start:end]
    return any(abbreviation.short in text for abbreviation in document.abbreviations) or any(
        hit.end <= end
        for domain in ("condition", "intervention")
        for hit in between(document.hits(passage, domain), start, end)
    )


def taken_up(
    document: Document, passage: Passage, folded: str, start: int, before: Before | None
) -> Subject | None:
    """What the pronoun at `start`, right behind a claim, stands for."""
    if before is None or not folded.startswith(("it", "the"), start):
        return None
    text = folded[start : start + 160]
    number = "" if stands_alone(text) else takes_up(text)
    if not number:
        return None
    again = takes_up(folded[before.start : before.start + 160])
    if again:
        return before.about if again == number else None
    return meant(document, passage, before.start, before.end, number)
