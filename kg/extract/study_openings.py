"""How sentences open that tell of this study, and of another one.

The rule: "This first-in-human study is …", "CIME is a multicenter trial …", "We conducted a double-blind trial to …"
and rows of two or more words of design speak of this trial; "An open-label trial has demonstrated …" of another.
"""

from __future__ import annotations

import re

from kg.text import holds_any

# How a sentence opens that tells of this trial: "This first-in-human (FIH) study is …", "CIME is a multicenter,
# randomised study …", "A trial is proposed with …", "We conducted a double-blind trial to compare …"; also after words
# that link it to the one before: "To address this, …", "As this is a …".
_LINKED = (
    r"[\W\d]*(?:(?:overall|thus|therefore|accordingly|hence|consequently|design|study design|in summary|"
    r"to (?:address|achieve|answer|test|do|investigate|overcome|fill|meet|this end)\b[^,.;]{0,60})[,:]\s|"
    r"(?:as|since|because|although|while)\s(?=(?:this|it) (?:is|will)\b))?"
)
_RUNNERS = r"(?:we|the (?:investigators?|researchers?|authors))\s(?:therefore |thus |now )?"


def _to_study(most: int, stops: str) -> str:
    """Up to so many words, none of these, and the study."""
    return rf"(?:(?!(?:{stops})\b)[\w/():-]+,?\s){{0,{most}}}?(?:study|trial)\b"


_STRONG = re.compile(
    _LINKED
    + "(?:"
    + "|".join(
        (
            r"(?:in )?(?:this|the (?:present|current|proposed)|our(?! (?:group|team|previous|prior|recent|earlier)))\s"
            + _to_study(6, r"to|aims?|will")
            + r"(?!\s(?:showed|found|demonstrated|reported|suggest\w*|which (?:concluded|ended|showed|found)|"
            r"published))",
            r"this (?:is|will be) an?\s",
            r"it (?:is|will be) an?\s" + _to_study(9, "in|of|that|which|for|with|by"),
            r"(?:the )?[\w-]{3,20}(?: \d{1,2}| study| trial)?(?: \([^()]{1,60}\))? (?:is|will be) an?\s"
            + _to_study(9, "in|of|that|which|for|with|by"),
            r"an?\s"
            + _to_study(9, "in|that|which|by")
            + r" (?:is|will be) (?:proposed|planned|conducted|designed|performed|carried out)\b",
            r"(?:objectives?:\s*)?(?:(?:primary|secondary|tertiary|exploratory|i{1,3}|iv)(?: objectives?)?[\s.:*-]+)*"
            r"(?:determine|compare|assess|evaluate|estimate|investigate|describe)\s(?:the|whether|if|and|safety|"
            r"efficacy|toxicity)\b",
            _RUNNERS + r"(?:propose|are proposing|plan|are planning)\san?\s[^;]{0,120}?\b(?:study|trial)\b",
            _RUNNERS
            + r"(?:have )?(?:conduct|perform|design)(?:ed)?\san?\s(?:(?!in\b|that\b|which\b)[\w/()-]+,?\s){0,9}?"
            r"(?:study|trial|clinical trail)\b[^.;]{0,60}? "
            r"(?:to (?:compare|evaluate|assess|determine|investigate|examine|test)|that will)\b",
        )
    )
    + ")"
)
# "A randomized, single-blind study in newborns", "It is a pragmatic, multicenter trial", "planned as a randomized
# controlled trial": two or more words of design before the study itself tell the design of this one, unless the
# sentence cites what another one found.
_DESIGN_WORD = (
    r"(?:(?:open|non|un|single|double|triple|quadruple|observer|assessor|patient|subject|participant|evaluator|rater|"
    r"investigator)[- ]?"
    r"(?:label(?:l?ed)?|blind(?:ed)?|mask(?:ed)?)|open|(?:single|one|two|three|four|multi|dual|double|[1-8])[- ]"
    r"(?:arm(?:ed)?|group|stage|part|site|period|sequence|cent(?:er|re))|(?:single|multi|mono|bi)[- ]?"
    r"(?:cent(?:er|re)(?:ed)?|centric|institutional|site)|(?:un|non[- ]?)?(?:randomi[sz]ed|"
    r"controlled|comparative(?: effectiveness)?)|control(?= trial)|"
    r"(?:placebo|sham|active|vehicle)[- ]controlled|(?:\d[- ])?parallel(?:[- ](?:group|arm)s?)?|cross-?over|"
    r"factorial|prospective|"
    r"retrospective|observational|interventional|pragmatic|phase [\w/]{1,5}(?: ?/ ?[\w/]{1,5})?|pilot|adaptive|"
    r"dose[- ](?:escalation|finding|ranging)|first-in-human|non-inferiority|superiority|longitudinal|cross-sectional|"
    r"multinational|investigator-initiated|post-market(?:ing)?|bilateral|\d+-(?:year|month|week|day|patient|participant))"
)
_DESIGN_ROW = (
    rf"(?:an?\s|the\s)?(?:{_DESIGN_WORD}(?:,?\s(?:and\s)?|/)){{2,}}(?:[\w/()-]+,?\s){{0,4}}?"
    r"(?:study|trial|rct|design|experiment)\b"
)
# "Double-blind, placebo-controlled, single centre.", "Observational prospective cohort, 200 women": a row alone
_ROW_ALONE = re.compile(
    rf"\W*(?:{_DESIGN_WORD}(?:,?\s(?:and\s)?|/)){{1,}}(?:{_DESIGN_WORD}|cohort)(?:[.;,]|$)(?![^.;]*\b(?:is|are|was|were|"
    r"has|have|had|suggest|show)\b)"
)
_TOLD_AS = re.compile(
    rf"\W*{_DESIGN_ROW}|"
    r"[^.;]{0,120}?\b(?:is|will be|(?:planned|designed|conducted|performed) (?:as|in)|based on|"
    r"(?:(?:will )?(?:conduct|perform|carry out|undertake)|(?:conducted|performed|designed)))"
    rf"\s{_DESIGN_ROW}"
)
_CITES = re.compile(
    r"\b(?:show(?:ed|n|s)|demonstrat\w+|found|reported|suggest\w*|reveal\w*|conclud\w*|published|has been|have been|"
    r"had been|previous(?:ly)?|et al|resulted|larger|future|no|few|lack\w*|need\w*|first (?:step|to))\b"
)
_ROWS = ("blind", "mask", "label", "controlled", "randomi", "cent", "cohort", "prospective", "observational", "-week")
_STUDIES = ("study", "trial", "rct", "design", "experiment")
# "The Controlled evaLuation of Receptor Blockers (CLARITY) study is a …"
_BY_ACRONYM = re.compile(r"[^.;:]{3,160}?\([\w -]{2,24}\) (?:study|trial) (?:is|was|will be) an?\s")
# "A phase I trial has demonstrated …", "In our phase 1 trial which ended …", "In a trial of 34 patients, …", "In line
# with this, another study confirmed that …".
_DONE = r"(?:showed|demonstrated|reported|found|revealed|documented|confirmed|described|observed|concluded|suggested)"
_OTHERS_DID = re.compile(
    r"(?:\W*(?:(?:an?|one|the|another|in (?:our|an?))\s(?:(?!this\b|will\b)[\w/()-]+,?\s){0,8}?(?:study|trial)s?\s"
    r"(?:\([^()]{1,60}\)\s|(?:of|in|by|with|from)\s[^.;,]{2,60}?\s)?(?:(?:has|have|had)\s(?:been\s)?"
    r"(?:demonstrated|shown|found|reported|published|proven|completed|established|suggested)|"
    rf"(?:which|that) (?:concluded|ended|showed|demonstrated)|(?:recently )?{_DONE}|"
    r"(?:is|are|was|were) (?:needed|required|warranted|necessary))\b"
    r"|in (?:an?\s(?:(?!this\b)[\w/()-]+,?\s){0,6}?(?:study|trial|analysis|survey) (?:of|in|with)\s(?:[\w-]+ )?\d|"
    r"(?:one|two|three|several|some|many|most|an(?:other|imal))\s(?:[\w/()-]+,?\s){0,4}?(?:stud(?:y|ies)|trials?)\b))"
    rf"|[^.;]{{0,80}}?\banother (?:[\w-]+ ){{0,4}}?(?:study|trial) (?:also |recently )?{_DONE} (?:that|the|an?)\b)"
    r"(?![^.;]*\b(?:will|we)\b)"
)


def of_this(plain: str, start: int, end: int) -> re.Match[str] | None:
    """The words with which the sentence `plain[start:end]` tells of this trial, None where it does not."""
    strong = _STRONG.match(plain, start, end)
    if strong is None and (plain.find(") study ", start, end) > 0 or plain.find(") trial ", start, end) > 0):
        strong = _BY_ACRONYM.match(plain, start, end)
    if strong is None and holds_any(plain[start:end], _STUDIES):
        strong = _told_as(plain, start, end)
    if strong is None and holds_any(plain[start : start + 40], _ROWS):
        strong = _ROW_ALONE.match(plain, start, end)
    return strong


def of_another(plain: str, start: int, end: int) -> re.Match[str] | None:
    """The words with which the sentence tells what another study did, None where it does not."""
    return _OTHERS_DID.match(plain, start, end)


def _told_as(plain: str, start: int, end: int) -> re.Match[str] | None:
    """The words that tell the design of this trial, None where the sentence tells none or cites another study."""
    match = _TOLD_AS.match(plain, start, end)
    return match if match is not None and _CITES.search(plain, start, end) is None else None
