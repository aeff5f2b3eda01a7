"""How many participants the text plans.

The rule: only numbers of the whole trial; what is counted per arm, stage or site, or in another study, is none.
"""

from __future__ import annotations

import re

from kg.extract.background import Clause
from kg.extract.collect import Collector
from kg.model import Passage, Value
from kg.text import holds_any

_WORDS = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
_TENS = dict(zip("ten twenty thirty forty fifty sixty seventy eighty ninety".split(), range(10, 100, 10), strict=True))
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_SAID = rf"(?:{'|'.join(list(_TENS)[1:])})(?:[- ](?:{_ONES}))?|{'|'.join(_TEENS)}"
_COUNT = rf"(?P<count>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{_SAID})"
_PEOPLE = (
    r"(?:(?:(?!for\b|parts?\b|visits?\b|records?\b|to\b|months?\b|weeks?\b|days?\b|hours?\b|of the(?:se)?\b)"
    r"[\w/+-]+\s){0,4}?)(?:patients?|participants?|subjects?|volunteers?|people|individuals?|adults?|"
    r"children|women|men|"
    r"persons|cases|infants|adolescents|students|females|males|dyads|families|mothers|evaluable|"
    r"respondents|pregnant|asthmatics|diabetics|hypertensives|smokers|caregivers|parents|nurses|employees|veterans|"
    r"athletes|players|workers|soldiers|drivers|divers|attendants|residents|physicians|clinicians|donors|couples|trainees)(?:\s(?:patients|participants|subjects|volunteers|individuals|women|men|"
    r"children|adults))?\b"
)
# What one of the words must stand in the clause for, and the pattern.
_ENROLLED = (
    (
        ("total", "maximum"),
        re.compile(
            rf"(?:\ba (?:total (?:number )?|maximum )of|^\W*(?:in )?total(?: of)?,?) (?:approximately |about |"
            rf"up to |around |"
            rf"at least )?{_COUNT}(?: eligible,?)? {_PEOPLE}[^.;]{{0,60}}?"
            r"\b(?:(?:planned|expected|scheduled) to be \w+|(?:enrol|recruit|includ|randomi|accru|participat|take part|"
            r"assign|allocat|divided|required|needed|selected)\w*|(?:will )?enter\w*)(?![^.]{0,120}\ba maximum of \d)"
        ),
    ),
    (
        ("enrol", "recruit", "includ", "randomi", "accru", "involv", "follow", "select"),
        re.compile(
            rf"\b(?:(?:will|to|plans? to|planned to|intends? to|aims? to|expects? to|expected to|"
            rf"must)\s)(?:be )?(?:enrol|recruit|includ|randomi[sz]|accru|involv|follow|select)\w*"
            rf"(?: and (?:enrol|randomi[sz])\w*)?\s"
            rf"(?:a total of |approximately |about |up to |around |at least |an estimated )*{_COUNT} {_PEOPLE}"
        ),
    ),
    (
        ("enrolled", "recruited", "included"),
        re.compile(
            rf"\b(?:we|(?:the )?(?:investigators|researchers|authors|study|trial)) (?:have )?"
            rf"(?:enrolled|recruited|included)\s(?:a total of |approximately |about )?{_COUNT} {_PEOPLE}"
        ),
    ),
    (
        ("enrol", "recruit", "include", "randomi"),
        re.compile(
            rf"^\W*(?:enroll?|recruit|include|randomi[sz]e) (?:a total of |approximately |about |"
            rf"up to )?{_COUNT} {_PEOPLE}"
        ),
    ),
    (
        (
            "enrolled",
            "recruited",
            "included",
            "randomi",
            "accrued",
            "invited",
            "needed",
            "required",
            "studied",
            "selected",
            "divided",
            "assigned",
            "allocated",
            "investigated",
        ),
        re.compile(
            rf"(?:\b(?:in|by) which |\bin this (?:[^.;]{{1,100}}? )?(?:study|trial),? |"
            rf"^\W*(?:as|since|because) [^.,;]{{3,60}}, |\band (?=(?:a )?total )|^\W*)"
            rf"(?:[a-z ]{{3,20}}: ?|it is expected (?:that )?|(?:overall,? )?(?:(?:a |in )?total (?:of )?)?)?"
            rf"(?:approximately |approximate |about |up to |around |only |"
            rf"at least )?{_COUNT} {_PEOPLE} (?:[\w≥≤<>=%+/.-]+ |\([^()]{{1,60}}\) ?){{0,15}}?(?:will|were|are|would|"
            rf"should|is|may)"
            r" (?:be )?(?:planned to be |expected to be )?(?:enrolled|recruited|included|randomi[sz]ed|accrued|"
            r"invited|needed|required|studied|investigated|selected (?:as|for|to)|"
            r"(?:randomly )?(?:divided|assigned|allocated))\b"
        ),
    ),
    (
        ("will ",),
        re.compile(
            rf"(?:^\W*|\band |, |\bit is expected (?:that )?)"
            rf"(?:approximately|about|up to|around|a total of|an estimated) {_COUNT} {_PEOPLE} "
            r"(?:[\w-]+ |\([^()]{1,40}\) ?){0,6}?(?:will|may) (?:be )?"
            r"(?:randomly|assigned|allocated|treated|followed|participate|take part|"
            r"receive|undergo|"
            r"enrolled)\b"
        ),
    ),
    (
        ("study", "trial"),
        re.compile(
            rf"(?<!to )\b(?:cohort )?(?:study|trial)\b(?:[^.;]{{0,90}}? (?:involv(?:ed|es|ing)|includ(?:e|ed|es|ing)|"
            rf"compris(?:e|ed|es|ing)|in|on|with)| of| will follow) "
            rf"(?:a (?:total|group|sample|cohort) of |approximately |about |up to )?{_COUNT} "
            rf"(?!to |or |(?:[\w-]+ )?(?:weeks?|months?|years?|days?|hours?|sites?|cent(?:er|re)s?|countries)\b)"
            rf"{_PEOPLE}"
        ),
    ),
    (
        ("enrolled", "recruited", "included"),
        re.compile(
            rf", (?:a total of |only )?{_COUNT} {_PEOPLE} (?:(?:were|have been) (?:enrolled|recruited)\b|"
            r"will be (?:enrolled|recruited|included) (?:in|into) (?:the|this|our) (?:clinical |present )?"
            r"(?:study|trial)\b)"
        ),
    ),
    (
        ("power",),
        re.compile(
            rf"\b{_COUNT} {_PEOPLE} randomi[sz]ed [^.;]{{0,30}}?\b(?:gives?|provides?|yields?|will (?:give|provide))\b"
            r"[^.;]{0,40}\bpower\b"
        ),
    ),
    (
        ("among",),
        re.compile(
            rf"\b(?:study|trial|rct|randomi[sz]ed)\b[^;]{{0,220}}? among "
            rf"(?:a total of |approximately |about )?{_COUNT} {_PEOPLE}"
            r"(?=[^.;]{0,80}?(?:,|\.|;|$| (?:with|who|aged|from|in|at|planning|undergoing|living)\b))"
        ),
    ),
    (
        ("-patient", "-participant", "-subject"),
        re.compile(rf"\b{_COUNT}-(?:patient|participant|subject)s?\b(?= (?:[\w-]+,? ){{0,6}}?(?:trial|study))"),
    ),
    (
        ("(n", "(total n"),
        re.compile(
            rf"\b(?:patients|participants|subjects|volunteers|study|trial|design)\b[^.;()]{{0,25}}? "
            rf"\((?:total )?n ?= ?{_COUNT}\)(?![^.;]{{0,200}}\bn ?= ?\d)"
        ),
    ),
    (
        ("sample size", "enrollment", "accrual"),
        re.compile(
            rf"\b(?:sample size|total enrollment|planned enrollment|target accrual|target enrollment|"
            rf"total accrual)(?: (?:of|for) (?:the|this) (?:study|trial))?(?: of| is| will be|:| was| planned)*"
            rf" (?:approximately |about |up to |around )?{_COUNT}(?! ?%)"
        ),
    ),
    (
        ("participants", "patients", "subjects", "sample", "population", "group of", "total"),
        re.compile(
            rf"(?:^\W*(?:participants|patients|subjects|sample|(?:study )?population|methods|total)\W{{1,3}}|"
            rf"\b(?:sample|single group) of )(?:a total of |approximately |about |up to )?{_COUNT} {_PEOPLE}"
        ),
    ),
)
_PARTS = (
    r"each|per|every|respectively|in (?:the )?(?:[\w-]+ )?(?:arm|group|cohort|part|phase|stage)|of them|"
    r"additional(?! (?:safety|data|information|efficacy|follow|visits?|benefit|assessments?))|"
    r"previous(?:ly)?|earlier|historical|sub-? ?stud(?:y|ies)|country|(?<!across )(?<!throughout )china"
)
_PART_OF_WHOLE = re.compile(
    rf"\b(?:{_PARTS}|first|stage|cohort|phase|(?<!-)arm|(?<!take )(?<!taking )part|(?<!-)group|subset|"
    r"(?<!single[- ])(?<!multi[- ])(?<!one[- ])(?:center|centre|site))\b"
)
# Behind the number "the control group" is where they go.
_PART_BEHIND = re.compile(
    rf"\b(?:{_PARTS}|(?:for|as) (?:the )?(?:[\w-]+ )?group|(?:arm|group|part|phase|stage) (?:[0-9]|[a-d]|i+))\b"
)


_DIGIT = re.compile("[0-9]")  # found without stopping at every letter; most clauses have none
_DIGITS = re.compile(
    r"(?:n ?= ?|(?<![\d.,:-]))\d{1,6}(?:,\d{3})*[\s)](?!weeks|days|months|years|mg|ml|hours|minutes)|\d\.?$|"
    r"\d-(?:patient|participant|subject)"
)
_RECEIVES_HALF = re.compile(r"[^.;\d]{0,60}?,\s(?:with|of whom|of which|among whom)\s(?:\d+|half)\b")
_ONE_OF_SEVERAL = re.compile(r"\b(?:cohort|arm|group|part|stage) (?:[0-9]|[a-d]|i+)\b")
# "20 volunteers and 20 adults with X": neither is the number of all.
_AND_MORE = re.compile(
    r"[^.;\d]{0,70} and (?:\d+|ten|twenty) (?!months|weeks|years|days)"
    r"(?![^.;]{0,25}\b(?:complet|withdr|finish|dropp|excluded))[a-z]"
)
# "ten additional subjects", "200 adults and 250 children": not all of them.
_BESIDES = re.compile(r"\b(?:additional|more|further|extra)\b(?! than)|\d [^.;()]{0,90}\band \d+ |\d (?:to|or) \d")
_SHARE = r"\d+ (?:\w+ ){0,2}(?:per|in each|in every) (?:\w+ )?(?:arm|group|stratum|cohort)"
_EACH_ARM = re.compile(rf"\({_SHARE}\)|, (?:or|i\.e\.,?|that is,?|with) {_SHARE}\b")
_BRACKETS = re.compile(r"\([^()]*\)")
_SUB_STUDY = re.compile(r"[^.;]{0,50}\b(?:sub-?study|run-in|lead-in|screening)\b")
# "In a double-blind trial of 34 adults, pain was less …", "Prospective cohort: 150 subjects": another trial, a part.
_IN_ANOTHER = re.compile(
    r"\W*(?:however, |previously, )?in an? (?:[\w-]+,? ){0,6}(?:study|trial) (?:of|in|with|involving|including) \d"
    r"[^.;]{3,140}?\b(?:was|were|had|showed|found|improved|reduced|demonstrated|led|resulted)\b"
)
_PART_HEADING = re.compile(r"\b(?:cohort|arm|group|part|stage|phase)s?\b[^.:;]{0,12}:\s*\Z")
_AIM = re.compile(r"\b(?:aim \d|also (?:enrol|recruit|includ))")
_OF_OTHERS = re.compile(r"\b(?:each|per|every|previous(?:ly)?|earlier|historical|pilot|sub-? ?stud(?:y|ies))\b")


_SPELLED = re.compile(rf"\b(?:{_SAID}) [a-z]")
_SPELLED_HINTS = "enty irty orty ifty ixty ghty nety teen ten eleven twelve".split()


def _number(word: str) -> int:
    """`1,200`, `thirty-six`, `twelve` as a number."""
    if word[0].isdigit():
        return int(word.replace(",", ""))
    if word in _TEENS:
        return 10 + _TEENS.index(word)
    tens, _, ones = word.replace("-", " ").partition(" ")
    return _TENS[tens] + _WORDS.get(ones, 0)


def enrollment(collected: Collector, passage: Passage, folded: str, clause: Clause) -> None:
    """Add the number of participants that the clause plans."""
    piece = folded[clause.start : clause.end]
    counted = _DIGIT.search(piece) is not None and _DIGITS.search(piece) is not None
    if not counted and not (holds_any(piece, _SPELLED_HINTS) and _SPELLED.search(piece)):
        return
    for hints, pattern in _ENROLLED:
        match = pattern.search(piece) if holds_any(piece, hints) else None
        if match is None:
            continue
        count = _number(match["count"])
        if _RECEIVES_HALF.match(piece, match.end()):  # "116 patients, with 58 of them entering the X group"
            piece = piece[: match.end()]
        piece = _EACH_ARM.sub(lambda m: " " * len(m.group()), piece)
        before, behind = piece[max(0, match.start() - 70) : match.start()], piece[match.end() : match.end() + 45]
        behind = behind.partition(":")[0]  # what follows a colon is how they are divided
        whole = match.group().lstrip().startswith("total")
        if _ONE_OF_SEVERAL.search(match.group()) or _AND_MORE.match(piece, match.end()) or _AIM.search(before):
            continue
        number_at = clause.start + match.start("count")
        if _IN_ANOTHER.match(piece) or _PART_HEADING.search(folded, max(0, number_at - 40), number_at):
            continue
        if _BESIDES.search(_BRACKETS.sub("", match.group())) or _SUB_STUDY.match(piece, match.end("count")):
            continue
        if " total " not in match.group()[:10] and _OF_OTHERS.search(_BRACKETS.sub("", match.group())):
            continue
        if count < 3 or (_OF_OTHERS if whole else _PART_OF_WHOLE).search(f"{before} {match.group()[-12:]}"):
            continue
        if (_OF_OTHERS if whole else _PART_BEHIND).search(behind):
            continue
        if 1990 <= count <= 2040 and "," not in match["count"]:
            continue
        start = clause.start + match.start() + len(match.group()) - len(match.group().lstrip(" -*•\\"))
        collected.add(
            "tkg:enrollment",
            Value(str(count), "integer"),
            passage.span(start, clause.start + match.end()),
            "grammar",
            0.9,
            "enrollment-stated",
        )
        return
