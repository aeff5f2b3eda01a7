"""What a trial is to find out, in its own words ("to evaluate the efficacy and safety", "how well X works").

The rule: a verb of finding out that a clause about the trial begins with, or that stands behind "the purpose is", "we
will", "is designed". The words end where circumstances begin ("in patients", "using"), but never where nothing is said
yet ("to assess the influence").
"""

from __future__ import annotations

import re

from kg.extract.background import Clause
from kg.extract.collect import Collector
from kg.model import Passage, Value
from kg.text import holds_any

_OBJECTIVE = re.compile(
    r"\b(?P<words>(?:to (?:study|test|examine|demonstrate|estimate|observe|analy[sz]e|identify|measure|describe|"
    r"understand|establish|characteri[sz]e|verify|confirm|develop|define|validate|learn(?: about)?|"
    r"find(?: out)?|quantify)|"
    r"(?<=will )(?:study|test|measure|describe|estimate)(?= (?:whether|how|if|the (?:effects?|efficacy|"
    r"effectiveness|safety|"
    r"impact|role|feasibility|hypothesis))\b)|"
    r"(?:to )?(?:evaluate|assess|explore|investigate|determine|compare|examine|identify)|"
    r"(?:evaluating|assessing|exploring|investigating|determining|comparing))\b"
    r"(?: and (?:to )?(?:evaluate|assess|compare|study|explore|investigate|determine|characteri[sz]e|confirm)\b)?"
    r"(?:(?P<whether> (?:whether|if|how|what) [^.;:]{8,200})|(?: the| an?)?\s[^.;:,(]{3,90}?"
    r"(?:,\s(?:and\s)?[\w -]{3,40}?){0,5}?))(?=\s(?:of|in|for|between|among|with|on|when|by|as|after|during|versus|"
    r"using|at|from|to|following)\s|[.;:(]|$)"
)
# "This phase II trial is studying how well giving X together with Y works in treating patients with Z."
_STUDIES = (" studying ", " studies ", " will study ", " is testing ", " tests ", " looking at ", " looks at ")
_STUDIES_HOW = re.compile(
    r"\b(?:trial|study|phase (?:[1-4]|i{1,3}v?)[ab]?(?:/(?:[1-4]|i{1,3}))?) (?:is studying|studies|will study|"
    r"is testing|tests|is looking at|looks at) "
    r"(?P<words>(?:how (?:well|safe)|whether|if|the (?:side effects|safety|effects?|best dose))\b[^.;]{3,220}?)"
    r"(?=\sin (?:treating|preventing|patients|people|children|adults|women|men)\b|[.;(]|$)"
)
# "the effect" alone says nothing: what it is of belongs to the objective.
_UNFINISHED = re.compile(
    r"(?:effects?|roles?|impacts?|influence|numbers?|extent|relationships?|association|use|presence|prevalence|"
    r"incidence|depth|(?<!survival )(?<!response )(?<!remission )(?<!control )rates?|evolution|concentrations?|"
    r"value|utility|performance|proportion|frequency|results?|"
    r"changes?|quality|kinds?|types?|levels?|duration|time|percentage|amount|degree|sum|associated|related|likelihood|"
    r"risk|burden|cost|onset|course|nature)$"
)
_ON = re.compile(
    r"\s(?:of|on|in|with|to)\s[^.;:,(]{2,90}?(?=\s(?:in|for|between|among|with|on|when|by|as|after|during|"
    r"versus|using|"
    r"at|from|to|following|of)\s|[.;:,(]|$)"
)
_LEADS = re.compile(
    r"(?:^[\W\d]*(?:(?:(?:primary|secondary|tertiary|exploratory)\W+)?(?:objectives?\W+)?(?:[ivx]+\W+)?)?|"
    r"\b(?:aims?|aimed|purpose|goal|objectives?|designed|planned|hypothes[ie]s|"
    r"study will|trial will|"
    r"study is|trial is|project is|we will|investigators will|carried out|propose|plans?|intends?|"
    r"conducted)\b[^.;]{0,110}?)$"
)


_TRAILING = re.compile(r"(?:\s+(?:and|or|before|alone))*\s*$")


def objective(collected: Collector, passage: Passage, folded: str, clause: Clause) -> None:
    """Add what the clause says the trial is to find out."""
    studies = holds_any(folded[clause.start : clause.end], _STUDIES)
    match = _STUDIES_HOW.search(folded, clause.start, clause.end) if studies else None
    if match is not None:
        start, end = match.span("words")
    else:
        match = _OBJECTIVE.search(folded, clause.start, clause.end)
        if match is None:
            return
        start, end = match.start(), match.end("words")
        before = folded[clause.start : start]
        if len(before) > 170 or not _LEADS.search(before):
            return
        if match["whether"] is None:
            end = _finished(folded, start, end, clause.end)
    words = _TRAILING.sub("", passage.text[start:end])
    if " " not in words.removeprefix("to ").removeprefix("To "):
        return  # "to observe and to describe the safety": nothing is said yet
    collected.add(
        "tkg:objective",
        Value(" ".join(words.split())),
        passage.span(start, start + len(words)),
        "grammar",
        0.85,
        "objective-stated",
    )


def _finished(folded: str, start: int, end: int, last: int) -> int:
    """The end of an objective that goes on: "the influence" of "the kind" of disease."""
    for _ in range(3):
        if not _UNFINISHED.search(folded, start, end):
            break
        more = _ON.match(folded, end, last)
        if more is None:
            break
        end = more.end()
    return end
