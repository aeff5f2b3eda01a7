"""How sentences are built that are no claims, or claims of a study: words at their start, and words for studies.

The rule: a claim is a whole statement that says what it speaks of. What only conditions something, asks, continues
("It is …", "Some of these …") or is part of a sentence is none; "it is known that …" is one: that "it" means nothing.
"""

from __future__ import annotations

import re

# What only conditions something, asks, or names a part of a sentence.
_PART_OF_A_SENTENCE = (
    r"(?:if|that|where|is|are|was|were|has|have|can|may|does|improves|reduces)\b(?! (?:patients|most|many|some)\b)",
    # "How long this lasts is unknown" is one
    r"(?:which|how|why|what)\b(?! (?:patients|most|many|some)\b)(?![^,;]{5,160}? (?:is|are|remains?|has|have) "
    r"(?:not |still |yet |largely |also |been |currently |poorly |completely |fully |well |to be ){0,3}(?:known|"
    r"unknown|unclear|uncertain|clear|debated|controversial|established|determined|understood|studied|disputed)\b)",
    r"who\b(?! (?:recommend|estimate|report|guideline|define|declare|class|advise)\w*)",  # an organisation too
    # "Because few were studied, the value of … is unknown" is a claim
    r"(?:because|since|when|to|by|for)\b(?! (?:patients|most|many|some|date|our knowledge)\b)"
    r"(?![^,]{3,160}, (?:the|an?|there|it|most|many|some|several|no|few|patients|current|"
    r"(?:\w+ )?\w+ (?:is|are|has|have|can|may|remains?|was|were))\b)",
    r"while (?![^,]{3,160}, )",
    r"(?:thus |thereby |hence )?(?:making|allowing|suggesting|resulting|leading)\b",
    # "Having an allergy can cause anxiety" is one
    r"(?:thus |thereby |hence )?(?:having|being) (?!an? .*\b(?:can|may|is|are|increases|doubles|raises|lowers)\b)",
    r"(?:results?|allows?|recommends?|do|leads?|causes?|provides?|uses?|includes?) (?:in|to|a|an|the|new)\b",
    r"along with\b|in particular to\b|most often in\b|(?:the majority )?of whom\b|rarely\b|any [\w-]+ (?:that|which)\b",
    r"understanding |demonstrating that",
)
# What is to be found out, or was done.
_OF_WORK = (
    r"h\d:",
    # "78 patients have been chosen"
    r"\d+ (?:[\w-]+ )?(?:patients|subjects|participants|women|men|children|adults|volunteers)(?: \w+){0,2} "
    r"(?:have been|were|was|are) (?:chosen|excluded|included|selected|screened|lost|invited|treated|divided)\b",
    # "Patients failed at least one prior line": who may take part
    r"(?:eligible )?(?:patients|subjects|participants) (?:who )?(?:have )?(?:failed|progressed|received) "
    r"(?:on |after )?(?:at least|at most|no more than|≥|≤)",
    # "Estimate the rate of relapse": an objective
    r"(?:to )?(?:estimate|evaluate|determine|assess|compare|describe|measure|examine|explore|investigate|identify|"
    r"characteri[sz]e|define|establish|monitor|analy[sz]e|test|study|validate|correlate|document|obtain|observe)"
    r"(?: (?:and|or|/) \w+)?\s(?:the|whether|if|how|any|changes|safety|efficacy|an?|patients?|differences)\b",
    # "Evaluation of rest after surgery": a title
    r"(?:the )?(?:(?:long[- ]term|clinical) )?(?:evaluation|investigation|assessment|comparison|determination|"
    r"measurement|number|incidence|frequency|effects?|efficacy|impact|study|research study) (?:of|on|to)\b"
    r"(?!.*\b(?:is|are|was|were|has|have|can|may|might|could|remains?|ranges|show\w*|reveal\w*|includes?|makes?|leads?|"
    r"(?:var|require|depend|increase|decrease|rise|double|fall)\w*)\b)",
    # "Reduction of IgE, improved lung volume": what is hoped for
    r"(?:the )?(?:reductions?|improvements?|prevention|changes?|improving|reducing|preventing) (?:of|in)\b"
    r"(?!.*\b(?:is|are|was|were|has|have|can|may|might|could|would|will|remains?|leads?|led|show\w*|results?|resulted|"
    r"occurs?|plays?|requires?|depends?|(?:improv|reduc|caus|increas|decreas|prevent|lower|affect|predict)e?s)\b)",
)
NO_STATEMENT = re.compile("|".join((*_PART_OF_A_SENTENCE, *_OF_WORK)))
# How sentences between others about the trial begin that go on about it.
OF_THE_TRIAL = re.compile(
    r"(?:patients?|subjects?|all|each|any|in|on|at|during|following|after|before|once|examine|determine|determination|"
    r"evaluat\w+|assess\w*|correlat\w+|collect\w+|measur\w+|stud(?:y|ies|ying)|analy\w+|compar\w+|identif\w+|"
    r"explor\w+|the (?:main|primary|number|instruments?|findings?|results?|data|outcomes?|use|patients?|other|new|"
    r"infusion|dose)|other|acquired|data|number|development|blood|peripheral|samples?|learning|safety|efficacy|"
    r"treatment (?:is|was|may|can|will)|"
    r"results?|findings?|doctors?|arm|group|cohort|stage|step|phase|purpose|outline|objectives?)\b|\w+ \d:"
    r"|.*\b(?:was|were|expected to)\b",
    re.DOTALL,
)
_PRONOUN = re.compile(
    r"(?:(?:one or both|one|both|all|most|some|many|part|among) (?:of )?)?"
    r"(?:its|their|it|they|them|this|these|those|such|he|she|which)\b"
)
# "this disease", "these patients": what is spoken of is named again, if by its kind only.
_BY_ITS_KIND = re.compile(
    r"(?:this|these|such|most of these|many of these|some of these)\s(?:[a-z-]+\s){0,2}?(?:diseases?|disorders?|"
    r"conditions?|syndromes?|cancers?|tumou?rs?|malignanc(?:y|ies)|neoplasms?|leuk[ae]mias?|lymphomas?|infections?|"
    r"virus(?:es)?|pathogens?|complications?|injur(?:y|ies)|fractures?|lesions?|symptoms?|patients?|children|women|"
    r"infants|drugs?|medications?|medicines?|agents?|antibod(?:y|ies)|inhibitors?|vaccines?|hormones?|proteins?|"
    r"genes?|mutations?|receptors?|enzymes?|surger(?:y|ies)|operations?|procedures?|techniques?|therap(?:y|ies)|"
    r"treatments?|tests?|biomarkers?|cells)\b"
)
_IMPERSONAL = re.compile(
    r"it (?:is|was|has been|remains|had been) (?:(?:not|also|still|well|now|widely|generally|yet|currently|often|"
    r"commonly|however|therefore|largely|previously|recently|already|further)\s+)*(?:been\s+)?(?:known|clear|unclear|"
    r"unknown|uncertain|controversial|reported|shown|estimated|believed|thought|established|documented|accepted|"
    r"recogni[sz]ed|suggested|recommended|found|demonstrated|proven|observed|debated|evident|described|postulated|"
    r"speculated|argued|proposed|hypothesi[sz]ed|noted|agreed|observed|assumed|concluded|advised|advocated)\b"
    r"(?! (?:in|at|on) )"
    r"|it remains to be (?:seen|determined|established|shown|proven|clarified|elucidated)\b"
    r"|it is (?:\w+ )?(?:difficult|hard|challenging|impossible|possible|common|rare|unlikely|likely)"
    r"(?: for| to| that)\b"
)
# What a sentence that tells how things are says of studies, this one or another.
OF_A_STUDY = re.compile(
    r"\b(?:trials?|aims?|arms?|groups?|cohorts?|phase \w{1,3}|(?:week|day|month|step|stage|aim|figure|table) \d\w*|"
    r"subjects?|samples?|endpoints?|features include|follow-?up|per protocol|sessions?|we|our|amendments?|funded|"
    r"sponsor\w*|university of|company|technologies|ltd|inc|(?:the|our|this) program(?:me)?|"
    r"(?:was|were) (?:conducted|performed|done)|"
    r"(?:this|the|our|present|current|pilot|proposed|main) stud(?:y|ies))\b"
)
# What another study did may be told in the words of trials.
CITED = re.compile(
    r"\bet al\b|\bmeta-?analys[ie]s\b|\b(?:systematic|cochrane) reviews?\b|\b(?:in|from) the literature\b|"
    r"\b(?:19|20)\d\d\)"
    r"|\b(?:another|recent|earlier|prior|previous|retrospective|observational|cohort|several|many|some|other|animal|"
    r"clinical|preliminary|few|randomi[sz]ed|pilot|large|small) (?:[\w-]+ ){0,4}"
    r"(?:study|studies|trials?|data|reports?|experiments?) "
    r"(?:[\w-]+ ){0,6}?(?:have|has|had|failed|show\w*|found|report\w*|demonstrat\w*|suggest\w*|reveal\w*|conclu\w*|"
    r"indicat\w*|confirm\w*|document\w*)\b"
)
# … and what it reported is a finding: "He et al. reported …", "another study confirmed that …".
REPORTED = re.compile(
    r"\b(?:et al\.?|reviews?|meta-?analys[ie]s|study|studies|trials?|authors|data|reports?|experiments?|"
    r"pilots?)(?: \([^()]{1,40}\))?"
    r"(?: (?:of|by|in|from) (?:[\w-]+ ){1,6}?(?:\([^()]{1,40}\) )?)? ?(?:also |recently |previously |first )?"
    r"(?:(?:has|have) )?"
    r"(?:reported|showed|shown|demonstrated|found|concluded|confirmed|documented|revealed|suggested|indicated|"
    r"observed|proved|described|raised|questioned|failed)\b(?! (?:in|at) )"
)


def stands_alone(folded: str) -> bool:
    """Whether the sentence itself names what it speaks of.

    >>> stands_alone("it is a common disease"), stands_alone("it is not yet known whether rest helps")
    (False, True)
    """
    if _PRONOUN.match(folded) is None:
        return True
    return _IMPERSONAL.match(folded) is not None or _BY_ITS_KIND.match(folded) is not None
