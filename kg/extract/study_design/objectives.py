"""What a trial is to find out, in its own words ("to evaluate the efficacy and safety", "how well X works").

The rule: a verb of finding out at one of four places. At the beginning of a clause about the trial; behind what leads
to it ("the purpose is", "we will", "is designed", "this study will"); as a further one of a row ("and to assess …");
at the head of an item below a heading ("OBJECTIVES: - Estimate …"). Where the words end is told beside
(`kg.extract.study_design.objective_ends`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest

from kg.extract.background import Clause
from kg.extract.collect import Collector
from kg.extract.study_design.objective_ends import SAID, end_of, trimmed
from kg.extract.study_design.objective_words import words
from kg.model import Passage, Value
from kg.text import holds_any


@cache
def _objective() -> re.Pattern[str]:
    role = words()
    return re.compile(
        rf"\b(?P<words>(?:to (?:better |further |also |[a-z]+ly )?(?:{role['verb']})|"
        rf"(?:(?<=will )|(?<=shall )|(?<=will also ))(?:{role['verb']})(?= (?:whether|how|if|"
        r"the (?:effects?|efficacy|effectiveness|safety|impact|role|feasibility|hypothesis))\b)|"
        r"(?<=will )(?:test|study|describe)(?= (?:an?|our|this|"
        r"comparative)\b)|"
        r"(?<=will )(?:characteri[sz]e|estimate|demonstrate|quantify|verify|confirm|establish|validate|clarify)"
        r"(?= (?:the|an?)\b)|"
        rf"{role['bare']}|{role['doing']}|"
        rf"(?:(?<= at )|(?<=\bare )|(?<=\bis ))(?:{role['being']}))\b{SAID})"
    )


@cache
def _item() -> re.Pattern[str]:
    verb = words()["verb"]
    return re.compile(
        r"(?:[:;.\n]|(?<=\s))\s*(?:[-*•\\]+\s*)*(?:(?<=[\s(])\(?(?:[ivx]{1,4}|\d{1,2}|[a-z])[.)]\s*)?"
        r"(?:(?:primary|secondary|exploratory)[\s.:-]+)?"
        rf"(?P<words>(?:to (?:{verb})|(?<!and )to (?!be\b|have\b|achieve\b)(?:look (?:at|for|into)|find out|"
        rf"[a-z]{{3,}})|(?!study|test(?!\s(?:the|whether|if)\b)|show|find)(?:{verb}))\b{SAID})"
    )


# "This study investigates the impact of X": a finite verb of which the study is the subject.
_FINITE = re.compile(
    r"\b(?:this|the|our|present|current|proposed)\s(?:(?!that\b|which\b|of\b|in\b)[\w/-]+,?\s){0,8}?"
    r"(?:study|trial|project|research|pilot)"
    r"\s(?:also |will also |will further |further )?"
    rf"(?P<words>(?:investigates|evaluates|assess(?:es|ed)|examine[sd]|compare[sd]|explore[sd]|determine[sd]|"
    rf"estimates|evaluated|investigated|clarifies|looks\s(?:at|into)|focuses\son(?=\s(?:the|whether|how)\b)|"
    rf"(?:analy[sz]es|describes)(?=\s(?:the|whether|how)\b)|asks(?=\s(?:whether|if|how|what)\b)|addresses|"
    rf"tests(?!\s(?:patients|participants|subjects|samples|blood|for|are|were)\b)|"
    rf"tested(?=\s(?:whether|if|how|the)\b))\b{SAID})"
)
# "We compare the incidence of falls", "Trial evaluates rest in adults": another subject, or no article.
_OTHERWISE = re.compile(
    r"(?:\W*(?:the )?(?:study|trial)\s(?:also )?(?=[a-z]+s\b)|[^.;]{0,60}?\b(?:we|investigators|researchers|authors)\s"
    r"(?:also |therefore |further |here |now )?(?!(?!assess\b)[a-z]+s\b))"
    rf"(?P<words>(?:investigates?|evaluates?|assess(?:es)?|examines?|explores?|determines?|compares?|stud(?:y|ies)|"
    rf"compared|evaluated|investigated|tests?)"
    r"(?!\s(?:each|every)\b)"
    r"(?=\s(?:whether|if|how|(?:the )?(?:[a-z-]+ )?(?:effects?|efficacy|effectiveness|safety|impact|role|feasibility|"
    r"influence|incidence|prevalence|outcomes?|accuracy|value|use|association|relationship)\b|"
    r"[^.;]{3,80}?\s(?:with|versus|vs|to|against)\b))"
    rf"{SAID})"
)
_BY_A_TEST = re.compile(r"\b(?:t-?tests?|chi|anova|regression|wilcoxon|mann|kruskal|fisher|at baseline|each visit)\b")
_FINDS_OUT = (
    *(
        "study ",
        "studies ",
        "investigate",
        "evaluate",
        "assesse",
        "examine",
        "compar",
        "explore",
        "determine",
        "estimate",
        "clarifie",
        "asks ",
        "addresses",
    ),
    "test",
)
# A heading of objectives; what ends the list below it; how an item of it begins.
_HEADING = re.compile(
    r"(?:^|(?<=[.:;)\n])\s*|\s)(?:(?:primary|secondary|tertiary|exploratory|main|specific|co-primary|key|other|study|"
    r"trial|project|research|overall|correlative|scientific)[\s/,]+(?:and\s)?){0,3}(?:objectives?|aims?|goals?)"
    r"(?:\s(?:\d{1,2}|[ivx]{1,4}|[a-c]))?(?:\s\([^()]{0,20}\))?(?:\sof\sth(?:is|e)\s(?:study|trial|work|research|"
    r"project))?(?:\s(?:are|is|include))?(?:\sto)?\s?:"
)
_HEADED = ("objective", "aim", "goal")
_LONGEST_HEADING = 72  # from such a word to its colon
_SECTION_ENDS = re.compile(
    r"\b(?:outline|methods?|methodology|eligibility|(?:study |trial |research )?design|background|rationale|"
    r"projected accrual|"
    r"(?:primary |secondary )?(?:end ?points?|outcomes?)|inclusion criteria|hypothes[ie]s|significance|procedures?|"
    r"population|interventions?|description|summary|treatment)\b[^.:;]{0,16}:"
)
_LONGEST_SECTION = 3000
_ITEM_BEFORE = re.compile(r"(?:[:;.\n*•-]|\b(?:[ivx]{1,4}|\d{1,2}|[a-z])[.)]|and)\s*\Z")
# Between two objectives of one row.
_FURTHER = re.compile(
    r"(?:,|;|\band\b|\bas well as\b|\balso\b|\bsecondly\b|\(\w\)|\b\d[.)])\s*"
    r"(?:also\s|then\s|secondly,?\s|\(?\w[.)]\s)?\Z"
)
_NUMBERED = re.compile(r"[;,]\s(?:and\s)?\(?[2-9][.)]\s\Z")
# "This phase II trial is studying how well giving X together with Y works in treating patients with Z."
# "The goal of this project is to provide …": said to be one, whatever the verb.
_AIMS = ("purpose", "aim", "goal", "objective", "intent")
_NOT_OF_THE_STUDY = (
    r"\s(?:of|in|for)\s(?:[\w-]+\s){0,4}(?:therap\w+|treatments?|surgery|management|care|immunotherapy|medications?|"
    r"rehabilitation|drugs?|vaccin\w+|app|device|intervention|group|phase|period|visit)\b(?!\s(?:[\w-]+\s)?(?:study|trial|project|research))"
)
_SAID_TO_BE = re.compile(
    rf"\b(?:purpose|aim|goal|objective|intent|intention)s?\b(?!\s(?:criteria|response)|{_NOT_OF_THE_STUDY})"
    r"(?:\s(?:of|in|behind|for)\s[^.;:]{2,90}?)?\s(?:is|are|was|were)\s(?:therefore\s|thus\s)?"
    rf"(?:[\w-]+-?fold:\s)?(?P<words>to\s(?:[a-z]+ly\s)?(?!be\b|have\b)[a-z-]{{3,}}{SAID})"
)
_STUDIES = (" studying ", " studies ", " will study ", " is testing ", " tests ", " looking at ", " looks at ")
_STUDIES_HOW = re.compile(
    r"\b(?:trial|study|phase (?:[1-4]|i{1,3}v?)[ab]?(?:/(?:[1-4]|i{1,3}))?) (?:is studying|studies|will study|"
    r"is testing|tests|is looking at|looks at|will look at) "
    r"(?P<words>(?:how (?:well|safe)|whether|if|the (?:side effects|safety|effects?|best dose))\b[^.;]{3})"
)
_LEADS = re.compile(
    r"(?:^[\W\d]*(?:(?:(?:primary|secondary|tertiary|exploratory)\W+)?(?:objectives?\W+)?(?:[ivx]+\W+)?)?|"
    r"\b(?:aims?|aimed|aiming|purposes?|goals?|objectives?|designed|planned|hypothes[ie]s|"
    r"(?:study|trial|project|research|protocol|work|investigation)(?: that| which| also)? will(?: also)?|"
    r"(?:study|trial|project)(?:,\s[^.;,]{3,60}){1,3},\swill|(?:we|investigators|authors|researchers) wish|"
    r"(?:investigators|researchers|it)(?: also)? will(?: also)?|"
    r"(?:study|trial|project) (?:is|was)|(?:study|trial)(?=,?\s$)|"
    r"(?:study|trial)(?=\s(?:in|with|among|of)\s[^.;,]{3,70}\s$)|"
    r"we will|investigators will|we are|investigators are|carried out|propose|plans?|intends?|"
    r"conducted|(?:study|research|trial) (?:is|was) (?:made|done)|"
    r"seeks?|sought|is being done|undertaken|want(?:s|ed)?|hopes?|attempts?|tr(?:y|ies)|would like|intent|"
    r"intended|collect(?:s|ing)? data|(?:study|studies|trial|research) (?:[\w-]+ ){0,4}performed|shall(?: also)?|"
    r"design(?=\s$))\b[^.;]{0,110}?)$"
)


# "ODYSSEY will assess the safety", "SODIUM-X tests whether …", "KEN SHE sought to determine …": the trial by its name.
_BY_NAME = re.compile(
    r"\W*(?:[Tt]he )?[A-Z][A-Z0-9-]{3,}[a-z]?(?: [A-Z0-9-]{2,10})?(?: [Ss]tudy| [Tt]rial)? "
    r"(?:will (?:also )?|(?:sought|seeks|aims|aimed|intends|is designed|was designed|plans) (?=to )|"
    r"(?=(?:tests|assesses|evaluates|examines|investigates|compares|explores|addresses|asks|studies) "
    r"(?:whether|if|how|the|a|an)\b))"
)
_TESTS = re.compile(rf"(?P<words>[a-z]+s(?: the question)?\b{SAID})")
_IN_FUTURE = re.compile(r"\bfuture (?:[\w-]+ ){0,3}(?:studies|study|trials?|research|work)[^,;]{0,40}$")
_LONGEST_LEAD = 320
_LONGEST_JOINT = 40
_HOLLOW = re.compile(
    r"(?:to )?(?:assess|evaluate|investigate|determine|compare|explore|examine|find|study|analy[sz]e|estimate|describe)"
    r" (?:with|by|using|for|in|at|after|during|from|through) (?!.*\b(?:the|whether|if|how|which|changes?)\b)"
)
_NAMED_SO = re.compile(r"[A-Z]{4,}[\s-](?:Trial|Study|trial|study)\b")
def objective(collected: Collector, passage: Passage, folded: str, clause: Clause) -> None:
    """Add what the clause says the trial is to find out."""
    studies = holds_any(folded[clause.start : clause.end], _STUDIES)
    match = _STUDIES_HOW.search(folded, clause.start, clause.end) if studies else None
    if match is not None:
        _add(collected, passage, match, clause.end)
        return
    by_name = _BY_NAME.match(passage.text, clause.start, clause.end)
    if by_name is not None:
        named = _objective().match(folded, by_name.end(), clause.end)
        if named is None and not by_name.group().endswith(("will ", "also ")):
            named = _TESTS.match(folded, by_name.end(), clause.end)
        if named is not None:
            _add(collected, passage, named, clause.end)
            return
    _add_row(collected, passage, list(_of_clause(folded, clause)), clause.end)


def objectives_headed(collected: Collector, passage: Passage, folded: str) -> None:
    """Add the items below every heading of objectives, whatever stands before it."""
    if not _may_be_headed(folded):
        return
    for heading in _HEADING.finditer(folded):
        ends = _SECTION_ENDS.search(folded, heading.end())
        following = _HEADING.search(folded, heading.end())
        stop = min(
            ends.start() if ends else len(folded),
            following.start() if following else len(folded),
            heading.end() + _LONGEST_SECTION,
        )
        items = [
            match
            for match in _item().finditer(folded, heading.end() - 1, stop)
            if _ITEM_BEFORE.search(folded, heading.end() - 1, match.start("words"))
        ]
        _add_row(collected, passage, items, stop)


def _may_be_headed(folded: str) -> bool:
    """Whether a colon stands behind a word for objectives: the pattern of headings takes far longer to say so."""
    for word in _HEADED:
        at = folded.find(word)
        while at >= 0:
            if folded.find(":", at, at + _LONGEST_HEADING) >= 0:
                return True
            at = folded.find(word, at + 1)
    return False


def _of_clause(folded: str, clause: Clause) -> Iterator[re.Match[str]]:
    """The first objective of the clause, if something leads to it, and those that follow it in its row."""
    begun, bare = None, False
    for match in _objective().finditer(folded, clause.start, clause.end):
        at = match.start()
        if begun is None:
            if at - clause.start > _LONGEST_LEAD or _IN_FUTURE.search(folded[clause.start : at]):
                break
            if not _LEADS.search(folded[clause.start : at]):
                break
            bare = folded.endswith("will ", clause.start, at)  # "will explore X and assess Y"
        elif not (
            (bare or match["words"].startswith("to ")) and _FURTHER.search(folded, max(begun, at - _LONGEST_JOINT), at)
        ) and not _NUMBERED.search(folded, max(begun, at - _LONGEST_JOINT), at):
            continue
        yield match
        begun = match.end("words")
    if begun is None:
        aims = holds_any(folded[clause.start : clause.end], _AIMS)
        other = _SAID_TO_BE.search(folded, clause.start, clause.end) if aims else None
        if other is None and holds_any(folded[clause.start : clause.end], _FINDS_OUT):
            other = _FINITE.search(folded, clause.start, clause.end)
            if other is None and not _BY_A_TEST.search(folded, clause.start, clause.end):
                other = _OTHERWISE.match(folded, clause.start, clause.end)
        if other is not None:
            yield other


def _add_row(collected: Collector, passage: Passage, row: list[re.Match[str]], last: int) -> None:
    """Add objectives of one row; each ends where the next begins."""
    for match, following in zip_longest(row, row[1:]):
        _add(collected, passage, match, last if following is None else following.start("words"))


def _add(collected: Collector, passage: Passage, match: re.Match[str], last: int) -> None:
    start, said = match.span("words")
    add_objective(collected, passage, start, end_of(passage.text, start, said, last))


def add_objective(collected: Collector, passage: Passage, start: int, end: int) -> None:
    """Add the words, unless they say nothing yet."""
    said = trimmed(passage.text[start:end])
    if " " not in said.removeprefix("to ").removeprefix("To "):
        return  # "to observe and to describe the safety": nothing is said yet
    if _NAMED_SO.match(said) or said.lower().endswith(("to find out", "to learn more", "to look at")):
        return  # "DETERMINE Trial Treatment Arm 3"
    if _HOLLOW.match(said.lower()):
        return  # "to assess with an observational study"
    if said.endswith(("this hypothesis", "these hypotheses", "this question")):
        return
    collected.add(
        "tkg:objective",
        Value(" ".join(said.split())),
        passage.span(start, start + len(said)),
        "grammar",
        0.85,
        "objective-stated",
    )
