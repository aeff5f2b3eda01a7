"""What a claim takes up of the claim before it: "Colchicine reduces … Its effect in children is not known."

The rule: only right behind a claim, and only where all around is background. "It", "they" and what is theirs mean what
the claim before names as its subject, where that is a disease or a treatment of the same number; the "it" of "it is
difficult to …" means nothing. "This combination", "these properties" name the kind again. The nouns and the verbs are
data (`ontology/grammar/taken_up.tsv`).
"""

from __future__ import annotations

import re
from functools import cache

from kg.extract.claimed.subjects import Subject, subjects
from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.grammar import by_role
from kg.model import Passage

_THIRD = re.compile(r"(?P<one>it|its)\b|(?P<many>they|their)\b")
_OF_NOTHING = re.compile(
    r"it (?:seems|appears|follows|turns|happens|makes|takes|remains)\b|"
    r"it (?:is|was|has been|may be|might be|can be|could be|will be|would be|becomes?) (?:[a-z]+ly )?"
    r"(?:a |an |the )?(?!used\b|thought\b|known to\b|able\b|unable\b|likely to\b|unlikely to\b|effective\b|due to\b)"
    r"(?:[\w-]+ ){1,2}(?:that|to|if|whether|how|when|why|for (?:the|all|patients|clinicians|physicians|doctors|"
    r"us|children)\b[^.;]{0,40}? to)\b"
)
_BY_KIND = re.compile(r"(?:this|these|such)\s(?:an?\s)?(?P<words>[\w-]+(?:\s[\w-]+){0,2})")
_ENDS_NAME = frozenset(
    "is are was were has have had may can could might will do does of in for to with by on that which".split()
)
_DOES = re.compile(r"[a-z]+[^siu]s")  # "This allows a combination": a verb
# Before the subject of a clause, and the verb of which it is the subject.
_TO_SUBJECT = re.compile(
    r"(?:(?!(?:of|in|for|with|to|by|on|from|and|or|at|as|among|between|is|are|was|were|has|have|can|may|that|which|who|"
    r"than|patients|children|people|women|men|adults|infants|no|not|without|against|after|before|during|if|when|"
    r"whether|while|like)\b)[\w'-]+\s){0,3}"
)
_ASIDE = (
    r"(?:\s?\([^()]{1,80}\))?(?:\s(?:in|during|of|after|with|among|for|from|due to)\s[^,.;()]{2,70}?)?"
    r"(?:,\s[^,.;]{3,90},)?\s(?:(?:also|often|now|usually|still|currently|generally|commonly|[a-z]+ly)\s)?"
)
_PLURAL = re.compile(r"(?:[^siu']s|[^s]ies|[^a-z]s)$")


@cache
def _words() -> dict[str, frozenset[str]]:
    found = by_role("taken_up.tsv", ("kind", "one", "many", "either"))
    return {role: frozenset(all_of) for role, all_of in found.items()}


@cache
def _verb() -> re.Pattern[str]:
    verbs = "|".join(rf"(?P<{role}>{'|'.join(sorted(_words()[role]))})" for role in ("one", "many", "either"))
    return re.compile(rf"{_ASIDE}(?:{verbs})\b")


def names_the_kind(folded: str) -> bool:
    """Whether a text opens with something taken up by its kind.

    >>> names_the_kind("this novel combination is common"), names_the_kind("this is common")
    (True, False)
    """
    match = _BY_KIND.match(folded)
    if match is not None:
        for word in match["words"].split():
            if word in _ENDS_NAME or (folded.startswith("this ") and _DOES.fullmatch(word)):
                return False
            if word in _words()["kind"]:
                return True
    return False


def takes_up(folded: str) -> str:
    """The number ("one", "many") of what the pronoun that opens a text stands for, "" where none opens it.

    >>> takes_up("its cause is unknown"), takes_up("it is hard to treat"), takes_up("they are common")
    ('one', '', 'many')
    """
    match = _THIRD.match(folded)
    return "" if match is None or _OF_NOTHING.match(folded) else match.lastgroup or ""


def meant(document: Document, passage: Passage, start: int, end: int, number: str) -> Subject | None:
    """The disease or treatment that is the subject of the claim `passage.text[start:end]`, if it is of that number."""
    folded = folded_text(passage.text)
    lead = _TO_SUBJECT.match(folded, start, end)
    reach = lead.end() if lead is not None else start
    first = min(
        (
            subject
            for subject in subjects(document, passage, start, end)
            if subject.start <= reach and not subject.concept.startswith("endpoint/")
        ),
        key=lambda subject: subject.start,
        default=None,
    )
    if first is None or _TO_SUBJECT.fullmatch(folded, start, first.start) is None:
        return None
    verb = _verb().match(folded, first.end, end)
    if verb is None:
        return None
    told = verb.lastgroup
    if told == "either":
        told = "many" if _PLURAL.search(folded, first.start, first.end) else "one"
    return first if told == number else None
