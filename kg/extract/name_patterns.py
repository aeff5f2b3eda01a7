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
    r"\s(?:for(?! injection)|among|against|during|targeting|within|who|which|that|in(?! (?:combination|addition|"
    r"conjunction))|"
    r"to (?:prevent|reduce|treat|improve|manage|"
    r"support|increase|promote|facilitate|help)|without|from|as an?|at the|at a|about|on the|via|on|according|"
    r"after|before|following|prior to)\s"
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
    r"[\s-](?:free|naive|resistant|refractory|induced|controlled|diets?|restriction|restricted|elimination|"
    r"avoidance|monitoring|"
    r"levels?|tests?|testing|measurements?|sensors?|withdrawal|challenges?|allergy|receptors?|deficiency)\b"
)
NUMBER_AFTER = re.compile(r"(?:[ -]?\d[\d-]*)?")
ADJECTIVE = re.compile(r"(?:ic|al|ous|ive|ary|ed|ing)\Z")
OF = re.compile(r"(?P<head>[A-Za-z]{4,20})\s(?:of|for)\s(?:the\s|an?\s)?(?P<what>[^,;:()]{3,60})")
TARGETS = re.compile(
    r"\b(?:targeting|targeted (?:at|to|against)|directed (?:at|against|to|towards?))\s"
    r"(?P<list>[^()+;]{1,200}?)(?=\s(?:plus|with|in|combined|followed by|for|alone)\b|[(+;]|\Z)"
)
LONG_WORD = re.compile(r"(?<![\w-])[^\W\d_]{7,24}(?![\w-])")
TOKEN = re.compile(r"[^\s,;:()\[\]{}\"]+")
CONTENT = re.compile(r"[a-z0-9α-ω][a-z0-9α-ω'#.-]*")
NOISE_MARK = re.compile(r"[®™©*†‡]|\(r\)|\(tm\)|\((?:inn|usan|iv|im|sc|po|usp|nf)\)")
SPLITTABLE = re.compile(r"\s*(?:/|\+|,|&|\band\b|\bplus\b|\bwith\b)\s*")
LIST_START = re.compile(r"\s*(?:\+|or|and|plus|with|and/or|vs|versus)\b|\s*\+")
