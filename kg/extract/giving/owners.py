"""Which of the names in a text a fact belongs to.

The rule: a route, a dose or a form right before a name is of that name, and so is a schedule that a list tells before
its next member; anything else is of the name before it, unless another matter stands between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.giving.administration import Fact
from kg.extract.giving.lists import Named
from kg.extract.giving.strangers import is_of_words_behind

BEFORE_NAME = re.compile(
    r"[\s-]*(?:\([a-z]{1,4}\)\s)?"
    r"(?:(?:of|doses?|the|an?|infusions?|injections?|systemic|chemotherapy|treatment|with|supplementation|administration|"
    r"delivery|prophylactic|autologous|administered|abdominal|bolus|continuous|slow|single|multiple|repeated|ascending)"
    r"[\s-]*){0,4}\Z"
)
# `200 mg every 3 weeks of X`
_TIMED_OF = re.compile(
    r"\s(?:(?:once|twice)\s)?(?:daily|weekly|a\sday|per\sday|every\s(?:\w+\s)?(?:days?|weeks?|months?)|q\d[wd]|b\.?i\.?d\.?)\sof\s(?:the\s)?"
)
# "weekly sessions of X", "daily doses of X"
_OF = re.compile(r"\s(?:(?:sessions|doses?|injections?|infusions?|courses|treatments?|applications?)\s)?of\s(?:the\s)?")
_AT_TIMES = re.compile(r"(?:for|on|over|at)\s|weeks?\b|day|[dq]\s?\d")  # not "weekly", "daily"
_AFTER_NAME = re.compile(
    r"\s*(?:\((?:[^()]{0,60}\))?)?\s*(?:chemotherapy|therapy|regimen|treatment|tablets?|"
    r"injections?)?[\s,(]*(?:via|by|through|given|using)?\s*(?:the\s)?\Z"
)
# Between a name and a fact: what happens then is something else.
_OTHER_MATTER = re.compile(
    r"\b(?:surgery|surgical|operation|resection|visits?|assess\w*|follow(?:ed)?[- ]up|"
    r"followed (?:by|with)(?!\s(?:(?:an?|the|at|of|rate|continuous|maintenance|subsequent|single|daily|weekly|iv|"
    r"intravenous|oral|infusions?|injections?|doses?|bolus)\s){0,5}\d)|"
    r"imaging|scans?|biops\w+|measur\w+|collected|evaluat\w+|blood|sampl\w+|questionnaires?|mri|pet|ct|undergo\w*|discharg\w*|admission|"
    r"withdrawn|monitor\w*|observed|controlled with|relapse|progression|adverse|symptoms?)\b"
)
# "A in combination with something unknown administered by injection"
_GIVEN_WITH = re.compile(
    r"\b(?:combin(?:ed|ation)|together)\swith\s(?:(?!is\b|are\b|was\b|were\b|be\b)[\w-]+\s){1,3}"
    r"(?:administered|given|delivered|injected|infused)\b"
)
_WHERE_WITH = re.compile(r"\s?,?(?:(?:if|when)\s)?(?:given\s)?(?:together\s|combined\s|in\scombination\s)?with\s")
_BESIDE_IT = re.compile(r"\b(?:in\saddition|added|on\stop|combined|together|in\scombination)\s(?:to|of|with)\b")
_IF_NEEDED = re.compile(r"as needed|on demand|p\.?r\.?n")
_EXPLAINED = re.compile(r"\s?\((?:with\s|of\s|accelerated\s|standard\s|low-dose\s|high-dose\s)?")
_OR_FEIGNED = re.compile(r"[^.;]{0,40}?\b(?:or|versus|vs)\s(?:a\s|the\s|matching\s|matched\s)*(?:placebo|sham|vehicle)")
_OF_RAYS = re.compile(r"\dc?\s?c?gye?\b|\bfractions?\b|\dfx?\b", re.IGNORECASE)
_NEAR = 30
_FORM_NEAR = 60
_NEW_MEMBER = re.compile(r"(?:[,;.:]|\s[-*•+]|\band|\bplus|\bwith|\bfollowed by)\s\Z")
_FORM_OF_ANOTHER = re.compile(r"\b(?:before|after|of the|containing|compared|versus|vs)\b|[;:]\s")
_AHEAD = 60


def owner(folded: str, fact: Fact, names: Sequence[Named]) -> int | None:
    """The place of the name that the fact belongs to; grays and fractions are of a radiation, if one is named."""
    rays = [i for i, n in enumerate(names) if n.concept.startswith("radiation/")]
    if 0 < len(rays) < len(names) and _OF_RAYS.search(fact.value) is not None:
        place = _beside(folded, fact, [names[i] for i in rays])
        return rays[place] if place is not None else None
    return _beside(folded, fact, names)


def _beside(folded: str, fact: Fact, names: Sequence[Named]) -> int | None:
    """The name that holds the fact, or stands behind or before it so that the fact is told of it."""
    inside = next((i for i, n in enumerate(names) if n.start <= fact.start and fact.end <= n.end), None)
    if inside is not None:
        return inside  # "oral immunotherapy"
    following = next((i for i, n in enumerate(names) if n.start >= fact.end), None)
    preceding = next((i for i in range(len(names) - 1, -1, -1) if names[i].end <= fact.start), None)
    before = folded[names[preceding].end : fact.start] if preceding is not None else None
    if following is not None:
        after = folded[fact.end : names[following].start]
        if _is_before_its_name(fact, before, after) or _is_told_first(folded, fact, before, after):
            return following
    if before is not None:
        return preceding if _reaches(folded, fact, before) else None
    return following if following is not None and _is_ahead(folded, fact, names[following]) else None


def _is_before_its_name(fact: Fact, before: str | None, after: str) -> bool:
    """`oral A`, `10 mg of A`: a way, a dose or a form right before a name, and not right behind another one."""
    if fact.kind not in ("route", "dose", "form"):
        return False
    if not BEFORE_NAME.match(after) and not (fact.kind == "dose" and _TIMED_OF.fullmatch(after)):
        return False
    if before is None:
        return True
    if fact.kind == "dose":
        # "A 5 mg/kg (7.5 mg/kg with B)" tells another dose of A
        other = before.rstrip().endswith("(") and _WHERE_WITH.fullmatch(after) is not None
        return before.strip() not in ("", "(") and not other
    listed = before.lstrip().startswith(",") and not after.strip()  # "intraperitoneal A, intravenous B"
    return listed or _AFTER_NAME.match(before) is None


def _is_told_first(folded: str, fact: Fact, before: str | None, after: str) -> bool:
    """What a list or a bracket tells before the name that it is of."""
    how_often = fact.kind == "schedule" and _AT_TIMES.match(folded, fact.start) is None
    if how_often and _OF.fullmatch(after):
        return True  # "TACE and 6 cycles of A", "200 mg every 3 weeks of A"
    if before is None or fact.kind == "form":
        return False
    if how_often and after.strip() in ("", "oral", "intravenous") and _NEW_MEMBER.search(before):
        return True  # "A 50 mg/m2 - daily B"
    # "18 fractions (conventional radiotherapy)"
    return bool(before.strip(" (")) and _EXPLAINED.fullmatch(after) is not None


def _reaches(folded: str, fact: Fact, before: str) -> bool:
    """Whether the name before a fact is what it is told of, by what stands between."""
    if _GIVEN_WITH.search(before):
        return False
    if _OTHER_MATTER.search(before + folded[fact.start]):
        return False  # with the first letter of the fact: "followed by 5 mg" goes on
    if fact.kind == "form":
        return len(before) <= _FORM_NEAR and _FORM_OF_ANOTHER.search(before) is None
    if fact.kind == "schedule" and _IF_NEEDED.match(folded, fact.start):
        return len(before) <= _NEAR and re.search(r"[,;:]\s|\.\s", before) is None
    return True


def _is_ahead(folded: str, fact: Fact, name: Named) -> bool:
    """Whether a fact that no name stands before is told of the first name."""
    after = folded[fact.end : name.start]
    if len(after) >= _AHEAD:
        return False
    if fact.kind == "dose" and _OR_FEIGNED.match(folded, fact.end, name.end):
        return False  # "15 mg or placebo": of what was named before, somewhere
    if is_of_words_behind(folded, fact, name.start):
        return False
    if fact.kind in ("dose", "schedule") and _BESIDE_IT.search(after) is not None:
        return False  # "the supplement (3 g) in addition to A"
    if ";" in after:
        return False  # "B-701 5 mg po; raltitrexed 2.5 mg/m2": of something no vocabulary knows
    lasting = fact.kind == "schedule" and folded.startswith("for ", fact.start)  # "stable for 4 months on X"
    return not lasting or BEFORE_NAME.match(after) is not None
