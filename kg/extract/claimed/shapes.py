"""How sentences are built that are no claims, or claims of a study: words at their start, and words for studies.

The rule: a claim is a whole statement that says what it speaks of. What only conditions something, asks, continues
("It is …", "Some of these …") or is part of a sentence is none; "it is known that …" is one: that "it" means nothing.
The words are data (`ontology/grammar/claim_shapes.tsv`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from kg.grammar import alternatives

_ROLES = (
    *("unsettled", "advises", "finds-out", "work", "hoped-for", "of-the-trial", "impersonal", "kind", "of-a-study"),
    *("cited", "cited-did", "reporter", "reported"),
)


def _parts_of_a_sentence(role: dict[str, str]) -> tuple[str, ...]:
    """What only conditions something, asks, or names a part of a sentence."""
    return (
        r"(?:if|that|where|is|are|was|were|has|have|can|may|does|improves|reduces)\b(?! (?:patients|most|many|some)\b)",
        # "How long this lasts is unknown" is one
        r"(?:which|how|why|what)\b(?! (?:patients|most|many|some)\b)(?![^,;]{5,160}? (?:is|are|remains?|has|have) "
        r"(?:not |still |yet |largely |also |been |currently |poorly |completely |fully |well |to be ){0,3}"
        rf"(?:{role['unsettled']})\b)",
        rf"who\b(?! (?:{role['advises']})\w*)",  # an organisation too
        # "Because few were studied, the value of … is unknown" is a claim
        r"(?:because|since(?! then\b)|when|to|by|for)\b(?! (?:patients|most|many|some|date|our knowledge)\b)"
        r"(?![^,]{3,160}, (?:the|an?|there|it|most|many|some|several|no|few|patients|current|"
        r"[^.;,]{3,80}? (?:is|are|has|have|can|may|might|could|remains?|was|were) |"
        r"(?:[\w-]+ ){1,5}(?:data|studies|trials|results|analyses) "
        r"(?:show|suggest|indicate|reveal|demonstrate)(?:ed|d)?)\b)",
        r"while (?![^,]{3,160}, )",
        r"(?:thus |thereby |hence )?(?:making|allowing|suggesting|resulting|leading)\b",
        # "Having an allergy can cause anxiety" is one
        r"(?:thus |thereby |hence )?(?:having|being) (?!an? .*\b(?:can|may|is|are|increases|doubles|raises|lowers)\b)",
        r"(?:results?|allows?|recommends?|do|leads?|causes?|provides?|uses?|includes?) (?:in|to|a|an|the|new)\b",
        r"along with\b|in particular to\b|most often in\b|(?:the majority )?of whom\b|rarely\b|"
        r"any [\w-]+ (?:that|which)\b",
        r"understanding |demonstrating that",
    )


_FINITE = (
    r"is|are|was|were|has|have|had|can|may|might|could|will|would|should|remains?|show\w*|respond\w*|leads?|led|"
    r"(?:improv|reduc|caus|increas|decreas|prevent|requir|depend|occur|develop|benefit)e?[sd]?"
)


def _of_work(role: dict[str, str]) -> tuple[str, ...]:
    """What is to be found out, or was done."""
    return (
        r"h\d:",
        r"assuming\b|(?:(?:main|key|major) )?(?:non-)?(?:in|ex)cl(?:usion)?s?\.?(?: criteria)?\s?:",
        # "78 patients have been chosen"
        r"\d+ (?:[\w-]+ )?(?:patients|subjects|participants|women|men|children|adults|volunteers)(?: \w+){0,2} "
        r"(?:have been|were|was|are) (?:chosen|excluded|included|selected|screened|lost|invited|treated|divided)\b",
        # "Patients failed at least one prior line": who may take part
        r"(?:eligible )?(?:patients|subjects|participants) (?:who )?(?:have )?(?:failed|progressed|received) "
        r"(?:on |after )?(?:at least|at most|no more than|≥|≤)",
        # "Patients are categorised into three groups", "Surgeons have done at least 50 resections": how it is done
        r"(?:all |the |eligible |enrolled )?(?:patients|subjects|participants|cases) (?:are|were) (?:then )?"
        r"(?:categori[sz]ed|divided|classified|stratified|grouped|sorted) (?:into|to|according to|based on)\b",
        r"(?:all |the |participating |operating )*(?:surgeons|operators|endoscopists|radiologists) "
        r"(?:(?:must|should|need to) )?have (?:done|performed|completed|experience|at least|more than)\b",
        # "Patients with asthma, pretreated with X or Y": whom it takes; "Dosing delays per SmPC"
        rf"(?:patients|subjects|adults|children|women|men) with [^.;,]{{3,80}}, (?:[a-z]+ly )?"
        rf"[a-z]+ed (?:with|by|to|after)\b"
        rf"(?!.*\b(?:{_FINITE})\b)",
        r"(?:dos(?:e|ing)|treatment) (?:delays?|reductions?|modifications?|interruptions?|adjustments?)\b"
        rf"(?!.*\b(?:{_FINITE})\b)",
        # "Estimate the rate of relapse": an objective
        rf"(?:to )?(?:{role['finds-out']})"
        r"(?: (?:and|or|/) \w+)?\s(?:the|whether|if|how|any|changes|safety|efficacy|an?|patients?|differences)\b",
        # "Evaluation of rest after surgery": a title
        rf"(?:the )?(?:(?:long[- ]term|clinical) )?(?:{role['work']}) (?:of|on|to)\b"
        r"(?!.*\b(?:is|are|was|were|has|have|can|may|might|could|remains?|ranges|show\w*|reveal\w*|includes?|makes?|"
        r"leads?|(?:var|require|depend|increase|decrease|rise|double|fall)\w*)\b)",
        # "Reduction of IgE, improved lung volume": what is hoped for
        rf"(?:the )?(?:{role['hoped-for']}) (?:of|in)\b"
        r"(?!.*\b(?:is|are|was|were|has|have|can|may|might|could|would|will|remains?|leads?|led|show\w*|results?|"
        r"resulted|occurs?|plays?|requires?|depends?|"
        r"(?:improv|reduc|caus|increas|decreas|prevent|lower|affect|predict)e?s)\b)",
    )


class Shapes(NamedTuple):
    """`no_statement`: what is no claim, whatever it says; `of_the_trial`: how sentences between others about the trial
    begin that go on about it; `by_its_kind`: what is spoken of is named again, if by its kind only ("this disease");
    `impersonal`: an "it" that means nothing; `of_a_study`: what a sentence that tells how things are says of studies,
    this one or another; `cited`: what another study did may be told in the words of trials; `reported`: and what it
    reported is a finding ("He et al. reported …", "another study confirmed that …")."""

    no_statement: re.Pattern[str]
    of_the_trial: re.Pattern[str]
    by_its_kind: re.Pattern[str]
    impersonal: re.Pattern[str]
    of_a_study: re.Pattern[str]
    cited: re.Pattern[str]
    reported: re.Pattern[str]


@cache
def shapes() -> Shapes:
    """The expressions, made of the table when somebody first asks for them."""
    role = alternatives("claim_shapes.tsv", _ROLES)
    return Shapes(
        no_statement=re.compile("|".join((*_parts_of_a_sentence(role), *_of_work(role)))),
        of_the_trial=re.compile(
            rf"(?:{role['of-the-trial']})\b|\w+ \d:|.*\b(?:was|were|expected to)\b",
            re.DOTALL,
        ),
        by_its_kind=re.compile(
            r"(?:this|these|such|most of these|many of these|some of these)\s(?:[a-z-]+\s){0,2}?"
            rf"(?:{role['kind']})\b"
        ),
        impersonal=re.compile(
            r"it (?:is|was|has been|remains|had been) (?:(?:not|also|still|well|now|widely|generally|yet|currently|"
            r"often|commonly|however|therefore|largely|previously|recently|already|further)\s+)*(?:been\s+)?"
            rf"(?:{role['impersonal']})\b(?! (?:in|at|on) )"
            r"|it remains to be (?:seen|determined|established|shown|proven|clarified|elucidated)\b"
            r"|it is (?:\w+ )?(?:difficult|hard|challenging|impossible|possible|common|rare|unlikely|likely)"
            r"(?: for| to| that)\b"
        ),
        of_a_study=re.compile(rf"\b(?:{role['of-a-study']})\b"),
        cited=re.compile(
            r"\bet al\b|\b(?:met|meet|missed) (?:its|the|their) primary end|"
            r"\bmeta-?analys[ie]s\b|\b(?:systematic|cochrane) reviews?\b|\b(?:in|from) the literature\b|"
            rf"\b(?:19|20)\d\d\)|\b(?:{role['cited']}) (?:[\w-]+ ){{0,4}}"
            r"(?:study|studies|trials?|data|reports?|experiments?) "
            rf"(?:[\w-]+ ){{0,6}}?(?:{role['cited-did']})\b"
        ),
        reported=re.compile(
            rf"\b(?:{role['reporter']})(?: \([^()]{{1,40}}\))?"
            r"(?: (?:of|by|in|from) (?:[\w-]+ ){1,6}?(?:\([^()]{1,40}\) )?)? ?"
            rf"(?:also |recently |previously |first )?(?:(?:has|have) )?(?:{role['reported']})\b(?! (?:in|at) )"
        ),
    )


_PRONOUN = re.compile(
    r"(?:(?:one or both|one|both|all|most|some|many|part|among) (?:of )?)?"
    r"(?:its|their|it|they|them|this|these|those|such|he|she|which)\b"
)


def stands_alone(folded: str) -> bool:
    """Whether the sentence itself names what it speaks of.

    >>> stands_alone("it is a common disease"), stands_alone("it is not yet known whether rest helps")
    (False, True)
    """
    if _PRONOUN.match(folded) is None:
        return True
    known = shapes()
    return known.impersonal.match(folded) is not None or known.by_its_kind.match(folded) is not None
