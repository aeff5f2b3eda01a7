"""Other ways to write the name of a condition: inverted, "cancer of X", X neoplasms for X cancer, lay for learned.

Each is only a question to the vocabulary, the likeliest first; a writing that no vocabulary has costs a look-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from kg.extract.diseases.words import condition_words
from kg.text import fold

_CANCER_WORD = r"(?:neoplasms?|tumou?rs?|cancers?|carcinomas?|malignanc(?:y|ies)|ca)"
_OF_SITE = re.compile(rf"^(?:malignant |primary )?{_CANCER_WORD} (?:of|in) (?:the )?(?P<site>[\w\s-]+)$", re.IGNORECASE)
_SITE_OF = re.compile(
    rf"^(?:malignant |primary )?(?P<site>[\w\s/-]+?)\s+(?:malignant )?(?P<word>{_CANCER_WORD})$", re.IGNORECASE
)
_OF = re.compile(r"^(?P<what>[\w\s'-]+?) (?:of|in) (?:the )?(?P<where>[\w\s-]+)$", re.IGNORECASE)
_MARKED = re.compile(r"[;,:]|\s-\s|/")
_COMMA = re.compile(r"\s*[;,:]\s*")
_MARK = re.compile(r"\s*[;,:/-]\s*(?=\w)|\s+-\s+")
_GENOTYPE = re.compile(  # of the virus
    r",?\s*\(?\bgenotypes? ?(?:\d[a-z]?(?:(?:,|/| and| or| &|-) ?)?){1,4}\)?", re.IGNORECASE
)
_GLUED_NUMBER = re.compile(r"\b(type|grade|stage)(\d)\b", re.IGNORECASE)
_ROMAN_TYPE = re.compile(r"\btype (i{1,3}|iv)\b", re.IGNORECASE)
_TYPE_BEHIND = re.compile(r"\b(\w+) (type \d)$", re.IGNORECASE)
# `Pain After Hip Surgery`, `Knee Surgery; Complications`: after an operation, or named by it.
_AFTER = re.compile(r"(?P<what>.+?),? (?:after|following|post|caused by|due to|from)[ -](?P<deed>.+)", re.IGNORECASE)
_OF_DEED = re.compile(r"(?P<what>(?:\w+ )?complications?) of (?P<deed>.+)", re.IGNORECASE)
_BY_DEED = re.compile(
    r"(?:post[- ]?)?(?P<deed>.+?)(?:[ -](?:related|associated|induced))?[\s;,:-]+(?P<what>\w+)", re.IGNORECASE
)
# `Mucositis Due to Radiation`, `Headache Following Dural Puncture`: what has a cause, or comes after something.
_CAUSED = re.compile(
    r"(?P<what>.+?),? (?:due to|caused by|secondary to|induced by|related to|associated with|resulting from|from) "
    r"(?:an? |the )?(?P<cause>.+)",
    re.IGNORECASE,
)
_LATER = re.compile(r"(?P<what>.+?),? (?:after|following|post)[ -](?:an? |the )?(?P<cause>.+)", re.IGNORECASE)
_COURSE = re.compile(r"(acute|chronic|persistent|severe) +", re.IGNORECASE)
# What one may have of a substance, by the words that mean about the same.
_HABIT = re.compile(
    r"(?P<what>.+?) (?:(?P<use>addiction|misuse|abuse|dependence|dependency|habit|use disorders?|use|craving)|overdose|"
    r"intoxication|(?P<less>withdrawal|abstinence)(?: syndrome)?)",
    re.IGNORECASE,
)
_SAME_HABIT: dict[str, tuple[str, ...]] = {
    "use": ("use disorder", "dependence", "abuse", "addiction"),
    "withdrawal": ("withdrawal", "withdrawal syndrome", "abstinence syndrome"),
    "overdose": ("poisoning", "overdose", "intoxication"),
}
_TWO_NAMES = re.compile(r"[A-Z][a-z]{2,}-[A-Z][a-z]{2,}")  # `Budd-Chiari`
_GENERIC_END = re.compile(r"(?:diseases?|syndromes?)$", re.IGNORECASE)


def writings(name: str) -> Iterator[str]:
    """Other ways to write the same name, the likeliest first, each once."""
    seen = {name}
    for writing in _all_writings(" ".join(name.split())):
        if writing not in seen:
            seen.add(writing)
            yield writing


def _all_writings(name: str) -> Iterator[str]:
    """The writings in the order of trust: turned at the comma, with other marks and numbers, turned words, learned
    words."""
    if "&" in name or "/or" in name:  # "Alzheimer&#39;s", "Esophageal and/or Gastric"
        name = unescape(name).replace("and/or", "and")
        yield name
    plain = _MARK.sub(", ", name) if _MARKED.search(name) else name
    parts = [part for part in plain.split(", ") if part]
    turned = _COMMA.split(name)
    if len(turned) == 2 != len(parts):  # a hyphen may be a mark, too, but need not: `Cardiac Arrest, Out-Of-Hospital`
        yield f"{turned[1]} {turned[0]}"
    if len(parts) == 2:
        yield f"{parts[1]} {parts[0]}"
        yield f"{parts[0]} {parts[1]}"
    elif len(parts) == 3:
        yield " ".join(reversed(parts))
        yield f"{parts[1]} {parts[2]} {parts[0]}"
        yield f"{parts[1]} {parts[0]} {parts[2]}"
    if "enotype" in name:
        yield _GENOTYPE.sub("", name).strip()
    yield _GLUED_NUMBER.sub(r"\1 \2", name)
    yield _ROMAN_TYPE.sub(lambda m: f"type {_arabic(m.group(1))}", name)
    yield _TYPE_BEHIND.sub(r"\2 \1", name)
    yield from _cancer_writings(name)
    of = _OF.match(name)
    if of:
        yield f"{of['where']} {of['what']}"
    words = name.split()
    if 2 <= len(words) <= 4 and len(parts) == 1:
        yield " ".join((words[-1], *words[:-1]))
        yield " ".join((*words[1:], words[0]))
        if len(words) == 3:
            yield " ".join((words[1], words[0], words[2]))
            yield " ".join(reversed(words))
    if len(words) > 1:
        folded = fold(name)
        for begin, lay, learned in _LEARNED:
            if begin in folded and lay.search(folded):
                yield lay.sub(learned, folded)
        yield _GENERIC_END.sub("", name).strip()
        if condition_words().operation.fullmatch(name) is None:
            yield f"{name} syndrome"  # `Carpal Tunnel`, `Cyclic Vomiting`; not `Cervical Fusion`
        yield from _after_operation(name)
        yield from _of_cause(name)
        yield from _of_substance(name)
    elif _TWO_NAMES.fullmatch(name):
        yield f"{name} syndrome"
        yield f"{name} disease"


def _after_operation(name: str) -> Iterator[str]:
    """`postoperative pain` for pain after an operation, and for the pain of one."""
    operation = condition_words().operation
    for shape in (_AFTER, _OF_DEED, _BY_DEED):
        match = shape.fullmatch(name)
        if match and operation.fullmatch(match["deed"]):
            what = match["what"]
            course = _COURSE.match(what)
            if course:
                yield f"{course[1]} postoperative {what[course.end() :]}"
                what = what[course.end() :]
            yield f"postoperative {what}"
            return


def _of_cause(name: str) -> Iterator[str]:
    """`radiation-induced mucositis` for mucositis due to radiation, `post-stroke pain` for pain after a stroke."""
    if (caused := _CAUSED.fullmatch(name)) is not None:
        cause = caused["cause"].removesuffix("s")
        for joint in ("-induced", "-related", "-associated", ""):
            yield f"{cause}{joint} {caused['what']}"
    elif (later := _LATER.fullmatch(name)) is not None:
        yield f"post-{later['cause']} {later['what']}"


def _of_substance(name: str) -> Iterator[str]:
    """`cocaine use disorder` for cocaine addiction, misuse and abuse."""
    match = _HABIT.fullmatch(name)
    if match is None:
        return
    said = "use" if match["use"] else "withdrawal" if match["less"] else "overdose"
    for other in _SAME_HABIT[said]:
        yield f"{match['what']} {other}"


def _cancer_writings(name: str) -> Iterator[str]:
    of_site, site_of = _OF_SITE.match(name), _SITE_OF.match(name)
    site = (of_site or site_of or {"site": ""})["site"]
    if site:
        for word in ("neoplasms", "cancer", "carcinoma", "tumor"):
            yield f"{site} {word}"
        adjective = _ADJECTIVE.get(site.lower())
        if adjective:
            yield f"{adjective} neoplasms"
            yield f"{adjective} cancer"


_LAY = {
    "kidney": "renal", "renal": "kidney", "liver": "hepatic", "hepatic": "liver", "heart": "cardiac",
    "cardiac": "heart", "lung": "pulmonary", "pulmonary": "lung", "stones?": "calculi", "high": "elevated",
    "womb": "uterine",
    "stomach": "gastric", "gastric": "stomach", "cancers?": "neoplasms", "tumou?rs?": "neoplasms",
    "hyperresponsiveness": "hyperreactivity", "dysfunction": "disease", "ii": "2", "i": "1",
    "allerg(?:y|ies)": "hypersensitivity", "hypersensitivity": "allergy", "spine": "spinal",
    "prostate": "prostatic", "disk": "disc",
    "bronchiale": "bronchial", "headaches": "headache", "infarcts?": "infarction", "vocal folds?": "vocal cord",
    "palsy": "paralysis", "paralysis": "palsy", "bleed(?:ing)?": "hemorrhage", "ruptures?": "tear", "tears?": "rupture",
}  # fmt: skip
# With the letters that such a word begins with: of most names none has any.
_LEARNED = [
    (re.findall(r"[a-z ]+(?!\?)", lay)[0], re.compile(rf"\b{lay}\b"), learned) for lay, learned in _LAY.items()
]
_ADJECTIVE = {
    "prostate": "prostatic", "colon": "colonic", "rectum": "rectal", "pancreas": "pancreatic", "ovary": "ovarian",
    "bladder": "urinary bladder", "uterus": "uterine", "cervix": "uterine cervical", "cervical": "uterine cervical",
    "kidney": "kidney", "liver": "liver", "stomach": "stomach", "gastric": "stomach", "renal": "kidney",
    "brain": "brain", "esophagus": "esophageal", "oesophagus": "esophageal", "head and neck": "head and neck",
    "colorectum": "colorectal", "testis": "testicular", "bone": "bone", "skin": "skin", "thyroid": "thyroid",
}  # fmt: skip


def _arabic(roman: str) -> str:
    return {"i": "1", "ii": "2", "iii": "3", "iv": "4"}[roman.lower()]
