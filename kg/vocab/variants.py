"""How a name may be written: the view that texts and names share, and the spellings that one name stands for.

The view is a fold that is as long as the text: lower case, accents dropped, and every character that merely joins or
opens (hyphen, slash, plus, bracket, quote, white space) a space. Commas, full stops and closing brackets stay, so no name
is found across them. In the view, "hyphen or space" is no difference; what remains is generated here, per name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.text import fold

_JOINERS = "-_/+([{\"'*=<>&|~^#@\\\t\r\n\f\v®™•·→≥≤±×"


class _ViewTable(dict[int, str]):
    """Folds a character, and makes a space of it where it joins or opens."""

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        shown = self[code] = " " if folded in _JOINERS or folded.isspace() else folded
        return shown


_TABLE = _ViewTable()
for _code in range(128):  # filled at once: a plain translate of ASCII text stays in C
    _TABLE[_code]
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def view(text: str) -> str:
    """The text as the matcher sees it, character for character.

    >>> view("Naïve T‑cell (CAR-T)")
    'naive t cell  car t)'
    """
    if not text.isascii():
        text = _BEYOND_ASCII.sub(lambda match: match.group().translate(_TABLE), text)
    return text.translate(_TABLE)


# American first. Each pair is tried both ways, on whole names; a rule that changes nothing costs nothing.
_SPELLINGS = [
    (re.compile(american), british_form, re.compile(british), american_form)
    for american, british_form, british, american_form in (
        (r"\btumor", "tumour", r"\btumour", "tumor"),
        (r"emi(a|as|c)\b", r"aemi\1", r"aemi(a|as|c)\b", r"emi\1"),
        (r"\bhem(at|orr|ogl|oph|ody|odi|olyt|olys|ost|oth|opt|ofil)", r"haem\1", r"\bhaem", "hem"),
        (r"\besoph", "oesoph", r"oesoph", "esoph"),
        (r"\bedema", "oedema", r"oedema", "edema"),
        (r"diarrhea", "diarrhoea", r"diarrhoea", "diarrhea"),
        (r"rrhea\b", "rrhoea", r"rrhoea\b", "rrhea"),
        (r"pnea\b", "pnoea", r"pnoea\b", "pnea"),
        (r"\bpediatr", "paediatr", r"\bpaediatr", "pediatr"),
        (r"orthoped", "orthopaed", r"orthopaed", "orthoped"),
        (r"anesth", "anaesth", r"anaesth", "anesth"),
        (r"gynec", "gynaec", r"gynaec", "gynec"),
        (r"\bfetal", "foetal", r"\bfoetal", "fetal"),
        (r"\bfetus", "foetus", r"\bfoetus", "fetus"),
        (r"\bcesar", "caesar", r"\bcaesar", "cesar"),
        (r"\bfecal", "faecal", r"\bfaecal", "fecal"),
        (r"\bceliac", "coeliac", r"\bcoeliac", "celiac"),
        (r"\bestr(ogen|adiol|one\b|iol)", r"oestr\1", r"\boestr", "estr"),
        (r"leuko", "leuco", r"leuco(?=cyt|pen|pher|dyst|enc|pl)", "leuko"),
        (r"sulf", "sulph", r"sulph", "sulf"),
        (r"(?<=[a-z]{3})i(?:z)(e|ed|es|ing|ation|ations|er)\b", r"is\1", r"(?<=[a-z]{3})is(ation|ations|ed|ing)\b", r"iz\1"),
        (r"\bcolor\b", "colour", r"\bcolour", "color"),
        (r"behavior", "behaviour", r"behaviour", "behavior"),
        (r"\blabor\b", "labour", r"\blabour", "labor"),
        (r"\bfiber", "fibre", r"\bfibre", "fiber"),
        (r"\bcenter", "centre", r"\bcentre", "center"),
        (r"\bprogram\b", "programme", r"\bprogramme\b", "program"),
        (r"\baging\b", "ageing", r"\bageing\b", "aging"),
        (r"aluminum", "aluminium", r"aluminium", "aluminum"),
        (r"maneuver", "manoeuvre", r"manoeuvre", "maneuver"),
    )
]  # fmt: skip

_PREFIX = re.compile(
    r"\b(post|pre|peri|non|anti|intra|chemo|radio|immuno|micro|cryo|thermo|multi|neuro|cardio|photo) ?(?=[a-z]{5})"
)
_PREFIX_JOINED = re.compile(
    r"\b(post|peri|non|anti|intra|chemo|radio|immuno|cryo|thermo|multi|pre)(?=(?:oper|treat|menop|trau|part|stroke|herp|small|"
    r"alcoh|invas|hodg|ischem|ischaem|secret|metast|muscle|viral|epilep|coag|thromb|platelet|hypert|therap|emboli|"
    r"immun|radio|ablat|myel|drug|term|eclamp|diabet|surg|vascul|arter|ventric|cerebr|ocular|uterine|natal|nasal))"
)
_CODE_NAME = re.compile(r"\b([a-z]{2,5})(\d{2,}[a-z]?)\b")
_CODE_NAME_SPACED = re.compile(r"\b([a-z]{2,5}) (\d{3,}[a-z]?)\b")
_SINGULAR = re.compile(r"^(.*[a-z]{3,})s$")


def _number_forms(name: str) -> Iterator[str]:
    """The name with its last word in singular and in the plurals that a plain -s or -es does not make."""
    if name.endswith("ies") and len(name.rsplit(" ", 1)[-1]) > 5:
        yield name[:-3] + "y"
        yield name
    elif re.search(r"[sx](?:es|is)$", name):
        yield name[:-2] + "is"
        yield name[:-2] + "es"
        if re.search(r"(?:ss|x)es$", name):
            yield name[:-2]
    elif re.search(r"(?:ch|sh|us)es$", name):
        yield name[:-2]
    elif re.search(r"[^aeiou ]y$", name):
        yield name
        yield name[:-1] + "ies"
    elif (match := _SINGULAR.match(name)) and not re.search(r"(?:ss|us|is)$", name):
        yield match.group(1)
    else:
        yield name


def _spellings(name: str) -> set[str]:
    forms = {name}
    american = british = name
    for find_american, to_british, find_british, to_american in _SPELLINGS:
        american = find_british.sub(to_american, american)
        if not find_british.search(british):
            british = find_american.sub(to_british, british)
    forms.update((american, british))
    return forms


def variants(name: str, *, exact: bool = False) -> set[str]:
    """Every view string that stands for `name`; a trailing -s or -es is accepted by the matcher besides.

    `exact` leaves the word itself alone (short names and names that count as written): only joining is varied.

    >>> sorted(variants("Tumor"))
    ['tumor', 'tumour']
    >>> "metastases" in variants("metastasis") and "post operative pain" in variants("postoperative pain")
    True
    """
    base = " ".join(view(name).split()) if not re.search(r"\s[-+/&]\s", name) else view(name).strip()
    if not base:
        return set()
    forms = {base}
    if "-" in name:
        forms.add(" ".join(view(re.sub(r"(?<=\w)[-‐‑](?=\w)", "", fold(name))).split()))
    if "&" in name:
        forms.add(" ".join(view(name.replace("&", " and ")).split()))
    if "+" in name or "/" in name:
        forms.add(" ".join(view(name).split()))
    for form in tuple(forms):
        forms.add(_CODE_NAME.sub(r"\1 \2", form))
        forms.add(_CODE_NAME_SPACED.sub(r"\1\2", form))
    if exact:
        return forms
    if "'" in fold(name):
        plain = fold(name)
        forms.add(" ".join(view(plain.replace("'s", "s")).split()))
        forms.add(" ".join(view(plain.replace("'s", "")).split()))
    for form in tuple(forms):
        forms.add(_PREFIX.sub(r"\1", form))
        forms.add(_PREFIX_JOINED.sub(r"\1 ", form))
    spelled = set().union(*(_spellings(form) for form in forms))
    return {number for form in spelled for number in _number_forms(form)}
