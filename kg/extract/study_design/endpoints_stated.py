"""Endpoints that the prose itself calls primary or secondary ("as the main efficacy indicator").

The rule: the words that say so and the endpoint's name stand in one sentence; what follows "secondary" is secondary.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import NamedTuple

from kg.extract.background import Clause, clauses
from kg.extract.collect import Collector
from kg.extract.context import between
from kg.extract.document import Document
from kg.model import Passage
from kg.text import holds_any

_SAYS = re.compile(
    r"\b(?P<primary>(?:co-?)?primary|main|principal|key primary)?(?P<secondary>(?:key )?secondary)?\s?"
    r"(?:efficacy |study |outcome |clinical |safety |research |evaluation )?(?:end[- ]?points?|outcomes?|"
    r"outcome measures?|objectives?|efficacy indicators?|"
    r"aims?|indicators?|measures?|goals?|purpose)\b"
)
_HINTS = ("endpoint", "end point", "end-point", "outcome", "objective", "indicator", " aim", "goal", "purpose of this")
_RANKS = ("primary", "secondary", "main", "principal")
_OBJECTIVES = re.compile(r"\b(?:objective|aim|goal|purpose)")
_GOAL = re.compile(
    r"\bthe (?:goal|(?P<loosely>purpose|aim)) of this\b|"
    r"\bthis (?:[\w-]+,? ){0,6}(?:study|trial) aims to (?:evaluate|compare|"
    r"assess|determine)\b"
)
# What goes on with a list under a heading: a number, a dash, a verb; not any sentence that comes later.
_GOES_ON = re.compile(
    r"\W*(?:[ivxIVX]+\.|\d+[.)]|[-*•]|[Tt]o\s|[a-z]|(?:Determin|Evaluat|Assess|Compar|Estimat|Describ|Explor|Investigat|"
    r"Characteri[sz]|Measur|Examin|Identif|Correlat|Study|Test|Document|Establish|Define|Demonstrat|Quantif|Analy[sz]))"
)
_NO_MORE = re.compile(r"[\s:.*-]*(?:(?:[ivx]{1,4}|\d{1,2})[.)]?\s*)?")  # "SECONDARY OBJECTIVES: 1."
_SHORT = 90
_LONGEST = 1500
_OPENING = 45
_AS = re.compile(
    r"\b(?:using|with|taking|take|used?|adopt(?:ing)?)\s(?P<what>[^,.;]{4,120}?)\sas (?:the |its |"
    r"a )?(?P<role>primary|main|secondary)\s"
    r"(?:[\w-]+\s)?(?:end[- ]?points?|outcomes?|indicators?|objectives?|measures?|index|indexes)\b"
)


class _Text(NamedTuple):
    """A passage of a record, its fold, and where what it says is collected."""

    document: Document
    collected: Collector
    passage: Passage
    folded: str


def stated_endpoints(document: Document, collected: Collector, passage: Passage, folded: str) -> None:
    """Add the endpoints that the passage names as primary or secondary."""
    if not holds_any(folded, _HINTS):
        return
    if document.is_title(passage):
        return
    text = _Text(document, collected, passage, folded)
    section = ""  # the role of those under the last heading
    for clause in clauses(document, passage):
        if clause.stance == "background":
            section = ""
        elif clause.end - clause.start <= _LONGEST:
            section = _of_clause(text, clause, section)


def _of_clause(text: _Text, clause: Clause, section: str) -> str:
    """Add those that the clause names, below a heading of that role if any; the role of the heading that holds on."""
    piece = text.folded[clause.start : clause.end]
    says: list[re.Match[str]] = []
    if holds_any(piece, _RANKS):
        used = _AS.search(text.folded, clause.start, clause.end)
        if used is not None:
            role = "secondary" if used["role"] == "secondary" else "primary"
            _name(text, *used.span("what"), role, used.span(), 0.92)
            return section
        found = _SAYS.finditer(text.folded, clause.start, clause.end)
        says = [match for match in found if match["primary"] or match["secondary"]]
    # an item of a list; where lines were joined, the next heading may stand behind it
    joined = bool(says) and says[0].start() - clause.start > _OPENING and piece.endswith(":")
    stop = says[0].start() if joined else clause.end
    listed = bool(section) and (joined or not says) and _may_be_an_item(text, clause.start, stop)
    if listed:
        _name(text, clause.start, stop, section, None, 0.85)
    if says:
        return _said(text, clause, says, joined)
    if not listed:
        _told_as_the_goal(text, clause, piece)
    return "" if piece.rstrip().endswith(":") else section


def _may_be_an_item(text: _Text, start: int, stop: int) -> bool:
    """Whether what stands there may be an item of the list below a heading."""
    return stop - start < _SHORT or _GOES_ON.match(text.passage.text, start) is not None


def _told_as_the_goal(text: _Text, clause: Clause, piece: str) -> None:
    """Add the endpoint that "the goal of this study" is to evaluate."""
    goal = _GOAL.search(piece)
    if goal is not None and "secondary" not in piece:
        _first_evaluated(text, clause.start, clause.end, goal["loosely"] is not None)


def _said(text: _Text, clause: Clause, says: list[re.Match[str]], joined: bool) -> str:
    """Add what stands behind each word for a role; the role of the last, where it is a heading."""
    section = ""
    for said, following in zip_longest(says, says[1:]):
        role = "secondary" if said["secondary"] else "primary"
        stop = clause.end if following is None else following.start()
        heading = joined or said.start() - clause.start <= _OPENING
        heading = heading and stop == clause.end and _NO_MORE.fullmatch(text.folded, said.end(), stop) is not None
        section = role if heading else ""
        if heading:
            continue
        if role == "primary" and _OBJECTIVES.search(said.group()):
            _first_evaluated(text, said.end(), stop)
        else:
            _name(text, said.end(), stop, role, (said.start(), 0), 0.93)
    return section


_EVALUATES = re.compile(
    r"\b(?:(?:evaluat|assess|compar|determin|estimat|investigat|explor)\w*|to (?:study|measure|test|examine))"
    r"(?: and \w+)? (?:the )?"
)


# What every trial is for: no endpoint that a purpose states.
_ANY_PURPOSE = frozenset(
    f"endpoint/{name}"
    for name in """
    efficacy safety tolerability feasibility acceptability usability implementation clinical-response recovery
    gene-expression protein-expression marker-expression pharmacokinetics biomarker
    """.split()
)


def _first_evaluated(text: _Text, start: int, end: int, loosely: bool = False) -> None:
    """ "The goal is to evaluate the objective remission rate of …": the endpoint directly after the verb."""
    verb = _EVALUATES.search(text.folded, start, end)
    if verb is None:
        return
    for hit in between(text.document.hits(text.passage, "endpoint"), verb.end(), end):
        if hit.start >= verb.end():
            if loosely and (hit.concepts[0] in _ANY_PURPOSE or hit.start > verb.end()):
                return
            if (
                hit.start - verb.end() <= 40
                and hit.start < end
                and text.passage.text[hit.end : hit.end + 1] != "-"  # "platelet-rich plasma"
                and not re.search(r"\b(?:of|in|with|by|on)\b", text.folded[verb.end() : hit.start])
            ):
                stop = hit.end + (
                    match.end() if (match := re.match(r" ?\([^)]{2,12}\)", text.folded[hit.end : hit.end + 16])) else 0
                )
                text.collected.add(
                    "tkg:statesPrimaryEndpoint",
                    hit.concepts[0],
                    text.passage.span(verb.start(), stop),
                    "grammar",
                    0.85,
                    "objective-endpoint",
                )
            return


# Names of endpoints are made for outcome measures; in a sentence a single common word ("reach") is not one.
_NAME = re.compile(
    r"[^\W_]+[\s/-]+.+|[A-Z][A-Za-z0-9-]{1,6}|(?:[Mm]ortality|[Ss]urvival|[Ss]afety|"
    r"[Tt]olerability|[Tt]oxicity|[Ff]easibility|[Ee]fficacy|"
    r"[Ii]mmunogenicity|[Pp]harmacokinetics|[Pp]harmacodynamics|[Pp]ain|[Ff]atigue|"
    r"[Hh]ospitali[sz]ation|[Bb]leeding|[Rr]elapse|[Rr]ecurrence|"
    r"[Dd]eath|[Rr]emission|[Cc]ost-effectiveness|[Aa]cceptability|[Aa]dherence|[Cc]ompliance)",
    re.DOTALL,
)
_LISTED = re.compile(
    r"\s*(?:[\w%-]+\s+){0,3}?(?:[,;/&]|and\b|or\b|plus\b|as well as\b)\s*(?:(?:and|or)\s+)?(?:[\w%-]+\s+){0,4}"
)
_EXPLAINS = re.compile(
    r"\b(?:defined as|measured (?:by|with|using)|assessed (?:by|with)|in (?:patients|subjects|"
    r"participants)|according to)\b"
)
_BRACKETED = re.compile(r"\([^()]*$")


# "… in hip fracture patients, both in the emergency department and during their hospital stay": where and in whom.
_SETTING = re.compile(
    r"\b(?:during|throughout|within|before|following|undergoing|among|"
    r"(?:patients|subjects|participants|people|adults|children) (?:with|having|after)|"
    r"in(?= (?:the |an? )?(?:emergency|intensive|hospital|home)))"
    r"\s(?:both |either )?(?:the |their |an? |its )?(?:(?!of\b)[\w-]+\s){0,1}$",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"\b(?:of|with|after|following|to|by)\s(?:[\w+-]+\s)?(?:[\w+-]*-)?\Z", re.IGNORECASE)
_TREATMENT = re.compile(r"(?:drug|drug-class|regimen|radiation)/(?!mesh-|unii-)")
_IN_WHOM = re.compile(r"\s(?:patients|subjects|participants|adults|children|surgery)\b", re.IGNORECASE)
# "patient outcomes" names no endpoint: it says that there are some.
_ANY_OUTCOME = re.compile(
    r"(?:(?:patients?|clinical|health|treatment|study|primary|secondary|main|key|overall|long-term|these|other|reported|"
    r"patient-reported)[\s-]+)*(?:outcomes?|endpoints?|measures?|results?)",
    re.IGNORECASE,
)


def _is_given(document: Document, passage: Passage, start: int, end: int) -> bool:
    """Whether what stands there is also the name of something that is given or done."""
    named = between(document.hits(passage, "intervention"), start - 40, end)
    return any(hit.start <= start and end <= hit.end and _TREATMENT.match(hit.concepts[0]) for hit in named)


def _name(
    text: _Text,
    start: int,
    end: int,
    role: str,
    whole: tuple[int, int] | None,
    confidence: float,
) -> None:
    """Add the endpoints named there; the first with its `whole` words (an end of 0 is that of its name)."""
    document, collected, passage, _ = text
    predicate = "tkg:statesPrimaryEndpoint" if role == "primary" else "tkg:statesSecondaryEndpoint"
    last = start
    found = ""
    for hit in between(document.hits(passage, "endpoint"), start, end):
        name = passage.text[hit.start : hit.end]
        if not _NAME.fullmatch(name) or _ANY_OUTCOME.fullmatch(name):
            continue
        if _BRACKETED.search(passage.text[start : hit.start]) and hit.concepts[0] != found:
            continue
        before = max(start, hit.start - 40)
        if _GIVEN.search(passage.text, before, hit.start) and _is_given(document, passage, hit.start, hit.end):
            continue  # "the activity of CAR T cells"
        if _SETTING.search(passage.text, before, hit.start) or _IN_WHOM.match(passage.text, hit.end):
            continue
        gap = re.sub(r"\([^()]*\)?", " ", passage.text[last : hit.start])
        same, found = hit.concepts[0] == found, hit.concepts[0]
        if last > start and (_EXPLAINS.search(gap) or (role == "primary" and not same and not _LISTED.fullmatch(gap))):
            break  # further on the sentence explains; only a row of names is a row of endpoints
        first = whole[0] if whole and last == start else hit.start
        stop = whole[1] if whole and whole[1] else hit.end
        collected.add(predicate, hit.concepts[0], passage.span(first, stop), "lexicon", confidence, f"states-{role}")
        last = hit.end
