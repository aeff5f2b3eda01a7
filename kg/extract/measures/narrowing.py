"""The narrower name that a colon, a dash or a bracket adds to a wide one: "Pharmacokinetics: Tmax", "Chemistry: K".

The rule: one narrower name right behind counts, several do not; what stands alone behind the mark counts even where it
is a word that means something only as a whole measure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.context import meant
from kg.extract.document import Document
from kg.extract.measures.kinds import HARM, VAGUE
from kg.extract.measures.names import PLAIN_WORD, Name
from kg.extract.measures.parts import at_landmark, core, when_behind
from kg.extract.measures.reported_parts import NOTHING_MORE

_REFINES = re.compile(
    r"^[\s\w()-]{0,40}?(?:[:(\[,–-]|\b(?:of|by|via)\b|\b(?:assess|measur|evaluat|determin)ed\s(?:with|using|through)\b|\bi\.e\.)"
)
# "Biochemistry: potassium": behind the colon stands one name and nothing else.
_COLON = re.compile(
    r"(?:\s*(?:\([^()]*\)\s*)?(?::|\.\s|\s[–-]\s)|\s[a-z][\w\s-]{3,60}:|\s\([^()]*\))\s*(?:(?:serum|plasma|blood|mean|total|change\sin|the)\s)*",
    re.IGNORECASE,
)
_OPENED = re.compile(r"\s*[(\[]\s*(?:the\s)?")
_MARK = re.compile(r"(?::|\.\s|\s[–-]\s)\s*")
_ACRONYM = 4
_ASSOCIATION = "endpoint/association"  # relates what stands behind it to something else


def weight(name: Name, text: str) -> float:
    """How much a name says: its words and their length; vague ones say less, an acronym stands for several."""
    words = len(PLAIN_WORD.findall(text, name.start, name.end))
    said = words + min(name.end - name.start, 30) / 60
    if name.concept in VAGUE:
        said -= 1.25
    return said + 0.4 if name.end - name.start <= _ACRONYM else said


def refined(best: Name, names: Sequence[Name], text: str, document: Document) -> Name:
    """A narrower name that a colon, dash or bracket adds to a wide one: `Pharmacokinetics (PK): Tmax`."""
    below = [
        name
        for name in names
        if name is not best and name.start >= best.end and best.concept in ancestors(name.concept, document)
    ]
    for name in names if best.concept not in HARM else ():
        if _stands_alone(best, name, text) and "rinalysis" not in text[: name.start]:
            return name  # what urine holds is told of blood elsewhere
    whole = _whole_behind(best, names, text, document)
    if whole is not None:
        return whole
    if not below:
        return best
    passed = set[str]().union(*(ancestors(name.concept, document) for name in below))
    narrowest = [name for name in below if name.concept not in passed]
    candidate = max(narrowest, key=lambda name: weight(name, text))
    again = any(name is not best and name.concept == best.concept and name.start >= best.end for name in names)
    enumerated = again or len({name.concept for name in narrowest}) > 1
    if enumerated or not _REFINES.match(text[best.end : candidate.start]):
        return best
    return candidate


def _whole_behind(best: Name, names: Sequence[Name], text: str, document: Document) -> Name | None:
    """What counts only where it is the whole of a measure, alone behind a wide name: "Blood chemistry: K (mEq/L)"."""
    mark = _MARK.search(text, best.end)
    if mark is None or best.concept == _ASSOCIATION or any(name.start >= mark.end() for name in names):
        return None
    rest = core(text[mark.end() :])
    named = meant(document.vocabulary, rest, "endpoint")
    if not named or (named[0] in VAGUE and best.concept not in ancestors(named[0], document)):
        return None
    start = text.find(rest, mark.end())
    return Name(named[0], start, start + len(rest), "lexicon", "endpoint-whole-measure")


def told_behind(best: Name, names: Sequence[Name], text: str, document: Document) -> Name | None:
    """The narrower name that stands alone behind a colon or dash, or in a bracket: "Lung function - vital capacity"."""
    behind = (
        name
        for name in names
        if name.start > best.end and (_stands_alone(best, name, text) or _alone_in_bracket(best, name, text))
    )
    return next((name for name in behind if best.concept in ancestors(name.concept, document)), None)


def _stands_alone(best: Name, name: Name, text: str) -> bool:
    if _COLON.fullmatch(text, best.end, name.start) is None:
        return False
    return NOTHING_MORE.fullmatch(text, name.end, when_behind(text, name.end)) is not None


def _alone_in_bracket(best: Name, name: Name, text: str) -> bool:
    """Whether a bracket right behind holds the name and nothing else: "Kidney function (eGFR)"."""
    if text[name.end : name.end + 1] not in (")", "]") or _OPENED.fullmatch(text, best.end, name.start) is None:
        return False
    return not at_landmark(text, best.start, best.end)  # "2-year progression-free survival (PFS2)"


def ancestors(concept_id: str, document: Document) -> set[str]:
    """The ids of all that is broader than a concept."""
    seen: set[str] = set()
    stack = [concept_id]
    while stack:
        concept = document.concept(stack.pop())
        if concept is not None:
            stack.extend(parent for parent in concept.broader if parent not in seen)
            seen.update(concept.broader)
    return seen
