"""What a trial is to find out, in its own words ("to evaluate the efficacy and safety", "how well X works").

The rule: a verb of finding out at one of four places. At the beginning of a clause about the trial; behind what leads
to it ("the purpose is", "we will", "is designed", "this study will"); as a further one of a row ("and to assess …");
at the head of an item below a heading ("OBJECTIVES: - Estimate …"). The words end where circumstances begin ("in
patients", "using"), but never where nothing is said yet ("to assess the influence").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.background import Clause
from kg.extract.collect import Collector
from kg.model import Passage, Value
from kg.text import holds_any

_VERB = (
    r"(?:evaluate|assess?|explore|investigate|determine|compare|examine|identify|study|test|demonstrate|estimate|observe|"
    r"analy[sz]e|measure|describe|understand|establish|characteri[sz]e|verify|confirm|develop|define|validate|"
    r"learn(?: more)?(?: about)?|know|see(?= (?:whether|if|how|the (?:effects?|impact))\b)|"
    r"look (?:at|for|into)|gain (?:an? )?(?:insight|"
    r"understanding)|ascertain|elucidate|detect|find(?: out)?|quantify|clarify|document|correlate|probe|"
    r"summari[sz]e|prove|show|gather(?= (?:data|preliminary|information|evidence)\b))"
)
# These are also nouns, or say too little without `to`.
_BARE = r"(?:evaluate|assess|explore|investigate|determine|compare|examine|identify)"
_STOP = (
    r"(?<! followed)"
    r"(?=\s(?:of|in|for|between|among|with|on|when|by|as|after|during|versus|using|at|from|to|following)\s|[.;:(?]|$|"
    r",\s(?:and\s)?(?:to\s|\(?(?:[1-9]|[a-e]|i{1,3}v?)[.)]\s))"
)
_HAS_A_VERB = r"(?:is|are|was|were|will|would|has|have|had)"
_SAID = (
    r"(?: and (?:to )?(?:evaluate|assess|compare|study|explore|investigate|determine|characteri[sz]e|confirm)\b)?"
    rf"(?:(?P<whether> (?:the hypothesis )?(?:whether|if|how|what|that) (?:[^.;:]|\.(?=\d)){{8,300}})|"
    rf"(?:,\s[^.;:,(?]{{3,80}},)?(?: the| an?)?\s[^.;:,(?]{{3,90}}?"
    rf"(?:,\s(?:and\s)?(?!(?:and\s)?to\s)(?:(?!\b{_HAS_A_VERB}\b)[\w/ -]){{3,64}}?){{0,7}}?){_STOP}"
)
_OBJECTIVE = re.compile(
    rf"\b(?P<words>(?:to (?:better |further |also |[a-z]+ly )?{_VERB}|"
    rf"(?:(?<=will )|(?<=shall )){_VERB}(?= (?:whether|how|if|the (?:effects?|efficacy|effectiveness|safety|"
    rf"impact|role|feasibility|hypothesis))\b)|(?<=will )(?:test|study|describe)(?= (?:an?|our|this|comparative)\b)|"
    rf"(?<=will )(?:characteri[sz]e|estimate|demonstrate|quantify|verify|confirm|establish|validate|clarify)"
    rf"(?= (?:the|an?)\b)|"
    rf"{_BARE}|"
    rf"(?:evaluating|assessing|exploring|investigating|determining|comparing|examining)|"
    rf"(?:(?<= at )|(?<=\bare )|(?<=\bis ))(?:demonstrating|showing|proving|describing|testing|studying|identifying|"
    rf"establishing|"
    rf"estimating|verifying|characteri[sz]ing|measuring|understanding|developing|validating|analy[sz]ing|defining))\b{_SAID})"
)
# "This study investigates the impact of X": a finite verb of which the study is the subject.
_FINITE = re.compile(
    r"\b(?:this|the|our|present|current|proposed)\s(?:(?!that\b|which\b|of\b|in\b)[\w/-]+,?\s){0,8}?"
    r"(?:study|trial|project|research|pilot)"
    r"\s(?:also |will also |will further |further )?"
    rf"(?P<words>(?:investigates|evaluates|assess(?:es|ed)|examine[sd]|compare[sd]|explore[sd]|determine[sd]|"
    rf"estimates|evaluated|investigated|clarifies|asks(?=\s(?:whether|if|how|what)\b)|addresses|"
    rf"tests(?!\s(?:patients|participants|subjects|samples|blood|for|are|were)\b)|"
    rf"tested(?=\s(?:whether|if|how|the)\b))\b{_SAID})"
)
# "We compare the incidence of falls", "Trial evaluates rest in adults": another subject, or no article.
_OTHERWISE = re.compile(
    r"(?:\W*(?:the )?(?:study|trial)\s(?:also )?(?=[a-z]+s\b)|[^.;]{0,60}?\b(?:we|investigators|researchers|authors)\s"
    r"(?:also |therefore |further |here |now )?(?![a-z]+s\b))"
    rf"(?P<words>(?:investigates?|evaluates?|assess(?:es)?|examines?|explores?|determines?|compares?|stud(?:y|ies)|"
    rf"compared|evaluated|investigated|tests?)"
    r"(?=\s(?:whether|if|how|(?:the )?(?:[a-z-]+ )?(?:effects?|efficacy|effectiveness|safety|impact|role|feasibility|"
    r"influence|incidence|prevalence|outcomes?|accuracy|value|use|association|relationship)\b|"
    r"[^.;]{3,80}?\s(?:with|versus|vs|to|against)\b))"
    rf"{_SAID})"
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
_ANY_VERB = r"(?:look (?:at|for|into)|find out|[a-z]{3,})"
_ITEM = re.compile(
    rf"(?:[:;.\n]|(?<=\s))\s*(?:[-*•\\]+\s*)*(?:(?<=[\s(])\(?(?:[ivx]{{1,4}}|\d{{1,2}}|[a-z])[.)]\s*)?"
    rf"(?:(?:primary|secondary|exploratory)[\s.:-]+)?"
    rf"(?P<words>(?:to {_VERB}|(?<!and )to (?!be\b|have\b|achieve\b){_ANY_VERB}|"
    rf"(?!study|test(?!\s(?:the|whether|if)\b)|show|find){_VERB})\b{_SAID})"
)
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
    rf"(?:[\w-]+-?fold:\s)?(?P<words>to\s(?:[a-z]+ly\s)?(?!be\b|have\b)[a-z-]{{3,}}{_SAID})"
)
_STUDIES = (" studying ", " studies ", " will study ", " is testing ", " tests ", " looking at ", " looks at ")
_STUDIES_HOW = re.compile(
    r"\b(?:trial|study|phase (?:[1-4]|i{1,3}v?)[ab]?(?:/(?:[1-4]|i{1,3}))?) (?:is studying|studies|will study|"
    r"is testing|tests|is looking at|looks at|will look at) "
    r"(?P<words>(?:how (?:well|safe)|whether|if|the (?:side effects|safety|effects?|best dose))\b[^.;]{3,220}?)"
    r"(?=\sin (?:treating|preventing|patients|people|children|adults|women|men)\b|[.;(]|$)"
)
# "the effect" alone says nothing: what it is of belongs to the objective.
_UNFINISHED = re.compile(
    r"(?:effects?|roles?|impacts?|influence|numbers?|extent|relationships?|association|use|presence|prevalence|"
    r"incidence|depth|(?<!survival )(?<!response )(?<!remission )(?<!control )rates?|evolution|concentrations?|"
    r"value|utility|performance|proportion|frequency|results?|"
    r"patterns?|reproducibility|correlations?|response|accuracy|outcomes?|addition|combination|probability|length|"
    r"predictors?|function|"
    r"changes?|quality|kinds?|types?|levels?|duration|time|percentage|amount|degree|sum|associated|related|likelihood|"
    r"non-?inferiority|superiority|equivalence|bioequivalence|risk|burden|cost|onset|course|nature|mechanisms?|suitability|differences?|benefits?|these|those|\bability|\bpotential|"
    r"\d+ (?:days|weeks|months|years))$"
)
_ON = re.compile(
    r"\s(?:of|on|in|with|to)\s[^.;:,(]{2,90}?(?=\s(?:in|for|between|among|with|on|when|by|as|after|during|"
    r"versus|using|"
    r"at|from|to|following|of)\s|[.;:,(]|$)"
)
_LEADS = re.compile(
    r"(?:^[\W\d]*(?:(?:(?:primary|secondary|tertiary|exploratory)\W+)?(?:objectives?\W+)?(?:[ivx]+\W+)?)?|"
    r"\b(?:aims?|aimed|aiming|purposes?|goals?|objectives?|designed|planned|hypothes[ie]s|"
    r"(?:study|trial|project|research|protocol|work|investigation)(?: that| which| also)? will(?: also)?|"
    r"(?:study|trial|project)(?:,\s[^.;,]{3,60}){1,3},\swill|(?:we|investigators|authors|researchers) wish|"
    r"(?:investigators|researchers|it)(?: also)? will(?: also)?|"
    r"study is|trial is|project is|(?:study|trial)(?=,?\s$)|"
    r"(?:study|trial)(?=\s(?:in|with|among|of)\s[^.;,]{3,70}\s$)|"
    r"we will|investigators will|we are|investigators are|carried out|propose|plans?|intends?|"
    r"conducted|(?:study|research|trial) (?:is|was) (?:made|done)|"
    r"seeks?|sought|is being done|undertaken|want(?:s|ed)?|hopes?|attempts?|tr(?:y|ies)|would like|intent|"
    r"intended|collect(?:s|ing)? data|(?:study|studies|trial|research) (?:[\w-]+ ){0,4}performed|shall(?: also)?|"
    r"design(?=\s$))\b[^.;]{0,110}?)$"
)


# "ODYSSEY will assess the safety": the trial by its name
_BY_NAME = re.compile(r"\W*[A-Z][A-Z0-9-]{3,}[a-z]?(?: [A-Z0-9-]{2,10})?(?: study| trial)? will (?:also )?")
_IN_FUTURE = re.compile(r"\bfuture (?:[\w-]+ ){0,3}(?:studies|study|trials?|research|work)[^,;]{0,40}$")
_LONGEST_LEAD = 320
_LONGEST_JOINT = 40
_COMPARES = re.compile(r"(?:to )?compar(?:e[sd]?|ing)\b")
_WITH = re.compile(
    r"(?:\susing\s[\w-]+)?\s(?:to|with|versus|vs\.?|against)\s[^.;:,(]{2,80}?(?=\s(?:in|for|among|on|when|by|as|after|during|using|at|from|to|"
    r"following|and|who|undergoing)\s|[.;:,(]|$)"
)
# A short form or an example in brackets ends nothing: "safety, pharmacokinetics (PK) and immunogenicity", "the rate of
# MRD (minimal residual disease) negativity".
_BRACKETED = re.compile(
    r"\([^()]{1,30}\)(?!,?\s(?:and\s)?to\s|\s(?:of|in|for|between|among|with|on|when|by|as|after|during|versus|using|"
    r"at|from|following|who|which|that|will|is|are|was|were|has|have|than|compared|measured|assessed)\b)"
    rf"(?:,|\s(?:and|or)\b|(?=\s[a-z]))[^.;:(?]{{3,90}}?{_STOP}"
)
_NAMED_SO = re.compile(r"[A-Z]{4,}[\s-](?:Trial|Study|trial|study)\b")
_TRAILING = re.compile(r"(?:,?\s+(?:and|or|before|alone|compared|relative|concurrent))*[\s,]*$")


def objective(collected: Collector, passage: Passage, folded: str, clause: Clause) -> None:
    """Add what the clause says the trial is to find out."""
    studies = holds_any(folded[clause.start : clause.end], _STUDIES)
    match = _STUDIES_HOW.search(folded, clause.start, clause.end) if studies else None
    if match is not None:
        add_objective(collected, passage, *match.span("words"))
        return
    by_name = _BY_NAME.match(passage.text, clause.start, clause.end)
    if by_name is not None:
        named = _OBJECTIVE.match(folded, by_name.end(), clause.end)
        if named is not None:
            add_objective(collected, passage, named.start("words"), _end(folded, named, clause.end))
            return
    for match in _of_clause(folded, clause):
        add_objective(collected, passage, match.start("words"), _end(folded, match, clause.end))


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
        for match in _ITEM.finditer(folded, heading.end() - 1, stop):
            if _ITEM_BEFORE.search(folded, heading.end() - 1, match.start("words")):
                add_objective(collected, passage, match.start("words"), _end(folded, match, stop))


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
    begun = None
    for match in _OBJECTIVE.finditer(folded, clause.start, clause.end):
        at = match.start()
        if begun is None:
            if at - clause.start > _LONGEST_LEAD or _IN_FUTURE.search(folded[clause.start : at]):
                break
            if not _LEADS.search(folded[clause.start : at]):
                break
        elif not (
            match["words"].startswith("to ") and _FURTHER.search(folded, max(begun, at - _LONGEST_JOINT), at)
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


def _end(folded: str, match: re.Match[str], last: int) -> int:
    start, end = match.span("words")
    if match["whether"] is not None:
        return end
    end = _finished(folded, start, end, last)
    while folded.startswith("(", end) and (more := _BRACKETED.match(folded, end, last)) is not None:
        end = _finished(folded, start, more.end(), last)
    if _COMPARES.match(folded, start):
        other = _WITH.match(folded, end, last)
        end = other.end() if other else end
    return end


def add_objective(collected: Collector, passage: Passage, start: int, end: int) -> None:
    """Add the words, unless they say nothing yet."""
    words = _TRAILING.sub("", passage.text[start:end])
    if " " not in words.removeprefix("to ").removeprefix("To "):
        return  # "to observe and to describe the safety": nothing is said yet
    if _NAMED_SO.match(words) or words.lower().endswith(("to find out", "to learn more", "to look at")):
        return  # "DETERMINE Trial Treatment Arm 3"
    if words.endswith(("this hypothesis", "these hypotheses", "this question")):
        return
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
