"""The words that join, open, close and negate within the name of an intervention. Every pattern is linear."""

from __future__ import annotations

import re

CONNECTOR = re.compile(
    r"(?P<optional>\bwith(?:\s|/)or\s?(?:/\s?)?without\b|\bwith(?:out)?/with(?:out)?\b|±|\+\s?/\s?-|"
    r"\bwith or w/o\b|\bw/wo\b)"
    r"|(?P<versus>\bversus\b|\bvs\b\.?|\b(?:as )?compared (?:to|with)\b|\binstead of\b)"
    r"|(?P<then>\bfollowed by\b|\bthen\b|(?:-|=)>|→)"
    r"|(?P<strong>(?:\bin |\bas )?\b(?:fixed-dose )?combin(?:ed|ation|ing) (?:treatment |therapy )?(?:with|and|"
    r"of)\b|\bin conjunction with\b|\b(?:together|along|concurrent"
    r"|concurrently|simultaneously|concomitant|concomitantly|coupled|associated|paired|supplemented) with\b"
    r"|\bin addition to\b|\badd(?:ed)?(?:[- ]on)? to\b|\bon top of\b|\bplus\b|;|\+(?!\s*$|\s*[,;)]))"
    r"|(?P<or>\band\s?/\s?or\b|\bor\b)"
    r"|(?P<weak>,(?!\d)|/|&|·|∙|(?<!-)\band\b(?!-)|"
    r"(?<!patients )(?<!subjects )(?<!participants )(?<!adults )(?<!children )(?<!women )(?<!men )"
    r"(?<!people )(?<!individuals )(?<!transduced )"
    r"(?<!loaded )(?<!labelled )(?<!labeled )(?<!coated )(?<!pretreated )(?<!infected )\bwith\b"
    r"|\bw/|\busing\b|\bcontaining\b)"
)
PURPOSE = re.compile(
    r"\s(?:for(?! injection)|if|when|among|against|during|targeting|within|who|which|that|"
    r"in(?! (?:combination|addition|"
    r"conjunction))|to (?:an|a|the|prevent|reduce|treat|improve|manage|"
    r"support|increase|promote|facilitate|help)|without|from|as an?|at the|at a|about|on the|via|on|according|"
    r"after|before|following|other than|except|as per|prior to|produced by|manufactured by|made by|supplied by)\s"
)
LIST_COMMA = re.compile(r"[\s()]*[,;，、][\s()]*")
# What stands after it is a tool of what stands before.
USING = re.compile(r"\busing\s\Z")
# `stop antibiotic therapy`: what is done is to stop it.
STOPPED = re.compile(
    r"\s*(?:(?:attempt(?:ed)?|trial)\s(?:to|of|at)\s)?"
    r"(?:stop(?:ping)?|discontinu(?:e|ing|ation of)|withdrawal of|withdraw(?:al|ing)?|cessation of)\s"
)
# `switch from NRTIs to raltegravir`, `hydrochlorothiazide conversion to chlorthalidone`: what one leaves for another.
SWITCHED = re.compile(
    r"\b(?:switch(?:ing|ed)?|conver(?:t(?:ing|ed)?|sion)|chang(?:e|ing|ed))\s(?:of\s|from\s)?(?P<left>[^();:+]{2,60}?)\sto\s"
)
SWITCHED_BEHIND = re.compile(
    r"(?P<left>[^();:,+]{3,48}?)\s(?:switch(?:ing|ed)?|converted|conversion|changed)\s(?:over\s)?to\s"
)
# Not what a user of drugs goes through or gives up: `opioid withdrawal`, `smoking cessation`.
STOPPED_BEHIND = re.compile(
    r"(?<!smoking)(?<!tobacco)\s(?:discontinuation|interruption|cessation|deprescri(?:bing|ption))\s*\Z|"
    r"(?<!alcohol)(?<!opioid)(?<!opiate)(?<!heroin)(?<!nicotine)(?<!cocaine)(?<!cannabis)(?<!caffeine)(?<!sedative)"
    r"(?<!benzodiazepine)(?<!amphetamine)\swithdrawal\s*\Z"
)
LABEL = re.compile(
    r"\s*(?:(?:main |optional |the )?(?:group|arm|cohort|part|phase|period|stage|step|sequence|treatment|"
    r"intervention|test|reference|control|"
    r"experimental|comparator|active|open[- ]label|pk|study|drug|biological|device|procedure|behavioral|"
    r"dietary supplement|other|regimen|option|"
    r"dose|level|visit)\b[^:]{0,60}|[a-z0-9]{1,3}|[^:]{0,60}\b(?:group|arm|cohort|prevention|prophylaxis|"
    r"therapy|treatment|phase|cohort [a-z0-9]+\)?))\s*\Z"
)
PLACEBO = re.compile(r"\b(?:placebos?|dummy|sugar pill)\b(?!-controlled)")
# `adapalene lotion vehicle` holds no adapalene; `alprostadil in vehicle` does hold alprostadil.
VEHICLE = re.compile(r"(?<!\bin )(?<!\bwith )(?<!\bmotor )\bvehicle(?=\s*(?:\Z|control\b)|\s(?:of|for)\s)")
SHAM = re.compile(r"\bsham\b(?!-controlled)")
PLACEBO_FOR = re.compile(
    r"\bplacebos?\b[\s,-]*(?:tablets?|capsules?|injections?|infusions?|oral|cream|gel|ointment|solution)?\s*(?:\(\s*)?"
    r"(?:for|to|of|matching|matched (?:to|with)|matched|resembling|mimicking|corresponding to|identical to|"
    r"comparator (?:for|to))\s"
)
NEGATED = re.compile(
    r"\s*(?:no|non|without|not|absence of|omission of|withholding|stopping|discontinuation of|free of)\b[\s-]"
)
NOT_GIVEN = re.compile(
    r"(?:\s?/\s?cd\d{1,3}\+?)?[\s-](?:depleted|depletion)\b|"
    r"[\s-](?:free|derived|naive|resistant|refractory|induced|controlled(?!.release)|diets?|restriction|restricted|elimination|"
    r"avoidance|monitoring|"
    r"levels?|tests?(?! dose)|testing|measurements?|sensors?|withdrawal|challenges?|allergy|receptors?|deficiency|"
    r"labell?ed|targets?(?! dose)|genes?|physicians?|practitioners?|lowering)\b"
)
# `thrombin inhibitor`, `glucagon receptor antagonist`: what a drug acts on, not the drug.
ACTED_ON = re.compile(
    r"(?:[\s-](?:receptors?|synthase|synthesis|channels?|transporters?|reuptake|uptake|pathway|signall?ing|alpha|beta|gamma|"
    r"[αβγ]|type|subunit|[a-z]?\d{1,2}[a-z]?|(?:partial|inverse|selective|dual|co|biased)(?=[\s-]))){0,4}[\s-](?:"
    r"inhibitors?|antagonists?|agonists?|blockers?|blockade|activators?|modulators?|degraders?|sensiti[sz]ers?|"
    r"mimetics?|secretagogues?|scavengers?|sequestrants?|analog(?:ue)?s?|derivatives?)\b"
)
# `avoidance of peanut`, `formula free of milk`: named, and left out.
LEFT_OUT = re.compile(
    r"\b(?:avoidance of|avoiding|elimination of|exclusion of|excluding|restriction of|abstinence from|"
    r"other than|except(?:ing| for)?|apart from|"
    r"free of|free from|absence of|levels? of|concentrations? of|response to|resistance to)\s(?:[\w'-]+\s){0,2}?\Z"
)
# `Corticosteroids (other than dexamethasone)`: a bracket with what is not given.
EXCEPTED = re.compile(r"\s*(?:but not|not|other than|except|excluding|excludes|without|no|apart from|aside from)\s")
# Brackets that hold examples: what they name need not be given.
EXAMPLES = re.compile(
    r"\be\.?\s?g\b|\bsuch as\b|\bfor (?:example|instance)\b|\blike\b|\bexamples?\b|\betc\b|\bor other\b"
)
# `PD-1 inhibitors, including A and B`: a list of members without a bracket.
INCLUDED = re.compile(
    r",?\s(?:including|namely)\s(?P<list>[^();+]{5,200}?)(?=,?\s(?:plus|combined|in combination)\b|\s?\+|\Z)"
)
# `serum testosterone`: what is measured there.
IN_THE_BODY = re.compile(r"\b(?:serum|plasma|blood|urinary|urine|salivary|circulating|endogenous)\s\Z")
# `zalonetinib, an EGFR inhibitor`: what sort of drug that is, said behind a comma.
APPOSITION = re.compile(
    r",\s(?:which is )?an?\s[^,;:+()]{0,50}?(?:inhibitors?|antagonists?|agonists?|blockers?|activators?|modulators?|"
    r"degraders?|antibod(?:y|ies)|conjugates?|analog(?:ue)?s?|drugs?|agents?|vaccines?)\b(?=\s*(?:[,;+()]|\Z|\b(?:plus|and|with|in"
    r"|vs|versus|followed)\b))"
)
# `hyoscine-N-butylbromide` is not hyoscine, nor is `peptide-exatecan conjugate` exatecan.
OTHER_COMPOUND = re.compile(r"-[no]-[a-z]{5,}|(?:-[a-z0-9]{2,12}|[\s-]drug)?[\s-]+conjugates?\b(?! vaccine)")
# `Neo-Synalar`, `nor-ursodeoxycholic acid`, `7-hydroxymethotrexate`: what stands before the name makes it another.
OTHER_BEFORE = re.compile(
    r"(?<![a-z])(?:neo|co|bi|duo|tri|nor|iso|epi|des|homo|hydroxy|dihydro|dehydro|desmethyl|methyl|ethyl|acetyl|"
    r"fluoro|chloro|bromo|nitro|deoxy|pseudo|poly)-\Z"
)
# `trastuzumab kolzotecan` is a conjugate of its own, whether a vocabulary knows it or not.
PAYLOAD = re.compile(r"\s(?P<payload>[a-z]{2,14}(?:dotin|gamicin|stinag|tansine|tecan|tesirine))\b")
ANTIBODY = re.compile(r"[a-z]{3,}(?:mab|tug|bart|mig)\Z")
# What follows the short form of a procedure shows that it is a drug's: `HCT 25 mg`.
IN_MILLIGRAMS = re.compile(r"\s?\d+(?:[.,]\d+)?\s?(?:mg|mcg|μg)\b")
OF_A_DEVICE = re.compile(r"[®™\s]{1,3}(?:device|handpiece|applicator|catheter|machine)\b")
# `antibody conjugated to a topoisomerase inhibitor`: what the name is, not what is given by itself.
ATTACHED = re.compile(r"\bconjugated (?:to|with) (?:an? |the )?\Z")
# Procedures that bring a drug to its place.
DELIVERS = re.compile(
    r"chemo|infusion|perfusion|instillation|aerosol|block|epidural|an(?:algesia|esthesia)|sclero|injection"
)
# `CT-guided microwave ablation`, `under ultrasound guidance`: by what the hand is led, not what is done.
GUIDED = re.compile(r"(?:\s?\([^()]{1,12}\))?[\s-]*(?:guided|guidance|navigated|navigation)\b")
IMAGING = re.compile(r"ultraso|tomograph|magnetic|fluorosc|x-ray|radiograph|imaging|endoscop|angiograph|doppler|flow-r")
CHOICE = re.compile(r"\bchoice\b", re.IGNORECASE)
ADDS = re.compile(r"\b(?:and(?!/or)|plus|with|followed|then)\b|[+&]", re.IGNORECASE)
BEFORE_FORM = re.compile(r"\s+(?:[a-z]+al\s+)?(?:\d[\d.]*\s?%\s+)?")
UNDER = re.compile(r"\b(?:under|by|with|using)\s(?:the\s)?(?:guidance\sof\s)?\Z")
DEED = re.compile(
    r"(?:(?<!chemo)(?<!radio)therapy|training|planning|counsell?ing|education|questionnaire administration)\Z"
)
PREPOSITION = re.compile(
    r"\s(?:of|at|in|with|by|on|over|under|around|per|via|from|to|using|through|including|during|after|before|targeting|"
    r"applied)\s"
)
NUMBER_AFTER = re.compile(r"(?:[ -]?\d[\d-]*)?")
ADJECTIVE = re.compile(r"(?:ic|al|ous|ive|ary|ed|ing)\Z")
OF = re.compile(r"(?P<head>[A-Za-z]{4,20})\s(?:of|for)\s(?:the\s|an?\s)?(?P<what>[^,;:()]{3,60})")
TARGETS = re.compile(
    r"\b(?:targeting|targeted (?:at|to|against)|directed (?:at|against|to|towards?)|"
    r"antibod(?:y|ies) (?:for|against|to))\s"
    r"(?P<list>[^()+;]{1,200}?)(?=\s(?:plus|with|in|combined|followed by|for|alone)\b|[(+;]|\Z)"
)
LONG_WORD = re.compile(r"(?<![\w-])[^\W\d_]{7,24}(?![\w-])")
TOKEN = re.compile(r"[^\s,;:()\[\]{}\"]+")
CONTENT = re.compile(r"[a-z0-9α-ω][a-z0-9α-ω'#.-]*")
# Signs of a trade mark, and the number that a culture collection gave a strain: `Probiotic CNCM I-4036`.
NOISE_MARK = re.compile(
    r"\b(?:cncm|dsmz?|atcc|lmg|bccm|ncimb|nctc|kctc|cect|cbs|cgmcc|jcm|pta)[\s-]?[a-z]{0,2}[\s-]?\d{2,6}\b|[®™©*†‡]|\(r\)|\(tm\)|\((?:inn|usan|iv|im|sc|po|usp|nf)\)"
)
SPLITTABLE = re.compile(r"\s*(?:/|\+|,|&|\band\b|\bplus\b|\bwith\b)\s*")
LIST_START = re.compile(r"\s*(?:\+|or|and|plus|with|and/or|vs|versus)\b|\s*\+")
# `FOLFIRI + (cetuximab or panitumumab)`: a bracket that only holds together what is joined to the rest.
JOINED_BEFORE = re.compile(r"(?:\+|&|\b(?:plus|and|with|or|versus|vs\.?|by))\s*\Z")
# The letters of a trade mark that a file has lost the form of: `NatestoTM`.
GLUED_MARK = re.compile(r"(?<=[a-z])TM\b")
ACRONYM = re.compile(r"[A-Z][A-Za-z0-9/-]{0,8}")
DASH = re.compile(r"\s[-–—]{1,2}\s")
TARGET = re.compile(r"[A-Z][A-Za-z]{0,5}[A-Zα-ω0-9-]{1,6}[a-z]?(?![A-Za-z0-9])")
TARGETS_BEFORE = re.compile(
    r"(?<![\w-])(?P<list>(?:(?:[Dd]ual|[Aa]nti|[Bb]ispecific|[Tt]andem)[- ])*[A-Z][\wα-ω-]{1,9}"
    r"(?:\s?(?:/|,|&|-|\+|\band/or\b|\band\b|\bor\b)\s?){1,2}(?:[A-Z][\wα-ω-]{1,9}"
    r"(?:\s?(?:/|,|&|-|\+|\band/or\b|\band\b|\bor\b)\s?){1,2}){0,5})(?:[A-Z][\wα-ω-]{1,9}[- ])?"
    r"(?:(?:specific|targeted|targeting|targets?|directed|universal|dual|bispecific|tandem)[- ]*)*\Z"
)
# One target before what aims at it: `GPC3-targeting CAR-T`, `anti-mesothelin-directed CAR T cells`.
ONE_TARGET = re.compile(
    r"(?<![\w/+&-])(?:[Aa]nti-)?(?P<target>[A-Za-z][\w.]{1,11}(?:-[A-Z0-9]{1,3}|\s\d{1,2}\.\d)?)[\s-]{1,2}"
    r"(?:specific|targeted|targeting|directed)[\s-]{1,2}(?:autologous |allogeneic )?\Z|"
    r"\b[Tt]argeted\s(?P<named>[A-Z][\w.]{1,11}(?:-[A-Z0-9]{1,3})?)\s\Z"
)
# `CAR-T cell injection targeting B7-H3`, and no list of targets.
TARGET_BEHIND = re.compile(
    r"(?:\s(?:injection|infusion|therapy|preparation))?\s(?:targeting|(?:targeted|directed)\s(?:at|to|against)|against)\s"
    r"(?P<target>[A-Za-z][\w.]{1,11}(?:-[A-Z0-9]{1,3}|\s\d{1,2}\.\d)?)(?![\w-]|\s?[,/&+]|\s(?:and|or)\b)"
)
# Both targets before what aims at them: `CD19/CD22 dual-targeted CAR-T`.
TWO_TARGETS = re.compile(
    r"(?<![\w/+&-])(?:[Aa]nti-)?(?P<target>[A-Z][\w.]{1,9})\s?(?:/|&|\+|\band\b)\s?(?P<other>[A-Z][\w.]{1,9})[\s-]"
    r"(?:(?:dual|bispecific|tandem)[\s-](?:(?:specific|targeted|targeting|targets?|directed)[\s-])?|"
    r"(?:specific|targeted|targeting|directed)[\s-])(?:autologous |allogeneic )?\Z"
)
# Another target before one that the name found aims at: `CD19/` before `CD22-targeted CAR-T cells`.
OTHER_TARGET = re.compile(r"(?<![\w/])(?P<target>[A-Z][\w.-]{1,9}?)\s?(?:/\+?|&|\+|\band\b)\s?\Z")
# `general or spinal anesthesia`: the first of two names that share their end.
SHARED_END = re.compile(r"(?<![\w-])(?P<first>[a-z-]{4,24})\s(?:and/or|and|or|&|vs\.?|versus)\s\Z")
# `cis/carboplatin`, `dauno- or idarubicin`: the first of two drugs that share the end of their names.
SHARED_LETTERS = re.compile(r"(?<![\w-])(?P<first>[a-z]{3,12})-?\s?(?:/|\bor\b|\band/or\b)\s?\Z")
# `hepatectomy: robotic versus open`, `gastrectomy (laparoscopic or open)`: the two that share their beginning.
SHARED_START = re.compile(
    r"\s?(?::|,|\(|-|\sby\s)\s?(?P<first>[a-z-]{4,24})(?:\sapproach|\ssurgery)?\s(?:versus|vs\.?|or)\s(?:the\s)?(?P<second>[a-z-]{4,24})\b"
)
CELLS_OR_CONJUGATE = re.compile(
    r"(?P<conjugate>(?<=[\w-])-ADC\b|\b[Aa]ntibod(?:y|ies) [Cc]onjugated (?:to|with)\b)|"
    r"\bc?CAR\b[^.;]{0,60}\b(?:[Cc]ells?|PBL|T|NK|[Ll]ymphocytes)\b|\bCART-?\d*\b[^.;]{0,12}\b[Cc]ells?\b|"
    r"\b[Cc]himeric [Aa]ntigen [Rr]eceptor\b|\bCAR\.\w{1,10}\b[^.;]{0,40}\b[Cc]ells?\b|\bCD\d{1,3}-?CAR\b"
)
NATURAL_KILLER = re.compile(r"\bNK\b|\b[Nn]atural [Kk]iller\b")
LABELLED = re.compile(r"\[(?P<mass>\d{2,3})(?P<element>[A-Z][a-z]?)\](?:(?P=element)-)?(?P<rest>[\w-]{2,40})")
# Before `irradiation`: not what radiotherapy is.
LIGHT = re.compile(r"\b(?:infrared|ultraviolet|uv[abc]?\d?|uv-?[abc]|light|laser|led)\b[\w\s-]{0,12}\Z")
