"""What a sentence asks of some of the patients only, or grants them: no fact of all.

The rule: who a sentence speaks of stands before "must have", "may be enrolled", "are eligible if", or opens it ("In
patients with X, …"). Where these people are told from the others of the trial, by a marker or a condition that title
and entries do not name ("HER2-positive tumors must have failed trastuzumab", "subjects with brain metastases may be
enrolled"), what it says holds for them alone; so does what a limit of a laboratory value is for ("≤ 5 × ULN in patients
with liver metastases"). Where it speaks of all ("patients with advanced melanoma must have …" in a trial of melanoma),
it holds. What a sentence tells of one cohort of several is not of all either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.background import Clause
from kg.extract.context import folded_text
from kg.extract.diseases.in_text import Registered
from kg.extract.document import Document
from kg.extract.patients.markers import base_of, markers, may_hold_markers
from kg.model import Passage
from kg.text import holds_any

_WHO = (
    r"(?:patients?|participants?|subjects?|individuals?|women|men|adults?|children|those|people|persons?|cases|pts|"
    r"tumou?rs?|disease)"
)
_HINTS = (
    *("must", "should", "shall", "need", "have to", "has to", "required to", "eligible", "allowed", "permitted"),
    *("acceptable", "may ", "can ", "not excluded", "will be", "in p", "in s", "in t", "in w", "in m", "in a", "in c"),
    *("for p", "for s", "for t", "for w", "for m", "among ", "if "),
)
_LIMITS = ("uln", "upper limit of normal", "upper limits of normal", "inr", "aptt", "prothrombin")
_LIMIT = re.compile(r"\b(?:uln|upper limits? of normal|inr|aptt|prothrombin)\b")
_ROW = re.compile(r"[;\n]|(?<!\d)\.\s")
# What is asked, and what is granted, of those who are named before.
_ASKED = re.compile(
    r"\b(?:must|should|shall|needs? to|ha(?:ve|s) to|(?:are|is|will be|were|was) required to)\s"
    r"(?:(?:also|all|first|either|previously|already)\s){0,2}(?:have|show|demonstrate|receive|take|"
    r"be (?:on|pre-?treated|treated|refractory|resistant|intolerant|receiving|taking))\b"
)
_GRANTED = re.compile(
    r"\b(?:may|can|could)\s(?:(?:also|still|be)\s){0,2}(?:included|enrolled|enrol|enroll|eligible|allowed|permitted|"
    r"entered|enter|considered|participate|take part|randomi[sz]ed)\b"
    r"|\b(?:is|are|was|were|will be)\s(?:(?:also|still)\s)?(?:allowed|permitted|acceptable|accepted|not excluded)\b"
    r"|\b(?:is|are|will be)\s(?:(?:also|still)\seligible\b|eligible\s(?:(?:for|to|in|the|this|study|trial|enrol\w*|"
    r"participat\w*|inclusion)\s){0,4}(?:if|provided|providing|as long as|unless|only (?:if|after|when)|when|after|"
    r"once)\b)|\bwill be (?:included|enrolled|eligible) (?:regardless|irrespective|if|provided|as long as)\b"
)
_ELIGIBLE = re.compile(r"\b(?:are|is|will be)\s(?:considered )?eligible(?=\s?(?:$|[.;,)]))")
_ADDRESSING = (  # with the words without which there is none, and whether it is granted
    (_ASKED, ("must", "should", "shall", "need", "ve to", "as to", "required to"), False),
    (_GRANTED, ("may ", "can ", "could ", "allowed", "permitted", "accept", "excluded", "eligible", "will be"), True),
    (_ELIGIBLE, ("eligible",), False),
)
_ADDRESSED = re.compile(
    rf"[\W\d]*(?:in|for|among|if)\s(?:(?:the|all|any|those)\s)?(?:[\w+/-]+\s){{0,3}}?{_WHO}\s"
    r"(?:with|who|whose|harbou?ring|having|(?:is|are|has|have)(?=\s))\b[^,;.:\n]{2,110},"
)
_OPENS = re.compile(
    r"(?<!\be)(?<!\bi)(?<!e\.g)(?<!i\.e)\.|[;:\n•]|"
    r"\b(?:and|but|while|whereas)\s(?=(?:patients|participants|subjects|those)\b)"
)
_TOLD_APART = re.compile(
    r"\b(?:actionable|targetable|driver|genomic|gene|muta\w+|alterations?|rearrange\w+|brain|cns|leptomeningeal|"
    r"central nervous system)\b"
)
# Of those who may take part, what they had before tells them apart, too: others had it not.
_TREATED = re.compile(r"\b(?:prior|previous(?:ly)?|history|received|treated|undergone)\b")
# "Those who had previously received chemotherapy were required to have …": what is asked of them tells so as well.
_WHO_WERE_TREATED = re.compile(
    rf"[\W\d]*(?:{_WHO}|those)\s(?:who|that)\s(?:have|had|has|were|are)\s(?:been\s)?"
    r"(?:previously|already|prior|received|undergone)\b"
)
_ONLY = re.compile(r"[\W\d]*(?:only|all)\b")
_REACH = 200


# "Cohort 1 includes treatment-naive patients", "cohort A with relapsed tumors", "Group 2: patients with severe asthma",
# "treatment-naive subjects (cohort 1), …": what is told of a part that is counted holds for it alone. Arms are none:
# who is randomized to them is the same.
_ONE_PART = r"(?:[1-9]\d?|[a-h]|i{1,3})"
_MORE_PARTS = rf"(?:(?:\s?,\s?|\sand\s|\sto\s|-){_ONE_PART})*\b"
_COHORT = r"cohorts?|sub-?stud(?:y|ies)|strat(?:um|a)"
_PART = re.compile(
    rf"\b(?:{_COHORT})\s{_ONE_PART}{_MORE_PARTS}(?:\s?:|\swill\b)"
    rf"|\b(?:{_COHORT}|groups?|parts?)\s{_ONE_PART}{_MORE_PARTS}"
    r"(?:\s?(?::|\(|,|-|–|=)\s?|\s)"
    r"(?:(?:will\s)?(?:enrol\w*|includ\w+|consists? of|compris\w+|be limited to|is|are|with|for|of|in)\s)?"
    rf"(?:(?!(?:to|receiv\w*|treated|comb\w+|together|along|in|and|or|of|for|than)\b)[\w+≥-]+\s){{0,5}}?(?:{_WHO}|with)\b"
)
_EXPANSION = re.compile(
    r"\b(?:dose[- ])?expansion (?:part|phase|cohorts?|portion|stage)(?:,| will| is| are| was)? "
    r"(?:will )?(?:enrol\w*|include|consist|recruit|be (?:conducted|limited))"
)
_TAGGED_BEHIND = re.compile(r"\(cohort (?:[1-9]\d?|[a-h])\)")
_PART_HINTS = ("cohort", "sub-stud", "substud", "strat", "group ", "groups ", "part ", "parts ", "expansion")


def of_no_part(folded: str, found: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """The clauses, what they tell of one cohort or group taken for background."""
    if not holds_any(folded, _PART_HINTS):
        return found
    parts: list[Clause] = []
    for clause in found:
        first = _PART.search(folded, clause.start, clause.end) if clause.stance == "trial" else None
        if first is None and clause.stance == "trial" and folded.find("expansion", clause.start, clause.end) >= 0:
            first = _EXPANSION.search(folded, clause.start, clause.end)
        begin = first.start() if first is not None else clause.end
        if len(_TAGGED_BEHIND.findall(folded, clause.start, clause.end)) > 1:
            begin = clause.start
        if begin > clause.start:
            parts.append(clause._replace(end=begin))
        if begin < clause.end:
            parts.append(clause._replace(start=begin, stance="background"))
    return tuple(parts)


def for_all(
    document: Document, passage: Passage, folded: str, found: tuple[Clause, ...], registered: Registered
) -> tuple[Clause, ...]:
    """The clauses, those that hold for some of the patients only taken for background."""
    if not holds_any(folded, _HINTS):
        return found
    parts: list[Clause] = []
    changed = False
    for clause in found:
        stretches = list(_of_some(document, passage, folded, clause, registered)) if clause.stance == "trial" else []
        at = clause.start
        for start, end in stretches:
            changed = True
            if start > at:
                parts.append(clause._replace(start=at, end=start))
            parts.append(clause._replace(start=max(at, start), end=end, stance="background"))
            at = end
        if at < clause.end:
            parts.append(clause._replace(start=at))
    return tuple(parts) if changed else found


def _of_some(
    document: Document, passage: Passage, folded: str, clause: Clause, registered: Registered
) -> Iterator[tuple[int, int]]:
    """The stretches of a clause that speak of some only, in order, each up to the next semicolon."""
    some = list(_limits(folded, clause)) if holds_any(folded[clause.start : clause.end], _LIMITS) else []
    for begin, stop, granted in _addresses(folded, clause):
        if _told_apart(document, passage, folded, begin, stop, registered, granted):
            border = folded.find(";", stop, clause.end)
            some.append((begin, clause.end if border < 0 else border))
    done = clause.start
    for begin, end in sorted(some):
        if end > done:
            yield max(begin, done), end
            done = end


def _limits(folded: str, clause: Clause) -> Iterator[tuple[int, int]]:
    """The rows of a clause that limit a laboratory value, often by another limit for those with a disease."""
    at = clause.start
    for border in [*(m.end() for m in _ROW.finditer(folded, clause.start, clause.end)), clause.end]:
        if _LIMIT.search(folded, at, border):
            yield at, border
        at = border


def _addresses(folded: str, clause: Clause) -> Iterator[tuple[int, int, bool]]:
    """Where a clause names those of whom it asks something, or to whom it grants it; and which of the two."""
    said = folded[clause.start : clause.end]
    for pattern, words, granted in _ADDRESSING:
        if not holds_any(said, words):
            continue
        for match in pattern.finditer(folded, clause.start, clause.end):
            begin = max(clause.start, match.start() - _REACH)
            for border in _OPENS.finditer(folded, begin, match.start()):
                begin = border.end()
            if _named(folded, begin, match.start(), granted):
                yield begin, match.start(), granted
    addressed = _ADDRESSED.match(folded, clause.start, clause.end)
    if addressed is not None:
        yield clause.start, addressed.end(), False


def _named(folded: str, begin: int, stop: int, granted: bool) -> bool:
    if stop - begin < 8 or (granted and _ONLY.match(folded, begin, stop)):
        return False
    return re.search(rf"\b{_WHO}\b", folded[begin:stop]) is not None


def _told_apart(
    document: Document, passage: Passage, folded: str, begin: int, stop: int, registered: Registered, granted: bool
) -> bool:
    """Whether the words of `folded[begin:stop]` name people whom title and entries do not name."""
    who = folded[begin:stop]
    if _TOLD_APART.search(who) and not any(_TOLD_APART.search(name) for name in _names(document)):
        return True
    if (granted and _TREATED.search(who)) or _WHO_WERE_TREATED.match(who):
        return True
    if may_hold_markers(who):
        theirs = {base_of(document, m) for m in markers(document, passage) if begin <= m.start < stop}
        if theirs and theirs.isdisjoint(_known_markers(document)):
            return True
    if not granted and _takes_another(document, passage, folded, begin, stop):
        return True
    known = _known_conditions(document, registered)
    for hit in document.hits(passage, "condition"):
        if begin <= hit.start < stop and known.isdisjoint(hit.concepts):
            concept = document.concept(hit.concepts[0])
            if concept is None or known.isdisjoint(concept.broader):
                return True
    return False


_TAKING = re.compile(r"\b(?:on|receiving|taking|using)\s(?:an?\s|the\s|stable\s|concomitant\s|background\s){0,2}\Z")


def _takes_another(document: Document, passage: Passage, folded: str, begin: int, stop: int) -> bool:
    """Whether they are those on a treatment that title and entries do not name ("subjects on X must have …")."""
    for hit in document.hits(passage, "intervention"):
        if begin <= hit.start < stop and _TAKING.search(folded, max(begin, hit.start - 30), hit.start):
            name = folded[hit.start : hit.end]
            given = [folded_text(item.name.text) for item in document.trial.interventions]
            return not any(name in text for text in (*_names(document), *given))
    return False


def _passages(document: Document) -> Iterator[Passage]:
    trial = document.trial
    yield from (title for title in (trial.title, trial.official_title) if title is not None)
    yield from (item.name for item in trial.conditions)


def _names(document: Document) -> tuple[str, ...]:
    return tuple(folded_text(passage.text) for passage in _passages(document))


def _known_markers(document: Document) -> frozenset[str]:
    """The markers, without their status, that titles, entries and keywords name."""
    known: frozenset[str] | None = document.remembered.get("markers named")
    if known is None:
        known = frozenset(
            base_of(document, marker)
            for passage in (*_passages(document), *document.trial.keywords)
            if may_hold_markers(folded_text(passage.text))
            for marker in markers(document, passage)
        )
        document.remembered["markers named"] = known
    return known


def _known_conditions(document: Document, registered: Registered) -> frozenset[str]:
    """What titles and entries name, and everything broader."""
    known: frozenset[str] | None = document.remembered.get("conditions named")
    if known is None:
        found = set(registered.named)
        for passage in _passages(document):
            for hit in document.hits(passage, "condition"):
                found.update(hit.concepts)
        waiting = list(found)
        while waiting:
            concept = document.concept(waiting.pop())
            wider = set(concept.broader) - found if concept is not None else set()
            found |= wider
            waiting.extend(wider)
        known = document.remembered["conditions named"] = frozenset(found)
    return known
