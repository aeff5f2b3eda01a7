"""How something is given, as the words say it: route, dose, schedule, dosage form.

`facts(text)` finds them with their places; it knows nothing of who is given what. A value is what the record writes
(white space made single), except routes, which are concepts, and dosage forms, which are named alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kg.extract.giving.quantities import LONGEST, Fact, FactKind, quantities
from kg.text import fold
from kg.vocab.vocabulary import Vocabulary
from kg.wording import form_pattern, forms

__all__ = ["LONGEST", "Fact", "FactKind", "facts", "quantities", "routes"]

_NOT_A_ROUTE = "route/other"  # a choice of forms; in prose `other` is just a word
_STAGE = re.compile(
    r"\b(?:stage|phase|type|grade|class|level|factor|group|part|arm|cohort|n|cn|cranial nerves?)\s?-?\Z"
)
_OF_A_CODE = re.compile(r"-[A-Z]{1,8}\d")  # "SC-DARIC33"
# A route before one of these colours the noun, and says nothing of how a drug of the trial is given.
_COLOURED = re.compile(
    r"[\s-](?:mucositis|hygiene|cavity|health|examinations?|exams?|mucosa\w*|lesions?|diseases?|cancers?|candid\w+|"
    r"surger(?:y|ies)|steroids?|(?:cortico|glucocortico)steroids?|contracepti\w+|bronchodilators?|intake|feed(?:ing|s)?|"
    r"hydration|fluids?|diets?|care|glucose tolerance|food challenges?|swabs?|polyps?|congestion|symptoms?|"
    r"polyposis|airflow|provocation|allergen challenges?|access|lines?|catheters?|drug users?|drug use|group|arm|"
    r"cohort)\b"
)
# ... but "through the hepatic artery catheter" is a way; of veins it may be how blood is drawn.
_PASSED = re.compile(r"[\s-](?:catheter|line|port)\b")
_THROUGH = re.compile(r"\b(?:via|through)\s(?:an?\s|the\s)?(?:indwelling\s|implanted\s)?\Z")


# "manufactured locally": not how it is given
_MADE = re.compile(r"\b(?:manufactured|produced|made|prepared|sourced|purchased|available|approved)\s\Z")
# `14 days after vector injection`: when something is given, not how.
_ANOTHER_TIME = re.compile(r"\b(?:after|before|following|prior to|until|since)\s(?:[\w-]+\s){0,2}\Z")
# ... but `bleeding after intravenous administration of heparin` tells how heparin is given.
_OF_WHAT = re.compile(
    r"(?:\s(?:bolus\s|single[- ]dose\s)?(?:administrations?|injections?|infusions?|instillations?|application|doses?))?"
    r"\s(?:of|with)\s"
)
# Behind a word of place stands a disease there, a finding or a site: "ocular hypertension".
_OF_A_SITE = re.compile(
    r"(?:(?:,|\sor|\sand|/)\s?(?:sub)?cutaneous)?\s(?:metasta\w+|melanomas?|lymphomas?|nodules?|fat|emphysema|hypertension|surface|allerg(?:y|ies)|inflammation|disease|disorders?|pain|discomfort|comfort|lesions?|cancers?|"
    r"carcinomas?|mucositis|candidiasis|infections?|herpes|tumou?rs?|symptoms?|health|hygiene|cavity|toxicity|ulcers?)\b"
    r"(?!\s(?:medic|reliev|kill|manage|drug|treat|therap)|-modif)"
)
# `after 6 cycles`, `through week 14`: a point in time.
_DONE = re.compile(r"\d{1,2}\s(?:cycles|fractions|sessions|courses|doses)\b")
_BEFORE_DONE = re.compile(r"\b(?:after|following|completed|completing|completion of|prior to)\s\Z")
_WEEK = re.compile(r"weeks?\s?\d{1,3}\b(?!\s?(?:-|to|,|and))")
_BEFORE_WEEK = re.compile(
    r"\b(?:after|following|through|until|till|up to|by|prior to|end of|start of|beginning of)\s\Z"
)
_DAY = re.compile(r"day\s?\d{1,3}\b(?!\s?(?:-|to|,|and))")
_BEFORE_DAY = re.compile(r"\b(?:after|following|before|prior to)\s\Z")
# "2 hours post-dose on day 19", "a study on day 7": when something is looked at
_BEFORE_EACH = re.compile(r"\b(?:prior to|before)\s\Z")  # "prior to daily radiotherapy"
_LOOKED_AT = re.compile(r"\b(?:(?:pre|post)-?dos(?:e|ing)|stud(?:y|ies)|samples?|visits?|assessments?|scans?)\s\Z")
Own = Iterable[tuple[str, str]]


def routes(text: str, vocabulary: Vocabulary, own: Own = ()) -> list[Fact]:
    """Routes of administration named in `text`, in order. A short form that the record defines means what it says."""
    defined = dict(own)
    found = []
    for hit in vocabulary.scan(text[:LONGEST], "context"):
        route = next((concept for concept in hit.concepts if concept.startswith("route/")), None)
        if route is None:
            continue
        if hit.end - hit.start <= 3 and _STAGE.search(fold(text[max(0, hit.start - 16) : hit.start])):
            continue  # "stage IV", "cranial nerve IV"
        if _OF_A_CODE.match(text, hit.end):
            continue
        long = defined.get(text[hit.start : hit.end])
        said = (long, long.split()[-1]) if long else ()  # "tuvusertib orally (PO)"
        if said and not any(route in vocabulary.lookup(name, "context") for name in said):
            continue  # "standard care (SC)"
        if route == _NOT_A_ROUTE:
            continue
        if _COLOURED.match(fold(text[hit.end : hit.end + 32])) and not _is_passed(text, route, hit.start, hit.end):
            continue
        found.append(Fact("route", route, hit.start, hit.end))
    if "HAI" in text:
        found += _infused(text[:LONGEST], vocabulary, defined)
        found.sort(key=lambda fact: fact.start)
    return found


def _is_passed(text: str, route: str, start: int, end: int) -> bool:
    """Whether what is given passes through a catheter there: `via the hepatic arterial catheter`."""
    if route == "route/intravenous" or _PASSED.match(fold(text[end : end + 16])) is None:
        return False
    passing = text[start:end].lower().startswith(("via ", "through "))
    return passing or _THROUGH.search(fold(text[max(0, start - 32) : start])) is not None


# In lower case these are routes only right beside a dose or a schedule: "250 mg po", "po bid"; else a numeral, a river.
_SHORT_ROUTE = re.compile(r"(?<![\w.-])(?:p\.?o|p\.?v|i\.?d|i\.?v|s\.?c|i\.?m|i\.?p|i\.?h|civ|ivd|hai)\.?(?![\w-])")
_SHORT_ROUTES = {
    "po": "route/oral", "iv": "route/intravenous", "civ": "route/intravenous", "ivd": "route/intravenous",
    "sc": "route/subcutaneous", "ih": "route/subcutaneous", "im": "route/intramuscular", "ip": "route/intraperitoneal",
    "pv": "route/vaginal", "id": "route/intradermal", "hai": "route/hepatic-arterial-infusion",
}  # fmt: skip


_HEPATIC = "route/hepatic-arterial-infusion"
_OF_DRUGS = (" of ", " with ")  # "HAI of oxaliplatin"
# "HAI oxaliplatin": HAI has many meanings, but what is right before a drug or a regimen is how it is given.
_HAI = re.compile(r"(?<![\w-])HAI (?:chemotherapy |infusion )?(?:of |with )?(?=\w)")
# "cells via HAI", not "by HAI of oxaliplatin"
_BY_HAI = re.compile(r"\b(?:via|by|through|as)\s(?:the\s)?(?P<route>HAIC?)(?![\w-])(?!\s(?:of|with|plus)\b)")
_INFUSED = ("drug/", "regimen/")


def _infused(text: str, vocabulary: Vocabulary, defined: Mapping[str, str]) -> list[Fact]:
    """`HAI` right before what can be infused, where the record does not define it as something else."""
    if "hepatic" not in fold(defined.get("HAI", "hepatic")):
        return []
    passed = [Fact("route", _HEPATIC, *match.span("route")) for match in _BY_HAI.finditer(text)]
    places = {match.end(): match.start() for match in _HAI.finditer(text)}
    return passed + [
        Fact("route", _HEPATIC, places[hit.start], places[hit.start] + len("HAI"))
        for hit in (vocabulary.scan(text, "intervention") if places else ())
        if hit.start in places and hit.concepts[0].startswith(_INFUSED)
    ]


# "iv oxaliplatin and po capecitabine": where names of an entry begin
_BEFORE_A_NAME = re.compile(r"(?:\A|(?<=[+/,(&]))\s?(?:\b(?:and|plus|with|then)\s)?\Z|\b(?:and|plus|with|then)\s\Z")
_NAME = re.compile(r"\s[a-z][\w-]{2}")
_LEADING_ROUTES = frozenset(("iv", "po", "sc", "im", "ip"))


def _short_routes(text: str, stated: tuple[Fact, ...], found: list[Fact], entry: bool) -> list[Fact]:
    """Routes in two or three small letters that touch a dose or a schedule; in the name of an entry (`entry`), also
    those that a name follows."""
    folded = fold(text)
    made: list[Fact] = []
    for match in _SHORT_ROUTE.finditer(folded):
        short = match.group().replace(".", "")
        route = _SHORT_ROUTES[short]
        beside = any(
            fact.kind in ("dose", "schedule")
            and (
                (fact.end <= match.start() and not folded[fact.end : match.start()].strip(" ,("))
                or (match.end() <= fact.start and not folded[match.end() : fact.start].strip(" ,"))
            )
            for fact in stated
        )
        beside = beside or (route == _HEPATIC and folded.startswith(_OF_DRUGS, match.end()))
        small = text[match.start() : match.end()].islower() or short == "ip"  # in capitals others are known anyway
        if entry and not beside and small and short in _LEADING_ROUTES:
            window = max(0, match.start() - 8)
            beside = bool(_BEFORE_A_NAME.search(folded, window, match.start()) and _NAME.match(folded, match.end()))
        if not beside or _STAGE.search(folded, max(0, match.start() - 16), match.start()):
            continue
        if not any(f.start < match.end() and match.start() < f.end for f in (*found, *stated)):
            made.append(Fact("route", route, *match.span()))
    return made


# "receive one of 2 doses", "which of 3 doses", "a study of 2 doses of X": how much is given, not how often
_CHOSEN = re.compile(r"\b(?:(?:one|1|which|each|either|any|both)\sof\s(?:the\s)?|(?:study|safety|efficacy)\sof\s)\Z")


def _is_point(folded: str, start: int) -> bool:
    """Whether what reads like a schedule is a point in time, or says how much is given (`one of 2 doses`)."""
    window = max(0, start - 24)
    return bool(
        (_DONE.match(folded, start) and _BEFORE_DONE.search(folded, window, start))
        or (folded.startswith("doses", start + 2) and _CHOSEN.search(folded, window, start))
        or (folded.startswith(("daily", "weekly"), start) and _BEFORE_EACH.search(folded, window, start))
        or (_WEEK.match(folded, start) and _BEFORE_WEEK.search(folded, window, start))
        or (_DAY.match(folded, start) and _BEFORE_DAY.search(folded, window, start))
        or (folded.startswith(("on ", "at ", "day"), start) and _LOOKED_AT.search(folded, window, start))
    )


def _is_of_making(folded: str, route: Fact) -> bool:
    local = folded.startswith("locally", route.start)
    return local and _MADE.search(folded, max(0, route.start - 14), route.start) is not None


def _is_of_another_matter(folded: str, fact: Fact) -> bool:
    """Whether the words around a fact make it none of how something is given: a way or a form of another time, the
    place of something, how something is made, or a point in time."""
    if fact.kind == "route" and (_OF_A_SITE.match(folded, fact.end) or _is_of_making(folded, fact)):
        return True
    before = fact.kind in ("route", "form") and _ANOTHER_TIME.search(folded, max(0, fact.start - 40), fact.start)
    if before and (fact.kind == "form" or _OF_WHAT.match(folded, fact.end) is None):
        return True
    return _is_point(folded, fact.start)


def facts(text: str, vocabulary: Vocabulary, own: Own = (), *, entry: bool = False) -> list[Fact]:
    """Everything `text` states on how something is given, in order of place, not overlapping; routes win. `own` are the
    record's own (short, long) forms; `entry`: the text is the name of an entry, whose words are names."""
    found = routes(text, vocabulary, own)
    stated = quantities(text)
    if stated or entry:
        found += _short_routes(text[:LONGEST], stated, found, entry)
    for fact in stated:
        if all(fact.end <= route.start or fact.start >= route.end for route in found if route.kind == "route"):
            found.append(fact)
        elif fact.kind == "form":  # "oral tablet": the route is one fact, the tablet another
            end_of_route = max(r.end for r in found if r.kind == "route" and r.start < fact.end and fact.start < r.end)
            rest = form_pattern().search(fold(text), end_of_route, fact.end)
            if rest is not None:
                found.append(Fact("form", forms()[rest.group()], *rest.span()))
    folded = fold(text)
    found = [fact for fact in found if not _is_of_another_matter(folded, fact)]
    found.sort(key=lambda fact: fact.start)
    return found
