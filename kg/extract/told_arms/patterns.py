"""The patterns by which running text tells arms: what labels them, what says that they receive something, where the
telling of one ends. All are for folded text, and linear."""

from __future__ import annotations

import re

PEOPLE = (
    r"(?:patients?|participants?|subjects?|people|persons|volunteers|individuals|women|men|children|infants|eyes|livers|kidneys|grafts|organs|couples|residents|veterans|those|cases|mothers|"
    r"students|adults|dogs|you)"
)
RECEIVES = (
    r"(?:(?:will|would|shall|are(?:\sto)?|were|was|is|be|to|also|then|only|additionally|scheduled|randomi[sz]ed|assigned|allocated)"
    r"\s){0,4}"
    r"(?:receiv(?:e|es|ed|ing)|given|giv(?:e|es|en)|treated\s(?:with|by)|tak(?:e|es|en|ing)|took|underg(?:o|oes|oing|one)|underwent|"
    r"administered|gets?|got|accept(?:s|ed)?|injected\swith|infused\swith|us(?:e|es|ed)|perform(?:s|ed)?|practic(?:e|es|ed)|attend(?:s|ed)?|"
    r"consum(?:e|es|ed|ing)|appl(?:y|ies|ied)|continu(?:e|es|ed|ing)\s(?:with|on|to\sreceive)|"
    r"(?:start|begin)(?:s|ed|ning|ing)?\s(?:(?:treatment|therapy)\s)?(?:for\s[\w-]{1,6}\s\w+\s)?with|assigned\sto\sreceive|dispensed)\b"
)
ORDINAL = r"(?:[a-z]\d?|\d{1,2}[a-z]?|i{1,3}|iv|vi{0,3}|one|two|three|four|five|six)"
ORDINALS = rf"{ORDINAL}(?:(?:,\s|\s(?:and|&|to)\s|-){ORDINAL}(?=[\s:(,]))?"
NUMBERED = (
    rf"(?:(?:dose|treatment|study|intervention)\s)?(?:group|arm|cohort)s?"
    rf"(?:(?:\s|\s?#\s?|-|\s(?:no\.?|number)\s){ORDINALS}|\s?\({ORDINAL}\))"
)
# `Arm I`, `Arms I and II`
MEMBERS = re.compile(
    rf"(?:group|arm|cohort)s?\s(?P<first>{ORDINAL})(?:(?:,\s|\s(?:and|&|to)\s|-)(?P<second>{ORDINAL}))?"
)
_KINDS = (
    r"(?:experimental|control|treatment|intervention|study|test|comparator|placebo|standard|active|observation|sham|"
    r"investigational|conventional|comparison|usual\scare)"
)
# a word of a name before `group`, not of a sentence about groups
_WORD = (
    r"(?!(?:criteria|for|in|of|both|each|all|per|number|between|with|patients|participants|subjects|age|other|target|"
    r"primary|secondary|statistical|sample|working|research|parallel|two|three|four|different|these|this|our|that|"
    r"groups?|arms?|cohorts?|random|allocation|the|one|into|to|and|or|from|prospective|"
    r"retrospective)\b)"
    r"[a-z][a-z0-9+/&-]{1,24}"
)
NO_LABEL = re.compile(r"(?:(?:this|that|each|every|same|which|whole|entire|age)\s)?(?:group|arm|cohort)\Z")
NAME_BEFORE = re.compile(r"(?:[\w/+&,.()-]+\s){1,5}\Z")
PEOPLE_BEFORE = re.compile(
    rf"{PEOPLE}\s(?:who\s(?:are|were)\s)?(?:randomi[sz]ed\s|assigned\s|allocated\s)?(?:in|to|into|of|from|on)\s(?:the\s)?\Z"
)
NEXT_GROUP = re.compile(
    rf"[,;]?\s(?:while|whereas|and|but)\s(?:(?:the\s)?{PEOPLE}\s(?:in|of|from)\s|(?:the\s)?(?:[\w-]+\s){{1,4}}(?:group|arm)\b)"
    rf"|(?:[,;]\s(?:and\s)?|\s(?:and|while|whereas)\s)(?:the\s)?(?:group|arm|cohort)\s{ORDINAL}\b"
)
_OPENS = r"(?:(?:^|(?<=\n)|(?<=[.;:]\s)|(?<=[.;])|(?<=\s(?=[*•-]\s)))[\s*•>-]{0,6}(?:\d+[.)]\s?)?)"
_ASIDE = r"\s?(?:\([^()\n]{0,120}\)\s?)?"
_SHORT_FORM = (
    r"(?!(?:of|in|is|with|for|and|or|the|to|size|therapy|sessions?|discussion|allocation|comparisons?)\b)"
    r"[a-z0-9+/.-]{2,14}"
)
HEADED = re.compile(
    rf"(?:{_OPENS}|(?:(?<=[,:]\s)|(?<=\sand\s)|(?<=\sor\s)|(?<=\sto\s)|(?<=\sin\s)|(?<=\sinto\s)|(?<=\sbetween\s))"
    r"(?=(?:group|arm|cohort)\s[^\s:]{1,5}:)|"
    rf"(?<=\s)(?={_KINDS}\s(?:comparator\s)?(?:group|arm)\s?:))"
    rf"(?P<label>{_KINDS}\s(?:comparator\s)?(?:group|arm|cohort)(?:\s[a-z0-9]{{1,3}})?|{NUMBERED}|"
    rf"(?:group|arm|cohort)\s{_SHORT_FORM}(?=\s?:)|"
    rf"(?:{_WORD}\s){{1,4}}(?:group|arm))"
    rf"(?:{_ASIDE}[:=-]\s?(?=\S)|\s?\(n\s?=\s?\d{{1,4}}\),?\s(?=[a-z])(?!(?:and|or|will|would|were|was|are|is|had|have|has|who|"
    r"that|with|of|in|vs|versus|to|from|than|at|as|for|on|by|receiv\w+|underw\w+|took|got|consist\w+|compris\w+)\b))"
)
# `Acupressure group; points are pressed`, at the beginning of a line: a colon is meant.
MISTYPED_HEAD = re.compile(r"(?:^|(?<=\n))[\s*•–-]{0,5}(?:[\w-]+\s){1,4}(?:group|arm)\s?;(?=\s)")
# `intervention for the sham group`: more than a name.
OF_SENTENCE = re.compile(r"\b(?:for|of|the|in|this|that)\b|\b(?:group|arm)\b.*\b(?:group|arm)\b")
# Names of what may be given: arms only where nothing else is called one.
REGIMENS = re.compile(
    rf"{_OPENS}(?P<label>(?:treatment\s|dosing\s)?(?:treatment|regimen|schedule|sequence|strategy)"
    rf"\s(?:[a-z]{{1,2}}|\d{{1,2}}|i{{1,3}}|iv|one|two|three|four)|"
    rf"exp(?:erimental|\.)?|ctrl|active\scomparator|placebo(?:\scomparator)?|controls?|comparator|intervention|comparison){_ASIDE}[:=-]\s?(?=\S)"
)
ARM_NAMED = re.compile(rf"\b(?:arm|group|cohort)s?\s{ORDINAL}\b")
ASSIGNS = re.compile(r"\b(?:randomi[sz]|assign|allocat|cross-?over)")
ALLOTS = re.compile(r"\b(?:randomi[sz]|randomly|assign|allocat|divided|half of|control group|one group)")
# What is said of all arms, behind the last of them.
OF_ALL = re.compile(
    r"\s(?:following|after) the (?:induction|initial|double-blind|blinded|treatment|randomi[sz]ed) (?:phase|period),? |"
    r"\s(?:(?:key|main|major)\s)?(?:inclusion|exclusion|eligibility)(?:\scriteria\b|\s?:)|"
    r"(?<=[.;])\s(?:in (?:both|all|each|either)\b|"
    r"(?:both|all) (?:of |the )?(?:patients|participants|subjects|arms|groups|cohorts|treatments)|"
    r"patients (?:in (?:both|all)|(?:are|will be) followed|who (?:complete|discontinue))|"
    r"(?:[*•-] )?(?:eligible )?(?:patients|participants|subjects|adults|men|women|children|volunteers) "
    r"(?:aged|(?:are|will be) (?:eligible|excluded|included))|(?:adults|men|women) \d|"
    r"(?:included|excluded|eligible) (?:are|were|patients|subjects|participants)\b|no (?:prior|previous)\b|"
    r"(?:after|upon|following) (?:the )?(?:completion|end|discontinuation)|"
    r"treatment (?:in (?:both|all|each)|continues in)|"
    r"following the [a-z ]{0,30}phase|projected accrual|follow[- ]?up|"
    r"the (?:primary|secondary|main) (?:objective|outcome|end ?point|aim))"
)
# How a further sentence on one arm may begin.
GOES_ON = re.compile(
    rf"[\s*•(-]*(?:\d[.)]\s)?(?:(?:the|these|each|some|eligible)\s)?(?:{PEOPLE}|they|this|it|then|also|"
    r"subsequently|thereafter|"
    r"in addition|additionally|treatment|therapy|courses?|cycles?|beginning|starting|"
    r"on (?:day|the)|after|before|at|during|within|following|upon|once|concurrently|simultaneously|"
    r"(?:approximately )?(?:\d{1,2}|one|two|three|four|six)(?:[- ](?:to )?\d)? (?:days?|weeks?|months?) "
    r"(?:later|after)|"
    r"doses?|dosage|drug|study drug|intervention|training|program(?:me)?|first|second|exercises?|sessions?|"
    r"injections?|infusions?|"
    r"induction|maintenance|consolidation|intensification|adjuvant|radiotherapy|chemotherapy|surgery|for|if|"
    r"[a-z-]{3,20} (?:therapy|treatment|phase|course)s?:)\b"
)
# `Lenvatinib is taken orally`: of the same arm where that of another follows.
GIVEN_NEXT = re.compile(
    r"[\s*•-]*(?![^.;]*\b(?:all|both|each(?!\s(?:\d|cycle|week|day|month|course|meal|time))|rescue|if|needed|demand|either|blood|samples?|has\sbeen|have\sbeen)\b)[\w-]+"
    r"(?:\s[\w./%²-]+){0,6}\s(?:(?:will\s)?(?:starts?|begins?)|(?:is|are|was|were|will\sbe)\s(?:also\s|then\s)?(?:given|taken|administered|infused|"
    r"injected|applied|started|continued|repeated|performed))\b"
)
# A line of a list, and the mark before it.
ITEM = re.compile(r"\s*(?:[*•–-]\s|\(?[1-9][.)]\s)")
MARK = re.compile(r"\s*(?:[*•–-]|\(?[1-9][.)])\s*")
# `Cohort 2: patients with X`: who they are; what they get follows the verb.
OF_PEOPLE = re.compile(
    r"\s*(?:(?:previously|newly|treatment-?\s?naive|untreated|adult|eligible|the|all)\s){0,3}(?:treated\s|diagnosed\s)?"
    rf"{PEOPLE}\s"
)
RECEIVED = re.compile(rf"(?<!who\s)(?<!have\s)(?<!had\s)\b{RECEIVES}")
# `but do not receive X`, `neither A nor X`
NOT_GIVEN = re.compile(
    r"\b(?:no\s(?:further\s|additional\s|subsequent\s|more\s)?|(?<!or\s)(?<!or/)without\s(?:any\s|the\s|an?\s)?|"
    r"(?:stop(?:ping|ped)?|discontinu(?:e|es|ing|ed)|withdraw(?:ing|al\sof)?|cessation\sof)\s(?:the\s|their\s|all\s)?)\Z|"
    r"\b(?:not|neither|nor|never)\s(?:be\s)?(?:receiv\w+|undergo\w*|given|treated\swith|tak\w+|us\w+|have|get)?"
    r"(?:\s?\b(?!but\b|and\b)[\w-]+){0,5}\s?\Z"
)
# `X between the stages is not allowed`, `X is allowed`
WITHHELD = re.compile(
    r"(?:\s(?!(?:and|or|but|who|which|that|if|then)\b)[\w-]+){0,4}\s(?:(?:is|are|was|were|will|may|must|should)\s(?:be\s)?(?:not|never)\s"
    r"(?:be\s)?(?:allowed|permitted|given|used|administered|performed|offered|planned|applied|received|part\sof)|"
    r"(?:is|are|was|were|will\sbe)\s(?:also\s)?(?:allowed|permitted|acceptable|prohibited|forbidden|withheld|avoided|omitted))\b"
)
# `Those who fail to grow may undergo rescue X`, `if the tumour progresses, X is given`: for some, and later.
FOR_FAILURES = re.compile(
    r"\b(?:rescue|salvage)\s(?:\w+\s){0,2}\Z|"
    r"\b(?:who|that|which|if|in case of|upon|after)\s(?:[a-z'-]+\s){0,4}?(?:fail(?:s|ed|ing|ure)?|"
    r"progress(?:es|ed|ion)?|relapses?|relapsed|recur(?:s|red)?|recurrence|non-?respon\w+|(?:do(?:es)?|did)\snot\s(?:respond|achieve|reach|grow))\b"
)
# `the procedure before X and Y at the same doses as in arm A`: what comes then is given all the same.
AS_THERE = re.compile(
    r"(?:,?\s(?:and\s|plus\s|&\s)?[\w-]+){0,4}\s(?:at|with|in|using|as)\s(?:the\s)?(?:same\s(?:doses?|dosages?|dosing|schedules?|"
    r"regimens?|way|manner)|in\s(?:arm|group|cohort))\b"
)
# `placebo matching X`, `doses as in the X group`: X is named, and not given.
ALIKE = re.compile(
    r"\b(?:(?:matching|identical\sto|(?:the\s)?same\sas|similar\sto|resembling|mimicking)\s(?:the\s|that\sof\s|those\sof\s)?"
    r"|placebos?\s(?:of|for|to)\s(?:the\s)?"
    r"|(?:simulated|simulation\sof|sham|mock|dummy|feigned)\s(?:[\w-]+\s(?:of|with)\s)?(?:the\s)?)\Z"
)
# What is named for when something is done, and is not done by the arm.
AT_THE_TIME = re.compile(
    r"\b(?:before|after|during|prior to|until|preceding|since|at the time of|(?:first|last|same) day of|"
    r"(?:if|when) (?:co-?administered|co-?medicated|combined|used) with|in case of|"
    r"(?<!\bare )(?<!\bis )(?<!\bwere )(?<!will be )undergoing|scheduled for|refractory to|"
    r"response to|progress\w+ (?:on|while on)|"
    r"previously (?:treated|received)(?: with)?|(?:after|before) being \w+ (?:on|with|to)|"
    r"(?:opportunity|option|chance) to)\s"
    r"(?:(?:the|their|any|an?|initiat\w+|start\w*|of|receiv\w+|undergo\w*|completi\w+|complet\w+|standard|previous|elective|"
    r"application|administration|dose|first|last|each|every|planned|allogeneic|autologous|donor)\s){0,5}\Z"
)
# `A under general anesthesia`: how it is done.
UNDER = re.compile(r"\bunder\s(?:the\s)?(?:[a-z]+\s)?\Z")
TRAILING = re.compile(r"(?:[\s;,]|(?<!\.[A-Za-z])\.|(?<=[\s,])and\s?\Z){1,40}\Z")
BEFORE_LABEL = re.compile(r"[,;:.]\s|\binto\s(?:an?\s|the\s)?|\b(?:and|or|while|whereas|receiv\w+|given)\s")
LEADING = re.compile(
    rf"(?:\s|\(?\d[.)]\s|an?\s(?!(?:group|arm|cohort)\b)|(?:while|whereas|and|but|the|all|in|to|into|of|from|{PEOPLE}|who|are|were|assigned|randomi[sz]ed|allocated|enrolled|receiving|each|both|either|addition\sof)\s)*"
)
ARMED = re.compile(
    r"[Gg]roup|[Aa]rm|[Cc]ohort|[Rr]andom|GROUP|ARM|COHORT|Treatment|Regimen|assigned|allocated|divided|"
    r"[Hh]alf|third|either|placebo|sham|vehicle|observation|usual care|standard|of (?:normal )?saline|"
    r"Schedule|Sequence|Experimental|ross-?over|wash|[Tt]wo|[Tt]hree|with or without| patients will|hether|hich of|"
    r"the other\b|[Ff]ellow|ontralateral|nothing|as (?:the |a |an? untreated )?controls?\b|"
    r"ombinations|Comparison:|Comparator:|Control:|Exp\.?:|"
    r"[Cc]ontrol(?: sites| teeth| schools| sides|s will|s receive|s get)"
)
# Whose treatment may have no name here: `Control group: no treatment`.
CONTROL = re.compile(
    r"\b(?:controls?|routine|comparator|comparison|standard|conventional|observation|placebo|sham|usual|vehicle)\b"
)
HEADED_WITHIN = re.compile(
    rf"{NUMBERED}\s?:|-based\Z|\beach\s(?:group|arm)\b|\b(?:retro|pro)spective\s(?:group|arm|cohort)\b|\d\s(?:years|months|kg)\s(?:of|with|old)\b"
)
ONLY_COUNTED = re.compile(
    r"\b(?:two|three|four|five|six|different|various|several|\d)\s(?:[\w-]+\s)?(?:dos(?:es|ages)|strengths|dose\slevels)\b(?!.*\d)"
)  # `three doses of X`
RANGE_BEGUN = re.compile(r"(?:\S+\s){4}\d+(?:\.\d+)?\Z")  # "… a dose of 25 or 50 mg" is no choice of arms
EXPERIMENTAL = re.compile(r"\b(?:experimental|investigational|intervention(?:al)?|study|treatment|active|test)\b")
# `immediate or delayed X`: the word that tells the choices apart, where they share their noun
ADJECTIVE = re.compile(
    r"(?:(?:immediate|delayed|early|late|high|low|medium|higher|lower|full|reduced|standard|short|long|continuous|"
    r"intermittent|open|laparoscopic|robotic|oral|intravenous|subcutaneous|intramuscular|topical|sublingual|intranasal|nasal|inhaled|intravitreal|intrathecal|epidural|spinal|"
    r"general|local|systemic|transdermal|rectal|vaginal|liberal|restrictive|intensive|conservative|aggressive|"
    r"daily|weekly|abdominal|vaginal|transabdominal|endoscopic|surgical|medical|percutaneous|"
    r"[a-z]{3,16}-(?:guided|assisted|directed|led|based|delivered|controlled)|"
    r"unilateral|bilateral|partial|total|anterior|posterior|proximal|distal|single|double|dose|term)(?:[\s-]|\Z)){1,3}"
)
MORE_THAN_TWO = re.compile(
    r"\b(?:three|four|five|six|[3-6])\s(?:[\w-]+\s){0,3}(?:groups|arms|conditions)\b|"
    r"\b(?:second|another|passive|other|two)\scontrol\s(?:group|arm)"
)
THE_EXPERIMENTAL = re.compile(
    r"(?:experimental|investigational|intervention(?:al)?|active|test)(?:\s(?:group|arm|condition|treatment|therapy|drug|"
    r"program(?:me)?))?(?:\s\([^()]*\))?"
)
OF_GROUPS = re.compile(r"\b(?:groups?|arms?|cohorts?)\b")
WHOLLY_NUMBERED = re.compile(NUMBERED)
# `Group 1 (docetaxel), or Group 2 (placebo)`; `dose group A (900 mg) or B (1200 mg)`
BRACKETED = re.compile(
    rf"(?P<label>{NUMBERED}|{_KINDS}\s(?:group|arm)|\b(?:{_WORD}\s){{1,3}}(?:group|arm)|(?<=\s){ORDINAL}(?=\s\()|"
    rf"\b(?:group|arm)\s{_SHORT_FORM}(?=\s\())"
    rf"[\"']?\s?\((?P<content>[^()]{{2,300}})\)"
)
BETWEEN_BRACKETED = re.compile(r"\s?(?:,|;|,?\s(?:and|or|versus|vs\.?))?\s(?:to\s)?(?:the\s|an?\s)?[\"']?\Z")
# `X (experimental arm) versus Y (control arm)`
TAGGED = re.compile(
    r"\((?P<inside>[^()]{0,80}?)(?P<label>(?:group|arm|cohort)\s[a-z0-9]{1,3}(?=\s?[),;])|(?:[a-z][\w+-]{0,20}|experimental|investigational|control|standard|comparator|intervention|treatment|"
    r"study|reference|test|active|placebo)\s(?:arm|group)(?:\s[a-z0-9]{1,2})?)(?:[,;:]?\sn\s?=\s?\d{1,4})?\s?\)"
)
BEFORE_TAG = re.compile(r"(?:\bversus|\bvs\.?|\bor|\breceive|\beither|[,;:])\s(?:and\s)?(?:an?\s|the\s)?")
BEFORE_TAG_TOO = re.compile(r"(?:\bbetween|\bwith|\bto|\bby|\bof|\band)\s(?:an?\s|the\s)?")
STANDARD_DEFINED = re.compile(r"\b(?:standard|usual|conventional)\b[^()]{0,40}\((?P<what>[^()]{3,90})\)")
THE_SAME = re.compile(
    r"(?:the\s)?same\s(?:treatment\s|regimen\s|therapy\s|drugs?\s)?(?:plus|with|and|combined\swith|in\scombination\swith)\b"
)
# `A, or B, or both`
BOTH = re.compile(
    r"(?:(?:the|a|their)\s)?(?:both|combination|combination\sof\s(?:both|the\stwo))(?:\s(?!for\b)[a-z]+)?(?:\sfor\s.*)?"
)
# `A with either B` or C
WITH_EITHER = re.compile(
    r"(?:[^.;:]{3,80}?\s(?:with|plus|and|followed\sby)|(?:(?!\d+\s?(?:m?c?g|iu|ml|%))[^.;:]){3,80}?\sof)\seither\s(?:of\s)?"
)
# Groups that are none of arms: of people, of data.
NO_ARMS = re.compile(
    rf"\b(?:{PEOPLE}|training|validation|derivation|discovery|development|test(?:ing)?\sset|subgroups?|strata|age|young|old|"
    r"male|female|healthy|responders?|normal|obese|diseased?|positive|negative|high-?risk|low-?risk|two|three|one|same|other|first|second)\b"
)
# Nothing: `no treatment`, `no gastropexy`, `without block`.
NOTHING = re.compile(
    r"(?:\s?\([^()\n]{0,40}\)\s?)?(?:patients\s|will\s|(?:to\s)?receiv(?:e|ing)\s|the\s|a\s|as\s){0,3}(?:no|not|without|nothing|untreated)\b(?!\s(?:more|less|later))"
)
COUNTED = re.compile(r"^(?:(?:\d+|[a-z]+ty|the|an?)\s(?:[a-z]+\s)?(?:in|of)\s|the\s)+|[,\s]*$")
# A further sentence on what the group named before gets.
ALSO = re.compile(
    rf"\s*(?:(?:the(?:se|y)?\s)?(?:{PEOPLE}\s)?(?:they\s)?(?:will\s|are\s|were\s)?(?:also|additionally)\b|in\saddition\b)"
)
# `surgery` by itself: elsewhere the word says too little.
OPERATED = re.compile(
    r"(?:\A\W*|\b(?:undergo(?:es)?|followed\sby|versus)\s|\+\s)(?:(?:the|immediate|early|upfront|up-front|radical|curative|elective|"
    r"direct|primary)\s){0,2}(?P<what>surgery)(?=\W*\Z|\s(?:alone|only|for|in|after|within|at|followed)\b|[.,;])"
)
OBSERVED = re.compile(r"\b(?:undergo|undergoes|receive|receives|to|have|by)\s(?:clinical\s|active\s)?(observation)\b")
# `wait-list, then offered A`
WAITED = re.compile(
    r"\b(?:then|after(?:wards?)?|later|following|offered|once|end|subsequently|before|until|upon|prior|completion|weeks?|months?)\b"
)
SIZE_BEHIND = re.compile(r"(?<=[\w)\"'])\s?\(\s?[nN]\s?=\s?\d{1,5}\s?\)\Z")
BRACKETS = re.compile(r"\([^()]*\)")
