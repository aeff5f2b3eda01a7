"""The small data of the grammar of intervention names: dosage forms, INN endings, words that name nothing.

Its words lie in `ontology/grammar/` (`forms.tsv`, `stems.tsv`, `words.tsv`): each is read once per process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.grammar import any_of, rows
from kg.text import fold

# AB-1234, LY3298176, BMS-986213, 68Ga-PSMA-617, HLX10; not U100, H1N1, CD19, COVID-19
_CODE = re.compile(
    r"(?:[A-Z]{2,6}[ -]?\d{3,9}[A-Za-z]{0,3}(?:-\d{1,4}){0,2}|[A-Z]{2,5}-\d{2,4}[A-Za-z]?|[A-Z]{2,4}\d{2,3}[A-Z]?"
    r"|[A-Z]{1,2}-\d{3,6}|[A-Z]\d{5,9}|[A-Z]{2,5}\d{2,4}-\d{1,3}[A-Z]{1,2})\Z"
)
_ISOTOPE = re.compile(r"\d{2,3}m?(?:Ac|Cu|F|Ga|I|In|Lu|Pb|Tb|Tc|Y|Zr)-[A-Z]{2,6}[\w-]{0,12}\Z")
_NOT_A_CODE = re.compile(r"(?:CD|HLA|COVID|SARS|IL|TNF|PD|QLQ|EORTC|ISO|ICD|HER|MUC|ECOG|EQ|SF|PHQ|GAD)-?\d", re.ASCII)
# A cooperative group's or a programme's study: "CALGB 10403", "SWOG S1826", "AALL0232", "KEYNOTE-189".
_STUDY_NUMBER = re.compile(
    r"(?:AALL|AAML|ACCL|ACNS|ACOSOG|ACRIN|AEWS|AGCT|AHEP|AHOD|AIEOP|ALTE|ANBL|ANHL|AOST|AREN|ARST|CALGB|CHECKMATE|DESTINY|"
    r"ECOG|EORTC|GIMEMA|GOG|GRAALL|HOVON|IMPOWER|JCOG|KEYNOTE|NCCTG|NRG|NSABP|RTOG|SIOP|SWOG|TROG|UKALL|WJOG)"
    r"[ -]?(?:[A-Z]{1,2}-?)?\d",
    re.IGNORECASE,
)
# Names of drugs as Spanish, Italian, Portuguese, German, Polish and Turkish write them: their endings, their insides.
_FOREIGN_ENDS = (
    ("ina", ("ine", "in")), ("ain", ("aine",)), ("in", ("ine",)), ("ona", ("one",)), ("on", ("one",)),
    ("ida", ("ide",)), ("id", ("ide",)), ("ato", ("ate",)), ("at", ("ate",)), ("eno", ("en",)), ("ano", ("ane",)),
    ("an", ("ane",)), ("ilo", ("yl",)), ("il", ("yl",)), ("azol", ("azole",)), ("ol", ("ole",)), ("alo", ("al",)),
    ("amo", ("am",)), ("ico", ("ic",)), ("umabe", ("umab",)), ("imabe", ("imab",)), ("ine", ("in",)),
    ("ino", ("in",)), ("olo", ("ol",)), ("", ("",)),
)  # fmt: skip
_FOREIGN_INSIDE = (
    ("ks", "x"), ("k", "c"), ("mic", "myc"), ("cil", "cill"), ("met", "meth"), ("zol", "sol"), ("zon", "son"),
    ("z", "s"), ("f", "ph"), ("c", "k"), ("xim", "xime"), ("siklo", "cyclo"), ("ciclo", "cyclo"),
    ("t", "th"), ("i", "y"),
)  # fmt: skip
_FOREIGN_WORD = re.compile(r"[a-z]{7,24}\Z")
# What tears a short name out of a longer word: CT-100, SES-CD, L5-S1, 1097/ACI; not MRI-guided, MSC-CD19.
_SHORT = 5
_MOST_STEMS = 24
_TORN_BEFORE = re.compile(r"(?:\b[A-Za-z]\d{1,2}\s?[-‐‑–/]\s?|\d{3,}/)\Z")
_TORN_AFTER = re.compile(
    r"[-‐‑–](?:\d|(?!CD\d|IL\d)[A-Z]{1,2}\d{1,3}\b|(?:SF|CD|I{1,3}|R|C|S|Q|PD|SR|BR|SAQ|QOL|PRO)\b)|/[A-Z]\d"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z-]{4,}[A-Za-z]\Z")
_ROLES = ("trim", "never", "salt", "head", "analyte", "beside", "operation", "software", "drugged", "inert", "dosing")


@cache
def forms() -> dict[str, str]:
    """Phrases (folded) of dosage forms and the form each stands for."""
    return {fold(row.cells[0]): row.cells[1] for row in rows("forms.tsv", "phrase", "form")}


@cache
def form_pattern() -> re.Pattern[str]:
    """One alternation over the dosage forms, longest first, to search in folded text."""
    phrases = sorted(forms(), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"(?<![a-z0-9-])(?:" + any_of(map(re.escape, phrases)) + r")(?![a-z0-9]|-[a-z])")


@cache
def _stems() -> tuple[str, ...]:
    return tuple(row.cells[0] for row in rows("stems.tsv", "stem", "meaning"))


@cache
def words(role: str) -> frozenset[str]:
    """The words with this role; the head of the table says what each of the roles is."""
    return _words()[role]


@cache
def _words() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {role: set() for role in _ROLES}
    for row in rows("words.tsv", "word", "role"):
        word, role = row.cells
        if role not in found:
            raise row.fault(f"a word and one of {', '.join(found)}")
        found[role].add(fold(word))
    return {role: frozenset(named) for role, named in found.items()}


def is_code(token: str) -> bool:
    """Whether the token looks like the code name of a drug.

    >>> is_code("LY3298176"), is_code("AB-1234"), is_code("COVID-19"), is_code("CD19")
    (True, True, False, False)
    """
    return len(token) <= 24 and bool(_CODE.match(token)) and not _NOT_A_CODE.match(token) and not is_study_number(token)


def is_study_number(token: str) -> bool:
    """Whether the token is the number that a cooperative group or a programme gives its studies.

    >>> is_study_number("CALGB-10403"), is_study_number("AALL0232"), is_study_number("GSK2857916")
    (True, True, False)
    """
    return _STUDY_NUMBER.match(token) is not None


def has_stem(token: str) -> bool:
    """Whether the word ends like an International Nonproprietary Name.

    >>> has_stem("Zanidatamab"), has_stem("study"), has_stem("statin")
    (True, False, True)
    """
    return len(token) >= 6 and bool(_WORD.match(token)) and fold(token).endswith(_stems())


def is_drug_word(token: str) -> bool:
    """Whether the token says by its shape that it names a drug, known or not: code, ending, isotope before it."""
    return is_code(token) or has_stem(token) or _ISOTOPE.match(token) is not None


def is_torn(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]`, a short name, is only a piece of a longer word: a code, a level of the spine, a scale.

    >>> is_torn("fusion of L5-S1", 13, 15), is_torn("CT-155 app", 0, 2), is_torn("CT-guided", 0, 2)
    (True, True, False)
    """
    if end - start > _SHORT:
        return False
    return _TORN_BEFORE.search(text, max(0, start - 12), start) is not None or _TORN_AFTER.match(text, end) is not None


def english_forms(word: str) -> Iterator[str]:
    """How English would write the name of a drug written in another language, likely forms first; many name nothing.

    >>> "tobramycin" in english_forms("Tobramicina"), "bupivacaine" in english_forms("bupivakain")
    (True, True)
    """
    folded = fold(word)
    if not _FOREIGN_WORD.match(folded):
        return
    stems = {folded: None}
    for foreign, english in _FOREIGN_INSIDE:
        for stem in tuple(stems):
            if foreign in stem and len(stems) < _MOST_STEMS:
                stems[stem.replace(foreign, english, 1)] = None
    for stem in stems:
        for foreign, endings in _FOREIGN_ENDS:
            if stem.endswith(foreign):
                for ending in endings:
                    form = stem[: len(stem) - len(foreign)] + ending
                    if form != folded:
                        yield form
