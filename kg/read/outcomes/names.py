"""Measures that are lists of names: "MAP, HR, SpO2", "Relapse rate, mortality rate".

Registries seldom have them, so the model that splits cells ends the measure at the first name. The rule: where all of
the measure is names of what is measured, of the lexicons of endpoints and instruments, the names that follow belong
to it if they are of other things. Two names of one kind ("HbA1c, glucose level") are a list only where both are short
forms or end in the same word. A heading ("Lipid profile", "Complications"), a name that says little, and the same
thing or its instrument named again make no list; the same thing at another time does ("28-day mortality, 90-day
mortality"), and so does what stands between two names ("Blood loss, Hb drop, transfusion rate").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from kg.grammar import by_list, rows
from kg.lexicons import lines_of, names_of, properties_of, text_of
from kg.resources import resource

_LEXICONS = ("endpoints.tsv", "instruments.tsv")
_LONGEST = 80
MOST_LISTED = 9
"""Names that a measure lists at most."""
_PAIR = 2  # words
_BRACKET = re.compile(r" ?\([^()]*\)\Z")
# What tells of whom, when or how grave a named measure is: "pCR rate in resected patients", "mortality at 6 weeks and 1
# year", "TRAE of grade 3 or higher".
_NUMBER = re.compile(r"\d+")
_WHEN = (
    r"(?:\d+(?:(?:, | and | & |/)\d+)* ?-?(?:hours?|h|days?|d|weeks?|wks?|months?|mo|years?|yrs?)"
    r"|(?:day|week|month|year) \d+)"
)
_BESIDE = re.compile(
    r" (?:in|among) (?:(?:the|all) )?(?:[\w-]+ )?(?:patients|participants|subjects|pts)\Z"
    rf"|,? (?:at|to|by|until|within|after|on) {_WHEN}(?:(?:,| and|, and|/) {_WHEN}){{0,4}}\Z"
    r"|,? (?:(?:of )?grades? (?:≥ ?|>= ?|> ?)?|(?:≥ ?|>= ?|> ?)(?:grades? )?)[1-5](?:-[1-5])?"
    r"(?: or (?:higher|more|above|worse))?\Z"
    r"| in (?:days|hours|minutes|min|ml)\Z"
    r"| (?:needing|requiring) (?:treatment|therapy|intervention|medication|rescue)\Z"
)
_TURNS = re.compile(r" (?:normali[sz]ation|clearance|decline|decrease|reduction|drop|elevation|positivity)\Z")
_HEADED = re.compile(r"\A[A-Za-z][^:;.,()]{1,40}(?:\([^():]{1,20}\))?:\s")  # "Safety: …", "stress hormones: cortisol"
_TIMED = r"\d+[ -]?(?:hours?|days?|weeks?|months?|years?|[hdwy]|yr|mo) "
_TIME_FIRST = re.compile(_TIMED, re.IGNORECASE)
_SHORT = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Za-z0-9/+-]{2,8}\Z")
_OPENS_SHORT = re.compile(r"(?P<short>[A-Z]{2,6})(?: (?!(?:and|or|by|in|with|per)\b)[a-z]+){1,3}")
# "ORR, DCR, PFS and safety": what says too little elsewhere ends a list of other things.
_CLOSES = re.compile(r"(?:\A|\band )(?:safety|toxicity|tolerability)\Z", re.IGNORECASE)
# "DCR and DoR based on RECIST 1.1": two short forms, or one with how it is told, may end such a list.
_LAST = re.compile(
    r"(?P<one>[A-Za-z0-9/+-]{2,7})(?:,? (?:and|&) (?P<other>[A-Za-z0-9/+-]{2,7}))?"
    r"(?P<how> (?:based on|per|by|according to|assessed|evaluated|determined|using) [^;]{2,80})?\Z"
)


# What stands between two names of a list and is no name of the lexicons: a few words that are no sentence and no time.
_BETWEEN = re.compile(
    r"(?!(?:and|or|including|defined|measured|assessed|as|by|using|per|from|at|with|in|on)\b)"
    r"(?!.* (?:includes?|is|are|from|until|since|between|whichever|of)\b)"
    r"[A-Za-z][\w/.-]*(?: [\w/().-]+){0,4}"
)
_TWO = re.compile(
    r"(?P<one>[^;:.]{2,50}?) (?:and|&|/|vs\.?|versus) "
    r"(?P<other>[\w/.-]+(?: (?!(?:by|with|using|is|are|was|were|will|at)\b)[\w/().-]+){0,5})"
)
# What ends the time of a survival: "progression-free survival, time to progression, death".
_BARE_EVENT = re.compile(r"(?:death|progression|relapse|recurrence|metastasis)", re.IGNORECASE)
# Words of a name that tell what it is about.
_TELLING = re.compile(
    r"\b(?!(?:rates?|time|number|change|days?|score|level|total|mean|incidence|hospital|blood|serum|first|patients?"
    r"|(?:post|intra|peri)-?operative|treatment|clinical|disease)\b)[a-z]{4,}"
)


class _Item(NamedTuple):
    """One of the names that a measure lists, as it is written, and its id."""

    text: str
    name: str

    @property
    def is_short(self) -> bool:
        """Whether it is a short form, whatever a bracket behind it explains: "OPR (organ preservation rate)"."""
        return _SHORT.match(_BRACKET.sub("", self.text)) is not None

    @property
    def time(self) -> str:
        """When it is measured, where its name begins with that: "28-day"."""
        match = _TIME_FIRST.match(self.text)
        return _key(match.group()) if match is not None else ""


class _Words(NamedTuple):
    """What adds nothing before and behind a name, and what ends a name that heads a list or says little."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    little: re.Pattern[str]
    heads: re.Pattern[str]


@cache
def _words() -> _Words:
    lists = by_list("measure_words.tsv")
    before, behind, little, heads = (
        "|".join(re.escape(word).replace(r"\(s\)", "s?").replace(r"\ ", " ") for word in lists[name])
        for name in ("opens-name", "adds-nothing", "says-little", "heads-others")
    )
    return _Words(
        re.compile(f"(?:(?:{before}) |{_TIMED})*"),
        re.compile(rf"(?: (?:{behind}))+\Z"),
        re.compile(rf"\b(?:{little})(?: \([a-z]+\))?\Z", re.IGNORECASE),
        re.compile(rf"(?<!quality of )\b(?:{heads})(?: \([^()]*\))?\Z", re.IGNORECASE),
    )


@cache
def _lexicon() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The id of each name, as `_key` writes it, and the broader ids of each id."""
    found: dict[str, str] = {}
    broader: dict[str, tuple[str, ...]] = {}
    for file in _LEXICONS:
        for line in lines_of(text_of(resource("lexicons", file)).split("\n"), file):
            known = line.cells["id"]
            measured = (value for name, value in properties_of(line.cells) if name == "tkg:measures")
            broader[known] = (*line.cells.get("broader", "").split(), *measured)
            for name in names_of(line.cells):
                found.setdefault(_key(name.text), known)
    for row in rows("listed_short_forms.tsv", "short", "endpoint", "cues"):
        found.setdefault(_key(row.cells[0]), row.cells[1])
    return found, broader


def _key(text: str) -> str:
    """A name in lower case, hyphens as blanks."""
    return " ".join(text.lower().replace("-", " ").replace("₂", "2").split())


def end_of_list(text: str, cuts: Sequence[int], i: int, j: int) -> int:
    """The cut that ends a measure which was read to end at cut `i`, before a time frame that begins after cut `j`; the
    number of cuts where there is none."""
    ends = [*cuts, len(text)][: j + 1]
    begins = [0, *(cut + 2 for cut in cuts[:j])]
    pieces = [text[begin:end] for begin, end in zip(begins, ends, strict=True)]
    pieces[0] = _HEADED.sub("", pieces[0])
    held, end = _listed(pieces, i)
    goes_on = end + 1 < len(pieces) and pieces[end + 1].startswith("and ")
    return end if end > i and not goes_on and _are_list(held) else i


def _listed(pieces: Sequence[str], i: int) -> tuple[list[_Item], int]:
    """The names that the pieces of a cell list from its first one on, and the last piece of them; the measure was read
    to be the pieces up to the one numbered `i`."""
    held: list[_Item] = []
    end = i
    for number, piece in enumerate(pieces[: i + MOST_LISTED]):
        name = named(piece) or _first_of_two(piece, bool(held))
        if name is None and held:
            if number >= i and (last := _last(piece, held)) is not None:
                return [*held, _Item(last, named(last) or "")], number  # nothing of a list follows behind its "and"
            behind = pieces[number + 1] if number < len(pieces) - 1 else ""
            if named(behind) and _BETWEEN.fullmatch(piece) and not _opens_sentence(piece):
                continue
        if name is not None and 0 < number <= i and any(_explains(_Item(piece, name), one) for one in held):
            continue  # within the measure, something of the same sort may stand between: "ferritin, TSAT, MCV"
        if name is None or not _goes_on_with(_Item(piece, name), held, number > i):
            break
        held.append(_Item(piece, name))
        end = number
    return held, end


def _goes_on_with(item: _Item, held: Sequence[_Item], behind: bool) -> bool:
    """Whether a name goes on a list: it says enough, tells another thing than those before it and, `behind` what was
    read as the measure, neither opens a description nor tells how the last one is measured."""
    little = _words().little
    closes = _CLOSES.search(item.text) if len(held) > 1 or " and " in item.text else None
    said = item.text if closes is None else item.text[: closes.start()].rstrip()
    if little.search(said) or (behind and _opens_sentence(item.text)):
        return False
    if held and held[0].name.endswith("-survival") and _BARE_EVENT.fullmatch(item.text):
        return False
    if any(_explains(item, before) for before in held):
        return False
    return not (behind and item.name.startswith("instrument/") and not _goes_beside(item, held[-1]))


def _are_list(items: Sequence[_Item]) -> bool:
    """Whether names of different things stand side by side. Of two things of one kind, one may explain the other."""
    texts = [item.text for item in items]
    if all(item.is_short for item in items):
        return True
    if len({text.rpartition(" ")[2].lower() for text in texts}) == 1 and all(" " in text for text in texts):
        return True
    if all(item.name.startswith("instrument/") for item in items):
        return True
    if all(item.time for item in items) or _are_parallel(*items[:2]):
        return True
    if _words().heads.search(texts[0]) and not items[1].name.endswith("mortality"):
        return False  # deaths are no complication
    if len(items) > 2:
        return True
    one, other = items
    _, broader = _lexicon()
    spelled = _SHORT.match(one.text) is not None and _SHORT.match(other.text) is None
    of_a_kind = spelled and bool(set(broader.get(one.name, ())) & set(broader.get(other.name, ())))
    return not (of_a_kind or _spells(other.text, one.text) or _shares(one, other))


def _goes_beside(item: _Item, before: _Item) -> bool:
    """Whether an instrument is no way to tell what stands before it: "EASI, DLQI", but not "ORR, RECIST"."""
    if before.name.startswith("instrument/"):
        return True
    measures = any(name.startswith("endpoint/") for name in _above(item.name))
    if measures and _SHORT.match(before.text.partition(" ")[0]) and before.text.lower().endswith(" score"):
        return item.text.lower().endswith(" score")  # "LARS score, Wexner score"
    return measures and item.is_short and before.is_short


def _are_parallel(one: _Item, other: _Item) -> bool:
    """Whether two things are told of the same: "HBeAg loss, HBeAg seroconversion"."""
    words, others = one.text.lower().split(), other.text.lower().split()
    return len(words) == len(others) == _PAIR and words[0] == others[0] and one.name != other.name


def _are_told_apart(one: _Item, other: _Item) -> bool:
    """Whether two things are told of two places, by a short word before a short form: "ICU LOS, hosp LOS"."""
    words, others = one.text.split(), other.text.split()
    if not len(words) == len(others) == _PAIR or words[1] != others[1] or _SHORT.match(words[1]) is None:
        return False
    return words[0].lower() != others[0].lower() and one.name != other.name


def _shares(one: _Item, other: _Item) -> bool:
    """Whether two names have a telling word in common."""
    return bool(set(_TELLING.findall(one.text.lower())) & set(_TELLING.findall(other.text.lower())))


def _spells(words: str, short: str) -> bool:
    """Whether words may be meant by a short form: their initials are its letters, one of them may differ."""
    initials = [word[0] for word in re.split(r"[\s-]+", words.lower()) if word]
    letters = short.strip().lower()
    return len(initials) == len(letters) > 2 and sum(a != b for a, b in zip(initials, letters, strict=True)) < 2


def _first_of_two(piece: str, listed: bool) -> str | None:
    """What the first of two names joined by "and" names: "hospital stay and number of units transfused". Where no list
    has begun, the other must be a name, too."""
    match = _TWO.fullmatch(piece)
    if match is None or not (listed or named(match["other"])):
        return None
    return named(match["one"])


def _opens_sentence(piece: str) -> bool:
    """Whether a piece opens as descriptions do: "Number of participants …", "The …", "Mean …"."""
    opening = _words().before.match(piece.lower())
    return piece[:1].isupper() and opening is not None and opening.end() > 0 and _TIME_FIRST.match(piece) is None


def _last(piece: str, before: Sequence[_Item]) -> str | None:
    """The short form, or the first of two, that ends a list of other things: "DCR and DoR based on RECIST"."""
    match = _LAST.match(piece)
    if match is None or (match["other"] is None and match["how"] is None):
        return None
    for word in filter(None, (match["one"], match["other"])):
        name = named(word)
        if name is None or not name.startswith("endpoint/"):
            return None
        if any(_explains(_Item(word, name), item) for item in before):
            return None
    return match["one"]


@lru_cache(maxsize=1 << 12)
def named(piece: str) -> str | None:
    """The id of the endpoint or instrument that a piece of a cell names; None where it says anything else.

    >>> named("MAP"), named("6-week mortality"), named("PHQ-9 total score"), named("as assessed by PHQ-9")
    ('endpoint/mean-arterial-pressure', 'endpoint/mortality', 'instrument/phq-9', None)
    """
    if len(piece) > _LONGEST:
        return None
    names, _ = _lexicon()
    whole = _BRACKET.sub("", piece.strip().rstrip(".").lower())
    for low in dict.fromkeys((whole, _BESIDE.sub("", whole), _TURNS.sub("", whole))):
        opening = _words().before.match(low)
        for text in (low, low[opening.end() :] if opening is not None else low):
            for wording in (text, _words().behind.sub("", text)):
                key = _key(wording)
                found = names.get(key) or (names.get(key[:-1]) if key.endswith("s") else None)
                if found is not None:
                    return found
    return None


def _explains(item: _Item, before: _Item) -> bool:
    """Whether a name is the same thing as one before it, a kind of that or, spelled out, what that is a kind of."""
    if item.text.lower() == before.text.lower():
        return True
    if _are_parallel(item, before) or _are_told_apart(item, before):
        return False
    if item.time and before.time and item.time != before.time:
        return False
    if item.time and item.name != before.name and item.name in _above(before.name):
        return False  # "ICU mortality, 28-day mortality"
    if _are_grades(item.text, before.text) or _is_elsewhere(item, before):
        return False
    if item.is_short and before.is_short:
        both_harms = "adverse-events" in item.name and "adverse-events" in before.name
        return item.name == before.name if both_harms else before.name in _above(item.name) - {item.name}
    return before.name in _above(item.name) or item.name in _above(before.name)


def _is_elsewhere(item: _Item, before: _Item) -> bool:
    """Whether a name is a kind of a bare short form that opens with a short form of its own: "LOS, ICU stay"."""
    kind = before.is_short and item.name != before.name and before.name in _above(item.name)
    own = _OPENS_SHORT.fullmatch(item.text) if kind else None
    return own is not None and own["short"] != before.text


def _are_grades(one: str, other: str) -> bool:
    """Whether two names differ in a number, as the steps of one measure do: "PSA50, PSA90 response"."""
    number, another = _NUMBER.findall(one), _NUMBER.findall(other)
    if len(number) != 1 or len(another) != 1 or number == another:
        return False
    shorter, longer = sorted((_NUMBER.sub("#", one).lower(), _NUMBER.sub("#", other).lower()), key=len)
    return longer.startswith(shorter)


def _above(known: str) -> set[str]:
    """The id, all broader ones, and what an instrument measures."""
    _, broader = _lexicon()
    seen: set[str] = set()
    stack = [known]
    while stack:
        current = stack.pop()
        if current not in seen:
            seen.add(current)
            stack.extend(broader.get(current, ()))
    return seen
