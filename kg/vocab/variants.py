"""How a name may be written: the view that texts and names share, and the spellings that one name stands for.

The view is a fold that is as long as the text: lower case, accents dropped, and every character that merely joins
or opens (hyphen, slash, plus, bracket, quote, white space) a space. Commas, full stops and closing brackets stay, so
no name is found across them. In the view, "hyphen or space" is no difference; what remains is generated per name.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from kg.text import fold

_JOINERS = "-_/+([{\"'*=<>&|~^#@\\\t\r\n\f\v®™•·→≥≤±×"


def _shown(character: str) -> str:
    """What stands for the character in a view: one ASCII character, a space where it joins or opens. Greek letters have
    control characters of their own, everything else beyond ASCII shares one."""
    folded = fold(character)
    if folded in _JOINERS or folded.isspace():
        return " "
    if folded.isascii():
        return folded
    if "α" <= folded <= "ω":
        return chr(0x0E + (ord(folded) - 0x3B1) % 14)  # 0x1C and above count as white space
    return "\x7f" if folded.isalnum() else "\x03"


_ASCII = bytes(ord(_shown(chr(code))) if code < 128 else code for code in range(256))


def _beyond_ascii(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)  # the only error that encoding raises
    return "".join(map(_shown, error.object[error.start : error.end])), error.end


# A sign at the end of a word says something: HER2+ is not HER2-. Elsewhere plus and hyphen merely join.
_PLUS = re.compile(r"\+(?!\w)(?<=\w\+)")
_MINUS = re.compile(r"-(?!\w)(?<=\w-)")


codecs.register_error("trialkg-view", _beyond_ascii)


def view(text: str) -> str:
    """The text as the matcher sees it, character for character, in ASCII.

    >>> view("Naïve T‑cell (CAR-T)")
    'naive t cell  car t)'
    """
    return view_bytes(text).decode("ascii")


def view_bytes(text: str) -> bytes:
    """The view as bytes, one for each character of the text."""
    if "+" in text:
        text = _PLUS.sub("\x01", text)
    if "-" in text:
        text = _MINUS.sub("\x02", text)
    return text.encode("ascii", "trialkg-view").translate(_ASCII)  # all of it in C


# First what both forms have in common, all that most names are asked for; then each form and its counterpart.
_SPELLINGS = [
    (hint, re.compile(american), british_form, re.compile(british), american_form)
    for hint, american, british_form, british, american_form in (
        ("tum", r"\btumor", "tumour", r"\btumour", "tumor"),
        ("emi", r"(?<!a)emi(a|as|c)\b", r"aemi\1", r"aemi(a|as|c)\b", r"emi\1"),
        ("em", r"\bhem(?=at|o[a-z])", "haem", r"\bhaem", "hem"),
        ("esoph", r"(?<!o)esoph", "oesoph", r"oesoph", "esoph"),
        ("edema", r"(?<!o)edema", "oedema", r"oedema", "edema"),
        ("rrh", r"rrhea", "rrhoea", r"rrhoea", "rrhea"),
        ("pn", r"pne(a|ic)\b", r"pnoe\1", r"pnoe(a|ic)\b", r"pne\1"),
        ("ediatr", r"\bpediatr", "paediatr", r"\bpaediatr", "pediatr"),
        ("orthop", r"orthoped", "orthopaed", r"orthopaed", "orthoped"),
        ("esth", r"nesth", "naesth", r"naesth", "nesth"),
        ("gyn", r"gynec", "gynaec", r"gynaec", "gynec"),
        ("et", r"\bfet(al|us)", r"foet\1", r"\bfoet(al|us)", r"fet\1"),
        ("esar", r"\bcesar", "caesar", r"\bcaesar", "cesar"),
        ("ecal", r"\bfecal", "faecal", r"\bfaecal", "fecal"),
        ("ec", r"\bcec(?=al|um)", "caec", r"\bcaec(?=al|um)", "cec"),
        ("eliac", r"\bceliac", "coeliac", r"\bcoeliac", "celiac"),
        ("estr", r"\bestr(ogen|adiol|one\b|iol)", r"oestr\1", r"\boestr", "estr"),
        ("leu", r"leuko", "leuco", r"leuco(?=cyt|pen|pher|dyst|enc|pl)", "leuko"),
        ("sul", r"sulf", "sulph", r"sulph", "sulf"),
        ("z", r"(?<=[a-z]{3})iz(ed|ing|ation|ations)\b", r"is\1", r"\Zx", ""),
        ("is", r"\Zx", "", r"(?<=[a-z]{3})is(ation|ations|ed|ing)\b", r"iz\1"),
        ("colo", r"\bcolor\b", "colour", r"\bcolour", "color"),
        ("behav", r"behavior", "behaviour", r"behaviour", "behavior"),
        ("labo", r"\blabor\b", "labour", r"\blabour", "labor"),
        ("fib", r"\bfiber", "fibre", r"\bfibre", "fiber"),
        ("cent", r"\bcenter", "centre", r"\bcentre", "center"),
        ("program", r"\bprogram\b", "programme", r"\bprogramme\b", "program"),
        ("ing", r"\baging\b", "ageing", r"\bageing\b", "aging"),
        ("alumin", r"aluminum", "aluminium", r"aluminium", "aluminum"),
        ("man", r"maneuver", "manoeuvre", r"manoeuvre", "maneuver"),
    )
]  # fmt: skip

_PREFIX = re.compile(
    r"\b(post|pre|peri|non|anti|intra|chemo|radio|immuno|micro|cryo|thermo|multi|neuro|cardio|photo) (?=[a-z]{5})"
)
_PREFIX_JOINED = re.compile(
    r"\b(post|peri|non|anti|intra|chemo|radio|immuno|cryo|thermo|multi|pre)(?=(?:oper|treat|menop|trau|part|stroke|herp|"
    r"small|alcoh|invas|hodg|ischem|ischaem|secret|metast|muscle|viral|epilep|coag|thromb|platelet|hypert|therap|emboli|"
    r"immun|radio|ablat|myel|drug|term|eclamp|diabet|surg|vascul|arter|ventric|cerebr|ocular|uterine|natal|nasal))"
)
_CODE_NAME = re.compile(r"\b([a-z]{2,5})(\d{2,}[a-z]?)\b")
_CODE_NAME_SPACED = re.compile(r"\b([a-z]{2,5}) (\d{3,}[a-z]?)\b")
_DIGIT = re.compile(r"\d\d")
# "interferon alfa-2a" is written "α-2a" and "α2a", "TNF-alpha" also "TNFα".
_GREEK_NAMES = re.compile(r"\b(alpha|alfa|beta|gamma|delta|kappa|lambda|omega)\b")
_GREEK = dict(
    zip(("alpha", "alfa", "beta", "gamma", "delta", "kappa", "lambda", "omega"), view("ααβγδκλω"), strict=True)
)
_GREEK_LETTERS = "".join(sorted(set(_GREEK.values())))
_BEFORE_NUMBER = re.compile(rf"([{_GREEK_LETTERS}]) (?=\d)")
_BEHIND_ACRONYM = re.compile(rf"\b(\w{{2,6}}) (?=[{_GREEK_LETTERS}])")
_SPACED_JOINER = re.compile(r"\s[-+/&]\s")
_INNER_HYPHEN = re.compile(r"(?<=\w)[-‐‑](?=\w)")
_VOWELS_AND_SPACE = "aeiou "


def _number_forms(name: str) -> tuple[str, ...]:
    """The name with its last word in singular and in the plurals that a plain -s or -es does not make."""
    if name[-1:] == "y":
        return (name, name[:-1] + "ies") if name[-2:-1] not in _VOWELS_AND_SPACE else (name,)
    if name[-1:] != "s":
        return (name,)
    if name.endswith("ies") and len(name) - name.rfind(" ") > 6:
        return name[:-3] + "y", name
    if name.endswith(("ses", "sis", "xes", "xis")):
        forms = name[:-2] + "is", name[:-2] + "es"
        return (*forms, name[:-2]) if name.endswith(("sses", "xes", "uses")) else forms
    if name.endswith(("ches", "shes")):
        return (name[:-2],)
    if name[-2:-1] not in "sui" and len(name) - name.rfind(" ") > 4:
        return (name[:-1],)
    return (name,)


def _spellings(name: str) -> set[str]:
    american = british = name
    for hint, find_american, to_british, find_british, to_american in _SPELLINGS:
        if hint in name:
            american = find_british.sub(to_american, american)
            british = find_american.sub(to_british, british)
    return {name, american, british}


def _with_greek(form: str) -> Iterator[str]:
    """The view of a name with Greek letters for their names, apart and joined to what is beside them."""
    if "alfa" in form or "alpha" in form:
        yield form.replace("alfa", "alpha")
        yield form.replace("alpha", "alfa")
    written = _GREEK_NAMES.sub(lambda match: _GREEK[match.group()], form)
    yield written
    yield _BEFORE_NUMBER.sub(r"\1", written)
    yield _BEHIND_ACRONYM.sub(r"\1", written)


def variants(name: str, *, exact: bool = False) -> set[str]:
    """Every view string that stands for `name`; a trailing -s or -es is accepted by the matcher besides.

    `exact` leaves the word itself alone (short names and names that count as written): only joining is varied.

    >>> sorted(variants("Tumor"))
    ['tumor', 'tumour']
    >>> view("TNFα") in variants("TNF-alpha") and view("Interferon α-2a") in variants("interferon alfa-2a")
    True
    >>> "metastases" in variants("metastasis") and "post operative pain" in variants("postoperative pain")
    True
    """
    shown = view(name)
    base = shown.strip() if _SPACED_JOINER.search(name) else " ".join(shown.split())
    if not base:
        return set()
    forms = {base}
    if "-" in name or "‐" in name or "‑" in name:
        forms.add(" ".join(view(_INNER_HYPHEN.sub("", name)).split()))
    if ", " in name:  # "Diabetes Mellitus, Type 2" is written without the comma too
        forms.add(base.replace(",", ""))
    if "&" in name:
        forms.add(" ".join(view(name.replace("&", " and ")).split()))
    if "+" in name or "/" in name:
        forms.add(" ".join(shown.split()))
    if _DIGIT.search(base):
        for form in tuple(forms):
            forms.add(_CODE_NAME.sub(r"\1 \2", form))
            forms.add(_CODE_NAME_SPACED.sub(r"\1\2", form))
    if _GREEK_NAMES.search(base):
        forms |= {written for form in tuple(forms) for written in _with_greek(form)}
    if exact:
        return forms
    if "'" in name or "’" in name:
        plain = fold(name)
        forms.add(" ".join(view(plain.replace("'s", "s")).split()))
        forms.add(" ".join(view(plain.replace("'s", "")).split()))
    for form in tuple(forms):
        forms.add(_PREFIX.sub(r"\1", form))
        forms.add(_PREFIX_JOINED.sub(r"\1 ", form))
    return {number for form in forms for spelled in _spellings(form) for number in _number_forms(spelled)}
